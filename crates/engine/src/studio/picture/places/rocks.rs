//! Stone, snow, craters, crystals; mountains far away.

use super::super::{palette::Rgb, shape::polygon};
use super::kit::Pen;
use crate::studio::world::chance::pick;
use vello_cpu::kurbo::BezPath;

const SNOW: Rgb = Rgb::hex(0xf4f8fc);

/// A boulder with a lit and a dark side.
pub fn rock(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.shadow(0.7);
    let (a, b) = (p.between(1, -0.15, 0.15), p.between(2, 0.7, 0.95));
    p.form(&[(-0.72, -0.02), (-0.62, 0.36), (-0.3 + a, b * 0.85), (0.12 + a, b), (0.5, 0.55), (0.72, 0.2), (0.7, -0.02)], c);
    let side = -p.brush.palette.light.x.signum();
    p.face(&[(side * 0.1 + a, b * 0.9), (side * 0.5, 0.5), (side * 0.7, -0.02), (side * 0.15, -0.02), (side * 0.02, 0.45)], c.darker(0.22));
    if p.air.snowy {
        p.blob(&[(-0.5, 0.5), (-0.3 + a, b * 0.88), (0.12 + a, b + 0.04), (0.4, 0.62), (0.1, 0.6)], SNOW);
    }
}

/// A peak with snow on its top; its size is its height in tens of metres.
pub fn peak(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    let lean = p.between(1, -1.5, 1.5);
    let ridge = [
        (-9.0, -0.5),
        (-6.2, 3.0),
        (-4.6, 4.2),
        (-2.4 + lean * 0.5, 7.2),
        (lean, 10.0),
        (2.2 + lean * 0.5, 7.0),
        (3.6, 5.6),
        (6.0, 3.2),
        (9.0, -0.5),
    ];
    let path = polygon(&ridge.map(|(x, y)| p.at(x, y)));
    let tone = p.tone(c);
    let (top, foot) = (p.at(0.0, 10.0), p.at(0.0, 0.0));
    let haze = tone.mix(p.brush.palette.haze, 0.45);
    p.brush.gradient(&path, top, foot, &[(0.0, tone, 1.0), (1.0, haze, 1.0)]);
    let side = -p.brush.palette.light.x.signum();
    let dark = polygon(
        &[
            (lean, 10.0),
            (lean + side * 0.4, 7.2),
            (lean * 0.5 - side * 0.3, 5.0),
            (side * 0.9, 2.5),
            (side * 0.2, -0.5),
            (side * 9.0, -0.5),
            (side * 6.1, 3.1),
            (side * 3.6, 5.4),
            (lean * 0.5 + side * 2.3, 7.1),
        ]
        .map(|(x, y)| p.at(x, y)),
    );
    p.brush.raw(&dark, tone.darker(0.28), 0.55);
    let snow = p.tone(SNOW);
    let line = if p.air.snowy { 3.4 } else { 6.3 };
    let cap = polygon(
        &[
            (lean, 10.0),
            (2.2 + lean * 0.5, 7.0),
            (2.9, line),
            (1.7, line + 1.0),
            (0.9 + lean * 0.4, line - 0.4),
            (0.1, line + 0.9),
            (-0.9, line - 0.2),
            (-1.7, line + 0.8),
            (-2.9, line),
            (-2.4 + lean * 0.5, 7.2),
        ]
        .map(|(x, y)| p.at(x, y)),
    );
    p.brush.raw(&cap, snow, 0.95);
    let shade = polygon(
        &[(lean, 10.0), (lean + side * 0.4, 7.2), (side * 0.3 + lean * 0.4, line), (side * 2.9, line), (lean * 0.5 + side * 2.3, 7.1)]
            .map(|(x, y)| p.at(x, y)),
    );
    p.brush.raw(&shade, p.tone(Rgb::hex(0x7f94b4)), 0.45);
}

/// A cliff of dark stone that leaves the picture at its top.
pub fn cliff(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.form(&[(-1.5, 0.0), (-1.3, 1.2), (-1.5, 2.6), (-1.3, 12.0), (1.4, 12.0), (1.5, 3.4), (1.2, 1.6), (1.6, 0.0)], c);
    p.face(&[(-0.5, 12.0), (-0.2, 3.0), (-0.7, 1.4), (-0.3, 0.0), (-1.5, 0.0), (-1.3, 1.2), (-1.5, 2.6), (-1.3, 12.0)], c.lighter(0.08));
    for y in [1.0, 2.2, 3.6] {
        p.line(&[(-1.0, y), (-0.2, y + 0.14), (0.6, y - 0.08), (1.2, y + 0.05)], 0.03, c.darker(0.4), 0.6);
    }
}

/// A tooth of stone from above; its foot is its tip.
pub fn stalactite(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    let wide = p.between(1, 0.25, 0.45);
    p.form(&[(-wide * 2.2, 12.0), (-wide, 1.6), (-0.08, 0.2), (0.0, 0.0), (0.07, 0.2), (wide, 1.6), (wide * 2.2, 12.0)], c);
    p.line(&[(-wide * 0.5, 3.0), (-0.05, 0.8)], 0.05, c.lighter(0.14), 0.7);
    let drop = (p.air.now * 0.45 + p.chance(3)).fract();
    if drop < 0.4 {
        p.oval((0.0, -9.0 * drop * drop), (0.025, 0.04), Rgb::hex(0xbfe0f0));
    }
}

pub fn stalagmite(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.shadow(0.5);
    let tall = p.between(1, 0.7, 1.5);
    p.form(&[(-0.5, -0.02), (-0.26, 0.4), (-0.1, tall * 0.8), (0.0, tall), (0.1, tall * 0.8), (0.3, 0.36), (0.54, -0.02)], c);
    p.line(&[(-0.16, 0.3), (-0.03, tall * 0.8)], 0.04, c.lighter(0.2), 0.7);
}

/// Crystals that shine by themselves.
pub fn crystals(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.glow((0.0, 0.4), 1.6, c, 0.35);
    for (x, y, wide) in [(-0.34, 0.55, 0.1), (-0.08, 0.95, 0.14), (0.2, 0.7, 0.11), (0.42, 0.4, 0.09)] {
        p.form(&[(x * 0.5 - wide, 0.0), (x - wide, y * 0.8), (x, y), (x + wide, y * 0.8), (x * 0.5 + wide, 0.0)], c);
        p.face(&[(x * 0.5 - wide * 0.2, 0.0), (x - wide * 0.1, y * 0.85), (x, y), (x - wide, y * 0.8)], c.lighter(0.5));
    }
}

/// A hollow with a rim, seen flat.
pub fn crater(p: &mut Pen<'_, '_>) {
    let at = p.at(0.0, 0.0);
    let px = p.px();
    let flat = (p.brush.view.eye / (p.brush.view.depth + p.z)).clamp(0.08, 0.6);
    let side = p.brush.palette.light.x.signum();
    let c = p.colour;
    let oval = |dx: f64, dy: f64, r: f64| super::super::shape::ellipse((at.x + dx * px, at.y + dy * px * flat), r * px, r * px * flat);
    for (dx, dy, r, colour) in [(0.0, 0.0, 1.0, c.lighter(0.22)), (0.0, 0.06, 0.88, c.darker(0.38)), (-side * 0.12, 0.16, 0.74, c.darker(0.08))] {
        let tone = p.tone(colour);
        p.brush.raw(&oval(dx, dy, r), tone, 1.0);
    }
}

/// A lander on four legs.
pub fn lander(p: &mut Pen<'_, '_>) {
    p.shadow(1.8);
    let gold = Rgb::hex(0xd9ae52);
    for x in [-1.5, -0.7, 0.7, 1.5] {
        p.line(&[(x * 0.5, 1.4), (x, 0.06)], 0.08, Rgb::hex(0xb8bcc4), 1.0);
        p.oval((x, 0.05), (0.24, 0.06), Rgb::hex(0xb8bcc4));
    }
    p.form(&[(-1.1, 1.0), (-1.2, 1.5), (-0.9, 1.9), (0.9, 1.9), (1.2, 1.5), (1.1, 1.0)], gold);
    p.form(&[(-0.7, 1.9), (-0.9, 2.5), (-0.4, 3.2), (0.5, 3.2), (0.9, 2.5), (0.7, 1.9)], Rgb::hex(0xd4d8de));
    p.oval((-0.2, 2.6), (0.22, 0.22), Rgb::hex(0x2c3a50));
    p.line(&[(0.4, 3.2), (0.6, 3.9)], 0.05, Rgb::hex(0xb8bcc4), 1.0);
    p.ball((0.6, 3.95), (0.3, 0.1), Rgb::hex(0xe6e8ec));
}

/// The earth over the horizon: seas, lands, clouds, a dark side.
pub fn earth(p: &mut Pen<'_, '_>) {
    globe(p, Rgb::hex(0x2f74c4), &[0x4f9a58, 0xc8b070], Rgb::WHITE);
}

/// A planet with bands or a ring.
pub fn planet(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    if p.key.is_multiple_of(2) {
        ring(p, c, true);
    }
    globe(p, c, &[0xf0d8b0, 0xa86a4a], c.lighter(0.6));
    if p.key.is_multiple_of(2) {
        ring(p, c, false);
    }
}

fn ring(p: &mut Pen<'_, '_>, c: Rgb, back: bool) {
    let from = if back { 0.0 } else { std::f64::consts::PI };
    let arc: Vec<(f64, f64)> =
        (0..=16).map(|i| from + f64::from(i) * std::f64::consts::PI / 16.0).map(|a| (a.cos() * 1.8, a.sin() * 0.42 + a.cos() * 0.3)).collect();
    p.line(&arc, 0.22, c.lighter(0.4), 0.8);
    p.line(&arc, 0.05, c.darker(0.3), 0.8);
}

fn globe(p: &mut Pen<'_, '_>, base: Rgb, lands: &[u32], cloud: Rgb) {
    let (at, r) = (p.at(0.0, 0.0), p.px());
    p.brush.glow(at, r * 1.7, base.lighter(0.35), 0.35);
    let disc = super::super::shape::ellipse(at, r, r);
    p.brush.raw(&disc, base, 1.0);
    p.brush.context.push_clip_path(&disc);
    let spin = p.air.now * 0.02;
    for land in 0..6_u64 {
        let x = (p.chance(land + 3) * 3.0 + spin).rem_euclid(3.0) - 1.5;
        let (y, w) = (p.between(land + 30, -0.8, 0.8), p.between(land + 50, 0.2, 0.5));
        let points = [(x - w, y), (x - w * 0.3, y + w * 0.6), (x + w * 0.7, y + w * 0.4), (x + w, y - w * 0.3), (x + w * 0.1, y - w * 0.6)];
        let path = super::super::shape::blob(&points.map(|(x, y)| p.at(x, y)));
        p.brush.raw(&path, Rgb::hex(pick(p.key, land, lands)), 0.9);
    }
    for band in 0..4_u64 {
        let y = -0.7 + 0.42 * band as f64;
        let path = super::super::shape::blob(
            &[(-1.0, y), (-0.2, y + 0.09), (0.5, y - 0.02), (0.9, y + 0.05), (0.3, y - 0.08), (-0.5, y - 0.05)].map(|(x, y)| p.at(x + spin, y)),
        );
        p.brush.raw(&path, cloud, 0.55);
    }
    let (from, to) = (p.at(-0.9, 0.7), p.at(0.9, -0.7));
    p.brush.gradient(&disc, from, to, &[(0.0, Rgb::WHITE, 0.28), (0.35, Rgb::WHITE, 0.0), (0.55, Rgb::BLACK, 0.05), (1.0, Rgb::hex(0x04060f), 0.85)]);
    p.brush.context.pop_clip();
}

/// A cloud of light in deep space.
pub fn nebula(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    for puff in 0..6_u64 {
        let (x, y) = (p.between(puff, -1.6, 1.6), p.between(puff + 9, -0.8, 0.8));
        p.glow((x, y), p.between(puff + 20, 0.9, 1.9), if puff % 2 == 0 { c } else { c.mix(Rgb::hex(0x4f8ae0), 0.6) }, 0.22);
    }
}

/// A cloud that one could lie on; 4 m wide.
pub fn cloud(p: &mut Pen<'_, '_>) {
    let drift = p.air.now * (0.25 + p.air.wind * 0.8);
    let was = p.x;
    p.x += drift.rem_euclid(400.0);
    let mut path = BezPath::new();
    let px = p.px();
    for puff in 0..7_u64 {
        let x = -1.8 + 0.6 * puff as f64;
        let r = p.between(puff, 0.45, 0.85) * (1.0 - 0.12 * (x.abs() - 0.6).max(0.0) * 2.0);
        super::super::shape::add_ellipse(&mut path, p.at(x, 0.3 + r * 0.35), r * px, r * 0.85 * px);
    }
    super::super::shape::add_ellipse(&mut path, p.at(0.0, 0.12), 2.3 * px, 0.36 * px);
    let colour = p.brush.palette.cloud;
    let far = 1.0 - (-p.z.max(0.0) / 40.0).exp();
    let light = colour.mix(p.brush.palette.sky[2], far * 0.5);
    let base = colour.mix(p.brush.palette.sky[1], 0.5 + far * 0.2);
    let (top, foot) = (p.at(0.0, 1.1), p.at(0.0, -0.25));
    p.brush.gradient(&path, top, foot, &[(0.0, light, 0.98), (0.5, light, 0.95), (1.0, base, 0.85)]);
    p.x = was;
}
