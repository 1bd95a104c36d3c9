//! What can go wrong in a run; each says what to look at.

use std::{io, path::PathBuf};

pub type Result<T> = std::result::Result<T, LoadError>;

#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("the server {path} can't be started: {source}; build it first (make build), or name it with --server")]
    NoServer { path: PathBuf, source: io::Error },
    #[error("the server ended before it was ready; the end of its log:\n{0}")]
    NotReady(String),
    #[error("the server did not say within {0} s where it is; the end of its log:\n{1}")]
    Silent(u64, String),
    #[error("{what} was refused: {code}: {message}")]
    Refused { what: &'static str, code: String, message: String },
    #[error("{what} was answered with {got}")]
    Unexpected { what: &'static str, got: String },
    #[error("nothing came within {seconds} s while waiting for {what}")]
    Late { what: &'static str, seconds: u64 },
    #[error("{0} was closed by the server: {1}")]
    Closed(&'static str, String),
    #[error("the take of \"{title}\" did not finish: {why}")]
    TakeFailed { title: String, why: String },
    #[error("a viewer's socket: {0}")]
    Viewer(io::Error),
    #[error("a viewer over WebRTC: {0}")]
    Rtc(String),
    #[error("the load test could not be pinned to a core ({0}): install taskset, or run with --unpinned")]
    Unpinned(String),
    #[error("HTTP: {0}")]
    Http(#[from] reqwest::Error),
    #[error("socket: {0}")]
    Socket(Box<tokio_tungstenite::tungstenite::Error>),
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{path}: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error("the progress bar's template: {0}")]
    Bar(#[from] indicatif::style::TemplateError),
}

impl From<tokio_tungstenite::tungstenite::Error> for LoadError {
    fn from(error: tokio_tungstenite::tungstenite::Error) -> Self {
        Self::Socket(Box::new(error))
    }
}

/// For `map_err` on file operations.
pub fn at(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> LoadError {
    let path = path.into();
    move |source| LoadError::File { path, source }
}
