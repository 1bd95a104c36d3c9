//! The holder's side: what one node knows of one cameo's consent. Pure: the cells that it governs are in [`crate::consent::Holder`].
//!
//! Unknown, lapsed or unreachable means no: a take may be sent only while it is open here and the lease is in force.

use super::{
    LAPSED_MS, LEASE_MS, MARGIN_MS, MAX_WAITING, PlanDigest, QUESTION_RETRY_MS, RENEW_MS, Seen,
    message::{Granted, HolderId, Renewed, ToAuthority, ToHolder},
};
use crate::{
    CameoId, TakeId, Timestamp,
    cameo::{Asking, Scope, Why},
    consent::StreamReceipt,
};
use std::collections::{BTreeMap, VecDeque};

/// Takes open at once on one node.
const MAX_OPEN: usize = 1_024;
/// Closed takes whose last sequences are kept for receipts.
const MAX_CLOSED: usize = 1_024;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MachineEffect {
    Send(ToAuthority),
    /// The take may be cast here.
    Opened(TakeId),
    /// The owner was asked.
    Waiting(TakeId),
    Refused {
        take: TakeId,
        why: Why,
    },
    /// Close the cells of these takes, then call [`HolderMachine::drained`].
    Shut(Vec<TakeId>),
    /// The lease of all cells that are open.
    Extend(Timestamp),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Asked {
    asking: Asking,
    plan: PlanDigest,
    /// Answers to earlier asks are about another asking.
    first: u64,
    retry_at: Timestamp,
    waiting: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Open {
    asking: Asking,
    plan: PlanDigest,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Closed {
    asking: Asking,
    lines: Vec<StreamReceipt>,
}

/// Pure; cloned and hashed by the model.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HolderMachine {
    id: HolderId,
    cameo: CameoId,
    seen: Option<Seen>,
    lease: Option<Timestamp>,
    next: u64,
    /// When each renewal that may still be answered was asked for.
    renewals: BTreeMap<u64, Timestamp>,
    renew_at: Timestamp,
    asks: BTreeMap<TakeId, Asked>,
    open: BTreeMap<TakeId, Open>,
    closed: BTreeMap<TakeId, Closed>,
    /// The authority waits for a confirmation of these.
    owed: Option<Vec<Scope>>,
    draining: bool,
    /// It shut something of its own accord, of which the authority knows nothing: until then a closing waits for it, or names it as not confirmed.
    unsaid: Option<Timestamp>,
    effects: VecDeque<MachineEffect>,
}

impl HolderMachine {
    #[must_use]
    pub fn new(id: HolderId, cameo: CameoId) -> Self {
        Self {
            id,
            cameo,
            seen: None,
            lease: None,
            next: 1,
            renewals: BTreeMap::new(),
            renew_at: Timestamp::default(),
            asks: BTreeMap::new(),
            open: BTreeMap::new(),
            closed: BTreeMap::new(),
            owed: None,
            draining: false,
            unsaid: None,
            effects: VecDeque::new(),
        }
    }

    /// Pop until none is left, after each call that changes the machine.
    pub fn pop(&mut self) -> Option<MachineEffect> {
        self.effects.pop_front()
    }

    #[must_use]
    pub fn id(&self) -> HolderId {
        self.id
    }

    /// Whether the take may be sent now. The cells say the same.
    #[must_use]
    pub fn may_send(&self, now: Timestamp, take: TakeId) -> bool {
        self.open.contains_key(&take) && self.is_leased(now)
    }

    /// The end of the lease, where it is in force and this plan was granted.
    #[must_use]
    pub fn granted(&self, now: Timestamp, take: TakeId, plan: PlanDigest) -> Option<Timestamp> {
        let open = self.open.get(&take).is_some_and(|open| open.plan == plan);
        self.lease.filter(|lease| open && now <= *lease)
    }

    #[must_use]
    pub fn is_asking(&self, take: TakeId) -> bool {
        self.asks.contains_key(&take)
    }

    #[must_use]
    pub fn is_open(&self, take: TakeId) -> bool {
        self.open.contains_key(&take)
    }

    /// Cells were shut, and [`Self::drained`] was not called since.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.draining
    }

    /// Neither asks nor holds anything, and owes no confirmation.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.asks.is_empty() && self.open.is_empty() && !self.draining && self.owed.is_none()
    }

    fn is_leased(&self, now: Timestamp) -> bool {
        self.lease.is_some_and(|lease| now <= lease)
    }

    /// Asks for a take; `Opened` or `Refused` follows, perhaps after `Waiting`.
    pub fn ask(&mut self, now: Timestamp, asking: Asking, plan: PlanDigest) {
        let take = asking.take;
        let known = self.open.get(&take).map(|open| open.plan).or_else(|| self.asks.get(&take).map(|asked| asked.plan));
        if known.is_some_and(|known| known != plan) {
            return self.refuse(take, Why::OtherPlan);
        }
        if self.granted(now, take, plan).is_some() {
            return self.effects.push_back(MachineEffect::Opened(take));
        }
        if self.asks.contains_key(&take) {
            return;
        }
        if self.asks.len() >= MAX_WAITING || self.open.len() >= MAX_OPEN {
            return self.refuse(take, Why::Busy);
        }
        if !self.is_leased(now) || now >= self.renew_at {
            self.renew(now);
        }
        self.asks.insert(take, Asked { asking, plan, first: self.next, retry_at: now, waiting: false });
        self.send_ask(now, take);
    }

    /// Nobody waits for this take any more.
    pub fn give_up(&mut self, take: TakeId) {
        if self.asks.remove(&take).is_some() {
            let number = self.number();
            self.send(ToAuthority::GiveUp { holder: self.id, number, take });
        }
    }

    /// Nothing of this take can be sent any more, here: it need not be renewed.
    pub fn release(&mut self, take: TakeId) {
        self.open.remove(&take);
    }

    /// Shuts everything of its own accord: the authority is known to be gone. It goes on asking.
    pub fn shut_all(&mut self, now: Timestamp) {
        self.lease = None;
        if !self.open.is_empty() {
            self.unsaid = Some(now.plus(LEASE_MS + MARGIN_MS + LAPSED_MS));
        }
        self.shut(|_| true);
    }

    pub fn handle(&mut self, now: Timestamp, message: ToHolder) {
        match message {
            ToHolder::Granted(granted) => self.granted_take(now, &granted),
            ToHolder::Denied { number, take, why, .. } => {
                if self.asks.get(&take).is_some_and(|asked| number >= asked.first) {
                    self.asks.remove(&take);
                    self.refuse(take, why);
                }
            }
            ToHolder::Waiting { number, take, .. } => self.must_wait(now, number, take),
            ToHolder::Renewed(renewed) => self.renewed(&renewed),
            ToHolder::Close { at, since, scopes } => self.close(now, at, since, scopes),
        }
    }

    /// Time passed.
    pub fn tick(&mut self, now: Timestamp) {
        self.unsaid = self.unsaid.filter(|until| now <= *until);
        if self.asks.is_empty() && self.open.is_empty() {
            return self.give_back();
        }
        if now >= self.renew_at {
            self.renew(now);
        }
        let due: Vec<TakeId> = self.asks.iter().filter(|(_, asked)| now >= asked.retry_at).map(|(take, _)| *take).collect();
        for take in due {
            self.send_ask(now, take);
        }
    }

    /// Nothing is asked, open or in flight: no closing needs to wait for this lease.
    fn give_back(&mut self) {
        if self.lease.is_some() && self.is_idle() {
            self.lease = None;
            self.renewals.clear();
            if let Some(release) = self.farewell() {
                self.number();
                self.send(release);
            }
        }
    }

    /// What tells the authority that an idle holder gives its leases back. None: it is not idle, or has something left to say for receipts.
    #[must_use]
    pub fn farewell(&self) -> Option<ToAuthority> {
        (self.is_idle() && self.unsaid.is_none()).then_some(ToAuthority::Release { holder: self.id, number: self.next })
    }

    /// When [`Self::tick`] has something to do. None: nothing is asked or held.
    #[must_use]
    pub fn next_tick(&self) -> Option<Timestamp> {
        let renewal = (!self.asks.is_empty() || !self.open.is_empty()).then_some(self.renew_at);
        renewal.into_iter().chain(self.asks.values().map(|asked| asked.retry_at)).min()
    }

    /// Nothing of what was shut is in flight or kept any more; what its streams had sent at most.
    pub fn drained(&mut self, lines: Vec<StreamReceipt>) {
        for line in lines {
            if let Some(closed) = self.closed.get_mut(&line.stream.take) {
                closed.lines.retain(|known| known.stream != line.stream);
                closed.lines.push(line);
            }
        }
        self.draining = false;
        self.confirm();
    }

    fn granted_take(&mut self, now: Timestamp, granted: &Granted) {
        let asked = self.asks.get(&granted.take).is_some_and(|asked| asked.plan == granted.plan);
        // From before a closing that was acted on, or after one that is still to come: the ask is repeated.
        if granted.cameo != self.cameo || Some(granted.at) != self.seen || !asked || !self.is_leased(now) {
            return;
        }
        if let Some(Asked { asking, plan, .. }) = self.asks.remove(&granted.take) {
            self.open.insert(granted.take, Open { asking, plan });
            self.effects.push_back(MachineEffect::Opened(granted.take));
        }
    }

    fn must_wait(&mut self, now: Timestamp, number: u64, take: TakeId) {
        let Some(asked) = self.asks.get_mut(&take).filter(|asked| number >= asked.first) else { return };
        asked.retry_at = now.plus(QUESTION_RETRY_MS);
        if !asked.waiting {
            asked.waiting = true;
            self.effects.push_back(MachineEffect::Waiting(take));
        }
    }

    fn renewed(&mut self, renewed: &Renewed) {
        let Some(asked_at) = self.renewals.get(&renewed.number).copied() else { return };
        if renewed.cameo != self.cameo || self.seen.is_some_and(|seen| seen != renewed.at) {
            return;
        }
        self.seen = Some(renewed.at);
        self.renewals.retain(|number, _| *number > renewed.number);
        let lease = asked_at.plus(LEASE_MS);
        if self.lease.is_none_or(|known| known < lease) {
            self.lease = Some(lease);
            self.effects.push_back(MachineEffect::Extend(lease));
        }
    }

    fn close(&mut self, now: Timestamp, at: Seen, since: u64, scopes: Vec<Scope>) {
        let before = self.seen;
        match self.seen {
            Some(seen) if at.epoch < seen.epoch => return,
            None => self.seen = Some(at),
            Some(seen) if at.epoch > seen.epoch => {
                self.seen = Some(at);
                self.shut_all(now);
            }
            // Heard before: the confirmation was lost.
            Some(seen) if at.closing <= seen.closing => {}
            Some(seen) => {
                self.seen = Some(at);
                let missed = usize::try_from(seen.closing.saturating_sub(since)).unwrap_or(usize::MAX);
                if seen.closing < since {
                    self.shut(|_| true);
                } else {
                    let news: Vec<Scope> = scopes.iter().skip(missed).copied().collect();
                    self.shut(|asking| news.iter().any(|scope| scope.touches_asking(asking)));
                }
            }
        }
        let owed = self.owed.get_or_insert_default();
        owed.extend(scopes);
        owed.sort_unstable();
        owed.dedup();
        self.confirm();
        if self.seen != before && !self.asks.is_empty() {
            self.ask_anew(now);
        }
    }

    /// What was asked from an earlier place is not answered.
    fn ask_anew(&mut self, now: Timestamp) {
        self.renew(now);
        let takes: Vec<TakeId> = self.asks.keys().copied().collect();
        for take in takes {
            self.send_ask(now, take);
        }
    }

    fn shut(&mut self, shuts: impl Fn(&Asking) -> bool) {
        let takes: Vec<TakeId> = self.open.iter().filter(|(_, open)| shuts(&open.asking)).map(|(take, _)| *take).collect();
        if takes.is_empty() {
            return;
        }
        for take in &takes {
            if let Some(Open { asking, .. }) = self.open.remove(take) {
                self.closed.entry(*take).or_insert(Closed { asking, lines: Vec::new() });
            }
        }
        while self.closed.len() > MAX_CLOSED.max(takes.len()) {
            self.closed.pop_first();
        }
        self.draining = true;
        self.effects.push_back(MachineEffect::Shut(takes));
    }

    fn confirm(&mut self) {
        let Some(at) = self.seen.filter(|_| !self.draining) else { return };
        let Some(scopes) = self.owed.take() else { return };
        let touched = self.closed.values().filter(|closed| scopes.iter().any(|scope| scope.touches_asking(&closed.asking)));
        let lines = touched.flat_map(|closed| closed.lines.iter().copied()).collect();
        self.send(ToAuthority::Confirm { holder: self.id, at, lines });
    }

    fn renew(&mut self, now: Timestamp) {
        let number = self.number();
        self.renewals.retain(|_, asked_at| now.since(*asked_at) <= LEASE_MS);
        self.renewals.insert(number, now);
        self.renew_at = now.plus(RENEW_MS);
        self.send(ToAuthority::Renew { holder: self.id, number, seen: self.seen });
    }

    fn send_ask(&mut self, now: Timestamp, take: TakeId) {
        let number = self.number();
        let Some(asked) = self.asks.get_mut(&take) else { return };
        asked.retry_at = now.plus(if asked.waiting { QUESTION_RETRY_MS } else { RENEW_MS });
        let (asking, plan) = (asked.asking.clone(), asked.plan);
        self.send(ToAuthority::Ask { holder: self.id, number, seen: self.seen, asking, plan });
    }

    fn number(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        number
    }

    fn refuse(&mut self, take: TakeId, why: Why) {
        self.effects.push_back(MachineEffect::Refused { take, why });
    }

    fn send(&mut self, message: ToAuthority) {
        self.effects.push_back(MachineEffect::Send(message));
    }
}
