//! Pixel art: large squares of few colours, with a pattern between two tones.

use domain::plan::Size;

/// Squares along a picture's longer side.
const COARSE: u32 = 160;
const LEVELS: i32 = 8;
const BAYER: [[i32; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];

pub fn coarse(rgba: &mut [u8], size: Size) {
    let step = (size.width.max(size.height) / COARSE).max(2) as usize;
    let (width, height) = (size.width as usize, size.height as usize);
    for (line, top) in (0..height).step_by(step).enumerate() {
        for (column, left) in (0..width).step_by(step).enumerate() {
            let (right, low) = ((left + step).min(width), (top + step).min(height));
            let mut sum = [0_u32; 3];
            for y in top..low {
                for pixel in rgba[(y * width + left) * 4..(y * width + right) * 4].chunks_exact(4) {
                    (0..3).for_each(|channel| sum[channel] += u32::from(pixel[channel]));
                }
            }
            let count = ((right - left) * (low - top)) as u32;
            let lift = (BAYER[line % 4][column % 4] * 2 - 15) * 255 / (LEVELS * 110);
            let colour = sum.map(|channel| {
                let value = (channel / count) as i32 + lift;
                let level = (value * LEVELS + 127) / 255;
                (level.clamp(0, LEVELS) * 255 / LEVELS) as u8
            });
            for y in top..low {
                for pixel in rgba[(y * width + left) * 4..(y * width + right) * 4].chunks_exact_mut(4) {
                    pixel[..3].copy_from_slice(&colour);
                }
            }
        }
    }
}
