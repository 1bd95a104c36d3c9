//! Where to ask for the known word that is nearest in meaning to one that is in no table.
//!
//! This file knows no model: `meaning` has one. Without it, compounds and slips of the pen are still recognised by their letters.

use super::lexicon::{self, Sense};
use std::cell::Cell;

/// Words of one storyboard that are looked up by meaning: each takes some 10 ms where it is new, and the first picture waits.
const MOST: usize = 8;

/// What sort of word is wanted, as far as its neighbours tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Somebody or something to cast.
    Subject,
    Place,
    Verb,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Subject, Self::Place, Self::Verb];

    #[must_use]
    pub fn is_of(self, sense: &Sense) -> bool {
        match self {
            Self::Subject => matches!(sense, Sense::Body(_)),
            Self::Place => matches!(sense, Sense::Place(_) | Sense::NearPlace(..)),
            Self::Verb => matches!(sense, Sense::Act(_)),
        }
    }

    /// The English words of this kind that are in the tables, in alphabetical order.
    #[must_use]
    pub fn known(self) -> Vec<&'static str> {
        lexicon::english_words(|sense| self.is_of(sense))
    }
}

pub trait Nearest: Send + Sync {
    /// The English word nearest in meaning to `word`, in lower case, and how near it is: 1 is the same, 0 is nothing to do with it.
    /// None where nothing is near enough. What is not one of the known words is ignored. The same word must always give the same
    /// answer, or takes cannot be made again.
    fn nearest(&self, word: &str, among: Kind) -> Option<(String, f32)>;

    /// False where nobody can be asked: an unknown word stays unknown then, and that is told.
    fn is_there(&self) -> bool {
        true
    }
}

/// Nothing is near.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl Nearest for Nothing {
    fn nearest(&self, _: &str, _: Kind) -> Option<(String, f32)> {
        None
    }
}

/// Asks for one storyboard, so many words and no more.
pub struct Asking<'a> {
    nearest: &'a dyn Nearest,
    left: Cell<usize>,
    in_vain: Cell<bool>,
}

impl<'a> Asking<'a> {
    #[must_use]
    pub fn new(nearest: &'a dyn Nearest) -> Self {
        Self { nearest, left: Cell::new(MOST), in_vain: Cell::new(false) }
    }

    /// The nearest of several kinds, as [`Nearest::nearest`] has it.
    pub fn ask(&self, word: &str, among: &[Kind]) -> Option<String> {
        if !self.nearest.is_there() {
            self.in_vain.set(true);
            return None;
        }
        self.left.set(self.left.get().checked_sub(1)?);
        let found = among.iter().filter_map(|kind| self.nearest.nearest(word, *kind));
        found.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(near, _)| near)
    }

    /// There were words to ask for, and nobody to ask.
    #[must_use]
    pub fn was_in_vain(&self) -> bool {
        self.in_vain.get()
    }
}
