//! A shot's plain values. What has another type than its key's is read as if it were not there: anybody can write anything.

use domain::{
    storyboard::{Correction, MAX_CORRECTIONS},
    upload::{Reference, Role},
};
use yrs::{Any, Map, MapRef, Out, ReadTxn, any::Number};

/// A plain string; a shared text is none, as on the page. Its author is not known: nobody is ever cast by it.
pub(super) fn word<T: ReadTxn>(txn: &T, map: &MapRef, key: &str) -> String {
    match map.get(txn, key) {
        Some(Out::Any(Any::String(text))) => text.to_string(),
        _ => String::new(),
    }
}

/// Where a shot stands among the others, if it says so.
#[allow(clippy::cast_precision_loss, reason = "an order, not a count")]
pub(super) fn place<T: ReadTxn>(txn: &T, map: &MapRef) -> Option<f64> {
    match map.get(txn, "place") {
        Some(Out::Any(Any::Number(Number::Float(place)))) if place.is_finite() => Some(place),
        Some(Out::Any(Any::Number(Number::Int(place)))) => Some(place as f64),
        _ => None,
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped just before")]
pub(super) fn seconds<T: ReadTxn>(txn: &T, map: &MapRef) -> u32 {
    match map.get(txn, "seconds") {
        Some(Out::Any(Any::Number(Number::Float(number)))) if number.is_finite() => number.round().clamp(0.0, 1e6) as u32,
        Some(Out::Any(Any::Number(Number::Int(number)))) => number.clamp(0, 1_000_000) as u32,
        _ => 0,
    }
}

pub(super) fn flag<T: ReadTxn>(txn: &T, map: &MapRef, key: &str) -> bool {
    matches!(map.get(txn, key), Some(Out::Any(Any::Bool(true))))
}

/// `{ upload, role }`.
pub(super) fn reference<T: ReadTxn>(txn: &T, map: &MapRef) -> Option<Reference> {
    let Some(Out::Any(Any::Map(fields))) = map.get(txn, "reference") else { return None };
    Some(Reference { upload: text(fields.get("upload"))?.parse().ok()?, role: Role::named(text(fields.get("role"))?)? })
}

/// `[{ what, to }]`. One more than allowed is read, so that it is refused rather than left out in silence.
pub(super) fn corrections<T: ReadTxn>(txn: &T, map: &MapRef) -> Vec<Correction> {
    let Some(Out::Any(Any::Array(entries))) = map.get(txn, "corrections") else { return Vec::new() };
    let entries = entries.iter().take(MAX_CORRECTIONS + 1);
    let correction = |entry: &Any| {
        let Any::Map(fields) = entry else { return None };
        Some(Correction { what: text(fields.get("what"))?.to_owned(), to: text(fields.get("to"))?.to_owned() })
    };
    entries.filter_map(correction).collect()
}

fn text(value: Option<&Any>) -> Option<&str> {
    match value {
        Some(Any::String(text)) => Some(text),
        _ => None,
    }
}
