//! The cells of one cameo on one node: every yes that was said for it here, and how they are closed.
//!
//! Only [`super::Holder`] has them; it lets them say yes only where the protocol granted it.

use super::{
    cell::{Cell, StreamId, Trail},
    protocol::PlanDigest,
};
use crate::{CameoId, TakeId, Timestamp, plan::FrozenPlan};
use parking_lot::Mutex;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::SeqCst},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this plan does not show the cameo")]
    NotInPlan,
    #[error("its owner has not granted this, or can't be reached")]
    NotGranted,
}

/// One yes, for one cameo in one plan. It can only be spent on a [`super::LiveCast`] of exactly that plan.
pub struct Grant {
    pub(super) cell: Arc<Cell>,
    pub(super) tie: Arc<Tie>,
    /// A take's id alone could be reused for other shots.
    pub(super) plan: PlanDigest,
}

impl std::fmt::Debug for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Grant({} in {})", self.cell.cameo, self.cell.take)
    }
}

/// Filled in when the grant becomes part of a live cast, so that the holder finds what to stop.
#[derive(Default)]
pub(super) struct Tie(pub(super) Mutex<Option<Arc<Trail>>>);

struct Given {
    cell: Arc<Cell>,
    tie: Arc<Tie>,
}

impl Given {
    /// Whether anything could still be sent by it, or sent again.
    fn matters(&self) -> bool {
        // The grant holds the cell, then the bond does, without a moment between.
        Arc::strong_count(&self.cell) > 1 || self.tie.0.lock().as_ref().is_some_and(|trail| trail.has_keepers())
    }
}

/// Not a machine state: it holds permits. Dropped, it closes every yes that it said.
pub(super) struct Cells {
    cameo: CameoId,
    given: Vec<Given>,
}

impl Cells {
    pub fn new(cameo: CameoId) -> Self {
        Self { cameo, given: Vec::new() }
    }

    pub fn cameo(&self) -> CameoId {
        self.cameo
    }

    /// Says yes to a plan that shows the cameo, until `deadline` (CONSENT-5).
    pub fn grant(&mut self, plan: &FrozenPlan, digest: PlanDigest, deadline: Timestamp) -> Result<Grant, Refusal> {
        if !plan.cast().iter().any(|cameo| cameo == self.cameo) {
            return Err(Refusal::NotInPlan);
        }
        self.given.retain(Given::matters);
        let cell = Arc::new(Cell::new(self.cameo, plan.take(), deadline));
        let tie = Arc::new(Tie::default());
        self.given.push(Given { cell: cell.clone(), tie: tie.clone() });
        Ok(Grant { cell, tie, plan: digest })
    }

    /// Lengthens every yes that still stands; one that was closed stays closed. A deadline never moves back.
    pub fn extend(&mut self, deadline: Timestamp) {
        for given in &self.given {
            given.cell.extend(deadline);
        }
    }

    /// The takes of which something could still be sent, or sent again.
    pub fn in_use(&mut self) -> impl Iterator<Item = TakeId> + '_ {
        self.given.retain(Given::matters);
        self.given.iter().map(|given| given.cell.take)
    }

    /// Takes back the yes for these takes. From here on no send of them begins.
    pub fn close(&mut self, closes: impl Fn(TakeId) -> bool) -> Closing {
        let (closed, kept) = std::mem::take(&mut self.given).into_iter().partition(|given| closes(given.cell.take));
        self.given = kept;
        Closing::of(closed)
    }
}

impl Drop for Cells {
    fn drop(&mut self) {
        drop(self.close(|_| true));
    }
}

/// A closing under way: the cells are shut and the buffers purged; it may be confirmed when nothing is in flight.
#[must_use = "a revocation is acknowledged only once it is drained"]
pub(super) struct Closing {
    cells: Vec<Arc<Cell>>,
    trails: Vec<Arc<Trail>>,
    /// Drained, and purged after that.
    settled: AtomicBool,
}

/// The last thing of a stream that left before its consent was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamReceipt {
    pub stream: StreamId,
    /// None: nothing had left.
    pub last_sequence: Option<u64>,
}

impl Closing {
    fn of(given: Vec<Given>) -> Self {
        // All are shut before any buffer is purged: a keeper that is slow or faulty holds up no other cell.
        for given in &given {
            given.cell.close();
        }
        let trails: Vec<Arc<Trail>> = given.iter().filter_map(|given| given.tie.0.lock().clone()).collect();
        let closing = Self { cells: given.into_iter().map(|given| given.cell).collect(), trails, settled: AtomicBool::new(false) };
        closing.purge();
        closing
    }

    /// Whether nothing is in flight and nothing is kept that could be sent again. Once true, it stays so. While a keeper fails to
    /// purge it is not.
    #[must_use]
    pub fn is_drained(&self) -> bool {
        if self.settled.load(SeqCst) {
            return true;
        }
        if !self.cells.iter().all(|cell| cell.is_drained()) {
            return false;
        }
        // A send that was in flight may have filled a buffer after the first purge.
        let settled = self.purge();
        self.settled.store(settled, SeqCst);
        settled
    }

    fn purge(&self) -> bool {
        self.trails.iter().filter(|trail| !trail.purge()).count() == 0
    }

    /// What each stream had sent at most. None while a send is in flight: ask again.
    #[must_use]
    pub fn receipt(&self) -> Option<Vec<StreamReceipt>> {
        if !self.is_drained() {
            return None;
        }
        let streams = self.trails.iter().flat_map(|trail| trail.streams());
        Some(streams.map(|stream| StreamReceipt { stream: stream.id, last_sequence: stream.last_left() }).collect())
    }
}
