//! What fills halls and towers: spectators, curtains, mats, lights, boards of a rink, winding stairs, a great lens.

use super::super::{
    palette::Rgb,
    shape::{add_ellipse, blob, curve, ellipse, polygon},
};
use super::kit::Pen;
use crate::studio::world::{chance::pick, stage::stairs};
use std::f64::consts::TAU;
use vello_cpu::kurbo::{BezPath, Point};

const CREAM: Rgb = Rgb::hex(0xf6efe0);
const IRON: Rgb = Rgb::hex(0x3a4048);

/// A metre of people who watch, one above the other on their seats.
pub fn crowd(p: &mut Pen<'_, '_>) {
    const SHIRTS: [u32; 6] = [0x8a5560, 0x5d7399, 0x9a8458, 0x5f8a74, 0x75618f, 0x9c6a50];
    const SKINS: [u32; 4] = [0xd9b498, 0xb98a68, 0x8f6548, 0xe3c4ac];
    for tier in (0..6_u64).rev() {
        let y = 0.9 + 0.52 * tier as f64;
        p.rect((-0.52, y - 0.52), (0.52, y), Rgb::hex(0x39425a).darker(0.1 * tier as f64));
        for seat in 0..2_u64 {
            let key = tier * 4 + seat;
            if p.chance(key) < 0.14 {
                continue;
            }
            let x = -0.25 + 0.5 * seat as f64 + p.between(key + 30, -0.06, 0.06);
            let bob = (p.air.now * 3.0 + p.chance(key + 60) * TAU).sin() * 0.012;
            let shirt = Rgb::hex(pick(p.key, key + 90, &SHIRTS)).darker(0.1);
            let skin = Rgb::hex(pick(p.key, key + 120, &SKINS)).darker(0.1);
            p.oval((x, y + 0.16 + bob), (0.19, 0.26), shirt);
            p.oval((x, y + 0.50 + bob), (0.105, 0.125), skin);
            p.oval((x, y + 0.56 + bob), (0.11, 0.075), Rgb::hex(pick(p.key, key + 150, &[0x3a2a20, 0x6a4a2c, 0x22222a, 0xb08a50])));
        }
    }
    p.rect((-0.52, 0.0), (0.52, 0.72), p.colour);
    p.rect((-0.52, 0.66), (0.52, 0.74), CREAM);
}

/// Heads of those who sit before the stage, seen from behind.
pub fn audience(p: &mut Pen<'_, '_>) {
    let dark = Rgb::hex(0x1a1018);
    let bob = (p.air.now * 0.9 + p.chance(1) * TAU).sin() * 0.01;
    let (head, shoulders) = (
        ellipse(p.at(0.0, 0.30 + bob), 0.12 * p.px(), 0.145 * p.px()),
        blob(&[(-0.34, -0.5), (-0.3, 0.02), (-0.1, 0.14), (0.1, 0.14), (0.3, 0.02), (0.34, -0.5)].map(|(x, y)| p.at(x, y + bob))),
    );
    p.brush.raw(&shoulders, dark, 1.0);
    p.brush.raw(&head, dark, 1.0);
    if p.key.is_multiple_of(3) {
        let bun = ellipse(p.at(0.0, 0.46 + bob), 0.06 * p.px(), 0.06 * p.px());
        p.brush.raw(&bun, dark, 1.0);
    }
    let (rim, width) = (polygon(&[(-0.1, 0.39 + bob), (0.0, 0.45 + bob), (0.1, 0.39 + bob)].map(|(x, y)| p.at(x, y))), 0.014 * p.px());
    p.brush.line(&rim, width, Rgb::hex(0xd89a5a), 0.35);
}

/// A fold of red cloth to the floor, 0.5 m wide.
pub fn drape(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    let (a, b) = (p.at(-0.26, 12.0), p.at(0.26, 0.0));
    let rect = vello_cpu::kurbo::Rect::new(a.x, a.y, b.x, b.y);
    let (dark, mid, light) = (p.tone(c.darker(0.55)), p.tone(c), p.tone(c.lighter(0.14)));
    p.brush.gradient_rect(rect, a, super::super::shape::p(b.x, a.y), &[(0.0, dark, 1.0), (0.45, light, 1.0), (0.6, mid, 1.0), (1.0, dark, 1.0)]);
    p.rect((-0.26, 0.0), (0.26, 0.1), Rgb::hex(0xd9a940));
}

/// Scallops of cloth over the stage.
pub fn valance(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.blob(&[(-0.75, 1.4), (-0.7, 0.3), (-0.35, 0.02), (0.0, -0.06), (0.35, 0.02), (0.7, 0.3), (0.75, 1.4)], c);
    p.line(&[(-0.68, 0.3), (-0.35, 0.04), (0.0, -0.04), (0.35, 0.04), (0.68, 0.3)], 0.07, Rgb::hex(0xd9a940), 1.0);
    for x in [-0.4, 0.0, 0.4] {
        p.line(&[(x * 1.3, 1.2), (x, 0.25)], 0.03, c.darker(0.4), 0.7);
    }
}

/// A light from above with its cone, that falls on the floor.
pub fn spot(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    let (top, foot) = (p.at(0.0, 5.2), p.at(0.0, 0.0));
    let cone = polygon(&[(-0.14, 5.2), (0.14, 5.2), (1.15, 0.0), (-1.15, 0.0)].map(|(x, y)| p.at(x, y)));
    p.brush.gradient(&cone, top, foot, &[(0.0, c, 0.42), (1.0, c, 0.06)]);
    let pool = ellipse(foot, 1.2 * p.px(), 0.24 * p.px());
    p.brush.raw(&pool, c, 0.22);
    p.form(&[(-0.1, 5.5), (0.1, 5.5), (0.2, 5.1), (-0.2, 5.1)], IRON);
}

/// A hall's lamps under its roof, with trusses.
pub fn ceiling_lights(p: &mut Pen<'_, '_>) {
    p.line(&[(-2.0, 6.6), (2.0, 6.6)], 0.12, IRON, 1.0);
    p.line(&[(-2.0, 7.2), (2.0, 7.2)], 0.12, IRON, 1.0);
    for bar in 0..5 {
        let x = -2.0 + 0.8 * f64::from(bar);
        p.line(&[(x, 6.6), (x + 0.4, 7.2), (x + 0.8, 6.6)], 0.06, IRON, 1.0);
    }
    for x in [-1.2, 0.0, 1.2] {
        p.glow((x, 6.3), 2.4, Rgb::hex(0xfff6dc), 0.42);
        p.block((x - 0.3, 6.3), (x + 0.3, 6.5), 0.05, Rgb::hex(0xfffbe8));
    }
}

/// A mat on the floor, from `z` towards the lens, 4 m wide.
pub fn mat(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    let deep = 2.6;
    let (x0, x1) = (p.x - 2.0 * p.size, p.x + 2.0 * p.size);
    let top = [(x0, p.z), (x1, p.z), (x1, p.z - deep), (x0, p.z - deep)].map(|(x, z)| p.brush.at(x, 0.02, z));
    let tone = p.tone(c);
    p.brush.gradient(&polygon(&top), top[0], top[3], &[(0.0, tone.lighter(0.08), 1.0), (1.0, tone.darker(0.12), 1.0)]);
    for edge in [x0, x1 - 0.12] {
        let strip = [(edge, p.z), (edge + 0.12, p.z), (edge + 0.12, p.z - deep), (edge, p.z - deep)].map(|(x, z)| p.brush.at(x, 0.02, z));
        p.brush.raw(&polygon(&strip), tone.lighter(0.5), 0.9);
    }
}

/// Bars or rings of a gymnast.
pub fn apparatus(p: &mut Pen<'_, '_>) {
    p.shadow(1.0);
    if p.key.is_multiple_of(2) {
        for x in [-1.0, 1.0] {
            p.line(&[(x, 0.0), (x, 2.5)], 0.07, Rgb::hex(0xb4bcc4), 1.0);
            p.line(&[(x - 0.3, 0.03), (x + 0.3, 0.03)], 0.08, IRON, 1.0);
        }
        p.line(&[(-1.0, 2.5), (1.0, 2.5)], 0.06, Rgb::hex(0xd8a868), 1.0);
        return;
    }
    p.block((-0.75, 0.75), (0.75, 1.12), 0.14, Rgb::hex(0xb5743c));
    for x in [-0.5, 0.5] {
        p.line(&[(x * 1.2, 0.0), (x, 0.78)], 0.09, IRON, 1.0);
    }
    for x in [-0.2, 0.2] {
        p.line(&[(x, 1.1), (x, 1.28), (x + 0.01, 1.1)], 0.05, CREAM, 1.0);
    }
}

/// Figures of light over the stands.
pub fn scoreboard(p: &mut Pen<'_, '_>) {
    p.block((-1.3, 3.9), (1.3, 5.1), 0.06, Rgb::hex(0x1c2230));
    for (x, c) in [(-0.75, 0xffb43c), (0.45, 0xff5a4a)] {
        p.shine((x - 0.2, 4.15), (x + 0.1, 4.85), Rgb::hex(c), 0.9);
        p.shine((x - 0.12, 4.25), (x + 0.02, 4.45), Rgb::hex(0x1c2230), 1.0);
        p.shine((x - 0.12, 4.55), (x + 0.02, 4.75), Rgb::hex(0x1c2230), 1.0);
    }
    p.dots([(-0.1, 4.35, 0.05), (-0.1, 4.65, 0.05)].into_iter(), Rgb::hex(0xf4f4e8), 1.0);
}

/// Boards and glass around a rink, 2 m wide.
pub fn rink_boards(p: &mut Pen<'_, '_>) {
    p.shine((-1.02, 1.05), (1.02, 2.2), Rgb::hex(0xdff2fa), 0.16);
    p.rect((0.98, 1.05), (1.02, 2.2), Rgb::hex(0xc8d4dc));
    p.wall((-1.02, 0.0), (1.02, 1.08), Rgb::hex(0xf2f6f8));
    p.rect((-1.02, 0.0), (1.02, 0.2), Rgb::hex(0xf0c040));
    p.rect((-1.02, 1.02), (1.02, 1.1), Rgb::hex(0x3a6ab0));
    let c = Rgb::hex(pick(p.key, 5, &[0xd8504a, 0x3f7ac0, 0x3f9a6a, 0x8a5ab0]));
    p.block((-0.7, 0.38), (0.7, 0.86), 0.08, c);
    p.oval((-0.4, 0.62), (0.15, 0.15), CREAM);
    p.rect((-0.12, 0.56), (0.5, 0.68), CREAM);
}

/// Scratches of blades and glints of lamps on ice.
pub fn ice_marks(p: &mut Pen<'_, '_>) {
    let (x, z) = (p.x, p.z);
    let bend = p.between(1, -0.3, 0.3);
    let arc = [(-0.7, 0.0), (-0.2, bend), (0.3, bend), (0.8, 0.0)].map(|(dx, dz)| p.brush.at(x + dx, 0.0, z + dz));
    let width = 0.014 * p.px();
    p.brush.line(&super::super::shape::curve(&arc), width, Rgb::WHITE, 0.8);
    let at = p.at(0.4, 0.0);
    p.brush.raw(&ellipse(at, 0.7 * p.px(), 0.07 * p.px()), Rgb::WHITE, 0.22);
}

/// Blocks of stone of a tower's wall, a course and a half, with a slit of light.
pub fn stones(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    for course in 0..9_u64 {
        let y = 0.42 * course as f64;
        let shift = if course % 2 == 0 { 0.0 } else { 0.3 };
        for block in 0..2_u64 {
            let key = course * 2 + block;
            let x = -0.6 + 0.6 * block as f64 + shift;
            let tint = p.between(key, -0.07, 0.09);
            let colour = if tint > 0.0 { c.lighter(tint) } else { c.darker(-tint * 2.0) };
            p.rect((x + 0.015, y + 0.015), (x + 0.585, y + 0.405), colour);
        }
    }
}

pub fn slit(p: &mut Pen<'_, '_>) {
    let day = !p.air.is_night();
    p.block((-0.3, 1.3), (0.3, 2.6), 0.28, p.colour.lighter(0.1));
    let light = if day { p.brush.palette.key.lighter(0.3) } else { Rgb::hex(0x8fa8e0) };
    p.shine((-0.13, 1.42), (0.13, 2.46), light, 0.95);
    p.glow((0.0, 1.9), 2.0, light, if day { 0.5 } else { 0.25 });
    let beam = polygon(&[(-0.13, 2.46), (0.13, 1.42), (1.5, 0.0), (0.5, 0.0)].map(|(x, y)| p.at(x, y)));
    let (from, to) = (p.at(0.0, 2.0), p.at(1.0, 0.0));
    p.brush.gradient(&beam, from, to, &[(0.0, light, 0.28), (1.0, light, 0.0)]);
}

/// The steps that are climbed, where the world has them, with a rope along the wall; above, the stair comes back from right to left.
pub fn winding(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    let (lens, x0) = (p.brush.lens(), p.x);
    for step in (0..17).rev() {
        let t = f64::from(step);
        let (x, y, z) = (3.4 - 0.34 * t, 2.75 + 0.17 * t, 4.3);
        let at = |dx: f64, dy: f64| lens.at(x0 + x + dx, y + dy, z);
        let (top, side) = (p.tone(c.darker(0.05)), p.tone(c.darker(0.45)));
        p.brush.raw(&polygon(&[at(-0.05, -0.30), at(0.36, -0.30), at(0.36, 0.0), at(-0.05, 0.0)]), side, 1.0);
        p.brush.raw(&polygon(&[at(-0.07, 0.0), at(0.38, 0.0), at(0.38, 0.05), at(-0.07, 0.05)]), top, 1.0);
    }
    let (low, high) = p.brush.span(NEAR, 1.0);
    let number = |x: f64| ((x - stairs::FROM) / stairs::RUN).max(0.0);
    let (first, end) = (number(low).floor() as u32, (number(high).ceil() as u32 + 1).min(stairs::STEPS as u32));
    for step in (first..end).rev() {
        flight(p, f64::from(step));
    }
    let rail: Vec<Point> = (first..=end)
        .map(f64::from)
        .map(|t| lens.at(stairs::FROM + t * stairs::RUN, 0.95 + t * stairs::RISE + 0.025 * (t * 1.6).sin(), FAR))
        .collect();
    if rail.len() > 2 {
        let (tone, width) = (p.tone(Rgb::hex(0x5a3f2a)), 0.045 * p.brush.scale(FAR));
        p.brush.line(&curve(&rail), width, tone, 1.0);
    }
}

/// Where the steps begin and end across.
const NEAR: f64 = -0.42;
const FAR: f64 = 1.1;

/// One step: riser, tread, and the side of the stair under it.
fn flight(p: &mut Pen<'_, '_>, step: f64) {
    let (c, lens) = (p.colour, p.brush.lens());
    let (left, right) = (stairs::FROM + step * stairs::RUN, stairs::FROM + (step + 1.0) * stairs::RUN);
    let (below, top) = (step * stairs::RISE, (step + 1.0) * stairs::RISE);
    let riser = polygon(&[lens.at(left, below, NEAR), lens.at(left, top, NEAR), lens.at(left, top, FAR), lens.at(left, below, FAR)]);
    p.brush.raw(&riser, p.tone(c.darker(0.40)), 1.0);
    let tread = polygon(&[lens.at(left, top, NEAR), lens.at(right, top, NEAR), lens.at(right, top, FAR), lens.at(left, top, FAR)]);
    p.brush.raw(&tread, p.tone(c.lighter(0.20)), 1.0);
    let (a, b) = (lens.at(left, top, NEAR), lens.at(right, -0.6, NEAR));
    let (front, foot) = (p.tone(c.darker(0.18)), p.tone(c.darker(0.50)));
    let depth = (lens.at(left, top - 1.8, NEAR).y).max(a.y + 1.0);
    let side = vello_cpu::kurbo::Rect::new(a.x, a.y, b.x + 0.6, b.y.max(a.y));
    p.brush.gradient_rect(side, a, Point::new(a.x, depth), &[(0.0, front, 1.0), (1.0, foot, 1.0)]);
    let edge = curve(&[lens.at(left - 0.02, top - 0.012, NEAR), lens.at(right + 0.01, top - 0.012, NEAR)]);
    p.brush.line(&edge, 0.03 * p.brush.scale(NEAR), p.tone(c.lighter(0.42)), 1.0);
}

/// The newel in the middle of the stair.
pub fn newel(p: &mut Pen<'_, '_>) {
    p.block((-0.4, -0.6), (0.4, 7.0), 0.05, p.colour);
    for course in 0..9 {
        let y = 0.1 + 0.6 * f64::from(course);
        p.line(&[(-0.39, y), (0.0, y - 0.05), (0.39, y)], 0.02, p.colour.darker(0.4), 0.8);
    }
}

/// The lens of a lighthouse: rings of glass on a stand; it glows once its lamp is lit, always at night.
pub fn great_lens(p: &mut Pen<'_, '_>) {
    let lit = p.air.is_night() || p.air.time != crate::studio::screenplay::TimeOfDay::Day;
    p.shadow(0.9);
    p.block((-0.5, 0.0), (0.5, 0.5), 0.04, Rgb::hex(0x4a5a50));
    p.block((-0.7, 0.44), (0.7, 0.6), 0.03, Rgb::hex(0xb88a3c));
    if lit {
        p.glow((0.0, 1.5), 2.6, Rgb::hex(0xffe6a0), 0.6);
    }
    p.blob(
        &[(-0.5, 0.6), (-0.72, 1.2), (-0.72, 1.8), (-0.46, 2.45), (0.46, 2.45), (0.72, 1.8), (0.72, 1.2), (0.5, 0.6)],
        if lit { Rgb::hex(0xf6e8b4) } else { Rgb::hex(0x9fcac8) },
    );
    for ring in 0..9 {
        let y = 0.72 + 0.2 * f64::from(ring);
        let half = 0.52 + 0.2 * (1.0 - ((y - 1.5) / 0.95_f64).powi(2)).max(0.0);
        p.line(&[(-half, y), (0.0, y - 0.05), (half, y)], 0.035, Rgb::hex(0xe8fafa), 0.8);
        p.line(&[(-half, y + 0.06), (0.0, y + 0.01), (half, y + 0.06)], 0.02, Rgb::hex(0x4f7a7c), 0.6);
    }
    let turn = p.air.now * 0.5;
    for bar in 0..4 {
        let x = (turn + f64::from(bar) * TAU / 4.0).sin() * 0.66;
        p.line(&[(x * 0.75, 0.6), (x, 1.5), (x * 0.7, 2.45)], 0.035, Rgb::hex(0xb88a3c), 1.0);
    }
    p.oval((0.0, 1.5), (0.2, 0.26), if lit { Rgb::hex(0xfffdf0) } else { Rgb::hex(0xd8ecea) });
    p.block((-0.56, 2.42), (0.56, 2.56), 0.04, Rgb::hex(0xb88a3c));
    p.form(&[(-0.5, 2.56), (0.0, 2.95), (0.5, 2.56)], Rgb::hex(0xb88a3c));
}

/// Panes of the lamp's room and the sea beyond, 1.4 m wide.
pub fn lantern_pane(p: &mut Pen<'_, '_>) {
    for x in [-0.7, 0.7] {
        p.rect((x - 0.05, 0.0), (x + 0.05, 4.0), IRON);
    }
    for y in [0.62, 1.9, 3.2] {
        p.rect((-0.7, y), (0.7, y + 0.06), IRON);
    }
    p.line(&[(-0.6, 3.0), (-0.2, 2.1)], 0.06, Rgb::WHITE, 0.25);
    p.wall((-0.72, 0.0), (0.72, 0.66), Rgb::hex(0xd8d4c8));
}

/// Flat ovals of light on a floor.
pub fn floor_light(p: &mut Pen<'_, '_>) {
    let mut path = BezPath::new();
    add_ellipse(&mut path, p.at(0.0, 0.0), 1.2 * p.px(), 0.2 * p.px());
    let c = p.colour;
    p.brush.raw(&path, c, 0.16);
}

/// A diving tower at the water's left edge: its board ends at x = 0, 3 m over the water.
pub fn diving_board(p: &mut Pen<'_, '_>) {
    let steel = Rgb::hex(0xc8d0d6);
    p.shadow(0.8);
    for x in [-2.3, -1.5] {
        p.line(&[(x, 0.0), (x, 2.9)], 0.1, steel, 1.0);
    }
    for rung in 1..9 {
        let y = 0.34 * f64::from(rung);
        p.line(&[(-2.62, y), (-2.3, y)], 0.05, steel, 1.0);
    }
    p.line(&[(-2.62, 0.0), (-2.62, 3.9), (-2.5, 4.0), (-1.6, 4.0), (-1.5, 3.9), (-1.5, 3.0)], 0.06, steel, 1.0);
    p.block((-2.7, 2.82), (-1.35, 2.95), 0.02, Rgb::hex(0x5a6a78));
    p.block((-2.2, 2.92), (0.0, 3.0), 0.02, Rgb::hex(0x3f9ad0));
    p.rect((-0.4, 2.94), (0.0, 3.0), CREAM);
}

/// A parasol and a lounger by the pool.
pub fn lounger(p: &mut Pen<'_, '_>) {
    let c = p.colour;
    p.shadow(0.9);
    p.line(&[(0.7, 0.0), (0.7, 2.3)], 0.06, CREAM, 1.0);
    p.form(&[(-0.3, 1.95), (0.2, 2.35), (0.7, 2.5), (1.2, 2.35), (1.7, 1.95)], c);
    p.line(&[(-0.9, 0.0), (-0.9, 0.3)], 0.05, steel(), 1.0);
    p.line(&[(0.3, 0.0), (0.3, 0.3)], 0.05, steel(), 1.0);
    p.line(&[(-1.3, 0.75), (-0.7, 0.34), (0.5, 0.32)], 0.12, CREAM, 1.0);
}

const fn steel() -> Rgb {
    Rgb::hex(0xc8d0d6)
}
