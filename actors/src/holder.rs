//! The consent that this node holds: for each cameo that it shows a `Holder`, which renews its lease, and closes its cells when it is told.
//!
//! One for each node, on a thread of its own, so that nothing delays a closing. Dropped, whatever the cause, it closes every yes. It decides
//! nothing: the holders do, and the home of the cameo's owner.

use crate::{
    bus::Bus,
    clock,
    directory::{DirectoryActor, RoomConsentClosed},
    mailbox::{Answering, Asked, Question, tell_surely},
};
use actix::{Actor, Addr, AsyncContext, Context, Handler, Message};
use domain::{
    CameoId, TakeId, Timestamp, UserId,
    cameo::{Asking, Scope, Why},
    consent::{
        Grant, Holder, HolderEffect,
        protocol::{HolderId, NodeId, ToHolder},
    },
    plan::{CastMember, FrozenPlan},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};
use tracing::{debug, info};
use wire::ErrorBody;

/// Messages that wait.
const MAILBOX: usize = 8_192;
/// Leases are looked at this often; each holder says itself what is due.
const TICK: Duration = Duration::from_millis(100);
/// While something is in flight that was closed, its end is looked for this often.
const DRAIN: Duration = Duration::from_millis(1);
/// Whoever wants a yes hears no after this, if nobody answers.
const PATIENCE: u64 = 5_000;
/// A take that could not be sent for so long is forgotten here; its holder has let it go before.
const FORGET: u64 = 60_000;
/// Those who want a yes for one cameo at once.
const MAX_WANTING: usize = 4_096;

pub(crate) struct NodeConsent {
    node: NodeId,
    bus: Arc<dyn Bus>,
    directory: Addr<DirectoryActor>,
    cameos: HashMap<CameoId, Held>,
    /// Of the next holder: none has the same.
    life: u64,
    draining: bool,
}

struct Held {
    owner: UserId,
    holder: Holder,
    wanting: HashMap<TakeId, Vec<Wanting>>,
    /// Takes that are open here, and when they were last found so.
    open: HashMap<TakeId, (Asking, Timestamp)>,
}

struct Wanting {
    member: CastMember,
    plan: Arc<FrozenPlan>,
    reply: Answering<Result<Grant, ErrorBody>>,
    until: Timestamp,
}

/// A yes for this plan, now. Waits when full: a stored clip must not fail because many are played.
pub(crate) struct Want {
    pub member: CastMember,
    pub plan: Arc<FrozenPlan>,
}

impl Question for Want {
    type Answer = Result<Grant, ErrorBody>;
}

/// From the home of a cameo's owner. Never dropped: a closing may be among them.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) enum ToHolderOf {
    One { to: HolderId, cameo: CameoId, message: ToHolder },
    Every { cameo: CameoId, message: ToHolder },
    NoHome { cameo: CameoId },
}

/// Which of these are held or asked for here? Waits when full.
pub(crate) struct Holding(pub Vec<CameoId>);

impl Question for Holding {
    type Answer = BTreeSet<CameoId>;
}

impl NodeConsent {
    pub fn new(bus: Arc<dyn Bus>, directory: Addr<DirectoryActor>) -> Self {
        Self { node: NodeId::new(rand::random()), bus, directory, cameos: HashMap::new(), life: 0, draining: false }
    }

    fn held(&mut self, member: &CastMember) -> &mut Held {
        let (node, life) = (self.node, &mut self.life);
        self.cameos.entry(member.cameo).or_insert_with(|| {
            *life += 1;
            let holder = Holder::new(HolderId { node, life: *life }, member.cameo);
            Held { owner: member.owner, holder, wanting: HashMap::new(), open: HashMap::new() }
        })
    }

    fn want(&mut self, want: Want, reply: Answering<Result<Grant, ErrorBody>>, context: &mut Context<Self>) {
        let Want { member, plan } = want;
        let (now, cameo, take) = (clock::now(), member.cameo, plan.take());
        let held = self.held(&member);
        // Granted a moment ago, and its lease is in force.
        if let Ok(grant) = held.holder.grant(now, &plan) {
            held.open.entry(take).or_insert_with(|| (Asking::of(&plan), now));
            return reply.answer(Ok(grant));
        }
        if held.wanting.values().map(Vec::len).sum::<usize>() >= MAX_WANTING {
            return reply.answer(Err(refused(Why::Busy, &member)));
        }
        if let Err(refusal) = held.holder.ask(now, &plan) {
            return reply.answer(Err(ErrorBody::new("consent_missing", refusal)));
        }
        held.wanting.entry(take).or_default().push(Wanting { member, plan, reply, until: now.plus(PATIENCE) });
        self.carry_out(cameo, &[], context);
    }

    /// `scopes`: what was just taken back.
    fn carry_out(&mut self, cameo: CameoId, scopes: &[Scope], context: &mut Context<Self>) {
        let now = clock::now();
        let Some(held) = self.cameos.get_mut(&cameo) else { return };
        while let Some(effect) = held.holder.pop() {
            match effect {
                HolderEffect::Send(message) => self.bus.to_authority(held.owner, cameo, message),
                HolderEffect::Opened(take) => held.opened(now, take),
                HolderEffect::Waiting(take) => held.must_ask(now, take),
                HolderEffect::Refused { take, why } => held.answer(take, |wanting| Err(refused(why, &wanting.member))),
                HolderEffect::Closed(takes) => {
                    for take in takes {
                        let Some((asking, _)) = held.open.remove(&take) else { continue };
                        let revoked = scopes.iter().any(|scope| scope.touches_asking(&asking));
                        info!(%take, revoked, "consent closed");
                        if let Some(room) = asking.room {
                            tell_surely(&self.directory, RoomConsentClosed { room, take, cameo, revoked });
                        }
                    }
                }
            }
        }
        self.watch_draining(context);
    }

    /// Not blocking: whatever is in flight ends by itself.
    fn watch_draining(&mut self, context: &mut Context<Self>) {
        let now = clock::now();
        let soon = now.plus(10);
        let draining = self.cameos.values().any(|held| held.holder.next_tick(now).is_some_and(|at| at > now && at <= soon));
        if draining && !self.draining {
            self.draining = true;
            context.run_later(DRAIN, |node, context| {
                node.draining = false;
                node.tick(context);
            });
        }
    }

    fn tick(&mut self, context: &mut Context<Self>) {
        let now = clock::now();
        let cameos: Vec<CameoId> = self.cameos.keys().copied().collect();
        for cameo in cameos {
            let Some(held) = self.cameos.get_mut(&cameo) else { continue };
            held.give_up(now);
            held.forget(now);
            held.holder.tick(now);
            self.carry_out(cameo, &[], context);
        }
        let bus = &self.bus;
        self.cameos.retain(|cameo, held| {
            let farewell = held.wanting.is_empty().then(|| held.holder.farewell()).flatten();
            let Some(farewell) = farewell else { return true };
            debug!(%cameo, "nothing here shows this cameo any more");
            bus.to_authority(held.owner, *cameo, farewell);
            false
        });
    }
}

impl Held {
    fn opened(&mut self, now: Timestamp, take: TakeId) {
        for wanting in self.wanting.remove(&take).unwrap_or_default() {
            self.open.insert(take, (Asking::of(&wanting.plan), now));
            let granted = self.holder.grant(now, &wanting.plan);
            wanting.reply.answer(granted.map_err(|refusal| ErrorBody::new("consent_missing", refusal)));
        }
    }

    /// Questions are put by the room, before a take is queued: whoever comes here should have been answered.
    fn must_ask(&mut self, now: Timestamp, take: TakeId) {
        self.holder.give_up(now, take);
        self.answer(take, |wanting| {
            let message = format!("@{} has to be asked again: ask for the take once more", wanting.member.mention);
            Err(ErrorBody::new("consent_denied", message))
        });
    }

    fn answer(&mut self, take: TakeId, answer: impl Fn(&Wanting) -> Result<Grant, ErrorBody>) {
        for wanting in self.wanting.remove(&take).unwrap_or_default() {
            let answer = answer(&wanting);
            wanting.reply.answer(answer);
        }
    }

    fn forget(&mut self, now: Timestamp) {
        let holder = &self.holder;
        self.open.retain(|take, (_, found)| {
            if holder.may_send(now, *take) {
                *found = now;
            }
            now.since(*found) < FORGET
        });
    }

    /// Nobody answered in time: that means no.
    fn give_up(&mut self, now: Timestamp) {
        let late = self.wanting.iter().filter(|(_, wanting)| wanting.iter().any(|wanting| now > wanting.until));
        let late: Vec<TakeId> = late.map(|(take, _)| *take).collect();
        for take in late {
            self.holder.give_up(now, take);
            self.answer(take, |wanting| Err(unreachable(&wanting.member)));
        }
    }
}

fn refused(why: Why, member: &CastMember) -> ErrorBody {
    let code = match why {
        Why::Withdrawn | Why::Ended => "consent_withdrawn",
        Why::Busy => "busy",
        Why::Take | Why::Person(_) | Why::Room | Why::OnlyMe | Why::OtherPlan => "consent_denied",
    };
    ErrorBody::new(code, why.sentence(member.mention.handle()))
}

/// No answer means no (CONSENT-1).
pub(crate) fn unreachable(member: &CastMember) -> ErrorBody {
    let message = format!("it can't be confirmed right now that @{} consents: try again in a moment", member.mention);
    ErrorBody::new("consent_unavailable", message)
}

impl Actor for NodeConsent {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Self::Context) {
        context.set_mailbox_capacity(MAILBOX);
        context.run_interval(TICK, Self::tick);
    }
}

impl Drop for NodeConsent {
    fn drop(&mut self) {
        crate::end_node_on_panic("consent");
    }
}

impl Handler<Asked<Want>> for NodeConsent {
    type Result = ();

    fn handle(&mut self, asked: Asked<Want>, context: &mut Context<Self>) {
        self.want(asked.question, asked.reply, context);
    }
}

impl Handler<ToHolderOf> for NodeConsent {
    type Result = ();

    fn handle(&mut self, message: ToHolderOf, context: &mut Context<Self>) {
        let (to, cameo, message) = match message {
            ToHolderOf::One { to, cameo, message } => (Some(to), cameo, message),
            ToHolderOf::Every { cameo, message } => (None, cameo, message),
            ToHolderOf::NoHome { cameo } => return self.no_home(cameo, context),
        };
        let Some(held) = self.cameos.get_mut(&cameo) else { return };
        // An answer to a holder that was here before.
        if to.is_some_and(|to| to != held.holder.id()) {
            return;
        }
        let scopes = if let ToHolder::Close { scopes, .. } = &message { scopes.clone() } else { Vec::new() };
        held.holder.handle(clock::now(), message);
        self.carry_out(cameo, &scopes, context);
    }
}

impl NodeConsent {
    fn no_home(&mut self, cameo: CameoId, context: &mut Context<Self>) {
        let Some(held) = self.cameos.get_mut(&cameo) else { return };
        let now = clock::now();
        held.holder.shut_all(now);
        let takes: Vec<TakeId> = held.wanting.keys().copied().collect();
        for take in takes {
            held.holder.give_up(now, take);
            held.answer(take, |wanting| Err(refused(Why::Ended, &wanting.member)));
        }
        self.carry_out(cameo, &[Scope::Everything], context);
    }
}

impl Handler<Asked<Holding>> for NodeConsent {
    type Result = ();

    fn handle(&mut self, asked: Asked<Holding>, _: &mut Context<Self>) {
        let Asked { question: Holding(cameos), reply } = asked;
        reply.answer(cameos.into_iter().filter(|cameo| self.cameos.contains_key(cameo)).collect());
    }
}
