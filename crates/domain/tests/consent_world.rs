//! Random lives of a small deployment, with the machines, holders, cells and sealed things of production, in virtual time: two people's
//! cameos, two nodes, a network that loses, doubles and reorders, stores that commit late, crashes, slow readers, late joiners, downloads
//! under way. What must hold is checked at every step against a few lines of bookkeeping.

mod act;
mod check;

use crate::plans::plan_of;
use act::{Step, step};
use domain::{
    CameoId, TakeId, Timestamp, UserId,
    cameo::{DecisionEvent, Decisions, Relations},
    consent::{
        Holder, LiveCast, Purge, Sealed, StreamId, Withheld,
        protocol::{AuthorityMachine, Before, HolderId, NodeId, Restored, ToAuthority, ToHolder},
    },
    plan::FrozenPlan,
};
use parking_lot::Mutex;
use proptest::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

const CAMEOS: usize = 2;
const NODES: usize = 2;
const TAKES: u8 = 3;
/// How far the clock of each node is ahead.
const SKEW: [u64; NODES] = [0, 77_777];

fn user(number: u8) -> UserId {
    UserId::new(Timestamp::default(), &[number; 10])
}

fn owner(cameo: usize) -> UserId {
    user(u8::try_from(cameo).expect("few") + 1)
}

fn cameo(index: usize) -> CameoId {
    CameoId::new(Timestamp::default(), &[u8::try_from(index).expect("few") + 1; 10])
}

/// Takes 0 and 1 show both cameos, take 2 the first; their makers differ.
fn plan(number: u8) -> FrozenPlan {
    let both = [(cameo(0), owner(0)), (cameo(1), owner(1))];
    let cast = if number == 2 { &both[..1] } else { &both[..] };
    plan_of(number, &[user(8 + number % 2)], cast)
}

/// The home of one cameo.
struct Home {
    machine: Option<AuthorityMachine>,
    epoch: u64,
    stored: Vec<DecisionEvent>,
    unstored: Vec<DecisionEvent>,
    /// Takes whose closing was acknowledged.
    over: BTreeSet<TakeId>,
    /// When each holder's renewal was last answered.
    answered: BTreeMap<HolderId, u64>,
}

struct Node {
    life: u64,
    holders: Vec<Holder>,
    readers: Vec<Reader>,
}

/// Whoever gets something of a cast: a viewer, a late joiner, a download.
struct Reader {
    cast: Arc<LiveCast>,
    take: TakeId,
    parts: Vec<Arc<Sealed<u8>>>,
    next: usize,
    kept: Arc<Kept>,
    slow: Option<Slow>,
}

/// A write that hangs.
struct Slow {
    write: Pin<Box<dyn Future<Output = Result<(), Withheld>>>>,
    done: Arc<AtomicBool>,
}

/// What could be sent again.
#[derive(Default)]
struct Kept(Mutex<Vec<u8>>);

impl Purge for Kept {
    fn purge(&self, _: TakeId) {
        self.0.lock().clear();
    }
}

#[derive(Clone)]
enum Letter {
    Up(usize, ToAuthority),
    Down(usize, HolderId, ToHolder),
}

struct World {
    now: u64,
    homes: Vec<Home>,
    nodes: Vec<Node>,
    net: Vec<Letter>,
    /// The last sequence that left in each stream.
    left: BTreeMap<StreamId, u64>,
    /// Of which a receipt told the last sequence.
    told: BTreeMap<StreamId, Option<u64>>,
    questions: BTreeSet<(usize, TakeId)>,
    acknowledged: usize,
    revoked: usize,
}

impl World {
    fn new() -> Self {
        // The first cameo is asked about, the second allows everybody.
        let rules = |audience| DecisionEvent::RulesChanged { rules: domain::cameo::Rules { audience, ..Default::default() } };
        let audiences = [domain::cameo::Audience::Approved, domain::cameo::Audience::Everyone];
        let homes = audiences.map(|audience| Home {
            machine: None,
            epoch: 0,
            stored: vec![rules(audience)],
            unstored: Vec::new(),
            over: BTreeSet::new(),
            answered: BTreeMap::new(),
        });
        let nodes = (0..NODES).map(|_| Node { life: 0, holders: Vec::new(), readers: Vec::new() });
        let mut world = Self {
            now: 0,
            homes: homes.into(),
            nodes: nodes.collect(),
            net: Vec::new(),
            left: BTreeMap::new(),
            told: BTreeMap::new(),
            questions: BTreeSet::new(),
            acknowledged: 0,
            revoked: 0,
        };
        (0..CAMEOS).for_each(|cameo| world.restore(cameo));
        (0..NODES).for_each(|node| world.boot(node));
        world
    }

    fn real(&self) -> Timestamp {
        Timestamp::from_millis(self.now)
    }

    fn local(&self, node: usize) -> Timestamp {
        Timestamp::from_millis(self.now + SKEW[node])
    }

    fn restore(&mut self, index: usize) {
        let now = self.real();
        let home = &mut self.homes[index];
        home.epoch += 1;
        home.unstored.clear();
        let restored = Restored {
            cameo: cameo(index),
            owner: owner(index),
            epoch: home.epoch,
            decisions: Decisions::fold(&home.stored),
            next_event: home.stored.len() as u64,
            before: if home.epoch == 1 { Before::Nobody } else { Before::Perhaps },
        };
        home.machine = Some(AuthorityMachine::restore(restored, now));
    }

    fn boot(&mut self, node: usize) {
        let at = &mut self.nodes[node];
        at.life += 1;
        at.readers.clear();
        // A process that starts again is another node.
        let number = NodeId::new(at.life * NODES as u64 + node as u64);
        at.holders = (0..CAMEOS).map(|index| Holder::new(HolderId { node: number, life: 1 }, cameo(index))).collect();
    }

    fn relations(index: usize) -> Relations {
        Relations::of(owner(index))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn nothing_leaves_without_consent_in_any_life_of_a_deployment(steps in proptest::collection::vec(step(), 20..200)) {
        let mut world = World::new();
        for step in steps {
            world.act(step);
            world.carry_out();
            world.check();
        }
        world.heal();
    }
}

/// The random lives are not empty ones.
#[test]
fn a_life_without_faults_shows_revokes_and_acknowledges() {
    let mut world = World::new();
    let quick = [Step::DeliverAll, Step::Commit(0), Step::Commit(1), Step::DeliverAll, Step::Commit(0), Step::DeliverAll];
    world.run([Step::Ask { node: 0, take: 0 }]);
    world.run(quick.clone());
    world.run([Step::Answer { cameo: 0, take: 0, answer: domain::cameo::Answer::Once }]);
    world.run(quick.clone());
    world.run(quick.clone());
    world.run([Step::Join { node: 0, take: 0 }, Step::Read { node: 0, reader: 0, slow: false }, Step::Read { node: 0, reader: 0, slow: true }]);
    assert_eq!(world.left.values().copied().collect::<Vec<_>>(), [1]);
    world.run([Step::Revoke { cameo: 1, scope: domain::cameo::Scope::Everything }]);
    world.run(quick.clone());
    assert_eq!(world.acknowledged, 0, "a slow reader is in flight");
    world.run([Step::EndSlow { node: 0, reader: 0 }, Step::Pass(5)]);
    world.run(quick);
    assert_eq!((world.acknowledged, world.told.values().copied().collect::<Vec<_>>()), (1, vec![Some(1)]));
    let reader = &world.nodes[0].readers[0];
    assert_eq!(reader.parts[2].send(world.local(0), |_| ()), Err(Withheld));
    assert_eq!(reader.cast.withheld_by(), Some(cameo(1)));
    assert!(reader.kept.0.lock().is_empty() && reader.slow.as_ref().is_none_or(|slow| slow.done.load(SeqCst)));
}
