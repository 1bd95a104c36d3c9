//! What happened in a room: durable events. Each has one sequence number, without gaps, and is on disk before anyone hears of it.

use crate::{CameoId, ClipId, MessageId, TakeId, Timestamp, UserId, account::Handle, mention::Mention, plan::Derived};
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

/// Who may come in without an invitation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// Nobody.
    #[default]
    Closed,
    /// Whom a host lets in when they knock.
    Knock,
    /// Friends of members who write here; others knock.
    Open,
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
        /// A host muted them when they were here before. Events from before that was remembered say no.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        muted: bool,
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
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
    },
    /// Its author changed the words.
    Rewritten {
        message: MessageId,
        text: String,
    },
    /// By its author or a host. The words are taken out of the history, too.
    Unsaid {
        message: MessageId,
        by: UserId,
    },
    /// None: taken back.
    Reacted {
        message: MessageId,
        by: UserId,
        reaction: Option<String>,
    },
    DoorSet {
        door: Door,
        by: UserId,
    },
    /// Waits to be let in.
    Knocked {
        user: UserId,
        handle: Handle,
    },
    /// Let in (they have joined then), sent away, or gone by themselves.
    KnockEnded {
        user: UserId,
        admitted: bool,
        /// None: nobody answered, or they went away.
        by: Option<UserId>,
    },
    /// A host took their membership: invitations do not let them in any more.
    MemberRemoved {
        user: UserId,
        by: UserId,
    },
    /// They are not heard in chat and voice, or are again.
    MemberMuted {
        user: UserId,
        on: bool,
        by: UserId,
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
        /// What it is made of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        derived: Option<Derived>,
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
    /// A host put a waiting take behind so many others.
    TakeMoved {
        take: TakeId,
        behind: u32,
        by: UserId,
    },
    /// For a finished take, or no more.
    Voted {
        take: TakeId,
        by: UserId,
        on: bool,
    },
    /// The one that the room goes on with; none: not decided any more.
    TakePicked {
        take: Option<TakeId>,
        by: UserId,
    },
    /// Words at a moment of a finished take.
    Remarked {
        remark: MessageId,
        take: TakeId,
        by: UserId,
        /// Milliseconds from its beginning.
        at_ms: u32,
        text: String,
    },
    /// By its author or a host; the words are taken out of the history.
    RemarkRemoved {
        remark: MessageId,
        take: TakeId,
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

impl RoomEvent {
    /// The same without the words that somebody said.
    #[must_use]
    pub fn redacted(self) -> Self {
        let text = String::new();
        match self {
            Self::Said { message, by, reply_to, .. } => Self::Said { message, by, text, reply_to },
            Self::Rewritten { message, .. } => Self::Rewritten { message, text },
            Self::Remarked { remark, take, by, at_ms, .. } => Self::Remarked { remark, take, by, at_ms, text },
            other => other,
        }
    }
}
