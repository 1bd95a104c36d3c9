//! Pictures and footage of a room.
//!
//! | route | body | answer |
//! | --- | --- | --- |
//! | `GET /api/rooms/{room}/uploads` | | [`UploadView`] list, the oldest first |
//! | `POST /api/rooms/{room}/uploads?name=` | the file: `image/png`, `image/jpeg`, `image/webp`, `video/mp4` or `video/webm`, at most 64 MiB | 201 [`UploadView`] |
//! | `DELETE /api/uploads/{upload}` | | 204: its uploader, or the room's host |
//!
//! No route gives an upload's pictures back. A mosaic is `COLUMNSxROWS:` and `rrggbb` for each cell, row by row: average colours of at most
//! eight cells along the longer side.

use domain::{
    UploadId,
    upload::{Role, UploadKind},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct UploadView {
    #[ts(type = "string")]
    pub upload: UploadId,
    pub kind: UploadKindView,
    pub name: String,
    /// Handle of who added it.
    pub by: String,
    pub width: u32,
    pub height: u32,
    /// 0 of an image.
    pub seconds: f64,
    /// `#rrggbb`, the most frequent first.
    pub palette: Vec<String>,
    pub mosaic: String,
    /// Who was recognised in it when it was last looked at, as mentions without the `@`. A take looks anew.
    pub shows: Vec<String>,
    /// What was left out of it.
    pub notices: Vec<String>,
    /// What a shot can do with it.
    pub roles: Vec<UploadRole>,
    /// I may remove it.
    pub removable: bool,
    /// Milliseconds since 1970.
    #[ts(type = "number")]
    pub created_at: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UploadKindView {
    Image,
    Footage,
}

/// As a shot's `reference: { upload, role }` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UploadRole {
    /// Its colours.
    Palette,
    /// As the place.
    Setting,
    /// Cut out, as who acts.
    Subject,
    /// Of footage: another place behind the person.
    Backdrop,
    /// Of footage: the scene is put into it.
    Insert,
    /// Of footage: drawn in the shot's style.
    Restyle,
}

impl From<UploadKind> for UploadKindView {
    fn from(kind: UploadKind) -> Self {
        match kind {
            UploadKind::Image => Self::Image,
            UploadKind::Footage => Self::Footage,
        }
    }
}

impl From<Role> for UploadRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Palette => Self::Palette,
            Role::Setting => Self::Setting,
            Role::Subject => Self::Subject,
            Role::Backdrop => Self::Backdrop,
            Role::Insert => Self::Insert,
            Role::Restyle => Self::Restyle,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_named_as_the_storyboard_names_them() {
        for role in Role::ALL {
            assert_eq!(serde_json::to_value(UploadRole::from(role)).expect("plain data"), role.name());
        }
    }
}
