//! The cell: one yes, shared by the authority that said it and by everything that depends on it.
//!
//! A send marks itself in flight, then looks whether the cell is open; closing shuts the cell, then waits for the marks
//! (CONSENT-3). With both sides in one total order, either the send sees the closed cell, or the close sees the mark.

use crate::{CameoId, TakeId, Timestamp};
use parking_lot::Mutex;
use std::sync::{
    Arc, Weak,
    atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
};

/// A flow of sealed things from one take: its frames, its file, one reading of its stored clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamId {
    pub take: TakeId,
    /// Counts the streams of a cast from 0.
    pub number: u64,
}

/// Something that keeps what could be sent again: a retransmission buffer, a socket's write buffer, a cache.
pub trait Purge: Send + Sync {
    /// Drop everything that shows this take. Called while consent is being closed; must not block.
    fn purge(&self, take: TakeId);
}

#[derive(Debug)]
pub(super) struct Cell {
    pub(super) cameo: CameoId,
    pub(super) take: TakeId,
    open: AtomicBool,
    /// Milliseconds; a send after it is refused (CONSENT-5).
    deadline: AtomicU64,
    in_flight: AtomicU64,
}

impl Cell {
    pub(super) fn new(cameo: CameoId, take: TakeId, deadline: Timestamp) -> Self {
        Self { cameo, take, open: AtomicBool::new(true), deadline: AtomicU64::new(deadline.as_millis()), in_flight: AtomicU64::new(0) }
    }

    pub(super) fn enter(&self) -> Mark<'_> {
        self.in_flight.fetch_add(1, SeqCst);
        Mark(self)
    }

    pub(super) fn allows(&self, now: Timestamp) -> bool {
        self.open.load(SeqCst) && now.as_millis() <= self.deadline.load(SeqCst)
    }

    pub(super) fn is_open(&self) -> bool {
        self.open.load(SeqCst)
    }

    pub(super) fn extend(&self, deadline: Timestamp) {
        self.deadline.fetch_max(deadline.as_millis(), SeqCst);
    }

    pub(super) fn close(&self) {
        self.open.store(false, SeqCst);
    }

    pub(super) fn is_drained(&self) -> bool {
        self.in_flight.load(SeqCst) == 0
    }
}

/// In flight until dropped.
pub(super) struct Mark<'a>(&'a Cell);

impl Drop for Mark<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, SeqCst);
    }
}

/// What every sealed thing of one cast points to.
pub(super) struct Bond {
    pub(super) take: TakeId,
    pub(super) cells: Vec<Arc<Cell>>,
    streams: Mutex<Vec<Arc<Stream>>>,
    keepers: Mutex<Vec<Weak<dyn Purge>>>,
}

#[derive(Debug)]
pub(super) struct Stream {
    pub(super) id: StreamId,
    next: AtomicU64,
    /// One more than the last sequence that left; zero: nothing left.
    left: AtomicU64,
}

impl Stream {
    pub(super) fn next_sequence(&self) -> u64 {
        self.next.fetch_add(1, SeqCst)
    }

    pub(super) fn note_left(&self, sequence: u64) {
        self.left.fetch_max(sequence + 1, SeqCst);
    }

    pub(super) fn last_left(&self) -> Option<u64> {
        self.left.load(SeqCst).checked_sub(1)
    }
}

impl Bond {
    pub(super) fn new(take: TakeId, cells: Vec<Arc<Cell>>) -> Self {
        Self { take, cells, streams: Mutex::default(), keepers: Mutex::default() }
    }

    pub(super) fn new_stream(&self) -> Arc<Stream> {
        let mut streams = self.streams.lock();
        let id = StreamId { take: self.take, number: streams.len() as u64 };
        let stream = Arc::new(Stream { id, next: AtomicU64::new(0), left: AtomicU64::new(0) });
        streams.push(stream.clone());
        stream
    }

    pub(super) fn streams(&self) -> Vec<Arc<Stream>> {
        self.streams.lock().clone()
    }

    pub(super) fn keep(&self, keeper: Weak<dyn Purge>) {
        let mut keepers = self.keepers.lock();
        keepers.retain(|known| known.strong_count() > 0);
        keepers.push(keeper);
    }

    pub(super) fn purge(&self) {
        let keepers: Vec<_> = self.keepers.lock().iter().filter_map(Weak::upgrade).collect();
        for keeper in keepers {
            keeper.purge(self.take);
        }
    }
}
