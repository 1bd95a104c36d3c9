//! The storyboard as it stands, with whose each stretch of its texts is: what a version keeps.

use super::{Document, MAX_MARKS, corrections, flag, in_order, reference, seconds, word};
use domain::version::{Content, Stretch, VersionShot};
use yrs::{Any, GetString, ID, Map, MapRef, Out, ReadTxn, Snapshot, Text, TextRef, Transact, TransactionMut, types::text::YChange};

impl Document {
    pub fn content(&self) -> Content {
        let shots = self.doc.get_or_insert_array("shots");
        // Changes nothing: only such a transaction tells which items a text is made of.
        let mut txn = self.doc.transact_mut();
        let maps = in_order(&txn, &shots, |_| true);
        Content { shots: maps.iter().map(|map| self.version_shot(&mut txn, map)).collect() }
    }

    fn version_shot(&self, txn: &mut TransactionMut<'_>, map: &MapRef) -> VersionShot {
        VersionShot {
            id: word(txn, map, "id"),
            prompt: self.stretches(txn, map, "prompt"),
            dialogue: self.stretches(txn, map, "dialogue"),
            setting: self.stretches(txn, map, "setting"),
            seconds: seconds(txn, map),
            style: word(txn, map, "style"),
            camera: word(txn, map, "camera"),
            continues: flag(txn, map, "continues"),
            reference: reference(txn, map),
            copied_from: word(txn, map, "copied_from").parse().ok(),
            corrections: corrections(txn, map),
        }
    }

    fn stretches(&self, txn: &mut TransactionMut<'_>, map: &MapRef, key: &str) -> Vec<Stretch> {
        let Some(Out::YText(text)) = map.get(txn, key) else { return Vec::new() };
        let written = text.get_string(txn);
        if written.is_empty() {
            return Vec::new();
        }
        self.told(txn, &text, &written).unwrap_or_else(|| vec![Stretch { by: None, text: written }])
    }

    /// None: it can't be told of all of it.
    fn told(&self, txn: &mut TransactionMut<'_>, text: &TextRef, written: &str) -> Option<Vec<Stretch>> {
        if self.marks > MAX_MARKS {
            return None;
        }
        let (all, nothing) = (Snapshot::new(txn.state_vector(), yrs::IdSet::default()), Snapshot::default());
        let mut rest = written;
        let mut told = Vec::new();
        for stretch in text.diff_range(txn, Some(&all), Some(&nothing), YChange::identity) {
            let Out::Any(Any::String(part)) = stretch.insert else { continue };
            rest = rest.strip_prefix(&*part)?;
            self.attributed(stretch.ychange?.id, &part, &mut told);
        }
        rest.is_empty().then_some(told)
    }

    /// Items that follow one another may be of several people.
    fn attributed(&self, first: ID, text: &str, told: &mut Vec<Stretch>) {
        let runs = self.authors.get(&first.client);
        let (mut clock, mut rest) = (first.clock, text);
        while !rest.is_empty() {
            let around = runs.and_then(|runs| runs.range(..=clock).next_back()).filter(|(_, (end, _))| clock < *end);
            let next = || runs.and_then(|runs| runs.range(clock..).next()).map_or(u32::MAX, |(start, _)| *start);
            let (by, until) = around.map_or_else(|| (None, next()), |(_, (end, author))| (Some(*author), *end));
            let (part, left) = split(rest, until.saturating_sub(clock));
            match told.last_mut() {
                Some(last) if last.by == by => last.text.push_str(part),
                _ => told.push(Stretch { by, text: part.to_owned() }),
            }
            (clock, rest) = (until, left);
        }
    }
}

/// So many UTF-16 units, at least one letter.
fn split(text: &str, units: u32) -> (&str, &str) {
    let mut count = 0;
    for (at, letter) in text.char_indices() {
        if at > 0 && count >= units {
            return text.split_at(at);
        }
        count += letter.len_utf16() as u32;
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_split_between_letters() {
        assert_eq!(split("a🐶b", 3), ("a🐶", "b"));
        assert_eq!(split("a🐶b", 2), ("a🐶", "b"), "a pair stays one");
        assert_eq!(split("🐶b", 0), ("🐶", "b"));
        assert_eq!(split("ab", u32::MAX), ("ab", ""));
    }
}
