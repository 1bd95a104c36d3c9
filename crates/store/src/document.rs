//! The shared document's updates, and how they are replaced by fewer.

use crate::{
    Store, StoreError, StoredUpdate,
    dialect::Tx,
    record::keep_update,
    retry::transact,
    values::{id, int},
};
use domain::RoomId;

impl Store {
    /// Replaces all updates up to number `up_to` by `merged`, in its order; later ones stay behind them. Numbers count
    /// from 1: [`crate::OpenedRoom::document_position`] and [`crate::Appended::document_position`] tell them.
    ///
    /// # Errors
    /// `fenced`, `room_unknown`; `store_invalid` where `merged` is longer than what it replaces, or `up_to` is not reached.
    pub async fn compact_document(&self, room: RoomId, epoch: u64, up_to: u64, merged: Vec<StoredUpdate>) -> Result<(), StoreError> {
        transact!(self.db(), |tx| compact(tx, (room, epoch), up_to, &merged))
    }

    pub(crate) async fn updates(&self, room: RoomId) -> Result<Vec<StoredUpdate>, StoreError> {
        let rows = self.db().rows("SELECT author, bytes FROM document_updates WHERE room_id = $1 ORDER BY number", &[id(room)]).await?;
        rows.iter().map(|row| Ok(StoredUpdate { author: row.maybe_id(0)?, bytes: row.bytes(1)? })).collect()
    }
}

async fn compact(tx: &mut Tx, (room, epoch): (RoomId, u64), up_to: u64, merged: &[StoredUpdate]) -> Result<(), StoreError> {
    // Written, not only read, so that two homes can't both pass.
    let row = tx.row("UPDATE rooms SET home_epoch = home_epoch WHERE room_id = $1 RETURNING home_epoch, last_update", &[id(room)]).await?;
    let row = row.ok_or(StoreError::RoomUnknown)?;
    if row.number(0)? != epoch {
        return Err(StoreError::Fenced);
    }
    if up_to > row.number(1)? {
        return Err(StoreError::Invalid("only updates that are stored can be replaced"));
    }
    let replaced = tx.execute("DELETE FROM document_updates WHERE room_id = $1 AND number <= $2", &[id(room), int(up_to)]).await?;
    let count = merged.len() as u64;
    if count > replaced {
        return Err(StoreError::Invalid("updates are replaced by fewer"));
    }
    for (number, update) in (up_to - count + 1..).zip(merged) {
        keep_update(tx, room, number, update).await?;
    }
    Ok(())
}
