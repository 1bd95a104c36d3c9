//! What a room remembers, and how its events change it. Nothing else changes it, so that what is replayed from the store equals
//! what was live. Which events there are is decided in `machine.rs`.

mod people;
mod talk;

pub(super) use talk::remark_bytes;

use super::{
    command::QUESTION_MILLIS,
    event::{Appears, Door, Recorded, Role, RoomEvent, Sequence},
    view::{CHAT_KEPT, ChatLine, Ending, FINISHED_KEPT, Finished, Held, Knock, Member, OpenStage, RoomView, Running, SAID_KEPT, Ticket},
};
use crate::{CameoId, ClipId, MessageId, TakeId, Timestamp, UserId, account::Handle, queue::FairQueue};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A room as a pure machine: see [`RoomMachine::apply`]. Holds ids and words only, never a permit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomMachine {
    last_seq: Sequence,
    name: String,
    /// In the order in which they joined.
    members: Vec<Member>,
    /// Everybody who was ever a member.
    people: BTreeMap<UserId, Handle>,
    chat: VecDeque<ChatLine>,
    queue: FairQueue<UserId, Ticket>,
    /// In the order in which they were asked for; at most [`super::MAX_HELD`].
    #[serde(default)]
    asking: Vec<Held>,
    running: Option<Running>,
    finished: VecDeque<Finished>,
    #[serde(default)]
    door: Door,
    #[serde(default)]
    knocks: Vec<Knock>,
    /// Who was sent away from the door, and when.
    #[serde(default)]
    sent_away: BTreeMap<UserId, Timestamp>,
    /// Whom a host took out: invitations let them in no more.
    #[serde(default)]
    removed: BTreeSet<UserId>,
    /// Whom a host muted, members or not.
    #[serde(default)]
    muted: BTreeSet<UserId>,
    /// Whom a host made a viewer, members or not: invitations make no more of them.
    #[serde(default)]
    lowered: BTreeSet<UserId>,
    /// The last messages and remarks, also those that are not remembered otherwise.
    #[serde(default)]
    said: VecDeque<MessageId>,
    #[serde(default)]
    picked: Option<TakeId>,
    #[serde(default)]
    stage: Option<OpenStage>,
}

/// The stored history has a hole: the room must not open with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {found} came where {expected} was due")]
pub struct Broken {
    pub expected: Sequence,
    pub found: Sequence,
}

impl RoomMachine {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The room as its stored events tell it.
    ///
    /// # Errors
    /// Where the sequence numbers don't run from 1 without a gap.
    pub fn replay(history: impl IntoIterator<Item = Recorded>) -> Result<Self, Broken> {
        let mut room = Self::new();
        for recorded in history {
            room.fold(&recorded)?;
        }
        Ok(room)
    }

    /// Takes in one event.
    ///
    /// # Errors
    /// Where it isn't the next one; nothing changes then.
    pub fn fold(&mut self, recorded: &Recorded) -> Result<(), Broken> {
        if recorded.seq != self.next_seq() {
            return Err(Broken { expected: self.next_seq(), found: recorded.seq });
        }
        self.last_seq = recorded.seq;
        let at = recorded.at;
        match &recorded.event {
            RoomEvent::RoomOpened { name, .. } | RoomEvent::RoomRenamed { name, .. } => self.name.clone_from(name),
            RoomEvent::MemberJoined { user, handle, role, muted } => self.take_in(*user, handle, (*role, *muted), at),
            RoomEvent::MemberLeft { user } => self.members.retain(|member| member.user != *user),
            RoomEvent::RoleChanged { user, role, by } => self.give(*user, *role, *by),
            RoomEvent::MemberMuted { user, on, .. } => self.mute(*user, *on),
            RoomEvent::MemberRemoved { user, .. } => self.take_out(*user),
            RoomEvent::DoorSet { door, .. } => self.door = *door,
            RoomEvent::Knocked { user, handle } => self.knocked(*user, handle, at),
            RoomEvent::KnockEnded { user, admitted, by } => self.knock_ended(*user, *admitted, by.is_some(), at),
            RoomEvent::Said { message, by, text, reply_to } => {
                let line = ChatLine::new((recorded.seq, at), *message, *by, text, *reply_to);
                push_bounded(&mut self.chat, line, CHAT_KEPT);
                push_bounded(&mut self.said, *message, SAID_KEPT);
            }
            RoomEvent::Rewritten { message, text } => self.rewrite(*message, text, recorded.seq),
            RoomEvent::Unsaid { message, by } => self.unsay(*message, *by),
            RoomEvent::Reacted { message, by, reaction } => self.react(*message, *by, reaction.as_deref()),
            RoomEvent::TakeQueued { take, asker, makers, title, seconds, cast, waiting_for, derived } => {
                let (title, cast, derived) = (title.clone(), cast.clone(), derived.clone());
                let ticket = Ticket { take: *take, asker: *asker, makers: makers.clone(), title, seconds: *seconds, asked_at: at, cast, derived };
                self.wait(ticket, waiting_for);
            }
            RoomEvent::ConsentGiven { take, cameo, .. } => self.consent(*take, *cameo),
            RoomEvent::TakeStarted { take, attempt } => self.start(*take, *attempt, at),
            RoomEvent::TakeFinished { take, clip, notices } => self.end(*take, at, Ending::Clip { clip: *clip, notices: notices.clone() }),
            RoomEvent::TakeFailed { take, code, reason } => {
                self.end(*take, at, Ending::Failed { code: code.clone(), reason: reason.clone() });
            }
            RoomEvent::TakeCancelled { take, by } => self.end(*take, at, Ending::Cancelled { by: *by }),
            RoomEvent::ClipDeleted { clip, by } => self.delete(*clip, *by),
            RoomEvent::TakeMoved { take, behind, .. } => self.queue.place(|ticket| ticket.take == *take, *behind as usize),
            RoomEvent::Voted { take, by, on } => self.vote(*take, *by, *on),
            RoomEvent::TakePicked { take, .. } => self.picked = *take,
            RoomEvent::Remarked { remark, take, by, at_ms, text } => {
                push_bounded(&mut self.said, *remark, SAID_KEPT);
                self.remark((recorded.seq, at), (*take, *remark), *by, (*at_ms, text));
            }
            RoomEvent::RemarkRemoved { remark, take, .. } => self.remove_remark(*take, *remark),
            RoomEvent::StageOpened { stage, by } => self.stage = Some(OpenStage { stage: *stage, by: *by, since: at }),
            RoomEvent::StageClosed { stage, .. } => self.stage = self.stage.filter(|open| open.stage != *stage),
        }
        Ok(())
    }

    fn wait(&mut self, ticket: Ticket, waiting_for: &[Appears]) {
        if waiting_for.is_empty() {
            self.queue.push(ticket.asker, ticket);
        } else {
            let until = ticket.asked_at.plus(QUESTION_MILLIS);
            self.asking.push(Held { ticket, waiting_for: waiting_for.to_vec(), until });
        }
    }

    fn consent(&mut self, take: TakeId, cameo: CameoId) {
        let Some(place) = self.asking.iter().position(|held| held.ticket.take == take) else { return };
        self.asking[place].waiting_for.retain(|waited| waited.cameo != cameo);
        if self.asking[place].waiting_for.is_empty() {
            let ticket = self.asking.remove(place).ticket;
            self.queue.push(ticket.asker, ticket);
        }
    }

    fn start(&mut self, take: TakeId, attempt: u32, started_at: Timestamp) {
        if let Some(running) = self.running.as_mut().filter(|running| running.ticket.take == take) {
            running.attempt = attempt;
            running.started_at = started_at;
            return;
        }
        // The next one by rule, so that turns pass on; looked up by id all the same, should an older build have ordered otherwise.
        let next = self.queue.iter().next().is_some_and(|ticket| ticket.take == take);
        let ticket = if next { self.queue.pop() } else { self.queue.remove(|ticket| ticket.take == take) };
        if let Some(ticket) = ticket {
            self.running = Some(Running { ticket, attempt, started_at });
        }
    }

    fn end(&mut self, take: TakeId, at: Timestamp, ending: Ending) {
        let ticket = match self.running.take_if(|running| running.ticket.take == take) {
            Some(running) => Some(running.ticket),
            None => self.unhold(take).or_else(|| self.queue.remove(|ticket| ticket.take == take)),
        };
        if let Some(ticket) = ticket {
            push_bounded(&mut self.finished, Finished { ticket, at, ending, votes: Vec::new(), remarks: Vec::new() }, FINISHED_KEPT);
        }
    }

    fn unhold(&mut self, take: TakeId) -> Option<Ticket> {
        let place = self.asking.iter().position(|held| held.ticket.take == take)?;
        Some(self.asking.remove(place).ticket)
    }

    fn delete(&mut self, gone: ClipId, by: UserId) {
        for finished in &mut self.finished {
            if matches!(finished.ending, Ending::Clip { clip, .. } if clip == gone) {
                self.picked.take_if(|picked| *picked == finished.ticket.take);
                finished.ending = Ending::Deleted { clip: gone, by };
            }
        }
    }
}

/// The read side.
impl RoomMachine {
    /// Whether it was ever opened.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.last_seq > 0
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number that the next event gets.
    #[must_use]
    pub fn next_seq(&self) -> Sequence {
        self.last_seq + 1
    }

    /// In the order in which they joined.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    #[must_use]
    pub fn member(&self, user: UserId) -> Option<&Member> {
        self.members.iter().find(|member| member.user == user)
    }

    /// None: not a member.
    #[must_use]
    pub fn role_of(&self, user: UserId) -> Option<Role> {
        self.member(user).map(|member| member.role)
    }

    /// Of somebody who is or was a member.
    #[must_use]
    pub fn handle_of(&self, user: UserId) -> Option<&Handle> {
        self.people.get(&user)
    }

    /// The last [`CHAT_KEPT`] lines, oldest first.
    pub fn chat(&self) -> impl DoubleEndedIterator<Item = &ChatLine> + ExactSizeIterator {
        self.chat.iter()
    }

    /// What waits, in the order in which it will be served.
    pub fn queue(&self) -> impl Iterator<Item = &Ticket> {
        self.queue.iter()
    }

    /// So many of the queue were put at their places by hand.
    #[must_use]
    pub fn placed(&self) -> usize {
        self.queue.placed()
    }

    /// What waits for somebody's yes, the longest wait first.
    #[must_use]
    pub fn asking(&self) -> &[Held] {
        &self.asking
    }

    #[must_use]
    pub fn held(&self, take: TakeId) -> Option<&Held> {
        self.asking.iter().find(|held| held.ticket.take == take)
    }

    /// How much waits for its turn alone.
    #[must_use]
    pub fn queued(&self) -> usize {
        self.queue.len()
    }

    /// How much waits for its turn or for somebody's yes.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.len() + self.asking.len()
    }

    /// What waits of one asker, for its turn or for somebody's yes.
    #[must_use]
    pub fn waiting_of(&self, asker: UserId) -> usize {
        self.queue.len_of(&asker) + self.asking.iter().filter(|held| held.ticket.asker == asker).count()
    }

    #[must_use]
    pub fn running(&self) -> Option<&Running> {
        self.running.as_ref()
    }

    /// The stage that runs.
    #[must_use]
    pub fn stage(&self) -> Option<OpenStage> {
        self.stage
    }

    /// The last [`FINISHED_KEPT`] takes that ended, oldest first.
    pub fn finished(&self) -> impl DoubleEndedIterator<Item = &Finished> + ExactSizeIterator {
        self.finished.iter()
    }

    /// A take that waits or runs.
    #[must_use]
    pub fn ticket(&self, take: TakeId) -> Option<&Ticket> {
        self.open_tickets().find(|ticket| ticket.take == take)
    }

    /// Takes whose plans the shell reads back after a replay: the running one first, then the queue, then what waits for a yes.
    #[must_use]
    pub fn takes_to_restore(&self) -> Vec<TakeId> {
        self.open_tickets().map(|ticket| ticket.take).collect()
    }

    /// The running one first, then what waits.
    #[must_use]
    pub fn takes_asked_by(&self, asker: UserId) -> Vec<TakeId> {
        self.open_tickets().filter(|ticket| ticket.asker == asker).map(|ticket| ticket.take).collect()
    }

    fn open_tickets(&self) -> impl Iterator<Item = &Ticket> {
        let running = self.running.iter().map(|running| &running.ticket);
        running.chain(self.queue.iter()).chain(self.asking.iter().map(|held| &held.ticket))
    }

    /// Everything that a page shows, at this place of the history.
    #[must_use]
    pub fn view(&self) -> RoomView {
        RoomView {
            seq: self.last_seq,
            name: self.name.clone(),
            door: self.door,
            knocks: self.knocks.clone(),
            members: self.members.clone(),
            people: self.named().into_iter().filter_map(|user| Some((user, self.people.get(&user)?.clone()))).collect(),
            chat: self.told_chat(),
            running: self.running.clone(),
            queue: self.queue.iter().cloned().collect(),
            placed: self.queue.placed(),
            asking: self.asking.clone(),
            stage: self.stage,
            finished: self.told_finished(),
            picked: self.picked,
        }
    }

    /// Users in chat and takes, each once.
    fn named(&self) -> Vec<UserId> {
        let tickets = self.open_tickets().chain(self.finished.iter().map(|ended| &ended.ticket));
        let mut users: Vec<UserId> = tickets.flat_map(|ticket| ticket.makers.iter().copied().chain([ticket.asker])).collect();
        users.extend(self.chat.iter().map(|line| line.by));
        users.extend(self.finished.iter().flat_map(|ended| ended.remarks.iter().map(|remark| remark.by)));
        users.extend(self.finished.iter().filter_map(|ended| match ended.ending {
            Ending::Deleted { by, .. } | Ending::Cancelled { by } => Some(by),
            Ending::Clip { .. } | Ending::Failed { .. } => None,
        }));
        users.extend(self.members.iter().map(|member| member.user));
        users.extend(self.stage.map(|stage| stage.by));
        users.sort_unstable();
        users.dedup();
        users
    }
}

fn push_bounded<T>(list: &mut VecDeque<T>, item: T, most: usize) {
    if list.len() == most {
        list.pop_front();
    }
    list.push_back(item);
}
