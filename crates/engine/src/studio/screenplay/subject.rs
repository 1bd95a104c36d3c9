//! What can be cast, how it is built, how large it is and what of.
//!
//! The catalogue: whoever draws, moves or sounds a subject asks here for its build and measure. It knows no words, no colours and no forces.

use crate::studio::world::event::Material;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
pub enum ActorKind {
    // People
    Woman,
    Man,
    Girl,
    Boy,
    /// A grown person of whom nothing more is known.
    Somebody,
    Baby,
    /// Built like a person, of metal.
    Robot,
    Snowman,
    // On four legs
    Dog,
    Cat,
    Fox,
    Wolf,
    Horse,
    Unicorn,
    Cow,
    Pig,
    Sheep,
    Goat,
    Deer,
    Rabbit,
    Mouse,
    Squirrel,
    Elephant,
    Lion,
    Tiger,
    Bear,
    Panda,
    Giraffe,
    Zebra,
    Camel,
    Dinosaur,
    Turtle,
    Frog,
    /// A pet that looks as it was enrolled.
    Creature,
    Snail,
    // On two legs, or in the air
    Duck,
    Penguin,
    Chicken,
    Owl,
    Eagle,
    Bird,
    Parrot,
    Butterfly,
    Bee,
    Dragon,
    // In the water
    Fish,
    Shark,
    Dolphin,
    Whale,
    Octopus,
    // Balls
    Basketball,
    Football,
    BeachBall,
    TennisBall,
    Volleyball,
    Yarn,
    Snowball,
    // Vehicles
    Car,
    Taxi,
    Bus,
    Truck,
    FireEngine,
    Tractor,
    Train,
    ToyTrain,
    Bicycle,
    Motorcycle,
    Skateboard,
    Boat,
    Sailboat,
    Ship,
    Plane,
    Helicopter,
    /// Hot air.
    Airship,
    Rocket,
    Ufo,
    // Things
    /// A thing that looks as it was enrolled; it is held and thrown like a ball.
    Prop,
    Block,
    Box,
    TrashCan,
    Chair,
    Table,
    Lamp,
    Book,
    Cup,
    Bottle,
    Bowl,
    Apple,
    Cake,
    Guitar,
    Piano,
    Drum,
    Bell,
    Balloon,
    Kite,
    Suitcase,
    Rope,
    Flag,
    Candle,
    Flower,
    Sword,
    Sandcastle,
    Television,
    Computer,
    Phone,
    Clock,
    Door,
}

/// How something is put together, and so which controller moves it and which pose it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum Build {
    /// Two legs, two arms: `Pose::Person`.
    Person,
    /// Four legs: `Pose::Pet`. Ducks, penguins and hens too, with their hind legs only.
    Beast,
    /// `Pose::Flyer`.
    Flyer,
    /// `Pose::Thing` in the water.
    Swimmer,
    /// `Pose::Ball`.
    Ball,
    /// On wheels on the ground: `Pose::Car` for the car, else `Pose::Thing`.
    Wheels,
    /// On the water: `Pose::Thing`.
    Boat,
    /// In the air by its own power: `Pose::Thing`.
    Craft,
    /// A rigid body: `Pose::Thing`.
    Thing,
    /// Many points in a row: `Pose::Rope`.
    Rope,
}

/// Of the usual one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// Metres: of a beast the shoulder's height, of a ball its diameter, of a flyer half its span.
    pub height: f64,
    /// Metres.
    pub length: f64,
    /// Kilograms.
    pub mass: f64,
    pub material: Material,
}

impl ActorKind {
    #[must_use]
    #[rustfmt::skip]
    pub fn build(self) -> Build {
        use ActorKind as K;
        match self {
            K::Woman | K::Man | K::Girl | K::Boy | K::Somebody | K::Baby | K::Robot | K::Snowman => Build::Person,
            K::Dog | K::Cat | K::Fox | K::Wolf | K::Horse | K::Unicorn | K::Cow | K::Pig | K::Sheep | K::Goat | K::Deer | K::Rabbit | K::Mouse
            | K::Squirrel | K::Elephant | K::Lion | K::Tiger | K::Bear | K::Panda | K::Giraffe | K::Zebra | K::Camel | K::Dinosaur | K::Turtle
            | K::Frog | K::Creature | K::Snail | K::Duck | K::Penguin | K::Chicken => Build::Beast,
            K::Owl | K::Eagle | K::Bird | K::Parrot | K::Butterfly | K::Bee | K::Dragon => Build::Flyer,
            K::Fish | K::Shark | K::Dolphin | K::Whale | K::Octopus => Build::Swimmer,
            K::Basketball | K::Football | K::BeachBall | K::TennisBall | K::Volleyball | K::Yarn | K::Snowball | K::Prop => Build::Ball,
            K::Car | K::Taxi | K::Bus | K::Truck | K::FireEngine | K::Tractor | K::Train | K::ToyTrain | K::Bicycle | K::Motorcycle
            | K::Skateboard => Build::Wheels,
            K::Boat | K::Sailboat | K::Ship => Build::Boat,
            K::Plane | K::Helicopter | K::Airship | K::Rocket | K::Ufo => Build::Craft,
            K::Rope | K::Flag => Build::Rope,
            K::Block | K::Box | K::TrashCan | K::Chair | K::Table | K::Lamp | K::Book | K::Cup | K::Bottle | K::Bowl | K::Apple | K::Cake | K::Guitar
            | K::Piano | K::Drum | K::Bell | K::Balloon | K::Kite | K::Suitcase | K::Candle | K::Flower | K::Sword | K::Sandcastle | K::Television
            | K::Computer | K::Phone | K::Clock | K::Door => Build::Thing,
        }
    }

    #[must_use]
    #[rustfmt::skip]
    pub fn measure(self) -> Measure {
        use ActorKind as K;
        use Material as M;
        let (height, length, mass, material) = match self {
            K::Woman | K::Somebody => (1.66, 0.45, 64.0, M::Body),
            K::Man => (1.78, 0.5, 78.0, M::Body),
            K::Girl | K::Boy => (1.25, 0.36, 28.0, M::Body),
            K::Baby => (0.75, 0.3, 10.0, M::Body),
            K::Robot => (1.7, 0.6, 120.0, M::Metal),
            K::Snowman => (1.6, 0.9, 150.0, M::Snow),
            K::Dog => (0.55, 0.95, 25.0, M::Paw),
            K::Cat => (0.27, 0.5, 4.5, M::Paw),
            K::Fox => (0.4, 0.75, 7.0, M::Paw),
            K::Wolf => (0.75, 1.2, 45.0, M::Paw),
            K::Horse | K::Unicorn => (1.5, 2.3, 480.0, M::Hoof),
            K::Cow => (1.4, 2.3, 600.0, M::Hoof),
            K::Pig => (0.7, 1.3, 120.0, M::Hoof),
            K::Sheep => (0.7, 1.2, 70.0, M::Hoof),
            K::Goat => (0.7, 1.1, 55.0, M::Hoof),
            K::Deer => (1.1, 1.7, 110.0, M::Hoof),
            K::Rabbit => (0.22, 0.4, 2.0, M::Paw),
            K::Mouse => (0.09, 0.16, 0.05, M::Paw),
            K::Squirrel => (0.16, 0.28, 0.5, M::Paw),
            K::Elephant => (2.6, 4.2, 4_500.0, M::Body),
            K::Lion | K::Tiger => (1.05, 1.9, 190.0, M::Paw),
            K::Bear => (1.1, 1.9, 260.0, M::Paw),
            K::Panda => (0.85, 1.5, 110.0, M::Paw),
            K::Giraffe => (3.0, 2.4, 1_000.0, M::Hoof),
            K::Zebra => (1.35, 2.1, 320.0, M::Hoof),
            K::Camel => (1.8, 2.6, 500.0, M::Hoof),
            K::Dinosaur => (2.4, 5.0, 3_000.0, M::Body),
            K::Turtle => (0.3, 0.7, 40.0, M::Body),
            K::Frog => (0.1, 0.16, 0.3, M::Body),
            K::Creature => (0.5, 0.8, 12.0, M::Paw),
            K::Snail => (0.05, 0.09, 0.02, M::Body),
            K::Duck => (0.3, 0.45, 1.2, M::Paw),
            K::Penguin => (0.75, 0.4, 12.0, M::Paw),
            K::Chicken => (0.38, 0.4, 2.5, M::Paw),
            K::Owl => (0.45, 0.35, 1.5, M::Cloth),
            K::Eagle => (0.95, 0.8, 5.0, M::Cloth),
            K::Bird => (0.16, 0.16, 0.05, M::Cloth),
            K::Parrot => (0.3, 0.35, 0.5, M::Cloth),
            K::Butterfly => (0.07, 0.06, 0.001, M::Cloth),
            K::Bee => (0.05, 0.05, 0.001, M::Cloth),
            K::Dragon => (3.0, 4.5, 900.0, M::Body),
            K::Fish => (0.16, 0.35, 1.0, M::Body),
            K::Shark => (0.9, 3.2, 500.0, M::Body),
            K::Dolphin => (0.6, 2.3, 160.0, M::Body),
            K::Whale => (3.0, 11.0, 20_000.0, M::Body),
            K::Octopus => (0.7, 0.8, 12.0, M::Body),
            K::Basketball => (0.242, 0.242, 0.6, M::RubberBall),
            K::Football => (0.22, 0.22, 0.43, M::LeatherBall),
            K::BeachBall => (0.42, 0.42, 0.12, M::LightBall),
            K::TennisBall => (0.09, 0.09, 0.06, M::TennisBall),
            K::Volleyball => (0.21, 0.21, 0.27, M::LeatherBall),
            K::Yarn => (0.16, 0.16, 0.1, M::Cloth),
            K::Snowball => (0.2, 0.2, 0.8, M::Snow),
            K::Prop => (0.34, 0.34, 0.3, M::LightBall),
            K::Car | K::Taxi => (1.45, 4.2, 1_300.0, M::Metal),
            K::Bus => (3.0, 9.0, 9_000.0, M::Metal),
            K::Truck | K::FireEngine => (2.9, 7.0, 8_000.0, M::Metal),
            K::Tractor => (2.4, 3.6, 3_500.0, M::Metal),
            K::Train => (3.6, 16.0, 60_000.0, M::Metal),
            K::ToyTrain => (0.16, 0.62, 0.9, M::Wood),
            K::Bicycle => (1.05, 1.75, 14.0, M::Metal),
            K::Motorcycle => (1.1, 2.1, 180.0, M::Metal),
            K::Skateboard => (0.12, 0.8, 2.5, M::Wood),
            K::Boat => (0.8, 3.4, 120.0, M::Wood),
            K::Sailboat => (6.0, 5.0, 900.0, M::Wood),
            K::Ship => (9.0, 26.0, 90_000.0, M::Metal),
            K::Plane => (3.4, 12.0, 6_000.0, M::Metal),
            K::Helicopter => (2.8, 8.0, 2_000.0, M::Metal),
            K::Airship => (16.0, 12.0, 800.0, M::Cloth),
            K::Rocket => (14.0, 2.6, 30_000.0, M::Metal),
            K::Ufo => (2.0, 7.0, 3_000.0, M::Metal),
            K::Block => (0.12, 0.12, 0.25, M::Wood),
            K::Box => (0.45, 0.55, 3.0, M::Cardboard),
            K::TrashCan => (0.85, 0.55, 9.0, M::Metal),
            K::Chair => (0.9, 0.5, 6.0, M::Wood),
            K::Table => (0.75, 1.3, 18.0, M::Wood),
            K::Lamp => (0.5, 0.3, 2.0, M::Metal),
            K::Book => (0.24, 0.17, 0.5, M::Cardboard),
            K::Cup => (0.1, 0.12, 0.3, M::Glass),
            K::Bottle => (0.28, 0.08, 0.8, M::Glass),
            K::Bowl => (0.1, 0.26, 0.5, M::Glass),
            K::Apple => (0.09, 0.09, 0.2, M::Body),
            K::Cake => (0.25, 0.32, 1.5, M::Body),
            K::Guitar => (1.0, 0.38, 2.2, M::Wood),
            K::Piano => (1.2, 1.5, 220.0, M::Wood),
            K::Drum => (0.5, 0.45, 4.0, M::Wood),
            K::Bell => (0.22, 0.18, 0.8, M::Metal),
            K::Balloon => (0.38, 0.3, 0.012, M::LightBall),
            K::Kite => (0.9, 0.75, 0.15, M::Cloth),
            K::Suitcase => (0.5, 0.7, 9.0, M::Cardboard),
            K::Rope => (0.04, 4.0, 2.0, M::Cloth),
            K::Flag => (0.9, 1.4, 0.4, M::Cloth),
            K::Candle => (0.2, 0.06, 0.2, M::Body),
            K::Flower => (0.4, 0.14, 0.05, M::Grass),
            K::Sword => (0.95, 0.16, 1.3, M::Metal),
            K::Sandcastle => (0.5, 0.8, 30.0, M::Sand),
            K::Television => (0.65, 1.0, 12.0, M::Glass),
            K::Computer => (0.4, 0.5, 4.0, M::Metal),
            K::Phone => (0.15, 0.08, 0.2, M::Glass),
            K::Clock => (0.35, 0.35, 1.2, M::Wood),
            K::Door => (2.05, 0.9, 30.0, M::Wood),
        };
        Measure { height, length, mass, material }
    }

    #[must_use]
    pub fn is_person(self) -> bool {
        self.build() == Build::Person
    }

    #[must_use]
    pub fn is_child(self) -> bool {
        matches!(self, Self::Girl | Self::Boy | Self::Baby)
    }

    #[must_use]
    pub fn is_ball(self) -> bool {
        self.build() == Build::Ball
    }

    #[must_use]
    pub fn is_pet(self) -> bool {
        self.build() == Build::Beast
    }

    #[must_use]
    pub fn is_flyer(self) -> bool {
        self.build() == Build::Flyer
    }

    /// Moved as a rigid body, a craft, a boat, a swimmer or on wheels: `Pose::Thing`.
    #[must_use]
    pub fn is_thing(self) -> bool {
        self != Self::Car && matches!(self.build(), Build::Swimmer | Build::Wheels | Build::Boat | Build::Craft | Build::Thing)
    }
}
