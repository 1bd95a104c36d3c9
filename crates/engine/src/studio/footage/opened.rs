//! One picture of a material, decoded: RGB, and smaller copies of it where it is seen small.

use image::{DynamicImage, ImageDecoder as _, codecs::jpeg::JpegDecoder};
use std::io::Cursor;

pub struct Opened {
    pub width: usize,
    pub height: usize,
    /// `width × height × 3`, rows top to bottom.
    pub rgb: Vec<u8>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opened(secret)")
    }
}

impl Opened {
    /// As the file tells it.
    #[must_use]
    pub fn size(jpeg: &[u8]) -> Option<(u32, u32)> {
        JpegDecoder::new(Cursor::new(jpeg)).ok().map(|decoder| decoder.dimensions())
    }

    /// A picture that can't be decoded is a grey one: its head was checked when the take was opened, so this is a damaged store and not
    /// something to fail a running take for.
    #[must_use]
    pub fn of(jpeg: &[u8], width: u32, height: u32) -> Self {
        let decoder = JpegDecoder::new(Cursor::new(jpeg)).ok().filter(|decoder| decoder.dimensions() == (width, height));
        let decoded = decoder.and_then(|decoder| DynamicImage::from_decoder(decoder).ok());
        let (width, height) = (width as usize, height as usize);
        let rgb = decoded.map_or_else(|| vec![128; width * height * 3], |picture| picture.into_rgb8().into_raw());
        Self { width, height, rgb }
    }

    /// At half its size.
    #[must_use]
    pub fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let mut rgb = Vec::with_capacity(width * height * 3);
        for y in 0..height {
            let above = &self.rgb[2 * y * self.width * 3..][..self.width * 3];
            let below = &self.rgb[(2 * y + 1).min(self.height - 1) * self.width * 3..][..self.width * 3];
            for (a, b) in above.chunks_exact(6).zip(below.chunks_exact(6)).take(width) {
                rgb.extend((0..3).map(|c| ((u16::from(a[c]) + u16::from(a[c + 3]) + u16::from(b[c]) + u16::from(b[c + 3]) + 2) / 4) as u8));
            }
        }
        rgb.resize(width * height * 3, 0);
        Self { width, height, rgb }
    }

    /// The colour at a place, 0…1 each way.
    #[must_use]
    pub fn at(&self, across: f64, down: f64) -> [u8; 3] {
        let place = |part: f64, of: usize| ((part * of as f64) as usize).min(of - 1);
        let start = (place(down, self.height) * self.width + place(across, self.width)) * 3;
        [self.rgb[start], self.rgb[start + 1], self.rgb[start + 2]]
    }
}
