//! Random numbers for sound: white and pink noise, and slow drifts. Everything follows from a seed.

use super::RATE;
use rand::RngCore as _;
use rand_pcg::Pcg32;

pub struct Noise(Pcg32);

impl Noise {
    /// The same seed and stream give the same numbers; streams of one seed are independent.
    pub fn new(seed: u64, stream: u64) -> Self {
        Self(Pcg32::new(seed ^ stream.wrapping_mul(0x9E37_79B9_7F4A_7C15), stream))
    }

    /// Even over −1…1.
    #[inline]
    pub fn white(&mut self) -> f32 {
        self.0.next_u32().cast_signed() as f32 * (1.0 / 2_147_483_648.0)
    }

    /// Even over `low`…`high`.
    #[inline]
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * (0.5 + 0.5 * self.white())
    }

    /// `value`, changed by at most `part` of itself.
    #[inline]
    pub fn near(&mut self, value: f32, part: f32) -> f32 {
        value * (1.0 + part * self.white())
    }

    /// Seconds until the next of things that come `rate` times a second by chance.
    pub fn wait(&mut self, rate: f32) -> f32 {
        -(0.5 + 0.5 * self.white()).clamp(1e-4, 1.0).ln() / rate
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.0.next_u32() as usize % from.len()]
    }
}

/// Noise with equal power in each octave, about −1…1.
#[derive(Default)]
pub struct Pink([f32; 3]);

impl Pink {
    /// Three leaky integrators after Paul Kellet: within 0.5 dB of −3 dB an octave.
    #[inline]
    pub fn next(&mut self, white: f32) -> f32 {
        let [a, b, c] = &mut self.0;
        *a = 0.997_65 * *a + white * 0.099_046;
        *b = 0.963_00 * *b + white * 0.296_516_4;
        *c = 0.570_00 * *c + white * 1.052_691_3;
        (*a + *b + *c + white * 0.1848) * 0.25
    }
}

/// Wanders smoothly over 0…1.
pub struct Drift {
    value: f32,
    goal: f32,
    from: f32,
    done: f32,
    step: f32,
}

impl Drift {
    /// Heads for a new goal `rate` times a second.
    pub fn new(noise: &mut Noise, rate: f32) -> Self {
        let value = noise.between(0.0, 1.0);
        Self { value, goal: noise.between(0.0, 1.0), from: value, done: 0.0, step: rate / RATE }
    }

    /// The value `samples` later.
    #[inline]
    pub fn next(&mut self, noise: &mut Noise, samples: usize) -> f32 {
        self.done += self.step * samples as f32;
        if self.done >= 1.0 {
            self.from = self.goal;
            self.goal = noise.between(0.0, 1.0);
            self.done = 0.0;
        }
        let s = self.done * self.done * (3.0 - 2.0 * self.done);
        self.value = self.from + (self.goal - self.from) * s;
        self.value
    }
}
