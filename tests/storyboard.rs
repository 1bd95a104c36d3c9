//! Two write in one storyboard, and whose text stands in a take owns what becomes of it.

use crate::support::{Board, Page, Scene, small};
use wire::{EventKind, RoleView};

#[tokio::test(flavor = "multi_thread")]
async fn both_see_what_both_write() {
    let mut scene = Scene::set().await;
    let mut bens_board = Board::open(&scene.ben, scene.room).await;
    scene.board.add_shot("one", "a dog runs", 4);
    bens_board.until(&["a dog runs"]).await;
    bens_board.write(0, " in the park");
    bens_board.add_shot("two", "it rains", 3);
    scene.board.until(&["a dog runs in the park", "it rains"]).await;

    let mut program = Board::open_with_token(&scene.ben, scene.room).await;
    program.until(&["a dog runs in the park", "it rains"]).await;
    program.write(1, " at night");
    scene.board.until(&["a dog runs in the park", "it rains at night"]).await;
    bens_board.until(&["a dog runs in the park", "it rains at night"]).await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_text_stands_in_a_take_owns_its_draft_and_nobody_else() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let cai = scene.join("cai", RoleView::CoCreator).await;
    let (mut cais, _) = Page::in_room(&cai, room).await;
    let mut bens_board = Board::open(&scene.ben, room).await;
    let cais_board = Board::open(&cai, room).await;
    // What cai wrote is taken out again before the take: it does not stand in it.
    cais_board.add_shot("gone", "nothing of this stays", 4);
    scene.board.until(&["nothing of this stays"]).await;
    scene.board.clear(0);
    scene.board.add_shot("one", "a dog", 4);
    bens_board.until(&["", "a dog"]).await;
    bens_board.write(1, " runs in the park");
    scene.board.until(&["", "a dog runs in the park"]).await;

    let take = scene.anas.take(room, scene.board.state_vector(), small()).await.expect("a take");
    let queued = scene.bens.event("the take", |event| if let EventKind::TakeQueued { take } = event { Some(take.clone()) } else { None }).await;
    assert_eq!((queued.take, queued.asker, queued.seconds), (take, scene.ana.user, 4));
    assert_eq!(queued.makers, [scene.ana.user, scene.ben.user]);
    let finished = |event: &EventKind| if let EventKind::TakeFinished { clip, .. } = event { Some(*clip) } else { None };
    let clip = cais.event("the take's end", finished).await;

    for owner in [&scene.ana, &scene.ben] {
        let drafts = owner.clips().await;
        assert_eq!(drafts.iter().map(|draft| draft.clip).collect::<Vec<_>>(), [clip]);
        assert_eq!((&drafts[0].makers, &drafts[0].owners), (&vec!["ana".to_owned(), "ben".to_owned()], &vec!["ana".to_owned(), "ben".to_owned()]));
        assert_eq!(owner.get(&format!("/api/clips/{clip}/video")).await.status, 200);
        assert_eq!(owner.get(&format!("/api/clips/{clip}/poster")).await.header("content-type"), "image/jpeg");
    }
    assert!(cai.clips().await.is_empty());
    for path in ["/storyboard", "/video?download"] {
        assert!([403, 404].contains(&cai.get(&format!("/api/clips/{clip}{path}")).await.refusal().0), "{path}");
    }
    assert_eq!(cai.delete(&format!("/api/clips/{clip}")).await.refusal(), (404, "clip_unknown".into()));
    assert_eq!(scene.ana.clips().await.len(), 1);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_later_changes_nothing_in_a_take() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    scene.board.add_shot("one", "a dog runs in the park", 4);
    // Asked at once: the server waits for the words that the asker has seen.
    let seen = scene.board.state_vector();
    let take = scene.anas.take(room, seen, small()).await.expect("a take");
    scene.board.write(0, " with a red car");
    let clip = scene.anas.event("the take's end", |event| if let EventKind::TakeFinished { clip, .. } = event { Some(*clip) } else { None }).await;
    let clip = scene.ana.clip(clip).await;
    assert_eq!((clip.take, clip.prompts), (take, vec!["a dog runs in the park".to_owned()]));
    scene.end().await;
}
