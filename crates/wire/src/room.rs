//! A room as pages see it, and what happens in it.

use crate::cameo::CastView;
use domain::{CameoId, ClipId, MessageId, TakeId, UserId, room as rules};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RoleView {
    Viewer,
    CoCreator,
    Host,
}

impl From<rules::Role> for RoleView {
    fn from(role: rules::Role) -> Self {
        match role {
            rules::Role::Viewer => Self::Viewer,
            rules::Role::CoCreator => Self::CoCreator,
            rules::Role::Host => Self::Host,
        }
    }
}

impl From<RoleView> for rules::Role {
    fn from(role: RoleView) -> Self {
        match role {
            RoleView::Viewer => Self::Viewer,
            RoleView::CoCreator => Self::CoCreator,
            RoleView::Host => Self::Host,
        }
    }
}

/// The whole durable state of a room at `seq`.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RoomView {
    #[ts(type = "number")]
    pub seq: u64,
    pub name: String,
    pub members: Vec<MemberView>,
    /// Everybody who was ever a member, for the names below.
    pub people: Vec<PersonView>,
    /// The last of them, oldest first.
    pub chat: Vec<ChatView>,
    pub running: Option<RunningTake>,
    /// In the order in which they will be served.
    pub queue: Vec<QueuedTake>,
    /// Apart from the queue: somebody in them has not said yes yet. The longest wait first.
    pub asking: Vec<HeldTake>,
    /// The stage that runs, by the take whose id it bears.
    #[ts(type = "string | null")]
    pub stage: Option<TakeId>,
    /// The last of them, oldest first.
    pub finished: Vec<FinishedTake>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PersonView {
    #[ts(type = "string")]
    pub user: UserId,
    pub handle: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MemberView {
    #[ts(type = "string")]
    pub user: UserId,
    pub handle: String,
    pub role: RoleView,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ChatView {
    #[ts(type = "string")]
    pub message: MessageId,
    #[ts(type = "string")]
    pub by: UserId,
    #[ts(type = "number")]
    pub at: u64,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QueuedTake {
    #[ts(type = "string")]
    pub take: TakeId,
    #[ts(type = "string")]
    pub asker: UserId,
    #[ts(type = "string[]")]
    pub makers: Vec<UserId>,
    pub title: String,
    pub seconds: u32,
    /// Who appears in it.
    pub cast: Vec<CastView>,
    /// Mentions, without the `@`, whose owners were asked and have not answered; each `consent_given` takes one away. While there is
    /// one, the take is held apart from the queue.
    pub waiting_for: Vec<String>,
}

/// A take that waits for somebody's yes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HeldTake {
    #[serde(flatten)]
    pub take: QueuedTake,
    /// It fails then.
    #[ts(type = "number")]
    pub until: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RunningTake {
    #[serde(flatten)]
    pub take: QueuedTake,
    pub attempt: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FinishedTake {
    #[serde(flatten)]
    pub take: QueuedTake,
    pub outcome: TakeOutcome,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum TakeOutcome {
    Finished {
        #[ts(type = "string")]
        clip: ClipId,
        notices: Vec<String>,
    },
    Failed {
        code: String,
        reason: String,
    },
    Cancelled {
        #[ts(type = "string")]
        by: UserId,
    },
    /// Its clip was deleted by one of its owners.
    Deleted {
        #[ts(type = "string")]
        by: UserId,
    },
}

/// A durable event at its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Event {
    #[ts(type = "number")]
    pub seq: u64,
    #[ts(type = "number")]
    pub at: u64,
    pub event: EventKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventKind {
    RoomOpened {
        name: String,
        #[ts(type = "string")]
        by: UserId,
    },
    RoomRenamed {
        name: String,
        #[ts(type = "string")]
        by: UserId,
    },
    MemberJoined {
        #[ts(type = "string")]
        user: UserId,
        handle: String,
        role: RoleView,
    },
    MemberLeft {
        #[ts(type = "string")]
        user: UserId,
    },
    RoleChanged {
        #[ts(type = "string")]
        user: UserId,
        role: RoleView,
        #[ts(type = "string")]
        by: UserId,
    },
    Said {
        #[ts(type = "string")]
        message: MessageId,
        #[ts(type = "string")]
        by: UserId,
        text: String,
    },
    TakeQueued {
        #[serde(flatten)]
        take: QueuedTake,
    },
    /// An owner who was asked said yes. After the last of them the take is in the queue.
    ConsentGiven {
        #[ts(type = "string")]
        take: TakeId,
        #[ts(type = "string")]
        cameo: CameoId,
        /// Without the `@`.
        mention: String,
    },
    TakeStarted {
        #[ts(type = "string")]
        take: TakeId,
        attempt: u32,
    },
    TakeFinished {
        #[ts(type = "string")]
        take: TakeId,
        #[ts(type = "string")]
        clip: ClipId,
        notices: Vec<String>,
    },
    TakeFailed {
        #[ts(type = "string")]
        take: TakeId,
        code: String,
        reason: String,
    },
    TakeCancelled {
        #[ts(type = "string")]
        take: TakeId,
        #[ts(type = "string")]
        by: UserId,
    },
    ClipDeleted {
        #[ts(type = "string")]
        clip: ClipId,
        #[ts(type = "string")]
        by: UserId,
    },
    StageOpened {
        #[ts(type = "string")]
        stage: TakeId,
        #[ts(type = "string")]
        by: UserId,
    },
    /// By nobody: it ended by itself.
    StageClosed {
        #[ts(type = "string")]
        stage: TakeId,
        #[ts(type = "string | null")]
        by: Option<UserId>,
        code: String,
        reason: String,
    },
}

impl From<rules::RoomView> for RoomView {
    fn from(view: rules::RoomView) -> Self {
        Self {
            seq: view.seq,
            name: view.name,
            members: view.members.into_iter().map(|m| MemberView { user: m.user, handle: m.handle.into(), role: m.role.into() }).collect(),
            people: view.people.into_iter().map(|(user, handle)| PersonView { user, handle: handle.into() }).collect(),
            chat: view
                .chat
                .into_iter()
                .map(|line| ChatView { message: line.message, by: line.by, at: line.at.as_millis(), text: line.text })
                .collect(),
            running: view.running.map(|running| RunningTake { take: running.ticket.into(), attempt: running.attempt }),
            queue: view.queue.into_iter().map(Into::into).collect(),
            asking: view.asking.into_iter().map(Into::into).collect(),
            stage: view.stage.map(|open| open.stage),
            finished: view.finished.into_iter().map(|f| FinishedTake { take: f.ticket.into(), outcome: f.ending.into() }).collect(),
        }
    }
}

impl From<rules::Ticket> for QueuedTake {
    fn from(ticket: rules::Ticket) -> Self {
        Self {
            take: ticket.take,
            asker: ticket.asker,
            makers: ticket.makers,
            title: ticket.title,
            seconds: ticket.seconds,
            cast: cast(ticket.cast),
            waiting_for: Vec::new(),
        }
    }
}

impl From<rules::Held> for HeldTake {
    fn from(held: rules::Held) -> Self {
        Self { take: QueuedTake { waiting_for: mentions(&held.waiting_for), ..held.ticket.into() }, until: held.until.as_millis() }
    }
}

fn cast(appear: Vec<rules::Appears>) -> Vec<CastView> {
    appear.into_iter().map(Into::into).collect()
}

fn mentions(appear: &[rules::Appears]) -> Vec<String> {
    appear.iter().map(|one| one.mention.to_string()).collect()
}

impl From<rules::Ending> for TakeOutcome {
    fn from(ending: rules::Ending) -> Self {
        match ending {
            rules::Ending::Clip { clip, notices } => Self::Finished { clip, notices },
            rules::Ending::Deleted { by, .. } => Self::Deleted { by },
            rules::Ending::Failed { code, reason } => Self::Failed { code, reason },
            rules::Ending::Cancelled { by } => Self::Cancelled { by },
        }
    }
}

impl From<rules::Recorded> for Event {
    fn from(recorded: rules::Recorded) -> Self {
        Self { seq: recorded.seq, at: recorded.at.as_millis(), event: recorded.event.into() }
    }
}

impl From<rules::RoomEvent> for EventKind {
    fn from(event: rules::RoomEvent) -> Self {
        use rules::RoomEvent as E;
        match event {
            E::RoomOpened { name, by } => Self::RoomOpened { name, by },
            E::RoomRenamed { name, by } => Self::RoomRenamed { name, by },
            E::MemberJoined { user, handle, role } => Self::MemberJoined { user, handle: handle.into(), role: role.into() },
            E::MemberLeft { user } => Self::MemberLeft { user },
            E::RoleChanged { user, role, by } => Self::RoleChanged { user, role: role.into(), by },
            E::Said { message, by, text } => Self::Said { message, by, text },
            E::TakeQueued { take, asker, makers, title, seconds, cast: appear, waiting_for } => {
                Self::TakeQueued { take: QueuedTake { take, asker, makers, title, seconds, cast: cast(appear), waiting_for: mentions(&waiting_for) } }
            }
            E::ConsentGiven { take, cameo, mention } => Self::ConsentGiven { take, cameo, mention: mention.to_string() },
            E::TakeStarted { take, attempt } => Self::TakeStarted { take, attempt },
            E::TakeFinished { take, clip, notices } => Self::TakeFinished { take, clip, notices },
            E::TakeFailed { take, code, reason } => Self::TakeFailed { take, code, reason },
            E::TakeCancelled { take, by } => Self::TakeCancelled { take, by },
            E::ClipDeleted { clip, by } => Self::ClipDeleted { clip, by },
            E::StageOpened { stage, by } => Self::StageOpened { stage, by },
            E::StageClosed { stage, by, code, reason } => Self::StageClosed { stage, by, code, reason },
        }
    }
}
