//! Footage's own sound, brought to a common level.

use crate::studio::sound::Under;
use domain::upload::{Material, SOUND_RATE};

/// Root of the mean square of the louder half of it, beside the engine's own sounds.
const LEVEL: f32 = 0.06;
/// What is quieter than a fiftieth of that stays quiet: it is noise.
const MOST_GAIN: f32 = 6.0;

/// Of a shot that begins at `start` seconds of the take, when so many seconds of the material are gone.
#[must_use]
pub fn under(material: &Material, start: f64, gone: f64, seconds: f64) -> Under {
    let rate = f64::from(SOUND_RATE);
    let skip = (gone * rate).round() as usize;
    Under {
        at: (start * rate).round() as usize,
        count: (seconds * rate).round() as usize,
        skip,
        gain: gain(&material.sound),
        pcm: material.sound.clone(),
    }
}

/// From the whole of it, so that the parts of one upload sound alike.
fn gain(pcm: &[f32]) -> f32 {
    let step = SOUND_RATE as usize / 10;
    let mut tenths: Vec<f32> = pcm.chunks(step).map(|part| part.iter().map(|x| x * x).sum::<f32>() / part.len() as f32).collect();
    tenths.sort_by(f32::total_cmp);
    let loud = &tenths[tenths.len() / 2..];
    let level = (loud.iter().sum::<f32>() / loud.len().max(1) as f32).sqrt();
    if level < 1e-5 { 0.0 } else { (LEVEL / level).min(MOST_GAIN) }
}
