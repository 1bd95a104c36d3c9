//! One picture of a finished file, decoded: the poster of a cut is made of it. It knows nothing of files.

use super::unfit;
use crate::MediaError;
use domain::product::Picture;
use openh264::{decoder::Decoder, formats::YUVSource};

/// A keyframe with its parameter sets, Annex B: BT.709 in limited range, as we encode.
pub fn decoded(keyframe: &[u8]) -> Result<Picture, MediaError> {
    let refused = |reason: &dyn std::fmt::Display| unfit(&format_args!("its first picture: {reason}"));
    let mut decoder = Decoder::new().map_err(|reason| refused(&reason))?;
    let found = decoder.decode(keyframe).map_err(|reason| refused(&reason))?;
    let planes = found.ok_or_else(|| refused(&"it can't be decoded by itself"))?;
    let ((width, height), (luma, half, _)) = (planes.dimensions(), planes.strides());
    let mut rgba = Vec::with_capacity(width * height * 4);
    for row in 0..height {
        for column in 0..width {
            let colour = row / 2 * half + column / 2;
            rgba.extend(rgb(planes.y()[row * luma + column], planes.u()[colour], planes.v()[colour]));
            rgba.push(u8::MAX);
        }
    }
    let side = |length: usize| u32::try_from(length).map_err(|reason| refused(&reason));
    Ok(Picture { width: side(width)?, height: side(height)?, rgba })
}

fn rgb(y: u8, u: u8, v: u8) -> [u8; 3] {
    let (y, u, v) = (255.0 / 219.0 * (f32::from(y) - 16.0), 255.0 / 224.0 * (f32::from(u) - 128.0), 255.0 / 224.0 * (f32::from(v) - 128.0));
    let (red, blue) = (y + 1.5748 * v, y + 1.8556 * u);
    let green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152;
    [red, green, blue].map(|colour| colour.round().clamp(0.0, 255.0) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_come_back_as_they_were() {
        for ((y, u, v), wanted) in
            [((16, 128, 128), [0, 0, 0]), ((235, 128, 128), [255, 255, 255]), ((63, 102, 240), [255, 0, 0]), ((32, 240, 118), [0, 0, 255])]
        {
            let found = rgb(y, u, v);
            assert!(found.iter().zip(wanted).all(|(one, other): (&u8, u8)| one.abs_diff(other) < 4), "{found:?} instead of {wanted:?}");
        }
    }
}
