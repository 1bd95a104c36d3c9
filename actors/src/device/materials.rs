//! The uploads of a plan, from the object store to the engine's materials; on the session's thread, which alone waits for them.
//!
//! It reads nothing unless a live cast of the plan is there: whoever was recognised in an upload is in that cast, and what the engine makes of
//! it is sealed by it.

use crate::faces;
use domain::{consent::LiveCast, plan::FrozenPlan, upload::Material};
use media::{MediaError, material};
use store::{ObjectName, Store, StoreError};

#[derive(Debug, thiserror::Error)]
pub(super) enum MaterialFault {
    #[error("a picture or footage of this take was removed from the room: take it out of the storyboard, then ask again")]
    Gone,
    #[error("a picture or footage of this take can't be read any more: add it to the room again")]
    Damaged(#[from] MediaError),
    /// Somebody in it enrolled while the take waited for its device.
    #[error("{}", .0.message)]
    Unasked(wire::ErrorBody),
    #[error(transparent)]
    Store(StoreError),
}

impl MaterialFault {
    pub fn code(&self) -> &str {
        match self {
            Self::Gone => StoreError::UploadUnknown.code(),
            Self::Damaged(_) => "upload_unreadable",
            Self::Unasked(error) => &error.code,
            Self::Store(error) => error.code(),
        }
    }
}

/// One for each upload of the plan, in the plan's order. Blocks.
pub(super) fn read(plan: &FrozenPlan, _: &LiveCast, store: &Store, runtime: &tokio::runtime::Handle) -> Result<Vec<Material>, MaterialFault> {
    let mut materials = Vec::new();
    for upload in plan.uploads() {
        // Its row goes first when it is removed.
        let kept = runtime.block_on(store.upload(upload)).map_err(MaterialFault::Store)?;
        if kept.is_none_or(|kept| plan.room() != Some(kept.room)) {
            return Err(MaterialFault::Gone);
        }
        runtime.block_on(faces::demand_asked(store, plan, upload)).map_err(MaterialFault::Unasked)?;
        let bytes = runtime.block_on(store.objects().get(ObjectName::upload_material(upload))).map_err(|error| match error {
            StoreError::ObjectUnknown => MaterialFault::Gone,
            error => MaterialFault::Store(error),
        })?;
        let material = material::decode(&bytes)?;
        if material.upload != upload {
            return Err(MaterialFault::Damaged(MediaError::Material("it is another upload's".to_owned())));
        }
        materials.push(material);
    }
    Ok(materials)
}
