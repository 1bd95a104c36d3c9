//! All tables of a language as one map from forms to meanings, made once.

use super::{
    Tongue, de, en, es, fr, inflect,
    sense::{Body, Sense},
};
use crate::studio::screenplay::{Ambience, Setting, Style, Verb};
use std::{collections::HashMap, sync::LazyLock};

/// At most so many words make one phrase.
pub const PHRASE: usize = 6;

#[derive(Default)]
pub struct Index {
    senses: HashMap<String, Vec<Sense>>,
    /// In the order of the tables: what can be looked for by likeness.
    nouns: Vec<String>,
    styles: HashMap<String, &'static str>,
}

impl Index {
    #[must_use]
    pub fn get(&self, word: &str) -> &[Sense] {
        self.senses.get(word).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, words: &str, sense: Sense) {
        for word in words.split('|') {
            let senses = self.senses.entry(word.trim().to_owned()).or_default();
            // The first meaning of a sort stands: a second noun would never be chosen.
            if !senses.iter().any(|known| sort(known) == sort(&sense)) {
                senses.push(sense);
            }
            if matches!(sense, Sense::Body(_) | Sense::Place(_) | Sense::NearPlace(..)) && !word.contains(' ') {
                self.nouns.push(word.to_owned());
            }
        }
    }

    fn bodies(&mut self, table: &[(&str, Body)]) {
        table.iter().for_each(|(words, body)| self.add(words, Sense::Body(*body)));
    }

    fn places(&mut self, table: &[(&str, Setting)]) {
        table.iter().for_each(|(words, place)| self.add(words, Sense::Place(*place)));
    }

    fn verbs(&mut self, table: &[(&str, Verb)], tongue: Tongue) {
        for (words, verb) in table {
            for word in words.split('|') {
                self.add(word, Sense::Act(*verb));
                for form in inflect::conjugated(word, tongue) {
                    self.add(&form, Sense::Act(*verb));
                }
            }
        }
    }

    fn words(&mut self, table: &[(&str, Sense)]) {
        table.iter().for_each(|(words, sense)| self.add(words, *sense));
    }

    fn sounds(&mut self, table: &[(&str, Ambience)]) {
        table.iter().for_each(|(words, sound)| self.add(words, Sense::Sound(*sound)));
    }

    fn near_styles(&mut self, table: &[(&'static str, Style, &'static str)]) {
        for (words, style, shown) in table {
            self.add(words, Sense::Style(*style));
            for word in words.split('|') {
                self.styles.insert(word.to_owned(), shown);
            }
        }
    }
}

/// Meanings of one sort shut each other out; of different sorts the sentence decides.
fn sort(sense: &Sense) -> u8 {
    match sense {
        Sense::Act(_) | Sense::Play | Sense::Says | Sense::Counts | Sense::Miss | Sense::Score => 1,
        Sense::Skip | Sense::Mute => 2,
        _ => 0,
    }
}

/// The tables of a language.
#[must_use]
pub fn of(tongue: Tongue) -> &'static Index {
    static ALL: LazyLock<[Index; 4]> = LazyLock::new(|| [english(), spanish(), french(), german()]);
    let at = Tongue::ALL.iter().position(|known| *known == tongue).unwrap_or(0);
    &ALL[at]
}

fn english() -> Index {
    let mut index = Index::default();
    index.bodies(en::people::BODIES);
    index.bodies(en::beasts::BODIES);
    index.bodies(en::things::BODIES);
    index.bodies(en::near::BODIES);
    en::things::HEAPS.iter().for_each(|(words, count)| index.add(words, Sense::Heap(*count)));
    en::things::GAMES.iter().for_each(|(words, ball)| index.add(words, Sense::Game(*ball)));
    index.places(en::places::PLACES);
    en::places::PARTS.iter().for_each(|(words, places)| index.add(words, Sense::Part(places)));
    en::near::PLACES.iter().for_each(|(words, place, shown)| index.add(words, Sense::NearPlace(*place, shown)));
    index.words(en::times::WORDS);
    index.verbs(en::verbs::VERBS, Tongue::English);
    index.words(en::verbs::OTHERS);
    index.sounds(en::verbs::SOUNDS);
    index.words(en::qualities::WORDS);
    index.words(en::clothes::WORDS);
    index.words(en::film::WORDS);
    index.near_styles(en::film::NEAR_STYLES);
    index.words(en::grammar::WORDS);
    index
}

fn spanish() -> Index {
    other(es::BODIES, es::PLACES, es::VERBS, es::WORDS, Tongue::Spanish)
}

fn french() -> Index {
    other(fr::BODIES, fr::PLACES, fr::VERBS, fr::WORDS, Tongue::French)
}

fn german() -> Index {
    other(de::BODIES, de::PLACES, de::VERBS, de::WORDS, Tongue::German)
}

fn other(bodies: &[(&str, Body)], places: &[(&str, Setting)], verbs: &[(&str, Verb)], words: &[(&str, Sense)], tongue: Tongue) -> Index {
    let mut index = Index::default();
    index.bodies(bodies);
    index.places(places);
    index.verbs(verbs, tongue);
    index.words(words);
    index
}

/// How a style that is not drawn is shown instead.
#[must_use]
pub fn kind_of(style: &str) -> Option<&'static str> {
    of(Tongue::English).styles.get(style).copied()
}

/// The English words that lead to a sense which `wanted` holds for, in alphabetical order. Of conjugated verbs the lemma only.
#[must_use]
pub fn english_words(wanted: impl Fn(&Sense) -> bool) -> Vec<&'static str> {
    let index = of(Tongue::English);
    let lemma = |word: &str| inflect::lemmas(word, Tongue::English).iter().all(|(lemma, _)| lemma == word || index.get(lemma).is_empty());
    let fits = |(word, senses): &(&'static String, &Vec<Sense>)| senses.first().is_some_and(&wanted) && lemma(word);
    let mut words: Vec<&'static str> = index.senses.iter().filter(fits).map(|(word, _)| word.as_str()).collect();
    words.sort_unstable();
    words
}

/// What an English word may be a form of, likeliest first.
#[must_use]
pub fn english_lemmas(word: &str) -> Vec<String> {
    inflect::lemmas(word, Tongue::English).into_iter().map(|(lemma, _)| lemma).collect()
}

/// The longest known noun that a word ends with: "houseboat" is a boat.
#[must_use]
pub fn compound(word: &str, tongue: Tongue) -> Option<&'static str> {
    let index = of(tongue);
    let ends = |noun: &&String| {
        let least = if tongue == Tongue::German { 3 } else { 4 };
        noun.chars().count() >= least && word.len() >= noun.len() + 3 && word.ends_with(noun.as_str())
    };
    index.nouns.iter().filter(ends).max_by_key(|noun| noun.len()).map(String::as_str)
}

/// A known noun that differs in one letter: a slip of the pen.
#[must_use]
pub fn alike(word: &str, tongue: Tongue) -> Option<&'static str> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() < 6 || letters.len() > 24 {
        return None;
    }
    let near = |noun: &&String| {
        let other: Vec<char> = noun.chars().collect();
        other.first() == letters.first() && one_off(&letters, &other)
    };
    of(tongue).nouns.iter().find(near).map(String::as_str)
}

/// One letter changed, added, left out, or two in the other order.
fn one_off(a: &[char], b: &[char]) -> bool {
    let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    match (a, b) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::studio::screenplay::{ActorKind, CameraMove, Costume, Framing};
    use std::collections::BTreeSet;

    /// Of every enumeration of the screenplay that words reach: what no word leads to.
    #[test]
    fn every_kind_place_deed_and_style_has_a_word() {
        let all: Vec<Sense> = of(Tongue::English).senses.values().flatten().copied().collect();
        let missing = |last: usize, found: BTreeSet<usize>| (0..=last).filter(|at| !found.contains(at)).collect::<Vec<_>>();
        let kinds = all.iter().filter_map(|sense| match sense {
            Sense::Body(Body { what: super::super::Subject::Kind(kind), .. }) => Some(*kind as usize),
            _ => None,
        });
        let unspoken = [ActorKind::Somebody, ActorKind::Creature, ActorKind::Prop].map(|kind| kind as usize);
        assert_eq!(missing(ActorKind::Door as usize, kinds.chain(unspoken).collect()), [0; 0], "kinds");
        let verbs = all.iter().filter_map(|sense| if let Sense::Act(verb) = sense { Some(*verb as usize) } else { None });
        assert_eq!(missing(Verb::Beep as usize, verbs.collect()), [0; 0], "verbs");
        let places = all.iter().filter_map(|sense| if let Sense::Place(place) = sense { Some(*place as usize) } else { None });
        assert_eq!(missing(Setting::Sky as usize, places.collect()), [0; 0], "places");
        let costumes = all.iter().filter_map(|sense| match sense {
            Sense::Costume(costume) | Sense::Body(Body { costume: Some(costume), .. }) => Some(*costume as usize),
            _ => None,
        });
        assert_eq!(missing(Costume::Mermaid as usize, costumes.collect()), [0; 0], "costumes");
        let styles = all.iter().filter_map(|sense| if let Sense::Style(style) = sense { Some(*style as usize) } else { None });
        assert_eq!(missing(Style::Pencil as usize, styles.collect()), [0; 0], "styles");
        let moves = all.iter().filter_map(|sense| if let Sense::Camera(movement) = sense { Some(*movement as usize) } else { None });
        assert_eq!(missing(CameraMove::CraneUp as usize, moves.chain([CameraMove::Auto as usize]).collect()), [0; 0], "moves");
        let frames = all.iter().filter_map(|sense| if let Sense::Frame(frame) = sense { Some(*frame as usize) } else { None });
        assert_eq!(missing(Framing::Low as usize, frames.chain([Framing::Auto as usize]).collect()), [0; 0], "framings");
    }

    #[test]
    fn compounds_and_slips_lead_to_a_noun() {
        assert_eq!(compound("houseboat", Tongue::English), Some("boat"));
        assert_eq!(compound("qwertyuiop", Tongue::English), None);
        assert_eq!(alike("elefant", Tongue::English), None, "two letters off");
        assert_eq!(alike("elephnat", Tongue::English), Some("elephant"));
        assert_eq!(alike("buterfly", Tongue::English), Some("butterfly"));
    }
}
