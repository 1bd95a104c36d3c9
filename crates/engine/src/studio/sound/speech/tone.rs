//! Makes a synthetic voice warmer, takes the silence off its ends, and reads the mouth off its loudness.

use super::super::{
    RATE,
    filter::{Biquad, Soften},
};
use super::{timbre, voice::Manner};
use crate::studio::screenplay::MOUTH_RATE;

/// Loudness of the voiced parts.
const LEVEL: f32 = 0.15;
const PEAK: f32 = 0.75;

/// Who shouts is this much louder.
const SHOUT: f32 = 1.5;

/// Trimmed, warmed, with its speaker's timbre, at an even level. Empty where there was only silence.
pub fn shape(pcm: &[f32], manner: &Manner) -> Vec<f32> {
    let mut pcm = trim(pcm);
    let mut chain = [Biquad::highpass(75.0, 0.7), Biquad::low_shelf(210.0, 3.0), Biquad::peak(520.0, 0.9, 1.0), Biquad::peak(3_100.0, 0.9, -3.5)];
    let mut soft = Soften::at(9_000.0);
    for x in &mut pcm {
        let warm = chain.iter_mut().fold(*x, |x, filter| filter.run(x));
        *x = soft.run(warm);
    }
    level(&mut pcm);
    manner.timbre().colour(&mut pcm);
    if manner.timbre() != timbre::NATURAL {
        level(&mut pcm);
    }
    if manner.is_loud() {
        pcm.iter_mut().for_each(|x| *x *= SHOUT);
    }
    // A touch of saturation rounds the hardest edges.
    pcm.iter_mut().for_each(|x| *x = (*x * 1.15).tanh());
    let n = pcm.len();
    let edge = ((0.006 * RATE) as usize).min(n / 2);
    for i in 0..edge {
        let gain = i as f32 / edge as f32;
        pcm[i] *= gain;
        pcm[n - 1 - i] *= gain;
    }
    pcm
}

fn trim(pcm: &[f32]) -> Vec<f32> {
    let top = pcm.iter().fold(0f32, |top, x| top.max(x.abs()));
    let heard = |x: &f32| x.abs() > (top * 0.012).max(1e-4);
    let (Some(first), Some(last)) = (pcm.iter().position(heard), pcm.iter().rposition(heard)) else { return Vec::new() };
    let before = (0.012 * RATE) as usize;
    let after = (0.05 * RATE) as usize;
    let from = first.saturating_sub(before);
    let to = (last + after).min(pcm.len());
    pcm[from..to].to_vec()
}

fn level(pcm: &mut [f32]) {
    let windows: Vec<f32> = pcm.chunks((0.02 * RATE) as usize).map(|w| w.iter().map(|x| x * x).sum::<f32>() / w.len() as f32).collect();
    let loudest = windows.iter().copied().fold(0.0, f32::max);
    let voiced: Vec<f32> = windows.into_iter().filter(|power| *power > loudest * 0.02).collect();
    let power = voiced.iter().sum::<f32>() / voiced.len().max(1) as f32;
    let top = pcm.iter().fold(0f32, |top, x| top.max(x.abs()));
    if power > 1e-10 && top > 0.0 {
        let gain = (LEVEL / power.sqrt()).min(PEAK / top);
        pcm.iter_mut().for_each(|x| *x *= gain);
    }
}

/// At most `keep` samples, the last of them fading where something was cut.
pub fn cut(mut pcm: Vec<f32>, keep: usize) -> Vec<f32> {
    if pcm.len() > keep {
        pcm.truncate(keep);
        let fade = ((0.09 * RATE) as usize).min(keep);
        for (i, x) in pcm[keep - fade..].iter_mut().rev().enumerate() {
            *x *= i as f32 / fade as f32;
        }
    }
    pcm
}

/// How far the mouth is open, 0…1, [`MOUTH_RATE`] times a second.
pub fn mouth(pcm: &[f32]) -> Vec<f32> {
    // Hiss opens no mouth: look below the consonants.
    let mut low = Biquad::lowpass(1_600.0, 0.7);
    let voiced: Vec<f32> = pcm.iter().map(|x| low.run(*x)).collect();
    let window = RATE as usize / MOUTH_RATE as usize;
    let loud: Vec<f32> = voiced.chunks(window).map(|w| (w.iter().map(|x| x * x).sum::<f32>() / w.len() as f32).sqrt()).collect();
    let mut sorted = loud.clone();
    sorted.sort_by(f32::total_cmp);
    let high = sorted.get(sorted.len() * 92 / 100).copied().unwrap_or(0.0).max(1e-4);
    let raw: Vec<f32> = loud.iter().map(|x| ((x / high - 0.06).max(0.0) / 0.94).powf(0.7).min(1.0)).collect();
    (0..raw.len())
        .map(|i| {
            let at = |i: usize| raw.get(i).copied().unwrap_or(0.0);
            let before = if i == 0 { 0.0 } else { at(i - 1) };
            (0.25 * before + 0.5 * at(i) + 0.25 * at(i + 1)).clamp(0.0, 1.0)
        })
        .collect()
}
