//! What bodies do: flights that keep their momentum, feet that stay on the ground, splashes where the water is.

use engine::studio::{
    screenplay::{
        Action, Actor, ActorKind, CameraMove, CameraPlan, Framing, Part, Screenplay, Setting, ShotPlan, Style, TimeOfDay, Transition, Verb, Wear,
        Weather,
    },
    world::{
        self, Trace,
        event::EventKind,
        pose::{PersonPose, Pose, Vec2},
    },
};
use std::f64::consts::TAU;

const FPS: u32 = 120;

fn act(verb: Verb) -> Action {
    Action { verb, target: None, from: 0.3, seconds: 6.0, succeeds: true, haste: 1.0, times: 1 }
}

fn actor(kind: ActorKind, actions: &[Action]) -> Actor {
    Actor {
        kind,
        part: Part::Drawn,
        name: None,
        colour: None,
        size: 1.0,
        look: world::chance::mix(3, kind as u64),
        wear: Wear::default(),
        feeling: None,
        way: 1.0,
        carries: None,
        actions: actions.to_vec(),
    }
}

fn play(setting: Setting, cast: Vec<Actor>, fps: u32) -> Trace {
    let shot = ShotPlan {
        start: 0.0,
        seconds: 7.0,
        setting,
        time: TimeOfDay::Day,
        weather: Weather::Clear,
        season: None,
        style: Style::Soft,
        camera: CameraPlan { framing: Framing::Auto, movement: CameraMove::Still, handheld: false },
        transition: Transition::Cut,
        pace: 1.0,
        cast,
        speech: Vec::new(),
        ambience: Vec::new(),
        leaving: Vec::new(),
    };
    world::simulate(&Screenplay { shots: vec![shot], seed: 5, fps }, 0.5625)
}

fn person(trace: &Trace, frame: usize, id: usize) -> &PersonPose {
    match &trace.shots[0].frames[frame].poses[id] {
        Pose::Person(person) => person,
        other => panic!("a person is a person: {other:?}"),
    }
}

/// Parts of the weight and where they are.
fn masses(p: &PersonPose) -> Vec<(f64, Vec2)> {
    let mut all = vec![(0.5, p.pelvis.lerp(p.shoulders, 0.5)), (0.08, p.neck + (p.neck - p.shoulders) * 1.6)];
    for arm in &p.arms {
        all.extend([(0.028, arm.root.lerp(arm.joint, 0.45)), (0.022, arm.joint.lerp(arm.end, 0.55))]);
    }
    for leg in &p.legs {
        all.extend([(0.10, leg.root.lerp(leg.joint, 0.45)), (0.06, leg.joint.lerp(leg.end, 0.55))]);
    }
    all
}

fn centre(p: &PersonPose) -> Vec2 {
    masses(p).iter().fold(Vec2::ZERO, |sum, (mass, at)| sum + *at * *mass)
}

fn inertia(p: &PersonPose) -> f64 {
    let middle = centre(p);
    0.0065 * p.height * p.height + masses(p).iter().map(|(mass, at)| mass * (*at - middle).hypot2()).sum::<f64>()
}

/// First and last frame of the first flight.
fn flight(trace: &Trace) -> (usize, usize) {
    let frames = trace.shots[0].frames.len();
    let from = (0..frames).find(|frame| person(trace, *frame, 0).turn.abs() > 0.05).expect("it turns over");
    let to = (from..frames).find(|frame| person(trace, *frame, 0).turn.abs() < 0.01).expect("it lands");
    (from + 1, to - 2)
}

#[test]
fn a_flip_follows_a_parabola_and_keeps_its_angular_momentum() {
    for (verb, way) in [(Verb::Backflip, -1.0), (Verb::Somersault, 1.0)] {
        let trace = play(Setting::Arena, vec![actor(ActorKind::Woman, &[act(verb)])], FPS);
        let (from, to) = flight(&trace);
        assert!(to - from > 50, "{verb:?} takes its time in the air: {from} {to}");
        let dt = 1.0 / f64::from(FPS);
        for frame in from + 1..to - 1 {
            let [a, b, c] = [frame - 1, frame, frame + 1].map(|frame| centre(person(&trace, frame, 0)));
            let fall = (a.y + c.y - 2.0 * b.y) / (dt * dt);
            assert!((fall + 9.81).abs() < 0.5, "{verb:?} falls by {fall} at {frame}");
            assert!((a.x + c.x - 2.0 * b.x).abs() / (dt * dt) < 0.5);
        }
        let momenta: Vec<f64> = (from + 1..to - 1)
            .map(|frame| (person(&trace, frame + 1, 0).turn - person(&trace, frame - 1, 0).turn) / (2.0 * dt) * inertia(person(&trace, frame, 0)))
            .collect();
        let mean = momenta.iter().sum::<f64>() / momenta.len() as f64;
        assert!(mean * way > 0.0);
        assert!(momenta.iter().all(|one| (one / mean - 1.0).abs() < 0.05), "{verb:?} {momenta:?}");
        assert!((person(&trace, to, 0).turn.abs() - TAU).abs() < 0.4, "{verb:?} turns once");
        let landed = person(&trace, to + 14, 0);
        for leg in &landed.legs {
            assert!(leg.end.y < 0.06 * landed.height, "both feet are down");
            let straight = (leg.joint - leg.root).hypot() + (leg.end - leg.joint).hypot();
            assert!((leg.end - leg.root).hypot() < 0.95 * straight, "knees are bent");
        }
    }
}

#[test]
fn as_many_flips_as_were_asked_for() {
    let trace = play(Setting::Arena, vec![actor(ActorKind::Girl, &[Action { times: 2, ..act(Verb::Backflip) }])], 24);
    let landings = trace.events.iter().filter(|event| matches!(event.kind, EventKind::Landing { .. })).count();
    assert_eq!(landings, 2);
}

#[test]
fn on_the_moon_jumps_are_higher_and_slower() {
    let high = |setting| {
        let trace = play(setting, vec![actor(ActorKind::Man, &[act(Verb::Jump)])], 24);
        let frames = 0..trace.shots[0].frames.len();
        let up = frames.clone().filter(|frame| person(&trace, *frame, 0).lift > 0.02).count();
        (frames.map(|frame| person(&trace, frame, 0).lift).fold(0.0, f64::max), up)
    };
    let (earth, moon) = (high(Setting::Park), high(Setting::Moon));
    assert!(moon.0 > 1.8 * earth.0 && moon.1 > earth.1, "{earth:?} {moon:?}");
}

#[test]
fn a_skater_is_faster_with_the_arms_drawn_in() {
    let trace = play(Setting::IceRink, vec![actor(ActorKind::Woman, &[Action { times: 3, ..act(Verb::Spin) }])], FPS);
    let frames = trace.shots[0].frames.len();
    // Angles about the body's own axis, made whole again from what is seen.
    let angle = |frame: usize| {
        let p = person(&trace, frame, 0);
        p.facing.clamp(-1.0, 1.0).atan2(1.0 - 2.0 * p.back)
    };
    let rate = |frame: usize| {
        let step = angle(frame + 1) - angle(frame);
        (step - (step / TAU).round() * TAU).abs() * f64::from(FPS)
    };
    let total: f64 = (30..frames - 1).map(|frame| rate(frame) / f64::from(FPS)).sum();
    assert!((total / TAU - 3.0).abs() < 0.6, "{} turns", total / TAU);
    let fastest = (30..frames - 1).map(rate).fold(0.0, f64::max);
    let early = rate(30 + 55);
    assert!(fastest > 1.6 * early, "{fastest} {early}");
}

#[test]
fn a_cannonball_meets_the_water_when_it_sounds() {
    let trace = play(Setting::Pool, vec![actor(ActorKind::Boy, &[act(Verb::Cannonball)])], 24);
    let at = trace.events.iter().find(|event| matches!(event.kind, EventKind::Plunge { .. })).expect("it plunges").at;
    let frame = (at * 24.0) as usize;
    let body = person(&trace, frame, 0);
    let low = body.legs.iter().map(|leg| leg.end.y).fold(f64::MAX, f64::min).min(body.pelvis.y);
    assert!((-1.0..0.4).contains(&low), "{low}");
    let last = person(&trace, trace.shots[0].frames.len() - 1, 0);
    let level = last.water.expect("it is in the water");
    assert!(last.neck.y > level - 0.05 && last.pelvis.y < level, "the head is out: {last:?}");
}

#[test]
fn the_heavier_one_wins_a_tug_of_war() {
    let pull = Action { target: Some(2), from: 0.0, ..act(Verb::Pull) };
    let cast = vec![actor(ActorKind::Elephant, &[pull]), actor(ActorKind::Mouse, &[pull]), actor(ActorKind::Rope, &[])];
    let trace = play(Setting::Meadow, cast, 24);
    let frames = &trace.shots[0].frames;
    let x = |frame: usize, id: usize| match &frames[frame].poses[id] {
        Pose::Pet(pet) => pet.chest.x,
        other => panic!("a beast is a beast: {other:?}"),
    };
    assert!(x(0, 0) < x(0, 1));
    assert!(x(frames.len() - 1, 1) < x(0, 1) - 0.15, "the mouse comes over");
}

#[test]
fn a_rally_goes_to_and_fro_until_the_ball_drops() {
    let hit = Action { target: Some(2), from: 0.0, seconds: 7.0, ..act(Verb::Hit) };
    let cast = vec![actor(ActorKind::Man, &[hit]), actor(ActorKind::Woman, &[Action { succeeds: false, ..hit }]), actor(ActorKind::Volleyball, &[])];
    let trace = play(Setting::Beach, cast, 24);
    let hits = trace.events.iter().filter(|event| matches!(event.kind, EventKind::Kick { .. })).count();
    assert!((3..9).contains(&hits), "{hits} hits");
    let Pose::Ball(ball) = &trace.shots[0].frames.last().expect("frames").poses[2] else { panic!("a ball") };
    assert!(ball.centre.y < 0.5 && ball.velocity.hypot() < 1.5, "it lies in the sand: {ball:?}");
}

#[rustfmt::skip]
const ALL: &[Verb] = {
    use Verb::*;
    &[Walk, Run, Jump, Wave, Dance, Sit, Sleep, Cheer, Fall, Backflip, Somersault, Cartwheel, Spin, Glide, Kickflip, Climb, Crawl, Skip, March, Push,
      Pull, Lift, Drop, Give, Hit, Eat, Drink, Read, Write, Cook, Paint, Play, Sing, Clap, Point, Hug, Shake, Bow, Nod, Refuse, Light, Ring, Knock,
      Open, Cry, Laugh, Think, Look, Hide, Stretch]
};

fn points(pose: &Pose) -> Vec<Vec2> {
    match pose {
        Pose::Person(p) => p.arms.iter().chain(&p.legs).flat_map(|limb| [limb.joint, limb.end]).chain([p.pelvis, p.shoulders, p.neck]).collect(),
        Pose::Pet(p) => p.legs.iter().flat_map(|leg| [leg.joint, leg.end]).chain([p.rump, p.chest, p.head]).collect(),
        _ => Vec::new(),
    }
}

/// Where a joint is faster than a limb can be, or below the ground: the worst of each.
fn faults(trace: &Trace, what: &str) -> Vec<String> {
    let mut before: Option<Vec<Vec2>> = None;
    let (mut deepest, mut fastest) = ((-0.03, 0.0), (16.0, 0.0));
    for moment in &trace.shots[0].frames {
        let now = points(&moment.poses[0]);
        let lowest = now.iter().map(|point| point.y).fold(f64::MAX, f64::min);
        if lowest < deepest.0 {
            deepest = (lowest, moment.now);
        }
        // Which limb is the far one may change: each is looked for near where one was.
        for b in &now {
            let Some(before) = &before else { continue };
            let speed = before.iter().map(|a| (*b - *a).hypot() * 60.0).fold(f64::MAX, f64::min);
            if speed > fastest.0 {
                fastest = (speed, moment.now);
            }
        }
        before = Some(now);
    }
    let mut faults = Vec::new();
    if deepest.1 > 0.0 {
        faults.push(format!("{what}: {:.3} m at {:.2}", deepest.0, deepest.1));
    }
    if fastest.1 > 0.0 {
        faults.push(format!("{what}: {:.1} m/s at {:.2}", fastest.0, fastest.1));
    }
    faults
}

#[test]
fn whatever_a_person_does_no_joint_jumps_and_none_is_below_the_ground() {
    let mut all = Vec::new();
    for (index, verb) in ALL.iter().enumerate() {
        let kind = [ActorKind::Woman, ActorKind::Man, ActorKind::Boy, ActorKind::Robot][index % 4];
        let then = Action { from: 3.0, seconds: 3.0, ..act(Verb::Walk) };
        let cast = vec![actor(kind, &[Action { seconds: 2.7, ..act(*verb) }, then])];
        all.extend(faults(&play(Setting::Park, cast, 60), &format!("{verb:?}")));
    }
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn whatever_a_beast_does_no_joint_jumps_and_none_is_below_the_ground() {
    use ActorKind as K;
    let mut all = Vec::new();
    for kind in [K::Dog, K::Horse, K::Rabbit, K::Frog, K::Mouse, K::Elephant, K::Penguin, K::Duck, K::Turtle, K::Giraffe, K::Snail] {
        for verb in [Verb::Walk, Verb::Run, Verb::Jump, Verb::Eat, Verb::Sleep, Verb::Sit, Verb::Pull, Verb::Look, Verb::Stretch, Verb::Bark] {
            let then = Action { from: 3.0, seconds: 3.0, ..act(Verb::Walk) };
            let cast = vec![actor(kind, &[Action { seconds: 2.7, ..act(verb) }, then])];
            all.extend(faults(&play(Setting::Meadow, cast, 60), &format!("{kind:?} {verb:?}")));
        }
    }
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn a_climber_s_feet_stay_on_their_steps() {
    let trace = play(Setting::Stairs, vec![actor(ActorKind::Man, &[Action { from: 0.0, ..act(Verb::Climb) }])], 24);
    let frames = trace.shots[0].frames.len();
    let ankles = |frame: usize| person(&trace, frame, 0).legs.map(|leg| leg.end);
    for frame in 12..frames - 1 {
        let (a, b) = (ankles(frame), ankles(frame + 1));
        assert!((0..2).any(|foot| (b[foot] - a[foot]).hypot() < 0.02), "one foot stands at {frame}");
    }
    assert!(person(&trace, frames - 1, 0).pelvis.y > person(&trace, 0, 0).pelvis.y + 1.0, "it comes up");
}
