//! Requests over HTTP that break off, lie about what they are, or look for what is none of theirs.

use crate::support::{Answer, Scene, raw, raw_cut};
use reqwest::Method;

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_not_what_they_should_be_are_refused() {
    let scene = Scene::set().await;
    let post = |kind: &'static str, body: String| scene.ana.request(Method::POST, "/api/rooms").header("content-type", kind).body(body);
    let json = "application/json";
    for (request, status, code) in [
        (post(json, "{\"name\":".into()), 400, "malformed_json"),
        (post(json, "[".repeat(30_000)), 422, "body_invalid"),
        (post(json, String::new()), 400, "malformed_json"),
        (post(json, "{}".into()), 422, "body_invalid"),
        (post(json, "{\"name\":7}".into()), 422, "body_invalid"),
        (post(json, "{\"name\":\"a\",\"more\":1}".into()), 422, "body_invalid"),
        (post(json, "{\"name\":\"  \"}".into()), 422, "name_length"),
        (post("text/plain", "{\"name\":\"a\"}".into()), 415, "type_unsupported"),
        (post(json, format!("{{\"name\":\"{}\"}}", "x".repeat(70 * 1024))), 413, "too_large"),
    ] {
        assert_eq!(Answer::of(request).await.refusal(), (status, code.into()));
    }
    assert_eq!(scene.ana.rooms().await.len(), 1);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_breaks_off_makes_nothing() {
    let scene = Scene::set().await;
    let head =
        |rest: &str| format!("POST /api/rooms HTTP/1.1\r\nhost: here\r\ncookie: {}\r\ncontent-type: application/json\r\n{rest}", scene.ana.cookie());
    for request in [
        head("content-length: 100\r\n\r\n{\"name\":\"half"),
        head("transfer-encoding: chunked\r\n\r\n10\r\n{\"name\":"),
        head("content-le"),
        "GET".into(),
    ] {
        let answer = raw_cut(scene.server.url(), request.as_bytes()).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
    for nonsense in ["\0\0\0\0\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}hello\r\n\r\n"] {
        let answer = raw_cut(scene.server.url(), nonsense.as_bytes()).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    let huge = format!("GET / HTTP/1.1\r\nhost: here\r\nconnection: close\r\nx: {}\r\n\r\n", "x".repeat(30_000));
    assert!(raw(scene.server.url(), huge.as_bytes()).await.starts_with("HTTP/1.1 "));
    assert_eq!(scene.ana.rooms().await.len(), 1);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_path_leads_out_of_the_page_or_to_a_file_of_the_server() {
    let scene = Scene::set().await;
    let secrets = ["[workspace", "root:", "PRIVATE KEY", "SQLite format"];
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2f..%2fetc/passwd",
        "/assets/../../Cargo.toml",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/assets/..%5c..%5cCargo.toml",
        "//etc/passwd",
        "/etc/passwd",
        "/./.git/config",
        "/greenroom.db",
        "/identity/key.pem",
        "/%00",
        "/api/clips/..%2f..",
        "/api/clips/..%2f..%2fgreenroom.db/video",
        "/api/clips/%2e%2e/video",
        "/api/clips/../../identity/key.pem",
        "/api/clips/00000000-0000-0000-0000-000000000000%2f..%2f../poster",
        "/api/rooms/..%2f../token",
        "/yjs/..%2f..",
        "/ws/../api/clips",
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: here\r\ncookie: {}\r\nconnection: close\r\n\r\n", scene.ana.cookie());
        let answer = raw(scene.server.url(), request.as_bytes()).await;
        let status = answer.get(9..12).unwrap_or_default();
        assert!(secrets.iter().all(|secret| !answer.contains(secret)), "{path}: {answer}");
        if path.starts_with("/api/") || path.starts_with("/assets/") || path.starts_with("/yjs") || path.starts_with("/ws") {
            assert!(["404", "405"].contains(&status), "{path}: {answer}");
        } else {
            // No file: the page itself, which knows what to show (503: it is not built).
            assert!(["200", "404", "503", "400"].contains(&status), "{path}: {answer}");
            assert!(status != "200" || answer.contains("<html") || answer.contains("<!doctype html"), "{path}: {answer}");
        }
    }
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_signed_in_gets_nothing() {
    let scene = Scene::set().await;
    let clip = uuid::Uuid::now_v7();
    for path in [
        "/api/me",
        "/api/rooms",
        "/api/clips",
        &format!("/api/clips/{clip}"),
        &format!("/api/clips/{clip}/video"),
        &format!("/api/clips/{clip}/poster"),
    ] {
        let answer = Answer::of(reqwest::Client::new().get(format!("{}{path}", scene.server.url()))).await;
        assert_eq!(answer.refusal(), (401, "signed_out".into()), "{path}");
        let forged = reqwest::Client::new().get(format!("{}{path}", scene.server.url())).header("cookie", "greenroom=AAAAAAAAAAAAAAAAAAAAAA");
        assert_eq!(Answer::of(forged).await.refusal(), (401, "signed_out".into()), "{path}");
    }
    assert_eq!(scene.ana.get(&format!("/api/clips/{clip}/video")).await.refusal(), (404, "clip_unknown".into()));
    assert_eq!(scene.ana.get("/api/nothing").await.refusal(), (404, "not_found".into()));
    assert_eq!(scene.ana.delete("/api/rooms").await.refusal(), (405, "method_not_allowed".into()));
    assert_eq!(scene.ana.get("/ws").await.refusal(), (426, "websocket_expected".into()));
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_none_is_refused() {
    let scene = Scene::set().await;
    let path = format!("/api/rooms/{}/rtc", scene.room);
    let offer = |body: Vec<u8>| scene.ana.request(Method::POST, &path).header("content-type", "application/sdp").body(body);
    for body in [b"".to_vec(), b"hello".to_vec(), b"v=0\r\n".to_vec(), vec![255; 100], vec![b'v'; 60_000]] {
        let (status, code) = Answer::of(offer(body)).await.refusal();
        assert!([400, 422].contains(&status) && !code.is_empty(), "{status} {code}");
    }
    assert_eq!(Answer::of(offer(vec![b'v'; 70_000])).await.refusal(), (413, "too_large".into()));
    scene.end().await;
}
