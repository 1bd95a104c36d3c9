//! What can go wrong between a picture and a signed file, each with its stable code.

/// Messages say what to do, or that it is the server's fault.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    #[error("the encoder refused {0}: this is a fault of the server; its log tells more")]
    Encode(String),
    #[error("a picture does not fit its pass ({0}): this is a fault of the engine")]
    Picture(String),
    #[error("the sound has a hole or an overlap at sample {found}; sample {wanted} was due: this is a fault of the engine")]
    Sound { wanted: u64, found: u64 },
    #[error("the take is not whole: {0}; make it again")]
    Incomplete(String),
    #[error("the file could not be put together ({0}): this is a fault of the server")]
    Mux(String),
    #[error("the file could not be signed ({0}); check the server's signing certificate")]
    Sign(String),
    #[error("a clip can't be joined with the others ({0}): make it again, then join")]
    Unfit(String),
    #[error("this is not a file whose origin can be read ({0}); give an MP4")]
    Unreadable(String),
    #[error("a kept upload can't be used ({0}); upload it again")]
    Material(String),
    #[error("the signing identity in {path} can't be used ({reason}); restore it from a backup, or remove it to make a new one")]
    Identity { path: String, reason: String },
    #[error("{path}: {source}")]
    File { path: String, source: std::io::Error },
}

impl MediaError {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Encode(_) => "encode_failed",
            Self::Picture(_) => "picture_invalid",
            Self::Sound { .. } => "sound_invalid",
            Self::Incomplete(_) => "take_incomplete",
            Self::Mux(_) => "file_failed",
            Self::Sign(_) => "signing_failed",
            Self::Unfit(_) => "clips_unfit",
            Self::Unreadable(_) => "origin_unreadable",
            Self::Material(_) => "upload_damaged",
            Self::Identity { .. } => "identity_invalid",
            Self::File { .. } => "file_unreachable",
        }
    }
}
