//! What a lens does: a background out of focus, streaks of what goes fast, light through blinds. It knows no subject.

use super::{
    brush::Brush,
    palette::Rgb,
    print::{
        lanes::{self, wide},
        plane::Plane,
    },
    shape::{p, polygon},
};
use crate::studio::{
    screenplay::{Framing, ShotPlan, Style},
    world::{
        ShotTrace,
        chance::{between, unit},
    },
};
use domain::plan::Size;
use vello_cpu::kurbo::{BezPath, Rect};

/// How far out of focus the background is, and from which rows on.
#[derive(Clone, Copy, Debug)]
pub struct Focus {
    /// Pixels of the quarter-sized picture.
    radius: usize,
    /// Rows: above the first everything is blurred, below the second nothing.
    rows: (f64, f64),
}

/// None where everything is sharp. The same for a whole shot: `usual` is the height of its view in its middle.
pub fn focus(brush: &Brush<'_>, plan: &ShotPlan, usual: f64) -> Option<Focus> {
    let realistic = plan.style == Style::Realistic;
    if !matches!(plan.style, Style::Soft | Style::Realistic | Style::Anime | Style::Noir) {
        return None;
    }
    let close = ((1.45 - usual) / 0.4).clamp(0.0, 1.0);
    let strength = match plan.camera.framing {
        Framing::Close => 0.0036,
        Framing::Medium => 0.0016,
        Framing::Auto | Framing::Full | Framing::Low if realistic => 0.0006 + 0.0008 * close,
        Framing::Wide if realistic => 0.0005,
        _ => 0.0018 * close,
    };
    let strength = if realistic { strength * 1.4 } else { strength };
    let radius = (strength * brush.height).round() as usize;
    let (near, far) = (brush.at(0.0, 0.0, 0.6).y, brush.at(0.0, 0.0, 5.0).y);
    (radius > 0).then_some(Focus { radius, rows: (far, near.max(far + 1.0)) })
}

pub fn blur(rgba: &mut [u8], plane: &mut Plane<4>, size: Size, focus: &Focus) {
    let mut soft = vec![0; size.width as usize * 4];
    wide!(soften(rgba, plane, (size.height as usize, &mut soft), focus));
}

#[inline(always)]
fn soften(rgba: &mut [u8], plane: &mut Plane<4>, (height, soft): (usize, &mut [u8]), focus: &Focus) {
    plane.shrink(rgba, soft.len() / 4, height);
    plane.blur(focus.radius);
    for (y, row) in rgba.chunks_exact_mut(soft.len()).enumerate() {
        let sharp = ((y as f64 - focus.rows.0) / (focus.rows.1 - focus.rows.0)).clamp(0.0, 1.0);
        if sharp >= 1.0 {
            break;
        }
        plane.read(y, soft);
        lanes::blend(row, soft, (sharp * 256.0) as u16);
    }
}

/// What lies behind the actors is paler where a style has few tones, so that they stand out.
pub fn veil(brush: &mut Brush<'_>) {
    let (colour, strength) = match brush.style {
        Style::Pencil => (Rgb::WHITE, 0.27),
        Style::Clay => (Rgb::hex(0xf6ead6), 0.24),
        _ => return,
    };
    let (w, h) = (brush.width, brush.height);
    brush.raw_rect(Rect::new(0.0, 0.0, w, h), colour, strength);
}

/// Lines that belong to a style: of speed in anime and comic, of blinds in noir.
pub fn lines(brush: &mut Brush<'_>, plan: &ShotPlan, trace: &ShotTrace, index: usize, fps: u32) {
    match plan.style {
        Style::Anime | Style::Comic => {
            let (a, b) = (index.saturating_sub(2), (index + 2).min(trace.frames.len() - 1));
            let went = trace.frames[b].view.centre - trace.frames[a].view.centre;
            let speed = went.x * f64::from(fps) / (b - a).max(1) as f64 / trace.frames[index].view.height;
            if plan.style == Style::Anime {
                sunlight(brush);
            }
            if speed.abs() > 0.8 {
                streaks(brush, speed, index as u64, plan.style == Style::Comic);
            }
        }
        Style::Noir if plan.setting.is_indoors() => blinds(brush),
        _ => {}
    }
}

/// Streaks along the way of the camera, at the upper and lower edges, so that nobody's face is crossed.
fn streaks(brush: &mut Brush<'_>, speed: f64, frame: u64, dark: bool) {
    let (w, h) = (brush.width, brush.height);
    let strength = ((speed.abs() - 0.8) / 1.2).clamp(0.0, 1.0);
    let mut path = BezPath::new();
    for line in 0..26_u64 {
        let key = frame / 2 * 64 + line;
        let from_edge = unit(77, key).powi(2) * 0.30;
        let y = h * if line % 2 == 0 { from_edge } else { 1.0 - from_edge };
        let x = between(78, key, -0.2, 1.0) * w;
        let (long, thick) = (between(79, key, 0.25, 0.7) * w, between(80, key, 0.0006, 0.0022) * h);
        path.move_to((x, y));
        path.line_to((x + long * 0.5, y - thick));
        path.line_to((x + long, y));
        path.line_to((x + long * 0.5, y + thick));
        path.close_path();
    }
    let colour = if dark { brush.palette.ink } else { Rgb::WHITE };
    brush.raw(&path, colour, 0.7 * strength);
}

/// Light that comes in at the corner where the sun is.
fn sunlight(brush: &mut Brush<'_>) {
    let (w, h) = (brush.width, brush.height);
    let x = if brush.palette.light.x < 0.0 { w * 0.1 } else { w * 0.9 };
    let colour = brush.palette.key;
    let strength = if brush.palette.night { 0.14 } else { 0.34 };
    brush.glow(p(x, h * 0.02), h * 0.62, colour, strength);
}

/// Light through slats falls aslant on everything.
fn blinds(brush: &mut Brush<'_>) {
    let (w, h) = (brush.width, brush.height);
    let mut path = BezPath::new();
    for slat in 0..12 {
        let y = h * (0.02 + 0.062 * f64::from(slat));
        let tall = h * 0.022;
        let shape = polygon(&[p(-4.0, y), p(w + 4.0, y - w * 0.32), p(w + 4.0, y + tall - w * 0.32), p(-4.0, y + tall)]);
        path.extend(shape);
    }
    brush.raw(&path, Rgb::hex(0x05060a), 0.36);
}
