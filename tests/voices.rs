//! Who may speak in a room's call, and who is cut: what the room says of it. Packets are another story (`src/webrtc/tests/voices.rs`).

use crate::support::{Answer, Page, Person, Scene, Server};
use domain::{CallId, RoomId, UserId};
use reqwest::{Method, header};
use wire::{Command, Ephemeral, RoleView, VoiceView};

/// As a browser writes it, of somebody who then never connects.
fn offer() -> String {
    let fingerprint = ["AB"; 32].join(":");
    let mut text = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1 2\r\n".to_owned();
    for (mid, direction) in [(0, "sendonly"), (1, "recvonly"), (2, "recvonly")] {
        text.push_str(&format!(
            "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\na={direction}\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n\
             a=fingerprint:sha-256 {fingerprint}\r\na=setup:actpass\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n"
        ));
    }
    text
}

async fn ask(person: &Person, room: RoomId, offer: String) -> Answer {
    let path = format!("/api/rooms/{room}/voices");
    Answer::of(person.request(Method::POST, &path).header(header::CONTENT_TYPE, "application/sdp").body(offer)).await
}

async fn join(person: &Person, room: RoomId) -> CallId {
    let answer = ask(person, room, offer()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let place = answer.headers[header::LOCATION].to_str().expect("an address").to_owned();
    place.rsplit('/').next().and_then(|id| id.parse().ok()).expect("the connection's name")
}

fn speak(room: RoomId, call: CallId, microphone: bool) -> Command {
    Command::Voice { room, call, microphone, camera: false, silent: false }
}

/// Waits until the room says this of somebody; none: they are not in the call.
async fn until(page: &mut Page, user: UserId, test: impl Fn(Option<&VoiceView>) -> bool) {
    page.state("who is in the call", |state| {
        let Ephemeral::Voices { voices } = state else { return None };
        test(voices.iter().find(|voice| voice.user == user)).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_speak_viewers_listen_and_hosts_mute() {
    let mut scene = Scene::set().await;
    let (room, ben) = (scene.room, scene.ben.user);
    let cleo = scene.join("cleo", RoleView::Viewer).await;
    let (mut cleos, _) = Page::in_room(&cleo, room).await;

    let bens = join(&scene.ben, room).await;
    scene.bens.ask(speak(room, bens, true)).await.expect("a free place");
    until(&mut scene.anas, ben, |voice| voice.is_some_and(|voice| voice.microphone && voice.slot == Some(0) && voice.call == bens)).await;
    let cleo_call = join(&cleo, room).await;
    assert_eq!(cleos.refused(speak(room, cleo_call, true)).await, "viewers_listen");
    assert_eq!(cleos.refused(speak(room, bens, true)).await, "not_in_call", "nobody speaks for another");

    // Muted as for talk: the place stays, and what comes is not heard. It lasts over a new connection.
    scene.anas.ask(Command::Mute { room, user: ben, on: true }).await.expect("the host's right");
    until(&mut cleos, ben, |voice| voice.is_some_and(|voice| voice.muted && voice.slot == Some(0))).await;
    let again = join(&scene.ben, room).await;
    until(&mut cleos, ben, |voice| voice.is_some_and(|voice| voice.muted && voice.call == again && voice.slot.is_none())).await;
    assert_eq!(scene.bens.refused(speak(room, again, true)).await, "muted");
    assert_eq!(scene.bens.refused(speak(room, bens, true)).await, "not_in_call", "the connection before is over");
    scene.anas.ask(Command::Mute { room, user: ben, on: false }).await.expect("the host's right");
    scene.bens.ask(speak(room, again, true)).await.expect("let speak");

    // Demoted: they listen. Taken out: they are gone.
    scene.anas.ask(Command::SetRole { room, user: ben, role: RoleView::Viewer }).await.expect("the host's right");
    until(&mut cleos, ben, |voice| voice.is_some_and(|voice| !voice.microphone && voice.slot.is_none())).await;
    scene.anas.ask(Command::SetRole { room, user: ben, role: RoleView::CoCreator }).await.expect("the host's right");
    scene.anas.ask(Command::Remove { room, user: cleo.user }).await.expect("the host's right");
    until(&mut scene.anas, cleo.user, |voice| voice.is_none()).await;
    assert_eq!(ask(&cleo, room, offer()).await.refusal(), (403, "not_member".into()));

    assert_eq!(ask(&scene.ben, room, "v=0".into()).await.refusal(), (422, "sdp_invalid".into()));
    assert_eq!(ask(&scene.ben, room, offer().replace("opus", "PCMU")).await.refusal(), (422, "codec_missing".into()));
    let left = scene.ben.delete(&format!("/api/rooms/{room}/voices/{again}")).await;
    assert_eq!(left.status, 204);
    until(&mut scene.anas, ben, |voice| voice.is_none()).await;
    scene.end().await;
}

/// Four whom this person lets in, or fewer.
async fn four(scene: &Scene, by: &Person, names: std::ops::Range<usize>) -> Vec<Person> {
    let link = by.invite(scene.room, RoleView::CoCreator).await.url;
    let each = |number: usize| {
        let (link, url) = (&link, scene.server.url());
        async move { Person::sign_up(url, link, &format!("guest{number}")).await }
    };
    futures::future::join_all(names.map(each)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_are_in_a_call_ten_of_them_speak_and_nobody_comes_beyond() {
    // It is the room that is full, not the server.
    let mut scene = Scene::on(Server::start_with(|config| config.rtc.peers = 300).await).await;
    let room = scene.room;
    let mut guests = four(&scene, &scene.ben, 0..4).await;
    for inviter in 0.. {
        let from = guests.len();
        if from == 98 {
            break;
        }
        let more = four(&scene, &guests[inviter], from..98.min(from + 4)).await;
        guests.extend(more);
    }
    let all: Vec<&Person> = guests.iter().chain([&scene.ana, &scene.ben]).collect();
    let calls = futures::future::join_all(all.iter().map(|person| join(person, room))).await;
    scene
        .bens
        .state("a hundred in the call", |state| match state {
            Ephemeral::Voices { voices } => (voices.len() == 100).then_some(()),
            _ => None,
        })
        .await;
    let mut pages = Vec::new();
    for guest in &guests[..11] {
        pages.push(Page::in_room(guest, room).await.0);
    }
    for (page, call) in pages.iter_mut().zip(&calls).take(10) {
        page.ask(speak(room, *call, true)).await.expect("a free place");
    }
    assert_eq!(pages[10].refused(speak(room, calls[10], true)).await, "microphones_full");
    let (third, eleventh) = (guests[3].user, guests[10].user);
    scene.anas.ask(Command::Mute { room, user: third, on: true }).await.expect("the host's right");
    pages[10].ask(speak(room, calls[10], true)).await.expect("who is muted needs no microphone");
    until(&mut scene.anas, eleventh, |voice| voice.is_some_and(|voice| voice.microphone && voice.slot.is_some())).await;
    until(&mut scene.bens, third, |voice| voice.is_some_and(|voice| voice.muted && voice.slot.is_none())).await;

    // Nobody is in a call who is not in its room, and that is full.
    let elsewhere = guests[97].make_room("Elsewhere").await;
    let link = guests[97].invite(elsewhere, RoleView::Viewer).await;
    let late = Person::sign_up(scene.server.url(), &link.url, "late").await;
    let link = scene.ana.invite(room, RoleView::Viewer).await;
    assert_eq!(late.post(&format!("/api/invites/{}", link.code)).await.refusal(), (409, "room_full".into()));
    assert_eq!(ask(&late, room, offer()).await.refusal(), (403, "not_member".into()));
    assert!(late.rooms().await.iter().all(|known| known.room != room), "and no place stays behind");
    scene.end().await;
}
