//! Cameos over HTTP and the socket: whose they are, who may cast them, what was asked and what was stopped.
//!
//! Only a cameo's owner sees a [`CameoView`], its uses and its receipts; to everybody else a cameo is a mention that may or may not be
//! cast ([`PrecheckView`]). Nothing biometric is here: the enrolled pictures leave by two routes of their own, to their owner.
//!
//! | route | body | answer |
//! | --- | --- | --- |
//! | `GET /api/cameos` | | [`CameosView`]: mine, and whether I can enrol |
//! | `POST /api/cameos/challenge` | | 201 [`ChallengeView`] |
//! | `POST /api/cameos` | multipart: `kind`, `name`, `challenge`, `recording` | 201 [`CameoView`], or [`EnrolRefused`] |
//! | `GET /api/cameos/{cameo}` | | [`CameoView`] |
//! | `DELETE /api/cameos/{cameo}` | | 200 [`ReceiptView`]: it has ended, what it showed is withheld, its data is erased |
//! | `PUT /api/cameos/{cameo}/rules` | [`RulesRequest`] | [`CameoView`] |
//! | `PUT /api/cameos/{cameo}/people/{handle}` | [`ExceptionRequest`] | [`CameoView`] |
//! | `DELETE /api/cameos/{cameo}/people/{handle}` | | [`CameoView`] |
//! | `PUT /api/cameos/{cameo}/rooms/{room}` | [`ExceptionRequest`] | [`CameoView`] |
//! | `DELETE /api/cameos/{cameo}/rooms/{room}` | | [`CameoView`] |
//! | `GET /api/cameos/{cameo}/uses` | | [`UseView`] list, newest first; `?after={take}` |
//! | `POST /api/cameos/{cameo}/revoke` | [`RevokeRequest`] | [`ReceiptView`] |
//! | `GET /api/cameos/{cameo}/receipts` | | [`ReceiptView`] list, newest first |
//! | `GET /api/cameos/{cameo}/face` | | JPEG or PNG, to its owner only |
//! | `GET /api/cameos/{cameo}/export` | | everything that is kept of it, to its owner only |
//! | `GET /api/questions` | | [`QuestionView`] list, the oldest first |
//! | `POST /api/questions/{question}` | [`AnswerRequest`] | 204 |
//! | `POST /api/precheck` | [`PrecheckRequest`] | [`PrecheckView`] list, in the order of the mentions |

use crate::ErrorBody;
use domain::{CameoId, ChallengeId, ClipId, QuestionId, RoomId, TakeId, cameo as rules, enrolment, likeness::CameoKind, room::Appears};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Mentions of one precheck.
pub const MAX_PRECHECK: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KindView {
    Person,
    Pet,
    Object,
}

impl From<CameoKind> for KindView {
    fn from(kind: CameoKind) -> Self {
        match kind {
            CameoKind::Person => Self::Person,
            CameoKind::Pet => Self::Pet,
            CameoKind::Object => Self::Object,
        }
    }
}

impl From<KindView> for CameoKind {
    fn from(kind: KindView) -> Self {
        match kind {
            KindView::Person => Self::Person,
            KindView::Pet => Self::Pet,
            KindView::Object => Self::Object,
        }
    }
}

/// My cameos, and whether I can enrol another.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CameosView {
    pub cameos: Vec<CameoView>,
    pub enrolment: EnrolmentView,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EnrolmentView {
    /// Persons can be enrolled. Closed where the server lacks a model or a program for the checks.
    pub open: bool,
    /// Why not, as a sentence.
    pub reason: Option<String>,
    /// Of this hour.
    pub tries_left: u32,
    /// When there is a next try; none: now.
    #[ts(type = "number | null")]
    pub retry_at: Option<u64>,
    /// Bytes of a recording.
    #[ts(type = "number")]
    pub max_bytes: u64,
}

/// One of my cameos.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CameoView {
    #[ts(type = "string")]
    pub cameo: CameoId,
    pub kind: KindView,
    /// Of a pet or a thing; none: this is me.
    pub name: Option<String>,
    /// As it is written in a prompt, without the `@`: `ana`, `ana.rex`.
    pub mention: String,
    pub state: CameoState,
    pub audience: AudienceView,
    /// Exceptions, whatever the audience says.
    pub people: Vec<PersonException>,
    pub rooms: Vec<RoomException>,
    /// How to portray me, in plain words; may be empty.
    pub preferences: String,
    /// What never, in plain words.
    pub restrictions: Vec<String>,
    pub strict: bool,
    /// Its owner is under 18: `mutuals` and `everyone` need a guardian's approval, and strict mode stays on without it.
    pub minor: bool,
    pub guardian_approved: bool,
    #[ts(type = "number")]
    pub enrolled_at: u64,
    /// Once ended: its biometric data is gone by then.
    #[ts(type = "number | null")]
    pub erased_by: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CameoState {
    Active,
    /// Nobody can cast it any more, and its data is being erased.
    Ended,
}

/// Who may cast it without being asked for each take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AudienceView {
    OnlyMe,
    Approved,
    Mutuals,
    Everyone,
}

impl From<rules::Audience> for AudienceView {
    fn from(audience: rules::Audience) -> Self {
        match audience {
            rules::Audience::OnlyMe => Self::OnlyMe,
            rules::Audience::Approved => Self::Approved,
            rules::Audience::Mutuals => Self::Mutuals,
            rules::Audience::Everyone => Self::Everyone,
        }
    }
}

impl From<AudienceView> for rules::Audience {
    fn from(audience: AudienceView) -> Self {
        match audience {
            AudienceView::OnlyMe => Self::OnlyMe,
            AudienceView::Approved => Self::Approved,
            AudienceView::Mutuals => Self::Mutuals,
            AudienceView::Everyone => Self::Everyone,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionView {
    Allow,
    Deny,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonException {
    pub handle: String,
    pub rule: ExceptionView,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RoomException {
    #[ts(type = "string")]
    pub room: RoomId,
    pub name: String,
    pub rule: ExceptionView,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExceptionRequest {
    pub rule: ExceptionView,
}

/// The whole of the rules, in place of those that were.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RulesRequest {
    pub audience: AudienceView,
    /// At most 500 characters.
    pub preferences: String,
    /// At most 20, of 120 characters each.
    pub restrictions: Vec<String>,
    pub strict: bool,
}

impl From<RulesRequest> for rules::Rules {
    fn from(wanted: RulesRequest) -> Self {
        Self { audience: wanted.audience.into(), preferences: wanted.preferences, restrictions: wanted.restrictions, strict: wanted.strict }
    }
}

/// What an enrolment asks a person to do, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChallengeView {
    #[ts(type = "string")]
    pub challenge: ChallengeId,
    /// Three, in this order, each from looking straight ahead and back. As the person feels it: to their own left.
    pub turns: Vec<Turn>,
    /// To be spoken, one by one: `314259`.
    pub digits: String,
    #[ts(type = "number")]
    pub expires_at: u64,
    pub seconds: SecondsView,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    Left,
    Right,
    Up,
    Down,
}

/// How long a recording may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SecondsView {
    pub least: u32,
    pub most: u32,
}

/// An enrolment that was refused: which step failed, in words that say how to do better, and what is left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EnrolRefused {
    pub error: ErrorBody,
    /// None: it did not come to the checks.
    pub step: Option<EnrolStep>,
    pub tries_left: u32,
    #[ts(type = "number | null")]
    pub retry_at: Option<u64>,
}

/// In the order in which they are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EnrolStep {
    /// Fresh, and used once.
    Challenge,
    /// The file: its size, kind and length.
    Recording,
    /// Not one that was seen before.
    Replay,
    /// Exactly one face, large and bright enough. For a pet or a thing: none.
    Face,
    /// The same face all the way through.
    Steady,
    Turns,
    Digits,
    /// Not somebody else's enrolled face.
    Identity,
}

impl From<enrolment::Step> for EnrolStep {
    fn from(step: enrolment::Step) -> Self {
        match step {
            enrolment::Step::Challenge => Self::Challenge,
            enrolment::Step::Recording => Self::Recording,
            enrolment::Step::Replay => Self::Replay,
            enrolment::Step::Face => Self::Face,
            enrolment::Step::Steady => Self::Steady,
            enrolment::Step::Turns => Self::Turns,
            enrolment::Step::Digits => Self::Digits,
            enrolment::Step::Identity => Self::Identity,
        }
    }
}

/// One take that shows my cameo, or asks to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UseView {
    #[ts(type = "string")]
    pub take: TakeId,
    #[ts(type = "string | null")]
    pub clip: Option<ClipId>,
    #[ts(type = "string | null")]
    pub room: Option<RoomId>,
    pub room_name: Option<String>,
    pub title: String,
    /// Handles.
    pub makers: Vec<String>,
    pub state: UseState,
    #[ts(type = "number")]
    pub at: u64,
    pub can: Vec<UseAction>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UseState {
    /// It waits for an answer of mine.
    Asking,
    Queued,
    Running,
    Draft,
    Withheld,
    Deleted,
    Failed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UseAction {
    /// `DELETE /api/clips/{clip}`
    Delete,
    /// `POST /api/clips/{clip}/withdraw`
    Withdraw,
    /// `POST /api/cameos/{cameo}/revoke` with this take
    Revoke,
}

/// `"everything"`, `{"person": "ben"}`, `{"room": "…"}`, `{"take": "…"}`, `{"clip": "…"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScopeView {
    /// Also sets the audience to `only_me` and forgets every permission.
    Everything,
    /// Takes that this person made, by handle.
    Person(String),
    Room(#[ts(type = "string")] RoomId),
    Take(#[ts(type = "string")] TakeId),
    Clip(#[ts(type = "string")] ClipId),
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RevokeRequest {
    pub scope: ScopeView,
}

/// What a revocation stopped. Once it is given, no later picture leaves any node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReceiptView {
    /// Its name, unique for the cameo.
    pub receipt: String,
    #[ts(type = "string")]
    pub cameo: CameoId,
    #[ts(type = "number")]
    pub at: u64,
    pub scope: ScopeView,
    /// The last thing of each stream that had left.
    pub streams: Vec<StreamView>,
    #[ts(type = "string[]")]
    pub takes_stopped: Vec<TakeId>,
    #[ts(type = "string[]")]
    pub clips_withheld: Vec<ClipId>,
    /// Indexes of its entries in the ledger.
    #[ts(type = "number[]")]
    pub ledger: Vec<u64>,
    /// From the request to silence on every node.
    #[ts(type = "number")]
    pub millis: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StreamView {
    #[ts(type = "string")]
    pub take: TakeId,
    #[ts(type = "number")]
    pub stream: u64,
    pub node: String,
    /// None: nothing had left.
    #[ts(type = "number | null")]
    pub last_sequence: Option<u64>,
}

/// Somebody wants me in a take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuestionView {
    #[ts(type = "string")]
    pub question: QuestionId,
    #[ts(type = "string")]
    pub cameo: CameoId,
    /// Which of my cameos: `ana`, `ana.rex`.
    pub mention: String,
    #[ts(type = "string")]
    pub take: TakeId,
    #[ts(type = "string | null")]
    pub room: Option<RoomId>,
    pub room_name: Option<String>,
    /// Handle of who asked for the take.
    pub by: String,
    /// Handles; the asker first.
    pub makers: Vec<String>,
    pub title: String,
    /// Each shot of the take with all that is said in it, in lines; then who else is in it.
    pub prompts: Vec<String>,
    #[ts(type = "number")]
    pub asked_at: u64,
    #[ts(type = "number")]
    pub expires_at: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AnswerView {
    /// This take only.
    Once,
    /// Every take of this room from now on.
    Room,
    /// Every take of these makers from now on.
    Always,
    No,
}

impl From<AnswerView> for rules::Answer {
    fn from(answer: AnswerView) -> Self {
        match answer {
            AnswerView::Once => Self::Once,
            AnswerView::Room => Self::Room,
            AnswerView::Always => Self::Always,
            AnswerView::No => Self::No,
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AnswerRequest {
    pub answer: AnswerView,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrecheckRequest {
    /// Where the take would be made.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub room: Option<RoomId>,
    /// At most 32, with or without the `@`.
    pub mentions: Vec<String>,
}

/// What would be said if I asked for a take with this mention now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrecheckView {
    /// As it was sent, without the `@`.
    pub mention: String,
    pub ruling: RulingView,
    /// None for what is unknown.
    pub kind: Option<KindView>,
    pub why: WhyView,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RulingView {
    Allowed,
    WillAsk,
    Denied,
    /// Nobody of this name has a cameo: a stand-in is drawn.
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WhyView {
    /// Stable.
    pub code: String,
    /// One plain sentence.
    pub sentence: String,
}

/// One cameo in a take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CastView {
    #[ts(type = "string")]
    pub cameo: CameoId,
    /// Without the `@`.
    pub mention: String,
    /// Handle.
    pub owner: String,
}

impl From<Appears> for CastView {
    fn from(appears: Appears) -> Self {
        Self { cameo: appears.cameo, owner: appears.mention.handle().to_string(), mention: appears.mention.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_one_word_or_one_pair() {
        let room = "01890000-0000-7000-8000-000000000001";
        for (text, scope) in [
            (r#""everything""#.to_owned(), ScopeView::Everything),
            (r#"{"person":"ben"}"#.to_owned(), ScopeView::Person("ben".into())),
            (format!(r#"{{"room":"{room}"}}"#), ScopeView::Room(room.parse().expect("an id"))),
        ] {
            assert_eq!(serde_json::from_str::<ScopeView>(&text).expect("a scope"), scope);
            assert_eq!(serde_json::to_string(&scope).expect("plain data"), text);
        }
        for bad in [r#""all""#, r#"{"person":"ben","room":"x"}"#, r#"{"take":"7"}"#, "{}"] {
            assert!(serde_json::from_str::<ScopeView>(bad).is_err(), "{bad}");
        }
    }
}
