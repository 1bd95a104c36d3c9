//! A camera that goes on: from one shot to the next without a jump in place or speed, where no cut is between them.
//!
//! What each shot asks of it is in `camera`.

use super::{
    camera::{View, blur, directed, frame_one, opened, shaken, stand},
    pose::{Pose, mix},
    stage::Stage,
};
use crate::studio::screenplay::{CameraMove, CameraPlan, ShotPlan};

/// What a camera remembers that goes on without a cut.
#[derive(Debug, Default)]
pub struct Reel {
    /// What it films first is a place that nobody has seen.
    new: bool,
    /// What it would have framed in the last frames.
    wanted: Vec<View>,
    /// The last two that it filmed.
    last: Option<[View; 2]>,
    /// Where its last movement ended, which it holds.
    held: Option<CameraPlan>,
    /// Seconds filmed.
    seconds: f64,
}

impl Reel {
    #[must_use]
    pub fn of_a_place(is_new: bool) -> Self {
        Self { new: is_new, ..Self::default() }
    }

    /// The last view.
    #[must_use]
    pub fn last(&self) -> Option<View> {
        self.last.map(|[_, last]| last)
    }

    /// What was filmed without it: newcomers come in from where this is not.
    pub fn note(&mut self, view: View) {
        self.last = Some([self.last.map_or(view, |[_, last]| last), view]);
    }
}

/// Seconds in which it comes from its view to the one that new words ask for.
const TURN: f64 = 1.4;

/// Views for all frames of a shot, in order; where the reel has begun, they go on from its last one.
#[must_use]
pub fn film(plan: &ShotPlan, stage: &Stage, poses: &[Vec<Pose>], aspect: f64, fps: u32, reel: &mut Reel) -> Vec<View> {
    let rate = f64::from(fps);
    let kept = reel.wanted.len();
    let mut wanted = std::mem::take(&mut reel.wanted);
    wanted.extend(poses.iter().enumerate().map(|(frame, poses)| frame_one(plan, stage, poses, frame as f64 / rate, aspect)));
    let smooth = blur(&wanted, 0.42 * rate);
    let mut heights: Vec<f64> = smooth[kept..].iter().map(|view| view.height).collect();
    heights.sort_by(f64::total_cmp);
    let usual = heights.get(heights.len() / 2).copied().unwrap_or(2.6);
    let (eye, depth) = stand(plan.camera.framing, usual);
    let count = poses.len().max(2) as f64 - 1.0;
    let asked = if reel.last.is_some() && plan.camera.movement == CameraMove::Auto { reel.held } else { None };
    let camera = asked.unwrap_or(plan.camera);
    let establishes = reel.new && reel.last.is_none();
    let directed = |view: View, frame: f64| {
        let at = (frame / count).max(0.0);
        // A movement that begins in a running scene begins where the camera is.
        let at = if asked.is_some() {
            1.0
        } else if reel.last.is_some() {
            begun(camera.movement, at)
        } else {
            at
        };
        let seconds = frame / count * plan.seconds;
        let view = directed(plan, camera.movement, View { eye, depth, ..view }, at, seconds, aspect);
        let view = if establishes { opened(plan, view, seconds, usual) } else { view };
        if plan.camera.handheld { shaken(view, reel.seconds + seconds) } else { view }
    };
    let mut views: Vec<View> = smooth[kept..].iter().enumerate().map(|(frame, view)| directed(*view, frame as f64)).collect();
    if let (Some(last), true) = (reel.last, kept > 1) {
        let here = [directed(smooth[kept - 2], -2.0), directed(smooth[kept - 1], -1.0)];
        join(&mut views, last, here, TURN * rate);
    }
    reel.seconds += plan.seconds;
    reel.held = Some(camera);
    reel.last = match views.as_slice() {
        [.., a, b] => Some([*a, *b]),
        _ => reel.last,
    };
    wanted.drain(..wanted.len().saturating_sub(REMEMBERED));
    reel.wanted = wanted;
    views
}

/// Frames that reach beyond what smoothing looks back to.
const REMEMBERED: usize = 96;

/// Where a movement is neither before nor behind the middle of what it shows.
fn begun(movement: CameraMove, at: f64) -> f64 {
    let middle = match movement {
        CameraMove::ZoomIn => 0.55,
        CameraMove::ZoomOut | CameraMove::TiltUp => 0.36,
        CameraMove::DollyIn | CameraMove::TiltDown => 0.66,
        CameraMove::DollyOut => 0.3,
        CameraMove::CraneUp => 0.2,
        _ => 0.5,
    };
    mix(middle, 1.0, at)
}

/// Bends the first views so that they go on from the `last` two filmed, where they would have been `here`: no jump in place or speed.
fn join(views: &mut [View], last: [View; 2], here: [View; 2], frames: f64) {
    let off = last[1].less(&here[1]);
    let drift = last[1].less(&last[0]).less(&here[1].less(&here[0]));
    for (frame, view) in views.iter_mut().enumerate() {
        let s = (frame as f64 + 1.0) / frames;
        if s >= 1.0 {
            break;
        }
        let (stays, goes) = (2.0 * s.powi(3) - 3.0 * s * s + 1.0, (s.powi(3) - 2.0 * s * s + s) * frames);
        *view = view.plus(&off, stays).plus(&drift, goes);
    }
}

impl View {
    fn less(&self, other: &Self) -> Self {
        self.plus(other, -1.0)
    }

    fn plus(&self, other: &Self, times: f64) -> Self {
        Self {
            centre: self.centre + other.centre * times,
            height: self.height + other.height * times,
            eye: self.eye + other.eye * times,
            depth: self.depth + other.depth * times,
            slant: self.slant + other.slant * times,
        }
    }
}
