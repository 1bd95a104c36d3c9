//! The pictures and sounds of these tests, and the models as a server has them.

use image::{RgbImage, imageops};
use models::{Models, Places, RgbRef};
use std::path::{Path, PathBuf};

pub fn models() -> Models {
    Models::open(Places::usual(None, Path::new("/nonexistent")))
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)
}

pub fn picture(name: &str) -> RgbImage {
    image::open(file(name)).expect("a picture of these tests").to_rgb8()
}

pub fn portrait() -> RgbImage {
    picture("portrait.jpg")
}

pub fn stranger() -> RgbImage {
    picture("stranger.jpg")
}

pub fn turned() -> RgbImage {
    picture("turned.jpg")
}

pub fn mirrored(picture: &RgbImage) -> RgbImage {
    imageops::flip_horizontal(picture)
}

pub fn rgb(picture: &RgbImage) -> RgbRef<'_> {
    RgbRef::new(picture.width(), picture.height(), picture.as_raw()).expect("a picture that can be looked at")
}

/// Two pictures beside each other, as high as the first.
pub fn beside(left: &RgbImage, right: &RgbImage) -> RgbImage {
    let right = imageops::resize(right, right.width() * left.height() / right.height(), left.height(), imageops::FilterType::Triangle);
    let mut both = RgbImage::new(left.width() + right.width(), left.height());
    imageops::replace(&mut both, left, 0, 0);
    imageops::replace(&mut both, &right, i64::from(left.width()), 0);
    both
}

/// The samples of a WAV file of 16 bits, mono, 16 kHz.
pub fn sound(name: &str) -> Vec<f32> {
    let bytes = std::fs::read(file(name)).expect("a sound of these tests");
    let start = bytes.windows(4).position(|word| word == b"data").expect("a data chunk") + 8;
    bytes[start..].as_chunks::<2>().0.iter().map(|sample| f32::from(i16::from_le_bytes(*sample)) / 32_768.0).collect()
}

/// The same noise each time, −1..1.
pub fn noise() -> impl Iterator<Item = f32> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / 8_388_608.0 - 1.0
    })
}
