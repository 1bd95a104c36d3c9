//! The authority over one cameo: keeps its owner's decisions, says yes to one plan at a time, and takes a yes back.
//!
//! There is one for each cameo in the whole deployment, in its owner's `UserActor`; `actors/src/user.rs` is the only place
//! that restores one (a test looks for others). An authority that is dropped closes every yes that it said.

use super::cell::{Cell, StreamId, Trail};
use crate::{CameoId, TakeId, Timestamp, UserId, plan::FrozenPlan};
use parking_lot::Mutex;
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

/// Who may cast a cameo. The default is the strictest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    #[default]
    OnlyOwner,
    Approved(BTreeSet<UserId>),
    Everyone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("this plan does not show the cameo")]
    NotInPlan,
    #[error("its owner did not allow this")]
    NotAllowed,
}

/// One yes, for one cameo in one plan. It can only be spent on a [`super::LiveCast`] of exactly that plan.
pub struct Grant {
    pub(super) cell: Arc<Cell>,
    pub(super) tie: Arc<Tie>,
    /// A take's id alone could be reused for other shots.
    pub(super) plan: Box<FrozenPlan>,
}

impl std::fmt::Debug for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Grant({} in {})", self.cell.cameo, self.cell.take)
    }
}

/// Filled in when the grant becomes part of a live cast, so that the authority finds what to stop.
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

/// Keeps one cameo's decisions. Not a machine state: it holds permits.
pub struct Authority {
    cameo: CameoId,
    owner: UserId,
    audience: Audience,
    given: Vec<Given>,
}

impl Authority {
    /// Restores the authority from its stored decisions.
    #[must_use]
    pub fn restore(cameo: CameoId, owner: UserId, audience: Audience) -> Self {
        Self { cameo, owner, audience, given: Vec::new() }
    }

    #[must_use]
    pub fn cameo(&self) -> CameoId {
        self.cameo
    }

    /// Says yes to a plan, until `deadline` (CONSENT-5; renew it with [`Self::renew`]).
    ///
    /// # Errors
    /// Where the plan does not show this cameo, or one of its makers may not cast it.
    pub fn grant(&mut self, plan: &FrozenPlan, deadline: Timestamp) -> Result<Grant, Refusal> {
        if !plan.cast().iter().any(|cameo| cameo == self.cameo) {
            return Err(Refusal::NotInPlan);
        }
        if !plan.makers().iter().all(|maker| self.admits(maker.user)) {
            return Err(Refusal::NotAllowed);
        }
        self.given.retain(Given::matters);
        let cell = Arc::new(Cell::new(self.cameo, plan.take(), deadline));
        let tie = Arc::new(Tie::default());
        self.given.push(Given { cell: cell.clone(), tie: tie.clone() });
        Ok(Grant { cell, tie, plan: Box::new(plan.clone()) })
    }

    fn admits(&self, user: UserId) -> bool {
        user == self.owner
            || match &self.audience {
                Audience::OnlyOwner => false,
                Audience::Approved(users) => users.contains(&user),
                Audience::Everyone => true,
            }
    }

    /// Lengthens every yes that still stands; one that was closed stays closed. A deadline never moves back.
    pub fn renew(&mut self, deadline: Timestamp) {
        for given in &self.given {
            given.cell.extend(deadline);
        }
    }

    /// Takes back the yes for one take, or for all (`None`). From here on no send begins. The stored decision is the
    /// caller's to change first.
    pub fn close(&mut self, take: Option<TakeId>) -> Closing {
        let (closed, kept) = std::mem::take(&mut self.given).into_iter().partition(|given| take.is_none_or(|take| take == given.cell.take));
        self.given = kept;
        Closing::of(closed)
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        drop(self.close(None));
    }
}

/// A closing under way: the cells are shut and the buffers purged; it may be acknowledged when nothing is in flight.
#[must_use = "a revocation is acknowledged only once it is drained"]
pub struct Closing {
    cells: Vec<Arc<Cell>>,
    trails: Vec<Arc<Trail>>,
    /// Drained, and purged after that.
    settled: AtomicBool,
}

/// The last thing of a stream that left before its consent was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
