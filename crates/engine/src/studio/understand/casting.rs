//! Who is cast as what: kinds where only "somebody" was said, looks, ways, and what follows from the words without being in them.

use super::{
    fitting::carries_riders,
    lexicon::{Subject, names::called},
    reading::{Clause, Entity, MOST, Reading, is_ball, is_person, travels},
};
use crate::studio::{
    screenplay::{Actor, ActorKind, Build, CameraMove, Colour, Costume, Lower, Setting, Verb, Weather},
    world::chance::mix,
};

/// Nobody throws without a ball, and nothing bounces without one.
pub fn cast_implied(reading: &mut Reading, setting: Setting) {
    let needs = |clause: &Clause| {
        matches!(clause.verb, Verb::Throw | Verb::Kick | Verb::Catch)
            || (clause.verb == Verb::Bounce && !clause.play && clause.subjects.iter().any(|id| is_person(reading.entities[*id].what)))
    };
    let needs_ball =
        reading.clauses.iter().any(|clause| needs(clause) && clause.object.is_none_or(|object| is_person(reading.entities[object].what)));
    let has_ball = reading.entities.iter().any(|entity| is_ball(entity.what));
    // "A whistle, a kick": somebody kicks.
    if reading.entities.iter().all(|entity| is_ball(entity.what))
        && reading.clauses.iter().any(|clause| matches!(clause.verb, Verb::Kick | Verb::Throw))
    {
        let player = setting == Setting::Stadium;
        let kicker = put(reading, if player { Subject::Footballer } else { Subject::Person });
        if let Some(kicker) = kicker.filter(|_| player) {
            reading.entities[kicker].wear.costume = Some(Costume::Player);
        }
        let kicks = |clause: &&mut Clause| clause.subjects.is_empty() && matches!(clause.verb, Verb::Kick | Verb::Throw);
        reading.clauses.iter_mut().filter(kicks).for_each(|clause| clause.subjects.extend(kicker));
    }
    let someone = reading.entities.iter().any(|entity| is_person(entity.what));
    if needs_ball && !has_ball && someone {
        put(reading, if matches!(setting, Setting::Court | Setting::Gym) { Subject::Kind(ActorKind::Basketball) } else { Subject::AnyBall });
    }
    for clause in &mut reading.clauses {
        clause.mutual |= clause.object.is_none() && clause.subjects.len() > 1 && matches!(clause.verb, Verb::Hug | Verb::Hit);
    }
    whistle_needs_a_referee(reading, setting);
    cyclists_need_a_bicycle(reading);
    what_fits_the_object(reading);
    kites_fly(reading);
    chases_need_prey(reading);
    inside_vehicles(reading);
    musician_needs_an_instrument(reading);
    players_need_something(reading);
    pull_needs_a_rope(reading);
    trick_needs_a_board(reading);
    // A verb without anybody: somebody does it.
    if reading.entities.is_empty() && !reading.clauses.is_empty() {
        put(reading, Subject::Person);
    }
    let first = reading.entities.iter().position(|entity| is_person(entity.what)).or(if reading.entities.is_empty() { None } else { Some(0) });
    for clause in reading.clauses.iter_mut().filter(|clause| clause.subjects.is_empty()) {
        clause.subjects.extend(first);
    }
    // The lamp of a lamp room belongs to the room.
    if setting == Setting::LampRoom {
        while let Some(lamp) = reading.entities.iter().position(|entity| entity.what == Subject::Kind(ActorKind::Lamp)) {
            drop_entity(reading, lamp);
        }
    }
}

fn put(reading: &mut Reading, what: Subject) -> Option<usize> {
    if reading.entities.len() >= MOST {
        return None;
    }
    reading.entities.push(Entity::implied(what));
    Some(reading.entities.len() - 1)
}

/// "Tug of war": two at the two ends.
fn pull_needs_a_rope(reading: &mut Reading) {
    let Some(at) = reading.clauses.iter().position(|clause| clause.verb == Verb::Pull && clause.subjects.len() > 1) else { return };
    let rope = reading.entities.iter().position(|entity| entity.what == Subject::Kind(ActorKind::Rope));
    let rope = rope.or_else(|| put(reading, Subject::Kind(ActorKind::Rope)));
    reading.clauses[at].object = reading.clauses[at].object.or(rope);
    reading.clauses[at].mutual = true;
}

/// Who is a cyclist by trade sits on a bicycle, whatever else they do.
fn cyclists_need_a_bicycle(reading: &mut Reading) {
    let mounts = |entity: &Entity| matches!(entity.what, Subject::Kind(kind) if carries_riders(kind) && kind.build() == Build::Wheels);
    let Some(rider) = reading.entities.iter().position(|entity| entity.habit == Some(Verb::Ride)) else { return };
    let own = reading.entities.iter().position(|entity| mounts(entity) && matches!(entity.what, Subject::Kind(ActorKind::Bicycle | ActorKind::Motorcycle)));
    let engine = ["biker", "motorcyclist"].iter().any(|word| reading.entities[rider].word.starts_with(word));
    let Some(own) = own.or_else(|| put(reading, Subject::Kind(if engine { ActorKind::Motorcycle } else { ActorKind::Bicycle }))) else { return };
    let goes = |clause: &&mut Clause| clause.subjects == [rider] && (travels(clause.verb) || matches!(clause.verb, Verb::Ride | Verb::Chase | Verb::Drive));
    let mut rides = false;
    for clause in reading.clauses.iter_mut().filter(goes) {
        (clause.verb, clause.object, rides) = (Verb::Ride, Some(own), true);
    }
    if !rides && reading.clauses.iter().all(|clause| !clause.subjects.contains(&rider)) {
        reading.clauses.push(Clause { object: Some(own), ..Clause::new(vec![rider], Verb::Ride, 0) });
    }
}

/// A verb that means another thing with this object: what is knocked over is no door.
fn what_fits_the_object(reading: &mut Reading) {
    let kind = |reading: &Reading, id: Option<usize>| match id.map(|id| reading.entities[id].what) {
        Some(Subject::Kind(kind)) => Some(kind),
        _ => None,
    };
    for at in 0..reading.clauses.len() {
        let (verb, object) = (reading.clauses[at].verb, kind(reading, reading.clauses[at].object));
        let person = reading.clauses[at].subjects.iter().all(|id| is_person(reading.entities[*id].what));
        let keeper = reading.clauses[at].subjects.iter().any(|id| reading.entities[*id].what == Subject::Footballer);
        reading.clauses[at].verb = match (verb, object) {
            (Verb::Knock, Some(thing)) if thing != ActorKind::Door => Verb::Hit,
            (Verb::Rock, Some(ActorKind::Baby)) if person => Verb::Hug,
            (Verb::Explode, Some(ActorKind::Balloon)) if person => Verb::Lift,
            (Verb::Dive, _) if keeper => Verb::Catch,
            _ => verb,
        };
    }
}

/// "A whistle" in a place where there is sport: who blows it is in black.
fn whistle_needs_a_referee(reading: &mut Reading, setting: Setting) {
    let sport = matches!(setting, Setting::Stadium | Setting::Court | Setting::Gym | Setting::Arena);
    let Some(at) = reading.clauses.iter().position(|clause| clause.verb == Verb::Beep && clause.subjects.is_empty()).filter(|_| sport) else { return };
    if let Some(referee) = put(reading, Subject::Person) {
        let wear = &mut reading.entities[referee].wear;
        (wear.top, wear.lower, wear.bottom) = (Some(Colour::Black), Some(Lower::Shorts), Some(Colour::Black));
        reading.clauses[at].subjects.push(referee);
    }
}

/// Who flies a kite looks up at it.
fn kites_fly(reading: &mut Reading) {
    let is_kite = |id: usize| matches!(reading.entities[id].what, Subject::Kind(ActorKind::Kite | ActorKind::Flag));
    let Some(at) = reading.clauses.iter().position(|clause| clause.verb == Verb::Fly && clause.object.is_some_and(is_kite)) else { return };
    let clause = reading.clauses[at].clone();
    let Some(kite) = clause.object else { return };
    reading.clauses[at].verb = Verb::Look;
    reading.clauses.push(Clause::new(vec![kite], Verb::Fly, clause.stage));
}

/// "A car chase": there are two.
fn chases_need_prey(reading: &mut Reading) {
    let [only] = reading.entities.as_slice() else { return };
    let Subject::Kind(kind) = only.what else { return };
    let chase = reading.clauses.iter().position(|clause| clause.verb == Verb::Chase && clause.object.is_none());
    if let (Some(at), Build::Wheels) = (chase, kind.build()) {
        reading.clauses[at].object = put(reading, Subject::Kind(kind));
    }
}

/// Who drives a car sits in it and is not seen; on a boat or a bicycle they are.
fn inside_vehicles(reading: &mut Reading) {
    let Some(at) = reading.clauses.iter().position(|clause| matches!(clause.verb, Verb::Drive | Verb::Sail | Verb::Fly | Verb::Ride)) else { return };
    let clause = reading.clauses[at].clone();
    let (Some(object), [driver]) = (clause.object, clause.subjects.as_slice()) else { return };
    let Subject::Kind(kind) = reading.entities[object].what else { return };
    let there = reading.there.is_some_and(|there| *driver < there);
    if !is_person(reading.entities[*driver].what) || !carries_riders(kind) {
        return;
    }
    let closed = matches!(
        kind,
        ActorKind::Car
            | ActorKind::Taxi
            | ActorKind::Bus
            | ActorKind::Truck
            | ActorKind::FireEngine
            | ActorKind::Train
            | ActorKind::Plane
            | ActorKind::Helicopter
            | ActorKind::Rocket
            | ActorKind::Ufo
            | ActorKind::Ship
    );
    let busy = reading.clauses.iter().enumerate().any(|(other, clause)| other != at && clause.subjects.contains(driver));
    let speaks = reading.said.iter().any(|said| said.speaker == Some(*driver));
    let unknown = reading.entities[*driver].name.is_none();
    if closed && unknown && !busy && !speaks && !there {
        let verb = match kind.build() {
            Build::Craft => Verb::Fly,
            Build::Boat => Verb::Sail,
            _ => Verb::Drive,
        };
        reading.clauses[at] = Clause { subjects: vec![object], object: None, verb, ..clause.clone() };
        reading.near.push(format!("Who is inside the {} is not seen.", called(kind)));
        drop_entity(reading, *driver);
    } else {
        reading.clauses[at].verb = Verb::Ride;
    }
}

fn musician_needs_an_instrument(reading: &mut Reading) {
    let plays =
        reading.entities.iter().any(|entity| entity.habit == Some(Verb::Play)) || reading.clauses.iter().any(|clause| clause.verb == Verb::Play);
    let instrument = |entity: &Entity| matches!(entity.what, Subject::Kind(ActorKind::Guitar | ActorKind::Piano | ActorKind::Drum));
    if plays && !reading.entities.iter().any(instrument) {
        put(reading, Subject::Kind(ActorKind::Guitar));
    }
}

/// Several who play with nothing throw snow where there is some.
fn players_need_something(reading: &mut Reading) {
    let several = |clause: &Clause| {
        clause.play && clause.object.is_none() && clause.subjects.len() > 1 && clause.subjects.iter().all(|id| is_person(reading.entities[*id].what))
    };
    let Some(at) = reading.clauses.iter().position(several) else { return };
    if reading.weather == Some(Weather::Snow) && !reading.entities.iter().any(|entity| is_ball(entity.what)) {
        reading.clauses[at].object = put(reading, Subject::Kind(ActorKind::Snowball));
    }
}

fn trick_needs_a_board(reading: &mut Reading) {
    let trick = reading.clauses.iter().any(|clause| clause.verb == Verb::Kickflip);
    if trick && !reading.entities.iter().any(|entity| entity.what == Subject::Kind(ActorKind::Skateboard)) {
        put(reading, Subject::Kind(ActorKind::Skateboard));
    }
}

pub fn drop_entity(reading: &mut Reading, gone: usize) {
    reading.entities.remove(gone);
    let shift = |id: usize| if id > gone { id - 1 } else { id };
    let keep = |id: Option<usize>| id.filter(|id| *id != gone).map(shift);
    for clause in &mut reading.clauses {
        clause.subjects = clause.subjects.iter().filter(|id| **id != gone).map(|id| shift(*id)).collect();
        (clause.object, clause.towards) = (keep(clause.object), keep(clause.towards));
    }
    reading.clauses.retain(|clause| !clause.subjects.is_empty());
    for said in &mut reading.said {
        said.speaker = keep(said.speaker);
    }
    for entity in &mut reading.entities {
        entity.carries = keep(entity.carries);
    }
}

#[must_use]
pub fn actor(reading: &Reading, id: usize, setting: Setting, seed: u64) -> Actor {
    let entity = &reading.entities[id];
    let same = |other: &&Entity| other.what == entity.what && other.name.is_none() && other.wear.costume == entity.wear.costume;
    let ordinal = reading.entities[..id].iter().filter(same).count() as u64;
    let sort = discriminant(entity);
    let look = match &entity.name {
        Some(name) => name.bytes().fold(mix(seed, 7), |hash, byte| mix(hash, u64::from(byte))),
        None => mix(mix(seed, 1_000 + sort), ordinal),
    };
    // Of several without a name every other one is a woman.
    let woman = match entity.name {
        Some(_) => look & 1 == 0,
        None => (mix(seed, 1_000 + sort) + ordinal) & 1 == 0,
    };
    let kind = match entity.what {
        Subject::Kind(kind) => kind,
        Subject::Child if woman => ActorKind::Girl,
        Subject::Child => ActorKind::Boy,
        Subject::AnyBall => any_ball(reading, setting),
        _ if woman => ActorKind::Woman,
        _ => ActorKind::Man,
    };
    Actor {
        kind,
        part: entity.part,
        name: entity.name.clone(),
        colour: entity.colour,
        size: entity.size,
        look,
        wear: entity.wear.but(&entity.wish),
        feeling: entity.feeling,
        way: 1.0,
        carries: entity.carries,
        actions: Vec::new(),
    }
}

fn discriminant(entity: &Entity) -> u64 {
    let what = match entity.what {
        Subject::Kind(kind) => kind as u64,
        Subject::Person => 340,
        Subject::Child => 341,
        Subject::Hooper => 342,
        Subject::Footballer => 343,
        Subject::AnyBall => 344,
    };
    what + entity.wear.costume.map_or(0, |costume| 1_000 * (1 + costume as u64))
}

fn any_ball(reading: &Reading, setting: Setting) -> ActorKind {
    let does = |verb: Verb| reading.clauses.iter().any(|clause| clause.verb == verb);
    let pet = reading.entities.iter().any(|entity| matches!(entity.what, Subject::Kind(kind) if kind.is_pet()));
    let by_hand = |clause: &Clause| clause.verb == Verb::Bounce && clause.subjects.iter().any(|id| is_person(reading.entities[*id].what));
    match setting {
        Setting::Court | Setting::Gym => ActorKind::Basketball,
        Setting::Stadium => ActorKind::Football,
        Setting::Beach | Setting::Pool => ActorKind::BeachBall,
        _ if does(Verb::Kick) => ActorKind::Football,
        _ if does(Verb::Hit) => ActorKind::TennisBall,
        _ if pet && (does(Verb::Throw) || reading.entities.iter().any(|entity| entity.carries.is_some())) => ActorKind::TennisBall,
        _ if reading.clauses.iter().any(by_hand) => ActorKind::Basketball,
        _ => ActorKind::Football,
    }
}

/// Which way each goes: as the words say, else all the same way, by the seed.
pub fn give_ways(reading: &Reading, setting: Setting, cast: &mut [Actor], seed: u64) {
    let hoop = matches!(setting, Setting::Court | Setting::Gym);
    let panned = match reading.movement {
        Some(CameraMove::PanLeft) => Some(-1),
        Some(CameraMove::PanRight) => Some(1),
        _ => None,
    };
    let said = reading.way.or(reading.entities.iter().find_map(|entity| entity.way)).or(panned);
    let usual = said.map_or(if hoop || mix(seed, 61) & 1 == 0 { 1.0 } else { -1.0 }, f64::from);
    for (actor, entity) in cast.iter_mut().zip(&reading.entities) {
        actor.way = entity.way.map_or(usual, f64::from);
    }
}
