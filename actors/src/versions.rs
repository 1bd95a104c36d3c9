//! What stands in a room's storyboard now, and versions that somebody wants to keep.

use crate::{
    Directory,
    mailbox::{ask, tell_surely},
    room::{KeepVersion, Standing, StoryboardNow, VersionForgotten},
};
use domain::{RoomId, Timestamp, UserId, version::Content};
use std::sync::Arc;
use wire::ErrorBody;

impl Directory {
    /// What stands there, and who wrote since the newest version, when last.
    ///
    /// # Errors
    /// `not_member`; `busy`; `unavailable`.
    pub async fn storyboard_now(&self, room: RoomId, user: UserId) -> Result<(Arc<Content>, Option<(Timestamp, Vec<UserId>)>), ErrorBody> {
        let home = self.room(room).await?;
        let Standing { content, since } = ask(&home.addr, StoryboardNow(user)).await??;
        Ok((content, since))
    }

    /// Its number; none where nothing was written since the newest one.
    ///
    /// # Errors
    /// `not_member`, `role_too_low`, `too_many_attempts`; `busy`; `unavailable`.
    pub async fn keep_version(&self, room: RoomId, user: UserId) -> Result<Option<u64>, ErrorBody> {
        let home = self.room(room).await?;
        ask(&home.addr, KeepVersion(user)).await?
    }

    /// What stands now may be in no version any more.
    pub async fn version_forgotten(&self, room: RoomId) {
        if let Ok(home) = self.room(room).await {
            tell_surely(&home.addr, VersionForgotten);
        }
    }

    /// Everybody who has the room open hears that its pictures and footage are others now.
    pub async fn uploads_changed(&self, room: RoomId) {
        if let Ok(home) = self.room(room).await {
            home.uploads_changed();
        }
    }
}
