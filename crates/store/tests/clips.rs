//! Clips: kept once, listed in pages, gone for good.

use crate::{harness::*, on_both};
use domain::plan::{Cast, Maker};
use std::time::Duration;
use store::{Clip, NewClip, ObjectName, Page, Store};

on_both!(
    a_clip_comes_back_as_it_was_kept,
    a_take_has_one_clip,
    a_clip_needs_an_owner,
    owners_list_their_clips_in_pages,
    a_deleted_clip_is_gone_with_its_files,
    a_deletion_cut_short_is_finished_at_the_next_start,
    files_without_a_clip_are_swept_once_they_are_old,
);

async fn kept(store: &Store, new: &NewClip) -> Clip {
    for name in [ObjectName::clip_video(new.clip), ObjectName::clip_poster(new.clip)] {
        store.objects().put(name, vec![1, 2, 3]).await.unwrap();
    }
    let id = store.create_clip(new.clone()).await.unwrap();
    store.clip(id).await.unwrap().unwrap()
}

async fn a_clip_comes_back_as_it_was_kept(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = (user_id(), user_id());
    let new = new_clip(&[bob, ann, bob], Cast::nobody());
    let clip = kept(&store, &new).await;
    assert_eq!((clip.id, clip.take, clip.room, clip.at, clip.bytes), (new.clip, new.take, new.room, NOW, 123));
    assert_eq!((clip.title, clip.seconds, clip.size, clip.fps, clip.engine), (new.title, 5, new.size, 24, new.engine));
    assert_eq!(clip.owners, [ann, bob]);
    assert_eq!((clip.makers, clip.cast, clip.notices, clip.plan), (new.makers, new.cast, new.notices, new.plan));
    let alone =
        NewClip { room: None, cast: Cast::nobody(), makers: vec![Maker { user: ann, handle: handle("ann") }], ..new_clip(&[ann], Cast::nobody()) };
    let clip = kept(&store, &alone).await;
    assert!(clip.room.is_none() && clip.cast.is_empty());
}

async fn a_take_has_one_clip(bench: Bench) {
    let store = bench.open().await;
    let user = user_id();
    let first = new_clip(&[user], Cast::nobody());
    let second = NewClip { clip: clip_id(), title: "second".into(), owners: vec![user_id()], ..first.clone() };
    assert_eq!(store.create_clip(first.clone()).await.unwrap(), first.clip);
    assert_eq!(store.create_clip(first.clone()).await.unwrap(), first.clip);
    assert_eq!(store.create_clip(second.clone()).await.unwrap(), first.clip);
    assert!(store.clip(second.clip).await.unwrap().is_none());
    let clip = store.clip(first.clip).await.unwrap().unwrap();
    assert_eq!((clip.title, clip.owners), (first.title, vec![user]));
}

async fn a_clip_needs_an_owner(bench: Bench) {
    let store = bench.open().await;
    let new = NewClip { owners: Vec::new(), ..new_clip(&[user_id()], Cast::nobody()) };
    assert_eq!(store.create_clip(new).await.unwrap_err().code(), "store_invalid");
}

async fn owners_list_their_clips_in_pages(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = (user_id(), user_id());
    let mut of_ann = Vec::new();
    for number in 0..7 {
        let owners = if number % 2 == 0 { vec![ann] } else { vec![bob, ann] };
        let new = new_clip(&owners, Cast::nobody());
        of_ann.push(store.create_clip(new).await.unwrap());
        store.create_clip(new_clip(&[bob], Cast::nobody())).await.unwrap();
    }
    of_ann.reverse();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = store.clips_of(ann, Page { after, limit: 3 }).await.unwrap();
        assert!(page.len() <= 3);
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        seen.extend(page.iter().map(|clip| clip.id));
    }
    assert_eq!(seen, of_ann);
    assert_eq!(store.clips_of(bob, Page::default()).await.unwrap().len(), 10);
    assert_eq!(store.clips_of(bob, Page { after: None, limit: 0 }).await.unwrap().len(), 1);
    assert_eq!(store.clips_of(bob, Page { after: None, limit: u32::MAX }).await.unwrap().len(), 10);
    assert!(store.clips_of(user_id(), Page::default()).await.unwrap().is_empty());
    // A page goes on where its last clip was, though that one is deleted meanwhile.
    store.delete_clip(of_ann[2]).await.unwrap();
    let rest = store.clips_of(ann, Page { after: Some(of_ann[2]), limit: 9 }).await.unwrap();
    assert_eq!(rest.iter().map(|clip| clip.id).collect::<Vec<_>>(), of_ann[3..]);
}

async fn a_deleted_clip_is_gone_with_its_files(bench: Bench) {
    let store = bench.open().await;
    let user = user_id();
    let (gone, stays) = (kept(&store, &new_clip(&[user], Cast::nobody())).await, kept(&store, &new_clip(&[user], Cast::nobody())).await);
    assert!(store.delete_clip(gone.id).await.unwrap());
    assert!(!store.delete_clip(gone.id).await.unwrap());
    assert!(store.clip(gone.id).await.unwrap().is_none());
    assert_eq!(store.clips_of(user, Page::default()).await.unwrap().len(), 1);
    let missing = store.objects().get(ObjectName::clip_video(gone.id)).await;
    assert_eq!(missing.unwrap_err().code(), "object_unknown");
    assert!(store.objects().get(ObjectName::clip_video(stays.id)).await.is_ok());
    assert_eq!(files_below(&bench.objects()).len(), 2);
}

async fn a_deletion_cut_short_is_finished_at_the_next_start(bench: Bench) {
    let store = bench.open().await;
    let user = user_id();
    let clip = kept(&store, &new_clip(&[user], Cast::nobody())).await;
    bench.meddle("UPDATE clips SET deleted = 1").await;
    assert!(store.clip(clip.id).await.unwrap().is_none());
    assert!(store.clips_of(user, Page::default()).await.unwrap().is_empty());
    drop(store);
    let store = bench.open().await;
    assert!(store.clip(clip.id).await.unwrap().is_none());
    assert!(files_below(&bench.objects()).is_empty());
}

async fn files_without_a_clip_are_swept_once_they_are_old(bench: Bench) {
    let store = bench.open().await;
    let clip = kept(&store, &new_clip(&[user_id()], Cast::nobody())).await;
    let orphan = clip_id();
    store.objects().put(ObjectName::clip_video(orphan), vec![1]).await.unwrap();
    // What a write that was cut short leaves, and what is not ours.
    let folder = bench.objects().join("clips");
    std::fs::write(folder.join(orphan.to_string()).join("poster.jpg#1"), b"x").unwrap();
    std::fs::create_dir(folder.join("lost+found")).unwrap();
    std::fs::write(folder.join("lost+found/note"), b"x").unwrap();
    drop(store);
    let store = bench.open().await;
    assert!(store.objects().get(ObjectName::clip_video(orphan)).await.is_ok());
    let swept = store.sweep(Duration::ZERO).await.unwrap();
    assert_eq!((swept.deleted, swept.orphans), (0, 1));
    assert!(store.objects().get(ObjectName::clip_video(orphan)).await.is_err());
    assert!(store.objects().get(ObjectName::clip_video(clip.id)).await.is_ok());
    assert_eq!(files_below(&bench.objects()).len(), 3);
}
