//! Who speaks how: each speaker of a take gets a voice of their own, the same in every shot.

use crate::studio::screenplay::{Screenplay, Voice, VoiceAge};

/// Words a minute at the usual pace.
const PACE: f64 = 160.0;

/// How a line is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Manner {
    variant: &'static str,
    /// 0 … 99.
    pitch: u32,
    /// Words a minute.
    pace: f64,
}

impl Manner {
    pub fn faster(mut self, hurry: f64) -> Self {
        self.pace *= hurry;
        self
    }

    pub fn arguments(&self, language: &str) -> Vec<String> {
        let voice = format!("{language}+{}", self.variant);
        let pace = format!("{:.0}", self.pace);
        let pitch = self.pitch.to_string();
        ["--stdin", "--stdout", "-b", "1", "-v", &voice, "-s", &pace, "-p", &pitch].map(str::to_owned).to_vec()
    }
}

/// Which speaker has which voice.
#[derive(Default)]
pub struct Casting {
    parts: Vec<(String, Manner)>,
}

impl Casting {
    pub fn of(screenplay: &Screenplay) -> Self {
        let mut casting = Self::default();
        for speech in screenplay.shots.iter().flat_map(|shot| &shot.speech) {
            let name = key(&speech.speaker_name);
            if casting.parts.iter().all(|(known, _)| *known != name) {
                let manner = casting.free(speech.voice);
                casting.parts.push((name, manner));
            }
        }
        casting
    }

    pub fn manner(&self, name: &str, voice: Voice) -> Manner {
        let name = key(name);
        self.parts.iter().find(|(known, _)| *known == name).map_or_else(|| manner(voice, 0), |(_, manner)| manner.clone())
    }

    /// The voice that follows from the name, or the next that nobody else has.
    fn free(&self, voice: Voice) -> Manner {
        let taken = |wanted: &Manner| self.parts.iter().any(|(_, manner)| manner == wanted);
        (0..24).map(|step| manner(voice, step)).find(|wanted| !taken(wanted)).unwrap_or_else(|| manner(voice, 0))
    }
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn manner(voice: Voice, step: u8) -> Manner {
    let (variants, pitch, pace): (&[&str], u32, f64) = match (voice.age, voice.low) {
        (VoiceAge::Child, _) => (&["f2", "f5", "f3"], 78, PACE * 1.02),
        (VoiceAge::Grown, true) => (&["m3", "m7", "m1", "m4", "m6"], 34, PACE),
        (VoiceAge::Grown, false) => (&["f2", "f4", "f3", "f1"], 50, PACE * 1.02),
        (VoiceAge::Old, true) => (&["m7", "m2", "m5"], 24, PACE * 0.86),
        (VoiceAge::Old, false) => (&["f4", "f1", "f3"], 36, PACE * 0.88),
    };
    let turn = usize::from(voice.variant) + usize::from(step);
    let higher = (turn / variants.len() % 4) as u32 * 5;
    Manner { variant: variants[turn % variants.len()], pitch: pitch + higher, pace }
}

/// The voice program's name of a language; none where it is not even the shape of one.
pub fn language(code: &str) -> Option<String> {
    let code = code.trim().to_ascii_lowercase();
    let fits = (2..=12).contains(&code.len())
        && code.starts_with(|c: char| c.is_ascii_alphabetic())
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let name = match code.as_str() {
        "en" => "en-us",
        "zh" => "cmn",
        "no" => "nb",
        "iw" => "he",
        "in" => "id",
        other => other,
    };
    fits.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_never_an_option_or_a_path() {
        assert_eq!(language("en").as_deref(), Some("en-us"));
        assert_eq!(language(" FR ").as_deref(), Some("fr"));
        for odd in ["", "e", "-v", "--", "../x", "a/b", "en+f2", "en us"] {
            assert_eq!(language(odd), None, "{odd}");
        }
    }

    #[test]
    fn speakers_of_one_kind_get_voices_of_their_own() {
        let mut casting = Casting::default();
        let voice = Voice { age: VoiceAge::Grown, low: true, variant: 3 };
        for name in ["Ben", "Tom", "Max", "Joe", "Ali", "Leo"] {
            let manner = casting.free(voice);
            assert!(casting.parts.iter().all(|(_, other)| *other != manner));
            casting.parts.push((key(name), manner));
        }
        assert_eq!(casting.manner("BEN ", voice), casting.parts[0].1);
    }
}
