//! What can be read of a room: plain values, enough for everything that a page shows when it opens.

use super::event::{Appears, Door, Role, Sequence};
use crate::{ClipId, MessageId, TakeId, Timestamp, UserId, account::Handle, plan::Derived};
use serde::{Deserialize, Serialize};

/// Lines of chat that the room remembers; older ones are in the store.
pub const CHAT_KEPT: usize = 200;
/// Messages and remarks that are known again when they are sent once more.
pub const SAID_KEPT: usize = 4_096;
/// Bytes of chat that whoever enters is told at most, the newest lines first.
pub const CHAT_BYTES: usize = 256 * 1024;
/// Ended takes that the room remembers; older ones are in the store.
pub const FINISHED_KEPT: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub user: UserId,
    pub handle: Handle,
    pub role: Role,
    pub since: Timestamp,
    /// Not heard in chat and voice.
    #[serde(default)]
    pub muted: bool,
}

/// Somebody who waits to be let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knock {
    pub user: UserId,
    pub handle: Handle,
    pub since: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatLine {
    pub seq: Sequence,
    pub at: Timestamp,
    pub message: MessageId,
    pub by: UserId,
    /// Empty: taken back.
    pub text: String,
    #[serde(default)]
    pub reply_to: Option<MessageId>,
    #[serde(default)]
    pub rewritten: bool,
    /// Who took it back.
    #[serde(default)]
    pub unsaid: Option<UserId>,
    /// One for each person, in the order in which they came.
    #[serde(default)]
    pub reactions: Vec<(UserId, String)>,
    /// Events that hold its words.
    #[serde(default)]
    pub words: Vec<Sequence>,
}

/// Words at a moment of a take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    pub seq: Sequence,
    pub remark: MessageId,
    pub by: UserId,
    pub at: Timestamp,
    /// Milliseconds from its beginning.
    pub at_ms: u32,
    pub text: String,
}

/// A scene that runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenStage {
    pub stage: TakeId,
    pub by: UserId,
    pub since: Timestamp,
}

/// A take that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    pub take: TakeId,
    pub asker: UserId,
    /// The asker first.
    pub makers: Vec<UserId>,
    pub title: String,
    pub seconds: u32,
    pub asked_at: Timestamp,
    /// Whom it shows.
    #[serde(default)]
    pub cast: Vec<Appears>,
    /// What it is made of.
    #[serde(default)]
    pub derived: Option<Derived>,
}

/// A take that waits for people to say yes; it is in no queue yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub ticket: Ticket,
    /// Who has not answered.
    pub waiting_for: Vec<Appears>,
    /// It fails then.
    pub until: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    pub ticket: Ticket,
    /// Counts from 1.
    pub attempt: u32,
    pub started_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    pub ticket: Ticket,
    pub at: Timestamp,
    pub ending: Ending,
    #[serde(default)]
    pub votes: Vec<UserId>,
    /// In the order in which they were written.
    #[serde(default)]
    pub remarks: Vec<Remark>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Ending {
    Clip {
        clip: ClipId,
        notices: Vec<String>,
    },
    /// There was a clip; an owner deleted it.
    Deleted {
        clip: ClipId,
        by: UserId,
    },
    Failed {
        code: String,
        reason: String,
    },
    Cancelled {
        by: UserId,
    },
}

/// The whole room at one place of its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomView {
    /// The last event that is part of this; zero: none yet.
    pub seq: Sequence,
    pub name: String,
    #[serde(default)]
    pub door: Door,
    /// Longest wait first.
    #[serde(default)]
    pub knocks: Vec<Knock>,
    /// In the order in which they joined.
    pub members: Vec<Member>,
    /// Handles of everybody who is named below, members or not.
    pub people: Vec<(UserId, Handle)>,
    /// Oldest first.
    pub chat: Vec<ChatLine>,
    pub running: Option<Running>,
    /// In the order in which they will be served.
    pub queue: Vec<Ticket>,
    /// So many of it were put at their places by hand.
    #[serde(default)]
    pub placed: usize,
    /// What waits for somebody's yes, the longest wait first.
    #[serde(default)]
    pub asking: Vec<Held>,
    #[serde(default)]
    pub stage: Option<OpenStage>,
    /// Oldest first.
    pub finished: Vec<Finished>,
    /// The finished take that the room goes on with.
    #[serde(default)]
    pub picked: Option<TakeId>,
}
