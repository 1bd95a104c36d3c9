//! The built page: its files are part of the program. Every address that is no file gets the page itself, which knows what to show.

use super::error::HttpError;
use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::{Embed, EmbeddedFile};
use std::borrow::Cow;

#[derive(Embed)]
#[folder = "web/dist"]
struct Files;

const PAGE: &str = "index.html";
/// Vite puts a hash of the content into these files' names.
const HASHED: &str = "assets/";
const YEAR: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK: HeaderValue = HeaderValue::from_static("no-cache");
const MISSING: &str = "The page is not built yet: run `make web`, then build and start the server again.\n";

/// For every address that is no route.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if is_gateway(path) {
        return HttpError::not_found().into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        let mut response = HttpError::wrong_method().into_response();
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let (name, found) = match Files::get(path) {
        Some(found) => (path, found),
        None if path.starts_with(HASHED) => return HttpError::not_found().into_response(),
        None => match Files::get(PAGE) {
            Some(page) => (PAGE, page),
            None => return missing(),
        },
    };
    let zipped = accepts_gzip(&headers).then(|| Files::get(&format!("{name}.gz"))).flatten();
    answer(name, &found, zipped, &headers)
}

fn is_gateway(path: &str) -> bool {
    matches!(path.split('/').next(), Some("api" | "ws" | "yjs"))
}

fn missing() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], MISSING).into_response()
}

fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim() == "gzip" && !quality.replace(' ', "").starts_with("q=0")
    })
}

fn answer(name: &str, file: &EmbeddedFile, zipped: Option<EmbeddedFile>, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let cache = if name.starts_with(HASHED) { YEAR } else { ASK };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if known.is_some_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        content(name, file, zipped)
    };
    let answer = response.headers_mut();
    answer.insert(header::ETAG, HeaderValue::try_from(tag).expect("hex digits"));
    answer.insert(header::CACHE_CONTROL, cache);
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

fn content(name: &str, file: &EmbeddedFile, zipped: Option<EmbeddedFile>) -> Response {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    let is_zipped = zipped.is_some();
    let mut response = Response::new(bytes_of(zipped.map_or_else(|| file.data.clone(), |zipped| zipped.data)));
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::try_from(kind).expect("a media type"));
    if is_zipped {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

fn bytes_of(data: Cow<'static, [u8]>) -> Body {
    match data {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        let headers = |value: &'static str| HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]);
        assert!(accepts_gzip(&headers("br, gzip")) && accepts_gzip(&headers("gzip;q=0.5".split(';').next().expect("one"))));
        assert!(!accepts_gzip(&headers("br")) && !accepts_gzip(&headers("gzip; q=0")) && !accepts_gzip(&HeaderMap::new()));
    }

    #[tokio::test]
    async fn unknown_addresses_of_gateways_are_errors_and_not_the_page() {
        for path in ["/api/nothing", "/ws/else", "/yjs"] {
            let response = serve(Method::GET, Uri::from_static(path), HeaderMap::new()).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(serve(Method::POST, Uri::from_static("/"), HeaderMap::new()).await.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(serve(Method::GET, Uri::from_static("/assets/gone.js"), HeaderMap::new()).await.status(), StatusCode::NOT_FOUND);
    }
}
