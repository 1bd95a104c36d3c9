//! Numbers that are counted aloud become lines.

use crate::studio::{
    screenplay::Verb,
    understand::{
        lexicon::numbers,
        reading::{Clause, Reading, Said},
    },
};

/// The numbers that are counted become lines, each with its beep where it beeps.
pub(super) fn count_aloud(reading: &mut Reading) {
    let Some(counting) = reading.counting else { return };
    let beeps = |clause: &Clause| clause.verb == Verb::Beep && counting.speaker.is_none_or(|id| clause.subjects.contains(&id));
    let with_beeps = reading.clauses.iter().any(beeps);
    reading.clauses.retain(|clause| !beeps(clause));
    let language = counting.language.unwrap_or_else(|| reading.tongue.code());
    let steps = counting.from.abs_diff(counting.to);
    let count = (steps as usize + 1).min(12);
    for step in 0..count {
        let number = if counting.from <= counting.to { counting.from + step as u32 } else { counting.from - step as u32 };
        let words = numbers::spoken(number, language);
        reading.said.push(Said {
            speaker: counting.speaker,
            language: Some(language),
            words,
            stage: counting.stage,
            of: (step, count),
            beeps: with_beeps,
        });
    }
    if steps as usize + 1 > count {
        reading.near.push(format!("Only the first {count} numbers are counted."));
    }
}
