//! Who stands where when the curtain rises: partners face each other, chasers begin behind, balls are in the right hands.

use super::{
    Agent, ball_kind,
    beast::Beast,
    figure::Figure,
    pet::Pet,
    physics::Physics,
    pose::Vec2,
    roles,
    stage::{Stage, stairs},
    things,
    travel::{Car, Flyer},
};
use crate::studio::screenplay::{Actor, ActorId, ActorKind, Setting, ShotPlan, Verb};

pub struct Layout {
    pub agents: Vec<Agent>,
    pub balls: Vec<Option<usize>>,
    pub holders: Vec<Option<ActorId>>,
}

pub fn lay_out(plan: &ShotPlan, stage: &Stage, physics: &mut Physics) -> Layout {
    let places = turned(places(plan, stage), plan, stage);
    let holders = holders(plan);
    let set = Set { plan, stage, places: &places, holders: &holders };
    let (agents, balls) = (0..plan.cast.len()).map(|id| set.put(id, physics)).unzip();
    Layout { agents, balls, holders }
}

/// A scene in which bodies are put where they belong.
pub(super) struct Set<'a> {
    pub plan: &'a ShotPlan,
    pub stage: &'a Stage,
    pub places: &'a [Place],
    pub holders: &'a [Option<ActorId>],
}

impl Set<'_> {
    /// One of the cast, and its number in the physics where it has one.
    pub(super) fn put(&self, id: ActorId, physics: &mut Physics) -> (Agent, Option<usize>) {
        let Self { plan, stage, places, holders } = *self;
        let (actor, place) = (&plan.cast[id], places[id]);
        let agent = match actor.kind {
            kind if kind.is_person() => Agent::Figure(Box::new(person(id, actor, places, plan, holders, stage))),
            kind if kind.is_pet() => {
                let mut pet = Pet::new(id, &legible(actor, plan), place.x, place.lane, place.facing);
                if let Some(speed) = opening_speed(id, actor, plan, holders) {
                    pet.start_at_speed(speed * 1.05 * heading(id, actor, places));
                }
                pet.holding = (0..plan.cast.len()).find(|ball| holders[*ball] == Some(id));
                Agent::Pet(Box::new(pet))
            }
            _ if actor.kind.is_ball() => {
                let number = put_ball(id, actor, place.x, self, physics);
                return (Agent::Ball { number, squash: 1.0 }, Some(number));
            }
            ActorKind::Car => {
                Agent::Car(Car::new(id, place.x, place.lane, actor.way, cruise(id, plan), opening_speed(id, actor, plan, holders).is_some()))
            }
            kind if kind.is_flyer() => Agent::Flyer(Flyer::at_home(id, actor, place)),
            _ => {
                let (thing, number) = things::enlist(id, actor, place, plan, stage, physics);
                return (Agent::Thing(thing), number);
            }
        };
        (agent, None)
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) lane: f64,
    pub(super) facing: f64,
}

/// Beside somebody very large, the very small are drawn larger than they are, or no one would see them.
fn legible(actor: &Actor, plan: &ShotPlan) -> Actor {
    let height = |actor: &Actor| {
        let size = f64::from(actor.size);
        if actor.kind.is_pet() { Beast::of(actor.kind, size).height } else { actor.kind.measure().height * size }
    };
    let largest = plan.cast.iter().filter(|other| other.kind.is_person() || other.kind.is_pet()).map(height).fold(0.0, f64::max);
    let least = largest / 6.0;
    let more = (least / height(actor)).clamp(1.0, 9.0);
    Actor { size: actor.size * more as f32, ..actor.clone() }
}

fn does(actor: &Actor, verbs: &[Verb]) -> bool {
    actor.actions.iter().any(|action| verbs.contains(&action.verb))
}

/// How fast it already goes when the shot begins.
fn opening_speed(id: ActorId, actor: &Actor, plan: &ShotPlan, holders: &[Option<ActorId>]) -> Option<f64> {
    let first = actor.actions.iter().find(|action| action.from < 0.05 && action.seconds > 0.3)?;
    // What is still in somebody's hand, or lies there to be kicked, is not run after yet.
    let waits = |target: ActorId| {
        target != id && plan.cast[target].kind.is_ball() && (holders[target].is_some() || plan.cast.iter().any(|other| does(other, &[Verb::Kick])))
    };
    match first.verb {
        Verb::Chase if first.target.is_some_and(waits) => None,
        Verb::Walk | Verb::Run if first.target.is_some() => None,
        Verb::Walk | Verb::March | Verb::Skip => Some(1.2 * first.haste),
        Verb::Swim => Some(0.8 * first.haste),
        Verb::Run | Verb::Flee | Verb::Chase | Verb::Drive => Some(3.2 * first.haste),
        _ => None,
    }
}

/// A car that only passes by people goes slowly enough to be seen.
fn cruise(id: ActorId, plan: &ShotPlan) -> f64 {
    let people = plan.cast.iter().any(|actor| {
        actor.kind.is_person() && !actor.actions.iter().any(|action| matches!(action.verb, Verb::Run | Verb::Walk) && action.target.is_none())
    });
    let chase = plan.cast.iter().any(|actor| actor.actions.iter().any(|action| action.verb == Verb::Chase && action.target == Some(id)))
        || does(&plan.cast[id], &[Verb::Chase, Verb::Flee]);
    if chase {
        3.6
    } else if people {
        1.6
    } else {
        8.5
    }
}

/// Which way a body goes that is on its way already: towards its target, else its own way.
fn heading(id: ActorId, actor: &Actor, places: &[Place]) -> f64 {
    let target = actor.actions.first().filter(|action| action.verb != Verb::Flee).and_then(|action| action.target);
    match target.and_then(|target| places.get(target)) {
        Some(place) if (place.x - places[id].x).abs() > 0.01 => (place.x - places[id].x).signum(),
        _ => actor.way,
    }
}

const GOING: [Verb; 17] = [
    Verb::Walk,
    Verb::Run,
    Verb::Chase,
    Verb::Flee,
    Verb::Drive,
    Verb::Fly,
    Verb::Kick,
    Verb::Throw,
    Verb::Glide,
    Verb::Kickflip,
    Verb::Swim,
    Verb::Crawl,
    Verb::Skip,
    Verb::March,
    Verb::Push,
    Verb::Backflip,
    Verb::Somersault,
];

/// Where water or stairs are on one side only, nothing is turned.
fn fixed(plan: &ShotPlan) -> bool {
    matches!(plan.setting, Setting::Pool | Setting::Harbour | Setting::Stairs)
}

/// The same scene seen from the other side, where it goes to the left.
fn turned(mut places: Vec<Place>, plan: &ShotPlan, stage: &Stage) -> Vec<Place> {
    let goes = plan.cast.iter().any(|actor| does(actor, &GOING)) && !fixed(plan);
    if stage.hoop.is_none() && goes && plan.cast.first().is_some_and(|actor| actor.way < 0.0) {
        for place in &mut places {
            (place.x, place.facing) = (-place.x, -place.facing);
        }
    }
    places
}

fn places(plan: &ShotPlan, stage: &Stage) -> Vec<Place> {
    let mut places = vec![Place { x: 0.0, lane: 0.0, facing: 1.0 }; plan.cast.len()];
    let people: Vec<ActorId> = (0..plan.cast.len()).filter(|id| plan.cast[*id].kind.is_person()).collect();
    let gap = spacing(plan, people.len());
    for (order, id) in people.iter().enumerate() {
        let x = (order as f64 - (people.len() as f64 - 1.0) / 2.0) * gap;
        let inwards = if order * 2 < people.len() { 1.0 } else { -1.0 };
        let depth = if people.len() > 3 { 0.6 } else { 0.25 };
        let lane = if people.len() > 2 { depth * (order % 2) as f64 } else { 0.0 };
        places[*id] = Place { x, lane, facing: if people.len() == 1 { 0.4 } else { 0.65 * inwards } };
    }
    if let Some(hoop) = stage.hoop {
        let shooter = people
            .iter()
            .copied()
            .find(|id| plan.cast[*id].actions.iter().any(|action| action.verb == Verb::Throw && super::receiver(plan, *id, action).is_none()));
        let first = shooter.or(people.first().copied());
        let shift = first.map_or(0.0, |id| hoop.x - 1.5 - places[id].x);
        for id in &people {
            places[*id].x += shift;
            places[*id].facing = 0.8;
        }
        if let Some(shooter) = shooter {
            for (order, id) in people.iter().filter(|id| **id != shooter).enumerate() {
                places[*id].x = places[shooter].x - 0.85 * (order as f64 + 1.0);
            }
        }
    }
    let edge = people.iter().map(|id| places[*id].x).fold(0.0_f64, f64::max);
    let middle = people.iter().map(|id| places[*id].x).sum::<f64>() / people.len().max(1) as f64;
    let mut next = if people.is_empty() { -0.2 } else { edge + 0.75 };
    let mut beasts_end = None;
    for (id, actor) in plan.cast.iter().enumerate() {
        if actor.kind.is_person() {
            continue;
        }
        let place = &mut places[id];
        match actor.kind {
            ActorKind::Car => {
                *place = Place {
                    x: if people.is_empty() {
                        next * 4.0
                    } else if does(actor, &[Verb::Drive]) {
                        middle - 2.7
                    } else {
                        middle + 0.4
                    },
                    lane: if people.is_empty() { 0.0 } else { 2.6 },
                    facing: 1.0,
                };
                next += 1.4;
            }
            kind if kind.is_flyer() => {
                *place = Place { x: middle + 0.5 + 0.5 * (id % 3) as f64, lane: 0.1, facing: 1.0 };
            }
            kind if kind.is_pet() => {
                let half = roles::reach(actor);
                let x = beasts_end.map_or(next + (half - 0.65).max(0.0), |end| end + half + 0.2);
                *place = Place { x, lane: -0.12, facing: if people.is_empty() { beasts_facing(plan, id) } else { -0.9 } };
                next = x + half + 0.3;
                beasts_end = Some(x + half);
            }
            _ => {
                *place = Place { x: next, lane: -0.12, facing: if people.is_empty() { 1.0 } else { -0.9 } };
                next += if actor.kind.is_ball() { 0.5 } else { 0.95 };
            }
        }
    }
    things::arrange(plan, stage, &mut places);
    chasers_behind(plan, &mut places);
    roles::assign(plan, stage, &mut places);
    places
}

/// Beasts that stay face each other, two and two.
fn beasts_facing(plan: &ShotPlan, id: ActorId) -> f64 {
    let stays = |actor: &Actor| actor.kind.is_pet() && !does(actor, &GOING);
    let herd: Vec<ActorId> = (0..plan.cast.len()).filter(|id| plan.cast[*id].kind.is_pet()).collect();
    let order = herd.iter().position(|other| *other == id).unwrap_or(0);
    if herd.len() > 1 && order % 2 == 1 && herd.iter().all(|id| stays(&plan.cast[*id])) { -1.0 } else { 1.0 }
}

fn spacing(plan: &ShotPlan, people: usize) -> f64 {
    let passes = plan.cast.iter().any(|actor| does(actor, &[Verb::Catch]));
    let children = plan.cast.iter().filter(|actor| actor.kind.is_child()).count();
    let near = if children * 2 >= people.max(1) { 0.72 } else { 0.86 };
    // Many stand closer, in two rows.
    let near = if people >= 4 { near * 0.68 } else { near };
    let near = if plan.cast.iter().any(|actor| does(actor, &[Verb::Sit])) { near * 1.45 } else { near };
    let meets = plan
        .cast
        .iter()
        .any(|actor| actor.kind.is_person() && actor.actions.iter().any(|a| matches!(a.verb, Verb::Walk | Verb::Run) && a.target.is_some()));
    if meets {
        near * 2.6
    } else if passes && people == 2 {
        near * 2.1
    } else {
        near
    }
}

/// Whoever chases begins behind whom it chases.
fn chasers_behind(plan: &ShotPlan, places: &mut [Place]) {
    for _ in 0..2 {
        for (id, actor) in plan.cast.iter().enumerate() {
            let prey = actor.actions.iter().find(|action| action.verb == Verb::Chase).and_then(|action| action.target);
            let Some(prey) = prey.filter(|prey| *prey < places.len() && *prey != id) else { continue };
            let thrown = plan.cast[prey].kind.is_ball() && plan.cast.iter().any(|actor| does(actor, &[Verb::Throw, Verb::Kick, Verb::Bounce]));
            let gap = match (actor.kind, plan.cast[prey].kind) {
                (ActorKind::Car, ActorKind::Car) => 5.2,
                (ActorKind::Car, _) | (_, ActorKind::Car) => 3.3,
                (_, prey) if prey.is_person() => 1.25,
                _ => (roles::reach(actor) + 0.3).max(0.95),
            };
            if !thrown {
                places[id].x = places[prey].x - gap;
            }
            places[id].facing = 1.0;
        }
    }
}

/// Who holds a ball from the start.
pub(super) fn holders(plan: &ShotPlan) -> Vec<Option<ActorId>> {
    let mut holders = vec![None; plan.cast.len()];
    for (id, actor) in plan.cast.iter().enumerate() {
        if let Some(ball) = actor.carries.filter(|ball| plan.cast.get(*ball).is_some_and(|ball| ball.kind.is_ball())) {
            holders[ball] = holders[ball].or(Some(id));
        }
    }
    for (id, actor) in plan.cast.iter().enumerate().filter(|(_, actor)| actor.kind.is_person()) {
        let first = actor
            .actions
            .iter()
            .find(|action| matches!(action.verb, Verb::Throw | Verb::Bounce | Verb::Kick | Verb::Catch | Verb::Chase | Verb::Hit));
        let Some(action) = first.filter(|action| matches!(action.verb, Verb::Throw | Verb::Bounce | Verb::Hit)) else { continue };
        let is_free = |ball: &ActorId| plan.cast.get(*ball).is_some_and(|ball| ball.kind.is_ball()) && holders[*ball].is_none();
        let asked = action.target.filter(|target| plan.cast.get(*target).is_some_and(|ball| ball.kind.is_ball()));
        let ball = asked.filter(is_free).or_else(|| if asked.is_some() { None } else { (0..plan.cast.len()).find(is_free) });
        if let Some(ball) = ball {
            holders[ball] = Some(id);
        }
    }
    holders
}

fn person(id: ActorId, actor: &Actor, places: &[Place], plan: &ShotPlan, holders: &[Option<ActorId>], stage: &Stage) -> Figure {
    let place = places[id];
    let mut figure = Figure::new(id, actor, place.x, place.lane, place.facing);
    figure.floor = roles::floor(actor, stage).max(if stage.setting == Setting::Stairs { stage.floor(place.x) } else { 0.0 });
    figure.hands.holding = (0..plan.cast.len()).find(|ball| holders[*ball] == Some(id));
    if let Some(speed) = opening_speed(id, actor, plan, holders) {
        figure.start_at_speed(speed * (figure.height / 1.75).sqrt() * heading(id, actor, places));
    }
    figure
}

fn put_ball(id: ActorId, actor: &Actor, x: f64, set: &Set<'_>, physics: &mut Physics) -> usize {
    let Set { plan, stage, places, holders } = *set;
    let kind = ball_kind(actor.kind, f64::from(actor.size));
    let way = actor.way;
    let kicker = plan.cast.iter().position(|other| does(other, &[Verb::Kick]) && other.actions.iter().any(|a| a.target.is_none_or(|t| t == id)));
    let hunted = plan.cast.iter().any(|other| other.actions.iter().any(|action| action.verb == Verb::Chase && action.target == Some(id)));
    let (at, velocity) = if let Some(holder) = holders[id] {
        (Vec2::new(places[holder].x + 0.3 * places[holder].facing.signum(), 1.1), Vec2::ZERO)
    } else if let Some(kicker) = kicker {
        (Vec2::new(places[kicker].x + 0.62 * places[kicker].facing.signum(), kind.radius), Vec2::ZERO)
    } else if stage.setting == Setting::Stairs && does(actor, &[Verb::Roll, Verb::Run, Verb::Fall, Verb::Bounce, Verb::Drop]) {
        // Down from above: nothing rolls up.
        let top = stairs::FROM + 10.5 * stairs::RUN;
        (Vec2::new(top, stage.floor(top) + kind.radius + 0.01), Vec2::new(-1.2, 0.0))
    } else if does(actor, &[Verb::Roll]) && !hunted {
        (Vec2::new(x, kind.radius), Vec2::new(2.4 * way, 0.0))
    } else if does(actor, &[Verb::Bounce, Verb::Fall, Verb::Drop]) {
        (Vec2::new(x, 1.7), Vec2::new(0.25 * way, 0.0))
    } else if hunted || does(actor, &[Verb::Run, Verb::Walk]) {
        (Vec2::new(x, kind.radius + 0.25), Vec2::new(3.3 * way, 1.6))
    } else if plan.cast.len() == 1 {
        (Vec2::new(x, 1.5), Vec2::new(0.2 * way, 0.0))
    } else {
        (Vec2::new(x, kind.radius), Vec2::ZERO)
    };
    let number = physics.add_ball(at, kind);
    physics.launch(number, velocity, -velocity.x / kind.radius);
    number
}
