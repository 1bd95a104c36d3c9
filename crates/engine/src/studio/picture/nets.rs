//! Nets across a field and in a goal, where the stage has them.

use super::{
    brush::Brush,
    palette::Rgb,
    shape::{bone, polygon},
};
use crate::studio::world::{
    Mark, MarkKind,
    stage::{Goal, Net, Stage},
};
use vello_cpu::kurbo::{BezPath, Point};

/// Behind all who play.
pub fn draw(brush: &mut Brush<'_>, stage: &Stage, marks: &[Mark], now: f64) {
    let hits = marks.iter().filter(|mark| mark.kind == MarkKind::Net && now >= mark.now);
    let swing = hits
        .map(|mark| (-(now - mark.now) * 3.0).exp() * ((now - mark.now) * 11.0).cos())
        .fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
    if let Some(net) = &stage.net {
        across(brush, net, swing);
    }
    if let Some(goal) = &stage.goal {
        behind_goal(brush, goal, swing);
    }
}

/// Lines from one edge to the other, both ways, between four corners in order.
fn mesh(corners: [Point; 4], columns: usize, rows: usize) -> BezPath {
    let [a, b, c, d] = corners;
    let mut path = BezPath::new();
    for column in 0..=columns {
        let t = column as f64 / columns as f64;
        path.move_to(a.lerp(b, t));
        path.line_to(d.lerp(c, t));
    }
    for row in 0..=rows {
        let t = row as f64 / rows as f64;
        path.move_to(a.lerp(d, t));
        path.line_to(b.lerp(c, t));
    }
    path
}

/// Seen from the side, a little turned: the far post stands to the right.
fn across(brush: &mut Brush<'_>, net: &Net, swing: f64) {
    const DEEP: f64 = 3.2;
    const TALL: f64 = 0.95;
    let (near, far) = ((net.x - 0.12, -0.25), (net.x + 0.55, DEEP));
    let t = brush.metre;
    let wood = Rgb::hex(0x8a6a48);
    for (x, z) in [far, near] {
        brush.shadow(x, z, 0.14, 0.0, 1.0);
        let s = brush.scale(z);
        brush.solid(&bone(brush.at(x, 0.0, z), 0.045 * s, brush.at(x, net.height + 0.06, z), 0.04 * s), wood, z);
    }
    let lens = brush.lens();
    let corner = |(x, z): (f64, f64), y: f64| lens.at(x, y, z);
    let sag = 0.03 * swing;
    let corners = [corner(near, net.height), corner(far, net.height), corner(far, net.height - TALL + sag), corner(near, net.height - TALL + sag)];
    let white = brush.tone(Rgb::hex(0xf6f4ec), 0.0);
    brush.line(&mesh(corners, 14, 6), (0.010 * t).max(0.7), white, 0.7);
    for y in [net.height, net.height - TALL + sag] {
        let mut tape = BezPath::new();
        tape.move_to(corner(near, y));
        tape.line_to(corner(far, y));
        brush.line(&tape, (0.05 * t).max(1.5), white, 0.95);
    }
}

fn behind_goal(brush: &mut Brush<'_>, goal: &Goal, swing: f64) {
    let (near, far) = (-0.6, 2.6);
    let t = brush.metre;
    let back = goal.x + goal.way * (Goal::DEPTH + 0.12 * swing);
    let top = Goal::HEIGHT;
    let white = brush.tone(Rgb::hex(0xf7f7f4), 0.0);
    let fine = (0.012 * t).max(0.7);
    let panels = [
        // Far side, back, roof.
        mesh([brush.at(goal.x, top, far), brush.at(back, top * 0.92, far), brush.at(back, 0.0, far), brush.at(goal.x, 0.0, far)], 6, 9),
        mesh([brush.at(back, top * 0.92, near), brush.at(back, top * 0.92, far), brush.at(back, 0.0, far), brush.at(back, 0.0, near)], 12, 9),
        mesh([brush.at(goal.x, top, near), brush.at(back, top * 0.92, near), brush.at(back, top * 0.92, far), brush.at(goal.x, top, far)], 6, 10),
        mesh([brush.at(goal.x, top, near), brush.at(back, top * 0.92, near), brush.at(back, 0.0, near), brush.at(goal.x, 0.0, near)], 6, 9),
    ];
    let haze = polygon(&[brush.at(goal.x, top, near), brush.at(back, top * 0.92, near), brush.at(back, 0.0, near), brush.at(goal.x, 0.0, near)]);
    brush.raw(&haze, white, 0.06);
    for panel in &panels {
        brush.line(panel, fine, white, 0.5);
    }
    let post = |brush: &mut Brush<'_>, a: Point, b: Point, s: f64| brush.solid(&bone(a, 0.06 * s, b, 0.06 * s), Rgb::hex(0xf7f7f4), 0.0);
    for z in [far, near] {
        brush.shadow(goal.x, z, 0.2, 0.0, 1.0);
        let (low, high, s) = (brush.at(goal.x, 0.0, z), brush.at(goal.x, top, z), brush.scale(z));
        post(brush, low, high, s);
    }
    let (a, b) = (brush.at(goal.x, top, near), brush.at(goal.x, top, far));
    post(brush, a, b, t);
}
