//! Beasts in motion: gaits, hops and waddles, chasing, sitting, sleeping, eating, pulling, tails that tell.
//!
//! What tells one kind from another is in `beast`, the pose that follows in `hide`.

use super::{
    Context, Mark, MarkKind,
    beast::{Beast, Going, voice},
    chance,
    event::EventKind,
    gait::{Foot, Gait, part},
    pose::{Vec2, follow},
    vault::{self, Vault},
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
    pub(super) kind: ActorKind,
    pub(super) beast: Beast,
    pub(super) look: u64,
    pub(super) phase: f64,
    pub(super) feet: [Foot; 4],
    pub(super) lift: f64,
    pub(super) rise: f64,
    pub(super) leapt: f64,
    pub(super) now: f64,
    pub(super) sit: f64,
    pub(super) lie: f64,
    calls: u32,
    pub(super) called: f64,
    pub(super) excited: f64,
    /// 0…1: head at the ground, chewing.
    pub(super) eat: f64,
    /// 0…1: leans back into a rope.
    pub(super) pull: f64,
    /// 0…1: chest down, rump up.
    pub(super) stretch: f64,
    /// Of the head, upwards.
    pub(super) gaze: f64,
    /// Nose up, while it leaps.
    pub(super) tilt: f64,
    pub(super) water: Option<f64>,
    pub(super) wet: f64,
    pub(super) munched: f64,
    /// The ball in its mouth.
    pub holding: Option<ActorId>,
    /// −1 on its way back to whom it plays around.
    turned: f64,
    pub(super) vault: Option<Vault>,
}

impl Pet {
    /// Somebody pushed it: off the ground, and to the side.
    pub(super) fn startle(&mut self, aside: f64, up: f64) {
        if self.lift <= 0.0 {
            (self.rise, self.lift) = (up, 0.001);
        }
        self.speed += aside;
    }

    #[must_use]
    pub fn new(id: ActorId, actor: &Actor, x: f64, lane: f64, facing: f64) -> Self {
        let beast = Beast::of(actor.kind, f64::from(actor.size));
        let height = beast.height * chance::between(actor.look, 1, 0.94, 1.06);
        let mut pet = Self {
            id,
            height,
            x,
            speed: 0.0,
            facing,
            lane,
            kind: actor.kind,
            beast,
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
            called: -9.0,
            excited: 0.0,
            eat: 0.0,
            pull: 0.0,
            stretch: 0.0,
            gaze: 0.0,
            tilt: 0.0,
            water: None,
            wet: 0.0,
            munched: -9.0,
            holding: None,
            turned: 1.0,
            vault: None,
        };
        for index in 0..4 {
            pet.feet[index] = Foot::planted_at(pet.home(index));
        }
        pet
    }

    /// New words: its calls are counted anew.
    pub(super) fn renew(&mut self, under_way: &[Verb]) {
        if !under_way.iter().any(|verb| matches!(verb, Verb::Chase | Verb::Bark)) {
            self.calls = 0;
        }
    }

    pub(super) fn side(&self) -> f64 {
        if self.facing < 0.0 { -1.0 } else { 1.0 }
    }

    #[must_use]
    pub fn length(&self) -> f64 {
        self.height * self.beast.trunk
    }

    /// Under which hip a foot belongs.
    pub(super) fn home(&self, index: usize) -> f64 {
        let half = if self.beast.going == Going::Waddle { 0.0 } else { self.length() * 0.5 * if index < 2 { 0.92 } else { -0.92 } };
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
        let wish = self.running_up(c, &actions).unwrap_or_else(|| self.wish(c, &actions));
        // A snail has one pace, and no one runs faster than it can.
        let most = if self.beast.run > 3.0 { 4.4_f64.max(self.beast.run * 1.2) } else { self.beast.run * 1.15 };
        let wish = wish.clamp(-most, most);
        // What is heavy starts and stops slowly.
        let nimble = (25.0 / self.beast.mass).powf(0.2).clamp(0.35, 1.3);
        let rate = if wish.abs() > self.speed.abs() { 5.0 } else { 7.0 } * nimble;
        let wish = if self.beast.going == Going::Hop { self.hops(c, wish) } else { wish };
        if self.lift <= 0.0 {
            self.speed += (wish - self.speed).clamp(-rate * c.dt, rate * c.dt);
        }
        self.tug(c, &actions);
        self.x += self.speed * c.dt;
        let goal = if self.speed.abs() > 0.2 { self.speed.signum() } else { self.watching(c, &actions) };
        follow(&mut self.facing, goal, c.dt, 0.09);
        self.leap(c, &actions);
        self.walk(c);
        self.call(c, &actions);
        self.fetch(c, &actions);
        self.habits(c, &actions);
        let has = |verbs: &[Verb]| actions.iter().any(|action| verbs.contains(&action.verb));
        follow(&mut self.sit, f64::from(u8::from(has(&[Verb::Sit]))), c.dt, 0.2);
        follow(&mut self.lie, f64::from(u8::from(has(&[Verb::Sleep, Verb::Hide]))), c.dt, 0.3);
        if self.now < c.dt * 0.5 {
            self.sit = f64::from(u8::from(has(&[Verb::Sit])));
            self.lie = f64::from(u8::from(has(&[Verb::Sleep])));
        }
        let eager = has(&[Verb::Chase, Verb::Bark, Verb::Run, Verb::Jump, Verb::Catch, Verb::Dance, Verb::Cheer]);
        follow(&mut self.excited, f64::from(u8::from(eager)), c.dt, 0.4);
    }

    /// A dog that runs where somebody stands runs to and fro around them, not out of the picture.
    fn turn_back(&mut self, c: &Context<'_>, actions: &[Action]) {
        let still = |seen: &&super::Seen| seen.kind.is_person() && seen.velocity.x.abs() < 0.2;
        let ridden = c.plan.cast.iter().any(|actor| actor.actions.iter().any(|action| action.verb == Verb::Ride && action.target == Some(self.id)));
        let plays = !ridden && self.height < 1.0 && actions.iter().any(|action| action.verb == Verb::Run && action.target.is_none());
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
                Verb::Walk | Verb::March | Verb::Crawl => wish = self.going(c, action, self.beast.walk * action.haste),
                Verb::Run | Verb::Skip => wish = self.going(c, action, self.beast.run * action.haste),
                Verb::Swim => wish = self.going(c, action, 0.8 * self.beast.walk.max(0.6) * action.haste),
                Verb::Push => wish = self.going(c, action, 0.5 * self.beast.walk),
                Verb::Pull => wish = -self.side() * 0.8 * c.hauls(self.id),
                Verb::Flee => wish = self.beast.run.max(3.6).min(self.beast.run * 1.1) * c.way(self.id),
                Verb::Eat | Verb::Drink if action.target.is_some() => wish = self.going(c, action, self.beast.walk),
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
        let near = self.length() * 0.5
            + match (action.verb, goal.kind) {
                (_, ActorKind::Car) => 2.4,
                (Verb::Eat | Verb::Drink, _) => self.beast.head.0.max(0.42) * self.height + 0.25 * self.height,
                _ => 0.35_f64.max(0.5 * self.height),
            };
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
            self.rise -= c.stage.setting.gravity().max(0.8) * c.dt;
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
                let weight = (2.2 * self.beast.tread(self.kind)).min(1.2) as f32;
                let (ground, heavy) = (c.stage.ground, self.beast.mass > 100.0);
                let kind = if heavy { EventKind::Landing { ground, weight } } else { EventKind::Footstep { ground, weight } };
                c.tell(self.x, self.lane, kind);
            }
            return;
        }
        let flyer = actions.iter().any(|action| {
            action.verb == Verb::Chase
                && action.target.and_then(|t| c.seen.get(t)).is_some_and(|prey| prey.kind.is_flyer() && (prey.at.x - self.x).abs() < 0.9)
        });
        let hops = |action: &Action| matches!(action.verb, Verb::Jump | Verb::Dance | Verb::Cheer) && vault::over(c.plan, action).is_none();
        let asked = actions.iter().any(hops);
        if (asked || flyer) && self.now - self.leapt > if asked { 1.1 } else { 2.7 } {
            self.leapt = self.now;
            // The small leap many times their height, the heavy hardly at all.
            let high = (0.42 * self.height * (25.0 / self.beast.mass).powf(0.25).clamp(0.25, 2.2)).min(1.0);
            self.rise = (2.0 * 9.81 * high).sqrt() * if c.stage.setting.gravity() < 5.0 { 0.62 } else { 1.0 };
        }
    }

    fn walk(&mut self, c: &mut Context<'_>) {
        if self.lift > 0.0 || self.rise > 0.0 {
            return;
        }
        let speed = self.speed.abs();
        if self.beast.going == Going::Waddle {
            return self.waddle(c);
        }
        let leg = self.height * 0.62;
        // Long legs swing slowly.
        let long = (leg / 0.36).sqrt().max(1.0);
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
            let seconds = if moving { gait.swing_seconds(speed).clamp(0.1, 0.4 * long) } else { 0.25 * long };
            let lead = if moving { (gait.duty * gait.stride * 0.5).min(0.6 * leg) * side } else { 0.0 };
            let target = home + lead + self.speed * (1.0 - foot.swing) * seconds;
            if foot.travel(target, seconds, gait.lift, c.dt) && index % 2 == 1 && self.kind != ActorKind::Snail {
                let weight = self.beast.tread(self.kind);
                c.tell(target, self.lane, EventKind::Footstep { ground: c.stage.ground, weight: weight as f32 });
                if self.beast.mass > 1_500.0 && !c.stage.setting.is_indoors() {
                    c.marks.push(Mark { now: c.now, at: Vec2::new(target, 0.0), lane: self.lane, kind: MarkKind::Dust, size: 0.3 });
                }
                if c.stage.wet {
                    c.tell(target, self.lane, EventKind::Splash { size: 0.05 });
                }
            }
        }
    }

    fn is_galloping(&self) -> bool {
        self.speed.abs() > 2.2_f64.max(2.2 * self.beast.walk)
    }

    fn call(&mut self, c: &mut Context<'_>, actions: &[Action]) {
        let bark = actions.iter().any(|action| action.verb == Verb::Bark);
        // Large lungs take their time.
        let every = if bark { 0.55 * (self.height / 0.58).max(1.0).sqrt() + if self.height > 0.8 { 0.9 } else { 0.0 } } else { 3.1 };
        let asked = bark || actions.iter().any(|action| action.verb == Verb::Chase && self.kind == ActorKind::Dog);
        let due = (f64::from(self.calls) + 0.6) * every;
        let since = actions.first().map_or(0.0, |action| c.now - action.from);
        if asked
            && since > due
            && let Some(voice) = voice(self.kind, self.height)
        {
            self.calls += 1;
            self.called = c.now;
            c.tell(self.x, self.lane, voice);
            self.leapt = self.leapt.max(c.now - 0.8);
            self.excited = 1.0;
        }
    }
}
