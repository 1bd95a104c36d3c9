//! One take that is joined of finished clips, or of pieces of them: no engine, no pictures drawn. It goes to the stage and becomes a file like any other.
//!
//! What it reads is sealed by the live cast of all of them together before anything is done with it, and each clip is looked up right before it is
//! read: one that somebody took back, or deleted, ends the take.

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
use media::{Joiner, MediaUnit, PartOpener, PosterOf};
use std::sync::{Arc, Weak, atomic::Ordering::SeqCst};
use store::{Clip, ObjectName, Store};
use wire::{ErrorBody, Progress};

/// Joins the clips of the plan and keeps what comes of it.
pub(super) fn make(work: Work) -> Result<(ClipId, Vec<String>), Failure> {
    let Work { plan, cast, identity, store, runtime, reel, stop, mut report, .. } = work;
    cast.keep(Arc::downgrade(&reel) as Weak<dyn Purge>);
    let parts: Vec<_> = plan.derived().map(|derived| derived.parts().collect()).unwrap_or_default();
    // A poster is of a clip's first picture.
    let pictured = parts.iter().position(|(_, span)| span.is_none_or(|span| span.from == 0)).unwrap_or(0);
    let mut joiner = Joiner::new(plan.take(), plan.format(), plan.seconds())?;
    reel.begin_pass(joiner.pass());
    // What is read has a stream of its own, so that the units' places are their sequence in theirs.
    let (sources, units) = (cast.channel(), cast.channel());
    let mut engines: Vec<String> = Vec::new();
    for (at, (clip, span)) in parts.iter().enumerate() {
        if stop.load(SeqCst) {
            return Err(Failure::Stopped);
        }
        if let Some(cameo) = cast.withheld_by() {
            return Err(Failure::Withheld(Some(cameo)));
        }
        let (clip, file) = runtime.block_on(read(&store, *clip))?;
        let opened = sources.seal(file).work(&mut PartOpener { format: plan.format(), seconds: clip.seconds, span: *span }).transpose()?;
        push(opened.work(&mut joiner).transpose()?, &units, &reel);
        if at == pictured
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

async fn read(store: &Store, clip: ClipId) -> Result<(Clip, bytes::Bytes), Failure> {
    let deleted = || Failure::Source(ErrorBody::new("clip_unknown", "a clip that was to be joined was deleted meanwhile"));
    let clip = store.clip(clip).await?.ok_or_else(deleted)?;
    demand_shown(&clip).map_err(Failure::Source)?;
    match store.objects().get(ObjectName::clip_video(clip.id)).await {
        Ok(file) => Ok((clip, file)),
        Err(error) if error.code() == "object_unknown" => Err(deleted()),
        Err(error) => Err(error.into()),
    }
}

fn push(made: Sealed<Vec<MediaUnit>>, units: &Channel, reel: &Reel) {
    for unit in made.split(units).expect("a take has one cast") {
        reel.push(Unit::new(unit));
    }
}

fn progress(take: TakeId, done: f32) -> Progress {
    Progress { take, pass: 0, passes: 1, done, remaining_ms: None, notices: Vec::new() }
}
