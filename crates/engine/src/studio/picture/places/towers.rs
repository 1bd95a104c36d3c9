//! Towers of glass, shops at their feet, signs of light and what the wet road makes of them.

use super::super::{
    palette::Rgb,
    shape::{ellipse, polygon},
};
use super::kit::Pen;
use crate::studio::world::chance::pick;

const GLASS: Rgb = Rgb::hex(0x6f8ea6);
const LIT: Rgb = Rgb::hex(0xffd98c);

/// A tower of glass and windows; 8 m wide.
pub fn skyscraper(p: &mut Pen<'_, '_>) {
    let wall = p.colour;
    let tall = p.between(1, 16.0, 34.0);
    p.wall((-4.0, 0.0), (4.0, tall), wall);
    if p.chance(2) < 0.5 {
        p.wall((-2.6, tall), (2.6, tall + 3.0), wall.darker(0.1));
        p.line(&[(0.0, tall + 3.0), (0.0, tall + 7.0)], 0.25, wall.darker(0.4), 1.0);
    }
    let night = p.air.is_night();
    let (columns, floors) = (5, ((tall - 4.5) / 1.9) as u64);
    let mut bright = vello_cpu::kurbo::BezPath::new();
    let mut dim = vello_cpu::kurbo::BezPath::new();
    for floor in 0..floors.min(16) {
        for column in 0..columns {
            let (x, y) = (-3.5 + 1.42 * column as f64, 4.4 + 1.9 * floor as f64);
            let (a, b) = (p.at(x, y + 1.15), p.at(x + 1.05, y));
            let path = if p.chance(floor * 9 + column + 40) < 0.5 { &mut bright } else { &mut dim };
            path.move_to(a);
            path.line_to((b.x, a.y));
            path.line_to(b);
            path.line_to((a.x, b.y));
            path.close_path();
        }
    }
    let (sky, dark) = (p.brush.palette.sky[2], p.tone(wall.darker(0.35)));
    p.brush.raw(&bright, if night { LIT } else { sky }, if night { 0.9 } else { 0.55 });
    p.brush.raw(&dim, dark, 0.75);
    p.rect((-4.05, 3.4), (4.05, 3.9), wall.darker(0.45));
    for bay in 0..3_u64 {
        shop(p, -3.7 + 2.5 * bay as f64, bay);
    }
}

/// A shop's window with what it sells, a door beside it, a coloured board over both; 2.4 m wide.
fn shop(p: &mut Pen<'_, '_>, x: f64, bay: u64) {
    let night = p.air.is_night();
    let c = Rgb::hex(pick(p.key, bay + 11, &[0xc94f45, 0x3f7f6a, 0xe0a83a, 0x3f6a9c, 0x8f5f8f]));
    let inside = if night { Rgb::hex(pick(p.key, bay + 21, &[0xffe2a6, 0xffd0b0, 0xd8e8ff])) } else { GLASS.times(p.brush.palette.ambient) };
    p.rect((x, 0.0), (x + 2.4, 3.3), c.darker(0.5));
    let (a, b) = (p.at(x + 0.85, 2.4), p.at(x + 2.28, 0.45));
    let window = vello_cpu::kurbo::Rect::new(a.x, a.y, b.x, b.y);
    p.brush.gradient_rect(window, a, b, &[(0.0, inside.lighter(0.2), 1.0), (0.5, inside, 1.0), (1.0, inside.darker(0.35), 1.0)]);
    p.shine((x + 0.85, 1.25), (x + 2.28, 1.29), inside.darker(0.6), 0.8);
    for ware in 0..5_u64 {
        let (wx, tall) = (x + 0.98 + 0.28 * ware as f64, p.between(bay * 8 + ware, 0.16, 0.5));
        let tint = Rgb::hex(pick(p.key, bay * 8 + ware + 31, &[0x8a4a44, 0x3f5f7a, 0x5f7a4c, 0x6a4a78, 0xa8803c]));
        p.shine((wx - 0.09, 0.45), (wx + 0.09, 0.45 + tall), tint.mix(inside, 0.25), 0.85);
        p.shine((wx - 0.07, 1.29), (wx + 0.07, 1.29 + tall * 0.7), tint.mix(inside, 0.4), 0.85);
    }
    p.rect((x + 0.12, 0.0), (x + 0.74, 2.4), c.darker(0.25));
    p.shine((x + 0.2, 0.5), (x + 0.66, 2.3), inside, 0.9);
    p.rect((x + 0.58, 1.05), (x + 0.63, 1.3), Rgb::hex(0xe0c070));
    for stripe in 0..6 {
        let (l, r) = (x + 0.4 * f64::from(stripe), x + 0.4 * f64::from(stripe + 1));
        let tint = if stripe % 2 == 0 { c } else { Rgb::hex(0xf2ece0) };
        p.face(&[(l, 2.95), (r, 2.95), (r + 0.02, 2.5), (r - 0.2, 2.42), (l - 0.02, 2.5)], tint);
    }
    if night {
        p.glow((x + 1.5, 1.0), 1.9, inside, 0.25);
    }
}

/// A sign of glowing tubes: brackets, bars and an arrow; never letters.
pub fn neon(p: &mut Pen<'_, '_>) {
    let dark = p.air.is_night() || p.air.wet;
    let (c, second) = (p.colour, Rgb::hex(pick(p.key, 7, &[0x4fe0ff, 0xff4fa0, 0xffe04f, 0x7fff8a])));
    // A tube that is tired goes out now and then, the same in every take.
    let flick = if p.key.is_multiple_of(5) && (p.air.now * 3.0 + p.x).sin() > 0.93 { 0.35 } else { 1.0 };
    let strength = flick * if dark { 1.0 } else { 0.55 };
    p.block((-0.62, 2.7), (0.62, 5.0), 0.08, Rgb::hex(0x20222c));
    if dark {
        p.glow((0.0, 3.85), 3.0, c, 0.38 * flick);
    }
    let kind = p.key % 3;
    let mut tube = |points: &[(f64, f64)], colour: Rgb| {
        let path = polygon(&points.iter().map(|(x, y)| p.at(*x, *y)).collect::<Vec<_>>());
        let px = p.px();
        p.brush.line(&path, 0.15 * px, colour, 0.35 * strength);
        p.brush.line(&path, 0.06 * px, colour.lighter(0.55), strength);
    };
    tube(&[(-0.48, 2.84), (0.48, 2.84), (0.48, 4.86), (-0.48, 4.86)], c);
    match kind {
        0 => {
            tube(&[(-0.24, 4.5), (0.24, 4.5), (0.0, 4.05)], second);
            tube(&[(0.0, 4.05), (0.0, 3.7), (0.0, 3.7)], second);
            tube(&[(-0.2, 3.4), (0.2, 3.4), (0.2, 3.1), (-0.2, 3.1)], c);
        }
        1 => {
            tube(&[(-0.25, 4.0), (0.0, 4.5), (0.25, 4.0), (0.0, 3.8)], second);
            tube(&[(-0.26, 3.5), (0.26, 3.5), (0.26, 3.5)], c);
            tube(&[(-0.26, 3.2), (0.26, 3.2), (0.26, 3.2)], second);
        }
        _ => {
            tube(&[(-0.26, 4.55), (0.26, 4.3), (-0.26, 4.05), (0.26, 3.8)], second);
            tube(&[(-0.2, 3.45), (0.2, 3.45), (0.0, 3.05)], c);
        }
    }
}

/// What light of signs makes on a wet road.
pub fn neon_pool(p: &mut Pen<'_, '_>) {
    if !(p.air.is_night() || p.air.wet) {
        return;
    }
    let (at, px) = (p.at(0.0, 0.0), p.px());
    let strength = if p.air.wet { 0.5 } else { 0.16 };
    let c = p.colour;
    for (wide, tall, part) in [(0.9, 0.17, 0.5), (0.6, 0.12, 0.7), (0.3, 0.07, 1.0)] {
        p.brush.raw(&ellipse(at, wide * px, tall * 0.45 * px), c, strength * part * 0.5);
    }
}
