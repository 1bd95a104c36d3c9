//! One person's connection to a call: answers the offer, and writes packets under the numbers that the answer gave to each place.

use super::{
    offer::{CallOffer, Part},
    tap::{CallTap, InboundBox},
};
use crate::webrtc::{
    RtcError,
    clock::AUDIO_RATE,
    gateway::Terms,
    transport::{Transport, library},
};
use actors::call::Kind;
use bytes::Bytes;
use domain::room::voices::PLACES;
use rtc::{
    interceptor::{Registry, Slot},
    media_stream::MediaStreamTrack,
    peer_connection::{
        configuration::media_engine::{MIME_TYPE_OPUS, MediaEngine},
        message::{RTCMessage, TaggedRTCMessage},
        sdp::RTCSessionDescription,
    },
    rtp,
    rtp_transceiver::{
        RTCRtpTransceiverDirection, RTCRtpTransceiverInit,
        rtp_sender::{RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind},
    },
    sansio::Protocol,
};
use std::time::Instant;

/// The header fields that differ from packet to packet.
pub(super) struct Header {
    pub(super) ssrc: u32,
    pub(super) sequence: u16,
    pub(super) timestamp: u32,
    pub(super) marker: bool,
}

pub(in crate::webrtc) struct Line {
    pub(super) transport: Transport,
    pub(super) inbound: InboundBox,
    opus: u8,
    vp8: Option<u8>,
    /// The number of the header extension that tells loudness.
    pub(super) level: Option<u8>,
    /// What this page sends and can be sent.
    pub(super) parts: Vec<Part>,
    numbers: Numbers,
}

/// By what the streams of this connection are told apart: its own for reports, and one for the sound and the pictures of each place.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    pub(super) own: u32,
    first: u32,
}

impl Numbers {
    fn random() -> Self {
        let first = rand::random::<u32>() | 0x100;
        Self { own: first.wrapping_sub(1), first }
    }

    pub(super) fn of(self, kind: Kind, place: u8) -> u32 {
        let kind = u32::from(kind == Kind::Picture);
        self.first.wrapping_add(kind * PLACES as u32 + u32::from(place))
    }
}

/// Answers an offer to a call.
pub(in crate::webrtc) fn answer(offer: &CallOffer, terms: &Terms<'_>, now: Instant) -> Result<(Line, String), RtcError> {
    let (inbound, numbers) = (InboundBox::default(), Numbers::random());
    let interceptors = Registry::new().with(Slot::from(14_000), CallTap::new(inbound.clone()));
    let mut transport = Transport::build(terms, engine(offer.opus).map_err(library)?, interceptors, now)?;
    add_track(&mut transport, numbers.own)?;
    let refused = |_| RtcError::Sdp("its transport parameters could not be read");
    let remote = RTCSessionDescription::offer(offer.text.clone()).map_err(refused)?;
    transport.library.set_remote_description(now, remote).map_err(refused)?;
    let answer = transport.library.create_answer(None).map_err(refused)?;
    let sdp = offer.answer(&answer.sdp, terms.candidates, |part| match part {
        Part::Sound(place) => numbers.of(Kind::Sound, place),
        Part::Picture(place) => numbers.of(Kind::Picture, place),
        Part::Microphone | Part::Camera => 0,
    });
    transport.library.set_local_description(now, answer).map_err(refused)?;
    let parts = offer.parts.iter().map(|(_, part)| *part).collect();
    Ok((Line { transport, inbound, opus: offer.opus, vp8: offer.vp8, level: offer.level, parts, numbers }, sdp))
}

impl Line {
    /// What a packet with this payload type is, where the offer has a section that sends it.
    pub(super) fn kind(&self, payload_type: u8) -> Option<Kind> {
        if payload_type == self.opus {
            self.parts.contains(&Part::Microphone).then_some(Kind::Sound)
        } else if Some(payload_type) == self.vp8 {
            self.parts.contains(&Part::Camera).then_some(Kind::Picture)
        } else {
            None
        }
    }

    pub(super) fn numbers(&self) -> Numbers {
        self.numbers
    }

    /// Encrypts a packet; it waits for `Transport::flush`.
    pub(super) fn write(&mut self, kind: Kind, header: &Header, payload: Bytes, now: Instant) {
        let payload_type = match kind {
            Kind::Sound => self.opus,
            Kind::Picture => self.vp8.unwrap_or_default(),
        };
        let header = rtp::Header {
            version: 2,
            marker: header.marker,
            payload_type,
            sequence_number: header.sequence,
            timestamp: header.timestamp,
            ssrc: header.ssrc,
            ..rtp::Header::default()
        };
        self.put(RTCMessage::RtpPacket(String::new(), rtp::Packet { header, payload }), now);
    }

    pub(super) fn write_rtcp(&mut self, packets: Vec<Box<dyn rtc::rtcp::Packet>>, now: Instant) {
        self.put(RTCMessage::RtcpPacket(String::new(), packets), now);
    }

    fn put(&mut self, message: RTCMessage, now: Instant) {
        // It fails where the library has no key yet; nothing is kept then.
        let _ = self.transport.writer().handle_write(TaggedRTCMessage { now, message });
    }
}

fn engine(opus: u8) -> Result<MediaEngine, rtc::shared::error::Error> {
    let mut engine = MediaEngine::default();
    engine.register_codec(RTCRtpCodecParameters { rtp_codec: codec(), payload_type: opus }, RtpCodecKind::Audio)?;
    Ok(engine)
}

fn codec() -> RTCRtpCodec {
    RTCRtpCodec { mime_type: MIME_TYPE_OPUS.to_owned(), clock_rate: AUDIO_RATE, channels: 2, sdp_fmtp_line: String::new(), rtcp_feedback: Vec::new() }
}

/// The one track that the library knows of; what goes out bears the numbers of the places.
fn add_track(transport: &mut Transport, ssrc: u32) -> Result<(), RtcError> {
    let coding = RTCRtpCodingParameters { ssrc: Some(ssrc), ..Default::default() };
    let encoding = RTCRtpEncodingParameters { rtp_coding_parameters: coding, active: true, codec: codec(), ..Default::default() };
    let kind = RtpCodecKind::Audio;
    let track = MediaStreamTrack::new("call".to_owned(), kind.to_string(), kind.to_string(), kind, vec![encoding]);
    let init = RTCRtpTransceiverInit { direction: RTCRtpTransceiverDirection::Sendonly, streams: Vec::new(), send_encodings: Vec::new() };
    transport.library.add_transceiver_from_track(track, Some(init)).map(|_| ()).map_err(library)
}
