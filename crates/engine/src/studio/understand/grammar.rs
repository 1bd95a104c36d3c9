//! Who does what to whom: a subject, a verb, and what is still to be attached. Knows roles, not words.

use super::{
    lexicon::{self, Pronoun, Sense, Subject},
    parse::{is_body, is_open, names_a_body},
    players::Player,
    reading::{Clause, Entity, MOST, Reading, Said, is_ball, is_person, travels},
    token::Token,
};
use crate::studio::screenplay::{ActorKind, Colour, Feeling, Verb, Wear};

/// What was said before the noun that it belongs to.
#[derive(Clone, Debug, Default)]
pub struct Modifiers {
    pub colour: Option<Colour>,
    pub colour_word: Option<String>,
    pub size: Option<f32>,
    pub count: Option<usize>,
    pub definite: bool,
    pub verb: Option<Verb>,
    pub wear: Wear,
    pub feeling: Option<Feeling>,
    /// As written: qualities that only people have here.
    pub personal: Vec<String>,
}

#[derive(Debug, Default)]
pub struct Grammar {
    pub reading: Reading,
    pub modifiers: Modifiers,
    /// The people who were named last: what they wear is theirs.
    pub people: Vec<usize>,
    pub towards: bool,
    pub with: bool,
    /// At the beginning of a sentence.
    pub fresh: bool,
    /// Who may be the subject of the next verb.
    subjects: Vec<usize>,
    last_subjects: Vec<usize>,
    named_last: Vec<usize>,
    just_named: bool,
    clause: Option<usize>,
    joined: bool,
    anded: bool,
    meanwhile: bool,
    passive: bool,
    stage: usize,
    says: bool,
    language: Option<&'static str>,
    haste: Option<f64>,
    /// Something that is not cast stands where the subject should: what it does is nobody else's doing.
    stranger: Option<Stranger>,
    /// "A ball that …": what the next verb is done to.
    relative_object: Option<usize>,
    /// Whose verb is still to come after a relative clause.
    resume: Vec<usize>,
    /// One of several who had no name was mentioned: the next mention may be another of them.
    named_one: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stranger {
    Unknown,
    Weather,
}

impl Grammar {
    #[must_use]
    pub fn new() -> Self {
        Self { fresh: true, ..Self::default() }
    }

    /// Something that is not cast: a word that is not known, or the weather.
    pub fn stranger(&mut self, weather: bool) {
        self.modifiers = Modifiers::default();
        self.stranger = Some(if weather { Stranger::Weather } else { Stranger::Unknown });
    }

    /// Qualities that found no noun are told.
    pub fn drop_modifiers(&mut self) {
        let modifiers = std::mem::take(&mut self.modifiers);
        self.reading.unknown.extend(modifiers.colour_word.filter(|_| modifiers.colour.is_some()));
        self.reading.unknown.extend(modifiers.personal);
    }

    pub fn and(&mut self) {
        (self.joined, self.anded) = (true, true);
    }

    pub fn by(&mut self) {
        self.passive = self.clause.is_some();
    }

    pub fn haste(&mut self, haste: f64) {
        match self.clause {
            Some(clause) => self.reading.clauses[clause].haste = haste,
            None => self.haste = Some(haste),
        }
    }

    pub fn way(&mut self, way: i8) {
        let of_clause = self.clause.map(|clause| self.reading.clauses[clause].subjects.clone());
        let who = of_clause.unwrap_or_else(|| self.subjects.clone());
        self.towards = false;
        if who.is_empty() {
            self.reading.way = Some(way);
        }
        for id in who {
            self.reading.entities[id].way = Some(way);
        }
    }

    pub fn mutual(&mut self) {
        if let Some(clause) = self.clause {
            self.reading.clauses[clause].mutual = true;
        }
        (self.towards, self.with) = (false, false);
    }

    pub fn language(&mut self, code: &'static str) {
        match self.reading.said.last_mut().filter(|said| said.language.is_none() && !self.says) {
            Some(said) => said.language = Some(code),
            None => self.language = Some(code),
        }
    }

    /// What is said next is of all who do what was said last: "they dance under one umbrella".
    pub fn share(&mut self) {
        let doing = self.clause.map_or(&self.subjects, |clause| &self.reading.clauses[clause].subjects);
        let people: Vec<usize> = doing.iter().copied().filter(|id| is_person(self.reading.entities[*id].what)).collect();
        if self.people.iter().all(|person| people.contains(person)) && !people.is_empty() {
            self.people = people;
        }
        self.with = false;
    }

    /// "A man who runs" and "a ball that a girl throws".
    pub fn relative(&mut self, after: &[Token]) {
        let bare_noun = matches!(after.first(), Some(Token::Word { word, .. }) if is_body(lexicon::sense(word).map(|(sense, _)| sense)));
        if self.named_last.is_empty() || bare_noun {
            self.modifiers.definite = true;
            return;
        }
        let about = self.named_last.clone();
        self.resume = if self.clause.is_none() { std::mem::take(&mut self.subjects) } else { Vec::new() };
        self.clause = None;
        (self.joined, self.towards, self.with) = (false, false, false);
        if names_a_body(after) {
            self.relative_object = about.first().copied();
            self.subjects.clear();
        } else {
            self.subjects = about;
            self.resume.clear();
        }
    }

    pub fn subject(&mut self, what: Subject, count: usize, name: Option<String>) {
        let modifiers = std::mem::take(&mut self.modifiers);
        let known = if modifiers.definite || name.is_some() || what == Subject::AnyBall {
            self.find(what, name.as_deref(), modifiers.colour, modifiers.definite)
        } else {
            None
        };
        let mut ids = Vec::new();
        if let Some(id) = known {
            self.reading.entities[id].implied = false;
            ids.push(id);
        } else {
            self.cast(what, name, &modifiers, modifiers.count.unwrap_or(count).max(1), &mut ids);
        }
        if let Some(verb) = modifiers.verb {
            self.reading.clauses.push(Clause::new(ids.clone(), verb, self.stage));
        }
        self.attach(&ids);
        self.imply(what, &ids);
    }

    fn cast(&mut self, what: Subject, name: Option<String>, modifiers: &Modifiers, wanted: usize, ids: &mut Vec<usize>) {
        let glad_pet =
            matches!(what, Subject::Kind(kind) if kind.is_pet()) && modifiers.feeling == Some(Feeling::Happy) && modifiers.wear == Wear::default();
        if !is_person(what) && !glad_pet {
            self.reading.unknown.extend(modifiers.personal.iter().cloned());
        }
        for _ in 0..wanted {
            if self.reading.entities.len() >= MOST {
                self.reading.left_out += 1;
                continue;
            }
            let (colour, size) = (modifiers.colour, modifiers.size.unwrap_or(1.0));
            self.reading.entities.push(Entity {
                name: name.clone(),
                colour,
                size,
                wear: modifiers.wear,
                feeling: modifiers.feeling,
                ..Entity::new(what)
            });
            ids.push(self.reading.entities.len() - 1);
        }
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
            self.reading.entities.push(Entity::implied(Subject::Kind(ball)));
        }
    }

    /// Puts new bodies where the sentence has a place for them.
    fn attach(&mut self, ids: &[usize]) {
        let Some(first) = ids.first().copied() else { return };
        self.stranger = None;
        self.named_last = ids.to_vec();
        self.just_named = true;
        let people: Vec<usize> = ids.iter().copied().filter(|id| is_person(self.reading.entities[*id].what)).collect();
        if !people.is_empty() {
            self.people = people;
        }
        let joined = std::mem::take(&mut self.joined);
        let with = std::mem::take(&mut self.with);
        match self.clause {
            Some(clause) if std::mem::take(&mut self.passive) => {
                let clause = &mut self.reading.clauses[clause];
                clause.object = clause.subjects.first().copied();
                clause.subjects = ids.to_vec();
                self.subjects = ids.to_vec();
            }
            Some(clause) if !joined => self.complement(clause, ids, first, with),
            Some(_) => {
                // "… and the dog barks": a new subject, whose verb is still to come.
                self.clause = None;
                self.subjects = ids.to_vec();
            }
            None if joined && !self.subjects.is_empty() => self.subjects.extend_from_slice(ids),
            None if with && !self.subjects.is_empty() => {
                let goes_along = !is_ball(self.reading.entities[first].what);
                if goes_along {
                    self.subjects.extend_from_slice(ids);
                } else {
                    self.reading.entities[self.subjects[0]].carries = Some(first);
                }
            }
            None => self.subjects = ids.to_vec(),
        }
        self.towards = false;
        self.last_subjects.clone_from(&self.subjects);
    }

    /// What comes after a verb: whom it is done to, towards whom, or who does it too.
    fn complement(&mut self, clause: usize, ids: &[usize], first: usize, with: bool) {
        let towards = self.towards;
        let too = with && !is_ball(self.reading.entities[first].what);
        let clause = &mut self.reading.clauses[clause];
        let together = travels(clause.verb)
            || matches!(clause.verb, Verb::Dance | Verb::Sit | Verb::Jump | Verb::Sleep | Verb::Stand | Verb::Talk)
            || clause.play;
        if clause.subjects.is_empty() {
            clause.subjects = ids.to_vec();
        } else if too && together {
            clause.subjects.extend_from_slice(ids);
        } else if with && !too && (travels(clause.verb) || matches!(clause.verb, Verb::Flee | Verb::Stand | Verb::Sit | Verb::Wave)) {
            self.reading.entities[clause.subjects[0]].carries = Some(first);
        } else if towards && (clause.object.is_some() || travels(clause.verb)) {
            clause.towards = Some(first);
        } else if clause.object.is_none() {
            clause.object = Some(first);
        } else {
            clause.towards = clause.towards.or(Some(first));
        }
    }

    pub fn verb(&mut self, verb: Verb, play: bool, word: &str, after: &[Token]) {
        let next =
            after.first().and_then(|token| if let Token::Word { word, .. } = token { lexicon::sense(word) } else { None }).map(|(sense, _)| sense);
        let gerund = word.ends_with("ing");
        // "A running man": between an article and its noun.
        if self.subjects.is_empty() && self.clause.is_none() && is_body(next) && gerund {
            self.modifiers.verb = Some(verb);
            return;
        }
        if let Some(stranger) = self.stranger
            && self.subjects.is_empty()
            && self.clause.is_none()
        {
            if stranger == Stranger::Unknown {
                self.reading.unknown.push(word.to_owned());
            }
            return;
        }
        let joined = std::mem::take(&mut self.joined);
        let participle = (gerund || next == Some(Sense::By)) && self.just_named;
        if self.clause.is_some() && !joined && participle {
            // "… a ball thrown by a girl", "… a dog running": about what was named last.
            self.clause = None;
            self.subjects.clone_from(&self.named_last);
        } else if self.clause.is_some() && !joined && !self.resume.is_empty() {
            self.clause = None;
            self.subjects = std::mem::take(&mut self.resume);
        }
        self.next_stage(verb, joined);
        if self.subjects.is_empty() && !self.fresh {
            self.subjects.clone_from(&self.last_subjects);
        }
        let clause = Clause {
            play,
            object: self.relative_object.take(),
            haste: self.haste.take().unwrap_or(1.0),
            ..Clause::new(self.subjects.clone(), verb, self.stage)
        };
        self.reading.clauses.push(clause);
        self.clause = Some(self.reading.clauses.len() - 1);
        (self.towards, self.just_named, self.anded, self.meanwhile) = (false, false, false, false);
        self.drop_modifiers();
    }

    /// A verb that goes on from another one of the same subject comes after it, unless both go together.
    fn next_stage(&mut self, verb: Verb, joined: bool) {
        let Some(clause) = self.clause else { return };
        let same = &self.reading.clauses[clause].subjects;
        if self.subjects.is_empty() {
            self.subjects.clone_from(same);
        }
        let together = self.meanwhile || (self.anded && matches!(verb, Verb::Wave | Verb::Talk | Verb::Bark));
        if joined && *same == self.subjects && !together {
            self.stage += 1;
        }
    }

    pub fn says(&mut self) {
        self.says = true;
        self.joined = false;
        if self.subjects.is_empty() {
            self.subjects.clone_from(&self.last_subjects);
        }
    }

    pub fn quote(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        let speaker = self.subjects.last().or(self.last_subjects.last()).copied();
        let language = self.language.take();
        self.reading.said.push(Said { speaker, language, words: words.to_owned(), stage: self.stage });
        self.reading.understood += 1;
        self.says = false;
    }

    pub fn outcome(&mut self, succeeds: bool) {
        let throw = self.reading.clauses.iter_mut().rev().find(|clause| clause.verb == Verb::Throw || clause.verb == Verb::Kick);
        match throw {
            Some(clause) => clause.fails = !succeeds,
            None => {
                self.verb(Verb::Throw, false, "shoots", &[]);
                if let Some(clause) = self.clause {
                    self.reading.clauses[clause].fails = !succeeds;
                }
            }
        }
        self.joined = false;
    }

    pub fn pronoun(&mut self, pronoun: Pronoun) {
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
            let towards = std::mem::take(&mut self.towards);
            let clause = &mut self.reading.clauses[clause];
            if clause.subjects.contains(first) || self.modifiers.definite {
                return;
            }
            if towards && (travels(clause.verb) || clause.object.is_some()) {
                clause.towards = clause.towards.or(Some(*first));
            } else if clause.object.is_none() {
                clause.object = Some(*first);
            }
        }
    }

    /// A mention: always the same one by its name, and never somebody else.
    pub fn mentioned(&mut self, player: &Player) {
        let name = player.mention.to_string();
        self.reading.understood += 1;
        // "Two friends. @ana says …", "her dog @ana.rex": who is already there.
        let nameless = (0..self.reading.entities.len()).find(|id| {
            let entity = &self.reading.entities[*id];
            let just = self.just_named && self.named_last == [*id];
            let fits = match player.mention.name() {
                None => is_open(entity.what) && (just || self.clause.is_none()),
                Some(_) => just && (is_ball(entity.what) == is_ball(player.what())) && !is_person(entity.what),
            };
            entity.name.is_none() && fits && (!self.joined || self.named_one)
        });
        let known = self.find(player.what(), Some(&name), None, true);
        let id = known.or(nameless);
        if let (None, Some(id)) = (known, nameless) {
            player.takes(&mut self.reading.entities[id]);
            self.named_one = true;
        }
        match id {
            Some(id) if known.is_none() => {
                self.modifiers = Modifiers::default();
                if self.named_last != [id] || !self.just_named {
                    self.attach(&[id]);
                }
            }
            _ => self.subject(player.what(), 1, Some(name)),
        }
        if let Some(entity) = self.reading.entities.iter_mut().find(|entity| entity.name.as_deref() == Some(player.mention.to_string().as_str())) {
            player.takes(entity);
        }
        self.fresh = false;
    }

    pub fn named(&mut self, name: &str) {
        let lower = name.to_lowercase();
        let kind = if lexicon::is_mans_name(&lower) { ActorKind::Man } else { ActorKind::Woman };
        self.reading.understood += 1;
        let starts = !self.joined && self.clause.is_none();
        // "Two friends on a bench. Ana says …": a name for somebody who is already there.
        let nameless = (0..self.reading.entities.len()).find(|id| {
            let entity = &self.reading.entities[*id];
            entity.name.is_none() && (is_open(entity.what) || (starts && entity.what == Subject::Kind(kind)))
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
            let kind = entity.what == what
                || (what == Subject::AnyBall && is_ball(entity.what) && entity.name.is_none())
                || (matches!(what, Subject::Person) && is_person(entity.what));
            kind && (colour.is_none() || colour == entity.colour) && (definite || entity.implied)
        };
        self.reading.entities.iter().rposition(same)
    }

    /// `next_step`: "then"; otherwise a comma.
    pub fn clause_ends(&mut self, next_step: bool) {
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
        self.drop_modifiers();
        self.joined = true;
        (self.anded, self.meanwhile, self.towards, self.with, self.just_named) = (false, false, false, false, false);
        self.relative_object = None;
        self.resume.clear();
    }

    /// "While", "as": what follows goes on at the same time.
    pub fn meanwhile(&mut self) {
        self.clause_ends(false);
        self.meanwhile = true;
    }

    pub fn sentence_ends(&mut self) {
        let stage = self.stage + usize::from(self.clause.is_some());
        self.clause_ends(false);
        self.clause = None;
        if !self.subjects.is_empty() {
            self.last_subjects = std::mem::take(&mut self.subjects);
        }
        (self.stage, self.joined, self.says, self.stranger, self.fresh) = (stage, false, false, None, true);
    }
}
