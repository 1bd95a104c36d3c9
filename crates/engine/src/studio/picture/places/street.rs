//! A street with houses, shops, lamps and puddles.

use super::super::{
    brush::Brush,
    palette::Rgb,
    scenery::{band, ground, lamp, row, tree},
    shape::{ellipse, p, polygon},
    sky,
};
use super::{floor_line, neon};
use crate::studio::{
    screenplay::ShotPlan,
    world::{
        chance::{between, pick, unit},
        event::Material,
        stage::Stage,
    },
};
use vello_cpu::kurbo::{BezPath, Point, Rect, Vec2};

/// Metres from one house to the next.
const HOUSE: f64 = 5.2;

pub fn street(brush: &mut Brush<'_>, plan: &ShotPlan, seed: u64, stage: &Stage) {
    sky::skyline(brush, 70.0, seed);
    let people = plan.cast.iter().any(|actor| !matches!(actor.kind, crate::studio::screenplay::ActorKind::Car));
    let snowy = stage.ground == Material::Snow;
    let pavement = Rgb::hex(if snowy { 0xe8edf3 } else { 0xb9b2a8 });
    let asphalt = Rgb::hex(if snowy {
        0xaab2bd
    } else if stage.wet {
        0x3c424e
    } else {
        0x565b66
    });
    let kerb = if people { 1.1 } else { -2.2 };
    ground(brush, pavement, pavement.darker(0.1));
    band(brush, 6.4, 9.0, pavement);
    houses(brush, 8.4, seed);
    band(brush, kerb, 5.0, asphalt);
    band(brush, 5.0, 5.18, Rgb::hex(0xd8d4cc));
    band(brush, kerb - 0.16, kerb, Rgb::hex(0xdedad2));
    for (x, _) in row(brush, 3.0, 3.0, 2.0) {
        floor_line(brush, (x, 2.95), (x + 1.4, 2.95), 0.13, Rgb::hex(0xf2eee2), 0.85);
    }
    for (x, key) in row(brush, 3.0, 17.0, 4.0) {
        if unit(seed, key + 77) < 0.6 {
            crosswalk(brush, x + 5.0, kerb, 5.0);
        }
    }
    if !snowy && people {
        let mut joints = BezPath::new();
        for (x, _) in row(brush, 0.0, 1.1, 3.0) {
            joints.move_to(brush.at(x, 0.0, kerb - 0.2));
            joints.line_to(brush.at(x, 0.0, -4.0));
        }
        brush.line(&joints, 0.012 * brush.metre, brush.tone(Rgb::hex(0x8c857a), 0.0), 0.5);
        floor_line(brush, (brush.span(0.0, 2.0).0, -0.5), (brush.span(0.0, 2.0).1, -0.5), 0.03, Rgb::hex(0x8c857a), 0.5);
    }
    if stage.wet {
        reflections(brush, seed, kerb);
        if brush.palette.night {
            neon::mirrored(brush, 8.4, HOUSE, seed);
        }
    }
    for (x, key) in row(brush, 5.7, 9.0, 2.0) {
        lamp(brush, x + 2.7 + between(seed, key, -0.5, 0.5), 5.7, 3.9);
        if unit(seed, key + 3) < 0.7 {
            tree(brush, x + 6.9, 6.0, between(seed, key, 3.4, 4.4), Rgb::hex(0x5c9a4c), 0.0, seed ^ key);
        }
    }
}

fn crosswalk(brush: &mut Brush<'_>, x: f64, from: f64, to: f64) {
    let tone = brush.tone(Rgb::hex(0xeeebe2), 2.0);
    for stripe in 0..5 {
        let x = x + f64::from(stripe) * 0.75;
        let points =
            [brush.at(x, 0.0, from + 0.1), brush.at(x + 0.42, 0.0, from + 0.1), brush.at(x + 0.42, 0.0, to - 0.1), brush.at(x, 0.0, to - 0.1)];
        brush.raw(&polygon(&points), tone, 0.8);
    }
}

fn reflections(brush: &mut Brush<'_>, seed: u64, kerb: f64) {
    for (x, key) in row(brush, 2.5, 2.4, 2.0) {
        let z = between(seed, key + 5, kerb + 0.3, 4.2);
        let at = brush.at(x + between(seed, key, -0.8, 0.8), 0.0, z);
        let s = brush.scale(z) * between(seed, key + 2, 0.5, 1.1);
        let sky = brush.palette.sky[1].lighter(0.1);
        brush.raw(&ellipse(at, 0.8 * s, 0.09 * s), sky, 0.32);
        if brush.palette.night {
            let warm = pick(seed, key + 6, &[0xffd48a, 0xff8f6a, 0x7fc4ff, 0xf07ad0]);
            brush.raw(&ellipse(at + Vec2::new(0.1 * s, 0.0), 0.34 * s, 0.04 * s), Rgb::hex(warm), 0.42);
        }
    }
}

fn houses(brush: &mut Brush<'_>, z: f64, seed: u64) {
    const WALLS: [u32; 7] = [0xd98f6c, 0xe6c89a, 0x9db4a8, 0xc7756a, 0xd9d2c0, 0x8fa5bf, 0xe0ac74];
    let width = HOUSE;
    for (x, key) in row(brush, z, width, 3.0) {
        let height = between(seed, key + 1, 5.2, 8.6);
        let wall = Rgb::hex(pick(seed, key, &WALLS));
        let (a, b) = (brush.at(x, height, z), brush.at(x + width - 0.06, 0.0, z));
        let tone = brush.tone(wall, z);
        brush.gradient_rect(Rect::new(a.x, a.y, b.x, b.y), a, p(a.x, b.y), &[(0.0, tone, 1.0), (1.0, tone.darker(0.22), 1.0)]);
        let s = brush.scale(z);
        let roof = brush.tone(wall.darker(0.5), z);
        brush.raw_rect(Rect::new(a.x - 0.12 * s, a.y - 0.22 * s, b.x + 0.12 * s, a.y + 0.08 * s), roof, 1.0);
        let floors = ((height - 2.9) / 1.75).floor() as u64;
        for floor in 0..=floors {
            for column in 0..3 {
                let (wx, wy) = (x + 0.75 + column as f64 * 1.45, 3.3 + floor as f64 * 1.75);
                if wy + 1.2 < height {
                    window(brush, wx, wy, z, seed ^ (key * 64 + floor * 4 + column), wall);
                }
            }
        }
        shop(brush, x, width, z, seed ^ key);
        if brush.palette.night {
            neon::sign(brush, (x, z), seed, key);
        }
    }
}

fn window(brush: &mut Brush<'_>, x: f64, y: f64, z: f64, key: u64, wall: Rgb) {
    let (a, b) = (brush.at(x, y + 1.15, z), brush.at(x + 0.85, y, z));
    let s = brush.scale(z);
    let frame = brush.tone(wall.lighter(0.6), z);
    brush.raw_rect(Rect::new(a.x - 0.07 * s, a.y - 0.07 * s, b.x + 0.07 * s, b.y + 0.09 * s), frame, 1.0);
    let lit = brush.palette.night && unit(key, 1) < 0.55;
    let glass = if lit { Rgb::hex(0xffd98c) } else { brush.tone(Rgb::hex(0x5f7f98), z).mix(brush.palette.sky[1], 0.3) };
    brush.raw_rect(Rect::new(a.x, a.y, b.x, b.y), glass, 1.0);
    brush.raw_rect(Rect::new((a.x + b.x) / 2.0 - 0.02 * s, a.y, (a.x + b.x) / 2.0 + 0.02 * s, b.y), frame, 0.9);
}

fn shop(brush: &mut Brush<'_>, x: f64, width: f64, z: f64, key: u64) {
    const AWNINGS: [u32; 5] = [0xc94f45, 0x3f7f6a, 0xe0a83a, 0x3f6a9c, 0x8f5f8f];
    let s = brush.scale(z);
    let colour = Rgb::hex(pick(key, 3, &AWNINGS));
    let night = brush.palette.night;
    let glass = if night { Rgb::hex(0xffe2a6) } else { brush.tone(Rgb::hex(0x7d9cac), z) };
    let door = x + 0.35;
    let (a, b) = (brush.at(door, 2.15, z), brush.at(door + 0.95, 0.0, z));
    brush.raw_rect(Rect::new(a.x, a.y, b.x, b.y), brush.tone(colour.darker(0.45), z), 1.0);
    brush.raw_rect(Rect::new(a.x + 0.15 * s, a.y + 0.2 * s, b.x - 0.15 * s, a.y + 1.1 * s), glass, 0.9);
    let (a, b) = (brush.at(door + 1.25, 2.15, z), brush.at(x + width - 0.5, 0.55, z));
    brush.raw_rect(Rect::new(a.x - 0.06 * s, a.y - 0.06 * s, b.x + 0.06 * s, b.y + 0.06 * s), brush.tone(colour.darker(0.3), z), 1.0);
    brush.gradient_rect(Rect::new(a.x, a.y, b.x, b.y), a, b, &[(0.0, glass.lighter(0.25), 1.0), (0.5, glass, 1.0), (1.0, glass.darker(0.2), 1.0)]);
    if night {
        brush.glow(Point::new((a.x + b.x) / 2.0, b.y), 2.2 * s, Rgb::hex(0xffcf86), 0.22);
    }
    let (a, b) = (brush.at(x + 0.2, 2.75, z), brush.at(x + width - 0.25, 2.2, z - 0.7));
    let stripes = 8;
    for stripe in 0..stripes {
        let (l, r) = (f64::from(stripe) / f64::from(stripes), f64::from(stripe + 1) / f64::from(stripes));
        let at = |t: f64, y: f64, grow: f64| p(a.x + (b.x - a.x) * t + (t - 0.5) * grow, y);
        let tone = brush.tone(if stripe % 2 == 0 { colour } else { Rgb::hex(0xf4efe4) }, z);
        let path = polygon(&[at(l, a.y, 0.0), at(r, a.y, 0.0), at(r, b.y, 0.4 * s), at(l, b.y, 0.4 * s)]);
        brush.raw(&path, tone, 1.0);
    }
}
