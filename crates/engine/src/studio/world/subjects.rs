//! Who and what has to be in the picture, and which way they leave room before them. It knows no lens.

use super::{
    pose::{Pose, Vec2},
    stage::{Goal, Hoop, Stage},
};
use crate::studio::screenplay::{Action, Actor, ActorKind, Framing, Part, Setting, ShotPlan, Verb};

pub(super) struct Box4 {
    pub(super) low: Vec2,
    pub(super) high: Vec2,
}

impl Box4 {
    fn of(bounds: [f64; 4]) -> Self {
        Self { low: Vec2::new(bounds[0], bounds[1]), high: Vec2::new(bounds[2], bounds[3]) }
    }

    fn and(&mut self, bounds: [f64; 4]) {
        self.low = Vec2::new(self.low.x.min(bounds[0]), self.low.y.min(bounds[1]));
        self.high = Vec2::new(self.high.x.max(bounds[2]), self.high.y.max(bounds[3]));
    }

    pub(super) fn width(&self) -> f64 {
        self.high.x - self.low.x
    }

    pub(super) fn height(&self) -> f64 {
        self.high.y - self.low.y
    }

    pub(super) fn middle(&self) -> Vec2 {
        (self.low + self.high) / 2.0
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
pub(super) fn subjects(plan: &ShotPlan, stage: &Stage, poses: &[Pose], at: f64, aspect: f64) -> Box4 {
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
        if was_passed(plan, poses, hero, index) {
            continue;
        }
        let bounds = bounds(plan, poses, index);
        let width = frame.high.x.max(bounds[2]) - frame.low.x.min(bounds[0]);
        let hunts = plan.goes_on() && width < 8.0 && (chases(plan, index, hero) || chases(plan, hero, index));
        let comes_to = width < 4.6 && leaps(plan, hero, index);
        if hunts || comes_to || (is_tied(plan, hero, index) && width < 14.0) {
            frame.and(bounds);
            continue;
        }
        let roams = matches!(poses[index], Pose::Ball(_)) && plan.cast.len() > 1;
        if width <= if roams { widest * 1.2 } else { widest } {
            frame.and(bounds);
        }
    }
    if let (Some(goal), Some((kicker, since))) = (stage.goal, kicked(plan, at)) {
        let ball = matches!(first, Pose::Ball(_));
        // Who kicks and where it goes; then the ball in the goal, or whom the shot is about.
        if since < AFTER_KICK {
            frame.and(bounds(plan, poses, kicker));
        }
        if ball || since < AFTER_KICK {
            let back = goal.x + goal.way * Goal::DEPTH;
            frame.and([goal.x.min(back), 0.0, goal.x.max(back), Goal::HEIGHT]);
        }
    }
    if let Some(hoop) = stage.hoop.filter(|_| shooting(plan, at)) {
        frame.and([hoop.x - Hoop::RADIUS, hoop.height - 0.4, hoop.board_x() + 0.4, hoop.height + 1.0]);
    }
    frame
}

/// Seconds after a kick in which who kicked and what it is aimed at are both looked at, and before it.
const AFTER_KICK: f64 = 1.1;
const BEFORE_KICK: f64 = 0.7;

/// Who has kicked, or is about to, and how many seconds ago.
fn kicked(plan: &ShotPlan, at: f64) -> Option<(usize, f64)> {
    let kicks = |actor: &Actor| actor.actions.iter().find(|action| action.verb == Verb::Kick).map(|action| at - action.from);
    let (id, since) = plan.cast.iter().enumerate().find_map(|(id, actor)| kicks(actor).map(|since| (id, since)))?;
    (since > -BEFORE_KICK).then_some((id, since))
}

/// A thing that whoever goes on has left behind.
fn was_passed(plan: &ShotPlan, poses: &[Pose], hero: usize, other: usize) -> bool {
    const LEFT: f64 = 2.0;
    let jumps = plan.cast.get(hero).is_some_and(|actor| actor.actions.iter().any(|action| action.verb == Verb::Kickflip));
    let behind = (middle(&poses[hero]) - middle(&poses[other])) * poses[hero].facing().signum();
    matches!(poses[other], Pose::Thing(_)) && (jumps || travels(plan, hero)) && !is_tied(plan, hero, other) && behind > LEFT
}

fn middle(pose: &Pose) -> f64 {
    let [left, _, right, _] = pose.bounds();
    f64::midpoint(left, right)
}

/// Which way whom the shot is about leaves room before them: nowhere where somebody looks back at them.
pub(super) fn leads(plan: &ShotPlan, poses: &[Pose], hero: usize) -> f64 {
    let Some(pose) = poses.get(hero) else { return 0.0 };
    let lively = |pose: &Pose| matches!(pose, Pose::Person(_) | Pose::Pet(_));
    let faces = |other: &Pose| lively(other) && other.facing() * pose.facing() < -0.1 && (middle(other) - middle(pose)).abs() < 4.0;
    let met = !travels(plan, hero) && lively(pose) && poses.iter().any(faces);
    if met { 0.0 } else { pose.facing() }
}

/// One of two who hit one ball in turn.
pub(super) fn rallies(plan: &ShotPlan, hero: usize) -> bool {
    let hits = |id: usize| plan.cast.get(id).and_then(|actor| actor.actions.iter().find(|action| action.verb == Verb::Hit)?.target);
    let ball = hits(hero).filter(|ball| plan.cast.get(*ball).is_some_and(|actor| actor.kind.is_ball()));
    ball.is_some() && (0..plan.cast.len()).any(|other| other != hero && hits(other) == ball)
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

/// What somebody jumps over is seen before they are there.
fn leaps(plan: &ShotPlan, hero: usize, over: usize) -> bool {
    let jumps = |action: &Action| matches!(action.verb, Verb::Kickflip | Verb::Jump) && action.target == Some(over);
    plan.cast.get(hero).is_some_and(|actor| actor.actions.iter().any(jumps))
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
pub(super) fn hero(plan: &ShotPlan, at: f64) -> usize {
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

pub(super) fn travels(plan: &ShotPlan, id: usize) -> bool {
    let goes = |action: &Action| {
        matches!(action.verb, Verb::Walk | Verb::Run | Verb::Chase | Verb::Flee | Verb::Drive | Verb::Glide | Verb::Ride | Verb::Sail | Verb::Fly)
    };
    plan.cast.get(id).is_some_and(|actor| actor.actions.iter().any(goes))
}

pub(super) fn shooting(plan: &ShotPlan, at: f64) -> bool {
    let shoots = |id: usize, action: &Action| {
        action.verb == Verb::Throw && at >= action.from - 1.6 && at < action.from + 3.6 && super::receiver(plan, id, action).is_none()
    };
    plan.cast.iter().enumerate().any(|(id, actor)| actor.actions.iter().any(|action| shoots(id, action)))
}
