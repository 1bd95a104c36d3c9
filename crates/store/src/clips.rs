//! Finished takes: a row with its owners, and two objects. Who may see or delete one is asked of `domain` by the caller.

use crate::{
    Store, StoreError,
    dialect::{Arg, Row, Tx},
    lineage,
    retry::transact,
    uses,
    values::{at, id, int, json, maybe_id},
};
use domain::{
    CameoId, ClipId, RoomId, TakeId, Timestamp, UserId,
    plan::{Cast, FrozenPlan, Maker, Size},
};

/// A clip to be kept. Its objects are put first, under [`crate::ObjectName::clip_video`] and
/// [`crate::ObjectName::clip_poster`].
#[derive(Clone, Debug)]
pub struct NewClip {
    pub clip: ClipId,
    pub take: TakeId,
    pub room: Option<RoomId>,
    pub title: String,
    pub seconds: u32,
    pub size: Size,
    pub fps: u32,
    /// `"studio"`
    pub engine: String,
    pub owners: Vec<UserId>,
    pub makers: Vec<Maker>,
    pub cast: Cast,
    /// Of the video.
    pub bytes: u64,
    pub at: Timestamp,
    /// What the engine could not do.
    pub notices: Vec<String>,
    pub plan: FrozenPlan,
}

/// A kept clip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clip {
    pub id: ClipId,
    pub take: TakeId,
    pub room: Option<RoomId>,
    pub title: String,
    pub seconds: u32,
    pub size: Size,
    pub fps: u32,
    pub engine: String,
    /// Sorted.
    pub owners: Vec<UserId>,
    pub makers: Vec<Maker>,
    pub cast: Cast,
    pub bytes: u64,
    pub at: Timestamp,
    pub notices: Vec<String>,
    pub plan: FrozenPlan,
    /// Of its cast, who took their consent back: then it is shown to nobody.
    pub withheld: Vec<Withheld>,
    /// Owners who closed it for everybody who is not an owner. Sorted.
    pub withdrawn_by: Vec<UserId>,
}

/// A cameo that a clip may not show any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withheld {
    pub cameo: CameoId,
    pub owner: UserId,
    pub at: Timestamp,
}

/// Which part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Only what comes after this clip in the list: the last one of the page before.
    pub after: Option<ClipId>,
    /// 1 to 100; others are brought within.
    pub limit: u32,
}

impl Default for Page {
    fn default() -> Self {
        Self { after: None, limit: 20 }
    }
}

const MOST_IN_PAGE: u32 = 100;

impl Store {
    /// Keeps a clip and what its plan says that it was made of, once for each take: the id of the kept one, which is an earlier one where there was one.
    ///
    /// # Errors
    /// `store_invalid` where it has no owner; `cast_withdrawn` where a cameo of its cast has no standing grant for this take: nothing is kept
    /// then, and the caller deletes the objects.
    pub async fn create_clip(&self, new: NewClip) -> Result<ClipId, StoreError> {
        if new.owners.is_empty() {
            return Err(StoreError::Invalid("a clip has an owner"));
        }
        transact!(self.db(), |tx| keep(tx, &new))
    }

    /// None where it never was or was deleted.
    ///
    /// # Errors
    /// Only faults.
    pub async fn clip(&self, clip: ClipId) -> Result<Option<Clip>, StoreError> {
        match self.db().row(concat!(clip_columns!(), "WHERE c.clip_id = $1 AND c.deleted = 0"), &[id(clip)]).await? {
            Some(row) => self.with_owners(&row).await.map(Some),
            None => Ok(None),
        }
    }

    /// The clips that this person owns, the newest first.
    ///
    /// # Errors
    /// Only faults.
    pub async fn clips_of(&self, user: UserId, page: Page) -> Result<Vec<Clip>, StoreError> {
        let limit = Arg::Int(page.limit.clamp(1, MOST_IN_PAGE).into());
        // Ids sort by the moment when they were made.
        let rows = match page.after {
            None => {
                let sql = concat!(clip_columns!(), owned!(), "ORDER BY c.clip_id DESC LIMIT $2");
                self.db().rows(sql, &[id(user), limit]).await?
            }
            Some(after) => {
                let sql = concat!(clip_columns!(), owned!(), "AND c.clip_id < $3 ORDER BY c.clip_id DESC LIMIT $2");
                self.db().rows(sql, &[id(user), limit, id(after)]).await?
            }
        };
        let mut clips = Vec::with_capacity(rows.len());
        for row in &rows {
            clips.push(self.with_owners(row).await?);
        }
        Ok(clips)
    }

    /// Deletes row and objects. From the moment the row is marked nothing serves the clip any more, whatever happens then.
    /// False: there was none.
    ///
    /// # Errors
    /// Only faults. After one from the object store the clip is gone for everybody; the next sweep removes its bytes.
    pub async fn delete_clip(&self, clip: ClipId) -> Result<bool, StoreError> {
        let marked = transact!(self.db(), |tx| mark(tx, clip))?;
        if marked {
            self.finish_deleting(clip).await?;
        }
        Ok(marked)
    }

    /// Removes the objects of a marked clip, then its row.
    pub(crate) async fn finish_deleting(&self, clip: ClipId) -> Result<(), StoreError> {
        self.objects().delete_clip(clip).await?;
        transact!(self.db(), |tx| remove(tx, clip))
    }

    async fn with_owners(&self, row: &Row) -> Result<Clip, StoreError> {
        let clip: ClipId = row.id(0)?;
        let owners = self.db().rows("SELECT user_id FROM clip_owners WHERE clip_id = $1 ORDER BY user_id", &[id(clip)]).await?;
        let withdrawn = self.db().rows("SELECT user_id FROM clip_withdrawals WHERE clip_id = $1 ORDER BY user_id", &[id(clip)]).await?;
        Ok(Clip {
            id: clip,
            take: row.id(1)?,
            room: row.maybe_id(2)?,
            title: row.text(3)?,
            seconds: row.small(4)?,
            size: Size { width: row.small(5)?, height: row.small(6)? },
            fps: row.small(7)?,
            engine: row.text(8)?,
            bytes: row.number(9)?,
            at: row.at(10)?,
            makers: row.json(11)?,
            cast: row.json(12)?,
            notices: row.json(13)?,
            plan: row.json(14)?,
            owners: owners.iter().map(|row| row.id(0)).collect::<Result<_, _>>()?,
            withheld: self.withheld(clip).await?,
            withdrawn_by: withdrawn.iter().map(|row| row.id(0)).collect::<Result<_, _>>()?,
        })
    }

    async fn withheld(&self, clip: ClipId) -> Result<Vec<Withheld>, StoreError> {
        let rows = self
            .db()
            .rows(
                "SELECT u.cameo_id, c.owner_id, u.changed_at FROM cameo_uses u JOIN cameos c ON c.cameo_id = u.cameo_id \
                 WHERE u.clip_id = $1 AND u.state = 'withdrawn' ORDER BY u.cameo_id",
                &[id(clip)],
            )
            .await?;
        rows.iter().map(|row| Ok(Withheld { cameo: row.id(0)?, owner: row.id(1)?, at: row.at(2)? })).collect()
    }

    /// An owner closes it for everybody who is not an owner. False: it is no clip of theirs. Harmless when repeated.
    ///
    /// # Errors
    /// Only faults.
    pub async fn withdraw_clip(&self, clip: ClipId, owner: UserId, now: Timestamp) -> Result<bool, StoreError> {
        transact!(self.db(), |tx| close(tx, clip, owner, now))
    }

    /// Ends this owner's own withdrawal; that of another stands. False: there was none.
    ///
    /// # Errors
    /// Only faults.
    pub async fn allow_clip_again(&self, clip: ClipId, owner: UserId) -> Result<bool, StoreError> {
        transact!(self.db(), |tx| async {
            let sql = "DELETE FROM clip_withdrawals WHERE clip_id = $1 AND user_id = $2";
            Ok::<_, StoreError>(tx.execute(sql, &[id(clip), id(owner)]).await? > 0)
        })
    }
}

macro_rules! clip_columns {
    () => {
        "SELECT c.clip_id, c.take_id, c.room_id, c.title, c.seconds, c.width, c.height, c.fps, c.engine, c.bytes, c.created_at, \
         c.makers, c.cameos, c.notices, c.plan FROM clips c "
    };
}
use clip_columns;

macro_rules! owned {
    () => {
        "JOIN clip_owners o ON o.clip_id = c.clip_id WHERE o.user_id = $1 AND c.deleted = 0 "
    };
}
use owned;

async fn keep(tx: &mut Tx, new: &NewClip) -> Result<ClipId, StoreError> {
    let kept = tx
        .execute(
            "INSERT INTO clips (clip_id, take_id, room_id, title, seconds, width, height, fps, engine, bytes, created_at, \
             makers, cameos, notices, plan) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
             ON CONFLICT (take_id) DO NOTHING",
            &[
                id(new.clip),
                id(new.take),
                maybe_id(new.room),
                Arg::text(&new.title),
                int(new.seconds.into()),
                int(new.size.width.into()),
                int(new.size.height.into()),
                int(new.fps.into()),
                Arg::text(&new.engine),
                int(new.bytes),
                at(new.at),
                json(&new.makers)?,
                json(&new.cast)?,
                json(&new.notices)?,
                json(&new.plan)?,
            ],
        )
        .await?;
    if kept == 0 {
        let row = tx.row("SELECT clip_id FROM clips WHERE take_id = $1", &[id(new.take)]).await?;
        return row.ok_or_else(|| StoreError::corrupt("a clip was there and is not"))?.id(0);
    }
    for owner in &new.owners {
        tx.execute(
            "INSERT INTO clip_owners (clip_id, user_id) VALUES ($1, $2) ON CONFLICT (clip_id, user_id) DO NOTHING",
            &[id(new.clip), id(owner)],
        )
        .await?;
    }
    lineage::keep(tx, new.clip, &new.plan).await?;
    uses::fill(tx, (new.take, new.clip), &new.cast).await?;
    Ok(new.clip)
}

async fn close(tx: &mut Tx, clip: ClipId, owner: UserId, now: Timestamp) -> Result<bool, StoreError> {
    let owned = tx
        .row(
            "SELECT 1 FROM clip_owners o JOIN clips c ON c.clip_id = o.clip_id WHERE o.clip_id = $1 AND o.user_id = $2 AND c.deleted = 0",
            &[id(clip), id(owner)],
        )
        .await?;
    if owned.is_none() {
        return Ok(false);
    }
    tx.execute(
        "INSERT INTO clip_withdrawals (clip_id, user_id, at) VALUES ($1, $2, $3) ON CONFLICT (clip_id, user_id) DO NOTHING",
        &[id(clip), id(owner), at(now)],
    )
    .await?;
    Ok(true)
}

async fn mark(tx: &mut Tx, clip: ClipId) -> Result<bool, StoreError> {
    uses::end_with_clip(tx, clip).await?;
    Ok(tx.execute("UPDATE clips SET deleted = 1 WHERE clip_id = $1 AND deleted = 0", &[id(clip)]).await? > 0)
}

async fn remove(tx: &mut Tx, clip: ClipId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM clips WHERE clip_id = $1 AND deleted = 1", &[id(clip)]).await?;
    Ok(())
}
