//! What happened in a conversation.

use super::{Sequence, state::Kind};
use crate::{ClipId, MessageId, RoomId, Timestamp, UserId, room::Role};
use serde::{Deserialize, Serialize};

/// An event at its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub seq: Sequence,
    pub at: Timestamp,
    pub event: ConversationEvent,
}

/// What a message brings. A clip is shown by its own rules, wherever it was sent: one that is withheld stays so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    Text {
        text: String,
    },
    Clip {
        clip: ClipId,
    },
    /// Opens the room for whoever gets it, with this role.
    RoomInvitation {
        room: RoomId,
        role: Role,
    },
    /// Whoever sent it took it back; what it brought is not kept.
    Gone,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConversationEvent {
    /// `asked`: those who have to accept it first.
    Started {
        by: UserId,
        of: Kind,
        members: Vec<UserId>,
        asked: Vec<UserId>,
    },
    Renamed {
        by: UserId,
        name: String,
    },
    /// Everybody in it may add people now, or only who runs it.
    Opened {
        by: UserId,
        open: bool,
    },
    MemberAdded {
        by: UserId,
        user: UserId,
        asked: bool,
    },
    /// They said yes to what waited apart.
    MemberAccepted {
        user: UserId,
    },
    /// `by` is not `user`: they were taken out.
    MemberLeft {
        user: UserId,
        by: UserId,
    },
    /// Whoever began a group runs it; when they leave, who has been in it longest.
    OwnerChanged {
        user: UserId,
    },
    Said {
        message: MessageId,
        by: UserId,
        content: Content,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
    },
    Edited {
        message: MessageId,
        by: UserId,
        text: String,
    },
    /// For everybody. Its words are gone from the store too.
    Deleted {
        message: MessageId,
        by: UserId,
    },
    /// None: taken back.
    Reacted {
        message: MessageId,
        by: UserId,
        emoji: Option<String>,
    },
}
