//! Throws: how fast a ball must leave the hand to go in, to come back from the board, or to reach whoever catches it.

use super::{
    context::Context,
    figure::Figure,
    physics::{GRAVITY, Met, Physics},
    pose::Vec2,
    stage,
};
use crate::studio::screenplay::{Action, Actor, ActorId, ShotPlan, Verb};

/// Radians a second of a thrown ball.
pub const THROW_SPIN: f64 = 6.0;

impl Context<'_> {
    /// Whether a throw goes at the hoop.
    #[must_use]
    pub fn shoots(&self, actor: ActorId, action: &Action) -> bool {
        self.stage.hoop.is_some() && receiver(self.plan, actor, action).is_none()
    }

    /// How fast a thrown ball must leave the hand.
    #[must_use]
    pub fn throw_velocity(&self, figure: &Figure, ball: ActorId, action: &Action) -> Vec2 {
        let from = self.seen[ball].at;
        if let Some(hoop) = self.stage.hoop.filter(|_| self.shoots(figure.id, action)) {
            return self.shot_at(hoop, from, ball, action.succeeds);
        }
        if let Some(velocity) = self.pass_to(figure.id, ball) {
            return velocity;
        }
        // No farther than a dog brings it back from.
        let fetched = self.plan.cast.iter().any(|actor| actor.kind.is_pet() && actor.actions.iter().any(|action| action.target == Some(ball)));
        if fetched { Vec2::new(figure.side() * 2.7, 2.8) } else { Vec2::new(figure.side() * 4.6, 3.4) }
    }

    /// Tries shots in a world of its own until one ends as the words say: in, or back from the board.
    fn shot_at(&self, hoop: stage::Hoop, from: Vec2, ball: ActorId, succeeds: bool) -> Vec2 {
        let board = hoop.board_x() - self.radius(ball);
        let tries: Vec<(f64, f64, f64)> = if succeeds {
            vec![
                (hoop.x, 0.0, 0.95),
                (hoop.x - 0.03, 0.0, 1.05),
                (hoop.x + 0.03, 0.0, 0.85),
                (hoop.x, 0.0, 1.3),
                (hoop.x + 0.05, 0.0, 1.1),
                (hoop.x, 0.0, 0.7),
                (hoop.x - 0.05, 0.0, 1.5),
            ]
        } else {
            // High on the board and flat, so that it comes back over the ring.
            [0.66, 0.60, 0.74, 0.52, 0.80, 0.70].iter().flat_map(|up| [0.02, 0.08, 0.16].map(|over| (board, *up, up + over))).collect()
        };
        let aimed: Vec<Vec2> = tries.into_iter().map(|(x, up, apex)| lob(from, Vec2::new(x, hoop.height + up), hoop.height + apex)).collect();
        let Some(kind) = self.balls[ball].map(|number| self.physics.kind(number)) else { return aimed[0] };
        let ends_well = |velocity: &&Vec2| {
            let mut trial = Physics::new(self.stage);
            let number = trial.add_ball(from, kind);
            trial.launch(number, **velocity, -velocity.x.signum() * THROW_SPIN);
            let (mut board_hit, mut was) = (false, from);
            for _ in 0..260 {
                board_hit |= trial.step().iter().any(|hit| hit.met == Met::Board);
                let is = trial.position(number);
                if hoop.swallows(was, is) {
                    return succeeds;
                }
                was = is;
            }
            !succeeds && board_hit
        };
        *aimed.iter().find(ends_well).unwrap_or(&aimed[0])
    }

    /// How fast a ball must leave to come to whoever is to catch it.
    #[must_use]
    pub fn pass_to(&self, from: ActorId, ball: ActorId) -> Option<Vec2> {
        let catches =
            |actor: &Actor| actor.actions.iter().any(|action| action.verb == Verb::Catch && action.target.is_none_or(|target| target == ball));
        let receiver = (0..self.plan.cast.len()).find(|id| *id != from && self.plan.cast[*id].kind.is_person() && catches(&self.plan.cast[*id]));
        let receiver = self.seen[receiver?];
        let begin = self.seen[ball].at;
        let side = (receiver.at.x - begin.x).signum();
        let to = Vec2::new(receiver.at.x - side * 0.3, 0.95);
        let over = self.stage.net.map_or(0.0, |net| net.height + 0.45);
        Some(lob(begin, to, (begin.y.max(to.y) + 0.4).max(over)))
    }
}

/// Who catches what this throw sends: another person whose catch begins with it.
#[must_use]
pub fn receiver(plan: &ShotPlan, thrower: ActorId, throw: &Action) -> Option<ActorId> {
    let catches = |action: &Action| action.verb == Verb::Catch && action.from < throw.from + 0.6 && action.from + action.seconds > throw.from;
    (0..plan.cast.len()).find(|id| *id != thrower && plan.cast[*id].kind.is_person() && plan.cast[*id].actions.iter().any(catches))
}

/// The velocity of a throw from here to there over this height.
pub(super) fn lob(from: Vec2, to: Vec2, apex: f64) -> Vec2 {
    let apex = apex.max(from.y + 0.05).max(to.y + 0.05);
    let rise = (2.0 * GRAVITY * (apex - from.y)).sqrt();
    let time = rise / GRAVITY + (2.0 * (apex - to.y) / GRAVITY).sqrt();
    Vec2::new((to.x - from.x) / time, rise)
}
