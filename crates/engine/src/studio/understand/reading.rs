//! What was read out of the words of one shot, before it is staged.

use super::lexicon::{Pronoun, Subject, Tongue};
use crate::studio::screenplay::{Ambience, CameraMove, Colour, Feeling, Framing, Part, Season, Setting, Style, TimeOfDay, Verb, Wear, Weather};

/// At most this many bodies in a shot.
pub const MOST: usize = 8;

/// At most this many things are done in a shot.
pub const MOST_CLAUSES: usize = 24;

/// Who or what was spoken of.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    pub what: Subject,
    /// The noun by which it was called; empty where it was not.
    pub word: String,
    pub part: Part,
    pub name: Option<String>,
    pub colour: Option<Colour>,
    pub size: f32,
    pub wear: Wear,
    /// What they wish to wear, whatever was said.
    pub wish: Wear,
    pub feeling: Option<Feeling>,
    pub way: Option<i8>,
    /// A ball that it has with it.
    pub carries: Option<usize>,
    /// Not written, but follows: the ball of a basketball player.
    pub implied: bool,
    /// "The fox": who was spoken of before.
    pub known: bool,
    /// What it does where nothing else is said.
    pub habit: Option<Verb>,
    /// Those who were named by one word are of one group.
    pub group: Option<usize>,
    /// "He", of whom an earlier shot knows more.
    pub stands_for: Option<Pronoun>,
}

impl Entity {
    #[must_use]
    pub fn new(what: Subject) -> Self {
        Self {
            what,
            word: String::new(),
            part: Part::Drawn,
            name: None,
            colour: None,
            size: 1.0,
            wear: Wear::default(),
            wish: Wear::default(),
            feeling: None,
            way: None,
            carries: None,
            implied: false,
            known: false,
            habit: None,
            group: None,
            stands_for: None,
        }
    }

    #[must_use]
    pub fn implied(what: Subject) -> Self {
        Self { implied: true, ..Self::new(what) }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    pub subjects: Vec<usize>,
    pub verb: Verb,
    pub play: bool,
    pub object: Option<usize>,
    /// Towards whom, beside the object.
    pub towards: Option<usize>,
    /// The subjects do it to each other.
    pub mutual: bool,
    /// Which step of the story.
    pub stage: usize,
    pub fails: bool,
    pub haste: f64,
    pub times: u8,
    /// Denied: it says who is there, not what they do.
    pub void: bool,
}

impl Clause {
    #[must_use]
    pub fn new(subjects: Vec<usize>, verb: Verb, stage: usize) -> Self {
        Self { subjects, verb, play: false, object: None, towards: None, mutual: false, stage, fails: false, haste: 1.0, times: 1, void: false }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub speaker: Option<usize>,
    pub language: Option<&'static str>,
    pub words: String,
    pub stage: usize,
    /// Which of so many that share the time of a stage: numbers that are counted.
    pub of: (usize, usize),
    /// With a beep.
    pub beeps: bool,
}

/// Numbers that somebody says in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counting {
    pub speaker: Option<usize>,
    pub from: u32,
    pub to: u32,
    pub language: Option<&'static str>,
    pub stage: usize,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub tongue: Tongue,
    pub entities: Vec<Entity>,
    pub clauses: Vec<Clause>,
    pub said: Vec<Said>,
    pub counting: Option<Counting>,
    pub place: Option<Setting>,
    /// Words for what belongs to some places only.
    pub parts: Vec<(String, &'static [Setting])>,
    /// Inside what was shown before.
    pub inside: bool,
    pub time: Option<TimeOfDay>,
    pub weather: Option<Weather>,
    pub season: Option<Season>,
    pub style: Option<Style>,
    pub framing: Option<Framing>,
    pub movement: Option<CameraMove>,
    pub handheld: bool,
    pub dissolve: bool,
    /// World seconds in a second of film.
    pub pace: Option<f64>,
    /// To the right (1) or to the left (−1), said before anybody was named.
    pub way: Option<i8>,
    pub bench: bool,
    pub hoop: bool,
    pub sounds: Vec<Ambience>,
    /// Thoughts, which have no shape.
    pub ideas: Vec<String>,
    pub unknown: Vec<String>,
    /// Asked, and shown in another way: whole sentences.
    pub near: Vec<String>,
    pub left_out: usize,
    /// Things done for which there is no time.
    pub hurried: usize,
    pub understood: usize,
    /// "He", with nobody in this shot that it could mean.
    pub refers_back: Option<Pronoun>,
    /// It goes on with the shot before: so many of its first entities were there already.
    pub there: Option<usize>,
    /// Which of the things done send somebody away.
    pub leaves: Vec<usize>,
}

#[must_use]
pub fn is_ball(what: Subject) -> bool {
    what == Subject::AnyBall || matches!(what, Subject::Kind(kind) if kind.is_ball())
}

#[must_use]
pub fn is_person(what: Subject) -> bool {
    match what {
        Subject::Kind(kind) => kind.is_person(),
        Subject::AnyBall => false,
        _ => true,
    }
}

/// Of either sex until a name says more.
#[must_use]
pub fn is_open(what: Subject) -> bool {
    matches!(what, Subject::Person | Subject::Child)
}

/// Goes from one place to another.
#[must_use]
pub fn travels(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Walk
            | Verb::Run
            | Verb::Drive
            | Verb::Fly
            | Verb::Swim
            | Verb::Sail
            | Verb::Roll
            | Verb::Crawl
            | Verb::Skip
            | Verb::March
            | Verb::Glide
            | Verb::Climb
            | Verb::Hover
            | Verb::Float
    )
}
