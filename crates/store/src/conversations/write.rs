//! One command, from the state as it is locked to what it leaves.

use super::{
    Conversed, Deed,
    inbox::{self, Note},
    span,
};
use crate::{
    StoreError,
    dialect::{Arg, Tx},
    values::{at, id, int, json, maybe_id, role_name},
};
use domain::{
    ConversationId, MessageId, Timestamp, UserId,
    account::BirthDate,
    conversation::{Circle, Command, Content, Conversation, ConversationEvent, Effect, Kind, Recorded, Refused, Said, Standing, Tie},
};
use std::collections::BTreeMap;

/// How the one who acts stands to each of the others, as it is while the transaction lasts.
struct Around {
    by: UserId,
    ties: BTreeMap<UserId, Tie>,
}

impl Circle for Around {
    /// Nobody else acts here; who is not known is not reached.
    fn tie(&self, from: UserId, to: UserId) -> Tie {
        let unknown = Tie { blocked: true, ..Tie::default() };
        if from == self.by { self.ties.get(&to).copied().unwrap_or(unknown) } else { unknown }
    }
}

pub(super) async fn start(tx: &mut Tx, new: ConversationId, command: Command, now: Timestamp) -> Result<Conversed, StoreError> {
    let Command::Start { by, of, with } = &command else { return Err(StoreError::Invalid("a conversation begins with its start")) };
    let pair = match (of, with.as_slice()) {
        (Kind::Direct, [other]) => Some(pair(*by, *other)),
        _ => None,
    };
    let known = match &pair {
        Some(pair) => tx.row("SELECT conversation_id FROM conversations WHERE pair = $1", &[Arg::text(pair)]).await?,
        None => None,
    };
    let number = known.map(|row| row.id(0)).transpose()?.unwrap_or(new);
    let around = around(tx, *by, with, now).await?;
    let mut conversation = load(tx, number).await?.unwrap_or_default();
    let before = conversation.clone();
    let effects = conversation.apply(now, command, &around)?;
    if before.kind().is_none() {
        let pair = pair.as_deref().map_or(Arg::NoText, Arg::text);
        let args = [id(number), pair, json(&conversation)?, int(0), at(now)];
        tx.execute("INSERT INTO conversations (conversation_id, pair, state, last_seq, last_at) VALUES ($1, $2, $3, $4, $5)", &args).await?;
    }
    keep(tx, number, (&before, conversation), effects, now).await
}

pub(super) async fn converse(tx: &mut Tx, number: ConversationId, by: UserId, deed: &Deed, now: Timestamp) -> Result<Conversed, StoreError> {
    let mut conversation = load(tx, number).await?.ok_or(Refused::Unknown)?;
    if let Deed::Say { message, .. } = deed
        && let Some(again) = said_before(tx, number, by, *message).await?
    {
        return Ok(Conversed { id: number, conversation, events: vec![again], positions: Vec::new() });
    }
    let mut others: Vec<UserId> = conversation.members().iter().map(|member| member.user).collect();
    if let Deed::Add { user } = deed {
        others.push(*user);
    }
    let around = around(tx, by, &others, now).await?;
    let command = command(tx, number, by, deed).await?;
    let before = conversation.clone();
    let effects = conversation.apply(now, command, &around)?;
    keep(tx, number, (&before, conversation), effects, now).await
}

async fn command(tx: &mut Tx, number: ConversationId, by: UserId, deed: &Deed) -> Result<Command, StoreError> {
    Ok(match deed.clone() {
        Deed::Rename { name } => Command::Rename { by, name },
        Deed::Open { open } => Command::Open { by, open },
        Deed::Add { user } => Command::Add { by, user },
        Deed::Accept => Command::Accept { user: by },
        Deed::Decline => Command::Decline { user: by },
        Deed::Leave => Command::Leave { user: by },
        Deed::Remove { user } => Command::Remove { by, user },
        Deed::Say { message, content, reply_to } => {
            let reply_to = match reply_to {
                Some(message) => Some(said(tx, number, message).await?),
                None => None,
            };
            Command::Say { by, message, content, reply_to }
        }
        Deed::Edit { message, text } => Command::Edit { by, on: said(tx, number, message).await?, text },
        Deed::Delete { message } => Command::Delete { by, on: said(tx, number, message).await? },
        Deed::React { message, emoji } => Command::React { by, on: said(tx, number, message).await?, emoji },
        Deed::Reached { delivered, read } => Command::Reached { user: by, delivered, read },
    })
}

pub(super) async fn load(tx: &mut Tx, number: ConversationId) -> Result<Option<Conversation>, StoreError> {
    let row = tx.row("SELECT state FROM conversations WHERE conversation_id = $1", &[id(number)]).await?;
    row.map(|row| row.json(0)).transpose()
}

async fn said(tx: &mut Tx, number: ConversationId, message: MessageId) -> Result<Said, StoreError> {
    let sql = "SELECT by_user, seq, deleted, words FROM messages WHERE message_id = $1 AND conversation_id = $2";
    let row = tx.row(sql, &[id(message), id(number)]).await?.ok_or(Refused::MessageGone)?;
    Ok(Said { message, by: row.id(0)?, seq: row.number(1)?, deleted: row.int(2)? != 0, words: row.maybe_text(3)?.is_some() })
}

/// A message that is sent again. Its id in somebody else's name, or elsewhere, is refused.
async fn said_before(tx: &mut Tx, number: ConversationId, by: UserId, message: MessageId) -> Result<Option<Recorded>, StoreError> {
    let sql = "SELECT m.conversation_id, m.by_user, e.seq, e.at, e.body FROM messages m \
               JOIN conversation_events e ON e.conversation_id = m.conversation_id AND e.seq = m.seq WHERE m.message_id = $1";
    let Some(row) = tx.row(sql, &[id(message)]).await? else { return Ok(None) };
    if row.id::<ConversationId>(0)? != number || row.id::<UserId>(1)? != by {
        return Err(StoreError::Invalid("this message's id is taken"));
    }
    Ok(Some(Recorded { seq: row.number(2)?, at: row.at(3)?, event: row.json(4)? }))
}

/// # Errors
/// `user_unknown` where one of them has no account.
async fn around(tx: &mut Tx, by: UserId, others: &[UserId], now: Timestamp) -> Result<Around, StoreError> {
    let adult = |date: String| date.parse::<BirthDate>().map(|date| date.is_adult(now)).map_err(|_| StoreError::corrupt("a birth date"));
    let born = tx.row("SELECT birth_date FROM accounts WHERE user_id = $1", &[id(by)]).await?.ok_or(StoreError::UserUnknown)?;
    let grown = adult(born.text(0)?)?;
    let mut ties = BTreeMap::new();
    for other in others.iter().filter(|other| **other != by) {
        let sql = "SELECT (SELECT COUNT(*) FROM blocks WHERE (blocker = $1 AND blocked = $2) OR (blocker = $2 AND blocked = $1)), \
                   (SELECT COUNT(*) FROM follows WHERE follower = $2 AND followed = $1), \
                   (SELECT birth_date FROM accounts WHERE user_id = $2)";
        let row = tx.row(sql, &[id(by), id(*other)]).await?.ok_or_else(|| StoreError::corrupt("a count"))?;
        // Who has left the server is not written to any more.
        let Some(born) = row.maybe_text(2)? else { continue };
        let tie = Tie { blocked: row.int(0)? > 0, follows_back: row.int(1)? > 0, protected: grown && !adult(born)? };
        ties.insert(*other, tie);
    }
    Ok(Around { by, ties })
}

async fn keep(
    tx: &mut Tx,
    number: ConversationId,
    (before, conversation): (&Conversation, Conversation),
    effects: Vec<Effect>,
    now: Timestamp,
) -> Result<Conversed, StoreError> {
    if *before == conversation {
        return Ok(Conversed { id: number, conversation, events: Vec::new(), positions: Vec::new() });
    }
    let (mut events, mut positions) = (Vec::new(), Vec::new());
    for effect in effects {
        match effect {
            Effect::Record(recorded) => {
                record(tx, number, &recorded).await?;
                inbox::put_event(tx, number, &conversation, &recorded).await?;
                events.push(recorded);
            }
            Effect::Position { user, delivered, read } => positions.push((user, delivered, read)),
            Effect::Declined { user } => inbox::put_note(tx, user, number, &Note::Declined).await?,
        }
    }
    let args = [id(number), json(&conversation)?, int(conversation.last_seq())];
    tx.execute("UPDATE conversations SET state = $2, last_seq = $3 WHERE conversation_id = $1", &args).await?;
    if !events.is_empty() {
        tx.execute("UPDATE conversations SET last_at = $2 WHERE conversation_id = $1", &[id(number), at(now)]).await?;
    }
    span::keep(tx, number, before, &conversation).await?;
    Ok(Conversed { id: number, conversation, events, positions })
}

pub(super) fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::In => "in",
        Standing::Asked => "asked",
        Standing::Declined => "declined",
        Standing::Left => "left",
    }
}

async fn record(tx: &mut Tx, number: ConversationId, recorded: &Recorded) -> Result<(), StoreError> {
    let worded = matches!(recorded.event, ConversationEvent::Said { .. } | ConversationEvent::Edited { .. });
    let args = [id(number), int(recorded.seq), at(recorded.at), maybe_id(about(&recorded.event)), json(&recorded.event)?, int(worded.into())];
    tx.execute("INSERT INTO conversation_events (conversation_id, seq, at, message_id, body, worded) VALUES ($1, $2, $3, $4, $5, $6)", &args).await?;
    match &recorded.event {
        ConversationEvent::Said { message, by, content, .. } => {
            let sql = "INSERT INTO messages (message_id, conversation_id, seq, by_user, at) VALUES ($1, $2, $3, $4, $5)";
            tx.execute(sql, &[id(*message), id(number), int(recorded.seq), id(*by), at(recorded.at)]).await?;
            match content {
                Content::Text { text } => read_as(tx, *message, text).await?,
                Content::Clip { clip } => {
                    tx.execute("UPDATE messages SET clip_id = $2 WHERE message_id = $1", &[id(*message), id(*clip)]).await?;
                }
                Content::RoomInvitation { room, role } => {
                    let args = [id(*message), id(*room), Arg::text(role_name(*role))];
                    tx.execute("UPDATE messages SET room_id = $2, role = $3 WHERE message_id = $1", &args).await?;
                }
                Content::Gone => {}
            }
        }
        ConversationEvent::Edited { message, text, .. } => {
            reword(tx, *message, recorded.seq, text).await?;
            read_as(tx, *message, text).await?;
        }
        ConversationEvent::Deleted { message, .. } => forget(tx, *message).await?,
        _ => {}
    }
    Ok(())
}

async fn read_as(tx: &mut Tx, message: MessageId, words: &str) -> Result<(), StoreError> {
    let folded = words.to_lowercase();
    let args = [id(message), Arg::text(words), Arg::text(&folded)];
    tx.execute("UPDATE messages SET words = $2, folded = $3 WHERE message_id = $1", &args).await?;
    Ok(())
}

fn about(event: &ConversationEvent) -> Option<MessageId> {
    match event {
        ConversationEvent::Said { message, .. }
        | ConversationEvent::Edited { message, .. }
        | ConversationEvent::Deleted { message, .. }
        | ConversationEvent::Reacted { message, .. } => Some(*message),
        _ => None,
    }
}

/// Of a message that was changed only the last wording is kept: what it said first reads so, and what it said in between is gone.
async fn reword(tx: &mut Tx, message: MessageId, before: u64, words: &str) -> Result<(), StoreError> {
    for (number, seq, event) in worded(tx, message).await? {
        match event {
            _ if seq >= before => {}
            ConversationEvent::Said { message, by, reply_to, .. } => {
                let content = Content::Text { text: words.to_owned() };
                rewrite(tx, (number, seq), &ConversationEvent::Said { message, by, content, reply_to }, true).await?;
            }
            event => rewrite(tx, (number, seq), &without_words(event), false).await?,
        }
    }
    Ok(())
}

/// The events that hold what a message says: two at most.
async fn worded(tx: &mut Tx, message: MessageId) -> Result<Vec<(ConversationId, u64, ConversationEvent)>, StoreError> {
    let sql = "SELECT conversation_id, seq, body FROM conversation_events WHERE message_id = $1 AND worded = 1";
    tx.rows(sql, &[id(message)]).await?.iter().map(|row| Ok((row.id(0)?, row.number(1)?, row.json(2)?))).collect()
}

async fn rewrite(tx: &mut Tx, (number, seq): (ConversationId, u64), event: &ConversationEvent, worded: bool) -> Result<(), StoreError> {
    let args = [id(number), int(seq), json(event)?, int(worded.into())];
    tx.execute("UPDATE conversation_events SET body = $3, worded = $4 WHERE conversation_id = $1 AND seq = $2", &args).await?;
    Ok(())
}

fn without_words(event: ConversationEvent) -> ConversationEvent {
    match event {
        ConversationEvent::Said { message, by, reply_to, .. } => ConversationEvent::Said { message, by, content: Content::Gone, reply_to },
        ConversationEvent::Edited { message, by, .. } => ConversationEvent::Edited { message, by, text: String::new() },
        other => other,
    }
}

/// What a message said is kept nowhere any more, in none of its wordings; its places in the order stay.
async fn forget(tx: &mut Tx, message: MessageId) -> Result<(), StoreError> {
    let sql = "UPDATE messages SET words = NULL, folded = NULL, clip_id = NULL, room_id = NULL, role = NULL, deleted = 1 WHERE message_id = $1";
    tx.execute(sql, &[id(message)]).await?;
    for (number, seq, event) in worded(tx, message).await? {
        rewrite(tx, (number, seq), &without_words(event), false).await?;
    }
    Ok(())
}

pub(super) async fn hide(tx: &mut Tx, user: UserId, message: MessageId) -> Result<(), StoreError> {
    let row = tx.row("SELECT conversation_id, seq FROM messages WHERE message_id = $1", &[id(message)]).await?.ok_or(Refused::MessageGone)?;
    let number = row.id(0)?;
    let conversation = load(tx, number).await?.ok_or(Refused::MessageGone)?;
    if !conversation.may_see(user, row.number(1)?) {
        return Err(Refused::MessageGone.into());
    }
    let sql = "INSERT INTO messages_hidden (user_id, message_id) VALUES ($1, $2) ON CONFLICT (user_id, message_id) DO NOTHING";
    if tx.execute(sql, &[id(user), id(message)]).await? > 0 {
        inbox::put_note(tx, user, number, &Note::Hidden { message }).await?;
    }
    Ok(())
}

pub(super) async fn mute(tx: &mut Tx, user: UserId, number: ConversationId, until: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE conversation_members SET muted_until = $3 WHERE user_id = $1 AND conversation_id = $2 AND standing <> 'left'";
    if tx.execute(sql, &[id(user), id(number), at(until)]).await? == 0 {
        return Err(Refused::Unknown.into());
    }
    inbox::put_note(tx, user, number, &Note::Muted { until }).await
}

/// Names the conversation of two.
fn pair(one: UserId, other: UserId) -> String {
    let (first, second) = if one < other { (one, other) } else { (other, one) };
    format!("{first} {second}")
}
