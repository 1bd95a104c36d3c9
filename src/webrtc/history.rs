//! What was sent to one peer lately, so that lost packets can be sent again (RFC 4585 NACK).
//!
//! It keeps references to sealed units, never bytes: sending again asks for consent again. When consent is taken back, what
//! shows that take is dropped (CONSENT-3).

use actors::stage::Unit;
use domain::{TakeId, consent::Purge};
use parking_lot::Mutex;
use std::time::{Duration, Instant};

/// Packets kept at most; a power of two, so that sequence numbers fall into their places across the wrap.
const PLACES: usize = 1_024;
/// Nobody asks for older ones.
const KEPT: Duration = Duration::from_secs(2);

/// One packet that was sent: a part of a unit, and the header fields that must be the same again. (The same packet index and
/// another header would use the same key stream twice.)
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) sequence: u16,
    pub(super) timestamp: u32,
    pub(super) unit: Unit,
    /// Which of the unit's packets.
    pub(super) part: usize,
    pub(super) at: Instant,
}

pub(super) struct History {
    places: Mutex<Box<[Option<Sent>]>>,
}

impl History {
    pub(super) fn new() -> Self {
        Self { places: Mutex::new(vec![None; PLACES].into_boxed_slice()) }
    }

    pub(super) fn put(&self, sent: Sent) {
        let place = place(sent.sequence);
        self.places.lock()[place] = Some(sent);
    }

    /// The packet with this sequence number, if it was sent not long ago.
    pub(super) fn find(&self, sequence: u16, now: Instant) -> Option<Sent> {
        let places = self.places.lock();
        places[place(sequence)].as_ref().filter(|sent| sent.sequence == sequence && is_young(sent, now)).cloned()
    }

    /// Lets go of what nobody will ask for.
    pub(super) fn forget_old(&self, now: Instant) {
        self.retain(|sent| is_young(sent, now));
    }

    fn retain(&self, keep: impl Fn(&Sent) -> bool) {
        for place in &mut *self.places.lock() {
            if place.as_ref().is_some_and(|sent| !keep(sent)) {
                *place = None;
            }
        }
    }
}

impl Purge for History {
    fn purge(&self, take: TakeId) {
        self.retain(|sent| sent.unit.take() != take);
    }
}

fn place(sequence: u16) -> usize {
    usize::from(sequence) % PLACES
}

fn is_young(sent: &Sent, now: Instant) -> bool {
    now.saturating_duration_since(sent.at) <= KEPT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webrtc::tests::material::{Film, picture};

    fn sent(unit: &Unit, sequence: u16, at: Instant) -> Sent {
        Sent { sequence, timestamp: 1, unit: unit.clone(), part: 0, at }
    }

    #[test]
    fn a_packet_is_found_by_its_number_and_no_other() {
        let (history, unit, now) = (History::new(), Film::new(1).seal(picture(0, true, 1)), Instant::now());
        history.put(sent(&unit, 7, now));
        assert!(history.find(7, now).is_some());
        assert!(history.find(8, now).is_none());
        assert!(history.find(7 + 1_024, now).is_none());
    }

    #[test]
    fn newer_packets_take_the_places_of_old_ones_across_the_wrap() {
        let (history, unit, now) = (History::new(), Film::new(1).seal(picture(0, true, 1)), Instant::now());
        let first = u16::MAX - 600;
        for step in 0..1_200 {
            history.put(sent(&unit, first.wrapping_add(step), now));
        }
        assert!(history.find(first.wrapping_add(100), now).is_none());
        assert!(history.find(first.wrapping_add(176), now).is_some());
        assert!(history.find(first.wrapping_add(1_199), now).is_some());
    }

    #[test]
    fn old_packets_are_forgotten() {
        let (history, unit, now) = (History::new(), Film::new(1).seal(picture(0, true, 1)), Instant::now());
        history.put(sent(&unit, 7, now));
        let later = now + Duration::from_secs(3);
        assert!(history.find(7, later).is_none());
        let references = std::sync::Arc::strong_count(&unit);
        history.forget_old(later);
        assert_eq!(std::sync::Arc::strong_count(&unit), references - 1);
    }

    #[test]
    fn a_purge_drops_one_take_and_keeps_the_others() {
        let (gone, kept) = (Film::new(1), Film::new(2));
        let (history, now) = (History::new(), Instant::now());
        history.put(sent(&gone.seal(picture(0, true, 1)), 1, now));
        history.put(sent(&kept.seal(picture(0, true, 1)), 2, now));
        history.purge(gone.take());
        assert!(history.find(1, now).is_none());
        assert!(history.find(2, now).is_some());
    }
}
