//! Tokens into units: phrases put together, and of each word the meaning that fits where it stands.
//!
//! It knows neighbours, not sentences: who does what is `grammar`'s.

use super::{
    lexicon::{self, Form, Meaning, PHRASE, Sense, Tongue, names},
    nearest::{Asking, Kind},
    token::Token,
};
use crate::studio::screenplay::Verb;
use domain::mention::Mention;

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Means(Sense),
    /// A capital that begins no sentence, or one with a verb after it.
    Name,
    Number(u32),
    Unknown,
    Quote(String),
    Mention(Mention),
    Comma,
    Colon,
    Stop,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub what: What,
    /// In lower case, as it was matched.
    pub word: String,
    pub raw: String,
    pub form: Form,
    /// "Ana's": what follows is hers.
    pub owns: bool,
    /// It was not what was written but something near it: what is to be said of that.
    pub shown: Option<String>,
}

impl Unit {
    fn plain(what: What) -> Self {
        Self { what, word: String::new(), raw: String::new(), form: Form::Plain, owns: false, shown: None }
    }

    #[must_use]
    pub fn sense(&self) -> Option<Sense> {
        if let What::Means(sense) = self.what { Some(sense) } else { None }
    }

    #[must_use]
    pub fn is_body(&self) -> bool {
        matches!(self.what, What::Means(Sense::Body(_)))
    }

    #[must_use]
    pub fn is_stop(&self) -> bool {
        matches!(self.what, What::Comma | What::Stop)
    }
}

/// At most so many words are looked up by likeness: it takes its time.
const GUESSES: usize = 60;

pub struct Tagger<'a> {
    tokens: &'a [Token],
    pub tongue: Tongue,
    asking: &'a Asking<'a>,
    units: Vec<Unit>,
    /// At the beginning of a sentence.
    fresh: bool,
    guesses: usize,
}

#[must_use]
pub fn tag(tokens: &[Token], tongue: Tongue, asking: &Asking) -> Vec<Unit> {
    let mut tagger = Tagger { tokens, tongue, asking, units: Vec::new(), fresh: true, guesses: 0 };
    let mut at = 0;
    while at < tokens.len() {
        at += tagger.token(at);
    }
    join_nouns(&mut tagger.units, tongue);
    tagger.units
}

/// "Baby elephant", "flower shop": of two nouns in a row the last one is meant. "Goes to the door" is a walk.
fn join_nouns(units: &mut [Unit], tongue: Tongue) {
    if tongue != Tongue::English {
        return;
    }
    for at in 1..units.len() {
        let follows = units.get(at + 1).and_then(Unit::sense);
        let (before, after) = units.split_at_mut(at);
        let (Some(first), Some(next)) = (before.last_mut(), after.first_mut()) else { return };
        match (first.sense(), next.sense()) {
            (Some(Sense::Body(body)), Some(Sense::Body(_))) if first.form == Form::Plain && !first.owns => {
                first.shown = None;
                let small = matches!(first.word.as_str(), "baby" | "toy" | "child" | "toddler");
                first.what = What::Means(match body.costume {
                    _ if small => Sense::Size(0.65),
                    Some(costume) => Sense::Costume(costume),
                    None => Sense::Skip,
                });
            }
            // "They are friends": no more people.
            (Some(Sense::Helper), Some(Sense::Body(_))) if matches!(first.word.as_str(), "is" | "are" | "become") => {
                next.shown = None;
                next.what = What::Means(Sense::Skip);
            }
            (Some(Sense::Body(_)), Some(Sense::Place(_) | Sense::NearPlace(..) | Sense::Garment(_)))
                if first.form == Form::Plain
                    && !first.owns
                    && !next.word.contains(' ')
                    && !matches!(next.word.as_str(), "underwater" | "downtown" | "indoors") =>
            {
                first.shown = None;
                first.what = What::Means(Sense::Skip);
            }
            (Some(Sense::Helper), Some(Sense::Prep | Sense::Towards | Sense::Inside)) if goes(&first.word) && !follows.is_some_and(is_verb) => {
                first.form = Form::S;
                first.what = What::Means(Sense::Act(Verb::Walk));
            }
            _ => {}
        }
    }
}

fn goes(word: &str) -> bool {
    matches!(word, "go" | "goes" | "going" | "went" | "come" | "comes" | "coming" | "came" | "gets")
}

/// The language of the words.
#[must_use]
pub fn tongue(tokens: &[Token]) -> Tongue {
    Tongue::of(tokens.iter().filter_map(|token| if let Token::Word { word, .. } = token { Some(word.as_str()) } else { None }))
}

impl Tagger<'_> {
    fn token(&mut self, at: usize) -> usize {
        let what = match &self.tokens[at] {
            Token::Word { word, raw, owns } => return self.word(at, word, raw, *owns),
            Token::Comma => What::Comma,
            Token::Colon => What::Colon,
            Token::Stop => What::Stop,
            Token::Quote(words) => What::Quote(words.clone()),
            Token::Mention(mention) => What::Mention(mention.clone()),
        };
        self.fresh = matches!(what, What::Stop | What::Quote(_));
        self.units.push(Unit::plain(what));
        1
    }

    fn word(&mut self, at: usize, word: &str, raw: &str, owns: bool) -> usize {
        for length in (2..=PHRASE).rev() {
            let Some(words) = self.joined(at, length) else { continue };
            if let Some(meaning) = lexicon::phrase(&words, self.tongue).or_else(|| lexicon::phrase(&words, Tongue::English)) {
                let owns = matches!(self.tokens.get(at + length - 1), Some(Token::Word { owns: true, .. }));
                self.push(meaning, &words, &words, owns, None);
                return length;
            }
        }
        let capital = raw.chars().next().is_some_and(char::is_uppercase) && raw.chars().count() > 1;
        let meanings = lexicon::meanings(word, self.tongue);
        let chosen = self.choose(&meanings, at);
        let soft = |meaning: &Meaning| matches!(meaning.sense, Sense::Colour(_) | Sense::Mute | Sense::Time(_) | Sense::Season(_) | Sense::Part(_));
        // "Rosa says", although "rosa" is a colour.
        let named = match chosen {
            Some(meaning) => capital && soft(&meaning) && (self.name_follows(at) || owns),
            // All nouns have capitals in German.
            None => capital && (self.name_follows(at) || (!self.fresh && (self.tongue != Tongue::German || owns))),
        };
        if named {
            self.units.push(Unit { word: word.to_owned(), raw: raw.to_owned(), owns, ..Unit::plain(What::Name) });
        } else if let Some(meaning) = chosen {
            self.push(meaning, word, raw, owns, None);
        } else if let Some(number) = word.parse().ok().filter(|_| word.chars().all(|c| c.is_ascii_digit())) {
            self.units.push(Unit { word: word.to_owned(), raw: raw.to_owned(), ..Unit::plain(What::Number(number)) });
        } else {
            self.stranger(at, word, raw, owns);
        }
        self.fresh = false;
        1
    }

    fn push(&mut self, meaning: Meaning, word: &str, raw: &str, owns: bool, shown: Option<String>) {
        let unit = Unit { what: What::Means(meaning.sense), word: word.to_owned(), raw: raw.to_owned(), form: meaning.form, owns, shown };
        self.units.push(unit);
        self.fresh = false;
    }

    /// A word in no table: what the caller thinks is near, a compound, a slip of the pen; else it stays unknown.
    fn stranger(&mut self, at: usize, word: &str, raw: &str, owns: bool) {
        self.guesses += 1;
        if self.tongue == Tongue::German && self.guesses <= GUESSES && self.german_compound(word, raw) {
            return;
        }
        if self.guesses <= GUESSES
            && let Some((near, meaning)) = self.guess(at, word)
        {
            let nearest = match meaning.sense {
                Sense::Body(body) => match body.what {
                    lexicon::Subject::Kind(kind) => names::a(&names::called(kind)),
                    _ => names::a(&near),
                },
                Sense::Place(place) => names::a(&names::spaced(&format!("{place:?}"))),
                Sense::NearPlace(_, shown) => shown.to_owned(),
                Sense::Act(verb) => format!("“{}”", names::spaced(&format!("{verb:?}"))),
                _ => format!("“{near}”"),
            };
            let meaning = Meaning { sense: plainly(meaning.sense), ..meaning };
            self.push(meaning, word, raw, owns, Some(format!("“{word}” is not known here: the nearest that can be shown is {nearest}.")));
            return;
        }
        self.units.push(Unit { word: word.to_owned(), raw: raw.to_owned(), owns, ..Unit::plain(What::Unknown) });
    }

    /// "Herbstwald" is an autumn and a forest.
    fn german_compound(&mut self, word: &str, raw: &str) -> bool {
        let Some(tail) = lexicon::compound(word, self.tongue) else { return false };
        let head = word.strip_suffix(tail).unwrap_or("");
        let heads = [head, head.trim_end_matches('s'), head.trim_end_matches('n'), head.trim_end_matches("en")];
        let quality =
            |meaning: &Meaning| matches!(meaning.sense, Sense::Season(_) | Sense::Time(_) | Sense::Weather(_) | Sense::Colour(_) | Sense::Size(_));
        let found = heads.iter().find_map(|head| lexicon::meanings(head, self.tongue).into_iter().find(quality));
        let (Some(first), Some(last)) = (found, lexicon::meanings(tail, self.tongue).into_iter().next()) else { return false };
        self.push(first, head, head, false, None);
        self.push(last, tail, raw, false, None);
        true
    }

    fn guess(&self, at: usize, word: &str) -> Option<(String, Meaning)> {
        let near = lexicon::alike(word, self.tongue)
            .map(str::to_owned)
            .or_else(|| self.by_meaning(at, word))
            .or_else(|| lexicon::compound(word, self.tongue).map(str::to_owned))
            .or_else(|| word.strip_suffix('s').and_then(|word| lexicon::compound(word, self.tongue)).map(str::to_owned))?;
        let found =
            lexicon::meanings(&near, self.tongue).into_iter().next().or_else(|| lexicon::meanings(&near, Tongue::English).into_iter().next())?;
        let form = match found.sense {
            Sense::Act(_) => form_of_deed(word),
            _ if word.ends_with('s') && !word.ends_with("ss") && !near.ends_with('s') => Form::S,
            _ => Form::Plain,
        };
        Some((near, Meaning { sense: found.sense, form }))
    }

    /// English only: the other languages have their tables and nothing else.
    fn by_meaning(&self, at: usize, word: &str) -> Option<String> {
        if self.tongue != Tongue::English {
            return None;
        }
        let kinds = self.kinds_wanted(at, word);
        if kinds.is_empty() { None } else { self.asking.ask(word, kinds) }
    }

    /// What a word can be where it stands. Nothing is asked where it is a quality of what follows, or where nothing tells.
    fn kinds_wanted(&self, at: usize, word: &str) -> &'static [Kind] {
        let before = self.units.last();
        let sense = before.and_then(Unit::sense);
        let two_before = self.units.len().checked_sub(2).and_then(|at| self.units[at].sense());
        let ends = word.ends_with("ly") || word.ends_with("ness") || word.ends_with("ity") || word.ends_with("tion");
        if ends || self.describes(at) {
            return &[];
        }
        let several = before.is_some_and(|unit| unit.form == Form::S);
        let acts = word.ends_with('s') && !word.ends_with("ss") || word.ends_with("ing") || word.ends_with("ed") || several;
        let named = matches!(before.map(|unit| &unit.what), Some(What::Name | What::Mention(_)));
        match sense {
            Some(Sense::Body(_) | Sense::Pronoun(_) | Sense::Relative) if acts => &[Kind::Verb],
            None if named && acts => &[Kind::Verb],
            Some(Sense::And | Sense::Then) if word.ends_with('s') && !word.ends_with("ss") && self.verb_came() => &[Kind::Verb],
            Some(Sense::Prep | Sense::Towards) if self.ends_here(at) => &[Kind::Place],
            Some(Sense::Article | Sense::The | Sense::Possessive | Sense::Size(_) | Sense::Colour(_) | Sense::Old)
                if matches!(two_before, Some(Sense::Prep | Sense::Towards)) =>
            {
                &[Kind::Place, Kind::Subject]
            }
            Some(
                Sense::Article
                | Sense::The
                | Sense::Possessive
                | Sense::Count(_)
                | Sense::Colour(_)
                | Sense::Size(_)
                | Sense::Old
                | Sense::Feeling(_)
                | Sense::Heap(_)
                | Sense::With
                | Sense::By,
            ) => &[Kind::Subject],
            None if matches!(before.map(|unit| &unit.what), Some(What::Number(_))) => &[Kind::Subject],
            _ => &[],
        }
    }

    /// A word before a noun says what that is like.
    fn describes(&self, at: usize) -> bool {
        let Some(Token::Word { word, .. }) = self.tokens.get(at + 1) else { return false };
        let meanings = lexicon::meanings(word, self.tongue);
        let noun = |meaning: &Meaning| {
            matches!(
                meaning.sense,
                Sense::Body(_) | Sense::Place(_) | Sense::NearPlace(..) | Sense::Part(_) | Sense::Colour(_) | Sense::Size(_) | Sense::Garment(_)
            )
        };
        // What follows is unknown too, and no form of a verb: "rattan hassock".
        let unknown = meanings.is_empty() && !(word.ends_with('s') || word.ends_with("ing") || word.ends_with("ed") || word.ends_with("ly"));
        unknown || (meanings.iter().any(noun) && !meanings.iter().any(|meaning| is_verb(meaning.sense)))
    }

    fn ends_here(&self, at: usize) -> bool {
        !matches!(self.tokens.get(at + 1), Some(Token::Word { .. }))
    }

    fn verb_came(&self) -> bool {
        self.units.iter().any(|unit| unit.sense().is_some_and(is_verb))
    }

    fn joined(&self, at: usize, length: usize) -> Option<String> {
        let mut words = String::new();
        for token in self.tokens.get(at..at + length)? {
            let Token::Word { word, .. } = token else { return None };
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
        Some(words)
    }

    fn choose(&self, meanings: &[Meaning], at: usize) -> Option<Meaning> {
        let first = *meanings.first()?;
        let (verbs, others): (Vec<&Meaning>, Vec<&Meaning>) = meanings.iter().partition(|meaning| is_verb(meaning.sense));
        let (Some(verb), Some(noun)) = (verbs.first(), others.first()) else { return Some(first) };
        // "A truck carrying boxes" has them with it.
        if verb.form == Form::Ing && others.iter().any(|meaning| meaning.sense == Sense::With) {
            return others.into_iter().find(|meaning| meaning.sense == Sense::With).copied();
        }
        if verb.form == Form::Ing {
            return Some(**verb);
        }
        let before = self.units.last();
        let by_before = match before.map(|unit| &unit.what) {
            None | Some(What::Stop | What::Colon) => Some(verb.form != Form::Plain && !self.noun_or_end_follows(at)),
            Some(What::Comma) => Some(self.units.iter().any(Unit::is_body) && !self.verb_follows(at)),
            Some(What::Name | What::Mention(_)) => Some(true),
            Some(What::Number(_)) => Some(false),
            Some(What::Means(sense)) => match sense {
                Sense::Body(_) | Sense::Pronoun(_) | Sense::Helper | Sense::Then | Sense::Relative | Sense::Sound(_) => Some(true),
                Sense::And => Some(verb.form == Form::S || self.units.iter().rev().skip(1).any(|unit| unit.sense().is_some_and(is_verb))),
                Sense::Towards if before.is_some_and(|unit| unit.word == "to") => Some(verb.form == Form::Plain),
                Sense::Haste(_) | Sense::Not => Some(true),
                Sense::Article | Sense::The | Sense::Possessive | Sense::Colour(_) | Sense::Size(_) | Sense::Count(_) | Sense::Prep | Sense::With => {
                    Some(false)
                }
                Sense::Towards | Sense::By | Sense::Old | Sense::Feeling(_) | Sense::Heap(_) => Some(false),
                _ => Some(verb.form == Form::S),
            },
            _ => None,
        };
        Some(if by_before.unwrap_or(false) { **verb } else { **noun })
    }

    fn noun_or_end_follows(&self, at: usize) -> bool {
        match self.tokens.get(at + 1) {
            Some(Token::Word { word, .. }) => lexicon::meanings(word, self.tongue).iter().any(|meaning| is_verb(meaning.sense)),
            _ => true,
        }
    }

    fn verb_follows(&self, at: usize) -> bool {
        matches!(self.tokens.get(at + 1), Some(Token::Word { word, .. }) if lexicon::meanings(word, self.tongue).first().is_some_and(|meaning| is_verb(meaning.sense)))
    }

    /// A capital at the beginning of a sentence is a name where somebody goes on to do or say something.
    fn name_follows(&self, at: usize) -> bool {
        match self.tokens.get(at + 1) {
            Some(Token::Colon) => matches!(self.tokens.get(at + 2), Some(Token::Quote(_))),
            Some(Token::Quote(_)) => true,
            Some(Token::Word { word, raw, .. }) => {
                let meanings = lexicon::meanings(word, self.tongue);
                let own = matches!(self.tokens.get(at), Some(Token::Word { word, .. }) if lexicon::meanings(word, self.tongue).is_empty());
                let acts = meanings.iter().any(|meaning| is_verb(meaning.sense)) && (own || meanings.iter().all(|meaning| is_verb(meaning.sense)));
                let capital =
                    |token: Option<&Token>| matches!(token, Some(Token::Word { raw, .. }) if raw.chars().next().is_some_and(char::is_uppercase));
                let and_name = meanings.iter().any(|meaning| meaning.sense == Sense::And) && capital(self.tokens.get(at + 2));
                acts || and_name || (matches!(word.as_str(), "is" | "has") && raw == word)
            }
            _ => false,
        }
    }
}

/// What is near something near is told once.
fn plainly(sense: Sense) -> Sense {
    match sense {
        Sense::Body(body) => Sense::Body(lexicon::Body { near: false, ..body }),
        Sense::NearPlace(place, _) => Sense::Place(place),
        sense => sense,
    }
}

fn form_of_deed(word: &str) -> Form {
    if word.ends_with("ing") {
        Form::Ing
    } else if word.ends_with("ed") {
        Form::Past
    } else if word.ends_with('s') {
        Form::S
    } else {
        Form::Plain
    }
}

#[must_use]
pub fn is_verb(sense: Sense) -> bool {
    matches!(sense, Sense::Act(_) | Sense::Play | Sense::Says | Sense::Counts | Sense::Miss | Sense::Score)
}
