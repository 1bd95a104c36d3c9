//! Pictures and footage that people bring into a room, and what a shot can do with them.
//!
//! A shot refers to an upload by its id; the pictures themselves reach the engine as a [`Material`], decoded and checked, together with a
//! live cast: whoever is recognised in an upload is cast by every plan that refers to it. It knows no files and no formats of them.

use crate::UploadId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Seconds of footage that are kept; the rest is left out, and said.
pub const MAX_FOOTAGE_SECONDS: u32 = 15;
/// Pictures a second of footage, whatever it came in.
pub const FOOTAGE_FPS: u32 = 24;
/// Pixels of the longer side of what is kept.
pub const MAX_SIDE: u32 = 1280;
/// Uploads that a room holds.
pub const MAX_UPLOADS: usize = 40;
/// Uploads of one person, in all rooms together.
pub const MAX_UPLOADS_EACH: u64 = 120;
/// Bytes that are kept of them.
pub const MAX_UPLOAD_BYTES_EACH: u64 = 2 << 30;
/// Characters of an upload's name.
pub const MAX_UPLOAD_NAME: usize = 80;
/// Columns and rows of a silhouette.
pub const SILHOUETTE_SIDE: usize = 128;
/// Samples a second of footage's sound.
pub const SOUND_RATE: u32 = 48_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadKind {
    Image,
    Footage,
}

/// What a shot does with an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Its colours. Image or footage.
    Palette,
    /// What it shows is the place. Image or footage.
    Setting,
    /// Who or what stands in front of it is cut out and acts in the shot.
    Subject,
    /// Footage runs on, and the shot's setting is put behind the person in it.
    Backdrop,
    /// Footage runs on, and what the prompt names acts in it.
    Insert,
    /// Footage runs on, drawn in the shot's style.
    Restyle,
}

impl Role {
    pub const ALL: [Self; 6] = [Self::Palette, Self::Setting, Self::Subject, Self::Backdrop, Self::Insert, Self::Restyle];

    /// As documents and the wire name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Palette => "palette",
            Self::Setting => "setting",
            Self::Subject => "subject",
            Self::Backdrop => "backdrop",
            Self::Insert => "insert",
            Self::Restyle => "restyle",
        }
    }

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// What those who are asked are told.
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::Palette => "the colours of a picture or footage that was added",
            Self::Setting => "a picture or footage that was added, as the place",
            Self::Subject => "who or what is seen in a picture or footage that was added, cut out, acts in it",
            Self::Backdrop => "footage that was added, with another place behind who is in it",
            Self::Insert => "footage that was added, with the scene put into it",
            Self::Restyle => "footage that was added, drawn in another style",
        }
    }

    /// Whether it can be had of a picture or of footage.
    #[must_use]
    pub fn suits(self, kind: UploadKind) -> bool {
        match self {
            Self::Palette | Self::Setting | Self::Subject => true,
            Self::Backdrop | Self::Insert | Self::Restyle => kind == UploadKind::Footage,
        }
    }
}

/// An upload in a shot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reference {
    pub upload: UploadId,
    pub role: Role,
}

/// An upload, ready for an engine. Shared by count; dropped with the take.
#[derive(Clone)]
pub struct Material {
    pub upload: UploadId,
    pub kind: UploadKind,
    /// Pixels of each picture.
    pub width: u32,
    pub height: u32,
    /// In order, [`FOOTAGE_FPS`] a second; one of an image.
    pub pictures: Arc<Vec<MaterialPicture>>,
    /// Mono at [`SOUND_RATE`]; empty: silent.
    pub sound: Arc<Vec<f32>>,
}

/// May bear somebody's likeness.
impl std::fmt::Debug for Material {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Material({})", self.upload)
    }
}

/// One picture of a material.
pub struct MaterialPicture {
    /// A baseline JPEG, as this server encoded it.
    pub jpeg: Arc<[u8]>,
    /// How much of each cell belongs to what stands in front, 0…255: [`SILHOUETTE_SIDE`]² cells over the whole picture, row by row.
    pub silhouette: Arc<[u8]>,
}

impl std::fmt::Debug for MaterialPicture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MaterialPicture(secret)")
    }
}
