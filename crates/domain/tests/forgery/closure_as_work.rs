//! Work has a name that the list in `docs/consent.md` can hold: a closure has none.

use domain::consent::Sealed;

fn main() {}

fn peek<F: FnMut(Vec<u8>)>(sealed: Sealed<Vec<u8>>, mut seen: F) {
    let _ = sealed.work(&mut seen);
}

fn collect<F: FnMut(&Vec<u8>)>(sealed: &[Sealed<Vec<u8>>], seen: F) {
    let _ = Sealed::gather(sealed, seen);
}
