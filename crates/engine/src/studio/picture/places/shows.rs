//! Halls: theatre, arena, ice rink; the inside of a tower.

use super::{
    buildings as b, hall as h,
    kit::{one, rows},
    table::{Back, Floor, Paper, Place},
};

pub static THEATRE: Place = Place {
    back: Back::Room { z: 4.6, walls: &[0x2c2238], paper: Paper::Plain, floor: Floor::Boards(0x9a6238) },
    items: &[
        rows(h::drape, 0.0, 4.4, 0.5).of(&[0xb02a34]),
        rows(h::drape, -2.9, 2.6, 5.8).of(&[0xc8323c]),
        rows(h::drape, -2.45, 2.6, 5.8).of(&[0xc8323c]),
        rows(h::spot, -0.7, 1.2, 3.4).of(&[0xffe9b8]),
        rows(h::spot, 0.9, 0.6, 3.4).of(&[0xffd0e0, 0xc8e0ff]),
        rows(h::valance, 0.0, 2.4, 1.5).up(3.4).of(&[0xc8323c]),
    ],
    front: &[rows(h::audience, 0.0, -2.4, 0.62).up(-0.62).stray(0.05), rows(h::audience, 0.3, -3.2, 0.66).up(-0.72).stray(0.05)],
};

pub static ARENA: Place = Place {
    back: Back::Room { z: 11.0, walls: &[0x2f3c58], paper: Paper::Plain, floor: Floor::Even(0x4f78a8) },
    items: &[
        rows(h::crowd, 0.0, 10.5, 1.04).of(&[0x3a6ab0]),
        rows(h::scoreboard, 1.0, 10.0, 9.0).size(1.2, 1.2),
        rows(h::ceiling_lights, 0.0, 8.0, 4.0),
        rows(h::apparatus, 1.9, 5.2, 4.4),
        rows(h::mat, 0.0, 3.6, 4.3).of(&[0x3f7ac8]),
        rows(h::mat, 0.0, 1.1, 4.3).of(&[0xd8503c, 0x3f9ab0]),
        rows(h::floor_light, 0.5, 2.8, 3.0).of(&[0xfff6dc]),
    ],
    front: &[],
};

pub static ICE_RINK: Place = Place {
    back: Back::Room { z: 10.0, walls: &[0x36486a], paper: Paper::Plain, floor: Floor::Ice },
    items: &[
        rows(h::crowd, 0.0, 9.8, 1.04).of(&[0x36486a]),
        rows(h::ceiling_lights, 0.0, 8.0, 4.0),
        rows(h::rink_boards, 0.0, 8.6, 2.04),
        rows(h::floor_light, 0.0, 6.0, 2.6).of(&[0xffffff]),
        rows(h::floor_light, 0.8, 3.4, 2.2).of(&[0xffffff]),
        rows(h::ice_marks, 0.0, 3.0, 1.7).stray(0.5),
        rows(h::ice_marks, 0.5, 1.2, 1.5).stray(0.5),
        rows(h::ice_marks, 0.2, -0.8, 1.4).stray(0.5),
    ],
    front: &[],
};

pub static STAIRS: Place = Place {
    back: Back::Room { z: 4.8, walls: &[0x8a7f72], paper: Paper::Plain, floor: Floor::Even(0x857a6e) },
    items: &[
        rows(h::stones, 0.0, 4.75, 1.2).of(&[0x9a8e80]),
        rows(h::slit, -1.1, 4.6, 5.0).of(&[0x9a8e80]),
        rows(b::wall_torch, 1.3, 4.4, 5.0),
        one(h::winding, 0.0, 2.6).of(&[0xa89c8c]),
        one(h::newel, -2.3, 2.2).of(&[0x9a8e80]),
    ],
    front: &[],
};
