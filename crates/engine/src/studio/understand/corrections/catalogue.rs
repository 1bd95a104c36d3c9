//! Everything that a correction can choose from: closed sets of values, in groups, each with a name that stays and a label for people.
//!
//! One table serves both ways: a value's name, and the value of a name.

use crate::studio::{
    screenplay::{
        ActorKind as K, CameraMove as M, Colour as C, Costume as O, Feeling as F, Framing as Fr, Season as N, Setting as S, Style as St, TimeOfDay as T,
        Verb as V, Weather as W,
    },
    understand::lexicon::{Subject, names},
};

/// A value that stands in a catalogue.
pub trait Named: Copy + PartialEq + 'static {
    const SET: Set;
    /// What the groups are called, and what is in each.
    const GROUPS: &'static [(&'static str, &'static [Self])];

    fn name(self) -> String;

    fn label(self) -> String {
        self.name()
    }

    fn named(name: &str) -> Option<Self> {
        Self::GROUPS.iter().flat_map(|(_, values)| *values).copied().find(|value| value.name() == name)
    }
}

/// The catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Set {
    Subject,
    Count,
    Costume,
    Colour,
    Size,
    Feeling,
    Action,
    Setting,
    Time,
    Weather,
    Season,
    Style,
    Framing,
    Camera,
    Pace,
}

/// One value as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub name: String,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub label: &'static str,
    pub choices: Vec<Choice>,
}

impl Set {
    pub const ALL: [Self; 15] = [
        Self::Subject,
        Self::Count,
        Self::Costume,
        Self::Colour,
        Self::Size,
        Self::Feeling,
        Self::Action,
        Self::Setting,
        Self::Time,
        Self::Weather,
        Self::Season,
        Self::Style,
        Self::Framing,
        Self::Camera,
        Self::Pace,
    ];

    /// As it begins what a correction corrects.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Count => "count",
            Self::Costume => "costume",
            Self::Colour => "colour",
            Self::Size => "size",
            Self::Feeling => "feeling",
            Self::Action => "action",
            Self::Setting => "setting",
            Self::Time => "time",
            Self::Weather => "weather",
            Self::Season => "season",
            Self::Style => "style",
            Self::Framing => "framing",
            Self::Camera => "camera",
            Self::Pace => "pace",
        }
    }

    #[must_use]
    pub fn groups(self) -> Vec<Group> {
        match self {
            Self::Subject => groups::<Subject>(),
            Self::Count => groups::<Count>(),
            Self::Costume => groups::<Option<O>>(),
            Self::Colour => groups::<Option<C>>(),
            Self::Size => groups::<Size>(),
            Self::Feeling => groups::<Option<F>>(),
            Self::Action => groups::<V>(),
            Self::Setting => groups::<S>(),
            Self::Time => groups::<T>(),
            Self::Weather => groups::<W>(),
            Self::Season => groups::<Option<N>>(),
            Self::Style => groups::<St>(),
            Self::Framing => groups::<Fr>(),
            Self::Camera => groups::<M>(),
            Self::Pace => groups::<Pace>(),
        }
    }

    /// Whether it has a value of this name.
    #[must_use]
    pub fn has(self, name: &str) -> bool {
        self.groups().iter().flat_map(|group| &group.choices).any(|choice| choice.name == name)
    }
}

fn groups<T: Named>() -> Vec<Group> {
    let choice = |value: &T| Choice { name: value.name(), label: value.label() };
    T::GROUPS.iter().map(|(label, values)| Group { label, choices: values.iter().map(choice).collect() }).collect()
}

/// How many of one sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(pub usize);

/// How large, in steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Tiny,
    Small,
    Usual,
    Large,
    Huge,
    Giant,
}

impl Size {
    const STEPS: [(Self, f32); 6] =
        [(Self::Tiny, 0.6), (Self::Small, 0.72), (Self::Usual, 1.0), (Self::Large, 1.35), (Self::Huge, 2.0), (Self::Giant, 3.0)];

    /// The nearest step.
    #[must_use]
    pub fn of(times: f32) -> Self {
        let far = |step: &(Self, f32)| (step.1 / times.max(0.01)).ln().abs();
        Self::STEPS.into_iter().min_by(|a, b| far(a).total_cmp(&far(b))).map_or(Self::Usual, |(size, _)| size)
    }

    #[must_use]
    pub fn times(self) -> f32 {
        Self::STEPS.into_iter().find(|(size, _)| *size == self).map_or(1.0, |(_, times)| times)
    }
}

/// How fast the world passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    Slow,
    Usual,
    Lapse,
}

impl Pace {
    #[must_use]
    pub fn of(pace: f64) -> Self {
        if pace < 0.95 {
            Self::Slow
        } else if pace > 1.05 {
            Self::Lapse
        } else {
            Self::Usual
        }
    }

    #[must_use]
    pub fn times(self) -> f64 {
        match self {
            Self::Slow => 0.45,
            Self::Usual => 1.0,
            Self::Lapse => 4.0,
        }
    }
}

/// Values whose name is that of the enumeration.
macro_rules! named {
    ($set:ident: $type:ty, $($group:literal => [$($value:expr),* $(,)?]),* $(,)?) => {
        impl Named for $type {
            const SET: Set = Set::$set;
            const GROUPS: &'static [(&'static str, &'static [Self])] = &[$(($group, &[$($value),*])),*];

            fn name(self) -> String {
                names::spaced(&format!("{self:?}"))
            }
        }
    };
}

/// The same where nothing may have been said of it.
macro_rules! perhaps {
    ($set:ident: $type:ty, $none:literal, $($group:literal => [$($value:expr),* $(,)?]),* $(,)?) => {
        impl Named for Option<$type> {
            const SET: Set = Set::$set;
            const GROUPS: &'static [(&'static str, &'static [Self])] = &[("", &[None]), $(($group, &[$(Some($value)),*])),*];

            fn name(self) -> String {
                self.map_or_else(|| $none.to_owned(), |value| names::spaced(&format!("{value:?}")))
            }
        }
    };
}

named!(Setting: S,
    "Outdoors" => [
        S::Park, S::Street, S::City, S::Village, S::Rooftop, S::Garden, S::Farm, S::Meadow, S::Forest, S::Jungle, S::Mountain, S::Desert, S::Castle, S::Court,
        S::Stadium,
    ],
    "By the water" => [S::Beach, S::Sea, S::Lake, S::Harbour, S::Lighthouse, S::Pool, S::Underwater],
    "Indoors" => [
        S::Room, S::Kitchen, S::Bedroom, S::Nursery, S::Classroom, S::Office, S::Library, S::Cafe, S::Theatre, S::Stage, S::Gym, S::Arena, S::IceRink,
        S::Station, S::Stairs, S::LampRoom, S::Cave,
    ],
    "Far away" => [S::Sky, S::Space, S::Moon],
);
named!(Time: T, "" => [T::Dawn, T::Day, T::Sunset, T::Night]);
named!(Weather: W, "" => [W::Clear, W::Cloudy, W::Wind, W::Rain, W::Storm, W::Snow, W::Fog]);
named!(Style: St, "" => [
    St::Soft, St::Realistic, St::Cartoon, St::Anime, St::Watercolour, St::Pixel, St::Noir, St::Clay, St::Comic, St::Pencil,
]);
named!(Framing: Fr, "" => [Fr::Auto, Fr::Close, Fr::Medium, Fr::Full, Fr::Wide, Fr::Aerial, Fr::Low]);
named!(Camera: M, "" => [
    M::Auto, M::Still, M::Track, M::PanLeft, M::PanRight, M::TiltUp, M::TiltDown, M::ZoomIn, M::ZoomOut, M::DollyIn, M::DollyOut, M::Orbit, M::CraneUp,
]);
named!(Action: V,
    "Going" => [
        V::Stand, V::Walk, V::Run, V::Jump, V::Chase, V::Flee, V::Climb, V::Crawl, V::Skip, V::March, V::Ride, V::Drive, V::Fly, V::Swim, V::Float, V::Glide,
        V::Sail,
    ],
    "Turning" => [V::Backflip, V::Somersault, V::Cartwheel, V::Spin, V::Kickflip, V::Cannonball, V::Dive, V::Dance, V::Fall],
    "With the hands" => [
        V::Throw, V::Catch, V::Kick, V::Bounce, V::Push, V::Pull, V::Lift, V::Drop, V::Give, V::Hit, V::Wave, V::Clap, V::Point, V::Hug, V::Shake, V::Knock,
        V::Open, V::Light, V::Ring, V::Play, V::Write, V::Paint, V::Cook,
    ],
    "Being" => [
        V::Sit, V::Sleep, V::Eat, V::Drink, V::Read, V::Look, V::Think, V::Talk, V::Sing, V::Bark, V::Cheer, V::Laugh, V::Cry, V::Bow, V::Nod, V::Refuse,
        V::Hide, V::Stretch,
    ],
    "What things do" => [
        V::Roll, V::Topple, V::Drip, V::Launch, V::Land, V::Rock, V::Hover, V::Explode, V::Break, V::Shine, V::Beep,
    ],
);
perhaps!(Season: N, "any", "" => [N::Spring, N::Summer, N::Autumn, N::Winter]);
perhaps!(Colour: C, "any", "" => [
    C::Red, C::Orange, C::Yellow, C::Green, C::Blue, C::Purple, C::Pink, C::Brown, C::Black, C::White, C::Grey, C::Gold,
]);
perhaps!(Feeling: F, "none", "" => [F::Happy, F::Sad, F::Surprised, F::Angry, F::Afraid, F::Tired]);
perhaps!(Costume: O, "none",
    "Trades" => [
        O::Astronaut, O::Chef, O::Doctor, O::Firefighter, O::Police, O::Soldier, O::Sailor, O::Keeper, O::Farmer, O::Builder, O::Scientist, O::Detective,
        O::Suit, O::Bride,
    ],
    "Sport" => [O::Gymnast, O::Skater, O::Ballet, O::Swimmer, O::Player, O::Cyclist],
    "Tales" => [
        O::King, O::Queen, O::Knight, O::Pirate, O::Wizard, O::Witch, O::Clown, O::Hero, O::Ninja, O::Cowboy, O::Santa, O::Ghost, O::Mermaid,
    ],
);

impl Named for Count {
    const SET: Set = Set::Count;
    const GROUPS: &'static [(&'static str, &'static [Self])] =
        &[("", &[Self(1), Self(2), Self(3), Self(4), Self(5), Self(6), Self(7), Self(8)])];

    fn name(self) -> String {
        self.0.to_string()
    }
}

impl Named for Size {
    const SET: Set = Set::Size;
    const GROUPS: &'static [(&'static str, &'static [Self])] =
        &[("", &[Self::Tiny, Self::Small, Self::Usual, Self::Large, Self::Huge, Self::Giant])];

    fn name(self) -> String {
        names::spaced(&format!("{self:?}"))
    }
}

impl Named for Pace {
    const SET: Set = Set::Pace;
    const GROUPS: &'static [(&'static str, &'static [Self])] = &[("", &[Self::Slow, Self::Usual, Self::Lapse])];

    fn name(self) -> String {
        match self {
            Self::Slow => "slow motion",
            Self::Usual => "usual",
            Self::Lapse => "time lapse",
        }
        .to_owned()
    }
}

const fn k(kind: K) -> Subject {
    Subject::Kind(kind)
}

impl Named for Subject {
    const SET: Set = Set::Subject;
    #[rustfmt::skip]
    const GROUPS: &'static [(&'static str, &'static [Self])] = &[
        ("People", &[
            Self::Person, k(K::Woman), k(K::Man), Self::Child, k(K::Girl), k(K::Boy), k(K::Baby), k(K::Robot), k(K::Snowman), Self::Hooper, Self::Footballer,
        ]),
        ("On land", &[
            k(K::Dog), k(K::Cat), k(K::Fox), k(K::Wolf), k(K::Horse), k(K::Unicorn), k(K::Cow), k(K::Pig), k(K::Sheep), k(K::Goat), k(K::Deer), k(K::Rabbit),
            k(K::Mouse), k(K::Squirrel), k(K::Elephant), k(K::Lion), k(K::Tiger), k(K::Bear), k(K::Panda), k(K::Giraffe), k(K::Zebra), k(K::Camel),
            k(K::Dinosaur), k(K::Turtle), k(K::Frog), k(K::Snail), k(K::Duck), k(K::Penguin), k(K::Chicken),
        ]),
        ("In air and water", &[
            k(K::Bird), k(K::Owl), k(K::Eagle), k(K::Parrot), k(K::Butterfly), k(K::Bee), k(K::Dragon), k(K::Fish), k(K::Shark), k(K::Dolphin), k(K::Whale),
            k(K::Octopus),
        ]),
        ("Vehicles", &[
            k(K::Car), k(K::Taxi), k(K::Bus), k(K::Truck), k(K::FireEngine), k(K::Tractor), k(K::Train), k(K::ToyTrain), k(K::Bicycle), k(K::Motorcycle),
            k(K::Skateboard), k(K::Boat), k(K::Sailboat), k(K::Ship), k(K::Plane), k(K::Helicopter), k(K::Airship), k(K::Rocket), k(K::Ufo),
        ]),
        ("Balls", &[
            Self::AnyBall, k(K::Basketball), k(K::Football), k(K::BeachBall), k(K::TennisBall), k(K::Volleyball), k(K::Yarn), k(K::Snowball),
        ]),
        ("Things", &[
            k(K::Block), k(K::Box), k(K::TrashCan), k(K::Chair), k(K::Table), k(K::Lamp), k(K::Book), k(K::Cup), k(K::Bottle), k(K::Bowl), k(K::Apple),
            k(K::Cake), k(K::Guitar), k(K::Piano), k(K::Drum), k(K::Bell), k(K::Balloon), k(K::Kite), k(K::Suitcase), k(K::Rope), k(K::Flag), k(K::Candle),
            k(K::Flower), k(K::Sword), k(K::Sandcastle), k(K::Television), k(K::Computer), k(K::Phone), k(K::Clock), k(K::Door),
        ]),
    ];

    fn name(self) -> String {
        match self {
            Self::Kind(kind) => names::spaced(&format!("{kind:?}")),
            Self::Person => "person".to_owned(),
            Self::Child => "child".to_owned(),
            Self::Hooper => "basketball player".to_owned(),
            Self::Footballer => "football player".to_owned(),
            Self::AnyBall => "ball".to_owned(),
        }
    }

    fn label(self) -> String {
        if let Self::Kind(kind) = self { names::called(kind) } else { self.name() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn check<T: Named + std::fmt::Debug>(least: usize) {
        let values: Vec<T> = T::GROUPS.iter().flat_map(|(_, values)| *values).copied().collect();
        let names: BTreeSet<String> = values.iter().map(|value| value.name()).collect();
        assert_eq!(names.len(), values.len(), "each name once: {values:?}");
        assert_eq!(values.len(), least, "all of {}", T::SET.word());
        for value in values {
            assert_eq!(T::named(&value.name()), Some(value));
        }
    }

    /// The last of each enumeration counts it.
    #[test]
    fn every_value_has_one_name_and_every_name_one_value() {
        // Somebody, a creature and a prop are who was mentioned; three more are known by what they do, two by what they are.
        check::<Subject>(K::Door as usize + 1 - 3 + 5);
        check::<Option<O>>(O::Mermaid as usize + 2);
        check::<Option<C>>(C::Gold as usize + 2);
        check::<Option<F>>(F::Tired as usize + 2);
        check::<Option<N>>(N::Winter as usize + 2);
        check::<V>(V::Beep as usize + 1);
        check::<S>(S::Sky as usize + 1);
        check::<T>(T::Night as usize + 1);
        check::<W>(W::Fog as usize + 1);
        check::<St>(St::Pencil as usize + 1);
        check::<Fr>(Fr::Low as usize + 1);
        check::<M>(M::CraneUp as usize + 1);
        check::<Count>(8);
        check::<Size>(6);
        check::<Pace>(3);
    }
}
