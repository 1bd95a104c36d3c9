//! Plays a reel on a stage while it still grows: stills at once, then second by second in real time, each in the best pass that
//! has it. Where a second is late, the clock waits: sound and pictures stay together.

use super::reel::{Reel, Second};
use crate::stage::{Show, Unit};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep_until, timeout};

/// How long a still stands while there is nothing better.
const STILL: Duration = Duration::from_millis(700);

/// Returns when the take was shown to its end, cut off, or can't go on.
pub(crate) async fn play(reel: Arc<Reel>, show: Show, seconds: u32) -> bool {
    if !stills(&reel, &show).await {
        return false;
    }
    let mut clock = Instant::now();
    for number in 0..seconds as usize {
        let Some(second) = wait_for(&reel, number).await else { return false };
        clock = clock.max(Instant::now());
        if !play_second(&second, &show, clock, number).await {
            return false;
        }
        clock += Duration::from_secs(1);
    }
    sleep_until(clock).await;
    show.end()
}

/// Shows the stills, one after the other, until the first second is there. False: over.
async fn stills(reel: &Reel, show: &Show) -> bool {
    let mut shown = 0;
    loop {
        if reel.second(0).is_some() {
            return true;
        }
        if let Some(still) = reel.stills(shown).first() {
            if !show.show(still) {
                return false;
            }
            shown += 1;
            let until = Instant::now() + STILL;
            while reel.second(0).is_none() && !reel.has_ended() && Instant::now() < until {
                drop(timeout(until - Instant::now(), reel.grown()).await);
            }
        } else if reel.has_ended() {
            return reel.second(0).is_some();
        } else {
            reel.grown().await;
        }
    }
}

async fn wait_for(reel: &Reel, number: usize) -> Option<Second> {
    loop {
        if let Some(second) = reel.second(number) {
            return Some(second);
        }
        if reel.has_ended() {
            return reel.second(number);
        }
        reel.grown().await;
    }
}

/// Sends each unit when its moment comes; `clock` is the moment of the second's beginning.
async fn play_second(second: &Second, show: &Show, clock: Instant, number: usize) -> bool {
    let origin = number as u64 * 1_000_000;
    let mut units: Vec<&Unit> = second.video.iter().chain(&second.sound).collect();
    units.sort_by_key(|unit| unit.label().pts);
    for unit in units {
        sleep_until(clock + Duration::from_micros(unit.label().pts.saturating_sub(origin))).await;
        if !show.show(unit) {
            return false;
        }
    }
    true
}
