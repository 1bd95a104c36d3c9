//! Why a file was not taken in, be it somebody's recording, a picture or footage: refused by a rule, unreadable, too much, or the server can't.

use super::{Full, MAX_BYTES};
use domain::{
    Timestamp,
    enrolment::{EnrolRefusal, Step},
    mention::MAX_NAME,
};
use media::{intake::IntakeError, material::MaterialError};
use models::ModelError;
use store::StoreError;
use wire::ErrorBody;

#[derive(Clone, Debug, thiserror::Error)]
pub enum Trouble {
    #[error("this file is larger than {} MiB: send a shorter or smaller one", MAX_BYTES / (1024 * 1024))]
    TooLarge,
    #[error("the file broke off on its way: send it again")]
    Truncated,
    #[error("the file came too slowly: send a smaller one, or send it again over a better connection")]
    TooSlow,
    #[error("the server is looking at what others sent: try again in a moment")]
    Busy,
    #[error("what you sent before is still being looked at: wait until that is done")]
    PlaceShare,
    #[error("the disk of this server is full: tell its owner")]
    StorageFull,
    #[error("this is closed on this server: {0}")]
    Closed(String),
    /// The judge of enrolments.
    #[error(transparent)]
    Refused(#[from] EnrolRefusal),
    /// A recording.
    #[error(transparent)]
    Unreadable(IntakeError),
    /// A picture or footage.
    #[error(transparent)]
    Material(MaterialError),
    #[error("there are too many faces in this to look them all up: add a shorter piece, or one with fewer people")]
    TooManyFaces,
    #[error("there is too much in this that could be a face to look at all of it: add a shorter piece, or one with fewer people")]
    TooHeavy,
    /// The role in a room.
    #[error("{}", .0.message)]
    NotAllowed(ErrorBody),
    #[error("these turns and digits are not yours, or unknown: ask for new ones")]
    ChallengeUnknown,
    #[error("{} tries an hour: wait a while", domain::enrolment::TRIES)]
    TooManyTries { again_at: Timestamp },
    #[error("a pet or a thing has a name of 1 to {MAX_NAME} small letters, digits or _")]
    NameInvalid,
    #[error("you have {} pets and things: end one first", crate::enrol::MOST_THINGS)]
    TooMany,
    #[error("a model failed: {0}")]
    Model(ModelError),
    #[error(transparent)]
    Store(StoreError),
    #[error("{0}")]
    Fault(String),
}

impl Trouble {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::TooLarge => "too_large",
            Self::Truncated => "truncated",
            Self::TooSlow => "too_slow",
            Self::Busy => "busy",
            Self::PlaceShare => "place_share",
            Self::StorageFull => "storage_full",
            Self::Closed(_) => "models_missing",
            Self::Refused(refusal) => refusal.code(),
            Self::Unreadable(error) => error.code(),
            Self::Material(error) => error.code(),
            Self::TooManyFaces => "too_many_faces",
            Self::TooHeavy => "upload_too_heavy",
            Self::NotAllowed(error) => &error.code,
            Self::ChallengeUnknown => "challenge_unknown",
            Self::TooManyTries { .. } => "too_many_tries",
            Self::NameInvalid => "name_invalid",
            Self::TooMany => "too_many_cameos",
            Self::Model(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Fault(_) => "internal",
        }
    }

    /// The step of an enrolment that failed. None: it did not come to the checks.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        match self {
            Self::Refused(refusal) => Some(refusal.step()),
            Self::Unreadable(IntakeError::Unreadable | IntakeError::NoVideo | IntakeError::TooHeavy) | Self::TooLarge => Some(Step::Recording),
            Self::ChallengeUnknown => Some(Step::Challenge),
            _ => None,
        }
    }
}

impl From<Full> for Trouble {
    fn from(full: Full) -> Self {
        match full {
            Full::Theirs => Self::PlaceShare,
            Full::All => Self::Busy,
        }
    }
}

impl From<IntakeError> for Trouble {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::FfmpegMissing => Self::Closed("ffmpeg is not installed".to_owned()),
            IntakeError::Busy => Self::Busy,
            other => Self::Unreadable(other),
        }
    }
}

impl From<MaterialError> for Trouble {
    fn from(error: MaterialError) -> Self {
        match error {
            MaterialError::FfmpegMissing => Self::Closed("ffmpeg is not installed".to_owned()),
            MaterialError::Busy => Self::Busy,
            other => Self::Material(other),
        }
    }
}

impl From<ModelError> for Trouble {
    fn from(error: ModelError) -> Self {
        match error.code() {
            code if code.ends_with("_missing") => Self::Closed(error.to_string()),
            _ => Self::Model(error),
        }
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::ChallengeUsed => EnrolRefusal::ChallengeUsed.into(),
            StoreError::ChallengeExpired => EnrolRefusal::ChallengeExpired.into(),
            StoreError::ChallengeUnknown => Self::ChallengeUnknown,
            StoreError::RecordingSeen => EnrolRefusal::RecordingSeen.into(),
            StoreError::TooManyTries { again_at } => Self::TooManyTries { again_at },
            other => Self::Store(other),
        }
    }
}
