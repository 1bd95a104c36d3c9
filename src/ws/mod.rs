//! `/ws`: a page's socket.

mod flood;
mod page;
mod socket;
mod upgrade;
mod writer;

pub use flood::Flood;
pub use socket::{Reader, open as open_socket, refuse};
pub use upgrade::Handshake;

use crate::{
    clock,
    gateway::Gateway,
    http::{
        error::{Answer, HttpError},
        extract::session_token,
    },
    listener::Peer,
};
use actors::{Person, Reads, SocketId, outbox::Outbox};
use axum::{
    extract::{Request, State},
    http::HeaderMap,
    response::Response,
};
use page::Page;
use std::sync::Arc;
use wire::CloseCode;

pub async fn open(State(gateway): State<Arc<Gateway>>, peer: Peer, request: Request) -> Answer<Response> {
    if !gateway.origins.admit(request.headers()) {
        return Err(HttpError::foreign_origin());
    }
    let person = signed_in(&gateway, request.headers()).await?;
    let handshake = Handshake::read(request)?;
    Ok(match person {
        None => refuse::<Page>(gateway, peer, handshake, CloseCode::SignedOut),
        Some(person) => {
            let inside = gateway.clone();
            open_socket(gateway, peer, handshake, move |outbox, watching| Page::begin(inside, person, outbox, watching))
        }
    })
}

/// Whoever the cookie names.
///
/// # Errors
/// Only faults.
pub async fn signed_in(gateway: &Gateway, headers: &HeaderMap) -> Answer<Option<Person>> {
    let Some(token) = session_token(headers) else { return Ok(None) };
    let session = gateway.store.session(token.hash(), clock::now()).await?;
    Ok(session.map(|session| Person { user: session.user, handle: session.handle }))
}

/// Makes a socket known to its person, so that it is closed when they sign out.
///
/// # Errors
/// The code to close it with: too many are open, or the person's actor is not to be had.
pub async fn connected(gateway: &Gateway, person: &Person, socket: SocketId, outbox: &Outbox, reads: Reads) -> Result<(), CloseCode> {
    gateway.directory.connected(person, socket, outbox.clone(), reads).await.map_err(|error| match error.code.as_str() {
        "too_many_sockets" => CloseCode::Flooding,
        _ => CloseCode::Behind,
    })
}
