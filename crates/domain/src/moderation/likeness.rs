//! What may not be made with somebody's likeness in it: rules for everybody, stricter ones for who wants them, and each owner's own
//! restrictions. By words first, then by the closeness of sentences to examples.
//!
//! It is pure: whoever calls it brings the embeddings. It sees text, never pictures, and no embedding understands a denial.

use super::{
    Category, CategoryFile, MAX_RULES, Pattern, RulesError, Verdict,
    pieces::{Piece, Scene, joined, pieces, scenes, written},
    wishes::{Known, Wish, affirmed},
    words::{Word, stem, words_of},
};
use crate::{cameo, mention::Mention, plan::CastMember, storyboard::Storyboard};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

/// The rule of a verdict that says that the check by meaning can't be made.
pub const CHECK_MISSING: &str = "likeness_check_missing";
/// Broken where an owner's restriction is.
pub const RESTRICTION: &str = "cameo_restriction";

/// A sentence as numbers, of length one; the closer two are, the larger the sum of their products.
pub type Meaning = [f32; 384];
/// Those who will appear, with their owners' rules.
pub type Shown<'a> = &'a [(CastMember, cameo::Rules)];

/// Every rule of one version.
#[derive(Clone, Debug)]
pub struct LikenessRules {
    version: u32,
    /// Closeness below which nothing counts.
    least: f32,
    /// How much of the closeness to what is fine is taken off.
    share: f32,
    wish: Nearness,
    /// Phrases that deny what they name; their words are not looked at.
    unsaid: Vec<Pattern>,
    fine: Vec<String>,
    kinds: Vec<Kind>,
    known: Vec<Known>,
}

#[derive(Clone, Debug)]
struct Kind {
    category: Category,
    /// Only for those who asked for strictness.
    strict: bool,
    nearness: Nearness,
    exemplars: Vec<String>,
    fine: Vec<String>,
}

/// From which closeness on a text counts as one of its kind.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nearness {
    usual: f32,
    strict: f32,
}

/// The examples of the rules as numbers; see [`LikenessRules::learn`].
pub struct Learnt {
    kinds: Vec<(Vec<Arc<Meaning>>, Vec<Arc<Meaning>>)>,
    fine: Vec<Arc<Meaning>>,
}

/// Why a check ended early.
#[derive(Debug, PartialEq, Eq)]
pub enum Stop<E> {
    Broken(Verdict),
    /// A sentence could not be turned into numbers.
    Blind(E),
}

impl<E> From<Verdict> for Stop<E> {
    fn from(verdict: Verdict) -> Self {
        Self::Broken(verdict)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    least: f32,
    share: f32,
    wish: Nearness,
    unsaid: Vec<String>,
    fine: Vec<String>,
    rules: Vec<KindFile>,
    topics: Vec<KnownFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindFile {
    words: CategoryFile,
    strict: bool,
    nearness: Nearness,
    exemplars: Vec<String>,
    #[serde(default)]
    fine: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownFile {
    names: Vec<String>,
    patterns: Vec<String>,
    #[serde(default)]
    allow: Vec<String>,
}

/// How close a text is to a rule's examples, for whoever tunes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Closeness {
    pub rule: String,
    pub text: String,
    pub near: f32,
    pub fine: f32,
}

impl LikenessRules {
    /// The rules that come with this build.
    #[must_use]
    pub fn builtin() -> Self {
        Self::parse(include_str!("../../rules/likeness.v1.json")).expect("the built-in rules are read by a test")
    }

    /// Reads a rule file.
    ///
    /// # Errors
    /// Where it is too large, not of this shape, or has a pattern that could never be met.
    pub fn parse(json: &str) -> Result<Self, RulesError> {
        if json.len() > MAX_RULES {
            return Err(RulesError::TooLarge);
        }
        let file: File = serde_json::from_str(json).map_err(|error| RulesError::Shape(error.to_string()))?;
        let kinds = file.rules.into_iter().map(Kind::read).collect::<Result<_, _>>()?;
        let known = file.topics.into_iter().map(read_known).collect::<Result<_, _>>()?;
        let unsaid = read_patterns("unsaid", file.unsaid)?;
        Ok(Self { version: file.version, least: file.least, share: file.share, wish: file.wish, unsaid, fine: file.fine, kinds, known })
    }

    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Turns the examples into numbers, once for the life of a process.
    ///
    /// # Errors
    /// The first that `sense` returns.
    pub fn learn<E>(&self, mut sense: impl FnMut(&str) -> Result<Arc<Meaning>, E>) -> Result<Learnt, E> {
        let mut all = |texts: &[String]| texts.iter().map(|text| sense(&written(&words_of(text)))).collect::<Result<Vec<_>, E>>();
        let kinds = self.kinds.iter().map(|kind| Ok((all(&kind.exemplars)?, all(&kind.fine)?))).collect::<Result<_, E>>()?;
        Ok(Learnt { kinds, fine: all(&self.fine)? })
    }

    /// Looks at the words alone: fast, and in need of no model.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check_words(&self, storyboard: &Storyboard, cast: Shown<'_>) -> Result<(), Verdict> {
        let look = Look::at(self, storyboard, cast);
        look.by_words()?;
        look.wishes_by_words()
    }

    /// Looks at the meaning of every sentence and shot; `sense` should remember what it was asked.
    ///
    /// # Errors
    /// The first rule that is broken, or the first error of `sense`.
    pub fn check_meaning<E>(
        &self,
        learnt: &Learnt,
        storyboard: &Storyboard,
        cast: Shown<'_>,
        mut sense: impl FnMut(&str) -> Result<Arc<Meaning>, E>,
    ) -> Result<(), Stop<E>> {
        let look = Look::at(self, storyboard, cast);
        look.by_meaning(learnt, &mut sense)?;
        look.wishes_by_meaning(&mut sense)
    }

    /// The closeness of each thought of a storyboard to each rule.
    ///
    /// # Errors
    /// The first error of `sense`.
    pub fn measure<E>(
        &self,
        learnt: &Learnt,
        storyboard: &Storyboard,
        cast: Shown<'_>,
        mut sense: impl FnMut(&str) -> Result<Arc<Meaning>, E>,
    ) -> Result<Vec<Closeness>, E> {
        let look = Look::at(self, storyboard, cast);
        let mut found = Vec::new();
        for piece in look.pieces() {
            let meaning = sense(&piece.text)?;
            for (kind, examples) in self.kinds.iter().zip(&learnt.kinds) {
                let (near, fine) = learnt.closeness(examples, &meaning);
                found.push(Closeness { rule: kind.category.id.clone(), text: piece.text.clone(), near, fine });
            }
        }
        Ok(found)
    }

    fn without_unsaid(&self, mut words: Vec<Word>) -> Vec<Word> {
        let spans: Vec<_> = self.unsaid.iter().flat_map(|pattern| pattern.spans(&words)).collect();
        let mut at = 0..;
        words.retain(|_| at.next().is_some_and(|at| !spans.iter().any(|span| (span.0..span.1).contains(&at))));
        words
    }
}

impl Kind {
    fn read(file: KindFile) -> Result<Self, RulesError> {
        let KindFile { words, strict, nearness, exemplars, fine } = file;
        Ok(Self { category: Category::read(words)?, strict, nearness, exemplars, fine })
    }
}

impl Nearness {
    fn of(self, strict: bool) -> f32 {
        if strict { self.strict } else { self.usual }
    }
}

impl Learnt {
    /// To the two nearest examples of a rule, and to the nearest of what is fine.
    fn closeness(&self, (near, fine): &(Vec<Arc<Meaning>>, Vec<Arc<Meaning>>), meaning: &Meaning) -> (f32, f32) {
        let nearest = |examples: &[Arc<Meaning>]| {
            examples
                .iter()
                .map(|example| product(example, meaning))
                .fold((-1.0_f32, -1.0_f32), |(first, second), next| if next > first { (next, first) } else { (first, second.max(next)) })
        };
        let (first, second) = nearest(near);
        // One example may be close by chance; two seldom are.
        (f32::midpoint(first, second), nearest(fine).0.max(nearest(&self.fine).0))
    }
}

fn product(a: &Meaning, b: &Meaning) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn read_patterns(category: &str, patterns: Vec<String>) -> Result<Vec<Pattern>, RulesError> {
    let read = |pattern: String| Pattern::read(&pattern).ok_or_else(|| RulesError::Pattern { category: category.to_owned(), pattern });
    patterns.into_iter().map(read).collect()
}

fn read_known(file: KnownFile) -> Result<Known, RulesError> {
    let names = file.names.iter().flat_map(|name| words_of(name)).map(|word| stem(word.plain())).collect();
    Ok(Known { names, patterns: read_patterns("topics", file.patterns)?, allow: read_patterns("topics", file.allow)? })
}

/// One storyboard under these rules.
struct Look<'a> {
    rules: &'a LikenessRules,
    cast: Shown<'a>,
    scenes: Vec<Scene>,
    /// Who asked for strictness.
    strict: Option<&'a Mention>,
}

impl<'a> Look<'a> {
    fn at(rules: &'a LikenessRules, storyboard: &Storyboard, cast: Shown<'a>) -> Self {
        let members: Vec<&CastMember> = cast.iter().map(|(member, _)| member).collect();
        let strict = cast.iter().find(|(_, rules)| rules.strict).map(|(member, _)| &member.mention);
        Self { rules, cast, scenes: scenes(storyboard, &members), strict }
    }

    fn kinds(&self) -> impl Iterator<Item = (usize, &'a Kind)> {
        let strict = self.strict.is_some();
        self.rules.kinds.iter().enumerate().filter(move |(_, kind)| strict || !kind.strict)
    }

    fn broken(&self, kind: &Kind, shot: usize) -> Verdict {
        let sentence = &kind.category.sentence;
        let sentence = match self.strict.filter(|_| kind.strict) {
            Some(mention) => format!("@{mention} is in strict mode, so this can't be made: {sentence}"),
            None => format!("with a likeness in it this can't be made: {sentence}"),
        };
        Verdict { rule: kind.category.id.clone(), sentence, shot }
    }

    fn by_words(&self) -> Result<(), Verdict> {
        for scene in &self.scenes {
            let whole = words_of(&scene.whole());
            let texts: Vec<Vec<Word>> = scene.texts().map(words_of).chain([whole]).map(|words| self.rules.without_unsaid(words)).collect();
            if let Some((_, kind)) = self.kinds().find(|(_, kind)| texts.iter().any(|words| kind.category.forbids(words))) {
                return Err(self.broken(kind, scene.number));
            }
        }
        if self.scenes.len() < 2 {
            return Ok(());
        }
        let joined = joined(&self.scenes).map(|words| self.rules.without_unsaid(words));
        match self.kinds().find(|(_, kind)| joined.iter().any(|words| kind.category.forbids(words))) {
            Some((_, kind)) => Err(self.broken(kind, 0)),
            None => Ok(()),
        }
    }

    fn pieces(&self) -> Vec<Piece> {
        let mut found = pieces(&self.scenes);
        for piece in &mut found {
            piece.text = written(&self.rules.without_unsaid(words_of(&piece.text)));
        }
        found.retain(|piece| !piece.text.is_empty());
        found
    }

    fn by_meaning<E>(&self, learnt: &Learnt, sense: &mut impl FnMut(&str) -> Result<Arc<Meaning>, E>) -> Result<(), Stop<E>> {
        let strict = self.strict.is_some();
        for piece in self.pieces() {
            let meaning = sense(&piece.text).map_err(Stop::Blind)?;
            for (index, kind) in self.kinds() {
                let (near, fine) = learnt.closeness(&learnt.kinds[index], &meaning);
                if near >= self.rules.least && near - self.rules.share * fine >= kind.nearness.of(strict) {
                    return Err(self.broken(kind, piece.shot).into());
                }
            }
        }
        Ok(())
    }

    /// Every restriction of everybody who is shown.
    fn wishes(&self) -> impl Iterator<Item = (&'a CastMember, &'a cameo::Rules, &'a str, Wish<'a>)> {
        let known = &self.rules.known;
        self.cast.iter().flat_map(move |(member, rules)| {
            rules.restrictions.iter().map(move |restriction| (member, rules, restriction.as_str(), Wish::read(restriction, known)))
        })
    }

    fn wishes_by_words(&self) -> Result<(), Verdict> {
        for scene in &self.scenes {
            let words = affirmed(&scene.whole()).concat();
            for (member, _, restriction, wish) in self.wishes().filter(|(.., wish)| !wish.only) {
                if wish.topics.iter().any(|topic| topic.stands_in(&words)) {
                    return Err(unwanted(member, restriction, scene.number));
                }
            }
        }
        Ok(())
    }

    fn wishes_by_meaning<E>(&self, sense: &mut impl FnMut(&str) -> Result<Arc<Meaning>, E>) -> Result<(), Stop<E>> {
        let mut topics: BTreeMap<String, Arc<Meaning>> = BTreeMap::new();
        for (.., wish) in self.wishes() {
            for topic in wish.topics {
                if let Entry::Vacant(place) = topics.entry(topic.text) {
                    let meaning = sense(place.key()).map_err(Stop::Blind)?;
                    place.insert(meaning);
                }
            }
        }
        if topics.is_empty() {
            return Ok(());
        }
        for scene in &self.scenes {
            let clauses = affirmed(&scene.whole());
            let words = clauses.concat();
            let meanings = clauses.iter().map(|clause| sense(&written(clause))).collect::<Result<Vec<_>, E>>().map_err(Stop::Blind)?;
            for (member, rules, restriction, wish) in self.wishes() {
                let least = self.rules.wish.of(rules.strict);
                let near = |text: &str| topics.get(text).is_some_and(|topic| meanings.iter().any(|meaning| product(topic, meaning) >= least));
                let there = wish.topics.iter().any(|topic| topic.stands_in(&words) || near(&topic.text));
                // A wish for one thing only binds the shots that show its owner.
                let binds = !wish.only || scene.shows.contains(&member.mention) && !wish.topics.is_empty();
                if binds && there != wish.only {
                    return Err(unwanted(member, restriction, scene.number).into());
                }
            }
        }
        Ok(())
    }
}

fn unwanted(member: &CastMember, restriction: &str, shot: usize) -> Verdict {
    let sentence = format!("@{} does not want to be shown in this; their restriction is “{restriction}”", member.mention);
    Verdict { rule: RESTRICTION.into(), sentence, shot }
}

#[cfg(test)]
mod tests;
