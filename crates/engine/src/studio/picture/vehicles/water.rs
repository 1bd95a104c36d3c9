//! On the water: a rowing boat, a sailing boat, a ship.

use super::puffs;
use crate::studio::{
    picture::{
        palette::Rgb,
        pen::{Pair, Pen, disc, poly, slab, smooth, stick, wire},
    },
    world::pose::ThingPose,
};
use vello_cpu::kurbo::BezPath;

pub fn boat(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    let inside = smooth(&[(-1.58, 0.74), (-0.8, 0.64), (0.6, 0.64), (1.62, 0.82), (0.9, 0.50), (-0.9, 0.46)]);
    pen.form(&inside, colour.darker(0.45));
    for x in [-0.75, 0.25] {
        pen.form(&slab(x, 0.54, x + 0.42, 0.62, 0.02), colour.lighter(0.25));
    }
    let hull = smooth(&[
        (-1.62, 0.74),
        (-1.50, 0.34),
        (-1.20, 0.05),
        (0.0, 0.0),
        (1.05, 0.06),
        (1.48, 0.40),
        (1.72, 0.86),
        (0.9, 0.62),
        (0.0, 0.54),
        (-0.9, 0.58),
    ]);
    pen.form(&hull, colour);
    for (dy, ends) in [(0.0, 1.0), (-0.17, 0.94)] {
        pen.line(&[(-1.56 * ends, 0.52 + dy), (-0.6, 0.38 + dy), (0.5, 0.38 + dy), (1.52 * ends, 0.60 + dy)], 0.025, colour.darker(0.4));
    }
    pen.line(&[(-1.62, 0.74), (-0.9, 0.58), (0.0, 0.54), (0.9, 0.62), (1.70, 0.86)], 0.07, colour.lighter(0.4));
    let a = (pose.phase * std::f64::consts::TAU).sin() * 0.35 + 0.5;
    let blade = (0.1 - 1.35 * a.cos(), 0.62 - 1.0 * a.sin());
    pen.form(&stick((0.55, 0.98), 0.03, blade, 0.03), 0xd9b27a_u32);
    pen.form(&stick(blade, 0.06, (blade.0 - 0.34 * a.cos(), blade.1 - 0.26 * a.sin()), 0.085), 0xe6c48c_u32);
}

/// A sail that the wind fills: tack, head, clew, and how far it bellies.
fn sail(tack: Pair, head: Pair, clew: Pair, belly: f64) -> BezPath {
    let middle = |a: Pair, b: Pair, out: f64| (f64::midpoint(a.0, b.0) + out, f64::midpoint(a.1, b.1));
    let mut path = BezPath::new();
    path.move_to(tack);
    path.line_to(head);
    path.quad_to(middle(head, clew, belly), clew);
    path.quad_to(middle(clew, tack, belly * 0.15), tack);
    path.close_path();
    path
}

pub fn sailboat(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    let flutter = 0.10 * (pose.phase * 9.0).sin();
    pen.form(&stick((0.1, 0.7), 0.06, (0.1, 5.92), 0.035), 0x8d6a42_u32);
    pen.form(&sail((0.0, 1.22), (0.04, 5.75), (-2.1, 1.32), -0.35 + flutter), colour);
    pen.form(&sail((0.24, 5.3), (0.30, 5.3), (2.42, 0.95), 0.0), colour.darker(0.02));
    pen.form(&sail((2.42, 0.95), (0.22, 5.3), (0.30, 1.15), -0.42 + flutter), Rgb::hex(0xd8443c).mix(colour, 0.08));
    for y in [2.3, 3.4] {
        pen.line(&[(-0.02, y), ((y - 5.75) / 3.6, y - 0.05)], 0.03, colour.darker(0.22));
    }
    pen.form(&stick((0.1, 1.16), 0.045, (-2.2, 1.24), 0.04), 0x8d6a42_u32);
    pen.form(&poly(&[(0.1, 5.92), (0.1, 5.62), (-0.5 + flutter, 5.78)]), 0xf0a52c_u32);
    let hull =
        smooth(&[(-2.36, 0.92), (-2.30, 0.50), (-1.70, 0.10), (0.0, 0.0), (1.55, 0.12), (2.15, 0.52), (2.52, 1.02), (0.8, 0.84), (-0.8, 0.80)]);
    pen.form(&hull, 0x9a5a30_u32);
    pen.tint(
        &smooth(&[(-2.30, 0.56), (-0.8, 0.42), (0.8, 0.45), (2.26, 0.64), (2.12, 0.50), (0.8, 0.30), (-0.8, 0.28), (-2.22, 0.42)]),
        0xf8f2e4_u32,
        0.95,
    );
    pen.line(&[(-2.36, 0.92), (-0.8, 0.80), (0.8, 0.84), (2.50, 1.02)], 0.09, 0xd9b27a_u32);
}

pub fn ship(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    puffs(pen, (-2.4, 9.0), 0.9, pose.phase * 0.5, pose.power.max(0.3));
    for x in [-2.4, 1.4] {
        pen.form(&poly(&[(x - 0.9, 5.8), (x - 0.75, 9.0), (x + 0.85, 9.0), (x + 1.0, 5.8)]), 0xd8553c_u32);
        pen.mark(&slab(x - 0.77, 8.2, x + 0.88, 9.0, 0.0), 0x2a2b32_u32);
    }
    pen.form(&stick((9.0, 3.0), 0.08, (9.0, 8.2), 0.05), 0x6a6e76_u32);
    pen.form(&slab(-5.2, 5.0, 4.6, 6.3, 0.15), 0xf6f4ee_u32);
    pen.form(&slab(4.0, 5.0, 5.9, 7.1, 0.2), 0xf6f4ee_u32);
    pen.form(&slab(-8.2, 3.3, 7.4, 5.1, 0.15), 0xf6f4ee_u32);
    let mut panes = BezPath::new();
    for index in 0..13 {
        let x = -7.6 + f64::from(index) * 1.12;
        panes.extend(slab(x, 3.9, x + 0.66, 4.5, 0.1).iter());
    }
    for index in 0..7 {
        let x = -4.7 + f64::from(index) * 1.2;
        panes.extend(slab(x, 5.35, x + 0.66, 5.9, 0.1).iter());
    }
    panes.extend(slab(4.5, 6.2, 5.8, 6.8, 0.1).iter());
    if pen.night() {
        pen.light(&panes, 0xffd98a_u32);
    } else {
        pen.mark(&panes, 0x4a6a8a_u32);
    }
    let hull =
        smooth(&[(-12.6, 3.5), (-12.4, 1.6), (-11.2, 0.2), (0.0, 0.0), (9.0, 0.1), (11.2, 1.8), (12.9, 4.2), (8.5, 3.4), (0.0, 3.2), (-8.0, 3.25)]);
    pen.form(&hull, colour);
    pen.tint(&smooth(&[(-12.2, 1.1), (-11.2, 0.2), (0.0, 0.0), (9.0, 0.1), (10.5, 1.1), (0.0, 1.0)]), 0xb5403a_u32, 0.9);
    pen.trace(&wire(&[(-12.5, 3.4), (-8.0, 3.2), (0.0, 3.12), (8.5, 3.3), (12.7, 4.1)]), 0.22, 0xf6f4ee_u32);
    let mut ports = BezPath::new();
    for index in 0..11 {
        ports.extend(disc(-9.5 + f64::from(index) * 1.7, 2.2, 0.26).iter());
    }
    if pen.night() { pen.light(&ports, 0xffd98a_u32) } else { pen.mark(&ports, 0xdfe8ee_u32) }
}
