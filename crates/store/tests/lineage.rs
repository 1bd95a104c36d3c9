//! What a clip was made of stays known, also when that is gone; and consent that was taken back from one keeps the next one out.

use crate::{
    cameos::{Home, cast_of, used, withdrawn},
    harness::*,
    on_both,
};
use domain::{
    ClipId, TakeId, UserId,
    cameo::Scope,
    plan::{Cast, Derivation, Derived, FrozenPlan},
};
use store::{NewClip, RoomBatch, Store};

on_both!(
    lineage_is_told_both_ways_and_outlives_a_deleted_clip,
    takes_that_go_back_to_another_are_found_while_they_are_made_too,
    nothing_is_kept_that_was_made_of_what_was_taken_back,
    a_long_lineage_is_cut_and_says_so,
);

fn derived(how: Derivation, of: &[ClipId], owners: &[UserId], cast: Cast) -> NewClip {
    let new = new_clip(owners, cast);
    let plan = with_cast(&new.plan, &new.cast).derived_from(Derived::of(how, of.to_vec()));
    NewClip { plan, ..new }
}

/// The harness makes plans that show nobody.
fn with_cast(plan: &FrozenPlan, cast: &Cast) -> FrozenPlan {
    let mut plain = serde_json::to_value(plan).unwrap();
    plain["cast"] = serde_json::to_value(cast).unwrap();
    serde_json::from_value(plain).unwrap()
}

async fn lineage_is_told_both_ways_and_outlives_a_deleted_clip(bench: Bench) {
    let store = bench.open().await;
    let ann = user_id();
    let root = store.create_clip(new_clip(&[ann], Cast::nobody())).await.unwrap();
    let other = store.create_clip(new_clip(&[ann], Cast::nobody())).await.unwrap();
    let longer = derived(Derivation::Extension, &[root], &[ann], Cast::nobody());
    let kept = store.create_clip(longer.clone()).await.unwrap();
    assert_eq!(store.create_clip(longer.clone()).await.unwrap(), kept, "once for each take");
    let both = store.create_clip(derived(Derivation::Stitch, &[longer.clip, other, longer.clip], &[ann], Cast::nobody())).await.unwrap();
    let of = |lineage: &[store::Link]| lineage.iter().map(|link| (link.clip, link.how, link.place, link.parent)).collect::<Vec<_>>();
    let told = store.lineage(both).await.unwrap();
    let up = [
        (both, Derivation::Stitch, 0, longer.clip),
        (both, Derivation::Stitch, 1, other),
        (both, Derivation::Stitch, 2, longer.clip),
        (longer.clip, Derivation::Extension, 0, root),
    ];
    assert_eq!((of(&told.ancestors), told.descendants.len(), told.more), (up.to_vec(), 0, false));
    store.delete_clip(longer.clip).await.unwrap();
    let told = store.lineage(both).await.unwrap();
    assert_eq!(of(&told.ancestors), up, "the place of what was deleted stays");
    let told = store.lineage(root).await.unwrap();
    assert_eq!(told.descendants.iter().map(|link| link.clip).collect::<Vec<_>>(), [longer.clip, both, both]);
    assert_eq!(store.lineage(clip_id()).await.unwrap(), store::Lineage::default());
}

async fn granted(home: &mut Home, take: TakeId, owner: UserId) {
    home.decide(vec![used(take, None, &[owner])]).await;
}

async fn takes_that_go_back_to_another_are_found_while_they_are_made_too(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let mut home = Home::of(&store, user).await;
    let cast = cast_of(home.cameo, user);
    let root = new_clip(&[user], cast.clone());
    let second = derived(Derivation::Edit, &[root.clip], &[user], cast.clone());
    let without = derived(Derivation::Remix, &[root.clip], &[user], Cast::nobody());
    let third = derived(Derivation::Remix, &[without.clip], &[user], cast.clone());
    for clip in [&root, &second, &without, &third] {
        if !clip.cast.is_empty() {
            granted(&mut home, clip.take, user).await;
        }
        store.create_clip(clip.clone()).await.unwrap();
    }
    let running = take_id();
    granted(&mut home, running, user).await;
    let plan = with_cast(&plan(room, running, user, "more"), &cast);
    let plan = plan.derived_from(Derived::of(Derivation::Extension, vec![third.clip]));
    let epoch = store.open_room(room).await.unwrap().epoch;
    store.append(RoomBatch { events: vec![recorded(1, queued(running, user))], plans: vec![plan], ..batch(room, epoch) }).await.unwrap();
    let mut found = store.takes_made_of(home.cameo, root.take).await.unwrap();
    found.sort();
    assert_eq!(found, [second.take, third.take, running], "over one that does not show them, and one that is being made");
    assert_eq!(store.takes_made_of(home.cameo, third.take).await.unwrap(), [running]);
    assert!(store.takes_made_of(home.cameo, running).await.unwrap().is_empty());
}

async fn nothing_is_kept_that_was_made_of_what_was_taken_back(bench: Bench) {
    let (store, user, _) = furnished(&bench).await;
    let mut home = Home::of(&store, user).await;
    let cast = cast_of(home.cameo, user);
    let root = new_clip(&[user], cast.clone());
    granted(&mut home, root.take, user).await;
    store.create_clip(root.clone()).await.unwrap();
    let next = derived(Derivation::Stitch, &[root.clip, root.clip], &[user], cast);
    granted(&mut home, next.take, user).await;
    home.decide(vec![withdrawn(Scope::Take(root.take))]).await;
    assert_eq!(store.create_clip(next.clone()).await.unwrap_err().code(), "cast_withdrawn");
    assert!(store.clip(next.clip).await.unwrap().is_none());
    assert_eq!(store.lineage(root.clip).await.unwrap(), store::Lineage::default(), "nothing of it was written");
    // Without them it may be: then none of it is theirs.
    store.create_clip(derived(Derivation::Edit, &[root.clip], &[user], Cast::nobody())).await.unwrap();
}

async fn a_long_lineage_is_cut_and_says_so(bench: Bench) {
    let store = bench.open().await;
    let ann = user_id();
    let root = store.create_clip(new_clip(&[ann], Cast::nobody())).await.unwrap();
    many(&store, root, ann, 64).await;
    let told = store.lineage(root).await.unwrap();
    assert_eq!((told.descendants.len(), told.more), (64, false));
    many(&store, root, ann, 1).await;
    let told = store.lineage(root).await.unwrap();
    assert_eq!((told.descendants.len(), told.more), (64, true));
}

async fn many(store: &Store, root: ClipId, owner: UserId, count: usize) {
    for _ in 0..count {
        store.create_clip(derived(Derivation::Remix, &[root], &[owner], Cast::nobody())).await.unwrap();
    }
}
