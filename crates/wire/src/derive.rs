//! Bodies about clips that are made of clips.
//!
//! | route | body | answer |
//! | --- | --- | --- |
//! | `GET /api/clips/{clip}/lineage` | | [`LineageView`] |
//! | `GET /api/clips/{clip}/storyboard` | | [`StoryboardView`]: its words, as they were frozen |
//! | `POST /api/clips/{clip}/remixes` | [`RemixRequest`] | 201 [`Remixed`]: its storyboard stands in a room, to be changed and taken |
//! | `POST /api/clips/{clip}/edits` | [`EditRequest`] | 202 [`DerivedTake`]: the same seed with other words |
//! | `POST /api/clips/{clip}/extensions` | [`ExtensionRequest`] | 202 [`DerivedTake`]: it goes on without a cut |
//! | `POST /api/clips/stitches` | [`StitchRequest`] | 202 [`DerivedTake`]: one after the other |
//! | `POST /api/clips/cuts` | [`CutRequest`] | 202 [`DerivedTake`]: pieces of them one after the other |
//!
//! Those that make a take heed the header `Idempotency-Key` (1 to 48 visible characters): sent again with the same, it is the same take.

use crate::{Absent, http::ShotWords};
use domain::{ClipId, RoomId, TakeId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RemixRequest {
    /// Behind the storyboard of this room. None: in a new room.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub room: Option<RoomId>,
    /// Of a new room; none: after the clip.
    #[serde(default)]
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Remixed {
    #[ts(type = "string")]
    pub room: RoomId,
    /// How many were copied.
    pub shots: u32,
}

/// Either all shots anew, or changes of some.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EditRequest {
    #[serde(default)]
    pub shots: Option<Vec<ShotWords>>,
    #[serde(default)]
    pub changes: Vec<ShotChange>,
    /// Where it is made; none: in the room of the clip.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub room: Option<RoomId>,
    #[serde(default)]
    #[ts(optional, as = "Option<Absent>")]
    pub absent: Absent,
}

/// What is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ShotChange {
    /// From 0.
    pub shot: u32,
    #[serde(default)]
    #[ts(optional)]
    pub prompt: Option<String>,
    #[serde(default)]
    #[ts(optional)]
    pub style: Option<String>,
    #[serde(default)]
    #[ts(optional)]
    pub camera: Option<String>,
    #[serde(default)]
    #[ts(optional)]
    pub setting: Option<String>,
    /// Lines as they are written beside a shot.
    #[serde(default)]
    #[ts(optional)]
    pub dialogue: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRequest {
    /// 1 to 15.
    pub seconds: u32,
    /// What happens then; empty: they go on with what they do.
    #[serde(default)]
    pub prompt: String,
    #[serde(default)]
    #[ts(type = "string | null")]
    pub room: Option<RoomId>,
    #[serde(default)]
    #[ts(optional, as = "Option<Absent>")]
    pub absent: Absent,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StitchRequest {
    /// 2 to 8, of one size and rate, at most a minute in all.
    #[ts(type = "string[]")]
    pub clips: Vec<ClipId>,
    /// None: the room of the first.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub room: Option<RoomId>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CutRequest {
    /// 1 to 24, of clips of one size and rate, 4 to 60 s in all. The same piece may come several times.
    pub pieces: Vec<CutPiece>,
    /// None: the room of the first.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub room: Option<RoomId>,
}

/// Whole seconds of a clip.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CutPiece {
    #[ts(type = "string")]
    pub clip: ClipId,
    pub from: u32,
    /// Not shown any more.
    pub to: u32,
}

/// What a take is made of, for lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MadeOf {
    pub how: HowView,
    /// Each once.
    #[ts(type = "string[]")]
    pub clips: Vec<ClipId>,
}

impl From<domain::plan::Derived> for MadeOf {
    fn from(derived: domain::plan::Derived) -> Self {
        let mut clips: Vec<ClipId> = Vec::new();
        for clip in derived.clips {
            if !clips.contains(&clip) {
                clips.push(clip);
            }
        }
        Self { how: derived.how.into(), clips }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DerivedTake {
    #[ts(type = "string")]
    pub take: TakeId,
    #[ts(type = "string")]
    pub room: RoomId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StoryboardView {
    pub shots: Vec<FrozenShot>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FrozenShot {
    pub prompt: String,
    pub seconds: u32,
    pub style: String,
    pub camera: String,
    pub setting: String,
    pub dialogue: String,
    pub continues: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HowView {
    Remix,
    Edit,
    Extension,
    Stitch,
    Cut,
}

/// What a clip was made of and what was made of it, as far as I may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LineageView {
    /// The clip itself too.
    pub clips: Vec<LineageClip>,
    pub links: Vec<LineageLink>,
    /// There are more than are told.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LineageClip {
    #[ts(type = "string")]
    pub clip: ClipId,
    pub state: LineageState,
    /// Of those that I can see.
    pub title: Option<String>,
    pub seconds: Option<u32>,
    /// Its pictures can be had now.
    pub plays: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LineageState {
    Seen,
    /// It is none of mine.
    Unseen,
    Deleted,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LineageLink {
    #[ts(type = "string")]
    pub clip: ClipId,
    #[ts(type = "string")]
    pub parent: ClipId,
    pub how: HowView,
    /// Among the parents of the clip, from 0.
    pub place: u32,
}

impl From<domain::plan::Derivation> for HowView {
    fn from(how: domain::plan::Derivation) -> Self {
        use domain::plan::Derivation;
        match how {
            Derivation::Remix => Self::Remix,
            Derivation::Edit => Self::Edit,
            Derivation::Extension => Self::Extension,
            Derivation::Stitch => Self::Stitch,
            Derivation::Cut => Self::Cut,
        }
    }
}
