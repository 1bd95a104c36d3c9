//! A person's inbox: everything that came to them in any conversation, one place after the other without a gap.
//!
//! It is written in the transaction of what came, so nothing is told that is not kept and nothing kept that is not told. Devices go on after the
//! place that they have. It holds no words: those are the conversation's, as they read now.

use super::read::as_theirs;
use crate::{
    Store, StoreError,
    dialect::{Arg, Row, Tx},
    values::{id, int, json},
};
use domain::{
    ConversationId, MessageId, Timestamp, UserId,
    conversation::{Conversation, ConversationEvent, Recorded},
};
use serde::{Deserialize, Serialize};

/// A device that lacks more reads its conversations anew.
pub const MOST_MISSED: u64 = 2_000;
/// Places that are kept of one person.
const KEPT: u64 = 10_000;
/// Of one answer.
const MOST: u32 = 200;

/// What concerns one person alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Note {
    Hidden { message: MessageId },
    Muted { until: Timestamp },
    Declined,
}

/// Something that came to a person, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxEntry {
    pub place: u64,
    pub conversation: ConversationId,
    pub item: InboxItem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InboxItem {
    Event(Recorded),
    /// They deleted it for themselves.
    Hidden(MessageId),
    Muted(Timestamp),
    /// They declined to be in it.
    Declined,
}

/// The place is not of this inbox, or what came after it is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone;

/// To everybody who hears of the event.
pub(super) async fn put_event(tx: &mut Tx, number: ConversationId, conversation: &Conversation, recorded: &Recorded) -> Result<(), StoreError> {
    let mut hearers: Vec<UserId> = conversation.hearers(recorded).collect();
    // Two that write to the same people take their inboxes in the same order.
    hearers.sort_unstable();
    for user in hearers {
        put(tx, user, number, int(recorded.seq), Arg::NoText).await?;
    }
    Ok(())
}

pub(super) async fn put_note(tx: &mut Tx, user: UserId, number: ConversationId, note: &Note) -> Result<(), StoreError> {
    put(tx, user, number, Arg::NoInt, json(note)?).await
}

async fn put(tx: &mut Tx, user: UserId, number: ConversationId, seq: Arg<'_>, note: Arg<'_>) -> Result<(), StoreError> {
    let sql = "INSERT INTO inboxes (user_id, last) VALUES ($1, 1) ON CONFLICT (user_id) DO UPDATE SET last = inboxes.last + 1";
    tx.execute(sql, &[id(user)]).await?;
    let row = tx.row("SELECT last FROM inboxes WHERE user_id = $1", &[id(user)]).await?;
    let place = row.ok_or_else(|| StoreError::corrupt("an inbox without an end"))?.number(0)?;
    let sql = "INSERT INTO inbox (user_id, place, conversation_id, seq, note) VALUES ($1, $2, $3, $4, $5)";
    tx.execute(sql, &[id(user), int(place), id(number), seq, note]).await?;
    if let Some(old) = place.checked_sub(KEPT) {
        tx.execute("DELETE FROM inbox WHERE user_id = $1 AND place <= $2", &[id(user), int(old)]).await?;
    }
    Ok(())
}

impl Store {
    /// The last place of this person's inbox; 0: nothing ever came.
    ///
    /// # Errors
    /// Only faults.
    pub async fn inbox_end(&self, user: UserId) -> Result<u64, StoreError> {
        let row = self.db().row("SELECT last FROM inboxes WHERE user_id = $1", &[id(user)]).await?;
        row.map_or(Ok(0), |row| row.number(0))
    }

    /// What came after a place, in order, at most `limit`; [`Gone`] where that can't be told without a gap.
    ///
    /// # Errors
    /// Only faults.
    pub async fn inbox_after(&self, user: UserId, after: u64, limit: u32) -> Result<Result<Vec<InboxEntry>, Gone>, StoreError> {
        let sql = "SELECT i.place, i.conversation_id, i.note, e.seq, e.at, e.body, \
                   (SELECT COUNT(*) FROM messages_hidden h WHERE h.user_id = i.user_id AND h.message_id = e.message_id), \
                   (SELECT COUNT(*) FROM conversation_events w WHERE w.message_id = e.message_id AND w.worded = 1 \
                    AND w.seq > COALESCE(CASE WHEN e.seq < p.since THEN e.seq ELSE p.until END, 0)) \
                   FROM inbox i LEFT JOIN conversation_events e ON e.conversation_id = i.conversation_id AND e.seq = i.seq \
                   LEFT JOIN conversation_members p ON p.user_id = i.user_id AND p.conversation_id = i.conversation_id \
                   WHERE i.user_id = $1 AND i.place > $2 ORDER BY i.place LIMIT $3";
        let rows = self.db().rows(sql, &[id(user), int(after), int(u64::from(limit.clamp(1, MOST)))]).await?;
        let entries = rows.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
        let whole = match entries.first() {
            Some(first) => first.place == after + 1,
            None => after <= self.inbox_end(user).await?,
        };
        Ok(if whole { Ok(entries) } else { Err(Gone) })
    }
}

fn entry(row: &Row) -> Result<InboxEntry, StoreError> {
    let item = if row.maybe_text(2)?.is_some() {
        match row.json(2)? {
            Note::Hidden { message } => InboxItem::Hidden(message),
            Note::Muted { until } => InboxItem::Muted(until),
            Note::Declined => InboxItem::Declined,
        }
    } else {
        let recorded = as_theirs(Recorded { seq: row.number(3)?, at: row.at(4)?, event: row.json(5)? }, row.int(7)? > 0);
        match &recorded.event {
            ConversationEvent::Said { message, .. } if row.int(6)? > 0 => InboxItem::Hidden(*message),
            _ => InboxItem::Event(recorded),
        }
    };
    Ok(InboxEntry { place: row.number(0)?, conversation: row.id(1)?, item })
}
