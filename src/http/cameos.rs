//! My cameos: who may cast them, where they are used, and how all of it is stopped. Enrolling is in `enrol.rs`.
//!
//! Only its owner sees anything of a cameo; for everybody else there is none. What decides is the owner's `UserActor`; here it is asked.

use super::{
    enrol,
    error::{Answer, HttpError},
    extract::{Id, JsonBody, Member, Pair, parameter},
    names::{Names, person},
    uses,
};
use crate::gateway::Gateway;
use axum::{
    Json,
    extract::{RawQuery, State},
    http::StatusCode,
};
use domain::{
    CameoId, RoomId, TakeId, UserId,
    cameo::{DecisionEvent, Decisions, Rules, Scope},
};
use std::{collections::BTreeSet, sync::Arc};
use store::{Cameo, StoreError};
use wire::cameo::{
    CameoState, CameoView, CameosView, ExceptionRequest, ExceptionView, PersonException, ReceiptView, RevokeRequest, RoomException, RulesRequest,
    ScopeView, UseView,
};

/// Once a cameo has ended its data is gone within this. The server erases at once; what failed is tried again each hour and at each start.
const ERASED_WITHIN_MS: u64 = 24 * 3_600 * 1_000;

/// Mine, and whether I can enrol another.
pub async fn mine(State(gateway): State<Arc<Gateway>>, member: Member) -> Answer<Json<CameosView>> {
    let user = member.person.user;
    let mut cameos = Vec::new();
    for cameo in gateway.store.cameos_of(user).await? {
        cameos.push(view(&gateway, &cameo).await?);
    }
    Ok(Json(CameosView { cameos, enrolment: enrol::standing(&gateway, user).await? }))
}

pub async fn one(State(gateway): State<Arc<Gateway>>, Id(cameo): Id<CameoId>, member: Member) -> Answer<Json<CameoView>> {
    let cameo = owned(&gateway, cameo, member.person.user).await?;
    Ok(Json(view(&gateway, &cameo).await?))
}

/// It ends for good: every use is withdrawn, and what is kept of it is erased.
pub async fn end(State(gateway): State<Arc<Gateway>>, Id(cameo): Id<CameoId>, member: Member) -> Answer<Json<ReceiptView>> {
    let cameo = owned(&gateway, cameo, member.person.user).await?;
    let directory = gateway.directory.clone();
    gateway.surely(async move { Ok(Json(directory.end_cameo(cameo.owner, cameo.id).await?)) }).await
}

pub async fn change_rules(
    State(gateway): State<Arc<Gateway>>,
    Id(cameo): Id<CameoId>,
    member: Member,
    JsonBody(wanted): JsonBody<RulesRequest>,
) -> Answer<Json<CameoView>> {
    let cameo = owned(&gateway, cameo, member.person.user).await?;
    gateway.tries.decide(cameo.owner)?;
    gateway.directory.change_rules(cameo.owner, cameo.id, Rules::from(wanted)).await?;
    Ok(Json(view(&gateway, &cameo).await?))
}

/// An exception for one person, whatever the audience says.
pub async fn except_person(
    State(gateway): State<Arc<Gateway>>,
    Pair(cameo, handle): Pair<CameoId, String>,
    member: Member,
    JsonBody(body): JsonBody<ExceptionRequest>,
) -> Answer<Json<CameoView>> {
    let user = excepted(&gateway, &handle, &member).await?;
    let event = match body.rule {
        ExceptionView::Allow => DecisionEvent::PersonAllowed { user },
        ExceptionView::Deny => DecisionEvent::PersonDenied { user },
    };
    decide(&gateway, cameo, &member, event).await
}

pub async fn clear_person(
    State(gateway): State<Arc<Gateway>>,
    Pair(cameo, handle): Pair<CameoId, String>,
    member: Member,
) -> Answer<Json<CameoView>> {
    let user = excepted(&gateway, &handle, &member).await?;
    decide(&gateway, cameo, &member, DecisionEvent::PersonCleared { user }).await
}

async fn excepted(gateway: &Gateway, handle: &str, member: &Member) -> Answer<UserId> {
    let user = person(gateway, handle).await?.user;
    if user == member.person.user {
        return Err(HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "not_yourself", "you may always cast yourself: name somebody else"));
    }
    Ok(user)
}

/// An exception for one room: whoever makes takes there.
pub async fn except_room(
    State(gateway): State<Arc<Gateway>>,
    Pair(cameo, room): Pair<CameoId, RoomId>,
    member: Member,
    JsonBody(body): JsonBody<ExceptionRequest>,
) -> Answer<Json<CameoView>> {
    if !gateway.store.room_exists(room).await? {
        return Err(StoreError::RoomUnknown.into());
    }
    let event = match body.rule {
        ExceptionView::Allow => DecisionEvent::RoomAllowed { room },
        ExceptionView::Deny => DecisionEvent::RoomDenied { room },
    };
    decide(&gateway, cameo, &member, event).await
}

pub async fn clear_room(State(gateway): State<Arc<Gateway>>, Pair(cameo, room): Pair<CameoId, RoomId>, member: Member) -> Answer<Json<CameoView>> {
    decide(&gateway, cameo, &member, DecisionEvent::RoomCleared { room }).await
}

async fn decide(gateway: &Gateway, cameo: CameoId, member: &Member, event: DecisionEvent) -> Answer<Json<CameoView>> {
    let cameo = owned(gateway, cameo, member.person.user).await?;
    // What closes is never held up by a limit.
    if event.opens() {
        gateway.tries.decide(cameo.owner)?;
    }
    let (directory, owner, id) = (gateway.directory.clone(), cameo.owner, cameo.id);
    gateway.surely(async move { Ok(directory.decide(owner, id, event).await?) }).await?;
    Ok(Json(view(gateway, &cameo).await?))
}

/// Every take and clip that shows it or asks to, newest first; `?after=TAKE` for the next.
pub async fn list_uses(
    State(gateway): State<Arc<Gateway>>,
    Id(cameo): Id<CameoId>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Answer<Json<Vec<UseView>>> {
    let cameo = owned(&gateway, cameo, member.person.user).await?;
    let after = parameter(query.as_deref(), "after").and_then(|text| text.parse::<TakeId>().ok());
    uses::page(&gateway, &cameo, after).await.map(Json)
}

/// Takes consent back. The answer comes when nothing leaves any more, anywhere.
pub async fn revoke(
    State(gateway): State<Arc<Gateway>>,
    Id(cameo): Id<CameoId>,
    member: Member,
    JsonBody(body): JsonBody<RevokeRequest>,
) -> Answer<Json<ReceiptView>> {
    let cameo = owned(&gateway, cameo, member.person.user).await?;
    let scope = scope(&gateway, &cameo, &body.scope).await?;
    let directory = gateway.directory.clone();
    gateway.surely(async move { Ok(Json(directory.revoke(cameo.owner, cameo.id, scope, body.scope).await?)) }).await
}

async fn scope(gateway: &Gateway, cameo: &Cameo, told: &ScopeView) -> Answer<Scope> {
    Ok(match told {
        ScopeView::Everything => Scope::Everything,
        ScopeView::Person(handle) => Scope::Person(person(gateway, handle).await?.user),
        ScopeView::Room(room) => Scope::Room(*room),
        ScopeView::Take(take) => Scope::Take(*take),
        ScopeView::Clip(clip) => {
            let clip = gateway.store.clip(*clip).await?.filter(|clip| clip.owners.contains(&cameo.owner));
            Scope::Take(clip.ok_or_else(HttpError::clip_unknown)?.take)
        }
    })
}

/// What every revocation stopped, newest first.
pub async fn receipts(State(gateway): State<Arc<Gateway>>, Id(cameo): Id<CameoId>, member: Member) -> Answer<Json<Vec<ReceiptView>>> {
    let cameo = owned(&gateway, cameo, member.person.user).await?;
    let mut receipts = kept_receipts(&gateway, cameo.id).await?;
    receipts.sort_by_key(|receipt| std::cmp::Reverse(receipt.at));
    Ok(Json(receipts))
}

pub async fn kept_receipts(gateway: &Gateway, cameo: CameoId) -> Answer<Vec<ReceiptView>> {
    let kept = gateway.store.receipts_of(cameo).await?;
    let read = |kept: store::StoredReceipt| serde_json::from_str(&kept.body).map_err(|error| HttpError::fault("a receipt can't be read", &error));
    kept.into_iter().map(read).collect()
}

/// The cameo, for its owner; for others there is none.
///
/// # Errors
/// `cameo_unknown`.
pub async fn owned(gateway: &Gateway, cameo: CameoId, user: UserId) -> Answer<Cameo> {
    let cameo = gateway.store.cameo(cameo).await?;
    cameo.filter(|cameo| cameo.owner == user && cameo.state != store::CameoState::Erased).ok_or_else(|| StoreError::CameoUnknown.into())
}

/// What its owner sees.
///
/// # Errors
/// Only faults.
pub async fn view(gateway: &Gateway, cameo: &Cameo) -> Answer<CameoView> {
    let history = gateway.store.decisions(cameo.id).await?;
    let decisions = Decisions::fold(history.iter().map(|recorded| &recorded.event));
    let guardian_approved = cameo.guardian_approved == Some(true);
    // One without a decision of its own begins as its owner's age says.
    let ruled = history.iter().any(|recorded| matches!(recorded.event, DecisionEvent::RulesChanged { .. }));
    let rules = if ruled { decisions.rules().clone() } else { Rules::first(cameo.minor && !guardian_approved) };
    let mut names = Names::new(gateway);
    Ok(CameoView {
        cameo: cameo.id,
        kind: cameo.kind.into(),
        name: cameo.name.clone(),
        mention: cameo.mention().to_string(),
        state: if cameo.state == store::CameoState::Active { CameoState::Active } else { CameoState::Ended },
        audience: rules.audience.into(),
        people: people(&mut names, &decisions).await?,
        rooms: rooms(&mut names, &decisions).await?,
        preferences: rules.preferences,
        restrictions: rules.restrictions,
        strict: rules.strict,
        minor: cameo.minor,
        guardian_approved,
        enrolled_at: cameo.created_at.as_millis(),
        erased_by: cameo.ended_at.map(|at| at.plus(ERASED_WITHIN_MS).as_millis()),
    })
}

async fn people(names: &mut Names<'_>, decisions: &Decisions) -> Answer<Vec<PersonException>> {
    let mut people = Vec::new();
    for (user, rule) in both(decisions.allowed_people(), decisions.denied_people()) {
        people.extend(names.handle(user).await?.map(|handle| PersonException { handle, rule }));
    }
    people.sort_by(|a, b| a.handle.cmp(&b.handle));
    Ok(people)
}

async fn rooms(names: &mut Names<'_>, decisions: &Decisions) -> Answer<Vec<RoomException>> {
    let mut rooms = Vec::new();
    for (room, rule) in both(decisions.allowed_rooms(), decisions.denied_rooms()) {
        rooms.push(RoomException { room, name: names.room(room).await?, rule });
    }
    Ok(rooms)
}

fn both<T: Copy>(allowed: &BTreeSet<T>, denied: &BTreeSet<T>) -> Vec<(T, ExceptionView)> {
    let allowed = allowed.iter().map(|id| (*id, ExceptionView::Allow));
    allowed.chain(denied.iter().map(|id| (*id, ExceptionView::Deny))).collect()
}
