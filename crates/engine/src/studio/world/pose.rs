//! What a body looks like at one instant: joints in metres, x to the right, y up, the ground at 0.
//!
//! Written by the controllers, read by pictures and camera. No colours, no forces.

pub use vello_cpu::kurbo::Vec2;

use crate::studio::screenplay::ActorKind;

/// Root, joint and end: shoulder, elbow and hand; hip, knee and ankle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limb {
    pub root: Vec2,
    pub joint: Vec2,
    pub end: Vec2,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Calm,
    Happy,
    Eager,
    Sad,
    Surprised,
    Angry,
    Afraid,
    Tired,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PersonPose {
    pub height: f64,
    /// −1 to the left … 0 to the camera … 1 to the right.
    pub facing: f64,
    /// Radians about the pelvis, positive forwards along `facing`: what a flip turns; the joints below are turned already.
    pub turn: f64,
    /// Metres away from the plane in which things happen, positive away from the camera.
    pub lane: f64,
    pub pelvis: Vec2,
    pub shoulders: Vec2,
    pub neck: Vec2,
    /// Radians, positive nods towards where it faces.
    pub head_tilt: f64,
    /// Far and near.
    pub arms: [Limb; 2],
    pub legs: [Limb; 2],
    /// Radians, positive lifts the heel.
    pub toes: [f64; 2],
    /// 0 open … 1 shut.
    pub blink: f64,
    pub mood: Mood,
    /// Height of the soles over the ground.
    pub lift: f64,
    /// Cartoon's stretch along the body; 1 is none.
    pub stretch: f64,
    /// Metres a second, for hair and cloth.
    pub speed: f64,
    /// 0 seen from the front … 1 from behind: what turns about its own axis.
    pub back: f64,
    /// Height of the water in which it is: what is lower is hidden.
    pub water: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PetPose {
    /// Of the shoulder over the ground.
    pub height: f64,
    pub facing: f64,
    pub lane: f64,
    pub rump: Vec2,
    pub chest: Vec2,
    pub head: Vec2,
    pub head_tilt: f64,
    /// Far fore, near fore, far hind, near hind.
    pub legs: [Limb; 4],
    /// Radians about its rest.
    pub tail: f64,
    pub ears: f64,
    /// 0 shut … 1.
    pub mouth: f64,
    pub blink: f64,
    pub lift: f64,
    pub asleep: bool,
    /// Height of the water in which it is: what is lower is hidden.
    pub water: Option<f64>,
}

impl PersonPose {
    /// The same pose somewhere else.
    pub fn shift(&mut self, by: Vec2) {
        for point in [&mut self.pelvis, &mut self.shoulders, &mut self.neck] {
            *point += by;
        }
        for limb in self.arms.iter_mut().chain(&mut self.legs) {
            limb.root += by;
            limb.joint += by;
            limb.end += by;
        }
        self.lift += by.y;
    }
}

impl PersonPose {
    /// Of a body that lies, is upside down, or is in the water: from end to end, but nothing of what is under water.
    fn extent(&self) -> [f64; 4] {
        let crown = self.neck + (self.neck - self.shoulders) * (0.17 / 0.05);
        let ends = self.arms.iter().chain(&self.legs).map(|limb| limb.end);
        let start = [self.pelvis.x, self.pelvis.y, self.pelvis.x, self.pelvis.y];
        let [left, low, right, high] =
            ends.chain([crown]).fold(start, |[left, low, right, high], at| [left.min(at.x), low.min(at.y), right.max(at.x), high.max(at.y)]);
        let edge = 0.06 * self.height;
        let (low, high) = match self.water {
            Some(level) => (level - edge, high.max(level + 0.3 * self.height)),
            None => (low - edge, high),
        };
        [left - edge, low, right + edge, high + edge]
    }
}

impl PetPose {
    /// Where somebody sits on it.
    #[must_use]
    pub fn saddle(&self, kind: ActorKind) -> Vec2 {
        let middle = (self.chest + self.rump) / 2.0;
        match kind {
            ActorKind::Snail => Vec2::new(middle.x - 0.16 * self.height * self.facing.signum(), 1.40 * self.height + self.lift),
            ActorKind::Creature => middle + Vec2::new(0.0, 0.62 * self.height),
            _ => middle + Vec2::new(0.0, 0.16 * self.height),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct BallPose {
    pub centre: Vec2,
    pub radius: f64,
    pub angle: f64,
    pub velocity: Vec2,
    pub lane: f64,
    /// 1 round; less is flat along `squash_angle`.
    pub squash: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CarPose {
    /// Under the middle of the car, on the ground.
    pub at: Vec2,
    pub facing: f64,
    pub lane: f64,
    /// Radians, positive nose up.
    pub pitch: f64,
    /// Of the body over its rest.
    pub heave: f64,
    pub wheel: f64,
    pub speed: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FlyerPose {
    pub at: Vec2,
    pub facing: f64,
    pub lane: f64,
    /// Radians of the wings: 0 level, positive up.
    pub wing: f64,
    pub tilt: f64,
    pub span: f64,
}

/// Anything that is moved as one piece: a rigid body, a vehicle but the car, a boat, a craft, a swimmer.
#[derive(Clone, Debug, PartialEq)]
pub struct ThingPose {
    /// Of its box, at half its height and length.
    pub centre: Vec2,
    /// Half its length and half its height in metres, unturned.
    pub half: Vec2,
    /// Radians, positive turns to the left.
    pub angle: f64,
    pub facing: f64,
    pub lane: f64,
    pub velocity: Vec2,
    /// What turns or beats by itself (wheels, wings, rotors, fins), in turns since the beginning.
    pub phase: f64,
    /// 0…1: throttle, flame, light.
    pub power: f64,
    /// 1 whole … 0 broken, blown up or burnt down.
    pub whole: f64,
}

/// A rope, a cloth's edge, the line of a kite.
#[derive(Clone, Debug, PartialEq)]
pub struct RopePose {
    pub points: Vec<Vec2>,
    /// Metres across: a rope's thickness, a flag's height.
    pub width: f64,
    pub lane: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Pose {
    Person(PersonPose),
    Pet(PetPose),
    Ball(BallPose),
    Car(CarPose),
    Flyer(FlyerPose),
    Thing(ThingPose),
    Rope(RopePose),
}

impl Pose {
    /// Left, bottom, right, top in metres.
    #[must_use]
    pub fn bounds(&self) -> [f64; 4] {
        match self {
            Self::Person(p) => {
                let hands = p.arms.iter().map(|arm| arm.end.y).fold(0.0, f64::max);
                let top = (p.neck.y + 0.17 * p.height).max(hands);
                if p.turn.abs() > 0.35 || p.water.is_some() {
                    return p.extent();
                }
                [p.pelvis.x - 0.25 * p.height, p.lift, p.pelvis.x + 0.25 * p.height, top]
            }
            Self::Pet(p) => {
                // The tail is behind, the muzzle before.
                let (back, front) = (0.66 * p.height, 0.36 * p.height);
                let (low, high) = if p.facing < 0.0 { (p.head.x - front, p.rump.x + back) } else { (p.rump.x - back, p.head.x + front) };
                [low.min(high), p.lift, high.max(low), p.head.y + 0.35 * p.height]
            }
            Self::Ball(b) => [b.centre.x - b.radius, b.centre.y - b.radius, b.centre.x + b.radius, b.centre.y + b.radius],
            Self::Car(c) => [c.at.x - 2.15, 0.0, c.at.x + 2.15, 1.5],
            Self::Flyer(f) => [f.at.x - f.span, f.at.y - f.span * 0.6, f.at.x + f.span, f.at.y + f.span * 0.6],
            Self::Thing(t) => {
                let (sin, cos) = (t.angle.sin().abs(), t.angle.cos().abs());
                let (w, h) = (t.half.x * cos + t.half.y * sin, t.half.x * sin + t.half.y * cos);
                [t.centre.x - w, t.centre.y - h, t.centre.x + w, t.centre.y + h]
            }
            Self::Rope(r) => r.points.iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |[left, low, right, high], point| {
                [left.min(point.x), low.min(point.y - r.width), right.max(point.x), high.max(point.y + r.width)]
            }),
        }
    }

    /// Height of the water that hides what is lower.
    #[must_use]
    pub fn waterline(&self) -> Option<f64> {
        match self {
            Self::Person(p) => p.water,
            Self::Pet(p) => p.water,
            _ => None,
        }
    }

    #[must_use]
    pub fn lane(&self) -> f64 {
        match self {
            Self::Person(p) => p.lane,
            Self::Pet(p) => p.lane,
            Self::Ball(b) => b.lane,
            Self::Car(c) => c.lane,
            Self::Flyer(f) => f.lane,
            Self::Thing(t) => t.lane,
            Self::Rope(r) => r.lane,
        }
    }

    /// Which way it looks, −1…1.
    #[must_use]
    pub fn facing(&self) -> f64 {
        match self {
            Self::Person(p) => p.facing,
            Self::Pet(p) => p.facing,
            Self::Ball(b) => (b.velocity.x * 0.3).clamp(-1.0, 1.0),
            Self::Car(c) => c.facing,
            Self::Flyer(f) => f.facing,
            Self::Thing(t) => t.facing,
            Self::Rope(_) => 0.0,
        }
    }
}

/// The joint between `root` and `end` of a limb with these lengths, bent towards `bend` (−1…1: how much of the bend is seen).
/// The end is pulled in where the limb is too short.
#[must_use]
pub fn reach(root: Vec2, end: Vec2, upper: f64, lower: f64, bend: f64) -> Limb {
    let along = end - root;
    let longest = (upper + lower) * 0.9995;
    let distance = along.hypot().clamp(0.02, longest);
    let unit = if along.hypot() < 1e-6 { Vec2::new(0.0, -1.0) } else { along / along.hypot() };
    let end = root + unit * distance;
    let middle = ((upper * upper - lower * lower + distance * distance) / (2.0 * distance)).clamp(-upper, upper);
    let out = (upper * upper - middle * middle).max(0.0).sqrt();
    let across = Vec2::new(-unit.y, unit.x);
    Limb { root, joint: root + unit * middle + across * (out * bend), end }
}

/// 0 before 0, 1 after 1, smooth between.
#[must_use]
pub fn ease(x: f64) -> f64 {
    let x = x.clamp(0.0, 1.0);
    x * x * (3.0 - 2.0 * x)
}

#[must_use]
pub fn mix(a: f64, b: f64, t: f64) -> f64 {
    a + (b - a) * t
}

/// Moves towards `goal` with the time constant `tau`.
pub fn follow(value: &mut f64, goal: f64, dt: f64, tau: f64) {
    *value += (goal - *value) * (1.0 - (-dt / tau).exp());
}
