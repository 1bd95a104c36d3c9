//! Whatever is moved as one piece: its frame, its shadow, and how it looks when it is broken.
//!
//! Things are drawn in their own height: the origin under the middle, y to 1. Vehicles and swimmers have frames of their own.

mod furniture;
mod play;
mod rope;
mod table;

use super::{
    brush::Brush,
    palette::{Rgb, named},
    pen::{Pair, Pen, poly},
    swimmers, vehicles,
};
use crate::studio::{
    screenplay::{Actor, ActorKind, Build},
    world::{
        chance::{between, pick},
        pose::{ThingPose, Vec2},
    },
};
pub use rope::draw as rope;
use vello_cpu::kurbo::BezPath;

pub fn draw(brush: &mut Brush<'_>, pose: &ThingPose, actor: &Actor) {
    let (z, build) = (pose.lane, actor.kind.build());
    let side = if pose.facing < 0.0 { -1.0 } else { 1.0 };
    let (sin, cos) = pose.angle.sin_cos();
    let low = pose.centre.y - (pose.half.x * sin.abs() + pose.half.y * cos.abs());
    if !matches!(build, Build::Swimmer | Build::Boat) {
        let half = pose.half.x * cos.abs() + pose.half.y * sin.abs();
        brush.shadow(pose.centre.x, z, half * 1.12, low.max(0.0), 1.15);
    }
    if build == Build::Swimmer {
        let length = pose.half.x * 2.0;
        let centre = brush.at(pose.centre.x, pose.centre.y, z);
        let unit = brush.scale(z) * length;
        brush.within(centre, unit, pose.angle, side < 0.0, |brush| swimmers::draw(&mut Pen::new(brush, z), pose, actor));
        return;
    }
    let foot = pose.centre + Vec2::new(sin, -cos) * pose.half.y;
    let origin = brush.at(foot.x, foot.y, z);
    let tall = brush.scale(z) * pose.half.y * 2.0;
    let vehicle = build != Build::Thing;
    let unit = if vehicle { tall / actor.kind.measure().height } else { tall };
    brush.within(origin, unit, pose.angle, side < 0.0, |brush| {
        let pen = &mut Pen::new(brush, z);
        if pose.whole < 0.35 && actor.kind != ActorKind::Candle {
            wreck(pen, pose, actor, if vehicle { actor.kind.measure().height } else { 1.0 });
        } else if vehicle {
            vehicles::draw(pen, pose, actor);
        } else {
            thing(pen, pose, actor);
        }
    });
}

fn thing(pen: &mut Pen<'_, '_>, pose: &ThingPose, actor: &Actor) {
    use ActorKind as K;
    let paint = |usual: &[u32]| actor.colour.map_or(Rgb::hex(pick(actor.look, 43, usual)), named);
    let wide = pose.half.x / (pose.half.y * 2.0).max(1e-6);
    match actor.kind {
        K::Block => play::block(pen, paint(&[0xd9534a, 0x3f87d0, 0xf0bf3c, 0x4fa35f, 0xe08a3c, 0x8e5ea8]), wide, actor.look),
        K::Box => play::carton(pen, paint(&[0xc79a63]), wide),
        K::TrashCan => play::trash_can(pen, paint(&[0x7d8a94, 0x5f7f6a])),
        K::Chair => furniture::chair(pen, paint(&[0xa8703f, 0x8a5a34])),
        K::Table => furniture::table(pen, paint(&[0xa8703f, 0x9a6436])),
        K::Lamp => furniture::lamp(pen, paint(&[0xf2d9a0, 0xd8664a, 0x5fa39a]), pose.power),
        K::Television => furniture::television(pen, paint(&[0x2b2d35]), pose),
        K::Computer => furniture::computer(pen, paint(&[0xd4d8dd]), pose),
        K::Phone => furniture::phone(pen, paint(&[0x2b2d35]), pose),
        K::Clock => furniture::clock(pen, paint(&[0xb5733f, 0xc93a36, 0x2f6f8f]), pose.phase),
        K::Door => furniture::door(pen, paint(&[0x8a5a34, 0x3f6f5f, 0xa83c34])),
        K::Book => table::book(pen, paint(&[0xb5383a, 0x2f5f9c, 0x3f7f5a, 0x7a4a8a])),
        K::Cup => table::cup(pen, paint(&[0xf3efe6, 0xd8553c, 0x3f87b8]), pose),
        K::Bottle => table::bottle(pen, paint(&[0x3f8a5a, 0x4a8ab0])),
        K::Bowl => table::bowl(pen, paint(&[0x5f9cc0, 0xe0884a, 0xf0ead8])),
        K::Apple => table::apple(pen, paint(&[0xd23a34, 0x7fb53f])),
        K::Cake => table::cake(pen, paint(&[0xf6b8c6, 0xfaf0dc]), pose),
        K::Candle => table::candle(pen, paint(&[0xf6efdc]), pose),
        K::Flower => table::flower(pen, paint(&[0xe2504a, 0xf3b83a, 0xd96fb0, 0x8f6fd0])),
        K::Guitar => play::guitar(pen, paint(&[0xc9803c, 0xb05a2c])),
        K::Piano => play::piano(pen, paint(&[0x26252c, 0x5a3320])),
        K::Drum => play::drum(pen, paint(&[0xc9302c, 0x2f5fa8])),
        K::Bell => play::bell(pen, paint(&[0xd9a93c])),
        K::Balloon => play::balloon(pen, paint(&[0xe2443c, 0x3f87d0, 0xf3c23a, 0xd96fb0])),
        K::Kite => play::kite(pen, paint(&[0xe2504a, 0x3f87d0]), pose.phase),
        K::Suitcase => play::suitcase(pen, paint(&[0x8a5230, 0xb5383a, 0x2f6f8f])),
        K::Sword => play::sword(pen, paint(&[0xd9a93c])),
        _ => play::sandcastle(pen, paint(&[0xe0c184])),
    }
    if pose.whole < 0.98 && actor.kind != ActorKind::Candle {
        let crack: [Pair; 5] = [(-wide * 0.7, 0.95), (-wide * 0.2, 0.62), (wide * 0.1, 0.66), (0.0, 0.36), (wide * 0.5, 0.05)];
        pen.line(&crack, 0.02, 0x2a2226_u32);
    }
}

/// A heap of pieces in the thing's own colours.
fn wreck(pen: &mut Pen<'_, '_>, pose: &ThingPose, actor: &Actor, tall: f64) {
    let colour = actor.colour.map_or(Rgb::hex(pick(actor.look, 43, &[0x8a7260, 0x7d858e, 0xb5794a])), named);
    let wide = pose.half.x / pose.half.y * tall / 2.0;
    let mut shards = [BezPath::new(), BezPath::new()];
    for index in 0..12_u64 {
        let at = |number: u64, low: f64, high: f64| between(actor.look, 60 + index * 5 + number, low, high);
        let (x, size) = (at(0, -1.0, 1.0) * wide, at(1, 0.10, 0.24) * tall.min(wide * 2.0));
        let y = at(2, 0.1, 1.0) * size + (1.0 - (x / wide).abs()) * 0.16 * tall;
        let corner = |a: f64| (x + a.cos() * size, (y + a.sin() * size * 0.7).max(0.0));
        let turn = at(3, 0.0, 6.0);
        shards[usize::from(index % 2 == 0)].extend(poly(&[corner(turn), corner(turn + 1.9), corner(turn + 3.3), corner(turn + 4.6)]).iter());
    }
    pen.form(&shards[0], colour.darker(0.35));
    pen.form(&shards[1], colour);
}
