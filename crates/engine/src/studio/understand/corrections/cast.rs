//! Corrections of who is in a shot: their kind, number, looks and deeds, in what was read and before anything follows from it.

use super::{
    Corrections, Item,
    catalogue::{Count, Named, Size},
};
use crate::studio::{
    screenplay::{Colour, Costume, Feeling, Part, Verb, Wear},
    understand::{
        casting::drop_entity,
        lexicon::{Subject, names},
        reading::{Clause, Entity, MOST, MOST_CLAUSES, Reading, is_person},
    },
};

/// What is changed of one, beside its deeds. Whom it is with and what it does may change before this is written back.
struct Change {
    id: usize,
    what: Subject,
    count: Option<(Count, Count)>,
    colour: Option<Colour>,
    size: f32,
    costume: Option<Costume>,
    feeling: Option<Feeling>,
}

/// What one does in a clause, or by habit where there is none.
struct Deed {
    id: usize,
    clause: Option<usize>,
    now: Verb,
}

pub(super) fn correct(corrections: &mut Corrections, reading: &mut Reading) -> Vec<Item> {
    let mut items = Vec::new();
    let (mut changes, mut deeds) = (Vec::new(), Vec::new());
    let mentioned = reading.entities.iter().any(|entity| entity.part != Part::Drawn);
    for id in (0..reading.entities.len()).filter(|id| reading.entities[*id].part == Part::Drawn && !is_with_somebody(reading, *id)) {
        let key = key(reading, id);
        // Who was there already looks as in the shot that this one goes on with.
        if reading.there.is_none_or(|there| id >= there) {
            changes.extend(looks(corrections, reading, id, &key, &mut items));
        }
        if !mentioned {
            done(corrections, reading, id, &key, &mut deeds, &mut items);
        }
    }
    deeds.into_iter().for_each(|deed| act(reading, &deed));
    // From the last on, so that those before keep their places.
    for change in changes.into_iter().rev() {
        let id = change.id;
        let entity = &mut reading.entities[id];
        (entity.colour, entity.size, entity.wear.costume, entity.feeling) = (change.colour, change.size, change.costume, change.feeling);
        turn_into(entity, change.what);
        if let Some((was, now)) = change.count {
            multiply(reading, id, was.0, now.0);
        }
    }
    items
}

/// "dog", "dog 2": by what was understood, and which of them it is.
fn key(reading: &Reading, id: usize) -> String {
    let name = reading.entities[id].what.name();
    let before = reading.entities[..id].iter().filter(|entity| entity.part == Part::Drawn && entity.what.name() == name).count();
    if before == 0 { name } else { format!("{name} {}", before + 1) }
}

/// As people read it: by name where there is one.
fn label(entity: &Entity, key: &str) -> String {
    let trade = entity.wear.costume.filter(|_| entity.what == Subject::Person).map(|costume| Some(costume).name());
    match (&entity.name, trade) {
        (Some(name), _) => {
            let mut letters = name.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
        }
        (None, Some(trade)) => trade,
        _ => match entity.what {
            Subject::Kind(kind) => key.replacen(&entity.what.name(), &names::called(kind), 1),
            _ => key.to_owned(),
        },
    }
}

fn looks(corrections: &mut Corrections, reading: &Reading, id: usize, key: &str, items: &mut Vec<Item>) -> Option<Change> {
    let mut entity = reading.entities[id].clone();
    let label = label(&entity, key);
    let what = corrections.choose_by(format!("subject: {key}"), &label, entity.what, items);
    // A group is counted at its first.
    let of_group = |other: &Entity| entity.group.is_some() && other.group == entity.group;
    let first = reading.entities.iter().position(of_group).is_none_or(|first| first == id);
    let count = (first && entity.name.is_none() && !entity.implied).then(|| {
        let was = Count(reading.entities.iter().filter(|other| of_group(other)).count().clamp(1, MOST));
        (was, corrections.choose(key, &label, was, items))
    });
    entity.colour = corrections.choose(key, &label, entity.colour, items);
    let size = Size::of(entity.size);
    let now = corrections.choose(key, &label, size, items);
    if now != size {
        entity.size = now.times();
    }
    if is_person(what) {
        entity.wear.costume = corrections.choose(key, &label, entity.wear.costume, items);
        entity.feeling = corrections.choose(key, &label, entity.feeling, items);
    }
    let count = count.filter(|(was, now)| was != now);
    let changed = what != entity.what || count.is_some() || entity != reading.entities[id];
    let Entity { colour, size, feeling, wear, .. } = entity;
    changed.then_some(Change { id, what, count, colour, size, costume: wear.costume, feeling })
}

fn turn_into(entity: &mut Entity, what: Subject) {
    if entity.what == what {
        return;
    }
    if !is_person(what) {
        (entity.wear, entity.feeling) = (Wear::default(), None);
    }
    (entity.what, entity.habit) = (what, None);
}

fn done(corrections: &mut Corrections, reading: &Reading, id: usize, key: &str, deeds: &mut Vec<Deed>, items: &mut Vec<Item>) {
    let entity = &reading.entities[id];
    let label = label(entity, key);
    let mine: Vec<usize> = (0..reading.clauses.len()).filter(|at| reading.clauses[*at].subjects.contains(&id)).collect();
    if mine.is_empty() && !reading.said.iter().any(|said| said.speaker == Some(id)) {
        let was = entity.habit.unwrap_or(Verb::Stand);
        let now = corrections.choose(key, &label, was, items);
        if now != was {
            deeds.push(Deed { id, clause: None, now });
        }
    }
    for (index, at) in mine.iter().copied().enumerate() {
        let was = verb(&reading.clauses[at]);
        let before = mine[..index].iter().filter(|other| verb(&reading.clauses[**other]) == was).count();
        let which = if before == 0 { String::new() } else { format!(" {}", before + 1) };
        let now = corrections.choose_by(format!("action of {key}: {}{which}", was.name()), &label, was, items);
        if now != was {
            deeds.push(Deed { id, clause: Some(at), now });
        }
    }
}

/// "Plays", with whatever: one name for it.
fn verb(clause: &Clause) -> Verb {
    if clause.play { Verb::Play } else { clause.verb }
}

/// It has to do with somebody who was mentioned.
fn is_with_somebody(reading: &Reading, id: usize) -> bool {
    let all = |clause: &Clause| clause.subjects.iter().chain(&clause.object).chain(&clause.towards).copied().collect::<Vec<usize>>();
    let mentioned = |id: &usize| reading.entities[*id].part != Part::Drawn;
    let carried = reading.entities.iter().any(|entity| entity.part != Part::Drawn && entity.carries == Some(id));
    carried || reading.clauses.iter().map(all).any(|ids| ids.contains(&id) && ids.iter().any(mentioned))
}

fn act(reading: &mut Reading, deed: &Deed) {
    reading.entities[deed.id].habit = None;
    let Some(at) = deed.clause else {
        if reading.clauses.len() < MOST_CLAUSES {
            reading.clauses.push(Clause::new(vec![deed.id], deed.now, 0));
        }
        return;
    };
    let alone = Clause { subjects: vec![deed.id], verb: deed.now, play: false, mutual: false, ..reading.clauses[at].clone() };
    if reading.clauses[at].subjects.len() < 2 {
        reading.clauses[at] = alone;
    } else if reading.clauses.len() < MOST_CLAUSES {
        reading.clauses[at].subjects.retain(|id| *id != deed.id);
        reading.clauses.push(alone);
    }
}

/// More of one, doing the same, or fewer.
fn multiply(reading: &mut Reading, id: usize, was: usize, now: usize) {
    let members: Vec<usize> = match reading.entities[id].group {
        Some(group) => (0..reading.entities.len()).filter(|other| reading.entities[*other].group == Some(group)).collect(),
        None => vec![id],
    };
    for gone in members.iter().skip(now.max(1)).rev() {
        drop_entity(reading, *gone);
    }
    for _ in was..now {
        if reading.entities.len() >= MOST {
            reading.left_out += 1;
            continue;
        }
        reading.entities[id].group = reading.entities[id].group.or(Some(id));
        let new = reading.entities.len();
        reading.entities.push(Entity { carries: None, ..reading.entities[id].clone() });
        for clause in reading.clauses.iter_mut().filter(|clause| clause.subjects.contains(&id)) {
            clause.subjects.push(new);
        }
    }
}
