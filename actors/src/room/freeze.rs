//! From a storyboard, as it stood when a take was asked for, to a plan: who is meant by its mentions, whether they consent, and whether it
//! may be made.
//!
//! The snapshot is taken first, on the room's thread; everything after it waits for others and changes nothing in the snapshot. It decides
//! nothing about consent: the home of each cameo's owner does.

use super::references::{self, Used, no_stand_in};
use crate::{
    Directory, clock,
    safety::{Safety, checked},
};
use domain::{
    CameoId, ClipId, RoomId, TakeId, UserId,
    cameo::{Asking, Rules as CameoRules, Ruling},
    mention::{MAX_MENTIONS, Mention},
    moderation::Rules,
    plan::{Cast, CastMember, Derived, Draft, Format, FrozenPlan, Maker, PlanError},
    storyboard::Storyboard,
};
use futures::future::try_join_all;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use wire::ErrorBody;

/// What becomes of a mention that is not free to be cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absence {
    /// The owner is asked; one who said no before, or nobody of that name, refuses the take.
    Wait,
    /// A stand-in is drawn.
    StandIn,
    /// The take is made in the place of one that somebody left: those who said no get a stand-in, the others are asked.
    Remake,
}

/// Everything that was settled at the moment of asking.
pub(super) struct Snapshot {
    pub take: TakeId,
    pub room: RoomId,
    /// Within its limits.
    pub storyboard: Storyboard,
    pub format: Format,
    pub seed: u64,
    /// The asker first.
    pub makers: Vec<Maker>,
    /// Who may be cast; other mentions are stand-ins. Whoever is recognised in an upload comes to them.
    pub mentions: BTreeSet<Mention>,
    pub absence: Absence,
    /// Who took back the clip in whose place it is made.
    pub without: Vec<CameoId>,
    pub in_place_of: Option<ClipId>,
    /// The clips that it is made of.
    pub derived: Option<Derived>,
    /// Who is in pictures that are taken over as they are.
    pub shown: Cast,
    /// Its pictures were shown on a stage.
    pub recorded: bool,
}

/// A plan that may be made, once the owners of `asks` have said yes.
pub(super) struct Settled {
    pub plan: FrozenPlan,
    pub asks: Vec<CameoId>,
}

/// Who looks at a snapshot.
pub(super) struct Judges {
    pub directory: Directory,
    pub rules: Arc<Rules>,
    pub safety: Arc<dyn Safety>,
}

/// # Errors
/// Why the take is refused.
pub(super) async fn settle(snapshot: Snapshot, judges: Judges) -> Result<Settled, ErrorBody> {
    let Judges { directory, rules, safety } = judges;
    // Nobody is asked about what may not be made at all.
    let version = rules.version();
    let mut snapshot = checked(snapshot, move |snapshot: &Snapshot| rules.check(&snapshot.storyboard)).await?;
    let joins = snapshot.derived.as_ref().is_some_and(|derived| derived.how.joins());
    let used = if joins { Used::Shown } else { Used::Drawn };
    let brought = references::look(&snapshot.storyboard, snapshot.room, used, &directory.store).await?;
    for maker in brought.makers {
        if !snapshot.makers.iter().any(|known| known.user == maker.user) {
            snapshot.makers.push(maker);
        }
    }
    snapshot.mentions.extend(brought.seen.keys().cloned());
    let (cast, asks) = cast_of(&snapshot, &directory, &brought.seen).await?;
    let members: Vec<CastMember> = cast.iter().map(|(member, _)| member.clone()).collect();
    let snapshot =
        if cast.is_empty() { snapshot } else { checked(snapshot, move |snapshot: &Snapshot| safety.check_cast(&snapshot.storyboard, &cast)).await? };
    let cast = Cast::of(members);
    demand_all(&snapshot.shown, &cast)?;
    let draft = Draft {
        take: snapshot.take,
        room: Some(snapshot.room),
        storyboard: snapshot.storyboard,
        format: snapshot.format,
        seed: snapshot.seed,
        makers: snapshot.makers,
        cast,
        rules: version,
    };
    let plan = match snapshot.derived {
        Some(derived) => FrozenPlan::freeze_derived(draft, derived),
        None => FrozenPlan::freeze(draft),
    };
    let plan = plan.map_err(|error| plan_error(&error))?;
    let plan = match snapshot.in_place_of {
        Some(clip) => plan.in_place_of(clip),
        None => plan,
    };
    let plan = if snapshot.recorded { plan.as_recorded() } else { plan };
    Ok(Settled { plan, asks })
}

/// A mention may mean another cameo by now than it did: what shows the earlier one can't be taken over.
fn demand_all(shown: &Cast, cast: &Cast) -> Result<(), ErrorBody> {
    match shown.members().iter().find(|member| !cast.iter().any(|cameo| cameo == member.cameo)) {
        None => Ok(()),
        Some(gone) => {
            Err(ErrorBody::new("clip_withheld", format!("@{} is no longer to be had as in that clip: nothing is made of it", gone.mention)))
        }
    }
}

/// Who appears, with their owners' rules, and of whom it must still be asked. For those who are `seen` in an upload there is no stand-in.
async fn cast_of(
    snapshot: &Snapshot,
    directory: &Directory,
    seen: &BTreeMap<Mention, String>,
) -> Result<(Vec<(CastMember, CameoRules)>, Vec<CameoId>), ErrorBody> {
    if snapshot.mentions.len() > MAX_MENTIONS {
        let message = format!("{} are mentioned; {MAX_MENTIONS} in one take are the most", snapshot.mentions.len());
        return Err(ErrorBody::new("too_many_mentions", message));
    }
    let makers: Vec<UserId> = snapshot.makers.iter().map(|maker| maker.user).collect();
    let asker = makers.first().copied().ok_or_else(|| plan_error(&PlanError::NoMaker))?;
    let asking = Asking { take: snapshot.take, room: Some(snapshot.room), makers, asker };
    let considered = snapshot.mentions.iter().map(|mention| directory.consider(mention, &asking, true));
    let considered = try_join_all(considered).await?;
    let (mut cast, mut asks) = (Vec::new(), Vec::new());
    for (mention, considered) in snapshot.mentions.iter().zip(considered) {
        let upload = seen.get(mention);
        let Some(considered) = considered else {
            if let Some(upload) = upload {
                return Err(no_stand_in(mention, upload, &format!("@{mention} can't be asked any more")));
            }
            if snapshot.absence == Absence::Wait {
                return Err(unknown(mention));
            }
            continue;
        };
        if let Some(upload) = upload.filter(|_| snapshot.without.contains(&considered.member.cameo)) {
            return Err(no_stand_in(mention, upload, &format!("@{mention} took the clip back")));
        }
        match (considered.ruling, upload) {
            (Ruling::Allowed, _) => {}
            (Ruling::WillAsk, Some(upload)) if snapshot.absence == Absence::StandIn => {
                return Err(no_stand_in(mention, upload, &format!("@{mention} has to be asked first")));
            }
            (Ruling::WillAsk, None) if snapshot.absence == Absence::StandIn => continue,
            (Ruling::WillAsk, _) => match considered.again_in {
                Some(seconds) => return Err(said_no(mention, seconds)),
                None => asks.push(considered.member.cameo),
            },
            (Ruling::Denied(why), Some(upload)) => return Err(no_stand_in(mention, upload, &why.sentence(mention.handle()))),
            (Ruling::Denied(why), None) if snapshot.absence == Absence::Wait => {
                return Err(ErrorBody::new("consent_denied", why.sentence(mention.handle())));
            }
            (Ruling::Denied(_), None) => continue,
        }
        cast.push((considered.member, considered.rules));
    }
    Ok((cast, asks))
}

fn said_no(mention: &Mention, seconds: u64) -> ErrorBody {
    ErrorBody::new("question_too_soon", format!("@{mention} said no to you a moment ago: they can be asked again in {seconds} s"))
}

fn unknown(mention: &Mention) -> ErrorBody {
    let message = format!(
        "nobody here can be cast as @{mention}: check the name, invite them to enrol a cameo, or ask for the take without them (a stand-in is drawn)"
    );
    ErrorBody::new("mention_unknown", message)
}

pub(super) fn plan_error(error: &PlanError) -> ErrorBody {
    ErrorBody::new(error.code(), error)
}

/// A new take's name.
pub(super) fn new_take(now: domain::Timestamp) -> TakeId {
    TakeId::new(now, &clock::entropy())
}
