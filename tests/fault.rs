//! A room whose actor faults comes back from what is stored; its members notice a short pause.

use crate::support::{Page, Scene};
use domain::MessageId;
use tokio_tungstenite::tungstenite::Message;
use wire::{CloseCode, Command, Request, Resume, Resumed};

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_lost_its_home_is_opened_again_with_all_that_was_said() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    scene.anas.say(room, "kept").await;
    let mut page = Page::open(&scene.ben).await;
    let (epoch, ..) = page.enter(room, None).await;
    let offset = page.last;

    // Another home takes the room over: what the first one writes next is refused, and it ends.
    let taken = scene.server.store().await.open_room(room).await.expect("a room");
    assert!(taken.epoch > epoch);
    let command = Command::Say { room, message: MessageId::from_uuid(uuid::Uuid::now_v7()), text: "too late".into(), reply_to: None };
    let request = Request { id: "late".into(), command };
    scene.anas.send(Message::text(serde_json::to_string(&request).expect("plain data"))).await;
    for page in [&mut page, &mut scene.anas, &mut scene.bens] {
        assert_eq!(page.closed().await, CloseCode::RoomRestarted.number(), "told to resume");
    }

    let mut back = Page::open(&scene.ben).await;
    let (epoch_now, resumed, _) = back.enter(room, Some(Resume { epoch, offset })).await;
    assert!(epoch_now > taken.epoch);
    assert_eq!(resumed, Resumed::Recovered);
    let (anas, view) = Page::in_room(&scene.ana, room).await;
    assert_eq!(view.chat.first().map(|line| line.text.as_str()), Some("kept"));
    scene.anas = anas;
    scene.bens = back;
    scene.anas.say(room, "and on").await;
    scene.end().await;
}
