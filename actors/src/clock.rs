//! The shell's clock and random source: the only places where actors read them for the machines, and gateways for the consent gate.

use domain::{Timestamp, ids::Entropy};
use std::{
    sync::OnceLock,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// Never goes back, so that no lease grows: the system's clock is looked at once, and what passes after that is measured.
#[must_use]
pub fn now() -> Timestamp {
    static START: OnceLock<(Duration, Instant)> = OnceLock::new();
    let (since, start) = START.get_or_init(|| (SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(), Instant::now()));
    Timestamp::from_millis(u64::try_from((*since + start.elapsed()).as_millis()).unwrap_or(u64::MAX))
}

#[must_use]
pub fn entropy() -> Entropy {
    rand::random()
}
