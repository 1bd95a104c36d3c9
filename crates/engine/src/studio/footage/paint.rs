//! Footage as a painter would have it, before the style's own print: planes of calm colour, steps of light, lines where things end.
//!
//! The work is done on a picture of about the same size whatever the size of the pass, so that all passes look alike.

use super::{Fit, Opened, lay};
use crate::studio::screenplay::Style;
use domain::plan::Size;

/// What a style makes of a photographed picture.
#[derive(Clone, Copy, Debug)]
struct Manner {
    /// Pixels of a stroke's side, less one; 0: none.
    stroke: usize,
    /// How strongly light is brought to few steps, 0…1, and how many.
    steps: (f32, f32),
    /// 0…1.
    lines: f32,
    /// 1 is as it was.
    saturation: f32,
}

fn manner(style: Style) -> Manner {
    let plain = Manner { stroke: 0, steps: (0.0, 5.0), lines: 0.0, saturation: 1.0 };
    match style {
        Style::Soft => Manner { stroke: 3, saturation: 1.12, ..plain },
        Style::Cartoon => Manner { stroke: 3, steps: (0.85, 5.0), lines: 0.95, saturation: 1.4 },
        Style::Anime => Manner { stroke: 2, steps: (0.55, 4.0), lines: 0.45, saturation: 1.28 },
        Style::Comic => Manner { stroke: 2, steps: (0.5, 5.0), lines: 0.3, saturation: 1.3 },
        Style::Watercolour => Manner { stroke: 3, saturation: 1.25, ..plain },
        Style::Clay => Manner { stroke: 4, steps: (0.3, 6.0), saturation: 1.2, ..plain },
        Style::Pixel => Manner { stroke: 2, steps: (0.5, 6.0), saturation: 1.3, ..plain },
        Style::Realistic | Style::Noir | Style::Pencil => plain,
    }
}

/// Memory that is used again for each picture.
#[derive(Debug, Default)]
pub struct Painter {
    sums: Vec<[u32; 5]>,
    rows: Vec<[u32; 5]>,
}

impl Painter {
    /// Paints RGBA rows of this size in the manner of a style.
    pub fn paint(&mut self, style: Style, rgba: &mut [u8], size: Size) {
        let manner = manner(style);
        if manner.stroke == 0 {
            return;
        }
        let rgb: Vec<u8> = rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let mut picture = Opened { width: size.width as usize, height: size.height as usize, rgb };
        let halved = size.width.min(size.height) >= 700;
        if halved {
            picture = picture.halved();
        }
        self.strokes(&mut picture, manner.stroke);
        tones(&mut picture, &manner);
        if manner.lines > 0.0 {
            lines(&mut picture, manner.lines);
        }
        lay(&picture, &Fit { left: 0.0, top: 0.0, scale: if halved { 2.0 } else { 1.0 } }, rgba, size.width as usize);
    }

    /// Kuwahara's filter: each pixel takes the mean of the calmest of the four squares at its corners.
    fn strokes(&mut self, picture: &mut Opened, reach: usize) {
        self.squares(picture, reach);
        let (width, height) = (picture.width, picture.height);
        let count = ((reach + 1) * (reach + 1)) as u32;
        for y in 0..height {
            let rows = [y.saturating_sub(reach), y.min(height - 1 - reach)];
            for x in 0..width {
                let columns = [x.saturating_sub(reach), x.min(width - 1 - reach)];
                let mut best = (u32::MAX, [0; 3]);
                for row in rows {
                    for column in columns {
                        let [r, g, b, light, squares] = self.sums[row * width + column];
                        let unrest = squares * count - light * light;
                        if unrest < best.0 {
                            best = (unrest, [r, g, b]);
                        }
                    }
                }
                let out = &mut picture.rgb[(y * width + x) * 3..][..3];
                (0..3).for_each(|channel| out[channel] = ((best.1[channel] + count / 2) / count) as u8);
            }
        }
    }

    /// Sums of the square that begins at each pixel: red, green, blue, light, squared light.
    fn squares(&mut self, picture: &Opened, reach: usize) {
        let (width, height) = (picture.width, picture.height);
        let add = |sum: &mut [u32; 5], more: &[u32; 5]| (0..5).for_each(|part| sum[part] += more[part]);
        self.rows.clear();
        self.rows.resize(width * height, [0; 5]);
        self.sums.clear();
        self.sums.resize(width * height, [0; 5]);
        let parts: Vec<[u32; 5]> = picture
            .rgb
            .chunks_exact(3)
            .map(|pixel| {
                let [r, g, b] = [u32::from(pixel[0]), u32::from(pixel[1]), u32::from(pixel[2])];
                // Seven bits of light, so that the squares of a square fit.
                let light = (r * 77 + g * 150 + b * 29) >> 9;
                [r, g, b, light, light * light]
            })
            .collect();
        for y in 0..height {
            for x in 0..width - reach {
                let sum = &mut self.rows[y * width + x];
                parts[y * width + x..=y * width + x + reach].iter().for_each(|part| add(sum, part));
            }
        }
        for y in 0..height - reach {
            for x in 0..width - reach {
                let sum = &mut self.sums[y * width + x];
                (0..=reach).for_each(|below| add(sum, &self.rows[(y + below) * width + x]));
            }
        }
    }
}

fn tones(picture: &mut Opened, manner: &Manner) {
    let scale: Vec<f32> = (0..256).map(|light| step(light as f32 / 255.0, manner.steps) * 255.0 / (light as f32).max(1.0)).collect();
    for pixel in picture.rgb.chunks_exact_mut(3) {
        let light = (f32::from(pixel[0]) * 77.0 + f32::from(pixel[1]) * 150.0 + f32::from(pixel[2]) * 29.0) / 256.0;
        let gain = scale[light as usize];
        for channel in pixel {
            *channel = ((light + (f32::from(*channel) - light) * manner.saturation) * gain).clamp(0.0, 255.0) as u8;
        }
    }
}

/// Light in few steps with narrow passages between.
fn step(light: f32, (strength, count): (f32, f32)) -> f32 {
    let scaled = light * count;
    let passage = ((scaled.fract() - 0.30) / 0.40).clamp(0.0, 1.0);
    let stepped = (scaled.floor() + passage * passage * (3.0 - 2.0 * passage)) / count;
    (light + (stepped + 0.03 - light) * strength).clamp(0.0, 1.0)
}

/// One colour, 0…1, as a flat style has it.
#[must_use]
pub fn stepped(style: Style, colour: [f32; 3]) -> [f32; 3] {
    let manner = manner(style);
    let light = (colour[0] * 0.30 + colour[1] * 0.59 + colour[2] * 0.11).max(0.004);
    let gain = step(light, manner.steps) / light;
    let gain = if manner.steps.0 > 0.0 { gain } else { 1.0 };
    colour.map(|channel| ((light + (channel - light) * manner.saturation) * gain).clamp(0.0, 1.0))
}

/// Dark where brightness changes steeply.
fn lines(picture: &mut Opened, strength: f32) {
    let (width, height) = (picture.width, picture.height);
    let light: Vec<i32> = picture.rgb.chunks_exact(3).map(|p| (i32::from(p[0]) * 77 + i32::from(p[1]) * 150 + i32::from(p[2]) * 29) >> 8).collect();
    let at = |x: usize, y: usize| light[y.min(height - 1) * width + x.min(width - 1)];
    for y in 0..height {
        for x in 0..width {
            let (left, up) = (x.saturating_sub(1), y.saturating_sub(1));
            let steep = (at(x + 1, y) - at(left, y)).abs() + (at(x, y + 1) - at(x, up)).abs();
            let dark = ((steep - 26) as f32 / 60.0).clamp(0.0, 1.0) * strength;
            if dark > 0.0 {
                for channel in &mut picture.rgb[(y * width + x) * 3..][..3] {
                    *channel = (f32::from(*channel) * (1.0 - dark) + 22.0 * dark) as u8;
                }
            }
        }
    }
}
