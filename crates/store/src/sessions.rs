//! Sign-ins: who holds a token, and until when.

use crate::{
    SecretHash, Store, StoreError,
    dialect::{Arg, Tx},
    retry::transact,
    values::{at, id},
};
use domain::{Timestamp, UserId, account::Handle};

const LONGEST_LABEL: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub user: UserId,
    pub handle: Handle,
    pub created_at: Timestamp,
    pub expires: Timestamp,
    /// What signed in, as it names itself; cut to 200 characters.
    pub label: String,
}

impl Store {
    /// # Errors
    /// `user_unknown`.
    pub async fn create_session(&self, token: SecretHash, user: UserId, now: Timestamp, expires: Timestamp, label: &str) -> Result<(), StoreError> {
        let label: String = label.chars().take(LONGEST_LABEL).collect();
        transact!(self.db(), |tx| keep(tx, &token, user, (now, expires), &label))
    }

    /// None where the token is unknown or has expired.
    ///
    /// # Errors
    /// Only faults.
    pub async fn session(&self, token: SecretHash, now: Timestamp) -> Result<Option<Session>, StoreError> {
        let row = self
            .db()
            .row(
                "SELECT s.user_id, a.handle, s.created_at, s.expires_at, s.label FROM sessions s \
                 JOIN accounts a ON a.user_id = s.user_id WHERE s.token_hash = $1 AND s.expires_at > $2",
                &[Arg::Bytes(&token), at(now)],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Session { user: row.id(0)?, handle: row.id(1)?, created_at: row.at(2)?, expires: row.at(3)?, label: row.text(4)? }))
    }

    /// Harmless where there is none.
    ///
    /// # Errors
    /// Only faults.
    pub async fn end_session(&self, token: SecretHash) -> Result<(), StoreError> {
        transact!(self.db(), |tx| end(tx, "DELETE FROM sessions WHERE token_hash = $1", Arg::Bytes(&token)))
    }

    /// # Errors
    /// Only faults.
    pub async fn end_sessions_of(&self, user: UserId) -> Result<(), StoreError> {
        transact!(self.db(), |tx| end(tx, "DELETE FROM sessions WHERE user_id = $1", id(user)))
    }
}

async fn keep(tx: &mut Tx, token: &SecretHash, user: UserId, (now, expires): (Timestamp, Timestamp), label: &str) -> Result<(), StoreError> {
    // Nobody sweeps sessions by a clock: a sign-in takes the ended ones away.
    tx.execute("DELETE FROM sessions WHERE expires_at <= $1", &[at(now)]).await?;
    let kept = tx
        .execute(
            "INSERT INTO sessions (token_hash, user_id, created_at, expires_at, label) \
             SELECT $1, user_id, $3, $4, $5 FROM accounts WHERE user_id = $2",
            &[Arg::Bytes(token), id(user), at(now), at(expires), Arg::text(label)],
        )
        .await?;
    if kept == 0 { Err(StoreError::UserUnknown) } else { Ok(()) }
}

async fn end(tx: &mut Tx, sql: &'static str, whose: Arg<'_>) -> Result<(), StoreError> {
    tx.execute(sql, &[whose]).await?;
    Ok(())
}
