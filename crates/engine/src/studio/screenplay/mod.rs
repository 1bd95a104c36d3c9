//! The typed screenplay: what was understood of a storyboard, ready to be staged.
//!
//! Plain values that can be shown and saved. `understand` writes it; `world`, `picture` and `sound` read it. It knows neither
//! words nor pixels nor samples.

mod check;
mod setting;
mod subject;
mod umbrella;

pub use check::ScreenplayError;
pub use setting::{Season, Setting, Style, TimeOfDay, Weather};
pub use subject::{ActorKind, Build, Measure};

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

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CameraPlan {
    pub framing: Framing,
    pub movement: CameraMove,
    pub handheld: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Framing {
    /// Chosen by what is in the shot.
    Auto,
    Close,
    Medium,
    Full,
    Wide,
    /// From above and far away.
    Aerial,
    /// From near the ground, upwards.
    Low,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum CameraMove {
    /// Follows its subject gently.
    Auto,
    Still,
    Track,
    PanLeft,
    PanRight,
    TiltUp,
    TiltDown,
    ZoomIn,
    ZoomOut,
    /// The camera itself goes: near things pass faster than far ones.
    DollyIn,
    DollyOut,
    /// Along an arc about its subject.
    Orbit,
    CraneUp,
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

/// What the words say of clothes, hair and age; the rest follows from [`Actor::look`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Wear {
    pub top: Option<Colour>,
    pub coat: bool,
    pub lower: Option<Lower>,
    /// None: of the top's colour where it is a dress.
    pub bottom: Option<Colour>,
    pub dress: bool,
    pub shoes: Option<Colour>,
    pub hat: Option<Hat>,
    pub hat_colour: Option<Colour>,
    pub hair: Option<Colour>,
    pub cut: Option<Cut>,
    pub old: bool,
    /// Held over the head, over whoever stands near too.
    #[serde(with = "umbrella")]
    pub umbrella: Option<Option<Colour>>,
    /// What they are, as far as clothes tell it.
    pub costume: Option<Costume>,
    pub glasses: bool,
    pub beard: bool,
}

/// Clothes and a thing or two by which a trade is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum Costume {
    Astronaut,
    Chef,
    Doctor,
    Firefighter,
    Police,
    Soldier,
    Sailor,
    /// Of a lighthouse: cap, beard, coat.
    Keeper,
    Farmer,
    Builder,
    Gymnast,
    Skater,
    Ballet,
    Swimmer,
    Player,
    Cyclist,
    King,
    Queen,
    Knight,
    Pirate,
    Wizard,
    Witch,
    Clown,
    Hero,
    Ninja,
    Cowboy,
    Detective,
    Suit,
    Bride,
    Santa,
    Scientist,
    Ghost,
    Mermaid,
}

impl Wear {
    /// These clothes, but for what somebody wishes to wear.
    #[must_use]
    pub fn but(self, wish: &Self) -> Self {
        Self {
            top: wish.top.or(self.top),
            coat: self.coat || wish.coat,
            lower: wish.lower.or(self.lower),
            bottom: wish.bottom.or(self.bottom),
            dress: self.dress || wish.dress,
            shoes: wish.shoes.or(self.shoes),
            hat: wish.hat.or(self.hat),
            hat_colour: if wish.hat.is_some() { wish.hat_colour } else { self.hat_colour },
            hair: self.hair,
            cut: self.cut,
            old: self.old,
            umbrella: self.umbrella,
            costume: self.costume,
            glasses: self.glasses,
            beard: self.beard,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Lower {
    Trousers,
    Shorts,
    Skirt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Hat {
    /// A brim all around.
    Brimmed,
    /// A peak in front.
    Cap,
    /// Of knitted wool.
    Beanie,
    Helmet,
    Top,
    Crown,
    /// Tall and white, of a cook.
    Toque,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Cut {
    Long,
    Short,
    Curly,
    Ponytail,
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

/// One line that someone says.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Speech {
    /// None: a voice that is not in the picture.
    pub speaker: Option<ActorId>,
    pub speaker_name: String,
    pub voice: Voice,
    /// BCP 47 primary language, lower case: `"en"`.
    pub language: String,
    pub words: String,
    /// Seconds since the beginning of the take: not before this.
    pub at: f64,
    /// As estimated from the words; the voice may take a little longer.
    pub seconds: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Voice {
    pub age: VoiceAge,
    pub low: bool,
    /// Tells apart voices of one kind; follows from the name.
    pub variant: u8,
    /// Pitched like the voice of this likeness.
    pub cameo: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum VoiceAge {
    Child,
    Grown,
    Old,
}

/// One line as spoken. Made by `sound::speech`, in the order of the screenplay's shots and lines; a line that could not be spoken
/// is left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpokenLine {
    pub shot: usize,
    /// Index into [`ShotPlan::speech`].
    pub line: usize,
    /// Seconds since the beginning of the take, after lines were kept from overlapping.
    pub at: f64,
    pub seconds: f64,
    /// Mono, 48 kHz, −1…1.
    pub pcm: Vec<f32>,
    /// How far the mouth is open, 0…1, at [`MOUTH_RATE`] values a second from `at` on.
    pub mouth: Vec<f32>,
    /// How round the lips are, 0 spread (as for “ee”) … 1 round (as for “oo”), at the same instants.
    pub round: Vec<f32>,
    /// Where both lips meet (“m”, “b”, “p”), 0…1, at the same instants.
    pub shut: Vec<f32>,
    /// Where the lower lip is at the upper teeth (“f”, “v”), 0…1, at the same instants.
    pub teeth: Vec<f32>,
    /// Where the speaker is as the line begins and ends, −1 left … 1 right; none where nobody is seen.
    pub pan: Option<[f32; 2]>,
}

/// The shape of a mouth that speaks, each 0…1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Lips {
    pub open: f64,
    pub round: f64,
    pub shut: f64,
    pub teeth: f64,
}

impl SpokenLine {
    /// The lips at `at` seconds of the take; none while the line is not heard.
    #[must_use]
    pub fn lips(&self, at: f64) -> Option<Lips> {
        let index = ((at - self.at) * f64::from(MOUTH_RATE)).floor();
        if !(0.0..self.mouth.len() as f64).contains(&index) {
            return None;
        }
        let value = |of: &[f32], usual: f64| of.get(index as usize).map_or(usual, |value| f64::from(*value));
        Some(Lips { open: value(&self.mouth, 0.0), round: value(&self.round, 0.3), shut: value(&self.shut, 0.0), teeth: value(&self.teeth, 0.0) })
    }
}

/// Values of [`SpokenLine::mouth`] in a second.
pub const MOUTH_RATE: u32 = 60;
