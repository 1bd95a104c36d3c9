//! What of a conversation is a member's to see, as columns beside the state: lists and searches ask the database alone.

use super::write::{load, standing_name};
use crate::{
    StoreError,
    dialect::{Arg, Db, Tx},
    retry::transact,
    values::{id, int},
};
use domain::{
    ConversationId,
    conversation::{Conversation, Member},
};

/// Conversations that are looked at in one transaction.
const AT_ONCE: u64 = 100;

/// Writes down those members who are otherwise than before.
pub(super) async fn keep(tx: &mut Tx, number: ConversationId, before: &Conversation, now: &Conversation) -> Result<(), StoreError> {
    let sql = "INSERT INTO conversation_members (user_id, conversation_id, standing, since, until, seen) VALUES ($1, $2, $3, $4, $5, $6) \
               ON CONFLICT (user_id, conversation_id) DO UPDATE \
               SET standing = excluded.standing, since = excluded.since, until = excluded.until, seen = excluded.seen";
    for member in now.members().iter().filter(|member| before.member(member.user).map(columns) != Some(columns(member))) {
        let (standing, since, until, seen) = columns(member);
        tx.execute(sql, &[id(member.user), id(number), Arg::text(standing), int(since), int(until), int(seen)]).await?;
    }
    Ok(())
}

/// Standing, the first event, the last, the last that was read.
fn columns(member: &Member) -> (&'static str, u64, u64, u64) {
    (standing_name(member.standing), member.since, member.until.unwrap_or(u64::MAX), member.read)
}

/// For conversations that were kept before there were such columns.
pub(crate) async fn fill(db: &Db) -> Result<(), StoreError> {
    while transact!(db, |tx| fill_some(tx))? {}
    Ok(())
}

async fn fill_some(tx: &mut Tx) -> Result<bool, StoreError> {
    let sql = "SELECT DISTINCT conversation_id FROM conversation_members WHERE until = -1 LIMIT $1";
    let rows = tx.rows(sql, &[int(AT_ONCE)]).await?;
    for row in &rows {
        let number = row.id(0)?;
        let conversation = load(tx, number).await?.ok_or_else(|| StoreError::corrupt("members of no conversation"))?;
        keep(tx, number, &Conversation::default(), &conversation).await?;
        // Nobody whom the state does not name.
        let sql = "UPDATE conversation_members SET until = 0 WHERE conversation_id = $1 AND until = -1";
        tx.execute(sql, &[id(number)]).await?;
    }
    Ok(!rows.is_empty())
}
