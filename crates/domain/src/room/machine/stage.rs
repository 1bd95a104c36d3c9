//! The live stage: one in a room, opened by whoever may take, closed by them or a host.

use super::Turn;
use crate::{
    TakeId, UserId,
    room::{
        command::{Effect, Refused},
        event::RoomEvent,
    },
};

impl Turn<'_> {
    pub(super) fn open_stage(&mut self, by: UserId, stage: TakeId) -> Result<(), Refused> {
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

    pub(super) fn close_stage(&mut self, by: UserId) -> Result<(), Refused> {
        let role = self.role(by)?;
        let open = self.room.stage().ok_or(Refused::StageClosed)?;
        if open.by != by && !role.may_rule() {
            return Err(Refused::NotYourStage);
        }
        self.effects.push(Effect::EndStage { stage: open.stage });
        self.record(RoomEvent::StageClosed { stage: open.stage, by: Some(by), code: "closed".into(), reason: String::new() });
        Ok(())
    }

    pub(super) fn stage_ended(&mut self, stage: TakeId, code: String, reason: String) {
        if self.room.stage().is_some_and(|open| open.stage == stage) {
            self.effects.push(Effect::EndStage { stage });
            self.record(RoomEvent::StageClosed { stage, by: None, code, reason });
        }
    }
}
