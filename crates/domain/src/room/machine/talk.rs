//! Chat, and what is said of finished takes.

use super::Turn;
use crate::{
    MessageId, TakeId, UserId,
    conversation::is_emoji,
    room::{
        command::{Effect, MAX_MESSAGE, MAX_REMARK, MAX_REMARK_BYTES, MAX_REMARKS, Refused},
        event::RoomEvent,
        state::remark_bytes,
        view::ChatLine,
    },
};

impl Turn<'_> {
    fn demand_heard(&self, user: UserId) -> Result<(), Refused> {
        if !self.role(user)?.may_chat() {
            return Err(Refused::RoleTooLow("viewer"));
        }
        if self.room.member(user).is_some_and(|member| member.muted) { Err(Refused::Muted) } else { Ok(()) }
    }

    /// A line that was not taken back.
    fn standing_line(&self, message: MessageId) -> Result<&ChatLine, Refused> {
        self.room.line(message).filter(|line| line.unsaid.is_none()).ok_or(Refused::MessageGone)
    }

    pub(super) fn say(&mut self, by: UserId, message: MessageId, text: &str, reply_to: Option<MessageId>) -> Result<(), Refused> {
        self.demand_heard(by)?;
        let text = words(text, MAX_MESSAGE).ok_or(Refused::MessageLength)?;
        if !self.room.was_said(message) {
            let reply_to = reply_to.filter(|to| self.standing_line(*to).is_ok());
            self.record(RoomEvent::Said { message, by, text, reply_to });
        }
        Ok(())
    }

    pub(super) fn rewrite(&mut self, by: UserId, message: MessageId, text: &str) -> Result<(), Refused> {
        self.demand_heard(by)?;
        let text = words(text, MAX_MESSAGE).ok_or(Refused::MessageLength)?;
        let line = self.standing_line(message)?;
        if line.by != by {
            return Err(Refused::NotAuthor);
        }
        if line.text != text {
            // What was said before is not kept behind anybody's back.
            let events = line.words.clone();
            self.record(RoomEvent::Rewritten { message, text });
            self.effects.push(Effect::Redact { events });
        }
        Ok(())
    }

    /// Harmless when repeated.
    pub(super) fn unsay(&mut self, by: UserId, message: MessageId) -> Result<(), Refused> {
        let role = self.role(by)?;
        let line = self.room.line(message).ok_or(Refused::MessageGone)?;
        if line.unsaid.is_some() {
            return Ok(());
        }
        if line.by != by && !role.may_rule() {
            return Err(Refused::NotAuthor);
        }
        let events = line.words.clone();
        self.record(RoomEvent::Unsaid { message, by });
        self.effects.push(Effect::Redact { events });
        Ok(())
    }

    pub(super) fn react(&mut self, by: UserId, message: MessageId, reaction: Option<String>) -> Result<(), Refused> {
        self.demand_heard(by)?;
        if reaction.as_deref().is_some_and(|reaction| !is_emoji(reaction)) {
            return Err(Refused::Emoji);
        }
        let before = self.standing_line(message)?.reactions.iter().find(|(who, _)| *who == by).map(|(_, reaction)| reaction.clone());
        if before != reaction {
            self.record(RoomEvent::Reacted { message, by, reaction });
        }
        Ok(())
    }
}

/// Finished takes.
impl Turn<'_> {
    pub(super) fn vote(&mut self, by: UserId, take: TakeId, on: bool) -> Result<(), Refused> {
        self.role(by)?;
        let finished = self.room.with_clip(take).ok_or(Refused::NoClip)?;
        if finished.votes.contains(&by) != on {
            self.record(RoomEvent::Voted { take, by, on });
        }
        Ok(())
    }

    pub(super) fn pick(&mut self, by: UserId, take: Option<TakeId>) -> Result<(), Refused> {
        if !self.role(by)?.may_take() {
            return Err(Refused::RoleTooLow("co-creator"));
        }
        if take.is_some_and(|take| self.room.with_clip(take).is_none()) {
            return Err(Refused::NoClip);
        }
        if take != self.room.picked() {
            self.record(RoomEvent::TakePicked { take, by });
        }
        Ok(())
    }

    /// Harmless when repeated with the same id.
    pub(super) fn remark(&mut self, by: UserId, remark: MessageId, take: TakeId, (at_ms, text): (u32, &str)) -> Result<(), Refused> {
        self.demand_heard(by)?;
        let finished = self.room.with_clip(take).ok_or(Refused::NoClip)?;
        let text = words(text, MAX_REMARK).filter(|_| at_ms <= finished.ticket.seconds * 1_000).ok_or(Refused::RemarkInvalid)?;
        if self.room.was_said(remark) {
            return Ok(());
        }
        if finished.remarks.len() >= MAX_REMARKS || self.room.remark_bytes() + remark_bytes(&text) > MAX_REMARK_BYTES {
            return Err(Refused::RemarksFull);
        }
        self.record(RoomEvent::Remarked { remark, take, by, at_ms, text });
        Ok(())
    }

    pub(super) fn remove_remark(&mut self, by: UserId, take: TakeId, remark: MessageId) -> Result<(), Refused> {
        let role = self.role(by)?;
        let found = self.room.finished().find(|ended| ended.ticket.take == take);
        let found = found.and_then(|ended| ended.remarks.iter().find(|each| each.remark == remark)).ok_or(Refused::MessageGone)?;
        if found.by != by && !role.may_rule() {
            return Err(Refused::NotAuthor);
        }
        let events = vec![found.seq];
        self.record(RoomEvent::RemarkRemoved { remark, take, by });
        self.effects.push(Effect::Redact { events });
        Ok(())
    }
}

/// Without what can't be seen. None: nothing is left, or too much.
fn words(text: &str, most: usize) -> Option<String> {
    let text: String = text.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    (1..=most).contains(&text.chars().count()).then_some(text)
}
