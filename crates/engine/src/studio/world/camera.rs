//! What the camera sees at each frame: framed by rules, and smoothed over time in both directions, so that it neither jerks nor
//! lags. How it goes on from one shot to the next is in `reel`.

use super::{
    pose::{Pose, Vec2, ease, mix},
    stage::{Hoop, Stage},
};
use crate::studio::screenplay::{Action, ActorKind, CameraMove, Framing, Part, Setting, ShotPlan, Verb};

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

struct Box4 {
    low: Vec2,
    high: Vec2,
}

impl Box4 {
    fn of(bounds: [f64; 4]) -> Self {
        Self { low: Vec2::new(bounds[0], bounds[1]), high: Vec2::new(bounds[2], bounds[3]) }
    }

    fn and(&mut self, bounds: [f64; 4]) {
        self.low = Vec2::new(self.low.x.min(bounds[0]), self.low.y.min(bounds[1]));
        self.high = Vec2::new(self.high.x.max(bounds[2]), self.high.y.max(bounds[3]));
    }

    fn width(&self) -> f64 {
        self.high.x - self.low.x
    }

    fn height(&self) -> f64 {
        self.high.y - self.low.y
    }

    fn middle(&self) -> Vec2 {
        (self.low + self.high) / 2.0
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

/// What is to be seen of a place where nobody is: left, foot, right, top.
fn sight(setting: Setting) -> [f64; 4] {
    match setting {
        Setting::Lighthouse => [-2.0, 0.0, 3.2, 5.6],
        Setting::Castle | Setting::City | Setting::Mountain => [-2.9, 0.0, 2.9, 5.0],
        Setting::Village | Setting::Farm | Setting::Rooftop | Setting::Harbour | Setting::Theatre | Setting::Arena => [-2.3, 0.0, 2.3, 3.6],
        Setting::Sky | Setting::Space | Setting::Moon | Setting::Stairs => [-1.8, 0.0, 1.8, 3.6],
        _ => [-1.6, 0.0, 1.6, 2.0],
    }
}

/// Seconds for which somebody who goes off is still in the picture with the others.
const FAREWELL: f64 = 0.9;

/// The subjects: everything that was asked for, less what is too far away to be framed with the first one.
fn subjects(plan: &ShotPlan, stage: &Stage, poses: &[Pose], at: f64, aspect: f64) -> Box4 {
    let hero = hero(plan, at);
    let Some(first) = poses.get(hero) else {
        return Box4::of(sight(plan.setting));
    };
    let mut frame = Box4::of(bounds(plan, poses, hero));
    if let Pose::Ball(ball) = first {
        // A ball in the air needs the ground that it falls to.
        frame.and([ball.centre.x - 0.4, 0.0, ball.centre.x + 0.4, 0.3]);
    }
    let meets =
        plan.cast.iter().any(|actor| actor.actions.iter().any(|action| matches!(action.verb, Verb::Walk | Verb::Run) && action.target.is_some()));
    let widest: f64 = match (aspect < 1.0, meets) {
        (true, true) => 3.9,
        (true, false) => 3.1,
        (false, _) => 7.5,
    };
    // Nobody who was in the picture is dropped for a step aside.
    let widest = if plan.goes_on() { 1.3 * widest } else { widest };
    // A long hero leaves room for whom it meets.
    let widest = widest.max(frame.width() + 1.8);
    // Who goes off is looked after for a moment.
    let gone = |index: &usize| at > FAREWELL && plan.leaving.contains(index);
    let mut order: Vec<usize> = (0..poses.len()).filter(|index| *index != hero && !gone(index)).collect();
    let distance = |index: &usize| (poses[*index].bounds()[0] - first.bounds()[0]).abs();
    order.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
    for index in order {
        let bounds = bounds(plan, poses, index);
        let width = frame.high.x.max(bounds[2]) - frame.low.x.min(bounds[0]);
        let hunts = plan.goes_on() && width < 8.0 && (chases(plan, index, hero) || chases(plan, hero, index));
        if hunts || (is_tied(plan, hero, index) && width < 14.0) {
            frame.and(bounds);
            continue;
        }
        let roams = matches!(poses[index], Pose::Ball(_)) && plan.cast.len() > 1;
        if width <= if roams { widest * 1.2 } else { widest } {
            frame.and(bounds);
        }
    }
    if let Some(hoop) = stage.hoop.filter(|_| shooting(plan, at)) {
        frame.and([hoop.x - Hoop::RADIUS, hoop.height - 0.4, hoop.board_x() + 0.4, hoop.height + 1.0]);
    }
    frame
}

/// Two at the ends of one rope, one on the other's back, two who hit one ball in turn: who sees only one of them does not see what happens.
fn is_tied(plan: &ShotPlan, hero: usize, other: usize) -> bool {
    let rides = |id: usize, on: usize| {
        plan.cast.get(id).is_some_and(|actor| actor.actions.iter().any(|action| action.verb == Verb::Ride && action.target == Some(on)))
    };
    if rides(hero, other) || rides(other, hero) {
        return true;
    }
    let hits = |id: usize| plan.cast.get(id).and_then(|actor| actor.actions.iter().find(|action| action.verb == Verb::Hit)?.target);
    if hits(hero).is_some_and(|ball| ball == other || hits(other) == Some(ball)) {
        return true;
    }
    let pulls = |id: usize| plan.cast.get(id).is_some_and(|actor| actor.actions.iter().any(|action| matches!(action.verb, Verb::Pull | Verb::Push)));
    pulls(hero) && (pulls(other) || plan.cast.get(other).is_some_and(|actor| actor.kind == ActorKind::Rope))
}

fn chases(plan: &ShotPlan, hunter: usize, prey: usize) -> bool {
    let after = |action: &Action| action.verb == Verb::Chase && action.target == Some(prey);
    plan.cast.get(hunter).is_some_and(|actor| actor.actions.iter().any(after))
}

/// Metres behind the rump for each metre of shoulder, beyond the usual.
fn long_tail(kind: ActorKind) -> f64 {
    match kind {
        ActorKind::Fox | ActorKind::Squirrel | ActorKind::Mouse => 0.9,
        ActorKind::Dinosaur => 1.1,
        ActorKind::Wolf | ActorKind::Tiger => 0.4,
        _ => 0.0,
    }
}

/// With what is over the head, and behind: a likeness has a larger one, and so has its stand-in; an umbrella is higher still.
fn bounds(plan: &ShotPlan, poses: &[Pose], id: usize) -> [f64; 4] {
    let mut bounds = poses[id].bounds();
    if let (Pose::Pet(pet), Some(actor)) = (&poses[id], plan.cast.get(id)) {
        let behind = long_tail(actor.kind) * pet.height;
        if pet.facing < 0.0 {
            bounds[2] += behind;
        } else {
            bounds[0] -= behind;
        }
    }
    if let (Pose::Person(person), Some(actor)) = (&poses[id], plan.cast.get(id)) {
        let over = match (actor.wear.umbrella, actor.part) {
            (Some(_), _) => 0.72,
            (None, Part::Drawn) => 0.0,
            (None, _) if actor.wear.hat.is_some() => 0.40,
            (None, _) => 0.32,
        };
        bounds[3] = bounds[3].max(person.neck.y + over * person.height);
    }
    bounds
}

/// Who the shot is about at `at`: who speaks, else the first of the cast.
fn hero(plan: &ShotPlan, at: f64) -> usize {
    let speaks = |speech: &&crate::studio::screenplay::Speech| {
        let from = speech.at - plan.start;
        at >= from - 0.2 && at <= from + speech.seconds
    };
    let close = plan.camera.framing == Framing::Close;
    plan.speech.iter().find(speaks).and_then(|speech| speech.speaker).filter(|_| close).unwrap_or_else(|| usual_hero(plan))
}

/// The first of the cast who does not go off; but somebody who stays, where a car only drives past.
pub(super) fn usual_hero(plan: &ShotPlan) -> usize {
    let travels = |action: &Action| matches!(action.verb, Verb::Walk | Verb::Run | Verb::Chase | Verb::Flee);
    let stays = |id: &usize| plan.cast[*id].kind.is_person() && !plan.cast[*id].actions.iter().any(travels);
    let passes = plan.cast.first().is_some_and(|actor| actor.kind == ActorKind::Car && !actor.actions.iter().any(travels));
    let here = |id: &usize| !plan.leaving.contains(id);
    (0..plan.cast.len()).find(|id| stays(id) && here(id)).filter(|_| passes).or((0..plan.cast.len()).find(here)).unwrap_or(0)
}

fn travels(plan: &ShotPlan, id: usize) -> bool {
    let goes = |action: &Action| {
        matches!(action.verb, Verb::Walk | Verb::Run | Verb::Chase | Verb::Flee | Verb::Drive | Verb::Glide | Verb::Ride | Verb::Sail | Verb::Fly)
    };
    plan.cast.get(id).is_some_and(|actor| actor.actions.iter().any(goes))
}

fn shooting(plan: &ShotPlan, at: f64) -> bool {
    let shoots = |id: usize, action: &Action| {
        action.verb == Verb::Throw && at >= action.from - 1.6 && at < action.from + 3.6 && super::receiver(plan, id, action).is_none()
    };
    plan.cast.iter().enumerate().any(|(id, actor)| actor.actions.iter().any(|action| shoots(id, action)))
}

pub(super) fn frame_one(plan: &ShotPlan, stage: &Stage, poses: &[Pose], at: f64, aspect: f64) -> View {
    let bounds = subjects(plan, stage, poses, at, aspect);
    let facing = poses.get(hero(plan, at)).map_or(0.0, Pose::facing);
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
    let full = (bounds.height() / fill_high).max(bounds.width() / aspect / fill_wide).max(least);
    let mut height = full;
    let mut centre = bounds.middle();
    let mut low = 0.42;
    let large = f64::from(u8::from(plan.cast.get(hero(plan, at)).is_some_and(|actor| actor.part != Part::Drawn)));
    match (plan.camera.framing, poses.get(hero(plan, at))) {
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
    centre.x += facing * (0.10 * width).min(room * 0.45);
    let mut y = centre.y + (0.5 - low) * height;
    if !matches!(plan.camera.framing, Framing::Close | Framing::Medium | Framing::Aerial | Framing::Low) {
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
    let wider = (WIDEST / usual).clamp(1.0, WIDER);
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
