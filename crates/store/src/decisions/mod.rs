//! What the owner of a cameo decided, in order, with its ledger entries and what follows from it for uses: all of it or nothing.
//!
//! It decides nothing. Which event is right is `domain`'s; here stands that each comes once, in order, from the one home of its owner.

mod writer;

pub(crate) use writer::Decisions;

use crate::{
    Store, StoreError,
    dialect::{Arg, Tx},
    ledger::{About, Chain},
    values::{at, id, int, json, maybe_id},
};
use domain::{
    CameoId, RoomId, TakeId, Timestamp, UserId,
    cameo::{DecisionEvent, Scope},
    ledger::LedgerDraft,
};

/// What one home writes down at once for one cameo.
#[derive(Clone, Debug)]
pub struct DecisionBatch {
    pub cameo: CameoId,
    /// Of the owner's home: from [`Store::open_user`].
    pub epoch: u64,
    /// Of the last stored event; 0 where there is none.
    pub expected_number: u64,
    pub at: Timestamp,
    pub decisions: Vec<(DecisionEvent, LedgerDraft)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionsKept {
    /// Of the last stored event.
    pub number: u64,
    /// Where the entries stand in the ledger: one for each decision.
    pub entries: Vec<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedDecision {
    /// From 1, without gaps.
    pub number: u64,
    pub at: Timestamp,
    pub event: DecisionEvent,
}

impl Store {
    /// Writes decisions down. When the future is ready they are on disk, with their entries and a signed head.
    ///
    /// The batch is in the queue when this returns, before the future is polled, as with [`Store::append`]. A caller that drops the
    /// future does not stop the write.
    ///
    /// # Errors
    /// `fenced`, `sequence_conflict`, `cameo_unknown`, `cameo_ended`, `store_invalid`; nothing of the batch is kept then. After
    /// `store_failed` it is not known whether it was kept: read the decisions again.
    pub fn append_decisions(&self, batch: DecisionBatch) -> impl Future<Output = Result<DecisionsKept, StoreError>> + Send + 'static {
        self.inner.decisions.append(batch)
    }

    /// All, in order: fold them with [`domain::cameo::Decisions::fold`].
    ///
    /// # Errors
    /// Only faults.
    pub async fn decisions(&self, cameo: CameoId) -> Result<Vec<RecordedDecision>, StoreError> {
        let rows = self.db().rows("SELECT number, at, body FROM cameo_events WHERE cameo_id = $1 ORDER BY number", &[id(cameo)]).await?;
        rows.iter().map(|row| Ok(RecordedDecision { number: row.number(0)?, at: row.at(1)?, event: row.json(2)? })).collect()
    }
}

pub(crate) async fn write(tx: &mut Tx, chain: &mut Chain, batch: &DecisionBatch) -> Result<DecisionsKept, StoreError> {
    let owner = advance(tx, batch).await?;
    let about = About { cameo: batch.cameo, owner, at: batch.at, remembered: true };
    let mut entries = Vec::with_capacity(batch.decisions.len());
    for (number, (event, draft)) in (batch.expected_number + 1..).zip(&batch.decisions) {
        tx.execute(
            "INSERT INTO cameo_events (cameo_id, number, at, body) VALUES ($1, $2, $3, $4)",
            &[id(batch.cameo), int(number), at(batch.at), json(event)?],
        )
        .await?;
        let entry = chain.append(tx, about, draft).await?;
        follow(tx, (batch.cameo, batch.at, entry), event).await?;
        entries.push(entry);
    }
    Ok(DecisionsKept { number: batch.expected_number + batch.decisions.len() as u64, entries })
}

pub(crate) async fn write_entries(
    tx: &mut Tx,
    chain: &mut Chain,
    (cameo, at): (CameoId, Timestamp),
    drafts: &[LedgerDraft],
) -> Result<Vec<u64>, StoreError> {
    let row = tx.row("SELECT owner_id FROM cameos WHERE cameo_id = $1 AND state <> 'erased'", &[id(cameo)]).await?;
    let about = About { cameo, owner: row.ok_or(StoreError::CameoUnknown)?.id(0)?, at, remembered: true };
    let mut entries = Vec::with_capacity(drafts.len());
    for draft in drafts {
        entries.push(chain.append(tx, about, draft).await?);
    }
    Ok(entries)
}

/// Checks home and place, and moves the counter. The owner.
async fn advance(tx: &mut Tx, batch: &DecisionBatch) -> Result<UserId, StoreError> {
    let cameo = tx
        .row(
            "SELECT c.owner_id, c.state, c.last_number, a.home_epoch FROM cameos c JOIN accounts a ON a.user_id = c.owner_id \
             WHERE c.cameo_id = $1",
            &[id(batch.cameo)],
        )
        .await?
        .ok_or(StoreError::CameoUnknown)?;
    if cameo.number(3)? != batch.epoch {
        return Err(StoreError::Fenced);
    }
    if cameo.text(1)? != "active" {
        return Err(StoreError::CameoEnded);
    }
    let last = cameo.number(2)?;
    let moved = tx
        .execute(
            "UPDATE cameos SET last_number = last_number + $2 WHERE cameo_id = $1 AND last_number = $3",
            &[id(batch.cameo), int(batch.decisions.len() as u64), int(batch.expected_number)],
        )
        .await?;
    if moved == 0 { Err(StoreError::SequenceConflict { expected: last + 1 }) } else { cameo.id(0) }
}

/// Uses as rows, for lists, for clips and for who keeps one.
async fn follow(tx: &mut Tx, (cameo, now, entry): (CameoId, Timestamp, u64), event: &DecisionEvent) -> Result<(), StoreError> {
    match event {
        DecisionEvent::Used { take, room, makers } => grant(tx, (cameo, *take), (*room, makers), (now, entry)).await,
        DecisionEvent::TakeAllowed { take } => {
            tx.execute(
                "UPDATE cameo_uses SET state = 'granted', changed_at = $3 WHERE cameo_id = $1 AND take_id = $2 AND state = 'withdrawn'",
                &[id(cameo), id(take), at(now)],
            )
            .await?;
            Ok(())
        }
        DecisionEvent::Withdrawn { scope } => withdraw(tx, cameo, *scope, now).await,
        DecisionEvent::Ended => {
            withdraw(tx, cameo, Scope::Everything, now).await?;
            tx.execute("UPDATE cameos SET state = 'ended', ended_at = $2 WHERE cameo_id = $1", &[id(cameo), at(now)]).await?;
            tx.execute("DELETE FROM questions WHERE cameo_id = $1 AND answer IS NULL", &[id(cameo)]).await?;
            Ok(())
        }
        DecisionEvent::RulesChanged { .. }
        | DecisionEvent::PersonAllowed { .. }
        | DecisionEvent::PersonDenied { .. }
        | DecisionEvent::PersonCleared { .. }
        | DecisionEvent::RoomAllowed { .. }
        | DecisionEvent::RoomDenied { .. }
        | DecisionEvent::RoomCleared { .. }
        | DecisionEvent::TakeDenied { .. } => Ok(()),
    }
}

async fn grant(
    tx: &mut Tx,
    (cameo, take): (CameoId, TakeId),
    (room, makers): (Option<RoomId>, &[UserId]),
    (now, entry): (Timestamp, u64),
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO cameo_uses (cameo_id, take_id, room_id, state, at, changed_at, entry_index) VALUES ($1, $2, $3, 'granted', $4, $4, $5) \
         ON CONFLICT (cameo_id, take_id) DO UPDATE SET state = 'granted', room_id = $3, changed_at = $4, entry_index = $5",
        &[id(cameo), id(take), maybe_id(room), at(now), int(entry)],
    )
    .await?;
    tx.execute("DELETE FROM cameo_use_makers WHERE cameo_id = $1 AND take_id = $2", &[id(cameo), id(take)]).await?;
    for maker in makers {
        tx.execute(
            "INSERT INTO cameo_use_makers (cameo_id, take_id, user_id) VALUES ($1, $2, $3) ON CONFLICT (cameo_id, take_id, user_id) DO NOTHING",
            &[id(cameo), id(take), id(maker)],
        )
        .await?;
    }
    Ok(())
}

/// As [`Scope::touches`] has it.
async fn withdraw(tx: &mut Tx, cameo: CameoId, scope: Scope, now: Timestamp) -> Result<(), StoreError> {
    let mark = |sql, which: Option<Arg<'static>>| (sql, [id(cameo), at(now)].into_iter().chain(which).collect::<Vec<_>>());
    let (sql, args) = match scope {
        Scope::Everything => mark(withdrawn!(""), None),
        Scope::Take(take) => mark(withdrawn!(" AND take_id = $3"), Some(id(take))),
        Scope::Room(room) => mark(withdrawn!(" AND room_id = $3"), Some(id(room))),
        Scope::Person(user) => {
            mark(withdrawn!(" AND take_id IN (SELECT m.take_id FROM cameo_use_makers m WHERE m.cameo_id = $1 AND m.user_id = $3)"), Some(id(user)))
        }
    };
    tx.execute(sql, &args).await?;
    Ok(())
}

macro_rules! withdrawn {
    ($which:literal) => {
        concat!("UPDATE cameo_uses SET state = 'withdrawn', changed_at = $2 WHERE cameo_id = $1 AND state = 'granted'", $which)
    };
}
use withdrawn;
