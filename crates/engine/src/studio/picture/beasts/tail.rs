//! Tails.

use super::{
    Beast,
    plan::{Marks, Tail},
};
use crate::studio::picture::{
    brush::Brush,
    palette::Rgb,
    shape::{add_ellipse, blob, bone, capsule, curve, ellipse},
};
use vello_cpu::kurbo::{BezPath, Point, Vec2};

impl Beast<'_> {
    fn tail_root(&self) -> Point {
        self.at(0.0, -self.plan.ends.0 * 0.82, self.plan.back[0] * 0.55)
    }

    /// Behind by `x` and up by `y`, in shoulder heights, swung by the tail's angle.
    fn behind(&self, root: Point, x: f64, y: f64, swing: f64) -> Point {
        let (sin, cos) = (self.pose.tail * swing).sin_cos();
        let (x, y) = (x * cos - y * sin, x * sin + y * cos);
        root + Vec2::new(-self.side * x, -y) * self.t
    }
}

pub fn draw(beast: &Beast<'_>, brush: &mut Brush<'_>) {
    let (coat, root, z, t) = (beast.plan.coat, beast.tail_root(), beast.z, beast.t);
    match beast.plan.tail {
        Tail::Brush | Tail::Bushy => brushy(beast, brush, root),
        Tail::Hair => {
            let at = |x: f64, y: f64| beast.behind(root, x, y, 0.4);
            let hair = blob(&[
                at(-0.04, 0.05),
                at(0.14, 0.06),
                at(0.24, -0.14),
                at(0.27, -0.46),
                at(0.18, -0.68),
                at(0.12, -0.46),
                at(0.08, -0.20),
                at(-0.02, -0.08),
            ]);
            brush.solid(&hair, coat.mane, z);
            let gloss = brush.tone(coat.mane.lighter(0.3), z);
            brush.line(&curve(&[at(0.10, 0.02), at(0.18, -0.16), at(0.20, -0.44)]), 0.02 * t, gloss, 0.6);
        }
        Tail::Tuft => {
            let at = |x: f64, y: f64| beast.behind(root, x, y, 0.7);
            let mut path = BezPath::new();
            capsule(&mut path, root, 0.030 * t, at(0.16, -0.16), 0.024 * t);
            capsule(&mut path, at(0.16, -0.16), 0.024 * t, at(0.20, -0.42), 0.020 * t);
            let tuft = blob(&[at(0.17, -0.38), at(0.25, -0.44), at(0.26, -0.56), at(0.20, -0.66), at(0.14, -0.55), at(0.15, -0.44)]);
            brush.group(&[(&path, coat.fur.darker(0.1)), (&tuft, coat.mane)], z);
        }
        Tail::Stub => {
            let fur = if beast.plan.marks == Marks::Fawn { coat.light } else { coat.fur.darker(0.05) };
            brush.solid(&ellipse(beast.behind(root, 0.06, 0.0, 0.5), 0.095 * t, 0.080 * t), fur, z);
        }
        Tail::Puff => brush.solid(&ellipse(beast.behind(root, 0.08, -0.10, 0.3), 0.15 * t, 0.15 * t), coat.mane, z),
        Tail::Curl => {
            let loops: Vec<Point> = (0..=14)
                .map(f64::from)
                .map(|i| beast.behind(root, 0.02 + i * 0.013 + 0.075 * (i * 0.62).sin(), -0.04 + 0.075 * (i * 0.62).cos(), 0.3))
                .collect();
            brush.line(&curve(&loops), 0.045 * t, brush.tone(coat.dark, z), 1.0);
        }
        Tail::Thin => {
            let at = |x: f64, y: f64| beast.behind(root, x, y, 0.5);
            let path = curve(&[root, at(0.35, -0.40), at(0.80, -0.52), at(1.15, -0.30), at(1.32, 0.02)]);
            if brush.is_cartoon() {
                brush.line(&path, 0.06 * t + brush.ink(z), brush.palette.ink, 1.0);
            }
            brush.line(&path, 0.06 * t, brush.tone(coat.dark, z), 1.0);
        }
        Tail::Plume => plume(beast, brush, root),
        Tail::Long => long(beast, brush, root),
        Tail::Heavy => heavy(beast, brush, root),
    }
}

/// Thick hair: a fox's with a white tip stands out behind, a wolf's hangs.
fn brushy(beast: &Beast<'_>, brush: &mut Brush<'_>, root: Point) {
    let coat = beast.plan.coat;
    let fox = beast.plan.tail == Tail::Brush;
    let (lift, long, thick) = if fox { (0.10, 1.0, 1.0) } else { (-0.62, 0.78, 0.8) };
    let at = |x: f64, y: f64| {
        let (sin, cos) = f64::sin_cos(lift);
        let (x, y) = (x * long, y * thick);
        beast.behind(root, x * cos - y * sin, x * sin + y * cos, 0.6)
    };
    let all = blob(&[
        at(-0.05, 0.03),
        at(0.22, 0.10),
        at(0.48, 0.20),
        at(0.74, 0.22),
        at(0.98, 0.10),
        at(0.80, -0.03),
        at(0.52, -0.11),
        at(0.22, -0.09),
        at(-0.04, -0.07),
    ]);
    brush.solid(&all, coat.fur.darker(0.04), beast.z);
    let shade = blob(&[at(0.10, -0.04), at(0.45, -0.02), at(0.72, 0.06), at(0.74, -0.04), at(0.50, -0.10), at(0.22, -0.08)]);
    brush.raw(&shade, brush.tone(coat.fur.darker(0.3), beast.z), 0.5);
    let tip =
        blob(&[at(0.70, 0.215), at(0.84, 0.20), at(0.98, 0.10), at(0.86, 0.01), at(0.72, -0.055), at(0.76, 0.04), at(0.70, 0.09), at(0.76, 0.14)]);
    brush.lit(&tip, if fox { coat.mane } else { coat.dark }, beast.z);
}

/// A squirrel's: up over the back and curled outwards.
fn plume(beast: &Beast<'_>, brush: &mut Brush<'_>, root: Point) {
    let at = |x: f64, y: f64| beast.behind(root, x, y, 0.25);
    let all = blob(&[
        at(-0.10, -0.10),
        at(0.24, -0.18),
        at(0.54, 0.10),
        at(0.60, 0.52),
        at(0.54, 0.86),
        at(0.72, 0.98),
        at(0.86, 0.86),
        at(0.84, 1.14),
        at(0.58, 1.30),
        at(0.26, 1.22),
        at(0.08, 0.92),
        at(0.12, 0.56),
        at(0.06, 0.24),
    ]);
    brush.solid(&all, beast.plan.coat.mane, beast.z);
    let inner = curve(&[at(0.24, 0.02), at(0.36, 0.40), at(0.30, 0.86), at(0.48, 1.12), at(0.68, 1.10)]);
    brush.line(&inner, 0.13 * beast.t, brush.tone(beast.plan.coat.mane.lighter(0.35), beast.z), 0.6);
}

fn long(beast: &Beast<'_>, brush: &mut Brush<'_>, root: Point) {
    let (t, z, coat) = (beast.t, beast.z, beast.plan.coat);
    let at = |x: f64, y: f64| beast.behind(root, x, y, 0.6);
    let spine = [root, at(0.20, -0.16), at(0.40, -0.28), at(0.60, -0.18), at(0.72, 0.06)];
    let mut path = BezPath::new();
    for pair in spine.windows(2) {
        capsule(&mut path, pair[0], 0.05 * t, pair[1], 0.048 * t);
    }
    brush.solid(&path, coat.fur, z);
    let dark = brush.tone(coat.dark, z);
    for pair in spine.windows(2).skip(1) {
        let (a, b) = (pair[0], pair[1]);
        brush.raw(&bone(a.lerp(b, 0.2), 0.05 * t, a.lerp(b, 0.36), 0.05 * t), dark, 1.0);
    }
    brush.raw(&bone(spine[4], 0.05 * t, spine[3].lerp(spine[4], 0.7), 0.05 * t), dark, 1.0);
}

/// As thick as the rump where it begins.
fn heavy(beast: &Beast<'_>, brush: &mut Brush<'_>, root: Point) {
    let at = |x: f64, y: f64| beast.behind(root, x, y, 0.35);
    let fur: Rgb = beast.plan.coat.fur;
    let path = blob(&[
        at(-0.30, 0.10),
        at(0.10, 0.06),
        at(0.55, -0.16),
        at(1.05, -0.34),
        at(1.50, -0.24),
        at(1.05, -0.46),
        at(0.50, -0.44),
        at(0.0, -0.42),
        at(-0.30, -0.36),
    ]);
    brush.solid(&path, fur, beast.z);
    let mut spots = BezPath::new();
    for (x, y) in [(0.22, -0.10), (0.48, -0.22), (0.78, -0.31)] {
        add_ellipse(&mut spots, at(x, y), 0.055 * beast.t, 0.04 * beast.t);
    }
    brush.raw(&spots, brush.tone(beast.plan.coat.dark, beast.z), 0.7);
}
