//! Comic book: few flat colours, ink where tones meet, dots in the shadows, a panel's frame.

use super::{
    lanes::{Row, edges, tile},
    plane::Texture,
};

/// How dark it must be for ink at each place of a screen of dots turned by 45°.
pub fn dots(height: usize) -> Texture {
    // A divisor of the texture's side, so that it repeats.
    let cell = if height >= 1000 { 16.0 } else { 8.0 };
    Texture::of(|x, y| {
        let (u, v) = ((x as f64 + y as f64) / cell, (x as f64 - y as f64) / cell);
        let wave = (u * std::f64::consts::PI).cos() * (v * std::f64::consts::PI).cos();
        (127.5 + 127.5 * wave) as u8
    })
}

/// One of six tones, with a short slope between two.
#[inline(always)]
fn flat(c: i16) -> i16 {
    const STEP: i16 = 51;
    let mut tone = 0;
    for level in 0..5 {
        let over = (c - (level * STEP + 18)).max(0);
        tone += ((over * 27) >> 3).min(STEP);
    }
    tone
}

#[inline(always)]
pub fn ink(rgba: &mut [u8], scratch: &mut Row, size: (usize, usize), (light, reach): (&[u8], usize), dots: &Texture) {
    let (width, height) = size;
    let gutter = width.min(height) / 40;
    let frame = gutter + (width.min(height) / 130).max(1);
    for (y, row) in rgba.chunks_exact_mut(width * 4).enumerate() {
        scratch.take(row);
        scratch.colour(21);
        edges(light, (width, y), reach, &mut scratch.edge);
        tile(dots.row(y), 0, &mut scratch.grain);
        for ((left, screen), grey) in scratch.edge.iter_mut().zip(&scratch.grain).zip(&scratch.light) {
            let line = 255 - ((*left - 34) * 5).clamp(0, 235);
            // What is under ink or dots is so much darker.
            *left = if (122 - grey) * 9 > screen * 4 { (line * 9) >> 4 } else { line };
        }
        for plane in [&mut scratch.red, &mut scratch.green, &mut scratch.blue] {
            for (c, left) in plane.iter_mut().zip(&scratch.edge) {
                *c = ((flat(*c) as u16 * *left as u16) >> 8) as i16;
            }
        }
        scratch.give(row);
        let from_y = y.min(height - 1 - y);
        let tone = |from: usize| if from < gutter { 250 } else { 16 };
        if from_y < frame {
            for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
                let from = from_y.min(x).min(width - 1 - x);
                pixel[..3].fill(tone(from));
            }
        }
        for x in 0..frame {
            for side in [x, width - 1 - x] {
                row[side * 4..side * 4 + 3].fill(tone(x.min(from_y)));
            }
        }
    }
}
