//! Looks for faces in the pictures of an upload, and keeps each view of each face once, as numbers (CONSENT-6).
//!
//! Every picture of footage is looked at, once a second more closely; an image most closely. A face that stays in its place is measured in some
//! pictures by chance, so that nobody can know in which. What takes more work than there is for one upload is refused, not passed. It does not know
//! whose the faces are.

use super::{
    Trouble,
    views::{Place, View, picture},
};
use crate::clock;
use actors::faces::MOST_FACES;
use domain::upload::FOOTAGE_FPS;
use media::material::Seen;
use models::{Effort, Embedding, FaceFinder};

/// Of the pictures in which a face stays in its place, it is measured in one of so many, by chance.
const ONE_OF: u8 = 4;
/// Views of one face that are so alike count as one.
const ALIKE: f32 = 0.97;
/// As many faces as the finder tells of one view: there may be more.
const CROWD: usize = 8;

/// Work for one upload, in [`cost`]s. Footage of 15 s with one person takes an eighth of it (docs/benchmarks.md); with a crowd in it, more.
const MOST_WORK: u32 = 120_000;

/// Of the models' runs, about a millisecond of one core each.
fn cost(effort: Effort) -> u32 {
    4 * effort.windows + 8 * effort.layers + 60 * effort.embeddings
}

pub struct Search<'a> {
    finder: &'a FaceFinder,
    effort: Effort,
    /// At most.
    work: u32,
    faces: Vec<Embedding>,
    /// Where faces were in the picture before.
    before: Vec<Place>,
}

impl<'a> Search<'a> {
    pub fn new(finder: &'a FaceFinder) -> Self {
        Self { finder, effort: Effort::default(), work: MOST_WORK, faces: Vec::new(), before: Vec::new() }
    }

    /// The only picture of an image.
    pub fn image(&mut self, seen: &Seen<'_>) -> Result<(), Trouble> {
        self.look(seen, &View::every(seen.width, seen.height))
    }

    /// A picture of footage.
    pub fn footage(&mut self, seen: &Seen<'_>) -> Result<(), Trouble> {
        if seen.index.is_multiple_of(FOOTAGE_FPS) {
            self.before.clear();
            self.look(seen, &View::thorough(seen.width, seen.height))
        } else {
            self.look(seen, &[View::whole(seen.width, seen.height)])
        }
    }

    /// Each face once, in the order in which they were found.
    pub fn into_faces(self) -> Vec<Embedding> {
        self.faces
    }

    fn look(&mut self, seen: &Seen<'_>, views: &[View]) -> Result<(), Trouble> {
        let mut places: Vec<Place> = Vec::new();
        for view in views {
            self.look_through(seen, view, &mut places)?;
        }
        if views.len() == 1 && places.len() >= CROWD {
            for view in &View::thorough(seen.width, seen.height)[1..] {
                self.look_through(seen, view, &mut places)?;
            }
        }
        self.before = places;
        Ok(())
    }

    fn look_through(&mut self, seen: &Seen<'_>, view: &View, places: &mut Vec<Place>) -> Result<(), Trouble> {
        let cut = view.cut(seen.rgb, seen.width);
        let cut = picture(&cut)?;
        let found = self.finder.find_counted(cut, &mut self.effort)?;
        for face in found {
            if cost(self.effort) > self.work {
                return Err(Trouble::TooHeavy);
            }
            let place = view.place(&face);
            if places.iter().any(|known| known.is(&place)) {
                continue;
            }
            let [chance] = clock::random();
            if self.before.iter().any(|known| known.is(&place)) && chance % ONE_OF != 0 {
                places.push(place);
                continue;
            }
            self.effort.embeddings += 1;
            let face = self.finder.embed(cut, &face)?;
            if !self.faces.iter().any(|known| known.cosine(&face) >= ALIKE) {
                if self.faces.len() == MOST_FACES {
                    return Err(Trouble::TooManyFaces);
                }
                self.faces.push(face);
            }
            places.push(place);
        }
        if cost(self.effort) > self.work { Err(Trouble::TooHeavy) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;
