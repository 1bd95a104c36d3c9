//! What is worn on the head, in the head's own frame: it looks along x where it is turned, the skull's half height is 1.

use super::{
    palette::Rgb,
    pen::{Pair, Pen, disc, oval, poly, slab, smooth, stick, wire},
    shape::add_ellipse,
};
use crate::studio::{screenplay::Hat, world::chance::pick};
use vello_cpu::kurbo::BezPath;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gear {
    Brimmed,
    Cap,
    Beanie,
    Helmet,
    Top,
    Crown,
    Toque,
    Visor,
    FireHelmet,
    Peaked,
    SailorCap,
    Straw,
    HardHat,
    SwimCap,
    BikeHelmet,
    KnightHelm,
    Tricorn,
    Pointed,
    WitchHat,
    Wig,
    NinjaHood,
    Stetson,
    Fedora,
    Veil,
    SantaHat,
    Sheet,
}

impl Gear {
    #[must_use]
    pub fn of(hat: Hat) -> Self {
        match hat {
            Hat::Brimmed => Self::Brimmed,
            Hat::Cap => Self::Cap,
            Hat::Beanie => Self::Beanie,
            Hat::Helmet => Self::BikeHelmet,
            Hat::Top => Self::Top,
            Hat::Crown => Self::Crown,
            Hat::Toque => Self::Toque,
        }
    }

    /// Its colour where none was said.
    #[must_use]
    pub fn usual(self, look: u64) -> Rgb {
        Rgb::hex(match self {
            Self::Top => 0x2c2a32,
            Self::Crown => 0xf0bf3c,
            Self::Toque => 0xfdfcf8,
            _ => pick(look, 22, &[0xc9a063, 0x3c5a99, 0xb8433f, 0x4a4a52]),
        })
    }

    /// It hides hair that would stand up.
    #[must_use]
    pub fn covers_hair(self) -> bool {
        !matches!(self, Self::Crown | Self::Veil | Self::SailorCap)
    }
}

/// A cap that follows the skull down to `low` at the sides.
fn dome(y: f64, low: f64, grow: f64) -> BezPath {
    let g = grow;
    smooth(&[
        (-(1.03 + 0.09 * y) * g, low),
        (-(1.03 + 0.10 * y) * g, 0.62),
        (-0.68 * g, 1.12 * g),
        (0.02, 1.28 * g),
        (0.70 * g, 1.10 * g),
        (1.01 * g, 0.62),
        (1.0 * g, low + 0.05),
        (0.4, low + 0.13),
        (-0.4, low + 0.10),
    ])
}

fn brim(half: f64, at: f64, droop: f64) -> BezPath {
    smooth(&[
        (-half, at - droop),
        (-half * 0.55, at + 0.10),
        (0.0, at + 0.14),
        (half * 0.55, at + 0.10),
        (half, at - droop),
        (half * 0.55, at - 0.10),
        (0.0, at - 0.08),
        (-half * 0.55, at - 0.10),
    ])
}

fn crown(wide: f64, low: f64, high: f64, dent: f64) -> BezPath {
    smooth(&[
        (-wide, low),
        (-wide * 0.96, (low + high) / 2.0),
        (-wide * 0.72, high),
        (0.0, high - dent),
        (wide * 0.72, high),
        (wide * 0.96, (low + high) / 2.0),
        (wide, low),
        (0.0, low + 0.08),
    ])
}

/// Puts it on. `y` is how far the head is turned, 0…1.
pub fn put_on(pen: &mut Pen<'_, '_>, gear: Gear, colour: Rgb, y: f64) {
    match gear {
        Gear::Brimmed | Gear::Straw => {
            pen.forms(&[(&crown(0.98, 0.46, 1.36, 0.0), colour), (&brim(1.76, 0.46, 0.06), colour.darker(0.08))]);
            pen.line(&[(-0.97, 0.66), (0.0, 0.76), (0.95, 0.66)], 0.16, if gear == Gear::Straw { Rgb::hex(0xb5383a) } else { colour.darker(0.45) });
        }
        Gear::Fedora | Gear::Stetson => {
            let (half, up) = if gear == Gear::Stetson { (1.85, -0.30) } else { (1.45, 0.08) };
            pen.forms(&[(&crown(0.92, 0.46, 1.42, 0.20), colour), (&brim(half, 0.46, up), colour.darker(0.08))]);
            pen.line(&[(-0.90, 0.66), (0.0, 0.75), (0.90, 0.66)], 0.17, colour.darker(0.6));
        }
        Gear::Top => {
            pen.form(&poly(&[(-0.82, 0.5), (-0.90, 1.95), (0.90, 1.95), (0.82, 0.5)]), colour);
            pen.form(&brim(1.32, 0.48, 0.0), colour.lighter(0.06));
            pen.mark(&slab(-0.83, 0.60, 0.83, 0.84, 0.0), 0xb5303a_u32);
            pen.shine(&slab(-0.66, 0.9, -0.52, 1.85, 0.06), 0.18);
        }
        Gear::Cap => {
            peaked_front(pen, colour, y);
            pen.form(&dome(y, 0.42, 1.02), colour);
            pen.mark(&disc(0.0, 1.30, 0.09), colour.darker(0.3));
        }
        Gear::Beanie | Gear::SantaHat => soft_hat(pen, gear, colour, y),
        Gear::Crown => {
            pen.form(
                &poly(&[
                    (-0.78, 0.62),
                    (-0.92, 1.42),
                    (-0.46, 1.06),
                    (-0.26, 1.58),
                    (0.04, 1.10),
                    (0.34, 1.58),
                    (0.50, 1.06),
                    (0.92, 1.42),
                    (0.80, 0.62),
                ]),
                colour,
            );
            pen.part(&slab(-0.80, 0.60, 0.82, 0.80, 0.05), colour.darker(0.14));
            for (x, hue) in [(-0.45, 0x2f6fd0_u32), (0.0, 0xd8303f), (0.45, 0x2f6fd0)] {
                pen.mark(&disc(x + 0.1 * y, 0.70, 0.075), hue);
            }
            for (x, top) in [(-0.92, 1.42), (-0.26, 1.58), (0.34, 1.58), (0.92, 1.42)] {
                pen.mark(&disc(x, top, 0.07), 0xfdf3d0_u32);
            }
        }
        Gear::Toque => {
            let mut puff = slab(-0.80, 0.56, 0.80, 1.3, 0.1);
            for (x, top, r) in [(-0.62, 1.62, 0.44), (0.0, 1.80, 0.52), (0.62, 1.62, 0.44)] {
                add_ellipse(&mut puff, (x, top).into(), r, r);
            }
            pen.form(&puff, colour);
            pen.line(&[(-0.30, 0.95), (-0.34, 1.45)], 0.04, colour.darker(0.18));
            pen.line(&[(0.28, 0.95), (0.32, 1.45)], 0.04, colour.darker(0.18));
            pen.form(&slab(-0.90, 0.48, 0.90, 0.86, 0.08), colour);
        }
        Gear::Visor => visor(pen, colour, y),
        Gear::Peaked | Gear::SailorCap => {
            if gear == Gear::Peaked {
                peaked_front(pen, Rgb::hex(0x1f1f26), y);
                pen.form(&smooth(&[(-1.0, 0.62), (-1.28, 1.02), (-0.7, 1.30), (0.2, 1.38), (1.22, 1.12), (1.0, 0.62)]), colour);
                pen.form(&smooth(&[(-1.05, 0.42), (-1.04, 0.72), (0.0, 0.82), (1.03, 0.72), (1.02, 0.44), (0.0, 0.54)]), colour.darker(0.3));
                pen.mark(&disc(0.10 + 0.5 * y, 0.90, 0.14), 0xe8bd4a_u32);
            } else {
                pen.form(&smooth(&[(-0.78, 0.84), (-0.72, 1.30), (0.0, 1.44), (0.72, 1.30), (0.78, 0.84)]), colour);
                pen.form(&smooth(&[(-0.92, 0.66), (-0.96, 1.06), (0.0, 1.16), (0.96, 1.06), (0.92, 0.66), (0.0, 0.76)]), colour);
                pen.line(&[(-0.92, 0.70), (0.0, 0.80), (0.92, 0.70)], 0.07, 0x2f4a86_u32);
            }
        }
        _ => more(pen, gear, colour, y),
    }
}

fn more(pen: &mut Pen<'_, '_>, gear: Gear, colour: Rgb, y: f64) {
    match gear {
        Gear::FireHelmet => {
            pen.form(&brim(1.5, 0.42, 0.16), colour.darker(0.12));
            pen.form(&dome(y, 0.46, 1.06), colour);
            pen.form(
                &smooth(&[(-0.12 + 0.5 * y, 0.62), (-0.20 + 0.5 * y, 1.02), (0.08 + 0.5 * y, 1.16), (0.36 + 0.5 * y, 1.02), (0.28 + 0.5 * y, 0.62)]),
                0xf2c83c_u32,
            );
            pen.line(&[(-0.6, 1.22), (0.0, 1.40), (0.6, 1.22)], 0.10, colour.darker(0.35));
        }
        Gear::HardHat | Gear::Helmet => {
            let ahead = 0.25 * y;
            pen.form(
                &smooth(&[
                    (-1.12 + ahead, 0.44),
                    (0.0, 0.58),
                    (1.12 + ahead * 2.0, 0.46),
                    (1.16 + ahead * 2.0, 0.34),
                    (0.0, 0.40),
                    (-1.14 + ahead, 0.34),
                ]),
                colour.darker(0.14),
            );
            pen.form(&dome(y, 0.44, 1.07), colour);
            pen.line(&[(-0.05, 0.60), (0.04, 1.0), (-0.02, 1.34)], 0.10, colour.lighter(0.3));
        }
        Gear::SwimCap => {
            pen.form(&dome(y, 0.28, 1.0), colour);
            pen.line(&[(-0.95, 0.52), (0.0, 0.66), (0.92, 0.52)], 0.08, 0xf6f3ee_u32);
        }
        Gear::BikeHelmet => {
            pen.line(&[(-0.62 + 0.1 * y, 0.4), (-0.45 + 0.2 * y, -0.4), (0.05 + 0.3 * y, -1.0)], 0.06, 0x2a2a30_u32);
            pen.form(
                &smooth(&[
                    (-1.16, 0.40),
                    (-1.10, 0.86),
                    (-0.62, 1.26),
                    (0.1, 1.40),
                    (0.85, 1.12),
                    (1.16, 0.62),
                    (1.10, 0.44),
                    (0.3, 0.58),
                    (-0.5, 0.46),
                ]),
                colour,
            );
            for (x, tilt) in [(-0.55, -0.2), (-0.08, 0.0), (0.42, 0.2)] {
                pen.line(&[(x, 0.74), (x + tilt * 0.6, 1.16)], 0.14, colour.darker(0.55));
            }
        }
        Gear::KnightHelm => {
            pen.form(&smooth(&[(-0.2, 1.24), (-0.75, 1.66), (-1.35, 1.40), (-1.5, 0.85), (-1.1, 1.1), (-0.5, 1.2)]), 0xd0303a_u32);
            let shell = smooth(&[
                (0.0, 1.34),
                (-0.78, 1.06),
                (-1.12, 0.3),
                (-1.08, -0.5),
                (-0.78, -1.02),
                (-0.5, -0.98),
                (-0.52 + 0.22 * y, -0.3),
                (-0.62 + 0.36 * y, 0.36),
                (0.0 + 0.3 * y, 0.50),
                (0.66 + 0.2 * y, 0.42),
                (1.06, 0.40),
                (0.92, 0.92),
            ]);
            pen.form(&shell, colour);
            if y < 0.6 {
                pen.form(&smooth(&[(0.62, 0.40), (0.58, -0.30), (0.62, -0.98), (0.86, -0.9), (1.06, -0.2), (1.05, 0.36)]), colour.darker(0.08));
            }
            pen.form(
                &smooth(&[(-0.70 + 0.4 * y, 0.36), (-0.66 + 0.4 * y, 0.62), (0.2, 0.76), (1.12, 0.58), (1.14, 0.32), (0.3, 0.44)]),
                colour.lighter(0.2),
            );
            for x in [0.0, 0.3, 0.6] {
                pen.mark(&disc(x - 0.2 + 0.3 * y, 0.56, 0.04), 0x5a626e_u32);
            }
        }
        Gear::Tricorn => {
            pen.form(&dome(y, 0.44, 1.02), colour);
            pen.form(
                &smooth(&[(-1.75, 0.86), (-0.9, 0.62), (0.0, 0.46), (0.9, 0.62), (1.75, 0.86), (0.95, 1.30), (0.0, 1.56), (-0.95, 1.30)]),
                colour,
            );
            pen.line(&[(-1.68, 0.90), (-0.9, 1.28), (0.0, 1.52), (0.9, 1.28), (1.68, 0.90)], 0.09, 0xe0b848_u32);
            let x = 0.05 + 0.25 * y;
            pen.mark(&disc(x, 1.02, 0.17), 0xf6f3ee_u32);
            pen.mark(&slab(x - 0.09, 0.80, x + 0.09, 0.94, 0.03), 0xf6f3ee_u32);
            for dx in [-0.06, 0.07] {
                pen.mark(&disc(x + dx, 1.02, 0.045), 0x26242b_u32);
            }
            for tilt in [-1.0, 1.0] {
                pen.line(&[(x - 0.26, 0.78 - 0.08 * tilt), (x + 0.26, 0.78 + 0.08 * tilt)], 0.06, 0xf6f3ee_u32);
            }
        }
        Gear::Pointed | Gear::WitchHat => {
            let bend = if gear == Gear::WitchHat { -0.55 } else { -0.12 };
            pen.form(
                &smooth(&[
                    (-0.92, 0.5),
                    (-0.60, 1.2),
                    (-0.34 + bend * 0.4, 2.0),
                    (bend, 2.75),
                    (0.02 + bend * 0.3, 1.95),
                    (0.56, 1.2),
                    (0.92, 0.5),
                    (0.0, 0.56),
                ]),
                colour,
            );
            pen.form(&brim(if gear == Gear::WitchHat { 1.9 } else { 1.45 }, 0.50, 0.06), colour.darker(0.1));
            pen.line(&[(-0.82, 0.72), (0.0, 0.80), (0.82, 0.72)], 0.20, if gear == Gear::WitchHat { 0x8a4fb0_u32 } else { 0xe0b040 });
            if gear == Gear::Pointed {
                for (x, at, r) in [(-0.20, 1.2, 0.13), (0.18, 1.45, 0.10), (-0.12, 1.95, 0.09)] {
                    pen.mark(&star(x, at, r), 0xf6d45a_u32);
                }
            } else {
                pen.mark(&slab(-0.14 + 0.3 * y, 0.64, 0.14 + 0.3 * y, 0.92, 0.03), 0xe8bd4a_u32);
            }
        }
        Gear::Wig => {
            let mut curls = BezPath::new();
            for (x, at, r) in
                [(-1.05, 0.45, 0.46), (-1.12, -0.05, 0.38), (-0.82, 0.86, 0.38), (1.02 - 0.3 * y, 0.50, 0.42), (1.05 - 0.5 * y, 0.02, 0.34)]
            {
                add_ellipse(&mut curls, (x, at).into(), r, r);
            }
            pen.form(&curls, colour);
            pen.form(&smooth(&[(0.05, 1.02), (0.16, 1.55), (0.42, 1.60), (0.52, 1.02)]), 0x3f87d0_u32);
            pen.form(&oval(0.29, 1.02, 0.36, 0.08), 0x3f87d0_u32);
        }
        Gear::NinjaHood => {
            pen.form(
                &smooth(&[
                    (0.0, 1.16),
                    (-0.78, 0.95),
                    (-1.08, 0.2),
                    (-0.95, -0.6),
                    (-0.55, -1.05),
                    (0.1, -1.10),
                    (0.66, -0.95),
                    (0.92, -0.3),
                    (0.72, -0.20),
                    (0.0 + 0.2 * y, -0.22),
                    (-0.60 + 0.3 * y, -0.16),
                    (-0.66 + 0.3 * y, 0.26),
                    (0.0 + 0.3 * y, 0.34),
                    (0.90, 0.28),
                    (0.98, 0.36),
                    (0.78, 0.86),
                ]),
                colour,
            );
            pen.form(&smooth(&[(-1.0, 0.50), (0.0, 0.44), (0.96, 0.46), (0.94, 0.66), (0.0, 0.66), (-1.0, 0.72)]), 0xb5202f_u32);
            pen.form(&smooth(&[(-1.0, 0.60), (-1.5, 0.42), (-1.75, 0.0), (-1.42, 0.18), (-1.05, 0.46)]), 0xb5202f_u32);
        }
        Gear::Veil => {
            pen.tint(
                &smooth(&[
                    (0.0, 1.16),
                    (-0.8, 0.95),
                    (-1.3, 0.1),
                    (-1.75, -1.6),
                    (-1.35, -2.3),
                    (-0.55 - 0.3 * y, -1.8),
                    (-0.72, -0.2),
                    (-0.55, 0.62),
                ]),
                0xffffff_u32,
                0.80,
            );
            let mut wreath = BezPath::new();
            for index in 0..7 {
                let a = 0.55 + f64::from(index) * 0.34;
                add_ellipse(&mut wreath, (a.cos() * 0.98, a.sin() * 1.02).into(), 0.15, 0.15);
            }
            pen.form(&wreath, 0xfbeef0_u32);
        }
        _ => sheet(pen, colour, y),
    }
}

fn star(x: f64, y: f64, r: f64) -> BezPath {
    let points: Vec<Pair> = (0..10)
        .map(|i| (std::f64::consts::FRAC_PI_2 + f64::from(i) * 0.6283, if i % 2 == 0 { r } else { r * 0.45 }))
        .map(|(a, r)| (x + a.cos() * r, y + a.sin() * r))
        .collect();
    poly(&points)
}

fn peaked_front(pen: &mut Pen<'_, '_>, colour: Rgb, y: f64) {
    let ahead = 0.25 + 0.60 * y;
    pen.form(
        &smooth(&[(ahead - 0.85, 0.54), (ahead, 0.62), (ahead + 0.70, 0.52), (ahead + 0.86, 0.34), (ahead + 0.1, 0.34), (ahead - 0.80, 0.38)]),
        colour.darker(0.18),
    );
}

fn soft_hat(pen: &mut Pen<'_, '_>, gear: Gear, colour: Rgb, y: f64) {
    if gear == Gear::SantaHat {
        pen.form(
            &smooth(&[
                (-1.0, 0.55),
                (-1.02, 1.0),
                (-0.7, 1.5),
                (-1.1, 1.7),
                (-1.55, 1.25),
                (-1.45, 1.75),
                (-0.75, 2.0),
                (0.15, 1.7),
                (0.85, 1.1),
                (0.98, 0.55),
            ]),
            colour,
        );
        pen.form(&disc(-1.5, 1.18, 0.26), 0xfbfaf6_u32);
        pen.form(&smooth(&[(-1.12, 0.34), (-1.12, 0.66), (0.0, 0.78), (1.08, 0.66), (1.08, 0.36), (0.0, 0.48)]), 0xfbfaf6_u32);
        return;
    }
    pen.form(&disc(0.0, 1.42, 0.24), colour.lighter(0.45));
    pen.form(&dome(y, 0.36, 1.03), colour);
    pen.form(
        &smooth(&[(-1.12 - 0.06 * y, 0.34), (-1.10 - 0.06 * y, 0.66), (0.0, 0.80), (1.06, 0.66), (1.06, 0.36), (0.0, 0.50)]),
        colour.darker(0.16),
    );
    for x in [-0.7, -0.35, 0.0, 0.35, 0.7] {
        pen.line(&[(x, 0.48), (x, 0.70)], 0.04, colour.darker(0.4));
    }
}

/// A helmet of glass around the whole head.
fn visor(pen: &mut Pen<'_, '_>, colour: Rgb, y: f64) {
    let mut shell = oval(-0.06, 0.06, 1.52, 1.50);
    let glass = oval(0.10 + 0.26 * y, 0.06, 1.20 - 0.10 * y, 1.16);
    // The window is left open.
    shell.extend(glass.reverse_subpaths().iter());
    pen.part(&shell, colour);
    if pen.brush.is_cartoon() {
        let ink = pen.brush.palette.ink;
        pen.brush.line(&oval(-0.06, 0.06, 1.52, 1.50), 0.07, ink, 1.0);
    }
    pen.trace(&glass, 0.10, 0xd9a93c_u32);
    pen.tint(&glass, 0x9cc7e8_u32, 0.16);
    pen.shine(
        &smooth(&[(-0.62 + 0.2 * y, 0.35), (-0.40 + 0.2 * y, 0.82), (0.0 + 0.2 * y, 1.02), (-0.32 + 0.2 * y, 0.62), (-0.50 + 0.2 * y, 0.20)]),
        0.55,
    );
    pen.form(&stick((-1.50, 0.1), 0.16, (-1.50, -0.2), 0.16), 0xb9bec6_u32);
}

/// Over everything, with holes to look through.
fn sheet(pen: &mut Pen<'_, '_>, colour: Rgb, y: f64) {
    pen.form(
        &smooth(&[
            (0.0, 1.22),
            (-0.80, 0.98),
            (-1.12, 0.2),
            (-1.20, -0.8),
            (-1.5, -1.6),
            (0.1, -1.75),
            (1.4, -1.55),
            (1.14, -0.7),
            (1.06, 0.2),
            (0.76, 0.98),
        ]),
        colour,
    );
    for x in [-0.36, 0.36] {
        let at = x * (1.0 - 0.25 * y) + 0.42 * y;
        pen.mark(&oval(at, 0.10, 0.19, 0.27), 0x23222c_u32);
    }
    pen.mark(&oval(0.45 * y, -0.46, 0.15, 0.20), 0x23222c_u32);
    pen.trace(&wire(&[(-0.85, -1.2), (-0.70, -0.4), (-0.80, 0.1)]), 0.04, colour.darker(0.22));
}
