//! Enrolling before the camera, over HTTP: what is accepted, what is refused and why, and what is left behind.

use crate::support::{Answer, Person, Server, asked, recording};
use bytes::Bytes;
use domain::ChallengeId;
use futures::{StreamExt, stream};
use reqwest::{
    Body, Method,
    multipart::{Form, Part},
};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use wire::{
    RoleView,
    cameo::{CameoView, CameosView, ChallengeView, EnrolRefused, EnrolStep},
};

const GIB: u64 = 1 << 30;
const MIB: u64 = 1 << 20;

async fn answer(person: &Person, challenge: ChallengeId, file: &str) -> Answer {
    let form = Form::new().text("kind", "person").text("challenge", challenge.to_string());
    send(person, form.part("recording", Part::bytes(recording(file)).file_name("recording.webm"))).await
}

async fn send(person: &Person, form: Form) -> Answer {
    Answer::of(person.request(Method::POST, "/api/cameos").multipart(form)).await
}

#[track_caller]
fn refused(answer: &Answer) -> (u16, String, Option<EnrolStep>, u32) {
    let told: EnrolRefused = serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{} {}", answer.status, answer.text()));
    assert!(told.error.message.len() > 10, "a refusal says what to do: {told:?}");
    (answer.status.as_u16(), told.error.code, told.step, told.tries_left)
}

fn left_over(server: &Server) -> Vec<PathBuf> {
    std::fs::read_dir(server.data().join("tmp")).expect("made at the start").map(|entry| entry.expect("an entry").path()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_enrols_once_for_each_challenge_and_nobody_else_with_their_face() {
    let server = Server::start().await;
    let ana = Person::owner(&server).await;
    let room = ana.make_room("The park").await;
    let link = ana.invite(room, RoleView::Viewer).await;
    let ben = Person::sign_up(server.url(), &link.url, "ben").await;

    let challenge = asked(&server, &ana, "ana.webm").await;
    let cameo: CameoView = answer(&ana, challenge, "ana.webm").await.json();
    assert_eq!((cameo.mention.as_str(), cameo.name.as_deref()), ("ana", None));
    let mine: CameosView = ana.get("/api/cameos").await.json();
    assert!(mine.enrolment.open && mine.enrolment.tries_left == 2);
    assert_eq!(mine.cameos.iter().map(|cameo| cameo.cameo).collect::<Vec<_>>(), [cameo.cameo]);
    let face = ana.get(&format!("/api/cameos/{}/face", cameo.cameo)).await;
    assert!(face.status.is_success() && face.body.starts_with(b"\x89PNG"));
    assert_eq!(ben.get(&format!("/api/cameos/{}/face", cameo.cameo)).await.status.as_u16(), 404);
    assert!(left_over(&server).is_empty(), "the recording is deleted after the check");

    let again = answer(&ana, challenge, "ana_again.mp4").await;
    assert_eq!(refused(&again), (422, "challenge_used".into(), Some(EnrolStep::Challenge), 1));
    let fresh = asked(&server, &ben, "ana.webm").await;
    let replayed = answer(&ben, fresh, "ana.webm").await;
    assert_eq!(refused(&replayed), (422, "recording_seen".into(), Some(EnrolStep::Replay), 2));
    let fresh = asked(&server, &ben, "ana_again.mp4").await;
    let taken = answer(&ben, fresh, "ana_again.mp4").await;
    assert_eq!(refused(&taken), (422, "face_taken".into(), Some(EnrolStep::Identity), 1));
    assert!(left_over(&server).is_empty());
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn enrolling_again_renews_the_same_cameo() {
    let server = Server::start().await;
    let ana = Person::owner(&server).await;
    let first = asked(&server, &ana, "ana.webm").await;
    let first: CameoView = answer(&ana, first, "ana.webm").await.json();
    let second = asked(&server, &ana, "ana_again.mp4").await;
    let second: CameoView = answer(&ana, second, "ana_again.mp4").await.json();
    assert_eq!(first.cameo, second.cameo);
    let other = asked(&server, &ana, "ben.webm").await;
    let other = answer(&ana, other, "ben.webm").await;
    assert_eq!(refused(&other), (422, "face_other".into(), Some(EnrolStep::Identity), 0));
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_tries_an_hour_then_a_wait() {
    let server = Server::start().await;
    let ana = Person::owner(&server).await;
    for left in [2, 1, 0] {
        let challenge: ChallengeView = ana.post("/api/cameos/challenge").await.json();
        assert_eq!((challenge.turns.len(), challenge.digits.len()), (3, 6));
        let corrupt = answer(&ana, challenge.challenge, "corrupt.webm").await;
        assert_eq!(refused(&corrupt), (422, "unreadable".into(), Some(EnrolStep::Recording), left));
    }
    let challenge: ChallengeView = ana.post("/api/cameos/challenge").await.json();
    let fourth = answer(&ana, challenge.challenge, "ana.webm").await;
    assert_eq!(refused(&fourth), (429, "too_many_tries".into(), None, 0));
    let told: EnrolRefused = serde_json::from_slice(&fourth.body).expect("a refusal");
    assert!(told.retry_at.is_some() && !fourth.header("retry-after").is_empty());
    let mine: CameosView = ana.get("/api/cameos").await.json();
    assert_eq!((mine.enrolment.tries_left, mine.enrolment.retry_at), (0, told.retry_at));
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pet_is_enrolled_by_name_and_a_person_in_its_place_is_not() {
    let server = Server::start().await;
    let ana = Person::owner(&server).await;
    let bare = |query: &str, file: &str, kind: &str| {
        ana.request(Method::POST, &format!("/api/cameos?{query}")).header("content-type", kind).body(recording(file))
    };
    let cat: CameoView = Answer::of(bare("kind=pet&name=Tom", "cat.webm", "video/webm")).await.json();
    assert_eq!((cat.mention.as_str(), cat.name.as_deref()), ("ana.tom", Some("tom")));
    let person = Answer::of(bare("kind=pet&name=eva", "pet_with_face.webm", "video/webm")).await;
    assert_eq!(refused(&person).1, "face_in_pet");
    let named = Answer::of(bare("kind=object&name=..%2Fx", "mug.webm", "video/webm")).await;
    assert_eq!(refused(&named).1, "name_invalid");
    let other = Answer::of(bare("kind=object&name=tom", "mug.webm", "video/webm")).await;
    assert_eq!(other.refusal(), (409, "cameo_exists".into()));
    assert_eq!(Answer::of(bare("kind=ghost&name=tom", "mug.webm", "video/webm")).await.refusal(), (422, "body_invalid".into()));
    assert_eq!(Answer::of(bare("kind=pet&name=tom", "mug.webm", "text/plain")).await.refusal(), (415, "type_unsupported".into()));
    assert!(left_over(&server).is_empty());
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_of_two_gigabytes_is_neither_kept_nor_read_to_its_end() {
    let server = Server::start().await;
    let ana = Person::owner(&server).await;
    let sent = Arc::new(AtomicU64::new(0));
    let counted = sent.clone();
    let zeros = stream::repeat(Bytes::from_static(&[0; MIB as usize])).take((2 * GIB / MIB) as usize).map(move |piece| {
        counted.fetch_add(piece.len() as u64, Ordering::Relaxed);
        Ok::<_, std::io::Error>(piece)
    });
    let request = ana.request(Method::POST, "/api/cameos?kind=pet&name=tom").header("content-type", "video/webm");
    // The server hangs up without reading the rest: a client may see that before it has read the answer.
    if let Ok(answer) = request.body(Body::wrap_stream(zeros)).send().await {
        assert_eq!(answer.status().as_u16(), 413);
    }
    assert!(sent.load(Ordering::Relaxed) < GIB / 4, "{} bytes were taken", sent.load(Ordering::Relaxed));
    assert!(left_over(&server).is_empty());
    let cookie = ana.cookie();
    let head = format!(
        "POST /api/cameos?kind=pet&name=tom HTTP/1.1\r\nhost: x\r\ncookie: {cookie}\r\ncontent-type: video/webm\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        2 * GIB
    );
    let announced = crate::support::raw(server.url(), head.as_bytes()).await;
    assert!(announced.starts_with("HTTP/1.1 413") && announced.contains("too_large"), "{announced}");
    assert!(left_over(&server).is_empty());
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_none_is_refused_and_nothing_stays() {
    let server = Server::start().await;
    let ana = Person::owner(&server).await;
    let lacking = send(&ana, Form::new().text("kind", "person")).await;
    assert_eq!(lacking.refusal(), (422, "body_invalid".into()));
    let long = send(&ana, Form::new().text("kind", "x".repeat(10_000))).await;
    assert_eq!(long.refusal(), (422, "body_invalid".into()));
    let nameless = send(&ana, Form::new().part("recording", Part::bytes(recording("mug.webm")))).await;
    assert_eq!(nameless.refusal(), (422, "body_invalid".into()));
    let unknown = answer(&ana, ChallengeId::from_uuid(uuid::Uuid::now_v7()), "ana.webm").await;
    assert_eq!(refused(&unknown).1, "challenge_unknown");
    let signed_out = reqwest::Client::new().post(format!("{}/api/cameos", server.url())).body("x");
    assert_eq!(Answer::of(signed_out).await.refusal(), (401, "signed_out".into()));
    assert!(left_over(&server).is_empty());
    server.end().await;
}
