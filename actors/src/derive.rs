//! New takes of finished clips: changed, made longer, joined, or taken apart into a storyboard again. Whoever calls has seen that the person
//! may see the clips.

use crate::{
    Directory, Person, clock,
    mailbox::ask,
    room::{CopyShots, Derive, demand_shown},
};
use domain::{
    RoomId, TakeId,
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
    pub request: Option<String>,
    pub absent: Absent,
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

    async fn derive(&self, by: &Person, first: &Clip, derivative: Derivative, shown: Cast, wish: Wish) -> Result<Queued, ErrorBody> {
        let room = wish.room.or(first.room).ok_or_else(|| ErrorBody::new("room_unknown", "this clip was made outside of any room: name one"))?;
        let home = self.room(room).await?;
        let request = wish.request.unwrap_or_else(|| TakeId::new(clock::now(), &clock::entropy()).to_string());
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
        // Uploads are of one room: those of another one are not carried out of it.
        let same = clip.room == Some(room);
        let shots: Vec<Shot> = clip.plan.shots().iter().map(|shot| Shot { reference: shot.reference.filter(|_| same), ..shot.clone() }).collect();
        let count = shots.len();
        let home = self.room(room).await?;
        ask(&home.addr, CopyShots { person: by.clone(), clip: clip.id, shots }).await??;
        Ok(count)
    }
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
