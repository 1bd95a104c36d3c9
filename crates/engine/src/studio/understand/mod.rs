//! From the words of a frozen plan to a typed screenplay, and an honest list of what was asked and will not be shown.
//!
//! Tokens, then meanings from a table, then who does what to whom, then staging. It knows what exists, not how it looks.

mod direct;
mod grammar;
mod lexicon;
mod parse;
mod players;
mod reading;
mod speaking;
mod token;

use super::{
    likeness::Bill,
    screenplay::{Screenplay, Setting},
};
use direct::{Before, Slot, direct};
use domain::{plan::FrozenPlan, storyboard::Shot};
use players::Players;
use reading::Reading;
use token::Token;

/// The screenplay, and what was asked and not done, a sentence each.
#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    pub screenplay: Screenplay,
    pub notices: Vec<String>,
}

#[must_use]
pub fn understand(plan: &FrozenPlan, bill: &Bill) -> Understood {
    understand_with(plan.shots(), plan.seed(), plan.format().fps, bill)
}

/// With nobody cast: mentions are played by stand-ins.
#[must_use]
pub fn understand_shots(shots: &[Shot], seed: u64, fps: u32) -> Understood {
    understand_with(shots, seed, fps, &Bill::default())
}

#[must_use]
pub fn understand_with(shots: &[Shot], seed: u64, fps: u32, bill: &Bill) -> Understood {
    let players = Players::new(shots, bill);
    let mut told = Told::default();
    let mut plans = Vec::new();
    let mut before: Option<Before> = None;
    let mut start = 0.0;
    for shot in shots {
        let tokens = token::tokenise(&shot.prompt);
        let parts = split(&tokens, shot.seconds);
        let count = parts.len();
        for (index, (part, seconds)) in parts.into_iter().enumerate() {
            let mut reading = parse::read(part, &players);
            directions(&mut reading, shot, &players);
            told.note(&reading);
            let lines = if index + 1 == count { shot.dialogue.as_slice() } else { &[] };
            let (plan, after, undone) = direct(reading, lines, &players, Slot { start, seconds, seed }, before.as_ref());
            told.undone(undone);
            told.undone(players.notices(&plan));
            told.empty |= plan.cast.is_empty() && plan.setting == Setting::Stage;
            start += seconds;
            plans.push(plan);
            before = Some(after);
        }
    }
    Understood { screenplay: Screenplay { shots: plans, seed, fps }, notices: told.sentences() }
}

/// "Shot 1: … Shot 2: …" in one prompt is as many shots, in whole seconds.
fn split(tokens: &[Token], seconds: u32) -> Vec<(&[Token], f64)> {
    let is_mark = |at: usize| {
        let word = |at: usize| if let Some(Token::Word { word, .. }) = tokens.get(at) { word.as_str() } else { "" };
        word(at) == "shot"
            && word(at + 1).chars().all(|c| c.is_ascii_digit())
            && !word(at + 1).is_empty()
            && tokens.get(at + 2) == Some(&Token::Colon)
    };
    let marks: Vec<usize> = (0..tokens.len()).filter(|at| is_mark(*at)).collect();
    let count = marks.len().min(seconds as usize).min(6);
    if count < 2 {
        return vec![(tokens, f64::from(seconds))];
    }
    (0..count)
        .map(|index| {
            let to = if index + 1 < count { marks[index + 1] } else { tokens.len() };
            let share = (seconds as usize * (index + 1) / count) - (seconds as usize * index / count);
            (&tokens[marks[index] + 3..to], share as f64)
        })
        .collect()
}

/// Style and camera as they were set beside the prompt. They name nobody.
fn directions(reading: &mut Reading, shot: &Shot, players: &Players) {
    for words in [&shot.style, &shot.camera] {
        let mut tokens = token::tokenise(words);
        tokens.retain(|token| !matches!(token, Token::Mention(_)));
        let extra = parse::read(&tokens, players);
        reading.style = extra.style.or(reading.style);
        reading.framing = extra.framing.or(reading.framing);
        reading.movement = extra.movement.or(reading.movement);
        reading.handheld |= extra.handheld;
        reading.slow |= extra.slow;
        reading.near.extend(extra.near);
        reading.way = extra.way.or(reading.way);
        reading.unknown.extend(extra.unknown);
    }
}

#[derive(Default)]
struct Told {
    unknown: Vec<String>,
    near: Vec<String>,
    left_out: usize,
    understood: usize,
    empty: bool,
}

/// At most so many words are listed.
const LISTED: usize = 12;

impl Told {
    fn note(&mut self, reading: &Reading) {
        for word in &reading.unknown {
            let short: String = word.chars().take(24).collect::<String>().to_lowercase();
            if !self.unknown.contains(&short) {
                self.unknown.push(short);
            }
        }
        for sentence in &reading.near {
            if !self.near.contains(sentence) {
                self.near.push(sentence.clone());
            }
        }
        self.left_out += reading.left_out;
        self.understood += reading.understood;
    }

    fn undone(&mut self, sentences: Vec<String>) {
        for sentence in sentences {
            if !self.near.contains(&sentence) {
                self.near.push(sentence);
            }
        }
    }

    fn sentences(self) -> Vec<String> {
        let mut sentences = Vec::new();
        if self.understood == 0 {
            sentences.push("Nothing in these words is known to the studio engine yet, so it shows an empty stage.".to_owned());
        } else if self.empty {
            sentences.push("The studio engine found nobody and no place to show, so part of the take is an empty stage.".to_owned());
        }
        sentences.extend(self.near.into_iter().take(LISTED));
        if !self.unknown.is_empty() {
            let more = self.unknown.len().saturating_sub(LISTED);
            let listed = self.unknown.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let them = if self.unknown.len() == 1 { "this" } else { "them" };
            sentences.push(format!("Not shown: {listed}{more}. The studio engine does not know {them} yet."));
        }
        if self.left_out > 0 {
            sentences.push(format!("A shot holds {} at most, so {} more were left out.", reading::MOST, self.left_out));
        }
        sentences
    }
}
