//! How often one person does things in conversations: each of a few kinds has a window of its own. What closes or takes back is not counted.

use domain::{Timestamp, UserId};
use parking_lot::Mutex;
use std::collections::HashMap;
use wire::{ErrorBody, conversation::Deed};

const MINUTE: u64 = 60_000;
/// So many more people are counted before those whose windows are over are forgotten.
const COUNTED: usize = 1_000;

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Conversations begun, people added.
    Reach,
    /// Messages, edits, reactions.
    Say,
    /// Names, answers to requests, silence.
    Change,
    /// How far a device is.
    Reached,
    /// They are writing.
    Compose,
}

/// At most this many in this many milliseconds, and what they are called.
const BOUNDS: [(Kind, u32, u64, &str); 5] = [
    (Kind::Reach, 30, 10 * MINUTE, "people written to"),
    (Kind::Say, 90, MINUTE, "messages"),
    (Kind::Change, 60, MINUTE, "changes"),
    (Kind::Reached, 600, MINUTE, "reports"),
    (Kind::Compose, 120, MINUTE, "signs of writing"),
];

/// Of everybody: a person's home ends with their last page, and what they did is still counted after it.
#[derive(Default)]
pub(crate) struct Paces(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    paces: HashMap<UserId, Pace>,
    /// How many there were when those whose windows were over were last forgotten.
    kept: usize,
}

impl Paces {
    /// Counts one.
    ///
    /// # Errors
    /// `too_many_attempts`, with the time after which there is room again.
    pub(super) fn count(&self, user: UserId, kind: Kind, now: Timestamp) -> Result<(), ErrorBody> {
        let mut counted = self.0.lock();
        if counted.paces.len() >= COUNTED + 2 * counted.kept {
            counted.paces.retain(|_, pace| !pace.is_over(now));
            counted.kept = counted.paces.len();
        }
        counted.paces.entry(user).or_default().count(kind, now)
    }
}

#[derive(Default)]
struct Pace([Window; BOUNDS.len()]);

#[derive(Clone, Copy, Default)]
struct Window {
    since: Timestamp,
    count: u32,
}

impl Pace {
    fn is_over(&self, now: Timestamp) -> bool {
        self.0.iter().zip(BOUNDS).all(|(window, (_, _, length, _))| now.since(window.since) >= length)
    }

    fn count(&mut self, kind: Kind, now: Timestamp) -> Result<(), ErrorBody> {
        for (window, (_, most, length, name)) in self.0.iter_mut().zip(BOUNDS).filter(|(_, bound)| bound.0 == kind) {
            if now.since(window.since) >= length {
                *window = Window { since: now, count: 0 };
            }
            if window.count >= most {
                let seconds = length.saturating_sub(now.since(window.since)).div_ceil(1_000);
                return Err(ErrorBody::new("too_many_attempts", format!("{most} {name} are the most for now: go on in {seconds} s")));
            }
            window.count += 1;
        }
        Ok(())
    }
}

/// None: it closes something, and nothing holds it up.
pub(super) fn kind_of(deed: &Deed) -> Option<Kind> {
    match deed {
        Deed::Say { .. } | Deed::Edit { .. } | Deed::React { .. } => Some(Kind::Say),
        Deed::Add { .. } => Some(Kind::Reach),
        Deed::Reached { .. } => Some(Kind::Reached),
        Deed::Accept | Deed::Rename { .. } | Deed::Open { .. } | Deed::Mute { .. } | Deed::Hide { .. } => Some(Kind::Change),
        Deed::Delete { .. } | Deed::Decline | Deed::Leave | Deed::Remove { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_own_bound_and_says_when_it_ends() {
        let at = Timestamp::from_millis;
        let mut pace = Pace::default();
        for number in 0..90 {
            pace.count(Kind::Say, at(100_000 + number)).expect("within the bound");
        }
        let refused = pace.count(Kind::Say, at(130_000)).expect_err("one too many");
        assert_eq!(refused.code, "too_many_attempts");
        assert!(refused.message.ends_with("in 30 s"), "{}", refused.message);
        pace.count(Kind::Reach, at(130_000)).expect("another kind");
        pace.count(Kind::Say, at(160_000)).expect("a minute later");
        assert!(!pace.is_over(at(200_000)) && pace.is_over(at(800_000)));
    }
}
