//! Beasts, drawn over their joints from a table of body plans.
//!
//! What each is like is in `plan`; here is how a plan is put on a pose. It does not know how they move.

mod coat;
mod face;
mod fowl;
mod marks;
mod plan;
mod squat;
mod tail;

use super::{
    brush::{Brush, Lens},
    palette::Rgb,
    pen::{Pen, smooth},
    shape::{blob, bone, capsule, curve, limb},
};
use crate::studio::{
    screenplay::{Actor, ActorKind},
    world::pose::{PetPose, Vec2},
};
pub use coat::fur;
use plan::{Foot, Mane, Marks, Plan};
use vello_cpu::kurbo::{BezPath, Point};

/// From the chest to the head of a pet at rest, in heights of the shoulder: what the controller knows.
const USUAL_NECK: (f64, f64) = (0.35, 0.35);

/// Draws it, if it is one of these.
pub fn draw(brush: &mut Brush<'_>, pose: &PetPose, actor: &Actor) -> bool {
    match actor.kind {
        ActorKind::Duck | ActorKind::Penguin | ActorKind::Chicken => fowl::draw(brush, pose, actor),
        ActorKind::Turtle => squat::turtle(brush, pose, actor),
        ActorKind::Frog => squat::frog(brush, pose, actor),
        _ => {
            let Some(plan) = plan::plan(actor.kind) else { return false };
            let plan = Plan { coat: coat::of(actor, plan.coat), ..plan };
            Beast::new(brush.lens(), brush.scale(pose.lane), pose, &plan).draw(brush);
        }
    }
    true
}

/// A plan on a pose, on the screen.
pub struct Beast<'a> {
    pose: &'a PetPose,
    plan: &'a Plan,
    lens: Lens,
    z: f64,
    /// Pixels of the shoulder's height.
    t: f64,
    side: f64,
    chest: Point,
    rump: Point,
    head: Point,
    along: Vec2,
    up: Vec2,
}

impl<'a> Beast<'a> {
    fn new(lens: Lens, scale: f64, pose: &'a PetPose, plan: &'a Plan) -> Self {
        let side = if pose.facing < 0.0 { -1.0 } else { 1.0 };
        let z = pose.lane;
        let to = |v: Vec2| lens.at(v.x, v.y, z);
        let (chest, rump) = (to(pose.chest), to(pose.rump));
        let along = chest - rump;
        let along = along / along.hypot().max(1e-6);
        // Upwards on the screen whichever way it looks.
        let up = if side > 0.0 { Vec2::new(along.y, -along.x) } else { Vec2::new(-along.y, along.x) };
        Self { pose, plan, lens, z, t: scale * pose.height, side, chest, rump, head: to(head_of(pose, plan, side)), along, up }
    }

    /// A point of the trunk: `f` from the hips (0) to the shoulders (1), then on by `a` and up by `u`.
    fn at(&self, f: f64, a: f64, u: f64) -> Point {
        self.rump.lerp(self.chest, f) + self.along * (a * self.t) + self.up * (u * self.t)
    }

    fn profile(of: [f64; 3], f: f64) -> f64 {
        let (a, b) = (2.0 * (of[0] + of[2] - 2.0 * of[1]), -3.0 * of[0] + 4.0 * of[1] - of[2]);
        (a * f + b) * f + of[0]
    }

    fn back(&self, f: f64) -> f64 {
        Self::profile(self.plan.back, f)
    }

    fn belly(&self, f: f64) -> f64 {
        Self::profile(self.plan.belly, f)
    }

    fn draw(&self, brush: &mut Brush<'_>) {
        let (plan, coat) = (self.plan, self.plan.coat);
        let half = (self.pose.chest.x - self.pose.rump.x).abs() / 2.0 + 0.3 * self.pose.height;
        brush.shadow((self.pose.chest.x + self.pose.rump.x) / 2.0, self.z, half * 1.15, self.pose.lift, 1.1);
        for index in [2, 0] {
            self.leg(brush, index, 0.26);
        }
        tail::draw(self, brush);
        if plan.mane == Mane::Lion {
            face::mane(self, brush);
        }
        let (trunk, neck) = (self.trunk(), self.neck());
        marks::beneath(self, brush);
        if plan.marks == Marks::Wool {
            let wool = marks::wool(self);
            brush.group(&[(&neck, coat.fur.darker(0.06)), (&wool, coat.fur)], self.z);
        } else {
            brush.group(&[(&trunk, coat.fur), (&neck, self.neck_colour())], self.z);
            self.underside(brush);
        }
        marks::on_trunk(self, brush);
        for index in [3, 1] {
            self.leg(brush, index, 0.0);
        }
        let grow = if brush.is_cartoon() { 1.14 } else { 1.0 };
        let tilt = -self.pose.head_tilt * self.side;
        brush.within(self.head, self.t * plan.head.size * grow, tilt, self.side < 0.0, |brush| {
            face::draw(&mut Pen::new(brush, self.z), self.pose, plan)
        });
    }

    fn neck_colour(&self) -> Rgb {
        if self.plan.marks == Marks::Panda { self.plan.coat.light } else { self.plan.coat.fur }
    }

    fn trunk(&self) -> BezPath {
        let (back, belly, (behind, ahead)) = (self.plan.back, self.plan.belly, self.plan.ends);
        blob(&[
            self.at(1.0, ahead, 0.04),
            self.at(1.0, 0.05, back[2]),
            self.at(0.5, 0.0, back[1]),
            self.at(0.0, 0.0, back[0]),
            self.at(0.0, -behind, 0.04),
            self.at(0.0, -behind * 0.95, belly[0] * 0.62),
            self.at(0.0, -0.02, belly[0]),
            self.at(0.5, 0.0, belly[1]),
            self.at(1.0, -0.02, belly[2]),
            self.at(1.0, ahead * 0.85, belly[2] * 0.5),
        ])
    }

    fn neck(&self) -> BezPath {
        let mut path = BezPath::new();
        let (root, end) = self.plan.throat;
        capsule(&mut path, self.at(1.0, 0.0, -0.04 + (0.20 - root) * 0.4), root * self.t, self.nape(), end * self.t);
        path
    }

    /// Where the neck meets the head.
    fn nape(&self) -> Point {
        self.head + Vec2::new(-self.side * 0.10, 0.14) * (self.t * self.plan.head.size)
    }

    /// Darker below and paler on the belly: the body is round.
    fn underside(&self, brush: &mut Brush<'_>) {
        let plan = self.plan;
        let tone = brush.tone(plan.coat.light.darker(0.10), self.z);
        let low = |f: f64, share: f64| self.at(f, 0.0, self.belly(f) * share);
        let path = blob(&[low(0.08, 0.94), low(0.35, 0.62), low(0.7, 0.62), low(0.98, 0.66), low(0.96, 0.95), low(0.5, 0.97)]);
        brush.raw(&path, tone, if plan.marks == Marks::Panda { 0.0 } else { 0.55 });
        let rim = curve(&[
            self.at(0.05, 0.0, self.back(0.05) - 0.035),
            self.at(0.5, 0.0, self.back(0.5) - 0.035),
            self.at(0.92, 0.0, self.back(0.92) - 0.04),
        ]);
        let lit = brush.tone(plan.coat.fur.lighter(0.35), self.z);
        brush.line(&rim, 0.035 * self.t, lit, 0.55);
    }

    fn leg(&self, brush: &mut Brush<'_>, index: usize, shade: f64) {
        let (plan, t, side) = (self.plan, self.t, self.side);
        let leg = self.pose.legs[index];
        let points = [leg.root, leg.joint, leg.end].map(|v| self.lens.at(v.x, v.y, self.z));
        let radii = if index >= 2 { plan.hind } else { plan.fore }.map(|r| r * t);
        let coat = plan.coat;
        let fur = if plan.marks == Marks::Panda || plan.marks == Marks::Wool { coat.dark } else { coat.fur }.darker(shade);
        let path = limb(points, radii);
        let foot = self.foot(points[2], radii[2]);
        let toe = match plan.foot {
            Foot::Paw => {
                if plan.marks == Marks::Bib {
                    coat.dark
                } else {
                    fur.lighter(0.12)
                }
            }
            Foot::Hoof => Rgb::hex(0x352a28),
            Foot::Pad => fur.darker(0.06),
        };
        brush.group(&[(&foot, toe.darker(shade * 0.5)), (&path, fur)], self.z);
        if plan.marks == Marks::Bib {
            let sock = bone(points[1].lerp(points[2], 0.25), radii[1] * 0.94, points[2], radii[2]);
            brush.lit(&sock, coat.dark.darker(shade * 0.5), self.z);
        }
        marks::on_leg(self, brush, points, radii);
        if plan.foot == Foot::Pad && plan.marks == Marks::Folds {
            let nails = brush.tone(coat.light.lighter(0.4).darker(shade), self.z);
            for dx in [-0.06, 0.0, 0.06] {
                let at = points[2] + Vec2::new((dx * side + 0.03 * side) * t, 0.02 * t);
                brush.raw(&super::shape::ellipse(at, 0.022 * t, 0.018 * t), nails, 0.9);
            }
        }
    }

    fn foot(&self, ankle: Point, r: f64) -> BezPath {
        let (t, side) = (self.t, self.side);
        match self.plan.foot {
            Foot::Paw => bone(
                ankle + Vec2::new(-side * 0.01 * t, 0.005 * t),
                r * 1.02,
                ankle + Vec2::new(side * r * 1.35, (0.044 * t - r * 0.9).max(0.0)),
                r * 0.92,
            ),
            Foot::Hoof => {
                let low = 0.040 * t;
                let corner = |x: f64, y: f64| (ankle.x + side * x, ankle.y + y);
                smooth(&[
                    corner(-r * 1.05, -0.035 * t),
                    corner(r * 1.0, -0.035 * t),
                    corner(r * 1.7, low),
                    corner(0.0, low * 1.08),
                    corner(-r * 1.25, low),
                ])
            }
            Foot::Pad => bone(
                ankle + Vec2::new(-side * 0.005 * t, 0.0),
                r * 1.06,
                ankle + Vec2::new(side * 0.03 * t, (0.042 * t - r * 0.55).max(-0.2 * r)),
                r * 1.0,
            ),
        }
    }
}

/// The head where this neck carries it, as high and low as the pose lifts and lowers it.
fn head_of(pose: &PetPose, plan: &Plan, side: f64) -> Vec2 {
    let is = (pose.head - pose.chest) / pose.height;
    let wide = pose.facing.abs().max(0.25);
    let usual = Vec2::new(USUAL_NECK.0 * wide, USUAL_NECK.1);
    let turn = Vec2::new(is.x * side, is.y).angle() - usual.angle();
    let longer = (is.hypot() / usual.hypot()).clamp(0.8, 1.25);
    let neck = Vec2::new(plan.neck.0 * wide, plan.neck.1);
    let (sin, cos) = (turn * 0.9).sin_cos();
    let neck = Vec2::new(neck.x * cos - neck.y * sin, neck.x * sin + neck.y * cos) * longer;
    // Lying, it is laid down beside the chest.
    let low = if pose.asleep { 0.35 } else { 1.0 };
    pose.chest + Vec2::new(neck.x * side, neck.y * low) * pose.height
}
