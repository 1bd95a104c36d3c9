//! One pass to H.264: constrained baseline, closed groups of one second, a bit rate by size. Knows pictures and passes, not takes.
//!
//! In the last pass the encoder begins anew at each second: its bytes follow from that second's pictures alone, so a take that was cut off
//! goes on from a whole second as if it never had been.

use super::colour::Planes;
use crate::MediaError;
use domain::product::{Pass, Picture};
use openh264::{
    OpenH264API, Timestamp,
    encoder::{BitRate, Complexity, Encoder, EncoderConfig, FrameRate, FrameType, Level, Profile, QpRange, RateControlMode, UsageType, VuiConfig},
};

/// Bits a second: linear in the pixels between these two points (360×640 and 720×1280).
const SMALL: (f64, f64) = (230_400.0, 1_000_000.0);
const LARGE: (f64, f64) = (921_600.0, 4_500_000.0);
/// Longest side that a pass may have; a picture of it still fits the limits of the level below.
const LONGEST: u32 = 1_280;
/// How often a picture is offered again. The encoder skips pictures while it is over its bit rate, and each one that it skips brings it
/// nearer; no picture of a take may be missing, so one that cost too much (noise does) is paid for by waiting. Without leave to skip, it
/// writes a warning to stderr for each pass.
const PATIENCE: u32 = 500;

pub struct PassEncoder {
    pass: Pass,
    encoder: Encoder,
    planes: Planes,
    /// The index that the next picture must have; in pass 0 at least.
    next: u32,
}

/// One access unit.
pub struct AccessUnit {
    /// Annex B.
    pub bytes: Vec<u8>,
    pub keyframe: bool,
}

impl PassEncoder {
    pub fn new(pass: Pass) -> Result<Self, MediaError> {
        let fits = |side: u32| side.is_multiple_of(2) && (16..=LONGEST).contains(&side);
        if !fits(pass.width) || !fits(pass.height) || pass.fps == 0 {
            return Err(MediaError::Picture(format!("pass {} of {}×{} at {} a second", pass.number, pass.width, pass.height, pass.fps)));
        }
        Ok(Self { pass, encoder: encoder(&pass)?, planes: Planes::new(pass.width as usize, pass.height as usize), next: 0 })
    }

    pub fn pass(&self) -> &Pass {
        &self.pass
    }

    /// Whether a picture is what this pass has next.
    pub fn check(&self, index: u32, seconds: u32, picture: &Picture) -> Result<(), MediaError> {
        let Pass { number, width, height, .. } = self.pass;
        let invalid = |why: String| Err(MediaError::Picture(format!("pass {number}, picture {index}: {why}")));
        if (picture.width, picture.height) != (width, height) {
            return invalid(format!("{}×{} instead of {width}×{height}", picture.width, picture.height));
        }
        if picture.rgba.len() != width as usize * height as usize * 4 {
            return invalid(format!("{} bytes", picture.rgba.len()));
        }
        if index >= seconds * self.pass.fps {
            return invalid(format!("the take has {seconds} seconds"));
        }
        if index < self.next || (index > self.next && !self.has_gaps()) {
            return invalid(format!("{} was due", self.next));
        }
        Ok(())
    }

    /// The pictures `from` up to before `to` are there already.
    pub fn skip_to(&mut self, from: u32, to: u32) -> Result<(), MediaError> {
        if from != self.next {
            return Err(MediaError::Picture(format!("{} was due, not {from}", self.next)));
        }
        self.next = to;
        Ok(())
    }

    /// Pass 0 is stills: one for each shot, each whole in itself.
    fn has_gaps(&self) -> bool {
        self.pass.number == 0
    }

    /// The next picture of a stage, whose groups end where they are asked to.
    pub fn encode_next(&mut self, millis: u64, keyframe: bool, picture: &Picture) -> Result<AccessUnit, MediaError> {
        self.planes.fill(&picture.rgba);
        let at = Timestamp::from_millis(millis);
        for _ in 0..PATIENCE {
            if keyframe {
                self.encoder.force_intra_frame();
            }
            let stream = self.encoder.encode_at(&self.planes, at).map_err(refused)?;
            let mut bytes = Vec::new();
            stream.write_vec(&mut bytes);
            if !bytes.is_empty() {
                return Ok(AccessUnit { bytes, keyframe: stream.frame_type() == FrameType::IDR });
            }
        }
        Err(MediaError::Encode(format!("a picture at {millis} ms")))
    }

    pub fn encode(&mut self, index: u32, picture: &Picture) -> Result<AccessUnit, MediaError> {
        self.planes.fill(&picture.rgba);
        if self.pass.last && self.next > 0 && index.is_multiple_of(self.pass.fps) {
            self.encoder = encoder(&self.pass)?;
        }
        let keyframe = self.next > 0 && (self.has_gaps() || index.is_multiple_of(self.pass.fps));
        self.next = index + 1;
        let at = Timestamp::from_millis(u64::from(index) * 1_000 / u64::from(self.pass.fps));
        for _ in 0..PATIENCE {
            if keyframe {
                self.encoder.force_intra_frame();
            }
            let stream = self.encoder.encode_at(&self.planes, at).map_err(refused)?;
            let mut bytes = Vec::new();
            stream.write_vec(&mut bytes);
            if !bytes.is_empty() {
                return Ok(AccessUnit { bytes, keyframe: stream.frame_type() == FrameType::IDR });
            }
        }
        Err(MediaError::Encode(format!("picture {index} of pass {}", self.pass.number)))
    }
}

fn encoder(pass: &Pass) -> Result<Encoder, MediaError> {
    Encoder::with_api_config(OpenH264API::from_source(), config(pass)).map_err(refused)
}

fn config(pass: &Pass) -> EncoderConfig {
    let config = EncoderConfig::new()
        .profile(Profile::Baseline)
        .level(Level::Level_3_1)
        .usage_type(UsageType::CameraVideoRealTime)
        .complexity(Complexity::Low)
        .max_frame_rate(FrameRate::from_hz(pass.fps as f32))
        .bitrate(BitRate::from_bps(bitrate(pass)))
        .vui(VuiConfig::bt709())
        .skip_frames(true)
        // Its keyframes would come at other places than those that players and files count on.
        .scene_change_detect(false)
        .adaptive_quantization(false)
        .background_detection(false)
        // The other cores draw.
        .num_threads(1);
    if pass.number == 0 {
        // Stills far apart: a rate says nothing about them, so their quality is fixed.
        config.rate_control_mode(RateControlMode::Off).qp(QpRange::new(22, 26))
    } else {
        config.rate_control_mode(RateControlMode::Bitrate).qp(QpRange::new(14, 46))
    }
}

fn bitrate(pass: &Pass) -> u32 {
    let pixels = f64::from(pass.width) * f64::from(pass.height);
    let slope = (LARGE.1 - SMALL.1) / (LARGE.0 - SMALL.0);
    (SMALL.1 + (pixels - SMALL.0) * slope).clamp(400_000.0, 8_000_000.0) as u32
}

fn refused(reason: openh264::Error) -> MediaError {
    MediaError::Encode(format!("a picture: {reason}"))
}
