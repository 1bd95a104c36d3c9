//! One picture as a PNG: what its owner gets to see of what was enrolled. Nothing sealed comes here, so nothing that was made of a plan.

use crate::MediaError;
use domain::product::Picture;
use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};

/// The picture with its alpha.
///
/// # Errors
/// Where its bytes are not of its size.
pub fn png(picture: &Picture) -> Result<Vec<u8>, MediaError> {
    let mut file = Vec::new();
    let pixels = picture.width as usize * picture.height as usize;
    if pixels == 0 || picture.rgba.len() != pixels * 4 {
        return Err(MediaError::Picture("its size is wrong".to_owned()));
    }
    PngEncoder::new(&mut file)
        .write_image(&picture.rgba, picture.width, picture.height, ExtendedColorType::Rgba8)
        .map_err(|reason| MediaError::Encode(reason.to_string()))?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back_with_its_alpha() {
        let picture = Picture { width: 2, height: 1, rgba: vec![255, 0, 0, 255, 0, 0, 0, 0] };
        let read = image::load_from_memory(&png(&picture).expect("a fitting picture")).expect("a PNG").into_rgba8();
        assert_eq!(read.into_raw(), picture.rgba);
        assert!(png(&Picture { width: 2, height: 2, rgba: vec![0; 4] }).is_err());
    }
}
