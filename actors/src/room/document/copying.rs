//! A clip's storyboard as an update to a room's: its shots behind those that are there, as if a page had written them.

use super::{Document, READ_SHOTS, place};
use domain::{ClipId, storyboard::Shot};
use std::sync::Arc;
use yrs::{Any, Array, Doc, Map, MapPrelim, OffsetKind, Options, Out, ReadTxn, TextPrelim, Transact, Update, updates::decoder::Decode};

impl Document {
    /// None: there would be more shots than are read.
    pub fn with_shots(&self, shots: &[Shot], from: ClipId) -> Option<Vec<u8>> {
        // A copy under a client id of its own, so that the items are new ones of whoever copies.
        let copy = Doc::with_options(Options { offset_kind: OffsetKind::Utf16, ..Options::default() });
        let known = self.state_vector();
        let here = Update::decode_v1(&self.encode(&yrs::StateVector::default())).ok()?;
        let array = copy.get_or_insert_array("shots");
        let mut txn = copy.transact_mut();
        txn.apply_update(here).ok()?;
        if array.len(&txn) as usize + shots.len() > READ_SHOTS as usize {
            return None;
        }
        let last = (0..array.len(&txn)).filter_map(|index| match array.get(&txn, index) {
            Some(Out::YMap(map)) => Some(place(&txn, &map).unwrap_or(f64::from(index))),
            _ => None,
        });
        let next = last.fold(0.0, |most: f64, place| most.max(place + 1.0));
        for (offset, shot) in (0u32..).zip(shots) {
            let fields = plain(shot, next + f64::from(offset), from);
            let map = array.push_back(&mut txn, MapPrelim::from_iter(fields));
            let dialogue: Vec<String> = shot.dialogue.iter().map(ToString::to_string).collect();
            for (key, text) in [("prompt", &shot.prompt), ("dialogue", &dialogue.join("\n")), ("setting", &shot.setting)] {
                map.insert(&mut txn, key, TextPrelim::new(text.as_str()));
            }
        }
        Some(txn.encode_diff_v1(&known))
    }
}

/// Everything but the texts. An id of its own: two shots of one id could not be taken alone.
fn plain(shot: &Shot, place: f64, from: ClipId) -> Vec<(String, Any)> {
    let text = |text: &str| Any::String(Arc::from(text));
    let fields = |pairs: Vec<(&str, Any)>| Any::Map(Arc::new(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()));
    let mut all = vec![
        ("id", text(&format!("c{:08x}", rand::random::<u32>()))),
        ("place", Any::from(place)),
        ("seconds", Any::from(f64::from(shot.seconds))),
        ("style", text(&shot.style)),
        ("camera", text(&shot.camera)),
        ("copied_from", text(&from.to_string())),
    ];
    if shot.continues {
        all.push(("continues", Any::Bool(true)));
    }
    if let Some(reference) = shot.reference {
        all.push(("reference", fields(vec![("upload", text(&reference.upload.to_string())), ("role", text(reference.role.name()))])));
    }
    if !shot.corrections.is_empty() {
        let correction = shot.corrections.iter().map(|correction| fields(vec![("what", text(&correction.what)), ("to", text(&correction.to))]));
        all.push(("corrections", Any::Array(correction.collect())));
    }
    all.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
