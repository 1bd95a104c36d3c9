//! Reads.
use crate::MediaError;
use serde::Serialize;
use std::path::Path;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "why")]
pub enum OriginState {
    /// Untouched since it was signed by a server that the anchor vouches for.
    Valid,
    /// Untouched since it was signed, by someone whom the anchor (if one was given) does not vouch for.
    Untrusted,
    /// Changed after it was signed; says how that shows.
    Tampered(String),
    /// It says nothing about its origin.
    None,
}

/// What a file says about where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    #[serde(flatten)]
    pub state: OriginState,
    /// One sentence for people.
    pub sentence: String,
    pub title: Option<String>,
    /// Handles without `@`.
    pub makers: Vec<String>,
    /// As written in the manifest, RFC 3339.
    pub created: Option<String>,
    pub engine: Option<String>,
    /// IPTC digital source type.
    pub source_type: Option<String>,
    /// The software that wrote the manifest: `greenroom/0.1.0`.
    pub generator: Option<String>,
    /// Name in the signer's certificate.
    pub signer: Option<String>,
    /// C2PA validation codes that were not a success.
    pub codes: Vec<String>,
}

/// Reads the origin of an MP4. `anchor`: the PEM certificate of the server to trust.
///
/// # Errors
/// Where the bytes are no MP4.
pub fn inspect(file: &[u8], anchor: Option<&str>) -> Result<Origin, MediaError> {
    let _ = (file, anchor);
    Err(MediaError::Unreadable("empty".into()))
}

/// As [`inspect`], for a file on disk.
///
/// # Errors
/// Where it can't be read, or is no MP4.
pub fn inspect_file(path: &Path, anchor: Option<&str>) -> Result<Origin, MediaError> {
    let file = std::fs::read(path).map_err(|source| MediaError::File { path: path.display().to_string(), source })?;
    inspect(&file, anchor)
}
