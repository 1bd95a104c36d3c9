//! Why an enrolment is refused: a stable code, the step, and how to do better.

use super::{DIGITS_NEEDED, Turn};

/// The steps, in the order in which they are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    Challenge,
    Recording,
    Replay,
    Face,
    Steady,
    Turns,
    Digits,
    Identity,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnrolRefusal {
    #[error("these turns and digits were answered before: ask for new ones and record again")]
    ChallengeUsed,
    #[error("that took too long: ask for new turns and digits, and send the recording within five minutes")]
    ChallengeExpired,
    #[error("the recording is too short: {0}")]
    TooShort(&'static str),
    #[error("the recording is too long: {0}")]
    TooLong(&'static str),
    #[error("this very recording was sent before: record a new one")]
    RecordingSeen,
    #[error("your face was not in view all the time: sit in front of the camera, and turn only as far as it can still see both eyes")]
    FaceMissing,
    #[error("more than one face was in view: be alone before the camera, with no pictures of people behind you")]
    FaceCount,
    #[error("your face is too small in the picture: come closer, until your head fills a third of its height")]
    FaceSmall,
    #[error("it is too dark to see your face: turn to a window or a lamp")]
    TooDark,
    #[error("your face is overexposed: turn away from the strong light")]
    TooBright,
    #[error("the picture is blurred: wipe the lens, hold the camera still and turn slowly")]
    Blurred,
    #[error("the face did not stay the same from beginning to end: record in one go, alone, in even light")]
    FaceChanged,
    #[error("look straight into the camera at the beginning and between the turns")]
    NotFrontal,
    #[error("only {seen} of three turns were seen: turn clearly, one after the other, and look back into the camera between them")]
    TurnsMissing { seen: usize },
    #[error("the turns were {}, but asked were {}: follow the order on the screen", names(seen), names(asked))]
    TurnsWrong { asked: [Turn; 3], seen: Vec<Turn> },
    #[error("nothing was heard: allow the microphone, and say the digits aloud")]
    SoundMissing,
    #[error(
        "only {matched} of six digits were understood in their order, {DIGITS_NEEDED} are needed: say them one by one, in English, in a quiet place"
    )]
    DigitsWrong { matched: usize },
    #[error("this face is enrolled by somebody else here: only its owner can enrol it")]
    FaceTaken,
    #[error("this is another face than the one you enrolled before: end that cameo first, then enrol this one")]
    FaceOther,
    #[error("a person's face is in view: film only the pet or thing")]
    FaceInPet,
    #[error("it does not stand out from what is behind it: fill half of the picture with it, before a plain background")]
    SubjectUnclear,
}

impl EnrolRefusal {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ChallengeUsed => "challenge_used",
            Self::ChallengeExpired => "challenge_expired",
            Self::TooShort(_) => "too_short",
            Self::TooLong(_) => "too_long",
            Self::RecordingSeen => "recording_seen",
            Self::FaceMissing => "face_missing",
            Self::FaceCount => "face_count",
            Self::FaceSmall => "face_small",
            Self::TooDark => "too_dark",
            Self::TooBright => "too_bright",
            Self::Blurred => "blurred",
            Self::FaceChanged => "face_changed",
            Self::NotFrontal => "not_frontal",
            Self::TurnsMissing { .. } => "turns_missing",
            Self::TurnsWrong { .. } => "turns_wrong",
            Self::SoundMissing => "sound_missing",
            Self::DigitsWrong { .. } => "digits_wrong",
            Self::FaceTaken => "face_taken",
            Self::FaceOther => "face_other",
            Self::FaceInPet => "face_in_pet",
            Self::SubjectUnclear => "subject_unclear",
        }
    }

    #[must_use]
    pub fn step(&self) -> Step {
        match self {
            Self::ChallengeUsed | Self::ChallengeExpired => Step::Challenge,
            Self::TooShort(_) | Self::TooLong(_) => Step::Recording,
            Self::RecordingSeen => Step::Replay,
            Self::FaceMissing
            | Self::FaceCount
            | Self::FaceSmall
            | Self::TooDark
            | Self::TooBright
            | Self::Blurred
            | Self::FaceInPet
            | Self::SubjectUnclear => Step::Face,
            Self::FaceChanged => Step::Steady,
            Self::NotFrontal | Self::TurnsMissing { .. } | Self::TurnsWrong { .. } => Step::Turns,
            Self::SoundMissing | Self::DigitsWrong { .. } => Step::Digits,
            Self::FaceTaken | Self::FaceOther => Step::Identity,
        }
    }
}

/// "left, up and right"
fn names(turns: &[Turn]) -> String {
    let names: Vec<_> = turns.iter().map(|turn| turn.name()).collect();
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}
