//! A running scene takes the next plan while it stands: bodies keep place, speed and pose, and only what they are asked to do changes.
//!
//! This is all that a live stage needs too: its scene is never set anew, each edit redirects it.

use super::{
    Agent, Joint, Mark, Scene,
    context::Told,
    entrance::{self, Entry, Sight, There},
    event::{EventKind, Material, SoundEvent},
    is_tied, layout, mount,
    pose::Pose,
    running::{Held, lasts},
    stage::Stage,
};
use crate::studio::screenplay::{Action, ActorId, ActorKind, Build, ShotPlan, Verb};

/// Seconds after which nothing is seen any more of a splash, or of any other mark.
pub(super) const FADES: f64 = 9.0;

impl Scene {
    /// From now on, `film`, whose first actors are those who are there. `opening`: the shot in which the scene was set.
    pub(super) fn redirect(&mut self, film: &ShotPlan, opening: usize) {
        let known = self.agents.len();
        let frames = self.joint.map_or(0, |joint| joint.frames) + (self.film.seconds * f64::from(self.fps)).round() as usize;
        self.joint = Some(Joint { opening, frames, known, bench: self.bench() });
        self.begun = self.now;
        self.physics.now = self.now;
        self.change_weather(film);
        let mut film = film.clone();
        self.admit(&mut film, known);
        self.plan = self.running(&film);
        self.film = film;
        self.dismount();
        self.renew(known);
        self.scored = false;
        self.tied = is_tied(&self.plan);
        let now = self.now;
        self.marks.retain(|mark: &Mark| mark.now > now - FADES);
        self.drive_sounds();
        self.other_engines(known);
    }

    /// The same plan with times that count from when the scene was set; what was under way began when it did.
    fn running(&self, film: &ShotPlan) -> ShotPlan {
        let shift = self.begun / film.pace;
        let mut plan = film.clone();
        plan.seconds += shift;
        for (id, actor) in plan.cast.iter_mut().enumerate() {
            for action in &mut actor.actions {
                let early = action.from < 0.0;
                action.from += shift;
                let was = self.plan.cast.get(id).filter(|_| early);
                let same = |was: &&Action| {
                    (was.verb, was.target) == (action.verb, action.target) && (was.from * self.plan.pace - action.from * film.pace).abs() < 0.1
                };
                if let Some(was) = was.and_then(|was| was.actions.iter().find(same)) {
                    let end = action.from + action.seconds;
                    action.from = was.from * self.plan.pace / film.pace;
                    action.seconds = end - action.from;
                }
            }
        }
        plan
    }

    /// Ground, wind and waves as the weather is to be; what stands on the ground stays.
    fn change_weather(&mut self, film: &ShotPlan) {
        let Stage { ground, wet, water, wind, .. } = Stage::new(film.setting, film.weather);
        (self.stage.ground, self.stage.wet, self.wind) = (ground, wet, wind);
        self.stage.water = match (self.stage.water, water) {
            (Some(was), Some(is)) => Some(was.becoming(is, self.now)),
            (_, water) => water,
        };
        self.physics.stage = self.stage;
    }

    fn admit(&mut self, film: &mut ShotPlan, known: usize) {
        let holders = layout::holders(film);
        let (seen, facing): (Vec<_>, Vec<f64>) =
            self.see().into_iter().zip(self.agents.iter().map(|agent| agent.pose(&self.physics).facing())).unzip();
        let sight = self.reel.last().map(|view| Sight::of(&view, self.aspect));
        let Some(sight) = sight else { return };
        let entries = entrance::enter(film, &There { seen: &seen, facing: &facing, holders: &holders }, &sight);
        let places: Vec<_> = entries.iter().map(|entry| entry.place).collect();
        let set = layout::Set { plan: film, stage: &self.stage, places: &places, holders: &holders };
        for (id, Entry { thrown, .. }) in entries.into_iter().enumerate().skip(known) {
            let (agent, number) = set.put(id, &mut self.physics);
            if let (Some((at, velocity)), Some(number)) = (thrown, number) {
                self.physics.hold(number, at, velocity);
                self.physics.launch(number, velocity, -velocity.x / self.physics.kind(number).radius.max(0.02));
            }
            self.agents.push(agent);
            self.balls.push(number);
            self.holders.push(holders[id]);
            if let Some(holder) = holders[id].filter(|holder| *holder < known) {
                self.agents[holder].take(id);
            }
        }
        let actors = film.cast.len();
        self.rolling.resize(actors, 0.0);
        self.broken.resize(actors, false);
        self.carried.resize(actors, false);
        self.wet.resize(actors, false);
        self.mounted.resize(actors, mount::Mounted::default());
    }

    /// Nothing that was done for the old words counts for the new ones.
    fn renew(&mut self, known: usize) {
        let (begun, plan) = (self.begun, &self.plan);
        for (agent, actor) in self.agents.iter_mut().zip(&plan.cast).take(known) {
            let under_way: Vec<Verb> =
                actor.actions.iter().filter(|action| action.from * plan.pace < begun - 1e-9).map(|action| action.verb).collect();
            agent.renew(&under_way);
        }
    }

    /// What somebody sat on stays where it is.
    fn bench(&self) -> Option<[f64; 2]> {
        if let Some(bench) = self.joint.and_then(|joint| joint.bench) {
            return Some(bench);
        }
        let sits = |id: &ActorId| self.film.cast[*id].actions.iter().any(|action| action.verb == Verb::Sit);
        let x = |id: ActorId| if let Pose::Person(person) = self.agents[id].pose(&self.physics) { Some(person.pelvis.x) } else { None };
        let xs: Vec<f64> = (0..self.agents.len()).filter(sits).filter_map(x).collect();
        let (low, high) = (xs.iter().copied().reduce(f64::min)?, xs.iter().copied().reduce(f64::max)?);
        Some([(low + high) / 2.0, (high - low) / 2.0 + 0.55])
    }

    /// Sounds that last go on with what makes them.
    pub(super) fn hold_on(&self, held: &[Held], events: &mut [SoundEvent]) {
        let seam = self.film.start;
        let goes_on = |at: f64| {
            let actions = self.plan.cast.iter().flat_map(|actor| &actor.actions);
            actions.into_iter().any(|action| (action.from * self.plan.pace - at).abs() < 1e-6)
        };
        for held in held.iter().filter(|held| goes_on(held.now)) {
            let event = &mut events[held.event];
            let at = event.at;
            if let EventKind::EngineRun { seconds, .. } | EventKind::Blast { seconds, .. } | EventKind::Glide { seconds, .. } = &mut event.kind
                && at + f64::from(*seconds) > seam - 0.3
            {
                *seconds += self.film.seconds as f32;
            }
        }
    }

    /// Engines that are started in this shot, of those who were there; newcomers tell of theirs.
    fn other_engines(&mut self, known: usize) {
        for id in 0..known {
            let actor = &self.plan.cast[id];
            let begins = |action: &&Action| action.from * self.plan.pace >= self.begun;
            let Some(action) = actor.actions.iter().filter(|action| goes(action.verb)).find(begins).copied() else { continue };
            let already = actor.actions.iter().any(|other| goes(other.verb) && other.from < action.from);
            let seconds = action.seconds as f32;
            let kind = match (actor.kind.build(), actor.kind) {
                _ if already => continue,
                (_, ActorKind::Car) | (Build::Wheels, ActorKind::Skateboard | ActorKind::ToyTrain | ActorKind::Bicycle) => continue,
                (Build::Wheels, _) => EventKind::EngineRun { seconds, speed: 7.0 },
                (Build::Boat, ActorKind::Ship) => EventKind::EngineRun { seconds, speed: 3.0 },
                (Build::Boat, _) => EventKind::Glide { on: Material::Water, seconds, speed: 2.0 },
                (Build::Craft, ActorKind::Rocket) => EventKind::Blast { seconds, power: 1.0 },
                (Build::Craft, ActorKind::Plane) => EventKind::Blast { seconds, power: 0.35 },
                (Build::Craft, ActorKind::Helicopter) => EventKind::EngineRun { seconds, speed: 14.0 },
                _ => continue,
            };
            debug_assert!(lasts(&kind));
            let seen = self.agents[id].seen(actor.kind, &self.physics, false);
            self.told.push(Told { now: action.from * self.plan.pace, x: seen.at.x, lane: 0.0, kind });
        }
    }
}

fn goes(verb: Verb) -> bool {
    matches!(verb, Verb::Drive | Verb::Run | Verb::Walk | Verb::Chase | Verb::Flee | Verb::Sail | Verb::Fly | Verb::Launch | Verb::Hover)
}

impl Agent {
    /// It has this in its hands or its mouth.
    fn take(&mut self, ball: ActorId) {
        match self {
            Self::Figure(figure) => figure.hands.holding = figure.hands.holding.or(Some(ball)),
            Self::Pet(pet) => pet.holding = pet.holding.or(Some(ball)),
            _ => {}
        }
    }

    fn renew(&mut self, under_way: &[Verb]) {
        match self {
            Self::Figure(figure) => figure.renew(under_way),
            Self::Pet(pet) => pet.renew(under_way),
            Self::Car(car) => car.renew(),
            _ => {}
        }
    }
}
