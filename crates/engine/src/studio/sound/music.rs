//! A bed of music: slow chords, and a few bells where music was asked for. It ends with the take.

use super::{
    RATE,
    clip::{Clip, Modes},
    noise::Noise,
    stage::Stage,
};
use crate::studio::screenplay::{Ambience, Screenplay, TimeOfDay, Weather};
use std::f32::consts::TAU;

/// Semitones above the key, four chords of four notes.
const BRIGHT: [[i32; 4]; 4] = [[0, 7, 16, 19], [-3, 9, 16, 19], [5, 9, 12, 21], [-5, 7, 14, 19]];
const DARK: [[i32; 4]; 4] = [[0, 7, 15, 22], [-4, 8, 12, 19], [3, 10, 15, 19], [-2, 5, 14, 17]];
/// Seconds of one chord.
const CHORD: f32 = 3.4;
/// Seconds by which a chord grows into the next.
const CROSS: f32 = 1.5;
const QUIET: f32 = 0.006;
const ASKED: f32 = 0.03;
/// A struck bar of wood.
const BAR: &Modes = &[(1.0, 1.0, 1.3), (3.93, 0.16, 0.35), (9.2, 0.04, 0.12)];

pub fn lay(stage: &mut Stage, screenplay: &Screenplay) {
    let Some(first) = screenplay.shots.first() else { return };
    let asked = screenplay.shots.iter().any(|shot| shot.ambience.contains(&Ambience::Music));
    let noise = &mut Noise::new(screenplay.seed, 7);
    let dark = first.time == TimeOfDay::Night || matches!(first.weather, Weather::Storm | Weather::Fog | Weather::Rain);
    let chords = if dark { DARK } else { BRIGHT };
    let key = 110.0 * 2f32.powf(noise.between(0.0, 7.99).floor() / 12.0);
    let level = if asked { ASKED } else { QUIET };
    let seconds = stage.frames() as f32 / RATE;
    let count = (seconds / CHORD).round().max(1.0);
    let each = seconds / count;
    for number in 0..count as usize {
        // The last chord is the first one again: home.
        let chord = if number > 0 && number + 1 == count as usize { chords[0] } else { chords[number % 4] };
        pad(stage, chord.map(|step| key * 2f32.powf(step as f32 / 12.0)), number as f32 * each, each, level);
        if asked {
            bells(stage, noise, key, chord, number as f32 * each, each);
        }
    }
}

/// One chord: for each note two sines a little apart, one more to the left, the other more to the right.
fn pad(stage: &mut Stage, notes: [f32; 4], start: f32, seconds: f32, level: f32) {
    let frames = stage.frames();
    let from = ((start - CROSS / 2.0).max(0.0) * RATE) as usize;
    let to = (((start + seconds + CROSS / 2.0) * RATE) as usize).min(frames);
    let n = to.saturating_sub(from);
    if n == 0 {
        return;
    }
    let edge = (CROSS * RATE).min(n as f32 / 2.0);
    let envelope: Vec<f32> = (0..n)
        .map(|i| {
            let s = ((i as f32).min((n - i) as f32) / edge).min(1.0);
            s * s * (3.0 - 2.0 * s) * level
        })
        .collect();
    // Eight sines at once, each by its own recurrence; a square brings the octave in.
    let w: [f64; 8] = std::array::from_fn(|i| f64::from(TAU * notes[i / 2] * [0.9985, 1.0015][i % 2] / RATE));
    let turn = w.map(|w| 2.0 * w.cos());
    let (mut now, mut last) = ([0f64; 8], w.map(|w| -w.sin()));
    let share: [f32; 8] = std::array::from_fn(|i| [1.0, 0.8, 0.6, 0.45][i / 2]);
    for ((left, right), level) in stage.left[from..to].iter_mut().zip(&mut stage.right[from..to]).zip(&envelope) {
        let mut sides = [0f32; 2];
        for i in 0..8 {
            let next = turn[i] * now[i] - last[i];
            last[i] = now[i];
            now[i] = next;
            let y = next as f32;
            sides[i % 2] += share[i] * (y + 0.2 * (0.5 - y * y));
        }
        *left += (sides[0] + 0.45 * sides[1]) * level;
        *right += (sides[1] + 0.45 * sides[0]) * level;
    }
}

/// A note of the chord now and then.
fn bells(stage: &mut Stage, noise: &mut Noise, key: f32, chord: [i32; 4], start: f32, seconds: f32) {
    let beats = [0.0, 0.25, 0.5, 0.625, 0.75];
    for beat in beats {
        if noise.white() < -0.3 {
            continue;
        }
        let hertz = key * 2.0 * 2f32.powf(*noise.pick(&chord) as f32 / 12.0);
        let mut clip = Clip::silent(1.7);
        for &(ratio, level, decay) in BAR {
            clip.strike(0.0, &[(hertz * ratio, level, decay)], 1.0);
        }
        let pan = noise.between(-0.5, 0.5);
        let at = ((start + beat * seconds) * RATE) as usize;
        let (l, r) = super::stage::Spot::new(pan, 0.0).sides();
        let clip = clip.eased(0.002, 0.1);
        for (i, x) in clip.pcm.iter().enumerate().take(stage.frames().saturating_sub(at)) {
            stage.left[at + i] += x * 0.05 * l;
            stage.right[at + i] += x * 0.05 * r;
        }
    }
}
