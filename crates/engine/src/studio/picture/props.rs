//! Balls, cars, the hoop, a bench.

use super::{
    brush::Brush,
    palette::{Rgb, named},
    shape::{blob, bone, curve, ellipse, p, polygon, rounded},
};
use crate::studio::{
    screenplay::{Actor, ActorKind},
    world::{
        WHEEL,
        chance::pick,
        pose::{BallPose, CarPose, PersonPose},
        stage::Hoop,
    },
};
use vello_cpu::kurbo::{Affine, BezPath, Point, Vec2};

pub fn ball(brush: &mut Brush<'_>, pose: &BallPose, actor: &Actor) {
    let z = pose.lane;
    brush.shadow(pose.centre.x, z, pose.radius * 1.5, pose.centre.y - pose.radius, 1.0);
    let speed = pose.velocity.hypot();
    let (stretch, angle) = if brush.is_cartoon() && speed > 2.5 && pose.squash > 0.97 {
        (1.0 + (speed - 2.5) * 0.03, pose.velocity.y.atan2(pose.velocity.x))
    } else {
        (2.0 - pose.squash, 0.0)
    };
    let centre = brush.at(pose.centre.x, pose.centre.y - pose.radius * (1.0 - pose.squash), z);
    // A ball that is played has to be seen.
    let least = if actor.kind == ActorKind::TennisBall && pose.radius > 0.0 { 0.0075 * brush.height } else { 0.0 };
    let unit = (pose.radius * brush.scale(z)).max(least);
    let fit = Affine::translate(centre.to_vec2()) * Affine::rotate(-angle) * Affine::scale_non_uniform(unit * stretch, unit / stretch);
    let round = fit * ellipse((0.0, 0.0), 1.0, 1.0);
    let turn = fit * Affine::rotate(angle - pose.angle);
    let own = actor.colour.map(named);
    match actor.kind {
        ActorKind::Basketball => {
            brush.solid(&round, own.unwrap_or(Rgb::hex(0xe27a35)), z);
            let seam = brush.tone(Rgb::hex(0x4a2418), z);
            for path in [
                curve(&[p(-1.0, 0.0), p(0.0, 0.02), p(1.0, 0.0)]),
                curve(&[p(0.0, -1.0), p(0.02, 0.0), p(0.0, 1.0)]),
                curve(&[p(-0.68, -0.73), p(-0.34, 0.0), p(-0.68, 0.73)]),
                curve(&[p(0.68, -0.73), p(0.34, 0.0), p(0.68, 0.73)]),
            ] {
                brush.line(&(turn * path), unit * 0.075, seam, 0.9);
            }
        }
        ActorKind::BeachBall => {
            brush.solid(&round, Rgb::hex(0xfaf6ee), z);
            for (index, colour) in [0xe2504a, 0x3f87d0, 0xf3c23a].iter().enumerate() {
                let a = index as f64 * 2.094;
                let wedge = polygon_arc(a, a + 1.05);
                let tone = own.filter(|_| index == 0).unwrap_or(Rgb::hex(*colour));
                brush.lit(&(turn * wedge), tone, z);
            }
        }
        ActorKind::TennisBall => {
            brush.solid(&round, own.unwrap_or(Rgb::hex(0xd2e04a)), z);
            brush.line(&(turn * curve(&[p(-0.8, -0.55), p(-0.2, 0.0), p(-0.8, 0.55)])), unit * 0.12, Rgb::hex(0xf8f8ee), 0.9);
        }
        ActorKind::Volleyball => volleyball(brush, &round, turn, unit, (own.unwrap_or(Rgb::hex(0xfbf3d8)), z)),
        ActorKind::Yarn => yarn(brush, &round, turn, unit, (own.unwrap_or(Rgb::hex(pick(actor.look, 46, &[0xd94f70, 0x4f8fd0, 0xe0884a]))), z)),
        ActorKind::Snowball => {
            brush.solid(&round, own.unwrap_or(Rgb::hex(0xf6fafd)), z);
            let dent = brush.tone(Rgb::hex(0xc3d6e4), z);
            for (x, y, r) in [(-0.3, 0.2, 0.16), (0.25, -0.35, 0.2), (0.4, 0.35, 0.12), (-0.45, -0.4, 0.12)] {
                brush.raw(&(turn * ellipse((x, y), r, r * 0.6)), dent, 0.55);
            }
            return;
        }
        _ => {
            brush.solid(&round, own.unwrap_or(Rgb::hex(0xf3f1ec)), z);
            let dark = brush.tone(Rgb::hex(0x2c2d36), z);
            brush.raw(&(turn * pentagon(0.0, 0.0, 0.34)), dark, 0.95);
            for index in 0..5 {
                let a = f64::from(index) * 1.2566 + 0.3;
                brush.raw(&(turn * pentagon(a.cos() * 0.76, a.sin() * 0.76, 0.20)), dark, 0.95);
            }
        }
    }
    let shine = p(centre.x + brush.palette.light.x * unit * 0.4, centre.y - brush.palette.light.y * unit * 0.42);
    brush.raw(&ellipse(shine, unit * 0.2, unit * 0.15), Rgb::WHITE, 0.35);
}

/// In the near hand, along the forearm.
pub fn racket(brush: &mut Brush<'_>, pose: &PersonPose, look: u64) {
    const STRINGS: f64 = 0.36;
    let (arm, z, s) = (&pose.arms[1], pose.lane, brush.scale(pose.lane));
    let along = arm.end - arm.joint;
    let along = along / along.hypot().max(1e-6);
    let at = |far: f64| {
        let place = arm.end + along * far;
        brush.at(place.x, place.y, z)
    };
    let (hand, throat, middle) = (at(-0.04), at(STRINGS - 0.15), at(STRINGS));
    let turn = Affine::translate(middle.to_vec2()) * Affine::rotate(-along.y.atan2(along.x));
    let frame = turn * ellipse((0.0, 0.0), 0.155 * s, 0.115 * s);
    let colour = brush.tone(Rgb::hex(pick(look, 51, &[0xc8372f, 0x2f5fb0, 0x2c2d36, 0xe0a020])), z);
    brush.raw(&frame, brush.tone(Rgb::hex(0xf2f2ea), z), 0.35);
    brush.line(&curve(&[hand, throat]), 0.034 * s, brush.tone(Rgb::hex(0x3a3034), z), 1.0);
    brush.line(&frame, 0.024 * s, colour, 1.0);
}

/// Three bands of panels, each lying across the next.
fn volleyball(brush: &mut Brush<'_>, round: &BezPath, turn: Affine, unit: f64, (colour, z): (Rgb, f64)) {
    brush.solid(round, colour, z);
    for (index, hue) in [0x2f6fc0, 0xf3c23a, 0x2f6fc0].iter().enumerate() {
        let a = index as f64 * 2.094;
        let at = |angle: f64, r: f64| p((a + angle).cos() * r, (a + angle).sin() * r);
        let panel = blob(&[at(0.0, 0.10), at(0.9, 0.55), at(0.75, 0.97), at(0.25, 0.98), at(-0.1, 0.55)]);
        brush.lit(&(turn * panel), Rgb::hex(*hue), z);
        let seam = curve(&[at(0.0, 0.05), at(-0.35, 0.5), at(-0.2, 0.97)]);
        brush.line(&(turn * seam), unit * 0.045, brush.tone(colour.darker(0.4), z), 0.8);
        let seam = curve(&[at(0.3, 0.08), at(1.25, 0.5), at(1.15, 0.97)]);
        brush.line(&(turn * seam), unit * 0.045, brush.tone(colour.darker(0.4), z), 0.8);
    }
}

/// Wound in three directions, with a loose end.
fn yarn(brush: &mut Brush<'_>, round: &BezPath, turn: Affine, unit: f64, (colour, z): (Rgb, f64)) {
    let bounds = vello_cpu::kurbo::Shape::bounding_box(round);
    let floor = Point::new(bounds.x0 + unit * 0.3, bounds.y1 - unit * 0.06);
    let end: Vec<Point> =
        [(0.0, 0.0), (-0.9, 0.02), (-1.5, -0.16), (-2.0, 0.0), (-2.6, -0.06)].iter().map(|(x, y)| floor + Vec2::new(*x, *y) * unit).collect();
    if brush.is_cartoon() {
        let ink = brush.palette.ink;
        brush.line(&curve(&end), unit * 0.09 + brush.ink(z) * 1.5, ink, 1.0);
    }
    brush.line(&curve(&end), unit * 0.09, brush.tone(colour, z), 1.0);
    brush.solid(round, colour, z);
    for (angle, count, tone) in [(0.4, 5, colour.darker(0.3)), (1.9, 4, colour.lighter(0.3)), (2.9, 4, colour.darker(0.4))] {
        let mut strands = BezPath::new();
        for index in 0..count {
            let y = (f64::from(index) + 0.5) / f64::from(count) * 1.5 - 0.75;
            let half = (0.92 - y * y).max(0.05).sqrt() * if tone == colour.lighter(0.3) { 0.6 } else { 0.94 };
            strands.extend((Affine::rotate(angle) * curve(&[p(-half, y), p(0.0, y + 0.16), p(half, y)])).iter());
        }
        brush.line(&(turn * strands), unit * 0.05, brush.tone(tone, z), 0.8);
    }
}

fn polygon_arc(from: f64, to: f64) -> BezPath {
    let mut points = vec![p(0.0, 0.0)];
    for step in 0..=6 {
        let a = from + (to - from) * f64::from(step) / 6.0;
        points.push(p(a.cos() * 0.99, a.sin() * 0.99));
    }
    polygon(&points)
}

fn pentagon(x: f64, y: f64, r: f64) -> BezPath {
    let points: Vec<Point> = (0..5).map(|i| f64::from(i) * 1.2566).map(|a| p(x + a.cos() * r, y + a.sin() * r)).collect();
    polygon(&points)
}

pub fn car(brush: &mut Brush<'_>, pose: &CarPose, actor: &Actor) {
    const PAINTS: [u32; 5] = [0xc93a36, 0x2f6fb5, 0xe0a93a, 0x3d8a72, 0xd9dde2];
    let z = pose.lane;
    let colour = actor.colour.map_or(Rgb::hex(pick(actor.look, 41, &PAINTS)), named);
    let t = brush.scale(z) * f64::from(actor.size).clamp(0.7, 1.3);
    brush.shadow(pose.at.x, z, 2.25, 0.0, 1.25);
    let ground = brush.at(pose.at.x, 0.0, z);
    if brush.palette.night {
        headlight(brush, ground, t, pose.facing);
    }
    let lift = Point::new(ground.x, ground.y - pose.heave * t);
    brush.within(lift, t, pose.pitch * pose.facing, pose.facing < 0.0, |brush| body(brush, colour, z));
    for x in [-1.28, 1.28] {
        let hub = Point::new(ground.x + x * t * pose.facing, ground.y - WHEEL * t);
        wheel(brush, hub, t, pose.wheel * pose.facing, z);
    }
}

fn headlight(brush: &mut Brush<'_>, ground: Point, t: f64, facing: f64) {
    let lamp = Point::new(ground.x + facing * 2.0 * t, ground.y - 0.62 * t);
    let cone = polygon(&[lamp, Point::new(lamp.x + facing * 5.0 * t, lamp.y - 0.55 * t), Point::new(lamp.x + facing * 5.2 * t, ground.y + 0.25 * t)]);
    let warm = Rgb::hex(0xffeaae);
    brush.gradient(&cone, lamp, Point::new(lamp.x + facing * 5.0 * t, lamp.y), &[(0.0, warm, 0.55), (0.4, warm, 0.2), (1.0, warm, 0.0)]);
    brush.glow(lamp, 0.8 * t, warm, 0.8);
}

pub fn body(brush: &mut Brush<'_>, colour: Rgb, z: f64) {
    let cabin = blob(&[p(-1.55, 0.82), p(-1.18, 1.22), p(-0.72, 1.40), p(0.05, 1.42), p(0.58, 1.22), p(1.02, 0.84), p(0.2, 0.74), p(-0.9, 0.74)]);
    let hull = blob(&[
        p(-2.08, 0.42),
        p(-2.10, 0.72),
        p(-1.75, 0.88),
        p(-0.7, 0.92),
        p(0.7, 0.90),
        p(1.55, 0.80),
        p(2.04, 0.66),
        p(2.12, 0.44),
        p(1.95, 0.25),
        p(0.9, 0.21),
        p(-0.9, 0.21),
        p(-1.98, 0.25),
    ]);
    brush.group(&[(&cabin, colour), (&hull, colour)], z);
    let glass = brush.tone(Rgb::hex(if brush.palette.night { 0x2a3a55 } else { 0x9cc7de }), z);
    let rear = blob(&[p(-1.32, 0.88), p(-1.06, 1.18), p(-0.70, 1.30), p(-0.36, 1.31), p(-0.36, 0.88), p(-0.9, 0.87)]);
    let front = blob(&[p(-0.24, 0.88), p(-0.24, 1.32), p(0.08, 1.31), p(0.48, 1.14), p(0.80, 0.88), p(0.3, 0.87)]);
    let shine = glass.lighter(0.4);
    driver(brush, &rear, &front, z);
    for path in [&rear, &front] {
        brush.gradient(path, p(-0.6, 1.4), p(0.2, 0.8), &[(0.0, shine, 0.55), (0.5, glass, 0.26), (1.0, glass.darker(0.25), 0.3)]);
    }
    let line = brush.tone(colour.darker(0.45), z);
    brush.line(&curve(&[p(-0.30, 0.88), p(-0.34, 0.5), p(-0.30, 0.26)]), 0.022, line, 0.8);
    brush.line(&curve(&[p(0.82, 0.86), p(0.80, 0.55), p(0.62, 0.27)]), 0.022, line, 0.7);
    brush.line(&curve(&[p(-1.95, 0.62), p(0.0, 0.68), p(1.95, 0.58)]), 0.026, brush.tone(colour.lighter(0.4), z), 0.7);
    brush.raw(&rounded(p(-0.20, 0.70), p(0.0, 0.735), 0.02), brush.tone(Rgb::hex(0xe8ecee), z), 1.0);
    brush.raw(&ellipse((1.94, 0.60), 0.10, 0.085), Rgb::hex(0xfff3c4), 1.0);
    brush.raw(&rounded(p(-2.09, 0.56), p(-1.98, 0.72), 0.04), Rgb::hex(if brush.palette.night { 0xff4a3c } else { 0xc8302a }), 1.0);
    for x in [-1.28, 1.28] {
        brush.raw(&ellipse((x, WHEEL), 0.42, 0.42), brush.tone(Rgb::hex(0x16161b), z), 1.0);
    }
}

fn wheel(brush: &mut Brush<'_>, hub: Point, t: f64, turn: f64, z: f64) {
    let r = WHEEL * t;
    brush.raw(&ellipse(hub, r, r), brush.tone(Rgb::hex(0x222228), z), 1.0);
    let metal = Rgb::hex(0xc3c8cf);
    brush.lit(&ellipse(hub, r * 0.6, r * 0.6), metal, z);
    for spoke in 0..5 {
        let a = f64::from(spoke) * 1.2566 + turn;
        let end = hub + Vec2::new(a.cos(), a.sin()) * (r * 0.5);
        brush.line(&bone(hub, r * 0.02, end, r * 0.02), r * 0.06, brush.tone(Rgb::hex(0x6a7078), z), 0.9);
    }
}

/// Pole and board, behind whoever plays.
/// Somebody at the wheel, nobody in particular: a dark shape behind the glass.
fn driver(brush: &mut Brush<'_>, rear: &BezPath, front: &BezPath, z: f64) {
    // At night the dashboard lights the inside.
    let inside = if brush.palette.night { Rgb::hex(0x8f8a7a) } else { brush.tone(Rgb::hex(0x8296a2), z) };
    for path in [rear, front] {
        brush.raw(path, inside, 1.0);
    }
    let dark = brush.tone(Rgb::hex(0x1b1c26), z);
    brush.raw(&blob(&[p(-0.66, 0.88), p(-0.62, 1.08), p(-0.50, 1.12), p(-0.44, 0.88)]), dark, 1.0);
    let mut who = ellipse((0.02, 1.165), 0.115, 0.13);
    who.extend(blob(&[p(-0.19, 0.89), p(-0.17, 1.0), p(-0.04, 1.07), p(0.10, 1.03), p(0.20, 0.89)]).iter());
    who.extend(bone(p(0.08, 0.98), 0.045, p(0.34, 0.97), 0.035).iter());
    brush.raw(&who, dark, 1.0);
    brush.line(&curve(&[p(0.30, 1.06), p(0.36, 0.98), p(0.40, 0.89)]), 0.035, dark, 1.0);
}

/// A bowl of food on the ground, `half` metres to each side.
pub fn bowl(brush: &mut Brush<'_>, x: f64, half: f64, z: f64) {
    let lens = brush.lens();
    let at = |dx: f64, y: f64| lens.at(x + dx * half, y * half, z);
    brush.shadow(x, z, half * 1.3, 0.0, 1.0);
    let s = brush.scale(z) * half;
    brush.solid(&blob(&[at(-1.0, 0.62), at(1.0, 0.62), at(0.86, 0.05), at(0.5, -0.06), at(-0.5, -0.06), at(-0.86, 0.05)]), Rgb::hex(0x3f7fc4), z);
    brush.solid(&ellipse(at(0.0, 0.62), 1.02 * s, 0.20 * s), Rgb::hex(0x5a97d8), z);
    let mut food = ellipse(at(0.0, 0.60), 0.84 * s, 0.14 * s);
    for (x, y) in [(-0.5, 0.66), (-0.2, 0.72), (0.1, 0.70), (0.42, 0.67)] {
        food.extend(ellipse(at(x, y), 0.17 * s, 0.12 * s).iter());
    }
    brush.raw(&food, brush.tone(Rgb::hex(0x8a5a34), z), 1.0);
}

pub fn hoop_back(brush: &mut Brush<'_>, hoop: &Hoop) {
    let pole_x = hoop.board_x() + 0.75;
    let steel = Rgb::hex(0x5d6672);
    let t = brush.metre;
    brush.shadow(pole_x, 0.1, 0.4, 0.0, 1.0);
    let pole = bone(brush.at(pole_x, 0.0, 0.1), 0.075 * t, brush.at(pole_x, hoop.height - 0.1, 0.1), 0.06 * t);
    brush.solid(&pole, steel, 0.1);
    let arm = bone(brush.at(pole_x, hoop.height - 0.12, 0.1), 0.05 * t, brush.at(hoop.board_x() + 0.05, hoop.height + 0.3, 0.0), 0.045 * t);
    brush.solid(&arm, steel.lighter(0.1), 0.1);
    // The board, turned a little to the viewer.
    let (x, y) = (hoop.board_x() + 0.04, hoop.height + 0.36);
    let half = Hoop::BOARD_HEIGHT / 2.0;
    let lens = brush.lens();
    let corner = |dy: f64, dz: f64| lens.at(x, y + dy, dz);
    let board = polygon(&[corner(-half, -0.75), corner(half, -0.75), corner(half, 0.9), corner(-half, 0.9)]);
    let side = polygon(&[
        corner(-half, -0.75),
        corner(half, -0.75),
        corner(half, -0.75) + Vec2::new(0.07 * t, 0.0),
        corner(-half, -0.75) + Vec2::new(0.07 * t, 0.0),
    ]);
    brush.group(&[(&side, Rgb::hex(0xc9ced6)), (&board, Rgb::hex(0xf6f7f8))], 0.0);
    let square = polygon(&[corner(-0.3, -0.3), corner(0.12, -0.3), corner(0.12, 0.34), corner(-0.3, 0.34)]);
    brush.line(&square, 0.03 * t, brush.tone(Rgb::hex(0xd8452f), 0.0), 1.0);
    rim(brush, hoop, 0.0, std::f64::consts::PI);
}

/// The net and the near half of the ring, before the ball.
pub fn hoop_front(brush: &mut Brush<'_>, hoop: &Hoop, swing: f64) {
    net(brush, hoop, swing);
    rim(brush, hoop, std::f64::consts::PI, std::f64::consts::TAU);
}

fn ring(brush: &Brush<'_>, hoop: &Hoop, angle: f64, y: f64, r: f64) -> Point {
    brush.at(hoop.x + angle.cos() * r, y, angle.sin() * r * 1.1)
}

fn rim(brush: &mut Brush<'_>, hoop: &Hoop, from: f64, to: f64) {
    let points: Vec<Point> =
        (0..=10).map(|i| from + (to - from) * f64::from(i) / 10.0).map(|a| ring(brush, hoop, a, hoop.height, Hoop::RADIUS)).collect();
    let t = brush.metre;
    let path = curve(&points);
    if brush.is_cartoon() {
        brush.line(&path, 0.075 * t, brush.palette.ink, 1.0);
    }
    let colour = brush.tone(Rgb::hex(0xe4562b), 0.0);
    brush.line(&path, 0.045 * t, colour, 1.0);
}

fn net(brush: &mut Brush<'_>, hoop: &Hoop, swing: f64) {
    let t = brush.metre;
    let colour = brush.tone(Rgb::hex(0xfaf9f4), 0.0);
    let drop = 0.42 - 0.08 * swing;
    let low = 0.55 + 0.35 * swing;
    for i in 0..8 {
        let a = f64::from(i) / 8.0 * std::f64::consts::TAU + 0.2;
        for turn in [0.5, -0.5] {
            let points = [
                ring(brush, hoop, a, hoop.height, Hoop::RADIUS),
                ring(brush, hoop, a + turn, hoop.height - drop * 0.5, Hoop::RADIUS * (0.5 + low * 0.4)),
                ring(brush, hoop, a, hoop.height - drop, Hoop::RADIUS * low),
            ];
            brush.line(&curve(&points), 0.012 * t, colour, 0.85);
        }
    }
}

/// A bench under who sits.
pub fn bench(brush: &mut Brush<'_>, x: f64, half: f64, z: f64) {
    let wood = Rgb::hex(0xa8703f);
    let iron = Rgb::hex(0x3b4048);
    let t = brush.scale(z);
    for side in [-0.8, 0.8] {
        let leg = bone(brush.at(x + side * half, 0.0, z), 0.03 * t, brush.at(x + side * half, 0.85, z + 0.1), 0.025 * t);
        brush.solid(&leg, iron, z);
    }
    brush.shadow(x, z, half * 1.1, 0.0, 0.9);
    for (y, dz) in [(0.82, 0.12), (0.68, 0.1), (0.40, 0.0)] {
        let plank = rounded(brush.at(x - half, y + 0.045, z + dz), brush.at(x + half, y - 0.045, z + dz), 0.02 * t);
        brush.solid(&plank, wood, z);
    }
}

/// An open umbrella from a hand to the middle of its canopy's edge.
pub fn umbrella(brush: &mut Brush<'_>, hand: Vec2, edge: Vec2, half: f64, (colour, z): (Rgb, f64)) {
    let s = brush.scale(z);
    let crown = brush.at(edge.x, edge.y + 0.34 * half, z);
    let pole = bone(brush.at(hand.x, hand.y - 0.10, z), 0.016 * s, crown, 0.014 * s);
    brush.solid(&pole, Rgb::hex(0x4a4048), z);
    let lens = brush.lens();
    let rim = |t: f64| lens.at(edge.x + t * half, edge.y - 0.05 * half * t * t, z);
    let ribs = [-1.0, -0.52, -0.02, 0.50, 1.0];
    for (index, pair) in ribs.windows(2).enumerate() {
        let (left, right) = (rim(pair[0]), rim(pair[1]));
        let bow = |t: f64| lens.at(edge.x + t * half * 0.80, edge.y + 0.24 * half * (1.0 - 0.35 * t * t), z);
        let mut panel = BezPath::new();
        panel.move_to(crown);
        panel.quad_to(bow(pair[0]), left);
        panel.quad_to(left.midpoint(right) - Vec2::new(0.0, 0.07 * half * s), right);
        panel.quad_to(bow(pair[1]), crown);
        brush.solid(&panel, if index % 2 == 0 { colour } else { colour.lighter(0.22) }, z);
    }
    brush.solid(&bone(crown, 0.016 * s, crown - Vec2::new(0.0, 0.09 * s), 0.010 * s), Rgb::hex(0x4a4048), z);
}
