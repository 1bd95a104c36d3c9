//! The room's call: who may be in it and be heard is decided by the machine (`domain::room::voices`); packets go from connection to connection without
//! a mailbox ([`crate::call`]). What is decided shuts places at once, before it is written down; opening waits for its person.

use super::{RoomActor, StateKey, handle::Person};
use crate::{
    call::{Call, Seat},
    clock,
    mailbox::{Asked, Question, tell},
};
use actix::{AsyncContext, Context, Handler};
use domain::{
    CallId, UserId,
    room::voices::{Sends, VoiceRefused, VoiceRight, Voices},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use wire::{Accepted, Ephemeral, ErrorBody, VoiceView};

/// Pages hear so often at most who speaks.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// Of one room.
pub(super) struct Calling {
    voices: Voices,
    call: Arc<Call>,
    told_at: Option<Instant>,
    /// Pages have not heard the latest.
    is_owed: bool,
}

impl Calling {
    pub fn new() -> Self {
        Self { voices: Voices::new(), call: Call::new(), told_at: None, is_owed: false }
    }

    pub fn is_empty(&self) -> bool {
        self.voices.users().next().is_none()
    }

    pub fn end(&self) {
        self.call.end();
    }
}

/// Refused when full.
pub(crate) struct JoinCall {
    pub person: Person,
    pub call: CallId,
}

impl Question for JoinCall {
    type Answer = Result<Seat, ErrorBody>;
}

/// There is something to hear from the call. Dropped when full: the next tick looks.
#[derive(actix::Message)]
#[rtype(result = "()")]
pub(crate) struct CallStirs;

impl RoomActor {
    pub(super) fn hear_call(&self, context: &mut Context<Self>) {
        context.run_interval(TELL_EVERY, |room, _| room.tell_owed());
        let room = context.address();
        self.calling.call.on_news(move || {
            tell(&room, CallStirs);
        });
    }

    /// What somebody sends from now on.
    pub(super) fn voice(&mut self, by: UserId, call: CallId, sends: Sends) -> Result<Accepted, ErrorBody> {
        let counted = self.marks.count(by, clock::now());
        let is_often = counted.is_err();
        // Whoever sends less need not wait; only, others hear of it when it is due.
        if self.calling.voices.is_more(by, sends) {
            counted?;
        }
        self.follow_voices();
        self.calling.voices.send(by, call, sends).map_err(refused)?;
        if is_often {
            self.calling.is_owed |= self.set_gates();
            self.tell_owed();
        } else {
            self.settle_voices();
        }
        Ok(Accepted::Done)
    }

    /// What people may do has changed, perhaps.
    pub(super) fn follow_voices(&mut self) {
        if self.calling.is_empty() {
            return;
        }
        let users: Vec<UserId> = self.calling.voices.users().collect();
        for user in users {
            let right = VoiceRight::of(self.machine.member(user));
            if let Some(ended) = self.calling.voices.stand(user, right) {
                self.calling.call.dismiss(ended);
            }
        }
        self.settle_voices();
    }

    /// Takes in what the connections say.
    pub(super) fn hear_news(&mut self) {
        let news = self.calling.call.news();
        for call in news.left {
            self.calling.voices.leave(call);
        }
        for (call, speaks) in news.spoke {
            self.calling.voices.speaks(call, speaks);
        }
        self.calling.is_owed |= self.set_gates();
        self.tell_owed();
    }

    /// True: pages have something to hear.
    fn set_gates(&mut self) -> bool {
        let is_news = self.calling.voices.news().is_some();
        if is_news {
            self.calling.call.set_gates(self.calling.voices.gates(), Instant::now());
        }
        is_news
    }

    /// What people ask for and hosts decide is told at once.
    fn settle_voices(&mut self) {
        if self.set_gates() {
            self.tell_voices();
        }
    }

    fn tell_owed(&mut self) {
        if self.calling.is_owed && self.calling.told_at.is_none_or(|at| at.elapsed() >= TELL_EVERY) {
            self.tell_voices();
        }
    }

    fn tell_voices(&mut self) {
        (self.calling.told_at, self.calling.is_owed) = (Some(Instant::now()), false);
        self.state_to_all(StateKey::Voices, self.voices_state());
    }

    pub(super) fn voices_state(&self) -> Ephemeral {
        Ephemeral::Voices { voices: self.calling.voices.view().into_iter().map(VoiceView::from).collect() }
    }
}

fn refused(refused: VoiceRefused) -> ErrorBody {
    ErrorBody::new(refused.code(), refused)
}

impl Handler<Asked<JoinCall>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<JoinCall>, _: &mut Context<Self>) {
        let Asked { question: JoinCall { person, call }, reply } = asked;
        self.hear_news();
        let right = VoiceRight::of(self.machine.member(person.user));
        let seat = self.calling.voices.join(person.user, call, right).map(|replaced| {
            // Their places are shut before the new connection is let in.
            self.settle_voices();
            if let Some(replaced) = replaced {
                self.calling.call.dismiss(replaced);
            }
            self.calling.call.seat(call)
        });
        reply.answer(seat.map_err(refused));
    }
}

impl Handler<CallStirs> for RoomActor {
    type Result = ();

    fn handle(&mut self, _: CallStirs, _: &mut Context<Self>) {
        self.hear_news();
    }
}
