//! The authority over one cameo: keeps its owner's decisions, says yes to one plan at a time, and takes a yes back.
//!
//! There is one for each cameo in the whole deployment, in its owner's `UserActor`; `actors/src/user.rs` is the only place
//! that restores one (a test looks for others). An authority that is dropped closes every yes that it said.

use super::cell::{Bond, Cell, StreamId};
use crate::{CameoId, TakeId, Timestamp, UserId, plan::FrozenPlan};
use parking_lot::Mutex;
use std::{
    collections::BTreeSet,
    sync::{Arc, Weak},
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

/// One yes, for one cameo in one plan. It can only be spent on a [`super::LiveCast`] of that plan.
#[derive(Debug)]
pub struct Grant {
    pub(super) cell: Arc<Cell>,
    pub(super) tie: Arc<Tie>,
}

/// Filled in when the grant becomes part of a live cast, so that the authority finds what to stop.
#[derive(Default)]
pub(super) struct Tie(pub(super) Mutex<Weak<Bond>>);

impl std::fmt::Debug for Tie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tie")
    }
}

struct Given {
    cell: Arc<Cell>,
    tie: Arc<Tie>,
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
        self.given.retain(|given| given.cell.is_open() && Arc::strong_count(&given.cell) > 1);
        let cell = Arc::new(Cell::new(self.cameo, plan.take(), deadline));
        let tie = Arc::new(Tie::default());
        self.given.push(Given { cell: cell.clone(), tie: tie.clone() });
        Ok(Grant { cell, tie })
    }

    fn admits(&self, user: UserId) -> bool {
        user == self.owner
            || match &self.audience {
                Audience::OnlyOwner => false,
                Audience::Approved(users) => users.contains(&user),
                Audience::Everyone => true,
            }
    }

    /// Lengthens every yes that still stands.
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
    bonds: Vec<Arc<Bond>>,
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
        for given in &given {
            given.cell.close();
        }
        let bonds: Vec<Arc<Bond>> = given.iter().filter_map(|given| given.tie.0.lock().upgrade()).collect();
        for bond in &bonds {
            bond.purge();
        }
        Self { cells: given.into_iter().map(|given| given.cell).collect(), bonds }
    }

    #[must_use]
    pub fn is_drained(&self) -> bool {
        self.cells.iter().all(|cell| cell.is_drained())
    }

    /// What each stream had sent at most. None while a send is in flight: ask again.
    #[must_use]
    pub fn receipt(&self) -> Option<Vec<StreamReceipt>> {
        if !self.is_drained() {
            return None;
        }
        let streams = self.bonds.iter().flat_map(|bond| bond.streams());
        Some(streams.map(|stream| StreamReceipt { stream: stream.id, last_sequence: stream.last_left() }).collect())
    }
}
