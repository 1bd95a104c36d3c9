//! Rooms: made, listed, and opened by one home at a time.

use crate::{
    Store, StoreError, StoredUpdate,
    dialect::{Arg, Tx},
    retry::transact,
    values::{at, door_named, id, role_name},
};
use domain::{
    RoomId, Timestamp, UserId,
    account::Handle,
    plan::FrozenPlan,
    room::{Door, Recorded, Role},
};

/// A room in someone's lobby.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomSummary {
    pub id: RoomId,
    pub name: String,
    /// The asking person's.
    pub role: Role,
    pub members: u32,
    pub last_activity: Timestamp,
}

/// A room that somebody whom the asking person follows, and who follows them, has opened to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FriendRoom {
    pub id: RoomId,
    pub name: String,
    pub door: Door,
    /// Friends who write there.
    pub friends: Vec<(UserId, Handle)>,
    pub members: u32,
    pub last_activity: Timestamp,
}

/// How somebody who is no member stands to a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtDoor {
    pub door: Door,
    /// Of somebody who writes there.
    pub friend: bool,
    /// A host blocks them or is blocked.
    pub blocked: bool,
}

/// A row of the membership table. It may be ahead of the events: an invitation gives the row before the room hears of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub user: UserId,
    pub handle: Handle,
    pub role: Role,
}

/// All that a room's home begins with.
#[derive(Clone, Debug)]
pub struct OpenedRoom {
    /// Carried by every later write.
    pub epoch: u64,
    pub name: String,
    pub created_by: UserId,
    pub created_at: Timestamp,
    /// All, in order, without gaps from 1. Empty in a room that was only just made.
    pub events: Vec<Recorded>,
    /// Plans of takes that were queued or running, in the order of the queue.
    pub plans: Vec<FrozenPlan>,
    /// In the order in which they were stored.
    pub updates: Vec<StoredUpdate>,
    /// The number of the last stored update; see [`Store::compact_document`].
    pub document_position: u64,
    pub members: Vec<Member>,
}

/// Rooms of friends in one list.
pub const FRIEND_ROOMS: usize = 50;

/// A host of room `r` whom a person blocks, or who blocks them.
macro_rules! blocked_host {
    ($person:literal) => {
        concat!(
            "SELECT 1 FROM members h JOIN blocks k ON (k.blocker = h.user_id AND k.blocked = ",
            $person,
            ") OR (k.blocked = h.user_id AND k.blocker = ",
            $person,
            ") WHERE h.room_id = r.room_id AND h.role = 'host'"
        )
    };
}

impl Store {
    /// Makes the room, with its maker as host. Harmless when repeated.
    ///
    /// # Errors
    /// Only faults.
    pub async fn create_room(&self, room: RoomId, name: &str, by: UserId, now: Timestamp) -> Result<(), StoreError> {
        transact!(self.db(), |tx| create(tx, room, name, (by, now)))
    }

    /// The rooms of which this person is a member, the latest active first.
    ///
    /// # Errors
    /// Only faults.
    pub async fn rooms_of(&self, user: UserId) -> Result<Vec<RoomSummary>, StoreError> {
        let rows = self
            .db()
            .rows(
                "SELECT r.room_id, r.name, m.role, (SELECT COUNT(*) FROM members o WHERE o.room_id = r.room_id), r.last_activity \
                 FROM members m JOIN rooms r ON r.room_id = m.room_id WHERE m.user_id = $1 \
                 ORDER BY r.last_activity DESC, r.room_id DESC",
                &[id(user)],
            )
            .await?;
        rows.iter()
            .map(|row| Ok(RoomSummary { id: row.id(0)?, name: row.text(1)?, role: row.role(2)?, members: row.small(3)?, last_activity: row.at(4)? }))
            .collect()
    }

    /// Rooms of friends whose door is not closed, the latest active first, [`FRIEND_ROOMS`] at most. Where a host and the asking person block
    /// one another, the room is not told of.
    ///
    /// # Errors
    /// Only faults.
    pub async fn rooms_of_friends(&self, user: UserId) -> Result<Vec<FriendRoom>, StoreError> {
        let sql = concat!(
            "SELECT r.room_id, r.name, r.door, a.handle, (SELECT COUNT(*) FROM members o WHERE o.room_id = r.room_id), r.last_activity, a.user_id \
             FROM follows f JOIN follows b ON b.follower = f.followed AND b.followed = f.follower \
             JOIN members m ON m.user_id = f.followed AND m.role <> 'viewer' JOIN rooms r ON r.room_id = m.room_id AND r.door <> 'closed' \
             JOIN accounts a ON a.user_id = m.user_id WHERE f.follower = $1 \
             AND NOT EXISTS (SELECT 1 FROM members me WHERE me.room_id = r.room_id AND me.user_id = $1) AND NOT EXISTS (",
            blocked_host!("$1"),
            ") ORDER BY r.last_activity DESC, r.room_id DESC, a.handle LIMIT 200"
        );
        let mut rooms: Vec<FriendRoom> = Vec::new();
        for row in self.db().rows(sql, &[id(user)]).await? {
            let (room, friend): (RoomId, (UserId, Handle)) = (row.id(0)?, (row.id(6)?, row.id(3)?));
            if let Some(known) = rooms.last_mut().filter(|known| known.id == room) {
                known.friends.push(friend);
            } else if rooms.len() < FRIEND_ROOMS {
                let (name, door) = (row.text(1)?, door_named(&row.text(2)?)?);
                rooms.push(FriendRoom { id: room, name, door, friends: vec![friend], members: row.small(4)?, last_activity: row.at(5)? });
            }
        }
        Ok(rooms)
    }

    /// None: there is no such room.
    ///
    /// # Errors
    /// Only faults.
    pub async fn at_door(&self, room: RoomId, user: UserId) -> Result<Option<AtDoor>, StoreError> {
        let sql = concat!(
            "SELECT r.door, (SELECT COUNT(*) FROM members m JOIN follows f ON f.follower = $2 AND f.followed = m.user_id \
             JOIN follows b ON b.follower = m.user_id AND b.followed = $2 WHERE m.room_id = r.room_id AND m.role <> 'viewer'), \
             (SELECT COUNT(*) FROM (",
            blocked_host!("$2"),
            ") AS blocks) FROM rooms r WHERE r.room_id = $1"
        );
        let Some(row) = self.db().row(sql, &[id(room), id(user)]).await? else { return Ok(None) };
        Ok(Some(AtDoor { door: door_named(&row.text(0)?)?, friend: row.int(1)? > 0, blocked: row.int(2)? > 0 }))
    }

    /// # Errors
    /// Only faults.
    pub async fn room_exists(&self, room: RoomId) -> Result<bool, StoreError> {
        Ok(self.db().row("SELECT 1 FROM rooms WHERE room_id = $1", &[id(room)]).await?.is_some())
    }

    /// # Errors
    /// Only faults.
    pub async fn room_name(&self, room: RoomId) -> Result<Option<String>, StoreError> {
        let row = self.db().row("SELECT name FROM rooms WHERE room_id = $1", &[id(room)]).await?;
        row.map(|row| row.text(0)).transpose().map_err(StoreError::from)
    }

    /// This person's role, where they are a member.
    ///
    /// # Errors
    /// Only faults.
    pub async fn membership(&self, room: RoomId, user: UserId) -> Result<Option<Role>, StoreError> {
        let row = self.db().row("SELECT role FROM members WHERE room_id = $1 AND user_id = $2", &[id(room), id(user)]).await?;
        row.map(|row| row.role(0)).transpose()
    }

    /// Takes back the row of an invitation that the room did not honour.
    ///
    /// # Errors
    /// Only faults.
    pub async fn drop_membership(&self, room: RoomId, user: UserId) -> Result<(), StoreError> {
        transact!(self.db(), |tx| async {
            tx.execute("DELETE FROM members WHERE room_id = $1 AND user_id = $2", &[id(room), id(user)]).await?;
            Ok::<_, StoreError>(())
        })
    }

    /// Rooms where a take waits or was running, the longest wait first: they are opened when a node starts.
    ///
    /// # Errors
    /// Only faults.
    pub async fn rooms_with_unfinished_takes(&self) -> Result<Vec<RoomId>, StoreError> {
        let rows =
            self.db().rows("SELECT room_id FROM takes WHERE state IN ('queued', 'running') GROUP BY room_id ORDER BY MIN(take_id)", &[]).await?;
        rows.iter().map(|row| row.id(0)).collect()
    }

    /// Becomes the home of a room: earlier homes are fenced, then everything is read.
    ///
    /// # Errors
    /// `room_unknown`.
    pub async fn open_room(&self, room: RoomId) -> Result<OpenedRoom, StoreError> {
        // Once this is committed, no earlier home can write: what is read after it is complete.
        let (epoch, document_position) = transact!(self.db(), |tx| next_home(tx, room))?;
        let row = self.db().row("SELECT name, created_by, created_at FROM rooms WHERE room_id = $1", &[id(room)]).await?;
        let row = row.ok_or(StoreError::RoomUnknown)?;
        Ok(OpenedRoom {
            epoch,
            name: row.text(0)?,
            created_by: row.id(1)?,
            created_at: row.at(2)?,
            events: self.events(room).await?,
            plans: self.unfinished_plans(room).await?,
            updates: self.updates(room).await?,
            document_position,
            members: self.members(room).await?,
        })
    }

    /// The rows of the membership table whose person has an account.
    ///
    /// # Errors
    /// Only faults.
    pub async fn members(&self, room: RoomId) -> Result<Vec<Member>, StoreError> {
        let rows = self
            .db()
            .rows(
                "SELECT m.user_id, a.handle, m.role FROM members m JOIN accounts a ON a.user_id = m.user_id \
                 WHERE m.room_id = $1 ORDER BY m.joined_at, m.user_id",
                &[id(room)],
            )
            .await?;
        rows.iter().map(|row| Ok(Member { user: row.id(0)?, handle: row.id(1)?, role: row.role(2)? })).collect()
    }

    async fn events(&self, room: RoomId) -> Result<Vec<Recorded>, StoreError> {
        let rows = self.db().rows("SELECT seq, at, body FROM events WHERE room_id = $1 ORDER BY seq", &[id(room)]).await?;
        rows.iter().map(|row| Ok(Recorded { seq: row.number(0)?, at: row.at(1)?, event: row.json(2)? })).collect()
    }

    async fn unfinished_plans(&self, room: RoomId) -> Result<Vec<FrozenPlan>, StoreError> {
        let rows = self
            .db()
            .rows(
                "SELECT plan FROM takes WHERE room_id = $1 AND state IN ('queued', 'running') AND plan IS NOT NULL ORDER BY queued_seq",
                &[id(room)],
            )
            .await?;
        rows.iter().map(|row| row.json(0)).collect()
    }
}

async fn create(tx: &mut Tx, room: RoomId, name: &str, (by, now): (UserId, Timestamp)) -> Result<(), StoreError> {
    let made = tx
        .execute(
            "INSERT INTO rooms (room_id, name, created_by, created_at, last_activity) VALUES ($1, $2, $3, $4, $4) \
             ON CONFLICT (room_id) DO NOTHING",
            &[id(room), Arg::text(name), id(by), at(now)],
        )
        .await?;
    if made > 0 {
        let_in(tx, room, by, Role::Host, now).await?;
    }
    Ok(())
}

async fn next_home(tx: &mut Tx, room: RoomId) -> Result<(u64, u64), StoreError> {
    let row = tx
        .row("UPDATE rooms SET home_epoch = home_epoch + 1 WHERE room_id = $1 RETURNING home_epoch, last_update", &[id(room)])
        .await?
        .ok_or(StoreError::RoomUnknown)?;
    Ok((row.number(0)?, row.number(1)?))
}

/// Lets somebody in whom no host took out; who is in keeps their role, which is returned.
pub(crate) async fn let_in(tx: &mut Tx, room: RoomId, user: UserId, role: Role, now: Timestamp) -> Result<Role, StoreError> {
    let row = tx.row("SELECT role FROM members WHERE room_id = $1 AND user_id = $2", &[id(room), id(user)]).await?;
    if let Some(row) = row {
        return row.role(0);
    }
    if tx.row("SELECT 1 FROM removed_members WHERE room_id = $1 AND user_id = $2", &[id(room), id(user)]).await?.is_some() {
        return Err(StoreError::RemovedFromRoom);
    }
    set_member(tx, room, user, role, now).await?;
    Ok(role)
}

pub(crate) async fn set_member(tx: &mut Tx, room: RoomId, user: UserId, role: Role, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO members (room_id, user_id, role, joined_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (room_id, user_id) DO UPDATE SET role = excluded.role",
        &[id(room), id(user), Arg::text(role_name(role)), at(now)],
    )
    .await?;
    Ok(())
}
