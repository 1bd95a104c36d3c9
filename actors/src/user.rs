//! The actor of one person with a live socket or a live cameo: the one authority over their cameos, their sockets, and their inbox.
//!
//! It is the only place that restores authorities (`load.rs`). What their machines decide it carries out: closings first, then the
//! store, then whatever opens. Where the store fails, the authority is thrown away: nobody is granted anything until it can be read again.

mod answers;
mod conversations;
mod home;
mod inbox;
mod ledger;
mod load;
mod message;
mod pace;
mod questions;
mod receipts;

pub(crate) use message::{
    AnswerQuestion, Compose, Consider, Considered, ConversationTold, Converse, Decide, DropQuestions, EndCameo, Enrolled, FollowInbox, FromHolder,
    InboxGrew, NewQuestion, OpenQuestions, PutQuestion, Revoke, RulesOf, TiesChanged, What,
};
pub(crate) use pace::Paces;

use crate::{
    Directory,
    bus::Bus,
    clock,
    mailbox::{Asked, Question},
    outbox::{Frame, Outbox},
    room::SocketId,
};
use actix::{Actor, ActorContext, AsyncContext, Context, Handler, Message};
use answers::{AFTER_NO, REFUSAL_EVERY};
use conversations::Doings;
use domain::{CameoId, QuestionId, TakeId, Timestamp, UserId, cameo::Asking, cameo::Relations};
use home::Home;
use inbox::Inbox;
use load::Loading;
use questions::{Open, Putting};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};
use store::Store;
use tracing::debug;
use wire::{CloseCode, ErrorBody};

/// Messages that wait.
const MAILBOX: usize = 256;
/// Sockets of one person at once.
pub const MAX_SOCKETS: usize = 32;
/// Leases and closings are looked at this often.
const TICK: Duration = Duration::from_millis(250);
/// A person without sockets whose cameos nobody uses goes after this.
const IDLE: u64 = 30_000;

/// What a person's home needs of the node.
#[derive(Clone)]
pub(crate) struct UserSurroundings {
    pub store: Store,
    pub bus: Arc<dyn Bus>,
    pub directory: Directory,
    pub paces: Arc<Paces>,
}

pub(crate) struct UserActor {
    user: UserId,
    around: UserSurroundings,
    sockets: HashMap<SocketId, (Outbox, Reads)>,
    loading: Loading,
    homes: HashMap<CameoId, Home>,
    mutuals: BTreeSet<UserId>,
    /// Either way.
    blocked: BTreeSet<UserId>,
    questions: BTreeMap<QuestionId, Open>,
    /// Questions that are being written.
    putting: HashMap<(CameoId, TakeId), Putting>,
    /// When an asker was last written down as refused, for a while.
    refusals: HashMap<(UserId, CameoId), Timestamp>,
    /// When this person said no to what an asker asked, for a while.
    declined: HashMap<(UserId, CameoId), Timestamp>,
    inbox: Inbox,
    doings: Doings,
    idle_since: Option<Timestamp>,
}

impl UserActor {
    pub fn new(user: UserId, around: UserSurroundings) -> Self {
        Self {
            user,
            around,
            sockets: HashMap::new(),
            loading: Loading::default(),
            homes: HashMap::new(),
            mutuals: BTreeSet::new(),
            blocked: BTreeSet::new(),
            questions: BTreeMap::new(),
            putting: HashMap::new(),
            refusals: HashMap::new(),
            declined: HashMap::new(),
            inbox: Inbox::default(),
            doings: Doings::default(),
            idle_since: None,
        }
    }

    /// What is known of the people who ask.
    fn relations(&self, home: &Home, asking: Option<&Asking>) -> Relations {
        let known = |among: &BTreeSet<UserId>| asking.into_iter().flat_map(Asking::people).filter(|person| among.contains(person)).collect();
        Relations { mutuals: known(&self.mutuals), blocked: known(&self.blocked), guarded: home.is_guarded(), ..Relations::of(self.user) }
    }

    fn tell_pages(&self, frame: &Frame) {
        for (outbox, _) in self.sockets.values().filter(|(_, reads)| *reads == Reads::Messages) {
            outbox.send(frame.clone());
        }
    }

    fn tick(&mut self, context: &mut Context<Self>) {
        let now = clock::now();
        let cameos: Vec<CameoId> = self.homes.keys().copied().collect();
        for cameo in cameos {
            if let Some(home) = self.homes.get_mut(&cameo) {
                home.machine.tick(now);
            }
            self.carry_out(cameo, context);
        }
        self.expire_questions(now, context);
        self.tick_inbox(context);
        self.refusals.retain(|_, at| now.since(*at) < REFUSAL_EVERY);
        self.declined.retain(|_, at| now.since(*at) < AFTER_NO);
        let remembers = !self.refusals.is_empty() || !self.declined.is_empty();
        let asked = !self.questions.is_empty() || !self.putting.is_empty() || remembers;
        let busy = !self.sockets.is_empty() || asked || self.doings.is_under_way() || self.loading.is_under_way();
        if busy || self.homes.values().any(|home| !home.is_idle(now)) {
            self.idle_since = None;
        } else if now.since(*self.idle_since.get_or_insert(now)) > IDLE {
            context.stop();
        }
    }
}

impl Actor for UserActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Self::Context) {
        context.set_mailbox_capacity(MAILBOX);
        debug!(user = %self.user, "user here");
        // Nothing is answered before it is known what there is to answer.
        self.load(context);
        context.run_interval(TICK, Self::tick);
    }
}

impl Drop for UserActor {
    fn drop(&mut self) {
        for (outbox, _) in self.sockets.values() {
            outbox.close(CloseCode::RoomRestarted);
        }
    }
}

/// What the other end of a socket understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// The messages of `/ws`.
    Messages,
    /// Only the storyboard's own protocol.
    Storyboard,
}

/// For every page of this person. Never dropped: one for each thing that happened to them.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct TellPages(pub Frame);

impl Handler<TellPages> for UserActor {
    type Result = ();

    fn handle(&mut self, TellPages(frame): TellPages, _: &mut Context<Self>) {
        self.tell_pages(&frame);
    }
}

/// Refused when full.
pub(crate) struct Connected {
    pub socket: SocketId,
    pub outbox: Outbox,
    pub reads: Reads,
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
        let Asked { question: Connected { socket, outbox, reads }, reply } = asked;
        if self.sockets.len() >= MAX_SOCKETS {
            let error = ErrorBody::new("too_many_sockets", format!("you have {MAX_SOCKETS} pages open: close some"));
            return reply.answer(Err(error));
        }
        if reads == Reads::Messages {
            self.tell_open_questions(&outbox);
        }
        self.sockets.insert(socket, (outbox, reads));
        reply.answer(Ok(()));
    }
}

impl Handler<Disconnected> for UserActor {
    type Result = ();

    fn handle(&mut self, Disconnected(socket): Disconnected, context: &mut Context<Self>) {
        self.sockets.remove(&socket);
        self.inbox.forget(socket);
        let waited_for = !self.questions.is_empty() || !self.putting.is_empty() || self.doings.is_under_way();
        if self.sockets.is_empty() && self.homes.is_empty() && !waited_for {
            context.stop();
        }
    }
}

impl Handler<SignedOut> for UserActor {
    type Result = ();

    fn handle(&mut self, _: SignedOut, _: &mut Context<Self>) {
        for (_, (outbox, _)) in self.sockets.drain() {
            outbox.close(CloseCode::SignInChanged);
        }
    }
}
