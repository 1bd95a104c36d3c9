//! Body plans: what makes a fox a fox, in numbers. Lengths are in heights of the shoulder, those of heads in the head's own unit.
//!
//! It knows no pose and draws nothing.

use super::super::palette::Rgb;
use crate::studio::screenplay::ActorKind;

#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Over the spine at rump, middle and chest.
    pub back: [f64; 3],
    /// Under it.
    pub belly: [f64; 3],
    /// How far it goes on behind the hips and before the shoulders.
    pub ends: (f64, f64),
    /// How much higher than the pose has it the head is drawn.
    pub crest: f64,
    pub throat: (f64, f64),
    pub head: Head,
    pub ears: Ears,
    pub horns: Horns,
    pub tail: Tail,
    pub fore: [f64; 3],
    pub hind: [f64; 3],
    pub foot: Foot,
    pub coat: Coat,
    pub marks: Marks,
    pub mane: Mane,
}

#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// Its unit.
    pub size: f64,
    pub muzzle: f64,
    /// The nose's height.
    pub nose: f64,
    /// Half the muzzle's depth at its tip.
    pub tip: f64,
    pub eye: f64,
    pub face: Face,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// A dark nose at the tip.
    Canine,
    Feline,
    /// Nostrils in a long face.
    Grazer,
    /// A broad pale muzzle.
    Bovine,
    Snout,
    Rodent,
    Trunk,
    Reptile,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ears {
    None,
    Pointed(f64),
    Round(f64),
    Long,
    /// Length, and radians from ahead over the crown.
    Leaf(f64, f64),
    Flap,
    Fan,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Horns {
    None,
    Cow,
    Goat,
    Antlers,
    Unicorn,
    Knobs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    Brush,
    Bushy,
    Hair,
    Tuft,
    Stub,
    Puff,
    Curl,
    Thin,
    Plume,
    Long,
    Heavy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foot {
    Paw,
    Hoof,
    Pad,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    Plain,
    /// Pale chest and muzzle, dark legs.
    Bib,
    Tiger,
    Zebra,
    Cow,
    Giraffe,
    Panda,
    Wool,
    Humps,
    Plates,
    Fawn,
    Folds,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mane {
    None,
    Flowing,
    Upright,
    Lion,
    Beard,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coat {
    pub fur: Rgb,
    /// Belly, muzzle, chest.
    pub light: Rgb,
    /// Ears, legs, marks.
    pub dark: Rgb,
    pub mane: Rgb,
}

const fn coat(fur: u32, light: u32, dark: u32, mane: u32) -> Coat {
    Coat { fur: Rgb::hex(fur), light: Rgb::hex(light), dark: Rgb::hex(dark), mane: Rgb::hex(mane) }
}

const fn head(size: f64, muzzle: f64, nose: f64, tip: f64, face: Face) -> Head {
    Head { size, muzzle, nose, tip, eye: 0.105, face }
}

const FOX: Plan = Plan {
    back: [0.15, 0.14, 0.17],
    belly: [-0.17, -0.14, -0.22],
    ends: (0.17, 0.18),
    crest: 0.0,
    throat: (0.19, 0.15),
    head: head(0.33, 0.70, -0.13, 0.09, Face::Canine),
    ears: Ears::Pointed(0.66),
    horns: Horns::None,
    tail: Tail::Brush,
    fore: [0.085, 0.050, 0.040],
    hind: [0.120, 0.055, 0.042],
    foot: Foot::Paw,
    coat: coat(0xdb6a2a, 0xfcf5ea, 0x3a241e, 0xfcf5ea),
    marks: Marks::Bib,
    mane: Mane::None,
};

const HORSE: Plan = Plan {
    back: [0.20, 0.13, 0.18],
    belly: [-0.25, -0.24, -0.25],
    ends: (0.22, 0.20),
    crest: 0.12,
    throat: (0.25, 0.14),
    head: head(0.275, 0.98, -0.46, 0.21, Face::Grazer),
    ears: Ears::Leaf(0.46, 1.75),
    tail: Tail::Hair,
    fore: [0.100, 0.056, 0.036],
    hind: [0.150, 0.064, 0.040],
    foot: Foot::Hoof,
    coat: coat(0x8f5632, 0xc99a70, 0x33231c, 0x2f211c),
    marks: Marks::Plain,
    mane: Mane::Flowing,
    ..FOX
};

const LION: Plan = Plan {
    back: [0.16, 0.13, 0.18],
    belly: [-0.25, -0.20, -0.29],
    ends: (0.20, 0.22),
    throat: (0.25, 0.21),
    head: head(0.34, 0.36, -0.14, 0.21, Face::Feline),
    ears: Ears::Round(0.20),
    tail: Tail::Tuft,
    fore: [0.120, 0.075, 0.062],
    hind: [0.165, 0.080, 0.062],
    coat: coat(0xdba552, 0xf5e2b8, 0x7a4a22, 0x8a4c1f),
    marks: Marks::Plain,
    mane: Mane::Lion,
    ..FOX
};

const BEAR: Plan = Plan {
    back: [0.20, 0.22, 0.26],
    belly: [-0.38, -0.38, -0.38],
    ends: (0.25, 0.22),
    throat: (0.33, 0.25),
    head: head(0.37, 0.46, -0.14, 0.15, Face::Canine),
    ears: Ears::Round(0.22),
    tail: Tail::Stub,
    fore: [0.150, 0.110, 0.095],
    hind: [0.180, 0.115, 0.095],
    coat: coat(0x6e4a32, 0xc09a72, 0x3d281c, 0x3d281c),
    marks: Marks::Plain,
    ..FOX
};

const MOUSE: Plan = Plan {
    back: [0.26, 0.26, 0.06],
    belly: [-0.50, -0.52, -0.46],
    ends: (0.34, 0.24),
    throat: (0.38, 0.26),
    head: Head { size: 0.46, muzzle: 0.44, nose: -0.16, tip: 0.07, eye: 0.13, face: Face::Rodent },
    ears: Ears::Round(0.44),
    tail: Tail::Thin,
    fore: [0.090, 0.060, 0.045],
    hind: [0.160, 0.080, 0.050],
    coat: coat(0x9a9290, 0xe6dedb, 0xe8a6a6, 0xe8a6a6),
    marks: Marks::Plain,
    ..FOX
};

const COW: Plan = Plan {
    back: [0.17, 0.14, 0.17],
    belly: [-0.34, -0.38, -0.32],
    ends: (0.22, 0.22),
    throat: (0.26, 0.18),
    head: head(0.29, 0.68, -0.34, 0.25, Face::Bovine),
    ears: Ears::Leaf(0.52, 2.85),
    horns: Horns::Cow,
    tail: Tail::Tuft,
    fore: [0.105, 0.066, 0.050],
    hind: [0.145, 0.072, 0.052],
    foot: Foot::Hoof,
    coat: coat(0xf4f0e8, 0xf0b9ae, 0x2c2728, 0x2c2728),
    marks: Marks::Cow,
    ..FOX
};

const DEER: Plan = Plan {
    back: [0.16, 0.13, 0.15],
    belly: [-0.19, -0.17, -0.22],
    ends: (0.18, 0.18),
    throat: (0.17, 0.10),
    head: head(0.235, 0.72, -0.26, 0.13, Face::Grazer),
    ears: Ears::Leaf(0.60, 2.35),
    horns: Horns::Antlers,
    tail: Tail::Stub,
    fore: [0.075, 0.042, 0.028],
    hind: [0.120, 0.048, 0.030],
    foot: Foot::Hoof,
    coat: coat(0xa9693a, 0xf2e3c9, 0x5a3520, 0x8a6a4a),
    marks: Marks::Fawn,
    ..FOX
};

/// None: not on four legs like these.
#[must_use]
pub fn plan(kind: ActorKind) -> Option<Plan> {
    use ActorKind as K;
    Some(match kind {
        K::Fox => FOX,
        K::Wolf => Plan {
            throat: (0.25, 0.18),
            head: head(0.32, 0.66, -0.12, 0.13, Face::Canine),
            ears: Ears::Pointed(0.50),
            tail: Tail::Bushy,
            belly: [-0.18, -0.16, -0.28],
            coat: coat(0x737a84, 0xdcdad4, 0x4a4f58, 0x5d646e),
            ..FOX
        },
        K::Horse => HORSE,
        K::Unicorn => Plan { horns: Horns::Unicorn, coat: coat(0xfaf6fb, 0xf3d9ea, 0xb9a5c9, 0xe58fc8), ..HORSE },
        K::Zebra => Plan { tail: Tail::Tuft, mane: Mane::Upright, marks: Marks::Zebra, coat: coat(0xf6f3ec, 0x4a4544, 0x25222a, 0x25222a), ..HORSE },
        K::Cow => COW,
        K::Lion => LION,
        K::Tiger => Plan { tail: Tail::Long, mane: Mane::None, marks: Marks::Tiger, coat: coat(0xe88a2c, 0xfdf4e4, 0x2a2020, 0x2a2020), ..LION },
        K::Bear => BEAR,
        K::Panda => Plan {
            head: Head { eye: 0.12, ..head(0.42, 0.30, -0.16, 0.16, Face::Canine) },
            ears: Ears::Round(0.27),
            coat: coat(0xf7f4ee, 0xf7f4ee, 0x26252c, 0x26252c),
            marks: Marks::Panda,
            ..BEAR
        },
        K::Mouse => MOUSE,
        K::Deer => DEER,
        _ => return others(kind),
    })
}

fn others(kind: ActorKind) -> Option<Plan> {
    use ActorKind as K;
    Some(match kind {
        K::Pig => Plan {
            back: [0.15, 0.20, 0.18],
            belly: [-0.42, -0.47, -0.42],
            ends: (0.26, 0.22),
            throat: (0.36, 0.28),
            head: head(0.40, 0.36, -0.14, 0.22, Face::Snout),
            ears: Ears::Flap,
            tail: Tail::Curl,
            fore: [0.120, 0.090, 0.072],
            hind: [0.150, 0.095, 0.072],
            foot: Foot::Hoof,
            coat: coat(0xf2a9a6, 0xf9cdc6, 0xd98086, 0xd98086),
            marks: Marks::Plain,
            ..FOX
        },
        K::Sheep => Plan {
            back: [0.22, 0.26, 0.24],
            belly: [-0.36, -0.38, -0.36],
            ends: (0.26, 0.20),
            throat: (0.24, 0.16),
            head: head(0.29, 0.50, -0.26, 0.17, Face::Grazer),
            ears: Ears::Leaf(0.56, 3.05),
            tail: Tail::Stub,
            fore: [0.070, 0.055, 0.046],
            hind: [0.080, 0.055, 0.046],
            foot: Foot::Hoof,
            coat: coat(0xf6f1e6, 0x4a4248, 0x3a343a, 0xf6f1e6),
            marks: Marks::Wool,
            ..FOX
        },
        K::Goat => Plan {
            throat: (0.20, 0.13),
            head: head(0.28, 0.66, -0.28, 0.15, Face::Grazer),
            ears: Ears::Leaf(0.55, 3.3),
            horns: Horns::Goat,
            belly: [-0.22, -0.26, -0.26],
            coat: coat(0xe6dccb, 0xfbf7ee, 0x6b5645, 0xfbf7ee),
            mane: Mane::Beard,
            marks: Marks::Plain,
            ..DEER
        },
        K::Rabbit => Plan {
            back: [0.30, 0.34, 0.10],
            ends: (0.36, 0.22),
            head: Head { size: 0.46, muzzle: 0.20, nose: -0.12, tip: 0.17, eye: 0.13, face: Face::Rodent },
            ears: Ears::Long,
            tail: Tail::Puff,
            hind: [0.26, 0.11, 0.060],
            coat: coat(0xb99a7c, 0xf4ece0, 0xe9a9a4, 0xfbf8f2),
            ..MOUSE
        },
        K::Squirrel => Plan {
            head: Head { size: 0.42, muzzle: 0.30, nose: -0.14, tip: 0.12, eye: 0.14, face: Face::Rodent },
            ears: Ears::Pointed(0.50),
            tail: Tail::Plume,
            hind: [0.24, 0.10, 0.055],
            coat: coat(0xb85f2a, 0xfaeedb, 0x7e3d1a, 0xcc7434),
            ..MOUSE
        },
        K::Elephant => Plan {
            back: [0.12, 0.20, 0.16],
            belly: [-0.36, -0.42, -0.36],
            ends: (0.26, 0.22),
            throat: (0.30, 0.27),
            head: Head { eye: 0.075, ..head(0.40, 0.10, -0.20, 0.25, Face::Trunk) },
            ears: Ears::Fan,
            tail: Tail::Tuft,
            fore: [0.155, 0.128, 0.120],
            hind: [0.185, 0.135, 0.122],
            foot: Foot::Pad,
            coat: coat(0x8f95a1, 0xb9bcc4, 0x666b77, 0x4a4d55),
            marks: Marks::Folds,
            ..BEAR
        },
        K::Giraffe => Plan {
            back: [0.04, 0.08, 0.16],
            belly: [-0.18, -0.17, -0.20],
            ends: (0.14, 0.13),
            throat: (0.18, 0.065),
            head: head(0.135, 1.00, -0.42, 0.20, Face::Grazer),
            ears: Ears::Leaf(0.66, 2.7),
            horns: Horns::Knobs,
            tail: Tail::Tuft,
            fore: [0.080, 0.042, 0.030],
            hind: [0.100, 0.046, 0.030],
            coat: coat(0xf0cc7c, 0xf8e7bd, 0xa5642a, 0x7a4420),
            marks: Marks::Giraffe,
            mane: Mane::Upright,
            ..HORSE
        },
        K::Camel => Plan {
            back: [0.12, 0.12, 0.12],
            belly: [-0.24, -0.22, -0.27],
            crest: 0.0,
            throat: (0.19, 0.105),
            head: head(0.21, 0.80, -0.24, 0.20, Face::Grazer),
            ears: Ears::Leaf(0.30, 2.0),
            tail: Tail::Tuft,
            fore: [0.085, 0.058, 0.040],
            hind: [0.120, 0.062, 0.042],
            foot: Foot::Pad,
            coat: coat(0xcf9f5f, 0xe6c590, 0x8d6431, 0x8d6431),
            marks: Marks::Humps,
            mane: Mane::None,
            ..HORSE
        },
        K::Dinosaur => Plan {
            back: [0.16, 0.26, 0.16],
            belly: [-0.32, -0.38, -0.32],
            ends: (0.24, 0.20),
            throat: (0.26, 0.095),
            head: Head { eye: 0.13, ..head(0.20, 0.62, -0.14, 0.19, Face::Reptile) },
            ears: Ears::None,
            tail: Tail::Heavy,
            fore: [0.140, 0.115, 0.105],
            hind: [0.190, 0.125, 0.110],
            foot: Foot::Pad,
            coat: coat(0x5f9a52, 0xcfe0a0, 0x3c6f3a, 0xd98a3c),
            marks: Marks::Plates,
            ..BEAR
        },
        _ => return None,
    })
}
