//! `kill -9` in the middle of a take, and everything that was acknowledged is there.

use crate::support::{Board, PASSWORD, Page, Person, Program, small};
use domain::{ClipId, TakeId};
use std::time::Duration;
use wire::{Command, EventKind, Resume, Resumed, RoleView, TakeOptions};

fn finished(event: &EventKind) -> Option<(TakeId, ClipId)> {
    if let EventKind::TakeFinished { take, clip, .. } = event { Some((*take, *clip)) } else { None }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_acknowledged_is_lost_by_a_kill() {
    let data = tempfile::tempdir().expect("a folder");
    let program = Program::serve(data.path(), false).await;
    let ana = Person::sign_up(&program.url, program.owner_link.as_deref().expect("nobody has signed up"), "ana").await;
    let room = ana.make_room("The park").await;
    let link = ana.invite(room, RoleView::CoCreator).await;
    let ben = Person::sign_up(&program.url, &link.url, "ben").await;

    // One draft, then a long take that runs and a short one that waits.
    let (mut anas, _) = Page::in_room(&ana, room).await;
    let mut bens = Page::open(&ben).await;
    let (epoch, ..) = bens.enter(room, None).await;
    let board = Board::open(&ana, room).await;
    board.add_shot("one", "a dog runs in the park", 4);
    anas.take(room, board.state_vector(), small()).await.expect("a take");
    let (_, draft) = bens.event("the draft", finished).await;
    board.set_seconds(0, 25);
    bens.watch(room).await;
    let running = anas.take(room, board.state_vector(), TakeOptions::default()).await.expect("a take");
    board.set_seconds(0, 4);
    let waiting = anas.take(room, board.state_vector(), small()).await.expect("a take");
    bens.event("the queue", |event| matches!(event, EventKind::TakeQueued { take } if take.take == waiting).then_some(())).await;
    let offset = bens.last;
    while bens.frame().await.take != running {}
    anas.say(room, "did you see that?").await;
    program.kill().await;
    assert_eq!(bens.closed().await, 1006, "no farewell");

    let program = Program::serve(data.path(), true).await;
    let (ana, ben) = (ana.at(&program.url), ben.at(&program.url));
    assert_eq!(ana.me().await.handle, "ana", "sessions outlive the process");
    assert_eq!(Person::try_sign_in(&program.url, "ben", PASSWORD).await.status, 200);
    assert_eq!(ben.rooms().await.len(), 1);
    let mut board = Board::open(&ben, room).await;
    board.until(&["a dog runs in the park"]).await;
    assert_eq!(ana.clips().await.iter().map(|clip| clip.clip).collect::<Vec<_>>(), [draft]);
    assert_eq!(ana.get(&format!("/api/clips/{draft}/video")).await.status, 200);

    let mut bens = Page::open(&ben).await;
    let (epoch_now, resumed, view) = bens.enter(room, Some(Resume { epoch, offset })).await;
    assert!(epoch_now > epoch && view.is_none());
    assert_eq!(resumed, Resumed::Recovered);
    // Each event bears the next number; the first after `offset` is the line that was said just before the kill.
    let next = bens.event("what was missed", |event| Some(event.clone())).await;
    assert!(matches!(&next, EventKind::Said { text, .. } if text == "did you see that?"), "{next:?}");
    assert_eq!(bens.last, offset + 1);
    let again = bens.event("what was missed", |event| Some(event.clone())).await;
    assert_eq!(again, EventKind::TakeStarted { take: running, attempt: 2 });

    // In this story the long take need not be made to its end: what waited behind it comes on.
    bens.watch(room).await;
    let first = bens.frame().await;
    assert!(first.take == running && first.keyframe, "it runs");
    let (mut anas, view) = Page::in_room(&ana, room).await;
    assert_eq!(view.queue.iter().map(|queued| queued.take).collect::<Vec<_>>(), [waiting]);
    anas.ask(Command::CancelTake { room, take: running }).await.expect("one's own");
    assert_eq!(anas.event("the end of what waited", finished).await.0, waiting);
    program.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_that_ran_starts_again_and_finishes() {
    let data = tempfile::tempdir().expect("a folder");
    let program = Program::serve(data.path(), false).await;
    let ana = Person::sign_up(&program.url, program.owner_link.as_deref().expect("nobody has signed up"), "ana").await;
    let room = ana.make_room("The park").await;
    let (mut page, _) = Page::in_room(&ana, room).await;
    page.watch(room).await;
    let board = Board::open(&ana, room).await;
    board.add_shot("one", "a dog runs in the park", 10);
    let take = page.take(room, board.state_vector(), TakeOptions { seed: Some(7), ..TakeOptions::default() }).await.expect("a take");
    assert_eq!(page.frame().await.take, take);
    let kept = data.path().join("objects").join("takes").join(take.to_string());
    while !kept.join("1").exists() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    program.kill().await;
    let written = |second: &str| std::fs::metadata(kept.join(second)).and_then(|file| file.modified()).expect("two seconds are kept");
    let before = ["0", "1"].map(written);

    let program = Program::serve(data.path(), true).await;
    let ana = ana.at(&program.url);
    let (mut page, view) = Page::in_room(&ana, room).await;
    let running = view.running.expect("it runs again");
    assert_eq!((running.take.take, running.attempt), (take, 2));
    while !kept.join("8").exists() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(["0", "1"].map(written), before, "whole seconds are not made again");
    let (ended, clip) = page.event("its end", finished).await;
    assert_eq!(ended, take);
    let clip = ana.clip(clip).await;
    assert_eq!((clip.take, clip.seconds), (take, 10));
    assert_eq!(ana.clips().await.len(), 1, "made twice, kept once");
    program.kill().await;
}

/// What is kept of a take goes with it, also when nobody goes on with it.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_kept_of_a_take_that_is_over() {
    let data = tempfile::tempdir().expect("a folder");
    let program = Program::serve(data.path(), false).await;
    let ana = Person::sign_up(&program.url, program.owner_link.as_deref().expect("nobody has signed up"), "ana").await;
    let room = ana.make_room("The park").await;
    let (mut page, _) = Page::in_room(&ana, room).await;
    let board = Board::open(&ana, room).await;
    board.add_shot("one", "a dog runs in the park", 10);
    let take = page.take(room, board.state_vector(), TakeOptions::default()).await.expect("a take");
    let kept = data.path().join("objects").join("takes").join(take.to_string());
    while !kept.join("0").exists() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    page.ask(Command::CancelTake { room, take }).await.expect("one's own");
    while kept.exists() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    program.kill().await;
}
