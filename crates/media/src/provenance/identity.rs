//! Identity.
use crate::MediaError;
use std::path::Path;

/// This server's certificate authority and signing certificate.
pub struct SigningIdentity {
    anchor: String,
}

impl SigningIdentity {
    /// # Errors
    /// Where the folder can't be read or written, or holds something else.
    pub fn load_or_create(dir: &Path) -> Result<Self, MediaError> {
        let _ = dir;
        Ok(Self { anchor: String::new() })
    }

    /// The certificate (PEM) that those who trust this server give to their checker.
    #[must_use]
    pub fn anchor(&self) -> &str {
        &self.anchor
    }
}
