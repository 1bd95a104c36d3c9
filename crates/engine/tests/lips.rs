//! Mouths have the shape of what is said, at its instant.

use domain::{plan::Size, storyboard::Shot};
use engine::studio::{
    film::{Film, mouths},
    picture::Artist,
    screenplay::{MOUTH_RATE, SpokenLine},
    understand::understand_shots,
};

const SIZE: Size = Size { width: 270, height: 480 };

fn film(words: &str) -> Film {
    Film::of(understand_shots(&[Shot { prompt: words.into(), seconds: 6, ..Shot::default() }], 3, 24), SIZE)
}

/// A line of two seconds with one shape throughout.
fn line(open: f32, round: f32, shut: f32, teeth: f32) -> SpokenLine {
    let all = |value: f32| vec![value; 2 * MOUTH_RATE as usize];
    SpokenLine { at: 1.0, seconds: 2.0, mouth: all(open), round: all(round), shut: all(shut), teeth: all(teeth), ..SpokenLine::default() }
}

/// Pixels that differ clearly.
fn different(a: &[u8], b: &[u8]) -> usize {
    a.chunks_exact(4).zip(b.chunks_exact(4)).filter(|(a, b)| (0..3).any(|c| a[c].abs_diff(b[c]) > 24)).count()
}

#[test]
fn every_shape_of_the_lips_is_seen() {
    for prompt in ["A woman says \"Hello there\", close-up", "A cat says \"Hello there\", close-up", "A dog says \"Hello there\", close-up"] {
        let film = film(prompt);
        assert_eq!(film.screenplay.shots[0].speech.len(), 1, "{prompt}");
        let mut artist = Artist::new(SIZE);
        let mut draw = |line: SpokenLine| artist.draw(&film, &[line], 48);
        let (wide, shut) = (draw(line(0.8, 0.0, 0.0, 0.0)), draw(line(0.0, 0.3, 1.0, 0.0)));
        assert!(different(&wide, &shut) > 20, "{prompt}: {}", different(&wide, &shut));
        if prompt.contains("woman") {
            let (round, teeth) = (draw(line(0.8, 1.0, 0.0, 0.0)), draw(line(0.12, 0.2, 0.0, 1.0)));
            for (a, b) in [(&wide, &round), (&round, &shut), (&teeth, &shut), (&teeth, &wide)] {
                assert!(different(a, b) > 12, "{}", different(a, b));
            }
        }
    }
}

#[test]
fn a_mouth_moves_while_its_line_is_heard_and_not_before_or_after() {
    let film = film("A woman says \"Hello there\"");
    let spoken = [line(0.8, 1.0, 0.0, 0.0)];
    for (at, speaks) in [(0.99, false), (1.0, true), (2.99, true), (3.01, false)] {
        assert_eq!(mouths(&film, &spoken, 0, at)[0].is_some(), speaks, "{at}");
    }
}
