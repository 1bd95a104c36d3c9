//! The height of a voice is measured.

use crate::support::{noise, sound};
use models::voice::{RATE, pitch};

/// Pulses through nothing: as rich in overtones as a voice.
fn buzz(hz: f32, seconds: f32) -> Vec<f32> {
    let phase = |sample: u32| sample as f32 * hz / RATE as f32;
    (0..(seconds * RATE as f32) as u32).map(|sample| 0.3 * (1.0 - 2.0 * phase(sample).fract())).collect()
}

#[test]
fn a_tone_has_its_own_pitch() {
    for hz in [80.0, 120.0, 210.0, 330.0] {
        let found = pitch(&buzz(hz, 1.0)).expect("a pitch");
        assert!((found.median_hz - hz).abs() < 0.02 * hz, "{hz}: {}", found.median_hz);
        assert!(found.voiced > 0.9 && found.high_hz - found.low_hz < 0.05 * hz);
    }
}

#[test]
fn a_mans_voice_is_a_mans() {
    let found = pitch(&sound("five-one-zero-two-seven-three.wav")).expect("a pitch");
    assert!((80.0..180.0).contains(&found.median_hz), "{}", found.median_hz);
    assert!(found.low_hz <= found.median_hz && found.median_hz <= found.high_hz, "{} {}", found.low_hz, found.high_hz);
    assert!(found.voiced > 0.2, "{}", found.voiced);
}

#[test]
fn what_is_no_voice_has_no_pitch() {
    let hiss: Vec<f32> = noise().take(32_000).collect();
    for pcm in [vec![0.0; 32_000], hiss, vec![0.5; 100], vec![f32::NAN; 32_000], vec![]] {
        assert!(pitch(&pcm).is_none());
    }
}
