//! What bodies leave in air and water for a moment: spray, dust, smoke, flames, sparks, shards, leaves, bubbles, rings.
//!
//! Each mark is a handful of particles whose paths are functions of its age alone. It knows no bodies.

use super::{
    brush::Brush,
    palette::Rgb,
    shape::{add_ellipse, ellipse},
};
use crate::studio::world::{Mark, MarkKind, chance::between};
use vello_cpu::kurbo::{BezPath, Point};

/// Seconds that it is seen.
fn life(kind: MarkKind) -> f64 {
    match kind {
        MarkKind::Net => 0.0,
        MarkKind::Smoke => 2.8,
        MarkKind::Bubbles | MarkKind::Confetti => 2.4,
        MarkKind::Ripple | MarkKind::Leaves | MarkKind::Hearts => 1.6,
        MarkKind::Shards => 1.3,
        MarkKind::Powder | MarkKind::Flame | MarkKind::Splash => 0.85,
        MarkKind::Dust | MarkKind::Sparks => 0.6,
    }
}

/// One mark at one moment.
struct Seen<'a> {
    mark: &'a Mark,
    age: f64,
    /// 1 new … 0 gone.
    fade: f64,
    key: u64,
    /// Pixels a metre where it is.
    scale: f64,
}

impl Seen<'_> {
    fn vary(&self, number: u64, low: f64, high: f64) -> f64 {
        between(self.key, number, low, high)
    }

    /// Thrown up from where the mark is, falling back no lower than `floor`.
    fn thrown(&self, brush: &Brush<'_>, number: u64, speed: f64, floor: f64) -> Point {
        let (side, rise) = (self.vary(number, -1.0, 1.0), self.vary(number + 20, 0.45, 1.1));
        let y = (self.mark.at.y + rise * speed * self.age - 4.9 * self.age * self.age).max(floor);
        brush.at(self.mark.at.x + side * 0.65 * speed * self.age, y, self.mark.lane)
    }
}

/// All that is still to be seen.
pub fn draw(brush: &mut Brush<'_>, marks: &[Mark], now: f64) {
    for mark in marks.iter().filter(|mark| now >= mark.now && now < mark.now + life(mark.kind)) {
        let (left, right) = brush.span(mark.lane, 2.0 + 2.0 * mark.size);
        if mark.at.x < left || mark.at.x > right {
            continue;
        }
        let age = now - mark.now;
        let key = (mark.now * 1000.0) as u64 ^ ((mark.at.x * 512.0) as i64 as u64).rotate_left(17);
        let seen = Seen { mark, age, fade: 1.0 - age / life(mark.kind), key, scale: brush.scale(mark.lane) };
        match mark.kind {
            MarkKind::Splash => splash(brush, &seen),
            MarkKind::Dust => puffs(brush, &seen, Rgb::hex(0xd9ccb0), 0.34),
            MarkKind::Powder => powder(brush, &seen),
            MarkKind::Smoke => smoke(brush, &seen),
            MarkKind::Flame => flame(brush, &seen),
            MarkKind::Sparks => sparks(brush, &seen),
            MarkKind::Shards => shards(brush, &seen, &[0xe8f0f2, 0xc9d6da, 0xf6f7f8]),
            MarkKind::Leaves => flutter(brush, &seen, &[0xd8862c, 0xb5502a, 0xe0b040], 0.35),
            MarkKind::Confetti => flutter(brush, &seen, &[0xe2504a, 0x3f87d0, 0xf2c14a, 0x5fb36a], 1.6),
            MarkKind::Bubbles => bubbles(brush, &seen),
            MarkKind::Hearts => hearts(brush, &seen),
            MarkKind::Ripple => ripple(brush, &seen),
            MarkKind::Net => {}
        }
    }
}

fn splash(brush: &mut Brush<'_>, seen: &Seen<'_>) {
    let (size, s) = (seen.mark.size, seen.scale);
    let colour = brush.palette.sky[2].lighter(0.45);
    let speed = 2.4 * size.sqrt() + 0.8;
    let mut path = BezPath::new();
    let drops = 9 + (size * 12.0).min(16.0) as u64;
    for drop in 0..drops {
        let at = seen.thrown(brush, drop, speed, seen.mark.at.y);
        let r = s * (0.012 + 0.03 * size.min(1.5)) * seen.fade * seen.vary(drop + 40, 0.5, 1.3);
        add_ellipse(&mut path, at, r, r * 1.2);
    }
    brush.raw(&path, colour, 0.8 * seen.fade);
    ring(brush, seen, s * (0.1 + 1.3 * seen.age * size.sqrt()), colour, 0.6);
}

fn ring(brush: &mut Brush<'_>, seen: &Seen<'_>, radius: f64, colour: Rgb, alpha: f64) {
    let at = brush.at(seen.mark.at.x, seen.mark.at.y, seen.mark.lane);
    brush.line(&ellipse(at, radius, radius * 0.22), (seen.scale * 0.014).max(0.8), colour, alpha * seen.fade);
}

fn ripple(brush: &mut Brush<'_>, seen: &Seen<'_>) {
    let colour = brush.palette.sky[2].lighter(0.5);
    for late in [0.0, 0.35] {
        let age = seen.age - late;
        if age > 0.0 {
            ring(brush, seen, seen.scale * (0.15 + seen.mark.size * 0.5 + 0.7 * age), colour, 0.5);
        }
    }
}

fn puffs(brush: &mut Brush<'_>, seen: &Seen<'_>, colour: Rgb, alpha: f64) {
    let colour = brush.tone(colour, 0.0);
    let (size, age) = (seen.mark.size, seen.age);
    for puff in [-1.0, -0.4, 0.5, 1.1] {
        let at = brush.at(seen.mark.at.x + puff * (0.12 + age * 0.5) * (0.5 + size), seen.mark.at.y + 0.03 + age * 0.12, seen.mark.lane);
        let r = seen.scale * (0.03 + 0.14 * age) * (0.6 + size);
        brush.raw(&ellipse(at, r * 1.3, r * 0.8), colour, alpha * seen.fade * seen.fade);
    }
}

fn powder(brush: &mut Brush<'_>, seen: &Seen<'_>) {
    let white = brush.tone(Rgb::hex(0xf8fbff), seen.mark.lane);
    let mut path = BezPath::new();
    for grain in 0..12 {
        let at = seen.thrown(brush, grain, 0.8 + 2.0 * seen.mark.size, seen.mark.at.y.min(0.02));
        let r = seen.scale * seen.vary(grain + 40, 0.01, 0.03) * (0.6 + seen.mark.size);
        add_ellipse(&mut path, at, r, r);
    }
    brush.raw(&path, white, 0.9 * seen.fade);
    let r = seen.scale * (0.10 + 0.5 * seen.age) * (0.4 + seen.mark.size);
    brush.raw(&ellipse(brush.at(seen.mark.at.x, seen.mark.at.y + 0.1 * seen.age, seen.mark.lane), r, r * 0.8), white, 0.35 * seen.fade * seen.fade);
}

/// It rises, widens and thins; near the ground it runs along it.
fn smoke(brush: &mut Brush<'_>, seen: &Seen<'_>) {
    let (mark, age) = (seen.mark, seen.age);
    let low = (1.0 - mark.at.y / 2.5).clamp(0.0, 1.0);
    let colour = brush.tone(Rgb::hex(0xe4e3e6), mark.lane).lighter(0.15);
    let mut path = BezPath::new();
    for puff in 0..3 {
        let side = seen.vary(puff, -1.0, 1.0);
        let x = mark.at.x + side * mark.size * (0.35 + (0.25 + 1.5 * low) * age);
        let y = mark.at.y + mark.size * (0.15 + 0.45 * age * seen.vary(puff + 9, 0.5, 1.2));
        let r = seen.scale * mark.size * (0.42 + 0.32 * age) * seen.vary(puff + 5, 0.7, 1.1);
        add_ellipse(&mut path, brush.at(x, y, mark.lane), r, r * 0.92);
    }
    brush.raw(&path, colour, 0.42 * seen.fade * seen.fade.sqrt() * (age * 9.0).min(1.0));
}

fn flame(brush: &mut Brush<'_>, seen: &Seen<'_>) {
    let (mark, s) = (seen.mark, seen.scale);
    let centre = brush.at(mark.at.x, mark.at.y + 0.4 * seen.age, mark.lane);
    brush.glow(centre, s * mark.size * (0.7 + seen.age), Rgb::hex(0xffb04a), 0.8 * seen.fade);
    for (layer, (colour, part)) in [(0xd8481c, 1.0), (0xf59a2c, 0.72), (0xffe28a, 0.42)].into_iter().enumerate() {
        let mut path = BezPath::new();
        for tongue in 0..5 {
            let number = tongue + 10 * layer as u64;
            let x = mark.at.x + seen.vary(number, -0.5, 0.5) * mark.size * (0.4 + seen.age);
            let y = mark.at.y + mark.size * seen.age * seen.vary(number + 50, 0.4, 1.3);
            let r = s * mark.size * 0.26 * part * seen.fade;
            add_ellipse(&mut path, brush.at(x, y, mark.lane), r, r * 1.4);
        }
        brush.raw(&path, Rgb::hex(colour), 0.8 * seen.fade);
    }
}

fn sparks(brush: &mut Brush<'_>, seen: &Seen<'_>) {
    let mut path = BezPath::new();
    let older = Seen { age: (seen.age - 0.035).max(0.0), ..*seen };
    for spark in 0..14 {
        let speed = 1.5 + 3.0 * seen.mark.size;
        path.move_to(older.thrown(brush, spark, speed, 0.0));
        path.line_to(seen.thrown(brush, spark, speed, 0.0));
    }
    brush.line(&path, (seen.scale * 0.02).max(1.0), Rgb::hex(0xffd873), seen.fade);
}

fn shards(brush: &mut Brush<'_>, seen: &Seen<'_>, colours: &[u32]) {
    for (index, colour) in colours.iter().enumerate() {
        let mut path = BezPath::new();
        for piece in 0..5 {
            let number = piece + 7 * index as u64;
            let at = seen.thrown(brush, number, 1.0 + 2.2 * seen.mark.size.sqrt(), 0.01_f64.min(seen.mark.at.y));
            let (r, turn) =
                (seen.scale * seen.mark.size * seen.vary(number + 60, 0.08, 0.2), seen.vary(number + 80, 0.0, 6.0) + 9.0 * seen.age.min(0.6));
            for corner in 0..3 {
                let angle = turn + f64::from(corner) * 2.2;
                let point = Point::new(at.x + r * angle.cos(), at.y + 0.7 * r * angle.sin());
                if corner == 0 { path.move_to(point) } else { path.line_to(point) }
            }
            path.close_path();
        }
        let colour = brush.tone(Rgb::hex(*colour), seen.mark.lane);
        brush.raw(&path, colour, seen.fade.sqrt());
    }
}

/// Thrown up, and down again slowly, turning.
fn flutter(brush: &mut Brush<'_>, seen: &Seen<'_>, colours: &[u32], high: f64) {
    let mark = seen.mark;
    for (index, colour) in colours.iter().enumerate() {
        let mut path = BezPath::new();
        for leaf in 0..2 {
            let number = leaf + 5 * index as u64;
            let up = high * seen.vary(number, 0.5, 1.2) * (1.0 - (-4.0 * seen.age).exp());
            let fall = 0.4 * high * seen.age * seen.age;
            let sway = 0.12 * (seen.age * 6.0 + number as f64).sin();
            let x = mark.at.x + seen.vary(number + 30, -0.6, 0.6) * (0.3 + high) * (0.4 + seen.age) + sway;
            let at = brush.at(x, (mark.at.y + up - fall).max(0.01), mark.lane);
            let (r, tilt) = (seen.scale * 0.035 * (0.7 + 2.0 * mark.size).min(1.4), (seen.age * 7.0 + number as f64).sin().abs().max(0.25));
            add_ellipse(&mut path, at, r, r * tilt);
        }
        let colour = brush.tone(Rgb::hex(*colour), mark.lane);
        brush.raw(&path, colour, (seen.fade * 2.0).min(1.0));
    }
}

fn bubbles(brush: &mut Brush<'_>, seen: &Seen<'_>) {
    let mark = seen.mark;
    let mut path = BezPath::new();
    for bubble in 0..5 {
        let x = mark.at.x + seen.vary(bubble, -0.5, 0.5) * mark.size + 0.04 * (seen.age * 5.0 + bubble as f64).sin();
        let y = mark.at.y + seen.age * seen.vary(bubble + 9, 0.45, 0.9);
        let r = seen.scale * mark.size * seen.vary(bubble + 20, 0.08, 0.2);
        add_ellipse(&mut path, brush.at(x, y, mark.lane), r, r);
    }
    brush.raw(&path, Rgb::hex(0xd8f2fa), 0.22 * seen.fade);
    brush.line(&path, (seen.scale * 0.01).max(0.8), Rgb::hex(0xeefaff), 0.8 * seen.fade);
}

fn hearts(brush: &mut Brush<'_>, seen: &Seen<'_>) {
    let mark = seen.mark;
    let mut path = BezPath::new();
    for heart in 0..3 {
        let x = mark.at.x + seen.vary(heart, -0.4, 0.4) + 0.06 * (seen.age * 4.0 + heart as f64).sin();
        let at = brush.at(x, mark.at.y + seen.age * seen.vary(heart + 9, 0.3, 0.6), mark.lane);
        let r = seen.scale * 0.05 * (0.6 + mark.size);
        add_ellipse(&mut path, Point::new(at.x - 0.5 * r, at.y), 0.6 * r, 0.6 * r);
        add_ellipse(&mut path, Point::new(at.x + 0.5 * r, at.y), 0.6 * r, 0.6 * r);
        path.move_to((at.x - 1.05 * r, at.y + 0.25 * r));
        path.line_to((at.x + 1.05 * r, at.y + 0.25 * r));
        path.line_to((at.x, at.y + 1.5 * r));
        path.close_path();
    }
    brush.raw(&path, Rgb::hex(0xe2507a), seen.fade.sqrt());
}
