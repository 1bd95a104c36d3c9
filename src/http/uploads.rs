//! Pictures and footage of a room over HTTP: add, list, remove. The file is the body; it is never held in memory. What is done with it is
//! `crate::uploads`'s. No route gives its pictures back.

use super::{
    error::{Answer, HttpError},
    extract::{Id, Member, length, media_type},
};
use crate::{
    gateway::Gateway,
    incoming::{MAX_BYTES, Trouble},
    uploads::role_of_writer,
};
use axum::{
    Json,
    extract::{Query, Request, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{RoomId, UploadId, UserId, room::Role as RoomRole, upload::Role};
use serde::Deserialize;
use std::sync::Arc;
use store::{StoreError, Upload};
use wire::{ErrorBody, upload::UploadView};

/// What the decoder knows.
const TYPES: [&str; 5] = ["image/png", "image/jpeg", "image/webp", "video/mp4", "video/webm"];

#[derive(Deserialize)]
pub struct Named {
    #[serde(default)]
    name: String,
}

/// A file. It is looked at to its end even where nobody waits for the answer any more.
pub async fn add(
    State(gateway): State<Arc<Gateway>>,
    Id(room): Id<RoomId>,
    member: Member,
    named: Result<Query<Named>, QueryRejection>,
    request: Request,
) -> Response {
    let user = member.person.user;
    let name = named.map(|Query(named)| named.name).unwrap_or_default();
    let task = gateway.tasks.clone().spawn(async move { added(&gateway, (room, user), &name, request).await });
    match task.await {
        Ok(Ok(view)) => (StatusCode::CREATED, Json(view)).into_response(),
        Ok(Err(error)) => error.into_response(),
        Err(error) => HttpError::fault("an upload did not come to its end", &error).into_response(),
    }
}

async fn added(gateway: &Gateway, (room, user): (RoomId, UserId), name: &str, request: Request) -> Answer<UploadView> {
    role_of_writer(&gateway.store, room, user).await?;
    if length(request.headers()).is_some_and(|length| length > MAX_BYTES) {
        return Err(Trouble::TooLarge.into());
    }
    if !TYPES.contains(&media_type(request.headers()).as_str()) {
        return Err(unsupported("send a picture as PNG, JPEG or WebP, or footage as MP4 or WebM"));
    }
    gateway.tries.upload(user)?;
    let place = gateway.uploads.begin(room, user).await?;
    let file = place.receive(request.into_body().into_data_stream()).await?;
    let (upload, role) = gateway.uploads.keep(room, user, name, file).await?;
    gateway.directory.uploads_changed(room).await;
    view(gateway, upload, (user, role)).await
}

/// The room's, for everybody in it.
pub async fn list(State(gateway): State<Arc<Gateway>>, Id(room): Id<RoomId>, member: Member) -> Answer<Json<Vec<UploadView>>> {
    let user = member.person.user;
    let role = gateway.store.membership(room, user).await?.ok_or_else(HttpError::not_member)?;
    let mut views = Vec::new();
    for upload in gateway.store.uploads_of(room).await? {
        views.push(view(&gateway, upload, (user, role)).await?);
    }
    Ok(Json(views))
}

/// Its uploader's, or the host's to remove. Takes that use it are refused from now on; clips that were made stay.
pub async fn remove(State(gateway): State<Arc<Gateway>>, Id(upload): Id<UploadId>, member: Member) -> Answer<StatusCode> {
    let user = member.person.user;
    let upload = gateway.store.upload(upload).await?.ok_or(StoreError::UploadUnknown)?;
    // For whoever is not in its room there is none.
    let role = gateway.store.membership(upload.room, user).await?;
    match role {
        _ if upload.by == user => {}
        Some(RoomRole::Host) => {}
        Some(RoomRole::CoCreator | RoomRole::Viewer) => {
            return Err(ErrorBody::new("not_yours", "only whoever added it, or the room's host, removes it").into());
        }
        None => return Err(StoreError::UploadUnknown.into()),
    }
    gateway.store.delete_upload(upload.id).await?;
    gateway.directory.uploads_changed(upload.room).await;
    Ok(StatusCode::NO_CONTENT)
}

async fn view(gateway: &Gateway, upload: Upload, (user, role): (UserId, RoomRole)) -> Answer<UploadView> {
    let mut shows = Vec::with_capacity(upload.shows.len());
    for cameo in upload.shows {
        shows.extend(gateway.store.cameo(cameo).await?.map(|cameo| cameo.mention().to_string()));
    }
    Ok(UploadView {
        upload: upload.id,
        kind: upload.kind.into(),
        name: upload.name,
        by: upload.handle.to_string(),
        width: upload.width,
        height: upload.height,
        seconds: f64::from(upload.millis) / 1_000.0,
        palette: upload.palette,
        mosaic: upload.mosaic,
        shows,
        notices: upload.notices,
        roles: Role::ALL.into_iter().filter(|role| role.suits(upload.kind)).map(Into::into).collect(),
        removable: upload.by == user || role == RoomRole::Host,
        created_at: upload.at.as_millis(),
    })
}

fn unsupported(message: &str) -> HttpError {
    HttpError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "type_unsupported", message)
}
