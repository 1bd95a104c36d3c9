//! What messages bring beside words: clips and ways into rooms, while they stand; and reports of messages.
//!
//! It says whether a message stands between two people. Whose a clip is and who may enter a room is looked at by whoever asks.

use super::write::load;
use crate::{
    Store, StoreError,
    dialect::{Arg, Tx},
    values::{at, id, int},
};
use domain::{
    ClipId, ConversationId, MessageId, RoomId, Timestamp, UserId,
    conversation::{Conversation, Refused, Standing},
    room::Role,
};

/// Senders of one clip that are looked at for one reader: more than a clip has owners.
const SENT: u64 = 64;

/// A message that opens a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WayIn {
    pub by: UserId,
    pub room: RoomId,
    pub role: Role,
    pub at: Timestamp,
}

/// A message that somebody found should not have been sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReport {
    pub by: UserId,
    pub message: MessageId,
    /// One of a few words.
    pub reason: &'static str,
    pub note: String,
    pub at: Timestamp,
}

/// A report as it is kept, for whoever looks into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReport {
    pub by: UserId,
    pub message: MessageId,
    pub conversation: ConversationId,
    pub author: UserId,
    pub at: Timestamp,
    pub reason: String,
    pub note: String,
    /// The message as it was recorded, and its words as they were read then.
    pub said: String,
}

impl Store {
    /// The latest reports, the newest first.
    ///
    /// # Errors
    /// Only faults.
    pub async fn message_reports(&self, limit: u32) -> Result<Vec<KeptReport>, StoreError> {
        let sql =
            "SELECT reporter, message_id, conversation_id, author, at, reason, note, said FROM message_reports ORDER BY at DESC, message_id LIMIT $1";
        let rows = self.db().rows(sql, &[int(u64::from(limit))]).await?;
        let read = rows.iter().map(|row| {
            Ok(KeptReport {
                by: row.id(0)?,
                message: row.id(1)?,
                conversation: row.id(2)?,
                author: row.id(3)?,
                at: row.at(4)?,
                reason: row.text(5)?,
                note: row.text(6)?,
                said: row.text(7)?,
            })
        });
        read.collect()
    }

    /// Who sent this clip to this person, in messages that stand and where nobody blocks the other.
    ///
    /// # Errors
    /// Only faults.
    pub async fn senders_of_clip(&self, clip: ClipId, to: UserId) -> Result<Vec<UserId>, StoreError> {
        let sql = "SELECT DISTINCT m.by_user FROM messages m \
                   JOIN conversation_members p ON p.conversation_id = m.conversation_id AND p.user_id = $2 AND m.seq >= p.since AND m.seq <= p.until \
                   WHERE m.clip_id = $1 AND m.deleted = 0 AND p.standing = 'in' AND m.by_user <> $2 \
                   AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.blocker = $2 AND b.blocked = m.by_user) OR (b.blocker = m.by_user AND b.blocked = $2)) \
                   LIMIT $3";
        self.db().rows(sql, &[id(clip), id(to), int(SENT)]).await?.iter().map(|row| row.id(0)).collect()
    }

    /// The way into a room that a message brings to this person. None: it brings none, was taken back, is not theirs to see, or one of the two
    /// blocks the other.
    ///
    /// # Errors
    /// Only faults.
    pub async fn way_in(&self, message: MessageId, to: UserId) -> Result<Option<WayIn>, StoreError> {
        let sql = "SELECT m.by_user, m.room_id, m.role, m.at, m.seq, c.state FROM messages m JOIN conversations c ON c.conversation_id = m.conversation_id \
                   WHERE m.message_id = $1 AND m.deleted = 0 AND m.room_id IS NOT NULL \
                   AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.blocker = $2 AND b.blocked = m.by_user) OR (b.blocker = m.by_user AND b.blocked = $2))";
        let Some(row) = self.db().row(sql, &[id(message), id(to)]).await? else { return Ok(None) };
        let conversation: Conversation = row.json(5)?;
        let inside = conversation.member(to).is_some_and(|member| member.standing == Standing::In);
        if !inside || !conversation.may_see(to, row.number(4)?) {
            return Ok(None);
        }
        Ok(Some(WayIn { by: row.id(0)?, room: row.id(1)?, role: row.role(2)?, at: row.at(3)? }))
    }
}

pub(super) async fn report(tx: &mut Tx, report: &NewReport) -> Result<(), StoreError> {
    let sql = "SELECT m.conversation_id, m.seq, m.by_user, e.body FROM messages m \
               JOIN conversation_events e ON e.conversation_id = m.conversation_id AND e.seq = m.seq WHERE m.message_id = $1";
    let row = tx.row(sql, &[id(report.message)]).await?.ok_or(Refused::MessageGone)?;
    let (number, author): (ConversationId, UserId) = (row.id(0)?, row.id(2)?);
    let conversation = load(tx, number).await?.ok_or(Refused::MessageGone)?;
    if !conversation.may_see(report.by, row.number(1)?) {
        return Err(Refused::MessageGone.into());
    }
    if author == report.by {
        return Err(Refused::NotYours.into());
    }
    // An edit is what is read now; both are kept.
    let edited = tx.row("SELECT words FROM messages WHERE message_id = $1", &[id(report.message)]).await?;
    let edited = edited.map(|row| row.maybe_text(0)).transpose()?.flatten().unwrap_or_default();
    let said = format!("{}\n{edited}", row.text(3)?);
    let sql = "INSERT INTO message_reports (reporter, message_id, conversation_id, author, at, reason, note, said) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (reporter, message_id) DO NOTHING";
    let args = [
        id(report.by),
        id(report.message),
        id(number),
        id(author),
        at(report.at),
        Arg::text(report.reason),
        Arg::text(&report.note),
        Arg::text(&said),
    ];
    tx.execute(sql, &args).await?;
    Ok(())
}
