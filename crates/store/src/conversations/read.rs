//! What somebody may read: the events of a conversation, and messages that hold some words.

use crate::{
    Store, StoreError,
    dialect::{Arg, Row},
    values::{id, int},
};
use domain::{
    ConversationId, MessageId, Timestamp, UserId,
    conversation::{Content, Conversation, ConversationEvent, Recorded, Refused, Standing},
};

/// Of one answer.
pub(super) const MOST: u32 = 200;
/// Characters that are searched for.
const SHORTEST: usize = 2;
const LONGEST: usize = 100;

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
        let (from, to, known) = self.span(user, number).await?;
        let limit = limit.clamp(1, MOST);
        let sql = concat!(theirs!(), "AND e.seq > $4 AND e.seq <= $5 ORDER BY e.seq LIMIT $6");
        let args = [id(number), id(user), int(known), int(after.max(from.saturating_sub(1))), int(to), int(u64::from(limit) + 1)];
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
        let (from, to, known) = self.span(user, number).await?;
        let limit = limit.clamp(1, MOST);
        let sql = concat!(theirs!(), "AND e.seq >= $4 AND e.seq < $5 ORDER BY e.seq DESC LIMIT $6");
        let args = [id(number), id(user), int(known), int(from), int(before.min(to.saturating_add(1))), int(u64::from(limit) + 1)];
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
        // Words that were changed after somebody's last event are not theirs.
        let sql = "SELECT m.message_id, m.conversation_id, m.seq, m.by_user, m.at, m.words FROM conversation_members p \
                   JOIN messages m ON m.conversation_id = p.conversation_id AND m.seq >= p.since AND m.seq <= p.until \
                   WHERE p.user_id = $1 AND p.standing <> 'declined' AND m.folded LIKE $2 ESCAPE '!' \
                   AND NOT EXISTS (SELECT 1 FROM messages_hidden h WHERE h.user_id = $1 AND h.message_id = m.message_id) \
                   AND NOT EXISTS (SELECT 1 FROM conversation_events w WHERE w.message_id = m.message_id AND w.worded = 1 AND w.seq > p.until) \
                   ORDER BY m.at DESC, m.message_id DESC LIMIT $3";
        let pattern = format!("%{escaped}%");
        let args = [id(user), Arg::text(&pattern), int(u64::from(limit.min(MOST)))];
        let rows = self.db().rows(sql, &args).await?;
        let found = |row: &Row| {
            Ok(Found { message: row.id(0)?, conversation: row.id(1)?, seq: row.number(2)?, by: row.id(3)?, at: row.at(4)?, words: row.text(5)? })
        };
        rows.iter().map(found).collect()
    }

    /// The conversation, where this position of theirs is known already: positions never go back.
    pub(super) async fn reached_already(
        &self,
        number: ConversationId,
        user: UserId,
        delivered: u64,
        read: u64,
    ) -> Result<Option<Conversation>, StoreError> {
        let mut conversation = self.conversation(user, number).await?;
        let moved = !conversation.sees(user) || conversation.reach(user, delivered, read);
        Ok((!moved).then_some(conversation))
    }

    /// The first and the last event that are theirs to see, and up to which event they know what words became.
    async fn span(&self, user: UserId, number: ConversationId) -> Result<(u64, u64, u64), StoreError> {
        let conversation = self.conversation(user, number).await?;
        let member = conversation.member(user).ok_or(Refused::Unknown)?;
        Ok((member.since, member.until.unwrap_or(conversation.last_seq()), member.until.unwrap_or(u64::MAX)))
    }
}

macro_rules! theirs {
    () => {
        "SELECT e.seq, e.at, e.body, \
         (SELECT COUNT(*) FROM conversation_events w WHERE w.message_id = e.message_id AND w.worded = 1 AND w.seq > $3) \
         FROM conversation_events e WHERE e.conversation_id = $1 \
         AND NOT EXISTS (SELECT 1 FROM messages_hidden h WHERE h.user_id = $2 AND h.message_id = e.message_id) "
    };
}
use theirs;

fn recorded(rows: &[Row]) -> Result<Vec<Recorded>, StoreError> {
    let recorded = |row: &Row| Ok(as_theirs(Recorded { seq: row.number(0)?, at: row.at(1)?, event: row.json(2)? }, row.int(3)? > 0));
    rows.iter().map(recorded).collect()
}

/// What a message said first is not kept once it was changed. Who was there only before the change is not told what it says since.
pub(super) fn as_theirs(mut recorded: Recorded, changed_since: bool) -> Recorded {
    if let ConversationEvent::Said { content, .. } = &mut recorded.event
        && changed_since
    {
        *content = Content::Gone;
    }
    recorded
}
