//! What the consent gate costs on the way out: nanoseconds for each send, by the number of people in the picture.
//!
//! `cargo run --release -p greenroom-domain --example gate_cost`

use domain::{
    CameoId, TakeId, Timestamp, UserId,
    cameo::{Decisions, Relations},
    consent::{
        Holder, HolderEffect, LiveCast,
        protocol::{AuthorityEffect, AuthorityMachine, Before, HolderId, NodeId, Restored},
    },
    likeness::CameoKind,
    mention::Mention,
    plan::{Cast, CastMember, Draft, Format, FrozenPlan, Maker},
    storyboard::{Shot, Storyboard},
};
use std::{hint::black_box, time::Instant};

const SENDS: u32 = 4_000_000;
const RUNS: usize = 7;
const NOW: Timestamp = Timestamp::from_millis(1_000);

fn plan(owner: UserId, cast: usize) -> FrozenPlan {
    let handle: domain::account::Handle = "owner".parse().expect("a handle");
    let member = |number: usize| CastMember {
        cameo: CameoId::new(NOW, &[u8::try_from(number).expect("few"); 10]),
        owner,
        mention: Mention::person(handle.clone()),
        kind: CameoKind::Person,
    };
    FrozenPlan::freeze(Draft {
        take: TakeId::new(NOW, &[1; 10]),
        room: None,
        storyboard: Storyboard { shots: vec![Shot { id: "a".into(), prompt: "a walk".into(), seconds: 5, ..Shot::default() }] },
        format: Format::default(),
        seed: 1,
        makers: vec![Maker { user: owner, handle: handle.clone() }],
        cast: Cast::of((0..cast).map(member)),
        rules: 1,
    })
    .expect("within limits")
}

/// The home of one cameo and a node beside it, talking until the take is granted.
fn granted(plan: &FrozenPlan, cameo: CameoId, owner: UserId) -> Holder {
    let restored = Restored { cameo, owner, epoch: 1, decisions: Decisions::default(), next_event: 0, before: Before::Nobody };
    let mut authority = AuthorityMachine::restore(restored, NOW);
    let mut holder = Holder::new(HolderId { node: NodeId::new(1), life: 1 }, cameo);
    holder.ask(NOW, plan).expect("in the plan");
    while !holder.may_send(NOW, plan.take()) {
        while let Some(effect) = holder.pop() {
            if let HolderEffect::Send(message) = effect {
                authority.handle(NOW, message, &Relations::of(owner));
            }
        }
        while let Some(effect) = authority.pop() {
            match effect {
                AuthorityEffect::Send { message, .. } => holder.handle(NOW, message),
                AuthorityEffect::Record { number, .. } => authority.committed(NOW, number),
                _ => {}
            }
        }
    }
    holder
}

fn main() {
    let owner = UserId::new(NOW, &[9; 10]);
    for cast in [0, 1, 4] {
        let plan = plan(owner, cast);
        let mut holders: Vec<Holder> = plan.cast().iter().map(|cameo| granted(&plan, cameo, owner)).collect();
        let grants = holders.iter_mut().map(|holder| holder.grant(NOW, &plan).expect("granted")).collect();
        let part = LiveCast::assemble(&plan, grants).expect("complete").seal_stored([7_u64]).remove(0);
        let mut figures: Vec<f64> = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                let mut sum = 0_u64;
                for _ in 0..SENDS {
                    sum = sum.wrapping_add(part.send(black_box(NOW), |value| *value).expect("consents"));
                }
                black_box(sum);
                start.elapsed().as_secs_f64() * 1e9 / f64::from(SENDS)
            })
            .collect();
        figures.sort_by(f64::total_cmp);
        println!("{cast} in the cast: {:.1} ns a send (median of {RUNS} runs of {SENDS})", figures[RUNS / 2]);
    }
}
