//! Where to ask for the known word that is nearest in meaning to one that is in no table.
//!
//! There is no model in this crate: whoever has one, such as sentence embeddings, fills this in. Without it, compounds and slips of
//! the pen are still recognised by their letters.

/// What sort of word is wanted, as far as its neighbours tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody or something to cast.
    Subject,
    Place,
    Verb,
}

/// Below this likeness nothing is near.
pub const LEAST: f32 = 0.45;

pub trait Nearest {
    /// The English word nearest in meaning to `word`, in lower case, and how near it is: 1 is the same, 0 is nothing to do with it.
    /// What is not one of the known words is ignored, and so is a likeness below [`LEAST`]. The same word must always give the
    /// same answer, or takes cannot be made again.
    fn nearest(&self, word: &str, among: Kind) -> Option<(String, f32)>;
}

/// Nothing is near.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl Nearest for Nothing {
    fn nearest(&self, _: &str, _: Kind) -> Option<(String, f32)> {
        None
    }
}
