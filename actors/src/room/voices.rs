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
use std::{sync::Arc, time::Instant};
use wire::{Accepted, Ephemeral, ErrorBody, VoiceView};

/// Of one room.
pub(super) struct Calling {
    voices: Voices,
    call: Arc<Call>,
}

impl Calling {
    pub fn new() -> Self {
        Self { voices: Voices::new(), call: Call::new() }
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
    pub(super) fn hear_call(&self, context: &Context<Self>) {
        let room = context.address();
        self.calling.call.on_news(move || {
            tell(&room, CallStirs);
        });
    }

    /// What somebody sends from now on.
    pub(super) fn voice(&mut self, by: UserId, call: CallId, sends: Sends) -> Result<Accepted, ErrorBody> {
        self.marks.count(by, clock::now())?;
        self.follow_voices();
        self.calling.voices.send(by, call, sends).map_err(refused)?;
        self.settle_voices();
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
        self.settle_voices();
    }

    fn settle_voices(&mut self) {
        if let Some(lines) = self.calling.voices.news() {
            self.calling.call.set_gates(self.calling.voices.gates(), Instant::now());
            self.state_to_all(StateKey::Voices, Ephemeral::Voices { voices: lines.into_iter().map(VoiceView::from).collect() });
        }
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
