//! What handlers take from a request: JSON bodies, ids in paths, the signed-in person. Each refusal is JSON with a code.

use super::{
    cookie,
    error::{Answer, HttpError},
};
use crate::{clock, gateway::Gateway, listener::Peer, secrets::Secret};
use actors::Person;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;
use std::{str::FromStr, sync::Arc};

/// Bytes of a JSON body or an SDP offer.
pub const MAX_BODY: usize = 64 * 1024;

/// A JSON body of at most [`MAX_BODY`] bytes.
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<Gateway>> for JsonBody<T> {
    type Rejection = HttpError;

    async fn from_request(request: Request, _: &Arc<Gateway>) -> Answer<Self> {
        demand_type(request.headers(), "application/json")?;
        let bytes = read_body(request).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| malformed(&error))
    }
}

/// The reader's words, without what was sent: a password may stand there.
fn malformed(error: &serde_json::Error) -> HttpError {
    use serde_json::error::Category;
    match error.classify() {
        Category::Data => HttpError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "body_invalid",
            format!("the body lacks a field, or has one that is unknown or of the wrong type (column {})", error.column()),
        ),
        _ => HttpError::new(
            StatusCode::BAD_REQUEST,
            "malformed_json",
            format!("the body is not JSON (line {}, column {})", error.line(), error.column()),
        ),
    }
}

/// # Errors
/// 415 where the body says that it is something else.
pub fn demand_type(headers: &HeaderMap, wanted: &str) -> Answer<()> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let given = given.split(';').next().unwrap_or_default().trim();
    if given.eq_ignore_ascii_case(wanted) {
        return Ok(());
    }
    Err(HttpError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "type_unsupported", format!("send the body as {wanted}")))
}

/// What the sender says that the body has, in bytes.
#[must_use]
pub fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Without parameters, in small letters.
#[must_use]
pub fn media_type(headers: &HeaderMap) -> String {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A whole body; the router sets its limit, [`MAX_BODY`].
///
/// # Errors
/// 413, and 400 where it breaks off.
pub async fn read_body(request: Request) -> Answer<Bytes> {
    Bytes::from_request(request, &()).await.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            HttpError::too_large(MAX_BODY)
        } else {
            HttpError::new(StatusCode::BAD_REQUEST, "truncated", "the request broke off: send it again")
        }
    })
}

/// The id in the path: the first part in braces.
pub struct Id<T>(pub T);

impl<T: FromStr> FromRequestParts<Arc<Gateway>> for Id<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, gateway: &Arc<Gateway>) -> Answer<Self> {
        let first = in_path(parts, gateway).await?.next().and_then(|value| value.parse().ok());
        first.map(Self).ok_or_else(HttpError::not_found)
    }
}

/// The first two parts of the path in braces.
pub struct Pair<A, B>(pub A, pub B);

impl<A: FromStr, B: FromStr> FromRequestParts<Arc<Gateway>> for Pair<A, B> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, gateway: &Arc<Gateway>) -> Answer<Self> {
        let mut values = in_path(parts, gateway).await?;
        let first = values.next().and_then(|value| value.parse().ok());
        let second = values.next().and_then(|value| value.parse().ok());
        first.zip(second).map(|(first, second)| Self(first, second)).ok_or_else(HttpError::not_found)
    }
}

async fn in_path(parts: &mut Parts, gateway: &Arc<Gateway>) -> Answer<impl Iterator<Item = String>> {
    let Path(values) = Path::<Vec<(String, String)>>::from_request_parts(parts, gateway).await.map_err(|_| HttpError::not_found())?;
    Ok(values.into_iter().map(|(_, value)| value))
}

/// The value of a parameter in a query, empty where it has none. Ours are ids, tokens and flags, which need no decoding.
#[must_use]
pub fn parameter<'a>(query: Option<&'a str>, name: &str) -> Option<&'a str> {
    let mut pairs = query?.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The signed-in person who calls.
pub struct Member {
    pub person: Person,
}

impl FromRequestParts<Arc<Gateway>> for Member {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, gateway: &Arc<Gateway>) -> Answer<Self> {
        let token = session_token(&parts.headers).ok_or_else(HttpError::signed_out)?.hash();
        let session = gateway.store.session(token, clock::now()).await?.ok_or_else(HttpError::signed_out)?;
        Ok(Self { person: Person { user: session.user, handle: session.handle } })
    }
}

/// What the cookie holds.
#[must_use]
pub fn session_token(headers: &HeaderMap) -> Option<Secret> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| cookie::values(line, cookie::NAME)).find_map(Secret::presented)
}

/// The connection on which the request came.
impl FromRequestParts<Arc<Gateway>> for Peer {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Gateway>) -> Answer<Self> {
        let peer = parts.extensions.get::<Self>().cloned();
        peer.ok_or_else(|| HttpError::fault("a request came without its connection", &"no peer"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_by_their_whole_name() {
        assert_eq!(parameter(Some("a=1&token=x-y_z"), "token"), Some("x-y_z"));
        assert_eq!(parameter(Some("download"), "download"), Some(""));
        assert_eq!(parameter(Some("nodownload=1"), "download"), None);
        assert_eq!(parameter(None, "token"), None);
    }
}
