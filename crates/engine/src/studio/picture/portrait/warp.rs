//! A smooth map from where a head's marks are to be to where they are in a view: moving least squares with similarities, laid out
//! on a coarse grid and read between its nodes.

use super::plate::{Frame, Marks, P};

/// Cells of the grid to a side.
const CELLS: usize = 26;
/// What is far from the face stays where it is.
const ANCHORS: [P; 10] =
    [[-1.65, 1.5], [1.65, 1.5], [-1.65, 0.5], [1.65, 0.5], [-1.6, -0.5], [1.6, -0.5], [-1.2, -1.3], [1.2, -1.3], [-0.8, 1.95], [0.8, 1.95]];

pub struct Warp {
    frame: Frame,
    /// Where each node is taken from.
    nodes: Vec<P>,
}

impl Warp {
    /// What is drawn at `to` is taken from `from`.
    #[must_use]
    pub fn new(frame: Frame, to: &Marks, from: &Marks) -> Self {
        let pairs: Vec<(P, P)> = to.iter().copied().zip(from.iter().copied()).chain(ANCHORS.iter().map(|at| (*at, *at))).collect();
        let side = CELLS + 1;
        let nodes = (0..side * side)
            .map(|index| {
                let (column, row) = (index % side, index / side);
                let part = |at: usize| at as f32 / CELLS as f32;
                moved([frame.left + frame.width * part(column), frame.top - frame.height * part(row)], &pairs)
            })
            .collect();
        Self { frame, nodes }
    }

    #[must_use]
    pub fn source(&self, at: P) -> P {
        let cells = CELLS as f32;
        let x = ((at[0] - self.frame.left) / self.frame.width * cells).clamp(0.0, cells - 0.001);
        let y = ((self.frame.top - at[1]) / self.frame.height * cells).clamp(0.0, cells - 0.001);
        let (column, row) = (x as usize, y as usize);
        let (fx, fy) = (x - column as f32, y - row as f32);
        let index = row * (CELLS + 1) + column;
        let below = index + CELLS + 1;
        let mix = |channel: usize| {
            let upper = self.nodes[index][channel] + (self.nodes[index + 1][channel] - self.nodes[index][channel]) * fx;
            let lower = self.nodes[below][channel] + (self.nodes[below + 1][channel] - self.nodes[below][channel]) * fx;
            upper + (lower - upper) * fy
        };
        [mix(0), mix(1)]
    }
}

/// Schaefer, McPhail, Warren 2006, as a product of complex numbers.
fn moved(at: P, pairs: &[(P, P)]) -> P {
    let weight = |to: P| {
        let d2 = (to[0] - at[0]).powi(2) + (to[1] - at[1]).powi(2) + 1e-4;
        1.0 / (d2 * d2.sqrt())
    };
    let (mut total, mut to_mid, mut from_mid) = (0.0, [0.0; 2], [0.0; 2]);
    for (to, from) in pairs {
        let w = weight(*to);
        total += w;
        for axis in 0..2 {
            to_mid[axis] += to[axis] * w;
            from_mid[axis] += from[axis] * w;
        }
    }
    let (to_mid, from_mid) = (to_mid.map(|v| v / total), from_mid.map(|v| v / total));
    let (mut turn, mut spread) = ([0.0; 2], 0.0);
    for (to, from) in pairs {
        let w = weight(*to);
        let (p, q) = ([to[0] - to_mid[0], to[1] - to_mid[1]], [from[0] - from_mid[0], from[1] - from_mid[1]]);
        turn[0] += w * (q[0] * p[0] + q[1] * p[1]);
        turn[1] += w * (q[1] * p[0] - q[0] * p[1]);
        spread += w * (p[0] * p[0] + p[1] * p[1]);
    }
    let turn = turn.map(|v| v / spread.max(1e-6));
    let d = [at[0] - to_mid[0], at[1] - to_mid[1]];
    [from_mid[0] + d[0] * turn[0] - d[1] * turn[1], from_mid[1] + d[0] * turn[1] + d[1] * turn[0]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_from_where_they_were() {
        let from: Marks = [
            [-0.35, 0.0],
            [0.35, 0.0],
            [0.0, -0.3],
            [-0.25, -0.55],
            [0.25, -0.55],
            [0.0, -0.5],
            [0.0, -0.65],
            [0.0, -1.0],
            [0.0, 0.62],
            [-0.85, 0.0],
            [0.85, 0.0],
        ];
        // The inner face turns, its edge hardly.
        let mut to = from.map(|[x, y]| [x + 0.15, y]);
        for edge in [7, 8, 9, 10] {
            to[edge][0] = from[edge][0] + 0.04;
        }
        let warp = Warp::new(Frame::HEAD, &to, &from);
        for (to, from) in to.iter().zip(from) {
            let got = warp.source(*to);
            assert!((got[0] - from[0]).hypot(got[1] - from[1]) < 0.04, "{to:?} came from {got:?}, not {from:?}");
        }
        let still = Warp::new(Frame::HEAD, &from, &from).source([0.4, 0.3]);
        assert!((still[0] - 0.4).abs() < 1e-3 && (still[1] - 0.3).abs() < 1e-3);
    }
}
