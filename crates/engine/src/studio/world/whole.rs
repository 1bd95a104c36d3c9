//! A body that is moved as a whole: turned over, lying, gliding, climbing. What it is at one instant, and the joints that follow.
//!
//! The acts that move it are in files of their own; figures stand and walk without it.

use super::{
    Context,
    body::bones,
    climb::Climb,
    figure::Figure,
    flip::Flip,
    gait::Foot,
    glide::{Glide, Spin},
    ground::Ground,
    legs::Air,
    plunge::Plunge,
    pose::{Limb, PersonPose, Vec2, ease, follow, mix, reach},
    posture::{Posture, STAND},
    ride::Ride,
    swim::Swim,
    wheel::Wheel,
};
use crate::studio::screenplay::{Action, Verb};

#[derive(Clone, Debug)]
pub struct Whole {
    pub posture: Posture,
    /// Radians about the pelvis, positive forwards.
    pub angle: f64,
    /// Over the ground, not over what it stands on.
    pub pelvis: Vec2,
    /// Where the soles are, when they don't follow from the posture.
    pub soles: Option<[Vec2; 2]>,
    pub palms: Option<[Vec2; 2]>,
    /// 0…1: on its feet, which lie flat where they touch the ground.
    pub flat: f64,
    /// Of this against the standing figure, 0…1.
    pub weight: f64,
    pub facing: f64,
    pub back: f64,
    /// Turns about its own axis: what bends forwards is seen by how far it faces sideways.
    pub axial: bool,
    /// Surface of the water in which it is.
    pub water: Option<f64>,
    /// The curtain rises on it: it is in its posture already.
    at_once: bool,
    act: Option<Act>,
}

#[derive(Clone, Debug)]
pub(super) enum Act {
    Flip(Flip),
    Wheel(Wheel),
    Plunge(Plunge),
    Spin(Spin),
    Glide(Glide),
    Ride(Ride),
    Climb(Climb),
    Swim(Swim),
    Ground(Ground),
}

/// What an act answers after each step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Goes,
    /// Goes on, but gives way to another act.
    Idles,
    Done,
}

impl Whole {
    fn beginning(figure: &Figure) -> Self {
        let pelvis = figure.trunk().0 + Vec2::new(0.0, figure.floor);
        Self {
            posture: STAND,
            angle: 0.0,
            pelvis,
            soles: None,
            palms: None,
            flat: 1.0,
            weight: 0.0,
            facing: figure.facing,
            back: 0.0,
            water: None,
            axial: false,
            at_once: false,
            act: None,
        }
    }

    /// The same body in another posture, turned otherwise.
    #[must_use]
    pub fn as_if(&self, posture: Posture, angle: f64) -> Self {
        Self { posture, angle, act: None, ..self.clone() }
    }

    /// Smoothly, in `tau` seconds or so.
    pub fn approach(&mut self, goal: &Posture, dt: f64, tau: f64) {
        self.posture = self.posture.towards(goal, if self.at_once { 1.0 } else { 1.0 - (-dt / tau).exp() });
    }

    /// Puts the pelvis where the middle of the soles is at `feet`.
    pub fn stand_on(&mut self, feet: Vec2, side: f64, height: f64) {
        let joints = self.posture.joints();
        self.flat = 1.0;
        self.pelvis = feet + Vec2::new(-side * joints.ahead() * height, joints.depth() * height);
    }

    /// Puts the pelvis where the centre of mass is at `centre`.
    pub fn hang_from(&mut self, centre: Vec2, side: f64, height: f64) {
        self.pelvis = centre - self.turned(self.posture.joints().centre(), side) * height;
    }

    #[must_use]
    pub fn centre(&self, side: f64, height: f64) -> Vec2 {
        self.pelvis + self.turned(self.posture.joints().centre(), side) * height
    }

    /// A place of the upright body as it is turned now.
    #[must_use]
    pub fn turned(&self, v: Vec2, side: f64) -> Vec2 {
        let (sin, cos) = self.angle.sin_cos();
        Vec2::new((v.x * cos + v.y * sin) * side, -v.x * sin + v.y * cos)
    }

    /// How far its lowest end is below the pelvis.
    #[must_use]
    pub fn depth(&self, side: f64, height: f64) -> f64 {
        let joints = self.posture.joints();
        let knees = joints.legs.iter().map(|leg| self.turned(leg[1], side).y - 0.03);
        let feet = joints.legs.iter().map(|leg| self.turned(leg[2], side).y - bones::ANKLE);
        let hands = joints.arms.iter().map(|arm| self.turned(arm[2], side).y - 0.035);
        -knees.chain(feet).chain(hands).fold(f64::MAX, f64::min) * height
    }

    /// Over the standing pose, as far as it weighs.
    pub fn dress(&self, pose: &mut PersonPose, side: f64) {
        let h = pose.height;
        let joints = self.posture.joints();
        let out = |part: f64| part * h * (0.18 + 0.82 * (1.0 - self.facing.abs()));
        let place = |v: Vec2| self.pelvis + self.turned(v, side) * h;
        let bend = if self.axial { self.facing } else { side * self.facing.abs().max(0.35) };
        let w = self.weight;
        let blend = |was: &mut Limb, is: Limb| {
            *was = Limb { root: was.root.lerp(is.root, w), joint: was.joint.lerp(is.joint, w), end: was.end.lerp(is.end, w) };
        };
        for index in 0..2 {
            let way = if index == 0 { side } else { -side };
            let hip = Vec2::new(way * out(bones::HIP), 0.0);
            let [root, joint, end] = joints.legs[index].map(|v| place(v) + hip);
            let leg = match self.soles {
                Some(soles) => reach(root, soles[index] + Vec2::new(0.0, bones::ANKLE * h), bones::THIGH * h, bones::SHIN * h, bend),
                None => Limb { root, joint, end },
            };
            blend(&mut pose.legs[index], leg);
            let shoulder = Vec2::new(way * out(bones::SHOULDER), -0.012 * h);
            let [root, joint, end] = joints.arms[index].map(|v| place(v) + shoulder);
            let arm = match self.palms {
                Some(palms) => {
                    // Elbows hang.
                    let down = if self.axial { -0.8 * ((palms[index].x - root.x) / (0.1 * h)).clamp(-1.0, 1.0) } else { -0.8 * bend };
                    reach(root, palms[index], bones::UPPER_ARM * h, bones::FOREARM * h, down)
                }
                None => Limb { root, joint, end },
            };
            blend(&mut pose.arms[index], arm);
            let low = joints.legs[0][2].y.min(joints.legs[1][2].y);
            let free = ease((joints.legs[index][2].y - low) / 0.05);
            let hung = joints.toes[index] + self.angle;
            let toes = if self.soles.is_some() { self.posture.ankles[index] } else { mix(hung, 0.0, self.flat * (1.0 - free)) };
            pose.toes[index] = mix(pose.toes[index], toes, w);
        }
        pose.pelvis = pose.pelvis.lerp(self.pelvis, w);
        pose.shoulders = pose.shoulders.lerp(place(joints.shoulders), w);
        pose.neck = pose.neck.lerp(place(joints.neck), w);
        pose.head_tilt = mix(pose.head_tilt, self.posture.head + self.angle, w);
        pose.turn = self.angle * w;
        pose.back = self.back * w;
        pose.stretch = mix(pose.stretch, 1.0, w);
        pose.water = self.water.filter(|_| w > 0.5);
        let low = pose.legs.iter().map(|leg| leg.end.y - bones::ANKLE * h).fold(f64::MAX, f64::min);
        pose.lift = mix(pose.lift, low.max(0.0), w);
    }
}

/// What begins an act of the whole body.
fn act_for(figure: &Figure, c: &Context<'_>, action: &Action) -> Option<Act> {
    Some(match action.verb {
        Verb::Backflip => Act::Flip(Flip::new(-1.0, action, figure)),
        Verb::Somersault => Act::Flip(Flip::new(1.0, action, figure)),
        Verb::Cartwheel => Act::Wheel(Wheel::new(action)),
        Verb::Cannonball | Verb::Dive => Act::Plunge(Plunge::begin(figure, c, action)?),
        Verb::Spin => Act::Spin(Spin::new(action, c)),
        Verb::Kickflip => Act::Ride(Ride::new(figure, c, action)),
        Verb::Glide | Verb::Ride if c.board_of(figure.id).is_some() => Act::Ride(Ride::new(figure, c, action)),
        Verb::Glide => Act::Glide(Glide::new(figure)),
        Verb::Climb => Act::Climb(Climb::new(figure, c)),
        Verb::Swim | Verb::Float => Act::Swim(Swim::new(action.verb)),
        Verb::Crawl | Verb::Hide => Act::Ground(Ground::new(action.verb)),
        Verb::Walk | Verb::Run if super::climb::walks_up(action, figure, c) => Act::Climb(Climb::new(figure, c)),
        Verb::Walk | Verb::Run if figure.crawls => Act::Ground(Ground::new(Verb::Crawl)),
        _ => return None,
    })
}

impl Figure {
    /// Goes on with an act of the whole body, or begins one; false where it stands or walks.
    pub(super) fn perform(&mut self, c: &mut Context<'_>, actions: &[Action]) -> bool {
        let mut whole = self.whole.take().unwrap_or_else(|| Box::new(Whole::beginning(self)));
        let mut next = match &mut whole.act.take() {
            None => Next::Done,
            Some(act) => {
                let mut act = act.clone();
                let next = self.go_on(&mut act, &mut whole, c, actions);
                whole.act = Some(act);
                next
            }
        };
        if next != Next::Goes {
            let fresh = actions.iter().find(|action| !self.has_performed(action) && act_for(self, c, action).is_some());
            if let Some(action) = fresh
                && let Some(mut act) = act_for(self, c, action)
            {
                self.performed = Some((action.verb, action.from));
                if whole.weight < 0.02 {
                    *whole = Whole::beginning(self);
                    // The curtain rises on somebody who is at it already.
                    whole.at_once = c.now < c.dt * 0.5 && act.is_steady();
                    whole.weight = f64::from(u8::from(whole.at_once));
                }
                next = self.go_on(&mut act, &mut whole, c, actions);
                whole.at_once = false;
                whole.act = Some(act);
            }
        }
        if next == Next::Done {
            if whole.act.take().is_some() {
                self.alight(&whole);
            }
            follow(&mut whole.weight, 0.0, c.dt, 0.09);
        } else {
            let step = c.dt / 0.16;
            whole.weight = (whole.weight + step).min(1.0);
            follow(&mut self.facing, whole.facing, c.dt, 0.1);
            whole.facing = self.facing;
        }
        let acts = whole.act.is_some();
        self.whole = (whole.weight > 0.004 || acts).then_some(whole);
        acts
    }

    fn has_performed(&self, action: &Action) -> bool {
        self.performed.is_some_and(|(verb, from)| verb == action.verb && (from - action.from).abs() < 1e-6)
    }

    fn go_on(&mut self, act: &mut Act, whole: &mut Whole, c: &mut Context<'_>, actions: &[Action]) -> Next {
        let next = match act {
            Act::Flip(flip) => flip.step(self, whole, c),
            Act::Wheel(wheel) => wheel.step(self, whole, c),
            Act::Plunge(plunge) => plunge.step(self, whole, c),
            Act::Spin(spin) => spin.step(self, whole, c),
            Act::Glide(glide) => glide.step(self, whole, c, actions),
            Act::Ride(ride) => ride.step(self, whole, c),
            Act::Climb(climb) => climb.step(self, whole, c, actions),
            Act::Swim(swim) => swim.step(self, whole, c, actions),
            Act::Ground(ground) => ground.step(self, whole, c, actions),
        };
        let was = self.x;
        self.x = whole.pelvis.x;
        // A body that has only begun to be moved is still where it stood.
        if whole.weight > 0.5 {
            self.speed = ((self.x - was) / c.dt).clamp(-9.0, 9.0);
        }
        next
    }

    /// Stands again, on the feet as they are.
    fn alight(&mut self, whole: &Whole) {
        let side = self.side();
        let joints = whole.posture.joints();
        let soles = whole.soles.unwrap_or_else(|| joints.legs.map(|leg| whole.pelvis + whole.turned(leg[2], side) * self.height));
        for (foot, sole) in self.feet.iter_mut().zip(soles) {
            *foot = Foot::planted_at(sole.x);
        }
        self.x = f64::midpoint(soles[0].x, soles[1].x);
        self.lift = 0.0;
        self.rise = 0.0;
        self.air = Air::Grounded;
        self.crouch = 0.0;
        self.crouch_speed = 0.0;
        self.speed = if self.speed.abs() > 1.0 { self.speed } else { 0.0 };
    }

    /// What is moved as a whole, if it is.
    #[must_use]
    pub fn whole(&self) -> Option<&Whole> {
        self.whole.as_deref()
    }

    /// The board under its feet, when it rides one.
    #[must_use]
    pub fn ridden_board(&self) -> Option<super::pose::ThingPose> {
        match self.whole.as_ref()?.act.as_ref()? {
            Act::Ride(ride) => Some(ride.board(self.lane)),
            _ => None,
        }
    }
}

impl Act {
    fn is_steady(&self) -> bool {
        matches!(self, Self::Glide(_) | Self::Ride(_) | Self::Climb(_) | Self::Swim(_) | Self::Ground(_))
    }
}
