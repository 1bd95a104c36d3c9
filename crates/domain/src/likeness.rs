//! What an engine draws somebody from: cut-out views of the head, or of a pet or thing, and the pitch of a voice.
//!
//! Biometric: it is decrypted for one take, handed to the engine's session, and dropped with it. It is never serialised by this type, never
//! logged, and its `Debug` tells nothing of it. It knows nothing of consent: a session gets it together with a live cast.

use crate::{CameoId, mention::Mention, product::Picture};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a cameo is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameoKind {
    Person,
    Pet,
    Object,
}

/// One enrolled likeness, ready to be drawn. Shared by count; dropped with the take.
#[derive(Clone)]
pub struct Likeness {
    pub cameo: CameoId,
    pub mention: Mention,
    pub kind: CameoKind,
    /// At least one; the first is the most frontal. Persons: sorted after that by yaw, at most 7.
    pub views: Arc<Vec<View>>,
    /// None: no voice was enrolled.
    pub voice: Option<VoicePrint>,
    /// How its owner wants to be portrayed, in plain words; may be empty.
    pub preferences: String,
}

impl std::fmt::Debug for Likeness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Likeness({})", self.cameo)
    }
}

/// One side of it.
pub struct View {
    /// Degrees; the subject turns to their own left: positive (the nose points to the right edge of the picture).
    pub yaw: f32,
    /// Degrees; up is positive.
    pub pitch: f32,
    /// Cut out: straight alpha, zero outside. At most 512 pixels on its longer side.
    pub picture: Picture,
    /// Persons only.
    pub marks: Option<FaceMarks>,
}

impl std::fmt::Debug for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("View(secret)")
    }
}

/// Points of a face in its view, in pixels from the top left: `[x, y]`.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FaceMarks {
    /// Centre of the eye that is left in the picture.
    pub left_eye: [f32; 2],
    pub right_eye: [f32; 2],
    pub nose: [f32; 2],
    /// Corners and middle of the lips, outer edge.
    pub mouth_left: [f32; 2],
    pub mouth_right: [f32; 2],
    pub mouth_top: [f32; 2],
    pub mouth_bottom: [f32; 2],
    pub chin: [f32; 2],
    /// Top of the forehead, at the hair.
    pub brow: [f32; 2],
    /// Where the cheeks end, left and right in the picture.
    pub cheek_left: [f32; 2],
    pub cheek_right: [f32; 2],
}

impl std::fmt::Debug for FaceMarks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FaceMarks(secret)")
    }
}

/// What is kept of a voice: enough to pitch a synthetic one, too little to imitate it.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct VoicePrint {
    /// Median of the fundamental, hertz.
    pub pitch_hz: f32,
    /// Half of the spread between the 10th and the 90th percentile, hertz.
    pub range_hz: f32,
}

impl std::fmt::Debug for VoicePrint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VoicePrint(secret)")
    }
}
