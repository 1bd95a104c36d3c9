//! Clothes, hair and age, as far as words tell of them.

use super::{Colour, umbrella};
use serde::{Deserialize, Serialize};

/// What the words say of clothes, hair and age; the rest follows from [`Actor::look`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Wear {
    pub top: Option<Colour>,
    pub coat: bool,
    pub lower: Option<Lower>,
    /// None: of the top's colour where it is a dress.
    pub bottom: Option<Colour>,
    pub dress: bool,
    pub shoes: Option<Colour>,
    pub hat: Option<Hat>,
    pub hat_colour: Option<Colour>,
    pub hair: Option<Colour>,
    pub cut: Option<Cut>,
    pub old: bool,
    /// Held over the head, over whoever stands near too.
    #[serde(with = "umbrella")]
    pub umbrella: Option<Option<Colour>>,
    /// What they are, as far as clothes tell it.
    pub costume: Option<Costume>,
    pub glasses: bool,
    pub beard: bool,
}

/// Clothes and a thing or two by which a trade is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum Costume {
    Astronaut,
    Chef,
    Doctor,
    Firefighter,
    Police,
    Soldier,
    Sailor,
    /// Of a lighthouse: cap, beard, coat.
    Keeper,
    Farmer,
    Builder,
    Gymnast,
    Skater,
    Ballet,
    Swimmer,
    Player,
    Cyclist,
    King,
    Queen,
    Knight,
    Pirate,
    Wizard,
    Witch,
    Clown,
    Hero,
    Ninja,
    Cowboy,
    Detective,
    Suit,
    Bride,
    Santa,
    Scientist,
    Ghost,
    Mermaid,
}

impl Wear {
    /// These clothes, but for what somebody wishes to wear.
    #[must_use]
    pub fn but(self, wish: &Self) -> Self {
        Self {
            top: wish.top.or(self.top),
            coat: self.coat || wish.coat,
            lower: wish.lower.or(self.lower),
            bottom: wish.bottom.or(self.bottom),
            dress: self.dress || wish.dress,
            shoes: wish.shoes.or(self.shoes),
            hat: wish.hat.or(self.hat),
            hat_colour: if wish.hat.is_some() { wish.hat_colour } else { self.hat_colour },
            hair: self.hair,
            cut: self.cut,
            old: self.old,
            umbrella: self.umbrella,
            costume: self.costume,
            glasses: self.glasses,
            beard: self.beard,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Lower {
    Trousers,
    Shorts,
    Skirt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Hat {
    /// A brim all around.
    Brimmed,
    /// A peak in front.
    Cap,
    /// Of knitted wool.
    Beanie,
    Helmet,
    Top,
    Crown,
    /// Tall and white, of a cook.
    Toque,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Cut {
    Long,
    Short,
    Curly,
    Ponytail,
}
