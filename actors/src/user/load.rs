//! Reads a person's cameos back from the store. The only place where an authority is restored.
//!
//! While that fails nobody is answered, so that leases end and nothing is granted: unknown means no (CONSENT-1).

use super::{
    UserActor,
    home::{Home, gone},
    message::{Enrolled, TiesChanged},
    receipts::Wanted,
};
use crate::{bus::Bus, clock, mailbox::Asked};
use actix::{ActorFuture, AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use domain::{
    CameoId, RoomId, TakeId, UserId,
    cameo::{DecisionEvent, Decisions, Scope},
    consent::protocol::{AuthorityMachine, Before, Restored},
};
use std::{
    collections::{BTreeSet, HashSet},
    time::Duration,
};
use store::{Cameo, Store, StoreError};
use tracing::{error, info};
use wire::cameo::ScopeView;

/// After a failure it is tried again this much later.
const AGAIN: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(super) struct Loading {
    under_way: bool,
    /// Since the last success.
    failed: bool,
    /// Of this home, once it has one; it fences earlier homes in the store.
    epoch: Option<u64>,
    /// Authorities that this home restored.
    restored: u64,
}

/// An authority's epoch is made of its home's and of how many that home had restored before.
const RESTORED_BITS: u32 = 20;

impl Loading {
    pub fn is_under_way(&self) -> bool {
        self.under_way
    }

    pub fn has_failed(&self) -> bool {
        self.failed
    }
}

/// One cameo as it is stored.
struct Stored {
    cameo: Cameo,
    decisions: Decisions,
    /// Of the last event.
    number: u64,
    before: Before,
}

struct Read {
    /// None: there is nothing to be the home of.
    epoch: Option<u64>,
    cameos: Vec<Stored>,
    mutuals: BTreeSet<UserId>,
    blocked: BTreeSet<UserId>,
    /// Those among them who still have something of these cameos, with the words for the receipt: a block that no home heard of.
    parted: Vec<(UserId, ScopeView)>,
    /// Takes that wait for an answer of this person.
    asking: Vec<(RoomId, TakeId)>,
}

impl UserActor {
    /// Messages wait until it is done.
    pub(super) fn load(&mut self, context: &mut Context<Self>) {
        let reading = self.reading();
        context.wait(reading);
    }

    /// The same while messages go on: those about cameos that are not here are refused meanwhile.
    pub(super) fn reload(&mut self, context: &mut Context<Self>) {
        if !self.loading.under_way {
            let reading = self.reading();
            context.spawn(reading);
        }
    }

    fn reading(&mut self) -> impl ActorFuture<Self, Output = ()> + 'static {
        self.loading.under_way = true;
        let (store, bus, user) = (self.around.store.clone(), self.around.bus.clone(), self.user);
        let (here, epoch): (HashSet<CameoId>, _) = (self.homes.keys().copied().collect(), self.loading.epoch);
        let read = async move { read(&store, &*bus, (user, epoch), &here).await };
        read.into_actor(self).map(|read, user, context| user.loaded(read, context))
    }

    fn loaded(&mut self, read: Result<Read, StoreError>, context: &mut Context<Self>) {
        self.loading.under_way = false;
        match read {
            Ok(read) => self.take_in(read, context),
            Err(failure) => {
                error!(user = %self.user, %failure, "a person's cameos can't be read: nobody can cast them until they can");
                self.loading.failed = true;
                context.run_later(AGAIN, Self::reload);
            }
        }
    }

    fn take_in(&mut self, read: Read, context: &mut Context<Self>) {
        let Read { epoch, cameos, mutuals, blocked, parted, asking } = read;
        self.loading.failed = false;
        (self.mutuals, self.blocked) = (mutuals, blocked);
        let Some(epoch) = epoch else { return };
        self.loading.epoch = Some(epoch);
        let now = clock::now();
        for Stored { cameo, decisions, number, before } in cameos {
            let id = cameo.id;
            self.loading.restored += 1;
            let machine = AuthorityMachine::restore(
                Restored {
                    cameo: id,
                    owner: self.user,
                    epoch: (epoch << RESTORED_BITS) + self.loading.restored,
                    decisions,
                    next_event: number + 1,
                    before,
                },
                now,
            );
            self.homes.entry(id).or_insert_with(|| Home::new(cameo, machine, epoch, number));
            self.carry_out(id, context);
        }
        for (person, told) in parted {
            self.part_from(person, &told, context);
        }
        info!(user = %self.user, cameos = self.homes.len(), "home of a person's cameos");
        for (room, take) in asking {
            self.around.directory.ask_again(room, take);
        }
    }
}

/// Blocks are known in every home: they also hide how far others are in conversations.
async fn read(store: &Store, bus: &dyn Bus, (user, epoch): (UserId, Option<u64>), here: &HashSet<CameoId>) -> Result<Read, StoreError> {
    let cameos: Vec<Cameo> = store.cameos_of(user).await?.into_iter().filter(|cameo| !here.contains(&cameo.id)).collect();
    if cameos.is_empty() {
        let (mutuals, blocked) = (store.mutuals_of(user).await?, store.blocked_with(user).await?);
        return Ok(Read { epoch: None, cameos: Vec::new(), mutuals, blocked, parted: Vec::new(), asking: Vec::new() });
    }
    let epoch = match epoch {
        Some(epoch) => epoch,
        None => store.open_user(user).await?,
    };
    let held = bus.held(cameos.iter().map(|cameo| cameo.id).collect()).await;
    let mut stored = Vec::with_capacity(cameos.len());
    for cameo in cameos {
        let decisions = store.decisions(cameo.id).await?;
        let number = decisions.last().map_or(0, |last| last.number);
        let before = if held.as_ref().is_some_and(|held| !held.contains(&cameo.id)) { Before::Nobody } else { Before::Perhaps };
        let events: Vec<DecisionEvent> = decisions.into_iter().map(|recorded| recorded.event).collect();
        stored.push(Stored { cameo, decisions: Decisions::fold(&events), number, before });
    }
    let blocked = store.blocked_with(user).await?;
    let mut parted = Vec::new();
    for person in &blocked {
        if stored.iter().any(|stored| stored.decisions.touched(Scope::Person(*person)).next().is_some()) {
            parted.push((*person, named(store, *person).await?));
        }
    }
    let asking = store.questions_for(user).await?.into_iter().filter_map(|question| Some((question.room?, question.take)));
    Ok(Read { epoch: Some(epoch), cameos: stored, mutuals: store.mutuals_of(user).await?, blocked, parted, asking: asking.collect() })
}

/// A person in the words of a receipt.
async fn named(store: &Store, person: UserId) -> Result<ScopeView, StoreError> {
    let account = store.account(person).await?;
    Ok(ScopeView::Person(account.map_or_else(|| person.to_string(), |account| account.handle.to_string())))
}

impl Handler<Asked<Enrolled>> for UserActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<Enrolled>, context: &mut Context<Self>) {
        let Asked { question: Enrolled(cameo), reply } = asked;
        if self.homes.contains_key(&cameo) {
            return reply.answer(Ok(()));
        }
        let reading = self.reading();
        context.wait(reading.map(move |(), user, _| {
            reply.answer(if user.homes.contains_key(&cameo) { Ok(()) } else { Err(gone()) });
        }));
    }
}

impl Handler<Asked<TiesChanged>> for UserActor {
    type Result = ();

    /// Whom a block has come between loses what they made of this person's cameos. Asked of the block as it stands and not of what
    /// changed: a home that this very message started has read it already.
    fn handle(&mut self, asked: Asked<TiesChanged>, context: &mut Context<Self>) {
        let Asked { question: TiesChanged(other), reply } = asked;
        let (store, user) = (self.around.store.clone(), self.user);
        let read = async move { Ok::<_, StoreError>((store.mutuals_of(user).await?, store.blocked_with(user).await?, named(&store, other).await?)) };
        context.wait(read.into_actor(self).map(move |read, user, context| {
            let Ok((mutuals, blocked, told)) = read else { return reply.answer(Err(gone())) };
            (user.mutuals, user.blocked) = (mutuals, blocked);
            if user.blocked.contains(&other) {
                user.part_from(other, &told, context);
            }
            user.review_all(context);
            reply.answer(Ok(()));
        }));
    }
}

impl UserActor {
    fn part_from(&mut self, person: UserId, told: &ScopeView, context: &mut Context<Self>) {
        let scope = Scope::Person(person);
        let touches = |home: &Home| home.machine.decisions().touched(scope).next().is_some();
        let touched: Vec<CameoId> = self.homes.iter().filter(|(_, home)| touches(home)).map(|(cameo, _)| *cameo).collect();
        for cameo in touched {
            // Nobody waits for this receipt; it is kept.
            self.close(cameo, Wanted { scope: Some(scope), told: told.clone(), received_at: clock::now(), reply: None }, context);
        }
    }
}
