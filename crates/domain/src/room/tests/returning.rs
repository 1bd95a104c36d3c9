//! Who leaves and comes back, what is sent again, and what a room tells of itself however much was said.

use super::*;

fn join(number: u8) -> Command {
    Command::Join { user: user(number), handle: handle(number), role: Role::CoCreator }
}

fn leave(room: &mut RoomMachine, number: u8) {
    apply(room, Command::Leave { user: user(number) });
}

fn is_muted(room: &RoomMachine, number: u8) -> bool {
    room.member(user(number)).expect("a member").muted
}

fn set_role(by: u8, number: u8, role: Role) -> Command {
    Command::SetRole { by: user(by), user: user(number), role }
}

fn come(number: u8, standing: Standing) -> Command {
    Command::Come { user: user(number), handle: handle(number), standing }
}

fn answer(number: u8, role: Option<Role>) -> Command {
    Command::AnswerKnock { by: user(1), user: user(number), role }
}

#[test]
fn who_is_muted_comes_back_muted_until_a_host_says_otherwise() {
    let mut room = room();
    apply(&mut room, Command::Mute { by: user(1), user: user(3), on: true });
    leave(&mut room, 3);
    apply(&mut room, join(3));
    assert!(is_muted(&room, 3), "the same link does not make them heard");
    assert_eq!(refused(&mut room, say(3, 1, "hey")), Refused::Muted);
    apply(&mut room, Command::Mute { by: user(1), user: user(3), on: false });
    leave(&mut room, 3);
    apply(&mut room, join(3));
    assert!(!is_muted(&room, 3));
    apply(&mut room, Command::Mute { by: user(1), user: user(3), on: true });
    apply(&mut room, Command::Remove { by: user(1), user: user(3) });
    apply(&mut room, Command::SetDoor { by: user(1), door: Door::Knock });
    apply(&mut room, come(3, Standing::Stranger));
    apply(&mut room, answer(3, Some(Role::Viewer)));
    assert!(is_muted(&room, 3), "to let them in is not to let them speak");
}

#[test]
fn whom_a_host_made_a_viewer_comes_back_as_a_viewer() {
    let mut room = room();
    apply(&mut room, set_role(1, 2, Role::Viewer));
    leave(&mut room, 2);
    apply(&mut room, join(2));
    assert_eq!(room.role_of(user(2)), Some(Role::Viewer), "by the same link");
    leave(&mut room, 2);
    apply(&mut room, Command::SetDoor { by: user(1), door: Door::Open });
    apply(&mut room, come(2, Standing::Friend));
    assert_eq!(room.role_of(user(2)), Some(Role::Viewer), "by the open door");
    apply(&mut room, set_role(1, 2, Role::CoCreator));
    leave(&mut room, 2);
    apply(&mut room, join(2));
    assert_eq!(room.role_of(user(2)), Some(Role::CoCreator), "a host has lifted them again");
    leave(&mut room, 4);
    apply(&mut room, join(4));
    assert_eq!(room.role_of(user(4)), Some(Role::CoCreator), "who only came as a viewer may come by another link");
}

#[test]
fn the_word_of_whoever_opens_the_door_counts() {
    let mut room = room();
    apply(&mut room, Command::SetDoor { by: user(1), door: Door::Knock });
    apply(&mut room, set_role(1, 2, Role::Viewer));
    leave(&mut room, 2);
    apply(&mut room, come(2, Standing::Stranger));
    apply(&mut room, answer(2, Some(Role::CoCreator)));
    assert_eq!(room.role_of(user(2)), Some(Role::CoCreator));
    leave(&mut room, 2);
    apply(&mut room, join(2));
    assert_eq!(room.role_of(user(2)), Some(Role::CoCreator));
    apply(&mut room, Command::Remove { by: user(1), user: user(3) });
    apply(&mut room, come(3, Standing::Stranger));
    apply(&mut room, answer(3, Some(Role::Viewer)));
    leave(&mut room, 3);
    apply(&mut room, join(3));
    assert_eq!(room.role_of(user(3)), Some(Role::Viewer), "taken out and let in to watch: no link makes more of it");
}

#[test]
fn an_empty_room_is_run_by_whoever_comes_back() {
    let mut room = room();
    apply(&mut room, Command::Mute { by: user(1), user: user(3), on: true });
    apply(&mut room, set_role(1, 3, Role::Viewer));
    for number in [3, 4, 2, 1] {
        leave(&mut room, number);
    }
    apply(&mut room, join(3));
    assert_eq!((room.role_of(user(3)), is_muted(&room, 3)), (Some(Role::Host), false));
}

#[test]
fn events_from_before_mutes_were_remembered_still_replay() {
    let old = serde_json::json!({ "seq": 1, "at": 5, "event": { "kind": "member_joined", "user": user(2), "handle": "ben", "role": "viewer" } });
    let recorded: Recorded = serde_json::from_value(old).expect("its own words");
    let room = RoomMachine::replay([recorded]).expect("in order");
    assert!(!is_muted(&room, 2));
}

#[test]
fn what_was_carried_out_is_confirmed_when_it_is_sent_again() {
    let mut room = room();
    leave(&mut room, 4);
    assert!(apply(&mut room, Command::Leave { user: user(4) }).is_empty());
    assert_eq!(refused(&mut room, Command::Leave { user: user(9) }), Refused::NotMember, "who was never here");
    apply(&mut room, ask(2, 1));
    let cancel = |by| Command::CancelTake { by: user(by), take: take(1) };
    apply(&mut room, cancel(2));
    assert!(apply(&mut room, cancel(2)).is_empty());
    assert_eq!(refused(&mut room, cancel(9)), Refused::NotMember);
    apply(&mut room, Command::SetDoor { by: user(1), door: Door::Knock });
    for number in [5, 6] {
        apply(&mut room, come(number, Standing::Stranger));
    }
    for (number, role) in [(5, Some(Role::Viewer)), (6, None)] {
        apply(&mut room, answer(number, role));
        assert!(apply(&mut room, answer(number, role)).is_empty());
    }
    assert_eq!(refused(&mut room, answer(5, None)), Refused::KnockUnknown, "who is in is not sent away");
    assert_eq!(refused(&mut room, answer(6, Some(Role::Viewer))), Refused::KnockUnknown);
    let hand_over = || Command::HandOver { by: user(1), user: user(2) };
    apply(&mut room, hand_over());
    assert!(apply(&mut room, hand_over()).is_empty());
    assert_eq!(room.role_of(user(1)), Some(Role::CoCreator));
}

#[test]
fn a_late_retry_says_nothing_twice() {
    let mut room = room();
    apply(&mut room, say(4, 1, "first"));
    for number in 2..400 {
        apply(&mut room, say(2, number, "and so on"));
    }
    assert!(room.line(message(1)).is_none(), "it is told to nobody any more");
    assert!(apply(&mut room, say(4, 1, "first")).is_empty());
    apply(&mut room, ask(2, 1));
    apply(&mut room, ended(1, finished(1)));
    let remark = || Command::Remark { by: user(4), remark: message(900), take: take(1), at_ms: 0, text: "here".into() };
    apply(&mut room, remark());
    apply(&mut room, Command::RemoveRemark { by: user(4), take: take(1), remark: message(900) });
    assert!(apply(&mut room, remark()).is_empty(), "what was removed does not come back");
    assert!(room.with_clip(take(1)).expect("made").remarks.is_empty());
}

#[test]
fn who_knocked_comes_in_once_the_door_is_open_to_them() {
    let mut room = room();
    apply(&mut room, Command::SetDoor { by: user(1), door: Door::Knock });
    for (number, standing) in [(5, Standing::Friend), (6, Standing::Stranger)] {
        apply(&mut room, come(number, standing));
    }
    apply(&mut room, Command::SetDoor { by: user(1), door: Door::Open });
    apply(&mut room, come(5, Standing::Friend));
    apply(&mut room, come(6, Standing::Stranger));
    assert_eq!((room.role_of(user(5)), room.role_of(user(6))), (Some(Role::CoCreator), None));
    assert_eq!(room.knocks().len(), 1, "and nobody is asked about them any more");
}

/// Of everything at once, what costs most.
#[test]
fn what_a_room_tells_of_itself_is_bounded_however_much_was_said() {
    let mut room = room();
    for number in 5..=100 {
        apply(&mut room, join(number));
    }
    for number in 0..50 {
        apply(&mut room, ask(2, number));
        apply(&mut room, ended(number, finished(number)));
    }
    let mut said = 0_u16;
    let mut number = || {
        said += 1;
        message(said)
    };
    let mut full = 0;
    for each in 0..50 {
        for _ in 0..MAX_REMARKS {
            let remark = Command::Remark { by: user(4), remark: number(), take: take(each), at_ms: 0, text: "\"".repeat(26) };
            full += usize::from(room.apply(at(1_000), remark).is_err_and(|refused| refused == Refused::RemarksFull));
        }
    }
    assert!(full > 0);
    for _ in 0..CHAT_KEPT {
        let line = number();
        apply(&mut room, Command::Say { by: user(4), message: line, text: "\"".repeat(MAX_MESSAGE), reply_to: None });
        for by in 1..=100 {
            apply(&mut room, Command::React { by: user(by), message: line, reaction: Some("👨‍👩‍👧‍👦".into()) });
        }
    }
    let told = serde_json::to_vec(&room.view()).expect("plain data").len();
    assert!(told < 1_200_000, "{told} bytes");
    assert!(!room.view().chat.is_empty() && room.view().finished.iter().any(|ended| !ended.remarks.is_empty()));
}

#[test]
fn a_room_that_holds_too_many_remarks_from_before_tells_the_newest() {
    let mut room = room();
    for number in 0..50 {
        apply(&mut room, ask(2, number));
        apply(&mut room, ended(number, finished(number)));
    }
    for number in 0..10_000 {
        let (remark, take) = (message(number), take(u8::try_from(number / 200).expect("fifty")));
        let event = RoomEvent::Remarked { remark, take, by: user(4), at_ms: 0, text: "\"".repeat(26) };
        let seq = room.next_seq();
        room.fold(&Recorded { seq, at: at(1_000), event }).expect("in order");
    }
    let view = room.view();
    assert!(serde_json::to_vec(&view).expect("plain data").len() < 1_000_000);
    assert_eq!(view.finished.last().map(|ended| ended.remarks.len()), Some(200), "those of the newest take are all there");
    assert!(view.finished[0].remarks.is_empty());
}
