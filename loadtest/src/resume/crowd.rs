//! A few thousand sockets in some rooms of one server, and those who talk there: come, are cut, come back, and are counted.

use super::{
    seat::{Order, Seat},
    talk::{Said, millis, talk},
    target::Target,
};
use crate::{
    error::{LoadError, Result},
    figures::percentile,
};
use std::{
    sync::{Arc, atomic::Ordering::Relaxed},
    time::{Duration, Instant},
};
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{sleep, timeout},
};

/// Within which all come for the first time, for each thousand of them.
const COMING: Duration = Duration::from_millis(1_500);
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks at everybody.
const LOOK: Duration = Duration::from_millis(10);
/// Before the cut, after the last has resumed, and until the last words have come.
const SETTLE: Duration = Duration::from_secs(2);
/// People of a room who talk.
const TALKERS: usize = 4;

#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub sockets: usize,
    pub rooms: usize,
    /// Messages a second in each room.
    pub rate: f64,
    /// Within which the sockets come back, by chance.
    pub within: Duration,
}

/// What one cut came to.
#[derive(Clone, Debug, Default)]
pub struct Round {
    pub last_ms: f64,
    /// From setting out to being in again, of nearly all.
    pub own_p99_ms: f64,
    pub lost: u64,
    pub doubled: u64,
    pub recovered: u64,
    pub not_recovered: u64,
    pub failed: u64,
    pub said: u64,
    /// CPU seconds of the server, from the cut to the last.
    pub cpu_s: f64,
}

pub struct Crowd {
    seats: Vec<Seat>,
    rooms: usize,
    orders: watch::Sender<Order>,
    said: Vec<Arc<Said>>,
    talkers: Vec<JoinHandle<()>>,
}

impl Crowd {
    /// All come, and talking begins.
    ///
    /// # Errors
    /// Where somebody does not get in.
    pub async fn gather(target: &Target, shape: &Shape) -> Result<Self> {
        let (orders, listening) = watch::channel(Order::default());
        let coming = COMING.mul_f64(shape.sockets as f64 / 1_000.0);
        let seats: Vec<Seat> = (0..shape.sockets)
            .map(|number| {
                let (door, tongue) = target.seat(number, number % shape.rooms);
                Seat::take(door, tongue, listening.clone(), coming, shape.within)
            })
            .collect();
        let mut crowd = Self { seats, rooms: shape.rooms, orders, said: Vec::new(), talkers: Vec::new() };
        crowd.wait("the first visit of the crowd", |seat| seat.notes().is_in).await?;
        let every = Duration::from_secs_f64(TALKERS as f64 / shape.rate);
        for room in 0..shape.rooms {
            let said: Arc<Said> = Arc::default();
            for talker in 0..TALKERS {
                // Behind all seats, so that the cut does not reach them.
                let (mut door, tongue) = target.seat(shape.sockets + talker * shape.rooms + room, room);
                door.abrupt = false;
                let first = every.mul_f64((talker as f64 + room as f64 / shape.rooms as f64) / TALKERS as f64);
                crowd.talkers.push(tokio::spawn(talk(door, tongue, first, every, said.clone())));
            }
            crowd.said.push(said);
        }
        sleep(SETTLE).await;
        Ok(crowd)
    }

    /// Cuts everybody, or lets the server start anew; and waits until all are back.
    ///
    /// # Errors
    /// Where somebody does not come back.
    pub async fn cut(&mut self, target: &mut Target, restart: bool) -> Result<Round> {
        let before: u64 = self.seats.iter().map(|seat| u64::from(seat.notes().failed)).sum();
        let (cut, cpu) = (Instant::now(), target.cpu_seconds());
        if restart {
            target.restart().await?;
        } else {
            self.orders.send_modify(|order| order.cuts += 1);
        }
        let back = |seat: &Seat| seat.notes().resumed.is_some_and(|(at, _)| at >= cut);
        self.wait("the return of the crowd", back).await?;
        let cpu_s = target.cpu_seconds() - if restart { 0.0 } else { cpu };
        let resumed: Vec<(Instant, Instant)> = self.seats.iter().filter_map(|seat| seat.notes().resumed).collect();
        let last_ms = resumed.iter().map(|(at, _)| millis(cut, *at)).fold(0.0, f64::max);
        let own: Vec<f64> = resumed.iter().map(|(at, set_out)| millis(*set_out, *at)).collect();
        let failed = self.seats.iter().map(|seat| u64::from(seat.notes().failed)).sum::<u64>() - before;
        sleep(SETTLE).await;
        let round = Round { last_ms, own_p99_ms: percentile(&own, 99.0).unwrap_or(f64::NAN), failed, cpu_s, ..Round::default() };
        Ok(round)
    }

    /// Talking ends, and everybody is asked what they heard. All leave.
    ///
    /// # Errors
    /// Where a talker does not end.
    pub async fn count(mut self, mut round: Round) -> Result<Round> {
        self.said.iter().for_each(|said| said.quiet.store(true, Relaxed));
        for talker in self.talkers.drain(..) {
            let late = LoadError::Late { what: "the last words", seconds: PATIENCE.as_secs() };
            // An error of the task is a bug of ours, and shows as silence.
            drop(timeout(PATIENCE, talker).await.map_err(|_| late)?);
        }
        sleep(SETTLE).await;
        for (room, said) in self.said.iter().enumerate() {
            let said = said.done.load(Relaxed);
            let seats = || self.seats.iter().skip(room).step_by(self.rooms);
            let last = seats().filter_map(|seat| seat.notes().tally.at).max().unwrap_or(0);
            for seat in seats() {
                let mut tally = seat.notes().tally.clone();
                tally.ended(last);
                round.lost += tally.lost.max(said.saturating_sub(tally.said));
                round.doubled += tally.doubled;
                round.recovered += tally.recovered;
                round.not_recovered += tally.not_recovered;
            }
            round.said += said;
        }
        self.orders.send_modify(|order| order.leave = true);
        Ok(round)
    }

    async fn wait(&self, what: &'static str, test: impl Fn(&Seat) -> bool) -> Result<()> {
        let began = Instant::now();
        while let Some(missing) = self.seats.iter().find(|seat| !test(seat)) {
            if began.elapsed() > PATIENCE {
                let count = self.seats.iter().filter(|seat| !test(seat)).count();
                let why = missing.notes().why.clone();
                return Err(LoadError::Unexpected { what, got: format!("{count} who are not there, one of them: {why}") });
            }
            sleep(LOOK).await;
        }
        Ok(())
    }
}
