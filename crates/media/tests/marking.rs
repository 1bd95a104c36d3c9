//! The watermark is in every picture, readable, inside it, and it moves.

use crate::support::*;
use domain::{plan::Size, product::Picture};

const SECOND: u64 = 1_000_000;

#[test]
fn it_stands_inside_pictures_of_every_size_at_every_moment() {
    let passes = [Size { width: 180, height: 320 }, Size { width: 320, height: 180 }];
    for size in Size::OFFERED.into_iter().chain(passes) {
        let mut mark = watermark();
        for pts in (0..25 * SECOND).step_by(40_000) {
            let place = mark.place(size.width, size.height, pts).expect("room");
            assert!(place.x + place.width <= size.width && place.y + place.height <= size.height, "{size:?} {place:?}");
            assert!(place.height >= 11);
        }
    }
}

#[test]
fn the_longest_names_still_fit_the_smallest_picture() {
    let long = "abcdefghijklmnopqrstuvwx";
    let mut mark = media::Watermark::new(&makers(&[long, "yzabcdefghijklmnopqrstuv", "ben"]));
    assert!(mark.place(180, 320, 0).is_some());
}

#[test]
fn it_can_be_seen_on_black_grey_and_white_and_nowhere_else() {
    for size in [SMALL, Size::UPRIGHT, Size::WIDE] {
        for grey in [0, 90, 180, 255] {
            let mut mark = watermark();
            let mut marked = plain(size, grey);
            mark.draw(&mut marked, SECOND);
            let place = mark.place(size.width, size.height, SECOND).expect("room");
            let inside = |x: u32, y: u32| (place.x..place.x + place.width).contains(&x) && (place.y..place.y + place.height).contains(&y);
            let (mut clear, mut darkest, mut lightest) = (0, 255, 0);
            for (x, y, value) in values(&marked) {
                if inside(x, y) {
                    clear += u32::from(value.abs_diff(grey) > 40);
                    (darkest, lightest) = (value.min(darkest), value.max(lightest));
                } else {
                    assert_eq!(value, grey, "{x} {y}");
                }
            }
            let share = f64::from(clear) / f64::from(place.width * place.height);
            assert!(share > 0.04, "{size:?} on {grey}: {share}");
            assert!(lightest.saturating_sub(darkest) > 90, "letters against their halo: {darkest} {lightest}");
        }
    }
}

#[test]
fn it_moves_slowly_and_alike_in_all_passes() {
    let mut mark = watermark();
    let mut seen = Vec::new();
    for pts in (0..36 * SECOND).step_by(40_000) {
        let large = mark.place(720, 1280, pts).expect("room");
        let small = mark.place(360, 640, pts).expect("room");
        assert!(large.x.abs_diff(small.x * 2) <= 12 && large.y.abs_diff(small.y * 2) <= 12, "{large:?} {small:?}");
        if let Some((x, y)) = seen.last() {
            assert!(large.x.abs_diff(*x) + large.y.abs_diff(*y) <= 8, "no jumps");
        }
        seen.push((large.x, large.y));
    }
    let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
    assert!(distinct.len() > seen.len() / 2);
    assert!(seen.iter().any(|(_, y)| *y < 100) && seen.iter().any(|(_, y)| *y > 1100), "it reaches top and bottom");
}

fn values(picture: &Picture) -> impl Iterator<Item = (u32, u32, u8)> + '_ {
    let width = picture.width;
    picture.rgba.as_chunks::<4>().0.iter().zip(0..).map(move |(pixel, index)| (index % width, index / width, pixel[0]))
}
