//! The storyboards of the scenario: each of ten seconds, together a fair mix of shots, places, actions, weather and speech.

use domain::storyboard::{Line, Shot};

pub const SECONDS: u32 = 10;

/// What one shot says: seconds, prompt, camera, and who says what.
type Words = (u32, &'static str, &'static str, Option<(&'static str, &'static str)>);

const STORYBOARDS: &[&[Words]] = &[
    &[(10, "A sunny park. A girl throws a red ball and her dog runs after it.", "pan right", None)],
    &[
        (5, "Two people play basketball on a court, the ball bounces.", "", None),
        (5, "One of them jumps and throws the ball.", "zoom in", Some(("Ana", "Did you see that?"))),
    ],
    &[(10, "A street at night in the rain, a car drives past a man who waves.", "", None)],
    &[
        (4, "A dog jumps in the park.", "", None),
        (3, "A boy chases the dog.", "pan left", None),
        (3, "They wave.", "zoom in", Some(("Ben", "Come here, good dog!"))),
    ],
    &[(10, "A woman in a blue coat runs along the street in the evening.", "pan right", None)],
    &[(10, "A cartoon dog and a cat watch three balls bounce across a court.", "", Some(("Cat", "Which one is ours?")))],
    &[(5, "Rain falls on a parked yellow car.", "zoom in", None), (5, "The car drives away, a dog chases it.", "pan right", None)],
];

/// The `number`-th storyboard; they come round again.
#[must_use]
pub fn storyboard(number: usize) -> Vec<Shot> {
    let shots = STORYBOARDS[number % STORYBOARDS.len()];
    shots.iter().enumerate().map(|(index, words)| shot(format!("{number}-{index}"), words)).collect()
}

fn shot(id: String, (seconds, prompt, camera, said): &Words) -> Shot {
    let line = said.map(|(speaker, words)| Line { speaker: speaker.into(), language: "en".into(), words: words.into() });
    Shot { id, prompt: (*prompt).into(), seconds: *seconds, camera: (*camera).into(), dialogue: line.into_iter().collect(), ..Shot::default() }
}

/// The `number`-th seed. Always the same, so that two runs make the same takes.
#[must_use]
pub fn seed(number: usize) -> u64 {
    // Steps of the golden ratio: far apart, and within what JSON numbers hold.
    (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::storyboard::Storyboard;
    use std::collections::HashSet;

    #[test]
    fn each_storyboard_can_be_taken_and_lasts_ten_seconds() {
        for number in 0..STORYBOARDS.len() {
            let shots = storyboard(number);
            assert_eq!(shots.iter().map(|shot| shot.seconds).sum::<u32>(), SECONDS);
            assert!(Storyboard { shots }.checked().is_ok(), "{number}");
        }
    }

    #[test]
    fn seeds_differ_and_survive_json() {
        let seeds: HashSet<u64> = (0..1_000).map(seed).collect();
        assert_eq!(seeds.len(), 1_000);
        assert!(seeds.iter().all(|seed| *seed <= 1 << 53));
    }
}
