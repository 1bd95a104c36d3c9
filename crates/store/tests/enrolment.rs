//! Challenges, tries, and recordings that were seen before.

use crate::{harness::*, on_both};
use domain::ChallengeId;
use store::{Challenge, StoreError};

on_both!(
    a_challenge_is_used_once_by_its_own_person_in_time,
    of_many_who_use_one_challenge_one_gets_it,
    old_challenges_make_room,
    three_tries_an_hour_also_over_a_restart,
    a_recording_is_seen_once,
);

const HOUR: u64 = 3_600_000;

fn challenge(user: domain::UserId) -> Challenge {
    Challenge {
        id: ChallengeId::from_uuid(user_id().as_uuid()),
        user,
        turns: vec!["left".into(), "up".into()],
        digits: "180275".into(),
        at: NOW,
        expires: LATER,
    }
}

async fn a_challenge_is_used_once_by_its_own_person_in_time(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = (user_id(), user_id());
    let (first, late) = (challenge(ann), challenge(ann));
    store.create_challenge(first.clone()).await.unwrap();
    store.create_challenge(late.clone()).await.unwrap();
    assert_eq!(store.take_challenge(first.id, bob, NOW).await.unwrap_err().code(), "challenge_unknown");
    assert_eq!(store.take_challenge(first.id, ann, NOW).await.unwrap(), first);
    assert_eq!(store.take_challenge(first.id, ann, NOW).await.unwrap_err().code(), "challenge_used");
    assert_eq!(store.take_challenge(late.id, ann, LATER).await.unwrap_err().code(), "challenge_expired");
    drop(store);
    assert_eq!(bench.open().await.take_challenge(first.id, ann, NOW).await.unwrap_err().code(), "challenge_used");
}

async fn of_many_who_use_one_challenge_one_gets_it(bench: Bench) {
    let store = bench.open().await;
    let user = user_id();
    let challenge = challenge(user);
    store.create_challenge(challenge.clone()).await.unwrap();
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (store, id) = (store.clone(), challenge.id);
            tokio::spawn(async move { store.take_challenge(id, user, NOW).await })
        })
        .collect();
    let mut got = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => got += 1,
            Err(error) => assert_eq!(error.code(), "challenge_used"),
        }
    }
    assert_eq!(got, 1);
}

async fn old_challenges_make_room(bench: Bench) {
    let store = bench.open().await;
    let user = user_id();
    let mut challenges = Vec::new();
    for number in 0..7 {
        let challenge = Challenge { at: NOW.plus(number), ..challenge(user) };
        store.create_challenge(challenge.clone()).await.unwrap();
        challenges.push(challenge.id);
    }
    assert_eq!(store.take_challenge(challenges[1], user, NOW).await.unwrap_err().code(), "challenge_unknown");
    assert!(store.take_challenge(challenges[2], user, NOW).await.is_ok());
}

async fn three_tries_an_hour_also_over_a_restart(bench: Bench) {
    let store = bench.open().await;
    let user = user_id();
    for (number, left) in [(0, 2), (1, 1)] {
        assert_eq!(store.count_try(user, NOW.plus(number), 3, HOUR).await.unwrap(), left);
    }
    drop(store);
    let store = bench.open().await;
    assert_eq!(store.count_try(user, NOW.plus(2), 3, HOUR).await.unwrap(), 0);
    let refused = store.count_try(user, NOW.plus(3), 3, HOUR).await.unwrap_err();
    assert!(matches!(refused, StoreError::TooManyTries { again_at } if again_at == NOW.plus(HOUR)), "{refused}");
    assert_eq!(store.tries_left(user, NOW.plus(3), 3, HOUR).await.unwrap(), (0, Some(NOW.plus(HOUR))), "to ask spends nothing");
    assert_eq!(store.tries_left(user, NOW.plus(HOUR), 3, HOUR).await.unwrap().0, 1);
    assert_eq!(store.count_try(user_id(), NOW, 3, HOUR).await.unwrap(), 2, "others are not held up");
    assert_eq!(store.count_try(user, NOW.plus(HOUR), 3, HOUR).await.unwrap(), 0, "the first has left the hour");
    assert!(store.count_try(user, NOW.plus(HOUR), 3, HOUR).await.is_err());
}

async fn a_recording_is_seen_once(bench: Bench) {
    let store = bench.open().await;
    store.see_recording([1; 32], Some(b"print"), NOW).await.unwrap();
    assert_eq!(store.see_recording([1; 32], None, NOW).await.unwrap_err().code(), "recording_seen");
    assert_eq!(store.see_recording([2; 32], Some(b"print"), NOW).await.unwrap_err().code(), "recording_seen");
    store.see_recording([2; 32], None, NOW).await.unwrap();
    store.see_recording([3; 32], Some(&[1; 32]), NOW).await.unwrap();
}
