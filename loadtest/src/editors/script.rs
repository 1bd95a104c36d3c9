//! What a hundred people write: a storyboard of twelve shots, and of each editor one keystroke after the other. Made once, so that every server gets the
//! same bytes. Pure.
//!
//! Each types at a place of their own and hears nothing of the others meanwhile: to Yjs that is the same as everybody typing at once.

use super::dialect::get;
use crate::seeded::Seeded;
use std::collections::HashMap;
use yrs::{
    Array, ArrayRef, Doc, GetString, Map, MapPrelim, Out, ReadTxn, Text, TextPrelim, TextRef, Transact, Update, block::ClientID,
    updates::decoder::Decode,
};

/// Shots of the storyboard; as many as a storyboard has at most.
const SHOTS: u32 = 12;
/// Of so many keystrokes one takes a letter back and writes another.
const MENDED: usize = 10;
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz ";
/// Letters of a piece of a large storyboard, and pieces between two looks at its size.
const PIECE: usize = 64;
const LOT: u32 = 120;
/// Of Yjs: numbers of this many bits.
const CLIENT_BITS: u64 = 1 << 32;

/// One keystroke.
pub struct Stroke {
    pub update: Vec<u8>,
    /// The clock before which everything of its editor is known to whoever has it.
    pub end: u32,
}

pub struct Script {
    /// The storyboard before anybody types.
    pub base: Vec<u8>,
    /// Of each editor.
    pub strokes: Vec<Vec<Stroke>>,
    clients: Vec<ClientID>,
    /// Which editor a client is.
    numbers: HashMap<u64, usize>,
}

impl Script {
    #[must_use]
    pub fn new(editors: usize, strokes: usize, seed: u64) -> Self {
        let mut seeded = Seeded::new(seed);
        let base = storyboard(ClientID::new(1 + seeded.below(CLIENT_BITS)));
        let clients: Vec<ClientID> = (0..editors).map(|_| ClientID::new(1 + seeded.below(CLIENT_BITS))).collect();
        let strokes = clients.iter().enumerate().map(|(number, client)| typed(&base, *client, number, strokes, &mut seeded)).collect();
        let numbers = clients.iter().enumerate().map(|(number, client)| (client.get(), number)).collect();
        Self { base, strokes, clients, numbers }
    }

    /// Whose keystroke an update of a single client is, told by its first bytes; and whether it is exactly that editor's next one.
    #[must_use]
    pub fn next_of(&self, update: &[u8], known: &[u32]) -> Option<usize> {
        let mut rest = update;
        if get(&mut rest)? != 1 {
            return None;
        }
        get(&mut rest)?;
        let number = *self.numbers.get(&get(&mut rest)?)?;
        let next = self.strokes[number].get(known[number] as usize)?;
        (next.update == update).then_some(number)
    }

    /// The same of any update: up to which keystroke each editor is known to whoever has it besides what is `known`. Dearer.
    #[must_use]
    pub fn reach_of(&self, update: &[u8], known: &[u32]) -> Vec<(usize, u32)> {
        let Ok(update) = Update::decode_v1(update) else { return Vec::new() };
        let inserted = update.insertions(true);
        let reach = |(number, client): (usize, &ClientID)| {
            let strokes = &self.strokes[number];
            let before = (known[number] as usize).checked_sub(1).map_or(0, |last| strokes[last].end);
            let end = inserted.get(client)?.ranges().fold(before, |end, range| if range.start <= end { end.max(range.end) } else { end });
            Some((number, strokes.partition_point(|stroke| stroke.end <= end) as u32))
        };
        self.clients.iter().enumerate().filter_map(reach).collect()
    }

    /// The text of all shots after these updates.
    #[must_use]
    pub fn text<'a>(&self, updates: impl Iterator<Item = &'a [u8]>) -> String {
        let doc = Doc::new();
        let mut txn = doc.transact_mut();
        // What can't be read is missed in the text.
        let mut apply = |update: &[u8]| drop(Update::decode_v1(update).map(|update| txn.apply_update(update)));
        apply(&self.base);
        updates.for_each(&mut apply);
        drop(txn);
        text_of(&doc)
    }
}

/// The text of all shots.
#[must_use]
pub fn text_of(doc: &Doc) -> String {
    let shots = doc.get_or_insert_array("shots");
    let txn = doc.transact();
    let texts: Vec<String> = (0..shots.len(&txn)).filter_map(|shot| prompt(&txn, &shots, shot)).map(|text| text.get_string(&txn)).collect();
    texts.join("\n")
}

fn storyboard(client: ClientID) -> Vec<u8> {
    let doc = Doc::with_client_id(client.get());
    let shots = doc.get_or_insert_array("shots");
    let mut txn = doc.transact_mut();
    for shot in 0..SHOTS {
        let map = shots.push_back(&mut txn, MapPrelim::from([("id", format!("shot{shot}"))]));
        map.insert(&mut txn, "seconds", 5_f64);
        map.insert(&mut txn, "prompt", TextPrelim::new(format!("Shot {shot}: a dog chases a red ball through a park. ")));
    }
    drop(txn);
    doc.transact().encode_diff_v1(&yrs::StateVector::default())
}

fn prompt(txn: &impl ReadTxn, shots: &ArrayRef, shot: u32) -> Option<TextRef> {
    let Some(Out::YMap(map)) = shots.get(txn, shot) else { return None };
    let Some(Out::YText(text)) = map.get(txn, "prompt") else { return None };
    Some(text)
}

fn typed(base: &[u8], client: ClientID, number: usize, strokes: usize, seeded: &mut Seeded) -> Vec<Stroke> {
    let doc = Doc::with_client_id(client.get());
    let shots = doc.get_or_insert_array("shots");
    doc.transact_mut().apply_update(Update::decode_v1(base).expect("just made")).expect("just made");
    let text = prompt(&doc.transact(), &shots, number as u32 % SHOTS).expect("each shot has one");
    let mut at = text.len(&doc.transact());
    let mut made = Vec::with_capacity(strokes);
    for stroke in 1..=strokes {
        let mut txn = doc.transact_mut();
        if stroke % MENDED == 0 {
            at -= 1;
            text.remove_range(&mut txn, at, 1);
        }
        let letter = char::from(LETTERS[seeded.below(LETTERS.len() as u64) as usize]);
        text.insert(&mut txn, at, letter.encode_utf8(&mut [0; 4]));
        at += 1;
        let update = txn.encode_update_v1();
        drop(txn);
        made.push(Stroke { update, end: doc.transact().state_vector().get(&client) });
    }
    made
}

/// A storyboard of nearly so many bytes, written by one client in many pieces here and there.
#[must_use]
pub fn large(bytes: usize, seed: u64) -> Doc {
    let mut seeded = Seeded::new(seed);
    let doc = Doc::with_client_id(1 + seeded.below(CLIENT_BITS));
    let base = storyboard(ClientID::new(1 + seeded.below(CLIENT_BITS)));
    doc.transact_mut().apply_update(Update::decode_v1(&base).expect("just made")).expect("just made");
    let shots = doc.get_or_insert_array("shots");
    let (mut before, mut now) = (0, base.len());
    // As far as one more lot like the last fits.
    while 2 * now < bytes + before {
        for number in 0..LOT {
            let mut txn = doc.transact_mut();
            let text = prompt(&txn, &shots, number % SHOTS).expect("each shot has one");
            let at = seeded.below(u64::from(text.len(&txn)) + 1) as u32;
            let words: String = (0..PIECE).map(|_| char::from(LETTERS[seeded.below(LETTERS.len() as u64) as usize])).collect();
            text.insert(&mut txn, at, &words);
        }
        (before, now) = (now, doc.transact().encode_diff_v1(&yrs::StateVector::default()).len());
    }
    doc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keystrokes_are_known_by_their_bytes_and_by_their_reach() {
        let script = Script::new(3, 25, 7);
        let mut known = vec![0, 0, 0];
        let first = &script.strokes[1][0].update;
        assert_eq!(script.next_of(first, &known), Some(1));
        known[1] = 1;
        assert_eq!(script.next_of(first, &known), None, "it was known");
        let merged = yrs::merge_updates_v1([&script.strokes[1][1].update, &script.strokes[1][2].update]).expect("one after the other");
        assert_eq!(script.next_of(&merged, &known), None);
        assert_eq!(script.reach_of(&merged, &known), [(1, 3)]);
        assert_eq!(script.reach_of(&merged, &[0, 0, 0]), [(1, 0)], "the first one is missing");
    }

    #[test]
    fn everybody_who_has_all_reads_the_same() {
        let script = Script::new(3, 25, 7);
        let all: Vec<&[u8]> = script.strokes.iter().flatten().map(|stroke| &stroke.update[..]).collect();
        let turned = (0..25).flat_map(|at| (0..3).rev().map(move |editor| (editor, at))).map(|(editor, at)| &script.strokes[editor][at].update[..]);
        assert_eq!(script.text(all.iter().copied()), script.text(turned));
        assert_ne!(script.text(all.iter().copied()), script.text(all.iter().copied().take(all.len() - 1)));
        assert_eq!(script.text(all.iter().copied()).len(), script.text(std::iter::empty()).len() + 3 * (25 - 2));
    }

    #[test]
    fn a_large_one_is_about_as_large_as_was_asked() {
        let bytes = large(200_000, 3).transact().encode_diff_v1(&yrs::StateVector::default()).len();
        assert!((180_000..=205_000).contains(&bytes), "{bytes}");
    }
}
