//! What happened in a room: durable events. Each has one sequence number, without gaps, and is on disk before anyone hears of it.

use crate::{CameoId, ClipId, MessageId, TakeId, Timestamp, UserId, account::Handle, mention::Mention};
use serde::{Deserialize, Serialize};

/// Counts a room's events from 1.
pub type Sequence = u64;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Viewer,
    CoCreator,
    Host,
}

impl Role {
    /// Chats and watches: everybody.
    #[must_use]
    pub fn may_chat(self) -> bool {
        match self {
            Self::Viewer | Self::CoCreator | Self::Host => true,
        }
    }

    /// Writes in the storyboard.
    #[must_use]
    pub fn may_write(self) -> bool {
        match self {
            Self::Viewer => false,
            Self::CoCreator | Self::Host => true,
        }
    }

    /// Asks for takes.
    #[must_use]
    pub fn may_take(self) -> bool {
        self.may_write()
    }

    /// Names the room, gives roles, cancels anybody's take.
    #[must_use]
    pub fn may_rule(self) -> bool {
        match self {
            Self::Viewer | Self::CoCreator => false,
            Self::Host => true,
        }
    }
}

/// An event at its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub seq: Sequence,
    pub at: Timestamp,
    pub event: RoomEvent,
}

/// Somebody in a take, as its words name them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appears {
    pub cameo: CameoId,
    pub mention: Mention,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RoomEvent {
    RoomOpened {
        name: String,
        by: UserId,
    },
    RoomRenamed {
        name: String,
        by: UserId,
    },
    MemberJoined {
        user: UserId,
        handle: Handle,
        role: Role,
    },
    MemberLeft {
        user: UserId,
    },
    RoleChanged {
        user: UserId,
        role: Role,
        by: UserId,
    },
    Said {
        message: MessageId,
        by: UserId,
        text: String,
    },
    TakeQueued {
        take: TakeId,
        asker: UserId,
        makers: Vec<UserId>,
        title: String,
        seconds: u32,
        /// Whom it shows. Events from before there were cameos have none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        cast: Vec<Appears>,
        /// Whose owners were asked; while one of them has not answered, the take is held apart from the queue.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waiting_for: Vec<Appears>,
    },
    /// Somebody who was asked said yes. After the last of them the take is in the queue.
    ConsentGiven {
        take: TakeId,
        cameo: CameoId,
        mention: Mention,
    },
    /// `attempt` counts from 1; more than 1: started again after a fault or a restart.
    TakeStarted {
        take: TakeId,
        attempt: u32,
    },
    TakeFinished {
        take: TakeId,
        clip: ClipId,
        notices: Vec<String>,
    },
    TakeFailed {
        take: TakeId,
        code: String,
        reason: String,
    },
    TakeCancelled {
        take: TakeId,
        by: UserId,
    },
    ClipDeleted {
        clip: ClipId,
        by: UserId,
    },
    /// A scene runs on for everybody, until it is closed.
    StageOpened {
        stage: TakeId,
        by: UserId,
    },
    /// `by` nobody: it ended by itself, for that reason.
    StageClosed {
        stage: TakeId,
        by: Option<UserId>,
        code: String,
        reason: String,
    },
}
