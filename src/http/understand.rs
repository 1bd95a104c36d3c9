//! What the engine would show of a storyboard, told in words before anything is made.

use super::{
    error::{Answer, HttpError},
    extract::{JsonBody, Member},
};
use crate::{
    gateway::Gateway,
    incoming::{Full, Places},
};
use axum::{Json, extract::State, http::StatusCode};
use domain::{
    plan::PlanError,
    storyboard::{Correction, Line, MAX_SHOTS, Shot, Storyboard, StoryboardError},
};
use engine::studio::{
    likeness::Bill,
    understand::{Item, Nearest, Set, ShotSummary, describe, understand_items},
};
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;
use wire::http::{ChoiceGroup, ChoiceName, ChoiceSet, ShotWords, UnderstandRequest, UnderstoodItem, UnderstoodShot, UnderstoodView};

/// Storyboards of one person that are read or wait: their page asks again while they write.
const EACH: usize = 3;
/// Of all people: each waits for no more than these.
const WAITING: usize = 32;
static PLACES: LazyLock<Places> = LazyLock::new(|| Places::new(WAITING, EACH));
static TURN: Semaphore = Semaphore::const_new(1);
/// Frames a second of a screenplay that nobody draws.
const FPS: u32 = 24;

pub async fn understand(
    State(gateway): State<Arc<Gateway>>,
    member: Member,
    JsonBody(body): JsonBody<UnderstandRequest>,
) -> Answer<Json<UnderstoodView>> {
    gateway.tries.understand(member.person.user)?;
    if body.shots.len() > MAX_SHOTS {
        return Err(refused(StoryboardError::TooManyShots(body.shots.len())));
    }
    let storyboard = Storyboard { shots: body.shots.into_iter().map(shot).collect() };
    storyboard.check_words().map_err(refused)?;
    let place = PLACES.take(member.person.user).map_err(full)?;
    // One at a time: reading the longest storyboard takes a good part of a second.
    let turn = TURN.acquire().await;
    let nearest = gateway.meanings.clone();
    let reading = move || {
        // Held to the end of the work, also where nobody waits for it any more.
        let _held = (place, turn);
        view(&storyboard, nearest.as_ref())
    };
    let view = tokio::task::spawn_blocking(reading).await.map_err(|error| HttpError::fault("reading a storyboard", &error))?;
    Ok(Json(view))
}

fn full(full: Full) -> HttpError {
    match full {
        Full::Theirs => {
            let message = "what you wrote before is still being read: wait until that is done";
            HttpError::new(StatusCode::TOO_MANY_REQUESTS, "place_share", message).retry(1)
        }
        Full::All => HttpError::busy(),
    }
}

fn refused(error: StoryboardError) -> HttpError {
    let error = PlanError::from(error);
    HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, error.code(), error)
}

fn shot(words: ShotWords) -> Shot {
    let ShotWords { prompt, seconds, style, camera, setting, dialogue, continues, corrections } = words;
    let corrections = corrections.into_iter().map(|correction| Correction { what: correction.what, to: correction.to }).collect();
    Shot { prompt, seconds, style, camera, setting, dialogue: Line::parse_block(&dialogue), continues, corrections, ..Shot::default() }
}

/// Shots that say nothing are left out, as a take leaves them out.
fn view(storyboard: &Storyboard, nearest: &dyn Nearest) -> UnderstoodView {
    let says = |shot: &Shot| !shot.prompt.trim().is_empty() || !shot.dialogue.is_empty();
    let (numbers, shots): (Vec<usize>, Vec<Shot>) = storyboard.shots.iter().cloned().enumerate().filter(|(_, shot)| says(shot)).unzip();
    let (understood, items) = understand_items(&shots, 1, FPS, &Bill::default(), nearest);
    let mut ends = Vec::new();
    let mut end = 0.0;
    for shot in &shots {
        end += f64::from(shot.seconds);
        ends.push(end);
    }
    let parts = understood.screenplay.shots.iter().zip(describe(&understood.screenplay)).zip(items);
    let of = |start: f64| numbers.get(ends.partition_point(|end| *end <= start + 1e-6)).copied().unwrap_or_default();
    let shots = parts.map(|((plan, told), items)| part(of(plan.start), plan.seconds, told, items)).collect();
    // Who will be cast is told beside their names; here nobody is.
    let notices = understood.notices.into_iter().filter(|notice| !notice.to_lowercase().contains("stand-in")).collect();
    UnderstoodView { shots, notices, choices: CHOICES.clone() }
}

/// They are the same for every storyboard.
static CHOICES: LazyLock<Vec<ChoiceSet>> = LazyLock::new(|| Set::ALL.into_iter().map(choices).collect());

fn choices(set: Set) -> ChoiceSet {
    let group = |group: engine::studio::understand::Group| ChoiceGroup {
        label: group.label.to_owned(),
        choices: group.choices.into_iter().map(|choice| ChoiceName { name: choice.name, label: choice.label }).collect(),
    };
    ChoiceSet { set: set.word().to_owned(), groups: set.groups().into_iter().map(group).collect() }
}

fn part(shot: usize, seconds: f64, told: ShotSummary, items: Vec<Item>) -> UnderstoodShot {
    let ShotSummary { setting, time, weather, season, style, camera, cast, speech, .. } = told;
    let place = [setting, time, weather, season].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
    let item = |Item { what, set, of, understood, now }| UnderstoodItem { what, set: set.word().to_owned(), of, understood, now };
    let items = items.into_iter().map(item).collect();
    UnderstoodShot { shot: shot as u32, seconds, place, style, camera, cast, speech, items }
}
