//! New takes made of finished ones: a clip with other words, a longer one, several in a row.
//!
//! It works on frozen plans and on what somebody wishes, and gives what a take is then frozen from. Whether they may see the clips, and
//! whether everybody in them consents anew, is decided elsewhere.

use crate::{
    ClipId,
    mention::{Mention, of_storyboard},
    plan::{Derivation, Derived, Format, FrozenPlan, Maker, PlanError, Span},
    storyboard::{Line, Shot, Storyboard, StoryboardError, TAKE_SECONDS},
};
use std::{collections::BTreeSet, ops::RangeInclusive};

/// Seconds by which a clip is made longer at once.
pub const EXTENSION_SECONDS: RangeInclusive<u32> = 1..=15;
/// Clips that are joined at once.
pub const STITCHED: RangeInclusive<usize> = 2..=8;

/// A clip that something is made of.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub clip: ClipId,
    pub plan: &'a FrozenPlan,
}

/// What a derived take is frozen from, but for its asker and its cast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derivative {
    /// Within its limits.
    pub storyboard: Storyboard,
    pub format: Format,
    pub seed: u64,
    /// Those whose text survives.
    pub makers: Vec<Maker>,
    /// Who may be cast; others are stand-ins, as they were.
    pub mentions: BTreeSet<Mention>,
    pub derived: Derived,
}

/// Other words for one shot; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShotChange {
    /// From 0.
    pub shot: usize,
    pub prompt: Option<String>,
    pub style: Option<String>,
    pub camera: Option<String>,
    pub setting: Option<String>,
    pub dialogue: Option<Vec<Line>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// All shots anew. One that stands where an old one stood keeps its id, its upload, and whether it goes on.
    Whole(Vec<Shot>),
    Shots(Vec<ShotChange>),
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeriveError {
    #[error("nothing was changed: write another prompt, style, camera, setting or dialogue for at least one shot")]
    Unchanged,
    #[error("the clip has no shot {0}")]
    UnknownShot(usize),
    #[error("{0} s are not offered: a clip is made 1 to 15 s longer at once")]
    ExtensionSeconds(u32),
    #[error("this clip was joined of others: change or extend one of those, and join them again")]
    Joined,
    #[error("{0} clips: join 2 to 8")]
    Count(usize),
    #[error("{0} pieces: a cut has 1 to 24")]
    Pieces(usize),
    #[error("piece {piece} is from {} to {} s of a clip that lasts {seconds} s: take whole seconds that are in it", span.from, span.to)]
    Outside { piece: usize, span: Span, seconds: u32 },
    #[error("this is the clip as it is: leave something of it out, change the order, repeat a piece, or add one of another clip")]
    Uncut,
    #[error(
        "clip {place} is {} × {} at {} pictures a second, the first is not: only clips of the same size and rate are joined",
        format.size.width, format.size.height, format.fps
    )]
    Unfit { place: usize, format: Format },
    #[error(transparent)]
    Plan(#[from] PlanError),
}

impl From<StoryboardError> for DeriveError {
    fn from(error: StoryboardError) -> Self {
        Self::Plan(error.into())
    }
}

impl DeriveError {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unchanged => "edit_empty",
            Self::UnknownShot(_) => "shot_unknown",
            Self::ExtensionSeconds(_) => "seconds_unsupported",
            Self::Joined => "derivation_unsupported",
            Self::Count(_) => "clips_count",
            Self::Pieces(_) => "pieces_count",
            Self::Outside { .. } => "piece_outside",
            Self::Uncut => "cut_empty",
            Self::Unfit { .. } => "clips_unfit",
            Self::Plan(error) => error.code(),
        }
    }
}

/// The same seed and format with other words: what was not changed is drawn as it was.
///
/// # Errors
/// `edit_empty`, `shot_unknown`, `derivation_unsupported`, what passes a limit.
pub fn edited(source: Source<'_>, changes: Changes) -> Result<Derivative, DeriveError> {
    demand_drawn(source)?;
    let shots = match changes {
        Changes::Whole(shots) => standing_in_place(source.plan.shots(), shots),
        Changes::Shots(changes) => changed(source.plan.shots(), changes)?,
    };
    let storyboard = Storyboard { shots }.checked_derived()?;
    let seconds = storyboard.seconds();
    if seconds > source.plan.seconds().max(*TAKE_SECONDS.end()) {
        return Err(StoryboardError::TakeSeconds { seconds }.into());
    }
    if storyboard.shots == source.plan.shots() {
        return Err(DeriveError::Unchanged);
    }
    Ok(of_one(source, storyboard, Derivation::Edit))
}

/// The same, and a shot more that goes on where the last one ends. No prompt: they go on with what they do.
///
/// # Errors
/// `seconds_unsupported`, `derivation_unsupported`, what passes a limit.
pub fn extended(source: Source<'_>, seconds: u32, prompt: &str) -> Result<Derivative, DeriveError> {
    demand_drawn(source)?;
    if !EXTENSION_SECONDS.contains(&seconds) {
        return Err(DeriveError::ExtensionSeconds(seconds));
    }
    let mut shots = source.plan.shots().to_vec();
    let (style, setting) = shots.last().map(|last| (last.style.clone(), last.setting.clone())).unwrap_or_default();
    let id = free_id(&shots);
    shots.push(Shot { id, prompt: prompt.trim().to_owned(), seconds, style, setting, continues: true, ..Shot::default() });
    let storyboard = Storyboard { shots }.checked_derived()?;
    Ok(of_one(source, storyboard, Derivation::Extension))
}

/// One after the other. Who appears in any of them appears in it. Nothing is drawn anew; its shots still name their uploads, so that whoever is seen in
/// those is looked up anew.
///
/// # Errors
/// `clips_count`, `clips_unfit`, what passes a limit.
pub fn stitched(sources: &[Source<'_>]) -> Result<Derivative, DeriveError> {
    let [first, ..] = sources else { return Err(DeriveError::Count(0)) };
    if !STITCHED.contains(&sources.len()) {
        return Err(DeriveError::Count(sources.len()));
    }
    let format = first.plan.format();
    if let Some((at, unfit)) = sources.iter().enumerate().find(|(_, source)| source.plan.format() != format) {
        return Err(DeriveError::Unfit { place: at + 1, format: unfit.plan.format() });
    }
    let storyboard = Storyboard { shots: sources.iter().flat_map(|source| as_part(source.plan.shots())).collect() }.checked_derived()?;
    Ok(Derivative {
        storyboard,
        format,
        seed: first.plan.seed(),
        makers: sources.iter().flat_map(|source| source.plan.makers().iter().cloned()).collect(),
        mentions: sources.iter().flat_map(|source| mentions(source.plan)).collect(),
        derived: Derived::of(Derivation::Stitch, sources.iter().map(|source| source.clip).collect()),
    })
}

/// A clip that was joined has no plan from which the engine would draw it again.
fn demand_drawn(source: Source<'_>) -> Result<(), DeriveError> {
    if is_joined(source.plan) { Err(DeriveError::Joined) } else { Ok(()) }
}

/// Made of the pictures of others: nothing would draw it again.
#[must_use]
pub fn is_joined(plan: &FrozenPlan) -> bool {
    plan.derived().is_some_and(|derived| derived.how.joins())
}

fn of_one(source: Source<'_>, storyboard: Storyboard, how: Derivation) -> Derivative {
    let before = of_storyboard(&Storyboard { shots: source.plan.shots().to_vec() });
    let cast: BTreeSet<Mention> = mentions(source.plan).collect();
    // Who was named and not cast stays a stand-in.
    let mentions = of_storyboard(&storyboard).into_iter().filter(|mention| cast.contains(mention) || !before.contains(mention)).collect();
    Derivative {
        storyboard,
        format: source.plan.format(),
        seed: source.plan.seed(),
        makers: source.plan.makers().to_vec(),
        mentions,
        derived: Derived::of(how, vec![source.clip]),
    }
}

pub(crate) fn mentions(plan: &FrozenPlan) -> impl Iterator<Item = Mention> + '_ {
    plan.cast().members().iter().map(|member| member.mention.clone())
}

fn standing_in_place(before: &[Shot], shots: Vec<Shot>) -> Vec<Shot> {
    let mut old = before.iter();
    let placed = shots.into_iter().map(|shot| {
        let Some(old) = old.next() else { return shot };
        let same = old.prompt == shot.prompt && old.dialogue == shot.dialogue;
        let corrections = if same { old.corrections.clone() } else { Vec::new() };
        Shot { id: old.id.clone(), continues: old.continues, reference: old.reference, copied_from: old.copied_from, corrections, ..shot }
    });
    placed.collect()
}

fn changed(before: &[Shot], changes: Vec<ShotChange>) -> Result<Vec<Shot>, DeriveError> {
    let mut shots = before.to_vec();
    for ShotChange { shot: at, prompt, style, camera, setting, dialogue } in changes {
        let shot = shots.get_mut(at).ok_or(DeriveError::UnknownShot(at + 1))?;
        if prompt.as_ref().is_some_and(|prompt| *prompt != shot.prompt) {
            // They were about the words that were there.
            shot.corrections.clear();
        }
        for (word, new) in [(&mut shot.prompt, prompt), (&mut shot.style, style), (&mut shot.camera, camera), (&mut shot.setting, setting)] {
            if let Some(new) = new {
                *word = new;
            }
        }
        if let Some(dialogue) = dialogue {
            shot.dialogue = dialogue;
        }
    }
    Ok(shots)
}

fn as_part(shots: &[Shot]) -> impl Iterator<Item = Shot> + '_ {
    let part = |(at, shot): (usize, &Shot)| Shot { continues: shot.continues && at > 0, copied_from: None, ..shot.clone() };
    shots.iter().enumerate().map(part)
}

fn free_id(shots: &[Shot]) -> String {
    let taken = |id: &String| shots.iter().any(|shot| shot.id == *id);
    (shots.len() + 1..).map(|number| format!("more{number}")).find(|id| !taken(id)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        UploadId,
        fixtures::{clip, maker, member, take},
        plan::{Cast, Draft, Size},
        upload::{Reference, Role},
    };

    fn shot(id: &str, prompt: &str, seconds: u32) -> Shot {
        Shot { id: id.into(), prompt: prompt.into(), seconds, style: "cartoon".into(), setting: "a park".into(), ..Shot::default() }
    }

    fn plan(shots: Vec<Shot>, makers: &[u8], cast: &[u8], size: Size) -> FrozenPlan {
        FrozenPlan::freeze(Draft {
            take: take(1),
            room: None,
            storyboard: Storyboard { shots },
            format: Format { size, fps: 24 },
            seed: 77,
            makers: makers.iter().copied().map(maker).collect(),
            cast: Cast::of(cast.iter().copied().map(member)),
            rules: 1,
        })
        .expect("within limits")
    }

    fn source(plan: &FrozenPlan, number: u8) -> Source<'_> {
        Source { clip: clip(number), plan }
    }

    fn change(at: usize, prompt: &str) -> Changes {
        Changes::Shots(vec![ShotChange { shot: at, prompt: Some(prompt.into()), ..ShotChange::default() }])
    }

    #[test]
    fn an_edit_changes_what_it_names_and_nothing_else() {
        let plan = plan(vec![shot("a", "a dog runs", 5), shot("b", "@user_7 waits for @user_8", 5)], &[1, 2], &[7], Size::UPRIGHT);
        let made = edited(source(&plan, 3), change(0, "a cat runs to @user_9")).expect("another prompt");
        assert_eq!((made.seed, made.format, &made.makers[..]), (77, plan.format(), plan.makers()));
        assert_eq!(made.storyboard.shots[1], plan.shots()[1]);
        assert_eq!(made.derived, Derived::of(Derivation::Edit, vec![clip(3)]));
        let told: Vec<String> = made.mentions.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["user_7", "user_9"], "who was a stand-in stays one; who is new is considered");
        assert_eq!(edited(source(&plan, 3), change(0, "a dog runs")), Err(DeriveError::Unchanged));
        assert_eq!(edited(source(&plan, 3), change(2, "x")).expect_err("two shots").code(), "shot_unknown");
        let longer = Changes::Whole(vec![shot("x", "a dog runs", 13), shot("y", "a cat", 13)]);
        assert_eq!(edited(source(&plan, 3), longer).expect_err("over 25 s").code(), "seconds_unsupported");
    }

    #[test]
    fn an_extension_goes_on_from_the_last_shot_in_its_place_and_style() {
        let plan = plan(vec![shot("a", "a dog runs", 5)], &[1], &[], Size::UPRIGHT);
        let made = extended(source(&plan, 3), 15, "  ").expect("no words are needed");
        let [old, new] = &made.storyboard.shots[..] else { panic!("one more") };
        assert_eq!(*old, plan.shots()[0]);
        assert!(new.continues && new.prompt.is_empty() && new.seconds == 15);
        assert_eq!((new.style.as_str(), new.setting.as_str()), ("cartoon", "a park"));
        for seconds in [0, 16] {
            assert_eq!(extended(source(&plan, 3), seconds, "").expect_err("not offered").code(), "seconds_unsupported");
        }
        let mut plan = plan;
        for round in 0..4 {
            let Ok(more) = extended(source(&plan, 3), 15, "") else { break };
            assert!(round < 3, "it ends at a minute");
            let draft = Draft {
                take: take(1),
                room: None,
                storyboard: more.storyboard,
                format: more.format,
                seed: more.seed,
                makers: more.makers,
                cast: Cast::nobody(),
                rules: 1,
            };
            plan = FrozenPlan::freeze_derived(draft, more.derived).expect("within limits");
        }
        assert_eq!((plan.seconds(), plan.shots().len()), (50, 4));
    }

    #[test]
    fn a_join_shows_all_who_were_in_its_parts_and_belongs_to_all_their_makers() {
        let one = plan(vec![shot("a", "@user_7 waits", 5)], &[1], &[7], Size::UPRIGHT);
        let two = plan(vec![Shot { continues: true, ..shot("a", "@user_8 runs", 5) }], &[2], &[8], Size::UPRIGHT);
        let wide = plan(vec![shot("a", "a dog", 5)], &[2], &[], Size::WIDE);
        let made = stitched(&[source(&one, 3), source(&two, 4), source(&one, 3)]).expect("they fit");
        assert_eq!((made.storyboard.seconds(), made.derived.clips), (15, vec![clip(3), clip(4), clip(3)]));
        assert!(made.storyboard.shots.iter().all(|shot| !shot.continues), "nothing goes on over a joint");
        assert_eq!(made.mentions.len(), 2);
        assert_eq!(made.makers.iter().map(|maker| maker.user).collect::<BTreeSet<_>>().len(), 2);
        assert_eq!(stitched(&[source(&one, 3), source(&wide, 4)]).expect_err("another size").code(), "clips_unfit");
        assert_eq!(stitched(&[source(&one, 3)]).expect_err("one").code(), "clips_count");
        let long = plan(vec![shot("a", "a dog", 25)], &[2], &[], Size::UPRIGHT);
        assert_eq!(stitched(&[source(&long, 3); 3]).expect_err("75 s").code(), "seconds_unsupported");
    }

    #[test]
    fn a_join_names_the_uploads_of_its_parts() {
        let reference = Some(Reference { upload: UploadId::from_uuid(clip(9).as_uuid()), role: Role::Backdrop });
        let one = plan(vec![Shot { reference, ..shot("a", "rain", 5) }], &[1], &[], Size::UPRIGHT);
        let two = plan(vec![shot("a", "snow", 5)], &[2], &[], Size::UPRIGHT);
        let made = stitched(&[source(&two, 4), source(&one, 3)]).expect("they fit");
        assert_eq!(made.storyboard.shots.iter().map(|shot| shot.reference).collect::<Vec<_>>(), [None, reference]);
    }

    #[test]
    fn what_was_joined_is_not_drawn_again() {
        let one = plan(vec![shot("a", "a dog", 5)], &[1], &[], Size::UPRIGHT);
        let joined = one.clone().derived_from(Derived::of(Derivation::Stitch, vec![clip(3), clip(4)]));
        assert_eq!(extended(source(&joined, 5), 5, ""), Err(DeriveError::Joined));
        assert_eq!(edited(source(&joined, 5), change(0, "a cat")), Err(DeriveError::Joined));
        assert!(stitched(&[source(&joined, 5), source(&one, 3)]).is_ok());
    }
}
