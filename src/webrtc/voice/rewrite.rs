//! One place of a call as one listener sees it: a single stream whose numbers rise without a gap, whoever is at the place.
//!
//! Within a spell the numbers differ from the speaker's by a constant, so that what a listener asks for can be found again, and is the same packet when it
//! is sent again. (The same packet index with other bytes would use the same key stream twice.) Between spells the timestamps go on with the clock.
//! Silence without packets leaves a gap in the timestamps and none in the sequence: it is no loss.

use actors::call::Packet;
use std::time::{Duration, Instant};

/// Packets after which a spell's beginning is out of sight.
const LONG_AGO: u16 = 0x2000;

/// Numbers that may be passed on as missing within [`SPARSE`]. A listener whose line is gone for seconds would else be more than half a turn of the sequence
/// behind, and guess the turn wrong.
const MOST_MISSING: u32 = 1_000;
const SPARSE: Duration = Duration::from_secs(1);

pub(super) struct Rewrite {
    pub(super) ssrc: u32,
    rate: u32,
    spell: Option<Spell>,
    /// The newest that was sent.
    newest: Option<Newest>,
    /// Numbers that were missing, since when.
    missing: (u32, Option<Instant>),
    pub(super) packets: u32,
    pub(super) octets: u32,
}

#[derive(Clone, Copy)]
struct Spell {
    number: u32,
    /// The speaker's first sequence number: what is older is not of this spell. None: that was long ago, and nothing comes so late.
    first: Option<u16>,
    sequence: u16,
    timestamp: u32,
}

#[derive(Clone, Copy)]
struct Newest {
    sequence: u16,
    timestamp: u32,
    at: Instant,
}

impl Rewrite {
    pub(super) fn new(ssrc: u32, rate: u32) -> Self {
        Self { ssrc, rate, spell: None, newest: None, missing: (0, None), packets: 0, octets: 0 }
    }

    /// Sequence number and timestamp of a packet for this listener. None: it is older than its spell.
    pub(super) fn next(&mut self, packet: &Packet, now: Instant) -> Option<(u16, u32)> {
        let mut spell = match self.spell {
            Some(spell) if spell.number == packet.spell => spell,
            Some(spell) if spell.number > packet.spell => return None,
            _ => self.begin(packet, now),
        };
        if spell.first.is_some_and(|first| is_older(packet.sequence, first)) {
            return None;
        }
        if self.is_sparse(packet.sequence.wrapping_add(spell.sequence), now) {
            spell = self.begin(packet, now);
        }
        spell.first = spell.first.filter(|first| packet.sequence.wrapping_sub(*first) < LONG_AGO);
        self.spell = Some(spell);
        let sequence = packet.sequence.wrapping_add(spell.sequence);
        let timestamp = packet.timestamp.wrapping_add(spell.timestamp);
        if self.newest.is_none_or(|newest| is_older(newest.sequence, sequence)) {
            self.newest = Some(Newest { sequence, timestamp, at: now });
        }
        Some((sequence, timestamp))
    }

    /// Whether so much is missing before this number that counting begins anew.
    fn is_sparse(&mut self, sequence: u16, now: Instant) -> bool {
        let Some(newest) = self.newest.filter(|newest| is_older(newest.sequence, sequence)) else { return false };
        if self.missing.1.is_none_or(|since| now.saturating_duration_since(since) >= SPARSE) {
            self.missing = (0, Some(now));
        }
        let missing = u32::from(sequence.wrapping_sub(newest.sequence)) - 1;
        self.missing.0 = self.missing.0.saturating_add(missing);
        missing > 0 && self.missing.0 > MOST_MISSING
    }

    fn begin(&self, packet: &Packet, now: Instant) -> Spell {
        let (sequence, timestamp) = match self.newest {
            // Below half: the library counts turns of the sequence from here.
            None => (rand::random::<u16>() & 0x3fff, rand::random()),
            Some(newest) => {
                let elapsed = now.saturating_duration_since(newest.at).as_micros() * u128::from(self.rate) / 1_000_000;
                let elapsed = u32::try_from(elapsed).unwrap_or(u32::MAX).clamp(1, u32::MAX / 4);
                (newest.sequence.wrapping_add(1), newest.timestamp.wrapping_add(elapsed))
            }
        };
        Spell {
            number: packet.spell,
            first: Some(packet.sequence),
            sequence: sequence.wrapping_sub(packet.sequence),
            timestamp: timestamp.wrapping_sub(packet.timestamp),
        }
    }

    /// The spell that this listener hears, and the speaker's number of a packet of it.
    pub(super) fn undo(&self, sequence: u16) -> Option<(u32, u16)> {
        let spell = self.spell?;
        let newest = self.newest?;
        let theirs = sequence.wrapping_sub(spell.sequence);
        let is_sent = !is_older(newest.sequence, sequence) && spell.first.is_none_or(|first| !is_older(theirs, first));
        is_sent.then_some((spell.number, theirs))
    }

    /// A speaker's timestamp as this listener has it, while the spell lasts.
    pub(super) fn timestamp(&self, spell: u32, timestamp: u32) -> Option<u32> {
        self.spell.filter(|known| known.number == spell).map(|known| timestamp.wrapping_add(known.timestamp))
    }
}

/// Across the wrap.
pub(super) fn is_older(one: u16, other: u16) -> bool {
    one != other && other.wrapping_sub(one) < 0x8000
}

#[cfg(test)]
mod tests {
    use super::*;
    use actors::call::Kind;
    use std::time::Duration;

    fn packet(spell: u32, sequence: u16, timestamp: u32) -> Packet {
        Packet {
            place: 0,
            kind: Kind::Sound,
            spell,
            sequence,
            timestamp,
            marker: false,
            payload: bytes::Bytes::new(),
            opening: actors::call::Opening::default(),
        }
    }

    #[test]
    fn within_a_spell_distances_stay_also_across_the_wrap() {
        let (mut rewrite, now) = (Rewrite::new(1, 48_000), Instant::now());
        let (first, begun) = rewrite.next(&packet(1, 65_534, u32::MAX - 100), now).expect("new");
        let (second, later) = rewrite.next(&packet(1, 1, u32::MAX.wrapping_add(860)), now).expect("new");
        assert_eq!((second.wrapping_sub(first), later.wrapping_sub(begun)), (3, 960));
        // One that comes late falls into its place.
        assert_eq!(rewrite.next(&packet(1, 0, 0), now).expect("late").0, first.wrapping_add(2));
        assert_eq!(rewrite.undo(first.wrapping_add(2)), Some((1, 0)));
        assert_eq!(rewrite.undo(second.wrapping_add(1)), None, "not sent yet");
        assert_eq!(rewrite.undo(first.wrapping_sub(1)), None, "before the spell");
    }

    #[test]
    fn another_speaker_goes_on_where_the_last_one_ended() {
        let (mut rewrite, now) = (Rewrite::new(1, 48_000), Instant::now());
        let (sequence, timestamp) = rewrite.next(&packet(1, 500, 1_000), now).expect("new");
        let after = now + Duration::from_secs(2);
        let (next, later) = rewrite.next(&packet(7, 40_000, 9), after).expect("new");
        assert_eq!((next, later.wrapping_sub(timestamp)), (sequence.wrapping_add(1), 96_000));
        assert_eq!(rewrite.next(&packet(7, 39_999, 8), after), None, "its number is the last speaker's");
        assert_eq!(rewrite.next(&packet(1, 501, 1_960), after), None, "their time is over");
        assert_eq!(rewrite.timestamp(1, 0), None);
        assert_eq!(rewrite.timestamp(7, 9), Some(later));
    }

    #[test]
    fn whoever_sends_with_holes_does_not_carry_listeners_away() {
        let (mut rewrite, start) = (Rewrite::new(1, 90_000), Instant::now());
        let (mut apart, mut last) = (0_u32, None);
        for count in 0..900_u32 {
            let now = start + Duration::from_micros(u64::from(count) * 3_333);
            let (sequence, _) = rewrite.next(&packet(3, (count * 96) as u16, count * 300), now).expect("it is new");
            apart += last.map_or(0, |last: u16| u32::from(sequence.wrapping_sub(last)));
            assert_eq!(rewrite.undo(sequence), Some((3, (count * 96) as u16)), "it is found again");
            last = Some(sequence);
        }
        assert!(apart < 0x4000, "three seconds are {apart} numbers");
    }

    #[test]
    fn a_long_spell_goes_on() {
        let (mut rewrite, now) = (Rewrite::new(1, 48_000), Instant::now());
        let mut last = None;
        for count in 0..200_000_u32 {
            let (sequence, _) = rewrite.next(&packet(3, count as u16, count.wrapping_mul(960)), now).expect("none is left out");
            assert!(last.is_none_or(|last: u16| sequence == last.wrapping_add(1)), "{count}");
            last = Some(sequence);
        }
    }

    #[test]
    fn no_number_is_given_to_two_packets() {
        let (mut rewrite, now) = (Rewrite::new(1, 90_000), Instant::now());
        let mut seed = 11_u64;
        let (mut spell, mut base) = (1, 0_u16);
        let mut given = std::collections::HashMap::new();
        for step in 0..20_000_u64 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            base = base.wrapping_add(((seed >> 40) % 3) as u16);
            if (seed >> 20).is_multiple_of(97) {
                (spell, base) = (spell + 1, (seed >> 30) as u16);
            }
            let sequence = base.wrapping_sub(((seed >> 50) % 4) as u16);
            if let Some((number, _)) = rewrite.next(&packet(spell, sequence, step as u32), now) {
                let known = given.insert(number, (spell, sequence, step));
                assert!(known.is_none_or(|(old, theirs, at)| (old, theirs) == (spell, sequence) || step - at > 5_000), "{number} stands for two");
            }
        }
    }
}
