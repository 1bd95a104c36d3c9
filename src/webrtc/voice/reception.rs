//! One stream that somebody sends to a call: which of its packets came, which are missing, and when they are asked for again.
//!
//! Missing is what the sequence says, never the clock: who is silent sends nothing, and nothing is missing. No I/O: time comes in as an argument.

use super::rewrite::is_older;
use rtc::rtcp::reception_report::ReceptionReport;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// Packets overtake each other: what is missing for less than this is not lost.
const PATIENCE: Duration = Duration::from_millis(15);
/// Between two times that a packet is asked for.
const ASK_EVERY: Duration = Duration::from_millis(60);
const ASKED_AT_MOST: u8 = 4;
/// Missing packets that are remembered. Over a larger hole the stream begins again: passed on as gaps, a few of them would be more than half a turn of the
/// sequence to a listener who lost what came between, whose decryption guesses the turn.
const HOLE: u16 = 96;
/// Packets that come later than this are of a stream that began again; the transport lets none pass that is so late.
const LATE: u16 = 512;

/// What a packet is to its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    New,
    /// It was missing.
    Repair,
    /// It was here already, or nobody waits for it any more.
    Stale,
    /// The stream has begun again.
    Restart,
}

struct Missing {
    ask_at: Instant,
    asked: u8,
}

pub(super) struct Reception {
    pub(super) ssrc: u32,
    /// Extended by its turns.
    highest: u32,
    base: u32,
    received: u32,
    missing: BTreeMap<u32, Missing>,
    pub(super) last_at: Instant,
    /// For the next report: what was expected and received until the last one.
    reported: (u32, u32),
    sender_report: Option<(u32, Instant)>,
    /// A hole was not repaired.
    pub(super) is_broken: bool,
}

impl Reception {
    /// With its first packet.
    pub(super) fn begin(ssrc: u32, sequence: u16, now: Instant) -> Self {
        let base = 0x1_0000 + u32::from(sequence);
        Self {
            ssrc,
            highest: base,
            base,
            received: 1,
            missing: BTreeMap::new(),
            last_at: now,
            reported: (0, 0),
            sender_report: None,
            is_broken: false,
        }
    }

    pub(super) fn arrive(&mut self, sequence: u16, now: Instant) -> Arrival {
        self.last_at = now;
        let newest = self.highest as u16;
        if is_older(newest, sequence) {
            let ahead = sequence.wrapping_sub(newest);
            if ahead > HOLE {
                return self.restart(sequence, now);
            }
            self.miss(ahead - 1, now);
            self.highest = self.highest.wrapping_add(u32::from(ahead));
            self.received += 1;
            return Arrival::New;
        }
        let behind = newest.wrapping_sub(sequence);
        if behind > LATE {
            return self.restart(sequence, now);
        }
        if self.missing.remove(&self.highest.wrapping_sub(u32::from(behind))).is_some() {
            self.received += 1;
            return Arrival::Repair;
        }
        Arrival::Stale
    }

    fn restart(&mut self, sequence: u16, now: Instant) -> Arrival {
        *self = Self { sender_report: self.sender_report, is_broken: true, ..Self::begin(self.ssrc, sequence, now) };
        Arrival::Restart
    }

    fn miss(&mut self, count: u16, now: Instant) {
        for back in 1..=u32::from(count) {
            self.missing.insert(self.highest.wrapping_add(back), Missing { ask_at: now + PATIENCE, asked: 0 });
        }
        while self.missing.len() > usize::from(HOLE) {
            self.missing.pop_first();
            self.is_broken = true;
        }
    }

    /// What to ask for now; what was asked for often enough is given up.
    pub(super) fn due(&mut self, now: Instant) -> Vec<u16> {
        let mut due = Vec::new();
        let before = self.missing.len();
        self.missing.retain(|_, missing| missing.asked < ASKED_AT_MOST || now < missing.ask_at);
        self.is_broken |= self.missing.len() < before;
        for (sequence, missing) in self.missing.iter_mut().filter(|(_, missing)| missing.ask_at <= now) {
            missing.asked += 1;
            missing.ask_at = now + ASK_EVERY;
            due.push(*sequence as u16);
        }
        due
    }

    /// When [`Self::due`] wants to be asked.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.missing.values().map(|missing| missing.ask_at).min()
    }

    /// The speaker's own report came.
    pub(super) fn reported(&mut self, ntp: u64, now: Instant) {
        self.sender_report = Some(((ntp >> 16) as u32, now));
    }

    /// What the speaker is told about how it arrives: by this a browser finds how much it may send.
    pub(super) fn report(&mut self, now: Instant) -> ReceptionReport {
        let expected = self.highest.wrapping_sub(self.base) + 1;
        let (expected_before, received_before) = self.reported;
        self.reported = (expected, self.received);
        let (expected_now, received_now) = (expected.saturating_sub(expected_before), self.received.saturating_sub(received_before));
        let lost_now = expected_now.saturating_sub(received_now);
        let fraction = (lost_now * 256).checked_div(expected_now).unwrap_or(0).min(255);
        let (last_sender_report, delay) = self.sender_report.map_or((0, 0), |(middle, at)| {
            let waited = now.saturating_duration_since(at).as_micros() * 65_536 / 1_000_000;
            (middle, u32::try_from(waited).unwrap_or(u32::MAX))
        });
        ReceptionReport {
            ssrc: self.ssrc,
            fraction_lost: fraction as u8,
            total_lost: expected.saturating_sub(self.received).min(0x7f_ffff),
            last_sequence_number: self.highest.wrapping_sub(0x1_0000),
            jitter: 0,
            last_sender_report,
            delay,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webrtc::voice::rewrite::Rewrite;
    use actors::call::{Kind, Packet};

    fn after(start: Instant, millis: u64) -> Instant {
        start + Duration::from_millis(millis)
    }

    #[test]
    fn what_is_missing_is_asked_for_a_few_times_and_given_up() {
        let start = Instant::now();
        let mut reception = Reception::begin(1, 65_534, start);
        assert_eq!(reception.arrive(1, start), Arrival::New);
        assert!(reception.due(start).is_empty(), "packets overtake each other");
        assert_eq!(reception.due(after(start, 15)), [65_535, 0]);
        assert!(reception.due(after(start, 16)).is_empty());
        assert_eq!(reception.arrive(65_535, after(start, 40)), Arrival::Repair);
        assert_eq!(reception.arrive(65_535, after(start, 41)), Arrival::Stale);
        assert_eq!(reception.deadline(), Some(after(start, 75)));
        let asked: Vec<u16> = (0..20).flat_map(|step| reception.due(after(start, 75 + step * 60))).collect();
        assert_eq!((asked, reception.is_broken, reception.deadline()), (vec![0, 0, 0], true, None));
        assert_eq!(reception.arrive(0, after(start, 2_000)), Arrival::Stale, "nobody waits for it");
    }

    #[test]
    fn silence_is_no_loss() {
        let start = Instant::now();
        let mut reception = Reception::begin(1, 10, start);
        // Packets of silence come every 400 ms; their numbers go on.
        for packet in 1..20 {
            assert_eq!(reception.arrive(10 + packet, after(start, 400 * u64::from(packet))), Arrival::New);
            assert_eq!(reception.deadline(), None);
        }
        assert_eq!(reception.report(after(start, 8_000)).fraction_lost, 0);
    }

    #[test]
    fn a_stream_that_begins_again_is_told() {
        let start = Instant::now();
        let mut reception = Reception::begin(1, 100, start);
        assert_eq!(reception.arrive(40_000, start), Arrival::Restart);
        assert_eq!(reception.arrive(40_001, start), Arrival::New);
        assert_eq!(reception.arrive(40_001 + HOLE + 10, start), Arrival::Restart);
        assert!(reception.deadline().is_none() && reception.is_broken, "too much to ask for");
        assert_eq!(reception.arrive(40_001, start), Arrival::Stale, "late, and nobody waits for it");
    }

    #[test]
    fn whoever_loses_what_comes_between_jumps_sees_a_small_gap() {
        let (start, jump) = (Instant::now(), 3_000_u16);
        let (mut reception, mut rewrite, mut spell) = (Reception::begin(1, 0, start), Rewrite::new(1, 48_000), 1);
        let mut given = Vec::new();
        for step in 0..=30_u16 {
            let sequence = step.wrapping_mul(jump);
            if step > 0 && reception.arrive(sequence, start) == Arrival::Restart {
                spell += 1;
            }
            let packet = Packet {
                place: 0,
                kind: Kind::Sound,
                spell,
                sequence,
                timestamp: 0,
                marker: false,
                payload: bytes::Bytes::new(),
                opening: actors::call::Opening::default(),
            };
            given.push(u32::from(rewrite.next(&packet, start).expect("new").0));
        }
        let apart: u32 = given.windows(2).map(|pair| pair[1].wrapping_sub(pair[0]) & 0xffff).sum();
        assert!(apart < 0x8000, "thirty lost packets are {apart} numbers");
    }

    #[test]
    fn reports_tell_what_was_lost_since_the_last() {
        let start = Instant::now();
        let mut reception = Reception::begin(1, 0, start);
        for sequence in (1..=49).chain(100..=149) {
            reception.arrive(sequence, start);
        }
        let report = reception.report(start);
        assert_eq!((report.total_lost, report.fraction_lost, report.last_sequence_number), (50, 85, 149));
        for sequence in 150..=249 {
            reception.arrive(sequence, start);
        }
        assert_eq!(reception.report(start).fraction_lost, 0);
    }
}
