//! Accounts and sign-ins.

use crate::{harness::*, on_both};
use store::{SignUpTicket, SignedUp, StoreError};

on_both!(
    owner_link_makes_one_owner,
    a_newer_owner_link_voids_the_older,
    accounts_are_found_by_id_and_handle,
    sessions_end_by_time_by_token_and_by_person,
    a_newer_home_of_a_user_fences_the_older,
    secrets_stay_out_of_debug_output,
);

async fn owner_link_makes_one_owner(bench: Bench) {
    let store = bench.open().await;
    assert!(!store.owner_exists().await.unwrap());
    let wrong = store.create_account(new_account("ann"), SignUpTicket::Owner(hash())).await;
    assert_eq!(wrong.unwrap_err().code(), "invite_unknown");
    let ticket = hash();
    store.set_owner_ticket(ticket).await.unwrap();
    let made = store.create_account(new_account("ann"), SignUpTicket::Owner(ticket)).await.unwrap();
    assert_eq!(made, SignedUp { owner: true, room: None });
    assert!(store.owner_exists().await.unwrap());
    let again = store.create_account(new_account("bob"), SignUpTicket::Owner(ticket)).await;
    assert_eq!(again.unwrap_err().code(), "invite_used");
    assert_eq!(store.set_owner_ticket(hash()).await.unwrap_err().code(), "owner_exists");
    assert!(store.account_by_handle(&handle("bob")).await.unwrap().is_none());
}

async fn a_newer_owner_link_voids_the_older(bench: Bench) {
    let store = bench.open().await;
    let (older, newer) = (hash(), hash());
    store.set_owner_ticket(older).await.unwrap();
    store.set_owner_ticket(newer).await.unwrap();
    let refused = store.create_account(new_account("ann"), SignUpTicket::Owner(older)).await;
    assert_eq!(refused.unwrap_err().code(), "invite_unknown");
    store.create_account(new_account("ann"), SignUpTicket::Owner(newer)).await.unwrap();
}

async fn accounts_are_found_by_id_and_handle(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let account = store.account(user).await.unwrap().unwrap();
    assert_eq!(Some(&account), store.account_by_handle(&handle("@Owner")).await.unwrap().as_ref());
    assert_eq!((account.user, account.created_at, account.owner, account.invites_left), (user, NOW, true, 4));
    assert_eq!((account.birth_date.as_str(), account.password_hash.as_str()), ("1990-02-28", "$argon2id$v=19$…"));
    assert!(store.account(user_id()).await.unwrap().is_none());
}

async fn sessions_end_by_time_by_token_and_by_person(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let (one, two, three) = (hash(), hash(), hash());
    for (token, label) in [(one, HOSTILE[0]), (two, "x\0y"), (three, &*"é".repeat(300))] {
        store.create_session(token, user, NOW, LATER, label).await.unwrap();
    }
    let session = store.session(one, NOW).await.unwrap().unwrap();
    assert_eq!((session.user, session.handle, session.expires, session.label.as_str()), (user, handle("owner"), LATER, HOSTILE[0]));
    assert_eq!(store.session(two, NOW).await.unwrap().unwrap().label, "x\u{fffd}y");
    assert_eq!(store.session(three, NOW).await.unwrap().unwrap().label.chars().count(), 200);
    assert!(store.session(one, LATER).await.unwrap().is_none());
    assert!(store.session(hash(), NOW).await.unwrap().is_none());

    store.end_session(one).await.unwrap();
    store.end_session(one).await.unwrap();
    assert!(store.session(one, NOW).await.unwrap().is_none());
    assert!(store.session(two, NOW).await.unwrap().is_some());
    store.end_sessions_of(user).await.unwrap();
    assert!(store.session(two, NOW).await.unwrap().is_none());
    assert!(store.session(three, NOW).await.unwrap().is_none());

    let nobody = store.create_session(hash(), user_id(), NOW, LATER, "").await;
    assert_eq!(nobody.unwrap_err().code(), "user_unknown");
}

async fn a_newer_home_of_a_user_fences_the_older(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let first = store.open_user(user).await.unwrap();
    store.check_user_epoch(user, first).await.unwrap();
    let second = store.open_user(user).await.unwrap();
    assert!(second > first);
    assert!(matches!(store.check_user_epoch(user, first).await, Err(StoreError::Fenced)));
    store.check_user_epoch(user, second).await.unwrap();
    assert_eq!(store.open_user(user_id()).await.unwrap_err().code(), "user_unknown");
}

async fn secrets_stay_out_of_debug_output(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let told = format!("{:?} {:?}", store.account(user).await.unwrap(), new_account("ann"));
    assert!(!told.contains("argon2") && !told.contains("1990"), "{told}");
}
