//! What a page asks for over its socket.

use crate::{DoorView, PlaceView, RoleView, cameo::AnswerView, conversation::Deed};
use domain::{CallId, ConversationId, MessageId, QuestionId, RoomId, TakeId, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One request. Its id comes back in the reply; sent again with the same id, a request that creates something creates it once.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Request {
    pub id: String,
    #[serde(flatten)]
    pub command: Command,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Shows that the page lives; answered at once.
    Ping,
    /// Be in a room: its state or what was missed comes, then everything that happens.
    Enter {
        #[ts(type = "string")]
        room: RoomId,
        #[serde(default)]
        resume: Option<Resume>,
    },
    /// Be away from it; membership stays.
    Exit {
        #[ts(type = "string")]
        room: RoomId,
    },
    /// Stop being a member.
    Leave {
        #[ts(type = "string")]
        room: RoomId,
    },
    Rename {
        #[ts(type = "string")]
        room: RoomId,
        name: String,
    },
    SetRole {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        user: UserId,
        role: RoleView,
    },
    /// `message` is chosen by the page (a UUID), so that it can show the line before it is confirmed.
    Say {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        message: MessageId,
        text: String,
        /// A line that was said before.
        #[serde(default)]
        #[ts(optional, type = "string | null")]
        reply_to: Option<MessageId>,
    },
    /// Other words for a line of mine.
    Rewrite {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        message: MessageId,
        text: String,
    },
    /// Takes a line back: mine, or any as host.
    Unsay {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        message: MessageId,
    },
    /// One sign of mine on a line; null takes it back.
    React {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        message: MessageId,
        reaction: Option<String>,
    },
    SetDoor {
        #[ts(type = "string")]
        room: RoomId,
        door: DoorView,
    },
    /// Null: they are not let in.
    AnswerKnock {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        user: UserId,
        role: Option<RoleView>,
    },
    /// Takes somebody out of the room: only a knock that is answered lets them in again.
    Remove {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        user: UserId,
    },
    Mute {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        user: UserId,
        on: bool,
    },
    /// They are host then, and I am a co-creator.
    HandOver {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        user: UserId,
    },
    /// Puts a waiting take behind so many others.
    MoveTake {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        take: TakeId,
        behind: u32,
    },
    Vote {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        take: TakeId,
        on: bool,
    },
    /// The finished take that the room goes on with; null: none.
    Pick {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string | null")]
        take: Option<TakeId>,
    },
    /// Words at a moment of a finished take. `remark` is chosen by the page (a UUID).
    Remark {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        take: TakeId,
        #[ts(type = "string")]
        remark: MessageId,
        /// Milliseconds from its beginning.
        at_ms: u32,
        text: String,
    },
    RemoveRemark {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        take: TakeId,
        #[ts(type = "string")]
        remark: MessageId,
    },
    /// Where my page looks now, for those who follow me. Not stored.
    Look {
        #[ts(type = "string")]
        room: RoomId,
        place: PlaceView,
    },
    Typing {
        #[ts(type = "string")]
        room: RoomId,
    },
    /// A take of the storyboard as it was at `state_vector` (base64 of the Yjs state vector): the server waits until it has that
    /// much, then freezes it.
    RequestTake {
        #[ts(type = "string")]
        room: RoomId,
        state_vector: String,
        #[serde(default)]
        options: TakeOptions,
    },
    CancelTake {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        take: TakeId,
    },
    /// A stage for this shot as it was at `state_vector`: its scene runs on, in real time, to everybody who watches. Answered once it runs.
    OpenStage {
        #[ts(type = "string")]
        room: RoomId,
        shot: String,
        state_vector: String,
    },
    /// The running scene takes the words of this shot as they were at `state_vector`. Answered with the edit's number; what becomes of it is told as
    /// state. Of two that wait the later one counts.
    Steer {
        #[ts(type = "string")]
        room: RoomId,
        shot: String,
        state_vector: String,
    },
    /// A hand at a place of the stage's picture, 0…1 from its left and top, that moves by `dx` and `dy` picture heights, to the right and down.
    Push {
        #[ts(type = "string")]
        room: RoomId,
        x: f64,
        y: f64,
        dx: f64,
        dy: f64,
    },
    /// By whoever opened it, or a host.
    CloseStage {
        #[ts(type = "string")]
        room: RoomId,
    },
    /// Begins, or ends, a recording of the stage: of whole seconds, 4 to 25. It becomes a take of everybody who steered meanwhile.
    Record {
        #[ts(type = "string")]
        room: RoomId,
        on: bool,
    },
    /// What this connection to the call sends from now on; `call` is the last part of the address that the answer to its offer had.
    Voice {
        #[ts(type = "string")]
        room: RoomId,
        #[ts(type = "string")]
        call: CallId,
        microphone: bool,
        camera: bool,
        /// The microphone is on, and the page sends silence.
        #[serde(default)]
        silent: bool,
    },
    /// Which way the pictures come. `ws` sends them over this socket.
    Watch {
        #[ts(type = "string")]
        room: RoomId,
        transport: Transport,
    },
    /// The same as `POST /api/questions/{question}`.
    AnswerQuestion {
        #[ts(type = "string")]
        question: QuestionId,
        answer: AnswerView,
    },
    /// My inbox: what came after `offset` comes in order, then everything that happens. Without one: only what happens from now on.
    FollowInbox {
        #[serde(default)]
        #[ts(type = "number | null")]
        offset: Option<u64>,
    },
    /// With one person, or in a group with a name. `conversation` is chosen by the page (a UUID); of two people there is one, and its own id comes back.
    StartConversation {
        #[ts(type = "string")]
        conversation: ConversationId,
        /// Handles.
        with: Vec<String>,
        #[serde(default)]
        name: Option<String>,
    },
    Converse {
        #[ts(type = "string")]
        conversation: ConversationId,
        what: Deed,
    },
    /// I am writing. Nobody waits for it.
    Composing {
        #[ts(type = "string")]
        conversation: ConversationId,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    None,
    Ws,
}

/// Where a page was before it lost its socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Resume {
    #[ts(type = "number")]
    pub epoch: u64,
    /// The last sequence number it has.
    #[ts(type = "number")]
    pub offset: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeOptions {
    /// Only this shot.
    #[serde(default)]
    pub shot: Option<String>,
    #[serde(default)]
    pub width: Option<u32>,
    #[serde(default)]
    pub height: Option<u32>,
    #[serde(default)]
    pub fps: Option<u32>,
    /// The same seed and storyboard give the same take. At most 2^53.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub seed: Option<u64>,
    /// What becomes of the take while the owner of somebody in it has not answered.
    #[serde(default)]
    #[ts(optional, as = "Option<Absent>")]
    pub absent: Absent,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Absent {
    /// It waits for the answer.
    #[default]
    Wait,
    /// It goes on at once with a stand-in for them; nobody is asked.
    Without,
}
