//! Direct messages as they are read: my conversations, their histories, a search; the way into a room that a message opens; reports.
//!
//! What is said goes over the page's socket (`ws/page.rs`). Nobody reads here what the rules don't let them see.

use super::{
    error::{Answer, HttpError},
    extract::{Id, JsonBody, Member, parameter},
    names::Names,
};
use crate::{clock, gateway::Gateway};
use axum::{
    Json,
    extract::{RawQuery, State},
    http::StatusCode,
};
use domain::{
    ConversationId, MessageId, Timestamp, UserId,
    conversation::{Kind, Refused, Standing},
    room::Command,
};
use std::{collections::BTreeSet, sync::Arc};
use store::{Glimpse, Listed, NewReport, Older, StoreError, WayIn};
use wire::{
    conversation::{
        ConversationMember, ConversationView, ConversationsView, FoundView, GlimpseKind, GlimpseView, HistoryView, MAX_REPORT_NOTE, ReportRequest,
        SearchRequest, StandingView,
    },
    http::{InviteInfo, Joined},
};

/// Of one list.
const PAGE: u32 = 60;
/// Events of one part.
const PART: u32 = 100;
const FOUND: u32 = 50;
/// Characters of a message in a list.
const GLIMPSE: usize = 120;
/// A way into a room is open this long after it was sent, like a link.
const OPEN_MS: u64 = 7 * 24 * 3_600 * 1_000;

pub async fn mine(State(gateway): State<Arc<Gateway>>, member: Member, RawQuery(query): RawQuery) -> Answer<Json<ConversationsView>> {
    let me = member.person.user;
    gateway.tries.leaf(me)?;
    let older = older(query.as_deref())?;
    // Read first: what comes meanwhile is told again rather than never.
    let offset = gateway.store.inbox_end(me).await?;
    let mut listed = gateway.store.conversations_of(me, older, PAGE + 1).await?;
    let more = listed.len() > PAGE as usize;
    listed.truncate(PAGE as usize);
    let conversations = views(&gateway, listed, me).await?;
    Ok(Json(ConversationsView { conversations, offset, more }))
}

/// After the last one of a page: its moment, and which of those of this moment it is.
fn older(query: Option<&str>) -> Answer<Option<Older>> {
    let invalid = |_| HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "place_invalid", "conversation is the id of one");
    let than = parameter(query, "conversation").map(str::parse).transpose().map_err(invalid)?;
    Ok(number(query, "before")?.map(|before| Older { before: Timestamp::from_millis(before), than }))
}

pub async fn one(State(gateway): State<Arc<Gateway>>, Id(conversation): Id<ConversationId>, member: Member) -> Answer<Json<ConversationView>> {
    let me = member.person.user;
    gateway.tries.leaf(me)?;
    let listed = gateway.store.listed_conversation(me, conversation).await?;
    let view = views(&gateway, vec![listed], me).await?.pop();
    Ok(Json(view.ok_or(StoreError::Conversation(Refused::Unknown))?))
}

pub async fn events(
    State(gateway): State<Arc<Gateway>>,
    Id(conversation): Id<ConversationId>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Answer<Json<HistoryView>> {
    let me = member.person.user;
    gateway.tries.leaf(me)?;
    let (before, after) = (number(query.as_deref(), "before")?, number(query.as_deref(), "after")?);
    let history = match after {
        Some(after) => gateway.store.conversation_since(me, conversation, after, PART).await?,
        None => gateway.store.conversation_before(me, conversation, before.unwrap_or(u64::MAX >> 1), PART).await?,
    };
    Ok(Json(HistoryView { events: history.events.into_iter().map(Into::into).collect(), more: history.more }))
}

pub async fn search(State(gateway): State<Arc<Gateway>>, member: Member, JsonBody(body): JsonBody<SearchRequest>) -> Answer<Json<Vec<FoundView>>> {
    let me = member.person.user;
    gateway.tries.search(me)?;
    let mut names = Names::new(&gateway);
    let mut views = Vec::new();
    let all = gateway.store.search_messages(me, &body.words, FOUND).await?;
    names.learn(all.iter().map(|found| found.by)).await?;
    for found in all {
        views.push(FoundView {
            message: found.message,
            conversation: found.conversation,
            seq: found.seq,
            by: names.handle(found.by).await?,
            at: found.at.as_millis(),
            words: found.words,
        });
    }
    Ok(Json(views))
}

/// What it invites to, for whoever it was sent to.
pub async fn look(State(gateway): State<Arc<Gateway>>, Id(message): Id<MessageId>, member: Member) -> Answer<Json<InviteInfo>> {
    let me = member.person.user;
    gateway.tries.leaf(me)?;
    let way = open_way(&gateway, message, me).await?;
    let by = gateway.store.account(way.by).await?.map(|account| account.handle.to_string());
    let room_name = gateway.store.room_name(way.room).await?;
    Ok(Json(InviteInfo { by, room_name, room: Some(way.room), role: Some(way.role.into()) }))
}

/// It opens the room only while whoever sent it could still invite there.
async fn open_way(gateway: &Gateway, message: MessageId, to: UserId) -> Answer<WayIn> {
    let way = gateway.store.way_in(message, to).await?.ok_or(StoreError::InviteUnknown)?;
    if way.at.plus(OPEN_MS) <= clock::now() {
        return Err(StoreError::InviteExpired.into());
    }
    let own = gateway.store.membership(way.room, way.by).await?;
    if own.is_none_or(|own| own < way.role) { Err(StoreError::InviteUnknown.into()) } else { Ok(way) }
}

/// One press.
pub async fn join(State(gateway): State<Arc<Gateway>>, Id(message): Id<MessageId>, member: Member) -> Answer<Json<Joined>> {
    let me = member.person.user;
    gateway.tries.create(me)?;
    let way = open_way(&gateway, message, me).await?;
    // Who is a member already stays what they are.
    if gateway.store.membership(way.room, me).await?.is_none() {
        gateway.act(way.room, Command::Join { user: me, handle: member.person.handle, role: way.role }).await?;
    }
    Ok(Json(Joined { room: way.room }))
}

pub async fn report(
    State(gateway): State<Arc<Gateway>>,
    Id(message): Id<MessageId>,
    member: Member,
    JsonBody(body): JsonBody<ReportRequest>,
) -> Answer<StatusCode> {
    let by = member.person.user;
    gateway.tries.report(by)?;
    let note = body.note.trim().to_owned();
    if note.chars().count() > MAX_REPORT_NOTE {
        let message = format!("a report has at most {MAX_REPORT_NOTE} characters: shorten it");
        return Err(HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "note_length", message));
    }
    gateway.store.report_message(NewReport { by, message, reason: body.reason.name(), note, at: clock::now() }).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn number(query: Option<&str>, name: &str) -> Answer<Option<u64>> {
    let invalid = |_| HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "place_invalid", format!("{name} is a whole number"));
    let number = parameter(query, name).map(str::parse::<u64>).transpose().map_err(invalid)?;
    // What the database can count.
    Ok(number.map(|number| number.min(u64::MAX >> 1)))
}

async fn views(gateway: &Gateway, listed: Vec<Listed>, me: UserId) -> Answer<Vec<ConversationView>> {
    let mut names = Names::new(gateway);
    names.learn(listed.iter().flat_map(|listed| listed.conversation.members()).map(|member| member.user)).await?;
    let blocked = gateway.store.blocked_with(me).await?;
    let mut views = Vec::with_capacity(listed.len());
    for listed in listed {
        views.push(view(&mut names, listed, me, &blocked).await?);
    }
    Ok(views)
}

async fn view(names: &mut Names<'_>, listed: Listed, me: UserId, blocked: &BTreeSet<UserId>) -> Answer<ConversationView> {
    let Listed { id, conversation, last_at, muted_until, unread, last } = listed;
    let mut members = Vec::new();
    let until = conversation.member(me).and_then(|member| member.until);
    let left = conversation.member(me).is_none_or(|member| member.standing == Standing::Left);
    // Who left hears no more of who is there, and how far they are.
    for member in conversation.members().iter().filter(|member| !left || member.user == me) {
        // Who has not come says nothing about what they read, nor do two between whom a block is.
        let known = member.user == me || (member.standing == Standing::In && !blocked.contains(&member.user));
        members.push(ConversationMember {
            user: member.user,
            handle: names.handle(member.user).await?,
            standing: member.standing.into(),
            delivered: if known { member.delivered } else { 0 },
            read: if known { member.read } else { 0 },
        });
    }
    let mine = conversation.member(me).map_or(StandingView::Left, |member| member.standing.into());
    let name = if let Some(Kind::Group { name }) = conversation.kind() { Some(name.clone()) } else { None };
    Ok(ConversationView {
        conversation: id,
        name,
        owner: conversation.owner().filter(|_| !left),
        open: conversation.is_open(),
        members,
        standing: mine,
        last_seq: until.unwrap_or(conversation.last_seq()),
        last_at: if left { last.as_ref().map_or(0, |last| last.at.as_millis()) } else { last_at.as_millis() },
        muted_until: muted_until.as_millis(),
        unread: u32::try_from(unread).unwrap_or(u32::MAX),
        last: last.map(glimpse),
    })
}

fn glimpse(last: Glimpse) -> GlimpseView {
    let what = match &last {
        Glimpse { deleted: true, .. } => GlimpseKind::Gone,
        Glimpse { clip: true, .. } => GlimpseKind::Clip,
        Glimpse { room: true, .. } => GlimpseKind::Room,
        _ => GlimpseKind::Text,
    };
    let words = last.words.map(|words| words.chars().take(GLIMPSE).collect());
    GlimpseView { message: last.message, by: last.by, at: last.at.as_millis(), words, what }
}
