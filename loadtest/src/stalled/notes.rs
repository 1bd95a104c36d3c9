//! What one viewer saw of a stage: when each unit came, and whether its pictures could be decoded. Pure.

use crate::{figures::percentile, places::HEADER};
use std::{collections::HashMap, time::Instant};

/// A media message, as far as its header tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    pub take: [u8; 16],
    pub picture: bool,
    /// A decoder can begin here.
    pub key: bool,
    pub pass: u8,
    pub number: u32,
    /// Microseconds since the take's beginning.
    pub at: u64,
    /// Of the whole message.
    pub bytes: usize,
}

impl Unit {
    #[must_use]
    pub fn read(message: &[u8]) -> Option<Self> {
        let header = message.get(..HEADER)?;
        Some(Self {
            take: header[4..20].try_into().ok()?,
            picture: header[1] == 0,
            key: header[2] & 1 == 1,
            pass: header[3],
            number: u32::from_be_bytes(header[24..28].try_into().ok()?),
            at: u64::from_be_bytes(header[28..36].try_into().ok()?),
            bytes: message.len(),
        })
    }
}

#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// Of this phase.
    pub came: Vec<(Unit, Instant)>,
    last: Option<Unit>,
    /// It has to wait for a picture with which a decoder can begin.
    waiting: bool,
    /// Pictures that were missed, and those that came though no decoder could show them.
    pub skipped: u64,
    pub broken: u64,
    /// Pictures with which it went on after some were missed.
    pub restarts: u64,
    pub ended: Option<String>,
}

impl Notes {
    pub fn see(&mut self, unit: Unit, now: Instant) {
        self.came.push((unit, now));
        if !unit.picture {
            return;
        }
        let before = self.last.filter(|last| (last.take, last.pass) == (unit.take, unit.pass));
        let gap = before.is_some_and(|last| unit.number != last.number.wrapping_add(1));
        if gap {
            self.skipped += u64::from(unit.number.saturating_sub(before.map_or(0, |last| last.number)).saturating_sub(1));
            self.waiting = true;
        }
        if self.waiting {
            if unit.key {
                self.waiting = false;
                self.restarts += 1;
            } else {
                self.broken += 1;
            }
        }
        self.last = Some(unit);
    }

    /// A new phase.
    pub fn begin(&mut self) -> Vec<(Unit, Instant)> {
        std::mem::take(&mut self.came)
    }
}

/// Milliseconds by which units came later than the soonest of their take, of nearly all of them.
#[must_use]
pub fn lateness(came: &[(Unit, Instant)], percent: f64) -> Option<f64> {
    let origin = came.iter().map(|(_, at)| *at).min()?;
    let apart = |unit: &Unit, at: &Instant| at.saturating_duration_since(origin).as_secs_f64() * 1_000.0 - unit.at as f64 / 1_000.0;
    let mut soonest: HashMap<[u8; 16], f64> = HashMap::new();
    for (unit, at) in came {
        let least = soonest.entry(unit.take).or_insert(f64::INFINITY);
        *least = least.min(apart(unit, at));
    }
    let late: Vec<f64> = came.iter().map(|(unit, at)| apart(unit, at) - soonest[&unit.take]).collect();
    percentile(&late, percent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn picture(number: u32, key: bool) -> Unit {
        Unit { take: [1; 16], picture: true, key, pass: 2, number, at: u64::from(number) * 40_000, bytes: 1_000 }
    }

    fn seen(units: &[(u32, bool)]) -> Notes {
        let mut notes = Notes::default();
        units.iter().for_each(|(number, key)| notes.see(picture(*number, *key), Instant::now()));
        notes
    }

    #[test]
    fn a_gap_must_end_with_a_keyframe() {
        let good = seen(&[(0, true), (1, false), (9, true), (10, false)]);
        assert_eq!((good.skipped, good.broken, good.restarts), (7, 0, 1));
        let bad = seen(&[(0, true), (1, false), (9, false), (10, false), (11, true)]);
        assert_eq!((bad.skipped, bad.broken, bad.restarts), (7, 2, 1));
    }

    #[test]
    fn lateness_is_told_from_the_soonest() {
        let began = Instant::now();
        let came = |number: u32, late: u64| (picture(number, false), began + Duration::from_millis(u64::from(number) * 40 + 500 + late));
        let all = [came(0, 5), came(1, 0), came(2, 30)];
        let late = lateness(&all, 100.0).expect("some came");
        assert!((late - 30.0).abs() < 0.01, "{late}");
        assert_eq!(lateness(&[], 99.0), None);
    }

    #[test]
    fn a_header_tells_what_a_unit_is() {
        let mut message = vec![1, 0, 1, 2];
        message.extend([9; 16]);
        message.extend(7_u32.to_be_bytes());
        message.extend(3_u32.to_be_bytes());
        message.extend(120_000_u64.to_be_bytes());
        message.extend([0; 4]);
        message.push(0);
        let unit = Unit::read(&message).expect("a header");
        assert_eq!(unit, Unit { take: [9; 16], picture: true, key: true, pass: 2, number: 3, at: 120_000, bytes: 41 });
        assert_eq!(Unit::read(&message[..39]), None);
    }
}
