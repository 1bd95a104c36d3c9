//! A viewer over WebRTC: notes the packets of pictures, and can ask for all of them again.

use super::notes::Notes;
use crate::{
    account::Account,
    error::{LoadError, Result},
    places::key,
};
use async_trait::async_trait;
use domain::RoomId;
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
    rtp_transceiver::{
        RTCRtpTransceiverDirection, RTCRtpTransceiverInit,
        rtp_sender::{RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RtpCodecKind},
    },
};
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};
use webrtc::{
    media_stream::track_remote::{TrackRemote, TrackRemoteEvent},
    peer_connection::{PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler},
};

const H264: u8 = 102;
const OPUS: u8 = 111;
/// Packets that one message asks for.
const AT_ONCE: usize = 200;

/// The track by which pictures come, and its SSRC.
type VideoTrack = Arc<Mutex<Option<(Arc<dyn TrackRemote>, u32)>>>;

struct Ears {
    notes: Arc<Mutex<Notes>>,
    video: VideoTrack,
}

#[async_trait]
impl PeerConnectionEventHandler for Ears {
    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        if track.kind().await != RtpCodecKind::Video {
            return;
        }
        let Some(ssrc) = track.ssrcs().await.first().copied() else { return };
        *locked(&self.video) = Some((track.clone(), ssrc));
        let (notes, opened) = (self.notes.clone(), Instant::now());
        tokio::spawn(async move {
            while let Some(event) = track.poll().await {
                if let TrackRemoteEvent::OnRtpPacket(packet) = event {
                    locked(&notes).packet(key(&packet.payload), packet.header.sequence_number, Instant::now(), opened);
                }
            }
        });
    }
}

pub struct Peer {
    notes: Arc<Mutex<Notes>>,
    video: VideoTrack,
    _connection: Box<dyn PeerConnection>,
}

impl Peer {
    /// # Errors
    /// What the server refuses, and what the library does.
    pub async fn watch(account: &Account, room: RoomId) -> Result<Self> {
        let (notes, video) = (Arc::<Mutex<Notes>>::default(), VideoTrack::default());
        let connection = PeerConnectionBuilder::new()
            .with_configuration(RTCConfigurationBuilder::new().build())
            .with_media_engine(codecs()?)
            // Without interceptors: it asks again for what the scenario wants, and for nothing else.
            .with_interceptor_registry(Registry::new())
            .with_handler(Arc::new(Ears { notes: notes.clone(), video: video.clone() }))
            .with_udp_addrs(vec!["127.0.0.1:0".to_owned()])
            .build()
            .await
            .map_err(failed)?;
        for kind in [RtpCodecKind::Audio, RtpCodecKind::Video] {
            let init = RTCRtpTransceiverInit { direction: RTCRtpTransceiverDirection::Recvonly, streams: Vec::new(), send_encodings: Vec::new() };
            connection.add_transceiver_from_kind(kind, Some(init)).await.map_err(failed)?;
        }
        let offer = connection.create_offer(None).await.map_err(failed)?;
        connection.set_local_description(offer.clone()).await.map_err(failed)?;
        let answer = account.offer(room, offer.sdp).await?;
        let answer = RTCSessionDescription::answer(answer).map_err(failed)?;
        connection.set_remote_description(answer).await.map_err(failed)?;
        Ok(Self { notes, video, _connection: Box::new(connection) })
    }

    pub fn notes(&self) -> MutexGuard<'_, Notes> {
        locked(&self.notes)
    }

    /// Asks for every packet of these, the newest first, and for a keyframe.
    ///
    /// # Errors
    /// Where no pictures have come, or the connection has ended.
    pub async fn ask_again(&self, numbers: &[u16]) -> Result<()> {
        let video = locked(&self.video).clone();
        let (track, media_ssrc) = video.ok_or_else(|| LoadError::Rtc("no pictures came".into()))?;
        for some in numbers.rchunks(AT_ONCE) {
            let nacks = some.iter().map(|number| NackPair::new(*number)).collect();
            track.write_rtcp(vec![Box::new(TransportLayerNack { sender_ssrc: 1, media_ssrc, nacks })]).await.map_err(failed)?;
        }
        track.write_rtcp(vec![Box::new(PictureLossIndication { sender_ssrc: 1, media_ssrc })]).await.map_err(failed)
    }
}

fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    // What it holds is whole after each line that changes it.
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn failed(error: impl fmt::Display) -> LoadError {
    LoadError::Rtc(error.to_string())
}

fn codecs() -> Result<MediaEngine> {
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
        engine.register_codec(RTCRtpCodecParameters { rtp_codec, payload_type }, kind).map_err(failed)?;
    }
    Ok(engine)
}
