use super::*;
use crate::studio::{screenplay::MOUTH_RATE, sound::fixture};
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
        assert_eq!(line.mouth.len(), line.pcm.len().div_ceil(48_000 / MOUTH_RATE as usize));
        assert!(line.mouth.iter().all(|open| (0.0..=1.0).contains(open)) && line.mouth.iter().any(|open| *open > 0.6));
    }
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
