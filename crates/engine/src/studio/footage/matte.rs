//! From a coarse silhouette to the alpha of each pixel: a guided filter lets the edge follow the picture's own.
//!
//! The filter's two coefficients are found on a grid of a quarter of the picture's pixels each way, and applied to the brightness of each
//! pixel of the screen, but only near the edge: what is surely inside or outside stays so.

use super::{Fit, Opened};
use domain::upload::SILHOUETTE_SIDE;

/// Pixels of the picture in one cell of the grid, each way.
const CELL: usize = 4;
/// Cells around one over which the edge is sought.
const REACH: usize = 5;
/// Brightness (squared, 0…1) that is no edge.
const CALM: f32 = 0.0012;

struct Grid {
    width: usize,
    height: usize,
    /// Silhouette, slope, offset: side by side.
    cells: Vec<[f32; 3]>,
}

/// The alpha of each pixel, for a picture that was laid like this on RGBA rows of this width.
#[must_use]
pub fn matte(picture: &Opened, silhouette: &[u8], fit: &Fit, laid: &[u8], width: usize) -> Vec<u8> {
    let grid = Grid::of(picture, silhouette);
    let height = laid.len() / (width * 4);
    let mut alpha = vec![0; width * height];
    let mut line = vec![[0.0; 3]; grid.width];
    let scale = fit.scale * CELL as f64;
    let across: Vec<(usize, f32)> = (0..width).map(|x| tap((x as f64 + 0.5 - fit.left) / scale, grid.width)).collect();
    for (y, (out, pixels)) in alpha.chunks_exact_mut(width).zip(laid.chunks_exact(width * 4)).enumerate() {
        let (first, below) = tap((y as f64 + 0.5 - fit.top) / scale, grid.height);
        let upper = &grid.cells[first * grid.width..][..grid.width];
        let lower = &grid.cells[(first + 1).min(grid.height - 1) * grid.width..][..grid.width];
        for (cell, (a, b)) in line.iter_mut().zip(upper.iter().zip(lower)) {
            *cell = [0, 1, 2].map(|part| a[part] + (b[part] - a[part]) * below);
        }
        for ((out, pixel), (at, right)) in out.iter_mut().zip(pixels.chunks_exact(4)).zip(&across) {
            let (a, b) = (&line[*at], &line[(*at + 1).min(grid.width - 1)]);
            let sure = a[0] + (b[0] - a[0]) * right;
            *out = if sure < 0.015 {
                0
            } else if sure > 0.985 {
                255
            } else {
                let (slope, offset) = (a[1] + (b[1] - a[1]) * right, a[2] + (b[2] - a[2]) * right);
                let found = slope * brightness(pixel) + offset;
                let held = found.clamp(smooth(0.70, 0.97, sure), smooth(0.03, 0.34, sure));
                // A little inside the edge, so that nothing of what was behind comes along.
                (smooth(0.34, 0.92, held) * 255.0) as u8
            };
        }
    }
    alpha
}

/// Pixels in one cell of what is surely inside, each way, and cells around one in which its colour is sought.
const PATCH: usize = 4;
const AROUND: usize = 3;
/// What is more opaque than this is surely inside.
const INSIDE: u8 = 244;

/// Gives pixels at the edge the colours of what is inside beside them: nothing of the old background comes along.
pub fn clean(rgba: &mut [u8], alpha: &[u8], width: usize) {
    let height = alpha.len() / width;
    let (columns, rows) = (width.div_ceil(PATCH), height.div_ceil(PATCH));
    let mut patches = vec![[0_u32; 4]; columns * rows];
    for (y, (row, opaque)) in rgba.chunks_exact(width * 4).zip(alpha.chunks_exact(width)).enumerate() {
        let line = &mut patches[y / PATCH * columns..][..columns];
        for (x, (pixel, _)) in row.chunks_exact(4).zip(opaque).enumerate().filter(|(_, (_, opaque))| **opaque > INSIDE) {
            let patch = &mut line[x / PATCH];
            (0..3).for_each(|channel| patch[channel] += u32::from(pixel[channel]));
            patch[3] += 1;
        }
    }
    let near = |x: usize, y: usize| {
        let mut sum = [0_u32; 4];
        for row in y.saturating_sub(AROUND)..(y + AROUND + 1).min(rows) {
            for patch in &patches[row * columns + x.saturating_sub(AROUND)..row * columns + (x + AROUND + 1).min(columns)] {
                (0..4).for_each(|part| sum[part] += patch[part]);
            }
        }
        sum
    };
    let mut found: Vec<Option<[u32; 4]>> = vec![None; patches.len()];
    for (y, (row, opaque)) in rgba.chunks_exact_mut(width * 4).zip(alpha.chunks_exact(width)).enumerate() {
        for (x, (pixel, opaque)) in row.chunks_exact_mut(4).zip(opaque).enumerate().filter(|(_, (_, opaque))| (1..=INSIDE).contains(*opaque)) {
            let at = y / PATCH * columns + x / PATCH;
            let [r, g, b, count] = *found[at].get_or_insert_with(|| near(x / PATCH, y / PATCH));
            if count == 0 {
                continue;
            }
            let own = u32::from(*opaque) * u32::from(*opaque) / 255;
            for (value, inside) in pixel.iter_mut().zip([r, g, b]) {
                *value = ((u32::from(*value) * own + inside / count * (255 - own)) / 255) as u8;
            }
        }
    }
}

/// First cell and how much of the next, at a place in cells.
fn tap(place: f64, count: usize) -> (usize, f32) {
    let place = (place - 0.5).clamp(0.0, (count - 1) as f64);
    let first = (place as usize).min(count.saturating_sub(2));
    (first, (place - first as f64) as f32)
}

fn brightness(pixel: &[u8]) -> f32 {
    (f32::from(pixel[0]) * 0.30 + f32::from(pixel[1]) * 0.59 + f32::from(pixel[2]) * 0.11) / 255.0
}

#[must_use]
pub fn smooth(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

impl Grid {
    fn of(picture: &Opened, silhouette: &[u8]) -> Self {
        let (width, height) = (picture.width.div_ceil(CELL), picture.height.div_ceil(CELL));
        let light = lights(picture, width, height);
        let seen = spread(silhouette, width, height);
        let mean = |values: &[f32]| mean(values, width, height);
        let product = |a: &[f32], b: &[f32]| -> Vec<f32> { a.iter().zip(b).map(|(a, b)| a * b).collect() };
        let (mean_light, mean_seen) = (mean(&light), mean(&seen));
        let (squares, products) = (mean(&product(&light, &light)), mean(&product(&light, &seen)));
        let slopes: Vec<f32> = (0..light.len())
            .map(|at| (products[at] - mean_light[at] * mean_seen[at]) / (squares[at] - mean_light[at] * mean_light[at] + CALM))
            .collect();
        let offsets: Vec<f32> = (0..light.len()).map(|at| mean_seen[at] - slopes[at] * mean_light[at]).collect();
        let (slopes, offsets) = (mean(&slopes), mean(&offsets));
        let cells = seen.iter().zip(slopes).zip(offsets).map(|((seen, slope), offset)| [*seen, slope, offset]).collect();
        Self { width, height, cells }
    }
}

/// Mean brightness of four pixels of each cell.
fn lights(picture: &Opened, width: usize, height: usize) -> Vec<f32> {
    let at = |x: usize, y: usize| {
        let start = (y.min(picture.height - 1) * picture.width + x.min(picture.width - 1)) * 3;
        brightness(&picture.rgb[start..start + 3])
    };
    let cell = |x: usize, y: usize| {
        let (x, y) = (x * CELL, y * CELL);
        (at(x + 1, y + 1) + at(x + 2, y + 1) + at(x + 1, y + 2) + at(x + 2, y + 2)) / 4.0
    };
    (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| cell(x, y)).collect()
}

/// The silhouette on the grid, 0…1, bilinear.
fn spread(silhouette: &[u8], width: usize, height: usize) -> Vec<f32> {
    let side = SILHOUETTE_SIDE;
    let line = |count: usize| -> Vec<(usize, f32)> { (0..count).map(|at| tap((at as f64 + 0.5) * side as f64 / count as f64, side)).collect() };
    let (across, down) = (line(width), line(height));
    let at = |x: usize, y: usize| f32::from(silhouette[y * side + x]) / 255.0;
    let mut seen = Vec::with_capacity(width * height);
    for (y, below) in down {
        for (x, right) in &across {
            let upper = at(*x, y) * (1.0 - right) + at(x + 1, y) * right;
            let lower = at(*x, y + 1) * (1.0 - right) + at(x + 1, y + 1) * right;
            seen.push(upper * (1.0 - below) + lower * below);
        }
    }
    seen
}

/// Of the square of [`REACH`] around each.
fn mean(values: &[f32], width: usize, height: usize) -> Vec<f32> {
    let mut rows = vec![0.0; values.len()];
    for (row, out) in values.chunks_exact(width).zip(rows.chunks_exact_mut(width)) {
        // Sums from the left: no drift over so few cells.
        let mut sums = Vec::with_capacity(width + 1);
        sums.push(0.0);
        row.iter().fold(0.0, |sum, value| {
            sums.push(sum + value);
            sum + value
        });
        for (x, out) in out.iter_mut().enumerate() {
            let (from, to) = (x.saturating_sub(REACH), (x + REACH + 1).min(width));
            *out = (sums[to] - sums[from]) / (to - from) as f32;
        }
    }
    let mut out = vec![0.0; values.len()];
    let mut sums = vec![0.0; width];
    let add = |sums: &mut [f32], y: usize, sign: f32| sums.iter_mut().zip(&rows[y * width..][..width]).for_each(|(sum, value)| *sum += sign * value);
    (0..REACH.min(height)).for_each(|y| add(&mut sums, y, 1.0));
    for y in 0..height {
        if y + REACH < height {
            add(&mut sums, y + REACH, 1.0);
        }
        if y > REACH {
            add(&mut sums, y - REACH - 1, -1.0);
        }
        let count = (y + REACH + 1).min(height) - y.saturating_sub(REACH);
        out[y * width..][..width].iter_mut().zip(&sums).for_each(|(out, sum)| *out = sum / count as f32);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_takes_the_colour_of_its_inside() {
        let (width, height) = (64, 16);
        let opaque = |x: usize| (255 - x.saturating_sub(24).min(8) * 32).min(255) as u8;
        let alpha: Vec<u8> = (0..width * height).map(|at| if at % width > 31 { 0 } else { opaque(at % width) }).collect();
        // Red before green, mixed where the edge is soft.
        let mut rgba: Vec<u8> = alpha.iter().flat_map(|alpha| [*alpha, 255 - alpha, 40, 255]).collect();
        clean(&mut rgba, &alpha, width);
        for (pixel, alpha) in rgba.chunks_exact(4).zip(&alpha) {
            match alpha {
                0 => assert_eq!(pixel, [0, 255, 40, 255], "what is outside stays"),
                _ => assert!(pixel[1] < 64 && pixel[0] > 190, "{pixel:?} at {alpha}"),
            }
        }
    }
}
