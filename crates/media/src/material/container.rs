//! How a material is kept in the object store. Numbers are big-endian.
//!
//! ```text
//!  0  "GRMT"      4  u8 version, 1     5  u8   0 image, 1 footage
//!  6  u16 width   8  u16 height       10  u32  pictures   14  u32 samples   18  36 bytes: upload, as text
//! 54  each picture: u32 bytes of its JPEG, u16 bytes of its silhouette, the JPEG, the silhouette
//!     samples as i16; the end
//! ```
//!
//! A silhouette is told in runs: `u8` count, from 1, and `u8` value. Whatever is read is checked before it is taken: a stored
//! file may be damaged, and it must never ask for more memory than it has bytes.

use super::{CELLS, MIN_SIDE, MOST_PICTURES};
use crate::MediaError;
use domain::{
    UploadId,
    upload::{FOOTAGE_FPS, MAX_SIDE, Material, MaterialPicture, SOUND_RATE, UploadKind},
};
use std::sync::Arc;

/// Of one material, encoded.
pub const MOST_BYTES: usize = 96 << 20;
const MAGIC: &[u8; 4] = b"GRMT";
const VERSION: u8 = 1;

pub fn level(sample: f32) -> i16 {
    (sample.clamp(-1.0, 1.0) * 32_767.0).round() as i16
}

pub fn sample(level: i16) -> f32 {
    f32::from(level.max(-32_767)) / 32_767.0
}

/// Bytes for the object store.
#[must_use]
pub fn encode(material: &Material) -> Vec<u8> {
    let mut bytes =
        Vec::with_capacity(material.pictures.iter().map(|picture| picture.jpeg.len() + 4096).sum::<usize>() + material.sound.len() * 2 + 64);
    bytes.extend_from_slice(MAGIC);
    bytes.extend([VERSION, u8::from(material.kind == UploadKind::Footage)]);
    bytes.extend((material.width as u16).to_be_bytes());
    bytes.extend((material.height as u16).to_be_bytes());
    bytes.extend((material.pictures.len() as u32).to_be_bytes());
    bytes.extend((material.sound.len() as u32).to_be_bytes());
    bytes.extend_from_slice(material.upload.to_string().as_bytes());
    for picture in material.pictures.iter() {
        let runs = runs(&picture.silhouette);
        bytes.extend((picture.jpeg.len() as u32).to_be_bytes());
        bytes.extend((runs.len() as u16).to_be_bytes());
        bytes.extend_from_slice(&picture.jpeg);
        bytes.extend_from_slice(&runs);
    }
    bytes.extend(material.sound.iter().flat_map(|value| level(*value).to_be_bytes()));
    bytes
}

/// What [`encode`] made.
///
/// # Errors
/// [`MediaError::Material`] of anything else.
pub fn decode(bytes: &[u8]) -> Result<Material, MediaError> {
    if bytes.len() > MOST_BYTES {
        return Err(damaged("it is too large"));
    }
    let mut rest = Rest(bytes);
    if rest.take(4)? != MAGIC || rest.byte()? != VERSION {
        return Err(damaged("it is of another kind or version"));
    }
    let kind = match rest.byte()? {
        0 => UploadKind::Image,
        1 => UploadKind::Footage,
        _ => return Err(damaged("it is neither picture nor footage")),
    };
    let (width, height) = (u32::from(rest.short()?), u32::from(rest.short()?));
    let (count, samples) = (rest.long()?, rest.long()? as usize);
    let upload = std::str::from_utf8(rest.take(36)?).ok().and_then(|text| text.parse::<UploadId>().ok()).ok_or_else(|| damaged("it has no id"))?;
    let fits = |side| (MIN_SIDE..=MAX_SIDE).contains(&side);
    let most = if kind == UploadKind::Image { 1 } else { MOST_PICTURES };
    if !fits(width) || !fits(height) || !(1..=most).contains(&count) || samples > (SOUND_RATE / FOOTAGE_FPS * count) as usize {
        return Err(damaged("its size or length is out of bounds"));
    }
    let mut pictures = Vec::with_capacity(count as usize);
    for _ in 0..count {
        pictures.push(picture(&mut rest, (width, height))?);
    }
    let sound = rest.take(samples * 2)?.as_chunks::<2>().0.iter().map(|pair| sample(i16::from_be_bytes(*pair))).collect();
    if !rest.0.is_empty() {
        return Err(damaged("something follows its end"));
    }
    Ok(Material { upload, kind, width, height, pictures: Arc::new(pictures), sound: Arc::new(sound) })
}

fn picture(rest: &mut Rest<'_>, size: (u32, u32)) -> Result<MaterialPicture, MediaError> {
    let (jpeg, runs) = (rest.long()? as usize, usize::from(rest.short()?));
    let (jpeg, runs) = (rest.take(jpeg)?, rest.take(runs)?);
    if jpeg_size(jpeg) != Some(size) {
        return Err(damaged("a picture has another size than it says"));
    }
    Ok(MaterialPicture { jpeg: jpeg.into(), silhouette: cells(runs)?.into() })
}

fn damaged(why: &str) -> MediaError {
    MediaError::Material(why.to_owned())
}

struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], MediaError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or_else(|| damaged("it ends too early"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], MediaError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    fn byte(&mut self) -> Result<u8, MediaError> {
        Ok(self.array::<1>()?[0])
    }

    fn short(&mut self) -> Result<u16, MediaError> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    fn long(&mut self) -> Result<u32, MediaError> {
        Ok(u32::from_be_bytes(self.array()?))
    }
}

/// At most 32 KiB: one run for each cell.
fn runs(cells: &[u8]) -> Vec<u8> {
    cells.chunk_by(|a, b| a == b).flat_map(|run| run.chunks(255)).flat_map(|run| [run.len() as u8, run[0]]).collect()
}

fn cells(runs: &[u8]) -> Result<Vec<u8>, MediaError> {
    let (pairs, odd) = runs.as_chunks::<2>();
    let total: usize = pairs.iter().map(|[count, _]| usize::from(*count)).sum();
    if total != CELLS || !odd.is_empty() {
        return Err(damaged("a silhouette is not whole"));
    }
    Ok(pairs.iter().flat_map(|[count, value]| std::iter::repeat_n(*value, usize::from(*count))).collect())
}

/// Width and height as its frame header tells them.
fn jpeg_size(jpeg: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2_usize;
    if !jpeg.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    loop {
        let [0xFF, marker, high, low] = *jpeg.get(at..at + 4)? else { return None };
        if marker == 0xC0 {
            let [h1, h0, w1, w0] = *jpeg.get(at + 5..at + 9)? else { return None };
            return Some((u32::from(u16::from_be_bytes([w1, w0])), u32::from(u16::from_be_bytes([h1, h0]))));
        }
        if matches!(marker, 0xDA | 0xD9) {
            return None;
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
    }
}
