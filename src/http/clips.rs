//! Finished takes: list, look, play, download, withdraw, make again, delete. What is read back leaves chunk by chunk, and each asks for
//! consent (CONSENT-6). When consent is closed meanwhile, the connection is severed, so that what buffers hold of it does not leave either
//! (CONSENT-3). A withheld clip is shown to nobody.

use super::{
    error::{Answer, HttpError},
    extract::{Id, Member, parameter},
    names::Names,
    range::{Wanted, wanted},
    shared, watched,
};
use crate::{
    clock,
    gateway::Gateway,
    listener::{Line, Peer},
};
use axum::{
    Json,
    body::Body,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use domain::{
    CameoId, ClipId, UserId,
    cameo::Scope,
    consent::{LiveCast, Sealed, Work},
    derivation::is_joined,
    ownership::Owners,
    watching::Watches,
};
use futures::stream;
use std::{io, ops::Range, sync::Arc};
use store::{Clip, ObjectName, Objects, Page, StoreError};
use wire::{
    ErrorBody,
    cameo::ScopeView,
    http::{Clip as ClipView, ClipAction, ClipCast, Remade, SeenAs},
};

/// Bytes that are read, and asked for, at once.
pub(super) const CHUNK: u64 = 64 * 1024;
/// Of one list.
const PAGE: u32 = 50;
/// Characters of a file's name.
const LONGEST_NAME: usize = 60;

/// My drafts, newest first; `?after=CLIP` for the next ones.
pub async fn mine(State(gateway): State<Arc<Gateway>>, member: Member, RawQuery(query): RawQuery) -> Answer<Json<Vec<ClipView>>> {
    let after = parameter(query.as_deref(), "after").and_then(|text| text.parse::<ClipId>().ok());
    let clips = gateway.store.clips_of(member.person.user, Page { after, limit: PAGE }).await?;
    let mut names = Names::new(&gateway);
    let mut views = Vec::with_capacity(clips.len());
    for clip in clips {
        views.push(view(&mut names, clip, member.person.user).await?);
    }
    Ok(Json(views))
}

pub async fn one(State(gateway): State<Arc<Gateway>>, Id(clip): Id<ClipId>, member: Member) -> Answer<Json<ClipView>> {
    seen(&gateway, clip, &member).await
}

async fn seen(gateway: &Gateway, clip: ClipId, member: &Member) -> Answer<Json<ClipView>> {
    let seen = shared::seen(gateway, clip, member).await?;
    let view = view(&mut Names::new(gateway), seen.clip, member.person.user).await?;
    Ok(Json(shared::for_watchers(ClipView { seen_as: seen.how.into(), ..view }, seen.how)))
}

/// Who appears in it takes their consent back: nobody gets its pictures any more. Another owner closes it for everybody but its owners (OWN-1).
pub async fn withdraw(State(gateway): State<Arc<Gateway>>, Id(clip): Id<ClipId>, member: Member) -> Answer<Json<ClipView>> {
    let clip = visible(&gateway, clip, &member).await?;
    let me = member.person.user;
    let appears: Vec<CameoId> = clip.cast.members().iter().filter(|cast| cast.owner == me).map(|cast| cast.cameo).collect();
    if appears.is_empty() {
        gateway.store.withdraw_clip(clip.id, me, clock::now()).await?;
        gateway.directory.sources_gone(&[clip.id]).await;
    }
    let (directory, take, id) = (gateway.directory.clone(), clip.take, clip.id);
    let revoked = async move {
        let revoke = |cameo| directory.revoke(me, cameo, Scope::Take(take), ScopeView::Clip(id));
        Ok(revoke_each(appears, revoke).await?)
    };
    gateway.surely(revoked).await?;
    seen(&gateway, clip.id, &member).await
}

/// One that can't be taken back holds up no other; one that has ended is taken back already.
async fn revoke_each<T, F>(cameos: Vec<CameoId>, revoke: impl Fn(CameoId) -> F) -> Result<(), ErrorBody>
where
    F: Future<Output = Result<T, ErrorBody>>,
{
    let mut failed = None;
    for cameo in cameos {
        match revoke(cameo).await {
            Err(error) if !matches!(error.code.as_str(), "cameo_ended" | "cameo_unknown") => failed = Some(error),
            Ok(_) | Err(_) => {}
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Ends my own closing; that of another stands, and so does consent that was taken back.
pub async fn allow_again(State(gateway): State<Arc<Gateway>>, Id(clip): Id<ClipId>, member: Member) -> Answer<Json<ClipView>> {
    let clip = visible(&gateway, clip, &member).await?;
    gateway.store.allow_clip_again(clip.id, member.person.user).await?;
    seen(&gateway, clip.id, &member).await
}

/// The same plan and seed again, with stand-ins for those who left. It is a take of the clip's room like any other.
pub async fn remake(State(gateway): State<Arc<Gateway>>, Id(clip): Id<ClipId>, member: Member) -> Answer<(StatusCode, Json<Remade>)> {
    let clip = visible(&gateway, clip, &member).await?;
    let room = clip.room.ok_or(StoreError::RoomUnknown)?;
    gateway.tries.create(member.person.user)?;
    let take = gateway.directory.remake(&member.person, &clip).await?;
    Ok((StatusCode::ACCEPTED, Json(Remade { take, room })))
}

/// Any one owner may (OWN-1).
pub async fn delete(State(gateway): State<Arc<Gateway>>, Id(clip): Id<ClipId>, member: Member) -> Answer<StatusCode> {
    let clip = gateway.store.clip(clip).await?.ok_or_else(HttpError::clip_unknown)?;
    if !owners(&clip).may_delete(member.person.user) {
        return Err(HttpError::clip_unknown());
    }
    gateway.store.delete_clip(clip.id).await?;
    gateway.directory.clip_deleted(clip.room, clip.id, member.person.user).await;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn video(
    State(gateway): State<Arc<Gateway>>,
    Id(clip): Id<ClipId>,
    member: Member,
    peer: Peer,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer<Response> {
    let shared::Seen { clip, how } = shared::seen(&gateway, clip, &member).await?;
    let download = parameter(query.as_deref(), "download").is_some();
    if download && how != Watches::Owner {
        return Err(ErrorBody::new("not_owner", "only an owner of this clip downloads it: you can watch it here").into());
    }
    let mut response = file(&gateway, &clip, ObjectName::clip_video(clip.id), "video/mp4", &headers, &peer).await?;
    if how != Watches::Owner && response.status().is_success() {
        let (id, user) = (clip.id, member.person.user);
        let may = move || watched::still(gateway.clone(), id, user);
        response = response.map(|body| watched::while_allowed(body, peer.line().clone(), may));
        // Nothing else is said on a line that may be severed.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    if download {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, attachment(&clip.title));
    }
    Ok(response)
}

pub async fn poster(State(gateway): State<Arc<Gateway>>, Id(clip): Id<ClipId>, member: Member, peer: Peer, headers: HeaderMap) -> Answer<Response> {
    let clip = shared::seen(&gateway, clip, &member).await?.clip;
    file(&gateway, &clip, ObjectName::clip_poster(clip.id), "image/jpeg", &headers, &peer).await
}

/// What the file says about where it comes from: words only, so nothing of it leaves.
pub async fn origin(State(gateway): State<Arc<Gateway>>, Id(clip): Id<ClipId>, member: Member) -> Answer<Json<media::Origin>> {
    let shared::Seen { clip, how } = shared::seen(&gateway, clip, &member).await?;
    let bytes = gateway.store.objects().get(ObjectName::clip_video(clip.id)).await?;
    let identity = gateway.identity.clone();
    let inspected = tokio::task::spawn_blocking(move || media::inspect(&bytes, Some(identity.anchor()))).await;
    let inspected = inspected.map_err(|error| HttpError::fault("a file's origin could not be read", &error))?;
    let origin = inspected.map_err(|error| HttpError::fault("a file's origin could not be read", &error))?;
    // Its lineage is for its owners; see there.
    Ok(Json(if how == Watches::Owner { origin } else { origin.without_sources() }))
}

/// The clip, for its owners; for others there is none.
pub(super) async fn visible(gateway: &Gateway, clip: ClipId, member: &Member) -> Answer<Clip> {
    let clip = gateway.store.clip(clip).await?;
    clip.filter(|clip| owners(clip).may_view(member.person.user)).ok_or_else(HttpError::clip_unknown)
}

pub(super) fn owners(clip: &Clip) -> Owners {
    // They were settled when the clip was made; the owners of its cast are among them.
    Owners::of(clip.owners.iter().copied(), [])
}

async fn view(names: &mut Names<'_>, clip: Clip, me: UserId) -> Answer<ClipView> {
    for maker in &clip.makers {
        names.know(maker.user, &maker.handle);
    }
    // What a room is called now is for those who are in it.
    let room_name = match clip.room {
        Some(room) if names.is_in(room, me).await? => Some(names.room(room).await?),
        Some(_) | None => None,
    };
    Ok(ClipView {
        clip: clip.id,
        take: clip.take,
        room: clip.room,
        room_name,
        seen_as: SeenAs::Owner,
        makers: clip.makers.iter().map(|maker| maker.handle.to_string()).collect(),
        owners: names.handles(clip.owners.clone()).await?,
        cast: cast(&clip),
        withheld: names.handles(gone(&clip)).await?,
        withdrawn_by: names.handles(clip.withdrawn_by.clone()).await?,
        can: can(&clip, me),
        remade_from: clip.plan.remake_of(),
        title: clip.title,
        seconds: clip.seconds,
        width: clip.size.width,
        height: clip.size.height,
        fps: clip.fps,
        engine: clip.engine,
        notices: clip.notices,
        bytes: clip.bytes,
        created_at: clip.at.as_millis(),
        prompts: clip.plan.shots().iter().map(|shot| shot.prompt.clone()).collect(),
    })
}

fn cast(clip: &Clip) -> Vec<ClipCast> {
    let stands = |cameo| !clip.withheld.iter().any(|withheld| withheld.cameo == cameo);
    let members = clip.cast.members().iter();
    members
        .map(|cast| ClipCast {
            mention: cast.mention.to_string(),
            owner: cast.mention.handle().to_string(),
            kind: cast.kind.into(),
            standing: stands(cast.cameo),
        })
        .collect()
}

/// What an owner can do with it now.
fn can(clip: &Clip, me: UserId) -> Vec<ClipAction> {
    let withheld = !clip.withheld.is_empty();
    // Nothing would draw it again.
    let joined = is_joined(&clip.plan);
    let withdrawn = clip.withdrawn_by.contains(&me);
    let mut mine = clip.cast.members().iter().filter(|cast| cast.owner == me).peekable();
    let leaves = if mine.peek().is_some() { mine.any(|cast| !clip.withheld.iter().any(|withheld| withheld.cameo == cast.cameo)) } else { !withdrawn };
    let whole = !withheld && clip.withdrawn_by.is_empty();
    let actions = [
        (ClipAction::Play, !withheld),
        (ClipAction::Withdraw, leaves),
        (ClipAction::Return, withdrawn),
        (ClipAction::Remake, withheld && clip.room.is_some() && !joined),
        (ClipAction::Remix, whole),
        (ClipAction::Edit, whole && !joined),
        (ClipAction::Extend, whole && !joined),
        (ClipAction::Join, whole),
        (ClipAction::Delete, true),
    ];
    actions.into_iter().filter(|(_, can)| *can).map(|(action, _)| action).collect()
}

/// 451: those who appear in it have taken their consent back.
async fn demand_shown(gateway: &Gateway, clip: &Clip) -> Answer<()> {
    if clip.withheld.is_empty() {
        return Ok(());
    }
    let gone: Vec<String> = Names::new(gateway).handles(gone(clip)).await?.iter().map(|handle| format!("@{handle}")).collect();
    let message = format!("{} took consent back: this clip is shown to nobody. Its owners can make it again with a stand-in", gone.join(" and "));
    Err(HttpError::clip_withheld(message))
}

/// Who appeared in it and took their consent back, each once.
fn gone(clip: &Clip) -> Vec<UserId> {
    clip.cast.owners().into_iter().filter(|owner| clip.withheld.iter().any(|withheld| withheld.owner == *owner)).collect()
}

/// Consent at this moment, of everybody in it.
async fn consent(gateway: &Gateway, clip: &Clip) -> Answer<LiveCast> {
    let refused = |error: ErrorBody| if error.code == "consent_withdrawn" { HttpError::clip_withheld(error.message) } else { error.into() };
    gateway.directory.live_cast(&clip.plan).await.map_err(refused)
}

async fn file(gateway: &Gateway, clip: &Clip, name: ObjectName, kind: &'static str, headers: &HeaderMap, peer: &Peer) -> Answer<Response> {
    demand_shown(gateway, clip).await?;
    let live = consent(gateway, clip).await?;
    let size = gateway.store.objects().size(name).await?;
    let tag = format!("\"{}-{size}\"", clip.id);
    if header_text(headers, header::IF_NONE_MATCH).is_some_and(|known| known.split(',').any(|known| known.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    // A range of another version of the file is of no use.
    let same = header_text(headers, header::IF_RANGE).is_none_or(|known| known == tag);
    let range = header_text(headers, header::RANGE).filter(|_| same);
    let (status, range) = match wanted(range, size) {
        Wanted::All => (StatusCode::OK, 0..size),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Wanted::Outside => return Ok(outside(size)),
    };
    let mut response = Response::new(body(gateway.store.objects().clone(), name, &live, range.clone(), peer.line()));
    *response.status_mut() = status;
    let answer = response.headers_mut();
    if !clip.plan.cast().is_empty() {
        // Nothing else is said on a line that may be severed.
        answer.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer.insert(header::CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
    answer.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    answer.insert(header::ETAG, HeaderValue::try_from(tag).expect("an id and a number"));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if status == StatusCode::PARTIAL_CONTENT {
        let told = format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1));
        answer.insert(header::CONTENT_RANGE, HeaderValue::try_from(told).expect("three numbers"));
    }
    Ok(response)
}

fn header_text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn outside(size: u64) -> Response {
    let message = format!("the file has {size} bytes: ask for some of them");
    let mut response = HttpError::new(StatusCode::RANGE_NOT_SATISFIABLE, "range_invalid", message).into_response();
    response.headers_mut().insert(header::CONTENT_RANGE, HeaderValue::try_from(format!("bytes */{size}")).expect("a number"));
    response
}

/// The bytes that were just read for a sealed range take its place, sealed by the same cast.
struct Filled(Bytes);

impl Work<Range<u64>> for Filled {
    type Output = Bytes;

    fn work(&mut self, _: Range<u64>) -> Bytes {
        std::mem::take(&mut self.0)
    }
}

/// The file's chunks, read one after the other as the reader takes them; each leaves only while everybody in it consents. What was handed on
/// and has not left when they no longer do, or when nobody renews that they do, is lost with the line.
pub(super) fn body(objects: Objects, name: ObjectName, live: &LiveCast, range: Range<u64>, line: &Line) -> Body {
    live.keep(line.keeper());
    let sealed = live.seal_stored(chunks(range.clone())).into_iter().zip(chunks(range));
    let stream = stream::try_unfold((objects, sealed, line.clone()), move |(objects, mut sealed, line)| async move {
        let Some((place, range)) = sealed.next() else { return Ok(None) };
        let bytes = objects.get_range(name, range).await.map_err(io::Error::other)?;
        let chunk: Sealed<Bytes> = place.work(&mut Filled(bytes));
        let bytes = chunk.send(clock::now(), Bytes::clone).map_err(|refused| {
            line.sever();
            io::Error::other(refused)
        })?;
        Ok::<_, io::Error>(Some((bytes, (objects, sealed, line))))
    });
    Body::from_stream(stream)
}

fn chunks(range: Range<u64>) -> impl Iterator<Item = Range<u64>> {
    let end = range.end;
    range.step_by(CHUNK as usize).map(move |start| start..(start + CHUNK).min(end))
}

/// Names the file by letters and digits of its title only.
fn attachment(title: &str) -> HeaderValue {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut name = String::from("greenroom");
    for word in words {
        if name.len() + word.len() + 1 > LONGEST_NAME {
            break;
        }
        name.push('-');
        name.push_str(&word.to_ascii_lowercase());
    }
    HeaderValue::try_from(format!("attachment; filename=\"{name}.mp4\"")).expect("letters, digits and dashes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_cameo_that_ended_or_failed_holds_up_no_other() {
        let cameo = |n: u8| CameoId::new(domain::Timestamp::from_millis(1), &[n; 10]);
        for (code, ends_well) in [("cameo_ended", true), ("cameo_unknown", true), ("unavailable", false)] {
            let asked = std::cell::RefCell::new(Vec::new());
            let revoke = |id: CameoId| {
                asked.borrow_mut().push(id);
                std::future::ready(if id == cameo(1) { Err(ErrorBody::new(code, "no")) } else { Ok(()) })
            };
            let revoked = revoke_each(vec![cameo(1), cameo(2)], revoke).await;
            assert_eq!((revoked.is_ok(), asked.borrow().as_slice()), (ends_well, &[cameo(1), cameo(2)][..]), "{code}");
        }
    }

    #[test]
    fn chunks_cover_the_range_once() {
        assert_eq!(chunks(10..10 + 2 * CHUNK + 1).collect::<Vec<_>>(), [10..10 + CHUNK, 10 + CHUNK..10 + 2 * CHUNK, 10 + 2 * CHUNK..11 + 2 * CHUNK]);
        assert_eq!(chunks(5..5).count(), 0);
    }

    #[test]
    fn a_title_can_not_leave_its_file_name() {
        for (title, name) in [
            ("A dog, jumping!", "greenroom-a-dog-jumping.mp4"),
            ("../../etc/passwd\"\r\nX: y", "greenroom-etc-passwd-x-y.mp4"),
            ("犬", "greenroom.mp4"),
            (&"a".repeat(500), "greenroom.mp4"),
        ] {
            assert_eq!(attachment(title).to_str().expect("plain"), format!("attachment; filename=\"{name}\""));
        }
    }
}
