//! A viewer that notes when units came, and can stop reading: then what waits lies with the server. It gives signs of life all the while, as a page does
//! whose link is too slow for pictures.

use super::notes::{Notes, Unit};
use crate::{
    error::{LoadError, Result},
    lean::{self, Door, Kind, frame},
};
use domain::RoomId;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::watch,
    time::interval,
};
use wire::{Command, Request, Transport};

const READ: usize = 64 * 1024;
const LIFE: Duration = Duration::from_secs(2);

pub struct Viewer {
    notes: Arc<Mutex<Notes>>,
    reading: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Viewer {
    /// `room`: of ours, which is entered and watched.
    ///
    /// # Errors
    /// Where it is refused.
    pub async fn sit(door: &Door, room: Option<RoomId>) -> Result<Self> {
        let (mut stream, inbound) = lean::open(door).await.map_err(LoadError::Viewer)?;
        let asked = |room| [("enter", Command::Enter { room, resume: None }), ("watch", Command::Watch { room, transport: Transport::Ws })];
        for (id, command) in room.map(asked).into_iter().flatten() {
            let request = serde_json::to_string(&Request { id: id.into(), command })?;
            stream.write_all(&frame(Kind::Text, request.as_bytes())).await.map_err(LoadError::Viewer)?;
        }
        let notes: Arc<Mutex<Notes>> = Arc::default();
        let (reading, reads) = watch::channel(true);
        let own = notes.clone();
        let task = tokio::spawn(async move {
            let ended = watch(stream, inbound, &own, reads).await;
            locked(&own).ended = Some(ended.err().map_or_else(String::new, |error| error.to_string()));
        });
        Ok(Self { notes, reading, task })
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

async fn watch(mut stream: TcpStream, mut inbound: lean::Inbound, notes: &Mutex<Notes>, mut reads: watch::Receiver<bool>) -> Result<()> {
    let (mut buffer, mut life) = (vec![0; READ], interval(LIFE));
    loop {
        let reading = *reads.borrow_and_update();
        let count = tokio::select! {
            changed = reads.changed() => match changed {
                Ok(()) => continue,
                // It is to leave.
                Err(_) => return Ok(()),
            },
            _ = life.tick() => {
                stream.write_all(&frame(Kind::Pong, &[])).await.map_err(LoadError::Viewer)?;
                continue;
            }
            read = stream.read(&mut buffer), if reading => read.map_err(LoadError::Viewer)?,
        };
        if count == 0 {
            return Err(LoadError::Closed("a viewer's socket", String::new()));
        }
        inbound.push(&buffer[..count]);
        let now = Instant::now();
        while let Some((kind, payload)) = inbound.take() {
            match kind {
                Kind::Binary => {
                    if let Some(unit) = Unit::read(payload) {
                        locked(notes).see(unit, now);
                    }
                }
                Kind::Close => {
                    let why = String::from_utf8_lossy(payload.get(2..).unwrap_or_default()).into_owned();
                    return Err(LoadError::Closed("a viewer's socket", why));
                }
                // Signs of life are given anyhow.
                Kind::Text | Kind::Ping | Kind::Pong | Kind::Other => {}
            }
        }
    }
}
