//! One pass over the tokens of a shot: what each word means where it stands. Who does what to whom is in `grammar`.

use super::{
    grammar::{Grammar, Modifiers},
    lexicon::{self, Garment, Sense, Subject},
    players::Players,
    reading::Reading,
    token::Token,
};
use crate::studio::screenplay::{CameraMove, Colour, Cut, Feeling, Lower, Setting, Style, Verb, Wear, Weather};

/// Reads one shot's words.
#[must_use]
pub fn read(tokens: &[Token], players: &Players) -> Reading {
    let mut reader = Reader { g: Grammar::new(), players, not: 0, camera_moved: false };
    let mut at = 0;
    while at < tokens.len() {
        at += reader.token(tokens, at);
    }
    reader.g.drop_modifiers();
    reader.g.reading
}

struct Reader<'a> {
    g: Grammar,
    players: &'a Players,
    /// Words for which a "no" still holds.
    not: u8,
    /// The last thing that moved is the camera: "to the left" is about it.
    camera_moved: bool,
}

impl Reader<'_> {
    /// Reads what begins at `at`; how many tokens it took.
    fn token(&mut self, tokens: &[Token], at: usize) -> usize {
        match &tokens[at] {
            Token::Comma => {
                self.not = 0;
                self.g.clause_ends(false);
                self.camera_moved = false;
            }
            Token::Colon => {}
            Token::Stop => {
                self.not = 0;
                self.g.sentence_ends();
                self.camera_moved = false;
            }
            Token::Quote(words) => self.g.quote(words),
            Token::Mention(mention) => self.g.mentioned(&self.players.of(mention)),
            Token::Word { word, raw } => return self.word(tokens, at, word, raw),
        }
        1
    }

    fn word(&mut self, tokens: &[Token], at: usize, word: &str, raw: &str) -> usize {
        for length in [3, 2] {
            if let Some(phrase) = phrase(tokens, at, length)
                && let Some(sense) = phrase_sense(&phrase)
            {
                self.sense(sense, false, &phrase, &tokens[at + length..]);
                self.g.fresh = false;
                return length;
            }
        }
        let capital = raw.chars().next().is_some_and(char::is_uppercase) && raw.chars().count() > 1;
        match lexicon::sense(word) {
            Some((Sense::Colour(colour), _)) if is_worn(tokens, at) && !self.g.people.is_empty() => {
                self.g.reading.understood += 1;
                self.g.modifiers.colour = Some(colour);
                self.garment(Garment::Top, word, false);
            }
            // "Rosa says", although "rosa" is a colour.
            Some((Sense::Colour(_) | Sense::Mute | Sense::Time(_), _)) if capital && name_follows(tokens, at) => self.g.named(raw),
            Some((sense, plural)) => self.sense(sense, plural, word, &tokens[at + 1..]),
            None if word.chars().all(|c| c.is_ascii_digit()) => {
                self.g.modifiers.count = word.parse().ok().filter(|count| *count > 0);
            }
            None if capital && (!self.g.fresh || name_follows(tokens, at)) => self.g.named(raw),
            None => {
                self.g.reading.unknown.push(raw.to_owned());
                self.g.stranger(false);
            }
        }
        self.g.fresh = false;
        self.not = self.not.saturating_sub(1);
        1
    }

    fn sense(&mut self, sense: Sense, plural: bool, word: &str, after: &[Token]) {
        if counts_as_understood(sense) {
            self.g.reading.understood += 1;
        }
        if self.not > 0 && can_be_denied(sense) {
            self.not = 0;
            self.g.modifiers = Modifiers::default();
            return;
        }
        match sense {
            Sense::Not => self.not = 4,
            Sense::Subject { .. } | Sense::Near { .. } => self.body(sense, plural, word),
            Sense::Place(_) | Sense::NearPlace(..) | Sense::Time(_) | Sense::Weather(_) | Sense::Bench | Sense::Hoop | Sense::Sound(_) => {
                self.surroundings(sense, word, after);
            }
            Sense::Colour(_) | Sense::Size(_) | Sense::Count(_) | Sense::Garment(_) | Sense::Cut(_) | Sense::Old | Sense::Feeling(_) => {
                self.quality(sense, word, after);
            }
            Sense::Camera(_) | Sense::Handheld | Sense::Frame(_) | Sense::NearFrame(..) | Sense::Style(_) | Sense::NearStyle(_) | Sense::Slow => {
                self.film(sense, word);
            }
            Sense::Way(way) if self.camera_moved => self.g.reading.movement = Some(if way < 0 { CameraMove::PanLeft } else { CameraMove::PanRight }),
            Sense::Mute => self.g.reading.unknown.push(word.to_owned()),
            _ => self.action(sense, word, after),
        }
    }

    fn action(&mut self, sense: Sense, word: &str, after: &[Token]) {
        let g = &mut self.g;
        match sense {
            Sense::Act(verb) => g.verb(verb, false, word, after),
            Sense::Play => g.verb(Verb::Bounce, true, word, after),
            Sense::Says => g.says(),
            Sense::Miss => g.outcome(false),
            Sense::Score => g.outcome(true),
            Sense::And => g.and(),
            Sense::Then => g.clause_ends(true),
            Sense::Meanwhile => g.meanwhile(),
            Sense::The => g.modifiers.definite = true,
            Sense::By => g.by(),
            Sense::With => g.with = true,
            Sense::Towards => g.towards = true,
            Sense::Mutual => g.mutual(),
            Sense::Relative => g.relative(after),
            Sense::Haste(haste) => g.haste(haste),
            Sense::Way(way) => g.way(way),
            Sense::Pronoun(_) if word == "her" && owns(after.first()) => {}
            Sense::Pronoun(pronoun) => g.pronoun(pronoun),
            Sense::Language(code) => g.language(code),
            _ => {}
        }
    }

    fn body(&mut self, sense: Sense, plural: bool, word: &str) {
        self.camera_moved = false;
        self.g.modifiers.wear.old |= word.starts_with("grand");
        match sense {
            Sense::Subject { what, count } => self.g.subject(what, if plural { 2.max(count) } else { count }, None),
            Sense::Near { what, colour, shown } => {
                self.g.reading.near.push(format!("“{word}” is shown as {shown}."));
                self.g.modifiers.colour = self.g.modifiers.colour.or(colour);
                self.g.subject(what, if plural { 2 } else { 1 }, None);
            }
            _ => {}
        }
    }

    fn surroundings(&mut self, sense: Sense, word: &str, after: &[Token]) {
        let r = &mut self.g.reading;
        match sense {
            Sense::Place(place) => self.place(place),
            Sense::NearPlace(place, shown) => {
                if r.place.is_none() {
                    r.near.push(format!("“{word}” is shown as {shown}."));
                } else if r.place != Some(place) {
                    r.unknown.push(word.to_owned());
                }
                self.place(place);
            }
            // "Dark blue" is no night.
            Sense::Time(_) if word == "dark" && matches!(meaning(after.first()), Some(Sense::Colour(_))) => {}
            Sense::Time(time) => r.time = r.time.or(Some(time)),
            Sense::Weather(weather) => {
                r.weather = Some(graver(r.weather, weather));
                self.g.stranger(true);
            }
            Sense::Bench => r.bench = true,
            Sense::Hoop => r.hoop = true,
            Sense::Sound(sound) if !r.sounds.contains(&sound) => r.sounds.push(sound),
            _ => {}
        }
    }

    fn place(&mut self, place: Setting) {
        // "Beach ball", "city dog": the first place that is named is where it plays.
        let r = &mut self.g.reading;
        let hall = r.place == Some(Setting::Court) && place == Setting::Gym;
        r.place = if hall { Some(place) } else { r.place.or(Some(place)) };
        self.g.drop_modifiers();
        self.g.towards = false;
    }

    fn quality(&mut self, sense: Sense, word: &str, after: &[Token]) {
        let of_noun = noun_follows(after);
        let m = &mut self.g.modifiers;
        match sense {
            Sense::Colour(colour) => (m.colour, m.colour_word) = (Some(colour), Some(word.to_owned())),
            Sense::Size(size) => m.size = Some(size),
            Sense::Count(count) => m.count = Some(count),
            Sense::Garment(garment) => self.garment(garment, word, of_noun),
            Sense::Cut(cut) => self.dress(of_noun, word, |wear, _| wear.cut = Some(cut)),
            Sense::Old => self.dress(of_noun, word, |wear, _| wear.old = true),
            Sense::Feeling(feeling) => self.feeling(feeling, word, of_noun),
            _ => {}
        }
    }

    fn garment(&mut self, garment: Garment, word: &str, of_noun: bool) {
        let put = |wear: &mut Wear, colour: Option<Colour>| match garment {
            Garment::Top => wear.top = colour.or(wear.top),
            Garment::Coat => {
                wear.coat = true;
                wear.top = colour.or(wear.top);
            }
            Garment::Dress => {
                wear.dress = true;
                wear.lower = Some(Lower::Skirt);
                wear.top = colour.or(wear.top);
            }
            Garment::Lower(lower) => {
                wear.lower = Some(lower);
                wear.bottom = colour.or(wear.bottom);
            }
            Garment::Jeans => {
                wear.lower = Some(Lower::Trousers);
                wear.bottom = colour.or(Some(Colour::Blue));
            }
            Garment::Shoes => wear.shoes = colour.or(wear.shoes),
            Garment::Hat(hat) => (wear.hat, wear.hat_colour) = (Some(hat), colour),
            Garment::Umbrella => wear.umbrella = Some(colour),
            Garment::Hair => wear.hair = colour.or(wear.hair),
            Garment::Ponytail => wear.cut = Some(Cut::Ponytail),
            Garment::All => (wear.top, wear.bottom) = (colour.or(wear.top), colour.or(wear.bottom)),
        };
        if garment == Garment::Umbrella {
            self.g.share();
        }
        self.dress(of_noun, word, put);
    }

    /// Changes how somebody looks: who is still to be named, or who was named last.
    fn dress(&mut self, of_noun: bool, word: &str, change: impl Fn(&mut Wear, Option<Colour>)) {
        let g = &mut self.g;
        let colour = g.modifiers.colour.take();
        (g.modifiers.size, g.modifiers.count) = (None, None);
        g.modifiers.colour_word = None;
        if of_noun {
            g.modifiers.personal.push(word.to_owned());
            change(&mut g.modifiers.wear, colour);
        } else if g.people.is_empty() {
            g.reading.unknown.push(word.to_owned());
        } else {
            for id in &g.people {
                change(&mut g.reading.entities[*id].wear, colour);
            }
        }
    }

    fn feeling(&mut self, feeling: Feeling, word: &str, of_noun: bool) {
        let g = &mut self.g;
        if of_noun {
            g.modifiers.feeling = Some(feeling);
            g.modifiers.personal.push(word.to_owned());
        } else if g.people.is_empty() {
            g.reading.unknown.push(word.to_owned());
        } else {
            for id in &g.people {
                g.reading.entities[*id].feeling = Some(feeling);
            }
        }
    }

    fn film(&mut self, sense: Sense, word: &str) {
        let r = &mut self.g.reading;
        match sense {
            Sense::Camera(movement) => {
                r.movement = Some(movement);
                self.camera_moved = matches!(movement, CameraMove::PanLeft | CameraMove::PanRight);
            }
            Sense::Handheld => r.handheld = true,
            Sense::Frame(framing) => r.framing = Some(framing),
            Sense::NearFrame(framing, shown) => {
                r.framing = Some(framing);
                r.near.push(format!("“{word}” is shown as {shown}."));
            }
            Sense::Style(style) => r.style = Some(style),
            Sense::NearStyle(style) => {
                r.style = Some(style);
                let shown = if style == Style::Cartoon { "cartoon" } else { "soft" };
                r.near.push(format!("The style “{word}” is not drawn yet; the {shown} style is used."));
            }
            Sense::Slow => r.slow = true,
            _ => {}
        }
    }
}

fn counts_as_understood(sense: Sense) -> bool {
    !matches!(
        sense,
        Sense::Skip
            | Sense::Mute
            | Sense::The
            | Sense::Relative
            | Sense::Mutual
            | Sense::And
            | Sense::Then
            | Sense::Towards
            | Sense::With
            | Sense::By
            | Sense::Meanwhile
            | Sense::Not
            | Sense::Count(_)
            | Sense::Pronoun(_)
            | Sense::Haste(_)
            | Sense::Way(_)
    )
}

fn can_be_denied(sense: Sense) -> bool {
    matches!(
        sense,
        Sense::Weather(_)
            | Sense::Subject { .. }
            | Sense::Near { .. }
            | Sense::Act(_)
            | Sense::Place(_)
            | Sense::Sound(_)
            | Sense::Garment(_)
            | Sense::Feeling(_)
    )
}

fn meaning(token: Option<&Token>) -> Option<Sense> {
    let Some(Token::Word { word, .. }) = token else { return None };
    lexicon::sense(word).map(|(sense, _)| sense)
}

/// "A sad old man": whether a body is named after at most a few more qualities.
pub fn noun_follows(after: &[Token]) -> bool {
    for token in after.iter().take(4) {
        if matches!(token, Token::Mention(_)) {
            return true;
        }
        match meaning(Some(token)) {
            Some(Sense::Subject { .. } | Sense::Near { .. }) => return true,
            Some(Sense::Colour(_) | Sense::Size(_) | Sense::Old | Sense::Feeling(_) | Sense::Cut(_) | Sense::Mute) => {}
            Some(Sense::Act(_)) if matches!(token, Token::Word { word, .. } if word.ends_with("ing")) => {}
            Some(Sense::Garment(Garment::Hair)) => {}
            Some(Sense::Skip) if matches!(token, Token::Word { word, .. } if matches!(word.as_str(), "young" | "little" | "cute" | "pretty" | "beautiful" | "nice" | "lovely" | "great" | "good" | "new")) =>
                {}
            _ => return false,
        }
    }
    false
}

/// "Her dog" is not "her".
fn owns(next: Option<&Token>) -> bool {
    let Some(Token::Word { .. }) = next else { return false };
    matches!(
        meaning(next),
        Some(
            Sense::Subject { .. }
                | Sense::Near { .. }
                | Sense::Colour(_)
                | Sense::Size(_)
                | Sense::Skip
                | Sense::Garment(_)
                | Sense::Mute
                | Sense::Old
        ) | None
    )
}

fn phrase(tokens: &[Token], at: usize, length: usize) -> Option<String> {
    let words: Option<Vec<&str>> =
        tokens.get(at..at + length)?.iter().map(|token| if let Token::Word { word, .. } = token { Some(word.as_str()) } else { None }).collect();
    words.map(|words| words.join(" "))
}

fn phrase_sense(phrase: &str) -> Option<Sense> {
    lexicon::exact(phrase).or_else(|| {
        let singular = phrase.strip_suffix('s')?;
        lexicon::exact(singular).map(|sense| match sense {
            Sense::Subject { what, count } => Sense::Subject { what, count: count.max(2) },
            sense => sense,
        })
    })
}

/// "Wearing green", "in red": a colour that is worn, with no garment after it.
fn is_worn(tokens: &[Token], at: usize) -> bool {
    let wears = matches!(at.checked_sub(1).and_then(|at| tokens.get(at)), Some(Token::Word { word, .. }) if matches!(word.as_str(), "wearing" | "wears" | "wear" | "in"));
    let ends = match tokens.get(at + 1) {
        None | Some(Token::Comma | Token::Stop) => true,
        next => matches!(meaning(next), Some(Sense::And | Sense::Act(_) | Sense::Says)),
    };
    wears && ends
}

/// A capital at the beginning of a sentence is a name where somebody goes on to do or say something.
fn name_follows(tokens: &[Token], at: usize) -> bool {
    match tokens.get(at + 1) {
        Some(Token::Colon | Token::Quote(_)) => true,
        Some(next @ Token::Word { word, raw }) => {
            let acts = matches!(meaning(Some(next)), Some(Sense::Act(_) | Sense::Says | Sense::Play | Sense::Miss));
            let and_name = matches!(meaning(Some(next)), Some(Sense::And))
                && matches!(tokens.get(at + 2), Some(Token::Word { raw, .. }) if raw.chars().next().is_some_and(char::is_uppercase));
            acts || and_name || (matches!(word.as_str(), "is" | "has") && raw == word)
        }
        _ => false,
    }
}

fn graver(was: Option<Weather>, now: Weather) -> Weather {
    match was {
        Some(Weather::Storm) => Weather::Storm,
        Some(was @ (Weather::Rain | Weather::Snow)) if matches!(now, Weather::Wind | Weather::Clear | Weather::Cloudy) => was,
        _ => now,
    }
}

/// A token that begins or is part of naming a body: an article, a quality, a noun, a name.
#[must_use]
pub fn names_a_body(after: &[Token]) -> bool {
    match after.first() {
        Some(Token::Mention(_)) => true,
        Some(Token::Word { word, raw }) => match lexicon::sense(word) {
            Some((Sense::The | Sense::Subject { .. } | Sense::Near { .. } | Sense::Pronoun(_), _)) => true,
            Some((Sense::Skip, _)) => matches!(word.as_str(), "a" | "an" | "his" | "her" | "their" | "another" | "my"),
            Some(_) => noun_follows(after),
            None => raw.chars().next().is_some_and(char::is_uppercase),
        },
        _ => false,
    }
}

/// Used where nothing else is known of a subject than that it is somebody.
#[must_use]
pub fn is_body(sense: Option<Sense>) -> bool {
    matches!(sense, Some(Sense::Subject { .. } | Sense::Near { .. }))
}

/// Of either sex until a name says more.
#[must_use]
pub fn is_open(what: Subject) -> bool {
    matches!(what, Subject::Person | Subject::Child)
}
