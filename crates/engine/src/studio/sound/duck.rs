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

/// The level of everything else, one value each [`GRAIN`] samples.
pub fn curve(spoken: &[SpokenLine], frames: usize) -> Vec<f32> {
    let points = frames.div_ceil(GRAIN) + 1;
    let mut down = vec![false; points];
    let point = |at: f64| ((at * f64::from(RATE)).max(0.0) as usize / GRAIN).min(points);
    for line in spoken.iter().filter(|line| line.at.is_finite()) {
        let seconds = line.pcm.len() as f64 / f64::from(RATE);
        let (from, to) = (point(line.at - BEFORE), point(line.at + seconds + AFTER));
        if from < to {
            down[from..to].fill(true);
        }
    }
    let pace = |seconds: f32| 1.0 - (-(GRAIN as f32) / (seconds * RATE)).exp();
    let (attack, release) = (pace(0.045), pace(0.22));
    let mut level = 1.0f32;
    down.into_iter()
        .map(|is_down| {
            let (goal, part) = if is_down { (DOWN, attack) } else { (1.0, release) };
            level += (goal - level) * part;
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
