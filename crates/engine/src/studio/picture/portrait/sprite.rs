//! One head or thing as it looks at one instant, as a small picture: warped, mouth and lids moved, lit, and inked around in the
//! cartoon style.

use super::{
    face::{Lid, Lids, Lips, Mouth},
    finish::Finish,
    plate::{Frame, P, Pixel, Plate, smooth},
    warp::Warp,
};
use std::sync::Arc;
use vello_cpu::{Pixmap, peniko::color::PremulRgba8};

/// The light that falls on a sprite. Straight colours, 0…1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Light {
    pub ambient: [f32; 3],
    pub key: [f32; 3],
    pub shade: [f32; 3],
    pub contrast: f32,
    /// Towards the light, y up.
    pub from: P,
    pub haze: [f32; 3],
    /// How much of the haze is before it.
    pub far: f32,
    pub ink: [f32; 3],
    /// Width of the outline, in units of the frame; 0: none.
    pub line: f32,
}

/// A picture of a frame of the plane.
#[derive(Clone)]
pub struct Sprite {
    pub frame: Frame,
    /// Pixels of a unit.
    pub unit: f32,
    pub picture: Arc<Pixmap>,
}

/// What moves a head's pixels.
pub struct Motion {
    pub warps: [Warp; 2],
    pub share: f32,
    pub mouth: Mouth,
    pub lids: Lids,
    /// Nothing is drawn above: a hat hides it.
    pub hat: Option<f32>,
}

pub struct Source<'a> {
    pub plates: [&'a Plate; 2],
    pub motion: Option<&'a Motion>,
    pub finish: Finish,
}

impl Source<'_> {
    /// The colour at a point before any light.
    fn colour(&self, at: P) -> Pixel {
        let Some(motion) = self.motion else { return self.plates[0].sample(at) };
        if motion.hat.is_some_and(|hat| at[1] > hat) {
            return [0.0; 4];
        }
        let (from, inside) = match motion.mouth.look(at) {
            Lips::Face(from) => (from, None),
            Lips::Inside { across, down, open } => (at, Some(mouth_inside(across, down, open))),
        };
        if let Some(inside) = inside {
            return inside;
        }
        match motion.lids.look(from) {
            Lid::Clear => self.blend(from, motion),
            Lid::Skin(skin, share) => mix(self.blend(from, motion), dim(self.blend(skin, motion), 0.95), share),
            Lid::Lash(skin, dark) => dim(self.blend(skin, motion), 1.0 - dark),
        }
    }

    fn blend(&self, at: P, motion: &Motion) -> Pixel {
        let one = |index: usize| self.plates[index].sample(motion.warps[index].source(at));
        if motion.share <= 0.01 {
            return one(0);
        }
        if motion.share >= 0.99 {
            return one(1);
        }
        let both = mix(one(0), one(1), motion.share);
        // Where only one of both has hair, an edge and not a veil.
        let alpha = ((both[3] - 0.5) * 2.4 + 0.5).clamp(0.0, 1.0);
        if both[3] < 0.004 { [0.0; 4] } else { both.map(|v| v * alpha / both[3]) }
    }
}

fn mix(a: Pixel, b: Pixel, t: f32) -> Pixel {
    [0, 1, 2, 3].map(|channel| a[channel] + (b[channel] - a[channel]) * t)
}

fn dim(p: Pixel, by: f32) -> Pixel {
    [p[0] * by, p[1] * by, p[2] * by, p[3]]
}

/// Dark, with upper teeth and a tongue where it is wide enough.
fn mouth_inside(across: f32, down: f32, open: f32) -> Pixel {
    let mut colour = [0.22, 0.06, 0.08];
    let towards = |colour: &mut [f32; 3], to: [f32; 3], t: f32| (0..3).for_each(|i| colour[i] += (to[i] - colour[i]) * t);
    let wide = smooth(0.05, 0.14, open);
    let tongue = smooth(0.62, 0.82, down) * smooth(0.75, 0.45, across.abs());
    towards(&mut colour, [0.72, 0.30, 0.32], tongue * wide);
    let teeth = smooth(0.36, 0.28, down) * smooth(0.86, 0.74, across.abs());
    towards(&mut colour, [0.93, 0.91, 0.87], teeth * wide);
    let lip = smooth(0.10, 0.0, down).max(smooth(0.93, 1.0, down)) * 0.5;
    towards(&mut colour, [0.16, 0.05, 0.06], lip);
    [colour[0], colour[1], colour[2], 1.0]
}

/// Draws a source at `unit` pixels a unit.
#[must_use]
pub fn render(source: &Source<'_>, unit: f32, light: &Light) -> Sprite {
    let [one, other] = source.plates;
    // A dropped jaw, a moved mark and the outline reach a little beyond.
    let frame = one.seen.around(&other.seen, 0.14 + light.line, &one.frame);
    let (width, height) = frame.pixels(unit);
    let mut pixels = vec![[0.0_f32; 4]; width * height];
    for row in 0..height {
        let y = frame.top - (row as f32 + 0.5) / unit;
        for column in 0..width {
            let at = [frame.left + (column as f32 + 0.5) / unit, y];
            let pixel = source.colour(at);
            if pixel[3] > 0.004 {
                pixels[row * width + column] = lit(pixel, at, light, source.finish);
            }
        }
    }
    if light.line > 0.0 {
        outline(&mut pixels, width, height, light.line * unit, light.ink);
    }
    let mut picture = Pixmap::new(width as u16, height as u16);
    for (to, from) in picture.data_mut().iter_mut().zip(&pixels) {
        let byte = |v: f32| (v.clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
        let a = byte(from[3]);
        *to = PremulRgba8 { r: byte(from[0]).min(a), g: byte(from[1]).min(a), b: byte(from[2]).min(a), a };
    }
    Sprite { frame, unit, picture: Arc::new(picture) }
}

/// The colour in the light of the scene: a soft fall from the lit side, or a hard edge of shadow.
fn lit(pixel: Pixel, at: P, light: &Light, finish: Finish) -> Pixel {
    let alpha = pixel[3];
    let towards = (at[0] * light.from[0] + at[1] * light.from[1]) / 1.15;
    let (bright, dark) = match finish {
        Finish::Painted => (smooth(0.0, 1.0, towards) * light.contrast * 0.5, smooth(0.1, -1.0, towards) * 0.36),
        Finish::Inked => (0.0, smooth(-0.50, -0.56, towards + 0.10 * at[1] * at[1] - 0.05) * 0.24),
    };
    let mut out = [0.0, 0.0, 0.0, alpha];
    for channel in 0..3 {
        let own = pixel[channel] / alpha;
        let key = own + (light.key[channel] * (0.35 + 0.65 * own) - own).max(0.0) * bright;
        let shaded = key + (light.shade[channel] - key) * dark;
        let seen = shaded * light.ambient[channel];
        out[channel] = (seen + (light.haze[channel] - seen) * light.far).clamp(0.0, 1.0) * alpha;
    }
    out
}

/// Ink behind everything that is not transparent, so many pixels wide.
fn outline(pixels: &mut [Pixel], width: usize, height: usize, wide: f32, ink: [f32; 3]) {
    let distance = distances(pixels, width, height, wide + 2.0);
    for (pixel, distance) in pixels.iter_mut().zip(distance) {
        let cover = (wide + 0.5 - distance).clamp(0.0, 1.0);
        let under = cover * (1.0 - pixel[3]);
        for channel in 0..3 {
            pixel[channel] += ink[channel] * under;
        }
        pixel[3] += under;
    }
}

/// To the nearest pixel that is not transparent, by two sweeps; exact enough for a few pixels.
fn distances(pixels: &[Pixel], width: usize, height: usize, most: f32) -> Vec<f32> {
    const STEP: f32 = 1.0;
    const SLANT: f32 = 1.414;
    let mut d: Vec<f32> = pixels.iter().map(|pixel| if pixel[3] > 0.02 { (0.5 - pixel[3]).max(0.0) } else { most }).collect();
    for row in 0..height {
        for column in 0..width {
            let at = row * width + column;
            let mut best = d[at];
            if column > 0 {
                best = best.min(d[at - 1] + STEP);
            }
            if row > 0 {
                best = best.min(d[at - width] + STEP);
                if column > 0 {
                    best = best.min(d[at - width - 1] + SLANT);
                }
                if column + 1 < width {
                    best = best.min(d[at - width + 1] + SLANT);
                }
            }
            d[at] = best;
        }
    }
    for row in (0..height).rev() {
        for column in (0..width).rev() {
            let at = row * width + column;
            let mut best = d[at];
            if column + 1 < width {
                best = best.min(d[at + 1] + STEP);
            }
            if row + 1 < height {
                best = best.min(d[at + width] + STEP);
                if column > 0 {
                    best = best.min(d[at + width - 1] + SLANT);
                }
                if column + 1 < width {
                    best = best.min(d[at + width + 1] + SLANT);
                }
            }
            d[at] = best;
        }
    }
    d
}
