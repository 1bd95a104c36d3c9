//! The front door: accepts connections, as many from one address as the settings allow, with TLS where it is set up.
//!
//! It knows TCP, TLS and HTTP/1.1; it does not know routes. A connection that becomes a socket keeps its place at the door.

mod doors;
mod line;
mod tls;

pub use doors::{Doors, Place};
pub use line::Line;
pub use tls::{TlsError, acceptor};

use axum::{Router, body::Body};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use line::Severable;
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// For the whole head of a request, so that nobody holds a connection by sending it letter by letter.
const HEAD: Duration = Duration::from_secs(15);
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Of a request's head.
const HEAD_BYTES: usize = 32 * 1024;
/// After a failed accept: mostly no file descriptors are left.
const PAUSE: Duration = Duration::from_millis(100);
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: 115\r\nretry-after: 5\r\nconnection: close\r\n\r\n\
{\"error\":{\"code\":\"too_many_connections\",\"message\":\"close some of your connections to this server, then try again\"}}";

/// The other end of a connection, for limits, and the line to it. Its address is never logged.
#[derive(Clone)]
pub struct Peer {
    place: Arc<Place>,
    line: Line,
}

impl Peer {
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.place.address()
    }

    #[must_use]
    pub fn line(&self) -> &Line {
        &self.line
    }
}

pub struct Listener {
    pub tcp: TcpListener,
    pub tls: Option<TlsAcceptor>,
    pub doors: Arc<Doors>,
    /// Connections under way.
    pub tasks: TaskTracker,
    /// Cancelled: no new connections, and those that wait for a next request are closed.
    pub ending: CancellationToken,
}

impl Listener {
    /// Serves until the end.
    pub async fn run(self, router: Router) {
        loop {
            let accepted = tokio::select! {
                () = self.ending.cancelled() => return,
                accepted = self.tcp.accept() => accepted,
            };
            match accepted {
                Ok((stream, address)) => self.admit(stream, address, &router),
                Err(error) => {
                    tracing::warn!(kind = %error.kind(), "a connection could not be accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    fn admit(&self, stream: TcpStream, address: SocketAddr, router: &Router) {
        let Some(place) = self.doors.enter(address.ip()) else {
            if self.tls.is_none() {
                // As far as the kernel takes it at once; nobody waits for those who are too many.
                drop(stream.try_write(FULL));
            }
            return;
        };
        // Small messages must not wait for more. A socket that is gone already says so when it is read.
        drop(stream.set_nodelay(true));
        let stream = Severable::new(stream);
        let peer = Peer { place: Arc::new(place), line: stream.line().clone() };
        let (router, tls, ending) = (router.clone(), self.tls.clone(), self.ending.clone());
        self.tasks.spawn(async move {
            match tls {
                None => converse(stream, peer, router, ending).await,
                Some(tls) => {
                    if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await {
                        converse(stream, peer, router, ending).await;
                    }
                }
            }
        });
    }
}

async fn converse<S>(stream: S, peer: Peer, router: Router, ending: CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let line = peer.line.clone();
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(peer.clone());
        let answer = router.clone().oneshot(request.map(Body::new));
        async move { Ok::<_, Infallible>(answer.await.unwrap_or_else(|never| match never {})) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        // Somebody who reads nothing would otherwise keep what was severed in memory.
        () = line.severed() => return,
        () = ending.cancelled() => {
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                ended = connection.as_mut() => ended,
                () = line.severed() => return,
            }
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_refusal_at_the_door_says_its_own_length() {
        let text = std::str::from_utf8(FULL).expect("plain text");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{}", body.len());
    }
}
