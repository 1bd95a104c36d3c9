//! What is kept: accounts, rooms, clips, cameos and the consent ledger in SQL (SQLite or Postgres), files in an object store, likenesses
//! sealed in it.
//!
//! What a call has acknowledged is on disk. Writes to a room carry the epoch under which it was opened and are refused once
//! another node has opened it ([`StoreError::Fenced`]). The store keeps and fences; it decides nothing: rules are `domain`'s,
//! and consent to send a stored clip is asked by the caller.

mod accounts;
mod cameos;
mod clips;
mod conversations;
mod decisions;
mod dialect;
mod document;
mod enrolment;
mod error;
mod invites;
mod journal;
mod keyfile;
pub mod ledger;
pub mod likeness_codec;
mod lineage;
mod objects;
mod questions;
mod record;
mod retry;
mod rooms;
mod sessions;
mod sweep;
mod ties;
mod uploads;
mod uses;
mod values;
mod vault;
mod versions;

pub use accounts::{Account, NewAccount, SignUpTicket, SignedUp};
pub use cameos::{Cameo, CameoState, NewCameo};
pub use clips::{Clip, NewClip, Page, Withheld};
pub use conversations::{
    Conversed, Deed, Found, Glimpse, Gone, History, InboxEntry, InboxItem, KeptReport, Listed, MOST_MISSED, NewReport, Older, WayIn,
};
pub use decisions::{DecisionBatch, DecisionsKept, RecordedDecision};
pub use enrolment::Challenge;
pub use error::StoreError;
pub use invites::{Invite, NewInvite};
pub use journal::{Appended, RoomBatch, key_of_take};
pub use ledger::{InclusionProof, LedgerEntry, LedgerReader, MyEntry, SignedHead};
pub use lineage::{Lineage, Link};
pub use objects::{ObjectName, Objects};
pub use questions::{Question, StoredReceipt};
pub use record::StoredUpdate;
pub use rooms::{AtDoor, FRIEND_ROOMS, FriendRoom, Member, OpenedRoom, RoomSummary};
pub use sessions::Session;
pub use sweep::Swept;
pub use ties::Ties;
pub use uploads::{NewUpload, Upload};
pub use uses::{CameoUse, UseState};
pub use vault::{MOST_PART, Vault, VaultPart};
pub use versions::{NewVersion, VersionRow};

use dialect::Db;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// SHA-256 of a session token, an invitation's code or the owner's ticket. The secrets themselves are never kept.
pub type SecretHash = [u8; 32];

/// Files without a row that are younger may belong to a clip that is just being kept.
const ORPHAN_AGE: Duration = Duration::from_secs(3_600);

#[derive(Clone, Debug)]
pub struct StoreSettings {
    /// `sqlite:///path/to/file` (made if missing) or `postgres://user:password@host/name`.
    pub database_url: String,
    /// Folder of the object store, made if missing.
    pub objects: PathBuf,
    /// The key that signs the ledger's heads; made at the first start, its public half beside it as `.pub`. All nodes need the same.
    pub ledger_key: PathBuf,
    /// The key under which likenesses are sealed; made at the first start. All nodes need the same.
    pub vault_key: PathBuf,
}

impl StoreSettings {
    /// Everything in one folder, SQLite included.
    #[must_use]
    pub fn in_folder(data: &Path) -> Self {
        Self {
            database_url: format!("sqlite://{}", data.join("greenroom.db").display()),
            objects: data.join("objects"),
            ledger_key: data.join("ledger.key"),
            vault_key: data.join("biometric-key"),
        }
    }
}

/// A handle on everything that is kept; cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    objects: Objects,
    journal: journal::Journal,
    decisions: decisions::Decisions,
    signer: Arc<ledger::Signer>,
    vault: Vault,
    turns: conversations::Turns,
}

impl Store {
    /// Connects, migrates, reads the keys, removes what a crash left half deleted, and starts the writers.
    ///
    /// # Errors
    /// Where the address is not usable, or the database or the folder can't be reached; `key_file` where a key is missing that this database
    /// needs, is another, or can be read by others.
    pub async fn open(settings: StoreSettings) -> Result<Self, StoreError> {
        let db = Db::open(&settings.database_url).await?;
        let objects = Objects::open(&settings.objects).await?;
        let ledger_key = keyfile::open(&db, "ledger", &settings.ledger_key, ledger::mark).await?;
        let vault_key = keyfile::open(&db, "vault", &settings.vault_key, vault::mark).await?;
        let signer = Arc::new(ledger::Signer::of(&ledger_key)?);
        ledger::begin(&db, &signer, journal::now()).await?;
        ledger::publish_key(&settings.ledger_key, signer.verifier()).await?;
        conversations::fill(&db).await?;
        let journal = journal::Journal::start(db.clone());
        let decisions = decisions::Decisions::start(db.clone(), signer.clone());
        let vault = Vault::new(db.clone(), objects.clone(), &vault_key);
        let store = Self { inner: Arc::new(Inner { db, objects, journal, decisions, signer, vault, turns: conversations::Turns::default() }) };
        store.sweep(ORPHAN_AGE).await?;
        Ok(store)
    }

    #[must_use]
    pub fn objects(&self) -> &Objects {
        &self.inner.objects
    }

    /// Likenesses, sealed.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    /// Whether database and objects answer.
    ///
    /// # Errors
    /// The first that does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.inner.db.ping().await?;
        self.inner.objects.ping().await
    }

    /// Commits what was appended before, then closes; every later call fails with [`StoreError::Closed`].
    pub async fn close(&self) {
        self.inner.journal.close().await;
        self.inner.decisions.close().await;
        self.inner.db.close().await;
    }

    fn db(&self) -> &Db {
        &self.inner.db
    }
}
