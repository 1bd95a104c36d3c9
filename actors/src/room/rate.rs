//! How often one person asks for takes, and says or marks something: what is refused costs as much to look at as what is made, and every event of
//! a room is kept and told to everybody in it.

use domain::{Timestamp, UserId};
use std::collections::HashMap;
use wire::ErrorBody;

/// Takes of one person in a window.
const TAKES: u32 = 30;
/// Edits of a stage that show somebody.
const CASTINGS: u32 = 90;
/// The same, of one owner's cameos, whoever steers.
const SHOWN: u32 = 120;
/// Words that are said, changed or remarked.
const WORDS: u32 = 120;
/// Signs, votes and whatever else is kept.
const MARKS: u32 = 240;
/// Entries: each may cost a look at the whole room.
const ENTRIES: u32 = 240;
/// Versions of the storyboard that are kept by hand.
const VERSIONS: u32 = 20;
/// Milliseconds.
const WINDOW: u64 = 60_000;
/// People who are counted before those whose window is over are forgotten; only members ask.
const COUNTED: usize = 128;

/// Of one room.
pub(super) struct Requests {
    most: u32,
    /// `you asked for 30 takes`
    what: &'static str,
    windows: HashMap<UserId, Window>,
}

struct Window {
    since: Timestamp,
    count: u32,
}

impl Requests {
    pub fn takes() -> Self {
        Self { most: TAKES, what: "you asked for 30 takes", windows: HashMap::new() }
    }

    pub fn castings() -> Self {
        Self { most: CASTINGS, what: "you put somebody on the stage 90 times", windows: HashMap::new() }
    }

    /// By the owner who is shown.
    pub fn shown() -> Self {
        Self { most: SHOWN, what: "they were put on the stage 120 times", windows: HashMap::new() }
    }

    pub fn words() -> Self {
        Self { most: WORDS, what: "you said 120 things", windows: HashMap::new() }
    }

    pub fn marks() -> Self {
        Self { most: MARKS, what: "you did 240 things", windows: HashMap::new() }
    }

    pub fn entries() -> Self {
        Self { most: ENTRIES, what: "you entered this room 240 times", windows: HashMap::new() }
    }

    pub fn versions() -> Self {
        Self { most: VERSIONS, what: "you kept 20 versions", windows: HashMap::new() }
    }

    /// Counts one request.
    ///
    /// # Errors
    /// `too_many_attempts`, with the time after which it can be asked again.
    pub fn count(&mut self, by: UserId, now: Timestamp) -> Result<(), ErrorBody> {
        if self.windows.len() >= COUNTED {
            self.windows.retain(|_, window| now.since(window.since) < WINDOW);
        }
        let window = self.windows.entry(by).or_insert(Window { since: now, count: 0 });
        if now.since(window.since) >= WINDOW {
            *window = Window { since: now, count: 0 };
        }
        if window.count >= self.most {
            let seconds = WINDOW.saturating_sub(now.since(window.since)).div_ceil(1_000);
            return Err(ErrorBody::new("too_many_attempts", format!("{} within a minute: go on in {seconds} s", self.what)));
        }
        window.count += 1;
        Ok(())
    }
}

/// Of a stage, in a second.
const STEERS: u32 = 8;
const PUSHES: u32 = 25;

/// How often one person steers and pushes.
#[derive(Default)]
pub(super) struct Hands(HashMap<UserId, (Timestamp, [u32; 2])>);

#[derive(Clone, Copy)]
pub(super) enum Hand {
    Steer,
    Push,
}

impl Hands {
    /// # Errors
    /// `too_many_attempts`.
    pub fn count(&mut self, by: UserId, hand: Hand, now: Timestamp) -> Result<(), ErrorBody> {
        if self.0.len() >= COUNTED {
            self.0.retain(|_, (since, _)| now.since(*since) < 1_000);
        }
        let (since, counts) = self.0.entry(by).or_insert((now, [0; 2]));
        if now.since(*since) >= 1_000 {
            (*since, *counts) = (now, [0; 2]);
        }
        let (most, place, what) = match hand {
            Hand::Steer => (STEERS, 0, "edits"),
            Hand::Push => (PUSHES, 1, "pushes"),
        };
        counts[place] += 1;
        if counts[place] <= most {
            return Ok(());
        }
        Err(ErrorBody::new("too_many_attempts", format!("{most} {what} a second are the most: go on in a second")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_a_minute_for_each_and_then_it_is_said_when() {
        let (ana, ben) = (UserId::new(Timestamp::default(), &[1; 10]), UserId::new(Timestamp::default(), &[2; 10]));
        let at = Timestamp::from_millis;
        let mut requests = Requests::takes();
        for number in 0..30 {
            requests.count(ana, at(1_000 + number)).expect("one of thirty");
        }
        let refused = requests.count(ana, at(41_000)).expect_err("one too many");
        assert_eq!(refused.code, "too_many_attempts");
        assert!(refused.message.ends_with("in 20 s"), "{}", refused.message);
        requests.count(ben, at(41_000)).expect("each on their own");
        requests.count(ana, at(61_000)).expect("a minute later");
    }
}
