//! `/yjs/{room}`: the storyboard's socket. It speaks the y-websocket protocol unchanged; what its messages mean is the room's
//! business, here they are only carried, in order.

mod tokens;

pub use tokens::DocumentTokens;

use crate::{
    clock,
    gateway::{Gateway, is_gone},
    http::{
        error::{Answer, HttpError},
        extract::{Id, parameter},
    },
    listener::Peer,
    secrets::Secret,
    ws::{Flood, Handshake, Reader, connected, open_socket, refuse, signed_in},
};
use actors::{Person, Reads, RoomHandle, SocketId, document_weight, outbox::Outbox};
use axum::{
    extract::{Request, State},
    response::Response,
};
use domain::{RoomId, UserId, storyboard::MAX_DOCUMENT_BYTES};
use std::{sync::Arc, time::Instant};
use tokio_tungstenite::tungstenite::Message;
use wire::{CloseCode, ErrorBody};

/// Each keystroke and each move of a cursor is a message; several may come in one frame.
const PER_SECOND: u32 = 100;
const BURST: u32 = 500;

pub async fn open(State(gateway): State<Arc<Gateway>>, Id(room): Id<RoomId>, peer: Peer, request: Request) -> Answer<Response> {
    let person = match parameter(request.uri().query(), "token") {
        // Whoever holds a token may be a page of any origin: no cookie speaks for it.
        Some(token) => Secret::presented(token).and_then(|token| gateway.tokens.find(&token, room, clock::now())),
        None if !gateway.origins.admit(request.headers()) => return Err(HttpError::foreign_origin()),
        None => signed_in(&gateway, request.headers()).await?,
    };
    let handshake = Handshake::read(request)?;
    Ok(match person {
        None => refuse::<Storyboard>(gateway, peer, handshake, CloseCode::SignedOut),
        Some(person) => {
            let inside = gateway.clone();
            open_socket(gateway, peer, handshake, move |outbox, _| Storyboard::begin(inside, room, person, outbox))
        }
    })
}

struct Storyboard {
    gateway: Arc<Gateway>,
    user: UserId,
    handle: RoomHandle,
    socket: SocketId,
    flood: Flood,
}

impl Storyboard {
    async fn begin(gateway: Arc<Gateway>, room: RoomId, person: Person, outbox: Outbox) -> Result<Self, CloseCode> {
        let socket = SocketId::next();
        connected(&gateway, &person, socket, &outbox, Reads::Storyboard).await?;
        let mut joined = join(&gateway, room, &person, socket, &outbox).await;
        if joined.as_ref().is_err_and(is_gone) {
            joined = join(&gateway, room, &person, socket, &outbox).await;
        }
        match joined {
            Ok(handle) => Ok(Self { gateway, handle, user: person.user, socket, flood: Flood::new(PER_SECOND, BURST, Instant::now()) }),
            Err(error) => {
                gateway.directory.disconnected(person.user, socket);
                Err(code_of(&error))
            }
        }
    }
}

async fn join(gateway: &Gateway, room: RoomId, person: &Person, socket: SocketId, outbox: &Outbox) -> Result<RoomHandle, ErrorBody> {
    let handle = gateway.room(room).await?;
    handle.open_document(person.user, socket, outbox.clone()).await?;
    Ok(handle)
}

fn code_of(error: &ErrorBody) -> CloseCode {
    match error.code.as_str() {
        "not_member" | "room_unknown" => CloseCode::NotMember,
        "busy" => CloseCode::Behind,
        _ => CloseCode::RoomRestarted,
    }
}

impl Reader for Storyboard {
    /// The whole document may come at once, from a page that worked without a connection.
    const LARGEST: usize = MAX_DOCUMENT_BYTES + 64 * 1024;

    async fn take(&mut self, message: Message) -> Result<(), CloseCode> {
        let weight = if let Message::Binary(bytes) = &message { document_weight(bytes) } else { 1 };
        if !self.flood.admit_all(weight, Instant::now()) {
            return Err(CloseCode::Flooding);
        }
        match message {
            Message::Binary(bytes) => self.handle.document_message(self.socket, bytes).await,
            Message::Ping(_) => Ok(()),
            _ => Err(CloseCode::Malformed),
        }
    }

    async fn leave(self) {
        self.handle.exit(self.socket);
        self.gateway.directory.disconnected(self.user, self.socket);
    }
}
