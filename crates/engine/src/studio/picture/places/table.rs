//! A place as a table: what is behind everything, what stands where, what is nearer than the actors.

use super::super::{
    brush::Brush,
    palette::Rgb,
    scenery::{band, ground, row, tufts},
    shape::p,
    sky,
};
use super::{
    kit::{Air, Item},
    water,
};
use crate::studio::world::chance::{pick, unit};
use vello_cpu::kurbo::{BezPath, Rect};

pub struct Place {
    pub back: Back,
    /// From far to near.
    pub items: &'static [Item],
    /// Before the actors.
    pub front: &'static [Item],
}

pub enum Back {
    /// A wall at a depth, and a floor before it.
    Room { z: f64, walls: &'static [u32], paper: Paper, floor: Floor },
    /// Ridges one before the other: depth, height, colour; then the ground.
    Open { ridges: &'static [(f64, f64, u32)], land: Land },
    /// From above to below, and the floor.
    Deep { above: u32, below: u32, floor: Option<(u32, u32)> },
}

#[derive(Clone, Copy)]
pub enum Paper {
    Plain,
    Stripes,
    /// Tiles up to this height.
    Tiles(f64),
    /// Boards up to the hip.
    Panels(u32),
}

#[derive(Clone, Copy)]
pub enum Floor {
    Boards(u32),
    Checks(u32, u32),
    Even(u32),
    Ice,
}

#[derive(Clone, Copy)]
pub enum Land {
    Grass,
    /// Near and far.
    Plain(u32, u32),
    /// Water from the horizon to a depth; before it the near ground.
    Shore {
        water: u32,
        from: f64,
        ground: u32,
    },
    Sea(u32),
    Air,
}

pub fn behind(brush: &mut Brush<'_>, place: &Place, air: &Air) {
    match &place.back {
        Back::Room { z, walls, paper, floor } => room(brush, air, *z, walls, *paper, *floor),
        Back::Open { ridges, land } => {
            for (number, (z, height, colour)) in ridges.iter().enumerate() {
                let colour = Rgb::hex(*colour);
                let colour = if air.snowy { colour.mix(Rgb::hex(0xdfe8f2), 0.75) } else { colour };
                sky::hills(brush, *z, *height, colour, air.seed ^ (number as u64 * 5 + 1));
            }
            open(brush, air, *land);
        }
        Back::Deep { above, below, floor } => deep(brush, *above, *below, *floor),
    }
    for item in place.items {
        item.draw(brush, air);
    }
}

pub fn before(brush: &mut Brush<'_>, place: &Place, air: &Air, afloat: bool) {
    if let Back::Open { land, .. } = &place.back {
        match land {
            Land::Sea(colour) => water::front(brush, air, *colour),
            Land::Shore { water, .. } if afloat => water::front(brush, air, *water),
            _ => {}
        }
    }
    for item in place.front {
        item.draw(brush, air);
    }
}

fn open(brush: &mut Brush<'_>, air: &Air, land: Land) {
    match land {
        Land::Grass => {
            let (near, far, blade) = air.grass();
            ground(brush, near, far);
            if !air.snowy {
                tufts(brush, blade, &[8.0, 5.2, 3.0, 1.6, 0.6, -0.4, -1.3, -2.3, -3.2], 0.09, air.now, air.seed);
            }
        }
        Land::Plain(near, far) => {
            let snow = |colour: u32| if air.snowy { Rgb::hex(colour).mix(Rgb::hex(0xeef3f8), 0.86) } else { Rgb::hex(colour) };
            let wet = |colour: Rgb| if air.wet { colour.darker(0.3) } else { colour };
            ground(brush, wet(snow(near)), wet(snow(far)));
            grit(brush, air, snow(near).darker(0.25));
        }
        Land::Shore { water, from, ground: near } => {
            water::sea(brush, air, water, from);
            let foot = brush.at(0.0, 0.0, from).y;
            let near = if air.snowy { Rgb::hex(0xeef3f8) } else { Rgb::hex(near) };
            let (a, b) = (brush.tone(near.darker(0.18), 2.0), brush.tone(near, 0.0));
            let (w, h) = (brush.width, brush.height);
            if foot < h {
                brush.gradient_rect(
                    Rect::new(0.0, foot, w, h),
                    p(0.0, foot),
                    p(0.0, h),
                    &[(0.0, a, 1.0), (0.12, b, 1.0), (1.0, b.darker(0.16), 1.0)],
                );
                grit(brush, air, near.darker(0.3));
            }
        }
        Land::Sea(colour) => water::sea(brush, air, colour, -9.0),
        Land::Air => {}
    }
}

/// Little stones: they tell how the ground goes.
fn grit(brush: &mut Brush<'_>, air: &Air, colour: Rgb) {
    super::speckle(brush, air.seed, colour);
}

fn deep(brush: &mut Brush<'_>, above: u32, below: u32, floor: Option<(u32, u32)>) {
    let (w, h) = (brush.width, brush.height);
    let middle = Rgb::hex(above).mix(Rgb::hex(below), 0.6);
    brush.gradient_rect(
        Rect::new(0.0, 0.0, w, h),
        p(0.0, 0.0),
        p(0.0, h),
        &[(0.0, Rgb::hex(above), 1.0), (0.5, middle, 1.0), (1.0, Rgb::hex(below), 1.0)],
    );
    if let Some((near, far)) = floor {
        ground(brush, Rgb::hex(near), Rgb::hex(far));
    }
}

fn room(brush: &mut Brush<'_>, air: &Air, z: f64, walls: &[u32], paper: Paper, floor: Floor) {
    let (w, h) = (brush.width, brush.height);
    let foot = brush.at(0.0, 0.0, z).y;
    let colour = Rgb::hex(pick(air.seed, 61, walls));
    let wall = brush.tone(colour, z);
    brush.gradient_rect(
        Rect::new(0.0, 0.0, w, foot),
        p(0.0, 0.0),
        p(w * 0.4, foot.max(1.0)),
        &[(0.0, wall.lighter(0.10), 1.0), (0.55, wall, 1.0), (1.0, wall.darker(0.16), 1.0)],
    );
    papered(brush, z, wall, paper);
    if !matches!(floor, Floor::Ice) {
        let s = brush.scale(z);
        let skirting = brush.tone(colour.lighter(0.55), z);
        brush.raw_rect(Rect::new(0.0, foot - 0.12 * s, w, foot), skirting, 1.0);
    }
    floored(brush, air, z, foot, h, floor);
    // Where wall and floor meet it is darker.
    let shade = brush.palette.shadow_colour;
    let reach = brush.scale(z) * 0.5;
    brush.gradient_rect(Rect::new(0.0, foot, w, foot + reach), p(0.0, foot), p(0.0, foot + reach), &[(0.0, shade, 0.34), (1.0, shade, 0.0)]);
}

fn papered(brush: &mut Brush<'_>, z: f64, wall: Rgb, paper: Paper) {
    let s = brush.scale(z);
    match paper {
        Paper::Plain => {}
        Paper::Stripes => {
            for (x, _) in row(brush, z, 0.5, 0.5) {
                let (a, foot) = (brush.at(x, 0.0, z), brush.at(x, 0.0, z).y);
                brush.raw_rect(Rect::new(a.x, 0.0, a.x + 0.25 * s, foot), wall.lighter(0.3), 0.35);
            }
        }
        Paper::Tiles(top) => {
            let (low, high) = brush.span(z, 0.5);
            let (a, b) = (brush.at(low, top, z), brush.at(high, 0.0, z));
            brush.raw_rect(Rect::new(a.x, a.y, b.x, b.y), wall.lighter(0.5), 0.8);
            let mut joints = BezPath::new();
            for (x, _) in row(brush, z, 0.3, 0.5) {
                joints.move_to(brush.at(x, 0.0, z));
                joints.line_to(brush.at(x, top, z));
            }
            let mut y = 0.0;
            while y < top {
                joints.move_to((0.0, brush.at(0.0, y, z).y));
                joints.line_to((brush.width, brush.at(0.0, y, z).y));
                y += 0.3;
            }
            brush.line(&joints, 0.012 * s, wall.darker(0.15), 0.5);
        }
        Paper::Panels(colour) => {
            let tone = brush.tone(Rgb::hex(colour), z);
            let (a, b) = (brush.at(0.0, 0.95, z).y, brush.at(0.0, 0.0, z).y);
            brush.raw_rect(Rect::new(0.0, a, brush.width, b), tone, 1.0);
            brush.raw_rect(Rect::new(0.0, a, brush.width, a + 0.06 * s), tone.lighter(0.25), 1.0);
            for (x, _) in row(brush, z, 0.7, 0.7) {
                let (c, d) = (brush.at(x, 0.8, z), brush.at(x + 0.56, 0.18, z));
                brush.raw_rect(Rect::new(c.x, c.y, d.x, d.y), tone.darker(0.14), 1.0);
                brush.raw_rect(Rect::new(c.x + 0.03 * s, c.y + 0.03 * s, d.x, d.y), tone.lighter(0.06), 1.0);
            }
        }
    }
}

fn floored(brush: &mut Brush<'_>, air: &Air, z: f64, foot: f64, h: f64, floor: Floor) {
    let w = brush.width;
    let base = Rgb::hex(match floor {
        Floor::Boards(colour) | Floor::Even(colour) | Floor::Checks(colour, _) => colour,
        Floor::Ice => 0xdcecf4,
    });
    let (far, near) = (brush.tone(base.darker(0.14), 0.0), brush.tone(base, 0.0));
    brush.gradient_rect(
        Rect::new(0.0, foot, w, h.max(foot)),
        p(0.0, foot),
        p(0.0, h.max(foot + 1.0)),
        &[(0.0, far, 1.0), (0.45, near, 1.0), (1.0, near.darker(0.18), 1.0)],
    );
    match floor {
        Floor::Boards(_) => {
            let mut boards = BezPath::new();
            for (x, key) in row(brush, z, 0.36, 3.0) {
                boards.move_to(brush.at(x, 0.0, z));
                boards.line_to(brush.at(x, 0.0, -4.0));
                let end = -3.0 + 6.0 * unit(air.seed, key);
                boards.move_to(brush.at(x, 0.0, end));
                boards.line_to(brush.at(x + 0.36, 0.0, end));
            }
            let tone = brush.tone(base.darker(0.45), 0.0);
            brush.line(&boards, 0.01 * brush.metre, tone, 0.5);
        }
        Floor::Checks(_, other) => {
            let step = 0.6;
            let tone = brush.tone(Rgb::hex(other), 0.0);
            let mut path = BezPath::new();
            for line in -6..((z / step) as i64) {
                let z0 = line as f64 * step;
                for (x, key) in row(brush, z0.max(-4.0), step, 1.5) {
                    if (key as i64 + line).rem_euclid(2) == 0 {
                        path.move_to(brush.at(x, 0.0, z0));
                        path.line_to(brush.at(x + step, 0.0, z0));
                        path.line_to(brush.at(x + step, 0.0, z0 + step));
                        path.line_to(brush.at(x, 0.0, z0 + step));
                        path.close_path();
                    }
                }
            }
            brush.raw(&path, tone, 0.75);
        }
        Floor::Ice => {
            band(brush, 2.4, 2.55, Rgb::hex(0xd8505a));
            let glint = brush.palette.key.lighter(0.6);
            brush.gradient_rect(
                Rect::new(0.0, foot, w, h.max(foot)),
                p(0.0, foot),
                p(w * 0.5, h),
                &[(0.0, glint, 0.0), (0.4, glint, 0.35), (0.55, glint, 0.0), (1.0, glint, 0.12)],
            );
        }
        Floor::Even(_) => {}
    }
}
