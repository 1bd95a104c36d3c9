//! Conversations: each command is decided by the rules inside the transaction that keeps what came of it.
//!
//! What is acknowledged is committed, with its number. A message that is sent again is the same message. It does not know who is online.

mod brought;
mod inbox;
mod list;
mod read;
mod span;
mod write;

pub use brought::{KeptReport, NewReport, WayIn};
pub use inbox::{Gone, InboxEntry, InboxItem, MOST_MISSED};
pub use list::{Glimpse, Listed, Older};
pub use read::{Found, History};
pub(crate) use span::fill;

use crate::{Store, StoreError, retry::transact};
use domain::{
    ConversationId, MessageId, Timestamp, UserId,
    conversation::{Command, Content, Conversation, Kind, Recorded},
};
use tokio::sync::{Mutex, MutexGuard};

const TURNS: u128 = 64;

/// What somebody does in a conversation. Messages are named by their ids.
#[derive(Clone, Debug)]
pub enum Deed {
    Rename { name: String },
    Open { open: bool },
    Add { user: UserId },
    Accept,
    Decline,
    Leave,
    Remove { user: UserId },
    Say { message: MessageId, content: Content, reply_to: Option<MessageId> },
    Edit { message: MessageId, text: String },
    Delete { message: MessageId },
    React { message: MessageId, emoji: Option<String> },
    Reached { delivered: u64, read: u64 },
}

/// What came of it, committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversed {
    pub id: ConversationId,
    pub conversation: Conversation,
    /// In order. Of a message that was sent before: as it was recorded then.
    pub events: Vec<Recorded>,
    /// Whose position moved, to be told to the others: delivered, read.
    pub positions: Vec<(UserId, u64, u64)>,
}

/// One command at a time in each conversation of this process, so that the database has nothing to refuse and try again. Conversations share
/// a few turns; other nodes are told apart by the database.
pub(crate) struct Turns(Vec<Mutex<()>>);

impl Default for Turns {
    fn default() -> Self {
        Self((0..TURNS).map(|_| Mutex::default()).collect())
    }
}

impl Turns {
    async fn of(&self, id: ConversationId) -> MutexGuard<'_, ()> {
        self.0[(id.as_uuid().as_u128() % TURNS) as usize].lock().await
    }
}

impl Store {
    /// Begins a conversation under `id`, or finds the one that these two have already.
    ///
    /// # Errors
    /// What the rules refuse; `user_unknown`; faults.
    pub async fn start_conversation(
        &self,
        id: ConversationId,
        by: UserId,
        of: Kind,
        with: Vec<UserId>,
        now: Timestamp,
    ) -> Result<Conversed, StoreError> {
        transact!(self.db(), |tx| write::start(tx, id, Command::Start { by, of: of.clone(), with: with.clone() }, now))
    }

    /// # Errors
    /// What the rules refuse; faults.
    pub async fn converse(&self, id: ConversationId, by: UserId, deed: &Deed, now: Timestamp) -> Result<Conversed, StoreError> {
        if let Deed::Reached { delivered, read } = deed
            && let Some(conversation) = self.reached_already(id, by, *delivered, *read).await?
        {
            return Ok(Conversed { id, conversation, events: Vec::new(), positions: Vec::new() });
        }
        let _turn = self.inner.turns.of(id).await;
        transact!(self.db(), |tx| write::converse(tx, id, by, deed, now))
    }

    /// Deletes a message for one person alone. Harmless when repeated.
    ///
    /// # Errors
    /// `message_gone` where it is not theirs to see.
    pub async fn hide_message(&self, user: UserId, message: MessageId) -> Result<(), StoreError> {
        transact!(self.db(), |tx| write::hide(tx, user, message))
    }

    /// Keeps a report for whoever looks into it later. Harmless when repeated.
    ///
    /// # Errors
    /// `message_gone` where it is not theirs to see; `not_yours` where they wrote it themselves.
    pub async fn report_message(&self, report: NewReport) -> Result<(), StoreError> {
        transact!(self.db(), |tx| brought::report(tx, &report))
    }

    /// No notices of it until then. Zero: at once again.
    ///
    /// # Errors
    /// `conversation_unknown`.
    pub async fn mute_conversation(&self, user: UserId, id: ConversationId, until: Timestamp) -> Result<(), StoreError> {
        transact!(self.db(), |tx| write::mute(tx, user, id, until))
    }
}
