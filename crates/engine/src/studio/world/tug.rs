//! Who pulls against whom, and who gives way: the heavier side wins slowly, both heave to and fro.

use super::Context;
use crate::studio::screenplay::{ActorId, ShotPlan, Verb};
use std::f64::consts::TAU;

fn pulls(plan: &ShotPlan, id: ActorId) -> bool {
    plan.cast[id].actions.iter().any(|action| action.verb == Verb::Pull)
}

/// All who pull at the same thing as `id`, who is among them.
#[must_use]
pub fn pullers(plan: &ShotPlan, id: ActorId) -> Vec<ActorId> {
    (0..plan.cast.len()).filter(|other| *other == id || (pulls(plan, *other) && !plan.cast[*other].kind.is_thing())).collect()
}

fn weight(plan: &ShotPlan, id: ActorId) -> f64 {
    let actor = &plan.cast[id];
    actor.kind.measure().mass * f64::from(actor.size).powi(3)
}

impl Context<'_> {
    /// Metres a second backwards of whoever pulls a load and nobody.
    #[must_use]
    pub fn hauls(&self, id: ActorId) -> f64 {
        if pullers(self.plan, id).len() < 2 { 0.24 } else { 0.0 }
    }

    /// Metres a second that who pulls moves now, `since` seconds after it began: all who pull at one rope move alike.
    #[must_use]
    pub fn tugged(&self, id: ActorId, since: f64) -> f64 {
        let all = pullers(self.plan, id);
        let mine = self.seen[id].at.x;
        let middle = all.iter().map(|other| self.seen[*other].at.x).sum::<f64>() / all.len() as f64;
        let pull = |right: bool| -> f64 {
            all.iter().filter(|other| (self.seen[**other].at.x > middle) == right).map(|other| weight(self.plan, *other)).sum()
        };
        let begun = super::pose::ease((since - 0.5) / 0.8);
        if all.len() < 2 || (mine - middle).abs() < 0.05 {
            return 0.0;
        }
        let (left, right) = (pull(false), pull(true));
        let wins = ((right - left) / (right + left).max(1e-6)).clamp(-1.0, 1.0);
        let tired = super::pose::ease((since - 1.4) / 1.5);
        begun * (0.24 * (since * TAU / 1.8).cos() * (1.0 - 0.4 * tired) + 0.10 * wins * tired)
    }
}

/// −1…1: how hard it is heaved just now.
#[must_use]
pub fn heave(since: f64) -> f64 {
    (since * TAU / 1.8).sin()
}
