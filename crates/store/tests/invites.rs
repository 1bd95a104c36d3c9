//! Invitations: who gets in, how often, and who pays.

use crate::{harness::*, on_both};
use domain::{
    RoomId, Timestamp, UserId,
    room::{Role, RoomEvent},
};
use futures::future::join_all;
use store::{NewAccount, NewInvite, RoomBatch, SecretHash, SignUpTicket, SignedUp, Store};

on_both!(
    a_link_works_until_it_is_used_or_expired,
    an_account_has_four_sign_ups_over_all_its_links,
    a_failed_sign_up_spends_nothing,
    a_room_link_makes_a_member,
    a_member_joins_by_a_room_link_without_spending,
    links_that_were_taken_back_are_expired,
    a_link_gives_no_more_than_its_maker_has_now,
    who_is_taken_out_takes_their_links_along,
    invitations_need_their_maker_and_room,
    one_use_is_won_by_one_of_many_at_once,
    one_handle_is_won_by_one_of_many_at_once,
);

async fn link(store: &Store, by: UserId, room: Option<(RoomId, Role)>, uses_left: u32) -> SecretHash {
    let code_hash = hash();
    store.create_invite(NewInvite { code_hash, by, room, at: NOW, expires: LATER, uses_left }).await.unwrap();
    code_hash
}

async fn sign_up(store: &Store, name: &str, code: SecretHash) -> Result<SignedUp, &'static str> {
    store.create_account(new_account(name), SignUpTicket::Invite(code)).await.map_err(|error| error.code())
}

async fn a_link_works_until_it_is_used_or_expired(bench: Bench) {
    let store = bench.open().await;
    let by = owner(&store).await;
    let code = link(&store, by, None, 1).await;
    assert_eq!(sign_up(&store, "ann", hash()).await, Err("invite_unknown"));
    assert_eq!(sign_up(&store, "ann", code).await, Ok(SignedUp { owner: false, room: None }));
    assert_eq!(sign_up(&store, "bob", code).await, Err("invite_used"));
    let invite = store.invite(code).await.unwrap().unwrap();
    assert_eq!((invite.by, invite.uses_left, invite.expires), (by, 0, LATER));
    assert!(store.invite(hash()).await.unwrap().is_none());

    let code = link(&store, by, None, 1).await;
    let mut late = new_account("bob");
    late.at = LATER;
    let refused = store.create_account(late, SignUpTicket::Invite(code)).await;
    assert_eq!(refused.unwrap_err().code(), "invite_expired");
    assert!(store.account_by_handle(&handle("bob")).await.unwrap().is_none());
}

async fn an_account_has_four_sign_ups_over_all_its_links(bench: Bench) {
    let store = bench.open().await;
    let by = owner(&store).await;
    let (one, two) = (link(&store, by, None, 3).await, link(&store, by, None, 3).await);
    for (name, code) in [("ann", one), ("ben", one), ("cat", two), ("dan", two)] {
        assert!(sign_up(&store, name, code).await.is_ok());
    }
    assert_eq!(store.invites_left(by).await.unwrap(), 0);
    assert_eq!(sign_up(&store, "eve", one).await, Err("invite_used"));
    assert_eq!(store.invite(one).await.unwrap().unwrap().uses_left, 0);
    let ann = store.account_by_handle(&handle("ann")).await.unwrap().unwrap();
    assert_eq!(store.invites_left(ann.user).await.unwrap(), 4);
    assert_eq!(store.invites_left(user_id()).await.unwrap_err().code(), "user_unknown");
}

async fn a_failed_sign_up_spends_nothing(bench: Bench) {
    let store = bench.open().await;
    let by = owner(&store).await;
    let code = link(&store, by, None, 1).await;
    assert_eq!(sign_up(&store, "owner", code).await, Err("handle_taken"));
    assert_eq!(store.invites_left(by).await.unwrap(), 4);
    assert!(sign_up(&store, "ann", code).await.is_ok());
}

async fn a_room_link_makes_a_member(bench: Bench) {
    let (store, by, room) = furnished(&bench).await;
    let code = link(&store, by, Some((room, Role::CoCreator)), 4).await;
    let made = sign_up(&store, "ann", code).await.unwrap();
    assert_eq!(made.room, Some((room, Role::CoCreator)));
    let ann = store.account_by_handle(&handle("ann")).await.unwrap().unwrap().user;
    assert_eq!(store.membership(room, ann).await.unwrap(), Some(Role::CoCreator));
    let rooms = store.rooms_of(ann).await.unwrap();
    assert_eq!((rooms.len(), rooms[0].members, rooms[0].role), (1, 2, Role::CoCreator));
    let members = store.open_room(room).await.unwrap().members;
    assert!(members.iter().any(|member| member.user == ann && member.handle == handle("ann")));
}

async fn a_member_joins_by_a_room_link_without_spending(bench: Bench) {
    let (store, by, room) = furnished(&bench).await;
    let guest = link(&store, by, None, 1).await;
    sign_up(&store, "ann", guest).await.unwrap();
    let ann = store.account_by_handle(&handle("ann")).await.unwrap().unwrap().user;
    let viewer = link(&store, by, Some((room, Role::Viewer)), 1).await;
    let creator = link(&store, by, Some((room, Role::CoCreator)), 1).await;
    let left = store.invites_left(by).await.unwrap();
    for (code, stands) in [(viewer, Role::Viewer), (creator, Role::Viewer), (viewer, Role::Viewer)] {
        assert_eq!(store.redeem_for_member(code, ann, NOW).await.unwrap(), Some((room, stands)));
    }
    assert_eq!(store.redeem_for_member(viewer, by, NOW).await.unwrap(), Some((room, Role::Host)));
    assert_eq!(store.invites_left(by).await.unwrap(), left);
    assert_eq!(store.invite(viewer).await.unwrap().unwrap().uses_left, 1);
    assert_eq!(store.redeem_for_member(guest, ann, NOW).await.unwrap(), None);
    assert_eq!(store.redeem_for_member(hash(), ann, NOW).await.unwrap_err().code(), "invite_unknown");
    assert_eq!(store.redeem_for_member(viewer, ann, LATER).await.unwrap_err().code(), "invite_expired");
}

async fn links_that_were_taken_back_are_expired(bench: Bench) {
    let (store, by, room) = furnished(&bench).await;
    let attic = room_id();
    store.create_room(attic, "Attic", by, NOW).await.unwrap();
    let codes = [link(&store, by, Some((room, Role::Viewer)), 4).await, link(&store, by, Some((room, Role::CoCreator)), 4).await];
    let other = link(&store, by, Some((attic, Role::Viewer)), 4).await;
    store.end_room_invites(room, NOW).await.unwrap();
    for code in codes {
        assert_eq!(sign_up(&store, "ann", code).await, Err("invite_expired"));
    }
    assert!(sign_up(&store, "ann", other).await.is_ok(), "another room's stands");
    store.end_room_invites(room, LATER).await.unwrap();
    assert_eq!(store.invite(codes[0]).await.unwrap().unwrap().expires, NOW, "what has ended stays as it was");
}

async fn a_link_gives_no_more_than_its_maker_has_now(bench: Bench) {
    let (store, by, room) = furnished(&bench).await;
    let ben = guest(&store, by, "ben").await;
    let cid = guest(&store, by, "cid").await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let (creator, viewer) = (link(&store, ben, Some((room, Role::CoCreator)), 4).await, link(&store, ben, Some((room, Role::Viewer)), 4).await);
    let redeemed = async |code| store.redeem_for_member(code, cid, NOW).await.map_err(|error| error.code());
    let becomes = async |seq, event| store.append(RoomBatch { events: vec![recorded(seq, event)], ..batch(room, epoch) }).await.unwrap();
    assert_eq!(redeemed(creator).await, Err("invite_ended"), "he is no member");
    becomes(1, RoomEvent::MemberJoined { user: ben, handle: handle("ben"), role: Role::CoCreator, muted: false }).await;
    assert!(!store.invite(creator).await.unwrap().unwrap().ended);
    becomes(2, RoomEvent::RoleChanged { user: ben, role: Role::Viewer, by }).await;
    assert!(store.invite(creator).await.unwrap().unwrap().ended && !store.invite(viewer).await.unwrap().unwrap().ended);
    assert_eq!((redeemed(creator).await, sign_up(&store, "dan", creator).await), (Err("invite_ended"), Err("invite_ended")));
    assert_eq!(redeemed(viewer).await, Ok(Some((room, Role::Viewer))), "what he has he may give");
    becomes(3, RoomEvent::MemberLeft { user: ben }).await;
    assert_eq!(sign_up(&store, "dan", viewer).await, Err("invite_ended"));
    assert!(store.account_by_handle(&handle("dan")).await.unwrap().is_none());
}

async fn who_is_taken_out_takes_their_links_along(bench: Bench) {
    let (store, by, room) = furnished(&bench).await;
    let ben = guest(&store, by, "ben").await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    let joined = || RoomEvent::MemberJoined { user: ben, handle: handle("ben"), role: Role::CoCreator, muted: false };
    let (his, hers) = (link(&store, ben, Some((room, Role::Viewer)), 4).await, link(&store, by, Some((room, Role::Viewer)), 4).await);
    let events = [joined(), RoomEvent::MemberRemoved { user: ben, by }, joined()];
    let events = (1..).zip(events).map(|(seq, event)| recorded(seq, event)).collect();
    store.append(RoomBatch { events, ..batch(room, epoch) }).await.unwrap();
    let late = |name| NewAccount { at: NOW.plus(60_000), ..new_account(name) };
    let sign_up = async |name, code| store.create_account(late(name), SignUpTicket::Invite(code)).await.map_err(|error| error.code());
    assert_eq!(sign_up("cid", his).await, Err("invite_expired"), "though he was let in again");
    assert!(sign_up("cid", hers).await.is_ok());
}

async fn invitations_need_their_maker_and_room(bench: Bench) {
    let store = bench.open().await;
    let by = owner(&store).await;
    let new = |by, room| NewInvite { code_hash: hash(), by, room, at: NOW, expires: Timestamp::NEVER, uses_left: 1 };
    assert_eq!(store.create_invite(new(user_id(), None)).await.unwrap_err().code(), "user_unknown");
    assert_eq!(store.create_invite(new(by, Some((room_id(), Role::Viewer)))).await.unwrap_err().code(), "room_unknown");
    let endless = new(by, None);
    let code = endless.code_hash;
    store.create_invite(endless).await.unwrap();
    assert_eq!(store.invite(code).await.unwrap().unwrap().expires, Timestamp::NEVER);
}

async fn one_use_is_won_by_one_of_many_at_once(bench: Bench) {
    let store = bench.open().await;
    let by = owner(&store).await;
    let code = link(&store, by, None, 1).await;
    let names: Vec<_> = (0..12).map(|number| format!("guest{number}")).collect();
    let tried = join_all(names.iter().map(|name| {
        tokio::spawn({
            let (store, name) = (store.clone(), name.clone());
            async move { sign_up(&store, &name, code).await }
        })
    }))
    .await;
    let outcomes: Vec<_> = tried.into_iter().map(Result::unwrap).collect();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err("invite_used"))), "{outcomes:?}");
    assert_eq!(store.invites_left(by).await.unwrap(), 3);
}

async fn one_handle_is_won_by_one_of_many_at_once(bench: Bench) {
    let store = bench.open().await;
    let by = owner(&store).await;
    let code = link(&store, by, None, 4).await;
    let outcomes = join_all((0..8).map(|_| sign_up(&store, "ann", code))).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(_) | Err("handle_taken"))), "{outcomes:?}");
    assert_eq!(store.invites_left(by).await.unwrap(), 3);
}
