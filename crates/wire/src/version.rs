//! Versions of a storyboard.
//!
//! | route | body | answer |
//! | --- | --- | --- |
//! | `GET /api/rooms/{room}/storyboard/versions` | | [`VersionsView`], the newest first |
//! | `POST /api/rooms/{room}/storyboard/versions` | | [`VersionKept`]: what stands now is one |
//! | `GET /api/rooms/{room}/storyboard/versions/{number}` | | [`VersionView`]; `now`: what stands now |
//!
//! Restoring one is an edit of the document like any other.

use crate::{http::CorrectionWords, room::PersonView, upload::UploadRole};
use domain::{ClipId, UploadId, UserId, version as rules};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VersionsView {
    pub versions: Vec<VersionSummary>,
    /// What was written since the newest one; none: nothing.
    pub now: Option<VersionSummary>,
    /// Everybody in it who has an account.
    pub people: Vec<PersonView>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VersionSummary {
    /// None: what stands now.
    #[ts(type = "number | null")]
    pub number: Option<u64>,
    /// When its last word was written.
    #[ts(type = "number")]
    pub at: u64,
    /// Who wrote since the one before. Nobody: it is not known.
    #[ts(type = "string[]")]
    pub by: Vec<UserId>,
    pub reason: Option<VersionReason>,
    pub shots: u32,
    pub words: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VersionReason {
    Pause,
    Take,
    Author,
    Kept,
    Closed,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VersionKept {
    /// None: nothing was written since the newest one.
    #[ts(type = "number | null")]
    pub number: Option<u64>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VersionView {
    pub version: VersionSummary,
    pub shots: Vec<VersionShotView>,
    pub people: Vec<PersonView>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VersionShotView {
    pub id: String,
    pub prompt: Vec<StretchView>,
    pub dialogue: Vec<StretchView>,
    pub setting: Vec<StretchView>,
    pub seconds: u32,
    pub style: String,
    pub camera: String,
    pub continues: bool,
    pub reference: Option<VersionReference>,
    #[ts(type = "string | null")]
    pub copied_from: Option<ClipId>,
    pub corrections: Vec<CorrectionWords>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VersionReference {
    #[ts(type = "string")]
    pub upload: UploadId,
    pub role: UploadRole,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StretchView {
    /// Whose words; none: it can't be told.
    #[ts(type = "string | null")]
    pub by: Option<UserId>,
    pub text: String,
}

impl From<rules::Reason> for VersionReason {
    fn from(reason: rules::Reason) -> Self {
        use rules::Reason;
        match reason {
            Reason::Pause => Self::Pause,
            Reason::Take => Self::Take,
            Reason::Author => Self::Author,
            Reason::Kept => Self::Kept,
            Reason::Closed => Self::Closed,
        }
    }
}

impl From<rules::VersionShot> for VersionShotView {
    fn from(shot: rules::VersionShot) -> Self {
        let told = |text: Vec<rules::Stretch>| text.into_iter().map(|stretch| StretchView { by: stretch.by, text: stretch.text }).collect();
        Self {
            id: shot.id,
            prompt: told(shot.prompt),
            dialogue: told(shot.dialogue),
            setting: told(shot.setting),
            seconds: shot.seconds,
            style: shot.style,
            camera: shot.camera,
            continues: shot.continues,
            reference: shot.reference.map(|reference| VersionReference { upload: reference.upload, role: reference.role.into() }),
            copied_from: shot.copied_from,
            corrections: shot.corrections.into_iter().map(|correction| CorrectionWords { what: correction.what, to: correction.to }).collect(),
        }
    }
}
