//! Somebody who talks in a room at a steady rate, over a socket that is not cut. What was not confirmed is said again, under the same id.

use super::tongue::Tongue;
use crate::lean::{self, Door, Inbound, Kind, frame};
use domain::{MessageId, RoomId, Timestamp};
use serde_json::{Value, json};
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, sleep_until, timeout},
};
use wire::{Command, Request};

/// As long as what people write.
const WORDS: &str = "shall the dog come in from the left, or does it sit there from the start?";
/// For a confirmation.
const PATIENCE: Duration = Duration::from_secs(5);
const AGAIN: Duration = Duration::from_millis(300);

/// Of all talkers of a crowd.
#[derive(Debug, Default)]
pub struct Said {
    /// Confirmed, or where nothing is confirmed, sent.
    pub done: AtomicU64,
    pub quiet: AtomicBool,
}

/// Says something each `every`, from `first` on, until all are quiet.
pub async fn talk(door: Door, tongue: Tongue, first: Duration, every: Duration, said: Arc<Said>) {
    let mut socket = None;
    let mut next = tokio::time::Instant::now() + first;
    let mut number = 0;
    while !said.quiet.load(Relaxed) {
        let message = message_id(door.number, number);
        while !said.quiet.load(Relaxed) {
            match say(&door, &tongue, &mut socket, message).await {
                Ok(()) => {
                    said.done.fetch_add(1, Relaxed);
                    number += 1;
                    break;
                }
                Err(_) => {
                    socket = None;
                    sleep(AGAIN).await;
                }
            }
        }
        next += every;
        // Pings are answered meanwhile.
        tokio::select! {
            () = sleep_until(next) => {}
            () = idle(&mut socket) => {}
        }
        sleep_until(next).await;
    }
}

type Open = Option<(TcpStream, Inbound)>;

async fn say(door: &Door, tongue: &Tongue, socket: &mut Open, message: MessageId) -> io::Result<()> {
    if socket.is_none() {
        *socket = Some(lean::open(door).await?);
        if matches!(tongue, Tongue::SocketIo { .. }) {
            // Ours takes requests at once; there, one has to be let in first.
            timeout(PATIENCE, read_until(socket, |text| text.starts_with("40"))).await??;
        }
    }
    let text = match tongue {
        Tongue::Ours { room, .. } => request(*room, message)?,
        Tongue::SocketIo { .. } => format!("42{}", json!(["say", WORDS])),
    };
    put(socket, Kind::Text, text.as_bytes()).await?;
    if matches!(tongue, Tongue::SocketIo { .. }) {
        return Ok(());
    }
    let id = message.to_string();
    let reply = timeout(PATIENCE, read_until(socket, |text| is_reply(text, &id))).await??;
    let reply: Value = serde_json::from_str(&reply)?;
    if reply.get("ok").is_some() { Ok(()) } else { Err(io::Error::other(reply.to_string())) }
}

fn is_reply(text: &str, id: &str) -> bool {
    text.strip_prefix(r#"{"type":"reply","id":""#).is_some_and(|rest| rest.starts_with(id))
}

fn request(room: RoomId, message: MessageId) -> serde_json::Result<String> {
    serde_json::to_string(&Request { id: message.to_string(), command: Command::Say { room, message, text: WORDS.into(), reply_to: None } })
}

fn message_id(who: usize, number: u32) -> MessageId {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as u64;
    let mut entropy = [0; 10];
    entropy[..4].copy_from_slice(&(who as u32).to_be_bytes());
    entropy[4..8].copy_from_slice(&number.to_be_bytes());
    MessageId::new(Timestamp::from_millis(now), &entropy)
}

/// Until the socket ends; for ever where there is none.
async fn idle(socket: &mut Open) {
    if read_until(socket, |_| false).await.is_err() {
        *socket = None;
    }
    std::future::pending::<()>().await;
}

async fn put(socket: &mut Open, kind: Kind, payload: &[u8]) -> io::Result<()> {
    let (stream, _) = socket.as_mut().ok_or(io::ErrorKind::NotConnected)?;
    stream.write_all(&frame(kind, payload)).await
}

/// The first text for which this holds.
async fn read_until(socket: &mut Open, test: impl Fn(&str) -> bool) -> io::Result<String> {
    let mut buffer = [0; 4 * 1024];
    loop {
        let (mut found, mut answers) = (None, Vec::new());
        let (stream, inbound) = socket.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        while let Some((kind, payload)) = inbound.take() {
            let text = std::str::from_utf8(payload).unwrap_or_default();
            match kind {
                Kind::Text if test(text) => found = Some(text.to_owned()),
                Kind::Text if text == "2" => answers.extend(frame(Kind::Text, b"3")),
                // It is asked who comes.
                Kind::Text if text.starts_with("0{") => answers.extend(frame(Kind::Text, b"40")),
                Kind::Ping => answers.extend(frame(Kind::Pong, payload)),
                Kind::Close => return Err(io::ErrorKind::ConnectionReset.into()),
                _ => {}
            }
        }
        stream.write_all(&answers).await?;
        if let Some(found) = found {
            return Ok(found);
        }
        match stream.read(&mut buffer).await? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            count => inbound.push(&buffer[..count]),
        }
    }
}

/// Milliseconds from one moment to another.
#[must_use]
pub fn millis(from: Instant, to: Instant) -> f64 {
    to.saturating_duration_since(from).as_secs_f64() * 1_000.0
}
