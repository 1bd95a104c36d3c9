//! Where in a picture a person is, and where a head is: MediaPipe's selfie segmentation. It finds people, not which of them.

use crate::{Face, ModelError, RgbRef, net::Net, picture::Window};
use std::fmt;

const SIDE: usize = 256;
/// The head's window, in sizes of the face.
const REACH: f32 = 2.2;

/// Cuts people and heads out of pictures. Some 15 ms on one core.
pub struct Cutout {
    net: Net,
}

impl fmt::Debug for Cutout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cutout")
    }
}

/// How much of each pixel belongs to what was cut out: 0 nothing, 255 all. As large as the picture it came from.
#[derive(Clone)]
pub struct Mask {
    pub width: u32,
    pub height: u32,
    /// Row by row from the top left.
    pub alpha: Vec<u8>,
}

/// A silhouette is part of a likeness.
impl fmt::Debug for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mask").field("width", &self.width).field("height", &self.height).finish_non_exhaustive()
    }
}

impl Cutout {
    pub(crate) fn load() -> Result<Self, ModelError> {
        let file = include_bytes!("../files/segmentation.onnx");
        Ok(Self { net: Net::from_static("segmentation", file, (&["picture"], &["mask"]))? })
    }

    /// All people in the picture, with what they wear and hold.
    pub fn person(&self, picture: RgbRef<'_>) -> Result<Mask, ModelError> {
        let window = Window::whole(&picture);
        let person = self.look(&picture, &window)?;
        Ok(mask(&picture, |point| sample(&person, window.find(point))))
    }

    /// The same as `side`² cells over the whole picture, 0…1, row by row; `side` divides 256.
    pub(crate) fn person_cells(&self, picture: RgbRef<'_>, side: usize) -> Result<Vec<f32>, ModelError> {
        let person = self.look(&picture, &Window::whole(&picture))?;
        let step = SIDE / side;
        let cell = |at: usize| {
            let (left, top) = (at % side * step, at / side * step);
            let inside = (top..top + step).flat_map(|y| (left..left + step).map(move |x| y * SIDE + x));
            inside.map(|at| person[at]).sum::<f32>() / (step * step) as f32
        };
        Ok((0..side * side).map(cell).collect())
    }

    /// One head with its hair, fading out at the neck. Finer than a part of [`Self::person`], for only the head is looked at.
    pub fn head(&self, picture: RgbRef<'_>, face: &Face) -> Result<Mask, ModelError> {
        let window = face.head_window(REACH);
        let person = self.look(&picture, &window)?;
        Ok(mask(&picture, |point| {
            let place = window.find(point);
            if place.iter().all(|part| (0.0..1.0).contains(part)) { smooth(0.15, 0.85, sample(&person, place)) * headed(face, point) } else { 0.0 }
        }))
    }

    fn look(&self, picture: &RgbRef<'_>, window: &Window) -> Result<Vec<f32>, ModelError> {
        self.net.see::<4>(&[1, 3, SIDE, SIDE], window.planes(picture, SIDE, |value| value / 255.0))
    }
}

fn mask(picture: &RgbRef<'_>, alpha: impl Fn([f32; 2]) -> f32) -> Mask {
    let (width, height) = (picture.width(), picture.height());
    let rows = (0..height).flat_map(|y| (0..width).map(move |x| [x as f32 + 0.5, y as f32 + 0.5]));
    Mask { width, height, alpha: rows.map(|point| (alpha(point).clamp(0.0, 1.0) * 255.0).round() as u8).collect() }
}

/// How much a point belongs to the head rather than to neck and shoulders, 0..1, by where it is.
fn headed(face: &Face, [x, y]: [f32; 2]) -> f32 {
    let size = face.width.max(face.height);
    let chin = face.top + face.height;
    // From just above the chin's lowest point to a bit of neck below it.
    let above_neck = 1.0 - smooth(chin - 0.02 * size, chin + 0.16 * size, y);
    // Below the ears only what is near the jaw: shoulders begin beside it.
    let middle = face.left + face.width / 2.0;
    let aside = (x - middle).abs() / (face.width / 2.0);
    let low = smooth(face.top + 0.6 * face.height, chin - 0.05 * size, y);
    let near = 1.0 - low * smooth(0.7, 1.05, aside);
    // What is far from the face is somebody else.
    let far = ((x - middle) / size).hypot((y - (face.top + 0.4 * face.height)) / size);
    above_neck * near * (1.0 - smooth(0.9, 1.05, far))
}

/// 0 up to `from`, 1 from `to` on, without corners between.
fn smooth(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// Bilinear, the edge goes on outside.
fn sample(plane: &[f32], [across, down]: [f32; 2]) -> f32 {
    let last = (SIDE - 1) as f32;
    let (x, y) = ((across * SIDE as f32 - 0.5).clamp(0.0, last), (down * SIDE as f32 - 0.5).clamp(0.0, last));
    let (left, top) = (x as usize, y as usize);
    let (right, bottom) = ((left + 1).min(SIDE - 1), (top + 1).min(SIDE - 1));
    let (dx, dy) = (x - left as f32, y - top as f32);
    let at = |x: usize, y: usize| plane[y * SIDE + x];
    let upper = at(left, top) * (1.0 - dx) + at(right, top) * dx;
    let lower = at(left, bottom) * (1.0 - dx) + at(right, bottom) * dx;
    upper * (1.0 - dy) + lower * dy
}
