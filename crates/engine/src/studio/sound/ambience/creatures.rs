//! Birds and crickets that nobody sees.

use super::{
    super::{
        RATE, calls,
        clip::Clip,
        filter::Soften,
        noise::{Drift, Noise},
    },
    Sides,
};
use std::f32::consts::{PI, TAU};

/// Calls from the trees, `rate` a second, in the voices of two or three species that answer each other.
pub fn birds(noise: &mut Noise, out: &mut Sides, rate: f32) {
    let seconds = out.frames() as f32 / RATE;
    let flock: Vec<(usize, f32, f32)> =
        (0..3).map(|_| (noise.between(0.0, 3.99) as usize, noise.between(-1.0, 1.0), noise.between(0.15, 0.8))).collect();
    let mut at = noise.between(0.1, 0.9);
    while at < seconds {
        let &(kind, pan, far) = noise.pick(&flock);
        let mut clip = calls::chirp(noise, kind);
        let mut soft = Soften::at(11_000.0 - 7_500.0 * far);
        clip.pcm.iter_mut().for_each(|x| *x = soft.run(*x));
        let gain = 0.34 * (1.1 - far);
        let start = (at * RATE) as usize;
        out.put(start, &clip.pcm, pan, gain);
        // The wood answers from the other side.
        out.put(start + 2_900, &clip.pcm, -pan * 0.6, gain * 0.16);
        out.put(start + 5_300, &clip.pcm, pan * 0.3, gain * 0.08);
        at += noise.wait(rate).clamp(0.15, 4.0);
    }
}

/// Four crickets, each with its own pitch, pace and side, over a thin steady trill.
pub fn crickets(noise: &mut Noise, out: &mut Sides, level: f32) {
    for number in 0..4 {
        let hertz = noise.between(4_050.0, 4_900.0);
        let pace = noise.between(0.42, 0.72);
        let pan = [-0.8, 0.6, -0.2, 0.95][number] + 0.1 * noise.white();
        let gain = level * noise.between(0.004, 0.012);
        let pulses = 3 + number % 2;
        let chirp = pulses_of(hertz, pulses);
        let mut at = noise.between(0.0, pace);
        let seconds = out.frames() as f32 / RATE;
        while at < seconds {
            let gain = noise.near(gain, 0.2);
            out.put((at * RATE) as usize, &chirp.pcm, pan, gain);
            at += noise.near(pace, 0.05);
        }
    }
    trill(noise, out, level);
}

/// Those that are too many and too far to be told apart.
fn trill(noise: &mut Noise, out: &mut Sides, level: f32) {
    let (mut turn, mut beat) = (0f32, 0f32);
    let mut mood = Drift::new(noise, 0.5);
    let mut now = 0.0;
    for (i, (left, right)) in out.left.iter_mut().zip(&mut out.right).enumerate() {
        if i % 256 == 0 {
            now = level * mood.next(noise, 256);
        }
        turn = (turn + 5_240.0 / RATE).fract();
        beat = (beat + 31.0 / RATE).fract();
        let swell = 1.0 - (2.0 * beat - 1.0).abs();
        // A parabola for a sine: the trill is thin enough.
        let wave = 16.0 * turn * (0.5 - turn) * f32::from(turn < 0.5) - 16.0 * (turn - 0.5) * (1.0 - turn) * f32::from(turn >= 0.5);
        let x = wave * swell * swell * 0.0015 * now;
        *left += x * 0.7;
        *right += x;
    }
}

/// Scrapes of a wing.
fn pulses_of(hertz: f32, pulses: usize) -> Clip {
    let mut clip = Clip::silent(0.024 * pulses as f32 + 0.03);
    for i in 0..pulses {
        let mut phase = 0f32;
        let pulse = Clip::made(0.017, |_, at| {
            phase += TAU * hertz * (1.0 - 0.015 * at) / RATE;
            phase.sin() * (PI * at).sin().powi(2)
        });
        clip.add(0.024 * i as f32, &pulse, 0.7 + 0.3 * i as f32 / pulses as f32);
    }
    clip
}

/// A heat of insects: thin bands that beat, each in its own time.
pub fn insects(noise: &mut Noise, out: &mut Sides, level: f32) {
    out.wide(|side| {
        let mut bands: Vec<(Soften, Soften, f32, f32, Drift)> = [(4_300.0, 27.0), (5_900.0, 41.0), (7_400.0, 63.0)]
            .map(|(hertz, beat): (f32, f32)| {
                let step = noise.near(beat, 0.1) / RATE;
                (Soften::at(hertz * 1.25), Soften::at(hertz * 0.8), 0.0, step, Drift::new(noise, 0.4))
            })
            .into();
        for chunk in side.chunks_mut(256) {
            let gains: Vec<f32> = bands.iter_mut().map(|band| level * 0.012 * band.4.next(noise, 256)).collect();
            for x in chunk {
                let w = noise.white();
                for ((high, low, turn, step, _), gain) in bands.iter_mut().zip(&gains) {
                    *turn = (*turn + *step).fract();
                    let beat = 1.0 - (2.0 * *turn - 1.0).abs();
                    let top = high.run(w);
                    *x += (top - low.run(top)) * beat * beat * gain;
                }
            }
        }
    });
}
