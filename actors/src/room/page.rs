//! What pages ask of the room: chat, roles, takes.

use super::{
    RoomActor, confirm,
    derive::copied,
    document::state_vector,
    freeze::{Absence, Judges, Settled, Snapshot, new_take, plan_error, settle},
    handle::Person,
    message::{MakersNow, Page, Remake},
    people::refusal,
};
use crate::{
    clock,
    derive::earlier,
    mailbox::{Answering, Asked},
};
use actix::{AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    TakeId, Timestamp, UserId,
    mention::of_storyboard,
    plan::{Cast, Format, Maker, Size},
    room::{Command, Refused, Role, voices::Sends},
    storyboard::Storyboard,
    version::Reason,
};
use store::key_of_take;
use wire::{Absent, Accepted, Command as Asking, ErrorBody, TakeOptions};
use yrs::StateVector;

/// A take waits this long for text that its asker has seen and the server has not.
pub(super) const PATIENCE: u64 = 3_000;
/// Takes that wait so.
const MAX_WAITING: usize = 64;
/// What JavaScript can count to.
const MAX_SEED: u64 = 1 << 53;
const MAX_STATE_VECTOR: usize = 32 * 1024;

pub(super) type Reply = Answering<Result<Accepted, ErrorBody>>;

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
            Asking::Say { message, text, reply_to, .. } => Command::Say { by, message, text, reply_to },
            Asking::Rewrite { message, text, .. } => Command::Rewrite { by, message, text },
            Asking::Unsay { message, .. } => Command::Unsay { by, message },
            Asking::React { message, reaction, .. } => Command::React { by, message, reaction },
            Asking::SetDoor { door, .. } => Command::SetDoor { by, door: door.into() },
            Asking::AnswerKnock { user, role, .. } => Command::AnswerKnock { by, user, role: role.map(Into::into) },
            Asking::Remove { user, .. } => Command::Remove { by, user },
            Asking::Mute { user, on, .. } => Command::Mute { by, user, on },
            Asking::HandOver { user, .. } => Command::HandOver { by, user },
            Asking::MoveTake { take, behind, .. } => Command::MoveTake { by, take, behind },
            Asking::Vote { take, on, .. } => Command::Vote { by, take, on },
            Asking::Pick { take, .. } => Command::Pick { by, take },
            Asking::Remark { take, remark, at_ms, text, .. } => Command::Remark { by, remark, take, at_ms, text },
            Asking::RemoveRemark { take, remark, .. } => Command::RemoveRemark { by, take, remark },
            Asking::CancelTake { take, .. } => Command::CancelTake { by, take },
            Asking::Typing { .. } => return reply.answer(self.typed(by)),
            Asking::Look { place, .. } => return reply.answer(self.looked(by, place)),
            Asking::RequestTake { state_vector, options, .. } => {
                return self.request_take(person, request.id, &state_vector, options, reply, context);
            }
            Asking::OpenStage { shot, state_vector, .. } => return self.open_stage(person, shot, &state_vector, reply, context),
            Asking::Steer { shot, state_vector, .. } => return self.steer(person, shot, &state_vector, reply, context),
            Asking::Push { x, y, dx, dy, .. } => return reply.answer(self.push(by, (x, y), (dx, dy)).map(|()| Accepted::Done)),
            Asking::Record { on, .. } => return reply.answer(self.record(&person, on).map(|()| Accepted::Done)),
            Asking::Voice { call, microphone, camera, silent, .. } => {
                return reply.answer(self.voice(by, call, Sends { microphone, camera, silent }));
            }
            Asking::CloseStage { .. } => Command::CloseStage { by },
            Asking::Ping
            | Asking::Enter { .. }
            | Asking::Exit { .. }
            | Asking::Watch { .. }
            | Asking::AnswerQuestion { .. }
            | Asking::FollowInbox { .. }
            | Asking::StartConversation { .. }
            | Asking::Converse { .. }
            | Asking::Composing { .. } => {
                return reply.answer(Err(ErrorBody::new("not_for_rooms", "this request is not answered by a room")));
            }
        };
        let window = match &command {
            Command::Say { .. } | Command::Rewrite { .. } | Command::Remark { .. } => &mut self.words,
            _ => &mut self.marks,
        };
        if let Err(error) = window.count(by, clock::now()) {
            return reply.answer(Err(error));
        }
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
        if let Err(error) = self.demand_member(person.user).and_then(|()| self.requests.count(person.user, clock::now())) {
            return reply.answer(Err(error));
        }
        let Some(seen) = read_state_vector(seen) else {
            return reply.answer(Err(unread_state_vector()));
        };
        if self.waiting.len() >= MAX_WAITING {
            return reply.answer(Err(asked_already()));
        }
        self.once((person.user, request.clone()), None, reply, context, move |room, reply, context| {
            room.waiting.push(WaitingTake { person, request, seen, options, reply, until: clock::now().plus(PATIENCE) });
            room.retry_waiting_takes(context);
        });
    }

    /// Goes on unless this was answered before, or is being answered: the earlier take is the answer then. Where it was asked for with another `hash`,
    /// there is none.
    pub(super) fn once(
        &mut self,
        key: (UserId, String),
        hash: Option<String>,
        reply: Reply,
        context: &mut Context<Self>,
        go_on: impl FnOnce(&mut Self, Reply, &mut Context<Self>) + 'static,
    ) {
        if !self.asked.insert(key.clone()) {
            return reply.answer(Err(asked_already()));
        }
        let (store, user, kept_key) = (self.around.store.clone(), key.0, key_of_take(self.room, &key.1));
        let known = async move { store.reply_for(user, &kept_key).await }.into_actor(self);
        context.spawn(known.map(move |found, room, context| match found {
            Ok(None) => go_on(room, reply, context),
            Ok(Some(kept)) => {
                room.asked.remove(&key);
                reply.answer(earlier(&kept, hash.as_deref()).map(|take| Accepted::TakeQueued { take }));
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
        self.retry_waiting_edits(context);
        for waiting in std::mem::take(&mut self.waiting) {
            if self.document.covers(&waiting.seen) {
                self.freeze(waiting, context);
            } else if now > waiting.until {
                self.asked.remove(&(waiting.person.user, waiting.request));
                waiting.reply.answer(Err(behind()));
            } else {
                self.waiting.push(waiting);
            }
        }
    }

    /// Fixes the storyboard as it stands; then looks everybody up, asks and checks, and only then queues the take.
    fn freeze(&mut self, waiting: WaitingTake, context: &mut Context<Self>) {
        let WaitingTake { person, request, options, reply, .. } = waiting;
        let key = (person.user, request);
        match self.snapshot(&person, &options, clock::now()) {
            Ok(snapshot) => {
                self.keep_version(Reason::Take, context);
                self.settle(snapshot, (key, String::new()), reply, context);
            }
            Err(error) => self.unasked(&key, reply, error),
        }
    }

    /// With the key under which it was asked for, and a hash of what was asked for, if that is to be kept.
    pub(super) fn settle(&mut self, snapshot: Snapshot, (key, hash): ((UserId, String), String), reply: Reply, context: &mut Context<Self>) {
        let judges = Judges { directory: self.around.directory.clone(), rules: self.around.rules.clone(), safety: self.around.safety.clone() };
        let store = self.around.store.clone();
        let settled = async move { settle(copied(snapshot, &store).await?, judges).await }.into_actor(self);
        context.spawn(settled.map(
            move |settled, room, context| match settled.and_then(|settled| room.queue(key.0, settled, (&key.1, &hash), context)) {
                // Until it is on disk, the store does not know that this was asked.
                Ok(take) => room.after_commit(context, move |room, _| {
                    room.asked.remove(&key);
                    reply.answer(Ok(Accepted::TakeQueued { take }));
                }),
                Err(error) => room.unasked(&key, reply, error),
            },
        ));
    }

    pub(super) fn unasked(&mut self, key: &(UserId, String), reply: Reply, error: ErrorBody) {
        self.asked.remove(key);
        reply.answer(Err(error));
    }

    fn queue(&mut self, by: UserId, settled: Settled, (request, hash): (&str, &str), context: &mut Context<Self>) -> Result<TakeId, ErrorBody> {
        let Settled { plan, asks } = settled;
        let take = plan.take();
        self.decide(Command::RequestTake { by, plan: Box::new(plan), asks }, context)?;
        let kept = if hash.is_empty() { take.to_string() } else { format!("{take} {hash}") };
        self.commits.add_reply(by, key_of_take(self.room, request), kept);
        self.flush(context);
        Ok(take)
    }

    pub(super) fn demand_maker(&self, user: UserId) -> Result<(), ErrorBody> {
        match self.machine.role_of(user) {
            None => Err(refusal(&Refused::NotMember)),
            Some(Role::Viewer) => Err(refusal(&Refused::RoleTooLow("co-creator"))),
            Some(Role::CoCreator | Role::Host) => Ok(()),
        }
    }

    fn snapshot(&self, person: &Person, options: &TakeOptions, now: Timestamp) -> Result<Snapshot, ErrorBody> {
        self.demand_maker(person.user)?;
        if options.seed.is_some_and(|seed| seed > MAX_SEED) {
            return Err(ErrorBody::new("seed_unsupported", "a seed is a whole number from 0 to 9007199254740992"));
        }
        let (storyboard, authors) = match &options.shot {
            None => self.document.read(),
            Some(shot) => self.document.read_only(shot),
        };
        let storyboard = match &options.shot {
            None => storyboard,
            Some(shot) => storyboard.only(shot).map_err(|error| plan_error(&error.into()))?,
        };
        let storyboard = storyboard.checked().map_err(|error| plan_error(&error.into()))?;
        let format = format_of(options).checked().map_err(|error| plan_error(&error))?;
        Ok(Snapshot {
            take: new_take(now),
            room: self.room,
            mentions: of_storyboard(&storyboard),
            storyboard,
            format,
            seed: options.seed.unwrap_or_else(|| rand::random::<u64>() >> 11),
            makers: self.makers(person, authors),
            without: Vec::new(),
            absence: match options.absent {
                Absent::Wait => Absence::Wait,
                Absent::Without => Absence::StandIn,
            },
            in_place_of: None,
            derived: None,
            shown: Cast::nobody(),
            recorded: false,
        })
    }

    /// The asker first.
    pub(super) fn makers(&self, person: &Person, authors: Vec<UserId>) -> Vec<Maker> {
        let asker = Maker { user: person.user, handle: person.handle.clone() };
        let others = authors.into_iter().filter(|user| *user != person.user);
        let others = others.filter_map(|user| Some(Maker { user, handle: self.machine.handle_of(user)?.clone() }));
        std::iter::once(asker).chain(others).collect()
    }
}

/// A clip is made again with stand-ins for those who left.
impl Handler<Asked<Remake>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<Remake>, context: &mut Context<Self>) {
        let Asked { question: Remake { person, clip, plan, without }, reply } = asked;
        if let Err(error) = self.demand_maker(person.user).and_then(|()| self.requests.count(person.user, clock::now())) {
            return reply.answer(Err(error));
        }
        // Asked for twice in a hurry: it is made once.
        if let Some(known) = self.plans.values().find(|known| known.remake_of() == Some(clip) && self.machine.ticket(known.take()).is_some()) {
            return reply.answer(Ok(Accepted::TakeQueued { take: known.take() }));
        }
        let key = (person.user, format!("remake:{clip}"));
        if !self.asked.insert(key.clone()) {
            return reply.answer(Err(asked_already()));
        }
        let asker = Maker { user: person.user, handle: person.handle };
        let snapshot = Snapshot {
            take: new_take(clock::now()),
            room: self.room,
            storyboard: Storyboard { shots: plan.shots().to_vec() },
            format: plan.format(),
            seed: plan.seed(),
            makers: std::iter::once(asker).chain(plan.makers().iter().cloned()).collect(),
            mentions: plan.cast().without(&without).members().iter().map(|member| member.mention.clone()).collect(),
            absence: Absence::Remake,
            without,
            in_place_of: Some(clip),
            derived: plan.derived().cloned(),
            shown: Cast::nobody(),
            recorded: false,
        };
        self.remake(snapshot, key, reply, context);
    }
}

impl RoomActor {
    fn remake(&mut self, snapshot: Snapshot, key: (UserId, String), reply: Reply, context: &mut Context<Self>) {
        let judges = Judges { directory: self.around.directory.clone(), rules: self.around.rules.clone(), safety: self.around.safety.clone() };
        let settled = settle(snapshot, judges).into_actor(self);
        context.spawn(settled.map(move |settled, room, context| {
            room.asked.remove(&key);
            let queued = settled.and_then(|Settled { plan, asks }| {
                let take = plan.take();
                room.decide(Command::RequestTake { by: key.0, plan: Box::new(plan), asks }, context).map(|()| take)
            });
            match queued {
                Ok(take) => room.after_commit(context, confirm(reply, Accepted::TakeQueued { take })),
                Err(error) => reply.answer(Err(error)),
            }
        }));
    }
}

/// Who would make a take of this person's now.
impl Handler<Asked<MakersNow>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<MakersNow>, _: &mut Context<Self>) {
        let Asked { question: MakersNow(person), reply } = asked;
        let makers = self.demand_member(person.user).map(|()| {
            let (_, authors) = self.document.read();
            self.makers(&person, authors).into_iter().map(|maker| maker.user).collect()
        });
        reply.answer(makers);
    }
}

pub(super) fn unread_state_vector() -> ErrorBody {
    ErrorBody::new("state_vector_invalid", "the state vector can't be read: send the one of your Yjs document in base64")
}

pub(super) fn behind() -> ErrorBody {
    ErrorBody::new("storyboard_behind", "your last words have not arrived here yet: wait until the storyboard is connected, then ask again")
}

pub(super) fn asked_already() -> ErrorBody {
    ErrorBody::new("busy", "this was asked a moment ago: wait for its answer")
}

fn format_of(options: &TakeOptions) -> Format {
    let default = Format::default();
    let size = Size { width: options.width.unwrap_or(default.size.width), height: options.height.unwrap_or(default.size.height) };
    Format { size, fps: options.fps.unwrap_or(default.fps) }
}

pub(super) fn read_state_vector(text: &str) -> Option<StateVector> {
    let bytes = (text.len() <= MAX_STATE_VECTOR).then(|| STANDARD.decode(text).ok())??;
    state_vector(&bytes)
}
