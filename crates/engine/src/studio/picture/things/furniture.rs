//! What stands in a room.

use super::super::{
    palette::Rgb,
    pen::{Pair, Pen, disc, oval, poly, slab, smooth, stick},
    shape::p,
};
use crate::studio::world::pose::ThingPose;
use vello_cpu::kurbo::BezPath;

pub fn chair(pen: &mut Pen<'_, '_>, colour: Rgb) {
    let dark = colour.darker(0.25);
    let mut far = stick((0.18, 0.0), 0.026, (0.17, 0.46), 0.03);
    far.extend(stick((-0.16, 0.0), 0.026, (-0.17, 0.46), 0.03).iter());
    pen.form(&far, dark);
    let mut back = stick((-0.27, 0.0), 0.03, (-0.23, 0.50), 0.034);
    back.extend(stick((-0.23, 0.50), 0.034, (-0.28, 0.97), 0.03).iter());
    back.extend(stick((0.25, 0.0), 0.03, (0.23, 0.46), 0.034).iter());
    pen.form(&slab(-0.19, 0.62, -0.07, 0.94, 0.03), dark);
    for y in [0.66, 0.78, 0.90] {
        pen.form(&stick((-0.26, y), 0.026, (-0.10, y + 0.015), 0.026), colour.lighter(0.08));
    }
    pen.form(&back, colour);
    pen.form(&smooth(&[(-0.28, 0.49), (0.0, 0.51), (0.28, 0.49), (0.28, 0.43), (0.0, 0.42), (-0.26, 0.43)]), colour.lighter(0.12));
    pen.form(&stick((-0.24, 0.2), 0.018, (0.24, 0.2), 0.018), dark);
}

pub fn table(pen: &mut Pen<'_, '_>, colour: Rgb) {
    for (x, shade) in [(-0.62, 0.3), (0.62, 0.3), (-0.76, 0.05), (0.76, 0.05)] {
        pen.form(&poly(&[(x - 0.055, 0.9), (x + 0.055, 0.9), (x + 0.035, 0.0), (x - 0.035, 0.0)]), colour.darker(shade));
    }
    pen.form(&slab(-0.78, 0.76, 0.78, 0.9, 0.02), colour.darker(0.18));
    pen.form(&poly(&[(-0.80, 1.06), (0.80, 1.06), (0.90, 0.95), (-0.90, 0.95)]), colour.lighter(0.22));
    pen.form(&slab(-0.90, 0.88, 0.90, 0.96, 0.02), colour);
}

pub fn lamp(pen: &mut Pen<'_, '_>, colour: Rgb, power: f64) {
    let metal = Rgb::hex(0xb08a4a);
    pen.form(&smooth(&[(-0.20, 0.0), (0.20, 0.0), (0.16, 0.06), (0.0, 0.09), (-0.16, 0.06)]), metal);
    pen.form(
        &smooth(&[(-0.03, 0.06), (-0.11, 0.22), (-0.03, 0.40), (-0.02, 0.58), (0.02, 0.58), (0.03, 0.40), (0.11, 0.22), (0.03, 0.06)]),
        metal.lighter(0.1),
    );
    let shade = poly(&[(-0.16, 1.0), (0.16, 1.0), (0.30, 0.52), (-0.30, 0.52)]);
    if power > 0.05 {
        pen.brush.glow(p(0.0, 0.74), 1.5, Rgb::hex(0xffd27a), 0.75 * power);
        pen.form(&shade, colour);
        pen.brush.raw(&shade, Rgb::hex(0xfff0bc), 0.75 * power);
        let warm = Rgb::hex(0xffe6a8);
        pen.brush.gradient(
            &poly(&[(-0.30, 0.52), (0.30, 0.52), (0.62, -0.05), (-0.62, -0.05)]),
            p(0.0, 0.52),
            p(0.0, -0.05),
            &[(0.0, warm, 0.5 * power), (1.0, warm, 0.0)],
        );
    } else {
        pen.form(&shade, colour);
    }
    pen.line(&[(-0.29, 0.54), (0.29, 0.54)], 0.02, colour.darker(0.3));
}

/// What is on a screen: a light picture that changes with the phase.
fn screen(pen: &mut Pen<'_, '_>, left: f64, low: f64, right: f64, high: f64, pose: &ThingPose) {
    let glass = slab(left, low, right, high, 0.02);
    if pose.power < 0.05 {
        pen.part(&glass, 0x3a4350_u32);
        let w = right - left;
        pen.shine(&poly(&[(left + w * 0.1, high), (left + w * 0.32, high), (left + w * 0.18, low), (left, low), (left, (low + high) / 2.0)]), 0.12);
        return;
    }
    let hues = [0x6fc0f0_u32, 0xf3c66a, 0x8fd08a, 0xe88ab0];
    let hue = Rgb::hex(hues[(pose.phase * 2.0).rem_euclid(4.0) as usize % 4]);
    pen.light(&glass, hue);
    pen.light(
        &smooth(&[
            (left, low),
            (right, low),
            (right, low + (high - low) * 0.35),
            (f64::midpoint(left, right), low + (high - low) * 0.22),
            (left, low + (high - low) * 0.45),
        ]),
        hue.darker(0.35),
    );
    pen.light(&disc(left + (right - left) * 0.72, low + (high - low) * 0.70, (high - low) * 0.12), 0xfff6d8_u32);
    pen.brush.glow(p(f64::midpoint(left, right), f64::midpoint(low, high)), (right - left) * 0.9, hue, 0.35);
}

pub fn television(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    for side in [-1.0, 1.0] {
        pen.form(&stick((side * 0.34, 0.16), 0.03, (side * 0.46, 0.02), 0.025), colour.darker(0.2));
    }
    let mut aerial = stick((0.0, 0.92), 0.012, (-0.22, 1.12), 0.012);
    aerial.extend(stick((0.0, 0.92), 0.012, (0.24, 1.14), 0.012).iter());
    pen.form(&aerial, 0x8d929a_u32);
    pen.form(&slab(-0.77, 0.12, 0.77, 0.96, 0.05), colour.lighter(0.06));
    screen(pen, -0.71, 0.19, 0.71, 0.90, pose);
    pen.light(&disc(0.66, 0.155, 0.014), if pose.power > 0.05 { 0x6fe08a_u32 } else { 0xd8443c });
}

pub fn computer(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    pen.form(&poly(&[(-0.08, 0.40), (0.08, 0.40), (0.12, 0.14), (-0.12, 0.14)]), colour.darker(0.2));
    pen.form(&slab(-0.26, 0.11, 0.26, 0.17, 0.03), colour.darker(0.1));
    pen.form(&slab(-0.60, 0.34, 0.60, 1.0, 0.05), colour);
    screen(pen, -0.54, 0.44, 0.54, 0.94, pose);
    pen.form(&poly(&[(-0.50, 0.12), (0.42, 0.12), (0.52, 0.0), (-0.60, 0.0)]), colour.lighter(0.12));
    for (y, half) in [(0.09, 0.46), (0.06, 0.49), (0.03, 0.52)] {
        pen.line(&[(-half, y), (half - 0.1, y)], 0.014, 0x6a6e76_u32);
    }
    pen.form(&oval(0.60, 0.035, 0.05, 0.035), colour.lighter(0.12));
}

pub fn phone(pen: &mut Pen<'_, '_>, colour: Rgb, pose: &ThingPose) {
    pen.form(&slab(-0.26, 0.0, 0.26, 1.0, 0.07), colour);
    screen(pen, -0.23, 0.09, 0.23, 0.93, pose);
    if pose.power > 0.05 {
        let mut icons = BezPath::new();
        for index in 0..9 {
            let (x, y) = (-0.15 + 0.15 * f64::from(index % 3), 0.30 + 0.17 * f64::from(index / 3));
            icons.extend(slab(x - 0.045, y - 0.045, x + 0.045, y + 0.045, 0.015).iter());
        }
        pen.brush.raw(&icons, Rgb::WHITE, 0.85);
    }
    pen.mark(&disc(0.0, 0.045, 0.025), 0x8d929a_u32);
    pen.mark(&slab(-0.06, 0.955, 0.06, 0.97, 0.008), 0x6a6e76_u32);
}

pub fn clock(pen: &mut Pen<'_, '_>, colour: Rgb, phase: f64) {
    pen.form(&disc(0.0, 0.5, 0.5), colour);
    pen.part(&disc(0.0, 0.5, 0.42), 0xfbf6ea_u32);
    let mut ticks = BezPath::new();
    for hour in 0..12 {
        let a = f64::from(hour) * std::f64::consts::TAU / 12.0;
        let long = if hour % 3 == 0 { 0.30 } else { 0.34 };
        ticks.extend(stick((a.cos() * long, 0.5 + a.sin() * long), 0.014, (a.cos() * 0.38, 0.5 + a.sin() * 0.38), 0.014).iter());
    }
    pen.mark(&ticks, 0x2c2a30_u32);
    let hand = |turns: f64, long: f64| -> Pair {
        let a = std::f64::consts::FRAC_PI_2 - turns * std::f64::consts::TAU;
        (a.cos() * long, 0.5 + a.sin() * long)
    };
    pen.mark(&stick((0.0, 0.5), 0.026, hand(10.15 / 12.0 + phase / 12.0, 0.22), 0.018), 0x2c2a30_u32);
    pen.mark(&stick((0.0, 0.5), 0.020, hand(0.15 + phase, 0.33), 0.012), 0x2c2a30_u32);
    pen.mark(&stick((0.0, 0.5), 0.009, hand(0.6 + phase * 60.0, 0.34), 0.007), 0xd8383a_u32);
    pen.mark(&disc(0.0, 0.5, 0.03), 0xd8383a_u32);
}

pub fn door(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.form(&slab(-0.25, 0.0, 0.25, 1.03, 0.005), colour.lighter(0.5));
    pen.form(&slab(-0.205, 0.0, 0.205, 0.99, 0.004), colour);
    for (low, high) in [(0.08, 0.42), (0.50, 0.92)] {
        for (left, right) in [(-0.165, -0.02), (0.02, 0.165)] {
            pen.part(&slab(left, low, right, high, 0.006), colour.darker(0.16));
            pen.line(&[(left, low), (right, low)], 0.006, colour.lighter(0.3));
        }
    }
    pen.form(&disc(0.165, 0.46, 0.020), 0xe0b848_u32);
}
