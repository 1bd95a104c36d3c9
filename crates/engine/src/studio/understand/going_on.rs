//! A shot that goes on with the one before it: who is there already stays who they were and goes on with what they did, until the
//! words say something else.
//!
//! The words are read with those of the shot before in mind, so that "it" and "they" mean them. What bodies do of all this is the
//! world's affair.

use super::{
    acting::begin,
    direct::Before,
    lexicon::Subject,
    reading::{Clause, Entity, Reading, is_ball, travels},
    tag::{Unit, is_verb},
};
use crate::studio::screenplay::{Action, Actor, ActorId, ActorKind, ShotPlan, Transition, Verb};

/// Seconds before the end of a shot: what lasts until then goes on.
const LASTS: f64 = 0.12;

/// Words by which somebody goes out of the picture.
const LEAVING: [&str; 24] = [
    "leave",
    "leaves",
    "leaving",
    "go away",
    "goes away",
    "walk away",
    "walks away",
    "walk off",
    "walks off",
    "go off",
    "goes off",
    "go out",
    "goes out",
    "exit",
    "exits",
    "depart",
    "departs",
    "se va",
    "s'en va",
    "part",
    "geht weg",
    "geht",
    "verlässt",
    "disappears",
];

/// Those who were there when the shot before was read may have been joined by others when it was staged: a ball that nobody named. The
/// reading is put right, so that its first entities are those of the cast before, in order.
pub fn join(reading: &mut Reading, before: &Before) {
    let Some(there) = reading.there else { return };
    let newcomers = reading.entities.split_off(there.min(reading.entities.len()));
    let mut met = vec![false; before.entities.len()];
    let mut places = Vec::with_capacity(there + newcomers.len());
    for entity in &reading.entities {
        let found = (0..met.len()).find(|id| !met[*id] && is_same(&before.entities[*id], entity)).unwrap_or(0);
        if let Some(met) = met.get_mut(found) {
            *met = true;
        }
        places.push(found);
    }
    let told = std::mem::replace(&mut reading.entities, before.entities.clone());
    for (entity, place) in told.into_iter().zip(&places) {
        if let Some(known) = reading.entities.get_mut(*place) {
            (known.feeling, known.way) = (entity.feeling.or(known.feeling), entity.way);
        }
    }
    for newcomer in newcomers {
        places.push(reading.entities.len());
        reading.entities.push(newcomer);
    }
    let last = reading.entities.len().saturating_sub(1);
    let place = |id: usize| places.get(id).copied().unwrap_or(last);
    for clause in &mut reading.clauses {
        clause.subjects.iter_mut().for_each(|id| *id = place(*id));
        clause.subjects.dedup();
        (clause.object, clause.towards) = (clause.object.map(place), clause.towards.map(place));
    }
    for said in &mut reading.said {
        said.speaker = said.speaker.map(place);
    }
    for entity in reading.entities.iter_mut().skip(before.entities.len()) {
        entity.carries = entity.carries.map(place);
    }
    reading.there = Some(before.entities.len());
    let everyone: Vec<usize> = (0..before.entities.len()).filter(|id| !is_ball(reading.entities[*id].what)).collect();
    for clause in reading.clauses.iter_mut().filter(|clause| clause.subjects.is_empty()) {
        clause.subjects.clone_from(&everyone);
    }
}

pub fn is_same(a: &Entity, b: &Entity) -> bool {
    let sort = |entity: &Entity| match entity.what {
        // "She" may have been learnt since.
        Subject::Kind(ActorKind::Man | ActorKind::Woman) | Subject::Person => Subject::Person,
        Subject::Kind(ActorKind::Boy | ActorKind::Girl) | Subject::Child => Subject::Child,
        what => what,
    };
    sort(a) == sort(b) && (a.name == b.name || a.name.is_none() || b.name.is_none()) && a.wear.costume == b.wear.costume
}

/// Whoever was there is who they were, and looks as they did.
pub fn recognise(reading: &Reading, cast: &mut [Actor], before: &Before) {
    for (id, (actor, was)) in cast.iter_mut().zip(&before.plan.cast).enumerate() {
        let entity = reading.entities.get(id);
        let way = entity.and_then(|entity| entity.way).or(reading.way).map_or(was.way, f64::from);
        let feeling = entity.and_then(|entity| entity.feeling).or(was.feeling);
        *actor = Actor { way, feeling, carries: carried(was), actions: Vec::new(), ..was.clone() };
    }
}

/// What it still has with it.
fn carried(was: &Actor) -> Option<ActorId> {
    let takes = |action: &&Action| matches!(action.verb, Verb::Lift | Verb::Read | Verb::Eat | Verb::Drink | Verb::Play | Verb::Ring);
    let parts = |thing: ActorId| {
        let gives = |action: &Action| matches!(action.verb, Verb::Drop | Verb::Give | Verb::Throw | Verb::Kick) && action.target == Some(thing);
        was.actions.iter().any(gives)
    };
    let taken = was.actions.iter().filter(takes).filter_map(|action| action.target).next_back();
    was.carries.or(taken).filter(|thing| !parts(*thing))
}

/// What was under way goes on until something new begins.
pub fn carry_on(cast: &mut [Actor], before: &Before, seconds: f64) {
    let quiet = cast.iter().zip(&before.plan.cast).all(|(actor, _)| actor.actions.is_empty());
    let gone = before.plan.seconds;
    let turns = if quiet { turns(&before.plan.cast) } else { None };
    for (id, was) in before.plan.cast.iter().enumerate() {
        let Some(actor) = cast.get_mut(id) else { return };
        let fresh = std::mem::take(&mut actor.actions);
        actor.actions = was
            .actions
            .iter()
            .filter(|action| action.from + action.seconds > gone - LASTS)
            .map(|action| Action { from: action.from - gone, seconds: gone - action.from + seconds, ..*action })
            .collect();
        if let Some(period) = turns {
            actor.actions.retain(|action| !is_pass(action.verb));
            actor.actions.extend(again(was, period, gone, seconds));
        }
        for action in fresh {
            // Who is told to stand gets up.
            let rests = |verb: Verb| matches!(verb, Verb::Sit | Verb::Sleep | Verb::Ride | Verb::Hide);
            for was in actor.actions.iter_mut().filter(|was| action.verb == Verb::Stand && rests(was.verb)) {
                was.seconds = was.seconds.min(action.from - was.from);
            }
            let same = |was: &Action| was.verb == action.verb && was.target == action.target && !is_feat(action.verb);
            match actor.actions.iter_mut().find(|was| same(was)) {
                Some(was) if action.from < 0.7 => was.haste = action.haste,
                _ => begin(actor, action),
            }
        }
        actor.actions.retain(|action| action.from + action.seconds > 0.02);
    }
}

/// Done again where it is asked for again.
fn is_feat(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Backflip | Verb::Somersault | Verb::Cartwheel | Verb::Cannonball | Verb::Dive | Verb::Kickflip | Verb::Throw | Verb::Kick | Verb::Catch
    )
}

fn is_pass(verb: Verb) -> bool {
    matches!(verb, Verb::Throw | Verb::Catch)
}

/// Seconds until the same one throws again, where a ball goes to and fro.
fn turns(cast: &[Actor]) -> Option<f64> {
    let throws = |actor: &&Actor| actor.actions.iter().any(|action| action.verb == Verb::Throw);
    let throwers = cast.iter().filter(throws).count();
    let mut times: Vec<f64> =
        cast.iter().flat_map(|actor| &actor.actions).filter(|action| action.verb == Verb::Throw).map(|action| action.from).collect();
    times.sort_by(f64::total_cmp);
    match times.as_slice() {
        [.., first, last] if throwers > 1 && last - first > 0.5 => Some((last - first) * throwers as f64),
        _ => None,
    }
}

/// What somebody did in the last turn, again and again.
fn again(was: &Actor, period: f64, gone: f64, seconds: f64) -> Vec<Action> {
    let passes = || was.actions.iter().filter(|action| is_pass(action.verb));
    let last = passes().map(|action| action.from).fold(0.0, f64::max);
    let rounds = ((gone + seconds) / period) as usize + 1;
    let turn = passes().filter(|action| action.from > last - period + 0.2);
    let all = turn.flat_map(|action| (0..=rounds).map(move |round| Action { from: action.from - gone + period * round as f64, ..*action }));
    let mut all: Vec<Action> = all.filter(|action| action.from + action.seconds > 0.0 && action.from < seconds - 0.3).collect();
    all.sort_by(|a, b| a.from.total_cmp(&b.from));
    all
}

/// What holds for the whole shot: how it is filmed, heard and paced. Another place can't be gone on with: it dissolves in.
pub fn finish(plan: &mut ShotPlan, reading: &Reading, before: &Before, stays: bool) {
    let was = &before.plan;
    plan.pace = reading.pace.unwrap_or(was.pace);
    if !stays {
        plan.transition = Transition::Dissolve;
        for action in plan.cast.iter_mut().flat_map(|actor| &mut actor.actions).filter(|action| action.from < 0.0) {
            (action.from, action.seconds) = (0.0, action.seconds + action.from);
        }
        return;
    }
    plan.transition = Transition::Continue;
    plan.camera.framing = reading.framing.unwrap_or(was.camera.framing);
    plan.camera.handheld |= was.camera.handheld;
    plan.leaving = gone(reading, before);
    if plan.ambience.is_empty() {
        plan.ambience.clone_from(&was.ambience);
    }
}

/// Which of the things done send somebody away, by the verbs that say so.
pub fn leaving(units: &[Unit], clauses: &[Clause]) -> Vec<usize> {
    let verbs = units.iter().filter(|unit| unit.sense().is_some_and(is_verb));
    let goes = |clause: &Clause| (travels(clause.verb) || clause.verb == Verb::Flee) && clause.towards.is_none();
    let away = |unit: &Unit| LEAVING.contains(&unit.word.as_str());
    verbs.zip(clauses).enumerate().filter(|(_, (unit, clause))| goes(clause) && away(unit)).map(|(at, _)| at).collect()
}

/// Who goes, and who has gone already and is not asked for again.
pub fn gone(reading: &Reading, before: &Before) -> Vec<ActorId> {
    let asked = |id: &ActorId| reading.clauses.iter().any(|clause| clause.subjects.contains(id));
    let mut gone: Vec<ActorId> = before.plan.leaving.iter().copied().filter(|id| !asked(id)).collect();
    for id in reading.leaves.iter().filter_map(|at| reading.clauses.get(*at)).flat_map(|clause| &clause.subjects) {
        if !gone.contains(id) {
            gone.push(*id);
        }
    }
    gone
}
