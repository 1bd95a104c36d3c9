//! Plain measures of a picture region and of sound: brightness, sharpness, loudness. No models, no thresholds.

use domain::enrolment::SoundHeard;
use media::intake::{SOUND_RATE, Still};
use sha2::{Digest, Sha256};

/// Between the darkest and the brightest of a picture that shows something.
const CONTRAST: u8 = 64;
/// A face is looked at in this many points a side.
const GRID: usize = 64;

/// A rectangle in a picture, pixels; it may reach past the edges.
#[derive(Clone, Copy)]
pub struct Region {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

impl Region {
    /// The inner part of it: faces without what is behind them.
    pub fn inner(self, share: f32) -> Self {
        let (width, height) = (self.width * share, self.height * share);
        Self { left: self.left + (self.width - width) / 2.0, top: self.top + (self.height - height) / 2.0, width, height }
    }
}

/// Tells one recording from another by the first picture that shows anything, which stays the same in another container.
#[derive(Default)]
pub struct Print(Option<[u8; 32]>);

impl Print {
    pub fn add(&mut self, still: &Still) {
        if self.0.is_none() && shows(still) {
            self.0 = Some(Sha256::digest(&still.rgb).into());
        }
    }

    pub fn finish(self) -> Option<[u8; 32]> {
        self.0
    }
}

/// Cameras begin with black pictures, and all of those are alike.
fn shows(still: &Still) -> bool {
    let bounds = still.rgb.iter().fold((u8::MAX, u8::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    bounds.1.saturating_sub(bounds.0) > CONTRAST
}

/// Mean brightness (0 to 255) and the variance of the second derivative, both on a set number of points, so that the distance
/// to the camera does not count.
pub fn light_and_sharpness(still: &Still, region: Region) -> (f32, f32) {
    let mut luma = [[0.0f32; GRID]; GRID];
    for (row, values) in luma.iter_mut().enumerate() {
        for (column, value) in values.iter_mut().enumerate() {
            let x = region.left + (column as f32 + 0.5) / GRID as f32 * region.width;
            let y = region.top + (row as f32 + 0.5) / GRID as f32 * region.height;
            *value = luma_at(still, x, y);
        }
    }
    let mean = luma.iter().flatten().sum::<f32>() / (GRID * GRID) as f32;
    let (mut sum, mut squares, mut count) = (0.0, 0.0, 0.0);
    for row in 1..GRID - 1 {
        for column in 1..GRID - 1 {
            let around = luma[row - 1][column] + luma[row + 1][column] + luma[row][column - 1] + luma[row][column + 1];
            let bend = around - 4.0 * luma[row][column];
            sum += bend;
            squares += bend * bend;
            count += 1.0;
        }
    }
    let average = sum / count;
    (mean, squares / count - average * average)
}

fn luma_at(still: &Still, x: f32, y: f32) -> f32 {
    let column = (x.max(0.0) as usize).min(still.width as usize - 1);
    let row = (y.max(0.0) as usize).min(still.height as usize - 1);
    let at = (row * still.width as usize + column) * 3;
    let [red, green, blue] = [still.rgb[at], still.rgb[at + 1], still.rgb[at + 2]].map(f32::from);
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// How long the sound is, and its loudest tenth of a second.
pub fn sound(samples: &[f32]) -> SoundHeard {
    let tenth = SOUND_RATE as usize / 10;
    let power = |piece: &[f32]| piece.iter().map(|sample| sample * sample).sum::<f32>() / piece.len() as f32;
    let loudest = samples.chunks(tenth).map(power).fold(0.0, f32::max);
    SoundHeard { seconds: samples.len() as f32 / SOUND_RATE as f32, loudest_db: 10.0 * loudest.max(1e-12).log10() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn still(value: impl Fn(u32, u32) -> u8) -> Still {
        let rgb = (0..128 * 128).flat_map(|at| [value(at % 128, at / 128); 3]).collect();
        Still { at: 0.0, width: 128, height: 128, rgb }
    }

    const ALL: Region = Region { left: 0.0, top: 0.0, width: 128.0, height: 128.0 };

    #[test]
    fn edges_are_sharp_and_ramps_are_not() {
        let (light, flat) = light_and_sharpness(&still(|x, _| x as u8), ALL);
        assert!((light - 63.5).abs() < 2.0 && flat < 4.0, "{light} {flat}");
        let (_, sharp) = light_and_sharpness(&still(|x, y| if (x / 8 + y / 8) % 2 == 0 { 255 } else { 0 }), ALL);
        assert!(sharp > 1_000.0, "{sharp}");
    }

    #[test]
    fn a_region_past_the_edge_breaks_nothing() {
        let (light, _) = light_and_sharpness(&still(|_, _| 80), Region { left: -500.0, top: 100.0, width: 2_000.0, height: 900.0 });
        assert!((light - 80.0).abs() < 0.5);
    }

    #[test]
    fn loudness_is_of_the_loudest_moment() {
        let mut samples = vec![0.0; 32_000];
        samples[16_000..17_600].fill(0.1);
        let heard = sound(&samples);
        assert_eq!(heard.seconds, 2.0);
        assert!((heard.loudest_db + 20.0).abs() < 0.1, "{}", heard.loudest_db);
        assert!(sound(&[]).loudest_db < -100.0);
    }
}
