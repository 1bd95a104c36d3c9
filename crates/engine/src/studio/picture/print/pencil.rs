//! Pencil: graphite hatched by tone on rough paper, outlines drawn.

use super::{
    lanes::{Row, edges, tile},
    plane::{Texture, noise},
};

const PAPER: [i16; 3] = [246, 243, 235];

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

#[inline(always)]
pub fn draw(rgba: &mut [u8], scratch: &mut Row, size: (usize, usize), (light, reach): (&[u8], usize), hatch: &Texture) {
    let (width, height) = size;
    // Paper stays white where it is bright.
    let darkness: [i16; 256] = std::array::from_fn(|l| {
        let x = 1.0 - l as f64 / 255.0;
        ((x * 1.25 - 0.19).clamp(0.0, 1.0).powf(1.15) * 255.0) as i16
    });
    let margin = (width.min(height) / 40) as i32;
    for (y, row) in rgba.chunks_exact_mut(width * 4).enumerate() {
        edges(light, (width, y), reach, &mut scratch.edge);
        for (dark, light) in scratch.light.iter_mut().zip(&light[y * width..]) {
            *dark = darkness[usize::from(*light)];
        }
        tile(hatch.row(y), 0, &mut scratch.grain);
        tile(hatch.tooth(y), 0, &mut scratch.tooth);
        let textures = scratch.grain.iter().zip(&scratch.tooth);
        let pixels = row.chunks_exact_mut(4).zip(&scratch.light).zip(&scratch.edge);
        for (((pixel, dark), edge), (stroke, tooth)) in pixels.zip(textures) {
            let rough = (tooth - 128) >> 2;
            let dark = dark + rough;
            let hatched = ((dark - stroke) * 4).clamp(0, 132);
            let line = ((edge - 7) * 7).clamp(0, 200) - rough;
            let graphite = (hatched.max(line) + (dark.max(0) >> 3)).clamp(0, 255);
            let left = |paper: i16| (paper - ((graphite as u16 * ((paper as u16 * 9) >> 4)) >> 7) as i16).max(22) as u32;
            let all = left(PAPER[0]) | (left(PAPER[1]) << 8) | (left(PAPER[2]) << 16) | 0xff00_0000;
            pixel.copy_from_slice(&all.to_le_bytes());
        }
        let from_y = y.min(height - 1 - y) as i32;
        let sides = (3 * margin as usize).min(width / 2);
        let strokes = hatch.row(y);
        let mut fade = |x: usize| {
            let from = (x as i32).min((width - 1 - x) as i32).min(from_y);
            let inside = ((from + ((i32::from(strokes[(x + 90) & 255]) * margin) >> 7) - margin) * 14).clamp(0, 256);
            for (channel, paper) in row[x * 4..x * 4 + 3].iter_mut().zip(PAPER) {
                *channel = (i32::from(paper) + (((i32::from(*channel) - i32::from(paper)) * inside) >> 8)) as u8;
            }
        };
        if from_y < 3 * margin {
            (0..width).for_each(&mut fade);
        } else {
            (0..sides).chain(width - sides..width).for_each(&mut fade);
        }
    }
}
