//! What people in a call say: for each speaker the same packets in each run and to each server, open-loop, at the pace of Opus.

use super::{
    line::{Line, Mouth},
    sdp::{LEVEL, OPUS},
};
use crate::seeded::Seeded;
use bytes::Bytes;
use rtc::{
    rtcp::sender_report::SenderReport,
    rtp::{self, Packet},
};
use std::time::Duration;
use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval_at},
};

pub const SPEAKERS: usize = 10;
const PACKET: Duration = Duration::from_millis(20);
/// Samples of a packet.
const STEP: u32 = 960;
/// Bytes of a packet: about 40 kbit/s.
const SHORTEST: u64 = 80;
const LONGEST: u64 = 120;
/// Decibels below full scale, and the bit that says voice.
const LOUD: u8 = 0x80 | 20;
/// Packets between two reports of a sender.
const REPORT_EVERY: u32 = 250;

/// The number under which somebody sends.
#[must_use]
pub fn number(speaker: usize) -> u32 {
    70_000 + speaker as u32
}

/// Everybody speaks until this is dropped.
pub struct Talk {
    _mouths: JoinSet<()>,
}

impl Talk {
    #[must_use]
    pub fn begin<'a>(speakers: impl Iterator<Item = &'a Line>) -> Self {
        let mut mouths = JoinSet::new();
        let now = Instant::now() + PACKET;
        for (speaker, line) in speakers.enumerate() {
            // Microphones have no common beat.
            let first = now + PACKET * speaker as u32 / SPEAKERS as u32;
            mouths.spawn(speak(speaker, line.mouth(), first));
        }
        Self { _mouths: mouths }
    }
}

async fn speak(speaker: usize, mouth: Mouth, first: Instant) {
    let mut pace = interval_at(first, PACKET);
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut voice = Voice::new(speaker);
    loop {
        pace.tick().await;
        mouth.say(voice.next());
        if voice.packets % REPORT_EVERY == 1 {
            mouth.report(Box::new(voice.report()));
        }
    }
}

struct Voice {
    ssrc: u32,
    seeded: Seeded,
    packets: u32,
    octets: u32,
}

impl Voice {
    fn new(speaker: usize) -> Self {
        Self { ssrc: number(speaker), seeded: Seeded::new(speaker as u64), packets: 0, octets: 0 }
    }

    fn next(&mut self) -> Packet {
        let length = SHORTEST + self.seeded.below(LONGEST - SHORTEST + 1);
        let payload: Vec<u8> = (0..length).map(|_| self.seeded.draw() as u8).collect();
        let mut header = rtp::Header {
            version: 2,
            payload_type: OPUS,
            sequence_number: self.packets as u16,
            timestamp: self.packets.wrapping_mul(STEP),
            ssrc: self.ssrc,
            ..rtp::Header::default()
        };
        header.set_extension(LEVEL, Bytes::from_static(&[LOUD])).expect("a small extension");
        self.packets = self.packets.wrapping_add(1);
        self.octets = self.octets.wrapping_add(length as u32);
        Packet { header, payload: Bytes::from(payload) }
    }

    fn report(&self) -> SenderReport {
        // Any clock that runs as the packets do.
        let ntp_time = (u64::from(self.packets) << 32) / 50 + (1 << 40);
        SenderReport {
            ssrc: self.ssrc,
            ntp_time,
            rtp_time: self.packets.wrapping_mul(STEP),
            packet_count: self.packets,
            octet_count: self.octets,
            ..SenderReport::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_says_the_same_in_each_run_and_something_else_than_the_others() {
        let said = |speaker| {
            let mut voice = Voice::new(speaker);
            (0..50).map(|_| voice.next()).collect::<Vec<_>>()
        };
        let first = said(0);
        assert_eq!(first, said(0));
        assert_ne!(first[0].payload, said(1)[0].payload);
        assert!(first.iter().all(|packet| (80..=120).contains(&packet.payload.len()) && packet.header.extension));
        assert_eq!((first[49].header.sequence_number, first[49].header.timestamp), (49, 47_040));
    }
}
