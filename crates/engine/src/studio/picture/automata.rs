//! Persons of another build: a robot of plates and joints, a snowman of three balls. They move as people do.

use super::{
    brush::{Brush, Lens},
    palette::{Rgb, named},
    pen::{Pen, disc, oval, poly, slab, smooth, stick},
    shape::{bone, ellipse, polygon},
    smear::{Member, smear},
};
use crate::studio::{
    screenplay::Actor,
    world::{
        chance::pick,
        pose::{Limb, Mood, PersonPose, Vec2},
    },
};
use vello_cpu::kurbo::Point;

struct Frame {
    lens: Lens,
    z: f64,
    t: f64,
    along: Vec2,
    across: Vec2,
    /// Of the head, clockwise on the screen.
    tilt: f64,
    side: f64,
}

impl Frame {
    fn of(brush: &Brush<'_>, pose: &PersonPose) -> Self {
        let side = if pose.facing < 0.0 { -1.0 } else { 1.0 };
        let up = pose.shoulders - pose.pelvis;
        let along = up / up.hypot().max(1e-6);
        let lean = along.x.atan2(along.y);
        let upright = along.y > 0.3 && pose.turn == 0.0;
        let tilt = if upright { lean * 0.4 } else { lean } + pose.head_tilt * side;
        Self {
            lens: brush.lens(),
            z: pose.lane,
            t: brush.scale(pose.lane) * pose.height,
            along,
            across: Vec2::new(along.y, -along.x) * side,
            tilt,
            side,
        }
    }

    fn to(&self, v: Vec2) -> Point {
        self.lens.at(v.x, v.y, self.z)
    }
}

fn shadow(brush: &mut Brush<'_>, pose: &PersonPose, spread: f64) {
    brush.shadow(pose.pelvis.x, pose.lane, spread * pose.height, pose.lift, 1.1);
}

pub fn robot(brush: &mut Brush<'_>, pose: &PersonPose, actor: &Actor, mouth: f64) {
    let body = actor.colour.map_or(Rgb::hex(pick(actor.look, 47, &[0xb9c3cc, 0x8fb3c4, 0xd0c3a8])), named);
    let frame = Frame::of(brush, pose);
    shadow(brush, pose, 0.24);
    limb(brush, &frame, (Member::Arm(0), &pose.arms[0]), (0.034, 0.040), body.darker(0.3));
    limb(brush, &frame, (Member::Leg(0), &pose.legs[0]), (0.042, 0.052), body.darker(0.3));
    limb(brush, &frame, (Member::Leg(1), &pose.legs[1]), (0.042, 0.052), body);
    let h = pose.height;
    let at = |v: f64, u: f64| frame.to(pose.pelvis + frame.along * (u * h) + frame.across * (v * h));
    let narrow = 1.0 - 0.25 * pose.facing.abs();
    let (wide, turn) = (0.135 * narrow, 0.03 * pose.facing.abs());
    let z = pose.lane;
    let neck = bone(at(0.0, 0.27), 0.030 * frame.t, frame.to(pose.neck), 0.030 * frame.t);
    brush.solid(&neck, Rgb::hex(0x5a616c), z);
    let hips = polygon(&[at(-wide * 0.7, 0.04), at(wide * 0.7, 0.04), at(wide * 0.55, -0.05), at(-wide * 0.55, -0.05)]);
    brush.solid(&hips, body.darker(0.25), z);
    let chest = polygon(&[at(-wide, 0.30), at(wide, 0.30), at(wide * 0.86, 0.04), at(-wide * 0.86, 0.04)]);
    brush.solid(&chest, body, z);
    let panel = polygon(&[at(turn - wide * 0.6, 0.24), at(turn + wide * 0.6, 0.24), at(turn + wide * 0.54, 0.11), at(turn - wide * 0.54, 0.11)]);
    brush.lit(&panel, Rgb::hex(0x39424f), z);
    for (index, hue) in [0xff5a4a_u32, 0xffd24a, 0x6fe08a].into_iter().enumerate() {
        let on = if index == 2 { 1.0 } else { 0.65 + 0.35 * mouth };
        brush.raw(&ellipse(at(turn + (index as f64 - 1.0) * wide * 0.34, 0.205), 0.013 * frame.t, 0.013 * frame.t), Rgb::hex(hue), on);
    }
    for u in [0.165, 0.14] {
        let line = super::shape::curve(&[at(turn - wide * 0.42, u), at(turn + wide * 0.42, u)]);
        brush.line(&line, 0.008 * frame.t, brush.tone(Rgb::hex(0x8fd0e0), z), 0.9);
    }
    robot_head(brush, &frame, pose, body, mouth);
    limb(brush, &frame, (Member::Arm(1), &pose.arms[1]), (0.034, 0.040), body);
}

fn limb(brush: &mut Brush<'_>, frame: &Frame, (member, of): (Member, &Limb), (upper, lower): (f64, f64), colour: Rgb) {
    let (z, t) = (frame.z, frame.t);
    let [a, b, c] = [of.root, of.joint, of.end].map(|v| frame.to(v));
    smear(brush, member, [a, b, c], [upper, lower * 0.85, lower].map(|r| r * t), (colour, z));
    let dark = Rgb::hex(0x5a616c);
    brush.solid(&bone(a, upper * t, b, upper * 0.9 * t), colour, z);
    brush.solid(&bone(b, lower * 0.85 * t, c, lower * t), colour.lighter(0.08), z);
    for joint in [a, b] {
        brush.solid(&ellipse(joint, upper * 0.95 * t, upper * 0.95 * t), dark, z);
    }
    if matches!(member, Member::Arm(_)) {
        let along = (c - b) / (c - b).hypot().max(1e-6);
        let across = Vec2::new(-along.y, along.x);
        for side in [-1.0, 1.0] {
            let root = c + across * (side * 0.022 * t);
            brush.solid(&bone(root, 0.015 * t, root + along * (0.050 * t) - across * (side * 0.012 * t), 0.011 * t), dark, z);
        }
    } else {
        let toe = c + Vec2::new(frame.side * 0.055 * t, 0.028 * t);
        brush.solid(&bone(c + Vec2::new(-frame.side * 0.02 * t, 0.022 * t), 0.030 * t, toe, 0.026 * t), dark, z);
    }
}

fn robot_head(brush: &mut Brush<'_>, frame: &Frame, pose: &PersonPose, body: Rgb, mouth: f64) {
    let up = Vec2::new(frame.tilt.sin(), frame.tilt.cos());
    let centre = frame.to(pose.neck + up * (0.095 * pose.height));
    let unit = 0.105 * frame.t * if brush.is_cartoon() { 1.15 } else { 1.0 };
    let y = pose.facing.abs();
    brush.within(centre, unit, -frame.tilt, pose.facing < 0.0, |brush| {
        let pen = &mut Pen::new(brush, frame.z);
        pen.form(&stick((0.0, 0.8), 0.05, (0.0, 1.35), 0.04), 0x5a616c_u32);
        pen.light(&disc(0.0, 1.42, 0.15), if mouth > 0.15 { 0xff6a5a_u32 } else { 0xffc24a });
        pen.form(&slab(-1.12, -0.25, -0.85, 0.30, 0.1), 0x5a616c_u32);
        if y < 0.6 {
            pen.form(&slab(0.85, -0.25, 1.12, 0.30, 0.1), 0x5a616c_u32);
        }
        pen.form(&slab(-0.95, -0.85, 0.95, 0.88, 0.30), body.lighter(0.06));
        let x = 0.28 * y;
        pen.part(&slab(-0.72 + x, -0.08, 0.68 + x * 0.7, 0.58, 0.22), 0x232b36_u32);
        let glow = match pose.mood {
            Mood::Angry => 0xff5a4a_u32,
            Mood::Sad | Mood::Tired => 0x6fa8ff,
            _ => 0x6ff0ff,
        };
        let open = 0.17 * (1.0 - pose.blink).max(0.15);
        for side in [-1.0, 1.0] {
            pen.light(&oval(side * 0.34 + x, 0.25, 0.16, open), glow);
        }
        pen.mark(&slab(-0.42 + x, -0.62, 0.46 + x, -0.30, 0.08), 0x39424f_u32);
        let bars = (mouth * 5.0).round().clamp(1.0, 5.0) as u32;
        for bar in 0..5_u32 {
            let on = bar.abs_diff(2) * 2 < bars;
            let left = -0.35 + x + f64::from(bar) * 0.155;
            pen.light(&slab(left, -0.56, left + 0.11, -0.36, 0.02), if on { glow } else { 0x5a6674 });
        }
    });
}

pub fn snowman(brush: &mut Brush<'_>, pose: &PersonPose, actor: &Actor, mouth: f64) {
    let snow = Rgb::hex(0xf4f8fc);
    let frame = Frame::of(brush, pose);
    let (z, t, h) = (pose.lane, frame.t, pose.height);
    shadow(brush, pose, 0.34);
    let scarf = actor.colour.map_or(Rgb::hex(pick(actor.look, 48, &[0xd8383a, 0x2f7fb8, 0x3f9b55])), named);
    let heart = pose.pelvis + frame.along * (0.15 * h);
    twig(brush, &frame, &pose.arms[0], heart, (-h, 0.2));
    // It has no legs: the lowest ball rolls where the feet would be.
    let low = pose.pelvis - frame.along * (0.275 * h);
    let base = frame.to(low);
    let middle = frame.to(pose.pelvis + frame.along * (0.105 * h));
    brush.group(&[(&ellipse(base, 0.265 * t, 0.245 * t), snow), (&ellipse(middle, 0.185 * t, 0.175 * t), snow)], z);
    let front = pose.facing * 0.06;
    for u in [0.20, 0.13, 0.06] {
        let at = frame.to(pose.pelvis + frame.along * (u * h) + Vec2::new(front * h, 0.0));
        brush.raw(&ellipse(at, 0.016 * t, 0.016 * t), brush.tone(Rgb::hex(0x2a2a32), z), 1.0);
    }
    let up = Vec2::new(frame.tilt.sin(), frame.tilt.cos());
    let head = pose.neck + up * (0.055 * h);
    let neck = frame.to(pose.neck - frame.along * (0.025 * h));
    let y = pose.facing.abs();
    let unit = 0.125 * t * if brush.is_cartoon() { 1.12 } else { 1.0 };
    brush.solid(&ellipse(frame.to(head), unit, unit * 0.97), snow, z);
    let wrap = bone(neck - Vec2::new(0.10 * t, 0.0), 0.034 * t, neck + Vec2::new(0.10 * t, 0.0), 0.034 * t);
    let end = bone(neck + Vec2::new(frame.side * 0.06 * t, 0.01 * t), 0.030 * t, neck + Vec2::new(frame.side * 0.085 * t, 0.14 * t), 0.034 * t);
    brush.group(&[(&end, scarf.darker(0.1)), (&wrap, scarf)], z);
    brush.within(frame.to(head), unit, -frame.tilt, pose.facing < 0.0, |brush| {
        let pen = &mut Pen::new(brush, z);
        let x = 0.40 * y;
        for side in [-1.0, 1.0] {
            let at = side * 0.34 * (1.0 - 0.2 * y) + x;
            if pose.blink > 0.6 {
                pen.line(&[(at - 0.12, 0.25), (at + 0.12, 0.25)], 0.08, 0x2a2a32_u32);
            } else {
                pen.mark(&disc(at, 0.26, 0.12), 0x2a2a32_u32);
                pen.shine(&disc(at + 0.04, 0.30, 0.04), 0.9);
            }
        }
        let happy = if matches!(pose.mood, Mood::Sad | Mood::Angry | Mood::Afraid | Mood::Tired) { -1.0 } else { 1.0 };
        for index in 0..5 {
            let f = f64::from(index) / 2.0 - 1.0;
            pen.mark(&disc(x + f * 0.40, -0.46 - (0.14 * (1.0 - f * f) - 0.05) * happy - mouth * 0.16 * (1.0 - f * f), 0.062), 0x2a2a32_u32);
        }
        pen.form(&smooth(&[(x - 0.04, 0.12), (x + 0.45 + 0.5 * y, -0.04), (x + 0.50 + 0.5 * y, -0.09), (x - 0.04, -0.12)]), 0xf0862a_u32);
        pen.form(&poly(&[(-0.62, 0.72), (-0.66, 1.75), (0.66, 1.75), (0.62, 0.72)]), 0x2c2a32_u32);
        pen.form(&slab(-1.0, 0.66, 1.0, 0.84, 0.08), 0x2c2a32_u32);
        pen.mark(&slab(-0.63, 0.86, 0.63, 1.08, 0.0), scarf);
    });
    twig(brush, &frame, &pose.arms[1], heart, (h, 0.0));
}

/// Stuck into the middle ball at its edge; what the arm does, it does from there.
fn twig(brush: &mut Brush<'_>, frame: &Frame, arm: &Limb, heart: Vec2, (out, shade): (f64, f64)) {
    let h = out.abs();
    let root = heart + frame.across * (out * 0.15);
    let joint = root + frame.across * (out * 0.12) + frame.along * (h * 0.01);
    let hanging = arm.root - frame.along * (h * 0.32);
    let end = joint + frame.across * (out * 0.10) + frame.along * (h * 0.05) + (arm.end - hanging) * 0.7;
    let [a, b, c] = [root, joint, end].map(|v| frame.to(v));
    let t = frame.t;
    let mut path = bone(a, 0.016 * t, b, 0.014 * t);
    path.extend(bone(b, 0.014 * t, c, 0.010 * t).iter());
    let along = (c - b) / (c - b).hypot().max(1e-6);
    for spread in [-0.6_f64, 0.0, 0.6] {
        let (sin, cos) = spread.sin_cos();
        let finger = Vec2::new(along.x * cos - along.y * sin, along.x * sin + along.y * cos);
        path.extend(bone(c, 0.009 * t, c + finger * (0.055 * t), 0.006 * t).iter());
    }
    brush.solid(&path, Rgb::hex(0x6a4a34).darker(shade), frame.z);
}
