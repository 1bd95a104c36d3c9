//! Comic book: few flat colours, ink where tones meet, dots in the shadows, a panel's frame.

use super::plane::Texture;

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

pub fn ink(rgba: &mut [u8], size: (usize, usize), light: &[u8], edge: &[u8], dots: &Texture) {
    const LEVELS: f64 = 5.0;
    let (width, height) = size;
    let flat: [u8; 256] = std::array::from_fn(|c| {
        let x = c as f64 / 255.0 * LEVELS;
        let part = ((x.fract() - 0.35) / 0.3).clamp(0.0, 1.0);
        ((x.floor() + part) / LEVELS * 255.0) as u8
    });
    let gutter = width.min(height) / 40;
    let frame = gutter + (width.min(height) / 130).max(1);
    let lines = rgba.chunks_exact_mut(width * 4).zip(light.chunks_exact(width)).zip(edge.chunks_exact(width));
    for (y, ((row, light), edge)) in lines.enumerate() {
        let screen = dots.row(y);
        for (x, ((pixel, light), edge)) in row.chunks_exact_mut(4).zip(light).zip(edge).enumerate() {
            let grey = i16::from(*light);
            let inked = (122 - grey) * 9 > i16::from(screen[x & 255]) * 4;
            let line = 255 - ((i16::from(*edge) - 34) * 5).clamp(0, 235);
            // What is under ink or dots is so much darker.
            let left = if inked { (line * 9) >> 4 } else { line } as u16;
            for channel in &mut pixel[..3] {
                let value = (grey + (((i16::from(*channel) - grey) * 21) >> 4)).clamp(0, 255);
                *channel = ((u16::from(flat[value as usize & 255]) * left) >> 8) as u8;
            }
        }
        let from_y = y.min(height - 1 - y);
        let tone = |from: usize| if from < gutter { 250 } else { 16 };
        if from_y < frame {
            for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
                pixel[..3].fill(tone(from_y.min(x).min(width - 1 - x)));
            }
        }
        for x in 0..frame {
            for side in [x, width - 1 - x] {
                row[side * 4..side * 4 + 3].fill(tone(x.min(from_y)));
            }
        }
    }
}
