//! Clips that were sent to somebody in a message: whoever got one watches it, while the message stands, its sender owns it and no owner withdrew it.
//!
//! It opens nothing else: consent of everybody in it is asked at each request, as for its owners (CONSENT-6).

use super::{
    clips::owners,
    error::{Answer, HttpError},
    extract::Member,
};
use crate::gateway::Gateway;
use axum::http::StatusCode;
use domain::ClipId;
use store::Clip;
use wire::http::{Clip as ClipView, ClipAction};

pub(super) enum Seen {
    Own(Clip),
    /// By one of its owners, in a message.
    Sent(Clip),
}

impl Seen {
    pub fn clip(self) -> Clip {
        match self {
            Self::Own(clip) | Self::Sent(clip) => clip,
        }
    }
}

/// The clip, for whoever may watch it; for others there is none.
///
/// # Errors
/// `clip_unknown`; `clip_withdrawn` where it was sent to them and an owner withdrew it since.
pub(super) async fn seen(gateway: &Gateway, clip: ClipId, member: &Member) -> Answer<Seen> {
    let me = member.person.user;
    let clip = gateway.store.clip(clip).await?.ok_or_else(HttpError::clip_unknown)?;
    let owners = owners(&clip);
    if owners.may_view(me) {
        return Ok(Seen::Own(clip));
    }
    let senders = gateway.store.senders_of_clip(clip.id, me).await?;
    if !senders.into_iter().any(|sender| owners.may_view(sender)) {
        return Err(HttpError::clip_unknown());
    }
    if !clip.withdrawn_by.is_empty() {
        let message = "one of its owners withdrew this clip: only its owners see it now";
        return Err(HttpError::new(StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS, "clip_withdrawn", message));
    }
    Ok(Seen::Sent(clip))
}

/// They watch it; its words, its room and what can be made of it are its owners'.
pub(super) fn for_guests(clip: ClipView) -> ClipView {
    let can = clip.can.into_iter().filter(|can| *can == ClipAction::Play).collect();
    ClipView { room: None, prompts: Vec::new(), notices: Vec::new(), remade_from: None, can, ..clip }
}
