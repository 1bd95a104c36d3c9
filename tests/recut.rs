//! Pieces of finished takes become a new one: with its lineage, owned by all, and gone with what it is made of.

use crate::support::{Answer, Page, Person, Scene, run, small};
use domain::ClipId;
use reqwest::Method;
use serde_json::{Value, json};
use std::process::Command;
use wire::{
    EventKind, RoleView,
    cameo::{AudienceView, ScopeView},
    derive::{DerivedTake, HowView, LineageView},
};

async fn cut(by: &Person, pieces: &Value, key: &str) -> Answer {
    let body = json!({ "pieces": pieces });
    Answer::of(by.request(Method::POST, "/api/clips/cuts").header("idempotency-key", key).json(&body)).await
}

async fn finished(page: &mut Page) -> ClipId {
    page.event("the take's end", |event| match event {
        EventKind::TakeFinished { clip, .. } => Some(*clip),
        EventKind::TakeFailed { code, reason, .. } => panic!("{code}: {reason}"),
        _ => None,
    })
    .await
}

fn piece(clip: ClipId, from: u32, to: u32) -> Value {
    json!({ "clip": clip, "from": from, "to": to })
}

#[tokio::test(flavor = "multi_thread")]
async fn pieces_become_a_take_that_says_what_it_is_made_of_and_goes_with_it() {
    let mut scene = Scene::set().await;
    let cid = scene.join("cid", RoleView::Viewer).await;
    let mug = scene.ben.enrol_thing("object", "mug", "mug.webm").await;
    scene.ben.open_cameo(mug, AudienceView::Everyone).await;
    scene.board.add_shot("one", "@ben.mug stands on a table", 4);
    scene.anas.take(scene.room, scene.board.state_vector(), small()).await.expect("a take");
    let table = finished(&mut scene.anas).await;
    scene.board.clear(0);
    scene.board.add_shot("two", "a dog runs in the park", 5);
    scene.anas.take(scene.room, scene.board.state_vector(), small()).await.expect("a take");
    let park = finished(&mut scene.anas).await;

    refusals(&scene, &cid, table, park).await;
    let pieces = json!([piece(park, 1, 4), piece(table, 0, 2), piece(park, 1, 4)]);
    let queued: DerivedTake = cut(&scene.ana, &pieces, "once").await.json();
    let again: DerivedTake = cut(&scene.ana, &pieces, "once").await.json();
    assert_eq!((queued.room, queued.take), (scene.room, again.take), "asked twice, made once");
    let other = cut(&scene.ana, &json!([piece(park, 0, 4), piece(table, 0, 2)]), "once").await;
    assert_eq!(other.refusal(), (409, "key_used".into()), "a key stands for one thing");
    let made_of = |event: &EventKind| if let EventKind::TakeQueued { take } = event { take.made_of.clone() } else { None };
    let made_of = scene.bens.event("what it is made of", made_of).await;
    assert_eq!((made_of.how, made_of.clips), (HowView::Cut, vec![park, table]));
    let made = finished(&mut scene.anas).await;
    let clip = scene.ana.clip(made).await;
    assert_eq!((clip.take, clip.seconds, clip.prompts.len()), (queued.take, 8, 3));
    assert_eq!(clip.owners, ["ana", "ben"], "whoever is in one of them is in it");
    let lineage: LineageView = scene.ben.get(&format!("/api/clips/{made}/lineage")).await.json();
    assert_eq!(lineage.links.iter().map(|link| (link.parent, link.how)).collect::<Vec<_>>(), [(park, HowView::Cut), (table, HowView::Cut)]);
    whole(&scene, made).await;
    assert_eq!(cid.get(&format!("/api/clips/{made}/video")).await.status, 200, "a take of the room like any other");
    let longer = Answer::of(scene.ana.request(Method::POST, &format!("/api/clips/{made}/extensions")).json(&json!({ "seconds": 2 }))).await;
    assert_eq!(longer.refusal(), (409, "derivation_unsupported".into()));

    scene.ben.revoke(mug, ScopeView::Clip(table)).await;
    for clip in [table, made] {
        assert_eq!(scene.ana.get(&format!("/api/clips/{clip}/video")).await.refusal(), (451, "clip_withheld".into()));
    }
    assert_eq!(scene.ana.get(&format!("/api/clips/{park}/video")).await.status, 200);
    let refused = cut(&scene.ana, &json!([piece(park, 0, 4), piece(table, 0, 2)]), "later").await;
    assert_eq!(refused.refusal(), (451, "clip_withheld".into()));
    let again: DerivedTake = cut(&scene.ana, &pieces, "once").await.json();
    assert_eq!(again.take, queued.take, "whatever became of it since");
    scene.end().await;
}

async fn refusals(scene: &Scene, cid: &Person, table: ClipId, park: ClipId) {
    let (ana, ben) = (&scene.ana, &scene.ben);
    for (by, pieces, wanted) in [
        (ben, json!([piece(park, 0, 4)]), (403, "not_owner")),
        (ben, json!([piece(table, 1, 4), piece(park, 0, 4)]), (403, "not_owner")),
        (cid, json!([piece(table, 1, 4), piece(table, 0, 2)]), (403, "not_owner")),
        (ana, json!([piece(ClipId::from_uuid(uuid::Uuid::now_v7()), 0, 4)]), (404, "clip_unknown")),
        (ana, json!([]), (422, "pieces_count")),
        (ana, json!(vec![piece(park, 0, 1); 25]), (422, "pieces_count")),
        (ana, json!([piece(park, 0, 6)]), (422, "piece_outside")),
        (ana, json!([piece(park, 3, 3)]), (422, "piece_outside")),
        (ana, json!([piece(park, 0, 2), piece(park, 2, 5)]), (422, "cut_empty")),
        (ana, json!([piece(park, 0, 3)]), (422, "seconds_unsupported")),
        (ana, json!(vec![piece(park, 0, 5); 13]), (422, "seconds_unsupported")),
    ] {
        let (status, code) = cut(by, &pieces, "refused").await.refusal();
        assert_eq!((status, code.as_str()), wanted, "{pieces}");
    }
    let negative = cut(ana, &json!([{ "clip": park, "from": -1, "to": 4 }]), "refused").await;
    assert_eq!(negative.refusal().0, 422);
}

/// By somebody else's decoder: every picture, and as much sound. And by `greenroom verify`: its parents.
async fn whole(scene: &Scene, clip: ClipId) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("cut.mp4");
    std::fs::write(&path, scene.ana.get(&format!("/api/clips/{clip}/video")).await.body).expect("a file");
    let read = Command::new("ffprobe").args(["-v", "error", "-show_streams", "-count_frames", "-of", "json"]).arg(&path).output();
    let read = read.expect("ffprobe is installed");
    let told: Value = serde_json::from_slice(&read.stdout).expect("what ffprobe found");
    assert!(read.stderr.is_empty(), "{}", String::from_utf8_lossy(&read.stderr));
    assert_eq!((&told["streams"][0]["nb_read_frames"], &told["streams"][1]["nb_frames"]), (&"192".into(), &"400".into()));
    let (path, data) = (path.to_str().expect("plain text"), scene.server.data().to_str().expect("plain text"));
    let verified = run(&["verify", path, "--data", data]).await;
    let words = String::from_utf8_lossy(&verified.stdout);
    let named = ["made of: cut:", "a dog runs in the park", "@ben.mug stands on a table"].iter().all(|part| words.contains(part));
    assert!(verified.status.success() && named, "{words}");
}
