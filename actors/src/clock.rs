//! The shell's clock and random source: the only places where actors read them for the machines.

use domain::{Timestamp, ids::Entropy};
use std::time::{SystemTime, UNIX_EPOCH};

#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

#[must_use]
pub fn entropy() -> Entropy {
    rand::random()
}
