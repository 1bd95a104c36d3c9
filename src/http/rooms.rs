//! Rooms: mine, a new one, a token for its storyboard, and its pictures over WebRTC.

use super::{
    error::{Answer, HttpError},
    extract::{Id, JsonBody, Member, demand_type, read_body},
};
use crate::{clock, gateway::Gateway, webrtc::RtcError};
use actors::Person;
use axum::{
    Json,
    extract::{Path, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    RoomId,
    room::{Command, Role, room_name},
};
use std::sync::Arc;
use wire::{
    RoleView,
    http::{DocumentToken, NewRoom, RoomSummary},
};

pub async fn mine(State(gateway): State<Arc<Gateway>>, member: Member) -> Answer<Json<Vec<RoomSummary>>> {
    let rooms = gateway.store.rooms_of(member.person.user).await?;
    Ok(Json(rooms.into_iter().map(summary).collect()))
}

fn summary(room: store::RoomSummary) -> RoomSummary {
    RoomSummary { room: room.id, name: room.name, role: room.role.into(), members: room.members, active_at: room.last_activity.as_millis() }
}

pub async fn create(
    State(gateway): State<Arc<Gateway>>,
    member: Member,
    JsonBody(body): JsonBody<NewRoom>,
) -> Answer<(StatusCode, Json<RoomSummary>)> {
    gateway.tries.create(member.person.user)?;
    Ok((StatusCode::CREATED, Json(open_room(&gateway, &member.person, &body.name).await?)))
}

/// A new room of this person's.
pub(super) async fn open_room(gateway: &Gateway, person: &Person, name: &str) -> Answer<RoomSummary> {
    // By the room's own rule: a row whose room can't be opened would stay in the lobby for ever.
    let name = room_name(name).map_err(|refused| HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, refused.code(), refused))?;
    let now = clock::now();
    let room = RoomId::new(now, &clock::entropy());
    let by = person.user;
    gateway.store.create_room(room, &name, by, now).await?;
    gateway.act(room, Command::Open { by, handle: person.handle.clone(), name: name.clone() }).await?;
    let summary = RoomSummary { room, name, role: RoleView::from(Role::Host), members: 1, active_at: now.as_millis() };
    Ok(summary)
}

/// For Yjs clients that hold no cookie.
pub async fn document_token(State(gateway): State<Arc<Gateway>>, Id(room): Id<RoomId>, member: Member) -> Answer<(StatusCode, Json<DocumentToken>)> {
    gateway.store.membership(room, member.person.user).await?.ok_or_else(HttpError::not_member)?;
    let (token, expires) = gateway.tokens.give(member.person, room, clock::now());
    Ok((StatusCode::CREATED, Json(DocumentToken { token: token.expose().to_owned(), expires_at: expires.as_millis() })))
}

/// An SDP offer of a page that wants to watch; the answer bears the server's candidates.
pub async fn offer(State(gateway): State<Arc<Gateway>>, Id(room): Id<RoomId>, member: Member, request: Request) -> Answer<Response> {
    demand_type(request.headers(), "application/sdp")?;
    let user = member.person.user;
    gateway.tries.offer(user)?;
    let body = read_body(request).await?;
    let offer = std::str::from_utf8(&body).map_err(|_| HttpError::new(StatusCode::BAD_REQUEST, "sdp_invalid", "an SDP offer is UTF-8 text"))?;
    let subscription = gateway.room(room).await?.watch(user).await?;
    let (peer, answer) = gateway.rtc.answer(user, offer, subscription).await.map_err(|error| refused(&error))?;
    let place = format!("/api/rooms/{room}/rtc/{peer}");
    let headers = [(header::CONTENT_TYPE, "application/sdp".to_owned()), (header::LOCATION, place)];
    Ok((StatusCode::CREATED, headers, answer).into_response())
}

/// The page watches no more. Harmless when repeated.
pub async fn hang_up(State(gateway): State<Arc<Gateway>>, Path((_, peer)): Path<(String, String)>, member: Member) -> Answer<StatusCode> {
    let peer = peer.parse().map_err(|_| HttpError::not_found())?;
    gateway.rtc.close(member.person.user, peer);
    Ok(StatusCode::NO_CONTENT)
}

/// An SDP offer of a page that comes into the room's call; it listens until it asks for more over its socket.
pub async fn join_call(State(gateway): State<Arc<Gateway>>, Id(room): Id<RoomId>, member: Member, request: Request) -> Answer<Response> {
    demand_type(request.headers(), "application/sdp")?;
    gateway.tries.offer(member.person.user)?;
    let body = read_body(request).await?;
    let offer = std::str::from_utf8(&body).map_err(|_| HttpError::new(StatusCode::BAD_REQUEST, "sdp_invalid", "an SDP offer is UTF-8 text"))?;
    let reserved = gateway.rtc.read_call(member.person.user, offer).map_err(|error| refused(&error))?;
    let peer = reserved.peer();
    let seat = gateway.room(room).await?.join_call(member.person, peer.call()).await?;
    let answer = gateway.rtc.answer_call(reserved, seat).map_err(|error| refused(&error))?;
    let place = format!("/api/rooms/{room}/voices/{peer}");
    let headers = [(header::CONTENT_TYPE, "application/sdp".to_owned()), (header::LOCATION, place)];
    Ok((StatusCode::CREATED, headers, answer).into_response())
}

fn refused(error: &RtcError) -> HttpError {
    match error.code() {
        "peer_limit" | "rtc_unavailable" => HttpError::new(StatusCode::SERVICE_UNAVAILABLE, error.code(), error).retry(5),
        code => HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, code, error),
    }
}
