//! One pass over the units of a shot: what each does to the reading. Who does what to whom is in `grammar`.

mod context;
mod counting;
mod looks;

pub use context::names_a_body;

use super::{
    grammar::{Grammar, Modifiers},
    lexicon::{self, Form, Garment, Pronoun, Sense, Subject, Tongue, numbers},
    players::Players,
    reading::{Counting, Reading},
    scenes,
    tag::{Unit, What},
};
use crate::studio::screenplay::{CameraMove, Setting, Verb, Weather};
use context::{begins_clause, can_be_denied, counts_as_understood, follows_its_noun, graver, is_worn, noun_follows, owns};
use counting::count_aloud;

/// Reads one shot's words.
#[must_use]
pub fn read(units: &[Unit], tongue: Tongue, players: &Players) -> Reading {
    read_on(units, tongue, players, None)
}

/// The same where somebody is there already: whom the words then mean, and who of them did something last.
#[must_use]
pub fn read_on(units: &[Unit], tongue: Tongue, players: &Players, there: Option<&Reading>) -> Reading {
    let g = there.map_or_else(Grammar::new, Grammar::among);
    let mut reader = Reader { g, players, not: 0, camera_moved: false };
    reader.g.reading.tongue = tongue;
    for at in 0..units.len() {
        reader.unit(units, at);
    }
    reader.g.drop_modifiers();
    reader.g.talk();
    let mut reading = reader.g.reading;
    reading.clauses.retain(|clause| !clause.void);
    count_aloud(&mut reading);
    reading
}

struct Reader<'a> {
    g: Grammar,
    players: &'a Players,
    /// Units for which a "no" still holds.
    not: u8,
    /// The last thing that moved is the camera: "to the left" is about it.
    camera_moved: bool,
}

impl Reader<'_> {
    fn unit(&mut self, units: &[Unit], at: usize) {
        let unit = &units[at];
        match &unit.what {
            What::Comma => {
                self.not = 0;
                self.g.clause_ends(false);
                self.camera_moved = false;
            }
            What::Colon if self.g.has_clause() => self.g.clause_ends(false),
            What::Colon => {}
            What::Stop => {
                self.not = 0;
                self.g.sentence_ends();
                self.camera_moved = false;
            }
            What::Quote(words) => self.g.quote(words),
            What::Mention(mention) => self.g.mentioned(&self.players.of(mention)),
            What::Name if unit.owns => self.g.modifiers.definite = true,
            What::Name => self.g.named(&unit.raw),
            What::Number(number) => self.g.modifiers.count = usize::try_from(*number).ok().filter(|count| *count > 0),
            // "Without a collar": what is not wanted need not be known.
            What::Unknown if self.not > 0 => {
                self.not = 0;
                self.g.modifiers = Modifiers::default();
            }
            What::Unknown => {
                self.g.reading.unknown.push(unit.raw.clone());
                self.g.stranger(false);
            }
            What::Means(sense) => {
                if let Some(shown) = &unit.shown {
                    self.g.reading.near.push(shown.clone());
                }
                self.sense(*sense, units, at);
            }
        }
        if !matches!(unit.what, What::Stop | What::Comma) {
            self.g.fresh = false;
            self.not = self.not.saturating_sub(1);
        }
    }

    fn sense(&mut self, sense: Sense, units: &[Unit], at: usize) {
        let unit = &units[at];
        if counts_as_understood(sense) {
            self.g.reading.understood += 1;
        }
        // "Not in the park" denies what is done there, not the park.
        let far = matches!(sense, Sense::Place(_) | Sense::NearPlace(..) | Sense::Part(_)) && self.not < 3;
        if self.not > 0 && !far && can_be_denied(sense) {
            self.not = 0;
            self.g.modifiers = Modifiers::default();
            if let Sense::Act(verb) = sense {
                self.g.denied(verb, unit, &units[at + 1..]);
            }
            return;
        }
        match sense {
            Sense::Not => self.not = 5,
            Sense::Body(_) | Sense::Heap(_) | Sense::Game(_) => self.body(sense, unit),
            Sense::Place(_)
            | Sense::NearPlace(..)
            | Sense::Inside
            | Sense::Part(_)
            | Sense::Time(_)
            | Sense::Season(_)
            | Sense::Weather(_)
            | Sense::Bench
            | Sense::Hoop
            | Sense::Sound(_) => self.surroundings(sense, units, at),
            Sense::Colour(_)
            | Sense::Size(_)
            | Sense::Count(_)
            | Sense::Times(_)
            | Sense::TimesWord
            | Sense::Garment(_)
            | Sense::Costume(_)
            | Sense::Cut(_)
            | Sense::Old
            | Sense::Glasses
            | Sense::Beard
            | Sense::Feeling(_) => self.quality(sense, units, at),
            Sense::Camera(_) | Sense::Handheld | Sense::Frame(_) | Sense::Style(_) | Sense::Pace(_) | Sense::Dissolve => self.film(sense, unit),
            Sense::Way(way) if self.camera_moved => self.g.reading.movement = Some(if way < 0 { CameraMove::PanLeft } else { CameraMove::PanRight }),
            Sense::Mute => {
                self.g.reading.unknown.push(unit.word.clone());
                self.g.modifiers.colour_word = None;
                self.g.modifiers.colour = None;
            }
            Sense::Idea => self.g.reading.ideas.push(unit.word.clone()),
            _ => self.action(sense, units, at),
        }
    }

    fn action(&mut self, sense: Sense, units: &[Unit], at: usize) {
        let (unit, after) = (&units[at], &units[at + 1..]);
        let g = &mut self.g;
        match sense {
            Sense::Act(verb) => g.verb(verb, false, unit, after),
            Sense::Play => g.verb(Verb::Bounce, true, unit, after),
            Sense::Says => g.says(),
            Sense::Counts => self.counts(after),
            Sense::Miss => g.outcome(false),
            Sense::Score if unit.word.starts_with("sink") && g.subjects_float() => g.verb(Verb::Topple, false, unit, after),
            Sense::Score => g.outcome(true),
            Sense::And => g.and(),
            Sense::Nobody => g.stranger(true),
            Sense::Then => g.clause_ends(true),
            Sense::Meanwhile => g.meanwhile(),
            Sense::When => g.when(),
            Sense::The => g.modifiers.definite = true,
            Sense::Possessive => g.modifiers.owned = true,
            Sense::By => g.by(),
            Sense::With => g.with = true,
            Sense::Towards => g.towards = true,
            Sense::Mutual => g.mutual(),
            Sense::Relative => g.relative(after),
            Sense::Prep => g.prep = true,
            Sense::Haste(haste) => g.haste(haste),
            Sense::Way(way) => g.way(way),
            Sense::Pronoun(Pronoun::She) if unit.word == "her" && owns(after.first()) => g.modifiers.owned = true,
            Sense::Pronoun(pronoun) => g.pronoun(pronoun),
            Sense::Language(code) => g.language(code),
            _ => {}
        }
    }

    /// "Counts from one to five", "counts to ten", "counts down from three".
    fn counts(&mut self, after: &[Unit]) {
        let number = |unit: &Unit| match unit.what {
            What::Number(number) => Some(number),
            _ => numbers::parse(&unit.word),
        };
        let told: Vec<u32> = after.iter().take(8).take_while(|unit| !unit.is_stop()).filter_map(number).collect();
        let down = after.iter().take(3).any(|unit| unit.word == "down" || unit.word == "backwards");
        let (from, to) = match told.as_slice() {
            [from, to, ..] => (*from, *to),
            [one] if down => (*one, 1),
            [one] => (1, *one),
            [] if down => (5, 1),
            [] => (1, 5),
        };
        self.g.says();
        let (speaker, stage) = self.g.speaking();
        self.g.reading.counting = Some(Counting { speaker, from: from.min(100), to: to.min(100), language: None, stage });
    }

    fn body(&mut self, sense: Sense, unit: &Unit) {
        self.camera_moved = false;
        match sense {
            Sense::Heap(count) => self.g.modifiers.heap = Some(usize::from(count)),
            Sense::Game(ball) => self.g.game(ball),
            // "The dog's ball": the ball.
            Sense::Body(_) if unit.owns => self.g.modifiers.definite = true,
            Sense::Body(body) => {
                if body.near {
                    let shown =
                        if let Subject::Kind(kind) = body.what { lexicon::names::a(&lexicon::names::called(kind)) } else { "a person".to_owned() };
                    self.g.reading.near.push(format!("“{}” is shown as {shown}.", unit.word));
                }
                self.g.noun(body, &unit.word, unit.form == Form::S);
            }
            _ => {}
        }
    }

    fn surroundings(&mut self, sense: Sense, units: &[Unit], at: usize) {
        let (word, next) = (&units[at].word, units.get(at + 1));
        let r = &mut self.g.reading;
        match sense {
            Sense::Place(place) => {
                self.place(place, word);
                if begins_clause(units, at) {
                    self.g.place_acts();
                }
            }
            Sense::NearPlace(place, shown) => {
                if r.place.is_none() {
                    r.near.push(format!("“{word}” is shown as {shown}."));
                }
                self.place(place, word);
            }
            Sense::Inside => r.inside = true,
            Sense::Part(places) => {
                r.parts.push((word.clone(), places));
                if matches!(word.as_str(), "puddle" | "puddles") {
                    r.weather = r.weather.or(Some(Weather::Rain));
                }
                self.g.passed_by();
                if begins_clause(units, at) {
                    self.g.scenery_acts();
                }
            }
            // "Dark blue" is no night.
            Sense::Time(_) if word == "dark" && matches!(next.and_then(Unit::sense), Some(Sense::Colour(_))) => {}
            Sense::Time(time) => r.time = r.time.or(Some(time)),
            Sense::Season(season) => r.season = r.season.or(Some(season)),
            Sense::Weather(weather) => {
                r.weather = Some(graver(r.weather, weather));
                if !self.g.has_clause() || next.is_some_and(|unit| matches!(unit.sense(), Some(Sense::Act(_)))) {
                    self.g.stranger(true);
                }
            }
            Sense::Bench => r.bench = true,
            Sense::Hoop => r.hoop = true,
            Sense::Sound(sound) => {
                if !r.sounds.contains(&sound) {
                    r.sounds.push(sound);
                }
                if begins_clause(units, at) {
                    self.g.place_acts();
                }
                self.g.stranger(true);
            }
            _ => {}
        }
    }

    fn place(&mut self, place: Setting, word: &str) {
        // "Beach ball", "city dog": the first place that is named is where it plays.
        let r = &mut self.g.reading;
        if let Some(first) = r.place.filter(|first| !scenes::same(*first, place)) {
            let first = lexicon::names::spaced(&format!("{first:?}"));
            r.near.push(format!("“{word}” is left out: this shot plays in one place, the {first}."));
        }
        let hall = r.place == Some(Setting::Court) && place == Setting::Gym;
        r.place = if hall { Some(place) } else { r.place.or(Some(place)) };
        self.g.drop_modifiers();
        self.g.passed_by();
    }

    fn quality(&mut self, sense: Sense, units: &[Unit], at: usize) {
        let (word, after) = (&units[at].word, &units[at + 1..]);
        let of_noun = noun_follows(after);
        // "Un paraguas rojo".
        if let (Sense::Colour(colour), Some(Sense::Garment(garment)), false) =
            (sense, at.checked_sub(1).and_then(|at| units[at].sense()), self.g.reading.tongue == Tongue::English)
        {
            self.g.modifiers.colour = Some(colour);
            return self.garment(garment, word, false);
        }
        let of_last = !of_noun && self.g.is_just_named() && follows_its_noun(units, at);
        match sense {
            Sense::Colour(colour) if is_worn(units, at) && !self.g.people.is_empty() => {
                self.g.modifiers.colour = Some(colour);
                self.garment(Garment::Top, word, false);
            }
            Sense::Colour(colour) if of_last => self.g.each_named_last(|entity| entity.colour = Some(colour)),
            Sense::Size(size) if of_last => self.g.each_named_last(|entity| entity.size = size),
            Sense::Colour(colour) => (self.g.modifiers.colour, self.g.modifiers.colour_word) = (Some(colour), Some(word.clone())),
            Sense::Size(size) => self.g.modifiers.size = Some(size),
            Sense::Count(count) => self.g.modifiers.count = Some(usize::from(count)),
            Sense::Times(times) => self.g.times(times),
            Sense::TimesWord => {
                let count = self.g.modifiers.count.take().unwrap_or(1);
                self.g.times(u8::try_from(count).unwrap_or(u8::MAX));
            }
            Sense::Garment(garment) => self.garment(garment, word, of_noun),
            Sense::Costume(costume) => self.dress(of_noun, word, |wear, _| wear.costume = Some(costume)),
            Sense::Cut(cut) => self.dress(of_noun, word, |wear, _| wear.cut = Some(cut)),
            Sense::Old => self.dress(of_noun, word, |wear, _| wear.old = true),
            Sense::Glasses => self.dress(of_noun, word, |wear, _| wear.glasses = true),
            Sense::Beard => self.dress(of_noun, word, |wear, _| wear.beard = true),
            Sense::Feeling(feeling) => self.feeling(feeling, word, of_noun, of_last),
            _ => {}
        }
    }

    fn film(&mut self, sense: Sense, unit: &Unit) {
        let r = &mut self.g.reading;
        match sense {
            Sense::Camera(movement) => {
                r.movement = Some(movement);
                self.camera_moved = matches!(movement, CameraMove::PanLeft | CameraMove::PanRight);
            }
            Sense::Handheld => r.handheld = true,
            Sense::Dissolve => r.dissolve = true,
            Sense::Frame(framing) => r.framing = Some(framing),
            Sense::Style(style) => {
                r.style = Some(style);
                if let Some(shown) = lexicon::kind_of(&unit.word) {
                    r.near.push(format!("The style “{}” is not drawn yet; the {shown} style is used.", unit.word));
                }
            }
            Sense::Pace(pace) => r.pace = Some(pace),
            _ => {}
        }
        self.g.modifiers.size = None;
    }
}
