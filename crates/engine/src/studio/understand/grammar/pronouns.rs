//! Pronouns and relative clauses: whom they mean of those who were named.

use super::{Grammar, is_lively};
use crate::studio::{
    screenplay::ActorKind,
    understand::{
        lexicon::{Pronoun, Subject, Tongue},
        parse::names_a_body,
        reading::{Clause, Entity, MOST, is_person, travels},
        tag::Unit,
    },
};

impl Grammar {
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

    pub fn pronoun(&mut self, pronoun: Pronoun) {
        let doing = self.clause.filter(|_| !self.joined).map(|clause| self.reading.clauses[clause].subjects.clone()).unwrap_or_default();
        let all = || 0..self.reading.entities.len();
        let mut found: Vec<usize> = all().filter(|id| fits(pronoun, &self.reading.entities[*id])).collect();
        // In other languages a cat is "he".
        if found.is_empty() && self.reading.tongue != Tongue::English {
            found = all().filter(|id| is_lively(self.reading.entities[*id].what)).collect();
        }
        if found.is_empty() {
            self.reading.refers_back = self.reading.refers_back.or(Some(pronoun));
            if pronoun != Pronoun::It && self.reading.entities.len() < MOST {
                let mut entity = Entity { stands_for: Some(pronoun), ..Entity::implied(Subject::Person) };
                known_sex(&mut entity, pronoun);
                self.reading.entities.push(entity);
                self.attach(&[self.reading.entities.len() - 1]);
            } else if pronoun == Pronoun::It && self.clause.is_some() && !self.joined && self.reading.entities.len() < MOST {
                // "She carries it home": an earlier shot may know what.
                self.reading.entities.push(Entity { stands_for: Some(pronoun), ..Entity::implied(Subject::AnyBall) });
                self.attach(&[self.reading.entities.len() - 1]);
            } else if pronoun == Pronoun::It && self.reading.entities.iter().any(|entity| entity.stands_for.is_none()) {
                // Something that is not cast: what it does is nobody else's doing.
                self.clause = None;
                self.subjects.clear();
                self.stranger(false);
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
        if let Some(verb) = self.befalls.take() {
            self.do_this(Clause::new(chosen.clone(), verb, self.stage));
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
