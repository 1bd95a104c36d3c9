//! Feet: planted where they were set down, or on their way to the next place. A planted foot never slides.

use super::pose::{Vec2, ease, mix};

/// The rhythm of a gait at one speed.
#[derive(Clone, Copy, Debug)]
pub struct Gait {
    /// Metres covered by one full cycle.
    pub stride: f64,
    /// Part of the cycle in which a foot is on the ground.
    pub duty: f64,
    /// How high a foot is carried.
    pub lift: f64,
}

impl Gait {
    /// Of a two-legged body with legs `leg` metres long at `speed`.
    #[must_use]
    pub fn of_person(leg: f64, speed: f64) -> Self {
        let scale = leg / 0.84;
        let pace = speed / scale.sqrt();
        let run = ease((pace - 1.75) / 0.7);
        let steps = mix(1.62 + 0.36 * pace, 2.35 + 0.12 * pace, run) / scale.sqrt();
        Self { stride: (2.0 * speed / steps).max(0.3 * scale), duty: mix(0.62, 0.36, run), lift: mix(0.10, 0.30 + 0.02 * pace, run) * scale }
    }

    /// Of a four-legged body.
    #[must_use]
    pub fn of_pet(leg: f64, speed: f64) -> Self {
        let scale = leg / 0.4;
        let pace = speed / scale.sqrt();
        let run = ease((pace - 1.4) / 1.2);
        let cycles = mix(1.1 + 0.5 * pace, 1.9 + 0.16 * pace, run) / scale.sqrt();
        Self { stride: (speed / cycles).max(0.2 * scale), duty: mix(0.6, 0.38, run), lift: mix(0.09, 0.16, run) * scale }
    }

    #[must_use]
    pub fn swing_seconds(&self, speed: f64) -> f64 {
        ((1.0 - self.duty) * self.stride / speed.max(0.2)).clamp(0.12, 0.9)
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Foot {
    /// Under the ankle; y is the height of the sole.
    pub at: Vec2,
    pub planted: bool,
    /// Progress of the swing, 0…1.
    pub swing: f64,
    from: Vec2,
}

impl Foot {
    #[must_use]
    pub fn planted_at(x: f64) -> Self {
        Self { at: Vec2::new(x, 0.0), planted: true, swing: 0.0, from: Vec2::new(x, 0.0) }
    }

    pub fn raise(&mut self) {
        if self.planted {
            self.planted = false;
            self.swing = 0.0;
            self.from = self.at;
        }
    }

    /// Goes on with a swing that ends at `target` after `seconds` in all; true at the instant in which it is set down.
    pub fn travel(&mut self, target: f64, seconds: f64, lift: f64, dt: f64) -> bool {
        if self.planted {
            return false;
        }
        self.swing += dt / seconds.max(0.05);
        if self.swing >= 1.0 {
            self.planted = true;
            self.swing = 0.0;
            self.at = Vec2::new(target, 0.0);
            return true;
        }
        let s = self.swing;
        let arc = (std::f64::consts::PI * s.powf(0.75)).sin();
        self.at = Vec2::new(mix(self.from.x, target, ease(s)), mix(self.from.y, 0.0, ease(s)) + lift * arc * arc.abs().sqrt());
        false
    }

    /// The same foot somewhere else.
    pub fn shift(&mut self, along: f64) {
        self.at.x += along;
        self.from.x += along;
    }

    /// Set down here and now.
    pub fn land(&mut self) {
        self.planted = true;
        self.swing = 0.0;
        self.at.y = 0.0;
    }

    /// Carried through the air.
    pub fn carry(&mut self, to: Vec2, dt: f64) {
        self.planted = false;
        let keep = (-dt / 0.07).exp();
        self.at.x = to.x + (self.at.x - to.x) * keep;
        self.at.y = to.y.max(0.0);
        self.from = self.at;
    }
}

/// Part of a cycle, 0…1.
#[must_use]
pub fn part(phase: f64) -> f64 {
    phase - phase.floor()
}
