//! The durable state of one cameo, folded from what its owner decided.
//!
//! A use once granted stands until it is withdrawn: stored clips ask [`Decisions::stands`], and later rules change nothing in them.

use super::{Asking, Audience, Relations, Rules, Ruling, Why};
use crate::{RoomId, TakeId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Exceptions (allowed and denied persons and rooms) of one cameo.
pub const MAX_EXCEPTIONS: usize = 5_000;

/// How much a revocation takes back. A clip is named by its take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Every use; also sets the audience to only me and forgets every permission.
    Everything,
    /// What this person makes or made; they are denied from now on.
    Person(UserId),
    /// What was made in this room; it is denied from now on.
    Room(RoomId),
    Take(TakeId),
}

impl Scope {
    /// Whether it takes this back.
    #[must_use]
    pub fn touches(self, take: TakeId, room: Option<RoomId>, mut makers: impl Iterator<Item = UserId>) -> bool {
        match self {
            Self::Everything => true,
            Self::Person(user) => makers.any(|maker| maker == user),
            Self::Room(closed) => room == Some(closed),
            Self::Take(closed) => take == closed,
        }
    }

    #[must_use]
    pub fn touches_asking(self, asking: &Asking) -> bool {
        self.touches(asking.take, asking.room, asking.people())
    }
}

/// An owner's answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// For this take.
    Once,
    /// For everybody in this room, from now on.
    Room,
    /// For its makers, everywhere, from now on.
    Always,
    No,
}

/// What happened to a cameo's consent. Stored, and written into the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DecisionEvent {
    RulesChanged {
        rules: Rules,
    },
    PersonAllowed {
        user: UserId,
    },
    PersonDenied {
        user: UserId,
    },
    PersonCleared {
        user: UserId,
    },
    RoomAllowed {
        room: RoomId,
    },
    RoomDenied {
        room: RoomId,
    },
    RoomCleared {
        room: RoomId,
    },
    /// Also gives back a take that was withdrawn.
    TakeAllowed {
        take: TakeId,
    },
    TakeDenied {
        take: TakeId,
    },
    /// A grant was given.
    Used {
        take: TakeId,
        room: Option<RoomId>,
        makers: Vec<UserId>,
    },
    Withdrawn {
        scope: Scope,
    },
    Ended,
}

impl DecisionEvent {
    /// Whether it can open something: then it is durable before its effect (CONSENT-7). The others act first.
    #[must_use]
    pub fn opens(&self) -> bool {
        match self {
            Self::RulesChanged { .. }
            | Self::PersonAllowed { .. }
            | Self::PersonCleared { .. }
            | Self::RoomAllowed { .. }
            | Self::RoomCleared { .. }
            | Self::TakeAllowed { .. }
            | Self::Used { .. } => true,
            Self::PersonDenied { .. } | Self::RoomDenied { .. } | Self::TakeDenied { .. } | Self::Withdrawn { .. } | Self::Ended => false,
        }
    }
}

/// One use of a cameo.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Use {
    pub room: Option<RoomId>,
    pub makers: Vec<UserId>,
    pub withdrawn: bool,
}

/// All that an owner decided about one cameo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Decisions {
    rules: Rules,
    allowed_people: BTreeSet<UserId>,
    denied_people: BTreeSet<UserId>,
    allowed_rooms: BTreeSet<RoomId>,
    denied_rooms: BTreeSet<RoomId>,
    /// Allowed and not used yet.
    allowed_takes: BTreeSet<TakeId>,
    denied_takes: BTreeSet<TakeId>,
    uses: BTreeMap<TakeId, Use>,
    ended: bool,
}

impl Decisions {
    /// Folds a stored history.
    #[must_use]
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a DecisionEvent>) -> Self {
        let mut decisions = Self::default();
        for event in events {
            decisions.apply(event);
        }
        decisions
    }

    pub fn apply(&mut self, event: &DecisionEvent) {
        match event {
            DecisionEvent::RulesChanged { rules } => self.rules = rules.clone(),
            DecisionEvent::PersonAllowed { user } => allow(*user, &mut self.allowed_people, &mut self.denied_people),
            DecisionEvent::PersonDenied { user } => allow(*user, &mut self.denied_people, &mut self.allowed_people),
            DecisionEvent::PersonCleared { user } => clear(user, &mut self.allowed_people, &mut self.denied_people),
            DecisionEvent::RoomAllowed { room } => allow(*room, &mut self.allowed_rooms, &mut self.denied_rooms),
            DecisionEvent::RoomDenied { room } => allow(*room, &mut self.denied_rooms, &mut self.allowed_rooms),
            DecisionEvent::RoomCleared { room } => clear(room, &mut self.allowed_rooms, &mut self.denied_rooms),
            DecisionEvent::TakeAllowed { take } => self.allow_take(*take),
            DecisionEvent::TakeDenied { take } => allow(*take, &mut self.denied_takes, &mut self.allowed_takes),
            DecisionEvent::Used { take, room, makers } => {
                self.allowed_takes.remove(take);
                self.uses.insert(*take, Use { room: *room, makers: makers.clone(), withdrawn: false });
            }
            DecisionEvent::Withdrawn { scope } => self.withdraw(*scope),
            DecisionEvent::Ended => {
                self.withdraw(Scope::Everything);
                self.ended = true;
            }
        }
    }

    fn allow_take(&mut self, take: TakeId) {
        self.denied_takes.remove(&take);
        match self.uses.get_mut(&take) {
            Some(used) => used.withdrawn = false,
            None => {
                self.allowed_takes.insert(take);
            }
        }
    }

    fn withdraw(&mut self, scope: Scope) {
        for (take, used) in &mut self.uses {
            if scope.touches(*take, used.room, used.makers.iter().copied()) {
                used.withdrawn = true;
            }
        }
        match scope {
            Scope::Everything => {
                self.rules.audience = Audience::OnlyMe;
                self.allowed_people.clear();
                self.allowed_rooms.clear();
                self.allowed_takes.clear();
            }
            Scope::Person(user) => allow(user, &mut self.denied_people, &mut self.allowed_people),
            Scope::Room(room) => allow(room, &mut self.denied_rooms, &mut self.allowed_rooms),
            // A use is marked; what was never used must not begin either.
            Scope::Take(take) if !self.uses.contains_key(&take) => allow(take, &mut self.denied_takes, &mut self.allowed_takes),
            Scope::Take(_) => {}
        }
    }

    /// What is said to this asking now.
    #[must_use]
    pub fn rule(&self, asking: &Asking, relations: &Relations) -> Ruling {
        if self.ended {
            return Ruling::Denied(Why::Ended);
        }
        if let Some(used) = self.uses.get(&asking.take) {
            return if used.withdrawn {
                Ruling::Denied(Why::Withdrawn)
            } else if self.stands_for(asking) {
                Ruling::Allowed
            } else {
                Ruling::Denied(Why::OtherPlan)
            };
        }
        if self.denied_takes.contains(&asking.take) {
            return Ruling::Denied(Why::Take);
        }
        let mut others = asking.people().filter(|person| *person != relations.owner).peekable();
        if others.peek().is_none() {
            return Ruling::Allowed;
        }
        let rulings: Vec<Ruling> = others.map(|person| self.rule_person(person, asking, relations)).collect();
        let denied = rulings.iter().find(|ruling| matches!(ruling, Ruling::Denied(_)));
        match denied {
            Some(denied) => *denied,
            None if rulings.contains(&Ruling::WillAsk) => Ruling::WillAsk,
            None => Ruling::Allowed,
        }
    }

    fn rule_person(&self, person: UserId, asking: &Asking, relations: &Relations) -> Ruling {
        if self.denied_people.contains(&person) || relations.blocked.contains(&person) {
            return Ruling::Denied(Why::Person(person));
        }
        if asking.room.is_some_and(|room| self.denied_rooms.contains(&room)) {
            return Ruling::Denied(Why::Room);
        }
        let room = asking.room.is_some_and(|room| self.allowed_rooms.contains(&room));
        if room || self.allowed_people.contains(&person) || self.allowed_takes.contains(&asking.take) {
            return Ruling::Allowed;
        }
        let audience = if relations.guarded { self.rules.audience.min(Audience::Approved) } else { self.rules.audience };
        match audience {
            Audience::OnlyMe => Ruling::Denied(Why::OnlyMe),
            Audience::Approved => Ruling::WillAsk,
            Audience::Mutuals if relations.mutuals.contains(&person) => Ruling::Allowed,
            Audience::Mutuals => Ruling::WillAsk,
            Audience::Everyone => Ruling::Allowed,
        }
    }

    /// Whether the use of the cameo in this take was granted and not taken back.
    #[must_use]
    pub fn stands(&self, take: TakeId) -> bool {
        !self.ended && self.uses.get(&take).is_some_and(|used| !used.withdrawn)
    }

    /// Whether the use stands, and was granted for the same room and makers.
    #[must_use]
    pub fn stands_for(&self, asking: &Asking) -> bool {
        let same = |used: &Use| used.room == asking.room && asking.people().all(|person| used.makers.contains(&person));
        self.stands(asking.take) && self.uses.get(&asking.take).is_some_and(same)
    }

    /// The standing uses that a revocation of this scope would take back.
    pub fn touched(&self, scope: Scope) -> impl Iterator<Item = TakeId> + '_ {
        let touched = move |(take, used): &(&TakeId, &Use)| !used.withdrawn && scope.touches(**take, used.room, used.makers.iter().copied());
        self.uses.iter().filter(touched).map(|(take, _)| *take)
    }

    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.ended
    }

    #[must_use]
    pub fn use_of(&self, take: TakeId) -> Option<&Use> {
        self.uses.get(&take)
    }

    /// Every use, by its take.
    pub fn uses(&self) -> impl Iterator<Item = (TakeId, &Use)> {
        self.uses.iter().map(|(take, used)| (*take, used))
    }

    #[must_use]
    pub fn allowed_people(&self) -> &BTreeSet<UserId> {
        &self.allowed_people
    }

    #[must_use]
    pub fn denied_people(&self) -> &BTreeSet<UserId> {
        &self.denied_people
    }

    #[must_use]
    pub fn allowed_rooms(&self) -> &BTreeSet<RoomId> {
        &self.allowed_rooms
    }

    #[must_use]
    pub fn denied_rooms(&self) -> &BTreeSet<RoomId> {
        &self.denied_rooms
    }

    #[must_use]
    pub fn exceptions(&self) -> usize {
        self.allowed_people.len() + self.denied_people.len() + self.allowed_rooms.len() + self.denied_rooms.len()
    }
}

/// Into one set, out of its opposite.
fn allow<T: Ord>(item: T, into: &mut BTreeSet<T>, opposite: &mut BTreeSet<T>) {
    opposite.remove(&item);
    into.insert(item);
}

fn clear<T: Ord>(item: &T, one: &mut BTreeSet<T>, other: &mut BTreeSet<T>) {
    one.remove(item);
    other.remove(item);
}
