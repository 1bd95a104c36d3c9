//! Everybody in a room plays its finished takes, as long as they are in it and everybody in the take agrees.

use crate::support::{Answer, Page, Person, Scene, small};
use domain::ClipId;
use reqwest::Method;
use wire::{
    Command, EventKind, RoleView,
    cameo::{AudienceView, ScopeView},
    http::{ClipAction, SeenAs},
};

async fn ranged(by: &Person, clip: ClipId, range: &str) -> Answer {
    Answer::of(by.request(Method::GET, &format!("/api/clips/{clip}/video")).header("range", range)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn members_play_the_rooms_takes_until_they_are_taken_out_or_consent_is_taken_back() {
    let mut scene = Scene::set().await;
    let mug = scene.ben.enrol_thing("object", "mug", "mug.webm").await;
    scene.ben.open_cameo(mug, AudienceView::Everyone).await;
    let (cid, dan) = (scene.join("cid", RoleView::Viewer).await, scene.join("dan", RoleView::CoCreator).await);
    let finished = |event: &EventKind| if let EventKind::TakeFinished { clip, .. } = event { Some(*clip) } else { None };
    scene.board.add_shot("one", "@ben.mug stands on a table", 4);
    scene.anas.take(scene.room, scene.board.state_vector(), small()).await.expect("a take");
    let clip = scene.anas.event("the take's end", finished).await;

    for person in [&cid, &dan] {
        assert_eq!(ranged(person, clip, "bytes=0-99").await.status, 206);
        assert_eq!(person.get(&format!("/api/clips/{clip}/poster")).await.status, 200);
        let seen = person.clip(clip).await;
        assert_eq!((seen.seen_as, seen.can, seen.room_name.is_some()), (SeenAs::Member, vec![ClipAction::Play], true));
        assert!(seen.prompts.is_empty(), "its words are its owners'");
        assert!(person.clips().await.is_empty(), "it is no draft of theirs");
        for (method, path, refusal) in [
            (Method::GET, "/video?download", (403, "not_owner")),
            (Method::POST, "/withdraw", (404, "clip_unknown")),
            (Method::DELETE, "", (404, "clip_unknown")),
            (Method::GET, "/storyboard", (404, "clip_unknown")),
        ] {
            let refused = Answer::of(person.request(method, &format!("/api/clips/{clip}{path}"))).await.refusal();
            assert_eq!(refused, (refusal.0, refusal.1.into()), "{path}");
        }
    }

    scene.anas.ask(Command::Remove { room: scene.room, user: dan.user }).await.expect("a host");
    assert_eq!(ranged(&dan, clip, "bytes=100-199").await.refusal(), (404, "clip_unknown".into()), "not the next part of it either");
    assert_eq!(ranged(&cid, clip, "bytes=100-199").await.status, 206);

    // An owner closes it for everybody else, and opens it again.
    scene.ana.post(&format!("/api/clips/{clip}/withdraw")).await;
    assert_eq!(ranged(&cid, clip, "bytes=0-").await.refusal(), (451, "clip_withdrawn".into()));
    assert_eq!(ranged(&dan, clip, "bytes=0-").await.refusal(), (404, "clip_unknown".into()));
    scene.ana.delete(&format!("/api/clips/{clip}/withdraw")).await;
    assert_eq!(ranged(&cid, clip, "bytes=0-").await.status, 206);

    scene.ben.revoke(mug, ScopeView::Clip(clip)).await;
    for path in ["video", "poster"] {
        assert_eq!(cid.get(&format!("/api/clips/{clip}/{path}")).await.refusal(), (451, "clip_withheld".into()));
    }
    assert_eq!(cid.clip(clip).await.withheld, ["ben"]);
    let (mut page, _) = Page::in_room(&cid, scene.room).await;
    page.is_well(scene.room).await;
    scene.end().await;
}
