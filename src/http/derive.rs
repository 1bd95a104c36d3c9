//! Clips made of clips: what somebody asks for, and the lineage that comes of it. A clip's owners may make something of it; for
//! others there is none.

use super::{
    clips::visible,
    error::{Answer, HttpError},
    extract::{Id, JsonBody, Member},
    rooms::open_room,
    shared::{how, seen},
};
use crate::gateway::Gateway;
use actors::{Keyed, Wish};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use domain::{
    ClipId, RoomId, TakeId,
    derivation::{Changes, STITCHED, ShotChange},
    plan::Span,
    recut::{PIECES, Piece},
    room::mended_name,
    storyboard::{Line, MAX_DERIVED_SHOTS, Shot},
    watching::Watches,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, sync::Arc};
use store::{Clip, Link};
use wire::{
    Absent, ErrorBody,
    derive::{
        self, CutRequest, DerivedTake, EditRequest, ExtensionRequest, FrozenShot, LineageClip, LineageLink, LineageState, LineageView, RemixRequest,
        Remixed, StitchRequest, StoryboardView,
    },
    http::ShotWords,
};

/// Characters of an `Idempotency-Key`.
const LONGEST_KEY: usize = 48;

type Queued = Answer<(StatusCode, Json<DerivedTake>)>;

/// The words of a clip, as they were frozen.
pub async fn storyboard(State(gateway): State<Arc<Gateway>>, Id(clip): Id<ClipId>, member: Member) -> Answer<Json<StoryboardView>> {
    let clip = visible(&gateway, clip, &member).await?;
    Ok(Json(StoryboardView { shots: clip.plan.shots().iter().map(frozen).collect() }))
}

fn frozen(shot: &Shot) -> FrozenShot {
    let dialogue: Vec<String> = shot.dialogue.iter().map(ToString::to_string).collect();
    FrozenShot {
        prompt: shot.prompt.clone(),
        seconds: shot.seconds,
        style: shot.style.clone(),
        camera: shot.camera.clone(),
        setting: shot.setting.clone(),
        dialogue: dialogue.join("\n"),
        continues: shot.continues,
    }
}

/// Its storyboard stands in a room again, as text of whoever asks.
pub async fn remix(
    State(gateway): State<Arc<Gateway>>,
    Id(clip): Id<ClipId>,
    member: Member,
    JsonBody(body): JsonBody<RemixRequest>,
) -> Answer<(StatusCode, Json<Remixed>)> {
    let clip = visible(&gateway, clip, &member).await?;
    if !clip.withheld.is_empty() {
        return Err(HttpError::clip_withheld("somebody who appears in it took consent back: nothing is made of it"));
    }
    gateway.tries.create(member.person.user)?;
    let room = match body.room {
        Some(room) => room,
        None => open_room(&gateway, &member.person, &named(body.name, &clip)).await?.room,
    };
    let shots = gateway.directory.copy_storyboard(&member.person, &clip, room).await?;
    Ok((StatusCode::CREATED, Json(Remixed { room, shots: u32::try_from(shots).unwrap_or(u32::MAX) })))
}

fn named(asked: Option<String>, clip: &Clip) -> String {
    // A title is the beginning of a prompt, line breaks and all.
    asked.unwrap_or_else(|| mended_name(&format!("Remix: {}", clip.title)))
}

/// The same seed and format with other words.
pub async fn edit(
    State(gateway): State<Arc<Gateway>>,
    Id(clip): Id<ClipId>,
    member: Member,
    headers: HeaderMap,
    JsonBody(body): JsonBody<EditRequest>,
) -> Queued {
    let keyed = match keyed(&gateway, &member, &headers, ("edit", Some(clip), &body)).await? {
        Asked::Before(earlier) => return queued(earlier),
        Asked::Anew(keyed) => keyed,
    };
    let clip = visible(&gateway, clip, &member).await?;
    let wish = Wish { room: body.room, request: keyed, absent: body.absent };
    let changes = changes(body.shots, body.changes)?;
    queued(gateway.directory.edit(&member.person, &clip, changes, wish).await?)
}

fn changes(shots: Option<Vec<ShotWords>>, changes: Vec<derive::ShotChange>) -> Answer<Changes> {
    match shots {
        Some(_) if !changes.is_empty() => {
            Err(HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "body_invalid", "send all shots, or changes of some, and not both"))
        }
        Some(shots) if shots.len() > MAX_DERIVED_SHOTS => {
            let message = format!("{MAX_DERIVED_SHOTS} shots are the most");
            Err(HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "storyboard_too_large", message))
        }
        Some(shots) => Ok(Changes::Whole((1..).zip(shots).map(|(number, words)| written(number, words)).collect())),
        None => Ok(Changes::Shots(changes.into_iter().map(change).collect())),
    }
}

fn written(number: usize, words: ShotWords) -> Shot {
    Shot {
        id: format!("shot{number}"),
        prompt: words.prompt,
        seconds: words.seconds,
        style: words.style,
        camera: words.camera,
        setting: words.setting,
        dialogue: Line::parse_block(&words.dialogue),
        ..Shot::default()
    }
}

fn change(change: derive::ShotChange) -> ShotChange {
    ShotChange {
        shot: change.shot as usize,
        prompt: change.prompt,
        style: change.style,
        camera: change.camera,
        setting: change.setting,
        dialogue: change.dialogue.map(|block| Line::parse_block(&block)),
    }
}

/// It goes on without a cut.
pub async fn extend(
    State(gateway): State<Arc<Gateway>>,
    Id(clip): Id<ClipId>,
    member: Member,
    headers: HeaderMap,
    JsonBody(body): JsonBody<ExtensionRequest>,
) -> Queued {
    let keyed = match keyed(&gateway, &member, &headers, ("extension", Some(clip), &body)).await? {
        Asked::Before(earlier) => return queued(earlier),
        Asked::Anew(keyed) => keyed,
    };
    let clip = visible(&gateway, clip, &member).await?;
    let wish = Wish { room: body.room, request: keyed, absent: body.absent };
    queued(gateway.directory.extend(&member.person, &clip, (body.seconds, &body.prompt), wish).await?)
}

/// Several, one after the other.
pub async fn stitch(State(gateway): State<Arc<Gateway>>, member: Member, headers: HeaderMap, JsonBody(body): JsonBody<StitchRequest>) -> Queued {
    if body.clips.len() > *STITCHED.end() {
        return Err(HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "clips_count", format!("{} clips: join 2 to 8", body.clips.len())));
    }
    let keyed = match keyed(&gateway, &member, &headers, ("stitch", None, &body)).await? {
        Asked::Before(earlier) => return queued(earlier),
        Asked::Anew(keyed) => keyed,
    };
    let mut clips = Vec::with_capacity(body.clips.len());
    for clip in body.clips {
        clips.push(visible(&gateway, clip, &member).await?);
    }
    let wish = Wish { room: body.room, request: keyed, absent: Absent::Wait };
    queued(gateway.directory.stitch(&member.person, &clips, wish).await?)
}

/// Pieces of clips, one after the other.
pub async fn cut(State(gateway): State<Arc<Gateway>>, member: Member, headers: HeaderMap, JsonBody(body): JsonBody<CutRequest>) -> Queued {
    if !PIECES.contains(&body.pieces.len()) {
        return Err(HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "pieces_count", format!("{} pieces: a cut has 1 to 24", body.pieces.len())));
    }
    let keyed = match keyed(&gateway, &member, &headers, ("cut", None, &body)).await? {
        Asked::Before(earlier) => return queued(earlier),
        Asked::Anew(keyed) => keyed,
    };
    let mut clips: Vec<Clip> = Vec::new();
    for piece in &body.pieces {
        if !clips.iter().any(|clip| clip.id == piece.clip) {
            clips.push(source(&gateway, piece.clip, &member).await?);
        }
    }
    let wish = Wish { room: body.room, request: keyed, absent: Absent::Wait };
    let pieces: Vec<Piece> = body.pieces.into_iter().map(|piece| Piece { clip: piece.clip, span: Span { from: piece.from, to: piece.to } }).collect();
    queued(gateway.directory.cut(&member.person, &pieces, &clips, wish).await?)
}

/// Only its owners make something of it, whoever else watches it.
async fn source(gateway: &Gateway, clip: ClipId, member: &Member) -> Answer<Clip> {
    let seen = seen(gateway, clip, member).await?;
    if seen.how == Watches::Owner {
        return Ok(seen.clip);
    }
    let message = format!("only an owner of “{}” cuts it: ask one of them", seen.clip.title);
    Err(ErrorBody::new("not_owner", message).into())
}

fn queued((take, room): (TakeId, RoomId)) -> Queued {
    Ok((StatusCode::ACCEPTED, Json(DerivedTake { take, room })))
}

/// Of what somebody asks for with a key.
enum Asked {
    /// It was made then; its sources may be gone by now.
    Before((TakeId, RoomId)),
    Anew(Option<Keyed>),
}

/// Counts the request, and looks first whether it was carried out before.
async fn keyed(gateway: &Gateway, member: &Member, headers: &HeaderMap, asked: (&str, Option<ClipId>, &impl Serialize)) -> Answer<Asked> {
    gateway.tries.create(member.person.user)?;
    let Some(key) = headers.get("idempotency-key") else { return Ok(Asked::Anew(None)) };
    let key = key.to_str().unwrap_or_default();
    if !(1..=LONGEST_KEY).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = format!("an Idempotency-Key has 1 to {LONGEST_KEY} visible characters");
        return Err(HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "key_invalid", message));
    }
    let body = serde_json::to_vec(&asked).map_err(|error| HttpError::fault("a request can't be written down", &error))?;
    let keyed = Keyed { key: key.to_owned(), hash: hex::encode(Sha256::digest(body)) };
    let earlier = gateway.directory.made_before(member.person.user, &keyed).await?;
    Ok(earlier.map_or(Asked::Anew(Some(keyed)), Asked::Before))
}

/// What it was made of, and what was made of it. Of clips that I may not watch only that they are there.
pub async fn lineage(State(gateway): State<Arc<Gateway>>, Id(clip): Id<ClipId>, member: Member) -> Answer<Json<LineageView>> {
    let clip = seen(&gateway, clip, &member).await?.clip;
    let lineage = gateway.store.lineage(clip.id).await?;
    let links: Vec<Link> = lineage.ancestors.into_iter().chain(lineage.descendants).collect();
    let named: BTreeSet<ClipId> = links.iter().flat_map(|link| [link.clip, link.parent]).chain([clip.id]).collect();
    let mut clips = Vec::with_capacity(named.len());
    for id in named {
        let kept = gateway.store.clip(id).await?;
        clips.push(told(&gateway, id, kept, &member).await?);
    }
    let links = links.into_iter().map(|link| LineageLink { clip: link.clip, parent: link.parent, how: link.how.into(), place: link.place });
    Ok(Json(LineageView { clips, links: links.collect(), more: lineage.more }))
}

async fn told(gateway: &Gateway, id: ClipId, kept: Option<Clip>, member: &Member) -> Answer<LineageClip> {
    let nothing = |state| LineageClip { clip: id, state, title: None, seconds: None, plays: false };
    let Some(clip) = kept else { return Ok(nothing(LineageState::Deleted)) };
    if how(gateway, &clip, member.person.user).await?.is_err() {
        return Ok(nothing(LineageState::Unseen));
    }
    let plays = clip.withheld.is_empty();
    Ok(LineageClip { clip: id, state: LineageState::Seen, plays, title: Some(clip.title), seconds: Some(clip.seconds) })
}
