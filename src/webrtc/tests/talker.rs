//! Somebody in a call: the sans-I/O library as a client, which sends and reads single packets and says what it lost. Datagrams can be lost either way.

use crate::webrtc::RtcGateway;
use actors::call::Call;
use bytes::{Bytes, BytesMut};
use domain::{CallId, UserId};
use parking_lot::Mutex;
use rtc::{
    interceptor::{Interceptor, Packet, Registry, Slot, StreamInfo, TaggedPacket},
    media_stream::MediaStreamTrack,
    peer_connection::{
        RTCPeerConnection, RTCPeerConnectionBuilder,
        configuration::{
            RTCConfigurationBuilder,
            media_engine::{MIME_TYPE_OPUS, MediaEngine},
        },
        event::RTCPeerConnectionEvent,
        message::{RTCMessage, TaggedRTCMessage},
        sdp::RTCSessionDescription,
        state::RTCPeerConnectionState,
        transport::RTCIceCandidateInit,
    },
    rtcp::{
        receiver_report::ReceiverReport,
        sender_report::SenderReport,
        transport_feedbacks::transport_layer_nack::{TransportLayerNack, nack_pairs_from_sequence_numbers},
    },
    rtp,
    rtp_transceiver::{
        RTCRtpTransceiverDirection, RTCRtpTransceiverInit,
        rtp_sender::{RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind},
    },
    sansio::Protocol,
    shared::{TransportContext, TransportMessage, TransportProtocol, error::Error},
};
use std::{
    collections::HashSet,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{net::UdpSocket, sync::mpsc};

pub(super) const OPUS: u8 = 111;
pub(super) const VP8: u8 = 96;
pub(super) const LEVEL: u8 = 1;
/// Of microphones; the number of a camera is one more.
pub(super) const SSRC: u32 = 7_000;

/// What came to somebody.
#[derive(Debug)]
pub(super) enum Came {
    Connected,
    Rtp(rtp::Packet),
    /// The server asks for these of mine again.
    Asked(Vec<u16>),
    /// The server asks for a keyframe.
    Keyframe,
    Report(SenderReport),
    /// The newest of mine that the server has looked at.
    Received(u32),
    Gone,
}

enum Do {
    Rtp(rtp::Packet),
    Rtcp(Vec<Box<dyn rtc::rtcp::Packet>>),
    Raw(Vec<u8>),
}

pub(super) struct Talker {
    pub(super) id: CallId,
    answer: String,
    todo: mpsc::UnboundedSender<Do>,
    came: mpsc::UnboundedReceiver<Came>,
}

pub(super) struct Mouth(mpsc::UnboundedSender<Do>);

impl Mouth {
    pub(super) fn send(&self, packet: rtp::Packet) {
        drop(self.0.send(Do::Rtp(packet)));
    }
}

type HeardBox = Arc<Mutex<Vec<Packet>>>;

#[derive(Default)]
struct Ear {
    heard: HeardBox,
    out: std::collections::VecDeque<TaggedPacket>,
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Ear {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, message: TaggedPacket) -> Result<(), Error> {
        self.heard.lock().push(message.message.packet);
        Ok(())
    }

    fn poll_read(&mut self) -> Option<TaggedPacket> {
        None
    }

    fn handle_write(&mut self, message: TaggedPacket) -> Result<(), Error> {
        self.out.push_back(message);
        Ok(())
    }

    fn poll_write(&mut self) -> Option<TaggedPacket> {
        self.out.pop_front()
    }

    fn handle_timeout(&mut self, _now: Instant) -> Result<(), Error> {
        Ok(())
    }

    fn poll_timeout(&mut self) -> Option<Instant> {
        None
    }
}

impl Interceptor for Ear {
    fn bind_local_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _info: &StreamInfo) {}
    fn bind_remote_stream(&mut self, _info: &StreamInfo) {}
    fn unbind_remote_stream(&mut self, _info: &StreamInfo) {}
}

/// Which packets of sound or pictures are lost on their way, counted from zero.
#[derive(Clone, Default)]
pub(super) struct Loss {
    pub(super) up: HashSet<usize>,
    pub(super) down: HashSet<usize>,
}

impl Talker {
    /// Connected to the call.
    pub(super) async fn join(gateway: &RtcGateway, call: &Arc<Call>, owner: UserId, loss: Loss) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        let local = socket.local_addr().expect("an address");
        let heard = HeardBox::default();
        let mut library = library(heard.clone(), local);
        let now = Instant::now();
        let own = library.create_offer(None).expect("an offer");
        library.set_local_description(now, own.clone()).expect("its own offer");
        let offer = call_offer(&own.sdp);
        let reserved = gateway.read_call(owner, &offer).unwrap_or_else(|error| panic!("{error} for {offer}"));
        let id = reserved.peer().call();
        let answer = gateway.answer_call(reserved, call.seat(id)).expect("an answer");
        let remote = RTCSessionDescription::answer(first_section(&answer)).expect("an answer");
        library.set_remote_description(Instant::now(), remote).expect("an answer to the offer");
        let (todo, commands) = mpsc::unbounded_channel();
        let (told, came) = mpsc::unbounded_channel();
        tokio::spawn(drive(Wire { library, socket, local, heard, told, loss, up: 0, down: 0 }, commands));
        let mut talker = Self { id, answer, todo, came };
        while !matches!(talker.next().await, Came::Connected) {}
        talker
    }

    pub(super) async fn next(&mut self) -> Came {
        super::viewer::patient(self.came.recv()).await.unwrap_or(Came::Gone)
    }

    /// The next packet of others.
    pub(super) async fn hear(&mut self) -> rtp::Packet {
        loop {
            if let Came::Rtp(packet) = self.next().await {
                return packet;
            }
        }
    }

    /// Of what has come so far, the packets.
    pub(super) fn heard(&mut self) -> Vec<rtp::Packet> {
        std::iter::from_fn(|| self.came.try_recv().ok()).filter_map(|came| if let Came::Rtp(packet) = came { Some(packet) } else { None }).collect()
    }

    pub(super) async fn asked(&mut self) -> Vec<u16> {
        loop {
            if let Came::Asked(sequences) = self.next().await {
                return sequences;
            }
        }
    }

    /// Waits until the server has looked at this packet of mine.
    pub(super) async fn received(&mut self, sequence: u32) {
        while !matches!(self.next().await, Came::Received(newest) if newest >= sequence) {}
    }

    pub(super) fn say(&self, sequence: u16) {
        self.send(packet(sequence));
    }

    pub(super) fn send(&self, packet: rtp::Packet) {
        drop(self.todo.send(Do::Rtp(packet)));
    }

    /// To speak while listening.
    pub(super) fn mouth(&self) -> Mouth {
        Mouth(self.todo.clone())
    }

    pub(super) fn ask_again(&self, media_ssrc: u32, sequences: &[u16]) {
        let nacks = nack_pairs_from_sequence_numbers(sequences);
        drop(self.todo.send(Do::Rtcp(vec![Box::new(TransportLayerNack { sender_ssrc: 1, media_ssrc, nacks })])));
    }

    pub(super) fn report(&self, report: SenderReport) {
        drop(self.todo.send(Do::Rtcp(vec![Box::new(report)])));
    }

    pub(super) fn send_raw(&self, bytes: Vec<u8>) {
        drop(self.todo.send(Do::Raw(bytes)));
    }

    /// The number under which this person hears a place.
    pub(super) fn number_of(&self, kind: &str, place: u8) -> u32 {
        let section = self.answer.split("m=").find(|section| section.contains(&format!("{kind}-{place}\r\n"))).expect("a section for the place");
        let line = section.lines().find_map(|line| line.strip_prefix("a=ssrc:")).expect("its number");
        line.split(' ').next().and_then(|number| number.parse().ok()).expect("a number")
    }
}

/// A packet of a microphone: its payload says which, and that it is loud.
pub(super) fn packet(sequence: u16) -> rtp::Packet {
    let mut header = rtp::Header {
        version: 2,
        payload_type: OPUS,
        sequence_number: sequence,
        timestamp: u32::from(sequence) * 960,
        ssrc: SSRC,
        ..rtp::Header::default()
    };
    header.set_extension(LEVEL, Bytes::from_static(&[0x80 | 20])).expect("a small extension");
    rtp::Packet { header, payload: Bytes::copy_from_slice(&sequence.to_be_bytes()) }
}

fn library(heard: HeardBox, local: SocketAddr) -> RTCPeerConnection {
    let codec = RTCRtpCodec {
        mime_type: MIME_TYPE_OPUS.to_owned(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: String::new(),
        rtcp_feedback: Vec::new(),
    };
    let mut engine = MediaEngine::default();
    engine.register_codec(RTCRtpCodecParameters { rtp_codec: codec.clone(), payload_type: OPUS }, RtpCodecKind::Audio).expect("a known kind");
    let mut library = RTCPeerConnectionBuilder::new()
        .with_configuration(RTCConfigurationBuilder::new().build())
        .with_media_engine(engine)
        .with_interceptor_registry(Registry::new().with(Slot::from(14_000), Ear { heard, ..Ear::default() }))
        .build(Instant::now())
        .expect("a client");
    let candidate = format!("candidate:1 1 udp 2130706431 {} {} typ host", local.ip(), local.port());
    library.add_local_candidate(RTCIceCandidateInit { candidate, ..Default::default() }).expect("an address");
    let coding = RTCRtpCodingParameters { ssrc: Some(SSRC), ..Default::default() };
    let encoding = RTCRtpEncodingParameters { rtp_coding_parameters: coding, active: true, codec, ..Default::default() };
    let kind = RtpCodecKind::Audio;
    let track = MediaStreamTrack::new("voice".to_owned(), "voice".to_owned(), "voice".to_owned(), kind, vec![encoding]);
    let init = RTCRtpTransceiverInit { direction: RTCRtpTransceiverDirection::Sendonly, streams: Vec::new(), send_encodings: Vec::new() };
    library.add_transceiver_from_track(track, Some(init)).expect("a track");
    library
}

/// The library's transport in an offer to a call: a microphone, a camera, and three places.
fn call_offer(own: &str) -> String {
    let line = |name: &str| own.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name} in {own}")).to_owned();
    let transport = ["a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:", "a=setup:"].map(line).join("\r\n");
    let first = own.lines().find_map(|line| line.strip_prefix("a=mid:")).expect("a mid").to_owned();
    let mids = [first, "cam".into(), "s0".into(), "s1".into(), "s2".into(), "p0".into(), "p1".into(), "p2".into()];
    let mut text = format!("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {}\r\n", mids.join(" "));
    for (index, mid) in mids.iter().enumerate() {
        let is_audio = mid.starts_with('s') || index == 0;
        let codec = if is_audio {
            "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2"
        } else {
            "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000"
        };
        let direction = if index < 2 { "sendonly" } else { "recvonly" };
        text.push_str(&format!(
            "{codec}\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\na=mid:{mid}\r\na={direction}\r\n{transport}\r\na=rtcp-mux\r\n"
        ));
    }
    text
}

/// Of the answer, what the library offered.
fn first_section(answer: &str) -> String {
    let mut sections = answer.split("m=");
    let session = sections.next().expect("a session");
    let section = sections.next().expect("a section");
    let mid = section.lines().find_map(|line| line.strip_prefix("a=mid:")).expect("a mid");
    let session: String =
        session.lines().map(|line| if line.starts_with("a=group:") { format!("a=group:BUNDLE {mid}\r\n") } else { format!("{line}\r\n") }).collect();
    format!("{session}m={section}")
}

struct Wire {
    library: RTCPeerConnection,
    socket: UdpSocket,
    local: SocketAddr,
    heard: HeardBox,
    told: mpsc::UnboundedSender<Came>,
    loss: Loss,
    up: usize,
    down: usize,
}

async fn drive(mut wire: Wire, mut commands: mpsc::UnboundedReceiver<Do>) {
    let mut buffer = [0; 2_048];
    loop {
        wire.flush().await;
        let wake = wire.library.poll_timeout().unwrap_or_else(|| Instant::now() + Duration::from_secs(1));
        tokio::select! {
            Ok((length, from)) = wire.socket.recv_from(&mut buffer) => wire.read(&buffer[..length], from),
            command = commands.recv() => match command {
                Some(Do::Raw(bytes)) => wire.send_raw(&bytes).await,
                Some(Do::Rtp(packet)) => wire.write(RTCMessage::RtpPacket(String::new(), packet)),
                Some(Do::Rtcp(packets)) => wire.write(RTCMessage::RtcpPacket(String::new(), packets)),
                None => return,
            },
            () = tokio::time::sleep_until(wake.into()) => drop(wire.library.handle_timeout(Instant::now())),
        }
    }
}

fn is_media(bytes: &[u8]) -> bool {
    bytes.len() > 12 && (128..192).contains(&bytes[0]) && [OPUS, VP8].contains(&(bytes[1] & 0x7f))
}

impl Wire {
    fn write(&mut self, message: RTCMessage) {
        let _ = self.library.handle_write(TaggedRTCMessage { now: Instant::now(), message });
    }

    fn read(&mut self, bytes: &[u8], from: SocketAddr) {
        if is_media(bytes) {
            self.down += 1;
            if self.loss.down.contains(&(self.down - 1)) {
                return;
            }
        }
        let transport = TransportContext { local_addr: self.local, peer_addr: from, transport_protocol: TransportProtocol::UDP, ecn: None };
        let _ = self.library.handle_read(TransportMessage { now: Instant::now(), transport, message: BytesMut::from(bytes) });
        while self.library.poll_read().is_some() {}
        while let Some(event) = self.library.poll_event() {
            if let RTCPeerConnectionEvent::OnConnectionStateChangeEvent(state) = event {
                match state {
                    RTCPeerConnectionState::Connected => self.tell(Came::Connected),
                    RTCPeerConnectionState::Closed | RTCPeerConnectionState::Failed | RTCPeerConnectionState::Disconnected => self.tell(Came::Gone),
                    _ => {}
                }
            }
        }
        for packet in std::mem::take(&mut *self.heard.lock()) {
            match packet {
                Packet::Rtp(packet) => self.tell(Came::Rtp(packet)),
                Packet::Rtcp(packets) => packets.iter().for_each(|packet| self.note(packet.as_ref())),
                _ => {}
            }
        }
    }

    fn note(&self, packet: &dyn rtc::rtcp::Packet) {
        let any = packet.as_any();
        if let Some(nack) = any.downcast_ref::<TransportLayerNack>() {
            self.tell(Came::Asked(nack.nacks.iter().flat_map(|pair| pair.into_iter()).collect()));
        } else if any.is::<rtc::rtcp::payload_feedbacks::picture_loss_indication::PictureLossIndication>() {
            self.tell(Came::Keyframe);
        } else if let Some(report) = any.downcast_ref::<SenderReport>() {
            self.tell(Came::Report(report.clone()));
        } else if let Some(report) = any.downcast_ref::<ReceiverReport>() {
            report.reports.iter().for_each(|report| self.tell(Came::Received(report.last_sequence_number)));
        }
    }

    fn tell(&self, came: Came) {
        drop(self.told.send(came));
    }

    async fn flush(&mut self) {
        while let Some(out) = self.library.poll_write() {
            if is_media(&out.message) {
                self.up += 1;
                if self.loss.up.contains(&(self.up - 1)) {
                    continue;
                }
            }
            let _ = self.socket.send_to(&out.message, out.transport.peer_addr).await;
        }
    }

    /// As somebody who does not know the protocols would, from the same address.
    async fn send_raw(&mut self, bytes: &[u8]) {
        let to = self.library.remote_description().and_then(|answer| candidate(&answer.sdp)).expect("the server's address");
        let _ = self.socket.send_to(bytes, to).await;
    }
}

fn candidate(answer: &str) -> Option<SocketAddr> {
    let line = answer.lines().find_map(|line| line.strip_prefix("a=candidate:"))?;
    let words: Vec<&str> = line.split(' ').collect();
    format!("{}:{}", words.get(4)?, words.get(5)?).parse().ok()
}
