//! From a figure's state to its joints: hips over planted feet, a back that leans, knees that bend.

use super::{
    figure::Figure,
    gait::Foot,
    legs::Air,
    pose::{Limb, PersonPose, Vec2, ease, mix, reach},
};

/// Bones as parts of the height.
pub mod bones {
    pub const LEG: f64 = 0.475;
    pub const THIGH: f64 = 0.243;
    pub const SHIN: f64 = 0.238;
    pub const ANKLE: f64 = 0.045;
    pub const TRUNK: f64 = 0.285;
    pub const NECK: f64 = 0.05;
    pub const UPPER_ARM: f64 = 0.165;
    pub const FOREARM: f64 = 0.16;
    pub const SHOULDER: f64 = 0.092;
    pub const HIP: f64 = 0.052;
    pub const TOE: f64 = 0.095;
}

impl Figure {
    /// Shoulders' place now, for hands that reach.
    #[must_use]
    pub fn trunk(&self) -> (Vec2, Vec2) {
        let breath = (self.now * 1.7 + self.look as f64 % 7.0).sin() * 0.004 * self.height * (1.0 - (self.speed.abs() * 0.5).min(1.0));
        let side = self.side();
        let pelvis = Vec2::new(self.x - self.crouch.max(0.0) * 0.05 * self.height * side, self.pelvis());
        let lean = self.lean - self.pull * 0.42 + self.crouch.max(0.0) * 0.32 + self.hands.sway() + (1.0 - self.spring) * 0.45;
        let dance = self.hands.dance * (self.now * std::f64::consts::TAU).sin() * 0.07;
        let along = Vec2::new((lean * side + dance).sin(), (lean * side + dance).cos());
        (pelvis, pelvis + along * (bones::TRUNK * self.height + breath))
    }

    fn pelvis(&self) -> f64 {
        let stood = ((bones::THIGH + bones::SHIN) * 0.995 + bones::ANKLE + 0.005) * self.height;
        let speed = self.speed.abs();
        let run = ease((speed - 1.6) / 0.9);
        let swing = (self.phase * 2.0 * std::f64::consts::TAU).cos() * (speed * 0.8).min(1.0);
        let bob = mix(-0.004, 0.022, run) * self.height * swing;
        let drop = mix(0.004, 0.045, run) * self.height * (speed * 0.8).min(1.0);
        let dance = self.hands.dance * (1.0 + (self.now * 2.0 * std::f64::consts::TAU).sin()) * 0.018 * self.height;
        let mut y = stood + bob - drop - self.crouch * 0.2 * self.height - dance;
        y = mix(y, 0.285 * self.height + 0.02, self.sit);
        if self.air == Air::Flying {
            return y + self.lift;
        }
        // A planted leg can't be longer than it is.
        let longest = (bones::THIGH + bones::SHIN) * self.height * 0.998;
        let least = self.feet.iter().filter(|foot| foot.planted).map(|foot| {
            let (ankle, _) = self.ankle(foot, self.x);
            let across = (ankle.x - self.x).abs().min(longest * 0.9);
            ankle.y + (longest * longest - across * across).sqrt()
        });
        least.fold(y, |y, most| soft_least(y, most, mix(0.004, 0.03, speed.min(1.0)) * self.height))
    }

    /// Where the ankle is above a foot, and how the foot is pitched: behind the body the heel rises over the toes.
    fn ankle(&self, foot: &Foot, hip_x: f64) -> (Vec2, f64) {
        let side = if self.speed.abs() > 0.15 { self.speed.signum() } else { self.side() };
        let rest = bones::ANKLE * self.height;
        let behind = (hip_x - foot.at.x) * side / self.height;
        let heel = ease((behind - 0.07) / 0.28) * 1.05;
        if foot.planted {
            let toe = bones::TOE * self.height * 0.8;
            let ahead = ease((-behind - 0.14) / 0.2) * 0.32;
            let lift = Vec2::new(side * toe * (1.0 - heel.cos()), toe * heel.sin());
            (foot.at + Vec2::new(0.0, rest) + lift, heel - ahead)
        } else {
            let pitch = mix(0.9 * ease((foot.at.y - 0.03) / 0.25) + heel * 0.4, -0.28, ease((foot.swing - 0.55) / 0.4));
            (foot.at + Vec2::new(0.0, rest), pitch)
        }
    }

    #[must_use]
    pub fn pose(&self) -> PersonPose {
        let h = self.height;
        let side = self.side();
        let (pelvis, shoulders) = self.trunk();
        let front = 1.0 - self.facing.abs();
        let sit_legs = self.sit;
        let spread = |part: f64| part * h * (0.18 + 0.82 * front);
        let mut legs = [Limb { root: pelvis, joint: pelvis, end: pelvis }; 2];
        let mut toes = [0.0; 2];
        for index in 0..2 {
            let out = if index == 0 { side } else { -side };
            let hip = pelvis + Vec2::new(out * spread(bones::HIP), -0.005 * h);
            let (ankle, pitch) = self.ankle(&self.feet[index], pelvis.x);
            let seated = Vec2::new(pelvis.x + side * 0.25 * h * self.facing.abs().max(0.3) + out * 0.045 * h, bones::ANKLE * h);
            let ankle = ankle.lerp(seated, sit_legs);
            let bend = side * mix(self.facing.abs().max(0.35), 1.0, sit_legs);
            legs[index] = reach(hip, ankle, bones::THIGH * h, bones::SHIN * h, bend);
            toes[index] = pitch * (1.0 - sit_legs);
        }
        let neck = shoulders + (shoulders - pelvis) * (bones::NECK / bones::TRUNK);
        let arms = self.hands.limbs(h, side, shoulders, spread(bones::SHOULDER));
        let blink = self.blink();
        let nod = self.talking * (self.now * 5.1).sin() * 0.04 + self.crouch.max(0.0) * 0.1 + (self.now * 0.9 + self.look as f64 % 5.0).sin() * 0.02;
        let mut pose = PersonPose {
            height: h,
            facing: (self.facing + self.hands.turn()).clamp(-1.0, 1.0),
            turn: 0.0,
            lane: self.lane + self.aside,
            pelvis,
            shoulders,
            neck,
            head_tilt: self.lean * 0.25 + nod + self.hands.head(),
            arms,
            legs,
            toes,
            blink,
            mood: self.mood,
            lift: self.lift,
            stretch: 1.0 + (self.rise * 0.025).clamp(-0.02, 0.07) * f64::from(u8::from(self.is_up())) - self.crouch.max(0.0) * 0.07,
            speed: self.speed,
            back: 0.0,
            water: None,
        };
        if self.lie > 0.01 {
            lay_down(&mut pose, self.lie);
        }
        if self.floor != 0.0 {
            pose.shift(Vec2::new(0.0, self.floor));
        }
        if let Some(whole) = self.whole() {
            whole.dress(&mut pose, side);
        }
        pose
    }

    fn blink(&self) -> f64 {
        if self.lie > 0.5 {
            return 1.0;
        }
        let every = 2.6 + (self.look % 13) as f64 * 0.13;
        let t = (self.now + (self.look % 17) as f64 * 0.37) % every;
        if t < 0.16 { 1.0 - (t / 0.08 - 1.0).abs() } else { 0.0 }
    }
}

/// The smaller of two, without a corner where they cross; never more than either.
fn soft_least(a: f64, b: f64, round: f64) -> f64 {
    let near = (round - (a - b).abs()).max(0.0) / round;
    a.min(b) - near * near * round * 0.25
}

/// Turns the whole body about the feet until it lies on the ground.
fn lay_down(pose: &mut PersonPose, lie: f64) {
    let side = if pose.facing < 0.0 { -1.0 } else { 1.0 };
    let angle = lie * 1.48 * side;
    let pivot = Vec2::new(pose.legs[1].end.x, 0.0);
    let raise = Vec2::new(0.0, lie * 0.105 * pose.height);
    let turn = |v: Vec2| {
        let d = v - pivot;
        let (sin, cos) = angle.sin_cos();
        pivot + Vec2::new(d.x * cos + d.y * sin, -d.x * sin + d.y * cos) + raise
    };
    for limb in pose.arms.iter_mut().chain(pose.legs.iter_mut()) {
        *limb = Limb { root: turn(limb.root), joint: turn(limb.joint), end: turn(limb.end) };
    }
    pose.pelvis = turn(pose.pelvis);
    pose.shoulders = turn(pose.shoulders);
    pose.neck = turn(pose.neck);
    pose.head_tilt += angle * side;
    pose.toes = [-angle * side; 2];
}
