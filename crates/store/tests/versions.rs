//! Versions of a storyboard: listed without their content, kept within a number and a size, and only by the room's home.

use crate::{harness::*, on_both};
use domain::{
    Timestamp,
    version::{Content, Ended, KEPT, KEPT_BYTES, Reason, Stretch, VersionShot},
};
use store::{NewVersion, RoomBatch, StoredUpdate};

on_both!(
    a_list_looks_at_no_update_however_many_there_are,
    the_newest_versions_are_kept_and_listed,
    the_oldest_go_where_they_are_too_large,
    nobodys_many_or_large_versions_take_the_place_of_others,
    a_number_is_given_once
);

fn version(text: &str) -> NewVersion {
    let by = user_id();
    let prompt = vec![Stretch { by: Some(by), text: text.to_owned() }];
    let content = Content { shots: vec![VersionShot { id: "a".into(), prompt, seconds: 5, ..VersionShot::default() }] };
    NewVersion { ended: Ended { at: Timestamp::from_millis(1_795_000_000_000), by: vec![by], reason: Reason::Pause }, content }
}

async fn a_number_is_given_once(bench: Bench) {
    let (store, _, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    assert_eq!(store.keep_version(room, epoch, version("a dog")).await.unwrap(), 1);
    assert!(store.forget_version(room, 1).await.unwrap());
    assert_eq!(store.keep_version(room, epoch, version("a cat")).await.unwrap(), 2);
    assert!(!store.forget_version(room, 1).await.unwrap(), "asked twice, it takes no other with it");
}

async fn the_newest_versions_are_kept_and_listed(bench: Bench) {
    let (store, _, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    for number in 1..=KEPT as u64 + 3 {
        let kept = store.keep_version(room, epoch, version(&format!("a dog runs {number}"))).await.unwrap();
        assert_eq!(kept, number);
    }
    let listed = store.versions(room).await.unwrap();
    assert_eq!((listed.len(), listed[0].number, listed[0].words), (KEPT, KEPT as u64 + 3, 4));
    assert_eq!(store.version(room, 3).await.unwrap(), None, "the oldest are forgotten");
    let (row, content) = store.version(room, 4).await.unwrap().expect("the oldest that is kept");
    assert_eq!((row.reason, content.shots[0].prompt[0].text.as_str()), (Reason::Pause, "a dog runs 4"));
    assert_eq!(store.newest_version(room).await.unwrap(), store.version(room, KEPT as u64 + 3).await.unwrap().map(|(_, content)| content));

    store.open_room(room).await.unwrap();
    assert_eq!(store.keep_version(room, epoch, version("late")).await.unwrap_err().code(), "fenced");
}

async fn a_list_looks_at_no_update_however_many_there_are(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let updates: Vec<StoredUpdate> = (0..10_000).map(|_| StoredUpdate { author: Some(user), bytes: vec![0; 8] }).collect();
    let mut position = 0;
    for _ in 0..10 {
        let batch =
            RoomBatch { room, epoch, events: Vec::new(), redactions: Vec::new(), plans: Vec::new(), updates: updates.clone(), idempotency: None };
        position = store.append(batch).await.unwrap().document_position;
    }
    assert_eq!(position, 100_000);
    for number in 1..=3 {
        store.keep_version(room, epoch, version(&format!("a dog runs {number}"))).await.unwrap();
    }
    // What is not there is not read, and costs nothing.
    bench.meddle("ALTER TABLE document_updates RENAME TO out_of_reach").await;
    assert_eq!(store.versions(room).await.unwrap().len(), 3);
    assert!(store.version(room, 2).await.unwrap().is_some() && store.newest_version(room).await.unwrap().is_some());
    assert_eq!(store.keep_version(room, epoch, version("one more")).await.unwrap(), 4);
}

async fn the_oldest_go_where_they_are_too_large(bench: Bench) {
    let (store, _, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let large = "word ".repeat(usize::try_from(KEPT_BYTES / 4).unwrap() / 5);
    for _ in 0..5 {
        store.keep_version(room, epoch, version(&large)).await.unwrap();
    }
    assert_eq!(store.versions(room).await.unwrap().iter().map(|row| row.number).collect::<Vec<_>>(), [5, 4, 3]);
    let huge = "word ".repeat(usize::try_from(KEPT_BYTES).unwrap() / 4);
    store.keep_version(room, epoch, version(&huge)).await.unwrap();
    assert_eq!(store.versions(room).await.unwrap().len(), 1, "the newest stays, however large");
}

async fn nobodys_many_or_large_versions_take_the_place_of_others(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    store.keep_version(room, epoch, version("a dog runs")).await.unwrap();
    let large = "word ".repeat(usize::try_from(KEPT_BYTES / 4).unwrap() / 5);
    for _ in 0..5 {
        store.keep_version(room, epoch, version(&large)).await.unwrap();
    }
    assert_eq!(store.versions(room).await.unwrap().iter().map(|row| row.number).collect::<Vec<_>>(), [6, 5, 4, 1]);

    let room = room_id();
    store.create_room(room, "Garden", user, NOW).await.unwrap();
    let epoch = store.open_room(room).await.unwrap().epoch;
    store.keep_version(room, epoch, version("a dog runs")).await.unwrap();
    let one = version("more");
    for _ in 0..KEPT + 1 {
        store.keep_version(room, epoch, one.clone()).await.unwrap();
    }
    let listed = store.versions(room).await.unwrap();
    assert_eq!((listed.len(), listed[KEPT - 1].number, listed[KEPT - 2].number), (KEPT, 1, 4), "the first is somebody else's");
}
