//! Spoken digits are heard. Without the program of the system these tests fail, as enrolment would.

use crate::support::{models, noise, sound};

const SAID: [u8; 6] = [5, 1, 0, 2, 7, 3];

fn hear(pcm: &[f32], count: usize) -> Result<Vec<u8>, &'static str> {
    models().digits().and_then(|digits| digits.hear(pcm, count)).map_err(|error| error.code())
}

fn said() -> Vec<f32> {
    sound("five-one-zero-two-seven-three.wav")
}

#[test]
fn six_digits_are_heard() {
    assert_eq!(hear(&said(), 6), Ok(SAID.to_vec()));
}

#[test]
fn a_quiet_voice_is_heard_as_well() {
    let quiet: Vec<f32> = said().iter().map(|sample| sample * 0.06).collect();
    assert_eq!(hear(&quiet, 6), Ok(SAID.to_vec()));
}

#[test]
fn silence_before_and_after_does_not_matter() {
    let mut long: Vec<f32> = noise().map(|sample| sample * 0.001).take(4 * 16_000).collect();
    long.extend(said());
    long.extend(noise().map(|sample| sample * 0.001).take(3 * 16_000));
    let heard = hear(&long, 6).expect("a hearing");
    let right = heard.iter().zip(SAID).filter(|(heard, said)| **heard == *said).count();
    assert!(right >= 5, "{heard:?}");
}

/// As said into a microphone of a quiet office: pauses between the digits, and hiss all the time.
fn in_a_room(decibels: f32) -> Vec<f32> {
    let said = sound("slowly-four-two-nine-zero-six-one.wav");
    let loudness = |pcm: &[f32]| (pcm.iter().map(|sample| sample * sample).sum::<f32>() / pcm.len() as f32).sqrt();
    let voice: Vec<f32> = said.iter().copied().filter(|sample| sample.abs() > 0.02).collect();
    let hiss: Vec<f32> = noise().take(said.len()).collect();
    let factor = loudness(&voice) / loudness(&hiss) / 10.0_f32.powf(decibels / 20.0);
    said.iter().zip(hiss).map(|(said, hiss)| said + factor * hiss).collect()
}

#[test]
fn digits_are_heard_in_the_noise_of_a_room() {
    for decibels in [40.0, 30.0, 20.0, 15.0] {
        let heard = hear(&in_a_room(decibels), 6).expect("a hearing");
        let right = heard.iter().zip([4, 2, 9, 0, 6, 1]).filter(|(heard, said)| *heard == said).count();
        assert!(right >= 5, "{decibels} dB: {heard:?}");
    }
}

#[test]
fn silence_says_nothing() {
    assert_eq!(hear(&[0.0; 32_000], 6), Ok(vec![]));
}

#[test]
fn no_more_digits_are_heard_than_asked_for() {
    let loud: Vec<f32> = noise().take(3 * 16_000).collect();
    assert!(hear(&loud, 2).expect("a hearing").len() <= 2);
}

#[test]
fn sound_that_is_too_short_too_long_or_broken_is_refused() {
    for pcm in [vec![], vec![0.0; 1_000], vec![0.0; 31 * 16_000], vec![f32::NAN; 16_000]] {
        assert_eq!(hear(&pcm, 6), Err("sound_unfit"));
    }
    for count in [0, 13, usize::MAX] {
        assert_eq!(hear(&said(), count), Err("sound_unfit"));
    }
}
