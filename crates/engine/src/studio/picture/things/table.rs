//! What lies or stands on a table, and a flower.

use super::super::{
    palette::Rgb,
    pen::{Pen, disc, oval, poly, slab, smooth, stick},
    shape::p,
};
use crate::studio::world::pose::ThingPose;
use vello_cpu::kurbo::BezPath;

pub fn book(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.form(&slab(-0.33, 0.0, 0.37, 0.97, 0.02), 0xf6efdc_u32);
    for x in [0.345, 0.36] {
        pen.line(&[(x, 0.02), (x, 0.95)], 0.006, 0xb5aa92_u32);
    }
    pen.form(&slab(-0.36, 0.015, 0.33, 1.0, 0.03), colour);
    pen.part(&slab(-0.36, 0.015, -0.26, 1.0, 0.03), colour.darker(0.3));
    pen.mark(&slab(-0.16, 0.68, 0.24, 0.72, 0.01), 0xe9c66a_u32);
    pen.mark(&slab(-0.16, 0.60, 0.24, 0.63, 0.01), 0xe9c66a_u32);
    pen.mark(&disc(0.04, 0.34, 0.09), 0xe9c66a_u32);
    pen.mark(&disc(0.04, 0.34, 0.055), colour);
}

fn steam(pen: &mut Pen<'_, '_>, amount: f64, phase: f64, top: f64) {
    for x in [-0.16, 0.06] {
        let sway = (phase * 7.0 + x * 9.0).sin() * 0.08;
        let wisp = super::super::pen::wire(&[(x, top), (x + 0.08 + sway, top + 0.2), (x - 0.04 - sway, top + 0.42), (x + 0.06 + sway, top + 0.66)]);
        pen.brush.line(&wisp, 0.06, Rgb::WHITE, 0.5 * amount);
    }
}

pub fn cup(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    if pose.power > 0.05 {
        steam(pen, pose.power, pose.phase, 1.05);
    }
    let handle = super::super::pen::wire(&[(0.34, 0.80), (0.62, 0.76), (0.62, 0.38), (0.32, 0.28)]);
    if pen.brush.is_cartoon() {
        let ink = pen.brush.palette.ink;
        pen.brush.line(&handle, 0.19, ink, 1.0);
    }
    pen.trace(&handle, 0.11, colour.darker(0.15));
    pen.form(&smooth(&[(-0.44, 0.96), (-0.42, 0.5), (-0.32, 0.08), (0.0, 0.0), (0.32, 0.08), (0.42, 0.5), (0.44, 0.96), (0.0, 0.90)]), colour);
    pen.part(&oval(0.0, 0.94, 0.44, 0.09), colour.darker(0.2));
    pen.mark(&oval(0.0, 0.93, 0.38, 0.065), 0x6a3f24_u32);
    pen.shine(&smooth(&[(-0.34, 0.80), (-0.26, 0.80), (-0.22, 0.24), (-0.30, 0.26)]), 0.4);
}

pub fn bottle(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.form(&slab(-0.045, 0.92, 0.045, 1.0, 0.012), 0xb98450_u32);
    let glass = smooth(&[
        (-0.05, 0.94),
        (-0.052, 0.74),
        (-0.13, 0.60),
        (-0.14, 0.3),
        (-0.135, 0.03),
        (0.0, 0.0),
        (0.135, 0.03),
        (0.14, 0.3),
        (0.13, 0.60),
        (0.052, 0.74),
        (0.05, 0.94),
    ]);
    pen.form(&glass, colour);
    pen.part(&slab(-0.138, 0.20, 0.138, 0.48, 0.01), 0xf6efdc_u32);
    pen.mark(&disc(0.0, 0.34, 0.06), colour.darker(0.3));
    pen.shine(&slab(-0.095, 0.08, -0.07, 0.62, 0.012), 0.5);
}

pub fn bowl(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.form(&oval(0.0, 0.92, 1.26, 0.16), colour.darker(0.35));
    let mut fruit = BezPath::new();
    for (x, r) in [(-0.62, 0.34), (0.08, 0.40), (0.68, 0.32)] {
        fruit.extend(disc(x, 0.98, r).iter());
    }
    pen.form(&disc(-0.60, 1.0, 0.32), 0xf0952c_u32);
    pen.form(&disc(0.62, 0.98, 0.32), 0x8fb53f_u32);
    pen.form(&disc(0.0, 1.04, 0.36), 0xd23a34_u32);
    pen.form(
        &smooth(&[
            (-1.28, 0.94),
            (-1.12, 0.52),
            (-0.72, 0.16),
            (-0.42, 0.02),
            (0.42, 0.02),
            (0.72, 0.16),
            (1.12, 0.52),
            (1.28, 0.94),
            (0.7, 0.82),
            (-0.7, 0.82),
        ]),
        colour,
    );
    pen.line(&[(-1.20, 0.72), (-0.6, 0.60), (0.6, 0.60), (1.20, 0.72)], 0.06, colour.lighter(0.5));
}

pub fn apple(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.form(
        &smooth(&[
            (0.0, 0.84),
            (-0.22, 0.92),
            (-0.46, 0.76),
            (-0.48, 0.44),
            (-0.30, 0.10),
            (-0.10, 0.02),
            (0.0, 0.05),
            (0.10, 0.02),
            (0.30, 0.10),
            (0.48, 0.44),
            (0.46, 0.76),
            (0.22, 0.92),
        ]),
        colour,
    );
    pen.form(&stick((0.0, 0.80), 0.028, (0.06, 1.06), 0.024), 0x5a3a22_u32);
    pen.form(&smooth(&[(0.06, 0.96), (0.20, 1.12), (0.42, 1.08), (0.26, 0.94)]), 0x5f9a3f_u32);
    pen.shine(&oval(-0.24, 0.66, 0.09, 0.14), 0.45);
}

pub fn cake(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    pen.form(&oval(0.0, 0.04, 0.68, 0.06), 0xdfe3e8_u32);
    pen.form(&smooth(&[(-0.56, 0.62), (-0.56, 0.08), (0.0, 0.0), (0.56, 0.08), (0.56, 0.62), (0.0, 0.56)]), 0xe3b878_u32);
    pen.tint(&smooth(&[(-0.56, 0.36), (0.0, 0.29), (0.56, 0.36), (0.56, 0.28), (0.0, 0.21), (-0.56, 0.28)]), 0xb5383a_u32, 0.9);
    // Icing runs down the sides.
    pen.form(
        &smooth(&[
            (-0.60, 0.70),
            (-0.59, 0.50),
            (-0.50, 0.44),
            (-0.42, 0.54),
            (-0.30, 0.38),
            (-0.18, 0.50),
            (-0.04, 0.40),
            (0.10, 0.50),
            (0.24, 0.36),
            (0.36, 0.50),
            (0.50, 0.42),
            (0.59, 0.52),
            (0.60, 0.70),
            (0.0, 0.60),
        ]),
        colour,
    );
    pen.form(&oval(0.0, 0.70, 0.60, 0.13), colour.lighter(0.2));
    for (x, y) in [(-0.44, 0.70), (0.44, 0.70), (-0.24, 0.63), (0.24, 0.63)] {
        pen.mark(&disc(x, y + 0.03, 0.055), 0xd23a44_u32);
    }
    for (x, hue) in [(-0.28, 0x3f87d0_u32), (0.0, 0xf0bf3c), (0.28, 0x4fa35f)] {
        pen.form(&slab(x - 0.026, 0.70, x + 0.026, 0.94, 0.01), hue);
        if pose.power > 0.02 || pose.whole > 0.99 {
            pen.light(&smooth(&[(x, 1.10), (x + 0.035, 0.99), (x, 0.95), (x - 0.035, 0.99)]), 0xffb030_u32);
        }
    }
}

pub fn candle(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    let top = 0.10 + 0.68 * pose.whole.clamp(0.08, 1.0);
    pen.form(&smooth(&[(-0.24, 0.06), (-0.16, 0.0), (0.16, 0.0), (0.24, 0.06), (0.0, 0.10)]), 0xb8923f_u32);
    pen.form(&slab(-0.12, 0.04, 0.12, top, 0.03), colour);
    pen.part(
        &smooth(&[(-0.13, top), (-0.13, top - 0.14), (-0.09, top - 0.2), (-0.05, top - 0.08), (0.05, top - 0.05), (0.13, top - 0.10), (0.13, top)]),
        colour.lighter(0.4),
    );
    pen.line(&[(0.0, top - 0.01), (0.01, top + 0.06)], 0.018, 0x2c2a30_u32);
    if pose.power > 0.02 {
        let sway = 0.02 * (pose.phase * 23.0).sin();
        pen.brush.glow(p(0.0, top + 0.12), 1.1, Rgb::hex(0xffb347), 0.7 * pose.power);
        pen.light(&smooth(&[(sway * 1.8, top + 0.26), (0.055, top + 0.11), (0.0, top + 0.03), (-0.055, top + 0.11)]), 0xff9a2c_u32);
        pen.light(&smooth(&[(sway, top + 0.18), (0.03, top + 0.10), (0.0, top + 0.05), (-0.03, top + 0.10)]), 0xfff2b8_u32);
    }
}

pub fn flower(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.trace(&super::super::pen::wire(&[(0.0, 0.0), (0.03, 0.3), (-0.01, 0.6), (0.0, 0.8)]), 0.032, 0x4a8a3a_u32);
    pen.form(&smooth(&[(0.02, 0.20), (0.10, 0.34), (0.24, 0.40), (0.17, 0.24)]), 0x5a9a42_u32);
    pen.form(&smooth(&[(0.0, 0.34), (-0.09, 0.48), (-0.22, 0.50), (-0.14, 0.36)]), 0x5a9a42_u32);
    let mut petals = BezPath::new();
    for index in 0..7 {
        let a = f64::from(index) * 0.8976 + 0.3;
        petals.extend(disc(a.cos() * 0.115, 0.83 + a.sin() * 0.115, 0.072).iter());
    }
    pen.form(&petals, colour);
    pen.form(&disc(0.0, 0.83, 0.07), 0xf2b632_u32);
    pen.tint(&poly(&[(-0.02, 0.83), (0.0, 0.85), (0.02, 0.83), (0.0, 0.81)]), 0x8a5a1c_u32, 0.7);
}
