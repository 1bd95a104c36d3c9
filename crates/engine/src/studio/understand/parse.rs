//! Who does what to whom: one pass over the tokens of a shot, with a subject, a verb and what is still to be attached.

use super::{
    lexicon::{self, Pronoun, Sense, Subject},
    token::Token,
};
use crate::studio::screenplay::{ActorKind, Ambience, CameraMove, Colour, Framing, Setting, Style, TimeOfDay, Verb, Weather};

/// At most this many bodies in a shot.
pub const MOST: usize = 6;

/// Who or what was spoken of.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    pub what: Subject,
    pub name: Option<String>,
    pub colour: Option<Colour>,
    pub size: f32,
    /// Not written, but follows: the ball of a basketball player.
    pub implied: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    pub subjects: Vec<usize>,
    pub verb: Verb,
    pub play: bool,
    pub object: Option<usize>,
    /// Towards whom, beside the object.
    pub towards: Option<usize>,
    /// Which step of the story.
    pub stage: usize,
    pub fails: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub speaker: Option<usize>,
    pub language: Option<&'static str>,
    pub words: String,
    pub stage: usize,
}

/// What was read out of the words of one shot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub entities: Vec<Entity>,
    pub clauses: Vec<Clause>,
    pub said: Vec<Said>,
    pub place: Option<Setting>,
    pub time: Option<TimeOfDay>,
    pub weather: Option<Weather>,
    pub style: Option<Style>,
    pub framing: Option<Framing>,
    pub movement: Option<CameraMove>,
    pub handheld: bool,
    pub slow: bool,
    pub bench: bool,
    pub hoop: bool,
    pub sounds: Vec<Ambience>,
    pub unknown: Vec<String>,
    /// Asked, and shown in another way: whole sentences.
    pub near: Vec<String>,
    pub left_out: usize,
    pub understood: usize,
    /// "He", with nobody in this shot that it could mean.
    pub refers_back: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Modifiers {
    colour: Option<Colour>,
    size: Option<f32>,
    count: Option<usize>,
    definite: bool,
    verb: Option<Verb>,
}

struct Reader {
    reading: Reading,
    modifiers: Modifiers,
    /// Who may be the subject of the next verb.
    subjects: Vec<usize>,
    last_subjects: Vec<usize>,
    clause: Option<usize>,
    joined: bool,
    towards: bool,
    with: bool,
    passive: bool,
    not: u8,
    stage: usize,
    fresh: bool,
    says: bool,
    language: Option<&'static str>,
    /// Something that is not cast stands where the subject should: what it does is nobody else's doing.
    stranger: bool,
}

/// Reads one shot's words.
#[must_use]
pub fn read(tokens: &[Token]) -> Reading {
    let mut reader = Reader {
        reading: Reading::default(),
        modifiers: Modifiers::default(),
        subjects: Vec::new(),
        last_subjects: Vec::new(),
        clause: None,
        joined: false,
        towards: false,
        with: false,
        passive: false,
        not: 0,
        stage: 0,
        fresh: true,
        says: false,
        language: None,
        stranger: false,
    };
    let mut at = 0;
    while at < tokens.len() {
        at += reader.token(tokens, at);
    }
    reader.reading
}

impl Reader {
    /// Reads what begins at `at`; how many tokens it took.
    fn token(&mut self, tokens: &[Token], at: usize) -> usize {
        match &tokens[at] {
            Token::Comma => {
                self.clause_ends(false);
                self.joined = true;
            }
            Token::Colon => {}
            Token::Stop => self.sentence_ends(),
            Token::Quote(words) => self.quote(words),
            Token::Mention(name) => {
                self.named(name, true);
            }
            Token::Word { word, raw } => return self.word(tokens, at, word, raw),
        }
        1
    }

    fn word(&mut self, tokens: &[Token], at: usize, word: &str, raw: &str) -> usize {
        for length in [3, 2] {
            if let Some(phrase) = phrase(tokens, at, length)
                && let Some(sense) = phrase_sense(&phrase)
            {
                self.sense(sense, false, &phrase, tokens.get(at + length));
                return length;
            }
        }
        let capital = raw.chars().next().is_some_and(char::is_uppercase) && raw.chars().count() > 1;
        match lexicon::sense(word) {
            Some((sense, plural)) => self.sense(sense, plural, word, tokens.get(at + 1)),
            None if word.chars().all(|c| c.is_ascii_digit()) => {
                self.modifiers.count = word.parse().ok().filter(|count| *count > 0);
            }
            None if capital && (!self.fresh || name_follows(tokens, at)) => self.named(raw, false),
            None => {
                self.reading.unknown.push(raw.to_owned());
                // What is not known can still be what a verb is about, so that nothing else takes its place.
                self.modifiers = Modifiers::default();
                self.stranger = true;
            }
        }
        self.fresh = false;
        self.not = self.not.saturating_sub(1);
        1
    }

    fn sense(&mut self, sense: Sense, plural: bool, word: &str, next: Option<&Token>) {
        let negated = self.not > 0;
        if !matches!(sense, Sense::Skip | Sense::The | Sense::And | Sense::Then | Sense::Towards | Sense::With | Sense::By | Sense::Meanwhile | Sense::Not | Sense::Count(_) | Sense::Pronoun(_)) {
            self.reading.understood += 1;
        }
        let r = &mut self.reading;
        match sense {
            Sense::Skip => {}
            Sense::Not => self.not = 4,
            _ if negated && matches!(sense, Sense::Weather(_) | Sense::Subject { .. } | Sense::Near { .. } | Sense::Act(_) | Sense::Place(_) | Sense::Sound(_)) => {
                self.not = 0;
                self.modifiers = Modifiers::default();
            }
            Sense::Subject { what, count } => self.subject(what, if plural { 2.max(count) } else { count }, None),
            Sense::Near { what, colour, shown } => {
                r.near.push(format!("“{word}” is shown as {shown}."));
                self.modifiers.colour = self.modifiers.colour.or(colour);
                self.subject(what, if plural { 2 } else { 1 }, None);
            }
            Sense::Place(place) => self.place(place),
            Sense::NearPlace(place, shown) => {
                if r.place.is_none() {
                    r.near.push(format!("“{word}” is shown as {shown}."));
                }
                self.place(place);
            }
            Sense::Time(time) => r.time = r.time.or(Some(time)),
            Sense::Weather(weather) => {
                r.weather = Some(graver(r.weather, weather));
                self.stranger = true;
            }
            Sense::Act(verb) => self.verb(verb, false, word, next),
            Sense::Play => self.verb(Verb::Bounce, true, word, next),
            Sense::Says => self.says(),
            Sense::Miss => self.outcome(false),
            Sense::Score => self.outcome(true),
            Sense::Colour(colour) => self.modifiers.colour = Some(colour),
            Sense::Size(size) => self.modifiers.size = Some(size),
            Sense::Count(count) => self.modifiers.count = Some(count),
            Sense::And => self.joined = true,
            Sense::Then => self.clause_ends(true),
            Sense::Meanwhile => self.clause_ends(false),
            Sense::The => self.modifiers.definite = true,
            Sense::By => self.passive = self.clause.is_some(),
            Sense::With => self.with = true,
            Sense::Towards => self.towards = true,
            Sense::Pronoun(_) if word == "her" && owns(next) => {}
            Sense::Pronoun(pronoun) => self.pronoun(pronoun),
            Sense::Bench => r.bench = true,
            Sense::Hoop => r.hoop = true,
            Sense::Camera(movement) => r.movement = Some(movement),
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
            Sense::Language(code) => self.language(code),
            Sense::Sound(sound) => {
                if !r.sounds.contains(&sound) {
                    r.sounds.push(sound);
                }
            }
        }
    }

    fn place(&mut self, place: Setting) {
        // "Beach ball", "city dog": the first place that is named is where it plays.
        let hall = self.reading.place == Some(Setting::Court) && place == Setting::Gym;
        self.reading.place = if hall { Some(place) } else { self.reading.place.or(Some(place)) };
        self.modifiers = Modifiers::default();
        self.towards = false;
    }

    fn language(&mut self, code: &'static str) {
        match self.reading.said.last_mut().filter(|said| said.language.is_none() && !self.says) {
            Some(said) => said.language = Some(code),
            None => self.language = Some(code),
        }
    }

    fn subject(&mut self, what: Subject, count: usize, name: Option<String>) {
        let modifiers = std::mem::take(&mut self.modifiers);
        let known = if modifiers.definite || name.is_some() || what == Subject::AnyBall { self.find(what, name.as_deref(), modifiers.colour, modifiers.definite) } else { None };
        let mut ids = Vec::new();
        if let Some(id) = known {
            self.reading.entities[id].implied = false;
            ids.push(id);
        } else {
            let wanted = modifiers.count.unwrap_or(count).max(1);
            for _ in 0..wanted {
                if self.reading.entities.len() >= MOST {
                    self.reading.left_out += 1;
                    continue;
                }
                self.reading.entities.push(Entity { what, name: name.clone(), colour: modifiers.colour, size: modifiers.size.unwrap_or(1.0), implied: false });
                ids.push(self.reading.entities.len() - 1);
            }
        }
        if let Some(verb) = modifiers.verb {
            let stage = self.stage;
            self.reading.clauses.push(Clause { subjects: ids.clone(), verb, play: false, object: None, towards: None, stage, fails: false });
        }
        self.attach(&ids);
        self.imply(what, &ids);
    }

    /// A player brings the ball.
    fn imply(&mut self, what: Subject, ids: &[usize]) {
        let ball = match what {
            Subject::Hooper => ActorKind::Basketball,
            Subject::Footballer => ActorKind::Football,
            _ => return,
        };
        self.reading.hoop |= what == Subject::Hooper;
        let has_ball = self.reading.entities.iter().any(|entity| is_ball(entity.what));
        if !ids.is_empty() && !has_ball && self.reading.entities.len() < MOST {
            self.reading.entities.push(Entity { what: Subject::Kind(ball), name: None, colour: None, size: 1.0, implied: true });
        }
    }

    /// Puts new bodies where the sentence has a place for them.
    fn attach(&mut self, ids: &[usize]) {
        let Some(first) = ids.first().copied() else { return };
        self.stranger = false;
        let joined = std::mem::take(&mut self.joined);
        let towards = std::mem::take(&mut self.towards);
        let with = std::mem::take(&mut self.with);
        let passive = std::mem::take(&mut self.passive);
        match self.clause {
            Some(clause) if passive => {
                let clause = &mut self.reading.clauses[clause];
                clause.object = clause.subjects.first().copied();
                clause.subjects = ids.to_vec();
                self.subjects = ids.to_vec();
            }
            Some(clause) if !joined => {
                let clause = &mut self.reading.clauses[clause];
                if clause.subjects.is_empty() {
                    clause.subjects = ids.to_vec();
                } else if towards && clause.object.is_some() {
                    clause.towards = Some(first);
                } else if clause.object.is_none() {
                    clause.object = Some(first);
                } else {
                    clause.towards = clause.towards.or(Some(first));
                }
            }
            Some(_) => {
                // "… and the dog barks": a new subject, whose verb is still to come.
                self.clause = None;
                self.subjects = ids.to_vec();
            }
            None if joined && !self.subjects.is_empty() => self.subjects.extend_from_slice(ids),
            None if with && !self.subjects.is_empty() => {}
            None => self.subjects = ids.to_vec(),
        }
        self.last_subjects.clone_from(&self.subjects);
    }

    fn verb(&mut self, verb: Verb, play: bool, word: &str, next: Option<&Token>) {
        // "A running man": between an article and its noun.
        let before_noun = matches!(next, Some(Token::Word { word, .. }) if matches!(lexicon::sense(word), Some((Sense::Subject { .. } | Sense::Near { .. }, _))));
        if self.subjects.is_empty() && self.clause.is_none() && before_noun && word.ends_with("ing") {
            self.modifiers.verb = Some(verb);
            return;
        }
        if self.stranger && self.subjects.is_empty() && self.clause.is_none() {
            return;
        }
        let joined = std::mem::take(&mut self.joined);
        if let Some(clause) = self.clause {
            let same = self.reading.clauses[clause].subjects.clone();
            if self.subjects.is_empty() {
                self.subjects = same;
            }
            if joined && self.reading.clauses[clause].subjects == self.subjects {
                self.stage += 1;
            }
        }
        if self.subjects.is_empty() && !self.fresh {
            self.subjects.clone_from(&self.last_subjects);
        }
        let stage = self.stage;
        self.reading.clauses.push(Clause { subjects: self.subjects.clone(), verb, play, object: None, towards: None, stage, fails: false });
        self.clause = Some(self.reading.clauses.len() - 1);
        self.towards = false;
        self.modifiers = Modifiers::default();
    }

    fn says(&mut self) {
        self.says = true;
        self.joined = false;
        if self.subjects.is_empty() {
            self.subjects.clone_from(&self.last_subjects);
        }
    }

    fn quote(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        let speaker = self.subjects.last().or(self.last_subjects.last()).copied();
        let language = self.language.take();
        self.reading.said.push(Said { speaker, language, words: words.to_owned(), stage: self.stage });
        self.reading.understood += 1;
        self.says = false;
    }

    fn outcome(&mut self, succeeds: bool) {
        let throw = self.reading.clauses.iter_mut().rev().find(|clause| clause.verb == Verb::Throw || clause.verb == Verb::Kick);
        match throw {
            Some(clause) => clause.fails = !succeeds,
            None => {
                self.verb(Verb::Throw, false, "shoots", None);
                if let Some(clause) = self.clause {
                    self.reading.clauses[clause].fails = !succeeds;
                }
            }
        }
        self.joined = false;
    }

    fn pronoun(&mut self, pronoun: Pronoun) {
        let fits = |entity: &Entity| match (pronoun, entity.what) {
            (Pronoun::It, what) => !is_person(what),
            (Pronoun::He, Subject::Kind(kind)) => matches!(kind, ActorKind::Man | ActorKind::Boy | ActorKind::Dog),
            (Pronoun::She, Subject::Kind(kind)) => matches!(kind, ActorKind::Woman | ActorKind::Girl | ActorKind::Cat),
            (_, what) => is_person(what),
        };
        let found: Vec<usize> = (0..self.reading.entities.len()).filter(|id| fits(&self.reading.entities[*id])).collect();
        if found.is_empty() && self.reading.entities.is_empty() {
            self.reading.refers_back = true;
            return;
        }
        let chosen = if pronoun == Pronoun::They { found } else { found.last().map(|id| vec![*id]).unwrap_or_default() };
        if !chosen.is_empty() && (self.clause.is_none() || self.joined) {
            self.joined = false;
            self.clause = None;
            self.subjects.clone_from(&chosen);
            self.last_subjects = chosen;
        } else if let (Some(clause), Some(first)) = (self.clause, chosen.first()) {
            let clause = &mut self.reading.clauses[clause];
            if clause.object.is_none() && !clause.subjects.contains(first) && !self.modifiers.definite {
                clause.object = Some(*first);
            }
        }
    }

    fn named(&mut self, name: &str, mention: bool) {
        let lower = name.to_lowercase();
        let kind = if lexicon::is_mans_name(&lower) { ActorKind::Man } else { ActorKind::Woman };
        self.reading.understood += 1;
        if mention && !self.reading.entities.iter().any(|entity| entity.name.as_deref() == Some(lower.as_str())) {
            self.reading.near.push(format!("The studio engine draws no likeness: @{name} is a drawn person."));
        }
        // "Two friends on a bench. Ana says …": a name for somebody who is already there.
        let nameless = (0..self.reading.entities.len()).find(|id| {
            let entity = &self.reading.entities[*id];
            entity.name.is_none() && matches!(entity.what, Subject::Person | Subject::Child)
        });
        let known = self.find(Subject::Kind(kind), Some(&lower), None, true);
        match (known, nameless) {
            (None, Some(id)) => {
                let entity = &mut self.reading.entities[id];
                entity.name = Some(lower);
                entity.what = Subject::Kind(match (entity.what, kind) {
                    (Subject::Child, ActorKind::Man) => ActorKind::Boy,
                    (Subject::Child, _) => ActorKind::Girl,
                    (_, kind) => kind,
                });
                self.modifiers = Modifiers::default();
                self.attach(&[id]);
            }
            _ => self.subject(Subject::Kind(kind), 1, Some(lower)),
        }
        self.fresh = false;
    }

    fn find(&self, what: Subject, name: Option<&str>, colour: Option<Colour>, definite: bool) -> Option<usize> {
        let same = |entity: &Entity| {
            if let Some(name) = name {
                return entity.name.as_deref() == Some(name);
            }
            let kind = entity.what == what || (what == Subject::AnyBall && is_ball(entity.what)) || (matches!(what, Subject::Person) && is_person(entity.what));
            kind && (colour.is_none() || colour == entity.colour) && (definite || entity.implied)
        };
        self.reading.entities.iter().rposition(same)
    }

    fn clause_ends(&mut self, next_step: bool) {
        if next_step && (self.clause.is_some() || !self.reading.said.is_empty()) {
            self.stage += 1;
        }
        if let Some(clause) = self.clause.take() {
            self.subjects.clone_from(&self.reading.clauses[clause].subjects);
            self.last_subjects.clone_from(&self.subjects);
            // A comma and a verb go on with the same subject, one step later.
            if !next_step {
                self.clause = Some(clause);
            }
        }
        self.joined = true;
        self.modifiers = Modifiers::default();
        self.towards = false;
        self.with = false;
        self.not = 0;
    }

    fn sentence_ends(&mut self) {
        if self.clause.is_some() {
            self.stage += 1;
        }
        self.clause = None;
        if !self.subjects.is_empty() {
            self.last_subjects = std::mem::take(&mut self.subjects);
        }
        self.joined = false;
        self.towards = false;
        self.with = false;
        self.says = false;
        self.stranger = false;
        self.not = 0;
        self.modifiers = Modifiers::default();
        self.fresh = true;
    }
}

/// "Her dog" is not "her".
fn owns(next: Option<&Token>) -> bool {
    let Some(Token::Word { word, .. }) = next else { return false };
    matches!(lexicon::sense(word), Some((Sense::Subject { .. } | Sense::Near { .. } | Sense::Colour(_) | Sense::Size(_) | Sense::Skip, _)) | None)
}

fn phrase(tokens: &[Token], at: usize, length: usize) -> Option<String> {
    let words: Option<Vec<&str>> = tokens
        .get(at..at + length)?
        .iter()
        .map(|token| if let Token::Word { word, .. } = token { Some(word.as_str()) } else { None })
        .collect();
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

/// A capital at the beginning of a sentence is a name where somebody goes on to do or say something.
fn name_follows(tokens: &[Token], at: usize) -> bool {
    match tokens.get(at + 1) {
        Some(Token::Colon | Token::Quote(_)) => true,
        Some(Token::Word { word, raw }) => {
            let meaning = lexicon::sense(word).map(|(sense, _)| sense);
            let acts = matches!(meaning, Some(Sense::Act(_) | Sense::Says | Sense::Play | Sense::Miss));
            let and_name = matches!(meaning, Some(Sense::And)) && matches!(tokens.get(at + 2), Some(Token::Word { raw, .. }) if raw.chars().next().is_some_and(char::is_uppercase));
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

#[must_use]
pub fn is_ball(what: Subject) -> bool {
    what == Subject::AnyBall || matches!(what, Subject::Kind(kind) if kind.is_ball())
}

#[must_use]
pub fn is_person(what: Subject) -> bool {
    match what {
        Subject::Kind(kind) => kind.is_person(),
        Subject::AnyBall => false,
        _ => true,
    }
}
