//! What belongs to a room itself: windows, lamps, pictures, rugs, plants.

use super::super::{
    palette::{Palette, Rgb},
    shape::ellipse,
};
use super::kit::Pen;
use crate::studio::{
    screenplay::{Setting, Style, Weather},
    world::chance::pick,
};
use vello_cpu::kurbo::{Point, Rect};

const DARK: Rgb = Rgb::hex(0x4a3a34);
const CREAM: Rgb = Rgb::hex(0xf6efe0);
const LAMPLIGHT: Rgb = Rgb::hex(0xffdc94);

/// The sky of the hour in a hole in the wall.
fn pane(p: &mut Pen<'_, '_>, low: (f64, f64), high: (f64, f64)) {
    let sky = Palette::new(Setting::Park, p.air.time, Weather::Clear, Style::Soft).sky;
    let (a, b) = (p.at(low.0, high.1), p.at(high.0, low.1));
    let foot = Point::new(a.x, b.y);
    p.brush.gradient_rect(Rect::new(a.x, a.y, b.x, b.y), a, foot, &[(0.0, sky[0], 1.0), (0.6, sky[1], 1.0), (1.0, sky[2], 1.0)]);
}

/// Two wings, a sill, hills or stars outside, and the light that falls in.
pub fn window(p: &mut Pen<'_, '_>) {
    let night = p.air.is_night();
    p.rect((-0.68, 0.86), (0.68, 2.24), CREAM);
    pane(p, (-0.58, 0.98), (0.58, 2.14));
    if night {
        p.shine((0.2, 1.78), (0.28, 1.86), Rgb::hex(0xf4f2e0), 0.9);
        for (x, y) in [(-0.4, 1.9), (-0.15, 2.02), (0.42, 1.6), (-0.3, 1.62)] {
            p.shine((x, y), (x + 0.02, y + 0.02), Rgb::WHITE, 0.8);
        }
    }
    let hill = if night { Rgb::hex(0x22304a) } else { Rgb::hex(0x7fae76) };
    p.face(&[(-0.58, 0.98), (-0.58, 1.2), (-0.2, 1.32), (0.15, 1.18), (0.58, 1.28), (0.58, 0.98)], hill);
    p.rect((-0.03, 0.98), (0.03, 2.14), CREAM);
    p.rect((-0.58, 1.62), (0.58, 1.67), CREAM);
    p.rect((-0.76, 0.80), (0.76, 0.90), CREAM.darker(0.12));
    if !night {
        p.glow((0.0, 1.55), 1.5, Rgb::hex(0xfff2cf), 0.22);
    }
}

/// A window with curtains of the piece's colour.
pub fn curtained(p: &mut Pen<'_, '_>) {
    window(p);
    let c = p.colour;
    p.rect((-0.98, 2.30), (0.98, 2.35), DARK);
    for side in [-1.0, 1.0] {
        let x = |t: f64| side * t;
        p.form(&[(x(0.96), 2.32), (x(0.42), 2.32), (x(0.52), 1.5), (x(0.66), 0.62), (x(0.98), 0.62)], c);
        for fold in [0.56, 0.70, 0.84] {
            p.line(&[(x(fold), 2.28), (x(fold + 0.07), 1.4), (x(fold + 0.1), 0.66)], 0.018, c.darker(0.4), 0.7);
        }
    }
}

/// Very high, with an arched top, of a library or a hall.
pub fn tall_window(p: &mut Pen<'_, '_>) {
    let frame = p.colour;
    p.block((-0.62, 0.7), (0.62, 4.1), 0.55, frame);
    pane(p, (-0.5, 0.84), (0.5, 3.6));
    let centre = p.at(0.0, 3.6);
    let r = 0.5 * p.px();
    let sky = Palette::new(Setting::Park, p.air.time, Weather::Clear, Style::Soft).sky[0];
    p.brush.raw(&ellipse(centre, r, r * 0.7), sky, 1.0);
    p.rect((-0.025, 0.84), (0.025, 3.95), frame);
    for y in [1.5, 2.2, 2.9, 3.55] {
        p.rect((-0.5, y), (0.5, y + 0.05), frame);
    }
    if !p.air.is_night() {
        p.glow((0.0, 2.2), 1.9, Rgb::hex(0xfff0c8), 0.25);
    }
}

pub fn picture(p: &mut Pen<'_, '_>) {
    let (sky, land) = (pick(p.key, 1, &[0xf0d8a0, 0xcfe0ea, 0xeac4b4]), pick(p.key, 2, &[0x5f8a74, 0x4f6f9c, 0xc4695a]));
    p.block((-0.46, 1.36), (0.46, 2.06), 0.02, Rgb::hex(0x6d4a30));
    p.rect((-0.38, 1.44), (0.38, 1.98), Rgb::hex(sky));
    p.face(&[(-0.38, 1.44), (-0.38, 1.62), (-0.1, 1.78), (0.14, 1.6), (0.38, 1.7), (0.38, 1.44)], Rgb::hex(land));
}

/// With hands that stand where the take's clock is of no use: ten past ten.
pub fn clock(p: &mut Pen<'_, '_>) {
    p.ball((0.0, 2.0), (0.20, 0.20), p.colour);
    p.oval((0.0, 2.0), (0.165, 0.165), CREAM);
    p.line(&[(0.0, 2.0), (-0.07, 2.06)], 0.022, DARK, 1.0);
    p.line(&[(0.0, 2.0), (0.09, 2.09)], 0.016, DARK, 1.0);
}

/// A lamp from the ceiling with its cone of light.
pub fn pendant(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.line(&[(0.0, 12.0), (0.0, 2.35)], 0.02, DARK, 1.0);
    p.glow((0.0, 2.1), 1.5, LAMPLIGHT, if p.air.is_night() { 0.5 } else { 0.18 });
    p.form(&[(-0.09, 2.4), (0.09, 2.4), (0.3, 2.14), (-0.3, 2.14)], c);
    p.oval((0.0, 2.13), (0.22, 0.04), Rgb::hex(0xfff3cf));
}

/// Stands on the floor or a table.
pub fn lampshade(p: &mut Pen<'_, '_>) {
    p.shadow(0.2);
    p.bone((0.0, 0.0), 0.09, (0.0, 0.03), 0.09, DARK);
    p.line(&[(0.0, 0.0), (0.0, 1.15)], 0.03, DARK, 1.0);
    p.glow((0.0, 1.3), 1.3, LAMPLIGHT, if p.air.is_night() { 0.55 } else { 0.15 });
    p.form(&[(-0.14, 1.52), (0.14, 1.52), (0.27, 1.1), (-0.27, 1.1)], if p.air.is_night() { Rgb::hex(0xffe6b0) } else { p.colour });
}

pub fn plant(p: &mut Pen<'_, '_>) {
    p.shadow(0.3);
    for leaf in 0..7 {
        let a = 0.35 + f64::from(leaf) * 0.41;
        let (x, y) = (a.cos() * 0.5, 0.75 + a.sin() * 0.7);
        let (mx, my) = (x * 0.5, 0.42 + (y - 0.42) * 0.55);
        let colour = Rgb::hex(pick(p.key, leaf as u64, &[0x4f8a58, 0x5f9a5c, 0x3f7a50]));
        p.blob(&[(0.0, 0.42), (mx - 0.1, my + 0.06), (x, y), (mx + 0.1, my - 0.06)], colour);
    }
    p.form(&[(-0.22, 0.46), (0.22, 0.46), (0.16, 0.0), (-0.16, 0.0)], Rgb::hex(0xc4704f));
}

/// An oval rug on the floor.
pub fn rug(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    for (r, colour) in [(1.0, c.darker(0.1)), (0.86, c.lighter(0.55)), (0.78, c), (0.4, c.lighter(0.35))] {
        let at = p.at(0.0, 0.0);
        let (rx, tone) = (1.9 * r * p.px(), p.tone(colour));
        let flat = (p.brush.view.eye / p.brush.view.depth).clamp(0.12, 0.6);
        p.brush.raw(&ellipse(at, rx, rx * flat * 1.1), tone, 1.0);
    }
}

/// A city through a whole wall of glass, with blinds.
pub fn glass_wall(p: &mut Pen<'_, '_>) {
    pane(p, (-1.2, 0.4), (1.2, 3.2));
    let night = p.air.is_night();
    for tower in 0..6_u64 {
        let x = -1.2 + 0.4 * tower as f64;
        let tall = p.between(tower, 0.9, 2.1);
        let c = if night { Rgb::hex(0x1c2844) } else { Rgb::hex(0x8fa4ba) };
        p.shine((x, 0.4), (x + 0.36, tall), c.mix(Rgb::hex(0x9fb6cc), p.chance(tower + 9) * 0.4), 1.0);
        for floor in 0..5_u64 {
            if p.chance(tower * 9 + floor) < 0.6 {
                let y = 0.55 + floor as f64 * 0.26;
                if y + 0.1 < tall {
                    p.shine((x + 0.06, y), (x + 0.28, y + 0.08), if night { Rgb::hex(0xffd98c) } else { Rgb::hex(0xdcecf6) }, 0.7);
                }
            }
        }
    }
    for x in [-1.22, -0.42, 0.38, 1.16] {
        p.rect((x, 0.3), (x + 0.06, 3.3), Rgb::hex(0x59636e));
    }
    p.rect((-1.22, 0.3), (1.22, 0.42), Rgb::hex(0x59636e));
    for slat in 0..6 {
        let y = 2.9 - 0.09 * f64::from(slat);
        p.rect((-1.2, y), (1.2, y + 0.045), Rgb::hex(0xe8e6e0));
    }
}

/// Little flags on a string across the wall.
pub fn bunting(p: &mut Pen<'_, '_>) {
    p.line(&[(-1.1, 2.5), (0.0, 2.26), (1.1, 2.5)], 0.02, CREAM, 1.0);
    for flag in 0..8 {
        let x = -0.98 + 0.28 * f64::from(flag);
        let y = 2.26 + 0.2 * (x / 1.1_f64).powi(2);
        let c = Rgb::hex([0xe8665a, 0xf0c048, 0x5fa8d0, 0x6ab070][flag as usize % 4]);
        p.face(&[(x - 0.1, y), (x + 0.1, y), (x, y - 0.22)], c);
    }
}
