//! Who meets somebody on the way steps behind them, and comes back to the middle when they are past.

use super::{context::Context, figure::Figure, pose::follow};
use crate::studio::screenplay::{Action, ActorId, Verb};

/// Metres at which somebody in the way is seen, and by which one steps aside.
const SEEN: f64 = 1.15;
const ASIDE: f64 = 0.36;
/// Metres at which two who stand are in one place.
const SAME: f64 = 0.34;

impl Figure {
    pub(super) fn step_aside(&mut self, c: &Context<'_>, actions: &[Action]) {
        let goal = if (0..c.seen.len()).any(|other| self.is_in_the_way(other, c, actions)) { ASIDE } else { 0.0 };
        follow(&mut self.aside, goal, c.dt, 0.22);
    }

    /// Of two who go, the one who was named later makes room; who stands makes none.
    fn is_in_the_way(&self, other: ActorId, c: &Context<'_>, actions: &[Action]) -> bool {
        let seen = c.seen[other];
        if other == self.id || !(seen.kind.is_person() || seen.kind.is_pet()) || self.goes_to(other, c, actions) {
            return false;
        }
        let gap = seen.at.x - self.x;
        let (mine, theirs) = (self.speed, seen.velocity.x);
        let both_go = mine.abs() > 0.3 && theirs.abs() > 0.3;
        if both_go && other > self.id {
            return false;
        }
        if mine.abs() <= 0.3 {
            return gap.abs() < SAME && theirs.abs() <= 0.3 && other < self.id;
        }
        let nears = gap * (mine - theirs) > 0.0 && (gap / (mine - theirs)).abs() < 1.0;
        (gap.abs() < SEEN && nears) || gap.abs() < 0.5
    }

    /// One meets the other on purpose.
    fn goes_to(&self, other: ActorId, c: &Context<'_>, actions: &[Action]) -> bool {
        let meets = |action: &Action, whom: ActorId| {
            action.target == Some(whom) && matches!(action.verb, Verb::Hug | Verb::Shake | Verb::Give | Verb::Ride | Verb::Chase | Verb::Dance)
        };
        actions.iter().any(|action| meets(action, other)) || c.actions_of(other).iter().any(|action| meets(action, self.id))
    }
}
