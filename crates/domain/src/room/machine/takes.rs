//! Takes: one runs at a time, the others wait for their fair turn or for somebody's yes.

use super::Turn;
use crate::{
    CameoId, ClipId, TakeId, UserId,
    plan::FrozenPlan,
    room::{
        command::{Effect, MAX_ATTEMPTS, MAX_HELD, MAX_QUEUE, MAX_QUEUE_EACH, MAX_STARTS, Outcome, Refused},
        event::{Appears, RoomEvent},
        view::Ending,
    },
};

impl Turn<'_> {
    pub(super) fn request_take(&mut self, by: UserId, plan: Box<FrozenPlan>, asks: &[CameoId]) -> Result<(), Refused> {
        if !self.role(by)?.may_take() {
            return Err(Refused::RoleTooLow("co-creator"));
        }
        let take = plan.take();
        if self.room.ticket(take).is_some() || self.room.finished().any(|ended| ended.ticket.take == take) {
            return Ok(());
        }
        if self.room.waiting_of(by) >= MAX_QUEUE_EACH {
            return Err(Refused::QueueShare);
        }
        // Apart: who asks somebody that never answers takes nobody's place in the queue.
        let is_held = plan.cast().iter().any(|cameo| asks.contains(&cameo));
        if is_held && self.room.asking().len() >= MAX_HELD {
            return Err(Refused::HeldFull);
        }
        if !is_held && self.room.queued() >= MAX_QUEUE {
            return Err(Refused::QueueFull);
        }
        let mut makers = vec![by];
        makers.extend(plan.makers().iter().map(|maker| maker.user).filter(|user| *user != by));
        let cast: Vec<Appears> =
            plan.cast().members().iter().map(|member| Appears { cameo: member.cameo, mention: member.mention.clone() }).collect();
        let waiting_for = cast.iter().filter(|appears| asks.contains(&appears.cameo)).cloned().collect();
        let (title, seconds, derived) = (plan.title(), plan.seconds(), plan.derived().cloned());
        self.record(RoomEvent::TakeQueued { take, asker: by, makers, title, seconds, cast, waiting_for, derived });
        self.effects.push(Effect::KeepPlan(plan));
        if self.room.held(take).is_some() {
            self.effects.push(Effect::Ask { take });
        }
        self.serve();
        Ok(())
    }

    /// An answer that nobody waits for any more changes nothing.
    pub(super) fn consent_answered(&mut self, take: TakeId, cameo: CameoId, allowed: bool) {
        let waited = self.room.held(take).and_then(|held| held.waiting_for.iter().find(|waited| waited.cameo == cameo));
        let Some(mention) = waited.map(|waited| waited.mention.clone()) else { return };
        if allowed {
            self.record(RoomEvent::ConsentGiven { take, cameo, mention });
            self.serve();
        } else {
            self.fail(take, "consent_denied", format!("@{mention} said no to this scene. Nothing of them was made."));
        }
    }

    fn unask(&mut self, take: TakeId) {
        if self.room.held(take).is_some() {
            self.effects.push(Effect::Unask { take });
        }
    }

    pub(super) fn expire_questions(&mut self) {
        let due = self.room.asking().iter().filter(|held| held.until <= self.now);
        let due: Vec<(TakeId, String)> = due.map(|held| (held.ticket.take, names(&held.waiting_for))).collect();
        for (take, names) in due {
            let reason = format!("{names} did not answer within a day. Nothing was made; you can ask again, or make it without them.");
            self.fail(take, "consent_unanswered", reason);
        }
    }

    pub(super) fn refuse_waiting(&mut self, take: TakeId, code: &str, reason: String) {
        if self.room.ticket(take).is_some() && !self.is_running(take) {
            self.fail(take, code, reason);
        }
    }

    fn fail(&mut self, take: TakeId, code: &str, reason: String) {
        self.unask(take);
        self.record(RoomEvent::TakeFailed { take, code: code.to_owned(), reason });
    }

    /// Starts the next take, if none runs.
    fn serve(&mut self) {
        if self.room.running().is_some() {
            return;
        }
        let next = self.room.queue().next().map(|ticket| (ticket.take, ticket.asker));
        if let Some((take, asker)) = next {
            self.start(take, asker, 1);
        }
    }

    fn start(&mut self, take: TakeId, asker: UserId, attempt: u32) {
        self.record(RoomEvent::TakeStarted { take, attempt });
        self.effects.push(Effect::Dispatch { take, asker, attempt });
    }

    /// Harmless when repeated.
    pub(super) fn cancel_take(&mut self, by: UserId, take: TakeId) -> Result<(), Refused> {
        let role = self.role(by)?;
        let Some(ticket) = self.room.ticket(take) else {
            let is_cancelled = self.room.finished().any(|ended| ended.ticket.take == take && matches!(ended.ending, Ending::Cancelled { .. }));
            return if is_cancelled { Ok(()) } else { Err(Refused::TakeUnknown) };
        };
        if !role.may_rule() && ticket.asker != by && !ticket.makers.contains(&by) {
            return Err(Refused::NotYours);
        }
        self.drop_take(take, by);
        self.serve();
        Ok(())
    }

    pub(super) fn move_take(&mut self, by: UserId, take: TakeId, behind: u32) -> Result<(), Refused> {
        self.demand_host(by)?;
        let place = self.room.queue().position(|ticket| ticket.take == take).ok_or(Refused::TakeUnknown)?;
        let behind = (behind as usize).min(self.room.queued() - 1);
        if place != behind || place >= self.room.placed() {
            self.record(RoomEvent::TakeMoved { take, behind: behind as u32, by });
        }
        Ok(())
    }

    /// Of this asker; the next one starts once all of theirs are gone.
    pub(super) fn drop_takes_of(&mut self, asker: UserId, by: UserId, which: impl Fn(TakeId) -> bool) {
        for take in self.room.takes_asked_by(asker).into_iter().filter(|take| which(*take)) {
            self.drop_take(take, by);
        }
        self.serve();
    }

    fn drop_take(&mut self, take: TakeId, by: UserId) {
        if self.is_running(take) {
            self.effects.push(Effect::Abort { take });
        }
        self.unask(take);
        self.record(RoomEvent::TakeCancelled { take, by });
    }

    fn is_running(&self, take: TakeId) -> bool {
        self.room.running().is_some_and(|running| running.ticket.take == take)
    }

    /// Recorded as started when it was handed over; a take that was cancelled meanwhile must not go on.
    pub(super) fn take_began(&mut self, take: TakeId) {
        if !self.is_running(take) {
            self.effects.push(Effect::Abort { take });
        }
    }

    pub(super) fn take_ended(&mut self, take: TakeId, outcome: Outcome) {
        // Cancelled while its end was on the way: nothing is kept of it.
        if !self.is_running(take) {
            return;
        }
        match outcome {
            Outcome::Finished { clip, notices } => self.record(RoomEvent::TakeFinished { take, clip, notices }),
            Outcome::Failed { code, reason } => self.record(RoomEvent::TakeFailed { take, code, reason }),
            Outcome::Lost => self.try_again(MAX_ATTEMPTS),
            Outcome::Withheld { cameo } => self.fail(take, "consent_withdrawn", self.withdrawn(take, cameo)),
        }
        self.serve();
    }

    fn withdrawn(&self, take: TakeId, cameo: CameoId) -> String {
        let ticket = self.room.ticket(take);
        let mention = ticket.and_then(|ticket| ticket.cast.iter().find(|appears| appears.cameo == cameo)).map(|appears| &appears.mention);
        let who = mention.map_or_else(|| "Somebody in it".to_owned(), |mention| format!("@{mention}"));
        format!("{who} does not consent to this take any more. It was stopped at once, and nothing of it is kept.")
    }

    /// A restart is not the take's fault, unless it comes again and again.
    pub(super) fn recover(&mut self) {
        self.effects.extend(self.room.asking().iter().map(|held| Effect::Ask { take: held.ticket.take }));
        // A scene lives in the memory of the node that ran it.
        if let Some(open) = self.room.stage() {
            let reason = "the server started anew while the stage was open: open it again".to_owned();
            self.stage_ended(open.stage, "stage_lost".into(), reason);
        }
        self.try_again(MAX_STARTS);
        self.serve();
    }

    /// Hands the running take over once more, unless it has brought down too many devices already.
    fn try_again(&mut self, most: u32) {
        let Some(running) = self.room.running() else { return };
        let (take, asker, attempt) = (running.ticket.take, running.ticket.asker, running.attempt);
        if attempt < most {
            self.start(take, asker, attempt + 1);
        } else {
            let reason = format!("the device was lost {attempt} times: ask for the take again");
            self.fail(take, "device_lost", reason);
        }
    }

    pub(super) fn clip_gone(&mut self, by: UserId, clip: ClipId) {
        let known = self.room.finished().any(|ended| matches!(ended.ending, Ending::Deleted { clip: gone, .. } if gone == clip));
        if self.room.is_open() && !known {
            self.record(RoomEvent::ClipDeleted { clip, by });
        }
    }
}

/// `@ana and @ben`
fn names(appears: &[Appears]) -> String {
    appears.iter().map(|appears| format!("@{}", appears.mention)).collect::<Vec<_>>().join(" and ")
}
