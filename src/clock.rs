//! The one place of the server where time and randomness come from.

use domain::{Timestamp, ids::Entropy};
use rand::RngCore;
use std::time::{SystemTime, UNIX_EPOCH};

/// Now, as the machines see it.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
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
