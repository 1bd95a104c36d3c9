//! When each does what: the steps of a story as stretches of a shot, and what bodies do of whom nothing was said.

use super::{
    answers::{answer, throw_about},
    fitting::{can, carries_riders, fitting},
    lexicon::Subject,
    reading::{Clause, Reading, travels},
};
use crate::studio::screenplay::{Action, Actor, ActorId, ActorKind, Build, Verb};

/// Gives each clause its time and its actors.
pub fn act(reading: &Reading, cast: &mut [Actor], seconds: f64) {
    let said = |stage: usize| reading.said.iter().any(|said| said.stage == stage);
    let done = |stage: usize| reading.clauses.iter().any(|clause| clause.stage == stage);
    let stages = reading.clauses.iter().map(|clause| clause.stage).chain(reading.said.iter().map(|said| said.stage)).max().map_or(1, |last| last + 1);
    let used: Vec<usize> = (0..stages).filter(|stage| done(*stage) || said(*stage)).collect();
    let starts = starts(reading, &used, seconds);
    for clause in &reading.clauses {
        let step = used.iter().position(|stage| *stage == clause.stage).unwrap_or(0);
        let from = starts[step];
        let until = starts.get(step + 1).copied().unwrap_or(seconds);
        if clause.mutual && clause.verb == Verb::Throw && clause.subjects.len() >= 2 {
            // It stops where something else happens to the ball.
            throw_about(cast, clause, from, until);
            continue;
        }
        if clause.verb == Verb::Talk && clause.subjects.len() == 2 && clause.object.is_none() {
            by_turns(cast, clause, from, until);
            continue;
        }
        if clause.play && play_together(cast, clause, from, seconds) {
            continue;
        }
        let mut clause = mounted(clause, cast);
        clause.fails |= ends(reading, &clause);
        let clause = &clause;
        for subject in &clause.subjects {
            if let Some(action) = action(cast, *subject, clause, from, seconds) {
                begin(&mut cast[*subject], action);
            }
        }
        answer(cast, clause, from, seconds);
    }
}

/// When each step begins. A rally lasts longer than what ends it.
fn starts(reading: &Reading, used: &[usize], seconds: f64) -> Vec<f64> {
    let steps = used.len().max(1);
    let ended = reading.clauses.iter().find(|clause| ends(reading, clause)).and_then(|clause| used.iter().position(|stage| *stage == clause.stage));
    match ended {
        Some(0) if steps > 1 => {
            let rest = seconds * (1.0 - RALLY) / (steps - 1) as f64;
            (0..steps).map(|step| if step == 0 { 0.0 } else { seconds * RALLY + rest * (step - 1) as f64 }).collect()
        }
        _ => (0..steps).map(|step| seconds * step as f64 / steps as f64).collect(),
    }
}

/// The share of a shot in which a ball goes to and fro that is to fall at last.
const RALLY: f64 = 0.55;

/// A ball that is hit to and fro, of which is said that it falls: somebody misses it.
fn ends(reading: &Reading, rally: &Clause) -> bool {
    let Some(ball) = rally.object.filter(|_| rally.verb == Verb::Hit && rally.mutual) else { return false };
    let falls = |clause: &Clause| clause.stage > rally.stage && clause.subjects.contains(&ball);
    reading.clauses.iter().any(|clause| falls(clause) && matches!(clause.verb, Verb::Fall | Verb::Drop | Verb::Stand | Verb::Land | Verb::Roll))
}

/// Two who talk or quarrel: now one, now the other, to each other.
fn by_turns(cast: &mut [Actor], clause: &Clause, from: f64, until: f64) {
    let turns = ((until - from) / TURN).round().clamp(1.0, 12.0);
    let slot = (until - from) / turns;
    for turn in 0..turns as usize {
        let (speaker, hearer) = (clause.subjects[turn % 2], clause.subjects[(turn + 1) % 2]);
        let verb = fitting(cast[speaker].kind, Verb::Talk);
        if can(cast[speaker].kind, verb) {
            let at = from + slot * turn as f64;
            let action = Action { verb, target: Some(hearer), from: at, seconds: slot * 0.9, succeeds: true, haste: clause.haste, times: 1 };
            begin(&mut cast[speaker], action);
            // A beast that is in a rage does not stand still.
            if cast[speaker].kind.is_pet() && (turn / 2) % 2 == 0 {
                cast[speaker].actions.push(Action { verb: Verb::Jump, target: None, seconds: slot * 0.4, ..action });
            }
        }
    }
}

/// Seconds of a whistle, with the hand that lifts it.
const WHISTLE: f64 = 1.6;

/// Seconds in which one of two says something.
const TURN: f64 = 1.7;

/// Several people who play: they throw what they have to each other, or run about after each other.
fn play_together(cast: &mut [Actor], clause: &Clause, from: f64, seconds: f64) -> bool {
    let [first, others @ ..] = clause.subjects.as_slice() else { return false };
    if others.is_empty() || !clause.subjects.iter().all(|id| cast[*id].kind.is_person()) {
        return false;
    }
    let object = clause.object.map(|id| cast[id].kind);
    match played(cast[*first].kind, object, cast) {
        Verb::Throw => throw_about(cast, &Clause { verb: Verb::Throw, ..clause.clone() }, from, seconds),
        Verb::Dance => {
            let here =
                |verb: Verb, target: Option<ActorId>| Action { verb, target, from, seconds: seconds - from, succeeds: true, haste: 1.0, times: 1 };
            begin(&mut cast[*first], here(Verb::Run, None));
            for other in others {
                begin(&mut cast[*other], here(Verb::Chase, Some(*first)));
            }
        }
        _ => return false,
    }
    true
}

/// Who rides needs something that carries; it is made large enough. Without it, it is a walk.
fn mounted(clause: &Clause, cast: &mut [Actor]) -> Clause {
    let mut clause = clause.clone();
    if clause.verb == Verb::Ride {
        let mount = clause.object.or(clause.towards).or_else(|| cast.iter().position(|actor| carries_riders(actor.kind)));
        let own = mount.filter(|mount| !clause.subjects.contains(mount) && carries_riders(cast[*mount].kind));
        match own {
            Some(own) => {
                clause.object = Some(own);
                let mount = &mut cast[own];
                mount.size = mount.size.max(least_size(mount.kind));
            }
            None => clause.verb = Verb::Walk,
        }
    }
    clause
}

/// So that somebody fits on its back.
fn least_size(kind: ActorKind) -> f32 {
    if !kind.is_pet() {
        return 1.0;
    }
    match kind {
        ActorKind::Dog | ActorKind::Creature => 1.7,
        ActorKind::Snail => 2.5,
        kind => (0.95 / kind.measure().height).clamp(1.0, 3.0) as f32,
    }
}

/// A new action ends what the body did until then, unless both go together.
pub fn begin(actor: &mut Actor, action: Action) {
    // Who waves as the next thing has stopped walking.
    let goes = |verb: Verb| travels(verb) || matches!(verb, Verb::Chase | Verb::Flee);
    let stops = |was: &Action| action.verb == Verb::Wave && (goes(was.verb) || was.verb == Verb::Bounce) && action.from - was.from > 0.5;
    let gesture = |verb: Verb| matches!(verb, Verb::Wave | Verb::Talk | Verb::Bark | Verb::Beep | Verb::Laugh | Verb::Nod | Verb::Shine | Verb::Sing);
    let overlaid = gesture(action.verb);
    let together = |was: &Action| {
        overlaid
            || (gesture(was.verb) && (action.from - was.from).abs() < 0.5)
            || matches!(
                (was.verb, action.verb),
                (
                    Verb::Sit | Verb::Ride,
                    Verb::Talk
                        | Verb::Stand
                        | Verb::Wave
                        | Verb::Cheer
                        | Verb::Read
                        | Verb::Eat
                        | Verb::Drink
                        | Verb::Write
                        | Verb::Play
                        | Verb::Clap
                        | Verb::Look
                        | Verb::Think
                ) | (Verb::Run | Verb::Walk | Verb::Chase | Verb::Flee, Verb::Jump | Verb::Bounce)
            )
    };
    for was in &mut actor.actions {
        if (!together(was) || stops(was)) && was.from + was.seconds > action.from {
            was.seconds = (action.from - was.from).max(0.0);
        }
    }
    actor.actions.retain(|was| was.seconds > 0.05);
    actor.actions.push(action);
}

fn action(cast: &[Actor], subject: ActorId, clause: &Clause, from: f64, seconds: f64) -> Option<Action> {
    let kind = cast[subject].kind;
    let partner = || clause.subjects.iter().copied().find(|other| *other != subject);
    let object = clause.object.filter(|object| *object != subject).or_else(|| if clause.mutual { partner() } else { None });
    let towards = clause.towards.filter(|other| *other != subject).or_else(|| if clause.mutual { partner() } else { None });
    let object_kind = object.map(|object| cast[object].kind);
    let verb = if clause.play { played(kind, object_kind, cast) } else { fitting(kind, clause.verb) };
    // What a body cannot do was told; it is not half done.
    if !can(kind, verb) {
        return None;
    }
    // Enough time to be seen coming.
    let lead = match verb {
        Verb::Throw => 0.5,
        Verb::Kick => 0.3,
        Verb::Jump => 0.25,
        Verb::Backflip | Verb::Somersault | Verb::Cartwheel | Verb::Cannonball => 0.6,
        Verb::Wave | Verb::Cheer => 0.15,
        _ => 0.0,
    };
    let from = (from + lead).min(seconds * 0.8);
    let ball = || cast.iter().position(|actor| actor.kind.is_ball());
    let target = match verb {
        Verb::Throw | Verb::Kick | Verb::Bounce | Verb::Catch if kind.is_person() => {
            object.filter(|_| object_kind.is_some_and(|kind| kind.is_ball() || kind.is_thing())).or_else(ball)
        }
        Verb::Catch => object.filter(|_| !object_kind.is_some_and(ActorKind::is_person)).or_else(ball),
        Verb::Chase => object.or_else(|| ball().filter(|_| kind.is_pet())).or_else(|| (0..cast.len()).find(|other| *other != subject)),
        Verb::Kickflip => object.or(towards),
        verb if travels(verb) => towards,
        _ => object.or(towards),
    };
    // Nobody blows a whistle for long.
    let lasts = if verb == Verb::Beep && kind.is_person() && kind != ActorKind::Robot { WHISTLE } else { seconds };
    Some(Action { verb, target, from, seconds: lasts.min(seconds - from), succeeds: !clause.fails, haste: clause.haste, times: clause.times })
}

pub fn played(kind: ActorKind, object: Option<ActorKind>, cast: &[Actor]) -> Verb {
    let instrument = |kind: &ActorKind| matches!(kind, ActorKind::Guitar | ActorKind::Piano | ActorKind::Drum);
    if object.as_ref().is_some_and(instrument) || (kind.is_person() && cast.iter().any(|actor| instrument(&actor.kind))) {
        return Verb::Play;
    }
    let ball = object.filter(|kind| kind.is_ball()).or_else(|| cast.iter().map(|actor| actor.kind).find(|kind| kind.is_ball()));
    match (kind, ball) {
        (kind, Some(_)) if kind.is_pet() => Verb::Chase,
        (_, Some(ActorKind::Basketball)) => Verb::Bounce,
        (_, Some(ActorKind::Football)) => Verb::Kick,
        (_, Some(_)) => Verb::Throw,
        (kind, None) if kind.is_pet() => Verb::Run,
        _ if object.is_some_and(ActorKind::is_pet) => Verb::Chase,
        _ => Verb::Dance,
    }
}

/// What bodies do of whom nothing was said.
pub fn rest(reading: &Reading, cast: &mut [Actor], seconds: f64) {
    let always = |verb: Verb| Action { verb, target: None, from: 0.0, seconds, succeeds: true, haste: 1.0, times: 1 };
    for actor in cast.iter_mut() {
        let idle = actor.actions.iter().all(|action| matches!(action.verb, Verb::Talk | Verb::Wave | Verb::Laugh | Verb::Nod));
        if idle && actor.kind.is_person() && reading.bench {
            actor.actions.insert(0, always(Verb::Sit));
        }
    }
    // A dog and a ball: what a dog does with a ball.
    let ball = cast.iter().position(|actor| actor.kind.is_ball() && actor.kind != ActorKind::Prop && actor.actions.is_empty());
    let nothing_said = reading.clauses.is_empty() && reading.said.is_empty() && cast.iter().all(|actor| actor.carries.is_none());
    if let (Some(ball), true) = (ball, nothing_said)
        && let Some(pet) = cast.iter_mut().find(|actor| matches!(actor.kind, ActorKind::Dog | ActorKind::Cat | ActorKind::Creature))
    {
        pet.actions.push(Action { target: Some(ball), ..always(Verb::Chase) });
    }
    let carried: Vec<usize> = cast.iter().filter_map(|actor| actor.carries).collect();
    let used: Vec<usize> = cast.iter().flat_map(|actor| actor.actions.iter().filter_map(|action| action.target)).collect();
    for (id, actor) in cast.iter_mut().enumerate().filter(|(_, actor)| actor.actions.is_empty()) {
        let habit = reading.entities.get(id).and_then(|entity| entity.habit);
        let verb = match (reading.entities.get(id).map(|entity| entity.what), habit) {
            (_, Some(Verb::Ride)) => Some(Verb::Walk),
            (_, Some(habit)) => Some(habit),
            (Some(Subject::Hooper), _) => Some(Verb::Bounce),
            (Some(Subject::Footballer), _) => Some(Verb::Kick),
            _ if carried.contains(&id) || used.contains(&id) => None,
            _ => by_nature(actor.kind),
        };
        actor.actions.extend(verb.map(always));
    }
    for actor in cast.iter_mut() {
        actor.actions.sort_by(|a, b| a.from.total_cmp(&b.from));
    }
}

fn by_nature(kind: ActorKind) -> Option<Verb> {
    match (kind.build(), kind) {
        (_, ActorKind::ToyTrain) => Some(Verb::Roll),
        (Build::Wheels, ActorKind::Skateboard | ActorKind::Bicycle | ActorKind::Motorcycle) => None,
        (Build::Wheels, _) => Some(Verb::Drive),
        (Build::Flyer, _) => Some(Verb::Fly),
        (Build::Swimmer, _) => Some(Verb::Swim),
        (Build::Boat, _) => Some(Verb::Sail),
        (Build::Craft, ActorKind::Rocket) => Some(Verb::Stand),
        (Build::Craft, _) => Some(Verb::Fly),
        _ => None,
    }
}
