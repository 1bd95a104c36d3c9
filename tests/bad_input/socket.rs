//! Frames that are none, on a page's socket.

use crate::support::{Page, Scene};
use tokio_tungstenite::tungstenite::Message;
use wire::{CloseCode, Command, MAX_REQUEST, Outcome};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_request_closes_the_socket_with_a_code() {
    let mut scene = Scene::set().await;
    let deep = "[".repeat(20_000);
    let no_json: [&str; 6] = ["", "hello", "{\"id\":\"1\",\"do\":", "[]", "{\"do\":\"ping\"}", &deep];
    for text in no_json {
        let (mut page, _) = Page::in_room(&scene.ben, scene.room).await;
        page.send(Message::text(text)).await;
        assert_eq!(page.closed().await, CloseCode::Malformed.number(), "{}", text.get(..20).unwrap_or(text));
        scene.anas.is_well(scene.room).await;
    }
    let mut page = Page::open(&scene.ben).await;
    page.send(Message::binary(vec![1, 2, 3])).await;
    assert_eq!(page.closed().await, CloseCode::Malformed.number());
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_oversized_frame_closes_the_socket_with_a_code() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let mut page = Page::open(&scene.ben).await;
    page.send_anyhow(Message::text("x".repeat(MAX_REQUEST + 1))).await;
    assert_eq!(page.closed().await, CloseCode::TooLarge.number());
    let mut page = Page::open(&scene.ben).await;
    page.send_anyhow(Message::binary(vec![0; 8 * 1024 * 1024])).await;
    assert_eq!(page.closed().await, CloseCode::TooLarge.number());
    scene.bens.is_well(room).await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_unknown_or_wrong_is_refused_and_the_socket_goes_on() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    for (id, text) in [
        ("a", r#"{"id":"a","do":"fly"}"#.to_owned()),
        ("b", r#"{"id":"b","do":"enter","room":"../../etc"}"#.to_owned()),
        ("c", format!(r#"{{"id":"c","do":"typing","room":"{room}","more":1}}"#)),
        ("d", format!(r#"{{"id":"d","do":"request_take","room":"{room}","state_vector":"","options":{{"width":-1}}}}"#)),
        ("e", format!(r#"{{"id":"e","do":"set_role","room":"{room}","user":"{room}","role":"emperor"}}"#)),
    ] {
        scene.bens.send(Message::text(text)).await;
        let Outcome::Error(error) = scene.bens.reply(id).await else { panic!("{id} was carried out") };
        assert_eq!(error.code, "request_invalid");
    }
    for id in ["", &"é".repeat(33), "a\u{7}b"] {
        let refused = scene.bens.ask_as(id, Command::Ping).await.expect_err("a refusal");
        assert_eq!(refused.code, "request_id_invalid", "{} characters, {} bytes", id.chars().count(), id.len());
    }
    scene.bens.ask_as(&"x".repeat(64), Command::Ping).await.expect("64 bytes are within the limit");
    let say = |text: String| Command::Say { room, message: domain::MessageId::from_uuid(uuid::Uuid::now_v7()), text, reply_to: None };
    for text in ["", "  \n ", "\u{0}\u{1b}", "\u{7}\u{8}", &"x".repeat(2_001)] {
        assert_eq!(scene.bens.refused(say(text.to_owned())).await, "message_length");
    }
    assert_eq!(scene.anas.refused(Command::Rename { room, name: "x".repeat(61) }).await, "name_length");
    assert_eq!(scene.bens.refused(Command::CancelTake { room, take: domain::TakeId::from_uuid(uuid::Uuid::now_v7()) }).await, "take_unknown");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn control_characters_in_chat_reach_nobody_and_shut_nobody_out() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    scene.bens.say(room, "\u{0}hi \u{1b}[2Jthere\u{7f}\nand\u{0085} here").await;
    let line = scene.anas.lines(1).await.remove(0);
    assert_eq!(line, "hi [2Jthere\nand here");
    let (_, view) = Page::in_room(&scene.ana, room).await;
    assert!(view.chat.iter().all(|line| !line.text.chars().any(|letter| letter.is_control() && letter != '\n')));
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_sent_twice_at_once_makes_one_take() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    scene.board.add_shot("one", "a dog runs in the park", 4);
    let command = Command::RequestTake { room, state_vector: scene.board.state_vector(), options: crate::support::small() };
    let text = serde_json::to_string(&wire::Request { id: "same".into(), command }).expect("plain data");
    let mut other = Page::open(&scene.ana).await;
    let (_, _, view) = other.enter(room, None).await;
    assert!(view.is_some());
    scene.anas.send(Message::text(text.clone())).await;
    other.send(Message::text(text.clone())).await;
    // Each is answered: by the take's id, or by busy while the first is under way.
    let mut takes = std::collections::BTreeSet::new();
    for page in [&mut scene.anas, &mut other] {
        match page.reply("same").await {
            Outcome::Ok(wire::Accepted::TakeQueued { take }) => drop(takes.insert(take)),
            Outcome::Error(error) => assert_eq!(error.code, "busy"),
            Outcome::Ok(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(takes.len(), 1, "{takes:?}");
    let take = takes.first().copied();
    for _ in 0..2 {
        let again = scene.anas.ask_as("same", serde_json::from_str::<wire::Request>(&text).expect("the same").command).await;
        assert!(matches!(again, Ok(wire::Accepted::TakeQueued { take: same }) if Some(same) == take), "{again:?}");
    }
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_page_opens_no_socket_and_changes_nothing() {
    let scene = Scene::set().await;
    let (url, cookie) = (scene.ana.url(), scene.ana.cookie());
    for path in ["/ws".to_owned(), format!("/yjs/{}", scene.room)] {
        let refused = Page::knock(url, &path, &[("cookie", cookie), ("origin", "http://evil.example")]).await.map(|_| ());
        assert_eq!(refused.map_err(|status| status.as_u16()), Err(403), "{path}");
        let own = Page::knock(url, &path, &[("cookie", cookie), ("origin", url)]).await.map(|_| ());
        assert_eq!(own, Ok(()), "{path}");
    }
    for path in ["/api/sign-out", "/api/me/invites", "/api/rooms"] {
        let answer = crate::support::Answer::of(scene.ana.request(reqwest::Method::POST, path).header("origin", "http://evil.example")).await;
        assert_eq!(answer.refusal(), (403, "origin_refused".into()), "{path}");
    }
    assert_eq!(scene.ana.me().await.invites_left, 3, "still signed in, and nothing was given away");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_sends_too_much_is_told_to_pause() {
    let mut scene = Scene::set().await;
    let mut page = Page::open(&scene.ben).await;
    for id in 0..400 {
        page.send_anyhow(Message::text(format!(r#"{{"id":"{id}","do":"ping"}}"#))).await;
    }
    assert_eq!(page.closed().await, CloseCode::Flooding.number());
    scene.bens.is_well(scene.room).await;
    scene.end().await;
}
