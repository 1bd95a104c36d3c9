//! Pictures and footage that people bring into a room: received, looked at, kept.
//!
//! Reading files is `media`'s, finding faces the models', keeping the store's; here is the order of things, and their bounds: files at once, of
//! all and of each, one look at a time. A file lies in a private place while it is looked at and is deleted after, whatever came of it. Every face in it is
//! compared with all that are enrolled, and sealed, so that each plan can compare again (CONSENT-6). It writes nothing about faces or
//! pictures to the log, and gives no picture back to anybody.

mod colours;
mod look;
mod search;
mod views;

use crate::{
    clock,
    incoming::{Door, Place, Places, Recording, Trouble},
};
use actors::faces;
use domain::{
    RoomId, UploadId, UserId,
    room::Role,
    upload::{FOOTAGE_FPS, MAX_UPLOAD_NAME, UploadKind},
};
use look::{Looked, look};
use media::{intake, material};
use models::Models;
use std::{path::Path, sync::Arc, time::Duration};
use store::{NewUpload, Store, Upload};
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};
use wire::ErrorBody;

/// Files that are received or looked at, at once, over all people: the disk holds no more than this many.
const AT_ONCE: usize = 6;
/// The same of one person.
const EACH: usize = 2;
/// Waiting for the look to begin; those who came first go first.
const QUEUE: Duration = Duration::from_secs(90);

/// Everything that taking uploads in needs. One for a server.
pub struct Uploads {
    store: Store,
    models: Arc<Models>,
    door: Door,
    /// One look at a time.
    looks: Semaphore,
}

impl Uploads {
    /// Files lie in `tmp` in the data folder while they are looked at; enrolment, which uses it too, sweeps it at the start.
    #[must_use]
    pub fn new(store: Store, models: Arc<Models>, data: &Path) -> Self {
        Self { store, models, door: Door::new(data.join("tmp"), Places::new(AT_ONCE, EACH)), looks: Semaphore::new(1) }
    }

    /// Takes a place for one file, before anything is received.
    ///
    /// # Errors
    /// `models_missing`, `busy`, `place_share`, `storage_full`, `uploads_full`, `uploads_share`.
    pub async fn begin(&self, room: RoomId, by: UserId) -> Result<Place, Trouble> {
        let models = self.models.clone();
        blocking(move || {
            models.faces()?;
            models.cutout()?;
            if intake::is_available() { Ok(()) } else { Err(material::MaterialError::FfmpegMissing.into()) }
        })
        .await?;
        self.store.demand_place_for_upload(room, by).await?;
        self.door.enter(by)
    }

    /// Looks at a file, and keeps what it shows.
    ///
    /// # Errors
    /// What can't be read; `too_many_faces`, `upload_too_heavy`, `uploads_full`, `uploads_share`, `busy`; `not_member`, `role_too_low` where that
    /// has changed meanwhile; faults.
    pub async fn keep(&self, room: RoomId, by: UserId, name: &str, file: Recording) -> Result<(Upload, Role), Trouble> {
        let _turn = timeout(QUEUE, self.looks.acquire()).await.ok().and_then(Result::ok).ok_or(Trouble::Busy)?;
        let (at, models) = (clock::now(), self.models.clone());
        let upload = UploadId::new(at, &clock::entropy());
        let (looked, encoded) = blocking(move || {
            let looked = look(file.path(), upload, &models)?;
            let encoded = material::encode(&looked.taken.material);
            Ok((looked, encoded))
        })
        .await?;
        let Looked { taken, faces, palette, mosaic } = looked;
        let shows = faces::known_again(&self.store, &faces).await?;
        let (kind, pictures) = (taken.material.kind, taken.material.pictures.len() as u32);
        let new = NewUpload {
            upload,
            room,
            by,
            kind,
            name: named(name, kind),
            width: taken.material.width,
            height: taken.material.height,
            millis: if kind == UploadKind::Footage { pictures * 1_000 / FOOTAGE_FPS } else { 0 },
            palette,
            mosaic,
            notices: taken.notices,
            at,
            shows,
        };
        self.door.demand_room()?;
        // Receiving and looking take minutes: whoever was made a viewer or left meanwhile adds nothing any more.
        let role = role_of_writer(&self.store, room, by).await?;
        Ok((self.store.create_upload(new, encoded.into(), faces::to_bytes(&faces)).await?, role))
    }
}

/// The role of somebody who may add to a room.
///
/// # Errors
/// `not_member`, `role_too_low`; the store's faults.
pub async fn role_of_writer(store: &Store, room: RoomId, user: UserId) -> Result<Role, Trouble> {
    match store.membership(room, user).await? {
        Some(role @ (Role::CoCreator | Role::Host)) => Ok(role),
        Some(Role::Viewer) => {
            let message = "only co-creators and hosts add pictures and footage: ask the host for that role";
            Err(Trouble::NotAllowed(ErrorBody::new("role_too_low", message)))
        }
        None => Err(Trouble::NotAllowed(ErrorBody::new("not_member", "you are not a member of this room: ask for an invitation"))),
    }
}

/// What a file is called: its own name without folders, control characters and what turns the direction of writing over.
fn named(name: &str, kind: UploadKind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |letter: &char| {
        !letter.is_control() && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let name: String = last.chars().filter(plain).take(MAX_UPLOAD_NAME).collect();
    match (name.trim(), kind) {
        ("", UploadKind::Image) => "A picture".to_owned(),
        ("", UploadKind::Footage) => "Footage".to_owned(),
        (name, _) => name.to_owned(),
    }
}

/// Models and the decoder block.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Trouble> + Send + 'static) -> Result<T, Trouble> {
    spawn_blocking(work).await.map_err(|_| Trouble::Fault("a look at an upload did not come to its end".to_owned()))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_short() {
        for (given, kept) in [
            ("C:\\photos\\beach.png", "beach.png"),
            ("../../etc/passwd", "passwd"),
            (" \u{202e}gnp.x\u{7} ", "gnp.x"),
            ("a/", "A picture"),
            ("", "A picture"),
        ] {
            assert_eq!(named(given, UploadKind::Image), kept);
        }
        assert_eq!(named(&"é".repeat(500), UploadKind::Footage).chars().count(), MAX_UPLOAD_NAME);
    }
}
