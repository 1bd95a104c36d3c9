//! One asking, and what is said to it.

use crate::{RoomId, TakeId, UserId, account::Handle, plan::FrozenPlan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who wants to cast a cameo, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Asking {
    pub take: TakeId,
    /// None: made outside of any room.
    pub room: Option<RoomId>,
    /// Those whose text stands in the take; each must be covered.
    pub makers: Vec<UserId>,
    pub asker: UserId,
}

impl Asking {
    /// What a plan asks for: its makers, the asker first.
    #[must_use]
    pub fn of(plan: &FrozenPlan) -> Self {
        let makers: Vec<UserId> = plan.makers().iter().map(|maker| maker.user).collect();
        let asker = *makers.first().expect("a frozen plan has a maker");
        Self { take: plan.take(), room: plan.room(), makers, asker }
    }

    /// Everybody who must be covered, the asker included.
    pub fn people(&self) -> impl Iterator<Item = UserId> + '_ {
        self.makers.iter().copied().chain((!self.makers.contains(&self.asker)).then_some(self.asker))
    }
}

/// What is known of the owner and those who ask, at the moment of the asking.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Relations {
    pub owner: UserId,
    /// Of those who ask: who and the owner follow each other.
    pub mutuals: BTreeSet<UserId>,
    /// Of those who ask: who blocked the owner, or is blocked.
    pub blocked: BTreeSet<UserId>,
    /// The owner is under 18 and no guardian approved more: an audience wider than [`super::Audience::Approved`] counts as that.
    pub guarded: bool,
}

impl Relations {
    /// An adult with neither mutuals nor blocks among those who ask.
    #[must_use]
    pub fn of(owner: UserId) -> Self {
        Self { owner, mutuals: BTreeSet::new(), blocked: BTreeSet::new(), guarded: false }
    }
}

/// What an owner's decisions say to an asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ruling {
    Allowed,
    /// The owner is asked; the take waits or goes on without them.
    WillAsk,
    Denied(Why),
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The cameo was ended.
    Ended,
    /// The owner took this take back.
    Withdrawn,
    /// The owner said no to this take.
    Take,
    /// One of the makers is denied or blocked; they are not told which.
    Person(UserId),
    /// The owner does not appear in this room.
    Room,
    /// Nobody but the owner casts them.
    OnlyMe,
    /// Another plan was asked for under the same take.
    OtherPlan,
    /// Too many questions wait for the owner.
    Busy,
}

impl Why {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ended => "cameo_ended",
            Self::Withdrawn => "consent_withdrawn",
            Self::Take => "consent_denied",
            Self::Person(_) => "person_denied",
            Self::Room => "room_denied",
            Self::OnlyMe => "only_me",
            Self::OtherPlan => "plan_changed",
            Self::Busy => "questions_full",
        }
    }

    /// A plain sentence for those who asked; `owner` is whose cameo it is.
    #[must_use]
    pub fn sentence(self, owner: &Handle) -> String {
        match self {
            Self::Ended => format!("@{owner} no longer has this cameo"),
            Self::Withdrawn => format!("@{owner} took this take back"),
            Self::Take => format!("@{owner} said no to this take"),
            Self::Person(_) => format!("@{owner} does not appear in what some of its makers make"),
            Self::Room => format!("@{owner} does not appear in this room"),
            Self::OnlyMe => format!("only @{owner} can cast @{owner}"),
            Self::OtherPlan => "the plan of this take changed: ask for a new take".to_owned(),
            Self::Busy => format!("too many questions wait for @{owner}: try again later"),
        }
    }
}
