//! Who owns a clip (OWN-1): its makers and everyone whose cameo appears in it. Told in words in `docs/consent.md`.
//!
//! Owners are settled when the clip is made, and nobody is taken out: one who leaves the server leaves nothing behind but the clip of
//! the others. It does not know rooms, feeds or files, nor whether a cameo's consent stands: see [`crate::cameo::Decisions::stands`].

use crate::UserId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The owners of one clip, and who of them withdrew it from everybody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owners {
    makers: BTreeSet<UserId>,
    cast: BTreeSet<UserId>,
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

/// Why a clip is not made again without somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRemake {
    #[error("only an owner of the clip can do that")]
    NotOwner,
    #[error("everybody in it consents: there is nobody to leave out")]
    NobodyLeft,
}

impl NoRemake {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotOwner => "not_owner",
            Self::NobodyLeft => "nobody_left",
        }
    }
}

/// What the deletion of an account does to a clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterDeletion {
    /// They had no part in it.
    Unchanged,
    /// Nobody else owns it: it is deleted.
    Delete,
    /// Their likeness is in it: it is withheld for ever. Its other owners can have it made again without them.
    Withhold,
    /// Only their text is in it: it stays with the others, and no longer bears their name.
    StayNameless,
}

impl Owners {
    /// Makers of the take, and owners of the cameos in its cast.
    #[must_use]
    pub fn of(makers: impl IntoIterator<Item = UserId>, cast: impl IntoIterator<Item = UserId>) -> Self {
        Self { makers: makers.into_iter().collect(), cast: cast.into_iter().collect(), withdrawn_by: BTreeSet::new() }
    }

    /// Each once.
    pub fn iter(&self) -> impl Iterator<Item = UserId> + '_ {
        self.makers.union(&self.cast).copied()
    }

    #[must_use]
    pub fn includes(&self, user: UserId) -> bool {
        self.makers.contains(&user) || self.cast.contains(&user)
    }

    /// Whether their likeness is in it.
    #[must_use]
    pub fn shows(&self, user: UserId) -> bool {
        self.cast.contains(&user)
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

    /// Its title and caption; the pictures are not edited but made anew, as another take.
    #[must_use]
    pub fn may_edit(&self, user: UserId) -> bool {
        self.includes(user)
    }

    /// Any owner, unless one withdrew it.
    #[must_use]
    pub fn may_publish(&self, user: UserId) -> bool {
        self.includes(user) && !self.is_withdrawn()
    }

    /// Whether `user` may have the clip made again, with a stand-in in place of those who took their consent back (`gone`: owners of
    /// cameos in it whose consent no longer stands).
    ///
    /// # Errors
    /// Where `user` is not an owner, or nobody is gone.
    pub fn check_remake(&self, user: UserId, gone: &BTreeSet<UserId>) -> Result<(), NoRemake> {
        if !self.includes(user) {
            return Err(NoRemake::NotOwner);
        }
        if gone.is_disjoint(&self.cast) { Err(NoRemake::NobodyLeft) } else { Ok(()) }
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

    /// Whether it is shown to nobody but its owners.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        !self.withdrawn_by.is_empty()
    }

    #[must_use]
    pub fn withdrawn_by(&self) -> &BTreeSet<UserId> {
        &self.withdrawn_by
    }

    /// What happens to the clip when this person's account is deleted.
    #[must_use]
    pub fn after_deletion_of(&self, user: UserId) -> AfterDeletion {
        if !self.includes(user) {
            AfterDeletion::Unchanged
        } else if self.iter().all(|owner| owner == user) {
            AfterDeletion::Delete
        } else if self.shows(user) {
            AfterDeletion::Withhold
        } else {
            AfterDeletion::StayNameless
        }
    }

    fn demand(&self, user: UserId) -> Result<(), NotOwner> {
        if self.includes(user) { Ok(()) } else { Err(NotOwner) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::user;

    #[test]
    fn makers_and_cast_own_alike_and_strangers_nothing() {
        let owners = Owners::of([user(1), user(2)], [user(2), user(3)]);
        assert_eq!(owners.iter().collect::<Vec<_>>(), [user(1), user(2), user(3)]);
        let rights = [Owners::may_view, Owners::may_download, Owners::may_delete, Owners::may_edit, Owners::may_publish];
        for right in rights {
            assert!([1, 2, 3].into_iter().all(|owner| right(&owners, user(owner))));
            assert!(!right(&owners, user(4)));
        }
    }

    #[test]
    fn one_withdrawal_is_enough_and_only_its_owner_ends_it() {
        let mut owners = Owners::of([user(1)], [user(2)]);
        assert_eq!(owners.withdraw(user(4)), Err(NotOwner));
        owners.withdraw(user(2)).expect("an owner");
        owners.allow_again(user(1)).expect("an owner");
        assert!(owners.is_withdrawn() && !owners.may_publish(user(1)) && !owners.may_publish(user(2)));
        assert!(owners.may_view(user(1)), "the other owner still owns it");
        assert_eq!(owners.allow_again(user(4)), Err(NotOwner));
        owners.allow_again(user(2)).expect("an owner");
        assert!(!owners.is_withdrawn() && owners.may_publish(user(1)));
    }

    #[test]
    fn a_clip_is_made_again_by_any_owner_once_somebody_left() {
        let owners = Owners::of([user(1)], [user(2), user(3)]);
        let gone = BTreeSet::from([user(2)]);
        for owner in [1, 2, 3] {
            assert_eq!(owners.check_remake(user(owner), &gone), Ok(()));
        }
        assert_eq!(owners.check_remake(user(4), &gone), Err(NoRemake::NotOwner));
        assert_eq!(owners.check_remake(user(1), &BTreeSet::new()), Err(NoRemake::NobodyLeft));
        assert_eq!(owners.check_remake(user(1), &BTreeSet::from([user(1)])), Err(NoRemake::NobodyLeft), "a maker's face is not in it");
    }

    #[test]
    fn a_deleted_account_leaves_its_likeness_withheld_and_its_text_nameless() {
        let owners = Owners::of([user(1), user(2)], [user(2), user(3)]);
        assert_eq!(owners.after_deletion_of(user(1)), AfterDeletion::StayNameless);
        assert_eq!(owners.after_deletion_of(user(2)), AfterDeletion::Withhold);
        assert_eq!(owners.after_deletion_of(user(3)), AfterDeletion::Withhold);
        assert_eq!(owners.after_deletion_of(user(4)), AfterDeletion::Unchanged);
        assert_eq!(Owners::of([user(1)], [user(1)]).after_deletion_of(user(1)), AfterDeletion::Delete);
    }
}
