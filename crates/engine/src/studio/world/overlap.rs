//! How deep two forms are in one another: circles and turned boxes, by their separating axes.

use super::pose::Vec2;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// Middle and radius.
    Round(Vec2, f64),
    Box {
        centre: Vec2,
        half: Vec2,
        angle: f64,
    },
}

impl Form {
    #[must_use]
    pub fn centre(&self) -> Vec2 {
        match self {
            Self::Round(centre, _) | Self::Box { centre, .. } => *centre,
        }
    }

    /// Its least extent.
    #[must_use]
    pub fn size(&self) -> f64 {
        match self {
            Self::Round(_, radius) => 2.0 * radius,
            Self::Box { half, .. } => 2.0 * half.x.min(half.y),
        }
    }

    #[must_use]
    pub fn lowest(&self) -> f64 {
        self.span(Vec2::new(0.0, 1.0)).0
    }

    /// From where to where it is along a direction.
    fn span(&self, along: Vec2) -> (f64, f64) {
        let middle = self.centre().dot(along);
        let reach = match self {
            Self::Round(_, radius) => *radius,
            Self::Box { half, angle, .. } => {
                let (sin, cos) = angle.sin_cos();
                half.x * Vec2::new(cos, sin).dot(along).abs() + half.y * Vec2::new(-sin, cos).dot(along).abs()
            }
        };
        (middle - reach, middle + reach)
    }

    fn corners(&self) -> Vec<Vec2> {
        let Self::Box { centre, half, angle } = self else { return Vec::new() };
        let (sin, cos) = angle.sin_cos();
        let (x, y) = (Vec2::new(cos, sin) * half.x, Vec2::new(-sin, cos) * half.y);
        vec![*centre + x + y, *centre + x - y, *centre - x + y, *centre - x - y]
    }

    fn axes(&self, other: &Self) -> Vec<Vec2> {
        match self {
            Self::Box { angle, .. } => {
                let (sin, cos) = angle.sin_cos();
                vec![Vec2::new(cos, sin), Vec2::new(-sin, cos)]
            }
            Self::Round(centre, _) => {
                let corner = other.corners().into_iter().min_by(|a, b| (*a - *centre).hypot().total_cmp(&(*b - *centre).hypot()));
                let to = corner.unwrap_or_else(|| other.centre()) - *centre;
                vec![if to.hypot() < 1e-9 { Vec2::new(0.0, 1.0) } else { to / to.hypot() }]
            }
        }
    }
}

/// Metres that they would have to be moved to be apart; less than nothing where they are.
#[must_use]
pub fn depth(a: &Form, b: &Form) -> f64 {
    let axes = a.axes(b).into_iter().chain(b.axes(a));
    axes.map(|along| {
        let (a, b) = (a.span(along), b.span(along));
        a.1.min(b.1) - a.0.max(b.0)
    })
    .fold(f64::MAX, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ball_beside_a_corner_does_not_touch_it() {
        let square = Form::Box { centre: Vec2::ZERO, half: Vec2::new(1.0, 1.0), angle: 0.0 };
        assert!(depth(&square, &Form::Round(Vec2::new(1.5, 1.5), 0.6)) < 0.0);
        assert!(depth(&square, &Form::Round(Vec2::new(1.5, 0.0), 0.6)) > 0.09);
        let turned = Form::Box { centre: Vec2::new(2.3, 0.0), half: Vec2::new(1.0, 1.0), angle: std::f64::consts::FRAC_PI_4 };
        assert!((depth(&square, &turned) - 0.114).abs() < 0.01);
    }
}
