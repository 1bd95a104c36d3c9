//! The room: members and their roles, chat, the queue of takes; and, apart from these, who is here and who is typing.

mod command;
mod event;
mod machine;
mod presence;
mod state;
mod view;

pub use command::{
    Command, Effect, MAX_ATTEMPTS, MAX_HELD, MAX_MEMBERS, MAX_MESSAGE, MAX_NAME, MAX_QUEUE, MAX_QUEUE_EACH, MAX_STARTS, Outcome, QUESTION_MILLIS,
    Refused,
};
pub use event::{Appears, Recorded, Role, RoomEvent, Sequence};
pub use presence::{Presence, PresenceView, TYPING_MILLIS};
pub use state::{Broken, RoomMachine};
pub use view::{CHAT_KEPT, ChatLine, Ending, FINISHED_KEPT, Finished, Held, Member, OpenStage, RoomView, Running, Ticket};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
