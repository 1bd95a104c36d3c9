//! How gateways talk to a room.

use super::{
    RoomActor,
    message::{Act, AtDoor, DocumentMessage, Enter, Exit, OpenDocument, Page, StandsAs, UploadsChanged, Watch, WhoIsHere},
    voices::JoinCall,
};
use crate::{
    call::Seat,
    mailbox::{ask, ask_in_turn, begin, tell, tell_surely},
    outbox::Outbox,
    stage::Subscription,
};
use actix::Addr;
use bytes::Bytes;
use domain::{CallId, RoomId, UserId, account::Handle, room::Command};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use wire::{Accepted, CloseCode, ErrorBody, Request, Resume};

/// Names one socket within the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(u64);

impl SocketId {
    /// The next one of this process.
    #[must_use]
    pub fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Relaxed))
    }

    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }
}

/// The signed-in person behind a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub user: UserId,
    pub handle: Handle,
}

/// An open room. Cheap to clone. When the room has ended it answers `unavailable`: ask the directory again.
#[derive(Clone)]
pub struct RoomHandle {
    pub(crate) room: RoomId,
    pub(crate) addr: Addr<RoomActor>,
}

impl RoomHandle {
    #[must_use]
    pub fn room(&self) -> RoomId {
        self.room
    }

    /// Something that the room's rules decide: opening, joining, leaving, renaming, roles.
    ///
    /// # Errors
    /// What the rules refuse, with its code; `busy`; `unavailable`.
    pub async fn act(&self, command: Command) -> Result<(), ErrorBody> {
        ask(&self.addr, Act(command)).await?
    }

    /// A page opens the room: its state, or what it missed, and from then on every event goes to `outbox`.
    ///
    /// # Errors
    /// `not_member`; `busy`; `unavailable`.
    pub async fn enter(&self, person: Person, socket: SocketId, outbox: Outbox, request: String, resume: Option<Resume>) -> Result<(), ErrorBody> {
        ask(&self.addr, Enter { person, socket, outbox, request, resume }).await?
    }

    /// A page left the room.
    pub fn exit(&self, socket: SocketId) {
        tell_surely(&self.addr, Exit { socket, lost: false });
    }

    /// A socket is gone.
    pub fn lost(&self, socket: SocketId) {
        tell_surely(&self.addr, Exit { socket, lost: true });
    }

    /// A page's request about this room: everything but `enter`, `exit` and `watch`.
    ///
    /// # Errors
    /// With the code that the reply bears.
    pub async fn request(&self, person: Person, request: Request) -> Result<Accepted, ErrorBody> {
        ask(&self.addr, Page { person, request }).await?
    }

    /// The same in two steps: it is with the room when this returns, so what is begun in order is decided in order.
    ///
    /// # Errors
    /// `busy`; `unavailable`; what comes after that bears the code of the reply.
    pub fn begin(&self, person: Person, request: Request) -> Result<impl Future<Output = Result<Accepted, ErrorBody>> + Send + use<>, ErrorBody> {
        let answer = begin(&self.addr, Page { person, request })?;
        Ok(async move { answer.await? })
    }

    /// Who has it open.
    ///
    /// # Errors
    /// `busy`; `unavailable`.
    pub async fn who_is_here(&self) -> Result<Vec<UserId>, ErrorBody> {
        Ok(ask(&self.addr, WhoIsHere).await?)
    }

    /// # Errors
    /// `busy`; `unavailable`.
    pub async fn stands_as(&self, user: UserId) -> Result<StandsAs, ErrorBody> {
        Ok(ask(&self.addr, AtDoor(user)).await?)
    }

    /// Comes into the call with this connection; what it may send is asked for over the socket.
    ///
    /// # Errors
    /// `not_member`, `call_full`; `busy`; `unavailable`.
    pub async fn join_call(&self, person: Person, call: CallId) -> Result<Seat, ErrorBody> {
        ask(&self.addr, JoinCall { person, call }).await?
    }

    /// A picture or footage was added or removed.
    pub(crate) fn uploads_changed(&self) {
        tell(&self.addr, UploadsChanged);
    }

    /// Watches the stage: its pictures and sound from now on, beginning with the present state.
    ///
    /// # Errors
    /// `not_member`; `busy`; `unavailable`.
    pub async fn watch(&self, user: UserId) -> Result<Subscription, ErrorBody> {
        ask(&self.addr, Watch { user }).await?
    }

    /// A Yjs client joins the storyboard; what it must hear goes to `outbox`.
    ///
    /// # Errors
    /// `not_member`; `busy`; `unavailable`.
    pub async fn open_document(&self, user: UserId, socket: SocketId, outbox: Outbox) -> Result<(), ErrorBody> {
        ask(&self.addr, OpenDocument { user, socket, outbox }).await?
    }

    /// A message of a Yjs client, in the order in which it came. Waits while the room is busy: do not read the socket meanwhile.
    ///
    /// # Errors
    /// The code with which to close the socket.
    pub async fn document_message(&self, socket: SocketId, message: Bytes) -> Result<(), CloseCode> {
        ask_in_turn(&self.addr, DocumentMessage { socket, message }).await.map_err(|_| CloseCode::RoomRestarted)?
    }
}
