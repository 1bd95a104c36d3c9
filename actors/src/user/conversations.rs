//! What a person does in conversations: one thing after the other, each committed before it is answered; then those who hear of it are nudged.
//!
//! The rules are `domain::conversation`, applied by the store in the transaction that keeps what came of it. Here stands only what rules can't
//! know: whose a clip is, who may invite to a room, how often one may ask.

use super::{
    UserActor,
    message::{Compose, Converse, What},
    pace::{Kind as Paced, kind_of},
};
use crate::{
    clock,
    mailbox::{Answering, Asked},
};
use actix::{AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use domain::{
    ClipId, ConversationId, RoomId, Timestamp, UserId,
    account::Handle,
    conversation::{Content, Conversation, Kind, MAX_GROUP, Standing},
    room::Role,
};
use std::collections::{BTreeSet, VecDeque};
use store::{Conversed, Store, StoreError};
use tracing::warn;
use wire::{
    Accepted, ErrorBody,
    conversation::{ConversationState, Deed, MAX_MUTE_HOURS},
};

/// Things of one person that wait for the one that is being written.
const WAITING: usize = 64;
const HOUR: u64 = 3_600_000;

type Reply = Answering<Result<Accepted, ErrorBody>>;

#[derive(Default)]
pub(super) struct Doings {
    waiting: VecDeque<(Converse, Reply)>,
    under_way: bool,
}

impl Doings {
    /// Somebody may wait for news of it, whether or not its page is still there.
    pub fn is_under_way(&self) -> bool {
        self.under_way || !self.waiting.is_empty()
    }
}

/// What came of it.
struct Done {
    accepted: Accepted,
    /// Whose inboxes grew.
    nudged: Vec<UserId>,
    /// Who is in it, besides whoever did it.
    others: Vec<UserId>,
    /// How far somebody is now, and whether only they may know.
    reached: Option<(ConversationState, bool)>,
}

impl Handler<Asked<Converse>> for UserActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<Converse>, context: &mut Context<Self>) {
        let Asked { question, reply } = asked;
        let kind = match &question.what {
            What::Start { .. } => Some(Paced::Reach),
            What::Do(deed) => kind_of(deed),
        };
        if let Some(Err(error)) = kind.map(|kind| self.around.paces.count(self.user, kind, clock::now())) {
            return reply.answer(Err(error));
        }
        if self.doings.waiting.len() >= WAITING {
            return reply.answer(Err(ErrorBody::new("busy", "too much of yours waits to be written: try again in a moment")));
        }
        self.doings.waiting.push_back((question, reply));
        self.next_doing(context);
    }
}

impl UserActor {
    fn next_doing(&mut self, context: &mut Context<Self>) {
        if self.doings.under_way {
            return;
        }
        let Some((Converse { conversation, what }, reply)) = self.doings.waiting.pop_front() else { return };
        self.doings.under_way = true;
        let (store, user) = (self.around.store.clone(), self.user);
        let done = async move { carry_out(&store, user, conversation, what, clock::now()).await };
        context.spawn(done.into_actor(self).map(move |done, user, context| {
            user.doings.under_way = false;
            match done {
                Ok(done) => {
                    user.pass_on(conversation, &done);
                    reply.answer(Ok(done.accepted));
                }
                Err(error) => reply.answer(Err(error)),
            }
            user.next_doing(context);
        }));
    }

    fn pass_on(&self, conversation: ConversationId, done: &Done) {
        if !done.nudged.is_empty() {
            self.around.directory.inbox_grew(done.nudged.clone());
        }
        if let Some((state, alone)) = &done.reached {
            self.tell_state(conversation, state);
            if !alone {
                self.around.directory.tell_conversation(done.others.clone(), conversation, self.user, state.clone());
            }
        }
    }
}

impl Handler<Compose> for UserActor {
    type Result = ();

    /// Nobody is told who is not in it, and nobody by who is not. Too many signs of it are no news.
    fn handle(&mut self, Compose(conversation): Compose, context: &mut Context<Self>) {
        if self.around.paces.count(self.user, Paced::Compose, clock::now()).is_err() {
            return;
        }
        let (store, user) = (self.around.store.clone(), self.user);
        let read = async move { store.conversation(user, conversation).await };
        context.spawn(read.into_actor(self).map(move |read, user, _| {
            let Ok(read) = read else { return };
            if read.member(user.user).is_some_and(|member| member.standing == Standing::In) {
                let state = ConversationState::Typing { user: user.user };
                user.around.directory.tell_conversation(others(&read, user.user), conversation, user.user, state);
            }
        }));
    }
}

async fn carry_out(store: &Store, user: UserId, id: ConversationId, what: What, now: Timestamp) -> Result<Done, ErrorBody> {
    match what {
        What::Start { with, name } => {
            let conversed = start(store, user, id, with, name, now).await?;
            let accepted = Accepted::ConversationStarted { conversation: conversed.id };
            Ok(Done { accepted, nudged: nudged(&conversed), others: Vec::new(), reached: None })
        }
        What::Do(Deed::Hide { message }) => {
            store.hide_message(user, message).await.map_err(refused)?;
            Ok(alone(user, now))
        }
        What::Do(Deed::Mute { hours }) => {
            let until = if hours == 0 { Timestamp::from_millis(0) } else { now.plus(u64::from(hours.min(MAX_MUTE_HOURS)) * HOUR) };
            store.mute_conversation(user, id, until).await.map_err(refused)?;
            Ok(alone(user, now))
        }
        What::Do(Deed::Decline) => {
            store.converse(id, user, &store::Deed::Decline, now).await.map_err(refused)?;
            Ok(alone(user, now))
        }
        What::Do(Deed::Reached { delivered, read }) => reach(store, user, id, delivered, read, now).await,
        What::Do(deed) => {
            let deed = known(store, user, deed).await?;
            let conversed = store.converse(id, user, &deed, now).await.map_err(refused)?;
            let first = conversed.events.first();
            let accepted = Accepted::Conversed { seq: first.map(|first| first.seq), at: first.map_or(now, |first| first.at).as_millis() };
            Ok(Done { accepted, nudged: nudged(&conversed), others: Vec::new(), reached: None })
        }
    }
}

async fn start(
    store: &Store,
    user: UserId,
    id: ConversationId,
    with: Vec<String>,
    name: Option<String>,
    now: Timestamp,
) -> Result<Conversed, ErrorBody> {
    if with.len() > MAX_GROUP {
        return Err(refused(domain::conversation::Refused::TooMany.into()));
    }
    let mut others = Vec::with_capacity(with.len());
    for handle in &with {
        others.push(person(store, handle).await?);
    }
    let of = name.map_or(Kind::Direct, |name| Kind::Group { name });
    store.start_conversation(id, user, of, others, now).await.map_err(refused)
}

async fn reach(store: &Store, user: UserId, id: ConversationId, delivered: u64, read: u64, now: Timestamp) -> Result<Done, ErrorBody> {
    let conversed = store.converse(id, user, &store::Deed::Reached { delivered, read }, now).await.map_err(refused)?;
    let member = conversed.conversation.member(user);
    let mine = member.map(|member| ConversationState::Reached { user, delivered: member.delivered, read: member.read });
    // The rules say whether others may know.
    let reached = mine.map(|state| (state, conversed.positions.is_empty()));
    let accepted = Accepted::Conversed { seq: None, at: now.as_millis() };
    Ok(Done { accepted, nudged: Vec::new(), others: others(&conversed.conversation, user), reached })
}

/// The store's words for it, after a look at what it brings.
async fn known(store: &Store, user: UserId, deed: Deed) -> Result<store::Deed, ErrorBody> {
    Ok(match deed {
        Deed::Say { message, content, reply_to } => {
            let content = Content::from(content);
            match &content {
                Content::Clip { clip } => demand_clip(store, user, *clip).await?,
                Content::RoomInvitation { room, role } => demand_room(store, user, *room, *role).await?,
                Content::Text { .. } | Content::Gone => {}
            }
            store::Deed::Say { message, content, reply_to }
        }
        Deed::Edit { message, text } => store::Deed::Edit { message, text },
        Deed::Delete { message } => store::Deed::Delete { message },
        Deed::React { message, emoji } => store::Deed::React { message, emoji },
        Deed::Accept => store::Deed::Accept,
        Deed::Leave => store::Deed::Leave,
        Deed::Rename { name } => store::Deed::Rename { name },
        Deed::Open { open } => store::Deed::Open { open },
        Deed::Add { handle } => store::Deed::Add { user: person(store, &handle).await? },
        Deed::Remove { user } => store::Deed::Remove { user },
        Deed::Decline => store::Deed::Decline,
        Deed::Reached { .. } | Deed::Hide { .. } | Deed::Mute { .. } => {
            return Err(ErrorBody::new("request_invalid", "this is none of a conversation's events"));
        }
    })
}

/// Whoever sends a clip shows it: only its owners do, and only while it is whole.
async fn demand_clip(store: &Store, user: UserId, clip: ClipId) -> Result<(), ErrorBody> {
    let clip = store.clip(clip).await.map_err(refused)?.filter(|clip| clip.owners.contains(&user));
    let clip = clip.ok_or_else(|| ErrorBody::new("clip_unknown", "there is no such clip among yours: only its owners send one"))?;
    if !clip.withheld.is_empty() {
        return Err(ErrorBody::new("clip_withheld", "somebody in this clip took consent back: it is shown to nobody"));
    }
    if !clip.withdrawn_by.is_empty() {
        return Err(ErrorBody::new("clip_withdrawn", "one of its owners withdrew this clip: it is shown to its owners only"));
    }
    Ok(())
}

async fn demand_room(store: &Store, user: UserId, room: RoomId, role: Role) -> Result<(), ErrorBody> {
    let own = store.membership(room, user).await.map_err(refused)?;
    let own = own.ok_or_else(|| ErrorBody::new("not_member", "you are not a member of this room, and can't invite to it"))?;
    if role == Role::Host {
        return Err(ErrorBody::new("role_unsupported", "an invitation makes viewers or co-creators; a host is named in the room"));
    }
    if role > own {
        return Err(ErrorBody::new("role_too_low", "you can't give more than your own role: ask the host"));
    }
    Ok(())
}

async fn person(store: &Store, handle: &str) -> Result<UserId, ErrorBody> {
    let unknown = || ErrorBody::new("person_unknown", "nobody here has this handle: check it");
    let handle: Handle = handle.parse().map_err(|_| unknown())?;
    store.account_by_handle(&handle).await.map_err(refused)?.map(|account| account.user).ok_or_else(unknown)
}

fn alone(user: UserId, now: Timestamp) -> Done {
    Done { accepted: Accepted::Conversed { seq: None, at: now.as_millis() }, nudged: vec![user], others: Vec::new(), reached: None }
}

/// Who hears of what was recorded; of a message that was sent again, everybody does once more, and finds nothing new.
fn nudged(conversed: &Conversed) -> Vec<UserId> {
    let hearers: BTreeSet<UserId> = conversed.events.iter().flat_map(|event| conversed.conversation.hearers(event)).collect();
    hearers.into_iter().collect()
}

fn others(conversation: &Conversation, user: UserId) -> Vec<UserId> {
    let inside = conversation.members().iter().filter(|member| member.standing == Standing::In && member.user != user);
    inside.map(|member| member.user).collect()
}

fn refused(error: StoreError) -> ErrorBody {
    if error.is_fault() {
        warn!(%error, "a conversation could not be written or read");
        return ErrorBody::new("unavailable", "your messages can't be kept right now: try again in a moment");
    }
    ErrorBody::new(error.code(), &error)
}
