//! Versions of storyboards: a list that does not read them, and the text of each as it was handed over. Of each room the last ones are kept, within a
//! number and a size.

use crate::{
    Store, StoreError,
    dialect::{Arg, Row, Tx},
    retry::transact,
    values::{at, id, int, json},
};
use domain::{
    RoomId, Timestamp, UserId,
    version::{Content, Ended, KEPT, KEPT_BYTES, Reason},
};

/// A version to be kept.
#[derive(Clone, Debug)]
pub struct NewVersion {
    pub ended: Ended,
    pub content: Content,
}

/// A kept version, as a list tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRow {
    /// Counts a room's versions from 1.
    pub number: u64,
    pub at: Timestamp,
    /// Who wrote since the one before.
    pub by: Vec<UserId>,
    pub reason: Reason,
    pub shots: u32,
    pub words: u32,
}

macro_rules! rows {
    ($rest:literal) => {
        concat!("SELECT number, at, authors, reason, shots, words FROM storyboard_versions WHERE room_id = $1 ", $rest)
    };
}

impl Store {
    /// Keeps a version, and forgets those that are too many. Its number.
    ///
    /// # Errors
    /// `fenced`, `room_unknown`.
    pub async fn keep_version(&self, room: RoomId, epoch: u64, version: NewVersion) -> Result<u64, StoreError> {
        transact!(self.db(), |tx| keep(tx, (room, epoch), &version))
    }

    /// The newest first; without what stood there.
    ///
    /// # Errors
    /// Only faults.
    pub async fn versions(&self, room: RoomId) -> Result<Vec<VersionRow>, StoreError> {
        self.db().rows(rows!("ORDER BY number DESC LIMIT $2"), &[id(room), int(KEPT as u64)]).await?.iter().map(row).collect()
    }

    /// None: there is no such version, or it was forgotten.
    ///
    /// # Errors
    /// Only faults.
    pub async fn version(&self, room: RoomId, number: u64) -> Result<Option<(VersionRow, Content)>, StoreError> {
        let Some(found) = self.db().row(rows!("AND number = $2"), &[id(room), int(number)]).await? else { return Ok(None) };
        let sql = "SELECT content FROM storyboard_versions WHERE room_id = $1 AND number = $2";
        let Some(content) = self.db().row(sql, &[id(room), int(number)]).await? else { return Ok(None) };
        Ok(Some((row(&found)?, content.json(0)?)))
    }

    /// Forgets one, and everything that stood there. False: there is none.
    ///
    /// # Errors
    /// Only faults.
    pub async fn forget_version(&self, room: RoomId, number: u64) -> Result<bool, StoreError> {
        transact!(self.db(), |tx| async {
            let gone = tx.execute("DELETE FROM storyboard_versions WHERE room_id = $1 AND number = $2", &[id(room), int(number)]).await?;
            Ok::<_, StoreError>(gone > 0)
        })
    }

    /// What stood there in the newest one.
    ///
    /// # Errors
    /// Only faults.
    pub async fn newest_version(&self, room: RoomId) -> Result<Option<Content>, StoreError> {
        let sql = "SELECT content FROM storyboard_versions WHERE room_id = $1 ORDER BY number DESC LIMIT 1";
        self.db().row(sql, &[id(room)]).await?.map(|row| row.json(0)).transpose()
    }
}

fn row(row: &Row) -> Result<VersionRow, StoreError> {
    let reason = row.text(3)?;
    let reason = Reason::named(&reason).ok_or_else(|| StoreError::corrupt(format!("reason {reason:?} of a version")))?;
    Ok(VersionRow { number: row.number(0)?, at: row.at(1)?, by: row.json(2)?, reason, shots: row.small(4)?, words: row.small(5)? })
}

async fn keep(tx: &mut Tx, (room, epoch): (RoomId, u64), NewVersion { ended, content }: &NewVersion) -> Result<u64, StoreError> {
    // Written, not only read, so that two homes can't both pass.
    // A number is given once, also where its version was forgotten.
    let home = tx.row("UPDATE rooms SET versions = versions + 1 WHERE room_id = $1 RETURNING home_epoch, versions", &[id(room)]).await?;
    let home = home.ok_or(StoreError::RoomUnknown)?;
    if home.number(0)? != epoch {
        return Err(StoreError::Fenced);
    }
    let number = home.number(1)?;
    let text = serde_json::to_string(content).map_err(|_| StoreError::Invalid("it has no JSON form"))?;
    tx.execute(
        "INSERT INTO storyboard_versions (room_id, number, at, authors, reason, shots, words, bytes, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            id(room),
            int(number),
            at(ended.at),
            json(&ended.by)?,
            Arg::text(ended.reason.name()),
            int(content.shots.len() as u64),
            int(content.words() as u64),
            int(text.len() as u64),
            Arg::text(&text),
        ],
    )
    .await?;
    forget(tx, room).await?;
    Ok(number)
}

/// What is forgotten, where there is too much: the oldest of those who have the most versions, and the oldest of the largest, by powers of two. So
/// nobody's many or large ones take the place of everybody else's. The newest one stays, however large.
async fn forget(tx: &mut Tx, room: RoomId) -> Result<(), StoreError> {
    let sql = "SELECT number, bytes, authors FROM storyboard_versions WHERE room_id = $1 ORDER BY number";
    let mut kept: Vec<Share> = tx.rows(sql, &[id(room)]).await?.iter().map(share).collect::<Result<_, _>>()?;
    while let Some(place) = surplus(&kept) {
        let gone = kept.remove(place);
        tx.execute("DELETE FROM storyboard_versions WHERE room_id = $1 AND number = $2", &[id(room), int(gone.number)]).await?;
    }
    Ok(())
}

/// What a version takes up.
struct Share {
    number: u64,
    bytes: u64,
    by: Vec<UserId>,
}

fn share(row: &Row) -> Result<Share, StoreError> {
    Ok(Share { number: row.number(0)?, bytes: row.number(1)?, by: row.json(2)? })
}

/// The place of one to be forgotten, of those from the oldest to the newest.
fn surplus(kept: &[Share]) -> Option<usize> {
    let (_, older) = kept.split_last()?;
    let most = |weight: &dyn Fn(&Share) -> u64| (0..older.len()).rev().max_by_key(|place| weight(&older[*place]));
    if kept.iter().map(|share| share.bytes).sum::<u64>() > KEPT_BYTES {
        return most(&|share| u64::from(share.bytes.max(1).ilog2()));
    }
    if kept.len() > KEPT {
        return most(&|share| kept.iter().filter(|other| other.by == share.by).count() as u64);
    }
    None
}
