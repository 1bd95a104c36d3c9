//! What a prompt may not ask for: rules in a versioned file, looked up in a storyboard before it is frozen.
//!
//! Rules are lists of words and phrases with word borders, and phrases that are allowed all the same. They don't understand a
//! sentence, and they never see pictures.

pub mod likeness;
mod pieces;
mod wishes;
mod words;

use crate::{room::Refused, storyboard::Storyboard};
use serde::Deserialize;
use std::fmt;
use words::{Word, mended, words_of};

/// Bytes of a rule file.
pub const MAX_RULES: usize = 1 << 20;
/// Letters of a word that is looked for in two halves as well.
const SHORTEST_TORN: usize = 5;
/// Words between two things that are forbidden together.
const REACH: usize = 12;

/// Every rule of one version.
#[derive(Clone, Debug)]
pub struct Rules {
    version: u32,
    categories: Vec<Category>,
}

#[derive(Clone, Debug)]
struct Category {
    id: String,
    sentence: String,
    patterns: Vec<Pattern>,
    /// Each: lists of patterns of which one each must stand near the others.
    together: Vec<Vec<Vec<Pattern>>>,
    allow: Vec<Pattern>,
}

/// Why a storyboard is not made, for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Verdict {
    /// Stable id of the rule: `"public_figures"`.
    pub rule: String,
    pub sentence: String,
    /// Counts from 1; 0: no single shot, the storyboard as a whole.
    pub shot: usize,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shot {
            0 => f.write_str(&self.sentence),
            shot => write!(f, "shot {shot}: {}", self.sentence),
        }
    }
}

impl From<Verdict> for Refused {
    fn from(verdict: Verdict) -> Self {
        if verdict.rule == likeness::CHECK_MISSING { Self::LikenessUnchecked(verdict.sentence) } else { Self::Moderated(verdict.to_string()) }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    #[error("the rule file is over {MAX_RULES} bytes")]
    TooLarge,
    #[error("the rule file is not what it should be: {0}")]
    Shape(String),
    #[error("rule {category}: {pattern:?} is no pattern: write words; * ends a word of any ending, or stands for any word")]
    Pattern { category: String, pattern: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    version: u32,
    categories: Vec<CategoryFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryFile {
    id: String,
    sentence: String,
    #[serde(default)]
    patterns: Vec<String>,
    #[serde(default)]
    together: Vec<Vec<Vec<String>>>,
    #[serde(default)]
    allow: Vec<String>,
}

impl Rules {
    /// The rules that come with this build.
    #[must_use]
    pub fn builtin() -> Self {
        Self::parse(include_str!("../rules/prompt.v1.json")).expect("the built-in rules are read by a test")
    }

    /// Reads a rule file.
    ///
    /// # Errors
    /// Where it is too large, not of this shape, or has a pattern that could never be met.
    pub fn parse(json: &str) -> Result<Self, RulesError> {
        if json.len() > MAX_RULES {
            return Err(RulesError::TooLarge);
        }
        let file: RulesFile = serde_json::from_str(json).map_err(|error| RulesError::Shape(error.to_string()))?;
        let categories = file.categories.into_iter().map(Category::read).collect::<Result<_, _>>()?;
        Ok(Self { version: file.version, categories })
    }

    /// The plan keeps it.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Looks at everything that was written in every shot.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn check(&self, storyboard: &Storyboard) -> Result<(), Verdict> {
        for (index, shot) in storyboard.shots.iter().enumerate() {
            let prompt = pieces::with_setting(shot);
            let own = [&prompt, &shot.style, &shot.camera].map(String::as_str);
            let spoken = shot.dialogue.iter().flat_map(|line| [line.speaker.as_str(), line.words.as_str()]);
            let texts: Vec<Vec<Word>> = own.into_iter().chain(pieces::apart(shot)).chain(spoken).map(words_of).collect();
            if let Some(category) = self.categories.iter().find(|category| texts.iter().any(|words| category.forbids(words))) {
                return Err(Verdict { rule: category.id.clone(), sentence: category.sentence.clone(), shot: index + 1 });
            }
        }
        Ok(())
    }
}

impl Category {
    fn read(file: CategoryFile) -> Result<Self, RulesError> {
        let read = |patterns: Vec<String>| -> Result<Vec<Pattern>, RulesError> {
            patterns
                .into_iter()
                .map(|pattern| Pattern::read(&pattern).ok_or_else(|| RulesError::Pattern { category: file.id.clone(), pattern }))
                .collect()
        };
        let patterns = read(file.patterns)?;
        let allow = read(file.allow)?;
        let read_all = |lists: Vec<Vec<String>>| lists.into_iter().map(read).collect::<Result<Vec<_>, _>>();
        let together = file.together.into_iter().map(read_all).collect::<Result<_, _>>()?;
        Ok(Self { id: file.id.clone(), sentence: file.sentence, patterns, together, allow })
    }

    fn forbids(&self, words: &[Word]) -> bool {
        let torn = mended(words);
        let found = |patterns: &[Pattern]| -> Vec<Span> {
            patterns.iter().flat_map(|pattern| pattern.spans(words).chain(pattern.torn_spans(&torn))).collect()
        };
        // Looked up only once something was found: most texts have nothing.
        let without_allowed = |spans: Vec<Span>| -> Vec<Span> {
            if spans.is_empty() {
                return spans;
            }
            let allowed = found(&self.allow);
            spans.into_iter().filter(|span| !allowed.iter().any(|wide| wide.0 <= span.0 && span.1 <= wide.1)).collect()
        };
        if !without_allowed(found(&self.patterns)).is_empty() {
            return true;
        }
        self.together.iter().any(|lists| {
            let mut hits = lists.iter().map(|list| without_allowed(found(list)));
            let Some(first) = hits.next().filter(|first| !first.is_empty()) else { return false };
            let others: Vec<Vec<Span>> = hits.collect();
            first.iter().any(|one| others.iter().all(|list| list.iter().any(|other| other.0.abs_diff(one.0) <= REACH)))
        })
    }
}

/// First word, and the one after the last.
type Span = (usize, usize);

/// Words one after the other. Never empty, never only wildcards.
#[derive(Clone, Debug)]
struct Pattern(Vec<Part>);

#[derive(Clone, Debug)]
enum Part {
    Whole(String),
    Start(String),
    Any,
}

impl Pattern {
    fn read(text: &str) -> Option<Self> {
        let parts = text.split_whitespace().map(Part::read).collect::<Option<Vec<_>>>()?;
        parts.iter().any(|part| !matches!(part, Part::Any)).then_some(Self(parts))
    }

    fn spans<'a>(&'a self, words: &'a [Word]) -> impl Iterator<Item = Span> + 'a {
        let starts = words.windows(self.0.len()).enumerate().filter(|(_, window)| self.0.iter().zip(*window).all(|(part, word)| part.meets(word)));
        starts.map(|(start, window)| (start, start + window.len()))
    }

    /// Of one word that was written in two. Short words are made up too easily by chance.
    fn torn_spans<'a>(&'a self, torn: &'a [(usize, Word)]) -> impl Iterator<Item = Span> + 'a {
        let part = match self.0.as_slice() {
            [part @ (Part::Whole(word) | Part::Start(word))] if word.len() >= SHORTEST_TORN => Some(part),
            _ => None,
        };
        torn.iter().filter(move |(_, word)| part.is_some_and(|part| part.meets(word))).map(|(at, _)| (*at, at + 2))
    }
}

impl Part {
    fn read(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::Any);
        }
        let stem = text.strip_suffix('*').unwrap_or(text);
        let [word] = words_of(stem).try_into().ok()?;
        let word = word.plain().to_owned();
        Some(if stem.len() < text.len() { Self::Start(word) } else { Self::Whole(word) })
    }

    fn meets(&self, word: &Word) -> bool {
        match self {
            Self::Whole(meant) => word.reads(|form| form == meant),
            Self::Start(meant) => word.reads(|form| form.starts_with(meant.as_str())),
            Self::Any => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storyboard::{Line, Shot};
    use proptest::prelude::*;

    fn board(prompt: &str) -> Storyboard {
        Storyboard { shots: vec![Shot { prompt: prompt.to_owned(), seconds: 5, ..Shot::default() }] }
    }

    fn rule_against(prompt: &str) -> Option<String> {
        Rules::builtin().check(&board(prompt)).err().map(|verdict| verdict.rule)
    }

    #[test]
    fn ordinary_prompts_pass() {
        assert_eq!(Rules::builtin().version(), 1);
        for prompt in [
            "A woman in a bikini on the beach throws a ball",
            "He says: kill the lights! The street goes dark",
            "Two friends shoot a basketball in the rain",
            "She shoots, misses, and laughs",
            "A killer whale jumps at sunset",
            "A naked mole rat digs; a naked eye can see the comet",
            "A knight fights a dragon with a sword",
            "The class visits Scunthorpe and Essex",
            "An assassin's hat, a cocktail, an analyst, a grape seed",
            "A King Charles spaniel chases a ball in the park",
            "My trump card: a royal flush",
            "A swift flies over the jordan river",
            "Boys and girls wave at a red car",
            "A sexy saxophone solo while kids dance",
            "A chink of light falls through the door",
            "Cumulus clouds, 3 dogs, 4k, 24 fps, H2O",
            "El niño corre, die Straße ist naß",
            "Она идёт по парку",
            "公園で犬が走る",
            "",
        ] {
            assert_eq!(rule_against(prompt), None, "{prompt}");
        }
    }

    #[test]
    fn forbidden_prompts_are_named() {
        for (prompt, rule) in [
            ("hardcore porn in a hotel", "sexual_content"),
            ("a nude man in the rain", "sexual_content"),
            ("a schoolgirl, seductive, in lingerie", "sexualised_minors"),
            ("a 15-year-old boy naked in a pool", "sexualised_minors"),
            ("the monster beheads a guard", "extreme_violence"),
            ("he stabs her, blood spraying everywhere", "extreme_violence"),
            ("a crowd shouts Sieg Heil", "hate"),
            ("a tutorial: how to kill yourself", "self_harm"),
            ("Donald Trump plays basketball", "public_figures"),
            ("Taylor Swift's concert in the park", "public_figures"),
        ] {
            assert_eq!(rule_against(prompt).as_deref(), Some(rule), "{prompt}");
        }
    }

    #[test]
    fn what_is_chosen_instead_is_read_like_the_prompt() {
        let correction = crate::storyboard::Correction { what: "subject: dog".into(), to: "Donald Trump".into() };
        let shot = Shot { prompt: "A dog runs".into(), corrections: vec![correction], ..Shot::default() };
        let verdict = Rules::builtin().check(&Storyboard { shots: vec![shot] }).expect_err("it is refused");
        assert_eq!(verdict.rule, "public_figures");
    }

    #[test]
    fn disguises_are_seen_through() {
        for prompt in [
            "P0RN",
            "p\u{200b}o\u{200b}r\u{200b}n",
            "p.o.r.n",
            "p o r n",
            "pörn",
            "ｐｏｒｎ",
            "рorn",
            "poooorn",
            "𝓹𝓸𝓻𝓷",
            "BEYONCÉ",
            "Beyonce\u{301}",
            "d0nald   tr\u{ad}ump",
            "n@ked man",
            "nak3d man",
            "a na ked man",
            "h-e-n-t-a-i",
            "hen tai",
        ] {
            assert!(rule_against(prompt).is_some(), "{prompt}");
        }
    }

    #[test]
    fn an_allowed_phrase_excuses_only_itself() {
        assert_eq!(rule_against("a naked mole rat and a naked man").as_deref(), Some("sexual_content"));
    }

    #[test]
    fn dialogue_style_and_speakers_are_looked_at_and_the_shot_is_named() {
        let mut storyboard = board("a dog");
        let line = Line { speaker: "Ana".into(), language: "en".into(), words: "Sieg Heil".into() };
        storyboard.shots.push(Shot { prompt: "a street".into(), dialogue: vec![line], ..Shot::default() });
        let verdict = Rules::builtin().check(&storyboard).expect_err("hate");
        assert_eq!((verdict.rule.as_str(), verdict.shot), ("hate", 2));
        assert_eq!(Refused::from(verdict).code(), "moderated");
        storyboard.shots[1] = Shot { prompt: "a street".into(), style: "hentai".into(), ..Shot::default() };
        assert!(Rules::builtin().check(&storyboard).is_err());
    }

    #[test]
    fn a_bad_rule_file_is_told_apart() {
        let with = |pattern: &str| format!(r#"{{"version":2,"categories":[{{"id":"x","sentence":"no","patterns":["{pattern}"]}}]}}"#);
        assert_eq!(Rules::parse(&with("bad word*")).map(|rules| rules.version()), Ok(2));
        for pattern in ["", "*", "* *", "—", "self-harm"] {
            assert!(matches!(Rules::parse(&with(pattern)), Err(RulesError::Pattern { .. })), "{pattern}");
        }
        assert!(matches!(Rules::parse("{}"), Err(RulesError::Shape(_))));
        assert_eq!(Rules::parse(&" ".repeat(MAX_RULES + 1)).map(|_| ()), Err(RulesError::TooLarge));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_rules(prompt in any::<String>(), words in "\\PC{0,200}", style in "[\\x00-\\u{2ff}@$!|0-9 ]{0,80}") {
            let rules = Rules::builtin();
            let line = Line { speaker: style.clone(), language: "en".into(), words };
            let shot = Shot { prompt, style, dialogue: vec![line], ..Shot::default() };
            let _ = rules.check(&Storyboard { shots: vec![shot] });
        }

        #[test]
        fn no_file_breaks_the_reader(json in any::<String>(), pattern in any::<String>()) {
            let _ = Rules::parse(&json);
            let file = serde_json::json!({"version": 1, "categories": [{"id": "x", "sentence": "no", "patterns": [pattern]}]});
            if let Ok(rules) = Rules::parse(&file.to_string()) {
                let _ = rules.check(&board("a dog runs"));
            }
        }

        #[test]
        fn a_forbidden_word_is_found_wherever_it_stands(before in "[a-z]{4,9}( [a-z]{4,9}){0,5}", after in "[a-z]{4,9}( [a-z]{4,9}){0,5}") {
            let prompt = format!("{before} hentai {after}");
            prop_assert!(rule_against(&prompt).is_some());
        }
    }
}
