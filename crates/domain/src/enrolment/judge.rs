//! The judgement over a person's recording: one check after the other, the first that fails is told.

use super::{
    Challenge, EnrolRefusal, FaceSeen, FrameSeen, Neutral, Observed, SECONDS, digits,
    turns::{self, answers},
};

/// Share of pictures that must have the face.
const LEAST_SEEN: f32 = 0.75;
/// Seconds without a face: long enough for another to take its place.
const LONGEST_GAP: f32 = 1.0;
/// Pictures with a second face that are forgiven: models err on one, now and then.
const STRAY_FACES: usize = 2;
/// Pixels from cheek to cheek; less can't be drawn from.
const LEAST_SIZE: f32 = 70.0;
const DARKEST: f32 = 35.0;
const BRIGHTEST: f32 = 235.0;
const LEAST_SHARPNESS: f32 = 12.0;
/// Cosine to the reference face that a picture from the front must have, and one of a turned head, whose features are seen from the side.
const SAME_FRONT: f32 = 0.75;
const SAME_TURNED: f32 = 0.58;
/// Blurred pictures that may be unlike: fewer than somebody else's turns would need.
const STRAYS: usize = 2;
/// In units of a turn: what counts as from the front.
const FRONT: f32 = 0.8;
/// Comparisons that are needed, spread over the recording: at least one in each of these parts of it.
const COMPARED_PARTS: usize = 4;
/// Cosine across recordings from which two faces are taken for one person's.
pub const SAME_PERSON: f32 = 0.62;
/// Below this nothing was said.
const QUIETEST_DB: f32 = -50.0;

/// A recording that shows what was asked.
#[derive(Clone, Copy, PartialEq)]
pub struct Accepted {
    /// Straight ahead, for choosing views.
    pub neutral: Neutral,
    /// Digits that matched: five or six.
    pub digits: usize,
}

/// Whether a recording answers a challenge.
///
/// # Errors
/// The first check that fails.
pub fn judge(challenge: &Challenge, seen: &Observed) -> Result<Accepted, EnrolRefusal> {
    challenge.admit(seen.now, seen.challenge_used)?;
    length(seen.seconds)?;
    if seen.seen_before {
        return Err(EnrolRefusal::RecordingSeen);
    }
    one_face(&seen.frames, seen.seconds)?;
    quality(&seen.frames)?;
    let neutral = turns::neutral(&seen.frames);
    steady(seen, neutral.as_ref())?;
    let neutral = neutral.ok_or(EnrolRefusal::NotFrontal)?;
    turned(challenge, &seen.frames, &neutral)?;
    let digits = spoken(challenge, seen)?;
    if seen.nearest_other.is_some_and(|similarity| similarity >= SAME_PERSON) {
        return Err(EnrolRefusal::FaceTaken);
    }
    // What others may do with a cameo was allowed for this face, not for another.
    if seen.own_before.is_some_and(|similarity| similarity < SAME_PERSON) {
        return Err(EnrolRefusal::FaceOther);
    }
    Ok(Accepted { neutral, digits })
}

fn length(seconds: f32) -> Result<(), EnrolRefusal> {
    // What is no number is no length either.
    if seconds > *SECONDS.end() {
        return Err(EnrolRefusal::TooLong("record 8 to 15 seconds"));
    }
    if SECONDS.contains(&seconds) { Ok(()) } else { Err(EnrolRefusal::TooShort("record 8 to 15 seconds")) }
}

fn one_face(frames: &[FrameSeen], seconds: f32) -> Result<(), EnrolRefusal> {
    if frames.iter().filter(|frame| frame.faces > 1).count() > STRAY_FACES {
        return Err(EnrolRefusal::FaceCount);
    }
    let with: Vec<f32> = frames.iter().filter(|frame| frame.face.is_some()).map(|frame| frame.at).collect();
    if (with.len() as f32) < LEAST_SEEN * frames.len() as f32 || with.is_empty() {
        return Err(EnrolRefusal::FaceMissing);
    }
    let ends = std::iter::once(0.0).chain(with.iter().copied()).zip(with.iter().copied().chain([seconds]));
    if ends.into_iter().any(|(before, after)| after - before > LONGEST_GAP) { Err(EnrolRefusal::FaceMissing) } else { Ok(()) }
}

fn quality(frames: &[FrameSeen]) -> Result<(), EnrolRefusal> {
    let median = |value: fn(&FaceSeen) -> f32| {
        let mut values: Vec<f32> = frames.iter().filter_map(|frame| frame.face.as_ref()).map(value).collect();
        values.sort_unstable_by(f32::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let light = median(|face| face.light);
    if median(|face| face.size) < LEAST_SIZE {
        Err(EnrolRefusal::FaceSmall)
    } else if light < DARKEST {
        Err(EnrolRefusal::TooDark)
    } else if light > BRIGHTEST {
        Err(EnrolRefusal::TooBright)
    } else if median(|face| face.sharpness) < LEAST_SHARPNESS {
        Err(EnrolRefusal::Blurred)
    } else {
        Ok(())
    }
}

/// Without a known front every comparison is held to the weaker bound; the turns then fail for want of it.
fn steady(seen: &Observed, neutral: Option<&Neutral>) -> Result<(), EnrolRefusal> {
    let mut compared = [false; COMPARED_PARTS];
    let mut strays = 0;
    // Turns that were not compared could be anybody's.
    let turned = |face: &FaceSeen| neutral.is_some_and(|neutral| neutral.distance(face.yaw, face.pitch) >= 1.0);
    let turned: Vec<_> = seen.frames.iter().filter_map(|frame| frame.face).filter(turned).collect();
    if turned.iter().filter(|face| face.similarity.is_some()).count() * 2 < turned.len() {
        return Err(EnrolRefusal::FaceChanged);
    }
    for frame in &seen.frames {
        let Some((face, similarity)) = frame.face.and_then(|face| Some((face, face.similarity?))) else { continue };
        let front = neutral.is_some_and(|neutral| neutral.distance(face.yaw, face.pitch) <= FRONT);
        let least = if front { SAME_FRONT } else { SAME_TURNED };
        // What is no number is no similarity.
        if similarity.is_nan() || similarity < least {
            strays += 1;
            if strays > STRAYS {
                return Err(EnrolRefusal::FaceChanged);
            }
        }
        let part = (frame.at / seen.seconds * COMPARED_PARTS as f32) as usize;
        compared[part.min(COMPARED_PARTS - 1)] = true;
    }
    if compared.contains(&false) { Err(EnrolRefusal::FaceChanged) } else { Ok(()) }
}

fn turned(challenge: &Challenge, frames: &[FrameSeen], neutral: &Neutral) -> Result<(), EnrolRefusal> {
    let seen = turns::turns(frames, neutral);
    if answers(&challenge.turns, &seen) {
        return Ok(());
    }
    if seen.len() < challenge.turns.len() {
        return Err(EnrolRefusal::TurnsMissing { seen: seen.len() });
    }
    let seen = seen.iter().map(|seen| seen.turn).take(8).collect();
    Err(EnrolRefusal::TurnsWrong { asked: challenge.turns, seen })
}

fn spoken(challenge: &Challenge, seen: &Observed) -> Result<usize, EnrolRefusal> {
    if seen.sound.seconds < 1.0 || seen.sound.loudest_db.is_nan() || seen.sound.loudest_db < QUIETEST_DB {
        return Err(EnrolRefusal::SoundMissing);
    }
    digits::check(&challenge.digits, &seen.digits).map_err(|matched| EnrolRefusal::DigitsWrong { matched })
}
