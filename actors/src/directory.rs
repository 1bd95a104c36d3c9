//! Finds the home of a user or a room, or starts it; starts it again after a fault, since actix's supervisor does not catch panics.
//!
//! On one node for now: the fence is the home epoch, which the store raises whenever a room is opened.

use crate::{
    bus::{Bus, InProcess},
    clock,
    device::GpuActor,
    holder::NodeConsent,
    mailbox::{Answering, Asked, Question, Unanswered, ask, ask_in_turn, tell, tell_surely},
    outbox::{Frame, Outbox},
    room::{AskAgain, ConsentClosed, Past, Person, RoomActor, RoomHandle, SocketId, Surroundings, Unopened, merged},
    safety::Safety,
    stage::Stage,
    user::{
        Connected, ConversationTold, Disconnected, DropQuestions, FromHolder, InboxGrew, Paces, Reads, SignedOut, TellPages, UserActor,
        UserSurroundings,
    },
};
use actix::{Actor, Addr, Arbiter, ArbiterHandle, AsyncContext, Context, Handler, Message, WrapFuture, fut::ActorFutureExt};
use domain::{CameoId, ClipId, RoomId, TakeId, Timestamp, UserId, consent::protocol::ToAuthority, moderation::Rules, room::Command};
use futures::future::join_all;
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
    pub(crate) store: Store,
    /// Holds the consent of everybody who is shown by this node.
    pub(crate) node: Addr<NodeConsent>,
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
    pub async fn connected(&self, person: &Person, socket: SocketId, outbox: Outbox, reads: Reads) -> Result<(), ErrorBody> {
        self.ask_home(person.user, || Connected { socket, outbox: outbox.clone(), reads }).await?
    }

    /// Asks the home of a person; refused when it is full. Once more, where it had just ended.
    pub(crate) async fn ask_home<Q>(&self, user: UserId, question: impl Fn() -> Q) -> Result<Q::Answer, Unanswered>
    where
        Q: Question,
        UserActor: Handler<Asked<Q>>,
    {
        let home = ask_in_turn(&self.addr, FindUser(user)).await?;
        match ask(&home, question()).await {
            Err(Unanswered::Gone) => ask(&ask_in_turn(&self.addr, FindUser(user)).await?, question()).await,
            answered => answered,
        }
    }

    /// The same, waiting for a place: for what must never be refused.
    pub(crate) async fn ask_home_in_turn<Q>(&self, user: UserId, question: impl Fn() -> Q) -> Result<Q::Answer, Unanswered>
    where
        Q: Question,
        UserActor: Handler<Asked<Q>>,
    {
        let home = ask_in_turn(&self.addr, FindUser(user)).await?;
        match ask_in_turn(&home, question()).await {
            Err(Unanswered::Gone) => ask_in_turn(&ask_in_turn(&self.addr, FindUser(user)).await?, question()).await,
            answered => answered,
        }
    }

    /// # Errors
    /// [`Unanswered::Gone`] where the directory has ended.
    pub(crate) async fn find_home(&self, user: UserId) -> Result<Addr<UserActor>, Unanswered> {
        ask_in_turn(&self.addr, FindUser(user)).await
    }

    pub(crate) fn address(&self) -> &Addr<DirectoryActor> {
        &self.addr
    }

    #[cfg(test)]
    pub(crate) async fn home(&self, user: UserId) -> Addr<UserActor> {
        ask_in_turn(&self.addr, FindUser(user)).await.expect("the directory answers")
    }

    /// A held take is over.
    pub(crate) fn drop_questions(&self, take: TakeId, owners: Vec<UserId>) {
        for owner in owners {
            tell_surely(&self.addr, QuestionsOver(owner, take));
        }
    }

    /// A held take may have been forgotten by the home of an owner.
    pub(crate) fn ask_again(&self, room: RoomId, take: TakeId) {
        tell_surely(&self.addr, RoomAsksAgain(room, take));
    }

    pub fn disconnected(&self, user: UserId, socket: SocketId) {
        tell_surely(&self.addr, UserSocketGone(user, socket));
    }

    /// For the pages of this person that are open now.
    pub(crate) fn tell_pages(&self, user: UserId, frame: Frame) {
        tell_surely(&self.addr, UserPages(user, frame));
    }

    /// Who has these rooms open; those that nobody has open are left out.
    pub async fn people_in(&self, rooms: Vec<RoomId>) -> HashMap<RoomId, Vec<UserId>> {
        let open = ask_in_turn(&self.addr, OpenRooms(rooms)).await.unwrap_or_default();
        // Beside each other: one room that is slow holds up no other.
        let asked = open.into_iter().map(|room| async move { Some((room.room(), room.who_is_here().await.ok()?)) });
        join_all(asked).await.into_iter().flatten().collect()
    }

    /// A session of this person ended: every socket is closed, and comes back if it is still signed in.
    pub fn sign_out(&self, user: UserId) {
        tell_surely(&self.addr, UserSignedOut(user));
    }

    /// Tells the room in which a clip was made that an owner deleted it, and the rooms where something waits to be made of it.
    pub async fn clip_deleted(&self, room: Option<RoomId>, clip: ClipId, by: UserId) {
        self.sources_gone(&[clip]).await;
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

/// What a directory is built of.
pub(crate) struct Parts {
    pub store: Store,
    pub device: Addr<GpuActor>,
    pub rules: Arc<Rules>,
    pub safety: Arc<dyn Safety>,
    pub counts: Arc<Counts>,
    /// For rooms, for users.
    pub arbiters: (usize, usize),
}

pub(crate) struct DirectoryActor {
    store: Store,
    device: Addr<GpuActor>,
    rules: Arc<Rules>,
    safety: Arc<dyn Safety>,
    bus: Arc<dyn Bus>,
    own: Directory,
    rooms: HashMap<RoomId, RoomHandle>,
    opening: HashMap<RoomId, Vec<Answering<Result<RoomHandle, ErrorBody>>>>,
    users: HashMap<UserId, Addr<UserActor>>,
    paces: Arc<Paces>,
    room_arbiters: Vec<ArbiterHandle>,
    user_arbiters: Vec<ArbiterHandle>,
    next: usize,
}

impl DirectoryActor {
    /// Users live on arbiters of their own, so that a busy room can't delay a revocation; so does the consent that this node holds.
    pub fn start_with(parts: Parts) -> Directory {
        let handles = |count: usize| (0..count.max(1)).map(|_| Arbiter::new().handle()).collect::<Vec<_>>();
        let Parts { store, device, rules, safety, counts, arbiters } = parts;
        let (room_arbiters, user_arbiters) = (handles(arbiters.0), handles(arbiters.1));
        let holder_arbiter = Arbiter::new().handle();
        let mut made = None;
        DirectoryActor::create(|context| {
            let addr = context.address();
            let bus = Arc::new(InProcess::new(addr.clone()));
            let (way, home) = (bus.clone(), addr.clone());
            let node = NodeConsent::start_in_arbiter(&holder_arbiter, move |_| NodeConsent::new(way, home));
            bus.connect(node.clone());
            let own = Directory { addr, counts, store: store.clone(), node };
            made = Some(own.clone());
            let (rooms, opening, users, paces) = (HashMap::new(), HashMap::new(), HashMap::new(), Arc::default());
            Self { store, device, rules, safety, bus, own, rooms, opening, users, paces, room_arbiters, user_arbiters, next: 0 }
        });
        made.expect("the actor was made from it")
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
        let around = Surroundings {
            store: self.store.clone(),
            device: self.device.clone(),
            rules: self.rules.clone(),
            safety: self.safety.clone(),
            directory: self.own.clone(),
        };
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
        self.own.counts.rooms.store(self.rooms.len(), SeqCst);
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
            let forgotten = async move {
                if let Err(error) = store.forget_replies(before).await {
                    warn!(%error, "old replies could not be forgotten");
                }
                if let Err(error) = store.erase_ended(clock::now()).await {
                    warn!(%error, "the data of ended cameos could not be erased yet");
                }
            };
            context.spawn(forgotten.into_actor(directory));
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

#[derive(Message)]
#[rtype(result = "()")]
struct UserPages(UserId, Frame);

/// Those of them that are open. Waits when full.
struct OpenRooms(Vec<RoomId>);

impl Question for OpenRooms {
    type Answer = Vec<RoomHandle>;
}

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
        reply.answer(self.home_of(user));
    }
}

impl DirectoryActor {
    fn home_of(&mut self, user: UserId) -> Addr<UserActor> {
        if let Some(known) = self.users.get(&user).filter(|addr| addr.connected()) {
            return known.clone();
        }
        let arbiter = self.next_arbiter(|own| &own.user_arbiters);
        let (store, bus, directory, paces) = (self.store.clone(), self.bus.clone(), self.own.clone(), self.paces.clone());
        let around = UserSurroundings { store, bus, directory, paces };
        let addr = UserActor::start_in_arbiter(&arbiter, move |_| UserActor::new(user, around));
        self.users.insert(user, addr.clone());
        addr
    }
}

/// Never dropped: a holder sends few, and a confirmation may be among them.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct ToAuthorityOf {
    pub owner: UserId,
    pub cameo: CameoId,
    pub message: ToAuthority,
}

impl Handler<ToAuthorityOf> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, ToAuthorityOf { owner, cameo, message }: ToAuthorityOf, _: &mut Context<Self>) {
        tell_surely(&self.home_of(owner), FromHolder { cameo, message });
    }
}

/// Never dropped: one for each grant at most.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct RoomConsentClosed {
    pub room: RoomId,
    pub take: TakeId,
    pub cameo: CameoId,
    pub revoked: bool,
}

impl Handler<RoomConsentClosed> for DirectoryActor {
    type Result = ();

    /// A room that is not open shows nothing, and has no pages to tell.
    fn handle(&mut self, RoomConsentClosed { room, take, cameo, revoked }: RoomConsentClosed, _: &mut Context<Self>) {
        if let Some(room) = self.rooms.get(&room) {
            tell_surely(&room.addr, ConsentClosed { take, cameo, revoked });
        }
    }
}

/// Never dropped: one for each owner in a held take.
#[derive(Message)]
#[rtype(result = "()")]
struct QuestionsOver(UserId, TakeId);

impl Handler<QuestionsOver> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, QuestionsOver(owner, take): QuestionsOver, _: &mut Context<Self>) {
        tell_surely(&self.home_of(owner), DropQuestions(take));
    }
}

/// Never dropped: one for each open question of somebody whose home starts.
#[derive(Message)]
#[rtype(result = "()")]
struct RoomAsksAgain(RoomId, TakeId);

impl Handler<RoomAsksAgain> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, RoomAsksAgain(room, take): RoomAsksAgain, context: &mut Context<Self>) {
        if let Some(known) = self.rooms.get(&room).filter(|known| known.addr.connected()) {
            return tell_surely(&known.addr, AskAgain(take));
        }
        // A room that opens asks again by itself.
        let own = self.own.clone();
        let opened = async move {
            if let Err(error) = own.room(room).await {
                warn!(%room, code = error.code, "a room whose take waits for an answer could not be opened");
            }
        };
        context.spawn(opened.into_actor(self));
    }
}

/// Never dropped: one for each event of a conversation. Whoever has no home here reads it when they come.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct InboxesGrew(pub Vec<UserId>);

impl Handler<InboxesGrew> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, InboxesGrew(of): InboxesGrew, _: &mut Context<Self>) {
        for user in of {
            if let Some(addr) = self.users.get(&user).filter(|addr| addr.connected()) {
                tell_surely(addr, InboxGrew);
            }
        }
    }
}

/// Dropped when full: the next one follows.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct TellConversation {
    pub to: Vec<UserId>,
    pub told: ConversationTold,
}

impl Handler<TellConversation> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, TellConversation { to, told }: TellConversation, _: &mut Context<Self>) {
        for addr in to.iter().filter_map(|user| self.users.get(user)) {
            // The next one follows.
            let _ = tell(addr, told.clone());
        }
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

impl Handler<UserPages> for DirectoryActor {
    type Result = ();

    /// Whoever has no home here has no page here.
    fn handle(&mut self, UserPages(user, frame): UserPages, _: &mut Context<Self>) {
        if let Some(addr) = self.users.get(&user) {
            tell_surely(addr, TellPages(frame));
        }
    }
}

impl Handler<Asked<OpenRooms>> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<OpenRooms>, _: &mut Context<Self>) {
        let Asked { question: OpenRooms(rooms), reply } = asked;
        reply.answer(rooms.iter().filter_map(|room| self.rooms.get(room)).filter(|room| room.addr.connected()).cloned().collect());
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
