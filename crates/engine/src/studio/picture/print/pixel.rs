//! Pixel art: large squares of few colours, with a pattern between two tones.

use domain::plan::Size;

/// Squares along a picture's longer side.
const COARSE: u32 = 160;
const LEVELS: i32 = 8;
const BAYER: [[i32; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];

/// `sums` is memory for the colours of a row of squares.
#[inline(always)]
pub fn coarse(rgba: &mut [u8], size: Size, sums: &mut Vec<u16>) {
    let step = (size.width.max(size.height) / COARSE).max(2) as usize;
    let (width, height) = (size.width as usize, size.height as usize);
    sums.resize(width * 4, 0);
    for (line, lines) in rgba.chunks_mut(step * width * 4).enumerate() {
        sums.fill(0);
        for row in lines.chunks_exact(width * 4) {
            for (sum, c) in sums.iter_mut().zip(row) {
                *sum += u16::from(*c);
            }
        }
        let tall = step.min(height - line * step);
        let (first, rest) = lines.split_at_mut(width * 4);
        for (column, (square, sums)) in first.chunks_mut(step * 4).zip(sums.chunks(step * 4)).enumerate() {
            let count = (tall * square.len() / 4) as i32;
            let lift = (BAYER[line % 4][column % 4] * 2 - 15) * 255 / (LEVELS * 110);
            let mut colour = [255; 4];
            for (channel, colour) in colour[..3].iter_mut().enumerate() {
                let sum: i32 = sums.chunks_exact(4).map(|sum| i32::from(sum[channel])).sum();
                let level = ((sum / count + lift) * LEVELS + 127) / 255;
                *colour = (level.clamp(0, LEVELS) * 255 / LEVELS) as u8;
            }
            square.chunks_exact_mut(4).for_each(|pixel| pixel.copy_from_slice(&colour));
        }
        rest.chunks_exact_mut(width * 4).for_each(|row| row.copy_from_slice(first));
    }
}
