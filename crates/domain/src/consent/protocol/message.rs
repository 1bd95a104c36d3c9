//! What authority and holders say to each other.
//!
//! What opens or lengthens ([`Granted`], [`Renewed`]) has private fields, no constructor and no serde: only the
//! [`super::AuthorityMachine`] makes it. A bus between processes will need a signature there.

use super::super::StreamReceipt;
use crate::{
    CameoId, TakeId,
    cameo::{Asking, Scope, Why},
    plan::FrozenPlan,
};
use sha2::{Digest, Sha256};
use std::fmt;

/// One process of the deployment, from its start to its end: a process that starts again is another node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct NodeId(u64);

impl NodeId {
    /// From the node's random source, or a number that the deployment never gives twice.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeId({self})")
    }
}

/// One holder. A node that drops its holder of a cameo and makes another gives it another `life`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HolderId {
    pub node: NodeId,
    pub life: u64,
}

/// A place in the history of closings: all up to `closing` of the authority with this epoch. Earlier epochs come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seen {
    pub epoch: u64,
    pub closing: u64,
}

/// SHA-256 of a frozen plan: a take's id alone could be reused for other shots.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlanDigest([u8; 32]);

impl PlanDigest {
    #[must_use]
    pub fn of(plan: &FrozenPlan) -> Self {
        let text = serde_json::to_vec(plan).expect("a plan has string keys and finite numbers");
        Self(Sha256::digest(text).into())
    }
}

impl fmt::Debug for PlanDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second, third, ..] = self.0;
        write!(f, "PlanDigest({first:02x}{second:02x}{third:02x}…)")
    }
}

/// From a holder to the authority.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ToAuthority {
    /// May this plan show the cameo? Repeated until answered.
    Ask { holder: HolderId, number: u64, seen: Option<Seen>, asking: Asking, plan: PlanDigest },
    /// The take no longer waits for an answer.
    GiveUp { holder: HolderId, number: u64, take: TakeId },
    /// May I go on, from what I know?
    Renew { holder: HolderId, number: u64, seen: Option<Seen> },
    /// All closings up to `at` have shut, and nothing is in flight any more.
    Confirm { holder: HolderId, at: Seen, lines: Vec<StreamReceipt> },
    /// Nothing is open, shut or in flight here; leases asked for before this number are given back.
    Release { holder: HolderId, number: u64 },
}

impl ToAuthority {
    #[must_use]
    pub fn holder(&self) -> HolderId {
        match self {
            Self::Ask { holder, .. }
            | Self::GiveUp { holder, .. }
            | Self::Renew { holder, .. }
            | Self::Confirm { holder, .. }
            | Self::Release { holder, .. } => *holder,
        }
    }

    /// What is asked for: the relations of these people are needed to answer.
    #[must_use]
    pub fn asking(&self) -> Option<&Asking> {
        match self {
            Self::Ask { asking, .. } => Some(asking),
            _ => None,
        }
    }
}

/// From the authority to a holder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ToHolder {
    Granted(Granted),
    /// An answer to the ask with this number.
    Denied {
        at: Seen,
        number: u64,
        take: TakeId,
        why: Why,
    },
    /// The owner was asked.
    Waiting {
        at: Seen,
        number: u64,
        take: TakeId,
    },
    Renewed(Renewed),
    /// The closings after `since`, up to `at`. Repeated until confirmed.
    Close {
        at: Seen,
        since: u64,
        scopes: Vec<Scope>,
    },
}

/// A yes for exactly one take with one plan, at one place of the history.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Granted {
    pub(super) at: Seen,
    pub(super) cameo: CameoId,
    pub(super) take: TakeId,
    pub(super) plan: PlanDigest,
}

impl Granted {
    #[must_use]
    pub fn take(&self) -> TakeId {
        self.take
    }
}

/// A lease, counted by the holder from when it sent the renewal of this number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Renewed {
    pub(super) at: Seen,
    pub(super) cameo: CameoId,
    pub(super) number: u64,
}
