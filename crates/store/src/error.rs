//! What can go wrong when something is kept or read back.

use domain::{
    Timestamp,
    upload::{MAX_UPLOAD_BYTES_EACH, MAX_UPLOADS_EACH},
};
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
    #[error("whoever made this invitation can't invite to that room any more: ask for a new link")]
    InviteEnded,
    #[error("this server has an owner already: sign in")]
    OwnerExists,
    #[error("there is no such account")]
    UserUnknown,
    #[error("there is no such room: check the link")]
    RoomUnknown,
    #[error("a host took you out of this room: knock, and a host can let you in")]
    RemovedFromRoom,
    #[error("there is no such object")]
    ObjectUnknown,
    #[error("the range is not within the object's {size} bytes")]
    RangeInvalid { size: u64 },
    /// A newer home has opened the room or the user; whoever sees this must stop.
    #[error("another node has taken this over")]
    Fenced,
    #[error("the next event of this room is number {expected}")]
    SequenceConflict { expected: u64 },
    #[error("there is no such cameo")]
    CameoUnknown,
    #[error("there is a cameo of this name already: end that one, or choose another name")]
    CameoExists,
    #[error("this cameo has ended")]
    CameoEnded,
    #[error("its likeness was erased")]
    LikenessErased,
    /// Nothing is kept: whoever put objects for it deletes them.
    #[error("somebody in it took their consent back: nothing is kept")]
    CastWithdrawn,
    #[error("this challenge is unknown: ask for a new one")]
    ChallengeUnknown,
    #[error("this challenge was used: ask for a new one")]
    ChallengeUsed,
    #[error("this challenge has expired: ask for a new one")]
    ChallengeExpired,
    #[error("too many tries: try again later")]
    TooManyTries { again_at: Timestamp },
    #[error("this recording was seen before: make a new one")]
    RecordingSeen,
    #[error("one of the two blocks the other")]
    Blocked,
    #[error("more can't be kept: take some away first")]
    TooManyTies,
    #[error("there is no such question")]
    QuestionUnknown,
    #[error("this question was answered: {answer}")]
    QuestionAnswered { answer: String },
    #[error("there is no such picture or footage in this room: it may have been removed")]
    UploadUnknown,
    #[error("this room holds {} pictures and footages: remove one first", domain::upload::MAX_UPLOADS)]
    UploadsFull,
    /// What the rules of conversations refuse.
    #[error(transparent)]
    Conversation(#[from] domain::conversation::Refused),
    #[error(
        "you keep {MAX_UPLOADS_EACH} pictures and footages on this server, or {} GiB of them, and these are the most: remove some in any of your rooms",
        MAX_UPLOAD_BYTES_EACH >> 30
    )]
    UploadsShare,
    #[error("the log has no such entry or head")]
    EntryUnknown,
    /// A key file that is missing, readable for others, or not the one of this database.
    #[error("the key file {path} can't be used: {why}")]
    KeyFile { path: String, why: String },
    #[error("what is sealed can't be opened: the key is another, or it was changed")]
    Sealed,
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
            Self::InviteEnded => "invite_ended",
            Self::OwnerExists => "owner_exists",
            Self::UserUnknown => "user_unknown",
            Self::RoomUnknown => "room_unknown",
            Self::RemovedFromRoom => "removed_from_room",
            Self::ObjectUnknown => "object_unknown",
            Self::RangeInvalid { .. } => "range_invalid",
            Self::Fenced => "fenced",
            Self::SequenceConflict { .. } => "sequence_conflict",
            Self::CameoUnknown => "cameo_unknown",
            Self::CameoExists => "cameo_exists",
            Self::CameoEnded => "cameo_ended",
            Self::LikenessErased => "likeness_erased",
            Self::CastWithdrawn => "cast_withdrawn",
            Self::ChallengeUnknown => "challenge_unknown",
            Self::ChallengeUsed => "challenge_used",
            Self::ChallengeExpired => "challenge_expired",
            Self::TooManyTries { .. } => "too_many_tries",
            Self::RecordingSeen => "recording_seen",
            Self::Blocked => "blocked",
            Self::TooManyTies => "too_many_ties",
            Self::QuestionUnknown => "question_unknown",
            Self::QuestionAnswered { .. } => "question_answered",
            Self::UploadUnknown => "upload_unknown",
            Self::UploadsFull => "uploads_full",
            Self::Conversation(refused) => refused.code(),
            Self::UploadsShare => "uploads_share",
            Self::EntryUnknown => "entry_unknown",
            Self::KeyFile { .. } => "key_file",
            Self::Sealed => "vault_failed",
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
        matches!(
            self,
            Self::Corrupt(_)
                | Self::Closed
                | Self::Database(_)
                | Self::Objects(_)
                | Self::Address(_)
                | Self::Folder(_)
                | Self::KeyFile { .. }
                | Self::Sealed
        )
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
