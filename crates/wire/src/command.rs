//! What a page asks for over its socket.

use crate::{RoleView, cameo::AnswerView};
use domain::{MessageId, QuestionId, RoomId, TakeId, UserId};
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
