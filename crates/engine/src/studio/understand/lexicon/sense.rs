//! What a word can mean: the concepts that the grammar works with, whatever language they were written in.

use crate::studio::screenplay::{
    ActorKind, Ambience, CameraMove, Colour, Costume, Cut, Feeling, Framing, Hat, Lower, Season, Setting, Style, TimeOfDay, Verb, Weather,
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sense {
    /// Something to cast.
    Body(Body),
    /// "A tower of", "a herd of": so many of what follows.
    Heap(u8),
    /// Two who throw such a ball to each other.
    Game(ActorKind),
    Place(Setting),
    /// Shown as something near it: what is said of that.
    NearPlace(Setting, &'static str),
    /// Into what the shot before showed from outside.
    Inside,
    /// Belongs to these places and is drawn there; the first one is meant where none is named.
    Part(&'static [Setting]),
    Time(TimeOfDay),
    Weather(Weather),
    Season(Season),
    Act(Verb),
    /// Plays: what that is depends on with what.
    Play,
    Says,
    /// Says numbers in order.
    Counts,
    Miss,
    Score,
    Colour(Colour),
    Size(f32),
    Count(u8),
    /// "Twice": how often.
    Times(u8),
    /// "Times": what a number before it counts.
    TimesWord,
    /// "A", "an".
    Article,
    The,
    /// "His", "her", "their".
    Possessive,
    Not,
    /// Whatever is said next, nobody does it.
    Nobody,
    And,
    Then,
    /// While, as: at the same time.
    Meanwhile,
    /// What follows comes first, and what was said is its result.
    When,
    By,
    With,
    Towards,
    /// In, on, at, through: a place or a thing follows.
    Prep,
    Pronoun(Pronoun),
    Bench,
    Hoop,
    Camera(CameraMove),
    Handheld,
    /// This shot melts into the next.
    Dissolve,
    Frame(Framing),
    Style(Style),
    /// World seconds in a second of film.
    Pace(f64),
    Language(&'static str),
    Sound(Ambience),
    Garment(Garment),
    /// "Wearing", "dressed": clothes follow.
    Wears,
    /// "Long", "curly": of hair.
    Cut(Cut),
    Old,
    Glasses,
    Beard,
    Costume(Costume),
    Feeling(Feeling),
    /// Times the usual speed.
    Haste(f64),
    /// To the right (1) or to the left (−1).
    Way(i8),
    /// "That", "who", "which".
    Relative,
    /// "Each other".
    Mutual,
    /// "A day in the life of": what follows are moments, each with its own picture.
    Series,
    /// "Is", "has", "does": says nothing itself, but what follows is a verb or a quality.
    Helper,
    /// A thought, which has no shape.
    Idea,
    /// Asks for something, and nothing here can show it.
    Mute,
    /// Carries nothing that could be shown or left out; it may stand before a noun.
    Skip,
}

/// What a noun casts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Body {
    pub what: Subject,
    /// How many a group has.
    pub count: u8,
    pub size: f32,
    pub colour: Option<Colour>,
    pub costume: Option<Costume>,
    pub old: bool,
    /// What it does where nothing else is said: a runner runs.
    pub habit: Option<Verb>,
    /// It is not what was written but something near it.
    pub near: bool,
}

impl Body {
    #[must_use]
    pub const fn new(what: Subject) -> Self {
        Self { what, count: 1, size: 1.0, colour: None, costume: None, old: false, habit: None, near: false }
    }

    pub const fn kind(kind: ActorKind) -> Self {
        Self::new(Subject::Kind(kind))
    }

    pub const fn person() -> Self {
        Self::new(Subject::Person)
    }

    /// Somebody who is known by their clothes.
    pub const fn trade(costume: Costume) -> Self {
        Self { costume: Some(costume), ..Self::person() }
    }

    pub const fn in_costume(self, costume: Costume) -> Self {
        Self { costume: Some(costume), ..self }
    }

    pub const fn many(self, count: u8) -> Self {
        Self { count, ..self }
    }

    pub const fn sized(self, size: f32) -> Self {
        Self { size, ..self }
    }

    pub const fn coloured(self, colour: Colour) -> Self {
        Self { colour: Some(colour), ..self }
    }

    pub const fn aged(self) -> Self {
        Self { old: true, ..self }
    }

    pub const fn who(self, habit: Verb) -> Self {
        Self { habit: Some(habit), ..self }
    }

    pub const fn near(self) -> Self {
        Self { near: true, ..self }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Garment {
    Top,
    Coat,
    Dress,
    Lower(Lower),
    Jeans,
    Shoes,
    Hat(Hat),
    Umbrella,
    Hair,
    /// "Clothes": all of it.
    All,
    Ponytail,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Kind(ActorKind),
    /// Of either sex.
    Person,
    Child,
    /// A basketball player brings a ball and a hoop.
    Hooper,
    /// A footballer brings a ball.
    Footballer,
    AnyBall,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pronoun {
    He,
    She,
    They,
    It,
}
