//! What goes over the sockets and HTTP, version 1.
//!
//! Control is JSON text: [`Request`] from the page, [`Message`] from the server. Every request has an id and gets exactly one
//! reply. Durable events carry the room's sequence number; ephemeral state has none and only its latest value counts. Media is
//! binary (see the media crate's `frame`), and so is the storyboard (`/yjs/{room}`, the y-websocket protocol).
//!
//! The same types make the TypeScript that the page is checked against: [`typescript`].

pub mod cameo;
mod close;
mod command;
pub mod conversation;
pub mod derive;
pub mod http;
pub mod ledger;
mod message;
pub mod people;
mod room;
pub mod typescript;
pub mod upload;
pub mod version;
mod voices;

pub use close::CloseCode;
pub use command::{Absent, Command, Request, Resume, TakeOptions, Transport};
pub use message::{
    Accepted, EditState, EditView, Ephemeral, ErrorBody, Hello, LiveView, Message, Outcome, PersonPlace, PictureView, PlaceView, Progress,
    RecordingView, Reply, Resumed,
};
pub use room::{
    ChatView, DoorView, Event, EventKind, FinishedTake, HeldTake, MemberView, PersonView, QueuedTake, ReactionView, RemarkView, RoleView, RoomView,
    RunningTake, TakeOutcome,
};
pub use voices::VoiceView;

/// Of this protocol; a page of another version reloads itself.
pub const VERSION: u32 = 1;
/// Bytes of one text message from a page.
pub const MAX_REQUEST: usize = 64 * 1024;
/// Bytes of a request id, without control characters.
pub const MAX_REQUEST_ID: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_reads_as_written_in_the_api_page() {
        let text =
            r#"{"id":"7","do":"say","room":"01890000-0000-7000-8000-000000000001","message":"01890000-0000-7000-8000-000000000002","text":"hi"}"#;
        let request: Request = serde_json::from_str(text).expect("a valid request");
        assert!(matches!(request.command, Command::Say { ref text, .. } if text == "hi"));
        assert!(serde_json::from_str::<Request>(r#"{"id":"7","do":"typing","room":"01890000-0000-7000-8000-000000000001","more":1}"#).is_err());
        assert!(serde_json::from_str::<Request>(r#"{"id":"7","do":"fly"}"#).is_err());
    }

    #[test]
    fn a_reply_is_either_ok_or_error() {
        let reply = Reply { id: "7".into(), outcome: Outcome::Error(ErrorBody::new("busy", "try again")) };
        let text = serde_json::to_string(&Message::Reply(reply)).expect("plain data");
        assert_eq!(text, r#"{"type":"reply","id":"7","error":{"code":"busy","message":"try again"}}"#);
        let reply = Reply { id: "8".into(), outcome: Outcome::Ok(Accepted::Done) };
        assert_eq!(serde_json::to_string(&reply).expect("plain data"), r#"{"id":"8","ok":{"did":"done"}}"#);
    }
}
