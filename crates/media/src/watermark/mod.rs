//! The visible watermark: who made this, in every picture of every pass.
//!
//! It knows the makers' handles and the time within the take; it does not know encoders. Its place depends only on that time and
//! on the picture's shape, so that it moves alike in all passes.

mod stamp;

use domain::{plan::Maker, product::Picture};
use stamp::Stamp;

/// Before the names.
const NAME: &str = "greenroom";
/// Handles that are named at most; the others are counted.
const NAMED: usize = 3;
/// Characters of the whole text, unless the first handle alone is longer.
const LENGTH: usize = 44;

/// Microseconds from one place to the next.
const LEG: u64 = 6_000_000;
/// The places, as fractions of the room between the margins: along the edges, where it covers least.
const PLACES: [(f64, f64); 6] = [(0.0, 1.0), (1.0, 1.0), (1.0, 0.5), (1.0, 0.0), (0.0, 0.0), (0.0, 0.5)];
/// Margin, as a part of the shorter side.
const MARGIN: f64 = 0.03;

/// Draws the makers' names. Rasterised once for each size of picture.
#[derive(Clone, Debug)]
pub struct Watermark {
    text: String,
    stamps: Vec<((u32, u32), Stamp)>,
}

/// Where the watermark stands in a picture, in pixels; with its halo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl Watermark {
    /// For a take of these makers: the asker first, as a plan has them.
    #[must_use]
    pub fn new(makers: &[Maker]) -> Self {
        let handles: Vec<&str> = makers.iter().map(|maker| maker.handle.as_str()).collect();
        Self { text: wording(&handles), stamps: Vec::new() }
    }

    /// What it says: `greenroom · @ana @ben +3`.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Draws it into a picture that is shown `pts` microseconds after the take's beginning. Pictures without room for it, below some
    /// 32 pixels, stay as they are.
    pub fn draw(&mut self, picture: &mut Picture, pts: u64) {
        let (width, height) = (picture.width, picture.height);
        let stamp = self.stamp(width, height);
        if let Some(place) = place(stamp, width, height, pts) {
            stamp.press(&mut picture.rgba, width as usize, place);
        }
    }

    /// Where [`Self::draw`] puts it.
    pub fn place(&mut self, width: u32, height: u32, pts: u64) -> Option<Place> {
        place(self.stamp(width, height), width, height, pts)
    }

    fn stamp(&mut self, width: u32, height: u32) -> &Stamp {
        let known = self.stamps.iter().position(|(size, _)| *size == (width, height));
        let index = known.unwrap_or_else(|| {
            self.stamps.push(((width, height), Stamp::of(&self.text, width, height)));
            self.stamps.len() - 1
        });
        &self.stamps[index].1
    }
}

fn wording(handles: &[&str]) -> String {
    let with = |named: usize| {
        let mut text = format!("{NAME} ·");
        for handle in &handles[..named] {
            text.push_str(" @");
            text.push_str(handle);
        }
        if named < handles.len() {
            text.push_str(&format!(" +{}", handles.len() - named));
        }
        text
    };
    if handles.is_empty() {
        return NAME.to_owned();
    }
    let most = handles.len().min(NAMED);
    (1..=most).rev().map(with).find(|text| text.chars().count() <= LENGTH).unwrap_or_else(|| with(1))
}

fn place(stamp: &Stamp, width: u32, height: u32, pts: u64) -> Option<Place> {
    let margin = f64::from(width.min(height)) * MARGIN;
    let room_x = f64::from(width) - f64::from(stamp.width()) - 2.0 * margin;
    let room_y = f64::from(height) - f64::from(stamp.height()) - 2.0 * margin;
    if room_x < 0.0 || room_y < 0.0 {
        return None;
    }
    let leg = (pts / LEG) as usize;
    let (from, to) = (PLACES[leg % PLACES.len()], PLACES[(leg + 1) % PLACES.len()]);
    let along = (pts % LEG) as f64 / LEG as f64;
    let eased = along * along * (3.0 - 2.0 * along);
    let at = |from: f64, to: f64, room: f64| (margin + room * (from + (to - from) * eased)).round() as u32;
    Some(Place { x: at(from.0, to.0, room_x), y: at(from.1, to.1, room_y), width: stamp.width(), height: stamp.height() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_of_makers_are_shortened() {
        assert_eq!(wording(&["ana"]), "greenroom · @ana");
        assert_eq!(wording(&["ana", "ben", "cy"]), "greenroom · @ana @ben @cy");
        assert_eq!(wording(&["ana", "ben", "cy", "dee", "eve"]), "greenroom · @ana @ben @cy +2");
        let long = "abcdefghijklmnopqrstuvwx";
        assert_eq!(wording(&[long, "ben"]), format!("greenroom · @{long} @ben"));
        assert_eq!(wording(&[long, long, "ben"]), format!("greenroom · @{long} +2"));
    }

    #[test]
    fn every_character_of_a_handle_has_a_shape() {
        for character in ('a'..='z').chain('0'..='9').chain("_@·+… ".chars()) {
            assert!(stamp::draws(character), "{character}");
        }
    }
}
