//! The cell: one yes, shared by the holder that said it and by everything that depends on it.
//!
//! A send marks itself in flight, then looks whether the cell is open; closing shuts the cell, then waits for the marks
//! (CONSENT-3). With both sides in one total order, either the send sees the closed cell, or the close sees the mark.

use crate::{CameoId, TakeId, Timestamp};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Weak,
        atomic::{
            AtomicBool, AtomicU64,
            Ordering::{Relaxed, SeqCst},
        },
    },
};

/// The next stream's number. Of the process, since each node's holders and casts know only their own.
static STREAMS: AtomicU64 = AtomicU64::new(0);

/// A flow of sealed things from one take: its frames, its file, one reading of its stored clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StreamId {
    pub take: TakeId,
    /// Never given twice in one process, however many casts of the take there are: receipts name it.
    pub number: u64,
}

/// Something that keeps what could be sent again: a retransmission buffer, a socket's write buffer, a cache.
pub trait Purge: Send + Sync {
    /// Drop everything that shows this take. Called when consent is closed and again when its last send has ended, on the thread of
    /// the holder; must not block, and must not wait for a lock that is held across a send.
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

/// In flight in every cell of a cast until dropped. Borrows the cells: marking allocates nothing, however many they are.
pub(super) struct Marks<'a>(&'a [Arc<Cell>]);

impl<'a> Marks<'a> {
    pub(super) fn on(cells: &'a [Arc<Cell>]) -> Self {
        for cell in cells {
            cell.in_flight.fetch_add(1, SeqCst);
        }
        Self(cells)
    }

    /// The look that counts: a closing that came before it is seen, one that comes after it waits for these marks.
    pub(super) fn look(self, now: Timestamp) -> Option<Self> {
        self.0.iter().all(|cell| cell.allows(now)).then_some(self)
    }
}

impl Drop for Marks<'_> {
    fn drop(&mut self) {
        for cell in self.0 {
            cell.in_flight.fetch_sub(1, SeqCst);
        }
    }
}

/// What every sealed thing of one cast points to.
pub(super) struct Bond {
    pub(super) take: TakeId,
    pub(super) cells: Vec<Arc<Cell>>,
    pub(super) trail: Arc<Trail>,
}

/// What a cast left behind: its streams, and the keepers of what could be sent again. The holder keeps it, so that it outlives
/// the sealed things: what was dropped after its send may still lie in a buffer.
pub(super) struct Trail {
    take: TakeId,
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
        let trail = Trail { take, streams: Mutex::default(), keepers: Mutex::default() };
        Self { take, cells, trail: Arc::new(trail) }
    }

    pub(super) fn is_open(&self) -> bool {
        self.closed_by().is_none()
    }

    /// The first whose yes was closed.
    pub(super) fn closed_by(&self) -> Option<CameoId> {
        self.cells.iter().find(|cell| !cell.is_open()).map(|cell| cell.cameo)
    }

    pub(super) fn allows(&self, now: Timestamp) -> bool {
        self.cells.iter().all(|cell| cell.allows(now))
    }

    pub(super) fn new_stream(&self) -> Arc<Stream> {
        let id = StreamId { take: self.take, number: STREAMS.fetch_add(1, Relaxed) };
        let stream = Arc::new(Stream { id, next: AtomicU64::new(0), left: AtomicU64::new(0) });
        self.trail.streams.lock().push(stream.clone());
        stream
    }

    pub(super) fn keep(&self, keeper: Weak<dyn Purge>) {
        self.trail.keep(keeper.clone());
        // Closed meanwhile: the closing may have purged before it could see this keeper.
        if !self.is_open()
            && let Some(keeper) = keeper.upgrade()
        {
            keeper.purge(self.take);
        }
    }
}

impl Trail {
    fn keep(&self, keeper: Weak<dyn Purge>) {
        let mut keepers = self.keepers.lock();
        keepers.retain(|known| known.strong_count() > 0 && !Weak::ptr_eq(known, &keeper));
        keepers.push(keeper);
    }

    pub(super) fn has_keepers(&self) -> bool {
        self.keepers.lock().iter().any(|keeper| keeper.strong_count() > 0)
    }

    pub(super) fn streams(&self) -> Vec<Arc<Stream>> {
        self.streams.lock().clone()
    }

    /// Whether every keeper did it. One that panics must not shield the others.
    #[must_use]
    pub(super) fn purge(&self) -> bool {
        let keepers: Vec<_> = self.keepers.lock().iter().filter_map(Weak::upgrade).collect();
        let failed = keepers.iter().filter(|keeper| catch_unwind(AssertUnwindSafe(|| keeper.purge(self.take))).is_err()).count();
        failed == 0
    }
}
