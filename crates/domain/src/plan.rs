//! The frozen plan: what one take shows, fixed at the moment it was asked for.
//!
//! What is written in the storyboard later changes nothing here. The cast is part of the plan: the consent gate
//! reads it from here and from nowhere else.

use crate::{
    CameoId, RoomId, TakeId, UserId,
    account::Handle,
    storyboard::{Shot, Storyboard, StoryboardError},
};
use serde::{Deserialize, Serialize};

/// Pixels; both even.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

impl Size {
    pub const UPRIGHT: Self = Self { width: 720, height: 1280 };
    pub const WIDE: Self = Self { width: 1280, height: 720 };
    pub const SQUARE: Self = Self { width: 720, height: 720 };
    /// The sizes a take can have.
    pub const OFFERED: [Self; 6] = [
        Self::UPRIGHT,
        Self::WIDE,
        Self::SQUARE,
        Self { width: 540, height: 960 },
        Self { width: 960, height: 540 },
        Self { width: 360, height: 640 },
    ];
}

/// Size and frames per second of a take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Format {
    pub size: Size,
    /// 24, 25 or 30.
    pub fps: u32,
}

impl Default for Format {
    fn default() -> Self {
        Self { size: Size::UPRIGHT, fps: 24 }
    }
}

impl Format {
    /// # Errors
    /// Where the size is not offered, or the rate is not 24, 25 or 30.
    pub fn checked(self) -> Result<Self, PlanError> {
        if !Size::OFFERED.contains(&self.size) {
            return Err(PlanError::Size { width: self.size.width, height: self.size.height });
        }
        if ![24, 25, 30].contains(&self.fps) {
            return Err(PlanError::Rate(self.fps));
        }
        Ok(self)
    }
}

/// Someone who makes a take: they asked for it, or their text stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maker {
    pub user: UserId,
    pub handle: Handle,
}

/// The cameos that a plan shows. Until cameos can be enrolled it is always empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cast(Vec<CameoId>);

impl Cast {
    #[must_use]
    pub fn nobody() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn of(cameos: impl IntoIterator<Item = CameoId>) -> Self {
        let mut cameos: Vec<_> = cameos.into_iter().collect();
        cameos.sort_unstable();
        cameos.dedup();
        Self(cameos)
    }

    pub fn iter(&self) -> impl Iterator<Item = CameoId> + '_ {
        self.0.iter().copied()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// All that an engine needs to know, and all that consent looks at. Made by [`FrozenPlan::freeze`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenPlan {
    take: TakeId,
    room: Option<RoomId>,
    shots: Vec<Shot>,
    format: Format,
    seed: u64,
    makers: Vec<Maker>,
    cast: Cast,
    /// Version of the moderation rules that let it pass.
    rules: u32,
}

/// What a plan is frozen from.
#[derive(Clone, Debug)]
pub struct Draft {
    pub take: TakeId,
    /// None: made without a server.
    pub room: Option<RoomId>,
    pub storyboard: Storyboard,
    pub format: Format,
    pub seed: u64,
    /// The asker first, then those whose text survives.
    pub makers: Vec<Maker>,
    pub cast: Cast,
    pub rules: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    #[error(transparent)]
    Storyboard(#[from] StoryboardError),
    #[error("{width}×{height} is not offered: ask for 720×1280, 1280×720, 720×720, 540×960, 960×540 or 360×640")]
    Size { width: u32, height: u32 },
    #[error("{0} frames a second are not offered: ask for 24, 25 or 30")]
    Rate(u32),
    #[error("a take needs at least one maker")]
    NoMaker,
}

impl PlanError {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Storyboard(StoryboardError::Empty) => "storyboard_empty",
            Self::Storyboard(StoryboardError::PromptTooLong { .. }) => "prompt_too_long",
            Self::Storyboard(StoryboardError::ShotSeconds { .. } | StoryboardError::TakeSeconds { .. }) => "seconds_unsupported",
            Self::Storyboard(StoryboardError::UnknownShot(_)) => "shot_unknown",
            Self::Storyboard(_) => "storyboard_too_large",
            Self::Size { .. } => "size_unsupported",
            Self::Rate(_) => "rate_unsupported",
            Self::NoMaker => "maker_missing",
        }
    }
}

impl FrozenPlan {
    /// Checks every limit and fixes the plan.
    ///
    /// # Errors
    /// The first limit that is passed.
    pub fn freeze(draft: Draft) -> Result<Self, PlanError> {
        let storyboard = draft.storyboard.checked()?;
        let format = draft.format.checked()?;
        let mut makers: Vec<Maker> = Vec::new();
        for maker in draft.makers {
            if !makers.iter().any(|known| known.user == maker.user) {
                makers.push(maker);
            }
        }
        if makers.is_empty() {
            return Err(PlanError::NoMaker);
        }
        Ok(Self {
            take: draft.take,
            room: draft.room,
            shots: storyboard.shots,
            format,
            seed: draft.seed,
            makers,
            cast: draft.cast,
            rules: draft.rules,
        })
    }

    #[must_use]
    pub fn take(&self) -> TakeId {
        self.take
    }

    #[must_use]
    pub fn room(&self) -> Option<RoomId> {
        self.room
    }

    #[must_use]
    pub fn shots(&self) -> &[Shot] {
        &self.shots
    }

    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The asker first.
    #[must_use]
    pub fn makers(&self) -> &[Maker] {
        &self.makers
    }

    #[must_use]
    pub fn cast(&self) -> &Cast {
        &self.cast
    }

    #[must_use]
    pub fn rules(&self) -> u32 {
        self.rules
    }

    #[must_use]
    pub fn seconds(&self) -> u32 {
        self.shots.iter().map(|shot| shot.seconds).sum()
    }

    /// Frames of the whole take.
    #[must_use]
    pub fn frames(&self) -> u32 {
        self.seconds() * self.format.fps
    }

    /// A short name for lists: the start of the first prompt.
    #[must_use]
    pub fn title(&self) -> String {
        let text = self.shots.iter().map(|shot| shot.prompt.trim()).find(|prompt| !prompt.is_empty()).unwrap_or("untitled");
        let mut title: String = text.chars().take(80).collect();
        if text.chars().count() > 80 {
            title.push('…');
        }
        title
    }
}
