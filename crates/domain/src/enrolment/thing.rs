//! The judgement over a recording of a pet or a thing: short, nobody in it, and something that stands out.

use super::EnrolRefusal;

/// What is accepted, seconds; people are asked for 2 to 8.
const SECONDS: std::ops::RangeInclusive<f32> = 1.5..=10.0;
/// Share of the picture that the cut-out may cover.
const COVER: std::ops::RangeInclusive<f32> = 0.02..=0.92;

/// What was measured of one recording of a pet or a thing.
#[derive(Clone, Copy)]
pub struct ThingSeen {
    pub seen_before: bool,
    pub seconds: f32,
    /// Pictures with a person's face in them.
    pub faces: usize,
    /// Median share of the picture that the cut-out covers; None: nothing could be cut out.
    pub cover: Option<f32>,
}

/// Whether a pet or a thing can be enrolled from a recording.
///
/// # Errors
/// The first check that fails.
pub fn judge_thing(seen: &ThingSeen) -> Result<(), EnrolRefusal> {
    if seen.seconds > *SECONDS.end() {
        return Err(EnrolRefusal::TooLong("film it for 2 to 8 seconds"));
    }
    if !SECONDS.contains(&seen.seconds) {
        return Err(EnrolRefusal::TooShort("film it for 2 to 8 seconds"));
    }
    if seen.seen_before {
        return Err(EnrolRefusal::RecordingSeen);
    }
    if seen.faces > 0 {
        return Err(EnrolRefusal::FaceInPet);
    }
    if seen.cover.is_some_and(|cover| COVER.contains(&cover)) { Ok(()) } else { Err(EnrolRefusal::SubjectUnclear) }
}
