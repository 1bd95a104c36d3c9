//! What lies on the clothes: capes behind, belts, buttons, badges before. Drawn along the trunk, whichever way up it is.

use super::{
    brush::Brush,
    costume::Extra,
    palette::Rgb,
    pen::{Pen, wound},
    shape::{blob, bone, curve, ellipse, polygon},
};
use crate::studio::world::pose::Vec2;
use vello_cpu::kurbo::{BezPath, Point};

/// The trunk's frame on the screen: `v` metres to the front, `u` heights up from the pelvis.
pub struct Torso<'a> {
    pub at: &'a dyn Fn(f64, f64) -> Point,
    /// Half widths at shoulders, chest, waist and hip, in metres.
    pub wide: [f64; 4],
    /// How far what is in the middle of the front has turned aside, 0…0.25.
    pub turn: f64,
    /// Pixels of the height.
    pub t: f64,
    /// Where a coat or shirt ends, in heights from the pelvis.
    pub hem: f64,
    pub z: f64,
}

impl Torso<'_> {
    /// A point of the front: `x` −1…1 across, `u` up.
    fn on(&self, x: f64, u: f64) -> Point {
        let [s, c, w, b] = self.wide;
        let half = if u > 0.195 {
            c + (s - c) * ((u - 0.195) / 0.09).clamp(0.0, 1.0)
        } else if u > 0.095 {
            w + (c - w) * (u - 0.095) / 0.1
        } else {
            b + (w - b) * (u / 0.095).clamp(0.0, 1.0)
        };
        let middle = self.turn * 1.6;
        (self.at)(half * (middle + x * (1.0 - middle * x.signum())), u)
    }

    fn band(&self, low: f64, high: f64) -> BezPath {
        polygon(&[
            self.on(-1.0, low),
            self.on(0.0, low - 0.008),
            self.on(1.0, low),
            self.on(1.0, high),
            self.on(0.0, high - 0.008),
            self.on(-1.0, high),
        ])
    }
}

/// Before the body is drawn.
pub fn behind(brush: &mut Brush<'_>, torso: &Torso<'_>, extras: &[Extra], speed: f64, far: f64) {
    let at = torso.at;
    let s = torso.wide[0];
    for extra in extras {
        match extra {
            Extra::Cape(colour) => {
                let blow = (speed.abs() * 0.035).min(0.16) * far;
                let cape = blob(&[
                    at(s * 0.75, 0.29),
                    at(-s * 0.8, 0.29),
                    at(-s * 1.5 - blow * 0.8, 0.05),
                    at(-s * 2.0 - blow * 2.2, -0.26),
                    at(-s * 0.7 - blow * 1.6, -0.31),
                    at(s * 0.6 - blow, -0.29),
                    at(s * 1.5 * (1.0 - torso.turn * 3.2) - blow, -0.26),
                    at(s * 1.1 * (1.0 - torso.turn * 2.0), 0.05),
                ]);
                brush.solid(&cape, Rgb::hex(*colour), torso.z);
                let fold = brush.tone(Rgb::hex(*colour).darker(0.35), torso.z);
                brush.line(&curve(&[at(-s * 0.9, 0.2), at(-s * 1.1 - blow, 0.0), at(-s * 1.3 - blow * 1.8, -0.24)]), 0.012 * torso.t, fold, 0.7);
            }
            Extra::Pack => {
                let pack = bone(at(-s * 1.15, 0.23), 0.062 * torso.t, at(-s * 1.1, 0.09), 0.062 * torso.t);
                brush.solid(&pack, Rgb::hex(0xc6cbd2), torso.z);
            }
            _ => {}
        }
    }
}

/// On the trunk that is there.
pub fn before(brush: &mut Brush<'_>, torso: &Torso<'_>, extras: &[Extra], top: Rgb) {
    let mut pen = Pen::new(brush, torso.z);
    for extra in extras {
        one(&mut pen, torso, *extra, top);
    }
}

fn one(pen: &mut Pen<'_, '_>, torso: &Torso<'_>, extra: Extra, top: Rgb) {
    let (t, on) = (torso.t, |x: f64, u: f64| torso.on(x, u));
    let dot = |x: f64, u: f64, r: f64| ellipse(on(x, u), r * t, r * t);
    match extra {
        Extra::Apron(colour) => pen.part(&polygon(&[on(-0.85, 0.10), on(0.95, 0.10), on(0.98, -0.12), on(0.0, -0.135), on(-0.9, -0.12)]), colour),
        Extra::Buttons(colour) => {
            for u in [0.235, 0.185, 0.135] {
                for x in [-0.22, 0.22] {
                    pen.mark(&dot(x, u, 0.0095), colour);
                }
            }
        }
        Extra::Stethoscope => {
            let tube = curve(&[on(-0.28, 0.295), on(-0.22, 0.21), on(0.05, 0.165), on(0.28, 0.22), on(0.28, 0.295)]);
            pen.trace(&tube, 0.012 * t, 0x33343c_u32);
            pen.trace(&curve(&[on(0.05, 0.165), on(0.10, 0.125)]), 0.012 * t, 0x33343c_u32);
            pen.mark(&dot(0.10, 0.115, 0.016), 0xc6ccd4_u32);
        }
        Extra::OpenCoat(colour) => {
            for (inner, outer) in [(-0.30, -1.06), (0.34, 1.04)] {
                let flap = blob(&[
                    on(inner * 0.8, 0.298),
                    on(outer * 0.9, 0.28),
                    on(outer, 0.2),
                    on(outer, 0.09),
                    on(outer * 1.1, -0.13),
                    on(inner * 1.3, -0.14),
                    on(inner * 0.9, 0.08),
                ]);
                pen.part(&flap, colour);
                pen.trace(&curve(&[on(inner * 0.8, 0.29), on(inner * 0.95, 0.1), on(inner * 1.3, -0.13)]), 0.007 * t, Rgb::hex(colour).darker(0.3));
            }
        }
        Extra::Bands(colour) => {
            for (low, high) in [(torso.hem + 0.02, torso.hem + 0.045), (0.12, 0.145)] {
                pen.mark(&torso.band(low, high), colour);
            }
        }
        Extra::Badge => pen.mark(&star(on(0.42, 0.215), 0.024 * t), 0xf0c23c_u32),
        Extra::Star(colour) => {
            pen.mark(&dot(0.05, 0.195, 0.048), 0xf8f4e6_u32);
            pen.mark(&star(on(0.05, 0.195), 0.046 * t), colour);
        }
        Extra::SailorCollar => {
            pen.part(&polygon(&[on(-0.75, 0.30), on(0.75, 0.30), on(0.82, 0.235), on(0.06, 0.165), on(-0.82, 0.235)]), 0x2f4a86_u32);
            pen.trace(&curve(&[on(-0.76, 0.245), on(0.06, 0.178), on(0.76, 0.245)]), 0.007 * t, 0xf6f3ee_u32);
            pen.part(&polygon(&[on(0.06, 0.185), on(-0.14, 0.12), on(0.06, 0.135), on(0.26, 0.12)]), 0xd8303f_u32);
        }
        Extra::Number => {
            let seven =
                polygon(&[on(-0.34, 0.245), on(0.44, 0.245), on(0.44, 0.215), on(0.12, 0.115), on(-0.12, 0.115), on(0.18, 0.212), on(-0.34, 0.212)]);
            pen.mark(&seven, 0xfaf6ec_u32);
        }
        Extra::Belt(colour) => {
            pen.part(&torso.band(0.045, 0.078), colour);
            pen.mark(&polygon(&[on(-0.18, 0.04), on(0.26, 0.04), on(0.26, 0.080), on(-0.18, 0.080)]), 0xe8bd4a_u32);
        }
        _ => other(pen, torso, extra, top),
    }
}

fn other(pen: &mut Pen<'_, '_>, torso: &Torso<'_>, extra: Extra, top: Rgb) {
    let (t, on) = (torso.t, |x: f64, u: f64| torso.on(x, u));
    let dot = |x: f64, u: f64, r: f64| ellipse(on(x, u), r * t, r * t);
    match extra {
        Extra::Plates => {
            pen.part(&blob(&[on(-0.95, 0.28), on(0.95, 0.28), on(0.98, 0.17), on(0.06, 0.10), on(-0.98, 0.17)]), top.lighter(0.25));
            pen.trace(&curve(&[on(0.06, 0.28), on(0.10, 0.19), on(0.06, 0.105)]), 0.010 * t, top.darker(0.4));
            for u in [0.075, 0.035, -0.005] {
                pen.trace(&curve(&[on(-0.95, u), on(0.0, u - 0.014), on(0.95, u)]), 0.008 * t, top.darker(0.4));
            }
        }
        Extra::Tie(colour) => {
            pen.part(&polygon(&[on(-0.34, 0.302), on(0.44, 0.302), on(0.05, 0.20)]), 0xfaf8f2_u32);
            pen.part(&polygon(&[on(-0.03, 0.285), on(0.13, 0.285), on(0.19, 0.16), on(0.05, 0.125), on(-0.09, 0.16)]), colour);
        }
        Extra::Lapels(colour) => {
            for (inner, outer) in [(-0.36, -0.56), (0.44, 0.62)] {
                pen.part(&polygon(&[on(inner, 0.302), on(outer, 0.25), on(0.05, 0.12), on(0.05, 0.155)]), Rgb::hex(colour).lighter(0.08));
                pen.trace(&curve(&[on(outer, 0.25), on(0.05, 0.12)]), 0.005 * t, Rgb::hex(colour).darker(0.5));
            }
            pen.trace(&curve(&[on(0.05, 0.12), on(0.08, torso.hem)]), 0.007 * t, top.darker(0.45));
            for u in [0.10, 0.055] {
                pen.mark(&dot(0.10, u, 0.007), top.darker(0.6));
            }
        }
        Extra::Straps(colour) => {
            pen.part(&blob(&[on(-0.55, 0.18), on(0.62, 0.18), on(0.75, 0.06), on(0.95, -0.03), on(-0.95, -0.03), on(-0.7, 0.06)]), colour);
            for (low, high) in [(-0.48, -0.52), (0.54, 0.56)] {
                let (a, b) = (on(low, 0.18), on(high, 0.295));
                pen.part(&bone(a, 0.013 * t, b, 0.013 * t), colour);
                pen.mark(&ellipse(a, 0.010 * t, 0.010 * t), 0xe8bd4a_u32);
            }
        }
        Extra::Flash(colour) => {
            pen.mark(&polygon(&[on(-1.0, 0.225), on(1.0, 0.165), on(1.0, 0.135), on(-1.0, 0.19)]), colour);
        }
        Extra::FurTrim => {
            let fur = Rgb::hex(0xfbfaf4);
            pen.part(&bone(on(-0.66, 0.288), 0.026 * t, on(0.70, 0.288), 0.026 * t), fur);
            if torso.hem < -0.05 {
                pen.part(&bone(on(-1.0, torso.hem + 0.01), 0.022 * t, on(1.0, torso.hem + 0.01), 0.022 * t), fur);
                pen.part(&bone(on(0.06, 0.26), 0.016 * t, on(0.08, torso.hem + 0.02), 0.016 * t), fur);
            }
        }
        Extra::Ruffle => {
            let colour = if top.0 > 0.95 && top.1 < 0.9 { Rgb::hex(0xfaf6ec) } else { Rgb::hex(0xd8303f) };
            let mut path = BezPath::new();
            for x in [-0.6, -0.3, 0.0, 0.3, 0.6] {
                path.extend(wound(ellipse(on(x, 0.292), 0.024 * t, 0.020 * t)).iter());
            }
            pen.form(&path, colour);
        }
        Extra::Sash(colour) => {
            pen.part(&torso.band(0.035, 0.085), colour);
            pen.part(&blob(&[on(-0.5, 0.06), on(-0.72, -0.04), on(-0.52, -0.10), on(-0.38, -0.02)]), Rgb::hex(colour).darker(0.1));
        }
        Extra::Vest(colour) => {
            for (inner, outer) in [(-0.34, -1.02), (0.42, 1.0)] {
                pen.part(
                    &blob(&[
                        on(inner, 0.296),
                        on(outer * 0.85, 0.285),
                        on(outer, 0.2),
                        on(outer, 0.09),
                        on(outer, 0.02),
                        on(inner * 0.9, 0.0),
                        on(inner * 0.7, 0.12),
                    ]),
                    colour,
                );
            }
        }
        Extra::Dots(colour) => {
            let mut path = BezPath::new();
            for (x, u, r) in
                [(-0.55, 0.22, 0.016), (0.45, 0.24, 0.014), (0.0, 0.12, 0.017), (0.65, 0.13, 0.013), (-0.6, 0.04, 0.016), (0.3, 0.0, 0.015)]
            {
                path.extend(if matches!(extra, Extra::Dots(0xf6d45a)) { star(on(x, u), r * 1.3 * t) } else { dot(x, u, r) }.iter());
            }
            pen.mark(&path, colour);
        }
        Extra::Camouflage => {
            for (index, (x, u)) in [(-0.6, 0.24), (0.3, 0.26), (0.65, 0.17), (-0.2, 0.15), (-0.7, 0.08), (0.35, 0.06)].into_iter().enumerate() {
                let path = blob(&[on(x - 0.24, u), on(x, u + 0.026), on(x + 0.26, u + 0.004), on(x + 0.05, u - 0.028)]);
                pen.tint(&path, if index % 2 == 0 { 0x474d2c_u32 } else { 0x8d8a5c }, 0.9);
            }
        }
        _ => {}
    }
}

fn star(centre: Point, r: f64) -> BezPath {
    let points: Vec<Point> = (0..10)
        .map(|i| (f64::from(i) * 0.6283 - std::f64::consts::FRAC_PI_2, if i % 2 == 0 { r } else { r * 0.42 }))
        .map(|(a, r)| centre + Vec2::new(a.cos(), a.sin()) * r)
        .collect();
    wound(polygon(&points))
}
