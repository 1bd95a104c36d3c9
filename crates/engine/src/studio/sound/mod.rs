//! Sound made from what happens: contacts at their instants, ambience of the place, speech, a little music.
//!
//! Everything is synthesised; there are no recordings. It reads the screenplay, the world's events and the spoken lines, and
//! knows no pictures. The same input gives the same samples.

mod ambience;
mod beasts;
mod calls;
mod clip;
mod contact;
mod duck;
mod effects;
mod engines;
mod filter;
#[cfg(test)]
mod fixture;
mod forces;
mod instruments;
pub mod live;
mod master;
mod material;
pub mod measure;
mod motion;
mod music;
mod noise;
mod people;
mod signals;
mod sounds;
mod space;
pub mod speech;
mod stage;
#[cfg(test)]
mod survey;
#[cfg(test)]
mod tests;
mod throat;
mod voices;

use super::{
    screenplay::{Screenplay, SpokenLine},
    world::event::{EventKind, SoundEvent},
};
use stage::{Spot, Stage};
use std::sync::Arc;

const RATE: f32 = domain::product::SAMPLE_RATE as f32;

/// A recording that is heard under everything else: footage's own sound.
#[derive(Clone, Debug)]
pub struct Under {
    /// Sample of the take at which it begins, and how many of them are heard.
    pub at: usize,
    pub count: usize,
    /// Samples of the recording that are left out before.
    pub skip: usize,
    pub gain: f32,
    /// Mono at 48 kHz.
    pub pcm: Arc<Vec<f32>>,
}

impl Under {
    /// Samples over which it begins and ends.
    const EDGE: usize = 960;

    fn lay(&self, left: &mut [f32], right: &mut [f32]) {
        let heard = self.pcm.get(self.skip..).unwrap_or_default();
        let count = self.count.min(heard.len()).min(left.len().saturating_sub(self.at));
        for (index, sample) in heard[..count].iter().enumerate() {
            let near = index.min(count - 1 - index).min(Self::EDGE) as f32 / Self::EDGE as f32;
            let value = sample * self.gain * near;
            left[self.at + index] += value;
            right[self.at + index] += value;
        }
    }
}

/// Interleaved stereo at 48 kHz, exactly `seconds` long, about −16 LUFS and below −1 dBFS.
///
/// A stopped rendering returns early with silence of the same length.
#[must_use]
pub fn render(screenplay: &Screenplay, events: &[SoundEvent], spoken: &[SpokenLine], seconds: u32, is_stopped: &dyn Fn() -> bool) -> Vec<f32> {
    render_over(&[], screenplay, events, spoken, seconds, is_stopped)
}

/// The same over recordings.
#[must_use]
pub fn render_over(
    under: &[Under],
    screenplay: &Screenplay,
    events: &[SoundEvent],
    spoken: &[SpokenLine],
    seconds: u32,
    is_stopped: &dyn Fn() -> bool,
) -> Vec<f32> {
    let frames = seconds as usize * RATE as usize;
    let mut stage = Stage::new(screenplay, frames);
    effects::play(&mut stage, screenplay, &effects::without_chatter(screenplay, events, spoken), is_stopped);
    effects::bring_near(&mut stage);
    let has_thunder = |shot: usize| events.iter().any(|e| e.shot == shot && matches!(e.kind, EventKind::Thunder { .. }));
    ambience::lay(&mut stage, screenplay, has_thunder, is_stopped);
    if is_stopped() {
        return vec![0.0; frames * 2];
    }
    stage.answer();
    music::lay(&mut stage, screenplay, events, spoken);
    under.iter().for_each(|recording| recording.lay(&mut stage.left, &mut stage.right));
    let ducked = duck::curve(spoken, (&stage.left, &stage.right), SPEECH);
    duck::apply(&ducked, &mut stage.left);
    duck::apply(&ducked, &mut stage.right);
    let voices = voices(screenplay, spoken, frames);
    let Stage { mut left, mut right, .. } = stage;
    for (out, voice) in [(&mut left, &voices.left), (&mut right, &voices.right)] {
        out.iter_mut().zip(voice).for_each(|(out, x)| *out += x);
    }
    if is_stopped() {
        return vec![0.0; frames * 2];
    }
    master::finish(&mut left, &mut right);
    left.into_iter().zip(right).flat_map(|(l, r)| [l, r]).collect()
}

/// The spoken lines in their rooms, each where its speaker is seen, else a little to one side.
fn voices(screenplay: &Screenplay, spoken: &[SpokenLine], frames: usize) -> Stage {
    let mut stage = Stage::new(screenplay, if spoken.is_empty() { 0 } else { frames }).unveiled();
    for line in spoken.iter().filter(|line| line.at.is_finite() && line.at >= 0.0) {
        let speaker = screenplay.shots.get(line.shot).and_then(|shot| shot.speech.get(line.line));
        let aside = speaker.map_or(0.0, |speech| if speech.speaker.is_none() { 0.0 } else { f32::from(speech.voice.variant % 5) * 0.09 - 0.18 });
        let [from, to] = line.pan.unwrap_or([aside; 2]).map(|pan| Spot::new(pan, 0.0));
        let at = (line.at * f64::from(RATE)).round() as usize;
        stage.put_moving(line.shot, at, &line.pcm, (from, to), SPEECH);
    }
    stage.answer();
    stage
}

/// Level of speech beside the rest.
const SPEECH: f32 = 0.8;
