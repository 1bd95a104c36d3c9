//! Things that go by themselves: cars with springs and wheels, birds and butterflies with wings.

use super::{
    Context, chance,
    event::EventKind,
    layout::Place,
    pose::{CarPose, FlyerPose, Vec2, follow},
};
use crate::studio::screenplay::{Action, Actor, ActorId, ActorKind, Verb};

#[derive(Clone, Debug)]
pub struct Car {
    pub id: ActorId,
    pub x: f64,
    pub speed: f64,
    pub lane: f64,
    facing: f64,
    /// Metres a second when it drives.
    cruise: f64,
    pitch: f64,
    pitch_speed: f64,
    heave: f64,
    heave_speed: f64,
    wheel: f64,
    /// The stretch of road whose puddle was met last.
    puddle: i64,
    skidded: bool,
    /// What others bump against.
    bumper: Option<usize>,
}

/// Of a wheel, in metres.
pub const WHEEL: f64 = 0.33;

impl Car {
    #[must_use]
    pub fn new(id: ActorId, x: f64, lane: f64, facing: f64, cruise: f64, drives: bool) -> Self {
        Self {
            id,
            x,
            speed: if drives { cruise * facing } else { 0.0 },
            lane,
            facing,
            cruise,
            pitch: 0.0,
            pitch_speed: 0.0,
            heave: 0.0,
            heave_speed: 0.0,
            wheel: 0.0,
            puddle: i64::MIN,
            skidded: false,
            bumper: None,
        }
    }

    /// Its number among those that others bump against.
    #[must_use]
    pub fn bumper(&self) -> Option<usize> {
        self.bumper
    }

    /// New words: it may brake again.
    pub(super) fn renew(&mut self) {
        self.skidded = false;
    }

    /// Boxes and cans fly out of its way.
    fn bump(&mut self, c: &mut Context<'_>) {
        if self.lane.abs() < 0.5 && !c.physics.is_empty() {
            let middle = Vec2::new(self.x, 0.66);
            let bumper = *self.bumper.get_or_insert_with(|| c.physics.add_mover(middle, Vec2::new(2.05, 0.5), false));
            c.physics.move_to(bumper, middle, 0.0);
        }
    }

    pub fn step(&mut self, c: &mut Context<'_>) {
        let actions = c.actions_of(self.id);
        let drives = actions.iter().any(|action| matches!(action.verb, Verb::Drive | Verb::Run | Verb::Chase | Verb::Walk | Verb::Flee));
        let wish = if drives { self.cruise * self.facing } else { 0.0 };
        let wish = actions.iter().find_map(|action| self.chasing(c, action)).unwrap_or(wish);
        let was = self.speed;
        self.speed += (wish - self.speed).clamp(-4.5 * c.dt, 2.8 * c.dt);
        let push = (self.speed - was) / c.dt * self.facing;
        self.x += self.speed * c.dt;
        self.wheel += self.speed * c.dt / WHEEL;
        // A spring and a damper for nose and body each, with the road's roughness under them.
        let road = (self.x * 1.7).sin() * 0.6 + (self.x * 4.3).sin() * 0.4;
        self.pitch_speed += (-60.0 * self.pitch - 9.0 * self.pitch_speed + push * 0.28 + road * 0.06 * self.speed.abs() * 0.3) * c.dt;
        self.pitch += self.pitch_speed * c.dt;
        self.heave_speed += (-90.0 * self.heave - 8.0 * self.heave_speed + road * self.speed.abs() * 0.06) * c.dt;
        self.heave += self.heave_speed * c.dt;
        self.puddles(c);
        self.bump(c);
        if !drives && self.speed.abs() > 3.0 && !self.skidded {
            self.skidded = true;
            c.tell(self.x, self.lane, EventKind::Skid { seconds: 0.8 });
        }
    }

    /// Close behind, without running anybody over.
    fn chasing(&self, c: &Context<'_>, action: &Action) -> Option<f64> {
        let prey = action.target.filter(|_| action.verb == Verb::Chase).and_then(|target| c.seen.get(target))?;
        let gap = (prey.at.x - self.x).abs() - if prey.kind == ActorKind::Car { 5.0 } else { 3.1 };
        let ahead = (prey.velocity.x * self.facing + gap * 1.2).clamp(0.0, 9.0);
        Some(ahead * self.facing)
    }

    /// Puddles lie where they lie: some large, most small, some stretches dry.
    fn puddles(&mut self, c: &mut Context<'_>) {
        let nose = self.x + 1.3 * self.facing;
        let stretch = (nose / 4.1).floor();
        let key = stretch.abs() as u64 * 2 + u64::from(stretch < 0.0);
        let at = (stretch + chance::between(key, 71, 0.1, 0.9)) * 4.1;
        let reached = (nose - at) * self.facing > 0.0;
        if c.stage.wet && self.speed.abs() > 2.0 && reached && stretch as i64 != self.puddle {
            self.puddle = stretch as i64;
            if chance::unit(key, 72) < 0.72 && c.now > 0.15 {
                c.splash(nose, self.lane, chance::between(key, 73, 0.22, 0.55));
            }
        }
    }

    #[must_use]
    pub fn pose(&self) -> CarPose {
        CarPose {
            at: Vec2::new(self.x, 0.0),
            facing: self.facing,
            lane: self.lane,
            pitch: self.pitch,
            heave: self.heave,
            wheel: self.wheel,
            speed: self.speed,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Flyer {
    pub id: ActorId,
    pub at: Vec2,
    pub velocity: Vec2,
    pub lane: f64,
    kind: ActorKind,
    facing: f64,
    look: u64,
    phase: f64,
    now: f64,
    height: f64,
    span: f64,
    /// 0 beating … 1 on stretched wings.
    glide: f64,
}

/// Half its span in metres, beats a second, metres a second, metres over the ground, how much of the time it glides.
fn wings(kind: ActorKind) -> (f64, f64, f64, f64, f64) {
    match kind {
        ActorKind::Butterfly => (0.15, 6.5, 1.7, 0.95, 0.0),
        ActorKind::Bee => (0.09, 14.0, 1.5, 1.05, 0.0),
        ActorKind::Parrot => (0.4, 4.2, 3.4, 2.0, 0.15),
        ActorKind::Owl => (0.55, 2.6, 2.6, 2.2, 0.45),
        ActorKind::Eagle => (0.95, 1.7, 4.2, 3.4, 0.7),
        ActorKind::Dragon => (3.0, 0.85, 5.0, 4.6, 0.4),
        _ => (0.42, 3.6, 3.2, 1.9, 0.1),
    }
}

impl Flyer {
    /// At the height of its kind.
    #[must_use]
    pub(super) fn at_home(id: ActorId, actor: &Actor, place: Place) -> Self {
        let height = wings(actor.kind).3 + 0.3 * chance::unit(actor.look, 9);
        Self::new(id, actor, Vec2::new(place.x, height), place.lane, place.facing)
    }

    #[must_use]
    pub fn new(id: ActorId, actor: &Actor, at: Vec2, lane: f64, facing: f64) -> Self {
        let span = wings(actor.kind).0 * f64::from(actor.size);
        Self { id, at, velocity: Vec2::ZERO, lane, kind: actor.kind, facing, look: actor.look, phase: 0.0, now: 0.0, height: at.y, span, glide: 0.0 }
    }

    pub fn step(&mut self, c: &mut Context<'_>) {
        self.now = c.now;
        let (_, beats, cruise, _, soars) = wings(self.kind);
        let small = self.span < 0.2;
        let actions = c.actions_of(self.id);
        let wish = |pace: f64| pace * c.way(self.id);
        let hastes = actions.iter().map(|action| action.haste).fold(1.0, f64::max);
        let pace = self.hunted(c).or_else(|| self.hunting(c, &actions, cruise)).unwrap_or_else(|| wish(cruise * hastes));
        let goes = actions.iter().any(|action| matches!(action.verb, Verb::Fly | Verb::Flee | Verb::Run | Verb::Chase | Verb::Walk));
        let calm = (self.span / 0.42).max(1.0);
        let flutter = ((c.now * 2.3 / calm + self.look as f64 % 6.0).sin() + 0.6 * (c.now * 5.1 / calm).sin()) / calm.sqrt();
        let idle = if soars > 0.3 { 0.5 * wish(cruise) } else { 0.4 * flutter };
        follow(&mut self.velocity.x, if goes { pace } else { idle } + 0.3 * flutter, c.dt, 0.35 * calm);
        let lands = actions.iter().any(|action| matches!(action.verb, Verb::Land | Verb::Sleep));
        let level = if lands { 0.12 + 0.3 * self.span } else { self.height + if small { 0.2 } else { 0.12 } * flutter };
        self.velocity.y += ((level - self.at.y) * 9.0 / calm - self.velocity.y * 3.5 / calm.sqrt()) * c.dt;
        self.at += self.velocity * c.dt;
        if self.velocity.x.abs() > 0.25 {
            follow(&mut self.facing, self.velocity.x.signum(), c.dt, 0.15);
        }
        self.beat(c, beats, soars, small);
    }

    /// Wings beat by size; large ones rest on the air between.
    fn beat(&mut self, c: &mut Context<'_>, beats: f64, soars: f64, small: bool) {
        let turn = (c.now * 0.21 * beats.sqrt() + self.look as f64 % 1.0).fract();
        follow(&mut self.glide, f64::from(u8::from(turn < soars && self.velocity.y > -0.6)), c.dt, 0.3);
        let was = self.phase;
        self.phase += c.dt * beats * (1.0 - 0.85 * self.glide);
        let beaten = was.floor() < self.phase.floor();
        let every = if self.span > 0.6 { 1 } else { 3 };
        if !small && beaten && self.phase as i64 % every == 0 {
            c.tell(self.at.x, self.lane, EventKind::Flap { seconds: (0.7 / beats) as f32 });
        }
        let calls = match self.kind {
            ActorKind::Bird => 0.07,
            ActorKind::Parrot => 0.10,
            ActorKind::Eagle | ActorKind::Owl | ActorKind::Dragon => 0.14,
            _ => 0.0,
        };
        if beaten && chance::unit(self.look, self.phase as u64) < calls {
            let size = (self.span / 3.0).clamp(0.1, 1.0) as f32;
            c.tell(self.at.x, self.lane, if self.kind == ActorKind::Bird { EventKind::Chirp } else { EventKind::Call { whose: self.kind, size } });
        }
    }

    /// Up to whom it chases.
    fn hunting(&self, c: &Context<'_>, actions: &[Action], cruise: f64) -> Option<f64> {
        let prey = actions.iter().find(|action| action.verb == Verb::Chase)?.target?;
        let gap = c.seen.get(prey)?.at.x - self.at.x;
        Some(((gap.abs() - 0.6 - self.span) * 1.6 * gap.signum() + c.seen[prey].velocity.x).clamp(-1.5 * cruise, 1.5 * cruise))
    }

    /// Who is chased stays just ahead.
    fn hunted(&self, c: &Context<'_>) -> Option<f64> {
        let hunter = c.seen[c.hunter_of(self.id)?];
        let ahead = (self.at.x - hunter.at.x) * c.way(self.id);
        Some((2.3 + (1.15 - ahead) * 2.2).clamp(0.6, 5.5) * c.way(self.id))
    }

    #[must_use]
    pub fn pose(&self) -> FlyerPose {
        let beat = (self.phase * std::f64::consts::TAU).sin();
        let flap = if self.span < 0.2 { 0.45 + 0.75 * beat } else { 0.15 + 0.75 * beat };
        let wing = flap + (0.12 - flap) * self.glide * 0.9;
        FlyerPose { at: self.at, facing: self.facing, lane: self.lane, wing, tilt: (self.velocity.y * 0.25).clamp(-0.5, 0.5), span: self.span }
    }
}
