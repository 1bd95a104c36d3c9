//! What the camera sees at each frame: framed by rules, and smoothed over time in both directions, so that it neither jerks nor
//! lags. How it goes on from one shot to the next is in `reel`.

use super::{
    pose::{Pose, Vec2, ease, mix},
    stage::Stage,
    subjects::{hero, leads, rallies, shooting, subjects, travels},
};
use crate::studio::screenplay::{CameraMove, Framing, Part, ShotPlan};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// In the middle of the picture, in the plane where things happen.
    pub centre: Vec2,
    /// Metres from the lower to the upper edge in that plane.
    pub height: f64,
    /// The eye's height: where the horizon is.
    pub eye: f64,
    /// Metres from the eye to that plane: the less, the faster near things pass.
    pub depth: f64,
    /// Metres that things shift to the side for each metre behind that plane: an arc about the subject.
    pub slant: f64,
}

impl View {
    /// Metres from the eye to the plane where nothing else is asked.
    pub const DEPTH: f64 = 7.0;

    /// How much smaller a thing is, `z` metres behind the plane.
    #[must_use]
    pub fn shrink(&self, z: f64) -> f64 {
        self.depth / (self.depth + z).max(self.depth * 0.09)
    }
}

/// How high the eye is, and how far from the plane in which things happen, where so many metres of it are seen.
pub(super) fn stand(framing: Framing, height: f64) -> (f64, f64) {
    match framing {
        Framing::Aerial => (0.74 * height, 1.5 * height),
        Framing::Low => ((0.10 * height).clamp(0.12, 0.6), (1.5 * height).clamp(3.6, 16.0)),
        // What is seen wide is seen from farther away, so that what is behind does not shrink to nothing.
        _ => ((0.40 * height).clamp(0.55, (0.16 * height).max(1.45)), (1.7 * height).max(View::DEPTH)),
    }
}

pub(super) fn frame_one(plan: &ShotPlan, stage: &Stage, poses: &[Pose], at: f64, aspect: f64) -> View {
    let bounds = subjects(plan, stage, poses, at, aspect);
    let facing = leads(plan, poses, hero(plan, at));
    // Who is asked to be near and plays with somebody is as near as both can be.
    let pair = rallies(plan, hero(plan, at));
    let framing = if pair && matches!(plan.camera.framing, Framing::Close | Framing::Medium) { Framing::Full } else { plan.camera.framing };
    let ball_alone = plan.cast.len() == 1 && matches!(poses.first(), Some(Pose::Ball(_)));
    let least = if ball_alone {
        1.9
    } else if aspect < 1.0 {
        1.3
    } else {
        1.15
    };
    let at_hoop = stage.hoop.is_some() && shooting(plan, at);
    let (fill_high, fill_wide) = match (aspect < 1.0, at_hoop) {
        (true, true) => (0.80, 0.97),
        (true, false) => (0.66, 0.88),
        (false, _) => (0.70, 0.7),
    };
    // Whoever goes has room before them.
    let fill_wide = if travels(plan, hero(plan, at)) { fill_wide * 0.84 } else { fill_wide };
    let fill_wide = if pair { f64::max(fill_wide, 0.9) } else { fill_wide };
    let full = (bounds.height() / fill_high).max(bounds.width() / aspect / fill_wide).max(least);
    let mut height = full;
    let mut centre = bounds.middle();
    let mut low = 0.42;
    let large = f64::from(u8::from(plan.cast.get(hero(plan, at)).is_some_and(|actor| actor.part != Part::Drawn)));
    match (framing, poses.get(hero(plan, at))) {
        (Framing::Close, Some(Pose::Person(person))) => {
            height = (0.52 + 0.10 * large) * person.height;
            centre = person.neck + Vec2::new(0.0, (0.02 + 0.07 * large) * person.height);
            low = 0.47;
        }
        (Framing::Medium, Some(Pose::Person(person))) => {
            height = ((0.95 + 0.10 * large) * person.height).max(bounds.width() / aspect / 0.95);
            centre.y = person.shoulders.y - (0.08 - 0.06 * large) * person.height;
            low = 0.52;
        }
        (Framing::Close, Some(Pose::Pet(pet))) => {
            height = (1.9 * pet.height).max(0.12);
            // The snout is in the picture, with room before it.
            centre = pet.head + Vec2::new(0.14 * pet.height * pet.facing, -0.05 * pet.height);
            low = 0.5;
        }
        (Framing::Close, Some(_)) => height = full * 0.8,
        (Framing::Wide, None) => height = full * 1.25,
        (Framing::Wide, _) => height = (full * 1.85).max(3.8),
        (Framing::Aerial, _) => {
            height = (full * 2.8).max(6.4);
            low = 0.32;
        }
        (Framing::Low, _) => {
            height = full * 0.96;
            low = 0.44;
        }
        (Framing::Auto | Framing::Full, Some(Pose::Car(_))) if aspect < 1.0 => low = 0.38,
        // A small animal on its way is seen in its surroundings.
        (Framing::Auto, Some(Pose::Pet(pet))) if pet.height < 1.0 && travels(plan, hero(plan, at)) => height = full * 1.2,
        _ => {}
    }
    let width = height * aspect;
    let room = (width - bounds.width()).max(0.0) * 0.5;
    // In a wide picture about a third of it is behind them.
    let share = if aspect < 1.0 { 0.10 } else { 0.14 };
    centre.x += facing * (share * width).min(room * 0.45);
    let mut y = centre.y + (0.5 - low) * height;
    if !matches!(framing, Framing::Close | Framing::Medium | Framing::Aerial | Framing::Low) {
        // No more bare ground in front than this.
        y = y.max(bounds.low.y.min(0.3) + (0.5 - MOST_GROUND) * height);
    }
    View { centre: Vec2::new(centre.x, y), height, eye: 1.0, depth: View::DEPTH, slant: 0.0 }
}

/// Part of the picture below what stands on the ground.
const MOST_GROUND: f64 = 0.2;

pub(super) fn blur(views: &[View], sigma: f64) -> Vec<View> {
    let reach = (sigma * 2.6).ceil() as i64;
    let weights: Vec<f64> = (-reach..=reach).map(|d| (-0.5 * (d as f64 / sigma).powi(2)).exp()).collect();
    let last = views.len() as i64 - 1;
    let speed = |from: i64, to: i64| {
        if to <= from { Vec2::ZERO } else { (views[to as usize].centre - views[from as usize].centre) / (to - from) as f64 }
    };
    // Past its ends the film goes on as it went, so that the first and last second are no slower.
    let (before, after) = (speed(0, 12.min(last)), speed((last - 12).max(0), last.max(0)));
    let at = |index: i64| {
        let mut view = views[index.clamp(0, last) as usize];
        view.centre.x += if index < 0 {
            before.x * index as f64
        } else if index > last {
            after.x * (index - last) as f64
        } else {
            0.0
        };
        view
    };
    (0..=last)
        .map(|frame| {
            let (mut centre, mut height, mut total) = (Vec2::ZERO, 0.0, 0.0);
            for (offset, weight) in (-reach..=reach).zip(&weights) {
                let view = at(frame + offset);
                centre += view.centre * *weight;
                height += view.height * weight;
                total += weight;
            }
            View { centre: centre / total, height: height / total, eye: 1.0, depth: View::DEPTH, slant: 0.0 }
        })
        .collect()
}

/// What the words asked of the camera, on top of following the subject.
pub(super) fn directed(plan: &ShotPlan, movement: CameraMove, mut view: View, at: f64, seconds: f64, aspect: f64) -> View {
    let across = view.height * aspect;
    let slow = ease(at);
    // A pan over somebody keeps them in the picture.
    let pan = if plan.cast.is_empty() { 0.42 } else { 0.1 };
    let zoomed = |view: &mut View, factor: f64| {
        let low = view.centre.y - 0.08 * view.height;
        view.centre.y = low + (view.centre.y - low) * factor;
        view.height *= factor;
    };
    // The camera itself is nearer or farther: what is behind keeps its distance from the subject.
    let gone = |view: &mut View, factor: f64| {
        zoomed(view, factor);
        view.depth *= factor;
    };
    match movement {
        CameraMove::Auto => zoomed(&mut view, mix(1.03, 0.96, at)),
        CameraMove::Still | CameraMove::Track => {}
        CameraMove::PanLeft => view.centre.x += mix(pan, -pan, slow) * across.max(1.2),
        CameraMove::PanRight => view.centre.x += mix(-pan, pan, slow) * across.max(1.2),
        CameraMove::TiltUp => view.centre.y += mix(-0.12, 0.22, slow) * view.height,
        CameraMove::TiltDown => view.centre.y += mix(0.22, -0.10, slow) * view.height,
        CameraMove::ZoomIn if shooting(plan, seconds) => zoomed(&mut view, mix(1.3, 0.97, slow)),
        CameraMove::ZoomIn => zoomed(&mut view, mix(1.35, 0.72, slow)),
        CameraMove::ZoomOut => zoomed(&mut view, mix(0.72, 1.5, slow)),
        CameraMove::DollyIn => gone(&mut view, mix(1.5, 0.74, slow)),
        CameraMove::DollyOut => gone(&mut view, mix(0.74, 1.6, slow)),
        CameraMove::Orbit => view.slant = mix(-0.30, 0.30, slow),
        CameraMove::CraneUp => {
            view.centre.y += mix(-0.04, 0.16, slow) * view.height;
            view.eye += mix(0.0, 0.75, slow) * view.height;
        }
    }
    view
}

/// A place that nobody has seen is seen wide before the camera comes near, where the words leave that to it.
pub(super) fn opened(plan: &ShotPlan, mut view: View, seconds: f64, usual: f64) -> View {
    let free = plan.camera.framing == Framing::Auto && plan.camera.movement == CameraMove::Auto;
    if !free || plan.cast.is_empty() || plan.seconds < SHORT {
        return view;
    }
    let lasts = (0.3 * plan.seconds).clamp(1.2, 2.6);
    let wider = (WIDEST / usual.max(view.height)).clamp(1.0, WIDER);
    let factor = mix(wider, 1.0, ease((seconds / lasts - 0.2) / 0.8));
    let low = view.centre.y - LOW * view.height;
    view.centre.y = low + LOW * view.height * factor;
    view.height *= factor;
    view.depth *= factor;
    view
}

/// Seconds of a shot that has no time to be seen in two sizes.
const SHORT: f64 = 3.0;
/// Times as much is seen at first, but no more metres than these.
const WIDER: f64 = 1.5;
const WIDEST: f64 = 6.5;
/// Of the picture's height, below its middle: what stays where it is as the camera comes near.
const LOW: f64 = 0.3;

pub(super) fn shaken(mut view: View, seconds: f64) -> View {
    let shake = Vec2::new((seconds * 2.1).sin() + 0.6 * (seconds * 4.7 + 1.0).sin(), (seconds * 2.7 + 2.0).sin() + 0.5 * (seconds * 5.3).sin());
    view.centre += shake * (0.008 * view.height);
    view
}
