//! Looks for faces in the pictures of an upload, and keeps each view of each face once, as numbers (CONSENT-6).
//!
//! Footage is looked at four times a second, once a second more closely; an image most closely. It does not know whose the faces are.

use super::{
    Trouble,
    views::{Place, View, picture},
};
use actors::faces::MOST_FACES;
use domain::upload::FOOTAGE_FPS;
use media::material::Seen;
use models::{Embedding, FaceFinder};

/// Of so many pictures one is looked at: four a second.
pub const ONE_OF: u32 = FOOTAGE_FPS / 4;
/// Views of one face that are so alike count as one.
const ALIKE: f32 = 0.97;
/// As many faces as the finder tells of one view: there may be more.
const CROWD: usize = 8;

pub struct Search<'a> {
    finder: &'a FaceFinder,
    faces: Vec<Embedding>,
}

impl<'a> Search<'a> {
    pub fn new(finder: &'a FaceFinder) -> Self {
        Self { finder, faces: Vec::new() }
    }

    /// The only picture of an image.
    pub fn image(&mut self, seen: &Seen<'_>) -> Result<(), Trouble> {
        self.look(seen, &View::every(seen.width, seen.height))
    }

    /// A picture of footage.
    pub fn footage(&mut self, seen: &Seen<'_>) -> Result<(), Trouble> {
        if seen.index.is_multiple_of(FOOTAGE_FPS) {
            self.look(seen, &View::thorough(seen.width, seen.height))
        } else if seen.index.is_multiple_of(ONE_OF) {
            self.look(seen, &[View::whole(seen.width, seen.height)])
        } else {
            Ok(())
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
        Ok(())
    }

    fn look_through(&mut self, seen: &Seen<'_>, view: &View, places: &mut Vec<Place>) -> Result<(), Trouble> {
        let cut = view.cut(seen.rgb, seen.width);
        let cut = picture(&cut)?;
        for face in self.finder.find(cut)? {
            let place = view.place(&face);
            if places.iter().any(|known| known.is(&place)) {
                continue;
            }
            let face = self.finder.embed(cut, &face)?;
            if !self.faces.iter().any(|known| known.cosine(&face) >= ALIKE) {
                if self.faces.len() == MOST_FACES {
                    return Err(Trouble::TooManyFaces);
                }
                self.faces.push(face);
            }
            places.push(place);
        }
        Ok(())
    }
}
