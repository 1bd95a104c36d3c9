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
    let darkness: [i16; 256] = std::array::from_fn(|l| {
        let x = 1.0 - l as f64 / 255.0;
        ((x * 1.25 - 0.19).clamp(0.0, 1.0).powf(1.15) * 255.0) as i16
    });
    let margin = (width.min(height) / 40) as i32;
    let marks: [[u8; 3]; 256] =
        std::array::from_fn(|graphite| paper.map(|paper| (paper - ((graphite as i32 * paper * 9) >> 11)).clamp(22, 255) as u8));
    let lines = rgba.chunks_exact_mut(width * 4).zip(light.chunks_exact(width)).zip(edge.chunks_exact(width));
    for (y, ((row, light), edge)) in lines.enumerate() {
        let (strokes, tooth) = (hatch.row(y), hatch.tooth(y));
        for (x, ((pixel, light), edge)) in row.chunks_exact_mut(4).zip(light).zip(edge).enumerate() {
            let rough = i16::from(tooth[x & 255]) - 128;
            let dark = darkness[usize::from(*light)] + (rough >> 2);
            let hatched = ((dark - i16::from(strokes[x & 255])) * 4).clamp(0, 132);
            let line = ((i16::from(*edge) - 7) * 7).clamp(0, 200) - (rough >> 2);
            let graphite = hatched.max(line) + (dark.max(0) >> 3);
            pixel[..3].copy_from_slice(&marks[graphite.clamp(0, 255) as usize]);
        }
        let from_y = y.min(height - 1 - y) as i32;
        let sides = (3 * margin as usize).min(width / 2);
        let mut fade = |x: usize| {
            let from = (x as i32).min((width - 1 - x) as i32).min(from_y);
            let inside = ((from + ((i32::from(strokes[(x + 90) & 255]) * margin) >> 7) - margin) * 14).clamp(0, 256);
            for (channel, paper) in row[x * 4..x * 4 + 3].iter_mut().zip(paper) {
                *channel = (paper + (((i32::from(*channel) - paper) * inside) >> 8)) as u8;
            }
        };
        if from_y < 3 * margin {
            (0..width).for_each(&mut fade);
        } else {
            (0..sides).chain(width - sides..width).for_each(&mut fade);
        }
    }
}
