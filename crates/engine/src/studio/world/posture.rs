//! A body by its angles: postures, the joints that follow, where its weight is and how hard it is to turn.
//!
//! Angles of a body that stands upright and looks along +x: hips and shoulders from hanging down along the trunk, positive forwards.
//! It knows neither time nor ground.

use super::{
    body::bones,
    pose::{Vec2, mix},
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Posture {
    /// Forwards.
    pub trunk: f64,
    pub head: f64,
    /// Far and near.
    pub hips: [f64; 2],
    /// Bent by, never less than 0.
    pub knees: [f64; 2],
    /// Positive stretches the foot.
    pub ankles: [f64; 2],
    pub shoulders: [f64; 2],
    pub elbows: [f64; 2],
}

const fn both(trunk: f64, hip: f64, knee: f64, ankle: f64, shoulder: f64, elbow: f64) -> Posture {
    Posture { trunk, head: 0.0, hips: [hip; 2], knees: [knee; 2], ankles: [ankle; 2], shoulders: [shoulder; 2], elbows: [elbow; 2] }
}

pub const STAND: Posture = both(0.02, 0.06, 0.08, 0.0, 0.05, 0.2);
pub const GATHER: Posture = both(0.75, 1.35, 1.25, 0.0, -0.7, 0.1);
/// The same with arms that swing forwards already.
pub const LOADED: Posture = both(0.62, 1.3, 1.25, 0.0, 1.5, 0.15);
/// Stretched, arms overhead: the instant in which the feet leave the ground.
pub const REACH: Posture = both(-0.04, 0.02, 0.1, 0.75, 2.3, 0.1);
pub const TUCK: Posture = Posture { head: 0.35, ..both(0.45, 2.25, 2.3, 0.5, 0.95, 1.05) };
/// About to touch: legs nearly straight, arms down before the body.
pub const TOUCH: Posture = both(0.3, 0.55, 0.45, 0.1, 0.85, 0.3);
pub const ABSORB: Posture = both(0.72, 1.55, 1.62, 0.0, 1.0, 0.35);
pub const FINISH: Posture = both(-0.03, 0.0, 0.06, 0.0, 2.75, 0.12);
pub const SPEAR: Posture = both(0.0, 0.0, 0.0, 1.1, 3.08, 0.0);
pub const PIKE: Posture = both(0.35, 1.7, 0.05, 1.0, 1.9, 0.1);

impl Posture {
    #[must_use]
    pub fn towards(&self, other: &Self, t: f64) -> Self {
        let pair = |a: [f64; 2], b: [f64; 2]| [mix(a[0], b[0], t), mix(a[1], b[1], t)];
        Self {
            trunk: mix(self.trunk, other.trunk, t),
            head: mix(self.head, other.head, t),
            hips: pair(self.hips, other.hips),
            knees: pair(self.knees, other.knees),
            ankles: pair(self.ankles, other.ankles),
            shoulders: pair(self.shoulders, other.shoulders),
            elbows: pair(self.elbows, other.elbows),
        }
    }

    /// Joints of a body of height 1 with its pelvis at the origin.
    #[must_use]
    pub fn joints(&self) -> Joints {
        let hang = |angle: f64| Vec2::new(angle.sin(), -angle.cos());
        let up = Vec2::new(self.trunk.sin(), self.trunk.cos());
        let shoulders = up * bones::TRUNK;
        let limb = |root: Vec2, first: f64, upper: f64, second: f64, lower: f64| {
            let joint = root + hang(first) * upper;
            [root, joint, joint + hang(second) * lower]
        };
        let mut arms = [[Vec2::ZERO; 3]; 2];
        let mut legs = arms;
        let mut toes = [0.0; 2];
        for index in 0..2 {
            let arm = self.shoulders[index] - self.trunk;
            arms[index] = limb(shoulders, arm, bones::UPPER_ARM, arm + self.elbows[index], bones::FOREARM);
            let thigh = self.hips[index] - self.trunk;
            let shin = thigh - self.knees[index];
            legs[index] = limb(Vec2::ZERO, thigh, bones::THIGH, shin, bones::SHIN);
            toes[index] = self.ankles[index] - shin;
        }
        Joints { shoulders, neck: up * (bones::TRUNK + bones::NECK), arms, legs, toes }
    }
}

/// In heights, x forwards.
#[derive(Clone, Copy, Debug)]
pub struct Joints {
    pub shoulders: Vec2,
    pub neck: Vec2,
    pub arms: [[Vec2; 3]; 2],
    pub legs: [[Vec2; 3]; 2],
    pub toes: [f64; 2],
}

/// Parts of the weight.
mod share {
    pub const TRUNK: f64 = 0.50;
    pub const HEAD: f64 = 0.08;
    pub const UPPER_ARM: f64 = 0.028;
    pub const FOREARM: f64 = 0.022;
    pub const THIGH: f64 = 0.10;
    pub const SHIN: f64 = 0.06;
}

impl Joints {
    fn masses(&self) -> [(f64, Vec2); 10] {
        let middle = |limb: &[Vec2; 3], lower: bool| if lower { limb[1].lerp(limb[2], 0.55) } else { limb[0].lerp(limb[1], 0.45) };
        [
            (share::TRUNK, self.shoulders * 0.5),
            (share::HEAD, self.neck + (self.neck - self.shoulders) * 1.6),
            (share::UPPER_ARM, middle(&self.arms[0], false)),
            (share::UPPER_ARM, middle(&self.arms[1], false)),
            (share::FOREARM, middle(&self.arms[0], true)),
            (share::FOREARM, middle(&self.arms[1], true)),
            (share::THIGH, middle(&self.legs[0], false)),
            (share::THIGH, middle(&self.legs[1], false)),
            (share::SHIN, middle(&self.legs[0], true)),
            (share::SHIN, middle(&self.legs[1], true)),
        ]
    }

    #[must_use]
    pub fn centre(&self) -> Vec2 {
        self.masses().iter().fold(Vec2::ZERO, |sum, (mass, at)| sum + *at * *mass)
    }

    /// About the centre, of a body of weight 1 and height 1.
    #[must_use]
    pub fn inertia(&self) -> f64 {
        let centre = self.centre();
        // The trunk has a length of its own.
        0.0065 + self.masses().iter().map(|(mass, at)| mass * (*at - centre).hypot2()).sum::<f64>()
    }

    /// How far the soles are below the pelvis.
    #[must_use]
    pub fn depth(&self) -> f64 {
        self.legs.iter().map(|leg| bones::ANKLE - leg[2].y).fold(f64::MIN, f64::max)
    }

    /// How far the ankles are before the pelvis.
    #[must_use]
    pub fn ahead(&self) -> f64 {
        (self.legs[0][2].x + self.legs[1][2].x) / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tucked_body_turns_more_easily() {
        let (stretched, tucked) = (REACH.joints().inertia(), TUCK.joints().inertia());
        assert!(stretched > 2.2 * tucked, "{stretched} {tucked}");
    }

    #[test]
    fn weight_is_over_the_feet_of_who_stands_or_lands() {
        for posture in [STAND, GATHER, ABSORB, FINISH] {
            let joints = posture.joints();
            let off = joints.centre().x - joints.ahead();
            assert!(off.abs() < 0.11, "{off} {posture:?}");
        }
    }
}
