//! The simulated world: a screenplay goes in, a trace of poses and events comes out.
//!
//! Whole shots are simulated before anything is drawn, in fixed steps, so that every frame at every size is a pure function of the
//! trace. It knows no colours and makes no sound itself.

mod aim;
mod beast;
mod body;
pub mod camera;
pub mod chance;
mod climb;
mod context;
pub mod event;
mod figure;
mod flight;
mod flip;
mod gait;
mod gesture;
mod glide;
mod ground;
mod habits;
mod hands;
mod hide;
pub mod hold;
mod layout;
mod legs;
mod music;
mod pet;
mod physics;
mod plunge;
pub mod pose;
mod posture;
mod rally;
mod ride;
mod roles;
pub mod stage;
mod swim;
mod travel;
mod tug;
mod wheel;
mod whole;

pub use body::bones;
pub use context::{Context, Seen};
pub use travel::WHEEL;

use super::screenplay::{ActorId, ActorKind, Screenplay, ShotPlan, Verb};
use aim::receiver;
use camera::View;
use context::Told;
use event::{EventKind, Material, SoundEvent};
use figure::Figure;
use pet::Pet;
use physics::{BallKind, Met, Physics, STEP};
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
    /// A puff of snow.
    Powder,
    Sparks,
    Smoke,
    Flame,
    Bubbles,
    Leaves,
    Confetti,
    Shards,
    Hearts,
    /// Rings on water.
    Ripple,
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
        ActorKind::Prop => (0.17, 0.3, 0.42, 0.3, Material::LightBall),
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
            let mut now: Vec<Pose> = self.agents.iter().map(|agent| agent.pose(&self.physics)).collect();
            self.mount(&mut now);
            hold::put(self.plan, &self.agents, self.now, &mut now);
            poses.push(now);
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

    /// Who rides sits where its mount's back is.
    fn mount(&self, poses: &mut [Pose]) {
        for (id, actor) in self.plan.cast.iter().enumerate() {
            let rides = actor.actions.iter().find(|action| action.verb == Verb::Ride);
            let Some(mount) = rides.and_then(|action| action.target).filter(|mount| *mount != id) else { continue };
            let Some(Pose::Pet(pet)) = poses.get(mount).cloned() else { continue };
            if let Some(Pose::Person(person)) = poses.get_mut(id) {
                let seat = person.pelvis - Vec2::new(0.0, 0.055 * person.height);
                person.shift(pet.saddle(self.plan.cast[mount].kind) - seat);
                person.lane = pet.lane - 0.02;
            }
        }
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
