//! A short mono sound, built of ringing modes, bursts of noise and thumps. It knows neither events nor places.

use super::{RATE, noise::Noise};
use std::f32::consts::TAU;

/// One way in which a body rings.
#[derive(Clone, Copy)]
pub struct Mode {
    pub hertz: f32,
    pub level: f32,
    /// Seconds until it is 60 dB down.
    pub decay: f32,
}

/// `(hertz, level, decay)`.
pub type Modes = [(f32, f32, f32)];

pub struct Clip {
    pub pcm: Vec<f32>,
}

/// Samples in `seconds`; never below one.
pub fn samples(seconds: f32) -> usize {
    ((seconds.clamp(0.0, 60.0) * RATE) as usize).max(1)
}

/// What each sample is multiplied by to be 60 dB down after `seconds`.
pub fn fall(seconds: f32) -> f32 {
    (-6.907_755 / (seconds.max(1e-4) * RATE)).exp()
}

impl Clip {
    pub fn silent(seconds: f32) -> Self {
        Self { pcm: vec![0.0; samples(seconds)] }
    }

    /// Fills the whole length; `make` gets the time in seconds and how far along it is, 0…1.
    pub fn made(seconds: f32, mut make: impl FnMut(f32, f32) -> f32) -> Self {
        let n = samples(seconds);
        let whole = 1.0 / n as f32;
        Self { pcm: (0..n).map(|i| make(i as f32 / RATE, i as f32 * whole)).collect() }
    }

    fn tail(&mut self, start: f32) -> &mut [f32] {
        let from = ((start.max(0.0) * RATE) as usize).min(self.pcm.len());
        &mut self.pcm[from..]
    }

    /// Lets one mode ring from `start` seconds on.
    pub fn ring(&mut self, start: f32, mode: Mode) {
        if !(20.0..RATE * 0.45).contains(&mode.hertz) || mode.level.abs() < 1e-4 {
            return;
        }
        let r = fall(mode.decay);
        let w = TAU * mode.hertz / RATE;
        let (c1, c2) = (2.0 * r * w.cos(), r * r);
        // Beyond 80 dB down nothing is heard, and no sample sinks into denormals.
        let until = samples(mode.decay * 1.34);
        let (mut y1, mut y2) = (mode.level * r * w.sin(), 0.0);
        for out in self.tail(start).iter_mut().take(until) {
            *out += y2;
            let y = c1 * y1 - c2 * y2;
            y2 = y1;
            y1 = y;
        }
    }

    pub fn strike(&mut self, start: f32, modes: &Modes, gain: f32) {
        for &(hertz, level, decay) in modes {
            self.ring(start, Mode { hertz, level: level * gain, decay });
        }
    }

    /// Filtered noise that swells for `attack` seconds and is 60 dB down `decay` seconds later.
    pub fn burst(&mut self, noise: &mut Noise, start: f32, (gain, attack, decay): (f32, f32, f32), mut filter: impl FnMut(f32) -> f32) {
        let rise = attack.max(0.000_3) * RATE;
        let r = fall(decay);
        let mut level = gain;
        for (i, out) in self.tail(start).iter_mut().take(samples(attack + decay * 1.2)).enumerate() {
            let up = (i as f32 / rise).min(1.0);
            if up >= 1.0 {
                level *= r;
            }
            *out += filter(noise.white()) * level * up;
        }
    }

    /// A body that gives way: a sine whose pitch falls.
    pub fn thump(&mut self, start: f32, (from, to): (f32, f32), decay: f32, gain: f32) {
        let r = fall(decay);
        let slide = fall(decay * 0.9);
        let (mut level, mut above, mut phase) = (gain, from - to, 0.0f32);
        for out in self.tail(start).iter_mut().take(samples(decay * 1.34)) {
            *out += phase.sin() * level;
            phase += TAU * (to + above) / RATE;
            level *= r;
            above *= slide;
        }
    }

    pub fn add(&mut self, start: f32, other: &Self, gain: f32) {
        for (out, x) in self.tail(start).iter_mut().zip(&other.pcm) {
            *out += x * gain;
        }
    }

    /// Scales so that the loudest sample is `peak`.
    pub fn at_peak(mut self, peak: f32) -> Self {
        let top = self.pcm.iter().fold(0f32, |top, x| top.max(x.abs()));
        if top > 1e-9 {
            let gain = peak / top;
            self.pcm.iter_mut().for_each(|x| *x *= gain);
        }
        self
    }

    /// Swells in and dies away at its ends.
    pub fn eased(mut self, rise: f32, end: f32) -> Self {
        let n = self.pcm.len();
        let (a, b) = (samples(rise).min(n), samples(end).min(n));
        for (i, x) in self.pcm[..a].iter_mut().enumerate() {
            *x *= i as f32 / a as f32;
        }
        for (i, x) in self.pcm[n - b..].iter_mut().rev().enumerate() {
            *x *= i as f32 / b as f32;
        }
        self
    }

    /// Slower and lower by `rate` below 1, as film in slow motion.
    pub fn slowed(self, rate: f32) -> Self {
        if rate > 0.99 || self.pcm.len() < 2 {
            return self;
        }
        let n = (self.pcm.len() as f32 / rate) as usize;
        let last = self.pcm.len() - 2;
        let pcm = (0..n)
            .map(|i| {
                let at = i as f32 * rate;
                let whole = (at as usize).min(last);
                let part = (at - whole as f32).min(1.0);
                self.pcm[whole] + (self.pcm[whole + 1] - self.pcm[whole]) * part
            })
            .collect();
        Self { pcm }
    }
}
