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
    pen::{Pen, smooth, wound},
    shape::{blob, bone, capsule, curve, ellipse, limb},
    smear::{Member, smear},
};
use crate::studio::{
    screenplay::{Actor, ActorKind},
    world::pose::{PetPose, Vec2},
};
pub use coat::fur;
use plan::{Foot, Mane, Marks, Plan};
use vello_cpu::kurbo::{BezPath, Point};

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
        Self {
            pose,
            plan,
            lens,
            z,
            t: scale * pose.height,
            side,
            chest,
            rump,
            head: to(pose.head + Vec2::new(0.0, plan.crest * pose.height)),
            along,
            up,
        }
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
        marks::beneath(self, brush);
        // Legs of the trunk's colour are one form with it: no seam at hip and shoulder.
        let whole = !matches!(plan.marks, Marks::Panda | Marks::Wool);
        let (trunk, neck) = (self.trunk(), self.neck());
        if whole {
            let mut body = trunk;
            body.extend(wound(neck).iter());
            marks::humps(self, &mut body);
            for index in [3, 1] {
                self.shoe(brush, index, 0.0);
                body.extend(wound(self.limb(index)).iter());
            }
            brush.solid(&body, coat.fur, self.z);
            self.underside(brush);
            self.creases(brush);
        } else if plan.marks == Marks::Wool {
            for index in [3, 1] {
                self.leg(brush, index, 0.0);
            }
            brush.group(&[(&neck, coat.fur.darker(0.06)), (&marks::wool(self), coat.fur)], self.z);
        } else {
            brush.group(&[(&trunk, coat.fur), (&neck, self.neck_colour())], self.z);
            self.underside(brush);
        }
        marks::on_trunk(self, brush);
        for index in [3, 1] {
            if whole {
                self.sock(brush, index, 0.0);
            } else if plan.marks == Marks::Panda {
                self.leg(brush, index, 0.0);
            }
        }
        if plan.mane == Mane::Lion {
            face::mane(self, brush);
        }
        let grow = if brush.is_cartoon() { 1.14 } else { 1.0 };
        let tilt = -self.pose.head_tilt * self.side;
        brush.within(self.head, self.t * plan.head.size * grow, tilt, self.side < 0.0, |brush| {
            face::draw(&mut Pen::new(brush, self.z), self.pose, plan);
        });
    }

    /// Where a near leg comes out of the trunk.
    fn creases(&self, brush: &mut Brush<'_>) {
        let tone = brush.tone(self.plan.coat.fur.darker(0.42), self.z);
        let t = self.t;
        for (index, r) in [(3, self.plan.hind[0]), (1, self.plan.fore[0])] {
            let [root, joint, _] = self.points(index);
            let front = Vec2::new(self.side * r * 0.95 * t, 0.0);
            let back = Vec2::new(-self.side * r * 0.9 * t, 0.0);
            let line = if index == 3 {
                curve(&[root + front + Vec2::new(0.0, -0.04 * t), root + front * 0.95 + Vec2::new(0.0, 0.09 * t), joint + front * 0.5])
            } else {
                curve(&[root + back + Vec2::new(0.0, 0.02 * t), root.lerp(joint, 0.45) + back * 0.8])
            };
            brush.line(&line, 0.016 * t, tone, 0.6);
        }
    }

    fn neck_colour(&self) -> Rgb {
        if self.plan.marks == Marks::Panda { self.plan.coat.light } else { self.plan.coat.fur }
    }

    fn trunk(&self) -> BezPath {
        let (back, belly, (behind, ahead)) = (self.plan.back, self.plan.belly, self.plan.ends);
        wound(blob(&[
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
        ]))
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
        // Between the near legs.
        let (from, to) = (plan.hind[0] * 1.1, -plan.fore[0] * 1.25);
        let low = |f: f64, a: f64, share: f64| self.at(f, a, self.belly(f) * share);
        let path =
            blob(&[low(0.0, from, 0.90), low(0.3, 0.0, 0.70), low(0.7, 0.0, 0.70), low(1.0, to, 0.82), low(1.0, to, 0.96), low(0.5, 0.0, 0.97)]);
        brush.raw(&path, tone, if plan.marks == Marks::Panda { 0.0 } else { 0.55 });
        let rim = curve(&[
            self.at(0.05, 0.0, self.back(0.05) - 0.035),
            self.at(0.5, 0.0, self.back(0.5) - 0.035),
            self.at(0.92, 0.0, self.back(0.92) - 0.04),
        ]);
        let lit = brush.tone(plan.coat.fur.lighter(0.35), self.z);
        brush.line(&rim, 0.035 * self.t, lit, 0.55);
    }

    fn points(&self, index: usize) -> [Point; 3] {
        let leg = self.pose.legs[index];
        [leg.root, leg.joint, leg.end].map(|v| self.lens.at(v.x, v.y, self.z))
    }

    fn radii(&self, index: usize) -> [f64; 3] {
        if index >= 2 { self.plan.hind } else { self.plan.fore }.map(|r| r * self.t)
    }

    fn limb(&self, index: usize) -> BezPath {
        limb(self.points(index), self.radii(index))
    }

    fn leg(&self, brush: &mut Brush<'_>, index: usize, shade: f64) {
        let (plan, coat) = (self.plan, self.plan.coat);
        let fur = if plan.marks == Marks::Panda || plan.marks == Marks::Wool { coat.dark } else { coat.fur }.darker(shade);
        self.shoe(brush, index, shade);
        brush.solid(&self.limb(index), fur, self.z);
        self.sock(brush, index, shade);
    }

    fn shoe(&self, brush: &mut Brush<'_>, index: usize, shade: f64) {
        let (plan, coat) = (self.plan, self.plan.coat);
        let fur = if plan.marks == Marks::Panda || plan.marks == Marks::Wool { coat.dark } else { coat.fur };
        let toe = match plan.foot {
            Foot::Paw if plan.marks == Marks::Bib => coat.dark,
            Foot::Paw => fur.lighter(0.12),
            Foot::Hoof => Rgb::hex(0x352a28),
            Foot::Pad => fur.darker(0.06),
        };
        smear(brush, Member::Leg(index), self.points(index), self.radii(index), (fur.darker(shade), self.z));
        let foot = self.foot(self.points(index)[2], self.radii(index)[2]);
        brush.solid(&foot, toe.darker(shade * 0.6), self.z);
    }

    /// What is on a leg that is there already.
    fn sock(&self, brush: &mut Brush<'_>, index: usize, shade: f64) {
        let (plan, t, side, coat) = (self.plan, self.t, self.side, self.plan.coat);
        let (points, radii) = (self.points(index), self.radii(index));
        if plan.marks == Marks::Bib {
            let sock = bone(points[1].lerp(points[2], 0.25), radii[1] * 0.94, points[2], radii[2]);
            brush.lit(&sock, coat.dark.darker(shade * 0.5), self.z);
        }
        if plan.foot != Foot::Hoof || plan.marks == Marks::Wool {
            // Over the seam between leg and foot.
            let foot = self.foot(points[2], radii[2]);
            let toe = if matches!(plan.marks, Marks::Bib | Marks::Wool | Marks::Panda) { coat.dark } else { coat.fur.lighter(0.05) };
            brush.lit(&foot, toe.darker(shade), self.z);
        }
        marks::on_leg(self, brush, points, radii);
        if plan.marks == Marks::Folds {
            let nails = brush.tone(coat.light.lighter(0.4).darker(shade), self.z);
            for dx in [-0.06, 0.0, 0.06] {
                let at = points[2] + Vec2::new((dx * side + 0.03 * side) * t, 0.02 * t);
                brush.raw(&ellipse(at, 0.022 * t, 0.018 * t), nails, 0.9);
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
