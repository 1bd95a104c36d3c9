//! How newcomers come into a running scene: who can go comes in from the side, what rolls rolls in, and what only stands or lies is
//! there, ahead of who goes or beside who stays.
//!
//! It changes when bodies do what they do, never what.

use super::{camera::View, context::Seen, layout::Place, pose::Vec2, roles, subjects::usual_hero};
use crate::studio::screenplay::{Action, Actor, ActorId, ActorKind, Build, ShotPlan, Verb};

/// Metres a second above which somebody is on the way.
const GOING: f64 = 0.6;

/// What the camera sees as the scene goes on.
pub(super) struct Sight {
    left: f64,
    right: f64,
    top: f64,
}

impl Sight {
    pub(super) fn of(view: &View, aspect: f64) -> Self {
        let half = view.height * aspect / 2.0;
        Self { left: view.centre.x - half, right: view.centre.x + half, top: view.centre.y + view.height / 2.0 }
    }

    fn edge(&self, side: f64) -> f64 {
        if side > 0.0 { self.right } else { self.left }
    }
}

/// Where one begins, and for what rolls or falls in: from where and how fast.
pub(super) struct Entry {
    pub place: Place,
    pub thrown: Option<(Vec2, Vec2)>,
}

/// Those who are there: as they are seen, and which way they look.
pub(super) struct There<'a> {
    pub seen: &'a [Seen],
    pub facing: &'a [f64],
    pub holders: &'a [Option<ActorId>],
}

/// One for each of the cast; actions are moved to when who does them has come.
pub(super) fn enter(film: &mut ShotPlan, there: &There<'_>, sight: &Sight) -> Vec<Entry> {
    let known = there.seen.len();
    fetch(film, there);
    let stands = |id: usize| Entry { place: Place { x: there.seen[id].at.x, lane: 0.0, facing: there.facing[id] }, thrown: None };
    let mut entries: Vec<Entry> = (0..known).map(stands).collect();
    for id in known..film.cast.len() {
        let door = Door::to(id, film, there, sight, id - known);
        entries.push(door.open(id, film, there, sight));
    }
    entries
}

/// Metres within which a thing is taken without a step, and metres a second of those who go to one.
const REACH: f64 = 0.75;
const PACE: f64 = 1.0;

/// Who is to take what lies farther away goes there first.
fn fetch(film: &mut ShotPlan, there: &There<'_>) {
    for id in 0..there.seen.len() {
        let takes = |action: &Action| {
            let thing = action.target.filter(|thing| *thing < there.seen.len() && super::hold::is_handled(film, id, action, *thing))?;
            let gap = (there.seen[thing].at.x - there.seen[id].at.x).abs();
            (action.from >= 0.0 && gap > REACH && film.cast[id].carries != Some(thing)).then_some((action.from, thing, (gap - 0.5) / PACE + 0.4))
        };
        let Some((from, thing, time)) = film.cast[id].actions.iter().find_map(takes) else { continue };
        for action in film.cast[id].actions.iter_mut().filter(|action| action.from >= from) {
            (action.from, action.seconds) = (action.from + time, (action.seconds - time).max(0.8));
        }
        let way = Action { verb: Verb::Walk, target: Some(thing), from, seconds: time, succeeds: true, haste: 1.0, times: 1 };
        film.cast[id].actions.push(way);
        film.cast[id].actions.sort_by(|a, b| a.from.total_cmp(&b.from));
    }
}

/// Where somebody comes in, and how far.
struct Door {
    /// 1 from the right, −1 from the left.
    side: f64,
    from: f64,
    /// Where there is room beside whom the shot is about.
    spot: f64,
    /// Whom the shot is about is on the way.
    passes: bool,
}

impl Door {
    fn to(id: ActorId, film: &ShotPlan, there: &There<'_>, sight: &Sight, order: usize) -> Self {
        let hero = usual_hero(film);
        let (x, speed) = there.seen.get(hero).map_or(((sight.left + sight.right) / 2.0, 0.0), |hero| (hero.at.x, hero.velocity.x));
        let passes = speed.abs() > GOING;
        let looks = there.facing.get(hero).copied().filter(|facing| facing.abs() > 0.1).unwrap_or(1.0).signum();
        let hunts =
            film.cast[id].actions.iter().any(|action| action.verb == Verb::Chase && action.target.is_some_and(|prey| prey < there.seen.len()));
        let side = match (passes, hunts) {
            (true, true) => -speed.signum(),
            (true, false) => speed.signum(),
            (false, _) => looks * if order.is_multiple_of(2) { 1.0 } else { -1.0 },
        };
        let reach = half_length(&film.cast[id]);
        let mut spot = x + side * (0.75 + reach);
        let taken = |spot: f64| there.seen.iter().any(|other| (other.at.x - spot).abs() < 0.45 + reach);
        for _ in 0..8 {
            if taken(spot) {
                spot += side * 0.4;
            }
        }
        Self { side, from: sight.edge(side) + side * (reach + 0.3 + 0.7 * order as f64), spot, passes }
    }

    fn open(&self, id: ActorId, film: &mut ShotPlan, there: &There<'_>, sight: &Sight) -> Entry {
        let at = |x: f64| Place { x, lane: if film.cast[id].kind.is_pet() { -0.12 } else { 0.0 }, facing: -0.9 * self.side };
        match film.cast[id].kind.build() {
            Build::Ball => {
                let held = there.holders.get(id).copied().flatten();
                Entry { place: at(self.spot), thrown: if held.is_some() { None } else { Some(self.rolls(&film.cast[id], sight)) } }
            }
            Build::Thing if self.hand(id, film, there).is_some() => {
                let near = self.hand(id, film, there).unwrap_or(self.spot);
                Entry { place: at(near), thrown: None }
            }
            Build::Person if film.cast[id].kind == ActorKind::Snowman => {
                Entry { place: at(if self.passes { self.from } else { self.spot }), thrown: None }
            }
            Build::Thing | Build::Rope => Entry { place: at(if self.passes { self.from } else { self.spot }), thrown: None },
            _ => {
                let place = at(self.from);
                self.comes(id, film);
                let beside = film.cast[id].kind == ActorKind::Car && !self.passes;
                Entry { place: Place { lane: if beside { 2.6 } else { place.lane }, facing: film.cast[id].way, ..place }, thrown: None }
            }
        }
    }

    /// Within reach of whoever takes it.
    fn hand(&self, id: ActorId, film: &ShotPlan, there: &There<'_>) -> Option<f64> {
        if !super::hold::is_held(film, id) {
            return None;
        }
        let takes = |actor: &Actor| actor.carries == Some(id) || actor.actions.iter().any(|action| action.target == Some(id));
        let holder = film.cast.iter().position(takes).filter(|holder| *holder < there.seen.len())?;
        Some(there.seen[holder].at.x + 0.36 * if there.facing[holder] < 0.0 { -1.0 } else { 1.0 })
    }

    /// From where, and how fast, so that it comes to rest about where there is room.
    fn rolls(&self, ball: &Actor, sight: &Sight) -> (Vec2, Vec2) {
        let radius = 0.5 * ball.kind.measure().height * f64::from(ball.size);
        if ball.actions.iter().any(|action| matches!(action.verb, Verb::Fall | Verb::Drop | Verb::Bounce)) && !self.passes {
            return (Vec2::new(self.spot, sight.top + 0.3), Vec2::ZERO);
        }
        if self.passes {
            return (Vec2::new(self.from + self.side * 0.5, radius + 0.01), Vec2::ZERO);
        }
        let way = self.spot - self.from;
        (Vec2::new(self.from, radius + 0.01), Vec2::new((0.85 * way).clamp(-3.2, 3.2), 0.0))
    }

    /// Comes in and stops where there is room, before anything else is done; who is after somebody, or passes by, just comes.
    fn comes(&self, id: ActorId, film: &mut ShotPlan) {
        let hunted = film.cast.iter().any(|actor| actor.actions.iter().any(|action| action.verb == Verb::Chase && action.target == Some(id)));
        let seconds = film.seconds;
        let actor = &mut film.cast[id];
        actor.way = if hunted && self.passes { self.side } else { -self.side };
        let (verb, speed) = gait(actor.kind);
        let time = ((self.from - self.spot).abs() / speed + 0.2).min(0.7 * seconds);
        let steady = |verb: Verb| matches!(verb, Verb::Walk | Verb::Fly | Verb::Swim | Verb::Crawl | Verb::March | Verb::Hover | Verb::Stand);
        let fast =
            |verb: Verb| matches!(verb, Verb::Run | Verb::Drive | Verb::Sail | Verb::Roll | Verb::Glide | Verb::Skip | Verb::Flee | Verb::Launch);
        match actor.actions.first_mut() {
            Some(first) if first.target.is_some() || fast(first.verb) => {}
            Some(first) if steady(first.verb) => {
                if !self.passes {
                    (first.verb, first.seconds) = (if first.verb == Verb::Stand { verb } else { first.verb }, time);
                }
            }
            first => {
                let from = first.map_or(0.0, |first| (first.from - time).max(0.0));
                for action in &mut actor.actions {
                    let late = (from + time - action.from).max(0.0);
                    (action.from, action.seconds) = (action.from + late, (action.seconds - late).max(0.4));
                }
                let come = Action { verb, target: None, from, seconds: time, succeeds: true, haste: 1.0, times: 1 };
                actor.actions.insert(0, come);
            }
        }
    }
}

fn half_length(actor: &Actor) -> f64 {
    if actor.kind.is_pet() || actor.kind.is_person() { roles::reach(actor) } else { 0.5 * actor.kind.measure().length * f64::from(actor.size) }
}

/// How it goes, and about how fast.
fn gait(kind: ActorKind) -> (Verb, f64) {
    match kind.build() {
        Build::Flyer => (Verb::Fly, 2.0),
        Build::Swimmer => (Verb::Swim, 0.9),
        Build::Wheels if matches!(kind, ActorKind::ToyTrain | ActorKind::Skateboard) => (Verb::Roll, 1.8),
        Build::Wheels => (Verb::Drive, 4.0),
        Build::Boat => (Verb::Sail, 1.8),
        Build::Craft => (Verb::Fly, 3.0),
        _ => (Verb::Walk, 1.15),
    }
}
