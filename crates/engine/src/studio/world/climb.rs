//! Upwards: step by step on stairs, or hand over hand.

use super::{
    Context,
    event::EventKind,
    figure::Figure,
    pose::{Vec2, ease, follow},
    posture::Posture,
    stage::stairs,
    whole::{Next, Whole},
};
use crate::studio::screenplay::{Action, Setting, Verb};

const UPRIGHT: Posture =
    Posture { trunk: 0.2, head: -0.1, hips: [0.4; 2], knees: [0.5; 2], ankles: [0.0; 2], shoulders: [0.1, 0.1], elbows: [0.5, 0.5] };
const HANGING: Posture =
    Posture { trunk: 0.12, head: -0.45, hips: [1.0; 2], knees: [1.2; 2], ankles: [0.3; 2], shoulders: [2.4, 2.4], elbows: [0.5, 0.5] };
/// Between two holds.
const RUNG: f64 = 0.26;
/// No farther than this from where it began.
const HIGHEST: f64 = 2.6;

#[derive(Clone, Debug)]
pub struct Climb {
    /// In steps or holds since the beginning.
    gone: f64,
    rate: f64,
    steps: bool,
    first: f64,
    from: Vec2,
    way: f64,
    told: i64,
}

impl Climb {
    #[must_use]
    pub fn new(figure: &Figure, c: &Context<'_>) -> Self {
        let steps = c.stage.setting == Setting::Stairs;
        let first = ((figure.x - stairs::FROM) / stairs::RUN).floor().max(0.0);
        Self { gone: 0.0, rate: 0.0, steps, first, from: Vec2::new(figure.x, figure.floor), way: if steps { 1.0 } else { figure.side() }, told: 0 }
    }

    pub(super) fn step(&mut self, figure: &mut Figure, whole: &mut Whole, c: &mut Context<'_>, actions: &[Action]) -> Next {
        // Upstairs, who walks climbs.
        let climbs = |action: &&Action| action.verb == Verb::Climb || (self.steps && walks_up(action, figure, c));
        let action = actions.iter().find(climbs);
        let room = self.steps || self.gone * RUNG < HIGHEST;
        let goal = action.filter(|_| room).map_or(0.0, |action| if self.steps { 1.75 } else { 1.5 } * action.haste * figure.spring);
        follow(&mut self.rate, goal, c.dt, 0.25);
        // What was begun is ended: no foot stays in the air.
        let rest = if goal == 0.0 { (self.gone.ceil() - self.gone).min(1.2 * c.dt) } else { self.rate * c.dt };
        self.gone += rest;
        if self.gone as i64 > self.told {
            self.told = self.gone as i64;
            let weight = 0.45 * figure.height / 1.75;
            c.tell(figure.x, figure.lane, EventKind::Footstep { ground: c.stage.ground, weight: weight as f32 });
        }
        if self.steps {
            self.stairs(figure, whole, c.dt);
        } else {
            self.holds(figure, whole, c.dt);
        }
        let leaves = action.is_none() && actions.iter().any(|action| matches!(action.verb, Verb::Walk | Verb::Run | Verb::Sit | Verb::Jump));
        if self.steps && action.is_none() && leaves && rest == 0.0 {
            figure.floor = whole.soles.map_or(figure.floor, |soles| soles[0].y.max(soles[1].y));
            return Next::Done;
        }
        if action.is_some() { Next::Goes } else { Next::Idles }
    }

    fn stairs(&self, figure: &Figure, whole: &mut Whole, dt: f64) {
        let h = figure.height;
        let tread = |step: f64| {
            let step = step + self.first;
            Vec2::new(stairs::FROM + (step + 0.42) * stairs::RUN, (step + 1.0) * stairs::RISE)
        };
        let ground = |step: f64| if step < 0.0 { Vec2::new(self.from.x + (step + 1.0) * 0.12, self.from.y) } else { tread(step) };
        let sole = |foot: f64| {
            let turn = (self.gone + foot) / 2.0;
            let (whole_turns, part) = (turn.floor(), turn.fract());
            let from = ground(whole_turns * 2.0 - foot - 1.0);
            let to = ground(whole_turns * 2.0 - foot + 1.0);
            let swing = ((part - 0.5) / 0.5).clamp(0.0, 1.0);
            let up = ease(swing / 0.7);
            Vec2::new(from.x + (to.x - from.x) * ease(swing), from.y + (to.y - from.y) * up + 0.05 * h * (swing * std::f64::consts::PI).sin())
        };
        let soles = [sole(1.0), sole(0.0)];
        let beat = (self.gone * std::f64::consts::PI).sin();
        let goal = Posture { shoulders: [0.1 + 0.4 * beat, 0.1 - 0.4 * beat], ..UPRIGHT };
        whole.approach(&goal, dt, 0.08);
        whole.facing = 0.9 * self.way;
        let middle = (soles[0] + soles[1]) / 2.0;
        let low = soles[0].y.min(soles[1].y);
        let goal = Vec2::new(middle.x + 0.03 * h, (low + 0.485 * h).min(middle.y + 0.47 * h) + 0.01 * h * (self.gone * std::f64::consts::TAU).cos());
        let settle = if whole.soles.is_none() { 1e-6 } else { 0.07 };
        follow(&mut whole.pelvis.x, goal.x, dt, settle);
        follow(&mut whole.pelvis.y, goal.y, dt, settle);
        whole.soles = Some(soles);
        whole.posture.ankles = [0.0; 2];
    }

    fn holds(&self, figure: &Figure, whole: &mut Whole, dt: f64) {
        let h = figure.height;
        let wall = self.from.x + self.way * 0.24 * h;
        let hold = |limb: f64, base: f64, out: f64| {
            let turn = (self.gone + limb) / 2.0;
            let swing = ((turn.fract() - 0.5) / 0.5).clamp(0.0, 1.0);
            let rung = turn.floor() * 2.0 - limb + 2.0 * ease(swing);
            let away = 0.05 * h * (swing * std::f64::consts::PI).sin();
            Vec2::new(wall - self.way * (out + away), (self.from.y + base + rung * RUNG).max(self.from.y))
        };
        // A hand and the other side's foot go together.
        whole.soles = Some([hold(0.0, 0.06 * h, 0.03 * h), hold(1.0, 0.06 * h, 0.03 * h)]);
        whole.palms = Some([hold(1.0, 0.86 * h, 0.0), hold(0.0, 0.86 * h, 0.0)]);
        whole.approach(&HANGING, dt, 0.15);
        whole.facing = 0.85 * self.way;
        whole.pelvis = Vec2::new(self.from.x + 0.01 * h, self.from.y + 0.44 * h + self.gone * RUNG);
    }
}

/// Whether somebody who walks goes up the steps.
#[must_use]
pub fn walks_up(action: &Action, figure: &Figure, c: &Context<'_>) -> bool {
    c.stage.setting == Setting::Stairs && matches!(action.verb, Verb::Walk | Verb::Run) && action.target.is_none() && c.way(figure.id) > 0.0
}
