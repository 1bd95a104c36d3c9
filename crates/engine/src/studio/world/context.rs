//! What a body knows of its world in one step, and all that it may do to it.

use super::{
    Mark, MarkKind,
    event::{EventKind, Material},
    physics::Physics,
    pose::Vec2,
    stage::Stage,
};
use crate::studio::screenplay::{Action, ActorId, ActorKind, Season, Setting, ShotPlan, Verb};

/// What a controller sees of another body.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub at: Vec2,
    pub velocity: Vec2,
    pub kind: ActorKind,
    /// Where its hands are, or its mouth: what a rope or a string is tied to. Near its middle where nobody asks.
    pub grip: Vec2,
}

pub(super) struct Told {
    pub(super) now: f64,
    pub(super) x: f64,
    pub(super) lane: f64,
    pub(super) kind: EventKind,
}

/// All that a controller may ask and do in one step.
pub struct Context<'a> {
    pub now: f64,
    pub dt: f64,
    pub stage: &'a Stage,
    pub seen: &'a [Seen],
    pub(super) plan: &'a ShotPlan,
    pub(super) physics: &'a mut Physics,
    /// Number in the physics of each actor that is a ball.
    pub(super) balls: &'a [Option<usize>],
    pub(super) holders: &'a mut [Option<ActorId>],
    /// A kick went into the goal.
    pub(super) scored: bool,
    pub(super) told: &'a mut Vec<Told>,
    pub(super) marks: &'a mut Vec<Mark>,
}

impl Context<'_> {
    /// The first of those who stand under an umbrella holds it.
    #[must_use]
    pub fn holds_umbrella(&self, id: ActorId) -> bool {
        self.plan.cast.iter().position(|actor| actor.wear.umbrella.is_some()) == Some(id)
    }

    /// What an actor does now, in world time.
    #[must_use]
    pub fn actions_of(&self, actor: ActorId) -> Vec<Action> {
        let pace = self.plan.pace;
        let now = self.now;
        let in_world = |action: &Action| Action { from: action.from * pace, seconds: action.seconds * pace, ..*action };
        // Who has scored rejoices, and does not run after the ball.
        let after =
            |action: Action| if self.scored && action.verb == Verb::Kick { Action { verb: Verb::Cheer, target: None, ..action } } else { action };
        let actions = self.plan.cast[actor].actions.iter().map(in_world);
        actions.filter(|action| now >= action.from && now < action.from + action.seconds).map(after).collect()
    }

    /// Who does something to it now, and what, in world time.
    pub(super) fn acting_on(&self, target: ActorId) -> impl Iterator<Item = (ActorId, Action)> {
        let (pace, now, plan) = (self.plan.pace, self.now, self.plan);
        let in_world = move |action: &Action| Action { from: action.from * pace, seconds: action.seconds * pace, ..*action };
        plan.cast.iter().enumerate().filter(move |(id, _)| *id != target).flat_map(move |(id, actor)| {
            let on_it = actor.actions.iter().filter(move |action| action.target == Some(target)).map(in_world);
            on_it.filter(move |action| now >= action.from && now < action.from + action.seconds).map(move |action| (id, action))
        })
    }

    /// Which way an actor goes when nothing else says so.
    #[must_use]
    pub fn way(&self, actor: ActorId) -> f64 {
        self.plan.cast[actor].way
    }

    /// A person who does the same now.
    #[must_use]
    pub fn companion(&self, of: ActorId, verb: Verb) -> Option<Seen> {
        let same = |id: &ActorId| *id != of && self.plan.cast[*id].kind.is_person() && self.plan.cast[*id].way * self.way(of) > 0.0;
        let with = (0..self.plan.cast.len()).filter(same).find(|id| self.actions_of(*id).iter().any(|action| action.verb == verb));
        with.map(|id| self.seen[id])
    }

    #[must_use]
    pub fn hunter_of(&self, prey: ActorId) -> Option<ActorId> {
        self.plan.cast.iter().position(|actor| actor.actions.iter().any(|action| action.verb == Verb::Chase && action.target == Some(prey)))
    }

    /// The ball that an action is about.
    #[must_use]
    pub fn ball_for(&self, actor: ActorId, action: &Action) -> Option<ActorId> {
        let is_ball = |id: &ActorId| self.plan.cast.get(*id).is_some_and(|actor| actor.kind.is_ball());
        let held = (0..self.holders.len()).find(|ball| self.holders[*ball] == Some(actor));
        action.target.filter(is_ball).or(held).or_else(|| (0..self.plan.cast.len()).find(is_ball))
    }

    #[must_use]
    pub fn holder(&self, ball: ActorId) -> Option<ActorId> {
        self.holders[ball]
    }

    /// True where nobody else holds it.
    pub fn take(&mut self, ball: ActorId, by: ActorId) -> bool {
        if self.holders[ball].is_none_or(|holder| holder == by) {
            self.holders[ball] = Some(by);
            return true;
        }
        false
    }

    pub fn release(&mut self, ball: ActorId) {
        self.holders[ball] = None;
    }

    #[must_use]
    pub fn near(&self, x: f64, ball: ActorId, distance: f64) -> bool {
        (self.seen[ball].at.x - x).abs() < distance
    }

    #[must_use]
    pub fn radius(&self, ball: ActorId) -> f64 {
        self.balls[ball].map_or(0.12, |ball| self.physics.kind(ball).radius)
    }

    #[must_use]
    pub fn bounce(&self, ball: ActorId) -> f64 {
        self.balls[ball].map_or(0.7, |ball| self.physics.kind(ball).bounce) * self.stage.liveliness()
    }

    pub fn hold(&mut self, ball: ActorId, at: Vec2, velocity: Vec2) {
        if let Some(number) = self.balls[ball] {
            self.physics.hold(number, at, velocity);
        }
    }

    pub fn launch(&mut self, ball: ActorId, velocity: Vec2, spin: f64) {
        if let Some(number) = self.balls[ball] {
            self.physics.launch(number, velocity, spin);
        }
    }

    pub fn strike(&mut self, ball: ActorId, velocity: Vec2, spin: f64) {
        self.release(ball);
        let velocity = self.at_goal(ball).unwrap_or(velocity);
        let scale = if self.plan.cast[ball].kind == ActorKind::BeachBall { 0.8 } else { 1.0 };
        self.launch(ball, velocity * scale, spin);
        let (x, material) = (self.seen[ball].at.x, self.material(ball));
        self.tell(x, 0.0, EventKind::Kick { ball: material, speed: velocity.hypot() as f32 });
    }

    /// How a kick goes that is meant for the goal: below the bar, or over it where the words say that it fails.
    fn at_goal(&self, ball: ActorId) -> Option<Vec2> {
        let (goal, from) = (self.stage.goal?, self.seen[ball].at);
        let kick = self.plan.cast.iter().flat_map(|actor| &actor.actions).find(|action| action.verb == Verb::Kick)?;
        let along = (goal.x - from.x) * goal.way;
        if self.plan.cast[ball].kind != ActorKind::Football || along < 1.0 {
            return None;
        }
        let (speed, high) = if kick.succeeds { (10.5, 1.35) } else { (10.0, 3.4) };
        let time = along / speed;
        Some(Vec2::new(speed * goal.way, (high - from.y) / time + 0.5 * self.stage.gravity() * time))
    }

    /// With hands, as fast as it is told.
    pub fn strike_lightly(&mut self, ball: ActorId, velocity: Vec2, spin: f64) {
        self.release(ball);
        self.launch(ball, velocity, spin);
        let (x, material) = (self.seen[ball].at.x, self.material(ball));
        self.tell(x, 0.0, EventKind::Kick { ball: material, speed: velocity.hypot() as f32 });
    }

    fn material(&self, ball: ActorId) -> Material {
        self.balls[ball].map_or(Material::LeatherBall, |ball| self.physics.kind(ball).material)
    }

    pub fn tell(&mut self, x: f64, lane: f64, kind: EventKind) {
        self.told.push(Told { now: self.now, x, lane, kind });
        let outdoors = !self.stage.setting.is_indoors();
        let size = match kind {
            EventKind::Splash { size } => f64::from(size),
            EventKind::Footstep { weight, .. } if outdoors => return self.scuff(x, lane, f64::from(weight)),
            EventKind::Landing { weight, .. } if outdoors => f64::from(weight) * 0.4,
            _ => return,
        };
        let kind = if self.stage.wet { MarkKind::Splash } else { MarkKind::Dust };
        self.marks.push(Mark { now: self.now, at: Vec2::new(x, 0.0), lane, kind, size });
    }

    /// What a foot throws up of loose ground.
    fn scuff(&mut self, x: f64, lane: f64, weight: f64) {
        let leafy = matches!(self.stage.setting, Setting::Forest | Setting::Park | Setting::Garden | Setting::Village);
        let kind = match self.stage.ground {
            Material::Snow => MarkKind::Powder,
            Material::Sand => MarkKind::Dust,
            _ if leafy && self.plan.season == Some(Season::Autumn) => MarkKind::Leaves,
            _ => return,
        };
        if weight > 0.12 {
            self.mark(Vec2::new(x, 0.0), lane, kind, 0.08 + 0.12 * weight);
        }
    }

    /// Something to be seen, and nothing to be heard.
    pub fn mark(&mut self, at: Vec2, lane: f64, kind: MarkKind, size: f64) {
        self.marks.push(Mark { now: self.now, at, lane, kind, size });
    }

    /// Water thrown up from where it is, not from the ground.
    pub fn spray(&mut self, at: Vec2, lane: f64, size: f64) {
        self.told.push(Told { now: self.now, x: at.x, lane, kind: EventKind::Splash { size: size.min(1.0) as f32 } });
        self.mark(at, lane, MarkKind::Splash, size);
    }

    pub fn splash(&mut self, x: f64, lane: f64, size: f64) {
        self.tell(x, lane, EventKind::Splash { size: size as f32 });
    }

    pub fn tell_throw(&mut self, x: f64, lane: f64, speed: f64) {
        self.tell(x, lane, EventKind::Whoosh { speed: speed as f32 });
    }

    pub fn tell_catch(&mut self, x: f64, lane: f64, ball: ActorId) {
        let ball = self.material(ball);
        self.tell(x, lane, EventKind::Catch { ball });
    }
}
