//! A socket's outbox: what waits to be written to one connection, in lanes.
//!
//! - **control**: in order, never dropped; when it does not fit, the socket is closed with a code that tells the page to resume.
//! - **state**: only the latest of each key.
//! - **media** has its own lane: the [`crate::stage::Subscription`] that the gateway holds beside this.
//!
//! A message is encoded once and shared by all outboxes by reference.

use bytes::Bytes;
use parking_lot::Mutex;
use std::{collections::VecDeque, sync::Arc};
use tokio::sync::Notify;
use wire::CloseCode;

/// Bytes of control that wait for one socket at most.
pub const CONTROL_BYTES: usize = 2 * 1024 * 1024;
/// Keys of state that wait for one socket at most.
const STATE_KEYS: usize = 512;

/// One message, encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// UTF-8.
    Text(Bytes),
    Binary(Bytes),
}

impl Frame {
    #[must_use]
    pub fn text(message: &wire::Message) -> Self {
        Self::Text(serde_json::to_vec(message).expect("wire messages are plain data").into())
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(bytes) | Self::Binary(bytes) => bytes.len(),
        }
    }
}

/// What the writer of a socket does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Write(Frame),
    /// Write a close with this code, and end.
    Close(CloseCode),
}

/// The end that actors hold. Cheap to clone.
#[derive(Clone)]
pub struct Outbox(Arc<Shared>);

/// The end that the socket's writer holds. Dropped: everything sent later is ignored.
pub struct OutboxReader(Arc<Shared>);

#[derive(Default)]
struct Shared {
    lanes: Mutex<Lanes>,
    filled: Notify,
}

#[derive(Default)]
struct Lanes {
    control: VecDeque<Frame>,
    bytes: usize,
    state: VecDeque<(u128, Frame)>,
    close: Option<CloseCode>,
    gone: bool,
}

impl Outbox {
    #[must_use]
    pub fn new() -> (Self, OutboxReader) {
        let shared = Arc::new(Shared::default());
        (Self(shared.clone()), OutboxReader(shared))
    }

    /// Control: in order, never dropped. At the bound the socket is closed with [`CloseCode::Behind`].
    pub fn send(&self, frame: Frame) {
        let mut lanes = self.0.lanes.lock();
        if lanes.gone || lanes.close.is_some() {
            return;
        }
        if lanes.bytes + frame.len() > CONTROL_BYTES {
            lanes.shut(CloseCode::Behind);
        } else {
            lanes.bytes += frame.len();
            lanes.control.push_back(frame);
        }
        drop(lanes);
        self.0.filled.notify_one();
    }

    /// State: replaces what waits under the same key.
    pub fn state(&self, key: u128, frame: Frame) {
        let mut lanes = self.0.lanes.lock();
        if lanes.gone || lanes.close.is_some() {
            return;
        }
        lanes.state.retain(|(known, _)| *known != key);
        if lanes.state.len() >= STATE_KEYS {
            lanes.state.pop_front();
        }
        lanes.state.push_back((key, frame));
        drop(lanes);
        self.0.filled.notify_one();
    }

    /// Closes the socket; what waits is dropped.
    pub fn close(&self, code: CloseCode) {
        self.0.lanes.lock().shut(code);
        self.0.filled.notify_one();
    }

    /// Bytes of control that wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.0.lanes.lock().bytes
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        let lanes = self.0.lanes.lock();
        !lanes.gone && lanes.close.is_none()
    }
}

impl Lanes {
    fn shut(&mut self, code: CloseCode) {
        self.control.clear();
        self.state.clear();
        self.bytes = 0;
        self.close.get_or_insert(code);
    }
}

impl OutboxReader {
    /// The next thing to do, control before state. Safe to cancel.
    pub async fn next(&mut self) -> Next {
        loop {
            if let Some(next) = self.try_next() {
                return next;
            }
            // One reader: a permit that came in between is kept for it.
            self.0.filled.notified().await;
        }
    }

    pub fn try_next(&mut self) -> Option<Next> {
        let mut lanes = self.0.lanes.lock();
        if let Some(code) = lanes.close {
            return Some(Next::Close(code));
        }
        if let Some(frame) = lanes.control.pop_front() {
            lanes.bytes -= frame.len();
            return Some(Next::Write(frame));
        }
        lanes.state.pop_front().map(|(_, frame)| Next::Write(frame))
    }
}

impl Drop for OutboxReader {
    fn drop(&mut self) {
        let mut lanes = self.0.lanes.lock();
        lanes.gone = true;
        lanes.control.clear();
        lanes.state.clear();
        lanes.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &str) -> Frame {
        Frame::Text(Bytes::copy_from_slice(content.as_bytes()))
    }

    #[test]
    fn control_keeps_order_and_goes_before_state() {
        let (outbox, mut reader) = Outbox::new();
        outbox.state(1, text("old"));
        outbox.send(text("a"));
        outbox.state(1, text("new"));
        outbox.send(text("b"));
        let told: Vec<_> = std::iter::from_fn(|| reader.try_next()).collect();
        assert_eq!(told, [text("a"), text("b"), text("new")].map(Next::Write));
    }

    #[test]
    fn a_reader_that_falls_behind_is_told_to_resume() {
        let (outbox, mut reader) = Outbox::new();
        let big = text(&"x".repeat(CONTROL_BYTES / 2));
        outbox.send(big.clone());
        outbox.send(big.clone());
        assert!(outbox.is_open());
        outbox.send(text("one too many"));
        assert_eq!(reader.try_next(), Some(Next::Close(CloseCode::Behind)));
        assert!(!outbox.is_open());
    }

    #[test]
    fn a_dropped_reader_keeps_nothing() {
        let (outbox, reader) = Outbox::new();
        outbox.send(text("a"));
        drop(reader);
        outbox.send(text("b"));
        assert!(!outbox.is_open());
    }
}
