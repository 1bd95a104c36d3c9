//! Verbs and what is said: who does it, at which step of the story, how often and how it ends.

use super::{Grammar, Stranger};
use crate::studio::{
    screenplay::{ActorKind, Costume, Verb},
    understand::{
        lexicon::{Body, Form, Sense, Subject},
        reading::{Clause, Entity, MOST, MOST_CLAUSES, Said, is_ball},
        tag::Unit,
    },
};

impl Grammar {
    /// Two who throw a ball to each other.
    pub fn game(&mut self, ball: ActorKind) {
        let costume = (ball != ActorKind::Snowball).then_some(Costume::Player);
        let players = if self.subjects.len() >= 2 {
            self.subjects.clone()
        } else if self.people.len() >= 2 {
            self.people.clone()
        } else {
            self.noun(Body { count: 2, costume, ..Body::person() }, "player", true);
            self.named_last.clone()
        };
        if self.reading.entities.len() < MOST {
            self.reading.entities.push(Entity::new(Subject::Kind(ball)));
            let object = Some(self.reading.entities.len() - 1);
            self.subjects.clone_from(&players);
            // Over a net a ball is hit, not caught.
            let verb = if ball == ActorKind::Snowball { Verb::Throw } else { Verb::Hit };
            self.clause = self.do_this(Clause { mutual: true, object, ..Clause::new(players, verb, self.stage) });
        }
    }

    pub(super) fn do_this(&mut self, clause: Clause) -> Option<usize> {
        if self.reading.clauses.len() >= MOST_CLAUSES {
            self.reading.hurried += 1;
            return None;
        }
        self.reading.clauses.push(clause);
        Some(self.reading.clauses.len() - 1)
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
            let stirs =
                matches!(verb, Verb::Drip | Verb::Shine | Verb::Hit | Verb::Rock | Verb::Roll | Verb::Float | Verb::Stand | Verb::Break | Verb::Bark);
            let ruins = stranger == Stranger::Scenery && matches!(verb, Verb::Hit | Verb::Break | Verb::Push | Verb::Topple);
            self.befalls = ruins.then_some(if verb == Verb::Break { Verb::Break } else { Verb::Topple });
            if stranger == Stranger::Unknown || (stranger == Stranger::Scenery && !stirs && !ruins) {
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
    pub(super) fn next_stage(&mut self, verb: Verb, joined: bool) {
        let spoke = std::mem::take(&mut self.spoke);
        let Some(clause) = self.clause else {
            let gesture = matches!(verb, Verb::Wave | Verb::Laugh | Verb::Nod | Verb::Point | Verb::Shake | Verb::Cry | Verb::Refuse);
            if spoke && self.joined_before && !gesture {
                self.stage += 1;
            }
            // "… , friends cheer": what somebody else does about it comes after it.
            if self.comma && reacts(verb) && self.reading.clauses.iter().any(|clause| clause.stage == self.stage && clause.subjects != self.subjects)
            {
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
        self.speaker = self.subjects.last().copied();
        // "“Hello!” says Ben": who said it comes after it.
        self.credit = self.reading.said.len().checked_sub(1).filter(|at| self.reading.said[*at].speaker.is_none());
        if let (Some(at), Some(speaker)) = (self.credit, self.speaker) {
            self.reading.said[at].speaker = Some(speaker);
            self.credit = None;
        }
        if self.credit.is_some() {
            self.says = false;
        }
    }

    pub fn quote(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        self.spoke = true;
        let speaker = self.speaker.take().or(self.subjects.last().or(self.last_subjects.last()).copied());
        // Whom it was said to does not go on.
        if let Some(speaker) = speaker.filter(|speaker| self.says && !self.subjects.contains(speaker)) {
            self.subjects = vec![speaker];
        }
        let language = self.language.take();
        self.reading.said.push(Said { speaker, language, words: words.to_owned(), stage: self.stage, of: (0, 1), beeps: false });
        self.reading.understood += 1;
        self.says = false;
    }

    pub fn outcome(&mut self, succeeds: bool) {
        let is_game = self.is_game();
        // A keeper who dives for it and misses lets it in.
        let keeps = self.clause.map(|clause| &self.reading.clauses[clause]).filter(|clause| matches!(clause.verb, Verb::Dive | Verb::Catch | Verb::Jump));
        let keepers = keeps.map(|clause| clause.subjects.clone()).unwrap_or_default();
        let throw = self.reading.clauses.iter_mut().rev().find(|clause| clause.verb == Verb::Throw || clause.verb == Verb::Kick);
        match throw {
            Some(clause) => clause.fails = succeeds != (keepers.is_empty() || clause.subjects == keepers),
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

    /// Somebody has a ball, or plays with one by trade.
    pub(super) fn is_game(&self) -> bool {
        let acting = !self.subjects.is_empty() || !self.last_subjects.is_empty();
        let player = |entity: &Entity| {
            is_ball(entity.what) || matches!(entity.what, Subject::Hooper | Subject::Footballer) || entity.wear.costume == Some(Costume::Player)
        };
        acting && (self.reading.hoop || self.reading.entities.iter().any(player))
    }

    pub(super) fn has(&self, what: Subject) -> bool {
        self.reading.entities.iter().any(|entity| entity.what == what)
    }

    /// "Does not see the dog": whom it is about is there all the same.
    pub fn denied(&mut self, verb: Verb, unit: &Unit, after: &[Unit]) {
        let count = self.reading.clauses.len();
        self.verb(verb, false, unit, after);
        if let Some(clause) = self.reading.clauses.get_mut(count) {
            clause.void = true;
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
}

/// What is done because of something else.
fn reacts(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Cheer
            | Verb::Clap
            | Verb::Laugh
            | Verb::Cry
            | Verb::Fall
            | Verb::Topple
            | Verb::Break
            | Verb::Explode
            | Verb::Land
            | Verb::Flee
            | Verb::Bow
    )
}
