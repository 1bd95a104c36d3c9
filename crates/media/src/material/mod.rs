//! From an uploaded file to a [`Material`], and how a material is kept.
//!
//! [`read`] decodes a picture (PNG, JPEG, WebP) or footage (WebM, MP4) in the fenced decoder of [`crate::intake`], shows every decoded
//! picture once to its caller (who looks for faces and cuts out who stands in front) and encodes it anew, so that nothing of the file but
//! its pixels and its sound is kept: no place, no camera, no date. [`encode`] and [`decode`] are the kept form. It knows no
//! models, no accounts and no consent.

mod container;
mod glance;
mod kept;
mod pam;
mod silhouettes;
#[cfg(test)]
mod tests;

pub use container::{MOST_BYTES, decode, encode};
pub use glance::{Glance, glance};

use crate::intake::{
    IntakeError,
    child::{self, Decoder, Ended},
    ppm, sound_at,
};
use domain::{
    UploadId,
    upload::{FOOTAGE_FPS, MAX_FOOTAGE_SECONDS, MAX_SIDE, Material, MaterialPicture, SILHOUETTE_SIDE, SOUND_RATE, UploadKind},
};
use kept::Keeper;
use std::{io::Read as _, ops::ControlFlow, path::Path, sync::Arc, time::Duration};

/// Pixels of the shorter side of what can be used.
pub const MIN_SIDE: u32 = 64;
const MOST_PICTURES: u32 = FOOTAGE_FPS * MAX_FOOTAGE_SECONDS;
/// Waiting for the decoder, all together.
const PATIENCE: Duration = Duration::from_secs(25);
/// What [`glance`] looks at, at most.
const HEAD: u64 = 256 * 1024;

/// Messages tell the person who uploaded what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MaterialError {
    #[error("this is neither a picture nor footage that can be read: upload a PNG, JPEG or WebP picture, or WebM or MP4 footage")]
    Unknown,
    #[error("this file can't be decoded: save it again, as PNG or JPEG, or as WebM or MP4")]
    Unreadable,
    #[error("animated pictures are not read: upload it as WebM or MP4 footage")]
    Animated,
    #[error("this file has sound and no pictures: upload footage with pictures")]
    NoPictures,
    #[error("this picture is too small: {MIN_SIDE} pixels a side are the least")]
    TooSmall,
    #[error("this file takes too long to read: upload it shorter or smaller")]
    TooHeavy,
    #[error("this server can't read uploads yet: its owner has to install ffmpeg")]
    FfmpegMissing,
    #[error("the decoder could not be started: try again in a moment")]
    Busy,
}

impl MaterialError {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "type_unsupported",
            Self::Unreadable => "upload_unreadable",
            Self::Animated => "upload_animated",
            Self::NoPictures => "upload_without_pictures",
            Self::TooSmall => "upload_too_small",
            Self::TooHeavy => "upload_too_heavy",
            Self::FfmpegMissing => "ffmpeg_missing",
            Self::Busy => "busy",
        }
    }
}

impl From<IntakeError> for MaterialError {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::Unreadable => Self::Unreadable,
            IntakeError::NoVideo => Self::NoPictures,
            IntakeError::TooHeavy => Self::TooHeavy,
            IntakeError::FfmpegMissing => Self::FfmpegMissing,
            IntakeError::Busy => Self::Busy,
        }
    }
}

/// One decoded picture, as it will be kept; rows top to bottom.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    pub kind: UploadKind,
    /// From 0; [`FOOTAGE_FPS`] a second.
    pub index: u32,
    pub width: u32,
    pub height: u32,
    /// `width × height × 3` bytes.
    pub rgb: &'a [u8],
    /// `width × height` bytes, where an image is see-through somewhere.
    pub alpha: Option<&'a [u8]>,
}

/// May show somebody.
impl std::fmt::Debug for Seen<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seen(secret)")
    }
}

/// What became of a file.
#[derive(Debug)]
pub struct Taken {
    pub material: Material,
    /// What was left out, in sentences for whoever uploaded.
    pub notices: Vec<String>,
}

/// Cells of a silhouette: `domain::upload::SILHOUETTE_SIDE`².
pub const CELLS: usize = SILHOUETTE_SIDE * SILHOUETTE_SIDE;

/// Reads a whole file. `see` is shown each picture in order and answers with its silhouette of [`CELLS`] (0…255 for each cell, row by row
/// over the whole picture), or none where it did not look: those are blended from the neighbours, and all are smoothed in time. An answer
/// of another length counts as none. An error of its own ends the decoder and comes back. Blocks, some seconds for 15 s of footage.
///
/// # Errors
/// Those of [`MaterialError`], and those of `see`.
pub fn read<E: From<MaterialError>>(file: &Path, upload: UploadId, see: impl FnMut(&Seen<'_>) -> Result<Option<Vec<u8>>, E>) -> Result<Taken, E> {
    let glance = glance(&head(file)?)?;
    if glance.kind() == UploadKind::Image { image(file, glance, upload, see) } else { footage(file, upload, see) }
}

/// Other silhouettes for a material, as [`read`] would have taken them: one for each picture, none where it was not looked at.
pub fn cut_out(material: &mut Material, seen: &[Option<Vec<u8>>]) {
    let fits = |cells: &Option<Vec<u8>>| cells.clone().filter(|cells| cells.len() == CELLS);
    let seen: Vec<Option<Vec<u8>>> = (0..material.pictures.len()).map(|index| seen.get(index).and_then(fits)).collect();
    let pictures = material.pictures.iter().zip(silhouettes::whole(&seen));
    material.pictures = Arc::new(pictures.map(|(picture, silhouette)| MaterialPicture { jpeg: picture.jpeg.clone(), silhouette }).collect());
}

fn head(file: &Path) -> Result<Vec<u8>, MaterialError> {
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(|_| MaterialError::Busy)?;
    opened.take(HEAD).read_to_end(&mut bytes).map_err(|_| MaterialError::Busy)?;
    Ok(bytes)
}

fn scaled() -> String {
    format!("scale='if(gte(iw,ih),min({MAX_SIDE},iw),-2)':'if(gte(iw,ih),-2,min({MAX_SIDE},ih))':flags=area+accurate_rnd")
}

fn image<E: From<MaterialError>>(
    file: &Path,
    glance: Glance,
    upload: UploadId,
    mut see: impl FnMut(&Seen<'_>) -> Result<Option<Vec<u8>>, E>,
) -> Result<Taken, E> {
    let filter = format!("format=rgba,{}{}", glance.upright(), scaled());
    let output = ["-map", "0:v:0", "-frames:v", "1", "-vf", &filter, "-c:v", "pam", "-pix_fmt", "rgba", "-f", "image2pipe"];
    let mut decoder = Decoder::start_on(&glance.source(), file, &output).map_err(MaterialError::from)?;
    let mut found = None;
    let ended = decoder.each(
        PATIENCE,
        |pipe| pam::read(pipe, MAX_SIDE),
        |picture| {
            found = Some(picture);
            ControlFlow::Break(())
        },
    );
    let (width, height, rgba) = found.ok_or_else(|| trouble(ended))?;
    let rgb: Vec<u8> = rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let alpha: Option<Vec<u8>> = rgba.chunks_exact(4).any(|pixel| pixel[3] < 250).then(|| rgba.chunks_exact(4).map(|pixel| pixel[3]).collect());
    let mut keeper = Keeper::new(UploadKind::Image, width, height)?;
    let seen = Seen { kind: UploadKind::Image, index: 0, width, height, rgb: &rgb, alpha: alpha.as_deref() };
    let silhouette = see(&seen)?;
    keeper.keep(&rgb, silhouette)?;
    Ok(Taken { material: keeper.whole(upload, Vec::new()), notices: Vec::new() })
}

fn footage<E: From<MaterialError>>(file: &Path, upload: UploadId, mut see: impl FnMut(&Seen<'_>) -> Result<Option<Vec<u8>>, E>) -> Result<Taken, E> {
    let filter = format!("setpts=PTS-STARTPTS,fps={FOOTAGE_FPS}:eof_action=pass,{}", scaled());
    let output = ["-map", "0:V:0", "-vf", &filter, "-c:v", "ppm", "-f", "image2pipe"];
    let mut decoder = Decoder::start_on(&child::FOOTAGE, file, &output).map_err(MaterialError::from)?;
    let mut keeper: Option<Keeper> = None;
    let mut index = 0;
    let mut wrong: Option<E> = None;
    let mut longer = false;
    let ended = decoder.each(
        PATIENCE,
        |pipe| ppm::read(pipe, MAX_SIDE),
        |(width, height, rgb)| {
            longer = index >= MOST_PICTURES;
            // A stream that changes its size half-way is no camera's.
            if longer || keeper.as_ref().is_some_and(|keeper| keeper.size() != (width, height)) {
                return ControlFlow::Break(());
            }
            let seen = Seen { kind: UploadKind::Footage, index, width, height, rgb: &rgb, alpha: None };
            match keep(&mut keeper, &seen, &mut see) {
                Ok(()) => {
                    index += 1;
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    wrong = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    );
    if let Some(error) = wrong {
        return Err(error);
    }
    let late = matches!(ended, Ended::Late);
    let keeper = keeper.filter(|_| !late).ok_or_else(|| trouble(ended))?;
    let most = (SOUND_RATE / FOOTAGE_FPS * index) as usize;
    let sound = sound_at(file, SOUND_RATE, most).map_err(MaterialError::from)?;
    let notices = if longer { vec![format!("the footage is longer than {MAX_FOOTAGE_SECONDS} s: its rest was left out")] } else { Vec::new() };
    Ok(Taken { material: keeper.whole(upload, sound), notices })
}

fn keep<E: From<MaterialError>>(
    keeper: &mut Option<Keeper>,
    seen: &Seen<'_>,
    see: &mut impl FnMut(&Seen<'_>) -> Result<Option<Vec<u8>>, E>,
) -> Result<(), E> {
    let keeper = match keeper {
        Some(keeper) => keeper,
        none => none.insert(Keeper::new(seen.kind, seen.width, seen.height)?),
    };
    let silhouette = see(seen)?;
    Ok(keeper.keep(seen.rgb, silhouette)?)
}

/// Why there is no picture.
fn trouble(ended: Ended) -> MaterialError {
    match ended {
        Ended::Late => MaterialError::TooHeavy,
        Ended::Failed(why) => why.into(),
        Ended::Whole => MaterialError::NoPictures,
        Ended::Broken => MaterialError::Unreadable,
    }
}
