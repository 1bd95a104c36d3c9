//! Somebody's conversations as a list: one question for a whole page of it.

use super::read::MOST;
use crate::{
    Store, StoreError,
    dialect::{Arg, Row},
    values::{at, id, int},
};
use domain::{
    ConversationId, MessageId, Timestamp, UserId,
    conversation::{Conversation, Refused},
};

/// A conversation in somebody's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: ConversationId,
    pub conversation: Conversation,
    pub last_at: Timestamp,
    pub muted_until: Timestamp,
    /// Said by others since they last read, up to a hundred.
    pub unread: u64,
    /// The last message that is theirs to see.
    pub last: Option<Glimpse>,
}

/// As much of a message as stands in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glimpse {
    pub message: MessageId,
    pub by: UserId,
    pub at: Timestamp,
    /// None: it brings something else, or was taken back.
    pub words: Option<String>,
    pub clip: bool,
    pub room: bool,
    pub deleted: bool,
}

/// Those after this one in the list. Without an id: those whose last event was before the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Older {
    pub before: Timestamp,
    pub than: Option<ConversationId>,
}

// $1: whose; then which of them. The words of a message that was changed after their last event are left out.
macro_rules! listed {
    ($which:literal) => {
        concat!(
            "SELECT p.conversation_id, p.state, p.last_at, p.muted_until, \
             (SELECT COUNT(*) FROM (SELECT 1 FROM messages m WHERE m.conversation_id = p.conversation_id AND m.seq > p.seen AND m.seq > p.since \
              AND m.seq <= p.until AND m.by_user <> p.user_id AND m.deleted = 0 LIMIT 100) AS newer), \
             g.message_id, g.by_user, g.at, g.words, g.clip_id, g.room_id, g.deleted, \
             (SELECT COUNT(*) FROM conversation_events w WHERE w.message_id = g.message_id AND w.worded = 1 AND w.seq > p.until) \
             FROM (SELECT o.user_id, o.conversation_id, o.since, o.until, o.seen, o.muted_until, c.state, c.last_at FROM conversation_members o \
              JOIN conversations c ON c.conversation_id = o.conversation_id WHERE o.user_id = $1 ",
            $which,
            ") AS p LEFT JOIN messages g ON g.message_id = (SELECT m.message_id FROM messages m WHERE m.conversation_id = p.conversation_id \
              AND m.seq >= p.since AND m.seq <= p.until \
              AND NOT EXISTS (SELECT 1 FROM messages_hidden h WHERE h.user_id = p.user_id AND h.message_id = m.message_id) ORDER BY m.seq DESC LIMIT 1) \
             ORDER BY p.last_at DESC, p.conversation_id"
        )
    };
}

impl Store {
    /// Where they are in or asked, the latest first.
    ///
    /// # Errors
    /// Only faults.
    pub async fn conversations_of(&self, user: UserId, older: Option<Older>, limit: u32) -> Result<Vec<Listed>, StoreError> {
        let sql = listed!(
            "AND o.standing IN ('in', 'asked') AND (c.last_at < $2 OR (c.last_at = $2 AND $3 <> '' AND c.conversation_id > $3)) \
             ORDER BY c.last_at DESC, c.conversation_id LIMIT $4"
        );
        let older = older.unwrap_or(Older { before: Timestamp::NEVER, than: None });
        let args = [id(user), at(older.before), older.than.map_or(Arg::text(""), id), int(u64::from(limit.min(MOST)))];
        self.db().rows(sql, &args).await?.iter().map(listed).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// `conversation_unknown`.
    pub async fn listed_conversation(&self, user: UserId, number: ConversationId) -> Result<Listed, StoreError> {
        let sql = listed!("AND o.conversation_id = $2 AND o.standing <> 'declined'");
        let row = self.db().row(sql, &[id(user), id(number)]).await?.ok_or(Refused::Unknown)?;
        listed(&row)
    }
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    let last = match row.maybe_id(5)? {
        Some(message) => Some(glimpse(row, message)?),
        None => None,
    };
    Ok(Listed { id: row.id(0)?, conversation: row.json(1)?, last_at: row.at(2)?, muted_until: row.at(3)?, unread: row.number(4)?, last })
}

fn glimpse(row: &Row, message: MessageId) -> Result<Glimpse, StoreError> {
    let (clip, room, changed) = (row.maybe_text(9)?.is_some(), row.maybe_text(10)?.is_some(), row.int(12)? > 0);
    let words = row.maybe_text(8)?.filter(|_| !changed);
    Ok(Glimpse { message, by: row.id(6)?, at: row.at(7)?, words, clip, room, deleted: row.int(11)? != 0 || changed })
}
