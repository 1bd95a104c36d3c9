//! What somebody may read: their conversations, the events of one, and messages that hold some words.

use crate::{
    Store, StoreError,
    dialect::{Arg, Row},
    values::{id, int},
};
use domain::{
    ConversationId, MessageId, Timestamp, UserId,
    conversation::{Conversation, Recorded, Refused, Standing},
};

/// Of one answer.
const MOST: u32 = 200;
/// Characters that are searched for.
const SHORTEST: usize = 2;
const LONGEST: usize = 100;

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

/// Events in order, and whether there are more beyond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    pub events: Vec<Recorded>,
    pub more: bool,
}

/// A message that holds the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub message: MessageId,
    pub conversation: ConversationId,
    pub seq: u64,
    pub by: UserId,
    pub at: Timestamp,
    pub words: String,
}

impl Store {
    /// Where they are in or asked, the latest first, before a moment.
    ///
    /// # Errors
    /// Only faults.
    pub async fn conversations_of(&self, user: UserId, before: Timestamp, limit: u32) -> Result<Vec<Listed>, StoreError> {
        let sql = "SELECT c.conversation_id, c.state, c.last_at, m.muted_until FROM conversation_members m \
                   JOIN conversations c ON c.conversation_id = m.conversation_id \
                   WHERE m.user_id = $1 AND m.standing IN ('in', 'asked') AND c.last_at < $2 ORDER BY c.last_at DESC, c.conversation_id LIMIT $3";
        let args = [id(user), int(before.as_millis()), int(u64::from(limit.min(MOST)))];
        let rows = self.db().rows(sql, &args).await?;
        let mut listed = Vec::with_capacity(rows.len());
        for row in &rows {
            let (number, conversation): (ConversationId, Conversation) = (row.id(0)?, row.json(1)?);
            let unread = self.unread(user, number, &conversation).await?;
            let last = self.glimpse(user, number, &conversation).await?;
            listed.push(Listed { id: number, conversation, last_at: row.at(2)?, muted_until: row.at(3)?, unread, last });
        }
        Ok(listed)
    }

    /// One of them.
    ///
    /// # Errors
    /// `conversation_unknown`.
    pub async fn listed_conversation(&self, user: UserId, number: ConversationId) -> Result<Listed, StoreError> {
        let conversation = self.conversation(user, number).await?;
        let sql = "SELECT c.last_at, m.muted_until FROM conversation_members m JOIN conversations c ON c.conversation_id = m.conversation_id \
                   WHERE m.user_id = $1 AND m.conversation_id = $2";
        let row = self.db().row(sql, &[id(user), id(number)]).await?.ok_or(Refused::Unknown)?;
        let unread = self.unread(user, number, &conversation).await?;
        let last = self.glimpse(user, number, &conversation).await?;
        Ok(Listed { id: number, conversation, last_at: row.at(0)?, muted_until: row.at(1)?, unread, last })
    }

    async fn glimpse(&self, user: UserId, number: ConversationId, conversation: &Conversation) -> Result<Option<Glimpse>, StoreError> {
        let Some(member) = conversation.member(user) else { return Ok(None) };
        let sql = "SELECT m.message_id, m.by_user, m.at, m.words, m.clip_id, m.room_id, m.deleted FROM messages m \
                   WHERE m.conversation_id = $1 AND m.seq >= $2 AND m.seq <= $3 \
                   AND NOT EXISTS (SELECT 1 FROM messages_hidden h WHERE h.user_id = $4 AND h.message_id = m.message_id) ORDER BY m.seq DESC LIMIT 1";
        let args = [id(number), int(member.since), int(member.until.unwrap_or(conversation.last_seq())), id(user)];
        let Some(row) = self.db().row(sql, &args).await? else { return Ok(None) };
        let words = row.maybe_text(3)?;
        let (clip, room, deleted) = (row.maybe_text(4)?.is_some(), row.maybe_text(5)?.is_some(), row.int(6)? != 0);
        Ok(Some(Glimpse { message: row.id(0)?, by: row.id(1)?, at: row.at(2)?, words, clip, room, deleted }))
    }

    async fn unread(&self, user: UserId, number: ConversationId, conversation: &Conversation) -> Result<u64, StoreError> {
        let Some(member) = conversation.member(user) else { return Ok(0) };
        let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM messages WHERE conversation_id = $1 AND seq > $2 AND by_user <> $3 AND deleted = 0 LIMIT 100) AS newer";
        let row = self.db().row(sql, &[id(number), int(member.read.max(member.since)), id(user)]).await?;
        row.map_or(Ok(0), |row| row.number(0))
    }

    /// One conversation, for somebody who sees it.
    ///
    /// # Errors
    /// `conversation_unknown`.
    pub async fn conversation(&self, user: UserId, number: ConversationId) -> Result<Conversation, StoreError> {
        let row = self.db().row("SELECT state FROM conversations WHERE conversation_id = $1", &[id(number)]).await?;
        let conversation: Conversation = row.ok_or(Refused::Unknown)?.json(0)?;
        if conversation.member(user).is_some_and(|member| member.standing != Standing::Declined) {
            Ok(conversation)
        } else {
            Err(Refused::Unknown.into())
        }
    }

    /// The events after `after`, in order: what a device lacks. Those that are not theirs to see, or that they deleted for themselves, are left out.
    ///
    /// # Errors
    /// `conversation_unknown`.
    pub async fn conversation_since(&self, user: UserId, number: ConversationId, after: u64, limit: u32) -> Result<History, StoreError> {
        let (from, to) = self.span(user, number).await?;
        let limit = limit.clamp(1, MOST);
        let sql = concat!(theirs!(), "AND e.seq > $3 AND e.seq <= $4 ORDER BY e.seq LIMIT $5");
        let args = [id(number), id(user), int(after.max(from.saturating_sub(1))), int(to), int(u64::from(limit) + 1)];
        let mut events = recorded(&self.db().rows(sql, &args).await?)?;
        let more = events.len() > limit as usize;
        events.truncate(limit as usize);
        Ok(History { events, more })
    }

    /// The last events before `before`, in order: what one scrolls back to.
    ///
    /// # Errors
    /// `conversation_unknown`.
    pub async fn conversation_before(&self, user: UserId, number: ConversationId, before: u64, limit: u32) -> Result<History, StoreError> {
        let (from, to) = self.span(user, number).await?;
        let limit = limit.clamp(1, MOST);
        let sql = concat!(theirs!(), "AND e.seq >= $3 AND e.seq < $4 ORDER BY e.seq DESC LIMIT $5");
        let args = [id(number), id(user), int(from), int(before.min(to.saturating_add(1))), int(u64::from(limit) + 1)];
        let mut events = recorded(&self.db().rows(sql, &args).await?)?;
        let more = events.len() > limit as usize;
        events.truncate(limit as usize);
        events.reverse();
        Ok(History { events, more })
    }

    /// Messages of theirs to see that hold these words, whatever their case, the newest first.
    ///
    /// # Errors
    /// `store_invalid` where the words are too short or too long.
    pub async fn search_messages(&self, user: UserId, words: &str, limit: u32) -> Result<Vec<Found>, StoreError> {
        let words = words.trim();
        if !(SHORTEST..=LONGEST).contains(&words.chars().count()) {
            return Err(StoreError::Invalid("search for 2 to 100 characters"));
        }
        let escaped = words.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let sql = "SELECT m.message_id, m.conversation_id, m.seq, m.by_user, m.at, m.words, c.state FROM conversation_members p \
                   JOIN conversations c ON c.conversation_id = p.conversation_id JOIN messages m ON m.conversation_id = p.conversation_id \
                   WHERE p.user_id = $1 AND p.standing <> 'declined' AND m.folded LIKE $2 ESCAPE '!' \
                   AND NOT EXISTS (SELECT 1 FROM messages_hidden h WHERE h.user_id = $1 AND h.message_id = m.message_id) \
                   ORDER BY m.at DESC, m.message_id DESC LIMIT $3";
        let pattern = format!("%{escaped}%");
        let args = [id(user), Arg::text(&pattern), int(u64::from(limit.min(MOST)))];
        let mut found = Vec::new();
        for row in self.db().rows(sql, &args).await? {
            let (conversation, seq): (Conversation, u64) = (row.json(6)?, row.number(2)?);
            if conversation.may_see(user, seq) {
                found.push(Found { message: row.id(0)?, conversation: row.id(1)?, seq, by: row.id(3)?, at: row.at(4)?, words: row.text(5)? });
            }
        }
        Ok(found)
    }

    /// The first and the last event that are theirs to see.
    async fn span(&self, user: UserId, number: ConversationId) -> Result<(u64, u64), StoreError> {
        let conversation = self.conversation(user, number).await?;
        let member = conversation.member(user).ok_or(Refused::Unknown)?;
        Ok((member.since, member.until.unwrap_or(conversation.last_seq())))
    }
}

macro_rules! theirs {
    () => {
        "SELECT e.seq, e.at, e.body FROM conversation_events e WHERE e.conversation_id = $1 \
         AND NOT EXISTS (SELECT 1 FROM messages_hidden h WHERE h.user_id = $2 AND h.message_id = e.message_id) "
    };
}
use theirs;

fn recorded(rows: &[Row]) -> Result<Vec<Recorded>, StoreError> {
    rows.iter().map(|row| Ok(Recorded { seq: row.number(0)?, at: row.at(1)?, event: row.json(2)? })).collect()
}
