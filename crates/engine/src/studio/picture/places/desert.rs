//! A desert: dunes one behind the other, cacti, ripples in the sand.

use super::{
    super::{
        brush::Brush,
        palette::Rgb,
        scenery::{ground, row},
        shape::{blob, capsule, curve},
    },
    speckle,
};
use crate::studio::world::chance::{between, pick, unit};
use vello_cpu::kurbo::BezPath;

pub fn desert(brush: &mut Brush<'_>, now: f64, seed: u64) {
    for (layer, (z, rise, colour)) in [(60.0, 9.0, 0xd99a5e), (34.0, 4.6, 0xe2a968), (18.0, 1.9, 0xe9b877)].into_iter().enumerate() {
        dunes(brush, z, rise, Rgb::hex(colour), seed ^ (layer as u64 + 1));
    }
    ground(brush, Rgb::hex(0xf0c988), Rgb::hex(0xe6b878));
    ripples(brush, seed);
    speckle(brush, seed, Rgb::hex(0xa87844));
    for (z, step) in [(9.0, 9.0), (4.2, 8.5)] {
        for (x, key) in row(brush, z, step, 3.0) {
            if unit(seed, key) < 0.6 {
                cactus(brush, x + between(seed, key + 1, -2.2, 2.2), z, seed ^ key);
            }
        }
    }
    for (z, step) in [(6.2, 2.6), (2.9, 2.1), (1.3, 1.7), (-1.0, 1.9), (-1.8, 1.6), (-2.7, 1.9), (-3.7, 1.7)] {
        for (x, key) in row(brush, z, step, 1.0) {
            let key = seed ^ key.wrapping_mul(31).wrapping_add((z * 10.0) as i64 as u64);
            let x = x + between(key, 1, -0.7, 0.7);
            match (unit(key, 2) * 5.0) as u32 {
                0 | 1 => stone(brush, x, z, key),
                2 | 3 => dry_grass(brush, (x, z), now, key),
                _ => {}
            }
        }
    }
    drift(brush, now, seed);
}

fn stone(brush: &mut Brush<'_>, x: f64, z: f64, key: u64) {
    let size = between(key, 3, 0.05, 0.13);
    let lens = brush.lens();
    let at = |dx: f64, y: f64| lens.at(x + dx * size, y * size, z);
    brush.shadow(x, z, size * 1.7, 0.0, 0.7);
    let path = blob(&[at(-1.1, -0.05), at(-0.8, 0.6), at(-0.1, 0.95), at(0.7, 0.65), at(1.15, -0.05)]);
    brush.lit(&path, Rgb::hex(pick(key, 4, &[0xb98a5c, 0xa87a52, 0xc79a6a])), z.max(0.0));
}

/// A tuft of stalks that the wind moves.
fn dry_grass(brush: &mut Brush<'_>, (x, z): (f64, f64), now: f64, key: u64) {
    let s = brush.scale(z);
    let mut path = BezPath::new();
    for blade in 0..7_u64 {
        let lean = (blade as f64 - 3.0) * 0.035;
        let tall = between(key, 10 + blade, 0.10, 0.24);
        let sway = 0.05 * (now * 2.1 + x + blade as f64 * 0.4).sin();
        let (foot, tip) = (brush.at(x + lean * 0.4, 0.0, z), brush.at(x + lean * 2.2 + sway, tall, z));
        path.move_to(foot);
        path.quad_to(brush.at(x + lean, tall * 0.7, z), tip);
    }
    brush.line(&path, 0.014 * s, brush.tone(Rgb::hex(0x9a7d3c), z.max(0.0)), 0.9);
}

/// Sand that blows along the ground in thin veils.
fn drift(brush: &mut Brush<'_>, now: f64, seed: u64) {
    let tone = brush.tone(Rgb::hex(0xfbe6bc), 0.0);
    for (number, z) in [4.5, 2.2, 0.8, -0.7].into_iter().enumerate() {
        let blown = now * 1.5;
        let (low, high) = brush.span(z, 2.0);
        let step = 2.8;
        for index in ((low - blown) / step).floor() as i64..=((high - blown) / step).ceil() as i64 {
            let key = (index + 1_000_000) as u64 * 8 + number as u64;
            let x = index as f64 * step + between(seed, key, -0.9, 0.9) + blown;
            let half = between(seed, key + 3, 0.4, 0.9);
            let rise = 0.03 + 0.02 * (now * 2.0 + key as f64).sin();
            let veil = curve(&[brush.at(x - half, 0.02, z), brush.at(x, rise + 0.03, z), brush.at(x + half, 0.02, z)]);
            brush.line(&veil, brush.scale(z) * 0.03, tone, 0.35);
        }
    }
}

/// A crest from edge to edge, with its lee side in shadow.
fn dunes(brush: &mut Brush<'_>, z: f64, rise: f64, colour: Rgb, seed: u64) {
    let tone = brush.tone(colour, z * 0.6);
    let shade = tone.darker(0.20);
    let foot = brush.at(0.0, 0.0, z).y + 4.0;
    for (x, key) in row(brush, z, rise * 4.2, rise * 4.0) {
        let top = rise * between(seed, key, 0.55, 1.0);
        let peak = x + between(seed, key + 1, -1.0, 1.0) * rise;
        let wide = rise * between(seed, key + 2, 3.2, 4.6);
        let (left, crest, right) = (brush.at(peak - wide, 0.0, z), brush.at(peak, top, z), brush.at(peak + wide, 0.0, z));
        let mut dune = BezPath::new();
        dune.move_to((left.x, foot));
        dune.quad_to((left.x + (crest.x - left.x) * 0.62, crest.y + (foot - crest.y) * 0.10), (crest.x, crest.y));
        dune.quad_to((crest.x + (right.x - crest.x) * 0.30, crest.y + (foot - crest.y) * 0.25), (right.x, foot));
        dune.close_path();
        brush.raw(&dune, tone, 1.0);
        let mut lee = BezPath::new();
        lee.move_to(crest);
        lee.quad_to((crest.x + (right.x - crest.x) * 0.30, crest.y + (foot - crest.y) * 0.25), (right.x, foot));
        lee.line_to((crest.x + (right.x - crest.x) * 0.22, foot));
        lee.quad_to((crest.x + (right.x - crest.x) * 0.16, crest.y + (foot - crest.y) * 0.4), (crest.x, crest.y));
        brush.raw(&lee, shade, 0.7);
    }
}

fn ripples(brush: &mut Brush<'_>, seed: u64) {
    let tone = brush.tone(Rgb::hex(0xc99655), 0.0);
    for (number, z) in [6.0, 3.4, 1.8, 0.6, -0.6, -1.4].into_iter().enumerate() {
        for (x, key) in row(brush, z, 2.6, 2.0) {
            let key = key * 8 + number as u64;
            let x = x + between(seed, key, -0.8, 0.8);
            let half = between(seed, key + 1, 0.35, 0.85);
            let line = curve(&[brush.at(x - half, 0.0, z), brush.at(x, 0.0, z + 0.14), brush.at(x + half, 0.0, z)]);
            brush.line(&line, brush.scale(z) * 0.012, tone, 0.45);
        }
    }
}

fn cactus(brush: &mut Brush<'_>, x: f64, z: f64, key: u64) {
    let s = brush.scale(z);
    let tall = between(key, 3, 1.5, 2.6);
    brush.shadow(x, z, 0.5, 0.0, 0.8);
    let mut path = BezPath::new();
    let lens = brush.lens();
    let at = |dx: f64, y: f64| lens.at(x + dx, y, z);
    capsule(&mut path, at(0.0, -0.05), 0.19 * s, at(0.0, tall), 0.16 * s);
    for side in [-1.0, 1.0] {
        let low = tall * between(key, if side < 0.0 { 4 } else { 5 }, 0.35, 0.6);
        capsule(&mut path, at(0.0, low), 0.10 * s, at(side * 0.46, low + 0.05), 0.11 * s);
        capsule(&mut path, at(side * 0.46, low + 0.05), 0.11 * s, at(side * 0.48, low + tall * 0.34), 0.10 * s);
    }
    brush.solid(&path, Rgb::hex(0x5f9a58), z);
    let rib = brush.tone(Rgb::hex(0x3f7346), z);
    for dx in [-0.07, 0.06] {
        brush.line(&curve(&[at(dx, 0.05), at(dx * 1.1, tall * 0.5), at(dx * 0.8, tall - 0.05)]), 0.018 * s, rib, 0.7);
    }
}
