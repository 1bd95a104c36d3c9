//! One prompt may hold several shots: said so ("Shot 1: …"), as moments of a day, or because the place changes on the way.
//!
//! It cuts the units and shares out the seconds; it knows of places, not of people.

use super::{
    lexicon::{Form, Sense, Subject},
    tag::{Unit, What, is_verb},
};
use crate::studio::screenplay::{ActorKind, Setting, TimeOfDay, Transition, Verb};

/// At most so many shots are made of one prompt.
const MOST: usize = 6;

#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    pub units: Vec<Unit>,
    pub seconds: f64,
    pub transition: Transition,
    /// Of a day that passes.
    pub time: Option<TimeOfDay>,
    /// It was not said to be a shot of its own: style, time and weather are those of the whole prompt.
    pub inferred: bool,
    /// The first of several: shown from afar where nothing else is said.
    pub establishes: bool,
}

#[must_use]
pub fn scenes(units: Vec<Unit>, seconds: u32) -> Vec<Scene> {
    let most = MOST.min(seconds as usize);
    let marked = by_marks(&units, most);
    if marked.len() > 1 {
        return share(marked, seconds, Transition::Cut, false);
    }
    // Two seconds are the least in which something can be seen to happen.
    let most = MOST.min(seconds as usize / 2);
    if let Some(moments) = moments(&units, most) {
        let of_day = units
            .iter()
            .any(|unit| unit.sense() == Some(Sense::Series) && ["day", "día", "journée", "tag"].iter().any(|day| unit.word.contains(day)));
        let count = moments.len();
        let mut scenes = share(moments, seconds, Transition::Dissolve, true);
        for (at, scene) in scenes.iter_mut().enumerate().filter(|_| of_day) {
            scene.time = Some(hour(at, count));
            scene.establishes = false;
        }
        return scenes;
    }
    let places = by_places(&units, most);
    share(places, seconds, Transition::Dissolve, true)
}

fn share(parts: Vec<Vec<Unit>>, seconds: u32, transition: Transition, inferred: bool) -> Vec<Scene> {
    let (count, seconds) = (parts.len().max(1), seconds as usize);
    let scene = |(index, units)| Scene {
        units,
        seconds: ((seconds * (index + 1) / count) - (seconds * index / count)) as f64,
        transition: if index == 0 { Transition::Cut } else { transition },
        time: None,
        inferred,
        establishes: index == 0 && count > 1 && inferred,
    };
    parts.into_iter().enumerate().map(scene).collect()
}

fn hour(at: usize, count: usize) -> TimeOfDay {
    match (at * 4) / count.max(1) {
        _ if at + 1 == count => TimeOfDay::Night,
        0 => TimeOfDay::Dawn,
        1 => TimeOfDay::Day,
        _ => TimeOfDay::Sunset,
    }
}

/// "Shot 1: … Shot 2: …", in whole seconds.
fn by_marks(units: &[Unit], most: usize) -> Vec<Vec<Unit>> {
    let is_mark = |at: usize| {
        let mark = matches!(units[at].word.as_str(), "shot" | "scene" | "plano" | "toma" | "escena" | "plan" | "scène" | "szene" | "einstellung");
        let number = units.get(at + 1).is_some_and(|unit| matches!(unit.what, What::Number(_) | What::Means(Sense::Count(_))));
        mark && number && units.get(at + 2).is_some_and(|unit| unit.what == What::Colon)
    };
    let marks: Vec<usize> = (0..units.len()).filter(|at| is_mark(*at)).collect();
    let count = marks.len().min(most);
    if count < 2 {
        return vec![units.to_vec()];
    }
    let end = |index: usize| if index + 1 < marks.len() { marks[index + 1] } else { units.len() };
    (0..count).map(|index| units[marks[index] + 3..end(index)].to_vec()).collect()
}

/// "A day in the life of a lazy cat: sleeping, eating, …": the same one in each.
fn moments(units: &[Unit], most: usize) -> Option<Vec<Vec<Unit>>> {
    let series = units.iter().position(|unit| unit.sense() == Some(Sense::Series))?;
    let colon = units.iter().position(|unit| unit.what == What::Colon).filter(|colon| *colon > series)?;
    let head = &units[series + 1..colon];
    let mut parts: Vec<Vec<Unit>> = Vec::new();
    let mut tail: Vec<Unit> = Vec::new();
    for part in units[colon + 1..].split(|unit| unit.is_stop() || unit.sense() == Some(Sense::Then)).filter(|part| !part.is_empty()) {
        if part.iter().any(acts) {
            parts.push(part.to_vec());
        } else {
            tail.extend_from_slice(part);
        }
    }
    if parts.len() < 2 || parts.len() > most {
        return None;
    }
    let comma = || Unit { what: What::Comma, ..units[colon].clone() };
    let with_all = |part: Vec<Unit>| {
        let mut all = units[..series].to_vec();
        all.extend_from_slice(head);
        all.extend(part);
        all.push(comma());
        all.extend_from_slice(&tail);
        all
    };
    Some(parts.into_iter().map(with_all).collect())
}

fn acts(unit: &Unit) -> bool {
    unit.sense().is_some_and(is_verb)
}

/// A new shot where somebody does something in another place.
fn by_places(units: &[Unit], most: usize) -> Vec<Vec<Unit>> {
    let mut scenes: Vec<Vec<Unit>> = vec![Vec::new()];
    let mut at = 0;
    while at < units.len() {
        let end = clause_end(units, at);
        let part = &units[at..end];
        let current = &scenes[scenes.len() - 1];
        let moves_on = match (place(part), place(current).or_else(|| implied(current))) {
            (Some(next), Some(now)) => !same(now, next) && part.iter().any(acts) && current.iter().any(acts),
            _ => false,
        };
        if moves_on && scenes.len() < most {
            scenes.push(Vec::new());
        }
        if let Some(scene) = scenes.last_mut() {
            scene.extend_from_slice(part);
        }
        at = end;
    }
    scenes
}

/// After the next comma or stop, or before an "and" or "then" that begins something new.
fn clause_end(units: &[Unit], at: usize) -> usize {
    for (index, unit) in units.iter().enumerate().skip(at) {
        if unit.is_stop() {
            return index + 1;
        }
        if index > at
            && matches!(unit.sense(), Some(Sense::And | Sense::Then))
            && units[index + 1..].iter().take_while(|unit| !unit.is_stop()).any(acts)
        {
            return index;
        }
    }
    units.len()
}

fn place(units: &[Unit]) -> Option<Setting> {
    units.iter().find_map(|unit| match unit.sense() {
        Some(Sense::Place(place) | Sense::NearPlace(place, _)) => Some(place),
        _ => None,
    })
}

/// Where something surely is although nothing is said.
fn implied(units: &[Unit]) -> Option<Setting> {
    units.iter().find_map(|unit| match unit.sense() {
        Some(Sense::Body(body)) if body.what == Subject::Kind(ActorKind::Rocket) => Some(Setting::Meadow),
        Some(Sense::Act(Verb::Launch)) if unit.form != Form::Ing => Some(Setting::Meadow),
        Some(Sense::Part(places)) => places.first().copied(),
        _ => None,
    })
}

/// One place, told in two ways.
pub fn same(a: Setting, b: Setting) -> bool {
    use Setting as S;
    let kin: &[&[Setting]] = &[
        &[S::Court, S::Gym, S::Stadium, S::Arena, S::Street, S::Park],
        &[S::Street, S::City, S::Village, S::Rooftop],
        &[S::Sea, S::Beach, S::Harbour, S::Lighthouse],
        &[S::Meadow, S::Park, S::Garden, S::Farm],
        &[S::Pool, S::Garden],
        &[S::Theatre, S::Arena, S::Stage],
        &[S::Room, S::Bedroom, S::Kitchen, S::Nursery],
        &[S::Forest, S::Jungle],
        &[S::Mountain, S::Sky, S::Village],
    ];
    let touch = matches!((a, b), (S::Sky, S::City | S::Sea | S::Mountain | S::Meadow | S::Village) | (S::City | S::Sea, S::Sky));
    a == b || touch || kin.iter().any(|kin| kin.contains(&a) && kin.contains(&b))
}
