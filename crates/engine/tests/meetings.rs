//! Bodies that meet: over a net, on the way, on steps, and what stands in the way of a leap.

use crate::scenes::{action, actor, all, scene};
use engine::studio::{
    screenplay::{ActorKind, Setting, Verb, Weather},
    world::{Moment, check, event::EventKind, pose::Pose, simulate, trace},
};

#[test]
fn two_players_keep_to_their_sides_and_hit_in_turn() {
    for seed in [1, 5, 9] {
        let hit = action(Verb::Hit, Some(2), 0.0, 8.0);
        let cast = vec![actor(ActorKind::Woman, &[hit]), actor(ActorKind::Man, &[hit]), actor(ActorKind::Volleyball, &[])];
        let play = scene(Setting::Beach, Weather::Clear, cast, seed);
        let take = simulate(&play, 16.0 / 9.0);
        let x = |moment: &Moment, id: usize| if let Pose::Person(person) = &moment.poses[id] { person.pelvis.x } else { f64::NAN };
        for moment in &take.shots[0].frames {
            assert!(x(moment, 0) < -0.3 && x(moment, 1) > 0.3, "seed {seed} at {:.1}: {:.2} {:.2}", moment.now, x(moment, 0), x(moment, 1));
        }
        let hits: Vec<f32> = take.events.iter().filter(|event| matches!(event.kind, EventKind::Kick { .. })).map(|event| event.pan).collect();
        assert!(hits.len() >= 5, "seed {seed}: {hits:?}");
        assert!(hits.windows(2).all(|pair| pair[0] * pair[1] < 0.0), "in turn, seed {seed}: {hits:?}");
    }
}

#[test]
fn a_leap_over_something_has_a_run_up_and_clears_it() {
    for (kind, thing) in [(ActorKind::Boy, ActorKind::Box), (ActorKind::Woman, ActorKind::TrashCan), (ActorKind::Horse, ActorKind::Box)] {
        let cast = vec![actor(kind, &[action(Verb::Jump, Some(1), 0.25, 7.0)]), actor(thing, &[])];
        let take = simulate(&scene(Setting::Park, Weather::Clear, cast, 5), 9.0 / 16.0);
        let frames = &take.shots[0].frames;
        let middle = |moment: &Moment, id: usize| trace::place(&moment.poses[id]).0;
        let over = frames.iter().min_by(|a, b| {
            let gap = |moment: &Moment| (middle(moment, 0).x - middle(moment, 1).x).abs();
            gap(a).total_cmp(&gap(b))
        });
        let over = over.expect("there are frames");
        let top = over.poses[1].bounds()[3];
        let lift = match &over.poses[0] {
            Pose::Person(person) => person.lift,
            Pose::Pet(pet) => pet.lift,
            _ => panic!("{kind:?} has legs"),
        };
        assert!(lift > top - 0.06, "{kind:?} over {thing:?}: {lift:.2} of {top:.2}");
        let (first, last) = (middle(&frames[0], 0).x, middle(frames.last().expect("there are frames"), 0).x);
        let at = middle(over, 1).x;
        assert!(at - first > 1.8 && last - at > 0.8, "{kind:?}: from {first:.1} over {at:.1} to {last:.1}");
        let speed = |moment: &Moment| if let Pose::Person(person) = &moment.poses[0] { person.speed.abs() } else { 3.0 };
        assert!(speed(over) > 1.8, "{kind:?} runs");
    }
}

#[test]
fn who_passes_somebody_goes_behind_them() {
    let cast = vec![actor(ActorKind::Woman, &[all(Verb::Walk)]), actor(ActorKind::Man, &[all(Verb::Stand)])];
    let take = simulate(&scene(Setting::Park, Weather::Clear, cast, 5), 16.0 / 9.0);
    let people = |moment: &Moment| -> [(f64, f64); 2] {
        [0, 1].map(|id| if let Pose::Person(person) = &moment.poses[id] { (person.pelvis.x, person.lane) } else { (0.0, 0.0) })
    };
    let met: Vec<[(f64, f64); 2]> = take.shots[0].frames.iter().map(people).filter(|[a, b]| (a.0 - b.0).abs() < 0.2).collect();
    assert!(!met.is_empty(), "they meet");
    assert!(met.iter().all(|[a, b]| (a.1 - b.1).abs() > 0.25), "{met:?}");
}

#[test]
fn a_ball_goes_down_the_stairs_step_by_step() {
    let play = scene(Setting::Stairs, Weather::Clear, vec![actor(ActorKind::Football, &[all(Verb::Run)])], 5);
    let take = simulate(&play, 9.0 / 16.0);
    let frames = &take.shots[0].frames;
    let low = |moment: &Moment| moment.poses[0].bounds()[1];
    assert!(low(&frames[0]) > 1.5 && low(frames.last().expect("there are frames")) < 0.1);
    let bounces = take.shots[0].contacts.iter().filter(|contact| contact.impulse > 0.1).count();
    assert!(bounces >= 4, "{bounces} bounces");
    assert!(check(&take, &play).is_empty());
}
