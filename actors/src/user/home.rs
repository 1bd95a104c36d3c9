//! The home of one cameo: its authority's machine, and the shell that keeps what it decides.

use super::{UserActor, ledger::entry_of, receipts::Closing};
use crate::{clock, mailbox::Answering};
use actix::{AsyncContext, Context, WrapFuture, fut::ActorFutureExt};
use domain::{
    CameoId, Timestamp,
    cameo::{DecisionEvent, Rules},
    consent::protocol::{AuthorityEffect, AuthorityMachine},
};
use std::collections::{BTreeMap, HashMap};
use store::{Cameo, DecisionBatch, DecisionsKept, StoreError};
use tracing::{error, warn};
use wire::ErrorBody;

type Done = Box<dyn FnOnce(&mut UserActor, &mut Context<UserActor>, Result<(), ErrorBody>) + Send>;

pub(super) struct Home {
    pub cameo: Cameo,
    pub machine: AuthorityMachine,
    /// Under which everything is written; another home of this person fences it.
    epoch: u64,
    /// What waits until the event of this number is durable.
    after: BTreeMap<u64, Vec<Done>>,
    /// The last event that was handed to the store, and the last that is on disk.
    recorded: u64,
    durable: u64,
    pub closings: HashMap<u64, Closing>,
}

impl Home {
    pub fn new(cameo: Cameo, machine: AuthorityMachine, epoch: u64, recorded: u64) -> Self {
        Self { cameo, machine, epoch, after: BTreeMap::new(), recorded, durable: recorded, closings: HashMap::new() }
    }

    /// Under 18, and no guardian approved more.
    pub fn is_guarded(&self) -> bool {
        self.cameo.minor && self.cameo.guardian_approved != Some(true)
    }

    /// As they hold now: strict for whoever is guarded, also where no rules were ever saved.
    pub fn rules(&self) -> Rules {
        let rules = self.machine.decisions().rules().clone();
        Rules { strict: rules.strict || self.is_guarded(), ..rules }
    }

    /// The number that the next event gets.
    pub fn next_event(&self) -> u64 {
        self.recorded + 1
    }

    pub fn is_idle(&self, now: Timestamp) -> bool {
        self.machine.is_idle(now) && self.after.is_empty() && self.closings.is_empty()
    }

    fn take_due(&mut self, number: u64) -> Vec<Done> {
        let later = self.after.split_off(&(number + 1));
        std::mem::replace(&mut self.after, later).into_values().flatten().collect()
    }
}

impl UserActor {
    /// Carries out what the machine decided, in its order: closings go out before anything is written (CONSENT-4).
    pub(super) fn carry_out(&mut self, cameo: CameoId, context: &mut Context<Self>) {
        let mut records = Vec::new();
        let mut receipts = Vec::new();
        let Some(home) = self.homes.get_mut(&cameo) else { return };
        while let Some(effect) = home.machine.pop() {
            match effect {
                AuthorityEffect::Send { to, message } => self.around.bus.to_holder(to, cameo, message),
                AuthorityEffect::Announce(message) => self.around.bus.announce(cameo, message),
                AuthorityEffect::Record { number, event } => records.push((number, event)),
                AuthorityEffect::Acknowledge(receipt) => receipts.push(receipt),
                // A take is asked about before it is queued, by its room; whoever finds out here that it must ask gives up.
                AuthorityEffect::Question(_) | AuthorityEffect::QuestionGone(_) => {}
                AuthorityEffect::Deposed => {
                    warn!(%cameo, "another home of this cameo exists");
                    return self.drop_home(cameo, context);
                }
            }
        }
        self.keep(cameo, records, context);
        for receipt in receipts {
            self.acknowledge(cameo, receipt, context);
        }
    }

    fn keep(&mut self, cameo: CameoId, records: Vec<(u64, DecisionEvent)>, context: &mut Context<Self>) {
        let Some(home) = self.homes.get_mut(&cameo) else { return };
        let (Some((first, _)), Some((last, _))) = (records.first(), records.last()) else { return };
        let (first, last) = (*first, *last);
        home.recorded = last;
        let decisions = records.into_iter().map(|(_, event)| (entry_of(&event), event)).map(|(entry, event)| (event, entry)).collect();
        let batch = DecisionBatch { cameo, epoch: home.epoch, expected_number: first - 1, at: clock::now(), decisions };
        // In the store's queue when this returns: batches keep their order.
        let kept = self.around.store.append_decisions(batch).into_actor(self);
        context.spawn(kept.map(move |kept, user, context| user.kept(cameo, first, kept, context)));
    }

    fn kept(&mut self, cameo: CameoId, first: u64, kept: Result<DecisionsKept, StoreError>, context: &mut Context<Self>) {
        let kept = match kept {
            Ok(kept) => kept,
            Err(failure) => {
                error!(%cameo, %failure, "a decision could not be kept: its cameo is shown nowhere until it can be read again");
                return self.drop_home(cameo, context);
            }
        };
        let Some(home) = self.homes.get_mut(&cameo) else { return };
        for closing in home.closings.values_mut() {
            closing.entry =
                closing.entry.or_else(|| closing.event.checked_sub(first).and_then(|at| kept.entries.get(usize::try_from(at).ok()?).copied()));
        }
        home.durable = kept.number;
        home.machine.committed(clock::now(), kept.number);
        let due = home.take_due(kept.number);
        for done in due {
            done(self, context, Ok(()));
        }
        self.carry_out(cameo, context);
    }

    /// Runs `done` once everything recorded so far is durable. Call it after [`Self::carry_out`].
    pub(super) fn once_durable(
        &mut self,
        cameo: CameoId,
        context: &mut Context<Self>,
        done: impl FnOnce(&mut Self, &mut Context<Self>, Result<(), ErrorBody>) + Send + 'static,
    ) {
        match self.homes.get_mut(&cameo) {
            None => done(self, context, Err(gone())),
            Some(home) if home.durable >= home.recorded => done(self, context, Ok(())),
            Some(home) => home.after.entry(home.recorded).or_default().push(Box::new(done)),
        }
    }

    /// What is in doubt is not shown: the holders hear from nobody and stop, until the cameo is read back from the store.
    pub(super) fn drop_home(&mut self, cameo: CameoId, context: &mut Context<Self>) {
        let Some(mut home) = self.homes.remove(&cameo) else { return };
        for done in home.take_due(u64::MAX - 1) {
            done(self, context, Err(gone()));
        }
        for closing in home.closings.into_values() {
            closing.answer(Err(gone()));
        }
        self.reload(context);
    }
}

pub(super) fn gone() -> ErrorBody {
    ErrorBody::new("unavailable", "this could not be kept: try again in a moment")
}

/// Answers with what came of it.
pub(super) fn reply_with(
    reply: Answering<Result<(), ErrorBody>>,
) -> impl FnOnce(&mut UserActor, &mut Context<UserActor>, Result<(), ErrorBody>) + Send + 'static {
    move |_, _, result| reply.answer(result)
}
