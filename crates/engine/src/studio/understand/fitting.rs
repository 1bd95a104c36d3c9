//! What a verb means for a body of some build, and what such a body can do at all.

use super::lexicon::names;
use crate::studio::screenplay::{ActorKind as K, Build, Verb as V};

/// What a verb means for this kind of body.
#[must_use]
pub fn fitting(kind: K, verb: V) -> V {
    match (kind.build(), verb) {
        (Build::Wheels, V::Run | V::Walk | V::Fly | V::Roll | V::Glide) if !matches!(kind, K::ToyTrain | K::Skateboard) => V::Drive,
        (Build::Wheels, V::Run | V::Walk | V::Drive | V::Fly) if matches!(kind, K::ToyTrain | K::Skateboard) => V::Roll,
        (Build::Wheels, V::Throw) => V::Drive,
        (Build::Craft | Build::Flyer, V::Throw) => V::Fly,
        (Build::Boat, V::Throw) => V::Sail,
        (Build::Flyer, V::Walk | V::Run | V::Drive | V::Float | V::Sail | V::Glide | V::Hover) => V::Fly,
        (Build::Flyer | Build::Beast, V::Talk | V::Cheer | V::Sing | V::Laugh) => V::Bark,
        (Build::Beast, V::Throw | V::Kick) | (Build::Flyer, V::Catch) => V::Chase,
        (Build::Person, V::Drive) => V::Run,
        (Build::Person, V::Fly | V::Hover) => V::Jump,
        (Build::Person, V::Launch) => V::Jump,
        (Build::Person, V::Rock) => V::Dance,
        (Build::Beast, V::Fly | V::Drive | V::March) if kind != K::Duck => V::Run,
        (Build::Beast, V::Bounce | V::Skip | V::Dance | V::Rock) => V::Jump,
        (Build::Ball, V::Break) => V::Hit,
        (Build::Beast, V::Topple) | (Build::Person, V::Topple) => V::Fall,
        (Build::Swimmer, V::Walk | V::Run | V::Fly | V::Drive | V::Glide | V::Float | V::Sail | V::Hover) => V::Swim,
        (Build::Boat, V::Walk | V::Run | V::Drive | V::Glide | V::Fly | V::Swim) => V::Sail,
        (Build::Boat, V::Float | V::Dance | V::Shake | V::Bounce) => V::Rock,
        (Build::Craft, V::Walk | V::Run | V::Drive | V::Glide | V::Sail | V::Float) => V::Fly,
        (Build::Craft, V::Jump) => V::Launch,
        (Build::Ball, V::Walk | V::Drive | V::Fly | V::Roll) if kind != K::Prop => V::Run,
        (Build::Ball, V::Jump) => V::Bounce,
        (Build::Ball, V::Drop | V::Land | V::Topple) => V::Fall,
        (Build::Ball, V::Dance | V::Cheer) if kind == K::Prop => V::Bounce,
        (Build::Thing, V::Drop) => V::Fall,
        (Build::Thing, V::Run | V::Walk | V::Drive) => V::Roll,
        _ => verb,
    }
}

#[must_use]
pub fn can(kind: K, verb: V) -> bool {
    use V::{
        Backflip, Bark, Beep, Bounce, Break, Chase, Climb, Crawl, Cry, Dive, Drink, Drip, Drive, Eat, Explode, Fall, Flee, Float, Fly, Glide, Hide,
        Hit, Hover, Hug, Jump, Land, Launch, Look, Pull, Push, Rock, Roll, Run, Sail, Shake, Shine, Sit, Sleep, Spin, Stand, Stretch, Swim, Talk,
        Think, Topple, Walk,
    };
    if matches!(verb, Stand | Look) {
        return true;
    }
    match kind.build() {
        Build::Person => true,
        Build::Beast => matches!(
            verb,
            Walk | Run
                | Jump
                | Chase
                | Flee
                | Sit
                | Sleep
                | Bark
                | Fall
                | Eat
                | Drink
                | Swim
                | Climb
                | Crawl
                | Pull
                | Push
                | Hit
                | Spin
                | Shake
                | Stretch
                | Hide
                | Think
                | Dive
                | Glide
                | Roll
                | Fly
                | Cry
                | Hug
                | Backflip
                | Float
                | Talk
                | V::Ride
                | V::Catch
                | V::Lift
                | V::Land
        ),
        Build::Flyer => {
            matches!(verb, Fly | Chase | Flee | Sit | Sleep | Bark | Fall | Eat | Drink | Land | Dive | Spin | Jump | Hit | Hide | Launch | Talk)
        }
        Build::Swimmer => matches!(verb, Swim | Jump | Dive | Chase | Flee | Sleep | Eat | Spin | Hit | Hide | Fall | V::Wave | Talk),
        Build::Wheels => {
            matches!(verb, Drive | Roll | Chase | Flee | Hit | Push | Pull | Fall | Explode | Break | Beep | Spin | Shine | V::Jump | Topple | Bark)
        }
        Build::Boat => matches!(verb, Sail | Rock | Chase | Flee | Hit | Fall | Explode | Topple | Pull | Beep | Break),
        Build::Craft => {
            matches!(verb, Fly | Launch | Land | Hover | Chase | Flee | Explode | Fall | Spin | Hit | Rock | Shine | Beep | Break | Topple)
        }
        Build::Ball if kind == K::Prop => matches!(verb, Bounce | Fall | Run | Fly | Roll | Talk | Float | Spin),
        Build::Ball => matches!(verb, Bounce | Fall | Run | Fly | Roll | Hit | Float | Break | Explode | Spin | Rock),
        Build::Thing | Build::Rope => matches!(
            verb,
            Fall | Topple
                | Roll
                | Break
                | Explode
                | Shine
                | Rock
                | Float
                | Fly
                | Spin
                | Shake
                | Bounce
                | Drip
                | Beep
                | V::Ring
                | V::Open
                | V::Play
                | V::Hover
                | V::Sail
                | Hit
        ),
    }
}

/// Whether somebody can sit on it and be carried.
#[must_use]
pub fn carries_riders(kind: K) -> bool {
    kind.is_pet()
        || matches!(
            kind,
            K::Bicycle
                | K::Motorcycle
                | K::Skateboard
                | K::Dragon
                | K::Dolphin
                | K::Whale
                | K::Boat
                | K::Eagle
                | K::Car
                | K::Tractor
                | K::Train
                | K::Bus
                | K::Airship
                | K::Sailboat
                | K::Rocket
                | K::Shark
                | K::Ufo
                | K::Plane
        )
}

/// What is shown in place of a verb that a body cannot quite do.
#[must_use]
pub fn instead(kind: K, verb: V) -> Option<String> {
    let shown = match (kind.build(), verb) {
        (Build::Beast, V::Dance) => "jumping",
        (Build::Beast, V::Throw | V::Kick) => "chasing",
        (Build::Person, V::Fly | V::Hover | V::Launch) => "jumping",
        (Build::Beast, V::Fly) if kind != K::Duck => "running",
        _ => return None,
    };
    Some(format!("“{}” is shown as {shown}: {} does not do it otherwise here.", names::spaced(&format!("{verb:?}")), names::a(&names::called(kind))))
}

/// "A dog does not do that here."
#[must_use]
pub fn refusal(kind: K, verb: V) -> String {
    format!("“{}” is left out: {} does not do that here.", names::spaced(&format!("{verb:?}")), names::a(&names::called(kind)))
}
