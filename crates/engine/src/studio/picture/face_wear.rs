//! What is in a made-up face besides the face: a beard, glasses, an eyepatch, a clown's nose. In the head's own frame, `y` is how far
//! it is turned, 0…1.

use super::{
    brush::Brush,
    gear::Gear,
    palette::Rgb,
    shape::{blob, curve, ellipse, p},
};

/// Around the jaw; the mouth is drawn over it.
pub fn beard(brush: &mut Brush<'_>, colour: Rgb, y: f64, z: f64, full: bool) {
    let long = if full { 0.55 } else { 0.12 };
    let path = blob(&[
        p(-0.82 + 0.36 * y, 0.02),
        p(-0.84 + 0.36 * y, -0.50),
        p(-0.52 + 0.36 * y, -0.98 - long * 0.5),
        p(0.04 + 0.34 * y, -1.10 - long),
        p(0.56 + 0.22 * y, -0.98 - long * 0.4),
        p(0.84 + 0.05 * y, -0.46),
        p(0.86 - 0.02 * y, 0.0),
        p(0.66, -0.30),
        p(0.40 + 0.30 * y, -0.38),
        p(0.0 + 0.46 * y, -0.34),
        p(-0.40 + 0.46 * y, -0.38),
        p(-0.64 + 0.42 * y, -0.30),
    ]);
    brush.solid(&path, colour, z);
}

pub fn glasses(brush: &mut Brush<'_>, y: f64, z: f64) {
    let frame = brush.tone(Rgb::hex(0x2a2a32), z);
    let shift = 0.46 * y;
    for side in [-1.0, 1.0] {
        let narrow = if side > 0.0 { 1.0 - 0.40 * y } else { 1.0 };
        let x = side * 0.38 * (1.0 - 0.24 * y) + shift;
        let round = ellipse((x, 0.02), 0.30 * narrow, 0.28);
        brush.raw(&round, Rgb::WHITE, 0.16);
        brush.line(&round, 0.06, frame, 1.0);
    }
    brush.line(&curve(&[p(shift - 0.09, 0.06), p(shift + 0.01, 0.12), p(shift + 0.11, 0.06)]), 0.06, frame, 1.0);
    brush.line(&curve(&[p(-0.66 + 0.32 * y, 0.06), p(-0.88 + 0.55 * y, 0.06)]), 0.06, frame, 1.0);
}

/// What a costume puts on a made-up face, never on somebody's own.
pub fn painted(brush: &mut Brush<'_>, gear: Gear, y: f64, z: f64) {
    let shift = 0.46 * y;
    match gear {
        Gear::Wig => {
            brush.solid(&ellipse((shift * 1.25 + 0.04, -0.22), 0.21, 0.20), Rgb::hex(0xe0303a), z);
            for side in [-1.0, 1.0] {
                let x = side * 0.52 * (1.0 - 0.25 * y) + shift;
                if x < 0.9 {
                    brush.raw(&ellipse((x, -0.42), 0.15, 0.12), brush.tone(Rgb::hex(0xf0708a), z), 0.8);
                }
            }
        }
        Gear::Tricorn => {
            let dark = brush.tone(Rgb::hex(0x1f1d24), z);
            brush.line(&curve(&[p(-0.92, 0.34), p(0.1 + shift * 0.5, 0.26), p(0.9, 0.40)]), 0.06, dark, 1.0);
            let x = -0.38 * (1.0 - 0.24 * y) + shift;
            brush.raw(&blob(&[p(x - 0.26, 0.24), p(x + 0.25, 0.24), p(x + 0.20, -0.16), p(x, -0.26), p(x - 0.20, -0.16)]), dark, 1.0);
        }
        Gear::SwimCap => {
            let tone = brush.tone(Rgb::hex(0x2f6fb5), z);
            for side in [-1.0, 1.0] {
                let x = side * 0.38 * (1.0 - 0.24 * y) + shift;
                brush.line(&ellipse((x, 0.44), 0.20, 0.13), 0.08, tone, 1.0);
            }
        }
        _ => {}
    }
}
