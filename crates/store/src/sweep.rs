//! Removes what a crash left behind: clips marked as deleted whose bytes remain, ended cameos that were not erased, and objects that never
//! got a row.

use crate::{Store, StoreError, journal, values::id};
use std::time::{Duration, SystemTime};

/// What a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Clips whose deletion was begun.
    pub deleted: usize,
    /// Clips that have objects but no row.
    pub orphans: usize,
    /// Cameos that had ended.
    pub erased: usize,
    /// Erased or unknown cameos that have objects.
    pub likenesses: usize,
    /// Takes that are over, of which seconds were kept.
    pub takes: usize,
    /// Uploads whose deletion was begun, or that have objects but no row.
    pub uploads: usize,
}

impl Store {
    /// Done at every open with an hour. Objects without a row that are younger than `orphan_age` stay: their row may be
    /// about to be written.
    ///
    /// # Errors
    /// Only faults.
    pub async fn sweep(&self, orphan_age: Duration) -> Result<Swept, StoreError> {
        let mut swept = Swept::default();
        for row in self.db().rows("SELECT clip_id FROM clips WHERE deleted = 1", &[]).await? {
            self.finish_deleting(row.id(0)?).await?;
            swept.deleted += 1;
        }
        let now = SystemTime::now();
        for (clip, changed) in self.objects().clips().await? {
            let young = now.duration_since(changed).unwrap_or_default() < orphan_age;
            if young || self.db().row("SELECT 1 FROM clips WHERE clip_id = $1", &[id(clip)]).await?.is_some() {
                continue;
            }
            self.objects().delete_clip(clip).await?;
            swept.orphans += 1;
        }
        swept.erased = self.erase_ended(journal::now()).await?;
        swept.likenesses = self.sweep_likenesses(orphan_age).await?;
        swept.takes = self.sweep_takes().await?;
        swept.uploads = self.sweep_uploads(orphan_age).await?;
        Ok(swept)
    }

    async fn sweep_takes(&self) -> Result<usize, StoreError> {
        let mut swept = 0;
        for (take, _) in self.objects().takes().await? {
            let open = "SELECT 1 FROM takes WHERE take_id = $1 AND state IN ('queued', 'running')";
            if self.db().row(open, &[id(take)]).await?.is_none() {
                self.objects().forget_take(take).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// Of a room that is gone there is no row either.
    async fn sweep_uploads(&self, orphan_age: Duration) -> Result<usize, StoreError> {
        let (now, mut swept) = (SystemTime::now(), 0);
        for row in self.db().rows("SELECT upload_id FROM uploads WHERE deleted = 1", &[]).await? {
            self.finish_deleting_upload(row.id(0)?).await?;
            swept += 1;
        }
        for (upload, changed) in self.objects().uploads().await? {
            let young = now.duration_since(changed).unwrap_or_default() < orphan_age;
            if !young && self.db().row("SELECT 1 FROM uploads WHERE upload_id = $1", &[id(upload)]).await?.is_none() {
                self.objects().delete_upload(upload).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// Nobody can open them; they go all the same. Those of a cameo that is just being enrolled are young.
    async fn sweep_likenesses(&self, orphan_age: Duration) -> Result<usize, StoreError> {
        let (now, mut swept) = (SystemTime::now(), 0);
        for (cameo, changed) in self.objects().cameos().await? {
            let young = now.duration_since(changed).unwrap_or_default() < orphan_age;
            let row = self.db().row("SELECT wrapped_key FROM cameos WHERE cameo_id = $1", &[id(cameo)]).await?;
            let keep = match row {
                Some(row) => row.maybe_bytes(0)?.is_some(),
                None => young,
            };
            if !keep {
                self.objects().delete_cameo(cameo).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}
