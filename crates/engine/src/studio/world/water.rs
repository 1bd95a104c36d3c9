//! Standing water: where it is, how deep, and how its surface goes up and down with the weather.
//!
//! A sum of three travelling waves, so that height, slope and rise are pure functions of place and time. It knows no bodies; who floats
//! on it asks.

use super::{pose::ease, stage::pool};
use crate::studio::screenplay::{Setting, Weather};
use std::f64::consts::TAU;

/// Metres a second squared: waves of open water run by it.
const G: f64 = 9.81;

/// Water of one setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Water {
    /// Of the surface at rest, over the ground at 0.
    pub level: f64,
    /// From here to there along x.
    pub left: f64,
    pub right: f64,
    /// Height of its solid bottom.
    pub floor: f64,
    /// Metres from rest to a crest of the largest wave.
    pub swell: f64,
    /// Metres from crest to crest of the largest wave.
    pub length: f64,
    /// What it was before the weather changed.
    pub was: Option<Before>,
}

/// A sea that is becoming another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Before {
    pub swell: f64,
    pub length: f64,
    /// World seconds at which it began to change.
    pub since: f64,
}

/// Seconds in which a sea gets up or goes down.
const CHANGE: f64 = 3.0;

/// Share of the swell, share of the length, phase.
const WAVES: [(f64, f64, f64); 3] = [(0.72, 1.0, 0.0), (0.22, 0.47, 1.7), (0.09, 0.19, 4.1)];

impl Water {
    /// What a setting has; none on land.
    #[must_use]
    pub fn of(setting: Setting, weather: Weather) -> Option<Self> {
        let (swell, length): (f64, f64) = match weather {
            Weather::Storm => (0.85, 13.0),
            Weather::Wind => (0.42, 9.0),
            Weather::Rain => (0.24, 7.0),
            _ => (0.13, 6.0),
        };
        let everywhere = (f64::NEG_INFINITY, f64::INFINITY);
        let (level, (left, right), floor, tame): (f64, (f64, f64), f64, f64) = match setting {
            Setting::Sea => (0.0, everywhere, -40.0, 1.0),
            Setting::Lake => (0.0, everywhere, -8.0, 0.35),
            Setting::Harbour => (-0.7, (1.2, f64::INFINITY), -8.0, 0.3),
            Setting::Pool => (pool::LEVEL, (pool::EDGE, f64::INFINITY), -3.0, 0.0),
            // Above whatever the camera sees.
            Setting::Underwater => (14.0, everywhere, 0.0, 0.3),
            _ => return None,
        };
        Some(Self { level, left, right, floor, swell: (swell * tame).max(0.015), length: if tame == 0.0 { 2.2 } else { length }, was: None })
    }

    /// It becomes this from now on.
    #[must_use]
    pub fn becoming(self, other: Self, now: f64) -> Self {
        if (other.swell, other.length) == (self.swell, self.length) {
            return self;
        }
        Self { was: Some(Before { swell: self.swell, length: self.length, since: now }), ..other }
    }

    #[must_use]
    pub fn covers(&self, x: f64) -> bool {
        x > self.left && x < self.right
    }

    /// Of the surface above x at a moment.
    #[must_use]
    pub fn height(&self, x: f64, now: f64) -> f64 {
        self.level + self.waves(x, now).map(|(high, at, ..)| high * at.sin()).sum::<f64>()
    }

    /// Metres from rest to a crest of the largest wave at a moment.
    #[must_use]
    pub fn tall(&self, now: f64) -> f64 {
        self.was.map_or(self.swell, |was| was.swell + (self.swell - was.swell) * ease((now - was.since) / CHANGE))
    }

    /// Metres up for each metre to the right.
    #[must_use]
    pub fn slope(&self, x: f64, now: f64) -> f64 {
        self.waves(x, now).map(|(high, at, along, _)| high * along * at.cos()).sum()
    }

    /// Metres a second, upwards.
    #[must_use]
    pub fn rise(&self, x: f64, now: f64) -> f64 {
        self.waves(x, now).map(|(high, at, _, fast)| -high * fast * at.cos()).sum()
    }

    /// Height, phase, radians a metre and radians a second of each wave.
    fn waves(&self, x: f64, now: f64) -> impl Iterator<Item = (f64, f64, f64, f64)> {
        // While it changes, the old waves go down under the new ones.
        let part = self.was.map_or(1.0, |was| ease((now - was.since) / CHANGE));
        let old = self.was.filter(|_| part < 1.0).map(|was| (was.swell * (1.0 - part), was.length));
        let seas = std::iter::once((self.swell * part, self.length)).chain(old);
        seas.flat_map(move |(swell, length)| {
            WAVES.iter().map(move |(high, long, phase)| {
                let along = TAU / (length * long);
                let fast = (G * along).sqrt();
                (swell * high, along * x - fast * now + phase, along, fast)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slope_and_rise_are_those_of_the_height() {
        let water = Water::of(Setting::Sea, Weather::Storm).expect("the sea is wet");
        for step in 0..40 {
            let (x, now, d) = (f64::from(step) * 1.3, f64::from(step) * 0.37, 1e-5);
            let slope = (water.height(x + d, now) - water.height(x - d, now)) / (2.0 * d);
            let rise = (water.height(x, now + d) - water.height(x, now - d)) / (2.0 * d);
            assert!((slope - water.slope(x, now)).abs() < 1e-6 && (rise - water.rise(x, now)).abs() < 1e-6);
        }
    }

    #[test]
    fn a_storm_is_steeper_than_a_calm() {
        let highest = |weather| {
            let water = Water::of(Setting::Sea, weather).expect("the sea is wet");
            (0..200).map(|step| water.slope(f64::from(step) * 0.1, 0.0).abs()).fold(0.0, f64::max)
        };
        assert!(highest(Weather::Storm) > 1.8 * highest(Weather::Clear));
    }
}
