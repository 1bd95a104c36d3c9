//! The gateway against a real client, on the loopback.

pub(super) mod material;
mod talker;
mod viewer;
mod voices;

use super::{RtcConfig, RtcError, RtcGateway, gateway::PEERS_PER_OWNER};
use actors::stage::{Show, Stage, Subscription, Unit};
use domain::{TakeId, UserId};
use material::{Film, picture, sound};
use rtc::rtp;
use std::sync::Arc;
use tokio::net::UdpSocket;
use uuid::Uuid;
use viewer::{Kind, Viewer, Wire, until_peers};

fn person(number: u128) -> UserId {
    UserId::from_uuid(Uuid::from_u128(number))
}

async fn gateway() -> RtcGateway {
    gateway_on("127.0.0.1:0").await
}

async fn gateway_on(listen: &str) -> RtcGateway {
    let config = RtcConfig { listen: listen.parse().expect("an address"), public: Vec::new(), max_peers: 64 };
    RtcGateway::bind(config).await.expect("a free port")
}

/// A viewer of the stage over a wire that loses these video packets.
async fn watch(gateway: &RtcGateway, stage: &Screen, lose: &[usize]) -> Viewer {
    let viewer = Viewer::new().await;
    let (_, answer) = gateway.answer(person(1), &viewer.offer, stage.subscribe()).await.expect("an answer");
    let wire = Wire::lay(gateway.local_addr().port(), lose.iter().copied()).await;
    viewer.hear(wire.reroute(&answer, gateway.local_addr().port())).await;
    viewer
}

/// A stage with a show on it.
struct Screen {
    stage: Arc<Stage>,
    show: Show,
}

impl Screen {
    fn new() -> Self {
        let stage = Stage::new();
        let show = stage.begin(TakeId::from_uuid(Uuid::nil()));
        Self { stage, show }
    }

    fn show(&self, unit: &Unit) {
        assert!(self.show.show(unit), "the show is on");
    }

    fn subscribe(&self) -> Subscription {
        self.stage.subscribe()
    }
}

fn payloads(packets: &[rtp::Packet]) -> Vec<&[u8]> {
    packets.iter().map(|packet| packet.payload.as_ref()).collect()
}

#[tokio::test]
async fn a_viewer_gets_pictures_and_sound_intact_and_in_order() {
    let (gateway, stage, film) = (gateway().await, Screen::new(), Film::new(1));
    let first = picture(0, true, 120);
    stage.show(&film.seal(first));
    let mut viewer = watch(&gateway, &stage, &[]).await;
    let keyframe = viewer.videos(120).await;
    assert_eq!(payloads(&keyframe), picture(0, true, 120).rtp);
    assert!(keyframe.windows(2).all(|pair| pair[1].header.sequence_number == pair[0].header.sequence_number.wrapping_add(1)));
    assert!(keyframe.iter().all(|packet| packet.header.timestamp == keyframe[0].header.timestamp));
    assert_eq!(keyframe.iter().filter(|packet| packet.header.marker).count(), 1);
    assert!(keyframe[119].header.marker);

    for unit in [sound(2), picture(1, false, 2), sound(3), sound(4), picture(2, false, 1)] {
        stage.show(&film.seal(unit));
    }
    let (mut heard, mut seen) = (Vec::new(), Vec::new());
    while heard.len() + seen.len() < 6 {
        match viewer.packet().await {
            (Kind::Video, packet) => seen.push(packet),
            (Kind::Audio, packet) => heard.push(packet),
        }
    }
    assert_eq!(payloads(&seen), [picture(1, false, 2).rtp, picture(2, false, 1).rtp].concat());
    assert_eq!(payloads(&heard), [sound(2).rtp, sound(3).rtp, sound(4).rtp].concat());
    assert_eq!(seen[2].header.timestamp.wrapping_sub(seen[1].header.timestamp), 3_600);
    assert_eq!(heard[1].header.timestamp.wrapping_sub(heard[0].header.timestamp), 960);
    gateway.shutdown().await;
    assert_eq!(gateway.peers(), 0);
}

#[tokio::test]
async fn a_late_joiner_gets_the_present_group_and_no_picture_twice() {
    let (gateway, stage, film) = (gateway().await, Screen::new(), Film::new(1));
    for index in 0..5 {
        stage.show(&film.seal(picture(index, index == 0, 1)));
    }
    let mut viewer = watch(&gateway, &stage, &[]).await;
    let group = viewer.videos(5).await;
    stage.show(&film.seal(picture(5, false, 1)));
    let next = viewer.video().await;
    assert_eq!(group[4].payload, picture(4, false, 1).rtp[0]);
    assert_eq!(next.payload, picture(5, false, 1).rtp[0]);
    let steps: Vec<u32> = group.windows(2).map(|pair| pair[1].header.timestamp.wrapping_sub(pair[0].header.timestamp)).collect();
    assert_eq!(steps, [3; 4]);
}

#[tokio::test]
async fn a_lost_packet_is_sent_again_on_request() {
    let (gateway, stage, film) = (gateway().await, Screen::new(), Film::new(1));
    let mut viewer = watch(&gateway, &stage, &[1]).await;
    stage.show(&film.seal(picture(0, true, 3)));
    let got = viewer.videos(2).await;
    let lost = got[0].header.sequence_number.wrapping_add(1);
    assert_eq!(got[1].header.sequence_number, lost.wrapping_add(1));
    viewer.ask_again(&[lost]).await;
    let repaired = viewer.video().await;
    assert_eq!(repaired.header.sequence_number, lost);
    assert_eq!(repaired.header.timestamp, got[0].header.timestamp);
    assert_eq!(repaired.payload, picture(0, true, 3).rtp[1]);
}

#[tokio::test]
async fn a_wish_for_a_keyframe_brings_the_group_again() {
    let (gateway, stage, film) = (gateway().await, Screen::new(), Film::new(1));
    let mut viewer = watch(&gateway, &stage, &[]).await;
    stage.show(&film.seal(picture(0, true, 1)));
    stage.show(&film.seal(picture(1, false, 1)));
    let first = viewer.videos(2).await;
    // A replay answers the wishes of the next quarter of a second: ask until one is heard.
    let again = viewer::patient(async {
        loop {
            viewer.ask_keyframe().await;
            tokio::select! {
                packet = viewer.video() => break packet,
                () = tokio::task::yield_now() => {}
            }
        }
    })
    .await;
    assert_eq!(again.payload, first[0].payload);
    assert_eq!(again.header.sequence_number, first[1].header.sequence_number.wrapping_add(1));
    assert!(again.header.timestamp.wrapping_sub(first[1].header.timestamp) < u32::MAX / 2);
    assert_eq!(viewer.video().await.payload, first[1].payload);
}

#[tokio::test]
async fn revoked_likeness_never_leaves_again_even_on_request() {
    let (gateway, stage) = (gateway().await, Screen::new());
    let (mut revoked, kept) = (Film::of_somebody(1), Film::new(2));
    let mut viewer = watch(&gateway, &stage, &[2, 5]).await;
    stage.show(&kept.seal(picture(6, true, 1)));
    viewer.video().await;
    let unit = revoked.seal(picture(0, true, 3));
    stage.show(&unit);
    stage.show(&kept.seal(picture(7, true, 3)));
    let got = viewer.videos(4).await;
    let start = got[0].header.sequence_number;
    assert_eq!(got[2].payload, picture(7, true, 3).rtp[0]);

    assert!(revoked.revoke().is_some_and(|receipt| receipt.unconfirmed.is_empty()));
    // The first of both would come first; the second shows that the wish was heard.
    viewer.ask_again(&[start.wrapping_add(1), start.wrapping_add(4)]).await;
    let repaired = viewer.video().await;
    assert_eq!(repaired.header.sequence_number, start.wrapping_add(4));

    stage.show(&unit);
    stage.show(&kept.seal(picture(8, true, 1)));
    assert_eq!(viewer.video().await.payload, picture(8, true, 1).rtp[0]);
}

#[tokio::test]
async fn a_purge_leaves_no_reference_behind() {
    let (gateway, stage) = (gateway().await, Screen::new());
    let mut film = Film::of_somebody(1);
    let mut viewer = watch(&gateway, &stage, &[]).await;
    let unit = film.seal(picture(0, true, 3));
    stage.show(&unit);
    viewer.videos(3).await;
    assert!(stage.show.end());
    assert_eq!(stage.stage.watchers(), 1);
    assert!(Arc::strong_count(&unit) > 1, "the history knows it");
    assert!(film.revoke().is_some());
    assert_eq!(Arc::strong_count(&unit), 1);
}

#[tokio::test]
async fn viewers_share_one_port() {
    let (gateway, stage, film) = (gateway().await, Screen::new(), Film::new(1));
    let mut viewers = [watch(&gateway, &stage, &[]).await, watch(&gateway, &stage, &[]).await];
    stage.show(&film.seal(picture(0, true, 2)));
    for viewer in &mut viewers {
        assert_eq!(payloads(&viewer.videos(2).await), picture(0, true, 2).rtp);
    }
    assert_eq!(gateway.peers(), 2);
}

#[tokio::test]
async fn a_port_on_every_address_serves_ipv4_whether_or_not_it_serves_ipv6() {
    for listen in ["0.0.0.0:0", "[::]:0"] {
        let (gateway, stage, film) = (gateway_on(listen).await, Screen::new(), Film::new(1));
        let mut viewer = watch(&gateway, &stage, &[]).await;
        stage.show(&film.seal(picture(0, true, 1)));
        assert_eq!(viewer.video().await.payload, picture(0, true, 1).rtp[0], "{listen}");
    }
}

#[tokio::test]
async fn closing_is_the_owners_alone_and_removes() {
    let (gateway, stage) = (gateway().await, Screen::new());
    let viewer = Viewer::new().await;
    let (peer, _) = gateway.answer(person(1), &viewer.offer, stage.subscribe()).await.expect("an answer");
    assert_eq!(peer.to_string().parse(), Ok(peer));
    assert!(!gateway.close(person(2), peer));
    assert_eq!(gateway.peers(), 1);
    assert!(gateway.close(person(1), peer));
    until_peers(&gateway, 0).await;
    assert_eq!(stage.stage.watchers(), 0);
    gateway.answer(person(1), &viewer.offer, stage.subscribe()).await.expect("an answer");
    gateway.close_of(person(1));
    until_peers(&gateway, 0).await;
}

#[tokio::test]
async fn a_viewer_that_says_goodbye_is_gone() {
    let (gateway, stage, film) = (gateway().await, Screen::new(), Film::new(1));
    let mut viewer = watch(&gateway, &stage, &[]).await;
    stage.show(&film.seal(picture(0, true, 1)));
    viewer.video().await;
    viewer.leave().await;
    until_peers(&gateway, 0).await;
}

#[tokio::test]
async fn when_the_stage_is_gone_so_are_its_viewers() {
    let (gateway, stage, film) = (gateway().await, Screen::new(), Film::new(1));
    let mut viewer = watch(&gateway, &stage, &[]).await;
    stage.show(&film.seal(picture(0, true, 1)));
    viewer.video().await;
    drop(stage);
    until_peers(&gateway, 0).await;
}

#[tokio::test]
async fn a_person_has_so_many_peers_and_no_more() {
    let (gateway, stage) = (gateway().await, Screen::new());
    let offer = Viewer::new().await.offer;
    for _ in 0..PEERS_PER_OWNER {
        gateway.answer(person(1), &offer, stage.subscribe()).await.expect("an answer");
    }
    let refused = gateway.answer(person(1), &offer, stage.subscribe()).await;
    assert_eq!(refused.err().map(|error| error.code()), Some("peer_limit"));
    gateway.answer(person(2), &offer, stage.subscribe()).await.expect("others are served");
}

#[tokio::test]
async fn an_answer_says_what_is_sent() {
    let (gateway, stage) = (gateway().await, Screen::new());
    let offer = Viewer::new().await.offer;
    let (_, answer) = gateway.answer(person(1), &offer, stage.subscribe()).await.expect("an answer");
    for line in ["a=ice-lite", "a=rtcp-fb:102 nack pli", "stereo=1;sprop-stereo=1", "a=end-of-candidates"] {
        assert!(answer.contains(line), "{line} in {answer}");
    }
    assert!(!answer.contains("remb"), "{answer}");
    assert_eq!(answer.matches("a=sendonly").count(), 2, "{answer}");
    assert_eq!(answer.matches("a=candidate:").count(), 1, "{answer}");
}

#[tokio::test]
async fn broken_offers_are_refused_and_leave_nothing_behind() {
    let (gateway, stage) = (gateway().await, Screen::new());
    let offer = Viewer::new().await.offer;
    for text in ["", "v=0", "{}", &offer[..offer.len() / 2], &offer.replace("a=fingerprint", "a=x"), &offer.replace("a=ice-pwd", "a=x")] {
        let refused = gateway.answer(person(1), text, stage.subscribe()).await.err();
        assert!(matches!(refused, Some(RtcError::Sdp(_) | RtcError::Codec)), "{refused:?} for {text}");
    }
    assert_eq!((gateway.peers(), stage.stage.watchers()), (0, 0));
    // Whatever one changes in an offer, the gateway answers it or says no.
    let mut seed = 3_u64;
    for _ in 0..400 {
        let mut bytes = offer.clone().into_bytes();
        for _ in 0..4 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = (seed >> 33) as usize % bytes.len();
            match seed % 3 {
                0 => bytes[place] = (seed >> 24) as u8 & 0x7f,
                1 => drop(bytes.drain(place..(place + 7).min(bytes.len()))),
                _ => bytes.insert(place, b'\n'),
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Ok((peer, _)) = gateway.answer(person(1), &text, stage.subscribe()).await {
            gateway.close(person(1), peer);
            until_peers(&gateway, 0).await;
        }
    }
    until_peers(&gateway, 0).await;
}

#[tokio::test]
async fn strangers_get_no_reply_and_do_no_harm() {
    let (gateway, stage, film) = (gateway().await, Screen::new(), Film::new(1));
    let stranger = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    stranger.connect(gateway.local_addr()).await.expect("the port");
    let mut request = vec![0, 1, 0, 12, 0x21, 0x12, 0xa4, 0x42];
    request.extend([9; 12]);
    request.extend([0, 6, 0, 5]);
    request.extend(b"abc:d\0\0\0");
    for bytes in [&request[..], &[0; 20], &[22; 64], &[128; 40], &[255; 1_400], &[1]] {
        stranger.send(bytes).await.expect("to be sent");
    }
    stage.show(&film.seal(picture(0, true, 1)));
    let mut viewer = watch(&gateway, &stage, &[]).await;
    // The viewer came after: what the strangers sent has been read.
    viewer.video().await;
    assert!(stranger.try_recv(&mut [0; 2_048]).is_err());
}
