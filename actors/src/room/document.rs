//! The storyboard's shared document: takes in updates, remembers whose text is whose, reads the storyboard out.
//!
//! Text is only text here: what is cast, moderated or queued is decided elsewhere, on what [`Document::read`] returns. Authorship is
//! the signed-in socket on which an item first arrived, never the Yjs client id, which can be forged. What could be written without an
//! author, a plain value in the place of a text, is no text; where authors can't be told, everybody who wrote is one.

use super::scan::{Scanned, entries, scan};
use domain::{
    UserId,
    storyboard::{Line, MAX_DOCUMENT_BYTES, Shot, Storyboard},
};
pub(crate) use merging::{merged, together};
use std::{
    collections::{BTreeMap, HashMap, HashSet, hash_map::Entry},
    panic::{AssertUnwindSafe, catch_unwind},
};
use store::StoredUpdate;
use values::{corrections, flag, place, reference, seconds, word};
use yrs::{
    Any, Array, ArrayRef, Doc, GetString, Map, MapRef, OffsetKind, Options, Out, ReadTxn, Snapshot, StateVector, Text, TextRef, Transact,
    TransactionMut, Update,
    block::{ClientID, ID},
    types::text::YChange,
    updates::decoder::Decode,
};

/// Formatting marks in all; pages write none. Each costs time for every stretch of a text that is looked at for authors.
const MAX_MARKS: usize = 32;
/// Client ids under which one person writes in one storyboard, over all visits: each makes every later update dearer to look at.
const MAX_CLIENTS: usize = 4_096;
/// Shots that are read; the storyboard's own limit is told to the person.
const READ_SHOTS: u32 = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DocumentError {
    #[error("the update can't be read")]
    Malformed,
    #[error("the update goes on from something that is not here")]
    Ahead,
    #[error("the storyboard is full")]
    Full,
    /// The library panicked: its state is not to be trusted; open the room again.
    #[error("the update broke the document")]
    Broken,
}

pub(crate) struct Document {
    doc: Doc,
    /// Whose each run of items is: client → start clock → (end clock, person).
    authors: HashMap<ClientID, BTreeMap<u32, (u32, UserId)>>,
    /// Whose each client id is: the first who wrote with it.
    owners: HashMap<ClientID, UserId>,
    /// How many client ids are whose.
    clients: HashMap<UserId, usize>,
    /// At least the formatting marks in all texts.
    marks: usize,
    /// At least the size of the encoded document.
    bytes: usize,
    /// Counts what was taken in: what was read at the same count still stands.
    changes: u64,
}

impl Document {
    pub fn new() -> Self {
        let doc = Doc::with_options(Options { offset_kind: OffsetKind::Utf16, ..Options::default() });
        Self { doc, authors: HashMap::new(), owners: HashMap::new(), clients: HashMap::new(), marks: 0, bytes: 0, changes: 0 }
    }

    /// # Errors
    /// Where a stored update can't be read: a damaged store.
    pub fn restore<'a>(updates: impl IntoIterator<Item = &'a StoredUpdate>) -> Result<Self, DocumentError> {
        let mut document = Self::new();
        for update in updates {
            // Trusted: it was checked when it came. Merged updates may wait for one another.
            let found = scan(&update.bytes).ok_or(DocumentError::Malformed)?;
            let known = document.state_vector();
            document.integrate(update.author, &update.bytes, &found, &known)?;
        }
        document.measure();
        Ok(document)
    }

    /// Takes in an update. False: it had nothing new, and need not be stored.
    ///
    /// # Errors
    /// Unreadable, ahead of what is here, or over the size limit: nothing changed then. [`DocumentError::Broken`]: throw the document away.
    pub fn apply(&mut self, author: UserId, update: &[u8]) -> Result<bool, DocumentError> {
        if self.bytes + update.len() > MAX_DOCUMENT_BYTES {
            self.measure();
            if self.bytes + update.len() > MAX_DOCUMENT_BYTES {
                return Err(DocumentError::Full);
            }
        }
        let found = scan(update).ok_or(DocumentError::Malformed)?;
        let known = self.state_vector();
        self.check(author, &found, &known)?;
        self.integrate(Some(author), update, &found, &known)
    }

    /// `known`: what is here before.
    fn integrate(&mut self, author: Option<UserId>, bytes: &[u8], found: &Scanned, known: &StateVector) -> Result<bool, DocumentError> {
        let decoded = catch_unwind(AssertUnwindSafe(|| Update::decode_v1(bytes))).map_err(|_| DocumentError::Malformed)?;
        let update = decoded.map_err(|_| DocumentError::Malformed)?;
        let doc = self.doc.clone();
        let applied = catch_unwind(AssertUnwindSafe(|| {
            let mut txn = doc.transact_mut();
            txn.apply_update(update).map(|()| !txn.delete_set().is_empty())
        }));
        let Ok(Ok(deleted)) = applied else { return Err(DocumentError::Broken) };
        let mut grown = false;
        for run in &found.runs {
            let client = ClientID::new(run.client);
            grown |= run.end > known.get(&client);
            self.attribute(client, run.start, run.end, author);
        }
        self.marks = self.marks.saturating_add(found.marks);
        self.bytes += bytes.len();
        self.changes += 1;
        Ok(grown || deleted)
    }

    /// An update goes on from what is here, and brings new items only of clients that are its sender's: nobody writes ahead in
    /// another's name.
    fn check(&self, author: UserId, found: &Scanned, known: &StateVector) -> Result<(), DocumentError> {
        let foreign = |client: ClientID| self.owners.get(&client).is_some_and(|owner| *owner != author);
        if found.runs.iter().any(|run| run.end > known.get(&ClientID::new(run.client)) && foreign(ClientID::new(run.client))) {
            return Err(DocumentError::Malformed);
        }
        let fresh: HashSet<u64> =
            found.runs.iter().map(|run| run.client).filter(|client| !self.owners.contains_key(&ClientID::new(*client))).collect();
        if self.clients.get(&author).copied().unwrap_or(0) + fresh.len() > MAX_CLIENTS && !fresh.is_empty() {
            return Err(DocumentError::Full);
        }
        let mut ends: HashMap<u64, u32> = HashMap::new();
        for run in &found.runs {
            let end = ends.entry(run.client).or_insert(known.get(&ClientID::new(run.client)));
            if run.start > *end {
                return Err(DocumentError::Ahead);
            }
            *end = run.end.max(*end);
        }
        let end = |client: u64| ends.get(&client).copied().unwrap_or_else(|| known.get(&ClientID::new(client)));
        let there = found.needs.iter().all(|(client, clock)| *clock < end(*client)) && found.deletes.iter().all(|run| run.end <= end(run.client));
        if there { Ok(()) } else { Err(DocumentError::Ahead) }
    }

    /// The first who brings an item is its author; what is known already stays.
    fn attribute(&mut self, client: ClientID, start: u32, end: u32, author: Option<UserId>) {
        let Some(author) = author else { return };
        if let Entry::Vacant(unknown) = self.owners.entry(client) {
            unknown.insert(author);
            *self.clients.entry(author).or_default() += 1;
        }
        let runs = self.authors.entry(client).or_default();
        let mut from = start;
        while from < end {
            let (known_end, next_start) = known(runs, from);
            if let Some(known_end) = known_end {
                from = known_end;
                continue;
            }
            let to = next_start.map_or(end, |next| next.min(end));
            // One growing run for somebody who goes on typing.
            match runs.range_mut(..from).next_back() {
                Some((_, (last, who))) if *last == from && *who == author => *last = to,
                _ => {
                    runs.insert(from, (to, author));
                }
            }
            from = to;
        }
    }

    pub fn changes(&self) -> u64 {
        self.changes
    }

    fn measure(&mut self) {
        self.bytes = self.encode(&StateVector::default()).len();
    }

    /// What a client with this state vector lacks.
    pub fn encode(&self, since: &StateVector) -> Vec<u8> {
        self.doc.transact().encode_diff_v1(since)
    }

    pub fn state_vector(&self) -> StateVector {
        self.doc.transact().state_vector()
    }

    /// Whether everything that a client with this state vector saw has arrived.
    pub fn covers(&self, other: &StateVector) -> bool {
        let ours = self.state_vector();
        other.iter().all(|(client, clock)| ours.get(client) >= *clock)
    }

    /// Whether an update would bring new items. What it deletes is not looked at: clients repeat all that they know of.
    pub fn has_news(&self, update: &[u8]) -> bool {
        let known = self.state_vector();
        scan(update).is_none_or(|found| found.runs.iter().any(|run| run.end > known.get(&ClientID::new(run.client))))
    }

    /// The storyboard as it stands, and whose text is in it.
    pub fn read(&self) -> (Storyboard, Vec<UserId>) {
        self.read_where(|_| true)
    }

    /// One shot alone, and whose text is in it.
    pub fn read_only(&self, id: &str) -> (Storyboard, Vec<UserId>) {
        self.read_where(|shot| shot == id)
    }

    fn read_where(&self, wanted: impl Fn(&str) -> bool) -> (Storyboard, Vec<UserId>) {
        let shots = self.doc.get_or_insert_array("shots");
        // Changes nothing: only such a transaction tells which items a text is made of.
        let mut txn = self.doc.transact_mut();
        let mut authors = Vec::new();
        let maps = in_order(&txn, &shots, wanted);
        let shots = maps.iter().map(|map| self.read_shot(&mut txn, map, &mut authors)).collect();
        (Storyboard { shots }, authors)
    }

    fn read_shot(&self, txn: &mut TransactionMut<'_>, map: &MapRef, authors: &mut Vec<UserId>) -> Shot {
        let dialogue = self.read_text(txn, map, "dialogue", authors);
        Shot {
            id: word(txn, map, "id"),
            prompt: self.read_text(txn, map, "prompt", authors),
            seconds: seconds(txn, map),
            style: word(txn, map, "style"),
            camera: word(txn, map, "camera"),
            setting: self.read_text(txn, map, "setting", authors),
            dialogue: Line::parse_block(&dialogue),
            continues: flag(txn, map, "continues"),
            reference: reference(txn, map),
            copied_from: word(txn, map, "copied_from").parse().ok(),
            corrections: corrections(txn, map),
        }
    }

    /// A plain string in a text's place has no author that could be told, so it is none, as on the page.
    fn read_text(&self, txn: &mut TransactionMut<'_>, map: &MapRef, key: &str, authors: &mut Vec<UserId>) -> String {
        let Some(Out::YText(text)) = map.get(txn, key) else { return String::new() };
        let written = text.get_string(txn);
        if !written.is_empty() && !self.authors_of(txn, &text, &written, authors) {
            self.everybody(authors);
        }
        written
    }

    /// Whose each stretch of a text is. False: it can't be told of all of it.
    fn authors_of(&self, txn: &mut TransactionMut<'_>, text: &TextRef, written: &str, authors: &mut Vec<UserId>) -> bool {
        if self.marks > MAX_MARKS {
            return false;
        }
        // All that is here against nothing at all: each item is told as an addition. What was deleted has no content any more.
        let (all, nothing) = (Snapshot::new(txn.state_vector(), yrs::IdSet::default()), Snapshot::default());
        let mut rest = written;
        for stretch in text.diff_range(txn, Some(&all), Some(&nothing), YChange::identity) {
            let Out::Any(Any::String(part)) = stretch.insert else { continue };
            let (Some(change), Some(left)) = (stretch.ychange, rest.strip_prefix(&*part)) else { return false };
            let Ok(length) = u32::try_from(part.encode_utf16().count()) else { return false };
            self.authors_between(change.id, length, authors);
            rest = left;
        }
        rest.is_empty()
    }

    fn everybody(&self, authors: &mut Vec<UserId>) {
        for author in self.owners.values() {
            if !authors.contains(author) {
                authors.push(*author);
            }
        }
    }

    fn authors_between(&self, first: ID, length: u32, authors: &mut Vec<UserId>) {
        let Some(runs) = self.authors.get(&first.client) else { return };
        let end = first.clock.saturating_add(length);
        for (_, (last, author)) in runs.range(..end) {
            if *last > first.clock && !authors.contains(author) {
                authors.push(*author);
            }
        }
    }
}

/// The shots that are read. Moving one changes its place, not its text, so that the text stays its authors'. Equal places keep the array's order.
fn in_order(txn: &TransactionMut<'_>, shots: &ArrayRef, wanted: impl Fn(&str) -> bool) -> Vec<MapRef> {
    // One walk: each look by its number would begin at the front again, over all that was ever removed.
    let maps = (0..READ_SHOTS).zip(shots.iter(txn)).filter_map(|(index, shot)| match shot {
        Out::YMap(map) if wanted(&word(txn, &map, "id")) => Some((place(txn, &map).unwrap_or(f64::from(index)), map)),
        _ => None,
    });
    let mut maps: Vec<(f64, MapRef)> = maps.collect();
    maps.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    maps.into_iter().map(|(_, map)| map).collect()
}

/// Where the known run around `from` ends, if there is one; else where the next begins.
fn known(runs: &BTreeMap<u32, (u32, UserId)>, from: u32) -> (Option<u32>, Option<u32>) {
    let around = runs.range(..=from).next_back().map(|(_, (end, _))| *end).filter(|end| from < *end);
    (around, runs.range(from..).next().map(|(start, _)| *start).filter(|start| *start > from))
}

/// A state vector from a page.
pub(crate) fn state_vector(bytes: &[u8]) -> Option<StateVector> {
    entries(bytes)?;
    catch_unwind(|| StateVector::decode_v1(bytes)).ok()?.ok()
}

mod copying;
mod merging;
#[cfg(test)]
mod tests;
mod values;
mod written;
