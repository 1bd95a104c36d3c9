//! A browser's stand-in: the `webrtc` crate as a client, and a wire to it that can lose packets.

use crate::webrtc::RtcGateway;
use async_trait::async_trait;
use parking_lot::Mutex;
use rtc::{
    interceptor::Registry,
    peer_connection::{
        configuration::{
            RTCConfigurationBuilder,
            media_engine::{MIME_TYPE_H264, MIME_TYPE_OPUS, MediaEngine},
        },
        sdp::RTCSessionDescription,
    },
    rtcp::{
        payload_feedbacks::picture_loss_indication::PictureLossIndication,
        transport_feedbacks::transport_layer_nack::{NackPair, TransportLayerNack},
    },
    rtp,
    rtp_transceiver::{
        RTCRtpTransceiverDirection, RTCRtpTransceiverInit,
        rtp_sender::{RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RtpCodecKind},
    },
};
use std::{
    collections::HashSet,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::{net::UdpSocket, sync::mpsc};
use webrtc::{
    media_stream::track_remote::{TrackRemote, TrackRemoteEvent},
    peer_connection::{PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler},
};

const H264: u8 = 102;
const OPUS: u8 = 111;
/// After this a test that hangs is ended; nothing is measured by it.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Video,
    Audio,
}

/// The track by which pictures come, and its SSRC.
type VideoTrack = Arc<Mutex<Option<(Arc<dyn TrackRemote>, u32)>>>;

struct Ears {
    packets: mpsc::UnboundedSender<(Kind, rtp::Packet)>,
    video: VideoTrack,
}

#[async_trait]
impl PeerConnectionEventHandler for Ears {
    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        let kind = if track.kind().await == RtpCodecKind::Video { Kind::Video } else { Kind::Audio };
        let ssrc = track.ssrcs().await.first().copied().expect("a stream has a number");
        if kind == Kind::Video {
            *self.video.lock() = Some((track.clone(), ssrc));
        }
        let packets = self.packets.clone();
        tokio::spawn(async move {
            while let Some(event) = track.poll().await {
                if let TrackRemoteEvent::OnRtpPacket(packet) = event {
                    let _ = packets.send((kind, packet));
                }
            }
        });
    }
}

fn feedback() -> Vec<RTCPFeedback> {
    [("nack", ""), ("nack", "pli"), ("goog-remb", "")]
        .map(|(typ, parameter)| RTCPFeedback { typ: typ.to_owned(), parameter: parameter.to_owned() })
        .to_vec()
}

pub(super) struct Viewer {
    connection: Box<dyn PeerConnection>,
    packets: mpsc::UnboundedReceiver<(Kind, rtp::Packet)>,
    video: VideoTrack,
    pub(super) offer: String,
}

impl Viewer {
    /// One that has made its offer.
    pub(super) async fn new() -> Self {
        let mut engine = MediaEngine::default();
        for (kind, mime, rate, channels, fmtp, payload_type) in [
            (RtpCodecKind::Audio, MIME_TYPE_OPUS, 48_000, 2, "minptime=10;useinbandfec=1", OPUS),
            (RtpCodecKind::Video, MIME_TYPE_H264, 90_000, 0, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f", H264),
        ] {
            let rtp_codec = RTCRtpCodec {
                mime_type: mime.to_owned(),
                clock_rate: rate,
                channels,
                sdp_fmtp_line: fmtp.to_owned(),
                rtcp_feedback: if kind == RtpCodecKind::Video { feedback() } else { Vec::new() },
            };
            engine.register_codec(RTCRtpCodecParameters { rtp_codec, payload_type }, kind).expect("a known kind");
        }
        let (sender, packets) = mpsc::unbounded_channel();
        let video = Arc::new(Mutex::new(None));
        let connection = PeerConnectionBuilder::new()
            .with_configuration(RTCConfigurationBuilder::new().build())
            .with_media_engine(engine)
            .with_interceptor_registry(Registry::new())
            .with_handler(Arc::new(Ears { packets: sender, video: video.clone() }))
            .with_udp_addrs(vec!["127.0.0.1:0".to_owned()])
            .build()
            .await
            .expect("a client");
        for kind in [RtpCodecKind::Audio, RtpCodecKind::Video] {
            let init = RTCRtpTransceiverInit { direction: RTCRtpTransceiverDirection::Recvonly, streams: Vec::new(), send_encodings: Vec::new() };
            connection.add_transceiver_from_kind(kind, Some(init)).await.expect("a transceiver");
        }
        let offer = connection.create_offer(None).await.expect("an offer");
        connection.set_local_description(offer.clone()).await.expect("its own offer");
        Self { connection: Box::new(connection), packets, video, offer: offer.sdp }
    }

    pub(super) async fn hear(&self, answer: String) {
        let answer = RTCSessionDescription::answer(answer).expect("an answer");
        self.connection.set_remote_description(answer).await.expect("an answer to the offer");
    }

    pub(super) async fn packet(&mut self) -> (Kind, rtp::Packet) {
        patient(self.packets.recv()).await.expect("the connection stands")
    }

    /// The next packet of the pictures.
    pub(super) async fn video(&mut self) -> rtp::Packet {
        loop {
            if let (Kind::Video, packet) = self.packet().await {
                return packet;
            }
        }
    }

    pub(super) async fn videos(&mut self, count: usize) -> Vec<rtp::Packet> {
        let mut packets = Vec::new();
        while packets.len() < count {
            packets.push(self.video().await);
        }
        packets
    }

    pub(super) async fn ask_again(&self, sequences: &[u16]) {
        let nacks = sequences.iter().map(|sequence| NackPair::new(*sequence)).collect();
        let (track, media_ssrc) = self.track();
        track.write_rtcp(vec![Box::new(TransportLayerNack { sender_ssrc: 1, media_ssrc, nacks })]).await.expect("to be sent");
    }

    pub(super) async fn ask_keyframe(&self) {
        let (track, media_ssrc) = self.track();
        track.write_rtcp(vec![Box::new(PictureLossIndication { sender_ssrc: 1, media_ssrc })]).await.expect("to be sent");
    }

    fn track(&self) -> (Arc<dyn TrackRemote>, u32) {
        self.video.lock().clone().expect("pictures have come")
    }

    pub(super) async fn leave(self) {
        self.connection.close().await.expect("to close");
    }
}

/// Waits for something that must come.
pub(super) async fn patient<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("it must come")
}

/// Waits until the gateway has so many peers.
pub(super) async fn until_peers(gateway: &RtcGateway, count: usize) {
    patient(async {
        while gateway.peers() != count {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// A wire between one viewer and the gateway. Loses the video packets whose turn (counted from zero, repairs too) it is told.
pub(super) struct Wire {
    address: SocketAddr,
}

impl Wire {
    pub(super) async fn lay(gateway: u16, lose: impl IntoIterator<Item = usize>) -> Self {
        let lose: HashSet<usize> = lose.into_iter().collect();
        let near = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        let far = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        let address = near.local_addr().expect("an address");
        tokio::spawn(async move {
            let (mut up, mut down) = ([0; 2_048], [0; 2_048]);
            let (mut viewer, mut turn) = (None, 0);
            loop {
                tokio::select! {
                    Ok((length, from)) = near.recv_from(&mut up) => {
                        viewer = Some(from);
                        let _ = far.send_to(&up[..length], (Ipv4Addr::LOCALHOST, gateway)).await;
                    }
                    Ok((length, _)) = far.recv_from(&mut down) => {
                        let packet = &down[..length];
                        let is_video = (128..192).contains(&packet[0]) && packet[1] & 0x7f == H264;
                        let is_lost = is_video && lose.contains(&turn);
                        turn += usize::from(is_video);
                        if let Some(viewer) = viewer.filter(|_| !is_lost) {
                            let _ = near.send_to(packet, viewer).await;
                        }
                    }
                }
            }
        });
        Self { address }
    }

    /// The answer with this wire in the place of the gateway's port.
    pub(super) fn reroute(&self, answer: &str, gateway: u16) -> String {
        answer.replace(&format!(" {gateway} typ host"), &format!(" {} typ host", self.address.port()))
    }
}
