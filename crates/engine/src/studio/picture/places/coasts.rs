//! By and on the water: pool, sea, lake, harbour, lighthouse and its lamp room.

use super::{
    buildings as b, hall as h,
    kit::{one, rows},
    plants as g, rocks as r,
    table::{Back, Land, Place},
    yard as y,
};

pub static POOL: Place = Place {
    back: Back::Open { ridges: &[(60.0, 9.0, 0x7fae8a)], land: Land::Plain(0xd8cdb8, 0xd0c8b4) },
    items: &[
        rows(g::tree, 0.0, 20.0, 4.6).stray(1.2).size(4.6, 6.0),
        rows(g::hedge, 0.0, 12.0, 1.0).size(1.6, 1.6),
        rows(h::lounger, 1.5, 9.0, 3.6).of(&[0xe8564a, 0xf0b83c, 0x3f9ad0]),
        one(super::basin, 0.3, 0.0),
        one(h::diving_board, 0.0, 0.5),
    ],
    front: &[],
};

pub static SEA: Place = Place { back: Back::Open { ridges: &[], land: Land::Sea(0x1f6a8c) }, items: &[], front: &[] };

pub static LAKE: Place = Place {
    back: Back::Open {
        ridges: &[(110.0, 30.0, 0x86a0b4), (70.0, 14.0, 0x6f9a86)],
        land: Land::Shore { water: 0x3f86a0, from: 1.7, ground: 0x86a860 },
    },
    items: &[
        rows(g::pine, 0.0, 48.0, 3.6).stray(1.2).size(5.0, 8.0),
        rows(y::moored, 3.0, 16.0, 17.0).size(0.7, 0.7).of(&[0xc85a48]),
        rows(y::jetty, 4.0, 4.4, 15.0),
        rows(super::reeds, 0.0, 2.0, 1.3).stray(0.4).often(0.8),
        rows(r::rock, 0.9, 1.8, 2.9).stray(0.6).size(0.25, 0.5).of(&[0x8d8c88]),
    ],
    front: &[rows(super::reeds, 0.9, -2.2, 2.9).size(0.5, 0.6).stray(0.3)],
};

pub static HARBOUR: Place = Place {
    back: Back::Open { ridges: &[(90.0, 12.0, 0x7f98a8)], land: Land::Shore { water: 0x2f6f86, from: 2.0, ground: 0xa69c8e } },
    items: &[
        rows(y::warehouse, 0.0, 34.0, 6.4).of(&[0xb5705a, 0xc8a070, 0x7a94a4, 0xb89a88]),
        rows(y::crane, 6.0, 32.0, 22.0).of(&[0xd8a040, 0x5f7f94]),
        rows(y::moored, 1.2, 13.0, 7.0).of(&[0x2f5f86, 0xb5483c, 0x3f7a5f]),
        rows(y::moored, -0.6, 7.0, 6.2).of(&[0xb5483c, 0xe8dcc4, 0x2f6a70]),
        rows(super::street_lamp, 2.6, 2.4, 7.0),
        rows(y::bollard, 0.9, 1.9, 3.2),
        rows(y::crates, -1.5, 2.3, 5.4).stray(0.3),
    ],
    front: &[],
};

pub static LIGHTHOUSE: Place = Place {
    back: Back::Open { ridges: &[], land: Land::Shore { water: 0x2a6684, from: 4.2, ground: 0x8a8a74 } },
    items: &[
        rows(r::rock, 0.0, 17.0, 13.0).stray(2.0).size(1.4, 2.2).of(&[0x59606c]),
        one(super::islet, 1.4, 11.0).of(&[0x666a70]),
        one(b::lighthouse, 1.2, 11.0).up(1.5).size(0.72, 0.72),
        rows(r::rock, 0.4, 4.4, 1.7).stray(0.5).size(0.6, 1.1).of(&[0x5f646e, 0x6e7078]),
        rows(super::surf_spray, 0.0, 4.5, 2.4).stray(0.6),
        rows(super::reeds, 1.0, 2.6, 2.3).stray(0.6).often(0.7).size(0.5, 0.7),
        rows(r::rock, 1.4, 2.4, 4.4).stray(0.7).size(0.3, 0.5).of(&[0x7c7c80]),
    ],
    front: &[],
};

pub static LAMP_ROOM: Place = Place {
    back: Back::Open { ridges: &[], land: Land::Shore { water: 0x1f5f80, from: 3.2, ground: 0x8a7a64 } },
    items: &[one(super::gallery_floor, 0.0, 3.2).of(&[0x8a7a64]), rows(h::lantern_pane, 0.0, 3.2, 1.4), rows(h::great_lens, 0.95, 2.0, 9.0)],
    front: &[],
};
