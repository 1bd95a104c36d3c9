//! One peer's connection: ICE-lite, DTLS and SRTP around the library's core.
//!
//! Datagrams in, datagrams out, and how far the connection is. It reads no clock and owns no socket; it does not know what is sent.

use super::{RtcError, gateway::Terms, limits::Bucket, socket::is_stun, streams::Streams};
use bytes::BytesMut;
use rtc::{
    crypto::{self, SignatureScheme},
    ice::mdns::MulticastDnsMode,
    interceptor::Registry,
    peer_connection::{
        RTCPeerConnection, RTCPeerConnectionBuilder,
        certificate::{CertificateParams, RTCCertificate},
        configuration::{
            RTCConfigurationBuilder,
            media_engine::MediaEngine,
            setting_engine::{SettingEngine, SettingEngineBuilder},
        },
        event::RTCPeerConnectionEvent,
        state::RTCPeerConnectionState,
        transport::{RTCDtlsTransportState, RTCIceCandidateInit},
    },
    rtp_transceiver::{RTCRtpSenderId, rtp_sender::RTCRtpSender},
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
/// Packets by which a repair may come late and is no replay.
const REPLAY_WINDOW: usize = 512;
/// Datagrams of one connection in a second, and at once: what is more is dropped before it is decrypted.
const DATAGRAMS_PER_SECOND: u32 = 600;

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

/// How far the peer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    Connecting,
    Connected,
    /// Closed by the peer, or silent too long.
    Gone,
}

pub(super) struct Transport {
    pub(super) library: RTCPeerConnection,
    /// What the library believes that it listens on: one address of each family.
    local: Vec<SocketAddr>,
    stand: Stand,
    datagrams: Bucket,
    streams: Streams,
    /// Something may wait to be sent: looking costs a walk through the whole library.
    stirred: bool,
}

impl Transport {
    /// Before its descriptions are exchanged.
    pub(super) fn build(terms: &Terms<'_>, engine: MediaEngine, interceptors: Registry, now: Instant) -> Result<Self, RtcError> {
        let mut library = RTCPeerConnectionBuilder::new()
            .with_configuration(RTCConfigurationBuilder::new().with_certificates(vec![terms.identity.0.clone()]).build())
            .with_media_engine(engine)
            .with_setting_engine(settings(terms))
            .with_interceptor_registry(interceptors)
            .build(now)
            .map_err(self::library)?;
        let local = one_of_each_family(terms.candidates);
        for (index, address) in local.iter().enumerate() {
            let candidate = format!("candidate:{} 1 udp 2130706431 {} {} typ host", index + 1, address.ip(), address.port());
            library.add_local_candidate(RTCIceCandidateInit { candidate, ..Default::default() }).map_err(self::library)?;
        }
        let datagrams = Bucket::new(DATAGRAMS_PER_SECOND, DATAGRAMS_PER_SECOND, now);
        Ok(Self { library, local, stand: Stand::Connecting, datagrams, streams: Streams::default(), stirred: true })
    }

    pub(super) fn stand(&self) -> Stand {
        self.stand
    }

    /// A datagram came in.
    pub(super) fn read(&mut self, from: SocketAddr, bytes: BytesMut, now: Instant) {
        if !self.datagrams.spend(1, now) || !self.streams.admit(&bytes) {
            return;
        }
        let Some(local_addr) = self.local.iter().copied().find(|local| local.is_ipv4() == from.is_ipv4()) else { return };
        let is_dtls = bytes.first().is_some_and(|first| (20..64).contains(first));
        let transport = TransportContext { local_addr, peer_addr: from, transport_protocol: TransportProtocol::UDP, ecn: None };
        self.stirred = true;
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

    /// For writing; [`Self::flush`] sends it.
    pub(super) fn writer(&mut self) -> &mut RTCPeerConnection {
        self.stirred = true;
        &mut self.library
    }

    pub(super) fn elapse(&mut self, now: Instant) {
        self.stirred = true;
        let _ = self.library.handle_timeout(now);
        self.settle();
    }

    /// Gives everything that waits to `send`; says of each address that was proved. The first error of a send is told, what
    /// waits behind it is tried all the same: nothing is kept.
    pub(super) fn flush(&mut self, mut send: impl FnMut(&[u8], SocketAddr) -> io::Result<()>, mut proved: impl FnMut(SocketAddr)) -> io::Result<()> {
        let mut outcome = Ok(());
        if !std::mem::take(&mut self.stirred) {
            return outcome;
        }
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
        self.stirred = true;
        let _ = self.library.close();
        self.stand = Stand::Gone;
    }

    fn settle(&mut self) {
        // Inbound media never comes so far: taps in the library's chain read what is wanted of it.
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
        let any: Option<RTCRtpSenderId> = self.library.get_senders().next();
        let sender = any.and_then(|id| self.library.rtp_sender(id));
        let transport = sender.as_ref().and_then(RTCRtpSender::transport);
        let state = transport.map(|transport| transport.state());
        matches!(state, Some(RTCDtlsTransportState::Closed | RTCDtlsTransportState::Failed))
    }
}

pub(super) fn library(error: Error) -> RtcError {
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
        .with_srtp_replay_protection_window(REPLAY_WINDOW)
        .build()
}
