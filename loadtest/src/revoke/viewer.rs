//! A viewer over the WebSocket that costs little: it reads, notes what came when, and forgets the pictures.

use super::{
    frames::{Frames, KEPT, Kind, PONG, text},
    notes::Notes,
};
use crate::{
    error::{LoadError, Result},
    places::place_of,
};
use domain::RoomId;
use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    sync::watch,
    time::sleep,
};
use wire::{Command, Request, Transport};

/// Viewers of one address of this machine: under what one address may have.
const PER_ADDRESS: usize = 200;
const READ: usize = 32 * 1024;
/// Before it comes back after its connection was ended.
const PAUSE: Duration = Duration::from_millis(100);
/// What the kernel holds for one that stalls.
const NARROW: u32 = 32 * 1024;
/// The longest answer to a handshake.
const HEAD: usize = 8 * 1024;

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
    let mut stream = connect(seat).await.map_err(LoadError::Viewer)?;
    let mut frames = Frames::default();
    shake_hands(seat, &mut stream).await.map_err(LoadError::Viewer)?;
    let opened = Instant::now();
    for (id, command) in
        [("enter", Command::Enter { room: seat.room, resume: None }), ("watch", Command::Watch { room: seat.room, transport: Transport::Ws })]
    {
        let request = serde_json::to_string(&Request { id: id.into(), command })?;
        stream.write_all(&text(&request)).await.map_err(LoadError::Viewer)?;
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
            stream.write_all(&PONG).await.map_err(LoadError::Viewer)?;
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
        Kind::Close | Kind::Other => {}
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

async fn connect(seat: &Seat) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    // 127.0.0.2 and on: each is an address of its own for the server's limits.
    let own = Ipv4Addr::from(u32::from(Ipv4Addr::new(127, 0, 0, 2)) + (seat.number / PER_ADDRESS) as u32);
    socket.bind(SocketAddr::new(IpAddr::V4(own), 0))?;
    if seat.narrow {
        socket.set_recv_buffer_size(NARROW)?;
    }
    let stream = socket.connect(seat.server).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

async fn shake_hands(seat: &Seat, stream: &mut TcpStream) -> io::Result<()> {
    let request = format!(
        "GET /ws HTTP/1.1\r\nhost: {}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\ncookie: {}\r\n\r\n",
        seat.server, seat.cookie
    );
    stream.write_all(request.as_bytes()).await?;
    let mut head = Vec::new();
    // Byte by byte: what follows is a message.
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
        if head.len() > HEAD {
            return Err(io::Error::other("the answer to the handshake has no end"));
        }
    }
    if head.starts_with(b"HTTP/1.1 101") { Ok(()) } else { Err(io::Error::other(String::from_utf8_lossy(&head).into_owned())) }
}
