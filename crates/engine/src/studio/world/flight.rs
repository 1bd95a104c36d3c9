//! Flights that turn over: the centre of mass follows a parabola, and what turns keeps its angular momentum, so that a tuck is
//! faster than a stretched body.
//!
//! A flight is planned in full at take-off. It knows no verbs.

use super::{
    pose::{Vec2, ease},
    posture::Posture,
};

/// A posture and when it is reached, as part of the flight.
pub type Key = (f64, Posture);

#[derive(Clone, Debug)]
pub struct Flight {
    keys: Vec<Key>,
    /// Of the centre of mass at take-off.
    from: Vec2,
    velocity: Vec2,
    gravity: f64,
    pub seconds: f64,
    /// Radians, positive forwards, at take-off.
    began: f64,
    /// Angular momentum by weight and height squared.
    momentum: f64,
    turned: f64,
    at: f64,
}

/// Steps in which a flight is summed up beforehand.
const SLICES: usize = 240;

impl Flight {
    /// From `from` with `velocity` until the centre of mass comes down to `floor`, having turned by `turn`.
    #[must_use]
    pub fn plan(keys: Vec<Key>, from: Vec2, velocity: Vec2, gravity: f64, floor: f64, began: f64, turn: f64) -> Self {
        let seconds = fall_seconds(velocity.y, from.y - floor, gravity);
        let mut flight = Self { keys, from, velocity, gravity, seconds, began, momentum: 0.0, turned: 0.0, at: 0.0 };
        let eased: f64 =
            (0..SLICES).map(|slice| 1.0 / flight.posture((slice as f64 + 0.5) / SLICES as f64).joints().inertia()).sum::<f64>() / SLICES as f64;
        flight.momentum = turn / (eased * seconds);
        flight
    }

    /// Some time later; true once it is over.
    pub fn step(&mut self, dt: f64) -> bool {
        let dt = dt.min(self.seconds - self.at).max(0.0);
        let middle = self.posture((self.at + dt / 2.0) / self.seconds);
        self.turned += self.momentum / middle.joints().inertia() * dt;
        self.at += dt;
        self.at >= self.seconds - 1e-9
    }

    /// Part of the flight that is over.
    #[must_use]
    pub fn part(&self) -> f64 {
        self.at / self.seconds
    }

    #[must_use]
    pub fn posture(&self, part: f64) -> Posture {
        let after = self.keys.iter().position(|key| key.0 > part).unwrap_or(self.keys.len());
        let (Some(first), Some(last)) = (self.keys.first(), self.keys.last()) else { return super::posture::STAND };
        if after == 0 {
            return first.1;
        }
        let Some(next) = self.keys.get(after) else { return last.1 };
        let before = self.keys[after - 1];
        before.1.towards(&next.1, ease((part - before.0) / (next.0 - before.0)))
    }

    #[must_use]
    pub fn now(&self) -> Posture {
        self.posture(self.part())
    }

    #[must_use]
    pub fn centre(&self) -> Vec2 {
        self.from + self.velocity * self.at + Vec2::new(0.0, -0.5 * self.gravity * self.at * self.at)
    }

    #[must_use]
    pub fn speed(&self) -> Vec2 {
        self.velocity + Vec2::new(0.0, -self.gravity * self.at)
    }

    #[must_use]
    pub fn angle(&self) -> f64 {
        self.began + self.turned
    }
}

/// Until something thrown up at `rise` is `drop` below where it began.
#[must_use]
pub fn fall_seconds(rise: f64, drop: f64, gravity: f64) -> f64 {
    let gravity = gravity.max(0.4);
    ((rise + (rise * rise + 2.0 * gravity * drop).max(0.0).sqrt()) / gravity).max(0.2)
}

#[cfg(test)]
mod tests {
    use super::super::posture::{REACH, TOUCH, TUCK};
    use super::*;

    #[test]
    fn a_flip_keeps_its_momentum_and_turns_exactly_once() {
        let keys = vec![(0.0, REACH), (0.25, TUCK), (0.6, TUCK), (0.95, TOUCH)];
        let turn = -std::f64::consts::TAU;
        let mut flight = Flight::plan(keys, Vec2::new(0.0, 1.0), Vec2::new(-0.5, 3.5), 9.81, 0.8, 0.0, turn);
        let (mut was, mut fastest, mut slowest) = (0.0, 0.0_f64, f64::MAX);
        let dt = 1.0 / 120.0;
        let mut momenta = Vec::new();
        loop {
            let middle = flight.posture((flight.part() + dt / 2.0 / flight.seconds).min(1.0));
            let over = flight.step(dt);
            if over {
                break;
            }
            let rate = (flight.angle() - was) / dt;
            was = flight.angle();
            momenta.push(rate * middle.joints().inertia());
            fastest = fastest.max(rate.abs());
            slowest = slowest.min(rate.abs());
        }
        let mean = momenta.iter().sum::<f64>() / momenta.len() as f64;
        assert!(momenta.iter().all(|one| (one / mean - 1.0).abs() < 0.05), "{momenta:?}");
        assert!((flight.angle() - turn).abs() < 0.02, "{}", flight.angle());
        assert!(fastest > 2.0 * slowest, "a tuck is faster");
    }
}
