//! Accounts: sign up, sign in, sign out, who am I.

use super::{
    attempts::neighbourhood,
    cookie,
    error::{Answer, HttpError},
    extract::{JsonBody, Member, session_token},
    joining,
};
use crate::{clock, gateway::Gateway, listener::Peer, secrets::Secret};
use actors::Person;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    RoomId, UserId,
    account::{BirthDate, Handle, Password},
};
use std::{net::IpAddr, sync::Arc};
use store::{Account, NewAccount, SignUpTicket, SignedUp, StoreError};
use wire::http::{Me, SignIn, SignUp};

pub async fn sign_up(State(gateway): State<Arc<Gateway>>, peer: Peer, headers: HeaderMap, JsonBody(body): JsonBody<SignUp>) -> Answer<Response> {
    let handle: Handle = body.handle.parse()?;
    let password: Password = body.password.parse()?;
    let birth_date: BirthDate = body.birth_date.parse()?;
    let now = clock::now();
    birth_date.check_age(now)?;
    let code = Secret::presented(&body.invite).ok_or(StoreError::InviteUnknown)?;
    gateway.tries.sign_up(peer.address())?;
    let new = NewAccount {
        user: UserId::new(now, &clock::entropy()),
        handle: handle.clone(),
        password_hash: gateway.passwords.hash(password).await?,
        birth_date: birth_date.to_string(),
        at: now,
    };
    let (user, work, person) = (new.user, gateway.clone(), Person { user: new.user, handle: handle.clone() });
    // The account and its place in the room are written together; the room hears of it whoever waits for that.
    let signed_up = async move {
        let Some((room, role)) = create(&work, peer.address(), new, &code).await?.room else { return Ok(None) };
        let joined = joining::join(&work, person, (room, role), true).await;
        if let Err(error) = &joined {
            // The link is still good for them. Where the room may have taken them in, it looks at its list when it opens again.
            tracing::warn!(code = error.code, "a new member could not be announced");
        }
        Ok((joined.is_ok() || joined.is_err_and(|error| error.code == "unavailable")).then_some(room))
    };
    let room = gateway.surely(signed_up).await?;
    let me = me(&gateway, user, &handle, room).await?;
    with_session(&gateway, user, &headers, (StatusCode::CREATED, Json(me)).into_response()).await
}

/// By an invitation, or by the owner's link, which looks the same.
async fn create(gateway: &Gateway, address: IpAddr, new: NewAccount, code: &Secret) -> Answer<SignedUp> {
    let by_invite = gateway.store.create_account(new.clone(), SignUpTicket::Invite(code.hash())).await;
    let result = match by_invite {
        Err(StoreError::InviteUnknown) => gateway.store.create_account(new, SignUpTicket::Owner(code.hash())).await,
        other => return made(gateway, address, other),
    };
    match result {
        // There is an owner, and the code is nobody's: it is not for the caller to learn which of the two. It was a guess, and counts.
        Err(StoreError::InviteUnknown | StoreError::InviteUsed | StoreError::OwnerExists) => Err(StoreError::InviteUnknown.into()),
        other => made(gateway, address, other),
    }
}

/// The code was a real one, whatever came of it.
fn made(gateway: &Gateway, address: IpAddr, result: Result<SignedUp, StoreError>) -> Answer<SignedUp> {
    gateway.tries.was_good(address);
    Ok(result?)
}

pub async fn sign_in(State(gateway): State<Arc<Gateway>>, peer: Peer, headers: HeaderMap, JsonBody(body): JsonBody<SignIn>) -> Answer<Response> {
    let (Ok(handle), Ok(password)) = (body.handle.parse::<Handle>(), body.password.parse::<Password>()) else {
        return Err(wrong());
    };
    let (now, address) = (clock::now(), neighbourhood(peer.address()));
    let tries = &gateway.tries;
    tries.sign_in_address.spend(&address, now).map_err(HttpError::too_many_attempts)?;
    tries.sign_in_handle.spend(&handle, now).map_err(HttpError::too_many_attempts)?;
    let account = gateway.store.account_by_handle(&handle).await?;
    let stored = account.as_ref().map(|account| account.password_hash.clone());
    let fits = gateway.passwords.verify(password, stored).await?;
    let Some(Account { user, handle, .. }) = account.filter(|_| fits) else { return Err(wrong()) };
    tries.sign_in_address.refund(&address, now);
    tries.sign_in_handle.refund(&handle, now);
    let me = me(&gateway, user, &handle, None).await?;
    with_session(&gateway, user, &headers, Json(me).into_response()).await
}

fn wrong() -> HttpError {
    HttpError::new(StatusCode::UNAUTHORIZED, "sign_in_wrong", "handle or password is wrong: check both")
}

/// Ends this session; its person's sockets are closed, and those with another session come back by themselves.
pub async fn sign_out(State(gateway): State<Arc<Gateway>>, headers: HeaderMap) -> Answer<Response> {
    if let Some(token) = session_token(&headers) {
        let session = gateway.store.session(token.hash(), clock::now()).await?;
        gateway.store.end_session(token.hash()).await?;
        if let Some(session) = session {
            gateway.tokens.forget(session.user);
            gateway.rtc.close_of(session.user);
            gateway.directory.sign_out(session.user);
        }
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::take(gateway.is_secure()))]).into_response())
}

pub async fn who_am_i(State(gateway): State<Arc<Gateway>>, member: Member) -> Answer<Json<Me>> {
    Ok(Json(me(&gateway, member.person.user, &member.person.handle, None).await?))
}

async fn me(gateway: &Gateway, user: UserId, handle: &Handle, room: Option<RoomId>) -> Answer<Me> {
    let invites_left = gateway.store.invites_left(user).await?;
    Ok(Me { user, handle: handle.to_string(), invites_left, room })
}

async fn with_session(gateway: &Gateway, user: UserId, headers: &HeaderMap, mut response: Response) -> Answer<Response> {
    let (token, now) = (Secret::token(), clock::now());
    let label = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    gateway.store.create_session(token.hash(), user, now, now.plus(cookie::LIFETIME_SECONDS * 1_000), label).await?;
    response.headers_mut().insert(header::SET_COOKIE, cookie::give(&token, gateway.is_secure()));
    Ok(response)
}
