//! Where faces may be: MediaPipe's short-range detector (BlazeFace) and the reading of its 896 anchors.

use super::Effort;
use crate::{ModelError, RgbRef, net::Net, picture::Window};

const SIDE: usize = 128;
/// Rows and columns of a grid, and the anchors on each of its cells.
const GRIDS: [(usize, usize); 2] = [(16, 2), (8, 6)];
const ANCHORS: usize = 896;
/// Numbers an anchor: the middle of its box, the size, six points.
const NUMBERS: usize = 16;
const SCORE: f32 = 0.5;
/// Boxes that share more than this are one face.
const SHARED: f32 = 0.3;
/// From this ratio of its sides on a picture is looked at in parts too.
const OBLONG: f32 = 1.2;
/// What the mesh wants to see around the box.
pub const MARGIN: f32 = 1.5;

/// A place where a face may be, in pixels of the picture.
pub struct Found {
    pub score: f32,
    middle: [f32; 2],
    size: [f32; 2],
    /// The subject's right and left eye.
    eyes: [[f32; 2]; 2],
}

impl Found {
    /// What the mesh looks at: the box with a margin, turned until the eyes are level.
    pub fn window(&self) -> Window {
        let [right, left] = self.eyes;
        let turn = (left[1] - right[1]).atan2(left[0] - right[0]);
        Window::square(self.middle, MARGIN * self.size[0].max(self.size[1]), turn)
    }

    fn shares(&self, other: &Self) -> f32 {
        let overlap = |axis: usize| {
            let end = |found: &Self, sign: f32| found.middle[axis] + sign * found.size[axis] / 2.0;
            (end(self, 1.0).min(end(other, 1.0)) - end(self, -1.0).max(end(other, -1.0))).max(0.0)
        };
        let both = overlap(0) * overlap(1);
        both / (self.size[0] * self.size[1] + other.size[0] * other.size[1] - both).max(f32::EPSILON)
    }
}

/// The surest first; each place once.
pub fn detect(detector: &Net, picture: &RgbRef<'_>, effort: &mut Effort) -> Result<Vec<Found>, ModelError> {
    let mut found = Vec::new();
    for window in windows(picture) {
        effort.windows += 1;
        let input = window.planes(picture, SIDE, |value| value / 127.5 - 1.0);
        let (boxes, scores) = detector.see_two::<3, 3>(&[1, 3, SIDE, SIDE], input)?;
        let all = anchors().zip(boxes.chunks_exact(NUMBERS).zip(&scores));
        found.extend(all.map(|(anchor, (numbers, score))| read(&window, anchor, numbers, *score)).filter(|found| found.score > SCORE));
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept: Vec<Found> = Vec::new();
    for candidate in found {
        if !kept.iter().any(|known| known.shares(&candidate) > SHARED) {
            kept.push(candidate);
        }
    }
    Ok(kept)
}

/// All of the picture, and where it is oblong a square at each end, so that a second face further back is seen too.
fn windows(picture: &RgbRef<'_>) -> Vec<Window> {
    let Window { middle: [x, y], width, height, .. } = Window::whole(picture);
    let (short, long) = (width.min(height), width.max(height));
    let mut windows = vec![Window::square([x, y], long, 0.0)];
    if long > OBLONG * short {
        let (aside, along) = if width > height { ((long - short) / 2.0, 0.0) } else { (0.0, (long - short) / 2.0) };
        windows.extend([[x - aside, y - along], [x + aside, y + along]].map(|middle| Window::square(middle, short, 0.0)));
    }
    windows
}

/// The middles of the anchors, 0..1, in the order of the network's rows.
fn anchors() -> impl Iterator<Item = [f32; 2]> {
    debug_assert_eq!(GRIDS.iter().map(|(cells, each)| cells * cells * each).sum::<usize>(), ANCHORS);
    GRIDS.into_iter().flat_map(|(cells, each)| {
        let middle = move |cell: usize| (cell as f32 + 0.5) / cells as f32;
        (0..cells * cells * each).map(move |index| [middle(index / each % cells), middle(index / each / cells)])
    })
}

fn read(window: &Window, anchor: [f32; 2], numbers: &[f32], score: f32) -> Found {
    let part = |index: usize| numbers[index] / SIDE as f32;
    let point = |index: usize| window.place(anchor[0] + part(index), anchor[1] + part(index + 1));
    Found {
        score: 1.0 / (1.0 + (-score.clamp(-50.0, 50.0)).exp()),
        middle: point(0),
        size: [part(2).abs() * window.width, part(3).abs() * window.height],
        eyes: [point(4), point(6)],
    }
}
