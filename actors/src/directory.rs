//! Finds the home of a user or a room, or starts it; starts it again after a fault, since actix's supervisor does not catch panics.
//!
//! On one node for now: the fence is the home epoch, which the store raises whenever a room is opened.

use crate::{
    clock,
    device::GpuActor,
    mailbox::{Answering, Asked, Question, Unanswered, ask, ask_in_turn, tell_surely},
    outbox::Outbox,
    room::{Past, Person, RoomActor, RoomHandle, SocketId, Surroundings, Unopened, merged},
    stage::Stage,
    user::{Connected, Disconnected, SignedOut, UserActor},
};
use actix::{Actor, Addr, Arbiter, ArbiterHandle, AsyncContext, Context, Handler, Message, WrapFuture, fut::ActorFutureExt};
use domain::{ClipId, RoomId, Timestamp, UserId, consent::LiveCast, moderation::Rules, plan::FrozenPlan, room::Command};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};
use store::{OpenedRoom, Store, StoreError};
use tracing::{error, warn};
use wire::ErrorBody;

/// Messages that wait.
const MAILBOX: usize = 4_096;
/// Replies to requests that might be sent again are forgotten this long after.
const REPLIES_KEPT: u64 = 7 * 24 * 3_600 * 1_000;
const FORGET_EVERY: Duration = Duration::from_secs(3_600);

/// Cheap to clone.
#[derive(Clone)]
pub struct Directory {
    addr: Addr<DirectoryActor>,
    counts: Arc<Counts>,
}

#[derive(Default)]
pub(crate) struct Counts {
    pub rooms: AtomicUsize,
    pub takes: Arc<AtomicUsize>,
}

impl Directory {
    /// The open room; it is opened if need be.
    ///
    /// # Errors
    /// `room_unknown`, `busy`, `unavailable`.
    pub async fn room(&self, room: RoomId) -> Result<RoomHandle, ErrorBody> {
        ask(&self.addr, FindRoom(room)).await?
    }

    /// A socket of this person opened: it is closed when they sign out.
    ///
    /// # Errors
    /// `too_many_sockets`, `busy`, `unavailable`.
    pub async fn connected(&self, person: &Person, socket: SocketId, outbox: Outbox) -> Result<(), ErrorBody> {
        let user = ask_in_turn(&self.addr, FindUser(person.user)).await?;
        match ask(&user, Connected { socket, outbox: outbox.clone() }).await {
            // Their last socket had just gone, and the actor with it.
            Err(Unanswered::Gone) => {
                let user = ask_in_turn(&self.addr, FindUser(person.user)).await?;
                ask(&user, Connected { socket, outbox }).await?
            }
            answered => answered?,
        }
    }

    pub fn disconnected(&self, user: UserId, socket: SocketId) {
        tell_surely(&self.addr, UserSocketGone(user, socket));
    }

    /// A session of this person ended: every socket is closed, and comes back if it is still signed in.
    pub fn sign_out(&self, user: UserId) {
        tell_surely(&self.addr, UserSignedOut(user));
    }

    /// Tells the room in which a clip was made that an owner deleted it.
    pub async fn clip_deleted(&self, room: Option<RoomId>, clip: ClipId, by: UserId) {
        let Some(room) = room else { return };
        match self.room(room).await {
            Ok(room) => {
                if let Err(error) = room.act(Command::ClipGone { by, clip }).await {
                    warn!(%clip, code = error.code, "the room could not be told of a deleted clip");
                }
            }
            Err(error) => warn!(%clip, code = error.code, "the room of a deleted clip could not be opened"),
        }
    }

    /// Consent for a stored clip, at this moment.
    ///
    /// # Errors
    /// `consent_missing`: somebody in it has not said yes, or can't be asked.
    #[allow(clippy::unused_async, reason = "authorities are asked here as soon as cameos can be enrolled")]
    pub async fn live_cast(&self, plan: &FrozenPlan) -> Result<LiveCast, ErrorBody> {
        LiveCast::assemble(plan, Vec::new()).map_err(|error| ErrorBody::new("consent_missing", error))
    }

    #[must_use]
    pub fn rooms_open(&self) -> usize {
        self.counts.rooms.load(SeqCst)
    }

    #[must_use]
    pub fn takes_waiting(&self) -> usize {
        self.counts.takes.load(SeqCst)
    }

    /// Ends every room: what was decided is on disk, sockets are told to resume.
    pub(crate) async fn close(&self) {
        if ask_in_turn(&self.addr, CloseAll).await.is_err() {
            warn!("the directory had ended before the rooms were closed");
        }
    }
}

pub(crate) struct DirectoryActor {
    store: Store,
    device: Addr<GpuActor>,
    rules: Arc<Rules>,
    counts: Arc<Counts>,
    rooms: HashMap<RoomId, RoomHandle>,
    opening: HashMap<RoomId, Vec<Answering<Result<RoomHandle, ErrorBody>>>>,
    users: HashMap<UserId, Addr<UserActor>>,
    room_arbiters: Vec<ArbiterHandle>,
    user_arbiters: Vec<ArbiterHandle>,
    next: usize,
}

impl DirectoryActor {
    /// Users live on arbiters of their own, so that a busy room can't delay a revocation.
    pub fn start_with(store: Store, device: Addr<GpuActor>, rules: Arc<Rules>, counts: Arc<Counts>, arbiters: (usize, usize)) -> Directory {
        let handles = |count: usize| (0..count.max(1)).map(|_| Arbiter::new().handle()).collect::<Vec<_>>();
        let actor = Self {
            store,
            device,
            rules,
            counts: counts.clone(),
            rooms: HashMap::new(),
            opening: HashMap::new(),
            users: HashMap::new(),
            room_arbiters: handles(arbiters.0),
            user_arbiters: handles(arbiters.1),
            next: 0,
        };
        Directory { addr: actor.start(), counts }
    }

    fn next_arbiter(&mut self, of: fn(&Self) -> &Vec<ArbiterHandle>) -> ArbiterHandle {
        self.next = self.next.wrapping_add(1);
        let arbiters = of(self);
        arbiters[self.next % arbiters.len()].clone()
    }

    fn opened(&mut self, room: RoomId, opened: Result<Read, StoreError>) {
        let answer = match opened {
            Ok(opened) => self.start_room(room, opened),
            Err(error) => Err(unopened(room, &error)),
        };
        for waiting in self.opening.remove(&room).unwrap_or_default() {
            waiting.answer(answer.clone());
        }
    }

    fn start_room(&mut self, room: RoomId, read: Read) -> Result<RoomHandle, ErrorBody> {
        let around = Surroundings { store: self.store.clone(), device: self.device.clone(), rules: self.rules.clone() };
        let (opened, past) = read.map_err(|error| {
            error!(%room, %error, "a room can't be opened");
            ErrorBody::new("room_damaged", "this room can't be opened: tell the operator of this server")
        })?;
        let actor = RoomActor::restore(room, opened, past, around, Stage::new());
        let arbiter = self.next_arbiter(|own| &own.room_arbiters);
        let addr = RoomActor::start_in_arbiter(&arbiter, move |_| actor);
        let handle = RoomHandle { room, addr };
        self.rooms.insert(room, handle.clone());
        self.rooms.retain(|_, known| known.addr.connected());
        self.counts.rooms.store(self.rooms.len(), SeqCst);
        Ok(handle)
    }
}

/// A room as it was stored, and what was made of it off the actors' threads.
type Read = Result<(OpenedRoom, Past), Unopened>;

fn unopened(room: RoomId, error: &StoreError) -> ErrorBody {
    if error.code() == "room_unknown" {
        return ErrorBody::new("room_unknown", "there is no such room: check the link");
    }
    error!(%room, %error, "a room can't be read");
    ErrorBody::new("unavailable", "the room can't be opened right now: try again in a moment")
}

impl Actor for DirectoryActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Self::Context) {
        context.set_mailbox_capacity(MAILBOX);
        context.run_interval(FORGET_EVERY, |directory, context| {
            directory.users.retain(|_, user| user.connected());
            let store = directory.store.clone();
            let before = Timestamp::from_millis(clock::now().as_millis().saturating_sub(REPLIES_KEPT));
            let forgotten = async move { store.forget_replies(before).await }.into_actor(directory);
            context.spawn(forgotten.map(|result, _, _| {
                if let Err(error) = result {
                    warn!(%error, "old replies could not be forgotten");
                }
            }));
        });
    }
}

impl Drop for DirectoryActor {
    fn drop(&mut self) {
        crate::end_node_on_panic("directory");
    }
}

/// Refused when full.
struct FindRoom(RoomId);

impl Question for FindRoom {
    type Answer = Result<RoomHandle, ErrorBody>;
}

/// Waits when full.
struct FindUser(UserId);

impl Question for FindUser {
    type Answer = Addr<UserActor>;
}

struct CloseAll;

impl Question for CloseAll {
    type Answer = ();
}

#[derive(Message)]
#[rtype(result = "()")]
struct UserSocketGone(UserId, SocketId);

#[derive(Message)]
#[rtype(result = "()")]
struct UserSignedOut(UserId);

impl Handler<Asked<FindRoom>> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<FindRoom>, context: &mut Context<Self>) {
        let Asked { question: FindRoom(room), reply } = asked;
        if let Some(handle) = self.rooms.get(&room).filter(|handle| handle.addr.connected()) {
            return reply.answer(Ok(handle.clone()));
        }
        let waiting = self.opening.entry(room).or_default();
        waiting.push(reply);
        if waiting.len() > 1 {
            return;
        }
        let store = self.store.clone();
        let opened = async move { open(&store, room).await }.into_actor(self);
        context.spawn(opened.map(move |opened, directory, _| directory.opened(room, opened)));
    }
}

/// Reads the room. A long history is folded on a thread where nobody waits for it; many small document updates are first made few.
async fn open(store: &Store, room: RoomId) -> Result<Read, StoreError> {
    let mut opened = store.open_room(room).await?;
    let updates = std::mem::take(&mut opened.updates);
    let merging = tokio::task::spawn_blocking(move || {
        let few = merged(&updates);
        (few.clone(), few.unwrap_or(updates))
    });
    let Ok((few, updates)) = merging.await else { return Ok(Err(Unopened::Document)) };
    if let Some(few) = few {
        store.compact_document(room, opened.epoch, opened.document_position, few).await?;
    }
    opened.updates = updates;
    let reading = tokio::task::spawn_blocking(move || Past::read(&opened).map(|past| (opened, past)));
    Ok(reading.await.unwrap_or(Err(Unopened::Document)))
}

impl Handler<Asked<FindUser>> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<FindUser>, _: &mut Context<Self>) {
        let Asked { question: FindUser(user), reply } = asked;
        let known = self.users.get(&user).filter(|addr| addr.connected()).cloned();
        let addr = known.unwrap_or_else(|| {
            let arbiter = self.next_arbiter(|own| &own.user_arbiters);
            let addr = UserActor::start_in_arbiter(&arbiter, move |_| UserActor::new(user));
            self.users.insert(user, addr.clone());
            addr
        });
        reply.answer(addr);
    }
}

impl Handler<UserSocketGone> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, UserSocketGone(user, socket): UserSocketGone, _: &mut Context<Self>) {
        if let Some(addr) = self.users.get(&user) {
            tell_surely(addr, Disconnected(socket));
        }
    }
}

impl Handler<UserSignedOut> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, UserSignedOut(user): UserSignedOut, _: &mut Context<Self>) {
        if let Some(addr) = self.users.get(&user) {
            tell_surely(addr, SignedOut);
        }
    }
}

impl Handler<Asked<CloseAll>> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<CloseAll>, context: &mut Context<Self>) {
        let rooms: Vec<_> = self.rooms.drain().map(|(_, handle)| handle.addr).collect();
        let closed = async move {
            for room in rooms {
                // A room that has ended is closed already.
                let _ = ask_in_turn(&room, crate::room::CloseRoom).await;
            }
        };
        context.spawn(closed.into_actor(self).map(move |(), _, _| asked.reply.answer(())));
    }
}
