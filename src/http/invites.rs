//! Invitations: links to the server or to a room.

use super::{
    error::{Answer, HttpError},
    extract::{Id, JsonBody, Member},
    joining,
};
use crate::{clock, gateway::Gateway, listener::Peer, secrets::Secret};
use axum::{Json, extract::State, http::StatusCode};
use domain::{RoomId, UserId, account::INVITES_EACH, room::Role};
use std::sync::Arc;
use store::{Invite, StoreError};
use wire::{
    RoleView,
    http::{InviteInfo, InviteLink, Joined, NewInvite},
};

const LIFETIME_MS: u64 = 7 * 24 * 3_600 * 1_000;

/// One of my four: a link that makes one account.
pub async fn invite_to_server(State(gateway): State<Arc<Gateway>>, member: Member) -> Answer<(StatusCode, Json<InviteLink>)> {
    let user = member.person.user;
    if gateway.store.invites_left(user).await? == 0 {
        return Err(HttpError::new(StatusCode::CONFLICT, "invites_used", format!("you have given away all your {INVITES_EACH} invitations")));
    }
    give(&gateway, user, None, 1).await
}

/// A link to a room. Members come in with it without limit; each new account spends one of the inviter's four.
pub async fn invite_to_room(
    State(gateway): State<Arc<Gateway>>,
    Id(room): Id<RoomId>,
    member: Member,
    JsonBody(body): JsonBody<NewInvite>,
) -> Answer<(StatusCode, Json<InviteLink>)> {
    let user = member.person.user;
    let role = Role::from(body.role);
    let own = gateway.store.membership(room, user).await?.ok_or_else(HttpError::not_member)?;
    if role == Role::Host {
        return Err(HttpError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "role_unsupported",
            "a link makes viewers or co-creators; a host is named in the room",
        ));
    }
    if role > own {
        return Err(HttpError::new(StatusCode::FORBIDDEN, "role_too_low", "you can't give more than your own role: ask the host"));
    }
    give(&gateway, user, Some((room, role)), INVITES_EACH).await
}

async fn give(gateway: &Gateway, by: UserId, room: Option<(RoomId, Role)>, uses_left: u32) -> Answer<(StatusCode, Json<InviteLink>)> {
    gateway.tries.create(by)?;
    let (code, now) = (Secret::code(), clock::now());
    let expires = now.plus(LIFETIME_MS);
    gateway.store.create_invite(store::NewInvite { code_hash: code.hash(), by, room, at: now, expires, uses_left }).await?;
    let url = format!("{}/i/{}", gateway.public, code.expose());
    Ok((StatusCode::CREATED, Json(InviteLink { code: code.expose().to_owned(), url, expires_at: expires.as_millis() })))
}

/// What a link is for. Whoever has it may know.
pub async fn look(State(gateway): State<Arc<Gateway>>, peer: Peer, Id(code): Id<String>) -> Answer<Json<InviteInfo>> {
    gateway.tries.sign_up(peer.address())?;
    let info = match find(&gateway, &code).await? {
        Some(invite) => info(&gateway, &invite).await?,
        None if is_owner_link(&gateway, &code).await? => InviteInfo { by: None, room_name: None, room: None, role: None },
        None => return Err(StoreError::InviteUnknown.into()),
    };
    gateway.tries.was_good(peer.address());
    Ok(Json(info))
}

async fn find(gateway: &Gateway, code: &str) -> Answer<Option<Invite>> {
    let Some(code) = Secret::presented(code) else { return Ok(None) };
    let Some(invite) = gateway.store.invite(code.hash()).await? else { return Ok(None) };
    if invite.expires <= clock::now() {
        return Err(StoreError::InviteExpired.into());
    }
    if invite.ended {
        return Err(StoreError::InviteEnded.into());
    }
    if invite.uses_left == 0 && invite.room.is_none() {
        return Err(StoreError::InviteUsed.into());
    }
    Ok(Some(invite))
}

async fn is_owner_link(gateway: &Gateway, code: &str) -> Answer<bool> {
    let Some(code) = Secret::presented(code) else { return Ok(false) };
    Ok(gateway.owner_code.is_some_and(|hash| hash == code.hash()) && !gateway.store.owner_exists().await?)
}

async fn info(gateway: &Gateway, invite: &Invite) -> Answer<InviteInfo> {
    let by = gateway.store.account(invite.by).await?.map(|account| account.handle.to_string());
    let room_name = match invite.room {
        Some((room, _)) => gateway.store.room_name(room).await?,
        None => None,
    };
    Ok(InviteInfo { by, room_name, room: invite.room.map(|(room, _)| room), role: invite.room.map(|(_, role)| RoleView::from(role)) })
}

/// Someone with an account opens a room's link.
pub async fn join(State(gateway): State<Arc<Gateway>>, peer: Peer, Id(code): Id<String>, member: Member) -> Answer<Json<Joined>> {
    gateway.tries.sign_up(peer.address())?;
    let code = Secret::presented(&code).ok_or(StoreError::InviteUnknown)?;
    let work = gateway.clone();
    // A row without its join would pass for a membership wherever only the row is asked: it is not left behind by whoever goes meanwhile.
    let joined = async move {
        let user = member.person.user;
        let _one = work.joining.begin(user)?;
        let room = work.store.invite(code.hash()).await?.and_then(|invite| invite.room);
        let new = match room {
            Some((room, _)) => work.store.membership(room, user).await?.is_none(),
            None => false,
        };
        let joined = work.store.redeem_for_member(code.hash(), user, clock::now()).await?;
        work.tries.was_good(peer.address());
        let Some((room, role)) = joined else {
            return Err(HttpError::new(StatusCode::CONFLICT, "already_signed_up", "this invitation is for a new account, and you have one"));
        };
        joining::join(&work, member.person, (room, role), new).await?;
        Ok(Json(Joined { room }))
    };
    gateway.surely(joined).await
}
