//! A likeness as bytes, for the vault and for nothing else: a header in JSON, then the pictures as they are.
//!
//! Mention and preferences are not in it: they belong to the cameo's row and its decisions, and change without it.

use crate::{MOST_PART, StoreError};
use domain::{
    CameoId,
    likeness::{CameoKind, FaceMarks, Likeness, View, VoicePrint},
    mention::Mention,
    product::Picture,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const MAGIC: &[u8; 8] = b"GRLIKE01";
const MOST_VIEWS: usize = 8;
/// Pixels of the longer side.
const MOST_SIDE: u32 = 512;
const LONGEST_HEADER: usize = 64 * 1024;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    kind: CameoKind,
    voice: Option<VoicePrint>,
    views: Vec<ViewHeader>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ViewHeader {
    yaw: f32,
    pitch: f32,
    width: u32,
    height: u32,
    marks: Option<FaceMarks>,
}

/// # Errors
/// `store_invalid` where it has no view or more than 8, one is larger than 512 pixels, or its bytes do not fit its size.
pub fn encode(likeness: &Likeness) -> Result<Vec<u8>, StoreError> {
    let views: Vec<ViewHeader> = likeness.views.iter().map(view_header).collect();
    let header = Header { kind: likeness.kind, voice: likeness.voice, views };
    let pictures = sizes(&header).ok_or(StoreError::Invalid("a likeness has 1 to 8 views of at most 512 pixels"))?;
    if pictures.iter().zip(likeness.views.iter()).any(|(size, view)| view.picture.rgba.len() != *size) {
        return Err(StoreError::Invalid("a picture's bytes fit its size"));
    }
    let text = serde_json::to_vec(&header).map_err(|_| StoreError::Invalid("a likeness is made of numbers"))?;
    // JSON has no infinities: they would come back as nothing.
    if serde_json::from_slice::<Header>(&text).is_err() || text.len() > LONGEST_HEADER {
        return Err(StoreError::Invalid("a likeness is made of numbers"));
    }
    let length = u32::try_from(text.len()).map_err(|_| StoreError::Invalid("a likeness is made of numbers"))?;
    let mut bytes = Vec::with_capacity(MAGIC.len() + 4 + text.len() + pictures.iter().sum::<usize>());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(&text);
    likeness.views.iter().for_each(|view| bytes.extend_from_slice(&view.picture.rgba));
    Ok(bytes)
}

/// # Errors
/// `store_corrupt` where the bytes are not just what [`encode`] makes.
pub fn decode(cameo: CameoId, mention: Mention, preferences: String, bytes: &[u8]) -> Result<Likeness, StoreError> {
    let (header, mut rest) = split(bytes).ok_or_else(|| StoreError::corrupt("a likeness"))?;
    let pictures = sizes(&header).ok_or_else(|| StoreError::corrupt("a likeness's sizes"))?;
    let mut views = Vec::with_capacity(pictures.len());
    for (view, size) in header.views.into_iter().zip(pictures) {
        let (rgba, after) = rest.split_at_checked(size).ok_or_else(|| StoreError::corrupt("a likeness that is cut off"))?;
        rest = after;
        let picture = Picture { width: view.width, height: view.height, rgba: rgba.to_vec() };
        views.push(View { yaw: view.yaw, pitch: view.pitch, picture, marks: view.marks });
    }
    if !rest.is_empty() {
        return Err(StoreError::corrupt("a likeness that goes on after its end"));
    }
    Ok(Likeness { cameo, mention, kind: header.kind, views: Arc::new(views), voice: header.voice, preferences })
}

fn view_header(view: &View) -> ViewHeader {
    ViewHeader { yaw: view.yaw, pitch: view.pitch, width: view.picture.width, height: view.picture.height, marks: view.marks }
}

/// Bytes of each picture. None: over a limit.
fn sizes(header: &Header) -> Option<Vec<usize>> {
    if !(1..=MOST_VIEWS).contains(&header.views.len()) {
        return None;
    }
    let size = |view: &ViewHeader| {
        let fits = (1..=MOST_SIDE).contains(&view.width) && (1..=MOST_SIDE).contains(&view.height);
        fits.then_some(view.width as usize * view.height as usize * 4)
    };
    let sizes: Vec<usize> = header.views.iter().map(size).collect::<Option<_>>()?;
    (sizes.iter().sum::<usize>() <= MOST_PART).then_some(sizes)
}

fn split(bytes: &[u8]) -> Option<(Header, &[u8])> {
    let (length, rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    if length > LONGEST_HEADER {
        return None;
    }
    let (header, rest) = rest.split_at_checked(length)?;
    Some((serde_json::from_slice(header).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn likeness(sides: &[(u32, u32)]) -> Likeness {
        let marks = FaceMarks {
            left_eye: [1.25, 2.1],
            right_eye: [0.1, 3.3],
            nose: [0.0; 2],
            mouth_left: [0.0; 2],
            mouth_right: [0.0; 2],
            mouth_top: [0.0; 2],
            mouth_bottom: [0.0; 2],
            chin: [f32::MIN_POSITIVE, f32::MAX],
            brow: [0.0; 2],
            cheek_left: [0.0; 2],
            cheek_right: [-17.77, 1e-7],
        };
        let view = |(number, &(width, height)): (usize, &(u32, u32))| View {
            yaw: -30.3,
            pitch: 0.1,
            picture: Picture { width, height, rgba: (0..width * height * 4).map(|at| (at as usize + number) as u8).collect() },
            marks: Some(marks),
        };
        Likeness {
            cameo: CameoId::from_uuid(Uuid::from_u128(1)),
            mention: "ana".parse().expect("a mention"),
            kind: CameoKind::Person,
            views: Arc::new(sides.iter().enumerate().map(view).collect()),
            voice: Some(VoicePrint { pitch_hz: 203.7, range_hz: 31.1 }),
            preferences: "kindly".to_owned(),
        }
    }

    fn decoded(bytes: &[u8]) -> Result<Likeness, StoreError> {
        decode(CameoId::from_uuid(Uuid::from_u128(1)), "ana".parse().expect("a mention"), "kindly".to_owned(), bytes)
    }

    #[test]
    fn a_likeness_comes_back_to_the_bit() {
        let likeness = likeness(&[(3, 5), (512, 1), (1, 1)]);
        let back = decoded(&encode(&likeness).expect("encoded")).expect("decoded");
        assert_eq!((back.kind, back.preferences.as_str(), back.views.len()), (CameoKind::Person, "kindly", 3));
        assert!(back.voice == likeness.voice);
        for (one, other) in back.views.iter().zip(likeness.views.iter()) {
            assert!(one.picture == other.picture && one.marks == other.marks);
            assert_eq!((one.yaw.to_bits(), one.pitch.to_bits()), (other.yaw.to_bits(), other.pitch.to_bits()));
        }
    }

    #[test]
    fn what_is_cut_off_or_goes_on_is_refused() {
        let bytes = encode(&likeness(&[(2, 2)])).expect("encoded");
        for length in 0..bytes.len() {
            assert_eq!(decoded(&bytes[..length]).expect_err("cut off").code(), "store_corrupt");
        }
        assert!(decoded(&[bytes.as_slice(), &[0]].concat()).is_err());
        let mut long = bytes.clone();
        long[8..12].copy_from_slice(&u32::MAX.to_be_bytes());
        assert!(decoded(&long).is_err());
    }

    #[test]
    fn limits_hold_both_ways() {
        for sides in [vec![], vec![(513, 1)], vec![(0, 4)], vec![(1, 1); 9]] {
            assert_eq!(encode(&likeness(&sides)).expect_err("over a limit").code(), "store_invalid");
        }
        let mut broken = likeness(&[(2, 2)]);
        broken.voice = Some(VoicePrint { pitch_hz: f32::NAN, range_hz: 1.0 });
        assert!(encode(&broken).is_err());
        let bytes = encode(&likeness(&[(2, 2)])).expect("encoded");
        let text = String::from_utf8_lossy(&bytes).replace("\"width\":2", "\"width\":9");
        assert!(decoded(text.as_bytes()).is_err());
    }
}
