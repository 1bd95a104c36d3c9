//! Houses, towers, walls: what people built outdoors.

use super::super::palette::Rgb;
use super::kit::Pen;
use crate::studio::world::chance::pick;

const GLASS: Rgb = Rgb::hex(0x6f8ea6);
const LIT: Rgb = Rgb::hex(0xffd98c);
const SNOW: Rgb = Rgb::hex(0xf4f8fc);
const STONE: Rgb = Rgb::hex(0x9a958c);

/// Glass that is lit at night by chance.
fn glass(p: &mut Pen<'_, '_>, low: (f64, f64), high: (f64, f64), number: u64) {
    if p.air.is_night() && p.chance(number) < 0.7 {
        p.shine(low, high, LIT, 1.0);
    } else {
        p.rect(low, high, GLASS);
    }
}

fn snow_on(p: &mut Pen<'_, '_>, points: &[(f64, f64)]) {
    if p.air.snowy {
        p.face(points, SNOW);
    }
}

/// Smoke that rises and drifts, from a mouth at the given point.
fn smoke(p: &mut Pen<'_, '_>, from: (f64, f64)) {
    let (now, wind) = (p.air.now, p.air.wind);
    // Against a pale sky it is darker, at night lighter.
    let colour = p.tone(Rgb::hex(if p.brush.palette.night { 0xb4b8c4 } else { 0x8d9098 })).mix(p.brush.palette.sky[2], 0.12);
    for puff in 0..10 {
        let t = (now * 0.15 + f64::from(puff) / 10.0).fract();
        let x = from.0 + t * t * (0.6 + wind * 3.0) + (t * 9.0 + f64::from(puff)).sin() * 0.10 * (t + 0.2);
        let at = p.at(x, from.1 + t * 3.0);
        let r = (0.13 + 0.50 * t) * p.px();
        p.brush.glow(at, r * 1.5, colour, 0.95 * (1.0 - t).powf(0.8) * (t * 12.0).min(1.0));
    }
}

/// A cottage with a gable roof, a door, windows and a chimney that smokes.
pub fn cottage(p: &mut Pen<'_, '_>) {
    let wall = p.colour;
    let roof = Rgb::hex(pick(p.key, 2, &[0xa8503c, 0x8a4a44, 0x6f5a50, 0x5a6478]));
    p.shadow(2.0);
    p.block((0.62, 2.7), (0.98, 3.95), 0.02, Rgb::hex(0x8f6a58));
    p.wall((-1.6, 0.0), (1.6, 2.1), wall);
    p.face(&[(-1.6, 0.0), (-1.6, 0.25), (1.6, 0.25), (1.6, 0.0)], STONE);
    p.form(&[(-1.95, 1.95), (-1.35, 3.35), (1.35, 3.35), (1.95, 1.95)], roof);
    for tile in 0..3 {
        let y = 2.25 + 0.35 * f64::from(tile);
        let wide = 1.82 - 0.15 * f64::from(tile);
        p.line(&[(-wide, y), (wide, y)], 0.03, roof.darker(0.35), 0.6);
    }
    snow_on(
        p,
        &[
            (-1.98, 1.93),
            (-1.98, 2.12),
            (-1.36, 3.46),
            (1.36, 3.46),
            (1.98, 2.12),
            (1.98, 1.93),
            (1.5, 2.12),
            (0.9, 2.02),
            (0.2, 2.16),
            (-0.6, 2.0),
            (-1.3, 2.14),
        ],
    );
    p.block((-0.32, 0.0), (0.36, 1.42), 0.05, Rgb::hex(pick(p.key, 3, &[0x6a4a36, 0x3f6a6a, 0x8a3f3a, 0x42618a])));
    p.oval((0.24, 0.7), (0.05, 0.05), Rgb::hex(0xe0b850));
    for (number, x) in [-1.05, 1.0].into_iter().enumerate() {
        p.rect((x - 0.36, 0.72), (x + 0.36, 1.58), Rgb::hex(0xf4ecda));
        glass(p, (x - 0.29, 0.79), (x + 0.29, 1.51), number as u64 + 5);
        p.rect((x - 0.025, 0.79), (x + 0.025, 1.51), Rgb::hex(0xf4ecda));
        p.rect((x - 0.29, 1.12), (x + 0.29, 1.17), Rgb::hex(0xf4ecda));
        if p.air.is_night() {
            p.glow((x, 1.1), 1.4, LIT, 0.30);
        }
        if p.air.snowy {
            p.rect((x - 0.42, 0.70), (x + 0.42, 0.78), SNOW);
        }
    }
    if p.air.snowy {
        p.rect((0.58, 3.93), (1.02, 4.06), SNOW);
    }
    smoke(p, (0.8, 4.05));
}

pub fn church(p: &mut Pen<'_, '_>) {
    p.wall((-2.0, 0.0), (1.0, 2.6), Rgb::hex(0xded6c6));
    p.form(&[(-2.2, 2.5), (-1.6, 4.0), (0.8, 4.0), (1.1, 2.5)], Rgb::hex(0x7a5a50));
    p.wall((0.7, 0.0), (2.1, 5.0), Rgb::hex(0xe8e0d2));
    p.form(&[(0.5, 4.9), (1.4, 8.0), (2.3, 4.9)], Rgb::hex(0x5f6a7c));
    snow_on(p, &[(0.5, 4.9), (1.4, 8.0), (2.3, 4.9), (1.9, 5.2), (1.4, 5.0), (0.9, 5.2)]);
    snow_on(p, &[(-2.2, 2.5), (-1.6, 4.06), (0.8, 4.06), (0.7, 3.0), (-1.0, 2.7)]);
    glass(p, (1.15, 3.4), (1.65, 4.4), 3);
    for x in [-1.5, -0.7] {
        glass(p, (x, 0.9), (x + 0.4, 1.9), x.abs() as u64);
    }
}

/// Red boards, white crosses, a hayloft.
pub fn barn(p: &mut Pen<'_, '_>) {
    let red = p.colour;
    p.shadow(3.0);
    p.form(&[(-2.6, 0.0), (-2.6, 2.6), (-1.9, 4.1), (0.0, 5.0), (1.9, 4.1), (2.6, 2.6), (2.6, 0.0)], red);
    for plank in 0..12 {
        let x = -2.4 + 0.42 * f64::from(plank);
        p.line(&[(x, 0.0), (x, 2.7)], 0.02, red.darker(0.3), 0.5);
    }
    let roof = if p.air.snowy { SNOW } else { Rgb::hex(0x6a6a72) };
    for side in [-1.0, 1.0] {
        p.face(&[(side * 2.85, 2.5), (side * 2.05, 4.25), (0.0, 5.25), (0.0, 4.95), (side * 1.85, 4.05), (side * 2.55, 2.5)], roof);
    }
    let white = Rgb::hex(0xf4efe6);
    p.rect((-1.1, 0.0), (1.1, 2.1), white);
    p.rect((-1.0, 0.0), (1.0, 2.0), red.darker(0.15));
    p.line(&[(-1.0, 0.0), (0.0, 2.0)], 0.09, white, 1.0);
    p.line(&[(1.0, 0.0), (0.0, 2.0)], 0.09, white, 1.0);
    p.rect((-0.05, 0.0), (0.05, 2.0), white);
    p.rect((-0.5, 2.9), (0.5, 3.8), white);
    p.rect((-0.4, 3.0), (0.4, 3.7), Rgb::hex(0x3a2a26));
    p.blob(&[(-0.36, 3.0), (-0.2, 3.34), (0.2, 3.3), (0.36, 3.0)], Rgb::hex(0xe0b84e));
}

pub fn silo(p: &mut Pen<'_, '_>) {
    p.block((-0.8, 0.0), (0.8, 5.2), 0.1, Rgb::hex(0xb8bec4));
    p.ball((0.0, 5.1), (0.8, 0.6), Rgb::hex(0x8f979f));
    for y in [1.0, 2.0, 3.0, 4.0] {
        p.rect((-0.8, y), (0.8, y + 0.05), Rgb::hex(0x8f979f));
    }
}

/// Sails that turn with the wind.
pub fn windmill(p: &mut Pen<'_, '_>) {
    p.form(&[(-1.0, 0.0), (-0.6, 4.0), (0.6, 4.0), (1.0, 0.0)], Rgb::hex(0xe8dcc6));
    p.form(&[(-0.75, 3.95), (0.0, 5.0), (0.75, 3.95)], Rgb::hex(0x8a4a3c));
    glass(p, (-0.2, 2.2), (0.2, 2.8), 1);
    let turn = p.air.now * (0.25 + p.air.wind * 0.9) + p.chance(4) * 6.0;
    for sail in 0..4 {
        let a = turn + f64::from(sail) * std::f64::consts::FRAC_PI_2;
        let (c, s) = (a.cos(), a.sin());
        let at = |along: f64, across: f64| (c * along - s * across, 4.1 + s * along + c * across);
        p.face(&[at(0.4, 0.0), at(2.6, 0.0), at(2.6, 0.5), at(0.6, 0.42)], Rgb::hex(0xf4efe2));
        p.line(&[at(0.0, 0.0), at(2.6, 0.0)], 0.08, Rgb::hex(0x6a4a36), 1.0);
    }
}

/// A round tower with battlements and a pointed roof.
pub fn castle_tower(p: &mut Pen<'_, '_>) {
    let stone = p.colour;
    p.shadow(1.4);
    p.block((-1.2, 0.0), (1.2, 6.0), 0.05, stone);
    p.block((-1.42, 5.6), (1.42, 6.4), 0.04, stone.lighter(0.08));
    for tooth in 0..4 {
        let x = -1.4 + 0.8 * f64::from(tooth);
        p.rect((x, 6.4), (x + 0.42, 6.85), stone.lighter(0.05));
    }
    if p.key.is_multiple_of(2) {
        p.form(&[(-1.3, 6.5), (0.0, 9.2), (1.3, 6.5)], Rgb::hex(0x4f6a94));
        snow_on(p, &[(-0.7, 7.75), (0.0, 9.25), (0.7, 7.75), (0.3, 7.9), (-0.2, 7.7)]);
        let wave = (p.air.now * 3.0 + p.x).sin() * 0.12;
        p.line(&[(0.0, 9.1), (0.0, 10.2)], 0.06, Rgb::hex(0x4a3a34), 1.0);
        p.face(&[(0.0, 10.2), (0.9, 9.95 + wave), (0.0, 9.6)], Rgb::hex(0xc83c3c));
    }
    courses(p, (-1.1, 1.1), (0.4, 5.4), stone);
    for (x, y) in [(-0.2, 4.2), (-0.2, 2.2)] {
        if p.air.is_night() {
            p.shine((x, y), (x + 0.4, y + 0.9), LIT, 1.0);
            p.glow((x + 0.2, y + 0.4), 1.4, LIT, 0.3);
        } else {
            p.rect((x, y), (x + 0.4, y + 0.9), Rgb::hex(0x3a3c48));
        }
    }
}

/// Some stones of a wall, not all.
fn courses(p: &mut Pen<'_, '_>, x: (f64, f64), y: (f64, f64), stone: Rgb) {
    let tone = stone.darker(0.2);
    for number in 0..12_u64 {
        let (sx, sy) = (p.between(number + 60, x.0, x.1 - 0.4), p.between(number + 90, y.0, y.1));
        p.rect((sx, sy), (sx + 0.38, sy + 0.16), tone.mix(stone, 0.45));
    }
}

/// 4 m of curtain wall with teeth.
pub fn castle_wall(p: &mut Pen<'_, '_>) {
    let stone = p.colour;
    p.wall((-2.05, 0.0), (2.05, 3.6), stone);
    for tooth in 0..4 {
        let x = -2.0 + 1.02 * f64::from(tooth);
        p.wall((x, 3.55), (x + 0.6, 4.2), stone.lighter(0.06));
        if p.air.snowy {
            p.rect((x - 0.02, 4.16), (x + 0.62, 4.28), SNOW);
        }
    }
    courses(p, (-1.9, 1.9), (0.3, 3.2), stone);
    if p.key.is_multiple_of(3) {
        let c = Rgb::hex(pick(p.key, 8, &[0xb03a3a, 0x3a5aa0, 0xd0a030]));
        p.form(&[(-0.4, 3.3), (0.4, 3.3), (0.4, 1.4), (0.0, 1.0), (-0.4, 1.4)], c);
        p.oval((0.0, 2.4), (0.2, 0.24), Rgb::hex(0xf2d27a));
    }
}

pub fn castle_gate(p: &mut Pen<'_, '_>) {
    let stone = p.colour;
    p.wall((-1.8, 0.0), (1.8, 4.6), stone.lighter(0.04));
    for tooth in 0..4 {
        let x = -1.8 + 0.95 * f64::from(tooth);
        p.rect((x, 4.6), (x + 0.55, 5.2), stone.lighter(0.04));
    }
    let arch: Vec<(f64, f64)> = (0..=10).map(|i| f64::from(i) * std::f64::consts::PI / 10.0).map(|a| (a.cos(), 1.6 + a.sin() * 1.05)).collect();
    p.form(&[&[(-1.0, 0.0), (1.0, 0.0)], arch.as_slice()].concat(), Rgb::hex(0x5a3f2c));
    for bar in 0..4 {
        let x = -0.66 + 0.44 * f64::from(bar);
        p.line(&[(x, 0.0), (x, 2.2)], 0.05, Rgb::hex(0x33261e), 1.0);
    }
    for y in [0.6, 1.3] {
        p.line(&[(-0.95, y), (0.95, y)], 0.09, Rgb::hex(0x2c2c32), 1.0);
    }
    for x in [-1.42, 1.42] {
        torch(p, (x, 2.0));
    }
}

/// A flame that flickers.
pub fn torch(p: &mut Pen<'_, '_>, at: (f64, f64)) {
    let flick = 1.0 + 0.12 * (p.air.now * 11.0 + p.x).sin() + 0.08 * (p.air.now * 17.0).sin();
    p.line(&[(at.0, at.1 - 0.5), (at.0, at.1)], 0.08, Rgb::hex(0x4a3426), 1.0);
    p.glow((at.0, at.1 + 0.2), 1.5 * flick, Rgb::hex(0xffa040), if p.air.is_night() || p.air.setting.is_indoors() { 0.55 } else { 0.2 });
    let shape = [(at.0 - 0.11, at.1), (at.0 - 0.07, at.1 + 0.2), (at.0 + 0.01, at.1 + 0.42 * flick), (at.0 + 0.09, at.1 + 0.18), (at.0 + 0.1, at.1)];
    let path = super::super::shape::blob(&shape.map(|(x, y)| p.at(x, y)));
    p.brush.raw(&path, Rgb::hex(0xffb23c), 1.0);
    let core = super::super::shape::ellipse(p.at(at.0, at.1 + 0.1), 0.05 * p.px(), 0.1 * p.px());
    p.brush.raw(&core, Rgb::hex(0xfff0b0), 1.0);
}

/// A torch on a wall by itself.
pub fn wall_torch(p: &mut Pen<'_, '_>) {
    torch(p, (0.0, 1.8));
}

/// White and red, with a gallery; its beam goes round at night and at dawn.
pub fn lighthouse(p: &mut Pen<'_, '_>) {
    let (white, red) = (Rgb::hex(0xf4f0e8), Rgb::hex(0xc8403c));
    let lit =
        p.air.is_night() || p.air.weather != crate::studio::screenplay::Weather::Clear || p.air.time != crate::studio::screenplay::TimeOfDay::Day;
    if lit {
        beam(p);
    }
    p.wall((0.9, 0.0), (3.0, 1.7), white);
    p.form(&[(0.7, 1.65), (1.2, 2.6), (2.7, 2.6), (3.2, 1.65)], red.darker(0.15));
    glass(p, (1.7, 0.7), (2.3, 1.25), 2);
    let half = |y: f64| 1.15 - 0.055 * y;
    p.form(&[(-half(0.0), 0.0), (-half(9.0), 9.0), (half(9.0), 9.0), (half(0.0), 0.0)], white);
    for y in [1.6, 4.6, 7.4] {
        p.form(&[(-half(y), y), (-half(y + 1.4), y + 1.4), (half(y + 1.4), y + 1.4), (half(y), y)], red);
    }
    for (number, y) in [3.6, 6.5].into_iter().enumerate() {
        glass(p, (-0.16, y), (0.16, y + 0.55), number as u64 + 9);
    }
    p.block((-0.32, 0.0), (0.32, 1.2), 0.1, Rgb::hex(0x4a5a6a));
    p.block((-1.0, 8.95), (1.0, 9.15), 0.05, Rgb::hex(0x3a4048));
    for rail in 0..7 {
        let x = -0.95 + 0.316 * f64::from(rail);
        p.line(&[(x, 9.15), (x, 9.55)], 0.04, Rgb::hex(0x3a4048), 1.0);
    }
    p.line(&[(-0.97, 9.55), (0.97, 9.55)], 0.05, Rgb::hex(0x3a4048), 1.0);
    p.rect((-0.5, 9.15), (0.5, 10.2), Rgb::hex(0x9fc4d0));
    if lit {
        p.shine((-0.44, 9.2), (0.44, 10.15), Rgb::hex(0xfff2b8), 0.95);
        p.glow((0.0, 9.7), 2.6, Rgb::hex(0xffe9a0), 0.75);
    }
    for x in [-0.5, -0.17, 0.15, 0.46] {
        p.rect((x, 9.15), (x + 0.05, 10.2), Rgb::hex(0x3a4048));
    }
    p.form(&[(-0.66, 10.15), (-0.4, 10.8), (0.0, 11.1), (0.4, 10.8), (0.66, 10.15)], red);
    p.line(&[(0.0, 11.0), (0.0, 11.6)], 0.05, Rgb::hex(0x3a4048), 1.0);
}

/// One turn in six seconds: to both sides, long when it looks across the picture.
fn beam(p: &mut Pen<'_, '_>) {
    let turn = p.air.now * std::f64::consts::TAU / 6.0;
    for side in [0.0, std::f64::consts::PI] {
        let reach = (turn + side).cos();
        let towards = (turn + side).sin();
        let long = 26.0 * reach;
        let spread = 0.6 + 2.2 * reach.abs() + towards.max(0.0) * 2.0;
        let from = p.at(0.0, 9.7);
        let path = super::super::shape::polygon(&[p.at(0.0, 9.95), p.at(long, 9.7 + spread), p.at(long, 9.7 - spread), p.at(0.0, 9.45)]);
        let to = p.at(long, 9.7);
        let colour = Rgb::hex(0xfff0b8);
        let strength = if p.air.is_night() { 0.62 } else { 0.30 };
        p.brush.gradient(&path, from, to, &[(0.0, colour, strength), (0.5, colour, strength * 0.4), (1.0, colour, 0.0)]);
        if towards > 0.9 {
            p.glow((0.0, 9.7), 5.0 * towards, colour, (towards - 0.9) * 4.0);
        }
    }
}
