//! How many messages a socket may send: a bucket that fills with time.

use std::time::Instant;

pub struct Flood {
    per_second: f64,
    burst: f64,
    left: f64,
    at: Instant,
}

impl Flood {
    #[must_use]
    pub fn new(per_second: u32, burst: u32, now: Instant) -> Self {
        Self { per_second: per_second.into(), burst: burst.into(), left: burst.into(), at: now }
    }

    /// Whether one more message is within the measure.
    pub fn admit(&mut self, now: Instant) -> bool {
        self.admit_all(1, now)
    }

    /// The same for several that came together.
    pub fn admit_all(&mut self, messages: u32, now: Instant) -> bool {
        let gained = now.saturating_duration_since(self.at).as_secs_f64() * self.per_second;
        self.at = now;
        self.left = (self.left + gained).min(self.burst) - f64::from(messages);
        self.left >= 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_burst_passes_and_a_flood_does_not() {
        let start = Instant::now();
        let mut flood = Flood::new(30, 120, start);
        assert!((0..120).all(|_| flood.admit(start)));
        assert!(!flood.admit(start));
    }

    #[test]
    fn messages_that_come_together_count_each() {
        let start = Instant::now();
        let mut flood = Flood::new(30, 120, start);
        assert!(flood.admit_all(100, start) && flood.admit_all(20, start));
        assert!(!flood.admit_all(1, start));
    }

    #[test]
    fn steady_typing_passes_for_ever() {
        let start = Instant::now();
        let mut flood = Flood::new(30, 120, start);
        assert!((0..10_000).all(|tick| flood.admit(start + Duration::from_millis(34 * tick))));
    }
}
