//! A throat: a buzzing source and breath through three moving formants. Dogs, cats, and people in a crowd speak with it.

use super::{
    RATE,
    clip::{Clip, samples},
    filter::{Soften, Sweep},
    noise::{Drift, Noise},
};

/// How the throat is at one instant.
#[derive(Clone, Copy)]
pub struct Pose {
    pub pitch: f32,
    pub formants: [f32; 3],
    pub level: f32,
}

/// What stays the same during one call.
#[derive(Clone, Copy)]
pub struct Throat {
    /// Share of noise in the source, 0…1.
    pub breath: f32,
    /// Unsteadiness of the pitch, 0…1.
    pub rough: f32,
    pub q: f32,
    /// Gains of the formants.
    pub gains: [f32; 3],
}

const CONTROL: usize = 32;

impl Throat {
    /// `pose` gets how far along the call is, 0…1.
    pub fn call(&self, noise: &mut Noise, seconds: f32, pose: impl Fn(f32) -> Pose) -> Clip {
        let n = samples(seconds);
        let mut pcm = Vec::with_capacity(n);
        let mut filters: [Sweep; 3] = std::array::from_fn(|_| Sweep::default());
        let mut wobble = Drift::new(noise, 28.0);
        let mut soft = Soften::at(2_600.0);
        let mut phase = 0f32;
        while pcm.len() < n {
            let now = pose(pcm.len() as f32 / n as f32);
            let shake = 1.0 + self.rough * 0.12 * (wobble.next(noise, CONTROL) - 0.5);
            let step = (now.pitch * shake / RATE).clamp(1e-4, 0.2);
            for (filter, hertz) in filters.iter_mut().zip(now.formants) {
                filter.tune(hertz, self.q);
            }
            for _ in 0..CONTROL.min(n - pcm.len()) {
                phase += step * (1.0 + self.rough * 0.35 * noise.white());
                if phase >= 1.0 {
                    phase -= 1.0;
                }
                let buzz = soft.run(saw(phase, step)) * 1.6;
                let source = buzz * (1.0 - self.breath) + noise.white() * self.breath * 0.7;
                let mut out = 0.12 * source;
                for (filter, gain) in filters.iter_mut().zip(self.gains) {
                    out += filter.band(source) * gain;
                }
                pcm.push(out * now.level);
            }
        }
        Clip { pcm }
    }
}

/// A falling saw without its worst aliases.
#[inline]
pub fn saw(phase: f32, step: f32) -> f32 {
    let edge = if phase < step {
        let t = phase / step;
        t + t - t * t - 1.0
    } else if phase > 1.0 - step {
        let t = (phase - 1.0) / step;
        t * t + t + t + 1.0
    } else {
        0.0
    };
    edge + 1.0 - 2.0 * phase
}

/// Straight lines through `(when, value)` points, in order of `when`.
pub fn curve(points: &[(f32, f32)], at: f32) -> f32 {
    let after = points.iter().position(|p| p.0 > at);
    match after {
        Some(0) => points[0].1,
        Some(i) => {
            let ((t0, v0), (t1, v1)) = (points[i - 1], points[i]);
            v0 + (v1 - v0) * ((at - t0) / (t1 - t0).max(1e-6))
        }
        None => points.last().map_or(0.0, |p| p.1),
    }
}
