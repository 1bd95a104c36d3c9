//! Other people: whom I follow, who follows me, whom I block. A block also ends what stands between the two cameos.

use super::{
    error::{Answer, HttpError},
    extract::{Id, Member},
    names::person,
};
use crate::{clock, gateway::Gateway};
use axum::{Json, extract::State, http::StatusCode};
use domain::UserId;
use std::sync::Arc;
use store::{Account, CameoState, Store, StoreError};
use wire::people::{ProfileCameo, ProfileView};

pub async fn one(State(gateway): State<Arc<Gateway>>, Id(handle): Id<String>, member: Member) -> Answer<Json<ProfileView>> {
    gateway.tries.look(member.person.user)?;
    let other = person(&gateway, &handle).await?;
    Ok(Json(profile(&gateway, &member, &other).await?))
}

pub async fn follow(State(gateway): State<Arc<Gateway>>, Id(handle): Id<String>, member: Member) -> Answer<Json<ProfileView>> {
    gateway.tries.decide(member.person.user)?;
    change(&gateway, &handle, &member, Tie::Follow).await
}

pub async fn unfollow(State(gateway): State<Arc<Gateway>>, Id(handle): Id<String>, member: Member) -> Answer<Json<ProfileView>> {
    change(&gateway, &handle, &member, Tie::Unfollow).await
}

pub async fn block(State(gateway): State<Arc<Gateway>>, Id(handle): Id<String>, member: Member) -> Answer<Json<ProfileView>> {
    change(&gateway, &handle, &member, Tie::Block).await
}

pub async fn unblock(State(gateway): State<Arc<Gateway>>, Id(handle): Id<String>, member: Member) -> Answer<Json<ProfileView>> {
    gateway.tries.decide(member.person.user)?;
    change(&gateway, &handle, &member, Tie::Unblock).await
}

#[derive(Clone, Copy)]
enum Tie {
    Follow,
    /// This and a block close something: no limit holds them up.
    Unfollow,
    Block,
    Unblock,
}

/// What is stored, the homes of both must hear.
async fn change(gateway: &Arc<Gateway>, handle: &str, member: &Member, tie: Tie) -> Answer<Json<ProfileView>> {
    let other = another(gateway, handle, member).await?;
    let (inside, me, them) = (gateway.clone(), member.person.user, other.user);
    let done = async move {
        keep(&inside.store, tie, me, them).await?;
        Ok(inside.directory.ties_changed(me, them).await?)
    };
    gateway.surely(done).await?;
    Ok(Json(profile(gateway, member, &other).await?))
}

async fn keep(store: &Store, tie: Tie, me: UserId, them: UserId) -> Result<(), StoreError> {
    match tie {
        Tie::Follow => store.follow(me, them, clock::now()).await?,
        Tie::Unfollow => store.unfollow(me, them).await?,
        Tie::Block => store.block(me, them, clock::now()).await?,
        Tie::Unblock => store.unblock(me, them).await?,
    };
    Ok(())
}

async fn another(gateway: &Gateway, handle: &str, member: &Member) -> Answer<Account> {
    let other = person(gateway, handle).await?;
    if other.user == member.person.user {
        return Err(HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "not_yourself", "this is you: name somebody else"));
    }
    Ok(other)
}

async fn profile(gateway: &Gateway, member: &Member, other: &Account) -> Answer<ProfileView> {
    let ties = gateway.store.ties(member.person.user, other.user).await?;
    let apart = ties.blocks || ties.blocked;
    let cameos = if apart { Vec::new() } else { gateway.store.cameos_of(other.user).await? };
    let active = cameos.into_iter().filter(|cameo| cameo.state == CameoState::Active);
    Ok(ProfileView {
        handle: other.handle.to_string(),
        me: other.user == member.person.user,
        follows: ties.follows,
        followed_by: ties.followed,
        mutual: ties.follows && ties.followed,
        blocked: ties.blocks,
        cameos: active.map(|cameo| ProfileCameo { mention: cameo.mention().to_string(), kind: cameo.kind.into() }).collect(),
    })
}
