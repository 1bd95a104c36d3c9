//! The one place of the server where time and randomness come from.

use domain::{Timestamp, ids::Entropy};
use rand::RngCore;

/// Now, as the machines see it: the same clock by which consent is held.
#[must_use]
pub fn now() -> Timestamp {
    actors::clock::now()
}

/// For a new id.
#[must_use]
pub fn entropy() -> Entropy {
    random()
}

/// From the generator that is seeded by the system and fit for secrets.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}
