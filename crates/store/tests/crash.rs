//! What was acknowledged survives: a store that is dropped, a process that is killed.

use crate::{harness::*, on_both};
use domain::{RoomId, UserId};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};
use store::{ObjectName, RoomBatch, Store, StoreSettings, StoredUpdate};

on_both!(a_dropped_store_has_kept_all, a_killed_process_has_kept_what_it_acknowledged);

async fn a_dropped_store_has_kept_all(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let take = take_id();
    let plan = plan(room, take, user, "a dog runs");
    let kept = RoomBatch {
        events: vec![recorded(1, queued(take, user)), recorded(2, said(user, "hi"))],
        plans: vec![plan.clone()],
        updates: vec![StoredUpdate { author: Some(user), bytes: vec![1, 2, 3] }],
        idempotency: Some((user, "key".into(), "reply".into())),
        ..batch(room, epoch)
    };
    store.append(kept.clone()).await.unwrap();
    drop(store);
    let store = bench.open().await;
    let opened = store.open_room(room).await.unwrap();
    assert!(opened.epoch > epoch);
    assert_eq!((opened.events, opened.plans, opened.updates), (kept.events, vec![plan], kept.updates));
    assert_eq!(store.reply_for(user, "key").await.unwrap().as_deref(), Some("reply"));
}

/// Not a test of its own: [`a_killed_process_has_kept_what_it_acknowledged`] runs it in another process.
#[tokio::test]
#[ignore = "runs inside another test"]
async fn append_until_killed() {
    let told = |name: &str| std::env::var(name).expect("the test that starts this sets it");
    let settings = StoreSettings { database_url: told("STORE_URL"), ..StoreSettings::in_folder(told("STORE_FOLDER").as_ref()) };
    let room: RoomId = told("STORE_ROOM").parse().unwrap();
    let by: UserId = told("STORE_USER").parse().unwrap();
    let store = Store::open(settings).await.unwrap();
    let epoch = store.open_room(room).await.unwrap().epoch;
    for seq in 1.. {
        store.append(chat(room, epoch, seq, by)).await.unwrap();
        let clip = clip_id();
        store.objects().put(ObjectName::clip_video(clip), vec![7; 1_000]).await.unwrap();
        println!("\nkept {seq} {clip}");
        std::io::stdout().flush().unwrap();
    }
}

async fn a_killed_process_has_kept_what_it_acknowledged(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    drop(store);
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::append_until_killed", "--ignored", "--nocapture"])
        .env("STORE_URL", &bench.url)
        .env("STORE_FOLDER", bench.folder.path())
        .env("STORE_ROOM", room.to_string())
        .env("STORE_USER", user.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut acknowledged: Vec<(u64, domain::ClipId)> = Vec::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut read = |line: &str| {
        let mut words = line.strip_prefix("kept ")?.split(' ');
        acknowledged.push((words.next()?.parse().ok()?, words.next()?.parse().ok()?));
        Some(acknowledged.len())
    };
    for line in lines.by_ref() {
        if read(&line.unwrap()) == Some(25) {
            break;
        }
    }
    child.kill().unwrap();
    lines.map_while(Result::ok).for_each(|line| _ = read(&line));
    child.wait().unwrap();
    assert!(acknowledged.len() >= 25, "the child ended early");

    let store = bench.open().await;
    let events = store.open_room(room).await.unwrap().events;
    let numbers: Vec<_> = events.iter().map(|event| event.seq).collect();
    assert_eq!(numbers, (1..=events.len() as u64).collect::<Vec<_>>());
    for (seq, clip) in acknowledged {
        assert!(events.len() as u64 >= seq);
        assert_eq!(store.objects().get(ObjectName::clip_video(clip)).await.unwrap(), vec![7; 1_000]);
    }
}
