//! A voice out of the noise of a room: what sounds always is taken away (spectral subtraction), then what is not loud is made silent (a
//! gate). It changes nothing in a clean recording, and it does not know words.
//!
//! The recogniser hears digits in the hiss between digits: at 30 dB of white noise it got one number in twelve right, and with this
//! eleven or twelve, down to 10 dB. Figures in `docs/decisions/0010-local-models.md`.

use super::fourier::{Complex, SIZE, backward, forward};
use std::f32::consts::TAU;

/// Samples from one spectrum to the next: 8 ms.
const HOP: usize = SIZE / 4;
/// The quietest part of the frames is taken for the noise of the room.
const QUIETEST: usize = 6;
/// So many times the noise is taken away…
const OVER: f32 = 2.0;
/// …and so much of everything is left.
const LEFT: f32 = 0.05;
/// Mean square below which a frame is no room at all but silence that a program made…
const NO_ROOM: f32 = 1e-9;
/// …and one part in so many of them says that a program has taken the noise away already.
const MADE_SILENT: usize = 10;

/// 25 ms and 10 ms.
const FRAME: usize = 400;
const STEP: usize = 160;
/// Decibels above the floor, and below the loudest, where a voice begins.
const ABOVE_FLOOR: f32 = 9.0;
const BELOW_PEAK: f32 = 30.0;
/// With less than this between floor and peak, the middle is the border.
const CONTRAST: f32 = 15.0;
/// In frames: pauses inside a word, the shortest sound of a voice, and what is left before and after.
const PAUSE: usize = 12;
const SHORTEST: usize = 8;
const BEFORE: usize = 8;
const AFTER: usize = 10;

/// As long as it was. All zero where no voice stands out.
pub fn clean(pcm: &[f32]) -> Vec<f32> {
    let mut clean = subtract_noise(pcm);
    silence_between(&mut clean);
    clean
}

/// Rises and falls over `SIZE` samples.
fn hann() -> [f32; SIZE] {
    std::array::from_fn(|index| 0.5 - 0.5 * (TAU * index as f32 / SIZE as f32).cos())
}

fn subtract_noise(pcm: &[f32]) -> Vec<f32> {
    let window = hann();
    let mut spectra: Vec<[Complex; SIZE]> =
        pcm.windows(SIZE).step_by(HOP).map(|samples| forward(&std::array::from_fn(|index| (samples[index] * window[index], 0.0)))).collect();
    let Some(noise) = noise_of(&spectra) else { return pcm.to_vec() };
    let gains: Vec<Vec<f32>> = spectra.iter().map(|spectrum| gains(spectrum, &noise)).collect();
    for (index, spectrum) in spectra.iter_mut().enumerate() {
        let (before, after) = (&gains[index.saturating_sub(1)], &gains[(index + 1).min(gains.len() - 1)]);
        for (bin, value) in spectrum.iter_mut().enumerate() {
            let gain = (before[bin] + gains[index][bin] + after[bin]) / 3.0;
            *value = (value.0 * gain, value.1 * gain);
        }
    }
    overlap(&spectra, &window, pcm.len())
}

/// The root of the mean power of each bin in the quietest frames. `None` where there is no noise to be found.
fn noise_of(spectra: &[[Complex; SIZE]]) -> Option<Vec<f32>> {
    let power = |value: &Complex| value.0 * value.0 + value.1 * value.1;
    let total = |spectrum: &[Complex; SIZE]| spectrum.iter().map(power).sum::<f32>() / (SIZE * SIZE) as f32;
    let mut rooms: Vec<(f32, &[Complex; SIZE])> = spectra.iter().map(|spectrum| (total(spectrum), spectrum)).collect();
    rooms.retain(|(power, _)| *power > NO_ROOM);
    if (spectra.len() - rooms.len()) * MADE_SILENT >= spectra.len() {
        return None;
    }
    rooms.sort_by(|a, b| a.0.total_cmp(&b.0));
    rooms.truncate(rooms.len().div_ceil(QUIETEST));
    let count = rooms.len() as f32;
    let mean = |bin: usize| (rooms.iter().map(|(_, spectrum)| power(&spectrum[bin])).sum::<f32>() / count).sqrt();
    Some((0..SIZE).map(mean).collect())
}

fn gains(spectrum: &[Complex; SIZE], noise: &[f32]) -> Vec<f32> {
    let gain = |(value, noise): (&Complex, &f32)| (1.0 - OVER * noise / value.0.hypot(value.1).max(f32::MIN_POSITIVE)).max(LEFT);
    spectrum.iter().zip(noise).map(gain).collect()
}

fn overlap(spectra: &[[Complex; SIZE]], window: &[f32; SIZE], length: usize) -> Vec<f32> {
    let (mut sum, mut weight) = (vec![0.0; length], vec![0.0_f32; length]);
    for (index, spectrum) in spectra.iter().enumerate() {
        let start = index * HOP;
        for (offset, (value, window)) in backward(spectrum).iter().zip(window).enumerate() {
            sum[start + offset] += value.0 * window;
            weight[start + offset] += window * window;
        }
    }
    sum.iter().zip(weight).map(|(sum, weight)| sum / weight.max(0.1)).collect()
}

fn silence_between(pcm: &mut [f32]) {
    let voiced = voiced(pcm);
    let mut open = vec![false; pcm.len()];
    for (index, _) in voiced.iter().enumerate().filter(|(_, voiced)| **voiced) {
        open[index * STEP..index * STEP + FRAME].fill(true);
    }
    // Opened and closed over 5 ms, so that the gate itself makes no sound.
    const RAMP: f32 = 1.0 / 80.0;
    let mut gain: f32 = 0.0;
    for (sample, open) in pcm.iter_mut().zip(open) {
        gain = (gain + if open { RAMP } else { -RAMP }).clamp(0.0, 1.0);
        *sample *= gain;
    }
}

/// Which frames are part of a voice.
fn voiced(pcm: &[f32]) -> Vec<bool> {
    let decibels = |samples: &[f32]| 10.0 * (samples.iter().map(|sample| sample * sample).sum::<f32>() / FRAME as f32 + 1e-9).log10();
    let levels: Vec<f32> = pcm.windows(FRAME).step_by(STEP).map(decibels).collect();
    let mut sorted = levels.clone();
    sorted.sort_by(f32::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return Vec::new() };
    let at = |share: f32| sorted[(last as f32 * share) as usize];
    let (floor, peak) = (at(0.15), at(0.98));
    let border = if peak - floor > CONTRAST { (floor + ABOVE_FLOOR).max(peak - BELOW_PEAK) } else { f32::midpoint(floor, peak) };
    let mut voiced = vec![false; levels.len()];
    for (start, end) in runs(&levels, border) {
        voiced[start.saturating_sub(BEFORE)..(end + AFTER).min(levels.len())].fill(true);
    }
    voiced
}

/// Stretches above the border, short pauses bridged, short bursts left out.
fn runs(levels: &[f32], border: f32) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (index, _) in levels.iter().enumerate().filter(|(_, level)| **level > border) {
        match runs.last_mut() {
            Some((_, end)) if index - *end < PAUSE => *end = index + 1,
            _ => runs.push((index, index + 1)),
        }
    }
    runs.retain(|(start, end)| end - start >= SHORTEST);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(sample: usize) -> f32 {
        0.3 * (sample as f32 * 0.2).sin()
    }

    fn hiss(sample: usize) -> f32 {
        let mixed = (sample as u32).wrapping_mul(0x9e37_79b9).rotate_left(13).wrapping_mul(0x85eb_ca6b);
        0.02 * (f32::from((mixed >> 16) as u16) / 32_768.0 - 1.0)
    }

    fn loudness(pcm: &[f32]) -> f32 {
        (pcm.iter().map(|sample| sample * sample).sum::<f32>() / pcm.len() as f32).sqrt()
    }

    /// A second of room, half a second of tone in it, a second of room.
    fn recording() -> Vec<f32> {
        (0..40_000).map(|sample| hiss(sample) + if (16_000..24_000).contains(&sample) { tone(sample) } else { 0.0 }).collect()
    }

    #[test]
    fn a_voice_stays_and_the_room_goes() {
        let clean = clean(&recording());
        assert_eq!(clean.len(), 40_000);
        assert!(loudness(&clean[17_000..23_000]) > 0.9 * 0.3 / 2.0_f32.sqrt());
        assert_eq!(loudness(&clean[1_000..13_000]) + loudness(&clean[27_000..39_000]), 0.0);
    }

    #[test]
    fn a_clean_voice_is_left_as_it_is() {
        let before: Vec<f32> = (0..40_000).map(|sample| if (16_000..24_000).contains(&sample) { tone(sample) } else { 0.0 }).collect();
        let after = clean(&before);
        let difference: Vec<f32> = before.iter().zip(&after).map(|(a, b)| a - b).collect();
        assert!(loudness(&difference[17_000..23_000]) < 1e-3);
    }

    #[test]
    fn silence_and_the_shortest_sound_are_no_trouble() {
        for length in [0, 1, 399, 400, 511, 512, 4_800] {
            assert!(clean(&vec![0.0; length]).iter().all(|sample| *sample == 0.0));
            assert_eq!(clean(&recording()[..length]).len(), length);
        }
    }
}
