//! One batch of a room, written inside a transaction: its events at their places, and the tables that follow them.

use crate::{
    RoomBatch, StoreError,
    dialect::{Arg, Tx},
    invites,
    rooms::set_member,
    uses,
    values::{at, door_name, id, int, json, maybe_id, role_name},
};
use domain::{
    RoomId, TakeId, Timestamp, UserId,
    plan::FrozenPlan,
    room::{Recorded, RoomEvent},
};

/// Bytes; Postgres could not index a long one.
const LONGEST_KEY: usize = 200;

/// One update of the shared document, with whoever was signed in on the socket where it first arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredUpdate {
    /// None: nobody's (made by the server).
    pub author: Option<UserId>,
    pub bytes: Vec<u8>,
}

/// Writes the batch, or refuses it having changed what must be rolled back. Returns the number of the last update.
pub(crate) async fn write(tx: &mut Tx, batch: &RoomBatch) -> Result<u64, StoreError> {
    if let Some((user, key, reply)) = &batch.idempotency {
        keep_reply(tx, *user, key, reply, batch.at()).await?;
    }
    let first_update = advance(tx, batch).await? + 1;
    for recorded in &batch.events {
        keep_event(tx, batch.room, recorded).await?;
        follow(tx, batch.room, recorded).await?;
    }
    for seq in &batch.redactions {
        redact(tx, batch.room, *seq).await?;
    }
    for plan in &batch.plans {
        keep_plan(tx, batch.room, plan).await?;
    }
    let mut number = first_update;
    for update in &batch.updates {
        keep_update(tx, batch.room, number, update).await?;
        number += 1;
    }
    Ok(number - 1)
}

pub(crate) async fn keep_reply(tx: &mut Tx, user: UserId, key: &str, reply: &str, now: Timestamp) -> Result<(), StoreError> {
    if key.len() > LONGEST_KEY {
        return Err(StoreError::Invalid("a command's key has at most 200 bytes"));
    }
    let kept = tx
        .execute(
            "INSERT INTO replies (user_id, key, reply, at) VALUES ($1, $2, $3, $4) ON CONFLICT (user_id, key) DO NOTHING",
            &[id(user), Arg::text(key), Arg::text(reply), at(now)],
        )
        .await?;
    if kept > 0 {
        return Ok(());
    }
    let row = tx.row("SELECT reply FROM replies WHERE user_id = $1 AND key = $2", &[id(user), Arg::text(key)]).await?;
    match row {
        Some(row) => Err(StoreError::AlreadyDone { reply: row.text(0)? }),
        None => Err(StoreError::corrupt("a reply was there and is not")),
    }
}

pub(crate) async fn forget_replies(tx: &mut Tx, moment: Timestamp) -> Result<u64, StoreError> {
    Ok(tx.execute("DELETE FROM replies WHERE at < $1", &[at(moment)]).await?)
}

/// Checks the epoch and the place of the events, and moves both counters. The number of the last update before the batch.
async fn advance(tx: &mut Tx, batch: &RoomBatch) -> Result<u64, StoreError> {
    for pair in batch.events.windows(2) {
        if pair[1].seq != pair[0].seq + 1 {
            return Err(StoreError::Invalid("the events of a batch follow each other without a gap"));
        }
    }
    let counts = [id(batch.room), int(batch.epoch), int(batch.events.len() as u64), int(batch.updates.len() as u64)];
    let [room, epoch, events, updates] = counts;
    // No events: any place fits.
    let before = batch.events.first().map_or(Arg::Int(-1), |first| int(first.seq.wrapping_sub(1)));
    let row = tx
        .row(
            "UPDATE rooms SET last_seq = last_seq + $3, last_update = last_update + $4, \
             last_activity = CASE WHEN last_activity < $5 THEN $5 ELSE last_activity END \
             WHERE room_id = $1 AND home_epoch = $2 AND ($6 < 0 OR last_seq = $6) RETURNING last_update - $4",
            &[room, epoch, events, updates, at(batch.at()), before],
        )
        .await?;
    match row {
        Some(row) => row.number(0),
        None => Err(refusal(tx, batch).await?),
    }
}

async fn refusal(tx: &mut Tx, batch: &RoomBatch) -> Result<StoreError, StoreError> {
    let row = tx.row("SELECT home_epoch, last_seq FROM rooms WHERE room_id = $1", &[id(batch.room)]).await?;
    let Some(row) = row else { return Ok(StoreError::RoomUnknown) };
    if row.number(0)? == batch.epoch { Ok(StoreError::SequenceConflict { expected: row.number(1)? + 1 }) } else { Ok(StoreError::Fenced) }
}

async fn keep_event(tx: &mut Tx, room: RoomId, recorded: &Recorded) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO events (room_id, seq, at, body) VALUES ($1, $2, $3, $4)",
        &[id(room), int(recorded.seq), at(recorded.at), json(&recorded.event)?],
    )
    .await?;
    Ok(())
}

/// Takes the words out of an event.
async fn redact(tx: &mut Tx, room: RoomId, seq: u64) -> Result<(), StoreError> {
    let row = tx.row("SELECT body FROM events WHERE room_id = $1 AND seq = $2", &[id(room), int(seq)]).await?;
    let event: RoomEvent = row.ok_or(StoreError::Invalid("only a stored event is redacted"))?.json(0)?;
    tx.execute("UPDATE events SET body = $3 WHERE room_id = $1 AND seq = $2", &[id(room), int(seq), json(&event.redacted())?]).await?;
    Ok(())
}

/// Members, names and takes as tables, for lists and for a restart.
async fn follow(tx: &mut Tx, room: RoomId, recorded: &Recorded) -> Result<(), StoreError> {
    match &recorded.event {
        RoomEvent::RoomOpened { name, .. } | RoomEvent::RoomRenamed { name, .. } => {
            tx.execute("UPDATE rooms SET name = $2 WHERE room_id = $1", &[id(room), Arg::text(name)]).await?;
        }
        RoomEvent::MemberJoined { user, role, .. } => {
            set_member(tx, room, *user, *role, recorded.at).await?;
            tx.execute("DELETE FROM removed_members WHERE room_id = $1 AND user_id = $2", &[id(room), id(user)]).await?;
        }
        RoomEvent::MemberRemoved { user, .. } => {
            tx.execute("DELETE FROM members WHERE room_id = $1 AND user_id = $2", &[id(room), id(user)]).await?;
            tx.execute("INSERT INTO removed_members (room_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", &[id(room), id(user)]).await?;
            // Also where they are let in again: whom they let in then is asked anew.
            invites::end(tx, room, Some(*user), recorded.at).await?;
        }
        RoomEvent::DoorSet { door, .. } => {
            tx.execute("UPDATE rooms SET door = $2 WHERE room_id = $1", &[id(room), Arg::text(door_name(*door))]).await?;
        }
        RoomEvent::RoleChanged { user, role, .. } => {
            tx.execute("UPDATE members SET role = $3 WHERE room_id = $1 AND user_id = $2", &[id(room), id(user), Arg::text(role_name(*role))])
                .await?;
        }
        RoomEvent::MemberLeft { user } => {
            tx.execute("DELETE FROM members WHERE room_id = $1 AND user_id = $2", &[id(room), id(user)]).await?;
        }
        RoomEvent::TakeQueued { take, asker, title, .. } => queue_take(tx, room, (*take, *asker, title), recorded.seq).await?,
        RoomEvent::TakeStarted { take, attempt } => {
            tx.execute(
                "UPDATE takes SET state = 'running', attempt = $3 WHERE room_id = $1 AND take_id = $2",
                &[id(room), id(take), int((*attempt).into())],
            )
            .await?;
        }
        RoomEvent::TakeFinished { take, clip, .. } => end_take(tx, room, *take, "finished", maybe_id(Some(clip))).await?,
        RoomEvent::TakeFailed { take, .. } => {
            end_take(tx, room, *take, "failed", Arg::NoText).await?;
            uses::end_with_take(tx, *take, recorded.at).await?;
        }
        RoomEvent::TakeCancelled { take, .. } => {
            end_take(tx, room, *take, "cancelled", Arg::NoText).await?;
            uses::end_with_take(tx, *take, recorded.at).await?;
        }
        // A held take waits for its turn as well: it is read back with the queued ones.
        RoomEvent::ConsentGiven { .. } | RoomEvent::ClipDeleted { .. } | RoomEvent::TakeMoved { .. } => {}
        // Only the room itself shows these.
        RoomEvent::Said { .. } | RoomEvent::Rewritten { .. } | RoomEvent::Unsaid { .. } | RoomEvent::Reacted { .. } => {}
        RoomEvent::Knocked { .. } | RoomEvent::KnockEnded { .. } | RoomEvent::MemberMuted { .. } => {}
        RoomEvent::Voted { .. } | RoomEvent::TakePicked { .. } | RoomEvent::Remarked { .. } | RoomEvent::RemarkRemoved { .. } => {}
        // What a stage shows is in no table: only what is recorded of it is a take.
        RoomEvent::StageOpened { .. } | RoomEvent::StageClosed { .. } => {}
    }
    Ok(())
}

async fn queue_take(tx: &mut Tx, room: RoomId, (take, asker, title): (TakeId, UserId, &str), seq: u64) -> Result<(), StoreError> {
    let queued = tx
        .execute(
            "INSERT INTO takes (take_id, room_id, asker, state, queued_seq, title) VALUES ($1, $2, $3, 'queued', $4, $5) \
             ON CONFLICT (take_id) DO NOTHING",
            &[id(take), id(room), id(asker), int(seq), Arg::text(title)],
        )
        .await?;
    if queued == 0 { Err(StoreError::Invalid("a take is queued once")) } else { Ok(()) }
}

/// The plan is needed no more: a finished take's stands with its clip.
async fn end_take(tx: &mut Tx, room: RoomId, take: TakeId, state: &'static str, clip: Arg<'_>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE takes SET state = $3, clip_id = $4, plan = NULL WHERE room_id = $1 AND take_id = $2",
        &[id(room), id(take), Arg::text(state), clip],
    )
    .await?;
    Ok(())
}

async fn keep_plan(tx: &mut Tx, room: RoomId, plan: &FrozenPlan) -> Result<(), StoreError> {
    let kept = tx.execute("UPDATE takes SET plan = $3 WHERE room_id = $1 AND take_id = $2", &[id(room), id(plan.take()), json(plan)?]).await?;
    if kept == 0 { Err(StoreError::Invalid("a plan belongs to a queued take of its room")) } else { Ok(()) }
}

pub(crate) async fn keep_update(tx: &mut Tx, room: RoomId, number: u64, update: &StoredUpdate) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO document_updates (room_id, number, author, bytes) VALUES ($1, $2, $3, $4)",
        &[id(room), int(number), maybe_id(update.author), Arg::Bytes(&update.bytes)],
    )
    .await?;
    Ok(())
}
