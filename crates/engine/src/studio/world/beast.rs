//! How beasts are built and go: proportions, paces by leg length and weight, what is heard of them.

use super::event::EventKind;
use crate::studio::screenplay::ActorKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    /// Four legs: walk, trot, gallop.
    Four,
    /// Both hind legs at once.
    Hop,
    /// On two legs, from side to side.
    Waddle,
    /// Slow, at one pace.
    Creep,
}

#[derive(Clone, Copy, Debug)]
pub struct Beast {
    /// Of the shoulder, in metres.
    pub height: f64,
    /// From chest to rump, in shoulder heights.
    pub trunk: f64,
    /// Of the head before and over the chest, in shoulder heights.
    pub head: (f64, f64),
    pub going: Going,
    /// Kilograms.
    pub mass: f64,
    /// Metres a second.
    pub walk: f64,
    pub run: f64,
}

impl Beast {
    #[must_use]
    pub fn of(kind: ActorKind, size: f64) -> Self {
        use ActorKind as K;
        let measure = kind.measure();
        // What was drawn before there was a catalogue keeps its look; a snail as small as they are could not be seen.
        let usual = match kind {
            K::Dog => 0.58,
            K::Cat => 0.30,
            K::Creature => 0.52,
            K::Snail => 0.34,
            _ => measure.height,
        };
        let height = usual * size;
        let trunk = match kind {
            K::Dog | K::Creature => 1.05,
            K::Cat => 1.25,
            K::Snail => 2.0,
            K::Penguin => 0.3,
            _ => (0.62 * measure.length / measure.height).clamp(0.5, 1.9),
        };
        let going = match kind {
            K::Rabbit | K::Frog => Going::Hop,
            K::Duck | K::Penguin | K::Chicken => Going::Waddle,
            K::Turtle | K::Snail => Going::Creep,
            _ => Going::Four,
        };
        // By Froude: what has legs four times as long goes twice as fast, at half as many steps.
        let froude = (height / 0.58).sqrt();
        let (walk, run) = match (kind, going) {
            (K::Dog | K::Cat | K::Creature, _) => (1.0, 3.6),
            (K::Snail, _) => (0.75, 0.75),
            (K::Turtle, _) => (0.18, 0.35),
            (K::Mouse | K::Squirrel, _) => (1.2 * froude, 4.6 * froude),
            (_, Going::Waddle) => (0.55 * froude, 1.3 * froude),
            (_, Going::Hop) => (1.0 * froude, 3.4 * froude),
            _ if measure.mass > 1_500.0 => (0.78 * froude, 1.9 * froude),
            _ => (1.0 * froude, (3.6 * froude).min(6.0)),
        };
        Self { height, trunk, head: head(kind), going, mass: measure.mass * size.powi(3), walk, run }
    }

    /// Of a footstep, 0…1.
    #[must_use]
    pub fn tread(&self, kind: ActorKind) -> f64 {
        if kind == ActorKind::Cat { 0.05 } else { (0.16 * (self.mass / 25.0).powf(0.33)).clamp(0.02, 1.0) }
    }
}

fn head(kind: ActorKind) -> (f64, f64) {
    use ActorKind as K;
    match kind {
        K::Horse | K::Unicorn | K::Zebra => (0.42, 0.45),
        K::Cow => (0.42, 0.2),
        K::Pig => (0.38, 0.08),
        K::Sheep | K::Goat => (0.36, 0.32),
        K::Deer => (0.36, 0.52),
        K::Mouse => (0.42, 0.08),
        K::Elephant => (0.40, 0.2),
        K::Lion | K::Tiger => (0.40, 0.28),
        K::Bear => (0.42, 0.18),
        K::Panda => (0.38, 0.22),
        K::Giraffe => (0.46, 0.88),
        K::Camel => (0.60, 0.42),
        K::Dinosaur => (0.72, 0.66),
        K::Turtle => (0.62, 0.2),
        K::Frog => (0.26, 0.18),
        K::Duck => (0.24, 0.62),
        K::Chicken => (0.22, 0.55),
        K::Penguin => (0.05, 0.28),
        _ => (0.34, 0.36),
    }
}

/// What it says, `size` 0…1.
#[must_use]
pub fn voice(kind: ActorKind, height: f64) -> Option<EventKind> {
    let size = (height / 0.75).min(1.0) as f32;
    match kind {
        ActorKind::Cat => Some(EventKind::Meow),
        ActorKind::Dog | ActorKind::Creature => Some(EventKind::Bark { size }),
        ActorKind::Snail | ActorKind::Turtle => None,
        whose => Some(EventKind::Call { whose, size: (height / 2.4).sqrt().min(1.0) as f32 }),
    }
}
