//! When each sound of a line is heard: the sounds in their order are laid over the voice so that hiss, silence and loudness fit best and
//! none is much longer or shorter than usual.

use super::super::{RATE, filter::Biquad};
use super::lips::Sound;

/// Looks at the voice in a second.
const LOOKS: f64 = 120.0;
/// What it costs to be e times as long as usual.
const STRETCH: f32 = 1.2;

/// What a sound is to the ear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Vowel,
    Nasal,
    Glide,
    Hiss,
    Buzz,
    Stop,
    SoftStop,
    Pause,
}

const CLASSES: [Class; 8] = [Class::Vowel, Class::Nasal, Class::Glide, Class::Hiss, Class::Buzz, Class::Stop, Class::SoftStop, Class::Pause];

impl Class {
    /// In lengths of a short vowel.
    pub fn length(self) -> f32 {
        match self {
            Self::Vowel => 1.0,
            Self::Nasal | Self::Glide => 0.65,
            Self::Hiss | Self::Stop => 0.85,
            Self::Buzz | Self::SoftStop => 0.65,
            Self::Pause => 1.2,
        }
    }

    /// How badly it fits what is heard at one look.
    fn misfit(self, heard: &Heard) -> f32 {
        let from = |x: f32, y: f32| (x - y) * (x - y);
        match self {
            Self::Vowel => from(heard.loud, 1.0) + 0.6 * heard.hiss,
            Self::Nasal => from(heard.loud, 0.55) + 0.9 * heard.bright + 0.4 * heard.hiss,
            Self::Glide => 0.8 * from(heard.loud, 0.7) + 0.3 * heard.hiss,
            Self::Hiss => from(heard.hiss, 1.0) + 0.3 * heard.loud,
            Self::Buzz => 0.6 * from(heard.hiss, 0.4) + 0.5 * from(heard.loud, 0.5),
            Self::Stop => 1.2 * heard.loud * heard.loud,
            Self::SoftStop => from(heard.loud, 0.2),
            Self::Pause => 1.5 * heard.loud * heard.loud,
        }
    }
}

/// One look, each 0 … 1.
#[derive(Clone, Copy, Debug, Default)]
struct Heard {
    loud: f32,
    /// What of it is above the voice.
    hiss: f32,
    /// What of the voice is above its hum.
    bright: f32,
}

fn look(pcm: &[f32]) -> Vec<Heard> {
    let window = (f64::from(RATE) / LOOKS) as usize;
    let strengths = |mut filter: Biquad| -> Vec<f32> {
        let filtered: Vec<f32> = pcm.iter().map(|x| filter.run(*x)).collect();
        filtered.chunks(window).map(|w| (w.iter().map(|x| x * x).sum::<f32>() / w.len() as f32).sqrt()).collect()
    };
    let (hum, voice, hiss) =
        (strengths(Biquad::lowpass(420.0, 0.7)), strengths(Biquad::bandpass(1_300.0, 0.6)), strengths(Biquad::highpass(3_600.0, 0.7)));
    let mut sorted: Vec<f32> = hum.iter().zip(&voice).map(|(a, b)| a.max(*b)).collect();
    sorted.sort_by(f32::total_cmp);
    let most = sorted.get(sorted.len() * 9 / 10).copied().unwrap_or(0.0).max(1e-5);
    let heard = |((hum, voice), hiss): ((&f32, &f32), &f32)| {
        let low = hum.max(*voice);
        // What is hardly heard has no colour.
        let enough = (10.0 * (low + hiss) / most).min(1.0);
        Heard {
            loud: (low / most).sqrt().min(1.0),
            hiss: enough * hiss / (hiss + 0.5 * low + 1e-6),
            bright: enough * voice / (voice + 0.7 * hum + 1e-6),
        }
    };
    hum.iter().zip(&voice).zip(&hiss).map(heard).collect()
}

/// When each sound ends, in seconds of the voice; none where the voice is too short for them.
pub fn ends(sounds: &[Sound], pcm: &[f32]) -> Option<Vec<f64>> {
    let heard = look(pcm);
    let (count, looks) = (sounds.len(), heard.len());
    if count < 2 || looks < 2 * count {
        return None;
    }
    let sums: Vec<Vec<f32>> = CLASSES.iter().map(|class| running(heard.iter().map(|heard| class.misfit(heard)))).collect();
    let all: f32 = sounds.iter().map(|sound| sound.length).sum();
    let usual: Vec<f32> = sounds.iter().map(|sound| (sound.length / all * looks as f32).max(0.5)).collect();
    let due = running(usual.iter().copied());
    let reach = (0.4 * LOOKS) as usize + looks / 12;
    let window = |sound: usize| {
        let middle = due[sound + 1] as usize;
        (middle.saturating_sub(reach), (middle + reach).min(looks))
    };
    // What the best way costs that ends a sound at a look, and how long that sound is then.
    let mut costs = vec![f32::MAX; looks + 1];
    costs[0] = 0.0;
    let mut lengths: Vec<(usize, Vec<u16>)> = Vec::with_capacity(count);
    for (index, sound) in sounds.iter().enumerate() {
        let (first, last) = window(index);
        let sums = &sums[sound.class as usize];
        let least = usize::from(sound.class != Class::Pause);
        let most = (usual[index] * 3.2) as usize + 4;
        let stretch: Vec<f32> = (0..=most).map(|long| STRETCH * ((long as f32 + 0.3) / usual[index]).ln().powi(2)).collect();
        let (mut next, mut took) = (vec![f32::MAX; looks + 1], vec![0_u16; last + 1 - first]);
        for end in first..=last {
            for long in least..=most.min(end) {
                let before = costs[end - long];
                let cost = before + sums[end] - sums[end - long] + stretch[long];
                if before < f32::MAX && cost < next[end] {
                    (next[end], took[end - first]) = (cost, long as u16);
                }
            }
        }
        costs = next;
        lengths.push((first, took));
    }
    (costs[looks] < f32::MAX).then(|| {
        let mut end = looks;
        let mut ends = vec![0.0; count];
        for (index, (first, took)) in lengths.iter().enumerate().rev() {
            ends[index] = end as f64 / LOOKS;
            end -= usize::from(took[end - first]);
        }
        ends
    })
}

/// Sums of all that came before, one more than there are values.
fn running(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut sums = vec![0.0];
    for value in values {
        sums.push(sums[sums.len() - 1] + value);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::{super::lips, *};
    use std::f32::consts::TAU;

    /// A hum with overtones, silence, or hiss, each for so many seconds.
    fn voice(parts: &[(char, f32)]) -> Vec<f32> {
        let mut pcm: Vec<f32> = Vec::new();
        let mut noise = 1_u32;
        for (kind, seconds) in parts {
            for index in 0..(seconds * RATE) as usize {
                let t = index as f32 / RATE;
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let hiss = (noise >> 16) as f32 / 32_768.0 - 1.0;
                pcm.push(match kind {
                    'a' => 0.2 * (TAU * 150.0 * t).sin() + 0.2 * (TAU * 900.0 * t).sin() + 0.1 * (TAU * 1_500.0 * t).sin(),
                    'm' => 0.09 * (TAU * 150.0 * t).sin(),
                    's' => 0.12 * hiss,
                    _ => 0.0,
                });
            }
        }
        pcm
    }

    #[test]
    fn each_sound_is_found_where_it_is_heard() {
        let parts = [('a', 0.25), ('p', 0.09), ('a', 0.12), ('m', 0.10), ('a', 0.30), ('s', 0.14), ('a', 0.10), ('.', 0.05)];
        let ends = ends(&lips::sounds("a_p_a_m_a_s_a"), &voice(&parts)).expect("it is long enough");
        let mut due = 0.0;
        for ((kind, seconds), end) in parts.iter().zip(&ends[1..]) {
            due += f64::from(*seconds);
            // A frame of 24 a second.
            assert!((end - due).abs() < 0.042, "{kind} ends at {end}, not {due}: {ends:?}");
        }
    }
}
