//! Coming into a room and going, whatever breaks meanwhile, and what one person may ask of it at once.

use super::harness::{Node, Page, Room, story};
use crate::{
    SocketId, clock,
    outbox::{Frame, Next, Outbox, OutboxReader},
};
use domain::{
    MessageId, RoomId, UserId,
    room::{Command as Act, Role},
};
use futures::poll;
use std::{pin::pin, time::Duration};
use store::NewInvite;
use wire::{Command, Ephemeral, EventKind, Message, Request};
use yrs::{
    StateVector,
    sync::{Message as Sync, SyncMessage},
    updates::{decoder::Decode, encoder::Encode},
};

/// Somebody whose socket broke is present a little longer.
const GRACE: Duration = Duration::from_secs(10);

fn saying(room: &Room, text: &str) -> Request {
    let message = MessageId::new(clock::now(), &clock::entropy());
    Request { id: text.to_owned(), command: Command::Say { room: room.id, message, text: text.to_owned(), reply_to: None } }
}

async fn is_here(room: &Room, user: UserId) -> bool {
    room.handle.who_is_here().await.expect("the room answers").contains(&user)
}

async fn two(node: &Node) -> (Page, Page, Room) {
    let (host, ben) = (node.person("host").await, node.person("ben").await);
    let room = node.room(&host, &[&ben]).await;
    (host, ben, room)
}

#[test]
fn who_went_while_they_were_let_in_is_not_there_for_ever() {
    story(|node| async move {
        let (host, ben, room) = two(&node).await;
        let (outbox, reader) = Outbox::new();
        let socket = SocketId::next();
        // Entering waits for what is being written.
        let mut said = pin!(room.handle.request(host.person.clone(), saying(&room, "hi")));
        assert!(poll!(said.as_mut()).is_pending());
        {
            let mut entering = pin!(room.handle.enter(ben.person.clone(), socket, outbox, "enter".into(), None));
            let _ = poll!(entering.as_mut());
        }
        drop(reader);
        room.handle.lost(socket);
        said.await.expect("it is said");
        let gone = async {
            while is_here(&room, ben.user()).await {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(GRACE, gone).await.expect("who is present is told as it is");
    });
}

#[test]
fn what_is_put_to_a_room_in_order_is_decided_in_order() {
    story(|node| async move {
        let (mut host, ben, room) = two(&node).await;
        host.enter(&room).await;
        let texts: Vec<String> = (0..40).map(|number| number.to_string()).collect();
        let mut answers: Vec<_> =
            texts.iter().map(|text| room.handle.begin(ben.person.clone(), saying(&room, text)).expect("a place in the mailbox")).collect();
        answers.reverse();
        for answer in answers {
            answer.await.expect("it is said");
        }
        for text in texts {
            assert_eq!(host.event(|event| if let EventKind::Said { text, .. } = event { Some(text) } else { None }).await, text);
        }
    });
}

#[test]
fn who_comes_hears_who_is_typing() {
    story(|node| async move {
        let (mut host, mut ben, room) = two(&node).await;
        ben.enter(&room).await;
        room.handle.request(ben.person.clone(), Request { id: "1".into(), command: Command::Typing { room: room.id } }).await.expect("a member");
        host.enter(&room).await;
        let typing = host.hear(|message| match message {
            Message::State { state: Ephemeral::Typing { users }, .. } => Some(users),
            _ => None,
        });
        assert_eq!(typing.await, [ben.user()]);
    });
}

#[test]
fn a_room_is_told_to_one_person_so_often_and_no_more() {
    story(|node| async move {
        let (mut host, mut ben, room) = two(&node).await;
        for _ in 0..240 {
            ben.enter(&room).await;
        }
        let once_more = room.handle.enter(ben.person.clone(), ben.socket, ben.outbox.clone(), "enter".into(), None).await;
        assert_eq!(once_more.expect_err("one too many").code, "too_many_attempts");
        host.enter(&room).await;
    });
}

/// What a Yjs client is sent as an answer to its questions.
fn answers(reader: &mut OutboxReader) -> usize {
    let mut answers = 0;
    while let Some(Next::Write(frame)) = reader.try_next() {
        let Frame::Binary(bytes) = frame else { continue };
        answers += usize::from(matches!(Sync::decode_v1(&bytes), Ok(Sync::Sync(SyncMessage::SyncStep2(_)))));
    }
    answers
}

#[test]
fn many_questions_in_one_frame_are_answered_once() {
    story(|node| async move {
        let (host, ben, room) = two(&node).await;
        room.write(&host, "a dog runs").await;
        let (outbox, mut reader) = Outbox::new();
        let socket = SocketId::next();
        room.handle.open_document(ben.user(), socket, outbox).await.expect("a member");
        let question = Sync::Sync(SyncMessage::SyncStep1(StateVector::default())).encode_v1();
        let frame = question.repeat(64);
        assert_eq!(crate::document_weight(&frame), 64 * 8, "and each is counted");
        room.handle.document_message(socket, frame.into()).await.expect("it can be read");
        assert_eq!(answers(&mut reader), 1);
        room.handle.document_message(socket, question.into()).await.expect("it can be read");
        assert_eq!(answers(&mut reader), 1, "a later one is answered again");
    });
}

#[test]
fn a_room_with_a_name_that_none_can_bear_opens_all_the_same() {
    story(|node| async move {
        let mut host = node.person("host").await;
        let id = RoomId::new(clock::now(), &clock::entropy());
        node.store.create_room(id, "Scene\t1", host.user(), clock::now()).await.expect("a row");
        let room = Room::of(&node, id).await;
        assert_eq!(host.enter(&room).await.name, "Scene 1");
        assert_eq!(node.store.room_name(id).await.expect("the store answers").as_deref(), Some("Scene 1"));
    });
}

#[test]
fn an_old_link_makes_no_more_of_a_viewer_also_in_the_list_of_members() {
    story(|node| async move {
        let (host, ben, room) = two(&node).await;
        let (code, at) = ([7; 32], clock::now());
        let link =
            NewInvite { code_hash: code, by: host.user(), room: Some((room.id, Role::CoCreator)), at, expires: at.plus(100_000), uses_left: 4 };
        node.store.create_invite(link).await.expect("a link");
        room.handle.act(Act::SetRole { by: host.user(), user: ben.user(), role: Role::Viewer }).await.expect("a host may");
        room.handle.act(Act::Leave { user: ben.user() }).await.expect("anybody may");
        let (_, role) = node.store.redeem_for_member(code, ben.user(), clock::now()).await.expect("it stands").expect("a room's");
        room.handle.act(Act::Join { user: ben.user(), handle: ben.person.handle.clone(), role }).await.expect("let in");
        assert_eq!(node.store.membership(room.id, ben.user()).await.expect("the store answers"), Some(Role::Viewer));
    });
}
