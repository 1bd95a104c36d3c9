//! People, drawn over their joints: tapered limbs with round joints, a trunk with a waist, clothes, hands and shoes.

use super::{
    brush::{Brush, Lens},
    head::{HeadPose, HeadSource},
    look::Look,
    palette::Rgb,
    shape::{blob, bone, capsule, curve, ellipse, limb},
};
use crate::studio::{
    screenplay::Lower,
    world::{
        bones,
        pose::{Limb, PersonPose, Vec2},
    },
};
use vello_cpu::kurbo::{Affine, BezPath, Point};

/// Drawing one person.
pub struct Person<'a> {
    pub pose: &'a PersonPose,
    pub look: &'a Look,
    pub head: &'a dyn HeadSource,
    pub mouth: f64,
}

impl Person<'_> {
    pub fn draw(&self, brush: &mut Brush<'_>) {
        let pose = self.pose;
        let (z, side) = (pose.lane, if pose.facing < 0.0 { -1.0 } else { 1.0 });
        let lying = (pose.shoulders - pose.pelvis).y < 0.3 * bones::TRUNK * pose.height;
        let spread = if lying { 0.42 } else { 0.20 } * pose.height;
        brush.shadow(pose.pelvis.x, z, spread, pose.lift, 1.0);
        for leg in pose.legs {
            brush.shadow(leg.end.x, z, 0.10 * pose.height, (leg.end.y - bones::ANKLE * pose.height).max(0.0) + pose.lift, 0.8);
        }
        let head = self.head_pose(brush);
        self.head.behind(brush, &head);
        self.arm(brush, 0, true);
        self.leg(brush, 0, true);
        self.leg(brush, 1, false);
        self.trunk(brush, side);
        self.neck(brush);
        self.head.draw(brush, &head);
        self.back_of_head(brush, &head);
        self.arm(brush, 1, false);
    }

    fn to(&self, lens: Lens, v: Vec2) -> Point {
        let stretch = if lens.cartoon { self.pose.stretch } else { 1.0 + (self.pose.stretch - 1.0) * 0.25 };
        let y = self.pose.lift + (v.y - self.pose.lift) * stretch;
        let x = self.pose.pelvis.x + (v.x - self.pose.pelvis.x) / stretch.sqrt();
        lens.at(x, y, self.pose.lane)
    }

    fn thick(&self, brush: &Brush<'_>) -> f64 {
        let build = if self.look.child {
            1.1
        } else if self.look.woman {
            0.9
        } else {
            1.05
        };
        brush.scale(self.pose.lane) * self.pose.height * build
    }

    fn head_pose(&self, brush: &Brush<'_>) -> HeadPose {
        let pose = self.pose;
        let share = match (self.look.child, brush.is_cartoon()) {
            (false, false) => 0.083,
            (true, false) => 0.105,
            (false, true) => 0.112,
            (true, true) => 0.140,
        };
        let radius = share * pose.height * self.head.growth(brush.is_cartoon());
        let side = if pose.facing < 0.0 { -1.0 } else { 1.0 };
        let up = pose.neck - pose.shoulders;
        let up = up / up.hypot().max(1e-6);
        let lean = up.x.atan2(up.y);
        let lying = up.y < 0.3;
        let tilt = if lying { lean } else { lean * 0.35 + pose.head_tilt * side };
        let along = Vec2::new(tilt.sin(), tilt.cos());
        let forward = Vec2::new(side * 0.010 * pose.height * pose.facing.abs(), 0.0);
        let centre = pose.neck + along * (radius * 0.86) + forward;
        HeadPose {
            centre: self.to(brush.lens(), centre),
            radius: radius * brush.scale(pose.lane),
            yaw: pose.facing * 0.92,
            tilt,
            mouth: self.mouth,
            blink: pose.blink,
            mood: pose.mood,
            speed: pose.speed,
            lane: pose.lane,
        }
    }

    /// Hair over the face of whoever has turned away.
    fn back_of_head(&self, brush: &mut Brush<'_>, head: &HeadPose) {
        let away = ((self.pose.back - 0.45) / 0.25).clamp(0.0, 1.0);
        if away > 0.0 {
            let to = head.centre + Vec2::new(head.radius * head.yaw * (away - 1.0), 0.04 * head.radius);
            let hair = brush.tone(self.look.hair_colour, self.pose.lane);
            brush.raw(&ellipse(to, 0.9 * head.radius * away, 0.98 * head.radius), hair, 1.0);
        }
    }

    fn points(&self, brush: &Brush<'_>, l: &Limb) -> [Point; 3] {
        [self.to(brush.lens(), l.root), self.to(brush.lens(), l.joint), self.to(brush.lens(), l.end)]
    }

    fn leg(&self, brush: &mut Brush<'_>, index: usize, far: bool) {
        let (look, z, t) = (self.look, self.pose.lane, self.thick(brush));
        let shade = |c: Rgb| if far { c.darker(0.20) } else { c };
        let points = self.points(brush, &self.pose.legs[index]);
        let radii = [0.054 * t, 0.037 * t, 0.023 * t];
        let shoe = self.shoe(brush, index, points[2]);
        match look.lower {
            Lower::Trousers => {
                let cloth = limb(points, [0.058 * t, 0.043 * t, 0.034 * t]);
                brush.group(&[(&shoe, shade(look.shoes)), (&cloth, shade(look.bottom))], z);
            }
            lower => {
                let bare = limb(points, radii);
                let sock = bone(points[1].lerp(points[2], 0.72), 0.027 * t, points[2], 0.026 * t);
                brush.group(&[(&bare, shade(look.skin)), (&sock, shade(Rgb::hex(0xf4f0e8))), (&shoe, shade(look.shoes))], z);
                if lower == Lower::Shorts {
                    let hem = points[0].lerp(points[1], if look.sporty { 0.86 } else { 0.72 });
                    brush.solid(&bone(points[0], 0.062 * t, hem, 0.056 * t), shade(look.bottom), z);
                }
            }
        }
    }

    fn shoe(&self, brush: &Brush<'_>, index: usize, ankle: Point) -> BezPath {
        let pose = self.pose;
        let t = brush.scale(pose.lane) * pose.height;
        let side = if pose.facing < 0.0 { -1.0 } else { 1.0 };
        // Seen from the front, a foot is short.
        let length = bones::TOE * (0.55 + 0.45 * pose.facing.abs());
        let (down, heel) = (bones::ANKLE, 0.033);
        let shape = blob(&[
            Point::new(-heel, -down),
            Point::new(-heel * 1.15, -down * 0.45),
            Point::new(-0.022, 0.012),
            Point::new(0.022, 0.010),
            Point::new(length * 0.62, -down * 0.42),
            Point::new(length, -down * 0.72),
            Point::new(length * 0.98, -down),
            Point::new(length * 0.4, -down),
        ]);
        let pitch = pose.toes[index];
        Affine::translate(ankle.to_vec2()) * Affine::scale_non_uniform(side * t, -t) * Affine::rotate(-pitch) * shape
    }

    fn arm(&self, brush: &mut Brush<'_>, index: usize, far: bool) {
        let (look, z, t) = (self.look, self.pose.lane, self.thick(brush));
        let shade = |c: Rgb| if far { c.darker(0.20) } else { c };
        let points = self.points(brush, &self.pose.arms[index]);
        let along = points[2] - points[1];
        let along = along / along.hypot().max(1e-6);
        let mut hand = bone(points[2] - along * (0.004 * t), 0.021 * t, points[2] + along * (0.030 * t), 0.018 * t);
        let across = Vec2::new(-along.y, along.x) * if self.pose.facing < 0.0 { -1.0 } else { 1.0 };
        capsule(
            &mut hand,
            points[2] + along * (0.006 * t) - across * (0.010 * t),
            0.010 * t,
            points[2] + along * (0.030 * t) - across * (0.024 * t),
            0.008 * t,
        );
        let sleeve = if look.long_sleeves {
            limb([points[0], points[1], points[2] - along * (0.006 * t)], [0.041 * t, 0.033 * t, 0.027 * t])
        } else {
            bone(points[0], 0.042 * t, points[0].lerp(points[1], if look.sporty { 0.30 } else { 0.62 }), 0.038 * t)
        };
        if look.long_sleeves {
            brush.group(&[(&hand, shade(look.skin)), (&sleeve, shade(look.top))], z);
        } else {
            let bare = limb(points, [0.033 * t, 0.026 * t, 0.019 * t]);
            let mut skin = bare;
            skin.extend(hand.iter());
            brush.group(&[(&skin, shade(look.skin)), (&sleeve, shade(look.top))], z);
        }
    }

    fn neck(&self, brush: &mut Brush<'_>) {
        let t = self.thick(brush);
        let (a, b) = (self.to(brush.lens(), self.pose.shoulders), self.to(brush.lens(), self.pose.neck));
        let skin = self.look.skin.darker(0.16);
        let up = b + (b - a) * 0.35;
        brush.lit(&bone(a, 0.030 * t, up, 0.028 * t), skin, self.pose.lane);
        if self.look.coat {
            let scarf = bone(a + (b - a) * 0.15 - Vec2::new(0.02 * t, 0.0), 0.026 * t, a + (b - a) * 0.15 + Vec2::new(0.02 * t, 0.0), 0.026 * t);
            brush.lit(&scarf, self.look.trim, self.pose.lane);
        }
    }

    fn trunk(&self, brush: &mut Brush<'_>, side: f64) {
        let (pose, look, z) = (self.pose, self.look, self.pose.lane);
        let h = pose.height;
        let up = pose.shoulders - pose.pelvis;
        let along = up / up.hypot().max(1e-6);
        let across = Vec2::new(along.y, -along.x) * side;
        let front = 1.0 - pose.facing.abs();
        let (shoulder, waist, hip) = match (look.woman, look.child) {
            (_, true) => (0.080, 0.072, 0.074),
            (true, _) => (0.082, 0.060, 0.080),
            (false, _) => (0.096, 0.074, 0.076),
        };
        let wide = |front_width: f64, depth: f64| (depth + (front_width - depth) * (0.35 + 0.65 * front)) * h;
        let lens = brush.lens();
        let at = |v: f64, u: f64| self.to(lens, pose.pelvis + along * (u * h) + across * v);
        let coat = if look.coat { 1.16 } else { 1.0 };
        let (s, c, w, b) =
            (wide(shoulder + 0.022, 0.066) * coat, wide(shoulder, 0.073) * coat, wide(waist, 0.060) * coat, wide(hip + 0.008, 0.068) * coat);
        let hem = if look.coat {
            -0.10
        } else if look.dress {
            0.03
        } else {
            -0.035
        };
        let torso = blob(&[
            at(-s * 0.62, 0.302),
            at(s * 0.55, 0.302),
            at(s * 0.97, 0.262),
            at(c * 1.04, 0.195),
            at(w, 0.095),
            at(b, 0.01),
            at(b * 0.98, hem),
            at(-b * 0.98, hem),
            at(-b, 0.01),
            at(-w * 1.02, 0.095),
            at(-c * 0.98, 0.195),
            at(-s, 0.262),
        ]);
        let seat =
            blob(&[at(-b * 0.78, 0.03), at(b * 0.76, 0.03), at(b * 0.92, -0.03), at(b * 0.62, -0.070), at(-b * 0.62, -0.070), at(-b * 0.93, -0.03)]);
        if look.lower == Lower::Skirt {
            let skirt = self.skirt(brush, along, across, b);
            if look.dress {
                brush.group(&[(&skirt, look.bottom), (&torso, look.top)], z);
            } else {
                brush.group(&[(&seat, look.bottom), (&skirt, look.bottom), (&torso, look.top)], z);
            }
        } else {
            brush.group(&[(&seat, look.bottom), (&torso, look.top)], z);
        }
        self.trim(brush, &at, s, w);
    }

    fn skirt(&self, brush: &Brush<'_>, along: Vec2, across: Vec2, b: f64) -> BezPath {
        let pose = self.pose;
        let h = pose.height;
        let knees = pose.legs.map(|leg| leg.root.lerp(leg.joint, 0.85));
        let middle = knees[0].lerp(knees[1], 0.5);
        let reach = |v: Vec2| (v - middle).dot(across);
        let front = knees.iter().map(|knee| reach(*knee)).fold(f64::MIN, f64::max) + 0.085 * h;
        let back = knees.iter().map(|knee| reach(*knee)).fold(f64::MAX, f64::min) - 0.085 * h;
        // A dress falls from the waist.
        let (rise, tight, hips) = if self.look.dress { (0.105, 0.80, 1.02) } else { (0.055, 0.86, 1.12) };
        let top = pose.pelvis + along * (rise * h);
        let lens = brush.lens();
        let to = |v: Vec2| self.to(lens, v);
        blob(&[
            to(top - across * (b * tight)),
            to(top + across * (b * tight)),
            to(pose.pelvis + across * (b * hips) - along * (0.03 * h)),
            to(middle + across * front),
            to(middle + across * (front * 0.3) - along * (0.016 * h)),
            to(middle + across * (back * 0.4) - along * (0.012 * h)),
            to(middle + across * back),
            to(pose.pelvis - across * (b * (hips + 0.02)) - along * (0.03 * h)),
        ])
    }

    /// What makes a plain shirt one's own: a collar, a stripe, a number's patch, buttons.
    fn trim(&self, brush: &mut Brush<'_>, at: &dyn Fn(f64, f64) -> Point, s: f64, w: f64) {
        let look = self.look;
        let z = self.pose.lane;
        let t = self.thick(brush);
        let turn = 0.25 * self.pose.facing.abs();
        let colour = brush.tone(look.trim, z);
        if look.sporty {
            let patch = ellipse(at(s * turn, 0.175), 0.030 * t * (1.0 - turn), 0.040 * t);
            brush.raw(&patch, colour, 0.9);
            return;
        }
        let collar = curve(&[at(-s * 0.30, 0.305), at(s * (0.05 + turn), 0.272), at(s * (0.38 + turn * 0.6), 0.30)]);
        brush.line(&collar, 0.012 * t, colour, 0.9);
        if look.coat {
            let front = curve(&[at(s * (0.05 + turn), 0.27), at(w * (0.10 + turn), 0.09), at(w * (0.12 + turn), -0.08)]);
            brush.line(&front, 0.009 * t, brush.tone(look.top.darker(0.4), z), 0.8);
        }
    }
}
