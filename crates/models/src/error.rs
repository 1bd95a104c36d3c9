//! What can go wrong with a model, each with its stable code. No message bears what was looked at.

use std::path::PathBuf;

/// Messages say what to do, or that it is the server's fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    #[error("the picture can't be looked at: {0}")]
    PictureUnfit(String),
    #[error("the sound can't be listened to: {0}")]
    SoundUnfit(String),
    #[error("the text is longer than {0} bytes: shorten it")]
    TextUnfit(usize),
    #[error("this is not a stored face embedding: its length is {0} bytes, or it has no direction")]
    EmbeddingUnfit(usize),
    #[error("spoken digits can't be checked, because {0} is missing: install the packages pocketsphinx and pocketsphinx-en-us")]
    DigitsMissing(PathBuf),
    #[error("texts can't be checked, because minilm-int8.onnx is in none of the models folders: run .ci/setup run, or see docs/decisions/0010")]
    SentencesMissing,
    #[error("{0} is not the file that was tested (another checksum): delete it and run .ci/setup run")]
    SentencesChanged(PathBuf),
    #[error("the spoken digits took too long to check: try again with less noise, or when the server is less busy")]
    DigitsSlow,
    #[error("the recogniser of spoken digits failed ({0}): this is a fault of the server")]
    DigitsFailed(String),
    #[error("the model {model} can't be used ({reason}): this is a fault of the server")]
    Unusable { model: &'static str, reason: String },
}

impl ModelError {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::PictureUnfit(_) => "picture_unfit",
            Self::SoundUnfit(_) => "sound_unfit",
            Self::TextUnfit(_) => "text_unfit",
            Self::EmbeddingUnfit(_) => "embedding_unfit",
            Self::DigitsMissing(_) => "digits_model_missing",
            Self::SentencesMissing => "sentence_model_missing",
            Self::SentencesChanged(_) => "sentence_model_changed",
            Self::DigitsSlow => "digits_slow",
            Self::DigitsFailed(_) => "digits_failed",
            Self::Unusable { .. } => "model_failed",
        }
    }

    /// Whether trying again later, with the same input, could help: something is missing or was busy.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        !matches!(self, Self::PictureUnfit(_) | Self::SoundUnfit(_) | Self::TextUnfit(_) | Self::EmbeddingUnfit(_))
    }
}
