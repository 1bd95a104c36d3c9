//! What a room decides: commands in, effects out. It changes its state only by folding the events that it records.
//!
//! It does not know sockets, the store or devices. A shell that fails to store an event must throw the machine away and replay.

mod people;
mod stage;
mod takes;
mod talk;

use super::{
    command::{Command, Effect, Refused},
    event::{Recorded, Role, RoomEvent},
    state::RoomMachine,
};
use crate::{Timestamp, UserId};

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
            Command::HandOver { by, user } => turn.hand_over(by, user)?,
            Command::Remove { by, user } => turn.remove(by, user)?,
            Command::Mute { by, user, on } => turn.mute(by, user, on)?,
            Command::SetDoor { by, door } => turn.set_door(by, door)?,
            Command::Come { user, handle, standing } => turn.come(user, handle, standing)?,
            Command::GoAway { user } => turn.go_away(user),
            Command::AnswerKnock { by, user, role } => turn.answer_knock(by, user, role)?,
            Command::ExpireKnocks => turn.expire_knocks(),
            Command::Say { by, message, text, reply_to } => turn.say(by, message, &text, reply_to)?,
            Command::Rewrite { by, message, text } => turn.rewrite(by, message, &text)?,
            Command::Unsay { by, message } => turn.unsay(by, message)?,
            Command::React { by, message, reaction } => turn.react(by, message, reaction)?,
            Command::Vote { by, take, on } => turn.vote(by, take, on)?,
            Command::Pick { by, take } => turn.pick(by, take)?,
            Command::Remark { by, remark, take, at_ms, text } => turn.remark(by, remark, take, (at_ms, &text))?,
            Command::RemoveRemark { by, take, remark } => turn.remove_remark(by, take, remark)?,
            Command::MoveTake { by, take, behind } => turn.move_take(by, take, behind)?,
            Command::RequestTake { by, plan, asks } => turn.request_take(by, plan, &asks)?,
            Command::ConsentAnswered { take, cameo, allowed } => turn.consent_answered(take, cameo, allowed),
            Command::ExpireQuestions => turn.expire_questions(),
            Command::CancelTake { by, take } => turn.cancel_take(by, take)?,
            Command::TakeBegan { take } => turn.take_began(take),
            Command::TakeEnded { take, outcome } => turn.take_ended(take, outcome),
            Command::RefuseWaiting { take, code, reason } => turn.refuse_waiting(take, &code, reason),
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
