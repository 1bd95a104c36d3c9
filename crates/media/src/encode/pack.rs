//! From encoded bytes to the units that leave: each is framed for the WebSocket and cut into RTP payloads once. It encodes nothing.

use super::sound::PACKET_MICROS;
use crate::{MediaError, MediaUnit, RTP_PAYLOAD, UnitKind, UnitLabel, frame};
use bytes::Bytes;
use domain::{TakeId, product::Pass};
use rtc_rtp::{codec::h264::H264Payloader, packetizer::Payloader};

/// Packs the units of one take, in the order in which they are sealed.
pub struct Packer {
    take: TakeId,
    /// Packets so far.
    packets: u32,
    /// Units of every kind so far. All of them are sealed in this order, as one stream: it is their sequence there.
    places: u32,
}

impl Packer {
    pub fn new(take: TakeId) -> Self {
        Self { take, packets: 0, places: 0 }
    }

    /// One picture, Annex B.
    pub fn access_unit(&mut self, pass: &Pass, index: u32, keyframe: bool, bytes: &[u8]) -> Result<MediaUnit, MediaError> {
        let pts = moment(index, pass.fps);
        self.picture(pass, (index, pts, (moment(index + 1, pass.fps) - pts) as u32), keyframe, bytes)
    }

    /// From here on it packs another take, whose units are sealed as a stream of their own.
    pub fn turn(&mut self, take: TakeId) {
        (self.take, self.places) = (take, 0);
    }

    /// One picture at its own moment, for its own time.
    pub fn picture(&mut self, pass: &Pass, (index, pts, duration): (u32, u64, u32), keyframe: bool, bytes: &[u8]) -> Result<MediaUnit, MediaError> {
        let label = UnitLabel {
            kind: UnitKind::Video,
            take: self.take,
            pass: pass.number,
            index,
            pts,
            duration,
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

    /// The next packet of sound.
    pub fn packet(&mut self, packet: &[u8]) -> MediaUnit {
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

    /// A JPEG of the picture that bears this label.
    pub fn poster_of(&mut self, of: UnitLabel, width: u32, height: u32, jpeg: Bytes) -> MediaUnit {
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
        MediaUnit { label, payload: jpeg, rtp: Vec::new(), framed: Bytes::new() }
    }

    /// A poster that was made before, of the first picture of a pass.
    pub fn poster(&mut self, jpeg: Bytes, pass: Pass) -> MediaUnit {
        let kind = UnitKind::Poster;
        let of = UnitLabel { kind, take: self.take, pass: 0, index: 0, pts: 0, duration: 0, keyframe: true, width: 0, height: 0, bytes: 0 };
        self.poster_of(of, pass.width, pass.height, jpeg)
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
}

/// Microseconds at which a picture is shown.
pub fn moment(index: u32, fps: u32) -> u64 {
    u64::from(index) * 1_000_000 / u64::from(fps)
}
