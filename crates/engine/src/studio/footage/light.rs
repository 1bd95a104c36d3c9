//! The light in which a picture was taken, as far as its pixels tell: how bright, how warm, from which side, where the floor begins.

use super::{Opened, matte::smooth};
use domain::upload::SILHOUETTE_SIDE;

const COLUMNS: usize = 24;
const ROWS: usize = 48;
/// Where a floor begins when nothing tells it.
const USUAL_FLOOR: f64 = 0.62;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Light {
    /// Mean colour of what is behind, 0…1.
    pub behind: [f64; 3],
    /// −1 the left is brighter … 1 the right.
    pub side: f64,
    /// How much brightness differs, 0…0.5.
    pub contrast: f64,
    /// 0 the upper edge … 1 the lower one: where the floor begins.
    pub floor: f64,
}

impl Light {
    #[must_use]
    pub fn of(picture: &Opened, silhouette: &[u8]) -> Self {
        let place = |at: usize, of: usize| (at as f64 + 0.5) / of as f64;
        let cell = |at: usize| {
            let (x, y) = (place(at % COLUMNS, COLUMNS), place(at / COLUMNS, ROWS));
            let side = SILHOUETTE_SIDE as f64;
            let covered = silhouette[(y * side) as usize * SILHOUETTE_SIDE + (x * side) as usize];
            (picture.at(x, y).map(|c| f64::from(c) / 255.0), 1.0 - f64::from(covered) / 255.0)
        };
        let cells: Vec<([f64; 3], f64)> = (0..COLUMNS * ROWS).map(cell).collect();
        let (behind, _) = mean(cells.iter());
        let bright = |colour: &[f64; 3]| colour[0] * 0.30 + colour[1] * 0.59 + colour[2] * 0.11;
        let half = |right: bool| mean(cells.iter().enumerate().filter(|(at, _)| (at % COLUMNS >= COLUMNS / 2) == right).map(|(_, cell)| cell)).0;
        let (left, right) = (bright(&half(false)), bright(&half(true)));
        let middle = bright(&behind);
        let spread = cells.iter().map(|(colour, _)| (bright(colour) - middle).powi(2)).sum::<f64>() / cells.len() as f64;
        Self { behind, side: ((right - left) * 3.0).clamp(-1.0, 1.0), contrast: spread.sqrt().min(0.5), floor: floor(&cells) }
    }

    /// Mean brightness of what is behind, 0…1.
    #[must_use]
    pub fn bright(&self) -> f64 {
        self.behind[0] * 0.30 + self.behind[1] * 0.59 + self.behind[2] * 0.11
    }
}

/// Mean colour by weight, and the weight.
fn mean<'a>(cells: impl Iterator<Item = &'a ([f64; 3], f64)>) -> ([f64; 3], f64) {
    let (mut sum, mut all) = ([0.0; 3], 1e-6);
    for (colour, weight) in cells {
        (0..3).for_each(|channel| sum[channel] += colour[channel] * weight);
        all += weight;
    }
    (sum.map(|channel| channel / all), all)
}

/// The row in the lower part at which what is above differs most from what is below.
fn floor(cells: &[([f64; 3], f64)]) -> f64 {
    let rows: Vec<([f64; 3], f64)> = cells.chunks_exact(COLUMNS).map(|row| mean(row.iter())).collect();
    let band = |from: usize, to: usize| mean(rows[from..to].iter()).0;
    let mut best = (0.05, USUAL_FLOOR);
    for row in ROWS / 3..ROWS * 9 / 10 {
        let (above, below) = (band(row - 4, row), band(row, (row + 4).min(ROWS)));
        let differs: f64 = (0..3).map(|channel| (above[channel] - below[channel]).abs()).sum();
        let at = row as f64 / ROWS as f64;
        let likely = f64::from(smooth(0.30, 0.50, at as f32)) * (1.0 - 0.6 * f64::from(smooth(0.72, 0.92, at as f32)));
        if differs * likely > best.0 {
            best = (differs * likely, at);
        }
    }
    best.1
}
