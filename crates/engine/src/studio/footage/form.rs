//! What stands in front of a material, by its silhouettes alone: where, how large, whether down to its feet.

use domain::upload::{Material, SILHOUETTE_SIDE};

const SIDE: usize = SILHOUETTE_SIDE;
/// Cells of one row or column that are enough to be part of a body.
const ENOUGH: usize = 2;
/// A body covers at least so many cells.
const LEAST: usize = 90;
/// Pictures before and after over which a body's box is smoothed.
const REACH: usize = 5;

/// A box in a picture, 0…1 each way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Body {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Body {
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    #[must_use]
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// The picture's lower edge cuts it off.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.bottom > 0.965
    }

    fn of(silhouette: &[u8]) -> Option<Self> {
        let covered = |at: usize| silhouette[at] > 110;
        if (0..SIDE * SIDE).filter(|at| covered(*at)).count() < LEAST {
            return None;
        }
        let row = |y: usize| (0..SIDE).filter(|x| covered(y * SIDE + x)).count() >= ENOUGH;
        let column = |x: usize| (0..SIDE).filter(|y| covered(y * SIDE + x)).count() >= ENOUGH;
        let part = |at: usize| at as f64 / SIDE as f64;
        Some(Self {
            left: part((0..SIDE).find(|x| column(*x))?),
            right: part((0..SIDE).rfind(|x| column(*x))? + 1),
            top: part((0..SIDE).find(|y| row(*y))?),
            bottom: part((0..SIDE).rfind(|y| row(*y))? + 1),
        })
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// For each picture; empty where nothing ever stands out.
    bodies: Vec<Body>,
    /// In the middle of all in height.
    usual: Option<Body>,
}

impl Form {
    #[must_use]
    pub fn of(material: &Material) -> Self {
        let seen: Vec<Option<Body>> = material.pictures.iter().map(|picture| Body::of(&picture.silhouette)).collect();
        let mut found: Vec<Body> = seen.iter().flatten().copied().collect();
        found.sort_by(|a, b| a.height().total_cmp(&b.height()));
        let usual = found.get(found.len() / 2).copied();
        let Some(first) = seen.iter().flatten().next().copied() else { return Self { bodies: Vec::new(), usual: None } };
        // Where somebody is hidden for a while, they are where they were.
        let whole: Vec<Body> = seen
            .iter()
            .scan(first, |last, body| {
                *last = body.unwrap_or(*last);
                Some(*last)
            })
            .collect();
        let smoothed = |at: usize| {
            let near = &whole[at.saturating_sub(REACH)..(at + REACH + 1).min(whole.len())];
            let mean = |of: fn(&Body) -> f64| near.iter().map(of).sum::<f64>() / near.len() as f64;
            Body { left: mean(|b| b.left), top: mean(|b| b.top), right: mean(|b| b.right), bottom: mean(|b| b.bottom) }
        };
        Self { bodies: (0..whole.len()).map(smoothed).collect(), usual }
    }

    /// In one picture.
    #[must_use]
    pub fn body(&self, picture: usize) -> Option<Body> {
        self.bodies.get(picture.min(self.bodies.len().saturating_sub(1))).copied()
    }

    /// −1 goes to the left in its pictures, 1 to the right, 0 neither.
    #[must_use]
    pub fn heading(&self) -> f64 {
        let third = self.bodies.len() / 3;
        if third == 0 {
            return 0.0;
        }
        let middle = |bodies: &[Body]| bodies.iter().map(|body| f64::midpoint(body.left, body.right)).sum::<f64>() / bodies.len() as f64;
        let went = middle(&self.bodies[self.bodies.len() - third..]) - middle(&self.bodies[..third]);
        if went.abs() < 0.1 { 0.0 } else { went.signum() }
    }

    #[must_use]
    pub fn usual(&self) -> Option<Body> {
        self.usual
    }
}
