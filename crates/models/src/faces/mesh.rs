//! The 468-point mesh of MediaPipe on one face, and the few of its points that have names here.

use crate::{ModelError, RgbRef, net::Net, picture::Window};

/// Points of the mesh.
pub const LANDMARKS: usize = 468;

const SIDE: usize = 192;

/// Landmarks in pixels of the picture (z in the same unit, smaller is nearer), and how sure the mesh is, 0..1.
pub fn lay(mesh: &Net, picture: &RgbRef<'_>, window: Window) -> Result<(Vec<[f32; 3]>, f32), ModelError> {
    let input = window.planes(picture, SIDE, |value| value / 255.0);
    let (points, presence) = mesh.see_two::<4, 4>(&[1, 3, SIDE, SIDE], input)?;
    let side = SIDE as f32;
    let points = points.chunks_exact(3).map(|point| {
        let [x, y] = window.place(point[0] / side, point[1] / side);
        [x, y, point[2] / side * window.width]
    });
    let presence = presence.first().map_or(0.0, |score| 1.0 / (1.0 + (-score.clamp(-50.0, 50.0)).exp()));
    Ok((points.take(LANDMARKS).collect(), presence))
}

/// The middles of the subject's right and left eye.
pub fn eyes(landmarks: &[[f32; 3]]) -> [[f32; 2]; 2] {
    let between = |a: usize, b: usize| {
        let (a, b) = (landmarks[a], landmarks[b]);
        [f32::midpoint(a[0], b[0]), f32::midpoint(a[1], b[1])]
    };
    [between(33, 133), between(362, 263)]
}
