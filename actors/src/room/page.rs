//! What pages ask of the room: chat, roles, takes.

use super::{RoomActor, confirm, document::state_vector, handle::Person, message::Page, people::refusal};
use crate::{
    clock,
    mailbox::{Answering, Asked},
};
use actix::{AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    RoomId, TakeId, Timestamp,
    plan::{Cast, Draft, Format, FrozenPlan, Maker, Size},
    room::{Command, Refused, Role},
};
use wire::{Accepted, Command as Asking, ErrorBody, TakeOptions};
use yrs::StateVector;

/// A take waits this long for text that its asker has seen and the server has not.
const PATIENCE: u64 = 3_000;
/// Takes that wait so.
const MAX_WAITING: usize = 64;
/// What JavaScript can count to.
const MAX_SEED: u64 = 1 << 53;
const MAX_STATE_VECTOR: usize = 32 * 1024;

type Reply = Answering<Result<Accepted, ErrorBody>>;

/// Asked for, but the storyboard is not there yet.
pub(super) struct WaitingTake {
    person: Person,
    request: String,
    seen: StateVector,
    options: TakeOptions,
    reply: Reply,
    until: Timestamp,
}

impl Handler<Asked<Page>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<Page>, context: &mut Context<Self>) {
        let Asked { question: Page { person, request }, reply } = asked;
        let by = person.user;
        let command = match request.command {
            Asking::Leave { .. } => Command::Leave { user: by },
            Asking::Rename { name, .. } => Command::Rename { by, name },
            Asking::SetRole { user, role, .. } => Command::SetRole { by, user, role: role.into() },
            Asking::Say { message, text, .. } => Command::Say { by, message, text },
            Asking::CancelTake { take, .. } => Command::CancelTake { by, take },
            Asking::Typing { .. } => {
                if let Err(error) = self.demand_member(by) {
                    return reply.answer(Err(error));
                }
                self.presence.typed(by, clock::now());
                self.tell_presence();
                return reply.answer(Ok(Accepted::Done));
            }
            Asking::RequestTake { state_vector, options, .. } => {
                return self.request_take(person, request.id, &state_vector, options, reply, context);
            }
            Asking::Ping | Asking::Enter { .. } | Asking::Exit { .. } | Asking::Watch { .. } => {
                return reply.answer(Err(ErrorBody::new("not_for_rooms", "this request is not answered by a room")));
            }
        };
        if matches!(command, Command::Say { .. }) {
            self.presence.stopped_typing(by);
        }
        match self.decide(command, context) {
            Ok(()) => self.after_commit(context, confirm(reply, Accepted::Done)),
            Err(error) => reply.answer(Err(error)),
        }
    }
}

impl RoomActor {
    /// First looks whether this very request was carried out before.
    fn request_take(&mut self, person: Person, request: String, seen: &str, options: TakeOptions, reply: Reply, context: &mut Context<Self>) {
        let key = (person.user, request.clone());
        let Some(seen) = read_state_vector(seen) else {
            return reply
                .answer(Err(ErrorBody::new("state_vector_invalid", "the state vector can't be read: send the one of your Yjs document in base64")));
        };
        if self.waiting.len() >= MAX_WAITING || !self.asked.insert(key.clone()) {
            return reply.answer(Err(ErrorBody::new("busy", "this was asked a moment ago: wait for its answer")));
        }
        let (store, key_here) = (self.around.store.clone(), idempotency_key(self.room, &request));
        let earlier = async move { store.reply_for(person.user, &key_here).await.map(|found| (found, person, request)) }.into_actor(self);
        context.spawn(earlier.map(move |found, room, context| match found {
            Ok((None, person, request)) => {
                room.waiting.push(WaitingTake { person, request, seen, options, reply, until: clock::now().plus(PATIENCE) });
                room.retry_waiting_takes(context);
            }
            Ok((Some(kept), ..)) => {
                room.asked.remove(&key);
                let take = kept.parse::<TakeId>().map(|take| Accepted::TakeQueued { take });
                reply.answer(take.map_err(|_| ErrorBody::new("request_id_used", "this request id was used for something else: choose another")));
            }
            Err(error) => {
                room.asked.remove(&key);
                reply.answer(Err(ErrorBody::new(error.code(), "the server could not look this up: try again in a moment")));
            }
        }));
    }

    /// Freezes what can be frozen now; what waited too long is refused.
    pub(super) fn retry_waiting_takes(&mut self, context: &mut Context<Self>) {
        let now = clock::now();
        for waiting in std::mem::take(&mut self.waiting) {
            if self.document.covers(&waiting.seen) {
                let WaitingTake { person, request, options, reply, .. } = waiting;
                let key = (person.user, request.clone());
                match self.take(&person, request, &options, now, context) {
                    // Until it is on disk, the store does not know that this was asked.
                    Ok(take) => self.after_commit(context, move |room, _| {
                        room.asked.remove(&key);
                        reply.answer(Ok(Accepted::TakeQueued { take }));
                    }),
                    Err(error) => {
                        self.asked.remove(&key);
                        reply.answer(Err(error));
                    }
                }
            } else if now > waiting.until {
                self.asked.remove(&(waiting.person.user, waiting.request));
                let error = ErrorBody::new(
                    "storyboard_behind",
                    "your last words have not arrived here yet: wait until the storyboard is connected, then ask again",
                );
                waiting.reply.answer(Err(error));
            } else {
                self.waiting.push(waiting);
            }
        }
    }

    /// From the storyboard as it stands to a queued take.
    fn take(
        &mut self,
        person: &Person,
        request: String,
        options: &TakeOptions,
        now: Timestamp,
        context: &mut Context<Self>,
    ) -> Result<TakeId, ErrorBody> {
        match self.machine.role_of(person.user) {
            None => return Err(refusal(&Refused::NotMember)),
            Some(Role::Viewer) => return Err(refusal(&Refused::RoleTooLow("co-creator"))),
            Some(Role::CoCreator | Role::Host) => {}
        }
        if options.seed.is_some_and(|seed| seed > MAX_SEED) {
            return Err(ErrorBody::new("seed_unsupported", "a seed is a whole number from 0 to 9007199254740992"));
        }
        let plan = self.freeze(person, options, now)?;
        let take = plan.take();
        self.decide(Command::RequestTake { by: person.user, plan: Box::new(plan) }, context)?;
        self.commits.add_reply(person.user, idempotency_key(self.room, &request), take.to_string());
        Ok(take)
    }

    fn freeze(&self, person: &Person, options: &TakeOptions, now: Timestamp) -> Result<FrozenPlan, ErrorBody> {
        let (storyboard, authors) = match &options.shot {
            None => self.document.read(),
            Some(shot) => self.document.read_only(shot),
        };
        let storyboard = match &options.shot {
            None => storyboard,
            Some(shot) => storyboard.only(shot).map_err(|error| plan_error(error.into()))?,
        };
        let storyboard = storyboard.checked().map_err(|error| plan_error(error.into()))?;
        let rules = &self.around.rules;
        rules.check(&storyboard).map_err(|verdict| refusal(&Refused::from(verdict)))?;
        let asker = Maker { user: person.user, handle: person.handle.clone() };
        let others = authors.into_iter().filter_map(|user| Some(Maker { user, handle: self.machine.handle_of(user)?.clone() }));
        FrozenPlan::freeze(Draft {
            take: TakeId::new(now, &clock::entropy()),
            room: Some(self.room),
            storyboard,
            format: format_of(options),
            seed: options.seed.unwrap_or_else(|| rand::random::<u64>() >> 11),
            makers: std::iter::once(asker).chain(others).collect(),
            // Until cameos can be enrolled nobody can be cast.
            cast: Cast::nobody(),
            rules: rules.version(),
        })
        .map_err(plan_error)
    }
}

fn plan_error(error: domain::plan::PlanError) -> ErrorBody {
    ErrorBody::new(error.code(), &error)
}

fn format_of(options: &TakeOptions) -> Format {
    let default = Format::default();
    let size = Size { width: options.width.unwrap_or(default.size.width), height: options.height.unwrap_or(default.size.height) };
    Format { size, fps: options.fps.unwrap_or(default.fps) }
}

fn read_state_vector(text: &str) -> Option<StateVector> {
    let bytes = (text.len() <= MAX_STATE_VECTOR).then(|| STANDARD.decode(text).ok())??;
    state_vector(&bytes)
}

fn idempotency_key(room: RoomId, request: &str) -> String {
    format!("take:{room}:{request}")
}
