//! Water: a surface between two depths with waves, glitter and foam; waves before and behind whoever is in it; the deep.

use super::super::{
    brush::Brush,
    palette::Rgb,
    shape::{add_ellipse, curve, ellipse, p as point, polygon},
};
use super::kit::{Air, Pen};
use crate::studio::{
    screenplay::Weather,
    world::{
        chance::{between, unit},
        water::Water,
    },
};
use vello_cpu::kurbo::{BezPath, Rect};

const FOAM: Rgb = Rgb::hex(0xf4faf8);

/// How high waves go: metres.
#[must_use]
pub fn swell(air: &Air) -> f64 {
    match air.weather {
        Weather::Storm => 0.55,
        Weather::Wind | Weather::Rain => 0.22,
        _ => 0.07,
    }
}

/// The waves that boats ride on, where the setting has them.
fn ridden(air: &Air) -> Option<Water> {
    air.water.filter(|water| water.level == 0.0)
}

/// From rest to the highest crest.
fn tall(air: &Air) -> f64 {
    ridden(air).map_or_else(|| swell(air), |water| water.tall(air.now))
}

/// Level of the waves at a place: in the plane of boats, that which they ride on.
fn level(air: &Air, x: f64, z: f64) -> f64 {
    let high = swell(air);
    let chop = high * (0.6 * (x * 0.9 + air.now * 1.3 + z * 0.7).sin() + 0.4 * (x * 1.9 - air.now * 1.0 + z * 1.7).sin());
    ridden(air).map_or(chop, |water| water.height(x - 0.8 * z, air.now) + 0.25 * chop * z.abs().min(1.0))
}

/// From the horizon to the lower edge, with rows of waves that grow towards the lens.
pub fn sea(brush: &mut Brush<'_>, air: &Air, colour: u32, near: f64) {
    let (horizon, w, h) = (brush.horizon(), brush.width, brush.height);
    let deep = brush.tone(Rgb::hex(colour), 0.0);
    let far = brush.tone(Rgb::hex(colour), 20.0).mix(brush.palette.sky[2], 0.5);
    // Before the lens it has no end.
    let shore = if near < 0.0 { h } else { brush.at(0.0, 0.0, near).y.max(horizon + 2.0) };
    brush.gradient_rect(
        Rect::new(0.0, horizon, w, shore),
        point(0.0, horizon),
        point(0.0, h),
        &[(0.0, far, 1.0), (0.25, deep.mix(far, 0.3), 1.0), (1.0, deep.darker(0.25), 1.0)],
    );
    glitter(brush, air, horizon, shore);
    for z in [34.0, 22.0, 15.0, 10.0, 6.5, 4.0, 2.2, 1.0] {
        if z > near {
            wave(brush, air, deep, (z, 0.0));
        }
    }
}

/// One row of waves `(z, lower)` metres behind the plane and lower than the water: a body darker at its foot, light on its crest.
pub fn wave(brush: &mut Brush<'_>, air: &Air, colour: Rgb, (z, lower): (f64, f64)) {
    let high = swell(air);
    let step = brush.width / 26.0;
    let mut crest = Vec::new();
    for i in -1..=27 {
        let sx = f64::from(i) * step;
        let x = brush.view.centre.x + (sx - brush.width / 2.0) / brush.scale(z) - brush.view.slant * z;
        crest.push(brush.at(x, level(air, x, z) - lower, z));
    }
    let foot = brush.at(0.0, -tall(air) - 0.35 - 0.08 * z - 1.6 * lower, z).y;
    let mut body = curve(&crest);
    body.line_to((brush.width + step, foot));
    body.line_to((-step, foot));
    body.close_path();
    let far = 1.0 - (-z.max(0.0) / 26.0).exp();
    let top = colour.lighter(0.10).mix(brush.palette.sky[2], 0.16 + far * 0.4);
    let low = colour.mix(brush.palette.sky[2], far * 0.4);
    let y = brush.at(0.0, tall(air), z).y;
    brush.gradient(&body, point(0.0, y), point(0.0, foot), &[(0.0, top, 1.0), (0.45 + 0.6 * lower.min(0.5) as f32, low, 0.97), (1.0, low, 0.0)]);
    let white = brush.tone(FOAM, z.max(0.0));
    let alpha = if high > 0.3 { 0.5 } else { 0.28 };
    brush.line(&curve(&crest), brush.scale(z) * (0.012 + high * 0.025), white, alpha);
    if high > 0.3 {
        foam(brush, air, z, white);
    }
}

fn foam(brush: &mut Brush<'_>, air: &Air, z: f64, white: Rgb) {
    let mut path = BezPath::new();
    let (low, high) = brush.span(z, 0.5);
    let s = brush.scale(z);
    for spot in (low / 0.5) as i64..=(high / 0.5) as i64 {
        let key = (spot + 100_000) as u64;
        let x = spot as f64 * 0.5 + between(air.seed, key, -0.2, 0.2);
        let y = level(air, x, z);
        if y > tall(air) * 0.35 && z > -0.1 {
            let r = between(air.seed, key + 7, 0.03, 0.09);
            add_ellipse(&mut path, brush.at(x, y - 0.02, z), r * 1.9 * s, r * 0.4 * s);
            add_ellipse(&mut path, brush.at(x + 0.16, y - 0.10, z), r * 1.1 * s, r * 0.25 * s);
        }
    }
    brush.raw(&path, white, 0.8);
}

fn glitter(brush: &mut Brush<'_>, air: &Air, top: f64, low: f64) {
    let mut path = BezPath::new();
    let middle = brush.palette.sun_at.0 * brush.width;
    for index in 0..64 {
        let depth = unit(air.seed, index + 500).powf(1.6);
        let y = top + (low - top) * (0.02 + 0.9 * depth);
        let spread = if index % 2 == 0 { brush.width } else { brush.width * (0.10 + 0.25 * depth) };
        let x = if index % 2 == 0 { unit(air.seed, index + 600) * brush.width } else { middle + (unit(air.seed, index + 600) - 0.5) * spread };
        let wide = brush.width * (0.006 + 0.035 * depth) * (0.6 + 0.4 * (air.now * 1.6 + index as f64).sin());
        add_ellipse(&mut path, point(x, y), wide.max(0.5), brush.height * 0.0011 * (0.6 + depth));
    }
    let colour = brush.palette.key.lighter(0.25);
    brush.raw(&path, colour, if air.weather == Weather::Clear { 0.55 } else { 0.2 });
}

/// Water between whoever swims and the lens.
pub fn front(brush: &mut Brush<'_>, air: &Air, colour: u32) {
    let deep = brush.tone(Rgb::hex(colour), 0.0);
    // A crest before a boat would hide it: what is nearer is seen lower, the more the higher the waves go.
    for z in [-0.7, -1.7, -2.8] {
        wave(brush, air, deep.darker(0.06 * -z), (z, 0.45 * tall(air) * (-z).min(1.4)));
    }
}

/// A basin from `x0` to the right, between two depths: tiles, lanes, light nets.
pub fn pool(brush: &mut Brush<'_>, air: &Air, x0: f64, z: (f64, f64)) {
    let blue = brush.tone(Rgb::hex(0x3fb4d8), 0.0);
    let (_, right) = brush.span(z.1, 2.0);
    let right = right.max(x0 + 1.0);
    let corners = [brush.at(x0, 0.0, z.1), brush.at(right, 0.0, z.1), brush.at(right, 0.0, z.0), brush.at(x0, 0.0, z.0)];
    let path = polygon(&corners);
    brush.gradient(&path, corners[0], corners[3], &[(0.0, blue.lighter(0.25), 1.0), (0.6, blue, 1.0), (1.0, blue.darker(0.14), 1.0)]);
    for lane in [1.6, 3.4, 5.2] {
        if lane > z.0 && lane < z.1 {
            let mut dots = BezPath::new();
            let s = brush.scale(lane);
            let mut x = x0 + 0.2;
            while x < right {
                let y = 0.03 + 0.02 * (x * 2.0 + air.now * 2.0).sin();
                add_ellipse(&mut dots, brush.at(x, y, lane), 0.12 * s, 0.045 * s);
                x += 0.42;
            }
            let tone = brush.tone(Rgb::hex(0xe8564a), lane);
            brush.raw(&dots, tone, 0.95);
        }
    }
    nets(brush, air, x0, right, z);
}

fn nets(brush: &mut Brush<'_>, air: &Air, x0: f64, right: f64, z: (f64, f64)) {
    let mut path = BezPath::new();
    let mut depth = z.0 + 0.2;
    let mut number = 0_u64;
    while depth < z.1 {
        let mut x = x0 + 0.1 + unit(air.seed, number);
        while x < right {
            let sway = (air.now * 1.4 + x * 1.7 + depth).sin() * 0.14;
            if x + sway - 0.2 > x0 {
                path.move_to(brush.at(x - 0.2 + sway, 0.0, depth));
                path.quad_to(brush.at(x + sway, 0.0, depth + 0.16), brush.at(x + 0.24 + sway, 0.0, depth));
            }
            x += 0.9;
        }
        depth += 0.42;
        number += 1;
    }
    brush.line(&path, brush.metre * 0.014, Rgb::WHITE, 0.42);
}

/// Slanting shafts of light from the surface, and its glimmer.
pub fn shafts(brush: &mut Brush<'_>, air: &Air) {
    let (w, h) = (brush.width, brush.height);
    let drift = brush.view.centre.x * brush.metre * 0.15;
    for shaft in 0..7_u64 {
        let sway = (air.now * 0.35 + shaft as f64 * 1.7).sin() * 0.03;
        let x = ((unit(air.seed, shaft + 40) + sway) * w * 1.5 - drift).rem_euclid(w * 1.5) - w * 0.25;
        let (wide, low) = (between(air.seed, shaft + 60, 0.03, 0.09) * w, h * between(air.seed, shaft + 80, 0.6, 0.95));
        let path = polygon(&[point(x, -4.0), point(x + wide, -4.0), point(x + wide * 2.2 - w * 0.14, low), point(x - w * 0.14 - wide * 0.6, low)]);
        let glimmer = 0.15 + 0.08 * (air.now * 0.9 + shaft as f64 * 2.3).sin();
        brush.gradient(&path, point(x, 0.0), point(x, low), &[(0.0, Rgb::hex(0xd8f8f0), glimmer), (1.0, Rgb::hex(0xd8f8f0), 0.0)]);
    }
}

/// Bubbles that rise in strings.
pub fn bubbles(p: &mut Pen<'_, '_>) {
    let now = p.air.now;
    for bubble in 0..7_u64 {
        let t = (now * 0.16 + bubble as f64 / 7.0 + p.chance(bubble)).fract();
        let x = (now * 2.0 + bubble as f64 * 2.1).sin() * 0.05 + p.between(bubble + 9, -0.12, 0.12);
        let r = (0.02 + 0.035 * p.chance(bubble + 5)) * (0.5 + t);
        let path = ellipse(p.at(x, 0.1 + t * 3.6), r * p.px(), r * p.px());
        let line = 0.012 * p.px();
        p.brush.raw(&path, Rgb::hex(0xe6fbff), 0.22);
        p.brush.line(&path, line, Rgb::hex(0xf2feff), 0.75);
    }
}

/// A shoal of small fish far away.
pub fn shoal(p: &mut Pen<'_, '_>) {
    let t = p.air.now * 0.5 + p.chance(1) * 9.0;
    let c = p.colour;
    for fish in 0..7_u64 {
        let (x, y) = (p.between(fish, -0.9, 0.9) + t.sin() * 0.6, p.between(fish + 9, -0.4, 0.4) + (t * 1.7 + fish as f64).sin() * 0.05);
        let way = if t.cos() >= 0.0 { 1.0 } else { -1.0 };
        p.face(
            &[
                (x + way * 0.12, y),
                (x, y + 0.05),
                (x - way * 0.10, y),
                (x - way * 0.18, y + 0.05),
                (x - way * 0.18, y - 0.05),
                (x - way * 0.10, y),
                (x, y - 0.05),
            ],
            c,
        );
    }
}
