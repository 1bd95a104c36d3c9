//! What words mean: tables by language and concept, and the rules that lead from a form to its lemma.
//!
//! It knows words one by one; which of several meanings is meant in a sentence is `tag`'s to say.

mod de;
mod en;
mod es;
mod fr;
mod index;
mod inflect;
pub mod names;
pub mod numbers;
mod sense;
pub mod tongue;

pub use index::{PHRASE, alike, compound, english_lemmas, english_words, kind_of};
pub use sense::{Body, Garment, Pronoun, Sense, Subject};
pub use tongue::Tongue;

/// What the ending of a word says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    #[default]
    Plain,
    /// A plural or a third person.
    S,
    Ing,
    Past,
    Ly,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meaning {
    pub sense: Sense,
    pub form: Form,
}

/// Everything that a word may mean, in the language of the text and, where it says nothing, in any other.
#[must_use]
pub fn meanings(word: &str, tongue: Tongue) -> Vec<Meaning> {
    let own = in_tongue(word, tongue);
    if !own.is_empty() {
        return own;
    }
    // Short words of other languages are too many things: "die", "an", "son".
    if word.chars().count() < 4 && tongue == Tongue::English {
        return Vec::new();
    }
    let others = Tongue::ALL.iter().filter(|other| **other != tongue);
    if tongue == Tongue::English {
        // Only nouns, and only as they stand there: "hole" is no form of "holen".
        let noun = |sense: &&Sense| matches!(sense, Sense::Body(_) | Sense::Place(_));
        let found =
            others.filter_map(|other| index::of(*other).get(word).iter().find(noun)).map(|sense| Meaning { sense: *sense, form: Form::Plain });
        return found.take(1).collect();
    }
    others.map(|other| in_tongue(word, *other)).find(|found| !found.is_empty()).unwrap_or_default()
}

fn in_tongue(word: &str, tongue: Tongue) -> Vec<Meaning> {
    let index = index::of(tongue);
    let mut found: Vec<Meaning> = Vec::new();
    let mut add = |senses: &[Sense], form: Form| {
        // "Fishing" is no fish.
        let noun = |sense: &Sense| matches!(sense, Sense::Body(_) | Sense::Place(_) | Sense::NearPlace(..) | Sense::Part(_) | Sense::Garment(_));
        for sense in senses.iter().filter(|sense| !matches!(form, Form::Ing | Form::Past | Form::Ly) || !noun(sense)) {
            if found.iter().all(|known| known.sense != *sense) {
                found.push(Meaning { sense: *sense, form });
            }
        }
    };
    let exact = index.get(word);
    add(exact, inflect::form_of(word, tongue));
    for (lemma, form) in inflect::lemmas(word, tongue) {
        // A verb that is meant by its form is added to a noun of the same letters.
        if exact.is_empty() || index.get(&lemma).iter().any(|sense| matches!(sense, Sense::Act(_))) {
            add(index.get(&lemma), form);
        }
    }
    found
}

/// The meaning of words separated by single spaces, in lower case.
#[must_use]
pub fn phrase(words: &str, tongue: Tongue) -> Option<Meaning> {
    let index = index::of(tongue);
    if let Some(sense) = index.get(words).first() {
        return Some(Meaning { sense: *sense, form: inflect::form_of(words, tongue) });
    }
    let singular = words.strip_suffix('s')?;
    let sense = *index.get(singular).first()?;
    matches!(sense, Sense::Body(_) | Sense::Part(_) | Sense::Act(_)).then_some(Meaning { sense, form: Form::S })
}

/// What a word means first, whatever stands around it.
#[must_use]
pub fn sense(word: &str) -> Option<Sense> {
    meanings(word, Tongue::English).first().map(|meaning| meaning.sense)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studio::screenplay::{ActorKind, Verb};

    #[test]
    fn forms_lead_to_their_lemma() {
        for (form, verb) in [
            ("running", Verb::Run),
            ("chases", Verb::Chase),
            ("kicked", Verb::Kick),
            ("waving", Verb::Wave),
            ("threw", Verb::Throw),
            ("hops", Verb::Jump),
            ("flies", Verb::Fly),
            ("dribbling", Verb::Bounce),
            ("topples", Verb::Topple),
            ("rang", Verb::Ring),
            ("swam", Verb::Swim),
        ] {
            assert!(meanings(form, Tongue::English).iter().any(|meaning| meaning.sense == Sense::Act(verb)), "{form}");
        }
        assert_eq!(meanings("dogs", Tongue::English), [Meaning { sense: Sense::Body(Body::kind(ActorKind::Dog)), form: Form::S }]);
        assert!(meanings("qwer", Tongue::English).is_empty());
    }
}
