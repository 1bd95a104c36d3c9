//! What can be asked of a room, and what it answers. Commands come from sockets, from the engine side and from the clock.

use super::event::{Door, Recorded, Role, Sequence};
use crate::{CameoId, ClipId, MessageId, TakeId, UserId, account::Handle, plan::FrozenPlan};

/// Characters of one chat message.
pub const MAX_MESSAGE: usize = 2_000;
/// Characters of a room's name.
pub const MAX_NAME: usize = 60;
pub const MAX_MEMBERS: usize = 100;
/// Takes that wait for their turn in one room; those that have waited for a yes may come on top.
pub const MAX_QUEUE: usize = 50;
/// Takes that wait for somebody's yes in one room.
pub const MAX_HELD: usize = 50;
/// Takes of one person that wait in one room.
pub const MAX_QUEUE_EACH: usize = 5;
/// Times a take is handed to a device before it fails.
pub const MAX_ATTEMPTS: u32 = 3;
/// Times that one take starts at most, restarts of the server among them.
pub const MAX_STARTS: u32 = 10;
/// People who wait to be let in.
pub const MAX_KNOCKS: usize = 20;
/// A knock that nobody answers ends after this; who was sent away may knock again after it.
pub const KNOCK_MILLIS: u64 = 10 * 60 * 1_000;
/// Characters of a remark on a take.
pub const MAX_REMARK: usize = 500;
/// Remarks on one take.
pub const MAX_REMARKS: usize = 200;
/// Bytes of all remarks that a room remembers, as whoever enters is told them.
pub const MAX_REMARK_BYTES: usize = 256 * 1024;
/// A question to somebody whom a take would show is open this long.
pub const QUESTION_MILLIS: u64 = 24 * 3_600 * 1_000;

#[derive(Clone, Debug)]
pub enum Command {
    /// First command of a new room.
    Open {
        by: UserId,
        handle: Handle,
        name: String,
    },
    Rename {
        by: UserId,
        name: String,
    },
    /// By an invitation; harmless when already a member (a higher role is given, never a lower one).
    Join {
        user: UserId,
        handle: Handle,
        role: Role,
    },
    Leave {
        user: UserId,
    },
    SetRole {
        by: UserId,
        user: UserId,
        role: Role,
    },
    Say {
        by: UserId,
        message: MessageId,
        text: String,
        reply_to: Option<MessageId>,
    },
    Rewrite {
        by: UserId,
        message: MessageId,
        text: String,
    },
    Unsay {
        by: UserId,
        message: MessageId,
    },
    React {
        by: UserId,
        message: MessageId,
        reaction: Option<String>,
    },
    SetDoor {
        by: UserId,
        door: Door,
    },
    /// Without an invitation: in at once, or as a knock.
    Come {
        user: UserId,
        handle: Handle,
        standing: Standing,
    },
    /// Who knocked waits no more.
    GoAway {
        user: UserId,
    },
    /// None: not now.
    AnswerKnock {
        by: UserId,
        user: UserId,
        role: Option<Role>,
    },
    /// Knocks that nobody answered in time end.
    ExpireKnocks,
    Remove {
        by: UserId,
        user: UserId,
    },
    Mute {
        by: UserId,
        user: UserId,
        on: bool,
    },
    /// They become host, and whoever hands over a co-creator.
    HandOver {
        by: UserId,
        user: UserId,
    },
    MoveTake {
        by: UserId,
        take: TakeId,
        behind: u32,
    },
    Vote {
        by: UserId,
        take: TakeId,
        on: bool,
    },
    Pick {
        by: UserId,
        take: Option<TakeId>,
    },
    Remark {
        by: UserId,
        remark: MessageId,
        take: TakeId,
        at_ms: u32,
        text: String,
    },
    RemoveRemark {
        by: UserId,
        take: TakeId,
        remark: MessageId,
    },
    /// The plan was frozen, moderated and its makers found before this. The owners of `asks`, cameos of its cast, have yet to say yes.
    RequestTake {
        by: UserId,
        plan: Box<FrozenPlan>,
        asks: Vec<CameoId>,
    },
    /// By the cameo's owner.
    ConsentAnswered {
        take: TakeId,
        cameo: CameoId,
        allowed: bool,
    },
    /// Takes whose questions nobody answered in time fail.
    ExpireQuestions,
    CancelTake {
        by: UserId,
        take: TakeId,
    },
    /// The device took it up.
    TakeBegan {
        take: TakeId,
    },
    TakeEnded {
        take: TakeId,
        outcome: Outcome,
    },
    /// What a waiting take is to be made of is not to be had any more. One that runs is not touched: whoever makes it looks for itself.
    RefuseWaiting {
        take: TakeId,
        code: String,
        reason: String,
    },
    /// The first words of a stage were frozen, and may be shown. One stage a room.
    OpenStage {
        by: UserId,
        stage: TakeId,
    },
    /// By whoever opened it or a host.
    CloseStage {
        by: UserId,
    },
    /// It ended by itself.
    StageEnded {
        stage: TakeId,
        code: String,
        reason: String,
    },
    /// An owner deleted a clip that was made here.
    ClipGone {
        by: UserId,
        clip: ClipId,
    },
    /// The room was read back from the store: what was running starts again.
    Recover,
}

/// How somebody without an invitation stands to those who write here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Of one of them.
    Friend,
    Stranger,
    /// A host blocks them or is blocked.
    Blocked,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Finished {
        clip: ClipId,
        notices: Vec<String>,
    },
    Failed {
        code: String,
        reason: String,
    },
    /// The device or its node went away; it may be tried again.
    Lost,
    /// Somebody in it took their consent back.
    Withheld {
        cameo: CameoId,
    },
}

/// What the shell carries out, in order. Those after a `Record` wait for its commit.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Write it down, then tell everybody in the room. Already part of the machine's state.
    Record(Recorded),
    /// Keep the plan with the queue entry, in the same transaction as the event before it.
    KeepPlan(Box<FrozenPlan>),
    /// Put the question of a held take to those it waits for. Again after a restart: harmless where it was put before.
    Ask { take: TakeId },
    /// A held take is over: its questions are.
    Unask { take: TakeId },
    /// Hand this take to a device.
    Dispatch { take: TakeId, asker: UserId, attempt: u32 },
    /// Tell the device to drop it. Need not wait for any commit.
    Abort { take: TakeId },
    /// Take the words out of these stored events, in the transaction of the event before it.
    Redact { events: Vec<Sequence> },
    /// Tell somebody who knocked how it ended.
    TellKnock { user: UserId, admitted: bool },
    /// The stage is over. Need not wait for any commit.
    EndStage { stage: TakeId },
    /// Sockets of this person in this room must close: they are not a member any more.
    Expel { user: UserId },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("you are not a member of this room: ask for an invitation")]
    NotMember,
    #[error("your role does not allow that: ask the host to make you a {0}")]
    RoleTooLow(&'static str),
    #[error("only the host can do that")]
    HostOnly,
    #[error("a room needs a host: hand the role over first")]
    LastHost,
    #[error("the room is full: {MAX_MEMBERS} members are the most")]
    RoomFull,
    #[error("a message has 1 to {MAX_MESSAGE} characters")]
    MessageLength,
    #[error("a room's name has 1 to {MAX_NAME} characters on one line, without tabs")]
    NameLength,
    #[error("the queue is full: wait until a take is done")]
    QueueFull,
    #[error("{MAX_HELD} takes of this room wait for somebody's answer: wait until one is answered, or ask for yours with a stand-in")]
    HeldFull,
    #[error("you have {MAX_QUEUE_EACH} takes waiting: cancel one, or wait")]
    QueueShare,
    #[error("this take is not waiting or running any more")]
    TakeUnknown,
    #[error("only its makers or the host can cancel a take")]
    NotYours,
    #[error("a host muted you in this room")]
    Muted,
    #[error("that message is not there any more")]
    MessageGone,
    #[error("only whoever wrote it can change it")]
    NotAuthor,
    #[error("a reaction is a single sign")]
    Emoji,
    #[error("this room is closed: ask a member for an invitation")]
    DoorClosed,
    #[error("a host took you out of this room: only a knock that is answered lets you in again")]
    Removed,
    #[error("too many people wait at this door: try again later")]
    DoorCrowded,
    #[error("a host did not let you in: you can knock again ten minutes later")]
    SentAway,
    #[error("nobody of that name is waiting at the door any more")]
    KnockUnknown,
    #[error("a host is not removed or muted: take the role first")]
    IsHost,
    #[error("this take has no clip to judge")]
    NoClip,
    #[error("a remark has 1 to {MAX_REMARK} characters and stands at a moment of the take")]
    RemarkInvalid,
    #[error("a take bears {MAX_REMARKS} remarks at most, and a room {} KiB of them: remove some first", MAX_REMARK_BYTES >> 10)]
    RemarksFull,
    #[error("a stage is open in this room already: steer it, or close it first")]
    StageOpen,
    #[error("no stage is open in this room: open one first")]
    StageClosed,
    #[error("only who opened the stage or the host can close it")]
    NotYourStage,
    #[error("the rules of this server do not allow that: {0}")]
    Moderated(String),
    /// Somebody would be cast, and what looks at the text then is not there.
    #[error("{0}")]
    LikenessUnchecked(String),
}

impl Refused {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotMember => "not_member",
            Self::RoleTooLow(_) => "role_too_low",
            Self::HostOnly => "host_only",
            Self::LastHost => "last_host",
            Self::RoomFull => "room_full",
            Self::MessageLength => "message_length",
            Self::NameLength => "name_length",
            Self::QueueFull => "queue_full",
            Self::HeldFull => "held_full",
            Self::QueueShare => "queue_share",
            Self::TakeUnknown => "take_unknown",
            Self::NotYours => "not_yours",
            Self::Muted => "muted",
            Self::MessageGone => "message_gone",
            Self::NotAuthor => "not_yours",
            Self::Emoji => "emoji_invalid",
            Self::DoorClosed => "door_closed",
            Self::Removed => "removed_from_room",
            Self::DoorCrowded => "door_crowded",
            Self::SentAway => "sent_away",
            Self::KnockUnknown => "knock_unknown",
            Self::IsHost => "is_host",
            Self::NoClip => "no_clip",
            Self::RemarkInvalid => "remark_invalid",
            Self::RemarksFull => "remarks_full",
            Self::StageOpen => "stage_open",
            Self::StageClosed => "stage_closed",
            Self::NotYourStage => "not_yours",
            Self::Moderated(_) => "moderated",
            Self::LikenessUnchecked(_) => "likeness_check_missing",
        }
    }
}
