//! The protocols of one peer: ICE-lite, DTLS and SRTP, from the sans-I/O core of `webrtc`.
//!
//! It answers the offer, takes datagrams in and gives datagrams out. It reads no clock and owns no socket; it does not know what
//! is sent, nor keeps it: no part of the library that would buffer outgoing media is registered.

use super::{
    RtcError,
    clock::{AUDIO_RATE, VIDEO_RATE},
    feedback::{Tap, WishBox},
    sdp::{self, Codec, Offer},
    socket::is_stun,
};
use bytes::{Bytes, BytesMut};
use rtc::{
    crypto::{self, SignatureScheme},
    ice::mdns::MulticastDnsMode,
    interceptor::{Registry, Slot},
    media_stream::MediaStreamTrack,
    peer_connection::{
        RTCPeerConnection, RTCPeerConnectionBuilder,
        certificate::{CertificateParams, RTCCertificate},
        configuration::{
            RTCConfigurationBuilder,
            media_engine::{MIME_TYPE_H264, MIME_TYPE_OPUS, MediaEngine},
            setting_engine::{SettingEngine, SettingEngineBuilder},
        },
        event::RTCPeerConnectionEvent,
        sdp::RTCSessionDescription,
        state::RTCPeerConnectionState,
        transport::{RTCDtlsTransportState, RTCIceCandidateInit},
    },
    rtp,
    rtp_transceiver::{
        RTCRtpSenderId, RTCRtpTransceiverDirection, RTCRtpTransceiverInit,
        rtp_sender::{
            RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters, RTCRtpSender, RtpCodecKind,
        },
    },
    sansio::Protocol,
    shared::{TransportContext, TransportMessage, TransportProtocol, error::Error},
};
use std::{
    io,
    net::SocketAddr,
    time::{Duration, Instant},
};

/// Silence after which a path counts as broken; browsers ask every 2.5 to 6 s.
const DISCONNECTED_AFTER: Duration = Duration::from_secs(8);
/// Further silence after which the peer is gone.
const FAILED_AFTER: Duration = Duration::from_secs(6);
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// The stream both tracks belong to, so that browsers play them in step.
const STREAM: &str = "stage";

/// The server's certificate for DTLS, one for all peers; its fingerprint stands in each answer.
#[derive(Clone)]
pub(super) struct Identity(RTCCertificate);

impl Identity {
    pub(super) fn generate() -> Result<Self, RtcError> {
        let provider = crypto::default_provider().map_err(|error| RtcError::Library(error.to_string()))?;
        let params = CertificateParams::new(Vec::<String>::new()).map_err(|error| RtcError::Library(error.to_string()))?;
        RTCCertificate::generate(provider.crypto(), SignatureScheme::EcdsaP256Sha256, params).map(Self).map_err(library)
    }
}

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

/// How far the peer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    Connecting,
    Connected,
    /// Closed by the peer, or silent too long.
    Gone,
}

pub(super) struct Core {
    library: RTCPeerConnection,
    /// What the library believes that it listens on: one address of each family.
    local: Vec<SocketAddr>,
    pub(super) video: Track,
    pub(super) audio: Option<Track>,
    pub(super) wishes: WishBox,
    stand: Stand,
}

/// A peer that was answered.
pub(super) struct Answered {
    pub(super) core: Core,
    pub(super) sdp: String,
}

/// What every answer needs.
pub(super) struct Terms<'a> {
    pub(super) identity: &'a Identity,
    pub(super) candidates: &'a [SocketAddr],
    /// The server's half of the ICE user name, and its password.
    pub(super) name: &'a str,
    pub(super) password: &'a str,
}

impl Core {
    /// Answers an offer.
    pub(super) fn answer(offer: &Offer, terms: &Terms<'_>, now: Instant) -> Result<Answered, RtcError> {
        let wishes = WishBox::default();
        let mut library = RTCPeerConnectionBuilder::new()
            .with_configuration(RTCConfigurationBuilder::new().with_certificates(vec![terms.identity.0.clone()]).build())
            .with_media_engine(engine(offer).map_err(library)?)
            .with_setting_engine(settings(terms))
            .with_interceptor_registry(Registry::new().with(Slot::from(14_000), Tap::new(wishes.clone())))
            .build(now)
            .map_err(library)?;
        let local = one_of_each_family(terms.candidates);
        for (index, address) in local.iter().enumerate() {
            let candidate = format!("candidate:{} 1 udp 2130706431 {} {} typ host", index + 1, address.ip(), address.port());
            library.add_local_candidate(RTCIceCandidateInit { candidate, ..Default::default() }).map_err(self::library)?;
        }
        add_track(&mut library, RtpCodecKind::Video, video_codec(&offer.video))?;
        if let Some(audio) = &offer.audio {
            add_track(&mut library, RtpCodecKind::Audio, audio_codec(audio))?;
        }
        let refused = |_| RtcError::Sdp("its transport parameters could not be read");
        let remote = RTCSessionDescription::offer(offer.text.clone()).map_err(refused)?;
        library.set_remote_description(now, remote).map_err(refused)?;
        let answer = library.create_answer(None).map_err(refused)?;
        let sdp = sdp::finish(&answer.sdp, terms.candidates, offer.audio.as_ref());
        library.set_local_description(now, answer).map_err(refused)?;
        let video = track(&mut library, RtpCodecKind::Video).ok_or(RtcError::Codec)?;
        let audio = track(&mut library, RtpCodecKind::Audio);
        let core = Self { library, local, video, audio, wishes, stand: Stand::Connecting };
        Ok(Answered { core, sdp })
    }

    pub(super) fn stand(&self) -> Stand {
        self.stand
    }

    /// A datagram came in.
    pub(super) fn read(&mut self, from: SocketAddr, bytes: BytesMut, now: Instant) {
        let Some(local_addr) = self.local.iter().copied().find(|local| local.is_ipv4() == from.is_ipv4()) else { return };
        let is_dtls = bytes.first().is_some_and(|first| (20..64).contains(first));
        let transport = TransportContext { local_addr, peer_addr: from, transport_protocol: TransportProtocol::UDP, ecn: None };
        // What it can't read it drops; the peer's own repair applies.
        let _ = self.library.handle_read(TransportMessage { now, transport, message: bytes });
        self.settle();
        if is_dtls && self.is_closed_by_peer() {
            self.stand = Stand::Gone;
        }
    }

    /// When [`Self::elapse`] wants to be called next.
    pub(super) fn deadline(&mut self) -> Option<Instant> {
        self.library.poll_timeout()
    }

    pub(super) fn elapse(&mut self, now: Instant) {
        let _ = self.library.handle_timeout(now);
        self.settle();
    }

    /// Encrypts one packet of a unit; it waits for [`Self::flush`], in the same call of `Sealed::send`.
    pub(super) fn write_rtp(&mut self, is_video: bool, header: Header, payload: Bytes, now: Instant) {
        let track = if is_video { Some(&mut self.video) } else { self.audio.as_mut() };
        let Some(track) = track else { return };
        let packet = track.packet(header, payload);
        if let Some(mut sender) = self.library.rtp_sender(track.sender) {
            // It fails where the library has no key yet; nothing is kept then.
            let _ = sender.write_rtp(now, packet);
        }
    }

    pub(super) fn write_rtcp(&mut self, packets: Vec<Box<dyn rtc::rtcp::Packet>>, now: Instant) {
        if let Some(mut sender) = self.library.rtp_sender(self.video.sender) {
            let _ = sender.write_rtcp(now, packets);
        }
    }

    /// Gives everything that waits to `send`; says of each address that was proved. The first error of a send is told, what
    /// waits behind it is tried all the same: nothing is kept.
    pub(super) fn flush(&mut self, mut send: impl FnMut(&[u8], SocketAddr) -> io::Result<()>, mut proved: impl FnMut(SocketAddr)) -> io::Result<()> {
        let mut outcome = Ok(());
        while let Some(out) = self.library.poll_write() {
            let to = out.transport.peer_addr;
            // Without candidates of the browser's in the offer, the library speaks STUN only to whom it authenticated.
            if is_stun(&out.message) {
                proved(to);
            }
            outcome = outcome.and(send(&out.message, to));
        }
        outcome
    }

    /// Says goodbye; [`Self::flush`] sends it.
    pub(super) fn close(&mut self) {
        let _ = self.library.close();
        self.stand = Stand::Gone;
    }

    fn settle(&mut self) {
        // Inbound media is not wanted, and the tap lets none past: only RTCP is here, which it has read.
        while self.library.poll_read().is_some() {}
        while let Some(event) = self.library.poll_event() {
            let RTCPeerConnectionEvent::OnConnectionStateChangeEvent(state) = event else { continue };
            match state {
                RTCPeerConnectionState::Connected if self.stand == Stand::Connecting => self.stand = Stand::Connected,
                RTCPeerConnectionState::Failed | RTCPeerConnectionState::Closed => self.stand = Stand::Gone,
                _ => {}
            }
        }
    }

    fn is_closed_by_peer(&mut self) -> bool {
        let sender = self.library.rtp_sender(self.video.sender);
        let transport = sender.as_ref().and_then(RTCRtpSender::transport);
        let state = transport.map(|transport| transport.state());
        matches!(state, Some(RTCDtlsTransportState::Closed | RTCDtlsTransportState::Failed))
    }
}

fn library(error: Error) -> RtcError {
    RtcError::Library(error.to_string())
}

fn one_of_each_family(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let first = |ipv4: bool| addresses.iter().copied().find(|address| address.is_ipv4() == ipv4);
    first(true).into_iter().chain(first(false)).collect()
}

fn settings(terms: &Terms<'_>) -> SettingEngine {
    SettingEngineBuilder::new()
        .with_lite(true)
        .with_multicast_dns_mode(MulticastDnsMode::Disabled)
        .with_ice_credentials(terms.name.to_owned(), terms.password.to_owned())
        .with_ice_timeouts(Some(DISCONNECTED_AFTER), Some(FAILED_AFTER), Some(LOOK_EVERY))
        .build()
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
