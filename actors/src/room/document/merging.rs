//! Several updates as one: of what a write stored, for those who hear of it; of what a room has stored, when it opens.
//!
//! The library's way of joining updates is not trusted: what it made is held against what it was given.

use super::Document;
use crate::room::scan::{Run, Scanned, scan};
use domain::UserId;
use std::{
    collections::{BTreeMap, HashMap},
    panic::{AssertUnwindSafe, catch_unwind},
};
use store::StoredUpdate;

/// Stored updates from which on they are merged when a room opens.
pub(super) const MERGE_FROM: usize = 1_000;

/// Updates that were taken in one after the other, as one. As they are, where the library can't join them or loses any of it.
pub(crate) fn together(updates: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    if updates.len() < 2 {
        return updates;
    }
    let joined = catch_unwind(|| yrs::merge_updates_v1(&updates)).ok().and_then(Result::ok);
    match joined.filter(|joined| covers_all(joined, &updates)) {
        Some(joined) => vec![joined],
        None => updates,
    }
}

/// Whether an update brings and deletes everything that those do.
fn covers_all(joined: &[u8], updates: &[Vec<u8>]) -> bool {
    let Some(joined) = scan(joined) else { return false };
    let (brought, deleted) = (Covered::of(&joined.runs), Covered::of(&joined.deletes));
    let all = |found: Scanned| found.runs.iter().all(|run| brought.has(run)) && found.deletes.iter().all(|run| deleted.has(run));
    updates.iter().all(|update| scan(update).is_some_and(all))
}

/// Runs of items without gaps between neighbours: client → first clock → one past the last.
struct Covered(HashMap<u64, BTreeMap<u32, u32>>);

impl Covered {
    fn of(runs: &[Run]) -> Self {
        let mut sorted: Vec<&Run> = runs.iter().collect();
        sorted.sort_by_key(|run| (run.client, run.start));
        let mut clients: HashMap<u64, BTreeMap<u32, u32>> = HashMap::new();
        for run in sorted {
            let runs = clients.entry(run.client).or_default();
            match runs.last_entry() {
                Some(mut last) if *last.get() >= run.start => *last.get_mut() = run.end.max(*last.get()),
                _ => drop(runs.insert(run.start, run.end)),
            }
        }
        Self(clients)
    }

    fn has(&self, run: &Run) -> bool {
        let around = self.0.get(&run.client).and_then(|runs| runs.range(..=run.start).next_back());
        run.start == run.end || around.is_some_and(|(_, end)| run.end <= *end)
    }
}

/// The same document in one update for each author. None: it would not be the same, or is not worth it.
pub(crate) fn merged(updates: &[StoredUpdate]) -> Option<Vec<StoredUpdate>> {
    if updates.len() < MERGE_FROM {
        return None;
    }
    let mut by_author: BTreeMap<Option<UserId>, Vec<&[u8]>> = BTreeMap::new();
    for update in updates {
        by_author.entry(update.author).or_default().push(&update.bytes);
    }
    let few: Option<Vec<StoredUpdate>> = by_author
        .into_iter()
        .map(|(author, parts)| {
            let bytes = catch_unwind(AssertUnwindSafe(|| yrs::merge_updates_v1(parts))).ok()?.ok()?;
            Some(StoredUpdate { author, bytes })
        })
        .collect();
    let few = few?;
    let (before, after) = (Document::restore(updates).ok()?, Document::restore(&few).ok()?);
    let same = before.read() == after.read() && before.state_vector() == after.state_vector();
    (same && few.len() < updates.len()).then_some(few)
}
