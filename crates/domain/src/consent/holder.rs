//! One cameo's consent on one node: the protocol's [`HolderMachine`] and the cells that it governs, so that no shell can forget one
//! of them.
//!
//! A [`Grant`] is minted only here, and only for a plan that the authority's `Granted` named by take and digest. Dropped, it closes
//! every yes (an authority or node that dies sends nothing more).

use super::{
    Grant, Refusal,
    cells::{Cells, Closing},
    protocol::{HolderId, HolderMachine, MachineEffect, PlanDigest, ToAuthority, ToHolder},
};
use crate::{
    CameoId, TakeId, Timestamp,
    cameo::{Asking, Why},
    plan::FrozenPlan,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How soon to look again whether what was in flight has ended.
const DRAIN_MS: u64 = 2;
/// A granted take that is not cast for so long is asked for anew.
const UNUSED_MS: u64 = 30_000;

/// What the shell has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HolderEffect {
    /// To the authority of this cameo.
    Send(ToAuthority),
    /// [`Holder::grant`] now says yes to this take's plan.
    Opened(TakeId),
    /// The owner was asked; `Opened` or `Refused` follows.
    Waiting(TakeId),
    Refused {
        take: TakeId,
        why: Why,
    },
    /// Consent was taken back: these takes are shut already. Tell rooms and pages.
    Closed(Vec<TakeId>),
}

/// Not a machine state: it holds permits.
pub struct Holder {
    machine: HolderMachine,
    cells: Cells,
    closings: Vec<Closing>,
    /// When each open take was last granted or found in use.
    used: BTreeMap<TakeId, Timestamp>,
    effects: VecDeque<HolderEffect>,
}

impl Holder {
    /// `id` must never have been used before for this cameo: late answers to an earlier holder must not meet this one.
    #[must_use]
    pub fn new(id: HolderId, cameo: CameoId) -> Self {
        let machine = HolderMachine::new(id, cameo);
        Self { machine, cells: Cells::new(cameo), closings: Vec::new(), used: BTreeMap::new(), effects: VecDeque::new() }
    }

    #[must_use]
    pub fn id(&self) -> HolderId {
        self.machine.id()
    }

    #[must_use]
    pub fn cameo(&self) -> CameoId {
        self.cells.cameo()
    }

    /// Pop until none is left, after each call that changes the holder.
    pub fn pop(&mut self) -> Option<HolderEffect> {
        self.effects.pop_front()
    }

    /// Asks whether this plan may show the cameo: `Opened` or `Refused` follows. While neither comes, the answer is no.
    ///
    /// # Errors
    /// Where the plan does not show this cameo.
    pub fn ask(&mut self, now: Timestamp, plan: &FrozenPlan) -> Result<(), Refusal> {
        if !plan.cast().iter().any(|cameo| cameo == self.cameo()) {
            return Err(Refusal::NotInPlan);
        }
        self.machine.ask(now, Asking::of(plan), PlanDigest::of(plan));
        self.carry(now);
        Ok(())
    }

    /// Nobody waits for the answer any more.
    pub fn give_up(&mut self, now: Timestamp, take: TakeId) {
        self.machine.give_up(take);
        self.carry(now);
    }

    /// Says yes to a plan that was granted, until the lease ends; renewals lengthen it (CONSENT-5). Any number of times.
    ///
    /// # Errors
    /// Where the plan does not show the cameo, was not granted exactly as it is, or the lease has lapsed.
    pub fn grant(&mut self, now: Timestamp, plan: &FrozenPlan) -> Result<Grant, Refusal> {
        let digest = PlanDigest::of(plan);
        let deadline = self.machine.granted(now, plan.take(), digest).ok_or(Refusal::NotGranted)?;
        let grant = self.cells.grant(plan, digest, deadline)?;
        self.used.insert(plan.take(), now);
        Ok(grant)
    }

    /// A message came from the authority.
    pub fn handle(&mut self, now: Timestamp, message: ToHolder) {
        self.machine.handle(now, message);
        self.carry(now);
    }

    /// The authority, or the way to it, is known to be gone: shuts everything at once rather than when the lease ends.
    pub fn shut_all(&mut self, now: Timestamp) {
        self.machine.shut_all(now);
        self.carry(now);
    }

    /// Time passed.
    pub fn tick(&mut self, now: Timestamp) {
        let in_use: BTreeSet<TakeId> = self.cells.in_use().collect();
        for take in in_use {
            self.used.insert(take, now);
        }
        let unused: Vec<TakeId> = self.used.iter().filter(|(_, at)| now.since(**at) >= UNUSED_MS).map(|(take, _)| *take).collect();
        for take in unused {
            self.used.remove(&take);
            self.machine.release(take);
        }
        self.machine.tick(now);
        self.carry(now);
    }

    /// When [`Self::tick`] has something to do. None: nothing is asked or held.
    #[must_use]
    pub fn next_tick(&self, now: Timestamp) -> Option<Timestamp> {
        let drain = self.machine.is_draining().then(|| now.plus(DRAIN_MS));
        drain.into_iter().chain(self.machine.next_tick()).min()
    }

    /// Whether the take's plan is granted and the lease is in force.
    #[must_use]
    pub fn may_send(&self, now: Timestamp, take: TakeId) -> bool {
        self.machine.may_send(now, take)
    }

    /// Neither asks nor holds anything, and owes no confirmation: send [`Self::farewell`], then drop it.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.machine.is_idle()
    }

    /// What to send when an idle holder is dropped, so that no closing waits for its lease.
    #[must_use]
    pub fn farewell(&self) -> Option<ToAuthority> {
        self.machine.farewell()
    }

    fn carry(&mut self, now: Timestamp) {
        loop {
            while let Some(effect) = self.machine.pop() {
                self.carry_out(now, effect);
            }
            if !self.machine.is_draining() || !self.closings.iter().all(Closing::is_drained) {
                return;
            }
            let lines = std::mem::take(&mut self.closings).iter().filter_map(Closing::receipt).flatten().collect();
            self.machine.drained(lines);
        }
    }

    fn carry_out(&mut self, now: Timestamp, effect: MachineEffect) {
        let effect = match effect {
            MachineEffect::Send(message) => HolderEffect::Send(message),
            MachineEffect::Opened(take) => {
                self.used.insert(take, now);
                HolderEffect::Opened(take)
            }
            MachineEffect::Waiting(take) => HolderEffect::Waiting(take),
            MachineEffect::Refused { take, why } => HolderEffect::Refused { take, why },
            MachineEffect::Shut(takes) => {
                self.closings.push(self.cells.close(|take| takes.contains(&take)));
                self.used.retain(|take, _| !takes.contains(take));
                HolderEffect::Closed(takes)
            }
            MachineEffect::Extend(lease) => return self.cells.extend(lease),
        };
        self.effects.push_back(effect);
    }
}
