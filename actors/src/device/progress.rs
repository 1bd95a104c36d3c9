//! How far a take is and how long it will still last, by the pace so far. Pure: time comes in.

use domain::{plan::Format, product::Pass};

/// Share of a full picture's pixels that a small pass is taken for until it begins.
const SMALL: f64 = 0.25;

/// Counts work in pixels drawn.
pub(crate) struct Pace {
    stills: f64,
    small: f64,
    full: f64,
    pass: Option<Pass>,
    before: f64,
    frames: u32,
    started_ms: Option<u64>,
}

impl Pace {
    pub fn new(format: Format, shots: usize, frames: u32) -> Self {
        let picture = f64::from(format.size.width) * f64::from(format.size.height);
        let full = picture * f64::from(frames);
        Self { stills: picture * shots as f64, small: full * SMALL, full, pass: None, before: 0.0, frames: 0, started_ms: None }
    }

    pub fn pass_started(&mut self, pass: Pass, now_ms: u64) {
        self.before = self.worked();
        let work = f64::from(pass.width) * f64::from(pass.height) * f64::from(pass.frames);
        match (pass.number, pass.last) {
            (0, _) => self.stills = work,
            (_, false) => self.small = work,
            (1, true) => self.small = 0.0,
            (_, true) => {}
        }
        self.pass = Some(pass);
        self.frames = 0;
        self.started_ms.get_or_insert(now_ms);
    }

    pub fn frame_done(&mut self) {
        self.frames += 1;
    }

    fn worked(&self) -> f64 {
        let Some(pass) = self.pass else { return 0.0 };
        self.before + f64::from(pass.width) * f64::from(pass.height) * f64::from(self.frames)
    }

    /// 0…1.
    pub fn done(&self) -> f64 {
        (self.worked() / (self.stills + self.small + self.full)).clamp(0.0, 1.0)
    }

    /// Milliseconds to the end. None: too early to say.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a day")]
    pub fn remaining_ms(&self, now_ms: u64) -> Option<u64> {
        let elapsed = now_ms.saturating_sub(self.started_ms?) as f64;
        let done = self.done();
        (done > 0.03).then(|| (elapsed * (1.0 - done) / done).clamp(0.0, 86_400_000.0) as u64)
    }

    /// Number of the pass, and how many there are.
    pub fn pass(&self) -> (u8, u8) {
        let passes = if self.small > 0.0 { 3 } else { 2 };
        (self.pass.map_or(0, |pass| pass.number), passes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::plan::Size;

    #[test]
    fn progress_only_grows_and_ends_at_one() {
        let format = Format { size: Size::UPRIGHT, fps: 24 };
        let mut pace = Pace::new(format, 1, 240);
        let mut last = -1.0;
        let mut now = 0;
        for (number, width, height, frames, end) in [(0, 720, 1280, 1, false), (1, 360, 640, 240, false), (2, 720, 1280, 240, true)] {
            pace.pass_started(Pass { number, width, height, fps: 24, frames, last: end }, now);
            for _ in 0..frames {
                now += 10;
                pace.frame_done();
                assert!(pace.done() >= last, "{} after {last}", pace.done());
                last = pace.done();
            }
        }
        assert!((last - 1.0).abs() < 1e-9);
        assert_eq!(pace.remaining_ms(now), Some(0));
    }
}
