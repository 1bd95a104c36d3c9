//! Shapes that bodies and things are made of: tapered limbs, smooth blobs, ellipses, rounded boxes. All wind the same way, so
//! that they can be joined in one path.

use vello_cpu::kurbo::{BezPath, Point, Vec2};

const KAPPA: f64 = 0.552_284_75;

/// A limb from `a` to `b` with round ends of their own radii.
pub fn capsule(path: &mut BezPath, a: Point, ra: f64, b: Point, rb: f64) {
    let along = b - a;
    let unit = if along.hypot() < 1e-6 { Vec2::new(1.0, 0.0) } else { along / along.hypot() };
    let across = Vec2::new(-unit.y, unit.x);
    path.move_to(a + across * ra);
    path.line_to(b + across * rb);
    half(path, b, across * rb, unit * rb);
    path.line_to(a - across * ra);
    half(path, a, -across * ra, -unit * ra);
    path.close_path();
}

/// Half a circle about `centre` from `centre + start` over `centre + top` to the other side.
fn half(path: &mut BezPath, centre: Point, start: Vec2, top: Vec2) {
    path.curve_to(centre + start + top * KAPPA, centre + top + start * KAPPA, centre + top);
    path.curve_to(centre + top - start * KAPPA, centre - start + top * KAPPA, centre - start);
}

/// Three joints, three radii.
#[must_use]
pub fn limb(points: [Point; 3], radii: [f64; 3]) -> BezPath {
    let mut path = BezPath::new();
    capsule(&mut path, points[0], radii[0], points[1], radii[1]);
    capsule(&mut path, points[1], radii[1], points[2], radii[2]);
    path
}

#[must_use]
pub fn bone(a: Point, ra: f64, b: Point, rb: f64) -> BezPath {
    let mut path = BezPath::new();
    capsule(&mut path, a, ra, b, rb);
    path
}

pub fn add_ellipse(path: &mut BezPath, centre: Point, rx: f64, ry: f64) {
    let (x, y) = (Vec2::new(rx, 0.0), Vec2::new(0.0, ry));
    path.move_to(centre + x);
    half(path, centre, x, y);
    half(path, centre, -x, -y);
    path.close_path();
}

#[must_use]
pub fn ellipse(centre: impl Into<Point>, rx: f64, ry: f64) -> BezPath {
    let mut path = BezPath::new();
    add_ellipse(&mut path, centre.into(), rx, ry);
    path
}

/// A smooth closed curve through the points.
#[must_use]
pub fn blob(points: &[Point]) -> BezPath {
    let n = points.len();
    let mut path = BezPath::new();
    if n < 3 {
        return path;
    }
    path.move_to(points[0]);
    for i in 0..n {
        let (before, a, b, after) = (points[(i + n - 1) % n], points[i], points[(i + 1) % n], points[(i + 2) % n]);
        path.curve_to(a + (b - before) / 6.0, b - (after - a) / 6.0, b);
    }
    path.close_path();
    path
}

/// A smooth open curve through the points.
#[must_use]
pub fn curve(points: &[Point]) -> BezPath {
    let n = points.len();
    let mut path = BezPath::new();
    if n < 2 {
        return path;
    }
    path.move_to(points[0]);
    for i in 0..n - 1 {
        let (before, a, b, after) = (points[i.saturating_sub(1)], points[i], points[i + 1], points[(i + 2).min(n - 1)]);
        path.curve_to(a + (b - before) / 6.0, b - (after - a) / 6.0, b);
    }
    path
}

#[must_use]
pub fn polygon(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    for (index, point) in points.iter().enumerate() {
        if index == 0 {
            path.move_to(*point);
        } else {
            path.line_to(*point);
        }
    }
    path.close_path();
    path
}

/// An upright box between two corners, rounded by `r`.
#[must_use]
pub fn rounded(a: Point, b: Point, r: f64) -> BezPath {
    let (x0, x1) = (a.x.min(b.x), a.x.max(b.x));
    let (y0, y1) = (a.y.min(b.y), a.y.max(b.y));
    let r = r.min((x1 - x0) / 2.0).min((y1 - y0) / 2.0);
    let k = r * (1.0 - KAPPA);
    let mut path = BezPath::new();
    path.move_to((x0 + r, y0));
    path.line_to((x1 - r, y0));
    path.curve_to((x1 - k, y0), (x1, y0 + k), (x1, y0 + r));
    path.line_to((x1, y1 - r));
    path.curve_to((x1, y1 - k), (x1 - k, y1), (x1 - r, y1));
    path.line_to((x0 + r, y1));
    path.curve_to((x0 + k, y1), (x0, y1 - k), (x0, y1 - r));
    path.line_to((x0, y0 + r));
    path.curve_to((x0, y0 + k), (x0 + k, y0), (x0 + r, y0));
    path.close_path();
    path
}

pub fn p(x: f64, y: f64) -> Point {
    Point::new(x, y)
}
