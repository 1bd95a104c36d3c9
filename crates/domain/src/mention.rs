//! Mentions: `@ana` is a person's cameo, `@ana.rex` a pet or thing of hers. How they read in text; who they mean is looked up elsewhere.

use crate::{
    account::Handle,
    storyboard::{Shot, Storyboard},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// Different mentions in one storyboard.
pub const MAX_MENTIONS: usize = 8;
/// Characters of a pet's or thing's name in a mention.
pub const MAX_NAME: usize = 24;

/// Written `@handle` or `@handle.name`. Displays without the `@`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mention {
    handle: Handle,
    /// None: the person. Otherwise 1 to 24 of `a–z 0–9 _`.
    name: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mention is @handle, or @handle.name with 1 to {MAX_NAME} small letters, digits or _")]
pub struct NoMention;

impl Mention {
    #[must_use]
    pub fn person(handle: Handle) -> Self {
        Self { handle, name: None }
    }

    /// # Errors
    /// Where the name is not 1 to 24 of `a–z 0–9 _`.
    pub fn thing(handle: Handle, name: &str) -> Result<Self, NoMention> {
        let name = name.trim().to_ascii_lowercase();
        let fits = (1..=MAX_NAME).contains(&name.len()) && name.bytes().all(is_letter);
        if fits { Ok(Self { handle, name: Some(name) }) } else { Err(NoMention) }
    }

    #[must_use]
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
}

impl fmt::Display for Mention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            None => self.handle.fmt(f),
            Some(name) => write!(f, "{}.{name}", self.handle),
        }
    }
}

impl FromStr for Mention {
    type Err = NoMention;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().trim_start_matches('@');
        match text.split_once('.') {
            None => Ok(Self::person(text.parse().map_err(|_| NoMention)?)),
            Some((handle, name)) => Self::thing(handle.parse().map_err(|_| NoMention)?, name),
        }
    }
}

impl TryFrom<String> for Mention {
    type Error = NoMention;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Mention> for String {
    fn from(mention: Mention) -> Self {
        mention.to_string()
    }
}

/// A mention at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub mention: Mention,
    /// Bytes of the text, the `@` included.
    pub at: std::ops::Range<usize>,
}

/// The mentions of a text, in order. An `@` inside a word (an address) is none; a full stop that ends a sentence belongs to no mention.
#[must_use]
pub fn mentions_in(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        if text[..at].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '_' || before == '@') {
            continue;
        }
        let rest = &text.as_bytes()[at + 1..];
        let word = |from: usize| rest[from..].iter().take_while(|byte| is_letter(byte.to_ascii_lowercase())).count();
        let handle = word(0);
        let name = if rest.get(handle) == Some(&b'.') { word(handle + 1) } else { 0 };
        let end = if name > 0 { handle + 1 + name } else { handle };
        // A handle that is too long for one is no mention, rather than somebody else's.
        let mention = text[at + 1..=at + end].parse().or_else(|_| text[at + 1..=at + handle].parse());
        if let Ok(mention) = mention {
            let mention: Mention = mention;
            let end = if mention.name.is_some() { end } else { handle };
            found.push(Found { mention, at: at..at + 1 + end });
        }
    }
    found
}

/// Everybody whom a shot names, in its prompt or as a speaker, or in what is spoken. Style and camera name nobody: who set them is not
/// known, so that nobody could be held to have cast by them.
pub fn of_shot(shot: &Shot) -> impl Iterator<Item = Mention> + '_ {
    let spoken = shot.dialogue.iter().flat_map(|line| [line.speaker.as_str(), line.words.as_str()]);
    std::iter::once(shot.prompt.as_str()).chain(spoken).flat_map(mentions_in).map(|found| found.mention)
}

/// Every mention of a storyboard, each once, sorted.
#[must_use]
pub fn of_storyboard(storyboard: &Storyboard) -> BTreeSet<Mention> {
    storyboard.shots.iter().flat_map(of_shot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        mentions_in(text).into_iter().map(|found| format!("{}={}", found.mention, &text[found.at])).collect()
    }

    #[test]
    fn mentions_stand_between_other_words() {
        assert_eq!(told("@ana and @Ben_2 dance"), ["ana=@ana", "ben_2=@Ben_2"]);
        assert_eq!(told("(@ana), @ana.rex: runs to @ben."), ["ana=@ana", "ana.rex=@ana.rex", "ben=@ben"]);
        assert_eq!(told("ana@example.com @@ana @ @1a @a é@ana"), Vec::<String>::new());
    }

    #[test]
    fn a_mention_reads_as_it_is_written() {
        for text in ["ana", "ana.rex"] {
            assert_eq!(text.parse::<Mention>().expect("a mention").to_string(), text);
        }
        assert!("ana.".parse::<Mention>().is_err() && "a".parse::<Mention>().is_err() && "ana.r e".parse::<Mention>().is_err());
        assert!(format!("@{}", "a".repeat(25)).parse::<Mention>().is_err());
    }

    #[test]
    fn style_and_camera_cast_nobody() {
        let shot = Shot { prompt: "a snail".into(), style: "as @ana draws".into(), camera: "close on @ben".into(), ..Shot::default() };
        assert!(of_storyboard(&Storyboard { shots: vec![shot] }).is_empty());
    }

    #[test]
    fn speakers_are_mentioned_too() {
        let shot = Shot { prompt: "@ana rides a snail".into(), dialogue: crate::storyboard::Line::parse_block("@ben: Faster!"), ..Shot::default() };
        let mentions = of_storyboard(&Storyboard { shots: vec![shot] });
        assert_eq!(mentions.iter().map(ToString::to_string).collect::<Vec<_>>(), ["ana", "ben"]);
    }
}
