//! Engines: firing cylinders through an exhaust, tyres on the road, rotors; a table tells them apart.

use super::{
    RATE,
    clip::{Clip, samples},
    filter::{Soften, Sweep},
    noise::{Drift, Noise, Pink},
};
use crate::studio::screenplay::{ActorKind, Build, ShotPlan};
use std::f32::consts::TAU;

const CONTROL: usize = 64;

pub struct Motor {
    /// Firings a second at rest, and how many more for each metre a second within a gear.
    idle: f32,
    climb: f32,
    /// Metres a second to each gear.
    gear: f32,
    /// What the body and the pipe ring at, and hertz above which it is dull.
    body: f32,
    pipe: f32,
    dull: f32,
    /// How unlike the firings are.
    rough: f32,
    /// Level of wheels or water.
    road: f32,
    /// A rotor's or a piston's beat: hertz and depth.
    beat: (f32, f32),
}

const CAR: Motor = Motor { idle: 33.0, climb: 6.4, gear: 7.0, body: 95.0, pipe: 180.0, dull: 1_700.0, rough: 0.1, road: 1.0, beat: (0.0, 0.0) };
const LORRY: Motor = Motor { idle: 22.0, climb: 4.2, gear: 4.0, body: 70.0, pipe: 130.0, dull: 1_300.0, rough: 0.18, road: 1.1, beat: (7.0, 0.12) };
const TRACTOR: Motor = Motor { idle: 14.0, climb: 5.0, gear: 5.0, body: 82.0, pipe: 155.0, dull: 1_500.0, rough: 0.3, road: 0.4, beat: (7.0, 0.4) };
const MOTORCYCLE: Motor =
    Motor { idle: 46.0, climb: 10.5, gear: 5.5, body: 150.0, pipe: 330.0, dull: 3_200.0, rough: 0.2, road: 0.6, beat: (0.0, 0.0) };
const TRAIN: Motor = Motor { idle: 26.0, climb: 1.4, gear: 60.0, body: 60.0, pipe: 110.0, dull: 800.0, rough: 0.12, road: 1.6, beat: (3.1, 0.45) };
const SHIP: Motor = Motor { idle: 11.0, climb: 1.0, gear: 30.0, body: 48.0, pipe: 90.0, dull: 420.0, rough: 0.15, road: 1.2, beat: (1.8, 0.3) };
const OUTBOARD: Motor =
    Motor { idle: 38.0, climb: 5.0, gear: 20.0, body: 170.0, pipe: 290.0, dull: 2_200.0, rough: 0.2, road: 1.3, beat: (0.0, 0.0) };
const HELICOPTER: Motor =
    Motor { idle: 62.0, climb: 0.4, gear: 60.0, body: 110.0, pipe: 420.0, dull: 2_400.0, rough: 0.06, road: 2.4, beat: (11.5, 0.85) };
const PROPELLER: Motor =
    Motor { idle: 68.0, climb: 1.2, gear: 60.0, body: 130.0, pipe: 270.0, dull: 2_600.0, rough: 0.06, road: 1.4, beat: (23.0, 0.2) };
/// Nobody has heard one: a hum that turns.
const SAUCER: Motor = Motor { idle: 140.0, climb: 2.0, gear: 60.0, body: 280.0, pipe: 560.0, dull: 3_000.0, rough: 0.0, road: 0.3, beat: (5.2, 0.6) };

pub fn motor(kind: Option<ActorKind>) -> &'static Motor {
    use ActorKind as K;
    match kind {
        Some(K::Bus | K::Truck | K::FireEngine) => &LORRY,
        Some(K::Tractor) => &TRACTOR,
        Some(K::Motorcycle) => &MOTORCYCLE,
        Some(K::Train) => &TRAIN,
        Some(K::Ship) => &SHIP,
        Some(K::Boat | K::Sailboat) => &OUTBOARD,
        Some(K::Helicopter) => &HELICOPTER,
        Some(K::Plane | K::Airship | K::Rocket) => &PROPELLER,
        Some(K::Ufo) => &SAUCER,
        _ => &CAR,
    }
}

/// What drives in a shot: the events don't tell it, and there is seldom more than one.
pub fn vehicle(shot: &ShotPlan) -> Option<ActorKind> {
    shot.cast.iter().map(|actor| actor.kind).find(|kind| matches!(kind.build(), Build::Wheels | Build::Boat | Build::Craft))
}

/// How an engine runs at one instant.
#[derive(Clone, Copy)]
pub struct Drive {
    pub speed: f32,
    /// Shift of the pitch by motion towards or away: 1 at rest.
    pub doppler: f32,
}

pub fn engine(noise: &mut Noise, motor: &Motor, seconds: f32, drive: impl Fn(f32) -> Drive) -> Clip {
    let n = samples(seconds);
    let mut pcm = Vec::with_capacity(n);
    let (mut phase, mut beat) = (0f32, 0f32);
    let mut fired = 0usize;
    let mut kick = 1.0f32;
    let (mut body, mut pipe, mut top) = (Sweep::at(motor.body, 1.6), Sweep::at(260.0, 2.2), Soften::at(motor.dull));
    let (mut road, mut pink) = (Sweep::at(700.0, 0.6), Pink::default());
    let (mut sway, mut load) = (Drift::new(noise, 3.0), Drift::new(noise, 0.5));
    while pcm.len() < n {
        let now = drive(pcm.len() as f32 / n as f32);
        let speed = now.speed.clamp(0.0, 60.0);
        // The engine climbs in each gear and drops at the next.
        let gear = (speed / motor.gear).floor().min(4.0);
        let turns = motor.idle + motor.climb * (speed - 0.66 * motor.gear * gear).max(0.0);
        // Nobody holds the pedal quite still.
        let foot = 0.94 + 0.12 * load.next(noise, CONTROL);
        let hertz = turns * now.doppler * foot * (0.985 + 0.03 * sway.next(noise, CONTROL));
        pipe.tune(motor.pipe * now.doppler + 2.2 * hertz, 1.8);
        road.tune((420.0 + 28.0 * speed) * now.doppler, 0.5);
        let step = hertz / RATE;
        let rush = 0.10 * (speed / 14.0).min(1.6) * motor.road;
        for _ in 0..CONTROL.min(n - pcm.len()) {
            phase += step;
            if phase >= 1.0 {
                phase -= 1.0;
                fired = (fired + 1) % 4;
                // No two cylinders fire alike: that is the growl.
                kick = [1.0, 0.82, 0.93, 0.76][fired] * noise.near(1.0, motor.rough);
            }
            beat = (beat + motor.beat.0 * now.doppler / RATE).fract();
            let swing = 1.0 - motor.beat.1 * (0.5 - 0.5 * (TAU * beat).cos());
            let pulse = kick * ((-7.0 * phase).exp() - 0.142);
            let exhaust = top.run(pulse + 0.05 * noise.white() * (-3.0 * phase).exp());
            let out = body.band(exhaust) * 0.55 + pipe.band(exhaust) * 1.2 + exhaust * 0.4;
            pcm.push((out * 0.9 + road.band(pink.next(noise.white())) * rush * 4.0) * swing);
        }
    }
    Clip { pcm }.at_peak(0.24).eased(0.12, 0.18)
}
