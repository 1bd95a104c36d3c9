//! Everything in a cast that is neither a person nor a beast, a ball or a car: rigid things, vehicles, boats, crafts, swimmers, ropes.
//!
//! Each kind of motion has its own file; here is what they have in common, and who is moved by which. It knows no words.

mod airborne;
mod arrange;
mod boat;
mod craft;
mod rigid;
mod rope;
mod swimmer;
mod vehicle;

pub(super) use arrange::arrange;

use super::{
    context::Context,
    layout::Place,
    physics::Physics,
    pose::{Pose, ThingPose, Vec2},
    stage::Stage,
};
use crate::studio::screenplay::{Action, Actor, ActorId, ActorKind, Build, ShotPlan, Verb};
use airborne::Airborne;
use boat::Boat;
use craft::Craft;
use rigid::Rigid;
use rope::Rope;
use swimmer::Swimmer;
use vehicle::Vehicle;

/// One body that goes by its own rules.
pub(super) trait Mover: Send {
    /// Position and velocity, as others see them.
    fn seen(&self, physics: &Physics) -> (Vec2, Vec2);
    fn step(&mut self, c: &mut Context<'_>);
    fn pose(&self, physics: &Physics) -> Pose;

    /// Its number among those that others bump against.
    fn bumper(&self) -> Option<usize> {
        None
    }

    /// A blow of so many metres a second; true where it breaks.
    fn struck(&mut self, _blow: f64) -> bool {
        false
    }

    /// It is tied to somebody, and moves after them.
    fn is_late(&self) -> bool {
        false
    }

    /// What it stands on or floats in moves it: nobody's engine.
    fn is_free(&self) -> bool {
        false
    }
}

/// Who it is, where it begins, and its number among the rigid bodies where it is one.
pub(super) fn enlist(
    id: ActorId,
    actor: &Actor,
    place: Place,
    plan: &ShotPlan,
    stage: &Stage,
    physics: &mut Physics,
) -> (Box<dyn Mover>, Option<usize>) {
    match actor.kind {
        ActorKind::Balloon | ActorKind::Kite => (Box::new(Airborne::new(id, actor, place, plan)), None),
        kind => match kind.build() {
            Build::Wheels => (Box::new(Vehicle::new(id, actor, place, plan)), None),
            Build::Boat => (Box::new(Boat::new(id, actor, place, stage)), None),
            Build::Craft => (Box::new(Craft::new(id, actor, place, plan, stage)), None),
            Build::Swimmer => (Box::new(Swimmer::new(id, actor, place, stage)), None),
            Build::Rope => (Box::new(Rope::new(id, actor, place, stage)), None),
            _ => {
                let rigid = Rigid::new(id, actor, place, plan, stage, physics);
                let number = rigid.number();
                (Box::new(rigid), Some(number))
            }
        },
    }
}

/// What makes a vehicle, a boat or a craft go.
const GOES: [Verb; 16] = [
    Verb::Drive,
    Verb::Run,
    Verb::Walk,
    Verb::Chase,
    Verb::Flee,
    Verb::Ride,
    Verb::Roll,
    Verb::Glide,
    Verb::Sail,
    Verb::Fly,
    Verb::Launch,
    Verb::Swim,
    Verb::Hit,
    Verb::Push,
    Verb::Pull,
    Verb::Knock,
];

fn goes(action: &Action) -> bool {
    GOES.contains(&action.verb)
}

/// Those who ride or drive it.
fn riders(id: ActorId, plan: &ShotPlan) -> impl Iterator<Item = ActorId> {
    let rides =
        move |action: &Action| matches!(action.verb, Verb::Ride | Verb::Drive | Verb::Sail | Verb::Fly | Verb::Kickflip) && action.target == Some(id);
    (0..plan.cast.len()).filter(move |rider| *rider != id && plan.cast[*rider].actions.iter().any(rides))
}

/// Whether it is to go now, by its own action or its rider's, and how hastily.
fn driven(id: ActorId, c: &Context<'_>) -> Option<f64> {
    let own = c.actions_of(id).into_iter().find(goes);
    let own = own.or_else(|| riders(id, c.plan).find_map(|rider| c.actions_of(rider).into_iter().find(|action| action.target == Some(id))));
    own.map(|action| action.haste)
}

fn half(actor: &Actor) -> Vec2 {
    let (measure, size) = (actor.kind.measure(), f64::from(actor.size).clamp(0.3, 4.0));
    Vec2::new(measure.length, measure.height) * (0.5 * size)
}

/// A vector of the body's own, turned with it.
fn turned(v: Vec2, angle: f64) -> Vec2 {
    let (sin, cos) = angle.sin_cos();
    Vec2::new(v.x * cos - v.y * sin, v.x * sin + v.y * cos)
}

/// Where somebody sits on it.
pub(super) fn saddle(kind: ActorKind, thing: &ThingPose) -> Option<Vec2> {
    let (along, up) = match kind {
        ActorKind::Bicycle => (-0.18, 0.78),
        ActorKind::Motorcycle => (-0.12, 0.45),
        ActorKind::Tractor => (-0.45, 0.25),
        ActorKind::Boat => (-0.15, -0.1),
        ActorKind::Sailboat => (-0.45, -0.72),
        ActorKind::Dolphin | ActorKind::Whale | ActorKind::Shark => (-0.1, 0.85),
        ActorKind::ToyTrain => (-0.3, 0.9),
        // Behind their windows.
        ActorKind::Taxi => (0.05, -0.3),
        ActorKind::Bus | ActorKind::Truck | ActorKind::FireEngine | ActorKind::Train => (0.72, -0.1),
        ActorKind::Plane | ActorKind::Helicopter => (0.45, 0.0),
        ActorKind::Ship => (-0.2, 0.1),
        ActorKind::Airship => (0.0, -0.93),
        ActorKind::Rocket => (0.0, 0.45),
        ActorKind::Ufo => (0.0, 0.3),
        _ => return None,
    };
    let side = if thing.facing < 0.0 { -1.0 } else { 1.0 };
    Some(thing.centre + turned(Vec2::new(along * thing.half.x * side, up * thing.half.y), thing.angle))
}
