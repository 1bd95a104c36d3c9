//! Trees, bushes and what else grows, by season.

use super::super::{palette::Rgb, scenery};
use super::kit::Pen;
use crate::studio::{screenplay::Season, world::chance::pick};
use std::f64::consts::TAU;

const BARK: Rgb = Rgb::hex(0x6d4f3a);

/// A leafy tree; bare in winter. Its size is its height.
pub fn tree(p: &mut Pen<'_, '_>) {
    if p.air.snowy || p.air.season == Some(Season::Winter) {
        bare(p);
        return;
    }
    let leaf = Rgb::hex(pick(p.key, 9, p.air.leaves()));
    scenery::tree(p.brush, p.x, p.z, p.size, leaf, p.air.now, p.key);
}

pub fn pine(p: &mut Pen<'_, '_>) {
    let leaf = Rgb::hex(pick(p.key, 9, &[0x3f6f54, 0x4a7f58, 0x35624a]));
    scenery::pine(p.brush, p.x, p.z, p.size, leaf, p.air.snowy);
}

/// Trunk and boughs, with snow on them.
pub fn bare(p: &mut Pen<'_, '_>) {
    p.shadow(0.16);
    p.bone((0.0, 0.0), 0.035, (0.01, 0.5), 0.022, BARK);
    for bough in 0..6 {
        let side = if bough % 2 == 0 { -1.0 } else { 1.0 };
        let foot = 0.34 + 0.05 * f64::from(bough);
        let (tip_x, tip_y) = (side * p.between(bough as u64, 0.14, 0.30), foot + p.between(bough as u64 + 9, 0.22, 0.40));
        let middle = (tip_x * 0.55, foot + (tip_y - foot) * 0.45);
        p.line(&[(0.0, foot), middle, (tip_x, tip_y)], 0.016, BARK, 1.0);
        p.line(&[middle, (tip_x * 0.5, tip_y + 0.02)], 0.009, BARK, 1.0);
        if p.air.snowy {
            p.line(&[(tip_x * 0.3, foot + (tip_y - foot) * 0.3 + 0.012), (tip_x, tip_y + 0.012)], 0.010, Rgb::hex(0xf4f8fc), 0.95);
        }
    }
}

/// A trunk that leaves the picture at its top: near in a forest.
pub fn trunk(p: &mut Pen<'_, '_>) {
    p.shadow(0.5);
    let bark = Rgb::hex(pick(p.key, 5, &[0x5d4635, 0x6a4f3c, 0x4f4036]));
    p.form(&[(-0.42, 0.0), (-0.22, 0.35), (-0.18, 9.0), (0.18, 9.0), (0.2, 0.4), (0.46, 0.0)], bark);
    for line in 0..3_u32 {
        let x = -0.1 + 0.1 * f64::from(line);
        p.line(&[(x, 0.4), (x + 0.03, 1.4), (x - 0.02, 2.9)], 0.022, bark.darker(0.45), 0.6);
    }
    if p.air.snowy {
        p.oval((0.0, 0.02), (0.6, 0.1), Rgb::hex(0xf4f8fc));
    }
}

pub fn bush(p: &mut Pen<'_, '_>) {
    let winter = p.air.snowy;
    let leaf = if winter {
        Rgb::hex(0x9fb3ad)
    } else {
        Rgb::hex(pick(p.key, 4, if p.air.season.is_some() { p.air.leaves() } else { &[0x4f8a4c, 0x5f9a52, 0x447c4a] }))
    };
    p.shadow(0.7);
    p.blob(&[(-0.7, 0.0), (-0.72, 0.4), (-0.35, 0.72), (0.1, 0.66), (0.45, 0.8), (0.74, 0.42), (0.7, 0.0)], leaf);
    let light = leaf.lighter(if winter { 0.75 } else { 0.16 });
    let spots = [(-0.4, 0.5, 0.14), (-0.15, 0.58, 0.10), (0.35, 0.56, 0.16), (0.1, 0.34, 0.09), (-0.55, 0.3, 0.08), (0.56, 0.32, 0.09)];
    p.dots(spots.into_iter(), light, 0.7);
}

/// A clipped hedge, 1 m high and wide.
pub fn hedge(p: &mut Pen<'_, '_>) {
    let leaf = if p.air.snowy { Rgb::hex(0x8fa89c) } else { Rgb::hex(0x4c8450) };
    p.block((-0.52, 0.0), (0.52, 1.0), 0.12, leaf);
    let key = p.key;
    let spots = (0..9_u64)
        .map(|i| (-0.42 + 0.84 * crate::studio::world::chance::unit(key, i), 0.15 + 0.75 * crate::studio::world::chance::unit(key, i + 20), 0.05));
    p.dots(spots, leaf.lighter(if p.air.snowy { 0.8 } else { 0.15 }), 0.5);
}

/// A clump of leaves like swords.
pub fn fern(p: &mut Pen<'_, '_>) {
    let leaf = Rgb::hex(pick(p.key, 2, &[0x2f7d46, 0x3d9150, 0x27693f, 0x4fa055]));
    let sway = (p.air.now * 1.1 + p.x).sin() * 0.04 * (0.5 + p.air.wind);
    for frond in 0..7 {
        let a = 0.25 + f64::from(frond) * 0.44;
        let (tip_x, tip_y) = (a.cos() * 0.85 + sway, a.sin() * 0.75 + 0.08);
        let (mid_x, mid_y) = (tip_x * 0.45, tip_y * 0.75 + 0.12);
        p.blob(
            &[(0.0, 0.0), (mid_x - 0.06, mid_y + 0.05), (tip_x, tip_y), (mid_x + 0.06, mid_y - 0.07)],
            if frond % 2 == 0 { leaf } else { leaf.darker(0.14) },
        );
    }
}

/// Very large leaves: banana, elephant's ear.
pub fn broadleaf(p: &mut Pen<'_, '_>) {
    let leaf = Rgb::hex(pick(p.key, 2, &[0x2c8a4e, 0x3f9f58, 0x1f6f46]));
    let sway = (p.air.now * 0.8 + p.x * 2.0).sin() * 0.04;
    for (index, (x, y)) in [(-1.0, 1.3), (-0.5, 2.0), (0.2, 2.3), (0.8, 1.8), (1.1, 1.0)].into_iter().enumerate() {
        let (x, c) = (x + sway, if index % 2 == 0 { leaf } else { leaf.darker(0.18) });
        p.line(&[(0.0, 0.0), (x * 0.3, y * 0.55), (x * 0.6, y * 0.8)], 0.05, leaf.darker(0.35), 1.0);
        p.blob(&[(x * 0.35, y * 0.6), (x * 0.5 - 0.24, y * 0.9), (x, y), (x * 0.95 + 0.1, y * 0.72)], c);
        p.line(&[(x * 0.4, y * 0.65), (x * 0.9, y * 0.93)], 0.02, leaf.lighter(0.25), 0.8);
    }
}

/// Hangs from above; its foot is where it ends.
pub fn vine(p: &mut Pen<'_, '_>) {
    let sway = (p.air.now * 0.7 + p.x * 1.7).sin() * 0.08;
    let leaf = Rgb::hex(pick(p.key, 3, &[0x3d8a48, 0x4f9a4c, 0x2f7444]));
    p.line(&[(0.0, 5.0), (0.1 + sway * 0.5, 2.5), (sway, 0.0)], 0.035, leaf.darker(0.4), 1.0);
    let spots = (0..9).map(|i| ((if i % 2 == 0 { -0.09 } else { 0.09 }) + sway * (1.0 - f64::from(i) / 9.0), 0.1 + f64::from(i) * 0.34, 0.10));
    p.dots(spots, leaf, 1.0);
}

/// A mass of leaves at the upper edge, nearer than anybody.
pub fn canopy(p: &mut Pen<'_, '_>) {
    let winter = p.air.snowy;
    let leaf = if winter {
        Rgb::hex(0x5b6f68)
    } else {
        Rgb::hex(pick(p.key, 4, if p.air.season.is_some() { p.air.leaves() } else { &[0x2f6a3c, 0x3a7844, 0x285c38] }))
    };
    let sway = (p.air.now * 0.9 + p.x).sin() * 0.03;
    for leafy in 0..16_u64 {
        let (x, y) = (p.between(leafy, -0.8, 0.8) + sway, p.between(leafy + 20, 0.0, 0.7));
        let a = p.between(leafy + 40, 0.0, TAU);
        let (dx, dy) = (a.cos() * 0.26, a.sin() * 0.16 - 0.06);
        p.blob(
            &[(x - dx, y - dy), (x + dy * 0.5, y - dx * 0.35), (x + dx, y + dy), (x - dy * 0.5, y + dx * 0.35)],
            if leafy % 3 == 0 { leaf.lighter(0.12) } else { leaf.darker(0.25) },
        );
    }
}

/// A strip of kelp, its foot on the sea's floor.
pub fn kelp(p: &mut Pen<'_, '_>) {
    let leaf = Rgb::hex(pick(p.key, 2, &[0x2f7a52, 0x4a8a3f, 0x276b58]));
    let now = p.air.now;
    let phase = p.x * 1.3;
    let bend = move |y: f64| (now * 0.9 + phase + y * 1.4).sin() * 0.13 * y;
    let stem: Vec<(f64, f64)> = (0..7).map(|i| f64::from(i) * 0.42).map(|y| (bend(y), y)).collect();
    p.line(&stem, 0.05, leaf.darker(0.2), 1.0);
    for i in 1..6 {
        let y = f64::from(i) * 0.42;
        let side = if i % 2 == 0 { 1.0 } else { -1.0 };
        let x = bend(y);
        p.blob(&[(x, y), (x + side * 0.14, y + 0.02), (x + side * 0.34, y + 0.26), (x + side * 0.1, y + 0.16)], leaf);
    }
}

pub fn coral(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    match p.key % 3 {
        0 => {
            for (x, y) in [(-0.4, 0.6), (-0.15, 0.85), (0.12, 0.75), (0.4, 0.5)] {
                p.bone((x * 0.3, 0.0), 0.11, (x, y), 0.06, c);
                p.bone((x * 0.6, y * 0.5), 0.06, (x + 0.14, y * 0.8), 0.045, c);
            }
        }
        1 => {
            p.blob(&[(-0.5, 0.0), (-0.55, 0.3), (-0.2, 0.55), (0.25, 0.5), (0.55, 0.26), (0.5, 0.0)], c);
            p.dots((0..8).map(|i| (-0.35 + 0.1 * f64::from(i), 0.16 + 0.12 * f64::from(i % 3), 0.035)), c.darker(0.35), 0.7);
        }
        _ => {
            for a in [0.6, 1.1, 1.57, 2.0, 2.5_f64] {
                p.bone((a.cos() * 0.1, 0.0), 0.07, (a.cos() * 0.42, a.sin() * 0.7), 0.09, c);
            }
        }
    }
}

/// A bed of flowers, 1 m wide.
pub fn flower_bed(p: &mut Pen<'_, '_>) {
    p.blob(&[(-0.6, 0.0), (-0.5, 0.18), (0.0, 0.22), (0.5, 0.18), (0.6, 0.0)], if p.air.snowy { Rgb::hex(0xe6edf4) } else { Rgb::hex(0x4f8448) });
    if p.air.snowy {
        return;
    }
    for flower in 0..7_u64 {
        let (x, y) = (-0.48 + 0.16 * flower as f64, p.between(flower, 0.26, 0.48));
        let colour = Rgb::hex(pick(p.key, flower + 9, &[0xe8566a, 0xf6d24a, 0xf4f0ea, 0xb070d0, 0xf08a4a, 0xf29ac0]));
        p.line(&[(x, 0.1), (x, y)], 0.02, Rgb::hex(0x3f7a3c), 1.0);
        p.dots((0..5).map(|i| f64::from(i) * TAU / 5.0).map(move |a| (x + a.cos() * 0.045, y + a.sin() * 0.045, 0.04)), colour, 1.0);
        p.dots(std::iter::once((x, y, 0.026)), Rgb::hex(0xf6d06a), 1.0);
    }
}

/// Tall flowers, near the lens.
pub fn sunflower(p: &mut Pen<'_, '_>) {
    let sway = (p.air.now * 0.8 + p.x).sin() * 0.03;
    p.line(&[(0.0, 0.0), (0.03, 0.6), (sway, 1.2)], 0.04, Rgb::hex(0x4a7f3a), 1.0);
    p.blob(&[(0.02, 0.5), (0.2, 0.66), (0.36, 0.6), (0.2, 0.5)], Rgb::hex(0x5a8f42));
    p.dots((0..12).map(|i| f64::from(i) * TAU / 12.0).map(move |a| (sway + a.cos() * 0.17, 1.2 + a.sin() * 0.17, 0.065)), Rgb::hex(0xf6c334), 1.0);
    p.ball((sway, 1.2), (0.12, 0.12), Rgb::hex(0x6a4426));
}

/// A row of a field of corn or wheat.
pub fn crops(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    let sway = (p.air.now * 1.2 + p.x * 0.8).sin() * 0.05;
    for stalk in 0..6 {
        let x = -0.5 + 0.2 * f64::from(stalk);
        let tall = p.between(stalk as u64, 0.8, 1.1);
        p.line(&[(x, 0.0), (x + sway * 0.5, tall * 0.6), (x + sway, tall)], 0.03, c, 1.0);
        p.line(&[(x + sway * 0.8, tall * 0.75), (x + sway * 1.2, tall)], 0.07, c.lighter(0.18), 1.0);
    }
}
