//! Between people: follows, blocks, and who is whose guardian.

use crate::{
    Store, StoreError,
    dialect::Tx,
    retry::transact,
    values::{at, id, int, maybe_id},
};
use domain::{Timestamp, UserId};
use std::collections::BTreeSet;

/// Follows of one person, and blocks.
const MOST: u64 = 5_000;

/// How two people stand, seen from the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    pub follows: bool,
    pub followed: bool,
    pub blocks: bool,
    pub blocked: bool,
}

impl Ties {
    /// They follow each other.
    #[must_use]
    pub fn mutual(self) -> bool {
        self.follows && self.followed
    }
}

impl Store {
    /// Harmless when repeated.
    ///
    /// # Errors
    /// `blocked` where one blocks the other; `user_unknown`, `too_many_ties`; `store_invalid` where it is the same person.
    pub async fn follow(&self, by: UserId, who: UserId, now: Timestamp) -> Result<(), StoreError> {
        transact!(self.db(), |tx| begin_following(tx, by, who, now))
    }

    /// Harmless where there is none.
    ///
    /// # Errors
    /// Only faults.
    pub async fn unfollow(&self, by: UserId, who: UserId) -> Result<(), StoreError> {
        transact!(self.db(), |tx| end(tx, "DELETE FROM follows WHERE follower = $1 AND followed = $2", by, who))
    }

    /// Ends follows both ways. Harmless when repeated.
    ///
    /// # Errors
    /// `user_unknown`, `too_many_ties`; `store_invalid` where it is the same person.
    pub async fn block(&self, by: UserId, who: UserId, now: Timestamp) -> Result<(), StoreError> {
        transact!(self.db(), |tx| begin_blocking(tx, by, who, now))
    }

    /// Harmless where there is none. Follows do not come back by it.
    ///
    /// # Errors
    /// Only faults.
    pub async fn unblock(&self, by: UserId, who: UserId) -> Result<(), StoreError> {
        transact!(self.db(), |tx| end(tx, "DELETE FROM blocks WHERE blocker = $1 AND blocked = $2", by, who))
    }

    /// # Errors
    /// Only faults.
    pub async fn ties(&self, by: UserId, other: UserId) -> Result<Ties, StoreError> {
        let sql = "SELECT (SELECT COUNT(*) FROM follows WHERE follower = $1 AND followed = $2), \
                   (SELECT COUNT(*) FROM follows WHERE follower = $2 AND followed = $1), \
                   (SELECT COUNT(*) FROM blocks WHERE blocker = $1 AND blocked = $2), \
                   (SELECT COUNT(*) FROM blocks WHERE blocker = $2 AND blocked = $1)";
        let row = self.db().row(sql, &[id(by), id(other)]).await?.ok_or_else(|| StoreError::corrupt("a count"))?;
        Ok(Ties { follows: row.int(0)? > 0, followed: row.int(1)? > 0, blocks: row.int(2)? > 0, blocked: row.int(3)? > 0 })
    }

    /// Who follow this person and are followed.
    ///
    /// # Errors
    /// Only faults.
    pub async fn mutuals_of(&self, user: UserId) -> Result<BTreeSet<UserId>, StoreError> {
        let sql = "SELECT f.followed FROM follows f JOIN follows b ON b.follower = f.followed AND b.followed = f.follower WHERE f.follower = $1";
        self.people(sql, user).await
    }

    /// Who block this person or are blocked.
    ///
    /// # Errors
    /// Only faults.
    pub async fn blocked_with(&self, user: UserId) -> Result<BTreeSet<UserId>, StoreError> {
        self.people("SELECT blocked FROM blocks WHERE blocker = $1 UNION SELECT blocker FROM blocks WHERE blocked = $1", user).await
    }

    /// # Errors
    /// Only faults.
    pub async fn following(&self, user: UserId) -> Result<BTreeSet<UserId>, StoreError> {
        self.people("SELECT followed FROM follows WHERE follower = $1", user).await
    }

    /// # Errors
    /// Only faults.
    pub async fn followers(&self, user: UserId) -> Result<BTreeSet<UserId>, StoreError> {
        self.people("SELECT follower FROM follows WHERE followed = $1", user).await
    }

    /// Whom this person blocks.
    ///
    /// # Errors
    /// Only faults.
    pub async fn blocks_of(&self, user: UserId) -> Result<BTreeSet<UserId>, StoreError> {
        self.people("SELECT blocked FROM blocks WHERE blocker = $1", user).await
    }

    /// None: nobody (any more).
    ///
    /// # Errors
    /// `user_unknown`.
    pub async fn set_guardian(&self, user: UserId, guardian: Option<UserId>) -> Result<(), StoreError> {
        let set = transact!(self.db(), |tx| async {
            let args = [id(user), maybe_id(guardian)];
            Ok::<_, StoreError>(tx.execute("UPDATE accounts SET guardian = $2 WHERE user_id = $1", &args).await?)
        })?;
        if set == 0 { Err(StoreError::UserUnknown) } else { Ok(()) }
    }

    async fn people(&self, sql: &'static str, user: UserId) -> Result<BTreeSet<UserId>, StoreError> {
        self.db().rows(sql, &[id(user)]).await?.iter().map(|row| row.id(0)).collect()
    }
}

async fn check(tx: &mut Tx, by: UserId, who: UserId) -> Result<(), StoreError> {
    if by == who {
        return Err(StoreError::Invalid("one neither follows nor blocks oneself"));
    }
    for user in [by, who] {
        if tx.row("SELECT 1 FROM accounts WHERE user_id = $1", &[id(user)]).await?.is_none() {
            return Err(StoreError::UserUnknown);
        }
    }
    Ok(())
}

async fn begin_following(tx: &mut Tx, by: UserId, who: UserId, now: Timestamp) -> Result<(), StoreError> {
    check(tx, by, who).await?;
    let sql = "SELECT 1 FROM blocks WHERE (blocker = $1 AND blocked = $2) OR (blocker = $2 AND blocked = $1)";
    if tx.row(sql, &[id(by), id(who)]).await?.is_some() {
        return Err(StoreError::Blocked);
    }
    tx.execute(
        "INSERT INTO follows (follower, followed, at) VALUES ($1, $2, $3) ON CONFLICT (follower, followed) DO NOTHING",
        &[id(by), id(who), at(now)],
    )
    .await?;
    within(tx, "SELECT 1 FROM follows WHERE follower = $1 LIMIT 1 OFFSET $2", by).await
}

async fn begin_blocking(tx: &mut Tx, by: UserId, who: UserId, now: Timestamp) -> Result<(), StoreError> {
    check(tx, by, who).await?;
    tx.execute("DELETE FROM follows WHERE (follower = $1 AND followed = $2) OR (follower = $2 AND followed = $1)", &[id(by), id(who)]).await?;
    tx.execute(
        "INSERT INTO blocks (blocker, blocked, at) VALUES ($1, $2, $3) ON CONFLICT (blocker, blocked) DO NOTHING",
        &[id(by), id(who), at(now)],
    )
    .await?;
    within(tx, "SELECT 1 FROM blocks WHERE blocker = $1 LIMIT 1 OFFSET $2", by).await
}

/// One more than the most: the transaction is given up.
async fn within(tx: &mut Tx, sql: &'static str, by: UserId) -> Result<(), StoreError> {
    if tx.row(sql, &[id(by), int(MOST)]).await?.is_some() { Err(StoreError::TooManyTies) } else { Ok(()) }
}

async fn end(tx: &mut Tx, sql: &'static str, by: UserId, who: UserId) -> Result<(), StoreError> {
    tx.execute(sql, &[id(by), id(who)]).await?;
    Ok(())
}
