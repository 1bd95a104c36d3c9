//! Air, lamps, traffic, people, the sea.

use super::{
    super::{
        RATE,
        filter::{Biquad, Soften, Sweep},
        noise::{Drift, Noise, Pink},
        throat::curve,
    },
    Sides,
};
use std::f32::consts::TAU;

const CONTROL: usize = 64;

/// The tone that no place is without.
pub fn air(noise: &mut Noise, out: &mut Sides, level: f32) {
    out.wide(|side| {
        let mut soft = Biquad::lowpass(420.0, 0.6);
        let mut pink = Pink::default();
        for x in side {
            *x += soft.run(pink.next(noise.white())) * 0.009 * level;
        }
    });
}

/// Lamps and ventilation.
pub fn hum(noise: &mut Noise, out: &mut Sides, level: f32) {
    let mut duct = Biquad::bandpass(210.0, 0.8);
    let (mut turn, step) = (0f32, 100.0 / RATE);
    for (left, right) in out.left.iter_mut().zip(&mut out.right) {
        turn = (turn + step).fract();
        let lamp = 0.0011 * ((TAU * turn).sin() + 0.3 * (TAU * 3.0 * turn).sin());
        let x = (lamp + duct.run(noise.white()) * 0.009) * level;
        *left += x;
        *right += x;
    }
}

/// A town's hum, and cars that pass out of sight.
pub fn traffic(noise: &mut Noise, out: &mut Sides, level: f32) {
    out.wide(|side| {
        let mut breath = Drift::new(noise, 0.3);
        let mut deep = Biquad::lowpass(170.0, 0.6);
        let mut pink = Pink::default();
        for chunk in side.chunks_mut(CONTROL) {
            let gain = level * 0.1 * (0.7 + 0.5 * breath.next(noise, CONTROL));
            for x in chunk {
                *x += deep.run(pink.next(noise.white())) * gain;
            }
        }
    });
    let seconds = out.frames() as f32 / RATE;
    let mut at = noise.between(-1.5, 1.5);
    while at < seconds {
        let size = noise.between(0.4, 1.0);
        pass(noise, out, at, level * size);
        at += noise.between(2.2, 5.5);
    }
}

/// One car goes by on the next street, from `start` seconds on.
fn pass(noise: &mut Noise, out: &mut Sides, start: f32, level: f32) {
    let seconds = noise.between(3.0, 4.5);
    let way = if noise.white() > 0.0 { 1.0 } else { -1.0 };
    let (mut tyres, mut pink) = (Sweep::default(), Pink::default());
    let frames = out.frames();
    for block in 0..(seconds * RATE) as usize / CONTROL {
        let from = (start * RATE) as isize + (block * CONTROL) as isize;
        if from < 0 || from as usize >= frames {
            continue;
        }
        let along = (block * CONTROL) as f32 / (seconds * RATE);
        let near = (-(along * 2.0 - 1.0).powi(2) * 5.0).exp() * (1.0 - (2.0 * along - 1.0).powi(8));
        tyres.tune(430.0 + 380.0 * near - 90.0 * (along - 0.5), 0.7);
        let pan = way * (2.0 * along - 1.0);
        let (l, r) = (near * level * (1.0 - 0.6 * pan) * 0.05, near * level * (1.0 + 0.6 * pan) * 0.05);
        let to = (from as usize + CONTROL).min(frames);
        for i in from as usize..to {
            let x = tyres.band(pink.next(noise.white()));
            out.left[i] += x * l;
            out.right[i] += x * r;
        }
    }
}

/// Many voices, none to be understood.
pub fn crowd(noise: &mut Noise, out: &mut Sides, level: f32) {
    out.wide(|side| {
        let mut groups: Vec<(Sweep, Drift, Drift, f32)> = (0..5)
            .map(|i| {
                let middle = [330.0, 520.0, 760.0, 1_150.0, 1_900.0][i] * noise.near(1.0, 0.08);
                let filter = Sweep::at(middle, 3.5);
                (filter, Drift::new(noise, 5.0), Drift::new(noise, 0.7), [1.0, 1.1, 0.8, 0.5, 0.28][i])
            })
            .collect();
        let mut pink = Pink::default();
        for chunk in side.chunks_mut(CONTROL) {
            let mut gains = [0f32; 5];
            for (gain, (_, syllable, mood, share)) in gains.iter_mut().zip(&mut groups) {
                let syllable = syllable.next(noise, CONTROL);
                *gain = *share * (0.15 + syllable * syllable) * (0.5 + mood.next(noise, CONTROL)) * 0.16 * level;
            }
            for x in chunk {
                let p = pink.next(noise.white());
                *x += groups.iter_mut().zip(gains).map(|(group, gain)| group.0.band(p) * gain).sum::<f32>();
            }
        }
    });
}

/// Swells that break and run back over the sand.
pub fn waves(noise: &mut Noise, out: &mut Sides, level: f32) {
    let period = noise.between(5.2, 6.8);
    let offset = noise.between(0.15, 0.4);
    out.wide(|side| {
        let mut pink = Pink::default();
        let (mut surf, mut foam) = (Sweep::default(), Biquad::highpass(2_600.0, 0.6));
        let (mut hiss, mut deep) = (Soften::at(5_500.0), Soften::at(140.0));
        let lag = noise.between(0.0, 0.06);
        let mut flutter = Drift::new(noise, 3.0);
        for (block, chunk) in side.chunks_mut(CONTROL).enumerate() {
            let at = (block * CONTROL) as f32 / RATE / period + offset + lag;
            let swell = curve(&[(0.0, 0.12), (0.28, 0.5), (0.36, 1.0), (0.5, 0.62), (0.8, 0.2), (1.0, 0.12)], at.fract());
            let fizz = curve(&[(0.0, 0.12), (0.34, 0.1), (0.45, 1.0), (0.7, 0.6), (1.0, 0.12)], at.fract());
            let shake = 0.8 + 0.4 * flutter.next(noise, CONTROL);
            surf.tune(420.0 + 2_600.0 * swell, 0.6);
            for x in chunk {
                let w = noise.white();
                let p = pink.next(w);
                let sound = surf.low(p) * swell * 0.15 * shake + hiss.run(foam.run(w)) * fizz * 0.022 * shake + deep.run(p) * 0.05;
                *x += sound * level;
            }
        }
    });
}
