//! What stands in front, picture by picture through one upload: people where there are any, else what stands out in the middle.
//!
//! People are looked for in every second picture. Until one was seen, what stands out is kept beside, for the case that nobody ever
//! comes: a caller that got nobody asks for [`Silhouettes::things`] at the end. It does not know whose silhouette it is.

use crate::{Cutout, ModelError, RgbRef, thing};

/// Columns and rows of a silhouette.
const SIDE: usize = 128;
/// Of the pictures, those in which people are looked for.
const PEOPLE: usize = 2;
/// And those in which things are.
const THINGS: usize = 4;
/// A person covers at least this share, else it is a mistake or far away.
const LEAST_PERSON: f32 = 0.012;
/// What stands out covers this much: less is a speck, more is the background itself.
const THING: std::ops::RangeInclusive<f32> = 0.015..=0.7;
/// A cell is sure to be somebody's above the second, and nobody's below the first.
const SURE: [f32; 2] = [0.12, 0.88];

/// Looks at the pictures of one upload in their order.
pub struct Silhouettes {
    cutout: &'static Cutout,
    next: usize,
    people: bool,
    things: Vec<Option<Vec<u8>>>,
}

/// Silhouettes are part of a likeness.
impl std::fmt::Debug for Silhouettes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Silhouettes(secret)")
    }
}

impl Silhouettes {
    #[must_use]
    pub fn new(cutout: &'static Cutout) -> Self {
        Self { cutout, next: 0, people: false, things: Vec::new() }
    }

    /// The silhouette of the next picture, 128 × 128 cells of 0…255 over the whole of it, row by row; none where it is not looked at. A
    /// picture that is see-through somewhere is its own cut-out: give its `alpha`, a byte a pixel.
    ///
    /// # Errors
    /// Where the model fails.
    pub fn look(&mut self, picture: RgbRef<'_>, alpha: Option<&[u8]>) -> Result<Option<Vec<u8>>, ModelError> {
        let index = self.next;
        self.next += 1;
        if let Some(alpha) = alpha {
            self.people = true;
            return Ok(Some(cells(picture.width() as usize, picture.height() as usize, alpha)));
        }
        self.things.push(if self.people || !index.is_multiple_of(THINGS) { None } else { standing_out(picture) });
        if !index.is_multiple_of(PEOPLE) {
            return Ok(None);
        }
        let person: Vec<u8> = self.cutout.person_cells(picture, SIDE)?.into_iter().map(sure).collect();
        if share(&person) < LEAST_PERSON {
            return Ok(Some(vec![0; SIDE * SIDE]));
        }
        self.people = true;
        Ok(Some(person))
    }

    /// Somebody was seen, or the picture was cut out already.
    #[must_use]
    pub fn has_people(&self) -> bool {
        self.people
    }

    /// Where nobody was seen: what stands out in each picture, none where it was not looked at. None at all where nothing does.
    #[must_use]
    pub fn things(self) -> Option<Vec<Option<Vec<u8>>>> {
        let found = self.things.iter().flatten().any(|cells| share(cells) > 0.0);
        (!self.people && found).then_some(self.things)
    }
}

fn standing_out(picture: RgbRef<'_>) -> Option<Vec<u8>> {
    let (mask, cover) = thing(picture);
    let stands_out = THING.contains(&cover);
    Some(if stands_out { cells(mask.width as usize, mask.height as usize, &mask.alpha) } else { vec![0; SIDE * SIDE] })
}

fn sure(value: f32) -> u8 {
    let t = ((value - SURE[0]) / (SURE[1] - SURE[0])).clamp(0.0, 1.0);
    (t * t * (3.0 - 2.0 * t) * 255.0).round() as u8
}

fn share(cells: &[u8]) -> f32 {
    cells.iter().filter(|cell| **cell > 127).count() as f32 / cells.len().max(1) as f32
}

/// The mean of the pixels under each cell.
fn cells(width: usize, height: usize, alpha: &[u8]) -> Vec<u8> {
    let cell = |at: usize| {
        let part = |at: usize, of: usize| (at * of / SIDE)..((at + 1) * of / SIDE).max(at * of / SIDE + 1).min(of);
        let (columns, rows) = (part(at % SIDE, width), part(at / SIDE, height));
        let count = columns.len() * rows.len();
        let sum: usize = rows.flat_map(|y| alpha[y * width..][columns.clone()].iter()).map(|value| usize::from(*value)).sum();
        (sum / count.max(1)) as u8
    };
    (0..SIDE * SIDE).map(cell).collect()
}
