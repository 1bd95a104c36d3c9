//! Shots that go on without a cut: what was before them does not change, bodies stay who and where they are, and nobody sees the seam.

use crate::prompts::GOING_ON;
use domain::{plan::Size, storyboard::Shot};
use engine::studio::{
    film::Film,
    picture::Artist,
    screenplay::{Action, Screenplay, Transition, Verb},
    sound,
    understand::understand_shots,
    world::{
        Running, Trace, check,
        pose::{Pose, Vec2},
    },
};

const SMALL: Size = Size { width: 90, height: 160 };
const SECONDS: u32 = 4;

fn film(prompts: &[&str], seed: u64) -> Film {
    film_of(prompts, seed, SECONDS)
}

fn film_of(prompts: &[&str], seed: u64, seconds: u32) -> Film {
    let shot = |(at, prompt): (usize, &&str)| Shot { prompt: (*prompt).into(), seconds, continues: at > 0, ..Shot::default() };
    let shots: Vec<Shot> = prompts.iter().enumerate().map(shot).collect();
    Film::of(understand_shots(&shots, seed, 24), SMALL)
}

#[test]
fn frames_before_the_seam_are_the_same_with_and_without_what_follows() {
    for (before, after) in GOING_ON {
        let (alone, longer) = (film(&[before], 7), film(&[before, after], 7));
        assert_eq!(alone.screenplay.shots[0], longer.screenplay.shots[0], "{before} + {after}");
        for (a, b) in alone.trace.shots[0].frames.iter().zip(&longer.trace.shots[0].frames) {
            assert!(a.poses == b.poses && a.view == b.view && a.now == b.now, "{before} + {after} at {}", a.now);
        }
        let events = |film: &Film| -> Vec<String> {
            let early = film.trace.events.iter().filter(|event| event.at < f64::from(SECONDS) - 0.05 && !lasts(event));
            early.map(|event| format!("{event:?}")).collect()
        };
        assert_eq!(events(&alone), events(&longer), "{before} + {after}");
        let mut artist = Artist::new(SMALL);
        let last = alone.frames() - 1;
        for frame in [0, last / 2, last] {
            assert!(artist.draw(&alone, &[], frame) == artist.draw(&longer, &[], frame), "{before} + {after}: picture {frame}");
        }
    }
}

fn lasts(event: &engine::studio::world::event::SoundEvent) -> bool {
    use engine::studio::world::event::EventKind as K;
    matches!(event.kind, K::EngineRun { .. } | K::Blast { .. } | K::Glide { .. })
}

#[test]
fn a_scene_that_goes_on_keeps_its_bodies_and_breaks_no_law() {
    for seed in [3, 7, 11] {
        for (before, after) in GOING_ON {
            let film = film(&[before, after, ""], seed);
            let [first, second, third] = film.screenplay.shots.as_slice() else { panic!("{before}: three shots") };
            assert!(second.transition == Transition::Continue && third.transition == Transition::Continue, "{before} + {after}");
            for (was, is) in [(first, second), (second, third)] {
                for (a, b) in was.cast.iter().zip(&is.cast) {
                    assert!((a.kind, a.look, &a.wear, a.size) == (b.kind, b.look, &b.wear, b.size), "{before} + {after}");
                }
            }
            let wrongs = check(&film.trace, &film.screenplay);
            assert!(wrongs.is_empty(), "{before} + {after}, seed {seed}: {wrongs:?}");
        }
    }
}

/// Joints of a person or a beast; the middle of anything else.
fn joints(pose: &Pose) -> Vec<Vec2> {
    match pose {
        Pose::Person(p) => p.arms.iter().chain(&p.legs).flat_map(|limb| [limb.root, limb.joint, limb.end]).chain([p.pelvis, p.neck]).collect(),
        Pose::Pet(p) => p.legs.iter().flat_map(|limb| [limb.root, limb.joint, limb.end]).chain([p.rump, p.chest, p.head]).collect(),
        Pose::Ball(b) => vec![b.centre],
        Pose::Thing(t) => vec![t.centre],
        Pose::Car(c) => vec![c.at],
        Pose::Flyer(f) => vec![f.at],
        Pose::Rope(r) => r.points.clone(),
    }
}

fn farthest(was: &[Pose], is: &[Pose]) -> f64 {
    let one = |(a, b): (&Pose, &Pose)| joints(a).iter().zip(joints(b)).map(|(a, b)| (b - *a).hypot()).fold(0.0, f64::max);
    was.iter().zip(is).map(one).fold(0.0, f64::max)
}

/// Metres beyond what the frames before and after move that a joint may move over the seam: a limb that is set in motion.
const START: f64 = 0.06;

#[test]
fn no_joint_jumps_and_the_camera_neither() {
    for (before, after) in GOING_ON {
        let film = film(&[before, after], 7);
        let (was, is) = (&film.trace.shots[0].frames, &film.trace.shots[1].frames);
        let all: Vec<_> = was[was.len() - 4..].iter().chain(&is[..4]).collect();
        let moved: Vec<f64> = all.windows(2).map(|pair| farthest(&pair[0].poses, &pair[1].poses)).collect();
        let others = moved.iter().enumerate().filter(|(at, _)| *at != 3).map(|(_, moved)| *moved).fold(0.0, f64::max);
        assert!(moved[3] < others + START, "{before} + {after}: {moved:?}");
        let went: Vec<f64> = all.windows(2).map(|pair| (pair[1].view.centre - pair[0].view.centre).hypot() / pair[0].view.height).collect();
        assert!((went[3] - went[2]).abs() < 0.01 && (went[4] - went[3]).abs() < 0.01, "{before} + {after}: {went:?}");
        let grew: Vec<f64> = all.windows(2).map(|pair| (pair[1].view.height / pair[0].view.height - 1.0).abs()).collect();
        assert!(grew[3] < 0.01, "{before} + {after}: {grew:?}");
    }
}

/// Mean difference of two pictures, of 255.
fn difference(a: &[u8], b: &[u8]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / a.len() as f64
}

/// How much more than its neighbours the two pictures of a seam may differ, and what nobody sees.
const SEAM: f64 = 1.1;
const UNSEEN: f64 = 0.2;

#[test]
fn two_pictures_at_the_seam_differ_no_more_than_their_neighbours() {
    let mut artist = Artist::new(SMALL);
    for (before, after) in GOING_ON {
        let film = film(&[before, after], 7);
        let seam = film.first_frames()[1];
        let pictures: Vec<Vec<u8>> = (seam - 5..seam + 5).map(|frame| artist.draw(&film, &[], frame)).collect();
        let differ: Vec<f64> = pictures.windows(2).map(|pair| difference(&pair[0], &pair[1])).collect();
        let others = differ.iter().enumerate().filter(|(at, _)| *at != 4).map(|(_, differ)| *differ).fold(0.0, f64::max);
        assert!(differ[4] <= SEAM * others + UNSEEN, "{before} + {after}: {differ:.2?}");
    }
}

#[test]
fn sound_up_to_the_seam_is_the_same_but_for_its_level_and_the_end_of_the_music() {
    // Long enough for bars that are not the cadence.
    const LONG: u32 = 12;
    for (before, after) in [GOING_ON[0], GOING_ON[2], GOING_ON[6], GOING_ON[7]] {
        let render = |film: &Film, seconds: u32| sound::render(&film.screenplay, &film.trace.events, &[], seconds, &|| false);
        let (alone, longer) = (render(&film_of(&[before], 7, LONG), LONG), render(&film_of(&[before, after], 7, LONG), 2 * LONG));
        let part = 48_000..48_000 * 9;
        let (a, b) = (&alone[part.clone()], &longer[part]);
        // The music is as loud as the rest of the take lets it be, so its level beside that differs a little.
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
        let alike = dot(a, b) / (dot(a, a) * dot(b, b)).sqrt().max(1e-12);
        assert!(alike > 0.9, "{before} + {after}: {alike:.3}");
        // No hole at the seam.
        let seam = 96_000 * LONG as usize;
        let power = |from: usize| dot(&longer[from..from + 9_600], &longer[from..from + 9_600]);
        assert!(power(seam - 4_800) > 0.02 * power(seam - 48_000).min(power(seam + 38_400)), "{before} + {after}");
    }
}

fn actions(film: &Film, shot: usize, actor: usize) -> &[Action] {
    &film.screenplay.shots[shot].cast[actor].actions
}

#[test]
fn words_that_go_on_mean_who_is_there() {
    let found = film(&["a dog runs across a meadow", "it finds a ball and plays with it"], 7);
    assert_eq!(found.screenplay.shots[1].cast.len(), 2);
    assert!(actions(&found, 1, 0).iter().any(|action| action.verb == Verb::Chase && action.target == Some(1)));
    let stays = film(&["a cat sleeps", "a mouse comes in"], 7);
    assert!(actions(&stays, 1, 0).iter().any(|action| action.verb == Verb::Sleep && action.from < 0.0));
    let quiet = film(&["two children throw a ball to each other in the garden", ""], 7);
    assert!((0..2).all(|child| actions(&quiet, 1, child).iter().any(|action| action.verb == Verb::Throw)));
    let left = film(&["Ana and Ben talk in a cafe", "Ana leaves"], 7);
    assert_eq!(left.screenplay.shots[1].leaving, [0]);
    let view = left.trace.shots[1].frames.last().expect("there are frames").view;
    let Pose::Person(ana) = &left.trace.shots[1].frames.last().expect("there are frames").poses[0] else { panic!("Ana is a person") };
    assert!((ana.pelvis.x - view.centre.x).abs() > view.height * 9.0 / 32.0, "she is out of the picture");
}

#[test]
fn a_running_scene_takes_words_that_are_written_later() {
    fn may_go_to_another_thread<T: Send>(_: &T) {}
    let whole = film(&[GOING_ON[0].0, GOING_ON[0].1, ""], 7);
    let mut running = Running::default();
    may_go_to_another_thread(&running);
    let mut trace = Trace { shots: Vec::new(), events: Vec::new() };
    for count in 1..=3 {
        let so_far = Screenplay { shots: whole.screenplay.shots[..count].to_vec(), ..whole.screenplay.clone() };
        running.play_next(&so_far, 0.5625, &mut trace);
    }
    for (a, b) in whole.trace.shots.iter().zip(&trace.shots) {
        assert!(a.joint.map(|joint| joint.frames) == b.joint.map(|joint| joint.frames) && a.frames.len() == b.frames.len());
        assert!(a.frames.iter().zip(&b.frames).all(|(a, b)| a.poses == b.poses && a.view == b.view));
    }
}

#[test]
fn another_place_is_another_scene() {
    let film = film(&["a dog runs across a meadow", "it swims in the sea"], 7);
    assert_eq!(film.screenplay.shots[1].transition, Transition::Dissolve);
    assert!(film.trace.shots[1].joint.is_none());
}

#[test]
fn the_first_shot_has_nothing_to_go_on_with() {
    let shot = Shot { prompt: "a dog runs".into(), seconds: 3, continues: true, ..Shot::default() };
    let understood = understand_shots(&[shot], 7, 24);
    assert_eq!(understood.screenplay.shots[0].transition, Transition::Cut);
}
