//! The writing half of a socket: control before state before media, one message at a time, each with a time limit.
//!
//! What waits stays in the outbox and in the media lane, which are bounded; here is never more than one message.

use super::upgrade::Socket;
use crate::clock;
use actors::{
    outbox::{Frame, Next, OutboxReader},
    stage::{Keeper, Subscription, Unit},
};
use domain::{
    TakeId,
    consent::{Purge, Withheld},
};
use futures::{FutureExt, SinkExt, stream::SplitSink};
use parking_lot::Mutex;
use std::{future::pending, sync::Arc, time::Duration};
use tokio::{
    sync::Notify,
    time::{Instant, interval_at, timeout},
};
use tokio_tungstenite::tungstenite::{
    Message, Utf8Bytes,
    protocol::{CloseFrame, frame::coding},
};
use wire::CloseCode;

/// Without a sign of life the server asks for one after this long, and closes after twice as long.
pub const HEARTBEAT: Duration = Duration::from_secs(4);
/// For one message. A reader who takes longer has gone, or holds the room's media up for nobody.
const PATIENCE: Duration = Duration::from_secs(15);

/// How the writing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// With a close frame.
    Closed,
    /// The connection is broken, or not worth waiting for.
    Broken,
}

/// What the page watches, handed from the reading half to the writing half.
#[derive(Default)]
pub struct Watching {
    next: Mutex<Option<Option<Subscription>>>,
    changed: Notify,
}

impl Watching {
    pub fn set(&self, subscription: Option<Subscription>) {
        *self.next.lock() = Some(subscription);
        self.changed.notify_one();
    }

    /// What is watched from now on. Safe to cancel.
    async fn changed(&self) -> Option<Subscription> {
        loop {
            let changed = self.changed.notified();
            if let Some(next) = self.next.lock().take() {
                return next;
            }
            changed.await;
        }
    }
}

/// Told when a take's consent is closed: what of it is half written is cut off with its connection (CONSENT-3).
#[derive(Default)]
struct Cut {
    writing: Mutex<Option<TakeId>>,
    cut: Notify,
}

impl Purge for Cut {
    fn purge(&self, take: TakeId) {
        let writing = self.writing.lock();
        if *writing == Some(take) {
            self.cut.notify_one();
        }
    }
}

impl Cut {
    fn begin(&self, take: TakeId) {
        *self.writing.lock() = Some(take);
    }

    fn end(&self) {
        *self.writing.lock() = None;
        // A purge that came after the last byte cuts nothing later.
        let _ = self.cut.notified().now_or_never();
    }
}

pub struct Writer<'a> {
    sink: &'a mut SplitSink<Socket, Message>,
    outbox: OutboxReader,
    watching: Arc<Watching>,
    subscription: Option<Subscription>,
    cut: Arc<Cut>,
    /// The take for which `cut` is known.
    kept: Option<Arc<Keeper<Cut>>>,
}

enum Step {
    Say(Next),
    Watch(Option<Subscription>),
    Show(Option<Unit>),
    Ping,
}

struct Broken;

impl<'a> Writer<'a> {
    pub fn new(sink: &'a mut SplitSink<Socket, Message>, outbox: OutboxReader, watching: Arc<Watching>) -> Self {
        Self { sink, outbox, watching, subscription: None, cut: Arc::default(), kept: None }
    }

    /// Until the outbox is closed or the connection breaks.
    pub async fn run(mut self) -> Ended {
        let mut beat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        loop {
            let step = tokio::select! {
                biased;
                next = self.outbox.next() => Step::Say(next),
                watched = self.watching.changed() => Step::Watch(watched),
                _ = beat.tick() => Step::Ping,
                unit = next_unit(&mut self.subscription) => Step::Show(unit),
            };
            let done = match step {
                Step::Say(Next::Close(code)) => return self.close(code).await,
                Step::Say(Next::Write(frame)) => self.say(frame).await,
                Step::Watch(subscription) => {
                    self.subscription = subscription;
                    Ok(())
                }
                Step::Show(Some(unit)) => self.show(&unit).await,
                // The room has ended; its successor is asked for by the page.
                Step::Show(None) => {
                    self.subscription = None;
                    Ok(())
                }
                Step::Ping => self.write(Message::Ping(bytes::Bytes::new())).await,
            };
            if done.is_err() {
                return Ended::Broken;
            }
        }
    }

    async fn say(&mut self, frame: Frame) -> Result<(), Broken> {
        let message = match frame {
            Frame::Text(text) => Message::Text(Utf8Bytes::try_from(text).map_err(|_| Broken)?),
            Frame::Binary(bytes) => Message::Binary(bytes),
        };
        self.write(message).await
    }

    async fn write(&mut self, message: Message) -> Result<(), Broken> {
        match timeout(PATIENCE, self.sink.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Broken),
        }
    }

    /// In flight until the kernel has all of it.
    async fn show(&mut self, unit: &Unit) -> Result<(), Broken> {
        let take = unit.take();
        if self.kept.as_ref().is_none_or(|kept| kept.take() != take) {
            let keeper = Keeper::new(&self.cut, take);
            unit.keep(keeper.known());
            self.kept = Some(keeper);
        }
        self.cut.begin(take);
        let sink = &mut *self.sink;
        let sending = unit.send_async(clock::now(), |unit| sink.send(Message::Binary(unit.framed.clone())));
        let written = tokio::select! {
            () = self.cut.cut.notified() => Err(Broken),
            sent = timeout(PATIENCE, sending) => match sent {
                Ok(Ok(Ok(())) | Err(Withheld)) => Ok(()),
                Ok(Ok(Err(_))) | Err(_) => Err(Broken),
            },
        };
        self.cut.end();
        written
    }

    async fn close(&mut self, code: CloseCode) -> Ended {
        let frame = CloseFrame { code: coding::CloseCode::from(code.number()), reason: code.name().into() };
        match self.write(Message::Close(Some(frame))).await {
            Ok(()) => Ended::Closed,
            Err(Broken) => Ended::Broken,
        }
    }
}

async fn next_unit(subscription: &mut Option<Subscription>) -> Option<Unit> {
    match subscription {
        Some(subscription) => subscription.next().await,
        None => pending().await,
    }
}
