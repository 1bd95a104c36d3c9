//! The room: members and their roles, chat, the queue of takes.

mod command;
mod event;

pub use command::{Command, Effect, MAX_MEMBERS, MAX_MESSAGE, MAX_NAME, MAX_QUEUE, MAX_QUEUE_EACH, Outcome, Refused};
pub use event::{Recorded, Role, RoomEvent, Sequence};
