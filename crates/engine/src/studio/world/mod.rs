//! The simulated world: a screenplay goes in, a trace of poses and events comes out.
//!
//! Whole shots are simulated before anything is drawn, in fixed steps, so that every frame at every size is a pure function of the
//! trace. It knows no colours and makes no sound itself.

pub mod camera;
pub mod chance;
pub mod event;
mod figure;
mod gait;
mod hands;
mod layout;
mod pet;
mod physics;
pub mod pose;
pub mod stage;
mod travel;

pub use figure::bones;
pub use travel::WHEEL;

use super::screenplay::{Action, Actor, ActorId, ActorKind, Screenplay, ShotPlan, Verb};
use camera::View;
use event::{EventKind, Material, SoundEvent};
use figure::Figure;
use pet::Pet;
use physics::{BallKind, GRAVITY, Met, Physics, STEP};
use pose::{BallPose, Pose, Vec2};
use stage::Stage;
use travel::{Car, Flyer};

#[derive(Debug)]
pub struct Trace {
    pub shots: Vec<ShotTrace>,
    pub events: Vec<SoundEvent>,
}

#[derive(Debug)]
pub struct ShotTrace {
    pub stage: Stage,
    pub frames: Vec<Moment>,
    /// What leaves something to be seen: a splash, dust, a swinging net.
    pub marks: Vec<Mark>,
}

#[derive(Debug)]
pub struct Moment {
    /// World seconds since the beginning of the shot.
    pub now: f64,
    pub view: View,
    /// One for each actor, in the order of the cast.
    pub poses: Vec<Pose>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    pub now: f64,
    pub at: Vec2,
    pub lane: f64,
    pub kind: MarkKind,
    pub size: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    Splash,
    Dust,
    Net,
}

/// What a controller sees of another body.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub at: Vec2,
    pub velocity: Vec2,
    pub kind: ActorKind,
}

struct Told {
    now: f64,
    x: f64,
    lane: f64,
    kind: EventKind,
}

/// All that a controller may ask and do in one step.
pub struct Context<'a> {
    pub now: f64,
    pub dt: f64,
    pub stage: &'a Stage,
    pub seen: &'a [Seen],
    plan: &'a ShotPlan,
    physics: &'a mut Physics,
    /// Number in the physics of each actor that is a ball.
    balls: &'a [Option<usize>],
    holders: &'a mut [Option<ActorId>],
    told: &'a mut Vec<Told>,
    marks: &'a mut Vec<Mark>,
}

impl Context<'_> {
    /// What an actor does now, in world time.
    #[must_use]
    pub fn actions_of(&self, actor: ActorId) -> Vec<Action> {
        let pace = self.plan.pace;
        let now = self.now;
        let in_world = |action: &Action| Action { from: action.from * pace, seconds: action.seconds * pace, ..*action };
        self.plan.cast[actor].actions.iter().map(in_world).filter(|action| now >= action.from && now < action.from + action.seconds).collect()
    }

    /// Which way an actor goes when nothing else says so.
    #[must_use]
    pub fn way(&self, actor: ActorId) -> f64 {
        self.plan.cast[actor].way
    }

    #[must_use]
    pub fn hunter_of(&self, prey: ActorId) -> Option<ActorId> {
        self.plan.cast.iter().position(|actor| actor.actions.iter().any(|action| action.verb == Verb::Chase && action.target == Some(prey)))
    }

    /// The ball that an action is about.
    #[must_use]
    pub fn ball_for(&self, actor: ActorId, action: &Action) -> Option<ActorId> {
        let is_ball = |id: &ActorId| self.plan.cast.get(*id).is_some_and(|actor| actor.kind.is_ball());
        let held = (0..self.holders.len()).find(|ball| self.holders[*ball] == Some(actor));
        action.target.filter(is_ball).or(held).or_else(|| (0..self.plan.cast.len()).find(is_ball))
    }

    #[must_use]
    pub fn holder(&self, ball: ActorId) -> Option<ActorId> {
        self.holders[ball]
    }

    /// True where nobody else holds it.
    pub fn take(&mut self, ball: ActorId, by: ActorId) -> bool {
        if self.holders[ball].is_none_or(|holder| holder == by) {
            self.holders[ball] = Some(by);
            return true;
        }
        false
    }

    pub fn release(&mut self, ball: ActorId) {
        self.holders[ball] = None;
    }

    #[must_use]
    pub fn near(&self, x: f64, ball: ActorId, distance: f64) -> bool {
        (self.seen[ball].at.x - x).abs() < distance
    }

    #[must_use]
    pub fn radius(&self, ball: ActorId) -> f64 {
        self.balls[ball].map_or(0.12, |ball| self.physics.kind(ball).radius)
    }

    #[must_use]
    pub fn bounce(&self, ball: ActorId) -> f64 {
        self.balls[ball].map_or(0.7, |ball| self.physics.kind(ball).bounce) * self.stage.liveliness()
    }

    pub fn hold(&mut self, ball: ActorId, at: Vec2, velocity: Vec2) {
        if let Some(number) = self.balls[ball] {
            self.physics.hold(number, at, velocity);
        }
    }

    pub fn launch(&mut self, ball: ActorId, velocity: Vec2, spin: f64) {
        if let Some(number) = self.balls[ball] {
            self.physics.launch(number, velocity, spin);
        }
    }

    pub fn strike(&mut self, ball: ActorId, velocity: Vec2, spin: f64) {
        self.release(ball);
        let scale = if self.plan.cast[ball].kind == ActorKind::BeachBall { 0.8 } else { 1.0 };
        self.launch(ball, velocity * scale, spin);
        let (x, material) = (self.seen[ball].at.x, self.material(ball));
        self.tell(x, 0.0, EventKind::Kick { ball: material, speed: velocity.hypot() as f32 });
    }

    fn material(&self, ball: ActorId) -> Material {
        self.balls[ball].map_or(Material::LeatherBall, |ball| self.physics.kind(ball).material)
    }

    pub fn tell(&mut self, x: f64, lane: f64, kind: EventKind) {
        self.told.push(Told { now: self.now, x, lane, kind });
        let size = match kind {
            EventKind::Splash { size } => f64::from(size),
            EventKind::Landing { weight, .. } if !self.stage.setting.is_indoors() => f64::from(weight) * 0.4,
            _ => return,
        };
        let kind = if self.stage.wet { MarkKind::Splash } else { MarkKind::Dust };
        self.marks.push(Mark { now: self.now, at: Vec2::new(x, 0.0), lane, kind, size });
    }

    pub fn splash(&mut self, x: f64, lane: f64, size: f64) {
        self.tell(x, lane, EventKind::Splash { size: size as f32 });
    }

    pub fn tell_throw(&mut self, x: f64, lane: f64, speed: f64) {
        self.tell(x, lane, EventKind::Whoosh { speed: speed as f32 });
    }

    pub fn tell_catch(&mut self, x: f64, lane: f64, ball: ActorId) {
        let ball = self.material(ball);
        self.tell(x, lane, EventKind::Catch { ball });
    }

    /// How fast a thrown ball must leave the hand.
    #[must_use]
    pub fn throw_velocity(&self, figure: &Figure, ball: ActorId, action: &Action) -> Vec2 {
        let from = self.seen[ball].at;
        if let Some(hoop) = self.stage.hoop {
            return self.shot_at(hoop, from, ball, action.succeeds);
        }
        if let Some(velocity) = self.pass_to(figure.id, ball) {
            return velocity;
        }
        // No farther than a dog brings it back from.
        let fetched = self.plan.cast.iter().any(|actor| actor.kind.is_pet() && actor.actions.iter().any(|action| action.target == Some(ball)));
        if fetched { Vec2::new(figure.side() * 2.7, 2.8) } else { Vec2::new(figure.side() * 4.6, 3.4) }
    }

    /// Tries shots in a world of its own until one ends as the words say: in, or back from the board.
    fn shot_at(&self, hoop: stage::Hoop, from: Vec2, ball: ActorId, succeeds: bool) -> Vec2 {
        let board = hoop.board_x() - self.radius(ball);
        let tries: [(f64, f64, f64); 6] = if succeeds {
            [(hoop.x, 0.0, 0.95), (hoop.x - 0.03, 0.0, 1.05), (hoop.x + 0.03, 0.0, 0.85), (hoop.x, 0.0, 1.3), (hoop.x + 0.05, 0.0, 1.1), (hoop.x, 0.0, 0.7)]
        } else {
            [(board, 0.52, 0.60), (board, 0.66, 0.70), (board, 0.74, 0.76), (board, 0.40, 0.48), (board, 0.60, 0.61), (board, 0.78, 0.79)]
        };
        let aimed = tries.map(|(x, up, apex)| lob(from, Vec2::new(x, hoop.height + up), hoop.height + apex));
        let Some(kind) = self.balls[ball].map(|number| self.physics.kind(number)) else { return aimed[0] };
        let ends_well = |velocity: &&Vec2| {
            let mut trial = Physics::new(self.stage);
            let number = trial.add_ball(from, kind);
            trial.launch(number, **velocity, -velocity.x.signum() * THROW_SPIN);
            let (mut board_hit, mut was) = (false, from);
            for _ in 0..260 {
                board_hit |= trial.step().iter().any(|hit| hit.met == Met::Board);
                let is = trial.position(number);
                if hoop.swallows(was, is) {
                    return succeeds;
                }
                was = is;
            }
            !succeeds && board_hit
        };
        *aimed.iter().find(ends_well).unwrap_or(&aimed[0])
    }

    /// How fast a ball must leave to come to whoever is to catch it.
    #[must_use]
    pub fn pass_to(&self, from: ActorId, ball: ActorId) -> Option<Vec2> {
        let catches = |actor: &Actor| actor.actions.iter().any(|action| action.verb == Verb::Catch && action.target.is_none_or(|target| target == ball));
        let receiver = (0..self.plan.cast.len()).find(|id| *id != from && self.plan.cast[*id].kind.is_person() && catches(&self.plan.cast[*id]));
        let receiver = self.seen[receiver?];
        let begin = self.seen[ball].at;
        let side = (receiver.at.x - begin.x).signum();
        let to = Vec2::new(receiver.at.x - side * 0.3, 0.95);
        Some(lob(begin, to, begin.y.max(to.y) + 0.4))
    }
}

/// Radians a second of a thrown ball.
const THROW_SPIN: f64 = 6.0;

/// The velocity of a throw from here to there over this height.
fn lob(from: Vec2, to: Vec2, apex: f64) -> Vec2 {
    let apex = apex.max(from.y + 0.05).max(to.y + 0.05);
    let rise = (2.0 * GRAVITY * (apex - from.y)).sqrt();
    let time = rise / GRAVITY + (2.0 * (apex - to.y) / GRAVITY).sqrt();
    Vec2::new((to.x - from.x) / time, rise)
}

enum Agent {
    Figure(Box<Figure>),
    Pet(Box<Pet>),
    Ball { number: usize, squash: f64 },
    Car(Car),
    Flyer(Flyer),
}

impl Agent {
    fn seen(&self, kind: ActorKind, physics: &Physics) -> Seen {
        let (at, velocity) = match self {
            Self::Figure(f) => (Vec2::new(f.x, 0.0), Vec2::new(f.speed, 0.0)),
            Self::Pet(p) => (Vec2::new(p.x, 0.0), Vec2::new(p.speed, 0.0)),
            Self::Ball { number, .. } => (physics.position(*number), physics.velocity(*number)),
            Self::Car(c) => (Vec2::new(c.x, 0.0), Vec2::new(c.speed, 0.0)),
            Self::Flyer(f) => (f.at, f.velocity),
        };
        Seen { at, velocity, kind }
    }

    fn step(&mut self, c: &mut Context<'_>) {
        match self {
            Self::Figure(figure) => figure.step(c),
            Self::Pet(pet) => pet.step(c),
            Self::Ball { squash, .. } => pose::follow(squash, 1.0, c.dt, 0.06),
            Self::Car(car) => car.step(c),
            Self::Flyer(flyer) => flyer.step(c),
        }
    }

    fn pose(&self, physics: &Physics) -> Pose {
        match self {
            Self::Figure(figure) => Pose::Person(figure.pose()),
            Self::Pet(pet) => Pose::Pet(pet.pose()),
            Self::Ball { number, squash, .. } => Pose::Ball(BallPose {
                centre: physics.position(*number),
                radius: physics.kind(*number).radius,
                angle: physics.angle(*number),
                velocity: physics.velocity(*number),
                lane: -0.05,
                squash: *squash,
            }),
            Self::Car(car) => Pose::Car(car.pose()),
            Self::Flyer(flyer) => Pose::Flyer(flyer.pose()),
        }
    }
}

#[must_use]
fn ball_kind(kind: ActorKind, size: f64) -> BallKind {
    let (radius, mass, bounce, drag, material) = match kind {
        ActorKind::Basketball => (0.121, 0.6, 0.80, 0.05, Material::RubberBall),
        ActorKind::BeachBall => (0.21, 0.12, 0.66, 0.55, Material::LightBall),
        ActorKind::TennisBall => (0.045, 0.06, 0.74, 0.15, Material::TennisBall),
        _ => (0.11, 0.43, 0.70, 0.12, Material::LeatherBall),
    };
    BallKind { radius: radius * size.clamp(0.5, 3.0), mass, bounce, drag, material }
}

/// Simulates every shot. `aspect` is width by height of the picture: who is in it depends on it.
#[must_use]
pub fn simulate(screenplay: &Screenplay, aspect: f64) -> Trace {
    let mut trace = Trace { shots: Vec::new(), events: Vec::new() };
    for (index, plan) in screenplay.shots.iter().enumerate() {
        let (shot, told) = Scene::set(plan).play(screenplay.fps, aspect);
        let width = |frame: usize| shot.frames[frame].view.height * aspect;
        for event in told {
            let frame = ((event.now / plan.pace * f64::from(screenplay.fps)) as usize).min(shot.frames.len().saturating_sub(1));
            let view = shot.frames[frame].view;
            trace.events.push(SoundEvent {
                at: plan.start + event.now / plan.pace,
                shot: index,
                pan: ((event.x - view.centre.x) / width(frame) * 1.6).clamp(-1.0, 1.0) as f32,
                distance: ((view.height - 2.0) / 14.0 + event.lane.max(0.0) / 20.0).clamp(0.0, 1.0) as f32,
                kind: event.kind,
            });
        }
        trace.shots.push(shot);
    }
    trace.events.sort_by(|a, b| a.at.total_cmp(&b.at));
    trace
}

struct Scene<'a> {
    plan: &'a ShotPlan,
    stage: Stage,
    physics: Physics,
    agents: Vec<Agent>,
    balls: Vec<Option<usize>>,
    holders: Vec<Option<ActorId>>,
    told: Vec<Told>,
    marks: Vec<Mark>,
    now: f64,
    rolling: Vec<f64>,
    scored: bool,
}

impl<'a> Scene<'a> {
    fn set(plan: &'a ShotPlan) -> Self {
        let stage = Stage::new(plan.setting, plan.weather);
        let mut physics = Physics::new(&stage);
        let layout = layout::lay_out(plan, &stage, &mut physics);
        let actors = plan.cast.len();
        let mut scene = Self {
            plan,
            stage,
            physics,
            agents: layout.agents,
            balls: layout.balls,
            holders: layout.holders,
            told: Vec::new(),
            marks: Vec::new(),
            now: 0.0,
            rolling: vec![0.0; actors],
            scored: false,
        };
        scene.drive_sounds();
        scene
    }

    /// Engines sound for as long as they drive.
    fn drive_sounds(&mut self) {
        for (actor, agent) in self.plan.cast.iter().zip(&self.agents) {
            if let Agent::Car(car) = agent {
                for action in actor.actions.iter().filter(|action| matches!(action.verb, Verb::Drive | Verb::Run | Verb::Walk | Verb::Chase)) {
                    let (now, seconds) = (action.from * self.plan.pace, action.seconds as f32);
                    self.told.push(Told { now, x: car.x, lane: car.lane, kind: EventKind::EngineRun { seconds, speed: 8.5 } });
                }
            }
        }
    }

    fn play(mut self, fps: u32, aspect: f64) -> (ShotTrace, Vec<Told>) {
        let frames = (self.plan.seconds * f64::from(fps)).round() as usize;
        let frame_time = self.plan.pace / f64::from(fps);
        let mut poses = Vec::with_capacity(frames);
        let mut times = Vec::with_capacity(frames);
        let mut debt = 0.0;
        // The first step lets every body take its pose.
        self.step();
        for _ in 0..frames {
            poses.push(self.agents.iter().map(|agent| agent.pose(&self.physics)).collect::<Vec<_>>());
            times.push(self.now);
            debt += frame_time;
            while debt >= STEP * 0.5 {
                self.step();
                debt -= STEP;
            }
        }
        let views = camera::film(self.plan, &self.stage, &poses, aspect, fps);
        let frames = times.into_iter().zip(views).zip(poses).map(|((now, view), poses)| Moment { now, view, poses }).collect();
        (ShotTrace { stage: self.stage, frames, marks: self.marks }, self.told)
    }

    fn step(&mut self) {
        let seen: Vec<Seen> = self.agents.iter().zip(&self.plan.cast).map(|(agent, actor)| agent.seen(actor.kind, &self.physics)).collect();
        let mut context = Context {
            now: self.now,
            dt: STEP,
            stage: &self.stage,
            seen: &seen,
            plan: self.plan,
            physics: &mut self.physics,
            balls: &self.balls,
            holders: &mut self.holders,
            told: &mut self.told,
            marks: &mut self.marks,
        };
        for agent in &mut self.agents {
            agent.step(&mut context);
        }
        if !self.physics.is_empty() {
            self.bodies(&seen);
        }
        self.now += STEP;
    }

    fn bodies(&mut self, seen: &[Seen]) {
        let hits = self.physics.step();
        for hit in hits {
            let Some(actor) = self.balls.iter().position(|ball| *ball == Some(hit.ball)) else { continue };
            if self.holders[actor].is_none() {
                self.tell_hit(hit);
                if let Agent::Ball { squash, .. } = &mut self.agents[actor] {
                    *squash = (1.0 - 0.05 * hit.impulse / self.physics.kind(hit.ball).mass).clamp(0.72, 1.0);
                }
            }
        }
        self.watch_hoop(seen);
        self.watch_rolling();
    }

    fn tell_hit(&mut self, hit: physics::Hit) {
        let at = self.physics.position(hit.ball);
        let kind = self.physics.kind(hit.ball);
        let impulse = hit.impulse as f32;
        let event = match hit.met {
            Met::Ground => EventKind::Impact { a: kind.material, b: self.stage.ground, impulse },
            Met::Ball => EventKind::Impact { a: kind.material, b: kind.material, impulse },
            Met::Rim => EventKind::RimHit { impulse },
            Met::Board => EventKind::BoardHit { impulse },
        };
        self.told.push(Told { now: self.now, x: at.x, lane: 0.0, kind: event });
        if hit.met == Met::Ground && hit.impulse / kind.mass > 2.0 {
            let (mark, size) = if self.stage.wet { (MarkKind::Splash, 0.22) } else { (MarkKind::Dust, 0.14) };
            if self.stage.wet || !self.stage.setting.is_indoors() {
                self.marks.push(Mark { now: self.now, at: Vec2::new(at.x, 0.0), lane: 0.0, kind: mark, size });
            }
            if self.stage.wet {
                self.told.push(Told { now: self.now, x: at.x, lane: 0.0, kind: EventKind::Splash { size: 0.15 } });
            }
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
                if !self.scored && self.stage.setting == super::screenplay::Setting::Gym {
                    self.told.push(Told { now: self.now + 0.15, x: hoop.x, lane: 4.0, kind: EventKind::Cheer { people: 60 } });
                }
                self.scored = true;
            }
        }
    }

    fn watch_rolling(&mut self) {
        for actor in 0..self.balls.len() {
            let Some(number) = self.balls[actor] else { continue };
            let (at, velocity, kind) = (self.physics.position(number), self.physics.velocity(number), self.physics.kind(number));
            let rolls = self.holders[actor].is_none() && at.y < kind.radius + 0.02 && velocity.y.abs() < 0.3 && velocity.x.abs() > 0.4;
            self.rolling[actor] = if rolls { self.rolling[actor] + STEP } else { 0.0 };
            // Told in pieces of half a second, each with the speed that it has then.
            if rolls && (self.rolling[actor] / 0.5).fract() < STEP / 0.5 {
                let event = EventKind::Roll { ball: kind.material, ground: self.stage.ground, seconds: 0.5, speed: velocity.x.abs() as f32 };
                self.told.push(Told { now: self.now, x: at.x, lane: 0.0, kind: event });
            }
        }
    }
}
