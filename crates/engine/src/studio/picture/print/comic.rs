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
    for y in 0..height {
        let screen = dots.row(y);
        let from_y = y.min(height - 1 - y);
        let row = &mut rgba[y * width * 4..][..width * 4];
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            let from = x.min(width - 1 - x).min(from_y);
            if from < frame {
                pixel[..3].fill(if from < gutter { 250 } else { 16 });
                continue;
            }
            let at = y * width + x;
            let dark = 122 - i32::from(light[at]);
            let inked = dark * 9 / 4 > i32::from(screen[x & 255]);
            let line = ((i32::from(edge[at]) - 34) * 5).clamp(0, 235);
            let grey = i32::from(light[at]);
            for channel in &mut pixel[..3] {
                let value = (grey + (i32::from(*channel) - grey) * 21 / 16).clamp(0, 255);
                let value = i32::from(flat[value as usize]);
                let value = if inked { value * 9 / 16 } else { value };
                *channel = (value * (255 - line) / 255).min(255) as u8;
            }
        }
    }
}
