//! A ball that is hit to and fro over a net: who stands where it comes down plays it on, until it is to fall.

use super::{
    Context,
    aim::lob,
    event::EventKind,
    figure::Figure,
    hands::{Arm, aim},
    pose::Vec2,
};
use crate::studio::screenplay::{Action, ActorId, ActorKind, Verb};

/// How a ball is played, by what it is.
struct Game {
    /// Heights of the body at which it is met, and below which it is lost.
    met: f64,
    lost: f64,
    /// How far from the shoulders, in heights of the body, and metres before whoever meets it.
    near: f64,
    before: f64,
    /// Metres over the higher of both ends, and for each metre of its way.
    arc: (f64, f64),
    racket: bool,
}

impl Game {
    fn of(ball: ActorKind) -> Self {
        if ball == ActorKind::TennisBall {
            Self { met: 0.66, lost: 0.25, near: 0.60, before: 0.55, arc: (0.34, 0.10), racket: true }
        } else {
            Self { met: 1.12, lost: 0.55, near: 0.46, before: 0.12, arc: (1.15, 0.10), racket: false }
        }
    }
}

/// Both arms before the body, for whoever waits.
const READY: [Arm; 2] = [Arm { raise: 0.42, bend: 0.95 }, Arm { raise: 0.5, bend: 1.1 }];

/// Metres from a hand to the middle of the racket in it.
const RACKET: f64 = 0.36;

impl Context<'_> {
    /// Whoever plays on the other side.
    fn partner(&self, of: ActorId) -> Option<ActorId> {
        let hits =
            |id: &ActorId| *id != of && self.plan.cast[*id].kind.is_person() && self.plan.cast[*id].actions.iter().any(|a| a.verb == Verb::Hit);
        let far = |id: &ActorId| (self.seen[*id].at.x - self.seen[of].at.x).abs();
        (0..self.plan.cast.len()).filter(hits).max_by(|a, b| far(a).total_cmp(&far(b)))
    }

    /// Whether the rally is to end now, by the words that say so.
    fn falls_now(&self) -> bool {
        self.missed_at().is_some_and(|at| self.now > at)
    }

    /// When somebody is to miss, if the words say so: past the middle of the shot.
    fn missed_at(&self) -> Option<f64> {
        let actions = self.plan.cast.iter().flat_map(|actor| &actor.actions);
        let miss = actions.filter(|action| action.verb == Verb::Hit && !action.succeeds).min_by(|a, b| a.from.total_cmp(&b.from))?;
        let from = if self.plan.goes_on() { miss.from } else { 0.0 };
        Some((from + 0.55 * (self.plan.seconds - from)) * self.plan.pace)
    }

    /// Seconds since it was to end: what is played then falls, and nobody gets it.
    fn is_lost(&self) -> bool {
        self.missed_at().is_some_and(|at| self.now > at + 1.0)
    }

    fn is_played(&self, ball: ActorId) -> bool {
        self.seen.get(ball).is_some_and(|seen| seen.kind.is_ball())
    }
}

impl Figure {
    /// Nobody goes through a net, or over to the other side of it.
    pub(super) fn stay_on_side(&mut self, c: &Context<'_>) {
        let Some(net) = c.stage.net else { return };
        let side = if self.home < net.x { -1.0 } else { 1.0 };
        if (self.home - net.x).abs() > 0.4 && (self.x - net.x) * side < 0.42 {
            self.x = net.x + side * 0.42;
            self.speed *= 0.5;
        }
    }

    /// Where to be for the ball that comes, in metres a second.
    pub(super) fn rallying(&self, c: &Context<'_>, action: &Action) -> Option<f64> {
        let ball = c.ball_for(self.id, action).filter(|ball| c.is_played(*ball))?;
        let partner = c.partner(self.id)?;
        let seen = c.seen[ball];
        let towards_me = seen.velocity.x * (self.x - c.seen[partner].at.x) > 0.0;
        let game = Game::of(seen.kind);
        let missed = seen.at.y < (game.lost + 0.05) * self.height;
        if c.holder(ball).is_some() || !towards_me || missed {
            return Some(if missed { 0.0 } else { ((self.home - self.x) * 2.0).clamp(-1.2, 1.2) });
        }
        let high = game.met * self.height;
        let fall = (seen.velocity.y + (seen.velocity.y.powi(2) + 2.0 * 9.81 * (seen.at.y - high).max(0.0)).sqrt()) / 9.81;
        let land = seen.at.x + seen.velocity.x * fall * 0.94 + seen.velocity.x.signum() * (game.before - 0.12);
        let gap = land - self.x;
        // What is out of reach is tried for, and not reached.
        let most = if c.is_lost() { 0.55 } else { 1.9 };
        Some(if gap.abs() < 0.12 { 0.0 } else { (gap * 3.0).clamp(-most, most) })
    }

    /// Arms to the ball; the hit itself at the right moment.
    pub(super) fn rally(&mut self, c: &mut Context<'_>, action: &Action, goals: &mut [Arm; 2]) {
        let Some(ball) = c.ball_for(self.id, action).filter(|ball| c.is_played(*ball)) else { return self.swing_at(c, action, goals) };
        let Some(partner) = c.partner(self.id) else { return self.swing_at(c, action, goals) };
        let at = c.seen[ball].at;
        let shoulders = self.trunk().1;
        let serves = self.hands.holding == Some(ball);
        let near = (at - shoulders).hypot();
        let game = Game::of(c.seen[ball].kind);
        if game.racket {
            self.hold_racket(c, (at, c.seen[ball].velocity), serves, goals);
        } else if serves || near < 0.9 * self.height {
            let under = at - Vec2::new(0.02 * self.side(), c.radius(ball) * 0.9);
            goals[0] = aim(self, 0, under);
            goals[1] = aim(self, 1, under);
        } else {
            *goals = READY;
        }
        let comes = c.seen[ball].velocity.x * (self.x - c.seen[partner].at.x) > -0.1 && c.seen[ball].velocity.y < 0.6;
        let due = if serves { c.now > action.from + 0.7 } else { comes && near < game.near * self.height && at.y > game.lost * self.height };
        if !due || (c.is_lost() && !serves) || self.struck.is_some_and(|last| c.now - last < 0.4) {
            return;
        }
        self.struck = Some(c.now);
        self.hands.holding = None;
        // Sides are alike to both: the other is as far behind the net.
        let goal = if self.home.abs() > 0.8 { -self.home } else { c.seen[partner].at.x };
        let way = (goal - at.x).signum();
        // Short of whoever waits for it, when it is to fall.
        let short = if c.falls_now() { 1.05 } else { game.before };
        let to = Vec2::new(goal - way * short, if c.falls_now() { 0.2 } else { game.met * self.height });
        let over = c.stage.net.map_or(0.0, |net| net.height + 0.25);
        let velocity = lob(at, to, (at.y.max(to.y) + game.arc.0 + game.arc.1 * (goal - at.x).abs()).max(over));
        // The air takes some of it.
        let velocity = Vec2::new(velocity.x * 1.06, velocity.y * 1.02);
        c.release(ball);
        c.strike_lightly(ball, velocity, -3.0 * way);
        self.bend(0.15);
    }

    /// Ready, back as the ball comes, through it, and on.
    fn hold_racket(&mut self, c: &Context<'_>, (at, velocity): (Vec2, Vec2), serves: bool, goals: &mut [Arm; 2]) {
        let gap = (at.x - self.x) * self.side();
        let comes = velocity.x * self.side() < -0.5 && gap > 0.0;
        let due = if comes { (gap - 0.55).max(0.0) / velocity.x.abs() } else { f64::MAX };
        let since = self.struck.map_or(f64::MAX, |last| c.now - last);
        goals[0] = Arm { raise: 0.55, bend: 0.9 };
        goals[1] = if since < 0.4 {
            let on = (since / 0.25).min(1.0);
            Arm { raise: 1.1 + 0.8 * on, bend: 0.35 + 0.5 * on }
        } else if serves || due < 0.10 {
            let shoulders = self.trunk().1;
            let way = at - shoulders;
            aim(self, 1, at - way / way.hypot().max(0.1) * RACKET)
        } else if due < 0.5 {
            self.hands.sway = -0.10;
            Arm { raise: -0.85, bend: 0.4 }
        } else {
            Arm { raise: 0.45, bend: 1.15 }
        };
    }

    /// At nothing in particular, or at what stands there.
    fn swing_at(&mut self, c: &mut Context<'_>, action: &Action, goals: &mut [Arm; 2]) {
        use super::pose::ease;
        let t = (c.now - action.from).rem_euclid(1.6);
        let (back, forth) = (ease(t / 0.35) * (1.0 - ease((t - 0.38) / 0.12)), ease((t - 0.38) / 0.14) * (1.0 - ease((t - 0.75) / 0.5)));
        goals[1] = Arm { raise: 0.3 - 1.4 * back + 1.35 * forth, bend: 0.5 + 0.7 * back - 0.4 * forth };
        self.hands.sway = 0.18 * forth - 0.12 * back;
        if t >= 0.46 && t - c.dt < 0.46 {
            c.tell(self.x, self.lane, EventKind::Whoosh { speed: 7.0 });
        }
    }
}
