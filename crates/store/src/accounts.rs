//! Accounts: made once, by the owner's ticket or an invitation, in one transaction with what that spends.

use crate::{
    SecretHash, Store, StoreError,
    dialect::{Arg, Row, Tx},
    invites,
    retry::transact,
    values::{at, id, int},
};
use domain::{
    RoomId, Timestamp, UserId,
    account::{Handle, INVITES_EACH},
    room::Role,
};
use std::{collections::HashMap, fmt, sync::LazyLock};

/// Accounts that one question names.
const NAMED: usize = 100;
static HANDLES: LazyLock<String> = LazyLock::new(|| {
    let places: Vec<String> = (1..=NAMED).map(|place| format!("${place}")).collect();
    format!("SELECT user_id, handle FROM accounts WHERE user_id IN ({})", places.join(", "))
});

/// An account to be made.
#[derive(Clone)]
pub struct NewAccount {
    pub user: UserId,
    pub handle: Handle,
    /// In PHC format; the password itself never comes here.
    pub password_hash: String,
    /// `2001-12-31`, checked by the caller.
    pub birth_date: String,
    pub at: Timestamp,
}

/// What entitles to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUpTicket {
    /// The one-time link that the server prints at its first start.
    Owner(SecretHash),
    /// Someone's invitation, to the server or to a room.
    Invite(SecretHash),
}

/// What came with a new account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedUp {
    pub owner: bool,
    /// From a room's invitation: the row is there; the caller tells the room to let them join.
    pub room: Option<(RoomId, Role)>,
}

#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    pub user: UserId,
    pub handle: Handle,
    pub password_hash: String,
    pub birth_date: String,
    pub created_at: Timestamp,
    pub owner: bool,
    /// Sign-ups that this account's invitations still allow.
    pub invites_left: u32,
    /// Who answers for this person, where somebody does.
    pub guardian: Option<UserId>,
}

impl fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewAccount").field("user", &self.user).field("handle", &self.handle).finish_non_exhaustive()
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("user", &self.user).field("handle", &self.handle).finish_non_exhaustive()
    }
}

impl Store {
    /// Makes the account and spends the ticket, both or neither.
    ///
    /// # Errors
    /// `invite_unknown`, `invite_used`, `invite_expired`, `handle_taken`.
    pub async fn create_account(&self, new: NewAccount, ticket: SignUpTicket) -> Result<SignedUp, StoreError> {
        transact!(self.db(), |tx| sign_up(tx, &new, &ticket))
    }

    /// # Errors
    /// Only faults.
    pub async fn account(&self, user: UserId) -> Result<Option<Account>, StoreError> {
        let row = self.db().row(concat!(account_columns!(), "WHERE user_id = $1"), &[id(user)]).await?;
        row.as_ref().map(account).transpose()
    }

    /// # Errors
    /// Only faults.
    pub async fn account_by_handle(&self, handle: &Handle) -> Result<Option<Account>, StoreError> {
        let row = self.db().row(concat!(account_columns!(), "WHERE handle = $1"), &[Arg::text(handle.as_str())]).await?;
        row.as_ref().map(account).transpose()
    }

    /// The handles of those who have an account.
    ///
    /// # Errors
    /// Only faults.
    pub async fn handles(&self, users: &[UserId]) -> Result<HashMap<UserId, String>, StoreError> {
        let mut handles = HashMap::new();
        for some in users.chunks(NAMED) {
            // There are as many places for all: the last one stands in what is left.
            let args: Vec<Arg<'_>> = (0..NAMED).filter_map(|place| some.get(place).or(some.last())).map(id).collect();
            for row in self.db().rows(HANDLES.as_str(), &args).await? {
                handles.insert(row.id(0)?, row.text(1)?);
            }
        }
        Ok(handles)
    }

    /// Becomes the home of a user; earlier homes are fenced.
    ///
    /// # Errors
    /// `user_unknown`.
    pub async fn open_user(&self, user: UserId) -> Result<u64, StoreError> {
        transact!(self.db(), |tx| next_home(tx, user))
    }

    /// Whether `epoch` is still the newest home of this user.
    ///
    /// # Errors
    /// `fenced`, `user_unknown`.
    pub async fn check_user_epoch(&self, user: UserId, epoch: u64) -> Result<(), StoreError> {
        let row = self.db().row("SELECT home_epoch FROM accounts WHERE user_id = $1", &[id(user)]).await?;
        if row.ok_or(StoreError::UserUnknown)?.number(0)? == epoch { Ok(()) } else { Err(StoreError::Fenced) }
    }

    /// # Errors
    /// Only faults.
    pub async fn owner_exists(&self) -> Result<bool, StoreError> {
        Ok(self.db().row("SELECT 1 FROM accounts WHERE is_owner = 1", &[]).await?.is_some())
    }

    /// Keeps the hash of the one-time owner link; an earlier one is void from then on.
    ///
    /// # Errors
    /// `owner_exists`.
    pub async fn set_owner_ticket(&self, hash: SecretHash) -> Result<(), StoreError> {
        transact!(self.db(), |tx| keep_owner_ticket(tx, &hash))
    }
}

macro_rules! account_columns {
    () => {
        "SELECT user_id, handle, password_hash, birth_date, created_at, is_owner, invites_left, guardian FROM accounts "
    };
}
use account_columns;

fn account(row: &Row) -> Result<Account, StoreError> {
    Ok(Account {
        user: row.id(0)?,
        handle: row.id(1)?,
        password_hash: row.text(2)?,
        birth_date: row.text(3)?,
        created_at: row.at(4)?,
        owner: row.int(5)? == 1,
        invites_left: row.small(6)?,
        guardian: row.maybe_id(7)?,
    })
}

async fn sign_up(tx: &mut Tx, new: &NewAccount, ticket: &SignUpTicket) -> Result<SignedUp, StoreError> {
    let (owner, room) = match ticket {
        SignUpTicket::Owner(hash) => {
            spend_owner_ticket(tx, hash).await?;
            (true, None)
        }
        SignUpTicket::Invite(hash) => (false, invites::spend(tx, hash, new.at).await?),
    };
    let made = tx
        .execute(
            "INSERT INTO accounts (user_id, handle, password_hash, birth_date, created_at, is_owner, invites_left) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (handle) DO NOTHING",
            &[
                id(new.user),
                Arg::text(new.handle.as_str()),
                Arg::text(&new.password_hash),
                Arg::text(&new.birth_date),
                at(new.at),
                Arg::Int(i64::from(owner)),
                int(INVITES_EACH.into()),
            ],
        )
        .await?;
    if made == 0 {
        return Err(StoreError::HandleTaken);
    }
    if let Some((room, role)) = room {
        crate::rooms::let_in(tx, room, new.user, role, new.at).await?;
    }
    Ok(SignedUp { owner, room })
}

async fn spend_owner_ticket(tx: &mut Tx, hash: &SecretHash) -> Result<(), StoreError> {
    if has_owner(tx).await? {
        return Err(StoreError::InviteUsed);
    }
    match tx.execute("DELETE FROM owner_tickets WHERE token_hash = $1", &[Arg::Bytes(hash)]).await? {
        0 => Err(StoreError::InviteUnknown),
        _ => Ok(()),
    }
}

async fn has_owner(tx: &mut Tx) -> Result<bool, StoreError> {
    Ok(tx.row("SELECT 1 FROM accounts WHERE is_owner = 1", &[]).await?.is_some())
}

async fn keep_owner_ticket(tx: &mut Tx, hash: &SecretHash) -> Result<(), StoreError> {
    if has_owner(tx).await? {
        return Err(StoreError::OwnerExists);
    }
    tx.execute("DELETE FROM owner_tickets", &[]).await?;
    tx.execute("INSERT INTO owner_tickets (token_hash) VALUES ($1)", &[Arg::Bytes(hash)]).await?;
    Ok(())
}

async fn next_home(tx: &mut Tx, user: UserId) -> Result<u64, StoreError> {
    let row = tx.row("UPDATE accounts SET home_epoch = home_epoch + 1 WHERE user_id = $1 RETURNING home_epoch", &[id(user)]).await?;
    row.ok_or(StoreError::UserUnknown)?.number(0)
}
