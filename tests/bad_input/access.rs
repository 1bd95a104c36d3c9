//! Accounts, invitations and membership.

use crate::support::{Answer, Board, PASSWORD, Page, Person, Scene, code_of};
use domain::{RoomId, Timestamp, room::Role};
use reqwest::Method;
use sha2::{Digest, Sha256};
use std::time::{SystemTime, UNIX_EPOCH};
use wire::{CloseCode, Command, RoleView, http::SignUp};

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_handle_get_the_same_answer() {
    let scene = Scene::set().await;
    let url = scene.server.url();
    for (handle, password) in [("ana", "wrong but long enough"), ("nobody", PASSWORD), ("ana", "short"), ("no such handle!", PASSWORD), ("", "")] {
        assert_eq!(Person::try_sign_in(url, handle, password).await.refusal(), (401, "sign_in_wrong".into()), "{handle}");
    }
    assert_eq!(Person::try_sign_in(url, "@Ana", PASSWORD).await.status, 200);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_up_that_does_not_fit_says_why() {
    let scene = Scene::set().await;
    let link = scene.ana.invite(scene.room, RoleView::CoCreator).await;
    let sign_up = |handle: &str, password: &str, birth_date: &str| SignUp {
        invite: link.code.clone(),
        handle: handle.into(),
        password: password.into(),
        birth_date: birth_date.into(),
    };
    for (body, status, code) in [
        (sign_up("Ana!", PASSWORD, "1990-05-17"), 422, "handle_invalid"),
        (sign_up("ana", PASSWORD, "1990-05-17"), 409, "handle_taken"),
        (sign_up("cai", "short", "1990-05-17"), 422, "password_invalid"),
        (sign_up("cai", &"x".repeat(201), "1990-05-17"), 422, "password_invalid"),
        (sign_up("cai", PASSWORD, "17.5.1990"), 422, "birth_date_invalid"),
        (sign_up("cai", PASSWORD, "1990-02-30"), 422, "birth_date_invalid"),
        (sign_up("cai", PASSWORD, "2025-05-17"), 422, "too_young"),
    ] {
        let answer = Answer::of(reqwest::Client::new().post(format!("{}/api/sign-up", scene.server.url())).json(&body)).await;
        assert_eq!(answer.refusal(), (status, code.into()), "{} {}", body.handle, body.birth_date);
    }
    assert_eq!(scene.ana.me().await.invites_left, 3, "what failed spends nothing");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_is_unknown_used_or_expired_is_told_apart() {
    let scene = Scene::set().await;
    let url = scene.server.url();
    for code in ["AAAAAAAAAAAAAAAAAAAAAA", "x", "../../etc/passwd", ""] {
        assert_eq!(Person::try_sign_up(url, code, "cai").await.refusal(), (404, "invite_unknown".into()), "{code:?}");
    }
    assert_eq!(scene.ana.get("/api/invites/AAAAAAAAAAAAAAAAAAAAAA").await.refusal(), (404, "invite_unknown".into()));

    let used: wire::http::InviteLink = scene.ana.post("/api/me/invites").await.json();
    Person::sign_up(url, &used.url, "cai").await;
    assert_eq!(Person::try_sign_up(url, code_of(&used.url), "dee").await.refusal(), (410, "invite_used".into()));
    assert_eq!(scene.ana.get(&format!("/api/invites/{}", used.code)).await.refusal(), (410, "invite_used".into()));

    // No route makes an expired one, and no story waits for a week.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis() as u64;
    let expired = store::NewInvite {
        code_hash: Sha256::digest("expired-code").into(),
        by: scene.ana.user,
        room: Some((scene.room, Role::CoCreator)),
        at: Timestamp::from_millis(now - 2_000),
        expires: Timestamp::from_millis(now - 1_000),
        uses_left: 4,
    };
    let store = scene.server.store().await;
    store.create_invite(expired).await.expect("kept");
    store.close().await;
    assert_eq!(Person::try_sign_up(url, "expired-code", "dee").await.refusal(), (410, "invite_expired".into()));
    assert_eq!(scene.ben.get("/api/invites/expired-code").await.refusal(), (410, "invite_expired".into()));
    assert_eq!(scene.ben.post("/api/invites/expired-code").await.refusal(), (410, "invite_expired".into()));
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_is_open_to_its_members_only() {
    let mut scene = Scene::set().await;
    let link: wire::http::InviteLink = scene.ana.post("/api/me/invites").await.json();
    let eve = Person::sign_up(scene.server.url(), &link.url, "eve").await;
    let unknown = RoomId::from_uuid(uuid::Uuid::now_v7());
    let mut page = Page::open(&eve).await;
    assert_eq!(page.refused(Command::Enter { room: unknown, resume: None }).await, "room_unknown");
    assert_eq!(page.refused(Command::Enter { room: scene.room, resume: None }).await, "not_member");
    let message = domain::MessageId::from_uuid(uuid::Uuid::now_v7());
    assert_eq!(page.refused(Command::Say { room: scene.room, message, text: "let me in".into(), reply_to: None }).await, "not_member");
    assert_eq!(page.refused(Command::Watch { room: scene.room, transport: wire::Transport::Ws }).await, "not_member");
    let refused = page.take(scene.room, scene.board.state_vector(), crate::support::small()).await.expect_err("a refusal");
    assert_eq!(refused.code, "not_member");

    let not_member = CloseCode::NotMember.number();
    for room in [scene.room, unknown] {
        assert_eq!(Board::connect(eve.url(), &format!("/yjs/{room}"), Some(eve.cookie())).await.closed().await, not_member);
    }
    assert_eq!(eve.post(&format!("/api/rooms/{}/token", scene.room)).await.refusal(), (403, "not_member".into()));
    let offer =
        Answer::of(eve.request(Method::POST, &format!("/api/rooms/{}/rtc", scene.room)).header("content-type", "application/sdp").body("v=0\r\n"))
            .await;
    assert_eq!(offer.refusal(), (403, "not_member".into()));
    let nobody = Board::connect(eve.url(), &format!("/yjs/{}?token=made-up", scene.room), None).await;
    assert_eq!(nobody.closed().await, CloseCode::SignedOut.number());
    assert!(scene.anas.frames_left().is_empty());
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_role_does_not_allow_is_refused() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let viewer = scene.join("vic", RoleView::Viewer).await;
    scene.board.add_shot("one", "a dog runs in the park", 4);
    let (mut page, _) = Page::in_room(&viewer, room).await;
    let refused = page.take(room, scene.board.state_vector(), crate::support::small()).await.expect_err("a refusal");
    assert_eq!(refused.code, "role_too_low");
    assert_eq!(page.refused(Command::SetRole { room, user: viewer.user, role: RoleView::Host }).await, "host_only");
    assert_eq!(scene.bens.refused(Command::Rename { room, name: "Mine".into() }).await, "host_only");
    assert_eq!(scene.anas.refused(Command::SetRole { room, user: scene.ana.user, role: RoleView::Viewer }).await, "last_host");
    let invite = |role: &str| viewer.request(Method::POST, &format!("/api/rooms/{room}/invites")).json(&serde_json::json!({ "role": role }));
    assert_eq!(Answer::of(invite("co_creator")).await.refusal(), (403, "role_too_low".into()));
    assert_eq!(Answer::of(invite("host")).await.refusal(), (422, "role_unsupported".into()));
    assert_eq!(Answer::of(invite("emperor")).await.refusal(), (422, "body_invalid".into()));
    page.say(room, "but chat is for everybody").await;
    assert_eq!(scene.anas.lines(1).await.len(), 1);
    scene.end().await;
}
