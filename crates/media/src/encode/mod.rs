//! From what an engine makes to what leaves: each picture is marked, encoded and packetised once; so is the sound.
//!
//! It runs on one thread, beside the one that draws. It knows passes and products; it does not know who watches.

mod colour;
mod poster;
mod sound;
mod video;

pub use sound::PRE_SKIP;

use crate::{KeptSecond, MediaError, MediaUnit, RTP_PAYLOAD, UnitKind, UnitLabel, Watermark, frame};
use bytes::Bytes;
use domain::{
    TakeId,
    consent::Work,
    plan::Format,
    product::{Pass, Picture, Product},
};
use poster::Poster;
use rtc_rtp::{codec::h264::H264Payloader, packetizer::Payloader};
use sound::{PACKET_MICROS, SoundEncoder};
use video::{AccessUnit, PassEncoder};

/// Encodes one take: all its passes, and its sound.
pub struct TakeEncoder {
    take: TakeId,
    format: Format,
    seconds: u32,
    watermark: Watermark,
    /// The pass that began last.
    pass: Option<Pass>,
    /// Its encoder, from its first picture on.
    encoder: Option<PassEncoder>,
    sound: SoundEncoder,
    /// Packets so far.
    packets: u32,
    /// Units of every kind so far. All of them are sealed in this order, as one stream: it is their sequence there.
    places: u32,
    has_poster: bool,
    for_poster: Option<(UnitLabel, Picture)>,
}

impl TakeEncoder {
    /// # Errors
    /// [`MediaError::Encode`] where an encoder can't be made.
    pub fn new(take: TakeId, format: Format, seconds: u32, watermark: Watermark) -> Result<Self, MediaError> {
        let sound = SoundEncoder::new(seconds)?;
        Ok(Self { take, format, seconds, watermark, pass: None, encoder: None, sound, packets: 0, places: 0, has_poster: false, for_poster: None })
    }

    /// Call it before the pass's first picture; the pass before it ends here. A pass that does not fit the take fails with its first
    /// picture.
    pub fn pass_started(&mut self, pass: Pass) {
        self.pass = Some(pass);
        self.encoder = None;
    }

    /// The encoder of the pass under way.
    fn encoder(&mut self, number: u8) -> Result<&mut PassEncoder, MediaError> {
        let Some(pass) = self.pass.filter(|pass| pass.number == number) else {
            return Err(MediaError::Picture(format!("pass {number} is not under way")));
        };
        let size = self.format.size;
        if pass.width > size.width || pass.height > size.height || pass.fps > self.format.fps {
            return Err(MediaError::Picture(format!("pass {number} is larger than its take")));
        }
        let encoder = match self.encoder.take() {
            Some(encoder) => encoder,
            None => PassEncoder::new(pass)?,
        };
        Ok(self.encoder.insert(encoder))
    }

    fn picture(&mut self, number: u8, index: u32, mut picture: Picture) -> Result<Vec<MediaUnit>, MediaError> {
        let seconds = self.seconds;
        let encoder = self.encoder(number)?;
        encoder.check(index, seconds, &picture)?;
        let fps = encoder.pass().fps;
        let pts = moment(index, fps);
        self.watermark.draw(&mut picture, pts);
        let pass = *self.encoder(number)?.pass();
        let AccessUnit { bytes, keyframe } = self.encoder(number)?.encode(index, &picture)?;
        let units = vec![self.access_unit(&pass, index, keyframe, &bytes)?];
        let label = units[0].label;
        if number == 0 && !self.has_poster {
            self.has_poster = true;
            // The first picture does not wait for its poster: that comes with what is encoded next.
            self.for_poster = Some((label, picture));
        }
        Ok(units)
    }

    /// A second of the last pass that was kept before a crash, in place of its pictures.
    fn kept(&mut self, second: KeptSecond) -> Result<Vec<MediaUnit>, MediaError> {
        let pass = self.pass.filter(|pass| pass.last).ok_or_else(|| MediaError::Picture("the last pass is not under way".into()))?;
        let first = second.number * pass.fps;
        self.encoder(pass.number)?.skip_to(first, first + pass.fps)?;
        second.units.iter().zip(first..).map(|(bytes, index)| self.access_unit(&pass, index, index == first, bytes)).collect()
    }

    fn access_unit(&mut self, pass: &Pass, index: u32, keyframe: bool, bytes: &[u8]) -> Result<MediaUnit, MediaError> {
        let pts = moment(index, pass.fps);
        let label = UnitLabel {
            kind: UnitKind::Video,
            take: self.take,
            pass: pass.number,
            index,
            pts,
            duration: (moment(index + 1, pass.fps) - pts) as u32,
            keyframe,
            width: pass.width as u16,
            height: pass.height as u16,
            bytes: bytes.len() as u32,
        };
        let mut unit = self.framed(label, bytes);
        // A payloader of its own for each unit: it keeps parameter sets, and every keyframe brings its own.
        unit.rtp = H264Payloader::default()
            .payload(RTP_PAYLOAD, &unit.payload)
            .map_err(|reason| MediaError::Encode(format!("an access unit for RTP: {reason}")))?;
        Ok(unit)
    }

    /// A unit whose payload is a part of its WebSocket message: one copy of the bytes for both ways.
    fn framed(&mut self, label: UnitLabel, bytes: &[u8]) -> MediaUnit {
        let framed = frame::frame(&label, self.next_place(), bytes);
        MediaUnit { label, payload: framed.slice(frame::HEADER..), rtp: Vec::new(), framed }
    }

    fn next_place(&mut self) -> u32 {
        let place = self.places;
        self.places += 1;
        place
    }

    fn poster(&mut self, of: UnitLabel, picture: &Picture) -> Result<MediaUnit, MediaError> {
        let Poster { width, height, jpeg } = Poster::of(picture)?;
        let label = UnitLabel {
            kind: UnitKind::Poster,
            duration: 0,
            keyframe: true,
            width: width as u16,
            height: height as u16,
            bytes: jpeg.len() as u32,
            ..of
        };
        self.next_place();
        Ok(MediaUnit { label, payload: jpeg.into(), rtp: Vec::new(), framed: Bytes::new() })
    }

    fn sound(&mut self, start: u64, pcm: &[f32]) -> Result<Vec<MediaUnit>, MediaError> {
        let packets = self.sound.encode(start, pcm)?;
        Ok(packets.iter().map(|packet| self.packet(packet)).collect())
    }

    fn packet(&mut self, packet: &[u8]) -> MediaUnit {
        let label = UnitLabel {
            kind: UnitKind::Audio,
            take: self.take,
            pass: 0,
            index: self.packets,
            pts: u64::from(self.packets) * u64::from(PACKET_MICROS),
            duration: PACKET_MICROS,
            keyframe: true,
            width: 0,
            height: 0,
            bytes: packet.len() as u32,
        };
        self.packets += 1;
        let mut unit = self.framed(label, packet);
        unit.rtp = vec![unit.payload.clone()];
        unit
    }
}

impl Work<Product> for TakeEncoder {
    type Output = Result<Vec<MediaUnit>, MediaError>;

    fn work(&mut self, product: Product) -> Self::Output {
        let poster = self.for_poster.take();
        let mut units = match product {
            Product::Frame { pass, index, picture } => self.picture(pass, index, picture)?,
            Product::Sound { start, pcm } => self.sound(start, &pcm)?,
        };
        if let Some((label, picture)) = poster {
            units.push(self.poster(label, &picture)?);
        }
        Ok(units)
    }
}

impl Work<KeptSecond> for TakeEncoder {
    type Output = Result<Vec<MediaUnit>, MediaError>;

    fn work(&mut self, second: KeptSecond) -> Self::Output {
        self.kept(second)
    }
}

/// Microseconds at which a picture is shown.
fn moment(index: u32, fps: u32) -> u64 {
    u64::from(index) * 1_000_000 / u64::from(fps)
}
