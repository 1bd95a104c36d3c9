//! The known word that is nearest in meaning to one in no table, by sentence embeddings.
//!
//! The known words' vectors were made beforehand (`examples/nearest_vectors.rs`) and are part of the program; only the unknown word
//! is embedded at run time, once for each. English words, and only those that the model knows as wholes. It does not know what is done with
//! an answer.

use super::{
    lexicon::{self, Sense},
    nearest::{Kind, Nearest},
};
use models::{
    ModelError, Models, Sentences,
    sentences::{CHECKSUM, LENGTH, is_whole_word},
};
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

const FILE: &[u8] = include_bytes!("../../../files/nearest.bin");
/// Answers that are remembered; then it begins anew.
const REMEMBERED: usize = 4_096;
/// Neighbours that have a say.
const VOTES: usize = 5;
/// How much nearer than the threshold a neighbour counts for two.
const BASE: f32 = 0.1;

/// Ideas and measures: what is nearest to one of these has no picture.
const IDEAS: &str = "ability access action activity advice age agreement aid amount answer argument attempt attention average belief benefit \
    budget career case cause chance change chapter choice comfort concept condition contract cost course crime culture damage danger date debate \
    debt decision degree demand depth desire detail difference direction distance doubt duty economy education effect effort election emotion \
    energy error event evidence example excuse existence experience fact failure faith fault fear feeling force freedom future goal gravity \
    growth guilt habit happiness harmony hate health heat height history honor hope hour idea identity importance income influence information \
    instance intention interest issue justice knowledge language law length level liberty limit logic loss luck matter meaning measure memory \
    method mind mistake mode moment mood motion movement mystery nature necessity need number obligation opinion opportunity option order origin \
    pain panic past patience pattern peace percentage period permission perspective philosophy plan policy politics position possibility \
    power practice pressure pride principle problem process profit progress promise proof purpose quality quantity question range rate ratio \
    reality reason relation religion respect result right risk role rule safety scale science secret sense shame shape shock silence situation \
    skill solution soul speed spirit stage state status strategy strength stress structure style success suggestion support symptom system tax \
    technique temperature tension theory thought threat time title topic tradition trend trouble trust truth unit value variety velocity \
    version victory view violence virtue voice wealth weight will wisdom wish wonder work worry worth year youth zone";

/// In which a word stands when it is embedded, and below which likeness nothing is near.
fn carrier(kind: Kind) -> (&'static str, f32) {
    match kind {
        Kind::Subject => ("a ", 0.58),
        Kind::Place => ("in the ", 0.68),
        Kind::Verb => ("to ", 0.64),
    }
}

/// What an anchor stands for: a sense of the tables, or an idea.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stands {
    For(Sense),
    ForAnIdea,
}

struct Anchor {
    word: &'static str,
    stands: Stands,
}

/// Of every kind the words that vectors are kept of, in the order of the file.
fn anchors() -> &'static [(Kind, Vec<Anchor>)] {
    static ALL: LazyLock<Vec<(Kind, Vec<Anchor>)>> = LazyLock::new(|| Kind::ALL.into_iter().map(|kind| (kind, anchors_of(kind))).collect());
    &ALL
}

fn anchors_of(kind: Kind) -> Vec<Anchor> {
    let known = kind.known().into_iter().filter(|word| is_whole_word(word)).filter_map(|word| {
        let sense = lexicon::sense(word).filter(|sense| kind.is_of(sense))?;
        Some(Anchor { word, stands: Stands::For(sense) })
    });
    let ideas = IDEAS.split_whitespace().filter(|word| is_whole_word(word) && lexicon::sense(word).is_none_or(|sense| !kind.is_of(&sense)));
    known.chain(ideas.map(|word| Anchor { word, stands: Stands::ForAnIdea })).collect()
}

/// Changes with the model, the words and how they are embedded.
#[must_use]
pub fn fingerprint() -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |bytes: &[u8]| {
        for byte in bytes.iter().chain(&[0]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    eat(&CHECKSUM);
    for (kind, anchors) in anchors() {
        eat(carrier(*kind).0.as_bytes());
        anchors.iter().for_each(|anchor| eat(anchor.word.as_bytes()));
    }
    hash
}

/// Of which words and model the vectors in this build are; none where there are none.
#[must_use]
pub fn kept_fingerprint() -> Option<u64> {
    FILE.first_chunk::<8>().map(|bytes| u64::from_le_bytes(*bytes))
}

/// The file: the fingerprint, then of each anchor 384 signed bytes, the largest of which is 127.
///
/// # Errors
/// Where the model fails.
pub fn vectors(sentences: &Sentences) -> Result<Vec<u8>, ModelError> {
    let mut file = fingerprint().to_le_bytes().to_vec();
    for (kind, anchors) in anchors() {
        for anchor in anchors {
            let vector = sentences.embed(&format!("{}{}", carrier(*kind).0, anchor.word))?;
            let most = vector.iter().fold(f32::EPSILON, |most, value| most.max(value.abs()));
            file.extend(vector.iter().map(|value| (value / most * 127.0).round() as i8 as u8));
        }
    }
    Ok(file)
}

/// One kind's anchors with their vectors, of length one.
type Known = Vec<(&'static Anchor, Vec<f32>)>;

/// None where the file is of other words or of another model.
fn known(kind: Kind) -> Option<&'static Known> {
    static ALL: LazyLock<Option<Vec<(Kind, Known)>>> = LazyLock::new(|| {
        (kept_fingerprint() == Some(fingerprint())).then_some(())?;
        let mut vectors = FILE[8..].chunks_exact(LENGTH).map(unit);
        let all: Vec<(Kind, Known)> =
            anchors().iter().map(|(kind, anchors)| (*kind, anchors.iter().zip(vectors.by_ref()).collect())).collect();
        Some(all)
    });
    ALL.as_ref()?.iter().find(|(of, _)| *of == kind).map(|(_, known)| known)
}

fn unit(bytes: &[u8]) -> Vec<f32> {
    let values: Vec<f32> = bytes.iter().map(|byte| f32::from(*byte as i8)).collect();
    let length = values.iter().map(|value| value * value).sum::<f32>().sqrt().max(f32::EPSILON);
    values.into_iter().map(|value| value / length).collect()
}

/// See the module. Share it by `Arc`.
pub struct Meanings {
    models: Arc<Models>,
    memory: Mutex<HashMap<(String, Kind), Option<(String, f32)>>>,
}

impl fmt::Debug for Meanings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Meanings")
    }
}

impl Meanings {
    #[must_use]
    pub fn new(models: Arc<Models>) -> Self {
        Self { models, memory: Mutex::default() }
    }

    fn look(&self, word: &str, among: Kind) -> Option<(String, f32)> {
        let whole = lemma(word)?;
        let known = known(among)?;
        let (carrier, least) = carrier(among);
        let vector = self.models.sentences().ok()?.embed(&format!("{carrier}{whole}")).ok()?;
        let likeness = |other: &[f32]| -> f32 { other.iter().zip(&vector).map(|(a, b)| a * b).sum() };
        let mut near: Vec<(&Anchor, f32)> =
            known.iter().filter(|(anchor, _)| !only_looks_alike(&whole, anchor.word)).map(|(anchor, vector)| (*anchor, likeness(vector))).collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1));
        near.truncate(VOTES);
        near.retain(|(_, likeness)| *likeness >= least);
        elect(&near, least).map(|(anchor, likeness)| (anchor.word.to_owned(), likeness))
    }
}

impl Nearest for Meanings {
    fn nearest(&self, word: &str, among: Kind) -> Option<(String, f32)> {
        let key = (word.to_owned(), among);
        let memory = || self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = memory().get(&key) {
            return answer.clone();
        }
        let answer = self.look(word, among);
        let mut memory = memory();
        if memory.len() >= REMEMBERED {
            memory.clear();
        }
        memory.insert(key, answer.clone());
        answer
    }

    fn is_there(&self) -> bool {
        kept_fingerprint() == Some(fingerprint()) && self.models.sentences().is_ok()
    }
}

/// The word, or what it is a form of, where the model knows that as a whole.
fn lemma(word: &str) -> Option<String> {
    let lemmas = lexicon::english_lemmas(word);
    std::iter::once(word.to_owned()).chain(lemmas).find(|word| word.chars().count() > 2 && is_whole_word(word))
}

/// "Jug" and "juggler": pieces of one another, which the model takes for kin.
fn only_looks_alike(a: &str, b: &str) -> bool {
    a != b && (a.starts_with(b) || b.starts_with(a))
}

/// The sense that most of the neighbours stand for, the nearer the more; its nearest word. None where it is an idea.
fn elect<'a>(near: &[(&'a Anchor, f32)], least: f32) -> Option<(&'a Anchor, f32)> {
    let weight = |stands: Stands| -> f32 {
        let same = near.iter().filter(|(anchor, _)| kin(anchor.stands, stands));
        same.map(|(_, likeness)| likeness - least + BASE).sum()
    };
    let (first, _) = near.first()?;
    if first.stands == Stands::ForAnIdea {
        return None;
    }
    // Of several that weigh the same the nearest wins.
    let mut best: Option<(&'a Anchor, f32, f32)> = None;
    for (anchor, likeness) in near {
        let weight = weight(anchor.stands);
        if best.is_none_or(|(.., most)| weight > most + 1e-6) {
            best = Some((*anchor, *likeness, weight));
        }
    }
    best.filter(|(anchor, ..)| anchor.stands != Stands::ForAnIdea).map(|(anchor, likeness, _)| (anchor, likeness))
}

/// The same thing to cast, place or deed.
fn kin(a: Stands, b: Stands) -> bool {
    match (a, b) {
        (Stands::For(Sense::Body(a)), Stands::For(Sense::Body(b))) => a.what == b.what && a.costume == b.costume,
        (Stands::For(Sense::Place(a) | Sense::NearPlace(a, _)), Stands::For(Sense::Place(b) | Sense::NearPlace(b, _))) => a == b,
        (a, b) => a == b,
    }
}
