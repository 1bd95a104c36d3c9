//! New takes of finished clips: changed, made longer, joined, or taken apart into a storyboard again. Whoever calls has seen that the person
//! may see the clips.

use crate::{
    Directory, Person, clock,
    mailbox::ask,
    room::{CopyShots, Derive, demand_shown},
};
use domain::{
    RoomId, TakeId, UploadId, UserId,
    derivation::{Changes, Derivative, DeriveError, Source, edited, extended, is_joined, stitched},
    plan::Cast,
    recut::{Piece, recut},
    storyboard::Shot,
};
use store::Clip;
use wire::{Absent, Accepted, ErrorBody};

/// How a derived take is asked for.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// None: the room of the first clip.
    pub room: Option<RoomId>,
    /// Asked for again with the same, it is the same take. None: each is a new one.
    pub request: Option<Keyed>,
    pub absent: Absent,
}

/// The key that whoever asks has chosen, and what they ask for with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed {
    pub key: String,
    /// A hash of all that was sent, without spaces: the same key with another is refused.
    pub hash: String,
}

/// A take that is queued, and where.
pub type Queued = (TakeId, RoomId);

impl Directory {
    /// The same seed with other words.
    ///
    /// # Errors
    /// `clip_withheld`, what [`edited`] and the room refuse.
    pub async fn edit(&self, by: &Person, clip: &Clip, changes: Changes, wish: Wish) -> Result<Queued, ErrorBody> {
        demand_shown(clip)?;
        let derivative = edited(source(clip), changes).map_err(refused)?;
        self.derive(by, clip, derivative, Cast::nobody(), wish).await
    }

    /// The same, and a shot more.
    ///
    /// # Errors
    /// `clip_withheld`, what [`extended`] and the room refuse.
    pub async fn extend(&self, by: &Person, clip: &Clip, (seconds, prompt): (u32, &str), wish: Wish) -> Result<Queued, ErrorBody> {
        demand_shown(clip)?;
        let derivative = extended(source(clip), seconds, prompt).map_err(refused)?;
        self.derive(by, clip, derivative, Cast::nobody(), wish).await
    }

    /// One after the other. Whoever is in one of them must say yes to the whole: there are no stand-ins in pictures that exist.
    ///
    /// # Errors
    /// `clip_withheld`, what [`stitched`] and the room refuse.
    pub async fn stitch(&self, by: &Person, clips: &[Clip], wish: Wish) -> Result<Queued, ErrorBody> {
        clips.iter().try_for_each(demand_shown)?;
        let sources: Vec<Source<'_>> = clips.iter().map(source).collect();
        let derivative = stitched(&sources).map_err(refused)?;
        let Some(first) = clips.first() else { return Err(refused(DeriveError::Count(0))) };
        let shown = Cast::of(clips.iter().flat_map(|clip| clip.plan.cast().members().iter().cloned()));
        self.derive(by, first, derivative, shown, Wish { absent: Absent::Wait, ..wish }).await
    }

    /// Pieces of clips, one after the other. Whoever is in one of the clips must say yes to the whole, as in [`Self::stitch`].
    ///
    /// # Errors
    /// `clip_withheld`, what [`recut`] and the room refuse.
    pub async fn cut(&self, by: &Person, pieces: &[Piece], clips: &[Clip], wish: Wish) -> Result<Queued, ErrorBody> {
        clips.iter().try_for_each(demand_shown)?;
        let sources: Vec<Source<'_>> = clips.iter().map(source).collect();
        let derivative = recut(pieces, &sources).map_err(refused)?;
        let Some(first) = clips.first() else { return Err(refused(DeriveError::Pieces(0))) };
        let shown = Cast::of(clips.iter().flat_map(|clip| clip.plan.cast().members().iter().cloned()));
        self.derive(by, first, derivative, shown, Wish { absent: Absent::Wait, ..wish }).await
    }

    /// What was made for this key before, whatever has become of its sources since. None: nothing.
    ///
    /// # Errors
    /// `key_used`: something else was; `unavailable`.
    pub async fn made_before(&self, by: UserId, asked: &Keyed) -> Result<Option<Queued>, ErrorBody> {
        let kept = self.store.take_asked_for(by, &derive_key(&asked.key)).await.map_err(|failure| {
            tracing::error!(%failure, "earlier requests can't be looked up");
            ErrorBody::new("unavailable", "the server could not look this up: try again in a moment")
        })?;
        kept.map(|(room, kept)| Ok((earlier(&kept, Some(&asked.hash))?, room))).transpose()
    }

    async fn derive(&self, by: &Person, first: &Clip, derivative: Derivative, shown: Cast, wish: Wish) -> Result<Queued, ErrorBody> {
        let room = wish.room.or(first.room).ok_or_else(|| ErrorBody::new("room_unknown", "this clip was made outside of any room: name one"))?;
        let home = self.room(room).await?;
        let request = wish.request.unwrap_or_else(|| Keyed { key: TakeId::new(clock::now(), &clock::entropy()).to_string(), hash: String::new() });
        let derive = Derive { person: by.clone(), request, derivative: Box::new(derivative), shown, absent: wish.absent };
        match ask(&home.addr, derive).await?? {
            Accepted::TakeQueued { take } => Ok((take, room)),
            _ => Err(ErrorBody::new("unavailable", "the room answered something else: try again")),
        }
    }

    /// Writes a clip's storyboard into a room's, as this person's text; what it used of its own room's uploads stays behind in another one. How
    /// many shots.
    ///
    /// # Errors
    /// `clip_withheld`, `storyboard_too_large`, `document_full`, what the room refuses.
    pub async fn copy_storyboard(&self, by: &Person, clip: &Clip, room: RoomId) -> Result<usize, ErrorBody> {
        demand_shown(clip)?;
        let mut shots: Vec<Shot> = clip.plan.shots().to_vec();
        for shot in &mut shots {
            // Uploads are of one room: those of another one are not carried out of it, and a cut may show some of several.
            if let Some(reference) = shot.reference
                && !self.has_upload(room, reference.upload).await?
            {
                shot.reference = None;
            }
        }
        let count = shots.len();
        let home = self.room(room).await?;
        ask(&home.addr, CopyShots { person: by.clone(), clip: clip.id, shots }).await??;
        Ok(count)
    }

    async fn has_upload(&self, room: RoomId, upload: UploadId) -> Result<bool, ErrorBody> {
        let found = self.store.upload(upload).await.map_err(|failure| {
            tracing::error!(%failure, "an upload can't be looked up");
            ErrorBody::new("unavailable", "pictures and footage can't be looked up right now: try again in a moment")
        })?;
        Ok(found.is_some_and(|upload| upload.room == room))
    }
}

/// What was kept of an earlier request of this key.
///
/// # Errors
/// `key_used`, `request_id_used`.
pub(crate) fn earlier(kept: &str, hash: Option<&str>) -> Result<TakeId, ErrorBody> {
    let (take, made_of) = kept.split_once(' ').map_or((kept, None), |(take, hash)| (take, Some(hash)));
    if made_of.is_some_and(|made_of| hash.is_some_and(|hash| hash != made_of)) {
        let message = "this Idempotency-Key was used to ask for something else: choose another key for each thing that you ask for";
        return Err(ErrorBody::new("key_used", message));
    }
    take.parse().map_err(|_| ErrorBody::new("request_id_used", "this request id was used for something else: choose another"))
}

/// Apart from the requests of pages.
pub(crate) fn derive_key(key: &str) -> String {
    format!("derive:{key}")
}

/// Whether its own plan is drawn again: not where it was joined.
///
/// # Errors
/// `derivation_unsupported`.
pub(crate) fn demand_drawn(clip: &Clip) -> Result<(), ErrorBody> {
    if is_joined(&clip.plan) { Err(refused(DeriveError::Joined)) } else { Ok(()) }
}

fn source(clip: &Clip) -> Source<'_> {
    Source { clip: clip.id, plan: &clip.plan }
}

fn refused(error: DeriveError) -> ErrorBody {
    ErrorBody::new(error.code(), error)
}
