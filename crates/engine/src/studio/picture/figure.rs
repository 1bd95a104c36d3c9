//! People, drawn over their joints: tapered limbs with round joints, a trunk with a waist, clothes, hands and shoes.

use super::{
    brush::{Brush, Lens},
    clothes::{self, Torso},
    costume::Extra,
    head::{HeadPose, HeadSource},
    look::Look,
    palette::Rgb,
    shape::{blob, bone, capsule, curve, ellipse, limb, polygon},
    smear::{Member, smear},
};
use crate::studio::{
    screenplay::{Lips, Lower},
    world::{
        bones,
        pose::{Limb, PersonPose, Vec2, ease},
    },
};
use vello_cpu::kurbo::{Affine, BezPath, Point};

/// Drawing one person.
pub struct Person<'a> {
    pub pose: &'a PersonPose,
    pub look: &'a Look,
    pub head: &'a dyn HeadSource,
    /// None: nothing is said.
    pub lips: Option<Lips>,
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
        self.with_torso(brush, side, |brush, torso| clothes::behind(brush, torso, self.look.extras, pose.speed, pose.facing.abs().max(0.3)));
        self.arm(brush, 0, true);
        if let Some(colour) = self.fish_tail() {
            self.tail(brush, side, colour);
        } else {
            self.leg(brush, 0, true);
            self.leg(brush, 1, false);
        }
        self.trunk(brush, side);
        self.with_torso(brush, side, |brush, torso| clothes::before(brush, torso, self.look.extras, self.look.top));
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
        let build = if self.look.baby {
            1.4
        } else if self.look.child {
            1.1
        } else if self.look.woman {
            0.9
        } else {
            1.05
        };
        brush.scale(self.pose.lane) * self.pose.height * build * self.look.build.powf(0.6)
    }

    fn head_pose(&self, brush: &Brush<'_>) -> HeadPose {
        let pose = self.pose;
        let share = match (self.look.child, brush.is_cartoon()) {
            (_, false) if self.look.baby => 0.130,
            (_, true) if self.look.baby => 0.155,
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
        let upright = lean * 0.35 + pose.head_tilt * side;
        // Who turns over carries the head with the trunk.
        let over = turned_over(pose.turn);
        let tilt = if over > 0.0 {
            upright + (shortest(lean - upright) + pose.head_tilt * side) * over
        } else if up.y < 0.3 {
            lean
        } else {
            upright
        };
        let along = Vec2::new(tilt.sin(), tilt.cos());
        let forward = Vec2::new(along.y, -along.x) * (side * 0.010 * pose.height * pose.facing.abs());
        let centre = pose.neck + along * (radius * 0.86) + forward;
        HeadPose {
            centre: self.to(brush.lens(), centre),
            radius: radius * brush.scale(pose.lane),
            yaw: pose.facing * 0.92,
            tilt,
            lips: self.lips,
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
        let bare = look.tights.is_none() && look.lower != Lower::Trousers;
        let cloth = look.tights.unwrap_or(if bare { look.skin } else { look.bottom });
        smear(brush, Member::Leg(index), points, [0.054 * t, 0.040 * t, 0.034 * t], (shade(cloth), z));
        if look.skates {
            self.skate(brush, index, points, shade);
        }
        if let Some(tights) = look.tights {
            let slim = limb(points, [0.056 * t, 0.038 * t, 0.024 * t]);
            brush.group(&[(&shoe, shade(look.shoes)), (&slim, shade(tights))], z);
            return;
        }
        match look.lower {
            Lower::Trousers => {
                let cloth = limb(points, [0.058 * t, 0.043 * t, 0.034 * t]);
                brush.group(&[(&shoe, shade(look.shoes)), (&cloth, shade(look.bottom))], z);
            }
            lower => {
                let bare = limb(points, radii);
                let sock = bone(points[1].lerp(points[2], 0.72), 0.027 * t, points[2], 0.026 * t);
                let sock_colour = if look.shoes == look.skin { look.skin } else { Rgb::hex(0xf4f0e8) };
                brush.group(&[(&bare, shade(look.skin)), (&sock, shade(sock_colour)), (&shoe, shade(look.shoes))], z);
                if lower == Lower::Shorts {
                    let hem = points[0].lerp(points[1], if look.sporty { 0.86 } else { 0.72 });
                    brush.solid(&bone(points[0], 0.062 * t, hem, 0.056 * t), shade(look.bottom), z);
                }
            }
        }
    }

    /// The blade under a boot, and the boot's shaft.
    fn skate(&self, brush: &mut Brush<'_>, index: usize, points: [Point; 3], shade: impl Fn(Rgb) -> Rgb) {
        let (z, t) = (self.pose.lane, self.thick(brush));
        let (long, down) = (bones::TOE * (0.55 + 0.45 * self.pose.facing.abs()), bones::ANKLE);
        let foot = self.foot_frame(brush, index, points[2]);
        let mut blade = polygon(
            &[
                (-0.045, -down - 0.001),
                (long * 1.02, -down - 0.001),
                (long * 1.10, -down + 0.010),
                (long * 1.02, -down + 0.013),
                (-0.045, -down + 0.013),
            ]
            .map(|(x, y)| Point::new(x, y)),
        );
        for x in [-0.018, long * 0.70] {
            let post = [(x - 0.010, -down + 0.010), (x + 0.014, -down + 0.010), (x + 0.018, -down + 0.030), (x - 0.014, -down + 0.030)];
            blade.extend(polygon(&post.map(|(x, y)| Point::new(x, y))).iter());
        }
        brush.raw(&(foot * blade), brush.tone(Rgb::hex(0x4d5f70), z), 1.0);
        let shaft = bone(points[1].lerp(points[2], 0.66), 0.030 * t, points[2], 0.027 * t);
        brush.solid(&shaft, shade(self.look.shoes.darker(0.10)), z);
    }

    /// From metres about an ankle, of somebody one metre tall, to the screen.
    fn foot_frame(&self, brush: &Brush<'_>, index: usize, ankle: Point) -> Affine {
        let pose = self.pose;
        let t = brush.scale(pose.lane) * pose.height;
        let side = if pose.facing < 0.0 { -1.0 } else { 1.0 };
        Affine::translate(ankle.to_vec2())
            * Affine::rotate(pose.turn * side)
            * Affine::scale_non_uniform(side * t, -t)
            * Affine::rotate(-pose.toes[index])
    }

    fn shoe(&self, brush: &Brush<'_>, index: usize, ankle: Point) -> BezPath {
        let pose = self.pose;
        // Seen from the front, a foot is short.
        let length = bones::TOE * (0.55 + 0.45 * pose.facing.abs());
        // A blade lifts the sole.
        let (down, heel) = (bones::ANKLE - if self.look.skates { 0.026 } else { 0.0 }, 0.033);
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
        self.foot_frame(brush, index, ankle) * shape
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
        let bare = if look.long_sleeves { look.top } else { look.skin };
        smear(
            brush,
            Member::Arm(index),
            [points[0], points[1], points[2] + along * (0.020 * t)],
            [0.036 * t, 0.028 * t, 0.022 * t],
            (shade(bare), z),
        );
        let glove = look.extras.iter().find_map(|extra| if let Extra::Gloves(colour) = extra { Some(Rgb::hex(*colour)) } else { None });
        if look.long_sleeves {
            let coat = look.extras.iter().find_map(|extra| if let Extra::OpenCoat(colour) = extra { Some(Rgb::hex(*colour)) } else { None });
            brush.group(&[(&hand, shade(glove.unwrap_or(look.skin))), (&sleeve, shade(coat.unwrap_or(look.top)))], z);
            if look.extras.iter().any(|extra| matches!(extra, Extra::Bands(_))) {
                let at = points[1].lerp(points[2], 0.55);
                let across = Vec2::new(-along.y, along.x) * (0.030 * t);
                brush.raw(&bone(at - across, 0.011 * t, at + across, 0.011 * t), brush.tone(Rgb::hex(0xf2ef6a), z), 1.0);
            }
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

    /// The trunk's frame, for what is drawn on it.
    fn with_torso(&self, brush: &mut Brush<'_>, side: f64, draw: impl FnOnce(&mut Brush<'_>, &Torso<'_>)) {
        let (pose, look) = (self.pose, self.look);
        let up = pose.shoulders - pose.pelvis;
        let along = up / up.hypot().max(1e-6);
        let across = Vec2::new(along.y, -along.x) * side;
        let (lens, t) = (brush.lens(), brush.scale(pose.lane) * pose.height);
        let at = |v: f64, u: f64| self.to(lens, pose.pelvis + along * (u * pose.height) + across * v);
        let hem = if look.coat {
            -0.10
        } else if look.dress {
            0.03
        } else {
            -0.035
        };
        draw(brush, &Torso { at: &at, wide: self.widths(), turn: 0.25 * pose.facing.abs(), t, hem, z: pose.lane });
    }

    /// Half the width at shoulders, chest, waist and hip, in metres, as it is seen from where the body faces.
    fn widths(&self) -> [f64; 4] {
        let look = self.look;
        let front = 1.0 - self.pose.facing.abs();
        let (shoulder, waist, hip) = match (look.woman, look.child) {
            _ if look.baby => (0.100, 0.105, 0.110),
            (_, true) => (0.080, 0.072, 0.074),
            (true, _) => (0.082, 0.060, 0.080),
            (false, _) => (0.096, 0.074, 0.076),
        };
        let wide = |front_width: f64, depth: f64| (depth + (front_width - depth) * (0.35 + 0.65 * front)) * self.pose.height * look.build;
        let coat = if look.coat { 1.16 } else { 1.0 };
        [wide(shoulder + 0.022, 0.066) * coat, wide(shoulder, 0.073) * coat, wide(waist, 0.060) * coat, wide(hip + 0.008, 0.068) * coat]
    }

    fn trunk(&self, brush: &mut Brush<'_>, side: f64) {
        let z = self.pose.lane;
        let look = self.look;
        let mut shapes: Option<[BezPath; 2]> = None;
        self.with_torso(brush, side, |_, torso| {
            let (at, [s, c, w, b], hem) = (torso.at, torso.wide, torso.hem);
            let body = blob(&[
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
            let seat = blob(&[
                at(-b * 0.78, 0.03),
                at(b * 0.76, 0.03),
                at(b * 0.92, -0.03),
                at(b * 0.62, -0.070),
                at(-b * 0.62, -0.070),
                at(-b * 0.93, -0.03),
            ]);
            shapes = Some([body, seat]);
        });
        let Some([torso, seat]) = shapes else { return };
        if self.fish_tail().is_some() {
            brush.group(&[(&torso, look.skin)], z);
            self.with_torso(brush, side, |brush, torso| {
                let (at, [s, c, ..]) = (torso.at, torso.wide);
                brush.lit(&blob(&[at(-s * 0.9, 0.235), at(s, 0.235), at(c, 0.165), at(-c, 0.165)]), look.top, z);
            });
            return;
        }
        if look.lower == Lower::Skirt {
            let up = self.pose.shoulders - self.pose.pelvis;
            let along = up / up.hypot().max(1e-6);
            let skirt = self.skirt(brush, along, Vec2::new(along.y, -along.x) * side, self.widths()[3]);
            if look.dress {
                brush.group(&[(&skirt, look.bottom), (&torso, look.top)], z);
            } else {
                brush.group(&[(&seat, look.bottom), (&skirt, look.bottom), (&torso, look.top)], z);
            }
        } else {
            let seat_colour = if look.tights.is_some() { look.top } else { look.bottom };
            brush.group(&[(&seat, seat_colour), (&torso, look.top)], z);
        }
        if let Some(colour) = look.extras.iter().find_map(|extra| if let Extra::Tutu(colour) = extra { Some(*colour) } else { None }) {
            self.with_torso(brush, side, |brush, torso| {
                let (at, b) = (torso.at, torso.wide[3]);
                let tulle = |long: f64, droop: f64| {
                    blob(&[
                        at(-b, 0.045),
                        at(b, 0.045),
                        at(b * long, 0.012 - droop),
                        at(b * long * 0.9, -0.02 - droop),
                        at(0.0, -0.045 - droop * 0.6),
                        at(-b * long * 0.9, -0.02 - droop),
                        at(-b * long, 0.012 - droop),
                    ])
                };
                brush.solid(&tulle(2.9, 0.045), Rgb::hex(colour).darker(0.10), z);
                brush.solid(&tulle(2.7, 0.015), Rgb::hex(colour), z);
            });
        }
        self.with_torso(brush, side, |brush, torso| self.trim(brush, torso.at, torso.wide[0], torso.wide[2]));
    }

    fn fish_tail(&self) -> Option<Rgb> {
        self.look.extras.iter().find_map(|extra| if let Extra::FishTail(colour) = extra { Some(Rgb::hex(*colour)) } else { None })
    }

    /// A mermaid's: over both legs, with a fin at the feet.
    fn tail(&self, brush: &mut Brush<'_>, side: f64, colour: Rgb) {
        let pose = self.pose;
        let (z, t, lens) = (pose.lane, self.thick(brush), brush.lens());
        let middle = |pick: fn(&Limb) -> Vec2| self.to(lens, (pick(&pose.legs[0]) + pick(&pose.legs[1])) / 2.0);
        let (hip, knee, ankle) = (self.to(lens, pose.pelvis), middle(|leg| leg.joint), middle(|leg| leg.end));
        let along = (ankle - knee) / (ankle - knee).hypot().max(1e-6);
        let across = Vec2::new(-along.y, along.x) * side;
        let fin = |out: f64| {
            blob(&[
                ankle - along * (0.03 * t),
                ankle + across * (out * 0.09 * t) + along * (0.01 * t),
                ankle + across * (out * 0.17 * t) + along * (0.085 * t),
                ankle + across * (out * 0.05 * t) + along * (0.05 * t),
            ])
        };
        brush.group(&[(&fin(-1.0), colour.lighter(0.15)), (&fin(1.0), colour.lighter(0.15))], z);
        let path = limb([hip, knee, ankle], [0.105 * t, 0.068 * t, 0.026 * t]);
        brush.solid(&path, colour, z);
        let scale = brush.tone(colour.darker(0.35), z);
        for f in [0.25, 0.5, 0.75] {
            for (a, b, r) in [(hip, knee, 0.075), (knee, ankle, 0.042)] {
                let at = a.lerp(b, f);
                brush.line(&curve(&[at - across * (r * t), at + along * (0.018 * t), at + across * (r * t)]), 0.006 * t, scale, 0.7);
            }
        }
    }

    fn skirt(&self, brush: &Brush<'_>, along: Vec2, across: Vec2, b: f64) -> BezPath {
        let pose = self.pose;
        let h = pose.height;
        let knees = pose.legs.map(|leg| if self.look.gown { leg.joint.lerp(leg.end, 0.78) } else { leg.root.lerp(leg.joint, 0.85) });
        let middle = knees[0].lerp(knees[1], 0.5);
        let flare = if self.look.gown { 0.115 } else { 0.085 };
        let reach = |v: Vec2| (v - middle).dot(across);
        let front = knees.iter().map(|knee| reach(*knee)).fold(f64::MIN, f64::max) + flare * h;
        let back = knees.iter().map(|knee| reach(*knee)).fold(f64::MAX, f64::min) - flare * h;
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
        if !look.extras.is_empty() {
            return;
        }
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

/// 0 where the body is upright or has come round, 1 where it is well over.
fn turned_over(turn: f64) -> f64 {
    ease(shortest(turn).abs() / 0.6)
}

/// The same angle within half a turn.
fn shortest(angle: f64) -> f64 {
    (angle + std::f64::consts::PI).rem_euclid(std::f64::consts::TAU) - std::f64::consts::PI
}
