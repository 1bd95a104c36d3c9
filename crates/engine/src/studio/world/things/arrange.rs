//! Where things stand when the curtain rises: towers of blocks, trains before them, what is on a table, what is before whoever acts on it.
//!
//! Places are for a scene that goes to the right; the layout turns them where it goes to the left.

use super::{super::layout::Place, half};
use crate::studio::{
    screenplay::{Action, ActorId, ActorKind, Build, ShotPlan, Verb},
    world::{chance, stage::Stage},
};

/// Gives every thing its place. Persons and beasts have theirs already.
pub(in crate::studio::world) fn arrange(plan: &ShotPlan, stage: &Stage, places: &mut [Place]) {
    let others: Vec<f64> = (0..places.len()).filter(|id| is_other(plan, *id)).map(|id| places[id].x).collect();
    let edge = others.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let lonely = others.is_empty();
    let mut next = if lonely { -0.2 } else { edge + 0.7 };
    let tower = tower(plan);
    let mut first = true;
    for (id, actor) in plan.cast.iter().enumerate() {
        if is_other(plan, id) || tower.contains(&id) || !(actor.kind.is_thing() || actor.kind.build() == Build::Rope) {
            continue;
        }
        let half = half(actor);
        let place = &mut places[id];
        *place = Place { x: 0.0, lane: 0.0, facing: if actor.way < 0.0 && plan.cast[0].way > 0.0 { -1.0 } else { 1.0 } };
        match actor.kind.build() {
            Build::Wheels => {
                let big = half.x > 1.0;
                place.lane = if lonely || !big || super::riders(id, plan).next().is_some() { 0.0 } else { 2.0 + half.x * 0.25 };
                place.x = if lonely && first { 0.0 } else { next.min(edge.max(-4.0)) - half.x - 0.4 };
            }
            Build::Boat | Build::Craft => {
                place.lane = if lonely { 0.0 } else { 2.2 + half.x * 0.3 };
                place.x = if lonely && first { 0.0 } else { next + half.x * 0.5 };
            }
            Build::Swimmer => place.x = if lonely && first { 0.0 } else { next + half.x },
            Build::Rope => place.lane = if actor.kind == ActorKind::Flag { 0.4 } else { -0.03 },
            _ => {
                place.lane = if lonely { 0.0 } else { -0.06 };
                place.x = next + half.x;
                next += 2.0 * half.x + 0.35;
            }
        }
        if let Some(water) = stage.water.filter(|water| !water.covers(place.x)).filter(|_| matches!(actor.kind.build(), Build::Boat | Build::Swimmer))
        {
            place.x = water.left + half.x + 0.5;
        }
        if lonely && !first && !matches!(actor.kind.build(), Build::Thing | Build::Rope) {
            next += 2.0 * half.x + 0.5;
            place.x = next;
        }
        first = false;
    }
    stack(plan, places, next, lonely);
    before_whom_they_meet(plan, places);
    out_of_the_way(plan, places);
    on_tables(plan, places);
}

/// Vehicles pass behind what stands about, unless they are to hit it: then it stands before them.
fn out_of_the_way(plan: &ShotPlan, places: &mut [Place]) {
    let things: Vec<ActorId> = (0..places.len()).filter(|id| stands(plan.cast[*id].kind) && plan.cast[*id].kind != ActorKind::Block).collect();
    let fast = |id: &ActorId| plan.cast[*id].kind.build() == Build::Wheels && half(&plan.cast[*id]).x > 1.0 && places[*id].lane.abs() < 0.5;
    let vehicles: Vec<ActorId> = (0..places.len()).filter(fast).collect();
    if things.is_empty() {
        return;
    }
    for vehicle in vehicles {
        let meets = |action: &Action| action.target.is_some_and(|target| things.contains(&target)) && action.verb != Verb::Walk;
        if plan.cast[vehicle].actions.iter().any(meets) {
            let reach = half(&plan.cast[vehicle]).x;
            let nearest = things.iter().map(|thing| places[*thing].x - half(&plan.cast[*thing]).x).fold(f64::MAX, f64::min);
            places[vehicle].x = places[vehicle].x.min(nearest - reach - 7.0);
        } else {
            places[vehicle].lane = 1.7;
        }
    }
}

/// On the ground, in the way of what passes.
fn stands(kind: ActorKind) -> bool {
    kind.build() == Build::Thing && !is_airborne(kind)
}

fn is_other(plan: &ShotPlan, id: ActorId) -> bool {
    !(plan.cast[id].kind.is_thing() || matches!(plan.cast[id].kind.build(), Build::Rope))
}

fn tower(plan: &ShotPlan) -> Vec<ActorId> {
    (0..plan.cast.len()).filter(|id| plan.cast[*id].kind == ActorKind::Block).collect()
}

/// Of a thing that stands on others: who, how far along from the middle, how high its own middle is.
type Spot = (ActorId, f64, f64);

/// How high the middle of a thing is that does not stand on the ground.
pub(super) fn raised(plan: &ShotPlan, id: ActorId) -> Option<f64> {
    tower_spots(plan).into_iter().chain(table_spots(plan)).find(|spot| spot.0 == id).map(|spot| spot.2)
}

/// One on the other, a little out of line; many in columns that carry each other.
fn tower_spots(plan: &ShotPlan) -> Vec<Spot> {
    let tower = tower(plan);
    let Some(base) = tower.first() else { return Vec::new() };
    let wide = half(&plan.cast[*base]).x * 2.0;
    let rows = rows(tower.len());
    let (mut row, mut column, mut y) = (0, 0, 0.0);
    let mut spots = Vec::new();
    for id in tower {
        let block = half(&plan.cast[id]);
        let shift = (chance::unit(plan.cast[id].look, 31) - 0.5) * 0.2 * wide;
        let along = (f64::from(column) - (f64::from(rows[row]) - 1.0) / 2.0) * wide * 1.12;
        spots.push((id, along + shift, y + block.y));
        column += 1;
        if column == rows[row] {
            (row, column) = (row + 1, 0);
            y += 2.0 * block.y + 0.0005;
        }
    }
    spots
}

fn stack(plan: &ShotPlan, places: &mut [Place], next: f64, lonely: bool) {
    let spots = tower_spots(plan);
    if spots.is_empty() {
        return;
    }
    let hitter = hitter(plan);
    let x = if hitter.is_some() && lonely { 0.45 } else { next + 0.3 };
    for (id, along, _) in spots {
        places[id] = Place { x: x + along, lane: -0.02, facing: 1.0 };
    }
    if let Some(hitter) = hitter {
        let reach = half(&plan.cast[hitter]).x;
        let run = if plan.cast[hitter].kind == ActorKind::ToyTrain { 2.0 } else { 5.0 };
        places[hitter] = Place { x: x - reach - run, lane: 0.0, ..places[hitter] };
    }
}

/// How many blocks lie in each row, from below: one on the other; pairs below where they would be too many.
fn rows(count: usize) -> Vec<u32> {
    const TALLEST: u32 = 9;
    let pairs = (count as u32).saturating_sub(TALLEST).min(count as u32 / 2);
    let singles = count as u32 - 2 * pairs;
    (0..pairs).map(|_| 2).chain((0..singles).map(|_| 1)).collect()
}

/// A vehicle that drives into the tower.
fn hitter(plan: &ShotPlan) -> Option<ActorId> {
    (0..plan.cast.len()).find(|id| plan.cast[*id].kind.build() == Build::Wheels && plan.cast[*id].kind.is_thing())
}

/// Whoever pushes, kicks or leaps over a thing finds it before them; who sits on a chair has it below.
fn before_whom_they_meet(plan: &ShotPlan, places: &mut [Place]) {
    for (id, actor) in plan.cast.iter().enumerate() {
        for action in &actor.actions {
            let Some(target) = action.target.filter(|target| *target < places.len() && *target != id) else { continue };
            let thing = &plan.cast[target];
            if thing.kind.build() != Build::Thing || thing.kind == ActorKind::Block || is_airborne(thing.kind) {
                continue;
            }
            let (reach, way) = (half(thing).x, if places[id].facing < 0.0 { -1.0 } else { 1.0 });
            let gap = match action.verb {
                Verb::Jump | Verb::Kickflip | Verb::Somersault | Verb::Run => 2.6,
                Verb::Walk => 1.6,
                Verb::Sit => {
                    places[target] = Place { x: places[id].x, lane: places[id].lane + 0.12, ..places[target] };
                    continue;
                }
                Verb::Push | Verb::Kick | Verb::Hit | Verb::Pull | Verb::Knock | Verb::Topple => 0.42 + reach,
                _ => continue,
            };
            places[target].x = places[id].x + way * gap;
        }
    }
}

fn is_airborne(kind: ActorKind) -> bool {
    matches!(kind, ActorKind::Balloon | ActorKind::Kite)
}

/// Small things stand on the table, where there is one.
fn table_spots(plan: &ShotPlan) -> Vec<Spot> {
    let Some(table) = plan.cast.iter().position(|actor| actor.kind == ActorKind::Table) else { return Vec::new() };
    let board = half(&plan.cast[table]);
    let mut edge = -0.85 * board.x;
    let mut spots = Vec::new();
    for (id, actor) in plan.cast.iter().enumerate() {
        let small = half(actor);
        let rests = actor.kind.build() == Build::Thing && id != table && actor.kind != ActorKind::Block && !is_airborne(actor.kind);
        if rests && small.y < 0.36 && small.x < 0.3 && edge + 2.0 * small.x < board.x {
            spots.push((id, edge + small.x, 2.0 * board.y + small.y));
            edge += 2.0 * small.x + 0.09;
        }
    }
    spots
}

fn on_tables(plan: &ShotPlan, places: &mut [Place]) {
    let Some(table) = plan.cast.iter().position(|actor| actor.kind == ActorKind::Table) else { return };
    for (id, along, _) in table_spots(plan) {
        places[id] = Place { x: places[table].x + along, lane: places[table].lane - 0.01, facing: 1.0 };
    }
}
