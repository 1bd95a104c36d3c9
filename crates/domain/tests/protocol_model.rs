//! The consent protocol among several nodes, explored: every order of the steps below within a boundary, with the machines that decide in
//! production. The network loses, doubles, delays and reorders: what was sent once can arrive at any later time, any number of times, or
//! never. Clocks of nodes differ. The authority and the nodes die, and the authority is restored from what was durable.
//!
//! The names of the properties are the invariants of `docs/ARCHITECTURE.md`.

use domain::{
    CameoId, TakeId, Timestamp, UserId,
    cameo::{Asking, DecisionEvent, Decisions, Relations, Scope},
    consent::{
        StreamId, StreamReceipt,
        protocol::{
            AuthorityEffect, AuthorityMachine, Before, HolderId, HolderMachine, LEASE_MS, MARGIN_MS, MachineEffect, NodeId, PlanDigest, Restored,
            ToAuthority, ToHolder,
        },
    },
    plan::FrozenPlan,
};
use stateright::{Checker, Model, Property};
use std::collections::BTreeSet;

/// Real time passes in steps that are no divisor of a lease.
const STEP: u64 = 1_250;
/// How far the clock of each node is ahead.
const SKEW: [u64; 3] = [1_000_000, 0, 5_000];

fn user(number: u8) -> UserId {
    UserId::new(Timestamp::default(), &[number; 10])
}

fn cameo() -> CameoId {
    CameoId::new(Timestamp::default(), &[1; 10])
}

fn holder_id(node: usize) -> HolderId {
    HolderId { node: NodeId::new(node as u64), life: 0 }
}

/// What the explored runs may contain.
#[derive(Clone)]
struct Deployment {
    /// The first shows somebody with their consent; the second has a maker whom they deny.
    plans: [FrozenPlan; 2],
    nodes: usize,
    steps: u64,
    ticks: u8,
    asks: u8,
    sends: u64,
    revocations: u8,
    deaths_of_authority: u8,
    deaths_of_nodes: u8,
    ask_denied: bool,
    /// Begin where every node has been granted the take; all letters of that may still come, late or again.
    granted: bool,
    /// The store commits at once.
    quick_store: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Letter {
    Up(ToAuthority),
    Down(HolderId, ToHolder),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Node {
    holder: HolderMachine,
    alive: bool,
    /// A send that has begun and not ended.
    in_flight: bool,
    /// Sends that have begun.
    left: u64,
    ticks: u8,
    asks: u8,
    /// When the authority last answered a renewal of this node, in real time.
    answered_at: Option<u64>,
    /// The last epoch in which it asked an authority that it knew for a lease.
    known_in: u64,
    granted: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Acknowledged {
    durable: bool,
    /// For each node: whether it had confirmed, what was in flight, how much had left, and what the receipt says of that.
    nodes: Vec<(bool, bool, u64, Option<u64>)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct World {
    now: u64,
    authority: Option<AuthorityMachine>,
    epoch: u64,
    stored: Vec<DecisionEvent>,
    unstored: Vec<DecisionEvent>,
    nodes: Vec<Node>,
    net: BTreeSet<Letter>,
    revocations: u8,
    deaths_of_authority: u8,
    deaths_of_nodes: u8,
    acknowledged: Option<Acknowledged>,
    /// A grant was sent before its use was durable.
    opened_early: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Step {
    Ask(usize),
    AskDenied(usize),
    Tick(usize),
    Pass,
    Deliver(Letter),
    Commit,
    Revoke,
    BeginSend(usize),
    EndSend(usize),
    AuthorityDies,
    AuthorityRestored,
    NodeDies(usize),
}

impl Deployment {
    fn of(nodes: usize) -> Self {
        Self {
            plans: [crate::plans::plan(1, &[user(9)], cameo(), user(1)), crate::plans::plan(2, &[user(8)], cameo(), user(1))],
            nodes,
            steps: 4,
            ticks: 1,
            asks: 1,
            sends: 1,
            revocations: 1,
            deaths_of_authority: 0,
            deaths_of_nodes: 0,
            ask_denied: false,
            granted: true,
            quick_store: false,
        }
    }

    fn take(&self) -> TakeId {
        self.plans[0].take()
    }

    fn restore(world: &World) -> AuthorityMachine {
        let before = if world.epoch == 1 { Before::Nobody } else { Before::Perhaps };
        let decisions = Decisions::fold(&world.stored);
        let next_event = world.stored.len() as u64;
        AuthorityMachine::restore(
            Restored { cameo: cameo(), owner: user(1), epoch: world.epoch, decisions, next_event, before },
            Timestamp::from_millis(world.now),
        )
    }

    /// Carries out what the machines decided: what the shells of production do.
    fn carry_out(&self, world: &mut World) {
        let mut quiet = false;
        while !quiet {
            quiet = true;
            for index in 0..self.nodes {
                let node = &mut world.nodes[index];
                while let Some(effect) = node.holder.pop() {
                    if let MachineEffect::Send(message) = effect {
                        world.net.insert(Letter::Up(message));
                    }
                }
                if node.alive && node.holder.is_draining() && !node.in_flight {
                    quiet = false;
                    node.holder.drained(vec![StreamReceipt { stream: self.stream(index), last_sequence: node.left.checked_sub(1) }]);
                }
            }
            while let Some(effect) = world.authority.as_mut().and_then(AuthorityMachine::pop) {
                self.carry_out_of_authority(world, effect);
            }
        }
    }

    fn carry_out_of_authority(&self, world: &mut World, effect: AuthorityEffect) {
        match effect {
            AuthorityEffect::Send { to, message } => {
                let index = usize::try_from(to.node.number()).expect("few nodes");
                match &message {
                    ToHolder::Renewed(_) => world.nodes[index].answered_at = Some(world.now),
                    ToHolder::Granted(granted) => {
                        world.nodes[index].granted |= granted.take() == self.take();
                        world.opened_early |= !Decisions::fold(&world.stored).stands(granted.take());
                    }
                    _ => {}
                }
                world.net.insert(Letter::Down(to, message));
            }
            AuthorityEffect::Announce(message) => {
                for index in 0..self.nodes {
                    world.net.insert(Letter::Down(holder_id(index), message.clone()));
                }
            }
            AuthorityEffect::Record { number, event } => {
                assert_eq!(number, (world.stored.len() + world.unstored.len()) as u64, "numbers have no gap");
                world.unstored.push(event);
                if self.quick_store {
                    Self::commit(world);
                }
            }
            AuthorityEffect::Acknowledge(receipt) => {
                let said = |index: usize| receipt.lines.iter().find(|line| line.node == holder_id(index).node).and_then(|line| line.last_sequence);
                // Of whom only an earlier authority knew, a receipt says nothing.
                let confirmed = |index: usize| world.nodes[index].known_in == world.epoch && !receipt.unconfirmed.contains(&holder_id(index).node);
                let nodes = world.nodes.iter().enumerate().map(|(index, node)| (confirmed(index), node.in_flight, node.left, said(index)));
                let durable = world.stored.iter().any(|event| matches!(event, DecisionEvent::Withdrawn { .. }));
                world.acknowledged = Some(Acknowledged { durable, nodes: nodes.collect() });
            }
            AuthorityEffect::Question(_) | AuthorityEffect::QuestionGone(_) | AuthorityEffect::Deposed => {}
        }
    }

    fn stream(&self, node: usize) -> StreamId {
        StreamId { take: self.take(), number: node as u64 }
    }

    fn may_send(&self, world: &World, node: usize, take: TakeId) -> bool {
        let at = &world.nodes[node];
        at.alive && at.holder.may_send(local(world, node), take)
    }

    fn deliver(world: &mut World, letter: Letter) {
        match letter {
            Letter::Up(message) => {
                let now = Timestamp::from_millis(world.now);
                if let Some(authority) = &mut world.authority {
                    if let ToAuthority::Renew { holder, seen, .. } = &message
                        && (world.epoch == 1 || seen.is_some_and(|seen| seen.epoch == world.epoch))
                    {
                        world.nodes[usize::try_from(holder.node.number()).expect("few nodes")].known_in = world.epoch;
                    }
                    authority.handle(now, message, &Relations::of(user(1)));
                }
            }
            Letter::Down(to, message) => {
                let index = usize::try_from(to.node.number()).expect("few nodes");
                let now = local(world, index);
                if world.nodes[index].alive {
                    world.nodes[index].holder.handle(now, message);
                }
            }
        }
    }
}

/// What the clock of a node says.
fn local(world: &World, node: usize) -> Timestamp {
    Timestamp::from_millis(world.now + SKEW[node])
}

impl Model for Deployment {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        let stored = vec![DecisionEvent::PersonAllowed { user: user(9) }, DecisionEvent::PersonDenied { user: user(8) }];
        let node = |index| Node {
            holder: HolderMachine::new(holder_id(index), cameo()),
            alive: true,
            in_flight: false,
            left: 0,
            ticks: 0,
            asks: 0,
            answered_at: None,
            known_in: 0,
            granted: false,
        };
        let mut world = World {
            now: 0,
            authority: None,
            epoch: 1,
            stored,
            unstored: Vec::new(),
            nodes: (0..self.nodes).map(node).collect(),
            net: BTreeSet::new(),
            revocations: 0,
            deaths_of_authority: 0,
            deaths_of_nodes: 0,
            acknowledged: None,
            opened_early: false,
        };
        world.authority = Some(Self::restore(&world));
        if self.granted {
            self.grant_to_all(&mut world);
        }
        vec![world]
    }

    fn actions(&self, world: &World, steps: &mut Vec<Step>) {
        steps.extend(world.net.iter().cloned().map(Step::Deliver));
        if world.now < self.steps * STEP {
            steps.push(Step::Pass);
        }
        if !world.unstored.is_empty() {
            steps.push(Step::Commit);
        }
        match &world.authority {
            None => steps.push(Step::AuthorityRestored),
            Some(authority) => {
                if world.revocations < self.revocations && authority.decisions().stands(self.take()) {
                    steps.push(Step::Revoke);
                }
                if world.deaths_of_authority < self.deaths_of_authority {
                    steps.push(Step::AuthorityDies);
                }
            }
        }
        for index in (0..self.nodes).filter(|index| world.nodes[*index].alive) {
            let node = &world.nodes[index];
            if node.asks < self.asks && !node.holder.is_asking(self.take()) && !node.holder.is_open(self.take()) {
                steps.push(Step::Ask(index));
            }
            if self.ask_denied && !node.holder.is_asking(self.plans[1].take()) && node.asks < self.asks {
                steps.push(Step::AskDenied(index));
            }
            if node.ticks < self.ticks && node.holder.next_tick().is_some_and(|at| at <= local(world, index)) {
                steps.push(Step::Tick(index));
            }
            if node.in_flight {
                steps.push(Step::EndSend(index));
            } else if node.left < self.sends && self.may_send(world, index, self.take()) {
                steps.push(Step::BeginSend(index));
            }
            if world.deaths_of_nodes < self.deaths_of_nodes {
                steps.push(Step::NodeDies(index));
            }
        }
    }

    fn next_state(&self, last: &World, step: Step) -> Option<World> {
        let mut world = last.clone();
        match step {
            Step::Ask(index) => self.ask(&mut world, index, 0),
            Step::AskDenied(index) => self.ask(&mut world, index, 1),
            Step::Tick(index) => {
                let now = local(&world, index);
                world.nodes[index].ticks += 1;
                world.nodes[index].holder.tick(now);
            }
            Step::Pass => {
                world.now += STEP;
                let now = Timestamp::from_millis(world.now);
                if let Some(authority) = &mut world.authority {
                    authority.tick(now);
                }
            }
            Step::Deliver(letter) => Self::deliver(&mut world, letter),
            Step::Commit => Self::commit(&mut world),
            Step::Revoke => {
                world.revocations += 1;
                let now = Timestamp::from_millis(world.now);
                world.authority.as_mut()?.revoke(now, Scope::Take(self.take())).ok()?;
            }
            Step::BeginSend(index) => {
                world.nodes[index].in_flight = true;
                world.nodes[index].left += 1;
            }
            Step::EndSend(index) => world.nodes[index].in_flight = false,
            Step::AuthorityDies => {
                world.authority = None;
                world.unstored.clear();
                world.deaths_of_authority += 1;
            }
            Step::AuthorityRestored => {
                world.epoch += 1;
                world.authority = Some(Self::restore(&world));
            }
            Step::NodeDies(index) => {
                world.deaths_of_nodes += 1;
                world.nodes[index].alive = false;
                world.nodes[index].in_flight = false;
            }
        }
        self.carry_out(&mut world);
        (world != *last).then_some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::always("CONSENT_1: nothing is sent that was not granted, nor what was denied", |model: &Self, world: &World| {
                (0..model.nodes).all(|index| {
                    let granted = world.nodes[index].granted || !model.may_send(world, index, model.take());
                    granted && !model.may_send(world, index, model.plans[1].take())
                })
            }),
            Property::always("CONSENT_3: a node that confirmed has nothing in flight", |_, world: &World| {
                let calm = |acknowledged: &Acknowledged| acknowledged.nodes.iter().all(|(confirmed, in_flight, _, _)| !confirmed || !in_flight);
                world.acknowledged.as_ref().is_none_or(calm)
            }),
            Property::always("CONSENT_4: acknowledged is durable, silent everywhere, and the receipt is true", |model: &Self, world: &World| {
                let Some(acknowledged) = &world.acknowledged else { return true };
                let silent = |index: usize| !model.may_send(world, index, model.take()) && world.nodes[index].left == acknowledged.nodes[index].2;
                let told = |&(confirmed, _, left, said): &(bool, bool, u64, Option<u64>)| !confirmed || said.is_none_or(|last| last + 1 == left);
                acknowledged.durable && (0..model.nodes).all(silent) && acknowledged.nodes.iter().all(told)
            }),
            Property::always("CONSENT_5: a node that gets no answer stops when its lease ends", |model: &Self, world: &World| {
                (0..model.nodes)
                    .filter(|index| model.may_send(world, *index, model.take()))
                    .all(|index| world.nodes[index].answered_at.is_some_and(|at| world.now <= at + LEASE_MS))
            }),
            Property::always("CONSENT_7: a use is durable before it is granted", |_, world: &World| !world.opened_early),
        ];
        if self.sends > 0 {
            properties.push(Property::sometimes("a take is granted and sent", |_, world: &World| world.nodes.iter().any(|node| node.left > 0)));
            properties.push(Property::sometimes("a closing is acknowledged by a node that had sent", |_, world: &World| {
                world
                    .acknowledged
                    .as_ref()
                    .is_some_and(|acknowledged| acknowledged.nodes.iter().any(|(confirmed, _, left, said)| *confirmed && *left > 0 && said.is_some()))
            }));
        }
        if self.steps * STEP > LEASE_MS + MARGIN_MS {
            properties.push(Property::sometimes("a closing is acknowledged without a node that was cut off", |_, world: &World| {
                world.acknowledged.as_ref().is_some_and(|acknowledged| acknowledged.nodes.iter().any(|(confirmed, ..)| !confirmed))
            }));
        }
        properties
    }
}

impl Deployment {
    fn ask(&self, world: &mut World, index: usize, plan: usize) {
        let now = local(world, index);
        let node = &mut world.nodes[index];
        node.asks += 1;
        node.holder.ask(now, Asking::of(&self.plans[plan]), PlanDigest::of(&self.plans[plan]));
    }

    fn commit(world: &mut World) {
        let event = world.unstored.remove(0);
        world.stored.push(event);
        let (now, number) = (Timestamp::from_millis(world.now), world.stored.len() as u64 - 1);
        if let Some(authority) = &mut world.authority {
            authority.committed(now, number);
        }
    }

    fn grant_to_all(&self, world: &mut World) {
        for index in 0..self.nodes {
            self.ask(world, index, 0);
        }
        self.carry_out(world);
        while !(0..self.nodes).all(|index| self.may_send(world, index, self.take())) {
            let letters: Vec<Letter> = world.net.iter().cloned().collect();
            for letter in letters {
                Self::deliver(world, letter);
                self.carry_out(world);
            }
            while !world.unstored.is_empty() {
                Self::commit(world);
                self.carry_out(world);
            }
        }
    }

    fn explore(self) {
        let checker = self.checker().threads(2).spawn_bfs().join();
        println!("{} steps, {} states, depth {}", checker.state_count(), checker.unique_state_count(), checker.max_depth());
        checker.assert_properties();
    }
}

#[test]
fn one_node_from_nothing() {
    Deployment { granted: false, steps: 1, ticks: 0, ..Deployment::of(1) }.explore();
}

#[test]
fn one_node_with_late_renewals() {
    Deployment { ticks: 2, ..Deployment::of(1) }.explore();
}

#[test]
fn an_authority_that_dies_and_is_restored() {
    Deployment { steps: 3, ticks: 0, deaths_of_authority: 1, ..Deployment::of(1) }.explore();
}

#[test]
fn a_take_that_is_asked_for_again_after_a_restart() {
    Deployment { steps: 1, ticks: 0, asks: 2, deaths_of_authority: 1, quick_store: true, ..Deployment::of(1) }.explore();
}

#[test]
fn two_nodes_of_which_one_dies() {
    Deployment { steps: 3, ticks: 0, deaths_of_nodes: 1, quick_store: true, ..Deployment::of(2) }.explore();
}

#[test]
fn three_nodes() {
    Deployment { steps: 3, ticks: 0, quick_store: true, ..Deployment::of(3) }.explore();
}

#[test]
fn a_plan_with_a_denied_maker_is_never_sent() {
    Deployment { steps: 1, ticks: 0, asks: 2, sends: 0, revocations: 0, ask_denied: true, granted: false, quick_store: true, ..Deployment::of(1) }
        .explore();
}
