//! Heads of beasts, in the head's own frame: it looks along x, y goes up, the skull is 0.6 in radius.

use super::{
    Beast,
    plan::{Ears, Face, Horns, Mane, Marks, Plan},
};
use crate::studio::{
    picture::{
        brush::Brush,
        palette::Rgb,
        pen::{Pair, Pen, disc, oval, smooth, stick},
        shape::{add_ellipse, p},
    },
    world::pose::{PetPose, Vec2},
};
use vello_cpu::kurbo::BezPath;

const DARK: Rgb = Rgb::hex(0x241c1e);

/// A lion's, around the head.
pub fn mane(beast: &Beast<'_>, brush: &mut Brush<'_>) {
    let unit = beast.t * beast.plan.head.size;
    let centre = beast.head + Vec2::new(-beast.side * 0.28, 0.10) * unit;
    let ring = |r: f64, bump: f64| {
        let mut path = BezPath::new();
        add_ellipse(&mut path, centre, r * unit, r * unit * 1.04);
        for index in 0..13 {
            let a = f64::from(index) * 0.4833;
            add_ellipse(&mut path, centre + Vec2::new(a.cos(), a.sin()) * (r * unit), bump * unit, bump * unit);
        }
        path
    };
    let colour = beast.plan.coat.mane;
    brush.solid(&ring(0.98, 0.27), colour.darker(0.12), beast.z);
    brush.lit(&ring(0.72, 0.22), colour.lighter(0.12), beast.z);
}

pub fn draw(pen: &mut Pen<'_, '_>, pose: &PetPose, plan: &Plan) {
    let (coat, head) = (plan.coat, plan.head);
    let fur = if plan.marks == Marks::Wool { coat.light } else { coat.fur };
    ears(pen, pose, plan, true);
    horns(pen, plan, true);
    if pose.mouth > 0.1 && head.face != Face::Trunk {
        jaw(pen, pose, plan, fur);
    }
    pen.form(&skull(plan), fur);
    mask(pen, plan, fur);
    nose(pen, plan);
    if plan.marks == Marks::Panda {
        pen.mark(&oval(0.31, 0.16, 0.22, 0.25), coat.dark);
    }
    let at = match head.face {
        Face::Grazer | Face::Bovine => (0.26, 0.22),
        Face::Snout => (0.34, 0.24),
        _ => (0.33, 0.18),
    };
    eye(pen, at, head.eye, pose.blink, plan);
    if plan.mane == Mane::Flowing {
        pen.form(&smooth(&[(-0.25, 0.52), (0.05, 0.74), (0.30, 0.50), (0.36, 0.22), (0.18, 0.36), (0.0, 0.40)]), coat.mane);
    }
    if plan.marks == Marks::Wool {
        let mut cap = BezPath::new();
        for (x, y, r) in [(-0.42, 0.48, 0.24), (-0.12, 0.62, 0.27), (0.18, 0.54, 0.22), (-0.5, 0.22, 0.2)] {
            add_ellipse(&mut cap, p(x, y), r, r);
        }
        pen.form(&cap, coat.fur);
    }
    ears(pen, pose, plan, false);
    horns(pen, plan, false);
    if head.face == Face::Trunk {
        trunk(pen, pose, plan);
    }
    if plan.mane == Mane::Beard {
        let (m, ny) = (head.muzzle, head.nose);
        pen.form(
            &smooth(&[(0.28 + m * 0.4, ny - 0.16), (0.40 + m * 0.6, ny - 0.20), (0.34 + m * 0.5, ny - 0.75), (0.24 + m * 0.4, ny - 0.42)]),
            coat.mane,
        );
    }
}

fn skull(plan: &Plan) -> BezPath {
    let (m, ny, d) = (plan.head.muzzle, plan.head.nose, plan.head.tip);
    // The bridge goes down to the nose from the brow.
    let bridge = 0.36 + (ny + d - 0.36) * 0.52;
    smooth(&[
        (-0.60, 0.04),
        (-0.44, 0.48),
        (0.04, 0.64),
        (0.40, 0.42),
        (0.44 + 0.30 * m, bridge),
        (0.44 + 0.82 * m, ny + d),
        (0.54 + m, ny + d * 0.3),
        (0.50 + 0.95 * m, ny - d * 0.9),
        (0.34 + 0.50 * m, (ny - d).min(-0.30) * 0.5 + (-0.34 + (ny - d)) * 0.25 - 0.02),
        (0.06, -0.48),
        (-0.42, -0.40),
    ])
}

fn jaw(pen: &mut Pen<'_, '_>, pose: &PetPose, plan: &Plan, fur: Rgb) {
    let (m, ny, d) = (plan.head.muzzle, plan.head.nose, plan.head.tip);
    let (x, drop) = (0.46 + 0.85 * m, 0.12 + 0.30 * pose.mouth);
    pen.form(
        &smooth(&[(0.15, -0.2), (x, ny - d * 0.5), (x - 0.02, ny - d - drop * 0.8), (x * 0.7, ny - d - drop), (0.15, -0.46 - drop * 0.3)]),
        fur.darker(0.15),
    );
    pen.mark(&smooth(&[(0.35, -0.26), (x - 0.08, ny - d * 0.6), (x - 0.10, ny - d - drop * 0.5), (x * 0.6, ny - d - drop * 0.6)]), 0xc7545c_u32);
}

/// The pale part of the muzzle and cheeks.
fn mask(pen: &mut Pen<'_, '_>, plan: &Plan, fur: Rgb) {
    let (m, ny, d) = (plan.head.muzzle, plan.head.nose, plan.head.tip);
    let (light, tip) = (plan.coat.light, 0.50 + m);
    match plan.head.face {
        Face::Canine if plan.marks != Marks::Panda => {
            let cheek = smooth(&[
                (0.40 + 0.5 * m, ny + d * 0.5),
                (tip, ny),
                (0.46 + 0.9 * m, ny - d * 0.8),
                (0.3 + 0.4 * m, -0.32),
                (0.0, -0.42),
                (-0.12, -0.26),
                (0.22, -0.06),
            ]);
            pen.tint(&cheek, light, 0.95);
        }
        Face::Feline => {
            pen.tint(&oval(0.40 + 0.6 * m, ny - 0.06, 0.25, 0.19), light, 0.97);
            pen.tint(&oval(0.20, -0.38, 0.22, 0.12), light, 0.9);
            if plan.marks == Marks::Tiger {
                for (x, y) in [(-0.18, 0.50), (-0.02, 0.53), (0.13, 0.50)] {
                    pen.line(&[(x, y + 0.08), (x + 0.04, y - 0.12)], 0.055, plan.coat.dark);
                }
                for y in [-0.02, -0.18] {
                    pen.line(&[(-0.45, y), (-0.20, y - 0.05)], 0.055, plan.coat.dark);
                }
            }
        }
        Face::Bovine => {
            pen.tint(
                &smooth(&[
                    (0.30 + 0.6 * m, ny + d),
                    (0.44 + m, ny + d * 0.7),
                    (tip, ny),
                    (0.46 + m, ny - d * 0.8),
                    (0.26 + 0.6 * m, ny - d * 0.9),
                    (0.24 + 0.5 * m, ny),
                ]),
                light,
                1.0,
            );
            pen.tint(&smooth(&[(-0.34, 0.40), (0.16, 0.52), (0.42, 0.26), (0.30, -0.02), (0.0, -0.20), (-0.42, -0.10)]), plan.coat.dark, 0.95);
        }
        Face::Rodent => {
            pen.tint(&smooth(&[(0.30, -0.10), (0.42 + m, ny - d * 0.2), (0.36 + 0.6 * m, ny - d), (0.05, -0.44), (-0.25, -0.30)]), light, 0.85);
        }
        Face::Grazer => pen.tint(&oval(0.36 + 0.92 * m, ny - d * 0.1, 0.19, d * 0.86), fur.mix(light, 0.4).darker(0.12), 0.8),
        Face::Reptile => pen.tint(&smooth(&[(0.10, -0.20), (0.45 + m, ny - d * 0.5), (0.40 + 0.8 * m, ny - d), (0.05, -0.45)]), light, 0.8),
        _ => {}
    }
}

fn nose(pen: &mut Pen<'_, '_>, plan: &Plan) {
    let (m, ny, d) = (plan.head.muzzle, plan.head.nose, plan.head.tip);
    let tip = 0.50 + m;
    match plan.head.face {
        Face::Canine => {
            pen.mark(&oval(tip, ny + d * 0.55, 0.11, 0.09), DARK);
            pen.shine(&oval(tip - 0.02, ny + d * 0.55 + 0.035, 0.03, 0.02), 0.7);
            pen.line(&[(tip - 0.02, ny - d * 0.35), (0.40 + 0.5 * m, ny - d * 0.75), (0.34 + 0.2 * m, -0.24)], 0.045, DARK);
        }
        Face::Feline => {
            pen.mark(&smooth(&[(tip - 0.16, ny + 0.12), (tip + 0.01, ny + 0.11), (tip - 0.05, ny - 0.02)]), 0xb5655e_u32);
            pen.line(&[(tip - 0.06, ny - 0.02), (tip - 0.08, ny - 0.12), (tip - 0.26, ny - 0.17)], 0.04, DARK);
            for dy in [0.0, -0.07] {
                pen.brush.line(
                    &super::super::pen::wire(&[(tip - 0.22, ny - 0.04 + dy), (tip - 0.52, ny + dy), (tip - 0.74, ny + dy * 1.6)]),
                    0.018,
                    Rgb::WHITE,
                    0.7,
                );
            }
        }
        Face::Grazer | Face::Reptile => {
            pen.mark(&oval(tip - 0.10, ny + d * 0.25, 0.05, 0.045), plan.coat.fur.darker(0.7));
            pen.line(&[(tip - 0.04, ny - d * 0.42), (tip - 0.25, ny - d * 0.52), (tip - 0.40, ny - d * 0.40)], 0.04, plan.coat.fur.darker(0.6));
        }
        Face::Bovine => {
            pen.mark(&oval(tip - 0.09, ny + d * 0.25, 0.055, 0.065), 0x8a4a48_u32);
            pen.line(&[(tip - 0.05, ny - d * 0.5), (tip - 0.30, ny - d * 0.55)], 0.04, 0x8a4a48_u32);
        }
        Face::Snout => {
            pen.form(&oval(tip, ny, 0.13, d * 0.95), plan.coat.dark.lighter(0.12));
            for dy in [0.08, -0.08] {
                pen.mark(&oval(tip + 0.02, ny + dy, 0.035, 0.05), 0x8c3f48_u32);
            }
            pen.line(&[(tip - 0.14, ny - d * 0.9), (tip - 0.30, ny - d * 1.0), (tip - 0.42, ny - d * 0.8)], 0.045, 0x8c3f48_u32);
        }
        Face::Rodent => {
            pen.mark(&oval(tip - 0.01, ny + d * 0.4, 0.075, 0.06), 0xd9747c_u32);
            if plan.ears == Ears::Long || m > 0.25 {
                pen.mark(&oval(tip - 0.15, ny - d - 0.03, 0.05, 0.07), 0xfffaf0_u32);
            }
            for dy in [0.03, -0.05] {
                pen.brush.line(
                    &super::super::pen::wire(&[(tip - 0.12, ny + dy * 0.4), (tip - 0.35, ny + dy * 2.0 + 0.03), (tip - 0.60, ny + dy * 4.0)]),
                    0.018,
                    DARK,
                    0.5,
                );
            }
        }
        Face::Trunk => {}
    }
}

fn eye(pen: &mut Pen<'_, '_>, at: Pair, r: f64, blink: f64, plan: &Plan) {
    if blink > 0.6 {
        pen.line(&[(at.0 - r, at.1), (at.0, at.1 - r * 0.5), (at.0 + r, at.1)], 0.05, DARK);
        return;
    }
    let white = if plan.marks == Marks::Wool || plan.marks == Marks::Panda { 0.95 } else { 0.8 };
    pen.tint(&disc(at.0, at.1, r * 1.25), 0xfbf4e8_u32, white);
    pen.mark(&disc(at.0 + r * 0.15, at.1, r), DARK);
    pen.shine(&disc(at.0 + r * 0.45, at.1 + r * 0.4, r * 0.34), 0.95);
}

fn ears(pen: &mut Pen<'_, '_>, pose: &PetPose, plan: &Plan, far: bool) {
    let coat = plan.coat;
    let fur = if plan.marks == Marks::Wool { coat.light } else { coat.fur }.darker(if far { 0.22 } else { 0.0 });
    let (x, back) = (if far { 0.34 } else { 0.0 }, pose.ears);
    match plan.ears {
        Ears::None => {}
        Ears::Pointed(tall) => {
            let tip = (-0.34 + x * 0.9 - back * 0.5, 0.44 + tall - back * 0.25);
            pen.form(&smooth(&[(-0.50 + x, 0.30), (-0.44 + x, 0.62), tip, (-0.10 + x, 0.66), (0.08 + x, 0.48)]), fur);
            if plan.marks == Marks::Bib {
                pen.tint(&smooth(&[(tip.0 - 0.07, tip.1 - 0.22), tip, (tip.0 + 0.10, tip.1 - 0.24)]), coat.dark, 0.95);
            }
            if !far {
                pen.tint(&smooth(&[(-0.34, 0.46), (tip.0, tip.1 - 0.18), (-0.06, 0.54)]), coat.dark, 0.5);
            }
        }
        Ears::Round(r) => {
            let at = (-0.30 + x * 1.1 - back * 0.1, 0.50 + r * 0.45);
            let own = if plan.marks == Marks::Panda { coat.dark } else { fur };
            pen.form(&disc(at.0, at.1, r), own);
            if !far && plan.marks != Marks::Panda {
                pen.tint(&disc(at.0 + 0.03, at.1 - 0.02, r * 0.62), if r > 0.35 { coat.dark } else { coat.light }, 0.8);
            }
        }
        Ears::Long => {
            let tip = (-0.42 + x * 0.9 - back * 0.9, 1.62 - back * 0.7);
            pen.form(&stick((-0.22 + x * 0.7, 0.48), 0.15, tip, 0.13), fur);
            if !far {
                pen.tint(&stick((-0.22, 0.60), 0.08, (tip.0 + 0.02, tip.1 - 0.04), 0.065), coat.dark, 0.85);
            }
        }
        Ears::Leaf(long, angle) => {
            let a = angle + back * 0.5 - if far { 0.5 } else { 0.0 };
            let root = (-0.30 + x * 0.8, 0.44);
            let (along, across) = ((a.cos(), a.sin()), (-a.sin() * 0.42, a.cos() * 0.42));
            let at = |f: f64, o: f64| (root.0 + (along.0 * f + across.0 * o) * long, root.1 + (along.1 * f + across.1 * o) * long);
            pen.form(&smooth(&[at(-0.1, 0.25), at(0.4, 0.75), at(1.0, 0.0), at(0.4, -0.65), at(-0.1, -0.3)]), fur);
            if !far {
                pen.tint(&smooth(&[at(0.15, 0.2), at(0.45, 0.4), at(0.85, 0.0), at(0.4, -0.3)]), 0xd99a94_u32, 0.7);
            }
        }
        Ears::Flap => {
            pen.form(
                &smooth(&[(-0.34 + x, 0.44), (-0.16 + x, 0.72), (0.10 + x, 0.60), (0.22 + x, 0.26 + back * 0.3), (-0.02 + x, 0.34)]),
                fur.darker(0.08),
            );
        }
        Ears::Fan if far => {}
        Ears::Fan => {
            let w = 1.0 - 0.22 * (pose.tail * 0.8 + back).sin().abs();
            let ear = smooth(&[
                (-0.02, 0.56),
                (-0.55 * w, 0.78),
                (-1.05 * w, 0.50),
                (-1.18 * w, -0.10),
                (-0.95 * w, -0.66),
                (-0.60 * w, -0.92),
                (-0.30, -0.52),
                (-0.10, -0.10),
            ]);
            pen.form(&ear, coat.fur.darker(0.05));
            pen.tint(
                &smooth(&[
                    (-0.16, 0.40),
                    (-0.55 * w, 0.60),
                    (-0.95 * w, 0.36),
                    (-1.02 * w, -0.10),
                    (-0.82 * w, -0.54),
                    (-0.58 * w, -0.72),
                    (-0.36, -0.40),
                ]),
                0xb08f96_u32,
                0.55,
            );
        }
    }
}

fn horns(pen: &mut Pen<'_, '_>, plan: &Plan, far: bool) {
    let x = if far { 0.26 } else { 0.0 };
    let shade = if far { 0.2 } else { 0.0 };
    match plan.horns {
        Horns::None => {}
        Horns::Cow => pen.form(
            &smooth(&[(-0.12 + x, 0.56), (-0.06 + x, 0.80), (0.16 + x, 0.98), (0.34 + x, 0.96), (0.18 + x, 0.80), (0.12 + x, 0.56)]),
            Rgb::hex(0xe9dcc0).darker(shade),
        ),
        Horns::Goat => pen.form(
            &smooth(&[
                (0.0 + x, 0.52),
                (0.02 + x, 0.90),
                (-0.22 + x, 1.22),
                (-0.66 + x, 1.26),
                (-0.30 + x, 1.02),
                (-0.20 + x, 0.74),
                (-0.22 + x, 0.50),
            ]),
            Rgb::hex(0x8d7a62).darker(shade),
        ),
        Horns::Antlers => {
            let bone = Rgb::hex(0x8a6a48).darker(shade);
            let mut path = BezPath::new();
            let beam = [(0.0 + x, 0.55), (-0.22 + x, 1.05), (-0.16 + x, 1.55), (0.10 + x, 1.95)];
            for pair in beam.windows(2) {
                path.extend(stick(pair[0], 0.085, pair[1], 0.062).iter());
            }
            path.extend(stick((-0.14 + x, 0.86), 0.06, (0.22 + x, 1.12), 0.035).iter());
            path.extend(stick((-0.20 + x, 1.25), 0.06, (0.22 + x, 1.52), 0.032).iter());
            path.extend(stick((-0.15 + x, 1.55), 0.06, (-0.42 + x, 1.92), 0.032).iter());
            pen.form(&path, bone);
        }
        Horns::Unicorn if far => {
            pen.form(&super::super::pen::poly(&[(0.12, 0.52), (0.36, 0.42), (0.78, 1.70)]), 0xf3cf6a_u32);
            for f in [0.25, 0.45, 0.65] {
                pen.line(&[(0.12 + 0.62 * f, 0.52 + 1.16 * f), (0.36 + 0.40 * f, 0.42 + 1.16 * f)], 0.035, 0xc9963a_u32);
            }
        }
        Horns::Unicorn => {}
        Horns::Knobs => {
            pen.form(&stick((0.0 + x, 0.5), 0.075, (-0.06 + x, 1.0), 0.065), plan.coat.fur.darker(shade));
            pen.mark(&disc(-0.06 + x, 1.04, 0.12), plan.coat.mane);
        }
    }
}

/// An elephant's, hanging and curling at its end, with a tusk before it.
fn trunk(pen: &mut Pen<'_, '_>, pose: &PetPose, plan: &Plan) {
    let sway = pose.tail * 0.22;
    let spine = [(0.42, -0.02), (0.66, -0.42), (0.72 + sway * 0.4, -0.92), (0.74 + sway, -1.36), (0.94 + sway * 1.2, -1.66), (1.16 + sway, -1.56)];
    let radii = [0.33, 0.25, 0.19, 0.145, 0.115, 0.10];
    let mut path = BezPath::new();
    for index in 0..5 {
        path.extend(stick(spine[index], radii[index], spine[index + 1], radii[index + 1]).iter());
    }
    pen.form(&path, plan.coat.fur);
    for index in 1..5 {
        let (at, r) = (spine[index], radii[index] * 0.8);
        pen.line(&[(at.0 - r, at.1 - 0.02), (at.0, at.1 - 0.07), (at.0 + r, at.1 + 0.02)], 0.022, plan.coat.dark);
    }
    pen.form(&smooth(&[(0.26, -0.36), (0.44, -0.40), (0.62, -0.74), (0.98, -0.86), (0.56, -0.92), (0.34, -0.66)]), 0xfaf2de_u32);
}
