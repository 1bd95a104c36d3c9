//! A viewer over the WebSocket that costs little: it reads, notes what came when, and forgets the pictures.

use super::{
    frames::{Frames, KEPT},
    notes::Notes,
};
use crate::{
    error::{LoadError, Result},
    lean::{self, Door, Kind, frame},
    places::place_of,
};
use domain::RoomId;
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::watch,
    time::sleep,
};
use wire::{Command, Request, Transport};

const READ: usize = 32 * 1024;
/// Before it comes back after its connection was ended.
const PAUSE: Duration = Duration::from_millis(100);

/// Where and as whom it watches.
#[derive(Clone, Debug)]
pub struct Seat {
    pub server: SocketAddr,
    pub cookie: String,
    pub room: RoomId,
    pub number: usize,
    /// It will stop reading: the kernel holds little for it.
    pub narrow: bool,
}

pub struct Viewer {
    notes: Arc<Mutex<Notes>>,
    reading: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Viewer {
    /// Takes its seat, and comes back whenever the server ends the connection.
    #[must_use]
    pub fn sit(seat: Seat) -> Self {
        let notes: Arc<Mutex<Notes>> = Arc::default();
        let (reading, reads) = watch::channel(true);
        let own = notes.clone();
        let task = tokio::spawn(async move {
            loop {
                let ended = watch(&seat, &own, reads.clone()).await;
                locked(&own).has_ended(ended.err().map(|error| error.to_string()));
                sleep(PAUSE).await;
            }
        });
        Self { notes, reading, task }
    }

    pub fn notes(&self) -> MutexGuard<'_, Notes> {
        locked(&self.notes)
    }

    /// Stops reading, or goes on.
    pub fn read_on(&self, reads: bool) {
        self.reading.send_replace(reads);
    }
}

impl Drop for Viewer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn locked(notes: &Mutex<Notes>) -> MutexGuard<'_, Notes> {
    // Notes are whole after each line of theirs.
    notes.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Until the connection ends.
async fn watch(seat: &Seat, notes: &Mutex<Notes>, mut reads: watch::Receiver<bool>) -> Result<()> {
    let door = Door { server: seat.server, path: "/ws".into(), cookie: seat.cookie.clone(), number: seat.number, narrow: seat.narrow, abrupt: false };
    let (mut stream, came) = lean::open(&door).await.map_err(LoadError::Viewer)?;
    let (mut frames, opened) = (Frames::default(), Instant::now());
    // A server greets; it does not ask so soon whether anybody is there.
    take_in(&mut locked(notes), &mut frames, came.rest(), opened);
    for (id, command) in
        [("enter", Command::Enter { room: seat.room, resume: None }), ("watch", Command::Watch { room: seat.room, transport: Transport::Ws })]
    {
        let request = serde_json::to_string(&Request { id: id.into(), command })?;
        stream.write_all(&frame(Kind::Text, request.as_bytes())).await.map_err(LoadError::Viewer)?;
    }
    let mut buffer = vec![0; READ];
    loop {
        // An error: it is to leave.
        if reads.wait_for(|reads| *reads).await.is_err() {
            return Ok(());
        }
        let count = stream.read(&mut buffer).await.map_err(LoadError::Viewer)?;
        if count == 0 {
            return Err(LoadError::Closed("a viewer's socket", String::new()));
        }
        let pings = take_in(&mut locked(notes), &mut frames, &buffer[..count], opened);
        for _ in 0..pings {
            stream.write_all(&frame(Kind::Pong, &[])).await.map_err(LoadError::Viewer)?;
        }
    }
}

/// What came at once. The number of pings to be answered.
fn take_in(notes: &mut Notes, frames: &mut Frames, bytes: &[u8], opened: Instant) -> usize {
    let (now, mut pings) = (Instant::now(), 0);
    let binary = frames.take(bytes, |kind, beginning| match kind {
        Kind::Binary => {
            if let Some((take, place)) = place_of(beginning) {
                notes.arrived(take, place, now, opened);
            }
        }
        Kind::Text => hear(notes, beginning),
        Kind::Ping => pings += 1,
        Kind::Pong | Kind::Close | Kind::Other => {}
    });
    if binary {
        notes.last = Some(now);
    }
    pings
}

/// Replies begin with their id, and then what became of the request.
fn hear(notes: &mut Notes, beginning: &[u8]) {
    let beginning = String::from_utf8_lossy(&beginning[..beginning.len().min(KEPT)]);
    let Some(reply) = beginning.strip_prefix(r#"{"type":"reply","id":""#) else { return };
    if reply.starts_with(r#"watch","ok""#) {
        notes.ready = true;
    } else if reply.contains(r#"","error""#) {
        notes.refused = Some(reply.to_owned());
    }
}
