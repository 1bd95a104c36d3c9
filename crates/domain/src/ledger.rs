//! The consent ledger (CONSENT-7): entries, the Merkle tree over them (RFC 6962, the hashing of RFC 9162), proofs, and the check of a whole log.
//!
//! Pure: keys, signatures and rows are the store's. An entry names nobody: people, cameos, takes and rooms stand in it as
//! `sha256(blind || id)`, and the blind is kept beside the log, for those concerned, until the cameo is erased.

mod audit;
mod entry;
mod proof;
mod tree;

pub use audit::{Audit, Finding, Line};
pub use entry::{BadEntry, Blind, BlindRef, Entry, EntryKind, LedgerDraft, MOST_DETAIL, Other, hash_from_hex, hash_to_hex};
pub use proof::{
    NoProof, Refuted, consistency_nodes, consistency_proof, inclusion_nodes, inclusion_proof, root_from, root_nodes, verify_consistency,
    verify_inclusion,
};
pub use tree::{CompactRange, Hash, Node, empty_root, leaf_hash, node_hash};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod vectors;
