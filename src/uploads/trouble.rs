//! Why a picture or footage was not taken in: unreadable, too much, or the server can't.

use crate::enrol;
use media::material::MaterialError;
use models::ModelError;
use store::StoreError;
use wire::ErrorBody;

#[derive(Clone, Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Material(MaterialError),
    #[error("this file is larger than {} MiB: add a shorter or smaller one", enrol::MAX_BYTES / (1024 * 1024))]
    TooLarge,
    #[error("the file broke off on its way: send it again")]
    Truncated,
    #[error("there are too many faces in this to look them all up: add a shorter piece, or one with fewer people")]
    TooManyFaces,
    #[error("the server is looking at other pictures and footage: try again in a moment")]
    Busy,
    #[error("pictures and footage can't be added on this server: {0}")]
    Closed(String),
    #[error("a model failed: {0}")]
    Model(ModelError),
    #[error(transparent)]
    Store(StoreError),
    /// Of the comparison with those who are enrolled.
    #[error("{}", .0.message)]
    Refused(ErrorBody),
    #[error("{0}")]
    Fault(String),
}

impl Trouble {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            // Of a file; what a store calls unknown has an id.
            Self::Material(MaterialError::Unknown) => "type_unsupported",
            Self::Material(error) => error.code(),
            Self::TooLarge => "too_large",
            Self::Truncated => "truncated",
            Self::TooManyFaces => "too_many_faces",
            Self::Busy => "busy",
            Self::Closed(_) => "models_missing",
            Self::Model(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Refused(error) => &error.code,
            Self::Fault(_) => "internal",
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
        Self::Store(error)
    }
}

impl From<ErrorBody> for Trouble {
    fn from(error: ErrorBody) -> Self {
        Self::Refused(error)
    }
}

/// Of receiving a file.
impl From<enrol::Trouble> for Trouble {
    fn from(trouble: enrol::Trouble) -> Self {
        match trouble {
            enrol::Trouble::TooLarge => Self::TooLarge,
            enrol::Trouble::Truncated => Self::Truncated,
            other => Self::Fault(other.to_string()),
        }
    }
}
