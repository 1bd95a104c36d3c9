//! Sky, sun, moon, stars, clouds, and the far land under them.

use super::{
    brush::Brush,
    palette::Rgb,
    shape::{add_ellipse, ellipse, p},
};
use crate::studio::world::chance::{between, unit};
use vello_cpu::kurbo::{BezPath, Point, Rect};

/// Metres over the ground between which the sky goes dark.
const THIN_FROM: f64 = 14.0;
const THIN_TO: f64 = 60.0;

pub fn draw(brush: &mut Brush<'_>, now: f64, seed: u64, cloudiness: f64) {
    let (w, h, horizon) = (brush.width, brush.height, brush.horizon());
    let [top, middle, low] = brush.palette.sky;
    // High above the ground the air is thin: the sky darkens and stars come out.
    let thin = ((brush.view.centre.y - THIN_FROM) / (THIN_TO - THIN_FROM)).clamp(0.0, 1.0);
    let (top, middle) = (top.mix(Rgb::hex(0x040818), thin), middle.mix(Rgb::hex(0x0d2350), thin * 0.9));
    // The gradient hangs on the horizon, so that it stays when the camera tilts.
    let (from, to) = (p(0.0, horizon - h * 0.85), p(0.0, horizon));
    brush.gradient_rect(Rect::new(0.0, 0.0, w, h), from, to, &[(0.0, top, 1.0), (0.55, middle, 1.0), (1.0, low, 1.0)]);
    if brush.palette.night && cloudiness < 0.9 {
        stars(brush, now, seed, 1.0 - cloudiness);
    } else if thin > 0.4 {
        stars(brush, now, seed, (thin - 0.4) / 0.6);
    }
    if cloudiness < 0.8 {
        sun(brush, horizon);
    }
    if cloudiness > 0.04 {
        clouds(brush, now, seed, cloudiness);
    }
}

/// A few birds that cross the sky far away and beat their wings.
pub fn birds(brush: &mut Brush<'_>, now: f64, seed: u64) {
    let (w, h, horizon) = (brush.width, brush.height, brush.horizon());
    let mut path = BezPath::new();
    let way = if unit(seed, 401) < 0.5 { -1.0 } else { 1.0 };
    for index in 0..5_u64 {
        let (lag, size) = (between(seed, 410 + index, 0.0, 0.30), h * between(seed, 420 + index, 0.009, 0.013));
        let gone = (unit(seed, 402) + way * now * 0.028 - way * lag).rem_euclid(1.5) - 0.25;
        let x = gone * w - brush.view.centre.x * 0.006 * brush.metre + far_shift(brush);
        let y = horizon - h * (0.30 + 0.10 * between(seed, 430 + index, -1.0, 1.0)) + (now * 0.8 + index as f64).sin() * h * 0.004;
        let beat = (now * between(seed, 440 + index, 7.0, 9.0) + index as f64 * 1.7).sin();
        let (tip, elbow) = (0.28 - 0.5 * beat, -0.16 - 0.22 * beat);
        path.move_to((x - size, y + tip * size));
        path.quad_to((x - size * 0.5, y + elbow * size), (x, y + 0.1 * size));
        path.quad_to((x + size * 0.5, y + elbow * size), (x + size, y + tip * size));
    }
    let tone = brush.palette.sky[1].mix(Rgb::hex(0x1c2230), 0.62);
    brush.line(&path, (h * 0.0019).max(0.8), tone, 0.9);
}

/// A bolt far away, in step with the flash that lights the scene.
pub fn bolt(brush: &mut Brush<'_>, now: f64, seed: u64) {
    let beat = now / 3.4 + unit(seed, 3);
    let (age, key) = (beat.fract() * 3.4, seed ^ beat as u64);
    if age > 0.34 {
        return;
    }
    let (w, h, horizon) = (brush.width, brush.height, brush.horizon());
    let mut at = p(between(key, 1, 0.15, 0.85) * w, horizon - h * 0.62);
    let drop = (horizon - at.y) / 9.0;
    let mut path = BezPath::new();
    path.move_to(at);
    for step in 0..9_u64 {
        at += vello_cpu::kurbo::Vec2::new(between(key, step + 10, -0.07, 0.07) * w, drop);
        path.line_to(at);
        if step == 3 || step == 5 {
            let fork = vello_cpu::kurbo::Vec2::new(between(key, step + 30, -0.16, 0.16) * w, drop * 1.8);
            path.line_to(at + fork);
            path.move_to(at);
        }
    }
    let fade = 1.0 - age / 0.34;
    brush.line(&path, h * 0.009, Rgb::hex(0xb8c8ff), 0.30 * fade);
    brush.line(&path, h * 0.003, Rgb::hex(0xf8faff), fade);
}

/// Where an arc about the subject moves what is very far away.
fn far_shift(brush: &Brush<'_>) -> f64 {
    brush.view.slant * brush.view.depth * brush.metre
}

fn stars(brush: &mut Brush<'_>, now: f64, seed: u64, strength: f64) {
    let (w, horizon) = (brush.width, brush.horizon());
    for index in 0..70 {
        let x = unit(seed, index * 3 + 100) * w;
        let y = unit(seed, index * 3 + 101).powf(1.3) * horizon * 0.92;
        let size = between(seed, index * 3 + 102, 0.0006, 0.0018) * brush.height;
        let twinkle = 0.65 + 0.35 * (now * between(seed, index, 1.0, 3.0) + index as f64).sin();
        brush.raw(&ellipse((x, y), size, size), Rgb::hex(0xf2f4ff), 0.85 * twinkle * strength);
    }
}

fn sun(brush: &mut Brush<'_>, horizon: f64) {
    let (at_x, at_y) = brush.palette.sun_at;
    let drift = brush.view.centre.x * 0.002 * brush.metre - far_shift(brush);
    let centre = p(brush.width * at_x - drift, horizon - brush.height * (0.56 - at_y).max(0.05));
    let colour = brush.palette.sun;
    if brush.palette.night {
        let r = brush.height * 0.030;
        brush.glow(centre, r * 6.0, Rgb::hex(0xbfd0ff), 0.30);
        brush.raw(&ellipse(centre, r, r), colour, 1.0);
        for (x, y, s) in [(-0.3, 0.2, 0.2), (0.25, -0.3, 0.15), (0.35, 0.3, 0.11)] {
            brush.raw(&ellipse((centre.x + x * r, centre.y + y * r), r * s, r * s), Rgb::hex(0xd8d6c4), 0.8);
        }
        return;
    }
    let r = brush.height * 0.034;
    brush.glow(centre, r * 9.0, brush.palette.key, 0.42);
    brush.glow(centre, r * 3.2, colour, 0.75);
    brush.raw(&ellipse(centre, r, r), colour, 1.0);
}

fn clouds(brush: &mut Brush<'_>, now: f64, seed: u64, cloudiness: f64) {
    let (w, h, horizon) = (brush.width, brush.height, brush.horizon());
    let count = (3.0 + cloudiness * 7.0) as u64;
    let colour = brush.palette.cloud;
    let base = colour.mix(brush.palette.sky[1], 0.45);
    for index in 0..count {
        let size = h * between(seed, 210 + index, 0.035, 0.062) * (1.0 + cloudiness * 0.6);
        let far = between(seed, 230 + index, 0.25, 1.0);
        let drift = now * h * 0.0035 * far - brush.view.centre.x * 0.010 * brush.metre * far + far_shift(brush);
        let loop_width = w + size * 8.0;
        let x = (unit(seed, 250 + index) * loop_width + drift).rem_euclid(loop_width) - size * 4.0;
        let y = horizon - h * between(seed, 270 + index, 0.18, 0.60);
        let mut path = BezPath::new();
        for puff in 0..5 {
            let dx = (f64::from(puff) - 2.0) * size * 0.62;
            let r = size * between(seed, 300 + index * 7 + puff as u64, 0.42, 0.78) * (1.0 - 0.16 * (f64::from(puff) - 2.0).abs());
            add_ellipse(&mut path, Point::new(x + dx, y - r * 0.35), r * 1.15, r * 0.82);
        }
        add_ellipse(&mut path, Point::new(x, y), size * 2.0, size * 0.36);
        let alpha = if brush.is_cartoon() { 0.95 } else { 0.80 } * if brush.palette.night && cloudiness < 0.5 { 0.55 } else { 1.0 };
        brush.gradient(&path, p(x, y - size), p(x, y + size * 0.4), &[(0.0, colour, alpha), (0.55, colour, alpha * 0.9), (1.0, base, alpha * 0.75)]);
    }
}

/// Hills in the distance, one ridge each.
pub fn hills(brush: &mut Brush<'_>, z: f64, height: f64, colour: Rgb, seed: u64) {
    let (low, high) = brush.span(z, 10.0);
    let step = 3.0_f64.max((high - low) / 40.0);
    let first = (low / step).floor() as i64;
    let mut path = BezPath::new();
    path.move_to(brush.at(first as f64 * step, -2.0, z));
    let mut index = first;
    while (index as f64) * step < high + step {
        let x = index as f64 * step;
        let phase = unit(seed, 7) * 9.0;
        let y = height * (0.55 + 0.28 * (x * 0.045 + phase).sin() + 0.17 * (x * 0.113 + phase * 2.0).sin());
        path.line_to(brush.at(x, y, z));
        index += 1;
    }
    path.line_to(brush.at(index as f64 * step, -2.0, z));
    path.close_path();
    let tone = brush.tone(colour, z);
    let base = tone.mix(brush.palette.haze, 0.25);
    let (top, bottom) = (brush.at(0.0, height, z), brush.at(0.0, 0.0, z));
    brush.gradient(&path, p(0.0, top.y), p(0.0, bottom.y), &[(0.0, tone, 1.0), (1.0, base, 1.0)]);
}

/// A skyline with lit windows at night.
pub fn skyline(brush: &mut Brush<'_>, z: f64, seed: u64) {
    towers(brush, z, seed, -1.0);
}

/// The same with its feet at another height.
pub fn towers(brush: &mut Brush<'_>, z: f64, seed: u64, foot: f64) {
    let (low, high) = brush.span(z, 12.0);
    let width = 8.0;
    let (first, last) = ((low / width).floor() as i64, (high / width).ceil() as i64);
    for block in first..=last {
        let key = (block + 100_000) as u64;
        let height = between(seed, key, 9.0, 26.0) + foot * 0.75;
        let x = block as f64 * width + between(seed, key + 7, -1.0, 1.0);
        let wide = between(seed, key + 3, 5.5, 8.5);
        let (a, b) = (brush.at(x, height, z), brush.at(x + wide, foot, z));
        let tone = brush.tone(Rgb::hex(0x6c7a94).darker(unit(seed, key + 5) * 0.3), z);
        let rect = Rect::new(a.x, a.y, b.x, b.y);
        brush.gradient_rect(rect, a, p(a.x, b.y), &[(0.0, tone, 1.0), (1.0, tone.mix(brush.palette.haze, 0.5), 1.0)]);
        windows(brush, seed ^ key, rect, z);
    }
}

fn windows(brush: &mut Brush<'_>, seed: u64, rect: Rect, z: f64) {
    let cell = brush.scale(z) * 1.5;
    let (columns, rows) = ((rect.width() / cell) as u64, (rect.height() / cell).min(14.0) as u64);
    let mut path = BezPath::new();
    for column in 0..columns {
        for row in 0..rows {
            let chance = unit(seed, column * 31 + row);
            if chance < 0.45 {
                let (x, y) = (rect.x0 + (column as f64 + 0.3) * cell, rect.y0 + (row as f64 + 0.5) * cell);
                path.move_to((x, y));
                path.line_to((x + cell * 0.4, y));
                path.line_to((x + cell * 0.4, y + cell * 0.45));
                path.line_to((x, y + cell * 0.45));
                path.close_path();
            }
        }
    }
    let (colour, alpha) = if brush.palette.night { (Rgb::hex(0xffd98a), 0.75) } else { (brush.palette.sky[2], 0.35) };
    brush.raw(&path, colour, alpha);
}
