//! A viewer over WebRTC, as a browser is one: pictures as RTP packets, and wishes for packets to be sent again.

use super::{Answer, Person, within};
use async_trait::async_trait;
use domain::RoomId;
use parking_lot::Mutex;
use reqwest::{Method, header};
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
use std::sync::Arc;
use tokio::sync::mpsc;
use webrtc::{
    media_stream::track_remote::{TrackRemote, TrackRemoteEvent},
    peer_connection::{PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler},
};

const H264: u8 = 102;
const OPUS: u8 = 111;

/// The track by which pictures come, and its SSRC.
type VideoTrack = Arc<Mutex<Option<(Arc<dyn TrackRemote>, u32)>>>;

struct Ears {
    packets: mpsc::UnboundedSender<rtp::Packet>,
    video: VideoTrack,
}

#[async_trait]
impl PeerConnectionEventHandler for Ears {
    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        if track.kind().await != RtpCodecKind::Video {
            return;
        }
        let ssrc = track.ssrcs().await.first().copied().expect("a stream has a number");
        *self.video.lock() = Some((track.clone(), ssrc));
        let packets = self.packets.clone();
        tokio::spawn(async move {
            while let Some(event) = track.poll().await {
                if let TrackRemoteEvent::OnRtpPacket(packet) = event {
                    let _ = packets.send(packet);
                }
            }
        });
    }
}

pub struct RtcViewer {
    _connection: Box<dyn PeerConnection>,
    packets: mpsc::UnboundedReceiver<rtp::Packet>,
    video: VideoTrack,
}

impl RtcViewer {
    /// Watches a room's stage from now on.
    pub async fn watch(person: &Person, room: RoomId) -> Self {
        let (sender, packets) = mpsc::unbounded_channel();
        let video = VideoTrack::default();
        let connection = PeerConnectionBuilder::new()
            .with_configuration(RTCConfigurationBuilder::new().build())
            .with_media_engine(codecs())
            // Without interceptors: it asks again for what the story wants, and for nothing else.
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
        let asked = person.request(Method::POST, &format!("/api/rooms/{room}/rtc")).header(header::CONTENT_TYPE, "application/sdp").body(offer.sdp);
        let answer = Answer::of(asked).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let answer = RTCSessionDescription::answer(answer.text()).expect("an answer");
        connection.set_remote_description(answer).await.expect("an answer to the offer");
        Self { _connection: Box::new(connection), packets, video }
    }

    /// The next packet of the pictures.
    pub async fn video(&mut self) -> rtp::Packet {
        within("a packet", self.packets.recv()).await.expect("the connection stands")
    }

    /// Packets that have come and were not looked at.
    pub fn waiting(&mut self) -> Vec<rtp::Packet> {
        std::iter::from_fn(|| self.packets.try_recv().ok()).collect()
    }

    /// Asks for these to be sent again.
    pub async fn ask_again(&self, sequences: &[u16]) {
        let nacks = sequences.iter().map(|sequence| NackPair::new(*sequence)).collect();
        let (track, media_ssrc) = self.track();
        track.write_rtcp(vec![Box::new(TransportLayerNack { sender_ssrc: 1, media_ssrc, nacks })]).await.expect("to be sent");
    }

    pub async fn ask_keyframe(&self) {
        let (track, media_ssrc) = self.track();
        track.write_rtcp(vec![Box::new(PictureLossIndication { sender_ssrc: 1, media_ssrc })]).await.expect("to be sent");
    }

    fn track(&self) -> (Arc<dyn TrackRemote>, u32) {
        self.video.lock().clone().expect("pictures have come")
    }
}

fn codecs() -> MediaEngine {
    let mut engine = MediaEngine::default();
    for (kind, mime, rate, channels, fmtp, payload_type) in [
        (RtpCodecKind::Audio, MIME_TYPE_OPUS, 48_000, 2, "minptime=10;useinbandfec=1", OPUS),
        (RtpCodecKind::Video, MIME_TYPE_H264, 90_000, 0, "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f", H264),
    ] {
        let feedback = [("nack", ""), ("nack", "pli")].map(|(typ, parameter)| RTCPFeedback { typ: typ.to_owned(), parameter: parameter.to_owned() });
        let rtp_codec = RTCRtpCodec {
            mime_type: mime.to_owned(),
            clock_rate: rate,
            channels,
            sdp_fmtp_line: fmtp.to_owned(),
            rtcp_feedback: if kind == RtpCodecKind::Video { feedback.to_vec() } else { Vec::new() },
        };
        engine.register_codec(RTCRtpCodecParameters { rtp_codec, payload_type }, kind).expect("a known kind");
    }
    engine
}
