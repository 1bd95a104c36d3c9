//! The check of a whole log: what was changed, dropped, doubled or put elsewhere, as exactly as the log lets one tell.
//!
//! It is given the lines in the order in which they stand and the heads whose signatures were checked. Beside each entry stands the hash that
//! its leaf had; that note is not trusted, it only helps to name one entry where the signed root alone names a span.

use super::{
    entry::{BadEntry, Entry},
    tree::{CompactRange, Hash, leaf_hash},
};
use std::collections::{BTreeMap, BTreeSet};

/// One line of the log: the entry as it is written, and the hash that is said to be its leaf's.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    pub body: &'a str,
    pub leaf: Option<Hash>,
}

/// What is wrong. Indices count from 0, as entries do; lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    #[error("line {line}: {why}")]
    BadEntry { line: u64, why: BadEntry },
    #[error("entry {index} was dropped")]
    Dropped { index: u64 },
    #[error("entry {index} is there twice")]
    Doubled { index: u64 },
    #[error("entry {index} stands out of order, where entry {place} belongs")]
    Reordered { index: u64, place: u64 },
    #[error("entry {index} was changed")]
    Changed { index: u64 },
    #[error("of the entries {from} to {to} at least one was changed, dropped or put elsewhere")]
    ChangedWithin { from: u64, to: u64 },
    #[error("the log was cut off: a signed head covers {signed} entries, {found} are there")]
    CutOff { found: u64, signed: u64 },
    #[error("two signed heads of {size} entries have different roots: the log was forked")]
    Forked { size: u64 },
    #[error("no signed head covers the entries from {from}")]
    Unsigned { from: u64 },
}

#[derive(Clone, Copy)]
struct Leaf {
    actual: Hash,
    noted: Option<Hash>,
}

/// Gathers a log, then tells what is wrong with it. It keeps some hundred bytes for each entry.
#[derive(Default)]
pub struct Audit {
    lines: u64,
    order: Vec<u64>,
    leaves: BTreeMap<u64, Leaf>,
    heads: BTreeMap<u64, BTreeSet<Hash>>,
    findings: Vec<Finding>,
}

impl Audit {
    /// The next line.
    pub fn entry(&mut self, line: Line<'_>) {
        self.lines += 1;
        // A spelling that is not canonical still tells which entry it was.
        let index = match Entry::parse(line.body) {
            Ok(entry) => Some(entry.index),
            Err(why) => {
                self.findings.push(Finding::BadEntry { line: self.lines, why });
                index_of(line.body)
            }
        };
        let Some(index) = index else { return };
        self.order.push(index);
        let leaf = Leaf { actual: leaf_hash(line.body.as_bytes()), noted: line.leaf };
        if self.leaves.insert(index, leaf).is_some() {
            self.findings.push(Finding::Doubled { index });
        }
    }

    /// A head whose signature holds.
    pub fn head(&mut self, size: u64, root: Hash) {
        self.heads.entry(size).or_default().insert(root);
    }

    /// Entries so far.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.leaves.len() as u64
    }

    /// Heads so far.
    #[must_use]
    pub fn heads(&self) -> usize {
        self.heads.len()
    }

    /// Nothing found: each entry is in canonical form and in its place, and each head is the root of the entries that it covers, so that
    /// every earlier head is the beginning of every later one.
    #[must_use]
    pub fn finish(mut self) -> Vec<Finding> {
        self.places();
        self.roots();
        self.findings
    }

    fn places(&mut self) {
        let mut seen = BTreeSet::new();
        let order: Vec<u64> = self.order.iter().copied().filter(|index| seen.insert(*index)).collect();
        let standing = longest_rising(&order);
        for (index, place) in order.iter().zip(&seen) {
            if !standing.contains(index) {
                self.findings.push(Finding::Reordered { index: *index, place: *place });
            }
        }
        let mut expected = 0;
        for index in self.leaves.keys() {
            // One wild number must not become a million findings.
            self.findings.extend((expected..*index).take(100).map(|index| Finding::Dropped { index }));
            expected = index + 1;
        }
    }

    fn roots(&mut self) {
        let (mut actual, mut noted) = (Some(CompactRange::default()), Some(CompactRange::default()));
        let mut leaves =
            (0_u64..).zip(std::mem::take(&mut self.leaves)).map_while(|(place, (index, leaf))| (place == index).then_some(leaf)).peekable();
        let mut suspects = Vec::new();
        let (mut whole_until, mut reached, mut lost) = (0, 0, false);
        let gap = self.findings.iter().any(|finding| matches!(finding, Finding::Dropped { .. }));
        for (size, roots) in &self.heads {
            if roots.len() > 1 {
                self.findings.push(Finding::Forked { size: *size });
            }
            while reached < *size
                && let Some(leaf) = leaves.next()
            {
                actual = grown(actual, Some(leaf.actual));
                noted = grown(noted, leaf.noted);
                if leaf.noted.is_some_and(|noted| noted != leaf.actual) {
                    suspects.push(reached);
                }
                reached += 1;
            }
            if reached < *size {
                // A gap was told already.
                if !gap {
                    self.findings.push(Finding::CutOff { found: reached, signed: *self.heads.keys().next_back().expect("this one") });
                }
                lost = true;
                break;
            }
            if lost {
                continue;
            }
            let fits = |range: &Option<CompactRange>| range.as_ref().is_some_and(|range| roots.contains(&range.root()));
            if fits(&actual) {
                // Then the note beside an entry was changed, which means nothing.
                suspects.clear();
                noted.clone_from(&actual);
                whole_until = *size;
            } else if fits(&noted) && !suspects.is_empty() {
                self.findings.extend(suspects.drain(..).map(|index| Finding::Changed { index }));
                actual.clone_from(&noted);
                whole_until = *size;
            } else {
                self.findings.push(Finding::ChangedWithin { from: whole_until, to: size.saturating_sub(1) });
                lost = true;
            }
        }
        if !lost && leaves.peek().is_some() {
            self.findings.push(Finding::Unsigned { from: reached });
        }
    }
}

fn grown(range: Option<CompactRange>, leaf: Option<Hash>) -> Option<CompactRange> {
    let (mut range, leaf) = (range?, leaf?);
    range.append(leaf, |_, _| {});
    Some(range)
}

/// The most entries that can have stayed where they were: the others were moved.
fn longest_rising(order: &[u64]) -> BTreeSet<u64> {
    // ends[n]: where the lowest end of a rising row of n + 1 stands; before: what comes before each in its row.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::with_capacity(order.len()));
    for (at, index) in order.iter().enumerate() {
        let row = ends.partition_point(|end| order[*end] < *index);
        before.push(row.checked_sub(1).map(|shorter| ends[shorter]));
        if row == ends.len() {
            ends.push(at);
        } else {
            ends[row] = at;
        }
    }
    std::iter::successors(ends.last().copied(), |at| before[*at]).map(|at| order[at]).collect()
}

fn index_of(body: &str) -> Option<u64> {
    serde_json::from_str::<serde_json::Value>(body).ok()?.get("index")?.as_u64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Timestamp,
        ledger::{EntryKind, LedgerDraft, empty_root},
    };

    /// Bodies, leaves and a head after each entry.
    fn log(count: u64) -> (Vec<(String, Hash)>, Vec<(u64, Hash)>) {
        let mut range = CompactRange::default();
        let mut heads = vec![(0, empty_root())];
        let lines = (0..count).map(|index| {
            let draft = LedgerDraft::new(EntryKind::Used).detail("audience");
            let entry = Entry::of(&draft, index, Timestamp::from_millis(index), uuid::Uuid::from_u128(index.into()), &[3; 16]).expect("an entry");
            range.append(entry.leaf(), |_, _| {});
            heads.push((range.size(), range.root()));
            (entry.to_json(), entry.leaf())
        });
        (lines.collect(), heads)
    }

    fn found(lines: &[(String, Hash)], heads: &[(u64, Hash)], with_notes: bool) -> Vec<Finding> {
        let mut audit = Audit::default();
        for (body, leaf) in lines {
            audit.entry(Line { body, leaf: with_notes.then_some(*leaf) });
        }
        heads.iter().for_each(|(size, root)| audit.head(*size, *root));
        audit.finish()
    }

    #[test]
    fn a_whole_log_has_nothing_wrong() {
        for count in [0, 1, 2, 7, 8, 33] {
            let (lines, heads) = log(count);
            assert_eq!(found(&lines, &heads, true), []);
            assert_eq!(found(&lines, &heads[heads.len() - 1..], false), []);
        }
    }

    #[test]
    fn a_changed_entry_is_named() {
        let (mut lines, heads) = log(20);
        lines[11].0 = lines[11].0.replace("audience", "nobody");
        assert_eq!(found(&lines, &heads, true), [Finding::Changed { index: 11 }]);
        assert_eq!(found(&lines, &heads[20..], true), [Finding::Changed { index: 11 }], "one head is enough");
        assert_eq!(found(&lines, &heads, false)[0], Finding::ChangedWithin { from: 11, to: 11 });
        lines[11].1 = leaf_hash(lines[11].0.as_bytes());
        assert_eq!(found(&lines, &heads[20..], true), [Finding::ChangedWithin { from: 0, to: 19 }], "a false note helps nobody");
        assert_eq!(found(&lines, &[heads[10], heads[15], heads[20]], true), [Finding::ChangedWithin { from: 10, to: 14 }]);
    }

    #[test]
    fn a_false_note_beside_a_true_entry_means_nothing() {
        let (mut lines, heads) = log(5);
        lines[2].1 = [7; 32];
        assert_eq!(found(&lines, &heads, true), []);
    }

    #[test]
    fn a_dropped_entry_is_named() {
        let (mut lines, heads) = log(20);
        lines.remove(4);
        assert_eq!(found(&lines, &heads, true), [Finding::Dropped { index: 4 }]);
    }

    #[test]
    fn a_dropped_entry_is_found_though_the_others_were_renumbered() {
        let (mut lines, heads) = log(9);
        lines.remove(4);
        for (index, (body, leaf)) in lines.iter_mut().enumerate().skip(4) {
            *body = body.replace(&format!("\"index\":{}", index + 1), &format!("\"index\":{index}"));
            *leaf = leaf_hash(body.as_bytes());
        }
        assert_eq!(found(&lines, &heads, true)[0], Finding::ChangedWithin { from: 4, to: 4 });
    }

    #[test]
    fn a_log_without_its_end_is_found_by_one_later_head() {
        let (lines, heads) = log(9);
        assert_eq!(found(&lines[..6], &heads, true), [Finding::CutOff { found: 6, signed: 9 }]);
        assert_eq!(found(&lines[..6], &heads[..=6], true), [], "nobody can tell from inside");
        assert_eq!(found(&lines, &heads[..=6], true), [Finding::Unsigned { from: 6 }]);
    }

    #[test]
    fn entries_out_of_order_are_named() {
        let (mut lines, heads) = log(9);
        lines.swap(3, 6);
        let findings = found(&lines, &heads, true);
        assert_eq!(findings, [Finding::Reordered { index: 6, place: 3 }, Finding::Reordered { index: 3, place: 6 }]);
        let moved = lines.remove(3);
        lines.insert(6, moved);
        let back = lines.remove(5);
        lines.insert(3, back);
        assert_eq!(found(&lines, &heads, true), []);
        let moved = lines.remove(2);
        lines.push(moved);
        assert_eq!(found(&lines, &heads, true), [Finding::Reordered { index: 2, place: 8 }], "one was moved, not all the others");
    }

    #[test]
    fn a_doubled_entry_and_a_fork_are_told() {
        let (mut lines, mut heads) = log(4);
        lines.insert(2, lines[1].clone());
        assert_eq!(found(&lines, &heads, true), [Finding::Doubled { index: 1 }]);
        lines.remove(2);
        heads.push((4, [1; 32]));
        assert_eq!(found(&lines, &heads, true), [Finding::Forked { size: 4 }]);
    }

    #[test]
    fn a_line_that_is_no_entry_is_told_by_its_number() {
        let (mut lines, heads) = log(4);
        lines[2].0 = "{}".to_owned();
        let findings = found(&lines, &heads, true);
        assert_eq!(findings[0], Finding::BadEntry { line: 3, why: BadEntry::Unreadable });
        assert!(findings.contains(&Finding::Dropped { index: 2 }));
    }
}
