//! On two wheels, and on four small ones.

use super::{STEEL, TYRE};
use crate::studio::picture::{
    palette::Rgb,
    pen::{Pair, Pen, disc, oval, poly, slab, smooth, stick, wire},
    shape::{bone, p},
};
use vello_cpu::kurbo::BezPath;

fn spoked(pen: &mut Pen<'_, '_>, at: Pair, r: f64, turn: f64, thick: f64) {
    let ring = disc(at.0, at.1, r - thick / 2.0);
    if pen.brush.is_cartoon() {
        let ink = pen.brush.palette.ink;
        pen.brush.line(&ring, thick * 1.7, ink, 1.0);
    }
    pen.trace(&ring, thick, TYRE);
    let mut spokes = BezPath::new();
    for index in 0..10 {
        let a = f64::from(index) * 0.6283 + turn;
        spokes.extend(wire(&[at, (at.0 + a.cos() * (r - thick), at.1 + a.sin() * (r - thick))]).iter());
    }
    pen.trace(&spokes, thick * 0.16, STEEL);
    pen.mark(&disc(at.0, at.1, thick * 0.7), 0x8d929a_u32);
}

fn tube(pen: &mut Pen<'_, '_>, joints: &[(Pair, Pair)], r: f64, colour: Rgb) {
    let mut path = BezPath::new();
    for (a, b) in joints {
        path.extend(bone(p(a.0, a.1), r, p(b.0, b.1), r).iter());
    }
    pen.form(&path, colour);
}

pub fn bicycle(pen: &mut Pen<'_, '_>, colour: Rgb, turn: f64) {
    let (rear, front, crank, seat, head) = ((-0.53, 0.34), (0.53, 0.34), (-0.06, 0.30), (-0.20, 0.78), (0.36, 0.80));
    spoked(pen, rear, 0.34, turn, 0.045);
    spoked(pen, front, 0.34, turn, 0.045);
    let spin = turn * 0.45;
    let pedal = |a: f64| (crank.0 + a.cos() * 0.17, crank.1 + a.sin() * 0.17);
    let far = pedal(spin + std::f64::consts::PI);
    pen.form(&stick(crank, 0.018, far, 0.018), 0x6a6e76_u32);
    pen.form(&slab(far.0 - 0.06, far.1 - 0.02, far.0 + 0.06, far.1 + 0.02, 0.01), TYRE);
    tube(pen, &[(rear, crank), (rear, seat), (crank, seat), (crank, head), ((-0.19, 0.74), (0.345, 0.745)), (head, front)], 0.024, colour);
    tube(pen, &[(seat, (-0.22, 0.90)), (head, (0.33, 0.96)), ((0.33, 0.96), (0.44, 1.01)), ((0.44, 1.01), (0.40, 0.94))], 0.018, STEEL);
    pen.form(&smooth(&[(-0.36, 0.93), (-0.34, 0.96), (-0.20, 0.94), (-0.06, 0.93), (-0.08, 0.90), (-0.24, 0.89)]), 0x33281f_u32);
    pen.form(&disc(crank.0, crank.1, 0.075), 0x6a6e76_u32);
    let near = pedal(spin);
    pen.form(&stick(crank, 0.02, near, 0.02), STEEL);
    pen.form(&slab(near.0 - 0.065, near.1 - 0.022, near.0 + 0.065, near.1 + 0.022, 0.01), TYRE);
}

pub fn motorcycle(pen: &mut Pen<'_, '_>, colour: Rgb, turn: f64) {
    let (rear, front) = ((-0.70, 0.33), (0.72, 0.33));
    for at in [rear, front] {
        spoked(pen, at, 0.33, turn, 0.11);
        pen.part(&disc(at.0, at.1, 0.10), STEEL);
    }
    tube(pen, &[(front, (0.46, 0.92)), (rear, (-0.10, 0.38))], 0.035, STEEL);
    pen.form(&slab(-0.28, 0.24, 0.26, 0.58, 0.08), 0x5a5e68_u32);
    for y in [0.34, 0.42, 0.50] {
        pen.line(&[(-0.20, y), (0.18, y)], 0.025, 0x9aa0aa_u32);
    }
    pen.form(&stick((0.10, 0.24), 0.045, (-0.95, 0.28), 0.06), 0xd0d4da_u32);
    pen.form(&smooth(&[(-1.04, 0.62), (-0.95, 0.76), (-0.60, 0.72), (-0.45, 0.58), (-0.75, 0.56)]), colour);
    pen.form(&smooth(&[(-0.92, 0.76), (-0.50, 0.66), (-0.08, 0.66), (0.0, 0.76), (-0.30, 0.80), (-0.60, 0.84)]), 0x24242b_u32);
    pen.form(&smooth(&[(-0.12, 0.66), (-0.02, 0.82), (0.22, 0.88), (0.46, 0.80), (0.50, 0.68), (0.20, 0.58)]), colour);
    pen.shine(&oval(0.16, 0.80, 0.10, 0.03), 0.5);
    pen.form(&smooth(&[(0.42, 0.66), (0.62, 0.72), (0.98, 0.62), (1.06, 0.46), (0.80, 0.58), (0.52, 0.60)]), colour);
    tube(pen, &[((0.46, 0.90), (0.36, 1.04)), ((0.36, 1.04), (0.22, 1.03))], 0.025, STEEL);
    pen.light(&oval(0.56, 0.86, 0.07, 0.09), 0xfff3c4_u32);
}

pub fn skateboard(pen: &mut Pen<'_, '_>, colour: Rgb, turn: f64) {
    for x in [-0.24, 0.24] {
        pen.form(&poly(&[(x - 0.05, 0.075), (x + 0.05, 0.075), (x + 0.02, 0.035), (x - 0.02, 0.035)]), STEEL);
        for dx in [-0.034, 0.034] {
            pen.form(&disc(x + dx, 0.03, 0.03), 0xf6efdc_u32);
            let a = turn + dx * 9.0;
            pen.mark(&disc(x + dx + a.cos() * 0.014, 0.03 + a.sin() * 0.014, 0.006), 0x6a6e76_u32);
        }
    }
    pen.form(
        &smooth(&[
            (-0.40, 0.128),
            (-0.37, 0.135),
            (-0.27, 0.098),
            (0.0, 0.092),
            (0.27, 0.098),
            (0.37, 0.135),
            (0.40, 0.128),
            (0.29, 0.074),
            (0.0, 0.068),
            (-0.29, 0.074),
        ]),
        colour,
    );
    pen.line(&[(-0.38, 0.131), (-0.27, 0.096), (0.0, 0.090), (0.27, 0.096), (0.38, 0.131)], 0.012, 0x2a2a30_u32);
}
