//! Film: a graded picture with grain and a little bloom; black and white with deep shadows.

use super::{
    lanes::{Row, part, tile},
    plane::{Plane, Texture},
};
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

/// Every colour of a plane through a curve of 65 536ths.
#[inline(always)]
fn through(plane: &mut [i16], curve: impl Fn(u16) -> u16) {
    for c in plane {
        *c = (curve((*c as u16) * 257) >> 8) as i16;
    }
}

#[inline(always)]
fn spill(row: &mut [u8], glow: &[u8]) {
    for (c, glow) in row.iter_mut().zip(glow) {
        *c = c.saturating_add(*glow);
    }
}

/// 0.35 x + 0.65 (3 x² − 2 x³).
#[inline(always)]
fn tone(x: u16) -> u16 {
    let squared = part(x, x);
    let smooth = squared + 2 * (squared - part(squared, x));
    part(x, 22_938) + part(smooth, 42_598)
}

/// Nearly a power below one: what lies between black and white is lifted, the dark most.
#[inline(always)]
fn lifted(x: u16, all: u16, dark: u16) -> u16 {
    let rest = 65_535 - x;
    let (between, squared) = (part(x, rest), part(rest, rest));
    x + part(between, all) + part(part(between, part(squared, squared)), dark)
}

/// Less colour, cooler shadows, warmer lights, a shoulder where it is bright; light spills, grain over it.
#[inline(always)]
pub fn graded(rgba: &mut [u8], scratch: &mut Row, bright: &mut [u8], glow: &mut Plane<4>, grain: &Texture, frame: u32) {
    glow.map(|c| c.saturating_sub(150) / 3);
    let (dx, dy) = shift(frame);
    for (y, row) in rgba.chunks_exact_mut(bright.len()).enumerate() {
        scratch.take(row);
        scratch.colour(12);
        through(&mut scratch.red, |x| part(tone(x), 63_570).saturating_add(983 + part(x, 1_311)));
        through(&mut scratch.green, |x| part(tone(x), 63_242).saturating_add(1_180));
        through(&mut scratch.blue, |x| part(tone(x), 60_948).saturating_add(2_294));
        tile(grain.row(y + dy), dx, &mut scratch.grain);
        for plane in [&mut scratch.red, &mut scratch.green, &mut scratch.blue] {
            for (c, grain) in plane.iter_mut().zip(&scratch.grain) {
                *c += (grain - 128) >> 4;
            }
        }
        scratch.give(row);
        glow.read(y, bright);
        spill(row, bright);
    }
}

/// Clear, strong colours with blue in the shadows, and light that spills from what is bright.
#[inline(always)]
pub fn bright(rgba: &mut [u8], scratch: &mut Row, bright: &mut [u8], glow: &mut Plane<4>) {
    glow.map(|c| c.saturating_sub(150) / 2);
    for (y, row) in rgba.chunks_exact_mut(bright.len()).enumerate() {
        scratch.take(row);
        scratch.colour(20);
        through(&mut scratch.red, |x| lifted(x, 7_995, 16_384).saturating_add(655));
        through(&mut scratch.green, |x| lifted(x, 7_995, 16_384).saturating_add(983));
        through(&mut scratch.blue, |x| part(lifted(x, 11_600, 23_593), 62_259).saturating_add(3_277));
        scratch.give(row);
        glow.read(y, bright);
        spill(row, bright);
    }
}

/// Grey, with deep shadows, hard lights and grain.
#[inline(always)]
pub fn noir(rgba: &mut [u8], scratch: &mut Row, width: usize, grain: &Texture, frame: u32) {
    let curve: [u8; 256] = std::array::from_fn(|c| {
        let x = ((c as f64 / 255.0 - 0.07) / 0.76).clamp(0.0, 1.0);
        let hard = x * x * (3.0 - 2.0 * x);
        (((0.3 * x + 0.7 * hard) * 0.98 + 0.015).clamp(0.0, 1.0) * 255.0).round() as u8
    });
    let (dx, dy) = shift(frame);
    for (y, row) in rgba.chunks_exact_mut(width * 4).enumerate() {
        scratch.take(row);
        tile(grain.row(y + dy), dx, &mut scratch.grain);
        for light in &mut scratch.light {
            *light = i16::from(curve[*light as usize & 255]);
        }
        for ((pixel, light), grain) in row.chunks_exact_mut(4).zip(&scratch.light).zip(&scratch.grain) {
            let grey = (light + ((grain - 128) >> 4)).clamp(0, 252) as u32;
            pixel.copy_from_slice(&(grey * 0x0001_0101 + 0xff03_0000).to_le_bytes());
        }
    }
}
