//! Signals of things: horns, whistles, bells, buzzers, beeps, clocks.

use super::{
    RATE,
    clip::{Clip, Modes},
    filter::{Biquad, Soften, Sweep},
    noise::Noise,
    throat::saw,
};
use std::f32::consts::TAU;

pub fn horn(noise: &mut Noise) -> Clip {
    let mut phases = [(0f32, 415.0f32), (0.0, 523.0)];
    let mut soft = Soften::at(2_400.0);
    let mut body = Biquad::peak(1_100.0, 1.2, 6.0);
    let seconds = noise.near(0.45, 0.2);
    Clip::made(seconds, |_, _| {
        let mut out = 0.0;
        for (phase, hertz) in &mut phases {
            let step = *hertz / RATE;
            *phase = (*phase + step).fract();
            out += saw(*phase, step);
        }
        body.run(soft.run(out))
    })
    .eased(0.012, 0.06)
    .at_peak(0.26)
}

/// A referee's whistle with its pea.
pub fn whistle(noise: &mut Noise) -> Clip {
    let mut phase = 0f32;
    let mut air = Sweep::at(2_900.0, 3.0);
    let seconds = noise.near(0.55, 0.2);
    Clip::made(seconds, |t, _| {
        let pea = (TAU * 36.0 * t).sin();
        phase += TAU * (2_880.0 + 110.0 * pea) / RATE;
        phase.sin() * (0.75 + 0.25 * pea) + air.band(noise.white()) * 0.5
    })
    .eased(0.015, 0.05)
    .at_peak(0.2)
}

const BELL: &Modes = &[
    (523.0, 0.5, 2.6),
    (1_046.0, 0.6, 2.2),
    (1_255.0, 0.35, 1.8),
    (1_570.0, 0.3, 1.5),
    (2_093.0, 0.4, 1.2),
    (2_790.0, 0.2, 0.9),
    (4_186.0, 0.12, 0.6),
];

pub fn bell(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(2.6);
    let mut tick = Biquad::highpass(3_000.0, 0.7);
    clip.strike(0.0, BELL, 1.0);
    clip.burst(noise, 0.0, (0.3, 0.000_4, 0.012), |x| tick.run(x));
    clip.at_peak(0.24)
}

/// The buzzer of a sports hall.
pub fn buzzer(noise: &mut Noise) -> Clip {
    let mut phases = [(0f32, 196.0f32), (0.0, 199.5), (0.0, 294.0)];
    let mut soft = Soften::at(1_900.0);
    Clip::made(1.0, |_, _| {
        let mut out = 0.02 * noise.white();
        for (phase, hertz) in &mut phases {
            let step = *hertz / RATE;
            *phase = (*phase + step).fract();
            out += saw(*phase, step);
        }
        (soft.run(out) * 1.2).tanh()
    })
    .eased(0.008, 0.05)
    .at_peak(0.26)
}

/// Steady tones that hoot together: the horns of ships, trains and lorries. `(hertz, level)`, and hertz above which it is dull.
pub fn hoot(noise: &mut Noise, tones: &[(f32, f32)], dull: f32, seconds: f32) -> Clip {
    let mut phases: Vec<(f32, f32, f32)> = tones.iter().map(|&(hertz, level)| (0.0, noise.near(hertz, 0.004), level)).collect();
    let (mut soft, mut body) = (Soften::at(dull), Biquad::peak(dull * 0.5, 0.9, 5.0));
    let mut air = Sweep::at(dull, 1.0);
    Clip::made(seconds, |t, _| {
        // The pressure builds up.
        let bend = 1.0 - 0.04 * (-t * 18.0).exp();
        let mut out = 0.05 * air.band(noise.white());
        for (phase, hertz, level) in &mut phases {
            let step = *hertz * bend / RATE;
            *phase = (*phase + step).fract();
            out += saw(*phase, step) * *level;
        }
        body.run(soft.run(out))
    })
    .eased(0.02, 0.14)
    .at_peak(0.28)
}

/// Rises and falls between two tones.
pub fn siren(noise: &mut Noise, seconds: f32) -> Clip {
    let mut phase = 0f32;
    let mut soft = Soften::at(2_200.0);
    let start = noise.between(0.0, 0.2);
    Clip::made(seconds, |t, _| {
        let high = ((t + start) * 1.1).fract() < 0.5;
        let step = if high { 588.0 } else { 441.0 } / RATE;
        phase = (phase + step).fract();
        soft.run(saw(phase, step))
    })
    .eased(0.02, 0.1)
    .at_peak(0.2)
}

/// A short electronic tone, `step` semitones over 523 Hz.
pub fn beep(step: i8) -> Clip {
    let hertz = 523.25 * 2f32.powf(f32::from(step.clamp(-24, 36)) / 12.0);
    let mut phase = 0f32;
    let mut soft = Soften::at(5_500.0);
    Clip::made(0.16, |_, _| {
        phase = (phase + hertz / RATE).fract();
        // A rounded square: small loudspeakers have no edges.
        soft.run(((TAU * phase).sin() * 2.6).tanh())
    })
    .eased(0.002, 0.03)
    .at_peak(0.2)
}

/// A telephone, one ring.
pub fn ring(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(1.1);
    for beat in 0..16 {
        let at = beat as f32 * 0.052;
        clip.strike(at, &[(1_390.0, 0.5, 0.25), (1_780.0, 0.4, 0.22), (4_120.0, 0.12, 0.1)], noise.near(1.0, 0.1));
    }
    clip.at_peak(0.16)
}

/// A clock's tick.
pub fn tick(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(0.06);
    let tune = noise.near(1.0, 0.03);
    clip.strike(0.0, &[(2_350.0 * tune, 0.6, 0.02), (4_900.0 * tune, 0.4, 0.012), (760.0 * tune, 0.35, 0.035)], 1.0);
    clip.at_peak(0.06)
}

const SMALL_BELL: &Modes = &[(1_760.0, 0.6, 1.5), (3_530.0, 0.4, 1.0), (5_110.0, 0.25, 0.6), (7_900.0, 0.1, 0.3)];

/// A bicycle's, a shop's, a cook's.
pub fn little_bell(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(1.5);
    let tune = noise.near(1.0, 0.05);
    for (at, level) in [(0.0, 1.0), (0.17, 0.8)] {
        for &(hertz, share, decay) in SMALL_BELL {
            clip.strike(at, &[(hertz * tune, share * level, decay)], 1.0);
        }
    }
    clip.at_peak(0.2)
}

/// Of a church, far up: hum, prime, tierce, quint, nominal.
pub const TOLL: &Modes = &[
    (98.0, 0.5, 5.0),
    (196.0, 0.7, 4.0),
    (233.0, 0.5, 3.2),
    (294.0, 0.3, 2.6),
    (392.0, 0.6, 2.4),
    (589.0, 0.25, 1.6),
    (784.0, 0.2, 1.2),
    (1_180.0, 0.1, 0.8),
];

pub fn toll(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(5.0);
    let tune = noise.near(1.25, 0.2);
    for &(hertz, level, decay) in TOLL {
        clip.strike(0.0, &[(hertz * tune, level, decay)], 1.0);
    }
    let mut clang = Biquad::bandpass(2_400.0, 0.8);
    clip.burst(noise, 0.0, (0.25, 0.000_6, 0.05), |x| clang.run(x));
    clip.eased(0.000_5, 0.3).at_peak(0.25)
}
