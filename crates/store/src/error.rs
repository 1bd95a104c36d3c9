//! What can go wrong when something is kept or read back.

use std::sync::Arc;

/// Every refusal and every fault of the store. [`StoreError::code`] is stable.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    #[error("this handle is taken: choose another")]
    HandleTaken,
    #[error("this invitation is unknown: ask for a new link")]
    InviteUnknown,
    #[error("this invitation was used up: ask for a new link")]
    InviteUsed,
    #[error("this invitation has expired: ask for a new link")]
    InviteExpired,
    #[error("this server has an owner already: sign in")]
    OwnerExists,
    #[error("there is no such account")]
    UserUnknown,
    #[error("there is no such room: check the link")]
    RoomUnknown,
    #[error("there is no such object")]
    ObjectUnknown,
    #[error("the range is not within the object's {size} bytes")]
    RangeInvalid { size: u64 },
    /// A newer home has opened the room or the user; whoever sees this must stop.
    #[error("another node has taken this over")]
    Fenced,
    #[error("the next event of this room is number {expected}")]
    SequenceConflict { expected: u64 },
    /// The command with this key was carried out before; this is what was answered.
    #[error("this command was carried out before")]
    AlreadyDone { reply: String },
    #[error("this can't be kept: {0}")]
    Invalid(&'static str),
    #[error("the database's address is not usable: {0}")]
    Address(String),
    #[error("the folder of the object store is not usable: {0}")]
    Folder(String),
    #[error("what was stored can't be read: {0}")]
    Corrupt(String),
    #[error("the store is closed")]
    Closed,
    #[error("the database failed: {0}")]
    Database(Arc<sqlx::Error>),
    #[error("the object store failed: {0}")]
    Objects(Arc<object_store::Error>),
}

impl StoreError {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::HandleTaken => "handle_taken",
            Self::InviteUnknown => "invite_unknown",
            Self::InviteUsed => "invite_used",
            Self::InviteExpired => "invite_expired",
            Self::OwnerExists => "owner_exists",
            Self::UserUnknown => "user_unknown",
            Self::RoomUnknown => "room_unknown",
            Self::ObjectUnknown => "object_unknown",
            Self::RangeInvalid { .. } => "range_invalid",
            Self::Fenced => "fenced",
            Self::SequenceConflict { .. } => "sequence_conflict",
            Self::AlreadyDone { .. } => "already_done",
            Self::Invalid(_) => "store_invalid",
            Self::Address(_) => "database_address",
            Self::Folder(_) => "object_folder",
            Self::Corrupt(_) => "store_corrupt",
            Self::Closed => "store_closed",
            Self::Database(_) | Self::Objects(_) => "store_failed",
        }
    }

    /// The server's fault or its disk's, not the caller's.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Corrupt(_) | Self::Closed | Self::Database(_) | Self::Objects(_) | Self::Address(_) | Self::Folder(_))
    }

    pub(crate) fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolClosed => Self::Closed,
            other => Self::Database(Arc::new(other)),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Database(Arc::new(error.into()))
    }
}

impl From<object_store::Error> for StoreError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::ObjectUnknown,
            other => Self::Objects(Arc::new(other)),
        }
    }
}
