//! Built places: court, gym, street, beach, room, stadium, and the plain stage.

use super::{
    brush::Brush,
    palette::Rgb,
    scenery::{band, ground, hedge, lamp, row, tree},
    shape::{blob, bone, curve, ellipse, p, polygon, rounded},
    sky,
};
use crate::studio::{
    screenplay::{ShotPlan, TimeOfDay},
    world::{
        chance::{between, pick, unit},
        event::Material,
        stage::Stage,
    },
};
use vello_cpu::kurbo::{BezPath, Point, Rect, Vec2};

/// A straight line on the ground.
fn floor_line(brush: &mut Brush<'_>, a: (f64, f64), b: (f64, f64), width: f64, colour: Rgb, alpha: f64) {
    let points = [brush.at(a.0, 0.0, a.1), brush.at(b.0, 0.0, b.1)];
    let z = (a.1 + b.1) / 2.0;
    let tone = brush.tone(colour, z.max(0.0));
    let width = width * brush.scale(z) * if (a.1 - b.1).abs() < 0.01 { 0.35 } else { 0.7 };
    brush.line(&curve(&points), width, tone, alpha);
}

/// Key and arc under the hoop.
fn court_lines(brush: &mut Brush<'_>, stage: &Stage, paint: Rgb, line: Rgb) {
    let x = stage.hoop.map_or(3.0, |hoop| hoop.x);
    let key: Vec<Point> = [(x - 4.6, 2.4), (x + 1.2, 2.4), (x + 1.2, -2.2), (x - 4.6, -2.2)].iter().map(|(x, z)| brush.at(*x, 0.0, *z)).collect();
    let tone = brush.tone(paint, 0.0);
    brush.raw(&polygon(&key), tone, 0.75);
    for (a, b) in [((x - 4.6, 2.4), (x + 1.2, 2.4)), ((x - 4.6, -2.2), (x + 1.2, -2.2)), ((x - 4.6, 2.4), (x - 4.6, -2.2)), ((x + 1.2, 6.5), (x + 1.2, -4.0)), ((x - 30.0, 6.5), (x + 1.2, 6.5))] {
        floor_line(brush, a, b, 0.09, line, 0.9);
    }
    let arc: Vec<Point> = (0..=14).map(|i| std::f64::consts::PI * (0.5 + f64::from(i) / 14.0)).map(|a| brush.at(x - 4.6 + a.cos() * 1.8, 0.0, a.sin() * 1.8)).collect();
    brush.line(&curve(&arc), 0.04 * brush.metre, brush.tone(line, 0.0), 0.85);
}

pub fn court(brush: &mut Brush<'_>, seed: u64, stage: &Stage) {
    sky::skyline(brush, 60.0, seed);
    let snowy = stage.ground == Material::Snow;
    ground(brush, Rgb::hex(if snowy { 0xe6edf4 } else { 0x8d939c }), Rgb::hex(0xa4aab2));
    hedge(brush, 16.0, 3.0, Rgb::hex(0x54845a), seed);
    for (x, key) in row(brush, 13.0, 7.0, 3.0) {
        tree(brush, x + between(seed, key, -1.5, 1.5), 13.0, between(seed, key + 1, 4.5, 6.0), Rgb::hex(pick(seed, key, &[0x5c9a4c, 0x4b8a50])), 0.0, seed ^ key);
    }
    fence(brush, 8.5);
    if !snowy {
        band(brush, -3.5, 6.5, Rgb::hex(0x3f7d8c));
        court_lines(brush, stage, Rgb::hex(0xd0694a), Rgb::hex(0xf6f4ee));
        speckle(brush, seed, Rgb::hex(0x24485a));
    }
    for (x, _) in row(brush, 8.0, 14.0, 2.0) {
        lamp(brush, x + 5.0, 8.0, 5.6);
    }
}

fn fence(brush: &mut Brush<'_>, z: f64) {
    let t = brush.scale(z);
    let tone = brush.tone(Rgb::hex(0x55606c), z);
    let mut mesh = BezPath::new();
    for (x, _) in row(brush, z, 0.32, 4.0) {
        for lean in [3.0, -3.0] {
            mesh.move_to(brush.at(x, 0.0, z));
            mesh.line_to(brush.at(x + lean, 3.0, z));
        }
    }
    brush.line(&mesh, 0.012 * t, tone, 0.38);
    for (x, _) in row(brush, z, 2.6, 1.0) {
        brush.raw(&bone(brush.at(x, 0.0, z), 0.035 * t, brush.at(x, 3.05, z), 0.035 * t), tone, 1.0);
    }
    let (a, b) = brush.span(z, 1.0);
    brush.raw(&bone(brush.at(a, 3.0, z), 0.03 * t, brush.at(b, 3.0, z), 0.03 * t), tone, 1.0);
}

fn speckle(brush: &mut Brush<'_>, seed: u64, colour: Rgb) {
    let mut path = BezPath::new();
    for (number, z) in [4.0, 1.5, 0.3, -0.8, -1.8].iter().enumerate() {
        for (x, key) in row(brush, *z, 0.6, 0.5) {
            let key = key * 8 + number as u64;
            let at = brush.at(x + between(seed, key, -0.3, 0.3), 0.0, z + between(seed, key + 1, -0.5, 0.5));
            let s = brush.scale(*z);
            super::shape::add_ellipse(&mut path, at, 0.03 * s, 0.006 * s);
        }
    }
    let tone = brush.tone(colour, 0.0);
    brush.raw(&path, tone, 0.22);
}

pub fn gym(brush: &mut Brush<'_>, seed: u64) {
    let (w, h) = (brush.width, brush.height);
    let wall_z = 11.0;
    let floor_top = brush.at(0.0, 0.0, wall_z).y;
    brush.gradient_rect(Rect::new(0.0, 0.0, w, floor_top + 2.0), p(0.0, floor_top - h * 0.8), p(0.0, floor_top), &[(0.0, Rgb::hex(0x2a3144), 1.0), (0.6, Rgb::hex(0x465067), 1.0), (1.0, Rgb::hex(0x5b6478), 1.0)]);
    lights(brush, wall_z);
    stands(brush, seed, wall_z - 0.5, 5);
    let (a, b) = (Rgb::hex(0xd79a58), Rgb::hex(0xb9783f));
    brush.gradient_rect(Rect::new(0.0, floor_top, w, h.max(floor_top)), p(0.0, floor_top), p(0.0, h), &[(0.0, b, 1.0), (0.5, a, 1.0), (1.0, b.darker(0.15), 1.0)]);
    let mut planks = BezPath::new();
    for (x, _) in row(brush, wall_z, 0.5, 3.0) {
        planks.move_to(brush.at(x, 0.0, wall_z));
        planks.line_to(brush.at(x, 0.0, -4.5));
    }
    brush.line(&planks, 0.008 * brush.metre, Rgb::hex(0x8f5a2c), 0.35);
    for x in row(brush, 9.0, 4.2, 2.0).map(|(x, _)| x) {
        let at = brush.at(x, 0.0, 3.0);
        let s = brush.scale(3.0);
        brush.raw(&ellipse(at, 0.9 * s, 0.22 * s), Rgb::hex(0xfff2d6), 0.13);
    }
    court_lines(brush, &Stage::new(crate::studio::screenplay::Setting::Gym, crate::studio::screenplay::Weather::Clear), Rgb::hex(0xb0413a), Rgb::hex(0xfbf7ee));
}

fn lights(brush: &mut Brush<'_>, z: f64) {
    let s = brush.scale(z);
    for (x, _) in row(brush, z, 4.2, 2.0) {
        let at = brush.at(x, 7.4, z);
        let cone = polygon(&[at + Vec2::new(-0.5 * s, 0.0), at + Vec2::new(0.5 * s, 0.0), at + Vec2::new(2.6 * s, 6.0 * s), at + Vec2::new(-2.6 * s, 6.0 * s)]);
        brush.gradient(&cone, at, at + Vec2::new(0.0, 6.0 * s), &[(0.0, Rgb::hex(0xfff4d8), 0.20), (1.0, Rgb::hex(0xfff4d8), 0.0)]);
        brush.raw(&rounded(at + Vec2::new(-0.6 * s, -0.14 * s), at + Vec2::new(0.6 * s, 0.06 * s), 0.08 * s), Rgb::hex(0xfffaea), 1.0);
    }
}

/// Rows of people who watch.
fn stands(brush: &mut Brush<'_>, seed: u64, z: f64, rows: u64) {
    const SHIRTS: [u32; 6] = [0x8a5560, 0x5d7399, 0x9a8458, 0x5f8a74, 0x75618f, 0x9c6a50];
    const SKINS: [u32; 4] = [0xd9b498, 0xb98a68, 0x8f6548, 0xe3c4ac];
    for tier in (0..rows).rev() {
        let dz = z + tier as f64 * 0.55;
        let y = 0.35 + tier as f64 * 0.5;
        let s = brush.scale(dz);
        let (a, b) = brush.span(dz, 1.0);
        let bench = brush.tone(Rgb::hex(0x39425a).darker(0.08 * tier as f64), dz);
        let (p0, p1) = (brush.at(a, y, dz), brush.at(b, 0.0, z));
        brush.raw_rect(Rect::new(p0.x, p0.y, p1.x, p1.y), bench, 1.0);
        for (x, key) in row(brush, dz, 0.62, 1.0) {
            let key = key * 16 + tier;
            if unit(seed, key) < 0.22 {
                continue;
            }
            let x = x + between(seed, key + 1, -0.1, 0.1);
            let shirt = brush.tone(Rgb::hex(pick(seed, key + 2, &SHIRTS)), dz).darker(0.12);
            let skin = brush.tone(Rgb::hex(pick(seed, key + 3, &SKINS)), dz).darker(0.12);
            brush.raw(&bone(brush.at(x, y + 0.05, dz), 0.20 * s, brush.at(x, y + 0.36, dz), 0.15 * s), shirt, 1.0);
            brush.raw(&ellipse(brush.at(x, y + 0.62, dz), 0.105 * s, 0.125 * s), skin, 1.0);
        }
    }
    let rail = brush.at(0.0, 0.55, z - 0.2).y;
    let s = brush.scale(z);
    brush.raw_rect(Rect::new(0.0, rail, brush.width, brush.at(0.0, 0.0, z - 0.2).y), Rgb::hex(0x27406b), 1.0);
    brush.raw_rect(Rect::new(0.0, rail, brush.width, rail + 0.06 * s), Rgb::hex(0xe9edf4), 0.9);
}

pub fn street(brush: &mut Brush<'_>, plan: &ShotPlan, seed: u64, stage: &Stage) {
    sky::skyline(brush, 70.0, seed);
    let people = plan.cast.iter().any(|actor| !matches!(actor.kind, crate::studio::screenplay::ActorKind::Car));
    let snowy = stage.ground == Material::Snow;
    let pavement = Rgb::hex(if snowy { 0xe8edf3 } else { 0xb9b2a8 });
    let asphalt = Rgb::hex(if snowy { 0xaab2bd } else if stage.wet { 0x3c424e } else { 0x565b66 });
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
        let points = [brush.at(x, 0.0, from + 0.1), brush.at(x + 0.42, 0.0, from + 0.1), brush.at(x + 0.42, 0.0, to - 0.1), brush.at(x, 0.0, to - 0.1)];
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
    let width = 5.2;
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

pub fn beach(brush: &mut Brush<'_>, now: f64, seed: u64) {
    let horizon = brush.horizon();
    let (w, h) = (brush.width, brush.height);
    let shore = brush.at(0.0, 0.0, 7.0).y;
    let sea = brush.tone(Rgb::hex(0x2f8fb0), 6.0);
    let far = sea.mix(brush.palette.sky[2], 0.45);
    brush.gradient_rect(Rect::new(0.0, horizon, w, shore + 4.0), p(0.0, horizon), p(0.0, shore), &[(0.0, far, 1.0), (0.6, sea, 1.0), (1.0, sea.lighter(0.18), 1.0)]);
    glitter(brush, now, seed, horizon, shore);
    let (near, wet) = (brush.tone(Rgb::hex(0xecd29c), 0.0), brush.tone(Rgb::hex(0xc9a877), 5.0));
    brush.gradient_rect(Rect::new(0.0, shore, w, h.max(shore)), p(0.0, shore), p(0.0, h), &[(0.0, wet, 1.0), (0.22, near, 1.0), (1.0, near.darker(0.14), 1.0)]);
    surf(brush, now);
    speckle(brush, seed, Rgb::hex(0x9a7a4a));
    for (x, key) in row(brush, 3.6, 7.5, 3.0) {
        if unit(seed, key) < 0.55 {
            umbrella(brush, x + 3.1 + between(seed, key + 1, -1.0, 1.0), 3.6, pick(seed, key + 2, &[0xe2504a, 0x3f87d0, 0xf3b23a]));
        } else {
            palm(brush, x + 3.1 + between(seed, key + 1, -1.0, 1.0), 4.6, now, seed ^ key);
        }
    }
}

fn glitter(brush: &mut Brush<'_>, now: f64, seed: u64, horizon: f64, shore: f64) {
    let mut path = BezPath::new();
    for index in 0..46 {
        let depth = unit(seed, index + 500).powf(1.5);
        let y = horizon + (shore - horizon) * (0.04 + 0.9 * depth);
        let x = (unit(seed, index + 600) * brush.width + now * 14.0 * (0.3 + depth)).rem_euclid(brush.width);
        let wide = brush.width * (0.008 + 0.045 * depth) * (0.6 + 0.4 * (now * 2.0 + index as f64).sin());
        super::shape::add_ellipse(&mut path, p(x, y), wide.max(0.5), (brush.height * 0.0012) * (0.6 + depth));
    }
    let colour = brush.palette.key.lighter(0.3);
    brush.raw(&path, colour, 0.5);
}

fn surf(brush: &mut Brush<'_>, now: f64) {
    for wave in 0..2 {
        let z = 6.6 + f64::from(wave) * 0.9 + (now * 0.7 + f64::from(wave) * 2.0).sin() * 0.5;
        let mut points = Vec::new();
        for step in 0..=14 {
            let x = f64::from(step) / 14.0 * brush.width;
            let y = brush.at(0.0, 0.0, z).y + (x * 0.02 + now * 1.1 + f64::from(wave)).sin() * brush.height * 0.0035;
            points.push(p(x, y));
        }
        let tone = brush.tone(Rgb::hex(0xfaf8f0), 4.0);
        brush.line(&curve(&points), brush.scale(z) * 0.09, tone, 0.8);
    }
}

fn umbrella(brush: &mut Brush<'_>, x: f64, z: f64, colour: u32) {
    let s = brush.scale(z);
    brush.shadow(x, z, 1.1, 0.0, 0.9);
    brush.solid(&bone(brush.at(x, 0.0, z), 0.03 * s, brush.at(x + 0.1, 2.1, z), 0.03 * s), Rgb::hex(0xe8e0d0), z);
    let top = brush.at(x + 0.12, 2.35, z);
    for (index, (l, r)) in [(-1.25, -0.75), (-0.75, -0.25), (-0.25, 0.25), (0.25, 0.75), (0.75, 1.25)].iter().enumerate() {
        let drop = |t: f64| top + Vec2::new(t * s, (0.52 + 0.18 * t * t * 0.6) * s);
        let mut path = BezPath::new();
        path.move_to(top);
        path.quad_to(top + Vec2::new(l * 0.75 * s, 0.08 * s), drop(*l));
        path.quad_to(drop((l + r) / 2.0) + Vec2::new(0.0, -0.1 * s), drop(*r));
        path.quad_to(top + Vec2::new(r * 0.75 * s, 0.08 * s), top);
        brush.solid(&path, Rgb::hex(if index % 2 == 0 { colour } else { 0xf8f3e8 }), z);
    }
}

fn palm(brush: &mut Brush<'_>, x: f64, z: f64, now: f64, key: u64) {
    let s = brush.scale(z);
    let height = between(key, 1, 4.2, 5.6);
    let sway = (now * 0.8 + key as f64 % 7.0).sin() * 0.08;
    let trunk = [brush.at(x, -0.05, z), brush.at(x + 0.35, height * 0.5, z), brush.at(x + 0.55 + sway, height, z)];
    brush.shadow(x, z, 0.9, 0.0, 0.8);
    brush.solid(&super::shape::limb(trunk, [0.17 * s, 0.12 * s, 0.09 * s]), Rgb::hex(0x8f6a48), z);
    for frond in 0..7 {
        let a = -0.35 + f64::from(frond) * 0.64;
        let (dx, dy) = (a.cos() * 1.7, a.sin() * 0.75 + 0.15);
        let (from, tip) = (trunk[2], brush.at(x + 0.55 + sway * 1.6 + dx, height + dy - 0.55, z));
        let middle = brush.at(x + 0.55 + sway + dx * 0.55, height + dy * 0.7 + 0.42, z);
        let path = blob(&[from, middle + Vec2::new(0.0, -0.14 * s), tip, middle + Vec2::new(0.0, 0.16 * s)]);
        brush.solid(&path, Rgb::hex(pick(key, 40 + frond as u64, &[0x4a8f4f, 0x5ba052, 0x3f8050])), z);
    }
}

pub fn room(brush: &mut Brush<'_>, plan: &ShotPlan, seed: u64) {
    const WALLS: [u32; 4] = [0xe4cfae, 0xb9cdbf, 0xd9b9a6, 0xc2c6da];
    let wall_z = 3.4;
    let (w, h) = (brush.width, brush.height);
    let foot = brush.at(0.0, 0.0, wall_z).y;
    let wall = brush.tone(Rgb::hex(pick(seed, 61, &WALLS)), 0.0);
    brush.gradient_rect(Rect::new(0.0, 0.0, w, foot), p(0.0, 0.0), p(w * 0.3, foot), &[(0.0, wall.lighter(0.12), 1.0), (1.0, wall.darker(0.12), 1.0)]);
    for (x, key) in row(brush, wall_z, 4.6, 2.5) {
        room_window(brush, plan, x, wall_z, seed);
        picture(brush, x + 2.4, wall_z, seed ^ key);
    }
    let s = brush.scale(wall_z);
    let skirting = brush.tone(Rgb::hex(0xf6f0e4), 0.0);
    brush.raw_rect(Rect::new(0.0, foot - 0.16 * s, w, foot), skirting, 1.0);
    let (a, b) = (brush.tone(Rgb::hex(0xb07c4c), 0.0), brush.tone(Rgb::hex(0x8f5f38), 0.0));
    brush.gradient_rect(Rect::new(0.0, foot, w, h.max(foot)), p(0.0, foot), p(0.0, h), &[(0.0, b, 1.0), (0.5, a, 1.0), (1.0, b, 1.0)]);
    let mut boards = BezPath::new();
    for (x, _) in row(brush, wall_z, 0.45, 3.0) {
        boards.move_to(brush.at(x, 0.0, wall_z));
        boards.line_to(brush.at(x, 0.0, -4.0));
    }
    brush.line(&boards, 0.01 * brush.metre, brush.tone(Rgb::hex(0x6d4526), 0.0), 0.4);
    let rug = brush.at(brush.view.centre.x * 0.0, 0.0, 0.2);
    let m = brush.metre;
    brush.raw(&ellipse(rug, 1.9 * m, 0.36 * m), brush.tone(Rgb::hex(0xb5544a), 0.0), 1.0);
    brush.raw(&ellipse(rug, 1.6 * m, 0.29 * m), brush.tone(Rgb::hex(0xe3c59a), 0.0), 1.0);
    brush.raw(&ellipse(rug, 1.45 * m, 0.26 * m), brush.tone(Rgb::hex(0xc4695a), 0.0), 1.0);
    sofa(brush, 2.1, 2.4);
    plant(brush, -1.9, 2.5, seed);
}

fn room_window(brush: &mut Brush<'_>, plan: &ShotPlan, x: f64, z: f64, _seed: u64) {
    let sky = super::palette::Palette::new(crate::studio::screenplay::Setting::Park, plan.time, plan.weather, plan.style).sky;
    let (a, b) = (brush.at(x, 2.35, z), brush.at(x + 1.5, 0.95, z));
    let s = brush.scale(z);
    let frame = brush.tone(Rgb::hex(0xfaf6ec), 0.0);
    brush.raw_rect(Rect::new(a.x - 0.1 * s, a.y - 0.1 * s, b.x + 0.1 * s, b.y + 0.12 * s), frame, 1.0);
    brush.gradient_rect(Rect::new(a.x, a.y, b.x, b.y), a, p(a.x, b.y), &[(0.0, sky[0], 1.0), (0.6, sky[1], 1.0), (1.0, sky[2], 1.0)]);
    if plan.time != TimeOfDay::Night {
        brush.raw(&ellipse((a.x + 0.5 * s, b.y - 0.1 * s), 0.4 * s, 0.22 * s), Rgb::hex(0x7aa86a), 0.8);
    }
    let middle = (a.x + b.x) / 2.0;
    brush.raw_rect(Rect::new(middle - 0.03 * s, a.y, middle + 0.03 * s, b.y), frame, 1.0);
    for side in [a.x - 0.28 * s, b.x - 0.05 * s] {
        let curtain = rounded(p(side, a.y - 0.22 * s), p(side + 0.36 * s, b.y + 0.35 * s), 0.05 * s);
        brush.lit(&curtain, Rgb::hex(0xd98a6a), 0.0);
    }
}

fn picture(brush: &mut Brush<'_>, x: f64, z: f64, key: u64) {
    let (a, b) = (brush.at(x, 2.1, z), brush.at(x + 0.8, 1.45, z));
    let s = brush.scale(z);
    brush.solid(&rounded(p(a.x - 0.06 * s, a.y - 0.06 * s), p(b.x + 0.06 * s, b.y + 0.06 * s), 0.02 * s), Rgb::hex(0x6d4a30), 0.0);
    let colours = [pick(key, 1, &[0xf0d8a0, 0xcfe0ea, 0xeac4b4]), pick(key, 2, &[0x5f8a74, 0x4f6f9c, 0xc4695a])];
    brush.raw_rect(Rect::new(a.x, a.y, b.x, b.y), Rgb::hex(colours[0]), 1.0);
    brush.raw(&blob(&[p(a.x, b.y), p(a.x + 0.2 * s, b.y - 0.3 * s), p(a.x + 0.5 * s, b.y - 0.2 * s), p(b.x, b.y - 0.02 * s)]), Rgb::hex(colours[1]), 1.0);
}

fn sofa(brush: &mut Brush<'_>, x: f64, z: f64) {
    let s = brush.scale(z);
    let colour = Rgb::hex(0x4f7a86);
    brush.shadow(x, z, 1.2, 0.0, 1.0);
    let back = rounded(brush.at(x - 1.0, 0.98, z), brush.at(x + 1.0, 0.2, z), 0.16 * s);
    let seat = rounded(brush.at(x - 0.95, 0.52, z), brush.at(x + 0.95, 0.12, z), 0.1 * s);
    let left = rounded(brush.at(x - 1.15, 0.68, z), brush.at(x - 0.88, 0.08, z), 0.12 * s);
    let right = rounded(brush.at(x + 0.88, 0.68, z), brush.at(x + 1.15, 0.08, z), 0.12 * s);
    brush.group(&[(&back, colour), (&seat, colour.lighter(0.12)), (&left, colour.darker(0.1)), (&right, colour.darker(0.1))], z);
}

fn plant(brush: &mut Brush<'_>, x: f64, z: f64, key: u64) {
    let s = brush.scale(z);
    brush.shadow(x, z, 0.3, 0.0, 1.0);
    for leaf in 0..7 {
        let a = 0.35 + f64::from(leaf) * 0.41;
        let tip = brush.at(x + a.cos() * 0.55, 0.75 + a.sin() * 0.75, z);
        let root = brush.at(x, 0.42, z);
        let across = Vec2::new(-(tip.y - root.y), tip.x - root.x) * 0.14;
        let middle = root.lerp(tip, 0.55);
        brush.solid(&blob(&[root, middle + across, tip, middle - across]), Rgb::hex(pick(key, leaf as u64, &[0x4f8a58, 0x5f9a5c, 0x3f7a50])), z);
    }
    let pot = polygon(&[brush.at(x - 0.22, 0.46, z), brush.at(x + 0.22, 0.46, z), brush.at(x + 0.16, 0.0, z), brush.at(x - 0.16, 0.0, z)]);
    brush.solid(&pot, Rgb::hex(0xc4704f), z);
    let _ = s;
}

pub fn stadium(brush: &mut Brush<'_>, now: f64, seed: u64) {
    stands(brush, seed, 26.0, 9);
    ground(brush, Rgb::hex(0x5fa04e), Rgb::hex(0x6fae58));
    for (x, key) in row(brush, 10.0, 4.0, 5.0) {
        if key % 2 == 0 {
            let points = [brush.at(x, 0.0, 24.0), brush.at(x + 4.0, 0.0, 24.0), brush.at(x + 4.0, 0.0, -4.0), brush.at(x, 0.0, -4.0)];
            let tone = brush.tone(Rgb::hex(0x54934a), 2.0);
            brush.raw(&polygon(&points), tone, 0.6);
        }
    }
    let (a, b) = brush.span(5.0, 2.0);
    floor_line(brush, (a, 5.0), (b, 5.0), 0.14, Rgb::hex(0xf6f6f0), 0.9);
    for (x, _) in row(brush, 24.0, 26.0, 6.0) {
        let (foot, top) = (brush.at(x, 0.0, 30.0), brush.at(x, 17.0, 30.0));
        let s = brush.scale(30.0);
        brush.raw(&bone(foot, 0.3 * s, top, 0.2 * s), brush.tone(Rgb::hex(0x6d7684), 20.0), 1.0);
        brush.raw(&rounded(top + Vec2::new(-2.0 * s, -1.4 * s), top + Vec2::new(2.0 * s, 0.4 * s), 0.2 * s), Rgb::hex(0xfdfbf0), 1.0);
        if brush.palette.night {
            brush.glow(top, 9.0 * s, Rgb::hex(0xf4f6ff), 0.5);
        }
    }
    super::scenery::tufts(brush, Rgb::hex(0x4a8a3f), &[3.0, 0.8, -0.6, -1.4], 0.05, now, seed);
}

pub fn stage(brush: &mut Brush<'_>) {
    let (w, h) = (brush.width, brush.height);
    let foot = brush.at(0.0, 0.0, 5.0).y;
    let (top, low) = (brush.tone(Rgb::hex(0x54657e), 0.0), brush.tone(Rgb::hex(0xc9cdd2), 0.0));
    brush.gradient_rect(Rect::new(0.0, 0.0, w, h), p(0.0, foot - h * 0.75), p(0.0, foot), &[(0.0, top, 1.0), (1.0, low, 1.0)]);
    // The paper curves into the floor: no edge.
    let (a, b) = (brush.tone(Rgb::hex(0xd9d8d4), 0.0), brush.tone(Rgb::hex(0xb4b2b0), 0.0));
    brush.gradient_rect(Rect::new(0.0, foot - 0.06 * h, w, h), p(0.0, foot - 0.06 * h), p(0.0, h), &[(0.0, low, 0.0), (0.18, a, 1.0), (0.55, a, 1.0), (1.0, b, 1.0)]);
    let centre = brush.at(brush.view.centre.x, 1.6, 4.0);
    brush.glow(centre, h * 0.5, Rgb::hex(0xfff6e2), 0.4);
}
