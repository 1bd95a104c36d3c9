//! The whole log as lines of JSON: a header, then entries and signed heads, each head after the entries that it covers.
//!
//! An entry's line holds its canonical text as it was hashed. Nothing in it names anybody, so anybody may have it.

use super::{Verifier, entry_of, hash_of, head_columns, head_of, newest_head};
use crate::{
    StoreError,
    dialect::{Arg, Db},
    keyfile::known_mark,
    values::int,
};
use bytes::Bytes;
use domain::ledger::hash_to_hex;
use futures::{Stream, stream};
use std::fmt::Write;

pub(super) const FORMAT: &str = "greenroom-ledger-1";
/// Entries of one read.
const PAGE: u64 = 500;

/// A log that is read beside a server, or without one: nothing is made, migrated or written.
pub struct LedgerReader {
    db: Db,
    key: Verifier,
}

impl LedgerReader {
    /// # Errors
    /// Where there is no such database, or no server has begun a ledger in it.
    pub async fn open(database_url: &str) -> Result<Self, StoreError> {
        let db = Db::open_to_read(database_url).await?;
        let mark = known_mark(&db, "ledger").await?.ok_or(StoreError::Invalid("no ledger was begun in this database"))?;
        let key = Verifier::of(mark.try_into().map_err(|_| StoreError::corrupt("the ledger's key has 32 bytes"))?);
        Ok(Self { db, key })
    }

    /// The key that the database names.
    #[must_use]
    pub fn key(&self) -> &Verifier {
        &self.key
    }

    pub fn stream(&self) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static {
        lines(self.db.clone(), self.key.clone())
    }
}

enum At {
    Header,
    /// The next entry, and how many there were at the beginning.
    Entry(u64, u64),
    End,
}

/// Up to the newest head of the moment when it is first asked.
pub(super) fn lines(db: Db, key: Verifier) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static {
    stream::try_unfold((db, key, At::Header), |(db, key, at)| async move {
        let (text, next) = match at {
            At::Header => {
                let head = newest_head(&db).await?;
                let header = serde_json::json!({ "format": FORMAT, "key": key.to_string() });
                let mut text = format!("{header}\n");
                heads(&db, (0, 0), &mut text).await?;
                (text, if head.size == 0 { At::End } else { At::Entry(0, head.size) })
            }
            At::Entry(from, size) => {
                let to = from.saturating_add(PAGE).min(size);
                (page(&db, from, to).await?, if to == size { At::End } else { At::Entry(to, size) })
            }
            At::End => return Ok(None),
        };
        Ok(Some((Bytes::from(text), (db, key, next))))
    })
}

/// The entries from `from` up to before `to`, as they stand: gaps stay gaps.
async fn page(db: &Db, from: u64, to: u64) -> Result<String, StoreError> {
    let rows = db
        .rows(
            "SELECT e.entry_index, e.body, n.hash FROM ledger_entries e LEFT JOIN ledger_nodes n ON n.level = 0 AND n.number = e.entry_index \
             WHERE e.entry_index >= $1 AND e.entry_index < $2 ORDER BY e.entry_index",
            &[int(from), int(to)],
        )
        .await?;
    let heads_there = db
        .rows(concat!(head_columns!(), "WHERE size > $1 AND size <= $2 ORDER BY size"), &[int(from), int(to)])
        .await?
        .iter()
        .map(head_of)
        .collect::<Result<Vec<_>, _>>()?;
    let (mut text, mut heads) = (String::new(), heads_there.into_iter().peekable());
    for row in &rows {
        let index = row.number(0)?;
        while let Some(head) = heads.next_if(|head| head.size <= index) {
            text.push_str(&head_line(&head.note));
        }
        let leaf = match row.maybe_bytes(2)? {
            Some(hash) => hash_of(&hash)?,
            None => entry_of(index, row.text(1)?).leaf,
        };
        // Writing to a string can't fail.
        let _ = writeln!(text, "{{\"leaf\":\"{}\",\"entry\":{}}}", hash_to_hex(&leaf), row.text(1)?.replace('\n', " "));
    }
    heads.for_each(|head| text.push_str(&head_line(&head.note)));
    Ok(text)
}

async fn heads(db: &Db, (from, to): (u64, u64), text: &mut String) -> Result<(), StoreError> {
    let between: [Arg<'_>; 2] = [int(from), int(to)];
    for row in db.rows(concat!(head_columns!(), "WHERE size >= $1 AND size <= $2 ORDER BY size"), &between).await? {
        text.push_str(&head_line(&head_of(&row)?.note));
    }
    Ok(())
}

fn head_line(note: &str) -> String {
    format!("{}\n", serde_json::json!({ "head": note }))
}
