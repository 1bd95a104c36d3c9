//! Whether the materials are those of the plan, each once and each fit to be shown: nothing is drawn otherwise.

use super::Opened;
use crate::EngineError;
use domain::{
    plan::FrozenPlan,
    upload::{FOOTAGE_FPS, MAX_FOOTAGE_SECONDS, MAX_SIDE, Material, SILHOUETTE_SIDE, SOUND_RATE, UploadKind},
};

const LEAST_SIDE: u32 = 32;

/// # Errors
/// [`EngineError::Unsupported`], with no word of what an upload shows.
pub fn check(plan: &FrozenPlan, materials: &[Material]) -> Result<(), EngineError> {
    let failed = |why: &str| Err(EngineError::Unsupported(why.to_owned()));
    let uploads = plan.uploads();
    for upload in &uploads {
        match materials.iter().filter(|material| material.upload == *upload).count() {
            0 => return failed("an upload that a shot uses did not come with the plan"),
            1 => {}
            _ => return failed("an upload came twice"),
        }
    }
    for material in materials {
        if !uploads.contains(&material.upload) {
            return failed("an upload came that no shot uses");
        }
        if !is_whole(material) {
            return failed("an upload is damaged; it must be uploaded again");
        }
        let suits = |role: domain::upload::Role| role.suits(material.kind);
        let uses = plan.shots().iter().filter_map(|shot| shot.reference).filter(|used| used.upload == material.upload);
        if !uses.map(|used| used.role).all(suits) {
            return failed("a picture that stands still can't be a backdrop, an insert or be restyled: use footage");
        }
    }
    Ok(())
}

fn is_whole(material: &Material) -> bool {
    let sides = LEAST_SIDE..=MAX_SIDE;
    let most = if material.kind == UploadKind::Image { 1 } else { (FOOTAGE_FPS * MAX_FOOTAGE_SECONDS) as usize };
    let size = (material.width, material.height);
    sides.contains(&size.0)
        && sides.contains(&size.1)
        && (1..=most).contains(&material.pictures.len())
        && material.sound.len() <= (SOUND_RATE * MAX_FOOTAGE_SECONDS) as usize
        && material.sound.iter().all(|sample| sample.is_finite())
        && material
            .pictures
            .iter()
            .all(|picture| picture.silhouette.len() == SILHOUETTE_SIDE * SILHOUETTE_SIDE && Opened::size(&picture.jpeg) == Some(size))
}
