//! Faces in one picture: where they are, how they are turned, and numbers by which two can be compared. It does not know whose
//! they are, nor other pictures of the same recording.

mod detect;
mod embedding;
mod mesh;
mod pose;

pub use embedding::{Embedding, SAME_PERSON};
pub use mesh::LANDMARKS;
pub use pose::Pose;

use crate::{ModelError, RgbRef, net::Net, picture::Window};
use std::fmt;

/// Faces looked at in one picture, best first.
const MOST_FACES: usize = 8;
/// What the detector takes for a face and is none must not hide one that is.
const MOST_CANDIDATES: usize = 32;
/// Below this the mesh says that what looked like a face is none. People had 0.99 and more, half hidden or turned away too; a cat had up to
/// 0.75, a poster's edge 0.01.
const PRESENCE: f32 = 0.85;

/// The eyes are level enough for the mesh: the sine of 8 degrees.
const LEVEL: f32 = 0.14;
/// Where the mesh has not come to rest by then, there is nothing to lie on.
const MOST_LAYERS: usize = 4;

/// Finds faces and compares them. Some 15 ms a face to find, 40–90 ms to embed, on one core.
pub struct FaceFinder {
    detector: Net,
    mesh: Net,
    embedder: Net,
}

impl fmt::Debug for FaceFinder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FaceFinder")
    }
}

/// How often each model was run: what a look cost, whatever machine it ran on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// By the detector.
    pub windows: u32,
    /// By the mesh.
    pub layers: u32,
    pub embeddings: u32,
}

/// A face, in pixels of the picture it was found in.
#[derive(Clone)]
pub struct Face {
    /// How sure the detector is, 0..1; at least 0.5.
    pub score: f32,
    /// How sure the mesh is that it lies on a human face, 0..1; at least 0.85.
    pub presence: f32,
    /// The box around the landmarks. It may reach past the picture.
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
    /// 468 points in MediaPipe's order: x to the right, y down, z away from the viewer, from the head's middle.
    pub landmarks: Vec<[f32; 3]>,
    pub pose: Pose,
}

/// The landmarks are biometric data.
impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Face").field("score", &self.score).field("presence", &self.presence).finish_non_exhaustive()
    }
}

impl FaceFinder {
    pub(crate) fn load() -> Result<Self, ModelError> {
        let detector = Net::from_static("face_detection", include_bytes!("../../files/face_detection.onnx"), (&["picture"], &["boxes", "scores"]))?;
        let mesh = Net::from_static("face_mesh", include_bytes!("../../files/face_mesh.onnx"), (&["picture"], &["landmarks", "presence"]))?;
        let embedder = Net::from_static("face_embedding", include_bytes!("../../files/face_embedding.onnx"), (&["picture"], &["embedding"]))?;
        Ok(Self { detector, mesh, embedder })
    }

    /// The faces in a picture, the surest first, at most eight. Made for people within some two metres of the camera: a face should
    /// be at least a tenth of the picture's longer side.
    pub fn find(&self, picture: RgbRef<'_>) -> Result<Vec<Face>, ModelError> {
        self.find_counted(picture, &mut Effort::default())
    }

    /// The same, counted: a picture can hold dozens of places that look like a face.
    pub fn find_counted(&self, picture: RgbRef<'_>, effort: &mut Effort) -> Result<Vec<Face>, ModelError> {
        let mut faces: Vec<Face> = Vec::new();
        for found in detect::detect(&self.detector, &picture, effort)?.into_iter().take(MOST_CANDIDATES) {
            if faces.len() == MOST_FACES {
                break;
            }
            let Some(face) = self.look(&picture, &found, effort)? else { continue };
            // Two guesses of the detector can settle on one face.
            if !faces.iter().any(|known| known.overlaps(&face)) {
                faces.push(face);
            }
        }
        Ok(faces)
    }

    /// The mesh is laid again where the eyes turn out to lie otherwise than the detector thought.
    fn look(&self, picture: &RgbRef<'_>, found: &detect::Found, effort: &mut Effort) -> Result<Option<Face>, ModelError> {
        let mut window = found.window();
        for _ in 0..MOST_LAYERS {
            effort.layers += 1;
            let (landmarks, presence) = mesh::lay(&self.mesh, picture, window)?;
            if presence < PRESENCE {
                return Ok(None);
            }
            let face = face(found.score, presence, landmarks);
            let straight = face.straight_window();
            if (straight.turn() - window.turn()).sin().abs() < LEVEL {
                return Ok(Some(face));
            }
            window = Window::square(straight.middle, detect::MARGIN * straight.width, straight.turn());
        }
        Ok(None)
    }

    /// Numbers by which this face can be compared with others. Front-facing faces compare best: below 20 degrees of yaw.
    pub fn embed(&self, picture: RgbRef<'_>, face: &Face) -> Result<Embedding, ModelError> {
        embedding::embed(&self.embedder, &picture, &face.straight_window())
    }
}

fn face(score: f32, presence: f32, landmarks: Vec<[f32; 3]>) -> Face {
    let pose = Pose::of(&landmarks);
    let window = around(&landmarks, 0.0);
    let (left, top) = (window.middle[0] - window.width / 2.0, window.middle[1] - window.height / 2.0);
    Face { score, presence, left, top, width: window.width, height: window.height, landmarks, pose }
}

/// The smallest window with this turn that holds all points.
fn around(points: &[[f32; 3]], turn: f32) -> Window {
    let axes = Window::square([0.0, 0.0], 1.0, turn);
    let (mut low, mut high) = ([f32::MAX; 2], [f32::MIN; 2]);
    for point in points {
        for (axis, value) in axes.find([point[0], point[1]]).into_iter().enumerate() {
            low[axis] = low[axis].min(value);
            high[axis] = high[axis].max(value);
        }
    }
    let middle = axes.place(f32::midpoint(low[0], high[0]), f32::midpoint(low[1], high[1]));
    Window::new(middle, (high[0] - low[0]).max(1.0), (high[1] - low[1]).max(1.0), turn)
}

impl Face {
    /// The square that just holds the face, turned so that the eyes are level.
    fn straight_window(&self) -> Window {
        let [right, left] = mesh::eyes(&self.landmarks);
        let turn = (left[1] - right[1]).atan2(left[0] - right[0]);
        let window = around(&self.landmarks, turn);
        Window::square(window.middle, window.width.max(window.height), turn)
    }

    /// A square around the head with its hair, `reach` times as large as the face, level with the picture.
    pub(crate) fn head_window(&self, reach: f32) -> Window {
        let size = self.width.max(self.height);
        // The hair is above the landmarks, and nothing of the head is below the chin.
        let middle = [self.left + self.width / 2.0, self.top + self.height / 2.0 - 0.15 * size];
        Window::square(middle, reach * size, 0.0)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let shared = |low: f32, size: f32, other_low: f32, other_size: f32| ((low + size).min(other_low + other_size) - low.max(other_low)).max(0.0);
        let both = shared(self.left, self.width, other.left, other.width) * shared(self.top, self.height, other.top, other.height);
        both > 0.3 * (self.width * self.height).min(other.width * other.height)
    }
}
