//! The consent ledger as rows (CONSENT-7): entries, the hashes of the tree, signed heads, and what the entries hide.
//!
//! Tree and proofs are `domain`'s. An entry is committed together with what it tells of; a head is signed in the same transaction, so
//! that there is never an entry without one.

mod chain;
mod export;
mod key;
mod note;
mod verify;

pub(crate) use chain::{About, Chain, forget};
pub use export::LedgerReader;
pub use key::{BadKey, Verifier};
pub(crate) use key::{Signer, mark};
pub use note::{BadNote, opened as open_note};
pub use verify::{Problem, Verified, VerifyError, verify};

use crate::{
    Store, StoreError,
    dialect::{Arg, Db, Row},
    retry::transact,
    values::{id, int},
};
use bytes::Bytes;
use domain::{
    CameoId, Timestamp, UserId,
    ledger::{Blind, Hash, LedgerDraft, NoProof, Node, Other, consistency_nodes, consistency_proof, empty_root, inclusion_nodes, inclusion_proof},
};
use futures::Stream;
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

const MOST_LISTED: u32 = 200;

/// A signed tree head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHead {
    pub size: u64,
    pub root: Hash,
    pub at: Timestamp,
    /// A C2SP checkpoint; what is signed.
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    pub index: u64,
    /// Canonical JSON; what is hashed.
    pub body: String,
    pub leaf: Hash,
}

/// An entry, with what it hides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyEntry {
    pub entry: LedgerEntry,
    pub blind: Blind,
    pub cameo: CameoId,
    pub other: Option<Other>,
}

/// That an entry is in the log of a signed head; see [`domain::ledger::verify_inclusion`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InclusionProof {
    pub index: u64,
    pub size: u64,
    pub leaf: Hash,
    pub hashes: Vec<Hash>,
    pub head: SignedHead,
}

impl Store {
    /// The public key, as `name+hash+key`.
    #[must_use]
    pub fn ledger_key(&self) -> &str {
        self.inner.signer.published()
    }

    /// The same, ready to check heads with.
    #[must_use]
    pub fn ledger_verifier(&self) -> &Verifier {
        self.inner.signer.verifier()
    }

    /// The newest.
    ///
    /// # Errors
    /// Only faults.
    pub async fn ledger_head(&self) -> Result<SignedHead, StoreError> {
        newest_head(self.db()).await
    }

    /// # Errors
    /// Only faults.
    pub async fn ledger_entry(&self, index: u64) -> Result<Option<LedgerEntry>, StoreError> {
        let row = self.db().row("SELECT body FROM ledger_entries WHERE entry_index = $1", &[int(index)]).await?;
        row.map(|row| Ok(entry_of(index, row.text(0)?))).transpose()
    }

    /// That entry `index` is in the log of `size` entries, which must be that of a signed head; None: the newest.
    ///
    /// # Errors
    /// `entry_unknown`.
    pub async fn ledger_proof(&self, index: u64, size: Option<u64>) -> Result<InclusionProof, StoreError> {
        let head = match size {
            None => newest_head(self.db()).await?,
            Some(size) => {
                let row = self.db().row(concat!(head_columns!(), "WHERE size = $1"), &[int(size)]).await?;
                head_of(&row.ok_or(StoreError::EntryUnknown)?)?
            }
        };
        let nodes = self.nodes(inclusion_nodes(index, head.size).map_err(|error| no_proof(&error))?).await?;
        let hashes = inclusion_proof(index, head.size, &|node| nodes.get(&node).copied()).map_err(|error| no_proof(&error))?;
        let leaf = self.ledger_entry(index).await?.ok_or(StoreError::EntryUnknown)?.leaf;
        Ok(InclusionProof { index, size: head.size, leaf, hashes, head })
    }

    /// That the log of `second` entries begins with that of `first`.
    ///
    /// # Errors
    /// `entry_unknown`.
    pub async fn ledger_consistency(&self, first: u64, second: u64) -> Result<Vec<Hash>, StoreError> {
        if second > newest_head(self.db()).await?.size {
            return Err(StoreError::EntryUnknown);
        }
        let nodes = self.nodes(consistency_nodes(first, second).map_err(|error| no_proof(&error))?).await?;
        consistency_proof(first, second, &|node| nodes.get(&node).copied()).map_err(|error| no_proof(&error))
    }

    /// The entries that concern this person, the newest first; those before entry `after`. At most 200.
    ///
    /// # Errors
    /// Only faults.
    pub async fn ledger_of(&self, user: UserId, after: Option<u64>, limit: u32) -> Result<Vec<MyEntry>, StoreError> {
        let rows = self
            .db()
            .rows(
                "SELECT e.entry_index, e.body, b.blind, b.cameo_id, b.other FROM ledger_concerns c \
                 JOIN ledger_entries e ON e.entry_index = c.entry_index JOIN ledger_blinds b ON b.entry_index = c.entry_index \
                 WHERE c.user_id = $1 AND c.entry_index < $2 ORDER BY c.entry_index DESC LIMIT $3",
                &[id(user), int(after.unwrap_or(u64::MAX)), Arg::Int(limit.clamp(1, MOST_LISTED).into())],
            )
            .await?;
        rows.iter().map(my_entry).collect()
    }

    /// The whole log as JSON lines: what `greenroom ledger export` writes and `greenroom ledger verify` reads.
    pub fn ledger_stream(&self) -> impl Stream<Item = Result<Bytes, StoreError>> + Send + 'static {
        export::lines(self.db().clone(), self.ledger_verifier().clone())
    }

    /// Entries that go with no decision: a question, a refusal. One place for each.
    ///
    /// # Errors
    /// `cameo_unknown`; `store_invalid` where a detail is no stable code.
    pub fn append_entries(
        &self,
        cameo: CameoId,
        at: Timestamp,
        drafts: Vec<LedgerDraft>,
    ) -> impl Future<Output = Result<Vec<u64>, StoreError>> + Send + 'static {
        self.inner.decisions.entries(cameo, at, drafts)
    }

    async fn nodes(&self, wanted: Vec<Node>) -> Result<HashMap<Node, Hash>, StoreError> {
        let mut found = HashMap::with_capacity(wanted.len());
        for node in wanted {
            let row =
                self.db().row("SELECT hash FROM ledger_nodes WHERE level = $1 AND number = $2", &[int(node.level.into()), int(node.number)]).await?;
            if let Some(row) = row {
                found.insert(node, hash_of(&row.bytes(0)?)?);
            }
        }
        Ok(found)
    }
}

/// A log without entries has a signed head too.
pub(crate) async fn begin(db: &Db, signer: &Signer, now: Timestamp) -> Result<(), StoreError> {
    transact!(db, |tx| async {
        if tx.row("SELECT 1 FROM ledger_heads WHERE size = 0", &[]).await?.is_none() {
            chain::keep_head(tx, signer, 0, &empty_root(), now).await?;
        }
        Ok::<_, StoreError>(())
    })
}

/// The file of the public key that lies beside a secret one: `ledger.key` has `ledger.pub`.
#[must_use]
pub fn public_path(key: &Path) -> PathBuf {
    key.with_extension("pub")
}

/// For those who check the log without the server, and for backups kept elsewhere.
pub(crate) async fn publish_key(path: &Path, verifier: &Verifier) -> Result<(), StoreError> {
    let (path, text) = (public_path(path), format!("{verifier}\n"));
    if tokio::fs::read_to_string(&path).await.is_ok_and(|known| known == text) {
        return Ok(());
    }
    tokio::fs::write(&path, text).await.map_err(|error| StoreError::KeyFile { path: path.display().to_string(), why: error.to_string() })
}

macro_rules! head_columns {
    () => {
        "SELECT size, root, at, note FROM ledger_heads "
    };
}
use head_columns;

async fn newest_head(db: &Db) -> Result<SignedHead, StoreError> {
    let row = db.row(concat!(head_columns!(), "ORDER BY size DESC LIMIT 1"), &[]).await?;
    head_of(&row.ok_or_else(|| StoreError::corrupt("the ledger has no head"))?)
}

fn head_of(row: &Row) -> Result<SignedHead, StoreError> {
    Ok(SignedHead { size: row.number(0)?, root: hash_of(&row.bytes(1)?)?, at: row.at(2)?, note: row.text(3)? })
}

fn entry_of(index: u64, body: String) -> LedgerEntry {
    LedgerEntry { index, leaf: domain::ledger::leaf_hash(body.as_bytes()), body }
}

fn my_entry(row: &Row) -> Result<MyEntry, StoreError> {
    let other = row.maybe_text(4)?.map(|text| serde_json::from_str(&text).map_err(StoreError::corrupt)).transpose()?;
    let blind = row.bytes(2)?.try_into().map_err(|_| StoreError::corrupt("a blind has 16 bytes"))?;
    Ok(MyEntry { entry: entry_of(row.number(0)?, row.text(1)?), blind, cameo: row.id(3)?, other })
}

fn hash_of(bytes: &[u8]) -> Result<Hash, StoreError> {
    bytes.try_into().map_err(|_| StoreError::corrupt("a hash has 32 bytes"))
}

fn no_proof(error: &NoProof) -> StoreError {
    match error {
        NoProof::OutOfRange => StoreError::EntryUnknown,
        NoProof::Missing(node) => StoreError::corrupt(format!("the ledger lacks node {}/{}", node.level, node.number)),
    }
}
