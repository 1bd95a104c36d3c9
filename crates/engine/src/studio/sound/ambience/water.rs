//! Water that goes on: the open sea, a stream, a shore that laps, the deep; and fire, which goes on too.

use super::{
    super::{
        RATE,
        clip::Clip,
        filter::{Biquad, Soften, Sweep},
        forces,
        noise::{Drift, Noise, Pink},
    },
    Sides,
};
use std::f32::consts::TAU;

const CONTROL: usize = 64;

/// Long swells without a shore: two on each side that never meet in step.
pub fn sea(noise: &mut Noise, out: &mut Sides, level: f32) {
    out.wide(|side| {
        let turns = [noise.between(0.11, 0.15), noise.between(0.19, 0.26)];
        let starts = [noise.between(0.0, 1.0), noise.between(0.0, 1.0)];
        let (mut body, mut crest) = (Sweep::default(), Sweep::at(3_000.0, 0.5));
        let (mut deep, mut pink) = (Soften::at(130.0), Pink::default());
        for (block, chunk) in side.chunks_mut(CONTROL).enumerate() {
            let at = (block * CONTROL) as f32 / RATE;
            let swell = |i: usize| 0.5 + 0.5 * (TAU * (turns[i] * at + starts[i])).sin();
            let heave = 0.6 * swell(0) + 0.4 * swell(1);
            body.tune(260.0 + 700.0 * heave, 0.6);
            let foam = (heave - 0.55).max(0.0).powi(2) * 0.5;
            for x in chunk {
                let w = noise.white();
                let p = pink.next(w);
                *x += (body.low(p) * (0.05 + 0.1 * heave) + crest.band(w) * foam * 0.3 + deep.run(p) * 0.06) * level;
            }
        }
    });
}

/// Bubbles that close, many a second, over a thin rush.
pub fn stream(noise: &mut Noise, out: &mut Sides, level: f32) {
    out.wide(|side| {
        let (mut rush, mut stir) = (Biquad::bandpass(1_400.0, 0.5), Drift::new(noise, 3.0));
        for chunk in side.chunks_mut(CONTROL) {
            let gain = level * 0.014 * (0.7 + 0.6 * stir.next(noise, CONTROL));
            for x in chunk {
                *x += rush.run(noise.white()) * gain;
            }
        }
    });
    bubbles(noise, out, (42.0, (380.0, 1_500.0), 0.045 * level));
}

/// `rate` a second, between two pitches.
fn bubbles(noise: &mut Noise, out: &mut Sides, (rate, (low, high), level): (f32, (f32, f32), f32)) {
    let seconds = out.frames() as f32 / RATE;
    let mut at = 0.0;
    loop {
        at += noise.wait(rate);
        if at >= seconds {
            break;
        }
        let hertz = noise.between(low, high);
        let mut clip = Clip::silent(0.09);
        clip.thump(0.0, (hertz, hertz * noise.between(1.1, 1.5)), noise.between(0.02, 0.06), 1.0);
        let (pan, gain) = (noise.white(), level * noise.between(0.2, 1.0).powi(2));
        out.put((at * RATE) as usize, &clip.pcm, pan, gain);
    }
}

/// Small waves against a bank, a hull, tiles.
pub fn lapping(noise: &mut Noise, out: &mut Sides, level: f32) {
    let seconds = out.frames() as f32 / RATE;
    let mut at = noise.between(0.0, 0.5);
    while at < seconds {
        let mut lap = Clip::silent(0.7);
        let mut band = Sweep::at(noise.between(380.0, 800.0), 0.9);
        let rise = noise.between(0.05, 0.16);
        lap.burst(noise, 0.0, (1.0, rise, 0.4), |x| band.band(x));
        let (pan, gain) = (noise.between(-0.9, 0.9), level * noise.between(0.03, 0.08));
        out.put((at * RATE) as usize, &lap.pcm, pan, gain);
        at += noise.between(0.3, 1.1);
    }
    bubbles(noise, out, (5.0, (420.0, 1_100.0), 0.05 * level));
}

/// Pressure on the ears, and what moves far away.
pub fn deep(noise: &mut Noise, out: &mut Sides, level: f32) {
    out.wide(|side| {
        let (mut low, mut slow, mut pink) = (Sweep::default(), Drift::new(noise, 0.35), Pink::default());
        for chunk in side.chunks_mut(CONTROL) {
            let now = slow.next(noise, CONTROL);
            low.tune(130.0 + 170.0 * now, 1.1);
            for x in chunk {
                *x += low.low(pink.next(noise.white())) * level * (0.09 + 0.07 * now);
            }
        }
    });
}

/// A low flutter and sparks that crack.
pub fn fire(noise: &mut Noise, out: &mut Sides, level: f32) {
    out.wide(|side| {
        let (mut flutter, mut low, mut hiss) = (Drift::new(noise, 8.0), Biquad::bandpass(180.0, 0.6), Biquad::highpass(3_500.0, 0.6));
        let mut pink = Pink::default();
        for chunk in side.chunks_mut(CONTROL) {
            let gain = level * (0.5 + 0.8 * flutter.next(noise, CONTROL));
            for x in chunk {
                let w = noise.white();
                *x += (low.run(pink.next(w)) * 0.11 + hiss.run(w) * 0.004) * gain;
            }
        }
    });
    let seconds = out.frames() as f32 / RATE;
    let mut at = 0.0;
    loop {
        at += noise.wait(13.0);
        if at >= seconds {
            break;
        }
        let spark = forces::spark(noise);
        let (pan, gain) = (noise.between(-0.6, 0.6), level * noise.between(0.1, 1.0).powi(3));
        out.put((at * RATE) as usize, &spark.pcm, pan, gain);
    }
}
