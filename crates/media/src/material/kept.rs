//! Pictures as they are kept: encoded anew, one by one, within a bound of bytes for all of them.

use super::{CELLS, MIN_SIDE, MOST_BYTES, MOST_PICTURES, MaterialError, silhouettes};
use domain::{
    UploadId,
    upload::{Material, MaterialPicture, UploadKind},
};
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use std::sync::Arc;

/// Of pictures that stand still.
const STILL: u8 = 90;
/// Of footage: the first that keeps within the bound.
const MOVING: [u8; 4] = [86, 72, 55, 35];

pub struct Keeper {
    kind: UploadKind,
    width: u32,
    height: u32,
    jpegs: Vec<Arc<[u8]>>,
    seen: Vec<Option<Vec<u8>>>,
    bytes: usize,
    /// Of the qualities of [`MOVING`]; never up again, so that quality does not breathe.
    step: usize,
}

impl Keeper {
    pub fn new(kind: UploadKind, width: u32, height: u32) -> Result<Self, MaterialError> {
        if width.min(height) < MIN_SIDE {
            return Err(MaterialError::TooSmall);
        }
        Ok(Self { kind, width, height, jpegs: Vec::new(), seen: Vec::new(), bytes: 0, step: 0 })
    }

    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The next picture.
    pub fn keep(&mut self, rgb: &[u8], silhouette: Option<Vec<u8>>) -> Result<(), MaterialError> {
        let jpeg = self.encoded(rgb)?;
        self.bytes += jpeg.len();
        self.jpegs.push(jpeg.into());
        self.seen.push(silhouette.filter(|cells| cells.len() == CELLS));
        Ok(())
    }

    fn encoded(&mut self, rgb: &[u8]) -> Result<Vec<u8>, MaterialError> {
        if self.kind == UploadKind::Image {
            return self.jpeg(rgb, STILL);
        }
        // What all pictures up to this one may have; a quarter is left for silhouettes and sound.
        let share = MOST_BYTES / 4 * 3 / MOST_PICTURES as usize;
        let room = (share * (self.jpegs.len() + 8)).saturating_sub(self.bytes);
        loop {
            let jpeg = self.jpeg(rgb, MOVING[self.step])?;
            if jpeg.len() <= room {
                return Ok(jpeg);
            }
            if self.step + 1 == MOVING.len() {
                return Err(MaterialError::TooHeavy);
            }
            self.step += 1;
        }
    }

    fn jpeg(&self, rgb: &[u8], quality: u8) -> Result<Vec<u8>, MaterialError> {
        let mut jpeg = Vec::new();
        let encoded = JpegEncoder::new_with_quality(&mut jpeg, quality).encode(rgb, self.width, self.height, ExtendedColorType::Rgb8);
        encoded.map(|()| jpeg).map_err(|_| MaterialError::Unreadable)
    }

    pub fn whole(self, upload: UploadId, sound: Vec<f32>) -> Material {
        let silhouettes = silhouettes::whole(&self.seen);
        let pictures = self.jpegs.into_iter().zip(silhouettes).map(|(jpeg, silhouette)| MaterialPicture { jpeg, silhouette }).collect();
        // As they are kept, so that what was read and what was fetched sound the same.
        let sound = sound.into_iter().map(|sample| super::container::sample(super::container::level(sample))).collect();
        Material { upload, kind: self.kind, width: self.width, height: self.height, pictures: Arc::new(pictures), sound: Arc::new(sound) }
    }
}
