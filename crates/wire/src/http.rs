//! Bodies of the HTTP API. Errors of every route are `{"error": {"code", "message"}}`.
//!
//! | route | body | answer |
//! | --- | --- | --- |
//! | `GET /api/health` | | `{"status":"ok"}` |
//! | `POST /api/sign-up` | [`SignUp`] | [`Me`] and the session cookie |
//! | `POST /api/sign-in` | [`SignIn`] | [`Me`] and the session cookie |
//! | `POST /api/sign-out` | | 204 |
//! | `GET /api/me` | | [`Me`] |
//! | `POST /api/me/invites` | | [`InviteLink`], of one of my four |
//! | `GET /api/invites/{code}` | | [`InviteInfo`] |
//! | `POST /api/invites/{code}` | | [`Joined`]: a member with an account joins the room |
//! | `GET /api/rooms` | | [`RoomSummary`] list |
//! | `POST /api/rooms` | [`NewRoom`] | [`RoomSummary`] |
//! | `POST /api/rooms/{room}/invites` | [`NewInvite`] | [`InviteLink`] |
//! | `POST /api/rooms/{room}/token` | | [`DocumentToken`], for Yjs clients without the cookie |
//! | `POST /api/rooms/{room}/rtc` | an SDP offer (`application/sdp`) | 201, the SDP answer, `Location: /api/rooms/{room}/rtc/{peer}` |
//! | `DELETE /api/rooms/{room}/rtc/{peer}` | | 204 |
//! | `GET /api/clips` | | [`Clip`] list: my drafts, newest first |
//! | `GET /api/clips/{clip}` | | [`Clip`] |
//! | `DELETE /api/clips/{clip}` | | 204 |
//! | `GET /api/clips/{clip}/video` | | MP4, ranges; `?download` names the file |
//! | `GET /api/clips/{clip}/poster` | | JPEG |
//! | `GET /api/clips/{clip}/origin` | | what the file says about its origin |
//! | `POST /api/clips/{clip}/withdraw` | | [`Clip`]: an owner takes it back from everybody |
//! | `DELETE /api/clips/{clip}/withdraw` | | [`Clip`]: ends my own withdrawal |
//! | `POST /api/clips/{clip}/remake` | | 202 [`Remade`]: the same plan and seed, with stand-ins for those who left |
//! | `POST /api/understand` | [`UnderstandRequest`] | [`UnderstoodView`]: what the engine would show of these words |
//! | `GET /ws` | | the page's socket |
//! | `GET /yjs/{room}` | | the storyboard's socket, y-websocket protocol; cookie or `?token=` |
//!
//! Clips made of clips, cameos, people, the ledger, uploads and direct messages have modules of their own: [`crate::derive`], [`crate::cameo`],
//! [`crate::people`], [`crate::ledger`], [`crate::upload`], [`crate::conversation`].

use crate::{DoorView, ErrorBody, RoleView, cameo::KindView};
use domain::{ClipId, RoomId, TakeId, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ErrorAnswer {
    pub error: ErrorBody,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    /// From an invitation link, or the owner's link.
    pub invite: String,
    pub handle: String,
    pub password: String,
    /// `2001-12-31`
    pub birth_date: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    pub handle: String,
    pub password: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Me {
    #[ts(type = "string")]
    pub user: UserId,
    pub handle: String,
    pub invites_left: u32,
    /// The room of the invitation that was used to sign up.
    #[ts(type = "string | null")]
    pub room: Option<RoomId>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct InviteLink {
    pub code: String,
    /// The whole address.
    pub url: String,
    #[ts(type = "number")]
    pub expires_at: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct InviteInfo {
    /// Handle of who invites; none: the owner's link.
    pub by: Option<String>,
    pub room_name: Option<String>,
    #[ts(type = "string | null")]
    pub room: Option<RoomId>,
    pub role: Option<RoleView>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Joined {
    #[ts(type = "string")]
    pub room: RoomId,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NewRoom {
    pub name: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RoomSummary {
    #[ts(type = "string")]
    pub room: RoomId,
    pub name: String,
    pub role: RoleView,
    pub members: u32,
    /// Milliseconds since 1970.
    #[ts(type = "number")]
    pub active_at: u64,
}

/// A room of friends whose door is not closed: `GET /api/friends/rooms`.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FriendRoom {
    #[ts(type = "string")]
    pub room: RoomId,
    pub name: String,
    pub door: DoorView,
    /// Friends who write there, by handle; those who are there now first.
    pub friends: Vec<String>,
    /// So many of `friends` are there now.
    pub friends_here: u32,
    pub members: u32,
    /// People who have it open now.
    pub here: u32,
    #[ts(type = "number")]
    pub active_at: u64,
}

/// How I stand to a room: `GET` and `POST /api/rooms/{room}/door`.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AtDoor {
    /// Not told where the door is closed.
    pub name: Option<String>,
    pub state: AtDoorState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AtDoorState {
    Member,
    /// `POST` lets me in.
    Welcome,
    /// `POST` knocks.
    MayKnock,
    /// I knocked; `DELETE` goes away again.
    Knocking,
    Closed,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NewInvite {
    /// Viewer or co-creator.
    pub role: RoleView,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DocumentToken {
    pub token: String,
    #[ts(type = "number")]
    pub expires_at: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Clip {
    #[ts(type = "string")]
    pub clip: ClipId,
    #[ts(type = "string")]
    pub take: TakeId,
    #[ts(type = "string | null")]
    pub room: Option<RoomId>,
    /// Of whoever is in it.
    pub room_name: Option<String>,
    pub seen_as: SeenAs,
    pub title: String,
    pub seconds: u32,
    pub width: u32,
    pub height: u32,
    pub fps: u32,
    /// Handles.
    pub makers: Vec<String>,
    /// Handles.
    pub owners: Vec<String>,
    pub engine: String,
    pub notices: Vec<String>,
    #[ts(type = "number")]
    pub bytes: u64,
    #[ts(type = "number")]
    pub created_at: u64,
    /// The prompts of its shots.
    pub prompts: Vec<String>,
    /// Who appears in it.
    pub cast: Vec<ClipCast>,
    /// Handles of those who appear in it and took their consent back. Not empty: nobody gets its pictures.
    pub withheld: Vec<String>,
    /// Handles of owners who closed it for everybody but its owners.
    pub withdrawn_by: Vec<String>,
    /// What I can do with it now.
    pub can: Vec<ClipAction>,
    /// The withheld clip in whose place it was made.
    #[ts(type = "string | null")]
    pub remade_from: Option<ClipId>,
}

/// As what I watch a clip. Only its owners download it, and make something of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SeenAs {
    Owner,
    /// It is a draft of a room that I am in.
    Member,
    /// An owner sent it to me.
    Recipient,
}

impl From<domain::watching::Watches> for SeenAs {
    fn from(how: domain::watching::Watches) -> Self {
        use domain::watching::Watches;
        match how {
            Watches::Owner => Self::Owner,
            Watches::Member => Self::Member,
            Watches::Recipient => Self::Recipient,
        }
    }
}

/// One cameo in a clip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClipCast {
    /// Without the `@`.
    pub mention: String,
    /// Handle.
    pub owner: String,
    pub kind: KindView,
    /// Its owner's consent stands.
    pub standing: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ClipAction {
    /// Play and download.
    Play,
    Delete,
    Withdraw,
    /// End my own withdrawal.
    Return,
    /// Make it again without those who left.
    Remake,
    /// Open its storyboard again as text.
    Remix,
    /// Make it again with other words.
    Edit,
    /// Let it go on.
    Extend,
    /// Join it with others.
    Join,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Remade {
    #[ts(type = "string")]
    pub take: TakeId,
    #[ts(type = "string")]
    pub room: RoomId,
}

/// A shot as a page has it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShotWords {
    pub prompt: String,
    pub seconds: u32,
    #[serde(default)]
    pub style: String,
    #[serde(default)]
    pub camera: String,
    #[serde(default)]
    pub setting: String,
    /// Lines as they are written beside a shot: `Ana: Did you hear that?`
    #[serde(default)]
    pub dialogue: String,
    /// It goes on from the shot before without a cut.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub continues: bool,
    /// At most 32.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<CorrectionWords>>")]
    pub corrections: Vec<CorrectionWords>,
}

/// Something that was understood, and what is meant instead: keys and names as an answer had them, never free words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CorrectionWords {
    /// [`UnderstoodItem::what`].
    pub what: String,
    /// [`ChoiceName::name`].
    pub to: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UnderstandRequest {
    /// At most 12.
    pub shots: Vec<ShotWords>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct UnderstoodView {
    /// In the order in which they are shown; one shot of the request may become several.
    pub shots: Vec<UnderstoodShot>,
    /// What was asked and will not be shown, a sentence each.
    pub notices: Vec<String>,
    /// The values that [`UnderstoodItem`]s can have.
    pub choices: Vec<ChoiceSet>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct UnderstoodShot {
    /// Index into the shots of the request.
    pub shot: u32,
    pub seconds: f64,
    /// Place, time of day, weather, season.
    pub place: String,
    pub style: String,
    pub camera: String,
    /// Who is in it and what they do, a sentence each.
    pub cast: Vec<String>,
    /// Who says what, in which language.
    pub speech: Vec<String>,
    /// What can be corrected.
    pub items: Vec<UnderstoodItem>,
}

/// One thing that was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UnderstoodItem {
    /// Its key: what a correction of it names. It says what was understood, so that changed words end the correction.
    pub what: String,
    /// [`ChoiceSet::set`].
    pub set: String,
    /// Whose it is, in words; empty: the shot's.
    pub of: String,
    /// [`ChoiceName::name`] of what was understood.
    pub understood: String,
    /// [`ChoiceName::name`] of what will be shown: another one where it is corrected.
    pub now: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChoiceSet {
    /// `subject`, `setting`, `action` …
    pub set: String,
    pub groups: Vec<ChoiceGroup>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChoiceGroup {
    /// Empty where there is only one.
    pub label: String,
    pub choices: Vec<ChoiceName>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChoiceName {
    /// Stable.
    pub name: String,
    /// For people.
    pub label: String,
}
