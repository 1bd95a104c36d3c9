//! Who does what to whom: a subject, a verb, and what is still to be attached. Knows roles, not words.

use super::{
    lexicon::{Body, Form, Pronoun, Sense, Subject, names::is_mans_name},
    parse::names_a_body,
    players::Player,
    reading::{Clause, Entity, MOST, MOST_CLAUSES, Reading, Said, is_ball, is_open, is_person, travels},
    tag::Unit,
};
use crate::studio::screenplay::{ActorKind, Colour, Costume, Feeling, Verb, Wear};

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
        (self.subjects.last().or(self.last_subjects.last()).copied(), self.stage)
    }

    /// Two who throw a ball to each other.
    pub fn game(&mut self, ball: ActorKind) {
        let costume = (ball != ActorKind::Snowball).then_some(Costume::Player);
        let players = if self.subjects.len() >= 2 {
            self.subjects.clone()
        } else if self.people.len() >= 2 {
            self.people.clone()
        } else {
            self.noun(Body { count: 2, costume, ..Body::person() }, true);
            self.named_last.clone()
        };
        if self.reading.entities.len() < MOST {
            self.reading.entities.push(Entity::new(Subject::Kind(ball)));
            let object = Some(self.reading.entities.len() - 1);
            self.subjects.clone_from(&players);
            self.clause = self.do_this(Clause { mutual: true, object, ..Clause::new(players, Verb::Throw, self.stage) });
        }
    }

    fn do_this(&mut self, clause: Clause) -> Option<usize> {
        if self.reading.clauses.len() >= MOST_CLAUSES {
            self.reading.hurried += 1;
            return None;
        }
        self.reading.clauses.push(clause);
        Some(self.reading.clauses.len() - 1)
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

    /// "A man who runs" and "a ball that a girl throws".
    pub fn relative(&mut self, after: &[Unit]) {
        let bare_noun = after.first().is_some_and(Unit::is_body);
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

    /// A noun, in the plural or not.
    pub fn noun(&mut self, body: Body, plural: bool) {
        let m = &mut self.modifiers;
        m.colour = m.colour.or(body.colour);
        m.colour_word = m.colour_word.take().filter(|_| body.colour.is_none() || m.colour != body.colour);
        if (body.size - 1.0).abs() > 1e-3 {
            m.size = Some(m.size.unwrap_or(1.0) * body.size);
        }
        m.wear.costume = m.wear.costume.or(body.costume);
        m.wear.old |= body.old;
        m.wear.beard |= matches!(body.costume, Some(Costume::Santa | Costume::Wizard | Costume::Keeper));
        let many = m.heap.unwrap_or(if plural { 2 } else { 1 });
        self.subject(body.what, usize::from(body.count).max(many), None, body.habit);
    }

    fn subject(&mut self, what: Subject, count: usize, name: Option<String>, habit: Option<Verb>) {
        let modifiers = std::mem::take(&mut self.modifiers);
        let definite = modifiers.definite || modifiers.owned;
        let known = if definite || name.is_some() || what == Subject::AnyBall {
            self.find(what, name.as_deref(), &modifiers, definite)
        } else {
            None
        };
        let mut ids = Vec::new();
        if let Some(id) = known {
            self.reading.entities[id].implied = false;
            let group = self.reading.entities[id].group;
            let all = (0..self.reading.entities.len()).filter(|other| group.is_some() && self.reading.entities[*other].group == group);
            ids = all.collect();
            if ids.is_empty() {
                ids.push(id);
            }
        } else {
            self.cast(what, name, &modifiers, modifiers.count.unwrap_or(count).max(1), habit, &mut ids);
        }
        if let Some(verb) = modifiers.verb {
            let clause = Clause { times: modifiers.times.unwrap_or(1), ..Clause::new(ids.clone(), verb, self.stage) };
            self.do_this(clause);
        }
        self.attach(&ids);
        self.imply(what, &ids);
    }

    fn cast(&mut self, what: Subject, name: Option<String>, modifiers: &Modifiers, wanted: usize, habit: Option<Verb>, ids: &mut Vec<usize>) {
        let dressed = Wear { beard: false, ..modifiers.wear } != Wear::default();
        let felt = matches!(what, Subject::Kind(kind) if kind.is_pet()) && modifiers.feeling.is_some() && !dressed;
        if !is_person(what) && !felt {
            self.reading.unknown.extend(modifiers.personal.iter().cloned());
        }
        let first = self.reading.entities.len();
        for _ in 0..wanted {
            if self.reading.entities.len() >= MOST {
                self.reading.left_out += 1;
                continue;
            }
            self.reading.entities.push(Entity {
                name: name.clone(),
                colour: modifiers.colour,
                size: modifiers.size.unwrap_or(1.0).clamp(0.2, 4.0),
                wear: modifiers.wear,
                feeling: modifiers.feeling,
                habit,
                group: (wanted > 1).then_some(first),
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
                let goes_along = is_lively(self.reading.entities[first].what);
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
        let too = with && is_lively(self.reading.entities[first].what);
        let clause = &mut self.reading.clauses[clause];
        let together = travels(clause.verb)
            || matches!(
                clause.verb,
                Verb::Dance | Verb::Sit | Verb::Jump | Verb::Sleep | Verb::Stand | Verb::Talk | Verb::Eat | Verb::Sing | Verb::Cook | Verb::Read | Verb::Laugh
            )
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

    pub fn verb(&mut self, verb: Verb, play: bool, unit: &Unit, after: &[Unit]) {
        let next = after.first().and_then(Unit::sense);
        let gerund = unit.form == Form::Ing;
        // "A running man": between an article and its noun.
        if self.subjects.is_empty() && self.clause.is_none() && matches!(next, Some(Sense::Body(_))) && gerund {
            self.modifiers.verb = Some(verb);
            return;
        }
        if let Some(stranger) = self.stranger
            && self.subjects.is_empty()
            && self.clause.is_none()
        {
            if stranger == Stranger::Unknown {
                self.reading.unknown.push(unit.word.clone());
            }
            return;
        }
        let joined = std::mem::take(&mut self.joined);
        self.joined_before = joined;
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
        // "Two backflips": how often.
        let counted = self.modifiers.count.take().and_then(|count| u8::try_from(count).ok()).filter(|_| unit.form != Form::Ing);
        let clause = Clause {
            play,
            object: self.relative_object.take(),
            haste: self.haste.take().unwrap_or(1.0),
            times: self.modifiers.times.take().or(counted).unwrap_or(1).clamp(1, 12),
            ..Clause::new(self.subjects.clone(), verb, self.stage)
        };
        self.clause = self.do_this(clause).or(self.clause);
        (self.towards, self.just_named, self.anded, self.meanwhile, self.comma) = (false, false, false, false, false);
        self.drop_modifiers();
    }

    /// A verb that goes on from another one of the same subject comes after it, unless both go together.
    fn next_stage(&mut self, verb: Verb, joined: bool) {
        let spoke = std::mem::take(&mut self.spoke);
        let Some(clause) = self.clause else {
            let gesture = matches!(verb, Verb::Wave | Verb::Laugh | Verb::Nod | Verb::Point | Verb::Shake | Verb::Cry | Verb::Refuse);
            if spoke && self.joined_before && !gesture {
                self.stage += 1;
            }
            // "… , friends cheer": what somebody else does about it comes after it.
            if self.comma && reacts(verb) && self.reading.clauses.iter().any(|clause| clause.stage == self.stage && clause.subjects != self.subjects) {
                self.stage += 1;
            }
            return;
        };
        let same = &self.reading.clauses[clause].subjects;
        if self.subjects.is_empty() {
            self.subjects.clone_from(same);
        }
        let together = self.meanwhile
            || (self.anded && matches!(verb, Verb::Wave | Verb::Talk | Verb::Bark | Verb::Sing | Verb::Laugh | Verb::Shine))
            || (self.anded && verb == self.reading.clauses[clause].verb);
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
        self.spoke = true;
        let speaker = self.subjects.last().or(self.last_subjects.last()).copied();
        let language = self.language.take();
        self.reading.said.push(Said { speaker, language, words: words.to_owned(), stage: self.stage, of: (0, 1), beeps: false });
        self.reading.understood += 1;
        self.says = false;
    }

    pub fn outcome(&mut self, succeeds: bool) {
        let is_game = self.is_game();
        let throw = self.reading.clauses.iter_mut().rev().find(|clause| clause.verb == Verb::Throw || clause.verb == Verb::Kick);
        match throw {
            Some(clause) => clause.fails = !succeeds,
            None if !is_game => {
                if !succeeds {
                    self.reading.unknown.push("miss".to_owned());
                }
            }
            None => {
                let verb = if self.has(Subject::Footballer) || self.has(Subject::Kind(ActorKind::Football)) { Verb::Kick } else { Verb::Throw };
                let subjects = if self.subjects.is_empty() { self.last_subjects.clone() } else { self.subjects.clone() };
                let clause = Clause { fails: !succeeds, ..Clause::new(subjects, verb, self.stage) };
                self.clause = self.do_this(clause).or(self.clause);
            }
        }
        self.joined = false;
    }

    pub fn pronoun(&mut self, pronoun: Pronoun) {
        let doing = self.clause.filter(|_| !self.joined).map(|clause| self.reading.clauses[clause].subjects.clone()).unwrap_or_default();
        let all = 0..self.reading.entities.len();
        let found: Vec<usize> = all.filter(|id| fits(pronoun, &self.reading.entities[*id])).collect();
        if found.is_empty() {
            self.reading.refers_back = self.reading.refers_back.or(Some(pronoun));
            if pronoun != Pronoun::It && self.clause.is_none() && self.reading.entities.len() < MOST {
                let mut entity = Entity { stands_for: Some(pronoun), ..Entity::implied(Subject::Person) };
                known_sex(&mut entity, pronoun);
                self.reading.entities.push(entity);
                self.attach(&[self.reading.entities.len() - 1]);
            }
            return;
        }
        let others: Vec<usize> = found.iter().copied().filter(|id| !doing.contains(id)).collect();
        // At the beginning of a sentence it is who did something in the one before.
        let goes_on = self.clause.is_none() && !self.joined;
        let same = found.iter().copied().find(|id| goes_on && self.last_subjects.contains(id));
        let mut chosen = match pronoun {
            Pronoun::They => found,
            _ if same.is_some() => same.into_iter().collect(),
            _ => others.last().or(found.last()).map(|id| vec![*id]).unwrap_or_default(),
        };
        // "It" is the whole tower.
        if let (Pronoun::It, Some(group)) = (pronoun, chosen.first().and_then(|id| self.reading.entities[*id].group)) {
            chosen = (0..self.reading.entities.len()).filter(|id| self.reading.entities[*id].group == Some(group)).collect();
        }
        for id in &chosen {
            known_sex(&mut self.reading.entities[*id], pronoun);
        }
        if self.clause.is_none() || self.joined {
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
        let known = self.find(player.what(), Some(&name), &Modifiers::default(), true);
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
            _ => self.subject(player.what(), 1, Some(name), None),
        }
        if let Some(entity) = self.reading.entities.iter_mut().find(|entity| entity.name.as_deref() == Some(player.mention.to_string().as_str())) {
            player.takes(entity);
        }
        self.fresh = false;
    }

    pub fn named(&mut self, name: &str) {
        let lower = name.to_lowercase();
        let kind = if is_mans_name(&lower) { ActorKind::Man } else { ActorKind::Woman };
        self.reading.understood += 1;
        let starts = !self.joined && self.clause.is_none();
        // "Two friends on a bench. Ana says …": a name for somebody who is already there.
        let nameless = (0..self.reading.entities.len()).find(|id| {
            let entity = &self.reading.entities[*id];
            entity.name.is_none() && (is_open(entity.what) || (starts && entity.what == Subject::Kind(kind)))
        });
        let known = self.find(Subject::Kind(kind), Some(&lower), &Modifiers::default(), true);
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
            _ => self.subject(Subject::Kind(kind), 1, Some(lower), None),
        }
        self.fresh = false;
    }

    /// Somebody has a ball, or plays with one by trade.
    fn is_game(&self) -> bool {
        let acting = !self.subjects.is_empty() || !self.last_subjects.is_empty();
        let player = |entity: &Entity| {
            is_ball(entity.what) || matches!(entity.what, Subject::Hooper | Subject::Footballer) || entity.wear.costume == Some(Costume::Player)
        };
        acting && (self.reading.hoop || self.reading.entities.iter().any(player))
    }

    fn has(&self, what: Subject) -> bool {
        self.reading.entities.iter().any(|entity| entity.what == what)
    }

    fn find(&self, what: Subject, name: Option<&str>, modifiers: &Modifiers, definite: bool) -> Option<usize> {
        let (colour, costume) = (modifiers.colour, modifiers.wear.costume);
        let same = |entity: &Entity| {
            if let Some(name) = name {
                return entity.name.as_deref() == Some(name);
            }
            let kind = entity.what == what
                || (what == Subject::AnyBall && is_ball(entity.what) && entity.name.is_none())
                || (matches!(what, Subject::Person) && is_person(entity.what));
            let dressed = costume.is_none_or(|costume| entity.wear.costume == Some(costume));
            kind && dressed && (colour.is_none() || colour == entity.colour) && (definite || entity.implied)
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
        if self.when == When::First && !next_step && !self.reading.clauses.is_empty() {
            self.stage += 1;
            self.when = When::No;
        }
        (self.joined, self.comma) = (true, true);
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

    /// Who was to say something and says no words in quotation marks just talks.
    pub fn talk(&mut self) {
        if !std::mem::take(&mut self.says) || self.reading.counting.is_some() || self.spoke {
            return;
        }
        let (Some(speaker), stage) = self.speaking() else { return };
        let heard = self.named_last.first().copied().filter(|id| *id != speaker);
        self.do_this(Clause { object: heard, ..Clause::new(vec![speaker], Verb::Talk, stage) });
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

/// Whether a pronoun may mean this one.
#[must_use]
pub fn fits(pronoun: Pronoun, entity: &Entity) -> bool {
    match (pronoun, entity.what) {
        (Pronoun::It, what) => !is_person(what),
        (Pronoun::He, Subject::Kind(kind)) => matches!(
            kind,
            ActorKind::Man | ActorKind::Boy | ActorKind::Dog | ActorKind::Baby | ActorKind::Somebody | ActorKind::Robot | ActorKind::Snowman
        ),
        (Pronoun::She, Subject::Kind(kind)) => {
            matches!(kind, ActorKind::Woman | ActorKind::Girl | ActorKind::Cat | ActorKind::Baby | ActorKind::Somebody)
        }
        (Pronoun::They, what) => is_person(what) || is_lively(what),
        (_, what) => is_person(what),
    }
}

/// "He": a person of whom nothing was known is a man.
pub fn known_sex(entity: &mut Entity, pronoun: Pronoun) {
    entity.what = match (entity.what, pronoun) {
        (Subject::Person, Pronoun::He) => Subject::Kind(ActorKind::Man),
        (Subject::Person, Pronoun::She) => Subject::Kind(ActorKind::Woman),
        (Subject::Child, Pronoun::He) => Subject::Kind(ActorKind::Boy),
        (Subject::Child, Pronoun::She) => Subject::Kind(ActorKind::Girl),
        (what, _) => what,
    };
}

/// Goes where it wants.
fn is_lively(what: Subject) -> bool {
    match what {
        Subject::Kind(kind) => kind.is_person() || kind.is_pet() || kind.is_flyer() || kind.build() == crate::studio::screenplay::Build::Swimmer,
        Subject::AnyBall => false,
        _ => true,
    }
}

/// What is done because of something else.
fn reacts(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Cheer | Verb::Clap | Verb::Laugh | Verb::Cry | Verb::Fall | Verb::Topple | Verb::Break | Verb::Explode | Verb::Land | Verb::Flee | Verb::Bow
    )
}
