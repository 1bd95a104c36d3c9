//! People and heads are cut out of pictures.

use crate::support::{models, portrait, rgb};
use models::{Cutout, Mask, Silhouettes};

fn cutout() -> &'static Cutout {
    models().cutout().expect("part of the program")
}

fn at(mask: &Mask, x: u32, y: u32) -> u8 {
    mask.alpha[(y * mask.width + x) as usize]
}

#[test]
fn a_person_is_cut_out_of_the_background() {
    let mask = cutout().person(rgb(&portrait())).expect("a mask");
    assert_eq!((mask.width, mask.height, mask.alpha.len()), (512, 512, 512 * 512));
    for (x, y) in [(225, 110), (225, 40), (200, 350)] {
        assert!(at(&mask, x, y) > 200, "{x} {y}");
    }
    for (x, y) in [(20, 20), (350, 60), (480, 100)] {
        assert!(at(&mask, x, y) < 30, "{x} {y}");
    }
}

#[test]
fn a_head_is_cut_out_with_its_hair_and_without_the_suit() {
    let portrait = portrait();
    let face = models().faces().expect("part of the program").find(rgb(&portrait)).expect("a look").swap_remove(0);
    let mask = cutout().head(rgb(&portrait), &face).expect("a mask");
    assert_eq!(mask.alpha.len(), 512 * 512);
    for (x, y) in [(225, 110), (220, 35), (170, 80), (280, 80)] {
        assert!(at(&mask, x, y) > 200, "{x} {y}: {}", at(&mask, x, y));
    }
    for (x, y) in [(350, 60), (200, 350), (120, 250), (320, 200), (410, 420)] {
        assert!(at(&mask, x, y) < 30, "{x} {y}: {}", at(&mask, x, y));
    }
}

#[test]
fn a_person_is_in_front_and_what_is_see_through_is_its_own_cut_out() {
    let portrait = portrait();
    let mut silhouettes = Silhouettes::new(cutout());
    let seen = silhouettes.look(rgb(&portrait), None).expect("a look").expect("the first is looked at");
    assert!(silhouettes.has_people());
    // In cells of four pixels.
    assert!(seen[87 * 128 + 50] > 200 && seen[27 * 128 + 56] > 200);
    assert!(seen[5 * 128 + 5] < 30 && seen[25 * 128 + 120] < 30);
    assert!(silhouettes.look(rgb(&portrait), None).expect("a look").is_none(), "every second picture is enough");
    assert!(silhouettes.things().is_none());
    let half: Vec<u8> = (0..512 * 512).map(|at| if at % 512 < 256 { 255 } else { 0 }).collect();
    let cut = Silhouettes::new(cutout()).look(rgb(&portrait), Some(&half)).expect("a look").expect("it is given");
    assert_eq!((cut[63], cut[64]), (255, 0));
}

#[test]
fn where_nobody_is_what_stands_out_is_in_front() {
    let ball = image::RgbImage::from_fn(200, 160, |x, y| {
        let inside = (f64::from(x) - 104.0).hypot(f64::from(y) - 90.0) < 40.0;
        image::Rgb(if inside { [200, 90, 30] } else { [190, 200, 210] })
    });
    let mut silhouettes = Silhouettes::new(cutout());
    for _ in 0..5 {
        silhouettes.look(rgb(&ball), None).expect("a look");
    }
    assert!(!silhouettes.has_people());
    let things = silhouettes.things().expect("a ball stands out");
    let looked: Vec<bool> = things.iter().map(Option::is_some).collect();
    assert_eq!(looked, [true, false, false, false, true]);
    let cells = things[0].as_ref().expect("looked at");
    assert!(cells[72 * 128 + 66] > 200 && cells[10 * 128 + 10] == 0);
}
