//! Behaviour of the room, told as small stories.

mod returning;

use super::*;
use crate::{
    TakeId,
    fixtures::{at, cameo, clip, handle, member, message, plan, take, user},
};

/// Host 1, co-creators 2 and 3, viewer 4.
fn room() -> RoomMachine {
    let mut room = RoomMachine::new();
    apply(&mut room, Command::Open { by: user(1), handle: handle(1), name: " Studio ".into() });
    for (number, role) in [(2, Role::CoCreator), (3, Role::CoCreator), (4, Role::Viewer)] {
        apply(&mut room, Command::Join { user: user(number), handle: handle(number), role });
    }
    room
}

fn apply(room: &mut RoomMachine, command: Command) -> Vec<Effect> {
    room.apply(at(1_000), command).expect("allowed")
}

fn refused(room: &mut RoomMachine, command: Command) -> Refused {
    let before = room.clone();
    let refused = room.apply(at(1_000), command).expect_err("refused");
    assert_eq!(*room, before, "a refusal changes nothing");
    refused
}

fn ask(asker: u8, number: u8) -> Command {
    Command::RequestTake { by: user(asker), plan: Box::new(plan(number, &[asker], &[])), asks: Vec::new() }
}

/// A take that shows these, of whom the first `asked` have yet to say yes.
fn cast(asker: u8, number: u8, cameos: &[u8], asked: usize) -> Command {
    let asks = cameos[..asked].iter().copied().map(cameo).collect();
    Command::RequestTake { by: user(asker), plan: Box::new(plan(number, &[asker], cameos)), asks }
}

fn answered(number: u8, about: u8, allowed: bool) -> Command {
    Command::ConsentAnswered { take: take(number), cameo: cameo(about), allowed }
}

fn held(room: &RoomMachine) -> Vec<(TakeId, usize)> {
    room.asking().iter().map(|held| (held.ticket.take, held.waiting_for.len())).collect()
}

fn failed(effects: &[Effect]) -> Option<(String, String)> {
    events(effects).into_iter().find_map(|event| if let RoomEvent::TakeFailed { code, reason, .. } = event { Some((code, reason)) } else { None })
}

fn ended(number: u8, outcome: Outcome) -> Command {
    Command::TakeEnded { take: take(number), outcome }
}

fn finished(number: u8) -> Outcome {
    Outcome::Finished { clip: clip(number), notices: vec!["no sound".into()] }
}

fn dispatched(effects: &[Effect]) -> Vec<(TakeId, u32)> {
    let dispatch = |effect: &Effect| if let Effect::Dispatch { take, attempt, .. } = effect { Some((*take, *attempt)) } else { None };
    effects.iter().filter_map(dispatch).collect()
}

fn events(effects: &[Effect]) -> Vec<RoomEvent> {
    let event = |effect: &Effect| if let Effect::Record(recorded) = effect { Some(recorded.event.clone()) } else { None };
    effects.iter().filter_map(event).collect()
}

fn waiting(room: &RoomMachine) -> Vec<TakeId> {
    room.queue().map(|ticket| ticket.take).collect()
}

#[test]
fn opening_makes_its_founder_the_host_once() {
    let mut room = room();
    assert_eq!((room.name(), room.role_of(user(1)), room.members().len(), room.next_seq()), ("Studio", Some(Role::Host), 4, 6));
    assert!(apply(&mut room, Command::Open { by: user(9), handle: handle(9), name: "Mine".into() }).is_empty());
    assert_eq!(room.role_of(user(9)), None);
    assert_eq!(refused(&mut RoomMachine::new(), Command::Open { by: user(1), handle: handle(1), name: "\u{7}".into() }), Refused::NameLength);
    assert_eq!(refused(&mut RoomMachine::new(), Command::Join { user: user(1), handle: handle(1), role: Role::Host }), Refused::NotMember);
}

#[test]
fn an_invitation_changes_no_members_role() {
    let mut room = room();
    assert!(apply(&mut room, Command::Join { user: user(4), handle: handle(4), role: Role::CoCreator }).is_empty());
    assert_eq!(room.role_of(user(4)), Some(Role::Viewer), "whom the host made a viewer does not lift themselves by an old link");
    assert!(apply(&mut room, Command::Join { user: user(1), handle: handle(1), role: Role::Viewer }).is_empty());
}

#[test]
fn a_full_room_takes_nobody_in() {
    let mut room = room();
    for number in 5..=100 {
        apply(&mut room, Command::Join { user: user(number), handle: handle(number), role: Role::Viewer });
    }
    assert_eq!(refused(&mut room, Command::Join { user: user(101), handle: handle(101), role: Role::Viewer }), Refused::RoomFull);
}

#[test]
fn each_role_may_what_it_may() {
    let mut room = room();
    assert_eq!(refused(&mut room, ask(4, 1)), Refused::RoleTooLow("co-creator"));
    assert_eq!(refused(&mut room, ask(9, 1)), Refused::NotMember);
    assert_eq!(refused(&mut room, Command::Say { by: user(9), message: message(1), text: "hi".into(), reply_to: None }), Refused::NotMember);
    assert_eq!(refused(&mut room, Command::Rename { by: user(2), name: "Ours".into() }), Refused::HostOnly);
    assert_eq!(refused(&mut room, Command::SetRole { by: user(2), user: user(4), role: Role::Host }), Refused::HostOnly);
    apply(&mut room, Command::Say { by: user(4), message: message(1), text: "hi".into(), reply_to: None });
    apply(&mut room, Command::SetRole { by: user(1), user: user(4), role: Role::CoCreator });
    apply(&mut room, ask(4, 1));
}

#[test]
fn chat_keeps_its_last_lines_and_no_line_twice() {
    let mut room = room();
    for number in 0..=200 {
        apply(&mut room, Command::Say { by: user(4), message: message(number), text: format!(" line {number}\n"), reply_to: None });
    }
    assert_eq!(room.chat().len(), CHAT_KEPT);
    assert_eq!(room.chat().next().map(|line| line.text.as_str()), Some("line 1"));
    assert!(apply(&mut room, Command::Say { by: user(4), message: message(200), text: "again".into(), reply_to: None }).is_empty());
    for text in [" \n ".to_owned(), "x".repeat(MAX_MESSAGE + 1)] {
        assert_eq!(refused(&mut room, Command::Say { by: user(4), message: message(999), text, reply_to: None }), Refused::MessageLength);
    }
}

#[test]
fn the_last_host_hands_over_on_leaving_and_cannot_step_down() {
    let mut room = room();
    apply(&mut room, Command::SetRole { by: user(1), user: user(2), role: Role::Viewer });
    assert_eq!(refused(&mut room, Command::SetRole { by: user(1), user: user(1), role: Role::Viewer }), Refused::LastHost);
    let effects = apply(&mut room, Command::Leave { user: user(1) });
    assert!(matches!(effects.last(), Some(Effect::Expel { user: left }) if *left == user(1)));
    assert_eq!(room.role_of(user(3)), Some(Role::Host), "the longest co-creator");
    apply(&mut room, Command::Leave { user: user(3) });
    assert_eq!(room.role_of(user(2)), Some(Role::Host), "else the longest member");
    apply(&mut room, Command::Leave { user: user(2) });
    apply(&mut room, Command::Leave { user: user(4) });
    assert!(room.members().is_empty() && room.name() == "Studio");
    apply(&mut room, Command::Join { user: user(4), handle: handle(4), role: Role::Viewer });
    assert_eq!(room.role_of(user(4)), Some(Role::Host), "a room with members has a host");
}

#[test]
fn a_second_take_waits_its_turn() {
    let mut room = room();
    let effects = apply(&mut room, ask(2, 1));
    assert!(matches!(effects.as_slice(), [Effect::Record(_), Effect::KeepPlan(_), Effect::Record(_), Effect::Dispatch { attempt: 1, .. }]));
    assert!(dispatched(&apply(&mut room, ask(2, 2))).is_empty());
    apply(&mut room, ask(2, 3));
    apply(&mut room, ask(3, 4));
    assert_eq!(waiting(&room), [take(4), take(2), take(3)], "who has one running lets the other pass");
    assert!(apply(&mut room, Command::TakeBegan { take: take(1) }).is_empty());
    assert_eq!(dispatched(&apply(&mut room, ended(1, finished(1)))), [(take(4), 1)]);
    assert_eq!(dispatched(&apply(&mut room, ended(4, Outcome::Failed { code: "engine_failed".into(), reason: "no".into() }))), [(take(2), 1)]);
    let endings: Vec<_> = room.finished().map(|ended| ended.ending.clone()).collect();
    assert_eq!(endings[0], Ending::Clip { clip: clip(1), notices: vec!["no sound".into()] });
    assert!(matches!(&endings[1], Ending::Failed { code, .. } if code == "engine_failed"));
    assert_eq!(room.takes_to_restore(), [take(2), take(3)]);
}

#[test]
fn asking_again_after_a_lost_reply_asks_once() {
    let mut room = room();
    apply(&mut room, ask(2, 1));
    assert!(apply(&mut room, ask(2, 1)).is_empty());
    apply(&mut room, ended(1, finished(1)));
    assert!(apply(&mut room, ask(2, 1)).is_empty());
}

#[test]
fn the_queue_has_a_share_for_each_and_an_end() {
    let mut room = room();
    for number in 0..=5 {
        apply(&mut room, ask(2, number));
    }
    assert_eq!(refused(&mut room, ask(2, 99)), Refused::QueueShare);
    for asker in 5..15 {
        apply(&mut room, Command::Join { user: user(asker), handle: handle(asker), role: Role::CoCreator });
    }
    let mut number = 100;
    while room.waiting() < MAX_QUEUE {
        apply(&mut room, ask(5 + (number - 100) / 5, number));
        number += 1;
    }
    assert_eq!(refused(&mut room, ask(3, 99)), Refused::QueueFull);
}

#[test]
fn what_waits_for_something_gone_is_refused_and_what_runs_is_not() {
    let mut room = room();
    apply(&mut room, ask(2, 1));
    apply(&mut room, ask(2, 2));
    apply(&mut room, cast(3, 3, &[7], 1));
    let gone = |number| Command::RefuseWaiting { take: take(number), code: "clip_unknown".into(), reason: "deleted".into() };
    assert!(apply(&mut room, gone(1)).is_empty(), "whoever makes it looks for itself");
    let effects = apply(&mut room, gone(2));
    assert!(matches!(&events(&effects)[..], [RoomEvent::TakeFailed { code, .. }] if code == "clip_unknown"));
    let effects = apply(&mut room, gone(3));
    assert!(matches!(effects[0], Effect::Unask { .. }), "its questions are taken back: {effects:?}");
    assert!(apply(&mut room, gone(3)).is_empty() && room.waiting() == 0);
}

#[test]
fn a_lost_take_is_tried_again_and_then_fails() {
    let mut room = room();
    apply(&mut room, ask(2, 1));
    apply(&mut room, ask(3, 2));
    assert_eq!(dispatched(&apply(&mut room, ended(1, Outcome::Lost))), [(take(1), 2)]);
    assert_eq!(dispatched(&apply(&mut room, ended(1, Outcome::Lost))), [(take(1), 3)]);
    let effects = apply(&mut room, ended(1, Outcome::Lost));
    assert!(matches!(&events(&effects)[0], RoomEvent::TakeFailed { code, .. } if code == "device_lost"));
    assert_eq!(dispatched(&effects), [(take(2), 1)]);
}

#[test]
fn a_room_that_is_read_back_starts_its_take_again() {
    let mut room = room();
    assert!(apply(&mut room, Command::Recover).is_empty());
    apply(&mut room, ask(2, 1));
    apply(&mut room, ask(3, 2));
    assert_eq!(dispatched(&apply(&mut room, Command::Recover)), [(take(1), 2)]);
    assert_eq!(room.running().map(|running| running.attempt), Some(2));
    for _ in 3..=MAX_STARTS {
        apply(&mut room, Command::Recover);
    }
    assert_eq!(room.running().map(|running| running.attempt), Some(MAX_STARTS));
    assert_eq!(dispatched(&apply(&mut room, Command::Recover)), [(take(2), 1)], "a take that brings the server down each time is given up");
}

#[test]
fn a_queue_whose_head_was_not_started_before_the_fault_goes_on() {
    let mut live = room();
    let mut history = Vec::new();
    for command in [ask(2, 1), ask(3, 2), ended(1, finished(1))] {
        history.extend(apply(&mut live, command));
    }
    let mut stored = room();
    let mut records: Vec<_> = history.iter().filter_map(|effect| if let Effect::Record(recorded) = effect { Some(recorded) } else { None }).collect();
    records.pop();
    for recorded in records {
        stored.fold(recorded).expect("in order");
    }
    assert_eq!(stored.running(), None);
    assert_eq!(dispatched(&apply(&mut stored, Command::Recover)), [(take(2), 1)]);
}

#[test]
fn its_makers_and_the_host_cancel_a_take_and_nobody_else() {
    let mut room = room();
    apply(&mut room, Command::RequestTake { by: user(2), plan: Box::new(plan(1, &[2, 4], &[])), asks: Vec::new() });
    apply(&mut room, ask(2, 2));
    apply(&mut room, ask(2, 3));
    let cancel = |by, number| Command::CancelTake { by: user(by), take: take(number) };
    assert_eq!(refused(&mut room, cancel(3, 1)), Refused::NotYours);
    assert_eq!(refused(&mut room, cancel(9, 1)), Refused::NotMember);
    assert_eq!(refused(&mut room, cancel(2, 77)), Refused::TakeUnknown);
    apply(&mut room, cancel(1, 3));
    assert_eq!(waiting(&room), [take(2)]);
    let effects = apply(&mut room, cancel(4, 1));
    assert!(matches!(effects[0], Effect::Abort { take: gone } if gone == take(1)));
    assert_eq!(dispatched(&effects), [(take(2), 1)]);
    assert_eq!(
        room.finished().map(|ended| ended.ending.clone()).collect::<Vec<_>>(),
        [Ending::Cancelled { by: user(1) }, Ending::Cancelled { by: user(4) }]
    );
}

#[test]
fn what_comes_late_of_a_cancelled_take_is_ignored() {
    let mut room = room();
    apply(&mut room, ask(2, 1));
    apply(&mut room, Command::CancelTake { by: user(2), take: take(1) });
    let before = room.clone();
    assert!(matches!(apply(&mut room, Command::TakeBegan { take: take(1) }).as_slice(), [Effect::Abort { .. }]));
    for outcome in [finished(1), Outcome::Lost, Outcome::Failed { code: "x".into(), reason: "y".into() }] {
        assert!(apply(&mut room, ended(1, outcome.clone())).is_empty());
        assert!(apply(&mut room, ended(77, outcome)).is_empty());
    }
    assert_eq!(room, before);
}

#[test]
fn a_deleted_clip_is_told_once() {
    let mut room = room();
    apply(&mut room, ask(2, 1));
    apply(&mut room, ended(1, finished(1)));
    let gone = || Command::ClipGone { by: user(2), clip: clip(1) };
    assert_eq!(events(&apply(&mut room, gone())), [RoomEvent::ClipDeleted { clip: clip(1), by: user(2) }]);
    assert!(apply(&mut room, gone()).is_empty());
    assert_eq!(room.finished().next().map(|ended| ended.ending.clone()), Some(Ending::Deleted { clip: clip(1), by: user(2) }));
}

#[test]
fn a_history_with_a_hole_does_not_open() {
    let joined = RoomEvent::MemberLeft { user: user(1) };
    let history = [1, 2, 4].map(|seq| Recorded { seq, at: at(0), event: joined.clone() });
    assert_eq!(RoomMachine::replay(history), Err(Broken { expected: 3, found: 4 }));
}

#[test]
fn the_view_names_everybody_it_speaks_of() {
    let mut room = room();
    apply(&mut room, Command::Say { by: user(3), message: message(1), text: "bye".into(), reply_to: None });
    apply(&mut room, ask(2, 1));
    apply(&mut room, Command::Leave { user: user(3) });
    let view = room.view();
    assert_eq!(view.seq + 1, room.next_seq());
    assert_eq!(view.people.iter().map(|(user, _)| *user).collect::<Vec<_>>(), [user(1), user(2), user(3), user(4)]);
    assert_eq!(view.running.map(|running| (running.ticket.title, running.ticket.seconds)), Some(("take 1".to_owned(), 5)));
    assert_eq!(room.handle_of(user(3)), Some(&handle(3)));
}

#[test]
fn a_take_that_asks_somebody_is_in_no_queue_until_all_said_yes() {
    let mut room = room();
    let effects = apply(&mut room, cast(2, 1, &[7, 8, 9], 2));
    assert!(matches!(effects.as_slice(), [Effect::Record(_), Effect::KeepPlan(_), Effect::Ask { .. }]));
    assert_eq!((held(&room), waiting(&room)), (vec![(take(1), 2)], vec![]));
    assert_eq!(room.view().asking[0].ticket.cast.len(), 3, "who was not asked is shown too");
    assert_eq!(dispatched(&apply(&mut room, ask(3, 2))), [(take(2), 1)], "others pass meanwhile");
    let given = apply(&mut room, answered(1, 7, true));
    assert_eq!(events(&given), [RoomEvent::ConsentGiven { take: take(1), cameo: cameo(7), mention: member(7).mention }]);
    assert!(apply(&mut room, answered(1, 7, true)).is_empty(), "an answer counts once");
    assert!(apply(&mut room, answered(1, 9, false)).is_empty(), "who was not asked has no say here");
    apply(&mut room, answered(1, 8, true));
    assert_eq!((held(&room), waiting(&room)), (vec![], vec![take(1)]));
    assert_eq!(dispatched(&apply(&mut room, ended(2, finished(2)))), [(take(1), 1)]);
}

#[test]
fn one_no_ends_a_take_and_names_who_said_it() {
    let mut room = room();
    apply(&mut room, cast(2, 1, &[7, 8], 2));
    apply(&mut room, answered(1, 7, true));
    let effects = apply(&mut room, answered(1, 8, false));
    let (code, reason) = failed(&effects).expect("it failed");
    assert_eq!((code.as_str(), reason.as_str()), ("consent_denied", "@user_8 said no to this scene. Nothing of them was made."));
    assert!(matches!(effects[0], Effect::Unask { .. }) && dispatched(&effects).is_empty());
    assert!(held(&room).is_empty() && waiting(&room).is_empty());
    assert!(apply(&mut room, answered(1, 8, true)).is_empty(), "a late yes changes nothing");
}

#[test]
fn nobody_is_kept_waiting_for_an_answer_over_a_day() {
    let mut room = room();
    apply(&mut room, cast(2, 1, &[7, 8], 2));
    apply(&mut room, answered(1, 7, true));
    assert!(room.apply(at(1_000 + QUESTION_MILLIS - 1), Command::ExpireQuestions).expect("allowed").is_empty());
    let (code, reason) = failed(&room.apply(at(1_000 + QUESTION_MILLIS), Command::ExpireQuestions).expect("allowed")).expect("it failed");
    assert_eq!(code, "consent_unanswered");
    assert!(reason.starts_with("@user_8 did not answer"), "{reason}");
    assert!(held(&room).is_empty());
}

#[test]
fn what_is_held_counts_among_what_waits_and_can_be_cancelled() {
    let mut room = room();
    for number in 1..=5 {
        apply(&mut room, cast(2, number, &[7], 1));
    }
    assert_eq!(refused(&mut room, ask(2, 9)), Refused::QueueShare);
    assert_eq!(refused(&mut room, Command::CancelTake { by: user(3), take: take(1) }), Refused::NotYours);
    let effects = apply(&mut room, Command::CancelTake { by: user(2), take: take(1) });
    assert!(matches!(effects[0], Effect::Unask { .. }));
    assert_eq!(held(&room).len(), 4);
    apply(&mut room, ask(2, 9));
}

#[test]
fn a_room_that_is_read_back_holds_what_it_held_and_asks_again() {
    let mut room = room();
    apply(&mut room, cast(2, 1, &[7], 1));
    apply(&mut room, ask(2, 2));
    assert_eq!(room.takes_to_restore(), [take(2), take(1)]);
    let effects = apply(&mut room, Command::Recover);
    assert!(matches!(effects[0], Effect::Ask { take: asked } if asked == take(1)));
    assert_eq!(held(&room), [(take(1), 1)]);
}

#[test]
fn consent_taken_back_ends_the_take_and_names_whose() {
    let mut room = room();
    apply(&mut room, cast(2, 1, &[7, 8], 0));
    apply(&mut room, ask(3, 2));
    let effects = apply(&mut room, ended(1, Outcome::Withheld { cameo: cameo(8) }));
    let (code, reason) = failed(&effects).expect("it failed");
    assert_eq!(code, "consent_withdrawn");
    assert!(reason.starts_with("@user_8 does not consent"), "{reason}");
    assert_eq!(dispatched(&effects), [(take(2), 1)], "the queue goes on");
}

#[test]
fn events_from_before_there_were_cameos_still_replay() {
    let old = serde_json::json!({
        "seq": 1, "at": 5, "event": { "kind": "take_queued", "take": take(1), "asker": user(2), "makers": [user(2)], "title": "a", "seconds": 5 },
    });
    let recorded: Recorded = serde_json::from_value(old).expect("its own words");
    let room = RoomMachine::replay([recorded]).expect("in order");
    assert_eq!((waiting(&room), held(&room)), (vec![take(1)], vec![]));
}

#[test]
fn who_leaves_takes_their_takes_along() {
    let mut room = room();
    for command in [ask(2, 1), ask(2, 2), cast(2, 3, &[7], 1), ask(3, 4)] {
        apply(&mut room, command);
    }
    let effects = apply(&mut room, Command::Leave { user: user(2) });
    assert!(matches!(effects[0], Effect::Abort { take: gone } if gone == take(1)), "what runs is stopped at once");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Unask { take: asked } if *asked == take(3))), "nobody is asked about it any more");
    let cancelled: Vec<TakeId> =
        events(&effects).iter().filter_map(|event| if let RoomEvent::TakeCancelled { take, .. } = event { Some(*take) } else { None }).collect();
    assert_eq!(cancelled, [take(1), take(2), take(3)]);
    assert_eq!(dispatched(&effects), [(take(4), 1)], "the next is not one of theirs");
    assert!(waiting(&room).is_empty() && held(&room).is_empty());
    assert!(room.finished().all(|ended| ended.ending == Ending::Cancelled { by: user(2) }));
}

#[test]
fn who_becomes_a_viewer_keeps_what_runs_and_nothing_that_waits() {
    let mut room = room();
    for command in [ask(2, 1), ask(2, 2), cast(2, 3, &[7], 1), ask(3, 4)] {
        apply(&mut room, command);
    }
    let effects = apply(&mut room, Command::SetRole { by: user(1), user: user(2), role: Role::Viewer });
    assert_eq!(room.running().map(|running| running.ticket.take), Some(take(1)));
    assert_eq!((waiting(&room), held(&room)), (vec![take(4)], vec![]));
    assert!(dispatched(&effects).is_empty());
    assert!(room.finished().all(|ended| ended.ending == Ending::Cancelled { by: user(1) }));
    assert!(apply(&mut room, answered(3, 7, true)).is_empty(), "a late yes makes nothing of it");
}

#[test]
fn held_takes_of_some_leave_the_queue_to_others() {
    let mut room = room();
    for asker in 5..=16 {
        apply(&mut room, Command::Join { user: user(asker), handle: handle(asker), role: Role::CoCreator });
    }
    for number in 0..u8::try_from(MAX_HELD).expect("few") {
        apply(&mut room, cast(5 + number / 5, 100 + number, &[7], 1));
    }
    assert_eq!(held(&room).len(), MAX_HELD);
    assert_eq!(refused(&mut room, cast(16, 99, &[7], 1)), Refused::HeldFull);
    assert_eq!(dispatched(&apply(&mut room, ask(16, 99))), [(take(99), 1)], "who asks nobody has a place");
}

fn say(by: u8, number: u16, text: &str) -> Command {
    Command::Say { by: user(by), message: message(number), text: text.into(), reply_to: None }
}

#[test]
fn words_are_answered_changed_and_taken_back_for_good() {
    let mut room = room();
    apply(&mut room, say(2, 1, "hello"));
    apply(&mut room, Command::Say { by: user(3), message: message(2), text: "hi".into(), reply_to: Some(message(1)) });
    apply(&mut room, Command::Say { by: user(3), message: message(3), text: "who?".into(), reply_to: Some(message(77)) });
    let replies: Vec<_> = room.chat().map(|line| line.reply_to).collect();
    assert_eq!(replies, [None, Some(message(1)), None]);
    let rewrite = |by| Command::Rewrite { by: user(by), message: message(1), text: "good evening".into() };
    assert_eq!(refused(&mut room, rewrite(1)), Refused::NotAuthor, "not even a host puts words into a mouth");
    let changed = apply(&mut room, rewrite(2));
    assert!(changed.iter().any(|effect| matches!(effect, Effect::Redact { events } if events.len() == 1)));
    let react = |by, reaction: &str| Command::React { by: user(by), message: message(1), reaction: Some(reaction.into()) };
    assert_eq!(refused(&mut room, react(4, "ok")), Refused::Emoji);
    apply(&mut room, react(4, "👏"));
    apply(&mut room, react(4, "🎬"));
    assert!(apply(&mut room, react(4, "🎬")).is_empty());
    let line = room.line(message(1)).expect("said").clone();
    assert_eq!((line.text.as_str(), line.rewritten, line.reactions), ("good evening", true, vec![(user(4), "🎬".to_owned())]));

    let unsay = |by| Command::Unsay { by: user(by), message: message(1) };
    assert_eq!(refused(&mut room, unsay(3)), Refused::NotAuthor);
    let effects = apply(&mut room, unsay(1));
    let redacted = effects.iter().find_map(|effect| if let Effect::Redact { events } = effect { Some(events.clone()) } else { None });
    assert_eq!(redacted, Some(line.words), "the words it was changed to; the first went when it was changed");
    assert!(apply(&mut room, unsay(2)).is_empty());
    assert_eq!(refused(&mut room, react(4, "👏")), Refused::MessageGone);
    let line = room.line(message(1)).expect("its place stays");
    assert_eq!((line.text.as_str(), line.unsaid, line.reactions.len()), ("", Some(user(1)), 0));
}

#[test]
fn who_is_muted_is_not_heard_and_hosts_are_not() {
    let mut room = room();
    let mute = |by, who, on| Command::Mute { by: user(by), user: user(who), on };
    assert_eq!(refused(&mut room, mute(2, 3, true)), Refused::HostOnly);
    assert_eq!(refused(&mut room, mute(1, 1, true)), Refused::IsHost);
    apply(&mut room, mute(1, 3, true));
    assert_eq!(refused(&mut room, say(3, 1, "hey")), Refused::Muted);
    apply(&mut room, mute(1, 3, false));
    apply(&mut room, say(3, 1, "hey"));
}

#[test]
fn whom_a_host_takes_out_comes_back_only_through_the_door() {
    let mut room = room();
    apply(&mut room, ask(3, 1));
    let remove = |by, who| Command::Remove { by: user(by), user: user(who) };
    assert_eq!(refused(&mut room, remove(3, 2)), Refused::HostOnly);
    assert_eq!(refused(&mut room, remove(1, 1)), Refused::IsHost);
    let effects = apply(&mut room, remove(1, 3));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Expel { user: out } if *out == user(3))));
    assert!(room.running().is_none(), "nothing is made for them any more");
    let join = Command::Join { user: user(3), handle: handle(3), role: Role::CoCreator };
    assert_eq!(refused(&mut room, join), Refused::Removed, "an old invitation does not help");
    apply(&mut room, Command::SetDoor { by: user(1), door: Door::Open });
    let come = || Command::Come { user: user(3), handle: handle(3), standing: Standing::Friend };
    apply(&mut room, come());
    assert_eq!((room.role_of(user(3)), room.knocks().len()), (None, 1), "friends whom nobody took out would be in");
    let answer = |role| Command::AnswerKnock { by: user(1), user: user(3), role };
    apply(&mut room, answer(Some(Role::Viewer)));
    assert_eq!((room.role_of(user(3)), room.knocks().len()), (Some(Role::Viewer), 0));
    assert_eq!(refused(&mut room, answer(None)), Refused::KnockUnknown);
}

#[test]
fn a_door_lets_in_whom_it_is_meant_for() {
    let mut room = room();
    let come = |number, standing| Command::Come { user: user(number), handle: handle(number), standing };
    assert_eq!(refused(&mut room, come(5, Standing::Friend)), Refused::DoorClosed);
    apply(&mut room, Command::SetDoor { by: user(1), door: Door::Open });
    apply(&mut room, come(5, Standing::Friend));
    assert_eq!(room.role_of(user(5)), Some(Role::CoCreator));
    assert_eq!(refused(&mut room, come(6, Standing::Blocked)), Refused::DoorClosed);
    apply(&mut room, come(6, Standing::Stranger));
    assert!(apply(&mut room, come(6, Standing::Stranger)).is_empty(), "knocks once");
    let sent = apply(&mut room, Command::AnswerKnock { by: user(1), user: user(6), role: None });
    assert!(sent.iter().any(|effect| matches!(effect, Effect::TellKnock { admitted: false, .. })));
    assert_eq!(refused(&mut room, come(6, Standing::Stranger)), Refused::SentAway);
    let later = at(1_000 + KNOCK_MILLIS);
    room.apply(later, come(6, Standing::Stranger)).expect("after a while");
    room.apply(at(1_000 + 2 * KNOCK_MILLIS), Command::ExpireKnocks).expect("nobody answered");
    assert!(room.knocks().is_empty());
    assert!(!room.was_sent_away(user(6), at(1_000 + 2 * KNOCK_MILLIS)), "nobody sent them away");
    for number in 10..10 + MAX_KNOCKS as u8 {
        apply(&mut room, come(number, Standing::Stranger));
    }
    assert_eq!(refused(&mut room, come(50, Standing::Stranger)), Refused::DoorCrowded);
    apply(&mut room, Command::SetDoor { by: user(1), door: Door::Closed });
    assert!(room.knocks().is_empty());
}

#[test]
fn a_host_hands_over() {
    let mut room = room();
    let hand_over = |by, to| Command::HandOver { by: user(by), user: user(to) };
    assert_eq!(refused(&mut room, hand_over(2, 3)), Refused::HostOnly);
    assert_eq!(refused(&mut room, hand_over(1, 9)), Refused::NotMember);
    apply(&mut room, hand_over(1, 4));
    assert_eq!((room.role_of(user(1)), room.role_of(user(4))), (Some(Role::CoCreator), Some(Role::Host)));
}

#[test]
fn a_host_puts_waiting_takes_in_order() {
    let mut room = room();
    for (asker, number) in [(2, 1), (2, 2), (2, 3), (3, 4)] {
        apply(&mut room, ask(asker, number));
    }
    let order = |room: &RoomMachine| room.queue().map(|ticket| ticket.take).collect::<Vec<_>>();
    assert_eq!(order(&room), [take(4), take(2), take(3)]);
    let shift = |by, number, behind| Command::MoveTake { by: user(by), take: take(number), behind };
    assert_eq!(refused(&mut room, shift(2, 3, 0)), Refused::HostOnly);
    assert_eq!(refused(&mut room, shift(1, 1, 0)), Refused::TakeUnknown, "it runs");
    apply(&mut room, shift(1, 3, 0));
    assert_eq!((order(&room), room.placed()), (vec![take(3), take(4), take(2)], 1));
    let effects = apply(&mut room, ended(1, finished(1)));
    assert_eq!(dispatched(&effects), [(take(3), 1)]);
}

#[test]
fn finished_takes_are_voted_for_picked_and_remarked_on() {
    let mut room = room();
    let vote = |by, on| Command::Vote { by: user(by), take: take(1), on };
    assert_eq!(refused(&mut room, vote(2, true)), Refused::NoClip);
    apply(&mut room, ask(2, 1));
    apply(&mut room, ended(1, finished(1)));
    for by in [2, 3, 4, 3] {
        apply(&mut room, vote(by, true));
    }
    apply(&mut room, vote(4, false));
    assert_eq!(room.with_clip(take(1)).expect("made").votes, [user(2), user(3)]);
    let pick = |by| Command::Pick { by: user(by), take: Some(take(1)) };
    assert_eq!(refused(&mut room, pick(4)), Refused::RoleTooLow("co-creator"));
    apply(&mut room, pick(3));
    assert_eq!(room.picked(), Some(take(1)));
    let remark = |at_ms, text: &str| Command::Remark { by: user(4), remark: message(9), take: take(1), at_ms, text: text.into() };
    assert_eq!(refused(&mut room, remark(90_000, "there")), Refused::RemarkInvalid);
    assert_eq!(refused(&mut room, remark(500, " ")), Refused::RemarkInvalid);
    apply(&mut room, remark(500, "the ball"));
    assert!(apply(&mut room, remark(500, "the ball")).is_empty());
    let away = |by| Command::RemoveRemark { by: user(by), take: take(1), remark: message(9) };
    assert_eq!(refused(&mut room, away(3)), Refused::NotAuthor);
    let effects = apply(&mut room, away(4));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Redact { events } if events.len() == 1)));
    apply(&mut room, Command::ClipGone { by: user(2), clip: clip(1) });
    assert_eq!(room.picked(), None);
}

#[test]
fn any_co_creator_opens_one_stage_and_its_opener_or_the_host_closes_it() {
    let mut room = room();
    let open = |by, number| Command::OpenStage { by: user(by), stage: take(number) };
    assert_eq!(refused(&mut room, open(4, 1)), Refused::RoleTooLow("co-creator"));
    assert_eq!(events(&apply(&mut room, open(2, 1))), [RoomEvent::StageOpened { stage: take(1), by: user(2) }]);
    assert!(apply(&mut room, open(2, 1)).is_empty(), "asked again");
    assert_eq!(refused(&mut room, open(3, 2)), Refused::StageOpen);
    assert_eq!(refused(&mut room, Command::CloseStage { by: user(3) }), Refused::NotYourStage);
    let closed = apply(&mut room, Command::CloseStage { by: user(1) });
    assert!(closed.iter().any(|effect| matches!(effect, Effect::EndStage { stage } if *stage == take(1))), "the thread hears of it");
    assert_eq!(room.stage(), None);
    assert_eq!(refused(&mut room, Command::CloseStage { by: user(1) }), Refused::StageClosed);
    let late = Command::StageEnded { stage: take(1), code: "stage_failed".into(), reason: "late".into() };
    assert!(apply(&mut room, late).is_empty(), "one that is closed does not end");
}

#[test]
fn a_restart_closes_the_stage_and_says_why() {
    let mut room = room();
    apply(&mut room, Command::OpenStage { by: user(2), stage: take(1) });
    let told = events(&apply(&mut room, Command::Recover));
    assert!(matches!(&told[..], [RoomEvent::StageClosed { by: None, code, .. }] if code == "stage_lost"), "{told:?}");
    assert_eq!(room.view().stage, None);
}
