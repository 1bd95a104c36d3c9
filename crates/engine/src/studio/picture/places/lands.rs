//! What a place has once: its own ground, a horizon, a hole in the rock.

use super::super::{
    brush::Brush,
    palette::Rgb,
    scenery::{band, ground, lamp, row},
    shape::{blob, ellipse, p as point, polygon},
    sky,
};
use super::{
    buildings,
    kit::{Air, Pen},
    water,
};
use crate::studio::world::chance::{between, unit};
use vello_cpu::kurbo::{BezPath, Rect};

pub fn skyline_far(p: &mut Pen<'_, '_>) {
    sky::skyline(p.brush, p.z, p.air.seed);
}

/// Taller, lower down: seen from a roof.
pub fn skyline_near(p: &mut Pen<'_, '_>) {
    sky::towers(p.brush, p.z, p.air.seed ^ 77, -14.0);
}

pub fn street_lamp(p: &mut Pen<'_, '_>) {
    lamp(p.brush, p.x, p.z, 3.6);
}

fn surface(brush: &mut Brush<'_>, from: f64, near: Rgb, far: Rgb) {
    let (top, w, h) = (brush.at(0.0, 0.0, from).y, brush.width, brush.height);
    if top < h {
        let (a, b) = (brush.tone(far, from), brush.tone(near, 0.0));
        brush.gradient_rect(Rect::new(0.0, top, w, h), point(0.0, top), point(0.0, h), &[(0.0, a, 1.0), (0.4, b, 1.0), (1.0, b.darker(0.18), 1.0)]);
    }
}

/// Gravel and tar behind a parapet.
pub fn roof_deck(p: &mut Pen<'_, '_>) {
    let c = if p.air.snowy { Rgb::hex(0xeef3f8) } else { p.colour };
    surface(p.brush, 4.6, c, c.darker(0.1));
    let seams = {
        let mut path = BezPath::new();
        for (x, _) in row(p.brush, 0.0, 1.8, 3.0) {
            path.move_to(p.brush.at(x, 0.0, 4.6));
            path.line_to(p.brush.at(x, 0.0, -4.0));
        }
        path
    };
    let (tone, width) = (p.tone(c.darker(0.3)), 0.018 * p.brush.metre);
    p.brush.line(&seams, width, tone, 0.5);
    super::speckle(p.brush, p.air.seed, c.darker(0.4));
}

/// A road between pavements, wet when it rains.
pub fn avenue(p: &mut Pen<'_, '_>) {
    let snowy = p.air.snowy;
    let asphalt = Rgb::hex(match (snowy, p.air.wet) {
        (true, _) => 0xaab2bd,
        (_, true) => 0x323845,
        _ => 0x50555f,
    });
    let pavement = Rgb::hex(if snowy { 0xe8edf3 } else { 0xa8a29c });
    ground(p.brush, pavement, pavement.darker(0.12));
    band(p.brush, -2.4, 5.6, asphalt);
    band(p.brush, 5.6, 5.78, Rgb::hex(0xcfcac2));
    for (x, _) in row(p.brush, 2.6, 3.0, 2.0) {
        super::floor_line(p.brush, (x, 2.4), (x + 1.4, 2.4), 0.13, Rgb::hex(0xf2eee2), 0.8);
    }
    if p.air.wet {
        let sky = p.brush.palette.sky[1].lighter(0.15);
        for (x, key) in row(p.brush, 2.0, 2.3, 2.0) {
            let z = between(p.air.seed, key, -1.6, 5.0);
            let at = p.brush.at(x, 0.0, z);
            let s = p.brush.scale(z) * between(p.air.seed, key + 1, 0.5, 1.2);
            p.brush.raw(&ellipse(at, 0.9 * s, 0.09 * s), sky, 0.35);
        }
    }
}

/// A way of trodden earth along the picture.
pub fn lane(p: &mut Pen<'_, '_>) {
    let c = if p.air.snowy { Rgb::hex(0xd8e0ea) } else { p.colour };
    band(p.brush, p.z - 1.1, p.z + 1.1, c);
    super::speckle(p.brush, p.air.seed, c.darker(0.3));
}

pub fn platform(p: &mut Pen<'_, '_>) {
    p.wall((-3.1, 0.0), (3.1, 0.9), p.colour);
    p.rect((-3.1, 0.82), (3.1, 0.92), Rgb::hex(0xf0e8d4));
    p.y = 0.9;
}

/// The platform on which the actors are, with its warning line.
pub fn near_platform(p: &mut Pen<'_, '_>) {
    let c = if p.air.snowy { Rgb::hex(0xeef3f8) } else { p.colour };
    surface(p.brush, p.z, c, c.darker(0.08));
    band(p.brush, p.z - 0.5, p.z - 0.25, Rgb::hex(0xf0c83c));
    let mut joints = BezPath::new();
    for (x, _) in row(p.brush, 0.0, 0.9, 3.0) {
        joints.move_to(p.brush.at(x, 0.0, p.z));
        joints.line_to(p.brush.at(x, 0.0, -4.0));
    }
    for z in [2.2, 0.9, -0.6, -1.8] {
        let y = p.brush.at(0.0, 0.0, z).y;
        joints.move_to((0.0, y));
        joints.line_to((p.brush.width, y));
    }
    let (tone, width) = (p.tone(c.darker(0.3)), 0.012 * p.brush.metre);
    p.brush.line(&joints, width, tone, 0.45);
}

pub fn brazier(p: &mut Pen<'_, '_>) {
    for x in [-0.22, 0.0, 0.22] {
        p.line(&[(x * 1.4, 0.0), (x, 0.9)], 0.06, Rgb::hex(0x2c2c32), 1.0);
    }
    p.form(&[(-0.34, 1.2), (0.34, 1.2), (0.24, 0.86), (-0.24, 0.86)], Rgb::hex(0x2c2c32));
    buildings::torch(p, (0.0, 1.2));
}

/// A meadow that falls away behind: its edge is the end of the near ground.
pub fn slope(p: &mut Pen<'_, '_>) {
    let c = if p.air.snowy { Rgb::hex(0xeef3f8) } else { p.colour };
    ground(p.brush, c, c.lighter(0.12));
    super::speckle(p.brush, p.air.seed, c.darker(0.3));
    if !p.air.snowy {
        super::super::scenery::tufts(p.brush, c.darker(0.2), &[7.0, 4.4, 2.4, 1.0, 0.0, -1.2], 0.1, p.air.now, p.air.seed);
    }
}

/// A ray of sun through leaves.
pub fn god_ray(p: &mut Pen<'_, '_>) {
    if p.air.is_night() {
        return;
    }
    let path = polygon(&[(-0.2, 8.0), (0.5, 8.0), (2.6, 0.0), (0.8, 0.0)].map(|(x, y)| p.at(x, y)));
    let (from, to) = (p.at(0.0, 7.0), p.at(1.6, 0.0));
    let c = p.brush.palette.key;
    p.brush.gradient(&path, from, to, &[(0.0, c, 0.34), (1.0, c, 0.0)]);
}

/// The way out, far away, and its light on the floor.
pub fn cave_mouth(p: &mut Pen<'_, '_>) {
    let sky = super::super::palette::Palette::new(
        crate::studio::screenplay::Setting::Park,
        p.air.time,
        crate::studio::screenplay::Weather::Clear,
        p.brush.style,
    )
    .sky;
    let hole = blob(&[(-2.4, 0.0), (-2.6, 1.6), (-1.4, 3.6), (0.4, 3.9), (2.0, 2.8), (2.5, 1.0), (2.2, 0.0), (0.0, -0.1)].map(|(x, y)| p.at(x, y)));
    let (top, foot) = (p.at(0.0, 3.9), p.at(0.0, 0.0));
    p.glow((0.0, 1.8), 6.0, sky[1], 0.4);
    p.brush.gradient(&hole, top, foot, &[(0.0, sky[0], 1.0), (0.6, sky[1], 1.0), (1.0, sky[2], 1.0)]);
    p.shine((-2.2, 0.0), (2.2, 0.5), Rgb::hex(if p.air.is_night() { 0x1c2a3c } else { 0x7f9a6a }), 0.9);
    let pool = ellipse(p.brush.at(p.x, 0.0, 8.0), 2.0 * p.px(), 0.4 * p.px());
    p.brush.raw(&pool, sky[2], 0.14);
}

/// Stars that do not twinkle; more than over land.
pub fn heaven(p: &mut Pen<'_, '_>) {
    let (w, h) = (p.brush.width, p.brush.height);
    let drift = p.brush.view.centre.x * 0.004 * p.brush.metre;
    for (layer, (count, size)) in [(90_u64, 0.0008), (36, 0.0015), (8, 0.0026)].into_iter().enumerate() {
        let mut path = BezPath::new();
        for star in 0..count {
            let key = star * 4 + layer as u64 * 1000;
            let x = (unit(p.air.seed, key) * w - drift * (layer as f64 + 1.0)).rem_euclid(w);
            let r = size * h * (0.6 + 0.8 * unit(p.air.seed, key + 2));
            super::super::shape::add_ellipse(&mut path, point(x, unit(p.air.seed, key + 1) * h), r, r);
        }
        p.brush.raw(&path, Rgb::hex([0xd8dcf0, 0xf4f2ff, 0xffeec8][layer]), 0.9);
    }
}

/// Grey dust to a near, bent horizon, with hills.
pub fn moon_ground(p: &mut Pen<'_, '_>) {
    let seed = p.air.seed;
    for (z, rise, shade) in [(70.0, 7.0, 0.34), (44.0, 3.0, 0.2)] {
        sky::hills(p.brush, z, rise, p.colour.darker(shade), seed ^ z as u64);
    }
    let c = p.colour;
    ground(p.brush, c, c.darker(0.16));
    super::speckle(p.brush, seed, c.darker(0.5));
}

/// A stone that turns slowly.
pub fn asteroid(p: &mut Pen<'_, '_>) {
    let turn = p.air.now * (0.2 + p.chance(2) * 0.3) + p.chance(1) * 6.0;
    let key = p.key;
    let spots: Vec<(f64, f64)> =
        (0..9_u64).map(|i| (turn + i as f64 * 0.698, between(key, i, 0.75, 1.05))).map(|(a, r)| (a.cos() * r, a.sin() * r)).collect();
    let c = p.colour;
    p.form(&spots, c);
    for (a, r) in [(0.6, 0.4), (2.6, 0.5), (4.4, 0.35_f64)] {
        let a = a + turn;
        p.oval((a.cos() * r, a.sin() * r), (0.18, 0.15), c.darker(0.4));
    }
}

/// Fields and a river far below, under haze.
pub fn earth_below(p: &mut Pen<'_, '_>) {
    let (w, h, horizon) = (p.brush.width, p.brush.height, p.brush.horizon() + p.brush.height * 0.22);
    if horizon > h {
        return;
    }
    let haze = p.brush.palette.haze;
    let land = Rgb::hex(if p.air.snowy { 0xdfe8f0 } else { 0x7fa878 }).times(p.brush.palette.ambient);
    p.brush.gradient_rect(
        Rect::new(0.0, horizon, w, h),
        point(0.0, horizon),
        point(0.0, h),
        &[(0.0, haze, 0.0), (0.25, land.mix(haze, 0.6), 0.9), (1.0, land.mix(haze, 0.25), 1.0)],
    );
    let drift = p.brush.view.centre.x * p.brush.metre * 0.03;
    for field in 0..22_u64 {
        let depth = unit(p.air.seed, field + 9).powf(1.5);
        let y = horizon + (h - horizon) * (0.22 + 0.75 * depth);
        let wide = w * (0.05 + 0.16 * depth);
        let x = (unit(p.air.seed, field + 50) * w * 1.4 - drift * (0.3 + depth)).rem_euclid(w * 1.4) - w * 0.2;
        let tall = h * (0.006 + 0.03 * depth);
        let c = Rgb::hex([0xc8b868, 0x6f9a5a, 0xa8b068, 0x5f8a60][field as usize % 4]).times(p.brush.palette.ambient).mix(haze, 0.6 - 0.3 * depth);
        p.brush.raw(
            &polygon(&[point(x, y), point(x + wide, y + tall * 0.2), point(x + wide * 0.9, y + tall), point(x - wide * 0.15, y + tall * 0.8)]),
            c,
            0.8,
        );
    }
}

/// Water to the right, a deck with an edge of stone to the left.
pub fn basin(p: &mut Pen<'_, '_>) {
    let air = *p.air;
    let x = p.x;
    let edge = [p.brush.at(x - 0.35, 0.0, 7.3), p.brush.at(x + 60.0, 0.0, 7.3), p.brush.at(x + 60.0, 0.0, -3.0), p.brush.at(x - 0.35, 0.0, -3.0)];
    let tone = p.tone(Rgb::hex(0xf2eee4));
    p.brush.raw(&polygon(&edge), tone, 1.0);
    water::pool(p.brush, &air, x, (-2.6, 7.0));
}

/// The water between a swimmer and the lens.
pub fn pool_front(brush: &mut Brush<'_>, air: &Air) {
    water::pool(brush, air, 0.3, (-2.6, -0.05));
}

/// Stalks with brown heads, or coarse grass.
pub fn reeds(p: &mut Pen<'_, '_>) {
    let now = p.air.now;
    let sway = (now * 1.1 + p.x).sin() * 0.06 * (0.5 + p.air.wind * 2.0);
    let green = if p.air.snowy { Rgb::hex(0xb0a888) } else { Rgb::hex(0x6f8a48) };
    for stalk in 0..8_u64 {
        let (x, tall) = (-0.35 + 0.1 * stalk as f64, p.between(stalk, 0.5, 1.15));
        p.line(&[(x, -0.05), (x + sway * 0.4, tall * 0.6), (x + sway * (1.0 + tall), tall)], 0.028, green, 1.0);
        if stalk % 3 == 0 {
            p.line(&[(x + sway * (1.0 + tall), tall - 0.12), (x + sway * (1.1 + tall), tall + 0.08)], 0.06, Rgb::hex(0x7a5434), 1.0);
        }
    }
}

/// Spray where waves meet rocks.
pub fn surf_spray(p: &mut Pen<'_, '_>) {
    let t = (p.air.now * 0.3 + p.chance(1)).fract();
    let rise = (t * std::f64::consts::PI).sin();
    let high = 0.25 + water::swell(p.air) * 1.6;
    let key = p.key;
    let drops = (0..14_u64).map(|i| {
        let x = between(key, i, -0.7, 0.7);
        (x * (0.6 + t * 0.6), rise * high * between(key, i + 20, 0.2, 1.2) * (1.0 - x * x), between(key, i + 40, 0.03, 0.09))
    });
    p.dots(drops, Rgb::hex(0xf4faf8), 0.75 * rise);
    p.oval((0.0, 0.0), (0.9, 0.08), Rgb::hex(0xf0f8f8));
}

/// The rock on which a lighthouse stands.
pub fn islet(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.form(&[(-4.6, -0.6), (-3.6, 0.3), (-2.4, 0.6), (-1.6, 1.4), (-0.4, 1.75), (1.8, 1.7), (2.9, 1.2), (4.0, 0.6), (5.4, 0.2), (6.0, -0.6)], c);
    p.face(
        &[(-1.6, 1.4), (-0.4, 1.75), (1.8, 1.7), (2.6, 1.35), (0.8, 1.42), (-0.6, 1.3)],
        if p.air.snowy { Rgb::hex(0xf2f6fa) } else { Rgb::hex(0x7f9a62) },
    );
    for (x, y) in [(-2.6, 0.3), (-0.8, 0.7), (1.4, 0.6), (3.4, 0.3)] {
        p.line(&[(x, y + 0.3), (x + 0.3, y), (x + 0.1, y - 0.5)], 0.05, c.darker(0.4), 0.7);
    }
    let foam = (p.air.now * 0.9).sin() * 0.06;
    p.line(&[(-4.8, -0.3 + foam), (-2.0, -0.42), (1.0, -0.36 + foam), (4.0, -0.42), (6.2, -0.3 + foam)], 0.14, Rgb::hex(0xf4faf8), 0.85);
}

/// Iron plates around the lamp.
pub fn gallery_floor(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    surface(p.brush, p.z, c, c.darker(0.2));
    let mut path = BezPath::new();
    for (x, _) in row(p.brush, 0.0, 0.7, 3.0) {
        path.move_to(p.brush.at(x, 0.0, p.z));
        path.line_to(p.brush.at(x, 0.0, -4.0));
    }
    let (tone, width) = (p.tone(c.darker(0.4)), 0.014 * p.brush.metre);
    p.brush.line(&path, width, tone, 0.6);
}
