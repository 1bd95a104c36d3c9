//! What hangs on points in a row: a twisted rope, a flag.

use super::super::{
    brush::Brush,
    palette::{Rgb, named},
    shape::{bone, curve, polygon},
};
use crate::studio::{
    screenplay::{Actor, ActorKind},
    world::{chance::pick, pose::RopePose},
};
use vello_cpu::kurbo::{BezPath, Point};

pub fn draw(brush: &mut Brush<'_>, pose: &RopePose, actor: &Actor) {
    let z = pose.lane;
    let points: Vec<Point> = pose.points.iter().map(|point| brush.at(point.x, point.y, z)).collect();
    if points.len() < 2 {
        return;
    }
    let low = pose.points.iter().map(|point| point.y).fold(f64::MAX, f64::min);
    let (left, right) = pose.points.iter().fold((f64::MAX, f64::MIN), |(left, right), point| (left.min(point.x), right.max(point.x)));
    if actor.kind == ActorKind::Flag {
        flag(brush, pose, &points, actor);
        return;
    }
    brush.shadow(f64::midpoint(left, right), z, (right - left) / 2.0, low.max(0.0), 0.5);
    let colour = actor.colour.map_or(Rgb::hex(0xdcbc84), named);
    // Never thinner than can be seen.
    let width = (pose.width * brush.scale(z)).max(brush.height * 0.0062);
    let path = curve(&points);
    let (dark, tone, light) = (brush.tone(colour.darker(0.5), z), brush.tone(colour, z), brush.tone(colour.lighter(0.35), z));
    if brush.is_cartoon() {
        let ink = brush.palette.ink;
        brush.line(&path, width + brush.ink(z) * 1.6, ink, 1.0);
    }
    // A dark edge, so that it is seen before grass and sand.
    brush.line(&path, width * 1.35, dark, 0.55);
    brush.line(&path, width, tone, 1.0);
    // The strands lie slanting across.
    let mut strands = BezPath::new();
    let mut gap = 0.0;
    for pair in points.windows(2) {
        let (along, long) = (pair[1] - pair[0], (pair[1] - pair[0]).hypot());
        let unit = along / long.max(1e-6);
        let across = vello_cpu::kurbo::Vec2::new(-unit.y, unit.x) * (width * 0.42);
        while gap < long {
            let at = pair[0] + unit * gap;
            strands.move_to(at - across - unit * (width * 0.3));
            strands.line_to(at + across + unit * (width * 0.3));
            gap += width * 1.1;
        }
        gap -= long;
    }
    brush.line(&strands, width * 0.16, dark, 0.8);
    let lit = curve(&points.iter().map(|point| *point - vello_cpu::kurbo::Vec2::new(0.0, width * 0.28)).collect::<Vec<_>>());
    brush.line(&lit, width * 0.14, light, 0.6);
}

/// Cloth below the points, which are its upper edge; the first is at the pole.
fn flag(brush: &mut Brush<'_>, pose: &RopePose, top: &[Point], actor: &Actor) {
    let z = pose.lane;
    let colour = actor.colour.map_or(Rgb::hex(pick(actor.look, 44, &[0xd8383a, 0x2f6fb5, 0x3f9b55])), named);
    let drop = pose.width * brush.scale(z);
    let below = |share: f64| -> Vec<Point> { top.iter().map(|point| Point::new(point.x, point.y + drop * share)).collect() };
    let first = pose.points[0];
    let scale = brush.scale(z);
    brush.shadow(first.x, z, 0.25, 0.0, 0.9);
    let (foot, head) = (
        brush.at(first.x - 0.03, (first.y - pose.width * 2.2).min(0.0).max(first.y - pose.width * 3.0), z),
        brush.at(first.x - 0.03, first.y + 0.12, z),
    );
    brush.solid(&bone(foot, 0.035 * scale, head, 0.028 * scale), Rgb::hex(0xb9a07a), z);
    brush.solid(&bone(head, 0.055 * scale, head, 0.055 * scale), Rgb::hex(0xe0b848), z);
    let band = |from: f64, to: f64| {
        let (upper, mut lower) = (below(from), below(to));
        lower.reverse();
        polygon(&upper.into_iter().chain(lower).collect::<Vec<_>>())
    };
    brush.solid(&band(0.0, 1.0), colour, z);
    brush.lit(&band(0.36, 0.64), Rgb::hex(0xfaf6ee), z);
    // Folds where the edge falls.
    let shade = brush.palette.shadow_colour;
    for pair in top.windows(3).step_by(2) {
        if pair[2].y > pair[0].y {
            let fold = polygon(&[pair[0], pair[2], Point::new(pair[2].x, pair[2].y + drop), Point::new(pair[0].x, pair[0].y + drop)]);
            brush.raw(&fold, shade, 0.16);
        }
    }
}
