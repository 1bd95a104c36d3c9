//! What one person may put upon another and upon the server: questions, requests, entries in the ledger.

use super::harness::{Node, Page, Room, story};
use crate::{
    clock,
    mailbox::{ask, tell_surely},
    user::{DropQuestions, NewQuestion, PutQuestion},
};
use domain::{
    CameoId, TakeId, Timestamp,
    cameo::{Audience, Rules},
    ledger::EntryKind,
    likeness::CameoKind,
    mention::Mention,
    plan::{Cast, CastMember, Draft, Format, FrozenPlan, Maker},
    room::Command,
    storyboard::{Shot, Storyboard},
};
use futures::future::join;
use std::sync::Arc;
use wire::{Absent, Message};

/// About a take of its own, asked in the name of a room that does not hold it.
fn question((ana, cameo): (&Page, CameoId), asker: &Page, room: &Room, until: Timestamp) -> NewQuestion {
    let mention = Mention::person(ana.person.handle.clone());
    let member = CastMember { cameo, owner: ana.user(), mention, kind: CameoKind::Person };
    let shot = Shot { id: "a".into(), prompt: "@ana rides a snail".into(), seconds: 4, ..Shot::default() };
    let plan = FrozenPlan::freeze(Draft {
        take: TakeId::new(clock::now(), &clock::entropy()),
        room: Some(room.id),
        storyboard: Storyboard { shots: vec![shot] },
        format: Format::default(),
        seed: 1,
        makers: vec![Maker { user: asker.user(), handle: asker.person.handle.clone() }],
        cast: Cast::of([member.clone()]),
        rules: 1,
    })
    .expect("within limits");
    NewQuestion {
        member,
        plan: Arc::new(plan),
        room: room.id,
        room_name: "Studio".into(),
        asked_at: clock::now(),
        until,
        home: room.handle.addr.clone(),
    }
}

fn tomorrow() -> Timestamp {
    clock::now().plus(24 * 3_600 * 1_000)
}

async fn open(node: &Node, owner: &Page) -> usize {
    node.directory.questions(owner.user()).await.expect("her home answers").len()
}

#[test]
fn one_asker_does_not_fill_the_places_of_all() {
    story(|node| async move {
        let (ben, ana, eve) = (node.person("host").await, node.person("ana").await, node.person("eve").await);
        let cameo = node.cameo(&ana, None, Audience::Approved).await;
        let room = node.room(&ben, &[]).await;
        for _ in 0..10 {
            node.directory.put_question(question((&ana, cameo), &ben, &room, tomorrow())).await.expect("one of ten");
        }
        let refused = node.directory.put_question(question((&ana, cameo), &ben, &room, tomorrow())).await.expect_err("one too many");
        assert_eq!(refused.code, "questions_full");
        node.directory.put_question(question((&ana, cameo), &eve, &room, tomorrow())).await.expect("others have a place");
        assert_eq!(open(&node, &ana).await, 11);
    });
}

#[test]
fn a_question_that_is_dropped_while_it_is_written_is_never_open() {
    story(|node| async move {
        let (ben, ana) = (node.person("host").await, node.person("ana").await);
        let cameo = node.cameo(&ana, None, Audience::Approved).await;
        let room = node.room(&ben, &[]).await;
        let home = node.directory.home(ana.user()).await;
        let new = question((&ana, cameo), &ben, &room, tomorrow());
        let take = new.plan.take();
        let (put, ()) = join(ask(&home, PutQuestion(new)), async { tell_surely(&home, DropQuestions(take)) }).await;
        put.expect("her home answers").expect("there is nothing to ask any more");
        assert_eq!(open(&node, &ana).await, 0);
        assert!(node.store.questions_for(ana.user()).await.expect("the store answers").is_empty());
    });
}

#[test]
fn a_question_is_over_when_its_time_is_whoever_asked() {
    story(|node| async move {
        let (ben, mut ana) = (node.person("host").await, node.person("ana").await);
        let cameo = node.cameo(&ana, None, Audience::Approved).await;
        let room = node.room(&ben, &[]).await;
        node.directory.put_question(question((&ana, cameo), &ben, &room, clock::now())).await.expect("it is asked");
        let asked = ana.question().await;
        let gone = ana.hear(|message| if let Message::QuestionGone { question } = message { Some(question) } else { None }).await;
        assert_eq!(gone, asked.question);
        assert_eq!(open(&node, &ana).await, 0);
    });
}

#[test]
fn who_leaves_asks_nobody_any_more() {
    story(|node| async move {
        let (ben, eve, mut ana) = (node.person("host").await, node.person("eve").await, node.person("ana").await);
        node.cameo(&ana, None, Audience::Approved).await;
        let room = node.room(&ben, &[&eve]).await;
        room.write(&ben, "@ana rides a snail").await;
        let take = room.take(&eve).await;
        let asked = ana.question().await;
        assert_eq!(asked.take, take);
        room.handle.act(Command::Leave { user: eve.user() }).await.expect("she may");
        let gone = ana.hear(|message| if let Message::QuestionGone { question } = message { Some(question) } else { None }).await;
        assert_eq!(gone, asked.question);
        assert_eq!(open(&node, &ana).await, 0);
    });
}

#[test]
fn more_than_thirty_requests_a_minute_are_not_looked_at() {
    story(|node| async move {
        let (ben, eve) = (node.person("host").await, node.person("eve").await);
        let room = node.room(&ben, &[&eve]).await;
        for number in 0..30 {
            let refused = room.ask(&ben, &number.to_string(), Absent::Wait).await.expect_err("nothing is written");
            assert_eq!(refused.code, "storyboard_empty");
        }
        let refused = room.ask(&ben, "one more", Absent::Wait).await.expect_err("one too many");
        assert_eq!(refused.code, "too_many_attempts");
        let other = room.ask(&eve, "hers", Absent::Wait).await.expect_err("nothing is written");
        assert_eq!(other.code, "storyboard_empty", "each on their own");
    });
}

#[test]
fn the_ledger_is_not_filled_with_refusals_of_one_asker() {
    story(|node| async move {
        let (ben, eve, ana) = (node.person("host").await, node.person("eve").await, node.person("ana").await);
        let cameo = node.cameo(&ana, None, Audience::OnlyMe).await;
        let room = node.room(&ben, &[&eve]).await;
        room.write(&ben, "@ana rides a snail").await;
        for request in ["1", "2", "3"] {
            let refused = room.ask(&ben, request, Absent::Wait).await.expect_err("only she may");
            assert_eq!(refused.code, "consent_denied");
        }
        room.ask(&eve, "hers", Absent::Wait).await.expect_err("only she may");
        // Written after what was to be written before.
        node.directory.change_rules(ana.user(), cameo, Rules::default()).await.expect("her own");
        let entries = node.store.ledger_of(ana.user(), None, 200).await.expect("the store answers");
        let refused = format!("\"kind\":\"{}\"", EntryKind::Refused.code());
        let refusals = entries.iter().filter(|known| known.entry.body.contains(&refused)).count();
        assert_eq!(refusals, 2, "one for each asker");
    });
}
