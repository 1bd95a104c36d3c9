//! Where a scene goes on without a cut: light, weather and whatever appears come in gently, while bodies and camera are the same.

use crate::studio::{
    film::Film,
    screenplay::{ActorKind, Build, ShotPlan, Verb},
    world::pose::ease,
};

/// Seconds in which the new weather and light are there.
const EASE: f64 = 1.2;

/// The shot as it would look had nothing changed but what bodies do, how many were there already, and how much of the new look is
/// there; none where both look alike.
pub fn easing(film: &Film, shot: usize, index: usize) -> Option<(ShotPlan, usize, f64)> {
    let joint = film.trace.shots[shot].joint?;
    let (plan, was) = (&film.screenplay.shots[shot], &film.screenplay.shots[shot.checked_sub(1)?]);
    let count = (EASE * f64::from(film.screenplay.fps)).round();
    if index as f64 >= count || !differs(plan, was, joint.known) {
        return None;
    }
    let mut before = plan.clone();
    (before.time, before.weather, before.season, before.style) = (was.time, was.weather, was.season, was.style);
    before.camera.framing = was.camera.framing;
    for (actor, was) in before.cast.iter_mut().zip(&was.cast) {
        actor.actions.clone_from(&was.actions);
    }
    Some((before, joint.known, ease((index as f64 + 1.0) / (count + 1.0))))
}

/// Who comes in comes from outside the picture; what stands or lies there must not be there at once.
pub fn appears(kind: ActorKind) -> bool {
    matches!(kind.build(), Build::Thing | Build::Rope) || kind == ActorKind::Snowman
}

fn differs(plan: &ShotPlan, was: &ShotPlan, known: usize) -> bool {
    let look = |plan: &ShotPlan| (plan.time, plan.weather, plan.season, plan.style, plan.camera.framing);
    let appears = plan.cast.iter().skip(known).any(|actor| appears(actor.kind));
    let does =
        |plan: &ShotPlan, verbs: &[Verb]| plan.cast.iter().take(known).any(|actor| actor.actions.iter().any(|action| verbs.contains(&action.verb)));
    let other = |verbs: &[Verb]| does(plan, verbs) != does(was, verbs);
    look(plan) != look(was) || appears || other(&[Verb::Sit]) || other(&[Verb::Swim, Verb::Float])
}
