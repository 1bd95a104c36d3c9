//! The typed screenplay: what was understood of a storyboard, ready to be staged.
//!
//! Plain values that can be shown and saved. `understand` writes it; `world`, `picture` and `sound` read it. It knows neither
//! words nor pixels nor samples.

use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize)]
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

    /// The shot that shows at `at` seconds.
    #[must_use]
    pub fn shot_at(&self, at: f64) -> usize {
        self.shots.iter().rposition(|shot| shot.start <= at + 1e-9).unwrap_or(0)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShotPlan {
    /// Seconds since the beginning of the take.
    pub start: f64,
    pub seconds: f64,
    pub setting: Setting,
    pub time: TimeOfDay,
    pub weather: Weather,
    pub style: Style,
    pub camera: CameraPlan,
    /// World seconds that pass in one second of film: 1; 0.45 in slow motion.
    pub pace: f64,
    pub cast: Vec<Actor>,
    pub speech: Vec<Speech>,
    /// Sounds that were asked for in words and follow from no contact.
    pub ambience: Vec<Ambience>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Setting {
    Park,
    /// A basketball court outdoors.
    Court,
    /// A hall with a court, a wooden floor and a crowd.
    Gym,
    Street,
    Meadow,
    Forest,
    Beach,
    Room,
    /// A sports field with goals and stands.
    Stadium,
    /// A calm, neutral studio backdrop: nothing was understood of the place.
    Stage,
    Desert,
}

impl Setting {
    #[must_use]
    pub fn is_indoors(self) -> bool {
        matches!(self, Self::Gym | Self::Room | Self::Stage)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum TimeOfDay {
    Dawn,
    Day,
    Sunset,
    Night,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Weather {
    Clear,
    Cloudy,
    Wind,
    Rain,
    /// Heavy rain with lightning.
    Storm,
    Snow,
    Fog,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Style {
    /// Gradients and soft light, no outlines.
    Soft,
    /// Ink outlines, flat shading, bigger heads.
    Cartoon,
    /// Black and white, hard light.
    Noir,
    /// A pale wash on paper.
    Watercolour,
    /// Large pixels of few colours.
    Pixel,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CameraPlan {
    pub framing: Framing,
    pub movement: CameraMove,
    pub handheld: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Framing {
    /// Chosen by what is in the shot.
    Auto,
    Close,
    Medium,
    Full,
    Wide,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Ambience {
    Wind,
    Birds,
    Traffic,
    Crowd,
    Waves,
    Crickets,
    Thunder,
    Music,
}

/// Index into [`ShotPlan::cast`].
pub type ActorId = usize;

#[derive(Clone, Debug, PartialEq, Serialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub enum Part {
    /// Somebody made up.
    #[default]
    Drawn,
    /// The likeness of this index.
    Cameo(usize),
    /// Somebody was mentioned who is not in the cast: a figure without a face.
    StandIn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum ActorKind {
    Woman,
    Man,
    Girl,
    Boy,
    Dog,
    Cat,
    Basketball,
    Football,
    BeachBall,
    TennisBall,
    Car,
    Bird,
    Butterfly,
    /// A grown person of whom nothing more is known.
    Somebody,
    /// A pet that looks as it was enrolled.
    Creature,
    Snail,
    /// A thing that looks as it was enrolled; it is held and thrown like a ball.
    Prop,
}

impl ActorKind {
    #[must_use]
    pub fn is_person(self) -> bool {
        matches!(self, Self::Woman | Self::Man | Self::Girl | Self::Boy | Self::Somebody)
    }

    #[must_use]
    pub fn is_child(self) -> bool {
        matches!(self, Self::Girl | Self::Boy)
    }

    #[must_use]
    pub fn is_ball(self) -> bool {
        matches!(self, Self::Basketball | Self::Football | Self::BeachBall | Self::TennisBall | Self::Prop)
    }

    #[must_use]
    pub fn is_pet(self) -> bool {
        matches!(self, Self::Dog | Self::Cat | Self::Creature | Self::Snail)
    }

    #[must_use]
    pub fn is_flyer(self) -> bool {
        matches!(self, Self::Bird | Self::Butterfly)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
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
    pub umbrella: Option<Option<Colour>>,
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
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Lower {
    Trousers,
    Shorts,
    Skirt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Hat {
    /// A brim all around.
    Brimmed,
    /// A peak in front.
    Cap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Cut {
    Long,
    Short,
    Curly,
    Ponytail,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Feeling {
    Happy,
    Sad,
    Surprised,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Action {
    pub verb: Verb,
    /// On or towards whom.
    pub target: Option<ActorId>,
    /// Seconds since the beginning of the shot.
    pub from: f64,
    pub seconds: f64,
    /// False where the words say that it fails: "misses".
    pub succeeds: bool,
    /// Times the usual speed.
    pub haste: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
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
}

/// One line that someone says.
#[derive(Clone, Debug, PartialEq, Serialize)]
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Voice {
    pub age: VoiceAge,
    pub low: bool,
    /// Tells apart voices of one kind; follows from the name.
    pub variant: u8,
    /// Pitched like the voice of this likeness.
    pub cameo: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum VoiceAge {
    Child,
    Grown,
    Old,
}

/// One line as spoken. Made by `sound::speech`, in the order of the screenplay's shots and lines; a line that could not be spoken
/// is left out.
#[derive(Clone, Debug, PartialEq)]
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
}

/// Values of [`SpokenLine::mouth`] in a second.
pub const MOUTH_RATE: u32 = 60;
