//! What of a connection's media has come, counted by what stands in clear in each packet's header. Pure: moments come in, and nothing is decrypted.

use std::time::Instant;

/// Bytes of a header without extensions.
const HEADER: usize = 12;

/// One packet of media, as far as one can read it without a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub ssrc: u32,
    pub payload_type: u8,
    pub sequence: u16,
    pub timestamp: u32,
    pub marker: bool,
    /// Of the whole datagram.
    pub bytes: usize,
}

/// None: this datagram is none (STUN, DTLS, RTCP).
#[must_use]
pub fn media(datagram: &[u8]) -> Option<Seen> {
    let [first, second, s1, s2, t1, t2, t3, t4, n1, n2, n3, n4, ..] = *datagram.get(..HEADER)? else { return None };
    if !(128..192).contains(&first) || (192..224).contains(&second) {
        return None;
    }
    Some(Seen {
        ssrc: u32::from_be_bytes([n1, n2, n3, n4]),
        payload_type: second & 0x7f,
        sequence: u16::from_be_bytes([s1, s2]),
        timestamp: u32::from_be_bytes([t1, t2, t3, t4]),
        marker: second & 0x80 != 0,
        bytes: datagram.len(),
    })
}

#[derive(Clone, Debug)]
struct Stream {
    ssrc: u32,
    base: u32,
    /// Extended by its turns.
    highest: u32,
    received: u64,
}

/// What one stream has brought so far, for a receiver's report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub ssrc: u32,
    pub highest: u32,
    pub lost: u32,
}

/// Sums over all streams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub received: u64,
    /// By the sequence: what was received and what is missing.
    pub expected: u64,
    pub bytes: u64,
}

impl Count {
    /// What came after `earlier`.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self {
            received: self.received - earlier.received,
            expected: self.expected.saturating_sub(earlier.expected),
            bytes: self.bytes - earlier.bytes,
        }
    }

    #[must_use]
    pub fn lost(self) -> u64 {
        self.expected.saturating_sub(self.received)
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { received: self.received + other.received, expected: self.expected + other.expected, bytes: self.bytes + other.bytes }
    }
}

#[derive(Debug, Default)]
pub struct Tally {
    streams: Vec<Stream>,
    bytes: u64,
    /// Everything that came, where somebody wants to know.
    pub record: Option<Vec<(Instant, Seen)>>,
}

impl Tally {
    pub fn note(&mut self, seen: Seen, now: Instant) {
        self.bytes += seen.bytes as u64;
        if let Some(record) = &mut self.record {
            record.push((now, seen));
        }
        let Some(stream) = self.streams.iter_mut().find(|stream| stream.ssrc == seen.ssrc) else {
            let base = 0x1_0000 + u32::from(seen.sequence);
            self.streams.push(Stream { ssrc: seen.ssrc, base, highest: base, received: 1 });
            return;
        };
        let ahead = seen.sequence.wrapping_sub(stream.highest as u16);
        if ahead < 0x8000 {
            stream.highest += u32::from(ahead);
        }
        stream.received += 1;
    }

    #[must_use]
    pub fn count(&self) -> Count {
        Count {
            received: self.streams.iter().map(|stream| stream.received).sum(),
            expected: self.streams.iter().map(|stream| u64::from(stream.highest - stream.base) + 1).sum(),
            bytes: self.bytes,
        }
    }

    #[must_use]
    pub fn standings(&self) -> Vec<Standing> {
        let lost = |stream: &Stream| (u64::from(stream.highest - stream.base) + 1).saturating_sub(stream.received);
        let standing = |stream: &Stream| Standing {
            ssrc: stream.ssrc,
            highest: stream.highest - 0x1_0000,
            lost: u32::try_from(lost(stream)).unwrap_or(u32::MAX),
        };
        self.streams.iter().map(standing).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(ssrc: u32, sequence: u16) -> Vec<u8> {
        [&[128, 111][..], &sequence.to_be_bytes(), &[0, 0, 3, 192], &ssrc.to_be_bytes(), b"opus"].concat()
    }

    #[test]
    fn only_media_is_counted() {
        let seen = media(&packet(9, 500)).expect("media");
        assert_eq!((seen.ssrc, seen.payload_type, seen.sequence, seen.timestamp, seen.marker, seen.bytes), (9, 111, 500, 960, false, 16));
        for other in [&[0, 1, 0, 0, 33, 18, 164, 66, 1, 2, 3, 4, 5][..], &[22; 40], &[128, 201, 0, 1, 0, 0, 0, 9, 0, 0, 0, 0], &[128, 111, 0]] {
            assert_eq!(media(other), None);
        }
    }

    #[test]
    fn gaps_are_lost_across_the_turn_and_what_comes_late_is_not() {
        let (mut tally, now) = (Tally::default(), Instant::now());
        for sequence in [65_533, 65_534, 1, 0, 3] {
            tally.note(media(&packet(1, sequence)).expect("media"), now);
        }
        tally.note(media(&packet(2, 7)).expect("media"), now);
        let count = tally.count();
        assert_eq!((count.received, count.expected, count.lost(), count.bytes), (6, 8, 2, 96));
        let before = count;
        tally.note(media(&packet(1, 5)).expect("media"), now);
        assert_eq!(tally.count().since(before), Count { received: 1, expected: 2, bytes: 16 });
        assert_eq!(tally.standings()[0], Standing { ssrc: 1, highest: 65_541, lost: 3 });
    }
}
