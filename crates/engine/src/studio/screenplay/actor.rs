//! Who is in a shot: what they are, who plays them, what they have with them and do.

use super::{Action, ActorKind, Wear};
use serde::{Deserialize, Serialize};

/// Index into [`ShotPlan::cast`].
pub type ActorId = usize;

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    pub kind: ActorKind,
    /// Who plays it: nobody in particular, a likeness, a stand-in for one.
    pub part: Part,
    /// As written: `Ana`, `@ana`; the same name is the same look in every shot.
    pub name: Option<String>,
    pub colour: Option<Colour>,
    /// 1 is usual; 0.7 small, 1.35 large.
    pub size: f32,
    /// Chosen by seed and name: hair, skin, clothes.
    pub look: u64,
    pub wear: Wear,
    pub feeling: Option<Feeling>,
    /// Which way it goes when nothing else says so: 1 to the right, −1 to the left.
    pub way: f64,
    /// What it has with it: a ball in the hands or in the mouth.
    pub carries: Option<ActorId>,
    /// In the order in which they happen.
    pub actions: Vec<Action>,
}

/// Who is seen as an actor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum Part {
    /// Somebody made up.
    #[default]
    Drawn,
    /// The likeness of this index.
    Cameo(usize),
    /// Somebody was mentioned who is not in the cast: a figure without a face.
    StandIn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum Colour {
    Red,
    Orange,
    Yellow,
    Green,
    Blue,
    Purple,
    Pink,
    Brown,
    Black,
    White,
    Grey,
    Gold,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Feeling {
    Happy,
    Sad,
    Surprised,
    Angry,
    Afraid,
    Tired,
}
