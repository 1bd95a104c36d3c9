//! Fish, sharks, dolphins, whales, an octopus: at their depth, with a fin that beats; leaps are arcs through the air.

use super::{Mover, half};
use crate::studio::{
    screenplay::{Action, Actor, ActorId, ActorKind, Setting, Verb},
    world::{
        MarkKind, chance,
        context::Context,
        event::EventKind,
        layout::Place,
        physics::Physics,
        pose::{Pose, ThingPose, Vec2, follow},
        stage::Stage,
    },
};

#[derive(Clone, Copy, PartialEq)]
enum Leap {
    No,
    /// On its way up through the water.
    Gathering,
    Flying,
}

pub(super) struct Swimmer {
    id: ActorId,
    kind: ActorKind,
    half: Vec2,
    at: Vec2,
    velocity: Vec2,
    lane: f64,
    facing: f64,
    angle: f64,
    /// Below the surface, of its middle.
    depth: f64,
    cruise: f64,
    phase: f64,
    leap: Leap,
    leapt: f64,
    bubbled: f64,
    look: u64,
}

impl Swimmer {
    pub(super) fn new(id: ActorId, actor: &Actor, place: Place, stage: &Stage) -> Self {
        let half = half(actor);
        let (depth, cruise) = match actor.kind {
            ActorKind::Shark => (0.62 * half.y, 2.2),
            ActorKind::Dolphin => (0.7 * half.y, 3.2),
            ActorKind::Whale => (0.55 * half.y, 2.0),
            ActorKind::Octopus => (1.1 * half.y, 0.6),
            _ => (0.35, 0.8),
        };
        let deep = stage.setting == Setting::Underwater;
        let y = match stage.water {
            Some(_) if deep => chance::between(actor.look, 5, 0.9, 1.9) + half.y,
            Some(water) => water.height(place.x, 0.0) - depth,
            None => half.y,
        };
        let depth = if deep { stage.water.map_or(depth, |water| water.level - y) } else { depth };
        Self {
            id,
            kind: actor.kind,
            half,
            at: Vec2::new(place.x, y),
            velocity: Vec2::ZERO,
            lane: place.lane,
            facing: if place.facing < 0.0 { -1.0 } else { 1.0 },
            angle: 0.0,
            depth,
            cruise: cruise * f64::from(actor.size).clamp(0.5, 2.0).sqrt(),
            phase: chance::unit(actor.look, 6),
            leap: Leap::No,
            leapt: -9.0,
            bubbled: -9.0,
            look: actor.look,
        }
    }

    fn wish(&self, c: &Context<'_>, actions: &[Action]) -> f64 {
        let chase = actions.iter().find(|action| action.verb == Verb::Chase).and_then(|action| action.target).and_then(|target| c.seen.get(target));
        if let Some(prey) = chase {
            return ((prey.at.x - self.at.x) * 1.4).clamp(-1.6 * self.cruise, 1.6 * self.cruise);
        }
        let idle = actions.iter().any(|action| matches!(action.verb, Verb::Sleep | Verb::Stand | Verb::Float | Verb::Hover));
        let haste = actions.iter().map(|action| action.haste).fold(1.0, f64::max);
        let flees = actions.iter().any(|action| matches!(action.verb, Verb::Flee | Verb::Run));
        let pace = if idle {
            0.05
        } else if actions.is_empty() {
            0.55
        } else if flees {
            1.6
        } else {
            1.0
        };
        pace * haste * self.cruise * self.facing
    }

    fn swim(&mut self, c: &mut Context<'_>, actions: &[Action], surface: f64) {
        let wish = self.wish(c, actions);
        follow(&mut self.velocity.x, wish, c.dt, 0.7);
        let wander = 0.22 * self.half.y.min(0.6) * ((c.now * 0.9 + self.look as f64 % 7.0).sin() + 0.5 * (c.now * 2.1).sin());
        let pulse = if self.kind == ActorKind::Octopus { 0.18 * (c.now * 2.4).sin() } else { 0.0 };
        let goal = surface - self.depth + wander + pulse;
        let pull = if self.leap == Leap::Gathering {
            26.0
        } else {
            ((goal - self.at.y) * 5.0 - self.velocity.y * 3.4).clamp(-9.0, 9.0 + 14.0 * (goal - 0.5 - self.at.y).clamp(0.0, 1.5))
        };
        self.velocity.y += pull * c.dt;
    }

    fn leaps(&mut self, c: &mut Context<'_>, actions: &[Action], surface: f64) {
        let asked = actions.iter().any(|action| matches!(action.verb, Verb::Jump | Verb::Somersault | Verb::Play | Verb::Backflip));
        let high = match self.kind {
            ActorKind::Whale => 0.9 * self.half.y,
            ActorKind::Fish => 0.5,
            _ => 1.5,
        };
        let need = (2.0 * c.stage.gravity() * high).sqrt();
        match self.leap {
            Leap::No if asked && c.now - self.leapt > 2.4 => self.leap = Leap::Gathering,
            Leap::Gathering => {
                self.velocity.y = self.velocity.y.min(need);
                if self.at.y > surface {
                    self.leap = Leap::Flying;
                    self.velocity.y = need;
                    self.enter(c, surface, 0.5);
                }
            }
            Leap::Flying if self.at.y < surface && self.velocity.y < 0.0 => {
                self.leap = Leap::No;
                self.leapt = c.now;
                self.enter(c, surface, 1.0);
                let plunge = EventKind::Plunge { speed: self.velocity.hypot() as f32, size: (self.half.x / 4.0).min(1.0) as f32 };
                c.tell(self.at.x, self.lane, plunge);
            }
            _ => {}
        }
    }

    /// Through the surface, out or in.
    fn enter(&self, c: &mut Context<'_>, surface: f64, share: f64) {
        let at = Vec2::new(self.at.x, surface);
        c.spray(at, self.lane, (share * (0.5 + 0.7 * self.half.x)).min(2.4));
        c.mark(at, self.lane, MarkKind::Ripple, self.half.x);
    }

    fn breathe(&mut self, c: &mut Context<'_>, surface: f64) {
        let deep = surface - self.at.y > 3.0;
        let every = if self.kind == ActorKind::Whale { 3.4 } else { 1.3 };
        if c.now - self.bubbled < every * chance::between(self.look, (c.now * 3.0) as u64, 0.7, 1.4) {
            return;
        }
        self.bubbled = c.now;
        let head = self.at + Vec2::new(self.facing * self.half.x * 0.8, self.half.y * 0.3);
        if deep {
            c.mark(head, self.lane, MarkKind::Bubbles, 0.12 + 0.1 * self.half.y.min(1.0));
        } else if self.kind == ActorKind::Whale && self.leap == Leap::No && c.now > 0.4 {
            // It blows.
            c.spray(Vec2::new(head.x - self.facing * self.half.x * 0.25, surface + 0.3), self.lane, 1.0);
        } else if self.velocity.x.abs() > 0.3 {
            c.mark(Vec2::new(self.at.x, surface), self.lane, MarkKind::Ripple, 0.4 * self.half.x.min(1.5));
        }
    }

    /// On land it lies, and now and then it flops.
    fn flop(&mut self, c: &mut Context<'_>) {
        let beat = (c.now * 1.1 + self.look as f64 % 3.0).fract();
        let up = if beat < 0.3 { (beat / 0.3 * std::f64::consts::PI).sin() } else { 0.0 };
        self.at.y = self.half.y + 0.12 * up * self.half.x.min(0.6);
        self.angle = 0.25 * up;
        self.phase += c.dt * (0.6 + 3.0 * up);
    }
}

impl Mover for Swimmer {
    fn seen(&self, _: &Physics) -> (Vec2, Vec2) {
        (self.at, self.velocity)
    }

    fn step(&mut self, c: &mut Context<'_>) {
        let Some(water) = c.stage.water else { return self.flop(c) };
        let actions = c.actions_of(self.id);
        let surface = water.height(self.at.x, c.now);
        if c.now < c.dt * 0.5 {
            self.velocity.x = self.wish(c, &actions);
        }
        if self.leap == Leap::Flying {
            self.velocity.y -= c.stage.gravity() * c.dt;
        } else {
            self.swim(c, &actions, surface);
        }
        self.leaps(c, &actions, surface);
        self.at += self.velocity * c.dt;
        let lowest = water.floor + self.half.y;
        if self.at.y < lowest {
            self.at.y = lowest;
            self.velocity.y = self.velocity.y.max(0.0);
        }
        if !water.covers(self.at.x + self.facing * self.half.x) {
            self.facing = -self.facing;
        } else if self.velocity.x.abs() > 0.15 {
            self.facing = self.velocity.x.signum();
        }
        let along = (self.velocity.y).atan2(self.velocity.x.abs().max(0.8)) * self.facing;
        let steep = if self.kind == ActorKind::Octopus { 0.15 } else { 1.0 };
        follow(&mut self.angle, along.clamp(-1.1, 1.1) * steep, c.dt, if self.leap == Leap::Flying { 0.06 } else { 0.15 });
        self.phase += c.dt * (0.5 + self.velocity.hypot() / (2.2 * self.half.x).max(0.3));
        self.breathe(c, surface);
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
            power: f64::from(u8::from(self.leap == Leap::Flying)),
            whole: 1.0,
        })
    }
}
