//! What ends, ends for everybody: a session, a membership, a clip.

use crate::support::{Board, PASSWORD, Page, Person, Scene, small};
use wire::{CloseCode, Command, EventKind, TakeOutcome};

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_closes_every_socket_and_opens_none_again() {
    let scene = Scene::set().await;
    let (mut page, _) = Page::in_room(&scene.ben, scene.room).await;
    let board = Board::open(&scene.ben, scene.room).await;
    let program = Board::open_with_token(&scene.ben, scene.room).await;
    let token = scene.ben.document_token(scene.room).await.token;
    let elsewhere = Person::signed(scene.server.url(), &Person::try_sign_in(scene.server.url(), "ben", PASSWORD).await);
    let Scene { server, room, ben, mut anas, mut bens, .. } = scene;
    let answer = ben.post("/api/sign-out").await;
    assert_eq!(answer.status, 204);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    // Another session may still be good, so each is told to come back, and is looked at again.
    let (changed, signed_out) = (CloseCode::SignInChanged.number(), CloseCode::SignedOut.number());
    assert_eq!((page.closed().await, bens.closed().await), (changed, changed));
    assert_eq!((board.closed().await, program.closed().await), (changed, changed));
    let (mut page, _) = Page::in_room(&elsewhere, room).await;
    page.is_well(room).await;

    assert_eq!(ben.get("/api/me").await.refusal(), (401, "signed_out".into()));
    let mut page = Page::knock(ben.url(), "/ws", &[("cookie", ben.cookie())]).await.expect("opened to be closed with a code");
    assert_eq!(page.closed().await, signed_out);
    let by_token = Board::connect(ben.url(), &format!("/yjs/{room}?token={token}"), None).await;
    assert_eq!(by_token.closed().await, signed_out, "tokens end with the session that gave them");

    let again = Person::signed(server.url(), &Person::try_sign_in(server.url(), "ben", PASSWORD).await);
    Page::in_room(&again, room).await;
    anas.is_well(room).await;
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_clip_is_gone_for_all_of_its_owners() {
    let mut scene = Scene::set().await;
    let mut bens_board = Board::open(&scene.ben, scene.room).await;
    scene.board.add_shot("one", "a dog", 4);
    bens_board.until(&["a dog"]).await;
    bens_board.write(0, " runs in the park");
    scene.board.until(&["a dog runs in the park"]).await;
    scene.anas.take(scene.room, scene.board.state_vector(), small()).await.expect("a take");
    let clip = scene.anas.event("the take's end", |event| if let EventKind::TakeFinished { clip, .. } = event { Some(*clip) } else { None }).await;
    let objects = |folder: std::path::PathBuf| -> usize { files(&folder) };
    assert!(objects(scene.server.data().join("objects")) > 0);

    // Whoever owns it may, not only whoever asked for it.
    assert_eq!(scene.ben.delete(&format!("/api/clips/{clip}")).await.status, 204);
    let deleted = |event: &EventKind| if let EventKind::ClipDeleted { clip, by } = event { Some((*clip, *by)) } else { None };
    assert_eq!(scene.anas.event("the deleting", deleted).await, (clip, scene.ben.user));
    assert_eq!(scene.bens.event("the deleting", deleted).await, (clip, scene.ben.user));
    for owner in [&scene.ana, &scene.ben] {
        assert!(owner.clips().await.is_empty());
        for path in ["", "/video", "/poster", "/origin"] {
            assert_eq!(owner.get(&format!("/api/clips/{clip}{path}")).await.refusal(), (404, "clip_unknown".into()), "{path}");
        }
    }
    assert_eq!(scene.ana.delete(&format!("/api/clips/{clip}")).await.refusal(), (404, "clip_unknown".into()));
    let (_, view) = Page::in_room(&scene.ana, scene.room).await;
    assert!(matches!(view.finished.as_slice(), [ended] if matches!(ended.outcome, TakeOutcome::Deleted { by } if by == scene.ben.user)));
    scene.end().await;
}

fn files(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_a_room_is_out_of_it_at_once() {
    let scene = Scene::set().await;
    let bens_board = Board::open(&scene.ben, scene.room).await;
    let Scene { server, room, ana, ben, mut anas, mut bens, .. } = scene;
    bens.send(leave(room)).await;
    assert_eq!(anas.event("ben's going", |event| if let EventKind::MemberLeft { user } = event { Some(*user) } else { None }).await, ben.user);
    assert_eq!(bens_board.closed().await, CloseCode::NotMember.number());
    let (_, view) = Page::in_room(&ana, room).await;
    assert_eq!(view.members.len(), 1);
    let mut page = Page::open(&ben).await;
    assert_eq!(page.refused(Command::Enter { room, resume: None }).await, "not_member");
    anas.is_well(room).await;
    server.end().await;
}

fn leave(room: domain::RoomId) -> tokio_tungstenite::tungstenite::Message {
    let request = wire::Request { id: "leave".into(), command: Command::Leave { room } };
    tokio_tungstenite::tungstenite::Message::text(serde_json::to_string(&request).expect("plain data"))
}
