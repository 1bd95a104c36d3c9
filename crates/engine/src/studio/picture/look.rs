//! How someone looks: skin, hair, clothes, chosen by a number that stays with their name.

use super::palette::{Rgb, named};
use crate::studio::{
    screenplay::{Actor, ActorKind, Setting, Weather},
    world::chance::{pick, unit},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hair {
    Short,
    Crop,
    Curly,
    Bob,
    Long,
    Ponytail,
    Bun,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lower {
    Trousers,
    Shorts,
    Skirt,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    pub skin: Rgb,
    pub hair: Hair,
    pub hair_colour: Rgb,
    pub eyes: Rgb,
    pub top: Rgb,
    pub bottom: Rgb,
    pub shoes: Rgb,
    pub lower: Lower,
    pub long_sleeves: bool,
    pub coat: bool,
    pub sporty: bool,
    pub woman: bool,
    pub child: bool,
    /// Stripe or number on the chest.
    pub trim: Rgb,
}

const SKIN: [u32; 6] = [0xf6d2b8, 0xeec0a0, 0xdca37c, 0xb97d56, 0x8d5a3c, 0x6a4230];
const HAIR: [u32; 6] = [0x2b1f1c, 0x4a2f22, 0x7a4a2b, 0xb9783c, 0xd9b06a, 0x1c1b22];
const TOPS: [u32; 8] = [0xe2604f, 0x2f7fb8, 0xf0b541, 0x4d9e77, 0x8e5ea8, 0xef8f6b, 0x3c5a99, 0xd9517f];
const BOTTOMS: [u32; 5] = [0x33415f, 0x4a5570, 0x5b4a3f, 0x2f3a3c, 0x7a6a58];
const SHOES: [u32; 4] = [0xf3f1ea, 0x3a2b2a, 0xcf4a3f, 0x2f4f77];

impl Look {
    #[must_use]
    pub fn of(actor: &Actor, setting: Setting, weather: Weather) -> Self {
        let seed = actor.look;
        let woman = matches!(actor.kind, ActorKind::Woman | ActorKind::Girl);
        let child = actor.kind.is_child();
        let skin = pick(seed, 11, &SKIN);
        let dark = skin <= 0x8d_ffff;
        let hair_colour = if dark { pick(seed, 12, &[0x1c1716, 0x2b1f1c, 0x3a2620]) } else { pick(seed, 12, &HAIR) };
        let hair = if woman {
            pick(seed, 13, &[Hair::Long, Hair::Bob, Hair::Ponytail, Hair::Bun, Hair::Curly])
        } else {
            pick(seed, 13, &[Hair::Short, Hair::Crop, Hair::Short, Hair::Curly])
        };
        let sporty = matches!(setting, Setting::Court | Setting::Gym | Setting::Stadium);
        let outdoors = !setting.is_indoors();
        let cold = outdoors && weather == Weather::Snow;
        let wet = outdoors && matches!(weather, Weather::Rain | Weather::Storm);
        let summery = setting == Setting::Beach;
        let lower = if sporty || summery {
            Lower::Shorts
        } else if woman && !cold && unit(seed, 15) < 0.45 {
            Lower::Skirt
        } else if child && !cold && unit(seed, 15) < 0.5 {
            Lower::Shorts
        } else {
            Lower::Trousers
        };
        let own = Rgb::hex(pick(seed, 16, &TOPS));
        let top = actor.colour.map_or(if wet { Rgb::hex(pick(seed, 16, &[0xf2b632, 0xe2604f, 0x2f7fb8])) } else { own }, named);
        let sport_bottom = top.darker(0.35);
        Self {
            skin: Rgb::hex(skin),
            hair,
            hair_colour: Rgb::hex(hair_colour),
            eyes: Rgb::hex(pick(seed, 17, &[0x4a2f22, 0x38556b, 0x3f5a3a, 0x2a1d18])),
            top,
            bottom: if sporty { sport_bottom } else if lower == Lower::Skirt && unit(seed, 18) < 0.5 { top.darker(0.12) } else { Rgb::hex(pick(seed, 18, &BOTTOMS)) },
            shoes: Rgb::hex(pick(seed, 19, &SHOES)),
            lower,
            long_sleeves: cold || wet || (!sporty && !summery && unit(seed, 20) < 0.4),
            coat: cold || wet,
            sporty,
            woman,
            child,
            trim: if unit(seed, 21) < 0.5 { Rgb::hex(0xfaf6ec) } else { top.lighter(0.45) },
        }
    }
}
