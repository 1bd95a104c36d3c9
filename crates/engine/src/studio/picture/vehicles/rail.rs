//! On rails: a steam engine with its coach, and one of wood to play with.

use super::{STEEL, puffs, wheel};
use crate::studio::{
    picture::{
        palette::Rgb,
        pen::{Pen, disc, poly, slab, smooth, stick},
        shape::p,
    },
    world::pose::ThingPose,
};
use vello_cpu::kurbo::BezPath;

pub fn train(pen: &mut Pen<'_, '_>, colour: Rgb, turn: f64, pose: &ThingPose) {
    coach(pen, colour, turn);
    let gold = Rgb::hex(0xd9a93c);
    let black = Rgb::hex(0x2a2b32);
    puffs(pen, (6.45, 4.1), 0.55, pose.phase, pose.power.max(0.25));
    pen.form(&slab(0.7, 0.72, 7.6, 1.12, 0.08), black);
    pen.form(&smooth(&[(6.05, 2.7), (6.15, 3.55), (5.95, 3.98), (6.95, 3.98), (6.75, 3.55), (6.85, 2.7)]), black);
    pen.form(&smooth(&[(4.1, 2.7), (4.2, 3.15), (4.5, 3.3), (4.8, 3.15), (4.9, 2.7)]), gold);
    pen.form(&slab(2.4, 1.10, 7.3, 2.95, 0.42), colour);
    pen.form(&slab(7.15, 1.22, 7.5, 2.82, 0.3), black);
    for x in [3.4, 4.6, 5.7] {
        pen.trace(&super::super::pen::wire(&[(x, 1.14), (x, 2.92)]), 0.09, gold);
    }
    pen.form(&slab(0.75, 1.0, 2.7, 3.35, 0.08), colour.darker(0.15));
    pen.form(&slab(0.55, 3.3, 2.9, 3.58, 0.12), black);
    let pane = slab(1.1, 2.2, 2.2, 3.0, 0.1);
    if pen.night() {
        pen.light(&pane, 0xffd98a_u32);
    } else {
        pen.part(&pane, 0x9cc7de_u32);
    }
    pen.form(&poly(&[(7.4, 1.0), (8.0, 0.15), (7.0, 0.15)]), 0xc9302c_u32);
    pen.light(&disc(7.46, 3.05, 0.2), 0xfff3c4_u32);
    if pen.night() {
        pen.brush.glow(p(7.5, 3.05), 2.6, Rgb::hex(0xffeaae), 0.8);
    }
    for (x, r) in [(1.5, 0.72), (3.15, 0.72), (4.8, 0.72), (6.5, 0.45)] {
        wheel(pen, (x, r), r, turn * 0.72 / r, Rgb::hex(0xb8433c));
    }
    let (dx, dy) = (turn.cos() * 0.34, turn.sin() * 0.34);
    pen.form(&stick((1.5 + dx, 0.72 + dy), 0.09, (4.8 + dx, 0.72 + dy), 0.09), STEEL);
}

fn coach(pen: &mut Pen<'_, '_>, colour: Rgb, turn: f64) {
    pen.mark(&slab(0.1, 0.8, 0.9, 1.0, 0.0), 0x2a2b32_u32);
    pen.form(&slab(-7.95, 0.78, 0.25, 3.2, 0.18), colour.lighter(0.14));
    pen.form(&slab(-8.0, 3.05, 0.3, 3.42, 0.17), 0x4a4d55_u32);
    pen.tint(&slab(-7.95, 1.42, 0.25, 1.62, 0.0), 0xf3e3b8_u32, 0.95);
    let mut panes = BezPath::new();
    for index in 0..6 {
        let x = -7.5 + f64::from(index) * 1.27;
        panes.extend(slab(x, 1.92, x + 0.92, 2.82, 0.1).iter());
    }
    if pen.night() {
        pen.light(&panes, 0xffd98a_u32);
    } else {
        pen.part(&panes, 0x9cc7de_u32);
    }
    for x in [-6.9, -5.8, -1.9, -0.8] {
        wheel(pen, (x, 0.45), 0.45, turn * 1.6, STEEL);
    }
}

/// Of wood, in four paints.
pub fn toy(pen: &mut Pen<'_, '_>, colour: Rgb, turn: f64) {
    let (blue, yellow, green) = (Rgb::hex(0x3f7fd0), Rgb::hex(0xf3c23a), Rgb::hex(0x4aa35c));
    // The waggon, loaded with blocks.
    pen.form(&stick((-0.06, 0.045), 0.008, (0.04, 0.045), 0.008), 0x6a4a34_u32);
    pen.form(&slab(-0.245, 0.085, -0.185, 0.145, 0.006), colour);
    pen.form(&slab(-0.175, 0.085, -0.115, 0.140, 0.006), yellow);
    pen.form(&slab(-0.30, 0.038, -0.05, 0.092, 0.012), green);
    // The engine.
    pen.form(&slab(0.225, 0.105, 0.262, 0.152, 0.006), yellow);
    pen.form(&slab(0.018, 0.036, 0.305, 0.064, 0.01), 0xb98450_u32);
    pen.form(&slab(0.12, 0.060, 0.292, 0.120, 0.028), colour);
    pen.form(&slab(0.03, 0.060, 0.132, 0.146, 0.008), blue);
    pen.part(&slab(0.052, 0.094, 0.108, 0.130, 0.006), 0xdff0f8_u32);
    pen.form(&slab(0.018, 0.142, 0.146, 0.160, 0.008), colour.darker(0.1));
    pen.light(&disc(0.292, 0.092, 0.013), 0xfff0b0_u32);
    for (x, r) in [(-0.24, 0.036), (-0.11, 0.036), (0.075, 0.042), (0.165, 0.034), (0.25, 0.034)] {
        pen.form(&disc(x, r, r), yellow);
        pen.part(&disc(x, r, r * 0.45), 0xb98450_u32);
        let a = turn * 0.036 / r;
        pen.mark(&disc(x + a.cos() * r * 0.66, r + a.sin() * r * 0.66, r * 0.14), 0x8a5a2c_u32);
    }
}
