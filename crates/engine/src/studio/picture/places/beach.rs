//! A beach with sea, palms and umbrellas.

use super::super::{
    brush::Brush,
    palette::Rgb,
    scenery::row,
    shape::{add_ellipse, blob, bone, curve, limb, p},
};
use super::speckle;
use crate::studio::world::chance::{between, pick, unit};
use vello_cpu::kurbo::{BezPath, Rect, Vec2};

pub fn beach(brush: &mut Brush<'_>, now: f64, seed: u64) {
    let horizon = brush.horizon();
    let (w, h) = (brush.width, brush.height);
    let shore = brush.at(0.0, 0.0, 7.0).y;
    let sea = brush.tone(Rgb::hex(0x2f8fb0), 6.0);
    let far = sea.mix(brush.palette.sky[2], 0.45);
    brush.gradient_rect(
        Rect::new(0.0, horizon, w, shore + 4.0),
        p(0.0, horizon),
        p(0.0, shore),
        &[(0.0, far, 1.0), (0.6, sea, 1.0), (1.0, sea.lighter(0.18), 1.0)],
    );
    glitter(brush, now, seed, horizon, shore);
    let (near, wet) = (brush.tone(Rgb::hex(0xecd29c), 0.0), brush.tone(Rgb::hex(0xc9a877), 5.0));
    brush.gradient_rect(
        Rect::new(0.0, shore, w, h.max(shore)),
        p(0.0, shore),
        p(0.0, h),
        &[(0.0, wet, 1.0), (0.22, near, 1.0), (1.0, near.darker(0.14), 1.0)],
    );
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
        add_ellipse(&mut path, p(x, y), wide.max(0.5), (brush.height * 0.0012) * (0.6 + depth));
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
    brush.solid(&limb(trunk, [0.17 * s, 0.12 * s, 0.09 * s]), Rgb::hex(0x8f6a48), z);
    for frond in 0..7 {
        let a = -0.35 + f64::from(frond) * 0.64;
        let (dx, dy) = (a.cos() * 1.7, a.sin() * 0.75 + 0.15);
        let (from, tip) = (trunk[2], brush.at(x + 0.55 + sway * 1.6 + dx, height + dy - 0.55, z));
        let middle = brush.at(x + 0.55 + sway + dx * 0.55, height + dy * 0.7 + 0.42, z);
        let path = blob(&[from, middle + Vec2::new(0.0, -0.14 * s), tip, middle + Vec2::new(0.0, 0.16 * s)]);
        brush.solid(&path, Rgb::hex(pick(key, 40 + frond as u64, &[0x4a8f4f, 0x5ba052, 0x3f8050])), z);
    }
}
