//! Where a shot plays: as said, as its things and people imply, or where the shot before it was.

use super::{
    direct::Before,
    lexicon::Subject,
    reading::{Reading, is_person},
};
use crate::studio::screenplay::{ActorKind as K, Build, Costume, Setting, Verb, Weather};

#[must_use]
pub fn setting(reading: &Reading, before: Option<&Before>) -> Setting {
    if let Some(place) = reading.place {
        let hooped = reading.hoop || reading.entities.iter().any(|entity| entity.what == Subject::Hooper);
        return if place == Setting::Street && hooped { Setting::Court } else { place };
    }
    if let Some(inside) = before.filter(|_| reading.inside).and_then(|before| inside(before.setting, reading)) {
        return inside;
    }
    if reading.inside && before.is_none() && reading.parts.is_empty() {
        return Setting::Room;
    }
    if let Some(room) = before.and_then(|before| next_room(before.setting, reading)) {
        return room;
    }
    if reading.hoop && !has(reading, K::Volleyball) && !has(reading, K::Football) {
        return Setting::Court;
    }
    let part = reading.parts.first().and_then(|(_, places)| places.first().copied());
    if let Some(before) = before {
        let known = reading.parts.iter().all(|(_, places)| places.contains(&before.setting));
        return part.filter(|_| !known).unwrap_or(before.setting);
    }
    if let Some(part) = part {
        return best_part(reading).unwrap_or(part);
    }
    if reading.bench {
        return Setting::Park;
    }
    by_doing(reading).or_else(|| by_body(reading)).unwrap_or_else(|| by_nothing(reading))
}

/// A place where everything that was named belongs.
fn best_part(reading: &Reading) -> Option<Setting> {
    let (_, first) = reading.parts.first()?;
    first.iter().copied().find(|place| reading.parts.iter().all(|(_, places)| places.contains(place)))
}

fn inside(outside: Setting, reading: &Reading) -> Option<Setting> {
    Some(match outside {
        Setting::Lighthouse if lights(reading) => Setting::LampRoom,
        Setting::Lighthouse => Setting::Stairs,
        setting if setting.is_indoors() => setting,
        Setting::Village | Setting::Farm | Setting::City | Setting::Street | Setting::Garden => Setting::Room,
        Setting::Castle => Setting::Library,
        Setting::Station => Setting::Cafe,
        Setting::Mountain => Setting::Cave,
        Setting::Stadium => Setting::Gym,
        _ => Setting::Room,
    })
}

/// From the stairs of a lighthouse one comes to its lamp.
fn next_room(was: Setting, reading: &Reading) -> Option<Setting> {
    (matches!(was, Setting::Stairs | Setting::Lighthouse) && lights(reading)).then_some(Setting::LampRoom)
}

fn lights(reading: &Reading) -> bool {
    does(reading, Verb::Light)
}

fn does(reading: &Reading, verb: Verb) -> bool {
    reading.clauses.iter().any(|clause| clause.verb == verb)
}

fn has(reading: &Reading, kind: K) -> bool {
    reading.entities.iter().any(|entity| entity.what == Subject::Kind(kind))
}

fn wears(reading: &Reading, costume: Costume) -> bool {
    reading.entities.iter().any(|entity| entity.wear.costume == Some(costume))
}

fn by_doing(reading: &Reading) -> Option<Setting> {
    let person = reading.entities.iter().any(|entity| is_person(entity.what));
    let fits = [
        (does(reading, Verb::Cannonball), Setting::Pool),
        (does(reading, Verb::Light) && wears(reading, Costume::Keeper), Setting::LampRoom),
        (does(reading, Verb::Dive) && person && !reading.entities.iter().any(|entity| entity.what == Subject::Footballer), Setting::Pool),
        (does(reading, Verb::Swim) && person && !wears(reading, Costume::Mermaid), Setting::Pool),
        (does(reading, Verb::Sail) || (does(reading, Verb::Glide) && wears(reading, Costume::Swimmer)), Setting::Sea),
        (does(reading, Verb::Cook), Setting::Kitchen),
        (reading.counting.is_some(), Setting::Classroom),
        (does(reading, Verb::Launch), Setting::Meadow),
        (does(reading, Verb::Kickflip), Setting::Street),
        (does(reading, Verb::Drive), Setting::Street),
        ((does(reading, Verb::Backflip) || does(reading, Verb::Cartwheel)) && wears(reading, Costume::Gymnast), Setting::Arena),
        (has(reading, K::Cat) && (does(reading, Verb::Sleep) || does(reading, Verb::Eat)), Setting::Room),
        (does(reading, Verb::Sleep) && person && reading.weather.is_none(), Setting::Bedroom),
    ];
    fits.into_iter().find(|(fits, _)| *fits).map(|(_, place)| place)
}

fn by_body(reading: &Reading) -> Option<Setting> {
    reading.entities.iter().find_map(|entity| {
        let by_costume = entity.wear.costume.and_then(of_costume);
        let by_kind = match entity.what {
            Subject::Kind(kind) => of_kind(kind),
            Subject::Footballer => Some(Setting::Stadium),
            Subject::Hooper => Some(Setting::Court),
            _ => None,
        };
        by_costume.or(by_kind)
    })
}

fn of_costume(costume: Costume) -> Option<Setting> {
    Some(match costume {
        Costume::Chef => Setting::Kitchen,
        Costume::Skater => Setting::IceRink,
        Costume::Gymnast => Setting::Arena,
        Costume::Swimmer => Setting::Pool,
        Costume::Ballet | Costume::Clown => Setting::Theatre,
        Costume::Keeper => Setting::Lighthouse,
        Costume::Farmer => Setting::Farm,
        Costume::Astronaut => Setting::Moon,
        Costume::King | Costume::Queen | Costume::Knight => Setting::Castle,
        Costume::Sailor | Costume::Pirate => Setting::Harbour,
        Costume::Firefighter | Costume::Police | Costume::Cyclist | Costume::Builder | Costume::Detective => Setting::Street,
        Costume::Cowboy => Setting::Desert,
        Costume::Mermaid => Setting::Underwater,
        Costume::Doctor | Costume::Scientist => Setting::Office,
        Costume::Wizard | Costume::Witch => Setting::Forest,
        _ => return None,
    })
}

fn of_kind(kind: K) -> Option<Setting> {
    Some(match kind {
        K::Basketball => Setting::Court,
        K::Football => Setting::Park,
        K::Volleyball | K::BeachBall | K::Sandcastle => Setting::Beach,
        K::TennisBall => Setting::Park,
        K::Snowball | K::Snowman => Setting::Village,
        K::Yarn => Setting::Room,
        K::ToyTrain | K::Block => Setting::Nursery,
        K::Train | K::Suitcase => Setting::Station,
        K::Rocket => Setting::Meadow,
        K::Plane | K::Helicopter | K::Airship | K::Ufo | K::Eagle | K::Dragon => Setting::Sky,
        K::Penguin => Setting::IceRink,
        K::Boat => Setting::Lake,
        K::Butterfly | K::Bee | K::Horse | K::Unicorn | K::Kite => Setting::Meadow,
        K::Fox | K::Wolf | K::Deer | K::Bear | K::Owl | K::Squirrel => Setting::Forest,
        K::Cow | K::Pig | K::Sheep | K::Goat | K::Chicken | K::Tractor => Setting::Farm,
        K::Lion | K::Tiger | K::Panda | K::Parrot | K::Dinosaur => Setting::Jungle,
        K::Elephant | K::Giraffe | K::Zebra => Setting::Meadow,
        K::Camel => Setting::Desert,
        K::Duck | K::Frog => Setting::Lake,
        K::Bowl | K::Cup | K::Bottle | K::Apple => Setting::Kitchen,
        K::Computer | K::Phone => Setting::Office,
        K::Table | K::Chair | K::Lamp | K::Television | K::Clock | K::Door | K::Book | K::Cake | K::Candle | K::Piano => Setting::Room,
        K::Guitar | K::Drum => Setting::Theatre,
        K::Sword => Setting::Castle,
        kind => match kind.build() {
            Build::Swimmer => Setting::Underwater,
            Build::Boat => Setting::Sea,
            Build::Wheels => Setting::Street,
            _ => return None,
        },
    })
}

fn by_nothing(reading: &Reading) -> Setting {
    let crowd = reading.sounds.contains(&crate::studio::screenplay::Ambience::Crowd);
    if crowd && does(reading, Verb::Kick) {
        Setting::Stadium
    } else if !reading.entities.is_empty() || reading.time.is_some() || reading.bench {
        Setting::Park
    } else if let Some(weather) = reading.weather {
        if weather == Weather::Snow { Setting::Village } else { Setting::Park }
    } else if reading.season.is_some() {
        Setting::Forest
    } else {
        Setting::Stage
    }
}

/// What was named of another place than the one that is shown.
#[must_use]
pub fn misplaced(reading: &Reading, setting: Setting) -> Vec<String> {
    reading.parts.iter().filter(|(_, places)| !places.contains(&setting)).map(|(word, _)| word.clone()).collect()
}
