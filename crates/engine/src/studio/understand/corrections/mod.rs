//! What people changed of what was understood: "subject: dog" becomes a fox.
//!
//! Everything that can be corrected has a key that says what was understood there, such as `colour of dog 2: red`. A correction whose key is
//! nowhere any more, because the words have changed, is told and applied to nothing else. Values are names of the catalogue, never words.
//! Who was mentioned, and what is done with them, is not corrected: what is shown of somebody follows from what was written and checked.

mod catalogue;
mod cast;

pub use catalogue::{Choice, Group, Named, Set};

use super::{notices::Told, reading::Reading};
use crate::studio::screenplay::{CameraPlan, Setting, ShotPlan};
use catalogue::Pace;
use domain::storyboard::{Correction, Shot};

/// Something that was understood and can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The key: what a correction of it names.
    pub what: String,
    /// Where its values are listed.
    pub set: Set,
    /// Of whom, as people read it; empty: of the shot.
    pub of: String,
    /// The name of what was understood.
    pub understood: String,
    /// The name of what will be shown.
    pub now: String,
}

/// The corrections of one shot as it was written, and which of them were of use.
#[derive(Debug, Default)]
pub struct Corrections<'a> {
    all: &'a [Correction],
    used: Vec<bool>,
}

impl<'a> Corrections<'a> {
    #[must_use]
    pub fn of(shot: &'a Shot) -> Self {
        Self { all: &shot.corrections, used: vec![false; shot.corrections.len()] }
    }

    /// What is to be shown where `understood` was understood; the last correction of a thing counts.
    pub fn choose<T: Named>(&mut self, of: &str, label: &str, understood: T, items: &mut Vec<Item>) -> T {
        let whose = if of.is_empty() { String::new() } else { format!(" of {of}") };
        let what = format!("{}{whose}: {}", T::SET.word(), understood.name());
        self.choose_by(what, label, understood, items)
    }

    /// As [`Self::choose`], by a key of one's own.
    fn choose_by<T: Named>(&mut self, what: String, label: &str, understood: T, items: &mut Vec<Item>) -> T {
        let mut now = understood;
        for (correction, used) in self.all.iter().zip(&mut self.used).filter(|(correction, _)| correction.what == what) {
            if let Some(value) = T::named(&correction.to) {
                *used = true;
                now = value;
            }
        }
        items.push(Item { what, set: T::SET, of: label.to_owned(), understood: understood.name(), now: now.name() });
        now
    }

    /// Who is in a shot, how they look, what they do. What is still to follow from it follows from what was corrected.
    pub fn of_cast(&mut self, reading: &mut Reading) -> Vec<Item> {
        cast::correct(self, reading)
    }

    /// How it is filmed. A shot that goes on is filmed as `before`, unless the reading says otherwise: what is chosen is said there.
    pub fn of_camera(&mut self, camera: CameraPlan, before: Option<&ShotPlan>, reading: &mut Reading, items: &mut Vec<Item>) -> (CameraPlan, f64) {
        let framing = reading.framing.or(before.map(|before| before.camera.framing)).unwrap_or(camera.framing);
        let chosen = self.choose("", "", framing, items);
        if chosen != framing {
            reading.framing = Some(chosen);
        }
        let movement = self.choose("", "", camera.movement, items);
        let pace = reading.pace.or(before.map(|before| before.pace)).unwrap_or(1.0);
        let was = Pace::of(pace);
        let now = self.choose("", "", was, items);
        if now != was {
            reading.pace = Some(now.times());
        }
        (CameraPlan { framing: chosen, movement, ..camera }, if now == was { pace } else { now.times() })
    }

    /// Where it plays. What a reading says of its place wins over everything else, so it is said there.
    pub fn of_setting(&mut self, understood: Setting, reading: &mut Reading, items: &mut Vec<Item>) -> Setting {
        let setting = self.choose("", "", understood, items);
        if setting != understood {
            reading.place = Some(setting);
        }
        setting
    }

    /// Says what was of no use. Words that are in no catalogue are not repeated: nobody has checked them.
    pub fn tell(&self, told: &mut Told) {
        for (correction, _) in self.all.iter().zip(&self.used).filter(|(_, used)| !**used) {
            let set = Set::ALL.into_iter().find(|set| {
                let rest = correction.what.strip_prefix(set.word());
                rest.is_some_and(|rest| rest.starts_with(": ") || rest.starts_with(" of ")) && set.has(&correction.to)
            });
            told.undone(vec![match set {
                Some(set) => format!(
                    "A change of the {} to “{}” is left out: what it changed is no longer understood from these words.",
                    set.word(),
                    correction.to
                ),
                None => "A change is left out, because it names nothing that can be shown.".to_owned(),
            }]);
        }
    }
}
