//! What is kept: accounts, rooms, clips in SQL (SQLite or Postgres), files in an object store.
//!
//! What a call has acknowledged is on disk. Writes to a room carry the epoch under which it was opened and are refused once
//! another node has opened it ([`StoreError::Fenced`]). The store keeps and fences; it decides nothing: rules are `domain`'s,
//! and consent to send a stored clip is asked by the caller.

mod accounts;
mod clips;
mod dialect;
mod document;
mod error;
mod invites;
mod journal;
mod objects;
mod record;
mod retry;
mod rooms;
mod sessions;
mod sweep;
mod values;

pub use accounts::{Account, NewAccount, SignUpTicket, SignedUp};
pub use clips::{Clip, NewClip, Page};
pub use error::StoreError;
pub use invites::{Invite, NewInvite};
pub use journal::{Appended, RoomBatch};
pub use objects::{ObjectName, Objects};
pub use record::StoredUpdate;
pub use rooms::{Member, OpenedRoom, RoomSummary};
pub use sessions::Session;
pub use sweep::Swept;

use dialect::Db;
use std::{path::PathBuf, sync::Arc, time::Duration};

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
}

impl Store {
    /// Connects, migrates, removes what a crash left half deleted, and starts the writer.
    ///
    /// # Errors
    /// Where the address is not usable, or the database or the folder can't be reached.
    pub async fn open(settings: StoreSettings) -> Result<Self, StoreError> {
        let db = Db::open(&settings.database_url).await?;
        let objects = Objects::open(&settings.objects).await?;
        let journal = journal::Journal::start(db.clone());
        let store = Self { inner: Arc::new(Inner { db, objects, journal }) };
        store.sweep(ORPHAN_AGE).await?;
        Ok(store)
    }

    #[must_use]
    pub fn objects(&self) -> &Objects {
        &self.inner.objects
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
        self.inner.db.close().await;
    }

    fn db(&self) -> &Db {
        &self.inner.db
    }
}
