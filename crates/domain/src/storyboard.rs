//! The storyboard: what people write together, read out of the shared document at one moment.
//!
//! It knows its own limits and how its dialogue lines read. It does not know Yjs, nor who is casting whom.

use crate::{
    ClipId,
    upload::{Reference, Role},
};
use serde::{Deserialize, Serialize};
use std::{fmt, ops::RangeInclusive};

pub const MAX_SHOTS: usize = 12;
/// Characters in one prompt.
pub const MAX_PROMPT: usize = 2_000;
/// Characters in the dialogue of one shot.
pub const MAX_DIALOGUE: usize = 1_000;
/// Characters in a style, a camera direction, a speaker's name.
pub const MAX_WORD: usize = 80;
/// Seconds of one shot.
pub const SHOT_SECONDS: RangeInclusive<u32> = 1..=25;
/// Seconds of a whole take.
pub const TAKE_SECONDS: RangeInclusive<u32> = 4..=25;
/// Seconds of a take that goes on from a clip, or joins several.
pub const DERIVED_SECONDS: RangeInclusive<u32> = 4..=60;
/// Shots of one.
pub const MAX_DERIVED_SHOTS: usize = 60;
/// Corrections of one shot.
pub const MAX_CORRECTIONS: usize = 32;
/// Bytes of the encoded shared document.
pub const MAX_DOCUMENT_BYTES: usize = 1 << 20;

/// Ordered shots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Storyboard {
    pub shots: Vec<Shot>,
}

/// One shot, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shot {
    /// Chosen by the page that added it; at most [`MAX_WORD`] characters.
    pub id: String,
    pub prompt: String,
    pub seconds: u32,
    /// As written: `"realistic"`, `"cartoon"`; empty: the engine chooses.
    pub style: String,
    /// As written: `"pan left"`, `"zoom in"`; empty: the engine chooses.
    pub camera: String,
    /// Where and when, as written: `"kitchen, night"`; empty: what the prompt says. It wins over the prompt.
    #[serde(default)]
    pub setting: String,
    pub dialogue: Vec<Line>,
    /// Goes on from where the shot before it ends, without a cut: who is there stays, and does now what this shot says.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub continues: bool,
    /// A picture or footage that it uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// The clip from which it was copied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copied_from: Option<ClipId>,
    /// What people changed of what was understood. At most [`MAX_CORRECTIONS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
}

/// Something that was understood, and what is meant instead. Both are names from the engine's catalogue, never free words; one that the engine
/// does not know is told as a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// `"setting"`, `"subject 2"`, `"action 1"`.
    pub what: String,
    /// `"harbour"`, `"fox"`, `"jumps"`.
    pub to: String,
}

/// One spoken line: `Ana: Did you hear that?` or `Chef (fr): Le dîner est prêt !`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub speaker: String,
    /// BCP 47 primary language, lower case: `"en"`.
    pub language: String,
    pub words: String,
}

/// Why a storyboard can't become a take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoryboardError {
    #[error("the storyboard is empty: write a prompt in at least one shot")]
    Empty,
    #[error("there are {0} shots; {MAX_SHOTS} are the most in one take")]
    TooManyShots(usize),
    #[error("the prompt of shot {shot} has {length} characters; {MAX_PROMPT} are the most")]
    PromptTooLong { shot: usize, length: usize },
    #[error("the dialogue of shot {shot} has {length} characters; {MAX_DIALOGUE} are the most")]
    DialogueTooLong { shot: usize, length: usize },
    #[error("style, camera, setting or a speaker's name in shot {shot} is over {MAX_WORD} characters")]
    WordTooLong { shot: usize },
    #[error("{MAX_CORRECTIONS} corrections of at most {MAX_WORD} characters are the most in shot {shot}")]
    Corrections { shot: usize },
    #[error("shot {shot} lasts {seconds} s; a shot lasts 1 to 25 s")]
    ShotSeconds { shot: usize, seconds: u32 },
    #[error("the take would last {seconds} s; a take lasts 4 to 25 s")]
    TakeSeconds { seconds: u32 },
    #[error("it would last {seconds} s; what is made of other clips lasts 4 to {most} s", most = DERIVED_SECONDS.end())]
    DerivedSeconds { seconds: u32 },
    #[error("there would be {0} shots; {MAX_DERIVED_SHOTS} are the most in what is made of other clips")]
    TooManyDerivedShots(usize),
    #[error("shot {0} is not in the storyboard")]
    UnknownShot(String),
}

impl Storyboard {
    /// Keeps the shots that say something or go on from such a one, and checks every limit.
    ///
    /// # Errors
    /// The first limit that is passed, with the shot counted from 1.
    pub fn checked(self) -> Result<Self, StoryboardError> {
        let board = self.saying()?;
        if board.shots.len() > MAX_SHOTS {
            return Err(StoryboardError::TooManyShots(board.shots.len()));
        }
        let seconds = board.seconds();
        if TAKE_SECONDS.contains(&seconds) { Ok(board) } else { Err(StoryboardError::TakeSeconds { seconds }) }
    }

    /// The same for what goes on from a clip or joins several: it may be longer.
    ///
    /// # Errors
    /// The first limit that is passed, with the shot counted from 1.
    pub fn checked_derived(self) -> Result<Self, StoryboardError> {
        let board = self.saying()?;
        if board.shots.len() > MAX_DERIVED_SHOTS {
            return Err(StoryboardError::TooManyDerivedShots(board.shots.len()));
        }
        let seconds = board.seconds();
        if DERIVED_SECONDS.contains(&seconds) { Ok(board) } else { Err(StoryboardError::DerivedSeconds { seconds }) }
    }

    /// Clean, with the shots that are kept, each within its own limits. Without words they go on with what they do.
    fn saying(mut self) -> Result<Self, StoryboardError> {
        for shot in &mut self.shots {
            shot.clean();
        }
        let mut any = false;
        self.shots.retain(|shot| {
            let kept = shot.says_something() || (any && shot.continues);
            any |= kept;
            kept
        });
        if self.shots.is_empty() {
            return Err(StoryboardError::Empty);
        }
        self.check_words()?;
        Ok(self)
    }

    /// The limits of each shot by itself.
    ///
    /// # Errors
    /// The first limit that is passed, with the shot counted from 1.
    pub fn check_words(&self) -> Result<(), StoryboardError> {
        self.shots.iter().enumerate().try_for_each(|(index, shot)| shot.check(index + 1))
    }

    /// Only the shot with this id.
    ///
    /// # Errors
    /// Where there is none.
    pub fn only(mut self, id: &str) -> Result<Self, StoryboardError> {
        self.shots.retain(|shot| shot.id == id);
        if self.shots.is_empty() { Err(StoryboardError::UnknownShot(id.chars().take(MAX_WORD).collect())) } else { Ok(self) }
    }

    #[must_use]
    pub fn seconds(&self) -> u32 {
        self.shots.iter().map(|shot| shot.seconds).sum()
    }
}

impl Shot {
    pub(crate) fn says_something(&self) -> bool {
        // Colours alone are no picture; whatever else an upload is used for is one.
        let shows = self.reference.is_some_and(|reference| reference.role != Role::Palette);
        !self.prompt.trim().is_empty() || !self.dialogue.is_empty() || shows
    }

    /// Control characters are no words; lines end with one.
    fn clean(&mut self) {
        let clean = |text: &mut String| text.retain(|c| c == '\n' || !c.is_control());
        for text in [&mut self.id, &mut self.prompt, &mut self.style, &mut self.camera, &mut self.setting] {
            clean(text);
        }
        for line in &mut self.dialogue {
            clean(&mut line.speaker);
            clean(&mut line.words);
        }
        for correction in &mut self.corrections {
            clean(&mut correction.what);
            clean(&mut correction.to);
        }
    }

    fn check(&self, number: usize) -> Result<(), StoryboardError> {
        let length = self.prompt.chars().count();
        if length > MAX_PROMPT {
            return Err(StoryboardError::PromptTooLong { shot: number, length });
        }
        let length = self.dialogue.iter().map(|line| line.words.chars().count()).sum();
        if length > MAX_DIALOGUE {
            return Err(StoryboardError::DialogueTooLong { shot: number, length });
        }
        let long = |word: &str| word.chars().count() > MAX_WORD;
        let words = [&self.style, &self.camera, &self.setting, &self.id];
        if words.into_iter().any(|word| long(word)) || self.dialogue.iter().any(|line| long(&line.speaker)) {
            return Err(StoryboardError::WordTooLong { shot: number });
        }
        let long = |correction: &Correction| long(&correction.what) || long(&correction.to);
        if self.corrections.len() > MAX_CORRECTIONS || self.corrections.iter().any(long) {
            return Err(StoryboardError::Corrections { shot: number });
        }
        if !SHOT_SECONDS.contains(&self.seconds) {
            return Err(StoryboardError::ShotSeconds { shot: number, seconds: self.seconds });
        }
        Ok(())
    }
}

/// As it is written beside a shot.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { speaker, language, words } = self;
        if language == "en" { write!(f, "{speaker}: {words}") } else { write!(f, "{speaker} ({language}): {words}") }
    }
}

impl Line {
    /// Reads a block of dialogue, a line each: `Speaker: words` or `Speaker (fr): words`. A line without a speaker is a narrator's.
    #[must_use]
    pub fn parse_block(block: &str) -> Vec<Self> {
        block.lines().filter_map(Self::parse).collect()
    }

    fn parse(line: &str) -> Option<Self> {
        let line = line.trim();
        let (head, words) = match line.split_once(':') {
            Some((head, words)) if !head.trim().is_empty() && head.chars().count() <= MAX_WORD => (head.trim(), words.trim()),
            _ => ("Narrator", line),
        };
        if words.is_empty() {
            return None;
        }
        let (speaker, language) = match head.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
            Some((name, code)) if is_language(code.trim()) => (name.trim(), code.trim().to_ascii_lowercase()),
            _ => (head, "en".to_owned()),
        };
        Some(Self { speaker: speaker.to_owned(), language, words: words.to_owned() })
    }
}

fn is_language(code: &str) -> bool {
    (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UploadId;

    fn shot(prompt: &str, seconds: u32) -> Shot {
        Shot { id: "a".into(), prompt: prompt.into(), seconds, ..Shot::default() }
    }

    #[test]
    fn dialogue_lines_name_speaker_and_language() {
        let lines = Line::parse_block("Ana: Did you hear that?\nChef (FR): Le dîner est prêt !\n\njust wind\nBen:");
        let told: Vec<_> = lines.iter().map(|l| (l.speaker.as_str(), l.language.as_str(), l.words.as_str())).collect();
        let written: Vec<String> = lines.iter().map(ToString::to_string).collect();
        assert_eq!(Line::parse_block(&written.join("\n")), lines);
        assert_eq!(told, [("Ana", "en", "Did you hear that?"), ("Chef", "fr", "Le dîner est prêt !"), ("Narrator", "en", "just wind")]);
    }

    #[test]
    fn limits_are_told_with_the_shot() {
        assert_eq!(Storyboard::default().checked(), Err(StoryboardError::Empty));
        let long = "x".repeat(MAX_PROMPT + 1);
        assert_eq!(
            Storyboard { shots: vec![shot("a", 5), shot(&long, 5)] }.checked(),
            Err(StoryboardError::PromptTooLong { shot: 2, length: MAX_PROMPT + 1 })
        );
        assert_eq!(Storyboard { shots: vec![shot("a", 3)] }.checked(), Err(StoryboardError::TakeSeconds { seconds: 3 }));
        assert_eq!(Storyboard { shots: vec![shot("a", 26)] }.checked(), Err(StoryboardError::ShotSeconds { shot: 1, seconds: 26 }));
    }

    #[test]
    fn what_goes_on_may_be_silent_and_what_is_derived_longer() {
        let goes_on = Shot { continues: true, ..shot("", 15) };
        let short = Storyboard { shots: vec![goes_on.clone(), shot("a dog runs", 5), goes_on.clone()] };
        assert_eq!(short.checked().expect("within limits").seconds(), 20, "there is nothing from which the first could go on");
        let board = Storyboard { shots: vec![shot("a dog runs", 25), goes_on.clone(), goes_on.clone()] };
        assert_eq!(board.clone().checked(), Err(StoryboardError::TakeSeconds { seconds: 55 }));
        assert_eq!(board.clone().checked_derived().expect("within limits").seconds(), 55);
        let longer = Storyboard { shots: [board.shots, vec![goes_on]].concat() };
        assert_eq!(longer.checked_derived(), Err(StoryboardError::DerivedSeconds { seconds: 70 }));
    }

    #[test]
    fn an_upload_shows_something_without_words() {
        let with = |role| {
            let reference = Reference { upload: UploadId::from_uuid(uuid::Uuid::nil()), role };
            Storyboard { shots: vec![Shot { reference: Some(reference), ..shot("", 5) }] }.checked()
        };
        assert_eq!(with(Role::Restyle).map(|board| board.shots.len()), Ok(1));
        assert_eq!(with(Role::Palette), Err(StoryboardError::Empty));
    }

    #[test]
    fn silent_empty_shots_are_left_out() {
        let board = Storyboard { shots: vec![shot("  ", 5), shot("a dog runs", 5)] }.checked().expect("within limits");
        assert_eq!(board.shots.len(), 1);
    }
}
