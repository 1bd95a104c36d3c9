//! A page that lost its socket comes back: it gets exactly what it missed, or is told that it can't.

use crate::support::{Page, Scene, small};
use wire::{Accepted, Command, EventKind, Resume, Resumed};

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_comes_back_gets_exactly_what_it_missed() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let mut page = Page::open(&scene.ben).await;
    let (epoch, ..) = page.enter(room, None).await;
    scene.anas.say(room, "before").await;
    assert_eq!(page.lines(1).await, ["before"]);
    let offset = page.last;
    drop(page);

    for word in ["one", "two", "three"] {
        scene.anas.say(room, word).await;
    }
    let mut page = Page::open(&scene.ben).await;
    let (epoch_now, resumed, view) = page.enter(room, Some(Resume { epoch, offset })).await;
    assert_eq!((epoch_now, resumed, view.is_none()), (epoch, Resumed::Recovered, true));
    assert_eq!(page.lines(3).await, ["one", "two", "three"], "without a gap or a double: each bears the next number");
    scene.anas.say(room, "after").await;
    assert_eq!(page.lines(1).await, ["after"]);
    assert_eq!(page.last, offset + 4);

    let mut nothing_missed = Page::open(&scene.ben).await;
    let (_, resumed, _) = nothing_missed.enter(room, Some(Resume { epoch, offset: page.last })).await;
    assert_eq!(resumed, Resumed::Recovered);
    scene.anas.say(room, "and on").await;
    assert_eq!(nothing_missed.lines(1).await, ["and on"]);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_is_told_as_a_gap() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    scene.anas.say(room, "here").await;
    let mut page = Page::open(&scene.ben).await;
    let (epoch, _, view) = page.enter(room, None).await;
    let now = view.expect("a first visit").seq;
    for impossible in [Resume { epoch, offset: now + 1_000 }, Resume { epoch: epoch + 1, offset: now }, Resume { epoch, offset: u64::MAX >> 11 }] {
        let mut page = Page::open(&scene.ben).await;
        let (_, resumed, view) = page.enter(room, Some(impossible)).await;
        let view = view.expect("the state instead");
        assert_eq!((resumed, view.seq, view.chat.len()), (Resumed::NotRecovered, now, 1), "{impossible:?}");
        page.is_well(room).await;
    }
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_sent_again_makes_one_take() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    scene.board.add_shot("one", "a dog runs in the park", 4);
    let ask = Command::RequestTake { room, state_vector: scene.board.state_vector(), options: small() };
    let take = |answer| if let Ok(Accepted::TakeQueued { take }) = answer { take } else { panic!("no take: {answer:?}") };
    let first = take(scene.anas.ask_as("chosen by the page", ask.clone()).await);
    assert_eq!(take(scene.anas.ask_as("chosen by the page", ask.clone()).await), first);
    // Over another socket too, as after a lost reply.
    let (mut page, _) = Page::in_room(&scene.ana, room).await;
    assert_eq!(take(page.ask_as("chosen by the page", ask.clone()).await), first);
    let other = take(scene.bens.ask_as("chosen by the page", ask).await);
    assert_ne!(other, first, "another person's id is another request");

    let (_, view) = Page::in_room(&scene.ben, room).await;
    let queued = view.queue.len() + usize::from(view.running.is_some()) + view.finished.len();
    assert_eq!(queued, 2);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_sent_again_is_said_once() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let message = domain::MessageId::from_uuid(uuid::Uuid::now_v7());
    for _ in 0..2 {
        scene.anas.ask(Command::Say { room, message, text: "once".into(), reply_to: None }).await.expect("accepted both times");
    }
    scene.anas.say(room, "then").await;
    assert_eq!(scene.bens.lines(2).await, ["once", "then"]);
    let said = |event: &EventKind| matches!(event, EventKind::Said { .. }).then_some(());
    scene.anas.event("one's own line", said).await;
    scene.end().await;
}
