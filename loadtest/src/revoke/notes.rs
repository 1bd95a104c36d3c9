//! What one viewer saw of the take that came last, and when. Pure but for the clock that it is given.

use std::time::Instant;

/// One picture or packet of sound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// Its place in the take; none: it can't be told yet, see `key`.
    pub place: Option<u32>,
    /// Of a packet over WebRTC.
    pub key: u64,
    /// RTP's own number; zero over a socket.
    pub number: u16,
    pub at: Instant,
    /// When the connection over which it came was opened.
    pub opened: Instant,
}

#[derive(Debug, Default)]
pub struct Notes {
    take: Option<[u8; 16]>,
    pub arrivals: Vec<Arrival>,
    /// The last moment at which anything of it came, parts of a message included.
    pub last: Option<Instant>,
    /// Connections that the server ended.
    pub ended: u32,
    /// It may see pictures now.
    pub ready: bool,
    /// What went wrong at the beginning.
    pub refused: Option<String>,
}

impl Notes {
    /// A picture or packet of this take; one of another take begins anew.
    pub fn arrived(&mut self, take: [u8; 16], place: u32, at: Instant, opened: Instant) {
        if self.take != Some(take) {
            self.take = Some(take);
            self.arrivals.clear();
        }
        self.last = Some(at);
        self.arrivals.push(Arrival { place: Some(place), key: 0, number: 0, at, opened });
    }

    /// A packet over WebRTC.
    pub fn packet(&mut self, key: u64, number: u16, at: Instant, opened: Instant) {
        self.last = Some(at);
        self.arrivals.push(Arrival { place: None, key, number, at, opened });
    }

    /// Its connection is no more.
    pub fn has_ended(&mut self, why: Option<String>) {
        self.ended += 1;
        if !self.ready {
            self.refused = why;
        }
    }

    /// Its arrivals, to be looked at; here they are forgotten.
    #[must_use]
    pub fn taken(&mut self) -> Self {
        Self { arrivals: std::mem::take(&mut self.arrivals), last: self.last, ..Self::default() }
    }

    /// For the next round.
    pub fn clear(&mut self) {
        self.take = None;
        self.arrivals.clear();
        self.last = None;
        self.ended = 0;
    }

    /// Whether it has seen anything of this take.
    #[must_use]
    pub fn sees(&self, take: [u8; 16]) -> bool {
        self.take == Some(take) && !self.arrivals.is_empty()
    }
}
