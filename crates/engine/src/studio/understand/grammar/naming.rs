//! Nouns, names and mentions: whom each means, and where the sentence has a place for them.

use super::{Grammar, Modifiers, is_lively};
use crate::studio::{
    screenplay::{ActorKind, Costume, Verb, Wear},
    understand::{
        lexicon::{Body, Subject, names::is_mans_name},
        players::Player,
        reading::{Clause, Entity, MOST, is_ball, is_open, is_person, travels},
    },
};

/// Words that may be about anybody of whom was spoken.
const GENERAL: &[&str] = &[
    "man", "woman", "men", "women", "person", "people", "lady", "guy", "boy", "girl", "child", "children", "kid", "friend", "player", "footballer", "lover",
    "figure", "character", "couple", "pair", "human", "someone", "somebody", "old man", "old woman", "football player", "soccer player",
];

/// Words for somebody else than those of whom was spoken.
const OTHERS: &[&str] = &["goalkeeper", "goalie", "opponent", "rival", "enemy", "stranger", "neighbour", "neighbor", "guest", "referee"];

impl Grammar {
    /// A noun, in the plural or not.
    pub fn noun(&mut self, body: Body, word: &str, plural: bool) {
        self.word = word.to_owned();
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

    pub(super) fn subject(&mut self, what: Subject, count: usize, name: Option<String>, habit: Option<Verb>) {
        let modifiers = std::mem::take(&mut self.modifiers);
        let word = std::mem::take(&mut self.word);
        let definite = modifiers.definite || modifiers.owned;
        let known =
            if definite || name.is_some() || what == Subject::AnyBall { self.find(what, name.as_deref(), &modifiers, definite).filter(|id| self.may_be(*id, what, &word, count)) } else { None };
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
            ids.iter().for_each(|id| self.reading.entities[*id].word.clone_from(&word));
        }
        if let Some(verb) = modifiers.verb {
            let clause = Clause { times: modifiers.times.unwrap_or(1), ..Clause::new(ids.clone(), verb, self.stage) };
            self.do_this(clause);
        }
        self.attach(&ids);
        self.imply(what, &ids);
    }

    /// "The guests" are not the waiter of whom was spoken before, though both are people.
    fn may_be(&self, id: usize, what: Subject, word: &str, count: usize) -> bool {
        let entity = &self.reading.entities[id];
        if !is_person(what) || word.is_empty() || entity.word.is_empty() || entity.wear.costume.is_some() {
            return true;
        }
        let general = |word: &str| GENERAL.contains(&word.strip_suffix('s').unwrap_or(word)) || GENERAL.contains(&word);
        let another = OTHERS.contains(&word) || OTHERS.contains(&entity.word.as_str());
        let same = entity.word == word || (!another && (general(&entity.word) || general(word)));
        same && (count < 2 || entity.group.is_some())
    }

    pub(super) fn cast(
        &mut self,
        what: Subject,
        name: Option<String>,
        modifiers: &Modifiers,
        wanted: usize,
        habit: Option<Verb>,
        ids: &mut Vec<usize>,
    ) {
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
                known: modifiers.definite || name.is_some(),
                group: (wanted > 1).then_some(first),
                ..Entity::new(what)
            });
            ids.push(self.reading.entities.len() - 1);
        }
    }

    /// A player brings the ball.
    pub(super) fn imply(&mut self, what: Subject, ids: &[usize]) {
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
    pub(super) fn attach(&mut self, ids: &[usize]) {
        let Some(first) = ids.first().copied() else { return };
        self.stranger = None;
        if let Some(verb) = self.befalls.take() {
            self.do_this(Clause::new(ids.to_vec(), verb, self.stage));
        }
        self.named_last = ids.to_vec();
        self.just_named = true;
        let people: Vec<usize> = ids.iter().copied().filter(|id| is_person(self.reading.entities[*id].what)).collect();
        if !people.is_empty() {
            self.people = people;
        }
        if let Some(said) = self.credit.take().and_then(|at| self.reading.said.get_mut(at)) {
            said.speaker = Some(first);
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
        (self.towards, self.prep) = (false, false);
        self.last_subjects.clone_from(&self.subjects);
    }

    /// What comes after a verb: whom it is done to, towards whom, or who does it too.
    pub(super) fn complement(&mut self, clause: usize, ids: &[usize], first: usize, with: bool) {
        let towards = self.towards;
        // "They fight on a fence": that is where.
        if std::mem::take(&mut self.prep) && !towards && !with && self.reading.clauses[clause].verb == Verb::Hit && self.reading.clauses[clause].subjects.len() > 1 {
            return;
        }
        let too = with && is_lively(self.reading.entities[first].what);
        let clause = &mut self.reading.clauses[clause];
        let together = travels(clause.verb)
            || matches!(
                clause.verb,
                Verb::Dance
                    | Verb::Sit
                    | Verb::Jump
                    | Verb::Sleep
                    | Verb::Stand
                    | Verb::Talk
                    | Verb::Eat
                    | Verb::Sing
                    | Verb::Cook
                    | Verb::Read
                    | Verb::Laugh
            )
            || clause.play;
        if clause.subjects.is_empty() {
            clause.subjects = ids.to_vec();
        } else if too && together {
            clause.subjects.extend_from_slice(ids);
        } else if with && !too && (travels(clause.verb) || matches!(clause.verb, Verb::Flee | Verb::Stand | Verb::Sit | Verb::Wave)) {
            self.reading.entities[clause.subjects[0]].carries = Some(first);
        } else if with && !too && clause.verb == Verb::Hit {
            let fighters = clause.subjects.clone();
            for (fighter, weapon) in fighters.iter().zip(ids) {
                self.reading.entities[*fighter].carries = Some(*weapon);
            }
        } else if towards && (clause.object.is_some() || travels(clause.verb)) {
            clause.towards = Some(first);
        } else if clause.object.is_none() {
            clause.object = Some(first);
        } else {
            clause.towards = clause.towards.or(Some(first));
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

    pub(super) fn find(&self, what: Subject, name: Option<&str>, modifiers: &Modifiers, definite: bool) -> Option<usize> {
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
}
