//! Opening: askings, the owner's answers and other decisions. Everything that opens is durable before its effect (CONSENT-7).

use super::{
    super::{
        MAX_WAITING, QUESTION_MS,
        message::{Granted, ToHolder},
    },
    AuthorityEffect, AuthorityMachine, DecisionError, HolderId, PlanDigest, Waiting,
};
use crate::{
    TakeId, Timestamp,
    cameo::{Answer, Asking, DecisionEvent, MAX_EXCEPTIONS, Relations, Ruling, Scope, Why},
};
use std::collections::BTreeMap;

impl AuthorityMachine {
    /// What would be said to this asking now (CONSENT-1). Asks nobody, records nothing.
    #[must_use]
    pub fn precheck(&self, asking: &Asking, relations: &Relations) -> Ruling {
        self.decisions.rule(asking, relations)
    }

    /// The owner changes rules or exceptions. A denial of a take that is in use closes it.
    ///
    /// # Errors
    /// Where the cameo was ended, there are too many exceptions, or the event has a call of its own.
    pub fn decide(&mut self, now: Timestamp, event: DecisionEvent) -> Result<(), DecisionError> {
        if self.decisions.is_ended() {
            return Err(DecisionError::Ended);
        }
        match &event {
            DecisionEvent::Used { .. } | DecisionEvent::Withdrawn { .. } | DecisionEvent::Ended => return Err(DecisionError::NotHere),
            DecisionEvent::TakeDenied { take } if self.decisions.stands(*take) => return self.revoke(now, Scope::Take(*take)).map(|_| ()),
            DecisionEvent::PersonAllowed { .. }
            | DecisionEvent::PersonDenied { .. }
            | DecisionEvent::RoomAllowed { .. }
            | DecisionEvent::RoomDenied { .. } => self.room_for(1)?,
            _ => {}
        }
        self.record(event);
        self.consider_all(now);
        Ok(())
    }

    /// The owner answers the question about this take.
    ///
    /// # Errors
    /// Where nobody waits for it, or there are too many exceptions.
    pub fn answer(&mut self, now: Timestamp, take: TakeId, answer: Answer) -> Result<(), DecisionError> {
        let waiting = self.waiting.get(&take).filter(|waiting| waiting.questioned).ok_or(DecisionError::NoQuestion)?;
        let events = match (answer, waiting.asking.room) {
            (Answer::Once, _) | (Answer::Room, None) => vec![DecisionEvent::TakeAllowed { take }],
            (Answer::Room, Some(room)) => vec![DecisionEvent::RoomAllowed { room }],
            (Answer::Always, _) => {
                let strangers = waiting.asking.people().filter(|person| *person != self.owner && !self.decisions.allowed_people().contains(person));
                strangers.map(|user| DecisionEvent::PersonAllowed { user }).collect()
            }
            (Answer::No, _) => vec![DecisionEvent::TakeDenied { take }],
        };
        if matches!(answer, Answer::Room | Answer::Always) {
            self.room_for(events.len())?;
        }
        self.question_gone(take);
        for event in events {
            self.record(event);
        }
        self.consider_all(now);
        Ok(())
    }

    fn question_gone(&mut self, take: TakeId) {
        if self.waiting.get_mut(&take).is_some_and(|waiting| std::mem::take(&mut waiting.questioned)) {
            self.effects.push_back(AuthorityEffect::QuestionGone(take));
        }
    }

    fn room_for(&self, more: usize) -> Result<(), DecisionError> {
        if self.decisions.exceptions() + more > MAX_EXCEPTIONS { Err(DecisionError::TooManyExceptions) } else { Ok(()) }
    }

    pub(super) fn asked(&mut self, now: Timestamp, from: (HolderId, u64), asking: Asking, plan: PlanDigest, relations: &Relations) {
        let (holder, number) = from;
        let take = asking.take;
        let why = match self.waiting.get(&take) {
            Some(waiting) if waiting.plan != plan || waiting.asking != asking => Some(Why::OtherPlan),
            None if self.waiting.len() >= MAX_WAITING => Some(Why::Busy),
            _ => None,
        };
        if let Some(why) = why {
            return self.send(holder, ToHolder::Denied { at: self.at, number, take, why });
        }
        let waiting = self.waiting.entry(take).or_insert_with(|| Waiting {
            asking,
            plan,
            relations: relations.clone(),
            holders: BTreeMap::new(),
            heard_at: now,
            questioned: false,
        });
        waiting.relations = relations.clone();
        waiting.heard_at = now;
        let known = waiting.holders.entry(holder).or_default();
        *known = number.max(*known);
        self.consider(now, take);
        if self.waiting.get(&take).is_some_and(|waiting| waiting.questioned) {
            self.send(holder, ToHolder::Waiting { at: self.at, number, take });
        }
    }

    pub(super) fn gave_up(&mut self, holder: HolderId, take: TakeId) {
        let Some(waiting) = self.waiting.get_mut(&take) else { return };
        waiting.holders.remove(&holder);
        if waiting.holders.is_empty() {
            self.dismiss(take, |_| None);
        }
    }

    pub(super) fn consider_all(&mut self, now: Timestamp) {
        let takes: Vec<TakeId> = self.waiting.keys().copied().collect();
        for take in takes {
            self.consider(now, take);
        }
    }

    fn consider(&mut self, now: Timestamp, take: TakeId) {
        let Some(waiting) = self.waiting.get_mut(&take) else { return };
        match self.decisions.rule(&waiting.asking, &waiting.relations) {
            Ruling::Denied(why) => {
                let at = self.at;
                self.dismiss(take, |number| Some(ToHolder::Denied { at, number, take, why }));
            }
            Ruling::WillAsk => {
                if !waiting.questioned {
                    waiting.questioned = true;
                    self.effects.push_back(AuthorityEffect::Question(waiting.asking.clone()));
                }
            }
            Ruling::Allowed => self.grant(now, take),
        }
    }

    /// Says yes, once the use and whatever made it possible are durable.
    fn grant(&mut self, now: Timestamp, take: TakeId) {
        self.question_gone(take);
        let Some(Waiting { asking, plan, .. }) = self.waiting.get(&take) else { return };
        let plan = *plan;
        if !self.decisions.stands(take) {
            let used = DecisionEvent::Used { take, room: asking.room, makers: asking.people().collect() };
            self.record(used);
        }
        let durable = |event: Option<&u64>| event.is_none_or(|event| *event < self.committed);
        if !durable(self.last_opening.as_ref()) || !durable(self.pending_uses.get(&take)) || now > self.home_until {
            return;
        }
        let granted = Granted { at: self.at, cameo: self.cameo, take, plan };
        self.dismiss(take, |_| Some(ToHolder::Granted(granted.clone())));
    }

    /// Ends the waiting with an answer to each who waits, by the number of their ask.
    fn dismiss(&mut self, take: TakeId, answer: impl Fn(u64) -> Option<ToHolder>) {
        self.question_gone(take);
        let Some(waiting) = self.waiting.remove(&take) else { return };
        for (holder, number) in waiting.holders {
            if let Some(message) = answer(number) {
                self.send(holder, message);
            }
        }
    }

    /// Holders repeat their asks: who is silent is gone.
    pub(super) fn forget_questions(&mut self, now: Timestamp) {
        let silent = self.waiting.iter().filter(|(_, waiting)| now.since(waiting.heard_at) >= QUESTION_MS);
        let silent: Vec<TakeId> = silent.map(|(take, _)| *take).collect();
        for take in silent {
            self.dismiss(take, |_| None);
        }
    }
}
