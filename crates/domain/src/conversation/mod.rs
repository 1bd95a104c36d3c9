//! Direct messages: who is in a conversation, who may say what to whom, and how far each has come.
//!
//! Rooms chat in rooms; this is between people, with or without a room. Its events have one sequence number each, without gaps, per
//! conversation, and are on disk before anybody hears of them. The words themselves are the store's: of a message the machine is told
//! only what its rules need. It knows no sockets, no devices, no search.

mod command;
mod event;
mod machine;
mod state;

pub use command::{Circle, Command, Effect, MAX_GROUP, MAX_GROUP_NAME, MAX_REACTIONS, MAX_TEXT, MAX_UNANSWERED, Refused, Tie, is_emoji};
pub use event::{Content, ConversationEvent, Recorded};
pub use state::{Broken, Conversation, Kind, Member, Said, Standing};

/// Counts a conversation's events from 1.
pub type Sequence = u64;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
