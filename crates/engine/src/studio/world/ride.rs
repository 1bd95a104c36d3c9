//! On a skateboard: rolling, and the kickflip: the tail is popped, the board turns under the feet, and both come down on it.

use super::{
    Context,
    event::{EventKind, Material},
    figure::Figure,
    flight::fall_seconds,
    pose::{ThingPose, Vec2, ease, follow},
    posture::Posture,
    whole::{Next, Whole},
};
use crate::studio::screenplay::{Action, ActorKind, Verb};
use std::f64::consts::TAU;

/// Half of a board, and its wheels' height, in metres.
const HALF: Vec2 = Vec2::new(0.4, 0.06);
const WIDTH: f64 = 0.1;
const DECK: f64 = 0.12;
const CROUCHED: f64 = 0.4;

const ROLL: Posture =
    Posture { trunk: 0.16, head: 0.0, hips: [0.5; 2], knees: [0.6; 2], ankles: [0.0; 2], shoulders: [0.35, -0.55], elbows: [0.45, -0.2] };
const LOW: Posture =
    Posture { trunk: 0.5, head: -0.2, hips: [1.3; 2], knees: [1.5; 2], ankles: [0.0; 2], shoulders: [-0.5, -0.9], elbows: [0.3, -0.2] };
const AIRBORNE: Posture =
    Posture { trunk: 0.22, head: 0.15, hips: [1.1; 2], knees: [1.5; 2], ankles: [0.2; 2], shoulders: [1.65, -1.5], elbows: [0.3, -0.35] };

#[derive(Clone, Debug)]
pub struct Ride {
    stage: Stage,
    since: f64,
    x: f64,
    speed: f64,
    way: f64,
    /// Height of the soles over the ground, of the board's middle, and how it is turned.
    soles: f64,
    deck: f64,
    tilt: f64,
    flip: f64,
    pelvis: f64,
    wheel: f64,
    /// Where it jumps off and how fast upwards; none where it only rolls.
    jump: Option<(f64, f64)>,
    left: u8,
    heard: f64,
    gravity: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Roll,
    Crouch,
    Fly { rise: f64, seconds: f64 },
    Land { depth: f64 },
}

impl Ride {
    #[must_use]
    pub fn new(figure: &Figure, c: &Context<'_>, action: &Action) -> Self {
        let way = c.way(figure.id);
        let speed = ride_speed(action.haste);
        let gravity = c.stage.setting.gravity().max(1.0);
        let jump = (action.verb == Verb::Kickflip).then(|| {
            let obstacle = c.obstacle_of(figure.id, action);
            let rise = pop(obstacle.map_or(0.0, |(_, high, _)| high), obstacle.map_or(0.0, |(_, _, half)| half), speed, gravity);
            let seconds = fall_seconds(rise, 0.0, gravity);
            let at = obstacle.map_or(figure.x + way * speed * 1.0, |(x, _, _)| x - way * speed * seconds / 2.0);
            (at, rise)
        });
        Self {
            stage: Stage::Roll,
            since: 0.0,
            x: figure.x,
            speed: if c.now < 0.05 { speed * way } else { figure.speed },
            way,
            soles: DECK,
            deck: HALF.y,
            tilt: 0.0,
            flip: 0.0,
            pelvis: 0.0,
            wheel: 0.0,
            jump,
            left: action.times.max(1),
            heard: -1.0,
            gravity,
        }
    }

    pub(super) fn step(&mut self, figure: &mut Figure, whole: &mut Whole, c: &mut Context<'_>) -> Next {
        let h = figure.height;
        self.since += c.dt;
        let active = c.actions_of(figure.id).iter().any(|action| matches!(action.verb, Verb::Glide | Verb::Ride | Verb::Kickflip));
        let wish = if active || self.jump.is_some() { ride_speed(1.0) } else { 1.6 } * self.way;
        if !matches!(self.stage, Stage::Fly { .. }) {
            follow(&mut self.speed, wish, c.dt, 0.8);
        }
        self.x += self.speed * c.dt;
        self.wheel += self.speed * c.dt / (0.03 * TAU);
        whole.facing = 0.5 * self.way;
        match self.stage {
            Stage::Roll => self.roll(whole, c, h),
            Stage::Crouch => self.crouch(figure, whole, c, h),
            Stage::Fly { rise, seconds } => self.fly(figure, whole, c, (rise, seconds)),
            Stage::Land { depth } => self.land(whole, c, h, depth),
        }
        self.place(whole, h);
        self.sound(figure, c);
        if active || self.jump.is_some() { Next::Goes } else { Next::Idles }
    }

    fn roll(&mut self, whole: &mut Whole, c: &Context<'_>, h: f64) {
        whole.approach(&ROLL, c.dt, 0.18);
        let sway = 0.012 * h * (c.now * 2.3).sin();
        let settle = if self.pelvis == 0.0 { 1e-6 } else { 0.14 };
        follow(&mut self.pelvis, 0.485 * h + sway, c.dt, settle);
        (self.soles, self.deck) = (DECK, HALF.y);
        follow(&mut self.tilt, 0.0, c.dt, 0.05);
        if let Some((at, _)) = self.jump
            && (self.x - at) * self.way > -self.speed.abs() * CROUCHED
        {
            self.enter(Stage::Crouch);
        }
    }

    fn crouch(&mut self, figure: &Figure, whole: &mut Whole, c: &mut Context<'_>, h: f64) {
        let down = ease(self.since / (CROUCHED * 0.62));
        let up = ((self.since - CROUCHED * 0.62) / (CROUCHED * 0.38)).clamp(0.0, 1.0);
        whole.approach(if up > 0.0 { &ROLL } else { &LOW }, c.dt, 0.09);
        let low = 0.485 - 0.15 * down;
        self.pelvis = (low + (0.52 - low) * up * up) * h;
        self.tilt = 0.3 * ease((up - 0.5) / 0.5) * self.way;
        self.deck = HALF.y + 0.12 * ease((up - 0.5) / 0.5);
        self.soles = DECK + 0.12 * ease((up - 0.5) / 0.5);
        let reached = self.jump.is_some_and(|(at, _)| (self.x - at) * self.way >= 0.0);
        if self.since >= CROUCHED && (reached || self.since > CROUCHED + 0.15) {
            let rise = self.jump.map_or(2.5, |(_, rise)| rise);
            c.tell(self.x, figure.lane, EventKind::Impact { a: Material::Wood, b: c.stage.ground, impulse: 5.0 });
            c.tell(self.x, figure.lane, EventKind::Whoosh { speed: rise as f32 });
            self.enter(Stage::Fly { rise, seconds: fall_seconds(rise, 0.0, self.gravity) });
        }
    }

    fn fly(&mut self, figure: &Figure, whole: &mut Whole, c: &mut Context<'_>, (rise, seconds): (f64, f64)) {
        let h = figure.height;
        let part = (self.since / seconds).min(1.0);
        whole.approach(&AIRBORNE, c.dt, 0.1);
        let high = rise * self.since - 0.5 * self.gravity * self.since * self.since;
        self.pelvis = 0.52 * h + high.max(0.0);
        // Knees are drawn up: soles and board rise more than the body.
        let tuck = 0.16 * h * ease(part / 0.4) * (1.0 - ease((part - 0.62) / 0.36));
        let pop = 0.12 * (1.0 - ease(part / 0.25)) * (1.0 - part);
        self.deck = HALF.y + high.max(0.0) + tuck + pop;
        let lifted = 0.10 * ease((part - 0.08) / 0.14) * (1.0 - ease((part - 0.55) / 0.14));
        self.soles = self.deck + DECK - HALF.y + lifted;
        self.tilt = self.way * (0.3 * (1.0 - ease(part / 0.3)) - 0.06 * ease((part - 0.6) / 0.2) * (1.0 - ease((part - 0.85) / 0.15)));
        self.flip = ease((part - 0.12) / 0.48);
        if part >= 1.0 {
            c.tell(self.x, figure.lane, EventKind::Impact { a: Material::Wood, b: c.stage.ground, impulse: 9.0 });
            c.tell(self.x, figure.lane, EventKind::Landing { ground: c.stage.ground, weight: 0.9 });
            self.left -= 1;
            self.flip = 0.0;
            self.jump = if self.left > 0 { self.jump.map(|(_, rise)| (self.x + self.speed * 1.4, rise)) } else { None };
            self.enter(Stage::Land { depth: (0.055 * rise).min(0.2) });
        }
    }

    fn land(&mut self, whole: &mut Whole, c: &Context<'_>, h: f64, depth: f64) {
        let sink = (self.since / 0.12).min(1.0);
        let down = (1.0 - (1.0 - sink) * (1.0 - sink)) * (1.0 - ease((self.since - 0.16) / 0.5));
        whole.approach(if self.since < 0.2 { &LOW } else { &ROLL }, c.dt, 0.12);
        self.pelvis = (0.52 - depth * down - 0.035 * ease((self.since - 0.16) / 0.5)) * h;
        (self.soles, self.deck, self.tilt) = (DECK, HALF.y, 0.0);
        if self.since > 0.7 {
            self.enter(Stage::Roll);
        }
    }

    fn enter(&mut self, stage: Stage) {
        self.stage = stage;
        self.since = 0.0;
    }

    fn place(&self, whole: &mut Whole, h: f64) {
        whole.pelvis = Vec2::new(self.x - 0.02 * h * self.way, self.pelvis + DECK);
        let foot = |along: f64| Vec2::new(self.x + self.way * along, self.soles + along * self.tilt.tan() * self.way * self.way);
        whole.soles = Some([foot(0.14 * h), foot(-0.13 * h)]);
    }

    fn sound(&mut self, figure: &Figure, c: &mut Context<'_>) {
        let rolls = !matches!(self.stage, Stage::Fly { .. });
        if rolls && c.now - self.heard > 0.5 && self.speed.abs() > 0.6 {
            self.heard = c.now;
            c.tell(self.x, figure.lane, EventKind::Glide { on: c.stage.ground, seconds: 0.5, speed: self.speed.abs() as f32 });
        }
    }

    /// The board under the feet. Turned about its long axis it shows its face: it looks taller, and upside down for a while.
    #[must_use]
    pub fn board(&self, lane: f64) -> ThingPose {
        let (sin, cos) = (self.flip * TAU).sin_cos();
        let over = if cos < 0.0 { std::f64::consts::PI } else { 0.0 };
        ThingPose {
            centre: Vec2::new(self.x, self.deck),
            half: Vec2::new(HALF.x, HALF.y * cos.abs() + WIDTH * sin.abs()),
            angle: self.tilt + over,
            facing: self.way,
            lane: lane - 0.01,
            velocity: Vec2::new(self.speed, 0.0),
            phase: self.wheel,
            power: self.flip,
            whole: 1.0,
        }
    }
}

/// Metres a second on wheels.
#[must_use]
pub fn ride_speed(haste: f64) -> f64 {
    3.6 * haste
}

/// How fast it must jump to carry the board over something this high and half as wide.
#[must_use]
pub fn pop(high: f64, half: f64, speed: f64, gravity: f64) -> f64 {
    let aside = (half + HALF.x) / speed.max(1.0);
    let needed = if high > 0.0 { high + 0.16 - 0.27 + 0.5 * gravity * aside * aside } else { 0.5 };
    (2.0 * gravity * needed.max(0.4)).sqrt()
}

impl Context<'_> {
    /// The board that somebody rides: the target, what is carried, or one that is there.
    #[must_use]
    pub fn board_of(&self, rider: usize) -> Option<usize> {
        board_of(self.plan, rider)
    }

    /// Middle, height and half the width of what is jumped over.
    fn obstacle_of(&self, rider: usize, action: &Action) -> Option<(f64, f64, f64)> {
        let over = action.target.filter(|target| Some(*target) != self.board_of(rider) && *target != rider)?;
        let actor = self.plan.cast.get(over)?;
        let (measure, size) = (actor.kind.measure(), f64::from(actor.size));
        Some((self.seen.get(over)?.at.x, (measure.height * size).min(1.3), measure.length * size / 2.0))
    }
}

/// Riders in the order of the cast take boards in the order of the cast.
#[must_use]
pub fn board_of(plan: &crate::studio::screenplay::ShotPlan, rider: usize) -> Option<usize> {
    let rides = |id: &usize| {
        let is_board = |action: &Action| action.target.and_then(|target| plan.cast.get(target)).is_none_or(|on| on.kind == ActorKind::Skateboard);
        let rides = |action: &Action| match action.verb {
            Verb::Kickflip => true,
            Verb::Glide | Verb::Ride => is_board(action),
            _ => false,
        };
        plan.cast[*id].kind.is_person() && plan.cast[*id].actions.iter().any(rides)
    };
    let order = (0..plan.cast.len()).filter(rides).position(|id| id == rider)?;
    (0..plan.cast.len()).filter(|id| plan.cast[*id].kind == ActorKind::Skateboard).nth(order)
}
