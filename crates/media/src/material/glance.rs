//! What a file is, by its first bytes alone: never by its name, and never by a decoder's guess.
//!
//! It also finds how a JPEG's camera was held, because the decoder of still pictures does not turn them.

use super::MaterialError;
use crate::intake::child::{self, Source};
use domain::upload::UploadKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glance {
    Png,
    /// With the orientation of its Exif block, 1 to 8.
    Jpeg(u8),
    WebP,
    /// `WebM`, Matroska, MP4, `QuickTime`.
    Footage,
}

impl Glance {
    #[must_use]
    pub fn kind(self) -> UploadKind {
        if self == Self::Footage { UploadKind::Footage } else { UploadKind::Image }
    }

    pub(super) fn source(self) -> Source {
        match self {
            Self::Png => child::picture("png_pipe", "png"),
            Self::Jpeg(_) => child::picture("jpeg_pipe", "mjpeg"),
            Self::WebP => child::picture("webp_pipe", "webp"),
            Self::Footage => child::FOOTAGE,
        }
    }

    /// The filters that turn it upright, each with a comma behind it.
    pub(super) fn upright(self) -> &'static str {
        match self {
            Self::Jpeg(2) => "hflip,",
            Self::Jpeg(3) => "hflip,vflip,",
            Self::Jpeg(4) => "vflip,",
            Self::Jpeg(5) => "transpose=0,",
            Self::Jpeg(6) => "transpose=1,",
            Self::Jpeg(7) => "transpose=3,",
            Self::Jpeg(8) => "transpose=2,",
            _ => "",
        }
    }
}

/// What a file is that begins so; a few hundred bytes are enough but for a JPEG's orientation.
///
/// # Errors
/// [`MaterialError::Unknown`], and [`MaterialError::Animated`] of pictures that move.
pub fn glance(head: &[u8]) -> Result<Glance, MaterialError> {
    if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        return if is_moving_png(head) { Err(MaterialError::Animated) } else { Ok(Glance::Png) };
    }
    if head.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Ok(Glance::Jpeg(orientation(head).unwrap_or(1)));
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        let moves = head.get(12..16) == Some(b"VP8X") && head.get(20).is_some_and(|flags| flags & 2 != 0);
        return if moves { Err(MaterialError::Animated) } else { Ok(Glance::WebP) };
    }
    if head.starts_with(b"GIF8") {
        return Err(MaterialError::Animated);
    }
    if head.starts_with(&[0x1A, 0x45, 0xDF, 0xA3])
        || head.get(4..8).is_some_and(|kind| [b"ftyp", b"moov", b"mdat", b"wide", b"free"].contains(&kind.try_into().unwrap_or(b"    ")))
    {
        return Ok(Glance::Footage);
    }
    Err(MaterialError::Unknown)
}

/// Whether `acTL` comes before the first picture's data, as it must.
fn is_moving_png(head: &[u8]) -> bool {
    let mut at = 8_usize;
    while let (Some(length), Some(kind)) = (number(head, at), head.get(at + 4..at + 8)) {
        match kind {
            b"acTL" => return true,
            b"IDAT" => return false,
            _ => {}
        }
        let Some(next) = at.checked_add(12).and_then(|at| at.checked_add(length as usize)) else { return false };
        at = next;
    }
    false
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// Of the first Exif block.
fn orientation(head: &[u8]) -> Option<u8> {
    let mut at = 2_usize;
    loop {
        let [0xFF, marker, high, low] = *head.get(at..at + 4)? else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let block = head.get(at + 4..at + 2 + length.max(2))?;
        match marker {
            0xE1 if block.starts_with(b"Exif\0\0") => return turned(&block[6..]),
            // The picture itself begins.
            0xDA | 0xD9 => return None,
            _ => at += 2 + length.max(2),
        }
    }
}

/// Tag 0x0112 of the first directory of a TIFF block.
fn turned(tiff: &[u8]) -> Option<u8> {
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let long = |at: usize| -> Option<u32> {
        let bytes = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    };
    let start = long(4)? as usize;
    (0..usize::from(short(start)?)).map(|entry| start + 2 + 12 * entry).find(|entry| short(*entry) == Some(0x0112)).and_then(|entry| {
        let value = u8::try_from(short(entry + 8)?).ok()?;
        (1..=8).contains(&value).then_some(value)
    })
}
