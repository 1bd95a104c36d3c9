//! Pictures and footage of a room: a row, an object with what engines are given, and an object with the faces in it, which is sealed.
//!
//! It knows neither pictures nor faces, only their bytes. Who may bring, use or remove one is asked of others.

use crate::{
    ObjectName, Store, StoreError,
    dialect::{Arg, Row, Tx},
    retry::transact,
    values::{at, id, int, json},
    vault::Sealing,
};
use bytes::Bytes;
use domain::{
    CameoId, RoomId, Timestamp, UploadId, UserId,
    account::Handle,
    upload::{MAX_UPLOAD_BYTES_EACH, MAX_UPLOADS, MAX_UPLOADS_EACH, UploadKind},
};

/// An upload to be kept; the checks were the caller's.
#[derive(Clone, Debug)]
pub struct NewUpload {
    pub upload: UploadId,
    pub room: RoomId,
    pub by: UserId,
    pub kind: UploadKind,
    /// As its uploader calls it.
    pub name: String,
    pub width: u32,
    pub height: u32,
    /// Of footage; 0 of an image.
    pub millis: u32,
    /// `#rrggbb`, the most frequent first.
    pub palette: Vec<String>,
    /// Average colours, as `wire::upload` describes them.
    pub mosaic: String,
    /// What was left out of it.
    pub notices: Vec<String>,
    pub at: Timestamp,
    /// Who is recognised in it now.
    pub shows: Vec<CameoId>,
}

/// A kept upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub id: UploadId,
    pub room: RoomId,
    pub by: UserId,
    pub handle: Handle,
    pub kind: UploadKind,
    pub name: String,
    pub width: u32,
    pub height: u32,
    pub millis: u32,
    pub palette: Vec<String>,
    pub mosaic: String,
    pub notices: Vec<String>,
    /// Of the material.
    pub bytes: u64,
    pub at: Timestamp,
    /// Who was recognised in it when it was last looked at, sorted.
    pub shows: Vec<CameoId>,
}

impl Store {
    /// Seals the faces, keeps the material, then the row: where this ends in between, the sweep removes what lies there.
    ///
    /// # Errors
    /// `room_unknown`; `uploads_full` where the room holds [`MAX_UPLOADS`]; `uploads_share` where they do; `store_invalid` where the faces are too many bytes.
    pub async fn create_upload(&self, new: NewUpload, material: Bytes, faces: Vec<u8>) -> Result<Upload, StoreError> {
        let bytes = material.len() as u64;
        let kept = self.put_upload(&new, (material, faces, bytes)).await;
        if kept.is_err() {
            // Also where the commit is in doubt: a row without its objects is refused wherever it is used.
            self.objects().delete_upload(new.upload).await?;
        }
        kept?;
        self.upload(new.upload).await?.ok_or(StoreError::UploadUnknown)
    }

    async fn put_upload(&self, new: &NewUpload, (material, faces, bytes): (Bytes, Vec<u8>, u64)) -> Result<(), StoreError> {
        let sealing = self.vault().seal_faces(new.upload, faces).await?;
        self.objects().put(ObjectName::upload_material(new.upload), material).await?;
        transact!(self.db(), |tx| keep(tx, new, &sealing, bytes))
    }

    /// None where it never was or was deleted, or its uploader has no account any more.
    ///
    /// # Errors
    /// Only faults.
    pub async fn upload(&self, upload: UploadId) -> Result<Option<Upload>, StoreError> {
        match self.db().row(concat!(upload_columns!(), "WHERE u.upload_id = $1 AND u.deleted = 0"), &[id(upload)]).await? {
            Some(row) => self.with_shows(&row).await.map(Some),
            None => Ok(None),
        }
    }

    /// The room's, the oldest first; at most [`MAX_UPLOADS`].
    ///
    /// # Errors
    /// Only faults.
    pub async fn uploads_of(&self, room: RoomId) -> Result<Vec<Upload>, StoreError> {
        let sql = concat!(upload_columns!(), "WHERE u.room_id = $1 AND u.deleted = 0 ORDER BY u.upload_id");
        let mut uploads = Vec::new();
        for row in &self.db().rows(sql, &[id(room)]).await? {
            uploads.push(self.with_shows(row).await?);
        }
        Ok(uploads)
    }

    /// Whether the room, and this person, may have one more.
    ///
    /// # Errors
    /// `uploads_full`, `uploads_share`; faults.
    pub async fn demand_place_for_upload(&self, room: RoomId, by: UserId) -> Result<(), StoreError> {
        transact!(self.db(), |tx| demand_place(tx, room, by, 0))
    }

    /// Who was recognised in it, in place of what was known. Harmless where it is gone.
    ///
    /// # Errors
    /// Only faults.
    pub async fn set_upload_shows(&self, upload: UploadId, shows: &[CameoId]) -> Result<(), StoreError> {
        transact!(self.db(), |tx| show(tx, upload, shows))
    }

    /// From the moment the row is marked nobody can use it, and its faces can't be opened any more. False: there was none.
    ///
    /// # Errors
    /// Only faults. After one from the object store the next sweep removes its bytes.
    pub async fn delete_upload(&self, upload: UploadId) -> Result<bool, StoreError> {
        let marked = transact!(self.db(), |tx| async {
            let sql = "UPDATE uploads SET deleted = 1, wrapped_key = NULL WHERE upload_id = $1 AND deleted = 0";
            Ok::<_, StoreError>(tx.execute(sql, &[id(upload)]).await? > 0)
        })?;
        if marked {
            self.finish_deleting_upload(upload).await?;
        }
        Ok(marked)
    }

    /// Removes the objects of a marked upload, then its row.
    pub(crate) async fn finish_deleting_upload(&self, upload: UploadId) -> Result<(), StoreError> {
        self.objects().delete_upload(upload).await?;
        transact!(self.db(), |tx| async {
            for sql in ["DELETE FROM upload_shows WHERE upload_id = $1", "DELETE FROM uploads WHERE upload_id = $1 AND deleted = 1"] {
                tx.execute(sql, &[id(upload)]).await?;
            }
            Ok::<_, StoreError>(())
        })
    }

    async fn with_shows(&self, row: &Row) -> Result<Upload, StoreError> {
        let upload: UploadId = row.id(0)?;
        let sql = "SELECT s.cameo_id FROM upload_shows s JOIN cameos c ON c.cameo_id = s.cameo_id \
                   WHERE s.upload_id = $1 AND c.state = 'active' ORDER BY s.cameo_id";
        let shows = self.db().rows(sql, &[id(upload)]).await?;
        Ok(Upload {
            id: upload,
            room: row.id(1)?,
            by: row.id(2)?,
            handle: row.id(3)?,
            kind: kind_named(&row.text(4)?)?,
            name: row.text(5)?,
            width: row.small(6)?,
            height: row.small(7)?,
            millis: row.small(8)?,
            palette: row.json(9)?,
            mosaic: row.text(10)?,
            notices: row.json(11)?,
            bytes: row.number(12)?,
            at: row.at(13)?,
            shows: shows.iter().map(|row| row.id(0)).collect::<Result<_, _>>()?,
        })
    }
}

macro_rules! upload_columns {
    () => {
        "SELECT u.upload_id, u.room_id, u.by_user, a.handle, u.kind, u.name, u.width, u.height, u.millis, u.palette, u.mosaic, u.notices, \
         u.bytes, u.created_at FROM uploads u JOIN accounts a ON a.user_id = u.by_user "
    };
}
use upload_columns;

async fn keep(tx: &mut Tx, new: &NewUpload, sealing: &Sealing, bytes: u64) -> Result<(), StoreError> {
    if tx.row("SELECT 1 FROM rooms WHERE room_id = $1", &[id(new.room)]).await?.is_none() {
        return Err(StoreError::RoomUnknown);
    }
    demand_place(tx, new.room, new.by, bytes).await?;
    tx.execute(
        "INSERT INTO uploads (upload_id, room_id, by_user, kind, name, width, height, millis, palette, mosaic, notices, bytes, created_at, \
         wrapped_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &[
            id(new.upload),
            id(new.room),
            id(new.by),
            Arg::text(kind_name(new.kind)),
            Arg::text(&new.name),
            int(new.width.into()),
            int(new.height.into()),
            int(new.millis.into()),
            json(&new.palette)?,
            Arg::text(&new.mosaic),
            json(&new.notices)?,
            int(bytes),
            at(new.at),
            Arg::Bytes(sealing.wrapped_key()),
        ],
    )
    .await?;
    show(tx, new.upload, &new.shows).await
}

/// For one of so many bytes.
async fn demand_place(tx: &mut Tx, room: RoomId, by: UserId, bytes: u64) -> Result<(), StoreError> {
    let row = tx.row("SELECT COUNT(*) FROM uploads WHERE room_id = $1 AND deleted = 0", &[id(room)]).await?;
    if row.map_or(Ok(0), |row| row.number(0))? >= MAX_UPLOADS as u64 {
        return Err(StoreError::UploadsFull);
    }
    let sql = "SELECT COUNT(*), CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM uploads WHERE by_user = $1 AND deleted = 0";
    let Some(row) = tx.row(sql, &[id(by)]).await? else { return Ok(()) };
    if row.number(0)? >= MAX_UPLOADS_EACH || row.number(1)? + bytes > MAX_UPLOAD_BYTES_EACH { Err(StoreError::UploadsShare) } else { Ok(()) }
}

/// Only of an upload and of cameos that are there.
async fn show(tx: &mut Tx, upload: UploadId, shows: &[CameoId]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM upload_shows WHERE upload_id = $1", &[id(upload)]).await?;
    for cameo in shows {
        tx.execute(
            "INSERT INTO upload_shows (upload_id, cameo_id) SELECT u.upload_id, c.cameo_id FROM uploads u, cameos c \
             WHERE u.upload_id = $1 AND u.deleted = 0 AND c.cameo_id = $2 AND c.state = 'active' \
             ON CONFLICT (upload_id, cameo_id) DO NOTHING",
            &[id(upload), id(cameo)],
        )
        .await?;
    }
    Ok(())
}

fn kind_name(kind: UploadKind) -> &'static str {
    match kind {
        UploadKind::Image => "image",
        UploadKind::Footage => "footage",
    }
}

fn kind_named(name: &str) -> Result<UploadKind, StoreError> {
    match name {
        "image" => Ok(UploadKind::Image),
        "footage" => Ok(UploadKind::Footage),
        other => Err(StoreError::corrupt(format!("upload of kind {other:?}"))),
    }
}
