//! People and heads are cut out of pictures.

use crate::support::{models, portrait, rgb};
use models::{Cutout, Mask};

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
