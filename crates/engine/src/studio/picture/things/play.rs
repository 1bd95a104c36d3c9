//! What is played with, played on, and carried about.

use super::super::{
    palette::Rgb,
    pen::{Pair, Pen, disc, oval, poly, slab, smooth, stick, wire},
};
use vello_cpu::kurbo::BezPath;

/// A wooden block with a letter's frame, or a pillar's grain.
pub fn block(pen: &mut Pen<'_, '_>, colour: Rgb, wide: f64, look: u64) {
    pen.form(&slab(-wide, 0.0, wide, 1.0, 0.06), colour);
    pen.part(&slab(-wide * 0.78, 0.11, wide * 0.78, 0.89, 0.04), Rgb::hex(0xf3ddb3));
    let size = 0.26_f64.min(wide * 0.5);
    let dark = colour.darker(0.12);
    match look % 4 {
        0 => pen.mark(&disc(0.0, 0.5, size), dark),
        1 => pen.mark(&poly(&[(0.0, 0.5 + size * 1.1), (size * 1.05, 0.5 - size * 0.8), (-size * 1.05, 0.5 - size * 0.8)]), dark),
        2 => pen.mark(&slab(-size * 0.85, 0.5 - size * 0.85, size * 0.85, 0.5 + size * 0.85, 0.02), dark),
        _ => {
            let star: Vec<Pair> = (0..10)
                .map(|i| (f64::from(i) * 0.6283 + std::f64::consts::FRAC_PI_2, if i % 2 == 0 { size * 1.15 } else { size * 0.48 }))
                .map(|(a, r)| (a.cos() * r, 0.5 + a.sin() * r))
                .collect();
            pen.mark(&poly(&star), dark);
        }
    }
}

pub fn carton(pen: &mut Pen<'_, '_>, colour: Rgb, wide: f64) {
    pen.form(&poly(&[(-wide, 0.98), (-wide * 0.78, 1.10), (wide * 1.08, 1.10), (wide, 0.98)]), colour.lighter(0.2));
    pen.form(&slab(-wide, 0.0, wide, 1.0, 0.015), colour);
    pen.part(&slab(-0.09, 0.0, 0.09, 1.0, 0.0), colour.lighter(0.35));
    pen.line(&[(-wide, 0.985), (wide, 0.985)], 0.016, colour.darker(0.35));
    for x in [0.26, 0.40] {
        let arrow =
            poly(&[(x - 0.045, 0.16), (x - 0.018, 0.16), (x - 0.018, 0.08), (x + 0.018, 0.08), (x + 0.018, 0.16), (x + 0.045, 0.16), (x, 0.24)]);
        pen.tint(&arrow, colour.darker(0.5), 0.8);
    }
}

pub fn trash_can(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.form(&poly(&[(-0.31, 0.86), (0.31, 0.86), (0.25, 0.0), (-0.25, 0.0)]), colour);
    for x in [-0.2, -0.1, 0.0, 0.1, 0.2] {
        pen.line(&[(x * 1.12, 0.80), (x * 0.92, 0.06)], 0.018, colour.darker(0.28));
    }
    for y in [0.30, 0.62] {
        let half = 0.25 + 0.06 * y / 0.86;
        pen.line(&[(-half, y), (half, y)], 0.022, colour.lighter(0.3));
    }
    for side in [-1.0, 1.0] {
        pen.trace(&wire(&[(side * 0.30, 0.74), (side * 0.37, 0.68), (side * 0.29, 0.58)]), 0.024, colour.darker(0.35));
    }
    pen.form(&smooth(&[(-0.35, 0.86), (-0.30, 0.93), (0.0, 0.97), (0.30, 0.93), (0.35, 0.86), (0.0, 0.845)]), colour.lighter(0.16));
    pen.trace(&wire(&[(-0.08, 0.955), (-0.05, 1.01), (0.05, 1.01), (0.08, 0.955)]), 0.024, colour.darker(0.3));
}

pub fn guitar(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.form(&slab(-0.022, 0.44, 0.022, 0.92, 0.006), 0x4a2f20_u32);
    pen.form(&smooth(&[(-0.03, 0.89), (-0.045, 0.99), (0.0, 1.0), (0.045, 0.99), (0.03, 0.89)]), 0x6a4028_u32);
    let mut pegs = BezPath::new();
    for y in [0.915, 0.94, 0.965] {
        pegs.extend(disc(-0.055, y, 0.009).iter());
        pegs.extend(disc(0.055, y, 0.009).iter());
    }
    pen.mark(&pegs, 0xe9e2d4_u32);
    pen.form(
        &smooth(&[
            (0.0, 0.51),
            (-0.11, 0.50),
            (-0.14, 0.40),
            (-0.10, 0.31),
            (-0.17, 0.22),
            (-0.18, 0.10),
            (-0.10, 0.01),
            (0.0, 0.0),
            (0.10, 0.01),
            (0.18, 0.10),
            (0.17, 0.22),
            (0.10, 0.31),
            (0.14, 0.40),
            (0.11, 0.50),
        ]),
        colour,
    );
    pen.mark(&disc(0.0, 0.33, 0.058), 0xe9c66a_u32);
    pen.mark(&disc(0.0, 0.33, 0.047), 0x2c1c14_u32);
    pen.mark(&slab(-0.06, 0.125, 0.06, 0.15, 0.005), 0x3a2418_u32);
    let mut strings = BezPath::new();
    for x in [-0.014, -0.005, 0.005, 0.014] {
        strings.extend(slab(x - 0.0018, 0.14, x + 0.0018, 0.90, 0.0).iter());
    }
    pen.tint(&strings, 0xf6f2e6_u32, 0.9);
}

pub fn piano(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.form(&slab(-0.62, 0.50, 0.62, 1.0, 0.02), colour);
    pen.form(&slab(-0.64, 0.96, 0.64, 1.01, 0.01), colour.lighter(0.14));
    pen.part(&slab(-0.54, 0.66, 0.54, 0.92, 0.02), colour.lighter(0.10));
    pen.form(&poly(&[(-0.20, 0.62), (0.20, 0.62), (0.22, 0.84), (-0.22, 0.84)]), 0xfbf6ea_u32);
    for y in [0.68, 0.73, 0.78] {
        pen.line(&[(-0.17, y), (0.17, y)], 0.008, 0x4a4a52_u32);
    }
    pen.form(&slab(-0.56, 0.04, 0.56, 0.46, 0.02), colour.darker(0.1));
    pen.form(&slab(-0.66, 0.40, 0.66, 0.46, 0.015), colour.lighter(0.06));
    pen.form(&slab(-0.60, 0.45, 0.60, 0.555, 0.008), 0xfbf8f0_u32);
    let (mut seams, mut black) = (BezPath::new(), BezPath::new());
    for index in 0..21 {
        let x = -0.60 + f64::from(index) * 1.2 / 21.0;
        seams.extend(slab(x - 0.002, 0.45, x + 0.002, 0.555, 0.0).iter());
        if !matches!(index % 7, 0 | 3) {
            black.extend(slab(x - 0.015, 0.49, x + 0.015, 0.555, 0.003).iter());
        }
    }
    pen.tint(&seams, 0x9a968c_u32, 0.8);
    pen.mark(&black, 0x1f1e24_u32);
    for side in [-1.0, 1.0] {
        pen.form(&slab(side * 0.60 - 0.05, 0.0, side * 0.60 + 0.05, 0.42, 0.01), colour.lighter(0.05));
    }
    for x in [-0.05, 0.05] {
        pen.mark(&slab(x - 0.02, 0.02, x + 0.02, 0.05, 0.01), 0xd9a93c_u32);
    }
}

pub fn drum(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.form(&smooth(&[(-0.45, 0.86), (-0.45, 0.5), (-0.44, 0.12), (0.0, 0.02), (0.44, 0.12), (0.45, 0.5), (0.45, 0.86), (0.0, 0.78)]), colour);
    let zigzag: Vec<Pair> = (0..9).map(|i| (-0.42 + f64::from(i) * 0.105, if i % 2 == 0 { 0.74 } else { 0.16 })).collect();
    let mut cords = BezPath::new();
    for pair in zigzag.windows(2) {
        cords.extend(stick(pair[0], 0.010, pair[1], 0.010).iter());
    }
    pen.mark(&cords, 0xf6efdc_u32);
    let gold = Rgb::hex(0xe0b040);
    for y in [0.78, 0.06] {
        pen.form(&smooth(&[(-0.46, y + 0.08), (0.0, y), (0.46, y + 0.08), (0.46, y), (0.0, y - 0.075), (-0.46, y)]), gold);
    }
    pen.form(&oval(0.0, 0.86, 0.45, 0.09), 0xfaf3e2_u32);
    for (a, b) in [((-0.34, 1.12), (0.10, 0.90)), ((0.36, 1.14), (-0.06, 0.88))] {
        pen.form(&stick(a, 0.02, b, 0.02), 0xc9955a_u32);
        pen.form(&disc(b.0, b.1, 0.04), 0xe0b985_u32);
    }
}

pub fn bell(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.form(&disc(0.02, 0.10, 0.09), colour.darker(0.45));
    pen.form(&stick((0.0, 0.84), 0.035, (0.0, 0.98), 0.05), 0x7a4a28_u32);
    pen.form(
        &smooth(&[
            (0.0, 0.84),
            (-0.17, 0.78),
            (-0.22, 0.52),
            (-0.30, 0.26),
            (-0.42, 0.12),
            (0.0, 0.08),
            (0.42, 0.12),
            (0.30, 0.26),
            (0.22, 0.52),
            (0.17, 0.78),
        ]),
        colour,
    );
    pen.line(&[(-0.34, 0.22), (0.0, 0.18), (0.34, 0.22)], 0.03, colour.darker(0.35));
    pen.shine(&smooth(&[(-0.13, 0.72), (-0.07, 0.74), (-0.13, 0.34), (-0.20, 0.32)]), 0.55);
}

pub fn balloon(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.trace(&wire(&[(0.0, 0.02), (0.05, -0.35), (-0.05, -0.75), (0.03, -1.15)]), 0.016, 0xf3efe6_u32);
    pen.form(&poly(&[(0.0, 0.06), (-0.06, -0.01), (0.06, -0.01)]), colour.darker(0.2));
    pen.form(
        &smooth(&[(0.0, 1.0), (-0.30, 0.90), (-0.41, 0.62), (-0.30, 0.30), (-0.06, 0.06), (0.06, 0.06), (0.30, 0.30), (0.41, 0.62), (0.30, 0.90)]),
        colour,
    );
    pen.shine(&oval(-0.18, 0.74, 0.07, 0.13), 0.55);
}

pub fn kite(pen: &mut Pen<'_, '_>, colour: Rgb, phase: f64) {
    let sway = |f: f64| 0.07 * (phase * std::f64::consts::TAU + f * 6.0).sin() * f;
    let tail: Vec<Pair> = (0..=8).map(|i| f64::from(i) / 8.0).map(|f| (sway(f) - 0.14 * f, 0.02 - 0.72 * f)).collect();
    pen.line(&tail, 0.014, 0xf3efe6_u32);
    for (index, at) in tail.iter().enumerate().skip(2).step_by(2) {
        let hue = if index % 4 == 0 { Rgb::hex(0xf3c23a) } else { colour };
        pen.form(&poly(&[(at.0, at.1), (at.0 - 0.075, at.1 + 0.04), (at.0 - 0.075, at.1 - 0.04)]), hue);
        pen.form(&poly(&[(at.0, at.1), (at.0 + 0.075, at.1 + 0.04), (at.0 + 0.075, at.1 - 0.04)]), hue);
    }
    let (top, right, low, left, middle) = ((0.0, 1.0), (0.41, 0.64), (0.0, 0.0), (-0.41, 0.64), (0.0, 0.64));
    pen.form(&poly(&[top, right, low, left]), colour);
    pen.part(&poly(&[top, middle, left]), Rgb::hex(0xf3c23a));
    pen.part(&poly(&[right, middle, low]), Rgb::hex(0xf3c23a));
    pen.line(&[top, low], 0.016, 0x6a4a34_u32);
    pen.line(&[left, right], 0.016, 0x6a4a34_u32);
}

pub fn suitcase(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.trace(&wire(&[(-0.17, 0.86), (-0.14, 1.0), (0.14, 1.0), (0.17, 0.86)]), 0.07, colour.darker(0.45));
    pen.form(&slab(-0.70, 0.0, 0.70, 0.88, 0.10), colour);
    for x in [-0.42, 0.42] {
        pen.part(&slab(x - 0.07, 0.0, x + 0.07, 0.88, 0.0), colour.darker(0.35));
        pen.form(&slab(x - 0.05, 0.46, x + 0.05, 0.58, 0.02), 0xe0b848_u32);
    }
    pen.line(&[(-0.69, 0.56), (0.69, 0.56)], 0.02, colour.darker(0.5));
    pen.mark(&oval(0.0, 0.28, 0.16, 0.10), 0xf3dfa8_u32);
}

pub fn sword(pen: &mut Pen<'_, '_>, colour: Rgb) {
    pen.form(&poly(&[(-0.035, 0.24), (0.035, 0.24), (0.028, 0.92), (0.0, 1.0), (-0.028, 0.92)]), 0xd7dde4_u32);
    pen.mark(&poly(&[(0.0, 0.24), (0.034, 0.24), (0.027, 0.92), (0.0, 1.0)]), 0xa3adba_u32);
    pen.form(&smooth(&[(-0.13, 0.26), (0.0, 0.225), (0.13, 0.26), (0.12, 0.20), (0.0, 0.185), (-0.12, 0.20)]), colour);
    pen.form(&slab(-0.024, 0.05, 0.024, 0.19, 0.01), 0x6a3f28_u32);
    pen.form(&disc(0.0, 0.035, 0.036), colour);
}

pub fn sandcastle(pen: &mut Pen<'_, '_>, colour: Rgb) {
    let tower = |pen: &mut Pen<'_, '_>, x: f64, half: f64, top: f64, shade: f64| {
        let mut path = poly(&[(x - half * 1.12, 0.0), (x + half * 1.12, 0.0), (x + half, top), (x - half, top)]);
        for side in [-0.72, 0.0, 0.72] {
            path.extend(slab(x + half * side - half * 0.24, top - 0.02, x + half * side + half * 0.24, top + 0.09, 0.0).iter());
        }
        pen.form(&path, colour.darker(shade));
        pen.mark(&slab(x - half * 0.16, top - 0.24, x + half * 0.16, top - 0.10, half * 0.16), colour.darker(0.55));
    };
    pen.form(&stick((0.0, 0.80), 0.012, (0.0, 1.08), 0.010), 0x6a4a34_u32);
    pen.form(&poly(&[(0.0, 1.08), (0.22, 1.01), (0.0, 0.94)]), 0xd8383a_u32);
    tower(pen, 0.0, 0.22, 0.78, 0.10);
    pen.form(&slab(-0.60, 0.0, 0.60, 0.36, 0.02), colour);
    tower(pen, -0.56, 0.18, 0.50, 0.0);
    tower(pen, 0.56, 0.18, 0.50, 0.0);
    pen.mark(&smooth(&[(-0.10, 0.0), (-0.10, 0.16), (0.0, 0.24), (0.10, 0.16), (0.10, 0.0)]), colour.darker(0.6));
    pen.form(&smooth(&[(-0.84, 0.0), (-0.70, 0.07), (-0.3, 0.04), (0.2, 0.06), (0.66, 0.07), (0.84, 0.0), (0.0, -0.03)]), colour.lighter(0.12));
}
