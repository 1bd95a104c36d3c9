//! The frozen plan: what one take shows, fixed at the moment it was asked for.
//!
//! What is written in the storyboard later changes nothing here. The cast is part of the plan: the consent gate
//! reads it from here and from nowhere else.

use crate::{
    CameoId, ClipId, RoomId, TakeId, UploadId, UserId,
    account::Handle,
    likeness::CameoKind,
    mention::Mention,
    storyboard::{MAX_DIALOGUE, MAX_PROMPT, Shot, Storyboard, StoryboardError},
};
use serde::{Deserialize, Serialize};

/// Characters of one shot as it is told to those who are asked. More only where a dialogue has a great many speakers.
pub const MAX_TOLD: usize = MAX_PROMPT + 2 * MAX_DIALOGUE;

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

/// One cameo in a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CastMember {
    pub cameo: CameoId,
    pub owner: UserId,
    /// As it stands in prompts and dialogue: `@ana`, `@ana.rex`.
    pub mention: Mention,
    pub kind: CameoKind,
}

/// The cameos that a plan shows, each once, sorted by id. A mention in the plan's words that is not in its cast is drawn as a neutral
/// stand-in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cast(Vec<CastMember>);

impl Cast {
    #[must_use]
    pub fn nobody() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn of(members: impl IntoIterator<Item = CastMember>) -> Self {
        let mut members: Vec<_> = members.into_iter().collect();
        members.sort_unstable();
        members.dedup_by_key(|member| member.cameo);
        Self(members)
    }

    /// The cameos, sorted.
    pub fn iter(&self) -> impl Iterator<Item = CameoId> + '_ {
        self.0.iter().map(|member| member.cameo)
    }

    #[must_use]
    pub fn members(&self) -> &[CastMember] {
        &self.0
    }

    /// Who appears, each once, sorted.
    #[must_use]
    pub fn owners(&self) -> Vec<UserId> {
        let mut owners: Vec<_> = self.0.iter().map(|member| member.owner).collect();
        owners.sort_unstable();
        owners.dedup();
        owners
    }

    /// The cast without some of its cameos: what their mentions show then is a stand-in.
    #[must_use]
    pub fn without(&self, gone: &[CameoId]) -> Self {
        Self(self.0.iter().filter(|member| !gone.contains(&member.cameo)).cloned().collect())
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    remake_of: Option<ClipId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    derived: Option<Derived>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    recorded: bool,
}

/// The clips that a plan was made of, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derived {
    pub how: Derivation,
    /// At least one, in the order in which they are used.
    pub clips: Vec<ClipId>,
    /// Of a cut: what is shown of each. Else none: all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// Whole seconds of a clip, from the beginning of one to the beginning of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub from: u32,
    pub to: u32,
}

impl Span {
    #[must_use]
    pub fn seconds(self) -> u32 {
        self.to.saturating_sub(self.from)
    }
}

impl Derived {
    /// Of whole clips.
    #[must_use]
    pub fn of(how: Derivation, clips: Vec<ClipId>) -> Self {
        Self { how, clips, spans: Vec::new() }
    }

    /// Clips in the order in which they are used, each with what is shown of it; none: all of it.
    pub fn parts(&self) -> impl Iterator<Item = (ClipId, Option<Span>)> + '_ {
        self.clips.iter().enumerate().map(|(at, clip)| (*clip, self.spans.get(at).copied()))
    }

    /// What it is made of: of a cut each clip once, in the order in which they come.
    #[must_use]
    pub fn parents(&self) -> Vec<ClipId> {
        let mut parents: Vec<ClipId> = Vec::new();
        for clip in &self.clips {
            if self.how != Derivation::Cut || !parents.contains(clip) {
                parents.push(*clip);
            }
        }
        parents
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Derivation {
    /// Changed words, another seed.
    Remix,
    /// Changed words, the same seed: what was not changed stays as it was.
    Edit,
    /// Goes on where the clip ends.
    Extension,
    /// Clips one after the other.
    Stitch,
    /// Pieces of clips one after the other.
    Cut,
}

impl Derivation {
    /// As the store and the wire name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Remix => "remix",
            Self::Edit => "edit",
            Self::Extension => "extension",
            Self::Stitch => "stitch",
            Self::Cut => "cut",
        }
    }

    /// Made of the pictures of others as they are: nothing is drawn.
    #[must_use]
    pub fn joins(self) -> bool {
        match self {
            Self::Stitch | Self::Cut => true,
            Self::Remix | Self::Edit | Self::Extension => false,
        }
    }

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Remix, Self::Edit, Self::Extension, Self::Stitch, Self::Cut].into_iter().find(|how| how.name() == name)
    }

    /// # Errors
    /// The first limit that is passed.
    pub fn checked(self, storyboard: Storyboard) -> Result<Storyboard, StoryboardError> {
        match self {
            Self::Remix => storyboard.checked(),
            Self::Edit | Self::Extension | Self::Stitch | Self::Cut => storyboard.checked_derived(),
        }
    }
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
            Self::Storyboard(StoryboardError::ShotSeconds { .. } | StoryboardError::TakeSeconds { .. } | StoryboardError::DerivedSeconds { .. }) => {
                "seconds_unsupported"
            }
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
        let storyboard = draft.storyboard.clone().checked()?;
        Self::fixed(draft, storyboard)
    }

    /// The same for a take that is made of other clips. A remix is a take like any other; the others may last longer.
    ///
    /// # Errors
    /// The first limit that is passed.
    pub fn freeze_derived(draft: Draft, derived: Derived) -> Result<Self, PlanError> {
        let storyboard = derived.how.checked(draft.storyboard.clone())?;
        Ok(Self::fixed(draft, storyboard)?.derived_from(derived))
    }

    fn fixed(draft: Draft, storyboard: Storyboard) -> Result<Self, PlanError> {
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
            remake_of: None,
            derived: None,
            recorded: false,
        })
    }

    /// Marks it as made in the place of a clip from which somebody took their consent back.
    #[must_use]
    pub fn in_place_of(self, clip: ClipId) -> Self {
        Self { remake_of: Some(clip), ..self }
    }

    /// Marks it as made of other clips.
    #[must_use]
    pub fn derived_from(self, derived: Derived) -> Self {
        Self { derived: Some(derived), ..self }
    }

    /// Marks it as recorded of a stage: its pictures were shown already, and none is drawn.
    #[must_use]
    pub fn as_recorded(self) -> Self {
        Self { recorded: true, ..self }
    }

    #[must_use]
    pub fn is_recorded(&self) -> bool {
        self.recorded
    }

    #[must_use]
    pub fn derived(&self) -> Option<&Derived> {
        self.derived.as_ref()
    }

    /// The uploads that its shots use, each once, in order.
    #[must_use]
    pub fn uploads(&self) -> Vec<UploadId> {
        let mut uploads: Vec<_> = self.shots.iter().filter_map(|shot| shot.reference).map(|reference| reference.upload).collect();
        uploads.sort_unstable();
        uploads.dedup();
        uploads
    }

    /// The clip in whose place it is made.
    #[must_use]
    pub fn remake_of(&self) -> Option<ClipId> {
        self.remake_of
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

    /// All that somebody who is asked must know: every shot with everything that is said in it, since a figure is carried over into shots
    /// that don't name it; then who else is cast. A text each, of lines, at most [`MAX_TOLD`] characters and a note of what is left out.
    #[must_use]
    pub fn told_to(&self, mention: &Mention) -> Vec<String> {
        let others: Vec<String> =
            self.cast.members().iter().filter(|member| member.mention != *mention).map(|member| format!("@{}", member.mention)).collect();
        let others = (!others.is_empty()).then(|| format!("Also in it: {}", others.join(", ")));
        self.shots.iter().map(told).chain(others).map(|text| shortened(text, MAX_TOLD)).collect()
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

/// Prompt, setting, style and camera where they are set, what it uses, what was changed of what was understood, and each line of the dialogue.
fn told(shot: &Shot) -> String {
    let named =
        [("Setting", &shot.setting), ("Style", &shot.style), ("Camera", &shot.camera)].into_iter().filter(|(_, word)| !word.trim().is_empty());
    let named = named.map(|(name, word)| format!("{name}: {}", word.trim()));
    let prompt = Some(shot.prompt.trim().to_owned()).filter(|prompt| !prompt.is_empty());
    let spoken = shot.dialogue.iter().map(|line| format!("{}: {}", line.speaker, line.words));
    let used = shot.reference.map(|reference| format!("Uses: {}", reference.role.told()));
    let changed = shot.corrections.iter().map(|correction| format!("Changed: {} → {}", correction.what, correction.to));
    prompt.into_iter().chain(named).chain(used).chain(changed).chain(spoken).collect::<Vec<_>>().join("\n")
}

/// What is left out is said: a yes to a text is a yes to no more than that text.
fn shortened(text: String, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text,
        Some((end, _)) => format!("{}…\n({} more characters are not shown here)", &text[..end], text[end..].chars().count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixtures::{maker, member, take},
        storyboard::Line,
    };

    fn plan(shots: Vec<Shot>, cast: &[u8]) -> FrozenPlan {
        let draft = Draft {
            take: take(1),
            room: None,
            storyboard: Storyboard { shots },
            format: Format::default(),
            seed: 1,
            makers: vec![maker(1)],
            cast: Cast::of(cast.iter().copied().map(member)),
            rules: 1,
        };
        FrozenPlan::freeze(draft).expect("within limits")
    }

    fn says(speaker: &str, words: &str) -> Line {
        Line { speaker: speaker.into(), language: "en".into(), words: words.into() }
    }

    #[test]
    fn who_is_asked_sees_every_shot_and_every_word_in_their_mouth() {
        let first = Shot { id: "a".into(), prompt: "@user_7 waits".into(), seconds: 4, ..Shot::default() };
        let second = Shot {
            id: "b".into(),
            prompt: "at the shore".into(),
            seconds: 4,
            style: "cartoon".into(),
            camera: "zoom in".into(),
            setting: "a roof at night".into(),
            dialogue: vec![says("@user_7", "I hate snails"), says("Ben", "Why?")],
            ..Shot::default()
        };
        let plan = plan(vec![first, second], &[7, 8]);
        let second = "at the shore\nSetting: a roof at night\nStyle: cartoon\nCamera: zoom in\n@user_7: I hate snails\nBen: Why?";
        assert_eq!(plan.told_to(&member(7).mention), ["@user_7 waits", second, "Also in it: @user_8"]);
    }

    #[test]
    fn what_does_not_fit_is_not_hidden() {
        let speaker = "x".repeat(70);
        let dialogue: Vec<Line> = (0..900).map(|_| says(&speaker, "y")).collect();
        let plan = plan(vec![Shot { id: "a".into(), prompt: "a".into(), seconds: 4, dialogue, ..Shot::default() }], &[7]);
        let told = plan.told_to(&member(7).mention);
        assert!(told[0].chars().count() < MAX_TOLD + 100);
        assert!(told[0].ends_with(" more characters are not shown here)"), "{}", told[0]);
    }
}
