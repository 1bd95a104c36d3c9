//! A live stage's quality, and whether a machine has room for one more: by what its ticks cost, measured. It knows no clock and no engine.

use crate::plan::Size;

/// Ticks a second.
pub const RATE: u32 = 24;
/// Milliseconds between two ticks.
pub const TICK_MILLIS: f64 = 1_000.0 / RATE as f64;
/// Seconds that one recording may last, and has at least.
pub const RECORDING: std::ops::RangeInclusive<u32> = 4..=25;
/// Seconds until a refused stage is asked for again.
pub const AGAIN: u32 = 30;

/// How a stage is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub size: Size,
    /// A picture each so many ticks.
    pub every: u32,
}

/// From the best to the least.
const STEPS: [Step; 4] = [
    Step { size: Size { width: 540, height: 960 }, every: 1 },
    Step { size: Size { width: 360, height: 640 }, every: 1 },
    Step { size: Size { width: 360, height: 640 }, every: 2 },
    Step { size: Size { width: 252, height: 448 }, every: 2 },
];
/// Where it begins.
const FIRST: usize = 1;
/// Steps of a size that a clip can have.
const RECORDABLE: std::ops::RangeInclusive<usize> = 0..=2;
/// Part of the time between two pictures above which, and below which, the step is not the right one.
const HIGH: f64 = 0.8;
const LOW: f64 = 0.22;
/// Ticks that it must last.
const DOWN_AFTER: u32 = RATE;
const UP_AFTER: u32 = 8 * RATE;
/// The longest that it waits before it tries to rise again.
const PATIENCE: u32 = 240 * RATE;

/// Falls soon, rises late, and later each time that it rose in vain.
#[derive(Clone, Debug)]
pub struct Quality {
    step: usize,
    /// Milliseconds of a picture's ticks, smoothed.
    cost: f64,
    high: u32,
    low: u32,
    up_after: u32,
    /// Ticks since it rose.
    risen: Option<u32>,
    /// While something is recorded the size stays.
    held: bool,
}

impl Default for Quality {
    fn default() -> Self {
        Self { step: FIRST, cost: 0.0, high: 0, low: 0, up_after: UP_AFTER, risen: None, held: false }
    }
}

impl Quality {
    #[must_use]
    pub fn step(&self) -> Step {
        STEPS[self.step]
    }

    /// Part of one processor that it takes.
    #[must_use]
    pub fn load(&self) -> f64 {
        self.cost / self.budget()
    }

    fn budget(&self) -> f64 {
        f64::from(self.step().every) * TICK_MILLIS
    }

    /// From now on its size does not change, or may again. A size of which no clip can be made is left first.
    pub fn hold(&mut self, held: bool) -> Step {
        self.held = held;
        if held && !RECORDABLE.contains(&self.step) {
            self.step = *RECORDABLE.end();
        }
        self.step()
    }

    /// A picture with its ticks took so many milliseconds; `late`: it came after its moment. The new step where it is another one.
    pub fn note(&mut self, millis: f64, late: bool) -> Option<Step> {
        let every = self.step().every;
        self.cost = if self.cost == 0.0 { millis } else { self.cost + (millis - self.cost) * 0.12 };
        let part = self.cost / self.budget();
        self.high = if part > HIGH || late { self.high + every } else { 0 };
        self.low = if part < LOW && !late { self.low + every } else { 0 };
        self.risen = self.risen.map(|ticks| ticks + every).filter(|ticks| *ticks < 10 * RATE);
        if self.high >= DOWN_AFTER {
            return self.fall();
        }
        if self.low >= self.up_after { self.rise() } else { None }
    }

    fn fall(&mut self) -> Option<Step> {
        if self.risen.take().is_some() {
            self.up_after = (2 * self.up_after).min(PATIENCE);
        }
        self.go(self.step + 1)
    }

    fn rise(&mut self) -> Option<Step> {
        let step = self.go(self.step.checked_sub(1)?)?;
        self.risen = Some(0);
        Some(step)
    }

    fn go(&mut self, step: usize) -> Option<Step> {
        (self.high, self.low) = (0, 0);
        let to = *STEPS.get(step)?;
        if self.held && to.size != self.step().size {
            return None;
        }
        (self.step, self.cost) = (step, 0.0);
        Some(to)
    }
}

/// Part of all processors that stages may take together.
const SHARE: f64 = 0.6;
/// What one more is taken for: it begins where most stay.
const EXPECTED: f64 = 0.4;

/// Whether there is room for one more, beside stages that take these parts of a processor.
///
/// # Errors
/// Seconds after which to ask again.
pub fn admit(loads: &[f64], processors: usize) -> Result<(), u32> {
    let taken: f64 = loads.iter().map(|load| load.max(EXPECTED / 2.0)).sum();
    if loads.is_empty() || taken + EXPECTED <= SHARE * processors as f64 { Ok(()) } else { Err(AGAIN) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tell(quality: &mut Quality, millis: f64, pictures: u32) -> Vec<Step> {
        (0..pictures).filter_map(|_| quality.note(millis, false)).collect()
    }

    #[test]
    fn quality_falls_in_steps_before_anything_stalls_and_rises_late() {
        let mut quality = Quality::default();
        assert_eq!(tell(&mut quality, 39.0, 23), [], "a moment is no shortage");
        assert_eq!(tell(&mut quality, 39.0, 2), [STEPS[2]]);
        assert_eq!(tell(&mut quality, 79.0, 24), [STEPS[3]]);
        assert_eq!(tell(&mut quality, 82.0, 200), [], "there is nothing below");
        assert_eq!(tell(&mut quality, 8.0, 90).len(), 0, "not at once");
        assert_eq!(tell(&mut quality, 8.0, 200).first(), Some(&STEPS[2]));
    }

    #[test]
    fn who_rose_in_vain_waits_twice_as_long() {
        let mut quality = Quality::default();
        assert_eq!(tell(&mut quality, 5.0, UP_AFTER), [STEPS[0]]);
        assert_eq!(tell(&mut quality, 45.0, 30), [STEPS[1]]);
        assert_eq!(tell(&mut quality, 5.0, UP_AFTER + 30), [], "once bitten");
        assert_eq!(tell(&mut quality, 5.0, UP_AFTER), [STEPS[0]]);
    }

    #[test]
    fn what_is_recorded_keeps_its_size() {
        let mut quality = Quality::default();
        quality.hold(true);
        assert_eq!(tell(&mut quality, 60.0, 60), [STEPS[2]], "only the rate falls");
        assert_eq!(tell(&mut quality, 100.0, 100), []);
        quality.hold(false);
        assert_eq!(tell(&mut quality, 100.0, 100), [STEPS[3]]);
    }

    #[test]
    fn a_machine_takes_as_many_as_it_can_carry() {
        assert_eq!(admit(&[], 1), Ok(()), "one always");
        assert_eq!(admit(&[0.3], 1), Err(AGAIN));
        assert_eq!(admit(&[0.3], 2), Ok(()));
        assert_eq!(admit(&[0.5, 0.5], 2), Err(AGAIN));
    }
}
