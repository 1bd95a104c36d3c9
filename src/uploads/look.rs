//! Reads an uploaded file once: what engines will be given of it, the faces in it, and what pages are told in place of its pictures.

use super::{Trouble, colours::Colours, search::Search};
use domain::{
    UploadId,
    upload::{FOOTAGE_FPS, UploadKind},
};
use media::material::{self, Taken};
use models::{Embedding, Models, RgbRef, Silhouettes};
use std::path::Path;

/// Of so many pictures one is asked for its colours: four a second.
const COLOURS_OF: u32 = FOOTAGE_FPS / 4;

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
    let mut silhouettes = Silhouettes::new(models.cutout()?);
    let mut taken = material::read(file, upload, |seen| {
        match seen.kind {
            UploadKind::Image => search.image(seen)?,
            UploadKind::Footage => search.footage(seen)?,
        }
        if seen.index.is_multiple_of(COLOURS_OF) {
            colours.add(seen);
        }
        Ok::<_, Trouble>(silhouettes.look(RgbRef::new(seen.width, seen.height, seen.rgb)?, seen.alpha)?)
    })?;
    if let Some(things) = silhouettes.things() {
        material::cut_out(&mut taken.material, &things);
    }
    Ok(Looked { taken, faces: search.into_faces(), palette: colours.palette(), mosaic: colours.into_mosaic() })
}
