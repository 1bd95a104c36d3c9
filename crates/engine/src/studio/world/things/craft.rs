//! What flies by its own power: rockets, planes, helicopters, balloons with a basket, saucers.
//!
//! A rocket is thrust against weight; the others hold a height that their actions ask for, with the lag of their mass.

use super::{Mover, driven, goes, half, riders};
use crate::studio::{
    screenplay::{Action, Actor, ActorId, ActorKind, Setting, ShotPlan, Verb},
    world::{
        MarkKind, chance,
        context::{Context, Told},
        event::EventKind,
        layout::Place,
        physics::Physics,
        pose::{Pose, ThingPose, Vec2, ease, follow, mix},
        stage::Stage,
    },
};
use std::f64::consts::FRAC_PI_2;

/// Seconds from the flame to the first movement.
const IGNITION: f64 = 0.9;

pub(super) struct Craft {
    id: ActorId,
    kind: ActorKind,
    half: Vec2,
    at: Vec2,
    velocity: Vec2,
    lane: f64,
    facing: f64,
    angle: f64,
    /// Metres over the ground that it flies at.
    height: f64,
    floor: f64,
    phase: f64,
    power: f64,
    smoked: f64,
    exploded: bool,
    whole: f64,
    started: bool,
}

impl Craft {
    pub(super) fn new(id: ActorId, actor: &Actor, place: Place, plan: &ShotPlan, stage: &Stage) -> Self {
        let half = half(actor);
        let first = actor.actions.first().map(|action| action.verb);
        let floor = stage.water.filter(|water| water.covers(place.x)).map_or(0.0, |water| water.level) + half.y;
        let over = match actor.kind {
            ActorKind::Plane => 6.5,
            ActorKind::Helicopter => 3.6,
            ActorKind::Ufo => 3.2,
            ActorKind::Airship => 3.0,
            _ => 4.0,
        };
        let height = floor + over;
        let ridden = riders(id, plan).next().is_some();
        let hovers = matches!(actor.kind, ActorKind::Ufo | ActorKind::Airship) || matches!(plan.setting, Setting::Space | Setting::Sky);
        // Among the clouds it is on its way already.
        let risen = plan.setting == Setting::Sky && actor.kind == ActorKind::Rocket;
        let grounded = match first {
            Some(Verb::Launch) => !risen,
            Some(Verb::Stand | Verb::Sit | Verb::Shine | Verb::Explode) => !hovers,
            Some(_) => false,
            None => !hovers && !ridden,
        };
        let flies = actor.actions.first().is_some_and(|action| goes(action) && (action.verb != Verb::Launch || risen) && action.from < 0.05);
        let facing = if place.facing < 0.0 { -1.0 } else { 1.0 };
        let space = plan.setting == Setting::Space && actor.kind == ActorKind::Rocket;
        let mut craft = Self {
            id,
            kind: actor.kind,
            half,
            at: Vec2::new(place.x, if grounded { floor } else { height }),
            velocity: Vec2::ZERO,
            lane: place.lane,
            facing,
            angle: if space { -FRAC_PI_2 * facing } else { 0.0 },
            height,
            floor,
            phase: chance::unit(actor.look, 3),
            power: if grounded { 0.0 } else { 0.7 },
            smoked: -9.0,
            exploded: false,
            whole: 1.0,
            started: false,
        };
        if flies {
            craft.velocity = if craft.kind == ActorKind::Rocket && !space { Vec2::new(0.0, 9.0) } else { Vec2::new(craft.cruise() * facing, 0.0) };
        }
        craft
    }

    fn cruise(&self) -> f64 {
        match self.kind {
            ActorKind::Plane => 16.0,
            ActorKind::Helicopter => 5.5,
            ActorKind::Airship => 1.1,
            ActorKind::Ufo => 5.0,
            _ => 7.0,
        }
    }

    fn rocket(&mut self, c: &mut Context<'_>, actions: &[Action]) {
        let burns = actions.iter().find(|action| matches!(action.verb, Verb::Launch | Verb::Fly | Verb::Run | Verb::Drive));
        let lands = actions.iter().find(|action| action.verb == Verb::Land);
        let up = self.at.y > self.floor + 0.02;
        if let Some(action) = lands {
            self.land(c, action);
            return;
        }
        if c.stage.gravity() == 0.0 {
            let wish = if burns.is_some() { self.cruise() * self.facing } else { 0.0 };
            follow(&mut self.velocity.x, wish, c.dt, 0.8);
            follow(&mut self.power, f64::from(u8::from(burns.is_some())), c.dt, 0.3);
            self.at += self.velocity * c.dt;
            return;
        }
        let burning = burns.map(|action| c.now - action.from);
        // Once up it goes on by itself: nothing is said of its end.
        follow(&mut self.power, f64::from(u8::from(burning.is_some() || up)), c.dt, 0.18);
        let thrust = match burning {
            Some(since) if !up && since < IGNITION => 0.0,
            Some(since) => 2.2 + 1.5 * (since - IGNITION).clamp(0.0, 6.0),
            None if up => 3.0,
            None => 0.0,
        };
        self.velocity.y += thrust * c.dt;
        // No faster than a camera follows.
        self.velocity.y = self.velocity.y.min(22.0);
        self.at += self.velocity * c.dt;
        let shake = if self.power > 0.5 && self.velocity.y < 6.0 { 0.004 } else { 0.001 };
        self.angle = shake * (c.now * 41.0).sin() * self.power;
    }

    fn land(&mut self, c: &Context<'_>, action: &Action) {
        let t = ease((c.now - action.from) / (action.seconds * 0.85).clamp(1.5, 6.0));
        let was = self.at.y;
        self.at.y = self.at.y.min(mix(self.height.max(was), self.floor, t)).max(self.floor);
        self.velocity = Vec2::new(0.0, (self.at.y - was) / c.dt);
        let down = self.at.y <= self.floor + 0.01;
        follow(&mut self.power, if down { 0.0 } else { 0.75 }, c.dt, 0.3);
    }

    /// All but the rocket: along at its pace, and towards its height.
    fn hold_height(&mut self, c: &Context<'_>, actions: &[Action]) {
        if let Some(land) = actions.iter().find(|action| action.verb == Verb::Land) {
            follow(&mut self.velocity.x, 0.0, c.dt, 0.6);
            self.at.x += self.velocity.x * c.dt;
            let along = self.velocity.x;
            self.land(c, land);
            self.velocity.x = along;
            follow(&mut self.angle, 0.0, c.dt, 0.5);
            return;
        }
        let rises = actions.iter().any(|action| action.verb == Verb::Launch);
        let aloft = self.at.y > self.floor + 0.05 || rises || driven(self.id, c).is_some() || actions.iter().any(|action| action.verb == Verb::Hover);
        if !aloft {
            follow(&mut self.velocity.x, 0.0, c.dt, 0.5);
            follow(&mut self.power, 0.0, c.dt, 0.8);
            return;
        }
        follow(&mut self.power, 1.0, c.dt, 0.6);
        let along = if rises && self.kind != ActorKind::Plane { 0.0 } else { driven(self.id, c).unwrap_or(0.0) * self.cruise() * self.facing };
        let plane = self.kind == ActorKind::Plane;
        follow(&mut self.velocity.x, along, c.dt, if plane { 2.0 } else { 1.1 });
        let (bob, quick) = match self.kind {
            ActorKind::Ufo => (0.16 * (c.now * 2.1).sin(), 1.2),
            ActorKind::Helicopter => (0.10 * (c.now * 1.3).sin(), 1.0),
            ActorKind::Airship => (0.14 * (c.now * 0.5).sin(), 0.5),
            _ => (0.15 * (c.now * 0.7).sin(), 0.8),
        };
        let rolling = plane && self.velocity.x.abs() < 9.0 && self.at.y < self.floor + 0.1;
        let lift = if rolling { 0.0 } else { 1.0 };
        let height = if rises { self.height + 2.0 } else { self.height };
        let pull = ((height + bob - self.at.y) * quick * quick - self.velocity.y * 2.0 * quick).clamp(-2.5, 2.5);
        self.velocity.y += pull * lift * c.dt;
        self.at += self.velocity * c.dt;
        if self.at.y < self.floor {
            self.at.y = self.floor;
            self.velocity.y = self.velocity.y.max(0.0);
        }
        let lean = match self.kind {
            ActorKind::Plane => (self.velocity.y / self.velocity.x.abs().max(6.0)).clamp(-0.4, 0.4) * self.facing,
            ActorKind::Helicopter => -0.03 * self.velocity.x - 0.06 * (along - self.velocity.x),
            ActorKind::Ufo => -0.02 * self.velocity.x + 0.06 * (c.now * 1.7).sin(),
            _ => 0.02 * (c.now * 0.6).sin(),
        };
        follow(&mut self.angle, lean, c.dt, 0.4);
    }

    fn trail(&mut self, c: &mut Context<'_>) {
        let rocket = self.kind == ActorKind::Rocket;
        let flames = rocket && self.power > 0.2 && c.stage.gravity() > 0.0;
        if !flames || c.now - self.smoked < 0.035 {
            return;
        }
        self.smoked = c.now;
        let jitter = chance::between(self.id as u64, (c.now * 120.0) as u64, -0.35, 0.35) * self.half.x;
        let tail = self.at - Vec2::new(jitter, self.half.y);
        let low = tail.y < 2.5;
        let size = self.half.x * if low { 1.1 } else { 0.8 };
        c.mark(Vec2::new(tail.x + if low { jitter * 3.0 } else { 0.0 }, (tail.y - 0.2 * self.half.y).max(0.1)), self.lane, MarkKind::Smoke, size);
    }

    fn sound(&mut self, c: &mut Context<'_>, actions: &[Action]) {
        if !self.exploded && actions.iter().any(|action| action.verb == Verb::Explode) {
            self.exploded = true;
            self.whole = 0.0;
            c.tell(self.at.x, self.lane, EventKind::Explosion { size: 1.0 });
            for kind in [MarkKind::Flame, MarkKind::Smoke, MarkKind::Sparks, MarkKind::Shards] {
                c.mark(self.at, self.lane, kind, self.half.hypot());
            }
        }
        if self.started {
            return;
        }
        self.started = true;
        let plan = c.plan;
        let end = plan.seconds;
        let burns = plan.cast[self.id].actions.iter().find(|action| goes(action) || matches!(action.verb, Verb::Land | Verb::Hover));
        let from = burns.map_or(0.0, |action| action.from);
        let seconds = (end - from).max(0.5) as f32;
        let told = match self.kind {
            ActorKind::Rocket if burns.is_some() => EventKind::Blast { seconds, power: 1.0 },
            ActorKind::Plane if burns.is_some() => EventKind::Blast { seconds, power: 0.35 },
            ActorKind::Helicopter if burns.is_some() => EventKind::EngineRun { seconds, speed: 14.0 },
            ActorKind::Airship => EventKind::Blast { seconds: 1.6, power: 0.2 },
            _ => return,
        };
        c.told.push(Told { now: from * plan.pace, x: self.at.x, lane: self.lane, kind: told });
    }
}

impl Mover for Craft {
    fn seen(&self, _: &Physics) -> (Vec2, Vec2) {
        (self.at, self.velocity)
    }

    fn step(&mut self, c: &mut Context<'_>) {
        let actions = c.actions_of(self.id);
        if self.kind == ActorKind::Rocket {
            self.rocket(c, &actions);
        } else {
            self.hold_height(c, &actions);
        }
        self.phase += c.dt * if self.kind == ActorKind::Ufo { 0.5 } else { 5.0 * self.power };
        self.trail(c);
        self.sound(c, &actions);
    }

    fn pose(&self, _: &Physics) -> Pose {
        Pose::Thing(ThingPose {
            centre: self.at,
            half: self.half,
            angle: self.angle,
            facing: self.facing,
            lane: self.lane,
            velocity: self.velocity,
            phase: self.phase,
            power: self.power,
            whole: self.whole,
        })
    }
}
