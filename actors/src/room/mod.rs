//! The actor of one open room: a shell around `RoomMachine`, the shared document and presence.
//!
//! It decides nothing that the machine decides. What it must keep it hands to the store first; replies, events and document updates go
//! out after the commit (see `commit.rs`). When it faults, its sockets are told to resume and the directory opens the room again.

mod asking;
mod commit;
mod derive;
mod document;
mod freeze;
mod handle;
mod history;
mod live;
mod message;
mod page;
mod people;
mod rate;
mod references;
mod retries;
mod scan;
mod sync;
mod takes;
mod voices;

pub(crate) use derive::demand_shown;
pub(crate) use document::merged;
pub use handle::{Person, RoomHandle, SocketId};
pub(crate) use history::Standing;
pub use message::StandsAs;
pub(crate) use message::{
    AskAgain, CloseRoom, ConsentClosed, CopyShots, Derive, FromDevice, FromStage, KeepVersion, MakersNow, OwnerAnswered, Progressed, Remake,
    StoryboardNow, VersionForgotten,
};
pub use scan::weight as document_weight;

use crate::{
    Directory, clock,
    device::{GpuActor, Recorded},
    mailbox::{Answering, Asked},
    outbox::{Frame, Outbox},
    safety::Safety,
    stage::Stage,
};
use actix::{Actor, ActorContext, Addr, AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use commit::Commits;
use document::Document;
use domain::{
    RoomId, TakeId, UserId,
    moderation::Rules,
    plan::FrozenPlan,
    room::{Command, Presence, PresenceView, Recorded as RecordedEvent, RoomMachine, mended_name},
    version::Reason,
};
use history::History;
use live::{Asks, Live, Stretch, WaitingEdit};
use message::Act;
use page::WaitingTake;
use rate::{Hands, Requests};
use retries::Retries;
use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
    time::Duration,
};
use store::{OpenedRoom, Store};
use sync::DocumentSocket;
use tracing::{info, warn};
use wire::{CloseCode, Ephemeral, ErrorBody, Message};

/// Messages that wait.
const MAILBOX: usize = 512;
/// Events kept for those who resume.
const KEPT_EVENTS: usize = 2_000;
/// Presence, waiting takes and idleness are looked at this often.
const TICK: Duration = Duration::from_millis(500);
/// A room that nobody has open and that has nothing to do ends after this.
const IDLE: u64 = 300_000;
/// What the last version of the storyboard may take while the server ends.
const LAST_VERSION: Duration = Duration::from_secs(2);

/// What a room needs of the node.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub store: Store,
    pub device: Addr<GpuActor>,
    pub rules: Arc<Rules>,
    pub safety: Arc<dyn Safety>,
    pub directory: Directory,
}

pub(crate) struct RoomActor {
    room: RoomId,
    epoch: u64,
    around: Surroundings,
    stage: Arc<Stage>,
    /// Ahead of the store by what is being committed.
    machine: RoomMachine,
    /// As the store has it: what people are shown.
    committed: RoomMachine,
    recent: VecDeque<RecordedEvent>,
    plans: HashMap<TakeId, Arc<FrozenPlan>>,
    document: Document,
    history: History,
    document_sockets: HashMap<SocketId, DocumentSocket>,
    pages: HashMap<SocketId, PageSocket>,
    presence: Presence,
    told: PresenceView,
    progress: Option<wire::Progress>,
    waiting: Vec<WaitingTake>,
    live: Option<Live>,
    /// What was being recorded of a stage that is over, until its last seconds are here.
    stretch: Option<(TakeId, Stretch)>,
    waiting_edits: Vec<WaitingEdit>,
    /// Recorded takes that are no clips yet.
    recorded: HashMap<TakeId, Arc<Recorded>>,
    hands: Hands,
    /// Requests under way that create something.
    asked: HashSet<(UserId, String)>,
    requests: Requests,
    castings: Requests,
    shown: Requests,
    asks: Asks,
    words: Requests,
    marks: Requests,
    entries: Requests,
    retries: Retries,
    calling: voices::Calling,
    /// Those of the membership table whom the room refused.
    not_let_in: Vec<UserId>,
    commits: Commits,
    /// Since when nobody is here and nothing is to be done.
    idle_since: Option<domain::Timestamp>,
    /// What sockets are told when it ends.
    closing: CloseCode,
}

struct PageSocket {
    person: Person,
    outbox: Outbox,
}

/// Kinds of state; a page has one of each for each room.
#[derive(Clone, Copy)]
enum StateKey {
    Present = 1,
    Typing = 2,
    Progress = 3,
    Stage = 4,
    Places = 5,
    Live = 6,
    Voices = 7,
    Uploads = 8,
}

impl StateKey {
    /// The last bits of a room's id are random: kinds of one room don't meet those of another.
    fn of(self, room: RoomId) -> u128 {
        room.as_uuid().as_u128().rotate_left(8) ^ self as u128
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Unopened {
    #[error(transparent)]
    History(#[from] domain::room::Broken),
    #[error("a stored document update can't be read")]
    Document,
}

/// What a room's stored history comes to.
pub(crate) struct Past {
    machine: RoomMachine,
    document: Document,
}

impl Past {
    /// Takes long for a long history. Call [`merged`] first where there are many updates.
    pub fn read(opened: &OpenedRoom) -> Result<Self, Unopened> {
        let machine = RoomMachine::replay(opened.events.iter().cloned())?;
        let document = Document::restore(&opened.updates).map_err(|_| Unopened::Document)?;
        Ok(Self { machine, document })
    }
}

impl RoomActor {
    /// From what is stored.
    pub fn restore(room: RoomId, opened: OpenedRoom, past: Past, around: Surroundings, stage: Arc<Stage>) -> Self {
        let Past { machine, document } = past;
        let skip = opened.events.len().saturating_sub(KEPT_EVENTS);
        let mut actor = Self {
            room,
            epoch: opened.epoch,
            around,
            stage,
            committed: machine.clone(),
            machine,
            recent: opened.events.into_iter().skip(skip).collect(),
            plans: opened.plans.into_iter().map(|plan| (plan.take(), Arc::new(plan))).collect(),
            document,
            history: History::default(),
            document_sockets: HashMap::new(),
            pages: HashMap::new(),
            presence: Presence::new(),
            told: PresenceView::default(),
            progress: None,
            waiting: Vec::new(),
            live: None,
            stretch: None,
            waiting_edits: Vec::new(),
            recorded: HashMap::new(),
            hands: Hands::default(),
            asked: HashSet::new(),
            requests: Requests::takes(),
            castings: Requests::castings(),
            shown: Requests::shown(),
            asks: Asks::default(),
            words: Requests::words(),
            marks: Requests::marks(),
            entries: Requests::entries(),
            retries: Retries::default(),
            calling: voices::Calling::new(),
            not_let_in: Vec::new(),
            commits: Commits::default(),
            idle_since: None,
            closing: CloseCode::RoomRestarted,
        };
        actor.missing_members(&opened.members, opened.created_by, mended_name(&opened.name));
        actor
    }

    /// Rows of the membership table that the room has not heard of: an invitation was used just before a crash.
    fn missing_members(&mut self, members: &[store::Member], maker: UserId, name: String) {
        let open = members.iter().find(|member| member.user == maker && !self.machine.is_open());
        let commands: Vec<(UserId, Command)> = open
            .map(|member| (maker, Command::Open { by: maker, handle: member.handle.clone(), name }))
            .into_iter()
            .chain(members.iter().map(|member| (member.user, Command::Join { user: member.user, handle: member.handle.clone(), role: member.role })))
            .collect();
        for (user, command) in commands {
            match self.machine.apply(clock::now(), command) {
                Ok(effects) => self.commits.add_effects(effects),
                Err(refused) => {
                    warn!(room = %self.room, code = refused.code(), "a stored member could not join");
                    if matches!(refused.code(), "room_full" | "removed_from_room") {
                        self.not_let_in.push(user);
                    }
                }
            }
        }
    }

    /// Whoever has a row and was not let in would pass for a member wherever only the row is asked.
    fn drop_refused(&mut self, context: &mut Context<Self>) {
        let (store, room) = (self.around.store.clone(), self.room);
        for user in std::mem::take(&mut self.not_let_in) {
            let store = store.clone();
            let dropped = async move { store.drop_membership(room, user).await };
            context.spawn(dropped.into_actor(self).map(move |dropped, _, _| {
                if let Err(error) = dropped {
                    warn!(%room, %error, "somebody who was not let in could not be taken off the list");
                }
            }));
        }
    }

    fn tell_all(&self, frame: &Frame) {
        for page in self.pages.values() {
            page.outbox.send(frame.clone());
        }
    }

    fn state_to_all(&self, key: StateKey, state: Ephemeral) {
        let frame = self.state_frame(state);
        for page in self.pages.values() {
            page.outbox.state(key.of(self.room), frame.clone());
        }
    }

    /// Which take's pictures go out now.
    fn tell_shown(&self) {
        self.state_to_all(StateKey::Stage, Ephemeral::Stage { take: self.stage.now() });
    }

    fn state_frame(&self, state: Ephemeral) -> Frame {
        Frame::text(&Message::State { room: self.room, state })
    }

    /// Everything about this room may be wrong: end, so that it is opened again from what is stored.
    fn fault(&mut self, why: &str, context: &mut Context<Self>) {
        warn!(room = %self.room, why, "room faulted");
        self.commits.poison();
        context.stop();
    }

    fn tick(&mut self, context: &mut Context<Self>) {
        self.tell_presence();
        self.hear_news();
        self.retry_waiting_takes(context);
        self.expire_questions(context);
        self.expire_knocks(context);
        self.keep_paused_version(context);
        let busy = !self.pages.is_empty() || !self.document_sockets.is_empty() || self.machine.running().is_some() || self.machine.waiting() > 0;
        let busy = busy || self.live.is_some() || !self.calling.is_empty();
        if busy || self.commits.is_writing() || self.history.is_writing() {
            self.idle_since = None;
            return;
        }
        let now = clock::now();
        if now.since(*self.idle_since.get_or_insert(now)) > IDLE {
            context.stop();
        }
    }
}

impl Actor for RoomActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Self::Context) {
        context.set_mailbox_capacity(MAILBOX);
        context.run_interval(TICK, Self::tick);
        self.hear_call(context);
        info!(room = %self.room, epoch = self.epoch, "room opened");
        self.decide(Command::Recover, context).ok();
        self.flush(context);
        self.look_back(context);
        self.drop_refused(context);
    }
}

/// However it ends, even by a panic: nobody waits for a room that is gone.
impl Drop for RoomActor {
    fn drop(&mut self) {
        let pages = self.pages.values().map(|page| &page.outbox);
        for outbox in pages.chain(self.document_sockets.values().map(|socket| &socket.outbox)) {
            outbox.close(self.closing);
        }
        self.calling.end();
        if let Some(running) = self.machine.running() {
            crate::mailbox::tell_surely(&self.around.device, crate::device::Abort(running.ticket.take));
        }
    }
}

impl Handler<Asked<Act>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<Act>, context: &mut Self::Context) {
        let Asked { question: Act(command), reply } = asked;
        match self.decide(command, context) {
            Ok(()) => self.after_commit(context, |_, _| reply.answer(Ok(()))),
            Err(error) => reply.answer(Err(error)),
        }
    }
}

impl Handler<Asked<CloseRoom>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<CloseRoom>, context: &mut Context<Self>) {
        self.closing = CloseCode::Restarting;
        let last = self.kept_version(Reason::Closed, context);
        // What hangs holds up no ending: a version is one less to go back to.
        let kept = async move { tokio::time::timeout(LAST_VERSION, last).await.ok() };
        context.spawn(kept.into_actor(self).map(|_, room, context| {
            room.after_commit(context, move |room, context| {
                room.commits.poison();
                context.stop();
                asked.reply.answer(());
            });
        }));
    }
}

/// Answers once what was decided is on disk.
fn confirm<A: Send + 'static>(
    reply: Answering<Result<A, ErrorBody>>,
    answer: A,
) -> impl FnOnce(&mut RoomActor, &mut Context<RoomActor>) + Send + 'static {
    move |_, _| reply.answer(Ok(answer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn states_of_two_rooms_never_replace_each_other() {
        let room = |number: u8| RoomId::new(clock::now(), &[number; 10]);
        let kinds = [
            StateKey::Present,
            StateKey::Typing,
            StateKey::Progress,
            StateKey::Stage,
            StateKey::Places,
            StateKey::Live,
            StateKey::Voices,
            StateKey::Uploads,
        ];
        let keys: BTreeSet<u128> = (0..=255).flat_map(|number| kinds.map(|kind| kind.of(room(number)))).collect();
        assert_eq!(keys.len(), 256 * kinds.len());
    }
}
