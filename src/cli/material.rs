//! A file from this machine as a material of a take. It finds who stands in front, and looks nobody up: there are no accounts here.

use domain::upload::{Material, Reference, UploadKind};
use media::material::{self, MaterialError, Seen, Taken};
use models::{ModelError, Models, Places, RgbRef, Silhouettes};
use std::{fs::File, io, path::Path};

#[derive(Debug, thiserror::Error)]
pub enum UnreadError {
    #[error("{0}")]
    Material(#[from] MaterialError),
    #[error("{0}")]
    Model(#[from] ModelError),
    #[error("{0}: {1}")]
    Missing(String, io::Error),
    #[error("this is footage: give it with --footage")]
    Moves,
    #[error("this is a picture: give it with --image")]
    StandsStill,
}

/// The material, and what was left out of it.
///
/// # Errors
/// What can't be read, or is of the other kind than was said.
pub fn read(file: &Path, reference: Reference) -> Result<(Vec<Material>, Vec<String>), UnreadError> {
    File::open(file).map_err(|reason| UnreadError::Missing(file.display().to_string(), reason))?;
    let models = Models::open(Places::usual(None, Path::new("")));
    let mut silhouettes = Silhouettes::new(models.cutout()?);
    let taken = material::read(file, reference.upload, |seen: &Seen<'_>| {
        Ok::<_, UnreadError>(silhouettes.look(RgbRef::new(seen.width, seen.height, seen.rgb)?, seen.alpha)?)
    });
    let Taken { mut material, notices } = taken?;
    if !reference.role.suits(material.kind) {
        return Err(if material.kind == UploadKind::Footage { UnreadError::Moves } else { UnreadError::StandsStill });
    }
    if let Some(things) = silhouettes.things() {
        material::cut_out(&mut material, &things);
    }
    Ok((vec![material], notices))
}
