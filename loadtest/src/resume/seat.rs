//! One socket of the crowd: goes in, listens, and when it is cut or ended comes back after a while and resumes.

use super::{tally::Tally, tongue::Tongue};
use crate::{
    lean::{self, Door, Kind, frame},
    seeded::Seeded,
};
use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    sync::watch,
    time::{sleep, timeout},
};

const READ: usize = 4 * 1024;
/// After it was refused.
const AGAIN: Duration = Duration::from_millis(200);
/// For a whole attempt to go in.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the crowd is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Counts up: everybody's connection is reset.
    pub cuts: u32,
    pub leave: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Notes {
    pub tally: Tally,
    /// When it was in again, and when it set out to come back.
    pub resumed: Option<(Instant, Instant)>,
    pub is_in: bool,
    /// Attempts that failed.
    pub failed: u32,
    pub why: String,
}

pub struct Seat {
    notes: Arc<Mutex<Notes>>,
    task: tokio::task::JoinHandle<()>,
}

/// How a socket ended.
enum End {
    Cut,
    Left,
    /// By the server.
    Ended(io::Error),
}

impl Seat {
    /// `spread`: it comes, and comes back, within so long, by chance.
    #[must_use]
    pub fn take(door: Door, tongue: Tongue, orders: watch::Receiver<Order>, first: Duration, spread: Duration) -> Self {
        let notes: Arc<Mutex<Notes>> = Arc::default();
        let task = tokio::spawn(sit(door, tongue, notes.clone(), orders, first, spread));
        Self { notes, task }
    }

    pub fn notes(&self) -> MutexGuard<'_, Notes> {
        locked(&self.notes)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn locked(notes: &Mutex<Notes>) -> MutexGuard<'_, Notes> {
    // Notes are whole after each line of theirs.
    notes.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn sit(door: Door, mut tongue: Tongue, notes: Arc<Mutex<Notes>>, mut orders: watch::Receiver<Order>, first: Duration, spread: Duration) {
    let mut seeded = Seeded::new(door.number as u64);
    let mut within = |spread: Duration| spread.mul_f64(seeded.below(1_000) as f64 / 1_000.0);
    sleep(within(first)).await;
    loop {
        let set_out = Instant::now();
        let was_in = locked(&notes).tally.at.is_some();
        let end = listen(&door, &mut tongue, &notes, &mut orders, was_in.then_some(set_out)).await;
        let was_in = std::mem::take(&mut locked(&notes).is_in);
        match end {
            End::Left => return,
            End::Cut => sleep(within(spread)).await,
            End::Ended(error) => {
                note_end(&mut locked(&notes), was_in, &error);
                sleep(if was_in { within(spread) } else { AGAIN }).await;
            }
        }
    }
}

fn note_end(notes: &mut Notes, was_in: bool, error: &io::Error) {
    notes.failed += u32::from(!was_in);
    notes.why = error.to_string();
}

/// Goes in, and listens until the socket is cut or ends.
async fn listen(door: &Door, tongue: &mut Tongue, notes: &Mutex<Notes>, orders: &mut watch::Receiver<Order>, set_out: Option<Instant>) -> End {
    // Whatever was ordered before concerns an earlier socket.
    if orders.borrow_and_update().leave {
        return End::Left;
    }
    let opened = timeout(PATIENCE, lean::open(door)).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
    let (mut stream, mut inbound) = match opened {
        Ok(opened) => opened,
        Err(error) => return End::Ended(error),
    };
    let first = tongue.first(&locked(notes).tally).ok().flatten();
    let mut answers: Vec<u8> = first.map(|text| frame(Kind::Text, text.as_bytes())).unwrap_or_default();
    let mut buffer = vec![0; READ];
    loop {
        match take_in(&mut inbound, tongue, &mut locked(notes), set_out, &mut answers) {
            Ok(()) => {}
            Err(error) => return End::Ended(error),
        }
        if !answers.is_empty() {
            if let Err(error) = stream.write_all(&answers).await {
                return End::Ended(error);
            }
            answers.clear();
        }
        let read = tokio::select! {
            biased;
            changed = orders.changed() => {
                // An error: nobody orders any more.
                return if changed.is_err() || orders.borrow().leave { End::Left } else { End::Cut };
            }
            read = stream.read(&mut buffer) => read,
        };
        match read {
            Ok(0) => return End::Ended(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => inbound.push(&buffer[..count]),
            Err(error) => return End::Ended(error),
        }
    }
}

fn take_in(inbound: &mut lean::Inbound, tongue: &mut Tongue, notes: &mut Notes, set_out: Option<Instant>, answers: &mut Vec<u8>) -> io::Result<()> {
    while let Some((kind, payload)) = inbound.take() {
        match kind {
            Kind::Text => {
                let Ok(text) = std::str::from_utf8(payload) else { continue };
                let heard = tongue.hear(text, &mut notes.tally);
                if heard.entered {
                    notes.is_in = true;
                    if let Some(set_out) = set_out {
                        notes.resumed = Some((Instant::now(), set_out));
                    }
                }
                if let Some(answer) = heard.answer {
                    answers.extend(frame(Kind::Text, answer.as_bytes()));
                }
                if let Some(why) = heard.refused {
                    return Err(io::Error::other(why));
                }
            }
            Kind::Ping => answers.extend(frame(Kind::Pong, payload)),
            Kind::Close => return Err(io::Error::other(String::from_utf8_lossy(payload.get(2..).unwrap_or_default()).into_owned())),
            Kind::Binary | Kind::Pong | Kind::Other => {}
        }
    }
    Ok(())
}
