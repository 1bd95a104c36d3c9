//! The room: members and their roles, the door, chat, the queue of takes and what is said of them; and, apart from these, who is here, who is
//! typing, where everybody looks, and who talks.

mod command;
mod event;
mod machine;
mod name;
mod presence;
mod state;
mod view;
pub mod voices;

pub use command::{
    Command, Effect, KNOCK_MILLIS, MAX_ATTEMPTS, MAX_HELD, MAX_KNOCKS, MAX_MEMBERS, MAX_MESSAGE, MAX_NAME, MAX_QUEUE, MAX_QUEUE_EACH, MAX_REMARK,
    MAX_REMARK_BYTES, MAX_REMARKS, MAX_STARTS, Outcome, QUESTION_MILLIS, Refused, Standing,
};
pub use event::{Appears, Door, Recorded, Role, RoomEvent, Sequence};
pub use name::{mended_name, room_name};
pub use presence::{BACK_MILLIS, MAX_SHOT_ID, Place, Presence, PresenceView, TYPING_MILLIS};
pub use state::{Broken, RoomMachine};
pub use view::{
    CHAT_BYTES, CHAT_KEPT, ChatLine, Ending, FINISHED_KEPT, Finished, Held, Knock, Member, OpenStage, Remark, RoomView, Running, SAID_KEPT, Ticket,
};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
