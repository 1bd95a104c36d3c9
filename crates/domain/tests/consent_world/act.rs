//! The steps of a random life, and what they do.

use super::*;
use domain::{
    cameo::{Answer, Scope},
    consent::HolderEffect,
    consent::protocol::AuthorityEffect,
};
use std::task::{Context, Poll, Waker};

#[derive(Clone, Debug)]
pub(super) enum Step {
    /// A node wants to make or show this take.
    Ask {
        node: usize,
        take: u8,
    },
    GiveUp {
        node: usize,
        take: u8,
    },
    /// Somebody begins to watch or to download it there, where it was granted.
    Join {
        node: usize,
        take: u8,
    },
    /// Somebody joins a cast that is under way.
    JoinLate {
        node: usize,
        reader: usize,
    },
    Read {
        node: usize,
        reader: usize,
        slow: bool,
    },
    EndSlow {
        node: usize,
        reader: usize,
    },
    Leave {
        node: usize,
        reader: usize,
    },
    Answer {
        cameo: usize,
        take: u8,
        answer: Answer,
    },
    Allow {
        cameo: usize,
        maker: u8,
    },
    Deny {
        cameo: usize,
        maker: u8,
    },
    Revoke {
        cameo: usize,
        scope: Scope,
    },
    End(usize),
    Commit(usize),
    Deliver(usize),
    Double(usize),
    Lose(usize),
    DeliverAll,
    Pass(u64),
    AuthorityDies(usize),
    NodeDies(usize),
    /// The node knows that an authority is gone.
    LinkLost {
        node: usize,
        cameo: usize,
    },
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let (node, cameo, take, reader) = (0..NODES, 0..CAMEOS, 0..TAKES, 0usize..6);
    let any = 0usize..1_000;
    let maker = 8u8..10;
    let answer = prop_oneof![3 => Just(Answer::Once), 1 => Just(Answer::Always), 1 => Just(Answer::Room), 1 => Just(Answer::No)];
    let scope = prop_oneof![
        1 => Just(Scope::Everything),
        2 => maker.clone().prop_map(|maker| Scope::Person(user(maker))),
        4 => take.clone().prop_map(|take| Scope::Take(plan(take).take())),
    ];
    prop_oneof![
        8 => (node.clone(), take.clone()).prop_map(|(node, take)| Step::Ask { node, take }),
        1 => (node.clone(), take.clone()).prop_map(|(node, take)| Step::GiveUp { node, take }),
        10 => (node.clone(), take.clone()).prop_map(|(node, take)| Step::Join { node, take }),
        3 => (node.clone(), reader.clone()).prop_map(|(node, reader)| Step::JoinLate { node, reader }),
        12 => (node.clone(), reader.clone(), prop::bool::weighted(0.2)).prop_map(|(node, reader, slow)| Step::Read { node, reader, slow }),
        3 => (node.clone(), reader.clone()).prop_map(|(node, reader)| Step::EndSlow { node, reader }),
        1 => (node.clone(), reader).prop_map(|(node, reader)| Step::Leave { node, reader }),
        6 => (cameo.clone(), take, answer).prop_map(|(cameo, take, answer)| Step::Answer { cameo, take, answer }),
        1 => (cameo.clone(), maker.clone()).prop_map(|(cameo, maker)| Step::Allow { cameo, maker }),
        1 => (cameo.clone(), maker).prop_map(|(cameo, maker)| Step::Deny { cameo, maker }),
        3 => (cameo.clone(), scope).prop_map(|(cameo, scope)| Step::Revoke { cameo, scope }),
        1 => cameo.clone().prop_map(Step::End),
        12 => cameo.clone().prop_map(Step::Commit),
        14 => any.clone().prop_map(Step::Deliver),
        4 => any.clone().prop_map(Step::Double),
        3 => any.prop_map(Step::Lose),
        10 => Just(Step::DeliverAll),
        8 => prop_oneof![4 => 1u64..700, 1 => 1_900u64..2_700].prop_map(Step::Pass),
        1 => cameo.clone().prop_map(Step::AuthorityDies),
        1 => node.clone().prop_map(Step::NodeDies),
        1 => (node, cameo).prop_map(|(node, cameo)| Step::LinkLost { node, cameo }),
    ]
}

impl World {
    pub fn run(&mut self, steps: impl IntoIterator<Item = Step>) {
        for step in steps {
            self.act(step);
            self.carry_out();
            self.check();
        }
    }

    pub fn act(&mut self, step: Step) {
        match step {
            Step::Ask { node, take } => {
                let (now, plan) = (self.local(node), plan(take));
                for holder in &mut self.nodes[node].holders {
                    let _not_in_it = holder.ask(now, &plan);
                }
            }
            Step::GiveUp { node, take } => {
                let now = self.local(node);
                self.nodes[node].holders.iter_mut().for_each(|holder| holder.give_up(now, plan(take).take()));
            }
            Step::Join { node, take } => self.join(node, take),
            Step::JoinLate { node, reader } => self.join_late(node, reader),
            Step::Read { node, reader, slow } => self.read(node, reader, slow),
            Step::EndSlow { node, reader } => self.end_slow(node, reader),
            Step::Leave { node, reader } => {
                if reader < self.nodes[node].readers.len() {
                    self.nodes[node].readers.remove(reader);
                }
            }
            Step::Commit(cameo) => self.commit(cameo),
            Step::Deliver(index) | Step::Double(index) | Step::Lose(index) if !self.net.is_empty() => {
                let index = index % self.net.len();
                let letter = if matches!(step, Step::Double(_)) { self.net[index].clone() } else { self.net.remove(index) };
                if !matches!(step, Step::Lose(_)) {
                    self.deliver(letter);
                }
            }
            Step::Deliver(_) | Step::Double(_) | Step::Lose(_) => {}
            Step::DeliverAll => std::mem::take(&mut self.net).into_iter().for_each(|letter| self.deliver(letter)),
            Step::Pass(millis) => self.pass(millis),
            Step::AuthorityDies(cameo) => self.restore(cameo),
            Step::NodeDies(node) => self.boot(node),
            Step::LinkLost { node, cameo } => {
                let now = self.local(node);
                self.nodes[node].holders[cameo].shut_all(now);
            }
            of_an_owner => self.decide(of_an_owner),
        }
    }

    fn decide(&mut self, step: Step) {
        let now = self.real();
        let (Step::Answer { cameo, .. } | Step::Allow { cameo, .. } | Step::Deny { cameo, .. } | Step::Revoke { cameo, .. } | Step::End(cameo)) =
            step
        else {
            return;
        };
        let Some(machine) = self.homes[cameo].machine.as_mut() else { return };
        match step {
            Step::Answer { take, answer, .. } => {
                let _nobody_waits = machine.answer(now, plan(take).take(), answer);
            }
            Step::Allow { maker, .. } => {
                let _ended = machine.decide(now, DecisionEvent::PersonAllowed { user: user(maker) });
            }
            Step::Deny { maker, .. } => {
                let _ended = machine.decide(now, DecisionEvent::PersonDenied { user: user(maker) });
            }
            Step::Revoke { scope, .. } => self.revoked += usize::from(machine.revoke(now, scope).is_ok()),
            Step::End(_) => self.revoked += usize::from(machine.end(now).is_ok()),
            _ => {}
        }
    }

    pub fn commit(&mut self, cameo: usize) {
        let now = self.real();
        let home = &mut self.homes[cameo];
        if home.unstored.is_empty() {
            return;
        }
        let event = home.unstored.remove(0);
        home.stored.push(event);
        let number = home.stored.len() as u64 - 1;
        if let Some(machine) = &mut home.machine {
            machine.committed(now, number);
        }
    }

    fn join(&mut self, node: usize, number: u8) {
        let (now, plan) = (self.local(node), plan(number));
        let cast = plan
            .cast()
            .iter()
            .map(|cameo| self.nodes[node].holders.iter_mut().find(|holder| holder.cameo() == cameo).expect("one each").grant(now, &plan));
        let Ok(grants) = cast.collect::<Result<Vec<_>, _>>() else { return };
        let Ok(cast) = LiveCast::assemble(&plan, grants) else { return };
        self.nodes[node].readers.push(Reader::of(Arc::new(cast), plan.take()));
    }

    fn join_late(&mut self, node: usize, reader: usize) {
        let Some(known) = self.nodes[node].readers.get(reader) else { return };
        let late = Reader::of(known.cast.clone(), known.take);
        self.nodes[node].readers.push(late);
    }

    fn read(&mut self, node: usize, reader: usize, slow: bool) {
        let now = self.local(node);
        let Some(reader) = self.nodes[node].readers.get_mut(reader).filter(|reader| reader.slow.is_none()) else { return };
        let Some(part) = reader.parts.get(reader.next).cloned() else { return };
        reader.next += 1;
        let sent = if slow {
            reader.begin_slow(part.clone(), now)
        } else {
            let kept = reader.kept.clone();
            part.send(now, |byte| kept.0.lock().push(*byte)).is_ok()
        };
        let take = reader.take;
        if sent {
            self.check_send(node, take, &part);
        }
    }

    fn end_slow(&mut self, node: usize, reader: usize) {
        let Some(reader) = self.nodes[node].readers.get_mut(reader) else { return };
        let Some(mut slow) = reader.slow.take() else { return };
        slow.done.store(true, SeqCst);
        assert!(slow.write.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    }

    fn deliver(&mut self, letter: Letter) {
        let real = self.real();
        match letter {
            Letter::Up(cameo, message) => {
                if let Some(machine) = &mut self.homes[cameo].machine {
                    machine.handle(real, message, &Self::relations(cameo));
                }
            }
            Letter::Down(cameo, to, message) => {
                let place = (0..NODES).find(|node| self.nodes[*node].holders[cameo].id() == to);
                if let Some(node) = place {
                    let now = self.local(node);
                    self.nodes[node].holders[cameo].handle(now, message);
                }
            }
        }
    }

    pub fn pass(&mut self, millis: u64) {
        self.now += millis;
        let real = self.real();
        for home in &mut self.homes {
            home.machine.iter_mut().for_each(|machine| machine.tick(real));
        }
        for node in 0..NODES {
            let now = self.local(node);
            self.nodes[node].holders.iter_mut().for_each(|holder| holder.tick(now));
        }
    }

    /// What the shells do.
    pub fn carry_out(&mut self) {
        for cameo in 0..CAMEOS {
            for node in 0..NODES {
                while let Some(effect) = self.nodes[node].holders[cameo].pop() {
                    if let HolderEffect::Send(message) = effect {
                        self.net.push(Letter::Up(cameo, message));
                    }
                }
            }
            while let Some(effect) = self.homes[cameo].machine.as_mut().and_then(AuthorityMachine::pop) {
                self.carry_out_one(cameo, effect);
            }
        }
    }

    fn carry_out_one(&mut self, cameo: usize, effect: AuthorityEffect) {
        match effect {
            AuthorityEffect::Send { to, message } => {
                self.check_message(cameo, to, &message);
                self.net.push(Letter::Down(cameo, to, message));
            }
            AuthorityEffect::Announce(message) => {
                for node in 0..NODES {
                    let to = self.nodes[node].holders[cameo].id();
                    self.net.push(Letter::Down(cameo, to, message.clone()));
                }
            }
            AuthorityEffect::Record { number, event } => {
                let home = &mut self.homes[cameo];
                assert_eq!(number, (home.stored.len() + home.unstored.len()) as u64);
                home.unstored.push(event);
            }
            AuthorityEffect::Question(asking) => assert!(self.questions.insert((cameo, asking.take)) || self.homes[cameo].epoch > 1, "asked once"),
            AuthorityEffect::QuestionGone(take) => {
                self.questions.remove(&(cameo, take));
            }
            AuthorityEffect::Acknowledge(receipt) => self.check_receipt(cameo, &receipt),
            AuthorityEffect::Deposed => panic!("there is no later one"),
        }
    }
}

impl Reader {
    fn of(cast: Arc<LiveCast>, take: TakeId) -> Self {
        let channel = cast.channel();
        let parts = (0..8).map(|part| Arc::new(channel.seal(part))).collect();
        let kept = Arc::new(Kept::default());
        let keeper: Arc<dyn Purge> = kept.clone();
        cast.keep(Arc::downgrade(&keeper));
        Self { cast, take, parts, next: 0, kept, slow: None }
    }

    /// Whether the write began.
    fn begin_slow(&mut self, part: Arc<Sealed<u8>>, now: Timestamp) -> bool {
        let (done, began) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (seen, starts) = (done.clone(), began.clone());
        let write = async move {
            part.send_async(now, |_| {
                starts.store(true, SeqCst);
                std::future::poll_fn(move |_| if seen.load(SeqCst) { Poll::Ready(()) } else { Poll::Pending })
            })
            .await
        };
        let mut slow = Slow { write: Box::pin(write), done };
        let _pending = slow.write.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if began.load(SeqCst) {
            self.slow = Some(slow);
        }
        began.load(SeqCst)
    }
}
