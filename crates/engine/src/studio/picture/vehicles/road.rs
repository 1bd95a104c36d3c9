//! On the road: taxi, bus, truck, fire engine, tractor.

use super::{STEEL, TYRE, wheel};
use crate::studio::{
    picture::{
        palette::Rgb,
        pen::{Pair, Pen, disc, oval, poly, slab, smooth, stick},
        props,
        shape::p,
    },
    world::{WHEEL, pose::ThingPose},
};
use vello_cpu::kurbo::BezPath;

fn glass(pen: &Pen<'_, '_>) -> Rgb {
    Rgb::hex(if pen.night() { 0xf3d98a } else { 0x9cc7de })
}

/// Panes in a row, mirrored light across them.
fn panes(pen: &mut Pen<'_, '_>, panes: &[(f64, f64)], low: f64, high: f64) {
    let mut path = BezPath::new();
    let mut shine = BezPath::new();
    for (left, right) in panes {
        path.extend(slab(*left, low, *right, high, 0.07).iter());
        let w = right - left;
        shine.extend(
            poly(&[(left + w * 0.15, high - 0.06), (left + w * 0.45, high - 0.06), (left + w * 0.25, low + 0.06), (left + w * 0.02, low + 0.06)])
                .iter(),
        );
    }
    let colour = glass(pen);
    if pen.night() {
        pen.light(&path, colour);
    } else {
        pen.part(&path, colour);
        pen.shine(&shine, 0.3);
    }
}

fn lamps(pen: &mut Pen<'_, '_>, front: Pair, back: Pair, size: f64) {
    pen.light(&oval(front.0, front.1, size * 0.7, size), 0xfff3c4_u32);
    pen.light(&slab(back.0 - size * 0.4, back.1 - size, back.0 + size * 0.4, back.1 + size, size * 0.3), 0xd8322a_u32);
    if pen.night() {
        pen.brush.glow(p(front.0, front.1), size * 9.0, Rgb::hex(0xffeaae), 0.7);
        let beam = poly(&[
            (front.0, front.1 + size * 0.6),
            (front.0 + size * 40.0, front.1 + size * 3.0),
            (front.0 + size * 40.0, front.1 - size * 7.0),
            (front.0, front.1 - size * 0.6),
        ]);
        let warm = Rgb::hex(0xffeaae);
        pen.brush.gradient(&beam, p(front.0, front.1), p(front.0 + size * 38.0, front.1), &[(0.0, warm, 0.5), (0.4, warm, 0.18), (1.0, warm, 0.0)]);
    }
}

/// What makes a yellow car a taxi.
fn taxi_sign(pen: &mut Pen<'_, '_>) {
    pen.form(&slab(-0.52, 1.40, 0.02, 1.62, 0.05), 0xfdf6dc_u32);
    pen.mark(&slab(-0.42, 1.46, -0.08, 1.56, 0.02), 0x2a2a30_u32);
    let mut checks = BezPath::new();
    for index in 0..26 {
        let (x, row) = (-1.86 + f64::from(index / 2) * 0.29, f64::from(index % 2));
        checks.extend(slab(x + row * 0.145, 0.56 + row * 0.075, x + row * 0.145 + 0.145, 0.635 + row * 0.075, 0.0).iter());
    }
    pen.tint(&checks, 0x26262c_u32, 0.95);
}

pub fn taxi(pen: &mut Pen<'_, '_>, colour: Rgb, turn: f64) {
    let z = pen.z;
    props::body(pen.brush, colour, z);
    taxi_sign(pen);
    lamps(pen, (1.98, 0.60), (-2.03, 0.64), 0.085);
    for x in [-1.28, 1.28] {
        wheel(pen, (x, WHEEL), WHEEL, turn, STEEL);
    }
}

pub fn bus(pen: &mut Pen<'_, '_>, colour: Rgb, turn: f64, _power: f64) {
    pen.form(&slab(-4.45, 0.42, 4.45, 2.98, 0.34), colour);
    pen.part(&slab(-4.30, 2.72, 4.30, 2.98, 0.2), colour.lighter(0.35));
    panes(pen, &[(-4.1, -3.1), (-2.95, -1.95), (-1.8, -0.8), (-0.65, 0.35), (0.5, 1.5)], 1.55, 2.52);
    panes(pen, &[(3.35, 4.42)], 1.35, 2.58);
    // The door.
    panes(pen, &[(1.78, 2.36), (2.42, 3.0)], 0.66, 2.48);
    pen.tint(&slab(-4.44, 1.08, 1.62, 1.22, 0.02), 0x2a2a30_u32, 0.9);
    pen.tint(&slab(-4.44, 0.60, 4.44, 0.66, 0.02), colour.darker(0.4), 0.8);
    pen.form(&slab(4.38, 0.5, 4.54, 0.78, 0.05), 0x4a4d55_u32);
    lamps(pen, (4.34, 0.98), (-4.40, 1.0), 0.14);
    for x in [-2.85, 3.0] {
        pen.mark(&disc(x, 0.52, 0.62), colour.darker(0.7));
        wheel(pen, (x, 0.48), 0.48, turn, STEEL);
    }
}

fn cab(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.form(
        &smooth(&[(1.86, 0.55), (1.86, 2.30), (2.05, 2.44), (2.9, 2.42), (3.18, 2.25), (3.42, 1.45), (3.50, 1.10), (3.48, 0.55), (2.7, 0.46)]),
        colour,
    );
    let pane = smooth(&[(2.30, 1.42), (2.30, 2.14), (2.82, 2.20), (3.04, 2.08), (3.24, 1.46), (2.8, 1.38)]);
    let tone = glass(pen);
    pen.part(&pane, tone);
    pen.shine(&poly(&[(2.42, 2.12), (2.66, 2.14), (2.50, 1.46), (2.34, 1.46)]), 0.3);
    pen.trace(&super::super::pen::wire(&[(2.22, 2.2), (2.20, 1.4), (2.22, 0.7)]), 0.03, colour.darker(0.5));
    pen.mark(&slab(2.34, 1.16, 2.56, 1.22, 0.03), 0xe8ecee_u32);
}

pub fn truck(pen: &mut Pen<'_, '_>, colour: Rgb, turn: f64) {
    pen.form(&slab(-3.45, 0.52, 2.2, 0.78, 0.05), 0x3c4048_u32);
    pen.form(&slab(-3.48, 0.80, 1.72, 2.88, 0.08), 0xf2efe8_u32);
    pen.tint(&slab(-3.48, 1.55, 1.72, 1.95, 0.0), colour, 0.95);
    for x in [-2.2, -0.9, 0.4] {
        pen.trace(&super::super::pen::wire(&[(x, 0.86), (x, 2.82)]), 0.025, 0xc9c5bc_u32);
    }
    cab(pen, colour);
    lamps(pen, (3.44, 0.84), (-3.44, 0.66), 0.11);
    for x in [-2.75, -1.70, 2.62] {
        wheel(pen, (x, 0.48), 0.48, turn, STEEL);
    }
}

pub fn fire_engine(pen: &mut Pen<'_, '_>, colour: Rgb, turn: f64, pose: &ThingPose) {
    pen.form(&slab(-3.48, 0.50, 2.1, 2.30, 0.12), colour);
    cab(pen, colour);
    pen.tint(&slab(-3.46, 0.95, 3.46, 1.14, 0.02), 0xfaf7f0_u32, 0.95);
    for x in [-3.2, -2.2, 0.5] {
        pen.part(&slab(x, 1.28, x + 0.86, 2.06, 0.05), 0xc8ccd2_u32);
        for y in [1.45, 1.62, 1.79] {
            pen.trace(&super::super::pen::wire(&[(x + 0.06, y), (x + 0.80, y)]), 0.02, 0x8d929a_u32);
        }
    }
    let reel = (-0.62, 1.62);
    pen.form(&disc(reel.0, reel.1, 0.34), 0xe9e2cf_u32);
    pen.mark(&disc(reel.0, reel.1, 0.14), 0x6a6e76_u32);
    // The ladder lies on the roof.
    let mut ladder = stick((-3.5, 2.52), 0.05, (1.9, 2.78), 0.05);
    ladder.extend(stick((-3.5, 2.74), 0.05, (1.9, 3.0), 0.05).iter());
    for index in 0..12 {
        let f = f64::from(index) / 11.0;
        let (x, y) = (-3.4 + 5.2 * f, 2.52 + 0.26 * f);
        ladder.extend(stick((x, y), 0.03, (x, y + 0.22), 0.03).iter());
    }
    pen.form(&ladder, 0xdfe3e8_u32);
    let lit = (pose.phase * 2.0).rem_euclid(1.0) < 0.5;
    pen.form(&slab(2.35, 2.42, 2.85, 2.62, 0.09), if lit { 0x7fb8ff_u32 } else { 0x2f5fd0 });
    if pose.power > 0.05 && lit {
        pen.brush.glow(p(2.6, 2.56), 1.5, Rgb::hex(0x5a9cff), 0.8);
    }
    lamps(pen, (3.44, 0.80), (-3.44, 0.70), 0.11);
    for x in [-2.55, 2.62] {
        pen.mark(&disc(x, 0.52, 0.58), colour.darker(0.7));
        wheel(pen, (x, 0.48), 0.48, turn, STEEL);
    }
}

pub fn tractor(pen: &mut Pen<'_, '_>, colour: Rgb, turn: f64) {
    let hub = Rgb::hex(0xf2c63a);
    pen.form(&stick((0.98, 1.30), 0.045, (0.98, 2.05), 0.05), 0x4a4d55_u32);
    // The cab with its roof.
    let tone = glass(pen);
    pen.form(&smooth(&[(-1.35, 1.20), (-1.28, 2.16), (-0.1, 2.18), (0.16, 1.36), (0.12, 1.10), (-0.8, 1.05)]), tone);
    pen.trace(&super::super::pen::wire(&[(-0.62, 2.15), (-0.60, 1.2)]), 0.07, colour.darker(0.3));
    pen.form(&slab(-1.48, 2.14, 0.12, 2.38, 0.1), colour.darker(0.12));
    let hood = smooth(&[(-0.05, 0.72), (-0.02, 1.36), (0.5, 1.38), (1.45, 1.28), (1.72, 1.14), (1.74, 0.72), (1.3, 0.60), (0.3, 0.60)]);
    pen.form(&hood, colour);
    for x in [0.62, 0.82, 1.02, 1.22] {
        pen.line(&[(x, 0.80), (x, 1.10)], 0.05, colour.darker(0.5));
    }
    pen.light(&disc(1.66, 0.98, 0.08), 0xfff3c4_u32);
    pen.form(&smooth(&[(-1.78, 1.05), (-1.45, 1.72), (-0.75, 1.86), (-0.10, 1.60), (0.10, 1.10), (-0.3, 1.2), (-0.9, 1.6), (-1.5, 1.3)]), colour);
    big_wheel(pen, (-0.92, 0.86), 0.86, turn, hub);
    big_wheel(pen, (1.22, 0.46), 0.46, turn * 1.87, hub);
}

/// With lugs on the tyre.
fn big_wheel(pen: &mut Pen<'_, '_>, at: Pair, r: f64, turn: f64, hub: Rgb) {
    let mut tyre = disc(at.0, at.1, r * 0.93);
    for index in 0..16 {
        let a = f64::from(index) * std::f64::consts::FRAC_PI_8 + turn;
        tyre.extend(
            stick(
                (at.0 + a.cos() * r * 0.85, at.1 + a.sin() * r * 0.85),
                r * 0.075,
                (at.0 + a.cos() * r * 0.93, at.1 + a.sin() * r * 0.93),
                r * 0.07,
            )
            .iter(),
        );
    }
    pen.form(&tyre, TYRE);
    pen.part(&disc(at.0, at.1, r * 0.56), hub);
    let mut bolts = BezPath::new();
    for index in 0..6 {
        let a = f64::from(index) * std::f64::consts::FRAC_PI_3 + turn;
        bolts.extend(disc(at.0 + a.cos() * r * 0.34, at.1 + a.sin() * r * 0.34, r * 0.06).iter());
    }
    pen.tint(&bolts, hub.darker(0.55), 0.9);
    pen.mark(&disc(at.0, at.1, r * 0.15), hub.darker(0.5));
}
