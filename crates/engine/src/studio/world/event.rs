//! What can be heard: every contact and call that the simulation makes, at its own instant.
//!
//! Written by the world, read by sound. It knows no samples and no pictures.

use crate::studio::screenplay::ActorKind;
use serde::Serialize;

/// What a thing is made of, as far as its sound and its bounce go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Material {
    Grass,
    Sand,
    Snow,
    Asphalt,
    /// A sprung wooden floor, as in a gym.
    Parquet,
    /// Boards, furniture, a bench.
    Wood,
    Stone,
    Water,
    Metal,
    Glass,
    /// A basketball.
    RubberBall,
    /// A football, a volleyball.
    LeatherBall,
    /// A beach ball, a balloon.
    LightBall,
    TennisBall,
    Body,
    Paw,
    Hoof,
    Tyre,
    Cloth,
    /// A mat, a mattress.
    Foam,
    Ice,
    Cardboard,
    /// A skater's blade.
    Blade,
    Dirt,
}

/// Ground is named by its material.
pub type Surface = Material;

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum EventKind {
    /// Two things met. `impulse` in newton seconds: a dropped basketball about 4, a kicked football about 8.
    Impact {
        a: Material,
        b: Material,
        impulse: f32,
    },
    /// A foot is set down; `weight` 0 (a child tiptoes) … 1 (a grown runner lands).
    Footstep {
        ground: Surface,
        weight: f32,
    },
    /// Two feet land after a jump; `weight` as in a footstep, up to 1.5.
    Landing {
        ground: Surface,
        weight: f32,
    },
    /// A hand or foot meets a ball. `speed` of the ball afterwards in metres a second.
    Kick {
        ball: Material,
        speed: f32,
    },
    Catch {
        ball: Material,
    },
    /// Something goes by fast: a thrown ball, a swung arm. Metres a second.
    Whoosh {
        speed: f32,
    },
    /// A ball on an iron rim.
    RimHit {
        impulse: f32,
    },
    /// A ball on a backboard.
    BoardHit {
        impulse: f32,
    },
    NetSwish,
    /// A ball rolls on, `seconds` long.
    Roll {
        ball: Material,
        ground: Surface,
        seconds: f32,
        speed: f32,
    },
    /// An engine at `speed` metres a second for `seconds`; one event for each stretch of driving.
    EngineRun {
        seconds: f32,
        speed: f32,
    },
    Skid {
        seconds: f32,
    },
    Horn,
    /// `size` 0 (a drop, a footstep in a puddle) … 1 (a car through a puddle).
    Splash {
        size: f32,
    },
    /// `size` 0 (a small dog) … 1 (a large one).
    Bark {
        size: f32,
    },
    Meow,
    Chirp,
    /// Wings, `seconds` long.
    Flap {
        seconds: f32,
    },
    /// A group rejoices; `people` 1 … 200.
    Cheer {
        people: u32,
    },
    /// A group moans at a miss.
    Groan {
        people: u32,
    },
    Laugh,
    Clap {
        seconds: f32,
    },
    Whistle,
    /// Roar, moo, neigh and the like; `size` 0 … 1.
    Call {
        whose: ActorKind,
        size: f32,
    },
    /// Something heavy falls into water, metres a second.
    Plunge {
        speed: f32,
        size: f32,
    },
    /// A rocket, a fire, a jet, `seconds` long; `power` 0 … 1.
    Blast {
        seconds: f32,
        power: f32,
    },
    Explosion {
        size: f32,
    },
    /// Glass or crockery.
    Shatter,
    /// A short electronic tone; `step` semitones over its lowest.
    Beep {
        step: i8,
    },
    /// A door, a box, a gate.
    Creak {
        seconds: f32,
    },
    /// Skates, a board, a sledge: `seconds` long.
    Glide {
        on: Material,
        seconds: f32,
        speed: f32,
    },
    /// One note of an instrument.
    Note {
        of: ActorKind,
        midi: u8,
        seconds: f32,
    },
    /// Chewing, a gulp.
    Munch,
    Cry {
        seconds: f32,
    },
    Knock,
    Thunder {
        distance: f32,
    },
    /// A bell, a buzzer.
    Bell,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SoundEvent {
    /// Seconds since the beginning of the take.
    pub at: f64,
    /// Index of the shot in which it happens. Nothing sounds past its own shot's end but its decay.
    pub shot: usize,
    /// −1 left … 1 right, as seen by the camera at that instant.
    pub pan: f32,
    /// 0 near … 1 far.
    pub distance: f32,
    pub kind: EventKind,
}
