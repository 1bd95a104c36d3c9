//! A room under random use: people talk, change and take back words, leave and come again, close pages, lose sockets, read late, and the node is
//! started again in between; some stand still until their socket is closed. Afterwards every page has what was acknowledged, once and in the same
//! order, and who is present is true. A story that fails can be told again: see [`super::tape`].

use super::{
    harness::{Node, Page, Room, story},
    tape::Tape,
};
use crate::{
    Person, clock,
    outbox::{CONTROL_BYTES, Frame},
};
use domain::{
    MessageId, UserId,
    room::{Command as Act, Role},
};
use rand::Rng;
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};
use wire::{Accepted, Command, ErrorBody, EventKind, Message, Outcome, Reply, Request, Resume, Resumed, RoomView};

const STEPS: usize = 260;
/// Bytes that a socket which stands still takes yet: less than any event.
const LEFT: usize = 16;
/// Somebody whose socket broke is present a little longer.
const GRACE: Duration = Duration::from_secs(10);

/// Somebody's device: what it was told, and whether its page is open.
struct Device {
    who: usize,
    /// The room's epoch, and the last number that it has.
    place: Option<(u64, u64)>,
    told: BTreeMap<u64, EventKind>,
    page: Option<Page>,
    /// Its page reads nothing since the room's event of this number.
    still: Option<u64>,
}

impl Device {
    fn last(&self) -> u64 {
        self.place.map_or(0, |(_, seq)| seq)
    }

    /// The room's state where it came instead of what was missed.
    async fn open(&mut self, node: &Node, room: &Room, person: &Person) -> Option<RoomView> {
        let mut page = node.page(person.clone()).await;
        let resume = self.place.map(|(epoch, offset)| Resume { epoch, offset });
        room.handle.enter(person.clone(), page.socket, page.outbox.clone(), "enter".into(), resume).await.expect("a member");
        let entered = page.hear(|message| match message {
            Message::Reply(Reply { outcome: Outcome::Ok(Accepted::Entered { epoch, resumed, view }), .. }) => Some((epoch, resumed, view)),
            _ => None,
        });
        let (epoch, resumed, view) = entered.await;
        assert_eq!(resumed == Resumed::Fresh, self.place.is_none(), "a page that was here resumes");
        assert_eq!(resumed == Resumed::Recovered, view.is_none(), "what was missed, or the state");
        self.place = Some((epoch, view.as_ref().map_or(self.last(), |view| view.seq)));
        self.page = Some(page);
        view.map(|view| *view)
    }

    /// Where it stood still, it comes again.
    async fn wake(&mut self, node: &Node, room: &Room, person: &Person, end: u64) {
        if self.still.is_some() {
            self.close(node, room, end, false);
            self.open(node, room, person).await;
        }
    }

    async fn catch_up(&mut self, end: u64) {
        while self.last() < end {
            let page = self.page.as_mut().expect("it is open");
            let event = page.hear(|message| if let Message::Event { event, .. } = message { Some(event) } else { None }).await;
            assert_eq!(event.seq, self.last() + 1, "a gap or a double");
            self.place = self.place.map(|(epoch, _)| (epoch, event.seq));
            self.told.insert(event.seq, event.event);
        }
    }

    /// What waits for it leaves no place for another event.
    fn stand_still(&mut self, end: u64) {
        let Some(page) = self.page.as_ref().filter(|_| self.still.is_none()) else { return };
        page.outbox.send(Frame::Binary(vec![0; CONTROL_BYTES - page.outbox.waiting() - LEFT].into()));
        self.still = Some(end);
    }

    /// Its page is no more; what it had not read, it has not.
    fn close(&mut self, node: &Node, room: &Room, end: u64, in_order: bool) {
        let Some(page) = self.page.take() else { return };
        if let Some(since) = self.still.take() {
            assert!(end <= since || !page.outbox.is_open(), "whoever reads nothing is told to come again, not told a part");
        }
        if in_order {
            room.handle.exit(page.socket);
        } else {
            room.handle.lost(page.socket);
        }
        node.directory.disconnected(page.person.user, page.socket);
    }

    fn said(&self) -> Vec<MessageId> {
        self.told.values().filter_map(|event| if let EventKind::Said { message, .. } = event { Some(*message) } else { None }).collect()
    }
}

/// What was acknowledged of a line.
#[derive(Clone)]
struct Line {
    by: usize,
    text: String,
    unsaid: bool,
}

struct Gathering {
    node: Node,
    room: Room,
    people: Vec<Person>,
    inside: Vec<bool>,
    devices: Vec<Device>,
    lines: BTreeMap<MessageId, Line>,
    order: Vec<MessageId>,
    chance: Tape,
}

impl Gathering {
    fn somebody(&mut self) -> usize {
        loop {
            let who = self.chance.random_range(0..self.people.len());
            if self.inside[who] {
                return who;
            }
        }
    }

    fn a_line(&mut self) -> Option<(MessageId, Line)> {
        let number = self.chance.random_range(0..self.lines.len().max(1));
        self.lines.iter().nth(number).map(|(id, line)| (*id, line.clone()))
    }

    async fn ask(&self, by: usize, command: Command) -> Result<Accepted, ErrorBody> {
        let id = MessageId::new(clock::now(), &clock::entropy()).to_string();
        self.room.handle.request(self.people[by].clone(), Request { id, command }).await
    }

    /// As a page sees the room that was never here.
    async fn view(&self) -> RoomView {
        let mut page = self.node.page(self.people[0].clone()).await;
        let view = page.enter(&self.room).await;
        self.room.handle.exit(page.socket);
        self.node.directory.disconnected(page.user(), page.socket);
        view
    }

    async fn step(&mut self, number: usize) {
        match self.chance.random_range(0..100) {
            0..30 => self.say(number).await,
            30..38 => self.say_again().await,
            38..46 => self.rewrite(number).await,
            46..50 => self.unsay().await,
            50..60 => self.mark().await,
            60..72 => self.open_or_close().await,
            72..75 => self.stand_still().await,
            75..88 => self.read().await,
            _ => self.leave_or_come().await,
        }
    }

    async fn say(&mut self, number: usize) {
        let by = self.somebody();
        let (message, text) = (MessageId::new(clock::now(), &self.chance.random()), format!("line {number}"));
        let room = self.room.id;
        if self.ask(by, Command::Say { room, message, text: text.clone(), reply_to: self.order.last().copied() }).await.is_ok() {
            self.lines.insert(message, Line { by, text, unsaid: false });
            self.order.push(message);
        }
    }

    /// The answer was lost: sent again, it is said once.
    async fn say_again(&mut self) {
        let Some((message, line)) = self.a_line() else { return };
        if self.inside[line.by] {
            let said = self.ask(line.by, Command::Say { room: self.room.id, message, text: line.text, reply_to: None }).await;
            assert!(said.is_ok() || line.unsaid || said.is_err_and(|error| error.code == "too_many_attempts"));
        }
    }

    async fn rewrite(&mut self, number: usize) {
        let Some((message, line)) = self.a_line() else { return };
        let text = format!("line {number}, better");
        if self.inside[line.by] && self.ask(line.by, Command::Rewrite { room: self.room.id, message, text: text.clone() }).await.is_ok() {
            assert!(!line.unsaid, "what was taken back is gone");
            self.lines.insert(message, Line { text, ..line });
        }
    }

    async fn unsay(&mut self) {
        let Some((message, line)) = self.a_line() else { return };
        if self.inside[line.by] && self.ask(line.by, Command::Unsay { room: self.room.id, message }).await.is_ok() {
            self.lines.insert(message, Line { unsaid: true, ..line });
        }
    }

    async fn mark(&mut self) {
        let Some((message, _)) = self.a_line() else { return };
        let by = self.somebody();
        let reaction = self.chance.random_bool(0.7).then(|| "👏".to_owned());
        drop(self.ask(by, Command::React { room: self.room.id, message, reaction }).await);
    }

    async fn open_or_close(&mut self) {
        let end = self.view().await.seq;
        let number = self.chance.random_range(0..self.devices.len());
        let device = &mut self.devices[number];
        if !self.inside[device.who] {
            return;
        }
        if device.page.is_some() {
            let in_order = self.chance.random_bool(0.5);
            device.close(&self.node, &self.room, end, in_order);
        } else {
            device.open(&self.node, &self.room, &self.people[device.who]).await;
        }
    }

    async fn stand_still(&mut self) {
        let end = self.view().await.seq;
        let number = self.chance.random_range(0..self.devices.len());
        self.devices[number].stand_still(end);
    }

    async fn read(&mut self) {
        let end = self.view().await.seq;
        let number = self.chance.random_range(0..self.devices.len());
        let device = &mut self.devices[number];
        if device.page.is_some() {
            device.wake(&self.node, &self.room, &self.people[device.who], end).await;
            device.catch_up(end).await;
        }
    }

    /// The host stays.
    async fn leave_or_come(&mut self) {
        let end = self.view().await.seq;
        let who = self.chance.random_range(1..self.people.len());
        let Person { user, handle } = self.people[who].clone();
        if self.inside[who] {
            for device in self.devices.iter_mut().filter(|device| device.who == who) {
                device.close(&self.node, &self.room, end, true);
            }
            self.ask(who, Command::Leave { room: self.room.id }).await.expect("anybody may");
            let stranger = Command::Rename { room: self.room.id, name: "Mine".into() };
            assert_eq!(self.ask(who, stranger).await.expect_err("they are out").code, "not_member");
        } else {
            self.room.handle.act(Act::Join { user, handle, role: Role::CoCreator }).await.expect("they come again");
        }
        self.inside[who] = !self.inside[who];
    }

    async fn restarted(mut self) -> Self {
        self.devices.iter_mut().for_each(|device| (device.page, device.still) = (None, None));
        let node = self.node.restarted().await;
        let room = self.room.again(&node).await;
        Self { node, room, ..self }
    }

    async fn all_read_to_the_end(&mut self) {
        for who in 0..self.people.len() {
            if !self.inside[who] {
                let Person { user, handle } = self.people[who].clone();
                self.room.handle.act(Act::Join { user, handle, role: Role::CoCreator }).await.expect("they come again");
            }
        }
        let end = self.view().await.seq;
        for device in &mut self.devices {
            if device.page.is_none() {
                device.open(&self.node, &self.room, &self.people[device.who]).await;
            }
            device.wake(&self.node, &self.room, &self.people[device.who], end).await;
            device.catch_up(end).await;
        }
    }

    /// Everybody with an open page, and nobody else, before long.
    async fn presence_is_true(&self) {
        let expected: BTreeSet<UserId> =
            self.devices.iter().filter(|device| device.page.is_some()).map(|device| self.people[device.who].user).collect();
        let settled = async {
            loop {
                let here: BTreeSet<UserId> = self.room.handle.who_is_here().await.expect("the room answers").into_iter().collect();
                if here == expected {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(GRACE, settled).await.expect("who is present is told as it is");
    }
}

/// What a device was told, without words: those that were changed or taken back since are gone from what is told later.
fn plain(device: &Device) -> Vec<String> {
    let plain = |event: &EventKind| match event {
        EventKind::Said { message, .. } => format!("said {message}"),
        EventKind::Rewritten { message, .. } => format!("rewritten {message}"),
        event => serde_json::to_string(event).expect("plain data"),
    };
    device.told.values().map(plain).collect()
}

async fn gather(node: Node, chance: Tape) -> Gathering {
    let mut pages = Vec::new();
    for name in ["host", "ben", "cid", "dan"] {
        pages.push(node.person(name).await);
    }
    let room = node.room(&pages[0], &pages[1..].iter().collect::<Vec<_>>()).await;
    let people: Vec<Person> = pages.into_iter().map(|page| page.person).collect();
    let mut devices: Vec<Device> = [0, 0, 1, 1, 2, 3].map(|who| Device { who, place: None, told: BTreeMap::new(), page: None, still: None }).into();
    for device in &mut devices {
        device.open(&node, &room, &people[device.who]).await.expect("the state, at the first visit");
    }
    Gathering { node, room, inside: vec![true; people.len()], people, devices, lines: BTreeMap::new(), order: Vec::new(), chance }
}

#[test]
fn whatever_happens_each_page_has_all_of_it_once_and_in_order() {
    story(move |node| async move {
        let mut gathering = gather(node, Tape::new("gathering")).await;
        for number in 0.. {
            if !gathering.chance.step(STEPS) {
                break;
            }
            if gathering.chance.random_bool(0.03) {
                gathering = gathering.restarted().await;
            } else {
                gathering.step(number).await;
            }
            if number % 65 == 0 {
                gathering.presence_is_true().await;
            }
        }
        gathering.all_read_to_the_end().await;
        gathering.presence_is_true().await;
        let Gathering { devices, lines, order, .. } = &gathering;
        assert!(order.len() > 20, "{} lines", order.len());
        for device in devices {
            assert!(device.told.keys().copied().eq(*device.told.keys().next().expect("it was told something")..=device.last()), "no gap");
            assert_eq!(device.said(), *order, "everything that was acknowledged, once, in the order in which it was");
        }
        let first = plain(&devices[0]);
        assert!(devices.iter().all(|device| plain(device) == first), "the same for everybody");
        let view = gathering.view().await;
        let shown: Vec<(MessageId, &str)> =
            view.chat.iter().filter(|line| line.unsaid.is_none()).map(|line| (line.message, line.text.as_str())).collect();
        let kept: Vec<(MessageId, &str)> =
            order.iter().map(|id| (*id, &lines[id])).filter(|(_, line)| !line.unsaid).map(|(id, line)| (id, line.text.as_str())).collect();
        assert_eq!(shown, kept, "the last words of each line");
    });
}
