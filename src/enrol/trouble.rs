//! Why an enrolment did not succeed: refused by the judge, unreadable, or the server can't.

use domain::{
    Timestamp,
    enrolment::{EnrolRefusal, Step},
};
use media::intake::IntakeError;
use models::ModelError;
use store::StoreError;

#[derive(Clone, Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Refused(#[from] EnrolRefusal),
    #[error(transparent)]
    Unreadable(IntakeError),
    #[error("the recording is larger than {} MiB: record it again, shorter or in a smaller size", super::MAX_BYTES / (1024 * 1024))]
    TooLarge,
    #[error("the recording broke off: send it again")]
    Truncated,
    #[error("the server is checking other recordings: try again in a moment")]
    Busy,
    #[error("enrolment is closed on this server: {0}")]
    Closed(String),
    #[error("these turns and digits are not yours, or unknown: ask for new ones")]
    ChallengeUnknown,
    #[error("{} tries an hour: wait a while", domain::enrolment::TRIES)]
    TooManyTries { again_at: Timestamp },
    #[error("a pet or a thing has a name of 1 to {} small letters, digits or _", domain::mention::MAX_NAME)]
    NameInvalid,
    #[error("you have {} pets and things: end one first", super::MOST_THINGS)]
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
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Unreadable(error) => error.code(),
            Self::TooLarge => "too_large",
            Self::Truncated => "truncated",
            Self::Busy => "busy",
            Self::Closed(_) => "models_missing",
            Self::ChallengeUnknown => "challenge_unknown",
            Self::TooManyTries { .. } => "too_many_tries",
            Self::NameInvalid => "name_invalid",
            Self::TooMany => "too_many_cameos",
            Self::Model(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Fault(_) => "internal",
        }
    }

    /// The step that failed. None: it did not come to the checks.
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

impl From<IntakeError> for Trouble {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::FfmpegMissing => Self::Closed("ffmpeg is not installed".to_owned()),
            IntakeError::Busy => Self::Busy,
            other => Self::Unreadable(other),
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
