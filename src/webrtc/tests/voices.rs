//! Calls over real sockets: what one person sends, what others hear of it, and what happens to what is lost, shut or too much.

use super::{
    gateway, person,
    talker::{Came, LEVEL, Loss, SSRC, Talker, VP8, packet},
    viewer::until_peers,
};
use crate::webrtc::RtcGateway;
use actors::call::Call;
use bytes::Bytes;
use domain::room::voices::{Gate, PLACES};
use rtc::{rtcp::sender_report::SenderReport, rtp};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// Places in the order of the talkers; what of each is open.
fn open(call: &Call, open: &[(&Talker, bool, bool)]) {
    let mut gates = [None; PLACES];
    for (gate, (talker, sound, picture)) in gates.iter_mut().zip(open) {
        *gate = Some(Gate { call: talker.id, sound: *sound, picture: *picture });
    }
    call.set_gates(gates, Instant::now());
}

async fn three(gateway: &RtcGateway, loss: [Loss; 3]) -> (Arc<Call>, [Talker; 3]) {
    let call = Call::new();
    let [first, second, third] = loss;
    let talkers = [
        Talker::join(gateway, &call, person(1), first).await,
        Talker::join(gateway, &call, person(2), second).await,
        Talker::join(gateway, &call, person(3), third).await,
    ];
    (call, talkers)
}

fn no_loss() -> [Loss; 3] {
    Default::default()
}

fn said(packet: &rtp::Packet) -> u16 {
    u16::from_be_bytes([packet.payload[0], packet.payload[1]])
}

#[tokio::test]
async fn what_one_says_everybody_else_hears_once_in_rising_order() {
    let gateway = gateway().await;
    let (call, [ana, mut ben, mut cleo]) = three(&gateway, no_loss()).await;
    open(&call, &[(&ana, true, false), (&ben, true, false)]);
    // Across the turn of the speaker's numbers.
    let spoken: Vec<u16> = (0..60).map(|count| 65_520_u16.wrapping_add(count)).collect();
    for sequence in &spoken {
        ana.say(*sequence);
    }
    for listener in [&mut ben, &mut cleo] {
        let mut heard = Vec::new();
        while heard.len() < spoken.len() {
            heard.push(listener.hear().await);
        }
        assert_eq!(heard.iter().map(said).collect::<Vec<_>>(), spoken);
        assert!(heard.windows(2).all(|pair| pair[1].header.sequence_number == pair[0].header.sequence_number.wrapping_add(1)));
        assert!(heard.windows(2).take(15).all(|pair| pair[1].header.timestamp.wrapping_sub(pair[0].header.timestamp) == 960));
        assert!(heard.iter().all(|packet| packet.header.ssrc == listener.number_of("sound", 0) && packet.header.extensions.is_empty()));
    }
    let news = call.news();
    assert_eq!(news.spoke.get(&ana.id), Some(&true), "their own packets say that they speak");
    ben.say(4);
    assert_eq!((said(&cleo.hear().await), ben.heard().len()), (4, 0), "nobody hears themselves, and nothing twice");
    gateway.shutdown().await;
}

#[tokio::test]
async fn what_a_listener_lost_comes_again_and_is_the_same_packet() {
    let gateway = gateway().await;
    let mut loss = no_loss();
    loss[1].down.extend([3]);
    let (call, [ana, mut ben, mut cleo]) = three(&gateway, loss).await;
    open(&call, &[(&ana, true, false)]);
    (0..6).for_each(|sequence| ana.say(sequence));
    let mut got = Vec::new();
    while got.len() < 5 {
        got.push(ben.hear().await);
    }
    let lost = got[2].header.sequence_number.wrapping_add(1);
    assert_eq!(got.iter().map(said).collect::<Vec<_>>(), [0, 1, 2, 4, 5]);
    ben.ask_again(ben.number_of("sound", 0), &[lost, lost.wrapping_add(40)]);
    let repaired = ben.hear().await;
    assert_eq!((said(&repaired), repaired.header.sequence_number), (3, lost));
    assert_eq!(repaired.header.timestamp, got[2].header.timestamp.wrapping_add(960));
    for _ in 0..6 {
        cleo.hear().await;
    }
    ana.say(6);
    assert_eq!((said(&ben.hear().await), said(&cleo.hear().await)), (6, 6), "and nobody else heard anything of it");
}

#[tokio::test]
async fn what_the_server_misses_of_a_speaker_it_asks_for() {
    let gateway = gateway().await;
    let mut loss = no_loss();
    loss[0].up.extend([2, 3]);
    let (call, [mut ana, mut ben, _cleo]) = three(&gateway, loss).await;
    open(&call, &[(&ana, true, false)]);
    (10..16).for_each(|sequence| ana.say(sequence));
    assert_eq!(ana.asked().await, [12, 13]);
    ana.say(12);
    ana.say(13);
    let mut heard = Vec::new();
    while heard.len() < 6 {
        heard.push(ben.hear().await);
    }
    let first = heard[0].header.sequence_number;
    heard.sort_by_key(|packet| packet.header.sequence_number.wrapping_sub(first));
    assert_eq!(heard.iter().map(said).collect::<Vec<_>>(), [10, 11, 12, 13, 14, 15], "each at its number, as if none had been lost");
}

#[tokio::test]
async fn who_is_muted_is_not_heard_from_then_on_nor_again() {
    let gateway = gateway().await;
    let (call, [mut ana, mut ben, mut cleo]) = three(&gateway, no_loss()).await;
    open(&call, &[(&ana, true, false), (&cleo, true, false), (&ben, true, false)]);
    ana.say(1);
    let before = ben.hear().await;
    assert_eq!(said(&cleo.hear().await), 1);
    open(&call, &[(&ana, false, false), (&cleo, true, false), (&ben, true, false)]);
    (2..9).for_each(|sequence| ana.say(sequence));
    ben.ask_again(ben.number_of("sound", 0), &[before.header.sequence_number]);
    // The server has looked at all that ana said, and at what ben asked before he spoke.
    ana.received(8).await;
    ben.say(50);
    assert_eq!(said(&cleo.hear().await), 50);
    cleo.say(100);
    assert_eq!(said(&ben.hear().await), 100);
    open(&call, &[(&ana, true, false), (&cleo, true, false), (&ben, true, false)]);
    ana.say(9);
    let after = ben.hear().await;
    assert_eq!((said(&after), after.header.sequence_number), (9, before.header.sequence_number.wrapping_add(1)), "and no gap stands for it");
    call.dismiss(ana.id);
    until_peers(&gateway, 2).await;
    assert_eq!(call.news().left, [ana.id]);
}

#[tokio::test]
async fn garbage_and_floods_of_one_hurt_nobody_else() {
    let gateway = gateway().await;
    let (call, [ana, mut ben, cleo]) = three(&gateway, no_loss()).await;
    open(&call, &[(&ana, true, false), (&cleo, true, false)]);
    let with = |change: fn(&mut rtp::Packet)| {
        let mut packet = packet(1);
        change(&mut packet);
        packet
    };
    ana.send(with(|packet| packet.header.payload_type = 13));
    ana.send(with(|packet| packet.payload = Bytes::from(vec![0; 1_200])));
    ana.send(with(|packet| packet.header.payload_type = VP8));
    for length in [0, 1, 3, 12, 40, 1_400] {
        ana.send_raw(vec![128; length]);
        ana.send_raw(vec![255; length]);
    }
    for sequence in 10..6_000 {
        ana.say(sequence);
    }
    cleo.say(1);
    let (mut flood, mut cleos) = (0, 0);
    let from_cleo = ben.number_of("sound", 1);
    while cleos == 0 {
        let packet = ben.hear().await;
        let of_cleo = packet.header.ssrc == from_cleo;
        (flood, cleos) = (flood + usize::from(!of_cleo), cleos + usize::from(of_cleo));
        assert!(of_cleo || said(&packet) >= 10, "no garbage is passed on");
    }
    assert!(flood < 1_500, "{flood} packets of a flood were passed on");
    cleo.say(2);
    while ben.hear().await.header.ssrc != from_cleo {}
}

#[tokio::test]
async fn a_camera_is_asked_for_a_keyframe_for_whoever_comes_and_plays_in_step() {
    let gateway = gateway().await;
    let (call, [mut ana, mut ben, _cleo]) = three(&gateway, no_loss()).await;
    let picture = |sequence: u16| {
        let mut packet = packet(sequence);
        (packet.header.payload_type, packet.header.ssrc) = (VP8, SSRC + 1);
        (packet.header.extension, packet.header.extensions) = (false, Vec::new());
        packet
    };
    open(&call, &[(&ana, true, true)]);
    ana.send(picture(1));
    ana.say(1);
    let (mut sound, mut seen) = (None, None);
    while sound.is_none() || seen.is_none() {
        let packet = ben.hear().await;
        if packet.header.payload_type == VP8 { seen = Some(packet) } else { sound = Some(packet) }
    }
    let late = Talker::join(&gateway, &call, person(4), Loss::default()).await;
    // Asked for a moment after the camera went on, it is remembered until the next picture.
    let said = ana.mouth();
    let asked = async {
        let (mut next, mut pace) = (2, tokio::time::interval(Duration::from_millis(40)));
        loop {
            tokio::select! {
                came = ana.next() => if matches!(came, Came::Keyframe) { break },
                _ = pace.tick() => {
                    said.send(picture(next));
                    next += 1;
                }
            }
        }
    };
    super::viewer::patient(asked).await;
    // Both clocks of the speaker are moved alike: their distance stays.
    let report = |ssrc, seconds: u64, rtp_time| SenderReport { ssrc, ntp_time: seconds << 32, rtp_time, ..SenderReport::default() };
    ana.report(report(SSRC, 100, 5_000));
    ana.report(report(SSRC + 1, 103, 9_000));
    let (mut voice, mut camera) = (None, None);
    while voice.is_none() || camera.is_none() {
        if let Came::Report(report) = ben.next().await {
            if report.ssrc == ben.number_of("sound", 0) { voice = Some(report) } else { camera = Some(report) }
        }
    }
    let (voice, camera) = (voice.expect("came"), camera.expect("came"));
    assert_eq!(camera.ntp_time.wrapping_sub(voice.ntp_time), 3 << 32);
    let sound = sound.expect("came").header.timestamp;
    assert_eq!(voice.rtp_time.wrapping_sub(sound), 5_000 - 960, "on the line that this listener hears");
    drop((late, LEVEL));
}

#[tokio::test]
async fn a_call_that_ends_lets_everybody_go() {
    let gateway = gateway().await;
    let (call, _talkers) = three(&gateway, no_loss()).await;
    assert_eq!(gateway.peers(), 3);
    call.end();
    until_peers(&gateway, 0).await;
}
