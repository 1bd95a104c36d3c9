//! Likenesses, and faces found in uploads, at rest: sealed under a key of their own, which is sealed under the key file. Erasing the former is
//! enough.
//!
//! ChaCha20-Poly1305 with random nonces; the object's name is authenticated with it, so that one can't be put in place of another.
//! It knows bytes, not faces, and nothing of consent: whoever reads here has asked.

use crate::{
    ObjectName, Objects, StoreError,
    dialect::Db,
    keyfile::{SecretKey, random},
    values::id,
};
use domain::{CameoId, UploadId};
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest::{SHA256, digest},
};

/// Bytes of one part.
pub const MOST_PART: usize = 16 * 1024 * 1024;

/// What is kept of a cameo. Each is an object of its own: a comparison of faces needs no pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VaultPart {
    /// As [`crate::likeness_codec`] writes it.
    Likeness,
    /// The numbers by which a face is known again.
    Embedding,
}

/// Sealed objects that were put, and the sealed key that must be kept for them.
pub(crate) struct Sealing(Vec<u8>);

impl Sealing {
    pub(crate) fn wrapped_key(&self) -> &[u8] {
        &self.0
    }
}

/// The sealed objects of cameos and of uploads.
pub struct Vault {
    db: Db,
    objects: Objects,
    master: LessSafeKey,
}

/// What the database knows of the key file: a hash under another name, of no use for opening anything.
pub(crate) fn mark(key: &SecretKey) -> Vec<u8> {
    digest(&SHA256, &[b"greenroom vault key mark 1".as_slice(), key.bytes()].concat()).as_ref().to_vec()
}

impl Vault {
    pub(crate) fn new(db: Db, objects: Objects, key: &SecretKey) -> Self {
        Self { db, objects, master: cipher(key.bytes()) }
    }

    /// A part, opened.
    ///
    /// # Errors
    /// `cameo_unknown`, `likeness_erased`; `object_unknown` where this part was never kept; `vault_failed` where it was changed.
    pub async fn get(&self, cameo: CameoId, part: VaultPart) -> Result<Vec<u8>, StoreError> {
        let key = self.key_of(cameo).await?;
        let name = ObjectName::cameo(cameo, part);
        let sealed = self.objects.get(name).await?;
        work(move || unseal(&key, &name.to_string(), sealed.into())).await
    }

    /// Keeps a part of an enrolled cameo, in place of what was there.
    ///
    /// # Errors
    /// `cameo_unknown`, `likeness_erased`, `store_invalid` where it is too large.
    pub async fn put(&self, cameo: CameoId, part: VaultPart, bytes: Vec<u8>) -> Result<(), StoreError> {
        let key = self.key_of(cameo).await?;
        self.put_sealed(&key, cameo, part, bytes).await
    }

    /// Seals all parts of a new cameo under a new key.
    pub(crate) async fn seal(&self, cameo: CameoId, parts: Vec<(VaultPart, Vec<u8>)>) -> Result<Sealing, StoreError> {
        let key: [u8; 32] = random();
        let wrapped = seal(&self.master, &wrapping(cameo), key.to_vec())?;
        for (part, bytes) in parts {
            self.put_sealed(&cipher(&key), cameo, part, bytes).await?;
        }
        Ok(Sealing(wrapped))
    }

    /// The faces found in an upload, as they were sealed.
    ///
    /// # Errors
    /// `upload_unknown` where it was deleted; `object_unknown` where they lie nowhere; `vault_failed` where they were changed.
    pub async fn get_faces(&self, upload: UploadId) -> Result<Vec<u8>, StoreError> {
        let row = self.db.row("SELECT wrapped_key FROM uploads WHERE upload_id = $1", &[id(upload)]).await?.ok_or(StoreError::UploadUnknown)?;
        let wrapped = row.maybe_bytes(0)?.ok_or(StoreError::UploadUnknown)?;
        let key = unseal(&self.master, &wrapping_faces(upload), wrapped)?;
        let key = cipher(&key.try_into().map_err(|_| StoreError::Sealed)?);
        let name = ObjectName::upload_faces(upload);
        let sealed = self.objects.get(name).await?;
        work(move || unseal(&key, &name.to_string(), sealed.into())).await
    }

    /// Seals the faces of a new upload under a new key.
    pub(crate) async fn seal_faces(&self, upload: UploadId, faces: Vec<u8>) -> Result<Sealing, StoreError> {
        if faces.len() > MOST_PART {
            return Err(StoreError::Invalid("the faces of an upload have at most 16 MiB"));
        }
        let key: [u8; 32] = random();
        let wrapped = seal(&self.master, &wrapping_faces(upload), key.to_vec())?;
        let name = ObjectName::upload_faces(upload);
        let sealed = work(move || seal(&cipher(&key), &name.to_string(), faces)).await?;
        self.objects.put(name, sealed).await?;
        Ok(Sealing(wrapped))
    }

    async fn put_sealed(&self, key: &LessSafeKey, cameo: CameoId, part: VaultPart, bytes: Vec<u8>) -> Result<(), StoreError> {
        if bytes.len() > MOST_PART {
            return Err(StoreError::Invalid("a part of a likeness has at most 16 MiB"));
        }
        let (key, name) = (key.clone(), ObjectName::cameo(cameo, part));
        let sealed = work(move || seal(&key, &name.to_string(), bytes)).await?;
        self.objects.put(name, sealed).await
    }

    async fn key_of(&self, cameo: CameoId) -> Result<LessSafeKey, StoreError> {
        let row = self.db.row("SELECT wrapped_key FROM cameos WHERE cameo_id = $1", &[id(cameo)]).await?.ok_or(StoreError::CameoUnknown)?;
        let wrapped = row.maybe_bytes(0)?.ok_or(StoreError::LikenessErased)?;
        let key = unseal(&self.master, &wrapping(cameo), wrapped)?;
        Ok(cipher(&key.try_into().map_err(|_| StoreError::Sealed)?))
    }
}

/// Off the threads that serve sockets: two megabytes take milliseconds.
async fn work<T: Send + 'static>(task: impl FnOnce() -> Result<T, StoreError> + Send + 'static) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(task).await.map_err(|_| StoreError::Sealed)?
}

fn wrapping(cameo: CameoId) -> String {
    format!("cameo-key/{cameo}")
}

fn wrapping_faces(upload: UploadId) -> String {
    format!("upload-key/{upload}")
}

fn cipher(key: &[u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, key).expect("the cipher's key has 32 bytes"))
}

/// The nonce, then the ciphertext with its tag.
fn seal(key: &LessSafeKey, name: &str, mut bytes: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    let nonce: [u8; NONCE_LEN] = random();
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(name), &mut bytes).map_err(|_| StoreError::Sealed)?;
    let mut sealed = nonce.to_vec();
    sealed.append(&mut bytes);
    Ok(sealed)
}

fn unseal(key: &LessSafeKey, name: &str, mut sealed: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    let (nonce, bytes) = sealed.split_first_chunk_mut::<NONCE_LEN>().ok_or(StoreError::Sealed)?;
    let nonce = Nonce::assume_unique_for_key(*nonce);
    Ok(key.open_in_place(nonce, Aad::from(name), bytes).map_err(|_| StoreError::Sealed)?.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_under_its_own_key_and_name_only() {
        let (key, other) = (cipher(&[1; 32]), cipher(&[2; 32]));
        let sealed = seal(&key, "a", b"face".to_vec()).expect("sealed");
        assert!(!sealed.windows(4).any(|window| window == b"face"));
        assert_eq!(unseal(&key, "a", sealed.clone()).expect("opened"), b"face");
        assert!(unseal(&key, "b", sealed.clone()).is_err());
        assert!(unseal(&other, "a", sealed.clone()).is_err());
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(unseal(&key, "a", changed).is_err(), "byte {place}");
        }
        for len in 0..sealed.len() {
            assert!(unseal(&key, "a", sealed[..len].to_vec()).is_err());
        }
        assert_ne!(seal(&key, "a", b"face".to_vec()).expect("sealed"), sealed);
    }
}
