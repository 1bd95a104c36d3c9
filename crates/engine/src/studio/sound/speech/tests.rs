use super::*;
use crate::studio::{
    screenplay::{ActorKind, MOUTH_RATE},
    sound::{fixture, measure},
};
use std::process::Command;

fn said(seconds: u32, lines: &[(&str, &str, &str, f64)]) -> (Vec<SpokenLine>, Vec<String>) {
    said_by("espeak-ng", seconds, lines)
}

fn said_by(program: &str, seconds: u32, lines: &[(&str, &str, &str, f64)]) -> (Vec<SpokenLine>, Vec<String>) {
    let mut screenplay = fixture::screenplay(seconds);
    screenplay.shots[0].speech = lines.iter().map(|(name, language, words, at)| fixture::speech(name, language, words, *at)).collect();
    speak_with(program, &screenplay, &[])
}

/// Where the program is missing, its absence is what the other tests look at.
fn is_installed() -> bool {
    Command::new("espeak-ng").arg("--version").output().is_ok()
}

#[test]
fn a_missing_program_is_told_once_and_fails_nothing() {
    let (lines, notices) = said_by("no-such-voice-program", 8, &[("Ana", "en", "Hello.", 0.0), ("Ben", "en", "Hi.", 2.0)]);
    assert!(lines.is_empty());
    assert_eq!(notices, ["The dialogue is silent, because espeak-ng is not installed on the server."]);
}

#[test]
fn a_program_that_talks_nonsense_is_told_and_fails_nothing() {
    for program in ["echo", "true"] {
        let (lines, notices) = said_by(program, 8, &[("Ana", "en", "Hello.", 0.0), ("Ben", "en", "Hi.", 2.0)]);
        assert!(lines.is_empty());
        assert_eq!(notices, ["A line of dialogue is silent, because its voice could not read it."], "{program}");
    }
}

#[test]
fn text_that_looks_like_an_option_or_a_command_is_spoken() {
    if !is_installed() {
        return;
    }
    for words in ["--help", "-v", "; rm -rf /", "$(reboot)", "\u{1}k20 <break time='9s'/> hello", "[[h@l'oU]] there"] {
        let (lines, notices) = said(8, &[("Ana", "en", words, 0.0)]);
        assert!(notices.is_empty(), "{words}: {notices:?}");
        assert!(lines.len() == 1 && lines[0].seconds > 0.25, "{words}");
        assert!(lines[0].pcm.iter().all(|x| x.abs() <= 1.0) && lines[0].pcm.iter().any(|x| x.abs() > 0.1));
    }
}

#[test]
fn lines_follow_one_another_and_not_before_their_time() {
    if !is_installed() {
        return;
    }
    let (lines, notices) =
        said(12, &[("Ana", "en", "Did you hear that?", 0.4), ("Ben", "en", "Just the wind.", 0.5), ("Ana", "en", "No. Listen.", 7.0)]);
    assert!(notices.is_empty(), "{notices:?}");
    assert_eq!(lines.iter().map(|line| line.line).collect::<Vec<_>>(), [0, 1, 2]);
    assert!((lines[0].at - 0.4).abs() < 1e-9);
    assert!(lines[1].at >= lines[0].at + lines[0].seconds + 0.2);
    assert!((lines[2].at - 7.0).abs() < 1e-9);
    for line in &lines {
        assert_eq!(line.round.len(), line.mouth.len());
        assert_eq!(line.mouth.len(), line.pcm.len().div_ceil(48_000 / MOUTH_RATE as usize));
        assert!(line.mouth.iter().all(|open| (0.0..=1.0).contains(open)) && line.mouth.iter().any(|open| *open > 0.6));
    }
}

#[test]
fn lips_meet_for_m_b_p_and_are_round_for_oo() {
    if !is_installed() {
        return;
    }
    let one = |words: &str| said(8, &[("Ana", "en", words, 0.0)]).0.remove(0);
    let runs = |line: &SpokenLine| line.shut.windows(2).filter(|pair| pair[0] < 0.5 && pair[1] >= 0.5).count() + usize::from(line.shut[0] >= 0.5);
    let line = one("Mama, a baby puppy.");
    assert_eq!(runs(&line), 6, "one closure for each of m, m, b, b, p, p: {:?}", line.shut);
    for (open, shut) in line.mouth.iter().zip(&line.shut) {
        assert!(*shut < 0.5 || *open < 0.05, "lips that meet are not open");
    }
    // Lips meet where the voice is weak, not in the middle of a vowel.
    let loud = tone::mouth(&line.pcm);
    let mean = |shut: bool| {
        let chosen: Vec<f32> = loud.iter().zip(&line.shut).filter(|(_, is)| (**is >= 0.5) == shut).map(|(loud, _)| *loud).collect();
        chosen.iter().sum::<f32>() / chosen.len() as f32
    };
    assert!(mean(true) < 0.8 * mean(false), "{} {}", mean(true), mean(false));
    assert_eq!(runs(&one("Hello there, old sister.")), 0);
    let round = |words: &str| {
        let line = one(words);
        let heard: Vec<f32> = line.round.iter().zip(&line.mouth).filter(|(_, open)| **open > 0.2).map(|(round, _)| *round).collect();
        heard.iter().sum::<f32>() / heard.len() as f32
    };
    assert!(round("Who knew you too?") > round("He sees me, he needs tea.") + 0.35);
    assert!(one("Five very fine foxes.").teeth.iter().any(|teeth| *teeth > 0.5));
}

#[test]
fn dialogue_that_is_too_long_is_hurried_then_cut_and_told() {
    if !is_installed() {
        return;
    }
    let long = "one two three four five six seven eight nine ten eleven twelve ".repeat(3);
    let (lines, notices) = said(4, &[("Ana", "en", &long, 0.0), ("Ben", "en", "Me too.", 0.0)]);
    assert_eq!(notices, ["The dialogue of shot 1 is longer than the shot and was cut."]);
    assert_eq!(lines.len(), 1);
    assert!(lines[0].at + lines[0].seconds <= 4.0);
    assert!(lines[0].pcm.last().is_some_and(|x| x.abs() < 0.01));

    let (alone, _) = said(20, &[("Ana", "en", "one two three four five six seven eight nine ten eleven twelve.", 0.0)]);
    let short = (alone[0].seconds / 1.15).ceil() as u32;
    let (hurried, notices) = said(short, &[("Ana", "en", "one two three four five six seven eight nine ten eleven twelve.", 0.0)]);
    assert!(notices.is_empty(), "{notices:?}");
    assert!(hurried[0].seconds <= f64::from(short));
}

#[test]
fn an_unknown_language_is_read_in_english_and_told_once() {
    if !is_installed() {
        return;
    }
    let (lines, notices) = said(10, &[("Ana", "zz", "Hello there.", 0.0), ("Ben", "zz", "Hello.", 3.0), ("Ben", "fr", "Bonjour.", 5.0)]);
    assert_eq!(lines.len(), 3);
    assert_eq!(notices, ["There is no voice for the language “zz”; its lines are read by the English voice."]);
}

#[test]
fn two_speakers_do_not_sound_the_same() {
    if !is_installed() {
        return;
    }
    let (lines, _) = said(10, &[("Ana", "en", "Hello there.", 0.0), ("Ben", "en", "Hello there.", 3.0), ("Ana", "en", "Hello there.", 6.0)]);
    assert!(lines[0].pcm != lines[1].pcm);
    assert!(lines[0].pcm == lines[2].pcm);
}

/// `words` as this kind says them.
fn said_as(kind: ActorKind, words: &str) -> SpokenLine {
    let mut screenplay = fixture::screenplay(10);
    screenplay.shots[0].cast = vec![fixture::actor(kind)];
    let mut speech = fixture::speech("Kim", "en", words, 0.0);
    speech.speaker = Some(0);
    screenplay.shots[0].speech = vec![speech];
    let (mut lines, notices) = speak_with("espeak-ng", &screenplay, &[]);
    assert!(notices.is_empty(), "{notices:?}");
    lines.remove(0)
}

/// Where half of a voice's strength lies, hertz.
fn middle(line: &SpokenLine) -> f32 {
    let mut sum = vec![0f32; measure::WINDOW / 2];
    for at in (0..line.pcm.len()).step_by(measure::WINDOW) {
        sum.iter_mut().zip(measure::spectrum(&line.pcm, at, measure::WINDOW)).for_each(|(sum, x)| *sum += x);
    }
    let (all, mut so_far) = (sum.iter().sum::<f32>(), 0.0);
    let bin = sum.iter().position(|x| {
        so_far += x;
        so_far > all / 2.0
    });
    bin.unwrap_or(0) as f32 * RATE / measure::WINDOW as f32
}

#[test]
fn beasts_and_robots_have_throats_of_their_own() {
    if !is_installed() {
        return;
    }
    let words = "I have never seen such a thing.";
    let man = said_as(ActorKind::Man, words);
    let others = [ActorKind::Mouse, ActorKind::Dragon, ActorKind::Dog, ActorKind::Sheep, ActorKind::Robot].map(|kind| said_as(kind, words));
    for other in &others {
        assert!(other.pcm != man.pcm && other.pcm.iter().all(|x| x.abs() <= 1.0));
        // Another throat, but nobody drawls or gabbles.
        assert!((0.7..1.45).contains(&(other.seconds / man.seconds)), "{} {}", other.seconds, man.seconds);
    }
    assert!(middle(&others[0]) > 1.25 * middle(&man), "{} {}", middle(&others[0]), middle(&man));
    assert!(middle(&others[1]) < 0.85 * middle(&man), "{} {}", middle(&others[1]), middle(&man));
}

#[test]
fn who_shouts_is_louder() {
    if !is_installed() {
        return;
    }
    let power = |line: &SpokenLine| line.pcm.iter().map(|x| x * x).sum::<f32>() / line.pcm.len() as f32;
    assert!(power(&said_as(ActorKind::Man, "Come over here!")) > 1.4 * power(&said_as(ActorKind::Man, "Come over here.")));
}

#[test]
fn every_common_language_has_a_voice() {
    if !is_installed() {
        return;
    }
    let lines = [
        ("es", "¿Qué tal?"),
        ("fr", "Le dîner est prêt !"),
        ("de", "Guten Abend."),
        ("it", "Buona sera."),
        ("pt", "Boa noite."),
        ("pt-br", "Boa noite."),
        ("nl", "Goedenavond."),
        ("pl", "Dobry wieczór."),
        ("ru", "Добрый вечер."),
        ("uk", "Добрий вечір."),
        ("tr", "İyi akşamlar."),
        ("ar", "مساء الخير"),
        ("hi", "नमस्ते"),
        ("zh", "你好"),
        ("ja", "一、二、三"),
        ("ko", "안녕하세요"),
        ("vi", "Xin chào."),
        ("sv", "God kväll."),
        ("de-ch", "Guten Abend."),
        ("el", "Καλησπέρα"),
        ("he", "שלום"),
    ];
    for (language, words) in lines {
        let (said, notices) = said(6, &[("Ana", language, words, 0.0)]);
        assert!(notices.is_empty() && said.len() == 1, "{language}: {notices:?}");
        assert!(said[0].seconds > 0.25, "{language}: {}", said[0].seconds);
    }
}
