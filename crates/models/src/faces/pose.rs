//! How a head is turned, from the landmarks of its mesh.

/// Angles in degrees, from the subject's point of view.
///
/// Measured on a still frame the pitch is off by −12 to +13, the yaw by some 5: compare with a neutral frame of the same person.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pose {
    /// Positive: turned to their own left, which is the right edge of a picture that is not mirrored.
    pub yaw: f32,
    /// Positive: looking up.
    pub pitch: f32,
    /// Positive: the head tilts to their own left shoulder, clockwise as seen.
    pub roll: f32,
}

/// Points that lie symmetrically: the subject's right, then left.
const PAIRS: [(usize, usize); 7] = [(33, 263), (133, 362), (61, 291), (234, 454), (127, 356), (93, 323), (132, 361)];
const FOREHEAD: usize = 10;
const CHIN: usize = 152;

type Vector = [f32; 3];

impl Pose {
    /// Of all 468 landmarks.
    pub(super) fn of(landmarks: &[Vector]) -> Self {
        // The head's own axes in the picture: to its left, down, and backwards. Each pair counts alike, whatever its length.
        let sideways = PAIRS.iter().fold([0.0; 3], |sum, (right, left)| add(sum, unit(minus(landmarks[*left], landmarks[*right])), 1.0));
        let sideways = unit(sideways);
        let down = minus(landmarks[CHIN], landmarks[FOREHEAD]);
        let down = unit(add(down, sideways, -dot(down, sideways)));
        let back = cross(sideways, down);
        Self {
            yaw: (-back[0]).atan2(back[2]).to_degrees(),
            pitch: back[1].clamp(-1.0, 1.0).asin().to_degrees(),
            roll: sideways[1].atan2(sideways[0]).to_degrees(),
        }
    }
}

fn minus(a: Vector, b: Vector) -> Vector {
    add(a, b, -1.0)
}

/// `a + factor × b`.
fn add(a: Vector, b: Vector, factor: f32) -> Vector {
    [a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2]]
}

fn dot(a: Vector, b: Vector) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn unit(a: Vector) -> Vector {
    let length = dot(a, a).sqrt();
    if length > 0.0 { a.map(|value| value / length) } else { a }
}
