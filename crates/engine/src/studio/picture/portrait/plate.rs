//! One captured view laid into a frame of its own: upright, of one size, without what is not its subject.
//!
//! A head's frame: x to the right, y up, the chin at −1, the hairline at 0.62, 0 between the cheeks, so that a view takes the place
//! of a drawn head. A pet's or thing's frame: its outline's middle at 0, half of its longer side 1. It knows no light and no motion.

use super::{finish, tone};
use crate::studio::likeness::points;
use domain::likeness::View;

/// Pixels of a plate's unit.
pub const RES: f32 = 112.0;
/// The hairline's height over 0; the chin is at −1.
pub const HAIRLINE: f32 = 0.62;

pub type P = [f32; 2];
/// In the order of [`points`].
pub type Marks = [P; 11];
/// Premultiplied, 0…1.
pub type Pixel = [f32; 4];

pub const LEFT_EYE: usize = 0;
pub const RIGHT_EYE: usize = 1;
pub const NOSE: usize = 2;
pub const MOUTH_LEFT: usize = 3;
pub const MOUTH_RIGHT: usize = 4;
pub const MOUTH_TOP: usize = 5;
pub const MOUTH_BOTTOM: usize = 6;
pub const CHIN: usize = 7;
pub const BROW: usize = 8;
pub const CHEEK_LEFT: usize = 9;
pub const CHEEK_RIGHT: usize = 10;

/// The part of the plane that a plate shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

impl Frame {
    pub const HEAD: Self = Self { left: -1.7, top: 2.0, width: 3.4, height: 3.4 };
    pub const THING: Self = Self { left: -1.1, top: 1.1, width: 2.2, height: 2.2 };

    /// The smallest that holds both, grown to all sides, but no larger than `most`.
    #[must_use]
    pub fn around(&self, other: &Self, grown: f32, most: &Self) -> Self {
        let left = (self.left.min(other.left) - grown).max(most.left);
        let top = (self.top.max(other.top) + grown).min(most.top);
        let right = ((self.left + self.width).max(other.left + other.width) + grown).min(most.left + most.width);
        let bottom = ((self.top - self.height).min(other.top - other.height) - grown).max(most.top - most.height);
        Self { left, top, width: (right - left).max(0.1), height: (top - bottom).max(0.1) }
    }

    /// Pixels at so many a unit.
    #[must_use]
    pub fn pixels(&self, unit: f32) -> (usize, usize) {
        ((self.width * unit).ceil() as usize, (self.height * unit).ceil() as usize)
    }
}

/// Where a view's own pixels are in its frame.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    origin: P,
    /// Pixels of a step to the right and up.
    right: P,
    up: P,
    mirrored: bool,
    width: f32,
}

impl Fit {
    /// By the marks of a face. A mirrored view has its marks mirrored too.
    #[must_use]
    pub fn of_face(view: &View, mirrored: bool) -> Option<(Self, Marks)> {
        let width = view.picture.width as f32;
        let marks = points(view.marks.as_ref()?);
        let marks = if mirrored { mirror(&marks, width) } else { marks };
        let (chin, brow) = (marks[CHIN], marks[BROW]);
        let along = [brow[0] - chin[0], brow[1] - chin[1]];
        let up = [along[0] / (1.0 + HAIRLINE), along[1] / (1.0 + HAIRLINE)];
        let right = [-up[1], up[0]];
        let unit = up[0].hypot(up[1]);
        let middle = mid(marks[CHEEK_LEFT], marks[CHEEK_RIGHT]);
        let aside = ((middle[0] - chin[0]) * right[0] + (middle[1] - chin[1]) * right[1]) / (unit * unit);
        let origin = [chin[0] + up[0] + right[0] * aside, chin[1] + up[1] + right[1] * aside];
        let fit = Self { origin, right, up, mirrored, width };
        Some((fit, marks.map(|mark| fit.framed(mark))))
    }

    /// By the outline of whatever is not transparent.
    #[must_use]
    pub fn of_outline(view: &View, mirrored: bool) -> Self {
        let (w, h) = (view.picture.width as usize, view.picture.height as usize);
        let (mut low, mut high) = ([w, h], [0, 0]);
        for (index, pixel) in view.picture.rgba.chunks_exact(4).enumerate() {
            if pixel[3] > 127 {
                let at = [index % w, index / w];
                low = [low[0].min(at[0]), low[1].min(at[1])];
                high = [high[0].max(at[0]), high[1].max(at[1])];
            }
        }
        if low[0] > high[0] {
            (low, high) = ([0, 0], [w - 1, h - 1]);
        }
        let low = low.map(|v| v as f32);
        let high = high.map(|v| v as f32 + 1.0);
        let unit = ((high[0] - low[0]).max(high[1] - low[1]) / 2.0).max(1.0);
        let middle = mid(low, high);
        let origin = [if mirrored { w as f32 - middle[0] } else { middle[0] }, middle[1]];
        Self { origin, right: [unit, 0.0], up: [0.0, -unit], mirrored, width: w as f32 }
    }

    fn framed(&self, at: P) -> P {
        let d = [at[0] - self.origin[0], at[1] - self.origin[1]];
        let unit = self.up[0] * self.up[0] + self.up[1] * self.up[1];
        [(d[0] * self.right[0] + d[1] * self.right[1]) / unit, (d[0] * self.up[0] + d[1] * self.up[1]) / unit]
    }

    fn pixel(&self, at: P) -> P {
        let x = self.origin[0] + self.right[0] * at[0] + self.up[0] * at[1];
        let y = self.origin[1] + self.right[1] * at[0] + self.up[1] * at[1];
        [if self.mirrored { self.width - x } else { x }, y]
    }

    fn unit(&self) -> f32 {
        self.up[0].hypot(self.up[1])
    }
}

fn mid(a: P, b: P) -> P {
    [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]
}

fn mirror(marks: &Marks, width: f32) -> Marks {
    let flip = |index: usize| [width - marks[index][0], marks[index][1]];
    [
        flip(RIGHT_EYE),
        flip(LEFT_EYE),
        flip(NOSE),
        flip(MOUTH_RIGHT),
        flip(MOUTH_LEFT),
        flip(MOUTH_TOP),
        flip(MOUTH_BOTTOM),
        flip(CHIN),
        flip(BROW),
        flip(CHEEK_RIGHT),
        flip(CHEEK_LEFT),
    ]
}

/// A raster of pixels in a frame.
#[derive(Clone)]
pub struct Plate {
    pub frame: Frame,
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Pixel>,
    /// Nothing is seen outside.
    pub seen: Frame,
}

impl Plate {
    /// The view in its frame, as it was captured.
    #[must_use]
    pub fn of(view: &View, fit: &Fit, frame: Frame) -> Self {
        let (width, height) = frame.pixels(RES);
        // Several samples of a pixel where the view is finer than the plate.
        let fine = (fit.unit() / RES).ceil().clamp(1.0, 3.0) as usize;
        let mut pixels = Vec::with_capacity(width * height);
        for row in 0..height {
            for column in 0..width {
                let mut sum = [0.0; 4];
                for part in 0..fine * fine {
                    let step = |index: usize| (index as f32 + 0.5) / fine as f32;
                    let at = [frame.left + (column as f32 + step(part % fine)) / RES, frame.top - (row as f32 + step(part / fine)) / RES];
                    let sample = sample_view(view, fit.pixel(at));
                    (0..4).for_each(|channel| sum[channel] += sample[channel]);
                }
                pixels.push(sum.map(|v| v / (fine * fine) as f32));
            }
        }
        Self { frame, width, height, pixels, seen: frame }
    }

    /// The same for a face: without neck and clothes, keeping what hair hangs beside it.
    #[must_use]
    pub fn of_face(view: &View, fit: &Fit, marks: &Marks) -> (Self, tone::Tones) {
        let mut plate = Self::of(view, fit, Frame::HEAD);
        let tones = tone::Tones::of(&plate, marks);
        let hair = tone::hair_map(&plate, &tones);
        let long = hangs(&plate, &hair);
        for (index, hair) in hair.iter().copied().enumerate() {
            if plate.pixels[index][3] > 0.0 {
                let keep = kept(plate.at(index), marks, hair, long);
                // A crisp edge: what was half background is none of it.
                let alpha = plate.pixels[index][3];
                let keep = keep * smooth(0.30, 0.85, alpha) / alpha;
                plate.pixels[index] = plate.pixels[index].map(|v| v * keep);
            }
        }
        plate.drop_scraps(marks[NOSE]);
        (plate, tones)
    }

    /// Forgets everything that does not hang together with what is at `seed`: bits of a collar, of a background.
    fn drop_scraps(&mut self, seed: P) {
        let at = |at: P| (((at[0] - self.frame.left) * RES) as usize, ((self.frame.top - at[1]) * RES) as usize);
        let (column, row) = at(seed);
        let mut kept = vec![false; self.pixels.len()];
        let mut next = vec![row.min(self.height - 1) * self.width + column.min(self.width - 1)];
        while let Some(index) = next.pop() {
            if kept[index] || self.pixels[index][3] < 0.35 {
                continue;
            }
            kept[index] = true;
            let (column, row) = (index % self.width, index / self.width);
            if column > 0 {
                next.push(index - 1);
            }
            if column + 1 < self.width {
                next.push(index + 1);
            }
            if row > 0 {
                next.push(index - self.width);
            }
            if row + 1 < self.height {
                next.push(index + self.width);
            }
        }
        if !kept.contains(&true) {
            return;
        }
        let grown = tone::box_blur(&kept.iter().map(|kept| f32::from(u8::from(*kept))).collect::<Vec<_>>(), self.width, self.height, 2);
        for (pixel, near) in self.pixels.iter_mut().zip(grown) {
            if near <= 0.0 {
                *pixel = [0.0; 4];
            }
        }
    }

    #[must_use]
    pub fn finished(self, finish: finish::Finish) -> Self {
        let mut plate = finish::apply(self, finish);
        plate.seen = plate.seen();
        plate
    }

    fn seen(&self) -> Frame {
        let (mut low, mut high) = ([self.width, self.height], [0, 0]);
        for (index, pixel) in self.pixels.iter().enumerate() {
            if pixel[3] > 0.004 {
                let at = [index % self.width, index / self.width];
                low = [low[0].min(at[0]), low[1].min(at[1])];
                high = [high[0].max(at[0] + 1), high[1].max(at[1] + 1)];
            }
        }
        if low[0] >= high[0] {
            return self.frame;
        }
        let units = |pixels: usize| pixels as f32 / RES;
        Frame {
            left: self.frame.left + units(low[0]),
            top: self.frame.top - units(low[1]),
            width: units(high[0] - low[0]),
            height: units(high[1] - low[1]),
        }
    }

    /// The middle of a pixel.
    #[must_use]
    pub fn at(&self, index: usize) -> P {
        let (column, row) = (index % self.width, index / self.width);
        [self.frame.left + (column as f32 + 0.5) / RES, self.frame.top - (row as f32 + 0.5) / RES]
    }

    /// Between four pixels; nothing outside.
    #[must_use]
    pub fn sample(&self, at: P) -> Pixel {
        let (x, y) = ((at[0] - self.frame.left) * RES - 0.5, (self.frame.top - at[1]) * RES - 0.5);
        if x < 0.0 || y < 0.0 {
            return [0.0; 4];
        }
        let (column, row) = (x as usize, y as usize);
        if column + 1 >= self.width || row + 1 >= self.height {
            return [0.0; 4];
        }
        let (fx, fy) = (x - column as f32, y - row as f32);
        let at = row * self.width + column;
        let (a, b) = (self.pixels[at], self.pixels[at + 1]);
        let (c, d) = (self.pixels[at + self.width], self.pixels[at + self.width + 1]);
        let mut out = [0.0; 4];
        for channel in 0..4 {
            let upper = a[channel] + (b[channel] - a[channel]) * fx;
            let lower = c[channel] + (d[channel] - c[channel]) * fx;
            out[channel] = upper + (lower - upper) * fy;
        }
        out
    }
}

fn sample_view(view: &View, at: P) -> Pixel {
    let (w, h) = (view.picture.width as i64, view.picture.height as i64);
    let (x, y) = (at[0] - 0.5, at[1] - 0.5);
    let (column, row) = (x.floor(), y.floor());
    let (fx, fy) = (x - column, y - row);
    let mut out = [0.0; 4];
    for (dx, dy, weight) in [(0, 0, (1.0 - fx) * (1.0 - fy)), (1, 0, fx * (1.0 - fy)), (0, 1, (1.0 - fx) * fy), (1, 1, fx * fy)] {
        let (column, row) = (column as i64 + dx, row as i64 + dy);
        if column < 0 || row < 0 || column >= w || row >= h {
            continue;
        }
        let from = (row * w + column) as usize * 4;
        let pixel = &view.picture.rgba[from..from + 4];
        let alpha = f32::from(pixel[3]) / 255.0 * weight;
        for channel in 0..3 {
            out[channel] += f32::from(pixel[channel]) / 255.0 * alpha;
        }
        out[3] += alpha;
    }
    out
}

/// Whether hair hangs beside the jaw, rather than a collar or a background of its colour.
fn hangs(plate: &Plate, hair: &[f32]) -> bool {
    let (mut count, mut sum) = (0, 0.0);
    for (index, hair) in hair.iter().enumerate() {
        let [x, y] = plate.at(index);
        if (0.66..1.0).contains(&x.abs()) && (-1.0..-0.66).contains(&y) {
            count += 1;
            sum += hair * plate.pixels[index][3];
        }
    }
    sum > 0.30 * count as f32
}

/// How much of a head's pixel is kept: all above the jaw, hair beside it, nothing below.
fn kept(at: P, marks: &Marks, hair: f32, long: bool) -> f32 {
    let [x, y] = at;
    let (left, right, chin) = (marks[CHEEK_LEFT], marks[CHEEK_RIGHT], marks[CHIN]);
    let side = if x < chin[0] { left } else { right };
    let reach = ((x - chin[0]) / (side[0] - chin[0]).abs().max(0.2) * (side[0] - chin[0]).signum()).abs();
    let low = chin[1] + (side[1] - chin[1]).max(0.3) * reach.min(1.0).powf(4.5) - 0.015;
    let face = if reach <= 1.0 { smooth(low - 0.02, low + 0.02, y) } else { 0.0 };
    // Ears and what is level with them belong to the head; lower only hair does, and it ends rounded.
    let level = smooth(-0.48, -0.30, y);
    let end = if long { smooth(-1.22, -1.05, y - 0.25 * (x.abs() - 0.9).max(0.0)) } else { smooth(-0.66, -0.50, y) };
    let below = end * smooth(0.52, 0.66, x.abs());
    let beside = if reach > 1.0 { level } else { 0.0 };
    let edge = smooth(1.7, 1.6, x.abs()) * smooth(2.0, 1.9, y);
    face.max(beside).max(below * hair) * edge
}

/// 0 at `from`, 1 at `to`, smooth between; either may be the larger.
#[must_use]
pub fn smooth(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
