//! The doors of rooms: those that friends have opened, and how somebody without an invitation comes in.

use super::{
    error::{Answer, HttpError},
    extract::{Id, Member},
};
use crate::{clock, gateway::Gateway};
use actors::StandsAs;
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    RoomId, UserId,
    room::{Command, Door, Refused, Role, Standing},
};
use std::sync::Arc;
use wire::http::{AtDoor, AtDoorState, FriendRoom};

/// Those where somebody is now come first.
pub async fn of_friends(State(gateway): State<Arc<Gateway>>, member: Member) -> Answer<Json<Vec<FriendRoom>>> {
    gateway.tries.look(member.person.user)?;
    let rooms = gateway.store.rooms_of_friends(member.person.user).await?;
    let here = gateway.directory.people_in(rooms.iter().map(|room| room.id).collect()).await;
    let here = |room| here.get(&room).map(Vec::as_slice).unwrap_or_default();
    let mut all: Vec<FriendRoom> = rooms.into_iter().map(|room| friend_room(here(room.id), room)).collect();
    all.sort_by_key(|room| (room.friends_here == 0, room.here == 0));
    Ok(Json(all))
}

fn friend_room(here: &[UserId], room: store::FriendRoom) -> FriendRoom {
    let (there, away): (Vec<_>, Vec<_>) = room.friends.into_iter().partition(|(friend, _)| here.contains(friend));
    FriendRoom {
        room: room.id,
        name: room.name,
        door: room.door.into(),
        friends_here: there.len() as u32,
        friends: there.into_iter().chain(away).map(|(_, handle)| handle.into()).collect(),
        members: room.members,
        here: here.len() as u32,
        active_at: room.last_activity.as_millis(),
    }
}

/// How I stand to it. A room that is closed to me is told of like one that is not there.
pub async fn look(State(gateway): State<Arc<Gateway>>, Id(room): Id<RoomId>, member: Member) -> Answer<Json<AtDoor>> {
    gateway.tries.look(member.person.user)?;
    Ok(Json(at_door(&gateway, room, member.person.user).await?))
}

async fn at_door(gateway: &Gateway, room: RoomId, user: UserId) -> Answer<AtDoor> {
    let closed = AtDoor { name: None, state: AtDoorState::Closed };
    let named = async |state| Answer::Ok(AtDoor { name: gateway.store.room_name(room).await?, state });
    if gateway.store.membership(room, user).await?.is_some() {
        return named(AtDoorState::Member).await;
    }
    let Some(at) = gateway.store.at_door(room, user).await? else { return Ok(closed) };
    if at.door == Door::Closed || at.blocked {
        return Ok(closed);
    }
    match gateway.room(room).await?.stands_as(user).await? {
        StandsAs::Member => named(AtDoorState::Member).await,
        // Also who knocked before it was opened.
        StandsAs::Knocking { removed: false } | StandsAs::Outside { removed: false } if at.door == Door::Open && at.friend => {
            named(AtDoorState::Welcome).await
        }
        StandsAs::Knocking { .. } => named(AtDoorState::Knocking).await,
        StandsAs::Outside { .. } => named(AtDoorState::MayKnock).await,
    }
}

/// Comes in, or knocks.
pub async fn come(State(gateway): State<Arc<Gateway>>, Id(room): Id<RoomId>, member: Member) -> Answer<Json<AtDoor>> {
    let user = member.person.user;
    gateway.tries.knock(user)?;
    // A room that is not there answers like a closed one.
    let closed = || HttpError::new(StatusCode::FORBIDDEN, Refused::DoorClosed.code(), Refused::DoorClosed);
    let at = gateway.store.at_door(room, user).await?.filter(|at| at.door != Door::Closed).ok_or_else(closed)?;
    let standing = match (at.blocked, at.friend) {
        (true, _) => Standing::Blocked,
        (false, true) => Standing::Friend,
        (false, false) => Standing::Stranger,
    };
    gateway.act(room, Command::Come { user, handle: member.person.handle, standing }).await?;
    Ok(Json(at_door(&gateway, room, user).await?))
}

/// Knocks no more. Harmless when repeated.
pub async fn go_away(State(gateway): State<Arc<Gateway>>, Id(room): Id<RoomId>, member: Member) -> Answer<StatusCode> {
    let user = member.person.user;
    gateway.tries.knock(user)?;
    // Nobody waits at a closed door, and no room is opened for a look.
    if gateway.store.at_door(room, user).await?.is_some_and(|at| at.door != Door::Closed) {
        gateway.act(room, Command::GoAway { user }).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// All links to the room let nobody in any more. Harmless when repeated.
pub async fn end_links(State(gateway): State<Arc<Gateway>>, Id(room): Id<RoomId>, member: Member) -> Answer<StatusCode> {
    let user = member.person.user;
    gateway.tries.look(user)?;
    if gateway.store.membership(room, user).await?.ok_or_else(HttpError::not_member)? != Role::Host {
        return Err(HttpError::new(StatusCode::FORBIDDEN, Refused::HostOnly.code(), Refused::HostOnly));
    }
    gateway.store.end_room_invites(room, clock::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
