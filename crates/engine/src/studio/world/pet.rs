//! Dogs and cats: four-legged gaits, chasing, sitting, sleeping, tails that tell.

use super::{
    Context, chance,
    event::EventKind,
    gait::{Foot, Gait, part},
    physics::GRAVITY,
    pose::{Limb, PetPose, Vec2, ease, follow, mix, reach},
};
use crate::studio::screenplay::{Action, Actor, ActorId, ActorKind, Verb};

/// Where the legs are in the cycle: far fore, near fore, far hind, near hind.
const TROT: [f64; 4] = [0.0, 0.5, 0.5, 0.0];
const GALLOP: [f64; 4] = [0.0, 0.12, 0.5, 0.62];

#[derive(Clone, Debug)]
pub struct Pet {
    pub id: ActorId,
    pub height: f64,
    pub x: f64,
    pub speed: f64,
    pub facing: f64,
    pub lane: f64,
    kind: ActorKind,
    look: u64,
    phase: f64,
    feet: [Foot; 4],
    lift: f64,
    rise: f64,
    leapt: f64,
    now: f64,
    sit: f64,
    lie: f64,
    calls: u32,
    excited: f64,
    /// The ball in its mouth.
    pub holding: Option<ActorId>,
    /// −1 on its way back to whom it plays around.
    turned: f64,
}

impl Pet {
    #[must_use]
    pub fn new(id: ActorId, actor: &Actor, x: f64, lane: f64, facing: f64) -> Self {
        let usual = match actor.kind {
            ActorKind::Dog => 0.58,
            ActorKind::Creature => 0.52,
            ActorKind::Snail => 0.34,
            _ => 0.30,
        };
        let height = usual * f64::from(actor.size) * chance::between(actor.look, 1, 0.94, 1.06);
        let mut pet = Self {
            id,
            height,
            x,
            speed: 0.0,
            facing,
            lane,
            kind: actor.kind,
            look: actor.look,
            phase: chance::unit(actor.look, 2),
            feet: [Foot::planted_at(x); 4],
            lift: 0.0,
            rise: 0.0,
            leapt: -9.0,
            now: 0.0,
            sit: 0.0,
            lie: 0.0,
            calls: 0,
            excited: 0.0,
            holding: None,
            turned: 1.0,
        };
        for index in 0..4 {
            pet.feet[index] = Foot::planted_at(pet.home(index));
        }
        pet
    }

    fn side(&self) -> f64 {
        if self.facing < 0.0 { -1.0 } else { 1.0 }
    }

    #[must_use]
    pub fn length(&self) -> f64 {
        self.height
            * match self.kind {
                ActorKind::Cat => 1.25,
                ActorKind::Snail => 2.0,
                _ => 1.05,
            }
    }

    /// Under which hip a foot belongs.
    fn home(&self, index: usize) -> f64 {
        let half = self.length() * 0.5 * if index < 2 { 0.92 } else { -0.92 };
        self.x + self.side() * half + 0.02 * self.height * if index.is_multiple_of(2) { 1.0 } else { -1.0 }
    }

    pub fn start_at_speed(&mut self, speed: f64) {
        self.speed = speed;
        self.facing = speed.signum();
        for index in 0..4 {
            self.feet[index] = Foot::planted_at(self.home(index));
        }
    }

    pub fn step(&mut self, c: &mut Context<'_>) {
        self.now = c.now;
        let actions = c.actions_of(self.id);
        self.turn_back(c, &actions);
        let wish = self.wish(c, &actions);
        // A snail has one pace.
        let wish = if self.kind == ActorKind::Snail { wish.clamp(-0.75, 0.75) } else { wish };
        let rate = if wish.abs() > self.speed.abs() { 5.0 } else { 7.0 };
        if self.lift <= 0.0 {
            self.speed += (wish - self.speed).clamp(-rate * c.dt, rate * c.dt);
        }
        self.x += self.speed * c.dt;
        let goal = if self.speed.abs() > 0.2 { self.speed.signum() } else { self.watching(c, &actions) };
        follow(&mut self.facing, goal, c.dt, 0.09);
        self.leap(c, &actions);
        self.walk(c);
        self.call(c, &actions);
        self.fetch(c, &actions);
        let has = |verbs: &[Verb]| actions.iter().any(|action| verbs.contains(&action.verb));
        follow(&mut self.sit, f64::from(u8::from(has(&[Verb::Sit]))), c.dt, 0.2);
        follow(&mut self.lie, f64::from(u8::from(has(&[Verb::Sleep]))), c.dt, 0.3);
        if self.now < c.dt * 0.5 {
            self.sit = f64::from(u8::from(has(&[Verb::Sit])));
            self.lie = f64::from(u8::from(has(&[Verb::Sleep])));
        }
        let eager = has(&[Verb::Chase, Verb::Bark, Verb::Run, Verb::Jump, Verb::Catch]);
        follow(&mut self.excited, f64::from(u8::from(eager)), c.dt, 0.4);
    }

    /// A dog that runs where somebody stands runs to and fro around them, not out of the picture.
    fn turn_back(&mut self, c: &Context<'_>, actions: &[Action]) {
        let still = |seen: &&super::Seen| seen.kind.is_person() && seen.velocity.x.abs() < 0.2;
        let plays = actions.iter().any(|action| action.verb == Verb::Run && action.target.is_none());
        if let Some(person) = c.seen.iter().find(still).filter(|_| plays)
            && (self.x - person.at.x) * c.way(self.id) * self.turned > 1.1
        {
            self.turned = -self.turned;
        }
    }

    /// Takes the ball that it ran after, and carries it.
    fn fetch(&mut self, c: &mut Context<'_>, actions: &[Action]) {
        let wanted = actions.iter().find(|action| matches!(action.verb, Verb::Chase | Verb::Catch)).and_then(|action| action.target);
        let ball = wanted.filter(|ball| c.seen.get(*ball).is_some_and(|seen| seen.kind.is_ball()));
        if let (None, Some(ball)) = (self.holding, ball) {
            let at = c.seen[ball].at;
            let ahead = (at.x - self.x) * self.side();
            let near = ahead > 0.0 && ahead < self.length() * 0.5 + 0.42 && at.y < 1.1 * self.height;
            let small = c.radius(ball) < 0.13 * self.height;
            if near && small && c.holder(ball).is_none() && c.take(ball, self.id) {
                self.holding = Some(ball);
                c.tell_catch(self.x, self.lane, ball);
            }
        }
        if let Some(ball) = self.holding {
            let was = c.seen[ball].at;
            let head = self.pose().head;
            let way = head + Vec2::new(self.side() * 0.30 * self.height, -0.09 * self.height) - was;
            let most = (6.0 + self.speed.abs()) * c.dt;
            c.hold(ball, was + way * (most / way.hypot().max(1e-9)).min(1.0), Vec2::new(self.speed, 0.0));
        }
    }

    /// With the ball in its mouth it comes back to the nearest person.
    fn homewards(&self, c: &Context<'_>) -> f64 {
        let gap = c.seen.iter().filter(|seen| seen.kind.is_person()).map(|seen| seen.at.x - self.x).min_by(|a, b| a.abs().total_cmp(&b.abs()));
        gap.map_or(1.4 * c.way(self.id), |gap| ((gap.abs() - self.length() * 0.5 - 0.75).max(0.0) * 2.0).min(2.8) * gap.signum())
    }

    fn wish(&self, c: &Context<'_>, actions: &[Action]) -> f64 {
        let fetches = actions.iter().any(|action| matches!(action.verb, Verb::Chase | Verb::Catch) && action.target == self.holding);
        if self.holding.is_some() && fetches {
            return self.homewards(c);
        }
        let mut wish = 0.0;
        for action in actions {
            match action.verb {
                Verb::Walk => wish = self.going(c, action, 1.0 * action.haste),
                Verb::Run => wish = self.going(c, action, 3.6 * action.haste),
                Verb::Flee => wish = 3.9 * c.way(self.id),
                Verb::Chase | Verb::Catch => {
                    let behind = |at: f64| (at - self.x) * self.speed < 0.0 && self.speed.abs() > 0.5;
                    let held =
                        action.target.is_some_and(|target| c.seen.get(target).is_some_and(|prey| prey.kind.is_ball()) && c.holder(target).is_some());
                    if held {
                        wish = 0.0;
                    } else if let Some(prey) = action.target.and_then(|target| c.seen.get(target)) {
                        let gap = prey.at.x - self.x;
                        if prey.kind.is_ball() {
                            // It has run past the ball: it stops and turns.
                            let reach = (self.length() * 0.5 + 0.22) * if gap.abs() < 0.3 { self.side() } else { gap.signum() };
                            wish = if behind(prey.at.x) { 0.0 } else { (prey.velocity.x + (gap - reach) * 2.5).clamp(-4.2, 4.2) };
                            continue;
                        }
                        let near = self.length() * 0.5 + if prey.kind.is_pet() { 0.5 } else { 0.25 };
                        let still = prey.velocity.x.abs() < 0.4;
                        wish = if gap.abs() < near + 0.15 && still {
                            0.0
                        } else {
                            (prey.velocity.x + (gap - (near + 0.35) * gap.signum()) * 1.5).clamp(-4.2, 4.2)
                        };
                    }
                }
                _ => {}
            }
        }
        wish
    }

    /// Its own way, or up to whom it goes to.
    fn going(&self, c: &Context<'_>, action: &Action, pace: f64) -> f64 {
        let Some(goal) = action.target.and_then(|target| c.seen.get(target)) else { return self.beside(c, action, pace) };
        let gap = goal.at.x - self.x;
        let near = self.length() * 0.5 + if goal.kind == ActorKind::Car { 2.4 } else { 0.35 };
        ((gap.abs() - near).max(0.0) * 2.2).min(pace) * gap.signum()
    }

    /// Its own way at its own pace, or just ahead of a person who goes too.
    fn beside(&self, c: &Context<'_>, action: &Action, pace: f64) -> f64 {
        let way = c.way(self.id);
        match c.companion(self.id, action.verb) {
            Some(person) => person.velocity.x + ((person.at.x + way * (self.length() * 0.5 + 0.55) - self.x) * 1.2).clamp(-0.8, 0.8),
            None => pace * way * self.turned,
        }
    }

    fn watching(&self, c: &Context<'_>, actions: &[Action]) -> f64 {
        let target = actions.iter().find_map(|action| action.target).and_then(|target| c.seen.get(target));
        match target {
            Some(target) if (target.at.x - self.x).abs() > 0.1 => (target.at.x - self.x).signum(),
            _ => self.side(),
        }
    }

    fn leap(&mut self, c: &mut Context<'_>, actions: &[Action]) {
        if self.lift > 0.0 || self.rise > 0.0 {
            self.rise -= GRAVITY * c.dt;
            self.lift += self.rise * c.dt;
            let (lift, speed) = (self.lift, self.speed);
            let homes = [0, 1, 2, 3].map(|index| self.home(index));
            for (index, foot) in self.feet.iter_mut().enumerate() {
                let reach_out = if index < 2 { 0.12 } else { -0.16 } * speed.signum();
                foot.carry(Vec2::new(homes[index] + reach_out, lift + 0.05), c.dt);
            }
            if self.lift <= 0.0 && self.rise < 0.0 {
                self.lift = 0.0;
                self.rise = 0.0;
                self.feet.iter_mut().for_each(Foot::land);
                c.tell(self.x, self.lane, EventKind::Footstep { ground: c.stage.ground, weight: 0.35 });
            }
            return;
        }
        let flyer = actions.iter().any(|action| {
            action.verb == Verb::Chase
                && action.target.and_then(|t| c.seen.get(t)).is_some_and(|prey| prey.kind.is_flyer() && (prey.at.x - self.x).abs() < 0.9)
        });
        let asked = actions.iter().any(|action| action.verb == Verb::Jump);
        if (asked || flyer) && self.now - self.leapt > if asked { 1.1 } else { 2.7 } {
            self.leapt = self.now;
            self.rise = (2.0 * GRAVITY * 0.42 * self.height).sqrt();
        }
    }

    fn walk(&mut self, c: &mut Context<'_>) {
        if self.lift > 0.0 || self.rise > 0.0 {
            return;
        }
        let speed = self.speed.abs();
        let leg = self.height * 0.62;
        let gait = Gait::of_pet(leg, speed.max(0.2));
        let moving = speed > 0.12;
        if moving {
            self.phase += speed * c.dt / gait.stride;
        }
        let pattern = if self.is_galloping() { GALLOP } else { TROT };
        for (index, offset) in pattern.into_iter().enumerate() {
            let home = self.home(index);
            let at = part(self.phase + offset);
            let side = if moving { self.speed.signum() } else { self.side() };
            let foot = &mut self.feet[index];
            let lag = (home - foot.at.x) * side;
            let due = if moving { (at >= gait.duty && lag > 0.0) || lag > 0.75 * leg } else { lag.abs() > 0.12 * self.height };
            if foot.planted && due {
                foot.raise();
            }
            let seconds = if moving { gait.swing_seconds(speed).clamp(0.1, 0.4) } else { 0.25 };
            let lead = if moving { (gait.duty * gait.stride * 0.5).min(0.6 * leg) * side } else { 0.0 };
            let target = home + lead + self.speed * (1.0 - foot.swing) * seconds;
            if foot.travel(target, seconds, gait.lift, c.dt) && index % 2 == 1 && self.kind != ActorKind::Snail {
                let weight = if self.kind == ActorKind::Cat { 0.05 } else { 0.16 };
                c.tell(target, self.lane, EventKind::Footstep { ground: c.stage.ground, weight });
                if c.stage.wet {
                    c.tell(target, self.lane, EventKind::Splash { size: 0.05 });
                }
            }
        }
    }

    fn is_galloping(&self) -> bool {
        self.speed.abs() > 2.2
    }

    fn call(&mut self, c: &mut Context<'_>, actions: &[Action]) {
        let bark = actions.iter().any(|action| action.verb == Verb::Bark);
        let every = if bark { 0.55 } else { 3.1 };
        let asked = bark || actions.iter().any(|action| action.verb == Verb::Chase && self.kind == ActorKind::Dog);
        let due = (f64::from(self.calls) + 0.6) * every;
        let since = actions.first().map_or(0.0, |action| c.now - action.from);
        if asked && since > due && self.kind != ActorKind::Snail {
            self.calls += 1;
            let size = (self.height / 0.75).min(1.0) as f32;
            c.tell(self.x, self.lane, if self.kind == ActorKind::Cat { EventKind::Meow } else { EventKind::Bark { size } });
            self.leapt = self.leapt.max(c.now - 0.8);
            self.excited = 1.0;
        }
    }

    /// 0…1 shortly after a call.
    fn mouth(&self) -> f64 {
        let pant = if self.excited > 0.3 && self.kind == ActorKind::Dog { 0.35 + 0.15 * (self.now * 9.0).sin() } else { 0.0 };
        pant * self.excited
    }

    #[must_use]
    pub fn pose(&self) -> PetPose {
        let h = self.height;
        let side = self.side();
        let speed = self.speed.abs();
        let gallop = ease((speed - 1.8) / 0.9);
        let beat = (self.phase * std::f64::consts::TAU).sin();
        let bob = mix(0.012 * (2.0 * self.phase * std::f64::consts::TAU).sin(), 0.05 * beat, gallop) * h * (speed * 2.0).min(1.0);
        let rock = gallop * 0.11 * (self.phase * std::f64::consts::TAU + 0.8).cos()
            + ((self.rise * 0.07).clamp(-0.3, 0.35) * f64::from(u8::from(self.lift > 0.0)));
        let half = self.length() * 0.5 * (1.0 - 0.05 * gallop * beat);
        let foreshorten = self.facing.abs().max(0.25) * side;
        let mut middle = Vec2::new(self.x, 0.82 * h + bob + self.lift);
        middle.y -= self.lie * 0.56 * h;
        let sink = self.sit * 0.36 * h;
        let chest = middle + Vec2::new(foreshorten * half * rock.cos(), half * rock.sin() * 1.4 + self.sit * 0.10 * h);
        let rump = middle + Vec2::new(-foreshorten * half * (rock.cos() - 0.35 * self.sit), -half * rock.sin() * 1.4 - sink);
        let mut legs = [Limb { root: chest, joint: chest, end: chest }; 4];
        for (index, leg) in legs.iter_mut().enumerate() {
            let fore = index < 2;
            let root = (if fore { chest } else { rump }) + Vec2::new(if index % 2 == 0 { 0.03 } else { -0.03 } * h * side, -0.10 * h);
            let foot = self.feet[index];
            let mut end = foot.at + Vec2::new(0.0, 0.04 * h);
            if !fore {
                end.x = mix(end.x, rump.x + side * 0.22 * h, self.sit.max(self.lie));
            } else {
                end.x = mix(end.x, chest.x + side * 0.18 * h, self.lie);
            }
            let bend = if fore { -0.85 * side } else { side };
            *leg = reach(root, end, 0.36 * h, 0.38 * h, bend);
        }
        let alert = (self.now * 1.1 + self.look as f64 % 9.0).sin();
        let up = mix(0.36 + 0.03 * alert, 0.24, gallop);
        let head = chest + Vec2::new(foreshorten * (0.34 + 0.06 * gallop) * h, up * h - self.lie * 0.34 * h + self.sit * 0.08 * h);
        let wag_speed = mix(4.0, 13.0, self.excited);
        PetPose {
            height: h,
            facing: self.facing,
            lane: self.lane,
            rump,
            chest,
            head,
            head_tilt: 0.05 * alert - rock * 0.5 + self.lie * 0.2,
            legs,
            tail: (self.now * wag_speed).sin() * mix(0.12, 0.5, self.excited) - 0.5 * gallop,
            ears: gallop * (0.4 + 0.2 * beat),
            mouth: self.mouth(),
            blink: if self.lie > 0.6 || (self.now + self.look as f64 % 3.0) % 3.3 < 0.12 { 1.0 } else { 0.0 },
            lift: self.lift,
            asleep: self.lie > 0.6,
        }
    }
}
