//! What is told about a storyboard: what was asked and not done, one sentence each.

use super::{
    emoji,
    reading::{MOST, Reading},
    token::{self, Token},
};

#[derive(Default)]
pub struct Told {
    unknown: Vec<String>,
    ideas: Vec<String>,
    near: Vec<String>,
    first: Vec<String>,
    left_out: usize,
    hurried: usize,
    understood: usize,
    /// Words that are in no table could not be compared by meaning.
    pub unasked: bool,
    pub empty: bool,
    /// Some of what is shown was uploaded.
    pub uploads: bool,
}

/// At most so many words are listed.
const LISTED: usize = 12;

impl Told {
    /// About the text itself: its letters and its length.
    pub fn text(&mut self, text: &str, tokens: &[Token]) {
        let letters = |range: fn(char) -> bool| text.chars().filter(|c| range(*c)).count();
        let all = text.chars().filter(|c| c.is_alphabetic()).count();
        let scripts: [(&str, usize); 6] = [
            ("Arabic", letters(|c| matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}'))),
            ("Chinese or Japanese", letters(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))),
            ("Cyrillic", letters(|c| matches!(c, '\u{400}'..='\u{4ff}'))),
            ("Hebrew", letters(|c| matches!(c, '\u{590}'..='\u{5ff}'))),
            ("Indian", letters(|c| matches!(c, '\u{900}'..='\u{dff}'))),
            ("Korean", letters(|c| matches!(c, '\u{ac00}'..='\u{d7af}'))),
        ];
        for (script, count) in scripts {
            if count * 2 > all {
                self.first.push(format!("The studio engine does not read {script} script yet: write in English, Spanish, French or German."));
            }
        }
        let pictures: Vec<&str> = text.chars().filter_map(emoji::word).collect();
        if all == 0 && !pictures.is_empty() {
            let listed = pictures.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
            self.first.push(format!("There are no words, only emoji: they are read as {listed}."));
        }
        let strange: String = text.chars().filter(|c| emoji::is_picture(*c) && emoji::word(*c).is_none() && !c.is_ascii()).take(LISTED).collect();
        if !strange.is_empty() {
            self.undone(vec![format!("No picture is known for {strange}.")]);
        }
        if token::is_cut(tokens) {
            self.first.push("The text is longer than a shot can show: only its beginning was read.".to_owned());
        }
    }

    pub fn note(&mut self, reading: &Reading) {
        for (from, to) in [(&reading.unknown, &mut self.unknown), (&reading.ideas, &mut self.ideas)] {
            for word in from {
                let short: String = word.chars().take(24).collect::<String>().to_lowercase();
                if !to.contains(&short) {
                    to.push(short);
                }
            }
        }
        self.undone(reading.near.clone());
        self.left_out += reading.left_out;
        self.hurried += reading.hurried;
        self.understood += reading.understood;
    }

    pub fn undone(&mut self, sentences: Vec<String>) {
        for sentence in sentences {
            if !self.near.contains(&sentence) {
                self.near.push(sentence);
            }
        }
    }

    #[must_use]
    pub fn sentences(self) -> Vec<String> {
        let mut sentences = self.first;
        if self.understood == 0 && self.ideas.is_empty() && !self.uploads {
            sentences.push("Nothing in these words is known to the studio engine yet, so it shows an empty stage.".to_owned());
        } else if self.empty {
            sentences.push("The studio engine found nobody and no place to show, so part of the take is an empty stage.".to_owned());
        }
        if !self.ideas.is_empty() {
            let listed = self.ideas.iter().take(LISTED).map(|idea| format!("“{idea}”")).collect::<Vec<_>>().join(", ");
            sentences.push(format!("Thoughts have no picture here: {listed} cannot be shown, only who and what can be seen."));
        }
        let more = self.near.len().saturating_sub(LISTED);
        sentences.extend(self.near.into_iter().take(LISTED));
        if more > 0 {
            sentences.push(format!("{more} more things are shown otherwise than written."));
        }
        if !self.unknown.is_empty() {
            let more = self.unknown.len().saturating_sub(LISTED);
            let listed = self.unknown.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let them = if self.unknown.len() == 1 { "this" } else { "them" };
            sentences.push(format!("Not shown: {listed}{more}. The studio engine does not know {them} yet."));
        }
        if self.unasked {
            sentences.push("Unknown words are only compared by their letters: the model that knows their meaning is not installed.".to_owned());
        }
        if self.left_out > 0 {
            sentences.push(format!("A shot holds {MOST} at most, so {} more were left out.", self.left_out));
        }
        if self.hurried > 0 {
            sentences.push(format!("More happens than a shot has time for: {} of the things done were left out.", self.hurried));
        }
        sentences
    }
}
