//! What a room decides about people reaches the connections of its call: who is taken out loses theirs, who may not speak is not passed on.

use super::harness::{Node, Page, Room, story};
use crate::{
    call::{Heard, Kind, Seat},
    clock,
};
use bytes::Bytes;
use domain::{
    CallId,
    room::{Command, Role},
};
use std::time::Instant;
use wire::Command as Asked;

/// In the call with a microphone.
async fn speaks(room: &Room, page: &Page) -> Seat {
    let call = CallId::new(clock::now(), &clock::entropy());
    let seat = room.handle.join_call(page.person.clone(), call).await.expect("a member");
    room.stage(page, Asked::Voice { room: room.id, call, microphone: true, camera: false, silent: false }).await.expect("a free place");
    seat
}

fn passes(seat: &Seat, sequence: u16) -> bool {
    let heard = Heard { kind: Kind::Sound, sequence, timestamp: 0, marker: false, payload: Bytes::from_static(b"opus") };
    seat.forward(heard, Instant::now())
}

async fn pair(node: &Node) -> (Page, Page, Room) {
    let (host, ben) = (node.person("host").await, node.person("ben").await);
    let room = node.room(&host, &[&ben]).await;
    (host, ben, room)
}

#[test]
fn who_is_taken_out_of_the_room_loses_their_connection_to_the_call() {
    story(|node| async move {
        let (host, ben, room) = pair(&node).await;
        let seat = speaks(&room, &ben).await;
        assert!(passes(&seat, 1));
        room.handle.act(Command::Remove { by: host.user(), user: ben.user() }).await.expect("the host's right");
        assert!(!seat.wait().await);
        assert!(seat.is_over() && !passes(&seat, 2));
    });
}

#[test]
fn who_is_muted_or_demoted_is_not_passed_on() {
    story(|node| async move {
        let (host, ben, room) = pair(&node).await;
        let seat = speaks(&room, &ben).await;
        assert!(passes(&seat, 1));
        let mute = |on| Command::Mute { by: host.user(), user: ben.user(), on };
        room.handle.act(mute(true)).await.expect("the host's right");
        assert!(!passes(&seat, 2));
        room.handle.act(mute(false)).await.expect("the host's right");
        assert!(passes(&seat, 3), "the place stayed theirs");
        room.handle.act(Command::SetRole { by: host.user(), user: ben.user(), role: Role::Viewer }).await.expect("the host's right");
        assert!(!passes(&seat, 4) && !seat.is_over(), "they listen");
    });
}
