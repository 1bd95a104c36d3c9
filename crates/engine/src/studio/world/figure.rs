//! A person in motion: gait, jumps, arms and balance. Poses are solved backwards from planted feet and reaching hands.
//!
//! What the hands do is in `hands`; this file knows legs, trunk and where to go.

use super::{
    Context,
    chance,
    event::EventKind,
    gait::{Foot, Gait, part},
    hands::{self, Hands},
    physics::GRAVITY,
    pose::{Limb, Mood, PersonPose, Vec2, ease, follow, mix, reach},
};
use crate::studio::screenplay::{Action, Actor, ActorId, ActorKind, Feeling, Verb};

/// Bones as parts of the height.
pub mod bones {
    pub const LEG: f64 = 0.475;
    pub const THIGH: f64 = 0.243;
    pub const SHIN: f64 = 0.238;
    pub const ANKLE: f64 = 0.045;
    pub const TRUNK: f64 = 0.285;
    pub const NECK: f64 = 0.05;
    pub const UPPER_ARM: f64 = 0.165;
    pub const FOREARM: f64 = 0.16;
    pub const SHOULDER: f64 = 0.092;
    pub const HIP: f64 = 0.052;
    pub const TOE: f64 = 0.095;
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Air {
    Grounded,
    /// Bending the knees; seconds left, speed of the leap.
    Gathering { left: f64, speed: f64 },
    Flying,
}

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
    look: u64,
    lift: f64,
    rise: f64,
    air: Air,
    crouch: f64,
    crouch_speed: f64,
    phase: f64,
    feet: [Foot; 2],
    lean: f64,
    sit: f64,
    lie: f64,
    kicked: Option<f64>,
    jumped: Option<f64>,
    settle: f64,
    now: f64,
    mood: Mood,
    feeling: Option<Feeling>,
    talking: f64,
    /// 1; less with age, which also bends the back.
    spring: f64,
}

impl Figure {
    #[must_use]
    pub fn new(id: ActorId, actor: &Actor, x: f64, lane: f64, facing: f64) -> Self {
        let usual = match actor.kind {
            ActorKind::Woman => 1.68,
            ActorKind::Man => 1.8,
            _ => 1.25,
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
        let actions = c.actions_of(self.id);
        let wish = self.wish(c, &actions);
        self.steer(c, &actions, wish);
        self.jump(c, &actions);
        self.walk(c);
        self.kick(c, &actions);
        self.carry_weight(c.dt);
        self.feel(&actions);
        hands::step(self, c, &actions);
    }

    /// Speed that is wanted, with its sign.
    fn wish(&self, c: &Context<'_>, actions: &[Action]) -> f64 {
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
                _ => {}
            }
        }
        wish
    }

    /// Its own way, or up to whom it goes to.
    fn going(&self, c: &Context<'_>, action: &Action, pace: f64) -> f64 {
        let Some(goal) = action.target.and_then(|target| c.seen.get(target)) else { return pace * c.way(self.id) };
        let gap = goal.at.x - self.x;
        let near = if goal.kind == ActorKind::Car { 2.4 } else { 0.72 };
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
        if action.verb == Verb::Kick && self.kicked.is_some() {
            return wish * 0.4;
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
        let goal = if self.speed.abs() > 0.3 { self.speed.signum() * 0.9 } else { self.resting(c, actions) };
        follow(&mut self.facing, goal, c.dt, 0.13);
        let lean = 0.035 * self.speed.abs().min(5.0) + 0.02 * (change / c.dt).abs().min(4.0) * (change * self.speed).signum();
        follow(&mut self.lean, lean, c.dt, 0.12);
    }

    /// Towards whom it turns when it stands.
    fn resting(&self, c: &Context<'_>, actions: &[Action]) -> f64 {
        for action in actions {
            let mine = |target: &ActorId| self.hands.holding == Some(*target);
            if let Some(target) = action.target.filter(|target| !mine(target)).and_then(|target| c.seen.get(target)) {
                return (target.at.x - self.x).signum() * if action.verb == Verb::Wave { 0.35 } else { 0.75 };
            }
            match action.verb {
                Verb::Throw if c.stage.hoop.is_some() => return 0.85,
                Verb::Throw => return 0.75 * self.rest_facing.signum(),
                Verb::Wave | Verb::Cheer | Verb::Dance => return 0.3 * self.side(),
                Verb::Sit => return 0.42 * self.rest_facing.signum(),
                _ => {}
            }
        }
        self.rest_facing
    }

    fn jump(&mut self, c: &mut Context<'_>, actions: &[Action]) {
        let asked = actions.iter().find(|action| matches!(action.verb, Verb::Jump | Verb::Cheer));
        match self.air {
            Air::Grounded => {
                if let Some(action) = asked {
                    let every = if action.verb == Verb::Cheer { 0.75 } else { 1.15 } + chance::between(self.look, 5, 0.0, 0.3);
                    let ready = self.jumped.is_none_or(|last| c.now - last > every);
                    if ready && c.now < action.from + action.seconds - 0.4 {
                        self.jumped = Some(c.now);
                        let high = if action.verb == Verb::Cheer { 0.14 } else { 0.42 + 0.02 * self.speed.abs() };
                        self.leap((2.0 * GRAVITY * high * self.height / 1.75).sqrt(), 0.24);
                    }
                }
            }
            Air::Gathering { left, speed } => {
                let left = left - c.dt;
                self.crouch_speed += (0.9 - self.crouch) * 240.0 * c.dt;
                self.air = Air::Gathering { left, speed };
                if left <= 0.0 {
                    self.air = Air::Flying;
                    self.rise = speed;
                    self.crouch = self.crouch.min(0.15);
                    self.crouch_speed = -2.0;
                    c.tell(self.x, self.lane, EventKind::Whoosh { speed: speed as f32 });
                }
            }
            Air::Flying => self.fly(c),
        }
    }

    fn fly(&mut self, c: &mut Context<'_>) {
        self.rise -= GRAVITY * c.dt;
        self.lift += self.rise * c.dt;
        let side = self.side();
        let tuck = (self.lift / (0.3 * self.height)).clamp(0.0, 1.0);
        for (index, foot) in self.feet.iter_mut().enumerate() {
            let ahead = if index == 0 { 0.13 } else { -0.1 } * self.height * side * (0.4 + 0.6 * ease(self.speed.abs()));
            let up = self.lift + tuck * self.height * if index == 0 { 0.10 } else { 0.06 };
            foot.carry(Vec2::new(self.x + ahead * tuck.max(0.35), up), c.dt);
        }
        if self.lift <= 0.0 && self.rise < 0.0 {
            self.crouch_speed += 5.2 * (-self.rise / 3.0).min(1.5);
            self.lift = 0.0;
            self.air = Air::Grounded;
            for foot in &mut self.feet {
                foot.land();
            }
            let weight = (0.5 * self.height / 1.75 + 0.2 * -self.rise) as f32;
            c.tell(self.x, self.lane, EventKind::Landing { ground: c.stage.ground, weight: weight.min(1.5) });
            self.rise = 0.0;
        }
    }

    fn walk(&mut self, c: &mut Context<'_>) {
        if self.air == Air::Flying {
            return;
        }
        let speed = self.speed.abs();
        let side = if speed > 0.15 { self.speed.signum() } else { self.side() };
        if speed > 0.15 {
            let gait = Gait::of_person(self.leg(), speed);
            let was = self.phase;
            self.phase += speed * c.dt / gait.stride;
            if was.floor() < 0.0 {
                self.phase += 1.0;
            }
            let seconds = gait.swing_seconds(speed);
            for index in 0..2 {
                let at = part(self.phase + 0.5 * index as f64);
                let lead = gait.duty * gait.stride * 0.5 * side;
                let foot = &mut self.feet[index];
                let behind = (self.x - foot.at.x) * side > 0.42 * self.height;
                if foot.planted && (at >= gait.duty || behind) && (self.x - foot.at.x) * side > -0.02 {
                    foot.raise();
                }
                let target = self.x + lead + self.speed * (1.0 - foot.swing) * seconds;
                if foot.travel(target, seconds, gait.lift, c.dt) {
                    let weight = (0.3 + 0.14 * speed) * self.height / 1.75;
                    step_sound(c, foot.at.x, self.lane, weight);
                }
            }
            return;
        }
        self.settle_feet(c, side);
    }

    fn settle_feet(&mut self, c: &mut Context<'_>, side: f64) {
        let dancing = c.actions_of(self.id).iter().any(|action| action.verb == Verb::Dance);
        let spread = self.height * if dancing { 0.085 } else { 0.055 };
        for index in 0..2 {
            let home = self.x + spread * side * if index == 0 { 1.0 } else { -1.0 };
            let other_planted = self.feet[1 - index].planted;
            let beat = dancing && part(c.now * 1.0 + 0.5 * index as f64) < 0.05;
            let foot = &mut self.feet[index];
            if foot.planted && other_planted && ((foot.at.x - home).abs() > 0.035 * self.height || beat) {
                foot.raise();
            }
            if foot.travel(home, 0.3, 0.06 * self.height, c.dt) {
                step_sound(c, home, self.lane, 0.25 * self.height / 1.75);
            }
        }
    }

    fn kick(&mut self, c: &mut Context<'_>, actions: &[Action]) {
        let Some(action) = actions.iter().find(|action| action.verb == Verb::Kick) else { return };
        let Some(ball) = c.ball_for(self.id, action) else { return };
        let at = c.seen[ball].at;
        match self.kicked {
            None => {
                if (at.x - self.x).abs() < 0.42 * self.height && at.y < 0.5 && self.air == Air::Grounded {
                    self.kicked = Some(c.now);
                }
            }
            Some(begun) => {
                let t = c.now - begun;
                let side = (at.x - self.x).signum() * if t < KICK_CONTACT { 1.0 } else { 0.0 };
                let side = if side == 0.0 { self.side() } else { side };
                if t < 0.85 {
                    self.swing_leg(t, side);
                }
                if t >= KICK_CONTACT && t - c.dt < KICK_CONTACT {
                    let speed = if c.stage.setting == crate::studio::screenplay::Setting::Room { 2.5 } else { 5.2 };
                    let velocity = c.pass_to(self.id, ball).unwrap_or(Vec2::new(side * speed, speed * 0.62));
                    c.strike(ball, velocity, -8.0 * side);
                } else if t > 1.3 && (at.x - self.x).abs() < 0.5 && c.now < action.from + action.seconds - 1.0 {
                    self.kicked = None;
                }
            }
        }
    }

    fn swing_leg(&mut self, t: f64, side: f64) {
        let back = ease(t / 0.22) * (1.0 - ease((t - 0.22) / 0.14));
        let forth = ease((t - 0.24) / 0.16) * (1.0 - ease((t - 0.5) / 0.35));
        let along = side * self.height * (-0.24 * back + 0.27 * forth);
        let up = self.height * (0.14 * back + 0.16 * forth * ease((t - KICK_CONTACT) / 0.15) + 0.02);
        let foot = &mut self.feet[1];
        if t > 0.8 {
            foot.raise();
        } else {
            foot.planted = false;
            foot.swing = 0.0;
            foot.at = Vec2::new(self.x + along, up);
        }
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
            }
        } else if has(Verb::Cheer) || has(Verb::Wave) || has(Verb::Dance) {
            Mood::Happy
        } else if has(Verb::Flee) {
            Mood::Surprised
        } else if has(Verb::Run) || has(Verb::Chase) || has(Verb::Jump) || just(Verb::Throw) || just(Verb::Kick) {
            Mood::Eager
        } else {
            Mood::Calm
        };
        let goal = if has(Verb::Sit) { 1.0 } else { 0.0 };
        follow(&mut self.sit, goal, super::physics::STEP, 0.16);
        let goal = if has(Verb::Sleep) || has(Verb::Fall) { 1.0 } else { 0.0 };
        follow(&mut self.lie, goal, super::physics::STEP, 0.22);
        let goal = if has(Verb::Talk) { 1.0 } else { 0.0 };
        if self.now < super::physics::STEP * 0.5 {
            self.sit = f64::from(u8::from(has(Verb::Sit)));
            self.lie = f64::from(u8::from(has(Verb::Sleep)));
        }
        follow(&mut self.talking, goal, super::physics::STEP, 0.2);
    }

    /// Shoulders' place now, for hands that reach.
    #[must_use]
    pub fn trunk(&self) -> (Vec2, Vec2) {
        let breath = (self.now * 1.7 + self.look as f64 % 7.0).sin() * 0.004 * self.height * (1.0 - (self.speed.abs() * 0.5).min(1.0));
        let side = self.side();
        let pelvis = Vec2::new(self.x - self.crouch.max(0.0) * 0.05 * self.height * side, self.pelvis());
        let lean = self.lean + self.crouch.max(0.0) * 0.32 + self.hands.sway() + (1.0 - self.spring) * 0.45;
        let dance = self.hands.dance * (self.now * std::f64::consts::TAU).sin() * 0.07;
        let along = Vec2::new((lean * side + dance).sin(), (lean * side + dance).cos());
        (pelvis, pelvis + along * (bones::TRUNK * self.height + breath))
    }

    fn pelvis(&self) -> f64 {
        let stood = ((bones::THIGH + bones::SHIN) * 0.995 + bones::ANKLE + 0.005) * self.height;
        let speed = self.speed.abs();
        let run = ease((speed - 1.6) / 0.9);
        let swing = (self.phase * 2.0 * std::f64::consts::TAU).cos() * (speed * 0.8).min(1.0);
        let bob = mix(-0.004, 0.022, run) * self.height * swing;
        let drop = mix(0.004, 0.045, run) * self.height * (speed * 0.8).min(1.0);
        let dance = self.hands.dance * (1.0 + (self.now * 2.0 * std::f64::consts::TAU).sin()) * 0.018 * self.height;
        let mut y = stood + bob - drop - self.crouch * 0.2 * self.height - dance;
        y = mix(y, 0.285 * self.height + 0.02, self.sit);
        if self.air == Air::Flying {
            return y + self.lift;
        }
        // A planted leg can't be longer than it is.
        let longest = (bones::THIGH + bones::SHIN) * self.height * 0.998;
        let least = self.feet.iter().filter(|foot| foot.planted).map(|foot| {
            let (ankle, _) = self.ankle(foot, self.x);
            let across = (ankle.x - self.x).abs().min(longest * 0.9);
            ankle.y + (longest * longest - across * across).sqrt()
        });
        least.fold(y, |y, most| soft_least(y, most, mix(0.004, 0.03, speed.min(1.0)) * self.height))
    }

    /// Where the ankle is above a foot, and how the foot is pitched: behind the body the heel rises over the toes.
    fn ankle(&self, foot: &Foot, hip_x: f64) -> (Vec2, f64) {
        let side = if self.speed.abs() > 0.15 { self.speed.signum() } else { self.side() };
        let rest = bones::ANKLE * self.height;
        let behind = (hip_x - foot.at.x) * side / self.height;
        let heel = ease((behind - 0.07) / 0.28) * 1.05;
        if foot.planted {
            let toe = bones::TOE * self.height * 0.8;
            let ahead = ease((-behind - 0.14) / 0.2) * 0.32;
            let lift = Vec2::new(side * toe * (1.0 - heel.cos()), toe * heel.sin());
            (foot.at + Vec2::new(0.0, rest) + lift, heel - ahead)
        } else {
            let pitch = mix(0.9 * ease((foot.at.y - 0.03) / 0.25) + heel * 0.4, -0.28, ease((foot.swing - 0.55) / 0.4));
            (foot.at + Vec2::new(0.0, rest), pitch)
        }
    }

    #[must_use]
    pub fn pose(&self) -> PersonPose {
        let h = self.height;
        let side = self.side();
        let (pelvis, shoulders) = self.trunk();
        let front = 1.0 - self.facing.abs();
        let sit_legs = self.sit;
        let spread = |part: f64| part * h * (0.18 + 0.82 * front);
        let mut legs = [Limb { root: pelvis, joint: pelvis, end: pelvis }; 2];
        let mut toes = [0.0; 2];
        for index in 0..2 {
            let out = if index == 0 { side } else { -side };
            let hip = pelvis + Vec2::new(out * spread(bones::HIP), -0.005 * h);
            let (ankle, pitch) = self.ankle(&self.feet[index], pelvis.x);
            let seated = Vec2::new(pelvis.x + side * 0.25 * h * self.facing.abs().max(0.3) + out * 0.045 * h, bones::ANKLE * h);
            let ankle = ankle.lerp(seated, sit_legs);
            let bend = side * mix(self.facing.abs().max(0.35), 1.0, sit_legs);
            legs[index] = reach(hip, ankle, bones::THIGH * h, bones::SHIN * h, bend);
            toes[index] = pitch * (1.0 - sit_legs);
        }
        let neck = shoulders + (shoulders - pelvis) * (bones::NECK / bones::TRUNK);
        let arms = self.hands.limbs(h, side, shoulders, spread(bones::SHOULDER));
        let blink = self.blink();
        let nod = self.talking * (self.now * 5.1).sin() * 0.04 + self.crouch.max(0.0) * 0.1 + (self.now * 0.9 + self.look as f64 % 5.0).sin() * 0.02;
        let mut pose = PersonPose {
            height: h,
            facing: self.facing,
            lane: self.lane,
            pelvis,
            shoulders,
            neck,
            head_tilt: self.lean * 0.25 + nod + self.hands.head(),
            arms,
            legs,
            toes,
            blink,
            mood: self.mood,
            lift: self.lift,
            stretch: 1.0 + (self.rise * 0.025).clamp(-0.02, 0.07) * f64::from(u8::from(self.is_up())) - self.crouch.max(0.0) * 0.07,
            speed: self.speed,
        };
        if self.lie > 0.01 {
            lay_down(&mut pose, self.lie);
        }
        pose
    }

    fn blink(&self) -> f64 {
        if self.lie > 0.5 {
            return 1.0;
        }
        let every = 2.6 + (self.look % 13) as f64 * 0.13;
        let t = (self.now + (self.look % 17) as f64 * 0.37) % every;
        if t < 0.16 { 1.0 - (t / 0.08 - 1.0).abs() } else { 0.0 }
    }
}

/// The smaller of two, without a corner where they cross; never more than either.
fn soft_least(a: f64, b: f64, round: f64) -> f64 {
    let near = (round - (a - b).abs()).max(0.0) / round;
    a.min(b) - near * near * round * 0.25
}

pub const KICK_CONTACT: f64 = 0.36;

fn step_sound(c: &mut Context<'_>, x: f64, lane: f64, weight: f64) {
    c.tell(x, lane, EventKind::Footstep { ground: c.stage.ground, weight: weight.clamp(0.05, 1.0) as f32 });
    if c.stage.wet {
        c.tell(x, lane, EventKind::Splash { size: (weight * 0.25) as f32 });
    }
}

/// Turns the whole body about the feet until it lies on the ground.
fn lay_down(pose: &mut PersonPose, lie: f64) {
    let side = if pose.facing < 0.0 { -1.0 } else { 1.0 };
    let angle = lie * 1.48 * side;
    let pivot = Vec2::new(pose.legs[1].end.x, 0.0);
    let raise = Vec2::new(0.0, lie * 0.105 * pose.height);
    let turn = |v: Vec2| {
        let d = v - pivot;
        let (sin, cos) = angle.sin_cos();
        pivot + Vec2::new(d.x * cos + d.y * sin, -d.x * sin + d.y * cos) + raise
    };
    for limb in pose.arms.iter_mut().chain(pose.legs.iter_mut()) {
        *limb = Limb { root: turn(limb.root), joint: turn(limb.joint), end: turn(limb.end) };
    }
    pose.pelvis = turn(pose.pelvis);
    pose.shoulders = turn(pose.shoulders);
    pose.neck = turn(pose.neck);
    pose.head_tilt += angle * side;
    pose.toes = [-angle * side; 2];
}

impl Figure {
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
