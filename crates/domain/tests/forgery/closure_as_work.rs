//! Work has a name that the list in `docs/consent.md` can hold: a closure has none.

use domain::consent::Sealed;

fn main() {}

fn peek(sealed: Sealed<Vec<u8>>) {
    let mut seen = Vec::new();
    let _ = sealed.work(&mut |bytes: Vec<u8>| seen = bytes);
}

fn collect(sealed: &[Sealed<Vec<u8>>]) {
    let mut seen = Vec::new();
    let _ = Sealed::gather(sealed, |bytes: &Vec<u8>| seen.push(bytes.clone()));
}
