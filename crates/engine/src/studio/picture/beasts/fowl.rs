//! Birds that walk: a duck, a penguin, a hen. They stand on their hind legs and have no others.

use super::coat::fur;
use crate::studio::{
    picture::{
        brush::Brush,
        palette::Rgb,
        pen::{Pair, Pen, disc, oval, poly, smooth, stick},
        shape::bone,
    },
    screenplay::{Actor, ActorKind},
    world::pose::{PetPose, Vec2},
};
use vello_cpu::kurbo::Point;

const INK: Rgb = Rgb::hex(0x221d22);

/// How the body hangs over its feet: drawn in heights of the shoulder, origin on the ground under its middle.
struct Frame {
    foot: Point,
    pitch: f64,
    /// Of the head against its rest.
    nod: Pair,
    hips: [(Point, Point); 2],
}

fn frame(brush: &Brush<'_>, pose: &PetPose, side: f64, rest: Pair) -> Frame {
    let (h, z) = (pose.height, pose.lane);
    let middle = (pose.chest + pose.rump) / 2.0;
    let sink = if pose.asleep { 0.5 } else { 0.0 };
    let foot = brush.at(middle.x, middle.y - (0.82 - sink * 0.1) * h, z);
    let along = pose.chest - pose.rump;
    let pitch = (along.y.atan2(along.x.abs().max(0.2 * h)) * 0.6).clamp(-0.5, 0.5);
    let is = (pose.head - pose.chest) / h;
    let nod = ((is.x * side - rest.0 * pose.facing.abs().max(0.25)).clamp(-0.3, 0.4) * 0.7, (is.y - rest.1).clamp(-1.2, 0.3) * 0.8);
    let hips = [2, 3].map(|index| {
        let leg = pose.legs[index];
        // Under the middle, wherever the controller has put the hips.
        let shift = middle.x - leg.root.x;
        let stride = (leg.end.x - leg.root.x).clamp(-0.32 * h, 0.32 * h);
        (brush.at(middle.x, middle.y - 0.45 * h, z), brush.at(leg.root.x + shift + stride, leg.end.y - 0.03 * h, z))
    });
    Frame { foot, pitch, nod, hips }
}

pub fn draw(brush: &mut Brush<'_>, pose: &PetPose, actor: &Actor) {
    let (z, side) = (pose.lane, if pose.facing < 0.0 { -1.0 } else { 1.0 });
    let t = brush.scale(z) * pose.height;
    // The head from the chest, as the controller has it when nothing happens.
    let rest = match actor.kind {
        ActorKind::Duck => (0.24, 0.62),
        ActorKind::Penguin => (0.05, 0.28),
        _ => (0.22, 0.55),
    };
    let frame = frame(brush, pose, side, rest);
    let middle = f64::midpoint(pose.chest.x, pose.rump.x);
    brush.shadow(middle, z, 0.5 * pose.height, pose.lift, 1.1);
    legs(brush, &frame, t, side, z, actor.kind);
    let wing = pose.tail * 0.5;
    brush.within(frame.foot, t, frame.pitch * side, side < 0.0, |brush| {
        let pen = &mut Pen::new(brush, z);
        let own = actor.colour.map(fur);
        match actor.kind {
            ActorKind::Duck => duck(pen, pose, own, frame.nod, wing),
            ActorKind::Penguin => penguin(pen, pose, own, frame.nod, wing),
            _ => hen(pen, pose, own, frame.nod, wing),
        }
    });
}

fn legs(brush: &mut Brush<'_>, frame: &Frame, t: f64, side: f64, z: f64, kind: ActorKind) {
    let colour = Rgb::hex(if kind == ActorKind::Chicken { 0xe9a23c } else { 0xf0862a });
    let thick = if kind == ActorKind::Chicken { 0.030 } else { 0.042 };
    for (index, (hip, foot)) in frame.hips.iter().enumerate() {
        let shade = if index == 0 { 0.25 } else { 0.0 };
        let mut path = bone(*hip, thick * t, *foot, thick * t);
        let toe = |x: f64, y: f64| *foot + Vec2::new(side * x, y) * t;
        if kind == ActorKind::Chicken {
            path.extend(bone(*foot, 0.026 * t, toe(0.17, 0.02), 0.018 * t).iter());
            path.extend(bone(*foot, 0.026 * t, toe(-0.10, 0.02), 0.018 * t).iter());
        } else {
            path.extend(bone(toe(-0.02, 0.005), 0.05 * t, toe(0.20, 0.015), 0.045 * t).iter());
        }
        brush.solid(&path, colour.darker(shade), z);
    }
}

fn eye(pen: &mut Pen<'_, '_>, at: Pair, r: f64, blink: f64) {
    if blink > 0.6 {
        pen.line(&[(at.0 - r, at.1), (at.0, at.1 - r * 0.5), (at.0 + r, at.1)], r * 0.5, INK);
        return;
    }
    pen.tint(&disc(at.0, at.1, r * 1.25), 0xfdfaf0_u32, 0.9);
    pen.mark(&disc(at.0 + r * 0.12, at.1, r), INK);
    pen.shine(&disc(at.0 + r * 0.4, at.1 + r * 0.4, r * 0.35), 0.95);
}

fn duck(pen: &mut Pen<'_, '_>, pose: &PetPose, own: Option<Rgb>, nod: Pair, wing: f64) {
    let body = own.unwrap_or(Rgb::hex(0xb9aa98));
    let (breast, head) = own.map_or((Rgb::hex(0x7a4a33), Rgb::hex(0x1f7a4f)), |c| (c, c));
    pen.form(&smooth(&[(-0.62, 0.72), (-0.95, 1.02), (-0.86, 0.78), (-0.80, 0.62)]), body.darker(0.35));
    let trunk = smooth(&[(-0.80, 0.78), (-0.50, 0.92), (0.0, 0.96), (0.42, 0.96), (0.64, 0.70), (0.48, 0.40), (0.0, 0.26), (-0.50, 0.36)]);
    let (hx, hy) = (0.56 + nod.0, 1.42 + nod.1);
    let neck = stick((0.40, 0.80), 0.24, (hx - 0.06, hy - 0.08), 0.16);
    pen.forms(&[(&neck, head), (&trunk, body)]);
    pen.tint(&smooth(&[(0.30, 0.98), (0.60, 0.86), (0.62, 0.62), (0.46, 0.42), (0.24, 0.44), (0.22, 0.74)]), breast, 0.9);
    if own.is_none() {
        let (x, y) = (0.40 + (hx - 0.46) * 0.3, 0.80 + (hy - 0.88) * 0.3);
        pen.mark(&stick((x - 0.17, y + 0.06), 0.04, (x + 0.19, y - 0.02), 0.04), 0xf8f5ec_u32);
    }
    pen.form(
        &smooth(&[
            (hx + 0.12, hy + 0.02),
            (hx + 0.34, hy + 0.01),
            (hx + 0.58, hy - 0.06),
            (hx + 0.56, hy - 0.14),
            (hx + 0.30, hy - 0.15),
            (hx + 0.12, hy - 0.13),
        ]),
        0xf2a22e_u32,
    );
    if pose.mouth > 0.1 {
        pen.form(&smooth(&[(hx + 0.10, hy - 0.12), (hx + 0.48, hy - 0.22 - 0.14 * pose.mouth), (hx + 0.14, hy - 0.18)]), 0xd9842a_u32);
    }
    pen.form(&oval(hx, hy, 0.26, 0.25), head);
    eye(pen, (hx + 0.08, hy + 0.06), 0.055, pose.blink);
    let lift = 0.5 * wing;
    pen.form(
        &smooth(&[(0.26, 0.86), (-0.10, 0.90 + lift * 0.4), (-0.56, 0.80 + lift), (-0.74, 0.66 + lift), (-0.40, 0.50 + lift * 0.4), (0.10, 0.52)]),
        body.darker(0.16),
    );
    pen.line(&[(-0.62, 0.66 + lift), (-0.24, 0.60 + lift * 0.4), (0.04, 0.62)], 0.03, body.darker(0.4));
    if own.is_none() {
        pen.mark(&stick((-0.50, 0.60 + lift * 0.8), 0.045, (-0.26, 0.57 + lift * 0.4), 0.045), 0x3f6fd0_u32);
    }
}

fn penguin(pen: &mut Pen<'_, '_>, pose: &PetPose, own: Option<Rgb>, nod: Pair, wing: f64) {
    let coat = own.unwrap_or(Rgb::hex(0x2b2f3d));
    let (hx, hy) = (0.06 + nod.0 * 0.3, 1.16 + nod.1 * 0.2);
    let flap = 0.5 * wing;
    pen.form(&smooth(&[(-0.06, 0.86), (-0.30 - flap, 0.62), (-0.40 - flap, 0.34), (-0.28, 0.40), (-0.10, 0.62)]), coat.darker(0.25));
    pen.form(&smooth(&[(-0.18, 0.20), (-0.40, 0.02), (-0.20, 0.05), (-0.04, 0.12)]), coat.darker(0.1));
    let body =
        smooth(&[(-0.10, 1.06), (0.10, 1.04), (0.28, 0.80), (0.32, 0.46), (0.20, 0.14), (-0.06, 0.06), (-0.28, 0.18), (-0.32, 0.52), (-0.22, 0.86)]);
    let head = oval(hx, hy, 0.22, 0.21);
    pen.form(&smooth(&[(hx + 0.14, hy + 0.07), (hx + 0.44, hy - 0.03), (hx + 0.14, hy - 0.08 - 0.08 * pose.mouth)]), 0xf0902c_u32);
    pen.forms(&[(&body, coat), (&head, coat)]);
    pen.part(
        &smooth(&[(0.10, 1.00), (0.24, 0.78), (0.29, 0.46), (0.18, 0.16), (0.0, 0.10), (-0.10, 0.30), (-0.06, 0.66), (0.0, 0.90)]),
        0xfaf7f0_u32,
    );
    pen.tint(&smooth(&[(0.02, 1.00), (0.18, 0.98), (0.22, 0.86), (0.06, 0.88)]), 0xf6c04a_u32, 0.9);
    pen.mark(&oval(hx + 0.08, hy + 0.01, 0.11, 0.12), 0xfaf7f0_u32);
    eye(pen, (hx + 0.09, hy + 0.03), 0.045, pose.blink);
    pen.form(
        &smooth(&[(-0.06, 0.88), (0.06 - flap * 0.3, 0.80), (0.04 - flap, 0.46), (-0.08 - flap, 0.30), (-0.16 - flap * 0.6, 0.50), (-0.14, 0.76)]),
        coat.lighter(0.10),
    );
}

fn hen(pen: &mut Pen<'_, '_>, pose: &PetPose, own: Option<Rgb>, nod: Pair, wing: f64) {
    let body = own.unwrap_or(Rgb::hex(0xf6efe2));
    let red = Rgb::hex(0xd8383a);
    let (hx, hy) = (0.44 + nod.0, 1.36 + nod.1);
    pen.form(&smooth(&[(-0.40, 0.80), (-0.62, 1.24), (-0.82, 1.20), (-0.80, 1.02), (-0.92, 0.98), (-0.76, 0.76), (-0.50, 0.56)]), body.darker(0.14));
    let trunk =
        smooth(&[(-0.58, 0.86), (-0.30, 0.80), (0.10, 0.94), (0.40, 1.00), (0.58, 0.74), (0.48, 0.44), (0.12, 0.28), (-0.30, 0.34), (-0.56, 0.56)]);
    let neck = stick((0.32, 0.82), 0.25, (hx - 0.02, hy - 0.05), 0.15);
    let comb = smooth(&[
        (hx - 0.16, hy + 0.14),
        (hx - 0.14, hy + 0.34),
        (hx - 0.05, hy + 0.26),
        (hx + 0.01, hy + 0.38),
        (hx + 0.07, hy + 0.26),
        (hx + 0.16, hy + 0.30),
        (hx + 0.14, hy + 0.12),
    ]);
    pen.form(&comb, red);
    pen.forms(&[(&trunk, body), (&neck, body)]);
    pen.form(&poly(&[(hx + 0.12, hy + 0.06), (hx + 0.36, hy - 0.02), (hx + 0.12, hy - 0.08 - 0.08 * pose.mouth)]), 0xf0b03c_u32);
    pen.form(&disc(hx, hy, 0.19), body);
    pen.form(&oval(hx + 0.13, hy - 0.18, 0.07, 0.11), red);
    eye(pen, (hx + 0.06, hy + 0.04), 0.045, pose.blink);
    let lift = 0.5 * wing;
    pen.form(
        &smooth(&[(0.26, 0.74), (0.02, 0.80 + lift * 0.3), (-0.36, 0.72 + lift), (-0.44, 0.58 + lift), (-0.14, 0.46), (0.18, 0.52)]),
        body.darker(0.12),
    );
    pen.line(&[(-0.32, 0.62 + lift), (-0.08, 0.54 + lift * 0.3), (0.12, 0.58)], 0.025, body.darker(0.35));
}
