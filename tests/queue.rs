//! Takes that wait: served in turns, seen by everybody, cancelled at any time.

use crate::support::{Page, Scene, small};
use domain::TakeId;
use wire::{Command, Ephemeral, EventKind, TakeOutcome};

fn started(event: &EventKind) -> Option<TakeId> {
    if let EventKind::TakeStarted { take, .. } = event { Some(*take) } else { None }
}

fn cancelled(event: &EventKind) -> Option<TakeId> {
    if let EventKind::TakeCancelled { take, .. } = event { Some(*take) } else { None }
}

/// Takes of both, with a long one of ana's running: ana asks for two more, then ben for one.
async fn filled(scene: &mut Scene) -> (TakeId, [TakeId; 3]) {
    scene.board.add_shot("long", "two people throw a ball in the court", 25);
    let seen = scene.board.state_vector();
    let running = scene.anas.take(scene.room, seen.clone(), wire::TakeOptions::default()).await.expect("a take");
    assert_eq!(scene.bens.event("its beginning", started).await, running);
    scene.board.set_seconds(0, 4);
    let seen = scene.board.state_vector();
    let a = scene.anas.take(scene.room, seen.clone(), small()).await.expect("a take");
    let b = scene.anas.take(scene.room, seen.clone(), small()).await.expect("a take");
    let c = scene.bens.take(scene.room, seen, small()).await.expect("a take");
    (running, [a, b, c])
}

#[tokio::test(flavor = "multi_thread")]
async fn people_take_turns_and_both_see_the_queue() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let (running, [anas_first, anas_second, bens]) = filled(&mut scene).await;
    for person in [&scene.ana, &scene.ben] {
        let (_, view) = Page::in_room(person, room).await;
        assert_eq!(view.running.map(|running| running.take.take), Some(running));
        let order: Vec<_> = view.queue.iter().map(|queued| queued.take).collect();
        assert_eq!(order.iter().filter(|take| **take != bens).copied().collect::<Vec<_>>(), [anas_first, anas_second], "each keeps one's own order");
        assert!(
            order.iter().position(|take| *take == bens) < order.iter().position(|take| *take == anas_second),
            "nobody waits for a second of another: {order:?}"
        );
    }
    let (_, view) = Page::in_room(&scene.ana, room).await;
    let foretold: Vec<_> = view.queue.iter().map(|queued| queued.take).collect();
    scene.anas.ask(Command::CancelTake { room, take: running }).await.expect("one's own");
    for take in foretold {
        assert_eq!(scene.bens.event("the next beginning", started).await, take, "served as foretold");
        scene.bens.event("its end", |event| matches!(event, EventKind::TakeFinished { take: ended, .. } if *ended == take).then_some(())).await;
    }
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_that_waits_is_cancelled_by_its_asker_or_the_host() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let cai = scene.join("cai", wire::RoleView::CoCreator).await;
    let (mut cais, _) = Page::in_room(&cai, room).await;
    let (running, [first, second, bens]) = filled(&mut scene).await;
    assert_eq!(cais.refused(Command::CancelTake { room, take: bens }).await, "not_yours");
    assert_eq!(scene.bens.refused(Command::CancelTake { room, take: first }).await, "not_yours");
    scene.bens.ask(Command::CancelTake { room, take: bens }).await.expect("one's own");
    assert_eq!(cais.event("that", cancelled).await, bens);
    scene.anas.ask(Command::CancelTake { room, take: second }).await.expect("one's own");
    scene.anas.ask(Command::CancelTake { room, take: second }).await.expect("it is cancelled already");
    let unknown = domain::TakeId::new(domain::Timestamp::from_millis(1), &[9; 10]);
    assert_eq!(scene.anas.refused(Command::CancelTake { room, take: unknown }).await, "take_unknown");
    let (_, view) = Page::in_room(&cai, room).await;
    assert_eq!(view.queue.iter().map(|queued| queued.take).collect::<Vec<_>>(), [first]);
    assert_eq!(view.running.map(|running| running.take.take), Some(running), "what runs goes on");
    assert!(view.finished.iter().all(|ended| matches!(ended.outcome, TakeOutcome::Cancelled { .. })) && view.finished.len() == 2);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_cancelled_take_comes_after_its_end() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    scene.bens.watch(room).await;
    let (running, _) = filled(&mut scene).await;
    while scene.bens.frame().await.pass == 0 {}
    scene.anas.ask(Command::CancelTake { room, take: running }).await.expect("one's own");
    assert_eq!(scene.bens.event("the cancelling", cancelled).await, running);
    let end = scene.bens.last_order;
    scene.bens.state("an empty stage", |state| matches!(state, Ephemeral::Stage { take: None }).then_some(())).await;
    let next = scene.bens.event("the next beginning", started).await;
    let first = loop {
        let frame = scene.bens.frame().await;
        if frame.take == next {
            break frame;
        }
        assert!(frame.take == running && frame.order < end, "{:?} of the cancelled take came after its end", frame.kind);
    };
    assert!(first.keyframe && first.pass == 0, "the next one begins as every take does");
    assert!(scene.ana.clips().await.is_empty(), "nothing is kept of it");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_fills_the_queue() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    filled(&mut scene).await;
    let seen = scene.board.state_vector();
    for _ in 0..3 {
        scene.anas.take(room, seen.clone(), small()).await.expect("five may wait");
    }
    let sixth = scene.anas.take(room, seen.clone(), small()).await.expect_err("a refusal");
    assert_eq!(sixth.code, "queue_share");
    scene.bens.take(room, seen, small()).await.expect("another's share is one's own");
    scene.end().await;
}
