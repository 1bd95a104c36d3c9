//! Follows and blocks.

use crate::{harness::*, on_both};
use std::collections::BTreeSet;
use store::Ties;

on_both!(who_follow_each_other_are_mutuals, a_block_ends_follows_both_ways_and_keeps_them_out);

async fn who_follow_each_other_are_mutuals(bench: Bench) {
    let store = bench.open().await;
    let ann = owner(&store).await;
    let (bob, cid) = (guest(&store, ann, "bob").await, guest(&store, ann, "cid").await);
    for (by, who) in [(ann, bob), (ann, bob), (bob, ann), (ann, cid)] {
        store.follow(by, who, NOW).await.unwrap();
    }
    assert_eq!(store.ties(ann, bob).await.unwrap(), Ties { follows: true, followed: true, ..Ties::default() });
    assert!(store.ties(ann, bob).await.unwrap().mutual() && !store.ties(ann, cid).await.unwrap().mutual());
    assert_eq!(store.mutuals_of(ann).await.unwrap(), BTreeSet::from([bob]));
    assert_eq!((store.following(ann).await.unwrap().len(), store.followers(cid).await.unwrap()), (2, BTreeSet::from([ann])));
    store.unfollow(bob, ann).await.unwrap();
    store.unfollow(bob, ann).await.unwrap();
    assert!(store.mutuals_of(ann).await.unwrap().is_empty());
    assert_eq!(store.follow(ann, ann, NOW).await.unwrap_err().code(), "store_invalid");
    assert_eq!(store.follow(ann, user_id(), NOW).await.unwrap_err().code(), "user_unknown");
}

async fn a_block_ends_follows_both_ways_and_keeps_them_out(bench: Bench) {
    let store = bench.open().await;
    let ann = owner(&store).await;
    let bob = guest(&store, ann, "bob").await;
    store.follow(ann, bob, NOW).await.unwrap();
    store.follow(bob, ann, NOW).await.unwrap();
    for _ in 0..2 {
        store.block(ann, bob, NOW).await.unwrap();
    }
    assert_eq!(store.ties(bob, ann).await.unwrap(), Ties { blocked: true, ..Ties::default() });
    assert_eq!((store.blocked_with(ann).await.unwrap(), store.blocked_with(bob).await.unwrap()), (BTreeSet::from([bob]), BTreeSet::from([ann])));
    assert_eq!((store.blocks_of(ann).await.unwrap(), store.blocks_of(bob).await.unwrap()), (BTreeSet::from([bob]), BTreeSet::new()));
    for (by, who) in [(ann, bob), (bob, ann)] {
        assert_eq!(store.follow(by, who, NOW).await.unwrap_err().code(), "blocked");
    }
    store.unblock(ann, bob).await.unwrap();
    assert_eq!(store.ties(ann, bob).await.unwrap(), Ties::default(), "follows do not come back");
    store.follow(bob, ann, NOW).await.unwrap();
}
