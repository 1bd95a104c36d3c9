//! The actor of one person with a live socket: the authority over their cameo, and their sockets.
//!
//! Cameos can't be enrolled yet, so it restores no authority; who would cast somebody finds the consent missing.

use crate::{
    mailbox::{Asked, Question},
    outbox::Outbox,
    room::SocketId,
};
use actix::{Actor, ActorContext, Context, Handler, Message};
use domain::UserId;
use std::collections::HashMap;
use tracing::debug;
use wire::{CloseCode, ErrorBody};

/// Messages that wait.
const MAILBOX: usize = 64;
/// Sockets of one person at once.
pub const MAX_SOCKETS: usize = 32;

pub(crate) struct UserActor {
    user: UserId,
    sockets: HashMap<SocketId, Outbox>,
}

impl UserActor {
    pub fn new(user: UserId) -> Self {
        Self { user, sockets: HashMap::new() }
    }
}

impl Actor for UserActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Self::Context) {
        context.set_mailbox_capacity(MAILBOX);
        debug!(user = %self.user, "user here");
    }
}

impl Drop for UserActor {
    fn drop(&mut self) {
        for outbox in self.sockets.values() {
            outbox.close(CloseCode::RoomRestarted);
        }
    }
}

/// Refused when full.
pub(crate) struct Connected {
    pub socket: SocketId,
    pub outbox: Outbox,
}

impl Question for Connected {
    type Answer = Result<(), ErrorBody>;
}

/// Never dropped. One for each socket at most.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Disconnected(pub SocketId);

/// A session ended: every socket must show again that it is signed in. Never dropped: nobody stays signed in by a full mailbox.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct SignedOut;

impl Handler<Asked<Connected>> for UserActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<Connected>, _: &mut Context<Self>) {
        let Asked { question: Connected { socket, outbox }, reply } = asked;
        if self.sockets.len() >= MAX_SOCKETS {
            let error = ErrorBody::new("too_many_sockets", format!("you have {MAX_SOCKETS} pages open: close some"));
            return reply.answer(Err(error));
        }
        self.sockets.insert(socket, outbox);
        reply.answer(Ok(()));
    }
}

impl Handler<Disconnected> for UserActor {
    type Result = ();

    fn handle(&mut self, Disconnected(socket): Disconnected, context: &mut Context<Self>) {
        self.sockets.remove(&socket);
        if self.sockets.is_empty() {
            context.stop();
        }
    }
}

impl Handler<SignedOut> for UserActor {
    type Result = ();

    fn handle(&mut self, _: SignedOut, _: &mut Context<Self>) {
        for (_, outbox) in self.sockets.drain() {
            outbox.close(CloseCode::SignInChanged);
        }
    }
}
