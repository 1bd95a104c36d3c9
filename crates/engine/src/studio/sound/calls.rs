//! Barks, meows and the songs of birds: the animals that are heard most. The others are in `beasts`.

use super::{
    RATE,
    clip::Clip,
    noise::Noise,
    throat::{Pose, Throat, curve},
};
use std::f32::consts::TAU;

/// One "woof": the mouth opens quickly and closes over a falling, rough voice.
pub fn bark(noise: &mut Noise, size: f32) -> Clip {
    let size = size.clamp(0.0, 1.0);
    let pitch = noise.near(620.0 * (0.34f32).powf(size), 0.06);
    let tract = noise.near(1.55 * (0.56f32).powf(size), 0.03);
    let throat = Throat { breath: 0.26, rough: 0.5 + 0.3 * size, q: 3.6, gains: [1.0, 0.8, 0.35] };
    let clip = throat.call(noise, 0.17 + 0.1 * size, |at| Pose {
        pitch: pitch * curve(&[(0.0, 0.62), (0.18, 1.12), (0.4, 1.0), (1.0, 0.5)], at),
        formants: [
            tract * curve(&[(0.0, 380.0), (0.25, 920.0), (0.6, 760.0), (1.0, 420.0)], at),
            tract * curve(&[(0.0, 900.0), (0.25, 1_650.0), (1.0, 1_050.0)], at),
            tract * 2_750.0,
        ],
        level: curve(&[(0.0, 0.0), (0.04, 0.8), (0.14, 1.0), (0.45, 0.75), (0.75, 0.2), (1.0, 0.0)], at),
    });
    clip.at_peak(0.3 + 0.14 * size)
}

pub fn meow(noise: &mut Noise) -> Clip {
    let pitch = noise.near(560.0, 0.12);
    let throat = Throat { breath: 0.1, rough: 0.12, q: 5.0, gains: [1.0, 0.7, 0.3] };
    let seconds = noise.near(0.7, 0.2);
    throat
        .call(noise, seconds, |at| Pose {
            pitch: pitch * curve(&[(0.0, 0.85), (0.3, 1.25), (0.6, 1.15), (1.0, 0.75)], at),
            formants: [
                curve(&[(0.0, 420.0), (0.35, 1_000.0), (0.7, 850.0), (1.0, 500.0)], at),
                curve(&[(0.0, 2_600.0), (0.35, 1_900.0), (1.0, 1_100.0)], at),
                3_600.0,
            ],
            level: curve(&[(0.0, 0.0), (0.12, 0.6), (0.4, 1.0), (0.8, 0.5), (1.0, 0.0)], at),
        })
        .at_peak(0.24)
}

/// One bird's call; `kind` chooses among a few species.
pub fn chirp(noise: &mut Noise, kind: usize) -> Clip {
    let base = noise.near([3_400.0, 4_300.0, 2_600.0, 5_100.0][kind % 4], 0.05);
    let (notes, each, gap, sweep) = match kind % 4 {
        0 => (3, 0.075, 0.055, (1.25, 0.85)),
        1 => (2, 0.16, 0.06, (0.9, 1.18)),
        2 => (4, 0.11, 0.09, (1.05, 1.12)),
        _ => (7, 0.032, 0.028, (1.3, 0.9)),
    };
    let mut clip = Clip::silent((each + gap) * notes as f32 + 0.05);
    for note in 0..notes {
        let bend = noise.near(1.0, 0.05);
        let mut phase = 0f32;
        let tone = Clip::made(each, |t, at| {
            let wave = 1.0 + 0.03 * (TAU * 38.0 * t).sin();
            phase += TAU * base * bend * (sweep.0 + (sweep.1 - sweep.0) * at) * wave / RATE;
            (phase.sin() + 0.12 * (2.0 * phase).sin()) * (std::f32::consts::PI * at).sin()
        });
        clip.add(note as f32 * (each + gap), &tone, 1.0 - 0.08 * note as f32);
    }
    clip.at_peak(0.1)
}
