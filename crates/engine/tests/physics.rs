//! Bodies obey: what stands stands, what is hit falls, what floats floats; and the checker sees what does not.

use super::{
    prompts::PROMPTS,
    scenes::{action, actor, all, all_scenes, scene, tower},
};
use domain::storyboard::Shot;
use engine::studio::{
    screenplay::{ActorKind as K, Screenplay, Setting as S, Verb as V, Weather as W},
    understand::understand_shots,
    world::{
        self, MarkKind, Trace, Wrong,
        event::EventKind,
        pose::{Pose, ThingPose},
    },
};

fn play(screenplay: &Screenplay) -> Trace {
    world::simulate(screenplay, 0.5625)
}

fn thing(trace: &Trace, frame: usize, actor: usize) -> ThingPose {
    let frames = &trace.shots[0].frames;
    match &frames[frame.min(frames.len() - 1)].poses[actor] {
        Pose::Thing(thing) => thing.clone(),
        other => panic!("a thing, not {other:?}"),
    }
}

#[test]
fn seeded_takes_obey_physics() {
    for (index, prompt) in PROMPTS.iter().enumerate() {
        let shot = Shot { id: "a".into(), prompt: (*prompt).into(), seconds: 6, ..Shot::default() };
        let screenplay = understand_shots(&[shot], index as u64, 24).screenplay;
        let wrongs = world::check(&play(&screenplay), &screenplay);
        assert!(wrongs.is_empty(), "{prompt}: {wrongs:?}");
    }
    for (name, screenplay) in all_scenes(4) {
        let wrongs = world::check(&play(&screenplay), &screenplay);
        assert!(wrongs.is_empty(), "{name}: {wrongs:?}");
    }
}

#[test]
fn a_tower_stands_until_the_train_hits_it_and_then_falls() {
    for (blocks, seed) in (3..13).flat_map(|blocks| (0..4).map(move |seed| (blocks, seed))) {
        let trace = play(&tower(blocks, seed));
        let top = |frame| thing(&trace, frame, blocks).centre.y;
        let hit = trace.shots[0].contacts.iter().find(|contact| contact.other == world::Other::Actor(0)).expect("the train hits a block").now;
        assert!((0.5..3.5).contains(&hit), "at {hit}");
        let stood = top((hit * 24.0) as usize - 3);
        assert!((stood - top(0)).abs() < 0.025, "{blocks} blocks stand, seed {seed}: {stood} of {}", top(0));
        assert!(top(usize::MAX) < 0.62 * top(0), "{blocks} blocks fall, seed {seed}: {} of {}", top(usize::MAX), top(0));
        let sounds: Vec<f64> = trace.events.iter().filter(|event| matches!(event.kind, EventKind::Impact { .. })).map(|event| event.at).collect();
        assert!(sounds.len() >= 3 && sounds.iter().any(|at| (at - hit).abs() < 0.02), "each contact at its instant: {hit} {sounds:?}");
    }
}

#[test]
fn wood_floats_and_iron_sinks() {
    let fall = [action(V::Fall, None, 0.2, 7.0)];
    let trace = play(&scene(S::Lake, W::Clear, vec![actor(K::Box, &fall), actor(K::TrashCan, &fall)], 3));
    assert!(thing(&trace, 180, 0).centre.y.abs() < 0.3, "{:?}", thing(&trace, 180, 0));
    assert!(thing(&trace, 180, 1).centre.y < -2.0, "{:?}", thing(&trace, 180, 1));
    assert!(trace.events.iter().filter(|event| matches!(event.kind, EventKind::Plunge { .. })).count() >= 2);
    assert!(trace.shots[0].marks.iter().any(|mark| mark.kind == MarkKind::Ripple));
}

#[test]
fn a_storm_rocks_a_sailboat_more_than_a_calm() {
    let most = |weather| {
        let trace = play(&scene(S::Sea, weather, vec![actor(K::Sailboat, &[all(V::Rock)])], 3));
        (0..190).map(|frame| thing(&trace, frame, 0).angle.abs()).fold(0.0, f64::max)
    };
    let (storm, calm) = (most(W::Storm), most(W::Clear));
    assert!(storm > 0.2 && storm < 0.9 && calm < 0.5 * storm, "{storm} {calm}");
}

#[test]
fn a_dropped_cup_breaks_and_a_book_does_not() {
    for (kind, breaks) in [(K::Cup, true), (K::Book, false)] {
        let trace = play(&scene(S::Kitchen, W::Clear, vec![actor(kind, &[all(V::Fall)])], 1));
        assert_eq!(trace.events.iter().any(|event| event.kind == EventKind::Shatter), breaks);
        assert_eq!(thing(&trace, 190, 0).whole < 0.5, breaks);
    }
}

#[test]
fn a_rope_is_held_by_both_and_keeps_its_length() {
    let pull = |kind| actor(kind, &[action(V::Pull, Some(2), 0.0, 8.0)]);
    let trace = play(&scene(S::Meadow, W::Clear, vec![pull(K::Man), pull(K::Woman), actor(K::Rope, &[])], 2));
    let lengths: Vec<f64> = trace.shots[0]
        .frames
        .iter()
        .map(|moment| {
            let Pose::Rope(rope) = &moment.poses[2] else { panic!("a rope") };
            for end in [rope.points[0], rope.points[rope.points.len() - 1]] {
                let near = moment.poses[..2].iter().any(|pose| {
                    let Pose::Person(person) = pose else { panic!("a person") };
                    (person.arms[0].end.lerp(person.arms[1].end, 0.5) - end).hypot() < 0.08
                });
                assert!(near, "the end {end:?} is in somebody's hands");
            }
            rope.points.windows(2).map(|pair| (pair[1] - pair[0]).hypot()).sum()
        })
        .collect();
    let (least, most) = (lengths.iter().copied().fold(f64::MAX, f64::min), lengths.iter().copied().fold(0.0, f64::max));
    assert!(most / least < 1.25, "{least} … {most}");
}

#[test]
fn the_checker_sees_what_cannot_be() {
    let screenplay = scene(S::Park, W::Clear, vec![actor(K::Football, &[]), actor(K::Box, &[])], 1);
    let found = |spoil: &dyn Fn(&mut Trace)| {
        let mut trace = play(&screenplay);
        assert!(world::check(&trace, &screenplay).is_empty());
        spoil(&mut trace);
        world::check(&trace, &screenplay).into_iter().map(|violation| violation.wrong).collect::<Vec<_>>()
    };
    let each = |trace: &mut Trace, actor: usize, from: usize, change: &dyn Fn(&mut ThingPose)| {
        for moment in &mut trace.shots[0].frames[from..] {
            if let Pose::Thing(thing) = &mut moment.poses[actor] {
                change(thing);
            }
        }
    };
    assert!(found(&|trace| each(trace, 1, 40, &|thing| thing.centre.x += 1.0)).contains(&Wrong::Teleport));
    assert!(found(&|trace| each(trace, 1, 0, &|thing| thing.centre.y -= 0.2)).contains(&Wrong::Sinking));
    assert!(found(&|trace| each(trace, 1, 0, &|thing| thing.centre.y += 0.5)).contains(&Wrong::Floating));
    assert!(found(&|trace| each(trace, 1, 60, &|thing| thing.velocity.y = 4.0)).contains(&Wrong::EnergyFromNowhere));
    let into = |trace: &mut Trace| {
        let Pose::Ball(ball) = trace.shots[0].frames[90].poses[0].clone() else { panic!("a ball") };
        each(trace, 1, 0, &|thing| thing.centre.x = ball.centre.x);
    };
    assert!(found(&into).contains(&Wrong::Interpenetration));
}

#[test]
fn a_trace_is_json_line_by_line() {
    let screenplay = tower(5, 1);
    let trace = play(&screenplay);
    let mut written = Vec::new();
    world::write_trace(&trace, &screenplay, &mut written).expect("a vector takes everything");
    let lines: Vec<serde_json::Value> =
        String::from_utf8(written).expect("text").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let count = |key: &str| lines.iter().filter(|line| line.get(key).is_some()).count();
    assert_eq!((count("header"), count("frame")), (1, 192));
    assert_eq!(count("contact"), trace.shots[0].contacts.len());
    assert_eq!(count("event"), trace.events.len());
    assert_eq!(lines[1]["bodies"].as_array().map(Vec::len), Some(6));
}

#[test]
fn a_kick_that_succeeds_is_cheered_and_one_that_fails_is_not() {
    for succeeds in [true, false] {
        let mut kicker = actor(K::Woman, &[action(V::Kick, Some(1), 0.3, 6.0)]);
        kicker.actions[0].succeeds = succeeds;
        let trace = play(&scene(S::Stadium, W::Clear, vec![kicker, actor(K::Football, &[])], 3));
        let has = |f: fn(&EventKind) -> bool| trace.events.iter().any(|event| f(&event.kind));
        assert!(has(|kind| matches!(kind, EventKind::Kick { .. })));
        assert_eq!(has(|kind| matches!(kind, EventKind::Cheer { .. })), succeeds);
        assert!(!succeeds || has(|kind| *kind == EventKind::NetSwish));
    }
}

#[test]
fn a_rocket_stands_in_its_smoke_then_rises_ever_faster() {
    let trace = play(&scene(S::Desert, W::Clear, vec![actor(K::Rocket, &[action(V::Launch, None, 0.5, 7.0)])], 1));
    let y = |frame| thing(&trace, frame, 0).centre.y;
    assert!((y(20) - y(0)).abs() < 0.01);
    let steps: Vec<f64> = (3..8).map(|second| y(second * 20 + 20) - y(second * 20)).collect();
    assert!(steps.windows(2).all(|pair| pair[1] > pair[0] * 1.02 || pair[1] > 17.0), "{steps:?}");
    assert!(trace.shots[0].marks.iter().filter(|mark| mark.kind == MarkKind::Smoke).count() > 40);
    assert!(trace.events.iter().any(|event| matches!(event.kind, EventKind::Blast { .. }) && (event.at - 0.5).abs() < 0.01));
}
