//! Only an error comes out of a sealed result, not a buffer in its place.

use domain::consent::Sealed;

fn main() {}

fn unseal(sealed: Sealed<Result<(), Vec<u8>>>) -> Option<Vec<u8>> {
    sealed.transpose().err()
}
