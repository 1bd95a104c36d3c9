//! From what was read to a shot that can be staged: who is cast, when each does what, how long each line takes.

use super::{
    lexicon::Subject,
    players::Players,
    reading::{Clause, Entity, Reading, is_ball, is_person, travels},
    speaking::{speak, speaker},
};
use crate::studio::{
    screenplay::{
        Action, Actor, ActorId, ActorKind, CameraMove, CameraPlan, Feeling, Framing, Setting, ShotPlan, Style, TimeOfDay, Transition, Verb, Weather,
    },
    world::chance::mix,
};
use domain::storyboard::Line;

/// What a shot takes over from the one before it where it says nothing itself.
#[derive(Clone, Debug)]
pub struct Before {
    pub setting: Setting,
    pub time: TimeOfDay,
    pub weather: Weather,
    pub style: Style,
    pub entities: Vec<Entity>,
}

/// Where and how long.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    pub start: f64,
    pub seconds: f64,
    pub seed: u64,
}

#[must_use]
pub fn direct(mut reading: Reading, lines: &[Line], players: &Players, slot: Slot, before: Option<&Before>) -> (ShotPlan, Before, Vec<String>) {
    if reading.entities.is_empty() && (reading.refers_back || !reading.clauses.is_empty()) {
        take_over_cast(&mut reading, before);
    }
    let setting = setting(&reading, before);
    cast_implied(&mut reading, setting);
    let speakers = lines.iter().map(|line| speaker(&mut reading, line, players)).collect::<Vec<_>>();
    let mut cast: Vec<Actor> = (0..reading.entities.len()).map(|id| actor(&reading, id, setting, slot.seed)).collect();
    let undone = undone(&reading, &cast);
    give_ways(&reading, setting, &mut cast, slot.seed);
    act(&reading, &mut cast, slot.seconds);
    let speech = speak(&reading, lines, &speakers, &mut cast, slot);
    rest(&reading, &mut cast, slot.seconds);
    let weather = reading.weather.or(before.filter(|_| reading.place.is_none()).map(|b| b.weather)).unwrap_or(Weather::Clear);
    let time = reading.time.or(before.filter(|_| reading.place.is_none()).map(|b| b.time)).unwrap_or(TimeOfDay::Day);
    let style = reading.style.or(before.map(|b| b.style)).unwrap_or(Style::Soft);
    let plan = ShotPlan {
        start: slot.start,
        seconds: slot.seconds,
        setting,
        time,
        weather,
        season: None,
        style,
        transition: Transition::Cut,
        camera: CameraPlan {
            framing: reading.framing.unwrap_or(Framing::Auto),
            movement: reading.movement.unwrap_or(CameraMove::Auto),
            handheld: reading.handheld,
        },
        pace: if reading.slow { 0.45 } else { 1.0 },
        cast,
        speech,
        ambience: reading.sounds.clone(),
    };
    let after = Before { setting, time, weather, style, entities: reading.entities };
    (plan, after, undone)
}

fn take_over_cast(reading: &mut Reading, before: Option<&Before>) {
    let Some(before) = before else { return };
    reading.entities.clone_from(&before.entities);
    let everyone: Vec<usize> = (0..reading.entities.len()).filter(|id| !is_ball(reading.entities[*id].what)).collect();
    for clause in reading.clauses.iter_mut().filter(|clause| clause.subjects.is_empty()) {
        clause.subjects.clone_from(&everyone);
    }
}

fn setting(reading: &Reading, before: Option<&Before>) -> Setting {
    if let Some(place) = reading.place {
        let hooped = reading.hoop || reading.entities.iter().any(|entity| entity.what == Subject::Hooper);
        return if hooped && place == Setting::Street { Setting::Court } else { place };
    }
    if reading.hoop {
        return Setting::Court;
    }
    if let Some(before) = before {
        return before.setting;
    }
    let has = |what: Subject| reading.entities.iter().any(|entity| entity.what == what);
    if has(Subject::Kind(ActorKind::Basketball)) {
        Setting::Court
    } else if has(Subject::Kind(ActorKind::Car)) {
        Setting::Street
    } else if has(Subject::Kind(ActorKind::Butterfly)) {
        Setting::Meadow
    } else if has(Subject::Footballer) {
        Setting::Stadium
    } else if has(Subject::Kind(ActorKind::BeachBall)) {
        Setting::Beach
    } else if !reading.entities.is_empty() || reading.weather.is_some() || reading.time.is_some() || reading.bench {
        Setting::Park
    } else {
        Setting::Stage
    }
}

/// Nobody throws without a ball, and nothing bounces without one.
fn cast_implied(reading: &mut Reading, setting: Setting) {
    let needs = |clause: &Clause| {
        matches!(clause.verb, Verb::Throw | Verb::Kick | Verb::Catch)
            || (clause.verb == Verb::Bounce && clause.subjects.iter().any(|id| is_person(reading.entities[*id].what)))
    };
    let needs_ball = reading.clauses.iter().any(needs);
    let has_ball = reading.entities.iter().any(|entity| is_ball(entity.what));
    let someone = reading.entities.iter().any(|entity| is_person(entity.what));
    if needs_ball && !has_ball && someone {
        let what = if setting == Setting::Court || setting == Setting::Gym { Subject::Kind(ActorKind::Basketball) } else { Subject::AnyBall };
        reading.entities.push(Entity::implied(what));
    }
    // A verb without anybody: somebody does it.
    if reading.entities.is_empty() && !reading.clauses.is_empty() {
        reading.entities.push(Entity::implied(Subject::Person));
    }
    let first = reading.entities.iter().position(|entity| is_person(entity.what)).or(if reading.entities.is_empty() { None } else { Some(0) });
    for clause in reading.clauses.iter_mut().filter(|clause| clause.subjects.is_empty()) {
        clause.subjects.extend(first);
    }
}

fn actor(reading: &Reading, id: usize, setting: Setting, seed: u64) -> Actor {
    let entity = &reading.entities[id];
    let ordinal = reading.entities[..id].iter().filter(|other| other.what == entity.what && other.name.is_none()).count() as u64;
    let look = match &entity.name {
        Some(name) => name.bytes().fold(mix(seed, 7), |hash, byte| mix(hash, u64::from(byte))),
        None => mix(mix(seed, 1_000 + discriminant(entity.what)), ordinal),
    };
    // Of several without a name every other one is a woman.
    let woman = match entity.name {
        Some(_) => look & 1 == 0,
        None => (mix(seed, 1_000 + discriminant(entity.what)) + ordinal) & 1 == 0,
    };
    let kind = match entity.what {
        Subject::Kind(kind) => kind,
        Subject::Child => {
            if woman {
                ActorKind::Girl
            } else {
                ActorKind::Boy
            }
        }
        Subject::Person | Subject::Runner | Subject::Hooper | Subject::Footballer => {
            if woman {
                ActorKind::Woman
            } else {
                ActorKind::Man
            }
        }
        Subject::Dancer => ActorKind::Woman,
        Subject::AnyBall => any_ball(reading, setting),
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

fn discriminant(what: Subject) -> u64 {
    match what {
        Subject::Kind(kind) => kind as u64,
        Subject::Person => 40,
        Subject::Child => 41,
        Subject::Hooper => 42,
        Subject::Footballer => 43,
        Subject::AnyBall => 44,
        Subject::Runner => 45,
        Subject::Dancer => 46,
    }
}

fn any_ball(reading: &Reading, setting: Setting) -> ActorKind {
    let does = |verb: Verb| reading.clauses.iter().any(|clause| clause.verb == verb);
    let pet = reading.entities.iter().any(|entity| matches!(entity.what, Subject::Kind(kind) if kind.is_pet()));
    match setting {
        Setting::Court | Setting::Gym => ActorKind::Basketball,
        Setting::Stadium => ActorKind::Football,
        Setting::Beach => ActorKind::BeachBall,
        _ if does(Verb::Kick) => ActorKind::Football,
        _ if pet && (does(Verb::Throw) || reading.entities.iter().any(|entity| entity.carries.is_some())) => ActorKind::TennisBall,
        _ if does(Verb::Bounce)
            && reading.clauses.iter().any(|c| c.verb == Verb::Bounce && c.subjects.iter().any(|id| is_person(reading.entities[*id].what))) =>
        {
            ActorKind::Basketball
        }
        _ => ActorKind::Football,
    }
}

/// Gives each clause its time and its actors.
fn act(reading: &Reading, cast: &mut [Actor], seconds: f64) {
    let stages = reading.clauses.iter().map(|clause| clause.stage).chain(reading.said.iter().map(|said| said.stage)).max().map_or(1, |last| last + 1);
    let used: Vec<usize> = (0..stages)
        .filter(|stage| reading.clauses.iter().any(|clause| clause.stage == *stage) || reading.said.iter().any(|said| said.stage == *stage))
        .collect();
    let slot = seconds / used.len().max(1) as f64;
    for clause in &reading.clauses {
        let step = used.iter().position(|stage| *stage == clause.stage).unwrap_or(0);
        let from = slot * step as f64;
        if clause.mutual && clause.verb == Verb::Throw && clause.subjects.len() == 2 {
            throw_about(cast, clause, from, seconds);
            continue;
        }
        let clause = &mounted(clause, cast);
        for subject in &clause.subjects {
            if let Some(action) = action(cast, *subject, clause, from, seconds) {
                begin(&mut cast[*subject], action);
            }
        }
        answer(cast, clause, from, seconds);
    }
}

/// Who rides needs something that carries; it is made large enough. Without it, it is a walk.
fn mounted(clause: &Clause, cast: &mut [Actor]) -> Clause {
    let mut clause = clause.clone();
    if clause.verb == Verb::Ride {
        match clause.object.and_then(|object| cast.get_mut(object)).filter(|mount| mount.kind.is_pet()) {
            Some(mount) => {
                let least = match mount.kind {
                    ActorKind::Dog | ActorKind::Creature => 1.7,
                    ActorKind::Snail => 2.5,
                    _ => 3.0,
                };
                mount.size = mount.size.max(least);
            }
            None => clause.verb = Verb::Walk,
        }
    }
    clause
}

/// Two who throw to each other: one throws while the other catches, by turns.
fn throw_about(cast: &mut [Actor], clause: &Clause, from: f64, seconds: f64) {
    const TURN: f64 = 2.3;
    let ball = clause.object.filter(|object| cast[*object].kind.is_ball()).or_else(|| cast.iter().position(|actor| actor.kind.is_ball()));
    let turns = (((seconds - from) / TURN).ceil() as usize).clamp(1, 8);
    for turn in 0..turns {
        let at = from + TURN * turn as f64;
        for (subject, verb, after) in [(clause.subjects[turn % 2], Verb::Throw, 0.5), (clause.subjects[(turn + 1) % 2], Verb::Catch, 0.4)] {
            let last = (seconds - at - after).min(TURN - after);
            if last > 0.2 {
                begin(
                    &mut cast[subject],
                    Action { verb, target: ball, from: at + after, seconds: last, succeeds: true, haste: clause.haste, times: 1 },
                );
            }
        }
    }
}

/// A new action ends what the body did until then, unless both go together.
fn begin(actor: &mut Actor, action: Action) {
    // Who waves as the next thing has stopped walking.
    let goes = |verb: Verb| travels(verb) || matches!(verb, Verb::Chase | Verb::Flee);
    let stops = |was: &Action| action.verb == Verb::Wave && (goes(was.verb) || was.verb == Verb::Bounce) && action.from - was.from > 0.5;
    let gesture = |verb: Verb| matches!(verb, Verb::Wave | Verb::Talk | Verb::Bark);
    let overlaid = gesture(action.verb);
    let together = |was: &Action| {
        overlaid
            || (gesture(was.verb) && (action.from - was.from).abs() < 0.5)
            || matches!(
                (was.verb, action.verb),
                (Verb::Sit | Verb::Ride, Verb::Talk | Verb::Stand | Verb::Wave | Verb::Cheer)
                    | (Verb::Run | Verb::Walk | Verb::Chase | Verb::Flee, Verb::Jump | Verb::Bounce)
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
    // Enough time to be seen coming.
    let lead = match verb {
        Verb::Throw => 0.5,
        Verb::Kick => 0.3,
        Verb::Jump => 0.25,
        Verb::Wave | Verb::Cheer => 0.15,
        _ => 0.0,
    };
    let from = (from + lead).min(seconds * 0.8);
    let ball = || cast.iter().position(|actor| actor.kind.is_ball());
    let target = match verb {
        Verb::Throw | Verb::Kick | Verb::Bounce | Verb::Catch if kind.is_person() => {
            object.filter(|_| object_kind.is_some_and(ActorKind::is_ball)).or_else(ball)
        }
        Verb::Catch => object.or_else(ball),
        Verb::Chase => object.or_else(|| (0..cast.len()).find(|other| *other != subject)),
        verb if travels(verb) => towards,
        _ => object.or(towards),
    };
    Some(Action { verb, target, from, seconds: seconds - from, succeeds: !clause.fails, haste: clause.haste, times: 1 })
}

/// Which way each goes: as the words say, else all the same way, by the seed.
fn give_ways(reading: &Reading, setting: Setting, cast: &mut [Actor], seed: u64) {
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

/// What was asked of a body that cannot do it here, a sentence each.
fn undone(reading: &Reading, cast: &[Actor]) -> Vec<String> {
    let mut told = Vec::new();
    for clause in reading.clauses.iter().filter(|clause| !clause.play) {
        for actor in clause.subjects.iter().filter_map(|id| cast.get(*id)) {
            if !can(actor.kind, fitting(actor.kind, clause.verb)) {
                let (verb, kind) = (format!("{:?}", clause.verb).to_lowercase(), called(actor.kind));
                told.push(format!("“{verb}” is left out: a {kind} does not do that here."));
            }
        }
    }
    let unmounted =
        |clause: &&Clause| clause.verb == Verb::Ride && clause.object.and_then(|id| cast.get(id)).is_none_or(|mount| !mount.kind.is_pet());
    if reading.clauses.iter().any(|clause| unmounted(&clause)) {
        told.push("“ride” is shown as walking: there is nothing here to ride on.".to_owned());
    }
    for actor in cast.iter().filter(|actor| actor.feeling.is_some_and(|feeling| feeling != Feeling::Happy) && actor.kind.is_pet()) {
        told.push(format!("The feelings of a {} are not shown, but for joy.", called(actor.kind)));
    }
    told
}

fn called(kind: ActorKind) -> String {
    match kind {
        ActorKind::Creature => "pet".to_owned(),
        ActorKind::Prop => "thing".to_owned(),
        kind => format!("{kind:?}").to_lowercase(),
    }
}

fn can(kind: ActorKind, verb: Verb) -> bool {
    match kind {
        ActorKind::Prop if verb == Verb::Talk => true,
        kind if kind.is_person() => true,
        kind if kind.is_pet() => !matches!(verb, Verb::Throw | Verb::Kick | Verb::Wave | Verb::Dance | Verb::Cheer | Verb::Fall | Verb::Bounce),
        ActorKind::Car => matches!(verb, Verb::Drive | Verb::Stand | Verb::Chase | Verb::Flee),
        kind if kind.is_ball() => matches!(verb, Verb::Bounce | Verb::Fall | Verb::Run | Verb::Stand | Verb::Fly),
        _ => matches!(verb, Verb::Fly | Verb::Chase | Verb::Flee | Verb::Stand),
    }
}

/// What a verb means for this kind of body.
fn fitting(kind: ActorKind, verb: Verb) -> Verb {
    match (kind, verb) {
        (ActorKind::Car, Verb::Run | Verb::Walk | Verb::Fly) => Verb::Drive,
        (kind, Verb::Walk | Verb::Run | Verb::Drive) if kind.is_flyer() => Verb::Fly,
        (kind, Verb::Talk | Verb::Cheer) if kind.is_pet() => Verb::Bark,
        (kind, Verb::Throw | Verb::Kick) if kind.is_pet() => Verb::Chase,
        (kind, Verb::Drive) if kind.is_person() => Verb::Run,
        (kind, Verb::Fly | Verb::Drive) if kind.is_pet() => Verb::Run,
        (kind, Verb::Bounce | Verb::Fly) if kind.is_person() && verb == Verb::Fly => Verb::Jump,
        (kind, Verb::Bounce) if kind.is_pet() => Verb::Jump,
        (kind, Verb::Run | Verb::Walk | Verb::Drive | Verb::Fly) if kind.is_ball() => Verb::Run,
        (kind, Verb::Jump) if kind.is_ball() => Verb::Bounce,
        (ActorKind::Prop, Verb::Dance | Verb::Cheer) => Verb::Bounce,
        _ => verb,
    }
}

fn played(kind: ActorKind, object: Option<ActorKind>, cast: &[Actor]) -> Verb {
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

/// What is done to somebody has an answer: the chased flees, the one who is thrown to catches.
fn answer(cast: &mut [Actor], clause: &Clause, from: f64, seconds: f64) {
    let Some(first) = clause.subjects.first().copied() else { return };
    let here = |verb: Verb, target: Option<ActorId>| Action { verb, target, from, seconds: seconds - from, succeeds: true, haste: 1.0, times: 1 };
    match clause.verb {
        Verb::Chase => {
            let prey = clause.object.filter(|prey| *prey != first && cast[*prey].actions.is_empty());
            if let Some(prey) = prey {
                let verb = if cast[prey].kind.is_flyer() {
                    Verb::Fly
                } else if cast[prey].kind == ActorKind::Car {
                    Verb::Drive
                } else {
                    Verb::Flee
                };
                if !cast[prey].kind.is_ball() {
                    begin(&mut cast[prey], here(verb, None));
                }
            }
        }
        Verb::Ride => {
            if let Some(mount) = clause.object.filter(|mount| *mount != first && cast[*mount].actions.is_empty()) {
                begin(&mut cast[mount], here(Verb::Walk, None));
            }
        }
        // "Walks her dog": the dog walks too.
        Verb::Walk | Verb::Run => {
            if let Some(led) = clause.object.filter(|led| *led != first && cast[*led].kind.is_pet() && cast[*led].actions.is_empty()) {
                begin(&mut cast[led], here(clause.verb, None));
            }
        }
        Verb::Flee => {
            if let Some(hunter) = clause.object.filter(|hunter| *hunter != first && !cast[*hunter].kind.is_ball() && cast[*hunter].actions.is_empty())
            {
                begin(&mut cast[hunter], here(Verb::Chase, Some(first)));
            }
        }
        Verb::Throw | Verb::Kick => {
            let ball = clause.object.filter(|object| cast[*object].kind.is_ball()).or_else(|| cast.iter().position(|actor| actor.kind.is_ball()));
            let other = if clause.mutual { clause.subjects.get(1).copied() } else { None };
            let receiver = clause.towards.or(other).or(clause.object.filter(|object| !cast[*object].kind.is_ball()));
            if let Some(receiver) = receiver.filter(|receiver| *receiver != first && cast[*receiver].actions.is_empty()) {
                let late = Action {
                    from: from + 0.4,
                    seconds: (seconds - from - 0.4).max(0.1),
                    ..here(if cast[receiver].kind.is_pet() { Verb::Chase } else { Verb::Catch }, ball)
                };
                begin(&mut cast[receiver], late);
            }
        }
        _ => {}
    }
}

/// What bodies do of whom nothing was said.
fn rest(reading: &Reading, cast: &mut [Actor], seconds: f64) {
    let always = |verb: Verb| Action { verb, target: None, from: 0.0, seconds, succeeds: true, haste: 1.0, times: 1 };
    let sits = reading.bench;
    for actor in cast.iter_mut() {
        let idle = actor.actions.iter().all(|action| matches!(action.verb, Verb::Talk | Verb::Wave));
        if !idle {
            continue;
        }
        match actor.kind {
            kind if kind.is_person() && sits => actor.actions.insert(0, always(Verb::Sit)),
            ActorKind::Car => actor.actions.push(always(Verb::Drive)),
            ActorKind::Bird | ActorKind::Butterfly => actor.actions.push(always(Verb::Fly)),
            _ => {}
        }
    }
    // A runner runs, a dancer dances, unless something else was said.
    for (id, actor) in cast.iter_mut().enumerate().filter(|(_, actor)| actor.actions.is_empty()) {
        match reading.entities.get(id).map(|entity| entity.what) {
            Some(Subject::Runner) => actor.actions.push(always(Verb::Run)),
            Some(Subject::Dancer) => actor.actions.push(always(Verb::Dance)),
            Some(Subject::Hooper) => actor.actions.push(always(Verb::Bounce)),
            Some(Subject::Footballer) => actor.actions.push(always(Verb::Kick)),
            _ => {}
        }
    }
    for actor in cast.iter_mut() {
        actor.actions.sort_by(|a, b| a.from.total_cmp(&b.from));
    }
}
