//! Down on the ground: on hands and knees, or hidden low.

use super::{
    Context,
    event::EventKind,
    figure::Figure,
    pose::{Vec2, follow},
    posture::Posture,
    whole::{Next, Whole},
};
use crate::studio::screenplay::{Action, Verb};
use std::f64::consts::TAU;

/// Head down, arms over it.
const HIDDEN: Posture =
    Posture { trunk: 0.85, head: 0.5, hips: [2.15; 2], knees: [2.35; 2], ankles: [0.0; 2], shoulders: [2.2, 2.1], elbows: [1.9, 2.0] };

#[derive(Clone, Debug)]
pub struct Ground {
    verb: Verb,
    phase: f64,
    speed: f64,
}

impl Ground {
    #[must_use]
    pub fn new(verb: Verb) -> Self {
        Self { verb, phase: 0.0, speed: 0.0 }
    }

    pub(super) fn step(&mut self, figure: &mut Figure, whole: &mut Whole, c: &mut Context<'_>, actions: &[Action]) -> Next {
        let h = figure.height;
        let goes = |action: &&Action| match self.verb {
            Verb::Crawl => action.verb == Verb::Crawl || (figure.crawls && matches!(action.verb, Verb::Walk | Verb::Run)),
            verb => action.verb == verb,
        };
        let action = actions.iter().find(goes).copied();
        if self.verb == Verb::Hide {
            let side = figure.side();
            whole.facing = 0.8 * side;
            whole.approach(&HIDDEN, c.dt, 0.16);
            // It trembles a little.
            whole.posture.trunk += 0.0015 * (c.now * 37.0).sin();
            whole.stand_on(Vec2::new(figure.x, figure.floor), side, h);
            whole.pelvis.x = figure.x;
            return if action.is_some() { Next::Goes } else { Next::Done };
        }
        let way = action.and_then(|action| action.target).and_then(|target| c.seen.get(target)).map_or_else(
            || c.way(figure.id),
            |goal| {
                let gap = goal.at.x - figure.x;
                if gap.abs() < 0.6 { 0.0 } else { gap.signum() }
            },
        );
        let haste = action.map_or(0.0, |action| action.haste);
        let pace = 0.62 * (h / 1.7).sqrt().max(0.6) * haste * way;
        if c.now < 0.02 {
            self.speed = pace;
        }
        follow(&mut self.speed, pace, c.dt, 0.3);
        let side = if self.speed.abs() > 0.05 { self.speed.signum() } else { figure.side() };
        whole.facing = 0.95 * side;
        // A stride is what thighs and arms cover between their two ends.
        let was = self.phase;
        self.phase += self.speed.abs() * c.dt / (4.0 * SWING.sin() * 0.243 * h);
        let stride = (self.speed.abs() / 0.25).min(1.0);
        whole.approach(&crawling(self.phase, stride), c.dt, 0.04 + 0.1 * (1.0 - whole.weight));
        let x = whole.pelvis.x + self.speed * c.dt;
        whole.flat = 0.0;
        whole.pelvis = Vec2::new(x, figure.floor + whole.depth(side, h));
        if (was * 2.0).floor() < (self.phase * 2.0).floor() {
            c.tell(x, figure.lane, EventKind::Footstep { ground: c.stage.ground, weight: (0.2 * h / 1.7) as f32 });
        }
        if action.is_some() || figure.crawls { Next::Goes } else { Next::Done }
    }
}

/// Radians to either side of upright.
const SWING: f64 = 0.34;

fn crawling(phase: f64, stride: f64) -> Posture {
    let trunk = 1.32;
    let wave = |at: f64| (at * TAU).sin() * SWING * stride;
    // What swings forwards is lifted a little.
    let up = |at: f64| (at * TAU).cos().max(0.0) * 0.22 * stride;
    let (a, b) = (phase, phase + 0.5);
    Posture {
        trunk,
        head: -0.85,
        hips: [trunk + wave(a), trunk + wave(b)],
        knees: [1.45 + up(a) + wave(a), 1.45 + up(b) + wave(b)],
        ankles: [1.2; 2],
        shoulders: [trunk + wave(b), trunk + wave(a)],
        elbows: [0.1 + up(b), 0.1 + up(a)],
    }
}
