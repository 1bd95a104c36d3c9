//! The group-commit writer under many writers, with bad batches among good ones, and at its end.

use crate::{harness::*, on_both};
use futures::future::join_all;
use store::{RoomBatch, StoreError, key_of_take};

on_both!(
    many_rooms_append_at_once_without_gaps,
    one_place_is_won_by_one_of_many_at_once,
    one_bad_batch_fails_alone,
    several_batches_of_one_room_wait_together,
    a_repeated_command_is_told_its_reply,
    a_take_is_found_by_its_request_in_whichever_room,
    old_replies_are_forgotten,
    closing_keeps_what_was_appended,
    a_caller_who_leaves_does_not_stop_the_writer,
);

async fn many_rooms_append_at_once_without_gaps(bench: Bench) {
    let (store, user, _) = furnished(&bench).await;
    let mut writers = Vec::new();
    for number in 0..12 {
        let store = store.clone();
        let room = room_id();
        store.create_room(room, &format!("room {number}"), user, NOW).await.unwrap();
        writers.push(tokio::spawn(async move {
            let epoch = store.open_room(room).await.unwrap().epoch;
            for seq in 1..=40 {
                store.append(chat(room, epoch, seq, user)).await.unwrap();
            }
            room
        }));
    }
    for room in join_all(writers).await {
        let events = store.open_room(room.unwrap()).await.unwrap().events;
        let numbers: Vec<_> = events.iter().map(|event| event.seq).collect();
        assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
    }
}

async fn one_place_is_won_by_one_of_many_at_once(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    // Two stores share an epoch that they must not share: the place alone has to stop them.
    let elsewhere = bench.open().await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    for seq in 1..=10 {
        let rivals = [&store, &elsewhere, &store, &elsewhere];
        let outcomes = join_all(rivals.map(|store| store.append(chat(room, epoch, seq, user)))).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let lost = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
        assert!(lost.clone().all(|error| error.code() == "sequence_conflict"), "{outcomes:?}");
    }
    assert_eq!(store.open_room(room).await.unwrap().events.len(), 10);
}

async fn one_bad_batch_fails_alone(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let other = room_id();
    store.create_room(other, "Other", user, NOW).await.unwrap();
    let other_epoch = store.open_room(other).await.unwrap().epoch;
    // One runtime thread: all are in the queue before the writer runs, so they are one group.
    let batches = [
        chat(room, epoch, 1, user),
        chat(other, other_epoch + 1, 1, user),
        RoomBatch { plans: vec![plan(room, take_id(), user, "x")], ..chat(other, other_epoch, 1, user) },
        chat(other, other_epoch, 5, user),
        chat(other, other_epoch, 1, user),
        chat(room, epoch, 2, user),
    ];
    let outcomes = join_all(batches.map(|batch| store.append(batch))).await;
    let codes: Vec<_> = outcomes.iter().map(|outcome| outcome.as_ref().map_or_else(StoreError::code, |_| "kept")).collect();
    assert_eq!(codes, ["kept", "fenced", "store_invalid", "sequence_conflict", "kept", "kept"]);
    assert_eq!(store.open_room(room).await.unwrap().events.len(), 2);
    assert_eq!(store.open_room(other).await.unwrap().events.len(), 1);
}

async fn several_batches_of_one_room_wait_together(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let outcomes = join_all((1..=600).map(|seq| store.append(chat(room, epoch, seq, user)))).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(store.open_room(room).await.unwrap().events.len(), 600);
}

async fn a_repeated_command_is_told_its_reply(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let keyed = |seq, who, reply: &str| RoomBatch { idempotency: Some((who, "k1".into(), reply.into())), ..chat(room, epoch, seq, user) };
    store.append(keyed(1, user, r#"{"take":1}"#)).await.unwrap();
    assert_eq!(store.reply_for(user, "k1").await.unwrap().as_deref(), Some(r#"{"take":1}"#));
    for seq in [1, 2] {
        match store.append(keyed(seq, user, "other")).await {
            Err(StoreError::AlreadyDone { reply }) => assert_eq!(reply, r#"{"take":1}"#),
            other => panic!("{other:?}"),
        }
    }
    store.append(keyed(2, user_id(), "another person's")).await.unwrap();
    assert_eq!(store.open_room(room).await.unwrap().events.len(), 2);
    assert_eq!(store.reply_for(user, "k2").await.unwrap(), None);
    assert!(store.keep_reply(user, "k2", "kept", NOW).await.unwrap());
    assert!(!store.keep_reply(user, "k2", "other", NOW).await.unwrap());
    assert_eq!(store.reply_for(user, "k2").await.unwrap().as_deref(), Some("kept"));
    assert_eq!(store.keep_reply(user, &"k".repeat(201), "", NOW).await.unwrap_err().code(), "store_invalid");
}

async fn a_take_is_found_by_its_request_in_whichever_room(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    store.keep_reply(user, &key_of_take(room, "derive:50%_a"), "one", NOW).await.unwrap();
    store.keep_reply(user, &key_of_take(room_id(), "derive:other"), "two", NOW).await.unwrap();
    assert_eq!(store.take_asked_for(user, "derive:50%_a").await.unwrap(), Some((room, "one".into())));
    for request in ["derive:50%%%", "derive:50", "50%_a", "", "%"] {
        assert_eq!(store.take_asked_for(user, request).await.unwrap(), None, "{request}");
    }
    assert_eq!(store.take_asked_for(user_id(), "derive:50%_a").await.unwrap(), None, "of one person");
}

async fn old_replies_are_forgotten(bench: Bench) {
    let (store, user, _) = furnished(&bench).await;
    store.keep_reply(user, "old", "a", NOW).await.unwrap();
    store.keep_reply(user, "new", "b", LATER).await.unwrap();
    assert_eq!(store.forget_replies(LATER).await.unwrap(), 1);
    assert_eq!(store.reply_for(user, "old").await.unwrap(), None);
    assert!(store.reply_for(user, "new").await.unwrap().is_some());
}

async fn closing_keeps_what_was_appended(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let appends = join_all((1..=50).map(|seq| store.append(chat(room, epoch, seq, user))));
    let (outcomes, ()) = futures::join!(appends, store.close());
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert!(matches!(store.append(chat(room, epoch, 51, user)).await, Err(StoreError::Closed)));
    assert!(matches!(store.rooms_of(user).await, Err(StoreError::Closed)));
    assert!(matches!(store.ping().await, Err(StoreError::Closed)));
    store.close().await;
    assert_eq!(bench.open().await.open_room(room).await.unwrap().events.len(), 50);
}

async fn a_caller_who_leaves_does_not_stop_the_writer(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    {
        let mut leaving = Box::pin(store.append(chat(room, epoch, 1, user)));
        assert!(futures::poll!(leaving.as_mut()).is_pending());
    }
    store.append(chat(room, epoch, 2, user)).await.unwrap();
    assert_eq!(store.open_room(room).await.unwrap().events.len(), 2);
}
