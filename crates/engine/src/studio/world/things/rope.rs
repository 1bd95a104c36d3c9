//! A rope between hands, or on the ground; a flag in the wind. Points that keep their distances (position-based, many small passes).

use super::Mover;
use crate::studio::{
    screenplay::{Actor, ActorId, ActorKind, Verb},
    world::{
        context::Context,
        layout::Place,
        physics::Physics,
        pose::{Pose, RopePose, Vec2},
        stage::Stage,
    },
};

const POINTS: usize = 25;
const PASSES: usize = 30;
/// Metres of slack that are taken up in a step.
const SLACK: f64 = 0.006;

pub(super) struct Rope {
    id: ActorId,
    flag: bool,
    points: Vec<Vec2>,
    before: Vec<Vec2>,
    length: f64,
    width: f64,
    lane: f64,
    set: bool,
}

impl Rope {
    pub(super) fn new(id: ActorId, actor: &Actor, place: Place, stage: &Stage) -> Self {
        let (measure, size) = (actor.kind.measure(), f64::from(actor.size).clamp(0.3, 4.0));
        let flag = actor.kind == ActorKind::Flag;
        let count = if flag { 13 } else { POINTS };
        let length = measure.length * size;
        let root = if flag { Vec2::new(place.x, 2.9) } else { Vec2::new(place.x - length / 2.0, stage.floor(place.x) + 0.02) };
        let points: Vec<Vec2> = (0..count).map(|index| root + Vec2::new(length * index as f64 / (count - 1) as f64, 0.0)).collect();
        Self {
            id,
            flag,
            before: points.clone(),
            points,
            length,
            width: if flag { measure.height * size } else { 0.035 * size },
            lane: place.lane,
            set: false,
        }
    }

    /// Where its ends are held, from left to right.
    fn ends(&self, c: &Context<'_>) -> [Option<Vec2>; 2] {
        if self.flag {
            let holder = c.plan.cast.iter().position(|actor| actor.carries == Some(self.id) && (actor.kind.is_person()));
            return [holder.map(|holder| c.seen[holder].grip + Vec2::new(0.0, 0.55)).or(Some(self.points[0])), None];
        }
        let pulls = |actor: &Actor| {
            let takes = |verb| matches!(verb, Verb::Pull | Verb::Climb | Verb::Lift | Verb::Push | Verb::Play | Verb::Shake);
            actor.carries == Some(self.id) || actor.actions.iter().any(|action| takes(action.verb) && action.target == Some(self.id))
        };
        let mut hands: Vec<Vec2> = (0..c.seen.len()).filter(|id| *id != self.id && pulls(&c.plan.cast[*id])).map(|id| c.seen[id].grip).collect();
        hands.sort_by(|a, b| a.x.total_cmp(&b.x));
        match hands.as_slice() {
            [] => [None, None],
            [one] => [Some(*one), None],
            [first, .., last] => [Some(*first), Some(*last)],
        }
    }

    /// Straight between those who hold it when the curtain rises; it is as long as they need it.
    fn take_up(&mut self, ends: [Option<Vec2>; 2]) {
        let last = self.points.len() - 1;
        match ends {
            [Some(a), Some(b)] => {
                self.length = ((b - a).hypot() * 1.015).max(0.4);
                for index in 0..=last {
                    self.points[index] = a.lerp(b, index as f64 / last as f64);
                }
            }
            [Some(a), None] if !self.flag => {
                for index in 0..=last {
                    let along = self.length * index as f64 / last as f64;
                    let down = along.min(a.y - 0.02);
                    self.points[index] = Vec2::new(a.x + (along - down), a.y - down);
                }
            }
            _ => {}
        }
        self.before.clone_from(&self.points);
    }

    fn integrate(&mut self, c: &Context<'_>) {
        let gust = 1.0 + 0.3 * (c.now * 1.1).sin() + 0.2 * (c.now * 2.9).sin();
        let wind = c.stage.wind.max(if self.flag && c.stage.gravity() > 2.0 && !c.stage.setting.is_indoors() { 2.6 } else { 0.0 }) * gust;
        let weight = c.stage.gravity() * if self.flag { 0.55 } else { 1.0 };
        for index in 0..self.points.len() {
            let (at, was) = (self.points[index], self.before[index]);
            let velocity = (at - was) / c.dt;
            let mut force = Vec2::new(0.0, -weight);
            if self.flag {
                // The wave runs out along the cloth and grows.
                let along = index as f64 / self.points.len() as f64;
                let ripple = (c.now * (3.0 + wind * 0.9) - along * 7.5).sin() * along * wind.min(12.0) * 1.6;
                force += Vec2::new((wind - velocity.x) * 2.4, ripple * 2.4 - velocity.y * 1.5);
            } else {
                force += Vec2::new((wind * 0.1 - velocity.x) * 0.25, -velocity.y * 0.25);
            }
            self.before[index] = at;
            self.points[index] = at + (at - was) * 0.997 + force * (c.dt * c.dt);
        }
    }

    fn keep(&mut self, ends: [Option<Vec2>; 2], floor: f64) {
        let last = self.points.len() - 1;
        if let [Some(a), Some(b)] = ends {
            // Hands that part let some of it slip through, and take it up again.
            self.length = ((b - a).hypot() * 1.004).max(self.length - SLACK);
        }
        let link = self.length / last as f64;
        for _ in 0..PASSES {
            for index in 0..last {
                let gap = self.points[index + 1] - self.points[index];
                let far = gap.hypot().max(1e-9);
                let mend = gap * ((far - link) / far * 0.5);
                self.points[index] += mend;
                self.points[index + 1] -= mend;
            }
            if let Some(a) = ends[0] {
                self.points[0] = a;
            }
            if let Some(b) = ends[1] {
                self.points[last] = b;
            }
            for (point, before) in self.points.iter_mut().zip(&mut self.before) {
                if point.y < floor + 0.02 {
                    point.y = floor + 0.02;
                    before.x += (point.x - before.x) * 0.2;
                }
            }
        }
    }
}

impl Mover for Rope {
    fn seen(&self, _: &Physics) -> (Vec2, Vec2) {
        (self.points[self.points.len() / 2], Vec2::ZERO)
    }

    fn step(&mut self, c: &mut Context<'_>) {
        let ends = self.ends(c);
        if !self.set {
            self.set = true;
            // Drawn as strong as those who pull at it.
            let strongest = c.plan.cast.iter().filter(|actor| actor.actions.iter().any(|action| action.target == Some(self.id)));
            let tallest = strongest.map(|actor| actor.kind.measure().height * f64::from(actor.size)).fold(0.0, f64::max);
            self.width *= if self.flag { 1.0 } else { (tallest / 1.4).clamp(1.0, 2.2) };
            self.take_up(ends);
        }
        self.integrate(c);
        self.keep(ends, c.stage.floor(self.points[0].x));
    }

    fn is_late(&self) -> bool {
        true
    }

    fn pose(&self, _: &Physics) -> Pose {
        Pose::Rope(RopePose { points: self.points.clone(), width: self.width, lane: self.lane })
    }
}
