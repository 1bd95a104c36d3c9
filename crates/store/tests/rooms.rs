//! Rooms: what follows their events, what a home begins with, and who may write.

use crate::{harness::*, on_both};
use domain::room::{Door, Role, RoomEvent};
use store::{RoomBatch, StoreError, StoredUpdate};

on_both!(
    a_new_room_has_its_host_and_no_events,
    lists_follow_the_events,
    the_latest_active_room_comes_first,
    unfinished_takes_come_back_in_the_order_of_the_queue,
    a_newer_home_fences_the_older,
    events_have_no_gap_and_no_double,
    a_batch_is_kept_whole_or_not_at_all,
    a_take_is_queued_once,
    document_updates_keep_order_and_author,
    compacting_keeps_what_came_later,
    compacting_checks_home_and_bounds,
    hostile_text_comes_back_unchanged,
    what_was_taken_back_is_gone_from_the_history,
    who_was_taken_out_is_not_let_in_by_a_link,
    friends_see_open_rooms_and_those_they_block_do_not,
);

async fn a_new_room_has_its_host_and_no_events(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    store.create_room(room, "Again", user_id(), LATER).await.unwrap();
    let opened = store.open_room(room).await.unwrap();
    assert_eq!((opened.name.as_str(), opened.created_by, opened.created_at), ("Kitchen", user, NOW));
    assert!(opened.events.is_empty() && opened.plans.is_empty() && opened.updates.is_empty());
    assert_eq!((opened.members.len(), opened.members[0].user, opened.members[0].role), (1, user, Role::Host));
    assert!(store.room_exists(room).await.unwrap());
    assert_eq!(store.room_name(room).await.unwrap().as_deref(), Some("Kitchen"));
    assert!(!store.room_exists(room_id()).await.unwrap());
    assert_eq!(store.open_room(room_id()).await.unwrap_err().code(), "room_unknown");
}

async fn lists_follow_the_events(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let (ann, bob) = (user_id(), user_id());
    let events = [
        RoomEvent::RoomOpened { name: "Kitchen".into(), by: user },
        RoomEvent::MemberJoined { user, handle: handle("owner"), role: Role::Host, muted: false },
        RoomEvent::MemberJoined { user: ann, handle: handle("ann"), role: Role::Viewer, muted: false },
        RoomEvent::MemberJoined { user: bob, handle: handle("bob"), role: Role::CoCreator, muted: false },
        RoomEvent::RoleChanged { user: ann, role: Role::CoCreator, by: user },
        RoomEvent::RoomRenamed { name: "Garden".into(), by: user },
        RoomEvent::MemberLeft { user: bob },
    ];
    let events: Vec<_> = (1..).zip(events).map(|(seq, event)| recorded(seq, event)).collect();
    store.append(RoomBatch { events: events.clone(), ..batch(room, epoch) }).await.unwrap();
    let rooms = store.rooms_of(ann).await.unwrap();
    assert_eq!((rooms[0].name.as_str(), rooms[0].role, rooms[0].members), ("Garden", Role::CoCreator, 2));
    assert_eq!(rooms[0].last_activity, NOW.plus(7));
    assert!(store.rooms_of(bob).await.unwrap().is_empty());
    assert_eq!(store.membership(room, bob).await.unwrap(), None);
    assert_eq!(store.open_room(room).await.unwrap().events, events);
}

async fn what_was_taken_back_is_gone_from_the_history(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let RoomEvent::Said { message, .. } = said(user, "") else { unreachable!() };
    let first = RoomEvent::Said { message, by: user, text: "my secret".into(), reply_to: None };
    let second = RoomEvent::Rewritten { message, text: "my other secret".into() };
    store.append(RoomBatch { events: vec![recorded(1, first)], ..batch(room, epoch) }).await.unwrap();
    let events = vec![recorded(2, second), recorded(3, RoomEvent::Unsaid { message, by: user })];
    store.append(RoomBatch { events, redactions: vec![1, 2], ..batch(room, epoch) }).await.unwrap();
    let history = store.open_room(room).await.unwrap().events;
    assert!(!serde_json::to_string(&history).unwrap().contains("secret"));
    assert_eq!(history.len(), 3);
    let epoch = store.open_room(room).await.unwrap().epoch;
    let refused = store.append(RoomBatch { redactions: vec![9], ..batch(room, epoch) }).await;
    assert_eq!(refused.unwrap_err().code(), "store_invalid");
}

async fn who_was_taken_out_is_not_let_in_by_a_link(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let ann = guest(&store, user, "ann").await;
    let code = hash();
    let link = store::NewInvite { code_hash: code, by: user, room: Some((room, Role::Viewer)), at: NOW, expires: LATER, uses_left: 4 };
    store.create_invite(link).await.unwrap();
    let epoch = store.open_room(room).await.unwrap().epoch;
    let events = [
        RoomEvent::MemberJoined { user: ann, handle: handle("ann"), role: Role::Viewer, muted: false },
        RoomEvent::MemberRemoved { user: ann, by: user },
    ];
    let events = (1..).zip(events).map(|(seq, event)| recorded(seq, event)).collect();
    store.append(RoomBatch { events, ..batch(room, epoch) }).await.unwrap();
    assert_eq!(store.redeem_for_member(code, ann, NOW).await.unwrap_err().code(), "removed_from_room");
    assert_eq!(store.membership(room, ann).await.unwrap(), None);
    let back = RoomEvent::MemberJoined { user: ann, handle: handle("ann"), role: Role::Viewer, muted: false };
    store
        .append(RoomBatch { events: vec![recorded(3, back), recorded(4, RoomEvent::MemberLeft { user: ann })], ..batch(room, epoch) })
        .await
        .unwrap();
    assert!(store.redeem_for_member(code, ann, NOW).await.unwrap().is_some(), "a host let them in again");
}

async fn friends_see_open_rooms_and_those_they_block_do_not(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let (ann, bob) = (guest(&store, user, "ann").await, guest(&store, user, "bob").await);
    let epoch = store.open_room(room).await.unwrap().epoch;
    let seen = |who| {
        let store = store.clone();
        async move { store.rooms_of_friends(who).await.unwrap() }
    };
    for (from, to) in [(ann, user), (user, ann), (bob, user)] {
        store.follow(from, to, NOW).await.unwrap();
    }
    assert!(seen(ann).await.is_empty(), "its door is closed");
    let open = recorded(1, RoomEvent::DoorSet { door: Door::Open, by: user });
    store.append(RoomBatch { events: vec![open], ..batch(room, epoch) }).await.unwrap();
    let rooms = seen(ann).await;
    assert_eq!((rooms.len(), rooms[0].id, rooms[0].door, rooms[0].friends.clone()), (1, room, Door::Open, vec![(user, handle("owner"))]));
    assert!(seen(bob).await.is_empty(), "only one of them follows");
    let at = |who| {
        let store = store.clone();
        async move { store.at_door(room, who).await.unwrap().unwrap() }
    };
    assert_eq!(at(ann).await, store::AtDoor { door: Door::Open, friend: true, blocked: false });
    assert_eq!(at(bob).await, store::AtDoor { door: Door::Open, friend: false, blocked: false });
    store.block(bob, user, NOW).await.unwrap();
    assert!(at(bob).await.blocked);
    store.block(user, ann, NOW).await.unwrap();
    assert!(seen(ann).await.is_empty() && at(ann).await.blocked);
    assert_eq!(store.at_door(room_id(), ann).await.unwrap(), None);
}

async fn the_latest_active_room_comes_first(bench: Bench) {
    let (store, user, old) = furnished(&bench).await;
    let new = room_id();
    store.create_room(new, "Attic", user, NOW.plus(1)).await.unwrap();
    let order = |rooms: Vec<store::RoomSummary>| rooms.into_iter().map(|room| room.id).collect::<Vec<_>>();
    assert_eq!(order(store.rooms_of(user).await.unwrap()), [new, old]);
    let epoch = store.open_room(old).await.unwrap().epoch;
    let line = recorded(1, said(user, "hi"));
    let line = domain::room::Recorded { at: LATER, ..line };
    store.append(RoomBatch { events: vec![line], ..batch(old, epoch) }).await.unwrap();
    assert_eq!(order(store.rooms_of(user).await.unwrap()), [old, new]);
}

async fn unfinished_takes_come_back_in_the_order_of_the_queue(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let takes: Vec<_> = (0..6).map(|_| take_id()).collect();
    let plans: Vec<_> = takes.iter().map(|take| plan(room, *take, user, HOSTILE[1])).collect();
    let queue = takes.iter().rev().map(|take| queued(*take, user));
    let ends = [
        RoomEvent::TakeStarted { take: takes[0], attempt: 1 },
        RoomEvent::TakeStarted { take: takes[1], attempt: 1 },
        RoomEvent::TakeFinished { take: takes[1], clip: clip_id(), notices: vec![] },
        RoomEvent::TakeFailed { take: takes[2], code: "engine_failed".into(), reason: "no".into() },
        RoomEvent::TakeCancelled { take: takes[3], by: user },
    ];
    let events: Vec<_> = (1..).zip(queue.chain(ends)).map(|(seq, event)| recorded(seq, event)).collect();
    let (first, rest) = events.split_at(6);
    store.append(RoomBatch { events: first.to_vec(), plans: plans.clone(), ..batch(room, epoch) }).await.unwrap();
    store.append(RoomBatch { events: rest.to_vec(), ..batch(room, epoch) }).await.unwrap();
    let opened = store.open_room(room).await.unwrap();
    assert_eq!(opened.plans, [plans[5].clone(), plans[4].clone(), plans[0].clone()]);
}

async fn a_newer_home_fences_the_older(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let older = store.open_room(room).await.unwrap().epoch;
    store.append(chat(room, older, 1, user)).await.unwrap();
    // Another node, with connections of its own.
    let elsewhere = bench.open().await;
    let newer = elsewhere.open_room(room).await.unwrap();
    assert!(newer.epoch > older);
    assert_eq!(newer.events.len(), 1);
    assert!(matches!(store.append(chat(room, older, 2, user)).await, Err(StoreError::Fenced)));
    elsewhere.append(chat(room, newer.epoch, 2, user)).await.unwrap();
    assert!(matches!(store.append(chat(room, older, 3, user)).await, Err(StoreError::Fenced)));
    assert_eq!(store.open_room(room).await.unwrap().events.len(), 2);
}

async fn events_have_no_gap_and_no_double(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    store.append(chat(room, epoch, 1, user)).await.unwrap();
    for wrong in [0, 1, 3, u64::MAX] {
        let refused = store.append(chat(room, epoch, wrong, user)).await;
        assert!(matches!(refused, Err(StoreError::SequenceConflict { expected: 2 })), "{wrong}: {refused:?}");
    }
    let holed = vec![recorded(2, said(user, "a")), recorded(4, said(user, "b"))];
    let refused = store.append(RoomBatch { events: holed, ..batch(room, epoch) }).await;
    assert_eq!(refused.unwrap_err().code(), "store_invalid");
    store.append(chat(room, epoch, 2, user)).await.unwrap();
    assert_eq!(store.append(chat(room_id(), epoch, 1, user)).await.unwrap_err().code(), "room_unknown");
}

async fn a_batch_is_kept_whole_or_not_at_all(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let bad = RoomBatch {
        plans: vec![plan(room, take_id(), user, "never queued")],
        updates: vec![StoredUpdate { author: Some(user), bytes: vec![1] }],
        idempotency: Some((user, "key".into(), "{}".into())),
        ..chat(room, epoch, 1, user)
    };
    assert_eq!(store.append(bad).await.unwrap_err().code(), "store_invalid");
    assert_eq!(store.reply_for(user, "key").await.unwrap(), None);
    let opened = store.open_room(room).await.unwrap();
    assert!(opened.events.is_empty() && opened.updates.is_empty());
    assert_eq!(opened.document_position, 0);
    store.append(chat(room, opened.epoch, 1, user)).await.unwrap();
}

async fn a_take_is_queued_once(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let take = take_id();
    store.append(RoomBatch { events: vec![recorded(1, queued(take, user))], ..batch(room, epoch) }).await.unwrap();
    let again = store.append(RoomBatch { events: vec![recorded(2, queued(take, user))], ..batch(room, epoch) }).await;
    assert_eq!(again.unwrap_err().code(), "store_invalid");
}

fn updates(count: u8, author: Option<domain::UserId>) -> Vec<StoredUpdate> {
    (0..count).map(|number| StoredUpdate { author, bytes: vec![number, 0, 0xff] }).collect()
}

async fn document_updates_keep_order_and_author(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let mut all = updates(3, Some(user));
    all.extend(updates(1, None));
    all.push(StoredUpdate { author: Some(user_id()), bytes: Vec::new() });
    all.push(StoredUpdate { author: None, bytes: vec![7; 1 << 20] });
    for (number, update) in (1..).zip(&all) {
        let appended = store.append(RoomBatch { updates: vec![update.clone()], ..batch(room, epoch) }).await.unwrap();
        assert_eq!(appended.document_position, number);
    }
    let opened = store.open_room(room).await.unwrap();
    assert_eq!((opened.updates, opened.document_position), (all, 6));
}

async fn compacting_keeps_what_came_later(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let all = updates(10, Some(user));
    store.append(RoomBatch { updates: all.clone(), ..batch(room, epoch) }).await.unwrap();
    let merged = vec![StoredUpdate { author: Some(user), bytes: vec![99] }, StoredUpdate { author: None, bytes: vec![98] }];
    for _ in 0..2 {
        store.compact_document(room, epoch, 8, merged.clone()).await.unwrap();
        let opened = store.rooms_of(user).await.unwrap();
        assert_eq!(opened.len(), 1);
    }
    let appended = store.append(RoomBatch { updates: updates(1, None), ..batch(room, epoch) }).await.unwrap();
    assert_eq!(appended.document_position, 11);
    let expected = [merged, all[8..].to_vec(), updates(1, None)].concat();
    assert_eq!(store.open_room(room).await.unwrap().updates, expected);
}

async fn compacting_checks_home_and_bounds(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let older = store.open_room(room).await.unwrap().epoch;
    store.append(RoomBatch { updates: updates(3, Some(user)), ..batch(room, older) }).await.unwrap();
    let epoch = store.open_room(room).await.unwrap().epoch;
    let code = |outcome: Result<(), StoreError>| outcome.unwrap_err().code();
    assert_eq!(code(store.compact_document(room, older, 3, updates(1, None)).await), "fenced");
    assert_eq!(code(store.compact_document(room, epoch, 4, updates(1, None)).await), "store_invalid");
    assert_eq!(code(store.compact_document(room, epoch, 1, updates(2, None)).await), "store_invalid");
    assert_eq!(code(store.compact_document(room_id(), epoch, 0, vec![]).await), "room_unknown");
    assert_eq!(store.open_room(room).await.unwrap().updates, updates(3, Some(user)));
}

async fn hostile_text_comes_back_unchanged(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let mut epoch = store.open_room(room).await.unwrap().epoch;
    let mut seq = 0;
    for text in HOSTILE.into_iter().chain(["with \0 inside"]) {
        let events = vec![recorded(seq + 1, said(user, text)), recorded(seq + 2, RoomEvent::RoomRenamed { name: text.into(), by: user })];
        seq += 2;
        let idempotency = Some((user, text.to_owned(), text.to_owned()));
        store.append(RoomBatch { events: events.clone(), idempotency, ..batch(room, epoch) }).await.unwrap();
        let opened = store.open_room(room).await.unwrap();
        epoch = opened.epoch;
        assert!(opened.events.ends_with(&events));
        // Columns of text can't hold NUL; events, which are JSON, can.
        let kept = text.replace('\0', "\u{fffd}");
        assert_eq!(opened.name, kept);
        assert_eq!(store.reply_for(user, text).await.unwrap(), Some(kept));
    }
    assert!(store.account(user).await.unwrap().is_some());
}
