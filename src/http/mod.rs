//! The HTTP API and the page: the routes, and what holds for all of them. The bodies stand in `wire::http`.

mod accounts;
pub mod attempts;
mod cameos;
mod clips;
mod conversations;
pub mod cookie;
mod derive;
mod doors;
mod enrol;
pub mod error;
pub mod extract;
mod faces;
mod invites;
pub mod joining;
mod ledger;
mod names;
mod pages;
pub mod passwords;
mod people;
mod questions;
mod range;
mod rooms;
mod shared;
#[cfg(test)]
mod tests;
mod understand;
mod uploads;
mod uses;
mod versions;
mod watched;

use crate::{gateway::Gateway, ws, yjs};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{any, delete, get, post, put},
};
use error::{Answer, HttpError};
use extract::MAX_BODY;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// From the request's head to the answer's head.
const PATIENCE: Duration = Duration::from_secs(30);
/// The same where a recording is sent and looked at.
const ENROLLING: Duration = Duration::from_secs(180);
/// The same where footage is sent, waits for others', and is looked at.
const ADDING: Duration = Duration::from_secs(300);

const POLICY: &str = "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self' ws: wss:; \
                      style-src 'self' 'unsafe-inline'; script-src 'self'; worker-src 'self' blob:; object-src 'none'; \
                      frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const PERMISSIONS: &str = "camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), display-capture=()";

/// All routes of the server.
pub fn router(gateway: Arc<Gateway>) -> Router {
    Router::new()
        .route("/api/health", get(health))
        .route("/api/sign-up", post(accounts::sign_up))
        .route("/api/sign-in", post(accounts::sign_in))
        .route("/api/sign-out", post(accounts::sign_out))
        .route("/api/me", get(accounts::who_am_i))
        .route("/api/me/invites", post(invites::invite_to_server))
        .route("/api/invites/{code}", get(invites::look).post(invites::join))
        .route("/api/rooms", get(rooms::mine).post(rooms::create))
        .route("/api/friends/rooms", get(doors::of_friends))
        .route("/api/rooms/{room}/door", get(doors::look).post(doors::come).delete(doors::go_away))
        .route("/api/rooms/{room}/invites", post(invites::invite_to_room).delete(doors::end_links))
        .route("/api/rooms/{room}/token", post(rooms::document_token))
        .route("/api/rooms/{room}/rtc", post(rooms::offer))
        .route("/api/rooms/{room}/rtc/{peer}", delete(rooms::hang_up))
        .route("/api/rooms/{room}/voices", post(rooms::join_call))
        .route("/api/rooms/{room}/voices/{peer}", delete(rooms::hang_up))
        .route("/api/rooms/{room}/storyboard/versions", get(versions::list).post(versions::keep))
        .route("/api/rooms/{room}/storyboard/versions/{number}", get(versions::one).delete(versions::forget))
        .route("/api/rooms/{room}/uploads", get(uploads::list).post(uploads::add))
        .route("/api/uploads/{upload}", delete(uploads::remove))
        .route("/api/clips", get(clips::mine))
        .route("/api/clips/{clip}", get(clips::one).delete(clips::delete))
        .route("/api/clips/{clip}/video", get(clips::video))
        .route("/api/clips/{clip}/poster", get(clips::poster))
        .route("/api/clips/{clip}/origin", get(clips::origin))
        .route("/api/clips/{clip}/withdraw", post(clips::withdraw).delete(clips::allow_again))
        .route("/api/clips/{clip}/remake", post(clips::remake))
        .route("/api/clips/{clip}/lineage", get(derive::lineage))
        .route("/api/clips/{clip}/storyboard", get(derive::storyboard))
        .route("/api/clips/{clip}/remixes", post(derive::remix))
        .route("/api/clips/{clip}/edits", post(derive::edit))
        .route("/api/clips/{clip}/extensions", post(derive::extend))
        .route("/api/clips/stitches", post(derive::stitch))
        .route("/api/clips/cuts", post(derive::cut))
        .route("/api/cameos", get(cameos::mine).post(enrol::enrol))
        .route("/api/cameos/challenge", post(enrol::challenge))
        .route("/api/cameos/{cameo}", get(cameos::one).delete(cameos::end))
        .route("/api/cameos/{cameo}/rules", put(cameos::change_rules))
        .route("/api/cameos/{cameo}/people/{handle}", put(cameos::except_person).delete(cameos::clear_person))
        .route("/api/cameos/{cameo}/rooms/{room}", put(cameos::except_room).delete(cameos::clear_room))
        .route("/api/cameos/{cameo}/uses", get(cameos::list_uses))
        .route("/api/cameos/{cameo}/revoke", post(cameos::revoke))
        .route("/api/cameos/{cameo}/receipts", get(cameos::receipts))
        .route("/api/cameos/{cameo}/face", get(faces::face))
        .route("/api/cameos/{cameo}/export", get(faces::export))
        .route("/api/questions", get(questions::mine))
        .route("/api/questions/{question}", post(questions::answer))
        .route("/api/precheck", post(questions::precheck))
        .route("/api/understand", post(understand::understand))
        .route("/api/conversations", get(conversations::mine))
        .route("/api/conversations/{conversation}", get(conversations::one))
        .route("/api/conversations/{conversation}/events", get(conversations::events))
        .route("/api/messages/search", post(conversations::search))
        .route("/api/messages/{message}/join", get(conversations::look).post(conversations::join))
        .route("/api/messages/{message}/report", post(conversations::report))
        .route("/api/people/{handle}", get(people::one))
        .route("/api/people/{handle}/follow", put(people::follow).delete(people::unfollow))
        .route("/api/people/{handle}/block", put(people::block).delete(people::unblock))
        .route("/api/ledger", get(ledger::head))
        .route("/api/ledger/mine", get(ledger::mine))
        .route("/api/ledger/log", get(ledger::log))
        .route("/api/ledger/{index}/proof", get(ledger::proof))
        .route("/ws", any(ws::open))
        .route("/yjs/{room}", any(yjs::open))
        .method_not_allowed_fallback(|| async { HttpError::wrong_method() })
        .fallback(pages::serve)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn_with_state(gateway.clone(), guard))
        .with_state(gateway)
}

async fn health(State(gateway): State<Arc<Gateway>>) -> Answer<Json<serde_json::Value>> {
    gateway.store.ping().await?;
    Ok(Json(serde_json::json!({ "status": "ok" })))
}

/// What holds for every request: where it may come from, how long it may take, which headers its answer bears.
async fn guard(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    // The pattern, not the path: there are ids and codes in paths.
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "page".to_owned(), |path| path.as_str().to_owned());
    let admitted = is_plain(&method) || gateway.origins.admit(request.headers());
    let patience = match (&method, route.as_str()) {
        (&Method::POST, "/api/cameos") => ENROLLING,
        (&Method::POST, "/api/rooms/{room}/uploads") => ADDING,
        _ => PATIENCE,
    };
    let mut response = if admitted {
        tokio::time::timeout(patience, next.run(request)).await.unwrap_or_else(|_| HttpError::timeout().into_response())
    } else {
        HttpError::foreign_origin().into_response()
    };
    harden(response.headers_mut(), &gateway);
    tracing::debug!(%method, route, status = response.status().as_u16(), ms = began.elapsed().as_millis() as u64, "answered");
    response
}

fn is_plain(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

fn harden(headers: &mut HeaderMap, gateway: &Gateway) {
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("permissions-policy", HeaderValue::from_static(PERMISSIONS));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    if gateway.origins.tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=2592000"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
