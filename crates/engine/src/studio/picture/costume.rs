//! What each costume is: clothes, their colours, headgear, and a thing or two by which a trade is known.
//!
//! It knows no pose; `clothes` draws what is here.

use super::{
    gear::Gear,
    look::{Hair, Look},
    palette::{Rgb, named},
};
use crate::studio::screenplay::{Actor, Costume, Lower};

/// What lies on the clothes or hangs from the shoulders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extra {
    Cape(u32),
    Apron(u32),
    Buttons(u32),
    Stethoscope,
    /// A coat that is open over the shirt.
    OpenCoat(u32),
    Bands(u32),
    Badge,
    SailorCollar,
    Number,
    Belt(u32),
    Star(u32),
    Plates,
    Tie(u32),
    Lapels(u32),
    Straps(u32),
    Tutu(u32),
    Flash(u32),
    FurTrim,
    Ruffle,
    Sash(u32),
    Vest(u32),
    FishTail(u32),
    Pack,
    Gloves(u32),
    Dots(u32),
    Camouflage,
}

/// Colours of top, bottom and shoes; what covers the legs.
#[derive(Clone, Copy)]
struct Outfit {
    top: u32,
    bottom: u32,
    shoes: u32,
    lower: Lower,
    long: bool,
    coat: bool,
    gown: bool,
    gear: Option<(Gear, u32)>,
    extras: &'static [Extra],
}

const PLAIN: Outfit = Outfit {
    top: 0xf6f3ee,
    bottom: 0x3a3f4a,
    shoes: 0x2a2a30,
    lower: Lower::Trousers,
    long: true,
    coat: false,
    gown: false,
    gear: None,
    extras: &[],
};

#[rustfmt::skip]
fn of(costume: Costume) -> Outfit {
    use Costume as C;
    use Extra as E;
    match costume {
        C::Astronaut => Outfit { top: 0xf2f3f5, bottom: 0xf2f3f5, shoes: 0xb9bec6, gear: Some((Gear::Visor, 0xf2f3f5)),
            extras: &[E::Pack, E::Belt(0x8d95a1), E::Flash(0xe2703a), E::Gloves(0xb9bec6)], ..PLAIN },
        C::Chef => Outfit { top: 0xfaf8f3, bottom: 0x4a4f5a, gear: Some((Gear::Toque, 0xfdfcf8)), extras: &[E::Buttons(0x33343c), E::Apron(0xe9e6df), E::Ruffle], ..PLAIN },
        C::Doctor => Outfit { top: 0x6fb5c4, bottom: 0x5a9fb0, shoes: 0xf3f1ea, extras: &[E::OpenCoat(0xfaf9f5), E::Stethoscope], ..PLAIN },
        C::Scientist => Outfit { top: 0x8fb0d0, bottom: 0x4a5060, extras: &[E::OpenCoat(0xfaf9f5), E::Tie(0x8a3a4a)], ..PLAIN },
        C::Firefighter => Outfit { top: 0x3a3630, bottom: 0x3a3630, shoes: 0x24242a, coat: true, gear: Some((Gear::FireHelmet, 0xd8302c)), extras: &[E::Bands(0xf2e23c)], ..PLAIN },
        C::Police => Outfit { top: 0x2f4a86, bottom: 0x26304f, gear: Some((Gear::Peaked, 0x26304f)), extras: &[E::Badge, E::Tie(0x1f2740), E::Belt(0x1f1f26)], ..PLAIN },
        C::Soldier => Outfit { top: 0x6a7048, bottom: 0x62683f, shoes: 0x2f2a22, gear: Some((Gear::Helmet, 0x5a6040)), extras: &[E::Camouflage, E::Belt(0x3f3a2a)], ..PLAIN },
        C::Sailor => Outfit { top: 0xf6f6f4, bottom: 0xf3f3f0, gear: Some((Gear::SailorCap, 0xfbfbf8)), extras: &[E::SailorCollar], ..PLAIN },
        C::Keeper => Outfit { top: 0x2f4464, bottom: 0x4a4640, shoes: 0x2a221c, coat: true, gear: Some((Gear::Peaked, 0x22304a)), extras: &[E::Buttons(0xe0b848)], ..PLAIN },
        C::Farmer => Outfit { top: 0xc9483c, bottom: 0x3f63a0, shoes: 0x5a3f28, gear: Some((Gear::Straw, 0xe3c274)), extras: &[E::Straps(0x3f63a0)], ..PLAIN },
        C::Builder => Outfit { top: 0x4f6a8a, bottom: 0x4a5568, shoes: 0x8a6a3a, gear: Some((Gear::HardHat, 0xf6c030)), extras: &[E::Vest(0xf0862a), E::Bands(0xf2ef6a)], ..PLAIN },
        C::Gymnast => Outfit { top: 0x8a2fb0, bottom: 0x8a2fb0, extras: &[E::Flash(0xf3c6f0)], ..PLAIN },
        C::Skater => Outfit { top: 0x3f7fd8, bottom: 0x3f7fd8, shoes: 0xfbfaf6, lower: Lower::Skirt, extras: &[E::Flash(0xe3f0fb)], ..PLAIN },
        C::Ballet => Outfit { top: 0xf3a9c4, bottom: 0xf9cfe0, shoes: 0xf3a9c4, long: false, extras: &[E::Tutu(0xfbdce8)], ..PLAIN },
        C::Swimmer => Outfit { top: 0x2f6fb5, bottom: 0x1f4f8a, lower: Lower::Shorts, long: false, gear: Some((Gear::SwimCap, 0xe8503c)), ..PLAIN },
        C::Player => Outfit { top: 0xd8383a, bottom: 0xf6f3ee, shoes: 0xf3f1ea, lower: Lower::Shorts, long: false, extras: &[E::Number], ..PLAIN },
        C::Cyclist => Outfit { top: 0xf3c22c, bottom: 0x26262c, shoes: 0xf3f1ea, lower: Lower::Shorts, long: false, gear: Some((Gear::BikeHelmet, 0xe2443c)), extras: &[E::Flash(0x2a2a30)], ..PLAIN },
        C::King => Outfit { top: 0x8a2338, bottom: 0x5a2f4a, shoes: 0x5a3a22, gear: Some((Gear::Crown, 0xf0bf3c)), extras: &[E::Cape(0xb5202f), E::FurTrim, E::Belt(0xe0b040)], gown: true, ..PLAIN },
        C::Queen => Outfit { top: 0x6a3fa0, bottom: 0x7a4fb5, lower: Lower::Skirt, gear: Some((Gear::Crown, 0xf0bf3c)), gown: true, extras: &[E::Cape(0x9c2f4f), E::FurTrim, E::Sash(0xf0d080)], ..PLAIN },
        C::Knight => Outfit { top: 0xb0b8c4, bottom: 0xa3abb8, shoes: 0x8d95a1, gear: Some((Gear::KnightHelm, 0xb9c1cc)), extras: &[E::Plates, E::Belt(0x6a4428), E::Gloves(0x8d95a1)], ..PLAIN },
        C::Pirate => Outfit { top: 0xf3ede0, bottom: 0x3a3f5a, shoes: 0x2a211c, gear: Some((Gear::Tricorn, 0x26242b)), extras: &[E::Vest(0x8a2a2c), E::Sash(0xd8a83c)], ..PLAIN },
        C::Wizard => Outfit { top: 0x3a3f9c, bottom: 0x3a3f9c, lower: Lower::Skirt, gown: true, gear: Some((Gear::Pointed, 0x3a3f9c)), extras: &[E::Dots(0xf6d45a), E::Belt(0xe0b040)], ..PLAIN },
        C::Witch => Outfit { top: 0x2f2638, bottom: 0x2f2638, lower: Lower::Skirt, gown: true, gear: Some((Gear::WitchHat, 0x2a2232)), extras: &[E::Belt(0x8a4fb0), E::Cape(0x40304f)], ..PLAIN },
        C::Clown => Outfit { top: 0xf6c430, bottom: 0x3f87d0, shoes: 0xd8302f, gear: Some((Gear::Wig, 0xe2443c)), extras: &[E::Dots(0xd8303f), E::Ruffle, E::Buttons(0xd8303f)], ..PLAIN },
        C::Hero => Outfit { top: 0x2f5fc0, bottom: 0x2f5fc0, shoes: 0xd8302f, extras: &[E::Cape(0xd8302f), E::Star(0xf6c830), E::Belt(0xf6c830)], ..PLAIN },
        C::Ninja => Outfit { top: 0x26262e, bottom: 0x22222a, shoes: 0x1f1f26, gear: Some((Gear::NinjaHood, 0x26262e)), extras: &[E::Belt(0xb5202f)], ..PLAIN },
        C::Cowboy => Outfit { top: 0xc9b08a, bottom: 0x3f5a8a, shoes: 0x6a4226, gear: Some((Gear::Stetson, 0x8a5a34)), extras: &[E::Vest(0x7a4a28), E::Ruffle, E::Belt(0x5a3a22)], ..PLAIN },
        C::Detective => Outfit { top: 0xbfa172, bottom: 0x4a4238, shoes: 0x3a2b22, coat: true, gear: Some((Gear::Fedora, 0x7a6448)), extras: &[E::Lapels(0xa88a5c), E::Belt(0x8d7248)], ..PLAIN },
        C::Suit => Outfit { top: 0x33405a, bottom: 0x2c374f, extras: &[E::Lapels(0x2a344a), E::Tie(0xb5303a)], ..PLAIN },
        C::Bride => Outfit { top: 0xfcfaf6, bottom: 0xfcfaf6, shoes: 0xf6f3ee, lower: Lower::Skirt, long: false, gown: true, gear: Some((Gear::Veil, 0xffffff)), extras: &[E::Sash(0xf0e3e0)], ..PLAIN },
        C::Santa => Outfit { top: 0xd0282c, bottom: 0xd0282c, shoes: 0x24222a, coat: true, gear: Some((Gear::SantaHat, 0xd0282c)), extras: &[E::FurTrim, E::Belt(0x24222a), E::Gloves(0xf6f4ee)], ..PLAIN },
        C::Ghost => Outfit { top: 0xf8f8fb, bottom: 0xf3f3f8, shoes: 0xe6e6ee, lower: Lower::Skirt, gown: true, gear: Some((Gear::Sheet, 0xf8f8fb)), ..PLAIN },
        C::Mermaid => Outfit { top: 0xb05fc0, bottom: 0x2fa08a, long: false, extras: &[E::FishTail(0x2fa08a)], ..PLAIN },
    }
}

/// The look with the costume on; colours that were asked for stay.
pub fn outfit(costume: Costume, look: Look, actor: &Actor) -> Look {
    use Costume as C;
    let outfit = of(costume);
    let wear = &actor.wear;
    let asked = wear.top.or(actor.colour).map(named);
    let top = asked.unwrap_or(Rgb::hex(outfit.top));
    let whole = matches!(costume, C::Gymnast | C::Skater | C::Wizard | C::Hero | C::Santa | C::Astronaut | C::Ghost | C::Bride);
    let bare = |of: Rgb| if costume == C::Swimmer && !look.woman { look.skin } else { of };
    let tights = match costume {
        C::Gymnast | C::Skater => Some(look.skin),
        C::Swimmer if look.woman => Some(look.skin),
        C::Ballet => Some(Rgb::hex(0xf9dbe3)),
        C::Hero => Some(asked.unwrap_or(Rgb::hex(outfit.bottom))),
        _ => None,
    };
    let barefoot = matches!(costume, C::Gymnast | C::Swimmer);
    let white = Rgb::hex(0xf6f3ee);
    Look {
        top: bare(top),
        bottom: wear.bottom.map_or(if whole { asked.unwrap_or(Rgb::hex(outfit.bottom)) } else { Rgb::hex(outfit.bottom) }, named),
        shoes: wear.shoes.map_or(if barefoot { look.skin } else { Rgb::hex(outfit.shoes) }, named),
        lower: wear.lower.unwrap_or(outfit.lower),
        long_sleeves: outfit.long,
        coat: outfit.coat,
        dress: outfit.lower == Lower::Skirt,
        gown: outfit.gown,
        sporty: matches!(costume, C::Player | C::Cyclist),
        tights,
        hat: look.hat.or(outfit.gear.map(|(gear, colour)| (gear, Rgb::hex(colour)))),
        beard: match costume {
            C::Santa | C::Wizard if !look.woman => Some(white),
            C::Keeper if !look.woman => Some(Rgb::hex(0xdedad2)),
            C::King | C::Pirate if !look.woman => Some(look.hair_colour),
            _ => look.beard,
        },
        hair_colour: if matches!(costume, C::Santa | C::Wizard | C::Keeper) && wear.hair.is_none() { white } else { look.hair_colour },
        hair: match costume {
            C::Gymnast | C::Ballet | C::Skater if look.woman => Hair::Bun,
            C::Mermaid | C::Witch | C::Wizard => Hair::Long,
            _ => look.hair,
        },
        glasses: look.glasses || costume == C::Scientist,
        extras: outfit.extras,
        trim: if costume == C::Player { Rgb::hex(0xfaf6ec) } else { look.trim },
        ..look
    }
}
