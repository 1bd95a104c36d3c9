//! Makes room for speech: what is not speech goes down while someone speaks.

use super::RATE;
use crate::studio::screenplay::SpokenLine;

/// −8 dB.
const DOWN: f32 = 0.398;
/// Seconds by which it begins before a line and ends after it.
const BEFORE: f64 = 0.1;
const AFTER: f64 = 0.15;
/// Values of the curve are this many samples apart.
pub const GRAIN: usize = 64;

/// How far speech has to stand above the rest, in power: 10 dB.
const ABOVE: f64 = 10.0;
/// The most that is taken from what is loud: −18 dB.
const LOWEST: f32 = 0.126;

/// How far the rest goes down for one line: as always, or further where it is loud. `voice`: gain of speech.
fn goal(line: &SpokenLine, (left, right): (&[f32], &[f32]), voice: f32) -> f32 {
    let power = |pcm: &[f32]| pcm.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>() / pcm.len().max(1) as f64;
    let from = ((line.at * f64::from(RATE)).max(0.0) as usize).min(left.len());
    let to = (from + line.pcm.len()).min(left.len());
    let rest = 0.5 * (power(&left[from..to]) + power(&right[from..to]));
    let speech = power(&line.pcm) * f64::from(voice).powi(2);
    if speech <= 0.0 || rest <= 0.0 {
        return DOWN;
    }
    ((speech / (ABOVE * rest)).sqrt() as f32).clamp(LOWEST, DOWN)
}

/// The level of everything else, one value each [`GRAIN`] samples. `rest`: left and right of what is lowered.
pub fn curve(spoken: &[SpokenLine], rest: (&[f32], &[f32]), voice: f32) -> Vec<f32> {
    let points = rest.0.len().div_ceil(GRAIN) + 1;
    let mut down = vec![1.0f32; points];
    let point = |at: f64| ((at * f64::from(RATE)).max(0.0) as usize / GRAIN).min(points);
    for line in spoken.iter().filter(|line| line.at.is_finite()) {
        let seconds = line.pcm.len() as f64 / f64::from(RATE);
        let (from, to) = (point(line.at - BEFORE), point(line.at + seconds + AFTER));
        if from < to {
            let goal = goal(line, rest, voice);
            down[from..to].iter_mut().for_each(|level| *level = level.min(goal));
        }
    }
    let pace = |seconds: f32| 1.0 - (-(GRAIN as f32) / (seconds * RATE)).exp();
    let (attack, release) = (pace(0.045), pace(0.22));
    let mut level = 1.0f32;
    down.into_iter()
        .map(|goal| {
            level += (goal - level) * if goal < level { attack } else { release };
            level
        })
        .collect()
}

pub fn apply(curve: &[f32], pcm: &mut [f32]) {
    for (chunk, pair) in pcm.chunks_mut(GRAIN).zip(curve.windows(2)) {
        let step = (pair[1] - pair[0]) / GRAIN as f32;
        let mut level = pair[0];
        for x in chunk {
            *x *= level;
            level += step;
        }
    }
}
