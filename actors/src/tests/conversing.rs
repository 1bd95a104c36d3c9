//! Conversations under random use: people write, send again, close and open pages, and the node is started again in between. Afterwards every
//! device has what was acknowledged, once and in the same order.
//! A story that fails can be told again: see [`super::tape`].

use super::{
    harness::{Node, Page, story},
    tape::Tape,
};
use crate::{Reads, SocketId, clock, outbox::Outbox};
use domain::{ConversationId, MessageId};
use rand::Rng;
use std::collections::{BTreeMap, BTreeSet};
use wire::{
    Accepted, Message,
    conversation::{ContentView, ConversationHappening, Deed, InboxItem, InboxMessage},
};

const STEPS: usize = 220;

/// Somebody's device: what it has been told, and whether a page of it is open.
struct Device {
    who: usize,
    told: Vec<InboxMessage>,
    page: Option<Page>,
}

impl Device {
    fn place(&self) -> u64 {
        self.told.last().map_or(0, |last| last.offset)
    }

    async fn open(&mut self, node: &Node, person: crate::Person) {
        let mut page = node.page(person.clone()).await;
        node.directory.follow_inbox(person.user, page.socket, "follow", Some(self.place())).await.expect("an inbox");
        page.hear(|message| matches!(message, Message::Reply(_)).then_some(())).await;
        self.page = Some(page);
    }

    /// Until it has this place.
    async fn catch_up(&mut self, end: u64) {
        while self.place() < end {
            let page = self.page.as_mut().expect("it is open");
            let came = page.hear(|message| if let Message::Inbox(came) = message { Some(came) } else { None }).await;
            assert_eq!(came.offset, self.place() + 1, "a gap or a double");
            self.told.push(came);
        }
    }

    /// Each conversation's events, as they came.
    fn heard(&self) -> BTreeMap<ConversationId, Vec<u64>> {
        let mut heard: BTreeMap<_, Vec<u64>> = BTreeMap::new();
        for came in &self.told {
            if let InboxItem::Event(event) = &came.item {
                heard.entry(came.conversation).or_default().push(event.seq);
            }
        }
        heard
    }

    fn messages(&self) -> Vec<MessageId> {
        let said = |came: &InboxMessage| match &came.item {
            InboxItem::Event(event) => {
                if let ConversationHappening::Said { message, .. } = &event.what {
                    Some(*message)
                } else {
                    None
                }
            }
            _ => None,
        };
        self.told.iter().filter_map(said).collect()
    }
}

fn message(chance: &mut Tape) -> MessageId {
    MessageId::new(clock::now(), &chance.random())
}

async fn converse(node: &Node, by: &crate::Person, conversation: ConversationId, deed: Deed) -> Result<Accepted, wire::ErrorBody> {
    node.directory.converse(by, conversation, deed).await?.await
}

fn say(message: MessageId, text: &str) -> Deed {
    Deed::Say { message, content: ContentView::Text { text: text.into() }, reply_to: None }
}

#[test]
fn whatever_happens_each_device_has_all_of_it_once() {
    story(move |node| async move {
        let mut chance = Tape::new("conversing");
        let mut node = node;
        let mut people = Vec::new();
        for name in ["host", "ben", "cid"] {
            people.push(node.person(name).await.person);
        }
        for one in &people {
            for other in people.iter().filter(|other| other.user != one.user) {
                node.store.follow(one.user, other.user, clock::now()).await.expect("they follow");
            }
        }
        let fresh = |chance: &mut Tape| ConversationId::new(clock::now(), &chance.random());
        let group = fresh(&mut chance);
        let with = vec!["ben".to_owned(), "cid".to_owned()];
        node.directory.start_conversation(&people[0], group, with, Some("crew".into())).await.expect("a home").await.expect("a group");
        let pair = fresh(&mut chance);
        node.directory.start_conversation(&people[1], pair, vec!["host".into()], None).await.expect("a home").await.expect("two");
        let rooms = [(group, vec![0, 1, 2]), (pair, vec![0, 1])];
        let mut devices: Vec<Device> = [0, 0, 1, 1, 2].into_iter().map(|who| Device { who, told: Vec::new(), page: None }).collect();
        // Acknowledged: by whom, where, and the number that was given.
        let mut kept: BTreeMap<MessageId, (usize, ConversationId, u64)> = BTreeMap::new();

        for step in 0.. {
            if !chance.step(STEPS) {
                break;
            }
            match chance.random_range(0..100) {
                0..55 => {
                    let (conversation, inside) = &rooms[chance.random_range(0..2)];
                    let by = inside[chance.random_range(0..inside.len())];
                    let id = message(&mut chance);
                    if let Ok(Accepted::Conversed { seq: Some(seq), .. }) =
                        converse(&node, &people[by], *conversation, say(id, &format!("line {step}"))).await
                    {
                        kept.insert(id, (by, *conversation, seq));
                    }
                }
                55..65 => {
                    // The answer was lost: sent again, it is the same.
                    let again = kept.iter().nth(chance.random_range(0..kept.len().max(1))).map(|(id, kept)| (*id, *kept));
                    if let Some((id, (by, conversation, seq))) = again {
                        match converse(&node, &people[by], conversation, say(id, "again")).await {
                            Ok(Accepted::Conversed { seq: answered, .. }) => assert_eq!(answered, Some(seq), "said twice"),
                            Ok(other) => panic!("{other:?}"),
                            Err(error) => assert_eq!(error.code, "too_many_attempts"),
                        }
                    }
                }
                65..80 => {
                    let device = chance.random_range(0..devices.len());
                    let device = &mut devices[device];
                    match device.page.take() {
                        Some(page) => node.directory.disconnected(page.person.user, page.socket),
                        None => device.open(&node, people[device.who].clone()).await,
                    }
                }
                80..96 => {
                    let device = chance.random_range(0..devices.len());
                    let device = &mut devices[device];
                    if device.page.is_some() {
                        let end = node.store.inbox_end(people[device.who].user).await.expect("the store answers");
                        device.catch_up(end).await;
                    }
                }
                _ => {
                    devices.iter_mut().for_each(|device| device.page = None);
                    node = node.restarted().await;
                }
            }
        }

        for device in &mut devices {
            if device.page.is_none() {
                device.open(&node, people[device.who].clone()).await;
            }
            device.catch_up(node.store.inbox_end(people[device.who].user).await.expect("the store answers")).await;
            for (conversation, numbers) in device.heard() {
                assert!(numbers.iter().copied().eq(1..=numbers.len() as u64), "{conversation} in its order, without a gap");
            }
            let messages = device.messages();
            let once: BTreeSet<_> = messages.iter().copied().collect();
            assert_eq!(once.len(), messages.len(), "nothing twice");
            let theirs =
                kept.iter().filter(|(_, (_, conversation, _))| rooms.iter().any(|(id, inside)| id == conversation && inside.contains(&device.who)));
            assert!(theirs.map(|(id, _)| id).all(|id| once.contains(id)), "nothing acknowledged is lost");
        }
        assert!(!kept.is_empty());
    });
}

/// A page that reads nothing is not closed, and not told more than it takes; another page of the same person does not wait for it.
#[test]
fn a_slow_page_holds_up_no_other() {
    story(|node| async move {
        let ana = node.person("host").await.person;
        let ben = node.person("ben").await.person;
        node.store.follow(ben.user, ana.user, clock::now()).await.expect("they follow");
        node.store.follow(ana.user, ben.user, clock::now()).await.expect("they follow");
        let pair = ConversationId::new(clock::now(), &clock::entropy());
        node.directory.start_conversation(&ana, pair, vec!["ben".into()], None).await.expect("a home").await.expect("two");
        let long = "wort ".repeat(790);
        for _ in 0..200 {
            let id = MessageId::new(clock::now(), &clock::entropy());
            let deed = store::Deed::Say { message: id, content: domain::conversation::Content::Text { text: long.clone() }, reply_to: None };
            node.store.converse(pair, ana.user, &deed, clock::now()).await.expect("it is kept");
        }
        let (outbox, _unread) = Outbox::new();
        let deaf = SocketId::next();
        node.directory.connected(&ben, deaf, outbox.clone(), Reads::Messages).await.expect("a place");
        node.directory.follow_inbox(ben.user, deaf, "follow", Some(0)).await.expect("an inbox");
        let mut device = Device { who: 1, told: Vec::new(), page: None };
        device.open(&node, ben).await;
        device.catch_up(201).await;
        assert!(outbox.is_open(), "it is only slow");
        assert!(outbox.waiting() < 800_000, "{} bytes wait for it", outbox.waiting());
    });
}

/// Whoever closes the page right after writing has written all the same, and the other hears of it at once.
#[test]
fn a_page_that_closes_takes_nothing_along() {
    story(|node| async move {
        let ana = node.person("host").await;
        let mut ben = node.person("ben").await;
        for (one, other) in [(&ana, &ben), (&ben, &ana)] {
            node.store.follow(one.user(), other.user(), clock::now()).await.expect("they follow");
        }
        let pair = ConversationId::new(clock::now(), &clock::entropy());
        node.directory.start_conversation(&ana.person, pair, vec!["ben".into()], None).await.expect("a home").await.expect("two");
        node.directory.follow_inbox(ben.user(), ben.socket, "follow", None).await.expect("an inbox");
        let ids: Vec<MessageId> = (0..20).map(|_| MessageId::new(clock::now(), &clock::entropy())).collect();
        for id in &ids {
            // Nobody waits for the answer.
            drop(node.directory.converse(&ana.person, pair, say(*id, "bye")).await.expect("a home"));
        }
        node.directory.disconnected(ana.user(), ana.socket);
        for id in &ids {
            let heard = ben.hear(|message| match message {
                Message::Inbox(InboxMessage { item: InboxItem::Event(event), .. }) => Some(event.what),
                _ => None,
            });
            assert!(matches!(heard.await, ConversationHappening::Said { message, .. } if message == *id), "in order");
        }
    });
}

/// Two who follow each other, and their conversation.
async fn paired(node: &Node, one: &crate::Person, other: &crate::Person) -> ConversationId {
    for (by, who) in [(one, other), (other, one)] {
        node.store.follow(by.user, who.user, clock::now()).await.expect("they follow");
    }
    let pair = ConversationId::new(clock::now(), &clock::entropy());
    let begun = node.directory.start_conversation(one, pair, vec![other.handle.to_string()], None).await.expect("a home");
    begun.await.expect("two");
    pair
}

/// How far somebody is who has no cameo, and so a home that ends with its pages.
#[test]
fn a_block_hides_positions_also_in_a_home_that_has_just_begun() {
    story(|node| async move {
        let ana = node.person("host").await.person;
        let (ben, cid) = (node.person("ben").await.person, node.person("cid").await.person);
        let (with_ben, with_cid) = (paired(&node, &ana, &ben).await, paired(&node, &ana, &cid).await);
        for pair in [with_ben, with_cid] {
            converse(&node, &ana, pair, say(MessageId::new(clock::now(), &clock::entropy()), "hello")).await.expect("it is kept");
        }
        node.store.block(ana.user, ben.user, clock::now()).await.expect("they may");
        let node = node.restarted().await;
        let mut page = node.page(ana.clone()).await;
        node.directory.follow_inbox(ana.user, page.socket, "follow", None).await.expect("an inbox");
        for (who, pair) in [(&ben, with_ben), (&cid, with_cid)] {
            converse(&node, who, pair, Deed::Reached { delivered: 2, read: 2 }).await.expect("theirs");
        }
        let told = page.hear(|message| if let Message::Conversation { conversation, .. } = message { Some(conversation) } else { None }).await;
        assert_eq!(told, with_cid, "nothing of who is blocked");
    });
}

#[test]
fn rates_outlast_the_page() {
    story(|node| async move {
        let ben = node.person("ben").await;
        let write = async |person: &crate::Person| {
            let id = ConversationId::new(clock::now(), &clock::entropy());
            let begun = node.directory.start_conversation(person, id, vec!["nobody".into()], None).await.expect("a home");
            begun.await.expect_err("nobody has this name").code
        };
        for _ in 0..30 {
            assert_eq!(write(&ben.person).await, "person_unknown");
        }
        assert_eq!(write(&ben.person).await, "too_many_attempts");
        let home = node.directory.home(ben.user()).await;
        node.directory.disconnected(ben.user(), ben.socket);
        while home.connected() {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        let page = node.page(ben.person.clone()).await;
        assert_eq!(write(&page.person).await, "too_many_attempts");
    });
}
