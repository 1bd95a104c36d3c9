//! What somebody has in the hands or under the feet is where hands and feet are: books, cups, instruments, bells, boards.
//!
//! Poses are put right after each step; nothing here moves by itself.

use super::{
    Agent,
    pose::{PersonPose, Pose, ThingPose, Vec2, ease},
    ride::board_of,
};
use crate::studio::screenplay::{Action, Actor, ActorId, ActorKind, Build, ShotPlan, Verb};

/// Puts boards under feet and things into hands.
pub(super) fn put(plan: &ShotPlan, agents: &[Agent], now: f64, poses: &mut [Pose]) {
    for (id, agent) in agents.iter().enumerate() {
        let Agent::Figure(figure) = agent else { continue };
        if let (Some(board), Some(pose)) = (board_of(plan, id).filter(|board| *board < poses.len()), figure.ridden_board()) {
            poses[board] = Pose::Thing(pose);
        }
        let Some(Pose::Person(person)) = poses.get(id).cloned() else { continue };
        for thing in 0..plan.cast.len() {
            let Some((share, verb)) = held(plan, id, thing, now) else { continue };
            if let Some(Pose::Thing(pose)) = poses.get_mut(thing) {
                grip(&plan.cast[thing], pose, &person, share, verb);
            }
        }
    }
}

/// Whether somebody has this in the hands at some time: then no weight moves it.
#[must_use]
pub fn is_held(plan: &ShotPlan, thing: ActorId) -> bool {
    (0..plan.cast.len()).any(|id| board_of(plan, id) == Some(thing) || (id != thing && takes(plan, id, thing).is_some()))
}

/// What takes a thing into the hands, and since when; nothing where it was there from the beginning.
fn takes(plan: &ShotPlan, id: ActorId, thing: ActorId) -> Option<Option<Action>> {
    let (actor, kind) = (&plan.cast[id], plan.cast[thing].kind);
    if id == thing || !actor.kind.is_person() || kind.build() != Build::Thing || !is_handy(kind) {
        return None;
    }
    let wanted = |action: &&Action| action.target == Some(thing) && handles(action.verb, kind);
    if actor.carries == Some(thing) {
        return Some(None);
    }
    let action = actor.actions.iter().find(wanted)?;
    // It is in the hands from the beginning, if it neither stands on a table nor is to be lifted first.
    let table = plan.cast.iter().any(|actor| actor.kind == ActorKind::Table);
    // In a running scene nothing is in the hands at once.
    let taken = action.verb == Verb::Lift || ((table || plan.goes_on()) && action.from > 0.4);
    Some(if taken { Some(*action) } else { None })
}

/// How far it is in the hands, 0…1, and what is done with it.
fn held(plan: &ShotPlan, id: ActorId, thing: ActorId, now: f64) -> Option<(f64, Verb)> {
    let taken = takes(plan, id, thing)?;
    let at = now / plan.pace;
    let mut verb = Verb::Stand;
    for action in plan.cast[id].actions.iter().filter(|action| action.from <= at && action.target.is_none_or(|target| target == thing)) {
        if at < action.from + action.seconds {
            verb = action.verb;
        }
        // Hands open after a moment.
        if action.verb == Verb::Drop && now - action.from * plan.pace > 0.5 {
            return None;
        }
    }
    let Some(action) = taken else { return Some((1.0, verb)) };
    let since = now - action.from * plan.pace;
    let share = if action.verb == Verb::Lift { ease((since - 0.55) / 0.25) } else { ease(since / 0.5) };
    (share > 0.0).then_some((share, verb))
}

fn is_handy(kind: ActorKind) -> bool {
    use ActorKind as K;
    matches!(
        kind,
        K::Book
            | K::Cup
            | K::Bottle
            | K::Bowl
            | K::Apple
            | K::Cake
            | K::Guitar
            | K::Bell
            | K::Candle
            | K::Flower
            | K::Sword
            | K::Phone
            | K::Suitcase
            | K::Box
            | K::Block
    )
}

fn handles(verb: Verb, kind: ActorKind) -> bool {
    match verb {
        Verb::Lift | Verb::Give | Verb::Drop => true,
        Verb::Read => matches!(kind, ActorKind::Book | ActorKind::Phone),
        Verb::Drink => matches!(kind, ActorKind::Cup | ActorKind::Bottle),
        Verb::Eat => matches!(kind, ActorKind::Apple | ActorKind::Cake | ActorKind::Bowl),
        Verb::Play => kind == ActorKind::Guitar,
        Verb::Ring => kind == ActorKind::Bell,
        Verb::Wave => matches!(kind, ActorKind::Sword | ActorKind::Flower),
        _ => false,
    }
}

/// Where it is in the hands, and how it is turned.
fn grip(actor: &Actor, thing: &mut ThingPose, person: &PersonPose, share: f64, verb: Verb) {
    let side = if person.facing < 0.0 { -1.0 } else { 1.0 };
    let [far, near] = [person.arms[0].end, person.arms[1].end];
    let middle = far.lerp(near, 0.5);
    let fore = near - person.arms[1].joint;
    let fore = fore / fore.hypot().max(1e-6);
    let across = far - near;
    let half = thing.half;
    let (at, angle) = match actor.kind {
        ActorKind::Guitar => {
            let along = across / across.hypot().max(1e-6);
            (near + along * (0.32 * half.y) + Vec2::new(0.02 * side, 0.0), along.y.atan2(along.x) - std::f64::consts::FRAC_PI_2)
        }
        ActorKind::Book => (middle + Vec2::new(0.03 * side, 0.05), -0.35 * side),
        ActorKind::Bell => (near - Vec2::new(0.0, half.y * 0.8), (fore.x * side - 0.4) * side * 0.9),
        ActorKind::Sword => (near + fore * (half.y * 0.8), fore.y.atan2(fore.x) - std::f64::consts::FRAC_PI_2),
        ActorKind::Suitcase => (near - Vec2::new(0.0, half.y), 0.0),
        ActorKind::Cup | ActorKind::Bottle => {
            // It is tipped as the head goes back.
            let raised = ((near.y - person.shoulders.y) / (0.08 * person.height)).clamp(0.0, 1.0);
            let tip = if verb == Verb::Drink { 0.9 * raised } else { 0.0 };
            (near + Vec2::new(0.035 * side, 0.3 * half.y), tip * side)
        }
        ActorKind::Candle | ActorKind::Flower => (near + Vec2::new(0.01 * side, 0.7 * half.y), -0.12 * side),
        ActorKind::Box | ActorKind::Block | ActorKind::Cake | ActorKind::Bowl if verb != Verb::Eat => (middle + Vec2::new(0.0, half.y * 0.7), 0.0),
        _ => (near + Vec2::new(0.03 * side, 0.02), 0.0),
    };
    thing.centre = thing.centre.lerp(at, share);
    thing.angle += (angle - thing.angle) * share;
    if share > 0.5 {
        thing.lane = person.lane - 0.04;
        thing.facing = side;
        thing.velocity = Vec2::new(person.speed, 0.0);
    }
}
