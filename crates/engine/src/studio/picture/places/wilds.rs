//! Where nobody built: mountain, jungle, cave; moon, space, among clouds; under water.

use super::{
    kit::{one, rows},
    plants as g, rocks as r,
    table::{Back, Land, Place},
    water,
};

pub static MOUNTAIN: Place = Place {
    back: Back::Open { ridges: &[], land: Land::Air },
    items: &[
        rows(r::peak, 0.0, 120.0, 120.0).stray(20.0).size(5.2, 6.6).of(&[0x7f8ea8]),
        rows(r::peak, 30.0, 80.0, 64.0).stray(12.0).size(2.6, 3.6).of(&[0x74849a]),
        rows(r::peak, 4.0, 50.0, 34.0).stray(6.0).size(1.2, 1.8).of(&[0x68788a]),
        one(super::slope, 0.0, 0.0).of(&[0x8a9a64]),
        rows(g::pine, 0.0, 24.0, 2.8).stray(1.0).size(3.6, 6.0),
        rows(g::pine, 1.2, 14.0, 4.6).stray(1.2).size(3.6, 5.5).often(0.8),
        rows(r::rock, 0.4, 8.0, 3.1).stray(0.8).size(0.9, 1.9).of(&[0x8d8c90, 0x7d7c84]),
        rows(r::rock, 1.6, 3.6, 3.7).stray(0.8).size(0.4, 0.9).of(&[0x9a9894, 0x84838a]),
    ],
    front: &[rows(r::rock, 1.4, -2.4, 4.3).size(0.3, 0.5).of(&[0x6f6e76])],
};

pub static JUNGLE: Place = Place {
    back: Back::Open { ridges: &[(40.0, 14.0, 0x5f9a7a), (26.0, 11.0, 0x4a8a62)], land: Land::Plain(0x5f7a3f, 0x4f7a4a) },
    items: &[
        rows(g::trunk, 0.0, 17.0, 3.4).stray(0.9).size(1.0, 1.6),
        rows(g::broadleaf, 0.6, 14.0, 2.3).stray(0.8).size(1.4, 2.0),
        rows(super::god_ray, 0.0, 11.0, 4.4).stray(1.0),
        rows(g::trunk, 1.4, 9.0, 4.4).stray(0.8).size(0.9, 1.2),
        rows(g::vine, 0.2, 8.0, 1.9).up(2.3).stray(0.8),
        rows(g::broadleaf, 0.0, 7.0, 2.1).stray(0.6).size(0.8, 1.2),
        rows(g::fern, 0.4, 4.8, 1.3).stray(0.4).size(0.8, 1.2),
        rows(g::fern, 0.0, 2.9, 1.7).stray(0.5).size(0.5, 0.8),
    ],
    front: &[rows(g::fern, 0.8, -2.4, 2.4).size(0.35, 0.5).stray(0.3)],
};

pub static CAVE: Place = Place {
    back: Back::Deep { above: 0x14121e, below: 0x2c2838, floor: Some((0x5a5262, 0x332f40)) },
    items: &[
        rows(r::cliff, 0.0, 16.0, 2.6).stray(0.6).size(1.2, 1.6).of(&[0x3f3a4e]),
        one(super::cave_mouth, 0.6, 15.0),
        rows(r::cliff, 1.6, 10.0, 5.6).stray(0.5).size(0.9, 1.2).of(&[0x4a4458]),
        rows(r::stalactite, 0.0, 9.0, 1.5).up(3.6).stray(0.5).size(0.9, 1.4).of(&[0x4f485c]),
        rows(r::crystals, 1.1, 7.0, 4.4).stray(0.6).size(1.0, 1.5).of(&[0x5fd0e0, 0xb07ae8]),
        rows(r::stalagmite, 0.4, 6.0, 1.9).stray(0.6).size(0.9, 1.3).of(&[0x5d566c]),
        rows(r::stalactite, 0.6, 4.0, 1.7).up(2.6).stray(0.5).size(0.7, 1.0).of(&[0x5d566c]),
        rows(r::stalagmite, 0.9, 2.9, 3.1).stray(0.6).size(0.5, 0.8).of(&[0x6a6278]),
        rows(r::crystals, -1.0, 2.6, 5.4).size(0.5, 0.7).of(&[0x5fd0e0, 0xf08ac0]),
    ],
    front: &[
        rows(r::stalactite, 0.3, -1.6, 2.6).up(2.3).size(0.5, 0.7).of(&[0x241f30]),
        rows(r::stalagmite, 1.1, -2.4, 3.4).size(0.3, 0.4).of(&[0x241f30]),
    ],
};

pub static MOON: Place = Place {
    back: Back::Deep { above: 0x02030a, below: 0x070a18, floor: None },
    items: &[
        one(super::heaven, 0.0, 0.0),
        one(r::earth, 7.5, 100.0).up(13.0).size(4.6, 4.6),
        one(super::moon_ground, 0.0, 0.0).of(&[0xb4b4b8]),
        rows(r::crater, 0.0, 22.0, 9.0).stray(2.0).size(1.8, 3.4).of(&[0xa4a4aa]),
        rows(r::crater, 2.0, 9.0, 5.2).stray(1.2).size(0.9, 1.7).of(&[0xacacb2]),
        rows(r::rock, 1.0, 12.0, 4.1).stray(1.2).size(0.4, 1.1).of(&[0x8e8e94]),
        rows(r::lander, 3.6, 9.5, 22.0),
        rows(r::crater, 0.6, 3.4, 3.6).stray(0.7).size(0.4, 0.9).of(&[0xb4b4ba]),
        rows(r::rock, 0.0, 4.0, 3.3).stray(0.9).size(0.2, 0.4).of(&[0x96969c]),
        rows(r::crater, 1.2, -1.1, 2.7).stray(0.5).size(0.25, 0.5).of(&[0xb8b8be]),
    ],
    front: &[],
};

pub static SPACE: Place = Place {
    back: Back::Deep { above: 0x050616, below: 0x0d1030, floor: None },
    items: &[
        one(super::heaven, 0.0, 0.0),
        rows(r::nebula, 0.0, 60.0, 34.0).up(6.0).size(6.0, 10.0).of(&[0x8a4fd0, 0xd04f9a, 0x3f7ad8]),
        rows(r::planet, 6.0, 70.0, 46.0).up(14.0).stray(4.0).size(3.0, 6.0).of(&[0xc88a5a, 0x5f8ac8, 0xb06ab0]),
        rows(r::planet, -4.0, 40.0, 33.0).up(-4.0).stray(3.0).size(1.2, 2.0).of(&[0xd8b478, 0x6ab0a0]),
        rows(super::asteroid, 0.0, 14.0, 5.1).up(3.6).stray(1.6).size(0.3, 0.9).of(&[0x7a7280]),
        rows(super::asteroid, 2.0, 9.0, 4.3).up(-0.6).stray(1.4).size(0.2, 0.5).of(&[0x8a8290]),
    ],
    front: &[],
};

pub static SKY: Place = Place {
    back: Back::Open { ridges: &[], land: Land::Air },
    items: &[
        one(super::earth_below, 0.0, 0.0),
        rows(r::cloud, 0.0, 60.0, 22.0).up(4.0).stray(6.0).size(3.2, 5.0),
        rows(r::cloud, 6.0, 40.0, 17.0).up(-4.0).stray(5.0).size(2.4, 3.4),
        rows(r::cloud, 3.0, 22.0, 11.0).up(4.5).stray(2.5).size(1.3, 2.0),
        rows(r::cloud, 0.0, 14.0, 8.0).up(-1.6).stray(2.0).size(1.0, 1.6),
        rows(r::cloud, 2.0, 7.0, 9.0).up(-1.9).stray(2.0).size(0.8, 1.2),
    ],
    front: &[rows(r::cloud, 1.5, -2.0, 8.0).up(-1.5).stray(1.2).size(0.5, 0.7)],
};

pub static UNDERWATER: Place = Place {
    back: Back::Deep { above: 0x4fc0cc, below: 0x0d3f68, floor: Some((0xb8b088, 0x3f7f90)) },
    items: &[
        rows(r::rock, 0.0, 20.0, 6.0).stray(1.6).size(2.4, 4.2).of(&[0x4a6a78]),
        rows(water::shoal, 1.0, 15.0, 6.0).up(3.4).stray(1.2).of(&[0x9fc8d0, 0xd8c070]),
        rows(g::kelp, 0.0, 11.0, 1.3).stray(0.5).size(1.2, 1.9),
        rows(r::rock, 1.6, 8.0, 4.7).stray(1.0).size(0.9, 1.6).of(&[0x5f7680, 0x6a6a78]),
        rows(g::coral, 0.4, 6.4, 1.9).stray(0.6).size(0.8, 1.3).of(&[0xe8705a, 0xf0a04f, 0xd86aa0, 0x9a6ad0]),
        rows(water::shoal, -0.5, 6.0, 5.2).up(2.1).stray(1.0).size(0.7, 0.7).of(&[0xf0b040, 0xe8e0c8]),
        rows(g::kelp, 0.8, 4.4, 2.1).stray(0.6).size(0.7, 1.1),
        rows(water::bubbles, 0.2, 3.4, 2.7).stray(0.6),
        rows(g::coral, 0.0, 2.7, 2.3).stray(0.6).size(0.4, 0.7).of(&[0xe8705a, 0xf0a04f, 0xd86aa0, 0x9a6ad0]),
        one(light_shafts, 0.0, 2.0),
    ],
    front: &[rows(g::kelp, 1.2, -1.8, 3.1).size(0.35, 0.5), rows(water::bubbles, -0.7, -1.0, 3.4)],
};

fn light_shafts(p: &mut super::kit::Pen<'_, '_>) {
    let air = *p.air;
    water::shafts(p.brush, &air);
}
