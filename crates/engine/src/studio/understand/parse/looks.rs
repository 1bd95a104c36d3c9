//! Clothes, hair and feelings: whose they are, and what they change.

use super::Reader;
use crate::studio::{
    screenplay::{Colour, Cut, Feeling, Lower, Wear},
    understand::lexicon::Garment,
};

impl Reader<'_> {
    pub(super) fn garment(&mut self, garment: Garment, word: &str, of_noun: bool) {
        if garment == Garment::Umbrella {
            self.g.share();
        }
        self.dress(of_noun, word, |wear, colour| put_on(wear, garment, colour));
    }

    /// Changes how somebody looks: who is still to be named, or who was named last.
    pub(super) fn dress(&mut self, of_noun: bool, word: &str, change: impl Fn(&mut Wear, Option<Colour>)) {
        let g = &mut self.g;
        let colour = g.modifiers.colour.take();
        (g.modifiers.size, g.modifiers.count, g.modifiers.owned) = (None, None, false);
        g.modifiers.colour_word = None;
        g.with = false;
        if of_noun {
            g.modifiers.personal.push(word.to_owned());
            change(&mut g.modifiers.wear, colour);
        } else if g.people.is_empty() {
            g.reading.unknown.push(word.to_owned());
        } else {
            for id in &g.people {
                change(&mut g.reading.entities[*id].wear, colour);
            }
        }
    }

    pub(super) fn feeling(&mut self, feeling: Feeling, word: &str, of_noun: bool, of_last: bool) {
        let g = &mut self.g;
        if of_noun {
            g.modifiers.feeling = Some(feeling);
            g.modifiers.personal.push(word.to_owned());
        } else if of_last {
            g.each_named_last(|entity| entity.feeling = Some(feeling));
        } else if g.people.is_empty() {
            g.reading.unknown.push(word.to_owned());
        } else {
            for id in &g.people {
                g.reading.entities[*id].feeling = Some(feeling);
            }
        }
    }
}

fn put_on(wear: &mut Wear, garment: Garment, colour: Option<Colour>) {
    match garment {
        Garment::Top => wear.top = colour.or(wear.top),
        Garment::Coat => {
            wear.coat = true;
            wear.top = colour.or(wear.top);
        }
        Garment::Dress => {
            wear.dress = true;
            wear.lower = Some(Lower::Skirt);
            wear.top = colour.or(wear.top);
        }
        Garment::Lower(lower) => {
            wear.lower = Some(lower);
            wear.bottom = colour.or(wear.bottom);
        }
        Garment::Jeans => {
            wear.lower = Some(Lower::Trousers);
            wear.bottom = colour.or(Some(Colour::Blue));
        }
        Garment::Shoes => wear.shoes = colour.or(wear.shoes),
        Garment::Hat(hat) => (wear.hat, wear.hat_colour) = (Some(hat), colour),
        Garment::Umbrella => wear.umbrella = Some(colour),
        Garment::Hair => wear.hair = colour.or(wear.hair),
        Garment::Ponytail => wear.cut = Some(Cut::Ponytail),
        Garment::All => (wear.top, wear.bottom) = (colour.or(wear.top), colour.or(wear.bottom)),
    }
}
