//! A person in motion: where to go, how fast, with what balance and mood.
//!
//! Steps, jumps and kicks are in `legs`, what the hands do in `hands`, and the pose that follows in `body`.

use super::{
    Context,
    body::bones,
    chance,
    gait::{Foot, Gait, part},
    hands::{self, Hands},
    legs::Air,
    pose::{Mood, follow, mix},
    vault::Vault,
    whole::Whole,
};
use crate::studio::screenplay::{Action, Actor, ActorId, ActorKind, Feeling, Setting, Verb};

#[derive(Clone, Debug)]
pub struct Figure {
    pub id: ActorId,
    pub height: f64,
    pub x: f64,
    pub speed: f64,
    pub facing: f64,
    pub lane: f64,
    pub hands: Hands,
    /// Where it stands when it has nothing to do: side of the partner.
    pub rest_facing: f64,
    pub(super) look: u64,
    pub(super) lift: f64,
    pub(super) rise: f64,
    pub(super) air: Air,
    pub(super) crouch: f64,
    pub(super) crouch_speed: f64,
    pub(super) phase: f64,
    pub(super) feet: [Foot; 2],
    pub(super) lean: f64,
    pub(super) sit: f64,
    pub(super) lie: f64,
    pub(super) kicked: Option<f64>,
    pub(super) jumped: Option<f64>,
    pub(super) settle: f64,
    pub(super) now: f64,
    pub(super) mood: Mood,
    pub(super) feeling: Option<Feeling>,
    pub(super) talking: f64,
    /// Height of what it stands on.
    pub floor: f64,
    pub(super) whole: Option<Box<Whole>>,
    /// The last act of the whole body that was begun.
    pub(super) performed: Option<(Verb, f64)>,
    /// Too young to walk.
    pub(super) crawls: bool,
    /// Made of metal: stiff; of snow: it stays where it is.
    pub(super) stiff: bool,
    rooted: bool,
    /// 0…1: leans back into a rope.
    pub(super) pull: f64,
    pub(super) march: f64,
    pub(super) struck: Option<f64>,
    /// Metres by which it makes room for somebody.
    pub(super) aside: f64,
    pub(super) vault: Option<Vault>,
    /// Where it stood when the curtain rose.
    pub(super) home: f64,
    /// 1; less with age, which also bends the back.
    pub(super) spring: f64,
}

impl Figure {
    #[must_use]
    pub fn new(id: ActorId, actor: &Actor, x: f64, lane: f64, facing: f64) -> Self {
        let usual = match actor.kind {
            ActorKind::Somebody => 1.74,
            kind => kind.measure().height,
        };
        let height = usual * mix(1.0, f64::from(actor.size), 0.6) * chance::between(actor.look, 1, 0.97, 1.03);
        let stance = 0.05 * height;
        Self {
            id,
            height,
            x,
            speed: 0.0,
            facing,
            lane,
            hands: Hands::default(),
            rest_facing: facing,
            look: actor.look,
            lift: 0.0,
            rise: 0.0,
            air: Air::Grounded,
            crouch: 0.0,
            crouch_speed: 0.0,
            phase: chance::unit(actor.look, 2),
            feet: [Foot::planted_at(x + stance * facing.signum()), Foot::planted_at(x - stance * facing.signum())],
            lean: 0.0,
            sit: 0.0,
            lie: 0.0,
            kicked: None,
            jumped: None,
            settle: 0.0,
            now: 0.0,
            mood: Mood::Calm,
            feeling: actor.feeling,
            talking: 0.0,
            floor: 0.0,
            whole: None,
            performed: None,
            crawls: actor.kind == ActorKind::Baby,
            stiff: actor.kind == ActorKind::Robot,
            rooted: actor.kind == ActorKind::Snowman,
            pull: 0.0,
            march: 0.0,
            struck: None,
            aside: 0.0,
            vault: None,
            home: x,
            spring: if actor.wear.old { 0.78 } else { 1.0 },
        }
    }

    /// Begins in the middle of a run: no one starts from rest when the curtain rises.
    pub fn start_at_speed(&mut self, speed: f64) {
        self.speed = speed;
        self.facing = speed.signum();
        self.rest_facing = self.facing * 0.75;
        let gait = Gait::of_person(self.leg(), speed.abs());
        for (index, foot) in self.feet.iter_mut().enumerate() {
            let at = part(self.phase + 0.5 * index as f64);
            let along = gait.stride * (gait.duty * 0.5 - at.min(gait.duty)) * speed.signum();
            *foot = Foot::planted_at(self.x + along.clamp(-0.3 * self.height, 0.3 * self.height));
        }
    }

    #[must_use]
    pub fn leg(&self) -> f64 {
        self.height * bones::LEG
    }

    #[must_use]
    pub fn side(&self) -> f64 {
        if self.facing < 0.0 { -1.0 } else { 1.0 }
    }

    #[must_use]
    pub fn is_up(&self) -> bool {
        self.air == Air::Flying
    }

    /// New words: what was done for the old ones is not done yet, and it turns from where it looks now.
    pub(super) fn renew(&mut self, under_way: &[Verb]) {
        if !under_way.contains(&Verb::Kick) {
            self.kicked = None;
        }
        self.hands.renew(under_way.contains(&Verb::Throw));
        if self.facing.abs() > 0.3 {
            self.rest_facing = self.facing;
        }
    }

    /// Gets off what carried it so far.
    pub(super) fn alight_at(&mut self, along: f64) {
        self.x += along;
        self.home += along;
        self.feet.iter_mut().for_each(|foot| foot.shift(along));
    }

    /// Bends the knees, then leaps.
    pub fn leap(&mut self, speed: f64, after: f64) {
        if self.air == Air::Grounded {
            self.air = Air::Gathering { left: after, speed };
        }
    }

    pub fn bend(&mut self, depth: f64) {
        self.crouch = self.crouch.max(depth);
    }

    pub fn step(&mut self, c: &mut Context<'_>) {
        self.now = c.now;
        let actions = self.answered(c, c.actions_of(self.id));
        if self.perform(c, &actions) {
            self.feel(&actions);
            if self.hands.holding.is_some() {
                hands::step(self, c, &actions);
            }
            return;
        }
        let wish = if self.rooted { 0.0 } else { self.wish(c, &actions) };
        self.tug(c, &actions);
        self.step_aside(c, &actions);
        self.steer(c, &actions, wish);
        self.jump(c, &actions);
        self.walk(c);
        self.kick(c, &actions);
        self.carry_weight(c.dt);
        self.feel(&actions);
        hands::step(self, c, &actions);
    }

    /// With what it answers: who is hugged hugs back, a hand that is held out is taken.
    fn answered(&self, c: &Context<'_>, mut actions: Vec<Action>) -> Vec<Action> {
        for other in (0..c.seen.len()).filter(|other| *other != self.id && (c.seen[*other].at.x - self.x).abs() < 0.65 * self.height) {
            let towards_me = |action: &Action| matches!(action.verb, Verb::Hug | Verb::Shake) && action.target == Some(self.id);
            let offer = c.actions_of(other).into_iter().find(towards_me);
            if let Some(offer) = offer.filter(|offer| actions.iter().all(|own| own.verb != offer.verb)) {
                actions.push(Action { target: Some(other), ..offer });
            }
        }
        actions
    }

    /// Speed that is wanted, with its sign.
    fn wish(&mut self, c: &Context<'_>, actions: &[Action]) -> f64 {
        let limb = (self.height / 1.75).sqrt();
        let mut wish = 0.0;
        for action in actions {
            let way = c.way(self.id);
            match action.verb {
                Verb::Walk => wish = self.going(c, action, 1.25 * limb * action.haste * self.spring),
                Verb::Run => wish = self.going(c, action, 3.5 * limb * action.haste * self.spring),
                Verb::Drive => wish = 0.0,
                Verb::Flee => wish = 3.3 * limb * way * self.spring,
                Verb::Chase => wish = self.chasing(c, action, 3.9 * limb).unwrap_or(wish),
                Verb::Kick | Verb::Catch => wish = self.towards_ball(c, action, wish),
                // What was not in the hands when the scene was set is fetched.
                Verb::Throw | Verb::Bounce if c.plan.goes_on() && self.hands.is_idle() => wish = self.towards_ball(c, action, wish),
                Verb::Jump => wish = self.running_up(c, action, 3.1 * limb * action.haste).unwrap_or(wish),
                Verb::Skip => wish = self.going(c, action, 2.1 * limb * action.haste),
                Verb::March => wish = self.going(c, action, 1.35 * limb * action.haste),
                Verb::Glide => wish = self.going(c, action, 2.6 * limb * action.haste),
                Verb::Push => wish = self.going(c, action, 0.55 * limb * action.haste),
                Verb::Cannonball | Verb::Dive if self.floor > 0.5 && c.now > action.from => wish = 2.0 * limb,
                Verb::Pull => wish = -self.side() * c.hauls(self.id),
                Verb::Hit => wish = self.rallying(c, action).unwrap_or(wish),
                Verb::Hug | Verb::Shake | Verb::Give | Verb::Light | Verb::Open | Verb::Knock if action.target.is_some() => {
                    wish = self.going(c, action, 1.2 * limb);
                }
                _ => {}
            }
        }
        wish
    }

    /// Its own way, or up to whom it goes to.
    fn going(&self, c: &Context<'_>, action: &Action, pace: f64) -> f64 {
        let Some(goal) = action.target.and_then(|target| c.seen.get(target)) else { return pace * c.way(self.id) };
        let gap = goal.at.x - self.x;
        let near = match (action.verb, goal.kind) {
            (_, ActorKind::Car) => 2.4,
            (Verb::Hug, _) => 0.2 * self.height,
            (Verb::Shake, _) => 0.42 * self.height,
            (_, kind) if !kind.is_person() => 0.3 * self.height + kind.measure().length.min(3.0) * 0.5,
            _ => 0.72,
        };
        // Both may come: braking begins early.
        ((gap.abs() - near).max(0.0) * 1.25).min(pace) * gap.signum()
    }

    fn chasing(&self, c: &Context<'_>, action: &Action, fastest: f64) -> Option<f64> {
        let target = action.target?;
        let prey = c.seen.get(target)?;
        let gap = prey.at.x - self.x;
        let near = 0.55 + 0.3 * f64::from(u8::from(prey.kind.is_person()));
        if (gap.abs() < near && prey.velocity.x.abs() < 0.5) || (prey.kind.is_ball() && c.holder(target).is_some()) {
            return Some(0.0);
        }
        Some((prey.velocity.x + (gap - near * 2.0 * gap.signum()) * 1.6).clamp(-fastest, fastest))
    }

    /// To the ball that is to be kicked or caught, where it is not here yet.
    fn towards_ball(&self, c: &Context<'_>, action: &Action, wish: f64) -> f64 {
        let Some(ball) = c.ball_for(self.id, action) else { return wish };
        if let Some(kicked) = self.kicked.filter(|_| action.verb == Verb::Kick) {
            // Nobody is there to take it: it runs on with the ball.
            let follows = c.pass_to(self.id, ball).is_none() && self.now > kicked + 0.75;
            let gap = c.seen[ball].at.x - self.x;
            return if follows && gap.abs() > 0.3 { (gap * 1.6).clamp(-2.6, 2.6) } else { wish * 0.4 };
        }
        let at = c.seen[ball].at;
        let gap = at.x - self.x;
        let near = if action.verb == Verb::Kick { 0.34 * self.height } else { 0.3 };
        if gap.abs() <= near || (action.verb == Verb::Catch && c.holder(ball).is_some()) {
            return 0.0;
        }
        ((gap - near * gap.signum()) * 3.0).clamp(-3.0, 3.0)
    }

    fn steer(&mut self, c: &Context<'_>, actions: &[Action], wish: f64) {
        let wish = if matches!(self.air, Air::Flying) { self.speed } else { wish };
        let rate = if wish.abs() > self.speed.abs() { 3.2 } else { 5.0 };
        let change = (wish - self.speed).clamp(-rate * c.dt, rate * c.dt);
        self.speed += change;
        self.x += self.speed * c.dt;
        self.stay_on_side(c);
        if c.stage.setting == Setting::Stairs {
            follow(&mut self.floor, c.stage.floor(self.x), c.dt, 0.12);
        }
        let goal = if self.speed.abs() > 0.3 { self.speed.signum() * 0.9 } else { self.resting(c, actions) };
        follow(&mut self.facing, goal, c.dt, 0.13);
        let lean = 0.035 * self.speed.abs().min(5.0) + 0.02 * (change / c.dt).abs().min(4.0) * (change * self.speed).signum();
        follow(&mut self.lean, lean, c.dt, 0.12);
    }

    /// Towards whom it turns when it stands.
    fn resting(&self, c: &Context<'_>, actions: &[Action]) -> f64 {
        if actions.iter().any(|action| action.verb == Verb::Ride) {
            return 0.85 * c.way(self.id);
        }
        for action in actions {
            let mine = |target: &ActorId| self.hands.holding == Some(*target);
            if let Some(target) = action.target.filter(|target| !mine(target)).and_then(|target| c.seen.get(target)) {
                return (target.at.x - self.x).signum() * if action.verb == Verb::Wave { 0.35 } else { 0.75 };
            }
            match action.verb {
                Verb::Throw if c.shoots(self.id, action) => return 0.85,
                Verb::Throw => return 0.75 * self.rest_facing.signum(),
                Verb::Wave | Verb::Cheer | Verb::Dance | Verb::Clap | Verb::Sing | Verb::Laugh => return 0.3 * self.side(),
                Verb::Pull | Verb::Push => return 0.85 * self.rest_facing.signum(),
                Verb::Sit => return 0.42 * self.rest_facing.signum(),
                _ => {}
            }
        }
        self.rest_facing
    }

    /// Leans back into a rope, and is heaved to and fro by it.
    fn tug(&mut self, c: &Context<'_>, actions: &[Action]) {
        let pulls = actions.iter().find(|action| action.verb == Verb::Pull);
        let since = pulls.map_or(0.0, |action| c.now - action.from);
        let goal = pulls.map_or(0.0, |_| 0.72 + 0.28 * super::tug::heave(since));
        follow(&mut self.pull, goal, c.dt, if c.now < 0.02 { 1e-6 } else { 0.18 });
        if pulls.is_some() && !self.rooted {
            self.x += c.tugged(self.id, since) * c.dt;
            self.bend(0.28 + 0.1 * self.pull);
        }
        let marches = actions.iter().any(|action| action.verb == Verb::March);
        follow(&mut self.march, f64::from(u8::from(marches)), c.dt, 0.2);
    }

    fn carry_weight(&mut self, dt: f64) {
        let force = -self.crouch * 170.0 - self.crouch_speed * 19.0;
        self.crouch_speed += force * dt;
        self.crouch = (self.crouch + self.crouch_speed * dt).clamp(-0.12, 1.25);
        self.settle += dt;
    }

    fn feel(&mut self, actions: &[Action]) {
        let has = |verb: Verb| actions.iter().any(|action| action.verb == verb);
        let just = |verb: Verb| actions.iter().any(|action| action.verb == verb && self.now < action.from + 2.2);
        self.mood = if let Some(feeling) = self.feeling {
            match feeling {
                Feeling::Happy => Mood::Happy,
                Feeling::Sad => Mood::Sad,
                Feeling::Surprised => Mood::Surprised,
                Feeling::Angry => Mood::Angry,
                Feeling::Afraid => Mood::Afraid,
                Feeling::Tired => Mood::Tired,
            }
        } else if has(Verb::Cry) {
            Mood::Sad
        } else if has(Verb::Hide) {
            Mood::Afraid
        } else if [Verb::Cheer, Verb::Wave, Verb::Dance, Verb::Laugh, Verb::Clap, Verb::Sing, Verb::Hug, Verb::Float].into_iter().any(has) {
            Mood::Happy
        } else if has(Verb::Flee) {
            Mood::Surprised
        } else if has(Verb::Pull) || has(Verb::Push) || has(Verb::Lift) {
            Mood::Angry
        } else if has(Verb::Run) || has(Verb::Chase) || has(Verb::Jump) || just(Verb::Throw) || just(Verb::Kick) {
            Mood::Eager
        } else {
            Mood::Calm
        };
        let goal = if has(Verb::Sit) || has(Verb::Ride) { 1.0 } else { 0.0 };
        follow(&mut self.sit, goal, super::physics::STEP, 0.16);
        let goal = if has(Verb::Sleep) || has(Verb::Fall) { 1.0 } else { 0.0 };
        follow(&mut self.lie, goal, super::physics::STEP, 0.22);
        let goal = if has(Verb::Talk) { 1.0 } else { 0.0 };
        if self.now < super::physics::STEP * 0.5 {
            self.sit = f64::from(u8::from(has(Verb::Sit) || has(Verb::Ride)));
            self.lie = f64::from(u8::from(has(Verb::Sleep)));
        }
        follow(&mut self.talking, goal, super::physics::STEP, 0.2);
    }

    /// Seconds of this shot.
    #[must_use]
    pub fn clock(&self) -> f64 {
        self.now
    }

    /// Cycles of the gait since the beginning.
    #[must_use]
    pub fn cycle(&self) -> f64 {
        self.phase
    }
}
