//! From the words of a frozen plan to a typed screenplay, and an honest list of what was asked and will not be shown.
//!
//! Tokens, then units with a meaning each, then scenes, then who does what to whom, then staging. It knows what exists, not how it
//! looks.

mod acting;
pub mod anew;
mod answers;
mod casting;
mod corrections;
mod direct;
mod emoji;
mod fitting;
mod going_on;
mod grammar;
mod lexicon;
mod meaning;
mod nearest;
mod notices;
mod parse;
mod places;
mod players;
mod reading;
mod scenes;
mod speaking;
mod summary;
mod tag;
mod token;

pub use corrections::{Choice, Group, Item, Set};
pub use meaning::{Meanings, fingerprint, kept_fingerprint, vectors};
pub use nearest::{Kind, Nearest, Nothing};
pub use summary::{ShotSummary, describe};

use super::{
    likeness::Bill,
    screenplay::{Framing, Screenplay, Setting},
};
use corrections::Corrections;
use direct::{Before, Slot, direct};
use domain::{plan::FrozenPlan, storyboard::Shot};
use lexicon::Tongue;
use nearest::Asking;
use notices::Told;
use players::Players;
use reading::Reading;
use scenes::Scene;
use token::{Token, tokenise};

/// The screenplay, and what was asked and not done, a sentence each.
#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    pub screenplay: Screenplay,
    pub notices: Vec<String>,
}

#[must_use]
pub fn understand(plan: &FrozenPlan, bill: &Bill, nearest: &dyn Nearest) -> Understood {
    understand_near(plan.shots(), plan.seed(), plan.format().fps, bill, nearest)
}

/// With nobody cast: mentions are played by stand-ins.
#[must_use]
pub fn understand_shots(shots: &[Shot], seed: u64, fps: u32) -> Understood {
    understand_with(shots, seed, fps, &Bill::default())
}

#[must_use]
pub fn understand_with(shots: &[Shot], seed: u64, fps: u32, bill: &Bill) -> Understood {
    understand_near(shots, seed, fps, bill, &Nothing)
}

/// As [`understand_with`], with somebody to ask for the known word that is nearest to one in no table.
#[must_use]
pub fn understand_near(shots: &[Shot], seed: u64, fps: u32, bill: &Bill, nearest: &dyn Nearest) -> Understood {
    understand_items(shots, seed, fps, bill, nearest).0
}

/// As [`understand_near`], and of each shot of the screenplay what can be corrected in it.
#[must_use]
pub fn understand_items(shots: &[Shot], seed: u64, fps: u32, bill: &Bill, nearest: &dyn Nearest) -> (Understood, Vec<Vec<Item>>) {
    let players = Players::new(shots, bill);
    let mut told = Told::default();
    let asking = Asking::new(nearest);
    let mut corrections: Vec<Corrections> = shots.iter().map(Corrections::of).collect();
    let (parts, mut items) = parts(shots, &players, &asking, &mut corrections, &mut told);
    let mut plans = Vec::new();
    let mut before: Option<Before> = None;
    let mut start = 0.0;
    let owner: Vec<usize> = parts.iter().map(|(.., shot)| *shot).collect();
    for (at, (scene, mut reading, shot)) in parts.into_iter().enumerate() {
        told.note(&reading);
        // The lines beside a prompt belong to its last shot.
        let lines = if owner.get(at + 1) == Some(&shot) { &[] } else { shots[shot].dialogue.as_slice() };
        let slot = Slot { start, seconds: scene.seconds, seed, shot };
        if scene.establishes && reading.there.is_none() {
            reading.framing = reading.framing.or(Some(Framing::Wide));
        }
        let mut film = Vec::new();
        let (mut plan, after, undone) = direct(reading, lines, &players, slot, before.as_ref(), &mut corrections[shot], &mut film);
        items[at].splice(0..0, film);
        if !plan.goes_on() {
            plan.transition = if plan.transition == super::screenplay::Transition::Dissolve && at > 0 { plan.transition } else { scene.transition };
        }
        told.undone(undone);
        told.undone(players.notices(&plan));
        told.empty |= plan.cast.is_empty() && plan.setting == Setting::Stage && shots[shot].reference.is_none();
        start += scene.seconds;
        plans.push(plan);
        before = Some(after);
    }
    corrections.iter().for_each(|corrections| corrections.tell(&mut told));
    told.unasked = asking.was_in_vain();
    told.uploads = shots.iter().any(|shot| shot.reference.is_some());
    (Understood { screenplay: Screenplay { shots: plans, seed, fps }, notices: told.sentences() }, items)
}

/// A part of a storyboard that is one shot of the screenplay, and the shot of which it is.
type Part = (Scene, Reading, usize);

/// One part for each shot that is shown, several where a prompt tells of several; and of each what can be corrected in its cast.
fn parts(shots: &[Shot], players: &Players, asking: &Asking, corrections: &mut [Corrections], told: &mut Told) -> (Vec<Part>, Vec<Vec<Item>>) {
    let mut parts: Vec<Part> = Vec::new();
    let mut items = Vec::new();
    for (index, (shot, corrections)) in shots.iter().zip(corrections).enumerate() {
        let tokens = tokenise(&shot.prompt);
        let tongue = tag::tongue(&tokens);
        told.text(&shot.prompt, &tokens);
        let units = tag::tag(&tokens, tongue, asking);
        let first = parts.len();
        for (number, scene) in scenes::scenes(units, shot.seconds).into_iter().enumerate() {
            let there = parts.last().filter(|_| shot.continues && number == 0).map(|(_, reading, _)| reading);
            let mut reading = parse::read_on(&scene.units, tongue, players, there);
            reading.leaves = going_on::leaving(&scene.units, &reading.clauses);
            directions(&mut reading, shot, players, asking);
            parts.push((scene, reading, index));
        }
        whole_prompt(&mut parts[first..]);
        for at in first..parts.len() {
            direct::carry_over(&mut parts, at);
            direct::forget_unmet(&mut parts[at].1);
            items.push(corrections.of_cast(&mut parts[at].1));
        }
    }
    (parts, items)
}

/// Whether an English word is in no table.
#[must_use]
pub fn is_unknown(word: &str) -> bool {
    lexicon::sense(word).is_none()
}

/// What is said of the film anywhere in a prompt holds for all the shots that were made of it.
fn whole_prompt(parts: &mut [(Scene, Reading, usize)]) {
    if parts.len() < 2 || !parts[0].0.inferred {
        return;
    }
    let style = parts.iter().find_map(|(_, reading, _)| reading.style);
    let pace = parts.iter().find_map(|(_, reading, _)| reading.pace);
    let season = parts.iter().find_map(|(_, reading, _)| reading.season);
    let time = parts.iter().find_map(|(_, reading, _)| reading.time);
    let weather = parts.iter().find_map(|(_, reading, _)| reading.weather);
    let handheld = parts.iter().any(|(_, reading, _)| reading.handheld);
    for (scene, reading, _) in parts {
        reading.style = reading.style.or(style);
        reading.pace = reading.pace.or(pace);
        reading.season = reading.season.or(season);
        reading.time = reading.time.or(scene.time).or(time);
        reading.weather = reading.weather.or(weather);
        reading.handheld |= handheld;
    }
}

/// Setting, style and camera as they were set beside the prompt. They name nobody.
fn directions(reading: &mut Reading, shot: &Shot, players: &Players, asking: &Asking) {
    for words in [&shot.setting, &shot.style, &shot.camera] {
        let mut tokens = tokenise(words);
        tokens.retain(|token| !matches!(token, Token::Mention(_)));
        let extra = parse::read(&tag::tag(&tokens, Tongue::English, asking), Tongue::English, players);
        reading.place = extra.place.or(reading.place);
        reading.time = extra.time.or(reading.time);
        reading.weather = extra.weather.or(reading.weather);
        reading.season = extra.season.or(reading.season);
        reading.style = extra.style.or(reading.style);
        reading.framing = extra.framing.or(reading.framing);
        reading.movement = extra.movement.or(reading.movement);
        reading.handheld |= extra.handheld;
        reading.pace = extra.pace.or(reading.pace);
        reading.near.extend(extra.near);
        reading.way = extra.way.or(reading.way);
        reading.unknown.extend(extra.unknown);
    }
}
