//! The value inside can't be reached: no field, no deref, no conversion.

use domain::consent::Sealed;

fn field(sealed: &Sealed<Vec<u8>>) -> &Vec<u8> {
    &sealed.value
}

fn deref(sealed: &Sealed<Vec<u8>>) -> &[u8] {
    &**sealed
}

fn as_ref(sealed: &Sealed<Vec<u8>>) -> &[u8] {
    sealed.as_ref()
}

fn unlabelled(sealed: &Sealed<Vec<u8>>) {
    let _ = sealed.label();
}

fn main() {
    let _ = (field, deref, as_ref, unlabelled);
}
