//! Water colours: edges that bleed, tones with a dark rim, pigment that settles in the paper, a white margin.

use super::{
    lanes::{Row, edges, tile},
    plane::{Texture, noise},
};

/// How the paper leads the colour: slow waves.
pub fn paper() -> Texture {
    Texture::of(|x, y| {
        let slow = noise(3, x, y, 8) * 0.55 + noise(4, x, y, 20) * 0.35 + noise(5, x, y, 64) * 0.10;
        ((slow - 0.5) * 330.0 + 127.5).clamp(0.0, 255.0) as u8
    })
}

const BLANK: [i16; 3] = [251, 246, 233];

/// One of seven tones with a soft step between two, paler.
#[inline(always)]
fn tone(c: i16, blank: i16) -> i16 {
    // 255ths of a tone.
    let x = c as u16 * 7;
    let whole = ((u32::from(x) * 257) >> 16) as u16;
    let over = (2 * (x - whole * 255)).saturating_sub(127).min(255);
    // 3 t² − 2 t³
    let soft = ((u32::from(over * over) * u32::from(765 - 2 * over)) >> 16) as u16;
    let flat = whole * 255 + soft;
    ((u32::from(flat) * 7_583) >> 16) as i16 + ((blank * 19) / 100)
}

/// What passes through a picture need beside it.
#[derive(Debug, Default)]
pub struct Bleed {
    /// The picture, with how much brightness changes instead of alpha.
    copy: Vec<u32>,
    /// The pixels that bled to a row.
    row: Vec<u32>,
    /// Pixels to the nearer side.
    sides: Vec<i16>,
}

/// `light`: the picture's brightness and over how many pixels its change is read.
#[inline(always)]
pub fn wash(rgba: &mut [u8], scratch: &mut Row, size: (usize, usize), (light, reach): (&[u8], usize), (bleed, paper): (&mut Bleed, &Texture)) {
    let (width, height) = size;
    bleed.copy.resize(width * height, 0);
    bleed.row.resize(width, 0);
    for (y, (row, copy)) in rgba.chunks_exact(width * 4).zip(bleed.copy.chunks_exact_mut(width)).enumerate() {
        edges(light, (width, y), reach, &mut scratch.edge);
        for ((pixel, copy), edge) in row.chunks_exact(4).zip(copy).zip(&scratch.edge) {
            let all = u32::from_le_bytes([pixel[0], pixel[1], pixel[2], pixel[3]]);
            *copy = (all & 0x00ff_ffff) | ((*edge as u32) << 24);
        }
    }
    let last = (width * height - 1) as i32;
    let reach = (height as i32 / 240).max(2);
    let margin = (width.min(height) / 30) as i16;
    bleed.sides.clear();
    bleed.sides.extend((0..width).map(|x| x.min(width - 1 - x) as i16));
    for (y, row) in rgba.chunks_exact_mut(width * 4).enumerate() {
        tile(paper.row(y), 0, &mut scratch.grain);
        tile(paper.row(y + 97), 41, &mut scratch.cross);
        tile(paper.tooth(y), 0, &mut scratch.tooth);
        // Near the edges, where this would be the row before, the margin is blank.
        for (((out, wave), cross), x) in bleed.row.iter_mut().zip(&scratch.grain).zip(&scratch.cross).zip((y * width) as i32..) {
            let (dx, dy) = (((i32::from(*wave) - 128) * reach) >> 7, ((i32::from(*cross) - 128) * reach) >> 7);
            *out = (x + dx + dy * width as i32).clamp(0, last) as u32;
        }
        for out in &mut bleed.row {
            *out = bleed.copy[*out as usize];
        }
        let planes = scratch.red.iter_mut().zip(&mut scratch.green).zip(&mut scratch.blue).zip(&mut scratch.edge);
        for (from, (((red, green), blue), edge)) in bleed.row.iter().zip(planes) {
            (*red, *green, *blue) = ((from & 255) as i16, ((from >> 8) & 255) as i16, ((from >> 16) & 255) as i16);
            *edge = (from >> 24) as i16;
        }
        settle(scratch, &light[y * width..][..width]);
        let rim_y = y.min(height - 1 - y) as i16;
        for ((away, wave), side) in scratch.grain.iter_mut().zip(&scratch.cross).zip(&bleed.sides) {
            let rim = (*side).min(rim_y) + ((wave * margin) >> 8);
            *away = ((rim - margin).clamp(0, 7) * 20).min(128);
        }
        for (plane, blank) in [&mut scratch.red, &mut scratch.green, &mut scratch.blue].into_iter().zip(BLANK) {
            for (((c, pigment), away), rough) in plane.iter_mut().zip(&scratch.light).zip(&scratch.grain).zip(&scratch.tooth) {
                let value = (tone(*c, blank) + pigment).clamp(0, 255);
                let dry = if *away == 0 { rough >> 5 } else { 0 };
                *c = blank + (((value - blank) * away) >> 7) + dry;
            }
        }
        scratch.give(row);
    }
}

/// How much pigment lies where, from the paper and what bled there; then tooth and wave have their middle at 0, the wave in place of
/// the crossing one.
#[inline(always)]
fn settle(scratch: &mut Row, light: &[u8]) {
    for ((wave, cross), rough) in scratch.grain.iter().zip(&mut scratch.cross).zip(&mut scratch.tooth) {
        *cross = wave - 128;
        *rough -= 128;
    }
    let textures = scratch.cross.iter().zip(&scratch.tooth);
    for (((pigment, edge), light), (wave, rough)) in scratch.light.iter_mut().zip(&scratch.edge).zip(light).zip(textures) {
        let shade = 255 - i16::from(*light);
        let dark = (edge - 12).clamp(0, 70) >> 1;
        let settled = (i32::from((wave * ((20 + shade) >> 1)) >> 4) * 1_408) >> 16;
        *pigment = ((rough * ((30 + shade) >> 1)) >> 10) + settled as i16 - dark;
    }
}
