//! Where people live and travel: rooftop, city, village, garden, farm, castle, station.

use super::{
    buildings as b,
    kit::{one, rows},
    plants as g, rocks as r,
    table::{Back, Land, Place},
    towers as w, yard as y,
};
use super::{skyline_far, skyline_near};

pub static ROOFTOP: Place = Place {
    back: Back::Open { ridges: &[(120.0, 12.0, 0x7f94b0)], land: Land::Air },
    items: &[
        one(skyline_far, 0.0, 90.0),
        one(skyline_near, 0.0, 46.0),
        one(super::roof_deck, 0.0, 0.0).of(&[0x9c8a7a]),
        rows(y::parapet, 0.0, 4.6, 3.0).of(&[0xb06a50, 0xa89c8c]),
        rows(y::tank, 2.6, 4.0, 9.5),
        rows(y::vent, -0.6, 3.6, 3.4).stray(0.4),
        rows(y::washing, 0.9, 2.7, 7.0),
    ],
    front: &[],
};

pub static CITY: Place = Place {
    back: Back::Open { ridges: &[], land: Land::Air },
    items: &[
        one(skyline_far, 0.0, 80.0),
        rows(w::skyscraper, 0.0, 26.0, 9.6).stray(0.6).of(&[0x6f86a4, 0x8a7f90, 0x5f7a8a]),
        one(super::avenue, 0.0, 0.0),
        rows(w::skyscraper, 2.0, 10.0, 8.8).of(&[0x7a6a74, 0x5f7890, 0x94806c, 0x566a7c]),
        rows(w::neon, 0.9, 8.9, 2.7).often(0.8).of(&[0xff4f8a, 0x4fd0ff, 0xb070ff, 0xffa040]),
        rows(super::street_lamp, 1.6, 6.2, 5.5),
        rows(g::tree, 4.2, 6.6, 11.0).size(3.4, 4.2),
        rows(w::neon_pool, 0.9, 3.6, 2.7).stray(0.5).of(&[0xff4f8a, 0x4fd0ff, 0xb070ff, 0xffa040]),
        rows(w::neon_pool, 0.0, 1.6, 2.1).stray(0.5).of(&[0xff4f8a, 0x4fd0ff, 0xffe04f]),
    ],
    front: &[rows(w::neon_pool, 0.4, -1.0, 1.9).stray(0.4).of(&[0xff4f8a, 0x4fd0ff, 0xb070ff])],
};

pub static VILLAGE: Place = Place {
    back: Back::Open { ridges: &[(90.0, 20.0, 0x8aa8b4), (55.0, 9.0, 0x86ac80)], land: Land::Grass },
    items: &[
        rows(g::pine, 0.0, 34.0, 3.4).stray(1.2).size(4.0, 7.0),
        rows(b::church, 1.5, 27.0, 34.0),
        rows(b::cottage, 1.0, 22.0, 6.4).stray(0.8).of(&[0xe8dcc4, 0xd8b894, 0xd8c8b8]),
        rows(g::tree, 3.4, 15.0, 8.0).stray(1.0).size(4.0, 5.0),
        rows(b::cottage, -0.6, 11.0, 5.4).stray(0.4).of(&[0xf0e4cc, 0xe0b890, 0xc8d0cc, 0xe8c8b0]),
        one(super::lane, 0.0, 2.0).of(&[0xc8b48c]),
        rows(g::tree, 2.2, 7.2, 10.8).size(3.4, 4.4),
        rows(g::bush, 0.6, 6.6, 3.1).stray(0.6).size(0.7, 1.0),
        rows(y::pickets, 0.0, 5.6, 1.04).of(&[0xf4efe4]).often(0.85),
        rows(y::well, 3.6, 4.8, 16.0),
    ],
    front: &[],
};

pub static GARDEN: Place = Place {
    back: Back::Open { ridges: &[(60.0, 9.0, 0x86b090)], land: Land::Grass },
    items: &[
        rows(g::tree, 0.0, 20.0, 5.0).stray(1.4).size(5.0, 6.5),
        rows(b::cottage, 4.0, 15.0, 21.0).of(&[0xf0e4cc]),
        rows(g::hedge, 0.0, 11.0, 1.0).size(1.5, 1.5),
        rows(y::fountain, 3.0, 7.5, 11.0),
        rows(y::rose_arch, -0.4, 6.4, 5.5),
        rows(g::bush, 1.4, 5.8, 3.2).stray(0.5).size(0.7, 1.0),
        one(super::lane, 0.0, 1.2).of(&[0xd8c49c]),
        rows(g::flower_bed, 0.0, 4.4, 1.25),
        rows(y::bench, 1.9, 3.8, 7.0).of(&[0x8a6a4c]),
        rows(g::flower_bed, 0.5, 2.9, 1.3).often(0.8),
    ],
    front: &[rows(g::flower_bed, 0.1, -2.0, 1.5).often(0.75).size(0.55, 0.7)],
};

pub static FARM: Place = Place {
    back: Back::Open { ridges: &[(90.0, 14.0, 0x86a8a0), (60.0, 6.0, 0x94b070)], land: Land::Grass },
    items: &[
        rows(y::field, 0.0, 26.0, 14.0).of(&[0xd8b850, 0x8ab04c, 0xc8a048, 0x9a7a50]),
        rows(g::tree, 3.0, 24.0, 9.0).stray(2.0).size(4.0, 6.0),
        rows(b::windmill, 9.0, 22.0, 26.0).size(1.2, 1.2),
        rows(b::silo, 4.6, 13.5, 15.0),
        rows(b::barn, 0.6, 13.0, 15.0).of(&[0xb5403a]),
        rows(g::crops, 0.0, 8.6, 1.0).of(&[0xd8b450]).often(0.9),
        rows(y::hay_bale, 2.0, 7.0, 4.3).stray(0.6).size(0.9, 1.1),
        rows(y::fence, 0.0, 5.2, 2.0).of(&[0xa88660]),
        rows(g::sunflower, 1.3, 4.2, 3.7).stray(0.3),
    ],
    front: &[],
};

pub static CASTLE: Place = Place {
    back: Back::Open { ridges: &[(90.0, 22.0, 0x7f94a8), (60.0, 9.0, 0x86a486)], land: Land::Plain(0xb0a68e, 0xb8b098) },
    items: &[
        rows(b::castle_tower, 2.0, 26.0, 9.0).size(1.3, 1.7).of(&[0x9a96a0]),
        rows(b::castle_wall, 0.0, 15.0, 4.1).of(&[0xa8a294]),
        rows(b::castle_gate, -0.3, 14.6, 16.4).of(&[0xb0a898]),
        rows(b::castle_tower, 4.0, 14.0, 8.2).of(&[0xb0a898, 0xa49c90]),
        rows(g::bush, 0.8, 9.5, 3.3).stray(0.8).size(0.6, 0.9),
        rows(super::brazier, 1.9, 5.2, 5.0),
        rows(r::rock, 0.3, 6.0, 4.1).stray(1.0).size(0.4, 0.7).of(&[0x948e84]),
    ],
    front: &[],
};

pub static STATION: Place = Place {
    back: Back::Open { ridges: &[(80.0, 10.0, 0x86a090)], land: Land::Plain(0x8f8a86, 0xa09a92) },
    items: &[
        one(skyline_far, 0.0, 70.0),
        rows(super::platform, 0.0, 9.0, 6.0).of(&[0xb8aea0]),
        rows(y::station_roof, 0.0, 9.8, 5.1),
        rows(y::bench, 2.2, 9.4, 5.1).of(&[0x3f6a5a]),
        rows(y::carriage, 0.0, 6.2, 13.0).often(0.7).of(&[0x2f5f7a, 0x9a3a3a]),
        rows(y::track, 0.0, 6.0, 2.0),
        one(super::near_platform, 0.0, 3.6).of(&[0xc4baac]),
        rows(y::suitcases, 2.6, 2.4, 6.4).stray(0.4),
        rows(y::station_roof, 0.8, 2.9, 5.1).size(1.1, 1.1),
    ],
    front: &[],
};
