//! What a page asks for over its socket: each request gets exactly one reply.
//!
//! Entering, leaving and watching are done in the order in which they come. Everything else is begun in that order, and its answers are waited
//! for side by side, a few at once; who has more waits, and is not read meanwhile.

use super::{
    connected,
    flood::Flood,
    socket::Reader,
    writer::{HEARTBEAT, Watching},
};
use crate::{
    clock,
    gateway::{Gateway, is_gone},
};
use actors::{
    Person, Reads, RoomHandle, SocketId,
    outbox::{Frame, Outbox},
};
use domain::RoomId;
use serde::Deserialize;
use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{task::JoinSet, time::timeout};
use tokio_tungstenite::tungstenite::Message;
use wire::{Accepted, CloseCode, Command, ErrorBody, Hello, MAX_REQUEST, MAX_REQUEST_ID, Outcome, Reply, Request, Resume, Transport};

/// Rooms that one socket has open.
const ROOMS: usize = 8;
/// Requests that are carried out at once for one socket.
const AT_ONCE: usize = 8;
const PER_SECOND: u32 = 30;
const BURST: u32 = 120;
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Page {
    gateway: Arc<Gateway>,
    person: Person,
    socket: SocketId,
    outbox: Outbox,
    watching: Arc<Watching>,
    watched: Option<RoomId>,
    rooms: HashMap<RoomId, RoomHandle>,
    flood: Flood,
    under_way: JoinSet<()>,
}

/// Enough of a request to answer one that can't be understood.
#[derive(Deserialize)]
struct Envelope {
    id: String,
    #[serde(rename = "do")]
    _what: String,
}

impl Page {
    /// Says hello and makes the socket known.
    pub async fn begin(gateway: Arc<Gateway>, person: Person, outbox: Outbox, watching: Arc<Watching>) -> Result<Self, CloseCode> {
        let socket = SocketId::next();
        outbox.send(Frame::text(&wire::Message::Hello(Hello {
            version: wire::VERSION,
            user: person.user,
            handle: person.handle.to_string(),
            now: clock::now().as_millis(),
            heartbeat: HEARTBEAT.as_secs() as u32,
        })));
        connected(&gateway, &person, socket, &outbox, Reads::Messages).await?;
        Ok(Self {
            gateway,
            person,
            socket,
            outbox,
            watching,
            watched: None,
            rooms: HashMap::new(),
            flood: Flood::new(PER_SECOND, BURST, Instant::now()),
            under_way: JoinSet::new(),
        })
    }

    async fn carry_out(&mut self, request: Request) {
        let id = request.id.clone();
        let result = match request.command {
            Command::Ping => Ok(Accepted::Done),
            Command::Enter { room, resume } => match self.enter(room, &id, resume).await {
                // The room has replied, so that the missed events come right after.
                Ok(()) => return,
                Err(error) => Err(error),
            },
            Command::Exit { room } => {
                self.exit(room);
                Ok(Accepted::Done)
            }
            Command::Watch { room, transport } => self.watch(room, transport).await.map(|()| Accepted::Done),
            Command::Leave { room }
            | Command::Rename { room, .. }
            | Command::SetRole { room, .. }
            | Command::Say { room, .. }
            | Command::Typing { room }
            | Command::Look { room, .. }
            | Command::Rewrite { room, .. }
            | Command::Unsay { room, .. }
            | Command::React { room, .. }
            | Command::SetDoor { room, .. }
            | Command::AnswerKnock { room, .. }
            | Command::Remove { room, .. }
            | Command::Mute { room, .. }
            | Command::HandOver { room, .. }
            | Command::MoveTake { room, .. }
            | Command::Vote { room, .. }
            | Command::Pick { room, .. }
            | Command::Remark { room, .. }
            | Command::RemoveRemark { room, .. }
            | Command::RequestTake { room, .. }
            | Command::CancelTake { room, .. }
            | Command::OpenStage { room, .. }
            | Command::Steer { room, .. }
            | Command::Push { room, .. }
            | Command::Record { room, .. }
            | Command::CloseStage { room }
            | Command::Voice { room, .. } => return self.ask(room, request).await,
            Command::FollowInbox { offset } => match self.gateway.directory.follow_inbox(self.person.user, self.socket, &id, offset).await {
                // It was answered there, so that what was missed comes right after.
                Ok(()) => return,
                Err(error) => Err(error),
            },
            // What one page asks for in order is said in order: only the answers are waited for beside each other.
            Command::StartConversation { conversation, with, name } => {
                match self.gateway.directory.start_conversation(&self.person, conversation, with, name).await {
                    Ok(answer) => return self.beside(id, answer).await,
                    Err(error) => Err(error),
                }
            }
            Command::Converse { conversation, what } => match self.gateway.directory.converse(&self.person, conversation, what).await {
                Ok(answer) => return self.beside(id, answer).await,
                Err(error) => Err(error),
            },
            Command::Composing { conversation } => self.gateway.directory.compose(&self.person, conversation).await.map(|()| Accepted::Done),
            Command::AnswerQuestion { question, answer } => {
                let (gateway, person) = (self.gateway.clone(), self.person.clone());
                let answered = async move {
                    gateway.tries.question(person.user).map_err(|error| error.body)?;
                    gateway.directory.answer(&person, question, answer).await.map(|()| Accepted::Done)
                };
                return self.beside(id, answered).await;
            }
        };
        reply(&self.outbox, id, result);
    }

    async fn enter(&mut self, room: RoomId, request: &str, resume: Option<Resume>) -> Result<(), ErrorBody> {
        if !self.rooms.contains_key(&room) && self.rooms.len() >= ROOMS {
            return Err(ErrorBody::new("too_many_rooms", format!("{ROOMS} rooms are open on this socket: leave one first")));
        }
        let before = self.rooms.get(&room).cloned();
        let mut entered = self.knock(room, request, resume).await;
        if entered.as_ref().is_err_and(is_gone) {
            entered = self.knock(room, request, resume).await;
        }
        if entered.is_err() {
            self.rooms.remove(&room);
            self.rooms.extend(before.map(|before| (room, before)));
        }
        entered
    }

    /// Known before the room answers: should the socket break meanwhile, the room hears of it. One that never entered may be lost, too.
    async fn knock(&mut self, room: RoomId, request: &str, resume: Option<Resume>) -> Result<(), ErrorBody> {
        let handle = self.gateway.room(room).await?;
        self.rooms.insert(room, handle.clone());
        handle.enter(self.person.clone(), self.socket, self.outbox.clone(), request.to_owned(), resume).await
    }

    fn exit(&mut self, room: RoomId) {
        if let Some(handle) = self.rooms.remove(&room) {
            handle.exit(self.socket);
        }
        self.unwatch(room);
    }

    /// One stage at a time: another one takes its place.
    async fn watch(&mut self, room: RoomId, transport: Transport) -> Result<(), ErrorBody> {
        match transport {
            Transport::None => self.unwatch(room),
            Transport::Ws => {
                let mut subscription = self.gateway.room(room).await?.watch(self.person.user).await;
                if subscription.as_ref().is_err_and(is_gone) {
                    subscription = self.gateway.room(room).await?.watch(self.person.user).await;
                }
                self.watching.set(Some(subscription?));
                self.watched = Some(room);
            }
        }
        Ok(())
    }

    fn unwatch(&mut self, room: RoomId) {
        if self.watched == Some(room) {
            self.watched = None;
            self.watching.set(None);
        }
    }

    async fn ask(&mut self, room: RoomId, request: Request) {
        let id = request.id.clone();
        match self.put(room, request).await {
            Ok(answer) => self.beside(id, answer).await,
            Err(error) => reply(&self.outbox, id, Err(error)),
        }
    }

    /// What one page asks a room in order is decided in order.
    async fn put(&self, room: RoomId, request: Request) -> Result<impl Future<Output = Result<Accepted, ErrorBody>> + Send + use<>, ErrorBody> {
        let (gateway, person) = (self.gateway.clone(), self.person.clone());
        let entered = self.rooms.get(&room).map(|handle| handle.begin(person.clone(), request.clone()));
        let begun = match entered.filter(|begun| !begun.as_ref().is_err_and(is_gone)) {
            Some(begun) => begun,
            None => gateway.room(room).await?.begin(person.clone(), request.clone()),
        };
        let answer = begun?;
        // Whatever was put to a room that ended since can be asked again: it happens once.
        Ok(async move {
            match answer.await {
                Err(error) if is_gone(&error) => gateway.room(room).await?.request(person, request).await,
                other => other,
            }
        })
    }

    /// Carries it out beside others, and replies.
    async fn beside(&mut self, id: String, work: impl Future<Output = Result<Accepted, ErrorBody>> + Send + 'static) {
        while self.under_way.len() >= AT_ONCE {
            self.under_way.join_next().await;
        }
        while self.under_way.try_join_next().is_some() {}
        let outbox = self.outbox.clone();
        self.under_way.spawn(async move {
            let result = timeout(PATIENCE, work).await;
            let late = || Err(ErrorBody::new("timeout", "that took too long: look whether it happened, then try again"));
            reply(&outbox, id, result.unwrap_or_else(|_| late()));
        });
    }

    async fn hear(&mut self, text: &str) -> Result<(), CloseCode> {
        let request: Request = match serde_json::from_str(text) {
            Ok(request) => request,
            Err(error) => return self.misunderstood(text, &error),
        };
        if is_id(&request.id) {
            self.carry_out(request).await;
        } else {
            reply(&self.outbox, cut(&request.id), Err(bad_id()));
        }
        Ok(())
    }

    /// A request that is none of ours, but has an id, is refused; what is no request at all closes the socket.
    fn misunderstood(&self, text: &str, error: &serde_json::Error) -> Result<(), CloseCode> {
        let envelope: Envelope = serde_json::from_str(text).map_err(|_| CloseCode::Malformed)?;
        if !is_id(&envelope.id) {
            return Err(CloseCode::Malformed);
        }
        let message = format!("this request is unknown, or a field of it is missing or wrong (column {})", error.column());
        reply(&self.outbox, envelope.id, Err(ErrorBody::new("request_invalid", message)));
        Ok(())
    }
}

impl Reader for Page {
    const LARGEST: usize = MAX_REQUEST;

    async fn take(&mut self, message: Message) -> Result<(), CloseCode> {
        if !self.flood.admit(Instant::now()) {
            return Err(CloseCode::Flooding);
        }
        match message {
            Message::Text(text) => self.hear(&text).await,
            Message::Ping(_) => Ok(()),
            _ => Err(CloseCode::Malformed),
        }
    }

    async fn leave(self) {
        for handle in self.rooms.values() {
            handle.lost(self.socket);
        }
        self.gateway.directory.disconnected(self.person.user, self.socket);
    }
}

fn reply(outbox: &Outbox, id: String, result: Result<Accepted, ErrorBody>) {
    let outcome = match result {
        Ok(accepted) => Outcome::Ok(accepted),
        Err(error) => Outcome::Error(error),
    };
    outbox.send(Frame::text(&wire::Message::Reply(Reply { id, outcome })));
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= MAX_REQUEST_ID && !id.chars().any(char::is_control)
}

fn cut(id: &str) -> String {
    id.chars().take(MAX_REQUEST_ID).collect()
}

fn bad_id() -> ErrorBody {
    ErrorBody::new("request_id_invalid", format!("a request's id has 1 to {MAX_REQUEST_ID} characters"))
}
