//! Who does what to whom: a subject, a verb, and what is still to be attached. Knows roles, not words.

mod deeds;
mod naming;
mod pronouns;

pub use pronouns::{fits, known_sex};

use super::{
    lexicon::Subject,
    reading::{Entity, Reading, is_person},
};
use crate::studio::screenplay::{Build, Colour, Feeling, Verb, Wear};

/// What was said before the noun that it belongs to.
#[derive(Clone, Debug, Default)]
pub struct Modifiers {
    pub colour: Option<Colour>,
    pub colour_word: Option<String>,
    pub size: Option<f32>,
    pub count: Option<usize>,
    pub definite: bool,
    /// "His": known already, or new.
    pub owned: bool,
    /// "A tower of".
    pub heap: Option<usize>,
    pub times: Option<u8>,
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
    /// "On", "near" since the last noun: it says where.
    pub prep: bool,
    /// What a wave does to whatever is named next.
    befalls: Option<Verb>,
    /// The noun that is being cast.
    word: String,
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
    /// Whether the verb that is read now was joined to what stands before it.
    joined_before: bool,
    meanwhile: bool,
    passive: bool,
    stage: usize,
    /// "Topples when …": what follows comes first.
    when: When,
    /// A comma has been since the last clause.
    comma: bool,
    says: bool,
    /// Who was to say what comes next.
    speaker: Option<usize>,
    /// A line whose speaker is still to be named.
    credit: Option<usize>,
    /// A line has been said since the last thing done.
    spoke: bool,
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum When {
    #[default]
    No,
    /// Before the main clause: it comes after this one.
    First,
    /// After the main clause, which was moved one step on.
    Last,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stranger {
    /// A tree, a wave: it stands there, and may move as such things do.
    Scenery,
    Unknown,
    Weather,
}

impl Grammar {
    #[must_use]
    pub fn new() -> Self {
        Self { fresh: true, ..Self::default() }
    }

    /// In a scene in which somebody is already.
    #[must_use]
    pub fn among(there: &Reading) -> Self {
        let mut grammar = Self::new();
        let entities = there.entities.iter().map(|entity| Entity { known: true, way: None, ..entity.clone() });
        grammar.reading.entities = entities.collect();
        grammar.reading.there = Some(there.entities.len());
        let busy = there.clauses.iter().rev().map(|clause| &clause.subjects).find(|subjects| !subjects.is_empty());
        let lively = || (0..there.entities.len()).filter(|id| is_lively(there.entities[*id].what) || is_person(there.entities[*id].what)).collect();
        grammar.last_subjects = busy.cloned().unwrap_or_else(lively);
        grammar
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

    /// Boats, of which "sinks" is no shot at a hoop.
    #[must_use]
    pub fn subjects_float(&self) -> bool {
        let boat = |id: &usize| matches!(self.reading.entities[*id].what, Subject::Kind(kind) if kind.build() == Build::Boat);
        !self.subjects.is_empty() && self.subjects.iter().all(boat)
    }

    #[must_use]
    pub fn has_clause(&self) -> bool {
        self.clause.is_some()
    }

    #[must_use]
    pub fn is_just_named(&self) -> bool {
        self.just_named && !self.named_last.is_empty()
    }

    pub fn each_named_last(&mut self, change: impl Fn(&mut Entity)) {
        for id in &self.named_last {
            change(&mut self.reading.entities[*id]);
        }
    }

    /// A place or a thing of the place: nothing that is done is done to it.
    pub fn passed_by(&mut self) {
        (self.towards, self.with) = (false, false);
        self.just_named = false;
    }

    /// A place that does something itself: nobody else does it.
    pub fn place_acts(&mut self) {
        self.clause = None;
        self.subjects.clear();
        self.stranger(true);
    }

    /// So does a part of the place; what it cannot do is told.
    pub fn scenery_acts(&mut self) {
        self.place_acts();
        self.stranger = Some(Stranger::Scenery);
    }

    /// How often the last thing is done, or the next.
    pub fn times(&mut self, times: u8) {
        match self.clause {
            Some(clause) => self.reading.clauses[clause].times = times.clamp(1, 12),
            None => self.modifiers.times = Some(times.clamp(1, 12)),
        }
    }

    /// Who speaks now, and at which step.
    #[must_use]
    pub fn speaking(&self) -> (Option<usize>, usize) {
        (self.speaker.or(self.subjects.last().or(self.last_subjects.last()).copied()), self.stage)
    }

    pub fn mutual(&mut self) {
        if let Some(clause) = self.clause {
            self.reading.clauses[clause].mutual = true;
        }
        (self.towards, self.with) = (false, false);
    }

    pub fn language(&mut self, code: &'static str) {
        if let Some(counting) = self.reading.counting.as_mut().filter(|counting| counting.language.is_none()) {
            counting.language = Some(code);
            return;
        }
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
        if self.when == When::First && !next_step && !self.reading.clauses.is_empty() {
            self.stage += 1;
            self.when = When::No;
        }
        // "Then a cat …" is somebody else; ", a cat …" may be one more.
        (self.joined, self.comma) = (!next_step, true);
        self.stranger = self.stranger.filter(|stranger| *stranger == Stranger::Unknown);
        (self.anded, self.meanwhile, self.towards, self.with, self.just_named) = (false, false, false, false, false);
        self.relative_object = None;
        self.resume.clear();
    }

    /// "While", "as": what follows goes on at the same time.
    pub fn meanwhile(&mut self) {
        self.clause_ends(false);
        self.meanwhile = true;
    }

    /// "When": what follows comes before what was said, or before what comes after the comma.
    pub fn when(&mut self) {
        let main: Vec<usize> = (0..self.reading.clauses.len()).filter(|at| self.reading.clauses[*at].stage == self.stage).collect();
        let has_main = self.clause.is_some();
        self.clause_ends(false);
        self.when = if has_main { When::Last } else { When::First };
        if has_main {
            for at in main {
                self.reading.clauses[at].stage += 1;
            }
        }
    }

    pub fn sentence_ends(&mut self) {
        self.talk();
        let stage = self.stage + usize::from(self.clause.is_some() || std::mem::take(&mut self.spoke)) + usize::from(self.when == When::Last);
        self.when = When::No;
        self.clause_ends(false);
        self.clause = None;
        if !self.subjects.is_empty() {
            self.last_subjects = std::mem::take(&mut self.subjects);
        }
        (self.stage, self.joined, self.says, self.stranger, self.fresh, self.comma) = (stage, false, false, None, true, false);
    }
}

/// Goes where it wants.
fn is_lively(what: Subject) -> bool {
    match what {
        Subject::Kind(kind) => kind.is_person() || kind.is_pet() || kind.is_flyer() || kind.build() == Build::Swimmer,
        Subject::AnyBall => false,
        _ => true,
    }
}
