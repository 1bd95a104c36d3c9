//! A room as pages see it, and what happens in it.

use crate::{cameo::CastView, derive::MadeOf};
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

/// Who may come in without an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DoorView {
    Closed,
    /// Whom a host lets in.
    Knock,
    /// Friends of those who write here; others knock.
    Open,
}

impl From<rules::Door> for DoorView {
    fn from(door: rules::Door) -> Self {
        match door {
            rules::Door::Closed => Self::Closed,
            rules::Door::Knock => Self::Knock,
            rules::Door::Open => Self::Open,
        }
    }
}

impl From<DoorView> for rules::Door {
    fn from(door: DoorView) -> Self {
        match door {
            DoorView::Closed => Self::Closed,
            DoorView::Knock => Self::Knock,
            DoorView::Open => Self::Open,
        }
    }
}

/// The whole durable state of a room at `seq`.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RoomView {
    #[ts(type = "number")]
    pub seq: u64,
    pub name: String,
    pub door: DoorView,
    /// Who waits to be let in, the longest wait first.
    pub knocks: Vec<PersonView>,
    pub members: Vec<MemberView>,
    /// Everybody who was ever a member, for the names below.
    pub people: Vec<PersonView>,
    /// The last of them, oldest first.
    pub chat: Vec<ChatView>,
    pub running: Option<RunningTake>,
    /// In the order in which they will be served.
    pub queue: Vec<QueuedTake>,
    /// So many of the queue, its first, were put at their places by a host.
    pub placed: u32,
    /// Apart from the queue: somebody in them has not said yes yet. The longest wait first.
    pub asking: Vec<HeldTake>,
    /// The stage that runs, by the take whose id it bears.
    #[ts(type = "string | null")]
    pub stage: Option<TakeId>,
    /// The last of them, oldest first.
    pub finished: Vec<FinishedTake>,
    /// The finished take that the room goes on with.
    #[ts(type = "string | null")]
    pub picked: Option<TakeId>,
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
    /// Not heard in chat and voice.
    pub muted: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReactionView {
    #[ts(type = "string")]
    pub by: UserId,
    pub reaction: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RemarkView {
    #[ts(type = "string")]
    pub remark: MessageId,
    #[ts(type = "string")]
    pub by: UserId,
    #[ts(type = "number")]
    pub at: u64,
    /// Milliseconds from the beginning of the take.
    pub at_ms: u32,
    pub text: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ChatView {
    #[ts(type = "string")]
    pub message: MessageId,
    #[ts(type = "string")]
    pub by: UserId,
    #[ts(type = "number")]
    pub at: u64,
    /// Empty where it was taken back.
    pub text: String,
    #[ts(type = "string | null")]
    pub reply_to: Option<MessageId>,
    pub rewritten: bool,
    /// Who took it back.
    #[ts(type = "string | null")]
    pub unsaid: Option<UserId>,
    /// One for each person.
    pub reactions: Vec<ReactionView>,
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
    /// The clips that it is made of.
    pub made_of: Option<MadeOf>,
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
    /// Who voted for it.
    #[ts(type = "string[]")]
    pub votes: Vec<UserId>,
    /// In the order in which they were written.
    pub remarks: Vec<RemarkView>,
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
        /// A host muted them when they were here before.
        muted: bool,
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
        #[ts(type = "string | null")]
        reply_to: Option<MessageId>,
    },
    Rewritten {
        #[ts(type = "string")]
        message: MessageId,
        text: String,
    },
    Unsaid {
        #[ts(type = "string")]
        message: MessageId,
        #[ts(type = "string")]
        by: UserId,
    },
    /// Null: taken back.
    Reacted {
        #[ts(type = "string")]
        message: MessageId,
        #[ts(type = "string")]
        by: UserId,
        reaction: Option<String>,
    },
    DoorSet {
        door: DoorView,
        #[ts(type = "string")]
        by: UserId,
    },
    Knocked {
        #[ts(type = "string")]
        user: UserId,
        handle: String,
    },
    /// Let in (they join next), sent away, or gone.
    KnockEnded {
        #[ts(type = "string")]
        user: UserId,
        admitted: bool,
        #[ts(type = "string | null")]
        by: Option<UserId>,
    },
    MemberRemoved {
        #[ts(type = "string")]
        user: UserId,
        #[ts(type = "string")]
        by: UserId,
    },
    MemberMuted {
        #[ts(type = "string")]
        user: UserId,
        on: bool,
        #[ts(type = "string")]
        by: UserId,
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
    /// A host put a waiting take behind so many others.
    TakeMoved {
        #[ts(type = "string")]
        take: TakeId,
        behind: u32,
        #[ts(type = "string")]
        by: UserId,
    },
    Voted {
        #[ts(type = "string")]
        take: TakeId,
        #[ts(type = "string")]
        by: UserId,
        on: bool,
    },
    TakePicked {
        #[ts(type = "string | null")]
        take: Option<TakeId>,
        #[ts(type = "string")]
        by: UserId,
    },
    Remarked {
        #[ts(type = "string")]
        remark: MessageId,
        #[ts(type = "string")]
        take: TakeId,
        #[ts(type = "string")]
        by: UserId,
        at_ms: u32,
        text: String,
    },
    RemarkRemoved {
        #[ts(type = "string")]
        remark: MessageId,
        #[ts(type = "string")]
        take: TakeId,
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
            door: view.door.into(),
            knocks: view.knocks.into_iter().map(|knock| PersonView { user: knock.user, handle: knock.handle.into() }).collect(),
            members: view
                .members
                .into_iter()
                .map(|m| MemberView { user: m.user, handle: m.handle.into(), role: m.role.into(), muted: m.muted })
                .collect(),
            people: view.people.into_iter().map(|(user, handle)| PersonView { user, handle: handle.into() }).collect(),
            chat: view.chat.into_iter().map(Into::into).collect(),
            running: view.running.map(|running| RunningTake { take: running.ticket.into(), attempt: running.attempt }),
            queue: view.queue.into_iter().map(Into::into).collect(),
            placed: view.placed as u32,
            asking: view.asking.into_iter().map(Into::into).collect(),
            stage: view.stage.map(|open| open.stage),
            finished: view.finished.into_iter().map(Into::into).collect(),
            picked: view.picked,
        }
    }
}

impl From<rules::ChatLine> for ChatView {
    fn from(line: rules::ChatLine) -> Self {
        let reactions = line.reactions.into_iter().map(|(by, reaction)| ReactionView { by, reaction }).collect();
        let rules::ChatLine { message, by, text, reply_to, rewritten, unsaid, .. } = line;
        Self { message, by, at: line.at.as_millis(), text, reply_to, rewritten, unsaid, reactions }
    }
}

impl From<rules::Remark> for RemarkView {
    fn from(remark: rules::Remark) -> Self {
        Self { remark: remark.remark, by: remark.by, at: remark.at.as_millis(), at_ms: remark.at_ms, text: remark.text }
    }
}

impl From<rules::Finished> for FinishedTake {
    fn from(ended: rules::Finished) -> Self {
        let remarks = ended.remarks.into_iter().map(Into::into).collect();
        Self { take: ended.ticket.into(), outcome: ended.ending.into(), votes: ended.votes, remarks }
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
            made_of: ticket.derived.map(Into::into),
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
            E::MemberJoined { user, handle, role, muted } => Self::MemberJoined { user, handle: handle.into(), role: role.into(), muted },
            E::MemberLeft { user } => Self::MemberLeft { user },
            E::RoleChanged { user, role, by } => Self::RoleChanged { user, role: role.into(), by },
            E::Said { message, by, text, reply_to } => Self::Said { message, by, text, reply_to },
            E::Rewritten { message, text } => Self::Rewritten { message, text },
            E::Unsaid { message, by } => Self::Unsaid { message, by },
            E::Reacted { message, by, reaction } => Self::Reacted { message, by, reaction },
            E::DoorSet { door, by } => Self::DoorSet { door: door.into(), by },
            E::Knocked { user, handle } => Self::Knocked { user, handle: handle.into() },
            E::KnockEnded { user, admitted, by } => Self::KnockEnded { user, admitted, by },
            E::MemberRemoved { user, by } => Self::MemberRemoved { user, by },
            E::MemberMuted { user, on, by } => Self::MemberMuted { user, on, by },
            E::TakeQueued { take, asker, makers, title, seconds, cast: appear, waiting_for, derived } => {
                let (cast, waiting_for, made_of) = (cast(appear), mentions(&waiting_for), derived.map(Into::into));
                Self::TakeQueued { take: QueuedTake { take, asker, makers, title, seconds, cast, waiting_for, made_of } }
            }
            E::ConsentGiven { take, cameo, mention } => Self::ConsentGiven { take, cameo, mention: mention.to_string() },
            E::TakeStarted { take, attempt } => Self::TakeStarted { take, attempt },
            E::TakeFinished { take, clip, notices } => Self::TakeFinished { take, clip, notices },
            E::TakeFailed { take, code, reason } => Self::TakeFailed { take, code, reason },
            E::TakeCancelled { take, by } => Self::TakeCancelled { take, by },
            E::ClipDeleted { clip, by } => Self::ClipDeleted { clip, by },
            E::TakeMoved { take, behind, by } => Self::TakeMoved { take, behind, by },
            E::Voted { take, by, on } => Self::Voted { take, by, on },
            E::TakePicked { take, by } => Self::TakePicked { take, by },
            E::Remarked { remark, take, by, at_ms, text } => Self::Remarked { remark, take, by, at_ms, text },
            E::RemarkRemoved { remark, take, by } => Self::RemarkRemoved { remark, take, by },
            E::StageOpened { stage, by } => Self::StageOpened { stage, by },
            E::StageClosed { stage, by, code, reason } => Self::StageClosed { stage, by, code, reason },
        }
    }
}
