//! Film: a graded picture with grain and a little bloom; black and white with deep shadows.

use super::plane::{Plane, Texture, luma};
use crate::studio::world::chance::mix;

pub fn grain() -> Texture {
    Texture::of(|x, y| {
        let at = |x: usize, y: usize| mix(91, ((y % 256) * 256 + x % 256) as u64) & 255;
        // A little coarser than a pixel.
        ((at(x, y) * 2 + at(x + 1, y) + at(x, y + 1)) / 4) as u8
    })
}

/// Where the grain lies: it changes twelve times a second.
fn shift(frame: u32) -> (usize, usize) {
    let drawn = mix(17, u64::from(frame / 2));
    ((drawn & 255) as usize, ((drawn >> 8) & 255) as usize)
}

fn curve(value: impl Fn(f64) -> f64) -> [u8; 256] {
    std::array::from_fn(|c| (value(c as f64 / 255.0).clamp(0.0, 1.0) * 255.0).round() as u8)
}

/// The colours of a row towards grey or away from it, in sixteenths, through a curve each; then light that spills is added.
fn grade(row: &mut [u8], glow: &[u8], colour: i16, curves: &[[u8; 256]; 3]) {
    for (pixel, glow) in row.chunks_exact_mut(4).zip(glow.chunks_exact(4)) {
        let grey = i16::from(luma(pixel));
        (0..3).for_each(|c| {
            let value = (grey + (((i16::from(pixel[c]) - grey) * colour) >> 4)).clamp(0, 255);
            pixel[c] = curves[c][value as usize & 255].saturating_add(glow[c]);
        });
    }
}

/// Less colour, cooler shadows, warmer lights, a shoulder where it is bright; light spills, grain over it.
pub fn graded(rgba: &mut [u8], width: usize, glow: &mut Plane<4>, grain: &Texture, frame: u32) {
    let smooth = |x: f64| x * x * (3.0 - 2.0 * x);
    let tone = |x: f64| 0.35 * x + 0.65 * smooth(x);
    let curves = [curve(|x| tone(x) * 0.97 + 0.015 + 0.02 * x), curve(|x| tone(x) * 0.965 + 0.018), curve(|x| tone(x) * 0.93 + 0.035)];
    glow.map(|c| c.saturating_sub(150) / 3);
    let (dx, dy) = shift(frame);
    let mut bright = vec![0; width * 4];
    for (y, row) in rgba.chunks_exact_mut(width * 4).enumerate() {
        glow.read(y, &mut bright);
        grade(row, &bright, 12, &curves);
        let grains = grain.row(y + dy);
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            let noise = ((i16::from(grains[(x + dx) & 255]) - 128) / 16) as i8;
            pixel[..3].iter_mut().for_each(|c| *c = c.saturating_add_signed(noise));
        }
    }
}

/// Clear, strong colours with blue in the shadows, and light that spills from what is bright.
pub fn bright(rgba: &mut [u8], width: usize, glow: &mut Plane<4>) {
    let curves = [curve(|x| x.powf(0.90) + 0.01), curve(|x| x.powf(0.90) + 0.015), curve(|x| 0.05 + 0.95 * x.powf(0.86))];
    glow.map(|c| c.saturating_sub(150) / 2);
    let mut bright = vec![0; width * 4];
    for (y, row) in rgba.chunks_exact_mut(width * 4).enumerate() {
        glow.read(y, &mut bright);
        grade(row, &bright, 20, &curves);
    }
}

/// Grey, with deep shadows, hard lights and grain.
pub fn noir(rgba: &mut [u8], width: usize, grain: &Texture, frame: u32) {
    let curve = curve(|x| {
        let x = ((x - 0.07) / 0.76).clamp(0.0, 1.0);
        let hard = x * x * (3.0 - 2.0 * x);
        (0.3 * x + 0.7 * hard) * 0.98 + 0.015
    });
    let (dx, dy) = shift(frame);
    for (y, row) in rgba.chunks_exact_mut(width * 4).enumerate() {
        let grains = grain.row(y + dy);
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            let noise = ((i16::from(grains[(x + dx) & 255]) - 128) / 16) as i8;
            let grey = curve[usize::from(luma(pixel))].saturating_add_signed(noise).min(252);
            pixel[..3].copy_from_slice(&[grey, grey, grey + 3]);
        }
    }
}
