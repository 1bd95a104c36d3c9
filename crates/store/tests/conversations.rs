//! Direct messages: each command once, in order, whole; and nobody reads what is not theirs.

use crate::{harness::*, on_both};
use domain::{
    ConversationId, MessageId, Timestamp, UserId,
    conversation::{Content, ConversationEvent, Kind, Recorded, Standing},
};
use futures::future::join_all;
use store::{Conversed, Deed, InboxItem, NewReport, Store};

on_both!(
    two_people_have_one_conversation,
    a_message_sent_twice_is_said_once,
    many_who_write_at_once_leave_no_gap,
    a_device_gets_all_that_it_lacks_once,
    what_is_taken_back_is_kept_nowhere,
    who_left_sees_nothing_of_what_comes_after,
    words_are_found_in_any_case_by_those_who_may_read_them,
    strangers_and_blocked_people_wait_outside,
    an_inbox_holds_everything_once_and_in_order,
    an_inbox_tells_what_it_can_not_tell,
    clips_and_ways_in_stand_with_their_message,
    a_report_keeps_what_was_said,
    grown_ups_begin_nothing_with_the_young,
);

fn conversation_id() -> ConversationId {
    ConversationId::from_uuid(user_id().as_uuid())
}

fn message_id() -> MessageId {
    MessageId::from_uuid(user_id().as_uuid())
}

fn text(words: &str) -> Deed {
    Deed::Say { message: message_id(), content: Content::Text { text: words.into() }, reply_to: None }
}

fn said(deed: &Deed) -> MessageId {
    let Deed::Say { message, .. } = deed else { panic!("nothing is said") };
    *message
}

/// Two who follow each other.
async fn friends(store: &Store) -> (UserId, UserId) {
    let ann = owner(store).await;
    let bob = guest(store, ann, "bob").await;
    store.follow(ann, bob, NOW).await.unwrap();
    store.follow(bob, ann, NOW).await.unwrap();
    (ann, bob)
}

async fn direct(store: &Store, by: UserId, with: UserId) -> Conversed {
    store.start_conversation(conversation_id(), by, Kind::Direct, vec![with], NOW).await.unwrap()
}

fn words(events: &[Recorded]) -> Vec<String> {
    let text = |recorded: &Recorded| match &recorded.event {
        ConversationEvent::Said { content: Content::Text { text }, .. } => Some(text.clone()),
        _ => None,
    };
    events.iter().filter_map(text).collect()
}

async fn two_people_have_one_conversation(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let begun = direct(&store, ann, bob).await;
    assert_eq!(begun.events.len(), 1);
    let again = direct(&store, bob, ann).await;
    assert_eq!((again.id, again.events.len()), (begun.id, 0), "whoever begins it");
    for user in [ann, bob] {
        let listed = store.conversations_of(user, LATER, 10).await.unwrap();
        assert_eq!(listed.iter().map(|listed| listed.id).collect::<Vec<_>>(), [begun.id]);
    }
}

async fn a_message_sent_twice_is_said_once(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let id = direct(&store, ann, bob).await.id;
    let deed = text("hello");
    let first = store.converse(id, ann, &deed, NOW).await.unwrap();
    drop(store);
    let store = bench.open().await;
    let second = store.converse(id, ann, &deed, LATER).await.unwrap();
    assert_eq!(second.events, first.events, "the same event, not another");
    assert_eq!(store.converse(id, bob, &deed, LATER).await.unwrap_err().code(), "store_invalid", "its id is taken");
    assert_eq!(words(&store.conversation_since(bob, id, 0, 50).await.unwrap().events), ["hello"]);
}

async fn many_who_write_at_once_leave_no_gap(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let id = direct(&store, ann, bob).await.id;
    let one = |number: usize| {
        let store = store.clone();
        async move { store.converse(id, if number.is_multiple_of(2) { ann } else { bob }, &text(&format!("{number}")), NOW).await.unwrap() }
    };
    join_all((0..24).map(one)).await;
    let history = store.conversation_since(ann, id, 0, 200).await.unwrap();
    assert!(history.events.iter().map(|recorded| recorded.seq).eq(1..=25), "one number each");
    assert_eq!(words(&history.events).len(), 24);
}

async fn a_device_gets_all_that_it_lacks_once(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let id = direct(&store, ann, bob).await.id;
    for number in 0..7 {
        store.converse(id, ann, &text(&format!("line {number}")), NOW).await.unwrap();
    }
    assert_eq!(store.conversations_of(bob, LATER, 10).await.unwrap()[0].unread, 7);
    let (mut got, mut after) = (Vec::new(), 0);
    loop {
        let part = store.conversation_since(bob, id, after, 3).await.unwrap();
        after = part.events.last().map_or(after, |recorded| recorded.seq);
        got.extend(part.events);
        if !part.more {
            break;
        }
    }
    assert!(got.iter().map(|recorded| recorded.seq).eq(1..=8));
    let back = store.conversation_before(bob, id, 8, 2).await.unwrap();
    assert!(back.more && words(&back.events) == ["line 4", "line 5"]);
    let read = store.converse(id, bob, &Deed::Read { seq: 8 }, NOW).await.unwrap();
    assert_eq!(read.positions, [(bob, 8, 8)]);
    assert_eq!(store.conversations_of(bob, LATER, 10).await.unwrap()[0].unread, 0);
    store.hide_message(bob, said_at(&got[3])).await.unwrap();
    assert_eq!(words(&store.conversation_since(bob, id, 0, 50).await.unwrap().events).len(), 6);
    assert_eq!(words(&store.conversation_since(ann, id, 0, 50).await.unwrap().events).len(), 7, "for one alone");
}

fn said_at(recorded: &Recorded) -> MessageId {
    let ConversationEvent::Said { message, .. } = &recorded.event else { panic!("nothing is said here") };
    *message
}

async fn what_is_taken_back_is_kept_nowhere(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let id = direct(&store, ann, bob).await.id;
    let deed = text("a secret 4711");
    let message = said(&deed);
    store.converse(id, ann, &deed, NOW).await.unwrap();
    store.converse(id, ann, &Deed::Edit { message, text: "a changed secret 4711".into() }, NOW).await.unwrap();
    assert_eq!(store.converse(id, bob, &Deed::Delete { message }, NOW).await.unwrap_err().code(), "not_yours");
    store.converse(id, ann, &Deed::Delete { message }, NOW).await.unwrap();
    let left = format!("{:?}", store.conversation_since(bob, id, 0, 50).await.unwrap());
    assert!(!left.contains("4711"), "{left}");
    assert!(store.search_messages(ann, "4711", 10).await.unwrap().is_empty());
    assert_eq!(store.conversation_since(bob, id, 0, 50).await.unwrap().events.len(), 4, "its places in the order stay");
}

async fn who_left_sees_nothing_of_what_comes_after(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let crew = Kind::Group { name: "crew".into() };
    let id = store.start_conversation(conversation_id(), ann, crew, vec![bob], NOW).await.unwrap().id;
    store.converse(id, ann, &text("before"), NOW).await.unwrap();
    store.converse(id, bob, &Deed::Leave, NOW).await.unwrap();
    let after = text("after");
    store.converse(id, ann, &after, NOW).await.unwrap();
    assert_eq!(words(&store.conversation_since(bob, id, 0, 50).await.unwrap().events), ["before"]);
    assert!(store.search_messages(bob, "after", 10).await.unwrap().is_empty());
    assert_eq!(store.hide_message(bob, said(&after)).await.unwrap_err().code(), "message_gone");
    assert_eq!(store.converse(id, bob, &text("hey"), NOW).await.unwrap_err().code(), "conversation_unknown");
    assert!(store.conversations_of(bob, Timestamp::NEVER, 10).await.unwrap().is_empty());
}

async fn words_are_found_in_any_case_by_those_who_may_read_them(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let id = direct(&store, ann, bob).await.id;
    for line in ["Привет, Фея", "100% sure_thing", "10000 surething"] {
        store.converse(id, ann, &text(line), NOW).await.unwrap();
    }
    let found = |user, words: &'static str| {
        let store = store.clone();
        async move { store.search_messages(user, words, 10).await.unwrap().into_iter().map(|found| found.words).collect::<Vec<_>>() }
    };
    assert_eq!(found(bob, "фЕЯ").await, ["Привет, Фея"]);
    assert_eq!(found(bob, "0% sure_").await, ["100% sure_thing"], "signs stand for themselves");
    let cid = guest(&store, ann, "cid").await;
    assert!(found(cid, "sure").await.is_empty());
    assert_eq!(store.search_messages(ann, "x", 10).await.unwrap_err().code(), "store_invalid");
}

async fn strangers_and_blocked_people_wait_outside(bench: Bench) {
    let store = bench.open().await;
    let ann = owner(&store).await;
    let (bob, cid) = (guest(&store, ann, "bob").await, guest(&store, ann, "cid").await);
    let asked = direct(&store, bob, cid).await;
    assert_eq!(asked.conversation.member(cid).map(|member| member.standing), Some(Standing::Asked));
    store.converse(asked.id, cid, &Deed::Decline, NOW).await.unwrap();
    assert!(store.conversations_of(cid, LATER, 10).await.unwrap().is_empty());
    assert_eq!(store.conversation(cid, asked.id).await.unwrap_err().code(), "conversation_unknown");
    store.block(cid, ann, NOW).await.unwrap();
    let refused = store.start_conversation(conversation_id(), ann, Kind::Direct, vec![cid], NOW).await.unwrap_err();
    assert_eq!(refused.code(), "unreachable_person");
    assert_eq!(store.conversation(ann, asked.id).await.unwrap_err().code(), "conversation_unknown", "nobody else's");
}

async fn inbox(store: &Store, user: UserId, after: u64) -> Vec<store::InboxEntry> {
    store.inbox_after(user, after, 200).await.unwrap().unwrap()
}

async fn an_inbox_holds_everything_once_and_in_order(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let one = direct(&store, ann, bob).await.id;
    let crew = Kind::Group { name: "crew".into() };
    let two = store.start_conversation(conversation_id(), bob, crew, vec![ann], NOW).await.unwrap().id;
    let write = |number: usize| {
        let store = store.clone();
        let (id, by) = (if number.is_multiple_of(2) { one } else { two }, if number.is_multiple_of(3) { ann } else { bob });
        async move { store.converse(id, by, &text(&format!("{number}")), NOW).await.unwrap() }
    };
    join_all((0..24).map(write)).await;
    for user in [ann, bob] {
        let all = inbox(&store, user, 0).await;
        assert!(all.iter().map(|entry| entry.place).eq(1..=26), "no gap over both conversations");
        assert_eq!(store.inbox_end(user).await.unwrap(), 26);
        for id in [one, two] {
            let seen = all.iter().filter(|entry| entry.conversation == id).map(|entry| match &entry.item {
                InboxItem::Event(recorded) => recorded.seq,
                other => panic!("{other:?}"),
            });
            assert!(seen.eq(1..=13), "each in its order");
        }
        assert_eq!(inbox(&store, user, 20).await[0].place, 21);
    }
    let history = store.conversation_since(ann, one, 0, 50).await.unwrap().events;
    store.hide_message(ann, said_at(&history[2])).await.unwrap();
    store.hide_message(ann, said_at(&history[2])).await.unwrap();
    store.mute_conversation(ann, one, LATER).await.unwrap();
    let news: Vec<_> = inbox(&store, ann, 26).await.into_iter().map(|entry| entry.item).collect();
    assert_eq!(news, [InboxItem::Hidden(said_at(&history[2])), InboxItem::Muted(LATER)], "once, and to their own devices");
    assert!(inbox(&store, bob, 26).await.is_empty());
    let shown = inbox(&store, ann, 0).await.into_iter().filter(|entry| entry.item == InboxItem::Hidden(said_at(&history[2]))).count();
    assert_eq!(shown, 2, "nor is it told to a device that comes later");
}

async fn an_inbox_tells_what_it_can_not_tell(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let id = direct(&store, ann, bob).await.id;
    store.converse(id, ann, &text("hello"), NOW).await.unwrap();
    assert!(inbox(&store, bob, 2).await.is_empty(), "nothing is lacking");
    assert!(store.inbox_after(bob, 3, 10).await.unwrap().is_err(), "a place of another store");
}

async fn clips_and_ways_in_stand_with_their_message(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let id = direct(&store, ann, bob).await.id;
    let cid = guest(&store, ann, "cid").await;
    let (clip, room) = (domain::ClipId::from_uuid(user_id().as_uuid()), domain::RoomId::from_uuid(user_id().as_uuid()));
    let sent = Deed::Say { message: message_id(), content: Content::Clip { clip }, reply_to: None };
    let way = Deed::Say { message: message_id(), content: Content::RoomInvitation { room, role: domain::room::Role::Viewer }, reply_to: None };
    store.converse(id, ann, &sent, NOW).await.unwrap();
    store.converse(id, ann, &way, NOW).await.unwrap();
    assert_eq!(store.senders_of_clip(clip, bob).await.unwrap(), [ann]);
    assert_eq!(store.way_in(said(&way), bob).await.unwrap().map(|way| (way.by, way.room)), Some((ann, room)));
    assert!(store.senders_of_clip(clip, cid).await.unwrap().is_empty() && store.way_in(said(&way), cid).await.unwrap().is_none());
    store.block(bob, ann, NOW).await.unwrap();
    assert!(
        store.senders_of_clip(clip, bob).await.unwrap().is_empty() && store.way_in(said(&way), bob).await.unwrap().is_none(),
        "a block closes both"
    );
    store.unblock(bob, ann).await.unwrap();
    for deed in [&sent, &way] {
        store.converse(id, ann, &Deed::Delete { message: said(deed) }, NOW).await.unwrap();
    }
    assert!(store.senders_of_clip(clip, bob).await.unwrap().is_empty() && store.way_in(said(&way), bob).await.unwrap().is_none());
}

async fn a_report_keeps_what_was_said(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let id = direct(&store, ann, bob).await.id;
    let deed = text("something bad");
    store.converse(id, ann, &deed, NOW).await.unwrap();
    let report = |by| NewReport { by, message: said(&deed), reason: "harassment", note: "again".into(), at: NOW };
    store.report_message(report(bob)).await.unwrap();
    store.report_message(report(bob)).await.unwrap();
    assert_eq!(store.report_message(report(ann)).await.unwrap_err().code(), "not_yours");
    let cid = guest(&store, ann, "cid").await;
    assert_eq!(store.report_message(report(cid)).await.unwrap_err().code(), "message_gone");
    store.converse(id, ann, &Deed::Delete { message: said(&deed) }, NOW).await.unwrap();
    let kept = store.message_reports(10).await.unwrap();
    assert_eq!(kept.len(), 1, "once");
    assert!(kept[0].said.contains("something bad") && kept[0].author == ann, "also after it was taken back");
}

async fn grown_ups_begin_nothing_with_the_young(bench: Bench) {
    let store = bench.open().await;
    let ann = owner(&store).await;
    let teen = young_guest(&store, ann, "tim").await;
    store.follow(teen, ann, NOW).await.unwrap();
    let refused = store.start_conversation(conversation_id(), ann, Kind::Direct, vec![teen], NOW).await.unwrap_err();
    assert_eq!(refused.code(), "unreachable_person", "also where they follow");
    let bob = guest(&store, ann, "bob").await;
    let crew = store.start_conversation(conversation_id(), ann, Kind::Group { name: "crew".into() }, vec![bob], NOW).await.unwrap().id;
    assert_eq!(store.converse(crew, ann, &Deed::Add { user: teen }, NOW).await.unwrap_err().code(), "unreachable_person");
    let begun = direct(&store, teen, ann).await;
    store.converse(begun.id, teen, &text("hello"), NOW).await.unwrap();
}
