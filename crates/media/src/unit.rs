//! A media unit: one encoded picture or one packet of sound, in every form in which it leaves, made once.

use bytes::Bytes;
use domain::{TakeId, consent::Labelled};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    /// One H.264 access unit.
    Video,
    /// One Opus packet of 20 ms.
    Audio,
    /// A JPEG of the first picture, for lists.
    Poster,
}

/// What transports may know without opening the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitLabel {
    pub kind: UnitKind,
    pub take: TakeId,
    pub pass: u8,
    /// Picture or packet number within its pass.
    pub index: u32,
    /// Microseconds since the take's beginning.
    pub pts: u64,
    /// Microseconds.
    pub duration: u32,
    /// A decoder can begin here.
    pub keyframe: bool,
    /// Pixels; zero for sound.
    pub width: u16,
    pub height: u16,
    /// Bytes of the payload.
    pub bytes: u32,
}

/// Shared by reference by everything that sends it.
#[derive(Clone, Debug)]
pub struct MediaUnit {
    pub label: UnitLabel,
    /// H.264 in Annex B with SPS and PPS before each keyframe; an Opus packet; a JPEG.
    pub payload: Bytes,
    /// The payloads of its RTP packets, in order (RFC 6184 packetisation mode 1, at most [`RTP_PAYLOAD`] bytes each; RFC 7587 for
    /// Opus). The last one bears the marker bit.
    pub rtp: Vec<Bytes>,
    /// The whole WebSocket message: see [`crate::frame`].
    pub framed: Bytes,
}

/// Bytes of an RTP payload: with SRTP, UDP and IPv6 around it still under 1,280.
pub const RTP_PAYLOAD: usize = 1_160;

impl Labelled for MediaUnit {
    type Label = UnitLabel;

    fn label(&self) -> UnitLabel {
        self.label
    }
}
