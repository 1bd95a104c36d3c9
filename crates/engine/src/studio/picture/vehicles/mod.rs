//! Everything that people go in or on. Drawn in metres of the usual one, x forwards, the origin on the ground under its middle.
//!
//! It knows measures and phases, not what drives them.

mod air;
mod cycles;
mod rail;
mod road;
mod water;

use super::{
    palette::{Rgb, named},
    pen::{Pair, Pen, disc, smooth, stick},
    shape::{add_ellipse, p},
};
use crate::studio::{
    screenplay::{Actor, ActorKind},
    world::{chance::pick, pose::ThingPose},
};
use vello_cpu::kurbo::BezPath;

const TYRE: Rgb = Rgb::hex(0x24242b);
const STEEL: Rgb = Rgb::hex(0xc3c8cf);

pub fn draw(pen: &mut Pen<'_, '_>, pose: &ThingPose, actor: &Actor) {
    use ActorKind as K;
    let paint = |usual: &[u32]| actor.colour.map_or(Rgb::hex(pick(actor.look, 41, usual)), named);
    // As the wheels turn where they roll forwards: clockwise.
    let turn = -pose.phase * std::f64::consts::TAU;
    match actor.kind {
        K::Taxi => road::taxi(pen, paint(&[0xf6c430]), turn),
        K::Bus => road::bus(pen, paint(&[0xf2b02c, 0xd8443c, 0x3f87c8]), turn, pose.power),
        K::Truck => road::truck(pen, paint(&[0x3f7fc0, 0xd8553c, 0x4d9e77]), turn),
        K::FireEngine => road::fire_engine(pen, paint(&[0xd42f2c]), turn, pose),
        K::Tractor => road::tractor(pen, paint(&[0x4a9a3f, 0xd84a32]), turn),
        K::Train => rail::train(pen, paint(&[0x2f4a6a, 0x9c2f32, 0x2f5a44]), turn, pose),
        K::ToyTrain => rail::toy(pen, paint(&[0xd83c3a]), turn),
        K::Bicycle => cycles::bicycle(pen, paint(&[0xd8443c, 0x2f7fb8, 0x3d9a72]), turn),
        K::Motorcycle => cycles::motorcycle(pen, paint(&[0xc93a36, 0x2f5fb5, 0x33343c]), turn),
        K::Skateboard => cycles::skateboard(pen, paint(&[0xe2604f, 0x3fa7a0, 0xf0a53a]), turn),
        K::Boat => water::boat(pen, paint(&[0xb5733f, 0xc0503c, 0x3f7fa8]), pose),
        K::Sailboat => water::sailboat(pen, paint(&[0xfaf7ef]), pose),
        K::Ship => water::ship(pen, paint(&[0x2f3f5f, 0x9c3030]), pose),
        K::Plane => air::plane(pen, paint(&[0x2f6fb5, 0xd8443c]), turn),
        K::Helicopter => air::helicopter(pen, paint(&[0xd8553c, 0x2f6fb5, 0xf0b02c]), pose),
        K::Airship => air::balloon(pen, paint(&[0xd8443c]), pose),
        K::Rocket => air::rocket(pen, paint(&[0xd8383a]), pose),
        _ => air::ufo(pen, paint(&[0xa9b4c4]), pose),
    }
}

/// A wheel with a tyre, turned by radians.
fn wheel(pen: &mut Pen<'_, '_>, at: Pair, r: f64, turn: f64, rim: Rgb) {
    pen.form(&disc(at.0, at.1, r), TYRE);
    pen.part(&disc(at.0, at.1, r * 0.58), rim);
    let mut spokes = BezPath::new();
    for index in 0..5 {
        let a = f64::from(index) * 1.2566 + turn;
        spokes.extend(stick(at, r * 0.03, (at.0 + a.cos() * r * 0.5, at.1 + a.sin() * r * 0.5), r * 0.05).iter());
    }
    pen.tint(&spokes, rim.darker(0.55), 0.9);
    pen.mark(&disc(at.0, at.1, r * 0.13), rim.darker(0.6));
}

/// Fire out of a nozzle that points along −y, flickering.
fn flame(pen: &mut Pen<'_, '_>, at: Pair, wide: f64, long: f64, phase: f64) {
    let flicker = 1.0 + 0.10 * (phase * 61.0).sin() + 0.06 * (phase * 97.0).sin();
    let (x, y) = at;
    for (w, l, colour) in [(1.0, 1.0, 0xff7a1e_u32), (0.72, 0.74, 0xffb42e), (0.42, 0.48, 0xfff2b8)] {
        let (w, l) = (wide * w, long * l * flicker);
        pen.light(
            &smooth(&[
                (x - w * 0.7, y),
                (x + w * 0.7, y),
                (x + w, y - l * 0.3),
                (x + w * 0.3, y - l * 0.75),
                (x, y - l),
                (x - w * 0.3, y - l * 0.75),
                (x - w, y - l * 0.3),
            ]),
            colour,
        );
    }
    let glow = p(x, y - long * 0.4);
    pen.brush.glow(glow, long * 1.1 + wide, Rgb::hex(0xffa040), 0.35);
}

/// Smoke or steam that drifts back.
fn puffs(pen: &mut Pen<'_, '_>, at: Pair, size: f64, phase: f64, amount: f64) {
    if amount < 0.05 {
        return;
    }
    for index in 0..4 {
        let age = (phase * 0.9 + f64::from(index) * 0.25).rem_euclid(1.0);
        let mut path = BezPath::new();
        let r = size * (0.5 + age * 1.3);
        let (x, y) = (at.0 - age * size * 4.5, at.1 + age * size * 2.6);
        add_ellipse(&mut path, p(x, y), r, r * 0.85);
        add_ellipse(&mut path, p(x + r * 0.6, y - r * 0.3), r * 0.7, r * 0.6);
        pen.tint(&path, 0xf1f1f3_u32, 0.55 * (1.0 - age) * amount);
    }
}
