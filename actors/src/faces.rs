//! Whose enrolled faces are known again in what somebody brought (CONSENT-6): the comparison that enrolment, uploads and the freezing of plans
//! share, and the form in which the faces of an upload are sealed.
//!
//! It knows no pictures: faces come as the numbers that a model made of them. What it can't read it does not guess: whoever asks is refused.
//! It writes nothing about faces to the log.

use domain::{CameoId, UploadId, likeness::CameoKind, plan::FrozenPlan};
use models::{Embedding, SAME_PERSON};
use store::{Store, StoreError, VaultPart};
use tracing::error;
use wire::ErrorBody;

/// Different views of faces that are kept of one upload: many people, or few people in many poses.
pub const MOST_FACES: usize = 1_024;

const MAGIC: &[u8; 8] = b"GRFACE01";
/// Bytes of one face.
const FACE: usize = 4_096;

/// Faces found in an upload, as they are sealed. The caller keeps [`MOST_FACES`].
#[must_use]
pub fn to_bytes(faces: &[Embedding]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(MAGIC.len() + 4 + faces.len() * FACE);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&(faces.len() as u32).to_be_bytes());
    faces.iter().for_each(|face| bytes.extend_from_slice(&face.to_bytes()));
    bytes
}

/// None: anything but what [`to_bytes`] makes.
fn from_bytes(bytes: &[u8]) -> Option<Vec<Embedding>> {
    let (count, faces) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
    let count = usize::try_from(u32::from_be_bytes(*count)).ok()?;
    let (faces, rest) = faces.as_chunks::<FACE>();
    if count > MOST_FACES || faces.len() != count || !rest.is_empty() {
        return None;
    }
    faces.iter().map(|face| Embedding::from_bytes(face).ok()).collect()
}

/// Shows `each` every enrolled face, one after the other: none is held longer than its comparison.
///
/// # Errors
/// The store's faults; `store_corrupt` where a face can't be read.
pub async fn each_enrolled(store: &Store, mut each: impl FnMut(CameoId, &Embedding)) -> Result<(), StoreError> {
    for cameo in store.active_cameos(CameoKind::Person).await? {
        let bytes = match store.vault().get(cameo, VaultPart::Embedding).await {
            Ok(bytes) => bytes,
            // It ended in this moment.
            Err(StoreError::LikenessErased | StoreError::CameoUnknown) => continue,
            Err(error) => return Err(error),
        };
        let enrolled = Embedding::from_bytes(&bytes).map_err(|_| StoreError::Corrupt("an enrolled face".to_owned()))?;
        each(cameo, &enrolled);
    }
    Ok(())
}

/// Those who are enrolled and known again among these faces.
///
/// # Errors
/// As [`each_enrolled`].
pub async fn known_again(store: &Store, faces: &[Embedding]) -> Result<Vec<CameoId>, StoreError> {
    let mut found = Vec::new();
    if !faces.is_empty() {
        each_enrolled(store, |cameo, enrolled| {
            // One view of many is enough: a person in footage turns their head.
            if faces.iter().any(|face| face.cosine(enrolled) >= SAME_PERSON) {
                found.push(cameo);
            }
        })
        .await?;
    }
    Ok(found)
}

/// Those who are enrolled now and known again in a kept upload; lists remember it.
///
/// # Errors
/// `upload_unknown`; `faces_unreadable` for everything that stands in the way: nobody can say then who would have to be asked.
pub async fn shown_by(store: &Store, upload: UploadId) -> Result<Vec<CameoId>, ErrorBody> {
    let bytes = store.vault().get_faces(upload).await.map_err(|failure| match failure {
        StoreError::UploadUnknown => ErrorBody::new(failure.code(), &failure),
        failure => unreadable(upload, &failure),
    })?;
    let faces = from_bytes(&bytes).ok_or_else(|| unreadable(upload, &"the faces of an upload are damaged"))?;
    let found = known_again(store, &faces).await.map_err(|failure| unreadable(upload, &failure))?;
    store.set_upload_shows(upload, &found).await.map_err(|failure| unreadable(upload, &failure))?;
    Ok(found)
}

/// Everybody who is enrolled now and known again in an upload of this plan is in its cast.
///
/// # Errors
/// `consent_missing`: somebody enrolled since it was frozen; as [`shown_by`].
pub(crate) async fn demand_asked(store: &Store, plan: &FrozenPlan, upload: UploadId) -> Result<(), ErrorBody> {
    let shown = shown_by(store, upload).await?;
    if shown.into_iter().all(|cameo| plan.cast().iter().any(|cast| cast == cameo)) {
        return Ok(());
    }
    let message = "somebody in the pictures or footage of this take enrolled while it waited, and was not asked: ask for it again";
    Err(ErrorBody::new("consent_missing", message))
}

fn unreadable(upload: UploadId, failure: &dyn std::fmt::Display) -> ErrorBody {
    error!(%upload, %failure, "nobody can tell who is in an upload");
    ErrorBody::new("faces_unreadable", "who is in this picture or footage can't be looked up right now, so nothing is made of it: try again later")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(direction: usize) -> Embedding {
        let numbers = (0..FACE / 4).flat_map(|at| if at == direction { 1.0_f32 } else { 0.0 }.to_le_bytes());
        Embedding::from_bytes(&numbers.collect::<Vec<_>>()).expect("a face of length one")
    }

    #[test]
    fn faces_come_back_and_what_is_damaged_does_not() {
        let bytes = to_bytes(&[face(1), face(7)]);
        let back = from_bytes(&bytes).expect("as they were");
        assert_eq!(back.len(), 2);
        assert!(back[1].cosine(&face(7)) > 0.999 && back[1].cosine(&face(1)) < 0.001);
        assert!(from_bytes(&to_bytes(&[])).expect("nobody").is_empty());
        for length in [0, 3, 11, 12, bytes.len() - 1] {
            assert!(from_bytes(&bytes[..length]).is_none(), "{length} bytes");
        }
        assert!(from_bytes(&[bytes.as_slice(), &[0]].concat()).is_none());
        let mut more = bytes.clone();
        more[11] = 3;
        assert!(from_bytes(&more).is_none(), "a face too few");
        let nobody = [MAGIC.as_slice(), &1_u32.to_be_bytes(), &[0; FACE]].concat();
        assert!(from_bytes(&nobody).is_none(), "a face that is none is not left out");
    }
}
