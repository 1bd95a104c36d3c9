//! A viewer over WebRTC who asks again for everything after consent was taken back.

use super::{Nobody, Stage, largest, last_of};
use crate::support::{Frame, Kind, RtcViewer};
use bytes::Bytes;
use rtc::rtp::{self, codec::h264::H264Payloader, packetizer::Payloader};
use std::collections::{BTreeSet, HashMap};
use wire::{Ephemeral, TakeOptions, cameo::ScopeView};

/// Packets that were seen before the revocation: several pictures.
const ENOUGH: usize = 60;
/// As the server cuts pictures into packets.
const PAYLOAD: usize = 1_160;

#[tokio::test(flavor = "multi_thread")]
async fn asking_again_brings_nothing_of_what_was_taken_back() {
    let mut stage = Stage::set().await;
    let cai = stage.join("cai").await;
    let mut viewer = RtcViewer::watch(&cai, stage.room).await;
    let (take, mut seen, _) = stage.show(TakeOptions::default()).await;
    let mut packets = Vec::new();
    while packets.len() < ENOUGH {
        packets.push(viewer.video().await);
    }
    let receipt = stage.ben.revoke(stage.mug, ScopeView::Everything).await;
    packets.extend(viewer.waiting());

    let asked: Vec<u16> = packets.iter().rev().map(|packet| packet.header.sequence_number).collect();
    for asked in asked.chunks(200) {
        viewer.ask_again(asked).await;
    }
    viewer.ask_keyframe().await;
    // The same peer takes wishes and pictures in turn: when what shows nobody has been seen to its end, the wishes have long been heard.
    let Nobody { take: nobody, first, anas, bens } = stage.show_nobody().await;
    seen.extend(anas.into_iter().chain(bens));
    let on_stage = |state: &Ephemeral| if let Ephemeral::Stage { take } = state { Some(*take) } else { None };
    stage.anas.state("the stage", |state| (on_stage(state) == Some(Some(nobody))).then_some(())).await;
    stage.anas.state("an empty stage", |state| (on_stage(state) == Some(None)).then_some(())).await;
    let mut shown = stage.anas.frames_left();
    shown.push(first);
    let of_nobody: BTreeSet<Bytes> = parts(&shown).map(|(part, _)| part).collect();
    let after: Vec<rtp::Packet> = viewer.waiting().into_iter().filter(|packet| !of_nobody.contains(&packet.payload)).collect();

    let before: BTreeSet<u16> = packets.iter().map(|packet| packet.header.sequence_number).collect();
    assert!(after.iter().all(|packet| !before.contains(&packet.header.sequence_number)), "nothing is sent twice");
    let known: HashMap<Bytes, u64> = parts(&seen).collect();
    let last = last_of(&receipt, take);
    packets.extend(after);
    let told = |packet: &rtp::Packet| known.get(&packet.payload).copied();
    assert!(packets.iter().filter_map(told).all(|sequence| sequence <= last), "{last} was the last");
    // A picture may have been on its way to this viewer and to no other: then the receipt knows of it.
    let only_here: BTreeSet<u32> = packets.iter().filter(|packet| told(packet).is_none()).map(|packet| packet.header.timestamp).collect();
    assert!(only_here.is_empty() || (only_here.len() == 1 && largest(&seen) < Some(last)), "{only_here:?}");
    stage.program.kill().await;
}

/// The packets of these pictures, as the server makes them, with the sequence of each.
fn parts(frames: &[Frame]) -> impl Iterator<Item = (Bytes, u64)> {
    frames.iter().filter(|frame| frame.kind == Kind::Video).flat_map(|frame| {
        let payload = Bytes::from(frame.payload.clone());
        let parts = H264Payloader::default().payload(PAYLOAD, &payload).expect("an access unit");
        parts.into_iter().map(|part| (part, frame.sequence))
    })
}
