//! Which shape the lips have while a line is spoken: shut for “m”, “b”, “p”, at the teeth for “f”, “v”, round for “oo”, wide for “ee”.
//!
//! The voice program tells the sounds of the words (in the IPA's letters); [`align`](super::align) finds when each is heard. It knows no
//! words and no language. Of a line whose sounds are not told, only the loudness moves the mouth.

use super::align::{self, Class};
use crate::studio::screenplay::MOUTH_RATE;

/// Of lips that nothing is known about, and at rest.
pub const BETWEEN: f32 = 0.3;
/// A closure that is shorter would fall between two pictures, seconds.
const SHUT: f64 = 0.06;
const MOST_SOUNDS: usize = 900;

/// One sound, and what it does to the mouth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sound {
    pub class: Class,
    /// How long it is usually, in lengths of a short vowel.
    pub length: f32,
    open: f32,
    round: f32,
    lips: Touch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Touch {
    None,
    /// Both lips meet.
    Shut,
    /// The lower lip is at the upper teeth.
    Teeth,
}

/// The shapes of a line, each 0 … 1, [`MOUTH_RATE`] times a second.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shapes {
    pub open: Vec<f32>,
    pub round: Vec<f32>,
    pub shut: Vec<f32>,
    pub teeth: Vec<f32>,
}

/// Letters of the IPA: class, how far the mouth opens, how round the lips are.
const LETTERS: &[(&str, Class, f32, f32)] = &[
    ("uʊyʏʉ", Class::Vowel, 0.40, 1.0),
    ("oøɵ", Class::Vowel, 0.62, 0.9),
    ("ɔœɒɞ", Class::Vowel, 0.85, 0.6),
    ("ɯɤ", Class::Vowel, 0.45, 0.5),
    ("iɪɨ", Class::Vowel, 0.42, 0.0),
    ("eɛɘ", Class::Vowel, 0.68, 0.05),
    ("æaɑɐʌɶ", Class::Vowel, 1.0, 0.2),
    ("əɜɚɝ", Class::Vowel, 0.58, 0.35),
    ("mnŋɲɳɴɱ", Class::Nasal, 0.30, BETWEEN),
    ("wʍɥ", Class::Glide, 0.30, 1.0),
    ("ɹɻrɾʀʁ", Class::Glide, 0.42, 0.5),
    ("lɫɭʎjɰʋ", Class::Glide, 0.45, 0.2),
    ("ʃʂɕ", Class::Hiss, 0.30, 0.7),
    ("sfθhxχçħɸɬ", Class::Hiss, 0.28, 0.2),
    ("ʒʐʑ", Class::Buzz, 0.30, 0.7),
    ("vzðɣʝβɦʕ", Class::Buzz, 0.30, 0.2),
    ("ptkqcʔʈ", Class::Stop, 0.25, BETWEEN),
    ("bdɡgɟɢɖ", Class::SoftStop, 0.28, BETWEEN),
];

fn sound(letter: char) -> Option<Sound> {
    let (_, class, open, round) = *LETTERS.iter().find(|(letters, ..)| letters.contains(letter))?;
    let lips = match letter {
        'm' | 'b' | 'p' => Touch::Shut,
        'f' | 'v' | 'ɱ' | 'ʋ' => Touch::Teeth,
        _ => Touch::None,
    };
    Some(Sound { class, length: class.length(), open, round, lips })
}

fn pause(length: f32) -> Sound {
    Sound { class: Class::Pause, length, open: 0.0, round: BETWEEN, lips: Touch::None }
}

/// The sounds of a line as the program tells them: letters with `_` between, a clause a line. Empty where there are none.
pub fn sounds(told: &str) -> Vec<Sound> {
    let mut sounds = vec![pause(0.15)];
    for clause in told.lines() {
        for token in clause.split(|c: char| c == '_' || c.is_whitespace()) {
            let from = sounds.len();
            let stressed = token.contains('ˈ');
            for letter in token.chars() {
                if letter == 'ː' {
                    sounds[from..].last_mut().into_iter().for_each(|last| last.length *= 1.6);
                } else {
                    sounds.extend(sound(letter));
                }
            }
            // Two letters of one sound share its time.
            let share = match sounds.len() - from {
                0 | 1 => 1.0,
                count => 1.5 / count as f32,
            };
            for sound in &mut sounds[from..] {
                sound.length *= share * if stressed && sound.class == Class::Vowel { 1.25 } else { 1.0 };
            }
        }
        if sounds.last().is_some_and(|last| last.class != Class::Pause) {
            sounds.push(pause(1.2));
        }
    }
    sounds.truncate(MOST_SOUNDS);
    if sounds.len() < 2 { Vec::new() } else { sounds }
}

/// The shapes that go with a voice; `mouth` is how far its loudness opens it.
pub fn shapes(sounds: &[Sound], pcm: &[f32], mouth: Vec<f32>) -> Shapes {
    let count = mouth.len();
    let mut shapes = Shapes { round: vec![BETWEEN; count], shut: vec![0.0; count], teeth: vec![0.0; count], open: mouth };
    let Some(ends) = align::ends(sounds, pcm) else { return shapes };
    let rate = f64::from(MOUTH_RATE);
    let (mut begin, mut factor) = (0.0, vec![1.0_f32; count]);
    for (sound, end) in sounds.iter().zip(ends) {
        let range = |from: f64, to: f64| {
            let at = |seconds: f64| ((seconds * rate).round().max(0.0) as usize).min(count);
            at(from)..at(to).max(at(from))
        };
        shapes.round[range(begin, end)].fill(sound.round);
        factor[range(begin, end)].fill(sound.open);
        let spare = ((SHUT - (end - begin)) / 2.0).max(0.0);
        match sound.lips {
            Touch::Shut => shapes.shut[range(begin - spare, end + spare)].fill(1.0),
            Touch::Teeth => shapes.teeth[range(begin - spare, end + spare)].fill(1.0),
            Touch::None => {}
        }
        begin = end;
    }
    // One sound goes over into the next; but lips that meet do meet.
    shapes.round = smooth(&shapes.round, 3);
    let factor = smooth(&factor, 2);
    for (index, open) in shapes.open.iter_mut().enumerate() {
        let spoken = *open * (0.25 + 0.75 * factor[index]);
        let at_teeth = spoken.min(0.14);
        *open = (spoken + (at_teeth - spoken) * shapes.teeth[index]) * (1.0 - shapes.shut[index]);
    }
    shapes
}

/// The mean over `reach` values to both sides.
fn smooth(values: &[f32], reach: usize) -> Vec<f32> {
    (0..values.len())
        .map(|at| {
            let near = &values[at.saturating_sub(reach)..(at + reach + 1).min(values.len())];
            near.iter().sum::<f32>() / near.len() as f32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tell_the_shapes() {
        let told = sounds(" m_ˈɑː_m_ɐ f_ˈaɪ_v\n j_uː\n");
        let lips: Vec<Touch> = told.iter().map(|sound| sound.lips).collect();
        assert_eq!(lips.iter().filter(|lips| **lips == Touch::Shut).count(), 2);
        assert_eq!(lips.iter().filter(|lips| **lips == Touch::Teeth).count(), 2);
        assert_eq!(told.iter().filter(|sound| sound.class == Class::Pause).count(), 3);
        assert!(told.iter().any(|sound| sound.round > 0.9 && sound.length > 1.5), "a long “oo”");
        assert!(sounds("12 ?!").is_empty());
    }
}
