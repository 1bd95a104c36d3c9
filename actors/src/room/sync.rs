//! Yjs clients of the storyboard: the y-websocket protocol, unchanged.
//!
//! Updates are stored before they are sent on. A cursor's name is the one that its socket is signed in with. What can't be read
//! closes the socket with a code and touches nobody else.

use super::{
    RoomActor,
    document::{DocumentError, together},
    handle::SocketId,
    message::{DocumentMessage, OpenDocument},
    scan::is_bounded,
};
use crate::{
    mailbox::Asked,
    outbox::{Frame, Outbox},
};
use actix::{Context, Handler};
use bytes::Bytes;
use domain::{UserId, room::Role};
use std::{collections::HashMap, panic::catch_unwind, sync::Arc};
use wire::{CloseCode, ErrorBody};
use yrs::{
    StateVector,
    block::ClientID,
    sync::{AwarenessUpdate, Message, SyncMessage, awareness::AwarenessUpdateEntry},
    updates::{
        decoder::{Decode, Decoder, DecoderV1},
        encoder::Encode,
    },
};

/// Cursors that one socket can show: one, and one that a reload left behind.
const MAX_CURSORS: usize = 4;
/// Cursors in one message: a client repeats those of the whole room.
const MAX_HEARD: usize = 512;
const MAX_CURSOR_BYTES: usize = 4 * 1024;
/// Messages in one frame.
const MAX_MESSAGES: usize = 64;

pub(super) struct DocumentSocket {
    pub user: UserId,
    pub outbox: Outbox,
    name: Arc<str>,
    cursors: HashMap<ClientID, AwarenessUpdateEntry>,
    /// It wrote ahead of what is here and was asked once more for what it has; until it answers, whatever else is ahead is in that answer.
    asked_again: bool,
    /// What it lacks is on its way, and waits for the disk.
    answering: bool,
}

/// An update that is being written.
pub(super) struct Told {
    /// Whose it is. None: the server's.
    pub from: Option<SocketId>,
    pub update: Vec<u8>,
}

impl Handler<Asked<OpenDocument>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<OpenDocument>, context: &mut Context<Self>) {
        let Asked { question: OpenDocument { user, socket, outbox }, reply } = asked;
        let handle = match self.machine.member(user) {
            Some(member) => member.handle.clone(),
            None => return reply.answer(Err(self.demand_member(user).err().unwrap_or_else(|| ErrorBody::new("not_member", "not a member")))),
        };
        self.after_commit(context, move |room, _| {
            outbox.send(sync_frame(SyncMessage::SyncStep1(room.document.state_vector())));
            if let Some(cursors) = room.all_cursors() {
                outbox.send(cursors);
            }
            let name = Arc::from(handle.as_str());
            room.document_sockets
                .insert(socket, DocumentSocket { user, outbox, name, cursors: HashMap::new(), asked_again: false, answering: false });
            reply.answer(Ok(()));
        });
    }
}

impl Handler<Asked<DocumentMessage>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<DocumentMessage>, context: &mut Context<Self>) {
        let Asked { question: DocumentMessage { socket, message }, reply } = asked;
        let answer = self.read_messages(socket, &message, context);
        self.flush(context);
        reply.answer(answer);
    }
}

impl RoomActor {
    fn read_messages(&mut self, socket: SocketId, frame: &Bytes, context: &mut Context<Self>) -> Result<(), CloseCode> {
        let messages = catch_unwind(|| messages_of(frame)).ok().flatten().ok_or(CloseCode::MalformedUpdate)?;
        let mut answered = false;
        for message in messages {
            match message {
                // Each answer may be the whole storyboard: one for each frame.
                Message::Sync(SyncMessage::SyncStep1(theirs)) => {
                    if !std::mem::replace(&mut answered, true) {
                        self.answer_sync(socket, &theirs, context);
                    }
                }
                Message::Sync(SyncMessage::SyncStep2(update)) => {
                    if let Some(known) = self.document_sockets.get_mut(&socket) {
                        known.asked_again = false;
                    }
                    self.take_update(socket, update, context)?;
                }
                Message::Sync(SyncMessage::Update(update)) => self.take_update(socket, update, context)?,
                Message::Awareness(update) => self.take_cursors(socket, update)?,
                Message::AwarenessQuery => self.answer_cursors(socket),
                Message::Auth(_) | Message::Custom(..) => {}
            }
        }
        Ok(())
    }

    /// Where an answer is on its way already, that one and what is told after it are enough. Who is gone hears none.
    fn answer_sync(&mut self, socket: SocketId, theirs: &StateVector, context: &mut Context<Self>) {
        let Some(known) = self.document_sockets.get_mut(&socket).filter(|known| !known.answering && known.outbox.is_open()) else { return };
        known.answering = true;
        // What stands now, once it is stored; what comes meanwhile is told after it.
        let lacking = sync_frame(SyncMessage::SyncStep2(self.document.encode(theirs)));
        self.after_commit(context, move |room, _| {
            if let Some(known) = room.document_sockets.get_mut(&socket) {
                known.answering = false;
                known.outbox.send(lacking);
            }
        });
    }

    fn take_update(&mut self, socket: SocketId, update: Vec<u8>, context: &mut Context<Self>) -> Result<(), CloseCode> {
        let user = self.document_sockets.get(&socket).ok_or(CloseCode::NotMember)?.user;
        let role = self.machine.role_of(user).ok_or(CloseCode::NotMember)?;
        if role == Role::Viewer {
            // A page that only reads answers our first message with an empty update.
            return if self.document.has_news(&update) { Err(CloseCode::ReadOnly) } else { Ok(()) };
        }
        match self.take_in(user, &update, context) {
            Ok(false) => Ok(()),
            Ok(true) => {
                self.commits.add_update(user, update, Some(socket));
                Ok(())
            }
            Err(DocumentError::Malformed) => Err(CloseCode::MalformedUpdate),
            // Whoever comes back may write on before they have sent what they wrote alone.
            Err(DocumentError::Ahead) => {
                self.ask_again(socket);
                Ok(())
            }
            Err(DocumentError::Full) => Err(CloseCode::DocumentFull),
            Err(DocumentError::Broken) => {
                self.fault("document_broken", context);
                Err(CloseCode::MalformedUpdate)
            }
        }
    }

    /// What was ahead is in the answer.
    fn ask_again(&mut self, socket: SocketId) {
        let Some(known) = self.document_sockets.get_mut(&socket).filter(|known| !known.asked_again) else { return };
        known.asked_again = true;
        known.outbox.send(sync_frame(SyncMessage::SyncStep1(self.document.state_vector())));
    }

    /// What the server writes in somebody's name goes the way of what their own page writes.
    pub(super) fn write_for(&mut self, user: UserId, update: Vec<u8>, context: &mut Context<Self>) -> Result<(), ErrorBody> {
        match self.take_in(user, &update, context) {
            Ok(_) => {
                self.commits.add_update(user, update, None);
                self.flush(context);
                Ok(())
            }
            Err(DocumentError::Full) => Err(ErrorBody::new("document_full", "the room's storyboard is full: choose another room, or a new one")),
            Err(error @ (DocumentError::Malformed | DocumentError::Ahead | DocumentError::Broken)) => {
                if error == DocumentError::Broken {
                    self.fault("document_broken", context);
                }
                Err(ErrorBody::new("unavailable", "the storyboard could not be written: try again in a moment"))
            }
        }
    }

    /// What one write stored, to everybody: as one update, so that many who write at once cost each reader one frame. Whoever wrote all of it
    /// need not hear it; what somebody hears of their own is nothing new to their client.
    pub(super) fn tell_updates(&mut self, told: Vec<Told>, context: &mut Context<Self>) {
        let Some(first) = told.first() else { return };
        let only = first.from.filter(|from| told.iter().all(|told| told.from == Some(*from)));
        for update in together(told.into_iter().map(|told| told.update).collect()) {
            let frame = sync_frame(SyncMessage::Update(update));
            for (_, known) in self.document_sockets.iter().filter(|(socket, _)| Some(**socket) != only) {
                known.outbox.send(frame.clone());
            }
        }
        self.retry_waiting_takes(context);
    }

    fn take_cursors(&mut self, socket: SocketId, update: AwarenessUpdate) -> Result<(), CloseCode> {
        let taken: Vec<ClientID> =
            self.document_sockets.iter().filter(|(id, _)| **id != socket).flat_map(|(_, known)| known.cursors.keys().copied()).collect();
        let known = self.document_sockets.get_mut(&socket).ok_or(CloseCode::NotMember)?;
        if update.clients.len() > MAX_HEARD {
            return Err(CloseCode::Malformed);
        }
        let mut own = HashMap::new();
        for (client, mut entry) in update.clients {
            // Clients repeat what they heard of others; only one's own cursor is taken.
            if taken.contains(&client) {
                continue;
            }
            entry.json = named(&entry.json, &known.name, known.user).ok_or(CloseCode::Malformed)?;
            if &*entry.json == "null" {
                // Of a cursor that nobody has seen, nobody need hear.
                if known.cursors.remove(&client).is_none() {
                    continue;
                }
            } else if known.cursors.len() < MAX_CURSORS || known.cursors.contains_key(&client) {
                known.cursors.insert(client, entry.clone());
            } else {
                return Err(CloseCode::Malformed);
            }
            own.insert(client, entry);
        }
        self.tell_cursors(socket, own);
        Ok(())
    }

    fn answer_cursors(&self, socket: SocketId) {
        let known = self.document_sockets.get(&socket).filter(|known| known.outbox.is_open());
        if let Some((known, frame)) = known.and_then(|known| Some((known, self.all_cursors()?))) {
            known.outbox.send(frame);
        }
    }

    fn all_cursors(&self) -> Option<Frame> {
        let clients: HashMap<ClientID, AwarenessUpdateEntry> =
            self.document_sockets.values().flat_map(|known| known.cursors.iter().map(|(client, entry)| (*client, entry.clone()))).collect();
        (!clients.is_empty()).then(|| cursors_frame(clients))
    }

    /// No ghosts: the cursors of a socket go with it.
    pub(super) fn document_left(&mut self, socket: SocketId) {
        let Some(gone) = self.document_sockets.remove(&socket) else { return };
        let null: Arc<str> = Arc::from("null");
        let clients: HashMap<_, _> = gone
            .cursors
            .into_iter()
            .map(|(client, entry)| (client, AwarenessUpdateEntry { clock: entry.clock.saturating_add(1), json: null.clone() }))
            .collect();
        self.tell_cursors(socket, clients);
    }

    /// Each cursor is a state of its own: only its latest counts.
    fn tell_cursors(&self, from: SocketId, cursors: HashMap<ClientID, AwarenessUpdateEntry>) {
        for (client, entry) in cursors {
            let frame = cursors_frame(HashMap::from([(client, entry)]));
            for (_, other) in self.document_sockets.iter().filter(|(id, _)| **id != from) {
                other.outbox.state(u128::from(client.get()), frame.clone());
            }
        }
    }
}

/// All messages of a frame. None: it can't be read to its end, declares more than it holds, or holds too many.
fn messages_of(frame: &[u8]) -> Option<Vec<Message>> {
    if !is_bounded(frame, MAX_MESSAGES) {
        return None;
    }
    let mut decoder = DecoderV1::from(frame);
    let mut messages = Vec::new();
    // The library's own reader takes a message that breaks off for the end of the frame.
    while !decoder.read_to_end().ok()?.is_empty() {
        if messages.len() == MAX_MESSAGES {
            return None;
        }
        messages.push(Message::decode(&mut decoder).ok()?);
    }
    Some(messages)
}

fn sync_frame(message: SyncMessage) -> Frame {
    Frame::Binary(Message::Sync(message).encode_v1().into())
}

fn cursors_frame(clients: HashMap<ClientID, AwarenessUpdateEntry>) -> Frame {
    Frame::Binary(Message::Awareness(AwarenessUpdate { clients }).encode_v1().into())
}

/// A cursor's state with the name and id of whom the socket belongs to. None: not JSON, or too large.
fn named(json: &str, name: &str, user: UserId) -> Option<Arc<str>> {
    if json.len() > MAX_CURSOR_BYTES {
        return None;
    }
    let mut state: serde_json::Value = serde_json::from_str(json).ok()?;
    if let Some(state) = state.as_object_mut() {
        let person = state.entry("user").or_insert_with(|| serde_json::json!({}));
        if !person.is_object() {
            *person = serde_json::json!({});
        }
        person["name"] = name.into();
        person["id"] = user.to_string().into();
    }
    Some(Arc::from(state.to_string()))
}
