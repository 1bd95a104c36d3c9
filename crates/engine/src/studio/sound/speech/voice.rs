//! Who speaks how: each speaker of a take gets a voice of their own, the same in every shot.

use super::timbre::{self, Timbre};
use crate::studio::screenplay::{Screenplay, Voice, VoiceAge};
use domain::likeness::VoicePrint;

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
    /// Per cent of the usual rise and fall; None: as it is.
    range: Option<u32>,
    timbre: Timbre,
    is_loud: bool,
}

impl Manner {
    /// As these words are said: who shouts is louder and a little higher.
    pub fn told(mut self, words: &str) -> Self {
        let letters = words.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = words.chars().filter(|c| c.is_uppercase()).count();
        self.is_loud = words.contains('!') || (letters > 3 && capitals * 10 > letters * 8);
        if self.is_loud && self.range.is_none() {
            self.pitch = (self.pitch + 7).min(99);
            self.range = Some(130);
        }
        self
    }

    pub fn is_loud(&self) -> bool {
        self.is_loud
    }

    pub fn timbre(&self) -> Timbre {
        self.timbre
    }

    /// The rate at which what was spoken at `rate` is played, so that the throat is as long as it should be.
    pub fn played_at(&self, rate: u32) -> u32 {
        // In steps that divide well into 48 000.
        ((f64::from(rate) * self.timbre.shift() / 150.0).round() * 150.0) as u32
    }

    fn by(mut self, timbre: Timbre) -> Self {
        self.timbre = timbre;
        if timbre.is_flat() {
            self.range = Some(0);
        }
        self
    }

    pub fn faster(mut self, hurry: f64) -> Self {
        self.pace *= hurry;
        self
    }

    pub fn arguments(&self, language: &str) -> Vec<String> {
        let voice = format!("{language}+{}", self.variant);
        let pace = format!("{:.0}", self.pace / self.timbre.shift());
        let pitch = self.pitch.to_string();
        let mut arguments = ["--stdin", "--stdout", "-b", "1", "-v", &voice, "-s", &pace, "-p", &pitch].map(str::to_owned).to_vec();
        arguments.extend(self.range.map(|_| "-m".to_owned()));
        arguments
    }

    /// To be told the sounds of the words instead of hearing them.
    pub fn sounds_arguments(&self, language: &str) -> Vec<String> {
        let mut arguments = ["--stdin", "-q", "--ipa", "--sep=_", "-b", "1", "-v", language].map(str::to_owned).to_vec();
        arguments.extend(self.range.map(|_| "-m".to_owned()));
        arguments
    }

    /// The words as the program is to read them. They must be plain already.
    pub fn markup(&self, words: &str) -> String {
        match self.range {
            Some(range) => format!("<speak><prosody range=\"{range}%\">{}</prosody></speak>", words.replace('&', " ")),
            None => words.to_owned(),
        }
    }
}

/// Which speaker has which voice.
#[derive(Default)]
pub struct Casting {
    parts: Vec<(String, Manner)>,
}

impl Casting {
    pub fn of(screenplay: &Screenplay, voices: &[Option<VoicePrint>]) -> Self {
        let mut casting = Self::default();
        for (shot, speech) in screenplay.shots.iter().flat_map(|shot| shot.speech.iter().map(move |speech| (shot, speech))) {
            let name = key(&speech.speaker_name);
            if casting.parts.iter().all(|(known, _)| *known != name) {
                let print = speech.voice.cameo.and_then(|cameo| voices.get(cameo).copied().flatten());
                let actor = speech.speaker.and_then(|actor| shot.cast.get(actor));
                // The print of a voice is kept as it is.
                let timbre = if print.is_some() { timbre::NATURAL } else { actor.map_or(timbre::NATURAL, Timbre::of) };
                let manner = casting.free(speech.voice, print).by(timbre);
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
    fn free(&self, voice: Voice, print: Option<VoicePrint>) -> Manner {
        let taken = |wanted: &Manner| self.parts.iter().any(|(_, manner)| (manner.variant, manner.pitch) == (wanted.variant, wanted.pitch));
        let part = |step: u8| print.map_or_else(|| manner(voice, step), |print| pitched(voice, print, step));
        (0..24).map(part).find(|wanted| !taken(wanted)).unwrap_or_else(|| part(0))
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
    Manner { variant: variants[turn % variants.len()], pitch: pitch + higher, pace, range: None, timbre: timbre::NATURAL, is_loud: false }
}

/// Voices and their fundamental at the program's pitch 50, hertz, as measured.
const LOW: [(&str, f64); 5] = [("m3", 100.0), ("m7", 102.0), ("m6", 98.0), ("m1", 91.0), ("m4", 89.0)];
const HIGH: [(&str, f64); 5] = [("f2", 188.0), ("f4", 174.0), ("f3", 200.0), ("f1", 175.0), ("f5", 198.0)];
/// The program's pitch, and what it makes of a voice's fundamental.
const PITCHES: [(f64, f64); 8] = [(0.0, 0.65), (10.0, 0.705), (25.0, 0.80), (40.0, 0.905), (50.0, 1.0), (65.0, 1.16), (80.0, 1.36), (99.0, 1.675)];
/// Where the high voices take over, hertz.
const BETWEEN: f64 = 148.0;

/// A voice of its own at the pitch of somebody's: the height of a voice and how far it rises and falls, nothing of its sound.
fn pitched(voice: Voice, print: VoicePrint, step: u8) -> Manner {
    let hertz = f64::from(print.pitch_hz).clamp(66.0, 315.0);
    let range = (f64::from(print.range_hz) / (0.16 * hertz) * 100.0).clamp(40.0, 180.0).round();
    // A wider range is a little higher in the middle too.
    let hertz = hertz / (0.90 + 0.10 * range / 100.0);
    let voices = if hertz < BETWEEN { &LOW } else { &HIGH };
    let (variant, usual) = voices[(usize::from(voice.variant) + usize::from(step)) % voices.len()];
    Manner { variant, pitch: pitch_for(hertz / usual), pace: PACE, range: Some(range as u32), timbre: timbre::NATURAL, is_loud: false }
}

fn pitch_for(factor: f64) -> u32 {
    let at = PITCHES.windows(2).find(|pair| factor <= pair[1].1).unwrap_or(&PITCHES[PITCHES.len() - 2..]);
    let ((low, from), (high, to)) = (at[0], at[1]);
    (low + (high - low) * ((factor - from) / (to - from)).clamp(0.0, 1.0)).round() as u32
}

/// The voice program's name of a language; none where it is not even the shape of one.
pub fn language(code: &str) -> Option<String> {
    let code = code.trim().to_ascii_lowercase();
    let fits = (2..=12).contains(&code.len())
        && code.starts_with(|c: char| c.is_ascii_alphabetic())
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let name = match code.as_str() {
        "en" => "en-us",
        "zh" | "zh-cn" | "zh-tw" | "zh-hans" | "zh-hant" => "cmn",
        "zh-hk" => "yue",
        "no" | "nn" => "nb",
        "sh" => "hr",
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
        let voice = Voice { age: VoiceAge::Grown, low: true, variant: 3, cameo: None };
        for name in ["Ben", "Tom", "Max", "Joe", "Ali", "Leo"] {
            let manner = casting.free(voice, None);
            assert!(casting.parts.iter().all(|(_, other)| *other != manner));
            casting.parts.push((key(name), manner));
        }
        assert_eq!(casting.manner("BEN ", voice), casting.parts[0].1);
    }
}
