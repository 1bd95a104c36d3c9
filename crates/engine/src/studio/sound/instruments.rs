//! Instruments: one note each, built of modes, plucked strings, reeds and skins. They know no tune.

use super::{
    RATE,
    clip::Clip,
    filter::{Biquad, Soften, Sweep},
    noise::Noise,
    throat::saw,
};
use crate::studio::screenplay::ActorKind;
use std::f32::consts::{PI, TAU};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instrument {
    Piano,
    Guitar,
    Harp,
    Marimba,
    Celesta,
    Bell,
    Flute,
    Clarinet,
    Violin,
    Pizzicato,
    Brass,
    Bass,
    /// A rounded square wave, as of an old game.
    Chip,
    /// Skins, from a large drum to a small one by the note's height.
    Drum,
    Timpani,
    Shaker,
    Brush,
}

pub fn hertz(midi: f32) -> f32 {
    440.0 * 2f32.powf((midi - 69.0) / 12.0)
}

/// A note that somebody plays in the picture.
pub fn played(noise: &mut Noise, of: ActorKind, midi: u8, seconds: f32) -> Clip {
    let instrument = match of {
        ActorKind::Guitar => Instrument::Guitar,
        ActorKind::Drum => Instrument::Drum,
        ActorKind::Bell => Instrument::Bell,
        _ => Instrument::Piano,
    };
    note(noise, instrument, f32::from(midi.clamp(21, 108)), seconds).at_peak(0.3)
}

/// One note, at a peak near 1; `seconds` until it is damped, its decay follows.
pub fn note(noise: &mut Noise, instrument: Instrument, midi: f32, seconds: f32) -> Clip {
    use Instrument as I;
    let tone = hertz(midi);
    let seconds = seconds.clamp(0.05, 12.0);
    match instrument {
        I::Piano => piano(noise, tone, seconds),
        I::Guitar => pluck(noise, tone, seconds, (0.42, 0.13)),
        I::Harp => pluck(noise, tone, seconds, (0.3, 0.3)),
        I::Pizzicato => pluck(noise, tone, seconds.min(0.32), (0.25, 0.25)),
        I::Bass => pluck(noise, tone, seconds, (0.16, 0.2)),
        I::Marimba => struck(noise, tone, &[(1.0, 1.0, 0.9), (3.93, 0.18, 0.25), (9.2, 0.05, 0.1)], 1_200.0),
        I::Celesta => struck(noise, tone, &[(1.0, 1.0, 1.6), (2.0, 0.18, 0.9), (4.0, 0.12, 0.5), (7.1, 0.04, 0.15)], 5_000.0),
        I::Bell => {
            struck(noise, tone, &[(0.5, 0.3, 3.0), (1.0, 0.8, 2.6), (1.19, 0.4, 2.0), (1.5, 0.25, 1.6), (2.0, 0.5, 1.4), (3.0, 0.2, 0.8)], 4_000.0)
        }
        I::Flute => blown(noise, tone, seconds, &[1.0, 0.28, 0.1, 0.03], 0.14),
        I::Clarinet => blown(noise, tone, seconds, &[1.0, 0.05, 0.5, 0.04, 0.22, 0.02, 0.08], 0.03),
        I::Violin => bowed(noise, tone, seconds),
        I::Brass => brass(noise, tone, seconds),
        I::Chip => chip(tone, seconds),
        I::Drum => drum(noise, tone),
        I::Timpani => timpani(noise, tone),
        I::Shaker => hiss(noise, 6_500.0, 0.006, 0.07),
        I::Brush => hiss(noise, 3_800.0, 0.02, 0.2),
    }
}

/// Strings that are a little too stiff for their harmonics.
fn piano(noise: &mut Noise, tone: f32, seconds: f32) -> Clip {
    let ring = (2.6 * (220.0 / tone).powf(0.35)).clamp(0.6, 4.0);
    let mut clip = Clip::silent((seconds + 0.25).min(ring * 1.2));
    let stiff = 0.000_35;
    for n in 1..=9u8 {
        let n = f32::from(n);
        let partial = tone * n * (1.0 + stiff * n * n).sqrt();
        // Struck at a seventh of its length; two strings to each note, a hair apart.
        let level = (PI * n / 7.3).sin().abs() / n.powf(1.15) * (-partial / 5_200.0).exp();
        let decay = ring / (1.0 + 0.32 * (n - 1.0));
        clip.strike(0.0, &[(partial, level * 0.6, decay), (partial * 1.000_9, level * 0.4, decay * 0.8)], 1.0);
    }
    let mut hammer = Biquad::bandpass((tone * 3.0).clamp(300.0, 2_500.0), 0.7);
    clip.burst(noise, 0.0, (0.25, 0.001, 0.03), |x| hammer.run(x));
    clip.eased(0.001_5, 0.2).at_peak(1.0)
}

/// Karplus and Strong's string: a loop of noise that loses its edges. `bright` 0…1, `at`: where it is plucked.
fn pluck(noise: &mut Noise, tone: f32, seconds: f32, (bright, at): (f32, f32)) -> Clip {
    let period = RATE / tone - 0.5;
    let whole = (period as usize).max(2);
    let part = period - whole as f32;
    let mut soft = Soften::at(1_200.0 + 9_000.0 * bright);
    let raw: Vec<f32> = (0..whole).map(|_| soft.run(noise.white())).collect();
    let behind = ((at * whole as f32) as usize).max(1);
    let mut line: Vec<f32> = (0..whole).map(|i| raw[i] - 0.9 * raw[(i + whole - behind) % whole]).collect();
    let middle = line.iter().sum::<f32>() / whole as f32;
    line.iter_mut().for_each(|x| *x -= middle);
    // What it loses in one turn, so that low and high strings ring alike.
    let ring = 2.4 * (200.0 / tone).powf(0.4) + 0.4;
    let keep = (-6.9 * whole as f32 / (ring * RATE)).exp();
    // An allpass of first order for the part of a sample.
    let tune = (1.0 - part) / (1.0 + part);
    let (mut i, mut last, mut old, mut out) = (0usize, 0f32, 0f32, 0f32);
    Clip::made(seconds + 0.12, |_, _| {
        let x = line[i];
        let smooth = 0.5 * (x + last) * keep;
        last = x;
        out = tune * smooth + old - tune * out;
        old = smooth;
        line[i] = out;
        i = if i + 1 == whole { 0 } else { i + 1 };
        x
    })
    .eased(0.000_8, 0.12)
    .at_peak(1.0)
}

fn struck(noise: &mut Noise, tone: f32, modes: &[(f32, f32, f32)], click: f32) -> Clip {
    let ring = (440.0 / tone).powf(0.3).clamp(0.5, 1.6);
    let longest = modes.iter().map(|mode| mode.2).fold(0.0, f32::max);
    let mut clip = Clip::silent(longest * ring * 1.1);
    for &(ratio, level, decay) in modes {
        clip.strike(0.0, &[(tone * ratio, level, decay * ring)], 1.0);
    }
    let mut mallet = Biquad::bandpass(click, 0.8);
    clip.burst(noise, 0.0, (0.12, 0.000_6, 0.015), |x| mallet.run(x));
    clip.eased(0.001, 0.1).at_peak(1.0)
}

/// A steady tone of some harmonics, with breath and a vibrato that comes late.
fn blown(noise: &mut Noise, tone: f32, seconds: f32, harmonics: &[f32], air: f32) -> Clip {
    let (mut phase, mut wind) = (0f32, Sweep::at(tone * 2.0, 1.2));
    let attack = 0.06f32.min(seconds * 0.3);
    Clip::made(seconds + 0.08, |t, _| {
        let vibrato = 1.0 + 0.005 * (TAU * 5.1 * t).sin() * (t * 2.0 - 0.4).clamp(0.0, 1.0);
        phase = (phase + tone * vibrato / RATE).fract();
        // Chebyshev's recurrence: the sines of all multiples from the first.
        let (sin, cos) = (TAU * phase).sin_cos();
        let (mut before, mut now, mut sum) = (0.0, sin, 0.0);
        for level in harmonics {
            sum += level * now;
            (before, now) = (now, 2.0 * cos * now - before);
        }
        let puff = 1.0 + 4.0 * (-t * 26.0).exp();
        (sum + air * puff * wind.band(noise.white())) * (t / attack).min(1.0)
    })
    .eased(0.004, 0.09)
    .at_peak(1.0)
}

fn bowed(noise: &mut Noise, tone: f32, seconds: f32) -> Clip {
    let mut phases = [0.0f32, 0.37, 0.71];
    let mut soft = Soften::at((tone * 5.0).min(5_200.0));
    let (mut body, mut bow) = (Biquad::peak(480.0, 1.1, 4.0), Sweep::at(2_400.0, 0.8));
    let attack = 0.14f32.min(seconds * 0.4);
    Clip::made(seconds + 0.15, |t, _| {
        let vibrato = 0.004 * (TAU * 5.6 * t).sin() * (t * 1.6 - 0.2).clamp(0.0, 1.0);
        let mut sum = 0.0;
        for (phase, bend) in phases.iter_mut().zip([0.997_5, 1.0, 1.002_7]) {
            let step = tone * (bend + vibrato) / RATE;
            *phase = (*phase + step).fract();
            sum += saw(*phase, step);
        }
        let swell = (t / attack).min(1.0);
        (body.run(soft.run(sum)) + 0.05 * bow.band(noise.white())) * swell
    })
    .eased(0.004, 0.16)
    .at_peak(1.0)
}

/// The louder, the brighter: its edge opens after its body.
fn brass(noise: &mut Noise, tone: f32, seconds: f32) -> Clip {
    let mut phases = [0.0f32, 0.4];
    let mut bell = Sweep::at(tone, 0.8);
    let mut count = 0usize;
    let lip = noise.near(0.06, 0.2);
    Clip::made(seconds + 0.1, |t, _| {
        let open = (1.0 - (-t / lip).exp()) * (1.0 - 0.25 * (t / seconds).min(1.0));
        if count.is_multiple_of(32) {
            bell.tune(tone * (1.0 + 4.2 * open), 0.9);
        }
        count += 1;
        let scoop = 1.0 - 0.02 * (-t * 30.0).exp();
        let mut sum = 0.0;
        for (phase, bend) in phases.iter_mut().zip([0.999, 1.001]) {
            let step = tone * bend * scoop / RATE;
            *phase = (*phase + step).fract();
            sum += saw(*phase, step);
        }
        bell.low(sum) * open
    })
    .eased(0.004, 0.1)
    .at_peak(1.0)
}

fn chip(tone: f32, seconds: f32) -> Clip {
    let mut phase = 0f32;
    let mut soft = Soften::at(6_500.0);
    Clip::made(seconds + 0.02, |t, _| {
        let step = tone / RATE;
        phase = (phase + step).fract();
        let square = saw(phase, step) - saw((phase + 0.5).fract(), step);
        soft.run(square) * (0.45 + 0.55 * (-t * 7.0).exp())
    })
    .eased(0.001_5, 0.02)
    .at_peak(1.0)
}

fn drum(noise: &mut Noise, tone: f32) -> Clip {
    let tone = tone.clamp(45.0, 420.0);
    let mut clip = Clip::silent(0.6);
    clip.thump(0.0, (tone * 1.7, tone * 0.8), 0.18 + 20.0 / tone, 1.0);
    clip.strike(0.0, &[(tone * 1.59, 0.3, 0.18), (tone * 2.14, 0.2, 0.14), (tone * 2.92, 0.1, 0.1)], 1.0);
    let mut skin = Biquad::bandpass((tone * 9.0).min(2_600.0), 0.7);
    clip.burst(noise, 0.0, (0.5, 0.000_5, 0.045), |x| skin.run(x));
    clip.at_peak(1.0)
}

fn timpani(noise: &mut Noise, tone: f32) -> Clip {
    let mut clip = Clip::silent(1.8);
    clip.strike(0.0, &[(tone, 1.0, 1.6), (tone * 1.5, 0.55, 1.2), (tone * 1.98, 0.35, 0.9), (tone * 2.44, 0.2, 0.6)], 1.0);
    let mut felt = Biquad::bandpass(420.0, 0.7);
    clip.burst(noise, 0.0, (0.35, 0.002, 0.05), |x| felt.run(x));
    clip.eased(0.002, 0.3).at_peak(1.0)
}

fn hiss(noise: &mut Noise, middle: f32, rise: f32, decay: f32) -> Clip {
    let mut clip = Clip::silent(rise + decay * 1.3);
    let mut band = Biquad::bandpass(middle, 0.6);
    clip.burst(noise, 0.0, (1.0, rise, decay), |x| band.run(x));
    clip.at_peak(1.0)
}
