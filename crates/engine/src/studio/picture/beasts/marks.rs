//! What is on the coat: stripes, patches, wool, humps, plates. Each is one path.

use super::{
    Beast,
    plan::{Mane, Marks},
};
use crate::studio::picture::{
    brush::Brush,
    palette::Rgb,
    pen::wound,
    shape::{add_ellipse, blob, bone, capsule, curve, polygon},
};
use vello_cpu::kurbo::{BezPath, Point, Vec2};

/// Behind the trunk: what rises over the back.
pub fn beneath(beast: &Beast<'_>, brush: &mut Brush<'_>) {
    let coat = beast.plan.coat;
    if beast.plan.marks == Marks::Plates {
        let mut plates = BezPath::new();
        for index in 0..7 {
            let f = f64::from(index) / 6.0;
            let (low, tall) = (beast.back(f) - 0.04, 0.10 + 0.12 * (f * std::f64::consts::PI).sin());
            plates.extend(polygon(&[beast.at(f, -0.10, low), beast.at(f, 0.0, low + tall), beast.at(f, 0.10, low)]).iter());
        }
        brush.solid(&plates, coat.mane, beast.z);
    }
    if beast.plan.mane == Mane::Upright || beast.plan.mane == Mane::Flowing {
        mane(beast, brush);
    }
}

/// Along the crest of the neck.
fn mane(beast: &Beast<'_>, brush: &mut Brush<'_>) {
    let flowing = beast.plan.mane == Mane::Flowing;
    let (nape, withers) = (beast.nape(), beast.at(1.0, -0.04, beast.plan.back[2] * 0.8));
    let along = nape - withers;
    let out = Vec2::new(along.y, -along.x) / along.hypot().max(1e-6) * if beast.side > 0.0 { 1.0 } else { -1.0 };
    let (root, end) = beast.plan.throat;
    let thick = |f: f64| (root * 0.75 + (end - root * 0.75) * f) * beast.t;
    let extra = if flowing { 0.10 } else { 0.05 } * beast.t;
    let at = |f: f64, o: f64| withers.lerp(nape, f) + out * (thick(f) + o * extra);
    let crown = beast.head + Vec2::new(-beast.side * 0.15, -0.62) * (beast.t * beast.plan.head.size);
    let path = blob(&[at(-0.1, -1.0), at(0.1, 0.8), at(0.45, 1.0), at(0.85, 1.0), crown, at(1.0, -1.5), at(0.5, -2.0)]);
    brush.solid(&path, beast.plan.coat.mane, beast.z);
}

/// A camel's two, part of its trunk.
pub fn humps(beast: &Beast<'_>, body: &mut BezPath) {
    if beast.plan.marks != Marks::Humps {
        return;
    }
    for f in [0.22, 0.76] {
        let hump =
            blob(&[beast.at(f, -0.26, 0.0), beast.at(f, -0.16, 0.22), beast.at(f, -0.02, 0.40), beast.at(f, 0.13, 0.24), beast.at(f, 0.25, 0.0)]);
        body.extend(wound(hump).iter());
    }
}

pub fn on_trunk(beast: &Beast<'_>, brush: &mut Brush<'_>) {
    let (coat, z, t) = (beast.plan.coat, beast.z, beast.t);
    let dark = brush.tone(coat.dark, z);
    match beast.plan.marks {
        Marks::Bib => {
            let bib = bone(beast.at(1.0, 0.06, -0.10), 0.10 * t, beast.nape() + Vec2::new(beast.side * 0.06 * t, 0.05 * t), 0.085 * t);
            brush.lit(&bib, coat.light, z);
        }
        Marks::Tiger => brush.raw(&stripes(beast, 7, 0.055, 0.62), dark, 0.95),
        Marks::Zebra => {
            brush.raw(&stripes(beast, 9, 0.050, 0.9), dark, 0.95);
            brush.raw(&rings(beast, 6), dark, 0.95);
        }
        Marks::Cow => {
            let spot = |f: f64, u: f64, w: f64, h: f64| {
                blob(&[
                    beast.at(f, -w, u),
                    beast.at(f, -w * 0.4, u + h),
                    beast.at(f, w * 0.7, u + h * 0.8),
                    beast.at(f, w, u - h * 0.2),
                    beast.at(f, w * 0.1, u - h),
                ])
            };
            let mut path = spot(0.12, -0.02, 0.20, 0.17);
            path.extend(spot(0.60, 0.0, 0.17, 0.13).iter());
            path.extend(spot(0.45, -0.24, 0.10, 0.09).iter());
            path.extend(spot(1.0, -0.08, 0.10, 0.16).iter());
            brush.raw(&path, dark, 0.97);
            let udder = bone(beast.at(0.20, 0.0, beast.plan.belly[1]), 0.075 * t, beast.at(0.32, 0.0, beast.plan.belly[1] - 0.02), 0.06 * t);
            brush.lit(&udder, Rgb::hex(0xf0aaa6), z);
        }
        Marks::Giraffe => brush.raw(&nets(beast), dark, 0.92),
        Marks::Panda => {
            let band = blob(&[
                beast.at(0.86, 0.0, beast.back(0.86) - 0.01),
                beast.at(1.0, 0.12, beast.plan.back[2] - 0.02),
                beast.at(1.0, 0.16, -0.14),
                beast.at(1.0, 0.05, beast.plan.belly[2]),
                beast.at(0.82, 0.0, beast.belly(0.82) + 0.02),
                beast.at(0.80, 0.0, 0.0),
            ]);
            brush.lit(&band, coat.dark, z);
        }
        Marks::Fawn => {
            let mut dots = BezPath::new();
            for (f, u) in [(0.15, 0.04), (0.3, 0.0), (0.45, 0.05), (0.6, 0.0), (0.22, -0.06), (0.52, -0.06), (0.75, 0.05)] {
                add_ellipse(&mut dots, beast.at(f, 0.0, u), 0.018 * t, 0.016 * t);
            }
            brush.raw(&dots, brush.tone(coat.light, z), 0.8);
        }
        Marks::Plates => {
            let mut spots = BezPath::new();
            for (f, u, r) in [(0.1, 0.02, 0.07), (0.35, 0.10, 0.08), (0.62, 0.04, 0.06), (0.88, 0.0, 0.05)] {
                add_ellipse(&mut spots, beast.at(f, 0.0, u), r * t, r * 0.75 * t);
            }
            brush.raw(&spots, dark, 0.6);
        }
        Marks::Humps => {
            let mut caps = BezPath::new();
            for f in [0.22, 0.76] {
                caps.extend(blob(&[beast.at(f, -0.12, 0.27), beast.at(f, -0.02, 0.39), beast.at(f, 0.10, 0.28), beast.at(f, 0.0, 0.22)]).iter());
            }
            brush.raw(&caps, dark, 0.55);
        }
        Marks::Folds => {
            let line = brush.tone(coat.fur.darker(0.3), z);
            brush.line(&curve(&[beast.at(0.10, -0.02, 0.0), beast.at(0.06, 0.0, -0.2), beast.at(0.12, 0.0, -0.36)]), 0.014 * t, line, 0.6);
        }
        _ => {}
    }
}

/// Wedges from the back down the flanks.
fn stripes(beast: &Beast<'_>, count: usize, thick: f64, reach: f64) -> BezPath {
    let mut path = BezPath::new();
    for index in 0..count {
        let f = (index as f64 + 0.5) / count as f64 * 1.14 - 0.07;
        let (top, low) = (beast.back(f) - 0.008, beast.belly(f));
        let end = top + (low * 0.92 - top) * reach * if index % 2 == 0 { 1.0 } else { 0.78 };
        let (middle, bow) = (f64::midpoint(top, end), 0.03);
        path.extend(
            blob(&[
                beast.at(f, -thick / 2.0, top),
                beast.at(f, thick / 2.0, top),
                beast.at(f, bow + thick * 0.4, middle),
                beast.at(f, 0.0, end),
                beast.at(f, bow - thick * 0.4, middle),
            ])
            .iter(),
        );
    }
    path
}

/// Bands across the neck.
fn rings(beast: &Beast<'_>, count: usize) -> BezPath {
    let (from, to) = (beast.at(1.0, 0.0, 0.0), beast.nape());
    let along = (to - from) / (to - from).hypot().max(1e-6);
    let across = Vec2::new(-along.y, along.x);
    let (root, end) = beast.plan.throat;
    let mut path = BezPath::new();
    for index in 0..count {
        let f = (f64::from(index as u32) + 0.8) / count as f64;
        let (at, r) = (from.lerp(to, f), (root + (end - root) * f) * beast.t * 0.94);
        capsule(&mut path, at - across * r, 0.012 * beast.t, at + across * r + along * (0.03 * beast.t), 0.020 * beast.t);
    }
    path
}

/// Brown fields with pale lines between them, on flanks and neck.
fn nets(beast: &Beast<'_>) -> BezPath {
    let mut path = BezPath::new();
    let t = beast.t;
    let mut field = |at: Point, r: f64, turn: f64| {
        let corners: Vec<Point> = (0..5).map(|i| turn + f64::from(i) * 1.2566).map(|a| at + Vec2::new(a.cos(), a.sin()) * (r * t)).collect();
        path.extend(polygon(&corners).iter());
    };
    for row in 0..3 {
        for column in 0..6 {
            let f = (f64::from(column) + if row % 2 == 0 { 0.3 } else { 0.8 }) / 6.2;
            let (top, low) = (beast.back(f) - 0.045, beast.belly(f) * 0.75);
            field(beast.at(f, 0.0, top + (low - top) * f64::from(row) / 2.0), 0.046, f64::from(row * 7 + column) * 0.9);
        }
    }
    let (from, to) = (beast.at(1.0, 0.03, 0.04), beast.nape());
    let (root, end) = beast.plan.throat;
    let along = (to - from) / (to - from).hypot().max(1e-6);
    let across = Vec2::new(-along.y, along.x);
    for step in 0..9 {
        let f = f64::from(step) / 9.5;
        let r = root + (end - root) * f;
        for side in [-0.5, 0.5] {
            field(from.lerp(to, f + side * 0.05) + across * (side * r * t), r * 0.36, f64::from(step) + side);
        }
    }
    path
}

pub fn on_leg(beast: &Beast<'_>, brush: &mut Brush<'_>, points: [Point; 3], radii: [f64; 3]) {
    if !matches!(beast.plan.marks, Marks::Tiger | Marks::Zebra) {
        return;
    }
    let mut path = BezPath::new();
    let bands = |path: &mut BezPath, from: usize, at: &[f64]| {
        let (a, b) = (points[from], points[from + 1]);
        let along = (b - a) / (b - a).hypot().max(1e-6);
        let across = Vec2::new(-along.y, along.x);
        for f in at {
            let r = (radii[from] + (radii[from + 1] - radii[from]) * f) * 0.9;
            capsule(path, a.lerp(b, *f) - across * r, 0.010 * beast.t, a.lerp(b, *f) + across * r, 0.013 * beast.t);
        }
    };
    bands(&mut path, 0, &[0.40, 0.75]);
    bands(&mut path, 1, &[0.10, 0.42, 0.74]);
    brush.raw(&path, brush.tone(beast.plan.coat.dark, beast.z), 0.9);
}

/// A trunk of curls.
pub fn wool(beast: &Beast<'_>) -> BezPath {
    let mut path = beast.trunk();
    let t = beast.t;
    for index in 0..7 {
        let f = f64::from(index) / 6.0;
        add_ellipse(&mut path, beast.at(f, 0.0, beast.back(f)), 0.13 * t, 0.12 * t);
        add_ellipse(&mut path, beast.at(f, 0.0, beast.belly(f)), 0.12 * t, 0.10 * t);
    }
    add_ellipse(&mut path, beast.at(1.0, 0.12, 0.0), 0.24 * t, 0.24 * t);
    for u in [0.12, -0.05, -0.22] {
        add_ellipse(&mut path, beast.at(0.0, -beast.plan.ends.0, u), 0.12 * t, 0.12 * t);
        add_ellipse(&mut path, beast.at(1.0, beast.plan.ends.1, u), 0.12 * t, 0.12 * t);
    }
    path
}
