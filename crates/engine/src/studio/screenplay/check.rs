//! A screenplay that comes from outside, such as one that somebody edited: read, and every number in it checked.
//!
//! What passes here can be staged. It does not judge words: whoever takes a screenplay in checks what is said in it.

use super::{Action, Actor, ActorId, Part, Screenplay, ShotPlan, Speech};
use std::ops::RangeInclusive;

const MOST_BYTES: usize = 1 << 20;
const SECONDS: RangeInclusive<f64> = 4.0..=25.0;
const RATES: [u32; 3] = [24, 25, 30];
const MOST_SHOTS: usize = 72;
/// Bodies of a shot.
const MOST_CAST: usize = 8;
/// Things that one body does in a shot; beeps and lines count.
const MOST_ACTIONS: usize = 64;
const MOST_LINES: usize = 64;
const MOST_SOUNDS: usize = 22;
/// Characters of one line.
const MOST_WORDS: usize = 1_000;
const MOST_NAME: usize = 80;
const TIMES: RangeInclusive<u8> = 1..=12;
const SIZE: RangeInclusive<f64> = 0.2..=4.0;
const HASTE: RangeInclusive<f64> = 0.2..=4.0;
const PACE: RangeInclusive<f64> = 0.2..=8.0;
/// Of the voices of one kind.
const VOICES: u8 = 8;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScreenplayError {
    #[error("a screenplay has at most {MOST_BYTES} bytes")]
    TooLong,
    #[error("this is no screenplay: {0}")]
    Shape(String),
    #[error("{place}: {what}")]
    Range { place: String, what: String },
}

impl ScreenplayError {
    /// Stable, as on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "screenplay_too_large",
            Self::Shape(_) => "screenplay_unreadable",
            Self::Range { .. } => "screenplay_out_of_range",
        }
    }
}

/// What is wrong with one part; [`at`] says with which.
type Checked = Result<(), ScreenplayError>;

fn at<T>(place: &str, what: impl Into<String>) -> Result<T, ScreenplayError> {
    Err(ScreenplayError::Range { place: place.to_owned(), what: what.into() })
}

fn within(place: &str, what: &str, value: f64, range: &RangeInclusive<f64>) -> Checked {
    if range.contains(&value) { Ok(()) } else { at(place, format!("{what} is {value}, and must be {} to {}", range.start(), range.end())) }
}

fn at_most(place: &str, what: &str, count: usize, most: usize) -> Checked {
    if count <= most { Ok(()) } else { at(place, format!("{count} {what}; {most} are the most")) }
}

/// One of a shot's cast, and where `not` is given another one than that.
fn one_of(place: &str, what: &str, id: Option<ActorId>, cast: usize, not: Option<ActorId>) -> Checked {
    match id {
        Some(id) if id >= cast => at(place, format!("{what} is {id}, and the cast has {cast}")),
        Some(id) if Some(id) == not => at(place, format!("{what} is this one itself")),
        _ => Ok(()),
    }
}

impl Screenplay {
    /// From JSON as `greenroom understand --json` writes it.
    ///
    /// # Errors
    /// Where it is none, or where a number in it can't be staged: the first such.
    pub fn from_json(text: &str) -> Result<Self, ScreenplayError> {
        if text.len() > MOST_BYTES {
            return Err(ScreenplayError::TooLong);
        }
        let screenplay: Self = serde_json::from_str(text).map_err(|error| ScreenplayError::Shape(error.to_string()))?;
        screenplay.check()?;
        Ok(screenplay)
    }

    /// Every limit.
    ///
    /// # Errors
    /// The first that is passed, and where.
    pub fn check(&self) -> Checked {
        let place = "the screenplay";
        if self.shots.is_empty() {
            return at(place, "it has no shots");
        }
        at_most(place, "shots", self.shots.len(), MOST_SHOTS)?;
        if !RATES.contains(&self.fps) {
            return at(place, format!("{} frames a second; 24, 25 and 30 can be made", self.fps));
        }
        let mut start = 0.0;
        for (index, shot) in self.shots.iter().enumerate() {
            let place = format!("shot {}", index + 1);
            within(&place, "its length in seconds", shot.seconds, &(0.5..=*SECONDS.end()))?;
            if (shot.start - start).abs() > 1e-3 {
                return at(&place, format!("it begins at {} s, and the shots before it end at {start} s", shot.start));
            }
            shot.check(&place)?;
            if shot.goes_on() {
                self.follows(&place, index)?;
            }
            start += shot.seconds;
        }
        within(place, "its length in seconds", start, &SECONDS)?;
        if (start - start.round()).abs() > 1e-6 {
            return at(place, format!("it lasts {start} s, and must last whole seconds"));
        }
        Ok(())
    }
}

impl Screenplay {
    /// A shot goes on with another of the same place, whose cast is still there.
    fn follows(&self, place: &str, index: usize) -> Checked {
        let Some(before) = index.checked_sub(1).map(|before| &self.shots[before]) else { return at(place, "there is nothing to go on with") };
        let shot = &self.shots[index];
        let stay = before.cast.iter().enumerate().all(|(id, actor)| shot.cast.get(id).is_some_and(|now| now.kind == actor.kind));
        if shot.setting == before.setting && stay { Ok(()) } else { at(place, "it goes on, but not in the same place or with the same cast") }
    }
}

impl ShotPlan {
    fn check(&self, place: &str) -> Checked {
        within(place, "its pace", self.pace, &PACE)?;
        at_most(place, "in the cast", self.cast.len(), MOST_CAST)?;
        at_most(place, "lines", self.speech.len(), MOST_LINES)?;
        at_most(place, "sounds", self.ambience.len(), MOST_SOUNDS)?;
        at_most(place, "leaving", self.leaving.len(), MOST_CAST)?;
        self.leaving.iter().try_for_each(|id| one_of(place, "who leaves", Some(*id), self.cast.len(), None))?;
        for (id, actor) in self.cast.iter().enumerate() {
            actor.check(&format!("{place}, cast {id}"), id, self)?;
        }
        for (index, line) in self.speech.iter().enumerate() {
            line.check(&format!("{place}, line {}", index + 1), self)?;
        }
        Ok(())
    }
}

impl Actor {
    fn check(&self, place: &str, id: ActorId, shot: &ShotPlan) -> Checked {
        if matches!(self.part, Part::Cameo(_)) {
            return at(place, "nobody who was enrolled can be cast by a screenplay");
        }
        if self.name.as_ref().is_some_and(|name| name.chars().count() > MOST_NAME) {
            return at(place, format!("a name has at most {MOST_NAME} characters"));
        }
        within(place, "its size", f64::from(self.size), &SIZE)?;
        if self.way.abs() != 1.0 {
            return at(place, "its way is 1 to the right or -1 to the left");
        }
        one_of(place, "what it carries", self.carries, shot.cast.len(), Some(id))?;
        at_most(place, "actions", self.actions.len(), MOST_ACTIONS)?;
        for (index, action) in self.actions.iter().enumerate() {
            action.check(&format!("{place}, action {}", index + 1), id, shot)?;
        }
        Ok(())
    }
}

impl Action {
    fn check(&self, place: &str, id: ActorId, shot: &ShotPlan) -> Checked {
        one_of(place, "its target", self.target, shot.cast.len(), Some(id))?;
        // What began before a shot that goes on has begun long ago.
        let earliest = if shot.goes_on() { -SECONDS.end() } else { 0.0 };
        within(place, "where it begins", self.from, &(earliest..=shot.seconds))?;
        within(place, "its length in seconds", self.seconds, &(0.0..=2.0 * SECONDS.end()))?;
        within(place, "its haste", self.haste, &HASTE)?;
        if TIMES.contains(&self.times) { Ok(()) } else { at(place, format!("it is done {} times, and must be 1 to 12", self.times)) }
    }
}

impl Speech {
    fn check(&self, place: &str, shot: &ShotPlan) -> Checked {
        one_of(place, "its speaker", self.speaker, shot.cast.len(), None)?;
        if self.voice.cameo.is_some() {
            return at(place, "nobody who was enrolled can be heard by a screenplay");
        }
        if self.voice.variant >= VOICES {
            return at(place, format!("its voice is {}, and there are {VOICES}", self.voice.variant));
        }
        if self.words.trim().is_empty() || self.words.chars().count() > MOST_WORDS || self.words.chars().any(char::is_control) {
            return at(place, format!("it has 1 to {MOST_WORDS} characters, and none that can't be seen"));
        }
        if self.speaker_name.chars().count() > MOST_NAME {
            return at(place, format!("a name has at most {MOST_NAME} characters"));
        }
        if !(2..=3).contains(&self.language.len()) || !self.language.bytes().all(|letter| letter.is_ascii_lowercase()) {
            return at(place, "its language is two or three small letters");
        }
        within(place, "when it is said", self.at, &(shot.start..=shot.start + shot.seconds))?;
        within(place, "its length in seconds", self.seconds, &(0.0..=90.0))
    }
}
