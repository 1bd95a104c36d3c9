//! Invitations: a link to the server, or to a room with a role. A sign-up through one spends one of its maker's four.

use crate::{
    SecretHash, Store, StoreError,
    dialect::{Arg, Row, Tx},
    retry::transact,
    rooms::let_in,
    values::{at, id, int, maybe_id, role_name},
};
use domain::{RoomId, Timestamp, UserId, room::Role};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvite {
    pub code_hash: SecretHash,
    pub by: UserId,
    pub room: Option<(RoomId, Role)>,
    pub at: Timestamp,
    pub expires: Timestamp,
    /// Sign-ups that it allows at most, besides what its maker has left.
    pub uses_left: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    pub by: UserId,
    pub room: Option<(RoomId, Role)>,
    pub created_at: Timestamp,
    pub expires: Timestamp,
    /// Sign-ups that it still allows: the lesser of its own and its maker's count.
    pub uses_left: u32,
    /// Its maker is no member of the room any more, or has less than it gives: it lets nobody in.
    pub ended: bool,
}

impl Store {
    /// # Errors
    /// `user_unknown`, `room_unknown`.
    pub async fn create_invite(&self, new: NewInvite) -> Result<(), StoreError> {
        transact!(self.db(), |tx| keep(tx, &new))
    }

    /// Expired and used-up ones too, so that the page can say which.
    ///
    /// # Errors
    /// Only faults.
    pub async fn invite(&self, code: SecretHash) -> Result<Option<Invite>, StoreError> {
        self.db().row(SELECT, &[Arg::Bytes(&code)]).await?.as_ref().map(invite).transpose()
    }

    /// Someone who has an account opens a room's link: they become a member, which spends nothing; who is a member keeps their role.
    /// The caller tells the room. None: the invitation is to the server only.
    ///
    /// # Errors
    /// `invite_unknown`, `invite_expired`, `invite_ended`; `removed_from_room`.
    pub async fn redeem_for_member(&self, code: SecretHash, user: UserId, now: Timestamp) -> Result<Option<(RoomId, Role)>, StoreError> {
        transact!(self.db(), |tx| redeem(tx, &code, user, now))
    }

    /// Takes all links to a room back: they are expired from `now` on.
    ///
    /// # Errors
    /// Only faults.
    pub async fn end_room_invites(&self, room: RoomId, now: Timestamp) -> Result<(), StoreError> {
        transact!(self.db(), |tx| end(tx, room, None, now))
    }

    /// Sign-ups that this person's invitations still allow.
    ///
    /// # Errors
    /// `user_unknown`.
    pub async fn invites_left(&self, user: UserId) -> Result<u32, StoreError> {
        let row = self.db().row("SELECT invites_left FROM accounts WHERE user_id = $1", &[id(user)]).await?;
        row.ok_or(StoreError::UserUnknown)?.small(0)
    }
}

const SELECT: &str = "SELECT i.by_user, i.room_id, i.role, i.created_at, i.expires_at, \
                      CASE WHEN i.uses_left < a.invites_left THEN i.uses_left ELSE a.invites_left END, \
                      (SELECT COUNT(*) FROM members m WHERE m.room_id = i.room_id AND m.user_id = i.by_user \
                      AND (m.role = 'host' OR m.role = i.role OR (m.role = 'co_creator' AND i.role = 'viewer'))) \
                      FROM invites i JOIN accounts a ON a.user_id = i.by_user WHERE i.code_hash = $1";

fn invite(row: &Row) -> Result<Invite, StoreError> {
    let room = match row.maybe_id(1)? {
        Some(room) => Some((room, row.role(2)?)),
        None => None,
    };
    Ok(Invite {
        by: row.id(0)?,
        room,
        created_at: row.at(3)?,
        expires: row.at(4)?,
        uses_left: row.small(5)?,
        ended: room.is_some() && row.int(6)? == 0,
    })
}

async fn keep(tx: &mut Tx, new: &NewInvite) -> Result<(), StoreError> {
    if tx.row("SELECT 1 FROM accounts WHERE user_id = $1", &[id(new.by)]).await?.is_none() {
        return Err(StoreError::UserUnknown);
    }
    if let Some((room, _)) = new.room
        && tx.row("SELECT 1 FROM rooms WHERE room_id = $1", &[id(room)]).await?.is_none()
    {
        return Err(StoreError::RoomUnknown);
    }
    let role = new.room.map_or(Arg::NoText, |(_, role)| Arg::text(role_name(role)));
    tx.execute(
        "INSERT INTO invites (code_hash, by_user, room_id, role, created_at, expires_at, uses_left) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Arg::Bytes(&new.code_hash),
            id(new.by),
            maybe_id(new.room.map(|(room, _)| room)),
            role,
            at(new.at),
            at(new.expires),
            int(new.uses_left.into()),
        ],
    )
    .await?;
    Ok(())
}

async fn standing(tx: &mut Tx, code: &SecretHash, now: Timestamp) -> Result<Invite, StoreError> {
    let row = tx.row(SELECT, &[Arg::Bytes(code)]).await?.ok_or(StoreError::InviteUnknown)?;
    let invite = invite(&row)?;
    if invite.expires <= now {
        return Err(StoreError::InviteExpired);
    }
    if invite.ended { Err(StoreError::InviteEnded) } else { Ok(invite) }
}

/// One sign-up, off the link and off its maker.
pub(crate) async fn spend(tx: &mut Tx, code: &SecretHash, now: Timestamp) -> Result<Option<(RoomId, Role)>, StoreError> {
    let invite = standing(tx, code, now).await?;
    if invite.uses_left == 0 {
        return Err(StoreError::InviteUsed);
    }
    tx.execute("UPDATE invites SET uses_left = uses_left - 1 WHERE code_hash = $1", &[Arg::Bytes(code)]).await?;
    tx.execute("UPDATE accounts SET invites_left = invites_left - 1 WHERE user_id = $1", &[id(invite.by)]).await?;
    Ok(invite.room)
}

async fn redeem(tx: &mut Tx, code: &SecretHash, user: UserId, now: Timestamp) -> Result<Option<(RoomId, Role)>, StoreError> {
    let Some((room, role)) = standing(tx, code, now).await?.room else { return Ok(None) };
    let role = let_in(tx, room, user, role, now).await?;
    Ok(Some((room, role)))
}

/// All links to a room, or those of one maker.
pub(crate) async fn end(tx: &mut Tx, room: RoomId, by: Option<UserId>, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE invites SET expires_at = $2 WHERE room_id = $1 AND expires_at > $2 AND by_user = COALESCE($3, by_user)",
        &[id(room), at(now), maybe_id(by)],
    )
    .await?;
    Ok(())
}
