//! Pictures and footage in a room: who may add and remove them, what is refused; and that whoever is recognised in them is asked, owns what is
//! made, and can take it back (CONSENT-6). With the real models and recordings of rendered people.

use crate::support::{Answer, Board, Person, Scene, recording, small};
use bytes::Bytes;
use domain::{ClipId, RoomId, TakeId, UploadId};
use futures::{StreamExt, stream};
use reqwest::{Body, Method};
use std::path::{Path, PathBuf};
use wire::{
    Absent, EventKind, RoleView, TakeOptions,
    cameo::{AnswerView, AudienceView, ScopeView},
    http::ClipAction,
    upload::{UploadKindView, UploadRole, UploadView},
};

async fn add(person: &Person, room: RoomId, name: &str, kind: &str, body: impl Into<Body>) -> Answer {
    let path = format!("/api/rooms/{room}/uploads?name={name}");
    Answer::of(person.request(Method::POST, &path).header("content-type", kind).body(body)).await
}

fn photo(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/models/tests/files").join(name);
    std::fs::read(path).expect("a fixture")
}

fn portrait() -> Vec<u8> {
    photo("portrait.jpg")
}

/// The first seconds of a recording of hers: a whole one takes longer to be looked at than a story waits for an answer.
fn footage() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("from.mp4"), folder.path().join("to.mp4"));
    std::fs::write(&from, recording("ana_again.mp4")).expect("written");
    let cut = std::process::Command::new("ffmpeg").args(["-v", "error", "-i"]).arg(&from).args(["-t", "2", "-c", "copy"]).arg(&to).status();
    assert!(cut.expect("ffmpeg runs").success());
    std::fs::read(&to).expect("it was cut")
}

async fn list(person: &Person, room: RoomId) -> Vec<UploadView> {
    person.get(&format!("/api/rooms/{room}/uploads")).await.json()
}

fn left_over(scene: &Scene) -> Vec<PathBuf> {
    std::fs::read_dir(scene.server.data().join("tmp")).expect("made at the start").map(|entry| entry.expect("an entry").path()).collect()
}

fn without() -> TakeOptions {
    TakeOptions { absent: Absent::Without, ..small() }
}

fn finished(event: &EventKind) -> Option<(TakeId, ClipId)> {
    match event {
        EventKind::TakeFinished { take, clip, .. } => Some((*take, *clip)),
        EventKind::TakeFailed { code, reason, .. } => panic!("{code}: {reason}"),
        _ => None,
    }
}

/// Ben asks for the only shot.
async fn refused(scene: &mut Scene, board: &Board, options: TakeOptions) -> (String, String) {
    let error = scene.bens.take(scene.room, board.state_vector(), options).await.expect_err("it may not be made");
    (error.code, error.message)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_recognised_in_footage_is_asked_owns_the_clip_and_can_take_it_back() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let footage: UploadView = add(&scene.ben, room, "beach%20walk.mp4", "video/mp4", footage()).await.json();
    assert_eq!((footage.kind, footage.name.as_str(), footage.by.as_str()), (UploadKindView::Footage, "beach walk.mp4", "ben"));
    assert!(footage.seconds > 1.0 && footage.seconds < 4.0 && footage.roles.contains(&UploadRole::Backdrop) && footage.removable);
    assert!(footage.shows.is_empty(), "nobody is enrolled yet");
    assert!(footage.palette.len() > 1 && footage.mosaic.contains(':'));
    assert!(left_over(&scene).is_empty(), "the file is deleted after the look");

    let cameo = scene.ana.enrol(&scene.server, "ana.webm").await;
    let picture: UploadView = add(&scene.ben, room, "p.jpg", "image/jpeg", photo("stranger.jpg")).await.json();
    assert_eq!((picture.kind, picture.shows.len()), (UploadKindView::Image, 0), "that is somebody else");
    let board = Board::open(&scene.ben, room).await;
    board.add_shot("one", "rain falls on a harbour", 4);
    board.refer(0, Some((footage.upload, "backdrop")));
    // She enrolled after it was added, and only she may cast herself.
    let (code, message) = refused(&mut scene, &board, small()).await;
    assert_eq!(code, "consent_denied");
    assert!(message.contains("@ana is to be seen in “beach walk.mp4”"), "{message}");
    assert_eq!(refused(&mut scene, &board, without()).await.0, "consent_denied", "nobody can stand in for her");
    assert_eq!(list(&scene.ben, room).await[0].shows, ["ana"], "lists know it from then on");

    scene.ana.open_cameo(cameo, AudienceView::Approved).await;
    let take = scene.bens.take(room, board.state_vector(), small()).await.expect("it waits for her");
    let question = scene.anas.question().await;
    assert_eq!((question.take, question.mention.as_str(), question.by.as_str()), (take, "ana", "ben"));
    assert_eq!(question.prompts, ["rain falls on a harbour\nUses: footage that was added, with another place behind who is in it"]);
    scene.anas.answer(question.question, AnswerView::Once).await;
    let (ended, clip) = scene.bens.event("the take's end", finished).await;
    assert_eq!(ended, take);
    let view = scene.ben.clip(clip).await;
    assert_eq!((view.owners, view.makers), (vec!["ana".to_owned(), "ben".to_owned()], vec!["ben".to_owned()]));
    assert_eq!(view.cast.iter().map(|cast| cast.mention.as_str()).collect::<Vec<_>>(), ["ana"]);

    let receipt = scene.ana.revoke(cameo, ScopeView::Clip(clip)).await;
    assert_eq!(receipt.clips_withheld, [clip]);
    assert_eq!(scene.ben.get(&format!("/api/clips/{clip}/video")).await.refusal(), (451, "clip_withheld".into()));
    assert!(!scene.ben.clip(clip).await.can.contains(&ClipAction::Play));
    scene.ana.open_cameo(cameo, AudienceView::OnlyMe).await;
    let again = scene.ben.post(&format!("/api/clips/{clip}/remake")).await;
    assert_eq!(again.refusal(), (403, "consent_denied".into()));

    // What says who is in it is lost: nothing is made of it any more.
    std::fs::remove_file(scene.server.data().join("objects/uploads").join(footage.upload.to_string()).join("faces")).expect("sealed there");
    assert_eq!(refused(&mut scene, &board, small()).await.0, "faces_unreadable");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_write_in_a_room_add_to_it_and_only_pictures_and_footage() {
    let scene = Scene::set().await;
    let (room, ana, ben) = (scene.room, &scene.ana, &scene.ben);
    let viewer = scene.join("vic", RoleView::Viewer).await;
    let other = ana.make_room("The roof").await;
    assert_eq!(add(&viewer, room, "a.jpg", "image/jpeg", portrait()).await.refusal(), (403, "role_too_low".into()));
    assert_eq!(add(ben, other, "a.jpg", "image/jpeg", portrait()).await.refusal(), (403, "not_member".into()));
    assert_eq!(add(ben, room, "a.txt", "text/plain", portrait()).await.refusal(), (415, "type_unsupported".into()));
    assert_eq!(add(ben, room, "a.png", "image/png", "no picture at all").await.refusal(), (415, "type_unsupported".into()));
    let broken = add(ben, room, "a.webm", "video/webm", recording("corrupt.webm")).await;
    assert_eq!(broken.refusal().0, 422, "{}", broken.text());
    let zeros = stream::repeat(Bytes::from_static(&[0; 1 << 20])).take(128).map(Ok::<_, std::io::Error>);
    // The server hangs up without reading the rest: a client may see that before it has read the answer.
    let path = format!("/api/rooms/{room}/uploads");
    let large = ben.request(Method::POST, &path).header("content-type", "video/mp4").body(Body::wrap_stream(zeros)).send().await;
    assert!(large.is_err() || large.is_ok_and(|answer| answer.status() == 413));
    assert!(left_over(&scene).is_empty() && list(ben, room).await.is_empty());

    let picture: UploadView = add(ben, room, "..%2F..%2Fa.jpg", "image/jpeg", portrait()).await.json();
    assert_eq!((picture.name.as_str(), picture.seconds, picture.roles.len()), ("a.jpg", 0.0, 3));
    let seen = &list(&viewer, room).await[0];
    assert_eq!((seen.upload, seen.removable), (picture.upload, false));
    assert_eq!(ben.get(&format!("/api/rooms/{other}/uploads")).await.refusal(), (403, "not_member".into()));
    for path in [format!("/api/uploads/{}", picture.upload), format!("/api/uploads/{}/material", picture.upload)] {
        assert!(!ana.get(&path).await.status.is_success(), "no route gives its picture back");
    }
    let remove = |upload: UploadId| format!("/api/uploads/{upload}");
    assert_eq!(viewer.delete(&remove(picture.upload)).await.refusal(), (403, "not_yours".into()));
    let stranger = Person::sign_up(scene.server.url(), &ana.invite(other, RoleView::Viewer).await.url, "zoe").await;
    assert_eq!(stranger.delete(&remove(picture.upload)).await.refusal(), (404, "upload_unknown".into()));
    assert_eq!(ana.delete(&remove(picture.upload)).await.status, 204);
    assert_eq!(ben.delete(&remove(picture.upload)).await.refusal(), (404, "upload_unknown".into()));
    assert!(!scene.server.data().join("objects/uploads").join(picture.upload.to_string()).exists());
    scene.end().await;
}

/// The bytes of a file in two halves; the second comes when it is sent for.
fn halves(bytes: Vec<u8>) -> (Body, tokio::sync::oneshot::Sender<()>) {
    let (go, wait) = tokio::sync::oneshot::channel();
    let rest = bytes.len() / 2;
    let (first, second) = (Bytes::copy_from_slice(&bytes[..rest]), Bytes::copy_from_slice(&bytes[rest..]));
    let second = stream::once(async move {
        wait.await.ok();
        second
    });
    (Body::wrap_stream(stream::once(async move { first }).chain(second).map(Ok::<_, std::io::Error>)), go)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_no_writer_any_more_when_the_file_has_come_adds_nothing() {
    let mut scene = Scene::set().await;
    let (room, ben) = (scene.room, scene.ben.user);
    let (body, go) = halves(portrait());
    let path = format!("/api/rooms/{room}/uploads?name=late.jpg");
    let sending = tokio::spawn(scene.ben.request(Method::POST, &path).header("content-type", "image/jpeg").body(body).send());
    while left_over(&scene).is_empty() {
        tokio::task::yield_now().await;
    }
    // Two of one person at once, and no third: others have places still.
    let (second, go_on) = halves(portrait());
    let other = tokio::spawn(scene.ben.request(Method::POST, &path).header("content-type", "image/jpeg").body(second).send());
    while left_over(&scene).len() < 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(add(&scene.ben, room, "third.jpg", "image/jpeg", portrait()).await.refusal(), (429, "place_share".into()));
    let hers: UploadView = add(&scene.ana, room, "hers.jpg", "image/jpeg", portrait()).await.json();

    scene.anas.ask(wire::Command::SetRole { room, user: ben, role: RoleView::Viewer }).await.expect("a host may");
    go.send(()).expect("it is waited for");
    let answer = sending.await.expect("a task").expect("an answer");
    assert_eq!((answer.status().as_u16(), answer.text().await.expect("a body").contains("role_too_low")), (403, true));
    drop(other);
    drop(go_on);
    assert_eq!(list(&scene.ana, room).await.iter().map(|upload| upload.upload).collect::<Vec<_>>(), [hers.upload]);
    scene.end().await;
}
