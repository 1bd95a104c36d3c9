//! What shots use of the room's uploads, when a plan is frozen: whether they may, who brought it, and who is recognised in it (CONSENT-6).
//!
//! Faces are looked up anew each time: somebody may have enrolled since. Whoever is recognised is cast like a mention, only that nobody can
//! stand in for them: they are in the picture already. What is made of the pictures of finished clips needs the uploads themselves no more, wherever they
//! are, but who is in them.

use super::{RoomActor, StateKey, message::UploadsChanged};
use crate::{clock, faces};
use actix::{Context, Handler};
use domain::{
    RoomId,
    mention::Mention,
    plan::Maker,
    storyboard::Storyboard,
    upload::{Reference, Role, UploadKind},
};
use std::collections::BTreeMap;
use store::{CameoState, Store, StoreError, Upload};
use tracing::error;
use wire::{Ephemeral, ErrorBody};

/// Bytes of all uploads of one take: its session holds them while it runs.
const MOST_BYTES: u64 = 192 << 20;

/// What the shots of a storyboard bring in.
#[derive(Default)]
pub(super) struct Brought {
    /// Who uploaded it.
    pub makers: Vec<Maker>,
    /// Who is recognised, and the name of an upload in which.
    pub seen: BTreeMap<Mention, String>,
}

/// What becomes of the uploads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Used {
    /// The engine is given them.
    Drawn,
    /// They are to be seen in clips that are taken over as they are.
    Shown,
}

/// # Errors
/// `upload_unknown`, `role_unsuitable`, `uploads_too_large`, `upload_removed`; `faces_unreadable`, `unavailable`: then nobody knows whom to ask.
pub(super) async fn look(storyboard: &Storyboard, room: RoomId, used: Used, store: &Store) -> Result<Brought, ErrorBody> {
    let mut brought = Brought::default();
    let mut known: Vec<Upload> = Vec::new();
    let gone = |index| if used == Used::Drawn { unknown(index) } else { removed(storyboard, index) };
    for (index, shot) in storyboard.shots.iter().enumerate() {
        let Some(reference) = shot.reference else { continue };
        let upload = match known.iter().find(|upload| upload.id == reference.upload) {
            Some(upload) => upload.clone(),
            None => store.upload(reference.upload).await.map_err(|failure| unavailable(&failure))?.ok_or_else(|| gone(index))?,
        };
        if used == Used::Drawn {
            check(&upload, reference, room, index)?;
        }
        if !known.iter().any(|known| known.id == upload.id) {
            recognise(&upload, store, &mut brought).await.map_err(|error| if is_unknown(&error) { gone(index) } else { error })?;
            known.push(upload);
        }
    }
    if used == Used::Drawn && known.iter().map(|upload| upload.bytes).sum::<u64>() > MOST_BYTES {
        return Err(ErrorBody::new(
            "uploads_too_large",
            "these pictures and footages are too large for one take together: take some out, or take shots alone",
        ));
    }
    Ok(brought)
}

fn check(upload: &Upload, reference: Reference, room: RoomId, index: usize) -> Result<(), ErrorBody> {
    // Of another room: whoever guessed its id learns nothing.
    if upload.room != room {
        return Err(unknown(index));
    }
    if !reference.role.suits(upload.kind) {
        let message = format!("shot {}: “{}” {}", index + 1, upload.name, unsuitable(upload.kind, reference.role));
        return Err(ErrorBody::new("role_unsuitable", message));
    }
    Ok(())
}

fn unsuitable(kind: UploadKind, role: Role) -> &'static str {
    match (kind, role) {
        (UploadKind::Image, Role::Backdrop) => "is a picture: another place can be put behind somebody in footage only",
        (UploadKind::Image, Role::Insert) => "is a picture: a scene can be put into footage only; use it as the place",
        (UploadKind::Image, Role::Restyle) => "is a picture: only footage can be drawn in another style",
        _ => "can't be used like this: choose another use",
    }
}

async fn recognise(upload: &Upload, store: &Store, brought: &mut Brought) -> Result<(), ErrorBody> {
    brought.makers.push(Maker { user: upload.by, handle: upload.handle.clone() });
    for cameo in faces::shown_by(store, upload.id).await? {
        let cameo = store.cameo(cameo).await.map_err(|failure| unavailable(&failure))?;
        // One that ended in this moment shows nobody who could be asked: they are a stranger like others.
        if let Some(cameo) = cameo.filter(|cameo| cameo.state == CameoState::Active) {
            brought.seen.entry(cameo.mention()).or_insert_with(|| upload.name.clone());
        }
    }
    Ok(())
}

/// Somebody in an upload is not free to be cast; `why` ends without a stop.
pub(super) fn no_stand_in(mention: &Mention, upload: &str, why: &str) -> ErrorBody {
    let message = format!("{why}. @{mention} is to be seen in “{upload}”, where nobody can stand in for them: take it out of the storyboard");
    ErrorBody::new("consent_denied", message)
}

fn unknown(index: usize) -> ErrorBody {
    let message = format!("shot {} uses a picture or footage that is not in this room any more: take it out of the shot, or add it again", index + 1);
    ErrorBody::new(StoreError::UploadUnknown.code(), message)
}

fn is_unknown(error: &ErrorBody) -> bool {
    error.code == StoreError::UploadUnknown.code()
}

/// Shots of a cut are nobody's to change: the words say what to leave out.
fn removed(storyboard: &Storyboard, index: usize) -> ErrorBody {
    let begins: u32 = storyboard.shots[..index].iter().map(|shot| shot.seconds).sum();
    let ends = begins + storyboard.shots.get(index).map_or(0, |shot| shot.seconds);
    let message = format!(
        "what would be shown from {begins} to {ends} s has a picture or footage in it that was removed since: who is to be seen there can't be looked up any more. Leave that part out"
    );
    ErrorBody::new("upload_removed", message)
}

fn unavailable(failure: &StoreError) -> ErrorBody {
    error!(%failure, "uploads can't be looked up");
    ErrorBody::new("unavailable", "pictures and footage can't be looked up right now: try again in a moment")
}

/// Pages fetch the list again; who enters later fetches it anyway.
impl Handler<UploadsChanged> for RoomActor {
    type Result = ();

    fn handle(&mut self, _: UploadsChanged, _: &mut Context<Self>) {
        self.state_to_all(StateKey::Uploads, Ephemeral::Uploads { at: clock::now().as_millis() });
    }
}
