//! The authority over one cameo: keeps its owner's decisions, answers the holders, and takes a yes back.
//!
//! There is one in the whole deployment, in its owner's `UserActor`; the shell that carries out its effects is the only place that
//! restores one (a test looks for others). It reads no clock and writes no store: it says what to record, and hears what is committed.

mod asking;
mod closing;

use super::{
    LEASE_MS, MARGIN_MS, NodeId, PlanDigest, Seen,
    message::{HolderId, Renewed, ToAuthority, ToHolder},
};
use crate::{
    CameoId, TakeId, Timestamp, UserId,
    cameo::{Asking, DecisionEvent, Decisions, MAX_EXCEPTIONS, Relations, Scope},
    consent::StreamId,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What the shell knows of the time before this authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// No other authority of this cameo has lived in this deployment since all its nodes started: there are no leases.
    Nobody,
    /// One may have, and its leases may still be in force.
    Perhaps,
}

/// What an authority is restored from.
#[derive(Clone, Debug)]
pub struct Restored {
    pub cameo: CameoId,
    pub owner: UserId,
    /// Raised by the store whenever an authority of this cameo is restored.
    pub epoch: u64,
    pub decisions: Decisions,
    /// Events already stored: the next is recorded under this number.
    pub next_event: u64,
    pub before: Before,
}

/// What the shell has to do. Order matters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AuthorityEffect {
    Send {
        to: HolderId,
        message: ToHolder,
    },
    /// To the holders of this cameo on every node that the bus reaches.
    Announce(ToHolder),
    /// Commit it with its ledger entry under this number, then call [`AuthorityMachine::committed`]. Where that fails, drop the authority.
    Record {
        number: u64,
        event: DecisionEvent,
    },
    /// Ask the owner; they answer with [`AuthorityMachine::answer`]. At most one for each take.
    Question(Asking),
    /// The question has an answer, or nobody waits for one.
    QuestionGone(TakeId),
    /// The closing is durable and has taken effect everywhere.
    Acknowledge(Receipt),
    /// A later authority exists: this one answers nobody any more. Drop it.
    Deposed,
}

/// What a revocation stopped.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Receipt {
    /// The number that [`AuthorityMachine::revoke`] gave.
    pub closing: u64,
    pub scope: Scope,
    /// The uses taken back, stored clips included.
    pub takes: Vec<TakeId>,
    /// For each stream of each node, the last sequence that left.
    pub lines: Vec<ReceiptLine>,
    /// Nodes that could not be reached: they stopped when their lease ended, and what they sent last is not known. Those that an earlier
    /// authority knew and this one never heard of are not named.
    pub unconfirmed: Vec<NodeId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReceiptLine {
    pub node: NodeId,
    pub stream: StreamId,
    /// None: nothing had left.
    pub last_sequence: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    #[error("this cameo was ended")]
    Ended,
    #[error("there are {MAX_EXCEPTIONS} exceptions: remove some")]
    TooManyExceptions,
    #[error("nobody waits for this answer any more")]
    NoQuestion,
    #[error("uses and revocations have calls of their own")]
    NotHere,
}

impl DecisionError {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ended => "cameo_ended",
            Self::TooManyExceptions => "exceptions_too_many",
            Self::NoQuestion => "question_gone",
            Self::NotHere => "decision_invalid",
        }
    }
}

/// A take that waits, for the owner or for the store.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Waiting {
    asking: Asking,
    plan: PlanDigest,
    relations: Relations,
    /// Who waits, and the number of their last ask.
    holders: BTreeMap<HolderId, u64>,
    heard_at: Timestamp,
    questioned: bool,
}

/// A closing under way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Pending {
    closing: u64,
    scope: Scope,
    takes: Vec<TakeId>,
    /// The number of its event.
    event: u64,
    waiting: BTreeSet<HolderId>,
    lines: BTreeMap<(NodeId, StreamId), Option<u64>>,
    unconfirmed: BTreeSet<HolderId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Lease {
    /// After this the holder sends nothing.
    until: Timestamp,
    /// Of the last renewal: what comes late is not answered, and does not end a later one.
    number: u64,
    /// When it was last told of closings.
    told_at: Timestamp,
}

/// Pure; cloned and hashed by the model.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuthorityMachine {
    cameo: CameoId,
    owner: UserId,
    at: Seen,
    /// With every event that was recorded; what of it is durable is told by `committed`.
    decisions: Decisions,
    next_event: u64,
    /// Events below this number are durable.
    committed: u64,
    /// The number of the last event, other than a use, that may have opened something.
    last_opening: Option<u64>,
    pending_uses: BTreeMap<TakeId, u64>,
    waiting: BTreeMap<TakeId, Waiting>,
    leases: BTreeMap<HolderId, Lease>,
    /// Leases that ended and were not given back, for [`super::LAPSED_MS`].
    lapsed: BTreeMap<HolderId, Lease>,
    /// Leases of an earlier authority may be in force until here.
    old_leases_until: Option<Timestamp>,
    /// The last closings; the newest has the number `at.closing`.
    log: VecDeque<Scope>,
    pending: Vec<Pending>,
    /// Until here no other authority of this cameo can exist.
    home_until: Timestamp,
    deposed: bool,
    effects: VecDeque<AuthorityEffect>,
}

impl AuthorityMachine {
    #[must_use]
    pub fn restore(restored: Restored, now: Timestamp) -> Self {
        let Restored { cameo, owner, epoch, decisions, next_event, before } = restored;
        let at = Seen { epoch, closing: 0 };
        let mut machine = Self {
            cameo,
            owner,
            at,
            decisions,
            next_event,
            committed: next_event,
            last_opening: None,
            pending_uses: BTreeMap::new(),
            waiting: BTreeMap::new(),
            leases: BTreeMap::new(),
            lapsed: BTreeMap::new(),
            old_leases_until: None,
            log: VecDeque::new(),
            pending: Vec::new(),
            home_until: Timestamp::NEVER,
            deposed: false,
            effects: VecDeque::new(),
        };
        if before == Before::Perhaps {
            machine.old_leases_until = Some(now.plus(LEASE_MS + MARGIN_MS));
            // Whoever hears it shuts what an earlier authority allowed, rather than when its lease ends.
            machine.effects.push_back(AuthorityEffect::Announce(ToHolder::Close { at, since: 0, scopes: Vec::new() }));
        }
        machine
    }

    #[must_use]
    pub fn cameo(&self) -> CameoId {
        self.cameo
    }

    #[must_use]
    pub fn owner(&self) -> UserId {
        self.owner
    }

    /// With every decision, those included that are not durable yet.
    #[must_use]
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// The next effect to carry out. Pop until none is left, after each call that changes the machine.
    pub fn pop(&mut self) -> Option<AuthorityEffect> {
        self.effects.pop_front()
    }

    /// A message came from a holder. For an [`ToAuthority::Ask`], `relations` tells of the people in [`ToAuthority::asking`]; for the
    /// others [`Relations::of`] the owner will do.
    pub fn handle(&mut self, now: Timestamp, message: ToAuthority, relations: &Relations) {
        if self.deposed {
            return;
        }
        match message {
            ToAuthority::Ask { holder, number, seen, asking, plan } => {
                if self.in_step(now, holder, seen) {
                    self.asked(now, (holder, number), asking, plan, relations);
                }
            }
            ToAuthority::Renew { holder, number, seen } => {
                if self.in_step(now, holder, seen) {
                    self.renew(now, holder, number, seen.is_some());
                }
            }
            ToAuthority::GiveUp { holder, take, .. } => self.gave_up(holder, take),
            ToAuthority::Confirm { holder, at, lines } => self.confirmed(now, holder, at, &lines),
            ToAuthority::Release { holder, number } => self.released(now, holder, number),
        }
    }

    /// The events up to this number are durable.
    pub fn committed(&mut self, now: Timestamp, number: u64) {
        self.committed = self.committed.max(number + 1).min(self.next_event);
        self.pending_uses.retain(|_, event| *event >= self.committed);
        self.consider_all(now);
        self.settle(now);
    }

    /// Until then no other authority of this cameo can exist; after it this one opens and renews nothing. Where one process holds
    /// everything that is never.
    pub fn still_home(&mut self, until: Timestamp) {
        self.home_until = until;
    }

    /// Time passed: tells again what was not confirmed, gives up on leases that ended, forgets questions that nobody repeats.
    pub fn tick(&mut self, now: Timestamp) {
        self.forget_questions(now);
        self.tell_again(now);
        self.settle(now);
    }

    /// When [`Self::tick`] has something to do, at the latest. None: nothing waits.
    #[must_use]
    pub fn next_tick(&self) -> Option<Timestamp> {
        let closing = (!self.pending.is_empty()).then(|| self.next_telling());
        let question = self.waiting.values().map(|waiting| waiting.heard_at.plus(super::QUESTION_MS)).min();
        closing.into_iter().chain(question).min()
    }

    /// Whether a closing is not acknowledged yet.
    #[must_use]
    pub fn has_closing(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Whether nothing is under way, so that the machine can be dropped and restored later.
    #[must_use]
    pub fn is_idle(&self, now: Timestamp) -> bool {
        let leased = self.leases.values().any(|lease| now <= lease.until) || self.old_leases_until.is_some_and(|until| now <= until);
        !leased && self.pending.is_empty() && self.waiting.is_empty() && self.committed == self.next_event
    }

    /// Whether the holder acted on everything that was closed; where it did not, it is told, and nothing else is answered.
    fn in_step(&mut self, now: Timestamp, holder: HolderId, seen: Option<Seen>) -> bool {
        let Some(seen) = seen else { return true };
        if seen == self.at {
            return true;
        }
        if seen.epoch > self.at.epoch {
            self.deposed = true;
            self.effects.push_back(AuthorityEffect::Deposed);
            return false;
        }
        self.tell_behind(now, holder, seen);
        false
    }

    /// `knows`: it has heard of this cameo before, so that something of it may be open or in flight there.
    fn renew(&mut self, now: Timestamp, holder: HolderId, number: u64, knows: bool) {
        let known = self.leases.get(&holder).or_else(|| self.lapsed.get(&holder));
        if now > self.home_until || known.is_some_and(|lease| lease.number >= number) {
            return;
        }
        self.lapsed.remove(&holder);
        // After a restart even one that says that it knows nothing: it may be a doubled letter to the authority before.
        if (knows || self.old_leases_until.is_some()) && !self.leases.contains_key(&holder) {
            self.await_again(holder);
        }
        let until = now.plus(LEASE_MS + MARGIN_MS);
        let lease = self.leases.entry(holder).or_insert(Lease { until, number, told_at: now });
        lease.until = lease.until.max(until);
        lease.number = number;
        self.send(holder, ToHolder::Renewed(Renewed { at: self.at, cameo: self.cameo, number }));
    }

    fn record(&mut self, event: DecisionEvent) -> u64 {
        let number = self.next_event;
        self.next_event += 1;
        self.decisions.apply(&event);
        if let DecisionEvent::Used { take, .. } = &event {
            self.pending_uses.insert(*take, number);
        } else if event.opens() {
            self.last_opening = Some(number);
        }
        self.effects.push_back(AuthorityEffect::Record { number, event });
        number
    }

    fn send(&mut self, to: HolderId, message: ToHolder) {
        self.effects.push_back(AuthorityEffect::Send { to, message });
    }
}
