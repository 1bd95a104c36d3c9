//! Courts, halls and stadiums.

use super::super::{
    brush::Brush,
    palette::Rgb,
    scenery::{band, ground, hedge, lamp, row, tree, tufts},
    shape::{bone, curve, ellipse, p, polygon, rounded},
    sky,
};
use super::{floor_line, speckle};
use crate::studio::world::{
    chance::{between, pick, unit},
    event::Material,
    stage::Stage,
};
use vello_cpu::kurbo::{BezPath, Point, Rect, Vec2};

pub fn court(brush: &mut Brush<'_>, seed: u64, stage: &Stage) {
    sky::skyline(brush, 60.0, seed);
    let snowy = stage.ground == Material::Snow;
    ground(brush, Rgb::hex(if snowy { 0xe6edf4 } else { 0x8d939c }), Rgb::hex(0xa4aab2));
    hedge(brush, 16.0, 3.0, Rgb::hex(0x54845a), seed);
    for (x, key) in row(brush, 13.0, 7.0, 3.0) {
        tree(
            brush,
            x + between(seed, key, -1.5, 1.5),
            13.0,
            between(seed, key + 1, 4.5, 6.0),
            Rgb::hex(pick(seed, key, &[0x5c9a4c, 0x4b8a50])),
            0.0,
            seed ^ key,
        );
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

/// Key and arc under the hoop.
fn court_lines(brush: &mut Brush<'_>, stage: &Stage, paint: Rgb, line: Rgb) {
    let x = stage.hoop.map_or(3.0, |hoop| hoop.x);
    let key: Vec<Point> = [(x - 4.6, 2.4), (x + 1.2, 2.4), (x + 1.2, -2.2), (x - 4.6, -2.2)].iter().map(|(x, z)| brush.at(*x, 0.0, *z)).collect();
    let tone = brush.tone(paint, 0.0);
    brush.raw(&polygon(&key), tone, 0.75);
    for (a, b) in [
        ((x - 4.6, 2.4), (x + 1.2, 2.4)),
        ((x - 4.6, -2.2), (x + 1.2, -2.2)),
        ((x - 4.6, 2.4), (x - 4.6, -2.2)),
        ((x + 1.2, 6.5), (x + 1.2, -4.0)),
        ((x - 30.0, 6.5), (x + 1.2, 6.5)),
    ] {
        floor_line(brush, a, b, 0.09, line, 0.9);
    }
    let arc: Vec<Point> =
        (0..=14).map(|i| std::f64::consts::PI * (0.5 + f64::from(i) / 14.0)).map(|a| brush.at(x - 4.6 + a.cos() * 1.8, 0.0, a.sin() * 1.8)).collect();
    brush.line(&curve(&arc), 0.04 * brush.metre, brush.tone(line, 0.0), 0.85);
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

pub fn gym(brush: &mut Brush<'_>, seed: u64) {
    let (w, h) = (brush.width, brush.height);
    let wall_z = 11.0;
    let floor_top = brush.at(0.0, 0.0, wall_z).y;
    brush.gradient_rect(
        Rect::new(0.0, 0.0, w, floor_top + 2.0),
        p(0.0, floor_top - h * 0.8),
        p(0.0, floor_top),
        &[(0.0, Rgb::hex(0x2a3144), 1.0), (0.6, Rgb::hex(0x465067), 1.0), (1.0, Rgb::hex(0x5b6478), 1.0)],
    );
    lights(brush, wall_z);
    stands(brush, seed, wall_z - 0.5, 5);
    let (a, b) = (Rgb::hex(0xd79a58), Rgb::hex(0xb9783f));
    brush.gradient_rect(
        Rect::new(0.0, floor_top, w, h.max(floor_top)),
        p(0.0, floor_top),
        p(0.0, h),
        &[(0.0, b, 1.0), (0.5, a, 1.0), (1.0, b.darker(0.15), 1.0)],
    );
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
    court_lines(
        brush,
        &Stage::new(crate::studio::screenplay::Setting::Gym, crate::studio::screenplay::Weather::Clear),
        Rgb::hex(0xb0413a),
        Rgb::hex(0xfbf7ee),
    );
}

fn lights(brush: &mut Brush<'_>, z: f64) {
    let s = brush.scale(z);
    for (x, _) in row(brush, z, 4.2, 2.0) {
        let at = brush.at(x, 7.4, z);
        let cone = polygon(&[
            at + Vec2::new(-0.5 * s, 0.0),
            at + Vec2::new(0.5 * s, 0.0),
            at + Vec2::new(2.6 * s, 6.0 * s),
            at + Vec2::new(-2.6 * s, 6.0 * s),
        ]);
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
    tufts(brush, Rgb::hex(0x4a8a3f), &[3.0, 0.8, -0.6, -1.4], 0.05, now, seed);
}
