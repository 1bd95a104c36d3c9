//! Writes first, words after: what a room decides is handed to the store in order, one batch under way at a time, and everything that
//! tells of it waits for the commit.

use super::{RoomActor, handle::SocketId, sync::Told};
use crate::{device::forget, outbox::Frame};
use actix::{AsyncContext, Context, WrapFuture, fut::ActorFutureExt};
use domain::{
    UserId,
    plan::FrozenPlan,
    room::{Command, Effect, Recorded, RoomEvent, Sequence},
};
use std::{collections::VecDeque, sync::Arc};
use store::{Appended, RoomBatch, StoreError, StoredUpdate};
use wire::{ErrorBody, Message};

type After = Box<dyn FnOnce(&mut RoomActor, &mut Context<RoomActor>) + Send>;

#[derive(Default)]
struct Batch {
    events: Vec<Recorded>,
    redactions: Vec<Sequence>,
    plans: Vec<FrozenPlan>,
    updates: Vec<StoredUpdate>,
    idempotency: Option<(UserId, String, String)>,
    after: Vec<After>,
    told: Vec<Told>,
}

impl Batch {
    fn is_empty(&self) -> bool {
        self.events.is_empty() && self.plans.is_empty() && self.updates.is_empty() && self.idempotency.is_none()
    }
}

/// What waits to be written.
#[derive(Default)]
pub(super) struct Commits {
    batches: VecDeque<Batch>,
    writing: bool,
    poisoned: bool,
}

impl Commits {
    pub fn is_writing(&self) -> bool {
        self.writing || !self.batches.is_empty()
    }

    /// Nothing more is written or told.
    pub fn poison(&mut self) {
        self.poisoned = true;
        self.batches.clear();
    }

    fn last(&mut self) -> &mut Batch {
        if self.batches.is_empty() {
            self.batches.push_back(Batch::default());
        }
        self.batches.back_mut().expect("one was just made")
    }

    pub fn add_effects(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let batch = self.last();
            match effect {
                Effect::Record(recorded) => {
                    batch.events.push(recorded.clone());
                    batch.after.push(Box::new(move |room, context| room.committed_event(recorded, context)));
                }
                Effect::Redact { events } => {
                    batch.redactions.extend(&events);
                    batch.after.push(Box::new(move |room, _| room.redacted(&events)));
                }
                Effect::TellKnock { user, admitted } => batch.after.push(Box::new(move |room, _| {
                    let answered = Message::KnockAnswered { room: room.room, admitted };
                    room.around.directory.tell_pages(user, Frame::text(&answered));
                })),
                Effect::KeepPlan(plan) => batch.plans.push(*plan),
                Effect::Dispatch { take, asker, attempt } => {
                    batch.after.push(Box::new(move |room, context| room.dispatch(take, asker, attempt, context)));
                }
                Effect::Ask { take } => batch.after.push(Box::new(move |room, context| room.ask_owners(take, context))),
                Effect::Unask { take } => batch.after.push(Box::new(move |room, _| room.unask_owners(take))),
                // Done already: see `decide`.
                Effect::Abort { .. } | Effect::EndStage { .. } => {}
                Effect::Expel { user } => batch.after.push(Box::new(move |room, _| room.expel(user))),
            }
        }
    }

    /// The other editors hear of it once it is on disk.
    pub fn add_update(&mut self, author: UserId, update: Vec<u8>, from: Option<SocketId>) {
        let batch = self.last();
        batch.updates.push(StoredUpdate { author: Some(author), bytes: update.clone() });
        batch.told.push(Told { from, update });
    }

    /// The reply to give when this is asked again, in the same transaction as what was just decided.
    pub fn add_reply(&mut self, user: UserId, key: String, reply: String) {
        self.last().idempotency = Some((user, key, reply));
        // One reply for each batch: what comes later goes into the next.
        self.batches.push_back(Batch::default());
    }
}

impl RoomActor {
    /// Lets the machine decide; what it records is written with the next batch.
    pub(super) fn decide(&mut self, command: Command, _: &mut Context<Self>) -> Result<(), ErrorBody> {
        if let Command::RequestTake { plan, .. } = &command {
            self.plans.insert(plan.take(), Arc::new((**plan).clone()));
        }
        let effects = self.machine.apply(crate::clock::now(), command).map_err(|refused| ErrorBody::new(refused.code(), &refused))?;
        // Aborting need not wait for the commit.
        for effect in &effects {
            match effect {
                Effect::Abort { take } => self.abort(*take),
                Effect::EndStage { stage } => self.end_stage(*stage),
                _ => {}
            }
        }
        self.commits.add_effects(effects);
        self.follow_voices();
        Ok(())
    }

    /// Runs `after` once everything decided so far is on disk.
    pub(super) fn after_commit(&mut self, context: &mut Context<Self>, after: impl FnOnce(&mut Self, &mut Context<Self>) + Send + 'static) {
        if self.commits.is_writing() {
            self.commits.last().after.push(Box::new(after));
            self.flush(context);
        } else {
            after(self, context);
        }
    }

    /// Begins the next write, if none is under way.
    pub(super) fn flush(&mut self, context: &mut Context<Self>) {
        while !self.commits.writing {
            let Some(batch) = self.commits.batches.pop_front() else { return };
            if batch.is_empty() {
                // Nothing of it waits for the disk.
                for after in batch.after {
                    after(self, context);
                }
                continue;
            }
            self.write(batch, context);
        }
    }

    fn write(&mut self, batch: Batch, context: &mut Context<Self>) {
        self.commits.writing = true;
        let store = self.around.store.clone();
        let row = RoomBatch {
            room: self.room,
            epoch: self.epoch,
            events: batch.events,
            redactions: batch.redactions,
            plans: batch.plans,
            updates: batch.updates,
            idempotency: batch.idempotency,
        };
        let (after, told) = (batch.after, batch.told);
        let written = async move { store.append(row).await }.into_actor(self);
        context.spawn(written.map(move |result, room, context| room.written(result, after, told, context)));
    }

    fn written(&mut self, result: Result<Appended, StoreError>, after: Vec<After>, told: Vec<Told>, context: &mut Context<Self>) {
        if self.commits.poisoned {
            return;
        }
        self.commits.writing = false;
        match result {
            Ok(_) => {
                for after in after {
                    after(self, context);
                }
                self.tell_updates(told, context);
                self.flush(context);
            }
            Err(error) => self.fault(error.code(), context),
        }
    }

    /// Whoever resumes hears the words no more either.
    fn redacted(&mut self, events: &[Sequence]) {
        for recorded in self.recent.iter_mut().filter(|recorded| events.contains(&recorded.seq)) {
            recorded.event = recorded.event.clone().redacted();
        }
    }

    /// An event is on disk: everybody hears of it.
    fn committed_event(&mut self, recorded: Recorded, context: &mut Context<Self>) {
        self.committed.fold(&recorded).expect("events are committed in order");
        if let RoomEvent::TakeCancelled { take, .. } | RoomEvent::TakeFailed { take, .. } = recorded.event {
            self.recorded.remove(&take);
            self.plans.remove(&take);
            // Also where no session ever ran: after a restart, a refusal, too many tries.
            let store = self.around.store.clone();
            context.spawn(async move { forget(&store, take).await }.into_actor(self));
        }
        if self.recent.len() >= super::KEPT_EVENTS {
            self.recent.pop_front();
        }
        self.recent.push_back(recorded.clone());
        self.tell_all(&Frame::text(&Message::Event { room: self.room, event: recorded.into() }));
    }
}
