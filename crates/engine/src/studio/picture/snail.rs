//! A snail: a foot that creeps in waves, a shell with a spiral, eyes on stalks.

use super::{
    brush::Brush,
    palette::{Rgb, named},
    shape::{blob, bone, curve, ellipse, p},
};
use crate::studio::{
    screenplay::Actor,
    world::{chance::pick, pose::PetPose},
};

const SKIN: Rgb = Rgb::hex(0xa7ad84);

pub fn draw(brush: &mut Brush<'_>, pose: &PetPose, actor: &Actor) {
    let (z, h) = (pose.lane, pose.height);
    let x = f64::midpoint(pose.chest.x, pose.rump.x);
    brush.shadow(x, z, 1.25 * h, pose.lift, 1.1);
    let shell = actor.colour.map_or(Rgb::hex(pick(actor.look, 31, &[0xc9773f, 0xb5653a, 0xd08f4a])), named);
    // The wave runs along the foot as fast as it creeps.
    let creep = x / (0.5 * h) * std::f64::consts::TAU;
    let ground = brush.at(x, pose.lift, z);
    let unit = brush.scale(z) * h;
    brush.within(ground, unit, 0.0, pose.facing < 0.0, |brush| {
        let side = if pose.facing < 0.0 { -1.0 } else { 1.0 };
        body(brush, creep * side, z);
        self::shell(brush, shell, z);
        eyes(brush, pose, creep * side, z);
    });
}

fn body(brush: &mut Brush<'_>, creep: f64, z: f64) {
    let skin = SKIN;
    let wave = |x: f64| 0.018 * (creep - x * 5.0).sin();
    let foot = blob(&[
        p(-1.55, 0.03 + wave(-1.55)),
        p(-1.05, 0.16),
        p(-0.2, 0.34),
        p(0.62, 0.34),
        p(0.92, 0.62),
        p(1.10, 0.98),
        p(1.42, 1.04),
        p(1.58, 0.82),
        p(1.50, 0.42),
        p(1.34, 0.12),
        p(1.22, 0.0 + wave(1.22)),
        p(0.5, -0.01 + wave(0.5)),
        p(-0.4, -0.01 + wave(-0.4)),
    ]);
    brush.solid(&foot, skin, z);
    let sole = brush.tone(skin.darker(0.18), z);
    brush.line(
        &curve(&[p(-1.4, 0.06 + wave(-1.4)), p(-0.4, 0.07 + wave(-0.4)), p(0.5, 0.07 + wave(0.5)), p(1.2, 0.10 + wave(1.2))]),
        0.05,
        sole,
        0.8,
    );
    let smile = brush.tone(Rgb::hex(0x6a4a34), z);
    brush.line(&curve(&[p(1.36, 0.72), p(1.46, 0.66), p(1.55, 0.72)]), 0.035, smile, 0.9);
}

fn shell(brush: &mut Brush<'_>, colour: Rgb, z: f64) {
    let outline = blob(&[
        p(-1.02, 0.42),
        p(-0.98, 1.02),
        p(-0.52, 1.44),
        p(0.06, 1.46),
        p(0.56, 1.12),
        p(0.68, 0.62),
        p(0.42, 0.26),
        p(-0.3, 0.18),
        p(-0.86, 0.22),
    ]);
    brush.solid(&outline, colour, z);
    let line = brush.tone(colour.darker(0.42), z);
    let spiral: Vec<_> = (0..=30)
        .map(|step| {
            let t = f64::from(step) / 30.0;
            let (angle, r) = (-0.6 + t * 4.4 * std::f64::consts::PI, 0.60 * (1.0 - t * 0.92));
            p(-0.16 + angle.cos() * r, 0.80 + angle.sin() * r)
        })
        .collect();
    brush.line(&curve(&spiral), 0.07, line, 0.85);
    brush.raw(&ellipse((-0.42, 1.16), 0.18, 0.09), Rgb::WHITE, 0.28);
}

fn eyes(brush: &mut Brush<'_>, pose: &PetPose, creep: f64, z: f64) {
    let skin = SKIN;
    let dark = brush.tone(Rgb::hex(0x241c22), z);
    for (root, tip, sway) in [(p(1.22, 0.98), p(1.22, 1.44), 0.03), (p(1.40, 0.98), p(1.56, 1.42), -0.03)] {
        let tip = p(tip.x + sway * (creep * 0.5).sin(), tip.y + sway * (creep * 0.7).cos());
        brush.solid(&bone(root, 0.07, tip, 0.05), skin, z);
        brush.raw(&ellipse(tip, 0.115, 0.115), brush.tone(Rgb::hex(0xfbf7ee), z), 1.0);
        if pose.blink > 0.6 {
            brush.raw(&ellipse(tip, 0.115, 0.115), brush.tone(skin.darker(0.08), z), 1.0);
        } else {
            brush.raw(&ellipse(p(tip.x + 0.03, tip.y), 0.06, 0.065), dark, 1.0);
        }
    }
}
