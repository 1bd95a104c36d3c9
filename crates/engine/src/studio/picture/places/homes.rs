//! Rooms: kitchen, nursery, bedroom, classroom, office, library, café.

use super::{
    fittings as i, furniture as f, hall,
    kit::rows,
    table::{Back, Floor, Paper, Place},
};

pub static KITCHEN: Place = Place {
    back: Back::Room { z: 3.2, walls: &[0xf0d9a8, 0xcfe0d4, 0xf2cdb4], paper: Paper::Tiles(1.5), floor: Floor::Checks(0xe8dcc6, 0xb5684c) },
    items: &[
        rows(f::hood, -0.9, 3.1, 5.4),
        rows(i::curtained, 0.75, 3.15, 5.4).of(&[0xd86a52, 0x6a9a70, 0xe0b04c]),
        rows(f::shelf, 2.35, 3.1, 5.4),
        rows(f::pan_rack, -2.0, 3.05, 5.4),
        rows(f::counter, 0.35, 2.7, 5.4).of(&[0x5f8f8a]),
        rows(f::counter, 1.57, 2.7, 5.4).of(&[0x5f8f8a]),
        rows(f::counter, 2.79, 2.7, 5.4).of(&[0x5f8f8a]),
        rows(f::counter, -2.1, 2.7, 5.4).of(&[0x5f8f8a]),
        rows(f::stove, -0.88, 2.65, 5.4),
        rows(f::fridge, 3.75, 2.8, 10.8).of(&[0xe8ecee, 0xd8685a]),
        rows(i::pendant, 0.2, 1.6, 4.2).of(&[0xd8544a, 0x3f6f78]),
    ],
    front: &[],
};

pub static NURSERY: Place = Place {
    back: Back::Room { z: 3.3, walls: &[0xbfe0ea, 0xf6e2b0, 0xd8d0ee], paper: Paper::Stripes, floor: Floor::Boards(0xd8a870) },
    items: &[
        rows(i::bunting, 0.0, 3.25, 2.3),
        rows(i::curtained, -0.75, 3.2, 5.2).of(&[0xf08a7a, 0x6ab0c8, 0xf0c050]),
        rows(f::toy_shelf, 0.95, 2.9, 5.2),
        rows(i::picture, 2.4, 3.2, 5.2),
        rows(f::rocking_horse, 2.5, 2.6, 5.2).of(&[0xd8a868, 0xe8d8c0]),
        rows(i::rug, 0.2, 0.4, 6.4).of(&[0x5fa8c0, 0xe8806a]),
        rows(f::toys, -0.9, 1.9, 2.1).stray(0.2),
        rows(f::toys, 0.3, 2.3, 3.7).stray(0.2).size(0.8, 1.1),
        rows(i::pendant, 0.9, 1.8, 5.2).of(&[0xf0c050]),
    ],
    front: &[rows(f::toys, -1.0, -2.3, 3.3).size(0.6, 0.7)],
};

pub static BEDROOM: Place = Place {
    back: Back::Room { z: 3.6, walls: &[0xb8c4dc, 0xdcc6c0, 0xc4d2c0], paper: Paper::Stripes, floor: Floor::Boards(0xa8764c) },
    items: &[
        rows(i::curtained, -0.4, 3.5, 6.6).of(&[0x6a7ab0, 0xb06a78, 0xd8b878]),
        rows(i::picture, 1.35, 3.5, 6.6),
        rows(f::wardrobe, -2.3, 3.2, 6.6).of(&[0xc49a68, 0xe8dcc8]),
        rows(f::bed, 1.5, 2.5, 6.6).of(&[0x5f80b8, 0xc46a6a, 0x6a9a80]),
        rows(f::nightstand, -0.2, 2.7, 6.6).of(&[0xf0d8a0]),
        rows(i::rug, 0.6, 0.7, 8.0).of(&[0xc88a6a, 0x7a8ab8]),
        rows(i::plant, -1.3, 2.9, 6.6),
    ],
    front: &[],
};

pub static CLASSROOM: Place = Place {
    back: Back::Room { z: 4.2, walls: &[0xf0e4c4, 0xd8e4d8], paper: Paper::Panels(0x9cb8a4), floor: Floor::Boards(0xc49a68) },
    items: &[
        rows(f::blackboard, 0.0, 4.1, 7.6),
        rows(i::clock, 2.1, 4.1, 7.6).of(&[0xb5483c]),
        rows(i::window, 3.1, 4.1, 7.6),
        rows(i::picture, -2.15, 4.1, 7.6),
        rows(i::plant, 2.2, 3.7, 7.6),
        rows(f::school_desk, 0.7, 2.9, 1.9),
        rows(f::school_desk, -0.2, 1.6, 1.9),
        rows(i::pendant, 0.6, 2.4, 3.2).up(0.5).of(&[0xe8e4d8]),
    ],
    front: &[],
};

pub static OFFICE: Place = Place {
    back: Back::Room { z: 4.4, walls: &[0xd4dae0, 0xe0dcd2], paper: Paper::Plain, floor: Floor::Even(0x76838f) },
    items: &[
        rows(i::glass_wall, 0.0, 4.3, 4.6),
        rows(f::cabinet, 1.9, 4.0, 4.6).of(&[0x8f9aa6, 0xc8a878]),
        rows(i::plant, 2.6, 3.8, 4.6),
        rows(f::office_desk, -0.5, 2.8, 2.9).of(&[0xd8b88a]),
        rows(i::pendant, 0.4, 2.6, 2.6).up(0.4).of(&[0xe8ecf0]),
    ],
    front: &[],
};

pub static LIBRARY: Place = Place {
    back: Back::Room { z: 4.0, walls: &[0x8a6a4c, 0x6f5a48], paper: Paper::Panels(0x6a4630), floor: Floor::Boards(0x7a5236) },
    items: &[
        rows(i::tall_window, 0.0, 3.95, 5.4).of(&[0x5a3a28]),
        rows(f::bookcase, 1.35, 3.9, 5.4).of(&[0x6a4630]),
        rows(f::bookcase, 2.65, 3.9, 5.4).of(&[0x6a4630]),
        rows(f::bookcase, 3.95, 3.9, 5.4).of(&[0x6a4630]),
        rows(f::ladder, 2.1, 3.6, 5.4),
        rows(i::rug, 0.0, 0.8, 7.0).of(&[0x8a3f3a, 0x3f5a6a]),
        rows(f::table, 0.3, 2.5, 5.4).of(&[0x8a5a38]),
        rows(i::lampshade, 0.3, 2.5, 5.4).up(0.74).size(0.5, 0.5).of(&[0x3f8a5a]),
        rows(i::lampshade, -1.5, 2.7, 5.4).of(&[0xd8b070]),
    ],
    front: &[],
};

pub static CAFE: Place = Place {
    back: Back::Room { z: 4.0, walls: &[0xd8b08a, 0x9cb8a8, 0xc88a70], paper: Paper::Panels(0x5a4436), floor: Floor::Checks(0xd8c8ac, 0x8a5a44) },
    items: &[
        rows(f::menu, -0.9, 3.9, 6.2).of(&[0x6a4630]),
        rows(f::shelf, 0.75, 3.9, 6.2),
        rows(i::curtained, 2.9, 3.9, 6.2).of(&[0xb5483c, 0xd8b060]),
        rows(f::bar, -0.1, 3.0, 6.2).of(&[0x8a5a3c, 0x3f6a62]),
        rows(i::plant, 1.9, 3.3, 6.2),
        rows(f::cafe_table, 1.25, 2.0, 3.1).of(&[0xb5483c]),
        rows(i::pendant, -0.5, 1.9, 1.55).up(0.1).of(&[0x2f4a44]),
        rows(hall::floor_light, -0.5, 1.6, 1.55).of(&[0xffdc94]),
    ],
    front: &[],
};
