//! Whether a trace could have happened: nothing jumps, sinks, gains energy from nowhere, goes through another, or rests on air.
//!
//! It reads the trace alone, as somebody would who has only its file. Tolerances are the constants below; they leave room for what
//! rounding to frames and the solver's own slack (2 mm) do, and for no more.

use super::{
    Moment, ShotTrace, Sway, Trace,
    overlap::{Form, depth},
    pose::{Pose, Vec2},
    stage::Stage,
    trace::place,
};
use crate::studio::screenplay::{ActorKind, Build, Screenplay, ShotPlan};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wrong {
    /// Farther from one frame to the next than its speed carries it.
    Teleport,
    /// Below the ground or the bottom of the water.
    Sinking,
    /// A free body that has more energy than before.
    EnergyFromNowhere,
    /// Two bodies in one place.
    Interpenetration,
    /// At rest where nothing holds it.
    Floating,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    pub wrong: Wrong,
    pub shot: usize,
    pub frame: usize,
    pub actor: usize,
    /// How far beyond what is right, in metres or joules a kilogram.
    pub by: f64,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { wrong, shot, frame, actor, by } = self;
        write!(f, "{wrong:?} by {by:.2}: actor {actor}, shot {}, frame {frame}", shot + 1)
    }
}

/// Metres that a body may be off where its speed would have it.
const JUMP: f64 = 0.10;
/// Metres a second of limbs and of bodies whose pose tells no speed.
const FASTEST_PERSON: f64 = 12.0;
/// Metres under the ground that soles and hulls may be.
const SUNK: f64 = 0.03;
/// Joules a kilogram that a free body may gain in a frame: spin that becomes speed, and the solver's slack.
const GAIN: f64 = 0.25;
/// Part of its energy in motion that it may gain in a frame.
const GAIN_PART: f64 = 0.03;
/// Metres that two bodies may be in one another, and part of the smaller one's size.
const OVERLAP: f64 = 0.012;
const OVERLAP_PART: f64 = 0.04;
/// Metres between planes in which bodies pass each other.
const BESIDE: f64 = 0.5;
/// Metres over what it could stand on, seconds at rest, and metres a second that are rest.
const AIR: f64 = 0.04;
const RESTS: f64 = 0.4;
const REST: f64 = 0.03;

/// All that is wrong with a trace, in order.
#[must_use]
pub fn check(trace: &Trace, screenplay: &Screenplay) -> Vec<Violation> {
    let mut wrongs = Vec::new();
    for (index, (shot, plan)) in trace.shots.iter().zip(&screenplay.shots).enumerate() {
        let mut checker = Checker { shot: index, plan, stage: &shot.stage, resting: vec![0.0; plan.cast.len()], wrongs: Vec::new() };
        let was = index.checked_sub(1).filter(|_| shot.joint.is_some()).and_then(|before| trace.shots[before].frames.last());
        checker.check(shot, was);
        wrongs.append(&mut checker.wrongs);
    }
    wrongs
}

struct Checker<'a> {
    shot: usize,
    plan: &'a ShotPlan,
    stage: &'a Stage,
    /// Seconds that a body has been at rest.
    resting: Vec<f64>,
    wrongs: Vec<Violation>,
}

impl Checker<'_> {
    /// `before`: the moment before, where the shot goes on with another.
    fn check(&mut self, shot: &ShotTrace, before: Option<&Moment>) {
        for frame in 0..shot.frames.len() {
            let is = &shot.frames[frame];
            for actor in 0..is.poses.len() {
                self.sinks(frame, actor, &is.poses[actor]);
            }
            self.overlaps(frame, is);
            if let Some(was) = frame.checked_sub(1).map(|before| &shot.frames[before]).or(before) {
                for actor in 0..is.poses.len().min(was.poses.len()) {
                    self.jumps(frame, actor, was, is);
                    self.floats(frame, actor, was, is);
                }
                self.gains(frame, was, is);
            }
        }
    }

    fn tell(&mut self, wrong: Wrong, frame: usize, actor: usize, by: f64) {
        self.wrongs.push(Violation { wrong, shot: self.shot, frame, actor, by });
    }

    fn jumps(&mut self, frame: usize, actor: usize, was: &Moment, is: &Moment) {
        let seconds = is.now - was.now;
        let ((from, _, slow), (to, _, fast)) = (place(&was.poses[actor]), place(&is.poses[actor]));
        let size = match &is.poses[actor] {
            Pose::Person(person) => person.height / 1.7,
            Pose::Pet(pet) => (pet.height / 0.6).clamp(0.6, 3.0),
            _ => 1.0,
        };
        let fastest = match (slow, fast) {
            // In somebody's hands.
            (Some(slow), Some(fast)) if is.sway[actor] == Sway::Worked => FASTEST_PERSON.max(1.25 * slow.hypot().max(fast.hypot()) + 9.81 * seconds),
            (Some(slow), Some(fast)) => 1.25 * slow.hypot().max(fast.hypot()) + 9.81 * seconds,
            _ => FASTEST_PERSON * size.max(0.7),
        };
        let by = (to - from).hypot() - fastest * seconds - JUMP * size;
        if by > 0.0 && !gone(&is.poses[actor]) && !gone(&was.poses[actor]) {
            self.tell(Wrong::Teleport, frame, actor, by);
        }
    }

    fn sinks(&mut self, frame: usize, actor: usize, pose: &Pose) {
        let lowest = lowest(pose);
        let allowed = match pose {
            Pose::Person(person) => SUNK * person.height.max(1.0),
            // Dug in at an edge by less than the solver's slack; a hull is in the water.
            _ => SUNK,
        };
        let (left, right) = (pose.bounds()[0], pose.bounds()[2]);
        let middle = f64::midpoint(left, right);
        let floor = match pose {
            // A box lies on the edges of steps as well as on their treads.
            Pose::Ball(_) => self.stage.floor(middle),
            _ => self.stage.bottom(left).min(self.stage.bottom(right)).min(self.stage.bottom(middle)),
        };
        let by = floor - allowed - lowest;
        if by > 0.0 && !gone(pose) {
            self.tell(Wrong::Sinking, frame, actor, by);
        }
    }

    /// What stands for itself in the physics: its form, where nobody holds it.
    fn form(&self, actor: usize, moment: &Moment) -> Option<Form> {
        let kind = self.plan.cast[actor].kind;
        match &moment.poses[actor] {
            pose if gone(pose) => None,
            Pose::Ball(ball) => Some(Form::Round(ball.centre, ball.radius)),
            Pose::Car(car) if car.lane.abs() < BESIDE => {
                Some(Form::Box { centre: car.at + Vec2::new(0.0, 0.66), half: Vec2::new(2.05, 0.5), angle: 0.0 })
            }
            // Its front and what is below its roof.
            Pose::Thing(thing) if kind == ActorKind::ToyTrain => Some(Form::Box {
                centre: thing.centre - Vec2::new(0.0, 0.4 * thing.half.y),
                half: Vec2::new(thing.half.x, 0.4 * thing.half.y),
                angle: 0.0,
            }),
            Pose::Thing(thing) if kind.build() == Build::Wheels && thing.lane.abs() < BESIDE => Some(Form::Box {
                centre: thing.centre + Vec2::new(0.0, 0.07 * thing.half.y),
                half: thing.half - Vec2::new(0.0, 0.07 * thing.half.y),
                angle: 0.0,
            }),
            Pose::Thing(thing) if kind == ActorKind::Apple => Some(Form::Round(thing.centre, thing.half.x)),
            Pose::Thing(thing) if kind.build() == Build::Thing && moment.sway[actor] != Sway::Own => {
                Some(Form::Box { centre: thing.centre, half: thing.half, angle: thing.angle })
            }
            _ => None,
        }
    }

    fn overlaps(&mut self, frame: usize, moment: &Moment) {
        let forms: Vec<Option<Form>> = (0..moment.poses.len()).map(|actor| self.form(actor, moment)).collect();
        for (a, one) in forms.iter().enumerate() {
            for (b, other) in forms.iter().enumerate().skip(a + 1) {
                let (Some(one), Some(other)) = (one, other) else { continue };
                if moment.sway[a] == Sway::Own && moment.sway[b] == Sway::Own {
                    continue;
                }
                let by = depth(one, other) - OVERLAP - OVERLAP_PART * one.size().min(other.size());
                if by > 0.0 {
                    self.tell(Wrong::Interpenetration, frame, a.min(b), by);
                }
            }
        }
    }

    fn floats(&mut self, frame: usize, actor: usize, was: &Moment, is: &Moment) {
        let Some(form) = self.form(actor, is).filter(|_| is.sway[actor] == Sway::Free && self.stage.gravity() > 0.0) else {
            self.resting[actor] = 0.0;
            return;
        };
        let moved = (place(&is.poses[actor]).0 - place(&was.poses[actor]).0).hypot() / (is.now - was.now).max(1e-6);
        let low = form.lowest() - self.stage.floor(form.centre().x);
        let held =
            (0..is.poses.len()).filter(|other| *other != actor).filter_map(|other| self.form(other, is)).any(|other| depth(&form, &other) > -AIR);
        let hoop = self.stage.hoop.is_some_and(|hoop| (form.centre().x - hoop.x).abs() < 0.8 && form.centre().y > hoop.height - 0.3);
        if moved > REST || low < AIR || held || hoop {
            self.resting[actor] = 0.0;
            return;
        }
        self.resting[actor] += is.now - was.now;
        if self.resting[actor] > RESTS {
            self.tell(Wrong::Floating, frame, actor, low);
            self.resting[actor] = 0.0;
        }
    }

    /// Bodies that touched none other answer for themselves; the rest together, for they pass energy on.
    fn gains(&mut self, frame: usize, was: &Moment, is: &Moment) {
        let free = |actor: &usize| [was, is].iter().all(|moment| moment.sway[*actor] == Sway::Free) && !gone(&is.poses[*actor]);
        let mut together = (0.0, 0.0, 0.0);
        for actor in (0..is.poses.len().min(was.poses.len())).filter(free) {
            let mass = self.plan.cast[actor].kind.measure().mass.max(0.01);
            let (old, new) = (self.energy(&was.poses[actor], was.spins[actor]), self.energy(&is.poses[actor], is.spins[actor]));
            let Some(form) = self.form(actor, is) else { continue };
            let others = (0..is.poses.len()).filter(|other| *other != actor).filter_map(|other| self.form(other, is));
            if others.into_iter().any(|other| depth(&form, &other) > -0.15 - 0.5 * form.size()) {
                together = (together.0 + mass, together.1 + mass * old, together.2 + mass * new);
                continue;
            }
            let by = new - old - GAIN - GAIN_PART * old.abs();
            if by > 0.0 {
                self.tell(Wrong::EnergyFromNowhere, frame, actor, by);
            }
        }
        let (mass, old, new) = together;
        let by = (new - old) / f64::max(mass, 1e-9) - GAIN - GAIN_PART * (old / f64::max(mass, 1e-9)).abs();
        if mass > 0.0 && by > 0.0 {
            self.tell(Wrong::EnergyFromNowhere, frame, usize::MAX, by);
        }
    }

    /// Joules a kilogram: of height, motion and spin.
    fn energy(&self, pose: &Pose, spin: f64) -> f64 {
        let (at, _, velocity) = place(pose);
        let arm = match pose {
            Pose::Ball(ball) => 0.5 * ball.radius * ball.radius,
            Pose::Thing(thing) => (thing.half.x * thing.half.x + thing.half.y * thing.half.y) / 3.0,
            _ => 0.0,
        };
        let speed = velocity.unwrap_or(Vec2::ZERO);
        self.stage.gravity() * at.y + 0.5 * speed.hypot2() + 0.5 * arm * spin * spin
    }
}

/// Burst, or never there.
fn gone(pose: &Pose) -> bool {
    matches!(pose, Pose::Ball(ball) if ball.radius <= 0.0)
}

fn lowest(pose: &Pose) -> f64 {
    match pose {
        Pose::Person(person) => person.legs.iter().flat_map(|leg| [leg.end.y, leg.joint.y]).fold(f64::MAX, f64::min),
        Pose::Pet(pet) => pet.legs.iter().map(|leg| leg.end.y).fold(f64::MAX, f64::min),
        Pose::Car(_) => 0.0,
        Pose::Flyer(flyer) => flyer.at.y,
        Pose::Rope(rope) => rope.points.iter().map(|point| point.y).fold(f64::MAX, f64::min),
        Pose::Ball(_) | Pose::Thing(_) => pose.bounds()[1],
    }
}
