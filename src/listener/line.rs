//! The line under a connection: TCP that can be severed at once, from any thread.
//!
//! Above it lie buffers, hyper's and those of TLS, whose bytes have been handed on but have not left. When consent is closed, they must not
//! leave any more (CONSENT-3): once its keeper has purged, the kernel gets nothing more, and what it still holds it throws
//! away. It knows nothing of HTTP, and not whose consent it was.

use domain::{TakeId, consent::Purge};
use parking_lot::Mutex;
use socket2::SockRef;
use std::{
    io,
    pin::Pin,
    sync::{Arc, Weak},
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Sleep, sleep},
};
use tokio_util::sync::CancellationToken;

/// What the kernel may hold of one connection; it doubles the number.
const SEND_BUFFER: usize = 128 * 1024;
/// For the other side to take anything at all. Who pauses longer asks for the rest by a range.
const PATIENCE: Duration = Duration::from_secs(60);

/// The switch. Cheap to clone.
#[derive(Clone, Default)]
pub struct Line(Arc<State>);

#[derive(Default)]
struct State {
    /// Held for each call to the kernel, which does not block: so whoever has severed the line knows that none is under way.
    severed: Mutex<bool>,
    told: CancellationToken,
}

impl State {
    fn sever(&self) {
        *self.severed.lock() = true;
        self.told.cancel();
    }
}

impl Purge for State {
    fn purge(&self, _: TakeId) {
        self.sever();
    }
}

impl Line {
    #[must_use]
    pub fn is_severed(&self) -> bool {
        *self.0.severed.lock()
    }

    /// Nothing more leaves, of anything said on it.
    pub fn sever(&self) {
        self.0.sever();
    }

    /// Until it is severed.
    pub async fn severed(&self) {
        self.0.told.cancelled().await;
    }

    /// For a cast of which something is said on this line: it is severed when their consent is closed, as long as it is open.
    #[must_use]
    pub fn keeper(&self) -> Weak<dyn Purge> {
        let state: Weak<State> = Arc::downgrade(&self.0);
        state
    }
}

/// The connection itself.
pub struct Severable {
    tcp: TcpStream,
    line: Line,
    patience: Duration,
    /// Runs while the kernel takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Severable {
    #[must_use]
    pub fn new(tcp: TcpStream) -> Self {
        // A system that refuses keeps its own bound.
        drop(SockRef::from(&tcp).set_send_buffer_size(SEND_BUFFER));
        Self { tcp, line: Line::default(), patience: PATIENCE, stalled: None }
    }

    #[must_use]
    pub fn line(&self) -> &Line {
        &self.line
    }

    fn write(
        &mut self,
        cx: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut TcpStream>, &mut Context<'_>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        let severed = self.line.0.severed.lock();
        if *severed {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        let written = write(Pin::new(&mut self.tcp), cx);
        drop(severed);
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(self.patience)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Severable {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_read(cx, into)
    }
}

impl AsyncWrite for Severable {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.write(cx, |tcp, cx| tcp.poll_write(cx, bytes))
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, cx: &mut Context<'_>, parts: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        self.write(cx, |tcp, cx| tcp.poll_write_vectored(cx, parts))
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}

impl Drop for Severable {
    fn drop(&mut self) {
        if self.line.is_severed() {
            // Closed by a reset, which throws away what the kernel holds.
            drop(SockRef::from(&self.tcp).set_linger(Some(Duration::ZERO)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    async fn pair() -> (Severable, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (near, far) = tokio::join!(listener.accept(), TcpStream::connect(address));
        (Severable::new(near.expect("a connection").0), far.expect("a connection"))
    }

    #[tokio::test]
    async fn what_is_said_arrives() {
        let (mut near, mut far) = pair().await;
        near.write_all(b"hello").await.expect("an open line");
        drop(near);
        let mut heard = String::new();
        far.read_to_string(&mut heard).await.expect("an orderly end");
        assert_eq!(heard, "hello");
    }

    #[tokio::test]
    async fn a_severed_line_carries_nothing_more() {
        let (mut near, mut far) = pair().await;
        let line = near.line().clone();
        near.write_all(b"before").await.expect("an open line");
        let mut heard = [0; 6];
        far.read_exact(&mut heard).await.expect("what left before");
        line.keeper().upgrade().expect("the line is open").purge(TakeId::from_uuid(uuid::Uuid::nil()));
        line.severed().await;
        assert_eq!(near.write_all(b"after").await.expect_err("severed").kind(), io::ErrorKind::ConnectionAborted);
        drop(near);
        assert_eq!(far.read(&mut heard).await.expect_err("reset").kind(), io::ErrorKind::ConnectionReset);
    }

    #[tokio::test]
    async fn what_the_kernel_holds_is_thrown_away() {
        let (mut near, mut far) = pair().await;
        let line = near.line().clone();
        // As much as it takes while nobody reads.
        let mut held = 0;
        while let Ok(written) = near.tcp.try_write(&[7; 64 * 1024]) {
            held += written;
        }
        line.sever();
        assert!(near.write_all(b"after").await.is_err());
        drop(near);
        let (mut heard, mut part) = (0, vec![0; 64 * 1024]);
        while let Ok(count @ 1..) = far.read(&mut part).await {
            heard += count;
        }
        assert!(heard < held, "{heard} of {held} bytes were read after the line was severed");
    }

    #[tokio::test]
    async fn who_takes_nothing_is_given_up() {
        let (mut near, far) = pair().await;
        near.patience = Duration::from_millis(1);
        let error = loop {
            if let Err(error) = near.write_all(&[7; 64 * 1024]).await {
                break error;
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        drop(far);
    }
}
