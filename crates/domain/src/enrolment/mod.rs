//! Enrolment: what a person is asked to do before the camera, and whether a recording shows them doing it.
//!
//! A [`Challenge`] is made from entropy and used once. [`judge`] gets measured numbers only ([`Observed`]): angles, similarities, digits,
//! levels. It knows no pictures, no sound, no models and no store, and decides alone; whoever measures decides nothing. Refusals bear a
//! stable code, the step that failed, and a sentence that says how to do better ([`EnrolRefusal`]).
//!
//! What it holds against: a photo or a recording of somebody (turns and digits differ each time), a challenge answered twice, a change of
//! faces in the middle, a second person, somebody else's enrolled face. It does not claim to see through a face that is drawn live.

mod digits;
mod judge;
mod refusal;
#[cfg(test)]
mod tests;
mod thing;
mod turns;

pub use judge::{Accepted, SAME_PERSON, judge};
pub use refusal::{EnrolRefusal, Step};
pub use thing::{ThingSeen, judge_thing};
pub use turns::Neutral;

use crate::{ChallengeId, Timestamp};
use serde::{Deserialize, Serialize};

/// A challenge is good for this long, milliseconds.
pub const CHALLENGE_MS: u64 = 5 * 60_000;
/// What people are asked for, seconds.
pub const ASKED_SECONDS: std::ops::RangeInclusive<u32> = 8..=15;
/// What is accepted, seconds: people press late, and recorders stop early.
pub const SECONDS: std::ops::RangeInclusive<f32> = 6.0..=18.0;
/// Tries of one person in [`TRIES_MS`].
pub const TRIES: u32 = 3;
pub const TRIES_MS: u64 = 3_600_000;
/// Digits that must be heard in their order.
pub const DIGITS_NEEDED: usize = 5;

/// One way to turn the head, as the person feels it: their own left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    Left,
    Right,
    Up,
    Down,
}

impl Turn {
    pub const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Up, Self::Down];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// What one enrolment asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    pub id: ChallengeId,
    /// Three different ones.
    pub turns: [Turn; 3],
    /// To be spoken one by one. No digit follows itself: recognisers and people swallow the second.
    pub digits: [u8; 6],
    pub expires: Timestamp,
}

impl Challenge {
    /// Bytes of entropy for [`Self::new`].
    pub const ENTROPY: usize = 16;

    #[must_use]
    pub fn new(id: ChallengeId, now: Timestamp, entropy: &[u8; Self::ENTROPY]) -> Self {
        let mut dice = Dice(u128::from_le_bytes(*entropy));
        let mut left = Turn::ALL.to_vec();
        let turns = std::array::from_fn(|_| left.remove(dice.throw(left.len())));
        let mut last = None;
        let digits = std::array::from_fn(|_| {
            let digit = match last {
                None => dice.throw(10),
                Some(last) => (last + 1 + dice.throw(9)) % 10,
            };
            last = Some(digit);
            digit as u8
        });
        Self { id, turns, digits, expires: now.plus(CHALLENGE_MS) }
    }

    /// Whether it may be answered now. Asked before anything is decoded, and again by [`judge`].
    ///
    /// # Errors
    /// `challenge_used`, `challenge_expired`.
    pub fn admit(&self, now: Timestamp, used: bool) -> Result<(), EnrolRefusal> {
        if used {
            return Err(EnrolRefusal::ChallengeUsed);
        }
        if now > self.expires { Err(EnrolRefusal::ChallengeExpired) } else { Ok(()) }
    }
}

/// Takes numbers out of one large random one. The bias of a few throws from 128 bits is below 2⁻¹⁰⁰.
struct Dice(u128);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        let sides = sides as u128;
        let thrown = self.0 % sides;
        self.0 /= sides;
        thrown as usize
    }
}

/// What was measured of one recording.
#[derive(Clone)]
pub struct Observed {
    pub now: Timestamp,
    /// The challenge had been answered before.
    pub challenge_used: bool,
    /// The very same file had been sent before, by anybody.
    pub seen_before: bool,
    /// Of the pictures.
    pub seconds: f32,
    /// In order, at an even pace.
    pub frames: Vec<FrameSeen>,
    pub sound: SoundHeard,
    /// The digits that were heard, in order.
    pub digits: Vec<u8>,
    /// Similarity to the nearest face that another person has enrolled.
    pub nearest_other: Option<f32>,
    /// Similarity to the face that this person has enrolled before.
    pub own_before: Option<f32>,
}

/// One picture.
#[derive(Clone, Copy)]
pub struct FrameSeen {
    /// Seconds from the beginning.
    pub at: f32,
    /// Faces that are certainly faces.
    pub faces: u8,
    /// The largest of them.
    pub face: Option<FaceSeen>,
}

/// One face in one picture.
#[derive(Clone, Copy)]
pub struct FaceSeen {
    /// Degrees; to their own left is positive.
    pub yaw: f32,
    /// Degrees; up is positive. Off by a few for each face and camera: only differences mean anything.
    pub pitch: f32,
    /// Pixels from cheek to cheek when seen from the front; the mean of width and height otherwise.
    pub size: f32,
    /// Mean of the face, 0 to 255.
    pub light: f32,
    /// Variance of the picture's second derivative within the face, at a set size; a sharp one has over a hundred.
    pub sharpness: f32,
    /// Cosine to the recording's reference face; None: not compared in this picture.
    pub similarity: Option<f32>,
}

/// The sound, as far as its level tells.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SoundHeard {
    pub seconds: f32,
    /// Loudest tenth of a second, decibels below full scale: −20.
    pub loudest_db: f32,
}
