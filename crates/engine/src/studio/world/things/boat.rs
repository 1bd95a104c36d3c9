//! Boats, sailboats, ships: they ride on the waves, with the inertia of their length, and throw spray where the bow falls.

use super::{Mover, driven, goes, half, riders, turned};
use crate::studio::{
    screenplay::{Actor, ActorId, ActorKind},
    world::{
        MarkKind,
        context::{Context, Told},
        event::{EventKind, Material},
        layout::Place,
        physics::Physics,
        pose::{Pose, ThingPose, Vec2, follow},
        stage::Stage,
    },
};

pub(super) struct Boat {
    id: ActorId,
    kind: ActorKind,
    half: Vec2,
    /// Of the middle of its waterline.
    at: Vec2,
    velocity: Vec2,
    lane: f64,
    facing: f64,
    angle: f64,
    turning: f64,
    /// How deep its keel is.
    draught: f64,
    cruise: f64,
    phase: f64,
    power: f64,
    sprayed: f64,
    started: bool,
}

impl Boat {
    pub(super) fn new(id: ActorId, actor: &Actor, place: Place, stage: &Stage) -> Self {
        let half = half(actor);
        let (draught, cruise) = match actor.kind {
            ActorKind::Sailboat => (0.08, 2.2),
            ActorKind::Ship => (0.16, 3.4),
            _ => (0.34, 1.7),
        };
        let (y, angle) = match stage.water {
            Some(water) => (water.height(place.x, 0.0), water.slope(place.x, 0.0).atan() * 0.7),
            None => (2.0 * half.y * draught, 0.0),
        };
        Self {
            id,
            kind: actor.kind,
            half,
            at: Vec2::new(place.x, y),
            velocity: Vec2::ZERO,
            lane: place.lane,
            facing: if place.facing < 0.0 { -1.0 } else { 1.0 },
            angle,
            turning: 0.0,
            draught: 2.0 * half.y * draught,
            cruise,
            phase: 0.0,
            power: 0.0,
            sprayed: -9.0,
            started: false,
        }
    }

    /// Follows the water under bow and stern, late and past it, as a pendulum does.
    fn ride(&mut self, c: &mut Context<'_>) {
        let Some(water) = c.stage.water else { return };
        let reach = 0.8 * self.half.x;
        let (bow, stern) = (water.height(self.at.x + reach, c.now), water.height(self.at.x - reach, c.now));
        let level = (bow + stern + 2.0 * water.height(self.at.x, c.now)) / 4.0;
        let slope = ((bow - stern) / (2.0 * reach)).atan() * 0.75;
        let quick = 3.2 / (self.half.x / 2.5).sqrt().max(0.7);
        self.velocity.y += ((level - self.at.y) * quick * quick - (self.velocity.y - water.rise(self.at.x, c.now) * 0.6) * 1.1 * quick) * c.dt;
        self.turning += ((slope - self.angle) * quick * quick - self.turning * 0.42 * quick) * c.dt;
        let shallow = 0.0_f64.max(self.half.x - 6.0) * 0.02;
        self.angle += self.turning * c.dt * (1.0 - shallow.min(0.6));
        let falls = -self.turning * self.facing * reach;
        let hit = falls > 0.8 + 0.2 * self.draught;
        if hit && c.now - self.sprayed > 0.7 {
            self.sprayed = c.now;
            let bow = Vec2::new(self.at.x + reach * self.facing, if self.facing > 0.0 { bow } else { stern });
            c.spray(bow, self.lane, (0.25 * falls + 0.02 * self.half.x).clamp(0.2, 1.0));
        }
    }

    fn go(&mut self, c: &mut Context<'_>) {
        let wish = driven(self.id, c).map_or(0.0, |haste| self.cruise * haste * self.facing);
        let afloat = c.stage.water.is_some_and(|water| water.covers(self.at.x));
        follow(&mut self.velocity.x, if afloat { wish } else { 0.0 }, c.dt, 1.4);
        follow(&mut self.power, if wish == 0.0 { 0.0 } else { 1.0 }, c.dt, 0.5);
        self.at += self.velocity * c.dt;
        self.phase += self.velocity.x.abs() * c.dt / self.half.x.max(0.5);
        if !self.started {
            self.started = true;
            self.begin(c, wish);
        }
        let wake = self.velocity.x.abs() > 0.6 && c.now - self.sprayed > 0.55;
        if let Some(water) = c.stage.water.filter(|_| wake) {
            self.sprayed = c.now;
            let x = self.at.x - 0.9 * self.half.x * self.facing;
            c.mark(Vec2::new(x, water.height(x, c.now)), self.lane, MarkKind::Ripple, 0.2 * self.half.x.min(3.0));
        }
    }

    /// On its way from the first frame; an engine where it has one.
    fn begin(&mut self, c: &mut Context<'_>, wish: f64) {
        self.velocity.x = wish;
        let plan = c.plan;
        let ridden = riders(self.id, plan).flat_map(|rider| &plan.cast[rider].actions).filter(|action| action.target == Some(self.id));
        for action in plan.cast[self.id].actions.iter().filter(|action| goes(action)).chain(ridden) {
            let seconds = action.seconds as f32;
            let kind = match self.kind {
                ActorKind::Ship => EventKind::EngineRun { seconds, speed: 3.0 },
                _ => EventKind::Glide { on: Material::Water, seconds, speed: self.cruise as f32 },
            };
            c.told.push(Told { now: action.from * plan.pace, x: self.at.x, lane: self.lane, kind });
        }
    }
}

impl Mover for Boat {
    fn seen(&self, _: &Physics) -> (Vec2, Vec2) {
        (self.at, self.velocity)
    }

    fn step(&mut self, c: &mut Context<'_>) {
        self.go(c);
        self.ride(c);
    }

    fn pose(&self, _: &Physics) -> Pose {
        let over = turned(Vec2::new(0.0, self.half.y - self.draught), self.angle);
        Pose::Thing(ThingPose {
            centre: self.at + over,
            half: self.half,
            angle: self.angle,
            facing: self.facing,
            lane: self.lane,
            velocity: self.velocity + Vec2::new(-over.y, over.x) * self.turning,
            phase: self.phase,
            power: self.power,
            whole: 1.0,
        })
    }
}
