//! A living room.

use super::super::{
    brush::Brush,
    palette::{Palette, Rgb},
    scenery::row,
    shape::{blob, ellipse, p, polygon, rounded},
};
use crate::studio::{
    screenplay::{ShotPlan, TimeOfDay},
    world::chance::pick,
};
use vello_cpu::kurbo::{BezPath, Rect, Vec2};

pub fn room(brush: &mut Brush<'_>, plan: &ShotPlan, seed: u64) {
    const WALLS: [u32; 4] = [0xe4cfae, 0xb9cdbf, 0xd9b9a6, 0xc2c6da];
    let wall_z = 3.4;
    let (w, h) = (brush.width, brush.height);
    let foot = brush.at(0.0, 0.0, wall_z).y;
    let wall = brush.tone(Rgb::hex(pick(seed, 61, &WALLS)), 0.0);
    brush.gradient_rect(
        Rect::new(0.0, 0.0, w, foot),
        p(0.0, 0.0),
        p(w * 0.3, foot),
        &[(0.0, wall.lighter(0.12), 1.0), (1.0, wall.darker(0.12), 1.0)],
    );
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
    let sky = Palette::new(crate::studio::screenplay::Setting::Park, plan.time, plan.weather, plan.style).sky;
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
    brush.raw(
        &blob(&[p(a.x, b.y), p(a.x + 0.2 * s, b.y - 0.3 * s), p(a.x + 0.5 * s, b.y - 0.2 * s), p(b.x, b.y - 0.02 * s)]),
        Rgb::hex(colours[1]),
        1.0,
    );
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
