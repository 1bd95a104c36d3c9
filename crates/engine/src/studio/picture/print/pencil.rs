//! Pencil: graphite hatched by tone on rough paper, outlines drawn.

use super::plane::{Texture, noise};

/// At each place how dark it must be before the pencil gets there: strokes one way, then across, then level.
pub fn hatching(height: usize) -> Texture {
    let pitch = if height >= 1000 { 8.0 } else { 4.0 };
    let waves = 256.0 / pitch;
    Texture::of(|x, y| {
        let (u, v) = (x as f64 / 256.0, y as f64 / 256.0);
        let wobble = (noise(21, x, y, 8) - 0.5) * 1.1;
        let stroke = |a: f64, b: f64| 0.5 + 0.5 * (std::f64::consts::TAU * (a * u + b * v) + wobble).cos();
        let first = 52.0 + 150.0 * (1.0 - stroke(waves * 0.75, waves * 0.75));
        let second = 128.0 + 120.0 * (1.0 - stroke(waves * 0.75, -waves * 0.5));
        let third = 180.0 + 75.0 * (1.0 - stroke(waves * 0.125, waves));
        let pressure = (noise(22, x, y, 12) - 0.5) * 34.0;
        (first.min(second).min(third) + pressure).clamp(0.0, 255.0) as u8
    })
}

pub fn draw(rgba: &mut [u8], size: (usize, usize), light: &[u8], edge: &[u8], hatch: &Texture) {
    let (width, height) = size;
    let paper = [246_i32, 243, 235];
    // Paper stays white where it is bright.
    let darkness: [i32; 256] = std::array::from_fn(|l| {
        let x = 1.0 - l as f64 / 255.0;
        ((x * 1.25 - 0.20).clamp(0.0, 1.0).powf(1.15) * 255.0) as i32
    });
    let margin = (width.min(height) / 40) as i32;
    for y in 0..height {
        let strokes = hatch.row(y);
        let tooth = hatch.tooth(y);
        let from_y = (y as i32).min((height - 1 - y) as i32);
        let row = &mut rgba[y * width * 4..][..width * 4];
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            let at = y * width + x;
            let rough = i32::from(tooth[x & 255]) - 128;
            let from = (x as i32).min((width - 1 - x) as i32).min(from_y) + i32::from(strokes[(x + 90) & 255]) * margin / 160;
            let inside = ((from - margin) * 14).clamp(0, 256);
            let dark = darkness[usize::from(light[at])] + rough / 5;
            let hatched = ((dark - i32::from(strokes[x & 255])) * 4).clamp(0, 132);
            let smudge = dark.max(0) / 9;
            let line = ((i32::from(edge[at]) - 7) * 7).clamp(0, 196) * (300 - rough.abs()) / 300;
            let graphite = ((hatched + smudge).max(line + smudge)) * inside / 256;
            for (channel, paper) in pixel[..3].iter_mut().zip(paper) {
                *channel = (paper + rough / 30 - graphite * paper / 255 * 9 / 8).clamp(22, 255) as u8;
            }
        }
    }
}
