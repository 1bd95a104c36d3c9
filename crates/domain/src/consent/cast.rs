//! A live cast: the consent of everybody whom a plan shows, or the knowledge that it shows nobody.

use super::{
    Channel, FrameSink, Out, Sealed,
    cell::{Bond, Purge},
    cells::Grant,
    protocol::PlanDigest,
};
use crate::{CameoId, plan::FrozenPlan};
use std::sync::{Arc, Weak};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CastError {
    #[error("cameo {0} is in the plan, but its owner's consent is missing")]
    Missing(CameoId),
    #[error("consent was given for another plan or cameo")]
    Foreign,
    #[error("the consent of cameo {0} was taken back")]
    Closed(CameoId),
}

/// Needed to make or to read anything of a plan.
pub struct LiveCast {
    bond: Arc<Bond>,
}

impl LiveCast {
    /// Spends one grant for each cameo of the plan.
    ///
    /// # Errors
    /// Where a grant is missing, closed, or not for this plan: nothing is made then (fails closed).
    pub fn assemble(plan: &FrozenPlan, grants: Vec<Grant>) -> Result<Self, CastError> {
        let digest = (!grants.is_empty()).then(|| PlanDigest::of(plan));
        for grant in &grants {
            let known = plan.cast().iter().any(|cameo| cameo == grant.cell.cameo);
            if Some(grant.plan) != digest || !known {
                return Err(CastError::Foreign);
            }
        }
        for cameo in plan.cast().iter() {
            if !grants.iter().any(|grant| grant.cell.cameo == cameo) {
                return Err(CastError::Missing(cameo));
            }
        }
        let bond = Arc::new(Bond::new(plan.take(), grants.iter().map(|grant| grant.cell.clone()).collect()));
        for grant in &grants {
            *grant.tie.0.lock() = Some(bond.trail.clone());
        }
        // Closed while it was being tied: the holder could not have found the trail.
        match grants.iter().find(|grant| !grant.cell.is_open()) {
            Some(grant) => Err(CastError::Closed(grant.cell.cameo)),
            None => Ok(Self { bond }),
        }
    }

    /// Where an engine writes.
    #[must_use]
    pub fn into_sink(self, out: Box<dyn Out>) -> FrameSink {
        FrameSink::new(self.bond, out)
    }

    /// Seals what was read back from the store, in the order it will be sent (CONSENT-6).
    pub fn seal_stored<T>(&self, parts: impl IntoIterator<Item = T>) -> Vec<Sealed<T>> {
        let stream = self.bond.new_stream();
        parts.into_iter().map(|part| Sealed::new(self.bond.clone(), stream.clone(), part)).collect()
    }

    /// A stream for what is read back from the store piece by piece: see [`Channel::seal`].
    #[must_use]
    pub fn channel(&self) -> Channel {
        Channel::of(&self.bond)
    }

    /// Whose consent was taken back, if any was: the first of them. None where a send was withheld: a lease has lapsed.
    #[must_use]
    pub fn withheld_by(&self) -> Option<CameoId> {
        self.bond.closed_by()
    }

    /// Names a keeper of things that could be sent again; it is told to purge when consent is closed.
    pub fn keep(&self, keeper: Weak<dyn Purge>) {
        self.bond.keep(keeper);
    }
}
