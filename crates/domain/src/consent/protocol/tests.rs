//! The two machines against each other in virtual time, message by message.

use super::*;
use crate::{
    RoomId, Timestamp,
    cameo::{Answer, Asking, Audience, DecisionEvent, Decisions, Relations, Rules, Scope, Why},
    consent::{Refusal, StreamId, StreamReceipt},
    fixtures::{at, cameo, plan, take, user},
};

const OWNER: u8 = 1;

fn id(node: u64) -> HolderId {
    HolderId { node: NodeId::new(node), life: 1 }
}

fn asking(number: u8, makers: &[u8]) -> Asking {
    Asking::of(&plan(number, makers, &[OWNER]))
}

fn digest(number: u8, makers: &[u8]) -> PlanDigest {
    PlanDigest::of(&plan(number, makers, &[OWNER]))
}

fn with(audience: Audience) -> Decisions {
    Decisions::fold(&[DecisionEvent::RulesChanged { rules: Rules { audience, ..Rules::default() } }])
}

/// A deployment: what the shells would do, with each message in our hands.
struct World {
    now: u64,
    authority: AuthorityMachine,
    holder: HolderMachine,
    to_authority: Vec<ToAuthority>,
    to_holder: Vec<ToHolder>,
    records: Vec<(u64, DecisionEvent)>,
    seen: Vec<AuthorityEffect>,
    told: Vec<MachineEffect>,
}

impl World {
    fn new(audience: Audience) -> Self {
        Self::restored(with(audience), 1, Before::Nobody)
    }

    fn restored(decisions: Decisions, epoch: u64, before: Before) -> Self {
        Self {
            now: 0,
            authority: authority(decisions, epoch, before, 0),
            holder: HolderMachine::new(id(1), cameo(OWNER)),
            to_authority: Vec::new(),
            to_holder: Vec::new(),
            records: Vec::new(),
            seen: Vec::new(),
            told: Vec::new(),
        }
    }

    fn now(&self) -> Timestamp {
        at(self.now)
    }

    /// Takes the effects out, and delivers nothing.
    fn gather(&mut self) {
        while let Some(effect) = self.holder.pop() {
            match effect {
                MachineEffect::Send(message) => self.to_authority.push(message),
                other => self.told.push(other),
            }
        }
        while let Some(effect) = self.authority.pop() {
            match effect {
                AuthorityEffect::Send { message, .. } | AuthorityEffect::Announce(message) => self.to_holder.push(message),
                AuthorityEffect::Record { number, event } => self.records.push((number, event)),
                other => self.seen.push(other),
            }
        }
    }

    fn commit(&mut self) {
        if let Some((number, _)) = self.records.pop() {
            self.records.clear();
            self.authority.committed(self.now(), number);
        }
    }

    fn deliver_to_authority(&mut self) {
        self.gather();
        for message in std::mem::take(&mut self.to_authority) {
            self.authority.handle(self.now(), message, &Relations::of(user(OWNER)));
        }
        self.gather();
    }

    fn deliver_to_holder(&mut self) {
        self.gather();
        for message in std::mem::take(&mut self.to_holder) {
            self.holder.handle(self.now(), message);
        }
        self.gather();
    }

    /// Until nothing is under way; what is shut has drained at once.
    fn settle(&mut self) {
        for _ in 0..10 {
            self.deliver_to_authority();
            self.commit();
            self.deliver_to_holder();
            if self.holder.is_draining() {
                self.holder.drained(Vec::new());
            }
        }
    }

    fn ask(&mut self, number: u8, makers: &[u8]) {
        self.holder.ask(self.now(), asking(number, makers), digest(number, makers));
    }

    fn pass(&mut self, millis: u64) {
        self.now += millis;
        self.holder.tick(self.now());
        self.authority.tick(self.now());
    }

    fn sends(&self, number: u8) -> bool {
        self.holder.may_send(self.now(), take(number))
    }

    fn receipts(&self) -> Vec<&Receipt> {
        let receipts = self.seen.iter().filter_map(|effect| match effect {
            AuthorityEffect::Acknowledge(receipt) => Some(receipt),
            _ => None,
        });
        receipts.collect()
    }
}

fn authority(decisions: Decisions, epoch: u64, before: Before, now: u64) -> AuthorityMachine {
    AuthorityMachine::restore(Restored { cameo: cameo(OWNER), owner: user(OWNER), epoch, decisions, next_event: 1, before }, at(now))
}

#[test]
fn an_allowed_take_opens_after_its_use_is_durable() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.deliver_to_authority();
    assert!(matches!(&world.records[..], [(1, DecisionEvent::Used { .. })]));
    world.deliver_to_holder();
    assert!(!world.sends(1), "granted before it was durable");
    world.commit();
    world.settle();
    assert!(world.sends(1) && world.told.contains(&MachineEffect::Opened(take(1))));
    assert!(world.authority.decisions().stands(take(1)));
}

#[test]
fn a_use_that_stands_is_granted_again_without_another_entry() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    world.authority.decide(world.now(), DecisionEvent::RulesChanged { rules: Rules::default() }).expect("lives");
    world.settle();
    let mut other = HolderMachine::new(id(2), cameo(OWNER));
    std::mem::swap(&mut world.holder, &mut other);
    world.ask(1, &[9]);
    world.deliver_to_authority();
    assert!(world.records.is_empty());
    world.settle();
    assert!(world.sends(1), "later rules change nothing in it");
    world.ask(2, &[9]);
    world.settle();
    assert!(world.told.contains(&MachineEffect::Refused { take: take(2), why: Why::OnlyMe }));
}

#[test]
fn a_loosened_rule_is_durable_before_it_opens_anything() {
    let mut world = World::new(Audience::OnlyMe);
    world.ask(1, &[OWNER]);
    world.settle();
    world.authority.revoke(world.now(), Scope::Take(take(1))).expect("lives");
    world.settle();
    assert!(!world.sends(1));
    world.authority.decide(world.now(), DecisionEvent::TakeAllowed { take: take(1) }).expect("lives");
    world.ask(1, &[OWNER]);
    world.deliver_to_authority();
    world.deliver_to_holder();
    assert!(!world.sends(1), "given back, and not durable yet");
    world.settle();
    assert!(world.sends(1));
}

#[test]
fn a_question_waits_for_its_owner_and_each_answer_does_what_it_says() {
    for (answer, again, elsewhere) in [(Answer::Once, false, false), (Answer::Always, true, true), (Answer::No, false, false)] {
        let mut world = World::new(Audience::Approved);
        world.ask(1, &[9]);
        world.settle();
        assert!(matches!(&world.seen[..], [AuthorityEffect::Question(asked)] if asked.take == take(1)));
        assert!(world.told.contains(&MachineEffect::Waiting(take(1))) && !world.sends(1));
        world.authority.answer(world.now(), take(1), answer).expect("waits");
        assert_eq!(world.authority.answer(world.now(), take(1), answer), Err(DecisionError::NoQuestion));
        world.settle();
        assert_eq!(world.sends(1), answer != Answer::No, "{answer:?}");
        assert!(world.seen.contains(&AuthorityEffect::QuestionGone(take(1))));
        let relations = Relations::of(user(OWNER));
        let allowed = |asking| world.authority.precheck(&asking, &relations) == crate::cameo::Ruling::Allowed;
        assert_eq!(allowed(asking(2, &[9])), again);
        assert_eq!(allowed(Asking { room: Some(RoomId::new(at(0), &[7; 10])), ..asking(3, &[9]) }), elsewhere);
    }
}

#[test]
fn a_room_is_allowed_for_everybody_in_it() {
    let mut world = World::new(Audience::Approved);
    let room = Some(RoomId::new(at(0), &[7; 10]));
    world.holder.ask(at(0), Asking { room, ..asking(1, &[9]) }, digest(1, &[9]));
    world.settle();
    world.authority.answer(world.now(), take(1), Answer::Room).expect("waits");
    world.settle();
    assert!(world.sends(1));
    let relations = Relations::of(user(OWNER));
    let ruled = |asking| world.authority.precheck(&asking, &relations);
    assert_eq!(ruled(Asking { room, ..asking(2, &[8, 7]) }), crate::cameo::Ruling::Allowed);
    assert_eq!(ruled(asking(2, &[8, 7])), crate::cameo::Ruling::WillAsk);
}

#[test]
fn a_question_that_nobody_repeats_goes() {
    let mut world = World::new(Audience::Approved);
    world.ask(1, &[9]);
    world.settle();
    for _ in 0..10 {
        world.pass(2_000);
        world.settle();
    }
    assert!(!world.seen.contains(&AuthorityEffect::QuestionGone(take(1))), "it is repeated");
    world.holder.give_up(take(1));
    world.settle();
    assert!(world.seen.contains(&AuthorityEffect::QuestionGone(take(1))));
    world.ask(2, &[9]);
    world.settle();
    world.holder = HolderMachine::new(id(2), cameo(OWNER));
    world.pass(QUESTION_MS);
    world.gather();
    assert!(world.seen.contains(&AuthorityEffect::QuestionGone(take(2))));
    assert!(world.authority.is_idle(at(world.now + LEASE_MS + MARGIN_MS + 1)));
}

#[test]
fn a_closing_shuts_is_durable_and_confirmed_before_it_is_acknowledged() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.ask(2, &[8]);
    world.settle();
    let closing = world.authority.revoke(world.now(), Scope::Person(user(9))).expect("lives");
    world.deliver_to_holder();
    assert!(!world.sends(1) && world.sends(2), "at once, and only what was taken back");
    assert!(world.told.contains(&MachineEffect::Shut(vec![take(1)])));
    world.commit();
    world.deliver_to_authority();
    assert!(world.receipts().is_empty(), "something is in flight");
    let stream = StreamId { take: take(1), number: 4 };
    world.holder.drained(vec![StreamReceipt { stream, last_sequence: Some(7) }]);
    world.deliver_to_authority();
    let receipts = world.receipts();
    assert_eq!(receipts.len(), 1);
    assert_eq!((receipts[0].closing, &receipts[0].takes[..]), (closing, &[take(1)][..]));
    assert_eq!(receipts[0].lines, [ReceiptLine { node: NodeId::new(1), stream, last_sequence: Some(7) }]);
    assert!(receipts[0].unconfirmed.is_empty());
    assert!(!world.authority.decisions().stands(take(1)) && world.authority.decisions().stands(take(2)));
}

#[test]
fn a_closing_that_is_not_durable_is_not_acknowledged() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    world.authority.revoke(world.now(), Scope::Everything).expect("lives");
    world.deliver_to_holder();
    world.holder.drained(Vec::new());
    world.deliver_to_authority();
    assert!(!world.sends(1) && world.receipts().is_empty());
    world.commit();
    world.gather();
    assert_eq!(world.receipts().len(), 1);
}

#[test]
fn a_lost_close_is_told_again_and_a_lost_confirmation_too() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    world.authority.revoke(world.now(), Scope::Take(take(1))).expect("lives");
    world.gather();
    world.to_holder.clear();
    world.commit();
    world.pass(RENEW_MS);
    world.deliver_to_holder();
    assert!(!world.sends(1));
    world.holder.drained(Vec::new());
    world.gather();
    world.to_authority.clear();
    assert!(world.receipts().is_empty());
    world.pass(RENEW_MS);
    world.settle();
    assert_eq!(world.receipts().len(), 1);
    assert!(world.receipts()[0].unconfirmed.is_empty());
}

#[test]
fn a_node_that_is_cut_off_stops_by_itself_before_it_is_given_up() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    world.authority.revoke(world.now(), Scope::Take(take(1))).expect("lives");
    world.gather();
    world.commit();
    let mut stopped = None;
    while world.receipts().is_empty() {
        world.pass(100);
        world.gather();
        world.to_authority.clear();
        world.to_holder.clear();
        if !world.sends(1) {
            stopped.get_or_insert(world.now);
        }
    }
    assert!(stopped.is_some_and(|stopped| stopped <= LEASE_MS + 100 && stopped < world.now));
    assert!(world.now <= LEASE_MS + MARGIN_MS + 100);
    assert_eq!(world.receipts()[0].unconfirmed, [NodeId::new(1)]);
    world.pass(RENEW_MS);
    world.settle();
    assert!(!world.sends(1), "and when it is back it learns what it missed");
    assert!(world.told.contains(&MachineEffect::Shut(vec![take(1)])));
}

#[test]
fn a_lapsed_lease_is_renewed_where_nothing_was_closed() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    world.now += LEASE_MS + 1;
    assert!(!world.sends(1));
    world.pass(0);
    world.settle();
    assert!(world.sends(1));
}

#[test]
fn a_late_renewal_counts_from_when_it_was_asked() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    world.pass(RENEW_MS);
    world.deliver_to_authority();
    world.now += LEASE_MS;
    world.deliver_to_holder();
    assert!(world.sends(1), "from {RENEW_MS} on");
    world.now += 1;
    assert!(!world.sends(1));
}

#[test]
fn what_was_granted_or_renewed_before_a_closing_opens_nothing_after_it() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.deliver_to_authority();
    world.commit();
    world.gather();
    let late = world.to_holder.clone();
    assert_eq!(late.len(), 2, "a renewal and a grant: {late:?}");
    world.authority.revoke(world.now(), Scope::Take(take(1))).expect("lives");
    world.gather();
    let close = world.to_holder.pop().expect("the closing");
    world.to_holder.clear();
    world.holder.handle(world.now(), close);
    for message in &late {
        world.holder.handle(world.now(), message.clone());
    }
    assert!(!world.sends(1), "neither the lease nor the yes is from here");
    world.deliver_to_authority();
    let (renewals, answers): (Vec<_>, Vec<_>) =
        std::mem::take(&mut world.to_holder).into_iter().partition(|message| matches!(message, ToHolder::Renewed(_)));
    for message in renewals.into_iter().chain(late) {
        world.holder.handle(world.now(), message);
    }
    assert!(world.holder.is_asking(take(1)) && !world.sends(1), "the lease is new, the yes is old");
    world.to_holder = answers;
    world.settle();
    assert!(world.told.contains(&MachineEffect::Refused { take: take(1), why: Why::Withdrawn }));
}

#[test]
fn a_grant_is_for_one_plan_only() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    assert!(world.holder.granted(world.now(), take(1), digest(1, &[9])).is_some());
    assert!(world.holder.granted(world.now(), take(1), digest(1, &[8])).is_none());
    world.ask(1, &[8]);
    assert_eq!(world.holder.pop(), Some(MachineEffect::Refused { take: take(1), why: Why::OtherPlan }));
}

#[test]
fn an_authority_that_was_restored_shuts_what_an_earlier_one_allowed() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    let stored = world.authority.decisions().clone();
    world.now = 1_000;
    world.authority = authority(stored, 2, Before::Perhaps, 1_000);
    world.settle();
    assert!(!world.sends(1));
    world.ask(1, &[9]);
    world.settle();
    assert!(world.sends(1), "its use stands");
    world.authority.revoke(world.now(), Scope::Take(take(1))).expect("lives");
    world.settle();
    assert!(!world.sends(1) && world.receipts().is_empty(), "leases that it does not know may be in force");
    world.now += LEASE_MS + MARGIN_MS;
    world.pass(1);
    world.settle();
    assert_eq!(world.receipts().len(), 1);
}

#[test]
fn messages_of_an_earlier_authority_are_not_believed() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.deliver_to_authority();
    world.commit();
    world.gather();
    let late = std::mem::take(&mut world.to_holder);
    world.authority = authority(with(Audience::OnlyMe), 2, Before::Perhaps, 0);
    world.settle();
    for message in late {
        world.holder.handle(world.now(), message);
    }
    assert!(!world.sends(1));
}

#[test]
fn an_authority_that_hears_of_a_later_one_stops() {
    let mut world = World::restored(with(Audience::Everyone), 2, Before::Nobody);
    world.ask(1, &[9]);
    world.settle();
    let mut stale = authority(with(Audience::Everyone), 1, Before::Nobody, 0);
    world.pass(RENEW_MS);
    world.gather();
    for message in world.to_authority.clone() {
        stale.handle(world.now(), message, &Relations::of(user(OWNER)));
    }
    assert_eq!(stale.pop(), Some(AuthorityEffect::Deposed));
    assert_eq!(stale.pop(), None);
}

#[test]
fn past_its_tenure_an_authority_opens_and_renews_nothing() {
    let mut world = World::new(Audience::Everyone);
    world.authority.still_home(at(100));
    world.ask(1, &[9]);
    world.settle();
    assert!(world.sends(1));
    for _ in 0..6 {
        world.pass(RENEW_MS);
        world.settle();
    }
    assert!(!world.sends(1));
}

#[test]
fn a_holder_that_missed_more_than_is_remembered_shuts_everything() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    for number in 0..=MAX_LOG {
        let other = RoomId::new(at(0), &[u8::try_from(number).expect("few"); 10]);
        world.authority.revoke(world.now(), Scope::Room(other)).expect("lives");
        world.gather();
        world.to_holder.clear();
    }
    assert!(world.sends(1), "none of them touched it");
    world.pass(RENEW_MS);
    world.settle();
    assert!(world.told.contains(&MachineEffect::Shut(vec![take(1)])));
}

#[test]
fn an_ended_cameo_stays_ended() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    world.authority.end(world.now()).expect("lives");
    world.settle();
    assert!(!world.sends(1) && world.receipts().len() == 1);
    assert_eq!(world.authority.end(world.now()), Err(DecisionError::Ended));
    assert_eq!(world.authority.decide(world.now(), DecisionEvent::TakeAllowed { take: take(1) }), Err(DecisionError::Ended));
    world.ask(2, &[OWNER]);
    world.settle();
    assert!(world.told.contains(&MachineEffect::Refused { take: take(2), why: Why::Ended }));
}

#[test]
fn denying_a_take_in_use_closes_it() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    world.authority.decide(world.now(), DecisionEvent::TakeDenied { take: take(1) }).expect("lives");
    world.settle();
    assert!(!world.sends(1) && world.receipts().len() == 1);
}

#[test]
fn a_holder_that_takes_its_leave_is_not_waited_for() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    world.holder.release(take(1));
    world.pass(1);
    world.deliver_to_authority();
    world.authority.revoke(world.now(), Scope::Everything).expect("lives");
    world.gather();
    world.commit();
    world.gather();
    assert!(world.receipts().len() == 1 && world.receipts()[0].unconfirmed.is_empty());
    world.ask(2, &[OWNER]);
    world.settle();
    assert!(world.sends(2), "and it can come back");
}

#[test]
fn a_late_leave_does_not_end_a_later_lease() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    let late = ToAuthority::Release { holder: world.holder.id(), number: 3 };
    world.pass(RENEW_MS);
    world.settle();
    world.authority.handle(world.now(), late, &Relations::of(user(OWNER)));
    world.authority.revoke(world.now(), Scope::Everything).expect("lives");
    world.gather();
    world.to_holder.clear();
    world.commit();
    world.gather();
    assert!(world.sends(1) && world.receipts().is_empty());
}

#[test]
fn a_node_that_fell_silent_before_is_named_in_the_receipt() {
    let mut world = World::new(Audience::Everyone);
    world.ask(1, &[9]);
    world.settle();
    world.now += LEASE_MS + MARGIN_MS + 1;
    world.authority.revoke(world.now(), Scope::Everything).expect("lives");
    world.commit();
    world.gather();
    world.commit();
    world.gather();
    assert_eq!(world.receipts()[0].unconfirmed, [NodeId::new(1)]);
}

#[test]
fn a_holder_mints_only_for_the_plan_that_was_granted() {
    let mut holder = crate::consent::Holder::new(id(1), cameo(OWNER));
    assert_eq!(holder.ask(at(0), &plan(1, &[9], &[2])).err(), Some(Refusal::NotInPlan));
    assert_eq!(holder.grant(at(0), &plan(1, &[9], &[OWNER])).err(), Some(Refusal::NotGranted));
}
