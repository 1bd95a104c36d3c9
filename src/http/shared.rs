//! Clips that somebody watches without owning them: everybody in the room of which it is a draft, and whoever got it in a message, while the message
//! stands, its sender owns it and no owner withdrew it. The rule is `domain::watching`.
//!
//! It opens nothing else: consent of everybody in it is asked at each request, as for its owners (CONSENT-6).

use super::{
    clips::owners,
    error::{Answer, HttpError},
    extract::Member,
};
use crate::gateway::Gateway;
use axum::http::StatusCode;
use domain::{
    ClipId, UserId,
    watching::{Unseen, Watches, watches},
};
use store::Clip;
use wire::http::{Clip as ClipView, ClipAction};

/// A clip that somebody may watch.
pub(super) struct Seen {
    pub clip: Clip,
    pub how: Watches,
}

/// The clip, for whoever may watch it; for others there is none.
///
/// # Errors
/// `clip_unknown`; `clip_withdrawn` where an owner closed it for everybody else.
pub(super) async fn seen(gateway: &Gateway, clip: ClipId, member: &Member) -> Answer<Seen> {
    let clip = gateway.store.clip(clip).await?.ok_or_else(HttpError::clip_unknown)?;
    match how(gateway, &clip, member.person.user).await? {
        Ok(how) => Ok(Seen { clip, how }),
        Err(Unseen::Unknown) => Err(HttpError::clip_unknown()),
        Err(Unseen::Withdrawn) => {
            let message = "one of its owners withdrew this clip: only its owners see it now";
            Err(HttpError::new(StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS, "clip_withdrawn", message))
        }
    }
}

/// As they stand to it at this moment.
pub(super) async fn how(gateway: &Gateway, clip: &Clip, me: UserId) -> Answer<Result<Watches, Unseen>> {
    let owners = owners(clip);
    if owners.may_view(me) {
        return Ok(Ok(Watches::Owner));
    }
    let role = match clip.room {
        Some(room) => gateway.store.membership(room, me).await?,
        None => None,
    };
    let senders = if role.is_none() { gateway.store.senders_of_clip(clip.id, me).await? } else { Vec::new() };
    Ok(watches(&owners, !clip.withdrawn_by.is_empty(), me, role, &senders))
}

/// Who does not own it watches it: its words, and what can be made of it, are its owners'. Its room is for those who are in it.
pub(super) fn for_watchers(clip: ClipView, how: Watches) -> ClipView {
    let can = clip.can.iter().copied().filter(|can| *can == ClipAction::Play).collect();
    match how {
        Watches::Owner => clip,
        Watches::Member => ClipView { prompts: Vec::new(), can, ..clip },
        Watches::Recipient => ClipView { room: None, room_name: None, prompts: Vec::new(), notices: Vec::new(), remade_from: None, can, ..clip },
    }
}
