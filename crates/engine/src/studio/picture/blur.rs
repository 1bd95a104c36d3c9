//! What goes fast is smeared along its way, as by a shutter that is open for half the time of a picture. It knows no subject.

use super::brush::Brush;
use crate::studio::{
    screenplay::Style,
    world::{
        ShotTrace,
        pose::{Pose, Vec2},
    },
};

/// The part of the time between two pictures in which the shutter is open.
const SHUTTER: f64 = 0.5;
/// How far a body must go meanwhile to be smeared, of half its size.
const LEAST: f64 = 0.22;
const MOST_EXPOSURES: usize = 5;
/// How much each place on the way is seen, and the middle of it: what is on a body must not be seen several times.
const GHOST: f32 = 0.30;
const BODY: f32 = 0.72;

/// Draws an actor of a frame, more than once where it goes fast past the lens.
pub fn exposed(brush: &mut Brush<'_>, trace: &ShotTrace, (index, actor): (usize, usize), draw: impl Fn(&mut Brush<'_>, &Pose)) {
    let pose = &trace.frames[index].poses[actor];
    let (Style::Realistic | Style::Soft | Style::Noir, Some((travel, half))) = (brush.style, way(trace, index, pose)) else {
        return draw(brush, pose);
    };
    let far = travel.hypot() / half.max(1e-6);
    if far < LEAST {
        return draw(brush, pose);
    }
    // Longer than this would be a streak of which nobody knows what it is.
    let travel = travel * (2.4 / far).min(1.0);
    let count = ((far.min(2.4) / 0.5).ceil() as usize + 1).clamp(2, MOST_EXPOSURES);
    for exposure in 0..count {
        let offset = travel * (exposure as f64 / (count - 1) as f64 - 0.5);
        expose(brush, &moved(pose, offset), GHOST, &draw);
    }
    expose(brush, pose, BODY, &draw);
}

fn expose(brush: &mut Brush<'_>, pose: &Pose, opacity: f32, draw: &impl Fn(&mut Brush<'_>, &Pose)) {
    brush.context.push_opacity_layer(opacity);
    draw(brush, pose);
    brush.context.pop_layer();
}

/// How far a small body goes past the lens while the shutter is open, and half its size, in metres.
fn way(trace: &ShotTrace, index: usize, pose: &Pose) -> Option<(Vec2, f64)> {
    let (velocity, half) = match pose {
        Pose::Ball(ball) => (ball.velocity, ball.radius),
        Pose::Thing(thing) => (thing.velocity, thing.half.x.min(thing.half.y)),
        _ => return None,
    };
    let (a, b) = (&trace.frames[index.saturating_sub(1)], &trace.frames[(index + 1).min(trace.frames.len() - 1)]);
    let seconds = b.now - a.now;
    if seconds <= 0.0 {
        return None;
    }
    let followed = (b.view.centre - a.view.centre) / seconds;
    let steps = if index == 0 || index + 1 == trace.frames.len() { 1.0 } else { 2.0 };
    // What stands still is not smeared before a place that is not, even if the camera moves.
    let past = velocity - followed;
    let seen = if velocity.hypot() < past.hypot() { velocity } else { past };
    Some((seen * (seconds / steps * SHUTTER), half))
}

fn moved(pose: &Pose, by: Vec2) -> Pose {
    let mut pose = pose.clone();
    match &mut pose {
        Pose::Ball(ball) => ball.centre += by,
        Pose::Thing(thing) => thing.centre += by,
        _ => {}
    }
    pose
}
