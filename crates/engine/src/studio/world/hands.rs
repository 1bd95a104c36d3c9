//! What arms and hands do: swing with the gait, wave, hold, bounce, throw, shoot, catch, dance.
//!
//! Angles are measured from hanging down, positive forwards; they always move smoothly, whatever changes its mind.

use super::gait::part;
use super::{
    Context,
    aim::THROW_SPIN,
    body::bones,
    figure::Figure,
    gesture,
    physics::GRAVITY,
    pose::{Limb, Vec2, ease, follow, mix},
};
use crate::studio::screenplay::{Action, ActorId, Verb};

/// Metres a second.
const FASTEST_HAND: f64 = 9.0;

#[derive(Clone, Copy, Debug, Default)]
pub struct Arm {
    /// Of the upper arm, and of the forearm against it.
    pub raise: f64,
    pub bend: f64,
}

#[derive(Clone, Debug, Default)]
pub struct Hands {
    /// Far and near.
    pub arms: [Arm; 2],
    pub holding: Option<ActorId>,
    pub dance: f64,
    /// Of the head: forwards, and to the sides.
    pub nod: f64,
    pub shake: f64,
    nodded: f64,
    shaken: f64,
    /// When the throw began, and whether the ball has left.
    throwing: Option<(f64, bool)>,
    follow_through: f64,
    dribble: Dribble,
    /// Of the back, forwards.
    pub sway: f64,
    dipped: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Dribble {
    #[default]
    Not,
    /// In the hand until this moment.
    Hand(f64),
    /// On its way down and up again, since.
    Down(f64),
}

impl Hands {
    /// A throw that has been made does not stand for another one.
    pub(super) fn renew(&mut self, throws: bool) {
        if !throws && self.throwing.is_some_and(|(_, gone)| gone) {
            self.throwing = None;
        }
    }

    /// Nothing in them, and nothing on its way from them.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.holding.is_none() && self.throwing.is_none() && self.dribble == Dribble::Not
    }

    #[must_use]
    pub fn sway(&self) -> f64 {
        self.sway
    }

    #[must_use]
    pub fn head(&self) -> f64 {
        self.nodded + if self.throwing.is_some() { -0.12 } else { 0.0 }
    }

    /// Of the head to the sides.
    #[must_use]
    pub fn turn(&self) -> f64 {
        self.shaken
    }

    /// Shoulders, elbows and hands for these shoulders; `out` is how far they stand to the sides.
    #[must_use]
    pub fn limbs(&self, h: f64, side: f64, shoulders: Vec2, out: f64) -> [Limb; 2] {
        [0, 1].map(|index| {
            let arm = self.arms[index];
            let way = if index == 0 { side } else { -side };
            let root = shoulders + Vec2::new(way * out, -0.012 * h);
            let at = |angle: f64| Vec2::new(angle.sin() * side, -angle.cos());
            let joint = root + at(arm.raise) * (bones::UPPER_ARM * h);
            Limb { root, joint, end: joint + at(arm.raise + arm.bend) * (bones::FOREARM * h) }
        })
    }
}

/// The angles that bring the hand of an arm to `to`.
pub(super) fn aim(figure: &Figure, index: usize, to: Vec2) -> Arm {
    let h = figure.height;
    let side = figure.side();
    let (_, shoulders) = figure.trunk();
    let out = bones::SHOULDER * h * (0.18 + 0.82 * (1.0 - figure.facing.abs()));
    let way = if index == 0 { side } else { -side };
    let root = shoulders + Vec2::new(way * out, -0.012 * h);
    let d = to - root;
    let (upper, lower) = (bones::UPPER_ARM * h, bones::FOREARM * h);
    let distance = d.hypot().clamp(0.06 * h, (upper + lower) * 0.995);
    let direction = (d.x * side).atan2(-d.y);
    let inner = ((upper * upper + distance * distance - lower * lower) / (2.0 * upper * distance)).clamp(-1.0, 1.0).acos();
    let elbow = ((upper * upper + lower * lower - distance * distance) / (2.0 * upper * lower)).clamp(-1.0, 1.0).acos();
    Arm { raise: direction - inner, bend: std::f64::consts::PI - elbow }
}

pub fn step(figure: &mut Figure, c: &mut Context<'_>, actions: &[Action]) {
    let mut goals = [0, 1].map(|index| swing(figure, index));
    let mut tau = 0.05;
    figure.hands.sway *= 1.0 - 6.0 * c.dt;
    (figure.hands.nod, figure.hands.shake) = (0.0, 0.0);
    let dancing = actions.iter().any(|action| action.verb == Verb::Dance);
    follow(&mut figure.hands.dance, f64::from(u8::from(dancing)), c.dt, 0.25);
    let plays = actions.iter().any(|action| action.verb == Verb::Play);
    for action in actions {
        let before = goals;
        gesture(figure, c, action, &mut goals);
        gesture::gesture(figure, c, action, &mut goals);
        if plays && action.verb == Verb::Sing {
            // The hands have an instrument.
            goals = before;
        }
    }
    hold(figure, &mut goals);
    if c.holds_umbrella(figure.id) {
        // Upright before the shoulder, whatever the rest of the body does.
        goals[1] = Arm { raise: 0.95, bend: 1.85 };
    }
    if let Some(action) = actions.iter().find(|action| action.verb == Verb::Hit) {
        figure.rally(c, action, &mut goals);
        tau = 0.03;
    }
    if let Some(action) = actions.iter().find(|action| action.verb == Verb::Bounce) {
        dribble(figure, c, action, &mut goals);
        tau = 0.03;
    }
    if let Some(action) = actions.iter().find(|action| action.verb == Verb::Throw) {
        throw(figure, c, action, &mut goals);
        tau = 0.035;
    }
    if let Some(action) = actions.iter().find(|action| action.verb == Verb::Catch) {
        catch(figure, c, action, &mut goals);
        tau = 0.05;
    }
    let (nod, shake) = (figure.hands.nod, figure.hands.shake);
    follow(&mut figure.hands.nodded, nod, c.dt, 0.09);
    follow(&mut figure.hands.shaken, shake, c.dt, 0.06);
    figure.hands.follow_through = (figure.hands.follow_through - c.dt).max(0.0);
    if c.now < c.dt * 0.5 {
        figure.hands.arms = goals;
    }
    for (arm, goal) in figure.hands.arms.iter_mut().zip(goals) {
        let was = *arm;
        follow(&mut arm.raise, goal.raise, c.dt, tau + 0.02);
        follow(&mut arm.bend, goal.bend, c.dt, tau + 0.02);
        // Nobody's arms are faster, unless they throw.
        let most = if tau < 0.045 { 40.0 } else { 11.0 } * c.dt;
        arm.raise = arm.raise.clamp(was.raise - most, was.raise + most);
        arm.bend = arm.bend.clamp(was.bend - most, was.bend + most);
    }
    if let Some(ball) = figure.hands.holding {
        // A hand moves fast, but it does not jump.
        let was = c.seen[ball].at;
        let way = grip(figure, c, ball) - was;
        let most = (FASTEST_HAND + figure.speed.abs()) * c.dt;
        let at = was + way * (most / way.hypot().max(1e-9)).min(1.0);
        c.hold(ball, at, Vec2::new(figure.speed, 0.0));
    }
}

/// Arms go against the legs.
fn swing(figure: &Figure, index: usize) -> Arm {
    let speed = figure.speed.abs();
    let phase = figure_phase(figure, index);
    let run = ease((speed - 1.6) / 0.9);
    let moving = (speed * 1.2).min(1.0);
    if figure.stiff {
        let forth = -(phase * std::f64::consts::TAU).cos();
        return Arm { raise: 0.3 * forth * moving, bend: 0.75 * moving + 0.08 };
    }
    let forth = -(phase * std::f64::consts::TAU).cos();
    let wide = mix(0.42, 0.85, run) * moving;
    let wide = mix(wide, 0.75, figure.march);
    let idle = 0.06 + 0.02 * (figure.clock() * 1.3 + index as f64).sin();
    Arm {
        raise: forth * wide + mix(idle, -0.05, moving) - 0.18 * run,
        bend: mix(mix(0.16, mix(0.3 + 0.16 * forth, 1.5 + 0.25 * forth, run), moving), 0.12, figure.march),
    }
}

fn figure_phase(figure: &Figure, index: usize) -> f64 {
    part(figure.cycle() + 0.5 * index as f64)
}

fn gesture(figure: &Figure, c: &Context<'_>, action: &Action, goals: &mut [Arm; 2]) {
    let t = c.now - action.from;
    match action.verb {
        Verb::Wave => {
            let beat = (t * std::f64::consts::TAU * 1.7).sin();
            goals[1] = Arm { raise: -2.25, bend: -0.75 + 0.42 * beat };
        }
        Verb::Talk => {
            let beat = (t * 3.9).sin() * 0.5 + (t * 2.3 + 1.0).sin() * 0.5;
            let far = (t * 3.1 + 2.0).sin() * 0.5 + (t * 1.7).sin() * 0.5;
            goals[1] = Arm { raise: 0.15 + 0.16 * beat, bend: 1.25 + 0.45 * beat };
            goals[0] = Arm { raise: 0.10 + 0.08 * far, bend: 0.55 + 0.3 * far };
        }
        Verb::Cheer => {
            let beat = (t * 8.0).sin() * 0.18;
            goals[0] = Arm { raise: 2.55 + beat, bend: 0.35 };
            goals[1] = Arm { raise: -2.55 + beat, bend: -0.35 };
        }
        Verb::Dance => {
            let beat = (t * std::f64::consts::TAU).sin();
            let half = (t * std::f64::consts::PI).sin();
            goals[0] = Arm { raise: 1.25 + 0.55 * half, bend: 0.95 + 0.5 * beat };
            goals[1] = Arm { raise: -1.15 + 0.55 * half, bend: -0.95 + 0.5 * beat };
        }
        Verb::Sit | Verb::Ride => {
            goals[0] = Arm { raise: 0.35, bend: 0.75 };
            goals[1] = Arm { raise: 0.3, bend: 0.8 };
        }
        Verb::Flee if figure.speed.abs() > 1.0 => {}
        _ => {}
    }
}

/// Both hands on the ball, before the chest.
fn hold(figure: &Figure, goals: &mut [Arm; 2]) {
    if figure.hands.holding.is_some() {
        let (pelvis, shoulders) = figure.trunk();
        let at = pelvis.lerp(shoulders, 0.62) + Vec2::new(figure.side() * 0.19 * figure.height, 0.0);
        goals[0] = aim(figure, 0, at + Vec2::new(0.03 * figure.side(), 0.02));
        goals[1] = aim(figure, 1, at + Vec2::new(-0.02 * figure.side(), -0.03));
    }
}

/// Where a held ball is: between the hands, a little before them.
fn grip(figure: &Figure, c: &Context<'_>, ball: ActorId) -> Vec2 {
    let limbs = figure.hands.limbs(figure.height, figure.side(), figure.trunk().1, 0.0);
    let radius = c.radius(ball);
    if figure.hands.dribble != Dribble::Not || one_handed(figure, c) {
        let near = limbs[1];
        let along = near.end - near.joint;
        return near.end + along / along.hypot().max(0.01) * (radius * 0.75);
    }
    let middle = limbs[0].end.lerp(limbs[1].end, 0.5);
    let along = middle - limbs[0].joint.lerp(limbs[1].joint, 0.5);
    middle + along / along.hypot().max(0.01) * (radius * 0.6)
}

fn one_handed(figure: &Figure, c: &Context<'_>) -> bool {
    figure.hands.throwing.is_some() && !c.actions_of(figure.id).iter().any(|action| action.verb == Verb::Throw && c.shoots(figure.id, action))
}

fn dribble(figure: &mut Figure, c: &mut Context<'_>, action: &Action, goals: &mut [Arm; 2]) {
    let Some(ball) = c.ball_for(figure.id, action) else { return };
    let side = figure.side();
    let radius = c.radius(ball);
    let hand_height = 0.55 * figure.height;
    let x = figure.x + side * 0.2 * figure.height + figure.speed * 0.06;
    match figure.hands.dribble {
        Dribble::Not => {
            if figure.hands.holding == Some(ball) || c.take(ball, figure.id) {
                figure.hands.holding = Some(ball);
                figure.hands.dribble = Dribble::Hand(c.now + 0.35);
            }
            goals[1] = aim(figure, 1, Vec2::new(x, hand_height + radius));
        }
        Dribble::Hand(until) => {
            let push = ease((until - c.now) / 0.16);
            goals[1] = aim(figure, 1, Vec2::new(x, hand_height + radius * 0.8 - 0.13 * (1.0 - push)));
            goals[0] = swing(figure, 0);
            if c.now >= until {
                figure.hands.holding = None;
                c.release(ball);
                let bounce = c.bounce(ball);
                // As fast as it takes to come back into the hand.
                let drop = (c.seen[ball].at.y - radius).max(0.1);
                let back = 2.0 * GRAVITY * (hand_height - radius + 0.03);
                let down = (back / (bounce * bounce) - 2.0 * GRAVITY * drop).max(1.0).sqrt();
                c.launch(ball, Vec2::new(figure.speed, -down.min(7.0)), 0.0);
                figure.hands.dribble = Dribble::Down(c.now);
            }
        }
        Dribble::Down(since) => {
            let at = c.seen[ball].at;
            let rising = c.seen[ball].velocity.y;
            let reach_for = Vec2::new(x, (at.y + radius).clamp(hand_height - 0.1, hand_height + 0.12));
            goals[1] = aim(figure, 1, reach_for);
            goals[0] = swing(figure, 0);
            let home = c.now - since > 0.15 && at.y > hand_height - 0.22 && rising < 1.0;
            if home && (at.x - figure.x).abs() < 0.6 * figure.height && c.take(ball, figure.id) {
                figure.hands.holding = Some(ball);
                figure.hands.dribble = Dribble::Hand(c.now + 0.2);
            }
        }
    }
}

fn throw(figure: &mut Figure, c: &mut Context<'_>, action: &Action, goals: &mut [Arm; 2]) {
    let Some(ball) = c.ball_for(figure.id, action) else { return };
    if figure.hands.throwing.is_none() {
        figure.hands.dribble = Dribble::Not;
        if figure.hands.holding == Some(ball) || (c.near(figure.x, ball, 0.8) && c.take(ball, figure.id)) {
            figure.hands.holding = Some(ball);
            figure.hands.throwing = Some((c.now, false));
            figure.hands.dipped = false;
        } else {
            return;
        }
    }
    let Some((begun, gone)) = figure.hands.throwing else { return };
    let t = c.now - begun;
    let release = if c.shoots(figure.id, action) { shoot(figure, t, goals) } else { fling(figure, t, goals) };
    if !gone && t >= release {
        figure.hands.throwing = Some((begun, true));
        figure.hands.holding = None;
        let velocity = c.throw_velocity(figure, ball, action);
        c.release(ball);
        c.launch(ball, velocity, -velocity.x.signum() * THROW_SPIN);
        c.tell_throw(figure.x, figure.lane, velocity.hypot());
    }
    if gone && t > release + 1.4 && figure.hands.holding == Some(ball) {
        figure.hands.throwing = None;
    }
}

/// A jump shot: dip, rise, let go at the top. Answers when it lets go.
fn shoot(figure: &mut Figure, t: f64, goals: &mut [Arm; 2]) -> f64 {
    const RELEASE: f64 = 0.98;
    if t > 0.15 && !figure.hands.dipped {
        figure.hands.dipped = true;
        figure.leap((2.0 * GRAVITY * 0.28_f64).sqrt(), 0.58);
    }
    let up = ease((t - 0.42) / 0.34);
    let push = ease((t - 0.84) / 0.16);
    let rest = ease((t - RELEASE - 0.55) / 0.5);
    let raise = mix(mix(0.55, 2.1, up), 2.75, push);
    let bend = mix(mix(1.55, 1.25, up), 0.12, push);
    let down = swing(figure, 0);
    for goal in goals.iter_mut() {
        *goal = Arm { raise: mix(raise, down.raise, rest), bend: mix(bend, down.bend, rest) };
    }
    goals[0].raise -= 0.12 * (1.0 - rest) * push;
    RELEASE
}

/// Overarm, with one hand.
fn fling(figure: &mut Figure, t: f64, goals: &mut [Arm; 2]) -> f64 {
    const RELEASE: f64 = 0.62;
    let back = ease(t / 0.36);
    let forth = ease((t - 0.40) / 0.26);
    let rest = ease((t - RELEASE - 0.3) / 0.5);
    let idle = swing(figure, 1);
    goals[1] = Arm {
        raise: mix(mix(mix(0.4, -1.9, back), 2.1, forth), mix(0.7, idle.raise, rest), ease((t - RELEASE) / 0.3)),
        bend: mix(mix(1.4, -0.9, back), 0.25, forth) * (1.0 - 0.5 * rest),
    };
    goals[0] = Arm { raise: mix(1.1 * back * (1.0 - forth), idle.raise, rest), bend: 0.5 };
    figure.hands.sway = 0.0 - 0.2 * back * (1.0 - forth) + 0.3 * forth * (1.0 - rest);
    RELEASE
}

fn catch(figure: &mut Figure, c: &mut Context<'_>, action: &Action, goals: &mut [Arm; 2]) {
    let Some(ball) = c.ball_for(figure.id, action) else { return };
    if figure.hands.holding.is_some() || c.holder(ball).is_some() {
        return;
    }
    let at = c.seen[ball].at;
    let (_, shoulders) = figure.trunk();
    let distance = (at - shoulders).hypot();
    if distance < 2.2 {
        let near = at - Vec2::new(figure.side() * c.radius(ball), 0.0);
        goals[0] = aim(figure, 0, near);
        goals[1] = aim(figure, 1, near);
    }
    if distance < 0.36 * figure.height && c.take(ball, figure.id) {
        figure.hands.holding = Some(ball);
        figure.bend(0.25);
        c.tell_catch(figure.x, figure.lane, ball);
    }
}
