//! What the air carries: a toy balloon on its string, a kite in the wind.

use super::{Mover, half};
use crate::studio::{
    screenplay::{Actor, ActorId, ActorKind, ShotPlan, Verb},
    world::{
        chance,
        context::Context,
        event::EventKind,
        layout::Place,
        physics::Physics,
        pose::{Pose, ThingPose, Vec2, follow},
    },
};

pub(super) struct Airborne {
    id: ActorId,
    kite: bool,
    half: Vec2,
    at: Vec2,
    velocity: Vec2,
    lane: f64,
    angle: f64,
    phase: f64,
    whole: f64,
    /// Who has the string in the hand, and how long it is.
    tied: Option<ActorId>,
    string: f64,
    look: u64,
}

impl Airborne {
    pub(super) fn new(id: ActorId, actor: &Actor, place: Place, plan: &ShotPlan) -> Self {
        let kite = actor.kind == ActorKind::Kite;
        let holds = |other: &Actor| other.carries == Some(id) || other.actions.iter().any(|action| action.target == Some(id));
        let alive = |id: &ActorId| plan.cast[*id].kind.is_person() || plan.cast[*id].kind.is_pet();
        let tied = (0..plan.cast.len()).filter(alive).find(|other| holds(&plan.cast[*other]));
        let tied = tied.or_else(|| (0..plan.cast.len()).find(|other| plan.cast[*other].kind.is_person()).filter(|_| kite));
        let free = actor.actions.iter().any(|action| matches!(action.verb, Verb::Fly | Verb::Launch | Verb::Float | Verb::Hover)) && !kite;
        let height = if kite { 4.2 } else { 1.9 };
        Self {
            id,
            kite,
            half: half(actor),
            at: Vec2::new(place.x + if kite { 1.0 } else { 0.0 }, height),
            velocity: Vec2::ZERO,
            lane: place.lane,
            angle: 0.0,
            phase: 0.0,
            whole: 1.0,
            tied: tied.filter(|_| !free),
            string: if kite { 4.2 } else { 0.85 },
            look: actor.look,
        }
    }

    /// Where its string begins.
    fn hand(&self, c: &Context<'_>) -> Option<Vec2> {
        self.tied.and_then(|tied| c.seen.get(tied)).map(|holder| holder.grip)
    }

    fn forces(&self, c: &Context<'_>) -> Vec2 {
        let gust = 1.0 + 0.25 * (c.now * 0.8 + self.look as f64 % 5.0).sin() + 0.12 * (c.now * 2.3).sin();
        let wind = c.stage.wind * gust;
        if self.kite {
            // Held against the wind it climbs; it has some wind wherever it flies.
            let wind = wind.max(4.0);
            let sway = 1.6 * (c.now * 0.9).sin() + 0.8 * (c.now * 2.1).cos();
            return Vec2::new((wind * 0.5 - self.velocity.x) * 1.6, 5.0 + 0.3 * wind - self.velocity.y * 1.8 + sway * 0.6);
        }
        let rise = if c.stage.gravity() > 0.0 { 1.1 } else { 0.0 };
        Vec2::new((wind * 0.35 - self.velocity.x) * 2.2, (rise - self.velocity.y) * 2.4)
    }
}

impl Mover for Airborne {
    fn seen(&self, _: &Physics) -> (Vec2, Vec2) {
        (self.at, self.velocity)
    }

    fn step(&mut self, c: &mut Context<'_>) {
        let actions = c.actions_of(self.id);
        if self.whole > 0.5 && actions.iter().any(|action| matches!(action.verb, Verb::Break | Verb::Explode)) {
            self.whole = 0.0;
            c.tell(self.at.x, self.lane, EventKind::Explosion { size: 0.08 });
        }
        let hand = self.hand(c);
        if c.now < c.dt * 0.5
            && let Some(hand) = hand
        {
            self.at = hand + if self.kite { Vec2::new(0.55, 0.83) } else { Vec2::new(0.1, 0.99) } * self.string;
        }
        let weight = if self.whole > 0.5 { Vec2::ZERO } else { Vec2::new(0.0, -5.0) };
        self.velocity += (self.forces(c) + weight) * c.dt;
        self.at += self.velocity * c.dt;
        if let Some(hand) = hand {
            let away = self.at - hand;
            let far = away.hypot().max(1e-6);
            if far > self.string {
                // The string is taut: it takes what speed goes outwards, and never more than it is behind.
                let unit = away / far;
                let out = self.velocity.dot(unit).max(0.0);
                self.velocity -= unit * out;
                self.at -= unit * (far - self.string).min(0.08);
            }
        }
        if self.at.y < self.half.y {
            self.at.y = self.half.y;
            self.velocity = Vec2::new(self.velocity.x * 0.9, self.velocity.y.abs() * 0.4);
        }
        let lean = if self.kite { 0.25 * (c.now * 0.9).sin() - 0.1 } else { (-0.22 * self.velocity.x).clamp(-0.5, 0.5) + 0.04 * (c.now * 1.9).sin() };
        follow(&mut self.angle, lean, c.dt, 0.2);
        self.phase += c.dt * chance::between(self.look, 8, 0.8, 1.2);
    }

    fn is_late(&self) -> bool {
        true
    }

    fn pose(&self, _: &Physics) -> Pose {
        Pose::Thing(ThingPose {
            centre: self.at,
            half: self.half,
            angle: self.angle,
            facing: 1.0,
            lane: self.lane,
            velocity: self.velocity,
            phase: self.phase,
            power: f64::from(u8::from(self.tied.is_some())),
            whole: self.whole,
        })
    }
}
