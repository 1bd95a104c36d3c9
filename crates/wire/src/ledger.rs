//! The consent ledger over HTTP: a Merkle log (RFC 6962) whose head is signed.
//!
//! Entries name nobody: references are blinded, and whoever an entry concerns gets what opens them. Hashes and blinds are hex.
//!
//! | route | answer |
//! | --- | --- |
//! | `GET /api/ledger` | [`LedgerHeadView`] |
//! | `GET /api/ledger/mine` | [`LedgerEntryView`] list, newest first; `?after={index}` |
//! | `GET /api/ledger/{index}/proof` | [`LedgerProofView`] |
//! | `GET /api/ledger/log` | every entry, one JSON text a line (`application/jsonl`); `greenroom ledger verify` reads it |

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LedgerHeadView {
    /// Entries in the log.
    #[ts(type = "number")]
    pub size: u64,
    pub root: String,
    /// Signed tree head: a C2SP checkpoint, a signed note.
    pub checkpoint: String,
    /// With which to check it: a verifier key of a signed note.
    pub key: String,
}

/// An entry that concerns whoever asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LedgerEntryView {
    #[ts(type = "number")]
    pub index: u64,
    /// The exact text whose hash is the leaf.
    pub entry: String,
    /// Opens its references: `sha256(blind || id)`. None: erased with the cameo.
    pub blind: Option<String>,
}

/// That an entry stands in the log of a signed head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LedgerProofView {
    #[ts(type = "number")]
    pub index: u64,
    /// Of the log that the head speaks of.
    #[ts(type = "number")]
    pub size: u64,
    pub leaf: String,
    /// Sibling hashes, from the leaf up.
    pub path: Vec<String>,
    pub checkpoint: String,
}
