//! What a room decides: commands in, effects out. It changes its state only by folding the events that it records.
//!
//! It does not know sockets, the store or devices. A shell that fails to store an event must throw the machine away and replay.

use super::{
    command::{Command, Effect, MAX_ATTEMPTS, MAX_HELD, MAX_MEMBERS, MAX_MESSAGE, MAX_NAME, MAX_QUEUE, MAX_QUEUE_EACH, MAX_STARTS, Outcome, Refused},
    event::{Appears, Recorded, Role, RoomEvent},
    state::RoomMachine,
    view::Ending,
};
use crate::{CameoId, ClipId, MessageId, TakeId, Timestamp, UserId, account::Handle, plan::FrozenPlan};

impl RoomMachine {
    /// Decides on one command. What it records is part of the state when it returns, numbered without a gap.
    ///
    /// Commands that were already carried out (sent again after a lost reply) give no effects.
    ///
    /// # Errors
    /// Why not; nothing changed then.
    pub fn apply(&mut self, now: Timestamp, command: Command) -> Result<Vec<Effect>, Refused> {
        let mut turn = Turn { room: self, now, effects: Vec::new() };
        match command {
            Command::Open { by, handle, name } => turn.open(by, handle, &name)?,
            Command::Rename { by, name } => turn.rename(by, &name)?,
            Command::Join { user, handle, role } => turn.join(user, handle, role)?,
            Command::Leave { user } => turn.leave(user)?,
            Command::SetRole { by, user, role } => turn.set_role(by, user, role)?,
            Command::Say { by, message, text } => turn.say(by, message, &text)?,
            Command::RequestTake { by, plan, asks } => turn.request_take(by, plan, &asks)?,
            Command::ConsentAnswered { take, cameo, allowed } => turn.consent_answered(take, cameo, allowed),
            Command::ExpireQuestions => turn.expire_questions(),
            Command::CancelTake { by, take } => turn.cancel_take(by, take)?,
            Command::TakeBegan { take } => turn.take_began(take),
            Command::TakeEnded { take, outcome } => turn.take_ended(take, outcome),
            Command::OpenStage { by, stage } => turn.open_stage(by, stage)?,
            Command::CloseStage { by } => turn.close_stage(by)?,
            Command::StageEnded { stage, code, reason } => turn.stage_ended(stage, code, reason),
            Command::ClipGone { by, clip } => turn.clip_gone(by, clip),
            Command::Recover => turn.recover(),
        }
        Ok(turn.effects)
    }
}

/// One command being carried out.
struct Turn<'a> {
    room: &'a mut RoomMachine,
    now: Timestamp,
    effects: Vec<Effect>,
}

impl Turn<'_> {
    fn record(&mut self, event: RoomEvent) {
        let recorded = Recorded { seq: self.room.next_seq(), at: self.now, event };
        self.room.fold(&recorded).expect("it bears the next number");
        self.effects.push(Effect::Record(recorded));
    }

    fn role(&self, user: UserId) -> Result<Role, Refused> {
        self.room.role_of(user).ok_or(Refused::NotMember)
    }

    fn demand_host(&self, user: UserId) -> Result<(), Refused> {
        if self.role(user)?.may_rule() { Ok(()) } else { Err(Refused::HostOnly) }
    }

    fn is_only_host(&self, user: UserId) -> bool {
        let mut hosts = self.room.members().iter().filter(|member| member.role == Role::Host);
        hosts.next().is_some_and(|host| host.user == user) && hosts.next().is_none()
    }
}

/// Members.
impl Turn<'_> {
    fn open(&mut self, by: UserId, handle: Handle, name: &str) -> Result<(), Refused> {
        let name = room_name(name)?;
        if !self.room.is_open() {
            self.record(RoomEvent::RoomOpened { name, by });
            self.record(RoomEvent::MemberJoined { user: by, handle, role: Role::Host });
        }
        Ok(())
    }

    fn rename(&mut self, by: UserId, name: &str) -> Result<(), Refused> {
        self.demand_host(by)?;
        let name = room_name(name)?;
        if name != self.room.name() {
            self.record(RoomEvent::RoomRenamed { name, by });
        }
        Ok(())
    }

    fn join(&mut self, user: UserId, handle: Handle, role: Role) -> Result<(), Refused> {
        if !self.room.is_open() {
            return Err(Refused::NotMember);
        }
        match self.room.role_of(user) {
            // A link lets in; who is in keeps the role that the host gave.
            Some(_) => {}
            None if self.room.members().len() >= MAX_MEMBERS => return Err(Refused::RoomFull),
            None => {
                // Whoever comes back to an empty room runs it: a room with members has a host.
                let role = if self.room.members().is_empty() { Role::Host } else { role };
                self.record(RoomEvent::MemberJoined { user, handle, role });
            }
        }
        Ok(())
    }

    fn leave(&mut self, user: UserId) -> Result<(), Refused> {
        self.role(user)?;
        let hands_over = self.is_only_host(user);
        // Nothing is made in the name of somebody who can't see it, nor stop it.
        self.drop_takes_of(user, user, |_| true);
        self.record(RoomEvent::MemberLeft { user });
        if hands_over && let Some(heir) = self.heir() {
            self.record(RoomEvent::RoleChanged { user: heir, role: Role::Host, by: user });
        }
        self.effects.push(Effect::Expel { user });
        Ok(())
    }

    /// The longest co-creator, else the longest member.
    fn heir(&self) -> Option<UserId> {
        let members = self.room.members();
        members.iter().find(|member| member.role == Role::CoCreator).or(members.first()).map(|member| member.user)
    }

    fn set_role(&mut self, by: UserId, user: UserId, role: Role) -> Result<(), Refused> {
        self.demand_host(by)?;
        let known = self.role(user)?;
        if known == role {
            return Ok(());
        }
        if self.is_only_host(user) {
            return Err(Refused::LastHost);
        }
        self.record(RoomEvent::RoleChanged { user, role, by });
        if !role.may_take() {
            // What they might not ask for any more is not begun; what runs was theirs to ask for.
            let running = self.room.running().map(|running| running.ticket.take);
            self.drop_takes_of(user, by, |take| running != Some(take));
        }
        Ok(())
    }

    fn say(&mut self, by: UserId, message: MessageId, text: &str) -> Result<(), Refused> {
        if !self.role(by)?.may_chat() {
            return Err(Refused::RoleTooLow("viewer"));
        }
        let text: String = text.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        if text.is_empty() || text.chars().count() > MAX_MESSAGE {
            return Err(Refused::MessageLength);
        }
        if !self.room.has_said(message) {
            self.record(RoomEvent::Said { message, by, text });
        }
        Ok(())
    }
}

/// Takes: one runs at a time, the others wait for their fair turn.
impl Turn<'_> {
    fn request_take(&mut self, by: UserId, plan: Box<FrozenPlan>, asks: &[CameoId]) -> Result<(), Refused> {
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
        self.record(RoomEvent::TakeQueued { take, asker: by, makers, title: plan.title(), seconds: plan.seconds(), cast, waiting_for });
        self.effects.push(Effect::KeepPlan(plan));
        if self.room.held(take).is_some() {
            self.effects.push(Effect::Ask { take });
        }
        self.serve();
        Ok(())
    }

    /// An answer that nobody waits for any more changes nothing.
    fn consent_answered(&mut self, take: TakeId, cameo: CameoId, allowed: bool) {
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

    fn expire_questions(&mut self) {
        let due = self.room.asking().iter().filter(|held| held.until <= self.now);
        let due: Vec<(TakeId, String)> = due.map(|held| (held.ticket.take, names(&held.waiting_for))).collect();
        for (take, names) in due {
            let reason = format!("{names} did not answer within a day. Nothing was made; you can ask again, or make it without them.");
            self.fail(take, "consent_unanswered", reason);
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

    fn cancel_take(&mut self, by: UserId, take: TakeId) -> Result<(), Refused> {
        let role = self.role(by)?;
        let ticket = self.room.ticket(take).ok_or(Refused::TakeUnknown)?;
        if !role.may_rule() && ticket.asker != by && !ticket.makers.contains(&by) {
            return Err(Refused::NotYours);
        }
        self.drop_take(take, by);
        self.serve();
        Ok(())
    }

    /// Of this asker; the next one starts once all of theirs are gone.
    fn drop_takes_of(&mut self, asker: UserId, by: UserId, which: impl Fn(TakeId) -> bool) {
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
    fn take_began(&mut self, take: TakeId) {
        if !self.is_running(take) {
            self.effects.push(Effect::Abort { take });
        }
    }

    fn take_ended(&mut self, take: TakeId, outcome: Outcome) {
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
    fn recover(&mut self) {
        self.effects.extend(self.room.asking().iter().map(|held| Effect::Ask { take: held.ticket.take }));
        // A scene lives in the memory of the node that ran it.
        if let Some(open) = self.room.stage() {
            let reason = "the server started anew while the stage was open: open it again".to_owned();
            self.stage_ended(open.stage, "stage_lost".into(), reason);
        }
        self.try_again(MAX_STARTS);
        self.serve();
    }

    fn open_stage(&mut self, by: UserId, stage: TakeId) -> Result<(), Refused> {
        if !self.role(by)?.may_take() {
            return Err(Refused::RoleTooLow("co-creator"));
        }
        match self.room.stage() {
            Some(open) if open.stage == stage => Ok(()),
            Some(_) => Err(Refused::StageOpen),
            None => {
                self.record(RoomEvent::StageOpened { stage, by });
                Ok(())
            }
        }
    }

    fn close_stage(&mut self, by: UserId) -> Result<(), Refused> {
        let role = self.role(by)?;
        let open = self.room.stage().ok_or(Refused::StageClosed)?;
        if open.by != by && !role.may_rule() {
            return Err(Refused::NotYourStage);
        }
        self.effects.push(Effect::EndStage { stage: open.stage });
        self.record(RoomEvent::StageClosed { stage: open.stage, by: Some(by), code: "closed".into(), reason: String::new() });
        Ok(())
    }

    fn stage_ended(&mut self, stage: TakeId, code: String, reason: String) {
        if self.room.stage().is_some_and(|open| open.stage == stage) {
            self.effects.push(Effect::EndStage { stage });
            self.record(RoomEvent::StageClosed { stage, by: None, code, reason });
        }
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

    fn clip_gone(&mut self, by: UserId, clip: ClipId) {
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

fn room_name(name: &str) -> Result<String, Refused> {
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= MAX_NAME && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(Refused::NameLength) }
}
