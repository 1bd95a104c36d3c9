//! Cameos from enrolment to erasure, what their owners decide, and what follows for uses and clips.

use crate::{harness::*, on_both};
use domain::{
    CameoId, RoomId, TakeId, UserId,
    cameo::{Audience, DecisionEvent, Decisions, Rules, Scope},
    ledger::{EntryKind, LedgerDraft, Other},
    likeness::CameoKind,
    plan::{Cast, CastMember},
};
use std::time::Duration;
use store::{CameoState, CameoUse, DecisionBatch, NewCameo, ObjectName, Page, Store, UseState, VaultPart};

on_both!(
    a_cameo_comes_back_as_it_was_enrolled,
    one_active_cameo_of_a_name,
    a_likeness_is_sealed_on_disk_and_opens_for_who_asks,
    decisions_come_back_in_order_and_fold,
    a_decision_out_of_place_or_from_an_earlier_home_is_refused,
    a_refused_batch_leaves_no_entry,
    homes_that_decide_at_once_leave_no_gap,
    a_withdrawal_reaches_the_uses_of_its_scope,
    a_use_is_filled_by_its_clip_and_withheld_when_withdrawn,
    a_clip_whose_cast_withdrew_meanwhile_is_not_kept,
    a_use_ends_with_its_take_and_with_its_clip,
    an_owner_closes_a_clip_for_others_until_they_allow_it_again,
    an_erased_cameo_leaves_nothing_that_can_be_opened,
    an_ended_cameo_is_erased_at_the_next_start,
    what_a_broken_enrolment_leaves_is_swept,
    a_closed_store_has_kept_what_waited,
);

pub async fn epoch(store: &Store, owner: UserId) -> u64 {
    store.open_user(owner).await.unwrap()
}

pub fn new_cameo(owner: UserId, name: Option<&str>) -> NewCameo {
    let kind = if name.is_some() { CameoKind::Pet } else { CameoKind::Person };
    NewCameo { cameo: cameo_id(), owner, kind, name: name.map(Into::into), minor: false, guardian_approved: None, at: NOW }
}

pub async fn enrolled(store: &Store, owner: UserId, name: Option<&str>) -> CameoId {
    let new = new_cameo(owner, name);
    store.enrol_cameo(new.clone(), vec![(VaultPart::Likeness, b"face".to_vec()), (VaultPart::Embedding, vec![7; 64])]).await.unwrap();
    new.cameo
}

pub fn used(take: TakeId, room: Option<RoomId>, makers: &[UserId]) -> (DecisionEvent, LedgerDraft) {
    let draft = LedgerDraft::new(EntryKind::Used).about(Other::Take(take)).concerning(makers.iter().copied());
    (DecisionEvent::Used { take, room, makers: makers.to_vec() }, draft)
}

pub fn withdrawn(scope: Scope) -> (DecisionEvent, LedgerDraft) {
    (DecisionEvent::Withdrawn { scope }, LedgerDraft::new(EntryKind::Revoked))
}

pub fn ended() -> (DecisionEvent, LedgerDraft) {
    (DecisionEvent::Ended, LedgerDraft::new(EntryKind::Ended))
}

/// A cameo with its home.
pub struct Home {
    store: Store,
    pub cameo: CameoId,
    epoch: u64,
    number: u64,
}

impl Home {
    pub async fn of(store: &Store, owner: UserId) -> Self {
        let cameo = enrolled(store, owner, None).await;
        Self { store: store.clone(), cameo, epoch: epoch(store, owner).await, number: 0 }
    }

    pub async fn decide(&mut self, decisions: Vec<(DecisionEvent, LedgerDraft)>) -> Vec<u64> {
        let batch = DecisionBatch { cameo: self.cameo, epoch: self.epoch, expected_number: self.number, at: LATER, decisions };
        let kept = self.store.append_decisions(batch).await.unwrap();
        self.number = kept.number;
        kept.entries
    }

    async fn uses(&self) -> Vec<CameoUse> {
        self.store.uses_of(self.cameo, None, 100).await.unwrap()
    }

    async fn state(&self, take: TakeId) -> UseState {
        self.uses().await.into_iter().find(|used| used.take == take).expect("the use is listed").state
    }
}

pub fn cast_of(cameo: CameoId, owner: UserId) -> Cast {
    Cast::of([CastMember { cameo, owner, mention: "owner".parse().unwrap(), kind: CameoKind::Person }])
}

async fn a_cameo_comes_back_as_it_was_enrolled(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let new = NewCameo { minor: true, guardian_approved: Some(false), ..new_cameo(user, Some("rex")) };
    store.enrol_cameo(new.clone(), vec![]).await.unwrap();
    let cameo = store.cameo(new.cameo).await.unwrap().unwrap();
    assert_eq!((cameo.owner, cameo.kind, cameo.name.as_deref(), cameo.state), (user, CameoKind::Pet, Some("rex"), CameoState::Active));
    assert_eq!((cameo.minor, cameo.guardian_approved, cameo.created_at, cameo.ended_at), (true, Some(false), NOW, None));
    assert_eq!(cameo.mention().to_string(), "owner.rex");
    assert_eq!(store.cameo_by_mention(&"owner.rex".parse().unwrap()).await.unwrap().unwrap(), cameo);
    assert!(store.cameo_by_mention(&"owner".parse().unwrap()).await.unwrap().is_none());
    assert_eq!(store.cameos_of(user).await.unwrap(), [cameo]);
    assert_eq!(store.active_cameos(CameoKind::Pet).await.unwrap(), [new.cameo]);
    assert!(store.active_cameos(CameoKind::Person).await.unwrap().is_empty());
    for approved in [None, Some(true)] {
        store.set_guardian_approval(new.cameo, approved).await.unwrap();
        assert_eq!(store.cameo(new.cameo).await.unwrap().unwrap().guardian_approved, approved);
    }
    assert_eq!(store.set_guardian_approval(cameo_id(), None).await.unwrap_err().code(), "cameo_unknown");
    store.set_guardian(user, Some(user)).await.unwrap();
    assert_eq!(store.account(user).await.unwrap().unwrap().guardian, Some(user));
    assert_eq!(store.enrol_cameo(new_cameo(user_id(), None), vec![]).await.unwrap_err().code(), "user_unknown");
    for bad in ["", "Rex", "a b", "é", "'; --"] {
        assert_eq!(store.enrol_cameo(new_cameo(user, Some(bad)), vec![]).await.unwrap_err().code(), "store_invalid", "{bad}");
    }
}

async fn one_active_cameo_of_a_name(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let mut home = Home::of(&store, user).await;
    let second = new_cameo(user, None);
    let refused = store.enrol_cameo(second.clone(), vec![(VaultPart::Likeness, vec![1])]).await;
    assert_eq!(refused.unwrap_err().code(), "cameo_exists");
    assert_eq!(files_below(&bench.objects()).len(), 2, "nothing of the refused one stays");
    enrolled(&store, user, Some("rex")).await;
    let again = NewCameo { cameo: home.cameo, ..new_cameo(user, Some("tom")) };
    assert_eq!(store.enrol_cameo(again, vec![(VaultPart::Likeness, vec![2])]).await.unwrap_err().code(), "cameo_exists");
    assert_eq!(store.vault().get(home.cameo, VaultPart::Likeness).await.unwrap(), b"face", "what is kept stays");
    home.decide(vec![ended()]).await;
    store.enrol_cameo(second, vec![]).await.unwrap();
}

async fn a_likeness_is_sealed_on_disk_and_opens_for_who_asks(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let (cameo, other) = (enrolled(&store, user, None).await, enrolled(&store, user, Some("rex")).await);
    let vault = store.vault();
    assert_eq!(vault.get(cameo, VaultPart::Likeness).await.unwrap(), b"face");
    vault.put(cameo, VaultPart::Likeness, b"another face".to_vec()).await.unwrap();
    assert_eq!(vault.get(cameo, VaultPart::Likeness).await.unwrap(), b"another face");
    assert_eq!(vault.get(cameo, VaultPart::Embedding).await.unwrap(), [7; 64]);
    assert_eq!(vault.get(cameo_id(), VaultPart::Likeness).await.unwrap_err().code(), "cameo_unknown");
    assert_eq!(vault.put(cameo, VaultPart::Likeness, vec![0; store::MOST_PART + 1]).await.unwrap_err().code(), "store_invalid");
    let files = files_below(&bench.objects());
    assert_eq!(files.len(), 4);
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        assert!(!bytes.windows(4).any(|window| window == b"face" || window == [7; 4]));
    }
    // One sealed file in place of another, or changed, does not open.
    let path = |cameo| bench.objects().join(format!("cameos/{cameo}/likeness"));
    std::fs::copy(path(other), path(cameo)).unwrap();
    assert_eq!(vault.get(cameo, VaultPart::Likeness).await.unwrap_err().code(), "vault_failed");
    drop(store);
    let store = bench.open().await;
    assert_eq!(store.vault().get(other, VaultPart::Likeness).await.unwrap(), b"face", "the key outlives a restart");
}

async fn decisions_come_back_in_order_and_fold(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let mut home = Home::of(&store, user).await;
    let rules = Rules { audience: Audience::Everyone, preferences: HOSTILE[2].into(), ..Rules::default() };
    let changed = (DecisionEvent::RulesChanged { rules }, LedgerDraft::new(EntryKind::RulesChanged));
    let person = user_id();
    let allowed = (DecisionEvent::PersonAllowed { user: person }, LedgerDraft::new(EntryKind::Allowed).about(Other::Person(person)));
    let entries = home.decide(vec![changed.clone(), allowed.clone()]).await;
    assert_eq!(entries, [1, 2], "after the enrolment");
    assert_eq!(home.decide(vec![used(take_id(), None, &[person])]).await, [3]);
    let stored = store.decisions(home.cameo).await.unwrap();
    assert_eq!(stored.iter().map(|decision| decision.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!((&stored[0].event, &stored[1].event, stored[1].at), (&changed.0, &allowed.0, LATER));
    let folded = Decisions::fold(stored.iter().map(|decision| &decision.event));
    assert!(folded.allowed_people().contains(&person) && folded.uses().count() == 1);
}

async fn a_decision_out_of_place_or_from_an_earlier_home_is_refused(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let mut home = Home::of(&store, user).await;
    home.decide(vec![withdrawn(Scope::Everything)]).await;
    let batch = DecisionBatch { cameo: home.cameo, epoch: home.epoch, expected_number: 0, at: NOW, decisions: vec![withdrawn(Scope::Everything)] };
    let refused = store.append_decisions(batch.clone()).await.unwrap_err();
    assert!(matches!(refused, store::StoreError::SequenceConflict { expected: 2 }), "{refused}");
    let next = epoch(&store, user).await;
    let late = DecisionBatch { expected_number: 1, ..batch.clone() };
    assert_eq!(store.append_decisions(late.clone()).await.unwrap_err().code(), "fenced");
    assert_eq!(store.append_decisions(DecisionBatch { cameo: cameo_id(), ..late.clone() }).await.unwrap_err().code(), "cameo_unknown");
    home.epoch = next;
    home.decide(vec![ended()]).await;
    let after = DecisionBatch { epoch: next, expected_number: 2, ..batch };
    assert_eq!(store.append_decisions(after).await.unwrap_err().code(), "cameo_ended");
    assert_eq!(store.decisions(home.cameo).await.unwrap().len(), 2);
}

async fn a_refused_batch_leaves_no_entry(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let mut home = Home::of(&store, user).await;
    let refused = (DecisionEvent::Ended, LedgerDraft::new(EntryKind::Ended).detail("Not A Code"));
    let (epoch, cameo) = (home.epoch, home.cameo);
    let batch = |number, decisions| DecisionBatch { cameo, epoch, expected_number: number, at: NOW, decisions };
    // Handed over together, so that they share a transaction.
    let bad = store.append_decisions(batch(0, vec![used(take_id(), None, &[user]), refused]));
    let good = store.append_decisions(batch(0, vec![used(take_id(), None, &[user])]));
    assert_eq!(bad.await.unwrap_err().code(), "store_invalid");
    assert_eq!(good.await.unwrap().entries, [1]);
    home.number = 1;
    assert_eq!(store.ledger_head().await.unwrap().size, 2);
    assert_eq!(home.uses().await.len(), 1);
    assert_eq!(store.cameo(cameo).await.unwrap().unwrap().state, CameoState::Active);
}

async fn homes_that_decide_at_once_leave_no_gap(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let epoch = epoch(&store, user).await;
    // Two handles, as two nodes have.
    let stores = [store.clone(), bench.open().await];
    let (mut cameos, mut tasks) = (Vec::new(), Vec::new());
    for name in ["a", "b", "c", "d", "e", "f"] {
        cameos.push(enrolled(&store, user, Some(name)).await);
    }
    for (number, cameo) in cameos.into_iter().enumerate() {
        let store = stores[number % 2].clone();
        tasks.push(tokio::spawn(async move {
            let mut entries = Vec::new();
            for number in 0..10 {
                let decisions = vec![used(take_id(), None, &[user])];
                let batch = DecisionBatch { cameo, epoch, expected_number: number, at: NOW, decisions };
                entries.extend(store.append_decisions(batch).await.unwrap().entries);
            }
            entries
        }));
    }
    let mut entries = Vec::new();
    for task in tasks {
        entries.extend(task.await.unwrap());
    }
    entries.sort_unstable();
    assert_eq!(entries, (6..66).collect::<Vec<_>>());
    assert_eq!(store.ledger_head().await.unwrap().size, 66);
}

async fn a_withdrawal_reaches_the_uses_of_its_scope(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let mut home = Home::of(&store, user).await;
    let (ann, bob, takes) = (user_id(), user_id(), [take_id(), take_id(), take_id(), take_id()]);
    home.decide(vec![
        used(takes[0], Some(room), &[ann]),
        used(takes[1], Some(room_id()), &[ann, bob]),
        used(takes[2], None, &[bob]),
        used(takes[3], None, &[user]),
    ])
    .await;
    let listed = home.uses().await;
    assert_eq!(listed.iter().map(|used| used.take).collect::<Vec<_>>(), takes.iter().rev().copied().collect::<Vec<_>>());
    assert_eq!((listed[3].room_name.as_deref(), listed[3].makers.as_slice(), listed[3].entry), (Some("Kitchen"), [(ann, None)].as_slice(), 1));
    assert_eq!(listed[0].makers, [(user, Some(handle("owner")))]);
    assert_eq!(store.uses_of(home.cameo, Some(takes[2]), 1).await.unwrap()[0].take, takes[1]);
    let states = async |home: &Home| {
        let mut states = Vec::new();
        for take in takes {
            states.push(home.state(take).await == UseState::Withdrawn);
        }
        states
    };
    home.decide(vec![withdrawn(Scope::Room(room))]).await;
    assert_eq!(states(&home).await, [true, false, false, false]);
    home.decide(vec![withdrawn(Scope::Person(ann))]).await;
    assert_eq!(states(&home).await, [true, true, false, false]);
    home.decide(vec![withdrawn(Scope::Take(takes[2]))]).await;
    assert_eq!(states(&home).await, [true, true, true, false]);
    let allowed = (DecisionEvent::TakeAllowed { take: takes[0] }, LedgerDraft::new(EntryKind::Restored));
    home.decide(vec![allowed]).await;
    assert_eq!(states(&home).await, [false, true, true, false], "as the domain folds it");
    home.decide(vec![withdrawn(Scope::Everything)]).await;
    assert_eq!(states(&home).await, [true; 4]);
    let folded = Decisions::fold(store.decisions(home.cameo).await.unwrap().iter().map(|decision| &decision.event));
    assert!(takes.iter().all(|take| !folded.stands(*take)));
}

async fn a_use_is_filled_by_its_clip_and_withheld_when_withdrawn(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let mut home = Home::of(&store, user).await;
    let new = new_clip(&[user], cast_of(home.cameo, user));
    home.decide(vec![used(new.take, new.room, &[user])]).await;
    let clip = store.create_clip(new.clone()).await.unwrap();
    assert_eq!(home.uses().await[0].clip, Some(clip));
    assert_eq!(home.uses().await[0].title.as_deref(), Some(new.title.as_str()));
    assert_eq!(store.entries_of_take(new.take).await.unwrap(), [(home.cameo, 1)]);
    assert!(store.clip(clip).await.unwrap().unwrap().withheld.is_empty());
    home.decide(vec![withdrawn(Scope::Take(new.take))]).await;
    let kept = store.clip(clip).await.unwrap().unwrap();
    assert_eq!(kept.withheld.iter().map(|withheld| (withheld.cameo, withheld.owner, withheld.at)).collect::<Vec<_>>(), [(home.cameo, user, LATER)]);
    assert_eq!(store.clips_of_cameo(home.cameo, Page::default()).await.unwrap(), [kept]);
    assert!(store.clips_of_cameo(home.cameo, Page { after: Some(clip), limit: 9 }).await.unwrap().is_empty());
    // A retry of what was kept before answers as before.
    assert_eq!(store.create_clip(new).await.unwrap(), clip);
    home.decide(vec![(DecisionEvent::TakeAllowed { take: home.uses().await[0].take }, LedgerDraft::new(EntryKind::Restored))]).await;
    assert!(store.clip(clip).await.unwrap().unwrap().withheld.is_empty());
}

async fn a_clip_whose_cast_withdrew_meanwhile_is_not_kept(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let mut home = Home::of(&store, user).await;
    let new = new_clip(&[user], cast_of(home.cameo, user));
    assert_eq!(store.create_clip(new.clone()).await.unwrap_err().code(), "cast_withdrawn", "never granted");
    home.decide(vec![used(new.take, new.room, &[user]), withdrawn(Scope::Everything)]).await;
    assert_eq!(store.create_clip(new.clone()).await.unwrap_err().code(), "cast_withdrawn");
    assert!(store.clip(new.clip).await.unwrap().is_none() && store.clips_of(user, Page::default()).await.unwrap().is_empty());
    assert_eq!(home.uses().await[0].clip, None);
}

async fn a_use_ends_with_its_take_and_with_its_clip(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let mut home = Home::of(&store, user).await;
    let (failed, new) = (take_id(), new_clip(&[user], cast_of(home.cameo, user)));
    home.decide(vec![used(failed, Some(room), &[user]), used(new.take, new.room, &[user])]).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let mut events = batch(room, epoch);
    events.events = vec![recorded(1, queued(failed, user))];
    store.append(events.clone()).await.unwrap();
    let listed = home.uses().await.into_iter().find(|used| used.take == failed).unwrap();
    assert_eq!((listed.title.as_deref(), listed.take_state.as_deref()), (Some("a dog runs"), Some("queued")));
    events.events = vec![recorded(2, domain::room::RoomEvent::TakeCancelled { take: failed, by: user })];
    store.append(events).await.unwrap();
    assert_eq!(home.state(failed).await, UseState::Over);
    let clip = store.create_clip(new.clone()).await.unwrap();
    assert_eq!(home.state(new.take).await, UseState::Granted);
    store.delete_clip(clip).await.unwrap();
    assert_eq!((home.state(new.take).await, home.uses().await[0].clip), (UseState::Over, None));
}

async fn an_owner_closes_a_clip_for_others_until_they_allow_it_again(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = (user_id(), user_id());
    let clip = store.create_clip(new_clip(&[ann, bob], Cast::nobody())).await.unwrap();
    assert!(!store.withdraw_clip(clip, user_id(), NOW).await.unwrap() && !store.withdraw_clip(clip_id(), ann, NOW).await.unwrap());
    for _ in 0..2 {
        assert!(store.withdraw_clip(clip, bob, NOW).await.unwrap());
    }
    assert_eq!(store.clip(clip).await.unwrap().unwrap().withdrawn_by, [bob]);
    assert!(!store.allow_clip_again(clip, ann).await.unwrap());
    assert!(store.allow_clip_again(clip, bob).await.unwrap());
    assert!(store.clip(clip).await.unwrap().unwrap().withdrawn_by.is_empty());
}

async fn an_erased_cameo_leaves_nothing_that_can_be_opened(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let mut home = Home::of(&store, user).await;
    let clip = new_clip(&[user], cast_of(home.cameo, user));
    home.decide(vec![used(clip.take, clip.room, &[user])]).await;
    store.create_clip(clip.clone()).await.unwrap();
    assert_eq!(store.erase_cameo(home.cameo, LATER).await.unwrap_err().code(), "store_invalid");
    home.decide(vec![ended()]).await;
    let object = bench.objects().join(format!("cameos/{}/likeness", home.cameo));
    let copy = std::fs::read(&object).unwrap();
    assert_eq!(store.erase_cameo(home.cameo, LATER).await.unwrap(), Some(3));
    assert_eq!(store.erase_cameo(home.cameo, LATER).await.unwrap(), None, "harmless when repeated");
    assert!(!object.exists());
    // A backup of the object does not help: its key is gone.
    std::fs::create_dir_all(object.parent().unwrap()).unwrap();
    std::fs::write(&object, copy).unwrap();
    assert_eq!(store.vault().get(home.cameo, VaultPart::Likeness).await.unwrap_err().code(), "likeness_erased");
    assert_eq!(store.cameo(home.cameo).await.unwrap().unwrap().state, CameoState::Erased);
    assert!(store.cameos_of(user).await.unwrap().is_empty() && store.decisions(home.cameo).await.unwrap().is_empty());
    assert_eq!(store.clip(clip.clip).await.unwrap().unwrap().withheld.len(), 1, "clips stay withheld");
    assert!(store.ledger_of(user, None, 10).await.unwrap().is_empty(), "its entries can be joined with nobody");
    assert_eq!(store.ledger_head().await.unwrap().size, 4);
    assert_eq!(store.sweep(Duration::from_secs(3_600)).await.unwrap().likenesses, 1);
}

async fn an_ended_cameo_is_erased_at_the_next_start(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let mut home = Home::of(&store, user).await;
    home.decide(vec![ended()]).await;
    assert_eq!(store.vault().get(home.cameo, VaultPart::Likeness).await.unwrap(), b"face", "not erased yet");
    drop((store, home.store));
    let store = bench.open().await;
    assert_eq!(store.cameo(home.cameo).await.unwrap().unwrap().state, CameoState::Erased);
    assert!(files_below(&bench.objects()).is_empty());
    assert_eq!(store.erase_ended(LATER).await.unwrap(), 0);
}

async fn what_a_broken_enrolment_leaves_is_swept(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let kept = enrolled(&store, user, None).await;
    let folder = bench.objects().join(format!("cameos/{}", cameo_id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("likeness"), b"noise").unwrap();
    assert_eq!(store.sweep(Duration::from_secs(3_600)).await.unwrap().likenesses, 0, "it may be about to get its row");
    assert_eq!(store.sweep(Duration::ZERO).await.unwrap().likenesses, 1);
    assert!(!folder.exists() && store.vault().get(kept, VaultPart::Likeness).await.is_ok());
    assert!(store.objects().get(ObjectName::clip_video(clip_id())).await.is_err());
}

async fn a_closed_store_has_kept_what_waited(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let home = Home::of(&store, user).await;
    let batch = |number| DecisionBatch {
        cameo: home.cameo,
        epoch: home.epoch,
        expected_number: number,
        at: NOW,
        decisions: vec![used(take_id(), None, &[user])],
    };
    let waiting: Vec<_> = (0..20).map(|number| store.append_decisions(batch(number))).collect();
    store.close().await;
    for (number, waiting) in (1..).zip(waiting) {
        assert_eq!(waiting.await.unwrap().number, number);
    }
    assert_eq!(store.append_decisions(batch(20)).await.unwrap_err().code(), "store_closed");
    assert_eq!(bench.open().await.decisions(home.cameo).await.unwrap().len(), 20);
}
