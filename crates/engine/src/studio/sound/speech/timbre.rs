//! What kind of throat a voice comes from: people, robots, beasts that talk. Everything is done to the finished voice.

use super::super::{
    RATE,
    filter::{Biquad, Sweep},
};
use crate::studio::screenplay::{Actor, ActorKind, Costume};
use std::f32::consts::TAU;

/// Of a grown person: nothing is changed.
pub const NATURAL: Timbre = Timbre { shift: 1.0, growl: 0.0, bleat: 0.0, effect: Effect::None };

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timbre {
    /// How much shorter the throat is than a person's: formants and pitch rise by this.
    shift: f32,
    /// Roughness, 0…1.
    growl: f32,
    /// Trembling, 0…1.
    bleat: f32,
    effect: Effect,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    None,
    /// Of metal.
    Robot,
    /// Through a helmet.
    Radio,
    /// From beyond.
    Hollow,
}

impl Timbre {
    #[rustfmt::skip]
    pub fn of(actor: &Actor) -> Self {
        use ActorKind as K;
        let (shift, growl, bleat) = match actor.kind {
            K::Baby => (1.28, 0.0, 0.0),
            K::Girl | K::Boy => (1.09, 0.0, 0.0),
            K::Dog => (0.90, 0.45, 0.0),
            K::Wolf => (0.82, 0.5, 0.0),
            K::Bear | K::Panda => (0.74, 0.5, 0.0),
            K::Lion | K::Tiger => (0.74, 0.6, 0.0),
            K::Dragon | K::Dinosaur => (0.64, 0.75, 0.0),
            K::Elephant | K::Whale => (0.68, 0.15, 0.0),
            K::Cow | K::Camel | K::Giraffe => (0.80, 0.1, 0.0),
            K::Horse | K::Unicorn | K::Zebra | K::Deer => (0.88, 0.1, 0.1),
            K::Pig | K::Frog | K::Octopus => (0.95, 0.55, 0.0),
            K::Sheep | K::Goat => (1.08, 0.1, 0.8),
            K::Turtle | K::Snail => (0.86, 0.0, 0.15),
            K::Shark => (0.78, 0.3, 0.0),
            K::Fox | K::Creature | K::Penguin | K::Owl => (1.14, 0.1, 0.0),
            K::Cat => (1.27, 0.0, 0.12),
            K::Rabbit | K::Duck | K::Chicken | K::Eagle | K::Fish | K::Dolphin => (1.32, 0.12, 0.0),
            K::Squirrel | K::Parrot | K::Bird => (1.42, 0.15, 0.0),
            K::Mouse | K::Butterfly | K::Bee => (1.58, 0.0, 0.0),
            _ => (1.0, 0.0, 0.0),
        };
        // A large one has a long throat.
        let size = (1.0 / actor.size.clamp(0.5, 2.0)).powf(0.35);
        let effect = match (actor.kind, actor.wear.costume) {
            (K::Robot | K::Computer | K::Phone | K::Ufo, _) => Effect::Robot,
            (_, Some(Costume::Astronaut)) | (K::Television, _) => Effect::Radio,
            (_, Some(Costume::Ghost)) => Effect::Hollow,
            _ => Effect::None,
        };
        Self { shift: (shift * size).clamp(0.58, 1.7), growl, bleat, effect }
    }

    /// How much faster the line will be played than the program spoke it.
    pub fn shift(&self) -> f64 {
        f64::from(self.shift)
    }

    /// It does not rise and fall.
    pub fn is_flat(&self) -> bool {
        self.effect == Effect::Robot
    }

    pub fn colour(&self, pcm: &mut [f32]) {
        if self.growl > 0.0 || self.bleat > 0.0 {
            self.tremble(pcm);
        }
        match self.effect {
            Effect::None => {}
            Effect::Robot => robot(pcm),
            Effect::Radio => radio(pcm),
            Effect::Hollow => hollow(pcm),
        }
    }

    /// A growl is a flutter of some thirty beats a second that lets the voice overdrive; a bleat is slower and clean.
    fn tremble(&self, pcm: &mut [f32]) {
        let mut body = Biquad::peak(260.0, 0.8, 5.0 * self.growl);
        for (i, x) in pcm.iter_mut().enumerate() {
            let t = i as f32 / RATE;
            let flutter = 0.5 + 0.5 * (TAU * 31.0 * t + 2.2 * (TAU * 3.7 * t).sin()).sin();
            let shake = 0.5 + 0.5 * (TAU * 8.2 * t).sin();
            let rough = body.run(*x) * (1.0 - 0.62 * self.growl * flutter);
            let warm = (rough * (1.0 + 2.4 * self.growl)).tanh();
            *x = warm * (1.0 - 0.55 * self.bleat * shake);
        }
    }
}

/// A metal throat: a comb, a ring of its own, and coarse steps.
fn robot(pcm: &mut [f32]) {
    const COMB: usize = 262;
    let mut line = [0f32; COMB];
    let mut held = 0f32;
    for (i, x) in pcm.iter_mut().enumerate() {
        let slot = &mut line[i % COMB];
        let ringing = *x + 0.58 * *slot;
        *slot = ringing;
        let turned = ringing * (0.62 + 0.38 * (TAU * 74.0 * i as f32 / RATE).sin());
        if i % 4 == 0 {
            held = (turned * 48.0).round() / 48.0;
        }
        *x = 0.55 * (0.35 * turned + 0.65 * held);
    }
    // Understood it has to be all the same.
    let (mut soft, mut clear) = (Biquad::lowpass(6_500.0, 0.7), Biquad::peak(2_200.0, 0.7, 6.0));
    pcm.iter_mut().for_each(|x| *x = clear.run(soft.run(*x)));
}

fn radio(pcm: &mut [f32]) {
    let (mut low, mut high) = (Biquad::highpass(420.0, 0.8), Biquad::lowpass(3_100.0, 0.9));
    for x in pcm {
        *x = ((high.run(low.run(*x)) * 4.0).tanh()) * 0.42;
    }
}

fn hollow(pcm: &mut [f32]) {
    let dry = pcm.to_vec();
    let mut band = Sweep::at(900.0, 1.6);
    for (i, x) in pcm.iter_mut().enumerate() {
        let t = i as f32 / RATE;
        let late = |seconds: f32| i.checked_sub((seconds * RATE) as usize).map_or(0.0, |at| dry[at]);
        let wave = 0.75 + 0.25 * (TAU * 5.0 * t).sin();
        let sway = 0.021 + 0.004 * (TAU * 0.7 * t).sin();
        *x = (0.5 * *x + 0.45 * late(sway) + 0.3 * late(0.061) + 0.5 * band.band(late(0.009))) * wave;
    }
}
