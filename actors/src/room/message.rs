//! What a room's mailbox takes, and what each message does when the mailbox is full (see [`crate::mailbox`]).

use super::{
    handle::{Person, SocketId},
    history::Standing,
};
use crate::{derive::Keyed, device::Recorded, mailbox::Question, outbox::Outbox, stage::Subscription};
use bytes::Bytes;
use domain::{
    CameoId, ClipId, TakeId, UserId,
    derivation::Derivative,
    plan::{Cast, FrozenPlan},
    room::{Command, Outcome},
    stage::Step,
    storyboard::Shot,
};
use engine::EditOutcome;
use std::sync::Arc;
use wire::{Absent, Accepted, CloseCode, ErrorBody, Request, Resume};

/// Refused when full.
pub(crate) struct Act(pub Command);

impl Question for Act {
    type Answer = Result<(), ErrorBody>;
}

/// Refused when full. The reply itself goes to the outbox, so that the missed events come right after it.
pub(crate) struct Enter {
    pub person: Person,
    pub socket: SocketId,
    pub outbox: Outbox,
    /// Id of the request, for the reply.
    pub request: String,
    pub resume: Option<Resume>,
}

impl Question for Enter {
    type Answer = Result<(), ErrorBody>;
}

/// Never dropped: a ghost would stay. One for each socket at most.
#[derive(actix::Message)]
#[rtype(result = "()")]
pub(crate) struct Exit {
    pub socket: SocketId,
    /// It broke: its person may be back in a moment.
    pub lost: bool,
}

/// Refused when full.
pub(crate) struct Page {
    pub person: Person,
    pub request: Request,
}

impl Question for Page {
    type Answer = Result<Accepted, ErrorBody>;
}

/// Refused when full.
pub(crate) struct Remake {
    pub person: Person,
    pub clip: ClipId,
    pub plan: Box<FrozenPlan>,
    /// Who gets a stand-in.
    pub without: Vec<CameoId>,
}

impl Question for Remake {
    type Answer = Result<Accepted, ErrorBody>;
}

/// Refused when full.
pub(crate) struct Derive {
    pub person: Person,
    /// Asked for again with the same, it is the same take.
    pub request: Keyed,
    pub derivative: Box<Derivative>,
    /// Who is in pictures that are taken over as they are.
    pub shown: Cast,
    pub absent: Absent,
}

impl Question for Derive {
    type Answer = Result<Accepted, ErrorBody>;
}

/// Refused when full. A clip's storyboard is written behind the room's own, as this person's text.
pub(crate) struct CopyShots {
    pub person: Person,
    pub clip: ClipId,
    pub shots: Vec<Shot>,
}

impl Question for CopyShots {
    type Answer = Result<(), ErrorBody>;
}

/// Refused when full.
pub(crate) struct MakersNow(pub Person);

impl Question for MakersNow {
    type Answer = Result<Vec<UserId>, ErrorBody>;
}

/// Refused when full.
pub(crate) struct StoryboardNow(pub UserId);

impl Question for StoryboardNow {
    type Answer = Result<Standing, ErrorBody>;
}

/// Refused when full.
#[derive(actix::Message)]
#[rtype(result = "()")]
pub(crate) struct VersionForgotten;

pub(crate) struct KeepVersion(pub UserId);

impl Question for KeepVersion {
    type Answer = Result<Option<u64>, ErrorBody>;
}

/// Dropped when full: pages look again when they enter.
#[derive(actix::Message)]
#[rtype(result = "()")]
pub(crate) struct UploadsChanged;

/// From the home of a cameo's owner. Never dropped: one for each question.
#[derive(actix::Message)]
#[rtype(result = "()")]
pub(crate) struct OwnerAnswered {
    pub take: TakeId,
    pub cameo: CameoId,
    pub allowed: bool,
}

/// The home of somebody who was asked has just started. Never dropped: one for each open question.
#[derive(actix::Message)]
#[rtype(result = "()")]
pub(crate) struct AskAgain(pub TakeId);

/// The consent to show a take has ended on this node; its cells are closed already. Never dropped: one for each grant.
#[derive(actix::Message)]
#[rtype(result = "()")]
pub(crate) struct ConsentClosed {
    pub take: TakeId,
    pub cameo: CameoId,
    /// By its owner; otherwise the owner's home could not be reached in time.
    pub revoked: bool,
}

/// Refused when full.
pub(crate) struct Watch {
    pub user: UserId,
}

impl Question for Watch {
    type Answer = Result<Subscription, ErrorBody>;
}

/// Refused when full.
pub(crate) struct OpenDocument {
    pub user: UserId,
    pub socket: SocketId,
    pub outbox: Outbox,
}

impl Question for OpenDocument {
    type Answer = Result<(), ErrorBody>;
}

/// Waits when full.
pub(crate) struct DocumentMessage {
    pub socket: SocketId,
    pub message: Bytes,
}

impl Question for DocumentMessage {
    type Answer = Result<(), CloseCode>;
}

/// People who have the room open. Refused when full.
pub(crate) struct WhoIsHere;

impl Question for WhoIsHere {
    type Answer = Vec<UserId>;
}

/// Refused when full.
pub(crate) struct AtDoor(pub UserId);

impl Question for AtDoor {
    type Answer = StandsAs;
}

/// Somebody to a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandsAs {
    Member,
    /// `removed`: a host took them out, and no open door lets them in.
    Knocking {
        removed: bool,
    },
    Outside {
        removed: bool,
    },
}

/// From the device. Never dropped: each take has three at most.
#[derive(actix::Message)]
#[rtype(result = "()")]
pub(crate) enum FromDevice {
    Began {
        take: domain::TakeId,
    },
    Ended {
        take: domain::TakeId,
        outcome: Outcome,
    },
    /// The stage is empty again.
    Played,
}

/// From the thread of a stage. Never dropped: a few each second at most, as edits, steps of quality and ends are.
#[derive(actix::Message)]
#[rtype(result = "()")]
pub(crate) enum FromStage {
    /// Out with its first picture, or refused.
    Turned {
        stage: TakeId,
        edit: u64,
        outcome: EditOutcome,
        shown: Option<(TakeId, u32)>,
    },
    Notices {
        stage: TakeId,
        notices: Vec<String>,
    },
    Quality {
        stage: TakeId,
        step: Step,
    },
    Recorded {
        stage: TakeId,
        recorded: Arc<Recorded>,
    },
    /// Nothing came of a recording.
    Unrecorded {
        stage: TakeId,
        reason: String,
    },
    /// By itself.
    Ended {
        stage: TakeId,
        code: String,
        reason: String,
    },
}

/// Dropped when full: the next one follows.
#[derive(actix::Message)]
#[rtype(result = "()")]
pub(crate) struct Progressed(pub wire::Progress);

/// The node goes away. Waits when full.
pub(crate) struct CloseRoom;

impl Question for CloseRoom {
    type Answer = ();
}
