//! What one viewer of a stage is sent by: its tracks on a connection.
//!
//! It answers the offer, and numbers and encrypts packets. It reads no clock and owns no socket; it does not know what
//! is sent, nor keeps it: no part of the library that would buffer outgoing media is registered.

use super::{
    RtcError,
    clock::{AUDIO_RATE, VIDEO_RATE},
    feedback::{Tap, WishBox},
    gateway::Terms,
    sdp::{self, Codec, Offer},
    transport::{Stand, Transport, library},
};
use bytes::{Bytes, BytesMut};
use rtc::{
    interceptor::{Registry, Slot},
    media_stream::MediaStreamTrack,
    peer_connection::{
        RTCPeerConnection,
        configuration::media_engine::{MIME_TYPE_H264, MIME_TYPE_OPUS, MediaEngine},
        sdp::RTCSessionDescription,
    },
    rtp,
    rtp_transceiver::{
        RTCRtpSenderId, RTCRtpTransceiverDirection, RTCRtpTransceiverInit,
        rtp_sender::{RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind},
    },
    shared::error::Error,
};
use std::{io, net::SocketAddr, time::Instant};

/// The stream both tracks belong to, so that browsers play them in step.
const STREAM: &str = "stage";

/// One outgoing stream.
pub(super) struct Track {
    sender: RTCRtpSenderId,
    pub(super) ssrc: u32,
    payload_type: u8,
    next_sequence: u16,
    pub(super) packets: u32,
    pub(super) octets: u32,
}

/// The header fields that differ from packet to packet.
#[derive(Clone, Copy)]
pub(super) struct Header {
    pub(super) sequence: u16,
    pub(super) timestamp: u32,
    pub(super) marker: bool,
}

impl Track {
    pub(super) fn next_sequence(&mut self) -> u16 {
        let sequence = self.next_sequence;
        self.next_sequence = sequence.wrapping_add(1);
        sequence
    }

    fn packet(&mut self, header: Header, payload: Bytes) -> rtp::Packet {
        self.packets = self.packets.wrapping_add(1);
        self.octets = self.octets.wrapping_add(u32::try_from(payload.len()).unwrap_or(u32::MAX));
        let header = rtp::Header {
            version: 2,
            marker: header.marker,
            payload_type: self.payload_type,
            sequence_number: header.sequence,
            timestamp: header.timestamp,
            ssrc: self.ssrc,
            ..rtp::Header::default()
        };
        rtp::Packet { header, payload }
    }
}

pub(super) struct Core {
    transport: Transport,
    pub(super) video: Track,
    pub(super) audio: Option<Track>,
    pub(super) wishes: WishBox,
}

/// A peer that was answered.
pub(super) struct Answered {
    pub(super) core: Core,
    pub(super) sdp: String,
}

impl Core {
    /// Answers an offer.
    pub(super) fn answer(offer: &Offer, terms: &Terms<'_>, now: Instant) -> Result<Answered, RtcError> {
        let wishes = WishBox::default();
        let interceptors = Registry::new().with(Slot::from(14_000), Tap::new(wishes.clone()));
        let mut transport = Transport::build(terms, engine(offer).map_err(library)?, interceptors, now)?;
        let library = &mut transport.library;
        add_track(library, RtpCodecKind::Video, video_codec(&offer.video))?;
        if let Some(audio) = &offer.audio {
            add_track(library, RtpCodecKind::Audio, audio_codec(audio))?;
        }
        let refused = |_| RtcError::Sdp("its transport parameters could not be read");
        let remote = RTCSessionDescription::offer(offer.text.clone()).map_err(refused)?;
        library.set_remote_description(now, remote).map_err(refused)?;
        let answer = library.create_answer(None).map_err(refused)?;
        let sdp = sdp::finish(&answer.sdp, terms.candidates, offer.audio.as_ref());
        library.set_local_description(now, answer).map_err(refused)?;
        let video = track(library, RtpCodecKind::Video).ok_or(RtcError::Codec)?;
        let audio = track(library, RtpCodecKind::Audio);
        let core = Self { transport, video, audio, wishes };
        Ok(Answered { core, sdp })
    }

    pub(super) fn stand(&self) -> Stand {
        self.transport.stand()
    }

    pub(super) fn read(&mut self, from: SocketAddr, bytes: BytesMut, now: Instant) {
        self.transport.read(from, bytes, now);
    }

    pub(super) fn deadline(&mut self) -> Option<Instant> {
        self.transport.deadline()
    }

    pub(super) fn elapse(&mut self, now: Instant) {
        self.transport.elapse(now);
    }

    /// Encrypts one packet of a unit; it waits for [`Self::flush`], in the same call of `Sealed::send`.
    pub(super) fn write_rtp(&mut self, is_video: bool, header: Header, payload: Bytes, now: Instant) {
        let track = if is_video { Some(&mut self.video) } else { self.audio.as_mut() };
        let Some(track) = track else { return };
        let packet = track.packet(header, payload);
        if let Some(mut sender) = self.transport.writer().rtp_sender(track.sender) {
            // It fails where the library has no key yet; nothing is kept then.
            let _ = sender.write_rtp(now, packet);
        }
    }

    pub(super) fn write_rtcp(&mut self, packets: Vec<Box<dyn rtc::rtcp::Packet>>, now: Instant) {
        if let Some(mut sender) = self.transport.writer().rtp_sender(self.video.sender) {
            let _ = sender.write_rtcp(now, packets);
        }
    }

    pub(super) fn flush(&mut self, send: impl FnMut(&[u8], SocketAddr) -> io::Result<()>, proved: impl FnMut(SocketAddr)) -> io::Result<()> {
        self.transport.flush(send, proved)
    }

    pub(super) fn close(&mut self) {
        self.transport.close();
    }
}

fn engine(offer: &Offer) -> Result<MediaEngine, Error> {
    let mut engine = MediaEngine::default();
    let register = |engine: &mut MediaEngine, codec: &Codec, rtp_codec, kind| {
        engine.register_codec(RTCRtpCodecParameters { rtp_codec, payload_type: codec.payload_type }, kind)
    };
    register(&mut engine, &offer.video, video_codec(&offer.video), RtpCodecKind::Video)?;
    if let Some(audio) = &offer.audio {
        register(&mut engine, audio, audio_codec(audio), RtpCodecKind::Audio)?;
    }
    Ok(engine)
}

fn video_codec(codec: &Codec) -> RTCRtpCodec {
    let feedback = [("nack", ""), ("nack", "pli"), ("ccm", "fir")];
    RTCRtpCodec {
        mime_type: MIME_TYPE_H264.to_owned(),
        clock_rate: VIDEO_RATE,
        channels: 0,
        sdp_fmtp_line: codec.parameters.clone(),
        rtcp_feedback: feedback.map(|(typ, parameter)| RTCPFeedback { typ: typ.to_owned(), parameter: parameter.to_owned() }).to_vec(),
    }
}

fn audio_codec(codec: &Codec) -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: MIME_TYPE_OPUS.to_owned(),
        clock_rate: AUDIO_RATE,
        channels: 2,
        sdp_fmtp_line: codec.parameters.clone(),
        rtcp_feedback: Vec::new(),
    }
}

fn add_track(library: &mut RTCPeerConnection, kind: RtpCodecKind, codec: RTCRtpCodec) -> Result<(), RtcError> {
    let coding = RTCRtpCodingParameters { ssrc: Some(rand::random::<u32>().max(1)), ..Default::default() };
    let encoding = RTCRtpEncodingParameters { rtp_coding_parameters: coding, active: true, codec, ..Default::default() };
    let track = MediaStreamTrack::new(STREAM.to_owned(), kind.to_string(), kind.to_string(), kind, vec![encoding]);
    let init = RTCRtpTransceiverInit { direction: RTCRtpTransceiverDirection::Sendonly, streams: Vec::new(), send_encodings: Vec::new() };
    library.add_transceiver_from_track(track, Some(init)).map(|_| ()).map_err(self::library)
}

fn track(library: &mut RTCPeerConnection, kind: RtpCodecKind) -> Option<Track> {
    let senders: Vec<RTCRtpSenderId> = library.get_senders().collect();
    for id in senders {
        let Some(mut sender) = library.rtp_sender(id) else { continue };
        if sender.track().kind() != kind {
            continue;
        }
        let ssrc = sender.track().ssrcs().next()?;
        let payload_type = sender.get_parameters().rtp_parameters.codecs.first()?.payload_type;
        return Some(Track { sender: id, ssrc, payload_type, next_sequence: rand::random(), packets: 0, octets: 0 });
    }
    None
}
