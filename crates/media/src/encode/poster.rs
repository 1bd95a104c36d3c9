//! The poster: a small JPEG of a picture, for lists.

use crate::MediaError;
use domain::product::Picture;
use image::{RgbaImage, codecs::jpeg::JpegEncoder, imageops};

/// Pixels.
const WIDEST: u32 = 360;
const QUALITY: u8 = 82;

pub struct Poster {
    pub width: u32,
    pub height: u32,
    pub jpeg: Vec<u8>,
}

impl Poster {
    pub fn of(picture: &Picture) -> Result<Self, MediaError> {
        let refused = |reason: &str| MediaError::Encode(format!("poster: {reason}"));
        let whole = RgbaImage::from_raw(picture.width, picture.height, picture.rgba.clone()).ok_or_else(|| refused("its size is wrong"))?;
        let small = if picture.width > WIDEST {
            let height = (u64::from(picture.height) * u64::from(WIDEST) / u64::from(picture.width)).max(1) as u32;
            imageops::thumbnail(&whole, WIDEST, height)
        } else {
            whole
        };
        let rgb = image::DynamicImage::ImageRgba8(small).into_rgb8();
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&rgb).map_err(|reason| refused(&reason.to_string()))?;
        Ok(Self { width: rgb.width(), height: rgb.height(), jpeg })
    }
}
