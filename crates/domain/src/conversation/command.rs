//! What can be asked of a conversation, and what it answers.

use super::{
    event::{Content, Recorded},
    state::{Kind, Said},
};
use crate::{MessageId, UserId};

/// People in a group.
pub const MAX_GROUP: usize = 32;
/// Characters of a group's name.
pub const MAX_GROUP_NAME: usize = 60;
/// Characters of one message.
pub const MAX_TEXT: usize = 4_000;
/// Messages that somebody can send before they are answered, where they have to be accepted first; and that come to somebody who was asked into
/// a group. What changes one counts like one.
pub const MAX_UNANSWERED: u64 = 3;
/// Reactions of one person to one message.
pub const MAX_REACTIONS: usize = 1;
/// A reaction is one sign; those of families and flags take several code points.
const MAX_EMOJI: usize = 12;

/// How two people stand, seen from the one who acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tie {
    /// Either of them blocks the other.
    pub blocked: bool,
    /// The other follows who acts: nobody who follows is written to by a stranger.
    pub follows_back: bool,
    /// The other is under age, and who acts is not.
    pub protected: bool,
}

/// Who is what to whom, now.
pub trait Circle {
    fn tie(&self, from: UserId, to: UserId) -> Tie;
}

#[derive(Clone, Debug)]
pub enum Command {
    /// The first. Harmless when it is begun already; who was asked into one between two says yes by it, also after they declined.
    Start {
        by: UserId,
        of: Kind,
        with: Vec<UserId>,
    },
    Rename {
        by: UserId,
        name: String,
    },
    /// Whether everybody in a group may add people, or only who runs it.
    Open {
        by: UserId,
        open: bool,
    },
    Add {
        by: UserId,
        user: UserId,
    },
    /// What waited apart is a conversation like others from now on.
    Accept {
        user: UserId,
    },
    /// Nobody is told. What comes after it waits apart for good.
    Decline {
        user: UserId,
    },
    Leave {
        user: UserId,
    },
    Remove {
        by: UserId,
        user: UserId,
    },
    /// The message's id is the client's: sent twice, it is said once.
    Say {
        by: UserId,
        message: MessageId,
        content: Content,
        reply_to: Option<Said>,
    },
    Edit {
        by: UserId,
        on: Said,
        text: String,
    },
    Delete {
        by: UserId,
        on: Said,
    },
    React {
        by: UserId,
        on: Said,
        emoji: Option<String>,
    },
    /// A device of theirs has everything up to here, and they have read so far.
    Reached {
        user: UserId,
        delivered: u64,
        read: u64,
    },
}

/// What the shell carries out, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Write it down, then tell every member. Already part of the state.
    Record(Recorded),
    /// How far somebody is: kept, and told to the others, without a number of its own.
    Position { user: UserId, delivered: u64, read: u64 },
    /// Somebody's standing changed, and only they know.
    Declined { user: UserId },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("there is no such conversation")]
    Unknown,
    #[error("a conversation needs somebody else in it")]
    Alone,
    #[error("a group has at most {MAX_GROUP} people")]
    TooMany,
    #[error("a group's name has 1 to {MAX_GROUP_NAME} characters")]
    NameLength,
    #[error("a message has 1 to {MAX_TEXT} characters")]
    TextLength,
    #[error("they can't be written to")]
    Unreachable,
    #[error("until they answer, {MAX_UNANSWERED} messages are the most")]
    NotAnswered,
    #[error("until they accept, only words can be sent")]
    WordsOnly,
    #[error("accept the conversation first")]
    NotAccepted,
    #[error("only who runs the group can do that")]
    OwnerOnly,
    #[error("a conversation between two has no members to change")]
    NotAGroup,
    #[error("only who wrote a message can do that")]
    NotYours,
    #[error("this message is not there any more")]
    MessageGone,
    #[error("a reaction is a single sign")]
    Emoji,
}

impl Refused {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "conversation_unknown",
            Self::Alone => "conversation_alone",
            Self::TooMany => "group_full",
            Self::NameLength => "name_length",
            Self::TextLength => "message_length",
            Self::Unreachable => "unreachable_person",
            Self::NotAnswered => "not_answered",
            Self::WordsOnly => "words_only",
            Self::NotAccepted => "not_accepted",
            Self::OwnerOnly => "owner_only",
            Self::NotAGroup => "not_a_group",
            Self::NotYours => "not_yours",
            Self::MessageGone => "message_gone",
            Self::Emoji => "emoji_invalid",
        }
    }
}

/// Whether it can stand as a reaction: one sign that is no letter, digit or space.
#[must_use]
pub fn is_emoji(text: &str) -> bool {
    let count = text.chars().count();
    (1..=MAX_EMOJI).contains(&count) && !text.is_ascii() && text.chars().all(|c| !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control())
}
