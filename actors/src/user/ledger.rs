//! What the ledger says of each decision (CONSENT-7).

use domain::{
    UserId,
    cameo::{Asking, DecisionEvent, Scope},
    ledger::{EntryKind, LedgerDraft, Other},
};

pub(super) fn entry_of(event: &DecisionEvent) -> LedgerDraft {
    let draft = |kind: EntryKind, other: Other| LedgerDraft::new(kind).about(other);
    match event {
        DecisionEvent::RulesChanged { .. } => LedgerDraft::new(EntryKind::RulesChanged),
        DecisionEvent::PersonAllowed { user } => person(EntryKind::Allowed, *user),
        DecisionEvent::PersonDenied { user } => person(EntryKind::Denied, *user),
        DecisionEvent::PersonCleared { user } => person(EntryKind::Cleared, *user),
        DecisionEvent::RoomAllowed { room } => draft(EntryKind::Allowed, Other::Room(*room)),
        DecisionEvent::RoomDenied { room } => draft(EntryKind::Denied, Other::Room(*room)),
        DecisionEvent::RoomCleared { room } => draft(EntryKind::Cleared, Other::Room(*room)),
        DecisionEvent::TakeAllowed { take } => draft(EntryKind::Allowed, Other::Take(*take)),
        DecisionEvent::TakeDenied { take } => draft(EntryKind::Denied, Other::Take(*take)),
        DecisionEvent::Used { take, makers, .. } => draft(EntryKind::Used, Other::Take(*take)).concerning(makers.iter().copied()),
        DecisionEvent::Withdrawn { scope } => revoked(*scope),
        DecisionEvent::Ended => LedgerDraft::new(EntryKind::Ended),
    }
}

fn person(kind: EntryKind, user: UserId) -> LedgerDraft {
    LedgerDraft::new(kind).about(Other::Person(user))
}

fn revoked(scope: Scope) -> LedgerDraft {
    let draft = LedgerDraft::new(EntryKind::Revoked);
    match scope {
        Scope::Everything => draft.detail("everything"),
        Scope::Person(user) => draft.detail("person").about(Other::Person(user)),
        Scope::Room(room) => draft.detail("room").about(Other::Room(room)),
        Scope::Take(take) => draft.detail("take").about(Other::Take(take)),
    }
}

/// The owner was asked.
pub(super) fn asked(asking: &Asking) -> LedgerDraft {
    LedgerDraft::new(EntryKind::Asked).about(Other::Take(asking.take)).concerning(asking.people())
}

/// A take was refused before anybody was asked.
pub(super) fn refused(asking: &Asking, code: &str) -> LedgerDraft {
    LedgerDraft::new(EntryKind::Refused).about(Other::Take(asking.take)).detail(code).concerning([asking.asker])
}
