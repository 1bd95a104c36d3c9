//! The library's half of a connection: ICE, DTLS and the keys, with one track of sound, so that there is something to agree on. Other numbers go out by it too.

use super::sdp::OPUS;
use crate::error::{LoadError, Result};
use rtc::{
    interceptor::Registry,
    media_stream::MediaStreamTrack,
    peer_connection::{
        RTCPeerConnection, RTCPeerConnectionBuilder,
        configuration::{
            RTCConfigurationBuilder,
            media_engine::{MIME_TYPE_OPUS, MediaEngine},
        },
        transport::RTCIceCandidateInit,
    },
    rtp_transceiver::{
        RTCRtpTransceiverDirection, RTCRtpTransceiverInit,
        rtp_sender::{RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind},
    },
};
use std::{fmt, net::SocketAddr, time::Instant};

pub fn failed(error: impl fmt::Display) -> LoadError {
    LoadError::Rtc(error.to_string())
}

/// Before descriptions are exchanged.
///
/// # Errors
/// What it refuses.
pub fn build(local: SocketAddr) -> Result<RTCPeerConnection> {
    let codec = RTCRtpCodec {
        mime_type: MIME_TYPE_OPUS.to_owned(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: String::new(),
        rtcp_feedback: Vec::new(),
    };
    let mut engine = MediaEngine::default();
    engine.register_codec(RTCRtpCodecParameters { rtp_codec: codec.clone(), payload_type: OPUS }, RtpCodecKind::Audio).map_err(failed)?;
    let mut library = RTCPeerConnectionBuilder::new()
        .with_configuration(RTCConfigurationBuilder::new().build())
        .with_media_engine(engine)
        .with_interceptor_registry(Registry::new())
        .build(Instant::now())
        .map_err(failed)?;
    let candidate = format!("candidate:1 1 udp 2130706431 {} {} typ host", local.ip(), local.port());
    library.add_local_candidate(RTCIceCandidateInit { candidate, ..Default::default() }).map_err(failed)?;
    let coding = RTCRtpCodingParameters { ssrc: Some(u32::from(local.port())), ..Default::default() };
    let encoding = RTCRtpEncodingParameters { rtp_coding_parameters: coding, active: true, codec, ..Default::default() };
    let kind = RtpCodecKind::Audio;
    let track = MediaStreamTrack::new("mouth".to_owned(), "voice".to_owned(), "voice".to_owned(), kind, vec![encoding]);
    let init = RTCRtpTransceiverInit { direction: RTCRtpTransceiverDirection::Sendonly, streams: Vec::new(), send_encodings: Vec::new() };
    library.add_transceiver_from_track(track, Some(init)).map_err(failed)?;
    Ok(library)
}
