//! Decodes what people upload: a WebM or MP4 becomes small pictures, eight a second, and mono sound.
//!
//! The decoder is `ffmpeg` in a process of its own, because decoders meet hostile files: it gets a cleared environment, one file, no
//! network, few demuxers and decoders, one thread, and bounds on processor time, memory, descriptors and what it writes ([`child`]).
//! Pictures are given on one by one, so that a long upload is never held whole. It knows no faces and no accounts, and says nothing
//! of what it decodes to the log.

pub(crate) mod child;
pub(crate) mod ppm;
#[cfg(test)]
pub(crate) mod tests;

use child::{Decoder, Ended};
use std::{io::Read, ops::ControlFlow, path::Path, time::Duration};

/// Pictures a second.
pub const FPS: u32 = 8;
/// Pixels of a picture's longer side at most.
pub const SIDE: u32 = 640;
/// Samples a second of the sound.
pub const SOUND_RATE: u32 = 16_000;
/// Nothing after this is decoded.
pub const MOST_SECONDS: u32 = 20;

/// One more second than asked for: filters may repeat a last picture.
const MOST_PICTURES: u32 = FPS * (MOST_SECONDS + 1);
const MOST_SAMPLES: usize = (SOUND_RATE * (MOST_SECONDS + 1)) as usize;
/// Waiting for the decoder, all together.
const PATIENCE: Duration = Duration::from_secs(20);

/// Messages tell the person who uploaded what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    #[error("this file can't be read as a video: record it again, as WebM or MP4")]
    Unreadable,
    #[error("there are no moving pictures in this file: record with the camera on")]
    NoVideo,
    #[error("this file takes too long to read: record it again, shorter or smaller")]
    TooHeavy,
    #[error("this server can't read videos yet: its owner has to install ffmpeg")]
    FfmpegMissing,
    #[error("the decoder could not be started: try again in a moment")]
    Busy,
}

impl IntakeError {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NoVideo => "no_video",
            Self::TooHeavy => "too_heavy",
            Self::FfmpegMissing => "ffmpeg_missing",
            Self::Busy => "busy",
        }
    }
}

/// One picture, upright as it was filmed: RGB, 8 bits a channel, rows top to bottom, `width × height × 3` bytes.
pub struct Still {
    /// Seconds from the beginning.
    pub at: f32,
    pub width: u32,
    pub height: u32,
    pub rgb: Vec<u8>,
}

impl std::fmt::Debug for Still {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Still(secret)")
    }
}

/// Decodes the pictures of a file one after the other, all of the same size; returns how many there were. Blocks: call it on a thread
/// that may. Dropping everything when `each` breaks off ends the decoder.
///
/// # Errors
/// `unreadable`, `no_video`, `too_heavy`, `ffmpeg_missing`, `busy`.
pub fn pictures(file: &Path, mut each: impl FnMut(Still) -> ControlFlow<()>) -> Result<u32, IntakeError> {
    let pace = format!("setpts=PTS-STARTPTS,fps={FPS}:eof_action=pass");
    let filter = format!("{pace},scale='if(gte(iw,ih),min({SIDE},iw),-2)':'if(gte(iw,ih),-2,min({SIDE},ih))'");
    let output = ["-map", "0:V:0", "-vf", &filter, "-c:v", "ppm", "-f", "image2pipe"];
    let mut decoder = Decoder::start(file, &output)?;
    let mut size = None;
    let mut count = 0;
    let read = |pipe: &mut dyn Read| ppm::read(pipe, SIDE);
    let ended = decoder.each(PATIENCE, read, |(width, height, rgb)| {
        // A stream that changes its size half-way is no camera's.
        if count >= MOST_PICTURES || *size.get_or_insert((width, height)) != (width, height) {
            return ControlFlow::Break(());
        }
        let at = count as f32 / FPS as f32;
        count += 1;
        each(Still { at, width, height, rgb })
    });
    match ended {
        Ended::Late => Err(IntakeError::TooHeavy),
        Ended::Failed(why) if count == 0 => Err(why),
        Ended::Whole if count == 0 => Err(IntakeError::NoVideo),
        Ended::Whole | Ended::Broken | Ended::Failed(_) => Ok(count),
    }
}

/// The sound of a file, −1…1, mono, [`SOUND_RATE`]; empty where it has none. Blocks.
///
/// # Errors
/// `too_heavy`, `ffmpeg_missing`, `busy`. Sound that can't be decoded is none.
pub fn sound(file: &Path) -> Result<Vec<f32>, IntakeError> {
    sound_at(file, SOUND_RATE, MOST_SAMPLES)
}

/// The same with so many samples a second, and so many at most.
pub(crate) fn sound_at(file: &Path, rate: u32, most: usize) -> Result<Vec<f32>, IntakeError> {
    let rate = rate.to_string();
    let output = ["-map", "0:a:0", "-ac", "1", "-ar", &rate, "-c:a", "pcm_f32le", "-f", "f32le"];
    let mut decoder = Decoder::start(file, &output)?;
    let mut samples: Vec<f32> = Vec::new();
    let ended = decoder.each(PATIENCE, read_samples, |chunk| {
        let room = most.saturating_sub(samples.len());
        // Not-a-number would spread through every measure taken of it.
        samples.extend(chunk.into_iter().take(room).map(|sample| if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 }));
        if samples.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    match ended {
        Ended::Late => Err(IntakeError::TooHeavy),
        Ended::Failed(why @ (IntakeError::FfmpegMissing | IntakeError::Busy)) => Err(why),
        Ended::Failed(_) | Ended::Whole | Ended::Broken => Ok(samples),
    }
}

/// Some of it, or what is left.
fn read_samples(pipe: &mut dyn Read) -> std::io::Result<Option<Vec<f32>>> {
    let mut bytes = Vec::with_capacity(SOUND_RATE as usize);
    pipe.take(u64::from(SOUND_RATE)).read_to_end(&mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    Ok(Some(bytes.chunks_exact(4).map(|sample| f32::from_le_bytes([sample[0], sample[1], sample[2], sample[3]])).collect()))
}

/// Whether the decoder is there.
#[must_use]
pub fn is_available() -> bool {
    child::is_available()
}
