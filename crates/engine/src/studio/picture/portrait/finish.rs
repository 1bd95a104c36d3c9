//! How a captured picture becomes a drawn one: brush strokes for the soft style, flat tones with ink lines for the cartoon.
//!
//! Done once for each view and style; light comes later.

use super::{
    plate::{Pixel, Plate, smooth},
    tone::{box_blur, luma},
};
use crate::studio::screenplay::Style;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Finish {
    Painted,
    Inked,
}

impl Finish {
    pub const COUNT: usize = 2;

    #[must_use]
    pub fn of(style: Style) -> Self {
        match style {
            Style::Cartoon | Style::Pixel | Style::Anime | Style::Comic | Style::Clay => Self::Inked,
            Style::Soft | Style::Realistic | Style::Noir | Style::Watercolour | Style::Pencil => Self::Painted,
        }
    }
}

#[must_use]
pub fn apply(plate: Plate, finish: Finish) -> Plate {
    match finish {
        Finish::Painted => {
            let mut plate = strokes(&plate, 2);
            tint(&mut plate, |colour| saturate(colour, 1.08));
            plate
        }
        Finish::Inked => {
            let lines = lines(&plate);
            let mut plate = strokes(&plate, 3);
            tint(&mut plate, steps);
            for (pixel, line) in plate.pixels.iter_mut().zip(lines) {
                let ink = [0.13, 0.09, 0.12];
                for channel in 0..3 {
                    pixel[channel] += (ink[channel] * pixel[3] - pixel[channel]) * line;
                }
            }
            plate
        }
    }
}

/// Kuwahara's filter: each pixel takes the mean of the calmest of the four squares at its corners, so that planes become flat and
/// edges stay.
fn strokes(plate: &Plate, radius: i64) -> Plate {
    let (w, h) = (plate.width as i64, plate.height as i64);
    let mut out = plate.clone();
    for row in 0..h {
        for column in 0..w {
            let index = (row * w + column) as usize;
            let alpha = plate.pixels[index][3];
            if alpha < 0.02 {
                continue;
            }
            let mut best: Option<(f32, [f32; 3])> = None;
            for (dx, dy) in [(-radius, -radius), (0, -radius), (-radius, 0), (0, 0)] {
                let found = calm(plate, column + dx, row + dy, radius);
                if let Some(found) = found
                    && best.is_none_or(|best| found.0 < best.0)
                {
                    best = Some(found);
                }
            }
            if let Some((_, [r, g, b])) = best {
                out.pixels[index] = [r * alpha, g * alpha, b * alpha, alpha];
            }
        }
    }
    out
}

/// Variance of brightness and mean colour of the square from here on.
fn calm(plate: &Plate, column: i64, row: i64, radius: i64) -> Option<(f32, [f32; 3])> {
    let (w, h) = (plate.width as i64, plate.height as i64);
    let (mut sum, mut light, mut light2) = ([0.0_f32; 4], 0.0, 0.0);
    for y in row.max(0)..=(row + radius).min(h - 1) {
        for x in column.max(0)..=(column + radius).min(w - 1) {
            let p = plate.pixels[(y * w + x) as usize];
            let l = luma([p[0], p[1], p[2]]);
            (0..4).for_each(|channel| sum[channel] += p[channel]);
            light += l;
            light2 += l * l / p[3].max(1e-3);
        }
    }
    if sum[3] < 0.05 {
        return None;
    }
    let mean = light / sum[3];
    Some(((light2 / sum[3] - mean * mean).max(0.0), [sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]]))
}

fn tint(plate: &mut Plate, change: impl Fn([f32; 3]) -> [f32; 3]) {
    for pixel in plate.pixels.iter_mut().filter(|pixel| pixel[3] > 0.004) {
        let alpha = pixel[3];
        let colour = change([pixel[0] / alpha, pixel[1] / alpha, pixel[2] / alpha]);
        *pixel = [colour[0] * alpha, colour[1] * alpha, colour[2] * alpha, alpha];
    }
}

#[must_use]
pub fn saturate(colour: [f32; 3], by: f32) -> [f32; 3] {
    let l = luma(colour);
    colour.map(|c| (l + (c - l) * by).clamp(0.0, 1.0))
}

/// Brightness in few steps with narrow passages between.
fn steps(colour: [f32; 3]) -> [f32; 3] {
    const COUNT: f32 = 5.0;
    let l = luma(colour).max(0.01);
    let scaled = l * COUNT;
    let stepped = (scaled.floor() + smooth(0.30, 0.70, scaled - scaled.floor())) / COUNT;
    let wanted = l + (stepped + 0.02 - l) * 0.75;
    colour.map(|c| (c * wanted / l).clamp(0.0, 1.0))
}

/// Where a fine blur is darker than a coarse one there is a line: lids, nostrils, lips, strands.
fn lines(plate: &Plate) -> Vec<f32> {
    let (w, h) = (plate.width, plate.height);
    let light: Vec<f32> = plate.pixels.iter().map(|p| luma([p[0], p[1], p[2]])).collect();
    let alpha: Vec<f32> = plate.pixels.iter().map(|p: &Pixel| p[3]).collect();
    let blurred = |radius: usize| -> Vec<f32> {
        let twice = |values: &[f32]| box_blur(&box_blur(values, w, h, radius), w, h, radius);
        twice(&light).into_iter().zip(twice(&alpha)).map(|(l, a)| if a > 0.02 { l / a } else { 0.0 }).collect()
    };
    let (fine, coarse) = (blurred(1), blurred(3));
    fine.iter().zip(coarse).map(|(fine, coarse)| smooth(0.035, 0.10, coarse - fine) * 0.85).collect()
}
