//! The life of a socket: both halves in one task, an orderly end, and no more than that.
//!
//! Who reads decides what messages mean: see [`Reader`]. The writer is the same for pages and for storyboards.

use super::{
    upgrade::{Handshake, Socket},
    writer::{Ended, HEARTBEAT, Watching, Writer},
};
use crate::{gateway::Gateway, listener::Peer};
use actors::outbox::{Outbox, OutboxReader};
use axum::response::Response;
use futures::{StreamExt, stream::SplitStream};
use std::{pin::pin, sync::Arc, time::Duration};
use tokio::{io::AsyncReadExt, time::timeout};
use tokio_tungstenite::tungstenite::{Error, Message};
use wire::CloseCode;

/// The other side hears the close and says its own.
const FAREWELL: Duration = Duration::from_secs(2);
/// Read and thrown away meanwhile, so that the kernel does not reset the connection before the close was read.
const LEFTOVERS: usize = 8 * 1024 * 1024;

/// What a socket's messages mean.
pub trait Reader: Send + 'static {
    /// Bytes of one message.
    const LARGEST: usize;

    /// One text or binary message. `Err`: close with this code.
    fn take(&mut self, message: Message) -> impl Future<Output = Result<(), CloseCode>> + Send;

    /// The socket is gone.
    fn leave(self) -> impl Future<Output = ()> + Send;
}

/// The halves of the outbox, and what is watched, that belong to one socket.
pub struct Ends {
    pub outbox: Outbox,
    pub reader: OutboxReader,
    pub watching: Arc<Watching>,
}

impl Ends {
    #[must_use]
    pub fn new() -> Self {
        let (outbox, reader) = Outbox::new();
        Self { outbox, reader, watching: Arc::default() }
    }
}

impl Default for Ends {
    fn default() -> Self {
        Self::new()
    }
}

/// Opens the socket. `begin` runs once it is open.
pub fn open<R, F>(
    gateway: Arc<Gateway>,
    peer: Peer,
    handshake: Handshake,
    begin: impl FnOnce(Outbox, Arc<Watching>) -> F + Send + 'static,
) -> Response
where
    R: Reader,
    F: Future<Output = Result<R, CloseCode>> + Send + 'static,
{
    let (response, socket) = handshake.accept(R::LARGEST);
    let tasks = gateway.tasks.clone();
    tasks.spawn(async move {
        // The connection keeps its place at the door.
        let _peer = peer;
        let Some(socket) = socket.await else { return };
        let ends = Ends::new();
        match begin(ends.outbox.clone(), ends.watching.clone()).await {
            Ok(reader) => live(&gateway, socket, ends, Some(reader)).await,
            Err(code) => {
                ends.outbox.close(code);
                live::<R>(&gateway, socket, ends, None).await;
            }
        }
    });
    response
}

/// Opens the socket only to close it with a code: a page can't read the status of a refused handshake.
pub fn refuse<R: Reader>(gateway: Arc<Gateway>, peer: Peer, handshake: Handshake, code: CloseCode) -> Response {
    open::<R, _>(gateway, peer, handshake, move |_, _| async move { Err(code) })
}

async fn live<R: Reader>(gateway: &Gateway, socket: Socket, ends: Ends, mut reader: Option<R>) {
    let Ends { outbox, reader: lanes, watching } = ends;
    let (mut sink, mut stream) = socket.split();
    let ended = {
        let mut writing = pin!(Writer::new(&mut sink, lanes, watching).run());
        tokio::select! {
            ended = writing.as_mut() => ended,
            left = read(&mut stream, reader.as_mut()) => match left {
                None => Ended::Broken,
                Some(code) => {
                    outbox.close(code);
                    writing.await
                }
            },
            () = gateway.ending.cancelled() => {
                outbox.close(CloseCode::Restarting);
                writing.await
            }
        }
    };
    if let Some(reader) = reader {
        reader.leave().await;
    }
    if ended == Ended::Closed
        && let Ok(socket) = sink.reunite(stream)
    {
        // Whoever does not say farewell in time is dropped.
        drop(timeout(FAREWELL, farewell(socket)).await);
    }
}

/// Until the other side is gone (none), or must be closed with a code.
async fn read<R: Reader>(stream: &mut SplitStream<Socket>, reader: Option<&mut R>) -> Option<CloseCode> {
    let Some(reader) = reader else { return std::future::pending().await };
    loop {
        let message = match timeout(2 * HEARTBEAT, stream.next()).await {
            Err(_) => return Some(CloseCode::Behind),
            Ok(None) => return None,
            Ok(Some(Err(error))) => return code_of(&error),
            Ok(Some(Ok(message))) => message,
        };
        match message {
            // Pongs are sent, and closes answered, by the library as it reads on.
            Message::Pong(_) | Message::Close(_) | Message::Frame(_) => {}
            message @ (Message::Text(_) | Message::Binary(_) | Message::Ping(_)) => {
                if let Err(code) = reader.take(message).await {
                    return Some(code);
                }
            }
        }
    }
}

fn code_of(error: &Error) -> Option<CloseCode> {
    match error {
        Error::Capacity(_) => Some(CloseCode::TooLarge),
        Error::Protocol(tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake) => None,
        Error::Protocol(_) | Error::Utf8(_) => Some(CloseCode::Malformed),
        _ => None,
    }
}

async fn farewell(mut socket: Socket) {
    while let Some(Ok(message)) = socket.next().await {
        if matches!(message, Message::Close(_)) {
            // Both have said it; the other side now waits for us to hang up.
            return;
        }
    }
    let mut left = LEFTOVERS;
    let mut scrap = vec![0; 4 * 1024];
    while left > 0 {
        match socket.get_mut().read(&mut scrap).await {
            Ok(0) | Err(_) => return,
            Ok(count) => left = left.saturating_sub(count),
        }
    }
}
