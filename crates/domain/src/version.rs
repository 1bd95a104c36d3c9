//! Versions of a storyboard: moments worth going back to, and what stood there, with whose words.
//!
//! A version is what was written since the one before, by one person or by some who wrote together: it ends with a pause, when a take is asked for, when
//! somebody else begins, or when somebody keeps it. It does not know the document that it was read from, nor who may restore it.

use crate::{ClipId, Timestamp, UserId, storyboard::Correction, upload::Reference};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Milliseconds without a word after which a version ends.
pub const PAUSE: u64 = 120_000;
/// Younger than this, what somebody else writes belongs to it too: people who write at the same time don't take turns.
pub const TOGETHER: u64 = 30_000;
/// However busily people write, one ends after this.
pub const LONGEST: u64 = 600_000;
/// Of one room.
pub const KEPT: usize = 200;
/// Bytes of all versions of one room.
pub const KEPT_BYTES: u64 = 16 << 20;
/// Bytes of one beyond which it is kept without whose each word is.
pub const ATTRIBUTED_BYTES: usize = 1 << 20;

/// Why a version ends where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Pause,
    /// A take was asked for.
    Take,
    /// Somebody else began to write.
    Author,
    /// Somebody wanted to keep it, or went back to another one.
    Kept,
    /// The room closed.
    Closed,
}

impl Reason {
    /// As the store and the wire name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Take => "take",
            Self::Author => "author",
            Self::Kept => "kept",
            Self::Closed => "closed",
        }
    }

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Pause, Self::Take, Self::Author, Self::Kept, Self::Closed].into_iter().find(|reason| reason.name() == name)
    }
}

/// What stood there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub shots: Vec<VersionShot>,
}

/// One shot as it stood, in its texts with whose each stretch is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionShot {
    pub id: String,
    pub prompt: Vec<Stretch>,
    pub dialogue: Vec<Stretch>,
    pub setting: Vec<Stretch>,
    pub seconds: u32,
    pub style: String,
    pub camera: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub continues: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copied_from: Option<ClipId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
}

/// Words of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// None: it can't be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    pub text: String,
}

impl Content {
    /// Words of all texts.
    #[must_use]
    pub fn words(&self) -> usize {
        let count = |text: &[Stretch]| text.iter().map(|stretch| stretch.text.as_str()).collect::<String>().split_whitespace().count();
        self.shots.iter().map(|shot| count(&shot.prompt) + count(&shot.dialogue) + count(&shot.setting)).sum()
    }

    /// The same, and nothing of whose it is.
    #[must_use]
    pub fn nameless(mut self) -> Self {
        for shot in &mut self.shots {
            for text in [&mut shot.prompt, &mut shot.dialogue, &mut shot.setting] {
                let whole: String = text.iter().map(|stretch| stretch.text.as_str()).collect();
                *text = if whole.is_empty() { Vec::new() } else { vec![Stretch { by: None, text: whole }] };
            }
        }
        self
    }
}

/// What was written since the last version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    span: Option<(Timestamp, Timestamp)>,
    by: BTreeSet<UserId>,
    /// Some of it nobody saw being written: then nobody is named, rather than somebody for the words of another.
    found: bool,
}

/// A version that ends here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// When the last word of it was written.
    pub at: Timestamp,
    /// Nobody: it was written before this room was opened, and who did is not known.
    pub by: Vec<UserId>,
    pub reason: Reason,
}

impl Writing {
    /// Something was written before anybody looked.
    #[must_use]
    pub fn found(now: Timestamp) -> Self {
        Self { span: Some((now, now)), by: BTreeSet::new(), found: true }
    }

    pub fn wrote(&mut self, by: UserId, now: Timestamp) {
        let since = self.span.map_or(now, |(since, _)| since);
        self.span = Some((since, now));
        self.by.insert(by);
    }

    /// Looked at before the words of `by` come in: what stands now may be a version without them.
    #[must_use]
    pub fn ends_before(&self, by: UserId, now: Timestamp) -> bool {
        let others = !self.by.contains(&by);
        self.span.is_some_and(|(since, last)| {
            self.found || (others && now.since(since) >= TOGETHER) || now.since(last) >= PAUSE || now.since(since) >= LONGEST
        })
    }

    #[must_use]
    pub fn has_paused(&self, now: Timestamp) -> bool {
        self.span.is_some_and(|(since, last)| now.since(last) >= PAUSE || now.since(since) >= LONGEST)
    }

    /// None: nothing was written.
    #[must_use]
    pub fn under_way(&self) -> Option<(Timestamp, Vec<UserId>)> {
        let by = self.by.iter().copied().filter(|_| !self.found);
        self.span.map(|(_, last)| (last, by.collect()))
    }

    /// The version, and a fresh beginning. None: nothing was written.
    pub fn end(&mut self, reason: Reason) -> Option<Ended> {
        let (at, by) = self.under_way()?;
        *self = Self::default();
        Some(Ended { at, by, reason })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::user;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(1_000_000 + seconds * 1_000)
    }

    #[test]
    fn a_version_ends_with_a_pause_another_author_or_a_long_time() {
        let mut writing = Writing::default();
        assert!(!writing.has_paused(at(900)) && !writing.ends_before(user(1), at(900)), "nothing was written");
        writing.wrote(user(1), at(0));
        writing.wrote(user(1), at(20));
        assert!(!writing.ends_before(user(1), at(100)) && writing.ends_before(user(1), at(140)));
        assert!(!writing.ends_before(user(2), at(29)) && writing.ends_before(user(2), at(30)));
        assert!(!writing.has_paused(at(139)) && writing.has_paused(at(140)));
        for second in (20..=580).step_by(20) {
            writing.wrote(user(1), at(second));
        }
        assert!(!writing.has_paused(at(599)) && writing.has_paused(at(600)));
    }

    #[test]
    fn people_who_write_together_are_authors_together() {
        let mut writing = Writing::default();
        writing.wrote(user(2), at(0));
        writing.wrote(user(1), at(5));
        assert!(!writing.ends_before(user(2), at(60)) && !writing.ends_before(user(1), at(60)) && writing.ends_before(user(3), at(60)));
        let ended = writing.end(Reason::Take).expect("something was written");
        assert_eq!((ended.at, ended.by, ended.reason), (at(5), vec![user(1), user(2)], Reason::Take));
        assert_eq!(writing.end(Reason::Take), None, "not twice");
    }

    #[test]
    fn nobody_is_named_for_what_was_written_before_anybody_looked() {
        let mut writing = Writing::found(at(0));
        assert!(writing.ends_before(user(1), at(1)), "it is a version of its own");
        // Where that could not be kept.
        writing.wrote(user(1), at(1));
        assert_eq!(writing.under_way(), Some((at(1), vec![])));
        assert!(writing.ends_before(user(1), at(2)), "tried again with the next word");
        assert_eq!(writing.end(Reason::Pause).expect("something was written").by, []);
        writing.wrote(user(1), at(3));
        assert_eq!(writing.under_way(), Some((at(3), vec![user(1)])));
    }

    #[test]
    fn reasons_are_read_back_as_they_were_written() {
        for reason in [Reason::Pause, Reason::Take, Reason::Author, Reason::Kept, Reason::Closed] {
            assert_eq!(Reason::named(reason.name()), Some(reason));
        }
    }
}
