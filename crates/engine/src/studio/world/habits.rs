//! What beasts do besides going: hops and waddles, tugs, meals, glances, swims.

use super::{
    Context,
    event::EventKind,
    gait::{Gait, part},
    pet::Pet,
    pose::follow,
};
use crate::studio::screenplay::{Action, ActorKind, Verb};

impl Pet {
    /// Speed for a body that hops: it goes in the air, and rests between.
    pub(super) fn hops(&mut self, c: &Context<'_>, wish: f64) -> f64 {
        if self.lift > 0.0 || self.rise > 0.0 {
            return self.speed;
        }
        let rest = (0.16 * (self.height / 0.2).sqrt()).min(0.4);
        if wish.abs() > 0.1 && self.now - self.leapt > rest + self.hop_seconds(c) {
            self.leapt = self.now;
            self.rise = self.hop_seconds(c) * c.stage.setting.gravity().max(0.8) / 2.0;
            self.speed = wish;
            return wish;
        }
        0.0
    }

    pub(super) fn hop_seconds(&self, c: &Context<'_>) -> f64 {
        let high = (0.75 * self.height).min(0.4);
        2.0 * (2.0 * high / c.stage.setting.gravity().max(0.8)).sqrt()
    }

    /// On two legs, each under the body in turn.
    pub(super) fn waddle(&mut self, c: &mut Context<'_>) {
        let speed = self.speed.abs();
        let leg = 0.4 * self.height;
        let gait = Gait::of_person(leg, speed.max(0.1));
        let moving = speed > 0.04;
        if moving {
            self.phase += speed * c.dt / gait.stride;
        }
        let side = if moving { self.speed.signum() } else { self.side() };
        for index in 2..4 {
            let at = part(self.phase + 0.5 * (index - 2) as f64);
            let home = self.home(index);
            let foot = &mut self.feet[index];
            let lag = (home - foot.at.x) * side;
            let due = if moving { (at >= gait.duty && lag > 0.0) || lag > 0.8 * leg } else { lag.abs() > 0.1 * self.height };
            if foot.planted && due {
                foot.raise();
            }
            let seconds = if moving { gait.swing_seconds(speed).clamp(0.1, 0.35) } else { 0.2 };
            let lead = if moving { (gait.duty * gait.stride * 0.5).min(0.7 * leg) * side } else { 0.0 };
            let target = home + lead + self.speed * (1.0 - foot.swing) * seconds;
            if foot.travel(target, seconds, gait.lift, c.dt) {
                let weight = self.beast.tread(self.kind) as f32;
                c.tell(target, self.lane, EventKind::Footstep { ground: c.stage.ground, weight });
            }
        }
    }

    /// Heaved to and fro by a rope.
    pub(super) fn tug(&mut self, c: &Context<'_>, actions: &[Action]) {
        let pulls = actions.iter().find(|action| action.verb == Verb::Pull);
        let since = pulls.map_or(0.0, |action| c.now - action.from);
        let goal = pulls.map_or(0.0, |_| 0.75 + 0.25 * super::tug::heave(since));
        follow(&mut self.pull, goal, c.dt, if c.now < 0.02 { 1e-6 } else { 0.2 });
        if pulls.is_some() {
            self.x += c.tugged(self.id, since) * c.dt;
        }
    }

    /// Eating, stretching, looking, swimming.
    pub(super) fn habits(&mut self, c: &mut Context<'_>, actions: &[Action]) {
        let has = |verbs: &[Verb]| actions.iter().any(|action| verbs.contains(&action.verb));
        let first = c.now < c.dt * 0.5;
        let tilt = if self.lift > 0.0 { (self.rise * 0.07 / self.beast.trunk.max(1.0)).clamp(-0.3, 0.35) } else { 0.0 };
        follow(&mut self.tilt, tilt, c.dt, 0.05 * (self.height / 0.58).max(1.0));
        let eats = has(&[Verb::Eat, Verb::Drink]) && self.speed.abs() < 0.15;
        let slow = (self.height / 0.58).sqrt().clamp(0.6, 2.2);
        follow(&mut self.eat, f64::from(u8::from(eats)), c.dt, if first { 1e-6 } else { 0.22 * slow });
        follow(&mut self.stretch, f64::from(u8::from(has(&[Verb::Stretch, Verb::Bow]))), c.dt, 0.3);
        if eats && self.eat > 0.85 && c.now - self.munched > 0.5 * slow {
            self.munched = c.now;
            c.tell(self.x, self.lane, EventKind::Munch);
        }
        let looks = actions.iter().find(|action| action.verb == Verb::Look);
        let up = looks.map_or(0.0, |action| match action.target.and_then(|target| c.seen.get(target)) {
            Some(seen) => ((seen.at.y - self.height) / ((seen.at.x - self.x).abs() + 0.5)).clamp(-0.5, 0.9),
            None => 0.25 + 0.2 * (c.now * 0.9).sin(),
        });
        follow(&mut self.gaze, up, c.dt, 0.25);
        let swims = has(&[Verb::Swim, Verb::Float]);
        self.water = if swims { c.stage.surface(self.x).or(self.water) } else { c.stage.surface(self.x).filter(|_| self.water.is_some()) };
        follow(&mut self.wet, f64::from(u8::from(self.water.is_some())), c.dt, if first { 1e-6 } else { 0.3 });
        if self.water.is_some() && c.now - self.munched > 0.9 {
            self.munched = c.now;
            c.splash(self.x, self.lane, 0.1);
        }
    }

    /// 0…1: shortly after a call, while it chews, when it pants.
    pub(super) fn mouth(&self) -> f64 {
        let pant = if self.excited > 0.3 && self.kind == ActorKind::Dog { 0.35 + 0.15 * (self.now * 9.0).sin() } else { 0.0 };
        let since = self.now - self.called;
        let long = if self.height > 0.8 { 1.2 } else { 0.3 };
        let call = if (0.0..long).contains(&since) { 0.9 * (since / long * std::f64::consts::PI).sin() } else { 0.0 };
        let chew = self.eat * (0.2 + 0.2 * (self.now * 11.0).sin());
        (pant * self.excited).max(call).max(chew)
    }
}
