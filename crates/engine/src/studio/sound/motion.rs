//! Things that go on for a while: air, rolling, sliding, tyres, wings.

use super::{
    RATE,
    clip::Clip,
    filter::{Biquad, Sweep},
    noise::{Drift, Noise, Pink},
};
use crate::studio::world::event::Material;
use std::f32::consts::{PI, TAU};

const CONTROL: usize = 64;

/// Air, parted by something quick.
pub fn whoosh(noise: &mut Noise, speed: f32) -> Clip {
    let speed = speed.clamp(0.5, 40.0);
    let seconds = (0.5 - 0.012 * speed).max(0.18);
    let top = 350.0 + 75.0 * speed;
    let mut filter = Sweep::at(top, 1.4);
    let mut pink = Pink::default();
    let mut count = 0usize;
    let clip = Clip::made(seconds, |_, along| {
        // Its middle comes early, as of what has just been thrown.
        let bell = (PI * along.powf(0.6)).sin();
        if count.is_multiple_of(CONTROL) {
            filter.tune(top * (0.35 + 0.65 * bell), 1.2);
        }
        count += 1;
        filter.band(pink.next(noise.white())) * bell * bell
    });
    clip.at_peak((0.03 + 0.011 * speed).min(0.26))
}

/// How something rolls: metres of one turn or from one joint to the next, how it bumps there, its middle and level.
struct Roller {
    round: f32,
    bump: f32,
    /// Level of a click at each turn: rails, a freewheel's pawls.
    click: f32,
    middle: f32,
    level: f32,
}

fn roller(ball: Material, ground: Material) -> Roller {
    let (middle, level) = match ground {
        Material::Grass | Material::Sand | Material::Snow | Material::Dirt => (700.0, 0.05),
        Material::Parquet | Material::Wood => (240.0, 0.1),
        _ => (420.0, 0.09),
    };
    let (round, bump, click) = match ball {
        Material::TennisBall => (0.21, 0.35, 0.0),
        Material::LightBall => (1.1, 0.35, 0.0),
        // Iron wheels over the joints of rails.
        Material::Metal => return Roller { round: 6.2, bump: 0.5, click: 1.0, middle: 150.0, level: 0.2 },
        Material::Wood => return Roller { round: 0.34, bump: 0.25, click: 0.25, middle: middle * 1.6, level: level * 1.2 },
        Material::Tyre => return Roller { round: 0.11, bump: 0.1, click: 0.3, middle: middle * 1.3, level: level * 0.35 },
        _ => (0.74, 0.35, 0.0),
    };
    Roller { round, bump, click, middle, level }
}

/// Something that turns over the ground, from one speed to another; `since`: seconds by which it has turned already.
pub fn roll(noise: &mut Noise, (ball, ground): (Material, Material), (seconds, since): (f32, f32), (first, last): (f32, f32)) -> Clip {
    let Roller { round, bump, click, middle, level } = roller(ball, ground);
    let mut low = Biquad::bandpass(middle, 0.6);
    let mut grit = Biquad::bandpass(middle * 4.5, 0.6);
    let mut clank = Biquad::bandpass(if round > 1.0 { 1_900.0 } else { 2_900.0 }, 2.5);
    let mut pink = Pink::default();
    let mut turn = (since * first / round).fract();
    let mut hit = 0f32;
    Clip::made(seconds, |_, along| {
        let now = first + (last - first) * along;
        let before = turn;
        turn = (turn + now / round / RATE).fract();
        // Two axles, one soon after the other.
        if click > 0.0 && (turn < before || (round > 1.0 && before < 0.22 && turn >= 0.22)) {
            hit = click;
        }
        hit *= if round > 1.0 { 0.998_6 } else { 0.995 };
        let swell = 1.0 - bump + bump * (TAU * turn).cos();
        let w = noise.white();
        let x = pink.next(w);
        (low.run(x) * 1.4 * swell + grit.run(x) * 0.35 + clank.run(w * hit) * 4.0 + low.run(w * hit) * 0.5) * now
    })
    .eased(ROLL_EASE, ROLL_EASE)
    .at_peak(level * (first.max(last) / 4.0).clamp(0.05, 1.2))
}

/// Seconds in which one piece of a roll grows into the next.
pub const ROLL_EASE: f32 = 0.07;

/// Rubber that lets go of the road.
pub fn skid(noise: &mut Noise, seconds: f32) -> Clip {
    let mut tones = [(0f32, 820.0f32), (0.0, 1_047.0), (0.0, 1_268.0)];
    let mut wander = Drift::new(noise, 14.0);
    let mut band = Sweep::at(1_050.0, 1.2);
    let (mut bend, mut count) = (1.0, 0usize);
    Clip::made(seconds, |_, along| {
        if count.is_multiple_of(CONTROL) {
            bend = (1.06 - 0.2 * along) * (0.95 + 0.1 * wander.next(noise, CONTROL));
            band.tune(1_050.0 * bend, 1.2);
        }
        count += 1;
        let grit = noise.white();
        let mut out = band.band(grit) * 0.9;
        for (phase, hertz) in &mut tones {
            *phase = (*phase + *hertz * bend * (1.0 + 0.05 * grit) / RATE).fract();
            out += (TAU * *phase).sin() * 0.22;
        }
        out * (1.0 - 0.55 * along)
    })
    .eased(0.03, 0.15)
    .at_peak(0.24)
}

/// Wing beats.
pub fn flap(noise: &mut Noise, seconds: f32) -> Clip {
    let mut low = Biquad::bandpass(620.0, 0.6);
    let mut feather = Biquad::bandpass(2_600.0, 0.8);
    let mut beat = 0f32;
    let rate = noise.near(8.5, 0.15);
    Clip::made(seconds, |_, _| {
        beat = (beat + rate / RATE).fract();
        let down = if beat < 0.4 { (PI * beat / 0.4).sin().powi(2) } else { 0.12 * (PI * (beat - 0.4) / 0.6).sin() };
        let x = noise.white();
        (low.run(x) + feather.run(x) * 0.5) * down
    })
    .eased(0.01, 0.08)
    .at_peak(0.09)
}

/// What slides: its hiss (middle, q), its scrape (middle, q, share) and how loud it is.
fn slide(on: Material) -> ((f32, f32), (f32, f32, f32), f32) {
    match on {
        // A blade that cuts: high and thin, with a singing edge.
        Material::Ice | Material::Blade => ((4_200.0, 0.7), (2_350.0, 6.0, 0.6), 0.1),
        Material::Snow => ((1_900.0, 0.4), (640.0, 0.8, 0.5), 0.13),
        Material::Water => ((1_300.0, 0.4), (520.0, 0.7, 0.8), 0.14),
        Material::Sand | Material::Dirt => ((2_400.0, 0.4), (820.0, 0.7, 0.6), 0.11),
        Material::Grass | Material::Cloth | Material::Foam => ((2_900.0, 0.4), (900.0, 0.6, 0.3), 0.07),
        Material::Metal => ((3_400.0, 0.6), (1_250.0, 8.0, 0.9), 0.14),
        // Small hard wheels.
        Material::Asphalt | Material::Stone => ((1_150.0, 0.5), (330.0, 1.1, 1.1), 0.15),
        Material::Parquet | Material::Wood => ((760.0, 0.5), (235.0, 1.4, 1.3), 0.15),
        _ => ((1_600.0, 0.5), (500.0, 1.0, 0.6), 0.1),
    }
}

/// Skates, a board, a sledge, a slipping sole.
pub fn glide(noise: &mut Noise, on: Material, seconds: f32, speed: f32) -> Clip {
    let ((middle, q), (scrape, narrow, share), level) = slide(on);
    let quick = (speed / 5.0).clamp(0.1, 2.5);
    let (mut hiss, mut edge) = (Sweep::at(middle, q), Sweep::at(scrape, narrow));
    let (mut stroke, mut grain) = (Drift::new(noise, 2.2), Drift::new(noise, 24.0));
    let mut pink = Pink::default();
    let (mut now, mut count) = (1.0, 0usize);
    Clip::made(seconds, |_, _| {
        if count.is_multiple_of(CONTROL) {
            let push = stroke.next(noise, CONTROL);
            now = 0.55 + 0.3 * push + 0.3 * grain.next(noise, CONTROL);
            hiss.tune(middle * (0.7 + 0.3 * quick.sqrt()) * (0.9 + 0.2 * push), q);
            edge.tune(scrape * (0.8 + 0.2 * quick) * (0.94 + 0.12 * push), narrow);
        }
        count += 1;
        let w = noise.white();
        (hiss.band(w) * 0.6 + edge.band(pink.next(w)) * share * 2.0) * now
    })
    .eased(ROLL_EASE, ROLL_EASE)
    .at_peak(level * quick.sqrt())
}
