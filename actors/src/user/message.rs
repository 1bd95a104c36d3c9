//! What a person's home takes, and what each message does when its mailbox is full (see [`crate::mailbox`]).

use crate::{
    mailbox::Question,
    room::{RoomActor, SocketId},
};
use actix::{Addr, Message};
use domain::{
    CameoId, ConversationId, QuestionId, RoomId, TakeId, Timestamp, UserId,
    cameo::{Asking, DecisionEvent, Rules, Ruling, Scope},
    consent::protocol::ToAuthority,
    plan::{CastMember, FrozenPlan},
};
use std::sync::Arc;
use wire::{
    Accepted, ErrorBody,
    cameo::{AnswerView, QuestionView, ReceiptView, ScopeView},
    conversation::{ConversationState, Deed},
};

/// What would be said to this asking now? Refused when full.
pub(crate) struct Consider {
    pub cameo: CameoId,
    pub asking: Asking,
    /// A take was asked for in earnest: a denial is written into the ledger.
    pub in_earnest: bool,
}

pub(crate) struct Considered {
    pub member: CastMember,
    pub ruling: Ruling,
    pub rules: Rules,
    /// The owner said no to this asker a moment ago, and is asked again after so many seconds.
    pub again_in: Option<u64>,
}

impl Question for Consider {
    /// None: it has ended.
    type Answer = Result<Option<Considered>, ErrorBody>;
}

/// Refused when full.
pub(crate) struct RulesOf(pub CameoId);

impl Question for RulesOf {
    type Answer = Result<Rules, ErrorBody>;
}

/// Never dropped: a holder sends few, and repeats what is not answered.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct FromHolder {
    pub cameo: CameoId,
    pub message: ToAuthority,
}

/// Rules and exceptions. Refused when full.
pub(crate) struct Decide {
    pub cameo: CameoId,
    pub event: DecisionEvent,
}

impl Question for Decide {
    type Answer = Result<(), ErrorBody>;
}

/// Waits when full: a revocation is never dropped.
pub(crate) struct Revoke {
    pub cameo: CameoId,
    pub scope: Scope,
    /// The scope in the owner's words.
    pub told: ScopeView,
    pub received_at: Timestamp,
}

impl Question for Revoke {
    type Answer = Result<ReceiptView, ErrorBody>;
}

/// Waits when full.
pub(crate) struct EndCameo {
    pub cameo: CameoId,
    pub received_at: Timestamp,
}

impl Question for EndCameo {
    type Answer = Result<ReceiptView, ErrorBody>;
}

/// A held take waits for this owner.
#[derive(Clone)]
pub(crate) struct NewQuestion {
    pub member: CastMember,
    pub plan: Arc<FrozenPlan>,
    pub room: RoomId,
    pub room_name: String,
    pub asked_at: Timestamp,
    pub until: Timestamp,
    /// Who waits for the answer.
    pub home: Addr<RoomActor>,
}

/// Refused when full: the room asks again.
pub(crate) struct PutQuestion(pub NewQuestion);

impl Question for PutQuestion {
    type Answer = Result<(), ErrorBody>;
}

/// The take is over. Never dropped: one for each held take.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct DropQuestions(pub TakeId);

/// Refused when full.
pub(crate) struct AnswerQuestion {
    pub question: QuestionId,
    pub answer: AnswerView,
}

impl Question for AnswerQuestion {
    type Answer = Result<(), ErrorBody>;
}

/// Refused when full.
pub(crate) struct OpenQuestions;

impl Question for OpenQuestions {
    type Answer = Vec<QuestionView>;
}

/// A cameo was stored. Waits when full.
pub(crate) struct Enrolled(pub CameoId);

impl Question for Enrolled {
    type Answer = Result<(), ErrorBody>;
}

/// Follows or blocks between this person and the other were stored. Waits when full.
pub(crate) struct TiesChanged(pub UserId);

impl Question for TiesChanged {
    type Answer = Result<(), ErrorBody>;
}

/// A page follows the inbox. Refused when full.
pub(crate) struct FollowInbox {
    pub socket: SocketId,
    /// Answered over the socket, so that what was missed comes right after.
    pub request: String,
    pub offset: Option<u64>,
}

impl Question for FollowInbox {
    type Answer = Result<(), ErrorBody>;
}

/// Refused when full.
#[derive(Clone)]
pub(crate) struct Converse {
    pub conversation: ConversationId,
    pub what: What,
}

#[derive(Clone)]
pub(crate) enum What {
    Start { with: Vec<String>, name: Option<String> },
    Do(Deed),
}

impl Question for Converse {
    type Answer = Result<Accepted, ErrorBody>;
}

/// Dropped when full.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Compose(pub ConversationId);

/// Something was committed for this person. Never dropped: one for each event of a conversation, and those are paced.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct InboxGrew;

/// Somebody's position, or that they write. Dropped when full: the next one follows.
#[derive(Clone, Message)]
#[rtype(result = "()")]
pub(crate) struct ConversationTold {
    pub conversation: ConversationId,
    pub by: UserId,
    pub state: ConversationState,
}
