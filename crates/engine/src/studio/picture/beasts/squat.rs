//! Beasts near the ground: a turtle under its shell, a frog on folded legs.

use super::coat::fur;
use crate::studio::{
    picture::{
        brush::Brush,
        palette::Rgb,
        pen::{Pair, Pen, disc, oval, poly, smooth, stick},
    },
    screenplay::Actor,
    world::pose::PetPose,
};
use vello_cpu::kurbo::BezPath;

const INK: Rgb = Rgb::hex(0x221d22);

/// In heights of the shoulder, the origin on the ground under its middle; feet are given in the same frame.
fn within(brush: &mut Brush<'_>, pose: &PetPose, half: f64, draw: impl FnOnce(&mut Pen<'_, '_>, [Pair; 4])) {
    let (h, z, side) = (pose.height, pose.lane, if pose.facing < 0.0 { -1.0 } else { 1.0 });
    let middle = (pose.chest + pose.rump) / 2.0;
    brush.shadow(middle.x, z, half * h, pose.lift, 1.1);
    let base = (middle.y - 0.82 * h - pose.lift).clamp(-0.1 * h, 0.2 * h) + pose.lift;
    let feet = pose.legs.map(|leg| ((leg.end.x - middle.x) * side / h, ((leg.end.y - base) / h).clamp(-0.6, 0.5)));
    let along = pose.chest - pose.rump;
    let pitch = if pose.asleep { 0.0 } else { (along.y.atan2(along.x.abs().max(0.2 * h)) * 0.6).clamp(-0.5, 0.5) };
    let foot = brush.at(middle.x, base, z);
    let t = brush.scale(z) * h;
    brush.within(foot, t, pitch * side, side < 0.0, |brush| draw(&mut Pen::new(brush, z), feet));
}

fn eye(pen: &mut Pen<'_, '_>, at: Pair, r: f64, blink: f64) {
    if blink > 0.6 {
        pen.line(&[(at.0 - r, at.1), (at.0, at.1 - r * 0.5), (at.0 + r, at.1)], r * 0.5, INK);
        return;
    }
    pen.mark(&disc(at.0, at.1, r * 1.3), 0xfdfaf0_u32);
    pen.mark(&disc(at.0 + r * 0.2, at.1, r), INK);
    pen.shine(&disc(at.0 + r * 0.5, at.1 + r * 0.4, r * 0.35), 0.95);
}

pub fn turtle(brush: &mut Brush<'_>, pose: &PetPose, actor: &Actor) {
    let shell = actor.colour.map_or(Rgb::hex(0x6f7f3a), fur);
    let skin = Rgb::hex(0xa3b865);
    let nod = ((pose.head.y - pose.chest.y) / pose.height - 0.2).clamp(-0.5, 0.4);
    within(brush, pose, 1.25, |pen, feet| {
        let leg = |pen: &mut Pen<'_, '_>, foot: Pair, root: f64, shade: f64| {
            let x = root + (foot.0 - root).clamp(-0.35, 0.35);
            pen.form(&stick((root, 0.36), 0.20, (x, 0.11 + (foot.1 - 0.04).clamp(0.0, 0.3)), 0.13), skin.darker(shade));
        };
        leg(pen, feet[0], 0.62, 0.3);
        leg(pen, feet[2], -0.58, 0.3);
        pen.form(&poly(&[(-0.95, 0.40), (-1.28, 0.24), (-0.90, 0.26)]), skin);
        let (hx, hy) = if pose.asleep { (1.06, 0.30) } else { (1.40, 0.72 + nod) };
        let mut neck = stick((0.85, 0.42), 0.20, (hx - 0.05, hy - 0.05), 0.16);
        neck.extend(
            smooth(&[
                (hx - 0.24, hy),
                (hx - 0.12, hy + 0.22),
                (hx + 0.14, hy + 0.20),
                (hx + 0.32, hy + 0.02),
                (hx + 0.24, hy - 0.15),
                (hx - 0.08, hy - 0.18),
            ])
            .iter(),
        );
        pen.form(&neck, skin);
        pen.line(&[(hx + 0.30, hy - 0.04), (hx + 0.14, hy - 0.08), (hx + 0.04, hy - 0.03)], 0.03, skin.darker(0.5));
        eye(pen, (hx + 0.08, hy + 0.08), 0.05, pose.blink);
        leg(pen, feet[1], 0.50, 0.05);
        leg(pen, feet[3], -0.66, 0.05);
        let dome =
            smooth(&[(-1.08, 0.34), (-0.95, 0.72), (-0.50, 1.08), (0.05, 1.18), (0.58, 1.02), (0.92, 0.68), (1.04, 0.36), (0.5, 0.26), (-0.5, 0.25)]);
        pen.form(&dome, shell);
        let mut plates = BezPath::new();
        for (x, y, r) in [
            (-0.55, 0.72, 0.21),
            (-0.02, 0.82, 0.25),
            (0.50, 0.70, 0.20),
            (-0.80, 0.44, 0.11),
            (-0.30, 0.44, 0.13),
            (0.24, 0.44, 0.13),
            (0.76, 0.44, 0.11),
        ] {
            let hexagon: Vec<Pair> =
                (0..6).map(|i| f64::from(i) * std::f64::consts::FRAC_PI_3).map(|a| (x + a.cos() * r, y + a.sin() * r * 0.85)).collect();
            plates.extend(poly(&hexagon).iter());
        }
        pen.tint(&plates, shell.darker(0.38), 0.85);
        pen.form(&stick((-1.02, 0.30), 0.075, (1.0, 0.31), 0.075), shell.lighter(0.35));
    });
}

pub fn frog(brush: &mut Brush<'_>, pose: &PetPose, actor: &Actor) {
    let skin = actor.colour.map_or(Rgb::hex(0x5fae3c), fur);
    let leaps = pose.lift > 0.02 * pose.height;
    within(brush, pose, 0.95, |pen, feet| {
        let hind = |pen: &mut Pen<'_, '_>, dx: f64, shade: f64| {
            let (knee, foot) = if leaps { ((-0.85 + dx, 0.30), (-1.40 + dx, -0.05)) } else { ((-0.20 + dx, 0.52), (-0.70 + dx, 0.12)) };
            let mut path = stick((-0.55 + dx, 0.36), 0.20, knee, 0.17);
            path.extend(stick(knee, 0.13, foot, 0.09).iter());
            path.extend(stick(foot, 0.08, if leaps { (-1.62 + dx, -0.16) } else { (-0.10 + dx, 0.06) }, 0.06).iter());
            pen.form(&path, skin.darker(shade));
        };
        let fore = |pen: &mut Pen<'_, '_>, foot: Pair, dx: f64, shade: f64| {
            let x = 0.44 + dx + (foot.0 - 0.46).clamp(-0.2, 0.3);
            let mut path = stick((0.34 + dx, 0.44), 0.11, (x, 0.10), 0.075);
            path.extend(stick((x - 0.04, 0.06), 0.06, (x + 0.22, 0.05), 0.045).iter());
            pen.form(&path, skin.darker(shade));
        };
        hind(pen, 0.10, 0.28);
        fore(pen, feet[0], 0.10, 0.28);
        let bulge = disc(0.58, 1.16, 0.17);
        let body = smooth(&[
            (-0.86, 0.22),
            (-0.70, 0.56),
            (-0.20, 0.86),
            (0.26, 1.14),
            (0.66, 1.14),
            (0.98, 0.90),
            (0.94, 0.66),
            (0.60, 0.46),
            (0.30, 0.20),
            (-0.30, 0.12),
        ]);
        pen.forms(&[(&bulge, skin), (&body, skin)]);
        pen.tint(&smooth(&[(0.94, 0.70), (0.62, 0.68), (0.30, 0.60), (0.10, 0.24), (0.34, 0.22), (0.62, 0.46)]), 0xe9f2c0_u32, 0.9);
        let open = pose.mouth * 0.12;
        pen.line(&[(0.98, 0.82), (0.72, 0.72 - open), (0.40, 0.80)], 0.04, skin.darker(0.55));
        let mut spots = BezPath::new();
        for (x, y, r) in [(-0.50, 0.52, 0.08), (-0.22, 0.70, 0.09), (0.06, 0.84, 0.07), (-0.30, 0.40, 0.06)] {
            spots.extend(oval(x, y, r, r * 0.7).iter());
        }
        pen.tint(&spots, skin.darker(0.35), 0.8);
        eye(pen, (0.60, 1.17), 0.095, pose.blink);
        fore(pen, feet[1], -0.06, 0.04);
        hind(pen, -0.06, 0.02);
    });
}
