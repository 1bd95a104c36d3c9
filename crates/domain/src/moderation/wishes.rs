//! Owners' restrictions, read as topics that must not stand in a shot (`no smoking`), or of which one must (`only in cartoons`).
//!
//! Words are compared without their endings. Clauses that deny something (`without a cigarette`) don't count. What the words don't
//! show is left to a comparison by meaning.

use super::{
    Pattern, Span,
    pieces::written,
    words::{Word, stem, words_of},
};

/// Words that begin a denial, in the languages that restrictions are likely written in.
const DENIALS: &[&str] = &[
    "no", "not", "never", "without", "don", "dont", "doesn", "doesnt", "isn", "isnt", "nothing", "nobody", "none", "nor", "avoid", "avoids", "sin",
    "nunca", "jamas", "nada", "ohne", "kein", "keine", "keinen", "keiner", "nie", "niemals", "nicht", "sans", "jamais", "pas",
];
const ONLY: &[&str] = &["only", "just", "solo", "solamente", "nur", "seulement", "uniquement"];
const EXCEPT: &[&str] = &["unless", "except", "but", "salvo", "sauf", "ausser"];
const OR: &[&str] = &["or", "nor", "and", "oder", "und", "ni", "y", "o", "ou", "et"];
/// Words around a topic that are no part of it.
const AROUND: &[&str] = &[
    "i",
    "me",
    "my",
    "myself",
    "mine",
    "we",
    "us",
    "our",
    "you",
    "your",
    "they",
    "them",
    "it",
    "its",
    "this",
    "that",
    "these",
    "those",
    "there",
    "do",
    "does",
    "did",
    "t",
    "s",
    "m",
    "d",
    "am",
    "be",
    "is",
    "are",
    "was",
    "being",
    "been",
    "have",
    "has",
    "having",
    "want",
    "wants",
    "like",
    "wish",
    "would",
    "will",
    "shall",
    "should",
    "may",
    "must",
    "can",
    "cannot",
    "could",
    "let",
    "please",
    "show",
    "shows",
    "showing",
    "shown",
    "see",
    "seen",
    "seeing",
    "cast",
    "casting",
    "put",
    "place",
    "placed",
    "appear",
    "appears",
    "appearing",
    "make",
    "made",
    "making",
    "use",
    "used",
    "using",
    "keep",
    "away",
    "stop",
    "ban",
    "banned",
    "allowed",
    "allow",
    "forbidden",
    "forbid",
    "refuse",
    "hate",
    "a",
    "an",
    "the",
    "any",
    "anything",
    "anyone",
    "some",
    "something",
    "all",
    "ever",
    "every",
    "kind",
    "kinds",
    "sort",
    "of",
    "at",
    "by",
    "in",
    "on",
    "onto",
    "into",
    "to",
    "for",
    "from",
    "with",
    "near",
    "around",
    "next",
    "as",
    "about",
    "related",
    "involving",
    "including",
    "content",
    "scene",
    "scenes",
    "shot",
    "shots",
    "video",
    "videos",
    "clip",
    "clips",
    "take",
    "takes",
    "stuff",
    "thing",
    "things",
    "topic",
    "topics",
    "en",
    "el",
    "la",
    "los",
    "las",
    "un",
    "una",
    "de",
    "del",
    "con",
    "quiero",
    "mi",
    "que",
    "der",
    "die",
    "das",
    "den",
    "dem",
    "ein",
    "eine",
    "im",
    "mit",
    "auf",
    "von",
    "bitte",
    "ich",
    "mich",
    "will",
    "le",
    "les",
    "des",
    "du",
    "une",
    "avec",
    "dans",
    "je",
    "ne",
    "veux",
    "me",
];
/// Words in a clause that begin another.
const CLAUSE: &[&str] = &["and", "but", "then", "while", "y", "pero", "und", "aber", "et", "mais"];

/// A topic that many know by several names, from the rule file.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// Stems under which owners name it.
    pub names: Vec<String>,
    pub patterns: Vec<Pattern>,
    pub allow: Vec<Pattern>,
}

/// One restriction.
#[derive(Debug)]
pub(super) struct Wish<'a> {
    /// One of the topics must be there, rather than none.
    pub only: bool,
    pub topics: Vec<Topic<'a>>,
}

#[derive(Debug)]
pub(super) struct Topic<'a> {
    /// To be compared by meaning.
    pub text: String,
    stems: Vec<String>,
    known: Vec<&'a Known>,
}

impl<'a> Wish<'a> {
    pub(super) fn read(restriction: &str, known: &'a [Known]) -> Self {
        let clauses: Vec<Vec<Word>> = restriction.split([',', ';', '/', '.', '\n', '!', ':']).map(words_of).collect();
        let first = clauses.iter().flatten().find(|word| !AROUND.contains(&word.plain()));
        let only = first.is_some_and(|word| ONLY.contains(&word.plain()));
        let mut topics = Vec::new();
        'clauses: for clause in &clauses {
            for part in clause.split(|word| OR.contains(&word.plain())) {
                let excepted = part.iter().position(|word| EXCEPT.contains(&word.plain()));
                topics.extend(Topic::read(&part[..excepted.unwrap_or(part.len())], known));
                if excepted.is_some() {
                    break 'clauses;
                }
            }
        }
        Self { only, topics }
    }
}

impl<'a> Topic<'a> {
    fn read(part: &[Word], known: &'a [Known]) -> Option<Self> {
        let around = |word: &Word| [AROUND, DENIALS, ONLY].iter().any(|list| list.contains(&word.plain()));
        let words: Vec<Word> = part.iter().filter(|word| !around(word)).cloned().collect();
        if words.is_empty() {
            return None;
        }
        let stems: Vec<String> = words.iter().map(|word| stem(word.meant())).collect();
        // "smoking weed", but not "talking about my father's smoking habits".
        let few = stems.len() <= 2;
        let known = known.iter().filter(|topic| few && topic.names.iter().any(|name| stems.contains(name))).collect();
        Some(Self { text: written(&words), stems, known })
    }

    /// Whether the words of a shot, without what they deny, name it.
    pub(super) fn stands_in(&self, words: &[Word]) -> bool {
        let said = |meant: &String| words.iter().any(|word| word.reads(|form| stem(form) == *meant));
        self.stems.iter().all(said) || self.known.iter().any(|topic| topic.stands_in(words))
    }
}

impl Known {
    fn stands_in(&self, words: &[Word]) -> bool {
        let spans = |patterns: &[Pattern]| -> Vec<Span> { patterns.iter().flat_map(|pattern| pattern.spans(words)).collect() };
        let allowed = spans(&self.allow);
        spans(&self.patterns).iter().any(|span| !allowed.iter().any(|wide| wide.0 <= span.0 && span.1 <= wide.1))
    }
}

/// The clauses of a text without what they deny.
pub(super) fn affirmed(text: &str) -> Vec<Vec<Word>> {
    let mut clauses = Vec::new();
    for clause in text.split([',', ';', '.', '!', '?', ':', '\n', '(', ')', '—']) {
        let words = words_of(clause);
        for part in words.split(|word| CLAUSE.contains(&word.plain())) {
            let end = part.iter().position(|word| DENIALS.contains(&word.plain())).unwrap_or(part.len());
            clauses.push(part[..end].to_vec());
        }
    }
    clauses.retain(|words| !words.is_empty());
    clauses
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics(restriction: &str) -> (bool, Vec<String>) {
        let wish = Wish::read(restriction, &[]);
        (wish.only, wish.topics.into_iter().map(|topic| topic.text).collect())
    }

    #[test]
    fn a_restriction_is_read_down_to_its_topics() {
        for (restriction, only, found) in [
            ("smoking", false, vec!["smoking"]),
            ("Never with spiders!", false, vec!["spiders"]),
            ("no politics, please", false, vec!["politics"]),
            ("I don't want to be shown eating meat", false, vec!["eating meat"]),
            ("no alcohol or drugs; never at a funeral", false, vec!["alcohol", "drugs", "funeral"]),
            ("nada de arañas", false, vec!["aranas"]),
            ("kein Alkohol", false, vec!["alkohol"]),
            ("only in cartoons", true, vec!["cartoons"]),
            ("Please show me only with my dog or cat", true, vec!["dog", "cat"]),
            ("no swimming unless in a pool", false, vec!["swimming"]),
            ("please don't", false, vec![]),
        ] {
            assert_eq!(topics(restriction), (only, found.iter().map(ToString::to_string).collect()), "{restriction}");
        }
    }

    #[test]
    fn what_is_denied_does_not_count() {
        let told = |text: &str| affirmed(text).iter().map(|words| written(words)).collect::<Vec<_>>();
        assert_eq!(told("Ana dances without a cigarette, and drinks tea"), ["ana dances", "drinks tea"]);
        assert_eq!(told("she never smokes but drinks"), ["she", "drinks"]);
    }
}
