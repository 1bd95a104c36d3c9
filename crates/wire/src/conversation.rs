//! Direct messages: over the page's socket what is said and what comes, over HTTP what is read.
//!
//! A page follows its person's inbox with `follow_inbox` and the last offset that it has. What was missed comes in order, then everything that
//! happens: each [`InboxMessage`] once, with the next offset. Positions and typing have no offset; only the latest counts.
//!
//! | route | body | answer |
//! | --- | --- | --- |
//! | `GET /api/conversations` | | [`ConversationsView`], the latest first; `?before={last_at}&conversation={id}` of the last one for older ones |
//! | `GET /api/conversations/{conversation}` | | [`ConversationView`] |
//! | `GET /api/conversations/{conversation}/events` | | [`HistoryView`]; the last ones, or `?before={seq}`, or `?after={seq}` |
//! | `POST /api/messages/search` | [`SearchRequest`] | [`FoundView`] list, the newest first |
//! | `GET /api/messages/{message}/join` | | [`crate::http::InviteInfo`]: what the message invites to |
//! | `POST /api/messages/{message}/join` | | [`crate::http::Joined`]: into the room that the message invites to |
//! | `POST /api/messages/{message}/report` | [`ReportRequest`] | 204 |

use crate::RoleView;
use domain::{ClipId, ConversationId, MessageId, RoomId, UserId, conversation as rules};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Characters beside a report.
pub const MAX_REPORT_NOTE: usize = 500;
/// Hours for which a conversation can be muted at most: a year.
pub const MAX_MUTE_HOURS: u32 = 24 * 366;

/// What somebody does in a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "deed", rename_all = "snake_case", deny_unknown_fields)]
pub enum Deed {
    /// `message` is chosen by the page (a UUID): sent again, it is said once.
    Say {
        #[ts(type = "string")]
        message: MessageId,
        content: ContentView,
        #[serde(default)]
        #[ts(type = "string | null")]
        reply_to: Option<MessageId>,
    },
    Edit {
        #[ts(type = "string")]
        message: MessageId,
        text: String,
    },
    /// For everybody.
    Delete {
        #[ts(type = "string")]
        message: MessageId,
    },
    /// For me alone.
    Hide {
        #[ts(type = "string")]
        message: MessageId,
    },
    /// Null takes it back.
    React {
        #[ts(type = "string")]
        message: MessageId,
        emoji: Option<String>,
    },
    /// This device has everything up to here; and a person has read so far.
    Reached {
        #[ts(type = "number")]
        delivered: u64,
        #[ts(type = "number")]
        read: u64,
    },
    Accept,
    Decline,
    Leave,
    Rename {
        name: String,
    },
    /// Everybody in a group may add people, or only who runs it.
    Open {
        open: bool,
    },
    Add {
        handle: String,
    },
    Remove {
        #[ts(type = "string")]
        user: UserId,
    },
    /// 0 hours: no longer.
    Mute {
        hours: u32,
    },
}

/// What a message brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ContentView {
    Text {
        text: String,
    },
    /// Shown by its own rules: one that is withheld stays so wherever it was sent.
    Clip {
        #[ts(type = "string")]
        clip: ClipId,
    },
    Room {
        #[ts(type = "string")]
        room: RoomId,
        role: RoleView,
    },
    /// It was taken back.
    Gone,
}

impl From<rules::Content> for ContentView {
    fn from(content: rules::Content) -> Self {
        match content {
            rules::Content::Text { text } => Self::Text { text },
            rules::Content::Clip { clip } => Self::Clip { clip },
            rules::Content::RoomInvitation { room, role } => Self::Room { room, role: role.into() },
            rules::Content::Gone => Self::Gone,
        }
    }
}

impl From<ContentView> for rules::Content {
    fn from(content: ContentView) -> Self {
        match content {
            ContentView::Text { text } => Self::Text { text },
            ContentView::Clip { clip } => Self::Clip { clip },
            ContentView::Room { room, role } => Self::RoomInvitation { room, role: role.into() },
            ContentView::Gone => Self::Gone,
        }
    }
}

/// Something that came to me.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InboxMessage {
    #[ts(type = "number")]
    pub offset: u64,
    #[ts(type = "string")]
    pub conversation: ConversationId,
    #[serde(flatten)]
    pub item: InboxItem,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "came", rename_all = "snake_case")]
pub enum InboxItem {
    Event(ConversationEvent),
    /// Deleted by me, for me alone.
    Hidden {
        #[ts(type = "string")]
        message: MessageId,
    },
    /// Until this moment; in the past: no longer.
    Muted {
        #[ts(type = "number")]
        until: u64,
    },
    /// By me.
    Declined,
}

/// Its number counts the conversation's events without gaps; those that I deleted for myself are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConversationEvent {
    #[ts(type = "number")]
    pub seq: u64,
    /// Milliseconds since 1970.
    #[ts(type = "number")]
    pub at: u64,
    #[serde(flatten)]
    pub what: ConversationHappening,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConversationHappening {
    Started {
        #[ts(type = "string")]
        by: UserId,
        /// Of a group.
        name: Option<String>,
        #[ts(type = "string[]")]
        members: Vec<UserId>,
    },
    Renamed {
        #[ts(type = "string")]
        by: UserId,
        name: String,
    },
    Opened {
        #[ts(type = "string")]
        by: UserId,
        open: bool,
    },
    MemberAdded {
        #[ts(type = "string")]
        by: UserId,
        #[ts(type = "string")]
        user: UserId,
    },
    MemberAccepted {
        #[ts(type = "string")]
        user: UserId,
    },
    MemberLeft {
        #[ts(type = "string")]
        user: UserId,
        #[ts(type = "string")]
        by: UserId,
    },
    OwnerChanged {
        #[ts(type = "string")]
        user: UserId,
    },
    Said {
        #[ts(type = "string")]
        message: MessageId,
        #[ts(type = "string")]
        by: UserId,
        content: ContentView,
        #[ts(type = "string | null")]
        reply_to: Option<MessageId>,
    },
    Edited {
        #[ts(type = "string")]
        message: MessageId,
        text: String,
    },
    Deleted {
        #[ts(type = "string")]
        message: MessageId,
    },
    Reacted {
        #[ts(type = "string")]
        message: MessageId,
        #[ts(type = "string")]
        by: UserId,
        emoji: Option<String>,
    },
}

impl From<rules::Recorded> for ConversationEvent {
    fn from(recorded: rules::Recorded) -> Self {
        use ConversationHappening as To;
        use rules::{ConversationEvent as From, Kind};
        let what = match recorded.event {
            From::Started { by, of, members, .. } => {
                let name = if let Kind::Group { name } = of { Some(name) } else { None };
                To::Started { by, name, members }
            }
            From::Renamed { by, name } => To::Renamed { by, name },
            From::Opened { by, open } => To::Opened { by, open },
            From::MemberAdded { by, user, .. } => To::MemberAdded { by, user },
            From::MemberAccepted { user } => To::MemberAccepted { user },
            From::MemberLeft { user, by } => To::MemberLeft { user, by },
            From::OwnerChanged { user } => To::OwnerChanged { user },
            From::Said { message, by, content, reply_to } => To::Said { message, by, content: content.into(), reply_to },
            From::Edited { message, text, .. } => To::Edited { message, text },
            From::Deleted { message, .. } => To::Deleted { message },
            From::Reacted { message, by, emoji } => To::Reacted { message, by, emoji },
        };
        Self { seq: recorded.seq, at: recorded.at.as_millis(), what }
    }
}

/// Only the latest of each person counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConversationState {
    /// How far somebody has come; of mine: on another of my devices.
    Reached {
        #[ts(type = "string")]
        user: UserId,
        #[ts(type = "number")]
        delivered: u64,
        #[ts(type = "number")]
        read: u64,
    },
    /// Somebody is writing; it passes by itself after a few seconds.
    Typing {
        #[ts(type = "string")]
        user: UserId,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StandingView {
    In,
    /// It waits for them. Who declined looks the same.
    Asked,
    Left,
}

impl From<rules::Standing> for StandingView {
    fn from(standing: rules::Standing) -> Self {
        match standing {
            rules::Standing::In => Self::In,
            rules::Standing::Asked | rules::Standing::Declined => Self::Asked,
            rules::Standing::Left => Self::Left,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConversationMember {
    #[ts(type = "string")]
    pub user: UserId,
    /// None: the account is gone.
    pub handle: Option<String>,
    pub standing: StandingView,
    /// 0 of those who have not accepted.
    #[ts(type = "number")]
    pub delivered: u64,
    #[ts(type = "number")]
    pub read: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConversationView {
    #[ts(type = "string")]
    pub conversation: ConversationId,
    /// Of a group; none between two.
    pub name: Option<String>,
    /// Who runs the group.
    #[ts(type = "string | null")]
    pub owner: Option<UserId>,
    /// Everybody in the group may add people.
    pub open: bool,
    /// In the order in which they came, I among them.
    pub members: Vec<ConversationMember>,
    pub standing: StandingView,
    #[ts(type = "number")]
    pub last_seq: u64,
    #[ts(type = "number")]
    pub last_at: u64,
    #[ts(type = "number")]
    pub muted_until: u64,
    /// Up to a hundred.
    pub unread: u32,
    pub last: Option<GlimpseView>,
}

/// A message as it stands in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GlimpseView {
    #[ts(type = "string")]
    pub message: MessageId,
    #[ts(type = "string")]
    pub by: UserId,
    #[ts(type = "number")]
    pub at: u64,
    /// Its first words.
    pub words: Option<String>,
    pub what: GlimpseKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GlimpseKind {
    Text,
    Clip,
    Room,
    Gone,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConversationsView {
    pub conversations: Vec<ConversationView>,
    /// Of the inbox, at least: what comes after it may be in the list already.
    #[ts(type = "number")]
    pub offset: u64,
    /// There are older ones.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HistoryView {
    /// In order.
    pub events: Vec<ConversationEvent>,
    /// There are more beyond.
    pub more: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SearchRequest {
    /// 2 to 100 characters.
    pub words: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FoundView {
    #[ts(type = "string")]
    pub message: MessageId,
    #[ts(type = "string")]
    pub conversation: ConversationId,
    #[ts(type = "number")]
    pub seq: u64,
    /// Handle; none: the account is gone.
    pub by: Option<String>,
    #[ts(type = "number")]
    pub at: u64,
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportReason {
    Spam,
    Harassment,
    Sexual,
    Danger,
    Other,
}

impl ReportReason {
    /// As it is kept.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Harassment => "harassment",
            Self::Sexual => "sexual",
            Self::Danger => "danger",
            Self::Other => "other",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReportRequest {
    pub reason: ReportReason,
    /// At most 500 characters.
    #[serde(default)]
    pub note: String,
}
