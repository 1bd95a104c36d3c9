//! A pen in the hand of whoever draws a thing: shapes given by plain pairs of numbers, in the frame that the brush is in.
//!
//! It knows how a part belongs to a form (inked, or lying on one), not what is drawn.

use super::{
    brush::Brush,
    palette::Rgb,
    shape::{blob, bone, curve, ellipse, p, polygon, rounded},
};
use vello_cpu::kurbo::{BezPath, Point, Shape as _};

pub type Pair = (f64, f64);

fn points(pairs: &[Pair]) -> Vec<Point> {
    pairs.iter().map(|pair| p(pair.0, pair.1)).collect()
}

/// Wound as an ellipse is, so that shapes can be joined in one path.
pub fn wound(path: BezPath) -> BezPath {
    if path.area() < 0.0 { path.reverse_subpaths() } else { path }
}

/// A smooth closed shape.
pub fn smooth(pairs: &[Pair]) -> BezPath {
    wound(blob(&points(pairs)))
}

pub fn poly(pairs: &[Pair]) -> BezPath {
    wound(polygon(&points(pairs)))
}

pub fn wire(pairs: &[Pair]) -> BezPath {
    curve(&points(pairs))
}

/// Left, bottom, right, top, and the corners' radius.
pub fn slab(left: f64, low: f64, right: f64, high: f64, r: f64) -> BezPath {
    rounded(p(left, low), p(right, high), r)
}

pub fn disc(x: f64, y: f64, r: f64) -> BezPath {
    ellipse((x, y), r, r)
}

pub fn oval(x: f64, y: f64, rx: f64, ry: f64) -> BezPath {
    ellipse((x, y), rx, ry)
}

/// From one end to the other, each with its radius.
pub fn stick(a: Pair, ra: f64, b: Pair, rb: f64) -> BezPath {
    wound(bone(p(a.0, a.1), ra, p(b.0, b.1), rb))
}

pub struct Pen<'b, 'a> {
    pub brush: &'b mut Brush<'a>,
    pub z: f64,
}

impl<'b, 'a> Pen<'b, 'a> {
    pub fn new(brush: &'b mut Brush<'a>, z: f64) -> Self {
        Self { brush, z }
    }

    /// A form of its own: lit, and inked where the style inks.
    pub fn form(&mut self, path: &BezPath, colour: impl Into<Rgb>) {
        self.brush.solid(path, colour.into(), self.z);
    }

    /// Forms with one outline around all.
    pub fn forms(&mut self, shapes: &[(&BezPath, Rgb)]) {
        self.brush.group(shapes, self.z);
    }

    /// Lit, without ink: a part of the form beneath.
    pub fn part(&mut self, path: &BezPath, colour: impl Into<Rgb>) {
        self.brush.lit(path, colour.into(), self.z);
    }

    /// Painted on the form beneath.
    pub fn mark(&mut self, path: &BezPath, colour: impl Into<Rgb>) {
        self.tint(path, colour, 1.0);
    }

    pub fn tint(&mut self, path: &BezPath, colour: impl Into<Rgb>, alpha: f64) {
        let tone = self.brush.tone(colour.into(), self.z);
        self.brush.raw(path, tone, alpha);
    }

    /// A smooth line.
    pub fn line(&mut self, pairs: &[Pair], width: f64, colour: impl Into<Rgb>) {
        self.trace(&wire(pairs), width, colour);
    }

    pub fn trace(&mut self, path: &BezPath, width: f64, colour: impl Into<Rgb>) {
        let tone = self.brush.tone(colour.into(), self.z);
        self.brush.line(path, width, tone, 1.0);
    }

    /// Where the light is mirrored.
    pub fn shine(&mut self, path: &BezPath, alpha: f64) {
        self.brush.raw(path, Rgb::WHITE, alpha);
    }

    /// Something that shines by itself.
    pub fn light(&mut self, path: &BezPath, colour: impl Into<Rgb>) {
        self.brush.raw(path, colour.into(), 1.0);
    }

    #[must_use]
    pub fn night(&self) -> bool {
        self.brush.palette.night
    }
}

impl From<u32> for Rgb {
    fn from(value: u32) -> Self {
        Self::hex(value)
    }
}
