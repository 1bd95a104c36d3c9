//! A cartwheel: a star of four spokes that rolls over hands and feet without sliding.

use super::{
    Context,
    body::bones,
    event::EventKind,
    figure::Figure,
    pose::{Vec2, ease},
    posture::{Posture, STAND},
    whole::{Next, Whole},
};
use crate::studio::screenplay::Action;

/// Seen from the front: limbs to both sides.
const STAR: Posture =
    Posture { trunk: 0.0, head: 0.0, hips: [0.52, -0.52], knees: [0.0; 2], ankles: [0.5, 0.5], shoulders: [2.65, -2.65], elbows: [0.0; 2] };
/// Seconds of one turn.
const TURN: f64 = 1.25;
const READY: f64 = 0.55;

#[derive(Clone, Debug)]
pub struct Wheel {
    since: f64,
    times: f64,
    /// Where the middle between the ends is.
    x: Option<f64>,
    /// Which of the four ends is down.
    down: Option<usize>,
}

impl Wheel {
    #[must_use]
    pub fn new(action: &Action) -> Self {
        Self { since: 0.0, times: f64::from(action.times.max(1)), x: None, down: None }
    }

    pub(super) fn step(&mut self, figure: &mut Figure, whole: &mut Whole, c: &mut Context<'_>) -> Next {
        let (side, h) = (figure.side(), figure.height);
        whole.facing = 0.12 * side;
        let x = *self.x.get_or_insert(whole.pelvis.x);
        self.since += c.dt;
        let turning = self.times * TURN;
        let before = self.ends(whole, side, h);
        let star = ease(self.since / READY) * (1.0 - ease((self.since - READY - turning) / 0.5));
        whole.posture = STAND.towards(&STAR, star);
        let part = ((self.since - READY) / turning).clamp(0.0, 1.0);
        // Slow where it begins and ends, even in between.
        let soft = part + 0.06 / self.times * (0.0 - (part * std::f64::consts::TAU).sin());
        whole.angle = soft * self.times * std::f64::consts::TAU;
        let after = self.ends(whole, side, h);
        let down = lowest(&after);
        // What is on the ground stays where it is; while it changes from one to the next, the way is shared.
        let weights = loads(&after, h);
        let along: f64 = (0..4).map(|end| weights[end] * (before[end].x - after[end].x)).sum();
        let x = x + along;
        self.x = Some(x);
        whole.flat = 1.0 - star;
        whole.pelvis = Vec2::new(x, figure.floor - after[down].y);
        if part > 0.0 && part < 1.0 && self.down != Some(down) {
            self.down = Some(down);
            let weight = if down < 2 { 0.6 } else { 0.35 };
            c.tell(x, figure.lane, EventKind::Footstep { ground: c.stage.ground, weight });
        }
        if self.since > READY + turning + 0.5 {
            whole.angle = 0.0;
            return Next::Done;
        }
        Next::Goes
    }

    /// Soles and palms about the pelvis.
    fn ends(&self, whole: &Whole, side: f64, h: f64) -> [Vec2; 4] {
        let joints = whole.posture.joints();
        let place = |limb: &[Vec2; 3], more: f64| {
            let along = limb[2] - limb[1];
            whole.turned(limb[2] + along / along.hypot().max(1e-6) * more, side) * h
        };
        [place(&joints.legs[0], bones::ANKLE), place(&joints.legs[1], bones::ANKLE), place(&joints.arms[0], 0.035), place(&joints.arms[1], 0.035)]
    }
}

fn lowest(ends: &[Vec2; 4]) -> usize {
    (0..4).min_by(|a, b| ends[*a].y.total_cmp(&ends[*b].y)).unwrap_or(0)
}

fn loads(ends: &[Vec2; 4], h: f64) -> [f64; 4] {
    let low = ends[lowest(ends)].y;
    let load = ends.map(|end| (-(end.y - low) / (0.012 * h)).exp());
    let sum: f64 = load.iter().sum();
    load.map(|one| one / sum)
}
