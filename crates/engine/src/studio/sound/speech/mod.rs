//! Spoken lines, by `espeak-ng` as a subprocess.
//!
//! Lines of one shot follow one another; where they do not fit they are spoken faster, and at last cut. Whatever goes wrong is
//! told in a sentence: a take never fails by its voice.

mod align;
mod espeak;
mod lips;
mod numerals;
mod resample;
mod seat;
mod timbre;
mod tone;
mod voice;
mod wav;

use super::RATE;
use crate::studio::screenplay::{Screenplay, ShotPlan, SpokenLine};
use domain::likeness::VoicePrint;
use espeak::Failure;
pub use seat::place;
use std::time::{Duration, Instant};
use voice::{Casting, Manner};

/// Seconds between two lines.
const PAUSE: f64 = 0.22;
/// Seconds of a shot that stay silent at its end.
const REST: f64 = 0.08;
/// A line that would have less than this is left out.
const LEAST: f64 = 0.3;
/// The most by which lines are sped up.
const FASTEST: f64 = 1.35;
/// The voices of one take together may not take longer.
const PATIENCE: Duration = Duration::from_secs(12);

/// Speaks every line, those of a likeness at the pitch of its voice. The second part are sentences about what could not be done,
/// each told once.
#[must_use]
pub fn speak(screenplay: &Screenplay, voices: &[Option<VoicePrint>]) -> (Vec<SpokenLine>, Vec<String>) {
    speak_until(screenplay, voices, &|| false)
}

/// The same, for somebody who may want it no more: then what is left is not spoken.
#[must_use]
pub fn speak_until(screenplay: &Screenplay, voices: &[Option<VoicePrint>], stale: &dyn Fn() -> bool) -> (Vec<SpokenLine>, Vec<String>) {
    speak_by("espeak-ng", screenplay, voices, stale)
}

/// The same with another program that takes `espeak-ng`'s options.
#[must_use]
pub fn speak_with(program: &str, screenplay: &Screenplay, voices: &[Option<VoicePrint>]) -> (Vec<SpokenLine>, Vec<String>) {
    speak_by(program, screenplay, voices, &|| false)
}

fn speak_by(program: &str, screenplay: &Screenplay, voices: &[Option<VoicePrint>], stale: &dyn Fn() -> bool) -> (Vec<SpokenLine>, Vec<String>) {
    let mut speaker = Speaker::new(program, screenplay, voices, stale);
    let mut lines = Vec::new();
    for (index, shot) in screenplay.shots.iter().enumerate() {
        if !shot.speech.is_empty() && speaker.usable {
            speaker.shot(index, shot, &mut lines);
        }
    }
    (lines, speaker.notices)
}

struct Speaker<'a> {
    program: &'a str,
    casting: Casting,
    notices: Vec<String>,
    /// Languages without a voice.
    unknown: Vec<String>,
    began: Instant,
    usable: bool,
    /// Nobody waits for it any more.
    stale: &'a dyn Fn() -> bool,
}

impl<'a> Speaker<'a> {
    fn new(program: &'a str, screenplay: &Screenplay, voices: &[Option<VoicePrint>], stale: &'a dyn Fn() -> bool) -> Self {
        let casting = Casting::of(screenplay, voices);
        Self { program, casting, notices: Vec::new(), unknown: Vec::new(), began: Instant::now(), usable: true, stale }
    }

    fn tell(&mut self, sentence: String) {
        if !self.notices.contains(&sentence) {
            self.notices.push(sentence);
        }
    }

    fn shot(&mut self, index: usize, shot: &ShotPlan, out: &mut Vec<SpokenLine>) {
        let end = shot.start + shot.seconds - REST;
        let (mut said, all) = self.say_all(shot, 1.0, end);
        let mut cut = !all;
        let hurry = hurry(shot, &said, end);
        if hurry > 1.0 {
            (said, _) = self.say_all(shot, hurry, end);
        }
        let mut free = shot.start;
        for (line, Said { pcm, language }) in said.into_iter().enumerate() {
            let at = start(shot, line, free);
            let room = end - at;
            if pcm.is_empty() {
                continue;
            }
            if room < LEAST {
                cut = true;
                continue;
            }
            let keep = (room * f64::from(RATE)) as usize;
            cut |= pcm.len() > keep;
            let pcm = tone::cut(pcm, keep);
            let seconds = pcm.len() as f64 / f64::from(RATE);
            free = at + seconds + PAUSE;
            let sounds = self.sounds(shot, line, hurry, &language);
            let shapes = lips::shapes(&sounds, &pcm, tone::mouth(&pcm));
            let lips::Shapes { open: mouth, round, shut, teeth } = shapes;
            out.push(SpokenLine { shot: index, line, at, seconds, mouth, round, shut, teeth, pan: None, pcm });
        }
        if cut && self.usable {
            self.tell(format!("The dialogue of shot {} is longer than the shot and was cut.", index + 1));
        }
    }

    /// All lines of a shot at one pace; an empty one could not be spoken. False where those at the end were left out, as
    /// they can't fit.
    fn say_all(&mut self, shot: &ShotPlan, hurry: f64, end: f64) -> (Vec<Said>, bool) {
        let mut said = Vec::with_capacity(shot.speech.len());
        let mut free = shot.start;
        for line in 0..shot.speech.len() {
            // Were all so far spoken at the fastest pace, this one would still begin too late.
            if !self.usable || (self.stale)() || (free - shot.start) * hurry / FASTEST > end - shot.start {
                return (said, false);
            }
            let one = self.say(shot, line, hurry);
            if !one.pcm.is_empty() {
                free = start(shot, line, free) + one.pcm.len() as f64 / f64::from(RATE) + PAUSE;
            }
            said.push(one);
        }
        (said, true)
    }

    fn manner(&self, shot: &ShotPlan, line: usize, hurry: f64) -> Manner {
        let speech = &shot.speech[line];
        self.casting.manner(&speech.speaker_name, speech.voice).faster(hurry).told(&speech.words)
    }

    fn say(&mut self, shot: &ShotPlan, line: usize, hurry: f64) -> Said {
        let speech = &shot.speech[line];
        let manner = self.manner(shot, line, hurry);
        let language = voice::language(&speech.language);
        let known = language.filter(|code| !self.unknown.iter().any(|missing| missing == code));
        let first = known.map_or(Err(Failure::Refused), |code| match self.ask(&code, &manner, &speech.words) {
            // A region that it does not know speaks as the others do.
            Err(Failure::Refused) if code.contains('-') => {
                let plain = code.split('-').next().and_then(voice::language);
                plain.map_or(Err(Failure::Refused), |plain| self.ask(&plain, &manner, &speech.words))
            }
            other => other,
        });
        let outcome = match first {
            Err(Failure::Refused) => {
                let spare = self.ask("en-us", &manner, &speech.words);
                if spare.is_ok() {
                    let code: String = speech.language.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
                    self.unknown.extend(voice::language(&speech.language));
                    self.tell(format!("There is no voice for the language “{code}”; its lines are read by the English voice."));
                }
                spare
            }
            other => other,
        };
        outcome.unwrap_or_else(|failure| {
            self.give_up(failure);
            Said::default()
        })
    }

    fn ask(&self, language: &str, manner: &Manner, words: &str) -> Result<Said, Failure> {
        let words = numerals::spelled(language, &espeak::plain(words));
        if words.is_empty() {
            return Ok(Said::default());
        }
        let left = PATIENCE.checked_sub(self.began.elapsed()).ok_or(Failure::Slow)?;
        let file = espeak::run(self.program, &manner.arguments(language), &manner.markup(&words), left)?;
        let (rate, pcm) = wav::read(&file).ok_or(Failure::Refused)?;
        let pcm = resample::to_48k(&pcm, manner.played_at(rate)).ok_or(Failure::Refused)?;
        Ok(Said { pcm: tone::shape(&pcm, manner), language: language.to_owned() })
    }

    /// The sounds of a line that was spoken; none where the program does not tell them.
    fn sounds(&self, shot: &ShotPlan, line: usize, hurry: f64, language: &str) -> Vec<lips::Sound> {
        if (self.stale)() {
            return Vec::new();
        }
        let manner = self.manner(shot, line, hurry);
        let words = numerals::spelled(language, &espeak::plain(&shot.speech[line].words));
        let left = PATIENCE.saturating_sub(self.began.elapsed());
        let told = espeak::run(self.program, &manner.sounds_arguments(language), &manner.markup(&words), left);
        told.map(|told| lips::sounds(&String::from_utf8_lossy(&told))).unwrap_or_default()
    }

    fn give_up(&mut self, failure: Failure) {
        let sentence = match failure {
            Failure::Missing => {
                self.usable = false;
                "The dialogue is silent, because espeak-ng is not installed on the server."
            }
            Failure::Slow => {
                self.usable = self.began.elapsed() < PATIENCE;
                "A line of dialogue is silent, because its voice took too long."
            }
            Failure::Refused => "A line of dialogue is silent, because its voice could not read it.",
        };
        self.tell(sentence.to_owned());
    }
}

/// A line as the program spoke it.
#[derive(Default)]
struct Said {
    pcm: Vec<f32>,
    language: String,
}

/// When a line begins: not before it was asked for, nor before its shot, nor while another speaks.
fn start(shot: &ShotPlan, line: usize, free: f64) -> f64 {
    let asked = shot.speech[line].at;
    let asked = if asked.is_finite() { asked } else { shot.start };
    asked.max(shot.start).max(free)
}

/// How much faster the lines must be spoken to end in time: 1 to [`FASTEST`].
fn hurry(shot: &ShotPlan, said: &[Said], end: f64) -> f64 {
    let fits = |hurry: f64| {
        let mut free = shot.start;
        for (line, said) in said.iter().enumerate().filter(|(_, said)| !said.pcm.is_empty()) {
            free = start(shot, line, free) + said.pcm.len() as f64 / f64::from(RATE) / hurry + PAUSE;
        }
        free - PAUSE <= end
    };
    // One step more than needed: a voice does not keep its pace to the hair.
    match [1.0, 1.06, 1.12, 1.2, 1.28].into_iter().find(|&pace| fits(pace)) {
        Some(1.0) => 1.0,
        Some(pace) => (pace + 0.05).min(FASTEST),
        None => FASTEST,
    }
}

#[cfg(test)]
mod tests;
