//! Direct messages: each command once, in order, whole; and nobody reads what is not theirs.

use crate::{harness::*, on_both};
use domain::{
    ConversationId, MessageId, UserId,
    conversation::{Content, ConversationEvent, Kind, Recorded, Standing},
};
use futures::future::join_all;
use store::{Conversed, Deed, InboxItem, NewReport, Older, Store};

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
    who_was_taken_out_reads_no_later_words,
    a_search_finds_what_is_ones_own_among_more_that_is_not,
    who_is_asked_into_a_group_hears_a_few_words,
    a_list_goes_on_where_a_page_of_it_ended,
    what_was_kept_before_is_still_as_much_theirs,
    a_position_that_is_known_is_written_once,
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
        let listed = store.conversations_of(user, None, 10).await.unwrap();
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
    assert_eq!(store.conversations_of(bob, None, 10).await.unwrap()[0].unread, 7);
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
    let read = store.converse(id, bob, &Deed::Reached { delivered: 8, read: 8 }, NOW).await.unwrap();
    assert_eq!(read.positions, [(bob, 8, 8)]);
    assert_eq!(store.conversations_of(bob, None, 10).await.unwrap()[0].unread, 0);
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
    assert!(store.conversations_of(bob, None, 10).await.unwrap().is_empty());
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
    assert!(store.conversations_of(cid, None, 10).await.unwrap().is_empty());
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

/// Everything of it that somebody can still read, as text.
async fn readable(store: &Store, user: UserId, id: ConversationId) -> String {
    let history = store.conversation_since(user, id, 0, 50).await.unwrap();
    let listed = store.listed_conversation(user, id).await.unwrap();
    format!("{history:?} {:?} {:?}", listed.last, inbox(store, user, 0).await)
}

async fn who_was_taken_out_reads_no_later_words(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let cid = guest(&store, ann, "cid").await;
    store.follow(cid, ann, NOW).await.unwrap();
    let crew = Kind::Group { name: "crew".into() };
    let id = store.start_conversation(conversation_id(), ann, crew, vec![bob, cid], NOW).await.unwrap().id;
    let deed = text("before 4711");
    store.converse(id, ann, &deed, NOW).await.unwrap();
    store.converse(id, ann, &Deed::Remove { user: bob }, NOW).await.unwrap();
    assert!(readable(&store, bob, id).await.contains("before 4711"), "what was theirs stays theirs");
    assert_eq!(store.search_messages(bob, "4711", 10).await.unwrap().len(), 1);
    store.converse(id, ann, &Deed::Edit { message: said(&deed), text: "after 4711".into() }, NOW).await.unwrap();
    for number in 0..3 {
        store.converse(id, ann, &text(&format!("more {number}")), NOW).await.unwrap();
    }
    assert!(!readable(&store, bob, id).await.contains("after 4711"));
    assert!(store.search_messages(bob, "4711", 10).await.unwrap().is_empty());
    assert!(readable(&store, ann, id).await.contains("after 4711"));
    assert_eq!(store.listed_conversation(bob, id).await.unwrap().unread, 1, "what they did not read while they were in");
    // Nor once they are back: what was said meanwhile is not theirs.
    store.converse(id, ann, &Deed::Add { user: bob }, NOW).await.unwrap();
    assert!(!readable(&store, bob, id).await.contains("after 4711"));
    assert!(store.search_messages(bob, "4711", 10).await.unwrap().is_empty());
}

async fn a_search_finds_what_is_ones_own_among_more_that_is_not(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let cid = guest(&store, ann, "cid").await;
    store.follow(cid, ann, NOW).await.unwrap();
    let crew = Kind::Group { name: "crew".into() };
    let id = store.start_conversation(conversation_id(), ann, crew, vec![bob, cid], NOW).await.unwrap().id;
    let clip = domain::ClipId::from_uuid(user_id().as_uuid());
    let send = || Deed::Say { message: message_id(), content: Content::Clip { clip }, reply_to: None };
    store.converse(id, ann, &text("hello, mine"), NOW).await.unwrap();
    store.converse(id, bob, &Deed::Leave, NOW).await.unwrap();
    for number in 0..12_u64 {
        store.converse(id, ann, &text(&format!("hello {number}")), NOW.plus(1 + number)).await.unwrap();
    }
    let found: Vec<_> = store.search_messages(bob, "hello", 5).await.unwrap().into_iter().map(|found| found.words).collect();
    assert_eq!(found, ["hello, mine"]);
    let pair = direct(&store, ann, bob).await.id;
    store.converse(pair, ann, &send(), NOW).await.unwrap();
    store.converse(id, ann, &Deed::Add { user: bob }, LATER).await.unwrap();
    store.converse(id, bob, &Deed::Accept, LATER).await.unwrap();
    assert_eq!(store.senders_of_clip(clip, bob).await.unwrap(), [ann]);
    assert_eq!(store.search_messages(bob, "hello", 50).await.unwrap().len(), 0, "what came before they were back is not theirs");
}

async fn who_is_asked_into_a_group_hears_a_few_words(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let cid = guest(&store, ann, "cid").await;
    let crew = Kind::Group { name: "crew".into() };
    let id = store.start_conversation(conversation_id(), ann, crew, vec![bob, cid], NOW).await.unwrap().id;
    for number in 0..9 {
        store.converse(id, ann, &text(&format!("line {number}")), NOW).await.unwrap();
    }
    let heard = |entries: Vec<store::InboxEntry>| {
        let recorded = entries.into_iter().filter_map(|entry| if let InboxItem::Event(recorded) = entry.item { Some(recorded) } else { None });
        words(&recorded.collect::<Vec<_>>())
    };
    assert_eq!(heard(inbox(&store, cid, 0).await), ["line 0", "line 1", "line 2"]);
    assert_eq!(words(&store.conversation_since(cid, id, 0, 50).await.unwrap().events).len(), 3);
    assert_eq!(store.listed_conversation(cid, id).await.unwrap().unread, 3);
    assert!(store.search_messages(cid, "line 7", 10).await.unwrap().is_empty());
    store.converse(id, cid, &Deed::Accept, NOW).await.unwrap();
    assert_eq!(words(&store.conversation_since(cid, id, 0, 50).await.unwrap().events).len(), 9, "the rest once they are in");
    assert_eq!(heard(inbox(&store, bob, 0).await).len(), 9);
}

async fn a_list_goes_on_where_a_page_of_it_ended(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    for number in 0..5_u64 {
        // Four of them at one moment.
        let at = if number == 0 { NOW } else { LATER };
        let crew = Kind::Group { name: format!("crew {number}") };
        store.start_conversation(conversation_id(), ann, crew, vec![bob], at).await.unwrap();
    }
    let (mut all, mut older) = (Vec::new(), None);
    loop {
        let part = store.conversations_of(bob, older, 2).await.unwrap();
        let Some(last) = part.last() else { break };
        older = Some(Older { before: last.last_at, than: Some(last.id) });
        all.extend(part.into_iter().map(|listed| listed.id));
    }
    let whole: Vec<_> = store.conversations_of(bob, None, 50).await.unwrap().into_iter().map(|listed| listed.id).collect();
    assert_eq!((all.len(), &all), (5, &whole));
    let before = Some(Older { before: LATER, than: None });
    assert_eq!(store.conversations_of(bob, before, 50).await.unwrap().len(), 1, "without an id: what was before the moment");
}

async fn what_was_kept_before_is_still_as_much_theirs(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let crew = Kind::Group { name: "crew".into() };
    let id = store.start_conversation(conversation_id(), ann, crew, vec![bob], NOW).await.unwrap().id;
    store.converse(id, ann, &text("hello, mine"), NOW).await.unwrap();
    store.converse(id, bob, &Deed::Leave, NOW).await.unwrap();
    store.converse(id, ann, &text("hello, not mine"), NOW).await.unwrap();
    let pair = direct(&store, ann, bob).await.id;
    store.converse(pair, ann, &text("hello, ours"), NOW).await.unwrap();
    store.converse(pair, bob, &Deed::Reached { delivered: 2, read: 2 }, NOW).await.unwrap();
    drop(store);
    // As an earlier version left it.
    bench.meddle("UPDATE conversation_members SET since = 0, until = -1, seen = 0").await;
    let store = bench.open().await;
    assert_eq!(store.search_messages(bob, "hello", 10).await.unwrap().len(), 2);
    assert_eq!(store.search_messages(ann, "hello", 10).await.unwrap().len(), 3);
    assert_eq!(store.conversations_of(bob, None, 10).await.unwrap()[0].unread, 0);
}

async fn a_position_that_is_known_is_written_once(bench: Bench) {
    let store = bench.open().await;
    let (ann, bob) = friends(&store).await;
    let id = direct(&store, ann, bob).await.id;
    store.converse(id, ann, &text("hello"), NOW).await.unwrap();
    let reached = |delivered, read| Deed::Reached { delivered, read };
    let moved = store.converse(id, bob, &reached(2, 1), NOW).await.unwrap();
    assert_eq!(moved.positions, [(bob, 2, 1)]);
    for (delivered, read) in [(2, 1), (1, 0), (0, 1)] {
        assert!(store.converse(id, bob, &reached(delivered, read), NOW).await.unwrap().positions.is_empty(), "nothing moved");
    }
    assert_eq!(store.converse(id, bob, &reached(2, 9), NOW).await.unwrap().positions, [(bob, 2, 2)], "to the last that there is");
    let cid = guest(&store, ann, "cid").await;
    assert_eq!(store.converse(id, cid, &reached(1, 1), NOW).await.unwrap_err().code(), "conversation_unknown");
}
