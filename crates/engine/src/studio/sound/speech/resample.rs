//! From the voice program's rate to 48 kHz, by a windowed sinc: linear phase, images some 80 dB down.

use super::super::RATE;
use std::f64::consts::PI;

/// Input samples on each side that shape one output sample.
const REACH: usize = 24;

/// None where the rate is not that of speech: 8 to 48 kHz.
pub fn to_48k(pcm: &[f32], rate: u32) -> Option<Vec<f32>> {
    let to = RATE as u32;
    if !(8_000..=to).contains(&rate) {
        return None;
    }
    if rate == to {
        return Some(pcm.to_vec());
    }
    let common = gcd(rate, to);
    let (up, down) = ((to / common) as usize, (rate / common) as usize);
    let table = table(up.min(480));
    let n = pcm.len() * up / down;
    let mut padded = vec![0.0; REACH];
    padded.extend_from_slice(pcm);
    padded.resize(pcm.len() + 2 * REACH + 1, 0.0);
    let out = (0..n)
        .map(|i| {
            let (whole, part) = (i * down / up, i * down % up);
            let weights = &table[part * table.len() / up];
            // `padded` is shifted by REACH, so these are the samples from REACH − 1 before to REACH after.
            padded[whole + 1..].iter().zip(weights).map(|(x, w)| x * w).sum()
        })
        .collect();
    Some(out)
}

/// For each phase the weights of the neighbours; they sum to 1.
fn table(phases: usize) -> Vec<Vec<f32>> {
    let cutoff = 0.94;
    (0..phases)
        .map(|phase| {
            let part = phase as f64 / phases as f64;
            let raw: Vec<f64> = (0..2 * REACH)
                .map(|k| {
                    let x = part + (REACH - 1) as f64 - k as f64;
                    let sinc = if x.abs() < 1e-9 { cutoff } else { (PI * cutoff * x).sin() / (PI * x) };
                    let t = (x / REACH as f64).clamp(-1.0, 1.0);
                    // Blackman
                    sinc * (0.42 + 0.5 * (PI * t).cos() + 0.08 * (2.0 * PI * t).cos())
                })
                .collect();
            let sum: f64 = raw.iter().sum();
            raw.into_iter().map(|w| (w / sum) as f32).collect()
        })
        .collect()
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_keeps_its_pitch_and_level() {
        let tone = |rate: f64, n: usize| (0..n).map(|i| (i as f64 / rate * 1_000.0 * 2.0 * PI).sin() as f32).collect::<Vec<_>>();
        let out = to_48k(&tone(22_050.0, 22_050), 22_050).expect("a rate of speech");
        assert_eq!(out.len(), 48_000);
        let wanted = tone(48_000.0, 48_000);
        let worst = out[2_000..46_000].iter().zip(&wanted[2_000..]).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(worst < 2e-3, "{worst}");
    }

    #[test]
    fn odd_rates_are_refused() {
        assert_eq!(to_48k(&[0.0; 10], 0), None);
        assert_eq!(to_48k(&[0.0; 10], 96_000), None);
    }
}
