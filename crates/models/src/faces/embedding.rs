//! A face as 1024 numbers by which it can be compared. It is a secret of its owner: it shows nothing, and becomes bytes only when asked.

use crate::{
    ModelError, RgbRef,
    net::Net,
    picture::{Window, mirror},
};
use std::fmt;

/// Two recordings show the same person from this cosine on; figures in `docs/decisions/0010-local-models.md`.
pub const SAME_PERSON: f32 = 0.62;

const SIDE: usize = 224;
const LENGTH: usize = 1024;

/// Of length one.
#[derive(Clone)]
pub struct Embedding(Box<[f32]>);

impl fmt::Debug for Embedding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Embedding(secret)")
    }
}

impl Embedding {
    /// How alike two faces are: 1 is the same picture; strangers have about 0.4.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum()
    }

    /// What several pictures of one person have in common. `None` of none.
    #[must_use]
    pub fn mean(several: &[Self]) -> Option<Self> {
        let mut sum = vec![0.0; LENGTH];
        for one in several {
            for (sum, value) in sum.iter_mut().zip(&one.0) {
                *sum += value;
            }
        }
        normalised(sum)
    }

    /// 4096 bytes, each number as a little-endian `f32`: to be encrypted and stored, nothing else.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    /// From what [`Self::to_bytes`] made.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let (numbers, rest) = bytes.as_chunks::<4>();
        if numbers.len() != LENGTH || !rest.is_empty() {
            return Err(ModelError::EmbeddingUnfit(bytes.len()));
        }
        normalised(numbers.iter().map(|number| f32::from_le_bytes(*number)).collect()).ok_or(ModelError::EmbeddingUnfit(bytes.len()))
    }
}

fn normalised(values: Vec<f32>) -> Option<Embedding> {
    let length = values.iter().map(|value| value * value).sum::<f32>().sqrt();
    (length.is_finite() && length > f32::EPSILON).then(|| Embedding(values.into_iter().map(|value| value / length).collect()))
}

/// The mean of the face and of its mirror image, because cameras that show oneself mirror some recordings and not others.
pub fn embed(embedder: &Net, picture: &RgbRef<'_>, window: &Window) -> Result<Embedding, ModelError> {
    let mut planes = window.planes(picture, SIDE, |value| value);
    let mut sum = embedder.see::<2>(&[1, 3, SIDE, SIDE], planes.clone())?;
    mirror(&mut planes, SIDE);
    for (sum, value) in sum.iter_mut().zip(embedder.see::<2>(&[1, 3, SIDE, SIDE], planes)?) {
        *sum += value;
    }
    normalised(sum).ok_or_else(|| ModelError::Unusable { model: "face_embedding", reason: "it sees nothing".to_owned() })
}
