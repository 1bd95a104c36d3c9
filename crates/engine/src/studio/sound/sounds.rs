//! Which sound each kind of event makes.

use super::{beasts, calls, clip::Clip, contact, engines, forces, instruments, motion, noise::Noise, people, signals};
use crate::studio::{
    screenplay::{ActorKind, Setting, ShotPlan},
    world::event::EventKind,
};

/// A finite number from 0 to `most`.
pub fn tidy(x: f32, most: f32) -> f32 {
    if x.is_finite() { x.clamp(0.0, most) } else { 0.0 }
}

/// None where nothing is to be heard, or where `effects` plays it in pieces. `left`: seconds of `shot` that are left.
pub fn of(noise: &mut Noise, kind: &EventKind, left: f32, shot: &ShotPlan) -> Option<Clip> {
    let vehicle = engines::vehicle(shot);
    let has = |kind: ActorKind| shot.cast.iter().any(|actor| actor.kind == kind);
    // What lasts ends with its shot.
    let lasting = |seconds: f32| Some(tidy(seconds, left + 0.1)).filter(|seconds| *seconds > 0.02);
    Some(match *kind {
        EventKind::Impact { a, b, impulse } => contact::impact(noise, a, b, tidy(impulse, 60.0)),
        EventKind::Footstep { ground, weight } => contact::footstep(noise, ground, tidy(weight, 1.0)),
        EventKind::Landing { ground, weight } => contact::landing(noise, ground, tidy(weight, 1.5)),
        EventKind::Kick { ball, speed } => contact::kick(noise, ball, tidy(speed, 50.0)),
        EventKind::Catch { ball } => contact::catch(noise, ball),
        EventKind::Whoosh { speed } => motion::whoosh(noise, tidy(speed, 40.0)),
        EventKind::RimHit { impulse } => contact::rim(noise, tidy(impulse, 60.0)),
        EventKind::BoardHit { impulse } => contact::board(noise, tidy(impulse, 60.0)),
        EventKind::NetSwish => contact::net(noise),
        EventKind::Roll { .. } | EventKind::EngineRun { .. } | EventKind::Glide { .. } => return None,
        EventKind::Skid { seconds } => motion::skid(noise, lasting(seconds)?),
        EventKind::Horn => vehicle.and_then(|vehicle| beasts::call(noise, vehicle, 0.5)).unwrap_or_else(|| signals::horn(noise)),
        EventKind::Splash { size } => contact::splash(noise, tidy(size, 1.0)),
        EventKind::Bark { size } => calls::bark(noise, tidy(size, 1.0)),
        EventKind::Meow => calls::meow(noise),
        EventKind::Chirp => {
            let kind = noise.between(0.0, 3.99) as usize;
            calls::chirp(noise, kind)
        }
        EventKind::Flap { seconds } => motion::flap(noise, lasting(seconds)?),
        EventKind::Cheer { people } => people::cheer(noise, people),
        EventKind::Groan { people } => people::groan(noise, people),
        EventKind::Laugh => people::laugh(noise),
        EventKind::Clap { seconds } => people::claps(noise, lasting(seconds)?, 1.0),
        EventKind::Whistle => match vehicle {
            Some(train @ (ActorKind::Train | ActorKind::ToyTrain)) => beasts::call(noise, train, 0.5)?,
            _ => signals::whistle(noise),
        },
        EventKind::Thunder { distance } => forces::thunder(noise, tidy(distance, 1.0)),
        EventKind::Bell if has(ActorKind::Phone) => signals::ring(noise),
        EventKind::Bell if has(ActorKind::Bicycle) || has(ActorKind::ToyTrain) || has(ActorKind::Clock) => signals::little_bell(noise),
        EventKind::Bell if !has(ActorKind::Bell) && matches!(shot.setting, Setting::Gym | Setting::Stadium | Setting::Arena) => {
            signals::buzzer(noise)
        }
        EventKind::Bell => signals::bell(noise),
        EventKind::Call { whose, size } => beasts::call(noise, whose, tidy(size, 1.0))?,
        EventKind::Plunge { speed, size } => forces::plunge(noise, tidy(speed, 30.0), tidy(size, 1.0)),
        EventKind::Blast { seconds, power } => forces::blast(noise, lasting(seconds)?, tidy(power, 1.0)),
        EventKind::Explosion { size } => forces::explosion(noise, tidy(size, 1.0)),
        EventKind::Shatter => forces::shatter(noise),
        EventKind::Beep { step } => signals::beep(step),
        EventKind::Creak { seconds } => forces::creak(noise, lasting(seconds)?),
        EventKind::Note { of, midi, seconds } => instruments::played(noise, of, midi, lasting(seconds)?),
        EventKind::Munch => people::munch(noise),
        EventKind::Cry { seconds } => {
            let pitch = noise.between(290.0, 380.0);
            people::cry(noise, lasting(seconds)?, pitch)
        }
        EventKind::Knock => forces::knock(noise),
    })
}
