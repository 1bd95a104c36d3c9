//! What lives in the water. Drawn in its own length: the head ahead at 0.5, the tail at −0.5, the middle at 0.

use super::{
    palette::{Rgb, named},
    pen::{Pen, disc, oval, smooth, stick, wire},
    shape::add_ellipse,
};
use crate::studio::{
    screenplay::{Actor, ActorKind},
    world::{chance::pick, pose::ThingPose},
};
use vello_cpu::kurbo::BezPath;

const INK: Rgb = Rgb::hex(0x1f1c22);

pub fn draw(pen: &mut Pen<'_, '_>, pose: &ThingPose, actor: &Actor) {
    let paint = |usual: &[u32]| actor.colour.map_or(Rgb::hex(pick(actor.look, 45, usual)), named);
    // The tail beats once a turn.
    let beat = (pose.phase * std::f64::consts::TAU).sin();
    match actor.kind {
        ActorKind::Shark => shark(pen, paint(&[0x6f7f8f]), beat),
        ActorKind::Dolphin => dolphin(pen, paint(&[0x6f93b5]), beat),
        ActorKind::Whale => whale(pen, paint(&[0x3f6a94]), beat),
        ActorKind::Octopus => octopus(pen, paint(&[0xd8604f, 0x9c5fb0]), pose.phase),
        _ => fish(pen, paint(&[0xf0862c, 0xf3c23a, 0x3f9bd0]), beat),
    }
}

fn eye(pen: &mut Pen<'_, '_>, x: f64, y: f64, r: f64) {
    pen.mark(&disc(x, y, r * 1.45), 0xfbf8f0_u32);
    pen.mark(&disc(x + r * 0.2, y, r), INK);
    pen.shine(&disc(x + r * 0.5, y + r * 0.45, r * 0.36), 0.95);
}

fn fish(pen: &mut Pen<'_, '_>, colour: Rgb, beat: f64) {
    let swing = 0.06 * beat;
    pen.form(
        &smooth(&[(-0.26, 0.0), (-0.44, 0.17 + swing), (-0.52, 0.20 + swing), (-0.45, 0.0 + swing), (-0.52, -0.20 + swing), (-0.42, -0.16 + swing)]),
        colour.darker(0.12),
    );
    pen.form(&smooth(&[(0.16, 0.18), (0.02, 0.33), (-0.18, 0.28), (-0.22, 0.10), (0.0, 0.12)]), colour.darker(0.12));
    pen.form(&smooth(&[(0.02, -0.18), (-0.08, -0.30), (-0.18, -0.24), (-0.12, -0.12)]), colour.darker(0.12));
    let body = smooth(&[
        (0.50, 0.0),
        (0.40, 0.13),
        (0.18, 0.22),
        (-0.06, 0.19),
        (-0.28, 0.05),
        (-0.30, -0.04),
        (-0.06, -0.19),
        (0.18, -0.22),
        (0.40, -0.12),
    ]);
    pen.form(&body, colour);
    for (x, half) in [(0.20, 0.20), (-0.06, 0.165)] {
        pen.tint(
            &smooth(&[(x - 0.035, half), (x + 0.035, half), (x + 0.055, 0.0), (x + 0.035, -half), (x - 0.035, -half), (x - 0.02, 0.0)]),
            0xfbf6ea_u32,
            0.92,
        );
    }
    pen.form(&smooth(&[(0.10, -0.03), (0.0, -0.10 - swing * 0.5), (-0.08, -0.13 - swing), (-0.04, -0.02)]), colour.darker(0.2));
    eye(pen, 0.355, 0.045, 0.038);
    pen.line(&[(0.47, -0.045), (0.42, -0.07), (0.385, -0.06)], 0.014, colour.darker(0.6));
}

fn shark(pen: &mut Pen<'_, '_>, colour: Rgb, beat: f64) {
    let swing = 0.035 * beat;
    pen.form(
        &smooth(&[(-0.36, 0.01), (-0.44, 0.13 + swing), (-0.53, 0.21 + swing), (-0.48, 0.03 + swing), (-0.52, -0.08 + swing), (-0.42, -0.04)]),
        colour.darker(0.06),
    );
    pen.form(&smooth(&[(0.12, 0.085), (0.0, 0.24), (-0.06, 0.25), (-0.07, 0.08)]), colour.darker(0.06));
    let body = smooth(&[
        (0.50, 0.015),
        (0.36, 0.085),
        (0.12, 0.11),
        (-0.16, 0.075),
        (-0.42, 0.02),
        (-0.42, -0.015),
        (-0.16, -0.07),
        (0.10, -0.11),
        (0.34, -0.075),
    ]);
    pen.form(&body, colour);
    pen.tint(
        &smooth(&[(0.47, -0.005), (0.20, -0.03), (-0.16, -0.035), (-0.40, -0.01), (-0.16, -0.065), (0.10, -0.105), (0.34, -0.070)]),
        0xeef2f4_u32,
        0.95,
    );
    pen.form(&smooth(&[(0.16, -0.06), (0.04, -0.19), (-0.04, -0.20), (0.04, -0.06)]), colour.darker(0.15));
    pen.form(&smooth(&[(-0.24, -0.045), (-0.31, -0.10), (-0.30, -0.035)]), colour.darker(0.15));
    for x in [0.17, 0.20, 0.23] {
        pen.line(&[(x, 0.045), (x - 0.015, 0.0), (x - 0.005, -0.035)], 0.008, colour.darker(0.5));
    }
    pen.mark(&smooth(&[(0.455, -0.012), (0.36, -0.025), (0.29, -0.05), (0.36, -0.060)]), 0x7a2a30_u32);
    let mut teeth = BezPath::new();
    for index in 0..6 {
        let x = 0.325 + f64::from(index) * 0.02;
        teeth.extend(
            super::pen::poly(&[(x, -0.028 + f64::from(index) * 0.002), (x + 0.018, -0.026 + f64::from(index) * 0.002), (x + 0.009, -0.046)]).iter(),
        );
    }
    pen.mark(&teeth, 0xffffff_u32);
    eye(pen, 0.345, 0.035, 0.012);
    pen.line(&[(0.32, 0.058), (0.365, 0.046)], 0.010, colour.darker(0.6));
}

fn dolphin(pen: &mut Pen<'_, '_>, colour: Rgb, beat: f64) {
    let swing = 0.06 * beat;
    pen.form(
        &smooth(&[
            (-0.38, 0.0 + swing * 0.6),
            (-0.48, 0.09 + swing),
            (-0.55, 0.08 + swing),
            (-0.49, 0.0 + swing),
            (-0.54, -0.09 + swing),
            (-0.46, -0.06 + swing),
        ]),
        colour.darker(0.1),
    );
    pen.form(&smooth(&[(0.06, 0.11), (-0.02, 0.20), (-0.10, 0.23), (-0.09, 0.09)]), colour.darker(0.1));
    let body = smooth(&[
        (0.50, -0.02),
        (0.40, 0.01),
        (0.36, 0.06),
        (0.26, 0.105),
        (0.06, 0.125),
        (-0.16, 0.09),
        (-0.40, 0.02 + swing * 0.6),
        (-0.42, -0.02 + swing * 0.6),
        (-0.16, -0.05),
        (0.08, -0.095),
        (0.28, -0.085),
        (0.38, -0.045),
        (0.49, -0.045),
    ]);
    pen.form(&body, colour);
    pen.tint(
        &smooth(&[(0.46, -0.035), (0.34, -0.025), (0.10, -0.02), (-0.16, -0.02), (-0.14, -0.048), (0.08, -0.09), (0.28, -0.08)]),
        0xe9eff3_u32,
        0.95,
    );
    pen.form(&smooth(&[(0.18, -0.05), (0.09, -0.16), (0.02, -0.18), (0.08, -0.05)]), colour.darker(0.18));
    pen.line(&[(0.48, -0.030), (0.40, -0.022), (0.34, -0.005)], 0.008, colour.darker(0.55));
    eye(pen, 0.305, 0.035, 0.014);
}

fn whale(pen: &mut Pen<'_, '_>, colour: Rgb, beat: f64) {
    let swing = 0.03 * beat;
    pen.form(
        &smooth(&[
            (-0.38, 0.04 + swing),
            (-0.44, 0.13 + swing),
            (-0.54, 0.17 + swing),
            (-0.50, 0.09 + swing),
            (-0.56, 0.03 + swing),
            (-0.46, 0.03 + swing),
        ]),
        colour.darker(0.08),
    );
    let body = smooth(&[
        (0.49, 0.0),
        (0.46, 0.10),
        (0.30, 0.145),
        (0.05, 0.14),
        (-0.20, 0.085),
        (-0.42, 0.06 + swing),
        (-0.43, 0.02 + swing),
        (-0.22, -0.03),
        (0.0, -0.115),
        (0.26, -0.135),
        (0.44, -0.09),
    ]);
    pen.form(&body, colour);
    pen.tint(
        &smooth(&[(0.485, -0.01), (0.30, -0.03), (0.10, -0.045), (-0.10, -0.065), (0.02, -0.11), (0.26, -0.13), (0.44, -0.085)]),
        0xe4ecf0_u32,
        0.95,
    );
    for f in [0.0, 1.0, 2.0, 3.0] {
        pen.line(&[(0.45 - f * 0.01, -0.035 - f * 0.018), (0.25, -0.055 - f * 0.018), (0.06 + f * 0.015, -0.068 - f * 0.010)], 0.006, 0x9fb3c0_u32);
    }
    pen.form(&smooth(&[(0.16, -0.06), (0.06, -0.15), (-0.03, -0.18), (0.05, -0.06)]), colour.darker(0.2));
    pen.line(&[(0.485, -0.008), (0.40, -0.012), (0.33, 0.004)], 0.007, colour.darker(0.6));
    eye(pen, 0.315, 0.030, 0.011);
    let jet = 0.10 + 0.03 * beat;
    pen.brush.line(
        &wire(&[(0.26, 0.145), (0.255, 0.145 + jet * 0.7), (0.19, 0.145 + jet), (0.15, 0.145 + jet * 0.6)]),
        0.014,
        Rgb::hex(0xe9f6fb),
        0.8,
    );
    pen.brush.line(
        &wire(&[(0.26, 0.145), (0.265, 0.145 + jet * 0.7), (0.33, 0.145 + jet), (0.37, 0.145 + jet * 0.6)]),
        0.014,
        Rgb::hex(0xe9f6fb),
        0.8,
    );
}

fn octopus(pen: &mut Pen<'_, '_>, colour: Rgb, phase: f64) {
    let mut arms = [BezPath::new(), BezPath::new()];
    for index in 0..8 {
        let f = f64::from(index) / 7.0 * 2.0 - 1.0;
        let wave = |s: f64| 0.06 * (phase * std::f64::consts::TAU + f * 4.0 + s * 4.0).sin() * s;
        let spine: Vec<(f64, f64)> = (0..=5)
            .map(|i| f64::from(i) / 5.0)
            .map(|s| (f * (0.14 + 0.32 * s) + wave(s), -0.02 - 0.36 * s + f.abs() * 0.12 * s * s + wave(s) * 0.5))
            .collect();
        for (step, pair) in (0..5).zip(spine.windows(2)) {
            let r = |s: f64| 0.062 * (1.0 - 0.75 * s);
            arms[usize::from(index % 2 == 0)].extend(stick(pair[0], r(f64::from(step) / 5.0), pair[1], r(f64::from(step + 1) / 5.0)).iter());
        }
    }
    pen.form(&arms[0], colour.darker(0.25));
    pen.form(&arms[1], colour);
    pen.form(
        &smooth(&[(0.0, 0.44), (-0.20, 0.38), (-0.27, 0.20), (-0.22, 0.02), (-0.12, -0.08), (0.12, -0.08), (0.22, 0.02), (0.27, 0.20), (0.20, 0.38)]),
        colour,
    );
    let mut spots = BezPath::new();
    for (x, y, r) in [(-0.13, 0.33, 0.035), (-0.03, 0.38, 0.025), (-0.18, 0.24, 0.022), (0.12, 0.34, 0.028)] {
        add_ellipse(&mut spots, (x, y).into(), r, r * 0.8);
    }
    pen.tint(&spots, colour.lighter(0.35), 0.8);
    for x in [-0.085, 0.105] {
        pen.mark(&oval(x, 0.10, 0.058, 0.072), 0xfdfbf5_u32);
        pen.mark(&oval(x + 0.012, 0.095, 0.03, 0.045), INK);
        pen.shine(&disc(x + 0.024, 0.115, 0.012), 0.95);
    }
    pen.line(&[(-0.03, -0.01), (0.02, -0.03), (0.07, -0.01)], 0.015, colour.darker(0.6));
}
