//! Versions of a storyboard: who wrote what, kept when a take is asked for or somebody wants it, for everybody in the room; and news of its uploads.

use crate::support::{Answer, Board, Page, Person, Program, Scene, small};
use domain::RoomId;
use reqwest::Method;
use wire::{
    Command, Ephemeral, EventKind, RoleView,
    version::{VersionKept, VersionReason, VersionView, VersionsView},
};

async fn versions(by: &Person, room: RoomId) -> VersionsView {
    by.get(&format!("/api/rooms/{room}/storyboard/versions")).await.json()
}

async fn keep(by: &Person, room: RoomId) -> Answer {
    by.post(&format!("/api/rooms/{room}/storyboard/versions")).await
}

async fn version(by: &Person, room: RoomId, number: &str) -> VersionView {
    by.get(&format!("/api/rooms/{room}/storyboard/versions/{number}")).await.json()
}

/// Whose words, and which.
fn prompt(view: &VersionView, shot: usize) -> Vec<(Option<domain::UserId>, String)> {
    view.shots[shot].prompt.iter().map(|stretch| (stretch.by, stretch.text.clone())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_tells_whose_words_stood_there_when_a_take_was_asked_for() {
    let mut scene = Scene::set().await;
    let (room, ana, ben) = (scene.room, scene.ana.user, scene.ben.user);
    let cid = scene.join("cid", RoleView::Viewer).await;
    assert!(versions(&scene.ana, room).await.versions.is_empty());
    scene.board.add_shot("one", "a dog", 4);
    let mut bens_board = Board::open(&scene.ben, room).await;
    bens_board.until(&["a dog"]).await;
    bens_board.write(0, " runs");
    scene.board.until(&["a dog runs"]).await;
    let listed = versions(&cid, room).await;
    let now = listed.now.expect("something was written");
    assert_eq!((listed.versions.len(), now.number, now.words, now.shots), (0, None, 3, 1));
    scene.anas.take(room, scene.board.state_vector(), small()).await.expect("a take");
    scene.anas.event("the take's end", |event| matches!(event, EventKind::TakeFinished { .. }).then_some(())).await;

    let listed = versions(&cid, room).await;
    let [first] = &listed.versions[..] else { panic!("one version: {listed:?}") };
    assert_eq!((first.number, first.reason, listed.now.is_none()), (Some(1), Some(VersionReason::Take), true));
    let mut by = first.by.clone();
    by.sort();
    let mut both = vec![ana, ben];
    both.sort();
    assert_eq!(by, both);
    assert_eq!(listed.people.len(), 2);
    assert_eq!(prompt(&version(&cid, room, "1").await, 0), [(Some(ana), "a dog".into()), (Some(ben), " runs".into())]);

    scene.board.clear(0);
    bens_board.until(&[""]).await;
    assert!(version(&scene.ben, room, "now").await.shots[0].prompt.is_empty());
    assert_eq!(keep(&scene.ben, room).await.json::<VersionKept>().number, Some(2));
    assert_eq!(keep(&scene.ben, room).await.json::<VersionKept>().number, None, "nothing was written since");
    assert_eq!(version(&scene.ana, room, "1").await.shots[0].prompt.len(), 2, "what was there stays there");

    // Who kept one may go back to another next: what others wrote meanwhile is in a version, however young it is.
    scene.board.write(0, "no cat");
    bens_board.until(&["no cat"]).await;
    bens_board.write(0, " at all");
    scene.board.until(&["no cat at all"]).await;
    assert_eq!(keep(&scene.ana, room).await.json::<VersionKept>().number, Some(4));
    let meanwhile = version(&cid, room, "3").await;
    assert_eq!((meanwhile.version.by, meanwhile.version.reason), (vec![ana], Some(VersionReason::Author)));
    assert_eq!(prompt(&version(&cid, room, "3").await, 0), [(Some(ana), "no cat".into())]);

    let forget =
        async |by: &Person, number: u64| Answer::of(by.request(Method::DELETE, &format!("/api/rooms/{room}/storyboard/versions/{number}"))).await;
    assert_eq!(forget(&cid, 3).await.refusal(), (403, "role_too_low".into()), "they wrote nothing of it");
    assert_eq!(forget(&scene.ben, 3).await.refusal(), (403, "role_too_low".into()), "nor he");
    assert_eq!(forget(&scene.ana, 3).await.status, 204);
    assert_eq!(forget(&scene.ana, 3).await.refusal(), (404, "version_unknown".into()));
    assert_eq!(versions(&cid, room).await.versions.iter().map(|version| version.number).collect::<Vec<_>>(), [Some(4), Some(2), Some(1)]);

    // The newest is forgotten: what stands is in no version then, and no other gets its number.
    assert_eq!(forget(&scene.ana, 4).await.status, 204);
    assert_eq!(keep(&scene.ben, room).await.json::<VersionKept>().number, Some(5), "what stands is kept again");
    assert_eq!(forget(&scene.ana, 4).await.refusal(), (404, "version_unknown".into()), "asked twice, it takes no other with it");

    assert_eq!(keep(&cid, room).await.refusal(), (403, "role_too_low".into()));
    for number in ["3", "0", "-1", "x", "18446744073709551616"] {
        let answer = scene.ana.get(&format!("/api/rooms/{room}/storyboard/versions/{number}")).await;
        assert_eq!(answer.refusal(), (404, "version_unknown".into()), "{number}");
    }
    scene.anas.ask(Command::Remove { room, user: cid.user }).await.expect("a host");
    for path in ["versions", "versions/1", "versions/now"] {
        let refused = Answer::of(cid.request(Method::GET, &format!("/api/rooms/{room}/storyboard/{path}"))).await.refusal();
        assert_eq!(refused, (403, "not_member".into()), "{path}");
    }
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_before_a_crash_is_a_version_too() {
    let data = tempfile::tempdir().expect("a folder");
    let program = Program::serve(data.path(), false).await;
    let ana = Person::sign_up(&program.url, program.owner_link.as_deref().expect("nobody has signed up"), "ana").await;
    let room = ana.make_room("The park").await;
    let board = Board::open(&ana, room).await;
    board.add_shot("one", "a dog runs", 4);
    // Others hear of it once it is on disk.
    Board::open(&ana, room).await.until(&["a dog runs"]).await;
    program.kill().await;

    let program = Program::serve(data.path(), true).await;
    let ana = ana.at(&program.url);
    let found = loop {
        if let Some(found) = versions(&ana, room).await.now {
            break found;
        }
    };
    assert_eq!((found.by.len(), found.words), (0, 3), "who wrote it is not known any more");
    assert_eq!(prompt(&version(&ana, room, "now").await, 0), [(Some(ana.user), "a dog runs".into())], "but whose words they are");
    let mut board = Board::open(&ana, room).await;
    board.until(&["a dog runs"]).await;
    board.write(0, " fast");
    Board::open(&ana, room).await.until(&["a dog runs fast"]).await;
    let listed = versions(&ana, room).await;
    let now = listed.now.expect("she writes on");
    assert_eq!((now.by.as_slice(), now.words), ([ana.user].as_slice(), 4));
    let [before] = &listed.versions[..] else { panic!("one version: {:?}", listed.versions) };
    assert_eq!((before.number, before.by.len(), before.words), (Some(1), 0, 3), "what stood before is a version of nobody's");
    assert_eq!(keep(&ana, room).await.json::<VersionKept>().number, Some(2));
    program.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_hears_of_an_upload_when_it_is_added_and_when_it_goes() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let picture = include_bytes!("fixtures/cameos/photos/cat.jpg").to_vec();
    let path = format!("/api/rooms/{room}/uploads?name=cat.jpg");
    let added = Answer::of(scene.ana.request(Method::POST, &path).header("content-type", "image/jpeg").body(picture)).await;
    let added: wire::upload::UploadView = added.json();
    let news = |state: &Ephemeral| matches!(state, Ephemeral::Uploads { .. }).then_some(());
    scene.bens.state("news of an upload", news).await;
    let list: Vec<wire::upload::UploadView> = scene.ben.get(&format!("/api/rooms/{room}/uploads")).await.json();
    assert_eq!(list.len(), 1);
    scene.ana.delete(&format!("/api/uploads/{}", added.upload)).await;
    scene.bens.state("news of its end", news).await;
    let (mut page, _) = Page::in_room(&scene.ben, room).await;
    page.is_well(room).await;
    scene.end().await;
}
