//! In the air and above it: plane, helicopter, hot-air balloon, rocket, saucer.

use super::{STEEL, flame};
use crate::studio::{
    picture::{
        palette::Rgb,
        pen::{Pen, disc, oval, poly, slab, smooth, stick},
        shape::p,
    },
    world::pose::ThingPose,
};
use vello_cpu::kurbo::BezPath;

pub fn plane(pen: &mut Pen<'_, '_>, colour: Rgb, turn: f64) {
    pen.form(&smooth(&[(1.3, 1.9), (0.2, 2.7), (-0.5, 2.72), (0.1, 1.9)]), 0xb9c0c8_u32);
    pen.form(&smooth(&[(-5.9, 3.38), (-5.1, 3.38), (-3.9, 2.1), (-5.4, 1.9)]), colour);
    let body = smooth(&[
        (-5.95, 1.95),
        (-4.6, 2.08),
        (-1.0, 2.22),
        (3.6, 2.24),
        (5.2, 1.95),
        (5.95, 1.42),
        (5.3, 1.06),
        (3.2, 0.86),
        (-1.0, 0.84),
        (-3.8, 1.2),
    ]);
    pen.form(&body, 0xf6f5f1_u32);
    pen.tint(&smooth(&[(-5.4, 1.68), (-1.0, 1.32), (3.2, 1.26), (5.85, 1.34), (5.3, 1.06), (3.2, 0.90), (-1.0, 0.88), (-3.7, 1.24)]), colour, 0.95);
    let mut panes = BezPath::new();
    for index in 0..11 {
        panes.extend(slab(-3.0 + f64::from(index) * 0.60, 1.66, -2.70 + f64::from(index) * 0.60, 1.96, 0.12).iter());
    }
    if pen.night() {
        pen.light(&panes, 0xffe0a0_u32);
    } else {
        pen.mark(&panes, 0x4a6a8a_u32);
    }
    pen.part(&smooth(&[(4.35, 1.62), (4.5, 2.05), (5.0, 1.95), (5.5, 1.62)]), 0x6a9cc0_u32);
    pen.form(&smooth(&[(-4.4, 1.7), (-5.3, 1.75), (-6.0, 1.25), (-5.5, 1.22), (-3.9, 1.5)]), 0xdfe3e8_u32);
    pen.form(&smooth(&[(1.7, 1.3), (0.2, 1.32), (-2.6, 0.2), (-2.9, -0.12), (-1.9, -0.1), (1.4, 0.98)]), 0xdfe3e8_u32);
    pen.form(&slab(-0.6, 0.28, 0.95, 0.82, 0.26), colour);
    let blade = 0.16 + 0.1 * turn.sin().abs();
    pen.mark(&oval(0.90, 0.55, 0.08, blade), 0x33363e_u32);
}

pub fn helicopter(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    let turn = pose.phase * std::f64::consts::TAU;
    pen.form(&smooth(&[(-0.2, 1.95), (-3.6, 1.72), (-3.7, 1.46), (-0.2, 1.10)]), colour.darker(0.06));
    pen.form(&smooth(&[(-3.2, 1.6), (-3.95, 2.35), (-3.65, 2.4), (-3.0, 1.75)]), colour);
    let tail = (-3.72, 1.62);
    let (dx, dy) = (turn * 2.0).sin_cos();
    pen.tint(&disc(tail.0, tail.1, 0.52), 0xdfe6ea_u32, 0.35);
    pen.form(&stick((tail.0 - dx * 0.5, tail.1 - dy * 0.5), 0.04, (tail.0 + dx * 0.5, tail.1 + dy * 0.5), 0.04), 0x33363e_u32);
    pen.form(&slab(0.1, 2.1, 0.34, 2.62, 0.05), 0x4a4d55_u32);
    let hull = smooth(&[(-0.9, 1.9), (-0.2, 2.24), (0.9, 2.24), (1.9, 1.75), (2.25, 1.15), (1.85, 0.66), (0.6, 0.48), (-0.6, 0.62), (-1.1, 1.15)]);
    pen.form(&hull, colour);
    let pane = smooth(&[(0.72, 2.06), (1.4, 1.92), (1.95, 1.45), (2.06, 1.12), (1.2, 1.02), (0.68, 1.10)]);
    pen.part(&pane, if pen.night() { 0xf3d98a_u32 } else { 0x9cc7de });
    pen.shine(&smooth(&[(0.95, 1.9), (1.3, 1.8), (1.1, 1.2), (0.85, 1.2)]), 0.35);
    pen.part(&slab(-0.35, 1.22, 0.48, 1.96, 0.14), 0x9cc7de_u32);
    pen.tint(&slab(-1.0, 0.86, 2.1, 1.0, 0.05), 0xfaf7f0_u32, 0.9);
    let mut skids = stick((-1.0, 0.08), 0.06, (1.9, 0.08), 0.06);
    for (x, top) in [(-0.4, 0.62), (1.2, 0.56)] {
        skids.extend(stick((x - 0.1, 0.1), 0.045, (x + 0.1, top), 0.045).iter());
    }
    pen.form(&skids, 0x4a4d55_u32);
    // Blades seen edge on, nearer and farther as they go round; a blur where they are fast.
    let reach = 3.9 * (0.25 + 0.75 * turn.cos().abs());
    pen.tint(&oval(0.22, 2.66, 3.9, 0.13), 0xdfe6ea_u32, 0.4 * pose.power.max(0.3));
    pen.form(&stick((0.22 - reach, 2.66), 0.05, (0.22 + reach, 2.66), 0.05), 0x33363e_u32);
}

pub fn balloon(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    let colours = [colour, Rgb::hex(0xf6c93c), colour.lighter(0.06), Rgb::hex(0xfaf3e0)];
    let gore = |from: f64, to: f64| {
        let side = |f: f64| [(f * 3.6, 15.2), (f * 5.9, 12.2), (f * 5.8, 9.4), (f * 4.0, 6.3), (f * 1.5, 3.9)];
        let mut points = vec![(0.0, 16.0)];
        points.extend(side(to));
        let mut back = side(from);
        back.reverse();
        points.extend(back);
        smooth(&points)
    };
    pen.form(&gore(-1.0, 1.0), colour);
    for (index, (from, to)) in [(-1.0, -0.66), (-0.66, -0.24), (-0.24, 0.24), (0.24, 0.66), (0.66, 1.0)].into_iter().enumerate() {
        if index % 2 == 1 {
            pen.part(&gore(from, to), colours[1]);
        } else if index == 2 {
            pen.part(&gore(from, to), colours[2]);
        }
    }
    pen.shine(&smooth(&[(-4.2, 12.4), (-3.2, 14.2), (-2.4, 14.0), (-3.4, 11.6), (-3.8, 10.2)]), 0.22);
    for x in [-1.0, -0.35, 0.35, 1.0] {
        pen.line(&[(x * 1.35, 4.0), (x * 1.05, 1.7)], 0.05, 0x5a4a3c_u32);
    }
    if pose.power > 0.05 {
        flame(pen, (0.0, 2.9), 0.0, 0.0, pose.phase);
        pen.light(&smooth(&[(-0.28, 2.7), (-0.22, 3.4), (0.0, 3.2 + 1.3 * pose.power), (0.22, 3.4), (0.28, 2.7)]), 0xffb42e_u32);
        pen.brush.glow(p(0.0, 4.4), 3.4, Rgb::hex(0xffc060), 0.5 * pose.power);
    }
    pen.form(&slab(-1.1, 0.0, 1.1, 1.75, 0.18), 0xa9743f_u32);
    for y in [0.45, 0.9, 1.35] {
        pen.line(&[(-1.05, y), (1.05, y)], 0.07, 0x7a4f28_u32);
    }
    pen.form(&slab(-1.25, 1.6, 1.25, 1.9, 0.15), 0xc99a5f_u32);
}

pub fn rocket(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    if pose.power > 0.03 {
        flame(pen, (0.0, 0.9), 0.75, 2.2 + 5.5 * pose.power, pose.phase);
    }
    pen.form(&poly(&[(-0.55, 1.5), (0.55, 1.5), (0.78, 0.55), (-0.78, 0.55)]), 0x5a5e68_u32);
    pen.form(&smooth(&[(-0.9, 5.2), (-1.9, 2.8), (-1.95, 0.3), (-1.2, 1.2), (-0.9, 1.6)]), colour);
    pen.form(&smooth(&[(0.9, 5.2), (1.9, 2.8), (1.95, 0.3), (1.2, 1.2), (0.9, 1.6)]), colour.darker(0.1));
    let body = smooth(&[
        (-0.95, 1.3),
        (-1.25, 4.5),
        (-1.2, 8.6),
        (-0.85, 11.6),
        (0.0, 13.95),
        (0.85, 11.6),
        (1.2, 8.6),
        (1.25, 4.5),
        (0.95, 1.3),
        (0.0, 1.15),
    ]);
    pen.form(&body, 0xf5f3ee_u32);
    pen.part(&smooth(&[(-0.85, 11.4), (-0.45, 13.1), (0.0, 13.95), (0.45, 13.1), (0.85, 11.4), (0.0, 11.15)]), colour);
    pen.tint(&slab(-1.22, 5.4, 1.22, 5.9, 0.05), colour, 0.95);
    for y in [9.4, 7.4] {
        pen.part(&disc(0.0, y, 0.56), 0x8d95a1_u32);
        pen.mark(&disc(0.0, y, 0.40), 0x3f6f9c_u32);
        pen.shine(&oval(-0.12, y + 0.14, 0.14, 0.09), 0.6);
    }
    pen.form(&smooth(&[(-0.16, 4.4), (0.16, 4.4), (0.22, 1.0), (0.0, 0.2), (-0.22, 1.0)]), colour.darker(0.05));
}

pub fn ufo(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    if pose.power > 0.03 {
        let beam = poly(&[(-1.1, 0.3), (1.1, 0.3), (2.9, -5.5), (-2.9, -5.5)]);
        let green = Rgb::hex(0xb8ffcf);
        pen.brush.gradient(&beam, p(0.0, 0.3), p(0.0, -5.5), &[(0.0, green, 0.6 * pose.power), (1.0, green, 0.0)]);
    }
    pen.form(&smooth(&[(-1.5, 1.15), (-1.25, 1.75), (0.0, 2.05), (1.25, 1.75), (1.5, 1.15), (0.0, 1.0)]), 0x9fe0d0_u32);
    pen.mark(&oval(0.05, 1.32, 0.30, 0.34), 0x6fb06a_u32);
    for x in [-0.06, 0.16] {
        pen.mark(&oval(x, 1.38, 0.06, 0.1), 0x1f2420_u32);
    }
    pen.shine(&smooth(&[(-0.95, 1.35), (-0.7, 1.72), (-0.3, 1.84), (-0.6, 1.45)]), 0.5);
    pen.form(&smooth(&[(-1.2, 0.3), (0.0, 0.05), (1.2, 0.3), (1.0, 0.6), (-1.0, 0.6)]), colour.darker(0.4));
    pen.form(&smooth(&[(-3.45, 0.78), (-1.9, 1.2), (0.0, 1.32), (1.9, 1.2), (3.45, 0.78), (1.9, 0.42), (0.0, 0.28), (-1.9, 0.42)]), colour);
    pen.line(&[(-3.2, 0.80), (-1.6, 0.94), (0.0, 1.0), (1.6, 0.94), (3.2, 0.80)], 0.05, STEEL.lighter(0.4));
    for index in 0..5 {
        let x = -2.2 + f64::from(index) * 1.1;
        let on = (pose.phase * 3.0 + f64::from(index) * 0.2).rem_euclid(1.0) < 0.5;
        pen.light(&disc(x, 0.62 - (1.0 - (x / 2.6).powi(2)) * 0.08, 0.16), if on { 0xfff2a0_u32 } else { 0xf08a3c });
    }
}
