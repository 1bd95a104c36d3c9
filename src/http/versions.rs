//! A storyboard's versions over HTTP, for everybody in its room; who writes there may keep one. Restoring is an edit of the document, and no route.

use super::{
    error::{Answer, HttpError},
    extract::{Id, Member},
    names::Names,
};
use crate::gateway::Gateway;
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use domain::{RoomId, Timestamp, UserId, room::Role, version::Content};
use std::{collections::BTreeSet, sync::Arc};
use store::VersionRow;
use wire::{
    PersonView,
    version::{VersionKept, VersionSummary, VersionView, VersionsView},
};

pub async fn list(State(gateway): State<Arc<Gateway>>, Id(room): Id<RoomId>, member: Member) -> Answer<Json<VersionsView>> {
    demand_reader(&gateway, room, member.person.user).await?;
    let (content, since) = gateway.directory.storyboard_now(room, member.person.user).await?;
    let versions: Vec<VersionSummary> = gateway.store.versions(room).await?.into_iter().map(summary).collect();
    let now = since.map(|(at, by)| standing(&content, at, by));
    let people = people(&gateway, versions.iter().chain(&now).flat_map(|version| version.by.iter().copied())).await?;
    Ok(Json(VersionsView { versions, now, people }))
}

pub async fn one(State(gateway): State<Arc<Gateway>>, Path((room, number)): Path<(String, String)>, member: Member) -> Answer<Json<VersionView>> {
    let room: RoomId = room.parse().map_err(|_| HttpError::not_found())?;
    let user = member.person.user;
    demand_reader(&gateway, room, user).await?;
    let (version, content) = if number == "now" {
        let (content, since) = gateway.directory.storyboard_now(room, user).await?;
        let (at, by) = since.unwrap_or((crate::clock::now(), Vec::new()));
        (standing(&content, at, by), Arc::unwrap_or_clone(content))
    } else {
        let number: u64 = number.parse().map_err(|_| unknown())?;
        let (row, content) = gateway.store.version(room, number).await?.ok_or_else(unknown)?;
        (summary(row), content)
    };
    let texts = content.shots.iter().flat_map(|shot| shot.prompt.iter().chain(&shot.dialogue).chain(&shot.setting));
    let named: Vec<UserId> = texts.filter_map(|stretch| stretch.by).chain(version.by.iter().copied()).collect();
    let people = people(&gateway, named).await?;
    Ok(Json(VersionView { version, people, shots: content.shots.into_iter().map(Into::into).collect() }))
}

/// What was taken out of the storyboard stays in its versions: whoever wrote one, or a host, has it forgotten.
pub async fn forget(State(gateway): State<Arc<Gateway>>, Path((room, number)): Path<(String, String)>, member: Member) -> Answer<StatusCode> {
    let room: RoomId = room.parse().map_err(|_| HttpError::not_found())?;
    let user = member.person.user;
    gateway.tries.version(user)?;
    let role = gateway.store.membership(room, user).await?.ok_or_else(HttpError::not_member)?;
    let number: u64 = number.parse().map_err(|_| unknown())?;
    let (version, _) = gateway.store.version(room, number).await?.ok_or_else(unknown)?;
    if role != Role::Host && !version.by.contains(&user) {
        let message = "only a host, or whoever wrote in this version, has it forgotten";
        return Err(HttpError::new(StatusCode::FORBIDDEN, "role_too_low", message));
    }
    if !gateway.store.forget_version(room, number).await? {
        return Err(unknown());
    }
    gateway.directory.version_forgotten(room).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Before the room is opened for it.
async fn demand_reader(gateway: &Gateway, room: RoomId, user: UserId) -> Answer<()> {
    gateway.tries.version(user)?;
    gateway.store.membership(room, user).await?.ok_or_else(HttpError::not_member)?;
    Ok(())
}

/// What stands now is a version.
pub async fn keep(State(gateway): State<Arc<Gateway>>, Id(room): Id<RoomId>, member: Member) -> Answer<(StatusCode, Json<VersionKept>)> {
    let number = gateway.directory.keep_version(room, member.person.user).await?;
    let status = if number.is_some() { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(VersionKept { number })))
}

fn summary(row: VersionRow) -> VersionSummary {
    VersionSummary {
        number: Some(row.number),
        at: row.at.as_millis(),
        by: row.by,
        reason: Some(row.reason.into()),
        shots: row.shots,
        words: row.words,
    }
}

fn standing(content: &Content, at: Timestamp, by: Vec<UserId>) -> VersionSummary {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    VersionSummary { number: None, at: at.as_millis(), by, reason: None, shots: count(content.shots.len()), words: count(content.words()) }
}

async fn people(gateway: &Gateway, users: impl IntoIterator<Item = UserId>) -> Answer<Vec<PersonView>> {
    let mut names = Names::new(gateway);
    let mut people = Vec::new();
    for user in users.into_iter().collect::<BTreeSet<_>>() {
        people.extend(names.handle(user).await?.map(|handle| PersonView { user, handle }));
    }
    Ok(people)
}

fn unknown() -> HttpError {
    let message = "there is no such version of this storyboard: the oldest are forgotten where there are more than 200";
    HttpError::new(StatusCode::NOT_FOUND, "version_unknown", message)
}
