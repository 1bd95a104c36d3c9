//! Measures of finished sound: spectra, onsets, loudness, peaks between samples. For tests, examples and load tests; no take needs it.

use super::{RATE, master};
use std::f32::consts::PI;

/// Samples of one spectrum.
pub const WINDOW: usize = 2_048;
/// Samples of the shorter spectra in which onsets are looked for, and between two of them.
const SHORT: usize = 512;
const HOP: usize = 120;

/// Magnitudes of the lower half of a spectrum of `window` samples around sample `at` (a power of two); 1 is a sine at full scale.
#[must_use]
pub fn spectrum(mono: &[f32], at: usize, window: usize) -> Vec<f32> {
    let half = window / 2;
    let mut re: Vec<f32> = (0..window)
        .map(|i| {
            let x = (at + i).checked_sub(half).and_then(|n| mono.get(n)).copied().unwrap_or(0.0);
            x * (0.5 - 0.5 * (2.0 * PI * i as f32 / window as f32).cos())
        })
        .collect();
    let mut im = vec![0.0; window];
    transform(&mut re, &mut im);
    re.iter().zip(&im).take(half).map(|(re, im)| re.hypot(*im) * 4.0 / window as f32).collect()
}

/// In place, for powers of two.
fn transform(re: &mut [f32], im: &mut [f32]) {
    let n = re.len();
    let bits = n.trailing_zeros();
    for i in 0..n {
        let j = i.reverse_bits() >> (usize::BITS - bits);
        if i < j {
            re.swap(i, j);
            im.swap(i, j);
        }
    }
    let mut length = 2;
    while length <= n {
        for k in 0..length / 2 {
            let (sin, cos) = (-2.0 * PI * k as f32 / length as f32).sin_cos();
            for from in (k..n).step_by(length) {
                let to = from + length / 2;
                let (a, b) = (re[to] * cos - im[to] * sin, re[to] * sin + im[to] * cos);
                (re[to], im[to]) = (re[from] - a, im[from] - b);
                (re[from], im[from]) = (re[from] + a, im[from] + b);
            }
        }
        length *= 2;
    }
}

/// Both sides of interleaved stereo together.
#[must_use]
pub fn mono(stereo: &[f32]) -> Vec<f32> {
    stereo.chunks_exact(2).map(|pair| 0.5 * (pair[0] + pair[1])).collect()
}

/// Seconds at which something begins to sound in interleaved stereo: peaks of the spectral flux, set to where the level rises.
#[must_use]
pub fn onsets(stereo: &[f32]) -> Vec<f64> {
    let mono = mono(stereo);
    let flux = flux(&mono);
    let reach = (0.03 * RATE) as usize / HOP;
    let around = (0.12 * RATE) as usize / HOP;
    let mut found: Vec<f64> = Vec::new();
    for i in 1..flux.len() {
        let (from, to) = (i.saturating_sub(reach), (i + reach + 1).min(flux.len()));
        if flux[from..to].iter().any(|other| *other > flux[i]) {
            continue;
        }
        let mut near = flux[i.saturating_sub(around)..(i + around).min(flux.len())].to_vec();
        near.sort_by(f32::total_cmp);
        if flux[i] < 1.9 * near[near.len() / 2] + 6.0 {
            continue;
        }
        let at = rise(&mono, i * HOP) as f64 / f64::from(RATE);
        if found.last().is_none_or(|last| at - last > 0.02) {
            found.push(at);
        }
    }
    found
}

/// How much louder each hop is than the one before, summed over all bands; ears hear ratios, so levels are compressed.
fn flux(mono: &[f32]) -> Vec<f32> {
    let mut before = vec![0.0f32; SHORT / 2];
    let mut flux = Vec::with_capacity(mono.len() / HOP + 1);
    for at in (0..mono.len()).step_by(HOP) {
        let now: Vec<f32> = spectrum(mono, at, SHORT).into_iter().map(|x| (1.0 + 300.0 * x).ln()).collect();
        flux.push(now.iter().zip(&before).map(|(now, before)| (now - before).max(0.0)).sum());
        before = now;
    }
    flux
}

/// The sample near `at` where the level rises most steeply.
fn rise(mono: &[f32], at: usize) -> usize {
    let (before, after) = ((0.006 * RATE) as usize, (0.003 * RATE) as usize);
    let power = |from: usize, to: usize| {
        let part = &mono[from.min(mono.len())..to.min(mono.len())];
        part.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum::<f32>() / part.len().max(1) as f32
    };
    let from = at.saturating_sub((0.012 * RATE) as usize);
    let steepness = |n: usize| power(n, n + after) / (power(n.saturating_sub(before), n) + 1e-9);
    (from..at + (0.012 * RATE) as usize).step_by(24).max_by(|a, b| steepness(*a).total_cmp(&steepness(*b))).unwrap_or(at)
}

/// Integrated loudness of interleaved stereo in LUFS after ITU-R BS.1770-4; none where all is below the gate.
#[must_use]
pub fn loudness(stereo: &[f32]) -> Option<f64> {
    let (left, right): (Vec<f32>, Vec<f32>) = stereo.chunks_exact(2).map(|pair| (pair[0], pair[1])).unzip();
    master::loudness(&left, &right)
}

/// The highest value of interleaved stereo, between samples too (eight times as many, a long sinc).
#[must_use]
pub fn true_peak(stereo: &[f32]) -> f32 {
    const REACH: isize = 24;
    let weights: Vec<Vec<f32>> = (0..8i16)
        .map(|part| {
            let part = f32::from(part) / 8.0;
            let weight = |k: isize| {
                let x = part - k as f32;
                let sinc = if x.abs() < 1e-6 { 1.0 } else { (PI * x).sin() / (PI * x) };
                sinc * (0.5 + 0.5 * (PI * x / (REACH as f32 + 1.0)).cos())
            };
            (-REACH..=REACH).map(weight).collect()
        })
        .collect();
    let mut top = 0f32;
    for side in 0..2 {
        let pcm: Vec<f32> = stereo.iter().skip(side).step_by(2).copied().collect();
        let high = pcm.iter().fold(0f32, |high, x| high.max(x.abs()));
        for i in REACH as usize..pcm.len().saturating_sub(REACH as usize) {
            // Peaks rise out of what is loud.
            if pcm[i].abs().max(pcm[i + 1].abs()) > 0.6 * high {
                let near = &pcm[i - REACH as usize..=i + REACH as usize];
                let between = weights.iter().map(|w| w.iter().zip(near).map(|(w, x)| w * x).sum::<f32>().abs()).fold(0.0, f32::max);
                top = top.max(between);
            }
        }
        top = top.max(high);
    }
    top
}
