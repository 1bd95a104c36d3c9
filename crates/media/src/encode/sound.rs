//! Sound to Opus: packets of 20 ms, stereo, 48 kHz. Takes pieces of any length; what does not fill a packet waits for the next piece.

use crate::MediaError;
use domain::product::SAMPLE_RATE;
use opus_rs::{Application, OpusEncoder};

/// Samples (of each channel) in a packet.
pub const PACKET: usize = 960;
/// Microseconds of a packet.
pub const PACKET_MICROS: u32 = 20_000;
/// Samples by which decoded sound comes late; a file tells players to skip them.
pub const PRE_SKIP: u16 = 312;
const BITRATE: i32 = 128_000;
const CHANNELS: usize = 2;

pub struct SoundEncoder {
    encoder: OpusEncoder,
    /// Interleaved samples that wait.
    waiting: Vec<f32>,
    /// Samples (of each channel) taken so far, and how many the take has.
    taken: u64,
    whole: u64,
}

impl SoundEncoder {
    pub fn new(seconds: u32) -> Result<Self, MediaError> {
        Ok(Self { encoder: encoder()?, waiting: Vec::new(), taken: 0, whole: u64::from(seconds) * u64::from(SAMPLE_RATE) })
    }

    /// The packets that this piece completes.
    pub fn encode(&mut self, start: u64, pcm: &[f32]) -> Result<Vec<Vec<u8>>, MediaError> {
        if start != self.taken || !pcm.len().is_multiple_of(CHANNELS) {
            return Err(MediaError::Sound { wanted: self.taken, found: start });
        }
        let end = start + (pcm.len() / CHANNELS) as u64;
        if end > self.whole {
            return Err(MediaError::Sound { wanted: self.whole, found: end });
        }
        self.taken = end;
        self.waiting.extend(pcm.iter().map(|sample| if sample.is_finite() { sample.clamp(-1.0, 1.0) } else { 0.0 }));
        let ready = self.waiting.len() / (PACKET * CHANNELS) * (PACKET * CHANNELS);
        let samples: Vec<f32> = self.waiting.drain(..ready).collect();
        samples.chunks_exact(PACKET * CHANNELS).map(|packet| self.packet(packet)).collect()
    }

    /// Samples (of each channel) so far.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// What waits for its packet is not heard any more, nor what the encoder holds back of it.
    pub fn hush(&mut self) -> Result<(), MediaError> {
        self.waiting.fill(0.0);
        self.encoder = encoder()?;
        Ok(())
    }

    fn packet(&mut self, samples: &[f32]) -> Result<Vec<u8>, MediaError> {
        // One RTP packet each: the encoder keeps within what it is given.
        let mut packet = vec![0; crate::RTP_PAYLOAD];
        let length = self.encoder.encode(samples, PACKET, &mut packet).map_err(refused)?;
        packet.truncate(length);
        Ok(packet)
    }
}

fn encoder() -> Result<OpusEncoder, MediaError> {
    let mut encoder = OpusEncoder::new(SAMPLE_RATE as i32, CHANNELS, Application::Audio).map_err(refused)?;
    encoder.bitrate_bps = BITRATE;
    encoder.complexity = 5;
    Ok(encoder)
}

fn refused(reason: &'static str) -> MediaError {
    MediaError::Encode(format!("sound: {reason}"))
}
