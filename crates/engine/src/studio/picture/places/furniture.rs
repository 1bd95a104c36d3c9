//! What stands and hangs in rooms.

use super::super::palette::Rgb;
use super::kit::Pen;
use crate::studio::world::chance::pick;

const WOOD: Rgb = Rgb::hex(0x9a6a42);
const DARK: Rgb = Rgb::hex(0x4a3a34);
const CREAM: Rgb = Rgb::hex(0xf6efe0);
const STEEL: Rgb = Rgb::hex(0xb4bcc4);
const LAMPLIGHT: Rgb = Rgb::hex(0xffdc94);

/// A kitchen's cupboards with a worktop, 1.2 m wide.
pub fn counter(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.wall((-0.61, 0.08), (0.61, 0.88), c);
    p.rect((-0.61, 0.0), (0.61, 0.08), DARK);
    for x in [-0.30, 0.30] {
        p.rect((x - 0.27, 0.14), (x + 0.27, 0.82), c.darker(0.12));
        p.rect((x - 0.245, 0.165), (x + 0.245, 0.795), c.lighter(0.05));
        p.rect((x - 0.08, 0.70), (x + 0.08, 0.725), STEEL);
    }
    p.block((-0.63, 0.86), (0.63, 0.94), 0.01, Rgb::hex(0xe0d6c4));
    match p.key % 4 {
        0 => {
            p.ball((-0.3, 1.06), (0.11, 0.12), Rgb::hex(0xc4704f));
            for x in [-0.36, -0.3, -0.25] {
                p.line(&[(-0.3, 1.14), (x, 1.42)], 0.018, WOOD, 1.0);
            }
            p.oval((0.2, 0.98), (0.24, 0.06), Rgb::hex(0xf2ece0));
            p.dots([(0.1, 1.03, 0.06), (0.2, 1.05, 0.06), (0.3, 1.03, 0.06)].into_iter(), Rgb::hex(0xd8483c), 1.0);
        }
        1 => {
            p.block((-0.4, 0.94), (0.0, 1.22), 0.03, STEEL);
            p.rect((-0.33, 1.2), (-0.22, 1.23), DARK);
            p.rect((-0.16, 1.2), (-0.05, 1.23), DARK);
            p.ball((0.3, 1.04), (0.13, 0.10), Rgb::hex(0x5f8a9c));
        }
        2 => {
            for (x, tall, jar) in [(-0.36, 0.30, 0xd9a45a), (-0.12, 0.24, 0xb5534a), (0.12, 0.28, 0x7a9a5a), (0.36, 0.22, 0xe0c070)] {
                p.block((x - 0.08, 0.94), (x + 0.08, 0.94 + tall), 0.03, Rgb::hex(jar));
                p.rect((x - 0.085, 0.94 + tall - 0.04), (x + 0.085, 0.94 + tall + 0.02), WOOD);
            }
        }
        _ => {
            p.block((-0.45, 0.94), (0.1, 0.97), 0.01, WOOD);
            p.dots([(-0.3, 1.02, 0.06), (-0.18, 1.0, 0.05)].into_iter(), Rgb::hex(0x5f9a4c), 1.0);
            p.block((0.28, 0.94), (0.40, 1.3), 0.05, Rgb::hex(0x4f7a4c));
            p.rect((0.315, 1.28), (0.365, 1.4), Rgb::hex(0x4f7a4c));
        }
    }
}

/// A stove with pots on it and steam.
pub fn stove(p: &mut Pen<'_, '_>) {
    p.block((-0.62, 0.0), (0.62, 0.92), 0.03, Rgb::hex(0xd8dce0));
    p.rect((-0.46, 0.12), (0.46, 0.62), Rgb::hex(0x2f343c));
    p.shine((-0.40, 0.18), (0.40, 0.56), Rgb::hex(0xff9a4a), 0.34);
    p.rect((-0.42, 0.66), (0.42, 0.69), STEEL.darker(0.3));
    p.dots((0..5).map(|i| (-0.4 + 0.2 * f64::from(i), 0.79, 0.04)), DARK, 1.0);
    p.rect((-0.64, 0.90), (0.64, 0.95), Rgb::hex(0x3a3f46));
    p.block((-0.52, 0.95), (-0.10, 1.22), 0.04, Rgb::hex(0xc4544a));
    p.rect((-0.56, 1.20), (-0.06, 1.24), Rgb::hex(0xa84038));
    p.oval((-0.31, 1.26), (0.04, 0.03), DARK);
    p.block((0.14, 0.95), (0.5, 1.06), 0.03, DARK);
    p.line(&[(0.5, 1.02), (0.86, 1.06)], 0.04, DARK, 1.0);
    let now = p.air.now;
    for puff in 0..5 {
        let t = (now * 0.35 + f64::from(puff) * 0.2).fract();
        let at = p.at(-0.3 + (t * 6.0 + f64::from(puff)).sin() * 0.06, 1.28 + t * 0.7);
        let r = (0.05 + 0.11 * t) * p.px();
        p.brush.glow(at, r * 1.6, Rgb::WHITE, 0.4 * (1.0 - t) * (t * 8.0).min(1.0));
    }
}

/// Over the stove.
pub fn hood(p: &mut Pen<'_, '_>) {
    p.form(&[(-0.2, 12.0), (0.2, 12.0), (0.24, 2.5), (0.66, 2.12), (0.66, 2.02), (-0.66, 2.02), (-0.66, 2.12), (-0.24, 2.5)], STEEL);
    p.rect((-0.66, 2.02), (0.66, 2.06), STEEL.darker(0.4));
}

pub fn fridge(p: &mut Pen<'_, '_>) {
    p.block((-0.42, 0.04), (0.42, 1.95), 0.06, p.colour);
    p.rect((-0.42, 1.30), (0.42, 1.33), p.colour.darker(0.35));
    p.rect((-0.32, 1.42), (-0.28, 1.75), STEEL.darker(0.2));
    p.rect((-0.32, 0.8), (-0.28, 1.2), STEEL.darker(0.2));
    p.rect((0.02, 1.5), (0.2, 1.7), Rgb::hex(0xf6d878));
    p.rect((0.1, 1.05), (0.24, 1.18), Rgb::hex(0x8fc0d8));
}

/// Pans and ladles from a rail.
pub fn pan_rack(p: &mut Pen<'_, '_>) {
    p.rect((-0.62, 1.98), (0.62, 2.0), DARK);
    for (x, r, c) in [(-0.48, 0.13, 0xc98250), (-0.16, 0.16, 0x5a6068), (0.2, 0.12, 0xc98250)] {
        p.line(&[(x, 1.99), (x, 1.78)], 0.03, DARK, 1.0);
        p.ball((x, 1.66), (r, r), Rgb::hex(c));
    }
    p.line(&[(0.46, 1.99), (0.46, 1.62)], 0.022, STEEL, 1.0);
    p.oval((0.46, 1.58), (0.06, 0.06), STEEL);
}

/// Boards on a wall with cups, jars, bowls.
pub fn shelf(p: &mut Pen<'_, '_>) {
    for (row, y) in [1.46, 1.9].into_iter().enumerate() {
        p.rect((-0.62, y - 0.05), (0.62, y), WOOD);
        for slot in 0..5_u64 {
            let (x, key) = (-0.48 + 0.24 * slot as f64, slot + row as u64 * 7);
            let colour = Rgb::hex(pick(p.key, key, &[0xe0705a, 0xf0c860, 0x6a9ab0, 0xf2ece0, 0x7fa870, 0xc88a5a]));
            if p.chance(key + 50) < 0.5 {
                p.block((x - 0.08, y), (x + 0.08, y + p.between(key + 90, 0.14, 0.26)), 0.03, colour);
            } else {
                p.face(&[(x - 0.11, y + 0.13), (x + 0.11, y + 0.13), (x + 0.06, y), (x - 0.06, y)], colour);
            }
        }
    }
}

/// A wall of books, 1.2 m wide and as high as it goes.
pub fn bookcase(p: &mut Pen<'_, '_>) {
    const SPINES: [u32; 8] = [0x8f3f3a, 0x3f5f86, 0x4f7a52, 0xc49a4c, 0x6a4a78, 0xb86a3c, 0x2f4a5a, 0xd8c8a4];
    let wood = p.colour;
    p.wall((-0.64, 0.0), (0.64, 3.5), wood.darker(0.35));
    for tier in 0..7_u64 {
        let y = 0.16 + 0.46 * tier as f64;
        let mut x = -0.56;
        let mut book = 0_u64;
        while x < 0.5 {
            let key = tier * 40 + book;
            let (wide, tall) = (p.between(key, 0.045, 0.09), p.between(key + 500, 0.26, 0.38));
            if p.chance(key + 900) < 0.94 {
                let c = Rgb::hex(pick(p.key, key + 700, &SPINES));
                p.rect((x, y), (x + wide - 0.008, y + tall), c);
            }
            x += wide;
            book += 1;
        }
        p.rect((-0.64, y - 0.05), (0.64, y), wood);
    }
    for x in [-0.64, 0.58] {
        p.rect((x, 0.0), (x + 0.06, 3.5), wood);
    }
}

/// A ladder that leans on shelves.
pub fn ladder(p: &mut Pen<'_, '_>) {
    for x in [-0.2, 0.2] {
        p.line(&[(x, 0.0), (x + 0.25, 3.4)], 0.05, WOOD, 1.0);
    }
    for rung in 1..9 {
        let y = 0.36 * f64::from(rung);
        p.line(&[(-0.2 + 0.0735 * y, y), (0.2 + 0.0735 * y, y)], 0.04, WOOD.lighter(0.1), 1.0);
    }
}

pub fn table(p: &mut Pen<'_, '_>) {
    p.shadow(0.8);
    for x in [-0.6, 0.6] {
        p.bone((x, 0.0), 0.035, (x * 0.96, 0.7), 0.045, p.colour.darker(0.2));
    }
    p.block((-0.78, 0.68), (0.78, 0.76), 0.02, p.colour);
}

/// A round one with a cloth, cups and two chairs.
pub fn cafe_table(p: &mut Pen<'_, '_>) {
    p.shadow(0.7);
    for side in [-1.0, 1.0] {
        p.line(&[(side * 0.62, 0.0), (side * 0.58, 0.46), (side * 0.74, 0.95)], 0.04, DARK, 1.0);
        p.line(&[(side * 0.36, 0.0), (side * 0.38, 0.46)], 0.035, DARK, 1.0);
        p.block((side * 0.48 - 0.16, 0.44), (side * 0.48 + 0.16, 0.5), 0.02, p.colour);
        p.block((side * 0.70 - 0.03, 0.62), (side * 0.70 + 0.05, 0.92), 0.03, p.colour);
    }
    p.bone((0.0, 0.02), 0.16, (0.0, 0.05), 0.05, DARK);
    p.bone((0.0, 0.05), 0.035, (0.0, 0.7), 0.03, DARK);
    p.block((-0.4, 0.70), (0.4, 0.76), 0.03, Rgb::hex(0xe8dcc8));
    for (x, c) in [(-0.16, 0xf6f2e8), (0.14, 0xc4605a)] {
        p.face(&[(x - 0.06, 0.87), (x + 0.06, 0.87), (x + 0.04, 0.76), (x - 0.04, 0.76)], Rgb::hex(c));
    }
    p.line(&[(0.0, 0.76), (0.0, 0.96)], 0.012, Rgb::hex(0x4f8a4c), 1.0);
    p.oval((0.0, 0.98), (0.035, 0.035), Rgb::hex(0xe8667a));
}

/// A bar with a coffee machine, cakes under glass.
pub fn bar(p: &mut Pen<'_, '_>) {
    p.wall((-1.4, 0.0), (1.4, 1.04), p.colour);
    for plank in 0..11 {
        let x = -1.27 + 0.254 * f64::from(plank);
        p.rect((x, 0.06), (x + 0.012, 0.98), p.colour.darker(0.35));
    }
    p.block((-1.46, 1.02), (1.46, 1.1), 0.02, WOOD.darker(0.2));
    p.block((-1.1, 1.1), (-0.35, 1.58), 0.05, STEEL);
    p.rect((-1.02, 1.2), (-0.43, 1.34), DARK);
    p.dots((0..4).map(|i| (-0.95 + 0.14 * f64::from(i), 1.48, 0.025)), Rgb::hex(0xd84a3c), 1.0);
    for x in [-1.0, -0.8, -0.6, -0.45] {
        p.rect((x - 0.05, 1.58), (x + 0.05, 1.67), CREAM);
    }
    p.shine((0.15, 1.1), (1.15, 1.5), Rgb::hex(0xe6f2f6), 0.35);
    for (x, c) in [(0.32, 0xe8a0b0), (0.64, 0x8a5a3c), (0.96, 0xf2d27a)] {
        p.block((x - 0.13, 1.12), (x + 0.13, 1.26), 0.03, Rgb::hex(c));
        p.dots(std::iter::once((x, 1.28, 0.035)), Rgb::hex(0xd8363a), 1.0);
    }
    p.rect((0.13, 1.48), (1.17, 1.51), WOOD);
}

/// Chalk on a black board: what a café offers or a class learns.
pub fn menu(p: &mut Pen<'_, '_>) {
    p.rect((-0.74, 1.42), (0.74, 2.46), WOOD);
    p.rect((-0.68, 1.48), (0.68, 2.40), Rgb::hex(0x2d3534));
    for (row, y) in [2.24, 2.06, 1.90, 1.74, 1.58].into_iter().enumerate() {
        let end = p.between(row as u64, -0.05, 0.2);
        p.line(&[(-0.56, y), (-0.3, y + 0.015), (end, y)], 0.028, CREAM, if row == 0 { 0.95 } else { 0.65 });
        p.line(&[(0.38, y), (0.52, y)], 0.028, Rgb::hex(0xf0c860), 0.75);
    }
}

/// Green, wide, with sums and a drawing on it.
pub fn blackboard(p: &mut Pen<'_, '_>) {
    p.rect((-1.62, 0.92), (1.62, 2.36), WOOD);
    p.wall((-1.54, 1.0), (1.54, 2.28), Rgb::hex(0x2f5c4a));
    let chalk = Rgb::hex(0xf0f2ea);
    for (x, y, long) in [(-1.3, 2.04, 0.5), (-1.3, 1.84, 0.72), (-1.3, 1.64, 0.44), (-1.3, 1.44, 0.6)] {
        p.line(&[(x, y), (x + long * 0.3, y + 0.03), (x + long * 0.6, y - 0.02), (x + long, y + 0.01)], 0.026, chalk, 0.8);
    }
    p.line(&[(0.1, 1.3), (0.5, 2.0), (0.92, 1.3), (0.1, 1.3)], 0.026, chalk, 0.85);
    p.line(&[(0.5, 2.0), (0.5, 1.3)], 0.016, Rgb::hex(0xf4d27a), 0.8);
    p.line(&[(1.08, 1.9), (1.22, 2.02), (1.36, 1.9), (1.22, 1.76), (1.08, 1.9)], 0.024, Rgb::hex(0xf0a0a8), 0.85);
    p.rect((-1.4, 0.9), (1.4, 0.95), WOOD.lighter(0.2));
    p.rect((-0.9, 0.95), (-0.74, 0.98), chalk);
    p.rect((0.4, 0.95), (0.62, 1.0), Rgb::hex(0x5f86a4));
}

pub fn school_desk(p: &mut Pen<'_, '_>) {
    p.shadow(0.6);
    for x in [-0.42, 0.42] {
        p.line(&[(x, 0.0), (x, 0.66)], 0.035, Rgb::hex(0x6a7680), 1.0);
    }
    p.block((-0.55, 0.64), (0.55, 0.70), 0.01, Rgb::hex(0xd2a468));
    p.rect((-0.3, 0.70), (-0.02, 0.74), Rgb::hex(pick(p.key, 3, &[0xd8544a, 0x4f7ab0, 0x5a9a58])));
    p.line(&[(0.2, 0.71), (0.36, 0.76)], 0.02, Rgb::hex(0xf0c040), 1.0);
    p.block((-0.24, 0.34), (0.24, 0.40), 0.02, Rgb::hex(0x4f7ab0));
}

/// A desk with a screen, papers, a chair behind it.
pub fn office_desk(p: &mut Pen<'_, '_>) {
    p.shadow(0.9);
    p.block((-0.3, 0.5), (0.22, 1.22), 0.10, Rgb::hex(0x39424e));
    p.rect((-0.82, 0.0), (-0.76, 0.7), STEEL.darker(0.2));
    p.wall((0.42, 0.04), (0.84, 0.7), p.colour.lighter(0.2));
    for y in [0.24, 0.46] {
        p.rect((0.42, y), (0.84, y + 0.015), p.colour.darker(0.3));
        p.rect((0.56, y + 0.08), (0.7, y + 0.10), STEEL.darker(0.3));
    }
    p.block((-0.9, 0.69), (0.9, 0.76), 0.01, p.colour);
    p.rect((-0.28, 0.76), (-0.12, 0.82), DARK);
    p.block((-0.56, 0.82), (0.16, 1.26), 0.02, Rgb::hex(0x2c323a));
    p.shine((-0.52, 0.87), (0.12, 1.22), Rgb::hex(0x9fd0ea), if p.air.is_night() { 0.95 } else { 0.75 });
    for y in [1.14, 1.06, 0.98] {
        p.shine((-0.46, y), (-0.14, y + 0.03), Rgb::hex(0xf4fafc), 0.8);
    }
    p.rect((0.34, 0.76), (0.66, 0.80), CREAM);
    p.block((0.72, 0.76), (0.82, 0.90), 0.02, Rgb::hex(0xc4544a));
}

pub fn cabinet(p: &mut Pen<'_, '_>) {
    p.wall((-0.4, 0.0), (0.4, 1.3), p.colour);
    for y in [0.06, 0.48, 0.9] {
        p.rect((-0.35, y), (0.35, y + 0.36), p.colour.lighter(0.1));
        p.rect((-0.1, y + 0.2), (0.1, y + 0.23), DARK);
    }
    p.block((-0.3, 1.3), (-0.02, 1.44), 0.01, Rgb::hex(0x5f86a4));
}

/// Seen from its side, the pillow to the left.
pub fn bed(p: &mut Pen<'_, '_>) {
    p.shadow(1.2);
    p.block((-1.14, 0.0), (-1.02, 1.15), 0.04, WOOD);
    p.block((1.02, 0.0), (1.12, 0.66), 0.04, WOOD);
    p.rect((-1.04, 0.16), (1.04, 0.34), WOOD.darker(0.15));
    p.block((-1.02, 0.32), (1.02, 0.56), 0.08, CREAM);
    p.blob(&[(-0.98, 0.56), (-0.95, 0.78), (-0.62, 0.80), (-0.5, 0.6), (-0.6, 0.52)], Rgb::WHITE);
    let c = p.colour;
    p.blob(&[(-0.5, 0.66), (0.2, 0.74), (1.02, 0.64), (1.06, 0.22), (0.3, 0.20), (-0.42, 0.24)], c);
    p.line(&[(-0.48, 0.64), (-0.44, 0.42), (-0.4, 0.26)], 0.06, c.lighter(0.5), 1.0);
    for x in [-0.1, 0.3, 0.7] {
        p.line(&[(x, 0.68), (x + 0.05, 0.45), (x + 0.02, 0.25)], 0.015, c.darker(0.35), 0.6);
    }
}

pub fn nightstand(p: &mut Pen<'_, '_>) {
    p.block((-0.26, 0.0), (0.26, 0.56), 0.02, WOOD);
    p.rect((-0.2, 0.28), (0.2, 0.46), WOOD.lighter(0.14));
    p.oval((0.0, 0.37), (0.025, 0.025), DARK);
    p.line(&[(0.0, 0.56), (0.0, 0.76)], 0.05, Rgb::hex(0xd8c8a8), 1.0);
    p.glow((0.0, 0.9), 1.1, LAMPLIGHT, if p.air.is_night() { 0.6 } else { 0.12 });
    p.form(&[(-0.1, 1.02), (0.1, 1.02), (0.19, 0.76), (-0.19, 0.76)], if p.air.is_night() { Rgb::hex(0xffe8b4) } else { p.colour });
}

pub fn wardrobe(p: &mut Pen<'_, '_>) {
    p.block((-0.7, 0.04), (0.7, 2.2), 0.03, p.colour);
    p.rect((-0.012, 0.12), (0.012, 2.1), p.colour.darker(0.5));
    for x in [-0.6, 0.08] {
        p.rect((x, 0.2), (x + 0.52, 2.04), p.colour.lighter(0.08));
    }
    p.dots([(-0.07, 1.1, 0.03), (0.07, 1.1, 0.03)].into_iter(), Rgb::hex(0xe0b850), 1.0);
}

/// Building blocks, a teddy bear, a ball: on the floor.
pub fn toys(p: &mut Pen<'_, '_>) {
    match p.key % 3 {
        0 => {
            p.shadow(0.35);
            let fur = Rgb::hex(0xb07a48);
            p.ball((0.0, 0.2), (0.17, 0.2), fur);
            p.dots([(-0.12, 0.56, 0.06), (0.12, 0.56, 0.06)].into_iter(), fur.darker(0.1), 1.0);
            p.ball((0.0, 0.46), (0.14, 0.13), fur);
            p.bone((-0.14, 0.28), 0.05, (-0.24, 0.18), 0.055, fur);
            p.bone((0.14, 0.28), 0.05, (0.24, 0.18), 0.055, fur);
            p.bone((-0.1, 0.06), 0.07, (-0.2, 0.06), 0.075, fur);
            p.bone((0.1, 0.06), 0.07, (0.2, 0.06), 0.075, fur);
            p.oval((0.0, 0.42), (0.06, 0.045), Rgb::hex(0xe8c898));
            p.dots([(-0.05, 0.49, 0.016), (0.05, 0.49, 0.016), (0.0, 0.44, 0.018)].into_iter(), DARK, 1.0);
        }
        1 => {
            p.shadow(0.4);
            for (x, y, c) in [
                (-0.28, 0.0, 0xd8443c),
                (0.0, 0.0, 0x3f7fc4),
                (0.28, 0.0, 0xf0b830),
                (-0.14, 0.22, 0x4f9a52),
                (0.14, 0.22, 0xe8803a),
                (0.0, 0.44, 0xb060c0),
            ] {
                p.block((x - 0.11, y), (x + 0.11, y + 0.22), 0.02, Rgb::hex(c));
                p.oval((x, y + 0.11), (0.055, 0.055), Rgb::hex(c).lighter(0.5));
            }
        }
        _ => {
            p.shadow(0.3);
            p.ball((0.0, 0.2), (0.2, 0.2), Rgb::hex(0xe8504a));
            p.oval((0.0, 0.2), (0.2, 0.06), CREAM);
            p.dots(std::iter::once((0.0, 0.3, 0.05)), Rgb::hex(0xf6c834), 1.0);
        }
    }
}

/// Low shelves with boxes of many colours.
pub fn toy_shelf(p: &mut Pen<'_, '_>) {
    p.block((-0.8, 0.0), (0.8, 0.92), 0.03, Rgb::hex(0xf2e6d0));
    for (row, y) in [0.06, 0.5].into_iter().enumerate() {
        for slot in 0..4_u64 {
            let x = -0.72 + 0.37 * slot as f64;
            p.rect((x, y), (x + 0.33, y + 0.36), Rgb::hex(0xcdb48c));
            let c = Rgb::hex(pick(p.key, slot + row as u64 * 5, &[0xe8665a, 0x5fa8d0, 0xf0c048, 0x6ab070, 0xb888d0]));
            p.block((x + 0.03, y), (x + 0.30, y + 0.24), 0.03, c);
        }
    }
    p.form(&[(-0.6, 0.92), (-0.6, 1.2), (-0.42, 1.36), (-0.24, 1.2), (-0.24, 0.92)], Rgb::hex(0xe8a0b0));
    p.ball((0.1, 1.04), (0.12, 0.12), Rgb::hex(0x5fb0a0));
    p.block((0.4, 0.92), (0.62, 1.14), 0.02, Rgb::hex(0xf0c048));
}

/// A horse that rocks.
pub fn rocking_horse(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.shadow(0.5);
    p.line(&[(-0.5, 0.16), (0.0, 0.02), (0.5, 0.16)], 0.06, Rgb::hex(0xc4544a), 1.0);
    for x in [-0.22, 0.22] {
        p.bone((x * 1.3, 0.08), 0.04, (x, 0.42), 0.05, c);
    }
    p.blob(&[(-0.34, 0.46), (-0.1, 0.6), (0.24, 0.58), (0.34, 0.44), (0.0, 0.36)], c);
    p.bone((0.26, 0.5), 0.09, (0.42, 0.78), 0.07, c);
    p.bone((0.42, 0.8), 0.08, (0.58, 0.72), 0.05, c);
    p.line(&[(0.3, 0.86), (0.24, 0.7), (0.16, 0.58)], 0.06, DARK, 1.0);
    p.line(&[(-0.32, 0.5), (-0.46, 0.36)], 0.06, DARK, 1.0);
    p.block((-0.1, 0.55), (0.12, 0.63), 0.03, Rgb::hex(0x4f7ab0));
}
