//! What pages are told of an upload in place of its pictures: its colours, and a mosaic of so few cells that nobody can be known in it.

use media::material::Seen;

/// Cells along the longer side of a mosaic. With a dozen, who knows somebody could know them in a portrait.
const CELLS: u32 = 8;
/// Colours of a palette.
const PALETTE: usize = 5;
/// Two colours of a palette differ by at least this, of 255 in each channel together.
const APART: u32 = 60;
/// Pixels that are looked at along each side.
const GRID: u32 = 64;

/// Gathers colours from some pictures.
#[derive(Default)]
pub struct Colours {
    /// By the upper four bits of each channel: how often, and the sums.
    bins: std::collections::BTreeMap<[u8; 3], (u64, [u64; 3])>,
    /// The liveliest so far, and how lively.
    mosaic: Option<(u64, String)>,
}

impl Colours {
    pub fn add(&mut self, seen: &Seen<'_>) {
        let step = |side: u32| (side / GRID).max(1) as usize;
        for y in (0..seen.height).step_by(step(seen.height)) {
            for x in (0..seen.width).step_by(step(seen.width)) {
                let at = (y * seen.width + x) as usize;
                // What can't be seen has no colour.
                if seen.alpha.is_some_and(|alpha| alpha[at] < 128) {
                    continue;
                }
                let pixel = [seen.rgb[3 * at], seen.rgb[3 * at + 1], seen.rgb[3 * at + 2]];
                let (count, sums) = self.bins.entry(pixel.map(|value| value >> 4)).or_default();
                *count += 1;
                sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u64::from(value));
            }
        }
        let (lively, mosaic) = mosaic(seen);
        if self.mosaic.as_ref().is_none_or(|(most, _)| lively > *most) {
            self.mosaic = Some((lively, mosaic));
        }
    }

    /// `#rrggbb`, the most frequent first; at most five that differ.
    pub fn palette(&self) -> Vec<String> {
        let mut bins: Vec<_> = self.bins.values().collect();
        bins.sort_by_key(|(count, sums)| (std::cmp::Reverse(*count), *sums));
        let mut chosen: Vec<[u8; 3]> = Vec::new();
        for (count, sums) in bins {
            let colour = sums.map(|sum| (sum / count) as u8);
            let near = |known: &[u8; 3]| known.iter().zip(colour).map(|(a, b)| u32::from(a.abs_diff(b))).sum::<u32>() < APART;
            if !chosen.iter().any(near) {
                chosen.push(colour);
            }
            if chosen.len() == PALETTE {
                break;
            }
        }
        chosen.iter().map(|colour| format!("#{}", hex::encode(colour))).collect()
    }

    /// As `wire::upload` describes it.
    pub fn into_mosaic(self) -> String {
        self.mosaic.map(|(_, mosaic)| mosaic).unwrap_or_default()
    }
}

/// Columns and rows, then a colour for each cell; and how much the cells differ.
fn mosaic(seen: &Seen<'_>) -> (u64, String) {
    let long = seen.width.max(seen.height);
    let cells = |side: u32| (side * CELLS + long / 2).div_euclid(long).clamp(1, CELLS);
    let (columns, rows) = (cells(seen.width), cells(seen.height));
    let mut colours = Vec::with_capacity((columns * rows) as usize);
    for row in 0..rows {
        for column in 0..columns {
            let span = |number: u32, count: u32, side: u32| (number * side / count)..((number + 1) * side / count);
            colours.push(average(seen, span(column, columns, seen.width), span(row, rows, seen.height)));
        }
    }
    let mean = |channel: usize| colours.iter().map(|colour| i64::from(colour[channel])).sum::<i64>() / colours.len() as i64;
    let means = [mean(0), mean(1), mean(2)];
    let lively = colours.iter().flat_map(|colour| colour.iter().zip(means)).map(|(value, mean)| (i64::from(*value) - mean).unsigned_abs()).sum();
    (lively, format!("{columns}x{rows}:{}", hex::encode(colours.as_flattened())))
}

fn average(seen: &Seen<'_>, columns: std::ops::Range<u32>, rows: std::ops::Range<u32>) -> [u8; 3] {
    let (mut sums, mut count) = ([0_u64; 3], 0);
    for y in rows {
        for x in columns.clone() {
            let at = 3 * (y * seen.width + x) as usize;
            sums.iter_mut().zip(&seen.rgb[at..at + 3]).for_each(|(sum, value)| *sum += u64::from(*value));
            count += 1;
        }
    }
    sums.map(|sum| (sum / count.max(1)) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::upload::UploadKind;

    fn seen(width: u32, height: u32, rgb: &[u8]) -> Seen<'_> {
        Seen { kind: UploadKind::Image, index: 0, width, height, rgb, alpha: None }
    }

    #[test]
    fn colours_are_told_by_how_much_there_is_of_them() {
        let (width, height) = (96, 64);
        let rgb: Vec<u8> = (0..width * height).flat_map(|at| if at % width < 64 { [200, 30, 20] } else { [10, 40, 220] }).collect();
        let mut colours = Colours::default();
        colours.add(&seen(width, height, &rgb));
        assert_eq!(colours.palette(), ["#c81e14", "#0a28dc"]);
        let mosaic = colours.into_mosaic();
        assert!(mosaic.starts_with("8x5:c81e14c81e14"), "{mosaic}");
        assert!(mosaic.ends_with("0a28dc") && mosaic.len() == 4 + 8 * 5 * 6);
    }

    #[test]
    fn a_mosaic_has_few_cells_whatever_the_picture() {
        for (width, height) in [(1280, 64), (64, 1280), (1280, 720), (64, 64)] {
            let rgb = vec![120; 3 * (width * height) as usize];
            let mut colours = Colours::default();
            colours.add(&seen(width, height, &rgb));
            let mosaic = colours.into_mosaic();
            let (size, cells) = mosaic.split_once(':').expect("a size");
            let (columns, rows) = size.split_once('x').expect("two numbers");
            let (columns, rows): (usize, usize) = (columns.parse().expect("a number"), rows.parse().expect("a number"));
            assert!(columns.max(rows) == 8 && columns.min(rows) >= 1);
            assert_eq!(cells.len(), columns * rows * 6);
        }
    }
}
