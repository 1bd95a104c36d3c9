//! How much one connection may send: a bucket that fills with time. What is over it is dropped, and nobody else notices.

use std::time::Instant;

pub(in crate::webrtc) struct Bucket {
    per_second: f64,
    most: f64,
    left: f64,
    at: Instant,
}

impl Bucket {
    pub(in crate::webrtc) fn new(per_second: u32, most: u32, now: Instant) -> Self {
        Self { per_second: per_second.into(), most: most.into(), left: most.into(), at: now }
    }

    /// Whether so much more is within the measure.
    pub(in crate::webrtc) fn spend(&mut self, amount: usize, now: Instant) -> bool {
        let gained = now.saturating_duration_since(self.at).as_secs_f64() * self.per_second;
        self.at = now;
        self.left = (self.left + gained).min(self.most);
        let amount = amount as f64;
        let fits = amount <= self.left;
        if fits {
            self.left -= amount;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_flood_is_cut_and_a_steady_stream_is_not() {
        let start = Instant::now();
        let mut bucket = Bucket::new(100, 50, start);
        assert_eq!((0..1_000).filter(|_| bucket.spend(1, start)).count(), 50);
        assert!((1..1_000).all(|tick| bucket.spend(1, start + Duration::from_millis(10 * tick))));
    }
}
