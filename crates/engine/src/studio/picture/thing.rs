//! Pets and things that look as they were enrolled, drawn from their cut-out; and what stands in for them.

use super::{
    brush::Brush,
    likeness_head::{light, rgb},
    look,
    palette::Rgb,
    portrait::{Finish, Portrait, Sprite},
    shape::{bone, ellipse, p, rounded},
};
use crate::studio::world::pose::{BallPose, PetPose, Vec2};
use vello_cpu::kurbo::Point;

/// Height of a pet's outline, where its shoulder is 1 high.
const TALL: f64 = 1.40;
/// Where the body begins of a pet that is drawn legs.
const LEGS: f64 = 0.30;

/// Where a body is: the middle of what is under it, which way up, how far it is squeezed.
struct Stand {
    foot: Vec2,
    half: f64,
    lean: f64,
    squeeze: f64,
}

/// A pet: its cut-out hops and leans as it runs, on legs of its own or on drawn ones.
pub fn pet(brush: &mut Brush<'_>, pose: &PetPose, portrait: Option<&Portrait>) {
    let h = pose.height;
    let middle = (pose.chest + pose.rump) / 2.0;
    let (half_x, half_y) = portrait.map_or((0.86, 0.72), |portrait| portrait.half);
    let own_legs = portrait.is_some_and(|portrait| portrait.has_legs);
    let half = (TALL * h / 2.0 / half_y).min(1.0 * h / half_x);
    // How far the trunk is above its rest shows hop and bounce; how far its ends differ shows the lean.
    let rise = (middle.y - 0.82 * h - pose.lift) * 1.6;
    let along = pose.chest - pose.rump;
    let lean = (along.y.atan2(along.x.abs().max(0.05)) * 0.7).clamp(-0.5, 0.5);
    let base = pose.lift + rise.max(-0.12 * h) + if own_legs { 0.0 } else { LEGS * h * if pose.asleep { 0.2 } else { 1.0 } };
    brush.shadow(middle.x, pose.lane, half * half_x * 0.95, pose.lift, 1.0);
    let squeeze = 1.0 + (rise / h).clamp(-0.12, 0.16) * 0.8 - if pose.asleep { 0.22 } else { 0.0 };
    let stand = Stand { foot: Vec2::new(middle.x, base), half, lean, squeeze };
    let fur = portrait.map_or(look::PLAIN, |portrait| rgb(portrait.skin));
    if !own_legs {
        legs(brush, pose, fur, &stand, [0, 2]);
    }
    match portrait {
        Some(portrait) => {
            let unit = half * brush.scale(pose.lane);
            let light = light(brush, unit, pose.lane);
            let sprite = portrait.thing(pose.facing, unit, Finish::of(brush.style), light);
            place(brush, &sprite, &stand, half_y, pose.lane, pose.facing);
        }
        None => plush(brush, pose, &stand),
    }
    if !own_legs {
        legs(brush, pose, fur, &stand, [1, 3]);
    }
}

/// Short legs from under the body to where the feet are.
fn legs(brush: &mut Brush<'_>, pose: &PetPose, fur: Rgb, stand: &Stand, which: [usize; 2]) {
    if pose.asleep {
        return;
    }
    let (h, t) = (pose.height, brush.scale(pose.lane) * pose.height);
    for index in which {
        let leg = pose.legs[index];
        let root = Vec2::new(stand.foot.x + (leg.root.x - stand.foot.x) * 0.72, stand.foot.y + 0.12 * h);
        let foot = Vec2::new(stand.foot.x + (leg.end.x - stand.foot.x) * 0.80, leg.end.y);
        let (a, b) = (brush.at(root.x, root.y, pose.lane), brush.at(foot.x, foot.y, pose.lane));
        let colour = if index % 2 == 0 { fur.darker(0.28) } else { fur.darker(0.10) };
        brush.solid(&bone(a, 0.095 * t, b, 0.075 * t), colour, pose.lane);
    }
}

fn place(brush: &mut Brush<'_>, sprite: &Sprite, stand: &Stand, half_y: f64, lane: f64, facing: f64) {
    let unit = stand.half * brush.scale(lane);
    let foot = brush.at(stand.foot.x, stand.foot.y, lane);
    let side = if facing < 0.0 { -1.0 } else { 1.0 };
    let wide = 1.0 / stand.squeeze.sqrt();
    brush.within(foot, unit, stand.lean * side, false, |brush| brush.sprite_as(sprite, (wide, stand.squeeze), half_y));
}

/// A thing of cloth, of no kind and no colour.
fn plush(brush: &mut Brush<'_>, pose: &PetPose, stand: &Stand) {
    let (z, unit) = (pose.lane, stand.half * brush.scale(pose.lane));
    let foot = brush.at(stand.foot.x, stand.foot.y, z);
    let side = if pose.facing < 0.0 { -1.0 } else { 1.0 };
    brush.within(foot, unit, stand.lean * side, pose.facing < 0.0, |brush| {
        let body = ellipse((-0.10, 0.58), 0.78, 0.52 * stand.squeeze);
        let head = ellipse((0.56, 1.02 * stand.squeeze), 0.38, 0.36);
        brush.group(&[(&body, look::PLAIN), (&head, look::PLAIN)], z);
        let seam = brush.tone(look::PLAIN.darker(0.22), z);
        brush.line(&super::shape::curve(&[p(-0.82, 0.66), p(-0.1, 0.74), p(0.34, 0.84)]), 0.03, seam, 0.7);
    });
}

/// A thing that is held, thrown, kicked, or lies there.
pub fn prop(brush: &mut Brush<'_>, pose: &BallPose, portrait: Option<&Portrait>) {
    let z = pose.lane;
    let (half_x, half_y) = portrait.map_or((0.72, 0.86), |portrait| portrait.half);
    let half = pose.radius * 1.15 / half_y.max(half_x * 0.7);
    brush.shadow(pose.centre.x, z, half * half_x * 1.1, pose.centre.y - pose.radius, 1.0);
    // It sways as it rolls and never lies on its head.
    let lean = 0.45 * pose.angle.sin();
    let stand = Stand { foot: Vec2::new(pose.centre.x, pose.centre.y - pose.radius), half, lean, squeeze: pose.squash };
    let Some(portrait) = portrait else {
        let unit = half * brush.scale(z);
        let foot = brush.at(stand.foot.x, stand.foot.y, z);
        brush.within(foot, unit, lean, false, |brush| {
            brush.solid(&rounded(Point::new(-0.72, 0.0), Point::new(0.72, 1.72 * stand.squeeze), 0.2), look::PLAIN, z);
            let seam = brush.tone(look::PLAIN.darker(0.22), z);
            brush.line(&super::shape::curve(&[p(-0.7, 0.9), p(0.0, 0.86), p(0.7, 0.9)]), 0.035, seam, 0.7);
        });
        return;
    };
    let unit = half * brush.scale(z);
    let light = light(brush, unit, z);
    let sprite = portrait.thing(1.0, unit, Finish::of(brush.style), light);
    place(brush, &sprite, &stand, half_y, z, 1.0);
}
