//! What is said: lines as they are written, with a voice for each, and as they were spoken.

use super::ActorId;
use serde::{Deserialize, Serialize};

/// One line that someone says.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Speech {
    /// None: a voice that is not in the picture.
    pub speaker: Option<ActorId>,
    pub speaker_name: String,
    pub voice: Voice,
    /// BCP 47 primary language, lower case: `"en"`.
    pub language: String,
    pub words: String,
    /// Seconds since the beginning of the take: not before this.
    pub at: f64,
    /// As estimated from the words; the voice may take a little longer.
    pub seconds: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Voice {
    pub age: VoiceAge,
    pub low: bool,
    /// Tells apart voices of one kind; follows from the name.
    pub variant: u8,
    /// Pitched like the voice of this likeness.
    pub cameo: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum VoiceAge {
    Child,
    Grown,
    Old,
}

/// One line as spoken. Made by `sound::speech`, in the order of the screenplay's shots and lines; a line that could not be spoken
/// is left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpokenLine {
    pub shot: usize,
    /// Index into [`ShotPlan::speech`].
    pub line: usize,
    /// Seconds since the beginning of the take, after lines were kept from overlapping.
    pub at: f64,
    pub seconds: f64,
    /// Mono, 48 kHz, −1…1.
    pub pcm: Vec<f32>,
    /// How far the mouth is open, 0…1, at [`MOUTH_RATE`] values a second from `at` on.
    pub mouth: Vec<f32>,
    /// How round the lips are, 0 spread (as for “ee”) … 1 round (as for “oo”), at the same instants.
    pub round: Vec<f32>,
    /// Where both lips meet (“m”, “b”, “p”), 0…1, at the same instants.
    pub shut: Vec<f32>,
    /// Where the lower lip is at the upper teeth (“f”, “v”), 0…1, at the same instants.
    pub teeth: Vec<f32>,
    /// Where the speaker is as the line begins and ends, −1 left … 1 right; none where nobody is seen.
    pub pan: Option<[f32; 2]>,
}

/// The shape of a mouth that speaks, each 0…1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lips {
    pub open: f64,
    pub round: f64,
    pub shut: f64,
    pub teeth: f64,
}

impl SpokenLine {
    /// The lips at `at` seconds of the take; none while the line is not heard.
    #[must_use]
    pub fn lips(&self, at: f64) -> Option<Lips> {
        let index = ((at - self.at) * f64::from(MOUTH_RATE)).floor();
        if !(0.0..self.mouth.len() as f64).contains(&index) {
            return None;
        }
        let value = |of: &[f32], usual: f64| of.get(index as usize).map_or(usual, |value| f64::from(*value));
        Some(Lips { open: value(&self.mouth, 0.0), round: value(&self.round, 0.3), shut: value(&self.shut, 0.0), teeth: value(&self.teeth, 0.0) })
    }
}

/// Values of [`SpokenLine::mouth`] in a second.
pub const MOUTH_RATE: u32 = 60;
