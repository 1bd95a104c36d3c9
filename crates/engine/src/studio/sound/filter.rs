//! Filters at 48 kHz: second order with fixed bands, a swept one, and a single pole.

use super::RATE;
use std::f32::consts::TAU;

/// Second order, transposed direct form II, after the Audio EQ Cookbook.
#[derive(Clone)]
pub struct Biquad {
    b: [f32; 3],
    a: [f32; 2],
    z: [f32; 2],
}

impl Biquad {
    fn of(b: [f32; 3], a: [f32; 3]) -> Self {
        Self { b: b.map(|x| x / a[0]), a: [a[1] / a[0], a[2] / a[0]], z: [0.0; 2] }
    }

    fn angle(hertz: f32, q: f32) -> (f32, f32) {
        let w = TAU * hertz.clamp(10.0, RATE * 0.48) / RATE;
        (w.cos(), w.sin() / (2.0 * q.max(0.05)))
    }

    pub fn lowpass(hertz: f32, q: f32) -> Self {
        let (c, alpha) = Self::angle(hertz, q);
        Self::of([(1.0 - c) / 2.0, 1.0 - c, (1.0 - c) / 2.0], [1.0 + alpha, -2.0 * c, 1.0 - alpha])
    }

    pub fn highpass(hertz: f32, q: f32) -> Self {
        let (c, alpha) = Self::angle(hertz, q);
        Self::of([(1.0 + c) / 2.0, -1.0 - c, (1.0 + c) / 2.0], [1.0 + alpha, -2.0 * c, 1.0 - alpha])
    }

    /// Gain 1 at its middle.
    pub fn bandpass(hertz: f32, q: f32) -> Self {
        let (c, alpha) = Self::angle(hertz, q);
        Self::of([alpha, 0.0, -alpha], [1.0 + alpha, -2.0 * c, 1.0 - alpha])
    }

    pub fn peak(hertz: f32, q: f32, decibels: f32) -> Self {
        let (c, alpha) = Self::angle(hertz, q);
        let g = 10f32.powf(decibels / 40.0);
        Self::of([1.0 + alpha * g, -2.0 * c, 1.0 - alpha * g], [1.0 + alpha / g, -2.0 * c, 1.0 - alpha / g])
    }

    pub fn low_shelf(hertz: f32, decibels: f32) -> Self {
        let (c, alpha) = Self::angle(hertz, 0.707);
        let g = 10f32.powf(decibels / 40.0);
        let r = 2.0 * g.sqrt() * alpha;
        Self::of(
            [g * ((g + 1.0) - (g - 1.0) * c + r), 2.0 * g * ((g - 1.0) - (g + 1.0) * c), g * ((g + 1.0) - (g - 1.0) * c - r)],
            [(g + 1.0) + (g - 1.0) * c + r, -2.0 * ((g - 1.0) + (g + 1.0) * c), (g + 1.0) + (g - 1.0) * c - r],
        )
    }

    #[inline]
    pub fn run(&mut self, x: f32) -> f32 {
        let y = self.b[0] * x + self.z[0];
        self.z[0] = self.b[1] * x - self.a[0] * y + self.z[1];
        self.z[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}

/// A state-variable filter whose band can move while it runs.
#[derive(Clone, Default)]
pub struct Sweep {
    a: [f32; 3],
    k: f32,
    s: [f32; 2],
}

impl Sweep {
    pub fn at(hertz: f32, q: f32) -> Self {
        let mut filter = Self::default();
        filter.tune(hertz, q);
        filter
    }

    pub fn tune(&mut self, hertz: f32, q: f32) {
        let g = (std::f32::consts::PI * hertz.clamp(10.0, RATE * 0.45) / RATE).tan();
        self.k = 1.0 / q.max(0.05);
        let a1 = 1.0 / (1.0 + g * (g + self.k));
        self.a = [a1, g * a1, g * g * a1];
    }

    #[inline]
    fn both(&mut self, x: f32) -> (f32, f32) {
        let v3 = x - self.s[1];
        let band = self.a[0] * self.s[0] + self.a[1] * v3;
        let low = self.s[1] + self.a[1] * self.s[0] + self.a[2] * v3;
        self.s = [2.0 * band - self.s[0], 2.0 * low - self.s[1]];
        (band, low)
    }

    /// Gain 1 at its middle.
    #[inline]
    pub fn band(&mut self, x: f32) -> f32 {
        self.both(x).0 * self.k
    }

    #[inline]
    pub fn low(&mut self, x: f32) -> f32 {
        self.both(x).1
    }
}

/// A gentle lowpass of one pole.
#[derive(Clone)]
pub struct Soften {
    part: f32,
    y: f32,
}

impl Soften {
    pub fn at(hertz: f32) -> Self {
        Self { part: 1.0 - (-TAU * hertz.min(RATE * 0.45) / RATE).exp(), y: 0.0 }
    }

    #[inline]
    pub fn run(&mut self, x: f32) -> f32 {
        self.y += self.part * (x - self.y);
        self.y
    }
}
