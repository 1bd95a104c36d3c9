//! What an actor does: verbs that are known, and when, how often and to whom.

use super::ActorId;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    pub verb: Verb,
    /// On or towards whom.
    pub target: Option<ActorId>,
    /// Seconds since the beginning of the shot; negative where it began in a shot that this one goes on with.
    pub from: f64,
    pub seconds: f64,
    /// False where the words say that it fails: "misses".
    pub succeeds: bool,
    /// Times the usual speed.
    pub haste: f64,
    /// How often: two backflips. 1 where nothing is said.
    pub times: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum Verb {
    Stand,
    Walk,
    Run,
    Jump,
    /// At the hoop where there is one, else to the target or away.
    Throw,
    Kick,
    /// A hand bounces a ball; a ball bounces.
    Bounce,
    Catch,
    Wave,
    Chase,
    /// Runs away from the target.
    Flee,
    Talk,
    Dance,
    Sit,
    Sleep,
    Cheer,
    Drive,
    Fly,
    Bark,
    Fall,
    /// Sits on the target, which carries it.
    Ride,
    // Bodies that turn over or glide
    /// Turns backwards in the air, [`Action::times`] times.
    Backflip,
    /// Turns forwards in the air.
    Somersault,
    Cartwheel,
    /// Turns about its own axis, as a skater does.
    Spin,
    /// On ice or wheels, without steps.
    Glide,
    /// On a board: it turns under the feet.
    Kickflip,
    /// Jumps into water from a height, knees drawn up.
    Cannonball,
    Dive,
    Swim,
    Float,
    Climb,
    Crawl,
    Skip,
    March,
    // With hands
    Push,
    /// Pulls a rope or a load, against somebody or not.
    Pull,
    Lift,
    Drop,
    Give,
    Hit,
    Eat,
    Drink,
    Read,
    Write,
    Cook,
    Paint,
    /// An instrument.
    Play,
    Sing,
    Clap,
    Point,
    Hug,
    Shake,
    Bow,
    Nod,
    /// The head, for no.
    Refuse,
    /// Makes a light or a fire.
    Light,
    Ring,
    Knock,
    Open,
    // Feelings that show
    Cry,
    Laugh,
    Think,
    Look,
    Hide,
    Stretch,
    // What things do
    Roll,
    Topple,
    /// Comes down from above.
    Drip,
    /// Up and away by its own power.
    Launch,
    Land,
    /// To and fro on water or in wind.
    Rock,
    Sail,
    Hover,
    Explode,
    Break,
    Shine,
    Beep,
}
