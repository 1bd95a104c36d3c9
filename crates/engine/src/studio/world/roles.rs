//! Roles in a scene, and the places that follow from them: gymnasts have room, divers stand on the board, who pulls has somebody to
//! pull against, and who only watches stands aside.
//!
//! Places are for a scene that goes to the right; the layout turns them where it goes to the left.

use super::{
    beast::Beast,
    flight::fall_seconds,
    layout::Place,
    ride::{board_of, pop, ride_speed},
    stage::{Stage, pool},
    tug, vault,
};
use crate::studio::screenplay::{Actor, ActorId, ActorKind, Setting, ShotPlan, Verb};

const FEATS: [Verb; 10] = [
    Verb::Backflip,
    Verb::Somersault,
    Verb::Cartwheel,
    Verb::Spin,
    Verb::Glide,
    Verb::Kickflip,
    Verb::Cannonball,
    Verb::Dive,
    Verb::Swim,
    Verb::Climb,
];
const WATCHING: [Verb; 8] = [Verb::Cheer, Verb::Clap, Verb::Look, Verb::Laugh, Verb::Wave, Verb::Stand, Verb::Point, Verb::Sit];

fn does(actor: &Actor, verbs: &[Verb]) -> bool {
    actor.actions.iter().any(|action| verbs.contains(&action.verb))
}

/// Does something that others may watch.
#[must_use]
pub fn performs(actor: &Actor) -> bool {
    actor.kind.is_person() && does(actor, &FEATS)
}

fn watches(actor: &Actor) -> bool {
    actor.kind.is_person() && actor.actions.iter().all(|action| WATCHING.contains(&action.verb))
}

/// The board's height, for whoever is to leave it.
#[must_use]
pub fn floor(actor: &Actor, stage: &Stage) -> f64 {
    if dives(actor, stage) { pool::BOARD_HEIGHT } else { 0.0 }
}

fn dives(actor: &Actor, stage: &Stage) -> bool {
    stage.setting == Setting::Pool && actor.kind.is_person() && does(actor, &[Verb::Cannonball, Verb::Dive])
}

/// Half of what it takes up along x.
#[must_use]
pub fn reach(actor: &Actor) -> f64 {
    let size = f64::from(actor.size);
    if actor.kind.is_pet() {
        let beast = Beast::of(actor.kind, size);
        // A long neck goes down as far forwards.
        let grazes = if does(actor, &[Verb::Eat, Verb::Drink]) { 0.78 * beast.head.0.hypot(beast.head.1) } else { 0.0 };
        beast.height * (beast.trunk / 2.0 + beast.head.0.max(grazes) + 0.25)
    } else {
        0.24 * actor.kind.measure().height * size.sqrt()
    }
}

/// Moves whoever has a role to where it is played.
pub(super) fn assign(plan: &ShotPlan, stage: &Stage, places: &mut [Place]) {
    pull_apart(plan, places);
    rally(plan, places);
    line_up(plan, stage, places);
    give_run_up(plan, places);
    perform(plan, stage, places);
    set_aside(plan, stage, places);
}

/// Who pulls at the same thing: the first on the left, the others on the right; teams one behind the other.
fn pull_apart(plan: &ShotPlan, places: &mut [Place]) {
    let Some(first) = (0..plan.cast.len()).find(|id| does(&plan.cast[*id], &[Verb::Pull]) && !plan.cast[*id].kind.is_thing()) else { return };
    let all = tug::pullers(plan, first);
    if all.len() < 2 {
        return;
    }
    // The left half of the list pulls to the left.
    let (left, right) = all.split_at(all.len().div_ceil(2));
    for (team, way) in [(left, -1.0), (right, 1.0)] {
        let mut x = 0.75;
        for (order, id) in team.iter().rev().enumerate() {
            let half = reach(&plan.cast[*id]);
            places[*id] = Place { x: way * (x + half), lane: 0.06 * order as f64, facing: -0.9 * way };
            x += 2.0 * half + 0.25;
        }
    }
    for (id, actor) in plan.cast.iter().enumerate() {
        if actor.kind == ActorKind::Rope {
            places[id] = Place { x: 0.0, lane: -0.03, facing: 1.0 };
        }
    }
}

/// Two sides of a net.
fn rally(plan: &ShotPlan, places: &mut [Place]) {
    let ball = plan.cast.iter().any(|actor| actor.kind.is_ball());
    let players: Vec<ActorId> = (0..plan.cast.len()).filter(|id| plan.cast[*id].kind.is_person() && does(&plan.cast[*id], &[Verb::Hit])).collect();
    if !ball || players.len() < 2 {
        return;
    }
    let (left, right) = players.split_at(players.len().div_ceil(2));
    for (team, way) in [(left, -1.0), (right, 1.0)] {
        for (order, id) in team.iter().enumerate() {
            places[*id] = Place { x: way * (1.55 + 1.15 * order as f64), lane: 0.3 * order as f64, facing: -0.75 * way };
        }
    }
}

/// Whoever rides over something begins so far away that the jump comes in good time.
fn line_up(plan: &ShotPlan, stage: &Stage, places: &mut [Place]) {
    for (id, actor) in plan.cast.iter().enumerate() {
        let Some(action) = actor.actions.iter().find(|action| action.verb == Verb::Kickflip) else { continue };
        let over = action.target.filter(|target| *target < places.len() && Some(*target) != board_of(plan, id) && *target != id);
        let Some(over) = over else {
            places[id] = Place { x: -2.2, lane: 0.0, facing: 0.6 };
            continue;
        };
        let thing = &plan.cast[over];
        let (measure, size) = (thing.kind.measure(), f64::from(thing.size));
        let (speed, gravity) = (ride_speed(action.haste), stage.setting.gravity().max(1.0));
        let rise = pop((measure.height * size).min(1.3), measure.length * size / 2.0, speed, gravity);
        let world = plan.seconds * plan.pace;
        let run_up = (0.36 * world + action.from * plan.pace).clamp(0.7, 2.4);
        places[over] = Place { x: 0.0, lane: 0.0, facing: 1.0 };
        places[id] = Place { x: -speed * (run_up + fall_seconds(rise, 0.0, gravity) / 2.0), lane: 0.0, facing: 0.6 };
    }
}

/// Whoever leaps over something begins some way before it.
fn give_run_up(plan: &ShotPlan, places: &mut [Place]) {
    for (id, actor) in plan.cast.iter().enumerate() {
        let leap = actor.actions.iter().find_map(|action| vault::over(plan, action));
        let Some((over, half, _)) = leap.filter(|(over, ..)| *over != id) else { continue };
        places[over] = Place { x: 0.6, lane: 0.0, facing: 1.0 };
        places[id] = Place { x: 0.6 - vault::run_up(actor.kind, half), lane: 0.0, facing: 0.8 };
    }
}

fn perform(plan: &ShotPlan, stage: &Stage, places: &mut [Place]) {
    let performers: Vec<ActorId> = (0..plan.cast.len()).filter(|id| performs(&plan.cast[*id])).collect();
    for (order, id) in performers.iter().enumerate() {
        let actor = &plan.cast[*id];
        if does(actor, &[Verb::Kickflip]) {
            continue;
        }
        let step = order as f64;
        places[*id] = if dives(actor, stage) {
            Place { x: pool::BOARD_TO - 1.9 - 0.4 * step, lane: pool::BOARD_LANE - 0.02, facing: 0.85 }
        } else if does(actor, &[Verb::Climb]) {
            Place { x: -0.45 - 0.8 * step, lane: 0.0, facing: 0.9 }
        } else if stage.setting == Setting::Pool && does(actor, &[Verb::Swim, Verb::Float]) {
            Place { x: pool::EDGE + 1.4 + 1.2 * step, lane: 0.5 * step, facing: 0.9 }
        } else if does(actor, &[Verb::Backflip]) {
            // They travel backwards.
            Place { x: 0.5 + 1.9 * step, lane: 0.25 * step, facing: 0.9 }
        } else {
            Place { x: -0.4 + 1.7 * step, lane: 0.25 * step, facing: 0.8 }
        };
    }
}

/// Who only watches stands to a side, a little behind; at a pool, beyond the water.
fn set_aside(plan: &ShotPlan, stage: &Stage, places: &mut [Place]) {
    let Some(performer) = plan.cast.iter().position(performs) else { return };
    let about = if stage.setting == Setting::Pool { pool::EDGE - 0.75 } else { places[performer].x };
    let watchers = (0..plan.cast.len()).filter(|id| watches(&plan.cast[*id])).enumerate();
    for (order, id) in watchers {
        let row = order as f64;
        places[id] = if stage.setting == Setting::Pool {
            Place { x: about - 0.75 * row, lane: 1.1 + 0.35 * (order % 2) as f64, facing: 0.7 }
        } else {
            Place { x: about + 1.7 + 0.62 * row, lane: 0.75 + 0.4 * (order % 2) as f64, facing: -0.7 }
        };
    }
}
