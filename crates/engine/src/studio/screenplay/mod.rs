//! The typed screenplay: what was understood of a storyboard, ready to be staged.
//!
//! Plain values that can be shown and saved. `understand` writes it; `world`, `picture` and `sound` read it. It knows neither
//! words nor pixels nor samples.

mod actor;
mod camera;
mod check;
mod deed;
mod setting;
mod speech;
mod subject;
mod umbrella;
mod wear;

pub use actor::{Actor, ActorId, Colour, Feeling, Part};
pub use camera::{CameraMove, CameraPlan, Framing};
pub use check::ScreenplayError;
pub use deed::{Action, Verb};
pub use setting::{Season, Setting, Style, TimeOfDay, Weather};
pub use speech::{Lips, MOUTH_RATE, Speech, SpokenLine, Voice, VoiceAge};
pub use subject::{ActorKind, Build, Measure};
pub use wear::{Costume, Cut, Hat, Lower, Wear};

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Screenplay {
    pub shots: Vec<ShotPlan>,
    /// Drawn from the plan: everything that varies follows from it.
    pub seed: u64,
    pub fps: u32,
}

impl Screenplay {
    /// Seconds of the whole take.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.shots.iter().map(|shot| shot.seconds).sum()
    }

    /// The shot in which the scene of a shot was set: itself, unless it goes on.
    #[must_use]
    pub fn opening(&self, shot: usize) -> usize {
        (0..=shot.min(self.shots.len().saturating_sub(1))).rev().find(|at| *at == 0 || !self.shots[*at].goes_on()).unwrap_or(0)
    }

    /// When the scene of a shot ends, in seconds of the take: with the last shot that goes on with it.
    #[must_use]
    pub fn scene_end(&self, shot: usize) -> f64 {
        let later = self.shots.iter().skip(shot + 1).take_while(|plan| plan.goes_on());
        self.shots.get(shot).into_iter().chain(later).last().map_or(0.0, |plan| plan.start + plan.seconds)
    }

    /// The shot that shows at `at` seconds.
    #[must_use]
    pub fn shot_at(&self, at: f64) -> usize {
        self.shots.iter().rposition(|shot| shot.start <= at + 1e-9).unwrap_or(0)
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ShotPlan {
    /// Seconds since the beginning of the take.
    pub start: f64,
    pub seconds: f64,
    pub setting: Setting,
    pub time: TimeOfDay,
    pub weather: Weather,
    /// None: nothing was said of it.
    pub season: Option<Season>,
    pub style: Style,
    pub camera: CameraPlan,
    /// How it follows the shot before it.
    pub transition: Transition,
    /// World seconds that pass in one second of film: 1; 0.45 in slow motion, more in time-lapse.
    pub pace: f64,
    pub cast: Vec<Actor>,
    pub speech: Vec<Speech>,
    /// Sounds that were asked for in words and follow from no contact.
    pub ambience: Vec<Ambience>,
    /// Who goes off, or did so before this scene went on: no longer looked at.
    pub leaving: Vec<ActorId>,
}

impl ShotPlan {
    /// It has no beginning of its own.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.transition == Transition::Continue
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub enum Transition {
    #[default]
    Cut,
    /// Half a second in which one shot becomes the next.
    Dissolve,
    /// No cut: the scene of the shot before takes new words while it stands. Its cast is the first part of this one's, in order;
    /// what began before this shot has a negative [`Action::from`].
    Continue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum Ambience {
    Wind,
    Birds,
    Traffic,
    Crowd,
    Waves,
    Crickets,
    Thunder,
    Music,
    Rain,
    Fire,
    Sea,
    Stream,
    Engine,
    Machines,
    /// A room full of talk.
    Talk,
    Bells,
    Applause,
    Owls,
    Frogs,
    Jungle,
    Underwater,
    Silence,
}
