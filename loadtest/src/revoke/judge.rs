//! What the viewers of one round saw, held against the receipt. Pure.

use super::notes::{Arrival, Notes};
use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

/// Flow is measured over this long before the revocation.
const FLOW: Duration = Duration::from_secs(1);

/// Of the revocation, at the one who asks for it.
#[derive(Clone, Copy, Debug)]
pub struct Moments {
    pub sent: Instant,
    /// When the server received it, by its own clock.
    pub received: Instant,
    pub replied: Instant,
}

/// What the receipt says, and what is known of packets.
pub struct Receipt<'a> {
    /// The last place that left.
    pub last: u32,
    /// Of a packet over WebRTC; none where no socket showed its picture.
    pub place_of: &'a dyn Fn(u64) -> Option<u32>,
    /// The socket by which packets are known showed everything that had left.
    pub all_known: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Viewers that saw anything of the take.
    pub saw: usize,
    /// Milliseconds from the server's receipt of the request to the last thing that came, one for each viewer that saw anything; zero: it
    /// came before.
    pub silences_ms: Vec<f64>,
    /// The same from sending the request.
    pub from_sending_ms: Vec<f64>,
    /// What the receipt forbids: of a later place, sent a second time after the reply, or over a connection that was opened after the reply.
    pub forbidden: u64,
    /// Came after the reply, but had left before: the receipt names a later place. It lay in a buffer of the kernel.
    pub late: u64,
    /// Came after the reply, and could not be placed.
    pub unplaced: u64,
    /// Pictures and packets of sound (or packets) of one viewer in the second before the request.
    pub flow: f64,
}

/// All viewers of a round.
pub fn judge<'a>(viewers: impl Iterator<Item = &'a Notes>, moments: Moments, receipt: &Receipt<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let mut flowed = 0_usize;
    for notes in viewers {
        let Some(last) = notes.last else { continue };
        verdict.saw += 1;
        let since = |moment: Instant| last.saturating_duration_since(moment).as_secs_f64() * 1_000.0;
        verdict.silences_ms.push(since(moments.received));
        verdict.from_sending_ms.push(since(moments.sent));
        flowed += notes.arrivals.iter().filter(|one| one.at <= moments.sent && moments.sent - one.at <= FLOW).count();
        look(notes, moments, receipt, &mut verdict);
    }
    if verdict.saw > 0 {
        verdict.flow = flowed as f64 / verdict.saw as f64;
    }
    verdict
}

fn look(notes: &Notes, moments: Moments, receipt: &Receipt<'_>, verdict: &mut Verdict) {
    let mut numbers: HashSet<u16> = HashSet::new();
    for one in &notes.arrivals {
        let after = one.at > moments.replied;
        let packet = one.place.is_none();
        let again = packet && !numbers.insert(one.number) && after;
        match one.place.or_else(|| (receipt.place_of)(one.key)) {
            Some(place) if place > receipt.last => verdict.forbidden += 1,
            _ if again || one.opened > moments.replied => verdict.forbidden += 1,
            Some(_) => verdict.late += u64::from(after),
            None if after && receipt.all_known => verdict.forbidden += 1,
            None => verdict.unplaced += u64::from(after),
        }
    }
}

/// The numbers of a viewer's latest packets, the oldest first.
#[must_use]
pub fn latest(arrivals: &[Arrival], most: usize) -> Vec<u16> {
    arrivals[arrivals.len().saturating_sub(most)..].iter().map(|one| one.number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAKE: [u8; 16] = [1; 16];

    fn at(began: Instant, ms: u64) -> Instant {
        began + Duration::from_millis(ms)
    }

    fn moments(began: Instant) -> Moments {
        Moments { sent: at(began, 100), received: at(began, 102), replied: at(began, 110) }
    }

    fn receipt(last: u32) -> Receipt<'static> {
        Receipt { last, place_of: &|key| (key < 100).then_some(key as u32), all_known: false }
    }

    #[test]
    fn silence_counts_from_the_receipt_of_the_request_to_the_last_arrival() {
        let began = Instant::now();
        let (mut one, mut other, nobody) = (Notes::default(), Notes::default(), Notes::default());
        one.arrived(TAKE, 1, at(began, 90), began);
        one.arrived(TAKE, 2, at(began, 105), began);
        other.arrived(TAKE, 1, at(began, 90), began);
        let verdict = judge([&one, &other, &nobody].into_iter(), moments(began), &receipt(2));
        let round = |times: &[f64]| times.iter().map(|ms| ms.round()).collect::<Vec<_>>();
        assert_eq!((round(&verdict.silences_ms), round(&verdict.from_sending_ms)), (vec![3.0, 0.0], vec![5.0, 0.0]));
        assert_eq!((verdict.saw, verdict.forbidden, verdict.late), (2, 0, 0));
        assert!((verdict.flow - 1.0).abs() < 1e-9, "{}", verdict.flow);
    }

    #[test]
    fn what_is_late_is_told_from_what_is_forbidden() {
        let began = Instant::now();
        let mut notes = Notes::default();
        notes.arrived(TAKE, 5, at(began, 120), began);
        notes.arrived(TAKE, 6, at(began, 105), began);
        notes.arrived(TAKE, 3, at(began, 130), at(began, 125));
        let verdict = judge([&notes].into_iter(), moments(began), &receipt(5));
        assert_eq!((verdict.late, verdict.forbidden), (1, 2), "a later place, whenever it came, and what a latecomer was shown");
    }

    #[test]
    fn packets_may_come_once() {
        let began = Instant::now();
        let mut notes = Notes::default();
        for (key, number, ms) in [(5, 1, 90), (5, 2, 91), (5, 1, 95), (5, 2, 120), (7, 3, 120), (200, 4, 121)] {
            notes.packet(key, number, at(began, ms), began);
        }
        let verdict = judge([&notes].into_iter(), moments(began), &receipt(5));
        assert_eq!((verdict.forbidden, verdict.late, verdict.unplaced), (2, 0, 1));
        let known = Receipt { all_known: true, ..receipt(5) };
        assert_eq!(judge([&notes].into_iter(), moments(began), &known).forbidden, 3);
        assert_eq!(latest(&notes.arrivals, 2), [3, 4]);
    }

    #[test]
    fn another_take_begins_anew() {
        let began = Instant::now();
        let mut notes = Notes::default();
        notes.arrived(TAKE, 90, began, began);
        assert!(notes.sees(TAKE));
        notes.arrived([2; 16], 1, began, began);
        assert!(!notes.sees(TAKE) && notes.sees([2; 16]));
        assert_eq!(notes.arrivals.len(), 1);
    }
}
