//! What engines make: pictures and sound. Plain data; the consent gate wraps it at birth.

/// An RGBA picture, 8 bits a channel, alpha 255, rows top to bottom without padding: `width × height × 4` bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

/// Samples a second of all sound.
pub const SAMPLE_RATE: u32 = 48_000;

/// A pass over the whole take, each better than the one before. They count from 0: stills, a small whole clip, the full one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pass {
    pub number: u8,
    pub width: u32,
    pub height: u32,
    pub fps: u32,
    /// Pictures that it will have: in pass 0 one for each shot.
    pub frames: u32,
    /// No better pass follows: this one becomes the file.
    pub last: bool,
}

/// One thing that an engine made.
#[derive(Debug)]
pub enum Product {
    /// The picture at `index / fps` seconds of the take. In pass 0 the indices have gaps: the first frame of each shot.
    Frame { pass: u8, index: u32, picture: Picture },
    /// Stereo sound, interleaved, −1…1, 48 kHz, that starts `start` samples after the take's beginning. Made once a take, in
    /// order, without holes, up to the last sample of the last second.
    Sound { start: u64, pcm: Vec<f32> },
}
