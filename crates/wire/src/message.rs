//! What the server says over a page's socket.

use crate::{
    Event, RoomView, VoiceView,
    cameo::QuestionView,
    conversation::{ConversationState, InboxMessage},
};
use domain::{ClipId, ConversationId, QuestionId, RoomId, TakeId, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Message {
    /// First on every socket.
    Hello(Hello),
    Reply(Reply),
    /// Durable: something happened in a room.
    Event {
        #[ts(type = "string")]
        room: RoomId,
        #[serde(flatten)]
        event: Event,
    },
    /// Only the latest of each kind counts.
    State {
        #[ts(type = "string")]
        room: RoomId,
        #[serde(flatten)]
        state: Ephemeral,
    },
    /// Somebody wants me in a take. Told on every socket of mine; those that wait come right after `hello`.
    Question(QuestionView),
    /// It was answered somewhere, has expired, or its take is gone.
    QuestionGone {
        #[ts(type = "string")]
        question: QuestionId,
    },
    /// I knocked at this room: I am a member now, or was not let in.
    KnockAnswered {
        #[ts(type = "string")]
        room: RoomId,
        admitted: bool,
    },
    /// Durable: something came to me, in a conversation.
    Inbox(InboxMessage),
    /// Only the latest of each kind and person counts.
    Conversation {
        #[ts(type = "string")]
        conversation: ConversationId,
        state: ConversationState,
    },
    /// Somebody in this take took their consent back: blank the stage, drop what is buffered.
    CameoRevoked {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        take: TakeId,
    },
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Hello {
    pub version: u32,
    #[ts(type = "string")]
    pub user: UserId,
    pub handle: String,
    /// The server's clock, milliseconds since 1970.
    #[ts(type = "number")]
    pub now: u64,
    /// Seconds of silence after which the page should ping, and after twice which the server closes.
    pub heartbeat: u32,
}

/// The one answer to the request with this id.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Reply {
    pub id: String,
    #[serde(flatten)]
    pub outcome: Outcome,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Ok(Accepted),
    Error(ErrorBody),
}

/// A request that was carried out; what it created is on disk.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum Accepted {
    Done,
    Entered {
        /// Of the room's home; with the offset it makes the place to resume from.
        #[ts(type = "number")]
        epoch: u64,
        resumed: Resumed,
        /// The whole state, unless the missed events follow.
        view: Option<Box<RoomView>>,
    },
    TakeQueued {
        #[ts(type = "string")]
        take: TakeId,
    },
    /// What was missed follows, unless it is `not_recovered`: then the conversations have to be read anew, as of `offset`.
    InboxFollowed {
        resumed: Resumed,
        #[ts(type = "number")]
        offset: u64,
    },
    ConversationStarted {
        #[ts(type = "string")]
        conversation: ConversationId,
    },
    /// The number and moment of the first event that came of it; none where nothing changed.
    Conversed {
        #[ts(type = "number | null")]
        seq: Option<u64>,
        #[ts(type = "number")]
        at: u64,
    },
    /// The number of an edit of the stage.
    Steering {
        edit: u32,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Resumed {
    /// A first visit: here is the state.
    Fresh,
    /// The missed events follow, all of them.
    Recovered,
    /// Too much was missed: here is the state instead.
    NotRecovered,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ErrorBody {
    /// Stable; texts may change.
    pub code: String,
    /// One sentence that says what to do.
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Ephemeral {
    /// Everybody who has the room open.
    Present {
        #[ts(type = "string[]")]
        users: Vec<UserId>,
    },
    Typing {
        #[ts(type = "string[]")]
        users: Vec<UserId>,
    },
    /// Where everybody who is present looks.
    Places {
        places: Vec<PersonPlace>,
    },
    Progress(Progress),
    /// The take whose pictures go out now; none: the stage is empty, finished clips are shown.
    Stage {
        #[ts(type = "string | null")]
        take: Option<TakeId>,
    },
    /// Everybody in the call.
    Voices {
        voices: Vec<VoiceView>,
    },
    /// The stage that runs on, and what people do with it. None: none is open.
    Live {
        live: Option<Box<LiveView>>,
    },
    /// A picture or footage was added to the room or removed: its list is another one now.
    Uploads {
        #[ts(type = "number")]
        at: u64,
    },
}

/// A stage as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LiveView {
    #[ts(type = "string")]
    pub stage: TakeId,
    /// Who opened it.
    #[ts(type = "string")]
    pub by: UserId,
    /// The last of them, oldest first.
    pub edits: Vec<EditView>,
    pub width: u32,
    pub height: u32,
    /// Pictures a second.
    pub fps: u32,
    pub recording: Option<RecordingView>,
    /// What became of the last recording, where nothing did.
    pub notice: Option<String>,
}

/// Who wrote what, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EditView {
    pub edit: u32,
    #[ts(type = "string")]
    pub by: UserId,
    /// The shot whose words they are.
    pub shot: String,
    /// The beginning of its prompt.
    pub words: String,
    pub state: EditState,
    /// Why it was rejected, or what it waits for.
    pub why: Option<String>,
    /// What was asked and is not shown, a sentence each.
    pub notices: Vec<String>,
    /// The first picture that shows it.
    pub picture: Option<PictureView>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EditState {
    Pending,
    /// Somebody in it was asked, and has not answered.
    Asked,
    Applied,
    Rejected,
}

/// A picture, as its media header names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PictureView {
    #[ts(type = "string")]
    pub take: TakeId,
    pub index: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordingView {
    #[ts(type = "string")]
    pub by: UserId,
    /// The server's clock, milliseconds.
    #[ts(type = "number")]
    pub since: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonPlace {
    #[ts(type = "string")]
    pub user: UserId,
    #[serde(flatten)]
    pub place: PlaceView,
}

/// Where somebody looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlaceView {
    /// Nothing was touched for a while, or the page is hidden.
    #[serde(default)]
    pub away: bool,
    /// The shot in which they write, by its id.
    #[serde(default)]
    pub shot: Option<String>,
    /// The finished clip on their stage; null: what everybody sees.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub clip: Option<ClipId>,
    /// Milliseconds from its beginning.
    #[serde(default)]
    pub at_ms: u32,
    #[serde(default)]
    pub playing: bool,
}

/// How far the running take is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Progress {
    #[ts(type = "string")]
    pub take: TakeId,
    /// 0 stills, 1 small, 2 full.
    pub pass: u8,
    pub passes: u8,
    /// 0…1, of the whole work.
    pub done: f32,
    /// Milliseconds until it is finished, by the pace so far. None: not known yet.
    #[ts(type = "number | null")]
    pub remaining_ms: Option<u64>,
    /// Sentences about what the engine could not do.
    pub notices: Vec<String>,
}

impl ErrorBody {
    #[must_use]
    pub fn new(code: &str, message: impl std::fmt::Display) -> Self {
        Self { code: code.to_owned(), message: message.to_string() }
    }
}
