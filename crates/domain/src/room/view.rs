//! What can be read of a room: plain values, enough for everything that a page shows when it opens.

use super::event::{Appears, Role, Sequence};
use crate::{ClipId, MessageId, TakeId, Timestamp, UserId, account::Handle};
use serde::{Deserialize, Serialize};

/// Lines of chat that the room remembers; older ones are in the store.
pub const CHAT_KEPT: usize = 200;
/// Ended takes that the room remembers; older ones are in the store.
pub const FINISHED_KEPT: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub user: UserId,
    pub handle: Handle,
    pub role: Role,
    pub since: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatLine {
    pub seq: Sequence,
    pub at: Timestamp,
    pub message: MessageId,
    pub by: UserId,
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
    /// In the order in which they joined.
    pub members: Vec<Member>,
    /// Handles of everybody who is named below, members or not.
    pub people: Vec<(UserId, Handle)>,
    /// Oldest first.
    pub chat: Vec<ChatLine>,
    pub running: Option<Running>,
    /// In the order in which they will be served.
    pub queue: Vec<Ticket>,
    /// What waits for somebody's yes, the longest wait first.
    #[serde(default)]
    pub asking: Vec<Held>,
    #[serde(default)]
    pub stage: Option<OpenStage>,
    /// Oldest first.
    pub finished: Vec<Finished>,
}
