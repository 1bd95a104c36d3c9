//! A leap over something that stands in the way: a run-up, one leap that clears it, and on for a few steps.
//!
//! It plans by what stands there and how fast the body is; who leaps moves by its own legs.

use super::{context::Context, figure::Figure, pet::Pet, physics::GRAVITY};
use crate::studio::screenplay::{Action, ActorId, ActorKind, Build, ShotPlan, Verb};

/// Metres over the highest edge that feet clear it.
const CLEAR: f64 = 0.12;
/// Metres that nobody leaps higher.
const HIGHEST: f64 = 1.15;
/// Metres behind the far edge at which it is done.
const BEYOND: f64 = 1.3;

/// What is leapt over, as seen by who leaps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hurdle {
    /// Metres to its middle, along the way.
    pub ahead: f64,
    half: f64,
    height: f64,
}

/// One leap over one thing: which action asked for it, which way it goes, and whether it has been made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Vault {
    pub from: f64,
    pub side: f64,
    pub leapt: bool,
}

/// Whether this is a leap over something, and what that is.
pub(super) fn over(plan: &ShotPlan, action: &Action) -> Option<(ActorId, f64, f64)> {
    let target = action.target.filter(|_| action.verb == Verb::Jump)?;
    let thing = plan.cast.get(target)?;
    let size = f64::from(thing.size);
    let measure = thing.kind.measure();
    let (height, half) = (measure.height * size, measure.length * size / 2.0);
    let low = match thing.kind.build() {
        Build::Thing => thing.kind != ActorKind::Table || height < 1.0,
        Build::Beast | Build::Ball => true,
        _ => false,
    };
    (low && height < HIGHEST).then_some((target, half, height))
}

impl Context<'_> {
    /// What is to be leapt over by somebody at `x` who goes to `side`.
    pub(super) fn hurdle(&self, action: &Action, x: f64, side: f64) -> Option<Hurdle> {
        let (target, half, height) = over(self.plan, action)?;
        Some(Hurdle { ahead: (self.seen[target].at.x - x) * side, half, height })
    }
}

impl Hurdle {
    /// Metres a second upwards that clear it at this speed.
    pub(super) fn rise(&self, speed: f64, gravity: f64) -> f64 {
        // At its edges the leap is lower than in its middle.
        let across = self.half / speed.abs().max(0.8);
        let high = (self.height + CLEAR + 0.5 * gravity * across * across).min(HIGHEST);
        (2.0 * gravity * high).sqrt()
    }

    /// Whether to leave the ground `after` seconds from now, to be highest over its middle.
    pub(super) fn is_due(&self, speed: f64, gravity: f64, after: f64) -> bool {
        let way = speed.abs().max(0.8) * (self.rise(speed, gravity) / gravity + after);
        self.ahead <= way.max(self.half + 0.25)
    }

    pub(super) fn is_past(&self) -> bool {
        self.ahead < -(self.half + BEYOND)
    }
}

/// Metres before it at which a run-up begins.
pub(super) fn run_up(kind: ActorKind, half: f64) -> f64 {
    half + match kind {
        kind if kind.is_person() => 2.7,
        kind => (2.0 + 1.3 * kind.measure().length).min(5.0),
    }
}

/// Where no other pull is.
fn pull(gravity: f64) -> f64 {
    if gravity < 0.8 { GRAVITY } else { gravity }
}

impl Vault {
    /// The one that was begun for this action, or a new one towards what is at `to`.
    fn of(begun: Option<Self>, action: &Action, x: f64, to: f64) -> Self {
        let side = if to < x { -1.0 } else { 1.0 };
        begun.filter(|vault| vault.from == action.from).unwrap_or(Self { from: action.from, side, leapt: false })
    }
}

impl Figure {
    /// Towards what it is to leap over, and on a little.
    pub(super) fn running_up(&mut self, c: &Context<'_>, action: &Action, pace: f64) -> Option<f64> {
        let (target, ..) = over(c.plan, action)?;
        let vault = *self.vault.insert(Vault::of(self.vault, action, self.x, c.seen[target].at.x));
        let hurdle = c.hurdle(action, self.x, vault.side)?;
        Some(if hurdle.is_past() { 0.0 } else { pace * vault.side })
    }

    /// One leap, when what is in the way is near.
    pub(super) fn vault_over(&mut self, c: &Context<'_>, action: &Action, vault: Vault) {
        const GATHER: f64 = 0.14;
        let gravity = pull(c.stage.setting.gravity());
        let Some(hurdle) = c.hurdle(action, self.x, vault.side).filter(|_| !vault.leapt) else { return };
        if hurdle.is_due(self.speed, gravity, GATHER) {
            self.vault = Some(Vault { leapt: true, ..vault });
            self.jumped = Some(c.now);
            self.leap(hurdle.rise(self.speed, gravity), GATHER);
        }
    }
}

impl Pet {
    /// Towards what it is to leap over, and on a little.
    pub(super) fn running_up(&mut self, c: &Context<'_>, actions: &[Action]) -> Option<f64> {
        let (action, (target, ..)) = actions.iter().find_map(|action| Some((action, over(c.plan, action)?)))?;
        let vault = *self.vault.insert(Vault::of(self.vault, action, self.x, c.seen[target].at.x));
        let hurdle = c.hurdle(action, self.x, vault.side)?;
        let gravity = pull(c.stage.setting.gravity());
        if !vault.leapt && self.lift <= 0.0 && hurdle.is_due(self.speed, gravity, 0.0) {
            self.vault = Some(Vault { leapt: true, ..vault });
            (self.leapt, self.rise) = (self.now, hurdle.rise(self.speed, gravity));
        }
        Some(if hurdle.is_past() { 0.0 } else { 0.85 * self.beast.run.max(2.2) * vault.side })
    }
}
