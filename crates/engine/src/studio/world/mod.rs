//! The simulated world: a screenplay goes in, a trace of poses and events comes out.
//!
//! Whole shots are simulated before anything is drawn, in fixed steps, so that every frame at every size is a pure function of the
//! trace. It knows no colours and makes no sound itself.

mod agent;
mod aim;
mod aside;
mod beast;
mod body;
pub mod camera;
pub mod chance;
pub mod check;
mod climb;
mod contacts;
mod context;
mod entrance;
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
pub mod live;
mod mount;
mod music;
mod overlap;
mod pet;
mod physics;
mod plunge;
pub mod pose;
mod posture;
mod rally;
mod redirect;
mod reel;
mod ride;
mod roles;
mod running;
mod solid;
pub mod stage;
mod subjects;
mod swim;
mod things;
pub mod trace;
mod travel;
mod tug;
mod vault;
pub mod water;
mod wheel;
mod whole;

pub use body::bones;
pub use check::{Violation, Wrong, check};
pub use contacts::{Contact, Other};
pub use context::{Context, Seen};
pub use running::{Running, simulate};
pub use trace::write as write_trace;
pub use travel::WHEEL;

use super::screenplay::{Action, ActorId, ActorKind, Build, ShotPlan, Verb};
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
    /// None where the scene was set anew.
    pub joint: Option<Joint>,
}

/// How a shot hangs together with the one that it goes on with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joint {
    /// Index of the shot in which the scene was set.
    pub opening: usize,
    /// Frames of the scene before this shot.
    pub frames: usize,
    /// How many of its cast were there already.
    pub known: usize,
    /// A bench that stands since somebody sat on it: its middle and half its length.
    pub bench: Option<[f64; 2]>,
}

#[derive(Debug)]
pub struct Moment {
    /// World seconds since the scene was set: at the beginning of the shot, or of the one that it goes on with.
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

struct Scene {
    /// The shot that is played, as it is filmed: its times count from its beginning.
    film: ShotPlan,
    /// The same with times that count from when the scene was set.
    plan: ShotPlan,
    /// World seconds at which this shot began.
    begun: f64,
    aspect: f64,
    fps: u32,
    reel: reel::Reel,
    joint: Option<Joint>,
    /// Seconds of simulation that are due.
    debt: f64,
    mounted: Vec<mount::Mounted>,
    /// Metres a second that the wind is to have.
    wind: f64,
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

impl Scene {
    /// `is_new`: nobody has seen the place yet.
    fn set(plan: &ShotPlan, aspect: f64, fps: u32, is_new: bool) -> Self {
        let stage = Stage::of(plan);
        let mut physics = Physics::new(&stage);
        let layout = layout::lay_out(plan, &stage, &mut physics);
        let actors = plan.cast.len();
        let mut scene = Self {
            film: plan.clone(),
            plan: plan.clone(),
            begun: 0.0,
            aspect,
            fps,
            reel: reel::Reel::of_a_place(is_new),
            joint: None,
            debt: 0.0,
            mounted: vec![mount::Mounted::default(); actors],
            wind: stage.wind,
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
            tied: is_tied(plan),
        };
        scene.drive_sounds();
        // The first step lets every body take its pose.
        scene.step();
        scene
    }

    /// Engines sound for as long as they drive: all that begin in this shot.
    fn drive_sounds(&mut self) {
        for (actor, agent) in self.plan.cast.iter().zip(&self.agents) {
            if let Agent::Car(car) = agent {
                let begins = |action: &&Action| action.from * self.plan.pace >= self.begun;
                let drives = |action: &&Action| matches!(action.verb, Verb::Drive | Verb::Run | Verb::Walk | Verb::Chase);
                for action in actor.actions.iter().filter(drives).filter(begins) {
                    let (now, seconds) = (action.from * self.plan.pace, action.seconds as f32);
                    self.told.push(Told { now, x: car.x, lane: car.lane, kind: EventKind::EngineRun { seconds, speed: 8.5 } });
                }
            }
        }
    }

    /// Plays the shot to its end, and stands there.
    fn play(&mut self) -> (ShotTrace, Vec<Told>) {
        let fps = f64::from(self.fps);
        let frames = (self.film.seconds * fps).round() as usize;
        let frame_time = self.film.pace / fps;
        let mut poses = Vec::with_capacity(frames);
        let mut times = Vec::with_capacity(frames);
        for _ in 0..frames {
            poses.push(self.poses(1.0 / fps));
            times.push((self.now, self.sway(), self.spins()));
            self.pass(frame_time);
        }
        let views = reel::film(&self.film, &self.stage, &poses, self.aspect, self.fps, &mut self.reel);
        let frames =
            times.into_iter().zip(views).zip(poses).map(|(((now, sway, spins), view), poses)| Moment { now, view, poses, sway, spins }).collect();
        let shot =
            ShotTrace { stage: self.stage, frames, marks: self.marks.clone(), contacts: std::mem::take(&mut self.contacts), joint: self.joint };
        (shot, std::mem::take(&mut self.told))
    }

    /// Everybody as they stand now; `seconds` have passed since this was last asked.
    fn poses(&mut self, seconds: f64) -> Vec<Pose> {
        let mut now: Vec<Pose> = self.agents.iter().map(|agent| agent.pose(&self.physics)).collect();
        self.mount(&mut now, seconds);
        self.leave_out(&mut now);
        let before = now.clone();
        hold::put(&self.plan, &self.agents, self.now, &mut now);
        self.go_along(&before, &mut now);
        now
    }

    /// Lets so much world time pass, in whole steps; what is left is owed.
    fn pass(&mut self, seconds: f64) {
        self.debt += seconds;
        while self.debt >= STEP * 0.5 {
            self.step();
            self.debt -= STEP;
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
            plan: &self.plan,
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
        pose::follow(&mut self.stage.wind, self.wind, STEP, 0.8);
        self.physics.stage.wind = self.stage.wind;
        let seen = self.see();
        let mut context = Context {
            now: self.now,
            dt: STEP,
            stage: &self.stage,
            seen: &seen,
            plan: &self.plan,
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

fn is_tied(plan: &ShotPlan) -> bool {
    plan.cast.iter().any(|actor| actor.kind.build() == Build::Rope || matches!(actor.kind, ActorKind::Balloon | ActorKind::Kite))
}
