//! A clip goes on, is joined with another, and is opened again as a storyboard, over HTTP; each keeps where it comes from.

use crate::support::{Answer, Page, Person, Scene, run, small};
use domain::ClipId;
use media::{OriginState, SigningIdentity};
use reqwest::Method;
use serde_json::{Value, json};
use std::process::Command;
use wire::{EventKind, derive::DerivedTake, derive::LineageView, derive::Remixed};

async fn post(by: &Person, path: &str, body: Value) -> Answer {
    Answer::of(by.request(Method::POST, path).json(&body)).await
}

async fn keyed(by: &Person, path: &str, body: Value, key: &str) -> Answer {
    Answer::of(by.request(Method::POST, path).header("idempotency-key", key).json(&body)).await
}

async fn finished(page: &mut Page) -> ClipId {
    page.event("the take's end", |event| match event {
        EventKind::TakeFinished { clip, .. } => Some(*clip),
        EventKind::TakeFailed { code, reason, .. } => panic!("{code}: {reason}"),
        _ => None,
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clip_goes_on_is_joined_and_is_text_again_and_says_where_it_comes_from() {
    let mut scene = Scene::set().await;
    scene.board.add_shot("one", "a dog runs in the park", 4);
    scene.anas.take(scene.room, scene.board.state_vector(), small()).await.expect("a take");
    let first = finished(&mut scene.anas).await;
    let path = |clip: ClipId, what: &str| format!("/api/clips/{clip}/{what}");

    let more = json!({ "seconds": 2, "prompt": "it barks" });
    let queued: DerivedTake = keyed(&scene.ana, &path(first, "extensions"), more.clone(), "again-and-again").await.json();
    let again: DerivedTake = keyed(&scene.ana, &path(first, "extensions"), more, "again-and-again").await.json();
    assert_eq!((queued.room, queued.take), (scene.room, again.take));
    let longer = finished(&mut scene.anas).await;
    assert_eq!(scene.ana.clip(longer).await.seconds, 6);

    let queued: DerivedTake = post(&scene.ana, "/api/clips/stitches", json!({ "clips": [longer, first] })).await.json();
    let joined = finished(&mut scene.anas).await;
    let clip = scene.ana.clip(joined).await;
    assert_eq!((clip.take, clip.seconds, clip.engine.as_str(), clip.prompts.len()), (queued.take, 10, "studio", 3));
    let file = scene.ana.get(&path(joined, "video")).await.body;
    let identity = SigningIdentity::load_or_create(&scene.server.data().join("identity")).expect("the server has made one");
    let origin = media::inspect(&file, Some(identity.anchor())).expect("an MP4");
    assert_eq!((&origin.state, origin.how.as_deref()), (&OriginState::Valid, Some("stitch")), "{origin:?}");
    assert!(origin.made_of.len() == 2 && origin.made_of.iter().all(|part| part.recorded), "{origin:?}");
    whole(&file, &scene).await;

    let lineage: LineageView = scene.ana.get(&path(joined, "lineage")).await.json();
    let mut links: Vec<_> = lineage.links.iter().map(|link| (link.clip, link.parent)).collect();
    links.sort();
    let mut wanted = vec![(joined, longer), (joined, first), (longer, first)];
    wanted.sort();
    assert_eq!((links, lineage.clips.len(), lineage.more), (wanted, 3, false));

    let remixed: Remixed = post(&scene.ana, &path(joined, "remixes"), json!({})).await.json();
    assert_eq!(remixed.shots, 3);
    assert!(scene.ana.rooms().await.iter().any(|room| room.room == remixed.room && room.name.starts_with("Remix: ")));

    refusals(&scene, first, joined).await;
    // Closed for everybody else by an owner: the source of nothing, until that owner opens it again.
    scene.ana.post(&path(first, "withdraw")).await;
    let closed = post(&scene.ana, &path(first, "extensions"), json!({ "seconds": 2 })).await;
    assert_eq!(closed.refusal(), (451, "clip_withdrawn".into()));
    scene.ana.delete(&path(first, "withdraw")).await;
    scene.ana.delete(&format!("/api/clips/{first}")).await;
    let lineage: LineageView = scene.ana.get(&path(joined, "lineage")).await.json();
    let gone = lineage.clips.iter().find(|clip| clip.clip == first).expect("its place stays");
    assert_eq!((gone.state, &gone.title), (wire::derive::LineageState::Deleted, &None));
    scene.end().await;
}

async fn refusals(scene: &Scene, first: ClipId, joined: ClipId) {
    let of = |clip: ClipId, what: &str| format!("/api/clips/{clip}/{what}");
    let (ana, ben) = (&scene.ana, &scene.ben);
    for (by, path, body, wanted) in [
        (ben, of(first, "extensions"), json!({ "seconds": 2 }), (404, "clip_unknown")),
        (ben, of(first, "remixes"), json!({}), (404, "clip_unknown")),
        (ben, "/api/clips/stitches".to_owned(), json!({ "clips": [first, joined] }), (404, "clip_unknown")),
        (ana, of(first, "extensions"), json!({ "seconds": 16 }), (422, "seconds_unsupported")),
        (ana, of(first, "edits"), json!({ "changes": [] }), (422, "edit_empty")),
        (ana, of(first, "edits"), json!({ "changes": [{ "shot": 7, "prompt": "x" }] }), (422, "shot_unknown")),
        (ana, of(joined, "extensions"), json!({ "seconds": 2 }), (409, "derivation_unsupported")),
        (ana, of(joined, "edits"), json!({ "changes": [{ "shot": 0, "prompt": "x" }] }), (409, "derivation_unsupported")),
        (ana, "/api/clips/stitches".to_owned(), json!({ "clips": [first] }), (422, "clips_count")),
        (ana, "/api/clips/stitches".to_owned(), json!({ "clips": vec![first; 9] }), (422, "clips_count")),
    ] {
        let (status, code) = post(by, &path, body).await.refusal();
        assert_eq!((status, code.as_str()), wanted, "{path}");
    }
    assert_eq!(keyed(ana, &of(first, "extensions"), json!({ "seconds": 2 }), "two words").await.refusal(), (422, "key_invalid".into()));
    assert_eq!(ben.get(&of(first, "storyboard")).await.refusal(), (404, "clip_unknown".into()));
    assert_eq!(ben.get(&of(joined, "lineage")).await.json::<LineageView>().clips.len(), 3, "everybody in the room sees what it was made of");
}

/// By somebody else's decoder: every picture, and as much sound.
async fn whole(file: &[u8], scene: &Scene) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("joined.mp4");
    std::fs::write(&path, file).expect("a file");
    let read = Command::new("ffprobe").args(["-v", "error", "-show_streams", "-count_frames", "-of", "json"]).arg(&path).output();
    let read = read.expect("ffprobe is installed");
    let told: Value = serde_json::from_slice(&read.stdout).expect("what ffprobe found");
    assert!(read.stderr.is_empty(), "{}", String::from_utf8_lossy(&read.stderr));
    assert_eq!((&told["streams"][0]["nb_read_frames"], &told["streams"][1]["nb_frames"]), (&"240".into(), &"500".into()));
    let (path, data) = (path.to_str().expect("plain text"), scene.server.data().to_str().expect("plain text"));
    let verified = run(&["verify", path, "--data", data]).await;
    let words = String::from_utf8_lossy(&verified.stdout);
    assert!(verified.status.success() && words.contains("made of: stitch: a dog runs in the park"), "{words}");
}
