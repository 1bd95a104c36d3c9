//! Properties of the room over random plans of commands.

use super::*;
use crate::{
    CameoId, TakeId, UserId,
    fixtures::{at, cameo, clip, handle, message, plan, take, user},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const USERS: std::ops::Range<u8> = 1..7;
const TAKES: std::ops::Range<u8> = 0..25;
const CAMEOS: std::ops::Range<u8> = 1..4;

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![Just(Role::Viewer), Just(Role::CoCreator), Just(Role::Host)]
}

fn door() -> impl Strategy<Value = Door> {
    prop_oneof![Just(Door::Closed), Just(Door::Knock), Just(Door::Open)]
}

fn standing() -> impl Strategy<Value = Standing> {
    prop_oneof![Just(Standing::Friend), Just(Standing::Stranger), Just(Standing::Blocked)]
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        3 => TAKES.prop_map(|number| Outcome::Finished { clip: clip(number), notices: Vec::new() }),
        1 => Just(Outcome::Failed { code: "engine_failed".into(), reason: "no".into() }),
        2 => Just(Outcome::Lost),
        1 => CAMEOS.prop_map(|number| Outcome::Withheld { cameo: cameo(number) }),
    ]
}

/// What a plan of commands is made of; the ends of takes mostly fit the one that runs.
#[derive(Clone, Debug)]
enum Step {
    Command(Command),
    RunningEnds(Outcome),
    /// The owner that the oldest held take waits for answers.
    OldestAnswered(bool),
    DayPasses,
    /// The process dies; the room is replayed from what was recorded.
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    let command = prop_oneof![
        (USERS, "[a-z ]{0,6}").prop_map(|(by, name)| Command::Rename { by: user(by), name }),
        (USERS, role()).prop_map(|(number, role)| Command::Join { user: user(number), handle: handle(number), role }),
        USERS.prop_map(|number| Command::Leave { user: user(number) }),
        (USERS, USERS, role()).prop_map(|(by, other, role)| Command::SetRole { by: user(by), user: user(other), role }),
        (USERS, 0u16..20).prop_map(|(by, number)| Command::Say { by: user(by), message: message(number), text: "hi".into(), reply_to: None }),
        (USERS, TAKES).prop_map(|(by, take)| Command::CancelTake { by: user(by), take: self::take(take) }),
        TAKES.prop_map(|number| Command::TakeBegan { take: take(number) }),
        (TAKES, outcome()).prop_map(|(number, outcome)| Command::TakeEnded { take: take(number), outcome }),
        (TAKES, CAMEOS, any::<bool>()).prop_map(|(number, about, allowed)| Command::ConsentAnswered {
            take: take(number),
            cameo: cameo(about),
            allowed
        }),
        TAKES.prop_map(|number| Command::RefuseWaiting { take: take(number), code: "clip_unknown".into(), reason: "gone".into() }),
        (USERS, TAKES).prop_map(|(by, number)| Command::ClipGone { by: user(by), clip: clip(number) }),
        (USERS, TAKES).prop_map(|(by, number)| Command::OpenStage { by: user(by), stage: take(number) }),
        USERS.prop_map(|by| Command::CloseStage { by: user(by) }),
    ];
    let people = prop_oneof![
        (USERS, USERS).prop_map(|(by, other)| Command::Remove { by: user(by), user: user(other) }),
        (USERS, USERS, any::<bool>()).prop_map(|(by, other, on)| Command::Mute { by: user(by), user: user(other), on }),
        (USERS, USERS).prop_map(|(by, other)| Command::HandOver { by: user(by), user: user(other) }),
        (USERS, door()).prop_map(|(by, door)| Command::SetDoor { by: user(by), door }),
        (USERS, standing()).prop_map(|(number, standing)| Command::Come { user: user(number), handle: handle(number), standing }),
        (USERS, USERS, proptest::option::of(role())).prop_map(|(by, other, role)| Command::AnswerKnock { by: user(by), user: user(other), role }),
        USERS.prop_map(|number| Command::GoAway { user: user(number) }),
        Just(Command::ExpireKnocks),
    ];
    let said = || 0u16..20;
    let talk = prop_oneof![
        (USERS, said(), "[a-z]{0,3}").prop_map(|(by, number, text)| Command::Rewrite { by: user(by), message: message(number), text }),
        (USERS, said()).prop_map(|(by, number)| Command::Unsay { by: user(by), message: message(number) }),
        (USERS, said(), any::<bool>()).prop_map(|(by, number, on)| Command::React {
            by: user(by),
            message: message(number),
            reaction: on.then(|| "👏".to_owned())
        }),
        (USERS, TAKES, any::<bool>()).prop_map(|(by, number, on)| Command::Vote { by: user(by), take: take(number), on }),
        (USERS, TAKES).prop_map(|(by, number)| Command::Pick { by: user(by), take: Some(take(number)) }),
        (USERS, said(), TAKES).prop_map(|(by, number, of)| Command::Remark {
            by: user(by),
            remark: message(number),
            take: take(of),
            at_ms: 0,
            text: "here".into()
        }),
        (USERS, said(), TAKES).prop_map(|(by, number, of)| Command::RemoveRemark { by: user(by), remark: message(number), take: take(of) }),
        (USERS, TAKES, 0u32..8).prop_map(|(by, number, behind)| Command::MoveTake { by: user(by), take: take(number), behind }),
    ];
    let some = || proptest::collection::vec(CAMEOS, 0..3);
    let ask = (USERS, TAKES, some(), some()).prop_map(|(by, number, cast, asked)| Command::RequestTake {
        by: user(by),
        plan: Box::new(plan(number, &[by], &cast)),
        asks: asked.into_iter().map(cameo).collect(),
    });
    prop_oneof![
        4 => command.prop_map(Step::Command),
        2 => people.prop_map(Step::Command),
        2 => talk.prop_map(Step::Command),
        4 => ask.prop_map(Step::Command),
        2 => outcome().prop_map(Step::RunningEnds),
        2 => prop_oneof![3 => Just(true), 1 => Just(false)].prop_map(Step::OldestAnswered),
        1 => Just(Step::DayPasses),
        1 => Just(Step::Crash),
    ]
}

/// So many of others may go first.
const NO_PROMISE: usize = usize::MAX / 2;

/// What the store and the devices would know.
#[derive(Default)]
struct World {
    history: Vec<Recorded>,
    plans: BTreeSet<TakeId>,
    /// Takes that wait: the asker, how many of theirs were ahead, and how many of each other asker were started since.
    waiting: BTreeMap<TakeId, (UserId, usize, BTreeMap<UserId, usize>)>,
    /// Takes that wait for a yes: the asker, and of whom.
    held: BTreeMap<TakeId, (UserId, BTreeSet<CameoId>)>,
    /// Held takes whose questions were put.
    asked: BTreeSet<TakeId>,
    removed: BTreeSet<UserId>,
    stage: Option<TakeId>,
}

impl World {
    fn carry_out(&mut self, effects: Vec<Effect>) -> Result<(), TestCaseError> {
        for effect in effects {
            match effect {
                Effect::Record(recorded) => {
                    prop_assert_eq!(recorded.seq, self.history.len() as u64 + 1, "numbers have no gap");
                    self.note(&recorded.event)?;
                    self.history.push(recorded);
                }
                Effect::KeepPlan(plan) => {
                    let asked =
                        matches!(self.history.last(), Some(Recorded { event: RoomEvent::TakeQueued { take, .. }, .. }) if *take == plan.take());
                    prop_assert!(asked, "a plan is kept with its queue entry");
                    self.plans.insert(plan.take());
                }
                Effect::Dispatch { take, attempt, .. } => {
                    prop_assert!(self.plans.contains(&take), "what is dispatched can be read back");
                    prop_assert!((1..=MAX_STARTS).contains(&attempt));
                }
                Effect::Ask { take } => {
                    prop_assert!(self.held.contains_key(&take) && self.plans.contains(&take), "only about a held take whose plan is kept");
                    self.asked.insert(take);
                }
                Effect::Unask { take } => {
                    self.asked.remove(&take);
                }
                Effect::Redact { events } => {
                    for seq in events {
                        let at = usize::try_from(seq).expect("small") - 1;
                        let said = std::mem::replace(&mut self.history[at].event, RoomEvent::MemberLeft { user: user(0) });
                        self.history[at].event = said.redacted();
                    }
                }
                Effect::EndStage { stage } => prop_assert_eq!(self.stage, Some(stage), "only the stage that was open ends"),
                Effect::Abort { .. } | Effect::Expel { .. } | Effect::TellKnock { .. } => {}
            }
        }
        Ok(())
    }

    fn note(&mut self, event: &RoomEvent) -> Result<(), TestCaseError> {
        match event {
            RoomEvent::TakeQueued { take, asker, waiting_for, .. } if waiting_for.is_empty() => self.queue(*take, *asker),
            RoomEvent::TakeQueued { take, asker, waiting_for, .. } => {
                self.held.insert(*take, (*asker, waiting_for.iter().map(|waited| waited.cameo).collect()));
            }
            RoomEvent::ConsentGiven { take, cameo, .. } => {
                let (asker, waited) = self.held.get_mut(take).expect("consent is given to what waits for it");
                prop_assert!(waited.remove(cameo), "each is asked once");
                let asker = *asker;
                if waited.is_empty() {
                    self.held.remove(take);
                    self.asked.remove(take);
                    self.queue(*take, asker);
                }
            }
            RoomEvent::TakeStarted { take, .. } => {
                prop_assert!(!self.held.contains_key(take), "nothing starts before everybody said yes");
                let Some((asker, ahead, passed_by)) = self.waiting.remove(take) else { return Ok(()) };
                prop_assert!(passed_by.values().all(|&turns| turns <= ahead + 1), "nobody waits for more than one of each other");
                for (_, _, passed_by) in self.waiting.values_mut().filter(|(other, ..)| *other != asker) {
                    *passed_by.entry(asker).or_default() += 1;
                }
            }
            // By hand: nobody's turn is promised any more.
            RoomEvent::TakeMoved { .. } => self.waiting.values_mut().for_each(|(_, ahead, _)| *ahead = NO_PROMISE),
            RoomEvent::MemberJoined { user, .. } => {
                self.removed.remove(user);
            }
            RoomEvent::MemberRemoved { user, .. } => {
                self.removed.insert(*user);
            }
            RoomEvent::TakeCancelled { take, .. } | RoomEvent::TakeFailed { take, .. } => {
                self.waiting.remove(take);
                self.held.remove(take);
                prop_assert!(!self.asked.contains(take), "the questions of what ended are taken back");
            }
            RoomEvent::StageOpened { stage, .. } => {
                prop_assert_eq!(self.stage.replace(*stage), None, "one at a time");
            }
            RoomEvent::StageClosed { stage, .. } => prop_assert_eq!(self.stage.take(), Some(*stage)),
            _ => {}
        }
        Ok(())
    }

    fn queue(&mut self, take: TakeId, asker: UserId) {
        let own = self.waiting.values().filter(|(other, ..)| *other == asker).count();
        // What was put somewhere by hand goes before it, whosever it is.
        let by_hand = self.waiting.values().any(|(_, ahead, _)| *ahead == NO_PROMISE);
        self.waiting.insert(take, (asker, if by_hand { NO_PROMISE } else { own }, BTreeMap::new()));
    }

    fn check(&self, room: &RoomMachine) -> Result<(), TestCaseError> {
        let queued: Vec<TakeId> = room.queue().map(|ticket| ticket.take).collect();
        let running = room.running().map(|running| running.ticket.take);
        prop_assert!(running.is_none_or(|running| !queued.contains(&running)), "never both queued and running");
        prop_assert!(running.is_some() || queued.is_empty(), "nothing waits while nothing runs");
        prop_assert_eq!(queued.iter().copied().collect::<BTreeSet<_>>(), self.waiting.keys().copied().collect::<BTreeSet<_>>(), "no take is lost");
        prop_assert_eq!(queued.len(), self.waiting.len());
        let held: BTreeMap<_, _> = room.asking().iter().map(|held| (held.ticket.take, &held.waiting_for)).collect();
        prop_assert_eq!(held.keys().collect::<Vec<_>>(), self.held.keys().collect::<Vec<_>>(), "what waits for a yes is held");
        prop_assert!(held.iter().all(|(take, waited)| waited.iter().map(|waited| waited.cameo).collect::<BTreeSet<_>>() == self.held[take].1));
        prop_assert!(held.keys().all(|take| self.asked.contains(take)), "everybody who is waited for was asked");
        prop_assert!(USERS.map(user).all(|user| room.waiting_of(user) <= MAX_QUEUE_EACH));
        prop_assert!(room.asking().len() <= MAX_HELD && room.queued() <= MAX_QUEUE + MAX_HELD);
        let mut waiting = room.queue().chain(room.asking().iter().map(|held| &held.ticket));
        prop_assert!(waiting.all(|ticket| room.role_of(ticket.asker).is_some_and(Role::may_take)), "what waits was asked for by somebody who may");
        prop_assert!(room.running().is_none_or(|running| room.role_of(running.ticket.asker).is_some()), "nothing runs for somebody who left");
        prop_assert!(room.takes_to_restore().iter().all(|take| self.plans.contains(take)));
        prop_assert!(room.members().iter().all(|member| !self.removed.contains(&member.user)), "who was taken out is out");
        prop_assert_eq!(room.stage().map(|open| open.stage), self.stage);
        let hosts = room.members().iter().filter(|member| member.role == Role::Host).count();
        prop_assert!(hosts > 0 || room.members().is_empty(), "a room with members has a host");
        Ok(())
    }

    fn replayed(&self) -> Result<RoomMachine, TestCaseError> {
        RoomMachine::replay(self.history.iter().cloned()).map_err(|broken| TestCaseError::fail(broken.to_string()))
    }
}

proptest! {
    #[test]
    fn a_room_keeps_its_promises_whatever_comes(steps in proptest::collection::vec(step(), 0..150)) {
        let mut room = RoomMachine::new();
        let mut world = World::default();
        let mut now = 0;
        world.carry_out(room.apply(at(0), Command::Open { by: user(1), handle: handle(1), name: "Room".into() }).expect("a fresh room"))?;
        for step in steps {
            let command = match step {
                Step::Command(command) => command,
                Step::RunningEnds(outcome) => match room.running() {
                    Some(running) => Command::TakeEnded { take: running.ticket.take, outcome },
                    None => continue,
                },
                Step::OldestAnswered(allowed) => match room.asking().first() {
                    Some(held) => Command::ConsentAnswered { take: held.ticket.take, cameo: held.waiting_for[0].cameo, allowed },
                    None => continue,
                },
                Step::DayPasses => {
                    now += QUESTION_MILLIS;
                    Command::ExpireQuestions
                }
                Step::Crash => {
                    room = world.replayed()?;
                    world.asked.clear();
                    Command::Recover
                }
            };
            now += 1;
            let before = room.clone();
            match room.apply(at(now), command) {
                Ok(effects) => world.carry_out(effects)?,
                Err(refused) => {
                    prop_assert!(!refused.code().is_empty());
                    prop_assert_eq!(&room, &before, "a refusal changes nothing");
                }
            }
            world.check(&room)?;
        }
        prop_assert_eq!(&world.replayed()?, &room, "replayed equals live");
        let stored = serde_json::to_string(&room).expect("plain data");
        prop_assert_eq!(&serde_json::from_str::<RoomMachine>(&stored).expect("its own words"), &room);
        let events = serde_json::to_string(&world.history).expect("plain data");
        prop_assert_eq!(serde_json::from_str::<Vec<Recorded>>(&events).expect("its own words"), world.history);
    }
}
