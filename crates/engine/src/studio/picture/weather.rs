//! What falls and lies before the lens: rain with ripples, snow, fog, splashes, dust; vignette at the end.

use super::{
    brush::Brush,
    palette::{Palette, Rgb},
    places::kit::Air,
    shape::{add_ellipse, ellipse, p},
};
use crate::studio::{
    screenplay::{Season, Setting, ShotPlan, Weather},
    world::{
        Mark,
        chance::{between, unit},
    },
};
use vello_cpu::kurbo::{BezPath, Rect, Vec2};

pub fn before(brush: &mut Brush<'_>, plan: &ShotPlan, air: &Air) {
    let (now, seed) = (air.now, air.seed);
    if !plan.setting.has_weather() {
        return;
    }
    let trees = matches!(plan.setting, Setting::Forest | Setting::Park | Setting::Garden | Setting::Village | Setting::Farm | Setting::Castle);
    if trees && !air.snowy && !air.wet {
        match plan.season {
            Some(Season::Autumn) => leaves(brush, air, 34, 0.0062),
            Some(Season::Spring) => leaves(brush, air, 26, 0.0036),
            _ => {}
        }
    }
    match plan.weather {
        Weather::Rain => rain(brush, now, seed, 110),
        Weather::Storm => {
            rain(brush, now, seed, 170);
            lightning(brush, now, seed);
        }
        Weather::Snow => snow(brush, now, seed),
        Weather::Fog => {
            let (w, h, horizon) = (brush.width, brush.height, brush.horizon());
            let haze = brush.palette.haze;
            brush.gradient_rect(
                Rect::new(0.0, 0.0, w, h),
                p(0.0, horizon - h * 0.4),
                p(0.0, h),
                &[(0.0, haze, 0.15), (0.5, haze, 0.42), (1.0, haze, 0.05)],
            );
        }
        _ => {}
    }
}

/// Leaves or petals that fall, turn and drift.
fn leaves(brush: &mut Brush<'_>, air: &Air, count: u64, size: f64) {
    let (w, h) = (brush.width, brush.height);
    for shade in 0..3_u64 {
        let mut path = BezPath::new();
        for index in (shade..count).step_by(3) {
            let near = unit(air.seed, index + 700);
            let speed = h * (0.05 + 0.06 * near);
            let y = (unit(air.seed, index + 710) * h * 1.2 + air.now * speed).rem_euclid(h * 1.2) - h * 0.1;
            let t = air.now * between(air.seed, index, 0.9, 1.8) + index as f64;
            let blown = air.now * h * 0.05 * (air.wind + 0.3) * (0.5 + near);
            let x = (unit(air.seed, index + 720) * w * 1.3 + t.sin() * w * 0.05 + blown - brush.view.centre.x * brush.metre * (0.35 + 0.5 * near))
                .rem_euclid(w * 1.3)
                - w * 0.15;
            let (turn, r) = (t * 1.7, h * size * (0.6 + 0.9 * near));
            let along = Vec2::new(turn.cos(), turn.sin() * 0.6) * r;
            let across = Vec2::new(-along.y, along.x) * (0.2 + 0.35 * (t * 2.3).sin().abs());
            let at = p(x, y);
            path.move_to(at - along);
            path.quad_to(at + across, at + along);
            path.quad_to(at - across, at - along);
            path.close_path();
        }
        let colour = brush.tone(Rgb::hex(air.leaves()[shade as usize]), 0.0);
        brush.raw(&path, colour, 0.95);
    }
}

/// Rings where drops meet the ground.
pub fn ripples(brush: &mut Brush<'_>, plan: &ShotPlan, now: f64, seed: u64) {
    if !plan.setting.has_weather() || !matches!(plan.weather, Weather::Rain | Weather::Storm) || plan.setting == Setting::Sky {
        return;
    }
    for index in 0..34 {
        let period = between(seed, index + 900, 0.5, 0.9);
        let cycle = now / period + unit(seed, index + 950);
        let age = cycle.fract();
        let drop = index * 4096 + cycle as u64 % 4096;
        let z = between(seed, drop + 1, -1.7, 4.0);
        let (a, b) = brush.span(z, 0.2);
        // Bound to the ground, not to the lens.
        let wide = 6.0;
        let x = ((unit(seed, drop) * wide - a).rem_euclid(wide) + a).min(b);
        let at = brush.at(x, 0.0, z);
        let r = brush.scale(z) * (0.03 + 0.13 * age);
        brush.line(&ellipse(at, r, r * 0.26), brush.scale(z) * 0.012, brush.palette.sky[2].lighter(0.4), 0.55 * (1.0 - age));
    }
}

fn rain(brush: &mut Brush<'_>, now: f64, seed: u64, drops: u64) {
    let (w, h) = (brush.width, brush.height);
    for (layer, (part, length, width, alpha)) in [(0.6, 0.045, 0.0011, 0.26), (0.4, 0.075, 0.0018, 0.36)].iter().enumerate() {
        let mut path = BezPath::new();
        for index in 0..(drops as f64 * part) as u64 {
            let key = index + layer as u64 * 1000;
            let speed = h * between(seed, key + 400, 1.5, 2.2);
            let y = (unit(seed, key + 401) * h * 1.2 + now * speed).rem_euclid(h * 1.2) - h * 0.1;
            let x = (unit(seed, key + 900) * w * 1.2 - brush.view.centre.x * brush.metre * 0.5 - now * speed * 0.08).rem_euclid(w * 1.2) - w * 0.1;
            let long = h * length;
            path.move_to((x, y));
            path.line_to((x - long * 0.10, y + long));
        }
        brush.line(&path, h * width, Rgb::hex(0xe3edf7), *alpha);
    }
}

fn lightning(brush: &mut Brush<'_>, now: f64, seed: u64) {
    let beat = now / 3.4 + unit(seed, 3);
    let age = beat.fract() * 3.4;
    if age < 0.28 {
        let strength = (1.0 - age / 0.28) * if (age * 24.0) as i64 % 2 == 0 { 0.42 } else { 0.16 };
        brush.raw_rect(Rect::new(0.0, 0.0, brush.width, brush.height), Rgb::hex(0xe9efff), strength);
    }
}

fn snow(brush: &mut Brush<'_>, now: f64, seed: u64) {
    let (w, h) = (brush.width, brush.height);
    let mut path = BezPath::new();
    for index in 0..110 {
        let near = unit(seed, index + 700);
        let speed = h * (0.06 + 0.12 * near);
        let y = (unit(seed, index + 710) * h * 1.1 + now * speed).rem_euclid(h * 1.1) - h * 0.05;
        let sway = (now * between(seed, index, 0.6, 1.4) + index as f64).sin() * w * 0.02;
        let x = (unit(seed, index + 720) * w + sway - brush.view.centre.x * brush.metre * 0.4 * near).rem_euclid(w);
        let r = h * (0.0016 + 0.0036 * near * near);
        add_ellipse(&mut path, p(x, y), r, r);
    }
    brush.raw(&path, Rgb::hex(0xfbfdff), 0.85);
}

/// What contacts throw up.
pub fn marks(brush: &mut Brush<'_>, marks: &[Mark], now: f64) {
    super::marks::draw(brush, marks, now);
}

/// Darker corners draw the eye to the middle: their colour, and how much of it there is at most.
#[must_use]
pub fn vignette(palette: &Palette) -> (Rgb, f64) {
    (palette.shadow_colour, if palette.night { 0.42 } else { 0.22 })
}
