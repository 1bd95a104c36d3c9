//! How someone looks: skin, hair, clothes, chosen by a number that stays with their name.

use super::{
    costume::{Extra, outfit},
    gear::Gear,
    likeness_head::rgb,
    palette::{Rgb, named},
    portrait::Portrait,
};
use crate::studio::{
    screenplay::{Actor, ActorKind, Cut, Lower, Part, Setting, Weather},
    world::chance::{between, pick, unit},
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
    /// Combed up from the forehead.
    Quiff,
    /// A baby's.
    Tuft,
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
    pub dress: bool,
    pub old: bool,
    pub hat: Option<(Gear, Rgb)>,
    /// Slim legs of one colour instead of trousers: tights, or bare.
    pub tights: Option<Rgb>,
    /// A dress or robe down to the ankles.
    pub gown: bool,
    pub glasses: bool,
    pub beard: Option<Rgb>,
    pub baby: bool,
    /// Times the usual breadth.
    pub build: f64,
    /// What a costume has besides clothes.
    pub extras: &'static [Extra],
    /// Stripe or number on the chest.
    pub trim: Rgb,
    /// Blades under the boots.
    pub skates: bool,
}

/// Of a stand-in: no one's colour.
pub const PLAIN: Rgb = Rgb::hex(0xb9b6b4);

const SKIN: [u32; 6] = [0xf6d2b8, 0xeec0a0, 0xdca37c, 0xb97d56, 0x8d5a3c, 0x6a4230];
/// With dark hair.
const DARK_SKIN: [u32; 3] = [0xb97d56, 0x8d5a3c, 0x6a4230];
const HAIR: [u32; 6] = [0x2b1f1c, 0x4a2f22, 0x7a4a2b, 0xb9783c, 0xd9b06a, 0x1c1b22];
const TOPS: [u32; 8] = [0xe2604f, 0x2f7fb8, 0xf0b541, 0x4d9e77, 0x8e5ea8, 0xef8f6b, 0x3c5a99, 0xd9517f];
const BOTTOMS: [u32; 5] = [0x33415f, 0x4a5570, 0x5b4a3f, 0x2f3a3c, 0x7a6a58];
const SHOES: [u32; 4] = [0xf3f1ea, 0x3a2b2a, 0xcf4a3f, 0x2f4f77];

impl Look {
    /// The look of a likeness or of its stand-in: its own skin, no sex and no other person's hair.
    #[must_use]
    pub fn played(actor: &Actor, portrait: Option<&Portrait>, setting: Setting, weather: Weather) -> Self {
        let look = Self::of(actor, setting, weather);
        match (actor.part, portrait) {
            (Part::Drawn, _) => look,
            (_, Some(portrait)) => {
                Self { skin: rgb(portrait.skin), hair_colour: rgb(portrait.hair), build: 1.0, ..look.with_skin(rgb(portrait.skin)) }
            }
            (_, None) => Self { build: 1.0, ..look.with_skin(PLAIN) },
        }
    }

    /// Of another skin, wherever it is bare.
    fn with_skin(self, skin: Rgb) -> Self {
        let bare = |colour: Rgb| if colour == self.skin { skin } else { colour };
        Self { skin, top: bare(self.top), shoes: bare(self.shoes), tights: self.tights.map(bare), ..self }
    }

    #[must_use]
    pub fn of(actor: &Actor, setting: Setting, weather: Weather) -> Self {
        let seed = actor.look;
        let woman = matches!(actor.kind, ActorKind::Woman | ActorKind::Girl);
        let child = actor.kind.is_child();
        let wear = &actor.wear;
        let skin = pick(seed, 11, &SKIN);
        let sporty = matches!(setting, Setting::Court | Setting::Gym | Setting::Stadium) && !wear.dress && !wear.coat;
        let outdoors = !setting.is_indoors();
        let cold = outdoors && weather == Weather::Snow;
        let wet = outdoors && matches!(weather, Weather::Rain | Weather::Storm);
        let summery = matches!(setting, Setting::Beach | Setting::Desert);
        let lower = wear.lower.unwrap_or_else(|| usual_lower(seed, woman, child, cold, sporty || summery));
        let own = Rgb::hex(if wet {
            pick(seed, 16, &[0xf2b632, 0xe2604f, 0x2f7fb8, 0x4d9e77, 0xd9517f, 0x8e5ea8, 0xef8f6b, 0x59a9b8])
        } else {
            pick(seed, 16, &TOPS)
        });
        let top = wear.top.or(actor.colour).map_or(own, named);
        let matching = lower == Lower::Skirt && unit(seed, 18) < 0.5;
        let usual_bottom = if sporty {
            top.darker(0.35)
        } else if matching {
            top.darker(0.12)
        } else {
            Rgb::hex(pick(seed, 18, &BOTTOMS))
        };
        let bottom = if wear.dress { top } else { wear.bottom.map_or(usual_bottom, named) };
        let look = Self {
            skin: Rgb::hex(skin),
            hair: hair(actor, woman),
            hair_colour: hair_colour(actor, skin),
            eyes: Rgb::hex(pick(seed, 17, &[0x4a2f22, 0x38556b, 0x3f5a3a, 0x2a1d18])),
            top,
            bottom,
            shoes: wear.shoes.map_or(Rgb::hex(pick(seed, 19, &SHOES)), named),
            lower,
            long_sleeves: cold || (wet && !wear.dress) || wear.coat || (!sporty && !summery && unit(seed, 20) < 0.4),
            coat: (cold || wet || wear.coat) && !wear.dress,
            dress: wear.dress,
            old: wear.old,
            hat: wear.hat.map(|hat| {
                let gear = Gear::of(hat);
                (gear, wear.hat_colour.map_or(gear.usual(seed), named))
            }),
            tights: None,
            gown: false,
            glasses: wear.glasses,
            beard: wear.beard.then(|| hair_colour(actor, skin)),
            baby: actor.kind == ActorKind::Baby,
            build: if wear.old { 1.03 } else { between(seed, 24, 0.92, 1.10) },
            extras: &[],
            sporty,
            woman,
            child,
            trim: if unit(seed, 21) < 0.5 { Rgb::hex(0xfaf6ec) } else { top.lighter(0.45) },
            skates: setting == Setting::IceRink,
        };
        match wear.costume {
            Some(costume) => outfit(costume, look, actor),
            None if look.baby => Self { lower: Lower::Trousers, bottom: top, long_sleeves: true, shoes: top.lighter(0.3), dress: false, ..look },
            None => look,
        }
    }
}

fn usual_lower(seed: u64, woman: bool, child: bool, cold: bool, bare: bool) -> Lower {
    if bare {
        Lower::Shorts
    } else if woman && !cold && unit(seed, 15) < 0.45 {
        Lower::Skirt
    } else if child && !cold && unit(seed, 15) < 0.5 {
        Lower::Shorts
    } else {
        Lower::Trousers
    }
}

fn hair(actor: &Actor, woman: bool) -> Hair {
    if actor.kind == ActorKind::Baby && actor.wear.cut.is_none() {
        return Hair::Tuft;
    }
    match actor.wear.cut {
        Some(Cut::Long) => Hair::Long,
        Some(Cut::Short) if woman => Hair::Bob,
        Some(Cut::Short) => Hair::Short,
        Some(Cut::Curly) => Hair::Curly,
        Some(Cut::Ponytail) => Hair::Ponytail,
        None if woman => pick(actor.look, 13, &[Hair::Long, Hair::Bob, Hair::Ponytail, Hair::Bun, Hair::Curly]),
        None => pick(actor.look, 13, &[Hair::Short, Hair::Crop, Hair::Short, Hair::Curly, Hair::Quiff]),
    }
}

fn hair_colour(actor: &Actor, skin: u32) -> Rgb {
    use crate::studio::screenplay::Colour;
    match actor.wear.hair {
        Some(Colour::Red) => Rgb::hex(0xb5482a),
        Some(Colour::Brown) => Rgb::hex(0x5a3826),
        Some(Colour::Gold | Colour::Yellow) => Rgb::hex(0xdcb264),
        Some(colour) => named(colour),
        None if actor.wear.old => Rgb::hex(pick(actor.look, 12, &[0xd9d7d3, 0xb9babd, 0xe8e6e1])),
        None if DARK_SKIN.contains(&skin) => Rgb::hex(pick(actor.look, 12, &[0x1c1716, 0x2b1f1c, 0x3a2620])),
        None => Rgb::hex(pick(actor.look, 12, &HAIR)),
    }
}
