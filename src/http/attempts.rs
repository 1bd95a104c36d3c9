//! How often something may be tried: a bucket of tries for each address, handle or person, that fills again with time.
//!
//! Its memory is bounded: when too many are known, the one that used least is forgotten.

use domain::Timestamp;
use parking_lot::Mutex;
use std::{collections::HashMap, hash::Hash, net::IpAddr};

/// Those that are remembered at once.
const KNOWN: usize = 8_192;

pub struct Attempts<K> {
    most: f64,
    /// Milliseconds for an empty bucket to fill.
    window: f64,
    buckets: Mutex<HashMap<K, Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    used: f64,
    at: Timestamp,
}

impl<K: Eq + Hash + Clone> Attempts<K> {
    /// `most` tries at once, and as many in each `window_ms` after.
    #[must_use]
    pub fn new(most: u32, window_ms: u32) -> Self {
        Self { most: f64::from(most), window: f64::from(window_ms), buckets: Mutex::default() }
    }

    /// Takes one try.
    ///
    /// # Errors
    /// Where there is none: the seconds until there is.
    pub fn spend(&self, key: &K, now: Timestamp) -> Result<(), u32> {
        let mut buckets = self.buckets.lock();
        let used = buckets.get(key).map_or(0.0, |bucket| self.used(bucket, now));
        if used + 1.0 > self.most {
            let wait = (used + 1.0 - self.most) * self.window / self.most;
            return Err((wait / 1_000.0).ceil().max(1.0) as u32);
        }
        if buckets.len() >= KNOWN && !buckets.contains_key(key) {
            self.forget_one(&mut buckets, now);
        }
        buckets.insert(key.clone(), Bucket { used: used + 1.0, at: now });
        Ok(())
    }

    /// Gives a try back: it succeeded, or did not count.
    pub fn refund(&self, key: &K, now: Timestamp) {
        let mut buckets = self.buckets.lock();
        if let Some(bucket) = buckets.get_mut(key) {
            *bucket = Bucket { used: (self.used(bucket, now) - 1.0).max(0.0), at: now };
            if bucket.used <= 0.0 {
                buckets.remove(key);
            }
        }
    }

    /// Tries that are left now.
    pub fn left(&self, key: &K, now: Timestamp) -> u32 {
        let used = self.buckets.lock().get(key).map_or(0.0, |bucket| self.used(bucket, now));
        (self.most - used).floor().max(0.0) as u32
    }

    fn used(&self, bucket: &Bucket, now: Timestamp) -> f64 {
        (bucket.used - now.since(bucket.at) as f64 * self.most / self.window).max(0.0)
    }

    fn forget_one(&self, buckets: &mut HashMap<K, Bucket>, now: Timestamp) {
        buckets.retain(|_, bucket| self.used(bucket, now) > 0.0);
        if buckets.len() < KNOWN {
            return;
        }
        let least = buckets.iter().min_by(|(_, a), (_, b)| self.used(a, now).total_cmp(&self.used(b, now)));
        if let Some(key) = least.map(|(key, _)| key.clone()) {
            buckets.remove(&key);
        }
    }
}

/// The part of an address that one person holds: all of IPv4, a /64 of IPv6.
#[must_use]
pub fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u32 = 60_000;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn tries_run_out_and_come_back() {
        let attempts = Attempts::new(3, MINUTE);
        for _ in 0..3 {
            assert_eq!(attempts.spend(&"a", at(0)), Ok(()));
        }
        assert_eq!(attempts.spend(&"a", at(0)), Err(20));
        assert_eq!(attempts.spend(&"b", at(0)), Ok(()));
        assert_eq!(attempts.spend(&"a", at(19_000)), Err(1));
        assert_eq!(attempts.spend(&"a", at(20_000)), Ok(()));
        assert!(attempts.spend(&"a", at(20_000)).is_err());
    }

    #[test]
    fn what_succeeds_does_not_count() {
        let attempts = Attempts::new(2, MINUTE);
        for _ in 0..100 {
            assert_eq!(attempts.spend(&"a", at(0)), Ok(()));
            attempts.refund(&"a", at(0));
        }
    }

    #[test]
    fn memory_is_bounded_and_the_persistent_are_remembered() {
        let attempts = Attempts::new(2, MINUTE);
        assert_eq!(attempts.spend(&usize::MAX, at(0)), Ok(()));
        assert_eq!(attempts.spend(&usize::MAX, at(0)), Ok(()));
        for key in 0..2 * KNOWN {
            assert_eq!(attempts.spend(&key, at(0)), Ok(()));
        }
        assert!(attempts.buckets.lock().len() <= KNOWN);
        assert!(attempts.spend(&usize::MAX, at(0)).is_err());
    }

    #[test]
    fn one_home_is_one_neighbourhood() {
        let parse = |text: &str| text.parse::<IpAddr>().expect("an address");
        assert_eq!(neighbourhood(parse("2001:db8:1:2:3:4:5:6")), neighbourhood(parse("2001:db8:1:2::1")));
        assert_ne!(neighbourhood(parse("2001:db8:1:2::1")), neighbourhood(parse("2001:db8:1:3::1")));
        assert_eq!(neighbourhood(parse("::ffff:10.0.0.1")), parse("10.0.0.1"));
    }
}
