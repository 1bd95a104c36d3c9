//! What stands around a unit, and what its meaning counts for.

use crate::studio::{
    screenplay::Weather,
    understand::{
        lexicon::{Form, Garment, Sense},
        tag::{Unit, What, is_verb},
    },
};

pub(super) fn counts_as_understood(sense: Sense) -> bool {
    !matches!(
        sense,
        Sense::Skip
            | Sense::Mute
            | Sense::Idea
            | Sense::Helper
            | Sense::Article
            | Sense::Possessive
            | Sense::Prep
            | Sense::The
            | Sense::Relative
            | Sense::Mutual
            | Sense::And
            | Sense::Then
            | Sense::When
            | Sense::Towards
            | Sense::With
            | Sense::By
            | Sense::Meanwhile
            | Sense::Not
            | Sense::Nobody
            | Sense::Count(_)
            | Sense::Times(_)
            | Sense::TimesWord
            | Sense::Pronoun(_)
            | Sense::Haste(_)
            | Sense::Way(_)
    )
}

pub(super) fn can_be_denied(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Weather(_)
            | Sense::Body(_)
            | Sense::Act(_)
            | Sense::Place(_)
            | Sense::NearPlace(..)
            | Sense::Part(_)
            | Sense::Sound(_)
            | Sense::Garment(_)
            | Sense::Costume(_)
            | Sense::Glasses
            | Sense::Beard
            | Sense::Mute
            | Sense::Says
            | Sense::Feeling(_)
    )
}

/// "A sad old man": whether a body is named after at most a few more qualities.
#[must_use]
pub fn noun_follows(after: &[Unit]) -> bool {
    for unit in after.iter().take(4) {
        match &unit.what {
            What::Mention(_) | What::Means(Sense::Body(_)) => return true,
            What::Means(
                Sense::Colour(_)
                | Sense::Size(_)
                | Sense::Old
                | Sense::Feeling(_)
                | Sense::Cut(_)
                | Sense::Mute
                | Sense::Beard
                | Sense::Glasses
                | Sense::Heap(_)
                | Sense::Skip,
            )
            | What::Means(Sense::Garment(Garment::Hair)) => {}
            What::Means(Sense::Act(_)) if unit.form == Form::Ing => {}
            _ => return false,
        }
    }
    false
}

/// "Perro negro", "the car is red": right after its noun, or after a noun and "is".
pub(super) fn follows_its_noun(units: &[Unit], at: usize) -> bool {
    let before = |steps: usize| at.checked_sub(steps).map(|at| &units[at]);
    let quality = |unit: &Unit| matches!(unit.sense(), Some(Sense::Colour(_) | Sense::Size(_) | Sense::Feeling(_)));
    match before(1) {
        Some(unit) if unit.is_body() || quality(unit) => true,
        Some(unit) if matches!(unit.sense(), Some(Sense::Helper | Sense::Skip | Sense::And)) => {
            before(2).is_some_and(|unit| unit.is_body() || quality(unit))
        }
        _ => false,
    }
}

/// Whether a noun with its article and qualities stands at the beginning of a clause: "…, a lighthouse blinks".
pub(super) fn begins_clause(units: &[Unit], at: usize) -> bool {
    for unit in units[..at].iter().rev() {
        match &unit.what {
            What::Comma | What::Stop => return true,
            // "… and a wave destroys it".
            What::Means(Sense::And) => return units.get(at + 1).and_then(Unit::sense).is_some_and(is_verb),
            What::Means(Sense::Article | Sense::The | Sense::Colour(_) | Sense::Size(_) | Sense::Skip | Sense::Old) => {}
            _ => return false,
        }
    }
    true
}

/// "Her dog" is not "her".
pub(super) fn owns(next: Option<&Unit>) -> bool {
    match next.map(|unit| &unit.what) {
        Some(What::Unknown) => true,
        Some(What::Means(sense)) => matches!(
            sense,
            Sense::Body(_)
                | Sense::Colour(_)
                | Sense::Size(_)
                | Sense::Skip
                | Sense::Garment(_)
                | Sense::Mute
                | Sense::Old
                | Sense::Place(_)
                | Sense::NearPlace(..)
                | Sense::Part(_)
        ),
        _ => false,
    }
}

/// "Wearing green", "in red": a colour that is worn, with no garment after it.
pub(super) fn is_worn(units: &[Unit], at: usize) -> bool {
    let wears = at.checked_sub(1).is_some_and(|at| units[at].sense() == Some(Sense::Wears) || matches!(units[at].word.as_str(), "in" | "de" | "en"));
    let ends = units.get(at + 1).is_none_or(|unit| unit.is_stop() || matches!(unit.sense(), Some(Sense::And | Sense::Act(_) | Sense::Says)));
    wears && ends
}

pub(super) fn graver(was: Option<Weather>, now: Weather) -> Weather {
    match was {
        Some(Weather::Storm) => Weather::Storm,
        Some(was @ (Weather::Rain | Weather::Snow)) if matches!(now, Weather::Wind | Weather::Clear | Weather::Cloudy) => was,
        _ => now,
    }
}

/// A unit that begins or is part of naming a body: an article, a quality, a noun, a name.
#[must_use]
pub fn names_a_body(after: &[Unit]) -> bool {
    match after.first().map(|unit| &unit.what) {
        Some(What::Mention(_) | What::Name) => true,
        Some(What::Means(sense)) => match sense {
            Sense::The | Sense::Article | Sense::Possessive | Sense::Body(_) | Sense::Pronoun(_) => true,
            _ => noun_follows(after),
        },
        _ => false,
    }
}
