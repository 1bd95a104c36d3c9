//! Limbs that go fast are smeared along their way, as bodies are in `blur`: pale copies before and behind where they are. It knows which limb
//! goes how far, not what it looks like.

use super::{brush::Brush, palette::Rgb, shape::limb};
use crate::studio::{
    screenplay::Style,
    world::{
        Moment, ShotTrace,
        pose::{Limb, Pose, Vec2},
    },
};
use vello_cpu::kurbo::Point;

/// The part of the time between two pictures in which the shutter is open.
const SHUTTER: f64 = 0.5;
/// How far an end must go meanwhile to be smeared, of its own radius.
const LEAST: f64 = 0.9;
/// Metres in that time beyond which it is no movement: the body has turned, and what was the far arm is the near one.
const SWAP: f64 = 0.42;
/// How much all copies together hide.
const GHOST: f64 = 0.62;

#[derive(Clone, Copy, Debug)]
pub enum Member {
    /// Far and near.
    Arm(usize),
    /// As in the pose.
    Leg(usize),
}

/// How far root, joint and end of each limb go while the shutter is open, in metres.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sweep {
    arms: [[Vec2; 3]; 2],
    legs: [[Vec2; 3]; 4],
}

impl Sweep {
    /// Of an actor in a frame; none where a style shows every pose sharp, or nothing goes.
    #[must_use]
    pub fn of(style: Style, trace: &ShotTrace, (index, actor): (usize, usize)) -> Option<Self> {
        if !matches!(style, Style::Realistic | Style::Soft | Style::Noir) {
            return None;
        }
        let (a, b) = (index.saturating_sub(1), (index + 1).min(trace.frames.len() - 1));
        let between = Between { a: &trace.frames[a], b: &trace.frames[b], open: SHUTTER / (b - a).max(1) as f64 };
        let mut sweep = Self::default();
        match (&between.a.poses[actor], &between.b.poses[actor]) {
            (Pose::Person(was), Pose::Person(is)) => {
                (0..2).for_each(|id| sweep.arms[id] = between.goes(&was.arms[id], &is.arms[id]));
                (0..2).for_each(|id| sweep.legs[id] = between.goes(&was.legs[id], &is.legs[id]));
            }
            (Pose::Pet(was), Pose::Pet(is)) => (0..4).for_each(|id| sweep.legs[id] = between.goes(&was.legs[id], &is.legs[id])),
            _ => return None,
        }
        (sweep != Self::default()).then_some(sweep)
    }

    fn member(&self, member: Member) -> [Vec2; 3] {
        match member {
            Member::Arm(id) => self.arms[id],
            Member::Leg(id) => self.legs[id],
        }
    }
}

/// Two moments about one, and the part of the time between them in which the shutter is open.
struct Between<'a> {
    a: &'a Moment,
    b: &'a Moment,
    open: f64,
}

impl Between<'_> {
    fn goes(&self, was: &Limb, is: &Limb) -> [Vec2; 3] {
        let followed = self.b.view.centre - self.a.view.centre;
        let far = |was: Vec2, is: Vec2| {
            let went = is - was;
            // A foot that stands is sharp, even if the camera moves.
            let seen = if went.hypot() < (went - followed).hypot() { went } else { went - followed };
            seen * self.open
        };
        let all = [far(was.root, is.root), far(was.joint, is.joint), far(was.end, is.end)];
        if all.iter().any(|way| way.hypot() > SWAP) { [Vec2::ZERO; 3] } else { all }
    }
}

/// The copies of a limb, beneath it.
pub fn smear(brush: &mut Brush<'_>, member: Member, points: [Point; 3], radii: [f64; 3], (colour, z): (Rgb, f64)) {
    let Some(sweep) = brush.sweep else { return };
    let scale = brush.scale(z);
    let ways = sweep.member(member).map(|way| Vec2::new(way.x, -way.y) * scale);
    let end = radii[2].max(1.0);
    let far = ways[1].hypot().max(ways[2].hypot());
    if far < LEAST * end {
        return;
    }
    let count = ((far / (1.6 * end)).ceil() as usize + 1).clamp(2, 5);
    let tone = brush.tone(colour, z);
    let opacity = 1.0 - (1.0 - GHOST).powf(1.0 / (count as f64 * 0.6));
    for copy in 0..count {
        let at = copy as f64 / (count - 1) as f64 - 0.5;
        let moved = [0, 1, 2].map(|joint| points[joint] + ways[joint] * at);
        brush.raw(&limb(moved, radii), tone, opacity);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studio::{film::Film, understand::understand_shots};
    use domain::{plan::Size, storyboard::Shot};

    fn shot(prompt: &str) -> Film {
        let shots = [Shot { prompt: prompt.into(), seconds: 4, ..Shot::default() }];
        Film::of(understand_shots(&shots, 7, 24), Size { width: 360, height: 640 })
    }

    /// The farthest that the end of a leg is smeared in any frame.
    fn farthest(film: &Film, style: Style) -> f64 {
        let trace = &film.trace.shots[0];
        let far =
            |frame: usize| Sweep::of(style, trace, (frame, 0)).map_or(0.0, |sweep| sweep.legs.iter().map(|leg| leg[2].hypot()).fold(0.0, f64::max));
        (0..trace.frames.len()).map(far).fold(0.0, f64::max)
    }

    #[test]
    fn what_kicks_and_runs_is_smeared_and_what_stands_is_not() {
        assert!(farthest(&shot("A boy kicks a football in the park"), Style::Soft) > 0.06);
        assert!(farthest(&shot("A dog runs across a meadow"), Style::Soft) > 0.04);
        assert!(farthest(&shot("A woman stands in a garden"), Style::Soft) < 0.02);
        assert!(farthest(&shot("A dog runs across a meadow"), Style::Cartoon) < 1e-9, "a style of lines shows every pose sharp");
    }
}
