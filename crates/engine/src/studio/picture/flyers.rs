//! Whatever flies by its own wings. Drawn in half a span: the head ahead, the body about the origin.

use super::{
    brush::Brush,
    palette::{Rgb, named},
    pen::{Pair, Pen, disc, oval, poly, smooth, stick, wire},
};
use crate::studio::{
    screenplay::{Actor, ActorKind},
    world::{chance::pick, pose::FlyerPose},
};
use vello_cpu::kurbo::BezPath;

const INK: Rgb = Rgb::hex(0x17151c);

pub fn draw(brush: &mut Brush<'_>, pose: &FlyerPose, actor: &Actor) {
    let z = pose.lane;
    brush.shadow(pose.at.x, z, pose.span * 0.5, pose.at.y, 0.7);
    let unit = pose.span * brush.scale(z);
    let at = brush.at(pose.at.x, pose.at.y, z);
    let side = if pose.facing < 0.0 { -1.0 } else { 1.0 };
    let paint = |usual: &[u32]| actor.colour.map_or(Rgb::hex(pick(actor.look, 51, usual)), named);
    brush.within(at, unit, pose.tilt * side, side < 0.0, |brush| {
        let pen = &mut Pen::new(brush, z);
        match actor.kind {
            ActorKind::Owl => owl(pen, pose.wing, paint(&[0x8a6a48, 0x7a6a5f])),
            ActorKind::Eagle => eagle(pen, pose.wing, paint(&[0x5a3d28])),
            ActorKind::Parrot => parrot(pen, pose.wing, paint(&[0xd8302f, 0x3fa04a])),
            ActorKind::Butterfly => butterfly(pen, pose.wing, paint(&[0xf08a2c, 0x5a8fe0, 0xf2c63a, 0xd96fb0])),
            ActorKind::Bee => bee(pen, pose.wing, paint(&[0xf6c030])),
            ActorKind::Dragon => dragon(pen, pose.wing, paint(&[0x3f8a4a, 0xb5383a, 0x6a4aa0])),
            _ => bird(pen, pose.wing, paint(&[0x4a7fb5, 0x7a6a5c, 0xd0643f, 0xf0efe8])),
        }
    });
}

fn eye(pen: &mut Pen<'_, '_>, at: Pair, r: f64) {
    pen.mark(&disc(at.0, at.1, r * 1.4), 0xfbf6ea_u32);
    pen.mark(&disc(at.0 + r * 0.15, at.1, r), INK);
    pen.shine(&disc(at.0 + r * 0.45, at.1 + r * 0.4, r * 0.36), 0.95);
}

/// Where a wing's tip is that beats at `angle`: the near one comes towards the viewer, the far one goes behind the body.
fn tip(angle: f64, far: bool, long: f64) -> Pair {
    if far { (0.14, angle.sin() * long * 0.75 + angle.cos() * long * 0.46) } else { (-0.24, angle.sin() * long - angle.cos() * long * 0.46) }
}

/// Feathers between the body and a tip: `chord` is how broad it is at the body, `fingers` at the end.
fn wing(angle: f64, far: bool, long: f64, chord: f64, fingers: usize) -> BezPath {
    let t = tip(angle, far, long);
    let (lead, trail) = ((0.20, 0.05), (0.20 - chord, 0.02));
    let along = |f: f64, from: Pair| (from.0 + (t.0 - from.0) * f, from.1 + (t.1 - from.1) * f);
    let bow = if t.1 > 0.0 { 0.06 } else { -0.02 };
    let (a, b) = (along(0.5, lead), along(0.55, trail));
    let mut points = vec![lead, (a.0 + 0.04, a.1 + bow), along(0.85, lead)];
    // The ends of the feathers.
    for index in 0..fingers {
        let f = index as f64 / fingers.max(2) as f64;
        let out = (t.0 - chord * 0.75 * f, t.1 * (1.0 - 0.24 * f));
        points.push(out);
        if fingers > 1 {
            points.push((out.0 - chord * 0.10 - t.0 * 0.05, out.1 * 0.90));
        }
    }
    points.push((b.0 - chord * 0.10, b.1));
    points.push(trail);
    smooth(&points)
}

fn bird(pen: &mut Pen<'_, '_>, angle: f64, colour: Rgb) {
    pen.form(&wing(angle, true, 0.85, 0.42, 1), colour.darker(0.28));
    let tail = smooth(&[(-0.30, 0.05), (-0.62, 0.10), (-0.60, -0.04), (-0.30, -0.05)]);
    let body = smooth(&[(-0.38, 0.0), (-0.10, 0.13), (0.22, 0.14), (0.38, 0.04), (0.20, -0.12), (-0.12, -0.14)]);
    let (head, beak) = (disc(0.34, 0.11, 0.13), poly(&[(0.44, 0.15), (0.58, 0.09), (0.44, 0.06)]));
    pen.forms(&[(&tail, colour.darker(0.15)), (&beak, Rgb::hex(0xf0a93a)), (&body, colour), (&head, colour)]);
    pen.tint(&oval(0.05, -0.05, 0.2, 0.07), colour.lighter(0.55), 0.8);
    pen.mark(&oval(0.37, 0.13, 0.024, 0.028), INK);
    pen.form(&wing(angle, false, 0.85, 0.42, 1), colour.darker(0.1));
}

fn eagle(pen: &mut Pen<'_, '_>, angle: f64, colour: Rgb) {
    let white = Rgb::hex(0xf8f5ec);
    pen.form(&wing(angle, true, 0.98, 0.40, 4), colour.darker(0.3));
    pen.form(&smooth(&[(-0.22, 0.05), (-0.50, 0.10), (-0.56, 0.02), (-0.54, -0.06), (-0.24, -0.06)]), white);
    pen.form(&smooth(&[(-0.28, 0.02), (-0.06, 0.11), (0.18, 0.11), (0.30, 0.03), (0.16, -0.10), (-0.10, -0.11)]), colour);
    for x in [-0.04, 0.05] {
        pen.form(&stick((x, -0.08), 0.03, (x - 0.06, -0.17), 0.022), 0xf2b632_u32);
    }
    pen.form(&smooth(&[(0.16, 0.11), (0.26, 0.16), (0.37, 0.13), (0.40, 0.06), (0.34, 0.0), (0.20, -0.01), (0.14, 0.04)]), white);
    pen.form(&smooth(&[(0.37, 0.12), (0.45, 0.10), (0.49, 0.04), (0.46, 0.0), (0.43, 0.04), (0.38, 0.045)]), 0xf2b632_u32);
    pen.mark(&disc(0.335, 0.09, 0.020), INK);
    pen.line(&[(0.29, 0.125), (0.37, 0.105)], 0.018, 0x8a7f6a_u32);
    pen.form(&wing(angle, false, 0.98, 0.42, 4), colour.lighter(0.05));
    let t = tip(angle, false, 0.98);
    pen.line(&[(0.05, 0.0), (t.0 * 0.6, t.1 * 0.55), (t.0 - 0.06, t.1 * 0.84)], 0.018, colour.darker(0.35));
}

fn owl(pen: &mut Pen<'_, '_>, angle: f64, colour: Rgb) {
    let pale = Rgb::hex(0xf0e2c6);
    pen.form(&wing(angle, true, 0.95, 0.52, 3), colour.darker(0.3));
    pen.form(&smooth(&[(-0.20, -0.16), (-0.40, -0.30), (-0.26, -0.38), (-0.06, -0.28)]), colour.darker(0.15));
    pen.form(&smooth(&[(-0.24, -0.12), (-0.16, 0.18), (0.06, 0.26), (0.30, 0.16), (0.32, -0.14), (0.14, -0.34), (-0.10, -0.32)]), colour);
    pen.tint(&smooth(&[(0.02, 0.06), (0.24, 0.04), (0.26, -0.16), (0.12, -0.30), (-0.02, -0.20)]), pale, 0.9);
    for (x, y) in [(0.06, -0.06), (0.15, -0.08), (0.10, -0.16), (0.19, -0.16)] {
        pen.mark(&oval(x, y, 0.018, 0.028), colour.darker(0.3));
    }
    for x in [-0.03, 0.33] {
        pen.form(&poly(&[(x - 0.07, 0.40), (x + if x < 0.0 { -0.10 } else { 0.10 }, 0.64), (x + 0.08, 0.42)]), colour.darker(0.12));
    }
    pen.form(&oval(0.15, 0.30, 0.28, 0.23), colour);
    for x in [0.03, 0.27] {
        pen.mark(&disc(x, 0.30, 0.125), pale);
        pen.mark(&disc(x, 0.30, 0.085), 0xf2b632_u32);
        pen.mark(&disc(x + 0.01, 0.30, 0.052), INK);
        pen.shine(&disc(x + 0.03, 0.325, 0.018), 0.95);
    }
    pen.form(&poly(&[(0.12, 0.27), (0.19, 0.27), (0.155, 0.17)]), 0xe0a032_u32);
    for x in [0.02, 0.14] {
        pen.form(&stick((x, -0.30), 0.03, (x + 0.01, -0.37), 0.035), 0xe0a032_u32);
    }
    pen.form(&wing(angle, false, 0.95, 0.52, 3), colour.darker(0.10));
}

fn parrot(pen: &mut Pen<'_, '_>, angle: f64, colour: Rgb) {
    let (blue, yellow) = (Rgb::hex(0x2f6fd0), Rgb::hex(0xf6c030));
    pen.form(&wing(angle, true, 0.80, 0.36, 2), blue.darker(0.3));
    pen.form(&smooth(&[(-0.20, 0.04), (-0.60, -0.12), (-0.98, -0.34), (-0.90, -0.36), (-0.56, -0.24), (-0.18, -0.10)]), colour.darker(0.1));
    pen.form(&smooth(&[(-0.20, -0.02), (-0.52, -0.20), (-0.80, -0.42), (-0.48, -0.28), (-0.16, -0.12)]), blue);
    let body = smooth(&[(-0.28, -0.02), (-0.06, 0.13), (0.20, 0.17), (0.34, 0.05), (0.18, -0.12), (-0.08, -0.16)]);
    let head = oval(0.34, 0.18, 0.16, 0.155);
    pen.forms(&[(&body, colour), (&head, colour)]);
    pen.mark(&oval(0.40, 0.18, 0.085, 0.095), 0xfbf6ea_u32);
    pen.form(&smooth(&[(0.44, 0.25), (0.55, 0.22), (0.59, 0.12), (0.55, 0.05), (0.51, 0.11), (0.45, 0.13)]), 0x33303a_u32);
    pen.form(&smooth(&[(0.43, 0.12), (0.50, 0.09), (0.46, 0.04)]), 0x33303a_u32);
    eye(pen, (0.385, 0.205), 0.024);
    let near = wing(angle, false, 0.80, 0.38, 2);
    pen.form(&near, blue);
    let t = tip(angle, false, 0.80);
    pen.part(&smooth(&[(0.16, 0.05), (t.0 * 0.2 + 0.10, t.1 * 0.34), (-0.04, t.1 * 0.32), (-0.14, 0.0)]), colour);
    pen.line(&[(0.10, t.1 * 0.36), (-0.06, t.1 * 0.40), (-0.16, t.1 * 0.30)], 0.07, yellow);
}

fn butterfly(pen: &mut Pen<'_, '_>, angle: f64, colour: Rgb) {
    let open = 0.30 + 0.70 * (angle * 1.1).cos().abs();
    let dark = Rgb::hex(0x2a1f1c);
    for (mirror, shade) in [(-0.55, 0.2), (1.0, 0.0)] {
        let w = open * mirror;
        let upper = smooth(&[(0.0, 0.02), (0.32 * w, 0.62), (0.86 * w, 0.74), (0.92 * w, 0.36), (0.42 * w, 0.02)]);
        let lower = smooth(&[(0.0, 0.0), (0.46 * w, 0.0), (0.66 * w, -0.34), (0.36 * w, -0.60), (0.08 * w, -0.32)]);
        pen.forms(&[(&lower, colour.lighter(0.2).darker(shade)), (&upper, colour.darker(shade))]);
        pen.trace(&wire(&[(0.34 * w, 0.62), (0.84 * w, 0.72), (0.90 * w, 0.38)]), 0.055, dark);
        pen.tint(&oval(0.66 * w, 0.50, 0.13 * open, 0.12), colour.lighter(0.65), 0.9);
        pen.tint(&oval(0.40 * w, -0.28, 0.09 * open, 0.10), colour.lighter(0.6), 0.9);
        pen.line(&[(0.04 * w, 0.06), (0.36 * w, 0.34), (0.60 * w, 0.62)], 0.022, dark);
    }
    pen.mark(&stick((0.0, -0.36), 0.05, (0.04, 0.34), 0.06), dark);
    pen.mark(&disc(0.05, 0.40, 0.075), dark);
    for x in [0.1, 0.24] {
        pen.line(&[(0.05, 0.44), (x, 0.62), (x + 0.08, 0.70)], 0.03, dark);
        pen.mark(&disc(x + 0.08, 0.70, 0.03), dark);
    }
}

fn bee(pen: &mut Pen<'_, '_>, angle: f64, colour: Rgb) {
    let dark = Rgb::hex(0x2a2226);
    let lift = angle.sin() * 0.35;
    let blade = |x: f64, shift: f64| {
        smooth(&[(0.04 + shift, 0.26), (x - 0.26, 0.72 + lift), (x, 0.92 + lift), (x + 0.16, 0.72 + lift), (0.14 + shift, 0.28)])
    };
    pen.tint(&blade(-0.40, -0.10), 0xe3f1f8_u32, 0.85);
    pen.form(&poly(&[(-0.72, 0.03), (-0.94, -0.02), (-0.72, -0.07)]), dark);
    pen.form(
        &smooth(&[(-0.78, 0.0), (-0.56, 0.26), (-0.14, 0.36), (0.22, 0.24), (0.28, -0.04), (0.10, -0.28), (-0.30, -0.32), (-0.64, -0.20)]),
        colour,
    );
    let mut stripes = BezPath::new();
    for (x, h) in [(-0.54, 0.22), (-0.24, 0.31), (0.06, 0.28)] {
        stripes.extend(smooth(&[(x - 0.065, h), (x + 0.065, h), (x + 0.10, 0.0), (x + 0.055, -h), (x - 0.065, -h * 0.96), (x - 0.03, 0.0)]).iter());
    }
    pen.mark(&stripes, dark);
    pen.form(&disc(0.42, 0.04, 0.27), colour.lighter(0.12));
    for x in [0.42, 0.56] {
        pen.line(&[(x, 0.26), (x + 0.10, 0.48), (x + 0.20, 0.50)], 0.035, dark);
        pen.mark(&disc(x + 0.20, 0.50, 0.045), dark);
    }
    eye(pen, (0.52, 0.08), 0.075);
    pen.line(&[(0.50, -0.10), (0.57, -0.14), (0.64, -0.09)], 0.03, dark);
    pen.tint(&blade(-0.12, 0.0), 0xf1f9fd_u32, 0.9);
    for x in [-0.2, 0.0, 0.16] {
        pen.line(&[(x, -0.28), (x + 0.05, -0.42)], 0.035, dark);
    }
}

/// Skin between the arm and three fingers.
fn leather(angle: f64, far: bool) -> (BezPath, [Pair; 4]) {
    let t = tip(angle, far, 1.05);
    let root = if far { (0.12, 0.10) } else { (0.06, 0.04) };
    let wrist = (root.0 + 0.10, root.1 + (t.1 - root.1) * 0.62);
    let fingers = [(t.0 - 0.12, t.1), (t.0 - 0.42, t.1 * 0.70), (t.0 - 0.52, t.1 * 0.34)];
    let hollow = |a: Pair, b: Pair| (f64::midpoint(a.0, b.0) + 0.09, f64::midpoint(a.1, b.1));
    let mut path = BezPath::new();
    path.move_to(root);
    path.line_to(wrist);
    path.line_to(fingers[0]);
    path.quad_to(hollow(fingers[0], fingers[1]), fingers[1]);
    path.quad_to(hollow(fingers[1], fingers[2]), fingers[2]);
    path.quad_to(hollow(fingers[2], (-0.34, 0.0)), (-0.34, 0.02));
    path.close_path();
    (path, [wrist, fingers[0], fingers[1], fingers[2]])
}

fn dragon(pen: &mut Pen<'_, '_>, angle: f64, colour: Rgb) {
    let (belly, horn) = (Rgb::hex(0xf0d9a0), Rgb::hex(0xf3e6c8));
    let skin = Rgb::hex(0xe0803c);
    let (far, _) = leather(angle, true);
    pen.form(&far, skin.darker(0.35));
    pen.form(&smooth(&[(-0.30, 0.08), (-0.62, 0.02), (-0.92, 0.12), (-1.12, 0.02), (-0.94, -0.04), (-0.62, -0.14), (-0.30, -0.12)]), colour);
    pen.form(&poly(&[(-1.06, 0.06), (-1.26, 0.14), (-1.20, -0.08)]), skin);
    for (x, y, shade) in [(-0.22, -0.10, 0.28), (0.22, -0.08, 0.28), (-0.30, -0.12, 0.05), (0.14, -0.12, 0.05)] {
        let mut leg = stick((x, y), 0.10, (x - 0.08, y - 0.18), 0.065);
        leg.extend(stick((x - 0.08, y - 0.18), 0.055, (x + 0.04, y - 0.26), 0.05).iter());
        pen.form(&leg, colour.darker(shade));
    }
    let mut body = smooth(&[(-0.42, 0.02), (-0.20, 0.15), (0.10, 0.16), (0.32, 0.08), (0.32, -0.10), (0.06, -0.20), (-0.26, -0.17)]);
    body.extend(stick((0.24, 0.0), 0.13, (0.50, 0.24), 0.085).iter());
    body.extend(stick((0.50, 0.24), 0.085, (0.58, 0.36), 0.08).iter());
    pen.form(&body, colour);
    pen.tint(
        &smooth(&[(0.62, 0.28), (0.50, 0.12), (0.36, -0.04), (0.10, -0.17), (-0.20, -0.15), (0.06, -0.10), (0.34, 0.02), (0.54, 0.24)]),
        belly,
        0.9,
    );
    let mut spikes = BezPath::new();
    for (x, y) in [(-0.52, 0.04), (-0.34, 0.11), (-0.14, 0.16), (0.08, 0.17), (0.26, 0.13), (0.38, 0.23), (0.46, 0.33)] {
        spikes.extend(poly(&[(x - 0.05, y - 0.02), (x - 0.02, y + 0.09), (x + 0.05, y - 0.01)]).iter());
    }
    pen.form(&spikes, skin);
    for x in [0.60, 0.52] {
        pen.form(&smooth(&[(x, 0.44), (x - 0.10, 0.56), (x - 0.22, 0.60), (x - 0.13, 0.48), (x - 0.06, 0.40)]), horn);
    }
    pen.form(&smooth(&[(0.46, 0.40), (0.56, 0.50), (0.70, 0.46), (0.88, 0.40), (0.93, 0.34), (0.86, 0.28), (0.70, 0.26), (0.54, 0.28)]), colour);
    pen.line(&[(0.90, 0.32), (0.78, 0.305), (0.68, 0.32)], 0.016, colour.darker(0.6));
    pen.mark(&disc(0.875, 0.37, 0.014), colour.darker(0.7));
    eye(pen, (0.66, 0.41), 0.026);
    let (near, bones) = leather(angle, false);
    pen.form(&near, skin);
    let mut arm = stick((0.06, 0.04), 0.045, bones[0], 0.032);
    for finger in &bones[1..] {
        arm.extend(stick(bones[0], 0.022, *finger, 0.010).iter());
    }
    pen.form(&arm, colour.darker(0.08));
}
