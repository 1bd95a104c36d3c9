//! From what was read to a shot that can be staged: what it takes over from the shot before, where it plays, who is in it.

use super::{
    acting::{act, played, rest},
    casting::{actor, cast_implied, drop_entity, give_ways},
    corrections::{Corrections, Item},
    fitting::{can, carries_riders, fitting, instead, refusal},
    going_on,
    grammar::{fits, known_sex},
    lexicon::{Pronoun, Subject, names},
    places,
    players::Players,
    reading::{Clause, Entity, MOST, Reading, is_ball, is_person},
    scenes::{Scene, same},
    speaking::{speak, speaker},
};
use crate::studio::screenplay::{
    Actor, Build, CameraMove, CameraPlan, Feeling, Framing, Season, Setting, ShotPlan, Style, TimeOfDay, Transition, Verb, Wear, Weather,
};
use domain::storyboard::Line;

/// What a shot takes over from the one before it where it says nothing itself.
#[derive(Clone, Debug)]
pub struct Before {
    pub setting: Setting,
    pub time: TimeOfDay,
    pub weather: Weather,
    pub season: Option<Season>,
    pub style: Style,
    /// Which of the shots as they were written.
    pub shot: usize,
    /// Who was in it, one for each of its cast.
    pub entities: Vec<Entity>,
    pub plan: ShotPlan,
}

/// Where and how long.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    pub start: f64,
    pub seconds: f64,
    pub seed: u64,
    pub shot: usize,
}

#[must_use]
pub fn direct(
    mut reading: Reading,
    lines: &[Line],
    players: &Players,
    slot: Slot,
    before: Option<&Before>,
    corrections: &mut Corrections,
    items: &mut Vec<Item>,
) -> (ShotPlan, Before, Vec<String>) {
    let told = reading.near.len();
    let going_on = before.filter(|_| reading.there.is_some());
    if let Some(before) = going_on {
        going_on::join(&mut reading, before);
    }
    let understood = places::setting(&reading, before);
    let stays_there = going_on.is_some_and(|before| before.setting == understood || same(before.setting, understood));
    let understood = going_on.filter(|_| stays_there).map_or(understood, |before| before.setting);
    let setting = corrections.of_setting(understood, &mut reading, items);
    let stays_there = stays_there && setting == understood;
    cast_implied(&mut reading, setting);
    let speakers = lines.iter().map(|line| speaker(&mut reading, line, players)).collect::<Vec<_>>();
    let mut cast: Vec<Actor> = (0..reading.entities.len()).map(|id| actor(&reading, id, setting, slot.seed)).collect();
    let mut undone = undone(&reading, &cast);
    undone.extend(reading.near.drain(told..));
    undone.extend(places::misplaced(&reading, setting).iter().map(|word| {
        let place = names::spaced(&format!("{setting:?}"));
        format!("“{word}” is not shown: it is not part of {} here.", names::a(&place))
    }));
    give_ways(&reading, setting, &mut cast, slot.seed);
    if let Some(before) = going_on {
        going_on::recognise(&reading, &mut cast, before);
    }
    act(&reading, &mut cast, slot.seconds);
    if let Some(before) = going_on {
        going_on::carry_on(&mut cast, before, slot.seconds);
    }
    let speech = speak(&reading, lines, &speakers, &mut cast, slot);
    rest(&reading, &mut cast, slot.seconds);
    // Another place has its own weather and hour, unless they were told.
    let stays = before.filter(|before| reading.place.is_none() || reading.place == Some(before.setting) || before.shot == slot.shot);
    let weather = reading.weather.or(stays.map(|before| before.weather)).unwrap_or(Weather::Clear);
    let time = reading.time.or(stays.map(|before| before.time)).unwrap_or(TimeOfDay::Day);
    let season = reading.season.or(stays.and_then(|before| before.season));
    let style = reading.style.or(before.map(|before| before.style)).unwrap_or(Style::Soft);
    let time = corrections.choose("", "", time, items);
    let weather = corrections.choose("", "", weather, items);
    let season = corrections.choose("", "", season, items);
    let style = corrections.choose("", "", style, items);
    let camera = CameraPlan {
        framing: reading.framing.unwrap_or(Framing::Auto),
        movement: reading.movement.unwrap_or(CameraMove::Auto),
        handheld: reading.handheld,
    };
    let (camera, pace) = corrections.of_camera(camera, going_on.map(|before| &before.plan), &mut reading, items);
    let mut plan = ShotPlan {
        start: slot.start,
        seconds: slot.seconds,
        setting,
        time,
        weather,
        season,
        style,
        transition: if reading.dissolve { Transition::Dissolve } else { Transition::Cut },
        camera,
        pace,
        cast,
        speech,
        ambience: reading.sounds.clone(),
        leaving: Vec::new(),
    };
    if let Some(before) = going_on {
        going_on::finish(&mut plan, &reading, before, stays_there);
    }
    (plan.clone(), Before { setting, time, weather, season, style, shot: slot.shot, entities: reading.entities, plan }, undone)
}

/// Who is meant by "he" in the shot at `at`, and who goes on where nobody is named.
pub fn carry_over(parts: &mut [(Scene, Reading, usize)], at: usize) {
    let (earlier, later) = parts.split_at_mut(at);
    let Some((_, reading, _)) = later.first_mut().filter(|(_, reading, _)| reading.there.is_none()) else { return };
    let Some(was) = earlier.iter().rev().map(|(_, reading, _)| reading).find(|reading| !reading.entities.is_empty()).cloned() else { return };
    if reading.entities.is_empty() {
        if reading.refers_back.is_some() || !reading.clauses.is_empty() || !reading.said.is_empty() {
            take_over(reading, &was);
        }
        return;
    }
    go_on(reading, &was);
    for id in 0..reading.entities.len() {
        if let Some(pronoun) = reading.entities[id].stands_for {
            resolve(reading, id, pronoun, earlier);
        }
    }
}

/// "It", of which no shot knows anything, is nothing.
pub fn forget_unmet(reading: &mut Reading) {
    while let Some(id) = reading.entities.iter().position(|entity| entity.stands_for == Some(Pronoun::It)) {
        drop_entity(reading, id);
    }
}

/// "The same fox, close-up": it looks as before, and goes on with what it did where nothing else is said.
fn go_on(reading: &mut Reading, was: &Reading) {
    let mut places: Vec<Option<usize>> = vec![None; was.entities.len()];
    for (id, entity) in reading.entities.iter_mut().enumerate().filter(|(_, entity)| entity.known) {
        let Some(before) = was.entities.iter().position(|other| is_same(other, entity)) else { continue };
        let other = &was.entities[before];
        entity.colour = entity.colour.or(other.colour);
        entity.size = if (entity.size - 1.0).abs() < 1e-3 { other.size } else { entity.size };
        entity.feeling = entity.feeling.or(other.feeling);
        if entity.wear == Wear::default() {
            entity.wear = other.wear;
        }
        places[before] = Some(id);
    }
    let quiet = reading.clauses.is_empty() && reading.said.is_empty();
    let all_known = !reading.entities.is_empty() && reading.entities.iter().all(|entity| entity.known);
    if !quiet || !all_known {
        return;
    }
    let place = |id: usize| places.get(id).copied().flatten();
    for clause in &was.clauses {
        let subjects: Vec<usize> = clause.subjects.iter().filter_map(|id| place(*id)).collect();
        if !subjects.is_empty() {
            reading.clauses.push(Clause {
                subjects,
                object: clause.object.and_then(place),
                towards: clause.towards.and_then(place),
                ..clause.clone()
            });
        }
    }
}

/// Everybody of the shot before.
fn take_over(reading: &mut Reading, was: &Reading) {
    reading.entities.clone_from(&was.entities);
    let lively = |id: &usize| matches!(reading.entities[*id].what, Subject::Kind(kind) if kind.build() != Build::Thing) || is_person(reading.entities[*id].what);
    let all: Vec<usize> = (0..reading.entities.len()).filter(|id| !is_ball(reading.entities[*id].what)).collect();
    let some: Vec<usize> = all.iter().copied().filter(lively).collect();
    let everyone = if some.is_empty() { all } else { some };
    for clause in reading.clauses.iter_mut().filter(|clause| clause.subjects.is_empty()) {
        clause.subjects.clone_from(&everyone);
    }
    let speaker = reading.entities.iter().position(|entity| is_person(entity.what)).or(everyone.first().copied());
    for said in &mut reading.said {
        said.speaker = said.speaker.or(speaker);
    }
}

/// The place of a pronoun is taken by whom it means; what it says of them holds in the shots before too.
fn resolve(reading: &mut Reading, id: usize, pronoun: Pronoun, earlier: &mut [(Scene, Reading, usize)]) {
    // Who was seen last comes first, and everybody once.
    let mut met: Vec<Entity> = Vec::new();
    for entity in earlier.iter().rev().flat_map(|(_, reading, _)| reading.entities.iter().rev()) {
        let here = reading.entities.iter().enumerate().any(|(other, known)| other != id && is_same(known, entity));
        if fits(pronoun, entity) && entity.stands_for.is_none() && !here && !met.iter().any(|known| is_same(known, entity)) {
            met.push(Entity { carries: None, ..entity.clone() });
        }
    }
    let Some(meant) = met.first().cloned() else { return };
    let mut known = meant.clone();
    known_sex(&mut known, pronoun);
    for entity in earlier.iter_mut().flat_map(|(_, reading, _)| reading.entities.iter_mut()).filter(|entity| is_same(entity, &meant)) {
        entity.what = known.what;
    }
    if reading.entities[id].wear != Wear::default() {
        known.wear = reading.entities[id].wear;
    }
    reading.entities[id] = known;
    if pronoun == Pronoun::They {
        for other in met.into_iter().skip(1).take(MOST.saturating_sub(reading.entities.len())) {
            reading.entities.push(other);
            let new = reading.entities.len() - 1;
            for clause in reading.clauses.iter_mut().filter(|clause| clause.subjects.contains(&id)) {
                clause.subjects.push(new);
            }
        }
    }
}

fn is_same(a: &Entity, b: &Entity) -> bool {
    a.what == b.what && a.name == b.name && a.wear.costume == b.wear.costume
}

/// What was asked of a body that cannot do it here, a sentence each.
fn undone(reading: &Reading, cast: &[Actor]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for clause in &reading.clauses {
        for actor in clause.subjects.iter().filter_map(|id| cast.get(*id)) {
            let object = clause.object.and_then(|id| cast.get(id)).map(|object| object.kind);
            let verb = if clause.play { played(actor.kind, object, cast) } else { fitting(actor.kind, clause.verb) };
            if !can(actor.kind, verb) {
                told.push(refusal(actor.kind, if clause.play { verb } else { clause.verb }));
            }
        }
        told.extend(
            clause.subjects.iter().filter_map(|id| cast.get(*id)).filter(|_| !clause.play).filter_map(|actor| instead(actor.kind, clause.verb)),
        );
        let mounted = clause.object.or(clause.towards).and_then(|id| cast.get(id)).is_some_and(|mount| carries_riders(mount.kind));
        if clause.verb == Verb::Ride && !mounted && !rides_alone(reading, clause) {
            told.push("“ride” is shown as walking: there is nothing here to ride on.".to_owned());
        }
    }
    for actor in
        cast.iter().filter(|actor| actor.feeling.is_some_and(|feeling| !matches!(feeling, Feeling::Happy | Feeling::Tired)) && actor.kind.is_pet())
    {
        told.push(format!("The feelings of {} are not shown, but for joy.", names::a(&names::called(actor.kind))));
    }
    told
}

/// A cyclist needs no mention of the bicycle.
fn rides_alone(reading: &Reading, clause: &super::reading::Clause) -> bool {
    clause.subjects.iter().all(|id| reading.entities[*id].habit == Some(Verb::Ride))
        || reading.entities.iter().any(|entity| matches!(entity.what, Subject::Kind(kind) if carries_riders(kind)))
}
