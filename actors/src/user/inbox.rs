//! A person's inbox on their pages: each follows it from the place that it has, and is told everything after it once, in order.
//!
//! What is told is read from the store, so that nothing is told twice, left out or heard before it is kept, whoever wrote it and whenever the
//! news of it came. A page that reads slowly is told slowly; it holds up no other.

use super::{
    UserActor,
    message::{ConversationTold, FollowInbox, InboxGrew},
};
use crate::{
    mailbox::Asked,
    outbox::{CONTROL_BYTES, Frame},
    room::SocketId,
};
use actix::{AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use domain::{ConversationId, UserId};
use std::collections::HashMap;
use store::{Gone, InboxEntry, MOST_MISSED};
use tracing::warn;
use wire::{
    Accepted, CloseCode, ErrorBody, Message, Outcome, Reply, Resumed,
    conversation::{ConversationState, InboxItem, InboxMessage},
};

/// Places that are read at once.
const AT_ONCE: u32 = 50;
/// Bytes that may wait for a page before the inbox waits for it.
const WAITING: usize = CONTROL_BYTES / 4;

#[derive(Default)]
pub(super) struct Inbox {
    /// The last place that each page was told.
    followers: HashMap<SocketId, u64>,
    reading: bool,
    /// Something came while it was being read.
    grew: bool,
    /// Some page has to be told more later.
    behind: bool,
}

impl Inbox {
    pub fn forget(&mut self, socket: SocketId) {
        self.followers.remove(&socket);
    }
}

impl Handler<Asked<FollowInbox>> for UserActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<FollowInbox>, context: &mut Context<Self>) {
        let Asked { question: FollowInbox { socket, request, offset }, reply } = asked;
        let (store, user) = (self.around.store.clone(), self.user);
        let end = async move { store.inbox_end(user).await };
        context.spawn(end.into_actor(self).map(move |end, user, context| {
            let Ok(end) = end else { return reply.answer(Err(ErrorBody::new("unavailable", "your messages can't be read right now: try again"))) };
            let Some((outbox, _)) = user.sockets.get(&socket) else { return reply.answer(Ok(())) };
            let (resumed, from) = place(offset, end);
            let accepted = Accepted::InboxFollowed { resumed, offset: from };
            // The answer goes first, then what was missed.
            outbox.send(Frame::text(&Message::Reply(Reply { id: request, outcome: Outcome::Ok(accepted) })));
            user.inbox.followers.insert(socket, from);
            user.read_inbox(context);
            reply.answer(Ok(()));
        }));
    }
}

/// Where a page goes on.
fn place(offset: Option<u64>, end: u64) -> (Resumed, u64) {
    match offset {
        None => (Resumed::Fresh, end),
        Some(offset) if offset <= end && end - offset <= MOST_MISSED => (Resumed::Recovered, offset),
        Some(_) => (Resumed::NotRecovered, end),
    }
}

impl Handler<InboxGrew> for UserActor {
    type Result = ();

    fn handle(&mut self, _: InboxGrew, context: &mut Context<Self>) {
        self.read_inbox(context);
    }
}

impl UserActor {
    /// Those that were waited for are told more.
    pub(super) fn tick_inbox(&mut self, context: &mut Context<Self>) {
        if std::mem::take(&mut self.inbox.behind) {
            self.read_inbox(context);
        }
    }

    fn read_inbox(&mut self, context: &mut Context<Self>) {
        if self.inbox.reading {
            self.inbox.grew = true;
            return;
        }
        self.inbox.grew = false;
        let ready = self.inbox.followers.iter().filter(|(socket, _)| self.has_room(**socket));
        let Some(from) = ready.map(|(_, told)| *told).min() else {
            self.inbox.behind = !self.inbox.followers.is_empty();
            return;
        };
        self.inbox.reading = true;
        let (store, user) = (self.around.store.clone(), self.user);
        let read = async move { store.inbox_after(user, from, AT_ONCE).await };
        context.spawn(read.into_actor(self).map(move |read, user, context| {
            user.inbox.reading = false;
            match read {
                Ok(Ok(entries)) => {
                    let more = entries.len() == AT_ONCE as usize;
                    user.tell_inbox(entries);
                    if more || user.inbox.grew {
                        user.read_inbox(context);
                    }
                }
                Ok(Err(Gone)) => {
                    user.turn_away(from);
                    user.read_inbox(context);
                }
                Err(failure) => {
                    warn!(%failure, "an inbox could not be read");
                    user.inbox.behind = true;
                }
            }
        }));
    }

    fn has_room(&self, socket: SocketId) -> bool {
        self.sockets.get(&socket).is_some_and(|(outbox, _)| outbox.waiting() < WAITING)
    }

    fn tell_inbox(&mut self, entries: Vec<InboxEntry>) {
        for entry in entries {
            let place = entry.place;
            let frame = Frame::text(&Message::Inbox(view(entry)));
            let next: Vec<SocketId> = self.inbox.followers.iter().filter(|(_, told)| **told + 1 == place).map(|(socket, _)| *socket).collect();
            for socket in next {
                if !self.has_room(socket) {
                    self.inbox.behind = true;
                } else if let (Some((outbox, _)), Some(told)) = (self.sockets.get(&socket), self.inbox.followers.get_mut(&socket)) {
                    outbox.send(frame.clone());
                    *told = place;
                }
            }
        }
    }

    /// What comes after this place is not kept any more: they have to read their conversations anew.
    fn turn_away(&mut self, from: u64) {
        let (sockets, followers) = (&self.sockets, &mut self.inbox.followers);
        followers.retain(|socket, told| {
            if *told == from
                && let Some((outbox, _)) = sockets.get(socket)
            {
                outbox.close(CloseCode::Behind);
            }
            *told != from
        });
    }

    /// Only the latest of each kind and person counts.
    pub(super) fn tell_state(&self, conversation: ConversationId, state: &ConversationState) {
        let frame = Frame::text(&Message::Conversation { conversation, state: state.clone() });
        let key = key(conversation, state);
        for socket in self.inbox.followers.keys() {
            if let Some((outbox, _)) = self.sockets.get(socket) {
                outbox.state(key, frame.clone());
            }
        }
    }
}

impl Handler<ConversationTold> for UserActor {
    type Result = ();

    /// Whom a block is between hears nothing of the other; while that is not known, nobody does.
    fn handle(&mut self, ConversationTold { conversation, by, state }: ConversationTold, _: &mut Context<Self>) {
        let known = !self.loading.is_under_way() && !self.loading.has_failed();
        if known && !self.blocked.contains(&by) {
            self.tell_state(conversation, &state);
        }
    }
}

fn key(conversation: ConversationId, state: &ConversationState) -> u128 {
    let (user, turn): (UserId, u32) = match state {
        ConversationState::Reached { user, .. } => (*user, 41),
        ConversationState::Typing { user } => (*user, 83),
    };
    conversation.as_uuid().as_u128() ^ user.as_uuid().as_u128().rotate_left(turn)
}

fn view(entry: InboxEntry) -> InboxMessage {
    let item = match entry.item {
        store::InboxItem::Event(recorded) => InboxItem::Event(recorded.into()),
        store::InboxItem::Hidden(message) => InboxItem::Hidden { message },
        store::InboxItem::Muted(until) => InboxItem::Muted { until: until.as_millis() },
        store::InboxItem::Declined => InboxItem::Declined,
    };
    InboxMessage { offset: entry.place, conversation: entry.conversation, item }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_where_it_was_or_is_told_of_the_gap() {
        assert_eq!(place(None, 7), (Resumed::Fresh, 7));
        assert_eq!(place(Some(7), 7), (Resumed::Recovered, 7));
        assert_eq!(place(Some(0), MOST_MISSED), (Resumed::Recovered, 0));
        assert_eq!(place(Some(0), MOST_MISSED + 1), (Resumed::NotRecovered, MOST_MISSED + 1));
        assert_eq!(place(Some(8), 7), (Resumed::NotRecovered, 7), "of another store");
    }
}
