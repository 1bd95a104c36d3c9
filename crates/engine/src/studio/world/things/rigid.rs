//! A thing that lies, falls, is pushed, kicked, thrown, toppled or broken: its body is in the physics, here is what acts on it.

use super::{Mover, arrange::raised, half};
use crate::studio::{
    screenplay::{Action, Actor, ActorId, ActorKind, Build, ShotPlan, Verb},
    world::{
        MarkKind, chance,
        context::Context,
        event::{EventKind, Material},
        layout::Place,
        physics::Physics,
        pose::{Pose, ThingPose, Vec2, follow},
        solid::{Shape, Solid},
        stage::Stage,
    },
};

/// Metres above the ground from which a thing falls that is said to fall.
const DROP: f64 = 1.7;

pub(super) struct Rigid {
    id: ActorId,
    kind: ActorKind,
    number: usize,
    half: Vec2,
    lane: f64,
    facing: f64,
    /// Where it hangs until it is let fall.
    hung: Option<Vec2>,
    phase: f64,
    power: f64,
    whole: f64,
    /// When the actions began that have been carried out.
    done: Vec<f64>,
    rung: f64,
}

impl Rigid {
    pub(super) fn new(id: ActorId, actor: &Actor, place: Place, plan: &ShotPlan, stage: &Stage, physics: &mut Physics) -> Self {
        let half = half(actor);
        let falls = actor.actions.iter().any(|action| matches!(action.verb, Verb::Fall | Verb::Drop | Verb::Drip)) && actor.kind != ActorKind::Block;
        let afloat = stage.water.filter(|water| water.covers(place.x) && water.level < 3.0).map_or(f64::MIN, |water| water.level - half.y);
        let ground = stage.floor(place.x).max(afloat);
        let standing = Vec2::new(place.x, raised(plan, id).unwrap_or(ground + half.y));
        let at = if falls { standing + Vec2::new(0.0, DROP) } else { standing };
        let weightless = stage.gravity() == 0.0;
        let at = if weightless { at + Vec2::new(0.0, 1.1) } else { at };
        let number = physics.add(at, 0.0, Solid::thing(actor.kind, f64::from(actor.size)));
        if weightless {
            physics.launch(number, Vec2::new(0.12 * actor.way, 0.04), 0.5 - chance::unit(actor.look, 4));
        }
        let lit = plan.cast.iter().flat_map(|other| &other.actions).any(|action| action.verb == Verb::Light && action.target == Some(id));
        let shines = matches!(actor.kind, ActorKind::Candle | ActorKind::Lamp | ActorKind::Television | ActorKind::Computer | ActorKind::Phone);
        Self {
            id,
            kind: actor.kind,
            number,
            half,
            lane: place.lane,
            facing: place.facing,
            hung: falls.then_some(at),
            phase: 0.0,
            power: if shines && !lit { 1.0 } else { 0.0 },
            whole: 1.0,
            done: Vec::new(),
            rung: -9.0,
        }
    }

    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// True the first time that it is asked of an action.
    fn once(&mut self, action: &Action) -> bool {
        let new = self.done.iter().all(|from| (from - action.from).abs() > 1e-6);
        if new {
            self.done.push(action.from);
        }
        new
    }

    fn own(&mut self, c: &mut Context<'_>, action: &Action) {
        let (at, mass) = (c.physics.position(self.number), c.physics.kind(self.number).mass);
        match action.verb {
            Verb::Roll | Verb::Run if self.once(action) => {
                let speed = 1.8 * action.haste * c.way(self.id);
                c.physics.launch(self.number, Vec2::new(speed, 0.0), -speed / c.physics.kind(self.number).radius);
            }
            Verb::Jump | Verb::Bounce if self.once(action) => c.physics.push(self.number, Vec2::new(0.0, 2.4 * mass), at),
            Verb::Topple | Verb::Fall if self.hung.is_none() => self.topple(c, action),
            Verb::Break if self.once(action) => self.shatter(c),
            Verb::Explode if self.once(action) => self.blow_up(c),
            Verb::Ring | Verb::Beep | Verb::Play if c.now - self.rung > 0.9 => self.ring(c),
            Verb::Shine => follow(&mut self.power, 1.0, c.dt, 0.1),
            _ => {}
        }
    }

    /// Pushed at its upper edge until it is past its balance; blocks where nothing comes that would hit them.
    fn topple(&mut self, c: &mut Context<'_>, action: &Action) {
        let block = self.kind == ActorKind::Block;
        let comes = c.plan.cast.iter().any(|actor| matches!(actor.kind.build(), Build::Wheels | Build::Ball));
        let someone = c.acting_on(self.id).next().is_some();
        if block && (comes || someone) {
            return;
        }
        let (at, mass, way) = (c.physics.position(self.number), c.physics.kind(self.number).mass, c.way(self.id));
        if block {
            let high = at.y / (2.0 * self.half.y);
            if c.now - action.from < 0.25 && high > 1.2 {
                c.physics.push(self.number, Vec2::new(way * mass * 4.5 * c.dt * high.min(4.0) * 0.5, 0.0), at);
            }
            return;
        }
        let balance = (self.half.x / self.half.y).atan() + 0.06;
        if c.physics.angle(self.number).abs() < balance {
            let share = (0.75 * self.half.x / self.half.y).max(0.3);
            let top = at + Vec2::new(0.0, self.half.y * 0.9);
            c.physics.push(self.number, Vec2::new(way * share * mass * 9.81 * c.dt, 0.0), top);
        }
    }

    /// What others do to it.
    fn others(&mut self, c: &mut Context<'_>) {
        // Only who has limbs acts from beside it; whatever rolls or flies must meet it.
        let limbs = |by: &ActorId| matches!(c.plan.cast[*by].kind.build(), Build::Person | Build::Beast | Build::Flyer);
        let acts: Vec<(ActorId, Action)> = c.acting_on(self.id).filter(|(by, _)| limbs(by)).collect();
        for (by, action) in acts {
            let (at, mass) = (c.physics.position(self.number), c.physics.kind(self.number).mass);
            let from = c.seen[by].at.x;
            let way = if (at.x - from).abs() < 0.02 { c.way(by) } else { (at.x - from).signum() };
            let gap = (at.x - from).abs() - self.half.x;
            let since = c.now - action.from;
            match action.verb {
                Verb::Push if gap < 0.75 => {
                    let wish = (0.9 * action.haste - c.physics.velocity(self.number).x * way).clamp(0.0, 0.1);
                    c.physics.push(self.number, Vec2::new(way * mass * wish, 0.0), at - Vec2::new(0.0, self.half.y * 0.3));
                }
                Verb::Pull if gap < 1.6 && c.seen[by].velocity.x * way < -0.05 => {
                    let wish = (c.seen[by].velocity.x - c.physics.velocity(self.number).x).clamp(-0.1, 0.1);
                    c.physics.push(self.number, Vec2::new(mass * wish, 0.0), at - Vec2::new(0.0, self.half.y * 0.3));
                }
                Verb::Kick | Verb::Hit if gap < 0.9 && since > 0.36 && self.once(&action) => {
                    let speed = (16.0 / mass).clamp(0.8, 4.5);
                    c.physics.push(self.number, Vec2::new(way * speed, 0.45 * speed) * mass, at + Vec2::new(0.0, 0.6 * self.half.y));
                    c.tell(at.x, self.lane, EventKind::Impact { a: Material::Body, b: self.material(c), impulse: (speed * mass) as f32 });
                }
                Verb::Knock | Verb::Topple if gap < 0.9 => self.tip(c, way),
                Verb::Break if since > 0.4 && self.once(&action) => self.shatter(c),
                Verb::Light if since > 0.6 => follow(&mut self.power, 1.0, c.dt, 0.08),
                _ => {}
            }
        }
    }

    fn tip(&self, c: &mut Context<'_>, way: f64) {
        let (at, mass) = (c.physics.position(self.number), c.physics.kind(self.number).mass);
        if c.physics.angle(self.number).abs() < (self.half.x / self.half.y).atan() + 0.06 && self.kind != ActorKind::Door {
            let share = (0.8 * self.half.x / self.half.y).max(0.3);
            c.physics.push(self.number, Vec2::new(way * share * mass * 9.81 * c.dt, 0.0), at + Vec2::new(0.0, self.half.y * 0.9));
        }
    }

    fn material(&self, c: &Context<'_>) -> Material {
        c.physics.kind(self.number).material
    }

    fn shatter(&mut self, c: &mut Context<'_>) {
        let at = c.physics.position(self.number);
        self.whole = 0.0;
        let glass = matches!(self.material(c), Material::Glass);
        c.tell(at.x, self.lane, if glass { EventKind::Shatter } else { EventKind::Impact { a: self.material(c), b: c.stage.ground, impulse: 4.0 } });
        c.mark(at, self.lane, MarkKind::Shards, self.half.hypot());
    }

    fn blow_up(&mut self, c: &mut Context<'_>) {
        let at = c.physics.position(self.number);
        self.whole = 0.0;
        c.tell(at.x, self.lane, EventKind::Explosion { size: 0.6 });
        for (kind, size) in [(MarkKind::Flame, 1.2), (MarkKind::Smoke, 1.6), (MarkKind::Sparks, 1.4), (MarkKind::Shards, 0.8)] {
            c.mark(at, self.lane, kind, size);
        }
        let others: Vec<usize> = c.balls.iter().flatten().copied().filter(|other| *other != self.number).collect();
        for other in others {
            let away = c.physics.position(other) - at;
            let far = away.hypot().max(0.15);
            if far < 3.0 {
                let push = away / far * (4.0 / (1.0 + far * far)) * c.physics.kind(other).mass + Vec2::new(0.0, 0.8 * c.physics.kind(other).mass);
                let point = c.physics.position(other);
                c.physics.push(other, push, point);
            }
        }
    }

    fn ring(&mut self, c: &mut Context<'_>) {
        self.rung = c.now;
        let x = c.physics.position(self.number).x;
        match self.kind {
            ActorKind::Bell | ActorKind::Clock | ActorKind::Phone => c.tell(x, self.lane, EventKind::Bell),
            ActorKind::Computer | ActorKind::Television => c.tell(x, self.lane, EventKind::Beep { step: 4 }),
            _ => {}
        }
    }
}

impl Mover for Rigid {
    fn seen(&self, physics: &Physics) -> (Vec2, Vec2) {
        (physics.position(self.number), physics.velocity(self.number))
    }

    fn step(&mut self, c: &mut Context<'_>) {
        self.phase += c.dt * if self.kind == ActorKind::Clock { 1.0 / 60.0 } else { 0.5 };
        if c.holder(self.id).is_some() {
            self.hung = None;
            return;
        }
        let actions = c.actions_of(self.id);
        if let Some(at) = self.hung {
            let begins = c.plan.cast[self.id].actions.iter().find(|action| matches!(action.verb, Verb::Fall | Verb::Drop | Verb::Drip));
            if begins.is_some_and(|action| c.now < action.from * c.plan.pace) {
                c.physics.hold(self.number, at, Vec2::ZERO);
                return;
            }
        }
        for action in &actions {
            self.own(c, action);
        }
        self.others(c);
    }

    fn pose(&self, physics: &Physics) -> Pose {
        let round = physics.kind(self.number).shape == Shape::Round;
        Pose::Thing(ThingPose {
            centre: physics.position(self.number),
            half: if round { Vec2::new(self.half.x, self.half.x) } else { self.half },
            angle: physics.angle(self.number),
            facing: self.facing,
            lane: self.lane,
            velocity: physics.velocity(self.number),
            phase: self.phase,
            power: self.power,
            whole: self.whole,
        })
    }

    fn struck(&mut self, blow: f64) -> bool {
        let least = match self.kind {
            ActorKind::Cup | ActorKind::Bowl | ActorKind::Bottle => 2.6,
            ActorKind::Television | ActorKind::Phone => 5.0,
            ActorKind::Sandcastle => 1.2,
            _ => return false,
        };
        let breaks = self.whole > 0.5 && blow > least;
        if breaks {
            self.whole = 0.0;
        }
        breaks
    }

    fn is_free(&self) -> bool {
        true
    }
}
