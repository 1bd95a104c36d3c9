//! Where a cameo is used: takes being made, drafts and clips of others, each with what became of it.

use crate::{
    Clip, Page, Store, StoreError,
    dialect::{Arg, Row, Tx},
    retry::transact,
    values::{id, int},
};
use domain::{CameoId, ClipId, RoomId, TakeId, Timestamp, UserId, account::Handle, plan::Cast};

const MOST_LISTED: u32 = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UseState {
    Granted,
    /// Its owner took it back: a clip of it is shown to nobody.
    Withdrawn,
    /// The take failed or was cancelled, or its clip was deleted.
    Over,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameoUse {
    pub cameo: CameoId,
    pub take: TakeId,
    pub room: Option<RoomId>,
    pub room_name: Option<String>,
    /// None: it is not made yet, or was deleted.
    pub clip: Option<ClipId>,
    pub title: Option<String>,
    /// With their handles, where they still have an account.
    pub makers: Vec<(UserId, Option<Handle>)>,
    /// Of the take: `queued`, `running`, `finished`, `failed`, `cancelled`.
    pub take_state: Option<String>,
    pub state: UseState,
    pub at: Timestamp,
    /// When its state last changed.
    pub changed_at: Timestamp,
    /// Its place in the ledger.
    pub entry: u64,
}

impl Store {
    /// The newest first; those before take `after`. At most 100.
    ///
    /// # Errors
    /// Only faults.
    pub async fn uses_of(&self, cameo: CameoId, after: Option<TakeId>, limit: u32) -> Result<Vec<CameoUse>, StoreError> {
        let limit = Arg::Int(limit.clamp(1, MOST_LISTED).into());
        let rows = match after {
            None => self.db().rows(concat!(use_columns!(), "ORDER BY u.take_id DESC LIMIT $2"), &[id(cameo), limit]).await?,
            Some(after) => {
                let sql = concat!(use_columns!(), "AND u.take_id < $3 ORDER BY u.take_id DESC LIMIT $2");
                self.db().rows(sql, &[id(cameo), limit, id(after)]).await?
            }
        };
        let mut uses = Vec::with_capacity(rows.len());
        for row in &rows {
            uses.push(self.use_of(row).await?);
        }
        Ok(uses)
    }

    /// Takes that were granted this cameo and are neither over nor kept as a clip, the oldest first.
    ///
    /// # Errors
    /// Only faults.
    pub async fn uses_under_way(&self, cameo: CameoId) -> Result<Vec<TakeId>, StoreError> {
        let sql = "SELECT take_id FROM cameo_uses WHERE cameo_id = $1 AND state = 'granted' AND clip_id IS NULL ORDER BY take_id";
        self.db().rows(sql, &[id(cameo)]).await?.iter().map(|row| row.id(0)).collect()
    }

    /// What this take was granted is used no longer, and no clip came of it: a stage went on with other words.
    ///
    /// # Errors
    /// Only faults.
    pub async fn end_uses(&self, take: TakeId, now: Timestamp) -> Result<(), StoreError> {
        transact!(self.db(), |tx| end_with_take(tx, take, now))
    }

    /// What was granted in a room up to now, came to no clip and belongs to no take of it: a stage that is over. (An edit of a stage is no take.)
    ///
    /// # Errors
    /// Only faults.
    pub async fn end_uses_without_take(&self, room: RoomId, now: Timestamp) -> Result<(), StoreError> {
        transact!(self.db(), |tx| end_without_take(tx, room, now))
    }

    /// Where the ledger tells of the grants of a take.
    ///
    /// # Errors
    /// Only faults.
    pub async fn entries_of_take(&self, take: TakeId) -> Result<Vec<(CameoId, u64)>, StoreError> {
        let rows = self.db().rows("SELECT cameo_id, entry_index FROM cameo_uses WHERE take_id = $1 ORDER BY cameo_id", &[id(take)]).await?;
        rows.iter().map(|row| Ok((row.id(0)?, row.number(1)?))).collect()
    }

    /// Clips that show a cameo, the newest first, withheld ones too.
    ///
    /// # Errors
    /// Only faults.
    pub async fn clips_of_cameo(&self, cameo: CameoId, page: Page) -> Result<Vec<Clip>, StoreError> {
        let limit = Arg::Int(page.limit.clamp(1, MOST_LISTED).into());
        let rows = match page.after {
            None => self.db().rows(concat!(clips_used!(), "ORDER BY u.clip_id DESC LIMIT $2"), &[id(cameo), limit]).await?,
            Some(after) => {
                let sql = concat!(clips_used!(), "AND u.clip_id < $3 ORDER BY u.clip_id DESC LIMIT $2");
                self.db().rows(sql, &[id(cameo), limit, id(after)]).await?
            }
        };
        let mut clips = Vec::with_capacity(rows.len());
        for row in &rows {
            // One that was deleted since is left out.
            clips.extend(self.clip(row.id(0)?).await?);
        }
        Ok(clips)
    }

    async fn use_of(&self, row: &Row) -> Result<CameoUse, StoreError> {
        let (cameo, take): (CameoId, TakeId) = (row.id(0)?, row.id(1)?);
        let makers = self
            .db()
            .rows(
                "SELECT m.user_id, a.handle FROM cameo_use_makers m LEFT JOIN accounts a ON a.user_id = m.user_id \
                 WHERE m.cameo_id = $1 AND m.take_id = $2 ORDER BY m.user_id",
                &[id(cameo), id(take)],
            )
            .await?;
        Ok(CameoUse {
            cameo,
            take,
            room: row.maybe_id(2)?,
            room_name: row.maybe_text(3)?,
            clip: row.maybe_id(4)?,
            title: row.maybe_text(5)?,
            makers: makers.iter().map(|row| Ok((row.id(0)?, row.maybe_id(1)?))).collect::<Result<_, StoreError>>()?,
            take_state: row.maybe_text(6)?,
            state: state_named(&row.text(7)?)?,
            at: row.at(8)?,
            changed_at: row.at(9)?,
            entry: row.number(10)?,
        })
    }
}

macro_rules! use_columns {
    () => {
        "SELECT u.cameo_id, u.take_id, u.room_id, r.name, c.clip_id, COALESCE(c.title, t.title), t.state, u.state, u.at, u.changed_at, \
         u.entry_index FROM cameo_uses u LEFT JOIN rooms r ON r.room_id = u.room_id LEFT JOIN takes t ON t.take_id = u.take_id \
         LEFT JOIN clips c ON c.clip_id = u.clip_id AND c.deleted = 0 WHERE u.cameo_id = $1 "
    };
}
use use_columns;

macro_rules! clips_used {
    () => {
        "SELECT u.clip_id FROM cameo_uses u JOIN clips c ON c.clip_id = u.clip_id WHERE u.cameo_id = $1 AND c.deleted = 0 "
    };
}
use clips_used;

fn state_named(name: &str) -> Result<UseState, StoreError> {
    match name {
        "granted" => Ok(UseState::Granted),
        "withdrawn" => Ok(UseState::Withdrawn),
        "over" => Ok(UseState::Over),
        other => Err(StoreError::corrupt(format!("use in state {other:?}"))),
    }
}

/// Ties a kept clip to the uses that it rests on. Fails closed: one that does not stand, or never was granted, keeps the clip out.
pub(crate) async fn fill(tx: &mut Tx, (take, clip): (TakeId, ClipId), cast: &Cast) -> Result<(), StoreError> {
    for cameo in cast.iter() {
        let filled = tx
            .execute(
                "UPDATE cameo_uses SET clip_id = $3 WHERE cameo_id = $1 AND take_id = $2 AND state = 'granted'",
                &[id(cameo), id(take), id(clip)],
            )
            .await?;
        if filled == 0 {
            return Err(StoreError::CastWithdrawn);
        }
    }
    Ok(())
}

/// The take came to nothing.
pub(crate) async fn end_with_take(tx: &mut Tx, take: TakeId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE cameo_uses SET state = 'over', changed_at = $2 WHERE take_id = $1 AND clip_id IS NULL AND state = 'granted'",
        &[id(take), int(now.as_millis())],
    )
    .await?;
    Ok(())
}

async fn end_without_take(tx: &mut Tx, room: RoomId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE cameo_uses SET state = 'over', changed_at = $2 WHERE room_id = $1 AND at <= $2 AND clip_id IS NULL AND state = 'granted' \
         AND NOT EXISTS (SELECT 1 FROM takes WHERE takes.take_id = cameo_uses.take_id)",
        &[id(room), int(now.as_millis())],
    )
    .await?;
    Ok(())
}

pub(crate) async fn end_with_clip(tx: &mut Tx, clip: ClipId) -> Result<(), StoreError> {
    tx.execute("UPDATE cameo_uses SET state = 'over' WHERE clip_id = $1 AND state = 'granted'", &[id(clip)]).await?;
    Ok(())
}
