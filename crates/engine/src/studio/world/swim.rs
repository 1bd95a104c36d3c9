//! In the water: strokes at the surface or below it, or afloat on the back.

use super::{
    Context, Mark, MarkKind,
    figure::Figure,
    pose::{Vec2, follow},
    posture::Posture,
    whole::{Next, Whole},
};
use crate::studio::screenplay::{Action, Setting, Verb};
use std::f64::consts::{FRAC_PI_2, TAU};

#[derive(Clone, Debug)]
pub struct Swim {
    verb: Verb,
    phase: f64,
    speed: f64,
    begun: bool,
}

impl Swim {
    #[must_use]
    pub fn new(verb: Verb) -> Self {
        Self { verb, phase: 0.0, speed: 0.0, begun: false }
    }

    pub(super) fn step(&mut self, figure: &mut Figure, whole: &mut Whole, c: &mut Context<'_>, actions: &[Action]) -> Next {
        let (h, now) = (figure.height, c.now);
        let action = actions.iter().find(|action| action.verb == self.verb);
        let way = c.way(figure.id);
        let side = if action.is_some() && self.verb == Verb::Swim { way } else { figure.side() };
        whole.facing = 0.95 * side;
        let under = c.stage.setting == Setting::Underwater;
        let surface = c.stage.surface(figure.x);
        // Where no water is drawn, it swims through the air as in a dream.
        let level = surface.map_or(if under { 1.5 } else { 1.0 }, |surface| surface - 0.03 * h);
        if !self.begun {
            self.begun = true;
            whole.pelvis = Vec2::new(figure.x, if whole.water.is_some() { whole.pelvis.y } else { level });
            self.speed = if action.is_some() && c.now < 0.1 { 1.0 } else { 0.0 };
            whole.angle = if whole.water.is_some() { whole.angle } else { self.lie() };
        }
        let swims = self.verb == Verb::Swim && action.is_some();
        let shore = surface.is_some() && c.stage.surface(figure.x + side * 0.9).is_none();
        let goal = if swims && !shore { 1.05 * (h / 1.7).sqrt() * action.map_or(1.0, |action| action.haste) } else { 0.0 };
        follow(&mut self.speed, goal * side, c.dt, 0.6);
        let was = self.phase;
        self.phase += c.dt * if swims { 0.85 } else { 0.3 };
        let goal = if swims { stroke(self.phase, under) } else { afloat(self.phase) };
        whole.approach(&goal, c.dt, 0.06);
        follow(&mut whole.angle, self.lie(), c.dt, 0.35);
        let bob = 0.02 * (now * 1.9).sin() + if under { 0.12 * (now * 0.7).sin() } else { 0.0 };
        whole.pelvis.x += self.speed * (1.0 + 0.25 * (self.phase * 2.0 * TAU).sin()) * c.dt;
        follow(&mut whole.pelvis.y, level + bob, c.dt, 0.3);
        whole.flat = 0.0;
        whole.water = surface;
        if swims && surface.is_some() && (was * 2.0).floor() < (self.phase * 2.0).floor() {
            let x = figure.x + 0.45 * h * side;
            c.splash(x, figure.lane, 0.16);
            c.marks.push(Mark { now, at: Vec2::new(figure.x, level), lane: figure.lane, kind: MarkKind::Ripple, size: 0.5 });
        }
        if under && (was * 1.2).floor() < (self.phase * 1.2).floor() {
            let at = whole.pelvis + Vec2::new(side * 0.45 * h, 0.05);
            c.marks.push(Mark { now, at, lane: figure.lane, kind: MarkKind::Bubbles, size: 0.3 });
        }
        if action.is_some() { Next::Goes } else { Next::Idles }
    }

    /// On the breast, or on the back.
    fn lie(&self) -> f64 {
        if self.verb == Verb::Float { -FRAC_PI_2 + 0.12 } else { FRAC_PI_2 - 0.16 }
    }
}

/// A crawl: arms go round one after the other, legs flutter.
fn stroke(phase: f64, under: bool) -> Posture {
    let flutter = (phase * 3.0 * TAU).sin() * 0.26;
    let arm = |at: f64| {
        let turn = (at - at.floor()) * TAU;
        if under { 1.75 + 1.25 * turn.cos() } else { 3.0 - turn - 0.35 * turn.sin() }
    };
    let elbow = |at: f64| 0.15 + 0.55 * (0.5 - 0.5 * ((at - 0.55) * TAU).cos());
    let other = if under { phase } else { phase + 0.5 };
    // Full turns must not be undone by the smoothing: angles go on and on.
    let (far, near) = (arm(phase) - if under { 0.0 } else { phase.floor() * TAU }, arm(other) - if under { 0.0 } else { other.floor() * TAU });
    Posture {
        trunk: 0.0,
        head: -0.8,
        hips: [flutter, -flutter],
        knees: [0.15 + 0.2 * flutter.max(0.0), 0.15 + 0.2 * (-flutter).max(0.0)],
        ankles: [1.0; 2],
        shoulders: [far, near],
        elbows: [elbow(phase), elbow(other)],
    }
}

fn afloat(phase: f64) -> Posture {
    let drift = (phase * TAU).sin();
    Posture {
        trunk: 0.0,
        head: -0.05,
        hips: [0.12 + 0.05 * drift, 0.1 - 0.05 * drift],
        knees: [0.2, 0.14],
        ankles: [0.6; 2],
        shoulders: [1.9 + 0.08 * drift, -0.5 - 0.06 * drift],
        elbows: [0.3, 0.2],
    }
}
