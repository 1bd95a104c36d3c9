//! Coming in without an invitation, being taken out, and words that are taken back.

use crate::support::{Board, Page, Person, Scene};
use domain::MessageId;
use reqwest::Method;
use wire::{
    Command, DoorView, Ephemeral, EventKind, PlaceView, Resume, Resumed, RoleView,
    http::{AtDoor, AtDoorState, FriendRoom},
};

async fn door(person: &Person, room: domain::RoomId) -> AtDoorState {
    person.get(&format!("/api/rooms/{room}/door")).await.json::<AtDoor>().state
}

async fn come(person: &Person, room: domain::RoomId) -> AtDoorState {
    person.post(&format!("/api/rooms/{room}/door")).await.json::<AtDoor>().state
}

async fn befriend(one: &Person, other: &Person) {
    for (from, to) in [(one, other), (other, one)] {
        let followed = from.request(Method::PUT, &format!("/api/people/{}/follow", to.handle)).send().await.expect("an answer");
        assert!(followed.status().is_success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn friends_drop_in_strangers_knock_and_who_was_taken_out_needs_an_answer() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    // Both have accounts by another room's link.
    let other = scene.ana.make_room("Elsewhere").await;
    let link = scene.ana.invite(other, RoleView::Viewer).await;
    let cleo = Person::sign_up(scene.server.url(), &link.url, "cleo").await;
    let dan = Person::sign_up(scene.server.url(), &link.url, "dan").await;
    befriend(&cleo, &scene.ben).await;
    assert_eq!(door(&cleo, room).await, AtDoorState::Closed);
    assert_eq!(cleo.post(&format!("/api/rooms/{room}/door")).await.refusal(), (403, "door_closed".into()));
    assert!(cleo.get("/api/friends/rooms").await.json::<Vec<FriendRoom>>().is_empty());

    assert_eq!(scene.bens.refused(Command::SetDoor { room, door: DoorView::Open }).await, "host_only");
    scene.anas.ask(Command::SetDoor { room, door: DoorView::Open }).await.expect("the host's door");
    let seen = cleo.get("/api/friends/rooms").await.json::<Vec<FriendRoom>>();
    assert_eq!((seen.len(), seen[0].room, seen[0].friends.as_slice(), seen[0].here), (1, room, ["ben".to_owned()].as_slice(), 2));
    assert_eq!((door(&cleo, room).await, door(&dan, room).await), (AtDoorState::Welcome, AtDoorState::MayKnock));
    assert_eq!(come(&cleo, room).await, AtDoorState::Member);
    let (mut cleos, _) = Page::in_room(&cleo, room).await;

    let (mut dans, _) = Page::in_room(&dan, other).await;
    assert_eq!(come(&dan, room).await, AtDoorState::Knocking);
    let knocks = scene.anas.event("a knock", |event| if let EventKind::Knocked { user, .. } = event { Some(*user) } else { None }).await;
    assert_eq!(knocks, dan.user);
    assert_eq!(scene.bens.refused(Command::AnswerKnock { room, user: dan.user, role: Some(RoleView::Viewer) }).await, "host_only");
    scene.anas.ask(Command::AnswerKnock { room, user: dan.user, role: Some(RoleView::Viewer) }).await.expect("let in");
    assert_eq!(dans.knock_answered().await, (room, true));
    assert_eq!(door(&dan, room).await, AtDoorState::Member);

    // Taken out: no link, no open door, only an answer.
    let link = scene.ana.invite(room, RoleView::CoCreator).await;
    scene.anas.ask(Command::Remove { room, user: cleo.user }).await.expect("taken out");
    cleos.event("the end", |event| matches!(event, EventKind::MemberRemoved { user, .. } if *user == cleo.user).then_some(())).await;
    assert_eq!(cleos.refused(Command::Typing { room }).await, "not_member");
    assert_eq!(cleo.post(&format!("/api/invites/{}", link.code)).await.refusal(), (403, "removed_from_room".into()));
    assert_eq!(cleo.post(&format!("/api/rooms/{room}/token")).await.refusal().0, 403);
    assert_eq!(come(&cleo, room).await, AtDoorState::Knocking);
    scene.anas.ask(Command::AnswerKnock { room, user: cleo.user, role: None }).await.expect("not now");
    assert_eq!(cleos.knock_answered().await, (room, false));
    assert_eq!(cleo.post(&format!("/api/rooms/{room}/door")).await.refusal(), (429, "sent_away".into()));
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_were_taken_back_are_told_to_nobody_any_more() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let id = |number: u128| MessageId::from_uuid(uuid::Uuid::from_u128(0x0189_0000_0000_7000_8000_0000_0000_0000 | number));
    let say = |number, text: &str, reply_to| Command::Say { room, message: id(number), text: text.into(), reply_to };
    scene.anas.ask(say(1, "the secret word", None)).await.expect("said");
    scene.anas.ask(Command::Rewrite { room, message: id(1), text: "another secret word".into() }).await.expect("changed");
    scene.bens.ask(say(2, "which?", Some(id(1)))).await.expect("said");
    scene.bens.ask(Command::React { room, message: id(1), reaction: Some("🎬".into()) }).await.expect("a sign");
    assert_eq!(scene.bens.refused(Command::Unsay { room, message: id(1) }).await, "not_yours");
    scene.anas.ask(Command::Unsay { room, message: id(1) }).await.expect("taken back");
    // Whoever resumes from before it was said, and whoever reads the room anew after a restart of its home.
    let (_, view) = Page::in_room(&scene.ben, room).await;
    assert!(!serde_json::to_string(&view).expect("plain data").contains("secret"));
    let line = view.chat.first().expect("its place stays");
    assert_eq!((line.text.as_str(), line.unsaid, view.chat[1].reply_to), ("", Some(scene.ana.user), Some(id(1))));
    let mut page = Page::open(&scene.ben).await;
    let (_, resumed, _) = page.enter(room, Some(Resume { epoch: 1, offset: 1 })).await;
    assert_eq!(resumed, Resumed::Recovered);
    let words = page.event("the line that was", |event| if let EventKind::Said { text, .. } = event { Some(text.clone()) } else { None }).await;
    assert_eq!(words, "");
    let history = scene.server.store().await.open_room(room).await.expect("it is there").events;
    assert!(!serde_json::to_string(&history).expect("plain data").contains("secret"));
    scene.server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_somebody_looks_is_told_to_the_others_and_ends_with_them() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    scene.board.add_shot("one", "a dog runs", 4);
    Board::open(&scene.ben, room).await.until(&["a dog runs"]).await;
    let place = PlaceView { shot: Some("one".into()), at_ms: 1_200, ..PlaceView::default() };
    scene.bens.ask(Command::Look { room, place: place.clone() }).await.expect("told");
    let ben = scene.ben.user;
    let of_ben = |state: &Ephemeral| match state {
        Ephemeral::Places { places } => Some(places.iter().find(|each| each.user == ben).map(|each| each.place.clone())),
        _ => None,
    };
    scene.anas.state("where Ben looks", |state| of_ben(state).flatten().filter(|told| *told == place)).await;
    let words = PlaceView { shot: Some("what I always wanted to say".into()), at_ms: 7, ..PlaceView::default() };
    scene.bens.ask(Command::Look { room, place: words }).await.expect("told");
    let told = scene.anas.state("where Ben looks", |state| of_ben(state).flatten().filter(|told| told.at_ms == 7)).await;
    assert_eq!(told.shot, None, "only shots that are there");
    let long = PlaceView { shot: Some("x".repeat(65)), ..PlaceView::default() };
    assert_eq!(scene.bens.refused(Command::Look { room, place: long }).await, "place_invalid");
    scene.bens.ask(Command::Exit { room }).await.expect("out");
    scene.anas.state("that Ben is out", |state| of_ben(state).filter(Option::is_none)).await;
    scene.server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_in_one_breath_keeps_its_order() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let id = |number: u128| MessageId::from_uuid(uuid::Uuid::from_u128(0x0189_0000_0000_7000_8000_0000_0000_0000 | number));
    for breath in 0..4_u128 {
        let texts: Vec<String> = (0..20).map(|number| format!("{breath} {number}")).collect();
        let say = |(number, text): (u128, &String)| Command::Say { room, message: id(100 * breath + number), text: text.clone(), reply_to: None };
        let said = scene.bens.ask_all((0..).zip(&texts).map(say).collect()).await;
        assert!(said.iter().all(|outcome| matches!(outcome, wire::Outcome::Ok(_))), "{said:?}");
        assert_eq!(scene.anas.lines(20).await, texts);
    }
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_undoes_no_mute_and_no_role_and_hosts_end_links() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    let link = scene.ana.invite(room, RoleView::CoCreator).await;
    let bens_link = scene.ben.invite(room, RoleView::CoCreator).await;
    scene.anas.ask(Command::Mute { room, user: scene.ben.user, on: true }).await.expect("a host may");
    scene.anas.ask(Command::SetRole { room, user: scene.ben.user, role: RoleView::Viewer }).await.expect("a host may");
    scene.bens.ask(Command::Leave { room }).await.expect("anybody may");
    scene.bens.ask(Command::Leave { room }).await.expect("also again");
    assert_eq!(scene.ben.post(&format!("/api/invites/{}", bens_link.code)).await.refusal(), (410, "invite_ended".into()));
    assert_eq!(scene.ben.post(&format!("/api/invites/{}", link.code)).await.status, 200);
    let joined = scene.anas.event("he comes back", |event| match event {
        EventKind::MemberJoined { user, role, muted, .. } => Some((*user, *role, *muted)),
        _ => None,
    });
    assert_eq!(joined.await, (scene.ben.user, RoleView::Viewer, true));
    let (mut bens, view) = Page::in_room(&scene.ben, room).await;
    assert!(view.members.iter().any(|member| member.user == scene.ben.user && member.role == RoleView::Viewer && member.muted));
    let words = Command::Say { room, message: MessageId::from_uuid(uuid::Uuid::now_v7()), text: "hey".into(), reply_to: None };
    assert_eq!(bens.refused(words).await, "muted");

    let links = format!("/api/rooms/{room}/invites");
    assert_eq!(scene.ben.delete(&links).await.refusal(), (403, "host_only".into()));
    assert_eq!(scene.ana.delete(&links).await.status, 204);
    assert_eq!(scene.ben.post(&format!("/api/invites/{}", link.code)).await.refusal(), (410, "invite_expired".into()));
    let named = serde_json::json!({ "name": "Scene\t1" });
    let refused = scene.ana.request(Method::POST, "/api/rooms").json(&named).send().await.expect("an answer");
    assert_eq!(refused.status(), 422, "no row whose room can't be opened");
    scene.bens = bens;
    scene.end().await;
}
