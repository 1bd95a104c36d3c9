//! Heads. A figure asks a [`HeadSource`] for its head, so that a drawn one can be replaced by another kind.

use super::{
    brush::Brush,
    face_wear::{beard, glasses, painted},
    gear::{self, Gear},
    look::{Hair, Look},
    palette::Rgb,
    pen::Pen,
    shape::{add_ellipse, blob, curve, ellipse, p},
};
use crate::studio::{screenplay::Lips, world::pose::Mood};
use vello_cpu::kurbo::{BezPath, Point};

/// Where and how a head is to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct HeadPose {
    /// On the screen.
    pub centre: Point,
    /// Half the height of the skull, in pixels.
    pub radius: f64,
    /// −1 to the left … 0 to the viewer … 1 to the right.
    pub yaw: f64,
    /// Radians, positive is clockwise on the screen.
    pub tilt: f64,
    /// None: nothing is said.
    pub lips: Option<Lips>,
    /// 0 open … 1 shut.
    pub blink: f64,
    pub mood: Mood,
    /// Metres a second, for hair.
    pub speed: f64,
    pub lane: f64,
}

/// Draws heads.
pub trait HeadSource {
    /// How much larger it is than a drawn head.
    fn growth(&self, _cartoon: bool) -> f64 {
        1.0
    }

    /// What hangs behind neck and shoulders, drawn before the body.
    fn behind(&self, brush: &mut Brush<'_>, head: &HeadPose);

    fn draw(&self, brush: &mut Brush<'_>, head: &HeadPose);
}

/// A head made of shapes.
pub struct DrawnHead<'a> {
    pub look: &'a Look,
}

impl HeadSource for DrawnHead<'_> {
    fn behind(&self, brush: &mut Brush<'_>, head: &HeadPose) {
        let look = self.look;
        brush.within(head.centre, head.radius, -head.tilt, head.yaw < 0.0, |brush| {
            let y = head.yaw.abs();
            let blow = (head.speed.abs() * 0.09).min(0.5);
            let path = match look.hair {
                Hair::Long => blob(&[
                    p(-0.72 - 0.1 * y, 0.75),
                    p(-1.02 - 0.12 * y, 0.0),
                    p(-0.98 - blow, -1.0),
                    p(-0.75 - blow * 1.5, -1.62 + blow * 0.5),
                    p(-0.1 - 0.5 * y, -1.55),
                    p(0.62 - 0.8 * y, -1.25),
                    p(0.86 - 0.75 * y, 0.0),
                    p(0.5, 0.8),
                ]),
                Hair::Ponytail => {
                    let sway = blow * 1.3;
                    blob(&[
                        p(-0.75, 0.62),
                        p(-1.1 - 0.2 * y, 0.55),
                        p(-1.38 - sway, -0.1 + sway * 0.4),
                        p(-1.3 - sway * 1.6, -1.15 + sway),
                        p(-1.02 - sway, -0.55 + sway * 0.4),
                        p(-0.85, 0.2),
                    ])
                }
                Hair::Bob => blob(&[
                    p(-0.8, 0.6),
                    p(-1.06, -0.1),
                    p(-0.96 - blow * 0.5, -0.78),
                    p(-0.3, -0.86),
                    p(0.6 - 0.8 * y, -0.78),
                    p(0.94 - 0.6 * y, -0.1),
                    p(0.7, 0.6),
                ]),
                Hair::Bun => ellipse((-0.55 - 0.25 * y, 1.0 - 0.25 * y), 0.40, 0.38),
                _ => return,
            };
            brush.solid(&path, look.hair_colour.darker(0.12), head.lane);
        });
    }

    fn draw(&self, brush: &mut Brush<'_>, head: &HeadPose) {
        brush.within(head.centre, head.radius, -head.tilt, head.yaw < 0.0, |brush| {
            let y = head.yaw.abs();
            let z = head.lane;
            let worn = self.look.hat.map(|(gear, _)| gear);
            skull(brush, self.look, y, z);
            if let Some(colour) = self.look.beard {
                beard(brush, colour, y, z, self.look.hair_colour == colour && self.look.old || colour.0 > 0.85);
            }
            face(brush, self.look, y, head);
            if worn.is_some_and(Gear::covers_hair) {
                hair(brush, &Look { hair: flat(self.look.hair), ..*self.look }, y, z);
            } else {
                hair(brush, self.look, y, z);
            }
            if self.look.glasses {
                glasses(brush, y, z);
            }
            if let Some((hat, colour)) = self.look.hat {
                painted(brush, hat, y, z);
                put_hat(brush, hat, colour, y, z);
            }
        });
    }
}

/// Hair under a hat lies flat.
fn flat(hair: Hair) -> Hair {
    match hair {
        Hair::Curly => Hair::Short,
        Hair::Quiff | Hair::Tuft => Hair::Crop,
        Hair::Bun => Hair::Bob,
        other => other,
    }
}

fn skull(brush: &mut Brush<'_>, look: &Look, y: f64, z: f64) {
    let jaw = if look.woman || look.child { 0.50 } else { 0.60 };
    let ear = ellipse((-0.86 + 0.62 * y, -0.10), 0.17, 0.22);
    let face = blob(&[
        p(0.0 + 0.05 * y, 1.0),
        p(0.66 + 0.04 * y, 0.72),
        p(0.88 + 0.02 * y, 0.12),
        p(0.80 + 0.05 * y, -0.38),
        p(jaw + 0.18 * y, -0.80),
        p(0.05 + 0.30 * y, -1.0),
        p(-jaw + 0.32 * y, -0.80),
        p(-0.80 + 0.10 * y, -0.30),
        p(-0.90 - 0.05 * y, 0.20),
        p(-0.68 - 0.10 * y, 0.76),
    ]);
    if y < 0.45 {
        let far = ellipse((0.88, -0.10), 0.15, 0.21);
        brush.group(&[(&ear, look.skin), (&far, look.skin), (&face, look.skin)], z);
    } else {
        brush.group(&[(&face, look.skin)], z);
        let nose = blob(&[p(0.84, 0.1), p(0.98 + 0.03 * y, -0.14), p(1.0 + 0.05 * y, -0.24), p(0.86, -0.34), p(0.7, -0.1)]);
        brush.lit(&nose, look.skin, z);
        brush.lit(&ear, look.skin.darker(0.08), z);
    }
}

fn face(brush: &mut Brush<'_>, look: &Look, y: f64, head: &HeadPose) {
    let z = head.lane;
    let cartoon = brush.is_cartoon();
    let dark = brush.tone(if cartoon { brush.palette.ink } else { look.hair_colour.darker(0.35) }, z);
    let shift = 0.46 * y;
    // Cheeks first: they lie under everything else.
    let blush = brush.tone(look.skin.mix(Rgb::hex(0xe8604f), 0.32), z);
    for side in [-1.0, 1.0] {
        let narrow = if side > 0.0 { 1.0 - 0.45 * y } else { 1.0 };
        let x = side * 0.48 * (1.0 - 0.2 * y) + shift;
        if x < 0.92 {
            brush.raw(&ellipse((x, -0.36), 0.20 * narrow, 0.13), blush, 0.45);
        }
    }
    if look.old {
        let crease = brush.tone(look.skin.darker(0.30), z);
        for side in [-1.0, 1.0] {
            let x = side * 0.34 * (1.0 - 0.3 * y) + shift * 1.05;
            brush.line(&curve(&[p(x + side * 0.02, -0.30), p(x + side * 0.10, -0.44), p(x + side * 0.07, -0.60)]), 0.04, crease, 0.8);
        }
        brush.line(&curve(&[p(shift - 0.3, 0.50), p(shift, 0.54), p(shift + 0.28, 0.50)]), 0.035, crease, 0.6);
    }
    let (ew, eh) = if cartoon { (0.19, 0.25) } else { (0.155, 0.165) };
    for side in [-1.0, 1.0] {
        let x = side * 0.38 * (1.0 - 0.24 * y) + shift;
        if side > 0.0 && y > 0.96 {
            continue;
        }
        let narrow = if side > 0.0 { 1.0 - 0.42 * y } else { 1.0 - 0.08 * y };
        eye(brush, look, head, p(x, 0.02), (ew * narrow, eh), 0.055 * y, dark);
        let brows = if look.baby { brush.tone(look.skin.darker(0.35), z) } else { dark };
        brow(brush, head, p(x, 0.02 + eh + 0.13), ew * narrow * 1.25, side, brows);
    }
    if y < 0.6 {
        let nose = curve(&[p(shift + 0.02, -0.06), p(shift + 0.10, -0.27), p(shift - 0.03, -0.31)]);
        brush.line(&nose, 0.06, brush.tone(look.skin.darker(0.36), z), 0.75);
    }
    if head.mood == Mood::Tired {
        let bag = brush.tone(look.skin.darker(0.28), z);
        for side in [-1.0, 1.0] {
            let x = side * 0.38 * (1.0 - 0.24 * y) + shift;
            brush.line(&curve(&[p(x - 0.15, -0.20), p(x, -0.26), p(x + 0.15, -0.20)]), 0.045, bag, 0.8);
        }
    }
    mouth(brush, look, head, p(shift * 1.06, -0.58), 1.0 - 0.30 * y, dark);
}

fn eye(brush: &mut Brush<'_>, look: &Look, head: &HeadPose, at: Point, (w, h): (f64, f64), glance: f64, dark: Rgb) {
    let lids = match head.mood {
        Mood::Happy => 0.86,
        Mood::Angry => 0.74,
        Mood::Tired => 0.46,
        _ => 1.0,
    };
    let open = (1.0 - head.blink) * lids;
    if open < 0.25 {
        let lid = curve(&[p(at.x - w, at.y + 0.01), p(at.x, at.y - 0.06), p(at.x + w, at.y + 0.01)]);
        brush.line(&lid, 0.075, dark, 1.0);
        return;
    }
    let wide = if matches!(head.mood, Mood::Surprised | Mood::Afraid) { 1.18 } else { 1.0 };
    let h = h * open * wide;
    let white = brush.tone(Rgb::hex(0xfdfbf7), head.lane);
    brush.raw(&ellipse(at, w, h), white, 1.0);
    let iris = (h * 0.86).min(w * 0.86) * if head.mood == Mood::Afraid { 0.72 } else { 1.0 };
    let pupil = p(at.x + glance + 0.01, at.y - 0.005);
    brush.raw(&ellipse(pupil, iris * 0.80, iris), brush.tone(look.eyes, head.lane), 1.0);
    brush.raw(&ellipse(pupil, iris * 0.48, iris * 0.6), dark, 1.0);
    brush.raw(&ellipse(p(pupil.x + 0.045, pupil.y + 0.06), 0.042, 0.046), Rgb::WHITE, 0.95);
    let lid = curve(&[
        p(at.x - w * 1.08, at.y + h * 0.35),
        p(at.x - w * 0.3, at.y + h * 1.0),
        p(at.x + w * 0.5, at.y + h * 0.95),
        p(at.x + w * 1.1, at.y + h * 0.3),
    ]);
    brush.line(&lid, if look.woman { 0.085 } else { 0.06 }, dark, 1.0);
}

fn brow(brush: &mut Brush<'_>, head: &HeadPose, at: Point, w: f64, side: f64, dark: Rgb) {
    let (inner, outer) = match head.mood {
        Mood::Eager => (-0.015, 0.03),
        Mood::Surprised => (0.12, 0.08),
        Mood::Sad => (0.10, -0.06),
        Mood::Afraid => (0.17, 0.02),
        Mood::Tired => (0.03, -0.07),
        Mood::Angry => (-0.15, 0.07),
        Mood::Happy => (0.05, 0.03),
        Mood::Calm => (0.0, 0.0),
    };
    let (left, right) = if side > 0.0 { (inner, outer) } else { (outer, inner) };
    let path = curve(&[p(at.x - w, at.y - 0.04 + left), p(at.x, at.y + 0.05 + (inner + outer) / 2.0), p(at.x + w, at.y - 0.04 + right)]);
    brush.line(&path, 0.085, dark, 0.95);
}

fn mouth(brush: &mut Brush<'_>, look: &Look, head: &HeadPose, at: Point, narrow: f64, dark: Rgb) {
    let lip = brush.tone(look.skin.mix(Rgb::hex(0xb03a44), if look.woman { 0.62 } else { 0.42 }), head.lane);
    let lips = head.lips.unwrap_or(Lips { round: 0.3, ..Lips::default() });
    let usual = match head.mood {
        Mood::Happy => 0.38,
        Mood::Surprised => 0.45,
        Mood::Eager => 0.12,
        Mood::Afraid => 0.26,
        _ => 0.0,
    };
    // Who speaks shuts even a mouth that laughs.
    let gape = lips.open.max(usual * if head.lips.is_some() { 0.4 * (1.0 - lips.shut.max(lips.teeth)) } else { 1.0 });
    let smile = match head.mood {
        Mood::Happy => 0.10,
        Mood::Sad => -0.08,
        Mood::Angry => -0.07,
        Mood::Afraid => -0.05,
        Mood::Tired => -0.02,
        Mood::Surprised => -0.01,
        _ => 0.045,
    };
    // Round lips are narrow and come forward, for “ee” they are drawn apart.
    let (w, smile) = ((0.25 - 0.06 * gape) * (1.16 - 0.58 * lips.round).max(0.5) * narrow, smile * (1.0 - 0.8 * lips.round.max(0.3) + 0.24));
    if gape < 0.08 {
        let line = curve(&[p(at.x - w, at.y + smile), p(at.x, at.y - smile * 0.5), p(at.x + w, at.y + smile)]);
        let pressed = 0.07 + 0.025 * lips.shut;
        brush.line(&line, pressed, if brush.is_cartoon() { dark } else { lip.darker(0.25) }, 1.0);
        return;
    }
    let (drop, top) = (0.05 + 0.27 * gape, 0.02 + 0.05 * lips.round * gape);
    let open = blob(&[
        p(at.x - w, at.y + smile),
        p(at.x, at.y + smile * 0.2 + top),
        p(at.x + w, at.y + smile),
        p(at.x + w * 0.6, at.y - drop * 0.75),
        p(at.x, at.y - drop),
        p(at.x - w * 0.6, at.y - drop * 0.75),
    ]);
    brush.line(&open, 0.075, if brush.is_cartoon() { dark } else { lip }, 1.0);
    brush.raw(&open, brush.tone(Rgb::hex(0x5a1f26), head.lane), 1.0);
    if lips.teeth > 0.5 {
        // The upper teeth are on the lower lip.
        brush.raw(&ellipse(p(at.x, at.y - drop * 0.45), w * 0.72, 0.05), brush.tone(Rgb::hex(0xfaf6ee), head.lane), 1.0);
        return;
    }
    brush.raw(&ellipse(p(at.x, at.y - drop * 0.8), w * 0.5, drop * 0.25), brush.tone(Rgb::hex(0xd8656a), head.lane), 1.0);
    if gape > 0.22 && lips.round < 0.7 {
        brush.raw(&ellipse(p(at.x, at.y + smile * 0.45 - 0.015), w * 0.66, 0.045), brush.tone(Rgb::hex(0xfaf6ee), head.lane), 1.0);
    }
}

pub fn put_hat(brush: &mut Brush<'_>, hat: Gear, colour: Rgb, y: f64, z: f64) {
    gear::put_on(&mut Pen::new(brush, z), hat, colour, y);
}

fn hair(brush: &mut Brush<'_>, look: &Look, y: f64, z: f64) {
    let s = 0.30 * y;
    let cap = |fringe: f64, side: f64| {
        blob(&[
            p(-0.98 - 0.04 * y, side),
            p(-1.04 - 0.10 * y, 0.28),
            p(-0.78 - 0.10 * y, 0.92),
            p(-0.05, 1.18),
            p(0.66 + 0.02 * y, 0.98),
            p(0.93 + 0.03 * y, 0.48),
            p(0.86 + 0.04 * y, fringe - 0.10),
            p(0.60 + s * 0.4, fringe + 0.16),
            p(0.15 + s, fringe + 0.06),
            p(-0.35 + s * 0.6, fringe + 0.14),
            p(-0.70 + 0.28 * y, 0.10),
            p(-0.80 + 0.42 * y, side),
        ])
    };
    let path = match look.hair {
        Hair::Short => cap(0.50, -0.12),
        Hair::Crop => cap(0.66, 0.06),
        Hair::Bob => cap(0.40, -0.62),
        Hair::Long | Hair::Ponytail => cap(0.44, -0.30),
        Hair::Bun => cap(0.56, -0.05),
        Hair::Quiff => {
            let mut path = cap(0.62, -0.02);
            path.extend(
                super::pen::wound(blob(&[
                    p(-0.30, 0.86),
                    p(-0.10 + s, 1.42),
                    p(0.55 + s, 1.46),
                    p(0.98 + s * 0.4, 1.10),
                    p(0.86, 0.66),
                    p(0.2, 0.74),
                ]))
                .iter(),
            );
            path
        }
        Hair::Tuft => {
            blob(&[p(-0.26, 0.96), p(-0.16 + s, 1.24), p(0.10 + s, 1.34), p(0.22 + s, 1.22), p(0.08 + s, 1.16), p(0.26, 0.98), p(0.0, 0.92)])
        }
        Hair::Curly => {
            let mut path = BezPath::new();
            for index in 0..11 {
                // From the front all around; from the side not over the face.
                let angle = -0.15 + 0.95 * y + f64::from(index) * (0.345 - 0.055 * y);
                let r = if look.woman { 0.38 } else { 0.30 };
                let reach = 0.88 + if look.woman { 0.10 } else { 0.02 };
                add_ellipse(&mut path, p(angle.cos() * reach - 0.06 * y, 0.26 + angle.sin() * reach * 0.86), r, r);
            }
            path
        }
    };
    brush.solid(&path, look.hair_colour, z);
    if !matches!(look.hair, Hair::Curly | Hair::Tuft | Hair::Quiff) {
        let shine = curve(&[p(-0.55, 0.88), p(-0.05 + s, 1.0), p(0.45 + s * 0.5, 0.86)]);
        let colour = brush.tone(look.hair_colour.lighter(0.35), z);
        brush.line(&shine, 0.09, colour, 0.5);
    }
}
