//! The calls of all kinds: who has which voice. The voices themselves are in `voices`.

use super::{
    calls,
    clip::Clip,
    forces,
    noise::Noise,
    people, signals,
    voices::{self, Cry},
};
use crate::studio::screenplay::ActorKind;

/// What a kind calls; `size` 0 (a small one) … 1. None where it has no voice.
pub fn call(noise: &mut Noise, whose: ActorKind, size: f32) -> Option<Clip> {
    if let Some(cry) = cry(whose) {
        return Some(voices::utter(noise, cry, size));
    }
    use ActorKind as K;
    Some(match whose {
        K::Dog => calls::bark(noise, size),
        K::Cat | K::Creature => calls::meow(noise),
        K::Bird => {
            let kind = noise.between(0.0, 3.99) as usize;
            calls::chirp(noise, kind)
        }
        K::Dolphin => voices::dolphin(noise),
        K::Fish | K::Shark | K::Octopus => voices::bubbles(noise, size),
        K::Woman | K::Girl => people::shout(noise, (if whose == K::Girl { 330.0 } else { 240.0 }, 1.15)),
        K::Man | K::Somebody | K::Snowman => people::shout(noise, (150.0, 1.0)),
        K::Boy => people::shout(noise, (300.0, 1.2)),
        K::Baby => people::cry(noise, 1.4, 430.0),
        K::Robot | K::Computer => signals::beep(noise.between(0.0, 12.0) as i8),
        K::Phone => signals::ring(noise),
        K::Clock => signals::tick(noise),
        K::Bell => signals::bell(noise),
        K::Bicycle => signals::little_bell(noise),
        K::Car | K::Taxi | K::Motorcycle => signals::horn(noise),
        K::Bus | K::Truck | K::Tractor => signals::hoot(noise, &[(233.0, 1.0), (294.0, 0.9)], 1_800.0, 0.7),
        K::FireEngine => signals::siren(noise, 2.7),
        K::Train => signals::hoot(noise, &[(311.0, 1.0), (370.0, 0.9), (466.0, 0.8)], 2_300.0, 1.4),
        K::ToyTrain => signals::hoot(noise, &[(1_046.0, 1.0), (1_318.0, 0.6)], 3_000.0, 0.4),
        K::Ship => signals::hoot(noise, &[(73.0, 1.0), (110.0, 0.6)], 420.0, 2.2),
        K::Boat | K::Sailboat => signals::hoot(noise, &[(220.0, 1.0)], 900.0, 0.9),
        K::Door | K::Box => forces::creak(noise, 0.9),
        _ => return None,
    })
}

#[rustfmt::skip]
fn cry(whose: ActorKind) -> Option<&'static Cry> {
    use ActorKind as K;
    Some(match whose {
        K::Horse | K::Unicorn => &voices::NEIGH,
        K::Zebra => &voices::BRAY,
        K::Cow => &voices::MOO,
        K::Camel | K::Giraffe => &voices::GROAN,
        K::Deer => &voices::BELL,
        K::Pig => &voices::OINK,
        K::Sheep => &voices::BAA,
        K::Goat => &voices::BLEAT,
        K::Lion => &voices::LION,
        K::Tiger => &voices::TIGER,
        K::Bear | K::Panda => &voices::BEAR,
        K::Dinosaur => &voices::DINOSAUR,
        K::Dragon => &voices::DRAGON,
        K::Elephant => &voices::TRUMPET,
        K::Wolf => &voices::HOWL,
        K::Fox => &voices::YELP,
        K::Mouse => &voices::SQUEAK,
        K::Rabbit => &voices::PEEP,
        K::Squirrel => &voices::CHATTER,
        K::Duck => &voices::QUACK,
        K::Chicken => &voices::CLUCK,
        K::Penguin => &voices::HONK,
        K::Owl => &voices::HOOT,
        K::Eagle => &voices::EAGLE,
        K::Parrot => &voices::SQUAWK,
        K::Frog => &voices::CROAK,
        K::Turtle | K::Snail => &voices::HISS,
        K::Bee => &voices::BUZZ,
        K::Butterfly => &voices::FLUTTER,
        K::Whale => &voices::WHALE,
        _ => return None,
    })
}
