//! Everything that can be cast is seen, as itself, where it is, in every style.

#[path = "../examples/subjects/mod.rs"]
mod cast_list;

use domain::plan::Size;
use engine::studio::{
    film::Film,
    picture::Artist,
    screenplay::{ActorKind, Style},
    world::pose::Pose,
};
use std::collections::BTreeMap;
use cast_list::{COSTUMES, KINDS, STYLES, Subject, cast, room, staged};

const SIDE: u32 = 96;
const SIZE: Size = Size { width: SIDE, height: SIDE };

fn drawn(film: &Film) -> Vec<u8> {
    Artist::new(SIZE).draw(film, &[], 0)
}

/// Where the subject is seen: what changes when it is taken out of the picture.
fn seen(film: &mut Film) -> Vec<usize> {
    let with = drawn(film);
    let cast = std::mem::take(&mut film.screenplay.shots[0].cast);
    let poses = std::mem::take(&mut film.trace.shots[0].frames[0].poses);
    let without = drawn(film);
    film.screenplay.shots[0].cast = cast;
    film.trace.shots[0].frames[0].poses = poses;
    changed(&with, &without)
}

/// Pixels that differ clearly.
fn changed(a: &[u8], b: &[u8]) -> Vec<usize> {
    let far = |(_, (a, b)): &(usize, (&[u8], &[u8]))| a.iter().zip(*b).map(|(a, b)| u32::from(a.abs_diff(*b))).sum::<u32>() > 40;
    a.chunks_exact(4).zip(b.chunks_exact(4)).enumerate().filter(far).map(|(at, _)| at).collect()
}

fn subject(kind: ActorKind) -> Subject {
    cast(&format!("{kind:?}")).pop().expect("the kind is in the list")
}

#[test]
fn every_kind_is_seen_within_its_bounds() {
    for kind in KINDS {
        let mut film = staged(&subject(kind), Style::Soft, false, 0.3);
        let seen = seen(&mut film);
        let least = if kind == ActorKind::Rope { 25 } else { 120 };
        assert!(seen.len() > least, "{kind:?} shows {} pixels", seen.len());
        let moment = &film.trace.shots[0].frames[0];
        let (view, pose) = (moment.view, &moment.poses[0]);
        let bounds = room(kind, pose);
        // A balloon's string, a kite's tail and a loose end of yarn hang out; flames and smoke too.
        let spare = match kind {
            ActorKind::Balloon | ActorKind::Kite | ActorKind::Yarn | ActorKind::Flag => 1.3,
            _ => 0.16,
        } * (bounds[3] - bounds[1]).max(bounds[2] - bounds[0]);
        for at in seen {
            let (column, row) = (at as u32 % SIDE, at as u32 / SIDE);
            let x = view.centre.x + (f64::from(column) / f64::from(SIDE) - 0.5) * view.height;
            let y = view.centre.y + (0.5 - f64::from(row) / f64::from(SIDE)) * view.height;
            let within = x > bounds[0] - spare && x < bounds[2] + spare && y > bounds[1] - spare && y < bounds[3] + spare;
            assert!(within, "{kind:?} is seen at {x:.2}, {y:.2}, out of {bounds:?}");
        }
    }
}

#[test]
fn no_two_kinds_look_the_same() {
    let mut seen: BTreeMap<Vec<u8>, ActorKind> = BTreeMap::new();
    for kind in KINDS {
        // An enrolled pet or thing that is not there is no more than a stand-in, but a stand-in of its own.
        if let Some(other) = seen.insert(drawn(&staged(&subject(kind), Style::Soft, false, 0.3)), kind) {
            // Whoever is of no known sex is a man or a woman in the end, of their own size.
            assert_eq!((other, kind), (ActorKind::Man, ActorKind::Somebody), "{other:?} and {kind:?} look the same");
        }
    }
}

#[test]
fn every_kind_is_drawn_in_every_style_moving_and_turned_away() {
    for style in STYLES {
        for kind in KINDS {
            let mut film = staged(&subject(kind), style, true, 0.3);
            assert!(!seen(&mut film).is_empty(), "{kind:?} in {style:?} is not seen");
            match &mut film.trace.shots[0].frames[0].poses[0] {
                Pose::Thing(thing) => (thing.facing, thing.whole) = (-1.0, 0.2),
                Pose::Pet(pet) => (pet.asleep, pet.blink) = (true, 1.0),
                Pose::Flyer(flyer) => flyer.facing = -1.0,
                _ => {}
            }
            assert!(!seen(&mut film).is_empty(), "{kind:?} in {style:?} is not seen the other way");
        }
    }
}

#[test]
fn every_costume_is_known_by_its_clothes() {
    let mut seen: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    for (index, costume) in COSTUMES.into_iter().enumerate() {
        let mut subject = subject(ActorKind::Somebody);
        subject.actor.wear.costume = Some(costume);
        let picture = drawn(&staged(&subject, Style::Cartoon, false, 0.3));
        if let Some(other) = seen.insert(picture, index) {
            panic!("{costume:?} looks like {:?}", COSTUMES[other]);
        }
    }
}

#[test]
fn a_head_goes_with_a_body_that_turns_over() {
    let mut over = cast("Woman").pop().expect("a woman");
    over.turn = std::f64::consts::PI;
    let mut film = staged(&over, Style::Soft, false, 0.3);
    let seen = seen(&mut film);
    let Pose::Person(person) = &film.trace.shots[0].frames[0].poses[0] else { panic!("a person") };
    let view = film.trace.shots[0].frames[0].view;
    let row = |y: f64| ((0.5 - (y - view.centre.y) / view.height) * f64::from(SIDE)) as usize;
    let (neck, crown) = (row(person.neck.y), row(person.neck.y - 0.12 * person.height));
    let head = seen.iter().filter(|at| (neck..crown).contains(&(**at / SIDE as usize))).count();
    assert!(head > 40, "below the neck of who hangs upside down are {head} pixels of a head");
}
