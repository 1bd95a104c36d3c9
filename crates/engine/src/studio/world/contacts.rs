//! What comes of contacts: sounds by material and force, dust and spray, broken cups, baskets and goals.
//!
//! The physics tells who met what; here is what that means in the scene.

use super::{
    Agent, Mark, MarkKind, Scene,
    context::{Seen, Told},
    event::{EventKind, Material},
    physics::{Hit, Met, STEP},
    pose::Vec2,
    solid::Shape,
};
use crate::studio::screenplay::{ActorId, ActorKind, Setting};

/// Something met something, with this force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contact {
    /// World seconds since the beginning of the shot.
    pub now: f64,
    pub actor: ActorId,
    pub other: Other,
    /// Newton seconds.
    pub impulse: f64,
    pub at: Vec2,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    Ground,
    Rim,
    Board,
    Net,
    Actor(ActorId),
}

/// Seconds in which a pair is heard once.
const RARELY: f64 = 0.09;

impl Scene {
    pub(super) fn bodies(&mut self, seen: &[Seen]) {
        let hits = self.physics.step();
        let wet: Vec<f64> = (0..self.balls.len()).map(|actor| self.balls[actor].map_or(0.0, |number| self.physics.under(number))).collect();
        let told: Vec<(usize, Met)> = hits.iter().map(|hit| (hit.body, hit.met)).collect();
        for hit in hits {
            let Some(actor) = self.owner(hit.body) else { continue };
            if self.holders[actor].is_none() && !self.broken[actor] {
                self.meet(actor, hit, &told);
            }
        }
        self.watch_hoop(seen);
        self.watch_goal(seen);
        self.watch_snowballs(seen);
        self.watch_rolling();
        self.watch_water(seen, &wet);
    }

    fn owner(&self, body: usize) -> Option<ActorId> {
        self.balls.iter().position(|ball| *ball == Some(body))
    }

    fn driver(&self, mover: usize) -> Option<ActorId> {
        self.agents.iter().position(|agent| match agent {
            Agent::Thing(thing) => thing.bumper() == Some(mover),
            Agent::Car(car) => car.bumper() == Some(mover),
            _ => false,
        })
    }

    fn meet(&mut self, actor: ActorId, hit: Hit, told: &[(usize, Met)]) {
        let other = match hit.met {
            Met::Ground => Other::Ground,
            Met::Rim => Other::Rim,
            Met::Board => Other::Board,
            Met::Net => Other::Net,
            Met::Body(body) => self.owner(body).map_or(Other::Ground, Other::Actor),
            Met::Mover(mover) => self.driver(mover).map_or(Other::Ground, Other::Actor),
        };
        let (at, solid) = (self.physics.position(hit.body), self.physics.kind(hit.body));
        self.contacts.push(Contact { now: self.now, actor, other, impulse: hit.impulse, at });
        // Both of two bodies tell of their meeting: one is enough.
        let twice = matches!(hit.met, Met::Body(body) if body < hit.body && told.contains(&(body, Met::Body(hit.body))));
        if !twice && !self.heard_lately(actor, other) {
            self.tell_hit(actor, hit, other);
        }
        let blow = hit.impulse / solid.mass;
        match &mut self.agents[actor] {
            Agent::Ball { squash, .. } => {
                *squash = (1.0 - 0.05 * blow).clamp(0.72, 1.0);
                if self.plan.cast[actor].kind == ActorKind::Snowball && blow > 2.2 {
                    self.burst(actor, hit.body);
                }
            }
            Agent::Thing(thing) => {
                if !thing.struck(blow) {
                    return;
                }
                let sand = solid.material == Material::Sand;
                let kind = if sand { EventKind::Impact { a: Material::Sand, b: Material::Sand, impulse: 2.0 } } else { EventKind::Shatter };
                self.told.push(Told { now: self.now, x: at.x, lane: 0.0, kind });
                let mark = if sand { MarkKind::Dust } else { MarkKind::Shards };
                self.marks.push(Mark { now: self.now, at, lane: -0.05, kind: mark, size: solid.half().hypot().max(0.12) });
            }
            _ => {}
        }
    }

    /// A snowball ends in powder.
    fn burst(&mut self, actor: ActorId, body: usize) {
        let at = self.physics.position(body);
        self.broken[actor] = true;
        self.physics.remove(body);
        self.marks.push(Mark { now: self.now, at, lane: -0.05, kind: MarkKind::Powder, size: 0.4 });
    }

    fn heard_lately(&mut self, actor: ActorId, other: Other) -> bool {
        let now = self.now;
        self.heard.retain(|heard| now - heard.2 < RARELY);
        let pair = |heard: &&(ActorId, Other, f64)| {
            (heard.0, heard.1) == (actor, other) || matches!(other, Other::Actor(other) if (heard.0, heard.1) == (other, Other::Actor(actor)))
        };
        let lately = self.heard.iter().any(|heard| pair(&heard));
        if !lately {
            self.heard.push((actor, other, now));
        }
        lately
    }

    /// What an actor is made of where it is bumped into.
    fn skin(&self, actor: ActorId) -> Material {
        self.balls[actor].map_or(self.plan.cast[actor].kind.measure().material, |number| self.physics.kind(number).material)
    }

    fn tell_hit(&mut self, actor: ActorId, hit: Hit, other: Other) {
        let at = self.physics.position(hit.body);
        let solid = self.physics.kind(hit.body);
        let impulse = hit.impulse as f32;
        let ground = if self.stage.water.is_some_and(|water| water.covers(at.x)) { Material::Sand } else { self.stage.ground };
        let event = match other {
            Other::Ground => EventKind::Impact { a: solid.material, b: ground, impulse },
            Other::Actor(other) => EventKind::Impact { a: solid.material, b: self.skin(other), impulse },
            Other::Rim => EventKind::RimHit { impulse },
            Other::Board => EventKind::BoardHit { impulse },
            Other::Net => {
                self.marks.push(Mark { now: self.now, at, lane: 0.0, kind: MarkKind::Net, size: 1.0 });
                if self.stage.goal.is_some() { EventKind::NetSwish } else { EventKind::Impact { a: solid.material, b: Material::Cloth, impulse } }
            }
        };
        self.told.push(Told { now: self.now, x: at.x, lane: self.lane(actor), kind: event });
        if hit.met == Met::Ground && hit.impulse / solid.mass > 2.0 && self.physics.under(hit.body) == 0.0 {
            let (mark, size) = if self.stage.wet { (MarkKind::Splash, 0.22) } else { (MarkKind::Dust, 0.14) };
            if self.stage.wet || !self.stage.setting.is_indoors() {
                self.marks.push(Mark { now: self.now, at: Vec2::new(at.x, 0.0), lane: 0.0, kind: mark, size });
            }
            if self.stage.wet {
                self.told.push(Told { now: self.now, x: at.x, lane: 0.0, kind: EventKind::Splash { size: 0.15 } });
            }
        }
    }

    fn lane(&self, actor: ActorId) -> f64 {
        match &self.agents[actor] {
            Agent::Thing(thing) => thing.pose(&self.physics).lane(),
            _ => 0.0,
        }
    }

    fn watch_hoop(&mut self, seen: &[Seen]) {
        let Some(hoop) = self.stage.hoop else { return };
        for (actor, was) in seen.iter().enumerate() {
            let Some(number) = self.balls[actor] else { continue };
            let is = self.physics.position(number);
            if hoop.swallows(was.at, is) {
                self.told.push(Told { now: self.now, x: hoop.x, lane: 0.0, kind: EventKind::NetSwish });
                self.marks.push(Mark { now: self.now, at: Vec2::new(hoop.x, hoop.height), lane: 0.0, kind: MarkKind::Net, size: 1.0 });
                if !self.scored && self.stage.setting == Setting::Gym {
                    self.told.push(Told { now: self.now + 0.15, x: hoop.x, lane: 4.0, kind: EventKind::Cheer { people: 60 } });
                }
                self.scored = true;
            }
        }
    }

    fn watch_goal(&mut self, seen: &[Seen]) {
        let Some(goal) = self.stage.goal.filter(|_| !self.scored) else { return };
        for (actor, was) in seen.iter().enumerate() {
            let Some(number) = self.balls[actor] else { continue };
            if goal.swallows(was.at, self.physics.position(number)) {
                self.scored = true;
                self.told.push(Told { now: self.now + 0.2, x: goal.x, lane: 6.0, kind: EventKind::Cheer { people: 200 } });
            }
        }
    }

    /// Snowballs burst on whom they fly towards.
    fn watch_snowballs(&mut self, seen: &[Seen]) {
        for (actor, ball) in seen.iter().enumerate().filter(|(_, seen)| seen.kind == ActorKind::Snowball) {
            let (Some(number), None, false) = (self.balls[actor], self.holders[actor], self.broken[actor]) else { continue };
            let hits = |body: &Seen| {
                let gap = body.at.x - ball.at.x;
                let alive = body.kind.is_person() || body.kind.is_pet();
                alive && gap.abs() < 0.2 && gap * ball.velocity.x > 0.0 && ball.at.y < body.kind.measure().height && ball.velocity.hypot() > 2.0
            };
            if seen.iter().any(hits) {
                let impulse = (ball.velocity.hypot() * self.physics.kind(number).mass) as f32;
                let kind = EventKind::Impact { a: Material::Snow, b: Material::Cloth, impulse };
                self.told.push(Told { now: self.now, x: ball.at.x, lane: 0.0, kind });
                self.burst(actor, number);
            }
        }
    }

    fn watch_rolling(&mut self) {
        for actor in 0..self.balls.len() {
            let Some(number) = self.balls[actor].filter(|_| !self.broken[actor]) else { continue };
            let (at, velocity, solid) = (self.physics.position(number), self.physics.velocity(number), self.physics.kind(number));
            let low = at.y < self.stage.floor(at.x) + solid.radius + 0.02 && solid.shape == Shape::Round;
            let rolls = self.holders[actor].is_none() && low && velocity.y.abs() < 0.3 && velocity.x.abs() > 0.4;
            self.rolling[actor] = if rolls { self.rolling[actor] + STEP } else { 0.0 };
            // Told in pieces of half a second, each with the speed that it has then.
            if rolls && (self.rolling[actor] / 0.5).fract() < STEP / 0.5 {
                let event = EventKind::Roll { ball: solid.material, ground: self.stage.ground, seconds: 0.5, speed: velocity.x.abs() as f32 };
                self.told.push(Told { now: self.now, x: at.x, lane: 0.0, kind: event });
            }
        }
    }

    /// What falls into water splashes as deep as it is heavy and fast.
    fn watch_water(&mut self, seen: &[Seen], under: &[f64]) {
        let Some(water) = self.stage.water else { return };
        for actor in 0..self.balls.len() {
            let Some(number) = self.balls[actor] else { continue };
            let (at, was) = (self.physics.position(number), seen[actor]);
            let solid = self.physics.kind(number);
            let surface = water.height(at.x, self.now);
            let speed = -was.velocity.y;
            let enters = under[actor] > 0.0 && !self.wet[actor] && speed > 0.9 && self.now > 0.05;
            self.wet[actor] = under[actor] > 0.0;
            if enters && !self.heard_lately(actor, Other::Net) {
                let size = (0.12 + 0.5 * (solid.radius * 2.0).min(1.0) + 0.03 * speed).min(1.0);
                let spot = Vec2::new(at.x, surface);
                self.told.push(Told { now: self.now, x: at.x, lane: 0.0, kind: EventKind::Plunge { speed: speed as f32, size: size as f32 } });
                self.marks.push(Mark { now: self.now, at: spot, lane: 0.0, kind: MarkKind::Splash, size: size * (0.4 + 0.12 * speed) });
                self.marks.push(Mark { now: self.now, at: spot, lane: 0.0, kind: MarkKind::Ripple, size: 0.3 + solid.radius });
            }
        }
    }
}
