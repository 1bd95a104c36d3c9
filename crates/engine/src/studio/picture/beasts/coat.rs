//! What colours fur has: as the kind has it, or as was said.

use super::{
    super::palette::{Rgb, named},
    plan::Coat,
};
use crate::studio::{
    screenplay::{Actor, ActorKind, Colour},
    world::chance::pick,
};

/// Fur of a colour that was named: a golden dog is not yellow.
#[must_use]
pub fn fur(colour: Colour) -> Rgb {
    match colour {
        Colour::Gold => Rgb::hex(0xdda552),
        Colour::Yellow => Rgb::hex(0xe9c277),
        Colour::Orange => Rgb::hex(0xe0883c),
        Colour::Red => Rgb::hex(0xb4512c),
        Colour::Brown => Rgb::hex(0x7c4f30),
        Colour::Black => Rgb::hex(0x37343b),
        Colour::White => Rgb::hex(0xf3efe6),
        Colour::Grey => Rgb::hex(0x8b8d94),
        other => named(other),
    }
}

#[must_use]
pub fn of(actor: &Actor, usual: Coat) -> Coat {
    if let Some(colour) = actor.colour {
        let body = fur(colour);
        let marked =
            matches!(actor.kind, ActorKind::Cow | ActorKind::Zebra | ActorKind::Tiger | ActorKind::Panda | ActorKind::Giraffe | ActorKind::Sheep);
        let dark = if marked { usual.dark } else { body.darker(0.45) };
        let mane = if matches!(actor.kind, ActorKind::Unicorn | ActorKind::Fox) { usual.mane } else { body.darker(0.5) };
        return Coat { fur: body, light: if marked { usual.light } else { body.lighter(0.55) }, dark, mane };
    }
    let own = |choices: &[(u32, u32)]| {
        let (body, mane) = pick(actor.look, 31, choices);
        Coat { fur: Rgb::hex(body), light: Rgb::hex(body).lighter(0.4), mane: Rgb::hex(mane), ..usual }
    };
    match actor.kind {
        ActorKind::Horse => own(&[(0x8f5632, 0x2f211c), (0x6b3d26, 0x241a18), (0xb9783f, 0xf0dfbd)]),
        ActorKind::Rabbit => own(&[(0xb99a7c, 0xfbf8f2), (0xf4efe8, 0xffffff), (0x9a9390, 0xf6f3ee)]),
        _ => usual,
    }
}
