//! The end of a take: one file of what its reel holds, signed, kept with its poster and its row, or not at all.

use super::{origins::parents, reel::Reel, session::Failure};
use crate::clock;
use domain::{ClipId, consent::Sealed, derivation::is_joined, ownership::Owners, plan::FrozenPlan};
use media::{Claim, ConsentEntries, Mp4Gather, Signer, SigningIdentity, SourceType};
use std::sync::Arc;
use store::{NewClip, ObjectName, Store};
use tracing::error;

pub(super) struct Keep<'a> {
    pub plan: &'a FrozenPlan,
    /// By its name.
    pub engine: String,
    pub identity: Arc<SigningIdentity>,
    pub store: Store,
    pub notices: Vec<String>,
}

/// Makes the file, signs it, keeps it, and only then tells of it.
pub(super) fn keep(keep: &Keep<'_>, reel: &Reel, runtime: &tokio::runtime::Handle) -> Result<ClipId, Failure> {
    let units = reel.for_file();
    // Purged, or not whole: a take whose consent was closed has nothing left to keep.
    let file = Sealed::gather(units.iter().map(|unit| &**unit), Mp4Gather::new()).ok_or(Failure::Withheld(None))?.transpose()?;
    let claim = claim(keep, runtime)?;
    let mut signer = Signer::new(keep.identity.clone(), claim);
    if let Some((how, parents)) = runtime.block_on(parents(keep.plan, &keep.store)) {
        signer = signer.made_of(how, parents);
    }
    let file = file.work(&mut signer).transpose()?;
    let clip = ClipId::new(clock::now(), &clock::entropy());
    runtime.block_on(async {
        let kept = match put(keep, reel, clip, &file).await {
            Ok(bytes) => keep.store.create_clip(new_clip(keep, clip, bytes)).await.map_err(Failure::from),
            Err(failure) => Err(failure),
        };
        // What has no row must not lie about, least of all when somebody in it has just taken their consent back.
        if kept.as_ref().ok() != Some(&clip) {
            forget(keep, clip).await;
        }
        kept
    })
}

fn claim(keep: &Keep<'_>, runtime: &tokio::runtime::Handle) -> Result<Claim, Failure> {
    let plan = keep.plan;
    let entries = if plan.cast().is_empty() { Vec::new() } else { runtime.block_on(keep.store.entries_of_take(plan.take()))? };
    let consent = (!entries.is_empty())
        .then(|| ConsentEntries { log: keep.store.ledger_key().to_owned(), entries: entries.into_iter().map(|(_, index)| index).collect() });
    Ok(Claim {
        title: plan.title(),
        makers: plan.makers().iter().map(|maker| maker.handle.to_string()).collect(),
        take: plan.take(),
        engine: keep.engine.clone(),
        source_type: if is_joined(plan) { SourceType::Composite } else { SourceType::Algorithmic },
        created_at: clock::now(),
        consent,
    })
}

/// Hands file and poster to the object store. Bytes of the file.
async fn put(keep: &Keep<'_>, reel: &Reel, clip: ClipId, file: &Sealed<Vec<u8>>) -> Result<u64, Failure> {
    let objects = keep.store.objects();
    let put = |name: ObjectName| move |bytes: bytes::Bytes| async move { objects.put(name, bytes).await };
    let withheld = |_| Failure::Withheld(file.withheld_by());
    let video = put(ObjectName::clip_video(clip));
    let mut size = 0;
    let sent = file.send_async(clock::now(), |bytes| {
        size = bytes.len() as u64;
        video(bytes::Bytes::copy_from_slice(bytes))
    });
    sent.await.map_err(withheld)??;
    if let Some(poster) = reel.poster() {
        let image = put(ObjectName::clip_poster(clip));
        poster.send_async(clock::now(), |unit| image(unit.payload.clone())).await.map_err(withheld)??;
    }
    Ok(size)
}

async fn forget(keep: &Keep<'_>, clip: ClipId) {
    for name in [ObjectName::clip_video(clip), ObjectName::clip_poster(clip)] {
        if let Err(error) = keep.store.objects().delete(name).await {
            error!(%clip, %error, "the file of a clip that is not kept could not be deleted; the next start does");
        }
    }
}

fn new_clip(keep: &Keep<'_>, clip: ClipId, bytes: u64) -> NewClip {
    let plan = keep.plan;
    NewClip {
        clip,
        take: plan.take(),
        room: plan.room(),
        title: plan.title(),
        seconds: plan.seconds(),
        size: plan.format().size,
        fps: plan.format().fps,
        engine: keep.engine.clone(),
        owners: Owners::of(plan.makers().iter().map(|maker| maker.user), plan.cast().owners()).iter().collect(),
        makers: plan.makers().to_vec(),
        cast: plan.cast().clone(),
        bytes,
        at: clock::now(),
        notices: keep.notices.clone(),
        plan: plan.clone(),
    }
}
