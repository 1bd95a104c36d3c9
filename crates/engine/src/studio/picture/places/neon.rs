//! Signs of coloured tubes over shops at night, and what they and the windows throw on a wet road.

use super::super::{
    brush::Brush,
    palette::Rgb,
    scenery::row,
    shape::{curve, p},
};
use crate::studio::world::chance::{between, pick, unit};
use vello_cpu::kurbo::{Point, Rect};

const TUBES: [u32; 5] = [0xff4fa0, 0x43e0ff, 0xffa53d, 0x7dff8a, 0xb07cff];
const OFTEN: f64 = 0.75;

/// Where a house has its sign, in metres from its left, and the colour of its frame.
fn of(seed: u64, key: u64) -> Option<(f64, Rgb)> {
    (unit(seed, key + 21) < OFTEN).then(|| (0.4 + between(seed, key + 22, 0.0, 1.4), Rgb::hex(pick(seed, key + 24, &TUBES))))
}

/// The sign of a house whose left edge is there, if it has one.
pub fn sign(brush: &mut Brush<'_>, (x, z): (f64, f64), seed: u64, key: u64) {
    let Some((from, frame)) = of(seed, key) else { return };
    let inner = Rgb::hex(pick(seed, key + 23, &TUBES));
    let (s, lens) = (brush.scale(z), brush.lens());
    let at = |dx: f64, y: f64| lens.at(x + from + dx, y, z - 0.2);
    brush.glow(at(1.25, 3.4), 2.7 * s, frame, 0.42);
    let (high, low) = (at(0.0, 3.95), at(2.5, 2.9));
    brush.raw_rect(Rect::new(high.x, high.y, low.x, low.y), Rgb::hex(0x14121e), 0.92);
    let border = curve(&[at(0.14, 3.02), at(0.14, 3.82), at(2.36, 3.82), at(2.36, 3.02), at(0.14, 3.02)]);
    let letter = |index: u64| at(0.46 + 0.2 * index as f64, 3.42 + if index.is_multiple_of(2) { 0.18 } else { -0.18 * unit(seed, key + 5 + index) });
    let word = curve(&(0..9).map(letter).collect::<Vec<Point>>());
    for (path, colour) in [(&border, frame), (&word, inner)] {
        brush.line(path, 0.14 * s, colour, 0.45);
        brush.line(path, 0.06 * s, colour.lighter(0.55), 1.0);
    }
}

/// Soft columns of light towards the lens, under every house of a row at `z`.
pub fn mirrored(brush: &mut Brush<'_>, z: f64, house: f64, seed: u64) {
    for (x, key) in row(brush, z, house, 3.0) {
        column(brush, (x + 1.6, x + house - 0.5, z), Rgb::hex(0xffd694), 0.24);
        if let Some((from, colour)) = of(seed, key) {
            column(brush, (x + from + 0.5, x + from + 2.0, z), colour, 0.40);
        }
    }
}

fn column(brush: &mut Brush<'_>, (left, right, z): (f64, f64, f64), colour: Rgb, strength: f64) {
    let (top, low) = (brush.at(0.0, 0.0, 4.6).y, brush.height);
    let (a, b) = (brush.at(left, 0.0, z).x, brush.at(right, 0.0, z).x);
    let stops = [(0.0, colour, strength), (0.35, colour, strength * 0.5), (1.0, colour, 0.0)];
    brush.gradient_rect(Rect::new(a, top, b, low), p(a, top), p(a, low), &stops);
}
