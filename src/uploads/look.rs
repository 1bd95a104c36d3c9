//! Reads an uploaded file once: what engines will be given of it, the faces in it, and what pages are told in place of its pictures.

use super::{
    Trouble,
    colours::Colours,
    search::{ONE_OF, Search},
};
use domain::{
    UploadId,
    upload::{SILHOUETTE_SIDE, UploadKind},
};
use media::material::{self, Seen, Taken};
use models::{Cutout, Embedding, Models, RgbRef};
use std::path::Path;

/// Of so many pictures of footage one is cut out; those between are blended.
const CUT_ONE_OF: u32 = 2;

pub struct Looked {
    pub taken: Taken,
    pub faces: Vec<Embedding>,
    pub palette: Vec<String>,
    pub mosaic: String,
}

/// Blocks, about as long as footage lasts.
///
/// # Errors
/// What can't be read, too many faces, and models that fail.
pub fn look(file: &Path, upload: UploadId, models: &Models) -> Result<Looked, Trouble> {
    let (mut search, mut colours) = (Search::new(models.faces()?), Colours::default());
    let cutout = models.cutout()?;
    let taken = material::read(file, upload, |seen| {
        match seen.kind {
            UploadKind::Image => search.image(seen)?,
            UploadKind::Footage => search.footage(seen)?,
        }
        if seen.index % ONE_OF == 0 {
            colours.add(seen);
        }
        if seen.index % CUT_ONE_OF == 0 { silhouette(seen, cutout).map(Some) } else { Ok::<_, Trouble>(None) }
    })?;
    Ok(Looked { taken, faces: search.into_faces(), palette: colours.palette(), mosaic: colours.into_mosaic() })
}

fn silhouette(seen: &Seen<'_>, cutout: &Cutout) -> Result<Vec<u8>, Trouble> {
    let cells = |alpha: &[u8]| cells(alpha, seen.width, seen.height);
    if let Some(alpha) = seen.alpha {
        return Ok(cells(alpha));
    }
    let mask = cutout.person(RgbRef::new(seen.width, seen.height, seen.rgb)?)?;
    Ok(cells(&mask.alpha))
}

fn cells(alpha: &[u8], width: u32, height: u32) -> Vec<u8> {
    let side = SILHOUETTE_SIDE as u32;
    let at = |cell: u32, length: u32| (cell * 2 + 1) * length / (side * 2);
    (0..side * side).map(|cell| alpha[(at(cell / side, height) * width + at(cell % side, width)) as usize]).collect()
}
