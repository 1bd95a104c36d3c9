//! How high a voice is: YIN over short frames, with the reliable ones counted. It does not know what is said, nor by whom.

/// Of the sound given to [`pitch`].
pub const RATE: u32 = 16_000;

/// Voices of children, women and men lie well inside, in Hz.
const LOWEST: f32 = 60.0;
const HIGHEST: f32 = 500.0;
/// 25 ms: a period and a half of the lowest voice.
const FRAME: usize = 400;
/// 20 ms.
const STEP: usize = 320;
/// YIN's threshold of aperiodicity.
const CLEAR: f32 = 0.2;
/// Frames quieter than this (root mean square, full scale 1) are silence.
const QUIET: f32 = 0.01;
/// A tenth of a second of voice is needed.
const FEWEST: usize = 5;
/// Two minutes; the rest is not looked at.
const MOST_SAMPLES: usize = 120 * RATE as usize;

/// A summary of a voice, in Hz.
#[derive(Clone, Copy, PartialEq)]
pub struct Pitch {
    pub median_hz: f32,
    /// One frame in ten is lower.
    pub low_hz: f32,
    /// One frame in ten is higher.
    pub high_hz: f32,
    /// The share of all frames that are voiced, 0..1.
    pub voiced: f32,
}

/// A voice is biometric data.
impl std::fmt::Debug for Pitch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pitch(secret)")
    }
}

/// The pitch of a voice in mono sound at 16 kHz, −1..1. `None` where there is hardly any voice.
#[must_use]
pub fn pitch(pcm: &[f32]) -> Option<Pitch> {
    let pcm = &pcm[..pcm.len().min(MOST_SAMPLES)];
    let frames = pcm.windows(FRAME + longest()).step_by(STEP);
    let all = frames.len();
    let mut heard: Vec<f32> = frames.filter_map(frame_pitch).collect();
    if heard.len() < FEWEST {
        return None;
    }
    heard.sort_by(f32::total_cmp);
    let at = |share: f32| heard[((heard.len() - 1) as f32 * share).round() as usize];
    Some(Pitch { median_hz: at(0.5), low_hz: at(0.1), high_hz: at(0.9), voiced: heard.len() as f32 / all as f32 })
}

/// The longest period, in samples.
fn longest() -> usize {
    (RATE as f32 / LOWEST) as usize + 1
}

fn frame_pitch(samples: &[f32]) -> Option<f32> {
    let loudness = (samples.iter().map(|value| value * value).sum::<f32>() / samples.len() as f32).sqrt();
    if !loudness.is_finite() || loudness < QUIET {
        return None;
    }
    let difference = normalised_difference(samples);
    let shortest = (RATE as f32 / HIGHEST) as usize;
    let mut lag = (shortest..difference.len() - 1).find(|lag| difference[*lag] < CLEAR)?;
    while lag + 1 < difference.len() - 1 && difference[lag + 1] < difference[lag] {
        lag += 1;
    }
    Some(RATE as f32 / refined(&difference, lag))
}

/// YIN's cumulative mean normalised difference, by lag.
fn normalised_difference(samples: &[f32]) -> Vec<f32> {
    let mut sum = 0.0;
    let mut normalised = vec![1.0];
    for lag in 1..=longest() {
        let pairs = samples[..FRAME].iter().zip(&samples[lag..lag + FRAME]);
        let difference: f32 = pairs.map(|(a, b)| (a - b) * (a - b)).sum();
        sum += difference;
        normalised.push(if sum > 0.0 { difference * lag as f32 / sum } else { 1.0 });
    }
    normalised
}

/// The lowest point of the parabola through a lag and its neighbours.
fn refined(difference: &[f32], lag: usize) -> f32 {
    let (before, here, after) = (difference[lag - 1], difference[lag], difference[lag + 1]);
    let bend = before - 2.0 * here + after;
    let shift = if bend.abs() > f32::EPSILON { 0.5 * (before - after) / bend } else { 0.0 };
    lag as f32 + shift.clamp(-0.5, 0.5)
}
