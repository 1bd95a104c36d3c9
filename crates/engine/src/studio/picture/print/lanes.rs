//! A row of a picture as planes of whole numbers, so that passes run on as wide vectors as the machine has. Results are the same at
//! every width.

use super::plane::Texture;

/// Runs a pass on the machine's vectors; the pass and all that it calls must be `#[inline(always)]`.
macro_rules! wide {
    ($pass:expr) => {
        fearless_simd::dispatch!(fearless_simd::Level::try_detect().unwrap_or(fearless_simd::Level::baseline()), _simd => $pass)
    };
}
pub(crate) use wide;

/// One row: 0 … 255 each, and what passes make of them.
#[derive(Debug, Default)]
pub struct Row {
    pub red: Vec<i16>,
    pub green: Vec<i16>,
    pub blue: Vec<i16>,
    pub light: Vec<i16>,
    pub edge: Vec<i16>,
    /// Textures that lie under the row.
    pub grain: Vec<i16>,
    pub tooth: Vec<i16>,
    pub cross: Vec<i16>,
}

impl Row {
    pub fn resize(&mut self, width: usize) {
        for plane in
            [&mut self.red, &mut self.green, &mut self.blue, &mut self.light, &mut self.edge, &mut self.grain, &mut self.tooth, &mut self.cross]
        {
            plane.resize(width, 0);
        }
    }

    /// The planes of a row of RGBA, and its brightness.
    #[inline(always)]
    pub fn take(&mut self, rgba: &[u8]) {
        let planes = self.red.iter_mut().zip(&mut self.green).zip(&mut self.blue).zip(&mut self.light);
        for (pixel, (((red, green), blue), light)) in rgba.chunks_exact(4).zip(planes) {
            let all = u32::from_le_bytes([pixel[0], pixel[1], pixel[2], pixel[3]]);
            let (r, g, b) = (all & 255, (all >> 8) & 255, (all >> 16) & 255);
            (*red, *green, *blue) = (r as i16, g as i16, b as i16);
            *light = ((r * 77 + g * 150 + b * 29) >> 8) as i16;
        }
    }

    /// Back into a row of RGBA, opaque.
    #[inline(always)]
    pub fn give(&self, rgba: &mut [u8]) {
        let planes = self.red.iter().zip(&self.green).zip(&self.blue);
        for (pixel, ((red, green), blue)) in rgba.chunks_exact_mut(4).zip(planes) {
            let whole = |c: i16| c.clamp(0, 255) as u32;
            let all = whole(*red) | (whole(*green) << 8) | (whole(*blue) << 16) | 0xff00_0000;
            pixel.copy_from_slice(&all.to_le_bytes());
        }
    }

    /// Each colour away from grey or towards it, in sixteenths.
    #[inline(always)]
    pub fn colour(&mut self, sixteenths: i16) {
        for plane in [&mut self.red, &mut self.green, &mut self.blue] {
            for (c, grey) in plane.iter_mut().zip(&self.light) {
                *c = (grey + (((*c - grey) * sixteenths) >> 4)).clamp(0, 255);
            }
        }
    }
}

/// A row of a texture, over and over, from column `shift` on.
#[inline(always)]
pub fn tile(texture: &[u8; Texture::SIDE], shift: usize, out: &mut [i16]) {
    let (start, mut from) = (shift % Texture::SIDE, 0);
    let mut first = start;
    while from < out.len() {
        let count = (Texture::SIDE - first).min(out.len() - from);
        for (out, value) in out[from..from + count].iter_mut().zip(&texture[first..first + count]) {
            *out = i16::from(*value);
        }
        from += count;
        first = 0;
    }
}

/// `a` times `b`, both of 65 536.
#[inline(always)]
pub fn part(a: u16, b: u16) -> u16 {
    ((u32::from(a) * u32::from(b)) >> 16) as u16
}

/// Brightness of every pixel.
#[inline(always)]
pub fn brightness(rgba: &[u8], out: &mut [u8]) {
    for (pixel, out) in rgba.chunks_exact(4).zip(out) {
        let all = u32::from_le_bytes([pixel[0], pixel[1], pixel[2], pixel[3]]);
        *out = (((all & 255) * 77 + ((all >> 8) & 255) * 150 + ((all >> 16) & 255) * 29) >> 8) as u8;
    }
}

/// How much brightness changes to the right and downwards in a row, over `reach` pixels.
#[inline(always)]
pub fn edges(light: &[u8], (width, y): (usize, usize), reach: usize, out: &mut [i16]) {
    let last = light.len() / width - 1;
    let here = &light[y * width..][..width];
    let below = &light[(y + reach).min(last) * width..][..width];
    let inner = width - reach;
    for (((out, here), right), below) in out[..inner].iter_mut().zip(&here[..inner]).zip(&here[reach..]).zip(&below[..inner]) {
        let (here, right, below) = (i16::from(*here), i16::from(*right), i16::from(*below));
        *out = ((here - right).abs() + (here - below).abs()).min(255);
    }
    out[inner..].fill(0);
}

/// Makes every pixel opaque.
#[inline(always)]
pub fn opaque(rgba: &mut [u8]) {
    for pixel in rgba.chunks_exact_mut(4) {
        let all = u32::from_le_bytes([pixel[0], pixel[1], pixel[2], pixel[3]]) | 0xff00_0000;
        pixel.copy_from_slice(&all.to_le_bytes());
    }
}

/// Each pixel towards a colour, by `parts` of 256.
#[inline(always)]
pub fn towards(rgba: &mut [u8], colour: [u8; 3], parts: &[u8]) {
    let colour = u32::from_le_bytes([colour[0], colour[1], colour[2], 255]);
    let (even, odd) = (colour & 0x00ff_00ff, (colour >> 8) & 0x00ff_00ff);
    // Most of a picture stays as it is.
    let (mut pixels, mut runs) = (rgba.chunks_exact_mut(4 * RUN), parts.chunks_exact(RUN));
    for (pixels, run) in (&mut pixels).zip(&mut runs) {
        if run.iter().fold(0, |all, part| all | part) == 0 {
            continue;
        }
        // Through memory of its own, so that all of a run are mixed at once.
        let (mut all, mut part) = ([0_u32; RUN], [0_u32; RUN]);
        for (all, pixel) in all.iter_mut().zip(pixels.chunks_exact(4)) {
            *all = u32::from_le_bytes([pixel[0], pixel[1], pixel[2], pixel[3]]);
        }
        part.iter_mut().zip(run).for_each(|(wide, part)| *wide = u32::from(*part));
        for (all, part) in all.iter_mut().zip(&part) {
            *all = mixed(*all, (even, odd), *part);
        }
        for (pixel, all) in pixels.chunks_exact_mut(4).zip(&all) {
            pixel.copy_from_slice(&all.to_le_bytes());
        }
    }
    for (pixel, part) in pixels.into_remainder().chunks_exact_mut(4).zip(runs.remainder()) {
        let all = u32::from_le_bytes([pixel[0], pixel[1], pixel[2], pixel[3]]);
        pixel.copy_from_slice(&mixed(all, (even, odd), u32::from(*part)).to_le_bytes());
    }
}

/// Pixels that are mixed together.
const RUN: usize = 32;

/// One pixel towards a colour, by `part` of 256: two channels at once, since each product fits in sixteen bits.
#[inline(always)]
fn mixed(all: u32, (even, odd): (u32, u32), part: u32) -> u32 {
    let mixed = |is: u32, to: u32| ((is * (256 - part) + to * part) >> 8) & 0x00ff_00ff;
    mixed(all & 0x00ff_00ff, even) | (mixed((all >> 8) & 0x00ff_00ff, odd) << 8)
}

/// The one picture towards the other, in 256ths.
#[inline(always)]
pub fn blend(rgba: &mut [u8], other: &[u8], part: u16) {
    for (is, other) in rgba.iter_mut().zip(other) {
        *is = ((u16::from(*is) * part + u16::from(*other) * (256 - part)) >> 8) as u8;
    }
}
