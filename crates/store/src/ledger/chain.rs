//! Appending: the log is one for the whole deployment, so whoever appends holds its one row until the end of the transaction.

use super::{key::Signer, note::signed};
use crate::{
    StoreError,
    dialect::{Arg, Tx},
    keyfile::random,
    values::{at, id, int, json},
};
use domain::{
    CameoId, Timestamp, UserId,
    ledger::{CompactRange, Entry, Hash, LedgerDraft, hash_from_hex, hash_to_hex},
};

/// What an entry is of, besides its draft.
#[derive(Clone, Copy)]
pub(crate) struct About {
    pub cameo: CameoId,
    pub owner: UserId,
    pub at: Timestamp,
    /// False: nobody can ever tell which cameo it was.
    pub remembered: bool,
}

/// The end of the log, held.
#[derive(Clone)]
pub(crate) struct Chain {
    range: CompactRange,
    stored: u64,
}

impl Chain {
    pub(crate) async fn hold(tx: &mut Tx) -> Result<Self, StoreError> {
        // Written, not only read: two who append can't both pass.
        let row = tx.row("UPDATE ledger_state SET size = size WHERE one = 1 RETURNING size, peaks", &[]).await?;
        let row = row.ok_or_else(|| StoreError::corrupt("the ledger's row is gone"))?;
        let (size, peaks) = (row.number(0)?, peaks_of(&row.text(1)?)?);
        let range = CompactRange::of(size, peaks).ok_or_else(|| StoreError::corrupt("the ledger's row does not fit itself"))?;
        Ok(Self { stored: range.size(), range })
    }

    /// The place of the new entry.
    pub(crate) async fn append(&mut self, tx: &mut Tx, about: About, draft: &LedgerDraft) -> Result<u64, StoreError> {
        let (index, blind) = (self.range.size(), random());
        let entry = Entry::of(draft, index, about.at, about.cameo.as_uuid(), &blind)
            .map_err(|_| StoreError::Invalid("an entry's detail is a stable code, and its moment is not the end of time"))?;
        let body = entry.to_json();
        tx.execute("INSERT INTO ledger_entries (entry_index, body) VALUES ($1, $2)", &[int(index), Arg::text(&body)]).await?;
        let mut complete = Vec::new();
        self.range.append(entry.leaf(), |node, hash| complete.push((node, hash)));
        for (node, hash) in complete {
            tx.execute(
                "INSERT INTO ledger_nodes (level, number, hash) VALUES ($1, $2, $3)",
                &[int(node.level.into()), int(node.number), Arg::Bytes(&hash)],
            )
            .await?;
        }
        if about.remembered {
            remember(tx, index, about, draft, &blind).await?;
        }
        Ok(index)
    }

    /// Writes down where the log ends now, with a signed head.
    pub(crate) async fn seal(self, tx: &mut Tx, signer: &Signer, moment: Timestamp) -> Result<(), StoreError> {
        if self.range.size() == self.stored {
            return Ok(());
        }
        let peaks: String = self.range.peaks().iter().map(hash_to_hex).collect();
        tx.execute("UPDATE ledger_state SET size = $1, peaks = $2 WHERE one = 1", &[int(self.range.size()), Arg::text(&peaks)]).await?;
        keep_head(tx, signer, self.range.size(), &self.range.root(), moment).await
    }
}

pub(super) async fn keep_head(tx: &mut Tx, signer: &Signer, size: u64, root: &Hash, moment: Timestamp) -> Result<(), StoreError> {
    let note = signed(signer, size, root);
    tx.execute(
        "INSERT INTO ledger_heads (size, at, root, note) VALUES ($1, $2, $3, $4) ON CONFLICT (size) DO NOTHING",
        &[int(size), at(moment), Arg::Bytes(root), Arg::text(&note)],
    )
    .await?;
    Ok(())
}

async fn remember(tx: &mut Tx, index: u64, about: About, draft: &LedgerDraft, blind: &[u8; 16]) -> Result<(), StoreError> {
    let other = draft.other.map(|other| json(&other)).transpose()?.unwrap_or(Arg::NoText);
    tx.execute(
        "INSERT INTO ledger_blinds (entry_index, blind, cameo_id, other) VALUES ($1, $2, $3, $4)",
        &[int(index), Arg::Bytes(blind), id(about.cameo), other],
    )
    .await?;
    for user in draft.concerned.iter().copied().chain([about.owner]) {
        tx.execute(
            "INSERT INTO ledger_concerns (user_id, entry_index) VALUES ($1, $2) ON CONFLICT (user_id, entry_index) DO NOTHING",
            &[id(user), int(index)],
        )
        .await?;
    }
    Ok(())
}

/// An erased cameo's entries stay in the log and can be joined with nobody any more.
pub(crate) async fn forget(tx: &mut Tx, cameo: CameoId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM ledger_blinds WHERE cameo_id = $1", &[id(cameo)]).await?;
    Ok(())
}

fn peaks_of(hex: &str) -> Result<Vec<Hash>, StoreError> {
    let (peaks, rest) = hex.as_bytes().as_chunks::<64>();
    let peak = |hex: &[u8; 64]| std::str::from_utf8(hex).ok().and_then(hash_from_hex);
    let peaks: Option<Vec<Hash>> = peaks.iter().map(peak).collect();
    peaks.filter(|_| rest.is_empty()).ok_or_else(|| StoreError::corrupt("the ledger's row is not hexadecimal"))
}
