//! Who owns a clip (OWN-1): its makers and everyone whose cameo appears in it, all alike.
//!
//! Owners are settled when the clip is made; there is no way to take anybody out. It does not know rooms, feeds or files.

use crate::UserId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The owners of one clip, and whether one of them withdrew it from everybody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owners {
    users: BTreeSet<UserId>,
    withdrawn_by: BTreeSet<UserId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("only an owner of the clip can do that")]
pub struct NotOwner;

impl NotOwner {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        "not_owner"
    }
}

impl Owners {
    /// Makers of the take, and owners of the cameos in its cast.
    #[must_use]
    pub fn of(makers: impl IntoIterator<Item = UserId>, cast: impl IntoIterator<Item = UserId>) -> Self {
        Self { users: makers.into_iter().chain(cast).collect(), withdrawn_by: BTreeSet::new() }
    }

    pub fn iter(&self) -> impl Iterator<Item = UserId> + '_ {
        self.users.iter().copied()
    }

    #[must_use]
    pub fn includes(&self, user: UserId) -> bool {
        self.users.contains(&user)
    }

    /// A draft is seen by its owners.
    #[must_use]
    pub fn may_view(&self, user: UserId) -> bool {
        self.includes(user)
    }

    #[must_use]
    pub fn may_download(&self, user: UserId) -> bool {
        self.includes(user)
    }

    /// Any one owner may, without asking the others.
    #[must_use]
    pub fn may_delete(&self, user: UserId) -> bool {
        self.includes(user)
    }

    /// One owner takes the clip back from everybody who isn't an owner. It stays so until that same owner allows it again.
    ///
    /// # Errors
    /// Where `by` is not an owner.
    pub fn withdraw(&mut self, by: UserId) -> Result<(), NotOwner> {
        self.demand(by)?;
        self.withdrawn_by.insert(by);
        Ok(())
    }

    /// Ends this owner's own withdrawal; that of another stands.
    ///
    /// # Errors
    /// Where `by` is not an owner.
    pub fn allow_again(&mut self, by: UserId) -> Result<(), NotOwner> {
        self.demand(by)?;
        self.withdrawn_by.remove(&by);
        Ok(())
    }

    /// Whether it may be shown to anybody but its owners.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        !self.withdrawn_by.is_empty()
    }

    fn demand(&self, user: UserId) -> Result<(), NotOwner> {
        if self.includes(user) { Ok(()) } else { Err(NotOwner) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    fn user(number: u8) -> UserId {
        UserId::new(Timestamp::default(), &[number; 10])
    }

    #[test]
    fn makers_and_cast_own_alike_and_strangers_nothing() {
        let owners = Owners::of([user(1), user(2)], [user(2), user(3)]);
        assert_eq!(owners.iter().count(), 3);
        for owner in [user(1), user(2), user(3)] {
            assert!(owners.may_view(owner) && owners.may_download(owner) && owners.may_delete(owner));
        }
        assert!(!owners.may_view(user(4)) && !owners.may_download(user(4)) && !owners.may_delete(user(4)));
    }

    #[test]
    fn one_withdrawal_is_enough_and_only_its_owner_ends_it() {
        let mut owners = Owners::of([user(1)], [user(2)]);
        assert_eq!(owners.withdraw(user(4)), Err(NotOwner));
        owners.withdraw(user(2)).expect("an owner");
        owners.allow_again(user(1)).expect("an owner");
        assert!(owners.is_withdrawn());
        assert!(owners.may_view(user(1)), "the other owner still owns it");
        owners.allow_again(user(2)).expect("an owner");
        assert!(!owners.is_withdrawn());
    }
}
