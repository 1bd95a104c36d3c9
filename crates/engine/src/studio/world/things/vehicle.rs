//! What goes on wheels: buses, trains, bicycles, a skateboard, a toy train. Springs, wheels that turn by distance, puddles, engines.
//!
//! It pushes what it meets out of its way, and is slowed by it. The car has its own controller.

use super::{Mover, driven, goes, half, riders};
use crate::studio::{
    screenplay::{Actor, ActorId, ActorKind, ShotPlan, Verb},
    world::{
        MarkKind, chance,
        context::{Context, Told},
        event::{EventKind, Material},
        layout::Place,
        physics::Physics,
        pose::{Pose, ThingPose, Vec2, follow},
    },
};
use std::f64::consts::TAU;

/// Metres a second, metres a second squared, radius of a wheel, metres between what is under its nose and its middle, share of a puddle's spray.
struct Drive {
    cruise: f64,
    pull: f64,
    wheel: f64,
    spray: f64,
    engine: bool,
}

fn drive(kind: ActorKind) -> Drive {
    let (cruise, pull, wheel, spray, engine) = match kind {
        ActorKind::Bus | ActorKind::Truck => (7.0, 1.6, 0.48, 1.3, true),
        ActorKind::FireEngine => (9.0, 2.2, 0.5, 1.4, true),
        ActorKind::Tractor => (2.6, 1.2, 0.75, 0.8, true),
        ActorKind::Train => (11.0, 1.2, 0.46, 0.0, true),
        ActorKind::ToyTrain => (1.6, 0.5, 0.035, 0.0, false),
        ActorKind::Bicycle => (3.6, 1.5, 0.34, 0.35, false),
        ActorKind::Motorcycle => (8.5, 3.5, 0.31, 0.7, true),
        ActorKind::Skateboard => (2.6, 1.5, 0.027, 0.1, false),
        _ => (8.0, 2.8, 0.33, 1.0, true),
    };
    Drive { cruise, pull, wheel, spray, engine }
}

pub(super) struct Vehicle {
    id: ActorId,
    kind: ActorKind,
    drive: Drive,
    mass: f64,
    half: Vec2,
    x: f64,
    lane: f64,
    facing: f64,
    speed: f64,
    cruise: f64,
    pitch: f64,
    pitch_speed: f64,
    heave: f64,
    heave_speed: f64,
    phase: f64,
    power: f64,
    bumper: Option<usize>,
    puddle: i64,
    skidded: bool,
    started: bool,
    rolled: f64,
    smoked: f64,
    hooted: f64,
    /// Seconds that it has pushed against something.
    spent: f64,
}

impl Vehicle {
    pub(super) fn new(id: ActorId, actor: &Actor, place: Place, plan: &ShotPlan) -> Self {
        let drive = drive(actor.kind);
        let ridden = riders(id, plan).next().is_some();
        let watched = plan.cast.iter().any(|other| other.kind.is_person()) && !ridden;
        let slow = if watched && drive.cruise > 2.5 { 0.3 } else { 1.0 };
        let small = f64::from(actor.size).clamp(0.5, 2.0).sqrt();
        let cruise = drive.cruise * slow * small;
        let early = |action: &crate::studio::screenplay::Action| action.from < 0.05 && goes(action);
        let begins = actor.actions.iter().any(early)
            || riders(id, plan).any(|rider| plan.cast[rider].actions.iter().any(|a| early(a) && a.target == Some(id)));
        let facing = if place.facing < 0.0 { -1.0 } else { 1.0 };
        Self {
            id,
            kind: actor.kind,
            // A toy that is made to knock things over is of iron, with its wagons.
            mass: if actor.kind == ActorKind::ToyTrain { 6.0 } else { actor.kind.measure().mass },
            half: half(actor),
            x: place.x,
            lane: place.lane,
            facing,
            speed: if begins { cruise * facing } else { 0.0 },
            cruise,
            drive,
            pitch: 0.0,
            pitch_speed: 0.0,
            heave: 0.0,
            heave_speed: 0.0,
            phase: 0.0,
            power: 0.0,
            bumper: None,
            puddle: i64::MIN,
            skidded: false,
            started: false,
            rolled: -9.0,
            smoked: -9.0,
            hooted: -9.0,
            spent: 0.0,
        }
    }

    fn centre(&self) -> Vec2 {
        Vec2::new(self.x, self.half.y + self.heave)
    }

    /// How fast it wishes to go, with its sign.
    fn wish(&self, c: &Context<'_>) -> Option<f64> {
        let chase = c.actions_of(self.id).into_iter().find(|action| action.verb == Verb::Chase);
        if let Some(prey) = chase.and_then(|action| action.target).and_then(|target| c.seen.get(target)) {
            let gap = (prey.at.x - self.x) * self.facing - self.half.x - 1.6;
            return Some((prey.velocity.x * self.facing + gap * 1.2).clamp(0.0, self.drive.cruise) * self.facing);
        }
        driven(self.id, c).map(|haste| self.cruise * haste * self.facing)
    }

    fn go(&mut self, c: &mut Context<'_>) {
        let wish = self.wish(c);
        let was = self.speed;
        let wish = wish.filter(|_| self.spent < 0.1);
        let brake = if self.drive.engine { 4.2 } else { 0.5 + 20.0 * self.spent.min(0.1) };
        let pull = self.drive.pull * c.dt;
        self.speed += match wish {
            Some(wish) if wish.abs() >= self.speed.abs() => (wish - self.speed).clamp(-pull, pull),
            wish => (wish.unwrap_or(0.0) - self.speed).clamp(-brake * c.dt, brake * c.dt),
        };
        // What it bumps into and pushes along takes its share.
        let load = self.bumper.map_or(0.0, |bumper| c.physics.load(bumper)) / self.mass;
        if self.kind == ActorKind::ToyTrain && load > 0.0 {
            // Its spring is run down by what it does.
            self.spent += c.dt;
        }
        self.speed -= load.min(self.speed.abs()) * self.speed.signum();
        let push = (self.speed - was) / c.dt * self.facing;
        self.x += self.speed * c.dt;
        self.phase += self.speed * c.dt / (TAU * self.drive.wheel);
        self.springs(c, push.clamp(-8.0, 8.0));
        follow(&mut self.power, if wish.is_some() { 1.0 } else { 0.15 }, c.dt, 0.3);
        if wish.is_none() && self.speed.abs() > 3.0 && self.drive.engine && !self.skidded && self.kind != ActorKind::Train {
            self.skidded = true;
            c.tell(self.x, self.lane, EventKind::Skid { seconds: 0.8 });
        }
    }

    fn springs(&mut self, c: &Context<'_>, push: f64) {
        if !self.drive.engine {
            return;
        }
        let soft = if self.kind == ActorKind::Train { 0.1 } else { 1.0 };
        let road = ((self.x * 1.7).sin() * 0.6 + (self.x * 4.3).sin() * 0.4) * self.speed.abs();
        let long = 2.1 / self.half.x.max(1.0);
        self.pitch_speed += (-60.0 * self.pitch - 9.0 * self.pitch_speed + soft * long * (push * 0.28 + road * 0.018)) * c.dt;
        self.pitch += self.pitch_speed * c.dt;
        self.heave_speed += (-90.0 * self.heave - 8.0 * self.heave_speed + soft * road * 0.05) * c.dt;
        self.heave += self.heave_speed * c.dt;
        if self.kind == ActorKind::Tractor {
            self.heave += 0.0006 * (c.now * 60.0).sin();
        }
    }

    /// Engines for as long as they run, wheels on rails and boards in pieces.
    fn sound(&mut self, c: &mut Context<'_>) {
        if !self.started && self.drive.engine {
            let plan = c.plan;
            let ridden = riders(self.id, plan).flat_map(|rider| &plan.cast[rider].actions).filter(|action| action.target == Some(self.id));
            let speed = self.cruise as f32;
            for action in plan.cast[self.id].actions.iter().filter(|action| goes(action)).chain(ridden) {
                let told = EventKind::EngineRun { seconds: action.seconds as f32, speed };
                c.told.push(Told { now: action.from * plan.pace, x: self.x, lane: self.lane, kind: told });
            }
        }
        if !self.started && matches!(self.kind, ActorKind::Train | ActorKind::ToyTrain) && self.speed.abs() > 0.1 {
            c.told.push(Told { now: 0.45, x: self.x, lane: self.lane, kind: EventKind::Whistle });
        }
        self.started = true;
        if c.now - self.hooted > 1.1 && c.actions_of(self.id).iter().any(|action| matches!(action.verb, Verb::Beep | Verb::Ring)) {
            self.hooted = c.now;
            let bell = matches!(self.kind, ActorKind::Bicycle | ActorKind::ToyTrain);
            c.tell(self.x, self.lane, if bell { EventKind::Bell } else { EventKind::Horn });
        }
        let rolls = matches!(self.kind, ActorKind::ToyTrain | ActorKind::Skateboard | ActorKind::Train | ActorKind::Bicycle);
        if rolls && self.speed.abs() > 0.2 && c.now - self.rolled >= 0.5 {
            self.rolled = c.now;
            let ball = match self.kind {
                ActorKind::Train => Material::Metal,
                ActorKind::Bicycle => Material::Tyre,
                _ => Material::Wood,
            };
            c.tell(self.x, self.lane, EventKind::Roll { ball, ground: c.stage.ground, seconds: 0.5, speed: self.speed.abs() as f32 });
        }
        let puffs = matches!(self.kind, ActorKind::Train | ActorKind::Tractor);
        if puffs && self.speed.abs() > 0.4 && c.now - self.smoked > 0.3 {
            self.smoked = c.now;
            let chimney = Vec2::new(self.x + self.facing * self.half.x * 0.72, 2.0 * self.half.y);
            c.mark(chimney, self.lane, MarkKind::Smoke, 0.18 * self.half.y);
        }
    }

    /// Puddles lie where they lie: some large, most small, some stretches dry.
    fn puddles(&mut self, c: &mut Context<'_>) {
        let nose = self.x + 0.7 * self.half.x * self.facing;
        let stretch = (nose / 4.1).floor();
        let key = stretch.abs() as u64 * 2 + u64::from(stretch < 0.0);
        let at = (stretch + chance::between(key, 71, 0.1, 0.9)) * 4.1;
        let reached = (nose - at) * self.facing > 0.0;
        if c.stage.wet && self.speed.abs() > 1.2 && reached && stretch as i64 != self.puddle && self.drive.spray > 0.0 {
            self.puddle = stretch as i64;
            if chance::unit(key, 72) < 0.72 && c.now > 0.15 {
                let fast = (self.speed.abs() / 7.0).clamp(0.3, 1.2);
                c.splash(nose, self.lane, chance::between(key, 73, 0.22, 0.55) * self.drive.spray * fast);
            }
        }
    }

    fn bump(&mut self, c: &mut Context<'_>) {
        if self.lane.abs() > 0.5 {
            return;
        }
        // Off the ground, and as high as what would hit a leg.
        let clear = 0.15 * self.half.y;
        let middle = Vec2::new(self.x, self.half.y + clear / 2.0);
        let pitched = self.kind == ActorKind::ToyTrain;
        let bumper = *self.bumper.get_or_insert_with(|| c.physics.add_mover(middle, Vec2::new(self.half.x, self.half.y - clear / 2.0), pitched));
        c.physics.move_to(bumper, middle, 0.0);
    }
}

impl Mover for Vehicle {
    fn seen(&self, _: &Physics) -> (Vec2, Vec2) {
        (Vec2::new(self.x, 0.0), Vec2::new(self.speed, 0.0))
    }

    fn step(&mut self, c: &mut Context<'_>) {
        self.go(c);
        self.sound(c);
        self.puddles(c);
        self.bump(c);
    }

    fn pose(&self, _: &Physics) -> Pose {
        Pose::Thing(ThingPose {
            centre: self.centre(),
            half: self.half,
            angle: self.pitch * self.facing,
            facing: self.facing,
            lane: self.lane,
            velocity: Vec2::new(self.speed, self.heave_speed),
            phase: self.phase,
            power: self.power,
            whole: 1.0,
        })
    }

    fn bumper(&self) -> Option<usize> {
        self.bumper
    }
}
