//! Heads that are not made up: an enrolled face as a sprite on a drawn body, and the smooth head of a stand-in.

use super::{
    brush::Brush,
    head::{DrawnHead, HeadPose, HeadSource, put_hat},
    look::{Hair, Look},
    palette::Rgb,
    portrait::{self, Finish, Light, Portrait},
    shape::{blob, curve, ellipse, p},
};
use crate::studio::screenplay::Style;

/// Degrees of a head on a body that is seen from the side: a face stays a face.
const PROFILE: f64 = 46.0;

/// The head of somebody enrolled.
pub struct LikenessHead<'a> {
    pub portrait: &'a Portrait,
    pub look: &'a Look,
    pub style: Style,
}

impl HeadSource for LikenessHead<'_> {
    /// Larger than life, as in a caricature, so that it is known at once.
    fn growth(&self, cartoon: bool) -> f64 {
        if cartoon { 1.28 } else { 1.50 }
    }

    fn behind(&self, brush: &mut Brush<'_>, head: &HeadPose) {
        if self.portrait.long_hair {
            let look = Look { hair: Hair::Bob, hair_colour: rgb(self.portrait.hair), ..*self.look };
            DrawnHead { look: &look }.behind(brush, head);
        }
    }

    fn draw(&self, brush: &mut Brush<'_>, head: &HeadPose) {
        let look = portrait::Look { yaw: head.yaw * PROFILE, lips: head.lips, blink: head.blink, mood: head.mood, hat: self.look.hat.is_some() };
        let light = light(brush, head.radius, head.lane);
        let sprite = self.portrait.head(&look, head.radius, Finish::of(self.style), light);
        brush.within(head.centre, head.radius, -head.tilt, false, |brush| brush.sprite(&sprite));
        if let Some((hat, colour)) = self.look.hat {
            brush.within(head.centre, head.radius, -head.tilt, head.yaw < 0.0, |brush| put_hat(brush, hat, colour, head.yaw.abs(), head.lane));
        }
    }
}

/// The head of whoever is mentioned and not cast: a mannequin's, on purpose nobody's.
pub struct StandInHead<'a> {
    pub look: &'a Look,
}

impl HeadSource for StandInHead<'_> {
    fn growth(&self, cartoon: bool) -> f64 {
        if cartoon { 1.15 } else { 1.36 }
    }

    fn behind(&self, _: &mut Brush<'_>, _: &HeadPose) {}

    fn draw(&self, brush: &mut Brush<'_>, head: &HeadPose) {
        brush.within(head.centre, head.radius, -head.tilt, head.yaw < 0.0, |brush| {
            let (y, z) = (head.yaw.abs(), head.lane);
            let skull = blob(&[
                p(0.02, 1.08),
                p(0.64, 0.82),
                p(0.86, 0.22),
                p(0.80 + 0.03 * y, -0.34),
                p(0.48 + 0.14 * y, -0.82),
                p(0.04 + 0.22 * y, -1.0),
                p(-0.42 + 0.24 * y, -0.82),
                p(-0.78 + 0.04 * y, -0.30),
                p(-0.88 - 0.04 * y, 0.24),
                p(-0.66 - 0.06 * y, 0.84),
            ]);
            brush.solid(&skull, self.look.skin, z);
            // Seams, as on a lay figure, show which way it looks.
            let seam = brush.tone(self.look.skin.darker(0.22), z);
            let x = 0.62 * y;
            brush.line(&curve(&[p(x * 0.4, 1.05), p(x * 1.25, 0.1), p(x + 0.02, -0.98)]), 0.035, seam, 0.7);
            brush.line(&curve(&[p(-0.87, 0.04), p(x * 0.9, -0.10), p(0.86, 0.04)]), 0.035, seam, 0.7);
            let shine = p(brush.palette.light.x * if head.yaw < 0.0 { -0.36 } else { 0.36 }, 0.62);
            brush.raw(&ellipse(shine, 0.20, 0.13), Rgb::WHITE, 0.30);
            if let Some((hat, colour)) = self.look.hat {
                put_hat(brush, hat, colour, y, z);
            }
        });
    }
}

/// What the scene's light does to a sprite whose unit is so many pixels.
#[must_use]
pub fn light(brush: &Brush<'_>, unit: f64, z: f64) -> Light {
    let palette = &brush.palette;
    let plain = |colour: Rgb| [colour.0 as f32, colour.1 as f32, colour.2 as f32];
    let far = 1.0 - (-z.max(0.0) / palette.clear).exp2();
    // In steps, so that a slowly moving camera does not make every frame's sprite another one.
    let line = if brush.is_cartoon() { (brush.ink(z) / unit.max(1.0) * 64.0).ceil() / 64.0 } else { 0.0 };
    Light {
        ambient: plain(palette.ambient),
        key: plain(palette.key),
        shade: plain(palette.shadow_colour),
        contrast: palette.contrast as f32,
        from: [palette.light.x as f32, palette.light.y as f32],
        haze: plain(palette.haze),
        far: ((far * 32.0).round() / 32.0) as f32,
        ink: plain(palette.ink),
        line: line.min(0.12) as f32,
    }
}

#[must_use]
pub fn rgb(colour: [f32; 3]) -> Rgb {
    Rgb(f64::from(colour[0]), f64::from(colour[1]), f64::from(colour[2]))
}
