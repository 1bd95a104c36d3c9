//! What a derived file says of the clips that it was made of. Their files are read for it, and only words and hashes of them are taken along.

use domain::{
    ClipId,
    plan::{Derivation, FrozenPlan},
};
use media::Parent;
use store::{ObjectName, Store};
use tracing::warn;

/// None: it was made of nothing. One whose file can't be read is named only.
pub(super) async fn parents(plan: &FrozenPlan, store: &Store) -> Option<(Derivation, Vec<Parent>)> {
    let derived = plan.derived()?;
    let mut parents = Vec::with_capacity(derived.clips.len());
    for clip in derived.parents() {
        parents.push(parent(clip, store).await);
    }
    Some((derived.how, parents))
}

async fn parent(clip: ClipId, store: &Store) -> Parent {
    let id = clip.as_uuid().urn().to_string();
    let title = match store.clip(clip).await {
        Ok(Some(kept)) => kept.title,
        Ok(None) | Err(_) => return Parent::named("a deleted clip", &id),
    };
    let file = match store.objects().get(ObjectName::clip_video(clip)).await {
        Ok(file) => file,
        Err(error) => {
            warn!(%clip, %error, "the origin of a clip can't be taken along");
            return Parent::named(&title, &id);
        }
    };
    let (title_here, id_here) = (title.clone(), id.clone());
    match tokio::task::spawn_blocking(move || Parent::of_file(&title_here, &id_here, &file)).await {
        Ok(Ok(parent)) => parent,
        Ok(Err(error)) => {
            warn!(%clip, %error, "the origin of a clip can't be taken along");
            Parent::named(&title, &id)
        }
        Err(_) => Parent::named(&title, &id),
    }
}
