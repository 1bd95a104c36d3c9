//! Files, by names that can only be made from ids: no text from outside ever becomes part of a path.

use crate::{StoreError, VaultPart};
use bytes::Bytes;
use domain::{CameoId, ClipId, TakeId, UploadId};
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path};
use std::{fmt, io::ErrorKind, ops::Range, path::PathBuf, str::FromStr, sync::Arc, time::SystemTime};

const CLIPS: &str = "clips";
const CAMEOS: &str = "cameos";
const TAKES: &str = "takes";
const UPLOADS: &str = "uploads";

/// The name of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ObjectName(Named);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Named {
    Video(ClipId),
    Poster(ClipId),
    Cameo(CameoId, VaultPart),
    Second(TakeId, u32),
    Material(UploadId),
    Faces(UploadId),
}

impl ObjectName {
    /// A clip's MP4.
    #[must_use]
    pub const fn clip_video(clip: ClipId) -> Self {
        Self(Named::Video(clip))
    }

    /// A clip's still, JPEG.
    #[must_use]
    pub const fn clip_poster(clip: ClipId) -> Self {
        Self(Named::Poster(clip))
    }

    /// A whole second of a take that is being made.
    #[must_use]
    pub const fn take_second(take: TakeId, second: u32) -> Self {
        Self(Named::Second(take, second))
    }

    /// What engines are given of an upload.
    #[must_use]
    pub const fn upload_material(upload: UploadId) -> Self {
        Self(Named::Material(upload))
    }

    /// Sealed: only the vault reads and writes it.
    pub(crate) const fn upload_faces(upload: UploadId) -> Self {
        Self(Named::Faces(upload))
    }

    /// Sealed: only the vault reads and writes it.
    pub(crate) const fn cameo(cameo: CameoId, part: VaultPart) -> Self {
        Self(Named::Cameo(cameo, part))
    }

    fn path(self) -> Path {
        Path::from(self.to_string())
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Named::Video(clip) => write!(f, "{CLIPS}/{clip}/video.mp4"),
            Named::Poster(clip) => write!(f, "{CLIPS}/{clip}/poster.jpg"),
            Named::Cameo(cameo, VaultPart::Likeness) => write!(f, "{CAMEOS}/{cameo}/likeness"),
            Named::Cameo(cameo, VaultPart::Embedding) => write!(f, "{CAMEOS}/{cameo}/embedding"),
            Named::Second(take, second) => write!(f, "{TAKES}/{take}/{second}"),
            Named::Material(upload) => write!(f, "{UPLOADS}/{upload}/material"),
            Named::Faces(upload) => write!(f, "{UPLOADS}/{upload}/faces"),
        }
    }
}

/// Where objects lie.
#[derive(Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    root: Arc<PathBuf>,
}

impl Objects {
    pub(crate) async fn open(root: &std::path::Path) -> Result<Self, StoreError> {
        let failed = |error: std::io::Error| StoreError::Folder(format!("{}: {error}", root.display()));
        tokio::fs::create_dir_all(root).await.map_err(failed)?;
        let store = LocalFileSystem::new_with_prefix(root)?.with_automatic_cleanup(false).with_fsync(true);
        Ok(Self { store: Arc::new(store), root: Arc::new(root.to_owned()) })
    }

    /// Keeps the bytes under the name, in place of what was there. When this returns, file and folders are on disk.
    ///
    /// # Errors
    /// Where the disk does.
    pub async fn put(&self, name: ObjectName, bytes: impl Into<Bytes>) -> Result<(), StoreError> {
        self.store.put(&name.path(), PutPayload::from_bytes(bytes.into())).await?;
        Ok(())
    }

    /// # Errors
    /// `object_unknown`.
    pub async fn get(&self, name: ObjectName) -> Result<Bytes, StoreError> {
        Ok(self.store.get(&name.path()).await?.bytes().await?)
    }

    /// Bytes `range.start` up to before `range.end`, which must lie within the object.
    ///
    /// # Errors
    /// `object_unknown`, `range_invalid`.
    pub async fn get_range(&self, name: ObjectName, range: Range<u64>) -> Result<Bytes, StoreError> {
        let size = self.size(name).await?;
        if range.start > range.end || range.end > size {
            return Err(StoreError::RangeInvalid { size });
        }
        if range.is_empty() {
            return Ok(Bytes::new());
        }
        Ok(self.store.get_range(&name.path(), range).await?)
    }

    /// In bytes.
    ///
    /// # Errors
    /// `object_unknown`.
    pub async fn size(&self, name: ObjectName) -> Result<u64, StoreError> {
        Ok(self.store.head(&name.path()).await?.size)
    }

    /// Harmless where there is none.
    ///
    /// # Errors
    /// Where the disk does.
    pub async fn delete(&self, name: ObjectName) -> Result<(), StoreError> {
        match self.store.delete(&name.path()).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) async fn ping(&self) -> Result<(), StoreError> {
        tokio::fs::read_dir(self.root.as_path()).await.map(drop).map_err(|error| self.failed(&error))
    }

    /// Every clip that has a folder, with the moment of its latest change. What is not ours is left out.
    pub(crate) async fn clips(&self) -> Result<Vec<(ClipId, SystemTime)>, StoreError> {
        self.folders(CLIPS).await
    }

    pub(crate) async fn cameos(&self) -> Result<Vec<(CameoId, SystemTime)>, StoreError> {
        self.folders(CAMEOS).await
    }

    /// Removes all objects of a clip, and what a broken write left of it.
    pub(crate) async fn delete_clip(&self, clip: ClipId) -> Result<(), StoreError> {
        self.delete_folder(CLIPS, clip).await
    }

    pub(crate) async fn delete_cameo(&self, cameo: CameoId) -> Result<(), StoreError> {
        self.delete_folder(CAMEOS, cameo).await
    }

    pub(crate) async fn uploads(&self) -> Result<Vec<(UploadId, SystemTime)>, StoreError> {
        self.folders(UPLOADS).await
    }

    pub(crate) async fn delete_upload(&self, upload: UploadId) -> Result<(), StoreError> {
        self.delete_folder(UPLOADS, upload).await
    }

    pub(crate) async fn takes(&self) -> Result<Vec<(TakeId, SystemTime)>, StoreError> {
        self.folders(TAKES).await
    }

    /// The whole seconds that are kept of a take, from its first one on without a gap.
    ///
    /// # Errors
    /// Where the disk does.
    pub async fn seconds_of_take(&self, take: TakeId) -> Result<Vec<Bytes>, StoreError> {
        let mut seconds = Vec::new();
        loop {
            match self.get(ObjectName::take_second(take, seconds.len() as u32)).await {
                Ok(second) => seconds.push(second),
                Err(StoreError::ObjectUnknown) => return Ok(seconds),
                Err(error) => return Err(error),
            }
        }
    }

    /// What was kept while a take was made. Harmless where there is nothing.
    ///
    /// # Errors
    /// Where the disk does.
    pub async fn forget_take(&self, take: TakeId) -> Result<(), StoreError> {
        self.delete_folder(TAKES, take).await
    }

    async fn folders<T: FromStr + fmt::Display>(&self, kind: &str) -> Result<Vec<(T, SystemTime)>, StoreError> {
        let mut found = Vec::new();
        let mut folders = match tokio::fs::read_dir(self.root.join(kind)).await {
            Ok(folders) => folders,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(found),
            Err(error) => return Err(self.failed(&error)),
        };
        while let Some(folder) = folders.next_entry().await.map_err(|error| self.failed(&error))? {
            let name = folder.file_name();
            let Some(id) = name.to_str().and_then(|name| name.parse::<T>().ok()) else { continue };
            let changed = folder.metadata().await.and_then(|folder| folder.modified()).map_err(|error| self.failed(&error))?;
            if name.to_str() == Some(id.to_string().as_str()) {
                found.push((id, changed));
            }
        }
        Ok(found)
    }

    async fn delete_folder(&self, kind: &str, id: impl fmt::Display) -> Result<(), StoreError> {
        match tokio::fs::remove_dir_all(self.root.join(kind).join(id.to_string())).await {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(self.failed(&error)),
        }
    }

    fn failed(&self, error: &std::io::Error) -> StoreError {
        StoreError::Folder(format!("{}: {error}", self.root.display()))
    }
}
