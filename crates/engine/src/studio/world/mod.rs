//! The simulated world: a screenplay goes in, a trace of poses and events comes out.
//!
//! Whole shots are simulated before anything is drawn, in fixed steps, so that every frame at every size is a pure function of the
//! trace. It knows no colours and makes no sound itself.

mod agent;
mod aim;
mod beast;
mod body;
pub mod camera;
pub mod chance;
pub mod check;
mod climb;
mod contacts;
mod context;
pub mod event;
mod figure;
mod flight;
mod flip;
mod forces;
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
mod overlap;
mod pet;
mod physics;
mod plunge;
pub mod pose;
mod posture;
mod rally;
mod ride;
mod roles;
mod solid;
pub mod stage;
mod swim;
mod things;
pub mod trace;
mod travel;
mod tug;
pub mod water;
mod wheel;
mod whole;

pub use body::bones;
pub use check::{Violation, Wrong, check};
pub use contacts::{Contact, Other};
pub use context::{Context, Seen};
pub use trace::write as write_trace;
pub use travel::WHEEL;

use super::screenplay::{Action, ActorId, ActorKind, Build, Screenplay, ShotPlan, Verb};
use agent::Agent;
use aim::receiver;
use camera::View;
use context::Told;
use event::{EventKind, SoundEvent};
use physics::{Physics, STEP};
use pose::{Pose, Vec2};
use solid::Solid;
use stage::Stage;

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
    /// What met what, in order.
    pub contacts: Vec<Contact>,
}

#[derive(Debug)]
pub struct Moment {
    /// World seconds since the beginning of the shot.
    pub now: f64,
    pub view: View,
    /// One for each actor, in the order of the cast.
    pub poses: Vec<Pose>,
    /// What each actor is in the hands of, in the same order.
    pub sway: Vec<Sway>,
    /// Radians a second of what is rigid, in the same order; else 0.
    pub spins: Vec<f64>,
}

/// What moves a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sway {
    /// Itself: muscles, an engine, wings; or a string.
    Own,
    /// Nothing but weight and what it touches.
    Free,
    /// Since the moment before: hands, a kick, a vehicle, wind, water.
    Worked,
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

#[must_use]
fn ball_kind(kind: ActorKind, size: f64) -> Solid {
    Solid::ball(kind, size)
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
    /// Balls that burst.
    broken: Vec<bool>,
    /// Things in somebody's hands.
    carried: Vec<bool>,
    /// Who is in water.
    wet: Vec<bool>,
    contacts: Vec<Contact>,
    /// When a pair was last heard.
    heard: Vec<(ActorId, Other, f64)>,
    /// Somebody's hands are tied to something.
    tied: bool,
}

impl<'a> Scene<'a> {
    fn set(plan: &'a ShotPlan) -> Self {
        let stage = Stage::of(plan);
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
            broken: vec![false; actors],
            wet: vec![false; actors],
            carried: vec![false; actors],
            contacts: Vec::new(),
            heard: Vec::new(),
            tied: plan.cast.iter().any(|actor| actor.kind.build() == Build::Rope || matches!(actor.kind, ActorKind::Balloon | ActorKind::Kite)),
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
            self.leave_out(&mut now);
            let before = now.clone();
            hold::put(self.plan, &self.agents, self.now, &mut now);
            self.go_along(&before, &mut now);
            poses.push(now);
            times.push((self.now, self.sway(), self.spins()));
            debt += frame_time;
            while debt >= STEP * 0.5 {
                self.step();
                debt -= STEP;
            }
        }
        let views = camera::film(self.plan, &self.stage, &poses, aspect, fps);
        let frames =
            times.into_iter().zip(views).zip(poses).map(|(((now, sway, spins), view), poses)| Moment { now, view, poses, sway, spins }).collect();
        (ShotTrace { stage: self.stage, frames, marks: self.marks, contacts: self.contacts }, self.told)
    }

    /// Who rides sits where its mount's back is.
    fn mount(&self, poses: &mut [Pose]) {
        for (id, actor) in self.plan.cast.iter().enumerate() {
            let aboard = |action: &&Action| {
                let thing = action.target.and_then(|mount| self.plan.cast.get(mount)).is_some_and(|mount| mount.kind.is_thing());
                action.verb == Verb::Ride || (thing && matches!(action.verb, Verb::Drive | Verb::Sail | Verb::Fly))
            };
            let rides = actor.actions.iter().find(aboard);
            let Some(mount) = rides.and_then(|action| action.target).filter(|mount| *mount != id) else { continue };
            let kind = self.plan.cast[mount].kind;
            let (saddle, lane) = match poses.get(mount) {
                Some(Pose::Pet(pet)) => (pet.saddle(kind), pet.lane - 0.02),
                Some(Pose::Thing(thing)) => match things::saddle(kind, thing) {
                    Some(saddle) => (saddle, thing.lane + 0.02),
                    None => continue,
                },
                _ => continue,
            };
            if let Some(Pose::Person(person)) = poses.get_mut(id) {
                let seat = person.pelvis - Vec2::new(0.0, 0.055 * person.height);
                person.shift(saddle - seat);
                person.lane = lane;
            }
        }
    }

    /// What hands hold, weight does not move; from them it falls when they let it go.
    fn go_along(&mut self, before: &[Pose], now: &mut [Pose]) {
        for actor in 0..now.len() {
            let (Pose::Thing(was), Pose::Thing(is), Some(number)) = (&before[actor], &mut now[actor], self.balls[actor]) else { continue };
            let held = (was.centre - is.centre).hypot() > 1e-9 || (was.angle - is.angle).abs() > 1e-9 || was.lane != is.lane;
            if held {
                // Set down as high as the ground is.
                is.centre.y = is.centre.y.max(self.stage.floor(is.centre.x) + (is.half.x * is.angle.sin().abs() + is.half.y * is.angle.cos().abs()));
                self.physics.carry(number, is.centre, is.angle, Vec2::new(is.velocity.x, 0.0));
            } else if self.carried[actor] {
                self.physics.let_go(number);
            }
            self.carried[actor] = held;
        }
    }

    /// What burst is no longer to be seen.
    fn leave_out(&self, poses: &mut [Pose]) {
        for (pose, broken) in poses.iter_mut().zip(&self.broken) {
            if let (Pose::Ball(ball), true) = (pose, *broken) {
                ball.radius = 0.0;
            }
        }
    }

    fn spins(&self) -> Vec<f64> {
        self.balls.iter().map(|number| number.map_or(0.0, |number| self.physics.spin(number))).collect()
    }

    fn sway(&mut self) -> Vec<Sway> {
        let worked = self.physics.take_worked();
        let of = |(agent, number): (&Agent, &Option<usize>)| match agent {
            Agent::Ball { number, .. } if worked[*number] => Sway::Worked,
            Agent::Ball { .. } => Sway::Free,
            Agent::Thing(thing) if thing.is_free() => {
                if number.is_some_and(|number| worked[number]) {
                    Sway::Worked
                } else {
                    Sway::Free
                }
            }
            _ => Sway::Own,
        };
        self.agents.iter().zip(&self.balls).map(of).collect()
    }

    fn see(&self) -> Vec<Seen> {
        self.agents.iter().zip(&self.plan.cast).map(|(agent, actor)| agent.seen(actor.kind, &self.physics, self.tied)).collect()
    }

    /// Ropes and strings, after all hands have moved.
    fn tie(&mut self) {
        let seen = self.see();
        let mut context = Context {
            now: self.now,
            dt: STEP,
            stage: &self.stage,
            seen: &seen,
            plan: self.plan,
            physics: &mut self.physics,
            balls: &self.balls,
            holders: &mut self.holders,
            scored: self.scored && self.stage.goal.is_some(),
            told: &mut self.told,
            marks: &mut self.marks,
        };
        for agent in self.agents.iter_mut().filter(|agent| agent.is_late()) {
            agent.step(&mut context);
        }
    }

    fn step(&mut self) {
        let seen = self.see();
        let mut context = Context {
            now: self.now,
            dt: STEP,
            stage: &self.stage,
            seen: &seen,
            plan: self.plan,
            physics: &mut self.physics,
            balls: &self.balls,
            holders: &mut self.holders,
            scored: self.scored && self.stage.goal.is_some(),
            told: &mut self.told,
            marks: &mut self.marks,
        };
        for agent in self.agents.iter_mut().filter(|agent| !agent.is_late()) {
            agent.step(&mut context);
        }
        if self.tied {
            self.tie();
        }
        if !self.physics.is_empty() {
            self.bodies(&seen);
        }
        self.now += STEP;
    }
}
