//! Which streams a peer may send. The library keeps a window for each number that it sees, before it knows whose the packet is, and forgets none: it sees
//! those of the first few only.

/// Numbers of media: a microphone, a camera and what repairs them are four.
const MEDIA: usize = 16;
/// Numbers under which somebody reports: one for each stream that they send or are sent.
const REPORTS: usize = 64;

#[derive(Default)]
pub(super) struct Streams {
    media: Vec<u32>,
    reports: Vec<u32>,
}

impl Streams {
    /// Whether the library may see this datagram: it is no media, or of one of the first streams of its peer.
    pub(super) fn admit(&mut self, datagram: &[u8]) -> bool {
        if !datagram.first().is_some_and(|first| (128..192).contains(first)) {
            return true;
        }
        let is_report = datagram.get(1).is_some_and(|kind| (192..224).contains(kind));
        let (known, most, at) = if is_report { (&mut self.reports, REPORTS, 4) } else { (&mut self.media, MEDIA, 8) };
        let Some(number) = datagram.get(at..).and_then(|rest| rest.first_chunk()).map(|bytes| u32::from_be_bytes(*bytes)) else { return false };
        if known.contains(&number) {
            return true;
        }
        let is_free = known.len() < most;
        if is_free {
            known.push(number);
        }
        is_free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media(number: u32) -> Vec<u8> {
        [[128, 111, 0, 1, 0, 0, 0, 9].as_slice(), &number.to_be_bytes()].concat()
    }

    fn report(number: u32) -> Vec<u8> {
        [[128, 201, 0, 1].as_slice(), &number.to_be_bytes()].concat()
    }

    #[test]
    fn the_first_streams_pass_and_no_others() {
        let mut streams = Streams::default();
        assert_eq!((0..10_000).filter(|number| streams.admit(&media(*number))).count(), MEDIA);
        assert_eq!((0..10_000).filter(|number| streams.admit(&report(*number))).count(), REPORTS);
        assert!(streams.admit(&media(3)) && streams.admit(&report(60)), "who is known stays known");
        assert!(streams.admit(&[22, 254, 253]) && streams.admit(&[0, 1, 0, 0]) && streams.admit(&[]), "no media");
        assert!(!streams.admit(&[128, 111, 0, 1]) && !streams.admit(&[128, 201, 0, 1, 0]), "too short to be any");
    }
}
