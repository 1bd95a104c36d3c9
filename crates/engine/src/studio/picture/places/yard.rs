//! What stands about outdoors: fences, jetties, crates, trains, roofs.

use super::super::palette::Rgb;
use super::kit::Pen;
use crate::studio::world::chance::pick;

const WOOD: Rgb = Rgb::hex(0x8a6a4c);
const IRON: Rgb = Rgb::hex(0x3a4048);
const SNOW: Rgb = Rgb::hex(0xf4f8fc);

/// Two rails and a post, 2 m wide.
pub fn fence(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    for y in [0.42, 0.8] {
        p.block((-1.02, y), (1.02, y + 0.11), 0.02, c);
    }
    p.block((-0.08, 0.0), (0.08, 1.08), 0.03, c.darker(0.08));
    if p.air.snowy {
        p.rect((-1.02, 0.90), (1.02, 0.96), SNOW);
        p.oval((0.0, 1.1), (0.12, 0.06), SNOW);
    }
}

/// Pales with points, 1 m wide.
pub fn pickets(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    for y in [0.22, 0.56] {
        p.rect((-0.52, y), (0.52, y + 0.08), c.darker(0.12));
    }
    for pale in 0..4 {
        let x = -0.42 + 0.26 * f64::from(pale);
        p.face(&[(x - 0.075, 0.0), (x - 0.075, 0.74), (x, 0.86), (x + 0.075, 0.74), (x + 0.075, 0.0)], c);
        if p.air.snowy {
            p.oval((x, 0.85), (0.08, 0.04), SNOW);
        }
    }
}

pub fn hay_bale(p: &mut Pen<'_, '_>) {
    p.shadow(0.8);
    p.ball((0.0, 0.62), (0.64, 0.62), Rgb::hex(0xdcb658));
    for r in [0.46, 0.3, 0.14] {
        let path = super::super::shape::ellipse(p.at(0.0, 0.62), r * p.px(), r * 0.96 * p.px());
        let (tone, w) = (p.tone(Rgb::hex(0xa8803a)), 0.03 * p.px());
        p.brush.line(&path, w, tone, 0.7);
    }
}

/// Furrows or a strip of a field in the distance, 12 m wide.
pub fn field(p: &mut Pen<'_, '_>) {
    let c = if p.air.snowy { SNOW } else { p.colour };
    let (a, b) = (p.z, p.z * 1.5);
    let corners = [(-7.0, a), (7.0, a), (4.0, b), (-8.0, b)].map(|(x, z)| p.brush.at(p.x + x * p.size, 0.0, z));
    let tone = p.tone(c);
    p.brush.raw(&super::super::shape::polygon(&corners), tone, 1.0);
    for furrow in 0..6 {
        let t = f64::from(furrow) / 6.0;
        let line = [(-7.0 + 14.0 * t, a), (-8.0 + 12.0 * t, b)].map(|(x, z)| p.brush.at(p.x + x * p.size, 0.0, z));
        let (path, width) = (super::super::shape::curve(&line), 0.12 * p.px());
        p.brush.line(&path, width, tone.darker(0.2), 0.5);
    }
}

pub fn well(p: &mut Pen<'_, '_>) {
    p.shadow(0.9);
    p.block((-0.7, 0.0), (0.7, 0.8), 0.08, Rgb::hex(0x9c968c));
    for x in [-0.55, 0.55] {
        p.rect((x - 0.06, 0.7), (x + 0.06, 1.9), WOOD);
    }
    p.form(&[(-0.95, 1.85), (0.0, 2.55), (0.95, 1.85)], if p.air.snowy { SNOW } else { Rgb::hex(0xa8503c) });
    p.line(&[(-0.5, 1.5), (0.5, 1.5)], 0.08, WOOD, 1.0);
    p.line(&[(0.1, 1.5), (0.1, 1.05)], 0.025, IRON, 1.0);
    p.form(&[(-0.04, 1.08), (0.24, 1.08), (0.2, 0.84), (0.0, 0.84)], WOOD.darker(0.2));
}

/// Roses over an arch of laths.
pub fn rose_arch(p: &mut Pen<'_, '_>) {
    let white = Rgb::hex(0xf2eee4);
    for x in [-0.8, 0.8] {
        p.block((x - 0.08, 0.0), (x + 0.08, 2.1), 0.02, white);
    }
    p.line(&[(-0.8, 2.0), (-0.5, 2.6), (0.0, 2.8), (0.5, 2.6), (0.8, 2.0)], 0.16, white, 1.0);
    if p.air.snowy {
        p.line(&[(-0.75, 2.2), (0.0, 2.9), (0.75, 2.2)], 0.12, SNOW, 1.0);
        return;
    }
    for leaf in 0..16_u64 {
        let a = std::f64::consts::PI * leaf as f64 / 15.0;
        let (x, y) = (a.cos() * 0.84, if leaf % 5 == 0 { 1.2 } else { 1.6 + a.sin() * 1.15 });
        p.oval((x, y), (0.2, 0.16), Rgb::hex(if leaf % 2 == 0 { 0x4f8a48 } else { 0x3f7a40 }));
    }
    let key = p.key;
    let roses = (0..14_u64).map(|i| std::f64::consts::PI * i as f64 / 13.0).enumerate();
    let roses = roses.map(|(i, a)| (a.cos() * 0.86 + 0.05 * ((key >> (i % 8)) & 1) as f64, 1.62 + a.sin() * 1.15, 0.075));
    p.dots(roses, Rgb::hex(0xe8566a), 1.0);
}

pub fn fountain(p: &mut Pen<'_, '_>) {
    let stone = Rgb::hex(0xc8c4ba);
    p.shadow(1.4);
    p.block((-1.3, 0.0), (1.3, 0.42), 0.12, stone);
    p.rect((-1.18, 0.34), (1.18, 0.42), Rgb::hex(0x7fb4cc));
    p.bone((0.0, 0.3), 0.16, (0.0, 1.1), 0.1, stone);
    p.form(&[(-0.55, 1.25), (0.55, 1.25), (0.2, 1.02), (-0.2, 1.02)], stone);
    let wave = (p.air.now * 7.0).sin() * 0.02;
    for side in [-1.0, 1.0] {
        for (reach, top) in [(0.42, 1.75), (0.85, 1.6)] {
            p.line(&[(0.0, 1.3), (side * reach * 0.4, top + wave), (side * reach, 0.42)], 0.05, Rgb::hex(0xe6f4fa), 0.7);
        }
    }
}

/// Planks on piles, 2 m wide.
pub fn jetty(p: &mut Pen<'_, '_>) {
    for x in [-0.8, 0.8] {
        p.block((x - 0.1, -1.2), (x + 0.1, 0.5), 0.04, WOOD.darker(0.25));
    }
    p.block((-1.02, 0.0), (1.02, 0.14), 0.01, WOOD);
}

pub fn bollard(p: &mut Pen<'_, '_>) {
    p.shadow(0.25);
    p.block((-0.14, 0.0), (0.14, 0.46), 0.05, IRON);
    p.block((-0.2, 0.40), (0.2, 0.54), 0.06, IRON.lighter(0.1));
    p.line(&[(0.14, 0.3), (0.5, 0.14), (0.9, 0.24)], 0.05, Rgb::hex(0xd8c49a), 1.0);
}

pub fn crates(p: &mut Pen<'_, '_>) {
    p.shadow(0.8);
    for (x, y, s) in [(-0.4, 0.0, 0.72), (0.42, 0.0, 0.62), (-0.34, 0.72, 0.54)] {
        let c = Rgb::hex(pick(p.key, (x * 10.0) as i64 as u64, &[0xb08a58, 0xa07848, 0xbc9462]));
        p.block((x - s / 2.0, y), (x + s / 2.0, y + s), 0.01, c);
        p.line(&[(x - s * 0.42, y + s * 0.08), (x + s * 0.42, y + s * 0.92)], 0.05, c.darker(0.25), 1.0);
        p.rect((x - s / 2.0, y + s * 0.9), (x + s / 2.0, y + s), c.darker(0.15));
        p.rect((x - s / 2.0, y), (x + s / 2.0, y + s * 0.1), c.darker(0.15));
    }
}

/// A warehouse of a harbour, 6 m wide.
pub fn warehouse(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.wall((-3.0, 0.0), (3.0, 3.4), c);
    p.form(&[(-3.1, 3.3), (0.0, 5.0), (3.1, 3.3)], if p.air.snowy { SNOW } else { c.darker(0.3) });
    p.rect((-0.9, 0.0), (0.9, 2.2), c.darker(0.5));
    for x in [-2.2, 1.6] {
        if p.air.is_night() {
            p.shine((x, 1.5), (x + 0.7, 2.3), Rgb::hex(0xffd98c), 1.0);
        } else {
            p.rect((x, 1.5), (x + 0.7, 2.3), Rgb::hex(0x6f8ea6));
        }
    }
}

/// A crane with a hook that sways.
pub fn crane(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.line(&[(-1.2, 0.0), (0.0, 7.0)], 0.2, c, 1.0);
    p.line(&[(1.2, 0.0), (0.0, 7.0)], 0.2, c, 1.0);
    for y in [1.5, 3.0, 4.5] {
        let half = 1.2 * (1.0 - y / 7.0);
        p.line(&[(-half, y), (half, y)], 0.12, c, 1.0);
    }
    p.line(&[(-2.4, 6.6), (0.0, 7.0), (6.0, 9.0)], 0.22, c, 1.0);
    p.block((-2.9, 5.9), (-1.9, 6.7), 0.05, c.darker(0.4));
    p.block((-0.5, 6.4), (0.5, 7.3), 0.05, c.darker(0.2));
    let sway = (p.air.now * 0.7).sin() * 0.2;
    p.line(&[(6.0, 9.0), (6.0 + sway, 4.6)], 0.06, IRON, 1.0);
    p.block((5.6 + sway, 4.0), (6.4 + sway, 4.6), 0.03, Rgb::hex(0xb5643c));
}

/// A boat at its berth, that rocks.
pub fn moored(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    let t = p.air.now * 1.1 + p.x;
    let (lift, tilt) = (t.sin() * 0.08, (t * 0.8).sin() * 0.04);
    let at = |x: f64, y: f64| (x - y * tilt, y + lift + x * tilt);
    p.line(&[at(0.2, 0.5), at(0.2, 4.4)], 0.09, Rgb::hex(0xb8a07c), 1.0);
    p.line(&[at(0.2, 4.3), at(2.0, 0.7)], 0.03, IRON, 0.8);
    p.line(&[at(0.2, 4.3), at(-1.9, 0.7)], 0.03, IRON, 0.8);
    p.face(&[at(0.1, 4.0), at(0.1, 1.0), at(-0.2, 1.0), at(-0.14, 3.8)], Rgb::hex(0xf2ece0));
    p.block(at(-0.9, 0.5), at(0.5, 1.1), 0.1, Rgb::hex(0xf4f0e6));
    p.form(&[at(-1.9, 0.7), at(2.2, 0.8), at(1.5, -0.2), at(-1.4, -0.2)], c);
    p.line(&[at(-1.86, 0.55), at(2.0, 0.62)], 0.08, Rgb::hex(0xf4f0e6), 1.0);
}

/// The low wall at a roof's edge, 3 m wide.
pub fn parapet(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.wall((-1.52, 0.0), (1.52, 0.86), c);
    p.block((-1.54, 0.82), (1.54, 0.96), 0.02, if p.air.snowy { SNOW } else { c.lighter(0.2) });
    for x in [-1.0, 0.0, 1.0] {
        p.rect((x, 0.05), (x + 0.02, 0.82), c.darker(0.25));
    }
}

pub fn vent(p: &mut Pen<'_, '_>) {
    p.shadow(0.6);
    match p.key % 3 {
        0 => {
            p.block((-0.6, 0.0), (0.6, 0.9), 0.03, Rgb::hex(0xb4bac0));
            p.oval((0.0, 0.45), (0.34, 0.34), Rgb::hex(0x5a626c));
            for a in [0.0, 1.05, 2.1_f64] {
                let a = a + p.air.now * 5.0;
                p.line(&[(a.cos() * 0.3, 0.45 + a.sin() * 0.3), (-a.cos() * 0.3, 0.45 - a.sin() * 0.3)], 0.07, Rgb::hex(0x9aa2aa), 1.0);
            }
        }
        1 => {
            p.block((-0.36, 0.0), (0.36, 1.7), 0.02, Rgb::hex(0xa8644c));
            p.rect((-0.42, 1.6), (0.42, 1.76), Rgb::hex(0x8a5040));
            p.block((-0.2, 1.76), (0.2, 2.1), 0.05, Rgb::hex(0x6a5048));
        }
        _ => {
            p.line(&[(0.0, 0.0), (0.0, 2.6)], 0.06, IRON, 1.0);
            for (y, half) in [(2.5, 0.5), (2.2, 0.4), (1.9, 0.3)] {
                p.line(&[(-half, y), (half, y)], 0.04, IRON, 1.0);
            }
        }
    }
}

/// A water tank on legs.
pub fn tank(p: &mut Pen<'_, '_>) {
    for x in [-0.8, -0.25, 0.25, 0.8] {
        p.line(&[(x, 0.0), (x, 1.6)], 0.09, IRON, 1.0);
    }
    p.line(&[(-0.8, 0.2), (0.8, 1.4)], 0.05, IRON, 1.0);
    p.line(&[(0.8, 0.2), (-0.8, 1.4)], 0.05, IRON, 1.0);
    p.block((-1.0, 1.5), (1.0, 3.3), 0.06, Rgb::hex(0x9a6a4a));
    for x in [-0.6, -0.2, 0.2, 0.6] {
        p.rect((x, 1.52), (x + 0.025, 3.28), Rgb::hex(0x74503a));
    }
    p.form(&[(-1.12, 3.25), (0.0, 4.05), (1.12, 3.25)], Rgb::hex(0x5f666e));
}

pub fn washing(p: &mut Pen<'_, '_>) {
    for x in [-1.5, 1.5] {
        p.line(&[(x, 0.0), (x, 1.9)], 0.06, IRON, 1.0);
    }
    p.line(&[(-1.5, 1.85), (0.0, 1.7), (1.5, 1.85)], 0.025, IRON, 1.0);
    let wind = p.air.wind;
    let t = p.air.now;
    for (number, x) in [-1.1, -0.4, 0.3, 0.95].into_iter().enumerate() {
        let c = Rgb::hex([0xf2ece0, 0xd8605a, 0x5f8fc0, 0xf0c860][number]);
        let beat = t * (2.2 + wind * 3.0) + x * 2.0;
        let side = |edge: f64, down: f64| {
            // The lower, the farther it blows; a wave runs down it.
            let blow = (beat - down * 2.4 + edge).sin() * (0.05 + 0.12 * wind) + 0.10 + 0.18 * wind;
            (x + edge * 0.24 + blow * down * down, 1.76 - 0.75 * down + 0.03 * (beat * 1.3 + edge * 2.0).sin() * down)
        };
        let cloth: Vec<(f64, f64)> =
            [(-1.0, 0.0), (1.0, 0.0), (1.0, 0.5), (1.0, 1.0), (0.0, 1.0), (-1.0, 1.0), (-1.0, 0.5)].map(|(edge, down)| side(edge, down)).to_vec();
        p.form(&cloth, c);
        p.line(&[side(-0.1, 0.12), side(-0.1, 0.55), side(-0.1, 0.95)], 0.02, c.darker(0.25), 0.5);
    }
}

/// A carriage at the far platform, 12 m long.
pub fn carriage(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    for x in [-4.6, -3.4, 3.4, 4.6] {
        p.ball((x, 0.1), (0.44, 0.44), IRON);
    }
    p.block((-6.0, 0.35), (6.0, 3.2), 0.25, c);
    p.rect((-6.0, 1.0), (6.0, 1.14), Rgb::hex(0xf2e6c4));
    p.block((-5.9, 3.05), (5.9, 3.4), 0.15, Rgb::hex(0x5a6068));
    for window in 0..7 {
        let x = -5.3 + 1.55 * f64::from(window);
        p.rect((x - 0.06, 1.4), (x + 1.06, 2.66), c.darker(0.4));
        if p.air.is_night() {
            p.shine((x, 1.46), (x + 1.0, 2.6), Rgb::hex(0xffe2a0), 1.0);
        } else {
            p.rect((x, 1.46), (x + 1.0, 2.6), Rgb::hex(0xa8c8d8));
        }
    }
}

/// Rails and sleepers, 2 m of them.
pub fn track(p: &mut Pen<'_, '_>) {
    for sleeper in 0..4 {
        let x = -0.75 + 0.5 * f64::from(sleeper);
        p.rect((x - 0.12, -0.1), (x + 0.12, 0.1), Rgb::hex(0x5f4a3a));
    }
    for y in [-0.06, 0.08] {
        p.rect((-1.02, y), (1.02, y + 0.035), Rgb::hex(0xb0b6bc));
    }
}

/// Pillars that bear the platform's roof, with a clock.
pub fn station_roof(p: &mut Pen<'_, '_>) {
    p.block((-0.12, 0.0), (0.12, 3.7), 0.04, Rgb::hex(0x3f5a54));
    p.block((-0.22, 0.0), (0.22, 0.4), 0.04, Rgb::hex(0x3f5a54));
    p.line(&[(-0.9, 3.75), (-0.3, 3.4), (0.0, 2.9), (0.3, 3.4), (0.9, 3.75)], 0.09, Rgb::hex(0x3f5a54), 1.0);
    p.block((-2.55, 3.7), (2.55, 3.95), 0.02, Rgb::hex(0x4f6a62));
    for scallop in 0..10 {
        let x = -2.4 + 0.52 * f64::from(scallop);
        p.face(&[(x - 0.26, 3.72), (x + 0.26, 3.72), (x, 3.48)], Rgb::hex(0xe8e0cc));
    }
    if p.key.is_multiple_of(2) {
        p.line(&[(0.0, 3.1), (0.7, 3.1)], 0.06, IRON, 1.0);
        p.ball((0.75, 2.85), (0.3, 0.3), Rgb::hex(0x33403c));
        p.oval((0.75, 2.85), (0.25, 0.25), Rgb::hex(0xf6f2e4));
        p.line(&[(0.75, 2.85), (0.75, 3.02)], 0.03, IRON, 1.0);
        p.line(&[(0.75, 2.85), (0.88, 2.8)], 0.03, IRON, 1.0);
    }
}

pub fn bench(p: &mut Pen<'_, '_>) {
    p.shadow(0.9);
    for x in [-0.7, 0.7] {
        p.line(&[(x, 0.0), (x, 0.46), (x * 1.05, 0.95)], 0.06, IRON, 1.0);
    }
    for y in [0.42, 0.66, 0.84] {
        p.block((-0.9, y), (0.9, y + 0.09), 0.02, p.colour);
    }
}

pub fn suitcases(p: &mut Pen<'_, '_>) {
    p.shadow(0.5);
    p.block((-0.42, 0.0), (0.18, 0.46), 0.05, Rgb::hex(0x9a5f3c));
    p.rect((-0.3, 0.0), (-0.26, 0.46), Rgb::hex(0x6a3f28));
    p.line(&[(-0.22, 0.46), (-0.12, 0.54), (-0.02, 0.46)], 0.04, IRON, 1.0);
    p.block((0.1, 0.0), (0.5, 0.34), 0.05, Rgb::hex(0x3f6a80));
}
