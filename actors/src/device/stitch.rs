//! One take that is joined of finished clips, or of pieces of them: no engine, no pictures drawn. It goes to the stage and becomes a file like any other.
//!
//! What it reads is sealed by the live cast of all of them together before anything is done with it, and each clip is looked up right before it is
//! taken from: one that somebody took back, or deleted, ends the take. Its file is read and taken apart once, however often it is shown.

use super::{
    keep::{Keep, keep},
    reel::Reel,
    session::{Failure, Work},
};
use crate::{room::demand_shown, stage::Unit};
use domain::{
    ClipId, TakeId,
    consent::{Channel, Purge, Sealed},
};
use media::{Joiner, MediaUnit, Part, PartOpener, PosterOf};
use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    sync::{Arc, Weak, atomic::Ordering::SeqCst},
};
use store::{Clip, ObjectName, Store};
use wire::{ErrorBody, Progress};

/// Joins the clips of the plan and keeps what comes of it.
pub(super) fn make(work: Work) -> Result<(ClipId, Vec<String>), Failure> {
    let Work { plan, cast, identity, store, runtime, reel, stop, mut report, .. } = work;
    cast.keep(Arc::downgrade(&reel) as Weak<dyn Purge>);
    let parts: Vec<_> = plan.derived().map(|derived| derived.parts().collect()).unwrap_or_default();
    // A whole clip has a poster of its first picture; where a piece begins it has none.
    let cut = parts.iter().any(|(_, span)| span.is_some());
    let joiner = Joiner::new(plan.take(), plan.format(), plan.seconds())?;
    let mut joiner = if cut { joiner.with_own_poster() } else { joiner };
    reel.begin_pass(joiner.pass());
    // What is read has a stream of its own, so that the units' places are their sequence in theirs.
    let (sources, units) = (cast.channel(), cast.channel());
    let mut engines: Vec<String> = Vec::new();
    // No longer than the take in all.
    let mut opened: HashMap<ClipId, VecDeque<Sealed<Part>>> = HashMap::new();
    for (at, (clip, _)) in parts.iter().enumerate() {
        if stop.load(SeqCst) {
            return Err(Failure::Stopped);
        }
        if let Some(cameo) = cast.withheld_by() {
            return Err(Failure::Withheld(Some(cameo)));
        }
        let clip = runtime.block_on(looked_up(&store, *clip))?;
        let shown = match opened.entry(clip.id) {
            Entry::Occupied(opened) => opened.into_mut(),
            Entry::Vacant(place) => {
                let file = runtime.block_on(read(&store, clip.id))?;
                let spans = parts.iter().filter(|(of, _)| *of == clip.id).map(|(_, span)| *span).collect();
                let shown = sources.seal(file).work(&mut PartOpener { format: plan.format(), seconds: clip.seconds, spans }).transpose()?;
                place.insert(shown.split(&sources).expect("a take has one cast").into())
            }
        };
        let part = shown.pop_front().expect("a part for each place");
        push(part.work(&mut joiner).transpose()?, &units, &reel);
        if at == 0
            && !cut
            && let Ok(poster) = runtime.block_on(store.objects().get(ObjectName::clip_poster(clip.id)))
        {
            push(sources.seal(poster).work(&mut PosterOf { joiner: &mut joiner }), &units, &reel);
        }
        engines.push(clip.engine);
        report(progress(plan.take(), (at + 1) as f32 / parts.len() as f32));
    }
    if stop.load(SeqCst) {
        return Err(Failure::Stopped);
    }
    reel.end();
    engines.dedup();
    let engine = if let [one] = &engines[..] { one.clone() } else { "several".to_owned() };
    let clip = keep(&Keep { plan: &plan, engine, identity, store, notices: Vec::new() }, &reel, &runtime)?;
    tracing::info!(take = %plan.take(), %clip, parts = parts.len(), "clips were joined");
    Ok((clip, Vec::new()))
}

async fn looked_up(store: &Store, clip: ClipId) -> Result<Clip, Failure> {
    let clip = store.clip(clip).await?.ok_or_else(deleted)?;
    demand_shown(&clip).map_err(Failure::Source)?;
    Ok(clip)
}

async fn read(store: &Store, clip: ClipId) -> Result<bytes::Bytes, Failure> {
    store.objects().get(ObjectName::clip_video(clip)).await.map_err(|error| if error.code() == "object_unknown" { deleted() } else { error.into() })
}

fn deleted() -> Failure {
    Failure::Source(ErrorBody::new("clip_unknown", "a clip that was to be joined was deleted meanwhile"))
}

fn push(made: Sealed<Vec<MediaUnit>>, units: &Channel, reel: &Reel) {
    for unit in made.split(units).expect("a take has one cast") {
        reel.push(Unit::new(unit));
    }
}

fn progress(take: TakeId, done: f32) -> Progress {
    Progress { take, pass: 0, passes: 1, done, remaining_ms: None, notices: Vec::new() }
}
