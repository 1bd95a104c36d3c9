//! Dogs and cats, drawn over their joints.

use super::{
    beasts::fur as fur_of,
    brush::Brush,
    palette::Rgb,
    pen::wound,
    shape::{blob, bone, capsule, curve, ellipse, limb, p},
    smear::{Member, smear},
};
use crate::studio::{
    screenplay::{Actor, ActorKind},
    world::{
        chance::pick,
        pose::{PetPose, Vec2},
    },
};
use vello_cpu::kurbo::{BezPath, Point};

struct Coat {
    fur: Rgb,
    light: Rgb,
    ear: Rgb,
}

fn coat(actor: &Actor) -> Coat {
    const DOGS: [(u32, u32, u32); 5] = [
        (0xd9a25a, 0xf2d9ab, 0xb87a3a),
        (0x8a5a3c, 0xd8b48c, 0x5c3826),
        (0xe9e2d4, 0xfbf7ee, 0x8a5a3c),
        (0x4b4a52, 0xc9c4bd, 0x2d2c33),
        (0xc47a45, 0xf4ead9, 0x9c5527),
    ];
    const CATS: [(u32, u32, u32); 4] =
        [(0xe0924a, 0xf7e4c8, 0xc4702c), (0x70747e, 0xd9dbe0, 0x565a64), (0x34333b, 0xe9e6e0, 0x232229), (0xd9cbb4, 0xf6efe2, 0x7a5f48)];
    let (fur, light, ear) = if actor.kind == ActorKind::Dog { pick(actor.look, 31, &DOGS) } else { pick(actor.look, 31, &CATS) };
    match actor.colour.map(fur_of) {
        Some(fur) => Coat { fur, light: fur.lighter(0.5), ear: fur.darker(0.3) },
        None => Coat { fur: Rgb::hex(fur), light: Rgb::hex(light), ear: Rgb::hex(ear) },
    }
}

pub fn draw(brush: &mut Brush<'_>, pose: &PetPose, actor: &Actor) {
    let z = pose.lane;
    let dog = actor.kind == ActorKind::Dog;
    let coat = coat(actor);
    let t = brush.scale(z) * pose.height;
    let side = if pose.facing < 0.0 { -1.0 } else { 1.0 };
    let lens = brush.lens();
    let to = |v: Vec2| lens.at(v.x, v.y, z);
    let (chest, rump) = (to(pose.chest), to(pose.rump));
    let head = to(pose.head);
    brush.shadow((pose.chest.x + pose.rump.x) / 2.0, z, 0.78 * pose.height, pose.lift, 1.0);
    let legs: Vec<[Point; 3]> = pose.legs.iter().map(|leg| [to(leg.root), to(leg.joint), to(leg.end)]).collect();
    for index in [2, 0] {
        let fur = coat.fur.darker(0.24);
        smear(brush, Member::Leg(index), legs[index], radii(index >= 2, t), (fur, z));
        leg(brush, &legs[index], index >= 2, t, fur, side, z);
    }
    tail(brush, pose, rump, t, &coat, side, dog);
    let body = body(chest, rump, t, dog);
    let mut neck = BezPath::new();
    capsule(&mut neck, chest + Vec2::new(0.0, -0.04 * t), 0.20 * t, head + Vec2::new(-side * 0.03 * t, 0.05 * t), 0.145 * t);
    // One form with the near legs: no seam at hip and shoulder.
    let mut whole = wound(body);
    whole.extend(wound(neck).iter());
    for index in [3, 1] {
        smear(brush, Member::Leg(index), legs[index], radii(index >= 2, t), (coat.fur, z));
        paw(brush, legs[index][2], t, coat.fur, side, z);
        whole.extend(wound(limb(legs[index], radii(index >= 2, t))).iter());
    }
    brush.solid(&whole, coat.fur, z);
    underside(brush, (chest, rump), t, dog, brush.tone(coat.fur.mix(coat.light, 0.30).darker(0.12), z));
    let crease = brush.tone(coat.fur.darker(0.4), z);
    for (index, r, front) in [(3, 0.125, 1.0), (1, 0.09, -1.0)] {
        let [root, joint, _] = legs[index];
        let out = Vec2::new(side * front * r * t, 0.0);
        brush.line(&curve(&[root + out + Vec2::new(0.0, -0.03 * t), root.lerp(joint, 0.4) + out * 0.9, joint + out * 0.5]), 0.014 * t, crease, 0.5);
    }
    if dog {
        let collar = bone(
            chest.lerp(head, 0.50) + Vec2::new(-side * 0.13 * t, -0.06 * t),
            0.022 * t,
            chest.lerp(head, 0.42) + Vec2::new(side * 0.13 * t, 0.06 * t),
            0.022 * t,
        );
        brush.lit(&collar, Rgb::hex(0xd0413f), z);
    }
    let grow = if brush.is_cartoon() { 1.18 } else { 1.0 };
    brush.within(head, t * 0.30 * grow, -pose.head_tilt * side, pose.facing < 0.0, |brush| {
        if dog { dog_head(brush, pose, &coat) } else { cat_head(brush, pose, &coat) }
    });
}

fn body(chest: Point, rump: Point, t: f64, dog: bool) -> BezPath {
    let along = chest - rump;
    let along = along / along.hypot().max(1e-6);
    // Upwards on the screen whichever way it looks.
    let up = if along.x >= 0.0 { Vec2::new(along.y, -along.x) } else { Vec2::new(-along.y, along.x) };
    let (deep, slim) = if dog { (0.26, 0.17) } else { (0.19, 0.16) };
    let at = |from: Point, a: f64, u: f64| from + along * (a * t) + up * (u * t);
    let middle = chest.lerp(rump, 0.55);
    blob(&[
        at(chest, 0.20, 0.06),
        at(chest, 0.06, 0.20),
        at(middle, 0.0, 0.16),
        at(rump, 0.0, 0.17),
        at(rump, -0.19, 0.05),
        at(rump, -0.18, -0.12),
        at(rump, -0.02, -slim - 0.02),
        at(middle, 0.0, -slim + 0.01),
        at(chest, -0.02, -deep),
        at(chest, 0.17, -0.14),
    ])
}

/// Paler between the legs: a sickle along the belly that ends where the coat does.
fn underside(brush: &mut Brush<'_>, (chest, rump): (Point, Point), t: f64, dog: bool, tone: Rgb) {
    let along = (chest - rump) / (chest - rump).hypot().max(1e-6);
    let up = if along.x >= 0.0 { Vec2::new(along.y, -along.x) } else { Vec2::new(-along.y, along.x) };
    let (deep, slim) = if dog { (0.25, 0.16) } else { (0.185, 0.15) };
    let at = |part: f64, u: f64| rump.lerp(chest, part) + up * (u * t);
    let sickle = blob(&[
        at(0.10, -slim * 0.86),
        at(0.35, -slim * 0.72),
        at(0.65, -slim * 0.74),
        at(0.92, -deep * 0.72),
        at(0.92, -deep * 0.97),
        at(0.45, -slim + 0.012),
    ]);
    brush.raw(&sickle, tone, 0.85);
}

fn radii(hind: bool, t: f64) -> [f64; 3] {
    if hind { [0.135, 0.062, 0.044] } else { [0.095, 0.058, 0.046] }.map(|r| r * t)
}

fn leg(brush: &mut Brush<'_>, points: &[Point; 3], hind: bool, t: f64, fur: Rgb, side: f64, z: f64) {
    paw(brush, points[2], t, fur, side, z);
    brush.solid(&limb(*points, radii(hind, t)), fur, z);
}

fn paw(brush: &mut Brush<'_>, ankle: Point, t: f64, fur: Rgb, side: f64, z: f64) {
    let path = bone(ankle + Vec2::new(-side * 0.01 * t, 0.005 * t), 0.045 * t, ankle + Vec2::new(side * 0.055 * t, 0.008 * t), 0.040 * t);
    brush.solid(&path, fur.lighter(0.2), z);
}

fn tail(brush: &mut Brush<'_>, pose: &PetPose, rump: Point, t: f64, coat: &Coat, side: f64, dog: bool) {
    let angle = if dog { 0.75 } else { 0.35 } + pose.tail;
    let (reach, thick) = if dog { (0.52, 0.085) } else { (0.62, 0.055) };
    let root = rump + Vec2::new(-side * 0.15 * t, -0.06 * t);
    let at = |part: f64, bend: f64| root + Vec2::new(-side * (angle + bend).cos(), -(angle + bend).sin()) * (reach * part * t);
    let mut path = BezPath::new();
    let (a, b, c) = (at(0.36, -0.15), at(0.72, 0.05), at(1.0, 0.28));
    capsule(&mut path, root, thick * 0.9 * t, a, thick * t);
    capsule(&mut path, a, thick * t, b, thick * 0.85 * t);
    capsule(&mut path, b, thick * 0.85 * t, c, thick * if dog { 0.45 } else { 0.7 } * t);
    brush.solid(&path, coat.fur.darker(0.06), pose.lane);
}

fn dog_head(brush: &mut Brush<'_>, pose: &PetPose, coat: &Coat) {
    let z = pose.lane;
    let dark = brush.tone(Rgb::hex(0x241c1c), z);
    let skull = blob(&[
        p(-0.62, 0.05),
        p(-0.45, 0.52),
        p(0.05, 0.66),
        p(0.42, 0.40),
        p(0.62, 0.16),
        p(0.98, 0.06),
        p(1.10, -0.10),
        p(1.02, -0.28),
        p(0.60, -0.36),
        p(0.1, -0.50),
        p(-0.42, -0.42),
    ]);
    if pose.mouth > 0.1 {
        let drop = 0.18 + 0.25 * pose.mouth;
        let jaw = blob(&[p(0.2, -0.2), p(0.92, -0.24), p(0.98, -0.26 - drop * 0.5), p(0.75, -0.34 - drop), p(0.25, -0.45 - drop * 0.4)]);
        brush.solid(&jaw, coat.light.darker(0.15), z);
        let tongue = blob(&[p(0.45, -0.25), p(0.90, -0.26), p(0.98, -0.42 - drop * 0.9), p(0.82, -0.50 - drop), p(0.66, -0.40 - drop * 0.6)]);
        brush.raw(&tongue, brush.tone(Rgb::hex(0xe8747c), z), 1.0);
    }
    brush.solid(&skull, coat.fur, z);
    let muzzle = blob(&[p(0.48, 0.06), p(0.98, 0.03), p(1.08, -0.12), p(1.0, -0.27), p(0.58, -0.34), p(0.36, -0.18)]);
    brush.raw(&muzzle, brush.tone(coat.light, z), 0.9);
    brush.raw(&ellipse((1.03, 0.03), 0.12, 0.10), dark, 1.0);
    brush.raw(&ellipse((1.01, 0.07), 0.035, 0.025), Rgb::WHITE, 0.7);
    brush.line(&curve(&[p(1.0, -0.16), p(0.78, -0.22), p(0.55, -0.17)]), 0.05, dark, 0.9);
    eye(brush, p(0.34, 0.20), 0.105, pose.blink, dark, z);
    let flap = pose.ears;
    let ear = blob(&[
        p(-0.28, 0.54),
        p(0.0, 0.46),
        p(-0.02, 0.05 + 0.2 * flap),
        p(-0.22 - 0.35 * flap, -0.42 + 0.6 * flap),
        p(-0.50 - 0.4 * flap, -0.30 + 0.5 * flap),
        p(-0.52, 0.22),
    ]);
    brush.solid(&ear, coat.ear, z);
}

fn cat_head(brush: &mut Brush<'_>, pose: &PetPose, coat: &Coat) {
    let z = pose.lane;
    let dark = brush.tone(Rgb::hex(0x241c22), z);
    let far = blob(&[p(0.10, 0.48), p(0.40, 0.92), p(0.48, 0.38)]);
    brush.solid(&far, coat.ear, z);
    let skull = blob(&[
        p(-0.58, 0.0),
        p(-0.46, 0.44),
        p(0.02, 0.60),
        p(0.46, 0.40),
        p(0.70, 0.05),
        p(0.66, -0.22),
        p(0.30, -0.44),
        p(-0.2, -0.46),
        p(-0.52, -0.28),
    ]);
    brush.solid(&skull, coat.fur, z);
    let near = blob(&[p(-0.46, 0.36), p(-0.32, 0.94), p(0.04, 0.50)]);
    brush.solid(&near, coat.fur, z);
    brush.raw(&blob(&[p(-0.34, 0.46), p(-0.28, 0.78), p(-0.08, 0.52)]), brush.tone(Rgb::hex(0xe9a4a0), z), 0.9);
    brush.raw(&ellipse((0.48, -0.18), 0.24, 0.18), brush.tone(coat.light, z), 0.95);
    if pose.mouth > 0.1 {
        let drop = 0.10 + 0.20 * pose.mouth;
        brush.solid(&blob(&[p(0.22, -0.28), p(0.66, -0.28), p(0.60, -0.30 - drop), p(0.34, -0.34 - drop)]), coat.light.darker(0.1), z);
        brush.raw(&blob(&[p(0.30, -0.27), p(0.64, -0.27), p(0.57, -0.25 - drop), p(0.38, -0.27 - drop)]), brush.tone(Rgb::hex(0x8a3038), z), 1.0);
    }
    brush.raw(&blob(&[p(0.58, -0.06), p(0.72, -0.06), p(0.65, -0.15)]), brush.tone(Rgb::hex(0xd9757a), z), 1.0);
    eye(brush, p(0.28, 0.12), 0.12, pose.blink, dark, z);
    for dy in [-0.16, -0.22] {
        brush.line(&curve(&[p(0.42, dy), p(0.10, dy + 0.04), p(-0.16, dy * 1.5)]), 0.02, brush.tone(Rgb::WHITE, z), 0.7);
    }
}

fn eye(brush: &mut Brush<'_>, at: Point, r: f64, blink: f64, dark: Rgb, z: f64) {
    if blink > 0.6 {
        brush.line(&curve(&[p(at.x - r, at.y), p(at.x, at.y - r * 0.5), p(at.x + r, at.y)]), 0.05, dark, 1.0);
        return;
    }
    brush.raw(&ellipse(at, r * 1.25, r * 1.25), brush.tone(Rgb::hex(0xfbf4e8), z), 0.85);
    brush.raw(&ellipse(p(at.x + r * 0.15, at.y), r, r * 1.05), dark, 1.0);
    brush.raw(&ellipse(p(at.x + r * 0.45, at.y + r * 0.4), r * 0.34, r * 0.34), Rgb::WHITE, 0.95);
}
